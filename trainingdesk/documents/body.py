"""One table on paper: every text fitted, heading and rows drawn wherever a page has room for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from trainingdesk.documents.beneath import Beneath, set_beneath
from trainingdesk.documents.columns import BAR_MM, PADDING, widths
from trainingdesk.documents.definition import SEQ, Row, RowKind, Table, bare, cell_text
from trainingdesk.documents.fonts import Face
from trainingdesk.documents.layout import Fitted, balanced, fit
from trainingdesk.documents.sheet import BAR, FAINT, MM, TINT, Rect, Sheet, Style, type_area
from trainingdesk.shared.formatting import as_fraction

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
class Line:
    """One row as it is drawn: its height with what stands beneath it, and its cells, None where nothing stands."""

    row: Row
    cells: tuple[_Cell | None, ...]
    height: float
    glued: bool
    beneath: Beneath | None = None

    @property
    def cells_height(self) -> float:
        """The height of its cells alone."""
        return self.height - (self.beneath.height if self.beneath else 0.0)

    @property
    def hidden(self) -> frozenset[int]:
        """Columns whose left edge lies inside a cell that spans it."""
        return frozenset(
            inner
            for position, cell in enumerate(self.cells)
            if cell and cell.span > 1
            for inner in range(position + 1, position + cell.span)
        )


class Body:
    """Heading and rows of one table; who has the pages says which rows stand where.

    Attributes:
        area: the page's place for it.
        title_height: what the first page takes for a title above it, in millimetres.
        heading_height: the height of its heading, in millimetres.
    """

    def __init__(self, sheet: Sheet, table: Table, area: Rect | None = None) -> None:
        self.sheet = sheet
        self.beneath = next((column for column in table.columns if column.beneath), None)
        if self.beneath:
            table = replace(table, columns=tuple(one for one in table.columns if not one.beneath))
        # a row's number stands beside both
        self.inner = 1 if self.beneath and table.columns[0].key == SEQ else 0
        self.table = table
        self.area = area or type_area(sheet, landscape=table.report.landscape, dense=table.report.dense)
        self.widths = widths(table, self.area.width)
        self.edges = [self.area.x]
        for width in self.widths:
            self.edges.append(self.edges[-1] + width)
        self.size = table.report.size
        self.heading: list[tuple[float, float, _Cell, int, int]] = []
        self.heading_height = 0.0
        self.title_height = 0.0
        self.label_mm = 7.0
        self.air = _DENSE_AIR if table.report.dense else _AIR

    # --- layout ---------------------------------------------------------------------------------------------------

    def lay_out_lines(self) -> list[Line]:
        """Fit the heading and every row."""
        self._lay_out_heading()
        lines = [self._line(row, number) for number, row in enumerate(self.table.rows, 1)]
        if self.table.total:
            lines.append(self._line(self.table.total, 0))
        return lines

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
        beneath = self._heading_beneath(style)
        lower = self._tall(beneath)
        for number, column in enumerate(columns):
            cell = single[number]
            if cell:
                begin = top if column.group else 0.0
                tall = self.heading_height - begin + (lower if number < self.inner else 0.0)
                self.heading.append((begin, tall, cell, number, number + 1))
        if beneath:
            self.heading.append((self.heading_height, lower, beneath, self.inner, len(columns)))
            self.heading_height += lower

    def _heading_beneath(self, style: Style) -> _Cell | None:
        title = self.beneath.title if self.beneath else ""
        return self._fit(title, self.area.right - self.edges[self.inner], style, title, "", 0)

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

    def _line(self, row: Row, number: int) -> Line:
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
        beneath = None if special else self._set_beneath(row, where, number)
        height += beneath.height if beneath else 0.0
        limit = self.area.height - self.heading_height - self.title_height
        if height > limit:
            self.sheet.preflight.overflow(
                max(map(str, row.values.values()), key=len), place=where, row=number
            )
            height = limit
        return Line(row, tuple(cells), height, self._is_glued(row, number), beneath)

    def _set_beneath(self, row: Row, where: str, number: int) -> Beneath | None:
        column = self.beneath
        text = cell_text(column, row.values.get(column.key)) if column else ""
        style = Style(Face.SONG, self.size, _FLOOR, "left", leading=_LEADING)
        preflight = self.sheet.preflight
        if (
            not column
            or not text
            or not preflight.check(text, style.face, place=where, column=column.title, row=number)
        ):
            return None
        found = set_beneath(text, self.area.right - self.edges[self.inner], style, self.air)
        if found is None:
            preflight.overflow(text, place=where, column=column.title, row=number)
        return found

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

    # --- drawing --------------------------------------------------------------------------------------------------

    def draw_table(self, y: float, lines: Sequence[Line]) -> float:
        """Draw the heading and some rows from ``y`` down; return where they end."""
        sheet = self.sheet
        top = y
        bottom = y + self.heading_height + sum(line.height for line in lines)
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
        self._draw_grid(y, lines)
        for line in lines:
            self._draw_line(y, line)
            y += line.height
        if not self.table.rows:
            style = Style(Face.SONG, self.size, _FLOOR, "center")
            where = self.table.title
            sheet.text(Rect(self.area.x, y, self.area.width, EMPTY_MM), self.table.empty, style, where=where)
        sheet.frame(Rect(self.area.x, top, self.area.width, bottom - top), 0.9)
        return bottom

    def _draw_grid(self, y: float, lines: Sequence[Line]) -> None:
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
            if line.beneath:
                under = y + line.cells_height
                self.sheet.line(self.edges[self.inner], under, self.area.right, under, 0.3, FAINT)
                parted = [position for position in begun if position > self.inner]
                segments.extend((self.edges[one], begun.pop(one), self.edges[one], under) for one in parted)
            y += line.height
            segments.append((self.area.x, y, self.area.right, y))
        segments.extend(
            (self.edges[position], top, self.edges[position], y) for position, top in begun.items()
        )
        self.sheet.lines_at(segments)

    def _draw_line(self, y: float, line: Line) -> None:
        special = line.row.kind in _LABELS
        for position, cell in enumerate(line.cells):
            if cell is None:
                continue
            span = cell.span
            column = self.table.columns[position]
            left, tall = self.edges[position], line.height if position < self.inner else line.cells_height
            place = Rect(left, y, self.edges[position + span] - left, tall)
            if column.bar and line.row.kind is not RowKind.GROUP and span == 1:
                self._draw_bar(place, line.row.values.get(column.key))
                place = Rect(place.x + BAR_MM + PADDING, y, place.width - BAR_MM - PADDING, place.height)
            self._draw_cell(place, cell, Face.HEI if special else Face.SONG)
        if line.beneath:
            left = self.edges[self.inner]
            place = Rect(left, y + line.cells_height, self.area.right - left, line.beneath.height)
            line.beneath.draw(self.sheet, place)

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


class Block:
    """One whole table in a place of its own, without title, notes and page breaks, for a paper with several on a page.

    Attributes:
        height: the room it takes, in millimetres; it may be more than the place has.
    """

    def __init__(self, sheet: Sheet, table: Table, place: Rect, scale: float = 1.0) -> None:
        report = table.report
        small = replace(report, size=max(report.size * scale, _FLOOR), row_mm=report.row_mm * scale)
        self._body = body = Body(sheet, replace(table, report=small), place)
        body.label_mm = small.row_mm
        body.air = _AIR * min(scale, 1.0)
        self._lines = body.lay_out_lines()
        self.height = body.heading_height + sum(line.height for line in self._lines)
        self.height += 0 if table.rows else EMPTY_MM

    def draw(self, y: float) -> float:
        """Draw it from ``y`` down; returns where it ends."""
        return self._body.draw_table(y, self._lines)
