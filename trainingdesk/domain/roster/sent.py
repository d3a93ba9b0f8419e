"""What a form went out with: a cell that came back as it was sent says nothing, whatever the roster was told since.

The form marks what stood in each field (``keys.value_mark``). A cell that still says it is read as what the roster has
by now. A cell that the unit changed, over a value that was changed in the roster too, is a conflict: it is shown, and
left unless somebody wants it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.keys import FormFacts, value_mark
from trainingdesk.domain.roster.known_people import Holders, everybody
from trainingdesk.domain.roster.matching import FieldChange
from trainingdesk.domain.roster.older import ALWAYS, SINCE_OF, Told
from trainingdesk.domain.roster.people import FIELDS, KnownPerson, ParsedPerson

#: one form's marks of one person, field → mark
Marks = Mapping[str, str]


@dataclass(frozen=True)
class Sent:
    """What a form of this desk went out with.

    Attributes:
        desk: the mark of the desk.
        made: the day it was made.
        head: the last row of the desk's log then.
        marks: person → what stood in the fields; of several records that were merged since, of each.
    """

    desk: str
    made: str
    head: int
    marks: Mapping[int, Sequence[Marks]]

    def had(self, person_id: int, name: str, value: str) -> bool | None:
        """Return whether a field of somebody went out with a value; None when the form did not hold it."""
        marks = [one[name] for one in self.marks.get(person_id, ()) if name in one]
        return value_mark(self.desk, name, value) in marks if marks else None


class AsOfNow(NamedTuple):
    """The rows of a form that came back, with the roster's present values where the unit said nothing.

    Attributes:
        rows: the people of the file.
        untouched: how many cells came back as they were sent although the roster has changed since.
    """

    rows: Sequence[ParsedPerson]
    untouched: int


def sent_with(facts: FormFacts, head: int, merged: Mapping[int, int]) -> Sent:
    """Return what a form went out with, by the people of today.

    ``head`` is the last row of the log when it was made; ``merged`` is the id of a record that was merged → the one
    that stayed.
    """
    marks: dict[int, list[Marks]] = {}
    for number, own in facts.sent.items():
        now = number
        while now in merged:
            now = merged[now]
        marks.setdefault(now, []).append(dict(zip(facts.fields, own, strict=False)))
    return Sent(facts.desk, facts.made, head, marks)


def as_of_now(
    rows: Sequence[ParsedPerson],
    keyed: Mapping[int, int],
    known: Mapping[int, KnownPerson],
    sent: Sent,
    units: Mapping[str, str],
    typed: Collection[tuple[int, str]] = (),
) -> AsOfNow:
    """Return the rows of a form with the roster's present values where their cells came back as they were sent.

    ``keyed`` is line → the person of its key; ``units`` is every spelling of a unit → its full name, for one that was
    renamed or merged is no other; ``typed`` are the (row, field) that were put right by hand, which do say
    something.
    """
    by_number = Holders(everybody(known))
    found: list[ParsedPerson] = []
    untouched = 0
    for row in rows:
        person = _meant(row, known.get(keyed.get(row.row, 0)), by_number, sent)
        now: dict[str, Any] = {} if person is None else _untouched(row, person, sent, typed)
        if "unit" in now and person is not None and units.get(key_of(row.unit)) == person.unit:
            del now["unit"]
        untouched += len(now)
        found.append(row._replace(**now) if now else row)
    return AsOfNow(found, untouched) if untouched else AsOfNow(rows, 0)


def _meant(
    row: ParsedPerson, keyed: KnownPerson | None, by_number: Mapping[str, KnownPerson], sent: Sent
) -> KnownPerson | None:
    """Return whom a row is about beyond doubt: rows are sorted without their keys, and others typed over them."""
    holder = by_number.get(row.id_number) if row.id_number else None
    if keyed is not None:
        if row.id_number and sent.had(keyed.id, "id_number", row.id_number):
            return keyed
        if sent.had(keyed.id, "name", row.name) and holder in {None, keyed}:
            return keyed
    return holder


def _untouched(
    row: ParsedPerson, person: KnownPerson, sent: Sent, typed: Collection[tuple[int, str]]
) -> dict[str, Any]:
    return {
        name: now
        for name in FIELDS
        if (value := str(getattr(row, name)))
        and value != (now := str(getattr(person, name)))
        and (row.row, name) not in typed
        and sent.had(person.id, name, value)
        and not sent.had(person.id, name, now)
    }


@dataclass(frozen=True)
class Conflicts:
    """What both the unit and the desk have changed since a form went out.

    Attributes:
        told: since when the roster knows its values, with these among them as known ``ALWAYS``.
        days: person → field → the day since when the roster has its value, as far as it is known.
    """

    told: Told
    days: Told = field(default_factory=dict)


def conflicts(
    meanings: Iterable[tuple[int, Sequence[FieldChange]]],
    known: Mapping[int, KnownPerson],
    told: Told,
    written: Told,
    sent: Sent,
) -> Conflicts:
    """Return what was changed on both sides.

    Args:
        meanings: whom rows mean or may mean, and what they would change of them.
        known: the people of the roster by id.
        told: since when the roster knows its values; what was written since the form went out is known ``ALWAYS``.
        written: person → field → the day it was written since.
        sent: what the form went out with.
    """
    own = {person_id: dict(fields) for person_id, fields in told.items()}
    days: dict[int, dict[str, str]] = {}
    for person_id, changes in meanings:
        for change in changes:
            days_of = own.setdefault(person_id, {})
            had = sent.had(person_id, change.field, change.old)
            of = SINCE_OF.get(change.field, "")
            if of and sent.had(person_id, of, str(getattr(known[person_id], of))) is False:
                had = False  # since when of another post or rank than the one it was sent with
            if had:
                # the unit knew what the roster has: what it says is newer, whatever day is given for it
                days_of.pop(change.field, None)
            elif had is False or days_of.get(change.field) == ALWAYS:
                days_of[change.field] = ALWAYS
                day = written.get(person_id, {}).get(change.field, "") or sent.made
                days.setdefault(person_id, {})[change.field] = day
    return Conflicts(own, days)


def form_notes(sent: Sent | None, untouched: int, days: Told) -> list[Problem]:
    """Return what is said about a form as a whole: what counts for nothing in it, and what was changed on both sides."""
    counts = {"roster.form_untouched": untouched, "roster.form_conflicts": sum(map(len, days.values()))}
    return [
        Problem(code, {"day": sent.made, "count": count}, severity=Severity.NOTE)
        for code, count in counts.items()
        if sent is not None and count
    ]
