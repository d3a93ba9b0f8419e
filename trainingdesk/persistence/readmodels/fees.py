"""The SELECTs of fee requests and the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from trainingdesk.domain.codes import ClassState, FeeItem, FeeState, LedgerKind
from trainingdesk.domain.fees.ledger import LedgerHead
from trainingdesk.domain.fees.rows import (
    ClassForFees,
    FeeFilter,
    FeeLineRow,
    FeeRow,
    FeeStepRow,
    LedgerFilter,
    LedgerRow,
)
from trainingdesk.domain.fees.rules import LIVE, FeeAction
from trainingdesk.persistence.tables.accounts import User
from trainingdesk.persistence.tables.classes import Enrolment, HalfDaySession, TrainingClass
from trainingdesk.persistence.tables.fees import FeeLine, FeeRequest, FeeStep, LedgerEntry
from trainingdesk.shared.clock import local_day

#: states in which somebody is waited for
_WAITS = {FeeState.SUBMITTED, FeeState.REVIEWED, FeeState.APPROVED, FeeState.RETURNED}


def _contains(text: str, *columns: Any) -> ColumnElement[bool]:
    words = [
        or_(*(func.instr(func.lower(column), word) > 0 for column in columns))
        for word in text.lower().split()
    ]
    return and_(True, *words)


def _requests() -> Select[Any]:
    requester, reviewer, approver = aliased(User), aliased(User), aliased(User)
    last_step = (
        select(FeeStep.request_id, func.max(FeeStep.at).label("at")).group_by(FeeStep.request_id).subquery()
    )
    return (
        select(
            *FeeRequest.__table__.columns,
            TrainingClass.code.label("class_code"),
            TrainingClass.title.label("class_title"),
            TrainingClass.state.label("class_state"),
            TrainingClass.is_main,
            requester.name.label("requester"),
            reviewer.name.label("reviewer"),
            approver.name.label("approver"),
            last_step.c.at.label("step_at"),
        )
        .join(TrainingClass, TrainingClass.id == FeeRequest.class_id)
        .join(requester, requester.id == FeeRequest.requester_id)
        .outerjoin(reviewer, reviewer.id == FeeRequest.reviewer_id)
        .outerjoin(approver, approver.id == FeeRequest.approver_id)
        .outerjoin(last_step, last_step.c.request_id == FeeRequest.id)
        .order_by(FeeRequest.id.desc())
    )


def _fee_row(row: Any, today: date) -> FeeRow:
    step_at: datetime | None = row.step_at
    waits = step_at is not None and row.state in _WAITS
    return FeeRow(
        id=row.id,
        version=row.version,
        number=row.number,
        title=row.title,
        class_id=row.class_id,
        class_code=row.class_code,
        class_title=row.class_title,
        class_state=row.class_state,
        is_main=row.is_main,
        persons=row.persons,
        days=row.days,
        total=row.total,
        state=row.state,
        requester_id=row.requester_id,
        requester=row.requester,
        reviewer_id=row.reviewer_id,
        reviewer=row.reviewer or "",
        approver_id=row.approver_id,
        approver=row.approver or "",
        step_at=step_at,
        waiting_days=max(0, (today - local_day(step_at)).days) if step_at is not None and waits else 0,
    )


def fee_rows(connection: Connection, wanted: FeeFilter, today: date) -> tuple[FeeRow, ...]:
    """Return the requests that fit a filter, the newest first."""
    statement = _requests()
    if wanted.text.strip():
        columns = (FeeRequest.number, FeeRequest.title, TrainingClass.code, TrainingClass.title)
        statement = statement.where(_contains(wanted.text, *columns, TrainingClass.initials))
    if wanted.states:
        statement = statement.where(FeeRequest.state.in_(sorted(wanted.states)))
    if wanted.class_id is not None:
        statement = statement.where(FeeRequest.class_id == wanted.class_id)
    if wanted.year is not None:
        first, last = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        statement = statement.where(TrainingClass.start_day.between(first, last))
    if wanted.requester_id is not None:
        statement = statement.where(FeeRequest.requester_id == wanted.requester_id)
    return tuple(_fee_row(row, today) for row in connection.execute(statement))


def fee_row(connection: Connection, fee_id: int, today: date) -> FeeRow | None:
    """Return one request, None when it is not there."""
    row = connection.execute(_requests().where(FeeRequest.id == fee_id)).first()
    return None if row is None else _fee_row(row, today)


def fee_id_of(connection: Connection, number: str) -> int | None:
    """Return the id of a request by its number, None when there is none."""
    return connection.scalar(select(FeeRequest.id).where(FeeRequest.number == number))


def fee_count(connection: Connection) -> int:
    """Return how many requests there are."""
    return connection.scalar(select(func.count()).select_from(FeeRequest)) or 0


def fee_years(connection: Connection) -> list[int]:
    """Return the years of the classes that requests were written for, the latest first."""
    days = connection.scalars(
        select(func.substr(TrainingClass.start_day, 1, 4))
        .join(FeeRequest, FeeRequest.class_id == TrainingClass.id)
        .distinct()
    )
    return sorted((int(str(year)) for year in days), reverse=True)


def fee_lines(connection: Connection, fee_id: int) -> tuple[FeeLineRow, ...]:
    """Return a request's lines in the order of the form."""
    rows = connection.execute(
        select(FeeLine.id, FeeLine.position, FeeLine.item, FeeLine.text, FeeLine.basis, FeeLine.amount)
        .where(FeeLine.request_id == fee_id)
        .order_by(FeeLine.position, FeeLine.id)
    )
    return tuple(FeeLineRow(*row) for row in rows)


def fee_steps(connection: Connection, fee_id: int) -> tuple[FeeStepRow, ...]:
    """Return a request's trail, the first step first."""
    rows = connection.execute(
        select(FeeStep.action, FeeStep.state, FeeStep.actor_id, User.name, FeeStep.at, FeeStep.opinion)
        .join(User, User.id == FeeStep.actor_id)
        .where(FeeStep.request_id == fee_id)
        .order_by(FeeStep.id)
    )
    return tuple(
        FeeStepRow(FeeAction(action), state, actor_id, name, at, opinion)
        for action, state, actor_id, name, at, opinion in rows
    )


@dataclass(frozen=True, slots=True)
class LiveRequest:
    """A live request of a class, its lines summed by item in cents."""

    id: int
    number: str
    persons: int
    days: int
    sums: dict[FeeItem, int]


def live_requests(connection: Connection, class_id: int, but: int | None = None) -> tuple[LiveRequest, ...]:
    """Return a class's requests that take part of its ceiling, without one."""
    statement = (
        select(
            FeeRequest.id,
            FeeRequest.number,
            FeeRequest.persons,
            FeeRequest.days,
            FeeLine.item,
            func.sum(FeeLine.amount).label("amount"),
        )
        .join(FeeLine, FeeLine.request_id == FeeRequest.id)
        .where(FeeRequest.class_id == class_id, FeeRequest.state.in_(sorted(LIVE)))
        .group_by(FeeRequest.id, FeeLine.item)
        .order_by(FeeRequest.id)
    )
    if but is not None:
        statement = statement.where(FeeRequest.id != but)
    found: dict[int, LiveRequest] = {}
    for row in connection.execute(statement):
        live = found.setdefault(row.id, LiveRequest(row.id, row.number, row.persons, row.days, {}))
        live.sums[row.item] = int(row.amount)
    return tuple(found.values())


def _classes() -> Select[Any]:
    enrolled = (
        select(func.count())
        .where(Enrolment.class_id == TrainingClass.id, Enrolment.withdrawn_at.is_(None))
        .correlate(TrainingClass)
        .scalar_subquery()
    )
    days = (
        select(func.count(HalfDaySession.day.distinct()))
        .where(HalfDaySession.class_id == TrainingClass.id)
        .correlate(TrainingClass)
        .scalar_subquery()
    )
    return select(
        TrainingClass.id,
        TrainingClass.code,
        TrainingClass.title,
        TrainingClass.start_day,
        TrainingClass.end_day,
        TrainingClass.is_main,
        TrainingClass.capacity,
        enrolled,
        TrainingClass.state,
        TrainingClass.place,
        days,
    )


def class_for_fees(connection: Connection, class_id: int) -> ClassForFees | None:
    """Return what a request needs to know of a class, None when it is not there."""
    row = connection.execute(_classes().where(TrainingClass.id == class_id)).first()
    return None if row is None else ClassForFees(*row)


def classes_for_fees(connection: Connection) -> tuple[ClassForFees, ...]:
    """Return the classes that money can be asked for, the latest first."""
    rows = connection.execute(
        _classes()
        .where(TrainingClass.state != ClassState.CANCELLED)
        .order_by(TrainingClass.start_day.desc(), TrainingClass.id.desc())
    )
    return tuple(ClassForFees(*row) for row in rows)


# --- the ledger ---


def ledger_head(connection: Connection) -> LedgerHead:
    """Return where the ledger stands."""
    row = connection.execute(
        select(LedgerEntry.balance, LedgerEntry.day).order_by(LedgerEntry.id.desc()).limit(1)
    ).first()
    if row is None:
        return LedgerHead()
    count = connection.scalar(select(func.count()).select_from(LedgerEntry)) or 0
    return LedgerHead(row.balance, count, row.day)


def ledger_rows(connection: Connection, wanted: LedgerFilter) -> tuple[LedgerRow, ...]:
    """Return the entries that fit a filter, in the order they were booked."""
    taken_back = aliased(LedgerEntry)
    statement = (
        select(
            LedgerEntry.id,
            LedgerEntry.day,
            LedgerEntry.kind,
            LedgerEntry.amount,
            LedgerEntry.balance,
            LedgerEntry.text,
            LedgerEntry.party,
            LedgerEntry.request_id,
            func.coalesce(FeeRequest.number, ""),
            LedgerEntry.counter_of,
            taken_back.id,
            LedgerEntry.at,
            User.name,
        )
        .join(User, User.id == LedgerEntry.actor_id)
        .outerjoin(FeeRequest, FeeRequest.id == LedgerEntry.request_id)
        .outerjoin(taken_back, taken_back.counter_of == LedgerEntry.id)
        .order_by(LedgerEntry.id)
    )
    if wanted.text.strip():
        statement = statement.where(
            _contains(wanted.text, LedgerEntry.text, LedgerEntry.party, func.coalesce(FeeRequest.number, ""))
        )
    if wanted.kinds:
        statement = statement.where(LedgerEntry.kind.in_(sorted(wanted.kinds)))
    if wanted.first_day is not None:
        statement = statement.where(LedgerEntry.day >= wanted.first_day)
    if wanted.last_day is not None:
        statement = statement.where(LedgerEntry.day <= wanted.last_day)
    return tuple(_ledger_row(*row) for row in connection.execute(statement))


def _ledger_row(*columns: Any) -> LedgerRow:
    return LedgerRow(*columns)


def payment_of(connection: Connection, fee_id: int) -> LedgerRow | None:
    """Return the entry that pays a request and stands, None for none."""
    rows = ledger_rows(connection, LedgerFilter(kinds=frozenset({LedgerKind.PAYMENT})))
    return next((row for row in rows if row.request_id == fee_id and row.countered_by is None), None)


def balance_before(connection: Connection, year: int) -> int:
    """Return what the account held when a year began, in cents."""
    return (
        connection.scalar(
            select(LedgerEntry.balance)
            .where(LedgerEntry.day < date(year, 1, 1))
            .order_by(LedgerEntry.id.desc())
            .limit(1)
        )
        or 0
    )


def approved_unpaid(connection: Connection) -> int:
    """Return what approved requests that wait for payment come to, in cents."""
    found = connection.scalar(
        select(func.coalesce(func.sum(FeeRequest.total), 0)).where(FeeRequest.state == FeeState.APPROVED)
    )
    return int(found or 0)


@dataclass(frozen=True, slots=True)
class YearSums:
    """What one year's entries come to in cents, counter-entries taken off what they take back."""

    allocated: int
    paid: int
    paid_main: int


def year_sums(connection: Connection, year: int) -> YearSums:
    """Return a year's sums by the day of the entries; a counter-entry counts in the year it was booked for."""
    target = aliased(LedgerEntry)
    kind = func.coalesce(target.kind, LedgerEntry.kind)
    rows = connection.execute(
        select(kind, TrainingClass.is_main, func.sum(LedgerEntry.amount))
        .outerjoin(target, target.id == LedgerEntry.counter_of)
        .outerjoin(FeeRequest, FeeRequest.id == LedgerEntry.request_id)
        .outerjoin(TrainingClass, TrainingClass.id == FeeRequest.class_id)
        .where(LedgerEntry.day.between(date(year, 1, 1), date(year, 12, 31)))
        .group_by(kind, TrainingClass.is_main)
    )
    allocated = paid = paid_main = 0
    for booked, is_main, amount in rows:
        if booked == LedgerKind.ALLOCATION:
            allocated += int(amount)
        elif booked == LedgerKind.PAYMENT:
            paid -= int(amount)
            paid_main -= int(amount) if is_main else 0
    return YearSums(allocated, paid, paid_main)


def ledger_years(connection: Connection) -> Sequence[int]:
    """Return the years that have entries, the latest first."""
    years = connection.scalars(select(func.substr(LedgerEntry.day, 1, 4)).distinct())
    return sorted((int(str(year)) for year in years), reverse=True)
