"""The demo district's histories and groups keep the rules they show."""

import itertools
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy.orm import Session

from tests.desk_fixtures import TestClock
from trainingdesk.domain.codes import GroupKind, PostTrack, ReserveState
from trainingdesk.domain.roster.base import BaseRule
from trainingdesk.domain.roster.history import check_period, check_since
from trainingdesk.persistence.readmodels.base import base_on
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.usecases import dated
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries import groups as reads


def ask(path: Path, sql: str, *values: object) -> list[tuple]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute(sql, values).fetchall()


def test_no_period_speaks_against_another_or_against_the_present(demo_desk: Desk):
    today = TestClock()().date().isoformat()
    with Session(demo_desk.engines.reader) as session:
        work = SimpleNamespace(session=session)
        people = session.query(Person).where(Person.id % 40 == 7).all()
        checked = 0
        for person in people:
            for present, periods in (
                dated.unit_track(work, person),
                dated.team_track(work, person),
                dated.status_track(work, person),
                *(dated.post_track(work, person, track) for track in PostTrack),
            ):
                assert check_since(present.since, periods, today) is None, (person.id, present, periods)
                for period in periods:
                    checked += 1
                    others = [other for other in periods if other is not period]
                    assert check_period(period, others, present, today) == [], (person.id, period)
    assert checked > 20


def test_who_retired_or_left_counts_as_serving_before(demo_file: Path, demo_desk: Desk):
    gone = ask(
        demo_file,
        "SELECT id, status_from FROM person WHERE status IN ('retired', 'left') AND joined_on IS NULL ORDER BY id",
    )
    assert len(gone) > 40
    today = TestClock()().date()
    rule = BaseRule(frozenset({"serving"}))
    with demo_desk.engines.reader.connect() as connection:
        for person, since in gone[::20]:
            first = date.fromisoformat(since)
            for day, counts in ((first - timedelta(days=1), 1), (first, 0)):
                base = base_on(day, today, rule)
                found = connection.exec_driver_sql(
                    f"SELECT count(*) FROM {base.sql} p WHERE p.id = {person}", base.values
                ).scalar()
                assert found == counts, (person, day)
    # nobody was in a class before they came or after they went
    strays = ask(
        demo_file,
        "SELECT count(*) FROM enrolment e JOIN training_class c ON c.id = e.class_id JOIN person p ON p.id = e.person_id"
        " WHERE c.start_day < p.joined_on OR (p.status IN ('retired', 'left') AND c.end_day >= p.status_from)",
    )
    assert strays == [(0,)]


def test_every_group_and_stage_of_the_reserve_list_is_there(demo_file: Path, demo_desk: Desk):
    counts = {one.kind: one.live for one in demo_desk.ask(reads.group_counts)}
    assert all(counts[kind] for kind in GroupKind)
    rows = demo_desk.ask(reads.reserve_candidates)
    assert {row.state for row in rows} == set(ReserveState)
    assert [row.override_by for row in rows if row.override_at] == ["王建业", "王建业"]
    assert sum(row.waiting for row in rows) == 3
    for row in rows:
        assert row.decided_on is None or row.recommended_on <= row.decided_on
    for (days,) in ask(demo_file, "SELECT group_concat(day) FROM reserve_round GROUP BY candidate_id"):
        assert all(a < b for a, b in itertools.pairwise(days.split(",")))
    # nobody is on the list without training or somebody's exception
    listed = [row for row in rows if row.state is ReserveState.ADMITTED and row.override_at is None]
    people = [row.person_id for row in listed]
    classes = ask(
        demo_file,
        "SELECT DISTINCT e.person_id FROM enrolment e JOIN training_class c ON c.id = e.class_id"
        f" WHERE c.is_main AND e.completed AND e.person_id IN ({', '.join('?' * len(people))})",
        *people,
    )
    assert len(classes) == len(people)


def test_some_who_lead_a_school_or_a_hospital_were_of_the_profession_before(demo_file: Path, demo_desk: Desk):
    """P1.5: the three teams change with the post, and a base of an earlier day counts them where they were."""
    found = ask(
        demo_file,
        "SELECT p.id, p.team, p.team_from, t.team, t.valid_from, t.valid_to, p.post_from FROM team_period t"
        " JOIN person p ON p.id = t.person_id",
    )
    assert 3 <= len(found) <= 100
    for person, team, since, before, began, until, post_from in found:
        assert (team, before, since, until) == ("party_government", "technical", post_from, post_from), person
        assert began < until, person
    person, until = found[0][0], found[0][5]
    first = date.fromisoformat(f"{until[:7]}-01")
    with demo_desk.engines.reader.connect() as connection:
        for day, team in ((first - timedelta(days=1), "technical"), (first, "party_government")):
            base = base_on(day, TestClock()().date(), BaseRule(frozenset({"serving", "retired", "left"})))
            stood = connection.exec_driver_sql(
                f"SELECT team FROM {base.sql} p WHERE p.id = {person}", base.values
            ).scalar()
            assert stood == team
