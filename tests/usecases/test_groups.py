"""Groups with dates and the reserve list through the real gate: in, out, back; the gate of P3.4; two persons."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.desk_fixtures import PASSWORD, USERS, TestClock
from tests.usecases.test_gate import rows
from tests.usecases.training_facts import write
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import GroupKind, Rank, ReserveState, ReviewResult
from trainingdesk.domain.errors import AccessDenied, Invalid, Refused
from trainingdesk.ui.pages.roster.group_card import training_words
from trainingdesk.ui.pages.roster.group_columns import talent_columns
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.usecases.commands import groups as deeds
from trainingdesk.usecases.commands import reserve as steps
from trainingdesk.usecases.commands import reserve_exception as exceptions
from trainingdesk.usecases.commands import reserve_screening as screening
from trainingdesk.usecases.commands.history import TransferPerson
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.reserve_decision import CorrectDecision
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.list_files import export_list
from trainingdesk.usecases.queries import groups as reads
from trainingdesk.usecases.queries.papers import paper_rows

DAY = date(2026, 6, 1)


def sign_in(desk: Desk, role: Role) -> None:
    desk.sign_in(USERS[role][0], PASSWORD)


def members(desk: Desk, kind: GroupKind, day: date | None = None) -> list[str]:
    return [row.name for row in desk.ask(reads.group_members, kind, day)]


def refused(desk: Desk, command: object) -> str:
    with pytest.raises(Refused) as error:
        desk.execute(command)
    if isinstance(error.value, Invalid):
        return error.value.problems[0].code
    return error.value.code


def candidate(desk: Desk, number: int = 1) -> reads.CandidateCard:
    return desk.ask(reads.candidate_card, number)


def step(desk: Desk, kind: type, **values: object) -> object:
    row = candidate(desk).row
    return desk.execute(kind(candidate_id=row.id, version=row.version, **values))


def test_several_join_at_once_leave_with_history_and_come_back_by_undo(desk: Desk):
    join = deeds.JoinGroup(kind=GroupKind.YOUNG, person_ids=(3, 12, 3), day=DAY, reason="组〔2026〕5号")
    ids = desk.execute(join).result["membership_ids"]
    assert members(desk, GroupKind.YOUNG) == ["单小芳", "周舟"]
    assert members(desk, GroupKind.YOUNG, date(2026, 5, 31)) == []
    desk.execute(deeds.LeaveGroup(membership_ids=(ids[0],), day=date(2026, 6, 10), reason="年龄"))
    assert members(desk, GroupKind.YOUNG) == ["周舟"]
    assert members(desk, GroupKind.YOUNG, date(2026, 6, 9)) == ["单小芳", "周舟"]
    history = desk.ask(reads.member_card, ids[0]).history
    assert [(line.valid_to, line.reason_out) for line in history] == [(date(2026, 6, 10), "年龄")]
    desk.execute(UndoLast())
    assert members(desk, GroupKind.YOUNG) == ["单小芳", "周舟"]
    desk.execute(UndoLast())
    assert members(desk, GroupKind.YOUNG) == []


def test_ranks_propose_and_nothing_is_done_silently(desk: Desk):
    write(desk.path, ("UPDATE person SET post = '局长' WHERE rank = 'section_head'", ()))
    found = desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS)
    assert [name for _id, name in found.incoming] == ["丁宁", "曾国强", "王伟", "陈晨"]
    assert members(desk, GroupKind.UNIT_HEADS) == []
    # a clerk was put in by mistake: the ranks say so
    wrong = deeds.JoinGroup(kind=GroupKind.UNIT_HEADS, person_ids=(3,), day=DAY, reason="误")
    desk.execute(wrong)
    found = desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS)
    assert [name for _id, name in found.outgoing] == ["单小芳"]
    desk.execute(
        deeds.ApplyProposal(
            kind=GroupKind.UNIT_HEADS,
            person_ids=tuple(number for number, _name in found.incoming),
            membership_ids=tuple(number for number, _name in found.outgoing),
            day=date(2026, 6, 12),
            reason="按职务核对",
        )
    )
    assert members(desk, GroupKind.UNIT_HEADS) == ["丁宁", "曾国强", "王伟", "陈晨"]
    found = desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS)
    assert found.incoming == found.outgoing == ()
    desk.execute(UndoLast())
    assert members(desk, GroupKind.UNIT_HEADS) == ["单小芳"]


def test_heads_of_enterprises_are_no_heads_of_party_and_government(desk: Desk):
    business = "SELECT id, name FROM person WHERE rank = 'business_head'"
    (head,) = rows(desk, business)
    found = desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS)
    assert head not in (*found.incoming, *found.by_post)
    # nor by the post in words
    write(desk.path, ("UPDATE person SET rank = NULL, post = '总经理、局长' WHERE id = ?", (head[0],)))
    assert head not in desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS).by_post
    # whom somebody put in by hand stays
    write(desk.path, ("UPDATE person SET rank = 'business_head' WHERE id = ?", (head[0],)))
    desk.execute(
        deeds.JoinGroup(kind=GroupKind.UNIT_HEADS, person_ids=(head[0],), day=DAY, reason="组织确定")
    )
    assert desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS).outgoing == ()


def test_a_post_says_what_a_rank_does_not(desk: Desk):
    posts = (
        ("区教育局局长", None, 8),
        ("党组书记、副局长", "researcher_4", 9),
        ("办公室主任", "principal_3", 10),
    )
    for post, rank, number in posts:
        write(desk.path, ("UPDATE person SET post = ?, rank = ? WHERE id = ?", (post, rank, number)))
    found = desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS)
    assert [name for _id, name in found.by_post] == ["李秀英", "赵一鸣"]
    desk.execute(deeds.JoinGroup(kind=GroupKind.UNIT_HEADS, person_ids=(8,), day=DAY, reason="按职务"))
    found = desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS)
    assert found.outgoing == ()
    assert [name for _id, name in found.by_post] == ["赵一鸣"]
    # by the unit's own name: who directs an office that is a unit heads it
    write(
        desk.path,
        ("UPDATE unit SET name = '城东区委办公室' WHERE id = (SELECT unit_id FROM person WHERE id = 10)", ()),
    )
    found = desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS)
    assert "孙悦" in [name for _id, name in found.by_post]


def test_a_talent_is_visited(desk: Desk):
    join = deeds.JoinGroup(
        kind=GroupKind.TALENT,
        person_ids=(8,),
        day=DAY,
        reason="区人才计划",
        organisation="某院",
        speciality="教学",
    )
    (number,) = desk.execute(join).result["membership_ids"]
    visit = {"membership_id": number, "day": date(2026, 6, 2), "need": "子女入学", "by_whom": "张晓"}
    added = desk.execute(deeds.AddFollowUp(**visit)).result["follow_up_id"]
    (row,) = desk.ask(reads.group_members, GroupKind.TALENT)
    assert (row.visits, row.last_visit, row.open_needs) == (1, date(2026, 6, 2), 1)
    assert refused(desk, deeds.RemoveMemberships(membership_ids=(number,))) == "group.has_visits"
    shown = desk.ask(reads.member_card, number).visits[0]
    values = {**visit, "service": "已协调", "settled_on": date(2026, 6, 11)}
    del values["membership_id"]
    desk.execute(deeds.ChangeFollowUp(follow_up_id=added, version=shown.version, **values))
    (row,) = desk.ask(reads.group_members, GroupKind.TALENT)
    assert row.open_needs == 0
    desk.execute(UndoLast())
    assert desk.ask(reads.member_card, number).visits[0].settled_on is None


def test_open_needs_are_counted_and_put_in_order_on_screen_and_in_the_workbook(desk: Desk, tmp_path: Path):
    day = date(2026, 2, 1)
    desk.execute(deeds.JoinGroup(kind=GroupKind.TALENT, person_ids=(1, 8, 13), day=day, reason="区人才计划"))
    places = {row.person_id: row.id for row in desk.ask(reads.group_members, GroupKind.TALENT)}
    for person, count in ((1, 1), (8, 3), (13, 2)):
        for month in range(count):
            visit = {"day": date(2026, 3 + month, 2), "need": "子女入学", "by_whom": "张晓"}
            desk.execute(deeds.AddFollowUp(membership_id=places[person], **visit))
    rows = desk.ask(reads.group_members, GroupKind.TALENT)
    counted = {row.person_id: row.open_needs for row in rows}
    assert counted == {1: 1, 8: 3, 13: 2}
    by_need = ListSource(rows, talent_columns()).ids("-open_needs")
    assert by_need == [places[8], places[13], places[1]]
    target = tmp_path / "talents.xlsx"
    export_list(desk, target, "groups.members", {"group": "talent"})
    lines = list(load_workbook(target).active.iter_rows(values_only=True))
    head = next(line for line in lines if "未办需求" in line)
    cells = {line[1]: line[head.index("未办需求")] for line in lines[lines.index(head) + 1 :] if line[1]}
    shown = [cells[row.name] for row in rows]
    assert [(type(cell), cell) for cell in shown] == [(int, row.open_needs) for row in rows]


def test_a_visit_is_noted_on_a_day_within_the_group(desk: Desk):
    join = deeds.JoinGroup(kind=GroupKind.TALENT, person_ids=(8,), day=date(2026, 2, 1), reason="区人才计划")
    (number,) = desk.execute(join).result["membership_ids"]
    visit = {"need": "子女入学", "by_whom": "张晓"}
    early = deeds.AddFollowUp(membership_id=number, day=date(2026, 1, 31), **visit)
    assert refused(desk, early) == "group.visit_before_entry"
    kept = desk.execute(deeds.AddFollowUp(membership_id=number, day=date(2026, 5, 2), **visit)).result
    desk.execute(deeds.LeaveGroup(membership_ids=(number,), day=date(2026, 5, 1), reason="转出"))
    late = deeds.AddFollowUp(membership_id=number, day=date(2026, 5, 1), **visit)
    assert refused(desk, late) == "group.visit_after_exit"
    desk.execute(deeds.AddFollowUp(membership_id=number, day=date(2026, 4, 30), **visit))
    # one that was noted before the exit was stays what it is, and is not moved out further
    own = {"follow_up_id": kept["follow_up_id"], "version": 1, **visit}
    moved = deeds.ChangeFollowUp(**own, day=date(2026, 5, 3))
    assert refused(desk, moved) == "group.visit_after_exit"
    desk.execute(deeds.ChangeFollowUp(**own, day=date(2026, 5, 2), service="已协调"))


def test_a_group_of_a_past_day_knows_no_later_visit_rule_or_exit(desk: Desk, desk_file):
    join = deeds.JoinGroup(kind=GroupKind.TALENT, person_ids=(8,), day=date(2025, 11, 3), reason="区人才计划")
    (number,) = desk.execute(join).result["membership_ids"]
    visit = {"membership_id": number, "need": "子女入学", "by_whom": "张晓"}
    for day, settled in ((date(2026, 2, 2), date(2026, 3, 20)), (date(2026, 6, 2), date(2026, 6, 3))):
        desk.execute(deeds.AddFollowUp(**visit, day=day, service="已协调", settled_on=settled))
    write(
        desk_file,
        ("UPDATE group_membership SET valid_to = '2026-06-10'", ()),
        (
            (
                "INSERT INTO rule (key, value, valid_from, source, note, version)"
                " VALUES ('talent.follow_up_months', '3', '2026-05-01', '本办', '', 1)"
            ),
            (),
        ),
        ("UPDATE rule SET valid_to = '2026-04-30' WHERE key = 'talent.follow_up_months' AND value = '6'", ()),
    )
    then = date(2026, 3, 1)
    (row,) = desk.ask(reads.group_members, GroupKind.TALENT, then)
    assert (row.visits, row.last_visit, row.open_needs) == (1, date(2026, 2, 2), 1)
    assert (row.next_visit, row.overdue) == (date(2026, 8, 2), False), "by the six months of that day"
    (row,) = desk.ask(reads.group_members, GroupKind.TALENT, date(2026, 6, 5))
    assert (row.visits, row.open_needs, row.next_visit) == (2, 0, date(2026, 9, 2))
    (table,) = desk.ask(paper_rows, "groups.members", {"group": "talent", "day": "2026-03-01"})
    assert "2026-02-02" in table.rows[0].cells
    assert "2026-06-02" not in table.rows[0].cells


def test_the_reserve_list_is_not_entered_by_the_back_door(desk: Desk):
    join = deeds.JoinGroup(kind=GroupKind.RESERVE, person_ids=(3,), day=DAY, reason="推荐")
    assert refused(desk, join) == "group.by_admission"


def screened(desk: Desk) -> None:
    desk.execute(steps.RecommendReserve(person_ids=(3,), day=DAY, by="组织部党组"))
    step(desk, screening.AddRound, day=DAY, passed=True, votes_for=9, votes_cast=11, score=865)


def second_request(desk: Desk) -> str:
    with pytest.raises(Refused) as error:
        step(desk, exceptions.RequestOverride, reason="另有理由")
    return error.value.code


def test_who_is_not_trained_needs_an_exception_that_another_person_approves(desk: Desk, clock: TestClock):
    screened(desk)
    admit = {"day": DAY, "reason": "常委会"}
    with pytest.raises(Refused) as error:
        step(desk, steps.AdmitReserve, **admit)
    assert error.value.code == "reserve.not_trained_days"
    # the card names every way out that the refusal does
    assert "或当年培训满12天，或结业一个主体班" in training_words(candidate(desk))
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    assert candidate(desk).row.waiting
    assert second_request(desk) == "reserve.request_waits"
    with pytest.raises(AccessDenied):
        step(desk, exceptions.ApproveOverride)
    with pytest.raises(Refused):
        step(desk, steps.AdmitReserve, **admit)
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    assert second_request(desk) == "reserve.request_approved"
    assert candidate(desk).row.override_reason == "急需紧缺岗位", (
        "the first request stands as it was approved"
    )
    with pytest.raises(Refused) as error:
        step(desk, steps.AdmitReserve, **admit)
    assert (error.value.code, error.value.params["day"]) == ("reserve.before_approval", date(2026, 6, 12))
    step(desk, steps.AdmitReserve, **{**admit, "day": date(2026, 6, 12)})
    clock.forward(days=5)
    row = candidate(desk).row
    assert (row.state, row.override_by, row.override_reason) == (
        ReserveState.ADMITTED,
        USERS[Role.APPROVER][1],
        "急需紧缺岗位",
    )
    assert members(desk, GroupKind.RESERVE) == ["单小芳"]
    step(desk, screening.AddReview, day=date(2026, 6, 14), result=ReviewResult.WATCH)
    with pytest.raises(Refused):
        step(desk, screening.AddReview, day=date(2026, 6, 14), result=ReviewResult.KEEP)
    with pytest.raises(Refused, match=r"reserve\.before_last"):
        step(desk, steps.ExitReserve, day=date(2026, 6, 13), reason="转任")
    step(desk, steps.ExitReserve, day=date(2026, 6, 16), reason="转任")
    assert members(desk, GroupKind.RESERVE) == []
    again = steps.RecommendReserve(person_ids=(3,), day=date(2026, 6, 15), by="再荐")
    assert refused(desk, again) == "reserve.before_last"
    ends = "SELECT valid_to IS NULL, (SELECT state FROM reserve_candidate) FROM group_membership"
    assert rows(desk, ends) == [(0, "exited")]
    # the list, its count and its paper of any day agree with each other
    for day, state, reviewed in (
        (date(2026, 5, 31), None, None),
        (DAY, ReserveState.SCREENING, None),
        (date(2026, 6, 11), ReserveState.SCREENING, None),
        (date(2026, 6, 12), ReserveState.ADMITTED, None),
        (date(2026, 6, 15), ReserveState.ADMITTED, 2026),
        (date(2026, 6, 16), ReserveState.EXITED, 2026),
        (date(2026, 6, 17), ReserveState.EXITED, 2026),
    ):
        found = desk.ask(reads.reserve_candidates, day)
        assert [(row.state, row.last_review) for row in found] == ([(state, reviewed)] if state else [])
        assert [
            row.override_reason for row in found if row.state is ReserveState.SCREENING and row.rounds
        ] in (
            [],
            [""],
        )
        on_list = int(state is ReserveState.ADMITTED)
        count = {one.kind: one.live for one in desk.ask(reads.group_counts, day)}[GroupKind.RESERVE]
        (table,) = desk.ask(paper_rows, "groups.reserve", {"pile": "listed", "day": day.isoformat()})
        assert (count, len(table.rows)) == (on_list, on_list)
    with pytest.raises(Refused):
        desk.ask(paper_rows, "groups.reserve", {"day": "2026-06-18"})


def test_the_requester_who_is_an_approver_too_does_not_approve(desk: Desk):
    from trainingdesk.usecases.commands.office import ChangeUser

    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需")
    both = (Role.CLERK, Role.APPROVER, Role.ADMINISTRATOR)
    version = rows(desk, "SELECT version FROM user WHERE id = 1")[0][0]
    desk.execute(ChangeUser(user_id=1, version=version, name="张晓", roles=both, active=True))
    sign_in(desk, Role.CLERK)
    with pytest.raises(Refused) as error:
        step(desk, exceptions.ApproveOverride)
    assert error.value.code == "reserve.own_override"


def test_rounds_reviews_and_requests_are_taken_back_and_refusals_reopened(desk: Desk):
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需")
    for _time in range(2):
        desk.execute(UndoLast())
    shown = candidate(desk)
    assert (shown.row.state, shown.rounds, shown.row.override_reason) == (ReserveState.RECOMMENDED, (), "")
    step(desk, steps.DecideAgainst, day=DAY, reason="票数不足")
    assert candidate(desk).row.state is ReserveState.DECLINED
    step(desk, steps.ReopenCandidate, reason="复议")
    assert candidate(desk).row.state is ReserveState.SCREENING
    assert refused(desk, steps.RecommendReserve(person_ids=(3,), day=DAY, by="再荐")) == "reserve.nobody_new"


def test_a_group_of_a_day_shows_unit_post_and_rank_of_that_day_on_screen(desk: Desk):
    """A list of 2024 shows the unit of 2024, in the table and on the card as on paper."""
    join = deeds.JoinGroup(
        kind=GroupKind.YOUNG, person_ids=(3,), day=date(2025, 6, 2), reason="组〔2025〕5号"
    )
    (member,) = desk.execute(join).result["membership_ids"]
    desk.execute(
        TransferPerson(
            person_id=3, version=1, unit_id=3, day="2026-04-01", post="副局长", rank=Rank.SECTION_DEPUTY
        )
    )
    before = date(2026, 3, 31)
    for day, stood in (
        (before, ("组织部", "干部", Rank.CLERK_1)),
        (None, ("教育局", "副局长", Rank.SECTION_DEPUTY)),
    ):
        (row,) = desk.ask(reads.group_members, GroupKind.YOUNG, day)
        shown = desk.ask(reads.member_card, member, day).member
        assert (row.unit, row.post, row.rank) == (shown.unit, shown.post, shown.rank) == stood
    paper = {"group": "young", "day": before.isoformat()}
    (table,) = desk.ask(paper_rows, "groups.members", paper)
    assert "城东区委组织部" in table.rows[0].cells


def test_the_end_of_an_entry_is_put_right_and_undone(desk: Desk):
    join = deeds.JoinGroup(
        kind=GroupKind.YOUNG, person_ids=(3,), day=date(2025, 6, 2), reason="组〔2025〕5号"
    )
    (member,) = desk.execute(join).result["membership_ids"]
    desk.execute(deeds.LeaveGroup(membership_ids=(member,), day=date(2026, 3, 1), reason="年令"))
    (row,) = desk.ask(reads.group_members, GroupKind.YOUNG, None, True)
    assert members(desk, GroupKind.YOUNG) == [], "who left is shown only when asked for"

    def change(**values: object) -> deeds.ChangeMembership:
        known = {
            "version": row.version,
            "day": row.valid_from,
            "reason": row.reason_in,
            "valid_to": row.valid_to,
            "reason_out": "年龄",
        }
        return deeds.ChangeMembership(membership_id=member, **{**known, **values})

    assert refused(desk, change(valid_to=date(2025, 6, 2))) == "group.ends_before"
    assert refused(desk, change(valid_to=date(2026, 6, 13))) == "group.day_to_come"
    assert refused(desk, change(reason_out=" ")) == "group.no_reason"
    desk.execute(change(valid_to=date(2026, 2, 1)))
    found = "SELECT valid_to, reason_out FROM group_membership WHERE id = 1"
    assert rows(desk, found) == [("2026-02-01", "年龄")]
    desk.execute(UndoLast())
    assert rows(desk, found) == [("2026-03-01", "年令")]
    (row,) = desk.ask(reads.group_members, GroupKind.YOUNG, None, True)
    desk.execute(change(valid_to=None))
    assert rows(desk, found) == [(None, "")], "blank says that the person never left"
    desk.execute(UndoLast())
    (row,) = desk.ask(reads.group_members, GroupKind.YOUNG, None, True)
    desk.execute(change(valid_to=date(2026, 2, 1)))
    again = deeds.JoinGroup(
        kind=GroupKind.YOUNG, person_ids=(3,), day=date(2026, 2, 10), reason="组〔2026〕1号"
    )
    desk.execute(again)
    row = next(one for one in desk.ask(reads.group_members, GroupKind.YOUNG, None, True) if one.id == member)
    for end in (date(2026, 2, 11), None):
        assert refused(desk, change(valid_to=end)) == "group.another_entry_lasts"
    assert refused(desk, change(valid_to=date(2026, 2, 10), version=1)) == "record.stale"
    desk.execute(change(valid_to=date(2026, 2, 10)))


def test_the_end_on_the_reserve_list_is_not_changed_by_the_group(desk: Desk):
    screened(desk)
    write(
        desk.path,
        (
            (
                "INSERT INTO group_membership (id, person_id, kind, valid_from, valid_to, reason_in, reason_out,"
                " organisation, speciality, version) VALUES (7, 1, 'reserve', '2025-01-01', '2026-01-01', '列入',"
                " '年龄', '', '', 1)"
            ),
            (),
        ),
    )
    change = deeds.ChangeMembership(
        membership_id=7,
        version=1,
        day=date(2025, 1, 1),
        reason="列入",
        valid_to=date(2026, 2, 1),
        reason_out="年龄",
    )
    assert refused(desk, change) == "group.by_exit"


def test_any_visit_is_taken_away_and_put_back_as_it_was(desk: Desk):
    join = deeds.JoinGroup(
        kind=GroupKind.TALENT, person_ids=(8,), day=date(2025, 6, 2), reason="区人才〔2025〕3号"
    )
    (member,) = desk.execute(join).result["membership_ids"]
    for day in (date(2025, 9, 1), date(2026, 3, 1), date(2026, 6, 1)):
        desk.execute(
            deeds.AddFollowUp(
                membership_id=member,
                day=day,
                need="子女入学",
                by_whom="张晓",
                service="已协调",
                settled_on=day,
            )
        )
    found = "SELECT * FROM follow_up ORDER BY id"
    before = rows(desk, found)
    desk.execute(deeds.TakeFollowUpAway(follow_up_id=before[1][0], version=1))
    assert rows(desk, found) == [before[0], before[2]]
    desk.execute(UndoLast())
    assert rows(desk, found) == [before[0], (*before[1][:-1], 2), before[2]], "all, and the version goes on"
    desk.execute(deeds.TakeFollowUpAway(follow_up_id=before[2][0], version=1))
    assert desk.ask(reads.member_card, member).member.last_visit == date(2026, 3, 1)
    # what was taken away comes back even after another one was put right in between
    visit = desk.ask(reads.member_card, member).visits[0]
    desk.execute(
        deeds.ChangeFollowUp(
            follow_up_id=visit.id, version=visit.version, day=visit.day, need="子女转学", by_whom="张晓"
        )
    )
    desk.execute(UndoLast())
    desk.execute(UndoLast())
    assert [row[:-1] for row in rows(desk, found)] == [row[:-1] for row in before], "all but the version"


def test_a_wrong_day_of_an_exit_from_the_reserve_list_is_put_right_and_undone(desk: Desk, clock: TestClock):
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    step(desk, steps.AdmitReserve, day=date(2026, 6, 12), reason="常委会")
    clock.forward(days=10)
    step(desk, screening.AddReview, day=date(2026, 6, 14), result=ReviewResult.WATCH)
    step(desk, steps.ExitReserve, day=date(2026, 6, 20), reason="转任")
    assert refused(desk, decision_put_right(desk, date(2026, 6, 13), "转任")) == "reserve.before_last"
    assert refused(desk, decision_put_right(desk, date(2026, 6, 12), "转任")) == "group.ends_before"
    assert refused(desk, decision_put_right(desk, date(2026, 6, 23), "转任")) == "group.day_to_come"
    desk.execute(decision_put_right(desk, date(2026, 6, 16), "转任市直单位"))
    found = (
        "SELECT c.decided_on, c.decided_reason, m.valid_to, m.reason_out FROM reserve_candidate c"
        " JOIN group_membership m ON m.id = c.membership_id"
    )
    assert rows(desk, found) == [("2026-06-16", "转任市直单位") * 2]
    desk.execute(UndoLast())
    assert rows(desk, found) == [("2026-06-20", "转任") * 2]
    desk.execute(decision_put_right(desk, date(2026, 6, 16), "转任市直单位"))
    desk.execute(steps.RecommendReserve(person_ids=(3,), day=date(2026, 6, 18), by="再荐"))
    assert refused(desk, decision_put_right(desk, date(2026, 6, 19), "转任")) == "reserve.recommended_again"


def decision_put_right(desk: Desk, day: date, reason: str) -> CorrectDecision:
    row = candidate(desk).row
    return CorrectDecision(candidate_id=row.id, version=row.version, day=day, reason=reason)


def test_a_wrong_day_of_an_admission_is_put_right_and_undone(desk: Desk, clock: TestClock):
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    assert refused(desk, decision_put_right(desk, date(2026, 6, 12), "常委会")) == "workflow.not_now"
    clock.forward(days=10)
    step(desk, steps.AdmitReserve, day=date(2026, 6, 18), reason="常委会")
    step(desk, screening.AddReview, day=date(2026, 6, 20), result=ReviewResult.WATCH)
    assert refused(desk, decision_put_right(desk, date(2026, 6, 11), "常委会")) == "reserve.before_approval"
    assert refused(desk, decision_put_right(desk, date(2020, 6, 11), "常委会")) == "reserve.before_last"
    assert refused(desk, decision_put_right(desk, date(2026, 6, 21), "常委会")) == "reserve.reviewed_since"
    assert refused(desk, decision_put_right(desk, date(2026, 6, 23), "常委会")) == "group.day_to_come"
    desk.execute(decision_put_right(desk, date(2026, 6, 16), "常委会〔2026〕9号"))
    found = (
        "SELECT c.decided_on, m.valid_from, m.reason_in FROM reserve_candidate c"
        " JOIN group_membership m ON m.id = c.membership_id"
    )
    assert rows(desk, found) == [("2026-06-16", "2026-06-16", "常委会〔2026〕9号")]
    desk.execute(UndoLast())
    assert rows(desk, found) == [("2026-06-18", "2026-06-18", "常委会")]


def test_a_wrong_day_of_a_refusal_is_put_right_and_undone(desk: Desk, clock: TestClock):
    screened(desk)
    clock.forward(days=10)
    step(desk, steps.DecideAgainst, day=date(2026, 6, 20), reason="民主推荐未过半")
    desk.execute(decision_put_right(desk, date(2026, 6, 16), "得票未过半"))
    found = "SELECT state, decided_on, decided_reason FROM reserve_candidate"
    assert rows(desk, found) == [("declined", "2026-06-16", "得票未过半")]
    desk.execute(UndoLast())
    assert rows(desk, found) == [("declined", "2026-06-20", "民主推荐未过半")]
    desk.execute(decision_put_right(desk, date(2026, 6, 16), "得票未过半"))
    desk.execute(steps.RecommendReserve(person_ids=(3,), day=date(2026, 6, 18), by="再荐"))
    row = rows(desk, "SELECT id, version FROM reserve_candidate WHERE state = 'declined'")[0]
    late = CorrectDecision(candidate_id=row[0], version=row[1], day=date(2026, 6, 19), reason="得票未过半")
    assert refused(desk, late) == "reserve.recommended_since"


def test_who_heads_a_unit_of_a_deputy_s_level_is_shown_among_the_heads(desk: Desk):
    write(desk.path, ("UPDATE unit SET name = '城东区疾病预防控制中心' WHERE id = 4", ()))
    write(
        desk.path,
        ("UPDATE person SET unit_id = 4, post = '主任', rank = 'section_deputy' WHERE id = 8", ()),
    )
    deputies = desk.ask(reads.group_proposal, GroupKind.DEPUTIES)
    assert 8 not in dict(deputies.incoming)
    heads = desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS)
    assert 8 in dict(heads.by_post)
    assert heads.stands["by_post", 8].endswith(" 主任")
    desk.execute(deeds.JoinGroup(kind=GroupKind.UNIT_HEADS, person_ids=(8,), day=DAY, reason="按职务"))
    assert "李秀英" not in [
        name for _id, name in desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS).outgoing
    ]


def test_who_heads_a_unit_and_is_in_the_deputies_is_proposed_out_of_them(desk: Desk):
    write(
        desk.path,
        ("UPDATE unit SET name = '城东区疾病预防控制中心' WHERE id = 4", ()),
        ("UPDATE person SET unit_id = 4, post = '主任', rank = 'section_deputy' WHERE id = 8", ()),
        ("UPDATE person SET unit_id = 4, post = '副主任', rank = 'section_deputy' WHERE id = 9", ()),
    )
    both = deeds.JoinGroup(kind=GroupKind.DEPUTIES, person_ids=(8, 9), day=DAY, reason="按职务")
    head, _deputy = desk.execute(both).result["membership_ids"]
    found = desk.ask(reads.group_proposal, GroupKind.DEPUTIES)
    assert found.outgoing == ((head, "李秀英"),)
    assert found.stands["outgoing", head].endswith(" 主任")
    # among the heads a deputy's level stays as it was: the post says that they belong there
    heads = deeds.JoinGroup(kind=GroupKind.UNIT_HEADS, person_ids=(8,), day=DAY, reason="按职务")
    desk.execute(heads)
    assert desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS).outgoing == ()


def test_a_head_is_one_whose_post_says_so(desk: Desk):
    """副局长（正科级） and 督导员（正科级） hold the level and head nothing (公务员法 2018 第十七、十八条)."""
    posts = {8: "副局长", 9: "督导员", 10: "局长", 11: "", 12: "大队长"}
    changes = "UPDATE person SET post = ?, rank = 'section_head', team = 'party_government' WHERE id = ?"
    write(desk.path, *((changes, (post, number)) for number, post in posts.items()))
    found = desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS)
    assert dict(found.incoming).keys() & posts.keys() == {10}
    assert dict(found.by_rank).keys() & posts.keys() == {11, 12}, "open: to be looked at"
    assert dict(found.by_post).keys() & posts.keys() == set()
    assert found.stands["by_rank", 12].endswith(" 大队长")
    # of the deputies the post says who is one, whatever the level
    deputies = desk.ask(reads.group_proposal, GroupKind.DEPUTIES)
    assert dict(deputies.by_post).keys() & posts.keys() == {8}
    assert dict(deputies.incoming).keys() & posts.keys() == set()
    # who came in by the level alone is proposed out again, and stays among the deputies
    people = tuple(posts)
    heads = deeds.JoinGroup(kind=GroupKind.UNIT_HEADS, person_ids=people, day=DAY, reason="按职务层次")
    ids = desk.execute(heads).result["membership_ids"]
    out = desk.ask(reads.group_proposal, GroupKind.UNIT_HEADS).outgoing
    assert [number for number, _name in out] == list(ids[:2])
    deputy = deeds.JoinGroup(kind=GroupKind.DEPUTIES, person_ids=(8,), day=DAY, reason="按职务")
    desk.execute(deputy)
    assert desk.ask(reads.group_proposal, GroupKind.DEPUTIES).outgoing == ()
