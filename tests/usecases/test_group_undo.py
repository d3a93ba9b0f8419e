"""What is taken away, put right and taken back in the groups never writes over what somebody else did meanwhile."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.desk_fixtures import PASSWORD, TestClock
from tests.usecases.test_gate import rows
from tests.usecases.test_groups import candidate, decision_put_right, refused, screened, sign_in, step
from trainingdesk.domain.access import DESK, Role
from trainingdesk.domain.codes import GroupKind
from trainingdesk.usecases.commands import groups as deeds
from trainingdesk.usecases.commands import reserve as steps
from trainingdesk.usecases.commands import reserve_exception as exceptions
from trainingdesk.usecases.commands.office import AddUser, UndoLast
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries import groups as reads

DAY = date(2026, 6, 1)


@pytest.fixture
def other(desk: Desk) -> Callable[[], None]:
    """Another clerk: returns what signs that one in."""
    desk.gate.execute(AddUser(login="other", name="冯二", password=PASSWORD, roles=(Role.CLERK,)), DESK)
    return lambda: desk.sign_in("other", PASSWORD) and None


def joined(desk: Desk, kind: GroupKind, day: date = DAY, person: int = 3) -> int:
    join = deeds.JoinGroup(kind=kind, person_ids=(person,), day=day, reason="组〔2026〕5号")
    (number,) = desk.execute(join).result["membership_ids"]
    return int(number)


def visited(desk: Desk) -> tuple[int, int]:
    """Note a visit to a talent; the membership and the visit."""
    member = joined(desk, GroupKind.TALENT)
    visit = deeds.AddFollowUp(membership_id=member, day=DAY, need="子女入学", by_whom="张晓")
    return member, int(desk.execute(visit).result["follow_up_id"])


def said_of(number: int, version: int, need: str) -> deeds.ChangeFollowUp:
    return deeds.ChangeFollowUp(follow_up_id=number, version=version, day=DAY, need=need, by_whom="张晓")


def test_a_form_opened_before_a_removal_that_was_undone_saves_over_nobody(desk: Desk):
    member, number = visited(desk)
    (opened,) = desk.ask(reads.member_card, member).visits
    desk.execute(said_of(number, opened.version, "子女转学"))
    (visit,) = desk.ask(reads.member_card, member).visits
    desk.execute(deeds.TakeFollowUpAway(follow_up_id=number, version=visit.version))
    desk.execute(UndoLast())
    for version in (opened.version, visit.version):
        assert refused(desk, said_of(number, version, "过时的内容")) == "record.stale"
    (again,) = desk.ask(reads.member_card, member).visits
    assert again.need == "子女转学"
    desk.execute(said_of(number, again.version, "住房"))
    desk.execute(UndoLast())
    desk.execute(UndoLast())
    assert [one.need for one in desk.ask(reads.member_card, member).visits] == ["子女入学"], (
        "older steps go back behind the removal"
    )


def test_a_visit_is_not_taken_away_from_a_list_read_before_somebody_changed_it(desk: Desk):
    member, number = visited(desk)
    (opened,) = desk.ask(reads.member_card, member).visits
    desk.execute(said_of(number, opened.version, "子女转学"))
    away = deeds.TakeFollowUpAway(follow_up_id=number, version=opened.version)
    assert refused(desk, away) == "record.stale"
    assert [one.need for one in desk.ask(reads.member_card, member).visits] == ["子女转学"]


def test_an_end_comes_back_only_where_nobody_took_the_days_since(desk: Desk, other: Callable[[], None]):
    member = joined(desk, GroupKind.YOUNG, date(2025, 1, 1))
    desk.execute(deeds.LeaveGroup(membership_ids=(member,), day=date(2026, 6, 10), reason="年龄"))
    (row,) = desk.ask(reads.group_members, GroupKind.YOUNG, None, True)
    known = {"membership_id": member, "version": row.version, "day": row.valid_from, "reason": row.reason_in}
    desk.execute(deeds.ChangeMembership(**known, valid_to=date(2026, 2, 1), reason_out="年龄"))
    other()
    joined(desk, GroupKind.YOUNG, date(2026, 3, 1))
    sign_in(desk, Role.CLERK)
    assert refused(desk, UndoLast()) == "group.another_entry_lasts"
    found = "SELECT valid_from, valid_to FROM group_membership ORDER BY id"
    assert rows(desk, found) == [("2025-01-01", "2026-02-01"), ("2026-03-01", None)]


def off_the_list(desk: Desk, clock: TestClock) -> None:
    """Take somebody off the reserve list on 20 June."""
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    step(desk, steps.AdmitReserve, day=date(2026, 6, 12), reason="常委会")
    clock.forward(days=10)
    step(desk, steps.ExitReserve, day=date(2026, 6, 20), reason="转任")


def test_an_exit_comes_back_only_where_nobody_recommended_the_person_before_it(
    desk: Desk, clock: TestClock, other: Callable[[], None]
):
    off_the_list(desk, clock)
    desk.execute(decision_put_right(desk, date(2026, 6, 16), "转任"))
    other()
    desk.execute(steps.RecommendReserve(person_ids=(3,), day=date(2026, 6, 18), by="再荐"))
    sign_in(desk, Role.CLERK)
    assert refused(desk, UndoLast()) == "reserve.recommended_again"
    assert candidate(desk).row.decided_on == date(2026, 6, 16)
    assert refused(desk, decision_put_right(desk, date(2026, 6, 19), "转任")) == "reserve.recommended_again"
    desk.execute(decision_put_right(desk, date(2026, 6, 18), "转任"))
    assert candidate(desk).row.decided_on == date(2026, 6, 18), "off the list and recommended on one day"


def test_the_reason_of_an_exit_is_not_changed_by_the_group(desk: Desk, clock: TestClock):
    off_the_list(desk, clock)
    found = "SELECT id, version, valid_from, reason_in FROM group_membership WHERE kind = 'reserve'"
    ((number, version, begin, reason),) = rows(desk, found)
    entry = {
        "membership_id": number,
        "version": version,
        "day": date.fromisoformat(begin),
        "valid_to": date(2026, 6, 20),
    }
    assert refused(desk, deeds.ChangeMembership(**entry, reason=reason, reason_out="辞职")) == "group.by_exit"
    desk.execute(deeds.ChangeMembership(**entry, reason="区委常委会", reason_out="转任"))
    assert rows(desk, "SELECT reason_in, reason_out FROM group_membership") == [("区委常委会", "转任")]
