"""What pages and papers read of groups and the reserve list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import GroupKind, ReserveState
from trainingdesk.domain.errors import NotFound
from trainingdesk.domain.planning.base import cycle_of
from trainingdesk.domain.roster.base import base_rule
from trainingdesk.domain.roster.groups import (
    CandidateCard,
    CandidateRow,
    Exceptions,
    GroupCount,
    MemberCard,
    MemberRow,
    Proposal,
    with_next_visit,
)
from trainingdesk.domain.roster.reserve import TrainingFacts, missing_training
from trainingdesk.domain.values import age_on
from trainingdesk.persistence.readmodels import groups, reserve
from trainingdesk.persistence.readmodels.base import counts_now
from trainingdesk.persistence.readmodels.planning import cycle_start_year
from trainingdesk.shared.text import Label
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.ROSTER_READ)
def group_counts(reader: Reader, day: date | None = None) -> tuple[GroupCount, ...]:
    """Return every group with its heads on a day, today by default."""
    return groups.counts(reader.connection, day or reader.today)


@query(Permission.ROSTER_READ)
def group_members(
    reader: Reader, kind: GroupKind, day: date | None = None, former: bool = False
) -> tuple[MemberRow, ...]:
    """Return who is in a group on a day, today by default; ``former`` adds who had left it by then."""
    when = day or reader.today
    months = reader.policy(when).whole("talent.follow_up_months")
    rows = groups.members(reader.connection, kind, when, reader.today, former=former)
    return tuple(with_next_visit(row, when, months) for row in rows)


@query(Permission.ROSTER_READ)
def visits_due(reader: Reader) -> tuple[MemberRow, ...]:
    """Return the talents whose next visit is overdue, the longest waiting first (P2.3)."""
    months = reader.policy().whole("talent.follow_up_months")
    rows = groups.members(reader.connection, GroupKind.TALENT, reader.today, reader.today)
    found = (with_next_visit(row, reader.today, months) for row in rows)
    return tuple(sorted((row for row in found if row.overdue), key=lambda row: str(row.next_visit)))


@query(Permission.ROSTER_READ)
def member_card(reader: Reader, membership_id: int, day: date | None = None) -> MemberCard:
    """Return one member as of a day, today by default, with history and visits; raises NotFound ``record.gone``."""
    when = day or reader.today
    found = groups.card(reader.connection, membership_id, when, reader.today)
    if found is None:
        raise NotFound("record.gone", kind=Label("entity.group_membership"))
    months = reader.policy(when).whole("talent.follow_up_months")
    return replace(found, member=with_next_visit(found.member, when, months))


@query(Permission.ROSTER_READ)
def group_proposal(reader: Reader, kind: GroupKind) -> Proposal:
    """Return who comes into a group of leaders by rank and who goes out of it."""
    return groups.proposal(reader.connection, kind, counts_now(base_rule(reader.policy()), reader.today))


@query(Permission.ROSTER_READ)
def reserve_candidates(reader: Reader, day: date | None = None) -> tuple[CandidateRow, ...]:
    """Return every candidate as they stood on a day, today by default, those on their way first."""
    when = day or reader.today
    found = reserve.candidates_on(reader.connection, when, reader.today)
    return tuple(replace(row, age=age_on(row.birth, when)) for row in found)


@query(Permission.ROSTER_READ)
def reserve_exceptions(reader: Reader) -> Exceptions:
    """Return which exceptions wait for approval, by the person who asks or by somebody else, and which were refused (P3.4)."""
    mine: list[CandidateRow] = []
    others: list[CandidateRow] = []
    refused: list[CandidateRow] = []
    for row in reserve.candidates(reader.connection, (ReserveState.SCREENING,)):
        if row.waiting:
            can = Permission.RESERVE_OVERRIDE in reader.actor.permissions
            own = row.missing["requested_by"] == reader.actor.user_id
            (mine if can and not own else others).append(row)
        elif row.refused is not None and Permission.ROSTER_EDIT in reader.actor.permissions:
            refused.append(row)
    return Exceptions(tuple(mine), tuple(others), tuple(refused))


@query(Permission.ROSTER_READ)
def candidate_card(reader: Reader, candidate_id: int, day: date | None = None) -> CandidateCard:
    """Return one candidate as of a day, today by default, with the trail until then and what was missing.

    Raises NotFound ``record.gone``.
    """
    when = day or reader.today
    found = reserve.candidates_on(reader.connection, when, reader.today, candidate_id)
    if not found:
        raise NotFound("record.gone", kind=Label("entity.reserve_candidate"))
    facts = training_facts(reader, [found[0].person_id], when)[found[0].person_id]
    return CandidateCard(
        found[0],
        tuple(one for one in reserve.rounds_of(reader.connection, candidate_id) if one.day <= when),
        tuple(one for one in reserve.reviews_of(reader.connection, candidate_id) if one.day <= when),
        facts,
        missing_training(facts, reader.policy(min(when, reader.today))),
        reserve.admissions(reader.connection, when, candidate_id).get(candidate_id),
    )


def training_facts(
    reader: Reader, people: Sequence[int], day: date | None = None
) -> dict[int, TrainingFacts]:
    """Return what people were trained by a day, today by default, in the cycle of that day."""
    when = min(day or reader.today, reader.today)
    length = reader.policy(when).whole("cycle.years")
    first = cycle_of(when, cycle_start_year(reader.connection), length)
    cycle = (first, first + length - 1)
    return reserve.training(reader.connection, people, cycle, reader.policy, when)
