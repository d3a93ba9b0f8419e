"""The half-day grid: days down, morning, afternoon and evening across; chosen with a click or with the space bar."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.classes.rules import HalfDay, days_between, in_grid_order
from trainingdesk.domain.codes import Slot
from trainingdesk.domain.errors import Refused
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.notices import sentence_of
from trainingdesk.ui.pages.classes.looks import day_short, hours, weekday
from trainingdesk.ui.widgets.editors import HoursEditor

Index = QModelIndex | QPersistentModelIndex
Place = tuple[date, Slot]
_ROOT = QModelIndex()
SLOTS = tuple(Slot)
#: days that are shown at most: a mistyped year does not make a grid of thousands
MOST_DAYS = 400


class GridModel(QAbstractTableModel):
    """Days × half-days.

    Signals:
        changed: a half-day was chosen, given up or changed by the person.
    """

    changed = Signal()

    def __init__(self, usual: int, *, editable: bool = True) -> None:
        super().__init__()
        self.usual = usual
        self.days: list[date] = []
        self._editable = editable
        self._chosen: dict[Place, HalfDay] = {}
        self._notes: dict[Place, str] = {}
        self._locked: frozenset[Place] = frozenset()

    # --- what it holds ---

    def set_days(self, start: date, end: date) -> None:
        """Show other days; half-days outside them are kept for the case that the days come back."""
        self.beginResetModel()
        self.days = days_between(start, end)[:MOST_DAYS] if end >= start else []
        self.endResetModel()

    def set_half_days(
        self,
        half_days: Iterable[HalfDay],
        notes: Mapping[Place, str] | None = None,
        locked: Iterable[Place] = (),
    ) -> None:
        """Choose these half-days; ``notes`` are shown with them, ``locked`` ones can't be given up."""
        self.beginResetModel()
        self._chosen = {half.place: half for half in half_days}
        self._notes = dict(notes or {})
        self._locked = frozenset(locked)
        self.endResetModel()

    def half_days(self) -> tuple[HalfDay, ...]:
        """Return the chosen half-days that lie in the days shown, in their order."""
        shown = set(self.days)
        return tuple(in_grid_order(half for half in self._chosen.values() if half.day in shown))

    def place(self, index: Index) -> Place:
        """Return the half-day a cell stands for."""
        return self.days[index.row()], SLOTS[index.column()]

    def chosen(self, index: Index) -> HalfDay | None:
        """Return the chosen half-day of a cell, None for none."""
        return self._chosen.get(self.place(index)) if index.isValid() else None

    def choose(self, index: Index, on: bool) -> None:
        """Choose a half-day, or give it up; a locked one stays."""
        place = self.place(index)
        if on == (place in self._chosen) or (not on and place in self._locked):
            return
        if on:
            self._chosen[place] = HalfDay(*place)
        else:
            del self._chosen[place]
        self._tell(index)

    def set_hours(self, index: Index, tenths: int | None) -> None:
        """Give a chosen half-day another length."""
        half = self.chosen(index)
        if half is not None and half.hours != tenths:
            self._chosen[half.place] = HalfDay(half.day, half.slot, half.topic, tenths, half.course_id)
            self._tell(index)

    def choose_days(self, on: bool) -> None:
        """Choose morning and afternoon of every working day, or give everything up that may be."""
        self.beginResetModel()
        if on:
            for day in self.days:
                if day.isoweekday() <= 5:
                    for slot in (Slot.MORNING, Slot.AFTERNOON):
                        self._chosen.setdefault((day, slot), HalfDay(day, slot))
        else:
            self._chosen = {place: half for place, half in self._chosen.items() if place in self._locked}
        self.endResetModel()
        self.changed.emit()

    def total(self) -> int:
        """Return all hours, in tenths."""
        return sum(self.usual if half.hours is None else half.hours for half in self.half_days())

    def _tell(self, index: Index) -> None:
        cell = self.index(index.row(), index.column())
        self.dataChanged.emit(cell, cell)
        self.changed.emit()

    # --- Qt ---

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many days there are."""
        return 0 if parent.isValid() else len(self.days)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the half-days of a day."""
        return 0 if parent.isValid() else len(SLOTS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a slot's name, or a day with its weekday."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return text(f"slot.{SLOTS[section]}") if 0 <= section < len(SLOTS) else None
        if not 0 <= section < len(self.days):
            return None
        return f"{day_short(self.days[section])} {weekday(self.days[section])}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what one cell shows, says or is."""
        if not index.isValid():
            return None
        half = self.chosen(index)
        if role == Qt.ItemDataRole.CheckStateRole and self._editable:
            return Qt.CheckState.Checked if half is not None else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.EditRole:
            return half.topic if half is not None else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(half) if half is not None else ""
        if role == Qt.ItemDataRole.BackgroundRole and half is not None:
            return theme.color("mist" if half.place in self._locked or half.place in self._notes else "sky")
        if role == Qt.ItemDataRole.ToolTipRole and half is not None:
            parts = [half.topic, _("{hours} hours").format(hours=hours(half.hours or self.usual))]
            return "\n".join(part for part in (*parts, self._notes.get(half.place, "")) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            day, slot = self.place(index)
            chosen = self._words(half) if half is not None else _("free")
            return f"{day_short(day)} {text(f'slot.{slot}')}: {chosen}"
        return None

    def _words(self, half: HalfDay) -> str:
        words = half.topic or _("Topic open")
        note = self._notes.get(half.place, "")
        return f"{words}\n{note}" if note else words

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Choose by the box, or write a topic; a topic chooses its half-day."""
        if not index.isValid() or not self._editable:
            return False
        if role == Qt.ItemDataRole.CheckStateRole:
            self.choose(index, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role != Qt.ItemDataRole.EditRole:
            return False
        topic, half = str(value).strip(), self.chosen(index)
        if half is None and not topic:
            return False
        day, slot = self.place(index)
        old = half or HalfDay(day, slot)
        if half is None or half.topic != topic:
            self._chosen[day, slot] = HalfDay(day, slot, topic, old.hours, old.course_id)
            self._tell(index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return what can be done with a cell."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if self._editable:
            flags |= Qt.ItemFlag.ItemIsEditable
            if self.place(index) not in self._locked:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags


class GridTable(QTableView):
    """A click chooses a free half-day; Space chooses or gives up all that are marked; typing writes the topic."""

    def __init__(self, model: GridModel) -> None:
        super().__init__()
        self.grid = model
        model.setParent(self)
        self.setModel(model)
        self.setAccessibleName(_("Half-days"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        side = self.verticalHeader()
        side.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        side.setDefaultSectionSize(theme.size(36))
        side.setHighlightSections(False)
        for bar in (head, side):
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a free half-day by a click anywhere in it."""
        index = self.indexAt(event.position().toPoint())
        free = index.isValid() and self.grid.chosen(index) is None
        if free and event.button() == Qt.MouseButton.LeftButton and not event.modifiers():
            self.setCurrentIndex(index)
            self.grid.choose(index, on=True)
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses or gives up, Delete gives up; everything else as usual."""
        cells = self.selectedIndexes() or ([self.currentIndex()] if self.currentIndex().isValid() else [])
        if event.key() == Qt.Key.Key_Space and cells:
            on = any(self.grid.chosen(cell) is None for cell in cells)
            for cell in cells:
                self.grid.choose(cell, on)
        elif event.key() == Qt.Key.Key_Delete:
            for cell in cells:
                self.grid.choose(cell, on=False)
        else:
            super().keyPressEvent(event)


class GridEditor(QWidget):
    """The grid as a form's field: its value is a tuple of half-days.

    Signals:
        edited: the person changed something.
    """

    edited = Signal()

    def __init__(self, usual: int) -> None:
        super().__init__()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.size(6))
        self.model = GridModel(usual)
        self.table = GridTable(self.model)
        self.table.setMinimumHeight(theme.size(190))
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.fill = QPushButton(_("Every working day"))
        self.empty = QPushButton(_("Clear"))
        for button, on in ((self.fill, True), (self.empty, False)):
            button.setProperty("kind", "quiet")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, on=on: self.model.choose_days(on))
            line.addWidget(button)
        line.addStretch(1)
        self.count = QLabel()
        self.count.setProperty("role", "slate")
        line.addWidget(self.count)
        line.addSpacing(theme.size(theme.GAP))
        self._of = QLabel(_("Hours of the chosen half-day"))
        self._of.setProperty("role", "slate")
        self.hours = HoursEditor(hours(usual))
        self.hours.setFixedWidth(theme.size(64))
        self._of.setBuddy(self.hours)
        self.hours.setAccessibleName(self._of.text())
        line.addWidget(self._of)
        line.addWidget(self.hours)
        whole.addWidget(self.table, 1)
        whole.addLayout(line)
        self.setFocusProxy(self.table)
        self.model.changed.connect(self.edited)
        self.model.changed.connect(self._say)
        self.model.modelReset.connect(self._say)
        self.table.selectionModel().currentChanged.connect(self._show_hours)
        self.hours.editingFinished.connect(self._take_hours)
        self._say()

    def value(self) -> tuple[HalfDay, ...]:
        """Return the chosen half-days."""
        return self.model.half_days()

    def set_value(self, value: Any) -> None:
        """Choose these half-days."""
        self.model.set_half_days(value or ())

    def _say(self) -> None:
        chosen = self.model.half_days()
        words = _("{count} half-days, {hours} hours")
        self.count.setText(words.format(count=len(chosen), hours=hours(self.model.total())))
        self._show_hours()

    def _show_hours(self, *_args: object) -> None:
        half = self.model.chosen(self.table.currentIndex())
        self.hours.setEnabled(half is not None)
        self.hours.set_value(None if half is None else half.hours or self.model.usual)

    def _take_hours(self) -> None:
        index = self.table.currentIndex()
        if self.model.chosen(index) is None:
            return
        try:
            self.model.set_hours(index, self.hours.value())
        except Refused as refused:
            self.hours.setToolTip(sentence_of(refused))
            self._show_hours()
