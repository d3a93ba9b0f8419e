"""Since when the roster knows what it says of people: by its own dates, by hand, or by a file and the day that spoke of."""

import gzip
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.history import first_day, is_service_rank
from trainingdesk.domain.roster.older import ALWAYS, DATED, There
from trainingdesk.domain.values import DIFFERS
from trainingdesk.shared.clock import local_day, parse_instant

_AT_ONCE = 1_000
_DATED = frozenset(DATED)
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
 WHERE entity = 'person' AND entity_id IN ({0}) AND kind IN ('created', 'changed', 'imported') ORDER BY id
"""
#: what says that somebody is somewhere
_WHERE = frozenset({"unit", "status"})
_UNITS = "SELECT id, name FROM unit"
_JOINED = "SELECT id, coalesce(joined_on, '') FROM person WHERE id IN ({0})"
_PICTURED = """
SELECT person_id FROM person_photo JOIN audit ON audit.entity = 'person_photo' AND audit.entity_id = person_photo.id
 WHERE audit.id > ? AND audit.kind IN ('created', 'changed')
"""
_LOST = "SELECT kept_id, lost_id FROM person_merge WHERE kept_id IN ({0})"
#: the row of the log that says which request made an import
_MADE = "JOIN audit ON audit.entity = 'import_batch' AND audit.entity_id = import_batch.id AND audit.kind = 'created'"
_BATCHES = f"SELECT request_id, day FROM import_batch {_MADE} WHERE day IS NOT NULL"  # noqa: S608 - our own names
_CONFIRMED = f"""
SELECT day, audit.id, confirmed FROM import_batch {_MADE}
 WHERE day IS NOT NULL AND confirmed IS NOT NULL AND reverted_at IS NULL ORDER BY day DESC, audit.id DESC
"""  # noqa: S608 - our own names
_AGAIN = f"""
SELECT import_batch.at, coalesce(user.name, ''), file_name
  FROM import_batch {_MADE} JOIN request ON request.request_id = audit.request_id
  LEFT JOIN user ON user.id = import_batch.actor_id
 WHERE {{0}} = ? AND reverted_at IS NULL ORDER BY import_batch.id DESC LIMIT 1
"""  # noqa: S608 - our own names
#: what an import left since the roster knew better is no other way known by the next one: the first counts
_FIRST = f"""
SELECT min(request.audit_seq) FROM import_batch {_MADE} JOIN request ON request.request_id = audit.request_id
 WHERE (digest = ? OR contents = ? AND contents <> '') AND reverted_at IS NULL
"""  # noqa: S608 - our own names
#: what these wrote brought back what was known before
BACK = frozenset(
    {"UndoLast", "RevertImport", "SeparatePeople", "PartUnits", "TakeBackBatch", "RestoreRecord"}
)
#: took values over from another record: they are known since that one knew them
_MERGE = "MergePeople"


#: how much of a row's seal stands beside its number where a form names it
_SEAL = 12
_HEAD = "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1"
_ROW = "SELECT hash FROM audit WHERE id = ?"


_UNITS_SAID = (
    "SELECT units_said FROM import_batch WHERE units_said IS NOT NULL AND reverted_at IS NULL ORDER BY id"
)
_MENDED = (
    "SELECT import_batch.at, coalesce(user.name, ''), mended, units_said FROM import_batch"
    " LEFT JOIN user ON user.id = actor_id"
    " WHERE contents = ? AND (mended IS NOT NULL OR units_said IS NOT NULL) ORDER BY import_batch.id DESC LIMIT 1"
)


def log_mark(connection: Connection) -> str:
    """Return the last row of the log, by its number and the beginning of its seal."""
    head = connection.exec_driver_sql(_HEAD).first()
    return f"{head[0]}-{str(head[1])[:_SEAL]}" if head else "0-"


def row_of_mark(connection: Connection, mark: str) -> int | None:
    """Return the row of the log that :func:`log_mark` named; None when the log has not come by there: a backup was restored."""
    number, _dash, seal = mark.partition("-")
    if not number.isdecimal():
        return None
    if not seal:
        return int(number)
    found = connection.exec_driver_sql(_ROW, (int(number),)).scalar()
    return int(number) if found is not None and str(found).startswith(seal) else None


class TakenBefore(NamedTuple):
    """The last standing import of the same file: when, by whom, what it was called.

    Attributes:
        log_id: the log's last row that the first such import wrote.
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
            at, actor, name = found
            log_id = connection.exec_driver_sql(_FIRST, (digest, contents)).scalar_one()
            return TakenBefore(str(at), str(actor), int(log_id), str(name), column == "digest")
    return None


def units_said_standing(connection: Connection) -> list[list[list[Any]]]:
    """Return what texts of units were said to be in the imports that stand, ``[text, what, unit, day, id]`` each, the oldest first."""
    return [json.loads(row[0]) for row in connection.exec_driver_sql(_UNITS_SAID)]


class MendedBefore(NamedTuple):
    """When and by whom a file was last taken in of which anything was put right, and this as the record keeps it.

    Attributes:
        mended: what was typed and chosen in cells, b"" for nothing.
        units: what texts of units were said to be, ``[text, what, unit, day, id]`` each.
    """

    at: str
    actor: str
    mended: bytes
    units: list[list[str]]


def mended_before(connection: Connection, contents: str) -> MendedBefore | None:
    """Return the last import of a file with these cells of which any was put right, one that was taken back too."""
    found = connection.exec_driver_sql(_MENDED, (contents,)).first() if contents else None
    if found is None:
        return None
    units = json.loads(found[3]) if found[3] else []
    return MendedBefore(str(found[0]), str(found[1]), bytes(found[2] or b""), units)


class Write(NamedTuple):
    """What was last written into a field, as far as it stands.

    Attributes:
        value: as the log has it, "" for none.
        since: the day it speaks of, "" where that is not known.
        log_id: the row of the log.
        on: the day it was written.
    """

    value: str
    since: str
    log_id: int
    on: str


class ToldSince(NamedTuple):
    """What the roster knows of the fields that were asked for.

    Attributes:
        known: person → field → the day since when the roster knows the value, for what is known at all.
        written: person → field → the day it was written, of what was written behind a row of the log.
        had: person → field → the values that stood before the present one, as a file says them: a unit by its name today, a
            phone masked.
    """

    known: dict[int, dict[str, str]]
    written: dict[int, dict[str, str]]
    had: dict[int, dict[str, frozenset[str]]]


def told_since(
    connection: Connection, wanted: Mapping[int, Collection[str]], after: int | None = None
) -> ToldSince:
    """Return since when the roster knows the values of people's fields, and what it had before.

    Since when is the latest of: the day the value holds from, the end of the one before it, the day it was last written by hand,
    the day that the file which brought it speaks of, or one that said the same since. What was written behind the row ``after`` of the log is known
    ``ALWAYS``. Fields without a history are known no other way.
    """
    known: dict[int, dict[str, str]] = {}
    # of most people the same is known: what one file brought
    same: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    written: dict[int, dict[str, str]] = {}
    had: dict[int, dict[str, frozenset[str]]] = defaultdict(dict)
    batches = (
        {str(request): str(day) for request, day in connection.exec_driver_sql(_BATCHES)} if wanted else {}
    )
    confirmed = _confirmed(connection, wanted) if wanted else {}
    columns = {_COLUMNS.get(name, name): name for name in set().union(*wanted.values())}
    ids = list(wanted)
    for start in range(0, len(ids), _AT_ONCE):
        part = tuple(ids[start : start + _AT_ONCE])
        found: dict[int, dict[str, str]] = defaultdict(dict)
        marks = ", ".join("?" * len(part))
        standing = _writes(connection, part, columns, batches)
        for (person_id, name), each in standing.items():
            if len(each) > 1 and name in wanted[person_id]:
                had[person_id][name] = frozenset(one.value for one in each) - {each[-1].value, ""}
        writes = {key: each[-1] for key, each in standing.items()}
        days = [
            (person_id, name, write.since) for (person_id, name), write in writes.items() if name in DATED
        ]
        for person_id in part:
            for name, day, log_id in confirmed.get(person_id, ()):
                write = writes.get((person_id, name))
                if write is None or write.log_id < log_id:
                    days.append((person_id, name, day))
        for person_id, name, day in (*_begins(connection, marks, part), *days):
            if (
                day
                and name in wanted[person_id]
                and first_day(day) > first_day(found[person_id].get(name, ""))
            ):
                found[person_id][name] = day
        for (person_id, name), write in writes.items():
            if after is not None and write.log_id > after and name in wanted[person_id]:
                found[person_id][name] = ALWAYS
                written.setdefault(person_id, {})[name] = write.on
        known.update(
            (person_id, same.setdefault(tuple(sorted(days.items())), days))
            for person_id, days in found.items()
        )
    return ToldSince(known, written, _with_names(connection, had))


def _with_names(
    connection: Connection, had: Mapping[int, Mapping[str, frozenset[str]]]
) -> dict[int, dict[str, frozenset[str]]]:
    """Return former values with the units' names instead of their ids."""
    names: dict[str, str] = {}
    if any("unit" in fields for fields in had.values()):
        names = {str(number): str(name) for number, name in connection.exec_driver_sql(_UNITS)}
    return {
        person_id: {
            name: frozenset(names.get(one, "") for one in values) if name == "unit" else values
            for name, values in fields.items()
        }
        for person_id, fields in had.items()
    }


def pictured_since(connection: Connection, after: int) -> frozenset[int]:
    """Return the people whose photo was changed by hand behind a row of the log."""
    return frozenset(int(row[0]) for row in connection.exec_driver_sql(_PICTURED, (after,)))


def _confirmed(
    connection: Connection, wanted: Mapping[int, Collection[str]]
) -> dict[int, list[tuple[str, str, int]]]:
    """Return person → field, the latest day of a file that said it as the roster had it, and the row of its import.

    From the latest file back, until it is known of all: a desk of many years reads the last of them alone. Of other
    fields than the dated ones no file keeps that.
    """
    found: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    left = {person_id: names for person_id, asked in wanted.items() if (names := _DATED.intersection(asked))}
    files = connection.exec_driver_sql(_CONFIRMED)
    for day, log_id, packed in files:
        if not left:
            files.close()
            break
        for fields, people in json.loads(gzip.decompress(packed)):
            said = frozenset(fields)
            for person_id in left.keys() & people:
                if now := left[person_id] & said:
                    found[person_id] += ((name, str(day), int(log_id)) for name in now)
                    left[person_id] -= now
                    if not left[person_id]:
                        del left[person_id]
    return found


def there_since(
    connection: Connection, people: Collection[int], after: int | None = None
) -> dict[int, There]:
    """Return since when people are where the roster has them; ``after`` as :func:`told_since` has it."""
    known = told_since(connection, dict.fromkeys(people, _WHERE), after).known
    ids = list(people)
    found: dict[int, There] = {}
    same: dict[There, There] = {}
    for start in range(0, len(ids), _AT_ONCE):
        part = tuple(ids[start : start + _AT_ONCE])
        marks = ", ".join("?" * len(part))
        began = {
            int(number): str(day) for number, day in connection.exec_driver_sql(_JOINED.format(marks), part)
        }
        for person_id, name, day in _begins(connection, marks, part):
            if name in _WHERE:
                began[person_id] = max(began[person_id], day or "", key=first_day)
        for person_id, day in began.items():
            days = map(first_day, (day, *known.get(person_id, {}).values()))
            there = There(first_day(day), max(days))
            found[person_id] = same.setdefault(there, there)
    return found


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


def _writes(
    connection: Connection, part: tuple[int, ...], columns: Mapping[str, str], batches: Mapping[str, str]
) -> dict[tuple[int, str], list[Write]]:
    """Return the writes of every field that stand, the last one last: what was taken back leaves the one before it.

    ``columns`` is column → field; ``batches`` is request → the day the file of that import speaks of.
    """
    marks = ", ".join("?" * len(part))
    lost: dict[int, list[int]] = defaultdict(list)
    for kept_id, lost_id in connection.exec_driver_sql(_LOST.format(marks), part):
        lost[int(kept_id)].append(int(lost_id))
    wanted = (*part, *(number for numbers in lost.values() for number in numbers))
    standing: dict[tuple[int, str], list[Write]] = defaultdict(list)
    for person_id, log_id, command, request, at, kind, detail in connection.exec_driver_sql(
        _LOG.format(", ".join("?" * len(wanted))), wanted
    ):
        told = json.loads(detail)
        on = ""
        for column in columns.keys() & told.keys():
            said = told[column]
            value = str((said[1] if isinstance(said, list) else said) or "").removesuffix(DIFFERS)
            writes = standing[person_id, columns[column]]
            if command in BACK:
                while writes and writes[-1].value != value:
                    writes.pop()
                continue
            if kind != "changed" and not value:
                continue  # nobody said anything
            on = on or local_day(parse_instant(str(at))).isoformat()
            since = batches.get(str(request), "") if kind == "imported" else on
            if command == _MERGE:
                tops = [standing[number, columns[column]][-1:] for number in lost.get(person_id, ())]
                since = next((top[0].since for top in tops if top and top[0].value == value), since)
            writes.append(Write(value, since, int(log_id), on))
    own = frozenset(part)
    return {key: writes for key, writes in standing.items() if writes and key[0] in own}
