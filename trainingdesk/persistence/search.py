"""Search as you type: an FTS5 index over single characters, pinyin, initials and reversed number tails.

Everything here is SQLite's own; on another database the same functions would be written anew. Trigrams are not
used: they find nothing for one or two Chinese characters (measured).
"""

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from trainingdesk.persistence.audit import with_audit

#: created by the first migration
DDL = (
    "CREATE VIRTUAL TABLE person_search USING fts5("
    "chars, keys, tails, tokenize='unicode61 remove_diacritics 0', prefix='1 2', columnsize=0)"
)

_LATIN = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d{2,}x?")
_WORD = re.compile(r"[a-z]+|[0-9]+x?|\S", re.IGNORECASE)


def search_row(
    person_id: int, name: str, keys: Iterable[str], id_number: str | None, phone: str
) -> tuple[int, str, str, str]:
    """Return one row of the index: characters of the name, pinyin and initials, reversed tails."""
    tails = []
    if id_number:
        tails.append("z" + id_number[:9:-1].lower())
    if phone:
        tails.append("z" + phone[:-9:-1])
    return person_id, " ".join(name.lower()), " ".join(keys), " ".join(tails)


def index_people(connection: Connection, rows: Sequence[tuple[int, str, str, str]]) -> None:
    """Add people to the index; the index is derived and stays out of the log."""
    if rows:
        statement = "INSERT INTO person_search (rowid, chars, keys, tails) VALUES (?, ?, ?, ?)"
        with_audit(connection, lambda: connection.exec_driver_sql(statement, list(rows)))


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
