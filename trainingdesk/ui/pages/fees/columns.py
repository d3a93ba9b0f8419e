"""How requests and entries are listed, and the looks of their states."""

from trainingdesk.domain.codes import FeeState, LedgerKind
from trainingdesk.domain.fees.rows import FeeRow
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _, language, ngettext, text
from trainingdesk.ui.tables.columns import Chip, ColumnSpec

_LOOKS = {
    FeeState.DRAFT: ("pencil", "slate"),
    FeeState.SUBMITTED: ("hourglass", "indigo"),
    FeeState.REVIEWED: ("hourglass", "indigo"),
    FeeState.APPROVED: ("coin", "amber"),
    FeeState.PAID: ("circle-check", "pine"),
    FeeState.RETURNED: ("arrow-back-up", "seal"),
    FeeState.WITHDRAWN: ("history", "slate"),
}
_ENTRY_LOOKS = {
    LedgerKind.OPENING: ("circle", "slate"),
    LedgerKind.ALLOCATION: ("plus", "pine"),
    LedgerKind.PAYMENT: ("coin", "indigo"),
    LedgerKind.COUNTER: ("arrow-back-up", "amber"),
}


def state_chip(state: FeeState) -> Chip:
    """Return the look of a request's state."""
    icon, tone = _LOOKS[state]
    return Chip(text(f"fee.state.{state}"), icon, tone)


def kind_chip(kind: LedgerKind) -> Chip:
    """Return the look of a kind of entry."""
    icon, tone = _ENTRY_LOOKS[kind]
    return Chip(text(f"ledger_kind.{kind}"), icon, tone)


def _waiting(row: FeeRow) -> str | None:
    if not row.waiting_days:
        return None
    return ngettext("{count} day", "{count} days", row.waiting_days).format(count=row.waiting_days)


def wide(chinese: float, english: float) -> float:
    """Return a width in em for words that are longer in English."""
    return chinese if language() == "zh_CN" else english


def request_columns() -> list[ColumnSpec]:
    """Return the columns of requests, in the language in force."""
    return [
        ColumnSpec("number", _("Document number"), width_em=12.5),
        ColumnSpec("title", _("Purpose"), width_em=15, stretch=True),
        ColumnSpec("class_title", _("Training class"), width_em=14, hidden=True),
        ColumnSpec("total", _("Amount, yuan"), Kind.CENTS, 8),
        ColumnSpec("state", _("State"), width_em=wide(7.5, 12), chip=state_chip),
        ColumnSpec("requester", _("Requester"), Kind.PERSON, 5),
        ColumnSpec(
            "waiting",
            _("Waiting"),
            width_em=5,
            align="right",
            value=_waiting,
            sort=lambda row: row.waiting_days or None,
        ),
        ColumnSpec("persons", _("Number of people"), Kind.INT, 5, hidden=True),
        ColumnSpec("days", _("Days"), Kind.INT, 5, hidden=True),
        ColumnSpec("reviewer", _("Reviewed by"), Kind.PERSON, 5, hidden=True),
        ColumnSpec("approver", _("Approved by"), Kind.PERSON, 5, hidden=True),
        ColumnSpec("step_at", _("Last step"), Kind.INSTANT, 10, hidden=True),
    ]


def _taken_back(countered_by: int | None) -> Chip | None:
    return Chip(_("taken back"), "arrow-back-up", "slate") if countered_by else None


def ledger_columns() -> list[ColumnSpec]:
    """Return the columns of the ledger, in the language in force."""
    return [
        ColumnSpec("id", _("No."), Kind.INT, 4),
        ColumnSpec("day", _("Day"), Kind.DAY, 7),
        ColumnSpec("kind", _("Kind"), width_em=wide(7, 10), chip=kind_chip),
        ColumnSpec("text", _("Text"), width_em=22, stretch=True),
        ColumnSpec("party", _("Payee or source"), width_em=11),
        ColumnSpec(
            "in", _("Received"), Kind.CENTS, 9, value=lambda row: row.amount if row.amount > 0 else None
        ),
        ColumnSpec(
            "out", _("Paid out"), Kind.CENTS, 9, value=lambda row: -row.amount if row.amount < 0 else None
        ),
        ColumnSpec("balance", _("Balance"), Kind.CENTS, 9.5),
        ColumnSpec("countered_by", _("Remark"), width_em=wide(7, 8), chip=_taken_back),
        ColumnSpec("actor", _("Booked by"), Kind.PERSON, 5, hidden=True),
        ColumnSpec("at", _("Booked at"), Kind.INSTANT, 10, hidden=True),
    ]
