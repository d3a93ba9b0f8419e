"""What stands beneath a row: the lines of one column's text side by side over the page's width.

It is for texts of several lines (the rounds of screening), which would be torn in a narrow column and make every row tall.
"""

from dataclasses import dataclass

from trainingdesk.documents.columns import PADDING
from trainingdesk.documents.layout import Fitted, fit
from trainingdesk.documents.sheet import MM, Rect, Sheet, Style

#: So many lines stand side by side, each at the same place in every row, so that rows can be compared.
_ACROSS = 3


@dataclass(frozen=True, slots=True)
class Beneath:
    """Lines of a text set side by side.

    Attributes:
        height: the room they take, in millimetres.
    """

    pieces: tuple[tuple[Fitted, ...], ...]
    style: Style
    air: float

    @property
    def height(self) -> float:
        """The room they take, in millimetres."""
        return sum(self._tall(row) for row in self.pieces) + 2 * self.air

    def _tall(self, row: tuple[Fitted, ...]) -> float:
        return max(len(one.lines) * one.size * self.style.leading / MM for one in row)

    def draw(self, sheet: Sheet, place: Rect) -> None:
        """Draw them into a place as wide as the one they were fitted to."""
        y, wide = place.y + self.air, place.width / _ACROSS
        for row in self.pieces:
            height = self._tall(row)
            for number, piece in enumerate(row):
                x = place.x + number * wide + PADDING
                sheet.lines(Rect(x, y, place.right - PADDING - x, height), piece, self.style)
            y += height


def set_beneath(text: str, width: float, style: Style, air: float) -> Beneath | None:
    """Return the lines of a text set side by side in ``width`` millimetres; None where one does not fit at the floor.

    ``air`` is the room above and below them, in millimetres.
    """
    fitted: list[Fitted] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        # the last one goes on where nothing stands at its right
        last = number == len(lines) - 1
        places = _ACROSS - number % _ACROSS if last else 1
        room = (places * width / _ACROSS - 2 * PADDING) * MM
        one = fit(
            line, width=room, size=style.size, floor=style.floor, face=style.face, leading=style.leading
        )
        if one is None:
            return None
        fitted.append(one)
    rows = [tuple(fitted[first : first + _ACROSS]) for first in range(0, len(fitted), _ACROSS)]
    return Beneath(tuple(rows), style, air)
