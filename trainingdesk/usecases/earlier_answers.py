"""What was put right in the cells of a file stays with the record of its import, and is offered when the file comes again."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from trainingdesk.domain.roster.general_names import names_itself
from trainingdesk.domain.roster.import_views import EarlierAnswers
from trainingdesk.domain.roster.known_units import UnitSaid, What, said_later
from trainingdesk.domain.roster.mending import Mends
from trainingdesk.persistence.readmodels.told import mended_before, units_said_standing
from trainingdesk.shared.clock import local_day, parse_instant


def packed(record: Mapping[str, Any]) -> bytes:
    """Return a part of an import's record as it is kept."""
    return gzip.compress(json.dumps(record, ensure_ascii=False).encode(), 1, mtime=0)


def packed_mends(mends: Mends) -> bytes | None:
    """Return what was typed and chosen in cells as it is kept, None for nothing."""
    if not (mends.corrections or mends.answers):
        return None
    typed, chosen = (
        [[row, name, text] for (row, name), text in sorted(cells.items())]
        for cells in (mends.corrections, mends.answers)
    )
    return packed({"typed": typed, "chosen": chosen})


def kept_units(mends: Mends) -> list[list[str]] | None:
    """Return what texts of units were said to be as it is kept, None for nothing."""
    return [[text, *said] for text, said in sorted(mends.units.items())] or None


def earlier_answers(connection: Connection, contents: str) -> EarlierAnswers | None:
    """Return what was put right in a file with these cells when it was last taken in, be that taken back since."""
    found = mended_before(connection, contents)
    if found is None:
        return None
    whole = json.loads(gzip.decompress(found.mended)) if found.mended else {}
    typed, chosen = (
        {(int(row), str(name)): str(text) for row, name, text in whole.get(kind, ())}
        for kind in ("typed", "chosen")
    )
    units = _units_in(found.units)
    return EarlierAnswers(local_day(parse_instant(found.at)), found.actor, typed, chosen, units)


def units_said_before(connection: Connection) -> dict[str, UnitSaid]:
    """Return what texts of units were said to be in the imports that stand: the next file is read the same.

    An import that was taken back says nothing any more, and nothing is remembered of 办公室 or another word that any unit
    may use.
    """
    found: dict[str, UnitSaid] = {}
    for said in units_said_standing(connection):
        found = said_later(found, _units_in(said))
    # a unit of its own has its own name in the roster by now, and to rename one is no standing order
    return {
        text: said._replace(what=What.UNIT, day="") if said.what is What.RENAMED else said
        for text, said in found.items()
        if said.what is not What.NEW and names_itself(text, said)
    }


def _units_in(kept: Iterable[Sequence[str]]) -> dict[str, UnitSaid]:
    return {text: UnitSaid(What(what), unit, *day) for text, what, unit, *day in kept}
