"""People who have retired or left by an import, but whose secondment begins later: their status is left as it is.

The preview asks about them; here stay those whom another day than the preview's has made so, or a choice by hand. One of
the two days is wrong, and that keeps nobody else out.
"""

from dataclasses import replace
from datetime import date

from trainingdesk.domain.codes import GONE
from trainingdesk.domain.roster.going import is_before
from trainingdesk.domain.roster.importing import ImportChoices, ImportWork, people_of
from trainingdesk.domain.roster.matching import FieldChange
from trainingdesk.persistence.readmodels.history import last_stays
from trainingdesk.usecases.commands.roster_dated import DatedUpdates, StoredChange, stored_change
from trainingdesk.usecases.commands.roster_own_days import FileDays
from trainingdesk.usecases.prepared import Prepared
from trainingdesk.usecases.work import Work

_FIELDS = frozenset({"status", "status_from"})
_SINCE = "SELECT status_from FROM person WHERE id = ?"


def leave_before_stays(
    work: Work,
    prepared: Prepared,
    choices: ImportChoices,
    decided: ImportWork,
    said: tuple[FileDays, set[int]],
    day: date,
    *,
    undated: bool,
) -> ImportChoices:
    """Return the choices with the statuses left out that would hold before a secondment begins.

    Args:
        said: the days that rows and remarks say, and the rows whose status has a day that a person gave: that one is refused
            with a name when it can't be.
        day: the one the file speaks of.
        undated: whether that is only the day by which people are gone.
    """
    going = _going(decided, prepared)
    lent = {one: last for one, last in last_stays(work.connection).items() if one in going} if going else {}
    if not lent:
        return choices
    of_file, by_hand = said
    numbers = range(prepared.plan.numbers[-1] + 1)
    rows = {
        person_id: row
        for row, person_id in people_of(prepared.plan, choices, decided, numbers).items()
        if person_id in lent and row not in by_hand
    }
    stored: dict[int, list[StoredChange]] = {
        one: [stored_change(change, {}) for change in going[one]] for one in rows
    }
    DatedUpdates(work, day, stored, None, of_file.since, decided.corrected, undated=undated)
    left: set[tuple[int, str]] = set()
    for person_id, changes in stored.items():
        news = {name: new for name, _old, new in changes}
        if "status_from" not in news:
            news["status_from"] = work.connection.exec_driver_sql(_SINCE, (person_id,)).scalar_one()
        if is_before(news["status_from"] or day.isoformat(), lent[person_id]):
            left.update((rows[person_id], change.field) for change in going[person_id])
    return replace(choices, odd_fields=choices.odd_fields | left)


def _going(decided: ImportWork, prepared: Prepared) -> dict[int, list[FieldChange]]:
    """Return person → the changes by which they have retired or left, or did so on another day."""
    found = {}
    for person_id, changes in decided.updates.items():
        own = {change.field: change for change in changes if change.field in _FIELDS}
        if own and (own["status"].new if "status" in own else prepared.known[person_id].status) in GONE:
            found[person_id] = list(own.values())
    return found
