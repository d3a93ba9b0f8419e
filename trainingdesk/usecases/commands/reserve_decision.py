"""An admission to the reserve list, or a refusal, put right: a wrong day or reason, long after it was noted (P2.2)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import GroupKind, ReserveState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.groups import decide_entry
from trainingdesk.domain.roster.reserve import RESERVE, ReserveAction
from trainingdesk.persistence.tables.groups import (
    GroupMembership,
    ReserveCandidate,
    ReserveReview,
    ReserveRound,
)
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.shared.clock import local_day
from trainingdesk.usecases.commands.groups import refuse_twice
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import Change, changes_of, put_back, values_of
from trainingdesk.usecases.work import Work

_OF_CANDIDATE = ("decided_on", "decided_reason")
_OF_MEMBER = ("valid_from", "reason_in")


@dataclass(frozen=True, kw_only=True)
class CorrectDecision(Command):
    """Give an admission or a refusal another day or reason: it was entered wrongly."""

    candidate_id: int
    version: int
    day: date
    reason: str


@handles(CorrectDecision, Permission.ROSTER_EDIT)
def correct_decision(work: Work, command: CorrectDecision) -> Result:
    """Change the candidacy, and the membership of an admission with it; raises what :func:`_check` refuses."""
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    candidate.state = RESERVE.next(candidate.state, ReserveAction.CORRECT_DECISION)
    name = work.session.get_one(Person, candidate.person_id).name
    reason = decide_entry(command.day, command.reason, work.today)
    member = _member(work, candidate)
    _check(work, candidate, member, name, command.day)
    before = values_of(candidate, _OF_CANDIDATE)
    candidate.decided_on = command.day
    of_member: tuple[Change, ...] = ()
    if member is None:
        candidate.decided_reason = reason
        work.session.flush()
    else:
        held = values_of(member, _OF_MEMBER)
        member.valid_from, member.reason_in = command.day, reason
        work.session.flush()
        of_member = changes_of(member, held)
    back = RestoreDecision(
        candidate_id=candidate.id, of_candidate=changes_of(candidate, before), of_member=of_member
    )
    if back.of_candidate or back.of_member:
        work.can_undo("undo.correct_decision", back, name=name)
    return {"candidate_id": candidate.id, "version": candidate.version}


@dataclass(frozen=True, kw_only=True)
class RestoreDecision(Command):
    """Put the admission or the refusal back as it was before it was put right."""

    candidate_id: int
    of_candidate: tuple[Change, ...]
    of_member: tuple[Change, ...]


@handles(RestoreDecision, Permission.ROSTER_EDIT)
def restore_decision(work: Work, command: RestoreDecision) -> Result:
    """Give day and reason back.

    Raises Conflict ``undo.changed_since``, Refused ``workflow.not_now`` once it went on, and what :func:`_check` refuses.
    """
    candidate = work.load(ReserveCandidate, command.candidate_id)
    RESERVE.next(candidate.state, ReserveAction.CORRECT_DECISION)
    name = work.session.get_one(Person, candidate.person_id).name
    member = _member(work, candidate)
    put_back(candidate, name, command.of_candidate)
    if member is not None:
        put_back(member, name, command.of_member)
    if candidate.decided_on is not None:
        _check(work, candidate, member, name, candidate.decided_on)
    work.session.flush()
    return {"candidate_id": candidate.id}


def _member(work: Work, candidate: ReserveCandidate) -> GroupMembership | None:
    if candidate.state is not ReserveState.ADMITTED or candidate.membership_id is None:
        return None
    return work.load(GroupMembership, candidate.membership_id)


def _check(
    work: Work, candidate: ReserveCandidate, member: GroupMembership | None, name: str, day: date
) -> None:
    """Refuse a day out of order with what was noted before it and after it.

    Raises Refused ``reserve.before_last``; of an admission ``reserve.before_approval``, ``reserve.reviewed_since`` or
    ``group.another_entry``, of a refusal ``reserve.recommended_since``.
    """
    with work.session.no_autoflush:
        rounds = work.session.scalar(
            select(func.max(ReserveRound.day)).where(ReserveRound.candidate_id == candidate.id)
        )
        reviewed = work.session.scalar(
            select(func.min(ReserveReview.day)).where(ReserveReview.candidate_id == candidate.id)
        )
        again = work.session.scalar(
            select(func.min(ReserveCandidate.recommended_on)).where(
                ReserveCandidate.person_id == candidate.person_id, ReserveCandidate.id > candidate.id
            )
        )
    last = max(candidate.recommended_on, rounds or candidate.recommended_on)
    if day < last:
        raise Refused("reserve.before_last", name=name, day=last)
    if member is None:
        if again is not None and day > again:
            raise Refused("reserve.recommended_since", name=name, day=again)
        return
    approved = local_day(candidate.override_at) if candidate.override_at else None
    if approved is not None and day < approved:
        raise Refused("reserve.before_approval", name=name, day=approved)
    if reviewed is not None and day > reviewed:
        raise Refused("reserve.reviewed_since", name=name, day=reviewed)
    refuse_twice(work, GroupKind.RESERVE, [candidate.person_id], day, member.valid_to, member.id)
