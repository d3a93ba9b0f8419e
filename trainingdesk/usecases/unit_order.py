"""Names and places of units: what every command that writes a unit shares."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Invalid, Problem, Refused
from trainingdesk.domain.roster.base import own_short_name
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.persistence.audit import with_audit
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.persistence.tables.roster import Person, Unit, UnitFormerName
from trainingdesk.shared.readings import reading_table
from trainingdesk.usecases.work import Work


def unit_initials(short_name: str) -> str:
    """Return the initials of a unit's short name, by the usual reading of each character."""
    characters = reading_table().characters
    return "".join(
        characters[char][0][0] if char in characters else char.lower()
        for char in short_name
        if char in characters or (char.isascii() and char.isalnum())
    )


def unit_names(work: Work, name: str, short: str, unit_id: int | None) -> tuple[str, str]:
    """Return a unit's names as they are stored; raises Invalid ``roster.unit_invalid``."""
    name, short = text_of(name), text_of(short)
    if not name:
        raise Invalid("roster.unit_invalid", [Problem("roster.unit_no_name", field="name")])
    other = work.session.scalar(select(Unit.id).where(Unit.name == name))
    if other is not None and other != unit_id:
        raise Invalid(
            "roster.unit_invalid", [Problem("roster.unit_taken", {"value": name}, field="name", value=name)]
        )
    if short:
        return name, short
    others = set(work.session.scalars(select(Unit.short_name).where(Unit.id != (unit_id or 0))))
    return name, own_short_name(name, office_facts(work.connection).name, others)


def check_parent(work: Work, unit_id: int | None, parent_id: int | None, *, active: bool) -> None:
    """Raise Invalid ``roster.unit_invalid`` when a unit would stand below itself, or an open one below a closed one.

    ``unit_id`` is None for a unit to be opened.
    """
    if parent_id is not None and active and not (over := work.load(Unit, parent_id)).active:
        problem = Problem("units.parent_closed", {"unit": over.name}, field="parent_id")
        raise Invalid("roster.unit_invalid", [problem])
    while parent_id is not None:
        if parent_id == unit_id:
            raise Invalid("roster.unit_invalid", [Problem("roster.unit_below_itself", field="parent_id")])
        parent_id = work.load(Unit, parent_id).parent_id


def check_closing(work: Work, unit: Unit) -> None:
    """Refuse to close a unit that still has people or manages others.

    Raises Refused ``roster.unit_has_people`` and ``units.below_it``.
    """
    gone = (PersonStatus.LEFT, PersonStatus.RETIRED)
    there = select(func.count()).where(Person.unit_id == unit.id, Person.status.not_in(gone))
    if left := work.session.scalar(there):
        raise Refused("roster.unit_has_people", unit=unit.name, count=left)
    managed = select(Unit.name).where(Unit.parent_id == unit.id, Unit.active).order_by(Unit.position)
    if below := list(work.session.scalars(managed)):
        raise Refused("units.below_it", unit=unit.name, names=below[:3], count=len(below))


def unit_order(work: Work) -> tuple[int, ...]:
    """Return every unit in its place."""
    return tuple(work.session.scalars(select(Unit.id).order_by(Unit.position, Unit.id)))


def put_in_order(work: Work, wanted: Sequence[int] = ()) -> None:
    """Number the units anew, so that parents come before their children; noted once, not unit by unit.

    ``wanted`` is an order to go back to; units it does not know come after the others.
    """
    places = {number: place for place, number in enumerate(wanted)}
    rows = sorted(
        work.session.execute(select(Unit.id, Unit.parent_id, Unit.position)).all(),
        key=lambda row: (places.get(row.id, len(places)), row.position, row.id),
    )
    children: dict[int | None, list[int]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row.id)
    order: list[int] = []
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        number = waiting.pop()
        order.append(number)
        waiting.extend(reversed(children.get(number, [])))
    old = {row.id: row.position for row in rows}
    moved = [(place, number) for place, number in enumerate(order, 1) if old[number] != place]
    if not moved:
        return
    statement = "UPDATE unit SET position = ? WHERE id = ?"
    with_audit(work.connection, lambda: work.connection.exec_driver_sql(statement, moved))
    work.trail.add("unit", moved[0][1], "reordered", {"units": len(moved)})
    for record in work.session.identity_map.values():
        if isinstance(record, Unit):
            work.session.expire(record, ["position"])


def go_back_in_order(work: Work, now: Sequence[int], order: Sequence[int], placed: Sequence[int]) -> None:
    """Number the units as they stood before a step, as long as nobody moved one of them since.

    Args:
        now: every unit in its place before the step is taken back.
        order, placed: every unit in its place before and after the step.
    """
    known, there = set(placed), set(now)
    unmoved = [number for number in now if number in known] == [n for n in placed if n in there]
    # whoever moved another unit since keeps the order that made
    put_in_order(work, order if unmoved else ())


def keep_former_name(work: Work, unit: Unit, day: date, reason: str) -> int:
    """Keep the names a unit has borne until a day, and return the row's id.

    Raises Invalid ``roster.unit_invalid`` for a day to come, or one not behind the last renaming.
    """
    last = work.session.scalar(
        select(func.max(UnitFormerName.until)).where(UnitFormerName.unit_id == unit.id)
    )
    problem = None
    if day > work.today:
        problem = Problem("history.day_to_come", {"value": day.isoformat()}, field="day")
    elif last is not None and day <= last:
        problem = Problem(
            "units.before_last_name", {"value": day.isoformat(), "last": last.isoformat()}, field="day"
        )
    if problem is not None:
        raise Invalid("roster.unit_invalid", [problem])
    row = UnitFormerName(
        unit_id=unit.id,
        name=unit.name,
        short_name=unit.short_name,
        initials=unit_initials(unit.short_name),
        until=day,
        reason=reason,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def check_founding(work: Work, unit: Unit) -> None:
    """Refuse a day of founding that has not come, or that lies after what the unit did already.

    Raises Invalid ``roster.unit_invalid``: it existed before it gave a former name up, and on its last day.
    """
    day = unit.founded_on
    if day is None:
        return
    renamed = work.session.scalar(
        select(func.min(UnitFormerName.until)).where(UnitFormerName.unit_id == unit.id)
    )
    if day > work.today:
        problem = Problem("history.day_to_come", {"value": day.isoformat()}, field="founded_on")
    elif renamed is not None and day >= renamed:
        problem = Problem("units.founded_after_name", {"day": renamed.isoformat()}, field="founded_on")
    elif unit.dissolved_on is not None and day > unit.dissolved_on:
        problem = Problem(
            "units.founded_after_end", {"day": unit.dissolved_on.isoformat()}, field="founded_on"
        )
    else:
        return
    raise Invalid("roster.unit_invalid", [problem])
