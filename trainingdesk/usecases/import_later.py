"""Imports that came later: where one wrote of the people that an earlier one brought or changed, it is taken back first."""

import gzip
import json

from sqlalchemy import Connection, select

from trainingdesk.domain.errors import Problem
from trainingdesk.persistence.readmodels.import_use import NAMED
from trainingdesk.persistence.tables.roster import ImportBatch, Person
from trainingdesk.shared.clock import local_day


def later_import(connection: Connection, batch_id: int) -> Problem | None:
    """Return ``import.later_import`` with the newest import that stands on this one, None where there is none.

    It stands on the earlier one where it changed somebody whom that one brought, or a field that that one changed: what
    it wrote would be lost, and its own values from before could never come back.
    """
    later = connection.execute(
        select(ImportBatch.id, ImportBatch.file_name, ImportBatch.at)
        .where(ImportBatch.id > batch_id, ImportBatch.reverted_at.is_(None))
        .order_by(ImportBatch.id.desc())
    ).all()
    if not later:
        return None
    brought = set(connection.scalars(select(Person.id).where(Person.import_batch_id == batch_id)))
    changed = _fields_of(connection, batch_id)
    # one after another: what all of a year's imports wrote may be more than there is room for
    for row in later:
        touched = sorted(
            number
            for number, names in _fields_of(connection, row.id).items()
            if number in brought or names & changed.get(number, set())
        )
        if touched:
            some = select(Person.name).where(Person.id.in_(touched[:NAMED])).order_by(Person.id)
            params = {"file": row.file_name, "day": local_day(row.at), "count": len(touched)}
            return Problem("import.later_import", {**params, "names": list(connection.scalars(some))})
    return None


def _fields_of(connection: Connection, batch_id: int) -> dict[int, set[str]]:
    """Return person → the fields that an import changed."""
    packed = connection.scalar(select(ImportBatch.before).where(ImportBatch.id == batch_id))
    before = json.loads(gzip.decompress(packed or b""))
    return {number: {change[0] for change in changes} for number, changes in before["updated"]}
