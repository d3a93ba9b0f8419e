"""Units: one goes into another (合并), and their places in the office's order."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Conflict, Invalid, Problem, Refused
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.persistence.tables.roster import Person, Unit
from trainingdesk.usecases.batch import TransferPeople, plan_batch
from trainingdesk.usecases.commands.roster_batch import give_back, update_people, write_periods
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import Change, changes_of, put_back, values_of
from trainingdesk.usecases.unit_order import put_in_order, unit_order
from trainingdesk.usecases.work import Work

_GONE = (PersonStatus.LEFT, PersonStatus.RETIRED)
_CLOSED = ("active", "dissolved_on", "merged_into_id")


@dataclass(frozen=True, kw_only=True)
class MergeUnits(Command):
    """Let a unit go into another one since a day: its people move, and it is closed with a pointer.

    Attributes:
        day: first day of the other unit, None for today.
        reason: the document or the reason; it stands in the people's history.
    """

    unit_id: int
    version: int
    into_id: int
    day: date | None = None
    reason: str = ""


@handles(MergeUnits, Permission.ROSTER_EDIT)
def merge_units(work: Work, command: MergeUnits) -> Result:
    """Move whoever is not gone and close the unit.

    Raises Invalid ``roster.unit_invalid``, and Refused ``units.below_it`` or ``units.people_refused``.
    """
    unit = work.load(Unit, command.unit_id, command.version)
    into = work.load(Unit, command.into_id)
    day = command.day or work.today
    problems = []
    if into.id == unit.id or not into.active:
        problems.append(Problem("units.other_needed", field="into_id"))
    if not unit.active:
        problems.append(Problem("history.unit_gone", {"unit": unit.name}, field="into_id"))
    if day > work.today:
        problems.append(Problem("history.day_to_come", {"value": day.isoformat()}, field="day"))
    if problems:
        raise Invalid("roster.unit_invalid", problems)
    below = list(
        work.session.scalars(
            select(Unit.name).where(Unit.parent_id == unit.id, Unit.active).order_by(Unit.position)
        )
    )
    if below:
        raise Refused("units.below_it", unit=unit.name, names=below[:3], count=len(below))
    ids = tuple(
        work.session.scalars(
            select(Person.id)
            .where(Person.unit_id == unit.id, Person.status.not_in(_GONE))
            .order_by(Person.position)
        )
    )
    people: list[tuple[int, Any]] = []
    periods: list[tuple[str, list[int]]] = []
    if ids:
        reason = text_of(command.reason)
        plan = plan_batch(
            work.connection,
            TransferPeople(person_ids=ids, unit_id=into.id, day=day, reason=reason),
            work.today,
        )
        if plan.refused:
            names = [one.name for one in plan.refused]
            raise Refused("units.people_refused", names=names[:3], count=len(names), day=day)
        people = [(one.id, one.verdict.changes) for one in plan.changed]
        update_people(work, people)
        periods = list(write_periods(work, plan, reason))
    before = values_of(unit, _CLOSED)
    unit.active, unit.dissolved_on, unit.merged_into_id = False, day - timedelta(days=1), into.id
    work.session.flush()
    inverse = PartUnits(
        unit_id=unit.id, changes=changes_of(unit, before), people=tuple(people), periods=tuple(periods)
    )
    work.can_undo("undo.merge_units", inverse, name=unit.name, into=into.name)
    return {"unit_id": into.id, "count": len(people)}


@dataclass(frozen=True, kw_only=True)
class PartUnits(Command):
    """Take a merger of two units back.

    Attributes:
        changes: of the closed unit.
        people, periods: as :class:`~trainingdesk.usecases.commands.roster_batch.TakeBackBatch` has them.
    """

    unit_id: int
    changes: tuple[Change, ...]
    people: tuple[Any, ...] = ()
    periods: tuple[Any, ...] = ()


@handles(PartUnits, Permission.ROSTER_EDIT)
def part_units(work: Work, command: PartUnits) -> Result:
    """Open the unit again with its people; raises Conflict ``undo.changed_since`` or Refused ``batch.changed_since``."""
    unit = work.load(Unit, command.unit_id)
    put_back(unit, unit.name, command.changes)
    work.session.flush()
    if command.people:
        give_back(work, command.people, command.periods)
    return {"unit_id": unit.id}


@dataclass(frozen=True, kw_only=True)
class MoveUnit(Command):
    """Move a unit one place up or down among those beside it, in the office's fixed order of units."""

    unit_id: int
    up: bool


@handles(MoveUnit, Permission.ROSTER_EDIT)
def move_unit(work: Work, command: MoveUnit) -> Result:
    """Change places with the neighbour; raises Refused ``units.at_the_end``."""
    unit = work.load(Unit, command.unit_id)
    order = unit_order(work)
    beside = list(
        work.session.scalars(
            select(Unit.id)
            .where(Unit.parent_id.is_(None) if unit.parent_id is None else Unit.parent_id == unit.parent_id)
            .where(or_(Unit.active, Unit.id == unit.id))
            .order_by(Unit.position, Unit.id)
        )
    )
    place = beside.index(unit.id) + (-1 if command.up else 1)
    if not 0 <= place < len(beside):
        raise Refused("units.at_the_end", unit=unit.name)
    other = beside[place]
    # the unit goes right before or behind its neighbour; what stands below it comes along
    wanted = [number for number in order if number != unit.id]
    wanted.insert(wanted.index(other) + (0 if command.up else 1), unit.id)
    put_in_order(work, wanted)
    work.can_undo("undo.move_unit", OrderUnits(order=order, moved=unit_order(work)), name=unit.name)
    return {"unit_id": unit.id}


@dataclass(frozen=True, kw_only=True)
class OrderUnits(Command):
    """Put the units back in their former places; ``moved`` is the order the step left behind."""

    order: tuple[int, ...]
    moved: tuple[int, ...]


@handles(OrderUnits, Permission.ROSTER_EDIT)
def order_units(work: Work, command: OrderUnits) -> Result:
    """Put them back; raises Conflict ``units.moved_since`` when somebody ordered them otherwise since."""
    now = unit_order(work)
    known = set(command.moved)
    if [number for number in now if number in known] != [n for n in command.moved if n in set(now)]:
        raise Conflict("units.moved_since")
    put_in_order(work, command.order)
    return {"count": len(now)}
