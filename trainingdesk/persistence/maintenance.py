"""Backups: made through SQLite's backup API only, verified by counts, thinned out, restored with the present file set aside.

A file copy of an open WAL database is not a backup: measured, such a copy had 0 of 500 rows and still passed
``integrity_check``. So a backup is compared with its source table by table, and by the log's last seal.
"""

import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from trainingdesk.domain.errors import EnvironmentProblem, Refused
from trainingdesk.persistence.engine import known_failures, raw_connection
from trainingdesk.persistence.header import APPLICATION_ID, SCHEMA_VERSION
from trainingdesk.persistence.presence import alone
from trainingdesk.persistence.storage import check_space, whole_size
from trainingdesk.shared.clock import Clock, system_clock

#: names carry the clerk's own time with its distance from UTC; the first ones were in UTC
_AT = r"(?P<at>\d{8}-\d{6}[+-]\d{4}|\d{8}T\d{6}Z)"
_NAME = re.compile(rf"^(?P<stem>.+)-{_AT}-(?P<reason>[a-z]+)\.deskdb$")
_ASIDE = re.compile(rf"^(?P<stem>.+)-before-restore-{_AT}\.deskdb$")
_NAME_TIME = "%Y%m%d-%H%M%S%z"
#: bytes that stay free beside a new copy: what is being written meanwhile finds room
_BESIDE = 10_000_000
#: the reason of a file that stood in a desk's place before a backup was restored
ASIDE = "aside"

#: backups of one desk that are kept whatever their age
KEEP_NEWEST = 10
#: beyond those, the last backup of each day, week and month for so many days
KEEP_DAYS, KEEP_WEEKS, KEEP_MONTHS = 14, 70, 400


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file.

    Attributes:
        path: where it is.
        at: when it was made, UTC.
        reason: ``manual``, ``close``, ``upgrade`` or ``restore``; ``aside`` for the file a restore put aside.
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
    check_space(target_folder, whole_size(desk) + _BESIDE)
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
    at = now.astimezone()
    while True:
        path = folder / f"{stem}-{at.strftime(_NAME_TIME)}-{reason}.deskdb"
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
            found.append(Backup(path, _moment(match["at"]), match["reason"], path.stat().st_size))
    return newest_first(found)


def newest_first(backups: Iterable[Backup]) -> list[Backup]:
    """Return backups in the order in which they are listed."""
    return sorted(backups, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def list_asides(desk: Path) -> list[Backup]:
    """Return the files that restores set aside beside a desk; nothing thins them out."""
    if not desk.parent.is_dir():
        return []
    matches = ((path, _ASIDE.match(path.name)) for path in desk.parent.iterdir())
    return newest_first(
        Backup(path, _moment(match["at"]), ASIDE, path.stat().st_size)
        for path, match in matches
        if match and match["stem"] == desk.stem
    )


def _moment(written: str) -> datetime:
    """Return the instant that a file's name says, UTC."""
    if written.endswith("Z"):
        return datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return datetime.strptime(written, _NAME_TIME).astimezone(UTC)


def kept(backups: Iterable[Backup], now: datetime) -> set[Path]:
    """Return which backups stay: the newest ten, and the last of each calendar day, week and month; manual ones always.

    Days, weeks and months are those of the calendar: counted back from now they would slide from day to day, and no
    backup would ever grow old.
    """
    ordered = sorted(backups, key=lambda backup: backup.at, reverse=True)
    stay = {backup.path for backup in ordered[:KEEP_NEWEST]}
    stay |= {backup.path for backup in ordered if backup.reason == "manual"}
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (KEEP_DAYS, lambda at: at.date()),
        (KEEP_WEEKS, lambda at: at.isocalendar()[:2]),
        (KEEP_MONTHS, lambda at: (at.year, at.month)),
    )
    for reach, span in spans:
        seen: set[object] = set()
        for backup in ordered:
            mark = span(backup.at.astimezone())
            if now - backup.at <= timedelta(days=reach) and mark not in seen:
                seen.add(mark)
                stay.add(backup.path)
    return stay


def thin_out(backups: list[Backup], now: datetime) -> list[Path]:
    """Delete the backups that need not stay and return them."""
    stay = kept(backups, now)
    gone = []
    for backup in backups:
        if backup.path not in stay:
            try:
                backup.path.unlink(missing_ok=True)
            except OSError:
                # on Windows a file that somebody looks at can't be deleted; the next closing tries again
                continue
            gone.append(backup.path)
    return gone


def restore_file(desk: Path, backup: Path, clock: Clock = system_clock) -> Path:
    """Put a backup in the place of a closed desk's file; the present file is set aside first.

    Returns where the present file went. Raises what :func:`verify_file` raises, Refused ``backup.other_desk`` for a
    backup of another desk, and EnvironmentProblem ``desk.open_elsewhere`` while any window has the file open;
    nothing is touched then. When the last step fails, the present file is back in its place.
    """
    expected = verify_file(backup)
    check_space(desk.parent, whole_size(backup) + _BESIDE)
    fresh = desk.with_name(f".{desk.name}.{os.getpid()}.restore")
    with alone(desk):
        _same_desk(desk, backup)
        aside = _aside_name(desk, clock())
        try:
            _copy(backup, fresh)
            if verify_file(fresh) != expected:
                raise EnvironmentProblem("backup.not_whole", file=backup.name)
            _fold_wal(desk)
            moved = _set_aside(desk, aside)
            try:
                fresh.replace(desk)
            except OSError:
                for old, new in reversed(moved):
                    new.replace(old)
                raise
        except OSError as error:
            raise EnvironmentProblem("desk.io_error") from error
        finally:
            fresh.unlink(missing_ok=True)
    return aside


def _copy(backup: Path, fresh: Path) -> None:
    """Copy through SQLite, so that a backup with a WAL of its own comes whole."""
    address = f"{backup.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as source, closing(sqlite3.connect(fresh)) as target:
        source.backup(target)
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())


def _aside_name(desk: Path, now: datetime) -> Path:
    at = now.astimezone()
    while True:
        aside = desk.with_name(f"{desk.stem}-before-restore-{at.strftime(_NAME_TIME)}.deskdb")
        if not aside.exists():
            return aside
        at += timedelta(seconds=1)


def _set_aside(desk: Path, aside: Path) -> list[tuple[Path, Path]]:
    """Move the present file and return what was moved; its WAL goes with it, left behind it would be read into the new."""
    moved: list[tuple[Path, Path]] = []
    for suffix in ("-wal", "-shm", ""):
        part = desk.with_name(desk.name + suffix)
        if part.exists():
            target = aside.with_name(aside.name + suffix)
            part.replace(target)
            moved.append((part, target))
    return moved


def _same_desk(desk: Path, backup: Path) -> None:
    present, other = _desk_id(desk), _desk_id(backup)
    if present and other and present != other:
        raise Refused("backup.other_desk", file=backup.name)


def _desk_id(path: Path) -> str:
    """Return which desk a file is, "" when it is too damaged to say."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return str(connection.execute("SELECT desk_id FROM office").fetchone()[0])
    except (sqlite3.DatabaseError, TypeError):
        return ""


def _fold_wal(desk: Path) -> None:
    if not desk.exists():
        return
    try:
        with closing(raw_connection(desk)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.DatabaseError, EnvironmentProblem):
        # a damaged file is set aside as it is: that is why it is being replaced
        return


def backup_before_upgrade(desk: Path) -> None:
    """Make the verified backup that a migration requires."""
    create_backup(desk, "upgrade")
