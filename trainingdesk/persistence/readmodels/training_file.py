"""What one person's training file is read from: the career and the classes, each with the unit of its time."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from trainingdesk.domain.codes import (
    ClassState,
    Grade,
    GroupKind,
    PersonStatus,
    Rank,
    Team,
)
from trainingdesk.domain.roster.history import first_day
from trainingdesk.persistence.readmodels.history import stretch, track_name, values
from trainingdesk.persistence.tables.classes import Enrolment, TrainingClass
from trainingdesk.persistence.tables.groups import GroupMembership


class CareerLine(NamedTuple):
    """One stretch of a track; days are ``YYYY-MM-DD``, ``YYYY-MM`` or "".

    ``valid_to`` is the first day on which it was otherwise, "" for what holds now.
    """

    track: str  #: ``unit``, ``team``, ``post``, ``rank`` or ``status``
    valid_from: str
    valid_to: str
    words: str
    code: Rank | Team | PersonStatus | None
    reason: str  #: by which it began
    file: str  #: the import by which it began, "" when by hand
    file_day: str  #: the day that import speaks of
    latest: bool  #: it ended on ``valid_to`` at the latest


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
    """Return a person's units, teams, posts, ranks and statuses, the present ones too, by their beginnings.

    They are what the history in the window shows.
    """
    found = [CareerLine(track_name(row), *stretch(row), row.latest) for row in values(connection, person_id)]
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
