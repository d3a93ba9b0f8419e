"""What every step with a candidate of the reserve list asks first: the order of the days, and what the person was trained."""

from datetime import date

from sqlalchemy import func, select

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.planning.base import cycle_of
from trainingdesk.domain.roster.reserve import TrainingFacts
from trainingdesk.persistence.readmodels import reserve as reads
from trainingdesk.persistence.readmodels.planning import cycle_start_year
from trainingdesk.persistence.tables.groups import ReserveCandidate, ReserveReview, ReserveRound
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.usecases.work import Work


def in_order(work: Work, candidate: ReserveCandidate, day: date) -> None:
    """Refuse a day that has not come, or that lies before what was done last with the candidate.

    Raises Refused ``group.day_to_come`` or ``reserve.before_last``.
    """
    if day > work.today:
        raise Refused("group.day_to_come", day=day)
    rounds = select(func.max(ReserveRound.day)).where(ReserveRound.candidate_id == candidate.id)
    days = [candidate.recommended_on, candidate.decided_on, work.session.scalar(rounds)]
    last = max(found for found in days if found is not None)
    if day < last:
        raise Refused("reserve.before_last", name=name_of(work, candidate), day=last)


def last_round(work: Work, candidate_id: int) -> int:
    """Return the number of a candidate's last round, 0 before the first."""
    count = select(func.max(ReserveRound.round)).where(ReserveRound.candidate_id == candidate_id)
    return int(work.session.scalar(count) or 0)


def name_of(work: Work, candidate: ReserveCandidate) -> str:
    """Return what a candidate is called."""
    return work.session.get_one(Person, candidate.person_id).name


def training_of(work: Work, person_id: int) -> TrainingFacts:
    """Return what a person was trained, for the gate."""
    length = work.policy().whole("cycle.years")
    first = cycle_of(work.today, cycle_start_year(work.connection), length)
    cycle = (first, first + length - 1)
    return reads.training(work.connection, [person_id], cycle, work.policy, work.today)[person_id]


def refuse_before_review(work: Work, candidate: ReserveCandidate, day: date) -> None:
    """Refuse an exit before the last review; raises Refused ``reserve.before_last``."""
    reviewed = work.session.scalar(
        select(func.max(ReserveReview.day)).where(ReserveReview.candidate_id == candidate.id)
    )
    if reviewed is not None and day < reviewed:
        raise Refused("reserve.before_last", name=name_of(work, candidate), day=reviewed)
