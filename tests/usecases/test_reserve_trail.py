"""A recommendation and a round of screening put right after the next step, in the order of the days, and back by undo."""

from datetime import date

import pytest

from tests.desk_fixtures import TestClock
from tests.usecases.test_gate import rows
from tests.usecases.test_groups import candidate, refused, screened, sign_in, step
from tests.usecases.training_facts import a_class, write
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import ReserveState, ReviewResult
from trainingdesk.domain.errors import Conflict, Invalid
from trainingdesk.ui.pages.roster.trail_dialog import steps_of
from trainingdesk.usecases.commands import reserve as steps
from trainingdesk.usecases.commands import reserve_exception as exceptions
from trainingdesk.usecases.commands import reserve_screening as screening
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.reserve_back import TakeAdmissionBack
from trainingdesk.usecases.commands.reserve_decision import CorrectDecision
from trainingdesk.usecases.commands.reserve_screening import RemoveReview
from trainingdesk.usecases.commands.reserve_trail import CorrectRecommendation, CorrectReview, CorrectRound
from trainingdesk.usecases.desk import Desk

TRAIL = "SELECT recommended_on, recommended_by, opinion FROM reserve_candidate"


@pytest.fixture
def two_rounds(desk: Desk) -> None:
    desk.execute(steps.RecommendReserve(person_ids=(3,), day=date(2026, 6, 2), by="组织部党组"))
    step(desk, screening.AddRound, day=date(2026, 6, 4), passed=False, votes_for=4, votes_cast=11)
    step(desk, screening.AddRound, day=date(2026, 6, 6), passed=True, score=865)


def recommendation(desk: Desk, **values: object) -> CorrectRecommendation:
    row = candidate(desk).row
    given = {"day": row.recommended_on, "by": row.recommended_by, "opinion": row.opinion, **values}
    return CorrectRecommendation(candidate_id=row.id, version=row.version, **given)


def round_of(desk: Desk, number: int, **values: object) -> CorrectRound:
    card = candidate(desk)
    held = card.rounds[number - 1]
    names = ("day", "passed", "votes_for", "votes_cast", "score", "opinion")
    given = {**{name: getattr(held, name) for name in names}, **values}
    return CorrectRound(round_id=held.id, version=card.row.version, **given)


def new_round(desk: Desk, **values: object) -> screening.AddRound:
    row = candidate(desk).row
    return screening.AddRound(candidate_id=row.id, version=row.version, passed=True, **values)


def test_a_recommendation_is_put_right_before_the_first_round_and_undone(desk: Desk, two_rounds: None):
    late = recommendation(desk, day=date(2026, 6, 5))
    assert refused(desk, late) == "reserve.after_next"
    assert refused(desk, recommendation(desk, by=" ")) == "group.no_reason"
    assert refused(desk, recommendation(desk, day=date(2026, 6, 13))) == "group.day_to_come"
    open_before = recommendation(desk, opinion="实绩突出")
    desk.execute(recommendation(desk, day=date(2026, 6, 4), by="区委组织部部务会", opinion="政治坚定"))
    assert rows(desk, TRAIL) == [("2026-06-04", "区委组织部部务会", "政治坚定")]
    with pytest.raises(Conflict):
        desk.execute(open_before)
    desk.execute(UndoLast())
    assert rows(desk, TRAIL) == [("2026-06-02", "组织部党组", "")]


def test_a_new_candidacy_is_not_moved_before_the_end_of_the_one_before(desk: Desk, two_rounds: None):
    step(desk, steps.DecideAgainst, day=date(2026, 6, 8), reason="不合适")
    assert refused(desk, recommendation(desk, day=date(2026, 6, 9))) == "reserve.after_next"
    desk.execute(steps.RecommendReserve(person_ids=(3,), day=date(2026, 6, 10), by="再荐"))
    row = candidate(desk, 2).row
    early = CorrectRecommendation(
        candidate_id=row.id, version=row.version, day=date(2026, 6, 7), by="再荐", opinion=""
    )
    assert refused(desk, early) == "reserve.before_last"


def test_a_round_is_put_right_between_its_neighbours_and_undone(desk: Desk, two_rounds: None):
    assert refused(desk, round_of(desk, 1, day=date(2026, 6, 1))) == "reserve.before_last"
    assert refused(desk, round_of(desk, 1, day=date(2026, 6, 7))) == "reserve.after_next"
    assert refused(desk, round_of(desk, 2, day=date(2026, 6, 3))) == "reserve.before_last"
    assert refused(desk, round_of(desk, 1, votes_for=12)) == "reserve.bad_votes"
    assert refused(desk, round_of(desk, 2, score=1001)) == "reserve.bad_score"
    stale = round_of(desk, 1, opinion="迟到的更正")
    desk.execute(round_of(desk, 1, day=date(2026, 6, 5), votes_for=7, score=705, opinion="复核票数"))
    held = candidate(desk).rounds[0]
    assert (held.day, held.votes_for, held.score, held.opinion) == (date(2026, 6, 5), 7, 705, "复核票数")
    with pytest.raises(Conflict):
        desk.execute(stale)
    desk.execute(UndoLast())
    held = candidate(desk).rounds[0]
    assert (held.day, held.votes_for, held.score, held.opinion) == (date(2026, 6, 4), 4, None, "")


def test_all_that_is_wrong_with_a_round_is_said_at_once(desk: Desk, two_rounds: None):
    wrong = {"day": date(2026, 6, 1), "votes_for": 12, "votes_cast": 11, "score": 1001}
    for command in (round_of(desk, 2, **wrong), new_round(desk, **wrong)):
        with pytest.raises(Invalid) as refusal:
            desk.execute(command)
        assert {problem.field: problem.code for problem in refusal.value.problems} == {
            "votes_for": "reserve.bad_votes",
            "score": "reserve.bad_score",
            "day": "reserve.before_last",
        }


def test_who_was_admitted_on_a_round_has_passed_it(desk: Desk, two_rounds: None):
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    step(desk, steps.AdmitReserve, day=date(2026, 6, 12), reason="常委会")
    assert refused(desk, round_of(desk, 2, passed=False)) == "reserve.admitted_on_it"
    desk.execute(round_of(desk, 2, day=date(2026, 6, 12), score=900))
    desk.execute(round_of(desk, 1, opinion="补记"))
    assert [one.score for one in candidate(desk).rounds] == [None, 900]


def test_an_admission_by_mistake_is_undone_until_more_was_done(desk: Desk):
    admitted(desk)
    row = candidate(desk).row
    same_day = steps.ExitReserve(
        candidate_id=row.id, version=row.version, day=date(2026, 6, 12), reason="误列"
    )
    assert refused(desk, same_day) == "group.ends_before"
    desk.execute(UndoLast())
    row = candidate(desk).row
    assert (row.state, row.decided_on) == (ReserveState.SCREENING, None)
    assert rows(desk, "SELECT count(*) FROM group_membership WHERE kind = 'reserve'") == [(0,)]
    step(desk, steps.AdmitReserve, day=date(2026, 6, 12), reason="常委会")
    step(desk, screening.AddReview, day=date(2026, 6, 12), result=ReviewResult.KEEP)
    back = TakeAdmissionBack(candidate_id=row.id, membership_id=member_of(desk))
    assert refused(desk, back) == "reserve.gone_on"


def test_an_exception_that_was_found_unnecessary_comes_back_with_the_admission_undone(desk: Desk):
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    a_class(desk.path, "2026-01", "2026-03-20", [3])
    write(desk.path, ("UPDATE training_class SET is_main = 1", ()))
    held = "SELECT missing, override_reason, override_by, override_at FROM reserve_candidate"
    before = rows(desk, held)
    assert before[0][1] == "急需紧缺岗位"
    step(desk, steps.AdmitReserve, day=date(2026, 6, 12), reason="常委会")
    assert rows(desk, held) == [(None, "", None, None)]
    desk.execute(UndoLast())
    assert rows(desk, held) == before


def member_of(desk: Desk) -> int:
    return int(rows(desk, "SELECT membership_id FROM reserve_candidate")[0][0])


def admitted(desk: Desk) -> None:
    """Put somebody on the list by an exception, on the desk's day."""
    screened(desk)
    step(desk, exceptions.RequestOverride, reason="急需紧缺岗位")
    sign_in(desk, Role.APPROVER)
    step(desk, exceptions.ApproveOverride)
    sign_in(desk, Role.CLERK)
    step(desk, steps.AdmitReserve, day=date(2026, 6, 12), reason="常委会")


def test_a_review_is_put_right_within_the_time_on_the_list_and_undone(desk: Desk):
    admitted(desk)
    step(desk, screening.AddReview, day=date(2026, 6, 12), result=ReviewResult.EXIT)
    row = candidate(desk).row
    again = screening.AddReview(
        candidate_id=row.id, version=row.version, day=date(2026, 6, 12), result=ReviewResult.KEEP
    )
    assert refused(desk, again) == "reserve.reviewed"
    assert refused(desk, review_of(desk, day=date(2026, 6, 11))) == "reserve.before_last"
    assert refused(desk, review_of(desk, day=date(2026, 6, 13))) == "group.day_to_come"
    stale = review_of(desk, opinion="迟到的更正")
    desk.execute(review_of(desk, result=ReviewResult.KEEP, opinion="表现良好"))
    held = candidate(desk).reviews[0]
    assert (held.result, held.opinion) == (ReviewResult.KEEP, "表现良好")
    with pytest.raises(Conflict):
        desk.execute(stale)
    desk.execute(UndoLast())
    held = candidate(desk).reviews[0]
    assert (held.result, held.opinion) == (ReviewResult.EXIT, "")


def test_an_exit_leaves_the_admission_standing(desk: Desk, clock: TestClock):
    admitted(desk)
    clock.forward(days=3)
    step(desk, steps.ExitReserve, day=date(2026, 6, 14), reason="转任")
    card = candidate(desk)
    assert card.admitted == (date(2026, 6, 12), "常委会")
    assert (card.row.decided_on, card.row.decided_reason) == (date(2026, 6, 14), "转任")
    marks = [(one.day, one.said, one.over) for one in steps_of(card)][2:]
    assert marks == [(date(2026, 6, 12), "常委会", True), (date(2026, 6, 14), "转任", False)]


def of_admission(desk: Desk, day: date, reason: str = "常委会研究") -> CorrectDecision:
    row = candidate(desk).row
    given = {"candidate_id": row.id, "version": row.version, "of_admission": True}
    return CorrectDecision(day=day, reason=reason, **given)


def test_the_admission_is_put_right_after_the_exit_too_where_nothing_contradicts(
    desk: Desk, clock: TestClock
):
    screened(desk)
    assert refused(desk, of_admission(desk, date(2026, 6, 12))) == "workflow.not_now"
    a_class(desk.path, "2026-01", "2026-03-20", [3])
    write(desk.path, ("UPDATE training_class SET is_main = 1", ()))
    clock.forward(days=8)
    step(desk, steps.AdmitReserve, day=date(2026, 6, 13), reason="常委会")
    step(desk, screening.AddReview, day=date(2026, 6, 16), result=ReviewResult.EXIT)
    step(desk, steps.ExitReserve, day=date(2026, 6, 18), reason="转任")
    assert refused(desk, of_admission(desk, date(2026, 1, 1))) == "reserve.before_last"
    assert refused(desk, of_admission(desk, date(2026, 6, 17))) == "reserve.reviewed_since"
    assert refused(desk, of_admission(desk, date(2026, 6, 14), " ")) == "group.no_reason"
    stale = of_admission(desk, date(2026, 6, 15))
    desk.execute(of_admission(desk, date(2026, 6, 14)))
    with pytest.raises(Conflict):
        desk.execute(stale)
    card = candidate(desk)
    assert card.admitted == (date(2026, 6, 14), "常委会研究")
    assert (card.row.state, card.row.decided_on, card.row.decided_reason) == (
        ReserveState.EXITED,
        date(2026, 6, 18),
        "转任",
    ), "the exit stands"
    stale = of_admission(desk, date(2026, 6, 15))
    desk.execute(UndoLast())
    assert candidate(desk).admitted == (date(2026, 6, 13), "常委会")
    with pytest.raises(Conflict):
        desk.execute(stale)
    desk.execute(RemoveReview(review_id=candidate(desk).reviews[0].id))
    assert refused(desk, of_admission(desk, date(2026, 6, 18))) == "reserve.exited_since"


def review_of(desk: Desk, **values: object) -> CorrectReview:
    card = candidate(desk)
    (held,) = card.reviews
    given = {"day": held.day, "result": held.result, "opinion": held.opinion, **values}
    return CorrectReview(review_id=held.id, version=card.row.version, **given)
