"""What stands above and below the tables of a page: title, subtitle and facts; the foot with date and page number."""

from dataclasses import replace

from trainingdesk.documents.definition import Table
from trainingdesk.documents.fonts import Face
from trainingdesk.documents.layout import fit
from trainingdesk.documents.sheet import MM, Rect, Sheet, Style
from trainingdesk.shared.text import _


class Head:
    """Title, subtitle and facts of a table, and the line above it.

    Attributes:
        height: the room they take, in millimetres.
    """

    def __init__(self, sheet: Sheet, table: Table, area: Rect) -> None:
        self.sheet, self.table, self.area = sheet, table, area
        self._parts = self._top_parts()
        self.height = sum(height for _text, _style, height in self._parts) + self._above_height()

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

    def draw(self, y: float) -> float:
        """Draw them from ``y`` down; return where they end."""
        where = self.table.title
        for text, style, height in self._parts:
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


def draw_foot(sheet: Sheet, area: Rect, table: Table, number: int, pages: int) -> None:
    """Draw page number and print date 7 mm below the type area, as GB/T 9704 places the page number."""
    place = Rect(area.x, area.bottom + 4.5, area.width, 5)
    style = Style(Face.SONG, 9, 7, "left")
    where = table.title
    if table.printed:
        sheet.text(place, table.printed, style, where=where)
    page = _("Page {page} of {pages}").format(page=number, pages=pages)
    sheet.text(place, page, replace(style, align="right"), where=where)
