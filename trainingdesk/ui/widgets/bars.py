"""Bars drawn with the tokens: labels stand at the bar, the target is a dashed line, values are in figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from trainingdesk.shared.text import _
from trainingdesk.ui import theme

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        value, whole: what is done, of how much; a bar over its whole is drawn to the end.
        words: the figures at its right (412 / 1,000 · 41.2%).
        target: where the dashed line stands, in the measure of ``whole``; None for none.
        tone: a token (``indigo``, ``pine``, ``amber``, ``seal``).
    """

    label: str
    value: float
    whole: float
    words: str
    target: float | None = None
    tone: str = "indigo"


class StatBar(QWidget):
    """Several bars under each other, labels at the left, figures at the right."""

    def __init__(self, title: str, bars: Sequence[Bar] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._title = title
        self._bars: tuple[Bar, ...] = ()
        self.show_bars(bars)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars."""
        self._bars = tuple(bars)
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(_("; ").join(f"{bar.label} {bar.words}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room the bars take."""
        return QSize(theme.size(320), theme.size(28) * max(1, len(self._bars)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font, figures = theme.font(), theme.font(tabular=True)
        names, numbers = QFontMetrics(font), QFontMetrics(figures)
        gap, high, row = theme.size(12), theme.size(10), theme.size(28)
        left = min(
            max((names.horizontalAdvance(bar.label) for bar in self._bars), default=0), self.width() // 3
        )
        right = max((numbers.horizontalAdvance(bar.words) for bar in self._bars), default=0)
        wide = max(theme.size(24), self.width() - left - right - 2 * gap)
        for place, bar in enumerate(self._bars):
            top = place * row
            painter.setFont(font)
            painter.setPen(theme.color("ink"))
            label = names.elidedText(bar.label, Qt.TextElideMode.ElideRight, left)
            painter.drawText(QRectF(0, top, left, row), _LEFT, label)
            track = QRectF(left + gap, top + (row - high) / 2, wide, high)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("line"))
            painter.drawRoundedRect(track, high / 2, high / 2)
            share = min(1.0, bar.value / bar.whole) if bar.whole > 0 else 0.0
            if share > 0:
                done = QRectF(track)
                done.setWidth(max(high, track.width() * share))
                painter.setBrush(theme.color(bar.tone))
                painter.drawRoundedRect(done, high / 2, high / 2)
            if bar.target is not None and bar.whole > 0:
                x = track.left() + track.width() * min(1.0, bar.target / bar.whole)
                painter.setPen(QPen(theme.color("ink"), 1.5, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(x, track.top() - 4), QPointF(x, track.bottom() + 4))
            painter.setFont(figures)
            painter.setPen(theme.color("ink"))
            painter.drawText(QRectF(track.right() + gap, top, right + 2, row), _RIGHT, bar.words)
        painter.end()


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of a small chart.

    Attributes:
        points: one value a step, None where there is none yet.
        dashed: a target.
    """

    label: str
    points: tuple[float | None, ...]
    tone: str = "indigo"
    dashed: bool = False


class SmallChart(QWidget):
    """A few curves over the same steps (years), with labels at their ends instead of a legend.

    Attributes:
        written: turns a value into the figures at its point.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self.setMinimumHeight(theme.size(150))
        self._steps: tuple[str, ...] = ()
        self._curves: tuple[Curve, ...] = ()
        self._top = 1.0
        self._unit = ""

    def show_curves(
        self, steps: Sequence[str], curves: Sequence[Curve], *, top: float = 0, unit: str = ""
    ) -> None:
        """Show curves over named steps; ``top`` is the upper end of the scale, the highest value when 0."""
        self._steps, self._curves, self._unit = tuple(steps), tuple(curves), unit
        highest = max((v for curve in curves for v in curve.points if v is not None), default=0)
        self._top = top or highest or 1.0
        lines = (
            f"{curve.label}: " + ", ".join(f"{v:g}{unit}" for v in curve.points if v is not None)
            for curve in curves
        )
        self.setAccessibleDescription(_("; ").join(lines))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curves."""
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = theme.font(theme.HINT, tabular=True)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        room = max(metrics.horizontalAdvance(curve.label) for curve in self._curves) + theme.size(14)
        low = self.height() - metrics.height() - theme.size(8)
        area = QRectF(
            theme.size(20), metrics.height() + theme.size(6), self.width() - room - theme.size(40), 0
        )
        area.setBottom(low)
        painter.setPen(theme.color("line"))
        painter.drawLine(QPointF(0, low), QPointF(area.right() + theme.size(20), low))
        step = area.width() / max(1, len(self._steps) - 1)
        painter.setPen(theme.color("slate"))
        for place, name in enumerate(self._steps):
            box = QRectF(area.left() + place * step - 40, low + theme.size(2), 80, metrics.height() + 2)
            painter.drawText(box, _MIDDLE, name)
        for curve in self._curves:
            self._draw(painter, curve, area, step, metrics)
        painter.end()

    def _draw(
        self, painter: QPainter, curve: Curve, area: QRectF, step: float, metrics: QFontMetrics
    ) -> None:
        places = [
            QPointF(area.left() + place * step, area.bottom() - area.height() * min(1.0, value / self._top))
            for place, value in enumerate(curve.points)
            if value is not None
        ]
        values = [value for value in curve.points if value is not None]
        if not places:
            return
        pen = QPen(theme.color(curve.tone), 2.0)
        if curve.dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
            pen.setWidthF(1.5)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        for place, value in zip(places, values, strict=True):
            painter.setBrush(theme.color("paper" if curve.dashed else curve.tone))
            painter.setPen(QPen(theme.color(curve.tone), 1.5))
            painter.drawEllipse(place, 3, 3)
            if not curve.dashed:
                painter.setPen(theme.color("ink"))
                box = QRectF(place.x() - 40, place.y() - metrics.height() - 4, 80, metrics.height())
                painter.drawText(box, _MIDDLE, f"{value:g}{self._unit}")
        painter.setPen(theme.color("slate" if curve.dashed else "ink"))
        end = QRectF(
            places[-1].x() + theme.size(8), places[-1].y() - metrics.height() / 2, 400, metrics.height()
        )
        painter.drawText(end, _LEFT, curve.label)
