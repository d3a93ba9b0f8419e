"""Who of the units that a file lists stands in none of its rows: asked about, and never noted silently."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.roster.keys import Form
from trainingdesk.domain.roster.known_people import KnownPeople
from trainingdesk.domain.roster.matching import Verdict
from trainingdesk.domain.roster.people import ParsedPerson

_GONE = frozenset({PersonStatus.RETIRED.value, PersonStatus.LEFT.value})
#: what may have become of somebody whom a file no longer has; on long leave they are of the roster, but of no list
GOING = (PersonStatus.LEFT, PersonStatus.RETIRED, PersonStatus.LONG_LEAVE)


class Gone(NamedTuple):
    """What became of somebody who is not in the file, as a person said.

    Attributes:
        person_id: whom it is about.
        status: one of ``GOING``.
        day: since when, ``YYYY-MM-DD`` or ``YYYY-MM``; "" for the day of all of them.
        reason: the reason or the document, "" for that of all of them.
    """

    person_id: int
    status: PersonStatus = PersonStatus.LEFT
    day: str = ""
    reason: str = ""


def missing_people(
    rows: Sequence[ParsedPerson],
    verdicts: Sequence[Verdict],
    people: KnownPeople,
    beside: Collection[int],
    form: Form | None,
) -> tuple[int, ...]:
    """Return the people of the units listed in a file whom no row means or may mean.

    A unit is listed by rows of its own people and by newcomers. Who is seconded there says nothing of its other people.
    Nor does one whom the file moves there, in a list of transfers say, or in the list of the unit that they went from:
    of an office of thirty nobody is missing since a head came. But where as many have come as would be missing, or more,
    they have taken their places: an office of one whose only row is the successor, from another unit, lacks the one who
    was there before.

    Args:
        rows: the people of the file. verdicts: what becomes of each.
        people: everybody in the roster.
        beside: the places of rows of people who are seconded to the unit.
        form: whom the form was about, None for any other file: somebody who came into the unit since can't stand in it.
    """
    seen = {verdict.person_id for verdict in verdicts}
    for verdict in verdicts:
        if verdict.candidates:
            seen.update(verdict.candidates)
    if form is not None:
        named = set(form.units)
    else:
        named = set()
        moved: Counter[str] = Counter()
        for place, (row, verdict) in enumerate(zip(rows, verdicts, strict=True)):
            if place in beside:
                continue
            if not verdict.person_id or people.unit_of(verdict.person_id) in {row.unit, None}:
                named.add(row.unit)
            elif row.unit:
                moved[row.unit] += 1
        if only := moved.keys() - named:
            lacked = Counter(one.unit for one in people.in_units(only, seen) if one.status not in _GONE)
            named.update(unit for unit in only if lacked[unit] <= moved[unit])
    return tuple(
        person.id
        for person in people.in_units(named, seen)
        if (form is None or person.id in form.people) and person.status not in _GONE
    )
