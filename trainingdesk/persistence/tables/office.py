"""The office itself: its name, users, rules, number series, requests, the log, undo steps and issued papers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingdesk.domain.access import Role
from trainingdesk.persistence.base import DERIVED, SECRET, STRICT, Record, Versioned
from trainingdesk.persistence.types import Code, Day, Flag, Instant, Json


class Office(Versioned, Record):
    """The office that owns this desk; there is exactly one row, with id 1."""

    __tablename__ = "office"

    #: tells this desk from every other: only its own backups are put in its place
    desk_id: Mapped[str] = mapped_column(info=DERIVED)
    #: the office's full name as papers print it
    name: Mapped[str]
    #: the short name used in document and certificate numbers, "" for none
    number_prefix: Mapped[str]
    #: first year of the five-year cycle in force
    cycle_start: Mapped[int]
    #: true for the generated demo district
    is_demo: Mapped[bool] = mapped_column(Flag)
    #: when the desk was made
    created_at: Mapped[datetime] = mapped_column(Instant)


class User(Versioned, Record):
    """A person who signs in on this desk."""

    __tablename__ = "user"
    __table_args__ = (UniqueConstraint("login"), STRICT)

    #: the name typed at sign-in, lower case
    login: Mapped[str]
    #: the person's own name, printed on papers
    name: Mapped[str]
    #: scrypt parameters, salt and key as one text
    password_hash: Mapped[str] = mapped_column(info=SECRET)
    #: false once the account is closed; accounts are never deleted
    active: Mapped[bool] = mapped_column(Flag)
    #: wrong passwords in a row since the last right one
    failed_count: Mapped[int] = mapped_column(info=DERIVED)
    #: until when sign-in is slowed down, None for not at all
    locked_until: Mapped[datetime | None] = mapped_column(Instant, info=DERIVED)
    #: the roles held
    roles: Mapped[list["UserRole"]] = relationship(
        back_populates="user", lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )


class UserRole(Record):
    """One role held by one user."""

    __tablename__ = "user_role"
    __table_args__ = (UniqueConstraint("user_id", "role"), STRICT)

    #: who holds it
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    #: the role
    role: Mapped[Role] = mapped_column(Code(Role))
    #: the holder
    user: Mapped[User] = relationship(back_populates="roles", lazy="raise")


class Rule(Versioned, Record):
    """A number or wording a regulation may change: dated, with its legal source (domain.md section 7)."""

    __tablename__ = "rule"
    __table_args__ = (UniqueConstraint("key", "valid_from"), STRICT)

    #: the rule's name, for instance ``attendance.leave_limit``
    key: Mapped[str]
    #: its value: a number, a text, a list or a table as JSON; fractions as "1/7"
    value: Mapped[Any] = mapped_column(Json)
    #: first day it is in force
    valid_from: Mapped[date] = mapped_column(Day)
    #: last day it is in force, None while it is
    valid_to: Mapped[date | None] = mapped_column(Day)
    #: law, document number and article
    source: Mapped[str]
    #: what a clerk should know about it, "" for nothing
    note: Mapped[str]


class NumberSeries(Record):
    """The next number of one series; drawn inside the write transaction, so that numbers have no gaps."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("series"), STRICT)

    #: the series, for instance ``certificate/2026``
    series: Mapped[str]
    #: the last number drawn
    last: Mapped[int]


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


class IssuedPaper(Record):
    """A frozen paper: the data it was made from, the template's version and the bytes themselves."""

    __tablename__ = "issued_paper"

    #: which paper: ``certificate``, ``menu.plan`` …
    kind: Mapped[str]
    #: its document number, "" for none
    number: Mapped[str]
    #: its title as listed
    title: Mapped[str]
    #: the frozen data
    data: Mapped[Any] = mapped_column(Json, info=DERIVED)
    #: version of the template it was drawn with
    template_version: Mapped[str]
    #: the PDF
    content: Mapped[bytes] = mapped_column(LargeBinary, info=DERIVED, deferred=True)
    #: hex SHA-256 of the PDF
    sha256: Mapped[str]
    #: when it was issued
    issued_at: Mapped[datetime] = mapped_column(Instant)
    #: who issued it
    issued_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
