"""Coverage and the first page's numbers on a real file: every grouping adds up to the same people."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from fractions import Fraction

import pytest

from tests.usecases.training_facts import a_class, write
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import Line, Team
from trainingdesk.domain.errors import AccessDenied, Refused
from trainingdesk.domain.reporting.rows import Coverage
from trainingdesk.usecases.commands.history import TransferPerson
from trainingdesk.usecases.commands.planning import AdoptPlan, SavePlan
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.planning import plan_proposal
from trainingdesk.usecases.queries.reporting import coverage, overview

TODAY = date(2026, 6, 12)


def train(desk_file) -> None:
    """People 1 and 2 in 2023, 1 and 8 in 2026, 3 before the cycle, 4 in a class that is not closed."""
    a_class(desk_file, "2021-01", "2021-11-01", [3])
    a_class(desk_file, "2023-01", "2023-05-12", [1, 2])
    a_class(desk_file, "2026-01", "2026-03-20", [1, 8])
    a_class(desk_file, "2026-02", "2026-06-30", [4], state="running", completed=None)


def test_coverage_by_unit_line_and_team(desk: Desk, desk_file):
    train(desk_file)
    report = desk.ask(coverage)
    assert (report.years[0], report.years[-1], report.year, report.counted_on) == (2022, 2026, 2026, TODAY)
    units = {unit.short_name: (unit.depth, unit.whole) for unit in report.units}
    assert units["组织部"] == (0, Coverage(3, 1, 2))
    assert units["实验小学"] == (1, Coverage(3, 1, 1))
    assert units["教育局"] == (0, Coverage(2, 0, 0)), "its own people only"
    assert dict(report.lines)[Line.EDUCATION] == Coverage(5, 1, 1)
    assert dict(report.teams) == {
        Team.PARTY_GOVERNMENT: Coverage(9, 1, 2),
        Team.TECHNICAL: Coverage(3, 1, 1),
        Team.BUSINESS: Coverage(2, 0, 0),
    }
    assert report.total == Coverage(14, 2, 3)
    assert report.total.share == Fraction(3, 14)
    for grouping in (
        [unit.whole for unit in report.units],
        [part for _line, part in report.lines],
        [part for _team, part in report.teams],
    ):
        assert sum(grouping, Coverage()) == report.total


def test_coverage_as_of_an_earlier_day(desk: Desk, desk_file):
    train(desk_file)
    write(desk_file, ("UPDATE person SET status = 'retired', status_from = '2024-02-01' WHERE id = 2", ()))
    report = desk.ask(coverage, date(2023, 12, 31))
    assert (report.year, report.total) == (2023, Coverage(14, 2, 2))
    assert desk.ask(coverage).total == Coverage(13, 2, 2)
    before = desk.ask(coverage, date(2021, 12, 31))
    assert (before.years[0], before.total.trained_cycle) == (2017, 1)
    with pytest.raises(Refused, match=r"planning\.base_day_ahead"):
        desk.ask(coverage, date(2027, 1, 1))


def test_the_overview_counts_against_the_plan_in_force(desk: Desk, desk_file):
    train(desk_file)
    numbers = desk.ask(overview)
    assert (numbers.adopted, numbers.plan_title, numbers.base) == (False, "", 14)
    assert (numbers.falling_out, numbers.untrained) == (11, 11)
    assert (numbers.target, numbers.done) == (0, 1), "1 had been trained in 2023 already"
    grid = desk.ask(plan_proposal)
    even = {3: (1, 1, 1, 0, 0), 2: (1, 1, 0, 0, 0)}
    cells = [(row.unit_id, even[row.base]) for row in grid.rows]
    cells[0] = (1, (1, 1, 1, 0, 0))
    plan = desk.execute(SavePlan(title="五年规划", base_day=TODAY, cells=tuple(cells))).result["plan_id"]
    desk.execute(AdoptPlan(plan_id=plan))
    numbers = desk.ask(overview)
    assert (numbers.adopted, numbers.plan_title) == (True, "五年规划")
    assert [(team.team, team.base, team.target, team.done) for team in numbers.teams] == [
        (Team.PARTY_GOVERNMENT, 9, 0, 0),
        (Team.TECHNICAL, 3, 0, 1),
        (Team.BUSINESS, 2, 0, 0),
    ]
    by_day = {point.day: point for point in numbers.curve}
    assert by_day[date(2023, 12, 31)].trained == 2
    assert by_day[date(2026, 6, 30)].trained == 3
    assert by_day[date(2026, 7, 31)].trained is None
    assert by_day[date(2026, 12, 31)].planned == 14


def test_spending_takes_counter_entries_off(desk: Desk, desk_file):
    entry = (
        "INSERT INTO ledger_entry (id, day, kind, amount, balance, text, party, counter_of, at, actor_id)"
        " VALUES (?, ?, ?, ?, 0, '', '', ?, '2026-01-01T00:00:00.000Z', 1)"
    )
    write(
        desk_file,
        (entry, (1, "2025-01-02", "opening", 1_000_00, None)),
        (entry, (2, "2025-03-02", "payment", -100_00, None)),
        (entry, (3, "2026-01-02", "allocation", 5_000_00, None)),
        (entry, (4, "2026-02-02", "payment", -300_00, None)),
        (entry, (5, "2026-02-03", "payment", -200_00, None)),
        (entry, (6, "2026-02-04", "counter", 200_00, 5)),
    )
    spending = desk.ask(overview).spending
    assert (spending.year, spending.allocated, spending.spent, spending.balance) == (
        2026,
        5_000_00,
        300_00,
        5_600_00,
    )


def test_who_sees_what(desk: Desk, sign_in: Callable[[Role], None]):
    sign_in(Role.TRAINER)
    with pytest.raises(AccessDenied):
        desk.ask(coverage)
    sign_in(Role.READ_ONLY)
    assert desk.ask(overview).spending is not None
    sign_in(Role.ADMINISTRATOR)
    assert desk.ask(overview).spending is None, "keeps users and rules, and does not touch money"


def test_an_empty_desk_has_an_overview_too(desk: Desk, desk_file):
    write(desk_file, ("UPDATE person SET status = 'left'", ()))
    numbers = desk.ask(overview)
    assert (numbers.base, numbers.target, numbers.curve) == (0, 0, ())
    assert desk.ask(coverage).total.share is None


def test_a_count_of_a_past_day_is_of_the_units_of_that_day(desk: Desk):
    """P1.1: a transfer in March leaves January's base where it was, in the plan and in the coverage."""
    desk.execute(TransferPerson(person_id=1, version=1, unit_id=2, day="2026-03-01"))
    for day, expected in ((date(2026, 1, 1), (3, 2)), (TODAY, (2, 3))):
        bases = {row.unit_id: row.base for row in desk.ask(plan_proposal, day).rows}
        assert (bases[1], bases[2]) == expected
        covered = {unit.unit_id: unit.whole.base for unit in desk.ask(coverage, day).units}
        assert (covered[1], covered[2]) == expected


def test_coverage_counts_like_a_plain_loop_over_everybody(desk: Desk, desk_file):
    chance = random.Random(3)
    for number in range(30):
        year, month = chance.randint(2020, 2026), chance.randint(1, 12)
        people = chance.sample(range(1, 15), 4)
        state = chance.choice(["closed", "closed", "closed", "running"])
        a_class(
            desk_file,
            f"x{number}",
            f"{year}-{month:02d}-15",
            people,
            state=state,
            completed=chance.randint(0, 1),
        )
    expected: dict[int, set[int]] = {2022: set(), 2026: set()}
    with closing(sqlite3.connect(desk_file)) as connection:
        for person, end in connection.execute(
            "SELECT e.person_id, c.end_day FROM enrolment e JOIN training_class c ON c.id = e.class_id"
            " WHERE e.completed = 1 AND c.state = 'closed'"
        ):
            if "2022-01-01" <= end <= TODAY.isoformat():
                expected[2022].add(person)
            if "2026-01-01" <= end <= TODAY.isoformat():
                expected[2026].add(person)
    total = desk.ask(coverage).total
    assert (total.trained_cycle, total.trained_year) == (len(expected[2022]), len(expected[2026]))
    first = desk.ask(plan_proposal).total
    assert sum(cell.done for cell in first.cells) >= total.trained_cycle
