"""Rules of fee requests: who may do what to them, what they may hold, and how high they may go.

P4.1 orders strict request, review and approval of what is spent from the one dedicated account. The amounts follow
财行〔2016〕540号 (中央和国家机关培训费管理办法), whose standards are dated rules and not constants; who may not do
two things follows 财会〔2012〕21号 (行政事业单位内部控制规范) 第29条.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import NamedTuple

from trainingdesk.domain.access import Actor, Permission
from trainingdesk.domain.codes import ClassState, FeeItem, FeeState
from trainingdesk.domain.errors import Problem, Refused, Severity
from trainingdesk.domain.policy import Policy
from trainingdesk.domain.workflow import Workflow
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import Label

#: days a class may be longer in the account than in its timetable: one to register, one to leave (540号第9条)
ARRIVAL_AND_DEPARTURE = 2


class FeeAction(StrEnum):
    """What can be done to a fee request; ``fee_step.action`` holds these."""

    SUBMIT = "submit"  #: 报批
    REVIEW = "review"  #: 审核通过
    APPROVE = "approve"  #: 审批同意
    PAY = "pay"  #: 支付
    RETURN = "return"  #: 退回
    WITHDRAW = "withdraw"  #: 撤回
    COUNTER = "counter"  #: 冲销支付


_S = FeeState
_A = FeeAction

#: P4.1: draft → submit → review → approve → pay. A returned or withdrawn request is put right and submitted again;
#: an approval is taken back by returning it; a payment that was taken back waits for payment again.
WORKFLOW: Workflow[FeeState, FeeAction] = Workflow(
    "fee",
    _S.DRAFT,
    {
        (_S.DRAFT, _A.SUBMIT): _S.SUBMITTED,
        (_S.RETURNED, _A.SUBMIT): _S.SUBMITTED,
        (_S.WITHDRAWN, _A.SUBMIT): _S.SUBMITTED,
        (_S.SUBMITTED, _A.REVIEW): _S.REVIEWED,
        (_S.REVIEWED, _A.APPROVE): _S.APPROVED,
        (_S.APPROVED, _A.PAY): _S.PAID,
        (_S.SUBMITTED, _A.RETURN): _S.RETURNED,
        (_S.REVIEWED, _A.RETURN): _S.RETURNED,
        (_S.APPROVED, _A.RETURN): _S.RETURNED,
        (_S.DRAFT, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.RETURNED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.SUBMITTED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.REVIEWED, _A.WITHDRAW): _S.WITHDRAWN,
        (_S.PAID, _A.COUNTER): _S.APPROVED,
    },
)

#: states in which the requester can change what is asked for
EDITABLE = frozenset({_S.DRAFT, _S.RETURNED, _S.WITHDRAWN})
#: states in which a request counts against its class's ceiling
LIVE = frozenset({_S.SUBMITTED, _S.REVIEWED, _S.APPROVED, _S.PAID})
#: actions that go on when the class was cancelled: they give the request or the money back
BACKWARD = frozenset({_A.RETURN, _A.WITHDRAW, _A.COUNTER})
#: actions that need words: who returns says why
WITH_REASON = frozenset({_A.RETURN, _A.COUNTER})

_PERMISSIONS = {
    _A.SUBMIT: Permission.FEE_REQUEST,
    _A.WITHDRAW: Permission.FEE_REQUEST,
    _A.REVIEW: Permission.FEE_REVIEW,
    _A.APPROVE: Permission.FEE_APPROVE,
    _A.PAY: Permission.FEE_PAY,
    _A.COUNTER: Permission.LEDGER_BOOK,
}


def permission_for(action: FeeAction, state: FeeState) -> Permission:
    """Return what an action needs: the reviewer returns what waits for review, the approver what is further on."""
    if action is _A.RETURN:
        return Permission.FEE_REVIEW if state is _S.SUBMITTED else Permission.FEE_APPROVE
    return _PERMISSIONS[action]


def yuan(cents: int) -> str:
    """Return an amount in cents as a sentence names it: ``137,500.00``."""
    return format_value(Kind.CENTS, cents)


@dataclass(frozen=True, slots=True)
class FeeFacts:
    """What the rules need to know of a request.

    Attributes:
        state: where it stands.
        requester_id, reviewer_id, approver_id: the people, None for not yet.
        requester, reviewer, approver: their names, "" for not yet.
        class_state: where the class stands that the money is for.
    """

    state: FeeState
    requester_id: int
    class_state: ClassState
    reviewer_id: int | None = None
    approver_id: int | None = None
    requester: str = ""
    reviewer: str = ""
    approver: str = ""


def decide_step(facts: FeeFacts, action: FeeAction, actor_id: int, reason: str = "") -> FeeState:
    """Return the state an action by a person leads to.

    Raises Refused ``workflow.not_now``; ``fee.not_yours`` (only the requester submits and withdraws);
    ``fee.own_review``, ``fee.own_approval``, ``fee.own_payment``, ``fee.own_return`` (the requester never decides
    on the own request), ``fee.reviewer_approves``, ``fee.reviewer_pays``, ``fee.approver_pays`` (支出申请、审核、
    审批与付款执行相互分离, 财会〔2012〕21号第29条; P4.1); ``fee.class_cancelled`` (nothing goes on for a class that
    was cancelled, but :data:`BACKWARD`); ``fee.no_reason``.
    """
    state = WORKFLOW.next(facts.state, action)
    _check_person(facts, action, actor_id)
    if facts.class_state is ClassState.CANCELLED and action not in BACKWARD:
        raise Refused("fee.class_cancelled")
    if action in WITH_REASON and not reason.strip():
        raise Refused("fee.no_reason")
    return state


def _check_person(facts: FeeFacts, action: FeeAction, actor_id: int) -> None:
    own = actor_id == facts.requester_id
    match action:
        case _A.SUBMIT | _A.WITHDRAW:
            if not own:
                raise Refused("fee.not_yours", who=facts.requester)
        case _A.REVIEW:
            if own:
                raise Refused("fee.own_review")
        case _A.APPROVE:
            if own:
                raise Refused("fee.own_approval")
            if actor_id == facts.reviewer_id:
                raise Refused("fee.reviewer_approves")
        case _A.PAY:
            if own:
                raise Refused("fee.own_payment")
            if actor_id == facts.reviewer_id:
                raise Refused("fee.reviewer_pays")
            if actor_id == facts.approver_id:
                raise Refused("fee.approver_pays")
        case _A.RETURN:
            if own:
                raise Refused("fee.own_return")
        case _A.COUNTER:
            pass  # LEDGER_BOOK is the keeper's own permission; the counter-entry itself is in the open


def decide_edit(facts: FeeFacts, actor_id: int) -> None:
    """Allow changing what is asked for.

    Raises Refused ``fee.not_yours`` (whoever writes a request is its requester, so that nobody reviews own words)
    or ``fee.not_editable``.
    """
    if actor_id != facts.requester_id:
        raise Refused("fee.not_yours", who=facts.requester)
    if facts.state not in EDITABLE:
        raise Refused("fee.not_editable", state=Label(f"fee.state.{facts.state}"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a person can do an action now, and why not.

    Attributes:
        action: the action.
        why_not: a code with parameters, None when it can be done.
    """

    action: FeeAction
    why_not: Problem | None = None


def verdicts(facts: FeeFacts, actor: Actor) -> list[Verdict]:
    """Return every action that the state allows, with the reason where this person can't do it.

    A person's own part in the request is named before a missing role: "他人审批：您是申请人" helps, "没有权限" does not.
    """
    found = []
    for action in WORKFLOW.actions(facts.state):
        why: Problem | None = None
        needed = permission_for(action, facts.state)
        try:
            decide_step(facts, action, actor.user_id or 0, reason="-")
        except Refused as refused:
            why = Problem(refused.code, refused.params)
        if why is None and needed not in actor.permissions:
            why = Problem("access.denied", {"permission": Label(f"permission.{needed}")})
        found.append(Verdict(action, why))
    return found


class LineDraft(NamedTuple):
    """One line as it is written: what is asked for and how the amount comes about.

    Attributes:
        item: the item of 540号第8条.
        text: what it is, in words.
        basis: how the amount is counted, for instance ``50人×5天×150元``.
        amount: in cents.
    """

    item: FeeItem
    text: str
    basis: str
    amount: int


def decide_draft(
    title: str, persons: int, days: int, lines: Iterable[LineDraft], class_state: ClassState
) -> None:
    """Accept what a draft holds; it may be unfinished, but never hold nonsense.

    Raises Refused ``fee.no_title``, ``fee.no_persons``, ``fee.no_days``, ``money.not_positive`` or
    ``fee.class_cancelled``.
    """
    if not title.strip():
        raise Refused("fee.no_title")
    if persons < 1:
        raise Refused("fee.no_persons")
    if days < 1:
        raise Refused("fee.no_days")
    for line in lines:
        if line.amount <= 0:
            raise Refused("money.not_positive", value=yuan(line.amount))
    if class_state is ClassState.CANCELLED:
        raise Refused("fee.class_cancelled")


@dataclass(frozen=True, slots=True)
class Standard:
    """The standard of one class's year.

    Attributes:
        composite: 综合定额 in cents per person and day (540号第9条).
        items: item → its part of the composite in cents per person and day; items may be moved between one another.
        outside: items that the composite does not cover (师资费).
        full_days: days paid in full.
        long_share: the share paid for each day after them.
        source: document number and article.
        valid_from: since when.
    """

    composite: int
    items: dict[FeeItem, int]
    outside: frozenset[FeeItem]
    full_days: int
    long_share: Fraction
    source: str
    valid_from: date


def standard_of(policy: Policy) -> Standard:
    """Return the standard in force on the policy's day, which is the class's first day."""
    rule = policy.rule("fee.composite_standard")
    parts = policy.table("fee.item_standards")
    return Standard(
        composite=policy.whole("fee.composite_standard"),
        items={item: int(parts[item]) for item in FeeItem if item in parts},
        outside=frozenset(FeeItem(item) for item in policy.codes("fee.outside_items")),
        full_days=policy.whole("fee.full_days"),
        long_share=policy.fraction("fee.long_share"),
        source=rule.source,
        valid_from=rule.valid_from,
    )


def paid_days(standard: Standard, days: int) -> Fraction:
    """Return the days that count: those up to the limit in full, those after it by the share (540号第9条).

    Only the days *above* the limit are cut, never the whole stay.
    """
    return min(days, standard.full_days) + standard.long_share * max(0, days - standard.full_days)


def ceiling(standard: Standard, persons: int, days: int) -> int:
    """Return the most that persons and days may cost in cents, teaching fees apart (540号第9条).

    It is a limit: a broken cent is cut off and never rounded up.
    """
    return floor(standard.composite * persons * paid_days(standard, days))


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """One item against its part of the standard, in cents.

    Attributes:
        standard: None for an item outside the composite.
        over: how far the item is above its own part; items may be moved between one another, so this alone
            refuses nothing (540号第9条).
    """

    item: FeeItem
    amount: int
    standard: int | None
    over: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A request against the standard, in cents.

    Attributes:
        items: every item of the standard, then those outside it that are asked for.
        inside: the sum of the lines that the composite covers.
        outside: the sum of the lines it does not cover.
        others: what other live requests of the same class already take of the ceiling.
        ceiling: the most the class may cost.
        over: how far the class would be above the ceiling.
        source: document number and article of the standard.
    """

    items: tuple[ItemStanding, ...]
    inside: int
    outside: int
    others: int
    ceiling: int
    over: int
    source: str

    @property
    def total(self) -> int:
        """The sum of all lines."""
        return self.inside + self.outside


@dataclass(frozen=True, slots=True)
class OtherRequest:
    """Another live request of the same class.

    Attributes:
        inside: its lines under the composite, in cents.
        persons, days: what its ceiling was counted with.
    """

    inside: int
    persons: int
    days: int


def standing(
    standard: Standard,
    persons: int,
    days: int,
    lines: Iterable[LineDraft],
    others: Sequence[OtherRequest] = (),
) -> Standing:
    """Return how lines stand against the standard.

    The ceiling is the class's, not the request's: what other live requests of the class take counts, and the
    largest persons and days among them set it, so that cutting a spending in two gets nobody above it.
    """
    sums: dict[FeeItem, int] = {}
    for line in lines:
        sums[line.item] = sums.get(line.item, 0) + line.amount
    counted = paid_days(standard, days)
    items = []
    for item, cents in standard.items.items():
        part, amount = floor(cents * persons * counted), sums.get(item, 0)
        items.append(ItemStanding(item, amount, part, max(0, amount - part)))
    items += [
        ItemStanding(item, amount, None, 0) for item, amount in sums.items() if item not in standard.items
    ]
    inside = sum(amount for item, amount in sums.items() if item not in standard.outside)
    taken = sum(other.inside for other in others)
    limit = max(
        ceiling(standard, persons, days),
        *(ceiling(standard, other.persons, other.days) for other in others),
        0,
    )
    return Standing(
        items=tuple(items),
        inside=inside,
        outside=sum(sums.values()) - inside,
        others=taken,
        ceiling=limit,
        over=max(0, inside + taken - limit),
        source=standard.source,
    )


def decide_submit(lines: Sequence[LineDraft], stands: Standing, class_state: ClassState) -> None:
    """Allow a request to go out for review.

    Raises Refused ``fee.no_lines``, ``fee.class_cancelled``, ``fee.over_ceiling`` or ``fee.over_ceiling_together``,
    the last two with the sum, the ceiling, the difference and the source of the standard (540号第9条).
    """
    if class_state is ClassState.CANCELLED:
        raise Refused("fee.class_cancelled")
    if not lines:
        raise Refused("fee.no_lines")
    if stands.over:
        facts = {
            "total": yuan(stands.inside + stands.others),
            "ceiling": yuan(stands.ceiling),
            "over": yuan(stands.over),
            "source": stands.source,
        }
        if stands.others:
            raise Refused("fee.over_ceiling_together", others=yuan(stands.others), **facts)
        raise Refused("fee.over_ceiling", **facts)


def notes(persons: int, days: int, capacity: int, first: date, last: date, stands: Standing) -> list[Problem]:
    """Return what a reviewer should look at; none of it stops the request.

    More people than the class takes; more days than the class lasts, with one to register and one to leave
    (540号第9条); an item above its own part of the standard.
    """
    found = []
    if persons > capacity:
        found.append(Problem("fee.note_persons", {"persons": persons, "capacity": capacity}, "persons"))
    most = (last - first).days + 1 + ARRIVAL_AND_DEPARTURE
    if days > most:
        found.append(Problem("fee.note_days", {"days": days, "most": most}, "days"))
    for item in stands.items:
        if item.over and item.standard is not None:
            params = {
                "item": Label(f"fee_item.{item.item}"),
                "over": yuan(item.over),
                "standard": yuan(item.standard),
            }
            found.append(Problem("fee.note_item", params, "lines"))
    return [Problem(note.code, note.params, note.field, severity=Severity.NOTE) for note in found]
