"""Who has completed a class: leave against one seventh, attended share, grade; all in integers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.attendance.rules import leave_share
from trainingdesk.domain.classes.completion import (
    HalfDayTaken,
    Reason,
    decide_completion,
    reasons_from,
)
from trainingdesk.domain.codes import Grade, Mark
from trainingdesk.domain.policy import Policy, RuleValue
from trainingdesk.shared.text import text

RULES = {
    "attendance.leave_limit": "1/7",
    "attendance.leave_marks": ["personal_leave", "sick_leave", "official_leave"],
    "attendance.present_marks": ["present", "late", "early"],
    "completion.min_share": "6/7",
    "completion.passing_grades": ["excellent", "good", "pass"],
}
POLICY = Policy(
    date(2026, 6, 12), {key: RuleValue(value, "source", date(2013, 3, 1)) for key, value in RULES.items()}
)


def taken(*marks: Mark | None, hours: int = 40, closed: bool = True) -> list[HalfDayTaken]:
    return [HalfDayTaken(hours, closed, mark) for mark in marks]


def codes(taken_, grade: Grade | None = Grade.PASS) -> list[str]:
    return [reason.code for reason in decide_completion(taken_, grade, POLICY).reasons]


def test_who_was_there_and_passed_has_completed():
    decision = decide_completion(taken(Mark.PRESENT, Mark.LATE, Mark.EARLY), Grade.EXCELLENT, POLICY)
    assert decision.completed
    assert decision.reasons == ()
    assert decision.attended_hours == 120


def test_exactly_one_seventh_of_leave_is_allowed():
    # 4 of 28 学时 is one seventh; 4.5 is over
    assert codes(taken(Mark.SICK_LEAVE, *[Mark.PRESENT] * 6)) == []
    over = [
        *taken(Mark.OFFICIAL_LEAVE, hours=45),
        *taken(*[Mark.PRESENT] * 5),
        *taken(Mark.PRESENT, hours=35),
    ]
    decision = decide_completion(over, Grade.GOOD, POLICY)
    assert [reason.code for reason in decision.reasons] == [
        "completion.leave_over",
        "completion.attended_short",
    ]
    assert decision.reasons[0].params == {"leave": "4.5", "total": "28", "limit": "1/7"}
    assert decision.reasons[1].params == {"attended": "23.5", "total": "28", "least": "6/7"}
    assert decision.attended_hours == 235


def test_absence_is_no_leave_but_is_missed():
    assert codes(taken(Mark.ABSENT, *[Mark.PRESENT] * 6)) == []
    assert codes(taken(Mark.ABSENT, Mark.ABSENT, *[Mark.PRESENT] * 6)) == ["completion.attended_short"]


def test_hours_count_and_not_half_days():
    # one long half-day away weighs more than one short one
    assert codes([*taken(Mark.PERSONAL_LEAVE, hours=60), *taken(*[Mark.PRESENT] * 6, hours=30)]) != []
    assert codes([*taken(Mark.PERSONAL_LEAVE, hours=20), *taken(*[Mark.PRESENT] * 6, hours=30)]) == []


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        (None, ["completion.no_grade"]),
        (Grade.FAIL, ["completion.failed"]),
        (Grade.PASS, []),
        (Grade.GOOD, []),
        (Grade.EXCELLENT, []),
    ],
)
def test_the_assessment_is_passed(grade, expected):
    assert codes(taken(Mark.PRESENT), grade) == expected


def test_open_roll_calls_and_no_half_days_stand_in_the_way():
    assert codes(taken(Mark.PRESENT, Mark.PRESENT, closed=False)) == ["completion.sessions_open"]
    assert codes([]) == ["completion.no_half_days"]


def test_reasons_are_stored_and_read_in_words():
    decision = decide_completion(taken(Mark.ABSENT), Grade.FAIL, POLICY)
    stored = [reason.stored() for reason in decision.reasons]
    assert reasons_from(stored) == decision.reasons
    assert reasons_from(None) == ()
    assert text(decision.reasons[-1].code, **decision.reasons[-1].words) == "考核不合格"
    assert (
        text(decision.reasons[0].code, **decision.reasons[0].words) == "到课 0 学时（应到 4 学时），不足 6/7"
    )
    assert Reason("completion.no_grade").words == {}


halves = st.lists(
    st.builds(
        HalfDayTaken, hours=st.integers(1, 80), closed=st.just(True), mark=st.sampled_from([None, *Mark])
    ),
    max_size=20,
)


@given(halves, st.sampled_from([None, *Grade]))
def test_completed_exactly_when_nothing_stands_against_it(taken_, grade):
    decision = decide_completion(taken_, grade, POLICY)
    assert decision.completed == (not decision.reasons)
    assert 0 <= decision.attended_hours <= sum(half.hours for half in taken_)
    if decision.completed:
        assert decision.attended_hours * 7 >= 6 * sum(half.hours for half in taken_)
        assert grade in {Grade.EXCELLENT, Grade.GOOD, Grade.PASS}


@given(halves, st.data())
def test_coming_instead_of_staying_away_never_hurts(taken_, data):
    if not taken_:
        return
    place = data.draw(st.integers(0, len(taken_) - 1))
    better = [*taken_]
    better[place] = HalfDayTaken(taken_[place].hours, True, Mark.PRESENT)
    before = decide_completion(taken_, Grade.PASS, POLICY)
    after = decide_completion(better, Grade.PASS, POLICY)
    assert after.attended_hours >= before.attended_hours
    assert after.completed >= before.completed


@given(halves)
def test_leave_over_the_limit_is_exact(taken_):
    share = leave_share([(half.hours, half.mark) for half in taken_], POLICY)
    assert share.over == (share.leave * 7 > share.total)
    assert share.over == any(
        reason.code == "completion.leave_over"
        for reason in decide_completion(taken_, Grade.PASS, POLICY).reasons
    )
