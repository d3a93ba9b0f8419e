"""A workbook that is written from top to bottom and never held: ECMA-376 part 1, SpreadsheetML, as much of it as marks need.

openpyxl keeps what a workbook of 30,000 comments is made of, and takes 200 MB and 18 seconds for it; written as it comes
it is text that goes through a zip. Texts stand in their cells (``inlineStr``), so that no table of them is kept.
"""

import math
import re
import zipfile
from array import array
from collections.abc import Sequence
from datetime import date, datetime
from typing import IO, Any, BinaryIO, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from trainingdesk.exchange.cell_text import plain_text
from trainingdesk.exchange.marking.words import AUTHOR
from trainingdesk.exchange.reading.extents import column_letters

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
#: Formats by their numbers in the file: those below 164 are known to every program.
_FORMS = {"": 0, "@": 49, "yyyy-mm-dd": 164, "yyyy-mm-dd hh:mm:ss": 165}
_DAY, _INSTANT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
#: What dates count from; earlier than its March, Excel counts a day that never was.
_EPOCH, _FIRST = date(1899, 12, 30).toordinal(), date(1900, 3, 1).toordinal()
_SECONDS = 86_400
_EXACT = 10**15
#: Shapes of comments are numbered in blocks of so many, each block of one sheet.
_BLOCK = 1024
#: Characters of rows that go into the zip at a time.
_AT_ONCE = 1 << 17


class Style(NamedTuple):
    """How a cell looks.

    Attributes:
        form: its number format, "" for the general one, "@" for a text.
        quoted: whether a text that looks like a formula stays one when it is edited.
        fill: its colour, ARGB; "" for none.
        bold, wrapped: its letters, and whether they go on below.
    """

    form: str = ""
    quoted: bool = False
    fill: str = ""
    bold: bool = False
    wrapped: bool = False


class BookWriter:
    """Sheets one after the other; in each its rows from top to bottom, their cells from left to right."""

    def __init__(self, target: BinaryIO) -> None:
        self.titles: list[str] = []
        self._hidden: set[str] = set()
        self._archive = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED)
        self._styles: dict[Style, int] = {Style(): 0}
        #: sheets with comments, and how many blocks of shapes they have taken
        self._noted: list[int] = []
        #: what says once more, by sheet, which cells have a filter: programs look for it there
        self._filters: list[str] = []
        self._blocks = 0
        self._part: IO[bytes] | None = None
        self._cells: list[str] = []
        self._rows: list[str] = []
        self._size = 0
        self._notes: list[str] = []
        self._shapes = array("L")
        self._links: list[str] = []

    # --- a sheet ---

    def begin(
        self, title: str, *, frozen: str = "", widths: Sequence[int] = (), hidden: bool = False
    ) -> None:
        """Begin a sheet; ``frozen`` is the cell above and left of which everything stays, ``widths`` are in characters.

        A ``hidden`` one can't be unhidden by hand either.
        """
        self.titles.append(title)
        if hidden:
            self._hidden.add(title)
        self._part = self._archive.open(f"xl/worksheets/sheet{len(self.titles)}.xml", "w")
        columns = "".join(
            f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
            for place, width in enumerate(widths, 1)
        )
        self._write(
            f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetViews>'
            f'<sheetView workbookViewId="0">{_pane(frozen)}</sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/>{columns and f"<cols>{columns}</cols>"}<sheetData>'
        )

    def put(self, column: int, value: Any, style: Style) -> None:
        """Put a value into a cell of the row under way; "" for a cell that only looks like something."""
        place = column_letters(column)
        if isinstance(value, date):
            style, value = _day(value, style)
        if isinstance(value, float) and not math.isfinite(value):
            value = str(value)
        number = self._styles.setdefault(style, len(self._styles))
        cell = f'<c r="{place}\0"' + (f' s="{number}"' if number else "")
        if isinstance(value, bool):
            cell += f' t="b"><v>{int(value)}</v></c>'
        elif isinstance(value, int | float):
            whole = isinstance(value, float) and value.is_integer() and abs(value) < _EXACT
            cell += f"><v>{int(value) if whole else value!r}</v></c>"
        elif value:
            words = escape(plain_text(str(value)))
            cell += f' t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'
        else:
            cell += "/>"
        self._cells.append(cell)

    def end_row(self, number: int) -> None:
        """End the row under way."""
        if self._cells:
            row = "".join(self._cells).replace("\0", str(number))
            self._rows.append(f'<row r="{number}">{row}</row>')
            self._size += len(row)
            self._cells.clear()
            if self._size > _AT_ONCE:
                self._write_rows()

    def note(self, row: int, column: int, words: str, size: tuple[int, int]) -> None:
        """Put a comment beside a cell; ``size`` is its width and height in pixels."""
        place = f"{column_letters(column)}{row}"
        self._notes.append(
            f'<comment ref="{place}" authorId="0" shapeId="0"><text><t xml:space="preserve">'
            f"{escape(plain_text(words))}</t></text></comment>"
        )
        self._shapes.extend((row, column, *size))

    def link(self, line: int, title: str, row: int, column: int) -> None:
        """Let the first cell of a line lead to a cell of another sheet."""
        location = quoteattr(f"{_quoted(title)}!{column_letters(column)}{row}")
        self._links.append(f'<hyperlink ref="A{line}" location={location}/>')

    def end(self, *, filtered: str = "") -> None:
        """End a sheet; ``filtered`` are the cells with a filter above them."""
        assert self._part is not None
        self._write_rows()
        self._write("</sheetData>")
        if filtered:
            self._write(f'<autoFilter ref="{filtered}"/>')
            self._filters.append(
                f'<definedName name="_xlnm._FilterDatabase" localSheetId="{len(self.titles) - 1}" hidden="1">'
                f"{escape(_quoted(self.titles[-1]))}!{_fixed(filtered)}</definedName>"
            )
        if self._links:
            self._write(f"<hyperlinks>{''.join(self._links)}</hyperlinks>")
            self._links.clear()
        noted = bool(self._notes)
        if noted:
            self._write('<legacyDrawing r:id="rId1"/>')
        self._write("</worksheet>")
        self._part.close()
        if noted:
            self._write_notes(len(self.titles))

    def _write(self, words: str) -> None:
        assert self._part is not None
        self._part.write(words.encode())

    def _write_rows(self) -> None:
        self._write("".join(self._rows))
        self._rows.clear()
        self._size = 0

    # --- comments ---

    def _write_notes(self, number: int) -> None:
        """Write the comments of a sheet, and the shapes that Excel shows them in (VML, ECMA-376 part 4)."""
        self._noted.append(number)
        self._add(
            f"xl/worksheets/_rels/sheet{number}.xml.rels",
            _relations(
                [
                    ("vmlDrawing", f"/xl/drawings/comments{number}.vml"),
                    ("comments", f"/xl/comments/comment{number}.xml"),
                ]
            ),
        )
        with self._archive.open(f"xl/comments/comment{number}.xml", "w") as part:
            head = (
                f'{_HEAD}<comments xmlns="{_MAIN}"><authors><author>{AUTHOR}</author></authors><commentList>'
            )
            part.write(head.encode())
            for start in range(0, len(self._notes), 1_000):
                part.write("".join(self._notes[start : start + 1_000]).encode())
            part.write(b"</commentList></comments>")
        count = len(self._notes)
        self._notes.clear()
        blocks = range(self._blocks + 1, self._blocks + 2 + count // _BLOCK)
        self._blocks = blocks[-1]
        with self._archive.open(f"xl/drawings/comments{number}.vml", "w") as part:
            part.write(_DRAWING.format(blocks=",".join(map(str, blocks))).encode())
            for place in range(count):
                row, column, width, height = self._shapes[4 * place : 4 * place + 4]
                shape = _SHAPE.format(
                    number=blocks[0] * _BLOCK + place + 1,
                    width=width,
                    height=height,
                    row=row - 1,
                    column=column - 1,
                )
                part.write(shape.encode())
            part.write(b"</xml>")
        self._shapes = array("L")

    # --- the whole ---

    def close(self) -> None:
        """Write what holds the sheets together."""
        numbers = range(1, len(self.titles) + 1)
        sheets = "".join(
            f'<sheet name={quoteattr(title)} sheetId="{number}"'
            f'{" state=" + quoteattr("veryHidden") if title in self._hidden else ""} r:id="rId{number}"/>'
            for number, title in zip(numbers, self.titles, strict=True)
        )
        names = "".join(self._filters)
        self._add(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
            f"<sheets>{sheets}</sheets>{names and f'<definedNames>{names}</definedNames>'}</workbook>",
        )
        parts = [("worksheet", f"/xl/worksheets/sheet{number}.xml") for number in numbers]
        self._add("xl/_rels/workbook.xml.rels", _relations([*parts, ("styles", "/xl/styles.xml")]))
        self._add("xl/styles.xml", _styles(list(self._styles)))
        self._add("_rels/.rels", _relations([("officeDocument", "/xl/workbook.xml")]))
        kinds = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
        kinds += [(part, "worksheet") for _kind, part in parts]
        kinds += [(f"/xl/comments/comment{number}.xml", "comments") for number in self._noted]
        overrides = "".join(
            f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in kinds
        )
        self._add(
            "[Content_Types].xml",
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
            f"{overrides}</Types>",
        )
        self._archive.close()

    def _add(self, part: str, words: str) -> None:
        self._archive.writestr(part, words.encode())


def _quoted(title: str) -> str:
    """Return a sheet's title as a reference names it."""
    return "'" + title.replace("'", "''") + "'"


def _fixed(cells: str) -> str:
    """Return a range with the marks that keep it where it is: $A$1:$E$12."""
    return re.sub(r"([A-Z]+)([0-9]+)", r"$\1$\2", cells)


def _pane(frozen: str) -> str:
    if not frozen:
        return ""
    column, row = ord(frozen[0]) - ord("A"), int(frozen[1:]) - 1
    split = (f'xSplit="{column}" ' if column else "") + (f'ySplit="{row}" ' if row else "")
    active = "bottomRight" if column and row else "bottomLeft"
    pane = f'<pane {split}topLeftCell="{frozen}" activePane="{active}" state="frozen"/>'
    return f'{pane}<selection pane="{active}" activeCell="{frozen}" sqref="{frozen}"/>'


def _day(value: date, style: Style) -> tuple[Style, Any]:
    """Return a day or an instant as the number it is in a workbook; as a text where it lies before all numbers."""
    number: float = value.toordinal()
    if number < _FIRST:
        return style._replace(form="@"), str(value)
    number -= _EPOCH
    if not isinstance(value, datetime):
        return style._replace(form=_DAY), number
    seconds = value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 10**6
    return style._replace(form=_INSTANT), number + seconds / _SECONDS


def _relations(parts: Sequence[tuple[str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{part}"/>'
        for number, (kind, part) in enumerate(parts, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _styles(styles: Sequence[Style]) -> str:
    fills = list(dict.fromkeys(style.fill for style in styles if style.fill))
    forms = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{form}"/>'
        for form, number in _FORMS.items()
        if number >= _FORMS[_DAY]
    )
    font = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    painted = "".join(
        f'<fill><patternFill patternType="solid"><fgColor rgb="{fill}"/></patternFill></fill>'
        for fill in fills
    )
    cells = "".join(_look(style, fills) for style in styles)
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><numFmts count="2">{forms}</numFmts>'
        f'<fonts count="2"><font>{font}</font><font><b/>{font}</font></fonts>'
        f'<fills count="{len(fills) + 2}"><fill><patternFill patternType="none"/></fill>'
        f'<fill><patternFill patternType="gray125"/></fill>{painted}</fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(styles)}">{cells}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _look(style: Style, fills: Sequence[str]) -> str:
    fill = fills.index(style.fill) + 2 if style.fill else 0
    look = (
        f'<xf numFmtId="{_FORMS[style.form]}" fontId="{int(style.bold)}" fillId="{fill}" borderId="0" xfId="0"'
        ' applyNumberFormat="1" applyFont="1" applyFill="1"'
    )
    if style.quoted:
        look += ' quotePrefix="1"'
    if not style.wrapped:
        return look + "/>"
    return look + ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'


_DRAWING = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto"'
    ' style="position:absolute;margin-left:59.25pt;margin-top:1.5pt;width:{width}px;height:{height}px;'
    'z-index:1;visibility:hidden"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
