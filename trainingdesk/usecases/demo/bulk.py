"""One way to insert many rows of the demo district with their log rows."""

import json
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import FromClause, Table

from trainingdesk.persistence.audit import logged
from trainingdesk.usecases.work import Work

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def bulk(work: Work, table: FromClause, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> range:
    """Insert rows of driver values through the gate's bulk path and return their ids."""
    kept = [
        (place, name, table.c[name].info)
        for place, name in enumerate(columns)
        if table.c[name].info.get("audit") != "skip"
    ]
    details = [
        _encode(
            {name: logged(info, None, row[place]) for place, name, info in kept if row[place] is not None}
        )
        for row in rows
    ]
    return work.insert_many(cast("Table", table), columns, rows, details, "created")
