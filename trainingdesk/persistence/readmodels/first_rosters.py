"""Which units began with which import, and as of what day: its people were there before, nobody knows since when."""

import gzip
import json
from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from trainingdesk.persistence.tables.roster import ImportBatch


class First(NamedTuple):
    """The roster that a unit began with.

    Attributes:
        day: the one it was dated with, ``YYYY-MM-DD``.
        file: the digest of the file that its rows were first in, be they come back put right in another one.
    """

    day: str
    file: str


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


def first_rosters(connection: Connection, units: Collection[int]) -> dict[int, First]:
    """Return unit → the roster that brought its first people, of those that stand; units that began otherwise are not in it.

    Imports say themselves which units began with them: where their people are since, and who else came, is another matter.
    """
    found: dict[int, First] = {}
    rows = connection.execute(
        select(ImportBatch.day, ImportBatch.digest, ImportBatch.before)
        .where(ImportBatch.reverted_at.is_(None), ImportBatch.day.is_not(None), ImportBatch.created > 0)
        .order_by(ImportBatch.day, ImportBatch.id)
    )
    for day, digest, packed in rows:
        assert day is not None
        before = json.loads(gzip.decompress(packed))
        first = First(day.isoformat(), before.get("origin") or digest)
        found |= {unit: first for unit in before.get("bases", ()) if unit in units and unit not in found}
        if len(found) == len(units):
            break
    return found


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
