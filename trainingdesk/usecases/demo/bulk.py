"""One way to insert many rows of the demo district with their log rows."""

import json
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import FromClause, Table

from trainingdesk.usecases.work import Work

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def bulk(work: Work, table: FromClause, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> range:
    """Insert rows of driver values through the gate's bulk path and return their ids."""
    details = [
        _encode({name: [None, value] for name, value in zip(columns, row, strict=True) if value is not None})
        for row in rows
    ]
    return work.insert_many(cast("Table", table), columns, rows, details, "created")
