"""What makes a bulk insert quick without making it unsafe."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import Connection, Table

from trainingdesk.persistence.audit import with_audit
from trainingdesk.persistence.types import Code


@contextmanager
def indexes_built_once(connection: Connection, table: Table) -> Iterator[None]:
    """Take a table's indexes away while rows come, and build them of all: half the time where most rows are new.

    What a unique index refuses is refused at the end, with the same error. Where anything fails the transaction takes
    everything back, the indexes too.
    """
    found = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY rowid",
        (table.name,),
    ).all()

    def each(statements: Iterable[str]) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement)

    with_audit(connection, lambda: each(f'DROP INDEX "{name}"' for name, _sql in found))
    yield
    with_audit(connection, lambda: each(sql for _name, sql in found))


@contextmanager
def codes_checked_once(
    connection: Connection, table: Table, values: Mapping[str, Iterable[str | None]]
) -> Iterator[None]:
    """Hold the coded columns of all rows against their lists at once, and not row by row.

    SQLite builds the list of a CHECK anew for every row, which takes half of an insert's time; the distinct values
    of 100,000 rows are a few dozen. ``values`` names every coded column of the table. Raises ValueError for a value
    that the table's CHECK would refuse, KeyError for a column that was not named.
    """
    for column in table.columns:
        if isinstance(column.type, Code):
            for value in set(values[column.name]):
                if value is not None or not column.nullable:
                    column.type.codes(value or "")
    # not through SQLAlchemy, which would begin a transaction where none is under way
    driver = connection.connection.dbapi_connection
    assert driver is not None
    driver.cursor().execute("PRAGMA ignore_check_constraints=ON")
    try:
        yield
    finally:
        driver.cursor().execute("PRAGMA ignore_check_constraints=OFF")
