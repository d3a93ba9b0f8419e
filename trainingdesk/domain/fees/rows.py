"""What queries of fees and the ledger answer with."""

from dataclasses import dataclass
from datetime import date, datetime

from trainingdesk.domain.codes import ClassState, FeeItem, FeeState, LedgerKind
from trainingdesk.domain.errors import Problem
from trainingdesk.domain.fees.rules import FeeAction, LineDraft, OtherRequest, Standard, Standing, Verdict


@dataclass(frozen=True, slots=True)
class FeeFilter:
    """Which requests a list shows; an empty part hides nothing.

    Attributes:
        text: words in number, title or class.
        states: these only.
        class_id: of one class.
        year: of classes that begin in one year.
        requester_id: of one person.
    """

    text: str = ""
    states: frozenset[FeeState] = frozenset()
    class_id: int | None = None
    year: int | None = None
    requester_id: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is hidden."""
        return self == FeeFilter()


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One request in a list.

    Attributes:
        total: sum of its lines in cents.
        step_at: when its last step was, None for a draft never submitted.
        waiting_days: whole days it has been in its state, 0 where nobody is waited for.
    """

    id: int
    version: int
    number: str
    title: str
    class_id: int
    class_code: str
    class_title: str
    class_state: ClassState
    is_main: bool
    persons: int
    days: int
    total: int
    state: FeeState
    requester_id: int
    requester: str
    reviewer_id: int | None
    reviewer: str
    approver_id: int | None
    approver: str
    step_at: datetime | None
    waiting_days: int


@dataclass(frozen=True, slots=True)
class FeeList:
    """A filtered list of requests and how many there are in all."""

    rows: tuple[FeeRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for the person who asks.

    Attributes:
        to_review, to_approve, to_pay: what this person can act on now, longest waiting first.
        returned: own requests that came back.
        drafts: own requests not submitted yet.
        waiting: own requests that wait for others.
        blocked: what this person's role could act on but the two-person rule does not let, with the reason's code.
    """

    to_review: tuple[FeeRow, ...]
    to_approve: tuple[FeeRow, ...]
    to_pay: tuple[FeeRow, ...]
    returned: tuple[FeeRow, ...]
    drafts: tuple[FeeRow, ...]
    waiting: tuple[FeeRow, ...]
    blocked: tuple[tuple[FeeRow, Problem], ...]

    @property
    def count(self) -> int:
        """How many requests wait for this person to do something."""
        return len(self.to_review) + len(self.to_approve) + len(self.to_pay) + len(self.returned)


@dataclass(frozen=True, slots=True)
class FeeLineRow:
    """One line of a request; ``amount`` in cents."""

    id: int
    position: int
    item: FeeItem
    text: str
    basis: str
    amount: int

    @property
    def draft(self) -> LineDraft:
        """The line as it was written."""
        return LineDraft(self.item, self.text, self.basis, self.amount)


@dataclass(frozen=True, slots=True)
class FeeStepRow:
    """One step of a request's trail."""

    action: FeeAction
    state: FeeState
    actor_id: int
    actor: str
    at: datetime
    opinion: str


@dataclass(frozen=True, slots=True)
class ClassForFees:
    """What a request needs to know of its class.

    Attributes:
        enrolled: people enrolled now.
        session_days: days that have half-days, 0 without a timetable.
        class_days: what a request proposes.
    """

    id: int
    code: str
    title: str
    start_day: date
    end_day: date
    is_main: bool
    capacity: int
    enrolled: int
    state: ClassState
    place: str
    session_days: int = 0

    @property
    def class_days(self) -> int:
        """Days of the timetable; while there is none, those from the first to the last, both counted."""
        return self.session_days or (self.end_day - self.start_day).days + 1


@dataclass(frozen=True, slots=True)
class FeeCard:
    """One request with everything that a decision on it needs.

    Attributes:
        standing: its lines against the standard of the class's first day.
        notes: what a reviewer should look at.
        trail: its steps, the first one first.
        verdicts: what can be done now, with the reason where this person can't.
        edit_why_not: why this person can't change it, None when they can.
    """

    row: FeeRow
    training_class: ClassForFees
    lines: tuple[FeeLineRow, ...]
    standard: Standard
    standing: Standing
    notes: tuple[Problem, ...]
    trail: tuple[FeeStepRow, ...]
    verdicts: tuple[Verdict, ...]
    edit_why_not: Problem | None


@dataclass(frozen=True, slots=True)
class FeeFormFacts:
    """What the form of a request needs before it is saved.

    Attributes:
        standard: in force on the class's first day.
        others: other live requests of the class; ``numbers`` are theirs.
    """

    training_class: ClassForFees
    standard: Standard
    others: tuple[OtherRequest, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which entries a list shows; an empty part hides nothing."""

    text: str = ""
    kinds: frozenset[LedgerKind] = frozenset()
    first_day: date | None = None
    last_day: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is hidden."""
        return self == LedgerFilter()


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One entry of the ledger; amounts in cents.

    Attributes:
        amount: positive into the account, negative out of it.
        balance: after this entry.
        request_number: of the request it pays, "" for none.
        counter_of: the entry it takes back, None for others.
        countered_by: the entry that takes this one back, None while it stands.
    """

    id: int
    day: date
    kind: LedgerKind
    amount: int
    balance: int
    text: str
    party: str
    request_id: int | None
    request_number: str
    counter_of: int | None
    countered_by: int | None
    at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class LedgerList:
    """A filtered list of entries, in the order they were booked, and how many there are in all."""

    rows: tuple[LedgerRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Where the account stands; amounts in cents.

    Attributes:
        balance: now.
        approved: approved requests that are not paid yet.
        allocated, paid: of the year, counter-entries taken off.
        paid_main: the part of ``paid`` for main classes, which are outside the total ceiling (P4.4).
        year: which year.
        entries: how many entries the ledger holds.
    """

    balance: int
    approved: int
    allocated: int
    paid: int
    paid_main: int
    year: int
    entries: int

    @property
    def free(self) -> int:
        """What is left when everything approved is paid; negative when money is missing."""
        return self.balance - self.approved
