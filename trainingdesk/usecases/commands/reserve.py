"""The way to the reserve list and off it: recommended, admitted or not, taken off (P2.2, P3.4).

Rounds and reviews are in :mod:`reserve_screening`, exceptions in :mod:`reserve_exception`.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import GroupKind, ReserveState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.groups import decide_entry, decide_leaving
from trainingdesk.domain.roster.reserve import (
    RESERVE,
    AdmissionFacts,
    ReserveAction,
    decide_admission,
)
from trainingdesk.persistence.readmodels import reserve as reads
from trainingdesk.persistence.tables.groups import (
    GroupMembership,
    ReserveCandidate,
)
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.shared.clock import local_day
from trainingdesk.usecases.commands.groups import refuse_twice
from trainingdesk.usecases.commands.reserve_back import TakeAdmissionBack
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.reserve_steps import in_order, name_of, refuse_before_review, training_of
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
            raise Refused("reserve.gone_on", name=name_of(work, candidate))
        work.session.delete(candidate)
    return {"count": len(command.candidate_ids)}


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
    in_order(work, candidate, command.day)
    facts = AdmissionFacts(
        name=name_of(work, candidate),
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
    candidate.state = RESERVE.next(candidate.state, ReserveAction.ADMIT)
    candidate.decided_on, candidate.decided_reason = command.day, ""
    candidate.membership_id = member.id
    back = TakeAdmissionBack(
        candidate_id=candidate.id, membership_id=member.id, exception=changes_of(candidate, exception)
    )
    work.can_undo("undo.admit", back, name=facts.name)
    return {"candidate_id": candidate.id, "membership_id": member.id, "overridden": missing is not None}


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
    in_order(work, candidate, command.day)
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
        name_of(work, candidate), member.valid_from, command.day, command.reason, work.today
    )
    refuse_before_review(work, candidate, command.day)
    member.valid_to, member.reason_out = command.day, reason
    candidate.state, candidate.decided_on, candidate.decided_reason = state, command.day, reason
    return {"candidate_id": candidate.id}
