"""Classes as a clerk works with them: made in a grid, filled from the roster, moved on, graded, closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import PASSWORD, USERS
from tests.journeys.hand import words_in
from tests.ui.pages.conftest import settled
from tests.ui.walk import nameless, nameless_headings, unreachable
from tests.usecases.test_classes import GRID, act, attended, create, row, running
from tests.usecases.training_facts import write
from trainingdesk.domain.access import Role
from trainingdesk.domain.classes.rules import ClassAction, HalfDay
from trainingdesk.domain.codes import Audience, ClassState, Grade, Slot
from trainingdesk.ui.notices import Notice
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.classes.enrol import EnrolDialog
from trainingdesk.ui.pages.classes.finding import providers
from trainingdesk.ui.pages.classes.forms import ClassForm, ScheduleForm
from trainingdesk.ui.pages.classes.grid import GridEditor, GridModel
from trainingdesk.ui.pages.classes.page import ClassesPage
from trainingdesk.ui.pages.classes.paper import PaperDialog
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.ui.workspace import Place
from trainingdesk.usecases.commands.enrolments import Enrol
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.classes import class_half_days, class_ids, class_people

MONDAY, FRIDAY = date(2026, 6, 8), date(2026, 6, 12)


@pytest.fixture
def shown(open_page: Callable[[str], Page]) -> Callable[[], ClassesPage]:
    """Return a function that shows the tab."""

    def opened() -> ClassesPage:
        page = open_page("classes")
        assert isinstance(page, ClassesPage)
        return page

    return opened


def dialog(page: Page, kind: type[Any] = QDialog) -> Any:
    return next(window for window in page.findChildren(kind) if window.isVisible())


def do(qtbot: QtBot, page: Page, action: str) -> None:
    page.actions_.trigger(f"classes.{action}")
    settled(qtbot, page)


def agree(qtbot: QtBot, page: Page, reason: str = "") -> None:
    question = dialog(page)
    if reason:
        question._reason.editor.setPlainText(reason)
    question.yes.click()
    settled(qtbot, page)


def test_a_class_is_made_with_its_half_days(qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]):
    page = shown()
    assert page.table.empty.isVisible()
    do(qtbot, page, "new")
    form: ClassForm = dialog(page, ClassForm)
    form.form.set_values({"title": "第3期科级干部班", "audience": Audience.SECTION, "teacher": "孙班"})
    form.start.setText("6.8")
    form.end.setText("2026年6月12日")
    form.end.edited.emit()
    grid = form.grid
    qtbot.mouseClick(grid.table.viewport(), Qt.MouseButton.LeftButton, pos=centre(grid, 0, 0))
    grid.table.setCurrentIndex(grid.model.index(4, 1))
    qtbot.keyClick(grid.table, Qt.Key.Key_Space)
    grid.model.setData(grid.model.index(2, 2), "分组讨论")
    grid.table.setCurrentIndex(grid.model.index(2, 2))
    grid.hours.setText("2")
    grid.hours.editingFinished.emit()
    assert grid.count.text() == "3 个半天，10 学时"
    form.save()
    settled(qtbot, page)
    (class_id,) = desk.ask(class_ids)
    assert [
        (half.day, half.slot, half.topic, half.hours) for half in desk.ask(class_half_days, class_id)
    ] == [
        (MONDAY, Slot.MORNING, "", 40),
        (date(2026, 6, 10), Slot.EVENING, "分组讨论", 20),
        (FRIDAY, Slot.AFTERNOON, "", 40),
    ]
    assert page.card.row.code == "2026-01"
    assert page.view.title.text() == "2026-01　第3期科级干部班"


def centre(grid: GridEditor, line: int, column: int) -> QPoint:
    return grid.table.visualRect(grid.model.index(line, column)).center()


def test_what_is_wrong_stands_at_the_field(qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]):
    page = shown()
    do(qtbot, page, "new")
    form: ClassForm = dialog(page, ClassForm)
    form.save()
    assert form.form.fields["title"].error == "请填写“名称”。"
    form.form.set_values(
        {"title": "班", "audience": Audience.SECTION, "start_day": FRIDAY, "end_day": MONDAY}
    )
    form.save()
    settled(qtbot, page)
    assert form.form.fields["end_day"].error == "结束日期早于开始日期，请核对。"
    assert desk.ask(class_ids) == []
    form._touched = False
    form.reject()


def test_facts_and_schedule_are_changed(qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]):
    class_id = create(desk)
    page = shown()
    do(qtbot, page, "edit")
    form: ClassForm = dialog(page, ClassForm)
    form.form.set_values({"title": "第4期科级干部班"})
    form.save()
    settled(qtbot, page)
    assert row(desk, class_id).title == "第4期科级干部班"
    assert page.card.row.title == "第4期科级干部班", "the card follows"
    do(qtbot, page, "schedule")
    schedule: ScheduleForm = dialog(page, ScheduleForm)
    index = schedule.grid.model.index(0, 0)
    schedule.grid.table.setCurrentIndex(index)
    qtbot.keyClick(schedule.grid.table, Qt.Key.Key_Delete)
    schedule.save()
    settled(qtbot, page)
    assert [half.slot for half in desk.ask(class_half_days, class_id)] == [Slot.AFTERNOON, Slot.MORNING]


def test_people_are_picked_with_places_and_clashes_in_sight(
    qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]
):
    running(desk, people=(1,), title="另一个班")
    class_id = create(desk, capacity=2, audience=Audience.GENERAL)
    act(desk, class_id, ClassAction.OPEN)
    page = shown()
    page.bring_up(class_id)
    settled(qtbot, page)
    do(qtbot, page, "enrol")
    picker: EnrolDialog = dialog(page, EnrolDialog)
    picker.fitting.setChecked(False)
    settled(qtbot, page)
    names = [picker.candidates.rows.row(place).name for place in range(picker.candidates.rows.rowCount())]
    assert "丁宁" in names
    assert "周舟" in names
    picker.candidates.select_ids([1, 2, 3])
    picker.add_button.click()
    qtbot.waitUntil(lambda: picker._preview is not None)
    assert picker.places.text() == "名额 2 · 已报 0 · 本次 3 · 尚余 -1"
    assert "丁宁（组织部）2026-06-11 上午在“另一个班”上课，时间冲突。" in picker.errors.text()
    assert "名额 2 人" in picker.errors.text()
    assert "超过 20%" in picker.notes.text()
    assert not picker.save_button.isEnabled()
    picker.chosen.select_ids([1])
    picker.remove_button.click()
    qtbot.waitUntil(lambda: picker._preview is not None and not picker._preview.errors)
    settled(qtbot, page)
    assert picker.save_button.text() == "报名 2 人"
    picker.save_button.click()
    settled(qtbot, page)
    assert [person.name for person in desk.ask(class_people, class_id)] == ["于洋", "单小芳"]
    assert page.view.tabs.currentIndex() == 1
    assert page.why_not_enrol() == "名额 2 人已满。"


def test_candidates_are_found_by_initials_and_unit(
    qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]
):
    class_id = create(desk, audience=Audience.GENERAL)
    act(desk, class_id, ClassAction.OPEN)
    page = shown()
    do(qtbot, page, "enrol")
    picker: EnrolDialog = dialog(page, EnrolDialog)
    picker.fitting.setChecked(False)
    picker.search.setText("ycj")
    qtbot.waitUntil(lambda: picker.candidates.rows.rowCount() == 1)
    assert picker.candidates.rows.row(0).name == "尉迟敬"
    qtbot.keyClick(picker.search, Qt.Key.Key_Down)
    qtbot.keyClick(picker.candidates, Qt.Key.Key_Return)
    assert picker.picked.text() == "已选 1 人"
    picker.search.clear()
    picker.unit.set_value(5)
    picker.unit.edited.emit()
    qtbot.waitUntil(lambda: picker.candidates.rows.rowCount() == 2)
    settled(qtbot, page)
    picker.reject()


def test_a_class_goes_from_plan_to_close(
    qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage], said: list[Notice]
):
    class_id = attended(desk)
    page = shown()
    assert page.card.row.state is ClassState.ASSESSING
    assert [action for action, button in page.view.steps.items() if button.isVisible()] == [ClassAction.CLOSE]
    page.view.tabs.setCurrentIndex(2)
    assert page.grades.words.text() == "结业 1 人，未结业 2 人"
    third = desk.ask(class_people, class_id)[2]
    first = page.grades.table.rows.id_at(0)
    assert page.grades.table.selected_ids() == [first], "a key grades somebody at once, as in a roll call"
    page.grades.table.select_ids([third.id])
    qtbot.keyClick(page.grades.table, "3")
    settled(qtbot, page)
    assert desk.ask(class_people, class_id)[2].grade is Grade.PASS
    assert page.grades.words.text() == "结业 2 人，未结业 1 人"
    do(qtbot, page, "close")
    agree(qtbot, page)
    assert row(desk, class_id).state is ClassState.CLOSED
    assert said[-1].sentence == "已结班：结业 2 人，未结业 1 人。"
    assert "没有考核成绩" not in str(page.grades.table.rows.row(1).reasons)
    do(qtbot, page, "reopen")
    agree(qtbot, page, "成绩录错")
    assert row(desk, class_id).state is ClassState.ASSESSING


def test_a_double_click_takes_one_step_only(qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]):
    class_id = create(desk)
    act(desk, class_id, ClassAction.OPEN)
    desk.execute(Enrol(class_id=class_id, person_ids=(1, 2, 3)))
    page = shown()
    steps = page.view.steps
    left = Qt.MouseButton.LeftButton
    steps[ClassAction.START].setFocus()
    qtbot.mouseClick(steps[ClassAction.START], left)
    assert not page.view.steps_free
    settled(qtbot, page)
    assert row(desk, class_id).state is ClassState.RUNNING
    assert steps[ClassAction.ASSESS].isVisible()
    assert page.window().focusWidget() is page.view.tabs.tabBar()  # and not the button that cancels the class
    qtbot.mouseDClick(steps[ClassAction.ASSESS], left)  # the rest of the double click
    assert not page.findChildren(ConfirmDialog)
    qtbot.waitUntil(lambda: page.view.steps_free)
    qtbot.mouseClick(steps[ClassAction.ASSESS], left)
    assert row(desk, class_id).state is ClassState.RUNNING
    agree(qtbot, page)
    assert row(desk, class_id).state is ClassState.ASSESSING


def test_a_step_that_was_refused_can_be_tried_again(
    qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]
):
    class_id = create(desk)
    act(desk, class_id, ClassAction.OPEN)
    page = shown()
    page.card = replace(page.card, row=replace(page.card.row, version=99))
    page.do_start()
    settled(qtbot, page)
    assert row(desk, class_id).state is ClassState.ENROLLING
    assert page.view.steps_free


def test_steps_say_why_they_can_not_be_taken(qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]):
    class_id = create(desk, half_days=())
    act(desk, class_id, ClassAction.OPEN)
    page = shown()
    assert page.why_not_start().startswith("本班还没有安排半天课程")
    assert page.view.steps[ClassAction.START].reason == page.why_not_start()
    assert page.why_no_sheet().startswith("本班还没有安排半天课程")
    assert page.why_not_grade() == "班次状态为“报名”，不能录入成绩。须先在“班次”页点“开班”。"
    assert page.why_not_withdraw() == "请先在右侧“学员”页选择学员。"
    assert page.why_not_seats() == page.why_nobody() == "本班还没有学员，请先报名。"


def test_the_approver_approves_here(qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]):
    class_id = create(desk)
    desk.sign_in(USERS[Role.APPROVER][0], PASSWORD)
    page = shown()
    assert page.actions_.reason("classes.approve") == ""
    assert "角色" in page.actions_.reason("classes.open")
    do(qtbot, page, "approve")
    assert row(desk, class_id).state is ClassState.APPROVED


def test_starting_withdrawing_cancelling(qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]):
    class_id = running(desk)
    page = shown()
    page.view.tabs.setCurrentIndex(1)
    page.view.people.select_ids([desk.ask(class_people, class_id)[0].id])
    do(qtbot, page, "withdraw")
    agree(qtbot, page, "抽调专班")
    assert [person.seat for person in desk.ask(class_people, class_id)] == [2, 3]
    do(qtbot, page, "seats")
    assert [person.seat for person in desk.ask(class_people, class_id)] == [1, 2]
    do(qtbot, page, "cancel")
    agree(qtbot, page, "与换届冲突")
    assert row(desk, class_id).state is ClassState.CANCELLED


def test_all_others_pass_and_a_grade_is_taken_away(
    qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]
):
    class_id = attended(desk)
    page = shown()
    page.view.tabs.setCurrentIndex(2)
    page.grades.pass_others()
    settled(qtbot, page)
    assert [person.grade for person in desk.ask(class_people, class_id)] == [
        Grade.EXCELLENT,
        Grade.PASS,
        Grade.PASS,
    ]
    page.grades.table.selectAll()
    qtbot.keyClick(page.grades.table, "0")
    settled(qtbot, page)
    assert {person.grade for person in desk.ask(class_people, class_id)} == {None}


def test_the_list_is_narrowed_and_widened(qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]):
    running(desk)
    create(desk, title="优秀中青年干部培训班", half_days=())
    create(desk, start_day=date(2025, 3, 3), end_day=date(2025, 3, 4), half_days=())
    page = shown()
    assert page.states.tabText(0) == "全部 3"
    assert page.states.tabText(1) == "计划 2"
    page.states.setCurrentIndex(1)
    settled(qtbot, page)
    assert page.table.rows.rowCount() == 2
    page.year.set_value(2025)
    page.year.edited.emit()
    settled(qtbot, page)
    assert page.table.rows.rowCount() == 1
    assert page.counts[1] == "已按状态、年度或搜索筛选"
    page.clear_filter()
    settled(qtbot, page)
    assert page.table.rows.rowCount() == 3
    page.search.setText("zqn")
    qtbot.waitUntil(lambda: page.table.rows.rowCount() == 1)
    settled(qtbot, page)
    assert page.card.row.title == "优秀中青年干部培训班"


def test_the_sheet_is_previewed_as_it_will_be_printed(
    qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage], tmp_path: Any, said: list[Notice]
):
    running(desk)
    page = shown()
    do(qtbot, page, "sheet")
    paper: PaperDialog = dialog(page, PaperDialog)
    qtbot.waitUntil(lambda: paper.preview.pages.count == 2, timeout=15000)
    settled(qtbot, page)
    assert [paper.day.itemText(place) for place in range(paper.day.count())] == [
        "全部日期",
        "6月11日 周四",
        "6月12日 周五",
    ]
    paper.save_to(str(tmp_path / paper.file_name()))
    settled(qtbot, page)
    assert (tmp_path / "2026-01 签到表.pdf").read_bytes().startswith(b"%PDF")
    assert "签到表.pdf" in said[-1].sentence
    paper.save_to(str(tmp_path / "no folder" / "x.pdf"))
    settled(qtbot, page)
    assert "x.pdf" in said[-1].sentence
    paper.accept()


def test_a_class_is_found_from_anywhere(desk: Desk, shown: Callable[[], ClassesPage]):
    class_id = running(desk)
    page = shown()
    (provider,) = providers(page.space)
    (hit,) = provider.search("科级", 8)
    assert hit.place == Place("classes", {"class": class_id})
    assert "开班" in hit.detail


def test_every_part_has_a_name_and_a_key(qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]):
    running(desk)
    page = shown()
    for place in range(page.view.tabs.count()):
        page.view.tabs.setCurrentIndex(place)
        assert list(nameless(page)) == []
        assert list(nameless_headings(page)) == []
        assert unreachable(page) == []
    do(qtbot, page, "enrol")
    picker = dialog(page, EnrolDialog)
    settled(qtbot, page)
    assert list(nameless(picker)) == []
    assert unreachable(picker) == []
    picker.reject()


# --- the grid ---


def test_the_grid_is_a_good_model():
    model = GridModel(40)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_days(MONDAY, FRIDAY)
    model.choose_days(True)
    assert len(model.half_days()) == 10
    assert model.total() == 400
    model.choose(model.index(0, 2), on=True)
    model.choose_days(False)
    assert model.half_days() == ()
    model.set_days(FRIDAY, MONDAY)
    assert model.rowCount() == 0


def test_half_days_come_back_with_their_days():
    model = GridModel(40)
    model.set_days(date(2026, 6, 11), FRIDAY)
    model.set_half_days(GRID)
    model.set_days(FRIDAY, FRIDAY)
    assert model.half_days() == (GRID[0],)
    model.set_days(date(2026, 6, 11), FRIDAY)
    assert set(model.half_days()) == set(GRID)


def test_a_half_day_with_marks_can_not_be_given_up():
    model = GridModel(40)
    model.set_days(FRIDAY, FRIDAY)
    half = HalfDay(FRIDAY, Slot.MORNING)
    model.set_half_days([half], {half.place: "已有考勤"}, [half.place])
    model.choose(model.index(0, 0), on=False)
    model.choose_days(False)
    assert model.half_days() == (half,)
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsUserCheckable
    assert "已有考勤" in model.data(model.index(0, 0))


def test_a_class_for_heads_says_why_it_finds_nobody(
    qtbot: QtBot, desk: Desk, shown: Callable[[], ClassesPage]
):
    write(desk.path, ("UPDATE person SET rank = 'researcher_4' WHERE rank LIKE '%_head'", ()))
    class_id = create(desk, audience=Audience.UNIT_HEADS)
    act(desk, class_id, ClassAction.OPEN)
    page = shown()
    do(qtbot, page, "enrol")
    picker: EnrolDialog = dialog(page, EnrolDialog)
    qtbot.waitUntil(lambda: "党政正职" in "".join(words_in(picker.candidates.empty)))
    picker.reject()
