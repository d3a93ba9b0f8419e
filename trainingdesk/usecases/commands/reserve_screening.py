"""Rounds of screening of a candidate for the reserve list, and the yearly reviews of who is on it (P2.2)."""

from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import ReserveState, ReviewResult
from trainingdesk.domain.errors import Invalid, Refused, refusal_at
from trainingdesk.domain.roster.reserve import RESERVE, ReserveAction, decide_round
from trainingdesk.persistence.tables.groups import ReserveCandidate, ReserveReview, ReserveRound
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.reserve_steps import in_order, last_round, name_of
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class RoundFigures:
    """What a round says; score in tenths of a point."""

    day: date
    passed: bool
    votes_for: int | None = None
    votes_cast: int | None = None
    score: int | None = None
    opinion: str = ""

    @property
    def figures(self) -> dict[str, object]:
        """What is written of it."""
        given = {name: getattr(self, name) for name in ROUND_FIELDS}
        return {**given, "opinion": self.opinion.strip()}


#: the fields of a round, as commands, records and rows have them
ROUND_FIELDS = tuple(field.name for field in fields(RoundFigures))


@dataclass(frozen=True, kw_only=True)
class AddRound(RoundFigures, Command):
    """Note a round of screening (逐轮筛选)."""

    candidate_id: int
    version: int


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
        in_order(work, candidate, command.day)
    if problems:
        raise Invalid("reserve.round_invalid", problems)
    number = last_round(work, candidate.id) + 1
    made = ReserveRound(candidate_id=candidate.id, round=number, **command.figures)
    work.session.add(made)
    candidate.state = state
    work.session.flush()
    back = RemoveRound(round_id=made.id, state=before.value)
    work.can_undo("undo.round", back, name=name_of(work, candidate), round=number)
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
    if candidate.state is not ReserveState.SCREENING or record.round != last_round(work, candidate.id):
        raise Refused("reserve.gone_on", name=name_of(work, candidate))
    work.session.delete(record)
    candidate.state = RESERVE.back(candidate.state, ReserveAction.SCREEN, ReserveState(command.state))
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
    in_order(work, candidate, command.day)
    year = command.day.year
    held = select(ReserveReview.id).where(
        ReserveReview.candidate_id == candidate.id, ReserveReview.year == year
    )
    if work.session.scalar(held) is not None:
        raise Refused("reserve.reviewed", name=name_of(work, candidate), year=str(year))
    made = ReserveReview(
        candidate_id=candidate.id,
        year=year,
        day=command.day,
        result=ReviewResult(command.result),
        opinion=command.opinion.strip(),
    )
    work.session.add(made)
    work.session.flush()
    work.can_undo(
        "undo.review", RemoveReview(review_id=made.id), name=name_of(work, candidate), year=str(year)
    )
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
