"""Which rows of a prepared import name units that the roster does not know."""

from array import array

from trainingdesk.domain.access import Permission
from trainingdesk.domain.roster.import_views import Unopened
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.ROSTER_IMPORT)
def rows_unopened(_reader: Reader, token: str) -> Unopened:
    """Return the rows that stay out where none of the new units is opened; rows that stay out anyway are not among them.

    Raises Refused ``import.preview_gone``.
    """
    plan = waiting_import(token).plan
    found = {bucket: array("q") for bucket in (Bucket.NEW, Bucket.UPDATE, Bucket.MAYBE)}
    for number, row, verdict in zip(plan.numbers, plan.rows, plan.verdicts, strict=True):
        if row.unit not in plan.new_units:
            continue
        if verdict.bucket is Bucket.UPDATE and not any(change.field == "unit" for change in verdict.changes):
            continue
        bucket = Bucket.MAYBE if verdict.bucket is Bucket.QUESTION else verdict.bucket
        if bucket in found:
            found[bucket].append(number)
    return Unopened(found[Bucket.NEW], found[Bucket.UPDATE], found[Bucket.MAYBE])
