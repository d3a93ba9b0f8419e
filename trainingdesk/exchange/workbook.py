"""Reading a workbook somebody sent: looked at before it is read, and every failure put into one sentence.

The file is told by what it holds and not by its name. A workbook is a zip, and calamine reads it into a rectangle as
large as its farthest cell: a 5 KB file with a value in XFD1048576 takes the whole process down. So the sheets' XML is
searched for its real extent first; the stated dimension is not believed.
"""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from trainingdesk.domain.errors import EnvironmentProblem, Refused
from trainingdesk.domain.roster.cells import Cell

#: Reports done, total and the code of a step; raises Cancelled when the person pressed cancel.
Progress = Callable[[int, int, str], None]

#: A roster of 500,000 rows has 60 MB; nothing a unit sends is larger.
MOST_BYTES = 200 * 2**20
#: What the parts of a zip may unpack to together.
MOST_UNPACKED = 800 * 2**20
#: Cells in the rectangle calamine would fill: 24 bytes each before anything stands in them.
MOST_CELLS = 12_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 20
_OVERLAP = 256
#: No roster has more columns than this: a wider rectangle comes from a cell gone astray.
_WIDE = 100
#: Cells beyond column Z, and rows: the literal start of each pattern is what makes the search fast.
_FAR_COLUMNS = (
    re.compile(rb'r="([A-Za-z]{2,3})(\d{1,7})"'),
    re.compile(rb"r='([A-Za-z]{2,3})(\d{1,7})'"),
)
_ANY_CELL = re.compile(rb"r=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_ROW = re.compile(rb"row [^>]{0,200}?\br=[\"'](\d{1,7})")
_SHEET_ROOT = re.compile(rb"<(?:\w+:)?worksheet[\s>]")
_EPOCH_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904=[\"'](?:1|true)[\"']")


@dataclass(frozen=True)
class SheetRows:
    """One sheet of a workbook.

    Attributes:
        name: as it stands on its tab.
        visible: whether it can be seen without unhiding it.
        rows: its cells, from the sheet's first row to the last one with a value.
        first_column: the place of their first column, 0 for A.
    """

    name: str
    visible: bool
    rows: Sequence[Sequence[Cell]]
    first_column: int


@dataclass(frozen=True)
class WorkbookFile:
    """A workbook that was read.

    Attributes:
        path: where it stands.
        kind: ``xlsx``, ``xls`` or ``ods``, told from what it holds.
        digest: hex SHA-256 of the file.
        epoch_1904: whether its bare date numbers count from 1904.
        sheets: its work sheets, in their order.
    """

    path: Path
    kind: str
    digest: str
    epoch_1904: bool
    sheets: tuple[SheetRows, ...]


@dataclass(frozen=True)
class _Extent:
    rows: int
    columns: int
    filled_rows: int
    far_cell: str


def read_sheets(path: Path, progress: Progress | None = None) -> WorkbookFile:
    """Return a workbook with all its cells.

    Raises Refused with ``workbook.missing``, ``workbook.folder``, ``workbook.empty``, ``workbook.too_big``,
    ``workbook.encrypted``, ``workbook.half_written``, ``workbook.not_a_workbook``, ``workbook.text_file``,
    ``workbook.binary``, ``workbook.far_cell``, ``workbook.too_many_cells`` or ``workbook.damaged``, and
    EnvironmentProblem with ``workbook.no_permission`` or ``workbook.unreadable``.
    """
    data = _read_bytes(path)
    kind, epoch_1904 = _look_at(data, path.name)
    if progress is not None:
        progress(0, 0, "roster.step_read")
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = tuple(
                _rows_of(book.get_sheet_by_name(sheet.name), sheet.visible == SheetVisibleEnum.Visible)
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            )
    except PasswordError:
        raise Refused("workbook.encrypted", file=path.name) from None
    except (CalamineError, OSError, ValueError) as error:
        raise Refused("workbook.damaged", file=path.name) from error
    return WorkbookFile(path, kind, hashlib.sha256(data).hexdigest(), epoch_1904, sheets)


def _rows_of(sheet: CalamineSheet, visible: bool) -> SheetRows:
    # unlike to_python, iter_rows leaves blank rows at the top in place, but not blank columns on the left
    _row, column = sheet.start or (0, 0)
    return SheetRows(sheet.name, visible, list(sheet.iter_rows()), column)


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Refused("workbook.folder", file=str(path))
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Refused("workbook.too_big", file=path.name, megabytes=size // 2**20)
        data = path.read_bytes()
    except FileNotFoundError:
        raise Refused("workbook.missing", file=str(path)) from None
    except PermissionError:
        raise EnvironmentProblem("workbook.no_permission", file=str(path)) from None
    except (OSError, ValueError) as error:
        raise EnvironmentProblem("workbook.unreadable", file=str(path), detail=_short(error)) from error
    if not data.strip(b"\x00"):
        raise Refused("workbook.empty", file=path.name)
    return data


def _look_at(data: bytes, name: str) -> tuple[str, bool]:
    """Return the kind of a workbook and whether it counts from 1904; raises Refused for what can't be read."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Refused("workbook.encrypted", file=name)
        return "xls", False
    if data.startswith(_ZIP):
        return _look_into_zip(data, name)
    if data.startswith(_EMPTY_ZIP):
        raise Refused("workbook.not_a_workbook", file=name)
    head = data[:4096]
    if data[:2] == b"PK":
        raise Refused("workbook.half_written", file=name)
    if b"\x00" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("workbook.text_file", file=name)
    raise Refused("workbook.not_a_workbook", file=name)


def _look_into_zip(data: bytes, name: str) -> tuple[str, bool]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part.filename: part for part in archive.infolist()}
            if any(part.flag_bits & 1 for part in parts.values()):
                raise Refused("workbook.encrypted", file=name)
            if sum(part.file_size for part in parts.values()) > MOST_UNPACKED:
                raise Refused("workbook.unpacks_too_big", file=name)
            if "xl/workbook.bin" in parts:
                raise Refused("workbook.binary", file=name)
            if "content.xml" in parts:
                if archive.read("mimetype")[:80].endswith(b"spreadsheet"):
                    return "ods", False
                raise Refused("workbook.not_a_workbook", file=name)
            if not any(part.startswith("xl/") for part in parts):
                raise Refused("workbook.not_a_workbook", file=name)
            for part in parts:
                if part.lower().endswith(".xml"):
                    _check_extent(archive, part, name)
            workbook = next((part for part in parts if part.lower() == "xl/workbook.xml"), "")
            return "xlsx", bool(workbook and _EPOCH_1904.search(archive.read(workbook)))
    except (zipfile.BadZipFile, EOFError):
        raise Refused("workbook.half_written", file=name) from None
    except (OSError, ValueError, KeyError, NotImplementedError, zlib.error) as error:
        raise Refused("workbook.damaged", file=name) from error


def _check_extent(archive: zipfile.ZipFile, part: str, name: str) -> None:
    """Raise Refused when a part is a sheet whose farthest cell lies too far out to be read."""
    extent = _extent_of(archive, part)
    if extent is None or extent.rows * extent.columns <= MOST_CELLS:
        return
    extent = _exact_extent(archive, part, extent)
    if extent.rows * extent.columns <= MOST_CELLS:
        return
    if extent.filled_rows * 2 < extent.rows or extent.filled_rows * _WIDE <= MOST_CELLS:
        raise Refused("workbook.far_cell", file=name, cell=extent.far_cell)
    raise Refused("workbook.too_many_cells", file=name, rows=extent.rows)


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a part in overlapping blocks, so that no cell's reference is cut in two."""
    tail = b""
    with archive.open(part) as stream:
        while block := stream.read(_CHUNK):
            yield tail + block
            tail = block[-_OVERLAP:]


def _extent_of(archive: zipfile.ZipFile, part: str) -> _Extent | None:
    """Return how far the cells of a sheet reach at most, None for a part that is no sheet.

    Up to column Z the columns are not counted: only letters in pairs are searched for, which is what makes it fast.
    """
    last_row, last_column, filled, far_cell = 0, 26, 0, ""
    for number, block in enumerate(_blocks(archive, part)):
        if number == 0 and not _SHEET_ROOT.search(block[:4096]):
            return None
        rows = _ROW.findall(block)
        filled += len(rows)
        last_row = max(last_row, max(map(int, rows), default=0))
        for pattern in _FAR_COLUMNS:
            for letters, row in set(pattern.findall(block)):
                column = _column_number(letters)
                last_row = max(last_row, int(row))
                if column > last_column:
                    last_column, far_cell = column, (letters + row).decode().upper()
    return _Extent(last_row, last_column, filled, far_cell)


def _exact_extent(archive: zipfile.ZipFile, part: str, rough: _Extent) -> _Extent:
    """Return the same with every cell counted: three times as slow, for the files that seem too large."""
    last_column, far_cell = 1, f"A{rough.rows}"
    last_row = str(rough.rows).encode()
    for block in _blocks(archive, part):
        cells = _ANY_CELL.findall(block)
        last_column = max(last_column, max(map(_column_number, {letters for letters, _ in cells}), default=1))
        below = [letters for letters, row in cells if row == last_row]
        if below:
            far_cell = (max(below, key=_column_number) + last_row).decode().upper()
    return _Extent(rough.rows, last_column, rough.filled_rows, rough.far_cell or far_cell)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _short(error: BaseException) -> str:
    detail = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return detail.strip().splitlines()[0][:200] if detail.strip() else type(error).__name__
