"""Since when single people hold what an import changes, where that is another day than for the rest of the file."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from operator import attrgetter

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.comings import read_coming
from trainingdesk.domain.roster.first_days import is_affirmed
from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.importing import OF_THE_ROSTER, ImportChoices, ImportWork, people_of
from trainingdesk.domain.roster.matching import for_person
from trainingdesk.domain.roster.older import DATED, SINCE_OF
from trainingdesk.domain.roster.people import SINCE_FIELDS, KnownPerson, ParsedPerson, since_of
from trainingdesk.domain.roster.remarks import answered_rows, remark_days
from trainingdesk.domain.roster.together import row_of
from trainingdesk.shared.text import Label
from trainingdesk.usecases.commands.roster_dated import DatedUpdates
from trainingdesk.usecases.dated import read_since
from trainingdesk.usecases.day_of_move import day_of_move
from trainingdesk.usecases.import_report import DAY_LEFT, TRACKS_LEFT
from trainingdesk.usecases.prepared import Prepared

#: what a row says of since when
_SAID = attrgetter(*SINCE_OF)

#: row, field, since when
RowDay = tuple[int, str, str]
#: person → field → since when, ``YYYY-MM-DD`` or ``YYYY-MM``
OwnDays = dict[int, dict[str, str]]
#: post and ranks → the field that says since when they are held
_FROM = {of: since for since, of in SINCE_OF.items() if since in SINCE_FIELDS}


def days_of(said: Iterable[tuple[int, str, str]], today: date) -> tuple[RowDay, ...]:
    """Return (row, field, day) as was said, with the days as they are stored.

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
    return tuple(found)


def days_of_remarks(prepared: Prepared, said: Iterable[RowDay], today: date) -> tuple[RowDay, ...]:
    """Return (row, ``status``, day) where the status was taken from a remark that says since when, but nobody else did."""
    answers = prepared.mends.answers
    notes = {row: row_of(prepared.plan, row).note for row in answered_rows(answers)}
    own = {(row, field) for row, field, _day in said}
    by_remark = remark_days(answers, notes, today.isoformat()) if notes else []
    return tuple(one for one in by_remark if one[:2] not in own)


class FileDays:
    """Since when updated people hold what an import changes, as the rows of the file and their remarks say.

    Attributes:
        people: row → the person it means, of the rows that say any such day.
        since: person → ``post_from``, ``rank_from`` … → day, without those that are left.
        moved: who moved before they had come into the roster, as a person said who was asked.

    ``come`` is the day of the file, or today where that is earlier, ``YYYY-MM-DD``.
    """

    def __init__(
        self,
        prepared: Prepared,
        choices: ImportChoices,
        decided: ImportWork,
        remarks: Iterable[RowDay],
        come: str,
    ) -> None:
        by_remark = {row: day for row, _field, day in remarks}
        rows: dict[int, ParsedPerson] = {}
        if decided.met():
            rows = {
                row.row: row
                for row, became in zip(prepared.plan.rows, decided.became, strict=True)
                if became in OF_THE_ROSTER
                and (any(_SAID(row)) or row.row in by_remark or read_coming(row.note) is not None)
            }
        self.people = people_of(prepared.plan, choices, decided, rows) if rows else {}
        self.since: OwnDays = {}
        self.moved = {
            one
            for row, one in self.people.items()
            if (row, "unit_from") in choices.taken_fields or is_affirmed(rows[row], prepared.mends.said)
        }
        declined = choices.left_fields
        for number, person_id in self.people.items():
            row = for_person(rows[number], prepared.known[person_id])
            said = {name: getattr(row, name) for name in SINCE_OF}
            said["status_from"] = by_remark.get(number, "") or said["status_from"]
            said["unit_from"] = said["unit_from"] or day_of_move(prepared, row, person_id, come)
            self.since[person_id] = {
                name: day
                for name, day in said.items()
                if day and (number, name) not in declined and (number, since_of(name)) not in declined
            }

    def with_own(self, own: OwnDays) -> OwnDays:
        """Return the days with those that a person gave, which count before them."""
        return {**self.since, **{one: {**self.since.get(one, {}), **days} for one, days in own.items()}}

    def left(self, dated: DatedUpdates) -> list[dict[int, str]]:
        """Return the rows whose days of post or rank were left, and those of unit, team or status by why, with the code that says so."""
        people = self.people.items()
        tracks = (
            {row: code for row, one in people if why in dated.left_days.get(one, ())}
            for why, code in TRACKS_LEFT.items()
        )
        return [{row: DAY_LEFT for row, one in people if one in dated.contradicted}, *tracks]


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
    """Raise Refused ``import.own_day_before``, ``_before_joined`` or ``_not_yet`` for the first day of its own that can't be."""
    against = [
        (number, field, day, "import.own_day_before")
        for number in sorted(dated.contradicted & posts.keys())
        for field, day in posts[number].items()
    ]
    for number, field, day, code in (*dated.impossible, *against):
        label = Label(f"roster.field.{SINCE_OF.get(field, field)}")
        raise Refused(code, name=known[number].name, field=label, day=day)
