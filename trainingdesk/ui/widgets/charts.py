"""Small charts with direct labels: bars against a target, and a curve against a dashed target line.

Values are readable without colour: lines differ by their stroke, bars by their figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from trainingdesk.ui import theme

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        done, target: what the bar and its mark show; a target of 0 has no mark.
        words: the figures in words, written at the right.
        target_words: what the mark is, written below it where there is room.
    """

    label: str
    done: int
    target: int
    words: str
    target_words: str = ""


class TargetBars(QWidget):
    """Horizontal bars, each with a dashed line where its target is."""

    _STEP = 42
    _WIDEST = 64
    #: From this height of a bar on its target is named below it; the figures at the right say it in any case.
    _ROOMY = 56

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._bars: tuple[Bar, ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars."""
        self._bars = tuple(bars)
        self.setAccessibleDescription("\n".join(f"{bar.label}: {bar.words}" for bar in bars))
        self.setMinimumHeight(theme.size(self._STEP) * len(bars))
        self.setMaximumHeight(theme.size(self._WIDEST) * max(len(bars), 1))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room the bars want."""
        return QSize(theme.size(360), theme.size(self._WIDEST) * max(len(self._bars), 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw label and figures above each bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        longest = max((max(bar.done, bar.target) for bar in self._bars), default=0) or 1
        step, thick = self.height() // max(len(self._bars), 1), theme.size(10)
        for place, bar in enumerate(self._bars):
            top = place * step
            words = QRectF(0, top, self.width(), theme.size(22))
            painter.setFont(theme.font())
            painter.setPen(theme.color("ink"))
            figures = QFontMetricsF(theme.font(tabular=True)).horizontalAdvance(bar.words)
            room = self.width() - figures - theme.size(theme.GAP)
            label = painter.fontMetrics().elidedText(
                bar.label, Qt.TextElideMode.ElideRight, max(0, int(room))
            )
            painter.drawText(words, int(_LEFT), label)
            painter.setFont(theme.font(tabular=True))
            painter.setPen(theme.color("slate"))
            painter.drawText(words, int(_RIGHT), bar.words)
            track = QRectF(0, top + theme.size(23), self.width(), thick)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("mist"))
            painter.drawRoundedRect(track, thick / 2, thick / 2)
            reached = bar.target and bar.done >= bar.target
            if bar.done:
                filled = QRectF(track)
                filled.setWidth(max(track.width() * bar.done / longest, thick))
                painter.setBrush(theme.color("pine" if reached else "indigo"))
                painter.drawRoundedRect(filled, thick / 2, thick / 2)
            if bar.target:
                at = min(track.width() * bar.target / longest, track.width() - 2)
                pen = QPen(theme.color("ink"), theme.size(2))
                pen.setDashPattern([1.5, 1.0])
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                foot = track.bottom() + theme.size(6)
                painter.drawLine(QPointF(at, track.top() - theme.size(3)), QPointF(at, foot))
                if bar.target_words and step >= theme.size(self._ROOMY):
                    self._name_target(painter, bar.target_words, at, foot)

    def _name_target(self, painter: QPainter, words: str, at: float, top: float) -> None:
        font = theme.font(theme.HINT, tabular=True)
        wide = QFontMetricsF(font).horizontalAdvance(words) + theme.size(2)
        left = min(max(at - wide / 2, 0.0), self.width() - wide)
        painter.setFont(font)
        painter.setPen(theme.color("slate"))
        painter.drawText(QRectF(left, top - theme.size(1), wide, theme.size(18)), int(_CENTRE), words)

    def changeEvent(self, event: QEvent) -> None:
        """Draw in new colours."""
        super().changeEvent(event)
        self.update()


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve in shares of one whole (0 to 1) over days.

    Attributes:
        planned: the target line over the whole time, dashed.
        reached: what has come about, until the present day.
        planned_words, reached_words: what is written at the end of either line.
        marks: places of ``reached`` with a point, and what is written there.
    """

    planned: tuple[tuple[date, float], ...]
    reached: tuple[tuple[date, float], ...]
    planned_words: str
    reached_words: str
    marks: tuple[tuple[int, str], ...] = ()


class CurveChart(QWidget):
    """A curve against its dashed target; years below, shares at the left, both lines named where they end."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._curve: Curve | None = None
        self._years: tuple[int, ...] = ()
        self.setAccessibleName(name)
        self.setMinimumSize(theme.size(320), theme.size(200))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_curve(self, curve: Curve | None, years: Sequence[int], description: str) -> None:
        """Show another curve; None shows none. ``description`` says in words what it shows."""
        self._curve, self._years = curve, tuple(years)
        self.setAccessibleDescription(description)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw grid, lines and labels."""
        if self._curve is None or not self._curve.planned:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = theme.font(theme.HINT, tabular=True)
        area = QRectF(
            theme.size(44), theme.size(14), self.width() - theme.size(56), self.height() - theme.size(40)
        )
        self._draw_grid(painter, area, small)
        first, last = self._curve.planned[0][0], self._curve.planned[-1][0]
        span = max((last - first).days, 1)

        def point(day: date, share: float) -> QPointF:
            return QPointF(
                area.left() + area.width() * (day - first).days / span,
                area.bottom() - area.height() * min(max(share, 0.0), 1.0),
            )

        planned = QPolygonF([point(day, share) for day, share in self._curve.planned])
        pen = QPen(theme.color("slate"), theme.size(1.5))
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawPolyline(planned)
        reached = QPolygonF([point(day, share) for day, share in self._curve.reached])
        painter.setPen(QPen(theme.color("indigo"), theme.size(2.5)))
        painter.drawPolyline(reached)
        if reached.isEmpty():
            return
        end = reached.at(reached.size() - 1)
        painter.setBrush(theme.color("indigo"))
        painter.setPen(QPen(theme.color("paper"), theme.size(1.5)))
        painter.drawEllipse(end, theme.size(5), theme.size(5))
        # each line is named where the curve ends, on the side away from the other
        day = self._curve.reached[-1][0]
        due = planned.at(next(place for place, one in enumerate(self._curve.planned) if one[0] >= day))
        behind = end.y() > due.y()
        strong = theme.font(theme.BODY, strong=True, tabular=True)
        lines = (planned, reached)
        named = label_box(area, lines, end, self._curve.reached_words, strong, below=behind)
        wanted = label_box(
            area, lines, due, self._curve.planned_words, small, below=not behind, taken=(named,)
        )
        self._draw_marks(painter, area, reached, small, (named, wanted))
        for box, words, font, token in (
            (named, self._curve.reached_words, strong, "indigo"),
            (wanted, self._curve.planned_words, small, "slate"),
        ):
            painter.fillRect(box, theme.color("paper"))
            painter.setFont(font)
            painter.setPen(theme.color(token))
            painter.drawText(box, int(_CENTRE), words)

    def _draw_marks(
        self, painter: QPainter, area: QRectF, line: QPolygonF, font: QFont, taken: Sequence[QRectF]
    ) -> None:
        """Draw points with their figures, below and right of a curve that rises, where no other words stand."""
        metrics = QFontMetricsF(font)
        for place, words in self._curve.marks if self._curve else ():
            at = line.at(place)
            painter.setBrush(theme.color("indigo"))
            painter.setPen(QPen(theme.color("paper"), theme.size(1)))
            painter.drawEllipse(at, theme.size(3.5), theme.size(3.5))
            wide = metrics.horizontalAdvance(words) + theme.size(4)
            left = min(at.x() + theme.size(3), area.right() - wide)
            top = min(at.y() + theme.size(5), area.bottom() - metrics.height())
            box = QRectF(left, top, wide, metrics.height())
            if any(box.intersects(other) for other in taken):
                continue
            painter.setFont(font)
            painter.setPen(theme.color("ink"))
            painter.drawText(box, int(_LEFT), words)

    def _draw_grid(self, painter: QPainter, area: QRectF, small: QFont) -> None:
        painter.setFont(small)
        for quarter in range(5):
            y = area.bottom() - area.height() * quarter / 4
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.color("slate"))
            room = QRectF(0, y - theme.size(9), area.left() - theme.size(6), theme.size(18))
            painter.drawText(room, int(_RIGHT), f"{quarter * 25}%")
        wide = area.width() / max(len(self._years), 1)
        for place, year in enumerate(self._years):
            left = area.left() + wide * place
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QPointF(left, area.top()), QPointF(left, area.bottom() + theme.size(4)))
            painter.setPen(theme.color("slate"))
            room = QRectF(left, area.bottom() + theme.size(4), wide, theme.size(20))
            painter.drawText(room, int(_CENTRE), str(year))

    def changeEvent(self, event: QEvent) -> None:
        """Draw in new colours."""
        super().changeEvent(event)
        self.update()


def label_box(
    area: QRectF,
    lines: Sequence[QPolygonF],
    at: QPointF,
    words: str,
    font: QFont,
    *,
    below: bool,
    taken: Sequence[QRectF] = (),
) -> QRectF:
    """Return where words at a point of a line stand: close to it, inside the area, over no line and no other words.

    ``below`` is the side looked at first. A line that rises leaves room above at the left and below at the right.
    """
    metrics = QFontMetricsF(font)
    wide, high = metrics.horizontalAdvance(words) + theme.size(8), metrics.height() + theme.size(2)
    gap = theme.size(7)
    above_left, above_right = (at.x() - wide, at.y() - gap - high), (at.x(), at.y() - gap - high)
    below_right, below_left = (at.x(), at.y() + gap), (at.x() - wide, at.y() + gap)
    near = [below_right, below_left, above_left, above_right]
    if not below:
        near = [above_left, above_right, below_right, below_left]
    room = QRectF(area.left(), 0.0, area.width(), area.bottom())
    steps = (0.0, high, 2 * high, 3 * high)
    free = (
        box
        for step in steps
        for x, y in near
        # further away on the same side; a box that would leave the area at a side is pushed back into it
        for box in [QRectF(_within(x, room, wide), y + (step if y > at.y() else -step), wide, high)]
        if room.contains(box)
        and not any(box.intersects(other) for other in taken)
        and not any(_crosses(line, box) for line in lines)
    )
    left, top = near[0]
    fallback = QRectF(_within(left, room, wide), min(max(top, 0.0), area.bottom() - high), wide, high)
    return next(free, fallback)


def _within(left: float, room: QRectF, wide: float) -> float:
    return min(max(left, room.left()), room.right() - wide)


def _crosses(line: QPolygonF, box: QRectF) -> bool:
    """Return whether a line runs through a box."""
    edges = [
        QLineF(box.topLeft(), box.topRight()),
        QLineF(box.bottomLeft(), box.bottomRight()),
        QLineF(box.topLeft(), box.bottomLeft()),
        QLineF(box.topRight(), box.bottomRight()),
    ]
    for place in range(line.size()):
        if box.contains(line.at(place)):
            return True
        if place:
            piece = QLineF(line.at(place - 1), line.at(place))
            for edge in edges:
                meeting: Any = piece.intersects(edge)
                kind = meeting[0] if isinstance(meeting, tuple) else meeting
                if kind is QLineF.IntersectionType.BoundedIntersection:
                    return True
    return False
