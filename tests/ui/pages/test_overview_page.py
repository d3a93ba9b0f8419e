"""The first page on a real desk: cards with today's numbers that open their place, bars and curve in words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPolygonF
from PySide6.QtTest import QTest

from tests.desk_fixtures import DEMO_CLERK, TestClock
from tests.ui.pages.conftest import settled
from tests.ui.pages.pages import places
from tests.ui.walk import clipped, nameless, unreachable
from tests.usecases.test_fees import MEALS, act, add_class, create
from tests.usecases.training_facts import a_class, a_mark, a_session, rows, write
from trainingdesk.domain.access import Role
from trainingdesk.domain.attendance.rows import SessionLists, SessionRow
from trainingdesk.domain.codes import ClassState, SessionState, Slot
from trainingdesk.domain.reporting.rows import Overview
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import set_language
from trainingdesk.ui.pages.overview import words
from trainingdesk.ui.widgets.charts import Bar, Curve, CurveChart, TargetBars, label_box
from trainingdesk.usecases.commands.fees import SubmitFee
from trainingdesk.usecases.commands.planning import AdoptPlan, SavePlan
from trainingdesk.usecases.demo.accounts import DEMO_PASSWORD
from trainingdesk.usecases.desk import Desk, open_desk
from trainingdesk.usecases.queries.planning import plan_proposal
from trainingdesk.usecases.queries.reporting import overview
from trainingdesk.usecases.queries.summary_paper import summary
from trainingdesk.usecases.safekeeping import backup_now


def adopt_a_plan(desk: Desk, targets: tuple[int, ...] = ()) -> None:
    grid = desk.ask(plan_proposal)
    cells = tuple((row.unit_id, row.targets) for row in grid.rows)
    plan = desk.execute(SavePlan(title="五年规划", base_day=grid.base_day, cells=cells)).result["plan_id"]
    desk.execute(AdoptPlan(plan_id=plan))


def a_running_class(desk_file: Path) -> tuple[int, list[int], list[int]]:
    """A class of four half-days today and yesterday with people 1 to 3; returns class, sessions and enrolments."""
    number = a_class(
        desk_file, "2026-03", "2026-06-12", [1, 2, 3], state="running", completed=None, start_day="2026-06-11"
    )
    sessions = [
        a_session(desk_file, number, day, slot)
        for day in ("2026-06-11", "2026-06-12")
        for slot in ("morning", "afternoon")
    ]
    enrolments = [row[0] for row in rows(desk_file, "SELECT id FROM enrolment ORDER BY id")]
    return number, sessions, enrolments


def test_the_cards_count_what_needs_doing_and_open_it(open_page, desk: Desk, desk_file, qtbot):
    _class, sessions, enrolments = a_running_class(desk_file)
    for session in sessions[:2]:
        a_mark(desk_file, session, enrolments[0], "personal_leave")
    page = open_page("overview")
    figures = {key: card.facts.figure for key, card in page.cards.items()}
    assert figures == {"today": "1", "rolls": "4", "leave": "1", "fees": "0", "cycle": "–", "backup": "–"}
    assert page.cards["rolls"].facts.state == "逾期未关"
    assert page.cards["rolls"].facts.lines[0] == "6-11 上午  2026-03班"
    assert page.cards["leave"].facts.tone == "seal", "8 of 16 hours is over one seventh"
    assert page.cards["leave"].facts.lines == ("丁宁　8/16 学时　2026-03班",)
    assert page.cards["today"].accessibleName() == "今日班次: 1 个班，本周 1 个"
    gone = places(page.space)
    for key in page.cards:
        QTest.keyClick(page.cards[key], Qt.Key.Key_Return)
    assert [(place.page, dict(place.target)) for place in gone] == [
        ("attendance", {}),
        ("attendance", {"session": sessions[0]}),
        ("attendance", {"class": _class}),
        ("fees", {}),
        ("planning", {}),
        ("office", {}),
    ]


def test_the_year_and_the_curve_follow_the_plan_and_what_is_done(open_page, desk: Desk, desk_file, qtbot):
    adopt_a_plan(desk)
    a_class(desk_file, "2026-01", "2026-03-20", [1, 8])
    page = open_page("overview")
    assert page.plan_line.text() == "2026 · 按现行规划：五年规划"
    assert page.bars.accessibleDescription().splitlines() == [
        "全部队伍: 2 / 0 人",
        "党政干部: 1 / 0 人",
        "专业技术人员: 1 / 0 人",
        "经营管理人员: 0 / 0 人",
    ]
    assert page.chart.accessibleDescription() == (
        "底数 14 人，已训 2 人，截至 2026-06-12；已训 14.3%；计划应达 100.0%；"
        "2022 年：已训 0.0%，规划 42.9%；2023 年：已训 0.0%，规划 85.7%；"
        "2024 年：已训 0.0%，规划 100.0%；2025 年：已训 0.0%，规划 100.0%"
    )
    again = a_class(desk_file, "2026-02", "2026-05-20", [2])
    outcome = desk.execute(
        SavePlan(
            title="再存",
            base_day=page.numbers.counted_on,
            cells=tuple((row.unit_id, row.targets) for row in desk.ask(plan_proposal).rows),
        )
    )
    page.space.hub.publish(outcome.changes)
    settled(qtbot, page)
    assert again
    assert "已训 3 人" in page.curve_line.text(), "a commit elsewhere refreshes the page"


def test_spending_stands_below_the_year(open_page, desk_file):
    entry = (
        "INSERT INTO ledger_entry (day, kind, amount, balance, text, party, at, actor_id)"
        " VALUES (?, ?, ?, 0, '', '', '2026-01-01T00:00:00.000Z', 1)"
    )
    write(
        desk_file,
        (entry, ("2026-01-02", "allocation", 5_000_00)),
        (entry, ("2026-02-02", "payment", -1_250_50)),
    )
    page = open_page("overview")
    assert page.money_line.text() == "专户余额 3,749.50 元"
    assert page.money.accessibleDescription() == "2026 年支出: 1,250.50 / 5,000.00 元"


def test_the_age_of_the_backup(open_page, desk: Desk, clock: TestClock):
    backup_now(desk)
    page = open_page("overview")
    assert page.cards["backup"].facts.lines[0].startswith("上次备份")
    assert page.cards["backup"].facts.figure == "0"
    day = datetime(2026, 6, 12, 1, tzinfo=UTC)
    fresh = words.backup_facts(day - timedelta(days=2), day.date())
    assert (fresh.figure, fresh.state, fresh.tone) == ("2", "正常", "pine")
    old = words.backup_facts(day - timedelta(days=8), day.date())
    assert (old.figure, old.state, old.tone) == ("8", "该备份了", "amber")


def test_a_week_whose_roll_calls_are_closed_is_not_a_week_without_classes():
    closed = SessionRow(
        id=1,
        class_id=7,
        code="2026-24",
        title="专题班",
        class_state=ClassState.RUNNING,
        day=date(2026, 6, 11),
        slot=Slot.MORNING,
        topic="",
        hours=40,
        state=SessionState.CLOSED,
        expected=8,
        marked=8,
        present=8,
    )
    facts = words.today_facts(SessionLists(week=(closed,)))
    assert (facts.unit, facts.lines) == ("个班，本周 1 个", ("本周点名均已结束。",))
    assert words.today_facts(SessionLists()).lines == ("本周没有班次。",)
    facts = words.today_facts(SessionLists(ended=frozenset({7})))
    assert (facts.figure, facts.unit) == ("0", "个班，本周 1 个"), "completed already, but it ran this week"
    assert facts.lines == ("本周点名均已结束。",)


def test_a_desk_without_history_does_not_call_everybody_late(open_page, desk_file, qtbot):
    page = open_page("overview")
    facts = page.cards["cycle"].facts
    assert (facts.figure, facts.state) == ("–", "")
    assert facts.lines[0].startswith("尚无 2022 年以来的参训记录")
    assert facts.tone == "slate"


def test_a_class_teacher_sees_the_classes_and_no_figures_of_others(open_page, sign_in):
    sign_in(Role.TRAINER)
    page = open_page("overview")
    assert list(page.cards) == ["today", "rolls", "leave"]
    assert not page.panels.isVisible()


def test_an_empty_district_is_a_beginning(open_page, desk: Desk, desk_file, qtbot):
    write(desk_file, ("UPDATE person SET status = 'left'", ()))
    page = open_page("overview")
    assert page.curve_line.text() == "名册中还没有计入底数的人员，请先导入名册。"
    cycle = page.cards["cycle"].facts
    assert (cycle.figure, cycle.state, cycle.tone) == ("0", "", "slate"), "nobody is no success"
    assert {
        key: card.facts.lines for key, card in page.cards.items() if key in {"today", "rolls", "leave"}
    } == {
        "today": ("本周没有班次。",),
        "rolls": ("点名均已关闭。",),
        "leave": ("没有人接近七分之一。",),
    }
    assert page.cards["fees"].facts.lines == ("没有待您办理的申请。",)
    assert list(nameless(page)) == []
    gone = places(page.space)
    assert page.start.isVisible()
    assert not page.chart.isVisible()
    QTest.keyClick(page.start, Qt.Key.Key_Space)
    assert (gone[0].page, gone[0].action) == ("roster", "roster.import")


def test_who_may_not_import_is_not_offered_it(open_page, desk_file, sign_in):
    write(desk_file, ("UPDATE person SET status = 'left'", ()))
    sign_in(Role.READ_ONLY)
    page = open_page("overview")
    assert not page.start.isVisible()
    assert "backup" not in page.cards


def test_print_leads_to_the_one_page_report(open_page):
    page = open_page("overview")
    gone = places(page.space)
    page.actions_.trigger("overview.print")
    assert (gone[0].page, dict(gone[0].target)) == ("papers", {"paper": "reporting.summary"})


def test_the_report_is_shown_as_one_page_before_it_is_printed(open_page, qtbot):
    page = open_page("papers")
    page.open_place({"paper": "reporting.summary"})
    qtbot.waitUntil(lambda: page.catalogue.preview.pages.count > 0)
    assert page.catalogue.preview.pages.count == 1
    assert page.workbook()[:2] == ("reporting.summary", "五年轮训情况汇报")
    assert page.why_no_paper() == ""
    settled(qtbot, page)


def test_a_request_waits_for_its_reviewer_and_not_for_its_writer(open_page, desk: Desk, sign_in):
    fee_id = create(desk, add_class(desk), MEALS)
    act(desk, SubmitFee, fee_id)
    page = open_page("overview")
    assert page.cards["fees"].facts.figure == "0"
    assert page.cards["fees"].facts.lines == ("他人办理中 1 件",)
    sign_in(Role.REVIEWER)
    page = open_page("overview")
    card = page.cards["fees"].facts
    assert (card.figure, card.tone) == ("1", "amber")
    assert card.lines[0].startswith("待审核")


def test_a_new_backup_is_seen_at_once(open_page, desk: Desk, qtbot):
    page = open_page("overview")
    assert page.cards["backup"].facts.state == "无备份"
    backup_now(desk)
    page.space.backed_up.emit()
    settled(qtbot, page)
    assert page.cards["backup"].facts.state == "正常"


def test_a_class_stands_once_among_the_classes_of_today(open_page, desk_file):
    number, _sessions, _enrolments = a_running_class(desk_file)
    write(
        desk_file,
        ("UPDATE training_class SET title = '2026年第3期科级干部任职培训班' WHERE id = ?", (number,)),
    )
    page = open_page("overview")
    assert page.cards["today"].facts.lines == ("上午 下午  第3期科级干部任职培训班",)
    assert len(page.cards["rolls"].facts.lines) == 4, "roll calls stand one by one"


class TestTheDemoDistrict:
    """The same page over five years of a whole district."""

    @pytest.fixture
    def desk(self, demo_file: Path, clock: TestClock) -> Iterator[Desk]:
        desk = open_desk(demo_file, clock)
        desk.sign_in(DEMO_CLERK, DEMO_PASSWORD)
        yield desk
        desk.close()

    def test_the_figures_are_those_of_the_reads(self, open_page, desk: Desk):
        page = open_page("overview")
        wanted = desk.ask(overview)
        assert page.cards["cycle"].facts.figure == f"{wanted.falling_out:,}"
        bars = page.bars.accessibleDescription().splitlines()
        assert bars[0].startswith(f"全部队伍: {wanted.done:,} / {wanted.target:,} 人")
        assert len(bars) == 4
        assert f"底数 {wanted.base:,} 人" in page.curve_line.text()

    def test_the_curve_says_its_year_ends_and_agrees_with_the_report(self, open_page, desk: Desk):
        page = open_page("overview")
        said = page.chart.accessibleDescription().split("；")
        found = desk.ask(summary)
        base = found.coverage.total.base
        for point in found.points:
            if point.year < found.coverage.year:
                share = format_value(Kind.PERCENT, (point.trained, base))
                plan = format_value(Kind.PERCENT, (point.target, found.planned))
                assert f"{point.year} 年：已训 {share}，规划 {plan}" in said

    def test_every_word_has_its_room_on_the_smallest_screen(self, open_page, qtbot):
        page = open_page("overview")
        for width, height in ((1366, 624), (1093, 470)):
            page.resize(width, height)
            qtbot.wait(20)
            assert (page.width(), page.height()) == (width, height), "the page fits"
            assert clipped(page) == []
        assert list(nameless(page)) == []
        assert unreachable(page) == []

    def test_marks_at_the_year_ends_are_drawn(self, open_page):
        page = open_page("overview")
        marks = page.chart._curve.marks
        assert [words for _place, words in marks] == sorted(words for _place, words in marks)
        assert len(marks) == 4


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_keyboard_and_a_screen_reader_find_their_way(open_page, desk: Desk, qtbot, language):
    set_language(language)
    adopt_a_plan(desk)
    page = open_page("overview")
    qtbot.wait(20)  # labels take their room in the next turn
    assert list(nameless(page)) == []
    assert unreachable(page) == []
    assert clipped(page) == []
    assert isinstance(page.numbers, Overview)


def dark_pixels(picture, colour: str) -> list[tuple[int, int]]:
    """Return where a picture has exactly one colour."""
    wanted = int(colour[1:], 16)
    return [
        (x, y)
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
        if picture.pixel(x, y) & 0xFFFFFF == wanted
    ]


def test_the_curve_is_drawn_where_the_figures_are(qtbot):
    from datetime import date

    from trainingdesk.ui import theme

    chart = CurveChart("x")
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    days = [date(2022, 1, 1) + timedelta(days=365 * step) for step in range(6)]
    planned = tuple((day, place / 5) for place, day in enumerate(days))
    chart.show_curve(
        Curve(planned, ((days[0], 0.0), (days[2], 0.1)), "plan", "done"), range(2022, 2027), "words"
    )
    points = dark_pixels(chart.grab().toImage(), theme.tokens().indigo)
    assert points
    ratio = chart.devicePixelRatioF()
    assert max(x for x, _y in points) < 600 * ratio * 0.55, (
        "nothing is drawn after the last day that was counted"
    )
    assert min(y for _x, y in points) > 300 * ratio * 0.6, "a tenth stands low"


@pytest.mark.parametrize("words", ["计划应达 30.6%", "plan: 30.6% by now"])
def test_what_names_a_line_stands_close_to_it_and_over_nothing(qtbot, words):
    from trainingdesk.ui import theme

    area, font = QRectF(44, 14, 544, 260), theme.font(theme.HINT)
    for upto in (1, 3, 8, 25, 59):
        for share in (0.0, 0.02, 0.306, 0.6, 1.0):
            for done in (0.0, 0.01, share, min(share + 0.2, 1.0)):
                planned = QPolygonF(
                    [
                        QPointF(area.left() + area.width() * n / 59, area.bottom() - area.height() * n / 59)
                        for n in range(60)
                    ]
                )
                reached = QPolygonF(
                    [
                        QPointF(planned.at(n).x(), area.bottom() - area.height() * done * n / upto)
                        for n in range(upto + 1)
                    ]
                )
                end, due = reached.at(upto), planned.at(upto)
                behind = end.y() > due.y()
                named = label_box(area, (planned, reached), end, "已训 30.6%", font, below=behind)
                wanted = label_box(
                    area, (planned, reached), due, words, font, below=not behind, taken=(named,)
                )
                for box, at in ((named, end), (wanted, due)):
                    assert QRectF(area.left(), 0, area.width(), area.bottom()).contains(box)
                    far = max(
                        box.top() - at.y(), at.y() - box.bottom(), box.left() - at.x(), at.x() - box.right()
                    )
                    assert far < 90, "close to what it names"
                assert not named.intersects(wanted)


def test_bars_keep_their_proportion(qtbot):
    from trainingdesk.ui import theme

    bars = TargetBars("x")
    qtbot.addWidget(bars)
    bars.resize(400, 100)
    bars.show_bars([Bar("a", 100, 0, "100"), Bar("b", 50, 100, "50")])
    picture = bars.grab().toImage()
    points = dark_pixels(picture, theme.tokens().indigo)
    half = picture.height() / 2
    first = max(x for x, y in points if y < half)
    second = max(x for x, y in points if y > half)
    assert 0.45 < second / first < 0.55
