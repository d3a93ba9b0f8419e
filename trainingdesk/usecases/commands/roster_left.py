"""Those who are no longer in a unit's file and are noted with the import as having left."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.matching import FieldChange
from trainingdesk.usecases.prepared import Prepared

#: how many people a refusal names
_NAMED = 3


def who_left(prepared: Prepared, wanted: Collection[int], day: date, left_day: date) -> tuple[int, ...]:
    """Return who of the wanted people is noted as having left.

    Whoever is known to be there since a day after ``day``, the one the file speaks of, is not missing from it. Raises
    Refused ``import.left_before`` when somebody would be gone, on ``left_day``, before they came.
    """
    left = sorted(set(wanted).intersection(prepared.missing(day)))
    late = [number for number in left if prepared.there[number].began > left_day.isoformat()]
    if late:
        raise Refused(
            "import.left_before",
            count=len(late),
            names=[prepared.known[number].name for number in late[:_NAMED]],
            day=left_day,
            since=max(prepared.there[number].began for number in late),
        )
    return tuple(left)


def with_left(
    updates: Mapping[int, tuple[FieldChange, ...]], left: Iterable[int], prepared: Prepared
) -> dict[int, tuple[FieldChange, ...]]:
    """Return the updates with those who have left among them."""
    whole = dict(updates)
    for person_id in left:
        change = FieldChange("status", prepared.known[person_id].status, PersonStatus.LEFT.value)
        whole[person_id] = (*whole.get(person_id, ()), change)
    return whole
