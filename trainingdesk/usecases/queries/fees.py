"""Reads of fee requests and the ledger."""

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import FeeState
from trainingdesk.domain.errors import NotFound, Problem, Refused
from trainingdesk.domain.fees.rows import (
    Balance,
    ClassForFees,
    FeeCard,
    FeeFilter,
    FeeFormFacts,
    FeeList,
    FeeRow,
    FeeStepRow,
    Inbox,
    LedgerFilter,
    LedgerList,
)
from trainingdesk.domain.fees.rules import (
    FeeAction,
    FeeFacts,
    decide_edit,
    decide_step,
    notes,
    permission_for,
    standard_of,
    standing,
    verdicts,
)
from trainingdesk.persistence.readmodels import fees as reads
from trainingdesk.shared.text import Label
from trainingdesk.usecases.commands.fees import others_of
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query

#: filters that hide nothing
ALL_REQUESTS = FeeFilter()
WHOLE_LEDGER = LedgerFilter()

#: what somebody is waited for to do, by state
_NEXT = {
    FeeState.SUBMITTED: FeeAction.REVIEW,
    FeeState.REVIEWED: FeeAction.APPROVE,
    FeeState.APPROVED: FeeAction.PAY,
}


@query(Permission.FEE_READ)
def fee_inbox(reader: Reader) -> Inbox:
    """Return what waits for the person who asks, the longest waiting first."""
    waiting = frozenset({*_NEXT, FeeState.RETURNED, FeeState.DRAFT})
    rows = reads.fee_rows(reader.connection, FeeFilter(states=waiting), reader.today)
    piles: dict[FeeAction, list[FeeRow]] = {action: [] for action in _NEXT.values()}
    own: dict[FeeState, list[FeeRow]] = {FeeState.RETURNED: [], FeeState.DRAFT: []}
    others_turn: list[FeeRow] = []
    blocked: list[tuple[FeeRow, Problem]] = []
    me = reader.actor.user_id
    for row in sorted(rows, key=lambda row: (row.step_at is not None, row.step_at, row.id)):
        if row.state in own:
            if row.requester_id == me:
                own[row.state].append(row)
            continue
        if row.requester_id == me:
            others_turn.append(row)
        action = _NEXT[row.state]
        if permission_for(action, row.state) not in reader.actor.permissions:
            continue
        try:
            decide_step(_facts(row), action, me or 0)
        except Refused as refused:
            blocked.append((row, Problem(refused.code, refused.params)))
        else:
            piles[action].append(row)
    return Inbox(
        to_review=tuple(piles[FeeAction.REVIEW]),
        to_approve=tuple(piles[FeeAction.APPROVE]),
        to_pay=tuple(piles[FeeAction.PAY]),
        returned=tuple(own[FeeState.RETURNED]),
        drafts=tuple(own[FeeState.DRAFT]),
        waiting=tuple(others_turn),
        blocked=tuple(blocked),
    )


@query(Permission.FEE_READ)
def fee_list(reader: Reader, wanted: FeeFilter = ALL_REQUESTS) -> FeeList:
    """Return the requests that fit a filter, the newest first, and how many there are in all."""
    rows = reads.fee_rows(reader.connection, wanted, reader.today)
    return FeeList(rows, len(rows) if wanted.is_empty else reads.fee_count(reader.connection))


@query(Permission.FEE_READ)
def fee_years(reader: Reader) -> tuple[int, ...]:
    """Return the years that requests can be filtered by, the latest first."""
    return tuple(reads.fee_years(reader.connection))


@query(Permission.FEE_READ)
def fee_card(reader: Reader, fee_id: int) -> FeeCard:
    """Return one request with all that a decision on it needs; raises NotFound ``record.gone``."""
    row = reads.fee_row(reader.connection, fee_id, reader.today)
    if row is None:
        raise NotFound("record.gone", kind=Label("entity.fee_request"))
    training_class = _class(reader, row.class_id)
    standard = standard_of(reader.policy(training_class.start_day))
    lines = reads.fee_lines(reader.connection, fee_id)
    others = others_of(reads.live_requests(reader.connection, row.class_id, fee_id), standard)
    stands = standing(standard, row.persons, row.days, [line.draft for line in lines], others)
    facts = _facts(row)
    edit_why_not: Problem | None = None
    try:
        decide_edit(facts, reader.actor.user_id or 0)
    except Refused as refused:
        edit_why_not = Problem(refused.code, refused.params)
    else:
        if Permission.FEE_REQUEST not in reader.actor.permissions:
            label = Label(f"permission.{Permission.FEE_REQUEST}")
            edit_why_not = Problem("access.denied", {"permission": label})
    return FeeCard(
        row=row,
        training_class=training_class,
        lines=lines,
        standard=standard,
        standing=stands,
        notes=tuple(
            notes(
                row.persons,
                row.days,
                training_class.capacity,
                training_class.start_day,
                training_class.end_day,
                stands,
            )
        ),
        trail=reads.fee_steps(reader.connection, fee_id),
        verdicts=tuple(verdicts(facts, reader.actor)),
        edit_why_not=edit_why_not,
    )


@query(Permission.FEE_READ)
def fee_trail(reader: Reader, fee_id: int) -> tuple[FeeStepRow, ...]:
    """Return the steps of one request, the first one first."""
    return reads.fee_steps(reader.connection, fee_id)


@query(Permission.FEE_READ)
def fee_form(reader: Reader, class_id: int, fee_id: int | None = None) -> FeeFormFacts:
    """Return what the form of a new or changed request for a class needs; raises NotFound ``record.gone``."""
    training_class = _class(reader, class_id)
    standard = standard_of(reader.policy(training_class.start_day))
    live = reads.live_requests(reader.connection, class_id, fee_id)
    return FeeFormFacts(
        training_class=training_class,
        standard=standard,
        others=tuple(others_of(live, standard)),
        numbers=tuple(request.number for request in live),
    )


@query(Permission.FEE_READ)
def fee_classes(reader: Reader) -> tuple[ClassForFees, ...]:
    """Return the classes that money can be asked for, the latest first."""
    return reads.classes_for_fees(reader.connection)


@query(Permission.FEE_READ)
def ledger(reader: Reader, wanted: LedgerFilter = WHOLE_LEDGER) -> LedgerList:
    """Return the entries that fit a filter, in the order they were booked, and how many there are in all."""
    rows = reads.ledger_rows(reader.connection, wanted)
    return LedgerList(rows, len(rows) if wanted.is_empty else reads.ledger_head(reader.connection).entries)


@query(Permission.FEE_READ)
def ledger_years(reader: Reader) -> tuple[int, ...]:
    """Return the years that entries can be filtered by, the latest first."""
    return tuple(reads.ledger_years(reader.connection))


@query(Permission.FEE_READ)
def balance(reader: Reader, year: int | None = None) -> Balance:
    """Return where the account stands, and the sums of a year, the present one by default."""
    when = year or reader.today.year
    head = reads.ledger_head(reader.connection)
    sums = reads.year_sums(reader.connection, when)
    return Balance(
        balance=head.balance,
        approved=reads.approved_unpaid(reader.connection),
        allocated=sums.allocated,
        paid=sums.paid,
        paid_main=sums.paid_main,
        year=when,
        entries=head.entries,
    )


def _class(reader: Reader, class_id: int) -> ClassForFees:
    found = reads.class_for_fees(reader.connection, class_id)
    if found is None:
        raise NotFound("record.gone", kind=Label("entity.training_class"))
    return found


def _facts(row: FeeRow) -> FeeFacts:
    return FeeFacts(
        state=row.state,
        class_state=row.class_state,
        requester_id=row.requester_id,
        reviewer_id=row.reviewer_id,
        approver_id=row.approver_id,
        requester=row.requester,
        reviewer=row.reviewer,
        approver=row.approver,
    )
