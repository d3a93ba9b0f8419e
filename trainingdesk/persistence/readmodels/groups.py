"""What is read of groups: how many are in each, who they are on a day, what was before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, or_, select, true, type_coerce

from trainingdesk.domain.codes import Audience, GroupKind, Rank, Team
from trainingdesk.domain.roster.base import audience_ranks
from trainingdesk.domain.roster.groups import GroupCount, MemberCard, MemberRow, Proposal, VisitRow
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.leading import Lead, lead_here, may_head, post_says
from trainingdesk.domain.roster.order import PersonOrder, in_order
from trainingdesk.persistence.readmodels import base, units
from trainingdesk.persistence.readmodels.person_keys import KEYS, keyed
from trainingdesk.persistence.tables.groups import FollowUp, GroupMembership
from trainingdesk.persistence.tables.roster import Person, Unit

#: people of whom one statement speaks
_AT_ONCE = 5_000


def live_on(day: date) -> ColumnElement[bool]:
    """Return the condition of being in a group on a day; the end is the first day outside."""
    return (GroupMembership.valid_from <= day) & or_(
        GroupMembership.valid_to.is_(None), GroupMembership.valid_to > day
    )


def counts(connection: Connection, day: date) -> tuple[GroupCount, ...]:
    """Return every group with its heads on a day, in the list's order."""
    found = {
        kind: int(count)
        for kind, count in connection.execute(
            select(GroupMembership.kind, func.count(GroupMembership.person_id.distinct()))
            .where(live_on(day))
            .group_by(GroupMembership.kind)
        )
    }
    return tuple(GroupCount(place, kind, found.get(kind, 0)) for place, kind in enumerate(GroupKind, 1))


def members(
    connection: Connection, kind: GroupKind, day: date, today: date, *, former: bool = False
) -> tuple[MemberRow, ...]:
    """Return who is in a group on a day, in the office's order, with the visits made by then.

    A list of 2024 shows the units, posts and ranks of 2024. ``former`` adds the memberships that had ended by the day.
    """
    inside = GroupMembership.valid_from <= day if former else live_on(day)
    found = _rows(
        connection,
        _members(day).where(GroupMembership.kind == kind, inside).order_by(GroupMembership.id),
    )
    gone = base.gone_on(connection, day, today, [row.person_id for row in found])
    rows = [
        row
        if row.valid_to is not None and row.valid_to <= day
        else replace(row, gone=gone.get(row.person_id))
        for row in found
    ]
    return tuple(in_order(as_they_stood(connection, rows, day, today), PersonOrder.UNIT))


def as_they_stood(
    connection: Connection, rows: Sequence[MemberRow], day: date, today: date
) -> tuple[MemberRow, ...]:
    """Return members with the unit, the post and the rank of a day, on screen as on paper.

    They are ordered where that unit stands, and inside it by that rank.
    """
    places = {unit: place for place, unit in enumerate(units.in_order(connection))}
    names, short = (units.names_on(connection, day, column) for column in ("name", "short_name"))
    people = [row.person_id for row in rows]
    then: dict[int, tuple[int, str, Rank | None, int]] = {}
    for start in range(0, len(people), _AT_ONCE):
        then |= base.posts_on(connection, day, today, people[start : start + _AT_ONCE])
    stood = ((row, *then[row.person_id]) for row in rows)
    return tuple(
        replace(
            row,
            unit_id=unit,
            unit=short[unit],
            unit_name=names[unit],
            post=post,
            rank=rank,
            keys=replace(row.keys, unit=places[unit], place=row.keys.place if day >= today else place),
        )
        for row, unit, post, rank, place in stood
    )


def _made_by(day: date) -> ColumnElement[bool]:
    """Return the condition that a visit was made by a day."""
    return FollowUp.day <= day


def _unsettled_on(day: date) -> ColumnElement[bool]:
    """Return the condition that nothing was settled yet on a day."""
    return or_(FollowUp.settled_on.is_(None), FollowUp.settled_on > day)


def _open_on(day: date) -> ColumnElement[bool]:
    """Return the condition that a need was not settled yet on a day; a visit that found none leaves nothing open."""
    return (FollowUp.need != "") & _unsettled_on(day)


def _members(day: date) -> Any:
    visits = (
        select(
            FollowUp.membership_id,
            func.count().label("visits"),
            func.max(FollowUp.day).label("last_visit"),
            # counted: the sum of a condition comes back as one itself, true for any number
            func.count().filter(_open_on(day)).label("open_needs"),
        )
        .where(_made_by(day))
        .group_by(FollowUp.membership_id)
        .subquery()
    )
    return (
        select(
            GroupMembership.id,
            GroupMembership.version,
            GroupMembership.kind,
            GroupMembership.person_id,
            Person.name,
            Person.unit_id,
            Unit.short_name,
            Unit.name,
            Person.post,
            Person.rank,
            Person.birth,
            GroupMembership.valid_from,
            GroupMembership.valid_to,
            GroupMembership.reason_in,
            GroupMembership.reason_out,
            GroupMembership.organisation,
            GroupMembership.speciality,
            func.coalesce(visits.c.visits, 0),
            visits.c.last_visit,
            func.coalesce(visits.c.open_needs, 0),
            *KEYS,
        )
        .join(Person, Person.id == GroupMembership.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(visits, visits.c.membership_id == GroupMembership.id)
    )


def _rows(connection: Connection, statement: Select[Any]) -> tuple[MemberRow, ...]:
    return tuple(MemberRow(*keyed(row)) for row in connection.execute(statement))


def card(connection: Connection, membership_id: int, day: date, today: date) -> MemberCard | None:
    """Return one member as of a day, with the history in every group and every visit, None when gone."""
    found = _rows(connection, _members(day).where(GroupMembership.id == membership_id))
    if not found:
        return None
    history = _rows(
        connection,
        _members(day)
        .where(GroupMembership.person_id == found[0].person_id)
        .order_by(GroupMembership.valid_from.desc(), GroupMembership.id.desc()),
    )
    (member,) = as_they_stood(connection, found, day, today)
    return MemberCard(member, history, visits_of(connection, membership_id))


def visits_of(connection: Connection, membership_id: int) -> tuple[VisitRow, ...]:
    """Return a talent's visits, the last one first."""
    columns = (FollowUp.id, FollowUp.version, FollowUp.day, FollowUp.need, FollowUp.service)
    found = connection.execute(
        select(*columns, FollowUp.by_whom, FollowUp.settled_on)
        .where(FollowUp.membership_id == membership_id)
        .order_by(FollowUp.day.desc(), FollowUp.id.desc())
    )
    return tuple(VisitRow(*row) for row in found)


def visits_by(
    connection: Connection, memberships: Sequence[int], day: date
) -> dict[int, tuple[VisitRow, ...]]:
    """Return membership → the visits made by a day, the first one first; what was settled later is open."""
    columns = (FollowUp.id, FollowUp.version, FollowUp.day, FollowUp.need, FollowUp.service)
    found: dict[int, list[VisitRow]] = {}
    settled = case((_unsettled_on(day), None), else_=FollowUp.settled_on)
    rows = connection.execute(
        select(
            FollowUp.membership_id, *columns, FollowUp.by_whom, type_coerce(settled, FollowUp.settled_on.type)
        )
        .where(FollowUp.membership_id.in_(list(memberships)), _made_by(day))
        .order_by(FollowUp.day, FollowUp.id)
    )
    for row in rows:
        found.setdefault(row[0], []).append(VisitRow(*row[1:]))
    return {membership: tuple(visits) for membership, visits in found.items()}


def proposal(connection: Connection, kind: GroupKind, in_base: ColumnElement[bool]) -> Proposal:
    """Return who comes into a group of leaders by rank, and who goes out of it (P2.1).

    The level of a leading post decides. Where a person has none, only a 职级 or nothing, the post in words is looked at:
    whoever it names is shown to be looked at, and not proposed to leave. A head is one whose post says so beside the level:
    副局长（正科级） and 督导员（正科级） head nothing, and where the post leaves it open they are shown to be looked at. Who heads
    an enterprise is no head of Party or government (党政正职): they come in only by hand, and stay then.
    """
    audience = Audience.UNIT_HEADS if kind is GroupKind.UNIT_HEADS else Audience.DEPUTIES
    ranks = audience_ranks(audience) or ()
    inside = select(GroupMembership.person_id).where(
        GroupMembership.kind == kind, GroupMembership.valid_to.is_(None)
    )
    entitled = Person.rank.in_(ranks) & in_base
    apart: ColumnElement[bool] = true()
    if kind is GroupKind.UNIT_HEADS:
        other_rank = or_(Person.rank.is_(None), Person.rank != Rank.BUSINESS_HEAD)
        apart = (Person.team != Team.BUSINESS) & other_rank
    order = (Unit.position, Person.position)
    incoming = connection.execute(
        select(Person.id, Person.name, Person.post, Unit.name, Unit.short_name)
        .join(Unit, Unit.id == Person.unit_id)
        .where(entitled, apart, Person.id.not_in(inside))
        .order_by(*order)
    )
    level = Person.rank.in_([rank for rank in Rank if not is_service_rank(rank)])
    unsaid = func.coalesce(level, 0) == 0
    # a deputy's level heads a small unit, a head's is held by deputies too: the post says which
    other = Audience.DEPUTIES if kind is GroupKind.UNIT_HEADS else Audience.UNIT_HEADS
    unsaid |= Person.rank.in_(audience_ranks(other) or ())
    others = connection.execute(
        select(Person.id, Person.name, Person.post, Unit.name, Unit.short_name)
        .join(Unit, Unit.id == Person.unit_id)
        .where(in_base, apart, Person.post != "", unsaid, Person.id.not_in(inside))
        .order_by(*order)
    )
    by_rank = []
    if kind is GroupKind.UNIT_HEADS:
        said = [(row, may_head(row[2], row[3])) for row in incoming]
        coming = [row for row, heads in said if heads]
        by_rank = [row for row, heads in said if heads is None]
    else:
        # who heads a unit whose level is that of a deputy elsewhere (副科级单位) is no deputy: neither in nor left in
        coming = [row for row in incoming if not _heads(row[2], row[3])]
    by_post = [row for row in others if post_says(kind, row[2], row[3])]
    outgoing = connection.execute(
        select(
            GroupMembership.id,
            Person.name,
            Person.post,
            Unit.name,
            Unit.short_name,
            func.coalesce(level, 0) & ~func.coalesce(unsaid, 0),
            in_base,
            func.coalesce(entitled, 0),
            func.coalesce(apart, 0),
        )
        .join(Person, Person.id == GroupMembership.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(GroupMembership.kind == kind, GroupMembership.valid_to.is_(None))
        .order_by(*order)
    )
    going = [
        row
        for row in outgoing
        if (
            bool(row[8]) and _stands_wrong(kind, row[2], row[3])
            if row[7]
            else row[5] or not row[6] or not post_says(kind, row[2], row[3])
        )
    ]
    parts: dict[str, list[Any]] = {
        "incoming": coming,
        "outgoing": going,
        "by_post": by_post,
        "by_rank": by_rank,
    }
    stands = {
        (part, int(row[0])): " ".join(filter(None, (row[4], row[2])))
        for part, found in parts.items()
        for row in found
    }
    named = {part: tuple((row[0], row[1]) for row in found) for part, found in parts.items()}
    return Proposal(**named, stands=stands)


def _stands_wrong(kind: GroupKind, post: str, unit: str) -> bool:
    """Return whether a post says of somebody of a group's rank that they belong to no such group."""
    if kind is GroupKind.DEPUTIES:
        return _heads(post, unit)
    return may_head(post, unit) is False


def _heads(post: str, unit: str) -> bool:
    """Return whether a post in words is that of the unit's own head and of nothing else's deputy."""
    return "副" not in post and lead_here(post, unit) is Lead.HEAD
