"""A new workbook with the cells of a file: of every kind that is no workbook openpyxl can open, and of very large ones.

Rows pass through one by one, as they are read and as they are written: what this takes does not grow with them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import time, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from trainingdesk.domain.roster.cells import text_of
from trainingdesk.exchange.cell_text import FORMULA_STARTS
from trainingdesk.exchange.marking.orders import CellMarks, Order, RowMarks, Told
from trainingdesk.exchange.marking.sheets import BookWriter, Style
from trainingdesk.exchange.marking.words import (
    GREEN,
    LIST_WIDTHS,
    MOST_COMMENT,
    NOTE_WIDTH,
    USUAL_NOTE,
    free_title,
    note_height,
)
from trainingdesk.exchange.own_sheets import RETURNED_SHEET, returned_lines
from trainingdesk.exchange.reading.book import look_at
from trainingdesk.exchange.reading.sheets import sheets_of
from trainingdesk.exchange.reading.values import BrokenCell, RawSheet, Unreadable

#: Characters that a sheet's title may not have; an apostrophe may stand neither first nor last in it.
_FORBIDDEN = re.compile(r"[\\/*?:\[\]\x00-\x1f\ufffe\uffff]")
_LONGEST_TITLE = 28
_NOBODY = RowMarks("", 0, ())
#: Rows of a large sheet that are read at a time: marking waits for its own writing, and is there beside the window that
#: holds the preview (80 MB instead of 100 to 125).
_READ = 1_000

_TEXT = Style(form="@")
_TITLE = Style(bold=True)
_WRAPPED = Style(wrapped=True)


def copy_marked(order: Order, told: Told, target: BinaryIO, *, whole: bool) -> None:
    """Write the cells of a file with their marks, and the list behind them.

    Of a ``whole`` file every cell stands at its own place; else only rows with marks come, behind a column of their
    numbers, each below the header that it was read by. Raises Unreadable ``roster.file_changed`` for another file
    than was read, and what reading raises.
    """
    looked = look_at(Path(order.path))
    if looked.digest != order.digest:
        raise Unreadable("roster.file_changed", file=order.name)
    book = BookWriter(target)
    copying = _Copying(book, order, told, whole=whole)
    for sheet in sheets_of(looked.kind, looked.name, looked.data, rows=_READ):
        copying.copy(sheet)
    copying.list_problems()
    book.close()


class _Copying:
    """Goes over the sheets and the marks side by side."""

    def __init__(self, book: BookWriter, order: Order, told: Told, *, whole: bool) -> None:
        self._book, self._order, self._told, self._whole = book, order, told, whole
        #: columns that stand before those of the file
        self._beside = 0 if whole else 1
        self._marks = told.marks()
        self._next = next(self._marks, _NOBODY)
        #: sheet → its title here; sheet → row → the line it stands in, where that is another one
        self._titles: dict[str, str] = {}
        self._lines: dict[str, dict[int, int]] = {}

    def copy(self, sheet: RawSheet) -> None:
        """Copy a sheet."""
        if not self._whole and self._next.sheet != sheet.name:
            return
        if sheet.name == RETURNED_SHEET and not sheet.visible:
            return  # of a workbook that came back: what it says is said anew
        title = _FORBIDDEN.sub("_", sheet.name)[:_LONGEST_TITLE].strip("'") or "Sheet"
        self._titles[sheet.name] = title = free_title(self._book.titles, title)
        self._book.begin(title, frozen="" if self._whole else "B2")
        lines = self._lines[sheet.name] = {}
        for number, line, row, marks in self._wanted(sheet):
            if not self._whole:
                lines[number] = line
                head = self._order.row_head if line == 1 else str(number)
                self._book.put(1, head, _plain(head))
            self._cells(line, sheet.first_column, row, marks)
            self._book.end_row(line)
        self._book.end()

    def _wanted(self, sheet: RawSheet) -> Iterator[tuple[int, int, Sequence[Any], Sequence[CellMarks]]]:
        """Yield the rows that are copied: number, line, cells, marks."""
        heads = self._order.headers.get(sheet.name, [])
        first = heads[0] if heads else 0
        ends = frozenset(heads)  # a sheet may say its header again on every page
        #: the last header, where no wanted row has stood below it yet
        passed: tuple[int, Sequence[Any]] | None = None
        line = 0
        for number, row in enumerate(sheet.taken(self._order.name), 1):
            marks: Sequence[CellMarks] = ()
            if self._next.row == number and self._next.sheet == sheet.name:
                marks = self._next.cells
                self._next = next(self._marks, _NOBODY)
            if self._whole:
                yield number, number, row, marks
                continue
            if number in ends:
                passed = (number, row)
            if marks or number == first:
                if passed is not None and passed[0] != number:
                    line += 1
                    yield passed[0], line, passed[1], ()
                passed = None
                line += 1
                yield number, line, row, marks

    def _cells(self, line: int, first: int, row: Sequence[Any], marks: Sequence[CellMarks]) -> None:
        by_column = {one.column: one for one in marks}
        width = max([first + len(row), *by_column])
        for column in range(1, width + 1):
            at = column - 1 - first
            value = row[at] if 0 <= at < len(row) else ""
            mark = by_column.get(column)
            if mark is None:
                if value != "":
                    self._put(column, value)
                continue
            place = column + self._beside
            fill = mark.fill or GREEN
            if mark.value is not None:
                self._book.put(place, mark.value, _plain(mark.value)._replace(fill=fill))
            else:
                self._put(column, value, fill, "@" if mark.digits else "")
            self._note(line, place, mark)

    def _put(self, column: int, value: Any, fill: str = "", form: str = "") -> None:
        """Put a value into a cell as it was: numbers and days as such, texts as texts."""
        if isinstance(value, BrokenCell):
            value = value[1]
        elif isinstance(value, str) or type(value) in {time, timedelta}:
            value = text_of(value)
        style = _plain(value) if isinstance(value, str) else Style(form=form)
        self._book.put(column + self._beside, value, style._replace(fill=fill))

    def _note(self, line: int, place: int, mark: CellMarks) -> None:
        said = [mark.before[:MOST_COMMENT], *mark.lines] if mark.before else list(mark.lines)
        size = (NOTE_WIDTH, note_height(len(said))) if mark.lines else USUAL_NOTE
        self._book.note(line, place, "\n".join(said)[:MOST_COMMENT], size)

    def list_problems(self) -> None:
        """Add the sheet that lists all problems, each with a link to its cell."""
        for _left in self._marks:  # of rows that the file does not have
            continue
        if self._order.day:
            self._keep_facts()
        book, title = self._book, free_title(self._book.titles, self._order.list_title)
        book.begin(title, frozen="A2", widths=LIST_WIDTHS)
        for place, head in enumerate(self._order.list_heads, 1):
            book.put(place, head, _TITLE)
        book.end_row(1)
        line = 1
        for line, listed in enumerate(self._told.lines(), 2):
            for place, value in enumerate(listed.words, 1):
                book.put(place, value, _WRAPPED._replace(quoted=_plain(value).quoted))
            book.end_row(line)
            if listed.row and listed.sheet in self._titles:
                moved = listed.row if self._whole else self._moved(listed.sheet, listed.row)
                if moved:
                    book.link(line, self._titles[listed.sheet], moved, listed.column + self._beside)
        book.end(filtered=f"A1:E{line}")

    def _keep_facts(self) -> None:
        """Keep in a hidden sheet which day the file speaks of, which file it is and which sheets were read."""
        self._book.begin(RETURNED_SHEET, hidden=True)
        read = [self._titles[name] for name in self._order.sheets if name in self._titles]
        for line, words in enumerate(returned_lines(self._order.day, self._order.origin, read), 1):
            self._book.put(1, words, _plain(words))
            self._book.end_row(line)
        self._book.end()

    def _moved(self, sheet: str, row: int) -> int:
        lines: Mapping[int, int] = self._lines.get(sheet, {})
        return lines.get(row, 0)


def _plain(value: str) -> Style:
    return _TEXT._replace(quoted=True) if value.startswith(FORMULA_STARTS) else _TEXT
