"""The drawing surface of a paper: millimetres from the top left, faces by name, every text checked before it is drawn.

Nothing is drawn over and nothing is dropped: what does not fit or has no glyph is noted in the sheet's preflight, and
:meth:`Sheet.finish` refuses the whole paper. The bytes depend on nothing but what is drawn, so that issued papers can
be frozen by their hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from trainingdesk.documents.fonts import Face, advances, runs, text_width
from trainingdesk.documents.layout import Fitted, fit, gap_to_justify
from trainingdesk.documents.preflight import Preflight

# streams stay binary: written as ASCII they are a quarter larger and cost a sixth of the time
rl_config.useA85 = 0

#: Points a millimetre.
MM = 72 / 25.4
A4 = (210.0, 297.0)
#: GB/T 148 A3, short and long side in millimetres: for tables with more columns than A4 has room for.
A3 = (297.0, 420.0)
#: Greys of lines and grounds; papers are black on white.
INK = 0.0
FAINT = 0.45
TINT = 0.93
BAR = 0.72
#: From the middle of a line down to its baseline, in sizes: half the height of a Chinese character's ink.
_MIDDLE = 0.36


@dataclass(frozen=True, slots=True)
class Rect:
    """A place on the page in millimetres from the top left."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height

    def inside(self, dx: float, dy: float = 0.0) -> "Rect":
        """Return it without a margin on each side."""
        return Rect(self.x + dx, self.y + dy, self.width - 2 * dx, self.height - 2 * dy)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set.

    Attributes:
        face: its face.
        size: size in points.
        floor: the smallest size it may be shrunk to.
        align: ``left``, ``center`` or ``right``; ``justify`` fills all lines but the last.
        valign: ``top``, ``middle`` or ``bottom`` of its place.
        leading: distance of lines in sizes.
        grey: 0 black … 1 white.
    """

    face: Face = Face.SONG
    size: float = 10.5
    floor: float = 7.0
    align: str = "left"
    valign: str = "middle"
    leading: float = 1.35
    grey: float = INK


class Sheet:
    """A PDF being drawn, page by page."""

    def __init__(
        self,
        title: str,
        *,
        landscape: bool = False,
        large: bool = False,
        author: str = "",
        preflight: Preflight | None = None,
    ) -> None:
        for face in Face:
            advances(face)
        short, long = A3 if large else A4
        self.width, self.height = (long, short) if landscape else (short, long)
        self.title = title
        self.preflight = preflight or Preflight()
        self._buffer = BytesIO()
        self.canvas = Canvas(
            self._buffer,
            pagesize=(self.width * MM, self.height * MM),
            pageCompression=1,
            invariant=1,
            initialFontName=Face.SONG.value,  # reportlab's own first font would stand in the file unembedded
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setCreator("TrainingDesk")
        self._open = False

    def begin_page(self) -> None:
        """Begin a page; the one before it is finished."""
        if self._open:
            self.canvas.showPage()
        self._open = True
        self.canvas.setLineCap(2)

    def finish(self) -> bytes:
        """Return the PDF; raises Invalid ``documents.not_drawn`` when a text could not be drawn as it is."""
        self.preflight.finish(self.title)
        self.canvas.showPage()
        self.canvas.save()
        return self._buffer.getvalue()

    def line(
        self, x1: float, y1: float, x2: float, y2: float, weight: float = 0.4, grey: float = INK
    ) -> None:
        """Draw a straight line; ``weight`` in points."""
        self.canvas.setLineWidth(weight)
        self.canvas.setStrokeGray(grey)
        self.canvas.line(x1 * MM, (self.height - y1) * MM, x2 * MM, (self.height - y2) * MM)

    def lines_at(
        self, segments: Sequence[tuple[float, float, float, float]], weight: float = 0.4, grey: float = INK
    ) -> None:
        """Draw straight lines of one weight, each x1, y1, x2, y2."""
        if not segments:
            return
        self.canvas.setLineWidth(weight)
        self.canvas.setStrokeGray(grey)
        tall = self.height
        self.canvas.lines([(a * MM, (tall - b) * MM, c * MM, (tall - d) * MM) for a, b, c, d in segments])

    def frame(self, place: Rect, weight: float = 0.4, grey: float = INK) -> None:
        """Draw the outline of a place."""
        self.canvas.setLineWidth(weight)
        self.canvas.setStrokeGray(grey)
        self._rect(place, stroke=1, fill=0)

    def fill(self, place: Rect, grey: float) -> None:
        """Fill a place with a grey."""
        self.canvas.setFillGray(grey)
        self._rect(place, stroke=0, fill=1)

    def _rect(self, place: Rect, *, stroke: int, fill: int) -> None:
        self.canvas.rect(
            place.x * MM,
            (self.height - place.bottom) * MM,
            place.width * MM,
            place.height * MM,
            stroke=stroke,
            fill=fill,
        )

    @staticmethod
    def width_of(text: str, size: float, face: Face) -> float:
        """Return the width of a line of text in millimetres."""
        return text_width(text, size, face) / MM

    def string(self, x: float, baseline: float, text: str, style: Style, gap: float = 0.0) -> None:
        """Draw one line of checked text from ``x`` on; ``gap`` points more between characters."""
        canvas = self.canvas
        canvas.setFillGray(style.grey)
        at = x * MM
        y = (self.height - baseline) * MM
        for face, part in runs(text, style.face):
            canvas.setFont(face.value, style.size)
            canvas.drawString(at, y, part, charSpace=gap)
            at += text_width(part, style.size, face) + gap * len(part)

    def text(  # one place, one text: all that decides how it is set
        self, place: Rect, text: str, style: Style, *, where: str, column: str = "", row: int = 0
    ) -> Fitted | None:
        """Set a text into a place, shrunk when it must be; note it in the preflight when that is not enough.

        ``where`` and ``column`` name the text in a refusal.
        """
        if not text or not self.preflight.check(text, style.face, place=where, column=column, row=row):
            return None
        fitted = fit(
            text,
            width=place.width * MM,
            height=place.height * MM,
            size=style.size,
            floor=style.floor,
            face=style.face,
            leading=style.leading,
        )
        if fitted is None:
            self.preflight.overflow(text, place=where, column=column, row=row)
            return None
        self.lines(place, fitted, style)
        return fitted

    def lines(self, place: Rect, fitted: Fitted, style: Style) -> None:
        """Draw lines that were fitted into a place before."""
        size = fitted.size
        step = size * style.leading / MM
        tall = step * len(fitted.lines)
        top = place.y
        if style.valign == "middle":
            top += (place.height - tall) / 2
        elif style.valign == "bottom":
            top += place.height - tall
        if size != style.size:
            style = Style(style.face, size, style.floor, style.align, style.valign, style.leading, style.grey)
        last = len(fitted.lines) - 1
        for number, line in enumerate(fitted.lines):
            if not line:
                continue
            baseline = top + step * (number + 0.5) + size * _MIDDLE / MM
            gap = 0.0
            x = place.x
            if style.align == "justify":
                gap = 0.0 if number == last else gap_to_justify(line, place.width * MM, size, style.face)
            elif style.align != "left":
                room = place.width - text_width(line, size, style.face) / MM
                x += room / 2 if style.align == "center" else room
            self.string(x, baseline, line, style, gap)


_STANDING = Rect(28, 37, 156, 225)
_LYING = Rect(37, 28, 225, 156)
#: The same margins on A3, lying.
_LARGE = Rect(37, 28, 348, 243)
#: A dense list, lying, on A4 and on A3: 22 mm to punch at the top edge, elsewhere what every printer reaches, with
#: the foot still below it.
_DENSE = Rect(15, 22, 267, 171)
#: the room of a dense list across lying A4, in millimetres
DENSE_WIDTH = _DENSE.width
_DENSE_LARGE = Rect(15, 22, 390, 258)


def type_area(sheet: Sheet, *, landscape: bool, dense: bool) -> Rect:
    """Return where a table stands on a sheet: the type area of GB/T 9704-2012, or what a dense list takes of it."""
    if not landscape:
        return _STANDING
    if sheet.width > A4[1]:
        return _DENSE_LARGE if dense else _LARGE
    return _DENSE if dense else _LYING
