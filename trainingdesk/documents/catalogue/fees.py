"""Papers of money: the approval form of a fee request and the ledger of the dedicated account (P4.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainingdesk.documents.definition import (
    DRAWN_FORMS,
    SEQ,
    SUM,
    Column,
    Content,
    Occasion,
    Param,
    Report,
    Row,
)
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import N_, Label, _

APPROVAL = Report(
    id="fees.approval",
    title=N_("Approval form for training fees"),
    occasion=Occasion.MONEY,
    params=(Param("fee", N_("Fee request"), Kind.INT, choices="fees"),),
    forms=DRAWN_FORMS,
)

LEDGER = Report(
    id="fees.ledger",
    title=N_("Ledger of the dedicated training account"),
    occasion=Occasion.MONEY,
    columns=(
        Column(SEQ, N_("No."), Kind.INT, 10),
        Column("day", N_("Day booked"), Kind.DAY, 23),
        Column("kind", N_("Kind of entry"), Kind.CODE, 20, align="center"),
        Column("text", N_("What for"), width_mm=52),
        Column("party", N_("Payee or source"), width_mm=36),
        Column("number", N_("Document number"), width_mm=36, align="center", whole=True),
        Column("in", N_("Received"), Kind.CENTS, 26, total=SUM),
        Column("out", N_("Paid out"), Kind.CENTS, 26, total=SUM),
        Column("balance", N_("Balance left"), Kind.CENTS, 28),
    ),
    params=(Param("year", N_("Accounting year"), Kind.INT, required=False, choices="years"),),
    landscape=True,
    unit_note=N_("Unit: yuan"),
    size=9.5,
    name_column="text",
)

REPORTS = (APPROVAL, LEDGER)

#: What is handed in for reimbursement (财行〔2016〕540号 第15条).
ATTACHMENTS = (
    N_("Approval of the training plan"),
    N_("Notice of the training"),
    N_("Sign-in sheet of those who attended"),
    N_("Receipts and itemised expenses"),
    N_("Lecture-fee receipts or contract"),
    N_("Travel and lodging of outside lecturers"),
    N_("Approval of a training added to the plan"),
)


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """One line of a request: item, what it is, how it comes about (50人×5天×150元), amount in cents."""

    item: Label | StrEnum
    text: str
    basis: str
    amount: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one of the three said: name, opinion and day; "" and None while still open, to be filled in by hand."""

    name: str = ""
    opinion: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment: day, payee, amount in cents, and who paid."""

    day: date
    payee: str
    amount: int
    keeper: str


@dataclass(frozen=True, slots=True)
class ApprovalFace:
    """A fee request as its form shows it; amounts in cents.

    Attributes:
        number: its document number.
        purpose: what it is for.
        class_title, class_code, start, end, place, is_main: of the class.
        days, persons: what the ceiling is counted with.
        lines: its lines in order; many are summed up by item and listed on a further page.
        total: sum of the lines.
        standard: 综合定额 in cents per person and day.
        inside: sum of the lines the standard covers.
        ceiling: the most the class may cost, teaching fees apart.
        others: what other requests of the class already take of the ceiling.
        source: document and article of the standard.
        requested, reviewed, approved: opinions of the three.
        payment: None before it is paid.
        applied_on: day of the request, None for a draft.
    """

    number: str
    purpose: str
    class_title: str
    class_code: str
    start: date
    end: date
    days: int
    persons: int
    lines: tuple[ApprovalLine, ...]
    total: int
    standard: int
    inside: int
    ceiling: int
    source: str
    place: str = ""
    is_main: bool = False
    others: int = 0
    requested: Opinion = Opinion()
    reviewed: Opinion = Opinion()
    approved: Opinion = Opinion()
    payment: Payment | None = None
    office: str = ""
    applied_on: date | None = None
    printed_on: date | None = None


def draw_approval(face: ApprovalFace) -> bytes:
    """Return the approval form as PDF; raises Invalid ``documents.not_drawn``."""
    from trainingdesk.documents.forms.approval import draw

    return draw(face)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry: ``amount`` in cents, positive into the account; ``balance`` after it."""

    day: date
    kind: Label | StrEnum
    text: str
    party: str
    number: str
    amount: int
    balance: int


def ledger_content(
    lines: Sequence[LedgerLine],
    *,
    period: str = "",
    brought_forward: int | None = None,
    office: str = "",
    data_date: date | None = None,
    printed_on: date | None = None,
) -> Content:
    """Return the ledger of a period in the order booked; the total row closes with the last balance.

    ``brought_forward`` is the balance before the first entry, None when the ledger begins with it.
    """
    rows: list[Row] = []
    if brought_forward is not None:
        rows.append(Row({SEQ: None, "text": _("Brought forward"), "balance": brought_forward}, counted=False))
    for number, line in enumerate(lines, 1):
        rows.append(
            Row(
                {
                    SEQ: number,
                    "day": line.day,
                    "kind": line.kind,
                    "text": line.text,
                    "party": line.party,
                    "number": line.number,
                    "in": line.amount if line.amount >= 0 else None,
                    "out": -line.amount if line.amount < 0 else None,
                    "balance": line.balance,
                }
            )
        )
    closing = lines[-1].balance if lines else brought_forward
    return Content(
        rows=rows,
        subtitle=period,
        office=office,
        data_date=data_date,
        printed_on=printed_on,
        totals={"balance": closing} if closing is not None else {},
    )
