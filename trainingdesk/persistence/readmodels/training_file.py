"""What one person's training file is read from: the career and the classes, each with the unit of its time."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from trainingdesk.domain.codes import (
    ClassState,
    Grade,
    GroupKind,
    PersonStatus,
    PostTrack,
    Rank,
    Team,
)
from trainingdesk.domain.roster.history import Period, Standing, first_day, post_present, rank_present
from trainingdesk.persistence.readmodels import units
from trainingdesk.persistence.tables.classes import Enrolment, TrainingClass
from trainingdesk.persistence.tables.groups import GroupMembership
from trainingdesk.persistence.tables.history import (
    PostPeriod,
    StatusPeriod,
    TeamPeriod,
    UnitPeriod,
)
from trainingdesk.persistence.tables.roster import Person, Unit


class CareerLine(NamedTuple):
    """One stretch of a track; days are ``YYYY-MM-DD``, ``YYYY-MM`` or "".

    ``valid_to`` is the first day on which it was otherwise, "" for what holds now.
    """

    track: str  #: ``unit``, ``team``, ``post``, ``rank`` or ``status``
    valid_from: str
    valid_to: str
    words: str
    code: Rank | Team | PersonStatus | None
    reason: str


class ClassTaken(NamedTuple):
    """A class with the unit and post of its time; hours in tenths, None before the class is closed."""

    start_day: date
    end_day: date
    title: str
    state: ClassState
    unit_id: int
    post: str
    hours: int | None
    grade: Grade | None
    completed: bool | None
    class_id: int


class InGroup(NamedTuple):
    """A membership of a group; ``valid_to`` is the first day outside, None while it lasts."""

    membership_id: int
    kind: GroupKind
    valid_from: date
    valid_to: date | None
    reason_in: str
    reason_out: str
    organisation: str
    speciality: str


def career(connection: Connection, person_id: int) -> list[CareerLine]:
    """Return a person's units, teams, posts, ranks and statuses, the present ones too, by their beginnings."""
    now = connection.execute(select(Person).where(Person.id == person_id)).one()
    names = {row.id: row.name for row in connection.execute(select(Unit.id, Unit.name))}
    status_from = now.status_from.isoformat() if now.status_from else ""
    standing = Standing(now.post, now.post_from, now.rank, now.rank_from, now.side_rank, now.side_rank_from)
    posts = connection.execute(select(PostPeriod).where(PostPeriod.person_id == person_id)).all()
    ended = [Period(None, held.valid_from, held.valid_to) for held in posts if held.track is PostTrack.POST]
    post, rank = post_present(standing, ended), rank_present(standing)
    found = [
        CareerLine("unit", now.unit_from, "", names[now.unit_id], None, ""),
        CareerLine("team", now.team_from, "", "", now.team, ""),
        CareerLine("post", post.since, "", post.value.post, post.value.level, ""),
        CareerLine("status", status_from, "", "", now.status, ""),
    ]
    if rank.value:
        found.append(CareerLine("rank", rank.since, "", "", rank.value, ""))
    for unit in connection.execute(select(UnitPeriod).where(UnitPeriod.person_id == person_id)):
        then = units.names_on(connection, date.fromisoformat(first_day(unit.valid_to)) - timedelta(days=1))
        found.append(
            CareerLine("unit", unit.valid_from, unit.valid_to, then[unit.unit_id], None, unit.reason)
        )
    for held in posts:
        track = "post" if held.track is PostTrack.POST else "rank"
        words = held.post or held.legacy
        if words or held.rank:
            found.append(CareerLine(track, held.valid_from, held.valid_to, words, held.rank, held.reason))
    found.extend(
        CareerLine("team", team.valid_from, team.valid_to, "", team.team, team.reason)
        for team in connection.execute(select(TeamPeriod).where(TeamPeriod.person_id == person_id))
    )
    found.extend(
        CareerLine("status", status.valid_from, status.valid_to, "", status.status, status.reason)
        for status in connection.execute(select(StatusPeriod).where(StatusPeriod.person_id == person_id))
    )
    # what holds now stands behind what was before, also where its beginning is not known
    found.sort(key=lambda line: (line.valid_to == "", first_day(line.valid_from), first_day(line.valid_to)))
    return found


def classes_taken(connection: Connection, person_id: int) -> list[ClassTaken]:
    """Return the classes somebody is or was in, the first one first; cancelled ones are left out."""
    rows: Any = connection.execute(
        select(
            TrainingClass.start_day,
            TrainingClass.end_day,
            TrainingClass.title,
            TrainingClass.state,
            Enrolment.unit_id,
            Enrolment.post,
            Enrolment.attended_hours,
            Enrolment.grade,
            Enrolment.completed,
            Enrolment.class_id,
        )
        .join(Enrolment, Enrolment.class_id == TrainingClass.id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.withdrawn_at.is_(None),
            TrainingClass.state != ClassState.CANCELLED,
        )
        .order_by(TrainingClass.start_day, TrainingClass.id)
    )
    return [ClassTaken(*row) for row in rows]


def groups_joined(connection: Connection, person_id: int) -> list[InGroup]:
    """Return the groups somebody is or was in, the first one first."""
    rows: Any = connection.execute(
        select(
            GroupMembership.id,
            GroupMembership.kind,
            GroupMembership.valid_from,
            GroupMembership.valid_to,
            GroupMembership.reason_in,
            GroupMembership.reason_out,
            GroupMembership.organisation,
            GroupMembership.speciality,
        )
        .where(GroupMembership.person_id == person_id)
        .order_by(GroupMembership.valid_from, GroupMembership.id)
    )
    return [InGroup(*row) for row in rows]
