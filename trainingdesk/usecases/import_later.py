"""Imports that came later: where one wrote of the people that an earlier one brought or changed, it is taken back first."""

import gzip
import json
from typing import Any

from sqlalchemy import Connection, select

from trainingdesk.domain.errors import Problem
from trainingdesk.persistence.readmodels.import_use import NAMED
from trainingdesk.persistence.tables.roster import ImportBatch, Person


def later_import(connection: Connection, batch_id: int) -> Problem | None:
    """Return ``import.later_import`` with the newest import that stands on this one, None where there is none.

    It stands on the earlier one where it changed somebody whom that one brought, or a field that that one changed: what
    it wrote would be lost, and its own values from before could never come back.
    """
    later = connection.execute(
        select(ImportBatch.id, ImportBatch.file_name, ImportBatch.at, ImportBatch.before)
        .where(ImportBatch.id > batch_id, ImportBatch.reverted_at.is_(None))
        .order_by(ImportBatch.id.desc())
    ).all()
    if not later:
        return None
    brought = set(connection.scalars(select(Person.id).where(Person.import_batch_id == batch_id)))
    own = connection.scalar(select(ImportBatch.before).where(ImportBatch.id == batch_id))
    changed = _fields(_read(own))
    for row in later:
        touched = sorted(
            number
            for number, names in _fields(_read(row.before)).items()
            if number in brought or names & changed.get(number, set())
        )
        if touched:
            some = select(Person.name).where(Person.id.in_(touched[:NAMED])).order_by(Person.id)
            params = {"file": row.file_name, "day": row.at.astimezone().date(), "count": len(touched)}
            return Problem("import.later_import", {**params, "names": list(connection.scalars(some))})
    return None


def _read(packed: bytes | None) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(gzip.decompress(packed or b""))
    return said


def _fields(before: dict[str, Any]) -> dict[int, set[str]]:
    """Return person → the fields that an import changed."""
    return {number: {change[0] for change in changes} for number, changes in before["updated"]}
