"""An admission to the reserve list, a refusal or an exit put right: a wrong day or reason, long after it was noted (P2.2)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import GroupKind, ReserveState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.groups import decide_entry, decide_leaving
from trainingdesk.domain.roster.reserve import RESERVE, ReserveAction
from trainingdesk.persistence.tables.groups import (
    GroupMembership,
    ReserveCandidate,
    ReserveReview,
    ReserveRound,
)
from trainingdesk.shared.clock import local_day
from trainingdesk.usecases.commands.groups import refuse_twice
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.reserve_steps import name_of, refuse_before_review
from trainingdesk.usecases.undoing import Change, changes_of, put_back, values_of
from trainingdesk.usecases.work import Work

_OF_CANDIDATE = ("decided_on", "decided_reason")
#: where the membership has the day and the reason of the decision; a refused candidate never was a member
_OF_MEMBER = {
    ReserveState.ADMITTED: ("valid_from", "reason_in"),
    ReserveState.EXITED: ("valid_to", "reason_out"),
}


@dataclass(frozen=True, kw_only=True)
class CorrectDecision(Command):
    """Give an admission, a refusal or an exit another day or reason: it was entered wrongly.

    ``of_admission`` means the admission of somebody who has left the list since, whose exit stands.
    """

    candidate_id: int
    version: int
    day: date
    reason: str
    of_admission: bool = False


@handles(CorrectDecision, Permission.ROSTER_EDIT)
def correct_decision(work: Work, command: CorrectDecision) -> Result:
    """Change the candidacy, and its membership with it.

    Raises what ``decide_entry`` refuses, of an exit ``decide_leaving``, and what :func:`_check` refuses.
    """
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    candidate.state = RESERVE.next(candidate.state, ReserveAction.CORRECT)
    name = name_of(work, candidate)
    member = _member(work, candidate)
    what = _meant(candidate, of_admission=command.of_admission)
    if member is not None and what is ReserveState.EXITED:
        reason = decide_leaving(name, member.valid_from, command.day, command.reason, work.today)
    else:
        reason = decide_entry(command.day, command.reason, work.today)
    _check(work, candidate, member, what, command.day)
    before = values_of(candidate, _OF_CANDIDATE)
    if what is candidate.state:
        candidate.decided_on = command.day
    if what is not ReserveState.ADMITTED:  # of an admission the membership alone has the reason
        candidate.decided_reason = reason
    of_member: tuple[Change, ...] = ()
    if member is not None:
        day, words = _OF_MEMBER[what]
        held = values_of(member, (day, words))
        setattr(member, day, command.day)
        setattr(member, words, reason)
        work.session.flush()
        of_member = changes_of(member, held)
    work.session.flush()
    of_candidate = changes_of(candidate, before)
    if of_member and not of_candidate:
        # a form that is open over the candidate shows what is no longer all of it
        candidate.version += 1
        work.session.flush()
    back = RestoreDecision(
        candidate_id=candidate.id,
        of_candidate=of_candidate,
        of_member=of_member,
        of_admission=command.of_admission,
    )
    if back.of_candidate or back.of_member:
        work.can_undo("undo.correct_decision", back, name=name)
    return {"candidate_id": candidate.id, "version": candidate.version}


@dataclass(frozen=True, kw_only=True)
class RestoreDecision(Command):
    """Put the decision back as it was before it was put right."""

    candidate_id: int
    of_candidate: tuple[Change, ...]
    of_member: tuple[Change, ...]
    of_admission: bool = False


@handles(RestoreDecision, Permission.ROSTER_EDIT)
def restore_decision(work: Work, command: RestoreDecision) -> Result:
    """Give day and reason back.

    Raises Conflict ``undo.changed_since``, Refused ``workflow.not_now`` once it went on, and what :func:`_check` refuses.
    """
    candidate = work.load(ReserveCandidate, command.candidate_id)
    RESERVE.next(candidate.state, ReserveAction.CORRECT)
    name = name_of(work, candidate)
    member = _member(work, candidate)
    what = _meant(candidate, of_admission=command.of_admission)
    put_back(candidate, name, command.of_candidate)
    if member is not None and put_back(member, name, command.of_member) and not command.of_candidate:
        candidate.version += 1  # as the correction did
    stands = member.valid_from if member is not None and command.of_admission else candidate.decided_on
    if stands is not None:
        _check(work, candidate, member, what, stands)
    work.session.flush()
    return {"candidate_id": candidate.id}


def _member(work: Work, candidate: ReserveCandidate) -> GroupMembership | None:
    if candidate.state not in _OF_MEMBER or candidate.membership_id is None:
        return None
    return work.load(GroupMembership, candidate.membership_id)


def _meant(candidate: ReserveCandidate, *, of_admission: bool) -> ReserveState:
    """Return the state that the decision meant led to: the present one, or the list for the admission before an exit.

    Raises Refused ``workflow.not_now`` where nobody was admitted.
    """
    if not of_admission:
        return candidate.state
    if candidate.membership_id is None:
        raise RESERVE.not_now(candidate.state, ReserveAction.EXIT)
    return ReserveState.ADMITTED


def _check(
    work: Work, candidate: ReserveCandidate, member: GroupMembership | None, what: ReserveState, day: date
) -> None:
    """Refuse a day out of order with what was noted before it and after it; ``what`` is the state it led to.

    Raises Refused ``reserve.before_last``; of an admission ``reserve.before_approval``, ``reserve.reviewed_since``,
    ``reserve.exited_since``, or ``group.another_entry``, of an exit ``reserve.recommended_again`` or ``group.another_entry``, of a refusal
    ``reserve.recommended_since``.
    """
    name = name_of(work, candidate)
    with work.session.no_autoflush:
        again = work.session.scalar(
            select(func.min(ReserveCandidate.recommended_on)).where(
                ReserveCandidate.person_id == candidate.person_id, ReserveCandidate.id > candidate.id
            )
        )
        if what is ReserveState.EXITED:
            refuse_before_review(work, candidate, day)
        else:
            _refuse_before_round(work, candidate, name, day)
    if what is ReserveState.DECLINED and again is not None and day > again:
        raise Refused("reserve.recommended_since", name=name, day=again)
    if what is ReserveState.EXITED and again is not None and day > again:
        raise Refused("reserve.recommended_again", name=name, day=again)
    if what is ReserveState.ADMITTED:
        _check_admission(work, candidate, name, day)
    if member is not None:
        since, until = member.valid_from, member.valid_to
        if what is ReserveState.ADMITTED:
            since = day
            if until is not None and day >= until:
                raise Refused("reserve.exited_since", name=name, day=until)
        else:
            until = day
        refuse_twice(work, GroupKind.RESERVE, [candidate.person_id], since, until, member.id)


def _refuse_before_round(work: Work, candidate: ReserveCandidate, name: str, day: date) -> None:
    rounds = work.session.scalar(
        select(func.max(ReserveRound.day)).where(ReserveRound.candidate_id == candidate.id)
    )
    last = max(candidate.recommended_on, rounds or candidate.recommended_on)
    if day < last:
        raise Refused("reserve.before_last", name=name, day=last)


def _check_admission(work: Work, candidate: ReserveCandidate, name: str, day: date) -> None:
    """Refuse an admission before its exception was approved, or after the first review."""
    with work.session.no_autoflush:
        reviewed = work.session.scalar(
            select(func.min(ReserveReview.day)).where(ReserveReview.candidate_id == candidate.id)
        )
    approved = local_day(candidate.override_at) if candidate.override_at else None
    if approved is not None and day < approved:
        raise Refused("reserve.before_approval", name=name, day=approved)
    if reviewed is not None and day > reviewed:
        raise Refused("reserve.reviewed_since", name=name, day=reviewed)
