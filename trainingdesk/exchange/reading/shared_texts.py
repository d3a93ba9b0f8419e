"""The table of texts of an .xlsx workbook, in which Excel keeps each text once: read by itself.

calamine gives every cell a text of its own, and every workbook it opens the whole table. Where a sheet is read in slices
(``slices``), its cells are made to say the number of their text instead, behind a sign that no text has, and the numbers
are looked up by who takes the rows (``numbered``). calamine needs 35 MB for a table of 459,000 texts and 130 for the cells of 100,000 rows.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from itertools import chain

from python_calamine import CalamineWorkbook

from trainingdesk.exchange.reading.extents import unpacked
from trainingdesk.exchange.reading.numbered import SIGN

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
_BY_CALAMINE = (
    *(b"&", b"\r", b"\0", b"<!", b"_x"),
    *(b"<t> ", b"<t>\n", b"<t>\t", b" </t>", b"\n</t>", b"\t</t>"),
)

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


class Texts:
    """A table of texts as it is read, piece by piece.

    Attributes:
        whole: whether it was read to its end by the piece: then cells may say the numbers of its texts.
    """

    def __init__(self, archive: zipfile.ZipFile, part: str, name: str) -> None:
        self._archive, self._part, self._name = archive, part, name
        self.whole = False

    def pieces(self) -> Iterator[list[str]]:
        """Yield its texts; ends early where calamine can't read it by the piece. Raises Unreadable as unpacking does."""
        chunks = unpacked(self._archive, self._part, self._name)
        first = next(chunks, b"")
        root = _ROOT.search(first[:_ROOT_WITHIN])
        if root is None:
            return
        opening = b"<%bsi" % root[1]
        for some in _whole_texts(chain((first[root.end() :],), chunks), opening):
            try:
                count = some.count(opening)
                texts = _plain(some, count) or _read(b"%b%b</%bsst>" % (root[0], some, root[1]), count)
            except MemoryError:
                raise
            except BaseException:  # noqa: BLE001 - a panic of the reader is no Exception
                return
            yield texts
        self.whole = True


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
    if not count or any(map(some.__contains__, _BY_CALAMINE)):
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
