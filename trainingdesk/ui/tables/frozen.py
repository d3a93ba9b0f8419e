"""Columns that stay in sight: drawn again at the left edge once their own place is scrolled away."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTableView

from trainingdesk.ui import theme
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.whole_rows import WholeRows

#: Frozen columns take at most this part of the table, or nothing could be read beside them.
MOST = 0.6

Index = QModelIndex | QPersistentModelIndex


class FrozenColumns:
    """The columns up to and including one, counted as they stand; nothing while the table is not scrolled sideways.

    They are no table of their own: the same cells are drawn in another place, so that choice, order, editor, glow
    and the words a screen reader says are those of the one table.
    """

    def __init__(self, view: QTableView, last: int) -> None:
        self._view = view
        self._last = last

    def columns(self) -> list[int]:
        """Return the columns that would stay, from the left; none when they would fill the table."""
        if self._last < 0:
            return []
        view, head = self._view, self._view.horizontalHeader()
        order = (head.logicalIndex(place) for place in range(head.visualIndex(self._last) + 1))
        shown = [column for column in order if not view.isColumnHidden(column)]
        wide = sum(map(view.columnWidth, shown))
        return shown if wide <= MOST * view.viewport().width() else []

    def places(self) -> dict[int, tuple[int, int]]:
        """Return each column that is drawn at the edge now: column → left, width; {} when nothing is scrolled away."""
        view = self._view
        if self._last < 0 or not view.horizontalScrollBar().value():
            return {}
        found, left = {}, 0
        for column in self.columns():
            found[column] = (left, view.columnWidth(column))
            left += view.columnWidth(column)
        return found

    def width(self) -> int:
        """Return how much of the table's left is taken now, in pixels."""
        return sum(wide for _left, wide in self.places().values())

    def column_at(self, x: int) -> int:
        """Return the frozen column at a place, -1 for none."""
        return next((c for c, (left, wide) in self.places().items() if left <= x < left + wide), -1)

    def rect(self, index: Index) -> QRect:
        """Return where a cell is drawn at the edge, an empty place when it is not."""
        left, wide = self.places().get(index.column(), (0, 0))
        view = self._view
        if not wide or view.isRowHidden(index.row()):
            return QRect()
        return QRect(left, view.rowViewportPosition(index.row()), wide, view.rowHeight(index.row()))

    def paint(self, area: QRect) -> None:
        """Draw the cells over what is scrolled below them."""
        places = self.places()
        if not places:
            return
        view = self._view
        ports, model = view.viewport(), view.model()
        first, last = view.rowAt(area.top()), view.rowAt(area.bottom())
        painter = QPainter(ports)
        painter.fillRect(0, area.top(), self.width(), area.height(), theme.color("paper"))
        chosen, current = view.selectionModel(), view.currentIndex()
        for row in range(max(first, 0), (last if last >= 0 else model.rowCount() - 1) + 1):
            for column in places:
                index = model.index(row, column)
                option = QStyleOptionViewItem()
                view.initViewItemOption(option)
                option.rect = self.rect(index)
                if chosen.isSelected(index):
                    option.state |= QStyle.StateFlag.State_Selected
                if index == current and view.hasFocus():
                    option.state |= QStyle.StateFlag.State_HasFocus
                view.itemDelegate().paint(painter, option, index)
        painter.fillRect(self.width() - 1, area.top(), 1, area.height(), theme.color("line"))
        painter.end()


class FrozenTable(WholeRows):
    """A table some of whose columns stay; nothing stays before :meth:`freeze`."""

    frozen: FrozenColumns

    def freeze(self, columns: Sequence[ColumnSpec], key: str) -> None:
        """Keep the columns up to and including one in sight; "" for none."""
        keys = [column.key for column in columns]
        self.frozen = FrozenColumns(self, keys.index(key) if key else -1)

    def indexAt(self, place: QPoint) -> QModelIndex:
        """Return the cell at a place, the frozen one where it covers another."""
        column = self.frozen.column_at(place.x())
        row = self.rowAt(place.y())
        return self.model().index(row, column) if column >= 0 and row >= 0 else super().indexAt(place)

    def visualRect(self, index: Index) -> QRect:
        """Return where a cell is seen (and its editor opens)."""
        frozen = self.frozen.rect(index) if index.isValid() else QRect()
        return frozen if frozen.isValid() else super().visualRect(index)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into sight, and not under the frozen columns."""
        bar = self.horizontalScrollBar()
        before = bar.value()
        stays = index.column() in self.frozen.places()
        super().scrollTo(index, hint)
        if stays:
            bar.setValue(before)
        elif (hidden := self.frozen.width() - self.columnViewportPosition(index.column())) > 0:
            bar.setValue(bar.value() - hidden)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Draw anew after scrolling sideways: what stays must not be moved along."""
        super().scrollContentsBy(dx, dy)
        if dx and self.frozen.columns():
            self.viewport().update()
            self.horizontalHeader().viewport().update()
            self.updateEditorGeometries()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the table, then what stays."""
        super().paintEvent(event)
        self.frozen.paint(event.rect())
