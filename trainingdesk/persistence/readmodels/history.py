"""What is read of a person's history."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, case, func, literal_column, select

from trainingdesk.domain.codes import Mark, PersonStatus, PostTrack, Rank, SecondmentWay, Team
from trainingdesk.domain.roster.bases import with_bases
from trainingdesk.domain.roster.going import Lent
from trainingdesk.domain.roster.history import Period, Standing, first_day, post_present, rank_present
from trainingdesk.domain.roster.history_views import (
    SECONDMENT,
    GroupLine,
    HistoryRow,
    PersonHistory,
    SecondmentLine,
)
from trainingdesk.domain.roster.person_form import FormerLine, PresentBasis
from trainingdesk.persistence.readmodels.base import name_on
from trainingdesk.persistence.tables.groups import GroupMembership
from trainingdesk.persistence.tables.history import (
    PostPeriod,
    Secondment,
    StatusPeriod,
    TeamPeriod,
    UnitPeriod,
)
from trainingdesk.persistence.tables.roster import ImportBatch, Person, PersonPhoto, Unit
from trainingdesk.shared.clock import local_day

#: the unit's name on the last day of a period
_NAME_THEN: ColumnElement[str] = literal_column(
    name_on(
        "date(unit_period.valid_to || iif(length(unit_period.valid_to) = 7, '-01', ''), '-1 day')",
        unit="unit",
    )
)
_SECONDED_NOW = (
    "SELECT s.person_id, u.name FROM secondment s JOIN unit u ON u.id = s.unit_id WHERE s.valid_to IS NULL"
)
_LENT = (
    "SELECT s.person_id, s.valid_from, coalesce(u.name, s.place)"
    " FROM secondment s LEFT JOIN unit u ON u.id = s.unit_id ORDER BY s.valid_from, s.id"
)

_UNITS_ENDED = "SELECT person_id, max(valid_to) FROM unit_period GROUP BY person_id"


class Stretch(NamedTuple):
    """One stretch of a track as the card and the training file say it; the fields are those of a ``FormerLine``."""

    valid_from: str
    valid_to: str
    words: str
    code: Rank | Team | PersonStatus | None
    reason: str
    file: str
    file_day: str


def stretch(row: HistoryRow) -> Stretch:
    """Return what a row of :func:`values` says."""
    code = row.rank or row.team or row.status
    return Stretch(row.valid_from, row.valid_to, row.words, code, row.reason, row.file, row.file_day)


def former_lines(rows: list[HistoryRow]) -> tuple[FormerLine, ...]:
    """Return the former ones of :func:`values` that say something, the last one first."""
    return tuple(
        FormerLine(*said, row.ended if row.loose else "", row.latest)
        for row, said in ((row, stretch(row)) for row in rows)
        if not row.present and (said.words or said.code)
    )


def present_bases(rows: list[HistoryRow]) -> tuple[PresentBasis, ...]:
    """Return what the present ones of :func:`values` began by, as far as it is known."""
    return tuple(
        PresentBasis(track_name(row), row.reason, row.file, row.file_day)
        for row in rows
        if row.present and (row.reason or row.file)
    )


def track_name(row: HistoryRow) -> str:
    """Return the track of a row: ``unit``, ``team``, ``post``, ``rank`` or ``status``."""
    return row.track.value if row.track else row.kind.removesuffix("_period")


def values(connection: Connection, person_id: int) -> list[HistoryRow]:
    """Return a person's values of every track with what each began by: what holds now, then what was, the last one first."""
    former = _periods(connection, person_id)
    return with_bases([*_present(connection, person_id, former), *former])


def history(connection: Connection, person_id: int) -> PersonHistory | None:
    """Return a person's history as it can be written by hand, None when the person is gone."""
    name = connection.scalar(select(Person.name).where(Person.id == person_id))
    if name is None:
        return None
    dated = values(connection, person_id)
    rows = [row for row in dated if not row.present] + [
        HistoryRow(
            id=0,
            kind=SECONDMENT,
            record_id=line.id,
            valid_from=line.valid_from.isoformat(),
            valid_to=line.valid_to.isoformat() if line.valid_to else "",
            words=line.words,
            reason=line.reason,
            way=line.way,
            unit_id=line.unit_id,
            place=line.place,
        )
        for line in secondments(connection, person_id)
    ]
    # what lasts comes before what ended
    rows.sort(key=_latest_first, reverse=True)
    rows = [*(row for row in dated if row.present), *rows]
    numbered = tuple(replace(row, id=number) for number, row in enumerate(rows, 1))
    return PersonHistory(person_id, name, numbered)


def secondments(connection: Connection, person_id: int) -> tuple[SecondmentLine, ...]:
    """Return a person's secondments, the latest first."""
    found = connection.execute(
        select(
            Secondment.id,
            Secondment.way,
            # of who comes from outside it is said where from: the unit that has them is their own here
            case(
                ((Secondment.way == SecondmentWay.IN) & (Secondment.place != ""), Secondment.place),
                else_=func.coalesce(Unit.name, Secondment.place),
            ),
            Secondment.valid_from,
            Secondment.valid_to,
            Secondment.reason,
            Secondment.unit_id,
            Secondment.place,
        )
        .outerjoin(Unit, Unit.id == Secondment.unit_id)
        .where(Secondment.person_id == person_id)
        .order_by(Secondment.valid_from.desc(), Secondment.id.desc())
    )
    return tuple(SecondmentLine(*row) for row in found)


def seconded_now(connection: Connection) -> dict[int, set[str]]:
    """Return person → the units of the district that have them on a secondment that lasts."""
    found: dict[int, set[str]] = {}
    for person_id, unit in connection.exec_driver_sql(_SECONDED_NOW):
        found.setdefault(person_id, set()).add(unit)
    return found


def last_stays(connection: Connection) -> dict[int, Lent]:
    """Return person → their last secondment, be it over or still to begin."""
    return {person_id: Lent(begin, place) for person_id, begin, place in connection.exec_driver_sql(_LENT)}


def former_units_ended(connection: Connection) -> dict[int, str]:
    """Return person → when the last of their former units ended, of those who have any."""
    return {row[0]: row[1] for row in connection.exec_driver_sql(_UNITS_ENDED)}


def memberships(connection: Connection, person_id: int) -> tuple[GroupLine, ...]:
    """Return the groups somebody is or was in, the latest first."""
    found = connection.execute(
        select(
            GroupMembership.kind,
            GroupMembership.valid_from,
            GroupMembership.valid_to,
            GroupMembership.reason_in,
        )
        .where(GroupMembership.person_id == person_id)
        .order_by(GroupMembership.valid_from.desc(), GroupMembership.id.desc())
    )
    return tuple(GroupLine(*row) for row in found)


def attendance(connection: Connection, person_id: int) -> dict[Mark, int]:
    """Return how many half-days of all classes somebody was present, late, on leave …; the last mark of each counts."""
    found = connection.exec_driver_sql(
        "SELECT mark, count(*) FROM (SELECT m.mark, max(m.id) FROM enrolment e"
        " JOIN attendance_mark m ON m.enrolment_id = e.id WHERE e.person_id = ? AND e.withdrawn_at IS NULL"
        " GROUP BY m.session_id, m.enrolment_id) WHERE mark IS NOT NULL GROUP BY mark",
        (person_id,),
    )
    counts = {Mark(mark): int(count) for mark, count in found}
    return {mark: counts[mark] for mark in Mark if mark in counts}


def photo(connection: Connection, person_id: int) -> bytes:
    """Return a person's photo, b"" when there is none."""
    found = connection.scalar(select(PersonPhoto.picture).where(PersonPhoto.person_id == person_id))
    return found or b""


def _periods(connection: Connection, person_id: int) -> list[HistoryRow]:
    """Return the closed periods of every track, the last one first."""
    imports = _imports(connection, person_id)
    units = connection.execute(
        select(UnitPeriod, _NAME_THEN.label("unit"))
        .join(Unit, Unit.id == UnitPeriod.unit_id)
        .where(UnitPeriod.person_id == person_id)
    )
    found = [
        _row("unit_period", row, words=row.unit, unit_id=row.unit_id, **_brought(imports, row))
        for row in units
    ]
    posts = connection.execute(select(PostPeriod).where(PostPeriod.person_id == person_id))
    found += [
        _row(
            "post_period",
            row,
            words=row.post or row.legacy,
            track=row.track,
            rank=row.rank,
            legacy=row.legacy,
            **_brought(imports, row),
        )
        for row in posts
    ]
    teams = connection.execute(select(TeamPeriod).where(TeamPeriod.person_id == person_id))
    found += [_row("team_period", row, words="", team=row.team, **_brought(imports, row)) for row in teams]
    statuses = connection.execute(select(StatusPeriod).where(StatusPeriod.person_id == person_id))
    found += [
        _row("status_period", row, words="", status=row.status, **_brought(imports, row)) for row in statuses
    ]
    found.sort(key=_latest_first, reverse=True)
    return found


def _brought(imports: dict[int, tuple[str, str]], row: Any) -> dict[str, str]:
    file, day = imports.get(row.import_batch_id, ("", ""))
    return {"file": file, "file_day": day}


def _present(connection: Connection, person_id: int, former: list[HistoryRow]) -> list[HistoryRow]:
    """Return what holds now; of post and level together since the later of both."""
    person = connection.execute(
        select(
            Person.unit_id,
            Person.unit_from,
            Person.post,
            Person.post_from,
            Person.rank,
            Person.rank_from,
            Person.side_rank,
            Person.side_rank_from,
            Person.team,
            Person.team_from,
            Person.status,
            Person.status_from,
            Unit.name,
        )
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.id == person_id)
    ).one()

    def now(kind: str, first: object, words: str = "", **values: Any) -> HistoryRow:
        since = str(first or "")
        return HistoryRow(
            id=0,
            kind=kind,
            record_id=0,
            valid_from=since,
            valid_to="",
            words=words,
            reason="",
            present=True,
            **values,
        )

    standing = Standing(*(getattr(person, part.name) for part in fields(Standing)))
    posts = [Period(None, row.valid_from, row.valid_to) for row in former if row.track is PostTrack.POST]
    post, rank = post_present(standing, posts), rank_present(standing)
    found = [now("unit_period", person.unit_from, person.name, unit_id=person.unit_id)]
    if any(post.value):
        level = post.value.level
        found.append(now("post_period", post.since, post.value.post, track=PostTrack.POST, rank=level))
    if rank.value:
        found.append(now("post_period", rank.since, track=PostTrack.RANK, rank=rank.value))
    found.append(now("team_period", person.team_from, team=person.team))
    found.append(now("status_period", status_since(person.status_from, former), status=person.status))
    return found


def status_since(day: date | None, former: Iterable[HistoryRow]) -> str:
    """Return since when a status holds as it was said: it is kept with a whole day, what was before ended in the month."""
    since = day.isoformat() if day else ""
    ends = (row.valid_to for row in former if row.kind == "status_period")
    return next((end for end in ends if first_day(end) == since), since)


def _imports(connection: Connection, person_id: int) -> dict[int, tuple[str, str]]:
    """Return import → its file and the day it speaks of, of those that brought changes of a person."""
    found = {}
    for table in (UnitPeriod, PostPeriod, TeamPeriod, StatusPeriod):
        for number, name, day, at in connection.execute(
            select(ImportBatch.id, ImportBatch.file_name, ImportBatch.day, ImportBatch.at)
            .join(table, table.import_batch_id == ImportBatch.id)
            .where(table.person_id == person_id)
        ):
            found[number] = (name, (day or local_day(at)).isoformat())
    return found


def _row(kind: str, row: Any, words: str, **values: Any) -> HistoryRow:
    return HistoryRow(
        id=0,
        kind=kind,
        record_id=row.id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        words=words,
        reason="",
        begun_by=row.begun_by,
        ended=row.reason,
        **values,
    )


def _latest_first(row: HistoryRow) -> tuple[str, str]:
    return first_day(row.valid_to) or "9999", first_day(row.valid_from)
