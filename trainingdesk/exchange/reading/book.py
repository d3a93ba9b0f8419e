"""From a path to sheets: the right reader for what the file holds, every failure as one code."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.kinds import kind_of, kind_of_zip
from trainingdesk.exchange.reading.values import RawSheet, Row, Unreadable
from trainingdesk.exchange.reading.zipscan import Facts, counts_from_1904, extents_of, facts_of


@dataclass
class RawBook:
    """A file before anything is understood: its kind, digest, epoch, and its sheets one after the other."""

    kind: str
    digest: str
    epoch_1904: bool
    sheets: Iterator[RawSheet]


def open_book(path: Path) -> RawBook:
    """Return a file's sheets, unread until they are asked for.

    Raises Unreadable with what is wrong, as opening and as asking for sheets.
    """
    if path.is_dir():
        return _open_folder(path)
    data = _bytes_of(path)
    name = path.name
    digest = hashlib.sha256(data).hexdigest()
    kind = kind_of(data, name)
    if kind == "zip":
        return _open_zip(data, name, digest)
    if kind == "xls":
        return RawBook(kind, digest, False, _calamine_sheets(data, name, dict))
    # imported where they are needed: the process starts anew for every file, and most files are workbooks
    if kind == "lrmx":
        from trainingdesk.exchange.reading.forms import read_form

        return RawBook(kind, digest, False, iter([read_form(data, name)]))
    from trainingdesk.exchange.reading.texts import read_separated, read_spreadsheet_2003, read_web

    if kind != "text" and len(data) > limits.MOST_MARKUP:
        raise Unreadable("workbook.too_big", file=name, megabytes=len(data) // 2**20)
    read = {"xml": read_spreadsheet_2003, "html": read_web, "text": read_separated}[kind]
    return RawBook("csv" if kind == "text" else kind, digest, False, iter(read(data, name)))


def digest_of(path: Path) -> str:
    """Return the hex SHA-256 of a file, or of a folder's forms with their names; "" for what is not there."""
    try:
        if path.is_dir():
            from trainingdesk.exchange.reading.forms import forms_in

            whole = hashlib.sha256()
            for form in forms_in(path)[: limits.MOST_FORMS]:
                whole.update(str(form.relative_to(path)).encode() + b"\0" + form.read_bytes() + b"\0")
            return whole.hexdigest()
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _open_folder(path: Path) -> RawBook:
    from trainingdesk.exchange.reading.forms import forms_in

    forms = forms_in(path)
    if not forms:
        raise Unreadable("workbook.folder", file=str(path))
    if len(forms) > limits.MOST_FORMS:
        raise Unreadable("workbook.too_many_forms", file=str(path), count=len(forms))
    return RawBook("lrmx", digest_of(path), False, _forms(path, forms))


def _forms(folder: Path, forms: list[Path]) -> Iterator[RawSheet]:
    from trainingdesk.exchange.reading.forms import read_form

    for form in forms:
        name = form.relative_to(folder).as_posix()
        try:
            data = _bytes_of(form)
            if kind_of(data, name) != "lrmx":
                raise Unreadable(
                    "workbook.old_form" if form.suffix.lower() == ".lrm" else "workbook.no_form", file=name
                )
            sheet = read_form(data, name)
            sheet.name = name
            yield sheet
        except Unreadable as problem:
            yield RawSheet(name, trouble=problem.code)


def _bytes_of(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.MOST_BYTES:
            raise Unreadable("workbook.too_big", file=path.name, megabytes=size // 2**20)
        data = path.read_bytes()
    except FileNotFoundError:
        raise Unreadable("workbook.missing", file=str(path)) from None
    except PermissionError:
        raise Unreadable("workbook.no_permission", machine=True, file=str(path)) from None
    except (OSError, ValueError) as error:
        raise Unreadable("workbook.unreadable", machine=True, file=str(path), detail=_short(error)) from error
    if not data.strip(b"\x00"):
        raise Unreadable("workbook.empty", file=path.name)
    return data


def _open_zip(data: bytes, name: str, digest: str) -> RawBook:
    epoch_1904, by_part = False, dict[str, Facts]()
    with _zip(data, name) as archive:
        kind = kind_of_zip(archive, name)
        if kind == "xlsx":
            by_part = extents_of(archive, name)
            epoch_1904 = counts_from_1904(archive)

    def look() -> dict[str, Facts]:
        with _zip(data, name) as archive:
            return facts_of(archive, by_part)

    return RawBook(kind, digest, epoch_1904, _calamine_sheets(data, name, look))


@contextmanager
def _zip(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """Open a zip; raises Unreadable for one that is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except (zipfile.BadZipFile, EOFError):
        raise Unreadable("workbook.half_written", file=name) from None
    # NotImplementedError is zipfile's word for a way of packing that it does not know
    except (OSError, ValueError, KeyError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise Unreadable("workbook.damaged", file=name) from error


def _calamine_sheets(data: bytes, name: str, look: Callable[[], dict[str, Facts]]) -> Iterator[RawSheet]:
    """Yield the work sheets; where calamine can't read the file openpyxl tries.

    While calamine, which leaves Python to others, reads the first sheet, the sheets' XML is searched (``look``).
    """
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    facts: dict[str, Facts] | None = None
    try:
        with (
            CalamineWorkbook.from_filelike(io.BytesIO(data)) as book,
            ThreadPoolExecutor(1, "calamine") as reading,
        ):
            for entry in book.sheets_metadata:
                if entry.typ == SheetTypeEnum.WorkSheet:
                    found = reading.submit(book.get_sheet_by_name, entry.name)
                    if facts is None:
                        facts = look()
                    sheet = found.result()
                    # unlike to_python, iter_rows leaves blank rows at the top in place, not blank columns on the left
                    _row, column = sheet.start or (0, 0)
                    raw = RawSheet(entry.name, entry.visible == SheetVisibleEnum.Visible, column)
                    raw.rows = list(sheet.iter_rows())
                    raw.merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
                    yield _with_facts(raw, facts.get(entry.name))
    except PasswordError:
        raise Unreadable("workbook.encrypted", file=name) from None
    except (CalamineError, OSError, ValueError) as error:
        yield from _openpyxl_sheets(data, name, look() if facts is None else facts, error)


def _openpyxl_sheets(data: bytes, name: str, facts: dict[str, Facts], first: Exception) -> Iterator[RawSheet]:
    """Yield what openpyxl makes of a file that calamine refused; the stated dimension is not believed here either."""
    if not data.startswith(b"PK"):
        raise Unreadable("workbook.damaged", file=name) from first
    try:
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows: list[Row] = [
                ["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)
            ]
            width = max(map(len, rows), default=0)
            for row in rows:
                row.extend([""] * (width - len(row)))
            raw = RawSheet(sheet.title, sheet.sheet_state == "visible", rows=rows)
            yield _with_facts(raw, facts.get(sheet.title))
    except Exception as error:  # openpyxl fails in as many ways as a file can be wrong
        raise Unreadable("workbook.damaged", file=name) from error


def _with_facts(sheet: RawSheet, facts: Facts | None) -> RawSheet:
    """Put what the sheet's XML says into its cells: why one is blank, and which month a number shows."""
    if facts is None:
        return sheet
    sheet.hidden_rows, sheet.hidden_columns = facts.hidden_rows, facts.hidden_columns
    sheet.merged = facts.merged
    for place, cell in facts.broken.items():
        _put(sheet, place, cell)
    for row, column in facts.octobers:
        if 0 <= column - sheet.first_column < len(sheet.rows[row] if row < len(sheet.rows) else ()):
            value = sheet.rows[row][column - sheet.first_column]
            if isinstance(value, float):
                _put(sheet, (row, column), f"{value:.2f}")
    return sheet


def _put(sheet: RawSheet, place: tuple[int, int], value: Any) -> None:
    row, column = place[0], place[1] - sheet.first_column
    if 0 <= row < len(sheet.rows) and 0 <= column < len(sheet.rows[row]):
        sheet.rows[row][column] = value


def _short(error: BaseException) -> str:
    detail = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return detail.strip().splitlines()[0][:200] if detail.strip() else type(error).__name__
