"""Taking steps back safely: an undo touches only what its own step changed, and only while that stands as it left it.

An inverse command of a change carries what the step changed as (field, before, after) and puts it back with
:func:`put_back`. Beyond that :func:`refuse_rewritten` holds for every inverse there is: it compares what the inverse
is about to change with the log, and refuses what was written again since, by whomever.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select, update

from trainingdesk.domain.errors import Conflict, Refused
from trainingdesk.persistence.audit import plain, with_audit
from trainingdesk.persistence.base import Record, metadata
from trainingdesk.persistence.readmodels.told import BACK
from trainingdesk.persistence.tables.log import UndoStep
from trainingdesk.persistence.types import Code, Day, Instant
from trainingdesk.shared.clock import parse_instant
from trainingdesk.shared.text import Label
from trainingdesk.usecases.work import Work

#: how many steps back undo reaches
UNDO_DEPTH = 30
#: how many people one statement speaks of
_AT_ONCE = 1_000
#: no one's work: counters and the list of steps itself
_NOT_WORK = frozenset({"number_series", "undo_step", "office"})
#: places move when others come and go; who moved an item is asked by its own inverse
_PLACES = frozenset({("menu_item", "position"), ("unit", "position")})
#: what a record is called by, the first one it has
_NAMES = ("name", "title", "code", "number", "day", "text")

#: one changed field: its name, its value before and after, as the log writes them
Change = tuple[str, Any, Any]


def values_of(record: Record, fields: Iterable[str]) -> dict[str, Any]:
    """Return some fields of a record as an undo step can keep them."""
    return {name: plain(getattr(record, name)) for name in fields}


def changes_of(record: Record, before: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what is different from ``before``, the values :func:`values_of` gave earlier."""
    now = values_of(record, before)
    return tuple((name, before[name], now[name]) for name in before if before[name] != now[name])


def put_back(record: Record, name: str, changes: Iterable[Change]) -> set[str]:
    """Give a record the values back that it had before a step, and return which fields those are.

    Raises Conflict ``undo.changed_since`` when one of them was changed again since; other fields are left alone.
    """
    put = set()
    for part, before, after in changes:
        if plain(getattr(record, part)) != after:
            raise changed_since(record.__tablename__, part, name)
        setattr(record, part, _typed(record, part, before))
        put.add(part)
    return put


def kept_of(record: Record) -> tuple[tuple[str, Any], ...]:
    """Return all that a record says, as the step keeps it that brings the record back after a removal.

    Its number is told apart.
    """
    names = (column.name for column in record.__table__.columns if column.name != "id")
    return tuple(values_of(record, names).items())


def bring_back(kind: type[Record], kept: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return what :func:`kept_of` kept of a removed record, as the record holds it."""
    return {name: _typed(kind, name, value) for name, value in kept}


def add_again(work: Work, kind: type[Record], number: int, values: Mapping[str, Any]) -> None:
    """Write a removed record again under its own number, as :func:`bring_back` gave it.

    Its version goes on: a form that was opened before the removal does not save over what the record says now.
    """
    work.session.add(kind(id=number, **values))
    work.session.flush()
    if "version" in values:  # the mapper begins at 1 with whatever it inserts
        goes_on = update(kind).where(kind.id == number).values(version=values["version"] + 1)
        with_audit(work.connection, lambda: work.session.execute(goes_on))


def _typed(record: Record | type[Record], part: str, value: Any) -> Any:
    kind = record.__table__.c[part].type
    if value is None:
        return None
    if isinstance(kind, Day):
        return date.fromisoformat(value)
    if isinstance(kind, Instant):
        return parse_instant(value)
    return kind.codes(value) if isinstance(kind, Code) else value


def changed_since(entity: str, part: str, name: object) -> Conflict:
    """Return the refusal to take a field back that was changed again since."""
    area = "roster.field" if entity == "unit" or (entity, part) == ("person", "unit_id") else "field"
    return Conflict("undo.changed_since", name=name, field=Label(f"{area}.{part}"))


# --- what the log says ---


@dataclass(slots=True)
class _Story:
    """What became of one field, or of a record as a whole, since a moment."""

    first: Any = None
    last: Any = None
    #: the acts that no undo took back
    standing: int = 0


@dataclass(slots=True)
class _Since:
    """What became of one record since a moment."""

    fields: dict[str, _Story] = field(default_factory=dict)
    made: bool = False
    removals: int = 0


def refuse_rewritten(work: Work, step_id: int) -> None:
    """Refuse what this transaction changed so far, where it was written again since an undo step was offered.

    Raises Conflict ``undo.changed_since`` for a field, and ``undo.written_since`` for a whole record.
    """
    work.session.flush()
    wanted: dict[tuple[str, int], set[str] | None] = {}
    for entity, number, kind, detail in work.trail.noted():
        key = (entity, number)
        if entity in _NOT_WORK:
            continue
        if kind == "removed":
            wanted[key] = None
        elif kind == "changed" and wanted.get(key, set()) is not None:
            known = wanted.setdefault(key, set())
            assert known is not None
            known.update(name for name, _old, _new in _changes(entity, json.loads(detail)))
    made = work.connection.exec_driver_sql(
        "SELECT id, request_id FROM audit WHERE entity = 'undo_step' AND entity_id = ? AND kind = 'created'",
        (step_id,),
    ).first()
    if not wanted or made is None:
        return
    for key, since in _since(work, wanted, made[0], made[1]).items():
        entity, number = key
        parts = wanted[key]
        if since.made and since.removals <= 0:
            raise Conflict(
                "undo.written_since", kind=Label(f"entity.{entity}"), name=_called(work, entity, number)
            )
        for part in _rewritten(entity, since, parts):
            raise changed_since(entity, part, _called(work, entity, number))


def refuse_closed_units(work: Work) -> None:
    """Refuse to leave anybody whom this transaction changed in a unit that does not exist any more.

    Whoever retired or left stays in the unit they were in last. Raises Refused ``undo.unit_closed``.
    """
    work.session.flush()
    moved = [
        number
        for entity, number, kind, detail in work.trail.noted()
        if entity == "person" and kind != "removed" and ('"unit_id"' in detail or '"status"' in detail)
    ]
    found: list[tuple[str, str]] = []
    for start in range(0, len(moved), _AT_ONCE):
        part = tuple(moved[start : start + _AT_ONCE])
        marks = ", ".join("?" * len(part))
        rows = work.connection.exec_driver_sql(
            "SELECT p.name, u.name FROM person p JOIN unit u ON u.id = p.unit_id AND NOT u.active"  # noqa: S608 - marks only
            f" WHERE p.status NOT IN ('left', 'retired') AND p.id IN ({marks}) ORDER BY p.id",
            part,
        )
        found += [(str(name), str(unit)) for name, unit in rows]
    if found:
        raise Refused(
            "undo.unit_closed", count=len(found), names=[name for name, _unit in found[:3]], unit=found[0][1]
        )


def written_since(work: Work, entity: str, ids: Collection[int], made_id: int) -> dict[int, set[str]]:
    """Return those of some records that are not any more as the act left them that made another record, with the fields.

    Args:
        entity: the kind of the records, for instance ``person``.
        ids: which ones are looked at.
        made_id: the id of the log row that act begins with.
    """
    keys: dict[tuple[str, int], set[str] | None] = {(entity, number): None for number in ids}
    request = work.connection.exec_driver_sql(
        "SELECT request_id FROM audit WHERE id = ?", (made_id,)
    ).scalar_one()
    found = _since(work, keys, made_id, request) if keys else {}
    written = {number: set(_rewritten(entity, since, None)) for (_kind, number), since in found.items()}
    return {number: fields for number, fields in written.items() if fields}


def _since(
    work: Work, wanted: Mapping[tuple[str, int], object], log_id: int, request_id: str
) -> dict[tuple[str, int], _Since]:
    kinds = sorted({entity for entity, _number in wanted})
    marks = ", ".join("?" * len(kinds))
    rows = work.connection.exec_driver_sql(
        "SELECT entity, entity_id, kind, detail, command FROM audit"  # noqa: S608 - marks only
        f" WHERE id > ? AND request_id <> ? AND entity IN ({marks})"
        " AND kind IN ('created', 'changed', 'removed', 'imported') ORDER BY id",
        (log_id, request_id, *kinds),
    )
    found: dict[tuple[str, int], _Since] = {}
    for entity, number, kind, detail, command in rows:
        if (entity, number) not in wanted:
            continue
        since = found.setdefault((entity, number), _Since())
        if kind == "removed":
            since.removals += 1
        elif kind == "created":
            # what an undo put back is no one's new work
            since.made = since.made or command not in BACK
        else:
            _tell(since, _changes(entity, json.loads(detail)), undo=command in BACK)
    return found


def _changes(entity: str, detail: Mapping[str, Any]) -> Iterable[Change]:
    """Yield the changed fields of a log row; one that only raised the version has no old value, and is left out."""
    columns = metadata.tables[entity].c
    for name, pair in detail.items():
        if isinstance(pair, list) and not (
            pair[0] is None and name in columns and not columns[name].nullable
        ):
            yield name, pair[0], pair[1]


def _tell(since: _Since, changes: Iterable[Change], *, undo: bool) -> None:
    for name, old, new in changes:
        story = since.fields.setdefault(name, _Story(first=old))
        story.last = new
        story.standing += -1 if undo and story.standing else 1


def _rewritten(entity: str, since: _Since, parts: Collection[str] | None) -> Iterable[str]:
    """Yield the fields that have another value than before; a masked one once anything was written that stands."""
    columns = metadata.tables[entity].c
    for name, story in since.fields.items():
        if (parts is not None and name not in parts) or (entity, name) in _PLACES:
            continue
        hidden = name in columns and columns[name].info.get("audit") is not None
        if story.standing if hidden else story.first != story.last:
            yield name


def _called(work: Work, entity: str, number: int) -> object:
    """Return what a record is called, whether it is still there or not."""
    table = metadata.tables[entity]
    if entity == "enrolment":
        person = work.connection.exec_driver_sql(
            "SELECT p.name FROM enrolment e JOIN person p ON p.id = e.person_id WHERE e.id = ?", (number,)
        ).scalar()
        return person or Label("entity.enrolment")
    for name in _NAMES:
        if name in table.c:
            value = work.connection.execute(select(table.c[name]).where(table.c.id == number)).scalar()
            value = value or _first_written(work, entity, number).get(name)
            return value[1] if isinstance(value, list) else value or Label(f"entity.{entity}")
    return Label(f"entity.{entity}")


def _first_written(work: Work, entity: str, number: int) -> dict[str, Any]:
    detail = work.connection.exec_driver_sql(
        "SELECT detail FROM audit WHERE entity = ? AND entity_id = ? AND kind IN ('created', 'imported')"
        " ORDER BY id LIMIT 1",
        (entity, number),
    ).scalar()
    return json.loads(detail) if detail else {}


# --- the list of steps ---


def seal_steps(work: Work, commands: Collection[str], part: str, value: int) -> None:
    """Take the steps off everybody's list that a final act has sealed, so that undo goes on to the older ones.

    Args:
        commands: names of the inverse commands whose steps are meant.
        part, value: the field of theirs that says they belong to what was sealed.
    """
    reach = work.connection.exec_driver_sql(
        "SELECT s.id FROM user u JOIN undo_step s ON s.actor_id = u.id AND s.undone_at IS NULL AND s.id > coalesce("
        "(SELECT n.id FROM undo_step n WHERE n.actor_id = u.id ORDER BY n.id DESC LIMIT 1 OFFSET ?), 0)",
        (UNDO_DEPTH,),
    )
    ids = [row[0] for row in reach]
    steps: Sequence[UndoStep] = ()
    if ids:
        wanted = select(UndoStep).where(UndoStep.id.in_(ids), UndoStep.command.in_(commands))
        steps = list(work.session.scalars(wanted))
    for step in steps:
        if step.payload.get(part) == value:
            step.undone_at = work.now
