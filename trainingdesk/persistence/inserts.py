"""Inserts of many rows."""

from collections.abc import Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Connection

#: Values that one statement takes; SQLite takes 32,766, and is slower with more than its processor keeps at hand.
_VALUES = 1_600

#: Statements that insert, each with the values of every time it runs.
Inserts = list[tuple[str, list[tuple[Any, ...]]]]


def inserts(into: str, rows: Sequence[Sequence[Any]]) -> Inserts:
    """Return what inserts rows of one width, dozens with each run; ``into`` is a table and its columns.

    While a statement runs, SQLite leaves Python to other threads: row by row they would be waited for at every row.
    """
    if not rows:
        return []
    one = f"({', '.join('?' * len(rows[0]))})"
    together = max(1, _VALUES // len(rows[0]))
    whole = len(rows) - len(rows) % together
    made: Inserts = []
    for some, at_once in ((rows[:whole], together), (rows[whole:], len(rows) - whole)):
        if some:
            statement = f"INSERT INTO {into} VALUES {', '.join([one] * at_once)}"  # noqa: S608 - our own names
            starts = range(0, len(some), at_once)
            made.append((statement, [tuple(chain.from_iterable(some[at : at + at_once])) for at in starts]))
    return made


def run(connection: Connection, made: Inserts) -> None:
    """Run statements that insert."""
    for statement, values in made:
        connection.exec_driver_sql(statement, values)
