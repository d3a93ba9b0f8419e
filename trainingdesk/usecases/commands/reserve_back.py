"""The way back of an admission to the reserve list, right after it: the wrong person, or the wrong button (P2.2)."""

from dataclasses import dataclass

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import ReserveState
from trainingdesk.domain.errors import Refused
from trainingdesk.persistence.tables.groups import GroupMembership, ReserveCandidate, ReserveReview
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class TakeAdmissionBack(Command):
    """Take an admission back: the candidate is in screening again, and was never on the list."""

    candidate_id: int
    membership_id: int


@handles(TakeAdmissionBack, Permission.ROSTER_EDIT)
def take_admission_back(work: Work, command: TakeAdmissionBack) -> Result:
    """Delete the membership; raises Refused ``reserve.gone_on`` after a review or an exit.

    An exception that the admission had found unnecessary stays cleared: it still is.
    """
    candidate = work.load(ReserveCandidate, command.candidate_id)
    reviewed = select(ReserveReview.id).where(ReserveReview.candidate_id == candidate.id)
    on_it = candidate.state is ReserveState.ADMITTED and candidate.membership_id == command.membership_id
    if not on_it or work.session.scalar(reviewed.limit(1)) is not None:
        name = work.session.get_one(Person, candidate.person_id).name
        raise Refused("reserve.gone_on", name=name)
    candidate.state, candidate.decided_on, candidate.membership_id = ReserveState.SCREENING, None, None
    work.session.flush()
    work.session.delete(work.load(GroupMembership, command.membership_id))
    work.session.flush()
    return {"candidate_id": candidate.id}
