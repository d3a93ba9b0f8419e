"""The two sides of the Menu tab: the pool on the left, the year's menu by audience on the right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from trainingdesk.domain.codes import Audience, Mode, Theme
from trainingdesk.domain.menu.rows import (
    AudienceItems,
    CourseFilter,
    CourseOrder,
    LecturerRow,
    MenuItemRow,
    MenuView,
)
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, language, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.delegate import CellDelegate
from trainingdesk.ui.tables.model import RowRole
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.workspace import DeskLike, Workspace
from trainingdesk.usecases.queries.menu import course_ids, course_rows

Index = QModelIndex | QPersistentModelIndex


class CourseSource:
    """The courses of the pool that fit a filter, ordered by the database."""

    def __init__(self, desk: DeskLike, wanted: CourseFilter) -> None:
        self._desk = desk
        self._wanted = wanted

    def ids(self, order: str) -> Sequence[int]:
        """Return every id in order."""
        key = order.removeprefix("-")
        wanted = self._wanted
        if key:
            wanted = replace(wanted, order=CourseOrder(key), descending=order.startswith("-"))
        found: Sequence[int] = self._desk.ask(course_ids, wanted)
        return found

    def rows(self, ids: Sequence[int]) -> Mapping[int, Any]:
        """Return the rows of some ids."""
        return {row.id: row for row in self._desk.ask(course_rows, tuple(ids))}


def _wide(chinese: float, english: float) -> float:
    """Return a width in em: English words for the same code are longer."""
    return chinese if language() == "zh_CN" else english


def _theme(value: Theme) -> str:
    return text(f"theme.{value}")


def _mode(value: Mode) -> str:
    return text(f"mode.{value}")


def course_columns() -> list[ColumnSpec]:
    """Return the columns of the pool of courses."""
    return [
        ColumnSpec("code", _("Number"), width_em=4.2),
        ColumnSpec("title", _("Course on the menu"), width_em=14, stretch=True),
        ColumnSpec("theme", _("Theme"), width_em=_wide(5.6, 7.6), value=lambda row: _theme(row.theme)),
        ColumnSpec("mode", _("Mode"), width_em=_wide(5.6, 7), value=lambda row: _mode(row.mode), hidden=True),
        ColumnSpec("hours", _("Hours"), Kind.HOURS, 3),
        ColumnSpec("lecturer", _("Taught by"), Kind.PERSON, 5),
        ColumnSpec(
            "active",
            _("Offered"),
            width_em=4.6,
            sortable=False,
            hidden=True,
            chip={True: Chip(_("offered"), "circle-check", "pine"), False: Chip(_("ended"), "ban", "slate")},
        ),
    ]


def lecturer_columns() -> list[ColumnSpec]:
    """Return the columns of the faculty pool."""
    return [
        ColumnSpec("name", _("Teacher"), Kind.PERSON, 5, sort=lambda row: (row.pinyin, row.id)),
        ColumnSpec("organisation", _("Organisation"), width_em=8, stretch=True),
        ColumnSpec("title", _("Title or post"), width_em=7.5),
        ColumnSpec("level", _("Level"), width_em=7, value=_level, sort=lambda row: row.level, hidden=True),
        ColumnSpec("channel", _("Found through"), width_em=8, value=_channel, sort=lambda row: row.channel),
        ColumnSpec("courses", _("Courses"), Kind.INT, 3.4),
    ]


def _level(row: LecturerRow) -> str:
    return text(f"lecturer_level.{row.level}")


def _channel(row: LecturerRow) -> str:
    return text(f"lecturer_channel.{row.channel}")


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One line of the menu: the heading of an audience, or an item below it.

    Attributes:
        id: the item's id; below 0 for a heading.
        item: None for a heading.
        count, hours: what stands below a heading; hours in tenths of 学时.
    """

    id: int
    audience: Audience
    item: MenuItemRow | None = None
    count: int = 0
    hours: int = 0

    @property
    def heading(self) -> str:
        """The words of a heading."""
        name = text(f"audience.{self.audience}")
        if not self.count:
            return name
        hours = format_value(Kind.HOURS, self.hours)
        return ngettext(
            "{audience} ({count} course, {hours} hours)",
            "{audience} ({count} courses, {hours} hours)",
            self.count,
        ).format(audience=name, count=self.count, hours=hours)


def menu_lines(view: MenuView | None, *, editable: bool) -> list[MenuLine]:
    """Return the lines of a menu; a draft shows every audience, so that there is a place to put courses."""
    groups = {group.audience: group for group in view.groups} if view is not None else {}
    lines: list[MenuLine] = []
    for place, audience in enumerate(Audience):
        group = groups.get(audience, AudienceItems(audience, ()))
        if not group.items and not editable:
            continue
        lines.append(MenuLine(-(place + 1), audience, None, len(group.items), group.hours))
        lines.extend(MenuLine(item.id, audience, item) for item in group.items)
    return lines


class _Of:
    """Takes a figure out of an item; a heading has none."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, line: MenuLine) -> Any:
        return None if line.item is None else getattr(line.item, self._key)


def menu_columns(*, editable: bool) -> list[ColumnSpec]:
    """Return the columns of the menu."""
    return [
        ColumnSpec(
            "title",
            _("Course on the menu"),
            width_em=14,
            stretch=True,
            sortable=False,
            value=lambda line: line.heading if line.item is None else line.item.title,
        ),
        ColumnSpec("theme", _("Theme"), width_em=_wide(5.6, 10.5), sortable=False, value=_item_theme),
        ColumnSpec("mode", _("Mode"), width_em=_wide(5.6, 9), sortable=False, value=_item_mode),
        ColumnSpec("hours", _("Hours"), Kind.HOURS, 3, sortable=False, value=_Of("hours")),
        ColumnSpec("lecturer", _("Taught by"), Kind.PERSON, 5, sortable=False, value=_Of("lecturer")),
        ColumnSpec(
            "capacity", _("Seats"), Kind.INT, 5.2, sortable=False, value=_Of("capacity"), editable=editable
        ),
        ColumnSpec(
            "classes",
            _("Formed"),
            Kind.INT,
            4,
            sortable=False,
            value=_classes,
            tip=_("Classes made from it."),
        ),
    ]


def _item_theme(line: MenuLine) -> str | None:
    return None if line.item is None else _theme(line.item.theme)


def _item_mode(line: MenuLine) -> str | None:
    return None if line.item is None else _mode(line.item.mode)


def _classes(line: MenuLine) -> int | None:
    return line.item.classes or None if line.item is not None else None


class DragTable(TableView):
    """A table whose rows can be dragged inside the window.

    Qt's own dragging runs an event loop of its own in the middle of a handler; this one only follows the mouse.

    Signals:
        dragged: where the pointer is on the screen, while rows are being dragged.
        dropped: where they were let go.
    """

    dragged = Signal(QPoint)
    dropped = Signal(QPoint)

    may_drag = False

    def __init__(self, columns: Sequence[ColumnSpec], name: str, space: Workspace, **more: Any) -> None:
        super().__init__(columns, name, space, **more)
        self._pressed: QPoint | None = None
        self._dragging = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag could begin."""
        super().mousePressEvent(event)
        at = event.position().toPoint()
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        self._pressed = at if plain and self.may_drag and self.indexAt(at).isValid() else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the chosen rows instead of choosing more."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if not self._dragging and far >= QApplication.startDragDistance():
            self._dragging = True
            self.viewport().setCursor(Qt.CursorShape.DragMoveCursor)
        if self._dragging:
            self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        dragging, self._dragging, self._pressed = self._dragging, False, None
        if dragging:
            self.viewport().unsetCursor()
            self.dropped.emit(event.globalPosition().toPoint())
        super().mouseReleaseEvent(event)


class _MenuDelegate(CellDelegate):
    """Draws headings of audiences as bands over the whole width."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        line = index.data(RowRole)
        if not isinstance(line, MenuLine) or line.item is not None:
            super().paint(painter, option, index)
            return
        area: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, theme.color("sky" if selected else "mist"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.color("line"))
        if selected:
            painter.fillRect(area.left(), area.top(), theme.size(3), area.height(), theme.color("indigo"))
        painter.setFont(theme.font(strong=bool(line.count)))
        painter.setPen(theme.color("ink" if line.count else "slate"))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(area.adjusted(theme.size(8), 0, -theme.size(8), 0), int(side), line.heading)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something would be put: an audience, and a position among its items counted from 1 (None: the end)."""

    audience: Audience
    position: int | None
    row: int


class MenuTable(DragTable):
    """The menu by audience."""

    def __init__(self, space: Workspace, *, editable: bool) -> None:
        super().__init__(
            menu_columns(editable=editable), "menu_items", space, title=_("Menu by audience"), single=True
        )
        self.cells = _MenuDelegate(self)
        self.setItemDelegate(self.cells)
        self.lines: list[MenuLine] = []
        self._spot: Spot | None = None

    def show_lines(self, lines: list[MenuLine], audience: Audience | None) -> None:
        """Show the lines; headings span all columns."""
        self.lines = lines
        self.clearSpans()
        by_id = {line.id: line for line in lines}
        self.show_rows(_Lines(by_id), list(by_id))
        for row, line in enumerate(lines):
            if line.item is None:
                self.setSpan(row, 0, 1, len(self.rows.columns))
        if self.current_id() is None and audience is not None:
            self.choose_audience(audience)

    def choose_audience(self, audience: Audience) -> None:
        """Go to the heading of an audience, unless the cursor is already on one of its lines."""
        line = self.current_row()
        if not isinstance(line, MenuLine) or line.audience is not audience:
            self.select_ids([line.id for line in self.lines if line.audience is audience][:1])

    def spot_at(self, place: QPoint) -> Spot | None:
        """Return where something let go at a point of the screen would be put, None outside."""
        here = self.viewport().mapFromGlobal(place)
        if not self.viewport().rect().contains(here) or not self.lines:
            return None
        row = self.rowAt(here.y())
        if row < 0:
            return Spot(self.lines[-1].audience, None, len(self.lines))
        line = self.lines[row]
        below = here.y() > self.rowViewportPosition(row) + self.rowHeight(row) // 2
        if line.item is None:
            return Spot(line.audience, 1 if line.count else None, row + 1)
        return Spot(line.audience, line.item.position + below, row + below)

    def show_spot(self, spot: Spot | None) -> None:
        """Draw a line where something would be put, or none."""
        if spot != self._spot:
            self._spot = spot
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the place of what is being dragged over the table."""
        super().paintEvent(event)
        if self._spot is None:
            return
        row = min(self._spot.row, len(self.lines) - 1)
        y = self.rowViewportPosition(row) + (self.rowHeight(row) if self._spot.row > row else 0)
        painter = QPainter(self.viewport())
        painter.fillRect(0, y - theme.size(1), self.viewport().width(), theme.size(2), theme.color("indigo"))


class _Lines:
    """Lines that are all in memory, in their order."""

    def __init__(self, by_id: dict[int, MenuLine]) -> None:
        self._by_id = by_id

    def ids(self, order: str) -> Sequence[int]:
        return list(self._by_id)

    def rows(self, ids: Sequence[int]) -> Mapping[int, MenuLine]:
        return {key: self._by_id[key] for key in ids if key in self._by_id}
