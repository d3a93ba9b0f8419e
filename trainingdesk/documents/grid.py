"""A person's or a class's facts as a form has them: labels with their values, two beside each other, a picture at the right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from trainingdesk.documents.columns import PADDING
from trainingdesk.documents.definition import Table, cell_text
from trainingdesk.documents.fonts import Face
from trainingdesk.documents.layout import Fitted, fit
from trainingdesk.documents.sheet import MM, TINT, Rect, Sheet, Style
from trainingdesk.shared.text import _

#: The picture's place: a little more than the 35 × 45 mm of a photo in a form, so that some white is round it.
_PICTURE = (33.0, 41.0)
#: Least and greatest width of the labels, in millimetres.
_LABEL = (20.0, 30.0)
#: Room above and below a text, in millimetres.
_AIR = 0.75
_FLOOR = 7.0
_LEADING = 1.25
#: A value taller than so many millimetres may be parted between two pages, behind every so many lines of text.
_WHOLE_MM, _PART_LINES = 40.0, 4


@dataclass(frozen=True, slots=True)
class _Field:
    """A label and a value, each fitted; ``x`` is where the label begins and ``right`` where the value ends."""

    label: Fitted | None
    value: Fitted | None
    x: float
    right: float


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line of the form, or a part of one.

    Attributes:
        fields: what stands in it, from left to right.
        height: the room it takes, in millimetres.
        glued: whether the next one stands on the same page.
        part: how many parts of the same value stand before it.
    """

    fields: tuple[_Field, ...]
    height: float
    glued: bool = False
    part: int = 0


class Grid:
    """The rows of a table as a form: the first column's texts are labels, the second's values.

    A value that does not fit on one line of its half gets the whole width; one that may not fit on a page is parted, and
    drawn as one again where its parts stand together.

    Attributes:
        lines: in order; those beside the picture are glued to each other.
    """

    def __init__(self, sheet: Sheet, table: Table, area: Rect) -> None:
        self.sheet, self.table, self.area = sheet, table, area
        self.size = table.report.size
        self._labels = Style(Face.HEI, self.size, _FLOOR, "center", leading=_LEADING)
        self._values = Style(Face.SONG, self.size, _FLOOR, leading=_LEADING)
        pairs = self._pairs()
        widest = max((sheet.width_of(label, self.size, Face.HEI) for label, _value in pairs), default=0.0)
        self._label_mm = min(max(widest + 2 * PADDING + 0.4, _LABEL[0]), _LABEL[1])
        self._picture_mm = 0.0
        self.lines: list[GridLine] = []
        self._lay_out(pairs)

    def _pairs(self) -> list[tuple[str, str]]:
        label, value = self.table.columns[:2]
        return [
            (cell_text(label, row.values.get(label.key)), cell_text(value, row.values.get(value.key)))
            for row in self.table.rows
        ]

    def _lay_out(self, pairs: list[tuple[str, str]]) -> None:
        picture = bool(self.table.picture)
        inner = self.area.right - (_PICTURE[0] if picture else 0.0)
        half = (inner - self.area.x) / 2
        free, filled = list(pairs), 0.0
        while free:
            beside = picture and filled < _PICTURE[1]
            right = inner if beside else self.area.right
            middle = self.area.x + half
            first = free.pop(0)
            fields: tuple[_Field, ...]
            if free and self._fits(first[1], half) and self._fits(free[0][1], right - middle):
                second = free.pop(0)
                fields = (self._field(first, self.area.x, middle), self._field(second, middle, right))
            else:
                fields = (self._field(first, self.area.x, right),)
                if beside and self.lines and self._tall(fields[0]) > _WHOLE_MM:
                    # below the picture, not beside it
                    beside, filled = False, _PICTURE[1]
                    fields = (self._field(first, self.area.x, self.area.right),)
            for line in self._parted(fields, first[0]):
                self.lines.append(replace(line, glued=beside and filled < _PICTURE[1]))
                filled += line.height
        beside_lines = [line for line in self.lines if line.glued]
        if picture:
            # a short form is stretched to the picture's height
            lacking = max(_PICTURE[1] - sum(line.height for line in beside_lines), 0.0)
            more = lacking / max(len(beside_lines), 1)
            for place, line in enumerate(beside_lines):
                last = place == len(beside_lines) - 1
                self.lines[place] = replace(line, height=line.height + more, glued=not last)
            self._picture_mm = sum(line.height for line in self.lines[: len(beside_lines)])

    def _parted(self, fields: tuple[_Field, ...], label: str) -> Iterator[GridLine]:
        """Yield the line of some fields, of a tall one its parts, none of which has less than half of _PART_LINES."""
        height, value = max(self._tall(field) for field in fields), fields[0].value
        if height <= _WHOLE_MM or value is None:
            yield GridLine(fields, height)
            return
        again = self._fit(
            _("{title} (continued)").format(title=label), self._label_mm, self._labels, self.table.title
        )
        count, step = -(-len(value.lines) // _PART_LINES), value.size * _LEADING / MM
        for part in range(count):
            start, end = (len(value.lines) * place // count for place in (part, part + 1))
            field = replace(fields[0], value=Fitted(value.lines[start:end], value.size))
            air = _AIR * ((part == 0) + (part == count - 1))
            yield GridLine(
                (field if part == 0 else replace(field, label=again),), (end - start) * step + air, part=part
            )

    def _fits(self, value: str, width: float) -> bool:
        room = width - self._label_mm - 2 * PADDING
        return "\n" not in value and self.sheet.width_of(value, self.size, Face.SONG) <= room

    def _field(self, pair: tuple[str, str], x: float, right: float) -> _Field:
        value_mm = right - x - self._label_mm
        return _Field(
            self._fit(pair[0], self._label_mm, self._labels, pair[0]),
            self._fit(pair[1], value_mm, self._values, pair[0]),
            x,
            right,
        )

    def _fit(self, text: str, width: float, style: Style, column: str) -> Fitted | None:
        where = self.table.title
        if not text or not self.sheet.preflight.check(text, style.face, place=where, column=column):
            return None
        room = (width - 2 * PADDING) * MM
        fitted = fit(
            text, width=room, size=style.size, floor=style.floor, face=style.face, leading=style.leading
        )
        if fitted is None:
            self.sheet.preflight.overflow(text, place=where, column=column)
        return fitted

    def _tall(self, field: _Field) -> float:
        texts = [fitted for fitted in (field.label, field.value) if fitted]
        tallest = max((len(one.lines) * one.size * _LEADING / MM for one in texts), default=0.0)
        return max(tallest + 2 * _AIR, self.table.report.row_mm)

    def draw(self, y: float, lines: list[GridLine]) -> float:
        """Draw some of the lines from ``y`` down, the picture beside the first ones; return where they end."""
        top, first = y, bool(lines) and lines[0] is self.lines[0]
        for line in _joined(lines):
            for field in line.fields:
                self._draw_field(y, line.height, field)
            y += line.height
        picture_mm = self._picture_mm if first else 0.0
        if picture_mm:
            self._draw_picture(top)
        self.sheet.frame(Rect(self.area.x, top, self.area.width, max(y - top, picture_mm)), 0.9)
        return y

    def _draw_field(self, y: float, height: float, field: _Field) -> None:
        label = Rect(field.x, y, self._label_mm, height)
        value = Rect(label.right, y, field.right - label.right, height)
        self.sheet.fill(label, TINT)
        self.sheet.frame(label)
        self.sheet.frame(value)
        for place, fitted, style in ((label, field.label, self._labels), (value, field.value, self._values)):
            if fitted:
                self.sheet.lines(place.inside(PADDING), fitted, style)

    def _draw_picture(self, y: float) -> None:
        from reportlab.lib.utils import ImageReader

        width = _PICTURE[0]
        box = Rect(self.area.right - width, y, width, self._picture_mm)
        self.sheet.frame(box)
        inner = box.inside(1.0, 1.0)
        try:
            self.sheet.canvas.drawImage(
                ImageReader(BytesIO(self.table.picture)),
                inner.x * MM,
                (self.sheet.height - inner.bottom) * MM,
                inner.width * MM,
                inner.height * MM,
                mask="auto",
                preserveAspectRatio=True,
            )
        except (OSError, SyntaxError, ValueError):  # what the reader of pictures raises
            self.sheet.preflight.unreadable_picture(place=self.table.title)


def _joined(lines: Sequence[GridLine]) -> list[GridLine]:
    """Return lines that stand together, the parts of one value as one."""
    found: list[GridLine] = []
    for line in lines:
        value = line.fields[0].value
        before = found[-1].fields[0] if found else None
        if not line.part or before is None or before.value is None or value is None:
            found.append(line)
            continue
        whole = replace(before, value=Fitted(before.value.lines + value.lines, value.size))
        found[-1] = replace(found[-1], fields=(whole,), height=found[-1].height + line.height)
    return found
