"""The certificate: an ornamental frame kept once in the file, and a page of words for each person."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from trainingdesk.documents.catalogue.certificates import CERTIFICATE, CertificateFace, CertificateTemplate
from trainingdesk.documents.definition import words
from trainingdesk.documents.fonts import Face
from trainingdesk.documents.sheet import MM, Rect, Sheet, Style

#: The one coloured paper: a frame in old gold, the title in seal red; both hold in grey print.
_GOLD = (0.66, 0.52, 0.25)
_PALE = (0.86, 0.79, 0.62)
_RED = (0.702, 0.149, 0.118)
_FRAME = "certificate-frame"
#: Distance of the frame from the paper's edge, and the side of one meander, in millimetres.
_EDGE, _MEANDER = 9.0, 6.0
_BODY = Style(Face.KAI, 24, 15, "justify", "top", 1.8)
_NUMBER = Style(Face.SONG, 11, 8, "right")
_OFFICE = Style(Face.KAI, 19, 12, "center")
_PHOTO = (35.0, 49.0)
_LEFT, _RIGHT_EDGE = 40.0, 257.0


def draw_pages(faces: Sequence[CertificateFace], template: CertificateTemplate) -> bytes:
    """Return one page a face; see :func:`trainingdesk.documents.catalogue.certificates.draw`."""
    sheet = Sheet(words(CERTIFICATE.title), landscape=True, author=faces[0].office if faces else "")
    if template.background:
        _keep_frame(sheet)
    for face in faces:
        sheet.begin_page()
        if template.background:
            sheet.canvas.doForm(_FRAME)
        _draw_face(sheet, face, template)
    return sheet.finish()


def _draw_face(sheet: Sheet, face: CertificateFace, template: CertificateTemplate) -> None:
    who = face.name
    _draw_title(sheet, template.title)
    sheet.text(
        Rect(_LEFT, 58, _RIGHT_EDGE - _LEFT, 7), f"编号：{face.number}", _NUMBER, where=who, column="编号"
    )
    photo = template.photo_box or face.photo is not None
    width = _RIGHT_EDGE - _LEFT - (_PHOTO[0] + 10 if photo else 0)
    # two characters of indent, as every Chinese paragraph has
    sheet.text(Rect(_LEFT, 70, width, 78), f"\u3000\u3000{face.text}", _BODY, where=who, column="正文")
    if photo:
        _draw_photo(sheet, face)
    day = f"{face.day.year}年{face.day.month}月{face.day.day}日"
    # the seal stands over office and date: nothing else comes near
    sheet.text(Rect(150, 153, _RIGHT_EDGE - 150, 11), face.office, _OFFICE, where=who, column="发证单位")
    sheet.text(Rect(150, 165, _RIGHT_EDGE - 150, 10), day, _OFFICE, where=who, column="日期")


def _draw_title(sheet: Sheet, title: str) -> None:
    """Draw the title in seal red, its characters a third of their width apart."""
    size = 46.0
    style = Style(Face.SONG, size)
    if not sheet.preflight.check(title, style.face, place=title):
        return
    gap = size / 3
    width = sheet.width_of(title, size, style.face) + gap * (len(title) - 1) / MM
    canvas = sheet.canvas
    canvas.saveState()
    canvas.setFillColorRGB(*_RED)
    canvas.setFont(style.face.value, size)
    canvas.drawString((sheet.width - width) / 2 * MM, (sheet.height - 50) * MM, title, charSpace=gap)
    canvas.restoreState()


def _draw_photo(sheet: Sheet, face: CertificateFace) -> None:
    box = Rect(_RIGHT_EDGE - _PHOTO[0], 74, *_PHOTO)
    if face.photo is None:
        sheet.frame(box, 0.5, 0.6)
        hint = Style(Face.SONG, 10, 8, "center", grey=0.6)
        sheet.text(box, "（照片）", hint, where=face.name, column="照片")
        return
    from reportlab.lib.utils import ImageReader

    try:
        picture = ImageReader(BytesIO(face.photo))
    except OSError:
        sheet.preflight.unreadable_picture(place=face.name)
        return
    sheet.canvas.drawImage(
        picture,
        box.x * MM,
        (sheet.height - box.bottom) * MM,
        box.width * MM,
        box.height * MM,
        preserveAspectRatio=True,
    )
    sheet.frame(box, 0.5, 0.6)


# --- the frame ----------------------------------------------------------------------------------------------------


def _keep_frame(sheet: Sheet) -> None:
    """Draw the frame once into the file; every page refers to it, so that a thousand pages stay small and fast."""
    canvas = sheet.canvas
    canvas.beginForm(_FRAME, 0, 0, sheet.width * MM, sheet.height * MM)
    canvas.saveState()
    canvas.scale(MM, MM)
    canvas.setLineJoin(0)
    _draw_bands(canvas, sheet.width, sheet.height)
    _draw_meanders(canvas, sheet.width, sheet.height)
    _draw_corners(canvas, sheet.width, sheet.height)
    _draw_rule(canvas, sheet.width, sheet.height)
    canvas.restoreState()
    canvas.endForm()


def _draw_bands(canvas: Any, width: float, height: float) -> None:
    """Draw the lines between which the meanders run, a strong one outside."""
    band = _MEANDER + 2.4
    for inset, weight, colour in (
        (_EDGE, 0.9, _GOLD),
        (_EDGE + 1.2, 0.22, _GOLD),
        (_EDGE + 1.2 + _MEANDER, 0.22, _GOLD),
        (_EDGE + band, 0.5, _GOLD),
        (_EDGE + band + 2.2, 0.18, _PALE),
    ):
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(weight)
        canvas.rect(inset, inset, width - 2 * inset, height - 2 * inset, stroke=1, fill=0)


def _meander(path: Any, x: float, y: float, side: float, along: float, *, upright: bool, flip: bool) -> None:
    """Add one squared spiral (回纹) of the band to a path; ``along`` is its length in the band's direction."""
    margin = side * 0.16
    spiral = ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.27), (0.42, 0.27), (0.42, 0.64), (0.7, 0.64))
    for number, (u, v) in enumerate(spiral):
        across = 1 - v if flip else v
        a = along * 0.09 + u * along * 0.82
        b = margin + across * (side - 2 * margin)
        point = (x + b, y + a) if upright else (x + a, y + b)
        if number:
            path.lineTo(*point)
        else:
            path.moveTo(*point)


def _draw_meanders(canvas: Any, width: float, height: float) -> None:
    """Draw the spirals along the four sides, alternately up and down, between the corners."""
    inset = _EDGE + 1.2
    corner = inset + _MEANDER
    canvas.setStrokeColorRGB(*_GOLD)
    canvas.setLineWidth(0.42)
    path = canvas.beginPath()
    for length, upright in ((width - 2 * corner, False), (height - 2 * corner, True)):
        count = round(length / _MEANDER / 2) * 2
        along = length / count
        far = (width if upright else height) - inset - _MEANDER
        for number in range(count):
            at = corner + number * along
            for near in (inset, far):
                x, y = (near, at) if upright else (at, near)
                _meander(path, x, y, _MEANDER, along, upright=upright, flip=number % 2 == 1)
    canvas.drawPath(path, stroke=1, fill=0)


def _draw_corners(canvas: Any, width: float, height: float) -> None:
    """Draw a rosette in each corner of the band, and a bracket inside it."""
    inset = _EDGE + 1.2
    half = _MEANDER / 2
    for right in (False, True):
        for top in (False, True):
            x = width - inset - half if right else inset + half
            y = height - inset - half if top else inset + half
            canvas.setStrokeColorRGB(*_GOLD)
            canvas.setLineWidth(0.4)
            canvas.rect(x - half * 0.72, y - half * 0.72, half * 1.44, half * 1.44)
            canvas.setFillColorRGB(*_GOLD)
            path = canvas.beginPath()
            reach, waist = half * 0.62, half * 0.2
            path.moveTo(x, y + reach)
            for dx, dy, cx, cy in (
                (reach, 0, waist, waist),
                (0, -reach, waist, -waist),
                (-reach, 0, -waist, -waist),
                (0, reach, -waist, waist),
            ):
                path.curveTo(x + cx, y + cy, x + cx, y + cy, x + dx, y + dy)
            canvas.drawPath(path, stroke=0, fill=1)
            _bracket(canvas, width, height, right=right, top=top)


def _bracket(canvas: Any, width: float, height: float, *, right: bool, top: bool) -> None:
    inset = _EDGE + _MEANDER + 2.4 + 4.6
    sx, sy = (-1 if right else 1), (-1 if top else 1)
    x = width - inset if right else inset
    y = height - inset if top else inset
    canvas.setStrokeColorRGB(*_PALE)
    canvas.setLineWidth(0.35)
    for reach, step in ((16.0, 0.0), (11.0, 1.6)):
        path = canvas.beginPath()
        path.moveTo(x + sx * (reach + step), y + sy * step)
        path.lineTo(x + sx * (3.2 + step), y + sy * step)
        path.curveTo(
            x + sx * (3.2 + step),
            y + sy * (3.2 + step) * 0.55,
            x + sx * (3.2 + step) * 0.55,
            y + sy * (3.2 + step),
            x + sx * step,
            y + sy * (3.2 + step),
        )
        path.lineTo(x + sx * step, y + sy * (reach + step))
        canvas.drawPath(path, stroke=1, fill=0)


def _draw_rule(canvas: Any, width: float, height: float) -> None:
    """Draw the fine rule with a lozenge under the title."""
    y, middle, reach = height - 56.0, width / 2, 46.0
    canvas.setStrokeColorRGB(*_GOLD)
    canvas.setFillColorRGB(*_GOLD)
    canvas.setLineWidth(0.25)
    canvas.line(middle - reach, y, middle - 3, y)
    canvas.line(middle + 3, y, middle + reach, y)
    path = canvas.beginPath()
    path.moveTo(middle - 1.5, y)
    path.lineTo(middle, y + 1.5)
    path.lineTo(middle + 1.5, y)
    path.lineTo(middle, y - 1.5)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
