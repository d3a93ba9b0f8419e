"""A report as a workbook: typed cells, texts that stay texts, ready to print as the PDF is."""

import re
from collections.abc import Iterator, Sequence
from copy import copy
from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from trainingdesk.documents.definition import (
    SEQ,
    Column,
    Content,
    Marked,
    Report,
    Row,
    RowKind,
    Table,
    bare,
    cell_text,
    tables,
)
from trainingdesk.documents.layout import chunks, wrap
from trainingdesk.documents.preflight import Preflight
from trainingdesk.shared.formatting import Kind, as_fraction, yuan
from trainingdesk.shared.text import _

_SONG, _HEI = "宋体", "黑体"
_THIN = Side(style="thin", color="FF000000")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADING_GROUND = PatternFill("solid", fgColor="FFEDEDED")
_TOTAL_GROUND = PatternFill("solid", fgColor="FFF6F6F6")
_LABELS = (RowKind.TOTAL, RowKind.SUBTOTAL, RowKind.GROUP)
#: what a spreadsheet takes for a formula when a text begins with it
_FORMULA_STARTS = ("=", "+", "-", "@")
#: A text that looks like the workbook format's own escape of a character is escaped itself (ECMA-376 22.4.2.4).
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_MOST_NAME = 31
#: Millimetres a character of a column's width.
_MM_A_CHARACTER = 2.0
#: Kinds that are written as texts, and up to how many characters a word of theirs widens its column.
_WORDS = (Kind.TEXT, Kind.CODE, Kind.PERSON)
_LONGEST_WORD = 24.0
#: A table of more columns is wider than a screen; its names stay in sight where they are among the first columns.
_NARROW, _AT_THE_LEFT = 8, 3
#: The place of a photo beside the table: 35 × 45 mm as in a form, in pixels of a spreadsheet (96 to the inch).
_PHOTO = (132, 170)
_FORMATS = {
    Kind.TEXT: "@",
    Kind.PERSON: "@",
    Kind.CODE: "@",
    Kind.INT: "#,##0",
    Kind.CENTS: "#,##0.00",
    Kind.DAY: "yyyy-mm-dd",
    Kind.INSTANT: "yyyy-mm-dd hh:mm",
    Kind.PERCENT: "0.0%",
}


def render_xlsx(report: Report, content: Content) -> bytes:
    """Return a content as a workbook, one sheet a table.

    Raises Invalid ``documents.not_drawn`` when a text holds a control character, which no workbook can keep.
    """
    parts = tables(report, content)
    preflight = Preflight()
    book = Workbook(write_only=True)
    names: set[str] = set()
    for part in parts:
        name = _sheet_name(part.name if len(parts) > 1 else part.title, names)
        names.add(name)
        _Writer(book.create_sheet(name), part, preflight).write()
    book.properties.title = parts[0].title
    book.properties.creator = content.office or "TrainingDesk"
    if content.printed_on:
        made = datetime.combine(content.printed_on, datetime.min.time())
        book.properties.created = book.properties.modified = made
    buffer = BytesIO()
    book.save(buffer)  # also when something is wrong: a write-only book must be closed
    preflight.finish(parts[0].title)
    return buffer.getvalue()


def _sheet_name(wanted: str, taken: set[str]) -> str:
    base = _SHEET_NAME.sub(" ", wanted).strip().strip("'")[:_MOST_NAME].rstrip() or "1"
    name, number = base, 2
    while name.lower() in {other.lower() for other in taken}:
        tail = f" {number}"
        name, number = base[: _MOST_NAME - len(tail)] + tail, number + 1
    return name


class _Writer:
    """Writes one table to one sheet, row by row."""

    def __init__(self, sheet: Any, table: Table, preflight: Preflight) -> None:
        self.sheet = sheet
        self.table = table
        self.preflight = preflight
        self.row = 0
        self.count = len(table.columns)
        self.styles: dict[tuple[Any, ...], Any] = {}
        self.widths = [_width(column, table) for column in table.columns]

    def write(self) -> None:
        """Write the whole sheet."""
        table = self.table
        heads: list[tuple[str, str, float, str]] = [
            (table.title, _HEI, 16, "center"),
            (table.subtitle, _SONG, 11, "center"),
        ]
        heads += [(fact, _SONG, 10.5, "left") for fact in table.facts]
        above = "    ".join(part for part in (table.above_left, table.above_right) if part)
        heads.append((above, _SONG, 10.5, "left"))
        lines = [head for head in heads if head[0]]
        depth = 2 if any(column.group for column in table.columns) else 1
        first = len(lines) + 1
        self._prepare(first, depth)
        for text, face, size, align in lines:
            self._wide(text, face, size, align)
        if table.picture:
            self._photo(first)
        self._headings(depth)
        for number, row in enumerate(table.rows, 1):
            self._write_row(row, number)
        if not table.rows:
            self._wide(table.empty, _SONG, 10.5, "center")
        if table.total:
            self._write_row(table.total, 0)
        for note in table.notes:
            self._wide(note, _SONG, 9, "left")
        signing = table.signing
        if signing:
            for number, label in enumerate(signing.lines):
                name = signing.names[number] if number < len(signing.names) else ""
                self._wide(_("{label}: {name}").format(label=label, name=name), _SONG, 10.5, "left")
            label = _("Co-signed by")
            for party in signing.parties:
                self._wide(f"{label}  {party}", _SONG, 10.5, "left")
        last = get_column_letter(self.count + bool(table.picture))
        self.sheet.print_area = f"A1:{last}{max(self.row, 1)}"

    def _prepare(self, first: int, depth: int) -> None:
        """Set what a write-only sheet must know before its first row."""
        sheet = self.sheet
        report = self.table.report
        for number, wide in enumerate(self.widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = wide
        if self.table.picture:
            sheet.column_dimensions[get_column_letter(self.count + 1)].width = _PHOTO[0] / 7
        sheet.freeze_panes = f"{self._first_to_scroll()}{first + depth}"
        sheet.print_title_rows = f"{first}:{first + depth - 1}"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.orientation = "landscape" if report.landscape else "portrait"
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.7
        margins.top, margins.bottom = 0.9, 0.8
        sheet.oddFooter.right.text = _("Page {page} of {pages}").format(page="&P", pages="&N")
        if self.table.printed:
            sheet.oddFooter.left.text = self.table.printed

    def _first_to_scroll(self) -> str:
        """Return the column that scrolls first: of a wide table the one behind the names, which stay in sight."""
        keys = [column.key for column in self.table.columns]
        name = self.table.report.name_column
        wide = self.count > _NARROW and name in keys[:_AT_THE_LEFT]
        return str(get_column_letter(keys.index(name) + 2 if wide else 1))

    def _photo(self, row: int) -> None:
        """Put the photo at the right of the table from a row down, at its own proportions."""
        from openpyxl.drawing.image import Image

        try:
            photo = Image(BytesIO(self.table.picture))
        except (OSError, SyntaxError, ValueError):  # what the reader of pictures raises
            self.preflight.unreadable_picture(place=self.table.title)
            return
        scale = min(_PHOTO[0] / photo.width, _PHOTO[1] / photo.height)
        photo.width, photo.height = round(photo.width * scale), round(photo.height * scale)
        self.sheet.add_image(photo, f"{get_column_letter(self.count + 1)}{row}")

    # --- cells ----------------------------------------------------------------------------------------------------

    def _append(self, cells: Sequence[Any], height: float | None = None) -> None:
        self.row += 1
        if height:
            self.sheet.row_dimensions[self.row].height = height
        self.sheet.append(cells)

    def _merge(self, first: int, last: int, below: int = 0) -> None:
        """Merge columns ``first`` to ``last`` (from 1) of the next row and of ``below`` rows more."""
        if last > first or below:
            at = self.row + 1
            self.sheet.merged_cells.ranges.add(
                CellRange(min_col=first, max_col=last, min_row=at, max_row=at + below)
            )

    def _wide(self, text: str, face: str, size: float, align: str) -> None:
        self._merge(1, self.count)
        style = (face, size, align, "", False, "", 0)
        cell = self._text(text, style, where=self.table.title, column="", row=0)
        # a merged cell does not grow by itself in Excel or WPS
        room = sum(column.width_mm for column in self.table.columns) / _MM_A_CHARACTER * 10.5 / size
        lines = sum(-(-_units(part) // max(int(room), 1)) or 1 for part in text.split("\n"))
        self._append([cell], height=max(lines, 1) * size * 1.5 + 3)

    def _headings(self, depth: int) -> None:
        columns = self.table.columns
        style = (_HEI, 10.5, "center", "", True, "heading", 0)
        wide = dict(zip((column.key for column in columns), self.widths, strict=True))
        if depth == 1:
            high = max(24.0, *(_high(column.title, wide[column.key]) for column in columns))
            self._append([self._heading(column.title, style) for column in columns], height=high)
            return
        upper = lower = 20.0
        over_both = 0.0
        tops: list[Any] = []
        for number, column in enumerate(columns, 1):
            begins = not column.group or number == 1 or columns[number - 2].group != column.group
            if not column.group:
                self._merge(number, number, below=1)
                over_both = max(over_both, _high(column.title, wide[column.key]))
            else:
                lower = max(lower, _high(column.title, wide[column.key]))
            if column.group and begins:
                last = number
                while last < len(columns) and columns[last].group == column.group:
                    last += 1
                self._merge(number, last)
                upper = max(upper, _high(column.group, sum(self.widths[number - 1 : last])))
            tops.append(self._heading((column.group or column.title) if begins else "", style))
        self._append(tops, height=upper)
        self._append(
            [self._heading(column.title if column.group else "", style) for column in columns],
            height=max(lower, over_both - upper),
        )

    def _heading(self, text: str, style: tuple[Any, ...]) -> Any:
        return self._text(text, style, where=self.table.title, column="", row=0)

    def _write_row(self, row: Row, number: int) -> None:
        table = self.table
        where = table.place(row, number)
        special = row.kind in _LABELS
        if row.kind is RowKind.GROUP:
            self._group_heading(str(row.values.get(table.label_key) or ""), where, number)
            return
        face = _HEI if special else _SONG
        ground = "total" if special else ""
        cells: list[Any] = []
        for column in table.columns:
            value = row.values.get(column.key)
            if special and column.key == table.label_key and value is None and row.kind is RowKind.TOTAL:
                value = table.total_label
            indent = row.level if column.key == table.label_key else 0
            cells.append(
                self._cell(column, value, (face, 10.5, column.alignment), ground, indent, where, number)
            )
        self._append(cells, height=table.report.row_mm * 72 / 25.4 if table.report.row_mm > 7 else None)

    def _group_heading(self, words: str, where: str, number: int) -> None:
        """Write the heading of a group from the first column over all of them, as it is printed."""
        style = (_HEI, 10.5, "left", "@", True, "total", 0)
        self._merge(1, self.count)
        self._append(
            [
                self._text(words if place == 0 else "", style, where=where, column="", row=number)
                for place in range(self.count)
            ]
        )

    def _cell(
        self,
        column: Column,
        value: Any,
        look: tuple[str, float, str],
        ground: str,
        indent: int,
        where: str,
        row: int,
    ) -> Any:
        plain, number_format = self._typed(column, value)
        style = (*look, number_format, True, ground, indent)
        if isinstance(plain, str):
            return self._text(plain, style, where=where, column=column.title, row=row)
        cell = WriteOnlyCell(self.sheet, value=plain)
        return self._styled(cell, style)

    def _typed(self, column: Column, value: Any) -> tuple[Any, str]:
        """Return what stands in a cell and how it is shown: numbers and days as such, all else as text."""
        plain = bare(value)
        shown = _FORMATS.get(column.kind, "@")
        if column.key == SEQ and isinstance(plain, int):
            shown = "0"
        if plain is None or plain == "":
            return None, shown
        if column.kind is Kind.PERSON:  # not spread as on paper: workbooks look names up
            return f"{value.sign}{plain}" if isinstance(value, Marked) else str(plain), "@"
        if column.kind in (Kind.TEXT, Kind.CODE, Kind.MONTH):
            # a month too: a day of the month, which every date of a spreadsheet has, nobody said
            return cell_text(column, value), "@"
        if isinstance(plain, str):  # a label of a total in a column of figures
            return plain, "@"
        match column.kind:
            case Kind.CENTS:
                plain = yuan(plain)
            case Kind.HOURS:
                shown = "#,##0.0" if plain % 10 else "#,##0"
                plain = plain / 10 if plain % 10 else plain // 10
            case Kind.PERCENT:
                share = as_fraction(plain)
                plain = None if share is None else float(share)
            case Kind.INSTANT:
                plain = plain.astimezone().replace(tzinfo=None, second=0, microsecond=0)
        if isinstance(value, Marked) and plain is not None:
            shown = f'"{value.sign}"{shown}'
        return plain, shown

    def _text(self, text: str, style: tuple[Any, ...], *, where: str, column: str, row: int) -> Any:
        """Return a cell of text; one that begins with = + - or @ is text all the same, never a formula."""
        if self.preflight.unwritable(text, place=where, column=column, row=row):
            text = ""
        cell = WriteOnlyCell(self.sheet, value=None)
        if text:
            cell.value = _ESCAPE.sub("_x005F_", text)
            cell.data_type = "s"
        cell = self._styled(cell, style)
        if text.startswith(_FORMULA_STARTS):
            cell.quotePrefix = (
                True  # or F2 and Enter make one of it, where the cell has not the format of texts
            )
        return cell

    def _styled(self, cell: Any, style: tuple[Any, ...]) -> Any:
        """Give a cell a style; equal styles are put together once, since that is what costs time."""
        known = self.styles.get(style)
        if known is not None:
            cell._style = copy(known)
            return cell
        face, size, align, number_format, framed, ground, indent = style
        cell.font = Font(name=face, size=size)
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True, indent=indent)
        if framed:
            cell.border = _GRID
        if ground:
            cell.fill = _HEADING_GROUND if ground == "heading" else _TOTAL_GROUND
        if number_format:
            cell.number_format = number_format
        self.styles[style] = copy(cell._style)
        return cell


def _width(column: Column, table: Table) -> float:
    """Return the width of a column in characters: what it is given, and no less than its longest word needs."""
    wide = max(column.width_mm / _MM_A_CHARACTER, _units(column.title) * 0.6 + 2, 5.0)
    if column.kind in _WORDS and not column.blank:
        rows = [row for row in table.rows if row.kind is not RowKind.GROUP]
        texts = {str(bare(row.values.get(column.key)) or "") for row in rows}
        if column.kind is not Kind.PERSON:  # not spread as on paper
            texts = {cell_text(column, row.values.get(column.key)) for row in rows}
        pieces = [
            piece.width for text in texts for line in text.split("\n") for piece in chunks(line, _units)
        ]
        wide = max(wide, min(max(pieces, default=0.0), _LONGEST_WORD) + 2)
    return round(min(wide, 60.0), 1)


def _high(heading: str, width: float) -> float:
    """Return the height in points that a heading takes in a column of so many characters; a merged one does not grow."""
    room = max(width - 1.5, 2.0)
    lines = wrap(heading, room, _units)
    return (len(lines) if lines else -(-_units(heading) // int(room))) * 14.0 + 6


def _units(text: str) -> int:
    """Return the width of a text in half characters."""
    return sum(_half(text))


def _half(text: str) -> Iterator[int]:
    return (2 if ord(character) > 0x2E7F else 1 for character in text)
