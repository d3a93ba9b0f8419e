"""Cards that say what needs doing, and lead there."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from trainingdesk.ui import theme

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_TOP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
#: how many lines a card holds below its figure
LINES = 3


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card says.

    Attributes:
        figure: the number that counts, "" while it is not known.
        unit: what it counts.
        lines: the first few of them, or what it means.
        tone: ``slate`` nothing to do, ``indigo`` under way, ``amber`` attention, ``seal`` overdue, ``pine`` good.
        state: the tone in a word, so that colour is not the only sign; "" for none.
    """

    figure: str = ""
    unit: str = ""
    lines: tuple[str, ...] = ()
    tone: str = "slate"
    state: str = ""


class DeskCard(QAbstractButton):
    """One card; a click or Enter leads to its place."""

    def __init__(self, icon: str, title: str) -> None:
        super().__init__()
        self._icon, self.title = icon, title
        self.facts = CardFacts()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.size(154))
        self.show_facts(self.facts)

    def show_facts(self, facts: CardFacts) -> None:
        """Say something else."""
        self.facts = facts
        said = (f"{self.title}: {facts.figure} {facts.unit}".strip(), facts.state)
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setAccessibleDescription("\n".join(facts.lines))
        self.setToolTip("\n".join((f"{facts.figure} {facts.unit}", *facts.lines)).strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room a card wants."""
        return QSize(theme.size(204), theme.size(154))

    def minimumSizeHint(self) -> QSize:
        """Return the least room a card can do with."""
        figures = QFontMetrics(theme.font(1.9, strong=True, tabular=True)).horizontalAdvance(
            self.facts.figure
        )
        words = QFontMetrics(theme.font()).horizontalAdvance
        state = QFontMetrics(theme.font(theme.HINT)).horizontalAdvance(self.facts.state)
        head = theme.size(23) + words(self.title) + (state + theme.size(20) if self.facts.state else 0)
        need = max(head, figures + theme.size(6) + words(self.facts.unit)) + theme.size(26)
        return QSize(max(theme.size(150), min(need, theme.size(240))), theme.size(154))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the place, as Space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused, hovered = self.hasFocus(), self.underMouse()
        edge = theme.size(2) if focused else 1
        frame = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.setPen(QPen(theme.color("indigo" if focused else "edge" if hovered else "line"), edge))
        painter.setBrush(theme.color("paper"))
        painter.drawRoundedRect(frame, theme.size(theme.RADIUS), theme.size(theme.RADIUS))
        inner = self.rect().adjusted(*(theme.size(side) for side in (12, 10, -12, -10)))
        self._paint_head(painter, inner)
        top = inner.top() + theme.size(24)
        tone = self.facts.tone if self.facts.tone != "slate" else "ink"
        figure = theme.font(1.9, strong=True, tabular=True)
        painter.setFont(figure)
        painter.setPen(theme.color(tone))
        area = QRect(inner.left(), top, inner.width(), theme.size(36))
        painter.drawText(area, int(_LEFT), self.facts.figure)
        wide = QFontMetrics(figure).horizontalAdvance(self.facts.figure) + theme.size(6)
        painter.setFont(theme.font())
        painter.setPen(theme.color("slate"))
        room = area.adjusted(wide, theme.size(6), 0, 0)
        unit = painter.fontMetrics().elidedText(self.facts.unit, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(_LEFT), unit)
        small = theme.font(theme.HINT)
        metrics = QFontMetrics(small)
        painter.setFont(small)
        top += theme.size(42)
        wraps = int(_TOP) | int(Qt.TextFlag.TextWordWrap)
        for line, high in self._shown_lines(metrics, inner.width()):
            painter.drawText(QRect(inner.left(), top, inner.width(), high * theme.size(21)), wraps, line)
            top += high * theme.size(21)

    def _shown_lines(self, metrics: QFontMetrics, wide: int) -> list[tuple[str, int]]:
        """Return the lines that have room, each whole, with the rows each takes; the figure says how many there are."""
        wraps = int(Qt.TextFlag.TextWordWrap)
        one = metrics.boundingRect(QRect(0, 0, wide, 9_999), wraps, "训 1").height()
        shown: list[tuple[str, int]] = []
        left = LINES
        for line in self.facts.lines:
            whole = metrics.boundingRect(QRect(0, 0, wide, 9_999), wraps, line).height()
            high = max(1, round(whole / one))
            if shown and high > left:
                break
            shown.append((line, high))
            left -= high
        return shown

    def _paint_head(self, painter: QPainter, inner: QRect) -> None:
        pixels = theme.size(16)
        place = QRect(inner.left(), inner.top() + theme.size(2), pixels, pixels)
        theme.icon(self._icon, "slate", 16).paint(painter, place)
        painter.setFont(theme.font())
        painter.setPen(theme.color("slate"))
        words = QRect(
            place.right() + theme.size(7), inner.top(), inner.width() - pixels - theme.size(7), theme.size(20)
        )
        font = theme.font(theme.HINT)
        state = self.facts.state
        wide = QFontMetrics(font).horizontalAdvance(state) + theme.size(14) if state else 0
        room = words.width() - wide - (theme.size(6) if state else 0)
        title = painter.fontMetrics().elidedText(self.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, int(_LEFT), title)
        if not state:
            return
        painter.setFont(font)
        chip = QRectF(inner.right() - wide, inner.top(), wide, theme.size(20))
        painter.setPen(Qt.PenStyle.NoPen)
        grounds = {"indigo": "sky", "pine": "pine_tint", "amber": "amber_tint", "seal": "seal_tint"}
        painter.setBrush(theme.color(grounds.get(self.facts.tone, "mist")))
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setPen(theme.color(self.facts.tone))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), self.facts.state)

    def event(self, event: QEvent) -> bool:
        """Show focus and pointer."""
        if event.type() in {QEvent.Type.Enter, QEvent.Type.Leave, QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        return super().event(event)
