"""The look at a file before it is read, in the process that reads: what it is, and whether reading it is safe."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.chains import runs_in_circles
from trainingdesk.exchange.reading.extents import check_extents, counts_from_1904, zipped
from trainingdesk.exchange.reading.extents_ods import check_open_document
from trainingdesk.exchange.reading.files import bytes_of, digest_of, forms_in, short_reason
from trainingdesk.exchange.reading.kinds import kind_of, kind_of_zip
from trainingdesk.exchange.reading.records import check_old_workbook, is_locked_xls
from trainingdesk.exchange.reading.slices import large_parts
from trainingdesk.exchange.reading.values import Unreadable

#: An XML spreadsheet of 2003 says before its sheets how their dates count.
_DATE_1904 = re.compile(rb"<(?:\w+:)?Date1904\s*/?>")
_HEAD = 1 << 16


@dataclass(frozen=True)
class LookedAt:
    """A file that was looked at and is not read yet.

    Attributes:
        kind: ``xlsx``, ``xls``, ``ods``, ``csv``, ``html``, ``xml`` (spreadsheet of 2003) or ``lrmx``.
        name: the file's name; the whole path of a folder of forms.
        digest: hex SHA-256 of its bytes, or of a folder's forms.
        epoch_1904: whether its bare date numbers count from 1904.
        data: its bytes, as they were looked at; b"" for a folder, whose forms are read one by one.
    """

    kind: str
    name: str
    digest: str
    epoch_1904: bool = False
    data: bytes = b""


def look_at(path: Path) -> LookedAt:
    """Look at a file, or a folder of forms; raises Unreadable with what is wrong."""
    forms = _forms_of(path)
    if forms is not None:
        if not forms:
            raise Unreadable("workbook.folder", file=str(path))
        if len(forms) > limits.MOST_FORMS:
            raise Unreadable("workbook.too_many_forms", file=str(path), count=len(forms))
        return LookedAt("lrmx", str(path), digest_of(path))
    data, name = bytes_of(path), path.name
    kind, epoch_1904 = kind_of(data, name), False
    if kind == "zip":
        with zipped(data, name) as archive:
            kind = kind_of_zip(archive, name, len(data))
            if kind == "xlsx":
                check_extents(archive, name, passing=large_parts(archive, len(data)))
                epoch_1904 = counts_from_1904(archive)
            else:
                epoch_1904 = check_open_document(archive, name)
    elif kind == "xls":
        if runs_in_circles(data):
            raise Unreadable("workbook.damaged", file=name)
        if is_locked_xls(data):
            raise Unreadable("workbook.encrypted", file=name)
        epoch_1904 = check_old_workbook(data, name)
    elif kind in {"xml", "html"} and len(data) > limits.MOST_MARKUP:
        raise Unreadable("workbook.too_big", file=name, megabytes=len(data) // 2**20)
    if kind == "xml":
        epoch_1904 = bool(_DATE_1904.search(data[:_HEAD].replace(b"\x00", b"")))
    kind = "csv" if kind == "text" else kind
    return LookedAt(kind, name, hashlib.sha256(data).hexdigest(), epoch_1904, data)


def _forms_of(path: Path) -> list[Path] | None:
    """Return the forms of a folder, None for what is no folder; raises Unreadable where the system does not let it look."""
    try:
        return forms_in(path) if path.is_dir() else None
    except PermissionError:
        raise Unreadable("workbook.no_permission", machine=True, file=str(path)) from None
    except OSError as error:
        raise Unreadable(
            "workbook.unreadable", machine=True, file=str(path), detail=short_reason(error)
        ) from error
