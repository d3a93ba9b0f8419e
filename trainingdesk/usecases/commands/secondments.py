"""Secondments (借调): noted, ended, put right and taken away; the person stays in the books of their own unit."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import PersonStatus, SecondmentWay
from trainingdesk.domain.errors import Invalid, Problem, Refused
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.domain.roster.history import value_on
from trainingdesk.domain.roster.plausible import ask_held
from trainingdesk.persistence.tables.history import Secondment
from trainingdesk.persistence.tables.roster import Person, Unit
from trainingdesk.usecases.commands.roster import change_person_values
from trainingdesk.usecases.dated import Since, not_yet, unit_track
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.stays import gone_unit, not_serving, other_stays
from trainingdesk.usecases.undoing import (
    Change,
    add_again,
    bring_back,
    changes_of,
    kept_of,
    put_back,
    values_of,
)
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class SecondPerson(Command):
    """Note a secondment (借调): out of the district, into it, or to another of its units.

    Attributes:
        unit_id: the unit that has the person, for ``in`` and ``within``.
        place: where the person goes to, or comes from, in words.
        valid_from: first day, None for today; valid_to: last day, None while it lasts.
        sure: fields whose questions were answered.
    """

    person_id: int
    way: SecondmentWay
    unit_id: int | None = None
    place: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    reason: str = ""
    sure: tuple[str, ...] = ()


@handles(SecondPerson, Permission.ROSTER_EDIT)
def second_person(work: Work, command: SecondPerson) -> Result:
    """Note a secondment; the person stays in the books of their own unit."""
    person = work.load(Person, command.person_id)
    values = _values(command, command.valid_from or work.today)
    _check(work, person, values, command.sure)
    row = Secondment(person_id=person.id, **values)
    work.session.add(row)
    work.session.flush()
    work.can_undo("undo.second_person", WithdrawSecondment(secondment_id=row.id), name=person.name)
    return {"secondment_id": row.id, "person_id": person.id}


@dataclass(frozen=True, kw_only=True)
class ChangeSecondment(Command):
    """Put a secondment right that was noted wrongly; the fields are those of :class:`SecondPerson`."""

    secondment_id: int
    way: SecondmentWay
    valid_from: date
    unit_id: int | None = None
    place: str = ""
    valid_to: date | None = None
    reason: str = ""
    sure: tuple[str, ...] = ()


@handles(ChangeSecondment, Permission.ROSTER_EDIT)
def change_secondment(work: Work, command: ChangeSecondment) -> Result:
    """Put a secondment right; all problems of the form are reported together."""
    row = work.load(Secondment, command.secondment_id)
    person = work.load(Person, row.person_id)
    values = _values(command, command.valid_from)
    _check(work, person, values, command.sure, row)
    before = values_of(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    work.session.flush()
    changes = changes_of(row, before)
    if changes:
        inverse = RestoreSecondment(secondment_id=row.id, changes=changes)
        work.can_undo("undo.change_secondment", inverse, name=person.name)
    return {"secondment_id": row.id, "person_id": person.id}


@dataclass(frozen=True, kw_only=True)
class RestoreSecondment(Command):
    """Put a corrected secondment back as it was."""

    secondment_id: int
    changes: tuple[Change, ...]


@handles(RestoreSecondment, Permission.ROSTER_EDIT)
def restore_secondment(work: Work, command: RestoreSecondment) -> Result:
    """Take a correction back.

    Raises Conflict ``undo.changed_since``, and Invalid ``history.secondment_invalid`` when another secondment took its
    days since, or its unit was closed.
    """
    row = work.load(Secondment, command.secondment_id)
    person = work.load(Person, row.person_id)
    put_back(row, person.name, command.changes)
    problems = gone_unit(work, row.unit_id, row.valid_to)
    problems += other_stays(work, person, row.valid_from, row.valid_to, row)
    problems += not_serving(work, person, row.valid_from, row.valid_to)
    if problems:
        raise Invalid("history.secondment_invalid", problems)
    work.session.flush()
    return {"secondment_id": row.id}


def _values(command: SecondPerson | ChangeSecondment, begin: date) -> dict[str, Any]:
    """Return what a form says; the unit of somebody who is out of the district is left out."""
    way = SecondmentWay(command.way)
    return {
        "way": way,
        "unit_id": command.unit_id if way is not SecondmentWay.OUT else None,
        "place": text_of(command.place),
        "valid_from": begin,
        "valid_to": command.valid_to,
        "reason": text_of(command.reason),
    }


def _check(
    work: Work, person: Person, values: dict[str, Any], sure: Collection[str], row: Secondment | None = None
) -> None:
    """Raise Invalid ``history.secondment_invalid`` with everything that speaks against a secondment.

    Lent to another unit means another one than the person's own at the beginning: who was kept there belongs to it now.
    """
    way, unit_id, begin, end = (values[name] for name in ("way", "unit_id", "valid_from", "valid_to"))
    problems = []
    own = value_on(*unit_track(work, person), begin.isoformat())
    if way is SecondmentWay.WITHIN and (unit_id is None or unit_id == own):
        problems.append(Problem("history.other_unit_needed", {}, field="unit_id"))
    if way is not SecondmentWay.WITHIN and not values["place"]:
        problems.append(Problem("history.place_needed", {}, field="place"))
    was_in = row is not None and row.way is SecondmentWay.IN
    if way is SecondmentWay.IN and not was_in and person.status is not PersonStatus.SECONDED_IN:
        problems.append(Problem("history.not_seconded_in", {"name": person.name}, field="way"))
    if begin > work.today:
        problems.append(Problem("history.day_to_come", {"value": begin.isoformat()}, field="valid_from"))
    if end is not None and end < begin:
        params = {"value": end.isoformat(), "begin": begin.isoformat()}
        problems.append(Problem("history.ends_before", params, field="valid_to"))
    problems += gone_unit(work, unit_id, end)
    if unit_id is not None and (row is None or (row.unit_id, row.valid_from) != (unit_id, begin)):
        problems += not_yet(work.load(Unit, unit_id), begin.isoformat(), "valid_from")
    problems += other_stays(work, person, begin, end, row)
    problems += not_serving(work, person, begin, end)
    work_age = work.policy().whole("person.work_age")
    problems += ask_held({"valid_from": begin.isoformat()}, person.birth, work_age, sure)
    if problems:
        raise Invalid("history.secondment_invalid", problems)


@dataclass(frozen=True, kw_only=True)
class EndSecondment(Command):
    """Note that somebody is back; ``day`` is the last day away, None for today.

    Who was seconded in has left the district the day after it, which has come: None means yesterday, or the last day
    that was fixed where that is over already.
    """

    secondment_id: int
    day: date | None = None


@handles(EndSecondment, Permission.ROSTER_EDIT)
def end_secondment(work: Work, command: EndSecondment) -> Result:
    """End a secondment that lasts, or one that would have lasted longer.

    Who was seconded in is ended after its last day too, as long as they are in the roster so: on that day at the latest.
    """
    row = work.load(Secondment, command.secondment_id)
    person = work.load(Person, row.person_id)
    goes = row.way is SecondmentWay.IN and person.status is PersonStatus.SECONDED_IN
    day = command.day or work.today
    if goes and command.day is None:
        yesterday = work.today - timedelta(days=1)
        day = min(yesterday, row.valid_to or yesterday)
    if row.valid_to is not None and (row.valid_to < day or (row.valid_to == day and not goes)):
        raise Refused("history.back_already", name=person.name, day=row.valid_to)
    problem = None
    if day > work.today:
        problem = Problem("history.day_to_come", {"value": day.isoformat()}, field="day")
    elif day == work.today and goes:
        problem = Problem("history.last_day_not_over", field="day")
    elif day < row.valid_from:
        params = {"value": day.isoformat(), "begin": row.valid_from.isoformat()}
        problem = Problem("history.ends_before", params, field="day")
    if problem is not None:
        raise Invalid("history.secondment_invalid", [problem])
    if goes:
        gone = Since((day + timedelta(days=1)).isoformat(), field="status_from")
        change_person_values(work, person, {"status": PersonStatus.LEFT}, "undo.end_secondment", gone)
        return {"secondment_id": row.id, "person_id": person.id}
    before = row.valid_to.isoformat() if row.valid_to is not None else None
    row.valid_to = day
    work.session.flush()
    inverse = ReopenSecondment(secondment_id=row.id, day=day.isoformat(), before=before)
    work.can_undo("undo.end_secondment", inverse, name=person.name)
    return {"secondment_id": row.id, "person_id": person.id}


@dataclass(frozen=True, kw_only=True)
class ExtendSecondment(Command):
    """Let a secondment last longer (延长借调): ``until`` is its new last day, None for not fixed."""

    secondment_id: int
    until: date | None = None
    reason: str = ""


@handles(ExtendSecondment, Permission.ROSTER_EDIT)
def extend_secondment(work: Work, command: ExtendSecondment) -> Result:
    """Move the last day to a later one; raises what a secondment with that last day would be refused for.

    Refused ``history.not_longer`` for a day that is no later one.
    """
    row = work.load(Secondment, command.secondment_id)
    person = work.load(Person, row.person_id)
    if row.valid_to is None or (command.until is not None and command.until <= row.valid_to):
        last = row.valid_to.isoformat() if row.valid_to is not None else ""
        raise Invalid(
            "history.secondment_invalid", [Problem("history.not_longer", {"value": last}, field="until")]
        )
    problems = gone_unit(work, row.unit_id, command.until)
    problems += other_stays(work, person, row.valid_from, command.until, row)
    problems += not_serving(work, person, row.valid_from, command.until)
    if problems:
        at = {"valid_from": "until", "unit_id": "until"}
        found = [replace(one, field=at.get(one.field, one.field)) for one in problems]
        raise Invalid("history.secondment_invalid", found)
    before = values_of(row, ("valid_to", "reason"))
    row.valid_to = command.until
    row.reason = text_of(command.reason) or row.reason
    work.session.flush()
    inverse = RestoreSecondment(secondment_id=row.id, changes=changes_of(row, before))
    work.can_undo("undo.extend_secondment", inverse, name=person.name)
    return {"secondment_id": row.id, "person_id": person.id}


@dataclass(frozen=True, kw_only=True)
class ReopenSecondment(Command):
    """Take back that somebody came back on a day; ``before`` is the last day that stood there, None for none."""

    secondment_id: int
    day: str
    before: str | None = None


@handles(ReopenSecondment, Permission.ROSTER_EDIT)
def reopen_secondment(work: Work, command: ReopenSecondment) -> Result:
    """Let the secondment last again.

    Raises Conflict ``undo.changed_since``, and Invalid ``history.secondment_invalid`` when its unit was closed since,
    another secondment took its days, or the person retired or left.
    """
    row = work.load(Secondment, command.secondment_id)
    person = work.load(Person, row.person_id)
    put_back(row, person.name, [("valid_to", command.before, command.day)])
    problems = gone_unit(work, row.unit_id, row.valid_to)
    problems += other_stays(work, person, row.valid_from, row.valid_to, row)
    problems += not_serving(work, person, row.valid_from, row.valid_to)
    if problems:
        raise Invalid("history.secondment_invalid", problems)
    work.session.flush()
    return {"secondment_id": row.id}


@dataclass(frozen=True, kw_only=True)
class RemoveSecondment(Command):
    """Take a secondment away that was entered by mistake."""

    secondment_id: int


@handles(RemoveSecondment, Permission.ROSTER_EDIT)
def remove_secondment(work: Work, command: RemoveSecondment) -> Result:
    """Delete a secondment; it can be put back."""
    row = work.load(Secondment, command.secondment_id)
    person = work.load(Person, row.person_id)
    again = PutSecondmentBack(secondment_id=row.id, values=kept_of(row))
    work.session.delete(row)
    work.session.flush()
    work.can_undo("undo.remove_secondment", again, name=person.name)
    return {"person_id": person.id}


@dataclass(frozen=True, kw_only=True)
class WithdrawSecondment(Command):
    """Take a secondment back that was just noted."""

    secondment_id: int


@handles(WithdrawSecondment, Permission.ROSTER_EDIT)
def withdraw_secondment(work: Work, command: WithdrawSecondment) -> Result:
    """Delete the secondment; offers no step of its own."""
    work.session.delete(work.load(Secondment, command.secondment_id))
    work.session.flush()
    return {"secondment_id": command.secondment_id}


@dataclass(frozen=True, kw_only=True)
class PutSecondmentBack(Command):
    """Bring a secondment back that was taken away, under its own number."""

    secondment_id: int
    values: tuple[tuple[str, Any], ...]


@handles(PutSecondmentBack, Permission.ROSTER_EDIT)
def put_secondment_back(work: Work, command: PutSecondmentBack) -> Result:
    """Write the secondment again; raises Invalid when another one took its place, or its unit was closed since."""
    values = bring_back(Secondment, command.values)
    person = work.load(Person, values["person_id"])
    problems = gone_unit(work, values["unit_id"], values["valid_to"])
    problems += other_stays(work, person, values["valid_from"], values["valid_to"])
    problems += not_serving(work, person, values["valid_from"], values["valid_to"])
    if problems:
        raise Invalid("history.secondment_invalid", problems)
    add_again(work, Secondment, command.secondment_id, values)
    return {"secondment_id": command.secondment_id}
