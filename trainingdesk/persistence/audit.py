"""The log: what a transaction really changed, sealed row by row.

Each row carries the SHA-256 of the row before it together with its own content; :func:`row_hash` is the one
definition of that seal, for writing and for checking.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import Session, UOWTransaction

from trainingdesk.domain.values import DIFFERS
from trainingdesk.persistence.inserts import inserts, run
from trainingdesk.shared.clock import instant_text

#: what stands in front of the first row
GENESIS = "0" * 64
#: what stands for a secret value
HIDDEN = "•••"

_INTO = "audit (id, at, actor_id, command, request_id, entity, entity_id, kind, detail, hash)"
_HEAD = "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1"

_encode: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True
).encode


def plain(value: Any) -> Any:
    """Return a column's value as JSON can hold it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return value


def logged(info: Mapping[Any, Any], old: Any, new: Any) -> list[Any]:
    """Return a column's old and new value as the log has them; ``info`` is the column's and says how.

    See ``SECRET``, ``MASKED_ID`` and ``MASKED_PHONE`` in :mod:`trainingdesk.persistence.base`.
    """
    tell = told(info)
    before, after = (None if value is None else tell(value) for value in (old, new))
    differs = info.get("audit") == "masked" and after and before == after and old != new
    return [before, f"{after}{DIFFERS}" if differs else after]


def told(info: Mapping[Any, Any]) -> Callable[[Any], Any]:
    """Return how the log has one value of a column that is not None: as it is, masked, or not at all."""
    treatment = info.get("audit")
    if treatment is None:
        return plain
    mask: Callable[[Any], Any] = info["mask"] if treatment == "masked" else _hidden
    return mask


def _hidden(_value: Any) -> str:
    return HIDDEN


def row_hash(previous: str, fields: Iterable[object]) -> str:
    """Return the seal of one row: ``fields`` are id, at, actor, command, request, entity, entity id, kind, detail."""
    return sha256(("\x1f".join([previous, *map(str, fields)])).encode()).hexdigest()


@dataclass(slots=True)
class AuditTrail:
    """Collects the log rows of one transaction and writes them, sealed, at its end.

    Attributes:
        touched: kind of record → ids changed, for the notice after the commit.
        written: how many rows it has written.
    """

    connection: Connection
    at: datetime
    actor_id: int | None
    command: str
    request_id: str
    touched: dict[str, set[int]] = field(default_factory=dict)
    written: int = 0
    _rows: list[tuple[str, int, str, str]] = field(default_factory=list)

    def add(self, entity: str, entity_id: int, kind: str, detail: Mapping[str, Any]) -> None:
        """Note one act on one record; ``detail`` holds JSON values."""
        self._rows.append((entity, entity_id, kind, _encode(detail)))
        self.touched.setdefault(entity, set()).add(entity_id)

    def add_many(self, entity: str, kind: str, rows: Iterable[tuple[int, str]]) -> None:
        """Note one act on many records at once: (id, detail as JSON text); the notice says "many"."""
        entity = str(
            entity
        )  # a table's own name is a kind of text of SQLAlchemy's, at which the driver stops to ask
        self._rows.extend([(entity, entity_id, kind, detail) for entity_id, detail in rows])
        self.touched.setdefault(entity, set())

    def noted(self) -> Sequence[tuple[str, int, str, str]]:
        """Return what was noted and is not yet written: entity, id, kind, detail as JSON text."""
        return tuple(self._rows)

    def write(self) -> int:
        """Append the collected rows, sealed, and return the id of the log's last row."""
        head = self.connection.exec_driver_sql(_HEAD).first()
        number, seal = (int(head[0]), str(head[1])) if head else (0, GENESIS)
        if not self._rows:
            return number
        at = instant_text(self.at)
        same = at, self.actor_id, self.command, self.request_id
        middle = f"\x1f{at}\x1f{self.actor_id}\x1f{self.command}\x1f{self.request_id}\x1f"
        sealed = []
        for entity, entity_id, kind, detail in self._rows:
            number += 1
            text = f"{seal}\x1f{number}{middle}{entity}\x1f{entity_id}\x1f{kind}\x1f{detail}"
            seal = sha256(text.encode()).hexdigest()
            sealed.append((number, *same, entity, entity_id, kind, detail, seal))
        with_audit(self.connection, lambda: run(self.connection, inserts(_INTO, sealed)))
        self.written += len(self._rows)
        self._rows.clear()
        return number


def with_audit(connection: Connection, write: Callable[[], Any]) -> Any:
    """Run one write whose log rows the caller has noted; any other write on this connection is refused."""
    before = connection.info.get("audited", False)
    connection.info["audited"] = True
    try:
        return write()
    finally:
        connection.info["audited"] = before


def open_session(connection: Connection, trail: AuditTrail) -> Session:
    """Return a session whose every flush is noted in the trail."""
    session = Session(bind=connection, expire_on_commit=False, autoflush=True)
    session.info["trail"] = trail
    return session


@event.listens_for(Session, "before_flush")
def _open_door(session: Session, _context: UOWTransaction, _objects: Any) -> None:
    trail = session.info.get("trail")
    if trail is not None:
        trail.connection.info["audited"] = True


@event.listens_for(Session, "after_flush")
def _note(session: Session, _context: UOWTransaction) -> None:
    trail: AuditTrail | None = session.info.get("trail")
    if trail is None:
        return
    trail.connection.info["audited"] = False
    for kind, records in (("created", session.new), ("changed", session.dirty), ("removed", session.deleted)):
        for record in records:
            detail = _difference(record, kind)
            if detail or kind == "removed":
                trail.add(record.__tablename__, record.id, kind, detail)


def _difference(record: Any, kind: str) -> dict[str, Any]:
    state = inspect(record)
    detail: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        if column.info.get("audit") == "skip" or column.primary_key:
            continue
        if kind == "created":
            value = getattr(record, attribute.key)
            if value is not None:
                detail[attribute.key] = logged(column.info, None, value)
            continue
        if attribute.key in state.unloaded:
            continue
        history = state.attrs[attribute.key].history
        if kind == "changed" and history.has_changes():
            old = history.deleted[0] if history.deleted else None
            new = history.added[0] if history.added else None
            detail[attribute.key] = logged(column.info, old, new)
    return detail
