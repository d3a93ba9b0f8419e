"""Classes: steps, facts, half-day grid, enrolment, withdrawal, seats."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.attendance.rules import MARKABLE
from trainingdesk.domain.classes.reasons import not_in_state
from trainingdesk.domain.classes.rules import (
    ACTION_PERMISSION,
    CLASS_FLOW,
    EDITABLE,
    ENROLLABLE,
    GRADABLE,
    Clash,
    ClassAction,
    ClassCounts,
    ClassDays,
    EnrolFacts,
    HalfDay,
    HeldHalfDay,
    Newcomer,
    UnitShare,
    check_class,
    check_enrolment,
    check_half_days,
    days_between,
    decide_action,
    decide_enrolment,
    decide_grid,
    decide_seats,
    decide_withdrawal,
    in_grid_order,
    need_editable,
    need_gradable,
    need_reason,
    slot_place,
    title_initials,
)
from trainingdesk.domain.codes import ClassState, PersonStatus, Slot
from trainingdesk.domain.errors import Invalid, Refused, Severity
from trainingdesk.domain.policy import Policy, RuleValue
from trainingdesk.shared.readings import ReadingTable
from trainingdesk.shared.text import Label

S, A = ClassState, ClassAction
JUNE = date(2026, 6, 8), date(2026, 6, 12)
READY = ClassCounts(half_days=10, open_sessions=0, enrolled=50, graded=50)


def policy() -> Policy:
    values = {"base.statuses": ["serving", "long_leave"], "plan.share_cap": "1/5"}
    return Policy(JUNE[0], {key: RuleValue(value, "source", JUNE[0]) for key, value in values.items()})


OVER = ClassDays(date(2026, 6, 8), date(2026, 6, 12), date(2026, 6, 12))


def codes(problems) -> list[str]:
    return [problem.code for problem in problems]


# --- steps ---


def test_a_class_goes_from_plan_to_close():
    state = S.PLANNED
    for action in (A.APPROVE, A.OPEN, A.START, A.ASSESS, A.CLOSE):
        state = decide_action(state, action, READY, OVER)
    assert state is S.CLOSED
    assert decide_action(S.PLANNED, A.OPEN, READY, OVER) is S.ENROLLING
    assert decide_action(S.CLOSED, A.REOPEN, READY, OVER) is S.ASSESSING


@pytest.mark.parametrize("state", [S.PLANNED, S.APPROVED, S.ENROLLING, S.RUNNING])
def test_a_class_can_be_cancelled_until_it_runs(state):
    assert decide_action(state, A.CANCEL, ClassCounts(), OVER) is S.CANCELLED


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (S.ASSESSING, A.CANCEL),
        (S.CLOSED, A.CANCEL),
        (S.PLANNED, A.START),
        (S.CLOSED, A.APPROVE),
        (S.CANCELLED, A.OPEN),
        (S.RUNNING, A.CLOSE),
    ],
)
def test_other_steps_are_refused(state, action):
    with pytest.raises(Refused) as refused:
        decide_action(state, action, READY, OVER)
    assert refused.value.code == "workflow.not_now"


@pytest.mark.parametrize(
    ("state", "action", "counts", "code"),
    [
        (S.ENROLLING, A.START, ClassCounts(half_days=0, enrolled=3), "class.no_half_days"),
        (S.ENROLLING, A.START, ClassCounts(half_days=2, enrolled=0), "class.nobody_enrolled"),
        (
            S.ASSESSING,
            A.CLOSE,
            ClassCounts(half_days=2, enrolled=3, open_sessions=1, graded=3),
            "class.sessions_open",
        ),
        (S.ASSESSING, A.CLOSE, ClassCounts(half_days=2, enrolled=3, graded=0), "class.no_grades"),
        (
            S.CLOSED,
            A.REOPEN,
            ClassCounts(half_days=2, enrolled=3, graded=3, certificates=2),
            "class.has_certificates",
        ),
    ],
)
def test_a_step_needs_its_facts(state, action, counts, code):
    with pytest.raises(Refused) as refused:
        decide_action(state, action, counts, OVER)
    assert refused.value.code == code


def test_nothing_starts_before_its_first_day_or_closes_before_its_last():
    with pytest.raises(Refused) as refused:
        decide_action(S.ENROLLING, A.START, READY, replace(OVER, today=date(2026, 6, 7)))
    assert refused.value.code == "class.not_begun"
    assert refused.value.params == {"day": date(2026, 6, 8), "today": date(2026, 6, 7)}
    assert decide_action(S.ENROLLING, A.START, READY, replace(OVER, today=date(2026, 6, 8))) is S.RUNNING
    with pytest.raises(Refused) as refused:
        decide_action(S.ASSESSING, A.CLOSE, READY, replace(OVER, today=date(2026, 6, 11)))
    assert refused.value.code == "class.not_over"
    assert decide_action(S.ASSESSING, A.CLOSE, READY, OVER) is S.CLOSED


def test_every_step_says_what_it_needs():
    assert set(ACTION_PERMISSION) == set(ClassAction) == {action for _state, action in CLASS_FLOW.table}


def test_a_reason_is_more_than_blanks():
    assert need_reason("  教师出差 ") == "教师出差"
    with pytest.raises(Refused) as refused:
        need_reason(" \u3000")
    assert refused.value.code == "class.reason_needed"


# --- facts ---


def test_good_facts_have_no_problem():
    assert check_class("科级干部班", *JUNE, 50) == []
    assert check_class("一天的班", JUNE[0], JUNE[0], 1) == []


def test_each_wrong_fact_stands_at_its_field():
    problems = check_class(" ", date(2026, 6, 8), date(2026, 6, 1), 0)
    assert [(problem.field, problem.code) for problem in problems] == [
        ("title", "class.no_title"),
        ("end_day", "class.ends_before"),
        ("capacity", "class.bad_capacity"),
    ]


def test_a_mistyped_year_is_noticed():
    assert codes(check_class("班", date(2026, 6, 8), date(2062, 6, 12), 50)) == ["class.too_long"]


def test_initials_of_a_title():
    table = ReadingTable({"科": ("ke",), "级": ("ji",), "班": ("ban",), "第": ("di",), "期": ("qi",)}, {})
    assert title_initials("第3期 科级（A）班", table) == "d3qkjab"


# --- half-days ---


def half(day: int, slot: Slot = Slot.MORNING, **more) -> HalfDay:
    return HalfDay(day=date(2026, 6, day), slot=slot, **more)


def test_half_days_lie_inside_the_class_and_not_in_one_slot():
    good = [half(8), half(8, Slot.AFTERNOON), half(12, hours=40)]
    assert check_half_days(*JUNE, good) == []
    bad = [half(7), half(13), half(9), half(9), half(10, hours=0), half(11, hours=121)]
    assert codes(check_half_days(*JUNE, bad)) == [
        "class.half_day_outside",
        "class.half_day_outside",
        "class.half_day_twice",
        "class.half_day_hours",
        "class.half_day_hours",
    ]


def test_days_and_slots_in_order():
    assert len(days_between(*JUNE)) == 5
    assert [slot_place(slot) for slot in (Slot.MORNING, Slot.AFTERNOON, Slot.EVENING)] == [0, 1, 2]
    shuffled = [half(9), half(8, Slot.EVENING), half(8, Slot.MORNING), half(8, Slot.AFTERNOON)]
    assert [(h.day.day, h.slot) for h in in_grid_order(shuffled)] == [
        (8, Slot.MORNING),
        (8, Slot.AFTERNOON),
        (8, Slot.EVENING),
        (9, Slot.MORNING),
    ]


def test_a_new_grid_adds_changes_and_removes():
    held = [HeldHalfDay(1, half(8)), HeldHalfDay(2, half(9)), HeldHalfDay(3, half(10))]
    change = decide_grid(
        S.PLANNED, *JUNE, held, [half(8), half(10, topic="新课"), half(11), half(9, Slot.EVENING)]
    )
    assert change.remove == (2,)
    assert change.change == ((3, half(10, topic="新课")),)
    assert change.add == (half(9, Slot.EVENING), half(11))


def test_what_was_attended_stays():
    held = [HeldHalfDay(1, half(8), marked=True), HeldHalfDay(2, half(9, hours=40), closed=True, marked=True)]
    with pytest.raises(Invalid) as refused:
        decide_grid(S.RUNNING, *JUNE, held, [half(9, hours=30)])
    assert codes(refused.value.problems) == ["class.half_day_marked", "class.half_day_closed"]
    # a marked half-day may still get another topic, a closed one too
    change = decide_grid(S.RUNNING, *JUNE, held, [half(8, topic="甲"), half(9, hours=40, topic="乙")])
    assert [number for number, _half in change.change] == [1, 2]


def test_a_running_class_keeps_a_half_day():
    with pytest.raises(Refused) as refused:
        decide_grid(S.RUNNING, *JUNE, [HeldHalfDay(1, half(8))], [])
    assert refused.value.code == "class.no_half_days"
    assert decide_grid(S.ENROLLING, *JUNE, [HeldHalfDay(1, half(8))], []).remove == (1,)


def test_a_class_that_is_over_is_not_changed():
    for state in (S.ASSESSING, S.CLOSED, S.CANCELLED):
        with pytest.raises(Refused) as refused:
            need_editable(state)
        assert refused.value.code == "class.not_editable"


half_days = st.builds(
    HalfDay,
    day=st.dates(*JUNE),
    slot=st.sampled_from(Slot),
    topic=st.sampled_from(["", "甲"]),
    hours=st.just(40),
)


@given(
    st.lists(half_days, unique_by=lambda h: h.place, max_size=15),
    st.lists(half_days, unique_by=lambda h: h.place, max_size=15),
)
def test_a_grid_change_leads_from_what_is_to_what_is_wanted(held, wanted):
    rows = [HeldHalfDay(number, h) for number, h in enumerate(held)]
    change = decide_grid(S.PLANNED, *JUNE, rows, wanted)
    after = {row.id: row.half_day for row in rows if row.id not in change.remove} | dict(change.change)
    assert {*after.values(), *change.add} == set(wanted)
    again = decide_grid(S.PLANNED, *JUNE, [HeldHalfDay(n, h) for n, h in enumerate(wanted)], wanted)
    assert (again.add, again.change, again.remove) == ((), (), ())


# --- enrolment ---


def person(number: int, unit: int = 1, **more) -> Newcomer:
    facts = {"status": PersonStatus.SERVING, **more}
    return Newcomer(number, f"人{number}", unit, f"单位{unit}", **facts)


def test_people_come_in_with_a_note_about_their_unit():
    facts = EnrolFacts(S.ENROLLING, 50, 48, (person(1), person(2)), (UnitShare(1, "单位1", 10, 1),))
    notes = decide_enrolment(facts, policy())
    assert codes(notes) == ["enrol.unit_share"]
    assert notes[0].params == {"unit": "单位1", "count": 3, "base": 10, "cap": "20%"}
    assert notes[0].severity is Severity.NOTE


def test_exactly_a_fifth_is_not_above():
    share = UnitShare(1, "单位1", 10, 1)
    assert not share.over(1, Fraction(1, 5))
    assert share.over(2, Fraction(1, 5))
    facts = EnrolFacts(S.RUNNING, 50, 0, (person(1),), (share, UnitShare(2, "单位2", 1, 1)))
    assert decide_enrolment(facts, policy()) == [], "a unit that sends nobody now is not spoken of"


def test_everything_in_the_way_is_said_at_once():
    clash = Clash(3, "第2期", date(2026, 6, 9), Slot.MORNING)
    people = (
        person(1, enrolled=True),
        person(2, status=PersonStatus.RETIRED),
        person(3, clash=clash),
        person(4, status=PersonStatus.LONG_LEAVE),
        person(4, status=PersonStatus.LONG_LEAVE),
    )
    facts = EnrolFacts(S.ENROLLING, 2, 1, people)
    with pytest.raises(Invalid) as refused:
        decide_enrolment(facts, policy())
    assert codes(refused.value.problems) == [
        "enrol.already",
        "enrol.not_in_base",
        "enrol.clash",
        "enrol.already",
        "enrol.full",
    ]
    full = refused.value.problems[-1]
    assert full.params == {"capacity": 2, "free": 1, "count": 3}


def test_the_last_place_can_be_taken():
    assert check_enrolment(EnrolFacts(S.ENROLLING, 2, 1, (person(1),)), policy()) == []
    assert codes(check_enrolment(EnrolFacts(S.ENROLLING, 2, 3, (person(1),)), policy())) == ["enrol.full"]


def test_nobody_comes_in_before_or_after():
    for state in (S.PLANNED, S.APPROVED, S.ASSESSING, S.CLOSED, S.CANCELLED):
        with pytest.raises(Refused) as refused:
            decide_enrolment(EnrolFacts(state, 50, 0, (person(1),)), policy())
        assert refused.value.code == "class.not_enrolling"
    with pytest.raises(Refused) as refused:
        decide_enrolment(EnrolFacts(S.ENROLLING, 50, 0, ()), policy())
    assert refused.value.code == "enrol.nobody"


@given(st.integers(0, 60), st.integers(1, 60), st.sets(st.integers(1, 99), max_size=60))
def test_capacity_is_never_exceeded(enrolled, capacity, ids):
    facts = EnrolFacts(S.ENROLLING, capacity, enrolled, tuple(person(number) for number in ids))
    refused = "enrol.full" in codes(check_enrolment(facts, policy()))
    assert refused == (enrolled + len(ids) > capacity)


def test_leaving_needs_a_reason_once_the_class_runs():
    assert decide_withdrawal(S.ENROLLING, " ") == ""
    assert decide_withdrawal(S.RUNNING, " 旷课两天 ") == "旷课两天"
    assert decide_withdrawal(S.ASSESSING, "缺考") == "缺考"
    with pytest.raises(Refused) as refused:
        decide_withdrawal(S.RUNNING, "")
    assert refused.value.code == "class.reason_needed"
    with pytest.raises(Refused) as refused:
        decide_withdrawal(S.CLOSED, "晚了")
    assert refused.value.code == "class.not_withdrawing"


def test_grades_are_for_classes_that_run():
    need_gradable(S.RUNNING)
    need_gradable(S.ASSESSING)
    for state in (S.ENROLLING, S.CLOSED):
        with pytest.raises(Refused) as refused:
            need_gradable(state)
        assert refused.value.code == "class.not_gradable"


def test_seats_count_up_in_the_given_order():
    assert decide_seats({10: 3, 11: 2, 12: 7}, [12, 11, 10]) == {12: 1}


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("class.not_enrolling", ENROLLABLE),
        ("class.not_withdrawing", ENROLLABLE | GRADABLE),
        ("class.not_gradable", GRADABLE),
        ("class.not_editable", EDITABLE),
        ("attendance.class_not_running", MARKABLE),
    ],
)
def test_the_way_out_is_one_from_the_very_state(code, good):
    for state in set(S) - good:
        way = not_in_state(code, state).params["way"]
        assert (way == Label("class.way.cancelled")) == (state is S.CANCELLED)
        assert way != Label("class.way.start") or state in {S.PLANNED, S.APPROVED, S.ENROLLING}
        assert way != Label("class.way.open") or state in {S.PLANNED, S.APPROVED}
        assert way != Label("class.way.reopen") or state is S.CLOSED
