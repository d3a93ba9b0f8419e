"""Since when the roster knows what it says of people: by its own dates, by hand, or by a file and the day that spoke of."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.history import first_day, is_service_rank
from trainingdesk.domain.roster.older import ALWAYS
from trainingdesk.shared.clock import local_day, parse_instant

_AT_ONCE = 1_000
#: field of a file → column of a person
_COLUMNS = {"unit": "unit_id"}
_PRESENT = """
SELECT id, unit_from, team_from, coalesce(status_from, ''), post_from, rank_from, side_rank_from, coalesce(rank, '')
  FROM person WHERE id IN ({0})
"""
_ENDS = """
SELECT person_id, 'unit', valid_to FROM unit_period WHERE person_id IN ({0})
UNION ALL SELECT person_id, 'team', valid_to FROM team_period WHERE person_id IN ({0})
UNION ALL SELECT person_id, 'status', valid_to FROM status_period WHERE person_id IN ({0})
UNION ALL SELECT person_id, track, valid_to FROM post_period WHERE person_id IN ({0})
"""
_LOG = """
SELECT entity_id, id, command, request_id, at, kind, detail FROM audit
 WHERE entity = 'person' AND entity_id IN ({0}) AND kind IN ('changed', 'imported') ORDER BY id
"""
#: the row of the log that says which request made an import
_MADE = "JOIN audit ON audit.entity = 'import_batch' AND audit.entity_id = import_batch.id AND audit.kind = 'created'"
_BATCHES = f"SELECT request_id, day FROM import_batch {_MADE} WHERE day IS NOT NULL"  # noqa: S608 - our own names
_AGAIN = f"""
SELECT import_batch.at, coalesce(user.name, ''), request.audit_seq, file_name
  FROM import_batch {_MADE} JOIN request ON request.request_id = audit.request_id
  LEFT JOIN user ON user.id = import_batch.actor_id
 WHERE {{0}} = ? AND reverted_at IS NULL ORDER BY import_batch.id DESC LIMIT 1
"""  # noqa: S608 - our own names
#: what these wrote brought back what was known before
_BACK = frozenset(
    {"UndoLast", "RevertImport", "SeparatePeople", "PartUnits", "TakeBackBatch", "RestoreRecord"}
)


class TakenBefore(NamedTuple):
    """The last standing import of the same file: when, by whom, the log's last row it wrote, what it was called.

    Attributes:
        same_bytes: false where only the cells are the same: a program opened and saved the file.
    """

    at: str
    actor: str
    log_id: int
    file_name: str
    same_bytes: bool


def taken_before(connection: Connection, digest: str, contents: str) -> TakenBefore | None:
    """Return the last standing import of a file with this digest, else of one with these cells; None for none."""
    for column, value in (("digest", digest), ("contents", contents)):
        found = connection.exec_driver_sql(_AGAIN.format(column), (value,)).first() if value else None
        if found is not None:
            at, actor, log_id, name = found
            return TakenBefore(str(at), str(actor), int(log_id), str(name), column == "digest")
    return None


def told_since(
    connection: Connection, wanted: Mapping[int, Collection[str]], before: TakenBefore | None = None
) -> dict[int, dict[str, str]]:
    """Return person → field → the day since when the roster knows the field's value, for what is known at all.

    That is the latest of: the day the value holds from, the end of the one before it, the day it was last written by hand,
    the day that the file which brought it speaks of. What was written after ``before`` is known ``ALWAYS``.
    """
    known: dict[int, dict[str, str]] = {}
    batches = (
        {str(request): str(day) for request, day in connection.exec_driver_sql(_BATCHES)} if wanted else {}
    )
    ids = list(wanted)
    for start in range(0, len(ids), _AT_ONCE):
        part = tuple(ids[start : start + _AT_ONCE])
        marks = ", ".join("?" * len(part))
        found: dict[int, dict[str, str]] = defaultdict(dict)
        for person_id, name, day in (
            *_begins(connection, marks, part),
            *_writings(connection, marks, part, batches, before),
        ):
            if (
                day
                and name in wanted[person_id]
                and first_day(day) > first_day(found[person_id].get(name, ""))
            ):
                found[person_id][name] = day
        known.update(found)
    return known


def _begins(connection: Connection, marks: str, part: tuple[int, ...]) -> Iterator[tuple[int, str, str]]:
    """Say since when the present values hold, and when the ones before them ended; a post and its level are one."""
    service = set()
    for row in connection.exec_driver_sql(_PRESENT.format(marks), part):
        person_id, unit, team, status, post, rank, beside, code = row
        yield from ((person_id, "unit", unit), (person_id, "team", team), (person_id, "status", status))
        alone = bool(code) and is_service_rank(Rank(code))
        if alone:
            service.add(person_id)
        posts, ranks = (post,) if alone else (post, rank), (rank,) if alone else (beside,)
        own = posts if not alone else ranks
        for day in posts:
            yield person_id, "post", day
        for day in own:
            yield person_id, "rank", day
        for day in ranks:
            yield person_id, "side_rank", day
    for person_id, track, end in connection.exec_driver_sql(_ENDS.format(marks), part * 4):
        if track == "rank":
            yield person_id, "side_rank", end
            if person_id in service:
                yield person_id, "rank", end
        else:
            yield person_id, track, end
            if track == "post" and person_id not in service:
                yield person_id, "rank", end


def _writings(
    connection: Connection,
    marks: str,
    part: tuple[int, ...],
    batches: Mapping[str, str],
    before: TakenBefore | None,
) -> Iterator[tuple[int, str, str]]:
    """Say when the present values were written: by hand that day, by a file the day it speaks of."""
    last: dict[tuple[int, str], str] = {}
    fields = {
        _COLUMNS.get(name, name): name for name in ("unit", "team", "status", "post", "rank", "side_rank")
    }
    for person_id, log_id, command, request, at, kind, detail in connection.exec_driver_sql(
        _LOG.format(marks), part
    ):
        for column in fields.keys() & json.loads(detail).keys():
            day = ""
            if command not in _BACK:
                if before is not None and log_id > before.log_id:
                    day = ALWAYS
                elif kind == "imported":
                    day = batches.get(str(request), "")
                else:
                    day = local_day(parse_instant(str(at))).isoformat()
            last[person_id, fields[column]] = day
    for (person_id, name), day in last.items():
        yield person_id, name, day
