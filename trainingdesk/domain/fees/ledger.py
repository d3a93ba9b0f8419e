"""The ledger of the dedicated account (专户, P4.1): entries are only added, the balance never goes below nothing."""

from dataclasses import dataclass
from datetime import date

from trainingdesk.domain.codes import LedgerKind
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.fees.rules import yuan


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """Where the ledger stands.

    Attributes:
        balance: in cents.
        entries: how many entries there are.
        last_day: the day of the last entry, None for an empty ledger; entries follow each other by day too.
    """

    balance: int = 0
    entries: int = 0
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class BookedEntry:
    """An entry that is to be taken back.

    Attributes:
        kind: what it books.
        amount: positive into the account, negative out of it, in cents.
        taken_back: whether a counter-entry already stands against it.
    """

    kind: LedgerKind
    amount: int
    taken_back: bool


def decide_entry(head: LedgerHead, kind: LedgerKind, amount: int, day: date, today: date, text: str) -> int:
    """Return the balance after an opening, an allocation or a payment of ``amount`` cents.

    Raises Refused ``money.not_positive``, ``ledger.no_text``, ``ledger.future_day``, ``ledger.before_last``,
    ``ledger.opening_not_first``, or ``ledger.not_covered`` when a payment is above the balance (专款专用, P4.1).
    """
    if amount <= 0:
        raise Refused("money.not_positive", value=yuan(amount))
    if not text.strip():
        raise Refused("ledger.no_text")
    _check_day(head, day, today)
    if kind is LedgerKind.OPENING and head.entries:
        raise Refused("ledger.opening_not_first")
    if kind is not LedgerKind.PAYMENT:
        return head.balance + amount
    if amount > head.balance:
        raise Refused(
            "ledger.not_covered",
            amount=yuan(amount),
            balance=yuan(head.balance),
            missing=yuan(amount - head.balance),
        )
    return head.balance - amount


def decide_counter(head: LedgerHead, entry: BookedEntry, day: date, today: date, reason: str) -> int:
    """Return the balance after taking an entry back, whole and once.

    Raises Refused ``ledger.counter_of_counter``, ``ledger.countered``, ``fee.no_reason``, ``ledger.future_day``,
    ``ledger.before_last``, or ``ledger.counter_not_covered`` when the money taken back is already spent.
    """
    if entry.kind is LedgerKind.COUNTER:
        raise Refused("ledger.counter_of_counter")
    if entry.taken_back:
        raise Refused("ledger.countered")
    if not reason.strip():
        raise Refused("fee.no_reason")
    _check_day(head, day, today)
    after = head.balance - entry.amount
    if after < 0:
        raise Refused("ledger.counter_not_covered", amount=yuan(entry.amount), balance=yuan(head.balance))
    return after


def _check_day(head: LedgerHead, day: date, today: date) -> None:
    if day > today:
        raise Refused("ledger.future_day", day=day)
    if head.last_day is not None and day < head.last_day:
        raise Refused("ledger.before_last", day=head.last_day)
