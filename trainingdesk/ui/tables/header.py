"""The heading of a table: quiet words, one arrow at the column that orders it."""

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from trainingdesk.ui import theme

if TYPE_CHECKING:
    from trainingdesk.ui.tables.frozen import FrozenTable


class LedgerHeader(QHeaderView):
    """Draws headings in slate on the desk's ground, with a thin line below; those of frozen columns stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(True)
        self.setFixedHeight(theme.size(theme.HEADER))
        self.setMinimumSectionSize(theme.size(32))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ordered = (-1, False)
        self._pressed = -1

    def show_order(self, section: int, descending: bool) -> None:
        """Show the arrow at one column, -1 for none."""
        self.ordered = (section, descending)
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Draw one heading."""
        if not rect.isValid():
            return
        painter.save()
        painter.fillRect(rect, theme.color("desk"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color("line"))
        model = self.model()
        words = str(model.headerData(logical, Qt.Orientation.Horizontal) or "")
        role = Qt.ItemDataRole.TextAlignmentRole
        side = Qt.AlignmentFlag(model.headerData(logical, Qt.Orientation.Horizontal, role) or 0)
        pad, pixels = theme.size(8), theme.size(12)
        inner = rect.adjusted(pad, 0, -pad, -1)
        section, descending = self.ordered
        here = section == logical
        font = theme.font(theme.HINT, strong=True)
        metrics = QFontMetrics(font)
        room = inner.width() - (pixels + theme.size(2) if here else 0)
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        wide = metrics.horizontalAdvance(words)
        left = inner.left()
        if side & Qt.AlignmentFlag.AlignRight:
            left = inner.right() - wide - (pixels + theme.size(2) if here else 0) + 1
        elif side & Qt.AlignmentFlag.AlignHCenter:
            left = inner.left() + (inner.width() - wide) // 2
        painter.setFont(font)
        painter.setPen(theme.color("ink" if here else "slate"))
        painter.drawText(
            QRect(left, inner.top(), wide + 2, inner.height()), int(Qt.AlignmentFlag.AlignVCenter), words
        )
        if here:
            name = "arrow-narrow-down" if descending else "arrow-narrow-up"
            place = QRect(left + wide + theme.size(2), inner.center().y() - pixels // 2, pixels, pixels)
            theme.icon(name, "indigo", 12).paint(painter, place)
        painter.restore()

    # --- what stays ---

    def _frozen(self) -> dict[int, tuple[int, int]]:
        view: Any = self.parentWidget()
        return cast("FrozenTable", view).frozen.places() if hasattr(view, "frozen") else {}

    def _frozen_at(self, x: float) -> int:
        return next((c for c, (left, wide) in self._frozen().items() if left <= x < left + wide), -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the headings, then over them those that stay."""
        super().paintEvent(event)
        places = self._frozen()
        if not places:
            return
        painter = QPainter(self.viewport())
        for logical, (left, wide) in places.items():
            self.paintSection(painter, QRect(left, 0, wide, self.height()), logical)
        edge = sum(wide for _left, wide in places.values())
        painter.fillRect(edge - 1, 0, 1, self.height(), theme.color("line"))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a click on a heading that stays; below it lies another one."""
        self._pressed = self._frozen_at(event.position().x())
        if self._pressed < 0:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nothing below a heading that stays can be dragged."""
        if not event.buttons() and self._frozen_at(event.position().x()) >= 0:
            self.viewport().unsetCursor()
        elif self._pressed < 0:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Order by a heading that stays, as by any other."""
        pressed, self._pressed = self._pressed, -1
        if pressed < 0:
            super().mouseReleaseEvent(event)
        elif pressed == self._frozen_at(event.position().x()):
            self.sectionClicked.emit(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A quick second click is a click too."""
        if self._frozen_at(event.position().x()) >= 0:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say the tip of the heading that is seen."""
        if event.type() == QEvent.Type.ToolTip:
            asked = cast("QHelpEvent", event)
            logical = self._frozen_at(asked.pos().x())
            if logical >= 0:
                role = Qt.ItemDataRole.ToolTipRole
                tip = self.model().headerData(logical, Qt.Orientation.Horizontal, role)
                QToolTip.showText(asked.globalPos(), str(tip or ""), self)
                return True
        return super().viewportEvent(event)
