"""A table's columns: their widths, their order, which are shown, and what a copy of the chosen rows holds."""

from collections.abc import Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QHeaderView, QMenu

from trainingdesk.shared.text import _, language
from trainingdesk.ui import theme
from trainingdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from trainingdesk.ui.tables.view import TableView

#: A column that stretches is never narrower than this many em: it can be read, and the table scrolls instead.
STRETCH_EM = 6


class ColumnKeeper(QObject):
    """Gives columns their widths and remembers what the person made of them."""

    def __init__(self, view: "TableView", space: Workspace) -> None:
        super().__init__(view)
        self._view = view
        self._space = space
        self._later = QTimer(self, singleShot=True, interval=400)
        self._later.timeout.connect(self.save)
        head = view.horizontalHeader()
        em = view.fontMetrics().horizontalAdvance("训") or theme.size(13)
        #: columns that take the room that is left, and the least each of them can be read with
        self._stretching: dict[int, int] = {}
        # words differ in width from language to language, and so do columns
        self._name = f"{view.name}.{language()}"
        kept = space.settings.columns(self._name)
        for place, column in enumerate(view.rows.columns):
            first = round(column.width_em * em) + theme.size(16)
            wide = kept.get(column.key, 0 if column.hidden else first)
            view.setColumnHidden(place, wide == 0)
            view.setColumnWidth(place, wide or first)
            if column.stretch and not kept.get(column.key):
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
                self._stretching[place] = min(first, round(STRETCH_EM * em) + theme.size(16))
        self._put_in_order(space.settings.column_places(self._name))
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._asked)
        head.sectionResized.connect(self._changed)
        head.sectionMoved.connect(self._changed)
        view.installEventFilter(self)
        self._find_first()
        self.fill()

    def fill(self) -> None:
        """Give the room that is left to the columns that stretch; where there is none the table scrolls sideways."""
        view = self._view
        shown = [place for place in self._stretching if not view.isColumnHidden(place)]
        others = sum(
            view.columnWidth(place)
            for place in range(len(view.rows.columns))
            if place not in shown and not view.isColumnHidden(place)
        )
        for count, place in enumerate(shown):
            each = (view.viewport().width() - others) // (len(shown) - count)
            wide = max(self._stretching[place], each)
            others += wide
            if view.columnWidth(place) != wide:
                view.setColumnWidth(place, wide)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember at once what was changed a moment ago when the table goes: the window may be closing."""
        if event.type() == QEvent.Type.Hide and self._later.isActive():
            self.save()
        return super().eventFilter(watched, event)

    def shown(self) -> list[str]:
        """Return the keys of the columns that are shown, in the order they stand."""
        return [self._view.rows.columns[place].key for place in shown_columns(self._view)]

    def save(self) -> None:
        """Remember the widths and the order now."""
        self._later.stop()
        view = self._view
        widths = {}
        for place, column in enumerate(view.rows.columns):
            if view.isColumnHidden(place):
                widths[column.key] = 0
            elif place not in self._stretching:
                widths[column.key] = view.columnWidth(place)
        self._space.settings.put_columns(self._name, widths)
        head, columns = view.horizontalHeader(), view.rows.columns
        order = [head.logicalIndex(place) for place in range(head.count())]
        # as they come: a column that a later version adds finds its place among them
        moved = order != sorted(order)
        self._space.settings.put_column_places(
            self._name, [columns[place].key for place in order] if moved else []
        )

    def _put_in_order(self, keys: Sequence[str]) -> None:
        """Put columns in a remembered order; those it doesn't name stand behind the one they follow by themselves."""
        own = [column.key for column in self._view.rows.columns]
        order = [key for key in keys if key in own]
        if not order:
            return
        for place, key in enumerate(own):
            if key not in order:
                order.insert(order.index(own[place - 1]) + 1 if place else 0, key)
        head = self._view.horizontalHeader()
        for place, key in enumerate(order):
            head.moveSection(head.visualIndex(own.index(key)), place)

    def menu(self) -> QMenu:
        """Return the menu that chooses columns."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        return menu

    def fill_menu(self, menu: QMenu) -> None:
        """Put into a menu what chooses columns."""
        for place, column in enumerate(self._view.rows.columns):
            item = menu.addAction(column.title)
            item.setCheckable(True)
            item.setChecked(not self._view.isColumnHidden(place))
            item.toggled.connect(partial(self.show_column, place))
        menu.addSeparator()
        menu.addAction(_("Fit widths to contents"), self._view.resizeColumnsToContents)

    def show_column(self, place: int, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        view = self._view
        if not shown and sum(not view.isColumnHidden(c) for c in range(len(view.rows.columns))) == 1:
            self._space.notices.hint(_("One column stays."))
            return
        view.setColumnHidden(place, not shown)
        self._changed()

    def _asked(self, place: QPoint) -> None:
        self.menu().popup(self._view.horizontalHeader().mapToGlobal(place))

    def _changed(self, *_args: int) -> None:
        self._find_first()
        self.fill()
        self._later.start()

    def _find_first(self) -> None:
        self._view.cells.first_column = next(iter(shown_columns(self._view)), 0)


def shown_columns(view: "TableView") -> list[int]:
    """Return the columns that are shown, in the order they stand."""
    head = view.horizontalHeader()
    order = (head.logicalIndex(place) for place in range(head.count()))
    return [column for column in order if not view.isColumnHidden(column)]


def copied(view: "TableView") -> tuple[str, str]:
    """Return the chosen rows as they are seen, with headings: tab-separated, and as an HTML table."""
    columns = [view.rows.columns[place] for place in shown_columns(view)]
    lines = [[column.title for column in columns]]
    for row_id in view.selected_ids():
        row = view.rows.row(view.rows.place_of(row_id))
        if row is not None:
            lines.append([column.copied(row).replace("\t", " ").replace("\n", " ") for column in columns])
    plain = "\n".join("\t".join(line) for line in lines)
    # the number format keeps Excel and WPS from turning ID numbers into figures
    html = "".join(
        "<tr>" + "".join(f"<td style=\"mso-number-format:'\\@'\">{escape(c)}</td>" for c in line) + "</tr>"
        for line in lines
    )
    return plain, f"<table>{html}</table>"
