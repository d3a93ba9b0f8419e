"""How far the cells of a workbook really reach: what must be known before it is read.

calamine fills a rectangle as large as the farthest cell, so that a 5 KB file with a value in XFD1048576 takes the whole
process down; the stated dimension is not believed. The sheets' XML is streamed in blocks of a megabyte or, where a row is
longer, of that row, and searched with plain byte patterns that go over a block once.
"""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.values import Unreadable

_CHUNK = 1 << 20
#: A row larger than this is cut with an overlap.
_LONGEST_ROW = 8 << 20
_OVERLAP = 40_000
#: Of the workbook's own part this much is searched: what it says of dates stands before the list of sheets.
_HEAD = 1 << 16
#: No roster has more columns than this: a wider rectangle comes from a cell gone astray.
WIDE = 100

_LETTERS = 26

_SHEET_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")
#: Rows, and cells beyond column Z: the literal start of each pattern is what makes the search fast.
_REACH = (
    (b'r="', re.compile(rb'r="((?:[A-Za-z]{2,3})?\d{1,7})"')),
    (b"r='", re.compile(rb"r='((?:[A-Za-z]{2,3})?\d{1,7})'")),
)
_LETTERS_FIRST = re.compile(rb"([A-Za-z]+)(\d+)")
#: Ends of what cells hold, one of them in every block that is not blank.
_CONTENTS = (b"v>", b"is>", b"f>")
#: A cell with something in it; one that only has a style is not read.
_FILLED_CELL = re.compile(
    rb"<(?:\w+:)?c\b[^<>]*?\br=[\"']([A-Za-z]{1,3})(\d{1,7})[\"'][^<>]*(?<!/)>(?!</(?:\w+:)?c>)"
)
_EPOCH_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^<>]*\bdate1904=[\"'](?:1|true)[\"']")


def holds(block: bytes, mark: bytes) -> bool:
    """Return whether a mark stands in a block.

    A byte is looked for ten times as fast as several, and the marks that a roster seldom has mostly lack one of theirs.
    """
    return all(letter in block for letter in mark) and mark in block


@dataclass
class Extent:
    """How far one sheet's cells reach at most.

    Attributes:
        rows, columns: how far; up to column Z the columns are not counted.
        filled: how many rows it writes out.
    """

    rows: int = 0
    columns: int = _LETTERS
    filled: int = 0

    def measure(self, block: bytes) -> None:
        """Note how far the cells of a block reach at most, their rows by the way: one search, which makes it fast."""
        for start, pattern in _REACH:
            if not holds(block, start):  # hardly any file has both
                continue
            found = pattern.findall(block)
            rows = [int(one) for one in found if one.isdigit()]
            self.filled += len(rows)
            self.rows = max(self.rows, *rows, 0)
            if len(rows) < len(found):
                self._beyond(found)
        self.rows = max(self.rows, self.filled)

    def _beyond(self, found: Collection[bytes]) -> None:
        """Note how far the cells beyond column Z reach, among the places of rows."""
        for place in set(found):
            if beyond := _LETTERS_FIRST.fullmatch(place):
                self.rows = max(self.rows, int(beyond[2]))
                self.columns = max(self.columns, column_number(beyond[1]))

    def is_usual(self) -> bool:
        """Return whether so much can be read whatever of it is filled."""
        return self.rows * self.columns <= limits.MOST_CELLS


@dataclass
class Reach:
    """How far the cells with something in them reach: the rectangle that is filled when they are read.

    Attributes:
        rows, columns: the last row and the last column, from 1; 0 for a blank sheet.
        filled: how many rows have something in them.
        widest: the row of the first cell in the last column.
        last_column: the last column of the last row.
    """

    rows: int = 0
    columns: int = 0
    filled: int = 0
    widest: int = 0
    last_column: int = 0

    def add(self, row: int, columns: int, times: int = 1) -> None:
        """Count a row, which the file may write once for several, with the last of its filled columns."""
        self.filled += times
        if row >= self.rows:
            self.rows, self.last_column = row, columns
        if columns > self.columns:
            self.columns, self.widest = columns, row - times + 1

    def check(self, name: str) -> None:
        """Raise Unreadable where the rectangle is too large: for a cell gone astray, or for more rows than can be read."""
        if self.rows * self.columns <= limits.MOST_CELLS:
            return
        if self.filled * 2 < self.rows or self.filled * WIDE <= limits.MOST_CELLS:
            beyond = self.columns > _LETTERS
            row, column = (self.widest, self.columns) if beyond else (self.rows, self.last_column)
            raise Unreadable("workbook.far_cell", file=name, cell=f"{column_letters(column)}{row}")
        raise Unreadable("workbook.too_many_cells", file=name, rows=self.rows)


@contextmanager
def zipped(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """Open a zip; raises Unreadable for one that is broken."""
    with sound(name), zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield archive


@contextmanager
def sound(name: str) -> Iterator[None]:
    """Raise Unreadable where a zip turns out to be broken while it is unpacked."""
    try:
        yield
    except (zipfile.BadZipFile, EOFError):
        raise Unreadable("workbook.half_written", file=name) from None
    # NotImplementedError is zipfile's word for a way of packing that it does not know
    except (
        *(OSError, ValueError, KeyError, NotImplementedError, RuntimeError),
        *(zlib.error, lzma.LZMAError, struct.error),
    ) as error:
        raise Unreadable("workbook.damaged", file=name) from error


def check_extents(
    archive: zipfile.ZipFile,
    name: str,
    glance: Callable[[], None] = lambda: None,
    *,
    longest_row: int = _LONGEST_ROW,
    passing: Collection[str] = (),
) -> None:
    """Look how far each sheet reaches, but those of ``passing``; ``glance`` is called after every block, a longer row is cut.

    Raises Unreadable ``workbook.far_cell`` or ``workbook.too_many_cells``, and what ``glance`` raises.
    """
    for part in archive.namelist():
        if part.lower().endswith(".xml") and part not in passing:
            extent = Extent()
            for block in blocks(archive, part, name, longest_row=longest_row, glance=glance):
                extent.measure(block)
                glance()
            _check(archive, part, extent, name)


def counts_from_1904(archive: zipfile.ZipFile) -> bool:
    """Return whether a workbook's dates count from 1904, as old Macintosh workbooks do."""
    workbook = next((part for part in archive.namelist() if part.lower() == "xl/workbook.xml"), None)
    return workbook is not None and bool(_EPOCH_1904.search(small_part(archive, workbook)[:_HEAD]))


def unpacked(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[bytes]:
    """Yield what a part holds by the megabyte; raises Unreadable ``workbook.unpacks_too_big`` for more than it says."""
    said = archive.getinfo(part)
    # zipfile stops where a part says that it ends; calamine goes on to where it does
    beyond = copy(said)
    beyond.file_size = said.file_size + _CHUNK
    size = 0
    with archive.open(beyond) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > said.file_size:
                raise Unreadable("workbook.unpacks_too_big", file=name)
            yield chunk


def blocks(
    archive: zipfile.ZipFile,
    part: str,
    name: str,
    *,
    longest_row: int = _LONGEST_ROW,
    glance: Callable[[], None] = lambda: None,
) -> Iterator[bytes]:
    """Yield a sheet in blocks of whole rows; nothing for a part that is no sheet, which is unpacked all the same.

    ``glance`` is called after every megabyte of such a part.
    """
    rest, opening = b"", b""
    whole = unpacked(archive, part, name)
    for chunk in whole:
        if not opening:
            root = _SHEET_ROOT.search(chunk[:4096])
            if root is None:
                for _chunk in whole:
                    glance()
                return
            opening = b"<" + (root[1] or b"") + b"row"
        block = rest + chunk
        cut = block.rfind(opening)
        if cut > 0 and len(block) - cut < longest_row:
            yield block[:cut]
            rest = block[cut:]
        elif len(block) < longest_row:
            rest = block
        else:
            yield block
            rest = block[-_OVERLAP:]
    if rest:
        yield rest


def _check(archive: zipfile.ZipFile, part: str, rough: Extent, name: str) -> None:
    """Raise Unreadable when a sheet's farthest cell lies too far out to be read."""
    if rough.is_usual():
        return
    reach, last, lasting = Reach(), 0, 0
    for block in blocks(archive, part, name):
        if not any(end in block for end in _CONTENTS):
            continue
        for letters, number in _FILLED_CELL.findall(block):
            row, column = int(number), column_number(letters)
            if row != last:
                if last:
                    reach.add(last, lasting)
                last, lasting = row, 0
            lasting = max(lasting, column)
    if last:
        reach.add(last, lasting)
    reach.check(name)


def column_number(letters: bytes) -> int:
    """Return the number of a column, 1 for A."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + letter - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column, A for 1."""
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


def small_part(archive: zipfile.ZipFile, part: str) -> bytes:
    """Return the beginning of a part, which for the parts that are read whole is all of it."""
    with archive.open(part) as stream:
        return stream.read(limits.MOST_SMALL_PART)
