"""The ledger: only added to, never below nothing, each entry taken back at most once."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from trainingdesk.domain.codes import LedgerKind
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.fees.ledger import BookedEntry, LedgerHead, decide_counter, decide_entry

TODAY = date(2026, 6, 12)
OPENED = date(2026, 1, 4)
LAST = date(2026, 6, 1)
HEAD = LedgerHead(1_000_000, 3, LAST)


def refused(code: str):
    return pytest.raises(Refused, match=f"^\\('{code}'")


def entry(
    kind: LedgerKind, amount: int, head: LedgerHead = HEAD, day: date = TODAY, text: str = "培训费"
) -> int:
    return decide_entry(head, kind, amount, day, TODAY, text)


def test_money_in_and_out():
    assert entry(LedgerKind.OPENING, 500, LedgerHead()) == 500
    assert entry(LedgerKind.ALLOCATION, 500) == 1_000_500
    assert entry(LedgerKind.PAYMENT, 1_000_000) == 0, "the last cent can be spent"


def test_a_payment_that_the_balance_does_not_cover_is_refused_with_what_is_missing():
    with refused("ledger.not_covered") as error:
        entry(LedgerKind.PAYMENT, 1_000_001)
    assert error.value.params == {"amount": "10,000.01", "balance": "10,000.00", "missing": "0.01"}


def test_what_is_no_entry():
    for code, parts in [
        ("money.not_positive", {"amount": 0}),
        ("ledger.no_text", {"text": " "}),
        ("ledger.future_day", {"day": TODAY + timedelta(1)}),
        ("ledger.before_last", {"day": LAST - timedelta(1)}),
    ]:
        with refused(code):
            entry(**({"kind": LedgerKind.ALLOCATION, "amount": 1} | parts))
    with refused("ledger.opening_not_first"):
        entry(LedgerKind.OPENING, 1)


def counter(
    kind: LedgerKind, amount: int, *, taken_back: bool = False, day: date = TODAY, reason: str = "记错"
) -> int:
    return decide_counter(HEAD, BookedEntry(kind, amount, taken_back), day, TODAY, reason)


def test_taking_back():
    assert counter(LedgerKind.PAYMENT, -700) == 1_000_700
    assert counter(LedgerKind.ALLOCATION, 1_000_000) == 0
    for code, parts in [
        ("ledger.counter_of_counter", {"kind": LedgerKind.COUNTER, "amount": 1}),
        ("ledger.countered", {"taken_back": True}),
        ("fee.no_reason", {"reason": ""}),
        ("ledger.future_day", {"day": TODAY + timedelta(1)}),
        ("ledger.before_last", {"day": LAST - timedelta(1)}),
        ("ledger.counter_not_covered", {"kind": LedgerKind.ALLOCATION, "amount": 1_000_001}),
    ]:
        with refused(code):
            counter(**({"kind": LedgerKind.PAYMENT, "amount": -1} | parts))


@dataclass
class Booked:
    kind: LedgerKind
    amount: int
    balance: int
    counter_of: int | None = None


@dataclass
class Book:
    entries: list[Booked] = field(default_factory=list)

    @property
    def head(self) -> LedgerHead:
        if not self.entries:
            return LedgerHead()
        return LedgerHead(self.entries[-1].balance, len(self.entries), OPENED)


class LedgerMachine(RuleBasedStateMachine):
    """Whatever is booked in whatever order: the sums stay right."""

    @initialize(opening=st.integers(1, 10**9))
    def open(self, opening: int) -> None:
        self.book = Book()
        balance = decide_entry(self.book.head, LedgerKind.OPENING, opening, OPENED, TODAY, "期初")
        self.book.entries.append(Booked(LedgerKind.OPENING, opening, balance))

    @rule(kind=st.sampled_from([LedgerKind.ALLOCATION, LedgerKind.PAYMENT]), amount=st.integers(-5, 10**9))
    def write(self, kind: LedgerKind, amount: int) -> None:
        before = self.book.head
        try:
            balance = decide_entry(before, kind, amount, TODAY, TODAY, "某事")
        except Refused:
            assert amount <= 0 or (kind is LedgerKind.PAYMENT and amount > before.balance)
        else:
            signed = -amount if kind is LedgerKind.PAYMENT else amount
            self.book.entries.append(Booked(kind, signed, balance))

    @precondition(lambda self: len(self.book.entries) > 1)
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        index = data.draw(st.integers(0, len(self.book.entries) - 1))
        target = self.book.entries[index]
        taken = any(other.counter_of == index for other in self.book.entries)
        try:
            balance = decide_counter(
                self.book.head, BookedEntry(target.kind, target.amount, taken), TODAY, TODAY, "记错"
            )
        except Refused:
            assert taken or target.kind is LedgerKind.COUNTER or target.amount > self.book.head.balance
        else:
            self.book.entries.append(Booked(LedgerKind.COUNTER, -target.amount, balance, index))

    @invariant()
    def the_balance_is_the_sum_and_never_below_nothing(self) -> None:
        total = 0
        for booked in getattr(self, "book", Book()).entries:
            total += booked.amount
            assert booked.balance == total >= 0

    @invariant()
    def an_entry_is_taken_back_once(self) -> None:
        targets = [b.counter_of for b in getattr(self, "book", Book()).entries if b.counter_of is not None]
        assert len(targets) == len(set(targets))


TestLedger = LedgerMachine.TestCase
