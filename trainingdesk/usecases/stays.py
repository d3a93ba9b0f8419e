"""Secondments of people who go: whoever retires, leaves, or comes into the unit that has them is lent to nobody any more.

Every way a status or a unit changes asks here: the form, a step for many, an import, a merge; and takes it back here.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from trainingdesk.domain.codes import GONE, PersonStatus, SecondmentWay
from trainingdesk.domain.errors import Invalid, Problem, Refused
from trainingdesk.domain.roster.history import Present, first_day, in_force
from trainingdesk.persistence.tables.history import Secondment
from trainingdesk.persistence.tables.roster import Person, Unit
from trainingdesk.usecases.dated import status_track
from trainingdesk.usecases.undoing import put_back
from trainingdesk.usecases.work import Work

#: the fields of a person whose change may end a secondment
ENDING = frozenset({"status", "unit_id"})

#: a secondment that ends: its id, its last day before and after, each ``YYYY-MM-DD`` or None while it lasts
Ending = tuple[int, str | None, str]

_AT_ONCE = 1_000
_LASTING = (
    "SELECT s.id, s.person_id, s.way, s.unit_id, s.valid_from, s.valid_to, p.status, p.status_from, p.unit_id, p.unit_from"
    " FROM secondment s JOIN person p ON p.id = s.person_id WHERE s.person_id IN ({0}) ORDER BY s.id"
)


def endings(connection: Connection, people: Mapping[int, Mapping[str, Any]], otherwise: date) -> list[Ending]:
    """Return the secondments that end with what people are now.

    Args:
        people: person → column → stored value, where it is not written yet.
        otherwise: the day that counts where it is not known since when they retired, left, or are in their unit.
    """
    return [
        (number, end, last) for _person, number, end, last, _begin in _lasting(connection, people, otherwise)
    ]


def begun_after_going(
    connection: Connection, people: Mapping[int, Mapping[str, Any]], otherwise: date
) -> dict[int, Problem]:
    """Return person → why they can't have retired or left on their day: a secondment of theirs began later.

    The arguments are those of :func:`endings`.
    """
    return {
        person: Problem("stays.begun_later", {"day": begin})
        for person, _number, _end, last, begin in _lasting(connection, people, otherwise)
        if last < begin
    }


def _lasting(
    connection: Connection, people: Mapping[int, Mapping[str, Any]], otherwise: date
) -> list[tuple[int, int, str | None, str, str]]:
    """Return (person, secondment, its last day before and after, its first day) of each that ends."""
    found: list[tuple[int, int, str | None, str, str]] = []
    ids = list(people)
    for start in range(0, len(ids), _AT_ONCE):
        part = tuple(ids[start : start + _AT_ONCE])
        rows = connection.exec_driver_sql(_LASTING.format(", ".join("?" * len(part))), part)
        for number, person_id, way, host, begin, end, *now in rows:
            new = people[person_id]
            names = ("status", "status_from", "unit_id", "unit_from")
            status, gone, unit_id, here = (
                new.get(name, value) for name, value in zip(names, now, strict=True)
            )
            days = [gone] if status in GONE else []
            if way == SecondmentWay.WITHIN and host == unit_id:
                days.append(here)
            if not days:
                continue
            first = min(date.fromisoformat(first_day(str(day))) if day else otherwise for day in days)
            last = (first - timedelta(days=1)).isoformat()
            if status not in GONE:
                last = max(begin, last)  # who was lent and comes to stay on one day was lent on that day
            if end is None or end > last:
                found.append((person_id, number, end, last, begin))
    return found


def end_stays(work: Work, ended: Iterable[Ending]) -> tuple[Ending, ...]:
    """Write that secondments end, and return what they were, as a step that takes it back keeps it.

    Raises Refused ``stays.begins_after_going`` for one that would begin only after the person has retired or left: one
    of the two days is wrong.
    """
    kept = tuple(ended)
    for number, _end, last in kept:
        row = work.load(Secondment, number)
        if last < row.valid_from.isoformat():
            person = work.load(Person, row.person_id)
            place = work.load(Unit, row.unit_id).name if row.unit_id else row.place
            gone = (date.fromisoformat(last) + timedelta(days=1)).isoformat()
            begin = row.valid_from.isoformat()
            raise Refused(
                "stays.begins_after_going", name=person.name, place=place or "–", day=begin, gone=gone
            )
        row.valid_to = date.fromisoformat(last)
    if kept:
        work.session.flush()
    return kept


def reopen_stays(work: Work, ended: Iterable[Sequence[Any]]) -> None:
    """Let secondments last again that :func:`end_stays` ended; one that was taken away since stays away.

    Raises Conflict ``undo.changed_since``, and Invalid ``history.secondment_invalid`` when another one took its days since
    or its unit was closed.
    """
    for number, end, last in ended:
        row = work.session.get(Secondment, number)
        if row is None:
            continue
        person = work.load(Person, row.person_id)
        put_back(row, person.name, [("valid_to", end, last)])
        problems = gone_unit(work, row.unit_id, row.valid_to)
        problems += other_stays(work, person, row.valid_from, row.valid_to, row)
        if problems:
            raise Invalid("history.secondment_invalid", problems)
        work.session.flush()


def refuse_seconded(work: Work, ids: Iterable[int]) -> None:
    """Refuse to make somebody retired or gone again who was seconded since; raises Refused ``undo.seconded_since``."""
    lasting = [
        number for number, _end, _last in endings(work.connection, {one: {} for one in ids}, work.today)
    ]
    if lasting:
        names = work.session.scalars(
            select(Person.name)
            .join(Secondment, Secondment.person_id == Person.id)
            .where(Secondment.id.in_(lasting))
        ).all()
        raise Refused("undo.seconded_since", names=list(names[:3]), count=len(names))


def not_serving(work: Work, person: Person, begin: date, end: date | None) -> list[Problem]:
    """Return a problem for a secondment of somebody who had retired or left by then.

    Of who is gone since an unknown day a secondment that has ended may stand.
    """
    with work.session.no_autoflush:
        present, periods = status_track(work, person)
    found: Present | None = present if end is None else in_force(present, periods, end.isoformat())
    if found is not None and found.value not in GONE:
        found = in_force(present, periods, begin.isoformat())
    if found is None or found.value not in GONE or (end is not None and found == Present(found.value)):
        return []
    day = max(begin, min(end or work.today, work.today)) if found is present else begin
    return [Problem("history.not_serving", {"value": day.isoformat()}, field="valid_from")]


def gone_unit(work: Work, unit_id: int | None, end: date | None) -> list[Problem]:
    """Return a problem for a secondment to a unit that was closed before the secondment ends; one of then may stand."""
    if unit_id is None:
        return []
    with work.session.no_autoflush:
        unit = work.load(Unit, unit_id)
    if unit.active or (end is not None and (unit.dissolved_on is None or end <= unit.dissolved_on)):
        return []
    return [Problem("history.unit_gone", {"unit": unit.name}, field="unit_id")]


def other_stays(
    work: Work, person: Person, begin: date, end: date | None, own: Secondment | None = None
) -> list[Problem]:
    """Return a problem for every other secondment of the person that one would overlap."""
    found = []
    with work.session.no_autoflush:
        others = list(work.session.scalars(select(Secondment).where(Secondment.person_id == person.id)))
    for other in others:
        if other is own:
            continue
        if (end is None or other.valid_from <= end) and (other.valid_to is None or begin <= other.valid_to):
            params = {
                "begin": other.valid_from.isoformat(),
                "end": other.valid_to.isoformat() if other.valid_to else "…",
            }
            found.append(Problem("history.seconded_already", params, field="valid_from"))
    return found


def note_seconded_in(work: Work, person: Person, place: str, until: date | None, reason: str) -> int | None:
    """Note where somebody who is seconded in comes from and until when, and return the number of the secondment.

    It begins with the status, today where that is not said. None for anybody else, and where no place is said. Raises
    Invalid ``roster.person_invalid`` for a last day before the first one.
    """
    if person.status != PersonStatus.SECONDED_IN or not place:
        return None
    begin = person.status_from or work.today
    if until is not None and until < begin:
        params = {"value": until.isoformat(), "begin": begin.isoformat()}
        raise Invalid("roster.person_invalid", [Problem("history.ends_before", params, field="until")])
    stay = Secondment(
        person_id=person.id,
        way=SecondmentWay.IN,
        unit_id=person.unit_id,
        place=place,
        valid_from=begin,
        valid_to=until,
        reason=reason,
    )
    work.session.add(stay)
    work.session.flush()
    return stay.id
