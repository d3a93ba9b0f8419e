"""A first look at a desk's file with SQLite alone: it is there before the rest of the persistence is imported."""

import sqlite3
from contextlib import closing
from pathlib import Path

from trainingdesk.domain.errors import EnvironmentProblem, Refused

#: ``TDK1``: written into the file's header, so that another program's file is refused by name
APPLICATION_ID = 0x54444B31
#: the schema this program writes; a file with a higher one was made by a newer program
SCHEMA_VERSION = 2

_SQLITE_MAGIC = b"SQLite format 3\x00"

#: SQLite's primary result codes that mean the machine, not the program
_ENVIRONMENT_CODES = {
    sqlite3.SQLITE_BUSY: "desk.busy",
    sqlite3.SQLITE_LOCKED: "desk.busy",
    sqlite3.SQLITE_READONLY: "desk.read_only",
    sqlite3.SQLITE_IOERR: "desk.io_error",
    sqlite3.SQLITE_CORRUPT: "desk.corrupt",
    sqlite3.SQLITE_NOTADB: "desk.corrupt",
    sqlite3.SQLITE_FULL: "desk.disk_full",
    sqlite3.SQLITE_CANTOPEN: "desk.cannot_open",
}


def environment_problem(error: BaseException) -> EnvironmentProblem | None:
    """Return what a database error says about the machine, None when it is a bug of ours."""
    original = getattr(error, "orig", error)
    code = getattr(original, "sqlite_errorcode", None)
    if code is None:
        return None
    name = _ENVIRONMENT_CODES.get(code & 0xFF)
    return EnvironmentProblem(name) if name else None


def _connection(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    connection.execute("PRAGMA busy_timeout=5000")
    return connection


def inspect_file(path: Path) -> int:
    """Return the schema version of a desk's file, 0 < version ≤ :data:`SCHEMA_VERSION`.

    Raises Refused ``desk.missing``, ``desk.not_a_desk`` (no database, or another program's) or ``desk.newer``, and
    EnvironmentProblem ``desk.corrupt``, ``desk.cannot_open`` or ``desk.read_only``. Nothing is written.
    """
    name = path.name
    if not path.is_file():
        raise Refused("desk.missing", file=str(path))
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise EnvironmentProblem("desk.cannot_open", file=name) from error
    if head[:16] != _SQLITE_MAGIC:
        raise Refused("desk.not_a_desk", file=name)
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise Refused("desk.not_a_desk", file=name)
    try:
        with closing(_connection(path)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            # a file that can only be read is found now, not at the first mark of a roll call; BEGIN IMMEDIATE alone
            # is content with a read-only file, so something is written and taken back
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"PRAGMA user_version={version}")
            connection.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        raise environment_problem(error) or EnvironmentProblem("desk.corrupt", file=name) from error
    if version > SCHEMA_VERSION:
        raise Refused("desk.newer", file=name, version=version, known=SCHEMA_VERSION)
    if version < 1:
        raise Refused("desk.not_a_desk", file=name)
    return version


def read_office(path: Path) -> tuple[str, bool]:
    """Return the office's name, and whether it is the demo district, of a file that :func:`inspect_file` found good.

    Raises EnvironmentProblem ``desk.corrupt`` when neither can be read, and what else the machine has against it.
    """
    try:
        with closing(_connection(path)) as connection:
            office = connection.execute("SELECT name, is_demo FROM office WHERE id = 1").fetchone()
    except sqlite3.DatabaseError as error:
        raise environment_problem(error) or EnvironmentProblem("desk.corrupt", file=path.name) from error
    if office is None:
        raise EnvironmentProblem("desk.corrupt", file=path.name)
    return str(office[0]), bool(office[1])
