"""Since when somebody of the roster is in the unit that a file moves them into, where the remark of their row alone says it."""

from trainingdesk.domain.roster.comings import since_moved
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.usecases.prepared import Prepared


def day_of_move(prepared: Prepared, row: ParsedPerson, person_id: int, come: str) -> str:
    """Return since when a person is in the unit a row moves them into, as its remark alone says; "" where it doesn't.

    What has not come by ``come``, ``YYYY-MM-DD``, counts for nothing.
    """
    if prepared.ages is None or not row.note:
        return ""
    person = prepared.known[person_id]
    told = prepared.told.get(person_id, {}).get("unit", "")
    return since_moved(row, person, told, prepared.units, prepared.ages, come)
