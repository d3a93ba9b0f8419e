"""An exit from the reserve list put right: a wrong day or reason, long after it was noted (P2.2)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.groups import decide_leaving
from trainingdesk.domain.roster.reserve import RESERVE, ReserveAction
from trainingdesk.persistence.tables.groups import GroupMembership, ReserveCandidate
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.usecases.commands.groups import refuse_twice
from trainingdesk.usecases.commands.reserve import refuse_before_review
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import Change, changes_of, put_back, values_of
from trainingdesk.usecases.work import Work

_OF_CANDIDATE = ("decided_on", "decided_reason")
_OF_MEMBER = ("valid_to", "reason_out")


@dataclass(frozen=True, kw_only=True)
class CorrectExit(Command):
    """Give an exit from the reserve list another day or reason: it was entered wrongly."""

    candidate_id: int
    version: int
    day: date
    reason: str


@handles(CorrectExit, Permission.ROSTER_EDIT)
def correct_exit(work: Work, command: CorrectExit) -> Result:
    """Change candidacy and membership together; raises what :func:`_check` and ``decide_leaving`` refuse."""
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    candidate.state = RESERVE.next(candidate.state, ReserveAction.CORRECT)
    member = _member(work, candidate)
    name = work.session.get_one(Person, candidate.person_id).name
    reason = decide_leaving(name, member.valid_from, command.day, command.reason, work.today)
    _check(work, candidate, member, name, command.day)
    before = values_of(candidate, _OF_CANDIDATE), values_of(member, _OF_MEMBER)
    candidate.decided_on, candidate.decided_reason = command.day, reason
    member.valid_to, member.reason_out = command.day, reason
    work.session.flush()
    back = RestoreExit(
        candidate_id=candidate.id,
        of_candidate=changes_of(candidate, before[0]),
        of_member=changes_of(member, before[1]),
    )
    if back.of_candidate or back.of_member:
        work.can_undo("undo.correct_exit", back, name=name)
    return {"candidate_id": candidate.id, "version": candidate.version}


@dataclass(frozen=True, kw_only=True)
class RestoreExit(Command):
    """Put the exit back as it was before it was put right."""

    candidate_id: int
    of_candidate: tuple[Change, ...]
    of_member: tuple[Change, ...]


@handles(RestoreExit, Permission.ROSTER_EDIT)
def restore_exit(work: Work, command: RestoreExit) -> Result:
    """Give day and reason back; raises Conflict ``undo.changed_since`` and what :func:`_check` refuses."""
    candidate = work.load(ReserveCandidate, command.candidate_id)
    member = _member(work, candidate)
    name = work.session.get_one(Person, candidate.person_id).name
    put_back(candidate, name, command.of_candidate)
    put_back(member, name, command.of_member)
    if member.valid_to is not None:
        _check(work, candidate, member, name, member.valid_to)
    work.session.flush()
    return {"candidate_id": candidate.id}


def _member(work: Work, candidate: ReserveCandidate) -> GroupMembership:
    assert candidate.membership_id is not None  # whoever was taken off the list was on it
    return work.load(GroupMembership, candidate.membership_id)


def _check(work: Work, candidate: ReserveCandidate, member: GroupMembership, name: str, day: date) -> None:
    """Refuse a day before the last review, or after the person was recommended or admitted again.

    Raises Refused ``reserve.before_last``, ``reserve.recommended_again`` or what ``refuse_twice`` refuses.
    """
    with work.session.no_autoflush:
        refuse_before_review(work, candidate, day)
        again = work.session.scalar(
            select(func.min(ReserveCandidate.recommended_on)).where(
                ReserveCandidate.person_id == candidate.person_id, ReserveCandidate.id > candidate.id
            )
        )
    if again is not None and day > again:
        raise Refused("reserve.recommended_again", name=name, day=again)
    refuse_twice(work, GroupKind.RESERVE, [candidate.person_id], member.valid_from, day, member.id)
