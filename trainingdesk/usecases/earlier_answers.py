"""What was put right in the cells of a file stays with the record of its import, and is offered when the file comes again."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.engine import Connection

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.general_names import names_itself
from trainingdesk.domain.roster.import_views import EarlierAnswers
from trainingdesk.domain.roster.known_units import UnitSaid, What, said_later
from trainingdesk.domain.roster.matching import UnitText
from trainingdesk.domain.roster.mending import Mends
from trainingdesk.domain.roster.unit_reader import taken_apart
from trainingdesk.persistence.readmodels import units
from trainingdesk.persistence.readmodels.told import mended_before, units_said_standing
from trainingdesk.shared.clock import local_day, parse_instant


def packed(record: Mapping[str, Any] | Sequence[Any]) -> bytes:
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


def kept_units(connection: Connection, mends: Mends, read: Mapping[str, UnitText]) -> list[list[Any]] | None:
    """Return what texts of units were said to be as it is kept, None for nothing.

    ``read`` is how the texts were read, once the units of the import are opened and renamed. Beside its name stands the
    id of the unit that is meant: a name that is corrected later leads to it no more. 0 stands for none, where a text was
    said to be what another text of the file is.
    """
    if not mends.units:
        return None
    spelled, ids = units.spellings(connection), units.ids_by_name(connection)
    listed = {key_of(text): one for text, one in read.items()}

    def unit_id(text: str, said: UnitSaid) -> int:
        taken = listed.get(key_of(text))
        at_last = taken.unit if taken is not None and said.what is What.UNIT is taken.what else ""
        called = (spelled.get(key_of(name), name) for name in (said.unit, at_last) if name)
        return next((ids[name] for name in called if name in ids), 0)

    return [[text, *said, unit_id(text, said)] for text, said in sorted(mends.units.items())]


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
    said = _units_in(found.units, _names(connection)) if found.units else {}
    return EarlierAnswers(local_day(parse_instant(found.at)), found.actor, typed, chosen, said)


def units_said_before(connection: Connection, spelled: Mapping[str, str]) -> dict[str, UnitSaid]:
    """Return what texts of units were said to be in the imports that stand: the next file is read the same.

    An import that was taken back says nothing any more, and nothing is remembered of 办公室 or another word that any unit
    may use, nor of a unit that is gone. ``spelled`` is every spelling of every unit of the roster → its full name.
    """
    kept = units_said_standing(connection)
    if not kept:
        return {}
    names = _names(connection)
    found: dict[str, UnitSaid] = {}
    for said in kept:
        found = said_later(found, _units_in(said, names))
    # a unit of its own has its own name in the roster by now, and to rename one is no standing order
    return _of_units(
        {
            text: said._replace(what=What.UNIT, day="") if said.what is What.RENAMED else said
            for text, said in found.items()
            if said.what is not What.NEW and names_itself(text, said)
        },
        spelled,
    )


def _of_units(found: Mapping[str, UnitSaid], spelled: Mapping[str, str]) -> dict[str, UnitSaid]:
    """Return the answers that lead to a unit of the roster, be it by way of another text."""
    said = {_key(text): _key(one.unit) for text, one in found.items()}
    leading = {
        _key(text)
        for text, one in found.items()
        if not {key_of(one.unit), _key(one.unit)}.isdisjoint(spelled)
    }
    while more := {key for key, unit in said.items() if unit in leading} - leading:
        leading |= more
    return {text: one for text, one in found.items() if _key(text) in leading}


def _key(text: str) -> str:
    return key_of(taken_apart(text).name)


def _names(connection: Connection) -> dict[int, str]:
    return {number: name for name, number in units.ids_by_name(connection).items()}


def _units_in(kept: Iterable[Sequence[Any]], names: Mapping[int, str]) -> dict[str, UnitSaid]:
    """Return text → what it was said to be, the unit by the name it has now; of one that is gone nothing."""
    found = {}
    for text, what, unit, *more in kept:
        # records from before a unit could be renamed, and before its id was kept, say no more than its name
        day = str(more[0]) if more else ""
        number = int(more[1]) if len(more) > 1 else 0
        if number in names or not number:
            found[text] = UnitSaid(What(what), names.get(number, unit), day)
    return found
