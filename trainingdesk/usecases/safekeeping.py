"""Backups and the check-up of an open desk, with their permissions and their place in the log."""

from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from trainingdesk.domain.access import DESK, Permission
from trainingdesk.domain.errors import EnvironmentProblem, Problem
from trainingdesk.persistence import maintenance
from trainingdesk.persistence.checkup import check_file
from trainingdesk.persistence.engine import open_engines
from trainingdesk.persistence.header import inspect_file
from trainingdesk.persistence.maintenance import Backup, Contents
from trainingdesk.usecases.bus import need_permission
from trainingdesk.usecases.commands.office import NoteUpkeep
from trainingdesk.usecases.desk import Desk

__all__ = [
    "Backup",
    "Contents",
    "backup_at_close",
    "backup_folder",
    "backup_now",
    "backups",
    "check_desk",
    "check_desk_file",
    "list_backup_files",
    "restorable_files",
    "restore_backup",
    "restore_over_damaged",
    "verify_backup",
    "verify_backup_file",
]


def backup_now(desk: Desk, folder: Path | None = None) -> Backup:
    """Make and verify a backup on demand; ``folder`` is another place than beside the desk."""
    actor = desk.require(Permission.BACKUP_CREATE)
    backup = maintenance.create_backup(desk.path, "manual", desk.clock, folder)
    desk.gate.execute(NoteUpkeep(kind="backed_up", file_name=backup.path.name, user_id=actor.user_id), DESK)
    return backup


def backup_at_close(desk: Desk) -> Backup | None:
    """Make the backup that every closing makes, unless nothing was written since the last one."""
    listed = maintenance.list_backups(desk.path)
    if listed:
        newest = maintenance.verify_or_none(listed[0].path)
        if newest is not None and newest == maintenance.contents_of(desk.path):
            return None
    return maintenance.create_backup(desk.path, "close", desk.clock)


def backups(desk: Desk) -> list[Backup]:
    """Return the desk's backups, newest first; anybody signed in may see that they are there."""
    return maintenance.list_backups(desk.path)


def restorable_files(path: Path) -> list[Backup]:
    """Return the backups of a desk's file and what restores set aside, newest first.

    Needs no sign-in: it says nothing of their content.
    """
    return maintenance.newest_first((*maintenance.list_backups(path), *maintenance.list_asides(path)))


def verify_backup(desk: Desk, path: Path) -> Contents:
    """Return what a backup holds after checking it; raises what is wrong with it."""
    desk.require(Permission.BACKUP_CREATE)
    return maintenance.verify_file(path)


def restore_backup(desk: Desk, path: Path) -> Path:
    """Put a backup in the place of the desk's file and open it; nobody is signed in afterwards.

    The present file is set aside first; its new path is returned. When the backup is refused nothing is touched
    and the desk stays open.
    """
    actor = desk.require(Permission.BACKUP_RESTORE)
    maintenance.verify_file(path)
    desk.close()
    try:
        aside = maintenance.restore_file(desk.path, path, desk.clock)
    except BaseException:
        # nothing was touched: the same person goes on
        desk.reopen()
        desk.actor = actor
        raise
    desk.reopen()
    desk.gate.execute(NoteUpkeep(kind="restored", file_name=path.name, user_id=actor.user_id), DESK)
    return aside


def check_desk(desk: Desk) -> list[Problem]:
    """Return everything that is wrong with the desk's file; an empty list is a sound desk."""
    desk.require(Permission.LOG_READ)
    return check_file(desk.path)


def backup_folder(desk: Path) -> Path:
    """Return the folder of a desk's backups, beside its file."""
    return maintenance.backup_folder(desk)


def list_backup_files(desk: Path) -> list[Backup]:
    """Return the backups of a desk's file, newest first; needs no sign-in: it says nothing of their content."""
    return maintenance.list_backups(desk)


def verify_backup_file(path: Path) -> Contents:
    """Return what a backup holds after checking it; needs no sign-in: it says counts only."""
    return maintenance.verify_file(path)


def check_desk_file(path: Path) -> list[Problem]:
    """Return everything that is wrong with a desk's file, also with one too damaged to sign in on.

    Raises what :func:`~trainingdesk.persistence.header.inspect_file` refuses: no desk at all, or a newer one.
    """
    try:
        inspect_file(path)
    except EnvironmentProblem as problem:
        if problem.code != "desk.corrupt":
            raise
        return [Problem("check.unreadable", {"what": path.name})]
    return check_file(path)


def restore_over_damaged(path: Path, backup: Path, login: str, password: str) -> Path:
    """Put a backup in the place of a desk that can't be opened; the accounts are the backup's own.

    Returns where the damaged file went; the restored desk's log says who put it back. Raises AccessDenied as
    signing in does.
    """
    maintenance.verify_file(backup)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "accounts.deskdb"
        try:
            copyfile(backup, copy)
        except OSError as error:
            raise EnvironmentProblem("desk.io_error") from error
        desk = Desk(copy, open_engines(copy))
        try:
            # a given password does here: without a desk that opens, nobody could replace it first
            actor = desk.sign_in(login, password)
            need_permission(actor, Permission.BACKUP_RESTORE)
        finally:
            desk.close()
    aside = maintenance.restore_file(path, backup)
    desk = Desk(path, open_engines(path))
    try:
        desk.gate.execute(NoteUpkeep(kind="restored", file_name=backup.name, user_id=actor.user_id), DESK)
    finally:
        desk.close()
    return aside
