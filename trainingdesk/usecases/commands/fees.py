"""Fee requests on their way to payment, and the ledger of the dedicated account (P4.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import FeeItem, FeeState, LedgerKind
from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.fees.ledger import BookedEntry, decide_counter, decide_entry
from trainingdesk.domain.fees.rows import ClassForFees
from trainingdesk.domain.fees.rules import (
    FeeAction,
    FeeFacts,
    LineDraft,
    OtherRequest,
    Standard,
    decide_draft,
    decide_edit,
    decide_step,
    decide_submit,
    standard_of,
    standing,
)
from trainingdesk.domain.numbers import document_number
from trainingdesk.persistence.numbering import draw_number
from trainingdesk.persistence.readmodels import fees as reads
from trainingdesk.persistence.tables.accounts import User
from trainingdesk.persistence.tables.fees import FeeLine, FeeRequest, FeeStep, LedgerEntry
from trainingdesk.persistence.tables.office import Office
from trainingdesk.shared.text import Label
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class CreateFeeRequest(Command):
    """Write a draft of a request for one class; ``lines`` may still be empty."""

    class_id: int
    title: str
    persons: int
    days: int
    lines: tuple[LineDraft, ...] = ()


@handles(CreateFeeRequest, Permission.FEE_REQUEST)
def create_fee_request(work: Work, command: CreateFeeRequest) -> Result:
    """Draw the document number and keep the draft; taking the step back withdraws it, so that no number is lost."""
    training_class = _class(work, command.class_id)
    lines = _lines(command.lines)
    decide_draft(command.title, command.persons, command.days, lines, training_class.state)
    office = work.load(Office, 1)
    year = work.today.year
    number = document_number(
        work.policy().text("fee.number_format"),
        prefix=office.number_prefix,
        year=year,
        sequence=draw_number(work.session, f"fee/{year}"),
    )
    request = FeeRequest(
        number=number,
        class_id=command.class_id,
        title=command.title.strip(),
        persons=command.persons,
        days=command.days,
        total=sum(line.amount for line in lines),
        state=FeeState.DRAFT,
        requester_id=work.user_id,
        reviewer_id=None,
        approver_id=None,
    )
    work.session.add(request)
    work.session.flush()
    _write_lines(work, request.id, lines)
    work.can_undo("undo.create_fee", WithdrawFee(fee_id=request.id, version=None), number=number)
    return {"fee_id": request.id, "number": number, "version": request.version}


@dataclass(frozen=True, kw_only=True)
class ChangeFeeRequest(Command):
    """Change what a request asks for, all of it at once, as the form shows it."""

    fee_id: int
    version: int
    title: str
    persons: int
    days: int
    lines: tuple[LineDraft, ...]


@handles(ChangeFeeRequest, Permission.FEE_REQUEST)
def change_fee_request(work: Work, command: ChangeFeeRequest) -> Result:
    """Replace title, people, days and lines of a request that is with its requester."""
    request = work.load(FeeRequest, command.fee_id, command.version)
    decide_edit(_facts(work, request), work.user_id)
    before = RestoreFeeRequest(
        fee_id=request.id,
        title=request.title,
        persons=request.persons,
        days=request.days,
        lines=tuple(line.draft for line in reads.fee_lines(work.connection, request.id)),
    )
    if _write(work, request, command.title, command.persons, command.days, _lines(command.lines)):
        work.can_undo("undo.change_fee", before, number=request.number)
    return {"fee_id": request.id, "version": request.version}


@dataclass(frozen=True, kw_only=True)
class RestoreFeeRequest(Command):
    """Put back what a request asked for before a change: the way back of :class:`ChangeFeeRequest`."""

    fee_id: int
    title: str
    persons: int
    days: int
    lines: tuple[LineDraft, ...]


@handles(RestoreFeeRequest, Permission.FEE_REQUEST)
def restore_fee_request(work: Work, command: RestoreFeeRequest) -> Result:
    """Put back title, people, days and lines; refuses what is no longer with its requester."""
    request = work.load(FeeRequest, command.fee_id)
    decide_edit(_facts(work, request), work.user_id)
    _write(work, request, command.title, command.persons, command.days, _lines(command.lines))
    return {"fee_id": request.id, "version": request.version}


def _write(
    work: Work, request: FeeRequest, title: str, persons: int, days: int, lines: Sequence[LineDraft]
) -> bool:
    """Change a request to what is given, and return whether anything was different."""
    decide_draft(title, persons, days, lines, _class(work, request.class_id).state)
    old_lines = [line.draft for line in reads.fee_lines(work.connection, request.id)]
    old = (request.title, request.persons, request.days, old_lines)
    if (title.strip(), persons, days, list(lines)) == old:
        return False
    request.title, request.persons, request.days = title.strip(), persons, days
    request.total = sum(line.amount for line in lines)
    if lines != old_lines:
        for line in work.session.scalars(select(FeeLine).where(FeeLine.request_id == request.id)):
            work.session.delete(line)
        _write_lines(work, request.id, lines)
        # other lines of the same sum are another request: whoever approves must have seen them
        flag_modified(request, "total")
    work.session.flush()
    return True


@dataclass(frozen=True, kw_only=True)
class SubmitFee(Command):
    """Send one's own request out for review (报批)."""

    fee_id: int
    version: int
    opinion: str = ""


@handles(SubmitFee, Permission.FEE_REQUEST)
def submit_fee(work: Work, command: SubmitFee) -> Result:
    """Check the lines against the ceiling of the class's first day and send the request out."""
    request = work.load(FeeRequest, command.fee_id, command.version)
    state = decide_step(_facts(work, request), FeeAction.SUBMIT, work.user_id)
    training_class = _class(work, request.class_id)
    lines = [line.draft for line in reads.fee_lines(work.connection, request.id)]
    standard = standard_of(work.policy(training_class.start_day))
    others = others_of(reads.live_requests(work.connection, request.class_id, request.id), standard)
    stands = standing(standard, request.persons, request.days, lines, others)
    decide_submit(lines, stands, training_class.state)
    request.reviewer_id = request.approver_id = None
    result = _step(work, request, FeeAction.SUBMIT, state, command.opinion)
    work.can_undo("undo.submit_fee", WithdrawFee(fee_id=request.id, version=None), number=request.number)
    return result


@dataclass(frozen=True, kw_only=True)
class ReviewFee(Command):
    """Pass another person's request on for approval (审核)."""

    fee_id: int
    version: int
    opinion: str = ""


@handles(ReviewFee, Permission.FEE_REVIEW)
def review_fee(work: Work, command: ReviewFee) -> Result:
    """Note who reviewed the request and pass it on."""
    request = work.load(FeeRequest, command.fee_id, command.version)
    state = decide_step(_facts(work, request), FeeAction.REVIEW, work.user_id)
    request.reviewer_id = work.user_id
    return _step(work, request, FeeAction.REVIEW, state, command.opinion)


@dataclass(frozen=True, kw_only=True)
class ApproveFee(Command):
    """Approve what another person requested and a third reviewed (审批)."""

    fee_id: int
    version: int
    opinion: str = ""


@handles(ApproveFee, Permission.FEE_APPROVE)
def approve_fee(work: Work, command: ApproveFee) -> Result:
    """Note who approved the request; it waits for payment now."""
    request = work.load(FeeRequest, command.fee_id, command.version)
    state = decide_step(_facts(work, request), FeeAction.APPROVE, work.user_id)
    request.approver_id = work.user_id
    return _step(work, request, FeeAction.APPROVE, state, command.opinion)


@dataclass(frozen=True, kw_only=True)
class ReturnFee(Command):
    """Send a request that waits for review back to its requester, with the reason (the reviewer's return)."""

    fee_id: int
    version: int
    reason: str


@handles(ReturnFee, Permission.FEE_REVIEW)
def return_fee(work: Work, command: ReturnFee) -> Result:
    """Return what waits for review; raises Refused ``fee.return_by_approver`` for what is further on."""
    request = work.load(FeeRequest, command.fee_id, command.version)
    if request.state in {FeeState.REVIEWED, FeeState.APPROVED}:
        raise Refused("fee.return_by_approver")
    return _return(work, request, command.reason)


@dataclass(frozen=True, kw_only=True)
class ReturnFeeFromApproval(Command):
    """Send a reviewed or approved request back to its requester, with the reason (the approver's return)."""

    fee_id: int
    version: int
    reason: str


@handles(ReturnFeeFromApproval, Permission.FEE_APPROVE)
def return_fee_from_approval(work: Work, command: ReturnFeeFromApproval) -> Result:
    """Return what waits for approval or payment; raises Refused ``fee.return_by_reviewer`` for what waits for review."""
    request = work.load(FeeRequest, command.fee_id, command.version)
    if request.state is FeeState.SUBMITTED:
        raise Refused("fee.return_by_reviewer")
    return _return(work, request, command.reason)


def _return(work: Work, request: FeeRequest, reason: str) -> Result:
    state = decide_step(_facts(work, request), FeeAction.RETURN, work.user_id, reason)
    request.reviewer_id = request.approver_id = None
    return _step(work, request, FeeAction.RETURN, state, reason)


@dataclass(frozen=True, kw_only=True)
class WithdrawFee(Command):
    """Take one's own request back before it is approved; it can be changed and submitted again.

    ``version`` is None when a step is taken back: then a request that is withdrawn already simply stays so.
    """

    fee_id: int
    version: int | None
    opinion: str = ""


@handles(WithdrawFee, Permission.FEE_REQUEST)
def withdraw_fee(work: Work, command: WithdrawFee) -> Result:
    """Take the request back to its requester; its number stays used."""
    request = work.load(FeeRequest, command.fee_id, command.version)
    if command.version is None and request.state is FeeState.WITHDRAWN:
        return {"fee_id": request.id, "state": request.state.value, "version": request.version}
    state = decide_step(_facts(work, request), FeeAction.WITHDRAW, work.user_id)
    request.reviewer_id = request.approver_id = None
    return _step(work, request, FeeAction.WITHDRAW, state, command.opinion)


@dataclass(frozen=True, kw_only=True)
class PayFee(Command):
    """Pay an approved request and book it."""

    fee_id: int
    version: int
    day: date
    payee: str


@handles(PayFee, Permission.FEE_PAY)
def pay_fee(work: Work, command: PayFee) -> Result:
    """Book the payment and mark the request as paid, both or neither."""
    request = work.load(FeeRequest, command.fee_id, command.version)
    state = decide_step(_facts(work, request), FeeAction.PAY, work.user_id)
    payee = command.payee.strip()
    if not payee:
        raise Refused("fee.no_payee")
    head = reads.ledger_head(work.connection)
    balance = decide_entry(
        head, LedgerKind.PAYMENT, request.total, command.day, work.today, f"{request.number} {request.title}"
    )
    entry = _book(
        work,
        LedgerKind.PAYMENT,
        command.day,
        -request.total,
        balance,
        f"{request.number} {request.title}",
        payee,
        request_id=request.id,
    )
    return {**_step(work, request, FeeAction.PAY, state, payee), "entry_id": entry.id, "balance": balance}


@dataclass(frozen=True, kw_only=True)
class BookOpening(Command):
    """Begin the ledger with what the account holds; ``amount`` in cents."""

    day: date
    amount: int
    text: str
    party: str = ""


@handles(BookOpening, Permission.LEDGER_BOOK)
def book_opening(work: Work, command: BookOpening) -> Result:
    """Book the first entry of the ledger."""
    return _book_in(work, LedgerKind.OPENING, command.day, command.amount, command.text, command.party)


@dataclass(frozen=True, kw_only=True)
class BookAllocation(Command):
    """Book money that came into the account; ``amount`` in cents, ``party`` is where it comes from (列支渠道)."""

    day: date
    amount: int
    text: str
    party: str = ""


@handles(BookAllocation, Permission.LEDGER_BOOK)
def book_allocation(work: Work, command: BookAllocation) -> Result:
    """Book an allocation."""
    return _book_in(work, LedgerKind.ALLOCATION, command.day, command.amount, command.text, command.party)


@dataclass(frozen=True, kw_only=True)
class BookCounterEntry(Command):
    """Take one entry back, whole, with the reason (红字冲销)."""

    entry_id: int
    day: date
    reason: str


@handles(BookCounterEntry, Permission.LEDGER_BOOK)
def book_counter_entry(work: Work, command: BookCounterEntry) -> Result:
    """Book the opposite of an entry; a request whose payment is taken back waits for payment again."""
    entry = work.load(LedgerEntry, command.entry_id)
    taken = work.session.scalar(select(LedgerEntry.id).where(LedgerEntry.counter_of == entry.id))
    balance = decide_counter(
        reads.ledger_head(work.connection),
        BookedEntry(entry.kind, entry.amount, taken is not None),
        command.day,
        work.today,
        command.reason,
    )
    counter = _book(
        work,
        LedgerKind.COUNTER,
        command.day,
        -entry.amount,
        balance,
        command.reason,
        entry.party,
        request_id=entry.request_id,
        counter_of=entry.id,
    )
    if entry.request_id is not None:
        request = work.load(FeeRequest, entry.request_id)
        state = decide_step(_facts(work, request), FeeAction.COUNTER, work.user_id, command.reason)
        _step(work, request, FeeAction.COUNTER, state, command.reason)
    return {"entry_id": counter.id, "balance": balance}


# --- parts ---


def others_of(live: Sequence[reads.LiveRequest], standard: Standard) -> list[OtherRequest]:
    """Return what live requests take of the ceiling by a standard."""
    return [
        OtherRequest(
            inside=sum(amount for item, amount in request.sums.items() if item not in standard.outside),
            persons=request.persons,
            days=request.days,
        )
        for request in live
    ]


def _class(work: Work, class_id: int) -> ClassForFees:
    found = reads.class_for_fees(work.connection, class_id)
    if found is None:
        raise NotFound("record.gone", kind=Label("entity.training_class"))
    return found


def _lines(lines: Sequence[LineDraft]) -> list[LineDraft]:
    """Return lines as drafts; an undo step brings them as plain lists."""
    return [
        LineDraft(FeeItem(item), text.strip(), basis.strip(), amount) for item, text, basis, amount in lines
    ]


def _write_lines(work: Work, fee_id: int, lines: Sequence[LineDraft]) -> None:
    for position, line in enumerate(lines, 1):
        work.session.add(
            FeeLine(
                request_id=fee_id,
                position=position,
                item=line.item,
                text=line.text,
                basis=line.basis,
                amount=line.amount,
            )
        )
    work.session.flush()


def _facts(work: Work, request: FeeRequest) -> FeeFacts:
    people = {request.requester_id, request.reviewer_id, request.approver_id} - {None}
    rows = work.session.execute(select(User.id, User.name).where(User.id.in_(people)))
    names: dict[int | None, str] = {row.id: row.name for row in rows}
    return FeeFacts(
        state=request.state,
        class_state=_class(work, request.class_id).state,
        requester_id=request.requester_id,
        reviewer_id=request.reviewer_id,
        approver_id=request.approver_id,
        requester=names.get(request.requester_id, ""),
        reviewer=names.get(request.reviewer_id, ""),
        approver=names.get(request.approver_id, ""),
    )


def _step(work: Work, request: FeeRequest, action: FeeAction, state: FeeState, opinion: str) -> Result:
    request.state = state
    work.session.add(
        FeeStep(
            request_id=request.id,
            action=action.value,
            state=state,
            actor_id=work.user_id,
            at=work.now,
            opinion=opinion.strip(),
        )
    )
    work.session.flush()
    return {"fee_id": request.id, "state": state.value, "version": request.version}


def _book_in(work: Work, kind: LedgerKind, day: date, amount: int, text: str, party: str) -> Result:
    balance = decide_entry(reads.ledger_head(work.connection), kind, amount, day, work.today, text)
    entry = _book(work, kind, day, amount, balance, text, party)
    return {"entry_id": entry.id, "balance": balance}


def _book(
    work: Work,
    kind: LedgerKind,
    day: date,
    amount: int,
    balance: int,
    text: str,
    party: str,
    *,
    request_id: int | None = None,
    counter_of: int | None = None,
) -> LedgerEntry:
    entry = LedgerEntry(
        day=day,
        kind=kind,
        amount=amount,
        balance=balance,
        text=text.strip(),
        party=party.strip(),
        request_id=request_id,
        counter_of=counter_of,
        at=work.now,
        actor_id=work.user_id,
    )
    work.session.add(entry)
    work.session.flush()
    return entry
