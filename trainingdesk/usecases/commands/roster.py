"""The roster by hand: units, people, their status."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import Line, PersonStatus, UnitKind
from trainingdesk.domain.errors import Invalid, Problem, Refused
from trainingdesk.domain.roster.base import went_by
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.domain.roster.drafts import (
    DRAFT_FIELDS,
    IdHolder,
    Namesake,
    PersonDraft,
    ask_namesakes,
    decide_person,
    read_draft,
)
from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.people import HELD_FIELDS
from trainingdesk.domain.roster.plausible import (
    Dates,
    age_rules,
    ask_held,
    check_dates,
    still_asked,
)
from trainingdesk.persistence.readmodels.roster import dependents
from trainingdesk.persistence.search import DERIVED_FROM, unindex_people
from trainingdesk.persistence.tables.history import Secondment
from trainingdesk.persistence.tables.roster import ImportAnswer, Person, Unit, UnitFormerName
from trainingdesk.shared.text import Label
from trainingdesk.usecases.dated import (
    DATED,
    Added,
    Since,
    change_dated,
    check_days,
    read_since,
    remove_added,
)
from trainingdesk.usecases.ordering import index_people_anew, order_renamed
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.stays import (
    ENDING,
    Ending,
    end_stays,
    endings,
    note_seconded_in,
    refuse_seconded,
    reopen_stays,
)
from trainingdesk.usecases.undoing import Change, changed_since, changes_of, put_back, values_of
from trainingdesk.usecases.unit_order import (
    check_closing,
    check_founding,
    check_parent,
    go_back_in_order,
    keep_former_name,
    put_in_order,
    unit_initials,
    unit_names,
    unit_order,
)
from trainingdesk.usecases.work import Work

#: what a period says was changed
_TRACES = {"unit_period": "unit_id", "post_period": "post", "team_period": "team", "status_period": "status"}
_LIAISON = ("liaison_deputy", "liaison_phone", "liaison_deputy_phone")


@dataclass(frozen=True, kw_only=True)
class AddUnit(Command):
    """Open a unit; a blank ``short_name`` is made from the name."""

    name: str
    line: Line
    short_name: str = ""
    parent_id: int | None = None
    liaison: str = ""
    liaison_deputy: str = ""
    liaison_phone: str = ""
    liaison_deputy_phone: str = ""
    founded_on: date | None = None
    kind: UnitKind = UnitKind.ORGAN


@handles(AddUnit, Permission.ROSTER_EDIT)
def add_unit(work: Work, command: AddUnit) -> Result:
    """Open a unit as the last one below its managing unit."""
    name, short = unit_names(work, command.name, command.short_name, None)
    check_parent(work, None, command.parent_id, active=True)
    last = work.session.scalar(select(func.max(Unit.position))) or 0
    unit = Unit(
        parent_id=command.parent_id,
        name=name,
        short_name=short,
        initials=unit_initials(short),
        line=command.line,
        position=last + 1,
        **{key: text_of(getattr(command, key)) for key in ("liaison", *_LIAISON)},
        founded_on=command.founded_on,
        kind=command.kind,
        active=True,
    )
    work.session.add(unit)
    work.session.flush()
    check_founding(work, unit)
    put_in_order(work)
    work.can_undo("undo.add_unit", RemoveUnit(unit_id=unit.id), name=name)
    return {"unit_id": unit.id}


@dataclass(frozen=True, kw_only=True)
class ChangeUnit(Command):
    """Change a unit's names, line, managing unit, responsible people, or whether it is still there.

    Attributes:
        kind, liaison_deputy, liaison_phone, liaison_deputy_phone: None leaves it as it is.
        founded: ``founded_on`` is meant, None for not known; else the day it was set up on stays as it is.
        renamed: the names were changed since ``day`` (更名): those so far stay as former names. Else another name is a
            correction, and the one before was never borne.
        day: first day of the new name, None for today.
        reason: the document or the reason of the renaming.
    """

    unit_id: int
    version: int
    name: str
    line: Line
    short_name: str = ""
    parent_id: int | None = None
    liaison: str = ""
    active: bool = True
    kind: UnitKind | None = None
    liaison_deputy: str | None = None
    liaison_phone: str | None = None
    liaison_deputy_phone: str | None = None
    founded: bool = False
    founded_on: date | None = None
    renamed: bool = False
    day: date | None = None
    reason: str = ""


@handles(ChangeUnit, Permission.ROSTER_EDIT)
def change_unit(work: Work, command: ChangeUnit) -> Result:
    """Change a unit; one that still has serving people or manages other units is not dissolved."""
    unit, restore = changed_unit(work, command)
    if restore is not None:
        work.can_undo("undo.change_unit", restore, name=unit.name)
    changed = [part for part, _before, _after in restore.changes] if restore is not None else []
    return {"unit_id": unit.id, "version": unit.version, "changed": changed}


def changed_unit(work: Work, command: ChangeUnit) -> "tuple[Unit, RestoreRecord | None]":
    """Change a unit; return it with what takes the change back, None where nothing changed."""
    unit = work.load(Unit, command.unit_id, command.version)
    name, short = unit_names(work, command.name, command.short_name, unit.id)
    check_parent(work, unit.id, command.parent_id, active=command.active)
    if unit.active and not command.active:
        check_closing(work, unit)
    values: dict[str, Any] = {
        "name": name,
        "short_name": short,
        "line": command.line,
        "parent_id": command.parent_id,
        "liaison": text_of(command.liaison),
        "active": command.active,
    }
    if command.founded:
        values["founded_on"] = command.founded_on
    for key in ("kind", *_LIAISON):
        given = getattr(command, key)
        if given is not None:
            values[key] = text_of(given) if key != "kind" else UnitKind(given)
    if unit.active is not command.active:
        # from today on it is no more: the day before was its last, as for a merger
        values["dissolved_on"] = None if command.active else work.today - timedelta(days=1)
        values["merged_into_id"] = None
    former = None
    if command.renamed and (name, short) != (unit.name, unit.short_name):
        former = keep_former_name(work, unit, command.day or work.today, text_of(command.reason))
    moved = unit.parent_id != command.parent_id
    order = unit_order(work) if moved else ()
    restore = _apply(work, unit, values)
    check_founding(work, unit)
    unit.initials = unit_initials(short)
    work.session.flush()
    order_renamed(work, unit, restore.changes if restore else ())
    if moved:
        put_in_order(work)
    if restore is not None:
        restore = replace(restore, order=order, moved=unit_order(work) if moved else (), former=former)
    return unit, restore


@dataclass(frozen=True, kw_only=True)
class RemoveUnit(Command):
    """Take back a unit that was opened and not used since."""

    unit_id: int


@handles(RemoveUnit, Permission.ROSTER_EDIT)
def remove_unit(work: Work, command: RemoveUnit) -> Result:
    """Delete a unit that nothing refers to."""
    unit = work.load(Unit, command.unit_id)
    _refuse_used(work, "unit", unit.id, unit.name)
    work.session.delete(unit)
    work.session.flush()
    put_in_order(work)
    return {"unit_id": command.unit_id}


@dataclass(frozen=True, kw_only=True)
class AddPerson(PersonDraft, Command):
    """Bring one person in; the fields are those of a draft, as typed.

    Attributes:
        sure: fields whose questions were answered: what stands there is meant so.
        place, until, reason: of who is seconded in (借调来本区) where from, until when (None while it lasts) and why; no
            secondment is noted without a place.
    """

    sure: tuple[str, ...] = ()
    place: str = ""
    until: date | None = None
    reason: str = ""


@handles(AddPerson, Permission.ROSTER_EDIT)
def add_person(work: Work, command: AddPerson) -> Result:
    """Bring one person in; all problems of the form are reported together."""
    values = _decide(work, command, None, command.sure)
    check_days(work, values)
    gone = went_by(values["status"], str(values["status_from"] or ""), work.today.isoformat())
    if values["joined_on"] is None and not gone:
        values["joined_on"] = joined_on(work, values["unit_id"])
    person = Person(**values, position=0, import_batch_id=None)
    work.session.add(person)
    work.session.flush()
    index_people_anew(work, [person.id])
    stay = note_seconded_in(work, person, text_of(command.place), command.until, text_of(command.reason))
    work.can_undo("undo.add_person", RemovePerson(person_id=person.id, stay_id=stay), name=person.name)
    return {"person_id": person.id}


@dataclass(frozen=True, kw_only=True)
class ChangePerson(PersonDraft, Command):
    """Change one person; a form that never showed the ID or phone number leaves it alone.

    Attributes:
        keep_id_number, keep_phone: leave the number as it is, whatever the field says.
        day: since when another unit, team, post, rank or status holds (day or month), "" for today.
        reason: why they changed: the document or the reason.
        correction: what stood there was entered wrongly: nothing is kept as a former value.
        sure: fields whose questions were answered: what stands there is meant so.
    """

    person_id: int
    version: int
    sure: tuple[str, ...] = ()
    keep_id_number: bool = False
    keep_phone: bool = False
    day: str = ""
    reason: str = ""
    correction: bool = False


@handles(ChangePerson, Permission.ROSTER_EDIT)
def change_person(work: Work, command: ChangePerson) -> Result:
    """Change one person; a form opened before somebody else's change is refused with both values."""
    person = work.load(Person, command.person_id, command.version)
    kept: dict[str, str] = {}
    if command.keep_id_number:
        kept["id_number"] = person.id_number or ""
    if command.keep_phone:
        kept["phone"] = person.phone
    typed = {name: getattr(command, name) for name in DRAFT_FIELDS}
    day = read_since(command.day) if not command.correction else ""
    values = _decide(work, PersonDraft(**{**typed, **kept}), person, command.sure, day)
    check_days(work, {"joined_on": values["joined_on"]})
    since = Since(command.day, text_of(command.reason), command.correction, sure=command.sure)
    return change_person_values(work, person, values, "undo.change_person", since)


@dataclass(frozen=True, kw_only=True)
class ChangeStatus(Command):
    """Note that a person serves, is on long leave, has retired or has left, and since when.

    Attributes:
        day: None for today.
        sure: fields whose questions were answered.
    """

    person_id: int
    version: int
    status: PersonStatus
    day: date | None = None
    reason: str = ""
    sure: tuple[str, ...] = ()


@handles(ChangeStatus, Permission.ROSTER_EDIT)
def change_status(work: Work, command: ChangeStatus) -> Result:
    """Change where a person stands towards the base; nobody is deleted for leaving."""
    person = work.load(Person, command.person_id, command.version)
    if command.day is not None and command.day > work.today:
        raise Invalid(
            "roster.person_invalid",
            [Problem("roster.day_to_come", {"value": command.day.isoformat()}, field="status_from")],
        )
    day = (command.day or work.today).isoformat()
    ask_person(work, person, {"status_from": day}, command.sure)
    since = Since(day, text_of(command.reason), field="status_from")
    return change_person_values(work, person, {"status": command.status}, "undo.change_status", since)


@dataclass(frozen=True, kw_only=True)
class RemovePerson(Command):
    """Take back a person who was brought in by mistake and has no history yet, with the secondment that came along."""

    person_id: int
    stay_id: int | None = None


@handles(RemovePerson, Permission.ROSTER_EDIT)
def remove_person(work: Work, command: RemovePerson) -> Result:
    """Delete a person whom nothing refers to; whoever has left changes their status instead."""
    person = work.load(Person, command.person_id)
    if command.stay_id is not None and (stay := work.session.get(Secondment, command.stay_id)) is not None:
        work.session.delete(stay)
    for answer in work.session.scalars(select(ImportAnswer).where(ImportAnswer.person_id == person.id)):
        work.session.delete(answer)
    work.session.flush()
    used = dependents(work.connection, "person", person.id)
    for table, part in _TRACES.items():
        if set(used) <= set(_TRACES) and table in used:
            raise changed_since("person", part, person.name)
    _refuse_used(work, "person", person.id, person.name)
    work.session.delete(person)
    work.session.flush()
    unindex_people(work.connection, [command.person_id])
    return {"person_id": command.person_id}


@dataclass(frozen=True, kw_only=True)
class RestoreRecord(Command):
    """Put a changed record's former values back, when nobody has changed them since.

    Attributes:
        entity: ``unit`` or ``person``.
        changes: the changed fields with their values before and after.
        order, moved: every unit in its place before and after a unit was moved, () when none was.
        added: the periods that the change closed; they go again.
        former: the former name that a renaming kept; it goes again.
        stays: the secondments that the change ended, as :data:`~trainingdesk.usecases.stays.Ending`; they last again.
    """

    entity: str
    record_id: int
    changes: tuple[Change, ...]
    order: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    added: tuple[Added, ...] = ()
    former: int | None = None
    stays: tuple[Any, ...] = ()


@handles(RestoreRecord, Permission.ROSTER_EDIT)
def restore_record(work: Work, command: RestoreRecord) -> Result:
    """Take one change back.

    Raises Conflict ``undo.changed_since`` when one of its fields was changed again, and Invalid
    ``roster.unit_invalid`` when a unit would stand below itself or, open, below a closed one. A unit that would be
    closed again is refused as closing it would be, and so is who would be gone again and was seconded since (Refused
    ``undo.seconded_since``).
    """
    record: Person | Unit
    if command.entity == "unit":
        record = work.load(Unit, command.record_id)
    else:
        record = work.load(Person, command.record_id)
    now = unit_order(work) if command.moved else ()
    put_back(record, record.name, command.changes)
    remove_added(work, command.added)
    if command.former is not None and (name := work.session.get(UnitFormerName, command.former)) is not None:
        work.session.delete(name)
        work.session.flush()
    work.session.refresh(record)
    if isinstance(record, Unit):
        check_parent(work, record.id, record.parent_id, active=record.active)
        if not record.active and any(name == "active" for name, _before, _after in command.changes):
            check_closing(work, record)
        check_founding(work, record)
        record.initials = unit_initials(record.short_name)
        work.session.flush()
        order_renamed(work, record, command.changes)
        go_back_in_order(work, now, command.order, command.moved)
    else:
        index_people_anew(work, [record.id])
        reopen_stays(work, command.stays)
        if not ENDING.isdisjoint(name for name, _before, _after in command.changes):
            refuse_seconded(work, [record.id])
    return {"record_id": record.id}


def _refuse_used(work: Work, entity: str, record_id: int, name: str) -> None:
    used = dependents(work.connection, entity, record_id)
    if used:
        kinds = [Label(f"entity.{kind}") for kind in used]
        raise Refused("roster.in_use", name=name, kinds=kinds, count=sum(used.values()))


def _decide(
    work: Work, draft: PersonDraft, person: Person | None, sure: tuple[str, ...], day: str = ""
) -> dict[str, Any]:
    values, problems = read_draft(draft)
    dates = Dates(values.birth, values.work_start, values.party_entry)
    held = {name: str(getattr(values, name) or "") for name in HELD_FIELDS} | {"day": first_day(day)}
    problems += check_dates(dates, age_rules(work.policy()), held)
    changed = None
    if person is None:
        known = select(Person.id, Person.name, Person.unit_id, Unit.name, Person.birth).join(
            Unit, Unit.id == Person.unit_id
        )
        found = work.session.execute(known.where(Person.name == values.name).order_by(Person.id))
        problems += ask_namesakes(values, (Namesake(*row) for row in found))
    else:
        different = (
            (getattr(person, name) or None) != (getattr(values, name) or None) for name in DRAFT_FIELDS
        )
        changed = {name for name, is_so in zip(DRAFT_FIELDS, different, strict=True) if is_so}
        changed |= {"day"} if day else set()
    problems = still_asked(problems, changed, sure)
    holder: IdHolder | None = None
    if values.id_number is not None:
        row = work.session.execute(
            select(Person.id, Person.name, Unit.name)
            .join(Unit, Unit.id == Person.unit_id)
            .where(Person.id_number == values.id_number)
        ).first()
        if row is not None and row[0] != (person and person.id):
            holder = IdHolder(row[1], row[2])
    unit_known = work.session.get(Unit, values.unit_id) is not None
    decided = decide_person(values, problems, unit_known=unit_known, id_holder=holder)
    return {name: getattr(decided, name) for name in DRAFT_FIELDS}


def ask_person(work: Work, person: Person, days: Mapping[str, str], sure: Collection[str]) -> None:
    """Raise Invalid ``roster.person_invalid`` with what is asked about days since which something of a person holds."""
    asked = ask_held(days, person.birth, work.policy().whole("person.work_age"), sure)
    if asked:
        raise Invalid("roster.person_invalid", asked)


def joined_on(work: Work, unit_id: int) -> date | None:
    """Return when somebody joins who comes in today: not known for the first people of a unit, who were there before."""
    known = work.session.scalar(select(Person.id).where(Person.unit_id == unit_id).limit(1))
    return None if known is None else work.today


def change_person_values(
    work: Work, person: Person, values: Mapping[str, Any], label: str, since: Since
) -> Result:
    """Change some of a person's values from a day on, and offer the way back.

    A secondment ends with the person's time in office, and with the transfer into the unit that has them.
    """
    whole = {name: getattr(person, name) for name in DATED} | dict(values)
    whole, added = change_dated(work, person, whole, since)
    restore = _apply(work, person, whole)
    if restore is None:
        return {"person_id": person.id, "version": person.version, "changed": []}
    if DERIVED_FROM & {part for part, _before, _after in restore.changes}:
        index_people_anew(work, [person.id])
    ended: Sequence[Ending] = ()
    if not ENDING.isdisjoint(part for part, _before, _after in restore.changes):
        ended = end_stays(work, endings(work.connection, {person.id: {}}, work.today))
    work.can_undo(label, replace(restore, added=added, stays=tuple(ended)), name=person.name)
    changed = [part for part, _before, _after in restore.changes]
    return {"person_id": person.id, "version": person.version, "changed": changed}


def _apply(work: Work, record: Person | Unit, values: Mapping[str, Any]) -> RestoreRecord | None:
    """Set what differs, and return the command that takes it back, None when nothing does."""
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    if not changed:
        return None
    before = values_of(record, changed)
    for name in changed:
        setattr(record, name, values[name])
    work.session.flush()
    return RestoreRecord(entity=record.__tablename__, record_id=record.id, changes=changes_of(record, before))
