"""From a file that was looked at to its sheets: the right reader for what it holds, every failure as one code."""

import io
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorkbookClosed,
)

from trainingdesk.exchange.reading.numbered import no_numbers
from trainingdesk.exchange.reading.values import BrokenCell, RawSheet, Row, Unreadable

if TYPE_CHECKING:  # the rest is imported where it is needed: the process starts anew for every file
    from trainingdesk.exchange.reading.marks import Facts
    from trainingdesk.exchange.reading.slices import Slice, Slicer


#: Slices of a sheet that are read while one is handed over: of one alone a core waits for the other (a sixth slower).
_AHEAD = 2


def sheets_of(kind: str, name: str, data: bytes, *, rows: int = 0) -> Iterator[RawSheet]:
    """Return the sheets of a file, unread until they are asked for; what is what says ``book.LookedAt``.

    ``rows`` is how many of a large sheet are read at a time, 0 for as many as make it quick.
    Raises Unreadable with what is wrong, as asking for a sheet does.
    """
    if kind == "xlsx":
        return _with_pictures(_calamine_sheets(kind, data, name, rows), data, name)
    if kind in {"xls", "ods"}:
        return _calamine_sheets(kind, data, name)
    if kind == "lrmx" and not data:
        return _forms(name)
    if kind == "lrmx":
        from trainingdesk.exchange.reading.forms import read_form

        return iter([read_form(data, name)])
    from trainingdesk.exchange.reading.spreadsheet_2003 import read_spreadsheet_2003
    from trainingdesk.exchange.reading.texts import read_separated, read_web

    read = {"xml": read_spreadsheet_2003, "html": read_web, "csv": read_separated}[kind]
    return iter(read(data, name))


def _with_pictures(sheets: Iterator[RawSheet], data: bytes, name: str) -> Iterator[RawSheet]:
    """Yield sheets with the number of the pictures over their cells."""
    from trainingdesk.exchange.reading.floating import pictures_of

    pictures = pictures_of(data, name)
    for sheet in sheets:
        sheet.pictures = pictures.get(sheet.name, 0)
        yield sheet


def _forms(folder: str) -> Iterator[RawSheet]:
    from pathlib import Path

    from trainingdesk.exchange.reading.files import bytes_of, forms_in
    from trainingdesk.exchange.reading.forms import read_form
    from trainingdesk.exchange.reading.kinds import kind_of

    for form in forms_in(Path(folder)):
        name = form.relative_to(folder).as_posix()
        try:
            data = bytes_of(form)
            if kind_of(data, name) != "lrmx":
                raise Unreadable(
                    "workbook.old_form" if form.suffix.lower() == ".lrm" else "workbook.no_form", file=name
                )
            sheet = read_form(data, name)
            sheet.name = name
            yield sheet
        except Unreadable as problem:
            yield RawSheet(name, trouble=problem.code)


class _Reading(Thread):
    """calamine reading one sheet, which it does without holding Python up."""

    def __init__(self, book: Any, name: str) -> None:
        super().__init__(name="calamine", daemon=True)
        self.book, self.sheet = book, name
        self.found: Any = None
        self.error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self.found = self.book.get_sheet_by_name(self.sheet)
        except BaseException as error:  # noqa: BLE001 - a panic of the reader is no Exception; result() raises it
            self.error = error

    def result(self) -> Any:
        self.join()
        if self.error is not None:
            raise self.error
        return self.found


def _calamine_sheets(kind: str, data: bytes, name: str, rows: int = 0) -> Iterator[RawSheet]:
    """Yield the work sheets; where calamine can't read the file openpyxl tries.

    While calamine reads the first sheet, the file is searched for what calamine does not tell.
    """
    marks: dict[str, Facts] | None = None
    looked, given = False, 0
    try:
        with _slicer(kind, data, name, rows) as slicer, ExitStack() as open_books:
            # slices bring the texts of their cells, and opening the workbook reads all of them once more
            outline = slicer.outline() if slicer is not None else None
            book = open_books.enter_context(_opened(outline or io.BytesIO(data)))
            if not book.sheets_metadata:  # the list of sheets is lost
                raise Unreadable("workbook.damaged", file=name)
            entries = book.sheets_metadata
            cut = {entry.name for entry in entries if slicer is not None and slicer.is_large(entry.name)}
            whole = [one for one in entries if one.typ == SheetTypeEnum.WorkSheet and one.name not in cut]
            for entry in entries:
                if entry.typ == SheetTypeEnum.WorkSheet:
                    if slicer is not None and entry.name in cut:
                        given += 1
                        yield _in_slices(name, entry, slicer)
                        continue
                    if outline:
                        book, outline = open_books.enter_context(_opened(io.BytesIO(data))), None
                    reading = _Reading(book, entry.name)
                    try:
                        if not looked:
                            marks, looked = _marks(kind, data, name), True
                    finally:
                        reading.join()  # the book can't be closed while it is being read
                    sheet = reading.result()
                    if entry is whole[-1]:
                        _let_go(book, data)
                    # unlike to_python, iter_rows leaves blank rows at the top in place, not blank columns on the left
                    _row, column = sheet.start or (0, 0)
                    visible = entry.visible == SheetVisibleEnum.Visible
                    raw = RawSheet(entry.name, visible, column, later=sheet.iter_rows())
                    raw.merged = [(*start, *end) for start, end in sheet.merged_cell_ranges or ()]
                    given += 1
                    yield _with_facts(raw, marks)
    except PasswordError:
        raise Unreadable("workbook.encrypted", file=name) from None
    except (CalamineError, OSError, ValueError) as error:
        marks = marks if looked else _marks(kind, data, name)
        # those that calamine could read are handed over already
        yield from islice(_openpyxl_sheets(data, name, marks, error), given, None)


@contextmanager
def _opened(file: io.BytesIO) -> Iterator[CalamineWorkbook]:
    """Open a workbook with calamine; it may have been closed by then."""
    book = CalamineWorkbook.from_filelike(file)
    try:
        yield book
    finally:
        with suppress(WorkbookClosed):
            book.close()


def _let_go(book: CalamineWorkbook, data: bytes) -> None:
    """Close a workbook whose last sheet was read: its rows are there without it.

    What it holds beside them, each text of Excel's table of texts, is a third of the memory, and would be held until the
    last row is handed over to somebody who needs it meanwhile.
    """
    from trainingdesk.exchange.reading.slices import SMALLEST

    book.close()
    if len(data) >= SMALLEST:
        from trainingdesk.shared.memory import give_back

        give_back()


@contextmanager
def _slicer(kind: str, data: bytes, name: str, rows: int) -> "Iterator[Slicer | None]":
    """Open a workbook for the slices of its large sheets, None for one without any."""
    from trainingdesk.exchange.reading import slices

    if kind != "xlsx" or len(data) < slices.SMALLEST:
        yield None
        return
    from trainingdesk.exchange.reading.extents import zipped

    with zipped(data, name) as archive:
        yield slices.Slicer(archive, name, rows)


def _in_slices(name: str, entry: Any, slicer: "Slicer") -> RawSheet:
    """Return a large sheet whose rows are read a slice at a time, the next ones while one is handed over.

    What is hidden and merged in it is known when its last row was taken.
    """
    from trainingdesk.exchange.reading.marks import Facts

    facts = Facts()
    raw = RawSheet(entry.name, entry.visible == SheetVisibleEnum.Visible)
    raw.hidden_rows, raw.hidden_columns, raw.merged = facts.hidden_rows, facts.hidden_columns, facts.merged
    raw.later = _rows_of_slices(name, entry.name, slicer.slices(entry.name, facts))
    raw.texts = slicer.texts.pieces() if slicer.texts else None
    return raw


def _rows_of_slices(name: str, sheet: str, slices: "Iterator[Slice]") -> Iterator[Row]:
    """Yield the rows of all slices, from the first row and column of the sheet; none is shorter than one before."""
    done = width = 0
    ahead = (_Slice(name, sheet, one) for one in slices)
    waiting = deque(islice(ahead, _AHEAD))
    while waiting:
        now = waiting.popleft()
        waiting.extend(islice(ahead, 1))
        first, left, rows = _with_broken(now, done, width, more=bool(waiting))
        for _blank in range(done, first):
            yield [""] * width
        width = max(width, left + max(map(len, rows), default=0))
        before = [""] * left
        after = [""] * (width - left - max(map(len, rows), default=0))
        # a row that stands further up than those of the slice before has no place
        for row in islice(_put(iter(rows), left, now.facts, first), max(0, done - first), None):
            yield [*before, *row, *after] if left or after else row
        done = max(done, first + len(rows))
        del rows


def _with_broken(part: "_Slice", done: int, width: int, *, more: bool) -> tuple[int, int, list[Row]]:
    """Return a slice with room for its cells without a value that lie around its others, but within the sheet's.

    calamine leaves them out of the cells a slice has: a column of formulas without results is in none behind the header.

    Args:
        part: the slice.
        done: how many rows the slices before have; width: how many columns.
        more: whether another slice follows: what lies below all cells of the last one lies below those of the sheet.
    """
    first, left, rows = part.result()
    broken = part.facts.broken
    if not broken or not (rows or more):
        return first, left, rows
    if not rows:
        first, left = done, 0
    end = first + len(rows)
    top = min(first, max(done, min(row for row, _column in broken)))
    bottom = max(end, 1 + max(row for row, _column in broken)) if more else end
    right = left + max(map(len, rows), default=0)
    start = min(left, *(column for _row, column in broken))
    wide = max(right, min(width, 1 + max(column for _row, column in broken)))
    if (top, bottom, start, wide) != (first, end, left, right):
        rows = [[*[""] * (left - start), *row, *[""] * (wide - left - len(row))] for row in rows]
        blank = [""] * (wide - start)
        rows = [*([*blank] for _row in range(top, first)), *rows, *([*blank] for _row in range(end, bottom))]
    return top, start, rows


class _Slice(Thread):
    """A slice of a sheet that is being read."""

    def __init__(self, name: str, sheet: str, part: "Slice") -> None:
        super().__init__(name="slice", daemon=True)
        self.facts = part.facts
        self._name, self._sheet, self._book, self._odd = name, sheet, part.book, part.odd
        self._found: tuple[int, int, list[Row]] = (0, 0, [])
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            with CalamineWorkbook.from_filelike(self._book) as book:
                sheet = book.get_sheet_by_name(self._sheet)
                if sheet.start is not None:
                    self._found = (*sheet.start, sheet.to_python(skip_empty_area=True))
        except BaseException as error:  # noqa: BLE001 - a panic of the reader is no Exception; result() raises it
            self._error = error

    def result(self) -> tuple[int, int, list[Row]]:
        """Return the place of its first cell, and its rows from there on."""
        self.join()
        if self._error is not None:
            if not isinstance(self._error, CalamineError | ValueError):
                raise self._error
            self._found = self._with_openpyxl()
        if self._odd:
            row, column, rows = self._found
            return row, column, no_numbers(rows)
        return self._found

    def _with_openpyxl(self) -> tuple[int, int, list[Row]]:
        """Read what calamine refused; it may be one cell in all of them."""
        from openpyxl import load_workbook

        try:
            self._book.seek(0)
            sheet = load_workbook(self._book, read_only=True, data_only=True)[self._sheet]
            sheet.reset_dimensions()
            rows: list[Row] = [
                ["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)
            ]
            width = max(map(len, rows), default=0)
            for row in rows:
                row.extend([""] * (width - len(row)))
        except Exception as error:  # openpyxl fails in as many ways as a file can be wrong
            raise Unreadable("workbook.damaged", file=self._name) from error
        start = next((place for place, row in enumerate(rows) if any(cell != "" for cell in row)), 0)
        return start, 0, rows[start:]


def _marks(kind: str, data: bytes, name: str) -> "dict[str, Facts] | None":
    """Return what calamine does not tell of a file, by sheet; None where it could not be looked up."""
    if kind == "xlsx":
        from trainingdesk.exchange.reading.marks import marks_of

        return marks_of(data, name)
    from trainingdesk.exchange.reading.marks_other import marks_of_ods, marks_of_xls

    return marks_of_xls(data) if kind == "xls" else marks_of_ods(data)


def _openpyxl_sheets(
    data: bytes, name: str, marks: "dict[str, Facts] | None", first: Exception
) -> Iterator[RawSheet]:
    """Yield what openpyxl makes of a file that calamine refused; the stated dimension is not believed here either."""
    if not data.startswith(b"PK"):
        from trainingdesk.exchange.reading.chains import ends_early

        if ends_early(data):
            raise Unreadable("workbook.half_written", file=name) from first
        raise Unreadable("workbook.damaged", file=name) from first
    from trainingdesk.exchange.reading.extents import check_extents, zipped

    with zipped(data, name) as archive:
        check_extents(archive, name)  # large sheets were to be looked at by the slice
    try:
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        if not book.worksheets:  # openpyxl passes over those that are lost
            raise Unreadable("workbook.damaged", file=name)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows: list[Row] = [
                ["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)
            ]
            width = max(map(len, rows), default=0)
            for row in rows:
                row.extend([""] * (width - len(row)))
            raw = RawSheet(sheet.title, sheet.sheet_state == "visible", rows=rows)
            yield _with_facts(raw, marks)
    except Exception as error:  # openpyxl fails in as many ways as a file can be wrong
        raise Unreadable("workbook.damaged", file=name) from error


def _with_facts(sheet: RawSheet, marks: "dict[str, Facts] | None") -> RawSheet:
    """Put what the file's marks say into a sheet's cells: why one is blank, and which month a number shows."""
    sheet.blind = marks is None
    facts = None if marks is None else marks.get(sheet.name)
    if facts is None:
        return sheet
    sheet.hidden_rows, sheet.hidden_columns = facts.hidden_rows, facts.hidden_columns
    sheet.merged = facts.merged or sheet.merged
    sheet.pictures = facts.pictures
    if facts.broken or facts.octobers or facts.months:
        sheet.later = _put(sheet.taken(), sheet.first_column, facts)
    return sheet


def _put(rows: Iterator[Row], first_column: int, facts: "Facts", first_row: int = 0) -> Iterator[Row]:
    by_row: dict[int, list[tuple[int, Any]]] = {}
    for place, style in facts.octobers.items():
        by_row.setdefault(place[0], []).append((place[1] - first_column, style))
    for place, cell in facts.broken.items():
        by_row.setdefault(place[0], []).append((place[1] - first_column, cell))
    for at, column in facts.months:
        by_row.setdefault(at, []).append((column - first_column, None))
    for number, row in enumerate(rows, first_row):
        for column, cell in by_row.get(number, ()):
            if 0 <= column < len(row):
                value = row[column]
                if type(cell) is BrokenCell:
                    row[column] = cell
                elif cell is None:
                    # a known day stays one, whatever is shown of it; the first is what Excel makes of a typed month
                    if isinstance(value, date) and value.day == 1:
                        row[column] = f"{value:%Y-%m}"
                elif isinstance(value, float):
                    row[column] = f"{value:.2f}"
        yield row
