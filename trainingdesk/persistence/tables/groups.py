"""Groups of people with dates: heads, deputies, young cadres, the reserve list, talents, lecturers (P2.1–P2.3)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from trainingdesk.domain.codes import GroupKind, ReserveState, ReviewResult
from trainingdesk.persistence.base import STRICT, Record, Versioned
from trainingdesk.persistence.tables import roster  # noqa: F401 - where the foreign keys point
from trainingdesk.persistence.types import Code, Day, Flag, Instant, Json, Tenths


class GroupMembership(Versioned, Record):
    """One person in one group from a day to a day."""

    __tablename__ = "group_membership"
    __table_args__ = (
        Index(
            "uq_group_membership_live",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("valid_to IS NULL"),
        ),
        Index(None, "kind"),
        STRICT,
    )

    #: the person
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: the group
    kind: Mapped[GroupKind] = mapped_column(Code(GroupKind))
    #: first day
    valid_from: Mapped[date] = mapped_column(Day)
    #: first day no longer in it, None while in it
    valid_to: Mapped[date | None] = mapped_column(Day)
    #: why in: the document, the meeting, the post
    reason_in: Mapped[str]
    #: why out, "" while in it
    reason_out: Mapped[str]
    #: for a talent or a lecturer the enterprise or institute, "" for others
    organisation: Mapped[str]
    #: for a talent the field of work, for a lecturer the subject; "" for others
    speciality: Mapped[str]


class FollowUp(Versioned, Record):
    """A visit to a talent or the enterprise (跟踪服务, P2.3)."""

    __tablename__ = "follow_up"
    __table_args__ = (Index(None, "membership_id"), STRICT)

    #: the talent's membership
    membership_id: Mapped[int] = mapped_column(ForeignKey("group_membership.id"))
    #: the day of the visit
    day: Mapped[date] = mapped_column(Day)
    #: what is needed, "" where nothing is
    need: Mapped[str]
    #: what was done for it, "" while open
    service: Mapped[str]
    #: who went and who did it
    by_whom: Mapped[str]
    #: the day it was settled, None while open
    settled_on: Mapped[date | None] = mapped_column(Day)


class ReserveCandidate(Versioned, Record):
    """One person's way to the reserve list and off it (P2.2)."""

    __tablename__ = "reserve_candidate"
    __table_args__ = (
        Index(
            "uq_reserve_candidate_live",
            "person_id",
            unique=True,
            sqlite_where=text("state IN ('recommended', 'screening', 'admitted')"),
        ),
        STRICT,
    )

    #: the person
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: where it stands
    state: Mapped[ReserveState] = mapped_column(Code(ReserveState))
    #: the day of the recommendation
    recommended_on: Mapped[date] = mapped_column(Day)
    #: who recommends: the unit's Party group, the leading group, a meeting
    recommended_by: Mapped[str]
    #: the recommendation in words
    opinion: Mapped[str]
    #: the day of admission, of refusal or of exit, None before
    decided_on: Mapped[date | None] = mapped_column(Day)
    #: why refused or out, "" otherwise
    decided_reason: Mapped[str]
    #: the membership of the reserve list, None before admission
    membership_id: Mapped[int | None] = mapped_column(ForeignKey("group_membership.id"))
    #: what was missing of systematic training at admission, as codes with parameters; None when nothing was (P3.4)
    missing: Mapped[Any | None] = mapped_column(Json)
    #: why admitted all the same, "" when nothing was missing
    override_reason: Mapped[str]
    #: who approved that, None when nothing was missing
    override_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: when it was approved; of what was signed on paper on an earlier day, noon of that day
    override_at: Mapped[datetime | None] = mapped_column(Instant)


class ReserveRound(Record):
    """One round of screening (逐轮筛选)."""

    __tablename__ = "reserve_round"
    __table_args__ = (UniqueConstraint("candidate_id", "round"), STRICT)

    #: the candidate
    candidate_id: Mapped[int] = mapped_column(ForeignKey("reserve_candidate.id"))
    #: which round, from 1
    round: Mapped[int]
    #: the day
    day: Mapped[date] = mapped_column(Day)
    #: votes for, None when there was no vote
    votes_for: Mapped[int | None]
    #: votes cast, None when there was no vote
    votes_cast: Mapped[int | None]
    #: score in tenths of a point, None when none was given
    score: Mapped[int | None] = mapped_column(Tenths)
    #: the opinion in words
    opinion: Mapped[str]
    #: whether the round was passed
    passed: Mapped[bool] = mapped_column(Flag)


class ReserveReview(Record):
    """A yearly review of somebody on the reserve list (滚动管理)."""

    __tablename__ = "reserve_review"
    __table_args__ = (UniqueConstraint("candidate_id", "year"), STRICT)

    #: the candidate
    candidate_id: Mapped[int] = mapped_column(ForeignKey("reserve_candidate.id"))
    #: the year reviewed
    year: Mapped[int]
    #: the day of the review
    day: Mapped[date] = mapped_column(Day)
    #: what it found
    result: Mapped[ReviewResult] = mapped_column(Code(ReviewResult))
    #: the opinion in words
    opinion: Mapped[str]
