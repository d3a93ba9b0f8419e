"""A paper that is always one page: its tables below and beside each other, one of them drawn as a chart.

The type grows until the page is full and shrinks until everything has its place; what does not fit even in the
smallest type is refused, so that a paper for the meeting table never has a second sheet with two lines on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any, Protocol

from trainingdesk.documents.body import Block
from trainingdesk.documents.definition import Content, Curve, Report, Table, cell_text, tables
from trainingdesk.documents.fonts import Face
from trainingdesk.documents.layout import Fitted, fit
from trainingdesk.documents.preflight import Preflight
from trainingdesk.documents.sheet import FAINT, INK, MM, Rect, Sheet, Style
from trainingdesk.shared.formatting import as_fraction
from trainingdesk.shared.text import _

#: The page: the sides of GB/T 9704's type area; above and below it a page that must hold everything takes 12 mm more.
_AREA = Rect(28.0, 25.0, 156.0, 247.0)
#: Scales of the type that are tried, the largest first.
_SCALES = tuple(number / 100 for number in range(112, 67, -3))
#: Least room between two parts of the page and the most it grows to, in millimetres.
_GAP, _MOST_GAP = 3.0, 7.0
#: Between two tables beside each other.
_GUTTER = 5.0
#: Smallest size of a text outside a table.
_FLOOR = 7.5
#: Least height of a chart's curves, and its width against a table's beside it, which has names to hold.
_CHART_MM = 46.0
_CHART_WEIGHT = 0.8


class _Part(Protocol):
    """Something with a height that can be drawn."""

    @property
    def height(self) -> float:
        """The room it takes, in millimetres."""

    def draw(self, y: float) -> float:
        """Draw it from ``y`` down; return where it ends."""


@dataclass(slots=True)
class _Words:
    """Fitted paragraphs below each other; ``label`` stands before the first one."""

    sheet: Sheet
    place: Rect
    lines: list[Fitted]
    style: Style
    label: str = ""
    indent: float = 0.0

    @property
    def height(self) -> float:
        """The room they take."""
        return sum(len(one.lines) * one.size * self.style.leading / MM for one in self.lines)

    def draw(self, y: float) -> float:
        """Draw them."""
        x, wide = self.place.x, self.place.width
        if self.label:
            label = Fitted((self.label,), self.style.size)
            self.sheet.lines(Rect(x, y, self.indent, 1), label, replace(self.style, align="left"))
        for one in self.lines:
            tall = len(one.lines) * one.size * self.style.leading / MM
            self.sheet.lines(Rect(x + self.indent, y, wide - self.indent, tall), one, self.style)
            y += tall
        return y


@dataclass(slots=True)
class _Beside:
    """Parts beside each other, each below its heading; the last one may be a chart that takes the others' height."""

    parts: Sequence[tuple[_Part | None, _Part]]

    @property
    def height(self) -> float:
        """The room the tallest takes."""
        return max((title.height if title else 0.0) + part.height for title, part in self.parts)

    def draw(self, y: float) -> float:
        """Draw them all from one height down."""
        bottom = y + self.height
        for title, part in self.parts:
            top = title.draw(y) if title else y
            if isinstance(part, _Chart):
                part.height = bottom - top
            part.draw(top)
        return bottom


def draw_page(sheet: Sheet, report: Report, content: Content) -> None:
    """Draw a content on one page of a sheet; what does not fit is noted in its preflight."""
    found = tables(report, content)
    kept = sheet.preflight
    parts: list[_Part] = []
    for scale in _SCALES:
        trial = sheet.preflight = Preflight()
        parts = _lay_out(sheet, found, scale)
        height = sum(part.height for part in parts) + _GAP * (len(parts) - 1)
        if height <= _AREA.height and not trial.problems:
            break
    else:
        if not sheet.preflight.problems:
            sheet.preflight.overflow(found[0].title, place=found[0].title)
    kept.problems.extend(sheet.preflight.problems)
    sheet.preflight = kept
    sheet.begin_page()
    if kept.problems:
        return
    spare = _AREA.height - sum(part.height for part in parts)
    gap = min(spare / max(len(parts) - 1, 1), _MOST_GAP)
    y = _AREA.y
    for part in parts:
        y = part.draw(y) + gap
    _draw_foot(sheet, found[0])


def _lay_out(sheet: Sheet, found: Sequence[Table], scale: float) -> list[_Part]:
    """Return the parts of the page from its top down, set in a scale."""
    first = found[0]
    parts: list[_Part] = [_head(sheet, first, scale)]
    if first.facts:
        style = Style(Face.SONG, 12.5 * scale, _FLOOR, "justify", "top", 1.55)
        parts.append(_words(sheet, _AREA, first.facts, style, first.title))
    row: list[Table] = []
    rows = [row]
    for table in found:
        if not table.beside and row:
            row = []
            rows.append(row)
        row.append(table)
    for tables_of_row in rows:
        room = _AREA.width - _GUTTER * (len(tables_of_row) - 1)
        weights = [_CHART_WEIGHT if table.curves else 1.0 for table in tables_of_row]
        beside: list[tuple[_Part | None, _Part]] = []
        x = _AREA.x
        for table, weight in zip(tables_of_row, weights, strict=True):
            wide = room * weight / sum(weights)
            place = Rect(x, _AREA.y, wide, _AREA.height)
            x += wide + _GUTTER
            title = None if table is first else _title(sheet, table, place, scale)
            beside.append((title or _above(sheet, table, place, scale), _body(sheet, table, place, scale)))
        parts.append(_Beside(beside))
    notes = tuple(dict.fromkeys(note for table in found for note in table.notes))
    if notes:
        parts.append(_notes(sheet, notes, first.title, scale))
    return parts


def _body(sheet: Sheet, table: Table, place: Rect, scale: float) -> _Part:
    if table.curves and table.rows:
        return _Chart(sheet, table, place, scale)
    return Block(sheet, table, place, scale)


def _words(sheet: Sheet, place: Rect, texts: Sequence[str], style: Style, where: str) -> _Words:
    fitted: list[Fitted] = []
    for text in texts:
        if not sheet.preflight.check(text, style.face, place=where):
            continue
        size = max(style.size, style.floor)
        one = fit(text, width=place.width * MM, size=size, floor=style.floor, face=style.face)
        if one is None:
            sheet.preflight.overflow(text, place=where)
        else:
            fitted.append(one)
    return _Words(sheet, place, fitted, style)


def _head(sheet: Sheet, table: Table, scale: float) -> _Part:
    title = Style(Face.HEI, 20 * scale, 14, "center", "top", 1.45)
    parts = [_words(sheet, _AREA, (table.title,), title, table.title)]
    if table.subtitle:
        below = Style(Face.SONG, 11 * scale, _FLOOR, "center", "top", 1.4)
        parts.append(_words(sheet, _AREA, (table.subtitle,), below, table.title))
    return _Stack(parts)


@dataclass(slots=True)
class _Stack:
    """Parts directly below each other."""

    parts: Sequence[_Part]

    @property
    def height(self) -> float:
        """The room they take."""
        return sum(part.height for part in self.parts)

    def draw(self, y: float) -> float:
        """Draw them."""
        for part in self.parts:
            y = part.draw(y)
        return y


def _title(sheet: Sheet, table: Table, place: Rect, scale: float) -> _Part:
    """Return the heading of a further table: its title, and small at the right what its figures count."""
    heading = Style(Face.HEI, 11.5 * scale, _FLOOR, "left", "top", 1.5)
    title = _words(sheet, place, (table.title,), heading, table.title)
    return _Pair(title, _unit(sheet, table, place, scale))


def _above(sheet: Sheet, table: Table, place: Rect, scale: float) -> _Part:
    """Return the line above the first table: who made it, and what the figures count."""
    small = Style(Face.SONG, 9.5 * scale, _FLOOR, "left", "top", 1.5)
    left = _words(sheet, place, (table.above_left,) if table.above_left else (), small, table.title)
    return _Pair(left, _unit(sheet, table, place, scale))


def _unit(sheet: Sheet, table: Table, place: Rect, scale: float) -> _Words:
    small = Style(Face.SONG, 9 * scale, _FLOOR, "right", "top", 1.5)
    return _words(sheet, place, (table.above_right,) if table.above_right else (), small, table.title)


@dataclass(slots=True)
class _Pair:
    """Words at the left and words at the right of one line."""

    left: _Words
    right: _Words

    @property
    def height(self) -> float:
        """The room of the taller one and a little below."""
        return max(self.left.height, self.right.height) + 0.6

    def draw(self, y: float) -> float:
        """Draw both, on one lower edge."""
        bottom = y + self.height - 0.6
        self.left.draw(bottom - self.left.height)
        self.right.draw(bottom - self.right.height)
        return y + self.height


def _notes(sheet: Sheet, notes: Sequence[str], where: str, scale: float) -> _Part:
    style = Style(Face.SONG, max(8.5 * scale, _FLOOR), _FLOOR, "left", "top", 1.35)
    label = _("Note:") if len(notes) == 1 else _("Notes:")
    indent = sheet.width_of(label, style.size, style.face) + 0.8
    texts = notes if len(notes) == 1 else [f"{number}. {note}" for number, note in enumerate(notes, 1)]
    inner = replace(_AREA, width=_AREA.width - indent)
    words = _words(sheet, inner, texts, style, where)
    return _Words(sheet, _AREA, words.lines, style, label, indent)


def _draw_foot(sheet: Sheet, table: Table) -> None:
    place = Rect(_AREA.x, _AREA.bottom + 2.0, _AREA.width, 5)
    style = Style(Face.SONG, 9, 7, "left")
    if table.printed:
        sheet.text(place, table.printed, style, where=table.title)
    page = _("Page {page} of {pages}").format(page=1, pages=1)
    sheet.text(place, page, replace(style, align="right"), where=table.title)


class _Chart:
    """A table as curves over its steps: shares at the points, the figures behind them below each step.

    Attributes:
        height: the room it takes; more can be given before it is drawn.
    """

    def __init__(self, sheet: Sheet, table: Table, place: Rect, scale: float) -> None:
        self.sheet = sheet
        self.table = table
        self.place = place
        self.size = max(8.5 * scale, 7.0)
        self.line = self.size * 1.35 / MM
        self.height = _CHART_MM * scale + self.line * (1 + len(table.curves))
        columns = {column.key: column for column in table.columns}
        self.steps = table.columns[0]
        self.curves = [(curve, columns[curve.figures], columns[curve.share]) for curve in table.curves]
        titles = [self.steps.title, *(figures.title for _curve, figures, _share in self.curves)]
        self.head = max(sheet.width_of(title, self.size, Face.SONG) for title in titles) + 2.0
        for text in (*titles, *(curve.label for curve in table.curves)):
            sheet.preflight.check(text, Face.SONG, place=table.title)

    def draw(self, y: float) -> float:
        """Draw axis, curves, and step by step the figures, in the order of the table."""
        rows = self.table.rows
        place = Rect(self.place.x, y, self.place.width, self.height)
        self.sheet.frame(place, 0.4)
        foot = self.line * (1 + len(self.curves)) + 1.2
        step = (place.width - self.head) / len(rows)
        plot = Rect(place.x + self.head, y + self.line * 2.4, place.width - self.head, 0)
        plot = replace(plot, height=place.bottom - foot - plot.y - self.line * 0.4)
        top = max(
            [Fraction(1), *(share for points in self._shares() for share in points if share is not None)]
        )
        self._draw_grid(plot, top)
        centres = [plot.x + (number + 0.5) * step for number in range(len(rows))]
        placed = [
            [None if share is None else plot.bottom - float(share / top) * plot.height for share in points]
            for points in self._shares()
        ]
        for (curve, _figures, _share), heights in zip(self.curves, placed, strict=True):
            self._draw_curve(curve, centres, heights)
        below = place.bottom - foot + 0.6
        self.sheet.line(place.x, below - 0.6, place.right, below - 0.6, 0.3, FAINT)
        self._draw_heads(place.x + 1.2, below)
        for number, row in enumerate(rows):
            self._draw_step(row.values, centres[number], step, below, [one[number] for one in placed])
        self._draw_labels(centres, placed)
        return place.bottom

    def _shares(self) -> list[list[Fraction | None]]:
        return [
            [
                as_fraction(row.values[curve.share]) if row.values.get(curve.share) else None
                for row in self.table.rows
            ]
            for curve in self.table.curves
        ]

    def _draw_grid(self, plot: Rect, top: Fraction) -> None:
        style = Style(Face.SONG, self.size - 1, 6, "right", grey=FAINT)
        for percent in (0, 50, 100):
            y = plot.bottom - float(Fraction(percent, 100) / top) * plot.height
            self.sheet.line(plot.x, y, plot.right, y, 0.25, 0.7)
            spot = Rect(plot.x - 12, y - 2, 11, 4)
            self.sheet.text(spot, f"{percent}%", style, where=self.table.title)

    def _draw_curve(self, curve: Curve, xs: Sequence[float], ys: Sequence[float | None]) -> None:
        canvas, tall = self.sheet.canvas, self.sheet.height
        points = [(x * MM, (tall - y) * MM) for x, y in zip(xs, ys, strict=True) if y is not None]
        canvas.saveState()
        canvas.setLineCap(0)
        canvas.setStrokeGray(INK)
        canvas.setLineWidth(0.9 if curve.dashed else 1.5)
        if curve.dashed:
            canvas.setDash(3, 2)
        canvas.lines([(*one, *other) for one, other in pairwise(points)])
        canvas.setDash()
        canvas.setLineWidth(0.8)
        canvas.setFillGray(1 if curve.dashed else INK)
        for x, y in points:
            canvas.circle(x, y, 1.9, stroke=1, fill=1)
        canvas.restoreState()

    def _draw_heads(self, x: float, y: float) -> None:
        style = Style(Face.SONG, self.size, 6, "left")
        titles = [self.steps.title, *(figures.title for _curve, figures, _share in self.curves)]
        for number, title in enumerate(titles):
            spot = Rect(x, y + number * self.line, self.head - 1.4, self.line)
            self.sheet.text(spot, title, style, where=self.table.title)

    def _draw_step(
        self, values: Any, x: float, step: float, below: float, heights: Sequence[float | None]
    ) -> None:
        """Write one step: its name, then for each curve the figure below the axis and the share at the point."""
        style = Style(Face.SONG, self.size, 6, "center")
        where = self.table.title
        name = cell_text(self.steps, values.get(self.steps.key))
        self.sheet.text(Rect(x - step / 2, below, step, self.line), name, style, where=where)
        for number, (curve, figures, share) in enumerate(self.curves, 1):
            text = cell_text(figures, values.get(figures.key))
            spot = Rect(x - step / 2, below + number * self.line, step, self.line)
            self.sheet.text(spot, text, style, where=where)
            height = heights[number - 1]
            if height is None:
                continue
            above = self._is_above(heights, number - 1)
            at = height - self.line - 0.7 if above else height + 0.7
            shown = cell_text(share, values.get(share.key))
            face = replace(style, face=Face.SONG if curve.dashed else Face.HEI)
            # curves rise: left above and right below of a point there is no line
            wide = self.sheet.width_of(shown, self.size, face.face) + 0.6
            left = x - wide * (0.72 if above else 0.28)
            self.sheet.text(Rect(left, at, wide, self.line), shown, face, where=where)

    def _is_above(self, heights: Sequence[float | None], place: int) -> bool:
        """Return whether a point's words stand above it: those of the lower of two stand below."""
        own = heights[place]
        others = [height for number, height in enumerate(heights) if number != place and height is not None]
        if own is None or not others:
            return True
        if own == others[0]:
            return self.table.curves[place].dashed
        return own < others[0]

    def _draw_labels(self, xs: Sequence[float], placed: Sequence[Sequence[float | None]]) -> None:
        """Write what each curve is at its last point, behind the share that stands there."""
        for number, (curve, _figures, _share) in enumerate(self.curves):
            there = [place for place, height in enumerate(placed[number]) if height is not None]
            if not there:
                continue
            last = there[-1]
            heights = [one[last] for one in placed]
            height = placed[number][last] or 0.0
            above = self._is_above(heights, number)
            at = height - 2 * self.line - 0.7 if above else height + self.line + 0.7
            face = Face.SONG if curve.dashed else Face.HEI
            wide = self.sheet.width_of(curve.label, self.size, face) + 0.6
            left = xs[last] - wide * (0.72 if above else 0.28)
            style = Style(face, self.size, 6, "center")
            self.sheet.text(Rect(left, at, wide, self.line), curve.label, style, where=self.table.title)
