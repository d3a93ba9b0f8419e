"""Tables: only what is looked at is fetched; choice and place are kept by id; a copy is what is seen."""

import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import SIGNAL, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import text
from trainingdesk.ui import theme
from trainingdesk.ui.notices import Notice
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.keeper import copied
from trainingdesk.ui.tables.model import (
    PAGE_ROWS,
    PAGES_KEPT,
    ChipRole,
    IdRole,
    ListSource,
    RowsModel,
    SortRole,
)
from trainingdesk.ui.tables.tree import Node, TreeView
from trainingdesk.ui.tables.view import TableView, enter_rows
from trainingdesk.ui.workspace import Workspace

Show = Callable[[QWidget], QWidget]


@dataclass(frozen=True)
class Row:
    id: int
    name: str | None
    hours: int = 0
    state: str = "done"


CHIPS = {"done": Chip("完成", "circle-check", "pine"), "late": Chip("逾期", "alert-triangle", "seal")}
COLUMNS = (
    ColumnSpec("name", "姓名", Kind.PERSON, 6),
    ColumnSpec("hours", "学时", Kind.HOURS, 5),
    ColumnSpec("state", "状态", chip=CHIPS, sortable=False),
)


class Many:
    """A source of very many rows that notes what it was asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[tuple[int, int]] = []

    def ids(self, order: str) -> Sequence[int]:
        return range(self.count, 0, -1) if order.startswith("-") else range(1, self.count + 1)

    def rows(self, ids: Sequence[int]) -> Mapping[int, Any]:
        self.asked.append((ids[0], len(ids)))
        return {key: Row(key, f"人{key}", key * 5) for key in ids}


@pytest.fixture
def table(space: Workspace, show: Show) -> TableView:
    view = TableView(COLUMNS, "people", space, title="人员")
    view.resize(600, 400)
    show(view)
    return view


def test_no_row_is_cut_in_half_below_the_headings(table: TableView, qtbot: QtBot) -> None:
    source = Many(1_000)
    table.show_rows(source, source.ids(""))
    bar = table.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    for place in (1, bar.maximum() // 7, bar.maximum() // 3, bar.maximum()):
        bar.setValue(place)
        assert table.rowAt(0) > 0
        assert table.rowViewportPosition(table.rowAt(0)) == 0
    last = table.rows.index(999, 0)
    assert table.visualRect(last).bottom() <= table.viewport().height(), "the last one is seen whole"


def test_pressed_again_and_again_the_cursor_awaits_the_rows_once(table: TableView) -> None:
    before = table.receivers(SIGNAL("loaded(int)"))
    for _again in range(3):
        enter_rows(table, awaited=True)
    assert table.receivers(SIGNAL("loaded(int)")) == before + 1
    source = people("甲", "乙")
    table.show_rows(source, source.ids(""))
    assert (table.current_id(), table.receivers(SIGNAL("loaded(int)"))) == (1, before)
    table.clearSelection()
    enter_rows(table, awaited=True)
    table.show_rows(source, source.ids(""))
    assert table.current_id() == 1


def people(*names: str) -> ListSource:
    return ListSource([Row(place, name, place) for place, name in enumerate(names, 1)], COLUMNS)


def test_the_model_keeps_qts_rules(qtbot: QtBot) -> None:
    model = RowsModel(COLUMNS)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    source = Many(1000)
    model.show(source, source.ids(""))
    model.show(source, source.ids("-name"), "-name")
    model.forget_rows()
    model.show(source, source.ids("")[:100])
    assert model.row(99).id == 100
    model.go_on(source.ids(""))
    assert model.rowCount() == 1000
    assert model.row(100).id == 101
    model.show(source, [])
    tester.deleteLater()


def test_only_pages_in_sight_are_fetched_and_only_some_are_kept() -> None:
    model, source = RowsModel(COLUMNS), Many(100_000)
    model.show(source, source.ids(""))
    assert source.asked == []
    assert model.data(model.index(0, 0)) == "人1"
    assert model.data(model.index(PAGE_ROWS - 1, 0)) == f"人{PAGE_ROWS}"
    assert source.asked == [(1, PAGE_ROWS)]
    for page in range(1, PAGES_KEPT + 1):
        model.data(model.index(page * PAGE_ROWS, 0))
    source.asked.clear()
    model.data(model.index(0, 0))
    assert source.asked == [(1, PAGE_ROWS)], "the page looked at longest ago was dropped"


def test_a_cell_says_words_value_id_and_chip() -> None:
    model = RowsModel(COLUMNS)
    source = ListSource([Row(7, "丁宁", 35, "late"), Row(8, None, 0, "else")], COLUMNS)
    model.show(source, source.ids(""))
    index = model.index(0, 1)
    assert model.data(model.index(0, 0)) == "丁\u3000宁"
    assert (model.data(index), model.data(index, SortRole), model.data(index, IdRole)) == ("3.5", 35, 7)
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "学时: 3.5"
    assert model.data(model.index(0, 2), ChipRole) == CHIPS["late"]
    assert model.data(model.index(0, 2)) == "逾期"
    assert model.data(model.index(1, 0)) == ""
    assert (
        Qt.AlignmentFlag(model.data(index, Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight
    )


def test_a_row_that_is_gone_is_blank() -> None:
    model, source = RowsModel(COLUMNS), people("丁宁")
    model.show(source, [1, 99])
    assert model.data(model.index(1, 0)) is None
    assert model.row(1) is None


def test_a_page_that_cannot_be_read_is_asked_for_once() -> None:
    class Broken(Many):
        def rows(self, ids: Sequence[int]) -> Mapping[int, Any]:
            self.asked.append((ids[0], len(ids)))
            raise EnvironmentProblem("desk.busy")

    model, source, errors = RowsModel(COLUMNS), Broken(10), []
    model.fetch_failed.connect(errors.append)
    model.show(source, source.ids(""))
    for _paint in range(5):
        assert model.data(model.index(0, 0)) is None
    assert len(source.asked) == len(errors) == 1


def test_opening_very_many_rows_costs_no_row(qtbot: QtBot, table: TableView) -> None:
    source = Many(100_000)
    with qtbot.waitSignal(table.loaded) as loaded:
        table.show_source(source)
    qtbot.waitUntil(lambda: bool(source.asked))
    assert loaded.args == [100_000]
    assert len(source.asked) <= 2
    started = time.perf_counter()
    table.show_rows(source, source.ids(""))
    # counted in what a person would notice, not in what is good: that is the benchmarks' work
    assert time.perf_counter() - started < 1


def test_choice_cursor_and_place_survive_a_reload_in_another_order(qtbot: QtBot, table: TableView) -> None:
    source = Many(1000)
    table.show_rows(source, source.ids(""))
    table.select_ids([3, 5, 6, 700], current=5)
    heard: list[list[int]] = []
    table.selection_changed.connect(lambda: heard.append(table.selected_ids()))
    table.order = "-name"
    with qtbot.waitSignal(table.loaded):
        table.reload()
    assert table.selected_ids() == [700, 6, 5, 3]
    assert table.current_id() == 5
    assert heard == [[700, 6, 5, 3]], "one word about the choice, not one a step"
    table.show_rows(source, [1, 2, 3])
    assert table.selected_ids() == [3]


def test_of_two_loads_the_last_is_shown(qtbot: QtBot, table: TableView) -> None:
    table.show_source(people("丁宁", "于洋"))
    with qtbot.waitSignal(table.loaded):
        table.show_source(people("王伟"))
    qtbot.waitUntil(lambda: not table.loading)
    assert [table.rows.row(0).name, table.rows.rowCount()] == ["王伟", 1]


class Slow(Many):
    """Very many rows whose first are known at once, and all of them only when they are let go."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.go = threading.Event()
        self.gone = 0

    def first(self, order: str) -> Sequence[int]:
        return super().ids(order)[:PAGE_ROWS]

    def ids(self, order: str) -> Sequence[int]:
        assert self.go.wait(60)
        return super().ids(order)[self.gone :]


def test_the_first_of_very_many_rows_are_seen_while_all_are_read(qtbot: QtBot, table: TableView) -> None:
    source = Slow(100_000)
    table.show_source(source)
    qtbot.waitUntil(lambda: table.rows.rowCount() == PAGE_ROWS)
    assert table.loading
    table.select_ids([3])
    source.go.set()
    with qtbot.waitSignal(table.loaded) as loaded:
        pass
    assert loaded.args == [100_000]
    assert table.rows.row(99_999).id == 100_000
    assert table.selected_ids() == [3]


def test_a_chosen_row_stays_in_sight_while_all_are_read_again(qtbot: QtBot, table: TableView) -> None:
    source = Slow(100_000)
    source.go.set()
    table.show_source(source)
    qtbot.waitUntil(lambda: not table.loading)
    table.select_ids([50_000])
    source.go.clear()
    shown = []
    table.rows.modelReset.connect(lambda: shown.append(table.rows.rowCount()))
    table.reload()
    source.go.set()
    qtbot.waitUntil(lambda: not table.loading)
    assert shown == [100_000]
    assert table.selected_ids() == [50_000]


def test_first_rows_that_are_the_first_no_more_give_way(qtbot: QtBot, table: TableView) -> None:
    source = Slow(1000)
    table.show_source(source)
    qtbot.waitUntil(lambda: table.rows.rowCount() == PAGE_ROWS)
    source.gone = 1
    source.go.set()
    qtbot.waitUntil(lambda: not table.loading)
    assert table.rows.rowCount() == 999
    assert table.rows.row(0).id == 2


def test_headings_order_down_up_and_as_it_was(qtbot: QtBot, table: TableView, hints: list[str]) -> None:
    table.show_rows(people("丙", "甲", "乙"), [1, 2, 3])
    orders = []
    for _click in range(3):
        head = table.horizontalHeader()
        with qtbot.waitSignal(table.loaded):
            place = QPoint(head.sectionViewportPosition(1) + 10, 10)
            qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
        orders.append((table.order, list(table.rows.ids)))
    assert orders == [("hours", [1, 2, 3]), ("-hours", [3, 2, 1]), ("", [1, 2, 3])]
    table.horizontalHeader().sectionClicked.emit(2)
    assert hints == ["此列不能排序。"]


def test_empty_values_come_last_either_way() -> None:
    source = ListSource([Row(1, None), Row(2, "乙"), Row(3, "甲")], COLUMNS)
    assert source.ids("name")[-1] == source.ids("-name")[-1] == 1


def test_a_copy_is_what_is_seen(table: TableView) -> None:
    table.show_rows(ListSource([Row(1, "丁宁", 35), Row(2, "<甲>", 0, "late")], COLUMNS), [1, 2])
    table.selectAll()
    table.keeper.show_column(1, shown=False)
    table.copy()
    assert QGuiApplication.clipboard().text() == "姓名\t状态\n丁宁\t完成\n<甲>\t逾期"
    assert "<td" in copied(table)[1]
    assert "&lt;甲&gt;" in copied(table)[1]


def test_widths_and_columns_are_remembered(space: Workspace, table: TableView, hints: list[str]) -> None:
    table.setColumnWidth(0, 123)
    table.keeper.show_column(1, shown=False)
    table.keeper.save()
    again = TableView(COLUMNS, "people", space)
    assert again.columnWidth(0) == 123
    assert again.isColumnHidden(1)
    again.keeper.show_column(0, shown=False)
    again.keeper.show_column(2, shown=False)
    assert not again.isColumnHidden(2), "the last column stays"
    assert hints == ["至少保留一列。"]
    again.deleteLater()


def test_the_order_of_columns_is_remembered_also_when_the_window_closes_at_once(
    space: Workspace, table: TableView
) -> None:
    table.horizontalHeader().moveSection(2, 0)
    table.hide()
    more = (*COLUMNS[:2], ColumnSpec("later", "后来才有"), COLUMNS[2])
    again = TableView(more, "people", space)
    assert again.keeper.shown() == ["state", "name", "hours", "later"]
    again.horizontalHeader().moveSection(0, 3)
    again.keeper.save()
    usual = TableView(more, "people", space)
    assert usual.keeper.shown() == ["name", "hours", "later", "state"]
    assert space.settings.column_places(usual.keeper._name) == []
    for view in (again, usual):
        view.deleteLater()


def test_an_empty_table_says_what_it_is_for(table: TableView) -> None:
    table.set_empty("还没有人员。", "users")
    table.show_rows(people(), [])
    assert table.empty.isVisible()
    assert table.empty.sentence == "还没有人员。"
    table.show_rows(people("丁宁"), [1])
    assert not table.empty.isVisible()


def test_enter_and_double_click_open_a_row(qtbot: QtBot, table: TableView) -> None:
    table.show_rows(people("丁宁", "于洋"), [1, 2])
    opened: list[int] = []
    table.opened.connect(opened.append)
    table.select_ids([2])
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.rows.index(0, 0)).center()
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [2, 1]


@pytest.mark.parametrize("names", [("丁宁",), ("丁宁", "于洋")])
def test_an_arrow_chooses_the_first_row_once_tab_came_in(qtbot: QtBot, table: TableView, names) -> None:
    table.show_rows(people(*names), list(range(1, len(names) + 1)))
    table.activateWindow()
    table.clearFocus()
    table.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(table.hasFocus)
    assert (table.currentIndex().row(), table.current_id()) == (0, None), "Tab alone chooses nobody"
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.selected_ids() == [1]
    assert table.current_id() == 1
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.current_id() == len(names)


@pytest.fixture
def editable(space: Workspace, show: Show) -> TableView:
    columns = (ColumnSpec("name", "姓名", width_em=10, editable=True), COLUMNS[1])
    view = TableView(columns, "edit", space, title="人员")
    show(view)
    source = ListSource([Row(4, "丁宁")], columns)
    view.show_rows(source, [4])
    view.select_ids([4])
    view.setFocus()
    return view


def test_typing_opens_the_editor_and_loses_no_letter(qtbot: QtBot, editable: TableView) -> None:
    edited: list[tuple[int, str, str]] = []
    editable.rows.edited.connect(lambda *what: edited.append(what))
    qtbot.keyClicks(editable, "w")
    line = editable.findChild(QLineEdit)
    assert line is not None
    qtbot.keyClicks(line, "ang")
    assert line.text() == "wang"
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: edited == [(4, "name", "wang")])
    assert editable.rows.data(editable.rows.index(0, 0)) == "丁宁", (
        "the cell changes when the command is through"
    )


def test_an_input_method_finds_the_editor_open(qtbot: QtBot, editable: TableView) -> None:
    """The first letter of a composition arrives at the table: it must open the editor and go into it."""
    QApplication.sendEvent(editable, QInputMethodEvent("w", []))
    line = editable.findChild(QLineEdit)
    assert line is not None
    done = QInputMethodEvent("", [])
    done.setCommitString("王")
    QApplication.sendEvent(line, done)
    assert "王" in line.text()


def test_a_failed_load_is_shown(qtbot: QtBot, table: TableView, said: list[Notice]) -> None:
    class Broken(Many):
        def ids(self, order: str) -> Sequence[int]:
            raise EnvironmentProblem("desk.busy")

    table.show_source(Broken(1))
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].sentence == text("desk.busy")
    assert not table.loading


def test_a_tree_keeps_what_is_open_and_chosen(qtbot: QtBot, show: Show) -> None:
    tree = TreeView("单位")
    show(tree)
    heard: list[int | None] = []
    tree.chosen.connect(heard.append)
    nodes = [Node(1, "区", None, 30), Node(3, "实验小学", 2, 9, "syxx"), Node(2, "教育局", 1, 21, "jyj")]
    tree.show_nodes(nodes)
    tree.select_id(3)
    assert heard == [3]
    tree.show_nodes([*nodes, Node(4, "幼儿园", 2, 1)])
    assert tree.current_id() == 3
    assert heard == [3], "a reload is no new choice"
    assert tree.below(2) == {2, 3, 4}
    tree.filter_by("syxx")
    seen: list[str] = []

    def walk(parent: QModelIndex) -> None:
        for row in range(tree.model().rowCount(parent)):
            index = tree.model().index(row, 0, parent)
            seen.append(index.data())
            walk(index)

    walk(QModelIndex())
    assert seen == ["区", "教育局", "实验小学"]
    tree.show_nodes(nodes[:1])
    assert heard[-1] is None


def test_a_tree_comes_in_at_once_however_many_lines_it_has(qtbot: QtBot) -> None:
    tree = TreeView("Units")
    qtbot.addWidget(tree)
    told: list[tuple[int, int]] = []
    tree._model.rowsInserted.connect(lambda _parent, first, last: told.append((first, last)))
    nodes = [
        Node(number, f"第{number}单位", None if number < 6 else number % 5 + 1) for number in range(1, 301)
    ]
    tree.show_nodes(nodes)
    assert told == [(0, 4)], "the view takes in its top, with all below it"
    assert tree.below(1) == {1, *range(10, 301, 5)}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_painting_a_table_does_not_eat_references_to_none(qtbot: QtBot, table: TableView) -> None:
    source = Many(1000)
    table.show_rows(source, source.ids(""))
    table.grab()
    before = sys.getrefcount(None)
    for place in range(300):
        table.rows.data(table.rows.index(place, 1), Qt.ItemDataRole.DecorationRole)
    assert abs(sys.getrefcount(None) - before) < 100


# --- columns that stay ---

WIDE = (
    ColumnSpec("id", "序号", Kind.INT, 4),
    ColumnSpec("name", "姓名", Kind.PERSON, 6, editable=True),
    ColumnSpec("hours", "学时", Kind.HOURS, 20),
    ColumnSpec("state", "状态", width_em=30, chip=CHIPS, sortable=False),
    ColumnSpec("last", "末列", width_em=30, value=lambda row: row.name, editable=True, sortable=False),
)


@pytest.fixture
def wide(space: Workspace, show: Show, qtbot: QtBot) -> TableView:
    """A table of five people that is wider than its place, scrolled to its right end."""
    view = TableView(WIDE, "wide", space, title="人员", frozen="name")
    view.resize(480, 300)
    show(view)
    rows = [Row(place, name, place * 10) for place, name in enumerate(("甲", "乙", "丙", "丁", "戊"), 1)]
    view.show_rows(ListSource(rows, WIDE), [1, 2, 3, 4, 5])
    to_the_end(view)
    return view


def to_the_end(view: TableView) -> None:
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    assert view.horizontalScrollBar().value() > 0


def at(view: TableView, row: int, column: int) -> QPoint:
    """Where a frozen cell is seen."""
    left, wide = view.frozen.places()[column]
    return QPoint(left + wide // 2, view.rowViewportPosition(row) + view.rowHeight(row) // 2)


def pixels(picture: QImage, area: QRect) -> QImage:
    return picture.copy(area)


def test_the_name_is_seen_where_it_was_when_the_rest_is_scrolled(wide: TableView) -> None:
    edge = wide.columnWidth(0) + wide.columnWidth(1)
    names = QRect(0, 0, edge - 1, 140)  # without the line at the edge
    heads = QRect(0, 0, edge - 1, wide.horizontalHeader().height())
    ground, head = wide.viewport(), wide.horizontalHeader().viewport()
    scrolled = (ground.grab().toImage(), head.grab().toImage())
    wide.horizontalScrollBar().setValue(0)
    assert wide.frozen.places() == {}
    still = (ground.grab().toImage(), head.grab().toImage())
    assert pixels(scrolled[0], names) == pixels(still[0], names)
    assert pixels(scrolled[1], heads) == pixels(still[1], heads)
    beside = QRect(edge, 0, ground.width() - edge, 140)
    assert pixels(scrolled[0], beside) != pixels(still[0], beside), "the rest did move"


def test_scrolling_on_the_screen_smears_nothing(wide: TableView, qtbot: QtBot) -> None:
    names = QRect(0, 0, wide.frozen.width() - 1, 140)
    before = wide.viewport().grab().toImage()
    for value in (5, 200, 31, wide.horizontalScrollBar().maximum()):
        wide.horizontalScrollBar().setValue(value)
        qtbot.wait(1)
    assert pixels(wide.grab().toImage(), names) == pixels(wide.grab().toImage(), names)
    assert pixels(wide.viewport().grab().toImage(), names) == pixels(before, names)


def test_a_click_on_a_frozen_name_chooses_its_row_and_scrolls_nothing(wide: TableView, qtbot: QtBot) -> None:
    value = wide.horizontalScrollBar().value()
    left = Qt.MouseButton.LeftButton
    qtbot.mouseClick(wide.viewport(), left, pos=at(wide, 2, 1))
    assert wide.selected_ids() == [3]
    assert wide.rows.columns[wide.currentIndex().column()].key == "name", "not the cell below it"
    qtbot.mouseClick(wide.viewport(), left, Qt.KeyboardModifier.ShiftModifier, at(wide, 4, 1))
    assert wide.selected_ids() == [3, 4, 5]
    assert wide.horizontalScrollBar().value() == value
    opened: list[int] = []
    wide.opened.connect(opened.append)
    qtbot.mouseDClick(wide.viewport(), left, pos=at(wide, 1, 0))
    assert opened == [2], "the number can't be typed in: a double click opens the row"


def test_the_glow_and_the_choice_are_seen_in_frozen_cells(wide: TableView) -> None:
    spot = at(wide, 3, 1) - QPoint(wide.columnWidth(1) // 2 - 4, 0)  # left of the name

    def ground() -> QColor:
        return wide.viewport().grab().toImage().pixelColor(spot * wide.devicePixelRatioF())

    assert ground() == theme.color("paper")
    wide.glow([4])
    assert ground() == theme.color("pine_tint")
    wide.select_ids([4])
    assert ground() == theme.color("sky")


def test_a_frozen_heading_orders_and_the_one_below_it_does_not(wide: TableView, qtbot: QtBot) -> None:
    head = wide.horizontalHeader()
    left, room = wide.frozen.places()[1]
    assert head.logicalIndexAt(left + room // 2) > 1, "another heading is scrolled below it"
    with qtbot.waitSignal(wide.loaded):
        qtbot.mouseClick(
            head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(left + room // 2, head.height() // 2)
        )
    assert wide.order == "name"
    to_the_end(wide)
    widths = [wide.columnWidth(column) for column in range(5)]
    edge = QPoint(wide.frozen.width() - 3, head.height() // 2)
    qtbot.mousePress(head.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    qtbot.mouseMove(head.viewport(), edge + QPoint(40, 0))
    qtbot.mouseRelease(head.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(40, 0))
    assert [wide.columnWidth(column) for column in range(5)] == widths


def test_keys_walk_through_all_columns_and_none_is_hidden_below_the_names(
    wide: TableView, qtbot: QtBot
) -> None:
    wide.setCurrentIndex(wide.rows.index(0, 4))
    for column in (3, 2):
        qtbot.keyClick(wide, Qt.Key.Key_Left)
        assert wide.currentIndex().column() == column
        assert wide.columnViewportPosition(column) >= wide.frozen.width()
    qtbot.keyClick(wide, Qt.Key.Key_Down)
    assert wide.selected_ids() == [2]
    for column in (1, 0):
        qtbot.keyClick(wide, Qt.Key.Key_Left)
        assert wide.currentIndex().column() == column
        assert wide.visualRect(wide.currentIndex()).left() >= 0


def test_a_frozen_cell_is_typed_in_where_it_is_seen(wide: TableView, qtbot: QtBot) -> None:
    edited: list[tuple[int, str, str]] = []
    wide.rows.edited.connect(lambda *what: edited.append(what))
    qtbot.mouseClick(wide.viewport(), Qt.MouseButton.LeftButton, pos=at(wide, 1, 1))
    qtbot.mouseDClick(wide.viewport(), Qt.MouseButton.LeftButton, pos=at(wide, 1, 1))
    editor = wide.findChild(QLineEdit)
    assert editor is not None
    assert editor.accessibleName() == "姓名"
    assert editor.geometry().center().x() in range(*_span(wide.frozen.places()[1]))
    editor.setText("己")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: edited == [(2, "name", "己")])
    qtbot.waitUntil(lambda: wide.findChild(QLineEdit) is None)
    wide.setCurrentIndex(wide.rows.index(0, 4))
    qtbot.keyClick(wide, Qt.Key.Key_F2)
    editor = wide.findChild(QLineEdit)
    assert editor is not None
    assert editor.geometry().left() >= wide.frozen.width(), "the others still beside them"


def _span(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], place[0] + place[1]


def test_a_hidden_or_moved_column_does_not_stay_and_too_wide_ones_neither(wide: TableView) -> None:
    wide.keeper.show_column(0, shown=False)
    to_the_end(wide)
    assert list(wide.frozen.places()) == [1]
    assert wide.frozen.places()[1][0] == 0
    head = wide.horizontalHeader()
    head.moveSection(head.visualIndex(1), 0)
    to_the_end(wide)
    assert list(wide.frozen.places()) == [1]
    wide.setColumnWidth(1, 400)
    assert wide.frozen.places() == {}, "nothing could be read beside it"
    wide.setColumnWidth(1, 90)
    assert copied(wide)[0].split("\n")[0] == "姓名\t学时\t状态\t末列", "a copy holds each column once"
    assert wide.keeper.menu().actions()[0].text() == "序号"


def test_the_column_that_stretches_can_always_be_read(space: Workspace, show: Show, qtbot: QtBot) -> None:
    columns = (
        ColumnSpec("id", "序号", Kind.INT, 10),
        ColumnSpec("name", "姓名", width_em=20, stretch=True),
        ColumnSpec("hours", "学时", Kind.HOURS, 10),
    )
    view = TableView(columns, "stretching", space)
    view.resize(900, 300)
    show(view)
    assert sum(view.columnWidth(column) for column in range(3)) == view.viewport().width()
    view.resize(300, 300)
    qtbot.wait(1)
    em = view.fontMetrics().horizontalAdvance("训")
    assert view.columnWidth(1) >= 6 * em
    assert view.horizontalScrollBar().maximum() > 0, "the table scrolls instead"
    view.setColumnWidth(0, 60)
    view.keeper.show_column(2, shown=False)
    assert view.columnWidth(1) == view.viewport().width() - 60
    view.keeper.save()
    assert space.settings.columns(view.keeper._name) == {"id": 60, "hours": 0}, "its width is no choice"
