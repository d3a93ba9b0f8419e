"""Who counts in the base on a day, as SQL that every count uses (P1.1).

It says what :mod:`trainingdesk.domain.roster.base` says; a property test holds both against each other.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, or_

from trainingdesk.domain.codes import PersonStatus, PostTrack, Rank, SecondedCount, SecondmentWay
from trainingdesk.domain.roster.base import BaseRule
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.persistence.tables.history import Secondment
from trainingdesk.persistence.tables.roster import Person


class Source(NamedTuple):
    """What a SELECT reads from, in brackets, with its parameters.

    Its columns are ``id``, ``unit_id``, ``team``, ``status``; with posts also ``rank`` and ``post``.
    """

    sql: str
    values: tuple[str, ...] = ()


_SERVICE = ", ".join(f"'{rank.value}'" for rank in Rank if is_service_rank(rank))
_WENT = f"'{PersonStatus.RETIRED.value}', '{PersonStatus.LEFT.value}'"
_SERVING = f"'{PersonStatus.SERVING.value}'"

# SQLite takes the bare columns of min() from the row that holds the minimum: of the periods that end after the day the
# first one, which covers the day or is the next thing known. Text of days and months compares as their first days do.
_UNITS = "(SELECT person_id, unit_id, min(valid_from) AS since FROM unit_period WHERE valid_to > ? GROUP BY person_id)"
_STATUSES = "(SELECT person_id, status, min(valid_from) AS since FROM status_period WHERE valid_to > ? GROUP BY person_id)"
_POSTS = (
    "(SELECT person_id, post, rank, legacy, min(valid_from) FROM post_period"
    " WHERE track = '{track}' AND valid_to > ? GROUP BY person_id)"
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
    "(p.joined_on IS NULL OR p.joined_on <= ? OR CASE WHEN u.person_id IS NULL"
    " THEN p.unit_from <> '' AND p.unit_from <= ? ELSE u.since <= ? END)"
)
_LEVEL = (
    f"CASE WHEN o.person_id IS NOT NULL THEN o.rank WHEN p.rank IN ({_SERVICE}) THEN NULL ELSE p.rank END"
)
_HELD = (
    f"CASE WHEN r.person_id IS NOT NULL THEN r.rank WHEN p.rank IN ({_SERVICE}) THEN p.rank"
    " ELSE p.side_rank END"
)
_POST = "CASE WHEN o.person_id IS NULL THEN p.post ELSE coalesce(nullif(o.post, ''), o.legacy) END"


def people_on(day: date, today: date, *, posts: bool = False) -> Source:
    """Return everybody of the roster as they stood on a day; a NULL status says that they were not there yet."""
    if day >= today:
        more = ", coalesce(p.rank, p.side_rank) AS rank, p.post" if posts else ""
        return Source(f"(SELECT p.id, p.unit_id, p.team, p.status{more} FROM person p)")  # noqa: S608 - own text
    text = day.isoformat()
    more, joins = (
        "",
        f"LEFT JOIN {_UNITS} u ON u.person_id = p.id LEFT JOIN {_STATUSES} s ON s.person_id = p.id",
    )
    values = [*[text] * 4, text, text]
    if posts:
        more = f", coalesce({_LEVEL}, {_HELD}) AS rank, {_POST} AS post"
        for alias, track in (("o", PostTrack.POST), ("r", PostTrack.RANK)):
            joins += f" LEFT JOIN {_POSTS.format(track=track.value)} {alias} ON {alias}.person_id = p.id"
            values.append(text)
    return Source(
        "(SELECT p.id, coalesce(u.unit_id, p.unit_id) AS unit_id, p.team,"  # noqa: S608 - own text
        f" CASE WHEN {_THERE} THEN {_KNOWN} END AS status{more} FROM person p {joins})",
        tuple(values),
    )


def base_on(day: date, today: date, rule: BaseRule, *, posts: bool = False) -> Source:
    """Return who counts in the base on a day, each at the unit where they count; without ``posts`` it is quicker."""
    people = people_on(day, today, posts=posts)
    more = ", b.rank, b.post" if posts else ""
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


def counts_now(rule: BaseRule, today: date) -> ColumnElement[bool]:
    """Return the condition that somebody of ``person`` counts in the base today, wherever."""
    counts = Person.status.in_(sorted(rule.statuses))
    if rule.seconded is SecondedCount.OWN_UNIT:
        return counts
    away = exists().where(
        Secondment.person_id == Person.id,
        Secondment.way == SecondmentWay.OUT,
        Secondment.valid_from <= today,
        or_(Secondment.valid_to.is_(None), Secondment.valid_to >= today),
    )
    return and_(counts, ~away)
