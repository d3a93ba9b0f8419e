"""The way back of an admission to the reserve list, right after it: the wrong person, or the wrong button (P2.2)."""

from dataclasses import dataclass

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import ReserveState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.reserve import RESERVE, ReserveAction
from trainingdesk.persistence.tables.groups import GroupMembership, ReserveCandidate, ReserveReview
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.reserve_steps import name_of
from trainingdesk.usecases.undoing import Change, put_back
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class TakeAdmissionBack(Command):
    """Take an admission back: the candidate is in screening again, and was never on the list.

    ``exception`` is the one that the admission found unnecessary, since the person was trained in the meantime: as it
    was asked for and approved.
    """

    candidate_id: int
    membership_id: int
    exception: tuple[Change, ...] = ()


@handles(TakeAdmissionBack, Permission.ROSTER_EDIT)
def take_admission_back(work: Work, command: TakeAdmissionBack) -> Result:
    """Delete the membership; raises Refused ``reserve.gone_on`` after a review or an exit."""
    candidate = work.load(ReserveCandidate, command.candidate_id)
    name = name_of(work, candidate)
    reviewed = select(ReserveReview.id).where(ReserveReview.candidate_id == candidate.id)
    on_it = candidate.state is ReserveState.ADMITTED and candidate.membership_id == command.membership_id
    if not on_it or work.session.scalar(reviewed.limit(1)) is not None:
        raise Refused("reserve.gone_on", name=name)
    put_back(candidate, name, command.exception)
    candidate.state = RESERVE.back(candidate.state, ReserveAction.ADMIT, ReserveState.SCREENING)
    candidate.decided_on, candidate.membership_id = None, None
    work.session.flush()
    work.session.delete(work.load(GroupMembership, command.membership_id))
    work.session.flush()
    return {"candidate_id": candidate.id}
