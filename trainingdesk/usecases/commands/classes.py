"""Writes of classes: make, change, schedule, and the steps from plan to close."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.classes.completion import decide_completion
from trainingdesk.domain.classes.rules import (
    CLASS_FLOW,
    ClassAction,
    ClassDays,
    HalfDay,
    check_class,
    check_half_days,
    decide_action,
    in_grid_order,
    need_editable,
    need_reason,
    title_initials,
)
from trainingdesk.domain.codes import Audience, ClassState, MenuState
from trainingdesk.domain.errors import Invalid, NotFound, Problem, Refused
from trainingdesk.domain.numbers import document_number
from trainingdesk.persistence.numbering import draw_number
from trainingdesk.persistence.readmodels import classes as reads
from trainingdesk.persistence.tables.classes import Enrolment, HalfDaySession, TrainingClass
from trainingdesk.persistence.tables.office import NumberSeries, Office
from trainingdesk.shared.readings import reading_table
from trainingdesk.usecases.commands.schedule import add_half_days, check_courses, grid_clashes
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import Change, changes_of, put_back, seal_steps, values_of
from trainingdesk.usecases.work import Work

#: the facts of a class that its form has
_FACTS = ("title", "audience", "start_day", "end_day", "is_main", "capacity", "teacher", "place")
#: the steps that the closing of a class seals: what they would take back is fixed then
_SEALED = frozenset(
    {
        "TakeBackClass",
        "RestoreClass",
        "RestoreHalfDays",
        "StepBack",
        "TakeBackEnrolments",
        "RestoreSeats",
        "RestoreGrades",
    }
)


@dataclass(frozen=True, kw_only=True)
class CreateClass(Command):
    """Make a class.

    Attributes:
        half_days: its schedule; it may still be empty, but a class can't start without.
        menu_item_id: the item of an issued menu that it is made from.
    """

    title: str
    audience: Audience
    start_day: date
    end_day: date
    is_main: bool = False
    capacity: int
    teacher: str = ""
    place: str = ""
    half_days: tuple[HalfDay, ...] = ()
    menu_item_id: int | None = None


@handles(CreateClass, Permission.CLASS_EDIT)
def create_class(work: Work, command: CreateClass) -> Result:
    """Make a planned class under the next number of its year (rule ``class.code_format``).

    Raises Invalid ``class.unfit``, Refused ``class.no_menu_item`` and ``class.menu_not_issued``.
    """
    problems = check_class(command.title, command.start_day, command.end_day, command.capacity)
    problems += check_half_days(command.start_day, command.end_day, command.half_days)
    problems += check_courses(work, command.half_days)
    if problems:
        raise Invalid("class.unfit", problems)
    if command.menu_item_id is not None:
        item = reads.menu_item(work.connection, command.menu_item_id)
        if item is None:
            raise NotFound("class.no_menu_item")
        if item[0] != MenuState.ISSUED:
            raise Refused("class.menu_not_issued")
    year = command.start_day.year
    series = f"class/{year}"
    sequence = draw_number(work.session, series)
    prefix = work.session.get_one(Office, 1).number_prefix
    pattern = work.policy(command.start_day).text("class.code_format")
    made = TrainingClass(
        code=document_number(pattern, prefix=prefix, year=year, sequence=sequence),
        title=command.title.strip(),
        initials=title_initials(command.title, reading_table()),
        audience=command.audience,
        start_day=command.start_day,
        end_day=command.end_day,
        is_main=command.is_main,
        capacity=command.capacity,
        teacher=command.teacher.strip(),
        place=command.place.strip(),
        state=CLASS_FLOW.initial,
        menu_item_id=command.menu_item_id,
        closed_at=None,
    )
    work.session.add(made)
    work.session.flush()
    add_half_days(work, made, in_grid_order(command.half_days))
    inverse = TakeBackClass(class_id=made.id, series=series, sequence=sequence)
    work.can_undo("undo.create_class", inverse, code=made.code)
    return {"class_id": made.id, "code": made.code, "version": made.version}


@dataclass(frozen=True, kw_only=True)
class TakeBackClass(Command):
    """Take a class back that was just made."""

    class_id: int
    series: str
    sequence: int


@handles(TakeBackClass, Permission.CLASS_EDIT)
def take_back_class(work: Work, command: TakeBackClass) -> Result:
    """Remove a planned class that nothing depends on, and its number when it was the last one drawn.

    Raises Refused ``class.step_taken`` and ``class.in_use``.
    """
    made = work.load(TrainingClass, command.class_id)
    if made.state is not CLASS_FLOW.initial:
        raise Refused("class.step_taken")
    if reads.in_use(work.connection, made.id):
        raise Refused("class.in_use")
    for half in work.session.scalars(select(HalfDaySession).where(HalfDaySession.class_id == made.id)):
        work.session.delete(half)
    work.session.flush()
    work.session.delete(made)
    row = work.session.scalar(select(NumberSeries).where(NumberSeries.series == command.series))
    if row is not None and row.last == command.sequence:
        row.last -= 1
    return {"class_id": command.class_id}


@dataclass(frozen=True, kw_only=True)
class ChangeClass(Command):
    """Change a class's facts; its schedule is changed by :class:`SetHalfDays`."""

    class_id: int
    version: int
    title: str
    audience: Audience
    start_day: date
    end_day: date
    is_main: bool
    capacity: int
    teacher: str
    place: str


@handles(ChangeClass, Permission.CLASS_EDIT)
def change_class(work: Work, command: ChangeClass) -> Result:
    """Change a class; its half-days stay inside its days and its people inside its places.

    Raises Refused ``class.not_editable`` and Invalid ``class.unfit``.
    """
    made = work.load(TrainingClass, command.class_id, command.version)
    need_editable(made.state)
    problems = check_class(command.title, command.start_day, command.end_day, command.capacity)
    held = [half.half_day for half in reads.held_half_days(work.connection, made.id)]
    problems += check_half_days(command.start_day, command.end_day, held)
    enrolled = reads.counts(work.connection, made.id).enrolled
    if command.capacity < enrolled:
        params = {"enrolled": enrolled, "capacity": command.capacity}
        problems.append(Problem("class.capacity_below", params, "capacity", value=str(command.capacity)))
    if problems:
        raise Invalid("class.unfit", problems)
    before = values_of(made, _FACTS)
    made.title = command.title.strip()
    made.initials = title_initials(made.title, reading_table())
    made.audience = command.audience
    made.start_day, made.end_day = command.start_day, command.end_day
    made.is_main, made.capacity = command.is_main, command.capacity
    made.teacher, made.place = command.teacher.strip(), command.place.strip()
    work.session.flush()
    if changes := changes_of(made, before):
        work.can_undo("undo.change_class", RestoreClass(class_id=made.id, changes=changes), code=made.code)
    return {"class_id": made.id, "version": made.version}


@dataclass(frozen=True, kw_only=True)
class RestoreClass(Command):
    """Give a class the facts back that a change changed, each as (field, before, after)."""

    class_id: int
    changes: tuple[Change, ...]


@handles(RestoreClass, Permission.CLASS_EDIT)
def restore_class(work: Work, command: RestoreClass) -> Result:
    """Restore what one change changed.

    Raises Conflict ``undo.changed_since``, and Refused ``class.step_taken`` where half-days or people have come since
    that the former days or places have no room for.
    """
    made = work.load(TrainingClass, command.class_id)
    need_editable(made.state)
    put_back(made, made.code, command.changes)
    held = [half.half_day for half in reads.held_half_days(work.connection, made.id)]
    problems = check_class(made.title, made.start_day, made.end_day, made.capacity)
    problems += check_half_days(made.start_day, made.end_day, held)
    if problems or made.capacity < reads.counts(work.connection, made.id).enrolled:
        raise Refused("class.step_taken")
    made.initials = title_initials(made.title, reading_table())
    return {"class_id": made.id}


# --- steps ---


@dataclass(frozen=True, kw_only=True)
class ApproveClass(Command):
    """Approve a planned class."""

    class_id: int
    version: int


@handles(ApproveClass, Permission.CLASS_APPROVE)
def approve_class(work: Work, command: ApproveClass) -> Result:
    """Approve a class; its counter-act is to cancel it, with a reason."""
    made = work.load(TrainingClass, command.class_id, command.version)
    return _step(work, made, ClassAction.APPROVE)


@dataclass(frozen=True, kw_only=True)
class ActOnClass(Command):
    """Open enrolment, start, go on to assessment, or cancel.

    Attributes:
        action: open, start, assess or cancel.
        reason: why, for a cancellation.
    """

    class_id: int
    version: int
    action: ClassAction
    reason: str = ""


#: what :class:`ActOnClass` may do; the other steps have commands of their own for they need other permissions
CLERK_ACTIONS = frozenset({ClassAction.OPEN, ClassAction.START, ClassAction.ASSESS, ClassAction.CANCEL})


@handles(ActOnClass, Permission.CLASS_EDIT)
def act_on_class(work: Work, command: ActOnClass) -> Result:
    """Take one step; raises what ``decide_action`` refuses, and Refused ``class.reason_needed``."""
    action = ClassAction(command.action)
    if action not in CLERK_ACTIONS:
        raise ValueError(f"{action} has a command of its own")
    made = work.load(TrainingClass, command.class_id, command.version)
    before = made.state
    reason = need_reason(command.reason) if action is ClassAction.CANCEL else ""
    result = _step(work, made, action, reason)
    inverse = StepBack(class_id=made.id, state=before.value, expected=made.state.value)
    work.can_undo("undo.class_step", inverse, code=made.code)
    return result


def _days(work: Work, made: TrainingClass) -> ClassDays:
    return ClassDays(made.start_day, made.end_day, work.today)


def _step(work: Work, made: TrainingClass, action: ClassAction, reason: str = "") -> Result:
    made.state = decide_action(made.state, action, reads.counts(work.connection, made.id), _days(work, made))
    work.session.flush()
    if reason:
        work.note("training_class", made.id, action.value, reason=reason)
    return {"class_id": made.id, "state": made.state.value, "version": made.version}


@dataclass(frozen=True, kw_only=True)
class StepBack(Command):
    """Take the last step of a class back, while nothing depends on it."""

    class_id: int
    state: str
    expected: str


@handles(StepBack, Permission.CLASS_EDIT)
def step_back(work: Work, command: StepBack) -> Result:
    """Return to the state before.

    Raises Refused ``class.step_taken``, ``class.in_use`` and ``class.has_marks``, and Invalid ``class.grid_unfit``
    where people of a cancelled class are in another one by now.
    """
    made = work.load(TrainingClass, command.class_id)
    if made.state.value != command.expected:
        raise Refused("class.step_taken")
    back = ClassState(command.state)
    if made.state is ClassState.ENROLLING and reads.counts(work.connection, made.id).enrolled:
        raise Refused("class.in_use")
    if made.state is ClassState.RUNNING and reads.has_marks(work.connection, made.id):
        raise Refused("class.has_marks")
    if made.state is ClassState.CANCELLED:
        held = [half.half_day for half in reads.held_half_days(work.connection, made.id)]
        problems = grid_clashes(work, made.id, held)
        if problems:
            raise Invalid("class.grid_unfit", problems)
    made.state = back
    return {"class_id": made.id, "state": back.value}


@dataclass(frozen=True, kw_only=True)
class CloseClass(Command):
    """Close an assessed class and fix who has completed it."""

    class_id: int
    version: int


@handles(CloseClass, Permission.CLASS_CLOSE)
def close_class(work: Work, command: CloseClass) -> Result:
    """Fix on every enrolment whether it was completed, why not, and the hours attended (P5.3).

    The rules are those in force on the class's last day. Raises what ``decide_action`` refuses.
    """
    made = work.load(TrainingClass, command.class_id, command.version)
    counts = reads.counts(work.connection, made.id)
    made.state = decide_action(made.state, ClassAction.CLOSE, counts, _days(work, made))
    made.closed_at = work.now
    policy = work.policy(made.end_day)
    taken = reads.taken(work.connection, made.id)
    completed = 0
    for enrolment in _people(work, made.id):
        decision = decide_completion(taken[enrolment.id], enrolment.grade, policy)
        enrolment.completed = decision.completed
        enrolment.reasons = [reason.stored() for reason in decision.reasons]
        enrolment.attended_hours = decision.attended_hours
        completed += decision.completed
    work.session.flush()
    seal_steps(work, _SEALED, "class_id", made.id)
    return {
        "class_id": made.id,
        "state": made.state.value,
        "version": made.version,
        "completed": completed,
        "not_completed": len(taken) - completed,
    }


def _people(work: Work, class_id: int) -> list[Enrolment]:
    statement = select(Enrolment).where(Enrolment.class_id == class_id, Enrolment.withdrawn_at.is_(None))
    return list(work.session.scalars(statement.order_by(Enrolment.seat)))


@dataclass(frozen=True, kw_only=True)
class ReopenClass(Command):
    """Take the closing of a class back, with a reason."""

    class_id: int
    version: int
    reason: str


@handles(ReopenClass, Permission.CLASS_CLOSE)
def reopen_class(work: Work, command: ReopenClass) -> Result:
    """Let a class be assessed again; what was fixed at closing is open again.

    Raises Refused ``class.reason_needed`` and ``class.has_certificates``.
    """
    reason = need_reason(command.reason)
    made = work.load(TrainingClass, command.class_id, command.version)
    made.closed_at = None
    result = _step(work, made, ClassAction.REOPEN, reason)
    for enrolment in _people(work, made.id):
        enrolment.completed = enrolment.reasons = enrolment.attended_hours = None
    return result
