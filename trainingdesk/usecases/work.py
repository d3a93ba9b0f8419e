"""What a handler works with: one transaction, the acting user, the day, the rules and the log."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy.orm import Session

from trainingdesk.domain.access import Actor
from trainingdesk.domain.errors import Conflict, NotFound
from trainingdesk.domain.policy import Policy
from trainingdesk.persistence.audit import AuditTrail, logged, open_session, plain, with_audit
from trainingdesk.persistence.base import Record, Versioned
from trainingdesk.persistence.inserts import inserts, run
from trainingdesk.persistence.readmodels.rules import load_policy
from trainingdesk.shared.clock import local_day
from trainingdesk.shared.text import Label
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.registry import Command

T = TypeVar("T", bound=Record)


class Work:
    """One write transaction of the gate.

    Attributes:
        connection: the writer's connection, inside BEGIN IMMEDIATE.
        actor: who acts.
        now: the instant of the whole transaction.
        trail: the log rows of this transaction.
        progress: reports how far a long piece of work is.
    """

    def __init__(
        self, connection: Connection, actor: Actor, now: datetime, trail: AuditTrail, progress: Progress
    ) -> None:
        self.connection = connection
        self.actor = actor
        self.now = now
        self.trail = trail
        self.progress = progress
        self._session: Session | None = None
        self._policies: dict[date, Policy] = {}

    @property
    def today(self) -> date:
        """The day by the machine's own time zone."""
        return local_day(self.now)

    @property
    def user_id(self) -> int:
        """The acting user's id; a command that needs a person can't be sent by the desk itself."""
        if self.actor.user_id is None:
            raise RuntimeError("this command needs a signed-in person")
        return self.actor.user_id

    @property
    def session(self) -> Session:
        """The session of this transaction; every flush is noted in the log."""
        if self._session is None:
            self._session = open_session(self.connection, self.trail)
        return self._session

    @property
    def has_session(self) -> bool:
        """Whether anything was read or written through the session yet; making one costs more than a quick write."""
        return self._session is not None

    def policy(self, day: date | None = None) -> Policy:
        """Return the rules in force on a day, today by default."""
        when = day or self.today
        if when not in self._policies:
            self._policies[when] = load_policy(self.connection, when)
        return self._policies[when]

    def load(self, record: type[T], record_id: int, version: int | None = None) -> T:
        """Return a record by id.

        ``version`` is the one its form was opened with: raises Conflict ``record.stale`` when somebody changed it
        since, with who, when and what; NotFound ``record.gone`` when it is not there.
        """
        found = self.session.get(record, record_id)
        if found is None:
            raise NotFound("record.gone", kind=Label(f"entity.{record.__tablename__}"))
        if version is not None and isinstance(found, Versioned) and found.version != version:
            raise self._stale(record.__tablename__, record_id)
        return found

    def _stale(self, entity: str, record_id: int) -> Conflict:
        from trainingdesk.persistence.tables.accounts import User
        from trainingdesk.persistence.tables.log import Audit

        row = self.session.execute(
            select(Audit.at, Audit.detail, User.name)
            .outerjoin(User, User.id == Audit.actor_id)
            .where(Audit.entity == entity, Audit.entity_id == record_id)
            .order_by(Audit.id.desc())
        ).first()
        changed = json.loads(row.detail) if row else {}
        return Conflict(
            "record.stale",
            kind=Label(f"entity.{entity}"),
            who=(row.name if row and row.name else ""),
            at=(row.at.astimezone().strftime("%m-%d %H:%M") if row else ""),
            changes={key: pair for key, pair in changed.items() if isinstance(pair, list)},
        )

    def insert(self, table: Table, values: Mapping[str, Any]) -> int:
        """Insert one row without the session (for what must be quick), note it, and return its id."""
        result = with_audit(self.connection, lambda: self.connection.execute(insert(table), dict(values)))
        record_id = int(result.inserted_primary_key[0])
        detail = {}
        for key, value in values.items():
            info = table.c[key].info
            if value is not None and info.get("audit") != "skip":
                detail[key] = logged(info, None, value)
        self.trail.add(table.name, record_id, "created", detail)
        return record_id

    def insert_many(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[Sequence[Any]],
        details: Sequence[str],
        kind: str,
    ) -> range:
        """Insert many rows in bulk and return their ids.

        ``rows`` hold driver values in the order of ``columns`` (without the id); ``details`` is each row's log text,
        a JSON object. One object a row is never made.
        """
        first = self.last_id(table) + 1
        ids = range(first, first + len(rows))
        if rows:
            into = f'"{table.name}" (id, {", ".join(columns)})'
            numbered = [(number, *row) for number, row in zip(ids, rows, strict=True)]
            with_audit(self.connection, lambda: run(self.connection, inserts(into, numbered)))
            self.trail.add_many(table.name, kind, zip(ids, details, strict=True))
        return ids

    def last_id(self, table: Table) -> int:
        """Return the last id a table ever gave; ids are never used again."""
        given = self.connection.exec_driver_sql(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", (table.name,)
        ).scalar_one()
        return int(given)

    def note(self, entity: str, entity_id: int, kind: str, **detail: Any) -> None:
        """Note an act in the log that is more than a changed field."""
        self.trail.add(entity, entity_id, kind, {key: plain(value) for key, value in detail.items()})

    def can_undo(self, label: str, inverse: Command, **params: Any) -> None:
        """Offer this step for undo: ``inverse`` takes it back; its fields are numbers, texts and tuples of them."""
        from trainingdesk.persistence.tables.log import UndoStep  # a sign-in has none, and comes without it

        payload = {
            part.name: getattr(inverse, part.name)
            for part in fields(inverse)
            if part.name not in {"request_id", "initiator"}
        }
        self.insert(  # without a session: a mark at the door has an undo step too
            cast(Table, UndoStep.__table__),
            {
                "actor_id": self.user_id,
                "at": self.now,
                "label": label,
                "params": params,
                "command": type(inverse).__name__,
                "payload": payload,
                "undone_at": None,
            },
        )

    def close(self) -> None:
        """Write what is still pending and let the records go."""
        if self._session is not None:
            self._session.flush()

    def release(self) -> None:
        """Forget every record, whatever came of the transaction."""
        if self._session is not None:
            self._session.close()
