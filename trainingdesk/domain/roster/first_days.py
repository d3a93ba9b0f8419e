"""First days that what a file says is held against: when a unit was set up, and since when somebody is in the roster.

Nobody is in a unit before it was set up, and nobody moves between units of the district before they came into its
roster: else they would count in bases of days before they came. The forms hold to the same.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.asked_alone import MOVED_BEFORE, NOTHING_SAID, Said
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.matching import FieldChange
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson

_NOTHING: Mapping[str, str] = {}


class FirstDays(NamedTuple):
    """What days of units, and of coming into the roster, are held against.

    Attributes:
        founded: unit → the day on which it was set up, ``YYYY-MM-DD``, of the units of which it is known.
        ended: person → when the last of their former units ended.
    """

    founded: Mapping[str, str] = _NOTHING
    ended: Mapping[int, str] = {}

    def problems(
        self,
        row: ParsedPerson,
        person: KnownPerson | None,
        changes: Iterable[FieldChange],
        said: Said = NOTHING_SAID,
    ) -> list[Problem]:
        """Return what speaks against a row's days, each at its field.

        Args:
            person: whom the row means, None for somebody new or for nobody certain.
            changes: what it changes of them.
            said: what was answered.
        """
        if not (row.unit_from or row.joined_on):
            return []
        changed = {change.field for change in changes}
        moves = person is not None and "unit" in changed
        found = []
        founded = self.founded.get(row.unit or (person.unit if person is not None else ""), "")
        if is_not_yet(row.unit_from, founded) and not _stands(row, person):
            params = {"unit": row.unit or (person.unit if person else ""), "since": founded}
            found.append(_at("roster.unit_not_yet", "unit_from", row.unit_from, params))
        elif person is not None and moves and not is_affirmed(row, said):
            joined = row.joined_on or person.joined_on
            if row.unit_from and first_day(row.unit_from) < first_day(joined):
                about = {"joined": joined, "choices": [row.unit_from]}
                found.append(_at(MOVED_BEFORE, "unit_from", row.unit_from, about, Severity.QUESTION))
        if person is not None and "joined_on" in changed:
            end = self.ended.get(person.id, "")
            if first_day(row.joined_on) > first_day(end) > "":
                found.append(_at("roster.joined_behind", "joined_on", row.joined_on, {"end": end}))
        return found


def is_affirmed(row: ParsedPerson, said: Said) -> bool:
    """Return whether a row's person moved before they came into the roster, as somebody said who was asked."""
    return said.settles(row.row, MOVED_BEFORE, "unit_from", row.unit_from)


def is_not_yet(day: str, founded: str) -> bool:
    """Return whether a day or a month lies before a unit was set up; "" for not known says nothing."""
    return bool(day and founded) and day < founded[: len(day)]


def _stands(row: ParsedPerson, person: KnownPerson | None) -> bool:
    """Return whether a row only says what the roster has already."""
    if person is None or not person.unit_from.startswith(row.unit_from):
        return False
    return not row.unit or key_of(row.unit) == key_of(person.unit)


def _at(
    code: str, field: str, value: str, params: Mapping[str, object], severity: Severity = Severity.ERROR
) -> Problem:
    return Problem(
        code, {"value": value, "about": field, **params}, field=field, value=value, severity=severity
    )
