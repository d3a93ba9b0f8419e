"""A recommendation, a round of screening or a review put right: a wrong day, name, figure or word, long after it was noted (P2.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import ReserveState, ReviewResult
from trainingdesk.domain.errors import Invalid, Refused, refusal_at
from trainingdesk.domain.roster.groups import decide_entry
from trainingdesk.domain.roster.reserve import decide_between, decide_round
from trainingdesk.persistence.tables.groups import (
    GroupMembership,
    ReserveCandidate,
    ReserveReview,
    ReserveRound,
)
from trainingdesk.usecases.commands.reserve_screening import ROUND_FIELDS, RoundFigures
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.reserve_steps import name_of
from trainingdesk.usecases.undoing import Change, changes_of, put_back, values_of
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, kw_only=True)
class CorrectRecommendation(Command):
    """Give a recommendation another day, recommender or opinion: it was entered wrongly."""

    candidate_id: int
    version: int
    day: date
    by: str
    opinion: str = ""


@handles(CorrectRecommendation, Permission.ROSTER_EDIT)
def correct_recommendation(work: Work, command: CorrectRecommendation) -> Result:
    """Change the candidacy; raises what :func:`_check_recommended` refuses."""
    candidate = work.load(ReserveCandidate, command.candidate_id, command.version)
    by = decide_entry(command.day, command.by, work.today)
    _check_recommended(work, candidate, command.day)
    before = values_of(candidate, ("recommended_on", "recommended_by", "opinion"))
    candidate.recommended_on, candidate.recommended_by = command.day, by
    candidate.opinion = command.opinion.strip()
    work.session.flush()
    if changes := changes_of(candidate, before):
        back = RestoreTrail(candidate_id=candidate.id, round_id=None, changes=changes)
        work.can_undo("undo.correct_recommendation", back, name=name_of(work, candidate))
    return {"candidate_id": candidate.id, "version": candidate.version}


@dataclass(frozen=True, kw_only=True)
class CorrectRound(RoundFigures, Command):
    """Give a round of screening other figures, words or another day.

    ``version`` is the candidate's, which a correction raises.
    """

    round_id: int
    version: int


@handles(CorrectRound, Permission.ROSTER_EDIT)
def correct_round(work: Work, command: CorrectRound) -> Result:
    """Change the round; raises Invalid ``reserve.round_invalid`` with all that ``decide_round`` and the checks find."""
    record = work.load(ReserveRound, command.round_id)
    candidate = work.load(ReserveCandidate, record.candidate_id, command.version)
    problems = decide_round(command.votes_for, command.votes_cast, command.score)
    with refusal_at("day", problems):
        _check_round_day(work, candidate, record, command.day)
    with refusal_at("passed", problems):
        _check_passed(work, candidate, record, passed=command.passed)
    if problems:
        raise Invalid("reserve.round_invalid", problems)
    before = values_of(record, ROUND_FIELDS)
    for name, value in command.figures.items():
        setattr(record, name, value)
    work.session.flush()
    if changes := changes_of(record, before):
        # a form that is open over the candidate shows what is no longer all of it
        candidate.version += 1
        work.session.flush()
        back = RestoreTrail(candidate_id=candidate.id, round_id=record.id, changes=changes)
        work.can_undo("undo.correct_round", back, name=name_of(work, candidate), round=record.round)
    return {"candidate_id": candidate.id, "version": candidate.version}


@dataclass(frozen=True, kw_only=True)
class CorrectReview(Command):
    """Give a yearly review another day, result or opinion: it was entered wrongly.

    ``version`` is the candidate's, which a correction raises.
    """

    review_id: int
    version: int
    day: date
    result: ReviewResult
    opinion: str = ""


@handles(CorrectReview, Permission.ROSTER_EDIT)
def correct_review(work: Work, command: CorrectReview) -> Result:
    """Change the review; raises what :func:`_check_review` refuses."""
    record = work.load(ReserveReview, command.review_id)
    candidate = work.load(ReserveCandidate, record.candidate_id, command.version)
    _check_review(work, candidate, record, command.day)
    before = values_of(record, ("year", "day", "result", "opinion"))
    record.year, record.day = command.day.year, command.day
    record.result, record.opinion = ReviewResult(command.result), command.opinion.strip()
    work.session.flush()
    if changes := changes_of(record, before):
        # a form that is open over the candidate shows what is no longer all of it
        candidate.version += 1
        work.session.flush()
        back = RestoreTrail(candidate_id=candidate.id, round_id=None, review_id=record.id, changes=changes)
        work.can_undo("undo.correct_review", back, name=name_of(work, candidate), year=str(record.year))
    return {"candidate_id": candidate.id, "version": candidate.version}


@dataclass(frozen=True, kw_only=True)
class RestoreTrail(Command):
    """Put a recommendation, a round or a review back as it was before it was put right."""

    candidate_id: int
    round_id: int | None
    changes: tuple[Change, ...]
    review_id: int | None = None


@handles(RestoreTrail, Permission.ROSTER_EDIT)
def restore_trail(work: Work, command: RestoreTrail) -> Result:
    """Give the values back; raises Conflict ``undo.changed_since`` and what the correction would refuse."""
    candidate = work.load(ReserveCandidate, command.candidate_id)
    name = name_of(work, candidate)
    if command.review_id is not None:
        review = work.load(ReserveReview, command.review_id)
        put_back(review, name, command.changes)
        _check_review(work, candidate, review, review.day)
    elif command.round_id is None:
        put_back(candidate, name, command.changes)
        _check_recommended(work, candidate, candidate.recommended_on)
    else:
        record = work.load(ReserveRound, command.round_id)
        put_back(record, name, command.changes)
        _check_round_day(work, candidate, record, record.day)
        _check_passed(work, candidate, record, passed=record.passed)
    work.session.flush()
    return {"candidate_id": candidate.id}


def _check_recommended(work: Work, candidate: ReserveCandidate, day: date) -> None:
    """Refuse a day before an earlier candidacy was decided, or after the next step; see :func:`decide_between`."""
    with work.session.no_autoflush:
        earlier = work.session.scalar(
            select(func.max(ReserveCandidate.decided_on)).where(
                ReserveCandidate.person_id == candidate.person_id, ReserveCandidate.id < candidate.id
            )
        )
        rounds = work.session.scalar(
            select(func.min(ReserveRound.day)).where(ReserveRound.candidate_id == candidate.id)
        )
        after = [rounds, _decided(work, candidate)]
    decide_between(name_of(work, candidate), day, _known([earlier]), _known(after), work.today)


def _check_round_day(work: Work, candidate: ReserveCandidate, record: ReserveRound, day: date) -> None:
    """Refuse a day out of order; see :func:`decide_between`."""
    with work.session.no_autoflush:
        held = list(
            work.session.execute(
                select(ReserveRound.round, ReserveRound.day).where(ReserveRound.candidate_id == candidate.id)
            )
        )
        decided = _decided(work, candidate)
    before = [candidate.recommended_on, *(row.day for row in held if row.round < record.round)]
    after = [row.day for row in held if row.round > record.round]
    decide_between(name_of(work, candidate), day, before, _known([*after, decided]), work.today)


def _check_passed(work: Work, candidate: ReserveCandidate, record: ReserveRound, *, passed: bool) -> None:
    """Refuse a failed last round of somebody who was admitted on it; raises Refused ``reserve.admitted_on_it``."""
    if passed or candidate.membership_id is None:
        return
    with work.session.no_autoflush:
        last = work.session.scalar(
            select(func.max(ReserveRound.round)).where(ReserveRound.candidate_id == candidate.id)
        )
    if record.round == last:
        raise Refused("reserve.admitted_on_it", name=name_of(work, candidate))


def _check_review(work: Work, candidate: ReserveCandidate, record: ReserveReview, day: date) -> None:
    """Refuse a day outside the time on the list, and one of a year that has a review.

    Raises what :func:`decide_between` refuses, and Refused ``reserve.reviewed``.
    """
    assert candidate.membership_id is not None  # only who is on the list is reviewed
    member = work.load(GroupMembership, candidate.membership_id)
    name = name_of(work, candidate)
    decide_between(name, day, [member.valid_from], _known([member.valid_to]), work.today)
    with work.session.no_autoflush:
        other = work.session.scalar(
            select(ReserveReview.id).where(
                ReserveReview.candidate_id == candidate.id,
                ReserveReview.year == day.year,
                ReserveReview.id != record.id,
            )
        )
    if other is not None:
        raise Refused("reserve.reviewed", name=name, year=str(day.year))


def _decided(work: Work, candidate: ReserveCandidate) -> date | None:
    """Return the day of the admission, else of the refusal, None before both."""
    if candidate.membership_id is not None:
        return work.load(GroupMembership, candidate.membership_id).valid_from
    return candidate.decided_on if candidate.state is ReserveState.DECLINED else None


def _known(days: Iterable[date | None]) -> list[date]:
    return [day for day in days if day is not None]
