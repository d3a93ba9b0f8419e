"""The bytes of a file or of a folder's forms, every failure of the disk as one code."""

import hashlib
import stat
from pathlib import Path

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.values import Unreadable


def bytes_of(path: Path) -> bytes:
    """Return what a file holds.

    Raises Unreadable ``workbook.missing``, ``workbook.empty``, ``workbook.too_big``, ``workbook.no_permission`` or
    ``workbook.unreadable``.
    """
    try:
        about = path.stat()
        size = about.st_size
        if size > limits.MOST_BYTES:
            raise Unreadable("workbook.too_big", file=path.name, megabytes=size // 2**20)
        if not stat.S_ISREG(about.st_mode):
            raise Unreadable("workbook.not_a_workbook", file=path.name)
        data = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable("workbook.missing", file=str(path)) from None
    except PermissionError:
        raise Unreadable("workbook.no_permission", machine=True, file=str(path)) from None
    except (OSError, ValueError) as error:
        raise Unreadable(
            "workbook.unreadable", machine=True, file=str(path), detail=short_reason(error)
        ) from error
    if not data.strip(b"\x00"):
        raise Unreadable("workbook.empty", file=path.name)
    return data


def forms_in(folder: Path) -> list[Path]:
    """Return the forms of a folder and of the folders in it, in the order of their names."""
    return sorted(
        path for path in folder.rglob("*") if path.suffix.lower() in {".lrmx", ".lrm"} and path.is_file()
    )


def digest_of(path: Path) -> str:
    """Return the hex SHA-256 of a file, or of a folder's forms with their names; "" for what is not there."""
    try:
        if path.is_dir():
            whole = hashlib.sha256()
            for form in forms_in(path)[: limits.MOST_FORMS]:
                whole.update(str(form.relative_to(path)).encode() + b"\0")
                _hash(form, whole)
                whole.update(b"\0")
            return whole.hexdigest()
        whole = hashlib.sha256()
        _hash(path, whole)
        return whole.hexdigest()
    except OSError:
        return ""


def _hash(path: Path, whole: "hashlib._Hash") -> None:
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            whole.update(block)


def short_reason(error: BaseException) -> str:
    """Return what the system says in one line."""
    detail = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return detail.strip().splitlines()[0][:200] if detail.strip() else type(error).__name__
