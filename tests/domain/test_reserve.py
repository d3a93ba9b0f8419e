"""The gate of the reserve list (P3.4): who is systematically trained, what is missing, who may approve an exception."""

from datetime import date

import pytest

from trainingdesk.domain.codes import Rank, ReserveState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.policy import Policy, RuleValue
from trainingdesk.domain.roster.groups import decide_entry, decide_leaving, next_visit
from trainingdesk.domain.roster.reserve import (
    RESERVE,
    AdmissionFacts,
    Missing,
    ReserveAction,
    TrainingFacts,
    decide_admission,
    decide_override,
    decide_round,
    missing_training,
)

S = ReserveState
DAY = date(2026, 6, 12)
POLICY = Policy(
    DAY,
    {
        "reserve.county_hours": RuleValue(5500, "条例", date(2005, 1, 1)),
        "reserve.yearly_hours": RuleValue(900, "条例", date(2005, 1, 1)),
        "reserve.yearly_days": RuleValue(12, "条例", date(2005, 1, 1)),
    },
)


def trained(hours: dict[int, int], rank: Rank | None = Rank.CLERK_1, main: str = "") -> TrainingFacts:
    return TrainingFacts(rank, hours, main, 2022, 2026)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (trained({}, main="主体班"), None),
        (trained({}), Missing(900, 0, date(2026, 12, 31), 12)),
        (trained({2026: 899, 2025: 899}), Missing(900, 899, date(2026, 12, 31), 12)),
        (trained({2026: 900}), None),
        (trained({2025: 900}), None),
        (trained({2024: 5000}), Missing(900, 0, date(2026, 12, 31), 12)),
        (
            trained({2021: 5500, 2024: 900}, Rank.RESEARCHER_4),
            Missing(5500, 900, date(2026, 12, 31)),
        ),
        (trained({2022: 2500, 2026: 3000}, Rank.COUNTY_DEPUTY), None),
    ],
)
def test_a_main_class_or_the_hours_of_the_law_are_systematic_training(facts, missing):
    assert missing_training(facts, POLICY) == missing


@pytest.mark.parametrize(
    ("half_days", "enough"),
    [
        ({2026: 24}, True),
        ({2025: 24}, True),
        ({2026: 23}, False),
        ({2024: 60}, False),
        ({2025: 12, 2026: 12}, False),
    ],
)
def test_twelve_days_are_as_good_as_ninety_hours(half_days, enough):
    facts = TrainingFacts(Rank.CLERK_1, {2026: 720}, "", 2022, 2026, half_days)
    assert (missing_training(facts, POLICY) is None) is enough
    county = TrainingFacts(Rank.COUNTY_DEPUTY, {2026: 720}, "", 2022, 2026, half_days)
    assert missing_training(county, POLICY) is not None, "who owes the hours of five years owes hours"
    beside = TrainingFacts(Rank.SECTION_HEAD, {2026: 900}, "", 2022, 2026, half_days, Rank.RESEARCHER_4)
    assert missing_training(beside, POLICY) == Missing(5500, 900, date(2026, 12, 31)), "条例 第十四条"


def admission(**changes: object) -> AdmissionFacts:
    facts = {"name": "丁宁", "state": ReserveState.SCREENING, "last_passed": True, "training": trained({})}
    return AdmissionFacts(**{**facts, **changes})


def refusal(call, *args) -> Refused:
    with pytest.raises(Refused) as refused:
        call(*args)
    return refused.value


def test_admission_says_what_is_missing_and_by_when():
    refused = refusal(decide_admission, admission(training=trained({2026: 200})), POLICY)
    assert refused.code == "reserve.not_trained_days"
    assert refused.params == {
        "name": "丁宁",
        "need": "90",
        "have": "20",
        "short": "70",
        "until": date(2026, 12, 31),
        "days": "12",
    }


def test_admission_needs_a_passed_round_and_the_right_state():
    for state in set(ReserveState) - {ReserveState.SCREENING}:
        assert refusal(decide_admission, admission(state=state), POLICY).code == "workflow.not_now"
    for passed in (None, False):
        facts = admission(last_passed=passed, training=trained({2026: 900}))
        assert refusal(decide_admission, facts, POLICY).code == "reserve.round_not_passed"


def test_a_trained_candidate_is_admitted_and_an_exception_keeps_what_is_missing():
    assert decide_admission(admission(training=trained({2026: 900})), POLICY) is None
    missing = decide_admission(admission(override_approved=True), POLICY)
    assert missing == Missing(900, 0, date(2026, 12, 31), 12)


def test_nobody_approves_their_own_exception():
    assert refusal(decide_override, None, 2).code == "reserve.no_request"
    assert refusal(decide_override, 2, 2).code == "reserve.own_override"
    decide_override(1, 2)


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ((None, None, None), {}),
        ((5, 7, 1000), {}),
        ((0, 0, 0), {}),
        ((5, None, None), {"votes_cast": "reserve.bad_votes"}),
        ((None, 5, None), {"votes_for": "reserve.bad_votes"}),
        ((8, 7, None), {"votes_for": "reserve.bad_votes"}),
        ((-1, 7, None), {"votes_for": "reserve.bad_votes"}),
        ((None, None, -1), {"score": "reserve.bad_score"}),
        ((8, 7, 1001), {"votes_for": "reserve.bad_votes", "score": "reserve.bad_score"}),
    ],
)
def test_all_that_is_wrong_with_the_figures_of_a_round(figures, found):
    assert {problem.field: problem.code for problem in decide_round(*figures)} == found


def test_no_way_leads_to_the_list_but_screening():
    ways = {source for (source, action) in RESERVE.table if action is ReserveAction.ADMIT}
    assert ways == {ReserveState.SCREENING}


def test_entries_and_exits_have_reasons_and_days_in_order():
    assert decide_entry(DAY, " 任职 ", DAY) == "任职"
    assert refusal(decide_entry, DAY, "  ", DAY).code == "group.no_reason"
    assert refusal(decide_entry, date(2026, 6, 13), "任职", DAY).code == "group.day_to_come"
    assert decide_leaving("丁宁", date(2026, 6, 1), DAY, "转任", DAY) == "转任"
    assert refusal(decide_leaving, "丁宁", DAY, DAY, "转任", DAY).code == "group.ends_before"


@pytest.mark.parametrize(
    ("last", "since", "due"),
    [
        (None, date(2025, 12, 12), date(2026, 6, 12)),
        (date(2026, 1, 1), date(2020, 1, 1), date(2026, 7, 1)),
        (date(2025, 12, 31), date(2020, 1, 1), date(2026, 7, 1)),
        (date(2025, 6, 30), date(2020, 1, 1), date(2025, 12, 30)),
        (date(2026, 6, 30), date(2020, 1, 1), date(2026, 12, 30)),
    ],
)
def test_a_talent_is_due_six_months_after_the_last_visit(last, since, due):
    assert next_visit(last, since, 6) == due


def test_a_month_without_such_a_day_means_the_first_of_the_next():
    assert next_visit(date(2025, 8, 31), date(2020, 1, 1), 6) == date(2026, 3, 1)
    assert next_visit(date(2025, 10, 31), date(2020, 1, 1), 6) == date(2026, 5, 1)


def test_an_undo_goes_back_only_where_the_step_came_from():
    back = RESERVE.back
    assert back(S.SCREENING, ReserveAction.SCREEN, S.RECOMMENDED) is S.RECOMMENDED
    assert back(S.SCREENING, ReserveAction.SCREEN, S.SCREENING) is S.SCREENING
    assert back(S.ADMITTED, ReserveAction.ADMIT, S.SCREENING) is S.SCREENING
    for state, action, before in (
        (S.SCREENING, ReserveAction.SCREEN, S.ADMITTED),
        (S.ADMITTED, ReserveAction.ADMIT, S.RECOMMENDED),
        (S.EXITED, ReserveAction.ADMIT, S.SCREENING),
    ):
        with pytest.raises(Refused) as error:
            back(state, action, before)
        assert error.value.code == "workflow.not_now"
