"""What the queries about classes return: frozen, without a rule about how it is shown."""

from dataclasses import dataclass, field
from datetime import date, datetime

from trainingdesk.domain.access import Permission
from trainingdesk.domain.classes.completion import Reason
from trainingdesk.domain.classes.rules import ClassAction
from trainingdesk.domain.codes import Audience, ClassState, Grade, Rank, SessionState, Sex, Slot, Team
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.order import NOBODY, PersonKeys


@dataclass(frozen=True, slots=True)
class ClassFilter:
    """Which classes a list shows; what is None or "" does not narrow it.

    Attributes:
        year: the year of the first day.
        text: in title, initials of the title, number or class teacher.
    """

    year: int | None = None
    state: ClassState | None = None
    text: str = ""

    @property
    def hides(self) -> bool:
        """Whether it can hide a class."""
        return self.year is not None or self.state is not None or bool(self.text.strip())


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class in a list.

    Attributes:
        enrolled: people in it.
        half_days: its half-days; ``closed`` of them have a closed roll call.
        hours: planned hours in tenths of 学时.
    """

    id: int
    version: int
    code: str
    title: str
    audience: Audience
    start_day: date
    end_day: date
    is_main: bool
    capacity: int
    teacher: str
    place: str
    state: ClassState
    enrolled: int
    half_days: int
    closed: int
    hours: int


@dataclass(frozen=True, slots=True)
class ClassCount:
    """How many classes of a year are in a state."""

    state: ClassState
    count: int


@dataclass(frozen=True, slots=True)
class HalfDayRow:
    """One half-day of a class's schedule.

    Attributes:
        hours: in tenths of 学时.
        marked: people of the class who have a mark in it.
    """

    id: int
    class_id: int
    day: date
    slot: Slot
    topic: str
    course_id: int | None
    hours: int
    state: SessionState
    marked: int


@dataclass(frozen=True, slots=True)
class EnrolmentRow:
    """One person in a class, with unit, post and rank as they were then.

    Attributes:
        keys: what lists are ordered by, the unit of then among it.
        reasons, completed, attended_hours: fixed at closing, None or () before; hours in tenths of 学时.
    """

    id: int
    seat: int
    person_id: int
    name: str
    unit_id: int
    unit: str
    unit_short: str
    post: str
    rank: Rank | None
    team: Team
    grade: Grade | None
    completed: bool | None
    reasons: tuple[Reason, ...]
    attended_hours: int | None
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    sex: Sex | None = None
    keys: PersonKeys = NOBODY


@dataclass(frozen=True, slots=True)
class UnitCount:
    """How many people of a unit are in a class."""

    unit_id: int
    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class ActionState:
    """Whether one step can be taken now, by the acting user.

    Attributes:
        permission: what it needs.
        why_not: why it can't be taken, None when it can.
    """

    action: ClassAction
    permission: Permission
    why_not: Problem | None


@dataclass(frozen=True, slots=True)
class ClassCard:
    """Everything about one class but its people.

    Attributes:
        open_days: half-days whose roll call is not closed.
        menu_item: the course of the menu item it was made from, "" for none.
        steps: every action of the class's flow with why it can't be taken now.
        certificates: valid certificates issued for it.
        graded: people with a grade.
    """

    row: ClassRow
    half_days: tuple[HalfDayRow, ...]
    units: tuple[UnitCount, ...]
    steps: tuple[ActionState, ...]
    menu_item_id: int | None
    menu_item: str
    closed_at: datetime | None
    graded: int
    certificates: int

    @property
    def open_days(self) -> int:
        """Half-days whose roll call is not closed."""
        return sum(half.state is SessionState.OPEN for half in self.half_days)


@dataclass(frozen=True, slots=True)
class EnrolPreview:
    """What is to be said before people are enrolled.

    Attributes:
        count: how many would be enrolled.
        problems: errors stand in the way, notes do not.
    """

    capacity: int
    enrolled: int
    count: int
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What stands in the way."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What is worth knowing."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.NOTE)


@dataclass(frozen=True, slots=True)
class CompletionRow:
    """Whether one person completes the class as things stand.

    Attributes:
        attended, leave, total: hours in tenths of 学时.
        keys: what lists are ordered by.
    """

    enrolment_id: int
    seat: int
    person_id: int
    name: str
    unit: str
    grade: Grade | None
    attended: int
    leave: int
    total: int
    completed: bool
    reasons: tuple[Reason, ...] = ()
    keys: PersonKeys = NOBODY


@dataclass(frozen=True, slots=True)
class CompletionPreview:
    """Who completes a class as things stand, and who does not and why."""

    class_id: int
    rows: tuple[CompletionRow, ...] = field(default_factory=tuple)

    @property
    def completed(self) -> int:
        """How many complete it."""
        return sum(row.completed for row in self.rows)


@dataclass(frozen=True, slots=True)
class ClassHit:
    """A class found by the search from anywhere."""

    id: int
    code: str
    title: str
    start_day: date
    state: ClassState
