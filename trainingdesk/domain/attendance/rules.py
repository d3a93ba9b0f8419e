"""What a roll call may do: append marks, close, reopen; leave against its limit in integers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from trainingdesk.domain.classes.reasons import not_in_state
from trainingdesk.domain.codes import ClassState, Mark, SessionState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.policy import Policy

#: states of a class in which its roll calls can be marked (P5.3)
MARKABLE = frozenset({ClassState.RUNNING, ClassState.ASSESSING})
#: how many names a sentence gives before it counts the rest
NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class RollFacts:
    """The facts a roll call is decided on."""

    session_state: SessionState
    class_state: ClassState
    day: date


def need_come(facts: RollFacts, today: date) -> None:
    """Raise what :func:`need_open` raises, and Refused ``attendance.not_come`` for a half-day after today.

    A trainer's laptop may have a wrong clock: the sentence names both days.
    """
    need_open(facts)
    if facts.day > today:
        raise Refused("attendance.not_come", day=facts.day, today=today)


def need_open(facts: RollFacts) -> None:
    """Raise Refused ``attendance.class_not_running`` or ``attendance.session_closed`` where nothing can be marked."""
    if facts.class_state not in MARKABLE:
        raise not_in_state("attendance.class_not_running", facts.class_state)
    if facts.session_state is not SessionState.OPEN:
        raise Refused("attendance.session_closed")


def decide_mark(
    facts: RollFacts, today: date, *, enrolled: bool, present_mark: Mark | None, mark: Mark
) -> bool:
    """Return whether a mark has to be appended (P5.3: an attendance archive); the same again changes nothing.

    Raises what :func:`need_come` raises, and Refused ``attendance.not_enrolled`` (in another class, or withdrawn).
    """
    need_come(facts, today)
    if not enrolled:
        raise Refused("attendance.not_enrolled")
    return mark is not present_mark


def decide_bulk(facts: RollFacts, today: date, unmarked: Sequence[int]) -> tuple[int, ...]:
    """Return whom "all that are unmarked" marks: nobody who has a mark is touched.

    Raises what :func:`need_come` raises, and Refused ``attendance.nobody_unmarked``.
    """
    need_come(facts, today)
    if not unmarked:
        raise Refused("attendance.nobody_unmarked")
    return tuple(unmarked)


def decide_close(facts: RollFacts, today: date, unmarked: Sequence[str], expected: int) -> None:
    """Say whether a roll call can be closed: everybody has a mark (P5.3).

    ``unmarked`` holds the names of those without one. Raises what :func:`need_come` raises, and Refused
    ``attendance.nobody`` or ``attendance.unmarked``.
    """
    need_come(facts, today)
    if not expected:
        raise Refused("attendance.nobody")
    if unmarked:
        raise Refused("attendance.unmarked", count=len(unmarked), names=list(unmarked[:NAMES_SHOWN]))


def decide_reopen(facts: RollFacts, reason: str) -> str:
    """Return the reason for reopening a closed roll call; it is kept in the log.

    Raises Refused ``attendance.not_closed``, ``attendance.class_not_running`` (a closed class is reopened first)
    and ``attendance.reason_needed``.
    """
    if facts.class_state not in MARKABLE:
        raise not_in_state("attendance.class_not_running", facts.class_state)
    if facts.session_state is not SessionState.CLOSED:
        raise Refused("attendance.not_closed")
    reason = reason.strip()
    if not reason:
        raise Refused("attendance.reason_needed")
    return reason


@dataclass(frozen=True, slots=True)
class LeaveShare:
    """One person's leave in one class.

    Attributes:
        leave: hours on leave, in tenths of 学时.
        total: planned hours of the class, in tenths.
        limit: the share that must not be exceeded.
    """

    leave: int
    total: int
    limit: Fraction

    @property
    def over(self) -> bool:
        """Whether the limit is exceeded; exactly the limit is allowed (条例 2023 第十五条: 不得超过)."""
        return self.exceeds(0)

    def exceeds(self, more: int) -> bool:
        """Return whether so many more tenths of leave would exceed the limit."""
        return (self.leave + more) * self.limit.denominator > self.total * self.limit.numerator


def leave_share(sessions: Iterable[tuple[int, Mark | None]], policy: Policy) -> LeaveShare:
    """Return the leave of one person over all half-days of a class: ``(hours in tenths, mark that counts)``.

    Which marks are leave says rule ``attendance.leave_marks``; the share is of planned 学时, not of days
    (条例 2023 第十五条: 总学时七分之一; rule ``attendance.leave_limit``).
    """
    marks = policy.codes("attendance.leave_marks")
    leave = total = 0
    for hours, mark in sessions:
        total += hours
        if mark is not None and mark.value in marks:
            leave += hours
    return LeaveShare(leave, total, policy.fraction("attendance.leave_limit"))


def present_marks(policy: Policy) -> frozenset[str]:
    """Return the marks that count as attended (P5.3), none where no rule says so on the policy's day."""
    key = "attendance.present_marks"
    return policy.codes(key) if policy.has(key) else frozenset()
