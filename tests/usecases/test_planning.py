"""Plans on a real file: proposed, saved, adopted, taken back, compared; what is done is counted once a cycle."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.usecases.training_facts import a_class, rows, write
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import PlanState
from trainingdesk.domain.errors import AccessDenied, Conflict, Invalid, NotFound, Refused
from trainingdesk.usecases.commands.office import SetRule, UndoLast
from trainingdesk.usecases.commands.planning import AdoptPlan, ReleasePlan, RemovePlan, SavePlan
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.planning import (
    compare_plans,
    current_plan,
    plan_grid,
    plan_proposal,
    plan_versions,
)

TODAY = date(2026, 6, 12)


def save(desk: Desk, title: str = "第一稿", **changes) -> int:
    grid = desk.ask(plan_proposal)
    cells = tuple((row.unit_id, changes.get(f"u{row.unit_id}", row.targets)) for row in grid.rows if row.base)
    return desk.execute(SavePlan(title=title, base_day=grid.base_day, cells=cells)).result["plan_id"]


def test_the_proposal_splits_the_base_of_every_unit(desk: Desk):
    grid = desk.ask(plan_proposal)
    assert grid.years == (2022, 2023, 2024, 2025, 2026)
    assert [(row.name, row.depth, row.base, row.targets) for row in grid.rows] == [
        ("城东区委组织部", 0, 3, (1, 1, 1, 0, 0)),
        ("城东区委宣传部", 0, 2, (1, 1, 0, 0, 0)),
        ("城东区教育局", 0, 2, (1, 1, 0, 0, 0)),
        ("城东区实验小学", 1, 3, (1, 1, 1, 0, 0)),
        ("汤泉街道办事处", 0, 2, (1, 1, 0, 0, 0)),
        ("城东城建集团有限公司", 0, 2, (1, 1, 0, 0, 0)),
    ]
    assert (grid.total.base, grid.total.targets) == (14, (6, 6, 2, 0, 0))
    assert not any(cell.over_cap for row in grid.rows for cell in row.cells)
    assert grid.rows[0].share(0) == grid.rows[0].share(1)
    assert grid.total.share(0).limit_denominator(100) * 14 == 6


def test_people_outside_the_base_are_not_planned(desk: Desk, desk_file):
    write(
        desk_file,
        ("UPDATE person SET status = 'retired', status_from = '2026-03-01' WHERE id = 1", ()),
        ("UPDATE person SET status = 'seconded_in' WHERE id = 2", ()),
        ("UPDATE person SET status = 'serving', status_from = '2026-03-01' WHERE id = 4", ()),
    )
    today = {row.unit_id: row.base for row in desk.ask(plan_proposal).rows}
    assert (today[1], today[2]) == (1, 2)
    january = {
        row.unit_id: (row.base, row.base_now) for row in desk.ask(plan_proposal, date(2026, 1, 1)).rows
    }
    assert january[1] == (2, 1), "who retired in March still counted in January"
    assert january[2] == (1, 2), "who came in March did not yet"


def test_a_plan_is_not_counted_ahead(desk: Desk):
    with pytest.raises(Refused, match=r"planning\.base_day_ahead"):
        desk.ask(plan_proposal, date(2026, 6, 13))
    with pytest.raises(Refused, match=r"planning\.base_day_ahead"):
        desk.execute(SavePlan(title="x", base_day=date(2026, 6, 13), cells=((1, (1, 1, 1, 0, 0)),)))


def test_done_counts_a_person_once_a_cycle_in_the_unit_of_that_time(desk: Desk, desk_file):
    a_class(desk_file, "2021-01", "2021-11-01", [3])  # before the cycle
    a_class(desk_file, "2023-01", "2023-05-12", [1, 2])
    a_class(desk_file, "2024-01", "2024-05-12", [1])  # again: the first one counts
    a_class(desk_file, "2024-02", "2024-06-12", [4], state="running")  # not closed
    a_class(desk_file, "2024-03", "2024-07-12", [5], completed=0)
    write(desk_file, ("UPDATE person SET unit_id = 2 WHERE id = 2", ()))  # moved after the class
    grid = desk.ask(plan_proposal)
    organisation, publicity = grid.rows[0], grid.rows[1]
    assert [cell.done for cell in organisation.cells] == [0, 2, 0, 0, 0]
    assert [cell.remaining for cell in organisation.cells] == [1, 0, 0, 0, 0]
    assert organisation.done == 2
    assert (organisation.base_now, organisation.still_to_do) == (2, 1)
    assert (publicity.base_now, publicity.still_to_do) == (3, 2), "the one who moved here is trained"
    assert [cell.done for cell in grid.total.cells] == [0, 2, 0, 0, 0]
    assert (grid.total.still_to_do, grid.total.base) == (12, 14)


def test_a_saved_version_stays_when_the_roster_moves_on(desk: Desk, desk_file):
    plan_id = save(desk)
    write(desk_file, ("UPDATE person SET status = 'retired' WHERE id = 1", ()))
    grid = desk.ask(plan_grid, plan_id)
    assert (grid.title, grid.number, grid.state, grid.base_day) == ("第一稿", 1, PlanState.SAVED, TODAY)
    assert (grid.rows[0].base, grid.rows[0].base_now, grid.rows[0].targets) == (3, 2, (1, 1, 1, 0, 0))
    assert grid.total.base == 14
    with pytest.raises(NotFound):
        desk.ask(plan_grid, plan_id + 1)


def test_hand_changes_are_saved_and_marked_over_the_cap(desk: Desk):
    grid = desk.ask(plan_grid, save(desk, u1=(2, 1, 0, 0, 0)))
    assert grid.rows[0].targets == (2, 1, 0, 0, 0)
    assert [cell.over_cap for cell in grid.rows[0].cells] == [True, False, False, False, False]
    assert grid.total.targets == (7, 6, 1, 0, 0)


def test_a_plan_that_the_roster_has_left_behind_is_refused_whole(desk: Desk, desk_file):
    grid = desk.ask(plan_proposal)
    cells = tuple((row.unit_id, row.targets) for row in grid.rows)
    write(desk_file, ("UPDATE person SET status = 'left' WHERE id = 8", ()))
    with pytest.raises(Invalid) as refused:
        desk.execute(SavePlan(title="旧底数", base_day=grid.base_day, cells=cells))
    assert [(problem.code, problem.params["unit"]) for problem in refused.value.problems] == [
        ("planning.row_sum", "城东区实验小学")
    ]
    assert desk.ask(plan_versions) == ()
    for title, given, code in (("", cells, "planning.no_title"), ("x", (), "planning.empty")):
        with pytest.raises(Refused) as said:
            desk.execute(SavePlan(title=title, base_day=TODAY, cells=given))
        assert said.value.code == code


def test_one_version_is_in_force_and_adoption_can_be_taken_back(desk: Desk):
    first, second = save(desk), save(desk, "第二稿", u1=(2, 1, 0, 0, 0))
    assert desk.ask(current_plan).plan_id == second, "the newest, as long as none is adopted"
    desk.execute(AdoptPlan(plan_id=first))
    assert desk.ask(current_plan).plan_id == first
    with pytest.raises(Refused, match=r"planning\.adopted_already"):
        desk.execute(AdoptPlan(plan_id=first))
    with pytest.raises(Refused, match=r"planning\.is_adopted"):
        desk.execute(RemovePlan(plan_id=first))
    desk.execute(AdoptPlan(plan_id=second))
    states = {version.id: version.state for version in desk.ask(plan_versions)}
    assert states == {first: PlanState.SAVED, second: PlanState.ADOPTED}
    with pytest.raises(Conflict):
        desk.execute(AdoptPlan(plan_id=first, version=1))
    assert desk.execute(UndoLast()).result["label"] == "undo.adopt_plan"
    assert desk.ask(current_plan).plan_id == first
    with pytest.raises(Refused, match=r"planning\.not_adopted"):
        desk.execute(ReleasePlan(plan_id=second))


def test_saving_can_be_taken_back_without_a_trace_in_the_grid(desk: Desk, desk_file):
    save(desk)
    assert rows(desk_file, "SELECT count(*) FROM plan_cell") == [(30,)]
    desk.execute(UndoLast())
    for table in ("plan_version", "plan_row", "plan_cell"):
        assert rows(desk_file, f"SELECT count(*) FROM {table}") == [(0,)]
        assert rows(
            desk_file, "SELECT count(*) FROM audit WHERE entity = ? AND kind = 'removed'", (table,)
        ) != [(0,)]
    assert desk.ask(current_plan).plan_id is None


def test_two_versions_are_compared_row_by_row(desk: Desk):
    first, second = save(desk), save(desk, "第二稿", u1=(2, 1, 0, 0, 0))
    comparison = desk.ask(compare_plans, first, second)
    changed = [row for row in comparison.rows if row.changed]
    assert [(row.unit_id, row.differences) for row in changed] == [(1, (1, 0, -1, 0, 0))]
    assert comparison.total.differences == (1, 0, -1, 0, 0)
    assert (comparison.total.first_base, comparison.total.second_base) == (14, 14)
    grid = desk.ask(plan_proposal, None, 2027)
    cells = tuple((row.unit_id, row.targets) for row in grid.rows)
    other = desk.execute(SavePlan(title="下一周期", base_day=TODAY, cells=cells, cycle_start=2027)).result[
        "plan_id"
    ]
    with pytest.raises(Refused, match=r"planning\.other_cycle"):
        desk.ask(compare_plans, first, other)


def test_front_loaded_weights_and_impossible_ones(desk: Desk):
    def weights(value: list[int], day: date) -> None:
        desk.execute(SetRule(key="plan.year_weights", value=value, valid_from=day, source="区委文件"))

    weights([3, 2, 2, 2, 1], date(2026, 1, 1))
    assert desk.ask(plan_proposal).rows[0].targets == (1, 1, 1, 0, 0)
    assert desk.ask(plan_proposal).total.targets == (6, 6, 2, 0, 0)
    with pytest.raises(Invalid) as refused:
        weights([1, 2, 2, 2, 1], date(2026, 6, 1))
    assert [problem.code for problem in refused.value.problems] == ["rule.bad_weights"]
    desk.execute(SetRule(key="cycle.years", value=6, valid_from=date(2026, 6, 1), source="区委文件"))
    with pytest.raises(Refused, match=r"planning\.weights"):
        desk.ask(plan_proposal)


def test_who_may_not(desk: Desk, sign_in: Callable[[Role], None]):
    sign_in(Role.READ_ONLY)
    assert desk.ask(plan_proposal).total.base == 14
    with pytest.raises(AccessDenied):
        desk.execute(SavePlan(title="x", base_day=TODAY, cells=()))
