"""A report as PDF: paginated on the canvas in one pass over the rows, in the GB/T 9704 family of papers.

The type area is that of GB/T 9704-2012 (A4, 28 mm at the binding edge, 156 × 225 mm; lying paper is bound at its
top edge); a dense list keeps the binding margin only, since GB/T 9704 is about documents and a list of thousands is
paper to work with. Titles are in Hei, body in Song. Every page repeats the heading; no group heading stands alone at the foot
of a page, and the total row never stands alone on one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from trainingdesk.documents.body import Body, Line
from trainingdesk.documents.columns import squeezed
from trainingdesk.documents.definition import (
    Content,
    Report,
    RowKind,
    Table,
    tables,
    words,
)
from trainingdesk.documents.flow import draw_flow
from trainingdesk.documents.head import Head, draw_foot
from trainingdesk.documents.one_page import draw_page
from trainingdesk.documents.sheet import DENSE_WIDTH, Sheet
from trainingdesk.documents.tail import Tail
from trainingdesk.domain.errors import Invalid

#: a page of fewer rows gives none away
_FEW = 4


@dataclass(slots=True)
class _Page:
    lines: list[Line]
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
        draw_page(sheet, report, content)
        return sheet.finish()
    if report.landscape and report.dense and not large and squeezed(tables(report, content), DENSE_WIDTH):
        return _drawn(report, content, large=True)
    (draw_flow if report.flows else draw_tables)(sheet, report, content)
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


class _Printer(Body):
    """Lays out one table over pages of its own, and draws it."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        super().__init__(sheet, table)
        self.pages: list[_Page] = []
        self.head = Head(sheet, table, self.area)
        self.title_height = self.head.height

    def lay_out(self) -> None:
        """Fit every text and divide the rows into pages."""
        self.tail = Tail(self.sheet, self.table, self.area)
        self._paginate(self.lay_out_lines())

    def _paginate(self, lines: Sequence[Line]) -> None:
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
        left -= self._join_last_row(page, left)
        if self.tail.height > left + 1e-6:
            if lines and self.tail.height <= room:
                moved = self._last_block(page)
                page = _Page(moved, has_title=False, has_tail=True)
                self.pages.append(page)
                return
            page = _Page([], has_title=False, has_tail=True)
            self.pages.append(page)
        page.has_tail = True

    def _join_last_row(self, page: _Page, left: float) -> float:
        """Take the row before to a last page that would have one row alone; return the height that takes, 0 for none."""
        alone = [line.row.kind for line in page.lines[:2]]
        if (
            len(self.pages) < 2
            or len(page.lines) > 2
            or alone[:1] != [RowKind.ITEM]
            or RowKind.ITEM in alone[1:]
        ):
            return 0.0
        before = self.pages[-2].lines
        if len(before) < _FEW or any(line.glued for line in before[-2:]) or before[-1].height > left:
            return 0.0
        page.lines.insert(0, before.pop())
        return page.lines[0].height

    def _last_block(self, page: _Page) -> list[Line]:
        """Take the last rows off a page, so that signatures never stand on a page without any row."""
        room = self.area.height - self.heading_height - self.tail.height
        moved: list[Line] = []
        while len(page.lines) > 1 and len(moved) < 3:
            line = page.lines[-1]
            if sum(one.height for one in moved) + line.height > room:
                break
            moved.insert(0, page.lines.pop())
        while page.lines and page.lines[-1].glued and len(page.lines) > 1:
            moved.insert(0, page.lines.pop())
        return moved

    def draw(self, number: int, pages: int) -> int:
        """Draw all pages, the first one having this number of ``pages``; return the number after the last."""
        for page in self.pages:
            self.sheet.begin_page()
            y = self.area.y
            if page.has_title:
                y = self.head.draw(y)
            if page.lines or page.has_title:
                y = self.draw_table(y, page.lines)
            if page.has_tail:
                self.tail.draw(y)
            draw_foot(self.sheet, self.area, self.table, number, pages)
            number += 1
        return number
