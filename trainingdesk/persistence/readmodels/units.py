"""What is read of units: the tree with its headcounts, one unit's form, units by name."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import Connection, func, select

from trainingdesk.domain.codes import Line, UnitKind
from trainingdesk.domain.roster.base import BaseRule
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.known_units import KnownUnits, district_of, said_within
from trainingdesk.domain.roster.names import typed_words
from trainingdesk.domain.roster.two_names import two_names
from trainingdesk.domain.roster.unit_likeness import district_in
from trainingdesk.domain.roster.unit_views import FormerName, UnitForm, UnitNames, UnitNode
from trainingdesk.domain.roster.unit_words import other_names, ways_of
from trainingdesk.domain.roster.views import UnitHit
from trainingdesk.persistence.readmodels.base import bases, name_on
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.persistence.tables.roster import Person, Unit, UnitFormerName


def tree(connection: Connection, today: date, rule: BaseRule) -> tuple[UnitNode, ...]:
    """Return every unit in the office's order, parents before their children, with the heads counted now."""
    own = bases(connection, today, today, rule)
    counted = connection.execute(select(Person.unit_id, func.count()).group_by(Person.unit_id))
    people = {unit_id: int(count) for unit_id, count in counted}
    rows = connection.execute(
        select(
            Unit.id,
            Unit.parent_id,
            Unit.name,
            Unit.short_name,
            Unit.initials,
            Unit.line,
            Unit.active,
            Unit.liaison,
            Unit.liaison_deputy,
            Unit.liaison_phone,
            Unit.liaison_deputy_phone,
        ).order_by(Unit.position, Unit.id)
    ).all()
    whole = {row.id: own.get(row.id, 0) for row in rows}
    depth: dict[int, int] = {}
    for row in rows:
        depth[row.id] = 0 if row.parent_id is None else depth.get(row.parent_id, 0) + 1
    for row in reversed(rows):
        if row.parent_id in whole:
            whole[row.parent_id] += whole[row.id]
    former = _former(connection)
    return tuple(
        UnitNode(
            id=row.id,
            parent_id=row.parent_id,
            name=row.name,
            short_name=row.short_name,
            line=row.line,
            depth=depth[row.id],
            active=row.active,
            own=own.get(row.id, 0),
            whole=whole[row.id],
            people=people.get(row.id, 0),
            former=tuple(dict.fromkeys(name for name, _short, _initials in former.get(row.id, ()))),
            sought=" ".join(
                (
                    row.name,
                    row.initials,
                    *chain.from_iterable(former.get(row.id, ())),
                    *other_names(row.short_name),
                    *other_names(row.name),
                )
            ),
            liaison=row.liaison,
            liaison_deputy=row.liaison_deputy,
            liaison_phone=row.liaison_phone,
            liaison_deputy_phone=row.liaison_deputy_phone,
        )
        for row in rows
    )


def _former(connection: Connection) -> dict[int, list[tuple[str, str, str]]]:
    """Return unit → (full name, short name, initials) it bore before, the latest first, then of units that went into it."""
    found: dict[int, list[tuple[str, str, str]]] = {}
    former = select(
        UnitFormerName.unit_id, UnitFormerName.name, UnitFormerName.short_name, UnitFormerName.initials
    )
    for number, *names in connection.execute(former.order_by(UnitFormerName.until.desc())):
        found.setdefault(number, []).append((names[0], names[1], names[2]))
    into = merged(connection)
    gone = select(Unit.id, Unit.name, Unit.short_name, Unit.initials).where(Unit.id.in_(into))
    for number, *names in connection.execute(gone.order_by(Unit.position)).all() if into else ():
        of_it = [(names[0], names[1], names[2]), *found.get(number, ())]
        found.setdefault(into[number], []).extend(of_it)
    return found


def names_on(connection: Connection, day: date, column: str = "name") -> dict[int, str]:
    """Return unit → its name on a day, ``column`` as in :func:`name_on`: a class of 2024 still shows the unit of 2024."""
    found = connection.exec_driver_sql(
        f"SELECT u.id, {name_on(':day', column)} FROM unit u",  # noqa: S608 - constant text
        {"day": day.isoformat()},
    )
    return {row[0]: row[1] for row in found}


def in_order(connection: Connection) -> list[int]:
    """Return every unit in the office's order."""
    return list(connection.scalars(select(Unit.id).order_by(Unit.position, Unit.id)))


def below(connection: Connection, unit_id: int) -> list[int]:
    """Return a unit and every unit below it."""
    children: dict[int | None, list[int]] = {}
    for number, parent in connection.execute(select(Unit.id, Unit.parent_id)):
        children.setdefault(parent, []).append(number)
    found, open_ones = [], [unit_id]
    while open_ones:
        number = open_ones.pop()
        found.append(number)
        open_ones.extend(children.get(number, []))
    return found


def path(connection: Connection, unit_id: int) -> tuple[str, ...]:
    """Return the names from the top down to a unit."""
    units: dict[int, tuple[int | None, str]] = {
        row.id: (row.parent_id, row.name)
        for row in connection.execute(select(Unit.id, Unit.parent_id, Unit.name))
    }
    names: list[str] = []
    number: int | None = unit_id
    while number is not None:
        parent, name = units[number]
        names.append(name)
        number = parent
    return tuple(reversed(names))


def form(connection: Connection, unit_id: int) -> UnitForm | None:
    """Return a unit as its form opens it, None when it is gone."""
    statement: Any = select(
        Unit.id,
        Unit.version,
        Unit.name,
        Unit.short_name,
        Unit.line,
        Unit.parent_id,
        Unit.liaison,
        Unit.active,
        Unit.kind,
        Unit.liaison_deputy,
        Unit.liaison_phone,
        Unit.liaison_deputy_phone,
        Unit.founded_on,
    ).where(Unit.id == unit_id)
    row = connection.execute(statement).first()
    return None if row is None else UnitForm(*row)


def former_names(connection: Connection, unit_id: int) -> UnitNames | None:
    """Return a unit with the names it bore before, the latest first; None when it is gone."""
    name = connection.scalar(select(Unit.name).where(Unit.id == unit_id))
    if name is None:
        return None
    columns = (UnitFormerName.id, UnitFormerName.name, UnitFormerName.short_name)
    rows = connection.execute(
        select(*columns, UnitFormerName.until, UnitFormerName.reason)
        .where(UnitFormerName.unit_id == unit_id)
        .order_by(UnitFormerName.until.desc())
    )
    return UnitNames(unit_id, name, tuple(FormerName(*row) for row in rows))


def spellings(connection: Connection) -> dict[str, str]:
    """Return how a unit may be written (full and short name, as ``cells.key_of`` compares them) → its full name.

    A short name that two units share stands for neither. A former name stands for its unit, as long as no other unit
    is called so: files from before a renaming still mean it. A unit that went into another one stands for that one.
    What a unit is called within its district (区教育局) stands for it where nothing else is called so, and so does each of
    two names that a unit's name says: 区委宣传部（区新闻出版局）.
    """
    found: dict[str, str] = {}
    shared: set[str] = set()
    rows = connection.execute(select(Unit.id, Unit.name, Unit.short_name)).all()
    names = {number: name for number, name, _short in rows}
    called = names | {number: names[into] for number, into in merged(connection).items()}
    for number, _name, short in rows:
        key = key_of(short)
        if found.setdefault(key, called[number]) != called[number]:
            shared.add(key)
    for key in shared:
        del found[key]
    found.update({key_of(name): called[number] for number, name in names.items()})
    former: dict[str, set[str]] = {}
    renamed = select(UnitFormerName.name, UnitFormerName.short_name, UnitFormerName.unit_id)
    for name, short, number in connection.execute(renamed):
        for key in {key_of(name), key_of(short)}:
            former.setdefault(key, set()).add(called[number])
    for key, meant in former.items():
        if key not in found and key not in shared and len(meant) == 1:
            found[key] = next(iter(meant))
    numbers = {name: number for number, name in names.items()}
    both = _either_name(numbers)
    numbers = both | numbers
    for short, name in {**{name: name for name in both}, **said_within(numbers)}.items():
        key = key_of(short)
        if key not in shared and key not in former:
            found.setdefault(key, called[numbers[name]])
    return found


def _either_name(numbers: Mapping[str, int]) -> dict[str, int]:
    """Return each of the two names that a unit's name says → the unit, where no other unit's name says it too."""
    found: dict[str, set[int]] = {}
    for name, number in numbers.items():
        for part in two_names(name) or ():
            found.setdefault(part, set()).add(number)
    return {part: next(iter(meant)) for part, meant in found.items() if len(meant) == 1}


def merged(connection: Connection) -> dict[int, int]:
    """Return every unit that went into another one → the unit at the end of that way, which may be closed itself."""
    rows = connection.exec_driver_sql(
        "SELECT id, merged_into_id FROM unit WHERE merged_into_id IS NOT NULL AND NOT active"
    )
    into: dict[int, int] = {row[0]: row[1] for row in rows}
    found = {}
    for number, next_one in into.items():
        way = [number, next_one]
        while way[-1] in into and way[-1] not in way[:-1]:
            way.append(into[way[-1]])
        found[number] = way[-1]
    return found


def known(connection: Connection) -> KnownUnits:
    """Return every way to name a unit, and which of these name one that was closed or went into another one."""
    spelled = spellings(connection)
    into = merged(connection)
    rows = connection.execute(select(Unit.id, Unit.name, Unit.short_name, Unit.parent_id)).all()
    names = {row.id: row.name for row in rows}
    called = [(row.id, row.name, row.short_name) for row in rows]
    renamed = select(UnitFormerName.unit_id, UnitFormerName.name, UnitFormerName.short_name)
    former = [(row.unit_id, row.name, row.short_name) for row in connection.execute(renamed)]
    called += former if into else []
    gone = {
        key: names[number]
        for number, *both in called
        if number in into
        for key in (key_of(str(name)) for name in both)
        if spelled.get(key) == names[into[number]]
    }
    own = {key_of(name) for row in rows if row.id not in into for name in (row.name, row.short_name)}
    borne = {key_of(name) for row in rows for name in (row.name, row.short_name)}
    days = connection.execute(select(Unit.name, Unit.founded_on).where(Unit.founded_on.is_not(None)))
    founded = {row.name: row.founded_on.isoformat() for row in days if row.founded_on is not None}
    return KnownUnits(
        spelled,
        frozenset(connection.scalars(select(Unit.name).where(~Unit.active))),
        {key: name for key, name in gone.items() if key not in own},
        {row.name: names[row.parent_id] for row in rows if row.parent_id is not None},
        founded,
        district_of(names.values()) or district_in(office_facts(connection).name),
        former=frozenset(key_of(name) for _number, *both in former for name in both) - borne,
        kinds=kinds_by_name(connection),
    )


def peopled(connection: Connection) -> set[int]:
    """Return the units that have people."""
    return {int(number) for (number,) in connection.exec_driver_sql("SELECT DISTINCT unit_id FROM person")}


def ids_by_name(connection: Connection) -> dict[str, int]:
    """Return every unit's full name → id."""
    rows = connection.execute(select(Unit.name, Unit.id))
    return {row.name: row.id for row in rows}


def kinds_by_name(connection: Connection) -> dict[str, UnitKind]:
    """Return every unit's full name → what it is by establishment."""
    return {row.name: row.kind for row in connection.execute(select(Unit.name, Unit.kind))}


def named(connection: Connection, word: str, named_by: Callable[[str], list[int]] | None = None) -> list[int]:
    """Return the units, in the office's order, whose people a typed word finds.

    A single Chinese character will do. One that stands in the names of more than half of the units (the 城, 东 and 区 of
    城东区…) tells none from another: it counts in short names alone, those borne before too.

    Args:
        connection: where to read.
        word: what was typed, without blanks.
        named_by: gives the units of a word (:func:`holding`) where they are known already.
    """
    if not can_name(word):
        return []
    found = holding(connection, word) if named_by is None else named_by(word)
    if len(word) == 1 and found:
        count: int = connection.exec_driver_sql("SELECT count(*) FROM unit").scalar_one()
        if 2 * len(found) > count:
            rows = connection.exec_driver_sql(_SHORT_NAMED, {"word": word.lower()})
            return [int(row[0]) for row in rows]
    return found


def can_name(word: str) -> bool:
    """Return whether people are found by a unit of this word: a Chinese character or more than one sign, and no number."""
    if len(word) == 1:
        return word.isalnum() and not word.isascii()
    return not word.isdigit()


def holding(connection: Connection, word: str) -> list[int]:
    """Return the units, in the office's order, that a typed word names, from one character on.

    By full, short or former name, any part of it; or by the initials of one of the short names, from their beginning. A
    unit that went into another one names that one too. There are some hundreds of units, not 100,000. Its usual short words are read as what they stand for (卫健委, 柳林镇政府).
    """
    found = connection.exec_driver_sql(_NAMED, {"word": word.lower()})
    numbers = [int(row[0]) for row in found]
    if others := ways_of(word):
        more = {int(row[0]) for one in others for row in connection.exec_driver_sql(_NAMED, {"word": one})}
        if more - set(numbers):
            more.update(numbers)
            numbers = [number for number in in_order(connection) if number in more]
    return numbers


#: initials that begin one of the names, or end one: a short name with the district's own before it is found as without
_FITS = (
    "instr(lower({0}.name), :word) OR instr(lower({0}.short_name), :word) OR instr(' ' || {0}.initials, ' ' || :word)"
    " OR (length(:word) > 2 AND instr({0}.initials || ' ', :word || ' '))"
)
_SHORT_FITS = "instr(lower({0}.short_name), :word)"


def _naming(fits: str) -> str:
    """Return SQL for the units that fit by what they are or were called, and those that such a unit went into."""
    return (
        f"WITH RECURSIVE hit(id) AS (SELECT u.id FROM unit u WHERE {fits.format('u')}"  # noqa: S608 - constant text
        f" UNION SELECT f.unit_id FROM unit_former_name f WHERE {fits.format('f')}"
        " UNION SELECT m.merged_into_id FROM hit JOIN unit m ON m.id = hit.id"
        " WHERE m.merged_into_id IS NOT NULL AND NOT m.active)"
        " SELECT u.id FROM unit u JOIN hit ON hit.id = u.id ORDER BY u.position"
    )


_NAMED, _SHORT_NAMED = _naming(_FITS), _naming(_SHORT_FITS)


def hits(
    connection: Connection, typed: str, limit: int, named_by: Callable[[str], list[int]]
) -> tuple[UnitHit, ...]:
    """Return the units whose name, present or former, holds every word typed, or whose initials begin with it.

    ``named_by`` gives the units of a word (:func:`holding`), which who searches for people has asked for already.
    """
    words = typed_words(typed)
    if not words:
        return ()
    among = named_by(words[0])
    for word in words[1:]:
        if not among:
            break
        both = {*among} & {*named_by(word)}
        among = [number for number in among if number in both]
    among = among[:limit]
    if not among:
        return ()
    rows = connection.exec_driver_sql(
        f"SELECT id, name, short_name, initials, line FROM unit WHERE id IN ({_marks(among)}) ORDER BY position",  # noqa: S608 - marks only
        tuple(among),
    ).all()
    by_former = [row[0] for row in rows if not _all_in(words, row[1:4])]
    former = _former_names(connection, by_former, words) if by_former else {}
    whole = "".join(words).lower()
    said = {whole, *ways_of(whole)}
    return tuple(
        UnitHit(number, name, Line(line), former.get(number, ""), _called(said, name, short, initials))
        for number, name, short, initials, line in rows
    )


def _called(said: Collection[str], name: str, short: str, initials: str) -> bool:
    """Return whether one of some words is a whole name of a unit, or all its initials."""
    return any(one in said for one in (name.lower(), short.lower(), *initials.split()))


def _all_in(words: Iterable[str], names: Iterable[str]) -> bool:
    said = " ".join(names).lower()
    return all(word.lower() in said for word in words)


def _marks(values: Collection[int]) -> str:
    return ", ".join("?" * len(values))


def _former_names(connection: Connection, among: Collection[int], words: Iterable[str]) -> dict[int, str]:
    """Return unit → the former name that fits, or that of a unit that went into it; for units not found by their own."""
    wanted = [word.lower() for word in words]
    into = {number: other for number, other in merged(connection).items() if other in among}
    columns = select(Unit.id, Unit.name, Unit.short_name, Unit.initials)
    own = {row.id: row for row in connection.execute(columns.where(Unit.id.in_({*among, *into}))).all()}
    rows = connection.execute(
        select(
            UnitFormerName.unit_id, UnitFormerName.name, UnitFormerName.short_name, UnitFormerName.initials
        )
        .where(UnitFormerName.unit_id.in_({*among, *into}))
        .order_by(UnitFormerName.until)
    ).all()
    found: dict[int, tuple[int, str]] = {}
    for number, *names in (*((number, *own[number][1:]) for number in into), *rows):
        unit, said = into.get(number, number), " ".join(names).lower()
        fitting = sum(word in said for word in wanted)
        # of names that fit alike the latest one
        if fitting and unit in own and fitting >= found.get(unit, (0, ""))[0]:
            found[unit] = fitting, names[0]
    return {number: name for number, (_fitting, name) in found.items()}
