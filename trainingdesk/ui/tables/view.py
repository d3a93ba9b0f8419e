"""The table every page uses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.delegate import CellDelegate
from trainingdesk.ui.tables.frozen import FrozenTable
from trainingdesk.ui.tables.header import LedgerHeader
from trainingdesk.ui.tables.keeper import ColumnKeeper, copied
from trainingdesk.ui.tables.loader import Loader
from trainingdesk.ui.tables.model import RowsModel, RowSource
from trainingdesk.ui.widgets.empty import EmptyState
from trainingdesk.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Standing:
    """The order a table stands in, whom it has chosen, where the cursor is and how far it is scrolled."""

    order: str
    chosen: frozenset[int]
    current: int | None
    scrolled: int


#: A row that has just changed glows this long.
GLOW_MS = 1200
_ARROWS = frozenset({Qt.Key.Key_Down, Qt.Key.Key_Up})


class TableView(FrozenTable):
    """Rows with thin lines, ordered by their source; choice and place are kept by id over a reload.

    ``frozen`` is the key of the column that stays in sight, with those before it, when it is scrolled sideways.

    Signals:
        loaded: how many rows there are now. selection_changed: the choice changed.
        opened: the id of a row that was double-clicked or entered.
        menu_wanted: a menu of the chosen rows is asked for, by right click or key; where it goes on the screen.
    """

    loaded = Signal(int)
    selection_changed = Signal()
    opened = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(
        self,
        columns: Sequence[ColumnSpec],
        name: str,
        space: Workspace,
        *,
        title: str = "",
        order: str = "",
        single: bool = False,
        frozen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.rows = RowsModel(columns, self)
        self.freeze(columns, frozen)
        self.order = order
        self._space = space
        self._loader = Loader(self, space.jobs, self._show_first, self._show_all, space.notices.failed)
        #: the first ids, shown while all are read
        self._begun: Sequence[int] = ()
        self._chosen = Standing(order, frozenset(), None, 0)
        #: what is chosen again once there are rows
        self.kept: Standing | None = None
        self._restoring = False
        #: the cursor goes to the first row once the rows are there
        self.awaiting = False
        self.setAccessibleName(title or _("Table"))
        self.setModel(self.rows)
        self.cells = CellDelegate(self)
        self.setItemDelegate(self.cells)
        self._dress(single)
        self.empty = EmptyState(self)
        self._glow = QTimer(self, singleShot=True, interval=GLOW_MS)
        self._glow.timeout.connect(self._stop_glow)
        self.keeper = ColumnKeeper(self, space)
        self.rows.fetch_failed.connect(space.notices.failed, Qt.ConnectionType.QueuedConnection)
        self.selectionModel().selectionChanged.connect(self._chose)
        self.selectionModel().currentRowChanged.connect(self._moved)
        stop = theme.on_redrawn(self.style_changed)
        self.destroyed.connect(lambda *_args, stop=stop: stop())

    def _dress(self, single: bool) -> None:
        mode = QAbstractItemView.SelectionMode
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(mode.SingleSelection if single else mode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        scroll = QAbstractItemView.ScrollMode
        self.setHorizontalScrollMode(scroll.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        if any(column.editable for column in self.rows.columns):
            # typing opens the editor first, so that an input method finds a field and no first letter is lost
            self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        else:
            self.setEditTriggers(triggers.NoEditTriggers)
        head = LedgerHeader(self)
        self.setHorizontalHeader(head)
        head.sectionClicked.connect(self._order_by)
        side = self.verticalHeader()
        side.setVisible(False)
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(theme.size(theme.ROW))
        side.setMinimumSectionSize(theme.size(20))

    # --- what is shown ---

    def show_source(self, source: RowSource, *, order: str | None = None) -> None:
        """Show the rows of a source; the ids are read in a reader's thread, the latest call wins.

        Of very many rows the first are shown before all ids are there, unless a choice or a place must be kept.
        """
        if order is not None:
            self.order = order
        self._begun = ()
        at_start = not self.selectionModel().hasSelection() and not self.verticalScrollBar().value()
        at_start = at_start and self.kept is None
        self._loader.load(source, self.order, quick=at_start)

    def show_rows(self, source: RowSource, ids: Sequence[int]) -> None:
        """Show rows whose ids are known already, at once."""
        self._chosen = self.standing()
        if self.kept is not None and ids:
            self._chosen, self.kept = self.kept, None
        self.rows.show(source, ids, self.order)
        self._restore()
        self._show_order()
        self.empty.setVisible(not ids)
        self.loaded.emit(len(ids))

    def reload(self) -> None:
        """Read again what is shown."""
        if self.rows.source is not None:
            self.show_source(self.rows.source)

    def _show_first(self, source: RowSource, order: str, ids: Sequence[int]) -> None:
        if not self.selectionModel().hasSelection():
            self.rows.show(source, ids, order)
            self._begun = ids
            self.empty.hide()

    def _show_all(self, source: RowSource, order: str, ids: Sequence[int]) -> None:
        self.order = order
        begun = self._begun
        if begun and self.rows.ids is begun and list(ids[: len(begun)]) == list(begun):
            self.rows.go_on(ids)
            self._show_order()
            self.loaded.emit(len(ids))
        else:
            self.show_rows(source, ids)

    @property
    def loading(self) -> bool:
        """Whether ids are being read."""
        return self._loader.busy

    def set_empty(self, sentence: str, icon: str = "", buttons: Iterable[QWidget] = ()) -> None:
        """Say what the table is for when it has no rows, with the ways to fill it."""
        self.empty.set_words(sentence, icon, buttons)

    def glow(self, ids: Iterable[int]) -> None:
        """Let rows that have just changed glow once."""
        self.cells.glowing = set(ids)
        self.viewport().update()
        self._glow.start()

    def _stop_glow(self) -> None:
        self.cells.glowing = set()
        self.viewport().update()

    # --- choice, by id ---

    def current_id(self) -> int | None:
        """Return the id of the row the cursor is on, if it is chosen."""
        index = self.currentIndex()
        if not index.isValid() or not self.selectionModel().isRowSelected(index.row()):
            return None
        return self.rows.id_at(index.row())

    def current_row(self) -> Any:
        """Return the frozen row the cursor is on, None for none."""
        index = self.currentIndex()
        return self.rows.row(index.row()) if self.current_id() is not None else None

    def selected_ids(self) -> list[int]:
        """Return the ids of all chosen rows in the order they are shown."""
        places: list[int] = []
        for part in list(self.selectionModel().selection()):  # type: ignore[call-overload]  # the stubs miss its iterator
            places.extend(range(part.top(), part.bottom() + 1))
        return [self.rows.id_at(place) for place in sorted(set(places))]

    def select_ids(self, ids: Iterable[int], *, current: int | None = None) -> None:
        """Choose rows by id and bring the first into sight; ids that are not shown are passed over."""
        places = sorted(place for key in ids if (place := self.rows.place_of(key)) >= 0)
        chosen = QItemSelection()
        start = previous = -9
        last_column = len(self.rows.columns) - 1
        for place in [*places, -9]:
            if start < 0:
                start = previous = place
            elif place == previous + 1:
                previous = place
            else:
                chosen.select(self.rows.index(start, 0), self.rows.index(previous, last_column))
                start = previous = place
        flags = QItemSelectionModel.SelectionFlag
        at = self.rows.place_of(current) if current is not None else (places[0] if places else -1)
        if at >= 0:
            shown = next((c for c in range(len(self.rows.columns)) if not self.isColumnHidden(c)), 0)
            self.selectionModel().setCurrentIndex(self.rows.index(at, shown), flags.NoUpdate)
        self.selectionModel().select(chosen, flags.ClearAndSelect)
        if at >= 0 and not self._restoring:
            self.scrollTo(self.rows.index(at, 0))

    def standing(self) -> Standing:
        """Return the order, the choice and the place, for :func:`stand_as`."""
        if self.kept is not None:
            return self.kept
        current = self.currentIndex()
        return Standing(
            self.order,
            frozenset(self.selected_ids()),
            self.rows.id_at(current.row()) if current.isValid() else None,
            self.verticalScrollBar().value(),
        )

    def _restore(self) -> None:
        was = self._chosen
        self._restoring = True
        self.select_ids(was.chosen, current=was.current)
        self.verticalScrollBar().setValue(was.scrolled)
        self._restoring = False
        self.selection_changed.emit()

    def _chose(self, *_args: Any) -> None:
        if not self._restoring:
            self.selection_changed.emit()

    def _moved(self, *_args: Any) -> None:
        if not self._restoring:
            self.viewport().update()

    # --- order ---

    def _order_by(self, section: int) -> None:
        column = self.rows.columns[section]
        if not column.sortable or self.rows.source is None:
            self._space.notices.hint(_("This column can't be ordered."))
            return
        # a third click gives the source's own order back
        self.order = {column.key: f"-{column.key}", f"-{column.key}": ""}.get(self.order, column.key)
        self.reload()

    def _show_order(self) -> None:
        keys = [column.key for column in self.rows.columns]
        key = self.order.removeprefix("-")
        head = self.horizontalHeader()
        assert isinstance(head, LedgerHeader)
        head.show_order(keys.index(key) if key in keys else -1, self.order.startswith("-"))

    def copy(self) -> None:
        """Put the chosen rows on the clipboard, with headings, as they are seen."""
        plain, html = copied(self)
        data = QMimeData()
        data.setText(plain)
        data.setHtml(html)
        QGuiApplication.clipboard().setMimeData(data)
        self._space.notices.hint(_("{count} rows copied.").format(count=len(self.selected_ids())))

    # --- Qt ---

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the column that stretches what is left."""
        super().resizeEvent(event)
        self.keeper.fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, open with Enter, choose the row that Tab came to with an arrow; everything else as usual."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            if (row_id := self.current_id()) is not None:
                self.opened.emit(row_id)
        elif event.key() in _ARROWS and not event.modifiers() and _stands_unseen(self):
            self.select_ids([self.rows.id_at(self.currentIndex().row())])
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a row."""
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self.rows.columns[index.column()].editable:
            self.opened.emit(self.rows.id_at(index.row()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the chosen rows; a right click beside them chooses the row it is on first."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            if not self.selectionModel().isRowSelected(index.row()):
                self.select_ids([self.rows.id_at(index.row())])
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
            self.menu_wanted.emit(event.globalPos() if by_mouse else below)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Mist the whole row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(round(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        """Let go of the row under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.cells.hovered:
            self.cells.hovered = row
            self.viewport().update()

    def style_changed(self) -> None:
        """Take new colours."""
        self.cells.style_changed()
        self.empty.draw_icon()
        self.viewport().update()


def stand_as(table: TableView, was: Standing) -> None:
    """Let a table stand as another of the same rows stood, as soon as they are there."""
    table.order, table.kept = was.order, was


def _stands_unseen(table: TableView) -> bool:
    """Return whether the cursor is on a row while none is chosen: Qt puts it on the first one when Tab comes in.

    From there an arrow would pass the first row by, and choose nothing in a list of one.
    """
    return table.currentIndex().isValid() and not table.selectionModel().hasSelection()


def enter_rows(table: TableView, *, awaited: bool = False) -> None:
    """Put the cursor into a table: on what is chosen, else on the first row.

    While it is read anew, or its rows are ``awaited``, nobody is chosen until the rows are there: a verb pressed at once would be done to somebody of
    the list before, who was never asked for.
    """
    table.setFocus()
    if awaited or table.loading:
        table.clearSelection()
        if not table.awaiting:  # pressed once more it awaits the same rows
            table.awaiting = True
            table.loaded.connect(partial(_choose_first, table), Qt.ConnectionType.SingleShotConnection)
    else:
        _choose_first(table)


def _choose_first(table: TableView, *_count: int) -> None:
    table.awaiting = False
    if table.current_id() is None and table.rows.ids:
        table.select_ids([table.rows.id_at(0)])
