"""The table model: ordered ids in memory, rows fetched a page at a time as they come into sight."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from trainingdesk.domain.errors import DeskError
from trainingdesk.domain.roster.order import attribute, in_order, screen_order
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.workspace import DeskLike

#: Rows fetched at once, and how many such pages are kept.
PAGE_ROWS = 128
#: ids whose places are looked for before a table of all places is made
FEW_SOUGHT = 4
PAGES_KEPT = 64

IdRole = int(Qt.ItemDataRole.UserRole) + 1  #: the row's id
SortRole = int(Qt.ItemDataRole.UserRole) + 2  #: the value behind the words
ChipRole = int(Qt.ItemDataRole.UserRole) + 3  #: a Chip, or None
RowRole = int(Qt.ItemDataRole.UserRole) + 4  #: the frozen row itself

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RowSource(Protocol):
    """Where rows come from. ``order`` is a column's key, with ``-`` before it to turn it round, "" as they come."""

    def ids(self, order: str) -> Sequence[int]:
        """Return every id in order; called in a reader's thread."""

    def rows(self, ids: Sequence[int]) -> Mapping[int, Any]:
        """Return the rows of some ids; one that is gone is left out."""


@runtime_checkable
class QuickSource(RowSource, Protocol):
    """A source of very many rows that knows the first of them before all."""

    def first(self, order: str) -> Sequence[int]:
        """Return the first ids in order, none where they take as long as all; called in a reader's thread."""


class QuerySource:
    """Rows from two queries: ``read_ids(order=…, **filters)`` and ``read_rows(ids)``."""

    def __init__(
        self, desk: DeskLike, read_ids: Callable[..., Any], read_rows: Callable[..., Any], **filters: Any
    ) -> None:
        self._desk = desk
        self._read_ids = read_ids
        self._read_rows = read_rows
        self._filters = filters

    def ids(self, order: str) -> Sequence[int]:
        """Return every id in order."""
        found: Sequence[int] = self._desk.ask(self._read_ids, order=order, **self._filters)
        return found

    def rows(self, ids: Sequence[int]) -> Mapping[int, Any]:
        """Return the rows of some ids."""
        found = self._desk.ask(self._read_rows, list(ids))
        return found if isinstance(found, Mapping) else {row.id: row for row in found}


class ListSource:
    """Rows that are all in memory (up to some thousands), ordered here.

    Rows of people, who carry their keys, stand in the order ``by`` (a word of ``domain.roster.order``); "" is as they
    come. A heading orders them as it orders the list of people: names by pinyin or strokes, units as the office has
    them, ranks by the ladder, states by their course.
    """

    def __init__(
        self,
        rows: Sequence[Any],
        columns: Sequence[ColumnSpec],
        id_of: Callable[[Any], int] | None = None,
        *,
        by: str = "",
    ) -> None:
        self._id_of = id_of or attrgetter("id")
        self._by_id = {self._id_of(row): row for row in rows}
        self._columns = {column.key: column for column in columns}
        self._by = by

    def ids(self, order: str) -> Sequence[int]:
        """Return every id in order; empty values come last either way."""
        rows = list(self._by_id.values())
        people = bool(rows) and hasattr(rows[0], "keys")
        wanted = screen_order(self._by, order) if people else order or self._by
        return [self._id_of(row) for row in in_order(rows, wanted, self._value)]

    def _value(self, row: Any, key: str) -> Any:
        column = self._columns.get(key)
        return attribute(row, key) if column is None else column.sorted_by(row)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Any]:
        """Return the rows of some ids."""
        return {key: self._by_id[key] for key in ids if key in self._by_id}


class RowsModel(QAbstractTableModel):
    """Ordered ids plus the pages of rows that were looked at last.

    Signals:
        fetch_failed: the error that kept a page of rows away; its rows stay blank until the next reload.
        edited: id, column key, text typed into an editable cell; the page turns it into a command.
    """

    fetch_failed = Signal(object)
    edited = Signal(int, str, str)

    def __init__(self, columns: Sequence[ColumnSpec], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.order = ""
        self._source: RowSource | None = None
        self._ids: Sequence[int] = ()
        self._places: dict[int, int] | None = None
        self._sought = 0
        self._pages: OrderedDict[int, Mapping[int, Any]] = OrderedDict()
        self._alignments = [int(column.alignment) for column in self.columns]

    def show(self, source: RowSource, ids: Sequence[int], order: str = "") -> None:
        """Show other rows, or the same in another order."""
        self.beginResetModel()
        self._source, self._ids, self.order = source, ids, order
        self._places, self._sought = None, 0
        self._pages.clear()
        self.endResetModel()

    def go_on(self, ids: Sequence[int]) -> None:
        """Show all rows, of which those in sight are the first."""
        if len(ids) == len(self._ids):
            return
        self.beginInsertRows(_ROOT, len(self._ids), len(ids) - 1)
        # a page that was not full is read again
        self._pages.pop(len(self._ids) // PAGE_ROWS, None)
        self._ids = ids
        self._places, self._sought = None, 0
        self.endInsertRows()

    def retitle(self, key: str, title: str) -> None:
        """Give a column another heading, for instance the day that its figures are of."""
        for place, column in enumerate(self.columns):
            if column.key == key and column.title != title:
                made = replace(column, title=title)
                self.columns = (*self.columns[:place], made, *self.columns[place + 1 :])
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)

    def forget_rows(self) -> None:
        """Fetch the rows again as they are looked at; ids and order stay."""
        self._pages.clear()
        if self._ids:
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @property
    def source(self) -> RowSource | None:
        """Where the rows come from, None before the first :meth:`show`."""
        return self._source

    @property
    def ids(self) -> Sequence[int]:
        """Every id in order."""
        return self._ids

    def id_at(self, place: int) -> int:
        """Return the id of a row."""
        return self._ids[place]

    def place_of(self, row_id: int) -> int:
        """Return where an id stands, -1 when it is not shown.

        The first few are looked for one by one: of half a million rows a table of places takes longer than all of them.
        """
        if self._places is None and self._sought < FEW_SOUGHT:
            self._sought += 1
            try:
                return self._ids.index(row_id)
            except ValueError:
                return -1
        if self._places is None:
            self._places = {key: place for place, key in enumerate(self._ids)}
        return self._places.get(row_id, -1)

    def row(self, place: int) -> Any:
        """Return the frozen row at a place, None when it is gone."""
        number = place // PAGE_ROWS
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(number)
        else:
            self._pages.move_to_end(number)
        return page.get(self._ids[place])

    def _fetch(self, number: int) -> Mapping[int, Any]:
        # a page that can't be read stays blank: asking again at every paint would repeat the error endlessly
        self._pages[number] = {}
        assert self._source is not None
        try:
            page = self._source.rows(self._ids[number * PAGE_ROWS : (number + 1) * PAGE_ROWS])
        except DeskError as error:
            self.fetch_failed.emit(error)
            return {}
        self._pages[number] = page
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        return page

    # --- Qt ---

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what one cell shows, says or is."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[index.column()]
        if role == IdRole:
            return self._ids[index.row()]
        wanted = {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.EditRole,
            Qt.ItemDataRole.AccessibleTextRole,
            SortRole,
            ChipRole,
            RowRole,
        }
        if role not in wanted:
            return None
        row = self.row(index.row())
        if row is None or role == RowRole:
            return row
        column = self.columns[index.column()]
        if role == SortRole:
            return column.of(row)
        if role == ChipRole:
            return column.chip_of(row)
        if role == Qt.ItemDataRole.EditRole and column.typed is not None:
            return column.typed(row)
        words = column.words(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {words}"
        return words

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand what was typed to the page; the cell changes when the command is through."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        column = self.columns[index.column()]
        if str(value) != self.data(index, Qt.ItemDataRole.EditRole):
            self.edited.emit(self._ids[index.row()], column.key, str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a heading, or a row's number."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip or column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignments[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell; a row that is gone can't be chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if self.columns[index.column()].editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags
