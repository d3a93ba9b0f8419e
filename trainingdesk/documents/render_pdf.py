"""A report as PDF: paginated on the canvas in one pass over the rows, in the GB/T 9704 family of papers.

The type area is that of GB/T 9704-2012 (A4, 28 mm at the binding edge, 156 × 225 mm; lying paper is bound at its
top edge); a dense list keeps the binding margin only, since GB/T 9704 is about documents and a list of thousands is
paper to work with. Titles are in Hei, body in Song. Every page repeats the heading; no group heading stands alone at the foot
of a page, and the total row never stands alone on one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trainingdesk.documents.columns import BAR_MM, PADDING, squeezed, widths
from trainingdesk.documents.definition import (
    Content,
    Report,
    Row,
    RowKind,
    Table,
    bare,
    cell_text,
    tables,
    words,
)
from trainingdesk.documents.fonts import Face
from trainingdesk.documents.layout import Fitted, balanced, fit
from trainingdesk.documents.sheet import BAR, DENSE_WIDTH, FAINT, MM, TINT, Rect, Sheet, Style, type_area
from trainingdesk.documents.tail import Tail
from trainingdesk.domain.errors import Invalid
from trainingdesk.shared.formatting import as_fraction
from trainingdesk.shared.text import _

#: Room above and below a cell's text in a dense list, in millimetres.
_DENSE_AIR = 0.55
#: Smallest size of a table's text.
_FLOOR = 7.0
_LEADING = 1.25
#: Room above and below a cell's text, in millimetres.
_AIR = 0.9
_LABELS = (RowKind.TOTAL, RowKind.SUBTOTAL, RowKind.GROUP)
_LABEL_TINT = 0.965
#: Room of the sentence in a table without rows, in millimetres.
EMPTY_MM = 14.0
#: Indentation of one level of a tree, in millimetres.
_INDENT = 3.6


@dataclass(frozen=True, slots=True)
class _Cell:
    """A text fitted into some columns: ``span`` of them from its own on."""

    fitted: Fitted
    span: int
    align: str
    indent: float = 0.0


@dataclass(frozen=True, slots=True)
class _Line:
    """One row as it is drawn: its height and its cells, None where nothing stands."""

    row: Row
    cells: tuple[_Cell | None, ...]
    height: float
    glued: bool

    @property
    def hidden(self) -> frozenset[int]:
        """Columns whose left edge lies inside a cell that spans it."""
        return frozenset(
            inner
            for position, cell in enumerate(self.cells)
            if cell and cell.span > 1
            for inner in range(position + 1, position + cell.span)
        )


@dataclass(slots=True)
class _Page:
    lines: list[_Line]
    has_title: bool
    has_tail: bool


def render_pdf(report: Report, content: Content) -> bytes:
    """Return a content as PDF: the same bytes for the same content.

    A lying table with more columns than A4 has room for goes on A3, a dense list as soon as it would be shrunk.
    Raises Invalid ``documents.not_drawn`` when a text has a character no face has or does not fit.
    """
    try:
        return _drawn(report, content)
    except Invalid as error:
        too_wide = all(problem.code == "documents.overflow" for problem in error.problems)
        if report.one_page or not report.landscape or not too_wide:
            raise
        return _drawn(report, content, large=True)


def _drawn(report: Report, content: Content, *, large: bool = False) -> bytes:
    sheet = Sheet(
        content.title or words(report.title), landscape=report.landscape, large=large, author=content.office
    )
    if report.one_page:
        from trainingdesk.documents.one_page import draw_page  # it draws its tables with Block

        draw_page(sheet, report, content)
    else:
        if report.landscape and report.dense and not large and squeezed(tables(report, content), DENSE_WIDTH):
            return _drawn(report, content, large=True)
        draw_tables(sheet, report, content)
    return sheet.finish()


def draw_tables(sheet: Sheet, report: Report, content: Content) -> None:
    """Draw a content on further pages of a sheet that is being drawn."""
    parts = tables(report, content)
    printers = [_Printer(sheet, table) for table in parts]
    for printer in printers:
        printer.lay_out()
    pages = sum(len(printer.pages) for printer in printers)
    number = 1
    for printer in printers:
        number = printer.draw(number, pages)


class Block:
    """One whole table in a place of its own, without title, notes and page breaks, for a paper with several on a page.

    Attributes:
        height: the room it takes, in millimetres; it may be more than the place has.
    """

    def __init__(self, sheet: Sheet, table: Table, place: Rect, scale: float = 1.0) -> None:
        report = table.report
        small = replace(report, size=max(report.size * scale, _FLOOR), row_mm=report.row_mm * scale)
        self._printer = printer = _Printer(sheet, replace(table, report=small), place)
        printer.label_mm = small.row_mm
        printer.air = _AIR * min(scale, 1.0)
        self._page = _Page(printer.lay_out_lines(), has_title=False, has_tail=False)
        self.height = printer.heading_height + sum(line.height for line in self._page.lines)
        self.height += 0 if table.rows else EMPTY_MM

    def draw(self, y: float) -> float:
        """Draw it from ``y`` down; returns where it ends."""
        return self._printer.draw_table(y, self._page)


class _Printer:
    """Lays out and draws one table."""

    def __init__(self, sheet: Sheet, table: Table, area: Rect | None = None) -> None:
        self.sheet = sheet
        self.table = table
        self.area = area or type_area(sheet, landscape=table.report.landscape, dense=table.report.dense)
        self.widths = widths(table, self.area.width)
        self.edges = [self.area.x]
        for width in self.widths:
            self.edges.append(self.edges[-1] + width)
        self.size = table.report.size
        self.heading: list[tuple[float, float, _Cell, int, int]] = []
        self.heading_height = 0.0
        self.pages: list[_Page] = []
        self.title_height = 0.0
        self.label_mm = 7.0
        self.air = _DENSE_AIR if table.report.dense else _AIR

    # --- layout ---------------------------------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Fit every text and divide the rows into pages."""
        self.top_parts = self._top_parts()
        self.title_height = sum(height for _text, _style, height in self.top_parts) + self._above_height()
        self.tail = Tail(self.sheet, self.table, self.area)
        self._paginate(self.lay_out_lines())

    def lay_out_lines(self) -> list[_Line]:
        """Fit the heading and every row."""
        self._lay_out_heading()
        lines = [self._line(row, number) for number, row in enumerate(self.table.rows, 1)]
        if self.table.total:
            lines.append(self._line(self.table.total, 0))
        return lines

    def _paginate(self, lines: Sequence[_Line]) -> None:
        room = self.area.height - self.heading_height
        page = _Page([], has_title=True, has_tail=False)
        left = room - self.title_height
        self.pages = [page]
        position = 0
        while position < len(lines):
            # what must not be parted from the next line goes with it
            end = position
            while lines[end].glued and end + 1 < len(lines):
                end += 1
            block = lines[position : end + 1]
            height = sum(line.height for line in block)
            if height > left + 1e-6 and page.lines:
                page = _Page([], has_title=False, has_tail=False)
                self.pages.append(page)
                left = room
            page.lines.extend(block)
            left -= height
            position = end + 1
        if self.tail.height > left + 1e-6:
            if lines and self.tail.height <= room:
                moved = self._last_block(page)
                page = _Page(moved, has_title=False, has_tail=True)
                self.pages.append(page)
                return
            page = _Page([], has_title=False, has_tail=True)
            self.pages.append(page)
        page.has_tail = True

    def _last_block(self, page: _Page) -> list[_Line]:
        """Take the last rows off a page, so that signatures never stand on a page without any row."""
        room = self.area.height - self.heading_height - self.tail.height
        moved: list[_Line] = []
        while len(page.lines) > 1 and len(moved) < 3:
            line = page.lines[-1]
            if sum(one.height for one in moved) + line.height > room:
                break
            moved.insert(0, page.lines.pop())
        while page.lines and page.lines[-1].glued and len(page.lines) > 1:
            moved.insert(0, page.lines.pop())
        return moved

    def _lay_out_heading(self) -> None:
        columns = self.table.columns
        grouped = any(column.group for column in columns)
        style = Style(Face.HEI, self.size, _FLOOR, "center")
        single: dict[int, _Cell | None] = {}
        for number, column in enumerate(columns):
            single[number] = self._fit(column.title, self.widths[number], style, column.title, "", 0)
        groups = self._groups() if grouped else []
        top = max((self._tall(cell) for _a, _b, cell in groups), default=0.0)
        inner = max((self._tall(single[n]) for n, column in enumerate(columns) if column.group), default=0.0)
        whole = max(
            (self._tall(single[n]) for n, column in enumerate(columns) if not column.group), default=0.0
        )
        top = max(top, 6.5 if grouped else 0.0)
        inner = max(inner, whole - top, 7.5 if not grouped else 6.5)
        self.heading_height = top + inner
        for first, end, cell in groups:
            if cell:
                self.heading.append((0.0, top, cell, first, end))
        for number, column in enumerate(columns):
            cell = single[number]
            if cell:
                begin = top if column.group else 0.0
                self.heading.append((begin, self.heading_height - begin, cell, number, number + 1))

    def _groups(self) -> list[tuple[int, int, _Cell | None]]:
        columns = self.table.columns
        found: list[tuple[int, int, _Cell | None]] = []
        start = 0
        style = Style(Face.HEI, self.size, _FLOOR, "center")
        while start < len(columns):
            end = start + 1
            name = columns[start].group
            while end < len(columns) and name and columns[end].group == name:
                end += 1
            if name:
                width = sum(self.widths[start:end])
                found.append((start, end, self._fit(name, width, style, name, "", 0)))
            start = end
        return found

    def _tall(self, cell: _Cell | None) -> float:
        if cell is None:
            return 0.0
        return len(cell.fitted.lines) * cell.fitted.size * _LEADING / MM + 2 * self.air

    def _fit(
        self, text: str, width: float, style: Style, where: str, column: str, row: int, span: int = 1
    ) -> _Cell | None:
        preflight = self.sheet.preflight
        if not text or not preflight.check(text, style.face, place=where, column=column, row=row):
            return None
        fitted = fit(
            text,
            width=(width - 2 * PADDING) * MM,
            size=style.size,
            floor=style.floor,
            face=style.face,
            leading=_LEADING,
        )
        if fitted is None:
            preflight.overflow(text, place=where, column=column, row=row)
            return None
        if style.face is Face.HEI:
            fitted = balanced(fitted, text, (width - 2 * PADDING) * MM, style.face)
        return _Cell(fitted, span, style.align)

    def _line(self, row: Row, number: int) -> _Line:
        table = self.table
        cells: list[_Cell | None] = [None] * len(table.columns)
        where = table.place(row, number)
        special = row.kind in _LABELS
        start = 0
        if special:
            label, span = self._label(row)
            style = Style(Face.HEI, self.size, _FLOOR, "left" if row.kind is RowKind.GROUP else "center")
            cells[0] = self._fit(label, sum(self.widths[:span]), style, where, "", number, span)
            start = span
        for position in range(start, len(table.columns)):
            column = table.columns[position]
            value = row.values.get(column.key)
            if value is None or column.blank:
                continue
            width = self.widths[position] - (BAR_MM + PADDING if column.bar else 0.0)
            indent = row.level * _INDENT if column.key == table.label_key else 0.0
            style = Style(Face.HEI if special else Face.SONG, self.size, _FLOOR, column.alignment)
            cell = self._fit(cell_text(column, value), width - indent, style, where, column.title, number)
            cells[position] = replace(cell, indent=indent) if cell and indent else cell
        tallest = max((self._tall(cell) for cell in cells), default=0.0)
        height = max(tallest, table.report.row_mm if row.kind is RowKind.ITEM else self.label_mm)
        limit = self.area.height - self.heading_height - self.title_height
        if height > limit:
            self.sheet.preflight.overflow(
                max(map(str, row.values.values()), key=len), place=where, row=number
            )
            height = limit
        return _Line(row, tuple(cells), height, self._is_glued(row, number))

    def _is_glued(self, row: Row, number: int) -> bool:
        """Return whether a row must stay with the next one: headings, and what a total or subtotal stands under."""
        if row.kind is RowKind.GROUP:
            return True
        if row.kind is RowKind.TOTAL:
            return False
        if number < len(self.table.rows):
            return self.table.rows[number].kind is RowKind.SUBTOTAL
        return self.table.total is not None

    def _label(self, row: Row) -> tuple[str, int]:
        """Return the label of a special row and how many columns it spans: up to the first with a value."""
        table = self.table
        given = row.values.get(table.label_key)
        label = given if isinstance(given, str) else table.total_label
        if row.kind is RowKind.GROUP:
            return label, len(table.columns)
        span = 0
        for column in table.columns:
            has_value = row.values.get(column.key) is not None and column.key != table.label_key
            if has_value and span:
                break
            span += 1
        return label, span

    def _top_parts(self) -> list[tuple[str, Style, float]]:
        """Return title, subtitle and facts with the height each takes."""
        table = self.table
        title = Style(Face.HEI, 18, 12, "center", "middle", 1.35)
        sub = Style(Face.SONG, 11, 8, "center", "middle", 1.4)
        fact = Style(Face.SONG, 10.5, 8, "left", "middle", 1.4)
        given = [(table.title, title), (table.subtitle, sub), *((one, fact) for one in table.facts)]
        parts: list[tuple[str, Style, float]] = []
        for text, style in given:
            if not text:
                continue
            fitted = fit(
                text,
                width=self.area.width * MM,
                size=style.size,
                floor=style.floor,
                face=style.face,
                leading=style.leading,
            )
            lines = len(fitted.lines) if fitted else 1
            size = fitted.size if fitted else style.size
            parts.append((text, style, lines * size * style.leading / MM + 1.2))
        return parts

    def _above_height(self) -> float:
        return 6.5 if self.table.above_left or self.table.above_right else 2.0

    # --- drawing --------------------------------------------------------------------------------------------------

    def draw(self, number: int, pages: int) -> int:
        """Draw all pages, the first one having this number of ``pages``; return the number after the last."""
        for page in self.pages:
            self.sheet.begin_page()
            y = self.area.y
            if page.has_title:
                y = self._draw_top(y)
            if page.lines or page.has_title:
                y = self.draw_table(y, page)
            if page.has_tail:
                self.tail.draw(y)
            self._draw_foot(number, pages)
            number += 1
        return number

    def _draw_top(self, y: float) -> float:
        where = self.table.title
        for text, style, height in self.top_parts:
            self.sheet.text(Rect(self.area.x, y, self.area.width, height), text, style, where=where)
            y += height
        above = self._above_height()
        place = Rect(self.area.x, y, self.area.width, above - 1.0)
        left, right = self.table.above_left, self.table.above_right
        small = Style(Face.SONG, 9.5, 7, "left", "bottom")
        half = place.width / 2 if left and right else place.width
        if left:
            self.sheet.text(Rect(place.x, place.y, half, place.height), left, small, where=where)
        if right:
            spot = Rect(place.right - half, place.y, half, place.height)
            self.sheet.text(spot, right, replace(small, align="right"), where=where)
        return y + above

    def draw_table(self, y: float, page: _Page) -> float:
        """Draw heading and rows of a page from ``y`` down; return where they end."""
        sheet = self.sheet
        top = y
        bottom = y + self.heading_height + sum(line.height for line in page.lines)
        if not self.table.rows:
            bottom += EMPTY_MM
        sheet.fill(Rect(self.area.x, y, self.area.width, self.heading_height), TINT)
        for begin, height, cell, first, end in self.heading:
            place = Rect(self.edges[first], y + begin, self.edges[end] - self.edges[first], height)
            self._draw_cell(place, cell, Face.HEI)
            if begin:
                sheet.line(place.x, place.y, place.right, place.y)
            if first:
                sheet.line(place.x, place.y, place.x, place.bottom)
        y += self.heading_height
        sheet.line(self.area.x, y, self.area.right, y)
        self._draw_grid(y, page.lines)
        for line in page.lines:
            self._draw_line(y, line)
            y += line.height
        if not self.table.rows:
            style = Style(Face.SONG, self.size, _FLOOR, "center")
            where = self.table.title
            sheet.text(Rect(self.area.x, y, self.area.width, EMPTY_MM), self.table.empty, style, where=where)
        sheet.frame(Rect(self.area.x, top, self.area.width, bottom - top), 0.9)
        return bottom

    def _draw_grid(self, y: float, lines: Sequence[_Line]) -> None:
        """Draw grounds and lines of the rows; an upright line is drawn once for all rows it runs through."""
        begun: dict[int, float] = {}
        segments: list[tuple[float, float, float, float]] = []
        for line in lines:
            if line.row.kind in _LABELS:
                self.sheet.fill(Rect(self.area.x, y, self.area.width, line.height), _LABEL_TINT)
            hidden = line.hidden
            for position in range(1, len(line.cells)):
                if position in hidden:
                    top = begun.pop(position, None)
                    if top is not None:
                        segments.append((self.edges[position], top, self.edges[position], y))
                else:
                    begun.setdefault(position, y)
            y += line.height
            segments.append((self.area.x, y, self.area.right, y))
        segments.extend(
            (self.edges[position], top, self.edges[position], y) for position, top in begun.items()
        )
        self.sheet.lines_at(segments)

    def _draw_line(self, y: float, line: _Line) -> None:
        special = line.row.kind in _LABELS
        for position, cell in enumerate(line.cells):
            if cell is None:
                continue
            span = cell.span
            column = self.table.columns[position]
            place = Rect(
                self.edges[position], y, self.edges[position + span] - self.edges[position], line.height
            )
            if column.bar and line.row.kind is not RowKind.GROUP and span == 1:
                self._draw_bar(place, line.row.values.get(column.key))
                place = Rect(place.x + BAR_MM + PADDING, y, place.width - BAR_MM - PADDING, place.height)
            self._draw_cell(place, cell, Face.HEI if special else Face.SONG)

    def _draw_bar(self, place: Rect, value: object) -> None:
        share = as_fraction(bare(value))
        if share is None:
            return
        frame = Rect(place.x + PADDING, place.y + place.height / 2 - 1.3, BAR_MM, 2.6)
        full = min(max(float(share), 0.0), 1.0)
        self.sheet.fill(Rect(frame.x, frame.y, frame.width * full, frame.height), BAR)
        self.sheet.frame(frame, 0.3, FAINT)

    def _draw_cell(self, place: Rect, cell: _Cell, face: Face) -> None:
        style = Style(face, cell.fitted.size, _FLOOR, cell.align, leading=_LEADING)
        inner = Rect(
            place.x + PADDING + cell.indent, place.y, place.width - 2 * PADDING - cell.indent, place.height
        )
        self.sheet.lines(inner, cell.fitted, style)

    def _draw_foot(self, number: int, pages: int) -> None:
        """Draw page number and print date 7 mm below the type area, as GB/T 9704 places the page number."""
        place = Rect(self.area.x, self.area.bottom + 4.5, self.area.width, 5)
        style = Style(Face.SONG, 9, 7, "left")
        where = self.table.title
        if self.table.printed:
            self.sheet.text(place, self.table.printed, style, where=where)
        page = _("Page {page} of {pages}").format(page=number, pages=pages)
        self.sheet.text(place, page, replace(style, align="right"), where=where)
