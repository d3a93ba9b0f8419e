"""The base on a day: the SQL that counts says of every history what the rule says (P1.1)."""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, select

from trainingdesk.domain.classes.rules import Newcomer
from trainingdesk.domain.codes import PersonStatus, PostTrack, Rank, SecondedCount, SecondmentWay, Team
from trainingdesk.domain.roster.base import BaseRule, DatedPerson, Stay, counts_on
from trainingdesk.domain.roster.history import (
    Period,
    PostValue,
    Standing,
    first_day,
    in_force,
    is_service_rank,
    post_present,
    rank_present,
)
from trainingdesk.domain.roster.history import Present as Now
from trainingdesk.persistence.readmodels.base import base_on, counts_at, counts_now
from trainingdesk.persistence.readmodels.classes import unit_shares
from trainingdesk.persistence.schema import schema_statements
from trainingdesk.persistence.tables.roster import Person

TODAY = date(2026, 6, 12)
START = date(2023, 11, 25)
LEVELS = [None, Rank.SECTION_HEAD, Rank.SECTION_DEPUTY, Rank.TECHNICAL_MIDDLE]
#: a name from before the law of 2019
OLD = "主任科员"
SERVICE = [None, Rank.PRINCIPAL_1, Rank.CLERK_1]
day = st.one_of(
    st.dates(START, TODAY).map(date.isoformat),
    st.builds("{:04d}-{:02d}".format, st.sampled_from([2024, 2025]), st.integers(1, 12)),
)
BLANK = dict.fromkeys(
    ("birth", "ethnicity", "political", "education", "degree", "work_start", "party_entry", "phone", "note"),
    "",
)
RULES = [BaseRule(frozenset({"serving", "long_leave"}), where) for where in SecondedCount]


@st.composite
def track(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> tuple[Now, list[Period]]:
    """Draw a track in order: former values with and without gaps, the present one with and without since when."""
    days = draw(
        st.lists(day, max_size=7, unique_by=first_day).map(lambda found: sorted(found, key=first_day))
    )
    if days and draw(st.booleans()):
        days[0] = ""
    periods = [
        Period(draw(values), begin, end) for begin, end in itertools.pairwise(days) if draw(st.booleans())
    ]
    last = first_day(periods[-1].valid_to) if periods else ""
    since = draw(st.sampled_from(["", *(one for one in days if one and first_day(one) >= last)]))
    return Now(draw(values), since), periods


@st.composite
def stays(draw: st.DrawFn) -> list[Stay]:
    """Draw secondments one after the other, the last one perhaps lasting."""
    ends = sorted(draw(st.lists(st.dates(START, TODAY), max_size=4, unique=True)))
    found = []
    for begin, end in zip(ends[::2], [*ends[1::2], None], strict=False):
        way = draw(st.sampled_from(list(SecondmentWay)))
        unit = None if way is SecondmentWay.OUT else draw(st.sampled_from([None, 7, 8]))
        found.append(Stay(way, unit, begin, end))
    return found


@st.composite
def people(draw: st.DrawFn) -> tuple[DatedPerson, dict[str, Any]]:
    """Draw a person and the fields that the roster keeps of their present."""
    unit, status = draw(track(st.integers(1, 5))), draw(track(st.sampled_from(list(PersonStatus))))
    status = (Now(status[0].value, first_day(status[0].since)), status[1])
    # a month and its first day are one day
    since = st.one_of(st.just(""), day, st.sampled_from(["2024-05", "2024-05-01"]))
    posts = [one for _now, found in [draw(track(posts_of()))] for one in found]
    ranks = [one for _now, found in [draw(track(st.sampled_from(SERVICE)))] for one in found]
    rank = draw(st.sampled_from([*LEVELS, *SERVICE[1:]]))
    side = None if rank is None or is_service_rank(rank) else draw(st.sampled_from(SERVICE))
    standing = Standing("现职", draw(since), rank, draw(since), side, draw(since))
    joined = draw(st.one_of(st.none(), st.dates(START, TODAY)))
    person = DatedPerson(
        unit=unit,
        status=status,
        post=(post_present(standing), posts),
        rank=(rank_present(standing), ranks),
        team=draw(track(st.sampled_from(list(Team)))),
        joined_on=joined,
        stays=draw(stays()),
    )
    fields = {name: getattr(standing, name) for name in Standing.__slots__}
    return person, fields


def posts_of() -> st.SearchStrategy[PostValue]:
    return st.builds(PostValue, st.sampled_from(["科长", "副主任", OLD]), st.sampled_from(LEVELS))


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    """Return a file in memory with the desk's tables and nobody in it."""
    engine = create_engine("sqlite://")
    with engine.connect() as found:
        for statement in schema_statements():
            found.exec_driver_sql(statement)
        yield found
    engine.dispose()


def nobody(connection: Connection) -> None:
    for table in (
        "person",
        "unit_period",
        "team_period",
        "status_period",
        "post_period",
        "secondment",
        "unit",
    ):
        connection.exec_driver_sql(f"DELETE FROM {table}")


def put(connection: Connection, number: int, person: DatedPerson, fields: dict[str, Any]) -> None:
    values = {
        "id": number,
        "name": f"甲{number}",
        "unit_id": person.unit[0].value,
        "unit_from": person.unit[0].since,
        "status": person.status[0].value.value,
        "status_from": person.status[0].since or None,
        "team": person.team[0].value.value,
        "team_from": person.team[0].since,
        "joined_on": person.joined_on.isoformat() if person.joined_on else None,
        **BLANK,
        "position": number,
        "version": 1,
        **{name: getattr(value, "value", value) for name, value in fields.items()},
    }
    insert(connection, "person", values)
    for period in person.unit[1]:
        insert(connection, "unit_period", dated(number, period) | {"unit_id": period.value})
    for period in person.team[1]:
        insert(connection, "team_period", dated(number, period) | {"team": period.value.value})
    for period in person.status[1]:
        insert(connection, "status_period", dated(number, period) | {"status": period.value.value})
    for kind, found in ((PostTrack.POST, person.post[1]), (PostTrack.RANK, person.rank[1])):
        for period in found:
            post, rank = period.value if kind is PostTrack.POST else ("", period.value)
            # the old name speaks where there is no other
            more = {"post": "" if post == OLD else post, "rank": rank and rank.value, "legacy": OLD}
            more["track"] = kind.value
            insert(connection, "post_period", dated(number, period) | more)
    for stay in person.stays:
        more = {"way": stay.way.value, "unit_id": stay.unit_id, "place": "", "reason": ""}
        ends = {
            "valid_from": stay.valid_from.isoformat(),
            "valid_to": stay.valid_to and stay.valid_to.isoformat(),
        }
        insert(connection, "secondment", {"person_id": number, **more, **ends})


def since_when(person: DatedPerson, fields: dict[str, Any], when: date) -> tuple[str, ...]:
    """Return since when unit, team, status, post, rank and the rank held hold on a day."""
    at = when.isoformat() if when < TODAY else ""
    unit, team, status, post, held = (
        in_force(*track, at) for track in (person.unit, person.team, person.status, person.post, person.rank)
    )
    level_since = fields["rank_from"] if post is person.post[0] else post.since
    rank_since = level_since if post.value.level else held.since
    return unit.since, team.since, status.since, post.since, rank_since, held.since


def dated(number: int, period: Period) -> dict[str, Any]:
    return {
        "person_id": number,
        "valid_from": period.valid_from,
        "valid_to": period.valid_to,
        "reason": "",
    }


def insert(connection: Connection, table: str, values: dict[str, Any]) -> None:
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(people(), min_size=1, max_size=6), st.lists(st.dates(START, TODAY), min_size=1, max_size=6))
def test_the_database_counts_as_the_rule_says(
    connection: Connection, everybody: list[tuple[DatedPerson, dict[str, Any]]], days: list[date]
):
    nobody(connection)
    for number, (person, fields) in enumerate(everybody, 1):
        put(connection, number, person, fields)
    edges = {stay.valid_to for person, _fields in everybody for stay in person.stays} - {None}
    for when in {*days, *edges, TODAY, TODAY - timedelta(days=1), date(2025, 5, 1)}:
        for rule in RULES:
            told = {
                number: (found.unit_id, found.team, found.status, found.rank, found.post, found.held)
                for number, (person, _fields) in enumerate(everybody, 1)
                if (found := counts_on(person, when, TODAY, rule)) is not None
            }
            source = base_on(when, TODAY, rule, posts=True)
            columns = "id, unit_id, team, status, rank, post, held"
            rows = connection.exec_driver_sql(f"SELECT {columns} FROM {source.sql} p", source.values)
            assert {row[0]: tuple(row[1:]) for row in rows} == told
            columns = "id, unit_since, team_since, status_since, post_since, rank_since, held_since"
            rows = connection.exec_driver_sql(f"SELECT {columns} FROM {source.sql} p", source.values)
            assert {row[0]: tuple(row[1:]) for row in rows} == {
                number: since_when(*everybody[number - 1], when) for number in told
            }
            plain = base_on(when, TODAY, rule)
            rows = connection.exec_driver_sql(
                f"SELECT id, unit_id, team, status FROM {plain.sql} p", plain.values
            )
            assert {row[0]: tuple(row[1:]) for row in rows} == {n: found[:3] for n, found in told.items()}
    for rule in RULES:
        now = {
            n: found
            for n, (person, _fields) in enumerate(everybody, 1)
            if (found := counts_on(person, TODAY, TODAY, rule))
        }
        assert set(connection.scalars(select(Person.id).where(counts_now(rule, TODAY)))) == set(now)
        for unit in {found.unit_id for found in now.values()}:
            here = set(connection.scalars(select(Person.id).where(counts_at(rule, TODAY, [unit]))))
            assert here == {n for n, found in now.items() if found.unit_id == unit}


def test_a_month_and_its_first_day_are_one_day(connection: Connection):
    nobody(connection)
    fields = {"post": "科长", "post_from": "2024-05", "rank": Rank.SECTION_HEAD, "rank_from": "2024-05-01"}
    standing = Standing(**fields)
    serving = (Now(PersonStatus.SERVING), [])
    technical = (Now(Team.TECHNICAL), [])
    person = DatedPerson((Now(1), []), serving, (post_present(standing), []), (Now(None), []), technical)
    put(connection, 1, person, fields | {"side_rank": None, "side_rank_from": ""})
    for when in (TODAY, date(2025, 1, 1)):
        source = base_on(when, TODAY, RULES[0], posts=True)
        rows = connection.exec_driver_sql(f"SELECT post_since FROM {source.sql} p", source.values)
        assert rows.scalar() == post_present(standing).since == "2024-05"


def test_shares_of_many_units_make_the_base_once(connection: Connection):
    """Where people count at the unit that has them, a base is made from everybody: 200 units took 200 of them."""
    nobody(connection)
    everybody = []
    blank = {"post": "", "post_from": "", "rank": None, "rank_from": "", "side_rank": None}
    for number in range(1, 41):
        values = {"id": number, "name": f"单位{number}", "short_name": "", "initials": "", "line": "party"}
        insert(connection, "unit", values | {"position": number, "liaison": "", "active": 1, "version": 1})
        serving = (Now(PersonStatus.SERVING), [])
        technical = (Now(Team.TECHNICAL), [])
        person = DatedPerson((Now(number), []), serving, (Now(None), []), (Now(None), []), technical)
        put(connection, number, person, blank | {"side_rank_from": ""})
        everybody.append(Newcomer(number, "", number, "", PersonStatus.SERVING, False, None))
    stay = {
        "person_id": 1,
        "way": "within",
        "unit_id": 2,
        "place": "",
        "valid_from": "2026-01-01",
        "reason": "",
    }
    insert(connection, "secondment", stay)
    base = base_on(TODAY, TODAY, BaseRule(frozenset({"serving"}), SecondedCount.HOST_UNIT))
    steps = []
    for people in (everybody[:1], everybody):
        count = itertools.count()
        file: Any = connection.connection.driver_connection
        file.set_progress_handler(lambda count=count: next(count) and 0, 1)
        shares = unit_shares(connection, 2026, people, base)
        file.set_progress_handler(None, 0)
        steps.append(next(count))
    assert [share.base for share in shares[:3]] == [0, 2, 1]
    assert steps[1] < steps[0] * 20, steps
