"""Nobody has retired or left by the day a later secondment of theirs begins: one of the two days is wrong.

Which one only a person knows. A file that says so is asked about at its row; the other rows come in.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from trainingdesk.domain.codes import GONE
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.history import first_day
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.shared.text import Label

#: the question at the row
BEFORE_STAY = "roster.gone_before_stay"


class Lent(NamedTuple):
    """The last secondment of somebody: its first day ``YYYY-MM-DD``, and where it is."""

    begin: str
    place: str


class Goings(NamedTuple):
    """What the goings of a file's people are held against.

    Attributes:
        lent: person → their last secondment.
        days: row → since when the status it says holds, where that is not the day of the file.
        day: the day the file speaks of, ``YYYY-MM-DD``.
    """

    lent: Mapping[int, Lent]
    days: Mapping[int, str]
    day: str

    def problem(self, row: ParsedPerson, person: KnownPerson) -> Problem | None:
        """Return the question about a row by which a person would be gone before a later secondment."""
        lent = self.lent.get(person.id)
        status = row.status or person.status
        if lent is None or status not in GONE:
            return None
        field = "status" if status != person.status else "status_from"
        if field == "status_from" and (not row.status_from or person.status_from.startswith(row.status_from)):
            return None
        day = self.days.get(row.row) or row.status_from or self.day
        if is_before(day, lent):
            params = {
                "name": person.name,
                "status": Label(f"person_status.{status}"),
                "gone": day,
                "place": lent.place or "–",
                "begin": lent.begin,
                "about": field,
                "value": getattr(row, field),
            }
            value = str(params["value"])
            return Problem(BEFORE_STAY, params, field=field, value=value, severity=Severity.QUESTION)
        return None


def day_after(lent: Lent) -> str:
    """Return the first day on which somebody can be gone who is seconded."""
    return (date.fromisoformat(lent.begin) + timedelta(days=1)).isoformat()


def is_before(day: str, lent: Lent) -> bool:
    """Return whether somebody gone since a day would be so before a secondment began, or as it began."""
    return first_day(day) <= lent.begin
