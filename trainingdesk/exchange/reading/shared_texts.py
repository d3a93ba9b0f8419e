"""The table of texts of an .xlsx workbook, in which Excel keeps each text once: read by itself and held packed.

calamine gives every cell a text of its own, and every workbook it opens the whole table. Where a sheet is read in slices
(``slices``), its cells are made to say the number of their text instead, behind a sign that no text has, and the numbers
are looked up here: 459,000 texts take 9 MB, where calamine needs 35 for the table and 130 for the cells of 100,000 rows.
"""

import io
import re
import zipfile
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

from python_calamine import CalamineWorkbook

from trainingdesk.exchange.reading.extents import unpacked
from trainingdesk.exchange.reading.values import Row

#: Stands before the number of a text: U+FDD0, which Unicode keeps out of texts and XML lets pass.
SIGN = "\ufdd0"
_SIGN = SIGN.encode()
_PART = "xl/sharedstrings.xml"
#: A cell that names its text, as Excel, WPS and LibreOffice write it, and what is made of it.
_USUAL, _MADE = b't="s"><v>', b't="str"><v>' + _SIGN
#: The same as others write it, and what names a text and was not understood.
_NAMED = re.compile(rb"""\bt=["']s["']([^<>]*>\s*<(?:\w+:)?v(?:\s[^<>]*)?>)\s*""")
#: The sign as a reference to a character, and what begins a text that may look like cells.
_ESCAPED = re.compile(rb"&#(?:x0*fdd0|0*64976);", re.IGNORECASE)
_VERBATIM = b"<![CDATA["
_LEFT = re.compile(rb"""\bt\s*=\s*["']s["'][^<>]*(?<!/)>""")
_ROOT = re.compile(rb"<((?:\w+:)?)sst\b[^<>]*(?<!/)>")
_ROOT_WITHIN = 4096

#: A text in one piece; what stands for something else in a piece of the table: references, comments, escapes, line ends, and blanks at an end.
_PLAIN = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*)</t></si>')
_BY_CALAMINE = re.compile(rb"[&\r\0]|<!|_x|<t>\s|\s</t>")

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_END = "<row><c><v>0</v></c></row>"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
#: A workbook with one sheet, but for the sheet and the texts.
_BOOK = {
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{_OFFICE}/officeDocument"'
    ' Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="a" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="a" Type="{_OFFICE}/worksheet"'
    ' Target="worksheets/sheet1.xml"/></Relationships>',
}


def part_of_texts(archive: zipfile.ZipFile) -> str | None:
    """Return the part that holds the table of texts, None where a workbook has none."""
    return next((one for one in archive.namelist() if one.lower() == _PART), None)


def with_numbers(xml: Sequence[bytes]) -> list[bytes] | None:
    """Return the XML of cells that say the numbers of their texts, None where some of them can't be made to."""
    made = []
    for piece in xml:
        if _SIGN in piece or _VERBATIM in piece or (b"&#" in piece and _ESCAPED.search(piece)):
            return None
        if piece.count(b'"s"') == piece.count(_USUAL) and b"'s'" not in piece:
            made.append(piece.replace(_USUAL, _MADE))
            continue
        piece = _NAMED.sub(rb't="str"\1' + _SIGN, piece)  # noqa: PLW2901 - the same cells
        if _LEFT.search(piece):
            return None
        made.append(piece)
    return made


class SharedTexts:
    """A table of texts: all of them as one, and where each ends."""

    def __init__(self, texts: str, ends: "array[int]") -> None:
        self._texts, self._ends = texts, ends

    def named(self, rows: list[Row]) -> list[Row]:
        """Return rows with texts where they have the numbers of texts; raises ValueError for a number without a text."""
        cells = set(chain.from_iterable(rows))
        named = {cell: self._text(cell) for cell in cells if type(cell) is str and cell.startswith(SIGN)}
        find = named.get
        return [list(map(find, row, row)) for row in rows]

    def _text(self, cell: str) -> str:
        number = int(cell[1:])
        if not 0 <= number < len(self._ends) - 1:
            raise ValueError(f"no text {number} of {len(self._ends) - 1}")
        return self._texts[self._ends[number] : self._ends[number + 1]]


def shared_texts(archive: zipfile.ZipFile, part: str, name: str) -> SharedTexts | None:
    """Return the table of texts in a part of a file, None where it has none or calamine can't read it by the piece.

    Raises Unreadable as unpacking does.
    """
    chunks = unpacked(archive, part, name)
    first = next(chunks, b"")
    root = _ROOT.search(first[:_ROOT_WITHIN])
    if root is None:
        return None
    opening = b"<%bsi" % root[1]
    pieces, ends = [""], array("I", (0,))
    for some in _whole_texts(chain((first[root.end() :],), chunks), opening):
        try:
            count = some.count(opening)
            texts = _plain(some, count) or _read(b"%b%b</%bsst>" % (root[0], some, root[1]), count)
        except MemoryError:
            raise
        except BaseException:  # noqa: BLE001 - a panic of the reader is no Exception
            return None
        pieces.append("".join(texts))
        ends.extend(accumulate(map(len, texts), initial=ends.pop()))
    return SharedTexts("".join(pieces), ends) if len(ends) > 1 else None


def _whole_texts(chunks: Iterator[bytes], opening: bytes) -> Iterator[bytes]:
    """Yield a table in pieces of whole texts."""
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = rest.rfind(opening)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    if end := rest.rfind(b"</") + 1:
        yield rest[: end - 1]


def _plain(some: bytes, count: int) -> list[str] | None:
    """Return texts of which each is written in one piece and as it reads, as nearly all are; None where calamine has to.

    A table of 459,000 is there after 0.2 s instead of 0.7.
    """
    if not count or _BY_CALAMINE.search(some):
        return None
    found = _PLAIN.findall(some)
    return b"\0".join(found).decode().split("\0") if len(found) == count else None


def _read(table: bytes, count: int) -> list[str]:
    """Return the texts of a table, in a workbook of their own that names each; a number ends its sheet, a blank text would not."""
    rows = "".join([f'<row><c t="s"><v>{number}</v></c></row>' for number in range(count)])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        for part, xml in _BOOK.items():
            book.writestr(part, xml)
        book.writestr("xl/sharedStrings.xml", table)
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}{_END}</sheetData></worksheet>',
        )
    file.seek(0)
    with CalamineWorkbook.from_filelike(file) as read:
        cells = read.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [str(row[0]) for row in cells[:count]]
