"""What was done: requests, the log, and the steps that can be taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingdesk.persistence.base import DERIVED, STRICT, Record
from trainingdesk.persistence.tables import accounts  # noqa: F401 - the foreign keys point there
from trainingdesk.persistence.types import Instant, Json


class Request(Record):
    """One carried-out command: a repeated request id is answered from here and does nothing."""

    __tablename__ = "request"
    __table_args__ = (UniqueConstraint("request_id"), STRICT)

    #: the id made by the form or caller
    request_id: Mapped[str]
    #: the command's name
    command: Mapped[str]
    #: who sent it; None for the desk itself
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: when it was committed
    at: Mapped[datetime] = mapped_column(Instant)
    #: the answer it gave
    result: Mapped[Any] = mapped_column(Json)
    #: the last log row when it was committed; a log cut off at its end is noticed by it
    audit_seq: Mapped[int]


class Audit(Record):
    """One row of the log; its id counts without gaps and each row seals the one before it."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "entity", "entity_id"), STRICT)

    #: when it happened
    at: Mapped[datetime] = mapped_column(Instant)
    #: who did it; None for the desk itself
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: the command it belongs to
    command: Mapped[str]
    #: the request it belongs to
    request_id: Mapped[str]
    #: the kind of record, the table's name
    entity: Mapped[str]
    #: the record's id, 0 for many at once
    entity_id: Mapped[int]
    #: created, changed, removed, or what else was done
    kind: Mapped[str]
    #: field → [old, new], or the facts of the act, as JSON
    detail: Mapped[str]
    #: hex SHA-256 over the previous row's hash and this row's content
    hash: Mapped[str]


class UndoStep(Record):
    """A named step that can be taken back by a compensating command."""

    __tablename__ = "undo_step"
    __table_args__ = (Index(None, "actor_id", "id"), STRICT)

    #: whose step it is
    actor_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    #: when it was done
    at: Mapped[datetime] = mapped_column(Instant)
    #: the code of its name, for instance ``undo.import_roster``
    label: Mapped[str]
    #: parameters of the name
    params: Mapped[Any] = mapped_column(Json, info=DERIVED)
    #: name of the compensating command
    command: Mapped[str]
    #: its fields; they may hold a person's former number, so neither the log nor a query shows them
    payload: Mapped[Any] = mapped_column(Json, info=DERIVED)
    #: when it was taken back, or sealed by a final act or left for good; None while it can be taken back
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
