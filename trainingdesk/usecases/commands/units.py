"""Units: one goes into another (合并), and their places in the office's order."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_, select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import GONE
from trainingdesk.domain.errors import Conflict, Invalid, Problem, Refused
from trainingdesk.domain.roster.batch import Changed
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.domain.roster.history import first_day
from trainingdesk.persistence.tables.history import Secondment, UnitPeriod
from trainingdesk.persistence.tables.log import UndoStep
from trainingdesk.persistence.tables.roster import Person, Unit
from trainingdesk.usecases.batch import TransferPeople, plan_batch
from trainingdesk.usecases.commands.roster_batch import give_back, update_people, write_periods
from trainingdesk.usecases.dated import not_yet
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import Change, changes_of, put_back, values_of
from trainingdesk.usecases.unit_order import check_parent, go_back_in_order, put_in_order, unit_order
from trainingdesk.usecases.work import Work

_CLOSED = ("active", "dissolved_on", "merged_into_id")
_MOVED: dict[str, type[UnitPeriod | Secondment]] = {
    table.__tablename__: table for table in (UnitPeriod, Secondment)
}


@dataclass(frozen=True, kw_only=True)
class MergeUnits(Command):
    """Let a unit go into another one since a day: its people and what it manages move, and it is closed with a pointer.

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
    """Move whoever was not gone on the day, with what their history says of later days, and close the unit.

    Who came into the roster after the day, and is not known to have been in the unit before it, is in the other unit as
    long as they were in this one. Who is seconded to the unit is with the other one from the day on, and the units it
    manages are managed by the other one. Raises Invalid ``roster.unit_invalid``, and Refused ``units.people_refused`` or
    ``units.seconded_between``.
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
    if unit.founded_on is not None and day <= unit.founded_on:
        problems.append(Problem("units.before_founding", {"day": unit.founded_on.isoformat()}, field="day"))
    problems += not_yet(into, day.isoformat(), "day")
    if problems:
        raise Invalid("roster.unit_invalid", problems)
    found = list(
        work.session.execute(
            select(Person.id, Person.joined_on, Person.unit_from)
            .where(
                Person.unit_id == unit.id,
                or_(Person.status.not_in(GONE), Person.status_from > day),
            )
            .order_by(Person.position)
        )
    )
    later_on = [number for number, joined, since in found if _came_after(day, joined, since)]
    ids = tuple(number for number, joined, since in found if not _came_after(day, joined, since))
    people: list[tuple[int, Any]] = []
    periods: list[tuple[str, list[int]]] = []
    reason = text_of(command.reason)
    secondments = _seconded(work, unit, into, day)
    later = list(
        work.session.execute(
            select(UnitPeriod, Person.joined_on)
            .join(Person, Person.id == UnitPeriod.person_id)
            .where(UnitPeriod.unit_id == unit.id, UnitPeriod.valid_to > day.isoformat())
        )
    )
    if ids:
        plan = plan_batch(
            work.connection,
            TransferPeople(person_ids=ids, unit_id=into.id, day=day, reason=reason),
            work.today,
        )
        if plan.refused:
            names = [one.name for one in plan.refused]
            raise Refused("units.people_refused", names=names[:3], count=len(names), day=day)
        people = [(one.id, one.verdict.changes) for one in plan.changed]
        periods = write_periods(work, plan, reason)
    people += [(number, (Changed("unit_id", unit.id, into.id),)) for number in later_on]
    if people:
        update_people(work, people)
    rows = _Rows(work, into.id)
    for period, joined in later:
        whole = period.valid_from >= day.isoformat() or _came_after(day, joined, period.valid_from)
        rows.move(period, whole, day.isoformat(), day.isoformat(), reason)
    for stay in secondments:
        rows.move(stay, stay.valid_from >= day, day, day - timedelta(days=1), stay.reason)
    order = unit_order(work)
    below = _manage(work, unit, into)
    before = values_of(unit, _CLOSED)
    unit.active, unit.dissolved_on, unit.merged_into_id = False, day - timedelta(days=1), into.id
    work.session.flush()
    inverse = PartUnits(
        unit_id=unit.id,
        changes=changes_of(unit, before),
        people=tuple(people),
        periods=(*periods, *rows.added()),
        moved=tuple(rows.moved),
        below=below,
        order=order if below else (),
        placed=unit_order(work) if below else (),
    )
    work.can_undo("undo.merge_units", inverse, count=len(people), name=unit.name, into=into.name)
    return {"unit_id": into.id, "count": len(people)}


def _came_after(day: date, joined: date | None, since: str) -> bool:
    """Return whether somebody came after a day and was never in a unit that had gone by then; ``since`` is since when they are in it."""
    return joined is not None and joined > day and not "" < first_day(since) < day.isoformat()


def _manage(work: Work, unit: Unit, into: Unit) -> tuple[tuple[int, tuple[Change, ...]], ...]:
    """Let a unit manage what another one does, and return what changed, by unit.

    A unit that stands below the one that goes into it takes that one's place in the tree first.
    """
    over = into.parent_id
    while over is not None and over != unit.id:
        over = work.load(Unit, over).parent_id
    wanted = {into: unit.parent_id} if over == unit.id else {}
    managed = select(Unit).where(Unit.parent_id == unit.id, Unit.id != into.id).order_by(Unit.position)
    wanted |= dict.fromkeys(work.session.scalars(managed), into.id)
    changed = []
    for one, parent in wanted.items():
        before = values_of(one, ("parent_id",))
        one.parent_id = parent
        changed.append((one.id, changes_of(one, before)))
    if changed:
        work.session.flush()
        put_in_order(work)
    return tuple(changed)


def _seconded(work: Work, unit: Unit, into: Unit, day: date) -> list[Secondment]:
    """Return the secondments to a unit that last on a day or later.

    Raises Refused ``units.seconded_between`` for people of one of two units who are with the other one: once the two
    are one they are with their own unit, and nobody but the office knows since when.
    """
    lasting = or_(Secondment.valid_to.is_(None), Secondment.valid_to >= day)
    names = list(
        work.session.scalars(
            select(Person.name)
            .join(Secondment, Secondment.person_id == Person.id)
            .where(
                lasting,
                or_(
                    and_(Secondment.unit_id == unit.id, Person.unit_id == into.id),
                    and_(Secondment.unit_id == into.id, Person.unit_id == unit.id),
                ),
            )
            .order_by(Person.position)
        )
    )
    if names:
        raise Refused(
            "units.seconded_between",
            names=names[:3],
            count=len(names),
            unit=unit.name,
            into=into.name,
            day=day,
        )
    return list(work.session.scalars(select(Secondment).where(Secondment.unit_id == unit.id, lasting)))


class _Rows:
    """Rows of people's histories that say the other unit from a day on."""

    def __init__(self, work: Work, into_id: int) -> None:
        self._session = work.session
        self._into_id = into_id
        self._added: list[UnitPeriod | Secondment] = []
        #: (table, id, changes) of every row that was there
        self.moved: list[tuple[str, int, tuple[Change, ...]]] = []

    def move(self, row: UnitPeriod | Secondment, whole: bool, begin: Any, end: Any, reason: str) -> None:
        """Let a row say the other unit as a ``whole``, or cut it in two: until ``end``, and from ``begin`` on."""
        before = values_of(row, ("unit_id", "valid_to", "reason"))
        if whole:
            row.unit_id = self._into_id
        else:
            table = row.__table__
            values = {column.name: getattr(row, column.name) for column in table.c if not column.primary_key}
            values.pop("import_batch_id", None)
            values.pop("version", None)
            values |= {"unit_id": self._into_id, "valid_from": begin}
            if isinstance(row, UnitPeriod):
                values["begun_by"] = ""  # it begins by what the first part ends with
            self._added.append(type(row)(**values))
            row.valid_to = end
            if isinstance(row, UnitPeriod):
                row.reason = reason
        self._session.flush()
        self.moved.append((row.__tablename__, row.id, changes_of(row, before)))

    def added(self) -> list[tuple[str, list[int]]]:
        """Write the new rows, and return table and ids of each."""
        self._session.add_all(self._added)
        self._session.flush()
        return [(row.__tablename__, [row.id]) for row in self._added]


@dataclass(frozen=True, kw_only=True)
class PartUnits(Command):
    """Take a merger of two units back.

    Attributes:
        changes: of the closed unit.
        people, periods: as :class:`~trainingdesk.usecases.commands.roster_batch.TakeBackBatch` has them.
        moved: (table, id, changes) of former units and secondments that say the other unit since.
        below: (id, changes) of units that another one manages since.
        order, placed: every unit in its place before and after those were moved, () when none was.
    """

    unit_id: int
    changes: tuple[Change, ...]
    people: tuple[Any, ...] = ()
    periods: tuple[Any, ...] = ()
    moved: tuple[Any, ...] = ()
    below: tuple[Any, ...] = ()
    order: tuple[int, ...] = ()
    placed: tuple[int, ...] = ()


@handles(PartUnits, Permission.ROSTER_EDIT)
def part_units(work: Work, command: PartUnits) -> Result:
    """Open the unit again with its people.

    Raises Conflict ``undo.changed_since``, Refused ``batch.changed_since``, and Invalid ``roster.unit_invalid`` where
    a unit would stand below one that was closed since.
    """
    unit = work.load(Unit, command.unit_id)
    put_back(unit, unit.name, command.changes)
    now = unit_order(work) if command.below else ()
    for number, changes in command.below:
        one = work.load(Unit, number)
        put_back(one, one.name, changes)
    for table, number, changes in command.moved:
        put_back(work.load(_MOVED[table], number), unit.name, changes)
    work.session.flush()
    check_parent(work, unit.id, unit.parent_id, active=unit.active)
    if command.below:
        for number, _changes in command.below:
            one = work.load(Unit, number)
            check_parent(work, number, one.parent_id, active=one.active)
        go_back_in_order(work, now, command.order, command.placed)
    if command.people or command.periods:
        give_back(work, command.people, command.periods)
    return {"unit_id": unit.id}


@dataclass(frozen=True, kw_only=True)
class MoveUnit(Command):
    """Move a unit one place up or down among those beside it, in the office's fixed order of units."""

    unit_id: int
    up: bool


@handles(MoveUnit, Permission.ROSTER_EDIT)
def move_unit(work: Work, command: MoveUnit) -> Result:
    """Change places with the neighbour; moves of one unit in a row are one step. Raises Refused ``units.at_the_end``."""
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
    before = _moved_last(work, unit, order) or order
    work.can_undo("undo.move_unit", OrderUnits(order=before, moved=unit_order(work)), name=unit.name)
    return {"unit_id": unit.id}


def _moved_last(work: Work, unit: Unit, order: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the order before this user's last step, if it moved the same unit into the present order; None if not.

    That step is over then: the new one takes both back, so that seven places up are one step and not seven.
    """
    last = work.session.scalar(
        select(UndoStep).where(UndoStep.actor_id == work.user_id).order_by(UndoStep.id.desc()).limit(1)
    )
    if last is None or last.undone_at is not None or last.label != "undo.move_unit":
        return None
    if last.params["name"] != unit.name or tuple(last.payload["moved"]) != order:
        return None
    last.undone_at = work.now
    return tuple(last.payload["order"])


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
