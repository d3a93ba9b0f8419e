"""What the marking process is told: plain values, in the order in which it comes to the cells."""

from collections.abc import Iterator
from typing import Any, NamedTuple


class CellMarks(NamedTuple):
    """What is done to one cell.

    Attributes:
        column: from 1.
        value: the text that was put right and stands in it now, None where it stays as it is.
        before: what is said of the text before, "" where nothing was put right.
        fill: the colour of its worst problem, ARGB; "" for none.
        lines: what is wrong with it, a sentence each.
        digits: whether it holds a number that is no quantity, whose digits are to stay as they are typed.
    """

    column: int
    value: str | None
    before: str
    fill: str
    lines: tuple[str, ...]
    digits: bool


class RowMarks(NamedTuple):
    """What is done in one row; rows come by sheet, as the file has them, and from top to bottom.

    Attributes:
        sheet: the sheet's own name.
        row: from 1.
        cells: its marked cells.
    """

    sheet: str
    row: int
    cells: tuple[CellMarks, ...]


class ListLine(NamedTuple):
    """One problem as it is listed.

    Attributes:
        words: what stands in the columns of the list.
        sheet, row, column: the cell it leads to, from 1; "" and 0 for none.
    """

    words: tuple[str, ...]
    sheet: str
    row: int
    column: int


class Order(NamedTuple):
    """What is to be made of a file.

    Attributes:
        path, name: where it stands, and what it is called.
        kind: what it is, as :class:`~trainingdesk.exchange.workbook.WorkbookFile` says.
        digest: hex SHA-256 of the file that was read.
        sheets: the sheets it was read from.
        headers: sheet → the rows that its headers end in, from top to bottom.
        whole: whether all of it comes back; else the rows with marks alone.
        list_title: what the sheet with the list is called.
        list_heads: the titles of its columns.
        row_head: the title of the column of row numbers.
        day: the day the file was taken to speak of, ``YYYY-MM-DD`` or :data:`~.own_sheets.UNKNOWN_DAY`; "" where that is not kept in the workbook.
        origin: hex SHA-256 of the file that the workbook is first made of: where that is one with problem rows, of the one behind it.
    """

    path: str
    name: str
    kind: str
    digest: str
    sheets: tuple[str, ...]
    headers: dict[str, list[int]]
    whole: bool
    list_title: str
    list_heads: tuple[str, ...]
    row_head: str
    day: str = ""
    origin: str = ""


class Told:
    """What comes in behind the order: first the marks, then the list; each is taken once."""

    def __init__(self, frames: Iterator[tuple[str, Any]]) -> None:
        self._frames = frames
        self._list: list[tuple[Any, ...]] = []

    def marks(self) -> Iterator[RowMarks]:
        """Yield the marks of every row."""
        for kind, content in self._frames:
            if kind != "marks":
                self._list = content
                return
            for sheet, row, cells in content:
                yield RowMarks(sheet, row, tuple(map(CellMarks._make, cells)))

    def lines(self) -> Iterator[ListLine]:
        """Yield the lines of the list, once the marks were taken."""
        yield from map(ListLine._make, self._list)
        self._list = []
        for _kind, content in self._frames:
            yield from map(ListLine._make, content)
