"""What taking an import back would do, read before the person is asked whether it shall be done."""

import gzip
import json
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.persistence.tables.roster import ImportBatch
from trainingdesk.shared.clock import local_day
from trainingdesk.usecases.import_repeats import Heir, heirs_of, unknown_since
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query

#: a newer import by its file's name and the day it was taken in
NewerImport = tuple[str, date]

#: what an import keeps of what it wrote beside people's fields
_BESIDE = ("photos", "seconded", "stays", "renamed")


class ImportBack(NamedTuple):
    """What taking an import back does.

    Attributes:
        created: how many people it brought, who go.
        changed: how many people get former values back.
        staying: of how many people newer imports say the same: that stays.
        newer: these imports.
        unknown: newer imports that name people of it, of which it was not kept what they say too: only unit, team,
            status, post and ranks stay with them.
        units: it opened units.
        beside: it wrote beside people's fields: photos, secondments, other names of units.
    """

    created: int
    changed: int
    staying: int = 0
    newer: tuple[NewerImport, ...] = ()
    unknown: tuple[NewerImport, ...] = ()
    units: bool = False
    beside: bool = False


@query(Permission.ROSTER_IMPORT)
def import_back(reader: Reader, batch_id: int) -> ImportBack:
    """Return what taking an import back would do as things stand."""
    created, packed = reader.connection.execute(
        select(ImportBatch.created, ImportBatch.before).where(ImportBatch.id == batch_id)
    ).one()
    before = json.loads(gzip.decompress(packed))
    heirs, going = heirs_of(reader.connection, batch_id, before)
    return ImportBack(
        created,
        len(going),
        len(set[int]().union(*(heir.people for heir in heirs))),
        tuple(map(_told, heirs)),
        tuple(map(_told, unknown_since(reader.connection, batch_id, going))),
        bool(before["units"]),
        any(before.get(name) for name in _BESIDE),
    )


def _told(heir: Heir) -> NewerImport:
    return heir.file, local_day(heir.at)
