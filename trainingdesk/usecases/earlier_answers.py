"""What was put right in the cells of a file stays with the record of its import, and is offered when the file comes again."""

import gzip
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine import Connection

from trainingdesk.domain.roster.import_views import EarlierAnswers
from trainingdesk.domain.roster.mending import Mends
from trainingdesk.persistence.readmodels.told import mended_before
from trainingdesk.shared.clock import local_day, parse_instant


def packed(record: Mapping[str, Any]) -> bytes:
    """Return a part of an import's record as it is kept."""
    return gzip.compress(json.dumps(record, ensure_ascii=False).encode(), 1, mtime=0)


def packed_mends(mends: Mends) -> bytes | None:
    """Return what was typed and chosen as it is kept, None for nothing."""
    if not mends.corrections and not mends.answers:
        return None
    typed, chosen = (
        [[row, name, text] for (row, name), text in sorted(cells.items())]
        for cells in (mends.corrections, mends.answers)
    )
    return packed({"typed": typed, "chosen": chosen})


def earlier_answers(connection: Connection, contents: str) -> EarlierAnswers | None:
    """Return what was put right in a file with these cells when it was last taken in, be that taken back since."""
    found = mended_before(connection, contents)
    if found is None:
        return None
    whole = json.loads(gzip.decompress(found.mended))
    typed, chosen = (
        {(int(row), str(name)): str(text) for row, name, text in whole[kind]} for kind in ("typed", "chosen")
    )
    return EarlierAnswers(local_day(parse_instant(found.at)), found.actor, typed, chosen)
