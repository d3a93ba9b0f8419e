"""Backups: made through SQLite's backup API only, verified by counts, thinned out, restored with the present file set aside.

A file copy of an open WAL database is not a backup: measured, such a copy had 0 of 500 rows and still passed
``integrity_check``. So a backup is compared with its source table by table, and by the log's last seal.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from trainingdesk.domain.errors import EnvironmentProblem, Refused
from trainingdesk.persistence.engine import APPLICATION_ID, SCHEMA_VERSION, known_failures, raw_connection
from trainingdesk.persistence.storage import check_space
from trainingdesk.shared.clock import Clock, system_clock

_NAME = re.compile(r"^(?P<stem>.+)-(?P<at>\d{8}T\d{6})Z-(?P<reason>[a-z]+)\.deskdb$")

#: backups of one desk that are kept whatever their age
KEEP_NEWEST = 10
#: beyond those: one a day, one a week and one a month for so many days
KEEP_DAYS = ((1, 14), (7, 70), (30, 400))


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file.

    Attributes:
        path: where it is.
        at: when it was made, UTC.
        reason: ``manual``, ``close``, ``upgrade`` or ``restore``.
        size: bytes.
    """

    path: Path
    at: datetime
    reason: str
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds, to compare a backup with its source.

    Attributes:
        version: its schema version.
        counts: table → rows.
        seal: hash of the log's last row, "" for an empty log.
    """

    version: int
    counts: dict[str, int]
    seal: str


def backup_folder(desk: Path) -> Path:
    """Return the folder of a desk's backups, beside its file."""
    return desk.parent / "backups"


def read_contents(connection: sqlite3.Connection) -> Contents:
    """Return what a file holds; reads every table once."""
    names = [
        str(row[0])
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    counts = {name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608 - names of the file's own tables
    seal = connection.execute("SELECT hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    return Contents(version, counts, str(seal[0]) if seal else "")


def _sound(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))


def create_backup(desk: Path, reason: str, clock: Clock = system_clock, folder: Path | None = None) -> Backup:
    """Make and verify a backup of a desk that may be open; older ones are thinned out afterwards.

    Raises EnvironmentProblem ``backup.source_damaged`` (then nothing is rotated out), ``backup.not_whole`` or what
    the disk says.
    """
    target_folder = folder or backup_folder(desk)
    try:
        target_folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentProblem("desk.folder_read_only", folder=str(target_folder.parent)) from error
    if not os.access(target_folder, os.W_OK):
        raise EnvironmentProblem("desk.folder_read_only", folder=str(target_folder))
    check_space(target_folder, desk.stat().st_size + 10_000_000)
    now = clock()
    target = _free_name(target_folder, desk.stem, now, reason)
    draft = target.with_suffix(".part")
    try:
        with known_failures(), closing(raw_connection(desk)) as source:
            if not _sound(source):
                raise EnvironmentProblem("backup.source_damaged", file=desk.name)
            # one read transaction: what is counted is what is copied
            source.execute("BEGIN")
            expected = read_contents(source)
            with closing(sqlite3.connect(draft)) as copy:
                source.backup(copy)
            source.execute("ROLLBACK")
        if verify_file(draft) != expected:
            raise EnvironmentProblem("backup.not_whole", file=target.name)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    thin_out(list_backups(desk, target_folder), now)
    return Backup(target, now.replace(microsecond=0), reason, target.stat().st_size)


def _free_name(folder: Path, stem: str, now: datetime, reason: str) -> Path:
    at = now.astimezone(UTC)
    while True:
        path = folder / f"{stem}-{at:%Y%m%dT%H%M%S}Z-{reason}.deskdb"
        if not path.exists():
            return path
        at += timedelta(seconds=1)


def verify_file(path: Path) -> Contents:
    """Return what a backup holds after checking that it is a sound desk's file.

    Raises Refused ``backup.missing`` or ``backup.not_a_desk``, EnvironmentProblem ``backup.damaged``, Refused
    ``desk.newer``.
    """
    if not path.is_file():
        raise Refused("backup.missing", file=path.name)
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        ) as connection:
            if connection.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                raise Refused("backup.not_a_desk", file=path.name)
            if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
                raise EnvironmentProblem("backup.damaged", file=path.name)
            contents = read_contents(connection)
    except sqlite3.DatabaseError as error:
        raise EnvironmentProblem("backup.damaged", file=path.name) from error
    if contents.version > SCHEMA_VERSION:
        raise Refused("desk.newer", file=path.name, version=contents.version, known=SCHEMA_VERSION)
    return contents


def verify_or_none(path: Path) -> Contents | None:
    """Return what a backup holds, None when it is not sound."""
    try:
        return verify_file(path)
    except (Refused, EnvironmentProblem):
        return None


def contents_of(desk: Path) -> Contents:
    """Return what a desk's file holds at this moment; it may be open."""
    with known_failures(), closing(raw_connection(desk)) as connection:
        connection.execute("BEGIN")
        return read_contents(connection)


def list_backups(desk: Path, folder: Path | None = None) -> list[Backup]:
    """Return a desk's backups, newest first."""
    found = []
    where = folder or backup_folder(desk)
    if not where.is_dir():
        return []
    for path in where.iterdir():
        match = _NAME.match(path.name)
        if match and match["stem"] == desk.stem:
            at = datetime.strptime(match["at"], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
            found.append(Backup(path, at, match["reason"], path.stat().st_size))
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def kept(backups: Iterable[Backup], now: datetime) -> set[Path]:
    """Return which backups stay: the newest ten, then one a day, a week and a month; manual ones always."""
    ordered = sorted(backups, key=lambda backup: backup.at, reverse=True)
    stay = {backup.path for backup in ordered[:KEEP_NEWEST]}
    stay |= {backup.path for backup in ordered if backup.reason == "manual"}
    for step, reach in KEEP_DAYS:
        seen: set[int] = set()
        for backup in ordered:
            age = (now - backup.at).days
            if age <= reach and age // step not in seen:
                seen.add(age // step)
                stay.add(backup.path)
    return stay


def thin_out(backups: list[Backup], now: datetime) -> list[Path]:
    """Delete the backups that need not stay and return them."""
    stay = kept(backups, now)
    gone = [backup.path for backup in backups if backup.path not in stay]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def restore_file(desk: Path, backup: Path, clock: Clock = system_clock) -> Path:
    """Put a backup in the place of a closed desk's file; the present file is set aside first.

    Returns where the present file went. Raises what :func:`verify_file` raises; nothing is touched then.
    """
    expected = verify_file(backup)
    check_space(desk.parent, backup.stat().st_size + 10_000_000)
    fresh = desk.with_name(f".{desk.name}.{os.getpid()}.restore")
    aside = desk.with_name(f"{desk.stem}-before-restore-{clock():%Y%m%dT%H%M%S}Z.deskdb")
    try:
        shutil.copyfile(backup, fresh)
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        if verify_file(fresh) != expected:
            raise EnvironmentProblem("backup.not_whole", file=backup.name)
        _fold_wal(desk)
        # the WAL goes with its file: left behind, it would be read into the restored one
        for suffix in ("-wal", "-shm"):
            part = desk.with_name(desk.name + suffix)
            if part.exists():
                part.replace(aside.with_name(aside.name + suffix))
        if desk.exists():
            desk.replace(aside)
        fresh.replace(desk)
    except OSError as error:
        raise EnvironmentProblem("desk.io_error") from error
    finally:
        fresh.unlink(missing_ok=True)
    return aside


def _fold_wal(desk: Path) -> None:
    if not desk.exists():
        return
    try:
        with closing(raw_connection(desk)) as connection:
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy and busy[0]:
                raise EnvironmentProblem("desk.busy")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        raise EnvironmentProblem("desk.busy") from error
    except sqlite3.DatabaseError:
        # a damaged file is set aside as it is: that is why it is being replaced
        return


def backup_before_upgrade(desk: Path) -> None:
    """Make the verified backup that a migration requires."""
    create_backup(desk, "upgrade")
