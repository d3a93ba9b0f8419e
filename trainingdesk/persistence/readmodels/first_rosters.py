"""Which units began with which import, and as of what day: its people were there before, nobody knows since when."""

import gzip
import json
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from trainingdesk.domain.codes import GONE
from trainingdesk.persistence.tables.roster import ImportBatch

_GONE = ", ".join(f"'{status.value}'" for status in sorted(GONE))
# who was gone by the day of a file has no day of joining either, whatever people the unit had
_FIRST = (
    "SELECT p.unit_id, min(b.day) FROM person p JOIN import_batch b ON b.id = p.import_batch_id"  # noqa: S608 - our own codes
    f" WHERE p.joined_on IS NULL AND p.status NOT IN ({_GONE}) AND b.day IS NOT NULL"
    " AND p.unit_id IN ({0}) GROUP BY p.unit_id"
)


class Taken(NamedTuple):
    """One import of a file.

    Attributes:
        stands: whether it was not taken back.
        day: the one it was dated with, ``YYYY-MM-DD``.
        bases: the units of its new people that had nobody before; () in records of a time when they were not kept.
    """

    stands: bool
    day: str
    bases: tuple[int, ...]


def first_rosters(connection: Connection, units: Collection[int]) -> dict[int, str]:
    """Return unit → the day of the roster that brought its first people, ``YYYY-MM-DD``; units that began otherwise are not in it."""
    rows = connection.exec_driver_sql(_FIRST.format(", ".join("?" * len(units))), tuple(units))
    return {int(unit): str(day) for unit, day in rows}


def taken_of(connection: Connection, digests: Collection[str]) -> Iterator[Taken]:
    """Yield the imports of files with some digests, the first one first."""
    rows = connection.execute(
        select(ImportBatch.reverted_at, ImportBatch.day, ImportBatch.before)
        .where(ImportBatch.digest.in_(digests))
        .order_by(ImportBatch.id)
    )
    for reverted_at, day, before in rows:
        bases = json.loads(gzip.decompress(before)).get("bases", ())
        yield Taken(reverted_at is None, day.isoformat() if day else "", tuple(map(int, bases)))
