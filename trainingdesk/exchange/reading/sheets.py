"""From a file that was looked at to its sheets: the right reader for what it holds, every failure as one code."""

import io
from collections.abc import Iterator
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from trainingdesk.exchange.reading.values import BrokenCell, RawSheet, Row, Unreadable

if TYPE_CHECKING:  # the rest is imported where it is needed: the process starts anew for every file
    from trainingdesk.exchange.reading.marks import Facts


def sheets_of(kind: str, name: str, data: bytes) -> Iterator[RawSheet]:
    """Return the sheets of a file, unread until they are asked for; what is what says ``book.LookedAt``.

    Raises Unreadable with what is wrong, as asking for a sheet does.
    """
    if kind in {"xlsx", "xls", "ods"}:
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


def _calamine_sheets(kind: str, data: bytes, name: str) -> Iterator[RawSheet]:
    """Yield the work sheets; where calamine can't read the file openpyxl tries.

    While calamine reads the first sheet, the file is searched for what calamine does not tell.
    """
    marks: dict[str, Facts] | None = None
    looked, given = False, 0
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            if not book.sheets_metadata:  # the list of sheets is lost
                raise Unreadable("workbook.damaged", file=name)
            for entry in book.sheets_metadata:
                if entry.typ == SheetTypeEnum.WorkSheet:
                    reading = _Reading(book, entry.name)
                    try:
                        if not looked:
                            marks, looked = _marks(kind, data, name), True
                    finally:
                        reading.join()  # the book can't be closed while it is being read
                    sheet = reading.result()
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
    if facts.broken or facts.octobers:
        sheet.later = _put(sheet.taken(), sheet.first_column, facts)
    return sheet


def _put(rows: Iterator[Row], first_column: int, facts: "Facts") -> Iterator[Row]:
    by_row: dict[int, list[tuple[int, Any]]] = {}
    for place, style in facts.octobers.items():
        by_row.setdefault(place[0], []).append((place[1] - first_column, style))
    for place, cell in facts.broken.items():
        by_row.setdefault(place[0], []).append((place[1] - first_column, cell))
    for number, row in enumerate(rows):
        for column, cell in by_row.get(number, ()):
            if 0 <= column < len(row):
                value = row[column]
                if type(cell) is BrokenCell:
                    row[column] = cell
                elif isinstance(value, float):
                    row[column] = f"{value:.2f}"
        yield row
