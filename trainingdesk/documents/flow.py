"""A paper whose tables follow one another down the page, each below its title: a person's file, the headcount.

A table begins where the one above it ends, as soon as its title, its heading and two rows have room there, and goes on
with title and heading on the next page: no title stands without two rows below it, and no row alone on a page. A table of
three rows is not parted; one without rows is one line. Notes and signing of all tables stand at the end.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from trainingdesk.documents.body import Body, Line
from trainingdesk.documents.definition import Content, Report, Table, tables
from trainingdesk.documents.fonts import Face
from trainingdesk.documents.grid import Grid, GridLine
from trainingdesk.documents.head import Head, draw_foot
from trainingdesk.documents.sheet import Rect, Sheet, Style, type_area
from trainingdesk.documents.tail import Tail
from trainingdesk.shared.text import _

#: Room above a table's title, and of the title itself, in millimetres.
_GAP, _TITLE_MM = 2.0, 6.0
#: Room of a table without rows: one line with its title.
_EMPTY_MM = 5.6
_TITLE = Style(Face.HEI, 11, 8)
_SAID = Style(Face.SONG, 10, 8)
_CLOSE = 1e-6
#: A table of up to so many rows is not parted: two rows stand on each page.
_WHOLE = 3
#: What a form takes above and below the type area of GB/T 9704, as a paper of one page does, in millimetres.
_MORE = 11.0


class _Section(Protocol):
    """A table with its title: what stands above its rows, and its rows, which may be on several pages."""

    @property
    def lines(self) -> Sequence[Any]:
        """Its rows, each with ``height`` and ``glued``."""

    @property
    def lead(self) -> float:
        """The room of what stands above the rows on every page, in millimetres."""

    def draw(self, y: float, lines: list[Any], *, again: bool) -> float:
        """Draw some rows below title and heading; ``again`` when there are others before; return where they end."""


@dataclass(slots=True)
class _Run:
    """The rows of a section that stand on one page."""

    section: _Section
    again: bool
    lines: list[Any] = field(default_factory=list)

    @property
    def height(self) -> float:
        """The room it takes."""
        height: float = self.section.lead + sum(line.height for line in self.lines)
        return height


class _TableSection:
    """A table below its title."""

    def __init__(self, sheet: Sheet, table: Table, area: Rect, title: str) -> None:
        self.sheet, self.table, self.area, self.title = sheet, table, area, title
        self._body = Body(sheet, table, area)
        self._body.title_height = _TITLE_MM
        self.lines: list[Line] = self._body.lay_out_lines()
        self.lead = _TITLE_MM + self._body.heading_height

    def draw(self, y: float, lines: list[Any], *, again: bool) -> float:
        """Draw title, heading and rows."""
        title = _("{title} (continued)").format(title=self.title) if again else self.title
        place = Rect(self.area.x, y, self.area.width, _TITLE_MM)
        self.sheet.text(place, title, _TITLE, where=self.table.title)
        return self._body.draw_table(y + _TITLE_MM, lines)


@dataclass(frozen=True, slots=True)
class _Said:
    """The only line of a table without rows."""

    height: float = _EMPTY_MM
    glued: bool = False


class _EmptySection:
    """A table without rows: its title and, on the same line, what is said of it."""

    lead = 0.0

    def __init__(self, sheet: Sheet, table: Table, area: Rect, title: str) -> None:
        self.sheet, self.table, self.area, self.title = sheet, table, area, title
        self.lines = [_Said()]

    def draw(self, y: float, lines: list[Any], *, again: bool) -> float:
        """Draw the line; it is never parted."""
        table = self.table
        wide = self.sheet.width_of(self.title, _TITLE.size, _TITLE.face) + 2.0
        place = Rect(self.area.x, y, self.area.width, _EMPTY_MM)
        self.sheet.text(place, self.title, _TITLE, where=table.title)
        rest = Rect(place.x + wide, y, place.width - wide, _EMPTY_MM)
        self.sheet.text(rest, table.empty, _SAID, where=table.title)
        return y + _EMPTY_MM


class _GridSection:
    """The facts below the paper's own title; a grid needs no title of its own."""

    lead = 0.0

    def __init__(self, sheet: Sheet, table: Table, area: Rect) -> None:
        self._grid = Grid(sheet, table, area)
        self.lines: list[GridLine] = self._grid.lines

    def draw(self, y: float, lines: list[Any], *, again: bool) -> float:
        """Draw the form."""
        return self._grid.draw(y, lines)


def draw_flow(sheet: Sheet, report: Report, content: Content) -> None:
    """Draw a content on the pages of a sheet, all its tables one below the other."""
    found = tables(report, content)
    area = type_area(sheet, landscape=report.landscape, dense=report.dense)
    if not (report.landscape and report.dense):
        area = _taller(area)
    head = Head(sheet, found[0], area)
    # what holds for the whole paper stands last
    others = dict.fromkeys(note for table in found[1:] for note in table.notes if note not in found[0].notes)
    tail = Tail(sheet, replace(found[0], notes=(*others, *found[0].notes)), area)
    # the first table's title is the paper's, which stands above it; its own is its name
    titles = [found[0].name, *(table.title for table in found[1:])]
    sections = [_section(sheet, table, area, title) for table, title in zip(found, titles, strict=True)]
    pages = _paged(sections, area.height, head.height, tail.height)
    for number, page in enumerate(pages, 1):
        sheet.begin_page()
        y = area.y
        if number == 1:
            y = head.draw(y)
        for run in page:
            y = run.section.draw(y, run.lines, again=run.again) + _GAP
        if number == len(pages):
            tail.draw(y - _GAP)
        draw_foot(sheet, area, found[0], number, len(pages))


def _taller(area: Rect) -> Rect:
    return Rect(area.x, area.y - _MORE, area.width, area.height + 2 * _MORE)


def _section(sheet: Sheet, table: Table, area: Rect, title: str) -> _Section:
    if not table.rows:
        return _EmptySection(sheet, table, area, title)
    return _GridSection(sheet, table, area) if table.grid else _TableSection(sheet, table, area, title)


def _paged(sections: Sequence[_Section], room: float, first: float, tail: float) -> list[list[_Run]]:
    """Divide sections into pages of ``room`` millimetres, of which the first has ``first`` less.

    What stands at the end (``tail``) takes the last rows with it where it needs a page of its own.
    """
    pages: list[list[_Run]] = [[]]
    left = room - first
    for section in sections:
        run: _Run | None = None
        begins = first if section is sections[0] else 0.0
        for block in _blocks(section.lines, room - begins - section.lead):
            height = sum(line.height for line in block)
            needed = height if run else height + section.lead
            if needed > left + _CLOSE and (run or pages[-1] or left < room):
                pages.append([])
                left, needed = room, height + section.lead
                run = None
            if run is None:
                run = _Run(section, again=block[0] is not section.lines[0])
                pages[-1].append(run)
            run.lines.extend(block)
            left -= needed
        left -= _GAP
    if tail > left + _GAP + _CLOSE:
        pages.append(_moved(pages[-1], room - tail))
    return pages


def _blocks(lines: Sequence[Any], room: float) -> Iterator[list[Any]]:
    """Yield the rows that stand together: all of a short table, else those glued to the next, the first and last two."""
    if len(lines) <= _WHOLE and sum(line.height for line in lines) <= room:
        yield list(lines)
        return
    block: list[Any] = []
    for place, line in enumerate(lines):
        block.append(line)
        if (line.glued or place in (0, len(lines) - _last_rows(lines))) and place < len(lines) - 1:
            continue
        if sum(one.height for one in block) <= room:
            yield block
        else:
            yield from ([one] for one in block)
        block = []


def _moved(page: list[_Run], room: float) -> list[_Run]:
    """Take the last rows off a page, so that notes and signatures never stand on one without any."""
    run = page[-1]
    rows = _last_rows(run.lines)
    few = len(run.lines) < rows + 2 or run.lines[-rows - 1].glued
    if few or (not run.again and len(run.lines) <= _WHOLE):
        if run.height <= room and len(page) > 1:
            return [page.pop()]
        if few:
            return []
    last = _Run(run.section, again=True, lines=run.lines[-rows:])
    if last.height > room:
        return []
    del run.lines[-rows:]
    return [last]


def _last_rows(lines: Sequence[Any]) -> int:
    """Return how many lines the last two rows are, with the total below them."""
    return 3 if len(lines) > 1 and lines[-2].glued else 2
