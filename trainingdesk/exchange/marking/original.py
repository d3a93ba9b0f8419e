"""The sender's own workbook with marks in it: formulas, formats and all of its sheets stay."""

import io
import zipfile
from collections.abc import Sequence
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from trainingdesk.exchange.cell_text import FORMULA_STARTS, put_text
from trainingdesk.exchange.marking.orders import CellMarks, ListLine, Order, Told
from trainingdesk.exchange.marking.words import (
    AUTHOR,
    GREEN,
    LIST_WIDTHS,
    MOST_COMMENT,
    NOTE_WIDTH,
    free_title,
    note_height,
)
from trainingdesk.exchange.own_sheets import RETURNED_SHEET, returned_lines
from trainingdesk.exchange.reading.marks import Facts, facts_of

#: What the parts of a workbook may unpack to that is opened for marking: three times what its most rows do.
MOST_OPENED = 100 * 2**20
#: Cells that may be merged into others in a workbook that is opened: openpyxl makes each of them, 15,000 in a second.
MOST_MERGED = 150_000
#: Row and column of a cell, from 1.
_Place = tuple[int, int]
#: What openpyxl throws at workbooks that Excel and calamine read without complaint.
_OPENPYXL_FAILS = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    zipfile.BadZipFile,
    ParseError,
    OSError,
)


class TooLarge(Exception):
    """A workbook that takes too long and too much to be opened for marking."""


def opened(data: bytes, order: Order) -> Any | None:
    """Return a workbook for marking, None when it has to be copied instead; raises TooLarge."""
    if not order.whole:
        return None
    from openpyxl import load_workbook  # 25 MB, which a copy does not need
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_OPENED:
                raise TooLarge
            if sum(map(_merged_cells, facts_of(archive, order.name).values())) > MOST_MERGED:
                raise TooLarge  # a column that is merged down to the last row there can be
        book = load_workbook(io.BytesIO(data), rich_text=True)
    except (*_OPENPYXL_FAILS, InvalidFileException):
        return None
    return book if all(name in book.sheetnames for name in order.sheets) else None


def _merged_cells(facts: Facts) -> int:
    """Return how many cells are merged into others on a sheet."""
    return sum((bottom - top + 1) * (right - left + 1) - 1 for top, left, bottom, right in facts.merged)


def mark_original(book: Any, order: Order, told: Told) -> None:
    """Do to an opened workbook what was told."""
    firsts: dict[str, dict[_Place, _Place]] = {}
    for marks in told.marks():
        sheet = book[marks.sheet]
        if marks.sheet not in firsts:
            firsts[marks.sheet] = _firsts_of_merged(sheet)
        for cell in marks.cells:
            if cell.value is not None:
                _put_right(sheet, marks.row, cell)
            if cell.lines:
                place = marks.row, cell.column
                _mark(sheet, firsts[marks.sheet].get(place, place), cell)
    _quote_formula_like(book)
    if order.day:
        _add_facts(book, order)
    _add_list(book, order, told)  # the last one: it is what the sender looks for


def _add_facts(book: Any, order: Order) -> None:
    """Keep in a hidden sheet which day the file speaks of, which file it is and which sheets were read, in place of what stood there."""
    if RETURNED_SHEET in book.sheetnames:
        del book[RETURNED_SHEET]
    sheet = book.create_sheet(RETURNED_SHEET)
    for line, words in enumerate(returned_lines(order.day, order.origin, order.sheets), 1):
        put_text(sheet.cell(line, 1), words)
    sheet.sheet_state = "veryHidden"


def _quote_formula_like(book: Any) -> None:
    """Mark texts that begin like a formula as texts, so that they stay ones when somebody edits the cell."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if (
                    cell.data_type == "s"
                    and str(value or "").startswith(FORMULA_STARTS)
                    and not cell.quotePrefix
                ):
                    cell.quotePrefix = True


def _put_right(sheet: Any, row: int, marks: CellMarks) -> None:
    """Put what was typed or answered into a cell, and say beside it what it said before."""
    from openpyxl.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = sheet.cell(row, marks.column)
    if isinstance(cell, MergedCell):
        return  # what stands in it is said of other rows too
    put_text(cell, marks.value or "")
    cell.number_format = "@"
    cell.fill = PatternFill("solid", fgColor=GREEN)
    cell.comment = Comment(marks.before[:MOST_COMMENT], AUTHOR)


def _mark(sheet: Any, place: _Place, marks: CellMarks) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = sheet.cell(*place)
    cell.fill = PatternFill("solid", fgColor=marks.fill)
    if marks.digits:
        cell.number_format = "@"
    lines: Sequence[str] = marks.lines
    if cell.comment is not None:
        lines = [cell.comment.text, *lines]
    comment = Comment("\n".join(lines)[:MOST_COMMENT], AUTHOR)
    comment.width, comment.height = NOTE_WIDTH, note_height(len(lines))
    cell.comment = comment


def _firsts_of_merged(sheet: Any) -> dict[_Place, _Place]:
    """Return the cells that are merged into another one → that one; gone through once, for every row may be merged."""
    return {
        place: (merged.min_row, merged.min_col)
        for merged in sheet.merged_cells.ranges
        for place in islice(merged.cells, 1, None)
    }


def _add_list(book: Any, order: Order, told: Told) -> None:
    """Add the sheet that lists all problems, each with a link to its cell."""
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(free_title(book.sheetnames, order.list_title))
    for place, (title, width) in enumerate(zip(order.list_heads, LIST_WIDTHS, strict=True), 1):
        cell = sheet.cell(1, place, title)
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    wrapped = Alignment(wrap_text=True, vertical="top")
    line = 1
    for line, listed in enumerate(told.lines(), 2):
        for place, value in enumerate(listed.words, 1):
            cell = sheet.cell(line, place)
            put_text(cell, value)
            cell.alignment = wrapped
        if listed.row:
            _link(sheet.cell(line, 1), listed)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:E{line}"


def _link(cell: Any, listed: ListLine) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.hyperlink import Hyperlink

    quoted = listed.sheet.replace("'", "''")
    place = f"'{quoted}'!{get_column_letter(listed.column)}{listed.row}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
