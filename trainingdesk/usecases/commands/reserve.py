"""The reserve list: recommended, screened in rounds, admitted or not, reviewed yearly, taken off (P2.2, P3.4)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import GroupKind, ReserveState, ReviewResult
from trainingdesk.domain.errors import Invalid, Refused, refusal_at
from trainingdesk.domain.planning.base import cycle_of
from trainingdesk.domain.roster.groups import decide_entry, decide_leaving
from trainingdesk.domain.roster.reserve import (
    RESERVE,
    AdmissionFacts,
    ReserveAction,
    TrainingFacts,
    decide_admission,
    decide_override,
    decide_round,
    missing_training,
)
from trainingdesk.persistence.readmodels import reserve as reads
from trainingdesk.persistence.readmodels.planning import cycle_start_year
from trainingdesk.persistence.tables.groups import (
    GroupMembership,
    ReserveCandidate,
    ReserveReview,
    ReserveRound,
)
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.shared.clock import local_day
from trainingdesk.usecases.commands.groups import refuse_twice
from trainingdesk.usecases.commands.reserve_back import TakeAdmissionBack
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import changes_of, values_of
from trainingdesk.usecases.work import Work

_LIVE = (ReserveState.RECOMMENDED, ReserveState.SCREENING, ReserveState.ADMITTED)


@dataclass(frozen=True, kw_only=True)
class RecommendReserve(Command):
    """Recommend people for the reserve list: the day, by whom, the opinion."""

    person_ids: tuple[int, ...]
    day: date
    by: str
    opinion: str = ""


@handles(RecommendReserve, Permission.ROSTER_EDIT)
def recommend_reserve(work: Work, command: RecommendReserve) -> Result:
    """Open candidates; who is one already stays so.

    Raises Refused ``reserve.nobody_new``, and ``reserve.before_last`` for a day before an earlier candidacy was decided.
    """
    by = decide_entry(command.day, command.by, work.today)
    present = set(
        work.session.scalars(select(ReserveCandidate.person_id).where(ReserveCandidate.state.in_(_LIVE)))
    )
    made = []
    for number in dict.fromkeys(command.person_ids):
        if number in present:
            continue
        person = work.load(Person, number)
        decided = work.session.scalar(
            select(func.max(ReserveCandidate.decided_on)).where(ReserveCandidate.person_id == number)
        )
        if decided is not None and command.day < decided:
            raise Refused("reserve.before_last", name=person.name, day=decided)
        made.append(
            ReserveCandidate(
                person_id=number,
                state=RESERVE.initial,
                recommended_on=command.day,
                recommended_by=by,
                opinion=command.opinion.strip(),
                decided_on=None,
                decided_reason="",
                membership_id=None,
                missing=None,
                override_reason="",
                override_by=None,
                override_at=None,
            )
        )
    if not made:
        raise Refused("reserve.nobody_new")
    work.session.add_all(made)
    work.session.flush()
    ids = tuple(candidate.id for candidate in made)
    work.can_undo("undo.recommend", RemoveCandidates(candidate_ids=ids), count=len(ids))
    return {"candidate_ids": list(ids), "count": len(ids)}


@dataclass(frozen=True, kw_only=True)
class RemoveCandidates(Command):
    """Take recommendations back: the way back of :class:`RecommendReserve`."""

    candidate_ids: tuple[int, ...]


@handles(RemoveCandidates, Permission.ROSTER_EDIT)
def remove_candidates(work: Work, command: RemoveCandidates) -> Result:
    """Delete candidates with whom nothing was done yet; raises Refused ``reserve.gone_on``."""
    for number in command.candidate_ids:
        candidate = work.load(ReserveCandidate, number)
        if candidate.state is not ReserveState.RECOMMENDED or candidate.override_reason:
            raise Refused("reserve.gone_on", name=_name(work, candidate))
        work.session.delete(candidate)
    return {"count": len(command.candidate_ids)}


@dataclass(frozen=True, kw_only=True)
class AddRound(Command):
    """Note a round of screening (逐轮筛选); score in tenths of a point."""

    candidate_id: int
    version: int
    day: date
    passed: bool
    votes_for: int | None = None
    votes_cast: int | None = None
    score: int | None = None
    opinion: str = ""


@handles(AddRound, Permission.ROSTER_EDIT)
def add_round(work: Work, command: AddRound) -> Result:
    """Keep the round; the candidate is in screening from then on.

    Raises Invalid ``reserve.round_invalid`` with what ``decide_round`` finds and a day out of order.
    """
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    before = candidate.state
    state = RESERVE.next(before, ReserveAction.SCREEN)
    problems = decide_round(command.votes_for, command.votes_cast, command.score)
    with refusal_at("day", problems):
        _in_order(work, candidate, command.day)
    if problems:
        raise Invalid("reserve.round_invalid", problems)
    number = _rounds(work, candidate.id) + 1
    made = ReserveRound(
        candidate_id=candidate.id,
        round=number,
        day=command.day,
        votes_for=command.votes_for,
        votes_cast=command.votes_cast,
        score=command.score,
        opinion=command.opinion.strip(),
        passed=command.passed,
    )
    work.session.add(made)
    candidate.state = state
    work.session.flush()
    back = RemoveRound(round_id=made.id, state=before.value)
    work.can_undo("undo.round", back, name=_name(work, candidate), round=number)
    return {"candidate_id": candidate.id, "round": number, "version": candidate.version}


@dataclass(frozen=True, kw_only=True)
class RemoveRound(Command):
    """Take the last round back; ``state`` is where the candidate stood before it."""

    round_id: int
    state: str


@handles(RemoveRound, Permission.ROSTER_EDIT)
def remove_round(work: Work, command: RemoveRound) -> Result:
    """Delete the last round of a candidate in screening; raises Refused ``reserve.gone_on``."""
    record = work.load(ReserveRound, command.round_id)
    candidate = work.load(ReserveCandidate, record.candidate_id)
    if candidate.state is not ReserveState.SCREENING or record.round != _rounds(work, candidate.id):
        raise Refused("reserve.gone_on", name=_name(work, candidate))
    work.session.delete(record)
    candidate.state = ReserveState(command.state)
    return {"candidate_id": candidate.id}


#: what a candidate holds of an exception
_EXCEPTION = ("missing", "override_reason", "override_by", "override_at")


@dataclass(frozen=True, kw_only=True)
class AdmitReserve(Command):
    """Admit a candidate to the reserve list from a day."""

    candidate_id: int
    version: int
    day: date
    reason: str


@handles(AdmitReserve, Permission.ROSTER_EDIT)
def admit_reserve(work: Work, command: AdmitReserve) -> Result:
    """Open the membership; raises what :func:`decide_admission` refuses. Once more was done, taking off ends it."""
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    reason = decide_entry(command.day, command.reason, work.today)
    _in_order(work, candidate, command.day)
    facts = AdmissionFacts(
        name=_name(work, candidate),
        state=candidate.state,
        last_passed=reads.last_passed(work.connection, candidate.id),
        training=training_of(work, candidate.person_id),
        override_approved=candidate.override_by is not None,
        day=command.day,
        override_day=local_day(candidate.override_at) if candidate.override_at else None,
    )
    missing = decide_admission(facts, work.policy())
    refuse_twice(work, GroupKind.RESERVE, [candidate.person_id], command.day)
    exception = values_of(candidate, _EXCEPTION)
    if missing is None:
        # trained in the meantime: no exception was needed, and none is printed
        candidate.missing, candidate.override_reason = None, ""
        candidate.override_by = candidate.override_at = None
    member = GroupMembership(
        person_id=candidate.person_id,
        kind=GroupKind.RESERVE,
        valid_from=command.day,
        valid_to=None,
        reason_in=reason,
        reason_out="",
        organisation="",
        speciality="",
    )
    work.session.add(member)
    work.session.flush()
    candidate.state = ReserveState.ADMITTED
    candidate.decided_on, candidate.decided_reason = command.day, ""
    candidate.membership_id = member.id
    back = TakeAdmissionBack(
        candidate_id=candidate.id, membership_id=member.id, exception=changes_of(candidate, exception)
    )
    work.can_undo("undo.admit", back, name=facts.name)
    return {"candidate_id": candidate.id, "membership_id": member.id, "overridden": missing is not None}


def training_of(work: Work, person_id: int) -> TrainingFacts:
    """Return what a person was trained, for the gate."""
    length = work.policy().whole("cycle.years")
    first = cycle_of(work.today, cycle_start_year(work.connection), length)
    cycle = (first, first + length - 1)
    return reads.training(work.connection, [person_id], cycle, work.policy, work.today)[person_id]


@dataclass(frozen=True, kw_only=True)
class DecideAgainst(Command):
    """Decline a candidate, with the reason; :class:`ReopenCandidate` is the way back."""

    candidate_id: int
    version: int
    day: date
    reason: str


@handles(DecideAgainst, Permission.ROSTER_EDIT)
def decide_against(work: Work, command: DecideAgainst) -> Result:
    """Note that a candidate is not admitted."""
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    candidate.state = RESERVE.next(candidate.state, ReserveAction.DECLINE)
    candidate.decided_reason = decide_entry(command.day, command.reason, work.today)
    _in_order(work, candidate, command.day)
    candidate.decided_on = command.day
    return {"candidate_id": candidate.id}


@dataclass(frozen=True, kw_only=True)
class ReopenCandidate(Command):
    """Take a refusal back, with the reason: the candidate is in screening again."""

    candidate_id: int
    version: int
    reason: str


@handles(ReopenCandidate, Permission.ROSTER_EDIT)
def reopen_candidate(work: Work, command: ReopenCandidate) -> Result:
    """Note the reason in the log; raises Refused ``reserve.nobody_new`` when the person is a candidate again."""
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    state = RESERVE.next(candidate.state, ReserveAction.REOPEN)
    reason = decide_entry(work.today, command.reason, work.today)
    other = select(ReserveCandidate.id).where(
        ReserveCandidate.person_id == candidate.person_id, ReserveCandidate.state.in_(_LIVE)
    )
    if work.session.scalar(other.limit(1)) is not None:
        raise Refused("reserve.nobody_new")
    candidate.state, candidate.decided_on, candidate.decided_reason = state, None, ""
    work.note("reserve_candidate", candidate.id, "reopened", reason=reason)
    return {"candidate_id": candidate.id}


@dataclass(frozen=True, kw_only=True)
class AddReview(Command):
    """Note the yearly review of somebody on the list (滚动管理)."""

    candidate_id: int
    version: int
    day: date
    result: ReviewResult
    opinion: str = ""


@handles(AddReview, Permission.ROSTER_EDIT)
def add_review(work: Work, command: AddReview) -> Result:
    """Keep the review of the day's year; raises Refused ``reserve.reviewed`` for a second one."""
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    RESERVE.next(candidate.state, ReserveAction.REVIEW)
    _in_order(work, candidate, command.day)
    year = command.day.year
    held = select(ReserveReview.id).where(
        ReserveReview.candidate_id == candidate.id, ReserveReview.year == year
    )
    if work.session.scalar(held) is not None:
        raise Refused("reserve.reviewed", name=_name(work, candidate), year=str(year))
    made = ReserveReview(
        candidate_id=candidate.id,
        year=year,
        day=command.day,
        result=ReviewResult(command.result),
        opinion=command.opinion.strip(),
    )
    work.session.add(made)
    work.session.flush()
    work.can_undo("undo.review", RemoveReview(review_id=made.id), name=_name(work, candidate), year=str(year))
    return {"candidate_id": candidate.id, "review_id": made.id}


@dataclass(frozen=True, kw_only=True)
class RemoveReview(Command):
    """Take a review back."""

    review_id: int


@handles(RemoveReview, Permission.ROSTER_EDIT)
def remove_review(work: Work, command: RemoveReview) -> Result:
    """Delete the review."""
    work.session.delete(work.load(ReserveReview, command.review_id))
    return {"review_id": command.review_id}


@dataclass(frozen=True, kw_only=True)
class ExitReserve(Command):
    """Take somebody off the reserve list, with day and reason; the person can be recommended again."""

    candidate_id: int
    version: int
    day: date
    reason: str


@handles(ExitReserve, Permission.ROSTER_EDIT)
def exit_reserve(work: Work, command: ExitReserve) -> Result:
    """End the membership and the candidacy together, not before the last review."""
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    state = RESERVE.next(candidate.state, ReserveAction.EXIT)
    assert candidate.membership_id is not None
    member = work.load(GroupMembership, candidate.membership_id)
    reason = decide_leaving(
        _name(work, candidate), member.valid_from, command.day, command.reason, work.today
    )
    refuse_before_review(work, candidate, command.day)
    member.valid_to, member.reason_out = command.day, reason
    candidate.state, candidate.decided_on, candidate.decided_reason = state, command.day, reason
    return {"candidate_id": candidate.id}


def refuse_before_review(work: Work, candidate: ReserveCandidate, day: date) -> None:
    """Refuse an exit before the last review; raises Refused ``reserve.before_last``."""
    reviewed = work.session.scalar(
        select(func.max(ReserveReview.day)).where(ReserveReview.candidate_id == candidate.id)
    )
    if reviewed is not None and day < reviewed:
        raise Refused("reserve.before_last", name=_name(work, candidate), day=reviewed)


# --- the exception (P3.4): asked for by one, approved by another ---


@dataclass(frozen=True, kw_only=True)
class RequestOverride(Command):
    """Ask that somebody who is not systematically trained be admitted all the same, with the reason."""

    candidate_id: int
    version: int
    reason: str


@handles(RequestOverride, Permission.ROSTER_EDIT)
def request_override(work: Work, command: RequestOverride) -> Result:
    """Keep what is missing and who asks; raises Refused ``reserve.nothing_missing``."""
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    RESERVE.next(candidate.state, ReserveAction.EXCEPT)
    missing = missing_training(training_of(work, candidate.person_id), work.policy())
    if missing is None:
        raise Refused("reserve.nothing_missing", name=_name(work, candidate))
    candidate.override_reason = decide_entry(work.today, command.reason, work.today)
    candidate.override_by = candidate.override_at = None
    candidate.missing = {
        "need": missing.need,
        "have": missing.have,
        "until": missing.until.isoformat(),
        "requested_by": work.user_id,
    }
    back = WithdrawOverride(candidate_id=candidate.id)
    work.can_undo("undo.override", back, name=_name(work, candidate))
    return {"candidate_id": candidate.id}


@dataclass(frozen=True, kw_only=True)
class WithdrawOverride(Command):
    """Take a request for an exception back that was not approved yet."""

    candidate_id: int


@handles(WithdrawOverride, Permission.ROSTER_EDIT)
def withdraw_override(work: Work, command: WithdrawOverride) -> Result:
    """Clear the request; raises Refused ``reserve.gone_on`` once it was approved."""
    candidate = work.load(ReserveCandidate, command.candidate_id)
    if candidate.override_by is not None:
        raise Refused("reserve.gone_on", name=_name(work, candidate))
    candidate.override_reason, candidate.missing = "", None
    return {"candidate_id": candidate.id}


@dataclass(frozen=True, kw_only=True)
class ApproveOverride(Command):
    """Approve an exception that another person asked for."""

    candidate_id: int
    version: int


@handles(ApproveOverride, Permission.RESERVE_OVERRIDE)
def approve_override(work: Work, command: ApproveOverride) -> Result:
    """Note who approved and when; raises what :func:`decide_override` refuses."""
    candidate = _asked_for(work, command)
    candidate.override_by, candidate.override_at = work.user_id, work.now
    return {"candidate_id": candidate.id}


@dataclass(frozen=True, kw_only=True)
class RefuseOverride(Command):
    """Refuse an exception, or take its approval back before it was used, with the reason."""

    candidate_id: int
    version: int
    reason: str


@handles(RefuseOverride, Permission.RESERVE_OVERRIDE)
def refuse_override(work: Work, command: RefuseOverride) -> Result:
    """Clear the request; the reason stays in the log."""
    candidate = _asked_for(work, command)
    reason = decide_entry(work.today, command.reason, work.today)
    candidate.override_reason, candidate.missing = "", None
    candidate.override_by = candidate.override_at = None
    work.note("reserve_candidate", candidate.id, "override_refused", reason=reason)
    return {"candidate_id": candidate.id}


def _asked_for(work: Work, command: ApproveOverride | RefuseOverride) -> ReserveCandidate:
    """Return the candidate whose exception is decided on; raises what :func:`decide_override` refuses."""
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    RESERVE.next(candidate.state, ReserveAction.EXCEPT)
    decide_override(_requested_by(candidate), work.user_id)
    return candidate


def _requested_by(candidate: ReserveCandidate) -> int | None:
    return int(candidate.missing["requested_by"]) if candidate.missing else None


def _in_order(work: Work, candidate: ReserveCandidate, day: date) -> None:
    """Refuse a day that has not come, or that lies before what was done last with the candidate.

    Raises Refused ``group.day_to_come`` or ``reserve.before_last``.
    """
    if day > work.today:
        raise Refused("group.day_to_come", day=day)
    rounds = select(func.max(ReserveRound.day)).where(ReserveRound.candidate_id == candidate.id)
    days = [candidate.recommended_on, candidate.decided_on, work.session.scalar(rounds)]
    last = max(found for found in days if found is not None)
    if day < last:
        raise Refused("reserve.before_last", name=_name(work, candidate), day=last)


def _rounds(work: Work, candidate_id: int) -> int:
    count = select(func.max(ReserveRound.round)).where(ReserveRound.candidate_id == candidate_id)
    return int(work.session.scalar(count) or 0)


def _name(work: Work, candidate: ReserveCandidate) -> str:
    return work.session.get_one(Person, candidate.person_id).name
