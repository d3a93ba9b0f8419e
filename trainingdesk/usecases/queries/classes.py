"""Reads of classes: lists, one class's card, its people, enrolment and completion foreseen."""

from collections.abc import Mapping, Sequence

from trainingdesk.domain.access import Permission
from trainingdesk.domain.attendance.rules import leave_share
from trainingdesk.domain.classes.completion import decide_completion
from trainingdesk.domain.classes.rows import (
    ActionState,
    ClassCard,
    ClassCount,
    ClassFilter,
    ClassHit,
    ClassRow,
    CompletionPreview,
    CompletionRow,
    EnrolmentRow,
    EnrolPreview,
    HalfDayRow,
)
from trainingdesk.domain.classes.rules import (
    ACTION_PERMISSION,
    ClassAction,
    ClassCounts,
    ClassDays,
    EnrolFacts,
    check_enrolment,
    decide_action,
)
from trainingdesk.domain.codes import ClassState
from trainingdesk.domain.errors import NotFound, Problem, Refused
from trainingdesk.domain.roster.base import base_rule
from trainingdesk.persistence.readmodels import classes as reads
from trainingdesk.persistence.readmodels.base import base_on
from trainingdesk.shared.text import Label
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.CLASS_READ)
def class_ids(
    reader: Reader,
    order: str = "",
    *,
    year: int | None = None,
    state: ClassState | None = None,
    text: str = "",
) -> list[int]:
    """Return the ids of the classes a list shows; ``order`` is a column, ``-`` turns it round, "" newest first."""
    return reads.ids(reader.connection, ClassFilter(year, state, text), order)


@query(Permission.CLASS_READ)
def class_rows(reader: Reader, ids: Sequence[int]) -> Mapping[int, ClassRow]:
    """Return the rows of some classes; one that is gone is left out."""
    return reads.rows(reader.connection, ids) if ids else {}


@query(Permission.CLASS_READ)
def class_counts(reader: Reader, year: int | None = None) -> list[ClassCount]:
    """Return how many classes of a year are in each state, in the order of the states."""
    return reads.state_counts(reader.connection, year)


@query(Permission.CLASS_READ)
def class_years(reader: Reader) -> list[int]:
    """Return the years that have classes, the latest first."""
    return reads.years(reader.connection)


def _row(reader: Reader, class_id: int) -> ClassRow:
    row = reads.rows(reader.connection, [class_id]).get(class_id)
    if row is None:
        raise NotFound("record.gone", kind=Label("entity.training_class"))
    return row


@query(Permission.CLASS_READ)
def class_card(reader: Reader, class_id: int) -> ClassCard:
    """Return one class with its schedule, its units and its steps; raises NotFound ``record.gone``."""
    row = _row(reader, class_id)
    counts = reads.counts(reader.connection, class_id)
    menu_item_id, menu_item, closed_at = reads.more_facts(reader.connection, class_id)
    return ClassCard(
        row=row,
        half_days=tuple(reads.half_days(reader.connection, class_id)),
        units=tuple(reads.unit_counts(reader.connection, class_id)),
        steps=tuple(_steps(reader, row, counts)),
        menu_item_id=menu_item_id,
        menu_item=menu_item,
        closed_at=closed_at,
        graded=counts.graded,
        certificates=counts.certificates,
    )


def _steps(reader: Reader, row: ClassRow, counts: ClassCounts) -> list[ActionState]:
    steps = []
    days = ClassDays(row.start_day, row.end_day, reader.today)
    for action in ClassAction:
        permission = ACTION_PERMISSION[action]
        why_not: Problem | None = None
        try:
            decide_action(row.state, action, counts, days)
        except Refused as refused:
            why_not = Problem(refused.code, refused.params)
        if why_not is None and permission not in reader.actor.permissions:
            why_not = Problem("access.denied", {"permission": Label(f"permission.{permission}")})
        steps.append(ActionState(action, permission, why_not))
    return steps


@query(Permission.CLASS_READ)
def usual_half_day(reader: Reader) -> int:
    """Return how long a half-day usually is, in tenths of 学时 (rule ``session.hours``)."""
    return reader.policy().whole("session.hours")


@query(Permission.CLASS_READ)
def class_half_days(reader: Reader, class_id: int) -> list[HalfDayRow]:
    """Return a class's half-days in their order."""
    return reads.half_days(reader.connection, class_id)


@query(Permission.CLASS_READ)
def class_people(reader: Reader, class_id: int, *, withdrawn: bool = False) -> list[EnrolmentRow]:
    """Return the people of a class by seat, or those who were withdrawn."""
    return reads.enrolments(reader.connection, class_id, withdrawn=withdrawn)


@query(Permission.CLASS_READ)
def enrol_preview(reader: Reader, class_id: int, person_ids: Sequence[int]) -> EnrolPreview:
    """Return what is to be said before these people are enrolled: what stands in the way, what is worth knowing."""
    row = _row(reader, class_id)
    people = tuple(dict.fromkeys(person_ids))
    if not people:
        return EnrolPreview(row.capacity, row.enrolled, 0)
    newcomers = reads.newcomers(reader.connection, class_id, people)
    base = base_on(reader.today, reader.today, base_rule(reader.policy()))
    shares = reads.unit_shares(reader.connection, row.start_day.year, newcomers, base)
    facts = EnrolFacts(row.state, row.capacity, row.enrolled, tuple(newcomers), tuple(shares))
    problems = check_enrolment(facts, reader.policy())
    return EnrolPreview(row.capacity, row.enrolled, len(people), tuple(problems))


@query(Permission.CLASS_READ)
def completion_preview(reader: Reader, class_id: int) -> CompletionPreview:
    """Return who completes a class as things stand, and who does not and why, by seat (P5.3)."""
    row = _row(reader, class_id)
    policy = reader.policy(row.end_day)
    taken = reads.taken(reader.connection, class_id)
    lines = []
    for person in reads.enrolments(reader.connection, class_id):
        halves = taken[person.id]
        decision = decide_completion(halves, person.grade, policy)
        leave = leave_share([(half.hours, half.mark) for half in halves], policy)
        lines.append(
            CompletionRow(
                enrolment_id=person.id,
                seat=person.seat,
                person_id=person.person_id,
                name=person.name,
                unit=person.unit_short,
                grade=person.grade,
                attended=decision.attended_hours,
                leave=leave.leave,
                total=leave.total,
                completed=decision.completed,
                reasons=decision.reasons,
                keys=person.keys,
            )
        )
    return CompletionPreview(class_id, tuple(lines))


@query(Permission.CLASS_READ)
def find_classes(reader: Reader, typed: str, limit: int = 8) -> tuple[int, list[ClassHit]]:
    """Return how many classes fit what was typed (title, its initials, number, teacher), and the newest of them."""
    return reads.hits(reader.connection, typed, limit)
