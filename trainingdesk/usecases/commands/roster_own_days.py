"""Since when single people hold what an import changes, where that is another day than for the rest of the file."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.older import DATED, SINCE_OF
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.domain.roster.remarks import answered_rows, remark_days
from trainingdesk.domain.roster.together import row_of
from trainingdesk.shared.text import Label
from trainingdesk.usecases.commands.roster_dated import DatedUpdates
from trainingdesk.usecases.dated import read_since
from trainingdesk.usecases.prepared import Prepared

#: person → field → since when, ``YYYY-MM-DD`` or ``YYYY-MM``
OwnDays = dict[int, dict[str, str]]
#: field → the field that says since when it is held
_FROM = {of: since for since, of in SINCE_OF.items()}


def days_of(
    prepared: Prepared, said: Iterable[tuple[int, str, str]], today: date
) -> tuple[tuple[int, str, str], ...]:
    """Return (row, field, day) with the days as they are stored: as was said, else as the remark says whose status was taken.

    Raises Refused ``import.day_to_come``, ``import.no_such_value`` for a field that is not dated, and Invalid for what
    is no day.
    """
    found = []
    for row, field, typed in said:
        if field not in DATED:
            raise Refused("import.no_such_value", value=field, field=Label("roster.field.status_from"))
        day = read_since(typed)
        if first_day(day) > today.isoformat():
            raise Refused("import.day_to_come", day=day)
        found.append((row, field, day))
    answers = prepared.mends.answers
    notes = {row: row_of(prepared.plan, row).note for row in answered_rows(answers)}
    own = {(row, field) for row, field, _day in found}
    by_remark = remark_days(answers, notes, today.isoformat()) if notes else []
    return (*found, *(one for one in by_remark if one[:2] not in own))


def own_days(
    said: Iterable[tuple[int, str, str]], people: Mapping[int, int], left: Collection[tuple[int, str]]
) -> tuple[OwnDays, OwnDays]:
    """Return the days of unit, team and status, and those of posts and ranks by the field that says since when.

    Args:
        said: (row, field, day) of changes.
        people: row → the person it means; days of other rows say nothing.
        left: (row, field) of changes that are not written.
    """
    tracks: OwnDays = {}
    posts: OwnDays = {}
    for row, field, day in said:
        if row in people and (row, field) not in left:
            into, name = (posts, _FROM[field]) if field in _FROM else (tracks, field)
            into.setdefault(people[row], {})[name] = day
    return tracks, posts


def refuse_impossible(dated: DatedUpdates, posts: OwnDays, known: Mapping[int, KnownPerson]) -> None:
    """Raise Refused ``import.own_day_before`` for the first day of its own that what was before speaks against."""
    against = [
        (number, field, day)
        for number in sorted(dated.contradicted & posts.keys())
        for field, day in posts[number].items()
    ]
    for number, field, day in (*dated.impossible, *against):
        label = Label(f"roster.field.{SINCE_OF.get(field, field)}")
        raise Refused("import.own_day_before", name=known[number].name, field=label, day=day)
