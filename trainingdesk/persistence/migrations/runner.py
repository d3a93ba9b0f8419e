"""Makes new files and brings old ones up to date; never with foreign keys on.

Batch steps of Alembic recreate tables; with foreign keys on that deletes child rows silently (measured), so the
runner turns them off before BEGIN, checks them at the end, and takes a verified backup first.
"""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.persistence.engine import file_url, known_failures
from trainingdesk.persistence.header import APPLICATION_ID, SCHEMA_VERSION
from trainingdesk.persistence.presence import lock_file
from trainingdesk.persistence.storage import check_place, check_space, whole_size


def _run(path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    engine = create_engine(file_url(path), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _plain(connection: object, _record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]  # the driver's connection is untyped here

    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("PRAGMA synchronous=FULL")
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
            config.attributes["connection"] = connection
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            command.upgrade(config, "head")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                connection.exec_driver_sql("ROLLBACK")
                raise EnvironmentProblem("desk.migration_failed", count=len(broken))
            _stamp(connection)
            connection.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()


def _stamp(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")


def create_file(path: Path, fill: Callable[[Path], None]) -> None:
    """Make a new desk's file: built beside its place under another name, filled, and moved there when whole.

    Raises Refused and EnvironmentProblem as :func:`~trainingdesk.persistence.storage.check_place` does; an existing
    file is never touched (``desk.exists`` is the caller's to refuse).
    """
    check_place(path)
    check_space(path.parent, 50_000_000)
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with known_failures():
            draft.unlink(missing_ok=True)
            _run(draft)
            fill(draft)
        draft.replace(path)
    finally:
        for leftover in (
            draft,
            *(draft.with_name(draft.name + end) for end in ("-wal", "-shm")),
            lock_file(draft),
        ):
            leftover.unlink(missing_ok=True)


def upgrade_file(path: Path, backup: Callable[[], None]) -> None:
    """Bring an older desk's file up to :data:`SCHEMA_VERSION` after a verified backup; all or nothing."""
    check_space(path.parent, whole_size(path) * 5 // 2)
    backup()
    with known_failures():
        _run(path)
