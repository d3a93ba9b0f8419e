"""The Menu tab on a real desk: find, add with Enter or the mouse, move, take off, take back, issue."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.desk_fixtures import PASSWORD, USERS
from tests.ui.pages.conftest import settled
from tests.ui.pages.pages import dialog, places, press, reasons, type_into
from tests.ui.walk import clipped, nameless, nameless_headings, unreachable
from tests.usecases.test_menu import add, course, menu, pool, titles
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import Audience, MenuState, Theme
from trainingdesk.shared.text import set_language
from trainingdesk.ui.pages.menu.finding import providers
from trainingdesk.ui.pages.menu.forms import CourseForm, LecturerForm, MenuForm
from trainingdesk.ui.pages.menu.page import MenuPage
from trainingdesk.usecases.commands.menu import IssueMenu
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.menu import lecturers, menu_view, menus


@pytest.fixture
def show_menu(open_page: Callable[[str], MenuPage]) -> Callable[[], MenuPage]:
    return lambda: open_page("menu")


def choose(page: MenuPage, *ids: int) -> None:
    page.pool.courses.setFocus()
    page.pool.courses.select_ids(ids)


def on_the_menu(desk: Desk, menu_id: int) -> dict[str, list[str]]:
    return titles(desk.ask(menu_view, menu_id))


def drag(page: MenuPage, source: QWidget, at: QPoint, target: QPoint) -> None:
    """Drag with the left button from a point of a table to a point of the menu's table."""
    left, plain = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    goal = source.mapFromGlobal(page.board.table.viewport().mapToGlobal(target))
    QTest.mousePress(source, left, plain, at)
    QTest.mouseMove(source, at + QPoint(30, 0))
    QTest.mouseMove(source, goal)
    QTest.mouseRelease(source, left, plain, goal)


def row_point(page: MenuPage, row: int, part: float = 0.25) -> QPoint:
    table = page.board.table
    return QPoint(60, table.rowViewportPosition(row) + round(table.rowHeight(row) * part))


def test_enter_puts_courses_on_the_menu_and_ctrl_z_takes_them_back(show_menu, desk: Desk, qtbot):
    first, second, _third = pool(desk)
    menu_id = menu(desk)
    page = show_menu()
    QAbstractItemModelTester(page.board.table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert len(page.board.table.lines) == len(Audience), "every audience has a place"
    page.board.audience.set_value(Audience.SECTION)
    page.board.audience.edited.emit()
    choose(page, first, second)
    press(page.pool.courses, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert on_the_menu(desk, menu_id) == {"section": ["行政诉讼实务", "新质生产力专题"]}
    item = page.board.item()
    assert item is not None
    assert item.title == "新质生产力专题", "what was added last is where one goes on"
    assert page.board.facts.text() == "草稿 · 2 门课程"
    page.space.send(UndoLast())
    settled(qtbot, page)
    assert on_the_menu(desk, menu_id) == {"section": ["行政诉讼实务"]}


def test_the_first_course_begins_the_years_menu(show_menu, desk: Desk, qtbot):
    first, *_rest = pool(desk)
    page = show_menu()
    assert page.board.table.empty.isVisible()
    choose(page, first)
    page.actions_.trigger("menu.add")
    settled(qtbot, page)
    settled(qtbot, page)
    (row,) = desk.ask(menus)
    assert row.items == 1
    assert page.choice.value() == row.id


def test_keys_move_and_take_off(show_menu, desk: Desk, qtbot):
    first, second, third = pool(desk)
    menu_id = menu(desk)
    items = [add(desk, menu_id, one) for one in (first, second, third)]
    page = show_menu()
    page.board.table.select_ids([items[0]])
    assert reasons(page, ["menu.up", "menu.down"]) == {"menu.up": "已是该对象的第一项。", "menu.down": ""}
    page.actions_.trigger("menu.down")
    settled(qtbot, page)
    assert on_the_menu(desk, menu_id)["section"] == ["新质生产力专题", "行政诉讼实务", "党性教育现场教学"]
    assert page.board.item().id == items[0], "the cursor goes along"
    page.actions_.trigger("menu.remove")
    settled(qtbot, page)
    assert on_the_menu(desk, menu_id)["section"] == ["新质生产力专题", "党性教育现场教学"]
    assert page.board.item().title == "党性教育现场教学"
    page.board.table.select_ids([-5])
    assert reasons(page, ["menu.remove"]) == {"menu.remove": "请先在右侧菜单中选中一门课程。"}


def test_a_course_is_dragged_to_its_place(show_menu, desk: Desk, qtbot):
    first, second, third = pool(desk)
    menu_id = menu(desk)
    add(desk, menu_id, first)
    add(desk, menu_id, second)
    page = show_menu()
    table = page.board.table
    rows = [line.id for line in table.lines]
    courses = page.pool.courses
    at = courses.visualRect(courses.rows.index(courses.rows.place_of(third), 1)).center()
    drag(page, courses.viewport(), at, row_point(page, rows.index(table.lines[6].id)))
    settled(qtbot, page)
    assert on_the_menu(desk, menu_id)["section"] == ["行政诉讼实务", "党性教育现场教学", "新质生产力专题"]
    assert courses.selected_ids() == [third], "dragging chooses no other rows"
    last = next(row for row, line in enumerate(table.lines) if line.item and line.item.position == 3)
    at = table.visualRect(table.rows.index(last, 0)).center()
    drag(page, table.viewport(), at, row_point(page, last - 2))
    settled(qtbot, page)
    assert on_the_menu(desk, menu_id)["section"] == ["新质生产力专题", "行政诉讼实务", "党性教育现场教学"]


def test_an_item_stays_within_its_audience(show_menu, desk: Desk, qtbot, hints):
    first, *_rest = pool(desk)
    menu_id = menu(desk)
    add(desk, menu_id, first)
    page = show_menu()
    table = page.board.table
    row = next(row for row, line in enumerate(table.lines) if line.item)
    drag(page, table.viewport(), table.visualRect(table.rows.index(row, 0)).center(), row_point(page, 0))
    settled(qtbot, page)
    assert on_the_menu(desk, menu_id) == {"section": ["行政诉讼实务"]}
    assert "只能在同一对象内移动；其他对象请另行加入。" in hints


def test_the_capacity_is_typed_into_its_cell(show_menu, desk: Desk, qtbot):
    first, *_rest = pool(desk)
    menu_id = menu(desk)
    add(desk, menu_id, first)
    page = show_menu()
    table = page.board.table
    row = next(row for row, line in enumerate(table.lines) if line.item)
    column = [one.key for one in table.rows.columns].index("capacity")
    table.setCurrentIndex(table.rows.index(row, column))
    type_into(table, "80")
    assert table.findChild(QLineEdit).text() == "80"
    press(table, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert desk.ask(menu_view, menu_id).groups[0].items[0].capacity == 80


def test_search_by_initials_and_theme_says_what_it_hides(show_menu, desk: Desk, qtbot):
    first, second, third = pool(desk)
    page = show_menu()
    assert page.counts == ("3 门课程", "")
    page.pool.search.setText("xzss")
    qtbot.wait(150)
    settled(qtbot, page)
    assert list(page.pool.courses.rows.ids) == [first]
    assert page.counts == ("1 门课程", "2 项被筛选隐藏")
    page.clear_filter()
    settled(qtbot, page)
    assert list(page.pool.courses.rows.ids) == [first, second, third]
    page.pool.themes.set_value(Theme.ECONOMY)
    page.pool.themes.edited.emit()
    settled(qtbot, page)
    assert list(page.pool.courses.rows.ids) == [second]
    # half a word of another theme, and the list is read again by itself: it stays as it was narrowed
    page.pool.themes.lineEdit().setText("胡")
    page.pool.refresh()
    settled(qtbot, page)
    assert list(page.pool.courses.rows.ids) == [second]
    page.pool.themes.set_value(Theme.ECONOMY)
    page.open_place({"course": third})
    settled(qtbot, page)
    assert page.pool.courses.current_id() == third


def test_courses_and_teachers_are_kept_by_forms(show_menu, desk: Desk, qtbot):
    page = show_menu()
    page.actions_.trigger("menu.add_lecturer")
    form = dialog(page, LecturerForm)
    form.form.set_values({"name": "曾明", "level": "senior", "channel": "university"})
    form.save()
    settled(qtbot, page)
    (teacher,) = desk.ask(lecturers)
    assert (teacher.name, teacher.level.value) == ("曾明", "senior")
    page.actions_.trigger("menu.add_course")
    form = dialog(page, CourseForm)
    form.save()
    assert form.form.fields["title"].error, "the title is missed at its field"
    form.form.set_values({"title": "行政复议实务", "theme": "law", "hours": 65, "lecturer_id": teacher.id})
    form.save()
    settled(qtbot, page)
    settled(qtbot, page)
    row = page.pool.courses.current_row()
    assert (row.title, row.code, row.hours, row.lecturer) == ("行政复议实务", "K001", 65, "曾明")
    page.actions_.trigger("menu.change")
    form = dialog(page, CourseForm)
    form.form.set_values({"active": False})
    form.save()
    settled(qtbot, page)
    assert list(page.pool.courses.rows.ids) == []
    page.pool.ended.set_value(True)
    settled(qtbot, page)
    assert list(page.pool.courses.rows.ids) == [row.id]


def test_issuing_freezes_numbers_and_leads_on_to_a_class(show_menu, desk: Desk, qtbot, said):
    first, second, _third = pool(desk)
    menu_id = menu(desk)
    item = add(desk, menu_id, first)
    page = show_menu()
    assert reasons(page, ["menu.issue"])["menu.issue"].startswith("您的角色不能执行此操作"[:2])
    page.board.table.select_ids([item])
    assert reasons(page, ["menu.make_class"]) == {"menu.make_class": "菜单印发后方可组班。"}
    desk.sign_in(USERS[Role.APPROVER][0], PASSWORD)
    page.actions_.refresh()
    page.actions_.trigger("menu.issue")
    question = next(window for window in page.findChildren(QWidget) if window.windowTitle() == "印发菜单？")
    question.yes.click()
    settled(qtbot, page)
    assert said[-1].sentence == "已印发，文号城东组训单〔2026〕1号。"
    assert page.board.view.menu.state is MenuState.ISSUED
    gone = places(page.space)
    assert said[-1].way_out == "打印"
    said[-1].follow()
    assert (gone[-1].page, dict(gone[-1].target)) == ("papers", {"paper": "menu.plan", "menu": str(menu_id)})
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    choose(page, second)
    page.actions_.refresh()
    assert "补充菜单" in reasons(page, ["menu.add"])["menu.add"]
    assert not page.board.table.may_drag
    page.board.table.select_ids([item])
    page.actions_.trigger("menu.make_class")
    assert (gone[-1].page, dict(gone[-1].target)) == ("classes", {"menu_item": item})


def test_a_supplement_is_begun_by_a_form(show_menu, desk: Desk, qtbot, sign_in):
    first, second, _third = pool(desk)
    menu_id = menu(desk)
    add(desk, menu_id, first)
    sign_in(Role.APPROVER)
    desk.execute(IssueMenu(menu_id=menu_id))
    sign_in(Role.CLERK)
    page = show_menu()
    page.actions_.trigger("menu.begin")
    form = dialog(page, MenuForm)
    form.form.set_values({"year": 2026})
    form.save()
    settled(qtbot, page)
    settled(qtbot, page)
    assert page.board.view.menu.edition == 2
    choose(page, second)
    page.actions_.trigger("menu.add")
    settled(qtbot, page)
    assert on_the_menu(desk, page.board.view.menu.id) == {"unit_heads": ["新质生产力专题"]}
    assert on_the_menu(desk, menu_id) == {"section": ["行政诉讼实务"]}


def test_who_only_reads_sees_the_menu_and_changes_nothing(show_menu, desk: Desk, sign_in):
    first, *_rest = pool(desk)
    menu_id = menu(desk)
    add(desk, menu_id, first)
    sign_in(Role.READ_ONLY)
    page = show_menu()
    assert [line.id for line in page.board.table.lines if line.item], "the draft can be read"
    assert not page.pool.courses.may_drag
    choose(page, first)
    assert all(reasons(page, ["menu.add", "menu.remove", "menu.add_course", "menu.begin"]).values())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_keyboard_and_a_screen_reader_find_their_way(show_menu, desk: Desk, qtbot, language):
    set_language(language)
    course(desk, "行政诉讼实务")
    add(desk, menu(desk), 1)
    page = show_menu()
    qtbot.wait(20)  # labels take their room in the next turn
    assert list(nameless(page)) == []
    assert list(nameless_headings(page)) == []
    assert unreachable(page) == []
    assert clipped(page) == []


def test_courses_are_found_from_anywhere(show_menu, desk: Desk):
    first, *_rest = pool(desk)
    (provider,) = providers(show_menu().space)
    (hit,) = provider.search("xzss", 8)
    assert (hit.title, hit.detail) == ("行政诉讼实务", "K001 曾明")
    assert (hit.place.page, dict(hit.place.target)) == ("menu", {"course": first})
