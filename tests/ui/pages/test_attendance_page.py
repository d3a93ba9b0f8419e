"""The roll call as a teacher does it: keys, scans, the queue at the door, closing."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import PASSWORD, USERS, TestClock, invented_id
from tests.ui.pages.conftest import settled
from tests.ui.walk import nameless, nameless_headings, unreachable
from tests.usecases.test_classes import create, running
from tests.usecases.test_units import change
from trainingdesk.domain.access import Role
from trainingdesk.domain.attendance.rows import Roll, SessionLists
from trainingdesk.domain.classes.rules import HalfDay
from trainingdesk.domain.codes import Mark, SessionState, Slot
from trainingdesk.ui.notices import Notice
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.attendance.book import RollBook
from trainingdesk.ui.pages.attendance.page import AttendancePage
from trainingdesk.usecases.commands.attendance import CloseSession, MarkUnmarked
from trainingdesk.usecases.commands.enrolments import Withdraw
from trainingdesk.usecases.commands.unit_names import RemoveFormerName
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.attendance import roll, session_lists
from trainingdesk.usecases.queries.classes import class_half_days, class_people
from trainingdesk.usecases.queries.roster import unit_names

FRIDAY = date(2026, 6, 12)
TODAY = (HalfDay(FRIDAY, Slot.MORNING, "行政诉讼实务"), HalfDay(FRIDAY, Slot.AFTERNOON))


@pytest.fixture
def page(desk: Desk, open_page: Callable[[str], Page]) -> AttendancePage:
    """Return the page with today's class of six people in hand."""
    running(desk, people=(1, 2, 3, 6, 7, 13), start_day=FRIDAY, end_day=FRIDAY, half_days=TODAY)
    page = open_page("attendance")
    assert isinstance(page, AttendancePage)
    return page


def marks(desk: Desk, page: AttendancePage) -> list[Mark | None]:
    return [row.mark for row in desk.ask(roll, page.session_id).rows]


def shown(page: AttendancePage) -> list[Mark | None]:
    return [page.table.rows.row(place).mark for place in range(page.table.rows.rowCount())]


def press(qtbot: QtBot, page: AttendancePage, *keys: str | Qt.Key) -> None:
    """Press keys as a person does: never two within 30 ms."""
    for key in keys:
        qtbot.keyClick(page.table, key)
        qtbot.waitUntil(lambda: not page.table._burst.isActive())


def test_today_s_open_half_day_is_in_hand(page: AttendancePage):
    assert [session.slot for session in page.sessions.sessions()] == [Slot.MORNING, Slot.AFTERNOON]
    assert page.heading.text() == "第3期科级干部班 · 6月12日 上午 · 《行政诉讼实务》"
    assert page.numbers.text() == "应到 6 · 已到 0 · 未点 6"
    assert page.current_row().name == "丁宁"
    assert page.card.name.text() == "丁　宁"
    assert page.table.hasFocus() or page.table.focusWidget() is not None


def test_one_key_marks_and_goes_on(qtbot: QtBot, desk: Desk, page: AttendancePage):
    press(qtbot, page, "1", "2", "4")
    assert shown(page)[:4] == [Mark.PRESENT, Mark.LATE, Mark.PERSONAL_LEAVE, None]
    settled(qtbot, page)
    assert marks(desk, page)[:4] == [Mark.PRESENT, Mark.LATE, Mark.PERSONAL_LEAVE, None]
    assert page.current_row().seat == 4
    assert page.numbers.text() == "应到 6 · 已到 2 · 未点 3"
    assert page.counts[0] == "应到 6 · 已到 2 · 未点 3，迟到 1，事假 1"
    press(qtbot, page, Qt.Key.Key_Backspace, "7")
    settled(qtbot, page)
    assert marks(desk, page)[2] is Mark.ABSENT, "back one and marked anew"
    press(qtbot, page, Qt.Key.Key_Down)
    assert page.current_row().seat == 5


def test_a_mark_is_seen_before_the_desk_has_answered(qtbot: QtBot, page: AttendancePage):
    press(qtbot, page, "1")
    assert page.book.waiting == 1 or page.table.rows.row(0).mark is Mark.PRESENT
    assert page.table.rows.index(0, 4).data() == "到"
    assert page.table.rows.index(0, 5).data() != ""
    settled(qtbot, page)
    assert page.book.waiting == 0


def test_a_refused_mark_goes_back_and_says_why(
    qtbot: QtBot, desk: Desk, page: AttendancePage, said: list[Notice]
):
    # behind the page's back the person leaves the class
    gone = page.current_row()
    desk.execute(Withdraw(enrolment_id=gone.id, reason="退学"))
    press(qtbot, page, "1")
    settled(qtbot, page)
    assert said[-1].sentence == "此人不在本班，或已退出。"
    assert page.book.waiting == 0
    assert shown(page)[0] is None


def test_a_key_held_down_marks_nobody_else(qtbot: QtBot, page: AttendancePage):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QKeyEvent

    for repeat in (False, True, True, True):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", repeat)
        page.table.keyPressEvent(event)
        qtbot.waitUntil(lambda: not page.table._burst.isActive())
    assert shown(page).count(Mark.PRESENT) == 1


def test_a_card_scanned_over_the_table_marks_that_person_only(qtbot: QtBot, desk: Desk, page: AttendancePage):
    number = invented_id(13, male=True)
    page.table.setFocus()
    for character in number:
        page.table._take(character) if not page.box.text() else page.box.insert(character)
    assert page.box.text() == number
    assert shown(page) == [None] * 6, "a scanner's digits are no marks"
    qtbot.keyClick(page.box, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert marks(desk, page) == [None, None, None, None, None, Mark.PRESENT]
    assert page.box.text() == ""
    assert page.card.name.text() == "吴　桐", "whoever was scanned stands on the card"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("4", "王伟"), ("yy", "于洋"), ("dingn", "丁宁"), ("单小", "单小芳"), ("城建", "吴桐")],
)
def test_people_are_found_in_every_way(qtbot: QtBot, page: AttendancePage, typed: str, name: str):
    page.box.setText(typed)
    assert page.current_row().name == name


def test_of_two_with_one_name_one_is_chosen_first(
    qtbot: QtBot, desk: Desk, page: AttendancePage, hints: list[str]
):
    page.box.setFocus()
    page.box.setText("王伟")
    assert page.found.text() == "2 人相符，↓ 换下一人"
    qtbot.keyClick(page.box, Qt.Key.Key_Return)
    assert hints[-1] == "有多人相符，请按 ↓ 选定后再按 Enter。"
    assert Mark.PRESENT not in shown(page)
    qtbot.keyClick(page.box, Qt.Key.Key_Down)
    qtbot.keyClick(page.box, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert marks(desk, page).index(Mark.PRESENT) == 4


def test_nobody_fits(qtbot: QtBot, page: AttendancePage, hints: list[str]):
    page.box.setText("诸葛")
    assert page.found.text() == "本班没有相符的学员"
    qtbot.keyClick(page.box, Qt.Key.Key_Return)
    assert "诸葛" in hints[-1]
    qtbot.keyClick(page.box, Qt.Key.Key_Escape)
    assert page.box.text() == ""


def test_alt_and_a_digit_gives_another_mark_from_the_box(qtbot: QtBot, desk: Desk, page: AttendancePage):
    page.box.setText("yy")
    qtbot.keyClick(page.box, "5", Qt.KeyboardModifier.AltModifier)
    settled(qtbot, page)
    assert marks(desk, page)[1] is Mark.SICK_LEAVE


def test_letters_in_the_table_go_to_the_box(qtbot: QtBot, page: AttendancePage):
    qtbot.keyClick(page.table, "y")
    assert page.box.text() == "y"
    assert page.current_row().name == "于洋"


def test_all_others_at_once_then_closing(qtbot: QtBot, desk: Desk, page: AttendancePage, said: list[Notice]):
    press(qtbot, page, "5")
    settled(qtbot, page)
    assert page.why_not_close() == "还有 5 人未点。"
    page.actions_.trigger("attendance.mark_rest")
    settled(qtbot, page)
    assert marks(desk, page) == [Mark.SICK_LEAVE, *[Mark.PRESENT] * 5]
    assert said[-1].sentence == "已将 5 人记“到”。"
    assert page.why_not_mark_rest() == "全部学员均已点名。"
    page.actions_.trigger("attendance.close")
    settled(qtbot, page)
    assert page.book.session.state is SessionState.CLOSED
    assert "已结束点名" in page.state.text()
    assert not page.card.buttons[Mark.PRESENT].isEnabled()
    press(qtbot, page, "7")
    settled(qtbot, page)
    assert marks(desk, page).count(Mark.ABSENT) == 0
    said[-1].follow()
    settled(qtbot, page)
    assert page.book.session.slot is Slot.AFTERNOON


def test_reopening_is_for_the_reviewer_with_a_reason(
    qtbot: QtBot, desk: Desk, open_page: Callable[[str], Page]
):
    class_id = running(desk, start_day=FRIDAY, end_day=FRIDAY, half_days=TODAY)
    session_id = desk.ask(class_half_days, class_id)[0].id
    desk.execute(MarkUnmarked(session_id=session_id))
    desk.execute(CloseSession(session_id=session_id))
    desk.sign_in(USERS[Role.REVIEWER][0], PASSWORD)
    page = open_page("attendance")
    page.open_place({"session": session_id})
    settled(qtbot, page)
    page.actions_.trigger("attendance.reopen")
    dialog = next(widget for widget in page.findChildren(QDialog) if widget.isVisible())
    dialog._reason.editor.setPlainText("签到表有误")
    dialog.yes.click()
    settled(qtbot, page)
    assert desk.ask(roll, session_id).session.state is SessionState.OPEN
    assert "审核" not in page.why_not_mark()
    assert page.why_not_mark() != "", "a reviewer reopens, a teacher marks"


def test_leave_stands_beside_the_name_before_it_is_too_late(qtbot: QtBot, desk: Desk, page: AttendancePage):
    press(qtbot, page, "4")
    settled(qtbot, page)
    assert page.table.rows.index(0, 6).data() == "4/8"
    page.table.select_ids([page.table.rows.id_at(0)])
    assert page.card.leave.text() == "累计请假 4 学时（总 8 学时），已超过 1/7"


def test_that_there_is_none_today_is_said_once(page: AttendancePage):
    page.sessions.show_lists(SessionLists(unclosed=(), today=(), week=()))
    model = page.sessions.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["今日无课"]


def test_another_half_day_is_taken_in_hand(qtbot: QtBot, page: AttendancePage):
    page.actions_.trigger("attendance.next_session")
    settled(qtbot, page)
    assert page.book.session.slot is Slot.AFTERNOON
    page.actions_.trigger("attendance.previous_session")
    settled(qtbot, page)
    assert page.book.session.slot is Slot.MORNING


def test_a_class_brings_its_next_open_half_day(qtbot: QtBot, desk: Desk, page: AttendancePage):
    other = running(desk, people=(4, 5), title="另一个班")
    page.open_place({"class": other})
    settled(qtbot, page)
    assert page.book.session.title == "另一个班"
    assert page.book.session.day == date(2026, 6, 11)


def test_without_a_half_day_the_page_says_what_it_is_for(desk: Desk, open_page: Callable[[str], Page]):
    create(desk)
    page = open_page("attendance")
    assert page.table.empty.isVisible()
    assert "开班" in page.table.empty.sentence
    assert page.why_not_close() == "请先在左侧列表中选择半天。"
    assert page.why_no_session() != ""


def test_every_part_has_a_name_and_a_key(page: AttendancePage):
    assert list(nameless(page)) == []
    assert list(nameless_headings(page)) == []
    assert unreachable(page) == []


def test_the_roll_is_a_good_model(page: AttendancePage):
    QAbstractItemModelTester(page.table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    QAbstractItemModelTester(page.sessions.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)


# --- the roll in hand ---


def book_of(desk: Desk) -> tuple[RollBook, Roll]:
    class_id = running(desk, start_day=FRIDAY, end_day=FRIDAY, half_days=TODAY)
    reading = desk.ask(roll, desk.ask(class_half_days, class_id)[0].id)
    return RollBook(reading), reading


def test_a_late_reading_does_not_show_the_past(desk: Desk, clock: TestClock):
    book, before = book_of(desk)
    first = before.rows[0].id
    token = book.send(first, Mark.PRESENT, clock.now)
    assert book.row(first).mark is Mark.PRESENT
    book.settle(first, token, 7, clock.now)
    assert book.take(before) is False
    assert book.row(first).mark is Mark.PRESENT


def test_the_last_of_two_quick_marks_stays_when_the_first_is_answered(desk: Desk, clock: TestClock):
    book, before = book_of(desk)
    first = before.rows[0].id
    one = book.send(first, Mark.PRESENT, clock.now)
    two = book.send(first, Mark.LATE, clock.now)
    book.settle(first, one, 1, clock.now)
    assert book.row(first).mark is Mark.LATE
    book.revert(first, two)
    assert book.row(first).mark is None
    assert book.waiting == 0


def test_people_who_came_or_went_are_noticed(desk: Desk):
    book, before = book_of(desk)
    gone = before.rows[1]
    desk.execute(Withdraw(enrolment_id=gone.id, reason="退学"))
    assert book.take(desk.ask(roll, before.session.id)) is True
    assert gone.id not in book
    assert len(desk.ask(session_lists).today) == 2
    assert len(desk.ask(class_people, before.session.class_id)) == 2


@pytest.mark.parametrize("typed", ["", "  ", "999", "zz", "1234567890"])
def test_nothing_is_found_for(desk: Desk, typed: str):
    book, _before = book_of(desk)
    assert book.find(typed).ids == ()


def test_a_unit_that_is_renamed_shows_its_name_of_the_day(page: AttendancePage, qtbot: QtBot, desk: Desk):
    def units() -> list[str]:
        return [page.table.rows.row(place).unit for place in range(page.table.rows.rowCount())]

    assert units()[:3] == ["组织部"] * 3
    new = {"name": "城东区委组织人事部", "short_name": "组织人事部"}
    outcome = desk.execute(change(desk, 1, **new, renamed=True, day=FRIDAY))
    page.space.hub.publish(outcome.changes)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: units()[:3] == ["组织人事部"] * 3)
    (name,) = desk.ask(unit_names, 1).former
    outcome = desk.execute(RemoveFormerName(name_id=name.id))
    assert not page.DEPENDS_ON.isdisjoint(outcome.changes.entities)
