"""The mark over a voided certificate: 作废 across the page, with the day and the reason; in Chinese as the paper is.

The frozen paper below is not touched: the mark is a page of its own that is laid over it (:mod:`..pages`).
"""

from datetime import date
from typing import Any

from trainingdesk.documents.fonts import Face, runs, text_width
from trainingdesk.documents.layout import fit
from trainingdesk.documents.preflight import uncovered
from trainingdesk.documents.sheet import MM, Sheet

#: Seal red, seen through: what stands below stays legible.
_RED = (0.702, 0.149, 0.118)
_ALPHA = 0.55
_WORD = "作废"
#: Size of the word in points, and the room of the two lines below it in points.
_SIZE, _WIDTH, _HEIGHT = 170.0, 200 * MM, 20 * MM
#: Degrees that it rises across the page.
_SLOPE = 20


def draw_void_stamp(day: date, reason: str) -> bytes:
    """Return one lying A4 page with nothing on it but the mark.

    A reason that is too long is cut with "…", a character no face has is shown as □: the register has both in full,
    and a paper that says that it is void is worth more than none.
    """
    sheet = Sheet(_WORD, landscape=True)
    sheet.begin_page()
    canvas = sheet.canvas
    canvas.saveState()
    canvas.setFillColorRGB(*_RED)
    canvas.setStrokeColorRGB(*_RED)
    canvas.setFillAlpha(_ALPHA)
    canvas.setStrokeAlpha(_ALPHA)
    canvas.translate(sheet.width * MM / 2, sheet.height * MM / 2)
    canvas.rotate(_SLOPE)
    wide = text_width(_WORD, _SIZE, Face.HEI)
    canvas.setFont(Face.HEI.value, _SIZE)
    canvas.drawString(-wide / 2, -20, _WORD)
    said = f"{day.year}年{day.month}月{day.day}日作废　原因：{' '.join(reason.split())}"
    for gone in uncovered(said, Face.HEI):
        said = said.replace(gone, "□")
    _lines(canvas, said)
    canvas.setLineWidth(5)
    canvas.roundRect(-_WIDTH / 2 - 20, -105, _WIDTH + 40, 250, 12)
    canvas.restoreState()
    return sheet.finish()


def _lines(canvas: Any, said: str) -> None:
    """Draw the line below the word, or two, shrunk as far as it can be read."""
    fitted = None
    while fitted is None:
        fitted = fit(said, width=_WIDTH, height=_HEIGHT, size=20, floor=14, face=Face.HEI, leading=1.3)
        if fitted is None:
            said = said[:-10].rstrip("…") + "…"
    y = -55.0
    for line in fitted.lines:
        x = -text_width(line, fitted.size, Face.HEI) / 2
        for face, part in runs(line, Face.HEI):
            canvas.setFont(face.value, fitted.size)
            canvas.drawString(x, y, part)
            x += text_width(part, fitted.size, face)
        y -= fitted.size * 1.4
