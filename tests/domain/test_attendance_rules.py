"""Roll calls: what may be marked, closed and reopened."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from trainingdesk.domain.attendance.rules import (
    LeaveShare,
    RollFacts,
    decide_bulk,
    decide_close,
    decide_mark,
    decide_reopen,
    need_open,
)
from trainingdesk.domain.codes import ClassState, Mark, SessionState
from trainingdesk.domain.errors import Refused

DAY = date(2026, 6, 12)
OPEN = RollFacts(SessionState.OPEN, ClassState.RUNNING, DAY)
CLOSED = RollFacts(SessionState.CLOSED, ClassState.RUNNING, DAY)


def code(call, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.code


def test_a_mark_is_appended_when_it_says_something_new():
    assert decide_mark(OPEN, DAY, enrolled=True, present_mark=None, mark=Mark.PRESENT)
    assert decide_mark(OPEN, DAY, enrolled=True, present_mark=Mark.ABSENT, mark=Mark.LATE)
    assert not decide_mark(OPEN, DAY, enrolled=True, present_mark=Mark.PRESENT, mark=Mark.PRESENT)


def test_only_people_of_the_class_are_marked():
    assert (
        code(decide_mark, OPEN, DAY, enrolled=False, present_mark=None, mark=Mark.PRESENT)
        == "attendance.not_enrolled"
    )


def test_a_closed_roll_call_stays_as_it_is():
    assert (
        code(decide_mark, CLOSED, DAY, enrolled=True, present_mark=None, mark=Mark.PRESENT)
        == "attendance.session_closed"
    )
    assert code(decide_bulk, CLOSED, DAY, [1]) == "attendance.session_closed"
    assert code(decide_close, CLOSED, DAY, [], 1) == "attendance.session_closed"


@pytest.mark.parametrize("state", sorted(set(ClassState) - {ClassState.RUNNING, ClassState.ASSESSING}))
def test_marks_are_for_classes_that_run(state):
    facts = RollFacts(SessionState.OPEN, state, DAY)
    assert code(need_open, facts) == "attendance.class_not_running"
    assert (
        code(decide_reopen, RollFacts(SessionState.CLOSED, state, DAY), "错了")
        == "attendance.class_not_running"
    )


def test_an_assessed_class_can_still_be_marked():
    need_open(RollFacts(SessionState.OPEN, ClassState.ASSESSING, DAY))


def test_a_bulk_mark_is_for_the_unmarked():
    assert decide_bulk(OPEN, DAY, [3, 1]) == (3, 1)
    assert code(decide_bulk, OPEN, DAY, []) == "attendance.nobody_unmarked"


def test_closing_needs_everybody():
    decide_close(OPEN, DAY, [], 52)
    assert code(decide_close, OPEN, DAY, [], 0) == "attendance.nobody"
    with pytest.raises(Refused) as refused:
        decide_close(OPEN, DAY, ["甲", "乙", "丙", "丁", "戊", "己"], 52)
    assert refused.value.code == "attendance.unmarked"
    assert refused.value.params == {"count": 6, "names": ["甲", "乙", "丙", "丁", "戊"]}


def test_reopening_needs_a_reason():
    assert decide_reopen(CLOSED, " 补签到表 ") == "补签到表"
    assert code(decide_reopen, CLOSED, " ") == "attendance.reason_needed"
    assert code(decide_reopen, OPEN, "为什么") == "attendance.not_closed"


def test_leave_that_one_more_half_day_would_break_is_seen_before():
    share = LeaveShare(40, 280, Fraction(1, 7))
    assert not share.over
    assert share.exceeds(1)
    assert not LeaveShare(0, 280, Fraction(1, 7)).exceeds(40)
    assert LeaveShare(41, 280, Fraction(1, 7)).over


def test_a_half_day_that_has_not_come_is_not_marked():
    before = DAY - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        decide_mark(OPEN, before, enrolled=True, present_mark=None, mark=Mark.PRESENT)
    assert (refused.value.code, refused.value.params) == (
        "attendance.not_come",
        {"day": DAY, "today": before},
    )
    assert code(decide_bulk, OPEN, before, [3]) == "attendance.not_come"
    assert code(decide_close, OPEN, before, [], 52) == "attendance.not_come"
    need_open(OPEN)
