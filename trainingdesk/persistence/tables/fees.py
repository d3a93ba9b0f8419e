"""Fee requests, their lines and trail, and the ledger of the dedicated account (专户, P4.1)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingdesk.domain.codes import FeeItem, FeeState, LedgerKind
from trainingdesk.persistence.base import STRICT, Record, Versioned
from trainingdesk.persistence.tables import classes, office  # noqa: F401 - where the foreign keys point
from trainingdesk.persistence.types import Cents, Code, Day, Instant


class FeeRequest(Versioned, Record):
    """A request to spend on one class (经费申请)."""

    __tablename__ = "fee_request"
    __table_args__ = (UniqueConstraint("number"), Index(None, "class_id"), Index(None, "state"), STRICT)

    #: document number, drawn when the draft is made
    number: Mapped[str]
    #: the class it pays for
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    #: what it is for
    title: Mapped[str]
    #: trainees the standard is counted with
    persons: Mapped[int]
    #: days the standard is counted with
    days: Mapped[int]
    #: sum of its lines in cents
    total: Mapped[int] = mapped_column(Cents)
    #: state
    state: Mapped[FeeState] = mapped_column(Code(FeeState))
    #: who wrote it
    requester_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    #: who reviewed it, None before
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: who approved it, None before
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class FeeLine(Record):
    """One line of a request."""

    __tablename__ = "fee_line"
    __table_args__ = (Index(None, "request_id"), STRICT)

    #: the request
    request_id: Mapped[int] = mapped_column(ForeignKey("fee_request.id"))
    #: order on the form, from 1
    position: Mapped[int]
    #: the item
    item: Mapped[FeeItem] = mapped_column(Code(FeeItem))
    #: what it is, in words
    text: Mapped[str]
    #: how the amount comes about, for instance 50人×5天×150元
    basis: Mapped[str]
    #: amount in cents
    amount: Mapped[int] = mapped_column(Cents)


class FeeStep(Record):
    """One step of a request's trail: who did what when, with what opinion."""

    __tablename__ = "fee_step"
    __table_args__ = (Index(None, "request_id"), STRICT)

    #: the request
    request_id: Mapped[int] = mapped_column(ForeignKey("fee_request.id"))
    #: the action, a code of ``domain.fees.rules.FeeAction``
    action: Mapped[str]
    #: the state it led to
    state: Mapped[FeeState] = mapped_column(Code(FeeState))
    #: who
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    #: when
    at: Mapped[datetime] = mapped_column(Instant)
    #: the opinion or reason written down
    opinion: Mapped[str]


class LedgerEntry(Record):
    """One entry of the ledger; entries are only ever added, a mistake is taken back by a counter-entry."""

    __tablename__ = "ledger_entry"
    __table_args__ = (Index(None, "request_id"), UniqueConstraint("counter_of"), STRICT)

    #: the day it counts for
    day: Mapped[date] = mapped_column(Day)
    #: what it books
    kind: Mapped[LedgerKind] = mapped_column(Code(LedgerKind))
    #: positive into the account, negative out of it, in cents
    amount: Mapped[int] = mapped_column(Cents)
    #: balance after this entry, in cents
    balance: Mapped[int] = mapped_column(Cents)
    #: what it is, in words
    text: Mapped[str]
    #: payee or source
    party: Mapped[str]
    #: the request it pays, None for others
    request_id: Mapped[int | None] = mapped_column(ForeignKey("fee_request.id"))
    #: the entry it takes back, None for others
    counter_of: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"))
    #: when it was booked
    at: Mapped[datetime] = mapped_column(Instant)
    #: who booked it
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
