"""The heading of a table: quiet words, one arrow at the column that orders it."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from trainingdesk.ui import theme


class LedgerHeader(QHeaderView):
    """Draws headings in slate on the desk's ground, with a thin line below."""

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
