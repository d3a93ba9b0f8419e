"""Opening and making desks. The libraries behind it are heavy: nothing here is imported before the first paint."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from trainingdesk.shared.paths import data_folder, default_desk_file

if TYPE_CHECKING:
    from datetime import datetime

    from trainingdesk.ui.workspace import DeskLike
    from trainingdesk.usecases.glance import Glance
    from trainingdesk.usecases.outcome import Progress


@dataclass(frozen=True, slots=True)
class Demo:
    """How to come into the demo district: its accounts, each with the name of its role, and their password."""

    accounts: tuple[tuple[str, str, str], ...]
    password: str


class Door(Protocol):
    """What the window needs to come to a desk; every method is blocking."""

    def glance(self, path: Path) -> "Glance":
        """Check a desk's file and tell whose it is; quick."""

    def open(self, path: Path) -> "DeskLike":
        """Open a desk's file."""

    def create(self, path: Path, office_name: str, login: str, name: str, password: str) -> "DeskLike":
        """Make a new desk's file and open it."""

    def demo(self, progress: "Progress") -> "DeskLike":
        """Open the demo district, making it the first time."""

    def demo_accounts(self) -> Demo:
        """Return how to come into the demo district."""

    def last_backup(self, desk: "DeskLike") -> "datetime | None":
        """Return when the newest backup was made, None for never."""

    def close(self, desk: "DeskLike") -> None:
        """Make the backup that every closing makes; the file itself is closed afterwards."""


class DeskDoor:
    """The real door."""

    def glance(self, path: Path) -> "Glance":
        """Check a desk's file and tell whose it is; raises what :func:`trainingdesk.usecases.glance.glance` raises."""
        from trainingdesk.usecases.glance import glance

        return glance(path)

    def open(self, path: Path) -> "DeskLike":
        """Open a desk's file; raises what :func:`trainingdesk.usecases.desk.open_desk` raises."""
        from trainingdesk.usecases.desk import open_desk

        return open_desk(path)

    def create(self, path: Path, office_name: str, login: str, name: str, password: str) -> "DeskLike":
        """Make a new desk's file and open it; raises what ``create_desk`` raises."""
        from trainingdesk.usecases.desk import NewDesk, create_desk

        return create_desk(path, NewDesk(office_name, login, name, password))

    def demo(self, progress: "Progress") -> "DeskLike":
        """Open the demo district in the user's data folder, making it the first time."""
        from trainingdesk.usecases.desk import open_desk

        path = demo_file()
        if path.exists():
            return open_desk(path)
        from trainingdesk.usecases.demo.build import create_demo

        return create_demo(path, progress=progress)[0]

    def demo_accounts(self) -> Demo:
        """Return how to come into the demo district."""
        from trainingdesk.usecases.demo.accounts import DEMO_PASSWORD, DEMO_USERS

        return Demo(tuple((str(role), *who) for role, who in DEMO_USERS.items()), DEMO_PASSWORD)

    def last_backup(self, desk: "DeskLike") -> "datetime | None":
        """Return when the newest backup was made, None for never."""
        from trainingdesk.usecases.safekeeping import list_backup_files

        return max((backup.at for backup in list_backup_files(desk.path)), default=None)

    def close(self, desk: "DeskLike") -> None:
        """Make the backup that every closing makes, unless nothing was written since the last one."""
        from trainingdesk.usecases.desk import Desk
        from trainingdesk.usecases.safekeeping import backup_at_close

        if isinstance(desk, Desk) and not is_kept_copy(desk.path):
            backup_at_close(desk)


def demo_file() -> Path:
    """Return where the demo district's file is."""
    return data_folder() / "demo.deskdb"


def has_backups(path: Path) -> bool:
    """Return whether a desk's file, which may be gone, has backups beside it; asked before anything heavy is there."""
    name = re.compile(re.escape(path.stem) + r"-(\d{8}-\d{6}[+-]\d{4}|\d{8}T\d{6}Z)-[a-z]+\.deskdb")
    try:
        return any(name.fullmatch(file.name) for file in (path.parent / "backups").iterdir())
    except OSError:
        return False


def is_kept_copy(path: Path) -> bool:
    """Return whether a file is a backup or what a restore set aside: one that is looked at, never worked in.

    Both names end in when they were made, which no desk's own name does.
    """
    return _KEPT.search(path.name) is not None


_KEPT = re.compile(
    r"(-before-restore-(\d{8}-\d{6}[+-]\d{4}|\d{8}T\d{6}Z)"
    r"|-(\d{8}-\d{6}[+-]\d{4}|\d{8}T\d{6}Z)-[a-z]+)\.deskdb$"
)


def known_file(named: Path | None, last: Path | None) -> Path | None:
    """Return the desk to open: the one named, the last one, the usual one.

    The last and the usual one must be there, or have backups from which they can be put back.
    """
    if named is not None:
        return named
    for path in (last, default_desk_file()):
        if path is not None and (path.exists() or has_backups(path)):
            return path
    return None
