"""Who has a desk's file open: a shared lock of every open desk, one alone for restoring and updating.

SQLite's own locks are free between two transactions, so a file could be replaced under an open window, whose later
work would then go to the file that was set aside. The lock is an empty SQLite file beside the desk in rollback mode:
its shared and exclusive locks are the operating system's on Windows and Linux alike, and end with the process.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trainingdesk.domain.errors import EnvironmentProblem


def lock_file(desk: Path) -> Path:
    """Return where the lock of a desk's file is."""
    return desk.with_name(f".{desk.name}.lock")


class Presence:
    """One open desk's share in the lock; :meth:`leave` gives it back."""

    def __init__(self, desk: Path) -> None:
        """Take a share; raises EnvironmentProblem ``desk.being_replaced`` while somebody is alone with the file."""
        self._connection = _connect(desk)
        try:
            self._connection.execute("BEGIN")
            # the first read takes the shared lock, and the open transaction keeps it
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            self._connection.close()
            raise EnvironmentProblem("desk.being_replaced") from error

    def leave(self) -> None:
        """Give the share back."""
        self._connection.close()


@contextmanager
def alone(desk: Path) -> Iterator[None]:
    """Be the only one with a desk's file; raises EnvironmentProblem ``desk.open_elsewhere`` when somebody has it."""
    connection = _connect(desk)
    try:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise EnvironmentProblem("desk.open_elsewhere", file=desk.name) from error
        yield
    finally:
        connection.close()


def _connect(desk: Path) -> sqlite3.Connection:
    path = lock_file(desk)
    try:
        connection = sqlite3.connect(path, timeout=0.5, isolation_level=None, check_same_thread=False)
        if path.stat().st_size == 0:
            connection.execute("PRAGMA user_version=1")
    except (sqlite3.OperationalError, OSError) as error:
        raise EnvironmentProblem("desk.cannot_open") from error
    return connection
