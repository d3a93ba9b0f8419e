"""The rows of people's histories, written the same way for one person, for many, for a file and for a merge.

What becomes a row is decided by :mod:`trainingdesk.domain.roster.history`.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from trainingdesk.domain.roster.former_days import Ended
from trainingdesk.domain.roster.history import Former, Period, PostValue
from trainingdesk.persistence.base import metadata
from trainingdesk.persistence.tables.history import PostPeriod, StatusPeriod, TeamPeriod, UnitPeriod
from trainingdesk.usecases.work import Work

AnyPeriod = UnitPeriod | TeamPeriod | PostPeriod | StatusPeriod

_AT_ONCE = 1_000
#: the tables of closed periods
PERIODS: dict[str, type[AnyPeriod]] = {
    kind.__tablename__: kind for kind in (UnitPeriod, TeamPeriod, PostPeriod, StatusPeriod)
}
_ENDS = " UNION ALL ".join(
    f"SELECT person_id, {track}, max(valid_to) FROM {table} WHERE person_id IN ({{0}}) GROUP BY person_id, {track}"  # noqa: S608 - our own names
    for table, track in (
        ("unit_period", "'unit'"),
        ("team_period", "'team'"),
        ("status_period", "'status'"),
        ("post_period", "track"),
    )
)


def last_ends(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """Return person → track → when the last period ended, of at most some thousand people.

    That is all the rule of a change asks of former values.
    """
    ends: dict[int, dict[str, str]] = defaultdict(dict)
    marks = ", ".join("?" * len(ids))
    for person_id, track, end in connection.exec_driver_sql(_ENDS.format(marks), tuple(ids) * len(PERIODS)):
        ends[person_id][track] = end
    return ends


def post_ends(connection: Connection, ids: Sequence[int]) -> dict[int, list[Period]]:
    """Return person → when each of their former posts ended at last, in its words, of at most some thousand people."""
    found: dict[int, list[Period]] = defaultdict(list)
    marks = ", ".join("?" * len(ids))
    for person_id, post, end in connection.exec_driver_sql(
        "SELECT person_id, post, max(valid_to) FROM post_period"  # noqa: S608 - marks only
        f" WHERE track = 'post' AND person_id IN ({marks}) GROUP BY person_id, post",
        tuple(ids),
    ):
        found[person_id].append(Period(PostValue(post, None), "", end))
    return found


def ended(connection: Connection, ids: Sequence[int]) -> dict[int, Ended]:
    """Return person → when their former values ended, of those who have any."""
    found: dict[int, Ended] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        posts = post_ends(connection, part)
        for person_id, last in last_ends(connection, part).items():
            found[person_id] = Ended(last, posts.get(person_id, ()))
    return found


def write_formers(
    work: Work, formers: Iterable[tuple[int, Former]], reason: str = "", batch_id: int | None = None
) -> list[tuple[str, list[int]]]:
    """Write what people were before, (person, row) each, and return the ids of what was written by table.

    ``batch_id`` is the import that brought it.
    """
    by_table: dict[str, list[tuple[int, Former]]] = defaultdict(list)
    for person_id, former in formers:
        by_table[former.table].append((person_id, former))
    written = []
    for table, found in by_table.items():
        own = [name for name, _value in found[0][1].values]
        names = ("person_id", *own, "valid_from", "valid_to", "reason")
        rows: list[tuple[Any, ...]] = [
            (person_id, *(value for _name, value in row.values), row.valid_from, row.valid_to, reason)
            for person_id, row in found
        ]
        details = [
            json.dumps(
                {name: [None, value] for name, value in zip(names, row, strict=True) if value is not None},
                ensure_ascii=False,
                separators=(",", ":"),
            )
            for row in rows
        ]
        if batch_id is not None:
            names = (*names, "import_batch_id")
            rows = [(*row, batch_id) for row in rows]
        ids = work.insert_many(metadata.tables[table], names, rows, details, "created")
        written.append((table, list(ids)))
    return written
