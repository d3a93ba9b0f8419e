"""The units × years grid: two-storey headings, a frozen column of names, a total row that stays in sight."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.planning.rows import GridRow
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, language
from trainingdesk.ui import theme
from trainingdesk.ui.pages.planning.draft import ShownRow
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.delegate import CellDelegate
from trainingdesk.ui.tables.header import LedgerHeader
from trainingdesk.ui.tables.keeper import ColumnKeeper
from trainingdesk.ui.tables.model import RowRole
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.tables.whole_rows import WholeRows
from trainingdesk.ui.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex

#: The sign of a share above the cap; it is read in grey print too.
OVER = "▲"
#: least width of the unit's name, in em
_NAME_EM, _NAME_EM_ENGLISH = 10.5, 7.0  # English headings of the years need the room
_INDENT = 14
#: widths of figures, in em: three digits a year and unit, four of a whole unit, and 100.0% with the sign before it
_YEAR_EM, _WHOLE_EM, _SHARE_EM = 2.1, 2.6, 4.0


def name_em() -> float:
    """Return the least width of the names, in em."""
    return _NAME_EM if language() == "zh_CN" else _NAME_EM_ENGLISH


def year_key(kind: str, year: int) -> str:
    """Return the key of one figure of one year: kind ``t`` target, ``d`` done, ``r`` remaining, ``s`` share."""
    return f"{kind}{year}"


def columns(years: Sequence[int], *, editable: bool) -> list[ColumnSpec]:
    """Return the grid's columns in the language in force."""

    def width(title: str, figures: float) -> float:
        # a heading of letters is narrower than one em a letter
        return max(figures, len(title) * (1.0 if not title.isascii() else 0.5))

    def add(key: str, title: str, kind: Kind, figures: float, value: Any, tip: str, **more: Any) -> None:
        made.append(
            ColumnSpec(key, title, kind, width(title, figures), value=value, tip=tip, sortable=False, **more)
        )

    made: list[ColumnSpec] = []
    add("name", _("Unit of the plan"), Kind.TEXT, name_em(), lambda shown: shown.row.name, "")
    add(
        "base",
        _("Base"),
        Kind.INT,
        _WHOLE_EM,
        lambda shown: shown.row.base,
        _("People who count on the base day."),
    )
    for place, year in enumerate(years):
        cells = _Cells(place)
        tip = _("People to be trained in {year}.").format(year=year)
        add(year_key("t", year), _("Target"), Kind.INT, _YEAR_EM, cells.target, tip, editable=editable)
        tip = _("People whose first completed class of the cycle ended in {year}.").format(year=year)
        add(
            year_key("d", year),
            _("Done"),
            Kind.INT,
            _YEAR_EM if language() == "zh_CN" else 2.5,
            cells.done,
            tip,
        )
        tip = _(
            "What is left of the target of {year}. Whoever was trained ahead of the plan is taken off; no more is "
            "left than the unit still has to train."
        ).format(year=year)
        add(year_key("r", year), _("Left"), Kind.INT, _YEAR_EM, cells.remaining, tip)
        tip = _(
            "Target as a share of the base; {sign} stands above the cap. The cap is rounded up to whole people: "
            "of a unit of three, one a year is not marked."
        ).format(sign=OVER)
        add(year_key("s", year), _("Share"), Kind.PERCENT, _SHARE_EM, cells.share, tip)
    tip = _("People done in the whole cycle so far.")
    add("done", _("In all"), Kind.INT, _WHOLE_EM, lambda shown: shown.row.done, tip)
    tip = _("People of today's base who have completed nothing in the cycle.")
    add("todo", _("To do"), Kind.INT, 2.6, lambda shown: shown.row.still_to_do, tip)
    return made


class _Cells:
    """Takes one year's figures out of a line."""

    def __init__(self, place: int) -> None:
        self._place = place

    def target(self, shown: ShownRow) -> int:
        return shown.row.cells[self._place].target

    def done(self, shown: ShownRow) -> int:
        return shown.row.cells[self._place].done

    def remaining(self, shown: ShownRow) -> int:
        return shown.row.cells[self._place].remaining

    def share(self, shown: ShownRow) -> Any:
        return shown.row.share(self._place)


class GridSource:
    """The lines of a draft; one line can be put in the place of another without moving the cursor."""

    def __init__(self, shown: Sequence[ShownRow]) -> None:
        self.by_id = {one.id: one for one in shown}

    def ids(self, order: str) -> Sequence[int]:
        """Return the units in the order of the tree."""
        return list(self.by_id)

    def rows(self, ids: Sequence[int]) -> Mapping[int, ShownRow]:
        """Return lines by unit."""
        return {key: self.by_id[key] for key in ids if key in self.by_id}


class YearHeader(LedgerHeader):
    """Headings in two storeys: the year above its four figures."""

    def __init__(self, parent: QWidget, years: Sequence[int], first: int, present: int) -> None:
        super().__init__(parent)
        self._years, self._first, self._present = tuple(years), first, present
        self.setSectionsMovable(False)
        self.setFixedHeight(theme.size(52))

    def year_of(self, section: int) -> int:
        """Return the place of the year a section belongs to, -1 for none."""
        place, inside = divmod(section - self._first, 4)
        return place if section >= self._first and place < len(self._years) and inside < 4 else -1

    def group_rect(self, place: int) -> QRect:
        """Return the room above the figures of one year, in the viewport's coordinates."""
        first = self._first + 4 * place
        left = self.sectionViewportPosition(first)
        wide = sum(self.sectionSize(first + step) for step in range(4))
        return QRect(left, 0, wide, self.height() // 2)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Draw one heading, and its share of the year above it."""
        place = self.year_of(logical)
        if place < 0:
            super().paintSection(painter, rect, logical)
            return
        half = self.height() // 2
        lower = QRect(rect.left(), half, rect.width(), rect.height() - half)
        super().paintSection(painter, lower, logical)
        painter.save()
        painter.setClipRect(QRect(rect.left(), 0, rect.width(), half))
        painter.fillRect(rect.left(), 0, rect.width(), half, theme.color("desk"))
        group = self.group_rect(place)
        here = self._years[place] == self._present
        painter.setFont(theme.font(theme.BODY, strong=True, tabular=True))
        painter.setPen(theme.color("indigo" if here else "ink"))
        painter.drawText(group, int(Qt.AlignmentFlag.AlignCenter), str(self._years[place]))
        if here:
            painter.fillRect(
                group.left() + 1, half - theme.size(2), group.width(), theme.size(2), painter.pen().color()
            )
        painter.restore()
        if (logical - self._first) % 4 == 0:
            painter.fillRect(rect.left(), 0, 1, rect.height(), theme.color("line"))


class GridDelegate(CellDelegate):
    """Draws names indented by the tree, marks hand changes and shares above the cap."""

    def __init__(self, parent: QAbstractItemView, first: int, last: int) -> None:
        super().__init__(parent)
        self._years_at = range(first, last)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        shown = index.data(RowRole)
        inside, place = self._place(index.column())
        if index.column() == 0 and isinstance(shown, ShownRow):
            self._paint_name(painter, option, index, shown)
            return
        if inside == 0 and isinstance(shown, ShownRow) and not option.state & QStyle.StateFlag.State_Selected:
            token = "amber_tint" if place in shown.hand else "sky" if place in shown.moved else ""
            if token:
                painter.fillRect(option.rect, theme.color(token))
        super().paint(painter, option, index)
        if not isinstance(shown, ShownRow):
            return
        if inside == 0:
            painter.fillRect(
                option.rect.left(), option.rect.top(), 1, option.rect.height(), theme.color("line")
            )
            mark = "amber" if place in shown.hand else "indigo" if place in shown.moved else ""
            if mark:
                wide = theme.size(4)
                painter.fillRect(
                    option.rect.left() + wide, option.rect.top() + wide, wide, wide, theme.color(mark)
                )
        elif inside == 3 and shown.row.cells[place].over_cap:
            painter.setPen(theme.color("amber"))
            painter.setFont(theme.font(theme.HINT))
            area = option.rect.adjusted(theme.size(3), 0, 0, -1)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), OVER)

    def _place(self, column: int) -> tuple[int, int]:
        if column not in self._years_at:
            return -1, -1
        place, inside = divmod(column - self._years_at.start, 4)
        return inside, place

    def _paint_name(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, shown: ShownRow
    ) -> None:
        area = QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = index.row() == self.hovered
        painter.fillRect(area, theme.color("sky" if selected else "mist" if hovered else "paper"))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.color("line"))
        if selected:
            painter.fillRect(area.left(), area.top(), theme.size(3), area.height(), theme.color("indigo"))
        inner = area.adjusted(theme.size(8) + shown.row.depth * theme.size(_INDENT), 0, -theme.size(6), -1)
        font = theme.font()
        painter.setFont(font)
        painter.setPen(theme.color("ink"))
        words = QFontMetrics(font).elidedText(shown.row.name, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)


class GridView(TableView):
    """The table of the grid; the column of names stays when the years are scrolled sideways."""

    def __init__(self, years: Sequence[int], present: int, space: Workspace, *, editable: bool) -> None:
        super().__init__(
            columns(years, editable=editable),
            "planning",
            space,
            title=_("Plan by unit and year"),
            single=True,
        )
        self.years = tuple(years)
        self._frozen: QTableView | None = None
        head = YearHeader(self, years, 2, present)
        self.setHorizontalHeader(head)
        head.show()
        # the new heading knows no widths yet
        self.keeper.deleteLater()
        self.keeper = ColumnKeeper(self, space)
        self.cells = GridDelegate(self, 2, 2 + 4 * len(years))
        self.setItemDelegate(self.cells)
        self._freeze()
        self.horizontalHeader().sectionResized.connect(self._fit_frozen)
        self.horizontalScrollBar().rangeChanged.connect(self._fit_frozen)

    def _freeze(self) -> None:
        frozen = theme.named(WholeRows(self), "frozen")
        frozen.setModel(self.rows)
        frozen.setSelectionModel(self.selectionModel())
        # a delegate of its own: one that is shared would hand its editors to both views
        frozen.setItemDelegate(GridDelegate(frozen, 2, 2 + 4 * len(self.years)))
        frozen.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frozen.setAccessibleName(_("Units"))
        frozen.verticalHeader().hide()
        frozen.verticalHeader().setDefaultSectionSize(theme.size(theme.ROW))
        frozen.setShowGrid(False)
        frozen.setWordWrap(False)
        frozen.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        frozen.setSelectionMode(self.selectionMode())
        frozen.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        frozen.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        frozen.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = LedgerHeader(frozen)
        head.setFixedHeight(theme.size(52))
        head.setSectionsClickable(False)
        frozen.setHorizontalHeader(head)
        for column in range(1, len(self.rows.columns)):
            frozen.setColumnHidden(column, True)
        frozen.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(frozen.verticalScrollBar().setValue)
        frozen.hide()
        self._frozen = frozen

    def _fit_frozen(self, *_args: int) -> None:
        frozen = self._frozen
        if frozen is None:
            return
        frozen.setColumnWidth(0, self.columnWidth(0))
        edge = self.frameWidth()
        high = self.viewport().height() + self.horizontalHeader().height()
        frozen.setGeometry(edge, edge, self.columnWidth(0), high)
        frozen.setVisible(self.horizontalScrollBar().maximum() > 0)
        frozen.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names the room that is left, and the frozen column its place."""
        super().resizeEvent(event)
        em = self.fontMetrics().horizontalAdvance("训") or theme.size(13)
        others = sum(
            self.columnWidth(column)
            for column in range(1, len(self.rows.columns))
            if not self.isColumnHidden(column)
        )
        self.setColumnWidth(0, max(round(name_em() * em) + theme.size(16), self.viewport().width() - others))
        self._fit_frozen()

    def style_changed(self) -> None:
        """Take new colours, the frozen column too."""
        super().style_changed()
        if self._frozen is not None:
            self._frozen.viewport().update()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into sight, and not under the frozen names."""
        super().scrollTo(index, hint)
        if index.column() > 0 and self._frozen is not None and self._frozen.isVisible():
            hidden = self.columnWidth(0) - self.columnViewportPosition(index.column())
            if hidden > 0:
                self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - hidden)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go down to the next unit after Enter, as in a workbook."""
        super().closeEditor(editor, hint)
        here = self.currentIndex()
        if (
            hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache
            and here.row() + 1 < self.rows.rowCount()
        ):
            self.setCurrentIndex(self.rows.index(here.row() + 1, here.column()))

    def target_at(self, index: Index) -> tuple[int, int] | None:
        """Return unit and place of the year of a cell of targets, None for another cell."""
        if not index.isValid() or self.rows.columns[index.column()].key[0] != "t":
            return None
        key = self.rows.columns[index.column()].key
        if not key[1:].isdigit():
            return None
        return self.rows.id_at(index.row()), self.years.index(int(key[1:]))


class TotalsBar(QWidget):
    """The total row, drawn below the table in its columns."""

    def __init__(self, table: GridView) -> None:
        super().__init__()
        self._table = table
        self._words: list[str] = []
        self.setFixedHeight(theme.size(theme.ROW + 4))
        table.horizontalHeader().sectionResized.connect(self._again)
        table.horizontalScrollBar().valueChanged.connect(self._again)

    def show_total(self, total: GridRow) -> None:
        """Show the sums."""
        shown = ShownRow(0, total)
        self._words = []
        for column in self._table.rows.columns:
            value = column.of(shown)
            self._words.append(_("Total") if column.key == "name" else format_value(column.kind, value))
        titles = (column.title for column in self._table.rows.columns)
        self.setAccessibleName(
            ", ".join(f"{title} {words}" for title, words in zip(titles, self._words, strict=True))
        )
        self.update()

    def words(self) -> list[str]:
        """Return what stands in each column."""
        return list(self._words)

    def _again(self, *_args: int) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sums in the table's columns."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("mist"))
        if not self._words:
            return
        head = self._table.horizontalHeader()
        painter.setFont(theme.font(strong=True, tabular=True))
        painter.setPen(theme.color("ink"))
        pad, edge = theme.size(8), self._table.frameWidth()
        for place in [*range(1, len(self._words)), 0]:
            if head.isSectionHidden(place):
                continue
            left = 0 if place == 0 else head.sectionViewportPosition(place)
            area = QRect(left + edge, 0, head.sectionSize(place), self.height())
            if place == 0:
                painter.fillRect(area, theme.color("mist"))
            side = self._table.rows.columns[place].alignment
            # sums are wider than what they add up: the room at the left of a figure belongs to it
            painter.drawText(area.adjusted(0 if place else pad, 0, -pad, 0), int(side), self._words[place])

    def changeEvent(self, event: QEvent) -> None:
        """Draw in new colours."""
        super().changeEvent(event)
        self.update()


class GridPanel(QWidget):
    """The grid with its total row."""

    def __init__(self, table: GridView) -> None:
        super().__init__()
        self.table = table
        self.totals = TotalsBar(table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(table, 1)
        whole.addWidget(self.totals)
