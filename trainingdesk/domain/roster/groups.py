"""Groups of people with dates (P2.1–P2.3, P5.4): the heads of each and who is in it on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from trainingdesk.domain.codes import Audience, GroupKind, PersonStatus, Rank, ReserveState, ReviewResult
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.order import NOBODY, PersonKeys
from trainingdesk.domain.roster.reserve import Missing, TrainingFacts


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One group and how many are in it.

    Attributes:
        id: its place in the list of groups, from 1.
        live: how many are in it on the day that was asked for.
    """

    id: int
    kind: GroupKind
    live: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One membership as a list shows it.

    Attributes:
        id: the membership; ``version`` is what a form opens with.
        unit_id, unit, unit_name: the unit, its short and its full name; they, post and rank are those of the day asked for.
        valid_to: first day no longer in the group, None while in it.
        visits: follow-up visits made; last_visit the day of the last one, None without any.
        open_needs: visits whose need is not settled yet.
        next_visit: of a talent in the group, the day by which the next visit is due; None for others.
        overdue: that day has come.
        gone: of somebody who is in the group although retired or gone by the day, which of the two.
        keys: what lists are ordered by.
    """

    id: int
    version: int
    kind: GroupKind
    person_id: int
    name: str
    unit_id: int
    unit: str
    unit_name: str
    post: str
    rank: Rank | None
    birth: str
    valid_from: date
    valid_to: date | None
    reason_in: str
    reason_out: str
    organisation: str
    speciality: str
    visits: int
    last_visit: date | None
    open_needs: int
    keys: PersonKeys = NOBODY
    next_visit: date | None = None
    overdue: bool = False
    gone: PersonStatus | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Who comes into a group or leaves it by rank; nothing of it is done before somebody says so (P2.1).

    Attributes:
        incoming: (person, name) who hold such a rank and are not in the group; of heads those whose post says so too.
        outgoing: (membership, name) who are in it and do not hold such a rank any more, or do not serve, or are among the deputies
            and head their unit, or among the heads and head none by their post.
        by_post: (person, name) who are not in it, whose rank does not say it but whose post does: to be looked at.
        by_rank: (person, name) who are not in it, who have the rank of heads while their post leaves it open: so too.
        stands: unit and post in words, by the part (``incoming``, ``outgoing``, ``by_post``, ``by_rank``) and the number in it.
    """

    incoming: tuple[tuple[int, str], ...]
    outgoing: tuple[tuple[int, str], ...]
    by_post: tuple[tuple[int, str], ...] = ()
    by_rank: tuple[tuple[int, str], ...] = ()
    stands: Mapping[tuple[str, int], str] = field(default_factory=dict)


def group_of(audience: Audience) -> GroupKind | None:
    """Return the group a class for this audience is offered to first (P2.1, P2.2), None where ranks decide."""
    return {
        Audience.UNIT_HEADS: GroupKind.UNIT_HEADS,
        Audience.DEPUTIES: GroupKind.DEPUTIES,
        Audience.YOUNG: GroupKind.YOUNG,
        Audience.RESERVE: GroupKind.RESERVE,
    }.get(audience)


def decide_entry(valid_from: date, reason: str, today: date) -> str:
    """Return the reason without blanks around it; refuses none, and a day to come.

    Raises Refused ``group.no_reason`` or ``group.day_to_come``.
    """
    if not reason.strip():
        raise Refused("group.no_reason")
    if valid_from > today:
        raise Refused("group.day_to_come", day=valid_from)
    return reason.strip()


def decide_leaving(name: str, valid_from: date, valid_to: date, reason: str, today: date) -> str:
    """Return the reason without blanks; a membership ends after it began, and not in the time to come.

    Raises Refused ``group.ends_before``, and what :func:`decide_entry` raises.
    """
    words = decide_entry(valid_to, reason, today)
    if valid_to <= valid_from:
        raise Refused("group.ends_before", name=name, day=valid_from)
    return words


def next_visit(last_visit: date | None, since: date, months: int) -> date:
    """Return the day by which a talent's next visit is due (rule ``talent.follow_up_months``, P2.3).

    So many months after the last visit, after the entry without any; where that month has no such day, the first of
    the month after it.
    """
    last = last_visit or since
    year, month = divmod(last.year * 12 + last.month - 1 + months, 12)
    try:
        return date(year, month + 1, last.day)
    except ValueError:
        return date(year + month // 11, (month + 1) % 12 + 1, 1)


def with_next_visit(row: MemberRow, day: date, months: int) -> MemberRow:
    """Return a member with when the next visit is due; others than talents, and who was out on the day, as they are."""
    if row.kind is not GroupKind.TALENT or (row.valid_to is not None and row.valid_to <= day):
        return row
    due = next_visit(row.last_visit, row.valid_from, months)
    return replace(row, next_visit=due, overdue=due <= day)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One follow-up visit; ``need`` is "" where nothing was needed, and nothing is open then."""

    id: int
    version: int
    day: date
    need: str
    service: str
    by_whom: str
    settled_on: date | None

    @property
    def open(self) -> bool:
        """Whether something is needed that is not settled yet."""
        return bool(self.need) and self.settled_on is None


@dataclass(frozen=True, slots=True)
class MemberCard:
    """One member: all their memberships, the latest first, and the visits of this one."""

    member: MemberRow
    history: tuple[MemberRow, ...]
    visits: tuple[VisitRow, ...]


class ExceptionState(StrEnum):
    """Where the exception of a reserve candidate stands (P3.4)."""

    WAITING = "waiting"  #: 待批准
    APPROVED = "approved"  #: 已批
    REFUSED = "refused"  #: 未批准


@dataclass(frozen=True, slots=True)
class Refusal:
    """An exception that was not approved, or whose approval was taken back: why, by whom, and the day in the office's time."""

    reason: str
    by: str
    day: date


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One reserve candidate as a list shows it; ``waiting`` is true while an exception waits for approval.

    ``keys`` is what lists are ordered by; ``age`` is in full years on the day asked for, None where the birth is not
    known; ``gone`` says of somebody on the list by that day that they had retired or left by then. ``refused`` is the
    last refusal of an exception, of somebody in screening who has asked for none since; ``failed`` is the number of their
    last round, None where that was passed.
    """

    id: int
    version: int
    person_id: int
    name: str
    unit: str
    post: str
    rank: Rank | None
    state: ReserveState
    recommended_on: date
    recommended_by: str
    opinion: str
    decided_on: date | None
    decided_reason: str
    missing: Any
    override_reason: str
    override_by: str
    override_at: datetime | None
    waiting: bool
    rounds: int
    last_review: int | None
    birth: str = ""
    keys: PersonKeys = NOBODY
    age: int | None = None
    gone: PersonStatus | None = None
    refused: Refusal | None = None
    failed: int | None = None

    @property
    def exception(self) -> ExceptionState | None:
        """Where the exception stands, None without one."""
        if self.waiting:
            return ExceptionState.WAITING
        if self.override_at:
            return ExceptionState.APPROVED
        return ExceptionState.REFUSED if self.refused else None


def stood(
    row: CandidateRow,
    day: date,
    *,
    admitted: tuple[date, str] | None,
    approved: date | None,
    rounds: Sequence[date],
    reviews: Sequence[date],
) -> CandidateRow | None:
    """Return a candidate as they stood on a past day, None before the recommendation.

    An exception counts from its approval on: when it was asked for is not kept with the candidate.

    Args:
        admitted: first day on the reserve list and the reason, None for who never was on it.
        approved: the day an exception was approved in the office's time, None without one.
        rounds, reviews: the days of all of them.
    """
    if row.recommended_on > day:
        return None
    held = sum(one <= day for one in rounds)
    state, decided_on, reason = row.state, row.decided_on, row.decided_reason
    if decided_on is None or decided_on > day or state is ReserveState.ADMITTED:
        decided_on, reason = None, ""
        state = ReserveState.SCREENING if held else ReserveState.RECOMMENDED
        if admitted is not None and admitted[0] <= day:
            state, (decided_on, reason) = ReserveState.ADMITTED, admitted
    by_exception = approved is not None and approved <= day
    return replace(
        row,
        state=state,
        decided_on=decided_on,
        decided_reason=reason,
        missing=row.missing if by_exception else None,
        override_reason=row.override_reason if by_exception else "",
        override_by=row.override_by if by_exception else "",
        override_at=row.override_at if by_exception else None,
        waiting=False,
        rounds=held,
        last_review=max((one.year for one in reviews if one <= day), default=None),
    )


class ReservePile(StrEnum):
    """The piles of the reserve list, on screen and on paper."""

    LISTED = "listed"  #: 在册
    WAY = "way"  #: recommended or in screening
    EXCEPTIONS = "exceptions"  #: an exception waits for approval
    ALL = "all"


_ON_THE_WAY = frozenset({ReserveState.RECOMMENDED, ReserveState.SCREENING})


def in_pile(row: CandidateRow, pile: ReservePile) -> bool:
    """Return whether a candidate belongs to a pile."""
    if pile is ReservePile.LISTED:
        return row.state is ReserveState.ADMITTED
    if pile is ReservePile.WAY:
        return row.state in _ON_THE_WAY
    return pile is ReservePile.ALL or (row.waiting and row.state is ReserveState.SCREENING)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round of screening; score in tenths."""

    round: int
    day: date
    votes_for: int | None
    votes_cast: int | None
    score: int | None
    opinion: str
    passed: bool
    id: int = 0


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One yearly review."""

    year: int
    day: date
    result: ReviewResult
    opinion: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """One candidate with the whole trail, and what is missing of training today.

    ``admitted`` is the first day on the list and the reason, None for who was not admitted: an exit leaves it standing.
    """

    row: CandidateRow
    rounds: tuple[RoundRow, ...]
    reviews: tuple[ReviewRow, ...]
    training: TrainingFacts
    missing: Missing | None
    admitted: tuple[date, str] | None = None


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The exceptions of the reserve list that are asked for (P3.4), as the person who asks sees them.

    Attributes:
        to_approve: what this person can approve now.
        waiting: what another person must approve.
        refused: what was refused, for whoever may ask again; () for others.
    """

    to_approve: tuple[CandidateRow, ...]
    waiting: tuple[CandidateRow, ...]
    refused: tuple[CandidateRow, ...] = ()
