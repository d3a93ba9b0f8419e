"""Imports that were read and compared, and wait in this process for the person's word.

The preview and the import are two steps of one person at one desk: what the preview read is kept here under a token,
so that the import reads nothing twice. The command carries the file's digest; a changed file or roster is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.domain.roster.matching import ImportPlan
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.exchange.roster_file import RosterFile, read_roster
from trainingdesk.persistence.readmodels import roster, units
from trainingdesk.shared.ids import new_request_id
from trainingdesk.usecases.outcome import Progress, no_progress

#: how many previews one process keeps: an open wizard, and one that was left open
_KEPT = 2

_HEAD = "SELECT coalesce(max(id), 0) FROM audit"
_CHANGED = (
    "SELECT 1 FROM audit WHERE id > ? AND entity IN ('person', 'unit') AND kind NOT IN ('revealed') LIMIT 1"
)
_LAYOUT = "SELECT columns FROM import_layout WHERE layout = ?"


@dataclass(frozen=True)
class Prepared:
    """One import that waits.

    Attributes:
        token: its name in this process.
        file: what was read, with the columns as they were understood.
        plan: what importing it would do.
        known: the people of the roster by id, as they were compared.
        columns: the columns the person chose or that were remembered, None when all were guessed.
        log_head: the log's last row when the roster was read.
    """

    token: str
    file: RosterFile
    plan: ImportPlan
    known: Mapping[int, KnownPerson]
    columns: Mapping[int, str] | None
    log_head: int


_WAITING: dict[str, Prepared] = {}


def prepare(
    connection: Connection,
    path: Path,
    columns: Mapping[int, str] | None = None,
    progress: Progress = no_progress,
) -> Prepared:
    """Read a roster file, hold it against the roster and keep the result.

    ``columns`` is the person's choice, column place → field; without it a choice made before for the same layout is
    taken. Raises what :func:`~trainingdesk.exchange.roster_file.read_roster` raises.
    """
    head = int(connection.exec_driver_sql(_HEAD).scalar_one())
    file = read_roster(path, progress, columns)
    if columns is None:
        columns = remembered_columns(connection, file.layout)
        if columns is not None:
            file = read_roster(path, progress, columns)
    known = roster.known_people(connection)
    headers = {field: column.header for field, column in file.header.fields().items()}
    plan = plan_import(
        file.people,
        known,
        file.problems,
        units=units.spellings(connection),
        headers=headers,
        done=lambda done, total: progress(done, total, "roster.step_match"),
    )
    token = new_request_id()
    waiting = Prepared(token, file, plan, {person.id: person for person in known}, columns, head)
    while len(_WAITING) >= _KEPT:
        del _WAITING[next(iter(_WAITING))]
    _WAITING[token] = waiting
    return waiting


def waiting_import(token: str) -> Prepared:
    """Return a prepared import; raises Refused ``import.preview_gone`` when this process does not hold it."""
    found = _WAITING.get(token)
    if found is None:
        raise Refused("import.preview_gone")
    return found


def forget(token: str) -> None:
    """Let a prepared import go."""
    _WAITING.pop(token, None)


def check_unchanged(connection: Connection, prepared: Prepared, digest: str) -> None:
    """Raise Refused ``import.file_changed`` or ``import.roster_changed`` when the preview no longer holds true."""
    path = prepared.file.path
    now = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    if digest != prepared.file.digest or now != digest:
        raise Refused("import.file_changed", file=path.name)
    if connection.exec_driver_sql(_CHANGED, (prepared.log_head,)).first() is not None:
        raise Refused("import.roster_changed")


def layout_key(layout: str) -> str:
    """Return the name under which the choice of columns for an arrangement of headers is remembered."""
    return sha256(layout.encode()).hexdigest()


def remembered_columns(connection: Connection, layout: str) -> dict[int, str] | None:
    """Return the choice of columns made before for the same headers, None when there was none."""
    import json

    row = connection.exec_driver_sql(_LAYOUT, (layout_key(layout),)).first()
    return None if row is None else {int(place): field for place, field in json.loads(row[0]).items()}
