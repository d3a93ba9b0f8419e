"""A person's history: transfer, former values written by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import PersonStatus, PostTrack, Rank, Team
from trainingdesk.domain.errors import Invalid, NotFound, Problem
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.domain.roster.history import Period, check_period, is_service_rank
from trainingdesk.persistence.tables.history import PostPeriod
from trainingdesk.persistence.tables.roster import Person, Unit
from trainingdesk.shared.text import Label
from trainingdesk.usecases.commands.roster import ask_person, change_person_values
from trainingdesk.usecases.dated import (
    Since,
    not_yet,
    post_track,
    read_since,
    status_track,
    team_track,
    unit_track,
)
from trainingdesk.usecases.periods import PERIODS, AnyPeriod
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import (
    Change,
    add_again,
    bring_back,
    changes_of,
    kept_of,
    put_back,
    values_of,
)
from trainingdesk.usecases.work import Work

#: what says that somebody was in a unit: which one, and from when to when
_STAY = ("unit_id", "valid_from", "valid_to")


@dataclass(frozen=True, kw_only=True)
class TransferPerson(Command):
    """Move somebody to another unit of the district since a day (调动), with the new post where there is one.

    Attributes:
        post, rank: None leaves it as it is.
        day: day or month, "" for today.
        sure: fields whose questions were answered.
    """

    person_id: int
    version: int
    unit_id: int
    day: str = ""
    reason: str = ""
    post: str | None = None
    rank: Rank | None = None
    sure: tuple[str, ...] = ()


@handles(TransferPerson, Permission.ROSTER_EDIT)
def transfer_person(work: Work, command: TransferPerson) -> Result:
    """Move somebody; the unit so far becomes a dated row of the person's history."""
    person = work.load(Person, command.person_id, command.version)
    unit = work.load(Unit, command.unit_id)
    if unit.id == person.unit_id:
        raise Invalid(
            "roster.person_invalid", [Problem("history.same_unit", {"unit": unit.name}, field="unit_id")]
        )
    if not unit.active:
        raise Invalid(
            "roster.person_invalid", [Problem("history.unit_gone", {"unit": unit.name}, field="unit_id")]
        )
    day = read_since(command.day)
    ask_person(work, person, {"day": day}, command.sure)
    values: dict[str, object] = {"unit_id": unit.id}
    if command.post is not None:
        values["post"] = text_of(command.post)
    if command.rank is not None:
        values["rank"] = command.rank
        if is_service_rank(command.rank):
            values["side_rank"] = None
    return change_person_values(
        work,
        person,
        values,
        "undo.transfer_person",
        Since(command.day, text_of(command.reason), sure=command.sure),
    )


@dataclass(frozen=True, kw_only=True)
class SavePeriod(Command):
    """Write a former value by hand, or correct one.

    Attributes:
        kind: ``unit_period``, ``team_period``, ``post_period`` or ``status_period``.
        period_id: the row to correct, None for a new one.
        unit_id: of a ``unit_period``; team: of a ``team_period``; status: of a ``status_period``.
        track, post, rank, legacy: of a ``post_period``; ``legacy`` is a name from before the 2019 regulation.
        valid_from, valid_to: first day, "" for not known, and first day no longer; days or months.
        reason: why it ended, by which what came next began; begun_by: why it began, where no value before it says so.
        sure: fields whose questions were answered.
    """

    kind: str
    person_id: int
    valid_to: str
    valid_from: str = ""
    reason: str = ""
    begun_by: str = ""
    period_id: int | None = None
    unit_id: int | None = None
    team: Team | None = None
    status: PersonStatus | None = None
    track: PostTrack = PostTrack.POST
    post: str = ""
    rank: Rank | None = None
    legacy: str = ""
    sure: tuple[str, ...] = ()


@handles(SavePeriod, Permission.ROSTER_EDIT)
def save_period(work: Work, command: SavePeriod) -> Result:
    """Write one former value; all problems of the form are reported together."""
    person = work.load(Person, command.person_id)
    valid_from = read_since(command.valid_from, "valid_from")
    valid_to = read_since(command.valid_to, "valid_to")
    row: AnyPeriod | None = None
    if command.period_id is not None:
        row = work.load(PERIODS[command.kind], command.period_id)
        if row.person_id != person.id:
            raise NotFound("record.gone", kind=Label(f"entity.{row.__tablename__}"))
    values = _period_values(work, command, row) | {
        "valid_from": valid_from,
        "valid_to": valid_to,
        "reason": text_of(command.reason),
        "begun_by": text_of(command.begun_by),
    }
    _check(work, person, command.kind, values, row)
    asked = {"valid_from": valid_from} if valid_from else {"valid_to": valid_to}
    ask_person(work, person, asked, command.sure)
    if row is None:
        row = PERIODS[command.kind](person_id=person.id, import_batch_id=None, **values)
        work.session.add(row)
        work.session.flush()
        work.can_undo(
            "undo.add_period", WithdrawPeriod(kind=command.kind, period_id=row.id), name=person.name
        )
        return {"period_id": row.id, "person_id": person.id}
    before = values_of(row, values)
    for name, value in values.items():
        setattr(row, name, value)
    work.session.flush()
    changes = changes_of(row, before)
    if changes:
        inverse = RestorePeriod(kind=command.kind, period_id=row.id, changes=changes)
        work.can_undo("undo.change_period", inverse, name=person.name)
    return {"period_id": row.id, "person_id": person.id}


def _check(
    work: Work,
    person: Person,
    kind: str,
    values: Mapping[str, Any],
    row: AnyPeriod | None,
) -> None:
    """Hold a row against the others of its track; raises Invalid ``history.period_invalid``."""
    if kind == "unit_period":
        present, periods = unit_track(work, person)
    elif kind == "team_period":
        present, periods = team_track(work, person)
    elif kind == "status_period":
        present, periods = status_track(work, person)
    else:
        present, periods = post_track(work, person, PostTrack(values["track"]))
    if row is not None and (not isinstance(row, PostPeriod) or row.track is PostTrack(values["track"])):
        # the row itself is no other row
        own = [(p.valid_from, p.valid_to) for p in periods].index((row.valid_from, row.valid_to))
        periods = [*periods[:own], *periods[own + 1 :]]
    period = Period(None, values["valid_from"], values["valid_to"])
    problems = check_period(period, periods, present, work.today.isoformat())
    moved = row is None or any(getattr(row, name, None) != values.get(name) for name in _STAY)
    if kind == "unit_period" and moved:  # what stood so before may get its basis
        at = "valid_from" if values["valid_from"] else "valid_to"
        problems += not_yet(work.load(Unit, values["unit_id"]), values[at], at)
    if problems:
        raise Invalid("history.period_invalid", problems)


def _period_values(work: Work, command: SavePeriod, row: AnyPeriod | None) -> dict[str, object]:
    """Return what a period says besides its days; raises Invalid ``history.period_invalid`` when it says nothing.

    A row that says there was no post or no rank, as a change wrote it, may go on saying so.
    """
    if command.kind == "unit_period":
        if command.unit_id is None:
            raise Invalid("history.period_invalid", [Problem("roster.unit_needed", {}, field="unit_id")])
        return {"unit_id": work.load(Unit, command.unit_id).id}
    if command.kind == "team_period":
        if command.team is None:
            raise Invalid("history.period_invalid", [Problem("history.team_needed", {}, field="team")])
        return {"team": Team(command.team)}
    if command.kind == "status_period":
        if command.status is None:
            raise Invalid("history.period_invalid", [Problem("history.status_needed", {}, field="status")])
        return {"status": PersonStatus(command.status)}
    if command.kind != "post_period":
        raise NotFound("history.no_such_kind")
    # an undo step keeps codes as texts
    track, rank = PostTrack(command.track), Rank(command.rank) if command.rank else None
    post, legacy = text_of(command.post), text_of(command.legacy)
    if rank is not None and is_service_rank(rank) is not (track is PostTrack.RANK):
        raise Invalid("history.period_invalid", [Problem("history.other_ladder", {}, field="rank")])
    if track is PostTrack.RANK:
        post = ""
    nothing = isinstance(row, PostPeriod) and row.track is track and not (row.post or row.legacy or row.rank)
    if not (post or legacy or rank or nothing):
        field = "post" if track is PostTrack.POST else "rank"
        raise Invalid("history.period_invalid", [Problem("history.nothing_said", {}, field=field)])
    return {"track": track, "post": post, "rank": rank, "legacy": legacy}


@dataclass(frozen=True, kw_only=True)
class RemovePeriod(Command):
    """Take a former value away."""

    kind: str
    period_id: int


@handles(RemovePeriod, Permission.ROSTER_EDIT)
def remove_period(work: Work, command: RemovePeriod) -> Result:
    """Delete one row of a person's history."""
    row = work.load(PERIODS[command.kind], command.period_id)
    person = work.load(Person, row.person_id)
    again = PutPeriodBack(kind=command.kind, period_id=row.id, values=kept_of(row))
    work.session.delete(row)
    work.session.flush()
    work.can_undo("undo.remove_period", again, name=person.name)
    return {"person_id": person.id}


@dataclass(frozen=True, kw_only=True)
class WithdrawPeriod(Command):
    """Take a former value back that was just written."""

    kind: str
    period_id: int


@handles(WithdrawPeriod, Permission.ROSTER_EDIT)
def withdraw_period(work: Work, command: WithdrawPeriod) -> Result:
    """Delete the row; offers no step of its own."""
    work.session.delete(work.load(PERIODS[command.kind], command.period_id))
    work.session.flush()
    return {"period_id": command.period_id}


@dataclass(frozen=True, kw_only=True)
class PutPeriodBack(Command):
    """Bring a row of a person's history back that was taken away, under its own number."""

    kind: str
    period_id: int
    values: tuple[tuple[str, Any], ...]


@handles(PutPeriodBack, Permission.ROSTER_EDIT)
def put_period_back(work: Work, command: PutPeriodBack) -> Result:
    """Write the row again; raises Invalid ``history.period_invalid`` when another one took its place since."""
    values = bring_back(PERIODS[command.kind], command.values)
    person = work.load(Person, values["person_id"])
    _check(work, person, command.kind, values, None)
    add_again(work, PERIODS[command.kind], command.period_id, values)
    return {"period_id": command.period_id}


@dataclass(frozen=True, kw_only=True)
class RestorePeriod(Command):
    """Put a corrected row of a person's history back as it was."""

    kind: str
    period_id: int
    changes: tuple[Change, ...]


@handles(RestorePeriod, Permission.ROSTER_EDIT)
def restore_period(work: Work, command: RestorePeriod) -> Result:
    """Take a correction back.

    Raises Conflict ``undo.changed_since``, and Invalid ``history.period_invalid`` when another row took its days since.
    """
    row = work.load(PERIODS[command.kind], command.period_id)
    person = work.load(Person, row.person_id)
    put_back(row, person.name, command.changes)
    work.session.flush()
    _check(
        work,
        person,
        command.kind,
        {column.name: getattr(row, column.name) for column in row.__table__.columns},
        row,
    )
    return {"period_id": row.id}
