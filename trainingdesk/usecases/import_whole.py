"""What is said of a prepared import as a whole, beside its rows."""

from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.prepared import Prepared


def in_conflict(prepared: Prepared) -> frozenset[int]:
    """Return the updates of which something was changed in the roster too after their form went out."""
    if not prepared.conflicts:
        return frozenset()
    return frozenset(
        prepared.plan.numbers[place]
        for place, verdict in enumerate(prepared.plan.verdicts)
        if verdict.bucket is Bucket.UPDATE and verdict.person_id in prepared.conflicts
    )


def units_that_exist(prepared: Prepared) -> tuple[str, ...]:
    """Return the full names of the roster's units that were not closed: what a text of the file may mean."""
    names = dict.fromkeys(prepared.units.spellings.values())
    return tuple(name for name in names if name not in prepared.plan.closed)
