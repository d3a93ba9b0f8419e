"""The one place that opens the desk's file: pragmas, begin modes, and known failures told apart from bugs."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool, QueuePool

from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.persistence.header import environment_problem


@contextmanager
def known_failures() -> Iterator[None]:
    """Turn a database error that the machine caused into an EnvironmentProblem."""
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        problem = environment_problem(error)
        if problem is None:
            raise
        raise problem from error


def _pragmas(read_only: bool) -> str:
    # an import of 10,000 people writes 4,000 pages: folding them back into the file waits, and nobody waits for it
    return f"""
        PRAGMA foreign_keys=ON;
        PRAGMA journal_mode=WAL;
        PRAGMA synchronous=FULL;
        PRAGMA busy_timeout=5000;
        PRAGMA temp_store=MEMORY;
        PRAGMA cache_size={-10000 if read_only else -20000};
        PRAGMA wal_autocheckpoint=8000;
        PRAGMA trusted_schema=OFF;
        PRAGMA query_only={"ON" if read_only else "OFF"};
    """


def _on_connect(read_only: bool) -> Any:
    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        # SQLAlchemy's begin event below emits BEGIN; the driver must not emit its own
        connection.isolation_level = None
        connection.executescript(_pragmas(read_only))
        if not read_only:
            connection.set_authorizer(_Doorkeeper(record.info))

    return prepare


#: what an SQLite statement may not do on the writer's connection unless the gate has opened the door
_WRITES = {
    getattr(sqlite3, f"SQLITE_{name}")
    for name in (
        *("INSERT", "UPDATE", "DELETE", "ALTER_TABLE", "REINDEX", "ANALYZE", "ATTACH", "DETACH"),
        *(
            f"{verb}_{what}"
            for verb in ("CREATE", "DROP")
            for what in ("INDEX", "TABLE", "TRIGGER", "VIEW", "VTABLE")
        ),
    )
}


class _Doorkeeper:
    """SQLite asks it, whatever a statement looks like, when the statement is first prepared."""

    def __init__(self, info: dict[str, Any]) -> None:
        self._info = info

    def __call__(self, action: int, *_what: str | None) -> int:
        refused = action in _WRITES and not self._info.get("audited")
        return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK


def _refuse_stray_writes(
    connection: Connection, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool
) -> None:
    # the doorkeeper sees every form of a write but not one that is prepared already: this sees the plain forms again
    if statement[:6].upper() in {"INSERT", "UPDATE", "DELETE", "REPLAC"} and not connection.info.get(
        "audited"
    ):
        raise RuntimeError(f"a write outside the gate: {statement[:60]}")


@dataclass(frozen=True, slots=True)
class Engines:
    """One writer and a pool of readers on one file.

    Attributes:
        path: the file.
        writer: begins every transaction with BEGIN IMMEDIATE and refuses writes that the gate does not audit.
        reader: its connections can't write at all (``query_only``).
    """

    path: Path
    writer: Engine
    reader: Engine

    def close(self) -> None:
        """Close every connection; the last one folds the WAL back into the file."""
        self.reader.dispose()
        self.writer.dispose()


def file_url(path: Path) -> URL:
    """Return the address of a file as it stands: a ``%`` or ``?`` in its name means itself."""
    return URL.create("sqlite+pysqlite", database=str(path))


def open_engines(path: Path) -> Engines:
    """Return the engines of a desk's file that :func:`~trainingdesk.persistence.header.inspect_file` found good."""
    url = file_url(path)
    arguments = {"check_same_thread": False, "timeout": 5}
    # a failing statement's values are people's data and stay out of every error text
    writer = create_engine(url, poolclass=NullPool, connect_args=arguments, hide_parameters=True)
    event.listen(writer, "connect", _on_connect(read_only=False))
    event.listen(writer, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    event.listen(writer, "before_cursor_execute", _refuse_stray_writes)
    # the reader that was used last comes first: the pages it has read are there, and others hold none
    reader = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=4,
        pool_use_lifo=True,
        connect_args=arguments,
        hide_parameters=True,
    )
    event.listen(reader, "connect", _on_connect(read_only=True))
    event.listen(reader, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return Engines(path, writer, reader)


def give_pages_back(connection: Connection) -> None:
    """Let go of the pages a connection keeps (20 MB after it went through a large table) and of its sorted rows."""
    # past SQLAlchemy, which would begin a transaction where none is under way
    cursor = connection.connection.cursor()
    try:
        cursor.execute("PRAGMA shrink_memory")
    finally:
        cursor.close()


def raw_connection(path: Path) -> sqlite3.Connection:
    """Return a plain connection for maintenance; the caller closes it."""
    try:
        connection = sqlite3.connect(path, timeout=5, isolation_level=None)
        connection.execute("PRAGMA busy_timeout=5000")
    except sqlite3.OperationalError as error:
        raise environment_problem(error) or EnvironmentProblem("desk.cannot_open") from error
    return connection
