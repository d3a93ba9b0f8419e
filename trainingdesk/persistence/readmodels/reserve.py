"""What is read of the reserve list: candidates with their trail, and what somebody was trained."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, case, func, select

from trainingdesk.domain.codes import ClassState, Rank, ReserveState
from trainingdesk.domain.policy import Policy
from trainingdesk.domain.roster.groups import CandidateRow, Refusal, ReviewRow, RoundRow, stood
from trainingdesk.domain.roster.reserve import TrainingFacts
from trainingdesk.persistence.readmodels import base, units
from trainingdesk.persistence.readmodels.attended import half_days
from trainingdesk.persistence.readmodels.births import born
from trainingdesk.persistence.readmodels.person_keys import KEYS, keyed
from trainingdesk.persistence.tables.accounts import User
from trainingdesk.persistence.tables.classes import Enrolment, TrainingClass
from trainingdesk.persistence.tables.groups import (
    GroupMembership,
    ReserveCandidate,
    ReserveReview,
    ReserveRound,
)
from trainingdesk.persistence.tables.log import Audit
from trainingdesk.persistence.tables.roster import Person, Unit
from trainingdesk.shared.clock import local_day

_STATES = list(ReserveState)
#: what a :class:`RoundRow` and a :class:`ReviewRow` are read from, in their order
_ROUND = (
    *(ReserveRound.round, ReserveRound.day, ReserveRound.votes_for, ReserveRound.votes_cast),
    *(ReserveRound.score, ReserveRound.opinion, ReserveRound.passed, ReserveRound.id),
)
_REVIEW = (
    *(ReserveReview.year, ReserveReview.day, ReserveReview.result, ReserveReview.opinion),
    ReserveReview.id,
)
#: people of whom one statement speaks
_AT_ONCE = 5_000


def training(
    connection: Connection,
    people: Sequence[int],
    cycle: tuple[int, int],
    rules: Callable[[date], Policy],
    today: date,
) -> dict[int, TrainingFacts]:
    """Return what people were trained: attended hours and half-days of closed classes by year, a main class of the cycle.

    ``cycle`` is its first and last year; ``rules`` and ``today`` as :func:`half_days` has them: no later class counts.
    """
    first_year, last_year = cycle
    standing = select(Person.id, Person.rank, Person.side_rank).where(Person.id.in_(list(people)))
    ranks: dict[int, Any] = {row[0]: (row[1], row[2]) for row in connection.execute(standing)}
    hours: dict[int, dict[int, int]] = {}
    main: dict[int, str] = {}
    found = connection.execute(
        select(
            Enrolment.person_id,
            Enrolment.class_id,
            TrainingClass.end_day,
            TrainingClass.title,
            TrainingClass.is_main,
            Enrolment.completed,
            Enrolment.attended_hours,
        )
        .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
        .where(
            Enrolment.person_id.in_(list(people)),
            Enrolment.withdrawn_at.is_(None),
            TrainingClass.state == ClassState.CLOSED,
            TrainingClass.end_day <= today,
        )
        .order_by(TrainingClass.end_day)
    )
    attended = half_days(connection, people, rules, today)
    days: dict[int, dict[int, int]] = {}
    for row in found:
        here = days.setdefault(row.person_id, {})
        here[row.end_day.year] = here.get(row.end_day.year, 0) + attended[row.person_id][row.class_id]
        years = hours.setdefault(row.person_id, {})
        years[row.end_day.year] = years.get(row.end_day.year, 0) + (row.attended_hours or 0)
        if row.is_main and row.completed and first_year <= row.end_day.year <= last_year:
            main[row.person_id] = row.title
    return {
        number: TrainingFacts(
            rank,
            hours.get(number, {}),
            main.get(number, ""),
            first_year,
            last_year,
            days.get(number, {}),
            held,
        )
        for number, (rank, held) in ranks.items()
    }


def last_passed(connection: Connection, candidate_id: int) -> bool | None:
    """Return whether the last round was passed, None without any."""
    found: bool | None = connection.scalar(
        select(ReserveRound.passed)
        .where(ReserveRound.candidate_id == candidate_id)
        .order_by(ReserveRound.round.desc())
        .limit(1)
    )
    return found


def candidates(
    connection: Connection, states: Sequence[ReserveState] = (), candidate_id: int | None = None
) -> tuple[CandidateRow, ...]:
    """Return the candidates in some states, all without any; the first states first, then the office's order."""
    rounds = (
        select(func.count())
        .where(ReserveRound.candidate_id == ReserveCandidate.id)
        .correlate(ReserveCandidate)
        .scalar_subquery()
    )
    review = (
        select(func.max(ReserveReview.year))
        .where(ReserveReview.candidate_id == ReserveCandidate.id)
        .correlate(ReserveCandidate)
        .scalar_subquery()
    )
    admitted = ReserveCandidate.state == ReserveState.ADMITTED
    statement: Any = (
        select(
            ReserveCandidate.id,
            ReserveCandidate.version,
            ReserveCandidate.person_id,
            Person.name,
            Unit.short_name,
            Person.post,
            Person.rank,
            ReserveCandidate.state,
            ReserveCandidate.recommended_on,
            ReserveCandidate.recommended_by,
            ReserveCandidate.opinion,
            ReserveCandidate.decided_on,
            # why somebody came on the list stands with the membership
            case((admitted, GroupMembership.reason_in), else_=ReserveCandidate.decided_reason),
            ReserveCandidate.missing,
            ReserveCandidate.override_reason,
            func.coalesce(User.name, ""),
            ReserveCandidate.override_at,
            ((ReserveCandidate.override_reason != "") & ReserveCandidate.override_at.is_(None)),
            rounds.label("rounds"),
            review.label("review"),
            born(),
            *KEYS,
        )
        .join(Person, Person.id == ReserveCandidate.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(User, User.id == ReserveCandidate.override_by)
        .outerjoin(GroupMembership, GroupMembership.id == ReserveCandidate.membership_id)
        .order_by(Unit.position, Person.position, ReserveCandidate.id)
    )
    if states:
        statement = statement.where(ReserveCandidate.state.in_(list(states)))
    if candidate_id is not None:
        statement = statement.where(ReserveCandidate.id == candidate_id)
    rows = [CandidateRow(*keyed(row)) for row in connection.execute(statement)]
    return tuple(sorted(_in_screening(connection, rows), key=lambda row: _STATES.index(row.state)))


def _in_screening(
    connection: Connection, rows: Sequence[CandidateRow], day: date = date.max
) -> list[CandidateRow]:
    """Return the candidates; those in screening with what stands against them by a day: a round, an exception refused."""
    open_ = [row.id for row in rows if row.state is ReserveState.SCREENING]
    last = {number: rounds[-1] for number, rounds in rounds_by(connection, open_, day).items()}
    failed = {number: one.round for number, one in last.items() if not one.passed}
    found = _with_refusals(connection, rows, day)
    return [replace(row, failed=failed.get(row.id)) for row in found]


def _with_refusals(connection: Connection, rows: Sequence[CandidateRow], day: date) -> list[CandidateRow]:
    """Return the candidates; those in screening without an exception with the last one that was refused by a day.

    The candidate holds only what is asked for now: who refused, when and why stands in the log.
    """
    open_ = [row.id for row in rows if row.state is ReserveState.SCREENING and not row.override_reason]
    found: dict[int, Refusal] = {}
    for start in range(0, len(open_), _AT_ONCE):
        refusals = connection.execute(
            select(Audit.entity_id, Audit.detail, User.name, Audit.at)
            .outerjoin(User, User.id == Audit.actor_id)
            .where(
                Audit.entity == "reserve_candidate",
                Audit.entity_id.in_(open_[start : start + _AT_ONCE]),
                Audit.kind == "override_refused",
            )
            .order_by(Audit.id)
        )
        for candidate, detail, name, at in refusals:
            if local_day(at) <= day:
                found[candidate] = Refusal(json.loads(detail)["reason"], name or "", local_day(at))
    return [replace(row, refused=found.get(row.id)) for row in rows]


def candidates_on(
    connection: Connection, day: date, today: date, candidate_id: int | None = None
) -> tuple[CandidateRow, ...]:
    """Return the candidates, or one of them, as they stood on a day; those of today for a day to come.

    A list of 2024 has the states, units, posts and ranks of 2024.
    """
    now = candidates(connection, candidate_id=candidate_id)
    if day >= today:
        return _with_gone(connection, now, day, today)
    admitted = admissions(connection, day)
    rounds, reviews = (
        _days(connection, select(table.candidate_id, table.day)) for table in (ReserveRound, ReserveReview)
    )
    stood_then = (
        stood(
            row,
            day,
            admitted=admitted.get(row.id),
            approved=local_day(row.override_at) if row.override_at else None,
            rounds=rounds.get(row.id, ()),
            reviews=reviews.get(row.id, ()),
        )
        for row in now
    )
    found = [row for row in stood_then if row is not None]
    places = {unit: place for place, unit in enumerate(units.in_order(connection))}
    short = units.names_on(connection, day, "short_name")
    people = [row.person_id for row in found]
    posts: dict[int, tuple[int, str, Rank | None, int]] = {}
    for start in range(0, len(people), _AT_ONCE):
        posts |= base.posts_on(connection, day, today, people[start : start + _AT_ONCE])
    rows = []
    for row in found:
        unit, post, rank, place = posts[row.person_id]
        keys = replace(row.keys, unit=places[unit], place=place)
        rows.append(replace(row, unit=short[unit], post=post, rank=rank, keys=keys))
    rows = _in_screening(connection, rows, day)
    rows.sort(key=lambda row: (_STATES.index(row.state), row.keys.unit, row.keys.place, row.id))
    return _with_gone(connection, rows, day, today)


def _with_gone(
    connection: Connection, rows: Sequence[CandidateRow], day: date, today: date
) -> tuple[CandidateRow, ...]:
    """Return the candidates; of those on their way and on the list with what became of who had gone by the day."""
    over = (ReserveState.DECLINED, ReserveState.EXITED)
    gone = base.gone_on(connection, day, today, [row.person_id for row in rows if row.state not in over])
    return tuple(replace(row, gone=gone.get(row.person_id)) if row.state not in over else row for row in rows)


def _days(connection: Connection, statement: Any) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    for candidate, day in connection.execute(statement):
        found.setdefault(candidate, []).append(day)
    return found


def rounds_of(connection: Connection, candidate_id: int) -> tuple[RoundRow, ...]:
    """Return a candidate's rounds in order."""
    found = connection.execute(
        select(*_ROUND).where(ReserveRound.candidate_id == candidate_id).order_by(ReserveRound.round)
    )
    return tuple(RoundRow(*row) for row in found)


def rounds_by(
    connection: Connection, candidates: Sequence[int], day: date
) -> dict[int, tuple[RoundRow, ...]]:
    """Return candidate → the rounds held by a day in order; who has none is not in it."""
    found: dict[int, tuple[RoundRow, ...]] = {}
    for start in range(0, len(candidates), _AT_ONCE):
        rows = connection.execute(
            select(ReserveRound.candidate_id, *_ROUND)
            .where(
                ReserveRound.candidate_id.in_(candidates[start : start + _AT_ONCE]), ReserveRound.day <= day
            )
            .order_by(ReserveRound.round)
        )
        for row in rows:
            found[row[0]] = (*found.get(row[0], ()), RoundRow(*row[1:]))
    return found


def last_reviews(connection: Connection, candidates: Sequence[int], day: date) -> dict[int, ReviewRow]:
    """Return candidate → the review of the latest year that was held by a day; who has none is not in it."""
    found: dict[int, ReviewRow] = {}
    for start in range(0, len(candidates), _AT_ONCE):
        rows = connection.execute(
            select(ReserveReview.candidate_id, *_REVIEW)
            .where(
                ReserveReview.candidate_id.in_(candidates[start : start + _AT_ONCE]), ReserveReview.day <= day
            )
            .order_by(ReserveReview.year)
        )
        found |= {row[0]: ReviewRow(*row[1:]) for row in rows}
    return found


def reviews_of(connection: Connection, candidate_id: int) -> tuple[ReviewRow, ...]:
    """Return a candidate's yearly reviews, the last one first."""
    found = connection.execute(
        select(*_REVIEW).where(ReserveReview.candidate_id == candidate_id).order_by(ReserveReview.year.desc())
    )
    return tuple(ReviewRow(*row) for row in found)


def admissions(
    connection: Connection, day: date, candidate_id: int | None = None
) -> dict[int, tuple[date, str]]:
    """Return candidate → the first day on the list, by a day, and the reason; an exit leaves it standing.

    Who was never admitted is not in it; ``candidate_id`` asks for one alone.
    """
    statement = (
        select(ReserveCandidate.id, GroupMembership.valid_from, GroupMembership.reason_in)
        .join(GroupMembership, GroupMembership.id == ReserveCandidate.membership_id)
        .where(GroupMembership.valid_from <= day)
    )
    if candidate_id is not None:
        statement = statement.where(ReserveCandidate.id == candidate_id)
    return {row[0]: (row[1], row[2]) for row in connection.execute(statement)}
