"""What can be done with a class, and when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from trainingdesk.domain.access import Permission
from trainingdesk.domain.classes.reasons import not_in_state
from trainingdesk.domain.codes import ClassState, PersonStatus, Slot
from trainingdesk.domain.errors import Invalid, Problem, Refused, Severity
from trainingdesk.domain.planning.rules import over_cap
from trainingdesk.domain.policy import Policy
from trainingdesk.domain.workflow import Workflow
from trainingdesk.shared.readings import ReadingTable
from trainingdesk.shared.text import Label

#: longest class that is taken, in days: a typing error in the year is noticed
LONGEST_DAYS = 400
#: most people one class takes
MOST_PEOPLE = 2000
#: longest half-day, in tenths of 学时
LONGEST_HALF_DAY = 120


class ClassAction(StrEnum):
    """What a person does to move a class on."""

    APPROVE = "approve"  #: 批准
    OPEN = "open"  #: 开放报名
    START = "start"  #: 开班
    ASSESS = "assess"  #: 转入考核
    CLOSE = "close"  #: 结班
    REOPEN = "reopen"  #: 撤销结班, with a reason
    CANCEL = "cancel"  #: 取消班次, with a reason


_S, _A = ClassState, ClassAction

#: 计划 → 已批 → 报名 → 开班 → 考核 → 结班 (P5.3: every class ends with an assessment). A class outside the approved
#: plan is opened directly: the policy asks for approval of the plan, the menu and the money (P1.3, P5.1, P4.1), of no
#: single class. Closing is final but for its counter-act.
CLASS_FLOW: Workflow[ClassState, ClassAction] = Workflow(
    "class",
    _S.PLANNED,
    {
        (_S.PLANNED, _A.APPROVE): _S.APPROVED,
        (_S.PLANNED, _A.OPEN): _S.ENROLLING,
        (_S.PLANNED, _A.CANCEL): _S.CANCELLED,
        (_S.APPROVED, _A.OPEN): _S.ENROLLING,
        (_S.APPROVED, _A.CANCEL): _S.CANCELLED,
        (_S.ENROLLING, _A.START): _S.RUNNING,
        (_S.ENROLLING, _A.CANCEL): _S.CANCELLED,
        (_S.RUNNING, _A.ASSESS): _S.ASSESSING,
        (_S.RUNNING, _A.CANCEL): _S.CANCELLED,
        (_S.ASSESSING, _A.CLOSE): _S.CLOSED,
        (_S.CLOSED, _A.REOPEN): _S.ASSESSING,
    },
)

#: what each action needs
ACTION_PERMISSION: Mapping[ClassAction, Permission] = {
    _A.APPROVE: Permission.CLASS_APPROVE,
    _A.OPEN: Permission.CLASS_EDIT,
    _A.START: Permission.CLASS_EDIT,
    _A.ASSESS: Permission.CLASS_EDIT,
    _A.CLOSE: Permission.CLASS_CLOSE,
    _A.REOPEN: Permission.CLASS_CLOSE,
    _A.CANCEL: Permission.CLASS_EDIT,
}

#: states in which facts and half-days can still be changed
EDITABLE = frozenset({_S.PLANNED, _S.APPROVED, _S.ENROLLING, _S.RUNNING})
#: states in which people come in and go out
ENROLLABLE = frozenset({_S.ENROLLING, _S.RUNNING})
#: states in which grades are given; a teacher may key them in on the last day
GRADABLE = frozenset({_S.RUNNING, _S.ASSESSING})


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """The facts a step of a class is decided on.

    Attributes:
        half_days: how many half-days the class has.
        open_sessions: how many of them are not closed for marks.
        enrolled: how many people are in it.
        graded: how many of them have a grade.
        certificates: how many valid certificates were issued for it.
    """

    half_days: int = 0
    open_sessions: int = 0
    enrolled: int = 0
    graded: int = 0
    certificates: int = 0


@dataclass(frozen=True, slots=True)
class ClassDays:
    """The first and last day of a class, and the day by this computer's clock."""

    start: date
    end: date
    today: date


def decide_action(state: ClassState, action: ClassAction, counts: ClassCounts, days: ClassDays) -> ClassState:
    """Return the state an action leads to (P5.3).

    Raises Refused ``workflow.not_now``, ``class.not_begun`` or ``class.not_over`` (nothing starts before its first
    day or closes before its last one), ``class.no_half_days`` or ``class.nobody_enrolled`` (a class starts with
    at least one half-day and one person), ``class.sessions_open`` or ``class.no_grades`` (attendance archive and
    assessment come before the end), and ``class.has_certificates`` (what was certified can't be reopened).
    """
    state = CLASS_FLOW.next(state, action)
    if action is ClassAction.START:
        if not counts.half_days:
            raise Refused("class.no_half_days")
        if not counts.enrolled:
            raise Refused("class.nobody_enrolled")
        if days.today < days.start:
            raise Refused("class.not_begun", day=days.start, today=days.today)
    elif action is ClassAction.CLOSE:
        if days.today < days.end:
            raise Refused("class.not_over", day=days.end, today=days.today)
        if counts.open_sessions:
            raise Refused("class.sessions_open", count=counts.open_sessions)
        if not counts.graded:
            raise Refused("class.no_grades")
    elif action is ClassAction.REOPEN and counts.certificates:
        raise Refused("class.has_certificates", count=counts.certificates)
    return state


def need_reason(reason: str) -> str:
    """Return a reason without blanks around it; raises Refused ``class.reason_needed`` when nothing is left."""
    reason = reason.strip()
    if not reason:
        raise Refused("class.reason_needed")
    return reason


# --- facts ---


def check_class(title: str, start: date, end: date, capacity: int) -> list[Problem]:
    """Return what is wrong with the facts of a class, each at its field."""
    problems: list[Problem] = []
    if not title.strip():
        problems.append(Problem("class.no_title", field="title"))
    if end < start:
        problems.append(Problem("class.ends_before", field="end_day", value=end.isoformat()))
    elif (end - start).days >= LONGEST_DAYS:
        problems.append(
            Problem("class.too_long", {"most": LONGEST_DAYS}, field="end_day", value=end.isoformat())
        )
    if not 1 <= capacity <= MOST_PEOPLE:
        problems.append(
            Problem("class.bad_capacity", {"most": MOST_PEOPLE}, field="capacity", value=str(capacity))
        )
    return problems


def title_initials(title: str, table: ReadingTable) -> str:
    """Return the initials of a title's pinyin, for search; letters and digits stand for themselves."""
    parts = []
    for char in title.lower():
        if char in table.characters:
            parts.append(table.characters[char][0][0])
        elif char.isalnum() and char.isascii():
            parts.append(char)
    return "".join(parts)


# --- half-days ---


@dataclass(frozen=True, slots=True)
class HalfDay:
    """One half-day as it is planned: the unit of attendance (考勤按半天计算).

    Attributes:
        hours: length in tenths of 学时; None takes the rule ``session.hours``.
        topic: what is taught, "" while it is open.
    """

    day: date
    slot: Slot
    topic: str = ""
    hours: int | None = None
    course_id: int | None = None

    @property
    def place(self) -> tuple[date, Slot]:
        """Its place in the grid."""
        return self.day, self.slot


@dataclass(frozen=True, slots=True)
class HeldHalfDay:
    """A half-day of the class as it stands.

    Attributes:
        closed: its roll call is closed.
        marked: somebody was marked in it.
    """

    id: int
    half_day: HalfDay
    closed: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class GridChange:
    """What a new grid means for the half-days that are there."""

    add: tuple[HalfDay, ...]
    change: tuple[tuple[int, HalfDay], ...]
    remove: tuple[int, ...]


_SLOT_ORDER = {slot: place for place, slot in enumerate(Slot)}


def in_grid_order(half_days: Iterable[HalfDay]) -> list[HalfDay]:
    """Return half-days by day, then morning, afternoon, evening."""
    return sorted(half_days, key=lambda half: (half.day, _SLOT_ORDER[half.slot]))


def slot_place(slot: Slot) -> int:
    """Return a slot's place in its day, 0 for the morning."""
    return _SLOT_ORDER[slot]


def days_between(start: date, end: date) -> list[date]:
    """Return every day of a class, first and last included."""
    return [start + timedelta(days=number) for number in range((end - start).days + 1)]


def check_half_days(start: date, end: date, half_days: Iterable[HalfDay]) -> list[Problem]:
    """Return what is wrong with a grid: outside the class's days, twice in one slot, impossible hours."""
    problems: list[Problem] = []
    seen: set[tuple[date, Slot]] = set()
    for half in half_days:
        place = {"day": half.day, "slot": Label(f"slot.{half.slot}")}
        if not start <= half.day <= end:
            problems.append(
                Problem("class.half_day_outside", {**place, "start": start, "end": end}, "half_days")
            )
        if half.place in seen:
            problems.append(Problem("class.half_day_twice", place, "half_days"))
        seen.add(half.place)
        if half.hours is not None and not 0 < half.hours <= LONGEST_HALF_DAY:
            params = {**place, "most": LONGEST_HALF_DAY // 10}
            problems.append(Problem("class.half_day_hours", params, "half_days"))
    return problems


def decide_grid(
    state: ClassState, start: date, end: date, held: Sequence[HeldHalfDay], wanted: Sequence[HalfDay]
) -> GridChange:
    """Return what has to be added, changed and removed so that the class has the wanted half-days (P5.3).

    Raises Refused ``class.not_editable`` or ``class.no_half_days`` (a running class keeps at least one), and
    Invalid ``class.grid_unfit`` with everything that is wrong: beside :func:`check_half_days`, a half-day with
    marks can't be removed and a closed one can't be changed (the attendance archive stays as it was taken).
    """
    need_editable(state)
    if state is ClassState.RUNNING and not wanted:
        raise Refused("class.no_half_days")
    problems = check_half_days(start, end, wanted)
    new = {half.place: half for half in wanted}
    change: list[tuple[int, HalfDay]] = []
    remove: list[int] = []
    for old in held:
        place = {"day": old.half_day.day, "slot": Label(f"slot.{old.half_day.slot}")}
        half = new.pop(old.half_day.place, None)
        if half is None:
            remove.append(old.id)
            if old.closed or old.marked:
                problems.append(Problem("class.half_day_marked", place, "half_days"))
        elif half != old.half_day:
            change.append((old.id, half))
            if old.closed and half.hours != old.half_day.hours:
                problems.append(Problem("class.half_day_closed", place, "half_days"))
    if problems:
        raise Invalid("class.grid_unfit", problems)
    return GridChange(tuple(in_grid_order(new.values())), tuple(change), tuple(remove))


def need_editable(state: ClassState) -> None:
    """Raise Refused ``class.not_editable`` once the assessment has begun or the class is over."""
    if state not in EDITABLE:
        raise not_in_state("class.not_editable", state)


# --- enrolment ---


@dataclass(frozen=True, slots=True)
class Clash:
    """The same half-day in another class the person is in."""

    person_id: int
    title: str
    day: date
    slot: Slot


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who is to be enrolled.

    Attributes:
        enrolled: already in the class.
        clash: the first half-day that is taken by another class, None for none.
    """

    person_id: int
    name: str
    unit_id: int
    unit: str
    status: PersonStatus
    enrolled: bool = False
    clash: Clash | None = None


@dataclass(frozen=True, slots=True)
class UnitShare:
    """How many of a unit are in training in the year of the class.

    Attributes:
        base: people of the unit's base.
        taking_part: people of it who are in a class of that year already; the newcomers are not among them.
    """

    unit_id: int
    unit: str
    base: int
    taking_part: int

    def over(self, newcomers: int, cap: Fraction) -> bool:
        """Return whether so many more are above the cap, as the plan of the year counts it."""
        return over_cap(self.taking_part + newcomers, self.base, cap)


@dataclass(frozen=True, slots=True)
class EnrolFacts:
    """The facts an enrolment is decided on.

    Attributes:
        enrolled: how many people are in the class.
        shares: of every unit the newcomers come from.
    """

    state: ClassState
    capacity: int
    enrolled: int
    newcomers: tuple[Newcomer, ...]
    shares: tuple[UnitShare, ...] = ()


def check_enrolment(facts: EnrolFacts, policy: Policy) -> list[Problem]:
    """Return everything to be said about an enrolment: errors stand in its way, notes do not.

    Errors: ``enrol.already``, ``enrol.not_in_base`` (rule ``base.statuses``, P1.1), ``enrol.clash`` (nobody sits in
    two rooms in one half-day), ``enrol.full`` (capacity). Notes: ``enrol.unit_share``, a unit that sends more than
    about a fifth of its people in the year (rule ``plan.share_cap``, P4.2: 控制在20%左右, so it warns only).
    """
    problems: list[Problem] = []
    statuses = policy.codes("base.statuses")
    fresh: dict[int, set[int]] = {}
    seen: set[int] = set()
    for person in facts.newcomers:
        who = {"name": person.name, "unit": person.unit}
        if person.enrolled or person.person_id in seen:
            problems.append(Problem("enrol.already", who, value=person.name))
            continue
        seen.add(person.person_id)
        fresh.setdefault(person.unit_id, set()).add(person.person_id)
        if person.status.value not in statuses:
            status = Label(f"person_status.{person.status}")
            problems.append(Problem("enrol.not_in_base", {**who, "status": status}, value=person.name))
        if person.clash is not None:
            at = {
                "title": person.clash.title,
                "day": person.clash.day,
                "slot": Label(f"slot.{person.clash.slot}"),
            }
            problems.append(Problem("enrol.clash", {**who, **at}, value=person.name))
    after = facts.enrolled + len(seen)
    if after > facts.capacity:
        free = max(0, facts.capacity - facts.enrolled)
        params = {"capacity": facts.capacity, "free": free, "count": len(seen)}
        problems.append(Problem("enrol.full", params))
    cap = policy.fraction("plan.share_cap")
    problems.extend(
        Problem(
            "enrol.unit_share", _share_params(share, len(fresh[share.unit_id]), cap), severity=Severity.NOTE
        )
        for share in facts.shares
        if share.unit_id in fresh and share.over(len(fresh[share.unit_id]), cap)
    )
    return problems


def _share_params(share: UnitShare, newcomers: int, cap: Fraction) -> dict[str, object]:
    return {
        "unit": share.unit,
        "count": share.taking_part + newcomers,
        "base": share.base,
        "cap": f"{float(cap):.0%}",
    }


def decide_enrolment(facts: EnrolFacts, policy: Policy) -> list[Problem]:
    """Return the notes about an enrolment that can be made.

    Raises Refused ``class.not_enrolling`` or ``enrol.nobody``, and Invalid ``enrol.unfit`` with every
    error of :func:`check_enrolment`: all are taken or none.
    """
    need_enrollable(facts.state)
    if not facts.newcomers:
        raise Refused("enrol.nobody")
    problems = check_enrolment(facts, policy)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        raise Invalid("enrol.unfit", errors)
    return problems


def need_enrollable(state: ClassState) -> None:
    """Raise Refused ``class.not_enrolling`` outside enrolment and teaching."""
    if state not in ENROLLABLE:
        raise not_in_state("class.not_enrolling", state)


def decide_withdrawal(state: ClassState, reason: str) -> str:
    """Return the reason to be kept for a withdrawal.

    While people enrol none is needed; from the first day on (退学) it is, and after the assessment nobody leaves.
    Raises Refused ``class.not_withdrawing`` and ``class.reason_needed``.
    """
    if state not in ENROLLABLE | GRADABLE:
        raise not_in_state("class.not_withdrawing", state)
    return reason.strip() if state is ClassState.ENROLLING else need_reason(reason)


def need_gradable(state: ClassState) -> None:
    """Raise Refused ``class.not_gradable`` before the class runs and after it is closed (P5.3)."""
    if state not in GRADABLE:
        raise not_in_state("class.not_gradable", state)


def decide_seats(held: Mapping[int, int], order: Collection[int]) -> dict[int, int]:
    """Return enrolment → new seat where it changes, so that seats count 1, 2, 3 … in the given order."""
    return {key: seat for seat, key in enumerate(order, 1) if held[key] != seat}
