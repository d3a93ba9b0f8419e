"""A large sheet in slices of whole rows: each is a workbook of its own, read and let go of before the next one.

calamine holds every cell of a sheet twice while it reads, with its place and without: 100,000 rows of 20 columns take
220 MB at once, and in slices of 2,500 rows a fortieth of it each; two are read while a third is cut or handed over. The
sheet's XML is unpacked once, for the slices and for what calamine does not tell (``marks``). Cells whose texts stand in a
table of their own say the numbers of these (``shared_texts``), so that no slice carries them.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from trainingdesk.exchange.reading.extents import Extent, check_extents, sound, unpacked
from trainingdesk.exchange.reading.marks import Facts, Marks, parts_of_sheets
from trainingdesk.exchange.reading.shared_texts import Texts, part_of_texts, with_numbers

#: What the XML of a sheet has to hold for it to be sliced: 4,000 rows of 20 columns.
LARGE = 4 * 2**20
#: No smaller file holds a large sheet of a roster: cells are packed to a twentieth of their XML.
SMALLEST = LARGE // 40
#: Rows of a slice.
ROWS = 2_500
#: Bytes beside sheets and texts, nearly all of them styles, up to which a sheet is sliced: they are read for every slice,
#: and more of them cost more than slices save.
FEW_BESIDE = 2 * 2**20
#: Bytes beside them above which slices, and what is sliced, are four times as large: small ones of 12,000 rows with
#: 1.5 MB beside them took 1.6 times the work.
FEWEST_BESIDE = FEW_BESIDE // 8
#: Parts of a workbook that say nothing about the cells of a sheet, beside all that are no XML (a data model, pictures).
_BESIDE = re.compile(
    r"docProps/|customXml/|xl/(?:worksheets|chartsheets|media|drawings|charts|comments|embeddings|externalLinks|"
    r"persons|pivot\w*|printerSettings|queryTables|tables|threadedComments|calcChain|vbaProject)",
    re.IGNORECASE,
)
_ROOT = re.compile(rb"<(\w+:)?worksheet[\s>]")
_CELLS = re.compile(rb"<(?:\w+:)?sheetData\b[^<>]*(?<!/)>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\br=[\"'](\d{1,7})[\"']")
_ROOT_WITHIN = 4096
_NO_TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'


class Slice(NamedTuple):
    """Some rows of a sheet.

    Attributes:
        book: a workbook whose sheet has these rows alone, at their own places.
        facts: what its XML says of them; rows, columns and ranges that concern the whole sheet are those so far.
        odd: whether its cells say their texts, though those of others say the numbers of them.
    """

    book: io.BytesIO
    facts: Facts
    odd: bool


class Slicer:
    """The large sheets of a workbook; ``rows`` is how many a slice has, 0 for :data:`ROWS`.

    Attributes:
        texts: the workbook's table of texts, None where it has none. Once all of it was taken, slices say the numbers
            of their texts.
    """

    def __init__(self, archive: zipfile.ZipFile, name: str, rows: int = 0) -> None:
        self._archive, self._name, self._rows = archive, name, rows or ROWS
        self._parts = parts_of_sheets(archive)
        self._marks = Marks(archive)
        sheets = {*self._parts.values()}
        others = (one for one in archive.namelist() if one not in sheets and not _BESIDE.match(one))
        self._others = [one for one in dict.fromkeys(others) if one.lower().endswith((".xml", ".rels"))]
        self._table = part_of_texts(archive)
        self.texts = None if self._table is None else Texts(archive, self._table, name)
        size = sum(archive.getinfo(one).file_size for one in self._others if one != self._table)
        self._few_beside = size <= FEW_BESIDE
        self._times = 1 if size <= FEWEST_BESIDE else 4

    def is_large(self, sheet: str) -> bool:
        """Return whether a sheet is read in slices."""
        return self._is_large(self._parts.get(sheet))

    def large_parts(self) -> frozenset[str]:
        """Return the parts of the sheets that are read in slices."""
        return frozenset(filter(self._is_large, self._parts.values()))

    def _is_large(self, part: str | None) -> bool:
        if part is None or not self._few_beside:
            return False
        return self._archive.getinfo(part).file_size > LARGE * self._times

    def outline(self) -> io.BytesIO | None:
        """Return a workbook that has the names of all sheets, and neither their cells nor texts; None where none is large."""
        return io.BytesIO(self._around) if self.large_parts() else None

    def slices(self, sheet: str, facts: Facts) -> Iterator[Slice]:
        """Yield a sheet in slices, from its first row to its last; each is cut before a row that says its number.

        ``facts`` collects what is hidden and merged in the whole sheet. How far its cells reach is looked at before they
        are read, block by block. Raises Unreadable as ``check_extents`` and unpacking it do.
        """
        with sound(self._name):
            yield from self._slices(sheet, facts)

    def _slices(self, sheet: str, facts: Facts) -> Iterator[Slice]:
        part, marks = self._parts[sheet], self._marks
        own = Facts(facts.hidden_rows, facts.hidden_columns, facts.merged)
        head = opening = closing = b""
        held: list[bytes] = []
        limit = rows = self._rows * self._times
        reach: Extent | None = Extent()
        for place, block in enumerate(_blocks(unpacked(self._archive, part, self._name))):
            rest = block
            if reach is not None:
                reach.measure(block)
                if not reach.is_usual():
                    check_extents(self._archive, self._name)
                    reach = None  # so it may be after all, and so much was looked at for all that follow
            if place == 0:
                marks.of_columns(block, own)
                prefix = (root[1] or b"") if (root := _ROOT.search(block[:_ROOT_WITHIN])) else b""
                opening = b"<%brow" % prefix
                closing = b"</%bsheetData></%bworksheet>" % (prefix, prefix)
                cells = _CELLS.search(block)
                head = block[: cells.end()] if cells else b""
                rest = block[len(head) :]
            while head and (row := _row_behind(rest, limit, opening)) is not None:
                marks.of_rows(rest[: row.start()], own)
                yield self._slice(part, [head, *held, rest[: row.start()], closing], own)
                own = Facts(facts.hidden_rows, facts.hidden_columns, facts.merged)
                held.clear()
                limit = (int(row[1]) - 1) // rows * rows + rows
                rest = rest[row.start() :]
            marks.of_rows(rest, own)
            held.append(rest)
        yield self._slice(part, [head, *held], own)

    def _slice(self, part: str, xml: list[bytes], facts: Facts) -> Slice:
        """Return a slice, its workbook packed as loosely as can be: it is read at once."""
        numbered = with_numbers(xml) if self.texts is not None and self.texts.whole else None
        book = io.BytesIO(self._around)
        with zipfile.ZipFile(book, "a") as made:
            if self._table is not None:
                made.writestr(self._table, _NO_TEXTS if numbered else self._archive.read(self._table))
            with made.open(part, "w", force_zip64=True) as sheet:
                for piece in numbered or xml:
                    sheet.write(piece)
        book.seek(0)
        odd = self.texts is not None and self.texts.whole and numbered is None
        return Slice(book, self._marks.chosen(facts), odd)

    @cached_property
    def _around(self) -> bytes:
        """Return a workbook without any sheet: what all slices have in common, packed once."""
        book = io.BytesIO()
        with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
            for one in self._others:
                if one != self._table:
                    made.writestr(one, self._archive.read(one))
        return book.getvalue()


def large_parts(archive: zipfile.ZipFile, size: int) -> frozenset[str]:
    """Return the parts of the sheets that are read in slices, which are looked at by the slice; ``size`` is the file's."""
    return Slicer(archive, "").large_parts() if size >= SMALLEST else frozenset()


def _blocks(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield a sheet in blocks of whole rows, however long one is; nothing stands in two of them."""
    rest: list[bytes] = []
    opening = b""
    for chunk in chunks:
        if not opening:
            root = _ROOT.search(chunk[:_ROOT_WITHIN])
            opening = b"<%brow" % ((root[1] or b"") if root else b"")
        # an opening that lies across two chunks is passed over: the block is a row longer
        cut = chunk.rfind(opening)
        if cut < 0:
            rest.append(chunk)
            continue
        yield b"".join([*rest, chunk[:cut]])
        rest = [chunk[cut:]]
    if rest:
        yield b"".join(rest)


def _row_behind(block: bytes, limit: int, opening: bytes) -> "re.Match[bytes] | None":
    """Return the opening of the first row behind a number, None where the block has none."""
    last = _ROW.match(block, max(block.rfind(opening), 0))
    if last is not None and int(last[1]) <= limit:
        return None
    return next((row for row in _ROW.finditer(block) if int(row[1]) > limit), None)
