"""The roster: units, people and the imports they came from."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from trainingdesk.domain.codes import Authority, Line, PersonStatus, Rank, Sex, Team, UnitKind
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
    #: what it is by establishment
    kind: Mapped[UnitKind] = mapped_column(Code(UnitKind), server_default=UnitKind.ORGAN.value)
    #: name of the deputy of the person responsible for training, "" when there is none
    liaison_deputy: Mapped[str] = mapped_column(server_default="")
    #: office telephone of the person responsible, "" when not known
    liaison_phone: Mapped[str] = mapped_column(server_default="", info=MASKED_PHONE)
    #: telephone of the deputy, "" when not known
    liaison_deputy_phone: Mapped[str] = mapped_column(server_default="", info=MASKED_PHONE)
    #: first day it existed, the one it was set up on; None when not known
    founded_on: Mapped[date | None] = mapped_column(Day)
    #: false once dissolved; a unit with history is never deleted
    active: Mapped[bool] = mapped_column(Flag)
    #: last day it existed, the one before it was dissolved or merged; None while it does or when not known
    dissolved_on: Mapped[date | None] = mapped_column(Day)
    #: the unit it was merged into, None when it was not
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))


class UnitFormerName(Record):
    """A name a unit bore before: papers of that time still show it."""

    __tablename__ = "unit_former_name"
    __table_args__ = (UniqueConstraint("unit_id", "until"), Index(None, "name"), STRICT)

    #: the unit
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    #: full name then
    name: Mapped[str]
    #: short name then
    short_name: Mapped[str]
    #: initials of that short name's pinyin, for search
    initials: Mapped[str] = mapped_column(info=DERIVED)
    #: first day the name was no longer borne
    until: Mapped[date] = mapped_column(Day)
    #: why it was given up: the document or the reason
    reason: Mapped[str]


class Person(Versioned, Record):
    """A person of the roster with their present unit, post, rank, team and status.

    Each of these says since when (``unit_from`` …); what was before stands in the period tables of ``history``. So a
    person whose history is not known costs one row, and the state on a day is the period that covers it, else this.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("uq_person_id_number", "id_number", unique=True, sqlite_where=text("id_number IS NOT NULL")),
        # with the status, so that heads are counted and everybody listed unit by unit from the index alone
        Index(None, "unit_id", "position", "status"),
        Index(None, "stroke_key"),
        Index(None, "pinyin_key"),
        STRICT,
    )

    #: first day in the district's roster, None for "as long as the roster knows"
    joined_on: Mapped[date | None] = mapped_column(Day)
    #: present unit
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    #: since when in that unit: ``YYYY-MM-DD`` or ``YYYY-MM``, "" when not known
    unit_from: Mapped[str] = mapped_column(server_default="")
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
    #: where the family is from (籍贯), "" when not known
    native_place: Mapped[str] = mapped_column(server_default="")
    #: where the person was born (出生地), "" when not known
    birthplace: Mapped[str] = mapped_column(server_default="")
    #: political status as written (GB/T 4762 words)
    political: Mapped[str]
    #: highest education
    education: Mapped[str]
    #: highest degree
    degree: Mapped[str]
    #: school and major of the highest education (毕业院校及专业), "" when not known
    school: Mapped[str] = mapped_column(server_default="")
    #: education of the full-time schooling (全日制教育)
    education_full: Mapped[str] = mapped_column(server_default="")
    #: degree of the full-time schooling
    degree_full: Mapped[str] = mapped_column(server_default="")
    #: school and major of the full-time schooling
    school_full: Mapped[str] = mapped_column(server_default="")
    #: education of the in-service schooling (在职教育)
    education_service: Mapped[str] = mapped_column(server_default="")
    #: degree of the in-service schooling
    degree_service: Mapped[str] = mapped_column(server_default="")
    #: school and major of the in-service schooling
    school_service: Mapped[str] = mapped_column(server_default="")
    #: month work started, ``YYYY-MM`` or ""
    work_start: Mapped[str]
    #: month of joining the Party, ``YYYY-MM`` or ""
    party_entry: Mapped[str]
    #: present post in words
    post: Mapped[str]
    #: since when in that post: ``YYYY-MM-DD`` or ``YYYY-MM``, "" when not known
    post_from: Mapped[str] = mapped_column(server_default="")
    #: present leading post's level, else the rank
    rank: Mapped[Rank | None] = mapped_column(Code(Rank))
    #: since when of that level or rank: ``YYYY-MM-DD`` or ``YYYY-MM``, "" when not known; the seniority in lists
    rank_from: Mapped[str] = mapped_column(server_default="")
    #: rank (职级) held beside a leading post, None when there is none
    side_rank: Mapped[Rank | None] = mapped_column(Code(Rank))
    #: since when of the rank beside the post, as ``rank_from``
    side_rank_from: Mapped[str] = mapped_column(server_default="")
    #: professional title in words (职称、专业技术职务), "" for none
    technical_title: Mapped[str] = mapped_column(server_default="")
    #: one of the three teams
    team: Mapped[Team] = mapped_column(Code(Team))
    #: since when in that team: ``YYYY-MM-DD`` or ``YYYY-MM``, "" when not known
    team_from: Mapped[str] = mapped_column(server_default="")
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
    #: order inside the unit: leading posts, ranks, the rest, each by seniority, then as it came
    position: Mapped[int] = mapped_column(info=DERIVED)
    #: sorts by surname strokes (姓氏笔画), from the stroke table
    stroke_key: Mapped[str] = mapped_column(info=DERIVED, server_default="")
    #: sorts by pinyin, the right reading of the surname
    pinyin_key: Mapped[str] = mapped_column(info=DERIVED, server_default="")
    #: the import that brought the person in, None when typed
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), info=DERIVED)


class PersonPhoto(Record):
    """The photo of a person (照片); apart from the person, so that lists never read it."""

    __tablename__ = "person_photo"
    __table_args__ = (UniqueConstraint("person_id"), STRICT)

    #: the person
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: ``image/jpeg`` or ``image/png``
    media: Mapped[str]
    #: the picture, at most some 300 KB
    picture: Mapped[bytes] = mapped_column(LargeBinary, info=DERIVED, deferred=True)
    #: hex SHA-256 of the picture, which is what the log has of it
    digest: Mapped[str]


class ImportBatch(Record):
    """One import of a roster workbook, which can be taken back as a whole."""

    __tablename__ = "import_batch"

    #: the file's name without its folder
    file_name: Mapped[str]
    #: hex SHA-256 of the file
    digest: Mapped[str]
    #: hex SHA-256 of the cells that were read: the same when a program opened and saved the file
    contents: Mapped[str] = mapped_column(server_default="")
    #: when it was taken in
    at: Mapped[datetime] = mapped_column(Instant)
    #: who took it in
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: the day the file speaks of; changes it brings are dated with it
    day: Mapped[date | None] = mapped_column(Day)
    #: whether that only says by when: nobody knows since when what it brings holds
    undated: Mapped[bool] = mapped_column(Flag, server_default="0")
    #: how many people were new
    created: Mapped[int]
    #: how many people were updated, without those in ``left``
    updated: Mapped[int]
    #: how many rows were the same, without those in ``older``
    same: Mapped[int]
    #: how many rows were left out, with a reason each
    refused: Mapped[int]
    #: how many people who are not in the file got another status
    left: Mapped[int] = mapped_column(server_default="0")
    #: how many rows changed nothing since the roster knew something newer of all that they say
    older: Mapped[int] = mapped_column(server_default="0")
    #: what texts of units in the file were said to be, ``[text, what, unit, day]`` each; None for nothing. Apart from what was
    #: put right in cells: every next file is read by it
    units_said: Mapped[Any | None] = mapped_column(Json, info=DERIVED)
    #: the report of the import as it can be printed: what became of every row, gzip-compressed JSON
    report: Mapped[bytes | None] = mapped_column(LargeBinary, info=DERIVED, deferred=True)
    #: whose dated fields the file says as the roster had them, fields → person ids, gzip-compressed JSON; None for nobody
    confirmed: Mapped[bytes | None] = mapped_column(LargeBinary, info=DERIVED, deferred=True)
    #: what was typed and chosen in cells of the file, gzip-compressed JSON; None for nothing
    mended: Mapped[bytes | None] = mapped_column(LargeBinary, info=DERIVED, deferred=True)
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


class SavedFilter(Record):
    """A filter of a page that a user keeps by name."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("user_id", "page", "name"), STRICT)

    #: whose
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    #: the page it belongs to
    page: Mapped[str]
    #: what the user calls it
    name: Mapped[str]
    #: the filter's values
    filter: Mapped[Any] = mapped_column(Json)


class NotSame(Record):
    """A reviewed pair of people who look alike and are two: it is not suggested again."""

    __tablename__ = "not_same"
    __table_args__ = (UniqueConstraint("first_id", "second_id"), Index(None, "second_id"), STRICT)

    #: the person with the smaller id
    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: the other one
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: when it was decided
    at: Mapped[datetime] = mapped_column(Instant)
    #: who decided it
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))


class ImportAnswer(Record):
    """What a clerk settled of a contradiction between a file and an ID number, a word of a rank or for no cadre, or two rows of one person.

    It is not asked again; of a word that no list of ranks has (正股级) not of other people either.

    Settled anew on a later import, both rows stay and that of the newest standing import counts: once that is taken
    back, the one before does again.
    """

    __tablename__ = "import_answer"
    __table_args__ = (
        UniqueConstraint("person_id", "field", "said", "by_number", "import_batch_id"),
        Index(None, "import_batch_id"),
        STRICT,
    )

    #: the person whose number it is
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: what it is about: ``birth`` or ``sex``; of a word of a rank ``rank`` or ``side_rank``; ``no_cadre``; ``which_row``
    field: Mapped[str]
    #: what the file said, in its stored form; of two rows a digest of the second one
    said: Mapped[str]
    #: what the ID number says, "" of a word; of two rows a digest of the first one
    by_number: Mapped[str]
    #: what was taken, "" for leaving the field as it is; of two rows ``this``, ``other`` or ``out``, as of the second one
    taken: Mapped[str]
    #: when it was decided
    at: Mapped[datetime] = mapped_column(Instant)
    #: who decided it
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: the import on whose preview it was decided; counts as long as that stands
    import_batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"))


class PersonMerge(Record):
    """Two records of one person made into one, with what is needed to part them again.

    A merge that is taken back leaves no row: its kept record can be taken back too then. The log has both.
    """

    __tablename__ = "person_merge"
    __table_args__ = (Index(None, "kept_id"), STRICT)

    #: the record that stayed
    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: the id of the record that went; it is free again only for that record
    lost_id: Mapped[int]
    #: when
    at: Mapped[datetime] = mapped_column(Instant)
    #: who did it
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: both records as they were and which rows followed, gzip-compressed JSON
    before: Mapped[bytes] = mapped_column(LargeBinary, info=DERIVED, deferred=True)
