"""Search as you type: an FTS5 index over single characters, pinyin, initials and reversed number tails.

Everything here is SQLite's own; on another database the same functions would be written anew. Trigrams are not
used: they find nothing for one or two Chinese characters (measured).
"""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection

from trainingdesk.domain.roster.base import position_of
from trainingdesk.domain.roster.names import name_keys
from trainingdesk.domain.roster.strokes import name_order
from trainingdesk.persistence.audit import with_audit
from trainingdesk.shared.readings import reading_table

#: created by the second migration; the first had no posts
DDL = (
    "CREATE VIRTUAL TABLE person_search USING fts5("
    "chars, keys, tails, post, tokenize='unicode61 remove_diacritics 0', prefix='1 2', columnsize=0)"
)
#: what a change of leaves a person's place in the orders and in the index stale: :func:`refresh_people`
DERIVED_FROM = frozenset({"name", "id_number", "phone", "post", "rank", "rank_from"})

#: id, characters of the name, pinyin and initials, reversed tails, characters of the post
SearchRow = tuple[int, str, str, str, str]

_AT_ONCE = 1_000
_LATIN = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d{2,}x?")
_WORD = re.compile(r"[a-z]+|[0-9]+x?|\S", re.IGNORECASE)


class NameFacts(NamedTuple):
    """What follows from a name.

    Attributes:
        keys: what the name is found by: every full pinyin, then every row of initials.
        stroke_key, pinyin_key: where it stands in the two orders of names.
    """

    keys: tuple[str, ...]
    stroke_key: str
    pinyin_key: str


def name_facts(name: str) -> NameFacts:
    """Return what follows from a name; of 100,000 names each is asked for once."""
    found = name_keys(name, reading_table())
    order = name_order().keys(name)
    return NameFacts(found.pinyin + found.initials, order.strokes, order.pinyin)


def search_row(
    person_id: int, name: str, keys: Iterable[str], id_number: str | None, phone: str, post: str
) -> SearchRow:
    """Return one row of the index: characters of the name, pinyin and initials, reversed tails, characters of the post."""
    tails = ""
    if id_number:
        tails = "z" + id_number[:9:-1].lower()
    if phone:
        tails += " z" + phone[:-9:-1]
    return person_id, " ".join(name.lower()), " ".join(keys), tails, " ".join(post.lower())


def index_people(connection: Connection, rows: Sequence[SearchRow]) -> None:
    """Add people to the index; the index is derived and stays out of the log."""
    if rows:
        statement = "INSERT INTO person_search (rowid, chars, keys, tails, post) VALUES (?, ?, ?, ?, ?)"
        with_audit(connection, lambda: connection.exec_driver_sql(statement, list(rows)))


def refresh_people(connection: Connection, ids: Sequence[int]) -> None:
    """Bring up to date what follows from people's fields: their places in every order, and the search index.

    The one place for it: whoever writes one of :data:`DERIVED_FROM` calls this afterwards. An import of new people
    alone works the same out as it writes them (:func:`name_facts`, ``position_of``).
    """
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        found = connection.exec_driver_sql(
            "SELECT id, name, id_number, phone, post, rank, rank_from, position, stroke_key, pinyin_key FROM person"  # noqa: S608 - marks only
            f" WHERE id IN ({marks})",
            tuple(part),
        ).all()
        moved: list[tuple[int, str, str, int]] = []
        rows: list[SearchRow] = []
        for number, name, id_number, phone, post, rank, since, *before in found:
            facts = name_facts(name)
            place = position_of(rank, number, since)
            if before != [place, facts.stroke_key, facts.pinyin_key]:
                moved.append((place, facts.stroke_key, facts.pinyin_key, number))
            rows.append(search_row(number, name, facts.keys, id_number, phone, post))
        if moved:
            statement = "UPDATE person SET position = ?, stroke_key = ?, pinyin_key = ? WHERE id = ?"
            with_audit(connection, partial(connection.exec_driver_sql, statement, moved))
        unindex_people(connection, part)
        index_people(connection, rows)


def unindex_people(connection: Connection, ids: Iterable[int]) -> None:
    """Take people out of the index."""
    gone = [(number,) for number in ids]
    if gone:
        statement = "DELETE FROM person_search WHERE rowid = ?"
        with_audit(connection, lambda: connection.exec_driver_sql(statement, gone))


def match_expression(typed: str) -> str | None:
    """Return the FTS5 query for what was typed, None for nothing to look for.

    Chinese characters must stand together in the name; letters begin a pinyin or its initials; two or more digits
    end an ID number or a phone number. Several words must all fit.
    """
    clauses: list[str] = []
    for word in typed.split():
        run = ""
        for piece in _WORD.findall(word.lower()):
            if _DIGITS.fullmatch(piece):
                clauses.append(f'tails : "z{piece[::-1]}" *')
            elif _LATIN.fullmatch(piece):
                clauses.append(f'keys : "{piece}" *')
            elif piece.isalnum():
                run += piece
        if run:
            clauses.append(f'chars : "{" ".join(run)}"')
    return " AND ".join(clauses) or None


def find_people(connection: Connection, typed: str, limit: int) -> tuple[int, list[int]]:
    """Return how many people fit what was typed, and the ids of the first ``limit`` of them."""
    expression = match_expression(typed)
    if expression is None:
        return 0, []
    total = connection.exec_driver_sql(
        "SELECT count(*) FROM person_search WHERE person_search MATCH ?", (expression,)
    ).scalar_one()
    hits = connection.exec_driver_sql(
        "SELECT rowid FROM person_search WHERE person_search MATCH ? LIMIT ?", (expression, limit)
    )
    return int(total), [int(row[0]) for row in hits]
