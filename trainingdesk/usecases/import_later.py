"""Imports that came later: where one rests on what an earlier one wrote, it is taken back first."""

import gzip
import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from trainingdesk.domain.errors import Problem
from trainingdesk.persistence.readmodels.import_use import NAMED
from trainingdesk.persistence.tables.roster import ImportBatch, Person
from trainingdesk.shared.clock import local_day
from trainingdesk.usecases.import_repeats import columns_said, repeated


def later_import(connection: Connection, batch_id: int) -> Problem | None:
    """Return what says that a newer import stands on this one, the newest first; None where there is none.

    ``import.later_import``: it changed somebody whom that one brought, or a field that that one changed. What it wrote
    would be lost, and its own values from before could never come back. ``import.later_names``: it names somebody whom
    that one brought, and found nothing to change, or it said a rank again but not the post that came with it. Whoever
    stands in a workbook that is in the roster stays in the roster.
    """
    later = connection.execute(
        select(ImportBatch.id, ImportBatch.file_name, ImportBatch.at)
        .where(ImportBatch.id > batch_id, ImportBatch.reverted_at.is_(None))
        .order_by(ImportBatch.id.desc())
    ).all()
    if not later:
        return None
    brought = set(connection.scalars(select(Person.id).where(Person.import_batch_id == batch_id)))
    changed = _fields_of(_before_of(connection, batch_id)[0])
    # one after another: what all of a year's imports wrote may be more than there is room for
    for row in later:
        before, confirmed = _before_of(connection, row.id)
        touched = {
            number
            for number, names in _fields_of(before).items()
            if number in brought or names & changed.get(number, set())
        }
        code = "import.later_import"
        if not touched:
            code = "import.later_names"
            for columns, people in columns_said(before, confirmed):
                touched |= _resting(columns, people, brought, changed)
        if touched:
            some = select(Person.name).where(Person.id.in_(sorted(touched)[:NAMED])).order_by(Person.id)
            params = {"file": row.file_name, "day": local_day(row.at), "count": len(touched)}
            return Problem(code, {**params, "names": list(connection.scalars(some))})
    return None


def _resting(
    columns: Collection[str],
    people: Collection[int],
    brought: Collection[int],
    changed: dict[int, set[str]],
) -> set[int]:
    """Return of whom a newer import said what can't stay without the older one."""
    return {
        number
        for number in people
        if number in brought or (number in changed and repeated(changed[number], columns).torn)
    }


def _before_of(connection: Connection, batch_id: int) -> tuple[dict[str, Any], bytes | None]:
    before, confirmed = connection.execute(
        select(ImportBatch.before, ImportBatch.confirmed).where(ImportBatch.id == batch_id)
    ).one()
    return json.loads(gzip.decompress(before)), confirmed


def _fields_of(before: dict[str, Any]) -> dict[int, set[str]]:
    """Return person → the fields that an import changed."""
    return {number: {change[0] for change in changes} for number, changes in before["updated"]}
