"""The groups on the Roster tab: what stands in the table of reserve candidates."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import USERS, TestClock
from tests.journeys.hand import words_in
from tests.ui.pages.conftest import settled
from tests.ui.pages.pages import places
from tests.ui.walk import clipped, nameless
from tests.usecases.test_gate import rows
from tests.usecases.test_group_undo import off_the_list
from tests.usecases.test_groups import screened, sign_in, step
from tests.usecases.training_facts import write
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import GroupKind, PersonStatus
from trainingdesk.domain.roster.names import name_keys
from trainingdesk.shared.readings import reading_table
from trainingdesk.shared.text import set_language
from trainingdesk.ui.pages.roster.group_forms import JoinDialog, MembershipDialog, ProposalDialog, VisitDialog
from trainingdesk.ui.pages.roster.groups import RESERVE_VERBS
from trainingdesk.ui.pages.roster.page import GROUPS, RosterPage
from trainingdesk.ui.pages.roster.pick_people import PickPeople
from trainingdesk.ui.pages.roster.reserve_forms import (
    AdmissionDialog,
    DecisionDialog,
    ReasonDialog,
    RoundDialog,
)
from trainingdesk.ui.pages.roster.trail_dialog import RecommendationDialog, RoundCorrection, TrailDialog
from trainingdesk.ui.pages.roster.visits_dialog import VisitsDialog
from trainingdesk.ui.widgets.forms import FormDialog
from trainingdesk.usecases.commands import groups as deeds
from trainingdesk.usecases.commands import reserve as steps
from trainingdesk.usecases.commands import reserve_exception as exceptions
from trainingdesk.usecases.commands import reserve_screening as screening
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.groups import group_members, member_card, reserve_candidates
from trainingdesk.usecases.queries.papers import paper_rows


def exception_of(open_page: Callable[[str], RosterPage], qtbot: QtBot) -> tuple[str, str]:
    """Return where the exception of the only candidate stands, and why none can be asked for."""
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    table = page.groups.candidates
    qtbot.waitUntil(lambda: table.rows.rowCount() == 1)
    settled(qtbot, page)
    table.select_ids(table.rows.ids)
    settled(qtbot, page)
    column = [spec.key for spec in page.groups.candidate_columns].index("exception")
    said = str(table.rows.index(0, column).data(Qt.ItemDataRole.DisplayRole) or "")
    return said, page.actions_.reason("roster.request_override")[:18]


def test_the_table_says_where_an_exception_stands(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    screened(desk)
    assert exception_of(open_page, qtbot) == ("", "")
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    assert exception_of(open_page, qtbot) == ("待批准", "单小芳的破格申请正待批准，不能重复申")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    assert exception_of(open_page, qtbot) == ("已批", "单小芳破格已经批准，可以用“列入…”")


def test_a_refused_exception_stands_with_the_clerk_until_another_is_asked_for_or_the_way_ends(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot, clock: TestClock
):
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.RefuseOverride, reason="先参训再报")
    assert not open_page("overview").waiting["refused"].isVisibleTo(None), "nothing for the approver to do"
    sign_in(desk, Role.CLERK)
    clock.forward(days=3)
    first = open_page("overview")
    qtbot.waitUntil(lambda: first.waiting["refused"].facts.figure == "1")
    card = first.waiting["refused"]
    assert not first.waiting["exceptions"].facts.figure
    who = USERS[Role.APPROVER][1]
    assert card.facts.unit == "人破格未获批准"
    assert card.facts.lines == (f"单小芳  先参训再报  {who} 2026-06-12",)
    gone = places(first.space)
    QTest.keyClick(card, Qt.Key.Key_Return)
    page = open_page("roster")
    page.open_place(gone[0].target)
    settled(qtbot, page)
    assert shown(page, page.groups.candidates, "name") == ["单小芳"]
    assert exception_of(open_page, qtbot) == ("未批准", "")
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    qtbot.waitUntil(lambda: page.groups.candidates.rows.rowCount() == 1)
    page.groups.candidates.select_ids(page.groups.candidates.rows.ids)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: f"{who} 2026-06-12 未批准：先参训再报" in words_in(page.groups.card))
    then = [desk.ask(reserve_candidates, day)[0].exception for day in (date(2026, 6, 11), date(2026, 6, 12))]
    assert then == [None, "refused"], "a list of a day knows no later refusal"
    step(desk, exceptions.RequestOverride, reason="岗位空缺半年")
    assert exception_of(open_page, qtbot)[0] == "待批准"
    desk.execute(UndoLast())
    step(desk, steps.DecideAgainst, day=date(2026, 6, 15), reason="未参训")
    assert exception_of(open_page, qtbot)[0] == ""
    assert not open_page("overview").waiting["refused"].facts.figure


def shown_heading(page: RosterPage) -> str:
    return str(page.groups.group_list.rows.headerData(1, Qt.Orientation.Horizontal))


JOIN = {"day": date(2025, 6, 2), "reason": "组〔2025〕5号"}


@pytest.fixture
def talents(desk: Desk) -> None:
    """One talent visited lately and one not for a year."""
    for number, name in ((8, "清岚精密仪器公司"), (9, "汤泉新材料公司")):
        join = deeds.JoinGroup(kind=GroupKind.TALENT, person_ids=(number,), organisation=name, **JOIN)
        (member,) = desk.execute(join).result["membership_ids"]
        day = date(2026, 5, 30) if number == 9 else date(2025, 7, 1)
        visit = {"need": "项目申报", "by_whom": "张晓", "service": "已辅导", "settled_on": day}
        desk.execute(deeds.AddFollowUp(membership_id=member, day=day, **visit))


def shown(page: RosterPage, table: object, key: str) -> list[str]:
    columns = [spec.key for spec in table.rows.columns]
    place = columns.index(key)
    return [
        str(table.rows.index(row, place).data(Qt.ItemDataRole.DisplayRole) or "")
        for row in range(table.rows.rowCount())
    ]


def test_a_visit_that_is_overdue_stands_in_list_card_and_on_the_first_page(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot, talents: None
):
    page = open_page("roster")
    page.open_place({"group": "talent"})
    qtbot.waitUntil(lambda: page.groups.talents.rows.rowCount() == 2)
    settled(qtbot, page)
    words = dict(zip(shown(page, page.groups.talents, "name"), page.groups.talents.rows.ids, strict=True))
    rows = page.groups.talents.rows
    chips = [page.groups.talent_columns[4].chip_of(rows.row(place)).word for place in range(2)]
    assert sorted(chips) == ["2026-01-01 逾期", "2026-11-30"]
    late = next(name for name, number in words.items() if rows.row(rows.place_of(number)).overdue)
    page.groups.talents.select_ids([words[late]])
    settled(qtbot, page)
    qtbot.waitUntil(lambda: "2026-01-01 逾期" in words_in(page.groups.card))
    # the verbs of a talent work from this table
    assert page.actions_.reason("roster.add_visit") == ""
    first = open_page("overview")
    card = first.waiting["talents"]
    assert card.isVisibleTo(first)
    assert (card.facts.figure, card.facts.state) == ("1", "逾期")
    assert late in card.facts.lines[0]
    gone = places(first.space)
    QTest.keyClick(card, Qt.Key.Key_Return)
    assert [(place.page, dict(place.target)) for place in gone] == [("roster", {"group": "talent"})]
    assert not first.waiting["exceptions"].isVisibleTo(first), "nothing waits there"


def test_the_approver_finds_the_exceptions_that_wait(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    first = open_page("overview")
    assert first.waiting["exceptions"].facts.tone == "indigo", "somebody else must approve it"
    sign_in(desk, Role.APPROVER)
    first = open_page("overview")
    card = first.waiting["exceptions"]
    assert (card.facts.figure, card.facts.tone, card.facts.state) == ("1", "amber", "待办")
    gone = places(first.space)
    QTest.keyClick(card, Qt.Key.Key_Return)
    page = open_page("roster")
    page.open_place(gone[0].target)
    settled(qtbot, page)
    assert page.groups.pile == "exceptions"
    assert shown(page, page.groups.candidates, "name") == ["单小芳"]
    assert page.groups.piles.buttons["exceptions"].accessibleName() == "破格待批：1"
    page.groups.piles.buttons["listed"].click()
    settled(qtbot, page)
    assert page.groups.candidates.rows.rowCount() == 0


def test_an_empty_day_is_today_and_the_paper_is_of_the_day_shown(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    desk.execute(deeds.JoinGroup(kind=GroupKind.YOUNG, person_ids=(3,), **JOIN))
    page = open_page("roster")
    page.open_place({"group": "young"})
    settled(qtbot, page)
    field = page.groups.day
    assert field.text() == "2026-06-12"
    assert shown(page, page.groups.table, "name") == ["单小芳"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2025-06-01")
    settled(qtbot, page)
    assert page.groups.table.rows.rowCount() == 0
    gone = places(page.space)
    page.actions_.trigger("roster.print")
    field.clear()
    field.edited.emit()
    QTest.keyClick(field, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert field.text() == "2026-06-12"
    assert page.groups.table.rows.rowCount() == 1
    page.open_place({"group": "reserve", "pile": "listed"})
    page.actions_.trigger("roster.print")
    assert shown_heading(page) == "现有人数"
    field.selectAll()
    QTest.keyClicks(field, "2025-06-01")
    settled(qtbot, page)
    assert field.isVisible(), "the reserve list follows the day too"
    assert shown_heading(page) == "截至 2025-06-01"
    assert page.groups.candidates.rows.rowCount() == 0
    page.actions_.trigger("roster.print")
    screened(desk)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2026-06-02")
    page.groups.show_pile("all")
    settled(qtbot, page)
    page.groups.candidates.select_ids([1])
    settled(qtbot, page)
    assert "2026-06-02" in page.actions_.reason("roster.admit"), "what is done is done today"
    assert "2026-06-02" in page.actions_.reason("roster.decline")
    assert [(place.page, dict(place.target)) for place in gone] == [
        (
            "papers",
            {"paper": "groups.members", "params": {"group": "young", "day": "2025-06-01", "order": "unit"}},
        ),
        ("papers", {"paper": "groups.reserve", "params": {"pile": "listed", "order": "unit"}}),
        (
            "papers",
            {"paper": "groups.reserve", "params": {"pile": "listed", "order": "unit", "day": "2025-06-01"}},
        ),
    ]


def test_heads_by_post_are_shown_and_put_in_only_when_ticked(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    write(
        desk.path,
        ("UPDATE person SET post = '局长' WHERE rank = 'section_head'", ()),
        ("UPDATE person SET post = '局长', rank = 'researcher_4' WHERE id = ?", (5,)),
        ("UPDATE person SET post = '', rank = 'section_head' WHERE id = ?", (6,)),
        ("UPDATE person SET post = '副局长', rank = 'section_head' WHERE id = ?", (8,)),
    )
    page = open_page("roster")
    page.open_place({"group": "unit_heads"})
    settled(qtbot, page)

    def asked() -> ProposalDialog:
        page.actions_.trigger("roster.propose")
        qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(ProposalDialog)))
        return next(one for one in page.findChildren(ProposalDialog) if one.isVisible())

    dialog = asked()
    assert "职务名称符合、职务层次未体现 1 人，排在名单最后" in "".join(words_in(dialog))
    values = {"join": True, "leave": True, "day": date(2026, 6, 12), "reason": "核对"}
    assert "看不出是否为单位正职 1 人" in "".join(words_in(dialog))
    alone, last = (dialog.ticks.item(dialog.ticks.count() - place) for place in (1, 2))
    assert alone.text().startswith("仅职务层次符合：")
    assert alone.checkState() is Qt.CheckState.Unchecked, "by the level alone nobody is meant yet"
    assert not any("副局长" in dialog.ticks.item(place).text() for place in range(dialog.ticks.count()))
    assert "尉迟敬" in last.text(), "all of them stand in the list, however many there are"
    assert "局长" in last.text(), "unit and post stand beside the name"
    assert last.checkState() is Qt.CheckState.Unchecked, "by the post nobody is meant yet"
    assert not {5, 6} & set(dialog.command(values).person_ids)
    last.setCheckState(Qt.CheckState.Checked)
    assert dialog.command(values).person_ids[-1] == 5, "what is ticked is taken"
    alone.setCheckState(Qt.CheckState.Checked)
    assert dialog.command(values).person_ids[-2:] == (5, 6)
    # one person without the tick stays out, all others come in
    whole = dialog.command(values).person_ids
    dialog.ticks.setCurrentRow(0)
    QTest.keyClick(dialog.ticks, Qt.Key.Key_Space)
    assert dialog.command(values).person_ids == whole[1:]
    assert list(nameless(dialog)) == []
    assert clipped(dialog) == []
    dialog.reject()


def test_a_former_entry_is_reached_and_its_end_put_right(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    (member,) = desk.execute(deeds.JoinGroup(kind=GroupKind.YOUNG, person_ids=(3,), **JOIN)).result[
        "membership_ids"
    ]
    desk.execute(deeds.LeaveGroup(membership_ids=(member,), day=date(2026, 3, 1), reason="年令"))
    page = open_page("roster")
    page.open_place({"group": "young"})
    settled(qtbot, page)
    table = page.groups.table
    assert table.rows.rowCount() == 0
    page.groups.former.click()
    settled(qtbot, page)
    assert shown(page, table, "valid_to") == ["2026-03-01"]
    assert not table.isColumnHidden([column.key for column in table.rows.columns].index("valid_to"))
    table.select_ids([member])
    settled(qtbot, page)
    assert page.actions_.reason("roster.leave_group"), "who has left leaves no more"
    page.actions_.trigger("roster.change_membership")
    dialog = window(page, MembershipDialog, qtbot)
    assert list(nameless(dialog)) == []
    assert clipped(dialog) == []
    assert "organisation" not in dialog.form.fields, "only talents and lecturers have one"
    (away,) = [one for one in dialog.findChildren(QPushButton) if one.text() == "删除此记录"]
    assert away.geometry().right() + away.width() < dialog.cancel_button.x(), "what takes away stands apart"
    assert away.nextInFocusChain() is dialog.cancel_button
    assert dialog.cancel_button.nextInFocusChain() is dialog.save_button
    dialog.form.set_values({"valid_to": date(2025, 6, 2)})
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.banner.isVisible)
    assert "2025-06-02" in dialog.banner.text()
    settled(qtbot, page)
    dialog.form.set_values({"valid_to": date(2026, 2, 1), "reason_out": "年龄"})
    with qtbot.waitSignal(dialog.saved):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: shown(page, table, "valid_to") == ["2026-02-01"])
    assert shown(page, table, "reason_out") == ["年龄"]
    assert not table.isColumnHidden([column.key for column in table.rows.columns].index("reason_out"))


def test_who_failed_the_last_round_is_told_apart_in_the_list(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    desk.execute(steps.RecommendReserve(person_ids=(3, 12), day=date(2026, 6, 1), by="组织部党组"))
    for row, passed in zip(desk.ask(reserve_candidates), (True, False), strict=True):
        note = {"day": date(2026, 6, 2), "passed": passed}
        desk.execute(screening.AddRound(candidate_id=row.id, version=row.version, **note))
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    table = page.groups.candidates
    qtbot.waitUntil(lambda: table.rows.rowCount() == 2)
    settled(qtbot, page)
    assert shown(page, table, "state") == ["考察中", "第1轮未过"]
    table.select_ids(table.rows.ids[1:])
    settled(qtbot, page)
    qtbot.waitUntil(lambda: "考察中 · 第1轮未过" in words_in(page.groups.card))
    before = desk.ask(reserve_candidates, date(2026, 6, 1))
    assert [row.failed for row in before] == [None, None], "not held by that day"
    failed = desk.ask(reserve_candidates)[1]
    desk.execute(
        screening.AddRound(candidate_id=failed.id, version=failed.version, day=date(2026, 6, 3), passed=True)
    )
    page.refresh()
    qtbot.waitUntil(lambda: shown(page, table, "state") == ["考察中", "考察中"])


@pytest.mark.parametrize("tongue", ["zh_CN", "en"])
def test_the_reserve_list_needs_no_scrolling_sideways(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot, tongue: str
):
    screened(desk)
    joined = desk.execute(deeds.JoinGroup(kind=GroupKind.TALENT, person_ids=(3,), **JOIN)).result
    desk.execute(
        deeds.LeaveGroup(membership_ids=joined["membership_ids"], day=date(2026, 3, 1), reason="调离")
    )
    set_language(tongue)
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    qtbot.waitUntil(lambda: page.groups.candidates.rows.rowCount() == 1)
    settled(qtbot, page)
    assert page.groups.candidates.horizontalScrollBar().maximum() == 0
    page.open_place({"group": "talent"})
    page.groups.former.click()
    settled(qtbot, page)
    assert shown(page, page.groups.talents, "next_visit") == [""], "who has left is visited no more"


def window(page: RosterPage, kind: type, qtbot: QtBot) -> FormDialog:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(kind)))
    return next(one for one in page.findChildren(kind) if one.isVisible())


def test_the_list_of_lecturers_says_where_from_and_what_about(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    lecturer = {"organisation": "城东区委党校", "speciality": "党史党建"}
    desk.execute(deeds.JoinGroup(kind=GroupKind.LECTURER, person_ids=(3,), **lecturer, **JOIN))
    page = open_page("roster")
    page.open_place({"group": "lecturer"})
    settled(qtbot, page)
    table = page.groups.lecturers
    assert shown(page, table, "organisation") == ["城东区委党校"]
    assert shown(page, table, "speciality") == ["党史党建"]


def test_a_recommendation_asks_who_recommends_and_with_what_opinion(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    page = open_page("roster")
    page.table.select_ids([3])
    page.actions_.trigger("roster.join_group")
    dialog = window(page, JoinDialog, qtbot)
    fields = dialog.form.fields

    def asked() -> set[str]:
        return {key for key, field in fields.items() if field.isVisibleTo(dialog)}

    # what was refused meanwhile stays in sight beside who has gone
    settled(qtbot, page)
    dialog.banner.say(["请填写时间。"])
    gone = SimpleNamespace(id=3, name="单小芳", status=PersonStatus.RETIRED)
    dialog._stood([gone])  # type: ignore[list-item]
    assert dialog.banner.text() == "请填写时间。\n已不在职：单小芳（退休）。"
    assert dialog.banner.property("level") == "error"
    dialog.banner.say([])
    dialog._stood([gone])  # type: ignore[list-item]
    assert dialog.banner.property("level") == "warning"
    for kind, more in (
        (GroupKind.YOUNG, {"reason"}),
        (GroupKind.TALENT, {"reason", "organisation", "speciality"}),
        (GroupKind.RESERVE, {"by", "opinion"}),
    ):
        dialog.form.set_values({"kind": kind})
        fields["kind"].as_editor.edited.emit()
        assert asked() == {"kind", "day"} | more
    assert list(nameless(dialog)) == []
    dialog.form.set_values({"day": date(2026, 6, 1), "by": "组织部党组", "opinion": "政治坚定，实绩突出。"})
    said: list[str] = []
    page.space.notices.posted.connect(lambda notice: said.append(notice.sentence))
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    settled(qtbot, page)
    assert said[-1] == "已推荐为后备人选：单小芳。"
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    page.groups.candidates.select_ids([page.groups.candidates.rows.id_at(0)])
    settled(qtbot, page)
    qtbot.waitUntil(lambda: "政治坚定，实绩突出。" in words_in(page.groups.card))


def test_the_admission_says_first_what_is_missing_and_leads_to_the_exception(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    desk.execute(steps.RecommendReserve(person_ids=(3,), day=date(2026, 6, 1), by="组织部党组"))
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    page.groups.candidates.select_ids([1])
    settled(qtbot, page)
    assert page.actions_.reason("roster.reopen"), "nobody refused anything"
    page.actions_.trigger("roster.add_round")
    round_ = window(page, RoundDialog, qtbot)
    score, votes, verdict = (round_.form.fields[key] for key in ("score", "votes_for", "passed"))
    round_.form.fields["votes_for"].editor.setText("20")
    round_.form.fields["votes_cast"].editor.setText("15")
    score.editor.setText("101")
    round_.save()
    assert all((score.error, votes.error, verdict.error)), "all that is wrong is said at once"
    assert "票" in votes.error
    for key in ("votes_for", "votes_cast"):
        round_.form.fields[key].editor.setText("")
    score.editor.setText("88.55")
    round_.form.set_values({"day": date(2026, 6, 2), "passed": True})
    round_.save()
    assert "得分" in score.error
    assert "学时" not in score.error
    score.editor.setText("88.5")
    with qtbot.waitSignal(round_.saved):
        round_.save()
    settled(qtbot, page)
    page.actions_.trigger("roster.admit")
    dialog = window(page, AdmissionDialog, qtbot)
    assert "不得列入" in dialog.banner.text() or "系统培训" in dialog.banner.text()
    assert not dialog.save_button.isEnabled()
    assert list(nameless(dialog)) == []
    assert clipped(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    form = window(page, ReasonDialog, qtbot)
    form.form.set_values({"reason": "急需紧缺岗位"})
    with qtbot.waitSignal(form.saved):
        form.save()
    settled(qtbot, page)
    page.actions_.trigger("roster.admit")
    dialog = window(page, AdmissionDialog, qtbot)
    assert "待" in dialog.banner.text()
    dialog.reject()
    assert "roster.reopen" in page.groups.verbs
    step(desk, steps.DecideAgainst, day=date(2026, 6, 12), reason="不合适")
    page.refresh()
    settled(qtbot, page)
    page.groups.candidates.select_ids([1])
    settled(qtbot, page)
    assert page.actions_.reason("roster.decline")
    assert page.actions_.reason("roster.reopen") == ""


def test_what_was_noted_of_a_candidate_is_put_right_in_the_window(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    screened(desk)
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    page.groups.candidates.select_ids([1])
    settled(qtbot, page)
    page.actions_.trigger("roster.correct_trail")
    dialog = window(page, TrailDialog, qtbot)
    assert shown(page, dialog.table, "what") == ["已推荐", "第 1 轮"]
    assert not dialog.remove_button.isVisible(), "a step is put right here, and not taken away"
    assert list(nameless(dialog)) == []
    assert clipped(dialog) == []
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    form = window(page, RecommendationDialog, qtbot)
    assert form.form.values() == {"day": date(2026, 6, 1), "by": "组织部党组", "opinion": None}
    form.form.set_values({"day": date(2026, 5, 30), "by": "区委组织部部务会"})
    with qtbot.waitSignal(form.saved):
        form.save()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: shown(page, dialog.table, "said")[0] == "区委组织部部务会")
    dialog.table.select_ids([2])
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    held = window(page, RoundCorrection, qtbot)
    assert held.form.fields["score"].editor.text() == "86.5"
    held.form.set_values({"votes_for": "10"})
    with qtbot.waitSignal(held.saved):
        held.save()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: "10/11" in shown(page, dialog.table, "said")[1])
    dialog.accept()
    settled(qtbot, page)


def test_people_are_added_from_the_group_itself(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    page = open_page("roster")
    assert page.actions_.reason("roster.pick_people"), "no group is shown"
    page.open_place({"group": "young"})
    settled(qtbot, page)
    page.actions_.trigger("roster.pick_people")
    dialog = window(page, PickPeople, qtbot)
    assert not dialog.go_button.isEnabled()

    def names() -> list[str]:
        # a name of two characters is written as wide as one of three
        return [name.replace("　", "") for name in shown(page, dialog.table, "name")]

    QTest.keyClicks(dialog.search, "sxf")
    qtbot.waitUntil(lambda: names() == ["单小芳"])
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.words.text() == "已选 1 人：单小芳（组织部）", "one Enter takes who is marked"
    assert dialog.search.hasFocus(), "the next one is typed at once"
    # Enter before the answer: the only one it brings is taken
    dialog.search.setText("周舟")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.words.text() == "已选 2 人：单小芳（组织部）、周舟（汤泉街道）")
    # of two people of one name nobody is taken unseen
    dialog.search.setText("王伟")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names() == ["王伟", "王伟"])
    assert len(dialog.taken) == 2
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert len(dialog.taken) == 3
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert dialog.words.text().startswith("王伟：已选过。已选 3 人：")
    dialog.search.clear()
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "who was taken is not lost by one key"
    assert dialog.words.text().startswith("已选 3 人")
    assert list(nameless(dialog)) == []
    assert clipped(dialog) == []
    QTest.keyClick(dialog.search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form = window(page, JoinDialog, qtbot)
    assert form.form.fields["kind"].as_editor.value() == GroupKind.YOUNG
    form.form.set_values(JOIN)
    with qtbot.waitSignal(form.saved):
        form.save()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: page.groups.table.rows.rowCount() == 3)


def test_every_visit_of_a_talent_is_seen_put_right_and_taken_away(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    join = deeds.JoinGroup(kind=GroupKind.TALENT, person_ids=(8,), organisation="清岚精密仪器公司", **JOIN)
    (member,) = desk.execute(join).result["membership_ids"]
    for day, need in ((date(2025, 9, 1), "子女入学"), (date(2026, 3, 1), "项目申报")):
        desk.execute(
            deeds.AddFollowUp(
                membership_id=member, day=day, need=need, by_whom="张晓", service="已协调", settled_on=day
            )
        )
    page = open_page("roster")
    page.open_place({"group": "talent"})
    settled(qtbot, page)
    page.groups.talents.select_ids([member])
    settled(qtbot, page)
    page.actions_.trigger("roster.visits")
    dialog = window(page, VisitsDialog, qtbot)
    assert shown(page, dialog.table, "day") == ["2026-03-01", "2025-09-01"]
    assert "2026-09-01" in dialog.words.text(), "when the next one is due"
    assert list(nameless(dialog)) == []
    assert clipped(dialog) == []
    dialog.table.select_ids([dialog.table.rows.id_at(1)])
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    form = window(page, VisitDialog, qtbot)
    form.form.set_values({"need": "子女转学"})
    with qtbot.waitSignal(form.saved):
        form.save()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: shown(page, dialog.table, "need") == ["项目申报", "子女转学"])
    dialog.table.select_ids([dialog.table.rows.id_at(0)])
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown(page, dialog.table, "need") == ["子女转学"])
    assert "2026-03-01" in dialog.banner.text()
    assert "2026-03-01" in dialog.words.text(), (
        "the next one is due half a year after the last one that stands"
    )
    settled(qtbot, page)
    desk.execute(UndoLast())
    assert len(desk.ask(member_card, member).visits) == 2
    dialog.accept()
    settled(qtbot, page)


def test_a_visit_without_a_need_is_noted_and_leaves_nothing_open(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    (member,) = desk.execute(deeds.JoinGroup(kind=GroupKind.TALENT, person_ids=(8,), **JOIN)).result[
        "membership_ids"
    ]
    page = open_page("roster")
    page.open_place({"group": "talent"})
    settled(qtbot, page)
    page.groups.talents.select_ids([member])
    settled(qtbot, page)
    page.actions_.trigger("roster.add_visit")
    form = window(page, VisitDialog, qtbot)
    form.form.set_values({"day": date(2026, 3, 1), "by_whom": "张晓"})
    with qtbot.waitSignal(form.saved):
        form.save()
    settled(qtbot, page)
    (row,) = desk.ask(group_members, GroupKind.TALENT)
    assert (row.visits, row.last_visit, row.open_needs) == (1, date(2026, 3, 1), 0)
    qtbot.waitUntil(lambda: "无需求 · 张晓" in words_in(page.groups.card).split("\n"))
    page.actions_.trigger("roster.visits")
    dialog = window(page, VisitsDialog, qtbot)
    assert (shown(page, dialog.table, "need"), shown(page, dialog.table, "settled_on")) == (["无需求"], [""])
    dialog.accept()
    settled(qtbot, page)
    (table,) = desk.ask(paper_rows, "groups.visits", {})
    said = next(line.cells for line in table.rows if "2026-03-01" in line.cells)
    assert said[1:5] == ("无需求", "", "张晓", "")
    (table,) = [
        one for one in desk.ask(paper_rows, "roster.file", {"person": "8"}) if "无需求" in str(one.rows)
    ]
    assert "未办结" not in str(table.rows)


def last_step(page: RosterPage, qtbot: QtBot) -> DecisionDialog:
    """Return the form of the last thing that was noted of the chosen candidate."""
    for before in page.findChildren(TrailDialog):
        before.deleteLater()
    qtbot.waitUntil(lambda: not page.findChildren(TrailDialog))
    page.actions_.trigger("roster.correct_trail")
    trail = window(page, TrailDialog, qtbot)
    trail.table.select_ids([trail.table.rows.ids[-1]])
    QTest.keyClick(trail.table, Qt.Key.Key_Return)
    return window(page, DecisionDialog, qtbot)


def test_the_exit_of_somebody_who_is_off_the_list_is_opened_as_it_was_noted(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    write(
        desk.path,
        ("UPDATE reserve_candidate SET override_at = '2026-06-01T01:00:00.000Z'", ()),
        ("UPDATE reserve_round SET day = '2026-06-01'", ()),
    )
    step(desk, steps.AdmitReserve, day=date(2026, 6, 2), reason="常委会")
    step(desk, steps.ExitReserve, day=date(2026, 6, 10), reason="转任")
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    page.groups.candidates.select_ids([1])
    settled(qtbot, page)
    assert page.actions_.reason("roster.review"), "nobody is reviewed any more"
    assert "更正…" in page.actions_.reason("roster.exit_reserve")
    dialog = last_step(page, qtbot)
    assert dialog.form.values() == {"day": date(2026, 6, 10), "reason": "转任"}
    dialog.form.set_values({"day": date(2026, 6, 8)})
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    settled(qtbot, page)
    assert rows(desk, "SELECT valid_to FROM group_membership") == [("2026-06-08",)]
    # the admission before it is put right from the same list; the exit stands
    trail = page.findChild(TrailDialog)
    qtbot.waitUntil(lambda: not trail.busy)
    trail.table.select_ids([trail.table.rows.ids[-2]])
    assert trail.correct_button.isEnabled()
    QTest.keyClick(trail.table, Qt.Key.Key_Return)
    admission = next(one for one in page.findChildren(DecisionDialog) if one.isVisible())
    assert admission.windowTitle() == "更正单小芳的记录：列入"
    assert admission.form.values() == {"day": date(2026, 6, 2), "reason": "常委会"}
    admission.form.set_values({"day": date(2026, 6, 4)})
    with qtbot.waitSignal(admission.saved):
        admission.save()
    settled(qtbot, page)
    assert rows(desk, "SELECT valid_from, valid_to FROM group_membership") == [("2026-06-04", "2026-06-08")]


def test_an_admission_and_a_refusal_are_opened_as_they_were_noted(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    screened(desk)
    step(desk, steps.DecideAgainst, day=date(2026, 6, 12), reason="得票未过半")
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    page.groups.candidates.select_ids([1])
    settled(qtbot, page)
    assert page.actions_.reason("roster.admit"), "who was refused is not admitted"
    dialog = last_step(page, qtbot)
    assert dialog.windowTitle() == "更正单小芳的记录：未列入"
    assert dialog.form.values() == {"day": date(2026, 6, 12), "reason": "得票未过半"}
    dialog.form.set_values({"reason": "民主推荐得票未过半"})
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    settled(qtbot, page)
    assert rows(desk, "SELECT decided_reason FROM reserve_candidate") == [("民主推荐得票未过半",)]
    joined = (
        "INSERT INTO group_membership (person_id, kind, valid_from, valid_to, reason_in, reason_out, organisation,"
        " speciality, version) VALUES (3, 'reserve', '2026-06-12', NULL, '常委会', '', '', '', 1)"
    )
    admitted = "UPDATE reserve_candidate SET state = 'admitted', decided_reason = '', membership_id = 1"
    write(desk.path, (joined, ()), (admitted, ()))
    page.refresh()
    settled(qtbot, page)
    page.groups.candidates.select_ids([1])
    settled(qtbot, page)
    assert "更正…" in page.actions_.reason("roster.admit")
    dialog = last_step(page, qtbot)
    assert dialog.windowTitle() == "更正单小芳的记录：列入"
    assert dialog.form.values() == {"day": date(2026, 6, 12), "reason": "常委会"}


def test_what_was_done_is_said_with_the_next_step_and_an_approver_finds_their_verbs_first(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    screened(desk)
    page = open_page("roster")
    said: list[str] = []
    page.space.notices.posted.connect(lambda notice: said.append(notice.sentence))
    page.tabs.setCurrentIndex(GROUPS)
    settled(qtbot, page)
    shown = page.groups.group_list.current_row()
    assert shown is not None, "the group that is shown is marked"
    assert shown.kind is GroupKind.UNIT_HEADS
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    page.groups.candidates.select_ids([1])
    settled(qtbot, page)
    assert page.groups.verbs[0] == "roster.pick_people"
    page.actions_.trigger("roster.request_override")
    dialog = page.findChildren(ReasonDialog)[-1]
    dialog.form.set_values({"reason": "急需紧缺岗位"})
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    settled(qtbot, page)
    assert "单小芳" in said[-1]
    assert "“审批”" in said[-1]
    sign_in(desk, Role.APPROVER)
    assert page.groups.verbs[:2] == ("roster.approve_override", "roster.refuse_override")
    assert set(page.groups.verbs) == set(RESERVE_VERBS)


@pytest.mark.parametrize("tongue", ["zh_CN", "en"])
def test_the_review_and_the_exit_stand_in_the_bar_and_are_named_where_taking_out_does_not_work(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot, tongue: str
):
    set_language(tongue)
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    assert not {"roster.review", "roster.exit_reserve"} & set(page.bar.behind)
    assert {"roster.request_override", "roster.reopen"} <= set(page.bar.behind), "what is seldom done"
    exit_ = page.actions_.button("roster.exit_reserve").text()
    for verb in ("roster.leave_group", "roster.change_membership"):
        assert exit_.strip() in page.actions_.reason(verb)
    page.open_place({"group": "young"})
    settled(qtbot, page)
    assert exit_.strip() not in page.actions_.reason("roster.leave_group")


def test_people_are_counted_and_said_apart_from_how_often_they_were_recommended(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot, clock: TestClock
):
    off_the_list(desk, clock)
    desk.execute(steps.RecommendReserve(person_ids=(3, 12), day=date(2026, 6, 21), by="组织部党组"))
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    page.groups.piles.buttons["all"].click()
    settled(qtbot, page)
    assert page.groups.candidates.rows.rowCount() == 3
    assert page.counts[0] == "2 人（3 人次推荐）"
    assert page.groups.piles.buttons["all"].accessibleName() == "全部人选：2"
    page.groups.search.setText("周舟")
    qtbot.waitUntil(lambda: page.groups.candidates.rows.rowCount() == 1)
    settled(qtbot, page)
    assert page.counts[:2] == ("1 人", "1 人被筛选隐藏")
    page.groups.piles.buttons["way"].click()
    page.clear_filter()
    qtbot.waitUntil(lambda: page.groups.candidates.rows.rowCount() == 2)
    settled(qtbot, page)
    assert page.counts[0] == "2 人"


def test_a_group_is_searched_by_name_initials_unit_and_post(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot, tmp_path: Path
):
    desk.execute(deeds.JoinGroup(kind=GroupKind.LECTURER, person_ids=(8, 9, 10), **JOIN))
    page = open_page("roster")
    page.open_place({"group": "lecturer"})
    settled(qtbot, page)
    table = page.groups.lecturers
    everybody = [table.rows.row(place) for place in range(3)]
    page.actions_.trigger("roster.search")
    search = page.groups.search
    assert search.hasFocus()
    first = everybody[0]
    initials = name_keys(first.name, reading_table()).initials[0]
    for typed in (first.name, initials, first.name[0] + " " + first.unit):
        search.setText(typed)
        qtbot.waitUntil(lambda: 0 < table.rows.rowCount() < 3)
        settled(qtbot, page)
        assert first.id in table.rows.ids
        assert page.counts[1] == f"{3 - len(table.rows.ids)} 人被筛选隐藏"
        page.clear_filter()
        qtbot.waitUntil(lambda: table.rows.rowCount() == 3)
    # what is in sight goes on paper and into a file, and says what it was narrowed by
    search.setText(first.name)
    qtbot.waitUntil(lambda: table.rows.rowCount() == 1)
    settled(qtbot, page)
    gone = places(page.space)
    page.actions_.trigger("roster.print")
    given = gone[0].target["params"]
    assert (given["group"], given["text"]) == ("lecturer", first.name)
    (printed,) = desk.ask(paper_rows, gone[0].target["paper"], given)
    assert [row.cells[1].replace("　", "") for row in printed.rows] == [first.name]
    assert printed.subtitle == f"截至2026年6月12日　仅列查找“{first.name}”所得（全部 3 人）　1 人"
    file = tmp_path / "师资.xlsx"
    with qtbot.waitSignal(page.space.notices.posted):
        page.export_group_to(str(file))
    settled(qtbot, page)
    cells = [cell for row in load_workbook(file).active.iter_rows(values_only=True) for cell in row if cell]
    assert first.name in {str(cell).replace("　", "") for cell in cells}
    assert not {row.name for row in everybody[1:]} & set(cells)
    log = "SELECT json_extract(detail, '$.count') FROM audit WHERE kind = 'exported'"
    assert rows(desk, log) == [(1,)]
    search.setText("无此人")
    qtbot.waitUntil(lambda: not table.rows.rowCount())
    settled(qtbot, page)
    assert page.actions_.reason("roster.export") == "当前列表中没有人。"
    settled(qtbot, page)
    assert table.empty.sentence.startswith("没有")
    page.groups.show_group(GroupKind.TALENT)
    assert not search.text(), "what was typed is of one group"
