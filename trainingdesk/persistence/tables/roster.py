"""The roster: units, people and the imports they came from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from trainingdesk.domain.codes import Authority, Line, PersonStatus, Rank, Sex, Team
from trainingdesk.persistence.base import DERIVED, MASKED_ID, MASKED_PHONE, STRICT, Record, Versioned
from trainingdesk.persistence.tables import office  # noqa: F401 - where the foreign keys point
from trainingdesk.persistence.types import Code, Day, Flag, Instant, Json


class Unit(Versioned, Record):
    """A unit (单位) of the district, in a tree: line → managing department → unit."""

    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("name"), Index(None, "parent_id"), STRICT)

    #: the managing unit, None at the top
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    #: full name
    name: Mapped[str]
    #: short name used in narrow columns
    short_name: Mapped[str]
    #: initials of the short name's pinyin, for search
    initials: Mapped[str] = mapped_column(info=DERIVED)
    #: the line it belongs to
    line: Mapped[Line] = mapped_column(Code(Line))
    #: place in the office's fixed order of units; parents come before their children
    position: Mapped[int]
    #: name of the person responsible for training, "" when not known
    liaison: Mapped[str]
    #: false once dissolved; a unit with history is never deleted
    active: Mapped[bool] = mapped_column(Flag)


class Person(Versioned, Record):
    """A person of the roster with their present unit, post and rank."""

    __tablename__ = "person"
    __table_args__ = (
        Index("uq_person_id_number", "id_number", unique=True, sqlite_where=text("id_number IS NOT NULL")),
        Index(None, "unit_id", "position"),
        Index(None, "name"),
        STRICT,
    )

    #: present unit
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    #: name as stored by ``domain.values.clean_name``
    name: Mapped[str]
    #: sex, None when not known
    sex: Mapped[Sex | None] = mapped_column(Code(Sex))
    #: ``YYYY-MM-DD`` or ``YYYY-MM``, "" when not known
    birth: Mapped[str]
    #: 18 characters (GB 11643), None when not known; blank never equals blank
    id_number: Mapped[str | None] = mapped_column(info=MASKED_ID)
    #: ethnicity as written, without 族 only where the source had none
    ethnicity: Mapped[str]
    #: political status as written (GB/T 4762 words)
    political: Mapped[str]
    #: highest education
    education: Mapped[str]
    #: highest degree
    degree: Mapped[str]
    #: month work started, ``YYYY-MM`` or ""
    work_start: Mapped[str]
    #: month of joining the Party, ``YYYY-MM`` or ""
    party_entry: Mapped[str]
    #: present post in words
    post: Mapped[str]
    #: present leading post or rank
    rank: Mapped[Rank | None] = mapped_column(Code(Rank))
    #: one of the three teams
    team: Mapped[Team] = mapped_column(Code(Team))
    #: who manages the person
    authority: Mapped[Authority | None] = mapped_column(Code(Authority))
    #: mobile number, "" when not known
    phone: Mapped[str] = mapped_column(info=MASKED_PHONE)
    #: where the person stands towards the base
    status: Mapped[PersonStatus] = mapped_column(Code(PersonStatus))
    #: since when, None when not known
    status_from: Mapped[date | None] = mapped_column(Day)
    #: free note
    note: Mapped[str]
    #: order inside the unit: rank first, then as it came
    position: Mapped[int] = mapped_column(info=DERIVED)
    #: the import that brought the person in, None when typed
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), info=DERIVED)


class ImportBatch(Record):
    """One import of a roster workbook, which can be taken back as a whole."""

    __tablename__ = "import_batch"

    #: the file's name without its folder
    file_name: Mapped[str]
    #: hex SHA-256 of the file
    digest: Mapped[str]
    #: when it was taken in
    at: Mapped[datetime] = mapped_column(Instant)
    #: who took it in
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: how many people were new
    created: Mapped[int]
    #: how many people were updated
    updated: Mapped[int]
    #: how many rows were the same
    same: Mapped[int]
    #: how many rows were left out, with a reason each
    refused: Mapped[int]
    #: what is needed to take it back: the old values of updated people, gzip-compressed JSON
    before: Mapped[bytes] = mapped_column(LargeBinary, info=DERIVED, deferred=True)
    #: when it was taken back, None while it stands
    reverted_at: Mapped[datetime | None] = mapped_column(Instant)


class ImportLayout(Record):
    """The columns a person chose for one layout of header texts, so that they are guessed right next time."""

    __tablename__ = "import_layout"
    __table_args__ = (UniqueConstraint("layout"), STRICT)

    #: digest of the header texts
    layout: Mapped[str]
    #: column position → field
    columns: Mapped[Any] = mapped_column(Json)
