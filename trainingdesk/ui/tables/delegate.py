"""How a cell is drawn: a line of the ledger, a chip, a figure."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from trainingdesk.ui import theme
from trainingdesk.ui.tables.columns import FIGURES, Chip
from trainingdesk.ui.tables.model import ChipRole, RowsModel

Index = QModelIndex | QPersistentModelIndex

#: A chip's ground by its tone.
GROUNDS = {
    "pine": "pine_tint",
    "amber": "amber_tint",
    "seal": "seal_tint",
    "indigo": "sky",
    "slate": "mist",
}


def draw_chip(painter: QPainter, area: QRect, chip: Chip, metrics: QFontMetrics) -> None:
    """Draw icon and word on a tinted ground at the left of an area."""
    high = theme.size(20)
    pixels = theme.size(14) if chip.icon else 0
    pad = theme.size(7)
    room = area.width() - 2 * pad - (pixels + theme.size(4) if pixels else 0)
    word = metrics.elidedText(chip.word, Qt.TextElideMode.ElideRight, room)
    wide = metrics.horizontalAdvance(word) + 2 * pad + (pixels + theme.size(4) if pixels else 0)
    box = QRectF(area.left(), area.center().y() - high / 2 + 0.5, wide, high)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(GROUNDS.get(chip.tone, "mist")))
    painter.drawRoundedRect(box, high / 2, high / 2)
    left = round(box.left()) + pad
    if pixels:
        token = chip.tone if chip.tone in GROUNDS else "slate"
        place = QRect(left, round(box.center().y() - pixels / 2), pixels, pixels)
        theme.icon(chip.icon, token, 14).paint(painter, place)
        left += pixels + theme.size(4)
    painter.setPen(theme.color(chip.tone if chip.tone in GROUNDS else "slate"))
    painter.drawText(
        QRectF(left, box.top(), box.right() - left, high),
        int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
        word,
    )
    painter.restore()


class CellDelegate(QStyledItemDelegate):
    """Draws the cells of a :class:`~trainingdesk.ui.tables.model.RowsModel`.

    The row under the pointer is misted, a selected row is sky with an indigo mark at its left, the line below is thin.
    """

    def __init__(self, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self.hovered = -1
        self.glowing: set[int] = set()
        self.first_column = 0
        self.style_changed()

    def style_changed(self) -> None:
        """Take colours and font anew."""
        self._ink = theme.color("ink")
        self._faint = theme.color("faint")
        self._line = theme.color("line")
        self._font = theme.font()
        self._figures = theme.font(tabular=True)
        self._metrics = QFontMetrics(self._font)
        self._figure_metrics = QFontMetrics(self._figures)
        self._pad = theme.size(8)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        model = index.model()
        assert isinstance(model, RowsModel)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = self._ground(selected, index.row(), model)
        if ground is not None:
            painter.fillRect(area, ground)
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, self._line)
        if selected and index.column() == self.first_column:
            painter.fillRect(area.left(), area.top(), theme.size(3), area.height(), theme.color("indigo"))
        elif state & QStyle.StateFlag.State_HasFocus and model.columns[index.column()].editable:
            painter.setPen(theme.color("indigo"))
            painter.drawRect(area.adjusted(0, 0, -1, -2))
        inner = area.adjusted(self._pad, 0, -self._pad, -1)
        chip = model.data(index, ChipRole)
        if isinstance(chip, Chip):
            painter.setFont(self._font)
            draw_chip(painter, inner, chip, self._metrics)
            return
        words = model.data(index)
        if not words:
            return
        figures = model.columns[index.column()].kind in FIGURES
        painter.setFont(self._figures if figures else self._font)
        painter.setPen(self._ink)
        metrics = self._figure_metrics if figures else self._metrics
        text = metrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(model.columns[index.column()].alignment), text)

    def _ground(self, selected: bool, row: int, model: RowsModel) -> QColor | None:
        if selected:
            return theme.color("sky")
        if self.glowing and model.id_at(row) in self.glowing:
            return theme.color("pine_tint")
        return theme.color("mist") if row == self.hovered else None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return how wide a cell wants to be; every row is equally high."""
        model = index.model()
        chip = model.data(index, ChipRole)
        wide = self._metrics.horizontalAdvance(str(model.data(index) or ""))
        if chip is not None:
            wide += theme.size(34)
        return QSize(wide + 2 * self._pad, theme.size(theme.ROW))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Open a plain line over the cell."""
        editor = super().createEditor(parent, option, index)
        model = index.model()
        assert isinstance(model, RowsModel)
        editor.setAccessibleName(model.columns[index.column()].title)
        return editor

    def helpEvent(
        self,
        event: QEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Show the whole text only where the cell cuts it off."""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            area: QRect = option.rect
            if self.sizeHint(option, index).width() <= area.width():
                return False
        return bool(super().helpEvent(event, view, option, index))  # type: ignore[arg-type]  # it is a QHelpEvent here
