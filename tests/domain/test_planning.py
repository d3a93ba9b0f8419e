"""The plan adds up whatever the bases, the weights and the hand changes are (P1.2, P1.3, P4.2)."""

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.codes import Line
from trainingdesk.domain.errors import Invalid, Refused
from trainingdesk.domain.planning.base import (
    clip_year,
    cycle_in_force,
    cycle_of,
    cycle_years,
    in_tree_order,
)
from trainingdesk.domain.planning.rules import (
    check_weights,
    column_sums,
    decide_plan,
    decide_rebalance,
    grid_cells,
    over_cap,
    propose,
    propose_row,
    spread,
)

weights_of = st.lists(st.integers(1, 50), min_size=5, max_size=5).map(
    lambda weights: tuple(sorted(weights, reverse=True))
)
bases_of = st.dictionaries(st.integers(1, 500), st.integers(0, 3000), max_size=40)


def descending(row):
    return all(earlier >= later for earlier, later in pairwise(row))


@given(bases_of, weights_of)
def test_every_proposal_adds_up_and_never_rises(bases, weights):
    plan = propose(bases, weights)
    assert plan.keys() == {unit for unit, base in bases.items() if base}
    assert all(sum(plan[unit]) == bases[unit] and min(plan[unit]) >= 0 for unit in plan)
    assert all(descending(row) for row in plan.values())
    columns = column_sums(list(plan.values()), 5)
    assert sum(columns) == sum(bases.values())
    assert descending(columns)


@given(st.integers(0, 5000), weights_of)
def test_nobody_is_more_than_one_person_off_the_exact_share(base, weights):
    for target, weight in zip(propose_row(base, weights), weights, strict=True):
        assert abs(target - Fraction(base * weight, sum(weights))) < 1


@pytest.mark.parametrize(
    ("base", "weights", "row"),
    [
        (100, (1, 1, 1, 1, 1), (20, 20, 20, 20, 20)),
        (3, (1, 1, 1, 1, 1), (1, 1, 1, 0, 0)),
        (4812, (1, 1, 1, 1, 1), (963, 963, 962, 962, 962)),
        (11, (3, 2, 2, 2, 1), (4, 2, 2, 2, 1)),  # exact 3.3, 2.2, 2.2, 2.2, 1.1: the largest remainder is 0.3
        (
            12,
            (3, 2, 2, 2, 1),
            (4, 3, 2, 2, 1),
        ),  # exact 3.6, 2.4, 2.4, 2.4, 1.2: of three equal ones the earliest
        (0, (1, 1, 1, 1, 1), (0, 0, 0, 0, 0)),
    ],
)
def test_known_rows(base, weights, row):
    assert propose_row(base, weights) == row


@given(st.data())
def test_spread_keeps_its_bounds(data):
    weights = data.draw(st.lists(st.integers(1, 9), min_size=1, max_size=6))
    low = data.draw(st.lists(st.integers(0, 20), min_size=len(weights), max_size=len(weights)))
    high = [least + data.draw(st.integers(0, 20)) for least in low]
    total = data.draw(st.integers(sum(low), sum(high)))
    parts = spread(total, weights, low, high)
    assert sum(parts) == total
    assert all(a <= part <= b for a, part, b in zip(low, parts, high, strict=True))


@given(st.integers(1, 400), weights_of, st.data())
def test_hand_changes_keep_the_row_exact(base, weights, data):
    row = propose_row(base, weights)
    kept = frozenset()
    for _turn in range(4):
        place, target = data.draw(st.tuples(st.integers(0, 4), st.integers(-1, base + 1)))
        try:
            answer = decide_rebalance(row, place, target, weights, kept - {place})
        except Refused as refused:
            least, most = refused.params.get("least"), refused.params.get("most")
            if least is not None:
                assert target < least
                decide_rebalance(row, place, least, weights)
            if most is not None:
                assert target > most
            continue
        assert sum(answer.targets) == base
        assert descending(answer.targets)
        assert answer.targets[: place + 1] == (*row[:place], target)
        changed = {at for at in range(5) if answer.targets[at] != row[at]}
        assert answer.moved == changed - {place}
        assert answer.released <= answer.moved
        assert all(answer.targets[at] == row[at] for at in kept - answer.released - {place})
        kept = (kept | {place}) - answer.released
        row = answer.targets


def test_a_kept_cell_stays_while_it_can_and_is_released_when_it_cannot():
    ones = (1, 1, 1, 1, 1)
    first = decide_rebalance((20, 20, 20, 20, 20), 0, 30, ones)
    assert (first.targets, first.moved) == ((30, 18, 18, 17, 17), {1, 2, 3, 4})
    second = decide_rebalance(first.targets, 1, 25, ones)
    assert second.targets == (30, 25, 15, 15, 15)
    kept = decide_rebalance(second.targets, 0, 36, ones, frozenset({1}))
    assert (kept.targets, kept.moved, kept.released) == ((36, 25, 13, 13, 13), {2, 3, 4}, frozenset())
    gone = decide_rebalance(kept.targets, 0, 80, ones, frozenset({1}))
    assert (gone.targets, gone.released) == ((80, 5, 5, 5, 5), {1})
    between = decide_rebalance((40, 30, 10, 10, 10), 1, 32, ones, frozenset({3}))
    assert between.targets == (40, 32, 10, 10, 8), "nothing before a kept year may fall below it"


@pytest.mark.parametrize(
    ("place", "target", "code", "params"),
    [
        (1, -1, "planning.cell_negative", {}),
        (1, 31, "planning.cell_above_earlier", {"most": 30}),
        (2, 19, "planning.cell_too_low", {"least": 20}),
        (4, 9, "planning.cell_too_low", {"least": 10}),
        (0, 101, "planning.cell_above_base", {"most": 100}),
        (0, 19, "planning.cell_too_low", {"least": 20}),
    ],
)
def test_impossible_changes_are_refused_with_what_is_possible(place, target, code, params):
    row = {1: (30, 30, 20, 10, 10), 2: (20, 20, 20, 20, 20), 4: (30, 30, 20, 10, 10)}.get(place, (20,) * 5)
    with pytest.raises(Refused) as refused:
        decide_rebalance(row, place, target, (1, 1, 1, 1, 1))
    assert (refused.value.code, refused.value.params) == (code, params)


def test_a_share_is_marked_above_whole_people_only():
    cap = Fraction(1, 5)
    assert not over_cap(1, 3, cap), "one of three is 33 %, and a person can't be split"
    assert over_cap(2, 3, cap)
    assert not over_cap(20, 100, cap)
    assert over_cap(21, 100, cap)
    assert not over_cap(21, 101, cap)
    assert not over_cap(0, 0, cap)


@pytest.mark.parametrize("weights", [(1, 1, 1, 1), (1, 2, 1, 1, 1), (1, 1, 1, 1, 0), (1.0, 1, 1, 1, 1)])
def test_weights_that_make_no_plan(weights):
    with pytest.raises(Refused, match=r"planning\.weights"):
        check_weights(weights, 5)
    assert check_weights([3, 2, 2, 1, 1], 5) == (3, 2, 2, 1, 1)


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ({1: (2, 1, 0)}, {"1": None}),
        ({}, {"1": "planning.row_missing"}),
        ({1: (2, 1, 0), 7: (1, 0, 0)}, {"7": "planning.row_unknown"}),
        ({1: (2, 1)}, {"1": "planning.row_years"}),
        ({1: (5, -1, -1)}, {"1": "planning.cell_negative"}),
        ({1: (2, 2, 0)}, {"1": "planning.row_sum"}),
        ({1: (1, 2, 0)}, {"1": "planning.row_order"}),
    ],
)
def test_a_plan_that_does_not_add_up_is_refused_by_unit(rows, codes):
    expected = [(unit, code) for unit, code in codes.items() if code]
    if not expected:
        decide_plan({1: 3}, rows, 3, {1: "城东区教育局"})
        return
    with pytest.raises(Invalid) as refused:
        decide_plan({1: 3}, rows, 3, {1: "城东区教育局"})
    assert [(problem.field, problem.code) for problem in refused.value.problems] == expected
    assert refused.value.params["unit"] == ("城东区教育局" if "1" in codes else "7")


def test_units_stand_behind_their_parents_in_the_offices_order():
    units = [
        (1, None, "教育局", "教育局", Line.EDUCATION),
        (2, None, "卫健局", "卫健局", Line.HEALTH),
        (3, 1, "实验小学", "实小", Line.EDUCATION),
        (4, 3, "分校", "分校", Line.EDUCATION),
        (5, 2, "医院", "医院", Line.HEALTH),
        (6, 99, "上级不在册", "上级不在册", Line.PARTY),
    ]
    ordered = in_tree_order(units)
    assert [(unit.id, unit.depth) for unit in ordered] == [(1, 0), (3, 1), (4, 2), (2, 0), (5, 1), (6, 0)]
    assert ordered[2].path == (1, 3, 4)


def test_cycles():
    assert cycle_years(2022, 5) == (2022, 2023, 2024, 2025, 2026)
    assert cycle_of(date(2026, 12, 31), 2022, 5) == 2022
    assert cycle_of(date(2027, 1, 1), 2022, 5) == 2027
    assert cycle_of(date(2021, 1, 1), 2022, 5) == 2017
    assert cycle_in_force(date(2029, 1, 1), 2022, 5) == 2027
    assert cycle_in_force(date(2026, 1, 1), 2027, 5) == 2027, "the office's first cycle is still ahead"
    assert [clip_year(date(year, 1, 1), (2022, 2023)) for year in (2020, 2022, 2030)] == [2022, 2022, 2023]


@given(st.integers(0, 60), weights_of, st.data())
def test_what_is_left_never_asks_for_somebody_twice(base, weights, data):
    years = range(2023, 2023 + len(weights))
    targets = propose_row(base, weights)
    done = [data.draw(st.integers(0, base)) for _year in years]
    still = data.draw(st.integers(0, base))
    cells = grid_cells(years, targets, done, base=base, still_to_do=still, cap=Fraction(1, 5))
    assert [(cell.target, cell.done) for cell in cells] == list(zip(targets, done, strict=True))
    assert sum(cell.remaining for cell in cells) <= still
    for place, cell in enumerate(cells):
        assert 0 <= cell.remaining <= max(cell.target - cell.done, 0)
        # on its way a plan leaves no less than its targets ask for, as far as there is anybody left
        owed = max(sum(targets[: place + 1]) - sum(done[: place + 1]), 0)
        assert sum(one.remaining for one in cells[: place + 1]) >= min(owed, still)


def test_who_was_trained_ahead_is_taken_off_the_years_that_follow():
    years = (2026, 2027, 2028, 2029, 2030)

    def left(targets, done, still):
        cells = grid_cells(years, targets, done, base=sum(targets), still_to_do=still, cap=Fraction(1, 5))
        return [cell.remaining for cell in cells]

    assert left((1, 1, 0, 0, 0), (2, 0, 0, 0, 0), 0) == [0, 0, 0, 0, 0], "all of the unit are trained"
    assert left((3, 3, 2, 2, 2), (5, 0, 0, 0, 0), 7) == [0, 1, 2, 2, 2]
    assert left((3, 3, 2, 2, 2), (1, 2, 0, 0, 0), 9) == [2, 1, 2, 2, 2]
    assert left((2, 2, 1, 1, 1), (0, 0, 0, 0, 0), 2) == [2, 0, 0, 0, 0], "trained elsewhere before they came"
