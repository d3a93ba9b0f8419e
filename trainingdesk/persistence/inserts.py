"""Inserts of many rows."""

from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection

#: Values that one statement takes; SQLite takes 32,766, and is slower with more than its processor keeps at hand.
_VALUES = 1_600

#: Statements that insert, each with the values of every time it runs.
Inserts = list[tuple[str, list[tuple[Any, ...]]]]


def inserts(into: str, rows: Iterable[Sequence[Any]]) -> Inserts:
    """Return what inserts rows, dozens with each run; ``into`` is a table and its columns, of which a row has a value each.

    While a statement runs, SQLite leaves Python to other threads: row by row they would be waited for at every row.
    """
    width = into.count(",") + 1
    together = max(1, _VALUES // width)
    values = chain.from_iterable(rows)
    runs: list[tuple[Any, ...]] = []
    while len(some := tuple(islice(values, together * width))) == together * width:
        runs.append(some)
    made = [(_statement(into, width, together), runs)] if runs else []
    return [*made, (_statement(into, width, len(some) // width), [some])] if some else made


def _statement(into: str, width: int, count: int) -> str:
    one = f"({', '.join('?' * width)})"
    return f"INSERT INTO {into} VALUES {', '.join([one] * count)}"  # noqa: S608 - our own names


def run(connection: Connection, made: Inserts) -> None:
    """Run statements that insert."""
    for statement, values in made:
        connection.exec_driver_sql(statement, values)
