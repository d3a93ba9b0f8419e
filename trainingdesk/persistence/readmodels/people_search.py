"""Search from anywhere: the first people and units that what was typed fits, and how many people there are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import product
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from trainingdesk.domain.roster.names import typed_words
from trainingdesk.domain.roster.said_codes import SaidCodes, codes_said
from trainingdesk.domain.roster.views import PersonHit, RosterHits
from trainingdesk.domain.values import mask_id
from trainingdesk.persistence.readmodels import units
from trainingdesk.persistence.readmodels.people_filter import fits_all
from trainingdesk.persistence.search import (
    all_of,
    find_names,
    find_posts,
    in_one,
    match_expression,
    name_expression,
    spelled_surnames,
    whole_number,
)
from trainingdesk.persistence.tables.roster import Person

#: words that name units, beyond which the ways to read them are too many to go through
_MOST_WAYS = 3
_NO_CODES = SaidCodes()
#: SQL with its values
_Way = tuple[str, tuple[Any, ...]]


def found(connection: Connection, typed: str, limit: int) -> RosterHits:
    """Return the first people and units that what was typed fits; whoever has a rank or a status is not looked for.

    No index holds ranks, so that a rare one would be looked for among everybody (0.1 s of 500,000): the search from
    anywhere offers the list narrowed by it instead.
    """
    # the units of a word are asked for once
    named_by = cache(partial(units.holding, connection))
    return RosterHits(
        _hits(connection, typed, limit, named_by, thorough=False),
        units.hits(connection, typed, limit, named_by),
    )


def hits(connection: Connection, typed: str, limit: int) -> tuple[PersonHit, ...]:
    """Return the first people who fit what was typed: those by name or number, by unit, by post, by rank or status.

    How many fit is not counted: of 500,000 people that would take longer than the first hits (:func:`count_found`).
    """
    return _hits(connection, typed, limit, partial(units.holding, connection), thorough=True)


def _hits(
    connection: Connection, typed: str, limit: int, named_by: Callable[[str], list[int]], *, thorough: bool
) -> tuple[PersonHit, ...]:
    words = typed_words(typed)
    if not words:
        return ()
    named = [units.named(connection, word, named_by) for word in words]
    whole = any(map(whole_number, words))
    names = [] if whole else find_names(connection, words, limit)
    first = dict.fromkeys(names)
    if whole or _too_many_ways(named):
        first.update(dict.fromkeys(connection.scalars(_fitting(connection, words).limit(limit))))
    else:
        # of a unit alone the foremost, unit by unit
        ways = map(_foremost_of, named[0]) if len(words) == 1 else _by_unit(words, named)
        for sql, values in ways:
            if len(first) < limit:
                rows = connection.exec_driver_sql(f"{sql} LIMIT ?", (*values, limit))
                first.update(dict.fromkeys(row[0] for row in rows))
        if len(first) < limit:
            first.update(dict.fromkeys(find_posts(connection, words, limit)))
        if len(first) < limit:
            first.update(dict.fromkeys(_more(connection, words, limit, bool(first), thorough)))
    return _lines(connection, list(first)[:limit], set(names))


def _lines(connection: Connection, shown: Sequence[int], foremost: set[int]) -> tuple[PersonHit, ...]:
    """Return the hits in the office's order, the foremost of them before the others."""
    if not shown:
        return ()
    rows = connection.exec_driver_sql(
        "SELECT p.id, p.name, u.short_name, p.post, p.id_number FROM person p JOIN unit u ON u.id = p.unit_id"  # noqa: S608 - marks only
        f" WHERE p.id IN ({_marks(shown)}) ORDER BY u.position, p.position",
        tuple(shown),
    )
    lines = [PersonHit(row[0], row[1], row[2], row[3], mask_id(row[4])) for row in rows]
    return tuple(sorted(lines, key=lambda hit: hit.id not in foremost))


def count_found(connection: Connection, typed: str) -> int:
    """Return how many people fit what was typed."""
    words = typed_words(typed)
    if not words:
        return 0
    named = [units.named(connection, word) for word in words]
    if any(map(whole_number, words)) or _too_many_ways(named) or _says_more(words, some=True):
        return _count_fitting(connection, words)
    ways = list(_by_unit(words, named))
    whole = in_one(words)
    indexes = (all_of([match_expression(word) for word in words]), whole and name_expression(whole))
    if index := " OR ".join(f"({index})" for index in indexes if index):
        ways.append(("SELECT rowid FROM person_search WHERE person_search MATCH ?", (index,)))
    if not ways:
        return _count_fitting(connection, words) if _says_more(words, some=False) else 0
    # one way has nobody twice, several are put together
    sql = " UNION ".join(sql for sql, _values in ways)
    values = tuple(value for _sql, values in ways for value in values)
    count = int(connection.exec_driver_sql(f"SELECT count(*) FROM ({sql})", values).scalar_one())  # noqa: S608 - constant text
    return count or (_count_fitting(connection, words) if _says_more(words, some=False) else 0)


def _more(
    connection: Connection, words: Sequence[str], limit: int, some: bool, thorough: bool
) -> Iterable[int]:
    """Return whom a rank or a status said by a word finds, and where nobody is found a surname in full with initials."""
    said = codes_said(words[0]) if len(words) == 1 else _NO_CODES
    if said != _NO_CODES:
        holds = or_(
            *(
                column.in_(codes)
                for column, codes in (
                    (Person.rank, said.ranks),
                    (Person.side_rank, said.ranks),
                    (Person.status, said.statuses),
                )
                if codes
            )
        )
        return connection.scalars(select(Person.id).where(holds).limit(limit)) if thorough else ()
    if (some and not thorough) or not _says_more(words, some):
        return ()
    return connection.scalars(_fitting(connection, words).limit(limit))


def _says_more(words: Sequence[str], some: bool) -> bool:
    """Return whether a word says ranks or a status; where nobody was found, whether it may be a surname with initials."""
    if not some and any(map(spelled_surnames, [*words, in_one(words) or ""])):
        return True
    return any(codes_said(word) != _NO_CODES for word in words)


def _fitting(connection: Connection, words: Sequence[str]) -> Select[int]:
    return select(Person.id).where(fits_all(connection, words))


def _count_fitting(connection: Connection, words: Sequence[str]) -> int:
    counted = select(func.count()).select_from(Person).where(fits_all(connection, words))
    return int(connection.scalar(counted) or 0)


def _too_many_ways(named: Sequence[Sequence[int]]) -> bool:
    return sum(map(bool, named)) > _MOST_WAYS


def _by_unit(words: Sequence[str], named: Sequence[Sequence[int]]) -> Iterator[_Way]:
    """Return statements for the ids of people whom every word fits, one at least by the unit, the others by the index.

    As one condition with OR, SQLite would look at everybody whom one word fits.
    """
    for by_unit in product(*((True, False) if among else (False,) for among in named)):
        if not any(by_unit):
            continue
        others = [match_expression(word) for word, unit in zip(words, by_unit, strict=True) if not unit]
        index = all_of(others)
        if others and not index:
            continue
        among = [ids for ids, unit in zip(named, by_unit, strict=True) if unit]
        conditions = [f"unit_id IN ({_marks(ids)})" for ids in among]
        values: list[Any] = [number for ids in among for number in ids]
        if others:
            conditions.append("id IN (SELECT rowid FROM person_search WHERE person_search MATCH ?)")
            values.append(index)
        yield f"SELECT id FROM person WHERE {' AND '.join(conditions)}", tuple(values)  # noqa: S608 - marks only


def _foremost_of(unit_id: int) -> _Way:
    return "SELECT id FROM person WHERE unit_id = ? ORDER BY position", (unit_id,)


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
