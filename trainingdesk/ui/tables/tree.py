"""A tree with a figure behind each name: units and their headcounts."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from trainingdesk.ui import theme

_IdRole = int(Qt.ItemDataRole.UserRole) + 1
_CountRole = int(Qt.ItemDataRole.UserRole) + 2
_SearchRole = int(Qt.ItemDataRole.UserRole) + 3

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the tree.

    Attributes:
        parent: the id it stands under, None for the top.
        count: the figure behind the name, None for none.
        sought: what it is found by besides its title: initials, other names.
        tip: what is said on hover besides the title.
    """

    id: int
    title: str
    parent: int | None = None
    count: int | None = None
    sought: str = ""
    tip: str = ""


class _NodeDelegate(QStyledItemDelegate):
    """Draws the name, and the figure quietly at the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(area, theme.color("sky"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.color("mist"))
        inner = area.adjusted(theme.size(4), 0, -theme.size(10), 0)
        count = index.data(_CountRole)
        if count is not None:
            figures = theme.font(theme.HINT, tabular=True)
            painter.setFont(figures)
            painter.setPen(theme.color("slate"))
            words = f"{count:,}"
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), words)
            inner.setRight(inner.right() - QFontMetrics(figures).horizontalAdvance(words) - theme.size(8))
        font = theme.font(strong=selected)
        painter.setFont(font)
        painter.setPen(theme.color("ink"))
        title = QFontMetrics(font).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), title)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.size(120), theme.size(theme.ROW))


class TreeView(QTreeView):
    """Nodes that can be filtered as one types; what is open and chosen is kept by id over a reload.

    Signals:
        chosen: the id of the node, None for nothing.
        menu_wanted: a menu of the chosen node is asked for, by right click or key; where it goes on the screen.
    """

    chosen = Signal(object)
    menu_wanted = Signal(QPoint)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        self._model = QStandardItemModel(self)
        self._filter = QSortFilterProxyModel(self)
        self._filter.setSourceModel(self._model)
        self._filter.setRecursiveFilteringEnabled(True)
        self._filter.setFilterRole(_SearchRole)
        self._filter.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._filter)
        self.setItemDelegate(_NodeDelegate(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(theme.size(16))
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self._items: dict[int, QStandardItem] = {}
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._chose)

    def show_nodes(self, nodes: Sequence[Node], *, open_depth: int = 1) -> None:
        """Show a tree; parents stand before or after their children alike."""
        first = not self._items
        opened = {key for key in self._items if self.isExpanded(self._index(key))}
        chosen = self.current_id()
        self._quiet = True
        self._model.clear()
        self._items = {node.id: self._item(node) for node in nodes}
        tops = []
        for node in nodes:
            over = self._items.get(node.parent) if node.parent is not None else None
            if over is None:
                tops.append(self._items[node.id])
            else:
                over.appendRow(self._items[node.id])
        # the whole tree comes in at once: the view and its filter would take in each line alone
        self._model.invisibleRootItem().appendRows(tops)
        if first:
            self.expandToDepth(open_depth - 1)
        for key in opened & self._items.keys():
            self.setExpanded(self._index(key), True)
        if chosen in self._items:
            self.select_id(chosen)
        self._quiet = False
        if chosen is not None and chosen not in self._items:
            self.chosen.emit(None)

    def current_id(self) -> int | None:
        """Return the chosen node's id, None for nothing."""
        index = self.currentIndex()
        return index.data(_IdRole) if index.isValid() else None

    def select_id(self, node_id: int | None) -> None:
        """Choose a node and bring it into sight; None chooses nothing."""
        if node_id is None or node_id not in self._items:
            self.setCurrentIndex(QModelIndex())
            return
        index = self._index(node_id)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def filter_by(self, term: str) -> None:
        """Show only nodes with these letters in title or what else they are found by, and what they stand under."""
        self._filter.setFilterFixedString(term.strip())
        if term.strip():
            self.expandAll()

    def below(self, node_id: int) -> set[int]:
        """Return a node's id and those of everything under it."""
        found = {node_id}
        item = self._items.get(node_id)
        waiting = [item] if item is not None else []
        while waiting:
            here = waiting.pop()
            for row in range(here.rowCount()):
                child = here.child(row)
                found.add(child.data(_IdRole))
                waiting.append(child)
        return found

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the node under the pointer, or of the chosen one when a key asked."""
        index = self.currentIndex()
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        if by_mouse:
            index = self.indexAt(event.pos())
            self.setCurrentIndex(index if index.isValid() else self.currentIndex())
        if index.isValid():
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_wanted.emit(event.globalPos() if by_mouse else below)
        event.accept()

    def _item(self, node: Node) -> QStandardItem:
        item = QStandardItem(node.title)
        item.setData(node.id, _IdRole)
        item.setData(node.count, _CountRole)
        item.setData(f"{node.title} {node.sought}", _SearchRole)
        item.setToolTip("\n".join(words for words in (node.title, node.tip) if words))
        spoken = node.title if node.count is None else f"{node.title}, {node.count}"
        item.setData(spoken, int(Qt.ItemDataRole.AccessibleTextRole))
        return item

    def _index(self, key: int) -> QModelIndex:
        return self._filter.mapFromSource(self._items[key].index())

    def _chose(self, *_args: object) -> None:
        if not self._quiet:
            self.chosen.emit(self.current_id())
