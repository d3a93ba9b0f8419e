"""Fee requests: the way from draft to payment, two-person rules, and the ceiling of 540号第9条."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.access import Actor, Role, permissions_of, signed_in
from trainingdesk.domain.codes import ClassState, FeeItem, FeeState
from trainingdesk.domain.errors import Refused, Severity
from trainingdesk.domain.fees.rules import (
    EDITABLE,
    LIVE,
    WORKFLOW,
    FeeAction,
    FeeFacts,
    LineDraft,
    OtherRequest,
    Standard,
    ceiling,
    decide_draft,
    decide_edit,
    decide_step,
    decide_submit,
    notes,
    paid_days,
    permission_for,
    standard_of,
    standing,
    verdicts,
)
from trainingdesk.domain.policy import Policy, RuleValue

CLERK, REVIEWER, APPROVER, KEEPER = 1, 2, 3, 4

SOURCE = "财行〔2016〕540号第九条"
STANDARD = Standard(
    composite=55000,
    items={FeeItem.LODGING: 34000, FeeItem.MEALS: 13000, FeeItem.VENUE: 5000, FeeItem.OTHER: 3000},
    outside=frozenset({FeeItem.TEACHING}),
    full_days=30,
    long_share=Fraction(7, 10),
    source=SOURCE,
    valid_from=date(2017, 1, 1),
)


def facts(state: FeeState, **parts: object) -> FeeFacts:
    return FeeFacts(state, CLERK, **{"class_state": ClassState.ENROLLING, "requester": "张晓", **parts})


def line(amount: int, item: FeeItem = FeeItem.MEALS) -> LineDraft:
    return LineDraft(item, "伙食", "", amount)


def refused(code: str):
    return pytest.raises(Refused, match=f"^\\('{code}'")


def test_the_way_from_draft_to_payment():
    request = facts(FeeState.DRAFT)
    way = [
        (FeeAction.SUBMIT, CLERK, FeeState.SUBMITTED),
        (FeeAction.REVIEW, REVIEWER, FeeState.REVIEWED),
        (FeeAction.APPROVE, APPROVER, FeeState.APPROVED),
        (FeeAction.PAY, KEEPER, FeeState.PAID),
    ]
    for action, actor, state in way:
        request = replace(request, state=decide_step(request, action, actor))
        assert request.state is state


def test_no_step_can_be_left_out():
    for state in FeeState:
        for action in FeeAction:
            if not WORKFLOW.allows(state, action):
                with refused("workflow.not_now"):
                    decide_step(facts(state), action, 99, "原因")
    assert WORKFLOW.actions(FeeState.PAID) == [FeeAction.COUNTER]
    assert not WORKFLOW.allows(FeeState.SUBMITTED, FeeAction.APPROVE), "nothing is approved without a review"


def test_what_can_be_changed_is_what_can_be_submitted():
    assert {state for state in FeeState if WORKFLOW.allows(state, FeeAction.SUBMIT)} == EDITABLE
    assert not EDITABLE & LIVE
    assert set(FeeState) == EDITABLE | LIVE


@pytest.mark.parametrize(
    ("state", "action", "actor", "code"),
    [
        (FeeState.SUBMITTED, FeeAction.REVIEW, CLERK, "fee.own_review"),
        (FeeState.REVIEWED, FeeAction.APPROVE, CLERK, "fee.own_approval"),
        (FeeState.REVIEWED, FeeAction.APPROVE, REVIEWER, "fee.reviewer_approves"),
        (FeeState.APPROVED, FeeAction.PAY, CLERK, "fee.own_payment"),
        (FeeState.APPROVED, FeeAction.PAY, REVIEWER, "fee.reviewer_pays"),
        (FeeState.APPROVED, FeeAction.PAY, APPROVER, "fee.approver_pays"),
        (FeeState.SUBMITTED, FeeAction.RETURN, CLERK, "fee.own_return"),
        (FeeState.DRAFT, FeeAction.SUBMIT, REVIEWER, "fee.not_yours"),
        (FeeState.SUBMITTED, FeeAction.WITHDRAW, REVIEWER, "fee.not_yours"),
    ],
)
def test_nobody_does_two_parts_of_one_request(state: FeeState, action: FeeAction, actor: int, code: str):
    with refused(code):
        decide_step(facts(state, reviewer_id=REVIEWER, approver_id=APPROVER), action, actor, "原因")


def test_a_request_of_a_cancelled_class_only_goes_back():
    people = {FeeAction.SUBMIT: CLERK, FeeAction.WITHDRAW: CLERK}
    for (state, action), after in WORKFLOW.table.items():
        request = facts(state, class_state=ClassState.CANCELLED)
        actor = people.get(action, KEEPER)
        if action in {FeeAction.RETURN, FeeAction.WITHDRAW, FeeAction.COUNTER}:
            assert decide_step(request, action, actor, "班次取消") is after
        else:
            with refused("fee.class_cancelled"):
                decide_step(request, action, actor)


def test_a_return_needs_a_reason_and_leads_back_to_the_requester():
    with refused("fee.no_reason"):
        decide_step(facts(FeeState.SUBMITTED), FeeAction.RETURN, REVIEWER, "  ")
    for state in (FeeState.SUBMITTED, FeeState.REVIEWED, FeeState.APPROVED):
        assert decide_step(facts(state), FeeAction.RETURN, APPROVER, "缺课表") is FeeState.RETURNED
    assert decide_step(facts(FeeState.RETURNED), FeeAction.SUBMIT, CLERK) is FeeState.SUBMITTED
    assert decide_step(facts(FeeState.RETURNED), FeeAction.WITHDRAW, CLERK) is FeeState.WITHDRAWN


def test_a_payment_taken_back_waits_for_payment_again():
    assert decide_step(facts(FeeState.PAID), FeeAction.COUNTER, KEEPER, "付错") is FeeState.APPROVED
    with refused("fee.no_reason"):
        decide_step(facts(FeeState.PAID), FeeAction.COUNTER, KEEPER)


def test_every_action_has_the_permission_of_its_role():
    roles = {
        FeeAction.SUBMIT: Role.CLERK,
        FeeAction.WITHDRAW: Role.CLERK,
        FeeAction.REVIEW: Role.REVIEWER,
        FeeAction.APPROVE: Role.APPROVER,
        FeeAction.PAY: Role.FUND_KEEPER,
        FeeAction.COUNTER: Role.FUND_KEEPER,
    }
    for state, action in WORKFLOW.table:
        holder = roles.get(action) or (Role.REVIEWER if state is FeeState.SUBMITTED else Role.APPROVER)
        allowed = [
            role for role in Role if permission_for(action, state) in permissions_of(frozenset({role}))
        ]
        assert allowed == [holder]


def actor(user_id: int | None, *roles: Role) -> Actor:
    assert user_id is not None
    return signed_in(user_id, "x", "某人", frozenset(roles))


def why(request: FeeFacts, who: Actor) -> dict[FeeAction, str | None]:
    return {v.action: v.why_not.code if v.why_not else None for v in verdicts(request, who)}


def test_a_person_sees_what_can_be_done_and_why_the_rest_can_not():
    waiting = facts(FeeState.REVIEWED, reviewer_id=REVIEWER)
    assert why(waiting, actor(APPROVER, Role.APPROVER)) == {
        FeeAction.APPROVE: None,
        FeeAction.RETURN: None,
        FeeAction.WITHDRAW: "fee.not_yours",
    }
    both = actor(CLERK, Role.CLERK, Role.APPROVER)
    assert why(waiting, both) == {
        FeeAction.APPROVE: "fee.own_approval",
        FeeAction.RETURN: "fee.own_return",
        FeeAction.WITHDRAW: None,
    }
    keeper = verdicts(waiting, actor(KEEPER, Role.FUND_KEEPER))
    assert keeper[0].why_not is not None
    assert keeper[0].why_not.params["permission"].code == "permission.fee:request:approve"
    assert verdicts(facts(FeeState.PAID), actor(CLERK, Role.CLERK))[0].why_not.code == "access.denied"


def test_only_the_requester_changes_a_request_and_only_while_it_is_at_home():
    decide_edit(facts(FeeState.DRAFT), CLERK)
    with refused("fee.not_yours"):
        decide_edit(facts(FeeState.DRAFT), REVIEWER)
    with refused("fee.not_editable"):
        decide_edit(facts(FeeState.SUBMITTED), CLERK)


def test_a_draft_may_be_unfinished_but_holds_no_nonsense():
    decide_draft("用餐", 50, 5, [], ClassState.PLANNED)
    decide_draft("用餐", 50, 5, [line(1)], ClassState.CLOSED)
    for draft, code in [
        ((" ", 50, 5, [], ClassState.PLANNED), "fee.no_title"),
        (("用餐", 0, 5, [], ClassState.PLANNED), "fee.no_persons"),
        (("用餐", 50, 0, [], ClassState.PLANNED), "fee.no_days"),
        (("用餐", 50, 5, [line(0)], ClassState.PLANNED), "money.not_positive"),
        (("用餐", 50, 5, [], ClassState.CANCELLED), "fee.class_cancelled"),
    ]:
        with refused(code):
            decide_draft(*draft)


@pytest.mark.parametrize(
    ("persons", "days", "cents"),
    [
        (50, 5, 13_750_000),  # 137,500 yuan
        (50, 30, 82_500_000),
        (50, 31, 82_500_000 + 50 * 38_500),  # the 31st day counts 70 %
        (50, 40, 101_750_000),  # 1,017,500 yuan; 70 % of the whole would be 770,000
        (1, 1, 55_000),
    ],
)
def test_the_ceiling(persons: int, days: int, cents: int):
    assert ceiling(STANDARD, persons, days) == cents


def test_a_broken_cent_is_cut_off():
    thirds = replace(STANDARD, composite=100, full_days=0, long_share=Fraction(1, 3))
    assert ceiling(thirds, 1, 1) == 33
    assert ceiling(thirds, 3, 1) == 100


@given(st.integers(1, 500), st.integers(1, 200), st.integers(1, 200))
def test_more_days_never_cost_less_and_a_day_never_more_than_in_full(persons: int, one: int, two: int):
    few, many = sorted((one, two))
    assert ceiling(STANDARD, persons, few) <= ceiling(STANDARD, persons, many)
    assert paid_days(STANDARD, many) <= many
    assert paid_days(STANDARD, many) - paid_days(STANDARD, few) >= STANDARD.long_share * (many - few)


def policy() -> Policy:
    def rule(value: object) -> RuleValue:
        return RuleValue(value, SOURCE, date(2017, 1, 1))

    return Policy(
        date(2026, 6, 8),
        {
            "fee.composite_standard": rule(55000),
            "fee.item_standards": rule({"lodging": 34000, "meals": 13000, "venue": 5000, "other": 3000}),
            "fee.outside_items": rule(["teaching"]),
            "fee.full_days": rule(30),
            "fee.long_share": rule("7/10"),
        },
    )


def test_the_standard_comes_from_the_rules_in_force():
    assert standard_of(policy()) == STANDARD
    assert sum(STANDARD.items.values()) == STANDARD.composite


def test_lines_against_the_standard():
    stands = standing(STANDARD, 50, 5, [line(3_000_000), line(500_000), line(99_000_000, FeeItem.TEACHING)])
    assert stands.inside == 3_500_000
    assert stands.outside == 99_000_000, "teaching fees are outside the composite (第9条)"
    assert stands.total == 102_500_000
    assert stands.over == 0
    by_item = {item.item: item for item in stands.items}
    assert by_item[FeeItem.MEALS].standard == 13000 * 250
    assert by_item[FeeItem.MEALS].over == 250_000, "above its own part, which alone refuses nothing"
    assert by_item[FeeItem.LODGING].amount == by_item[FeeItem.LODGING].over == 0
    assert by_item[FeeItem.TEACHING].standard is None
    decide_submit([line(3_500_000)], stands, ClassState.APPROVED)


def test_over_the_ceiling_is_refused_with_both_figures_and_the_source():
    lines = [line(13_750_001)]
    with refused("fee.over_ceiling") as error:
        decide_submit(lines, standing(STANDARD, 50, 5, lines), ClassState.APPROVED)
    assert error.value.params == {
        "total": "137,500.01",
        "ceiling": "137,500.00",
        "over": "0.01",
        "source": SOURCE,
    }
    exactly = [line(13_750_000)]
    decide_submit(exactly, standing(STANDARD, 50, 5, exactly), ClassState.APPROVED)


def test_two_requests_of_one_class_share_one_ceiling():
    half = [line(7_000_000)]
    with refused("fee.over_ceiling_together") as error:
        decide_submit(
            half,
            standing(STANDARD, 50, 5, half, [OtherRequest(7_000_000, 50, 5)]),
            ClassState.APPROVED,
        )
    assert error.value.params["others"] == "70,000.00"
    assert error.value.params["over"] == "2,500.00"
    # a supplement for ten people does not lower the ceiling that the class's request was counted with
    small = standing(STANDARD, 10, 1, [line(100)], [OtherRequest(7_000_000, 50, 5)])
    assert small.ceiling == 13_750_000
    assert small.over == 0


def test_a_request_without_lines_or_for_a_cancelled_class_goes_nowhere():
    with refused("fee.no_lines"):
        decide_submit([], standing(STANDARD, 50, 5, []), ClassState.APPROVED)
    with refused("fee.class_cancelled"):
        decide_submit([line(1)], standing(STANDARD, 50, 5, [line(1)]), ClassState.CANCELLED)


def test_a_reviewer_is_told_what_to_look_at():
    monday, friday = date(2026, 6, 8), date(2026, 6, 12)
    within = standing(STANDARD, 50, 7, [line(1)])
    assert notes(50, 7, 50, monday, friday, within) == [], "five days, one to register, one to leave"
    found = notes(51, 8, 50, monday, friday, standing(STANDARD, 51, 8, [line(51 * 8 * 13000 + 1)]))
    assert [note.code for note in found] == ["fee.note_persons", "fee.note_days", "fee.note_item"]
    assert {note.severity for note in found} == {Severity.NOTE}
    assert found[2].params["over"] == "0.01"
