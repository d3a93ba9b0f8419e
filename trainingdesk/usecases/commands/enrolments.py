"""Writes of the people of a class: enrol, withdraw, seats, grades."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.classes.rules import (
    EnrolFacts,
    decide_enrolment,
    decide_seats,
    decide_withdrawal,
    need_enrollable,
    need_gradable,
)
from trainingdesk.domain.codes import ClassState, Grade
from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.roster.base import base_rule
from trainingdesk.persistence.audit import plain
from trainingdesk.persistence.readmodels import classes as reads
from trainingdesk.persistence.readmodels.base import base_on
from trainingdesk.persistence.tables.classes import Enrolment, TrainingClass
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import put_back
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class Enrol(Command):
    """Enrol people in a class."""

    class_id: int
    person_ids: tuple[int, ...]


@handles(Enrol, Permission.CLASS_ENROL)
def enrol(work: Work, command: Enrol) -> Result:
    """Enrol all of these people, or none; unit, post and rank are kept as they are today.

    They get the next seats, by unit and rank. ``notes`` counts the units above their share of the year (P4.2).
    Raises what ``decide_enrolment`` refuses.
    """
    made = work.load(TrainingClass, command.class_id)
    wanted = tuple(dict.fromkeys(command.person_ids))
    need_enrollable(made.state)
    if not wanted:
        raise Refused("enrol.nobody")
    facts = enrol_facts(work, made, wanted)
    notes = decide_enrolment(facts, work.policy())
    ids = _add_people(work, made, [person.person_id for person in facts.newcomers])
    inverse = TakeBackEnrolments(class_id=made.id, enrolment_ids=tuple(ids))
    work.can_undo("undo.enrol", inverse, count=len(ids), code=made.code)
    return {"class_id": made.id, "enrolment_ids": ids, "count": len(ids), "notes": len(notes)}


def enrol_facts(work: Work, made: TrainingClass, person_ids: Sequence[int]) -> EnrolFacts:
    """Return the facts an enrolment is decided on; raises NotFound ``enrol.gone`` when somebody is not there."""
    newcomers = reads.newcomers(work.connection, made.id, person_ids)
    if len(newcomers) != len(person_ids):
        raise NotFound("enrol.gone")
    base = base_on(work.today, work.today, base_rule(work.policy()))
    shares = reads.unit_shares(work.connection, made.start_day.year, newcomers, base)
    enrolled = reads.counts(work.connection, made.id).enrolled
    return EnrolFacts(made.state, made.capacity, enrolled, tuple(newcomers), tuple(shares))


def _add_people(work: Work, made: TrainingClass, person_ids: Sequence[int]) -> list[int]:
    seat = reads.last_seat(work.connection, made.id)
    people = {
        person.id: person for person in work.session.scalars(select(Person).where(Person.id.in_(person_ids)))
    }
    added = []
    for place, person_id in enumerate(person_ids, 1):
        person = people[person_id]
        added.append(
            Enrolment(
                class_id=made.id,
                person_id=person.id,
                seat=seat + place,
                unit_id=person.unit_id,
                post=person.post,
                rank=person.rank,
                team=person.team,
                withdrawn_at=None,
                withdrawn_reason="",
                grade=None,
                completed=None,
                reasons=None,
                attended_hours=None,
            )
        )
    work.session.add_all(added)
    work.session.flush()
    return [enrolment.id for enrolment in added]


def _load_all(work: Work, class_id: int, enrolment_ids: Sequence[int]) -> list[Enrolment]:
    statement = select(Enrolment).where(
        Enrolment.id.in_(enrolment_ids), Enrolment.class_id == class_id, Enrolment.withdrawn_at.is_(None)
    )
    found = {enrolment.id: enrolment for enrolment in work.session.scalars(statement)}
    if len(found) != len(set(enrolment_ids)):
        raise NotFound("enrol.gone")
    return [found[enrolment_id] for enrolment_id in enrolment_ids]


@dataclass(frozen=True, kw_only=True)
class TakeBackEnrolments(Command):
    """Take an enrolment back as if it had never been."""

    class_id: int
    enrolment_ids: tuple[int, ...]


@handles(TakeBackEnrolments, Permission.CLASS_ENROL)
def take_back_enrolments(work: Work, command: TakeBackEnrolments) -> Result:
    """Remove enrolments nobody marked or graded.

    Raises Refused ``class.not_enrolling``, ``class.has_marks`` and ``class.step_taken``.
    """
    made = work.load(TrainingClass, command.class_id)
    need_enrollable(made.state)
    people = _load_all(work, made.id, command.enrolment_ids)
    if reads.enrolments_marked(work.connection, command.enrolment_ids):
        raise Refused("class.has_marks")
    if any(enrolment.grade is not None for enrolment in people):
        raise Refused("class.step_taken")
    for enrolment in people:
        work.session.delete(enrolment)
    return {"class_id": made.id, "count": len(people)}


@dataclass(frozen=True, kw_only=True)
class Withdraw(Command):
    """Take one person out of a class.

    Attributes:
        reason: why; needed once the class runs.
    """

    enrolment_id: int
    reason: str = ""


@handles(Withdraw, Permission.CLASS_ENROL)
def withdraw(work: Work, command: Withdraw) -> Result:
    """Withdraw a person; the seat and the marks taken so far stay on record. Raises what ``decide_withdrawal`` refuses."""
    enrolment = work.load(Enrolment, command.enrolment_id)
    if enrolment.withdrawn_at is not None:
        raise NotFound("enrol.gone")
    made = work.load(TrainingClass, enrolment.class_id)
    enrolment.withdrawn_reason = decide_withdrawal(made.state, command.reason)
    enrolment.withdrawn_at = work.now
    name = work.session.get_one(Person, enrolment.person_id).name
    work.can_undo("undo.withdraw", BringBack(enrolment_id=enrolment.id), name=name, code=made.code)
    return {"enrolment_id": enrolment.id, "class_id": made.id}


@dataclass(frozen=True, kw_only=True)
class BringBack(Command):
    """Take a withdrawal back."""

    enrolment_id: int


@handles(BringBack, Permission.CLASS_ENROL)
def bring_back(work: Work, command: BringBack) -> Result:
    """Let a withdrawn person be in the class again; raises what an enrolment refuses."""
    enrolment = work.load(Enrolment, command.enrolment_id)
    made = work.load(TrainingClass, enrolment.class_id)
    if made.state not in {ClassState.ENROLLING, ClassState.RUNNING, ClassState.ASSESSING}:
        raise Refused("class.step_taken")
    facts = enrol_facts(work, made, [enrolment.person_id])
    open_for_newcomers = EnrolFacts(ClassState.RUNNING, facts.capacity, facts.enrolled, facts.newcomers)
    decide_enrolment(open_for_newcomers, work.policy())
    enrolment.withdrawn_at, enrolment.withdrawn_reason = None, ""
    if reads.seat_taken(work.connection, made.id, enrolment.seat, enrolment.id):
        # the seats were given out anew in the meantime
        enrolment.seat = reads.last_seat(work.connection, made.id) + 1
    return {"enrolment_id": enrolment.id, "class_id": made.id}


@dataclass(frozen=True, kw_only=True)
class ArrangeSeats(Command):
    """Give out the seats anew: by unit, inside a unit by rank."""

    class_id: int


@handles(ArrangeSeats, Permission.CLASS_ENROL)
def arrange_seats(work: Work, command: ArrangeSeats) -> Result:
    """Number the seats 1, 2, 3 … in the office's order; raises Refused ``class.seats_fixed`` once marks were made."""
    made = work.load(TrainingClass, command.class_id)
    need_enrollable(made.state)
    if reads.has_marks(work.connection, made.id):
        raise Refused("class.seats_fixed")
    order = reads.seat_order(work.connection, made.id)
    held = dict(order)
    moved = decide_seats(held, list(held))
    if moved:
        for enrolment in _load_all(work, made.id, list(moved)):
            enrolment.seat = moved[enrolment.id]
        seats = tuple((key, held[key], moved[key]) for key in moved)
        work.can_undo(
            "undo.seats", RestoreSeats(class_id=made.id, seats=seats), count=len(seats), code=made.code
        )
    return {"class_id": made.id, "count": len(moved)}


@dataclass(frozen=True, kw_only=True)
class RestoreSeats(Command):
    """Give people the seats back that they had: (enrolment, seat before, seat after)."""

    class_id: int
    seats: tuple[tuple[int, int, int], ...]


@handles(RestoreSeats, Permission.CLASS_ENROL)
def restore_seats(work: Work, command: RestoreSeats) -> Result:
    """Restore seats.

    Raises Refused ``class.seats_fixed`` once marks were made, Conflict ``undo.changed_since`` where somebody was
    given another seat since, and Refused ``class.step_taken`` where somebody else has one of the seats by now.
    """
    if reads.has_marks(work.connection, command.class_id):
        raise Refused("class.seats_fixed")
    seats = {key: before for key, before, _after in command.seats}
    steps = [(key, "seat", before, after) for key, before, after in command.seats]
    _put_back(work, command.class_id, steps)
    work.session.flush()
    if any(reads.seat_taken(work.connection, command.class_id, seat, key) for key, seat in seats.items()):
        raise Refused("class.step_taken")
    return {"class_id": command.class_id, "count": len(seats)}


@dataclass(frozen=True, kw_only=True)
class GradeEnrolments(Command):
    """Enter the grades of an assessment: (enrolment, grade), None takes a grade away."""

    class_id: int
    grades: tuple[tuple[int, Grade | None], ...]


@handles(GradeEnrolments, Permission.CLASS_ASSESS)
def grade_enrolments(work: Work, command: GradeEnrolments) -> Result:
    """Enter grades (P5.3); raises Refused ``class.not_gradable`` and NotFound ``enrol.gone``."""
    made = work.load(TrainingClass, command.class_id)
    need_gradable(made.state)
    wanted = {key: None if grade is None else Grade(grade) for key, grade in command.grades}
    steps: list[tuple[int, str | None, str | None]] = []
    for enrolment in _load_all(work, made.id, list(wanted)):
        grade = wanted[enrolment.id]
        if enrolment.grade is not grade:
            steps.append((enrolment.id, plain(enrolment.grade), plain(grade)))
            enrolment.grade = grade
    if steps:
        inverse = RestoreGrades(class_id=made.id, grades=tuple(steps))
        work.can_undo("undo.grades", inverse, count=len(steps), code=made.code)
    return {"class_id": made.id, "count": len(steps)}


def _put_back(work: Work, class_id: int, steps: Sequence[tuple[int, str, Any, Any]]) -> None:
    """Give enrolments one field's former values back: (enrolment, field, before, after)."""
    people = _load_all(work, class_id, [step[0] for step in steps])
    ids = [enrolment.person_id for enrolment in people]
    names = reads.people_names(work.connection, ids) if ids else {}
    for enrolment, (_key, part, before, after) in zip(people, steps, strict=True):
        put_back(enrolment, names[enrolment.person_id], [(part, before, after)])


@dataclass(frozen=True, kw_only=True)
class RestoreGrades(Command):
    """Give people the grades back that they had: (enrolment, grade before, grade after)."""

    class_id: int
    grades: tuple[tuple[int, str | None, str | None], ...]


@handles(RestoreGrades, Permission.CLASS_ASSESS)
def restore_grades(work: Work, command: RestoreGrades) -> Result:
    """Restore grades.

    Raises what :class:`GradeEnrolments` raises, and Conflict ``undo.changed_since`` where somebody was given another
    grade since.
    """
    made = work.load(TrainingClass, command.class_id)
    need_gradable(made.state)
    _put_back(work, made.id, [(key, "grade", before, after) for key, before, after in command.grades])
    return {"class_id": made.id, "count": len(command.grades)}
