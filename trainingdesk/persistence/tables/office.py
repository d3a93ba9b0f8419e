"""The office itself: its name, rules, number series and issued papers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingdesk.persistence.base import DERIVED, STRICT, Record, Versioned
from trainingdesk.persistence.tables import accounts  # noqa: F401 - the foreign keys point there
from trainingdesk.persistence.types import Day, Flag, Instant, Json


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
