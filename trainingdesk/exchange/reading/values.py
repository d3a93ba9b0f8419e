"""What the reading process hands over: books, sheets, rows, and the way they travel through a pipe."""

import marshal
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from trainingdesk.exchange.reading.limits import LONGEST_CELL

#: A row as it was read.
Row = list[Any]
#: Row and column of a cell, both from 0.
Place = tuple[int, int]

#: Characters that are shown of a text that is longer than any cell.
_SHOWN = 60
_DATE, _DATETIME, _TIME, _SPAN, _BROKEN = range(5)


class RawSheet:
    """One sheet before anything is understood.

    Attributes:
        name: as it stands on its tab; the file's name for a form of its own.
        visible: whether it can be seen without unhiding it.
        first_column: the place of the first column of ``rows``, 0 for A.
        rows: its cells from the sheet's first row on, all rows of one length; where they are made only as they are
            taken, each once, they stand in ``later``.
        texts: the texts that its cells say the numbers of, in pieces that are to be taken before its rows; None where
            cells say their texts themselves.
        hidden_rows: rows that can't be seen, from 0.
        hidden_columns: columns that can't be seen, 0 for A.
        merged: merged ranges as (first row, first column, last row, last column), from 0.
        trouble: the code of the sentence that says why it could not be read, "" when it was.
        photo: the picture of the form's person, b"" for none.
        blind: whether nobody could see what is hidden in it and why cells are blank.
        filled_in: the day a form says it was filled in, ``YYYY-MM-DD`` or ``YYYY-MM``, "" for none.
        unkept: what a form calls those of its filled fields that the roster has no place for.
        pictures: how many pictures lie over its cells.
    """

    # no dataclass: what that takes to load is most of the reading process's start
    def __init__(
        self,
        name: str,
        visible: bool = True,
        first_column: int = 0,
        *,
        rows: list[Row] | None = None,
        later: Iterator[Row] | None = None,
        trouble: str = "",
        photo: bytes = b"",
    ) -> None:
        self.name = name
        self.visible = visible
        self.first_column = first_column
        self.rows: list[Row] = [] if rows is None else rows
        self.later = later
        self.texts: Iterator[list[str]] | None = None
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.trouble = trouble
        self.photo = photo
        self.blind = False
        self.filled_in = ""
        self.unkept: list[str] = []
        self.pictures = 0

    def as_read(self) -> Iterator[Row]:
        """Return its rows as they come: with ``texts``, cells may say a number for a text."""
        return iter(self.rows) if self.later is None else self.later

    def taken(self, file: str = "") -> Iterator[Row]:
        """Return its rows with all texts; raises Unreadable, with the name of the ``file``, for one that names no text."""
        if self.texts is None:
            return self.as_read()
        from trainingdesk.exchange.reading.numbered import with_texts

        return with_texts(self.as_read(), self.texts, file)


class Unreadable(Exception):
    """A file that can't be read: the code of the sentence and what it names, as the parent will raise it."""

    def __init__(self, code: str, /, *, machine: bool = False, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.machine = machine
        self.params = params


#: what a cell shows whose formula came to an error (ECMA-376 part 1, 18.17.3, and what Excel has added since)
ERRORS = frozenset(
    [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#NAME?",
        "#DIV/0!",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#GETTING_DATA",
        "#BLOCKED!",
        "#CONNECT!",
    ]
)


class BrokenCell(tuple[str, str]):
    """A cell without a value: the code of its sentence, and what the cell shows."""

    __slots__ = ()


def taken_text(text: str) -> str | BrokenCell:
    """Return a text, or what is said of it and not taken: the beginning of one that no cell can hold, an error.

    An error of a formula is a text in a file that keeps texts alone, and in what other programs write.
    """
    if text in ERRORS:
        return BrokenCell(("roster.cell_error", text))
    if len(text) <= LONGEST_CELL:
        return text
    return BrokenCell(("roster.cell_too_long", f"{text[:_SHOWN]}…"))


def packed_rows(rows: list[Row]) -> bytes:
    """Return rows as bytes; dates travel as pairs, since marshal knows plain values only."""
    try:
        return marshal.dumps((False, rows))
    except ValueError:
        return marshal.dumps((True, [[_packed(cell) for cell in row] for row in rows]))


def unpacked_rows(data: bytes, broken: Any) -> list[Row]:
    """Return the rows again; ``broken`` makes the program's own broken cell of code and text."""
    special, rows = marshal.loads(data)  # noqa: S302 - from our own child over our own pipe
    if special:
        return [[_unpacked(cell, broken) if type(cell) is tuple else cell for cell in row] for row in rows]
    whole: list[Row] = rows
    return whole


def _packed(cell: Any) -> Any:
    if isinstance(cell, str | float | int):  # bool is an int
        return cell
    if isinstance(cell, BrokenCell):
        return (_BROKEN, *cell)
    if isinstance(cell, datetime):
        return _DATETIME, cell.isoformat()
    if isinstance(cell, date):
        return _DATE, cell.isoformat()
    if isinstance(cell, time):
        return _TIME, cell.isoformat()
    if isinstance(cell, timedelta):
        return _SPAN, cell.total_seconds()
    return "" if cell is None else str(cell)


def _unpacked(cell: tuple[Any, ...], broken: Any) -> Any:
    kind, *values = cell
    if kind == _BROKEN:
        return broken(*values)
    if kind == _SPAN:
        return timedelta(seconds=values[0])
    made: dict[int, Any] = {_DATE: date, _DATETIME: datetime, _TIME: time}
    return made[kind].fromisoformat(values[0])
