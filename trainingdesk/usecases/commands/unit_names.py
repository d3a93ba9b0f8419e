"""The names a unit bore before, written, put right and taken away by hand; a renaming keeps them by itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Invalid, NotFound, Problem
from trainingdesk.domain.roster.base import short_unit_name
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.persistence.tables.roster import Unit, UnitFormerName
from trainingdesk.shared.text import Label
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import Change, changes_of, put_back, values_of
from trainingdesk.usecases.unit_order import unit_initials
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class SaveFormerName(Command):
    """Write a name that a unit bore before, or put one right.

    Attributes:
        name_id: the row to put right, None for a new one.
        short_name: a blank one is made from the name.
        until: first day the name was no longer borne.
        reason: why it was given up: the document or the reason.
    """

    unit_id: int
    name: str
    until: date
    short_name: str = ""
    reason: str = ""
    name_id: int | None = None


@handles(SaveFormerName, Permission.ROSTER_EDIT)
def save_former_name(work: Work, command: SaveFormerName) -> Result:
    """Write one former name; all problems of the form are reported together."""
    unit = work.load(Unit, command.unit_id)
    name = text_of(command.name)
    values: dict[str, Any] = {
        "name": name,
        "short_name": text_of(command.short_name)
        or short_unit_name(name, office_facts(work.connection).name),
        "until": command.until,
        "reason": text_of(command.reason),
    }
    row = None if command.name_id is None else work.load(UnitFormerName, command.name_id)
    if row is not None and row.unit_id != unit.id:
        raise NotFound("record.gone", kind=Label("entity.unit_former_name"))
    _check(work, unit, values, row)
    if row is None:
        row = UnitFormerName(unit_id=unit.id, initials=unit_initials(values["short_name"]), **values)
        work.session.add(row)
        work.session.flush()
        work.can_undo("undo.add_former_name", WithdrawFormerName(name_id=row.id), name=unit.name)
        return {"name_id": row.id, "unit_id": unit.id}
    before = values_of(row, values)
    for key, value in values.items():
        setattr(row, key, value)
    row.initials = unit_initials(row.short_name)
    work.session.flush()
    changes = changes_of(row, before)
    if changes:
        inverse = RestoreFormerName(name_id=row.id, changes=changes)
        work.can_undo("undo.change_former_name", inverse, name=unit.name)
    return {"name_id": row.id, "unit_id": unit.id}


def _check(work: Work, unit: Unit, values: dict[str, Any], row: UnitFormerName | None = None) -> None:
    """Raise Invalid ``roster.unit_invalid`` with everything that speaks against a former name."""
    problems = []
    day = values["until"]
    if not values["name"]:
        problems.append(Problem("roster.unit_no_name", field="name"))
    if day > work.today:
        problems.append(Problem("history.day_to_come", {"value": day.isoformat()}, field="until"))
    if unit.founded_on is not None and day <= unit.founded_on:
        problems.append(Problem("units.before_founding", {"day": unit.founded_on.isoformat()}, field="until"))
    with work.session.no_autoflush:
        same_day = select(UnitFormerName).where(
            UnitFormerName.unit_id == unit.id, UnitFormerName.until == day
        )
        others = [other for other in work.session.scalars(same_day) if other is not row]
    if others:
        params = {"value": day.isoformat(), "name": others[0].name}
        problems.append(Problem("units.renamed_that_day", params, field="until"))
    if problems:
        raise Invalid("roster.unit_invalid", problems)


@dataclass(frozen=True, kw_only=True)
class RemoveFormerName(Command):
    """Take a former name away that the unit never bore."""

    name_id: int


@handles(RemoveFormerName, Permission.ROSTER_EDIT)
def remove_former_name(work: Work, command: RemoveFormerName) -> Result:
    """Delete a former name; it can be put back."""
    row = work.load(UnitFormerName, command.name_id)
    unit = work.load(Unit, row.unit_id)
    again = PutFormerNameBack(
        name_id=row.id,
        unit_id=unit.id,
        name=row.name,
        short_name=row.short_name,
        until=row.until.isoformat(),
        reason=row.reason,
    )
    work.session.delete(row)
    work.session.flush()
    work.can_undo("undo.remove_former_name", again, name=unit.name)
    return {"unit_id": unit.id}


@dataclass(frozen=True, kw_only=True)
class WithdrawFormerName(Command):
    """Take a former name back that was just written."""

    name_id: int


@handles(WithdrawFormerName, Permission.ROSTER_EDIT)
def withdraw_former_name(work: Work, command: WithdrawFormerName) -> Result:
    """Delete the row; offers no step of its own."""
    work.session.delete(work.load(UnitFormerName, command.name_id))
    work.session.flush()
    return {"name_id": command.name_id}


@dataclass(frozen=True, kw_only=True)
class PutFormerNameBack(Command):
    """Bring a former name back that was taken away, under its own number."""

    name_id: int
    unit_id: int
    name: str
    short_name: str
    until: str
    reason: str


@handles(PutFormerNameBack, Permission.ROSTER_EDIT)
def put_former_name_back(work: Work, command: PutFormerNameBack) -> Result:
    """Write the row again; raises Invalid ``roster.unit_invalid`` when another one took its day since."""
    unit = work.load(Unit, command.unit_id)
    values: dict[str, Any] = {
        "name": command.name,
        "short_name": command.short_name,
        "until": date.fromisoformat(command.until),
        "reason": command.reason,
    }
    _check(work, unit, values)
    initials = unit_initials(command.short_name)
    work.session.add(UnitFormerName(id=command.name_id, unit_id=unit.id, initials=initials, **values))
    work.session.flush()
    return {"name_id": command.name_id}


@dataclass(frozen=True, kw_only=True)
class RestoreFormerName(Command):
    """Put a corrected former name back as it was."""

    name_id: int
    changes: tuple[Change, ...]


@handles(RestoreFormerName, Permission.ROSTER_EDIT)
def restore_former_name(work: Work, command: RestoreFormerName) -> Result:
    """Take a correction back; raises Conflict ``undo.changed_since``, and Invalid when another name took its day since."""
    row = work.load(UnitFormerName, command.name_id)
    unit = work.load(Unit, row.unit_id)
    put_back(row, unit.name, command.changes)
    _check(work, unit, {"name": row.name, "until": row.until}, row)
    row.initials = unit_initials(row.short_name)
    work.session.flush()
    return {"name_id": row.id}
