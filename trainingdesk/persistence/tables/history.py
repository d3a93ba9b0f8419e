"""What people were before: closed periods of unit, post, rank, team and status, and secondments.

The present stands in ``person`` with since when; a period is written when the present changes, or when history is
entered. Days are ``YYYY-MM-DD`` or ``YYYY-MM``: a month means its first day, "" from the beginning. Periods are half
open: ``valid_to`` is the first day on which it was otherwise.

The basis of a change stands with the period it closed; it is shown with the value that began by it
(:mod:`trainingdesk.domain.roster.bases`).
"""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from trainingdesk.domain.codes import PersonStatus, PostTrack, Rank, SecondmentWay, Team
from trainingdesk.persistence.base import DERIVED, STRICT, Record
from trainingdesk.persistence.tables import roster  # noqa: F401 - where the foreign keys point
from trainingdesk.persistence.types import Code, Day


class UnitPeriod(Record):
    """A unit somebody belonged to before (调动)."""

    __tablename__ = "unit_period"
    __table_args__ = (
        Index(None, "person_id"),
        Index(None, "unit_id"),
        Index(None, "import_batch_id"),
        STRICT,
    )

    #: the person
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: the unit
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    #: first day, "" when not known
    valid_from: Mapped[str]
    #: first day no longer there
    valid_to: Mapped[str]
    #: why it ended and what came next began (the document or the reason), "" when not said
    reason: Mapped[str]
    #: why it began, where the row itself says so and not the value before it; "" when not said
    begun_by: Mapped[str] = mapped_column(server_default="")
    #: the import that brought the change, None when by hand
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), info=DERIVED)


class PostPeriod(Record):
    """A post with its level, or a rank, that somebody held before."""

    __tablename__ = "post_period"
    __table_args__ = (Index(None, "person_id"), Index(None, "import_batch_id"), STRICT)

    #: the person
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: leading post or rank
    track: Mapped[PostTrack] = mapped_column(Code(PostTrack))
    #: the post in words, "" for a rank
    post: Mapped[str]
    #: its level or the rank, None when not known or a legacy one
    rank: Mapped[Rank | None] = mapped_column(Code(Rank))
    #: a name from before the 2019 law (主任科员, 副调研员 …), "" for none
    legacy: Mapped[str]
    #: first day, "" when not known
    valid_from: Mapped[str]
    #: first day no longer held
    valid_to: Mapped[str]
    #: why it ended and what came next began (the document or the reason), "" when not said
    reason: Mapped[str]
    #: why it began, where the row itself says so and not the value before it; "" when not said
    begun_by: Mapped[str] = mapped_column(server_default="")
    #: the import that brought the change, None when by hand
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), info=DERIVED)


class StatusPeriod(Record):
    """Where somebody stood towards the base before."""

    __tablename__ = "status_period"
    __table_args__ = (Index(None, "person_id"), Index(None, "import_batch_id"), STRICT)

    #: the person
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: the status
    status: Mapped[PersonStatus] = mapped_column(Code(PersonStatus))
    #: first day, "" when not known
    valid_from: Mapped[str]
    #: first day it was otherwise
    valid_to: Mapped[str]
    #: why it ended and what came next began (the document or the reason), "" when not said
    reason: Mapped[str]
    #: why it began, where the row itself says so and not the value before it; "" when not said
    begun_by: Mapped[str] = mapped_column(server_default="")
    #: the import that brought the change, None when by hand
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), info=DERIVED)


class TeamPeriod(Record):
    """One of the three teams (三支队伍, P1.5) somebody belonged to before."""

    __tablename__ = "team_period"
    __table_args__ = (Index(None, "person_id"), Index(None, "import_batch_id"), STRICT)

    #: the person
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: the team
    team: Mapped[Team] = mapped_column(Code(Team))
    #: first day, "" when not known
    valid_from: Mapped[str]
    #: first day no longer in it
    valid_to: Mapped[str]
    #: why it ended and what came next began (the document or the reason), "" when not said
    reason: Mapped[str]
    #: why it began, where the row itself says so and not the value before it; "" when not said
    begun_by: Mapped[str] = mapped_column(server_default="")
    #: the import that brought the change, None when by hand
    import_batch_id: Mapped[int | None] = mapped_column(ForeignKey("import_batch.id"), info=DERIVED)


class Secondment(Record):
    """A secondment (借调): the person stays in the books of their own unit."""

    __tablename__ = "secondment"
    __table_args__ = (Index(None, "person_id"), Index(None, "unit_id"), STRICT)

    #: the person
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: which way
    way: Mapped[SecondmentWay] = mapped_column(Code(SecondmentWay))
    #: the unit of the district that has the person, None outside of it
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    #: the place in words where it is no unit of the district, else ""
    place: Mapped[str]
    #: first day
    valid_from: Mapped[date] = mapped_column(Day)
    #: last day, None while it lasts
    valid_to: Mapped[date | None] = mapped_column(Day)
    #: the document or the reason
    reason: Mapped[str]
