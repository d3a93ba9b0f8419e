"""What kind of place a file stands in: SQLite's locks hold on local disks only."""

import os
import shutil
import sys
from pathlib import Path

from trainingdesk.domain.errors import EnvironmentProblem, Refused

_NETWORK_TYPES = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "9p",
    "afs",
    "davfs",
    "ncpfs",
    "fuse.rclone",
}
_SYNC_FOLDERS = {
    "onedrive",
    "dropbox",
    "nutstore",
    "坚果云",
    "wpsdrive",
    "wps云盘",
    "百度网盘",
    "baidunetdisk",
}
_DRIVE_REMOTE = 4


def is_network_place(path: Path, mounts: str | None = None) -> bool:
    """Return whether a path lies on a network drive.

    ``mounts`` takes the place of ``/proc/mounts`` in tests.
    """
    if sys.platform == "win32":  # pragma: no cover - run on Windows only
        import ctypes

        text = str(path.absolute())
        return text.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(text[:3]) == _DRIVE_REMOTE
    if mounts is None:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    best, kind = "", ""
    target = str(path.absolute())
    for line in mounts.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        inside = target == point or target.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind in _NETWORK_TYPES


def is_sync_folder(path: Path) -> bool:
    """Return whether a path lies in a folder that a cloud service copies while it is open."""
    parts = {part.casefold() for part in path.absolute().parts}
    return any(part == name or part.startswith(f"{name} ") for part in parts for name in _SYNC_FOLDERS)


def check_place(path: Path) -> None:
    """Raise Refused when a desk's file can't safely live at a path, EnvironmentProblem when nothing can be written.

    Codes: ``desk.network_drive``, ``desk.sync_folder``, ``desk.no_folder``, ``desk.read_only``.
    """
    if is_network_place(path):
        raise Refused("desk.network_drive", file=str(path))
    if is_sync_folder(path):
        raise Refused("desk.sync_folder", file=str(path))
    if not path.parent.is_dir():
        raise Refused("desk.no_folder", folder=str(path.parent))
    if not os.access(path.parent, os.W_OK):
        raise EnvironmentProblem("desk.folder_read_only", folder=str(path.parent))


def whole_size(path: Path) -> int:
    """Return the bytes of a database with what still stands in its WAL: as large may a copy of it be.

    The WAL is folded back into the file at 8,000 pages (32 MB), or later while somebody reads.
    """
    wal = path.with_name(path.name + "-wal")
    try:
        waiting = wal.stat().st_size
    except FileNotFoundError:
        waiting = 0  # whoever closed the file last has folded it in
    return path.stat().st_size + waiting


def check_space(folder: Path, needed: int) -> None:
    """Raise EnvironmentProblem ``desk.disk_full`` when fewer than ``needed`` bytes are free."""
    if shutil.disk_usage(folder).free < needed:
        raise EnvironmentProblem("desk.disk_full_before", needed=needed // 1_000_000 + 1)
