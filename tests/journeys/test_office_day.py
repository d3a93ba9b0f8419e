"""A day in the office, from a workbook on a stick to certificates in the register, at the real window."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desk_fixtures import PASSWORD, USERS, invented_id
from tests.journeys.conftest import Begin
from tests.journeys.hand import Hand, cells, words_in
from tests.usecases.test_certificates import pages as texts
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import workbook
from trainingdesk.domain.access import DESK, Role
from trainingdesk.persistence.checkup import check_file
from trainingdesk.ui.pages.attendance.page import AttendancePage
from trainingdesk.ui.pages.classes.enrol import EnrolDialog
from trainingdesk.ui.pages.classes.forms import ClassForm
from trainingdesk.ui.pages.classes.page import ClassesPage
from trainingdesk.ui.pages.classes.paper import PaperDialog
from trainingdesk.ui.pages.fees.forms import EntryForm, OpinionForm, PayForm, RequestForm
from trainingdesk.ui.pages.fees.page import FeesPage
from trainingdesk.ui.pages.office.page import OfficePage
from trainingdesk.ui.pages.papers.forms import IssueForm
from trainingdesk.ui.pages.papers.page import PapersPage
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.usecases.commands.office import ChangeUser
from trainingdesk.usecases.desk import open_desk
from trainingdesk.usecases.safekeeping import list_backup_files

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

NEW_UNIT = "城东区行政审批局"
#: in the order of the roll, which is that of the roster
NAMES = ["欧阳明月", "路新", "宋安", "韦晴", "傅江", "柏青", "凌霄", "覃乐"]
TITLE = "新进机关人员培训班"
CLERK, REVIEWER, APPROVER, KEEPER = Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FUND_KEEPER


@pytest.fixture
def small_office(desk_file: Path) -> Path:
    """In a small office the clerk holds the approver's seal too, and must still not use it on own requests."""
    desk = open_desk(desk_file)
    ((user_id, version),) = rows(desk, "SELECT id, version FROM user WHERE login = 'clerk'")
    roles = (Role.CLERK, Role.APPROVER, Role.ADMINISTRATOR)
    desk.gate.execute(
        ChangeUser(user_id=user_id, version=version, name="张晓", roles=roles, active=True), DESK
    )
    desk.close()
    return desk_file


def be(hand: Hand, role: Role) -> None:
    """Let another person sit down."""
    if hand.program.frame is not None:
        hand.sign_out()
    hand.sign_in(USERS[role][0], PASSWORD)


def import_the_roster(hand: Hand, book: Path) -> None:
    page = hand.go("Ctrl+2", RosterPage)
    assert f"新增 {len(NAMES)} 人" in hand.import_workbook(book)
    assert page.counts[0] == "显示 22 / 共 22 人"


def form_the_class(hand: Hand) -> None:
    page = hand.go("Ctrl+5", ClassesPage)
    hand.press("Ctrl+N")
    form = hand.window(ClassForm)
    hand.fill(TITLE)
    hand.choose("一般干部")
    hand.press("Tab", "Ctrl+A")
    hand.fill("20", "2026-06-12", "20260612", "孙悦", "区委党校")
    hand.press("Tab", "Space", "Right", "Space")
    assert form.grid.count.text() == "2 个半天，8 学时"
    hand.write("行政诉讼实务")
    hand.press("Return", "Ctrl+Return")
    hand.gone(form)
    assert hand.notice == "班次 2026-01 已建立。开放报名后即可选学员。"
    hand.click_button("开放报名")
    hand.press("Ctrl+J")
    picker = hand.window(EnrolDialog)
    hand.settle()
    hand.press("Tab")
    hand.choose(NEW_UNIT)
    hand.until(lambda: picker.candidates.rows.rowCount() == len(NAMES))
    hand.click(picker.candidates.viewport())
    hand.press("Ctrl+A", "Return")
    hand.until(lambda: picker._preview is not None)
    assert picker.save_button.text() == f"报名 {len(NAMES)} 人"
    hand.press("Ctrl+Return")
    hand.gone(picker)
    assert page.card is not None
    assert page.card.row.enrolled == len(NAMES)
    hand.until(lambda: page.view.steps_free)
    hand.click_button("开班")
    hand.press("Ctrl+P")
    paper = hand.window(PaperDialog)
    hand.until(lambda: paper.preview.pages.count == 1)
    sheet = "".join(texts(paper._pdf))
    assert TITLE in sheet
    assert all(name in sheet for name in NAMES)
    hand.press("Esc")
    hand.gone(paper)


def take_attendance(hand: Hand) -> None:
    page = hand.go("Ctrl+6", AttendancePage)
    marks = ["1", "2", "3", "4", "5", "6", "7"]
    for place, key in enumerate(marks):
        hand.press(key)
        hand.until(lambda here=place: page.table.currentIndex().row() == here + 1)
    hand.settle()
    assert page.numbers.text() == "应到 8 · 已到 3 · 未点 1"
    hand.press("Ctrl+E")
    assert "还有 1 人未点" in hand.hint, hand.hint
    hand.press("Ctrl+Return")
    hand.settle()
    hand.press("Ctrl+E")
    hand.settle()
    assert hand.notice == "点名已结束，共 8 人。"
    hand.press("Ctrl+Down")
    hand.settle()
    assert page.numbers.text() == "应到 8 · 已到 0 · 未点 8"
    hand.press("Ctrl+Return")
    hand.settle()
    hand.press("Ctrl+E")
    hand.settle()
    assert rows(hand.desk, "SELECT mark, count(*) FROM attendance_mark GROUP BY mark ORDER BY 2 DESC")[0] == (
        "present",
        10,
    )
    assert rows(hand.desk, "SELECT DISTINCT state FROM half_day_session") == [("closed",)]


def request_fees(hand: Hand) -> None:
    page = hand.go("Ctrl+7", FeesPage)
    hand.press("Ctrl+N")
    form = hand.window(RequestForm)
    hand.settle()
    hand.choose(TITLE)
    hand.settle()
    assert (form.persons.value(), form.days.value()) == (8, 1)
    hand.press("Tab", "Tab", "Tab", "Tab")
    hand.choose("伙食费")
    hand.press("Tab")
    hand.fill("学员伙食", "8人×1天×110元")
    hand.press("Tab", "Tab", "Space", "Shift+Tab")
    hand.choose("其他费用")
    hand.press("Tab")
    hand.fill("证书工本", "", "12.345")
    hand.press("Ctrl+Return")
    assert "小数超过两位" in form.form.fields["lines"].error
    assert form.isVisible()
    hand.press("Ctrl+A")
    hand.write("64")
    hand.press("Ctrl+Return")
    hand.gone(form)
    assert page.card is not None
    assert page.card.row.total == 94_400
    hand.press("Ctrl+Return")
    hand.settle()
    assert hand.notice == "已提交，待他人审核。"


def decide_on_fees(hand: Hand) -> None:
    page = hand.page(FeesPage)
    hand.click(page.piles.buttons["waiting"])
    hand.settle()
    hand.press("Ctrl+Shift+A")
    assert hand.hint == "同意：“同意”须在“待审批”状态下办理，现为“待审核”。"
    be(hand, REVIEWER)
    hand.go("Ctrl+7", FeesPage)
    hand.press("Ctrl+Shift+V")
    form = hand.window(OpinionForm)
    hand.press("Ctrl+Return")
    hand.gone(form)
    be(hand, CLERK)
    page = hand.go("Ctrl+7", FeesPage)
    hand.click(page.piles.buttons["all"])
    hand.settle()
    hand.press("Ctrl+Shift+A")
    assert hand.hint == "同意：须由他人审批：您是申请人。"
    be(hand, APPROVER)
    hand.go("Ctrl+7", FeesPage)
    hand.press("Ctrl+Shift+A")
    form = hand.window(OpinionForm)
    hand.press("Ctrl+Return")
    hand.gone(form)
    be(hand, KEEPER)
    page = hand.go("Ctrl+7", FeesPage)
    hand.press("Ctrl+Shift+P")
    assert "专户余额不足" in hand.hint
    hand.palette("期初余额")
    entry = hand.window(EntryForm)
    hand.press("Tab")
    hand.fill("1,000", "区财政局", "上年结转")
    hand.press("Ctrl+Return")
    hand.gone(entry)
    hand.click_tab("经费申请")
    hand.press("Ctrl+Shift+P")
    pay = hand.window(PayForm)
    assert "支付后余 56.00 元" in words_in(pay)
    hand.write("区委党校")
    hand.press("Return")
    hand.gone(pay)
    assert page.balance is not None
    assert page.balance.balance == 5_600


def close_the_class(hand: Hand) -> None:
    be(hand, CLERK)
    page = hand.go("Ctrl+5", ClassesPage)
    hand.click_button("转入考核")
    question = hand.window(ConfirmDialog)
    hand.click_button("转入考核", question)
    hand.gone(question)
    hand.click_tab("考核", page.view)
    table = page.view.grades.table
    hand.click(table.viewport(), table.visualRect(table.rows.index(0, 0)).center())
    hand.press("1", "4")
    hand.settle()
    hand.click_button("其余均合格")
    assert [row[1] for row in rows(hand.desk, "SELECT seat, grade FROM enrolment ORDER BY seat")] == [
        "excellent",
        "fail",
        *["pass"] * 6,
    ]
    hand.until(lambda: page.view.steps_free)
    hand.click_button("结班")
    question = hand.window(ConfirmDialog)
    hand.click_button("结班", question)
    hand.gone(question)
    assert hand.notice == "已结班：结业 3 人，未结业 5 人。"


#: who completes the class: nobody on leave for a whole half-day of two, nobody absent, nobody who failed
COMPLETED = ["欧阳明月", "宋安", "覃乐"]
NUMBERS = [f"城东组培证〔2026〕第{number:04d}号" for number in (1, 2, 3)]


def issue_certificates(hand: Hand) -> None:
    page = hand.go("Ctrl+8", PapersPage)
    hand.click_tab("发证", page)
    people = {row[1].replace("　", ""): row for row in cells(page.issuing.people)}
    assert [name for name, row in people.items() if not row[6]] == COMPLETED
    assert people["路新"][6] == "考核不合格", people
    assert "1/7" in people["韦晴"][6]
    assert "6/7" in people["凌霄"][6]
    hand.press("Ctrl+N")
    form = hand.window(IssueForm)
    assert "、".join(COMPLETED) in words_in(form)
    hand.press("Return")
    hand.gone(form)
    assert hand.notice == f"已发放证书 3 份，编号 {NUMBERS[0]} 至 {NUMBERS[-1]}。"
    hand.click_button("打印", hand.frame.notices)
    table = page.register.table
    assert sorted(row[0] for row in cells(table)) == NUMBERS
    hand.until(lambda: page.register.preview.pages.count == 3)
    papers = sorted(
        texts(page.register.pdf), key=lambda paper: [number in paper for number in reversed(NUMBERS)]
    )
    for name, number, paper in zip(COMPLETED, NUMBERS, papers, strict=True):
        assert name in paper
        assert number in paper
        assert TITLE in paper


def read_the_report(hand: Hand) -> None:
    page = hand.page(PapersPage)
    hand.click_tab("文书与报表", page)
    tree = page.catalogue.tree
    hand.click_branch(tree, "五年轮训情况统计表")
    hand.until(lambda: page.catalogue.preview.pages.count > 0)
    (sheet,) = texts(page.catalogue.pdf)
    assert f"{NEW_UNIT}83337.5%5" in sheet, "base 8, this year 3, in the cycle 3, still to do 5"
    assert "合计223313.6%19" in sheet


def back_up(hand: Hand) -> None:
    page = hand.go("Ctrl+9", OfficePage)
    hand.press("Ctrl+B")
    hand.settle()
    local = datetime(2026, 6, 12, 1, 0, tzinfo=UTC).astimezone()
    assert hand.notice == f"备份 desk-{local:%Y%m%d-%H%M%S%z}-manual.deskdb 已生成并校验。"
    assert len(cells(page.lists["backups"])) == 1


def test_a_day_in_the_office(begin: Begin, small_office: Path, tmp_path: Path):
    book = workbook(
        tmp_path / "名册.xlsx",
        [(name, invented_id(200 + n), NEW_UNIT, "科员", "一级科员", "") for n, name in enumerate(NAMES)],
    )
    hand = begin(small_office)
    be(hand, CLERK)
    import_the_roster(hand, book)
    form_the_class(hand)
    take_attendance(hand)
    request_fees(hand)
    decide_on_fees(hand)
    close_the_class(hand)
    issue_certificates(hand)
    read_the_report(hand)
    back_up(hand)
    hand.close()
    kinds = [backup.reason for backup in list_backup_files(small_office)]
    assert sorted(kinds) == ["close", "manual"]
    assert check_file(small_office) == []
