"""Rows whose cells say the numbers of texts, as a sheet comes whose texts stand in a table of their own (``shared_texts``).

The numbers of thousands of rows are one text for the way to the desk's own process, which would only wait for rows
meanwhile, and looks them up.
"""

from array import array
from collections.abc import Iterator
from itertools import accumulate, chain, islice
from typing import Any, NamedTuple, Protocol

from trainingdesk.exchange.reading.values import Row, Unreadable

#: Stands before the number of a text: U+FDD0, which Unicode keeps out of texts and XML lets pass.
SIGN = "\ufdd0"
#: Stands before a cell that begins with the sign and says no number.
_SAID = SIGN + SIGN
#: Rows whose texts are looked up at a time.
_AT_ONCE = 2_500


class Numbered(NamedTuple):
    """Some rows whose cells say numbers.

    Attributes:
        widths: how many cells each row has.
        numbers: the numbers of all cells, row by row, each behind the sign; "" where no cell says one.
        places: of the cells that say something else, counted over all rows, in 4 bytes each.
        others: what these say; some number stands in their place.
    """

    widths: list[int]
    numbers: str
    places: bytes
    others: Row


class _Texts(Protocol):
    def __getitem__(self, place: int, /) -> Any: ...


def numbers_of(rows: list[Row]) -> Numbered:
    """Return rows of which nearly every cell says a number as they are looked up."""
    cells = list(chain.from_iterable(rows))
    places = [place for place, cell in enumerate(cells) if type(cell) is not str or cell[:1] != SIGN]
    numbers = _joined(cells, places)
    if _SAID in numbers:
        places += [place for place, cell in enumerate(cells) if type(cell) is str and cell.startswith(_SAID)]
        numbers = _joined(cells, places)
    others = [
        cell[1:] if type(cell) is str and cell.startswith(_SAID) else cell
        for cell in map(cells.__getitem__, places)
    ]
    return Numbered(list(map(len, rows)), numbers, array("I", places).tobytes(), others)


def _joined(cells: Row, places: list[int]) -> str:
    if len(places) == len(cells):
        return ""
    told = list(cells)
    for place in places:
        told[place] = f"{SIGN}0"
    return "".join(told)


def no_numbers(rows: list[Row]) -> list[Row]:
    """Return rows whose cells say no numbers as they may stand among others that do."""
    return [
        [f"{SIGN}{cell}" if type(cell) is str and cell.startswith(SIGN) else cell for cell in row]
        for row in rows
    ]


def looked_up(found: Numbered, texts: _Texts, file: str) -> list[Row]:
    """Return the rows with their texts; raises Unreadable where a cell says the number of none."""
    try:
        if "-" in found.numbers:
            raise IndexError
        numbers = map(int, found.numbers[1:].split(SIGN)) if found.numbers else ()
        cells = list(map(texts.__getitem__, numbers)) or [*found.others]
    except (ValueError, LookupError):
        raise Unreadable("workbook.damaged", file=file) from None
    for place, cell in zip(memoryview(found.places).cast("I"), found.others, strict=True):
        cells[place] = cell
    following = iter(cells)
    return [list(islice(following, width)) for width in found.widths]


class PackedTexts(dict[int, str]):
    """The texts of a table, all of them as one and where each ends, in a quarter of the memory; those asked for are kept."""

    def __init__(self, table: Iterator[list[str]]) -> None:
        super().__init__()
        pieces, self._ends = [], array("I", (0,))
        for some in table:
            pieces.append("".join(some))
            self._ends.extend(accumulate(map(len, some), initial=self._ends.pop()))
        self._texts = "".join(pieces)

    def __missing__(self, place: int) -> str:
        text = self[place] = self._texts[self._ends[place] : self._ends[place + 1]]
        return text


def with_texts(rows: Iterator[Row], table: Iterator[list[str]], file: str) -> Iterator[Row]:
    """Yield rows with their texts, the table taken first; raises Unreadable as :func:`looked_up` does."""
    texts = PackedTexts(table)
    while part := list(islice(rows, _AT_ONCE)):
        yield from looked_up(numbers_of(part), texts, file)
        texts.clear()
