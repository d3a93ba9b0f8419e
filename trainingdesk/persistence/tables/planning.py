"""Five-year plans: the units × five years grid (P1.2-P1.4)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trainingdesk.domain.codes import PlanState
from trainingdesk.persistence.base import STRICT, Record, Versioned
from trainingdesk.persistence.tables import office, roster  # noqa: F401 - where the foreign keys point
from trainingdesk.persistence.types import Code, Day, Instant


class PlanVersion(Versioned, Record):
    """A saved plan: the units × five years grid at one base date."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("cycle_start", "number"), STRICT)

    #: first year of the cycle
    cycle_start: Mapped[int]
    #: 1, 2, 3 … within the cycle
    number: Mapped[int]
    #: what the version is called
    title: Mapped[str]
    #: the day the base was counted on
    base_day: Mapped[date] = mapped_column(Day)
    #: saved or adopted; one version of a cycle is adopted at a time
    state: Mapped[PlanState] = mapped_column(Code(PlanState))
    #: when it was saved
    saved_at: Mapped[datetime] = mapped_column(Instant)
    #: who saved it
    saved_by: Mapped[int] = mapped_column(ForeignKey("user.id"))


class PlanRow(Record):
    """One unit's base in a plan."""

    __tablename__ = "plan_row"
    __table_args__ = (UniqueConstraint("plan_id", "unit_id"), STRICT)

    #: the plan
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    #: the unit
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    #: people who count on the base day
    base: Mapped[int]


class PlanCell(Record):
    """One unit's target of one year."""

    __tablename__ = "plan_cell"
    __table_args__ = (UniqueConstraint("row_id", "year"), STRICT)

    #: the row
    row_id: Mapped[int] = mapped_column(ForeignKey("plan_row.id"))
    #: the year
    year: Mapped[int]
    #: people to be trained
    target: Mapped[int]
