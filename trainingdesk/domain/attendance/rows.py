"""What the queries about roll calls return: frozen, without a rule about how it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from trainingdesk.domain.attendance.rules import LeaveShare
from trainingdesk.domain.codes import ClassState, Mark, SessionState, Slot


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One half-day in the list beside a roll call.

    Attributes:
        hours: in tenths of 学时.
        expected: people who have to be there (应到).
        marked: those of them who have a mark.
        present: those of them who came, also late or not to the end (已到).
    """

    id: int
    class_id: int
    code: str
    title: str
    class_state: ClassState
    day: date
    slot: Slot
    topic: str
    hours: int
    state: SessionState
    expected: int
    marked: int
    present: int

    @property
    def unmarked(self) -> int:
        """People without a mark (未点)."""
        return self.expected - self.marked


@dataclass(frozen=True, slots=True)
class SessionLists:
    """The half-days a teacher may want: today's, this week's others, and earlier ones that are not closed.

    A half-day stands in one list only.

    Attributes:
        ended: classes with a half-day this week that are completed already; their half-days are in no list.
    """

    today: tuple[SessionRow, ...] = ()
    week: tuple[SessionRow, ...] = ()
    unclosed: tuple[SessionRow, ...] = ()
    ended: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RollRow:
    """One line of a roll call, in the order of the printed sign-in sheet.

    Attributes:
        keys: pinyin and initials the name is found by.
        id_tail: last six characters of the ID number, for a card reader or a typed tail; never shown.
        mark: the mark that counts, None for none.
        at: when it was made.
        leave: leave in the whole class so far.
    """

    id: int
    seat: int
    person_id: int
    name: str
    unit: str
    post: str
    keys: tuple[str, ...]
    id_tail: str
    mark: Mark | None
    at: datetime | None
    leave: LeaveShare


@dataclass(frozen=True, slots=True)
class Roll:
    """One half-day's roll call.

    Attributes:
        session: the half-day.
        rows: everybody enrolled, by seat.
        counts: how often each mark was given.
        version: id of the last mark in the desk when it was read; a later read has a higher one.
    """

    session: SessionRow
    rows: tuple[RollRow, ...]
    counts: Mapping[Mark, int] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True)
class LeaveWarning:
    """Somebody whose leave is over the limit, or would be with one more half-day."""

    class_id: int
    code: str
    title: str
    enrolment_id: int
    person_id: int
    name: str
    unit: str
    leave: LeaveShare
