"""Who counts in the base on a day, as SQL that every count uses (P1.1).

It says what :mod:`trainingdesk.domain.roster.base` says; a property test holds both against each other.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from trainingdesk.domain.codes import (
    GONE,
    PersonStatus,
    PostTrack,
    Rank,
    SecondedCount,
    SecondmentWay,
    Sex,
    Team,
)
from trainingdesk.domain.roster.base import BaseRule, position_of
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.persistence.tables.history import Secondment
from trainingdesk.persistence.tables.roster import Person


class Source(NamedTuple):
    """What a SELECT reads from, in brackets, with its parameters.

    Its columns are ``id``, ``unit_id``, ``team`` and ``status`` of the day; with posts also ``rank`` (the post's level, else the
    rank held), ``post``, ``held`` (职级) and since when each holds: ``unit_since``, ``team_since``,
    ``status_since``, ``post_since``, ``rank_since``, ``held_since``, "" where it is not known.
    """

    sql: str
    values: tuple[str, ...] = ()


_SERVICE = ", ".join(f"'{rank.value}'" for rank in Rank if is_service_rank(rank))
_WENT = f"'{PersonStatus.RETIRED.value}', '{PersonStatus.LEFT.value}'"
_SERVING = f"'{PersonStatus.SERVING.value}'"

# SQLite takes the bare columns of min() from the row that holds the minimum: of the periods that end after the day the
# first one, which covers the day or is the next thing known. Text of days and months compares as their first days do.
_UNITS = "(SELECT person_id, unit_id, min(valid_from) AS since FROM unit_period WHERE valid_to > ?{among} GROUP BY person_id)"
_TEAMS = "(SELECT person_id, team, min(valid_from) AS since FROM team_period WHERE valid_to > ?{among} GROUP BY person_id)"
_STATUSES = "(SELECT person_id, status, min(valid_from) AS since FROM status_period WHERE valid_to > ?{among} GROUP BY person_id)"
_POSTS = (
    "(SELECT person_id, post, rank, legacy, min(valid_from) AS since FROM post_period"
    " WHERE track = '{track}' AND valid_to > ?{{among}} GROUP BY person_id)"
)
_STAYS = (
    "(SELECT person_id, way, unit_id, max(valid_from) FROM secondment"
    " WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) GROUP BY person_id)"
)
_STATUS = "CASE WHEN s.person_id IS NULL THEN p.status ELSE s.status END"
_SINCE = "CASE WHEN s.person_id IS NULL THEN coalesce(p.status_from, '') ELSE s.since END"
_KNOWN = (
    f"CASE WHEN {_SINCE} <= ? THEN {_STATUS} WHEN {_STATUS} IN ({_WENT}) THEN {_SERVING}"
    f" WHEN {_STATUS} = {_SERVING} THEN NULL ELSE {_STATUS} END"
)
_THERE = (
    "(p.joined_on IS NULL OR p.joined_on <= ?"
    " OR CASE WHEN u.person_id IS NULL THEN p.unit_from ELSE u.since END BETWEEN '0' AND ?)"
)
_LEVEL = (
    f"CASE WHEN o.person_id IS NOT NULL THEN o.rank WHEN p.rank IN ({_SERVICE}) THEN NULL ELSE p.rank END"
)
_HELD_NOW = f"CASE WHEN p.rank IN ({_SERVICE}) THEN p.rank ELSE p.side_rank END"
_HELD = f"CASE WHEN r.person_id IS NOT NULL THEN r.rank ELSE {_HELD_NOW} END"
_POST = "CASE WHEN o.person_id IS NULL THEN p.post ELSE coalesce(nullif(o.post, ''), o.legacy) END"

# a month means its first day
_LEVEL_LATER = "(p.post_from <> '' OR p.post = '') AND substr(p.rank_from || '-01', 1, 10) > substr(p.post_from || '-01', 1, 10)"
_POST_SINCE = f"CASE WHEN p.rank NOT IN ({_SERVICE}) AND {_LEVEL_LATER} THEN p.rank_from ELSE p.post_from END"
_HELD_SINCE = f"CASE WHEN p.rank IN ({_SERVICE}) THEN p.rank_from ELSE p.side_rank_from END"
_NOW = (
    "coalesce(p.rank, p.side_rank) AS rank, p.post, p.unit_from AS unit_since, p.team_from AS team_since,"
    f" coalesce(p.status_from, '') AS status_since, {_POST_SINCE} AS post_since,"
    f" CASE WHEN p.rank IS NULL THEN p.side_rank_from ELSE p.rank_from END AS rank_since,"
    f" {_HELD_NOW} AS held, {_HELD_SINCE} AS held_since"
)
_THEN = (
    f"coalesce({_LEVEL}, {_HELD}) AS rank, {_POST} AS post, coalesce(u.since, p.unit_from) AS unit_since,"
    f" coalesce(t.since, p.team_from) AS team_since, {_SINCE} AS status_since, coalesce(o.since, {_POST_SINCE}) AS post_since,"
    f" CASE WHEN {_LEVEL} IS NOT NULL THEN coalesce(o.since, p.rank_from)"
    f" ELSE coalesce(r.since, {_HELD_SINCE}) END AS rank_since,"
    f" {_HELD} AS held, coalesce(r.since, {_HELD_SINCE}) AS held_since"
)
#: how often the columns ask for the day, before the tracks do
_DAYS_ASKED = (_THERE + _KNOWN).count("?")
_DATED = ", b.rank, b.post, b.held, b.unit_since, b.team_since, b.status_since, b.post_since, b.rank_since, b.held_since"


def name_on(day: str, column: str = "name", unit: str = "u") -> str:
    """Return SQL for a unit's name on a day; ``column`` may be ``short_name``.

    Args:
        day: SQL for a day ``YYYY-MM-DD``.
        column: which of the two names.
        unit: how the statement calls the table of units.
    """
    return (
        f"coalesce((SELECT f.{column} FROM unit_former_name f WHERE f.unit_id = {unit}.id AND f.until > {day}"  # noqa: S608 - constant text
        f" ORDER BY f.until LIMIT 1), {unit}.{column})"
    )


def people_on(day: date, today: date, *, posts: bool = False, people: Sequence[int] | None = None) -> Source:
    """Return everybody of the roster as they stood on a day; a NULL status says that they were not there yet.

    With ``people`` only these, and only their periods are looked at: some hundreds of a roster of many are quick.
    """
    chosen = () if people is None else (json.dumps(list(people)),)
    where = " WHERE p.id IN (SELECT value FROM json_each(?))" if chosen else ""
    if day >= today:
        more = f", {_NOW}" if posts else ""
        return Source(f"(SELECT p.id, p.unit_id, p.team, p.status{more} FROM person p{where})", chosen)  # noqa: S608
    text = day.isoformat()
    tracks = {"u": _UNITS, "s": _STATUSES, "t": _TEAMS}
    if posts:
        tracks |= {
            "o": _POSTS.format(track=PostTrack.POST.value),
            "r": _POSTS.format(track=PostTrack.RANK.value),
        }
    among = " AND person_id IN (SELECT value FROM json_each(?))" if chosen else ""
    joins = "".join(
        f" LEFT JOIN {track.format(among=among)} {alias} ON {alias}.person_id = p.id"
        for alias, track in tracks.items()
    )
    return Source(
        "(SELECT p.id, coalesce(u.unit_id, p.unit_id) AS unit_id, coalesce(t.team, p.team) AS team,"  # noqa: S608 - own text
        f" CASE WHEN {_THERE} THEN {_KNOWN} END AS status{f', {_THEN}' if posts else ''} FROM person p {joins}{where})",
        (*[text] * _DAYS_ASKED, *(text, *chosen) * len(tracks), *chosen),
    )


def base_on(day: date, today: date, rule: BaseRule, *, posts: bool = False) -> Source:
    """Return who counts in the base on a day, each at the unit where they count; without ``posts`` it is quicker."""
    people = people_on(day, today, posts=posts)
    more = _DATED if posts else ""
    statuses = sorted(rule.statuses)
    listed = ", ".join("?" * len(statuses)) or "NULL"
    if rule.seconded is SecondedCount.OWN_UNIT:
        return Source(
            f"(SELECT b.id, b.unit_id, b.team, b.status{more} FROM {people.sql} b WHERE b.status IN ({listed}))",  # noqa: S608
            (*people.values, *statuses),
        )
    return Source(
        f"(SELECT b.id, coalesce(x.unit_id, b.unit_id) AS unit_id, b.team, b.status{more} FROM {people.sql} b"  # noqa: S608
        f" LEFT JOIN {_STAYS} x ON x.person_id = b.id WHERE b.status IN ({listed})"
        f" AND x.way IS NOT '{SecondmentWay.OUT.value}')",
        (*people.values, day.isoformat(), day.isoformat(), *statuses),
    )


def bases(connection: Connection, day: date, today: date, rule: BaseRule) -> dict[int, int]:
    """Return unit → people of exactly this unit who count on a day; units without any are not in it."""
    base = base_on(day, today, rule)
    rows = connection.exec_driver_sql(
        f"SELECT p.unit_id, count(*) FROM {base.sql} p GROUP BY p.unit_id",  # noqa: S608 - own source
        base.values,
    )
    return {int(unit): int(count) for unit, count in rows}


def heads(
    connection: Connection, day: date, today: date, rule: BaseRule, among: Collection[int] | None = None
) -> list[tuple[int, Team, Rank | None, int]]:
    """Return (unit, team, rank, people) of the base on a day, of some units or of all."""
    base = base_on(day, today, rule, posts=True)
    rows = connection.exec_driver_sql(
        f"SELECT p.unit_id, p.team, p.rank, count(*) FROM {base.sql} p GROUP BY 1, 2, 3",  # noqa: S608 - own source
        base.values,
    )
    return [
        (unit, Team(team), Rank(rank) if rank else None, count)
        for unit, team, rank, count in rows
        if among is None or unit in among
    ]


def posts_on(
    connection: Connection, day: date, today: date, people: Sequence[int]
) -> dict[int, tuple[int, str, Rank | None, int]]:
    """Return person → (unit, post, rank, place inside the unit) on a day, for a list of that day.

    The place is that of :func:`~trainingdesk.domain.roster.base.position_of` for the rank, the post and the unit's name of the day.
    """
    source = people_on(day, today, posts=True, people=people)
    rows = connection.exec_driver_sql(
        f"SELECT p.id, p.unit_id, p.post, p.rank, p.rank_since, {name_on('?')} FROM {source.sql} p"  # noqa: S608 - own source
        " JOIN unit u ON u.id = p.unit_id",
        (day.isoformat(), *source.values),
    )
    return {
        number: (unit, post, Rank(rank) if rank else None, position_of(rank, number, since or "", post, name))
        for number, unit, post, rank, since, name in rows
    }


def gone_on(connection: Connection, day: date, today: date, people: Sequence[int]) -> dict[int, PersonStatus]:
    """Return person → retired or left, of some people those who had gone by a day."""
    source = people_on(day, today, people=people)
    rows = connection.exec_driver_sql(
        f"SELECT p.id, p.status FROM {source.sql} p WHERE p.status IN (?, ?)",  # noqa: S608 - own source
        (*source.values, *sorted(GONE)),
    )
    return {number: PersonStatus(status) for number, status in rows}


class Stood(NamedTuple):
    """How somebody counted on one of two dates; days are ``YYYY-MM-DD``, ``YYYY-MM`` or ""."""

    unit_id: int
    status: PersonStatus
    rank: Rank | None
    post: str
    held: Rank | None  #: 职级, which may stand beside a leading post
    team: Team
    unit_since: str
    team_since: str
    status_since: str
    post_since: str
    rank_since: str
    held_since: str


def stood_then(
    connection: Connection, person_id: int, day: date, today: date, rule: BaseRule
) -> Stood | None:
    """Return how one person counts in the base on a day, None when they do not."""
    base = base_on(day, today, rule, posts=True)
    found = connection.exec_driver_sql(
        f"SELECT {', '.join(Stood._fields)} FROM {base.sql} p WHERE p.id = ?",  # noqa: S608 - own source
        (*base.values, person_id),
    ).first()
    return None if found is None else _stood(found)


class Changed(NamedTuple):
    """Somebody who stood otherwise on the later date; None where they did not count."""

    person_id: int
    name: str
    joined_on: str
    before: Stood | None
    after: Stood | None
    status: PersonStatus | None  #: on the later date, also of who no longer counts; None for not there yet
    status_since: str
    note: str


def changed_between(
    connection: Connection, days: tuple[date, date], today: date, rules: tuple[BaseRule, BaseRule]
) -> list[Changed]:
    """Return who came, left or stood otherwise between two dates, in the order of today's units."""
    before, after = (base_on(day, today, rule, posts=True) for day, rule in zip(days, rules, strict=True))
    everybody = people_on(days[1], today, posts=True)
    columns = Stood._fields
    listed = ", ".join(f"{alias}.{name}" for alias in "ab" for name in columns)
    rows = connection.exec_driver_sql(
        f"SELECT q.id, q.name, coalesce(q.joined_on, ''), e.status, e.status_since, q.note, a.id, b.id, {listed}"  # noqa: S608
        f" FROM person q JOIN unit n ON n.id = q.unit_id LEFT JOIN {before.sql} a ON a.id = q.id"
        f" LEFT JOIN {after.sql} b ON b.id = q.id LEFT JOIN {everybody.sql} e ON e.id = q.id"
        " WHERE a.id IS NOT b.id OR a.unit_id <> b.unit_id OR a.rank IS NOT b.rank OR a.post <> b.post"
        " OR a.held IS NOT b.held OR a.team <> b.team"
        " ORDER BY n.position, q.position",
        (*before.values, *after.values, *everybody.values),
    )
    width = len(columns)
    return [
        Changed(
            row[0],
            row[1],
            row[2],
            _stood(row[8 : 8 + width]) if row[6] else None,
            _stood(row[8 + width :]) if row[7] else None,
            PersonStatus(row[3]) if row[3] else None,
            row[4],
            row[5],
        )
        for row in rows
    ]


def sexes(connection: Connection, people: Sequence[int]) -> dict[int, Sex | None]:
    """Return person → sex, None where it is not known."""
    rows = connection.exec_driver_sql(
        "SELECT id, sex FROM person WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(people)),)
    )
    return {number: Sex(sex) if sex else None for number, sex in rows}


def _stood(row: Any) -> Stood:
    unit, status, rank, post, held, team, *since = row
    ranks = (Rank(rank) if rank else None, post, Rank(held) if held else None)
    return Stood(unit, PersonStatus(status), *ranks, Team(team), *since)


def counts_now(rule: BaseRule, today: date) -> ColumnElement[bool]:
    """Return the condition that somebody of ``person`` counts in the base today, wherever."""
    counts = Person.status.in_(sorted(rule.statuses))
    if rule.seconded is SecondedCount.OWN_UNIT:
        return counts
    away = exists().where(
        Secondment.person_id == Person.id, Secondment.way == SecondmentWay.OUT, lasting(today)
    )
    return and_(counts, ~away)


def counts_at(rule: BaseRule, today: date, units: Collection[int]) -> ColumnElement[bool]:
    """Return the condition that somebody of ``person`` counts in the base today, at one of some units."""
    own = Person.unit_id.in_(units)
    if rule.seconded is SecondedCount.OWN_UNIT:
        return and_(counts_now(rule, today), own)
    elsewhere = exists().where(
        Secondment.person_id == Person.id, Secondment.unit_id.not_in(units), lasting(today)
    )
    here = select(Secondment.person_id).where(Secondment.unit_id.in_(units), lasting(today))
    return and_(counts_now(rule, today), or_(and_(own, ~elsewhere), Person.id.in_(here)))


def lasting(day: date) -> ColumnElement[bool]:
    """Return the condition that a row of ``secondment`` holds on a day."""
    return and_(Secondment.valid_from <= day, or_(Secondment.valid_to.is_(None), Secondment.valid_to >= day))
