"""How a plan is made and changed so that it always adds up (P1.2, P1.3, P4.2).

Everything is exact: whole people, fractions of :mod:`fractions`, no floating point.

The grid has one row a unit and one column a year of the cycle. Three things hold for every plan that is proposed or
saved: every row adds up to the unit's base; no year's target is above the one of the year before it (紧前不紧后), in
every row and therefore in every column; every column is the sum of its cells, so that the total is the district's
base.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor

from trainingdesk.domain.errors import Invalid, Problem, Refused
from trainingdesk.domain.planning.rows import GridCell, Targets


def check_weights(weights: Sequence[int], years: int) -> tuple[int, ...]:
    """Return the year weights of rule ``plan.year_weights`` when a plan can be made with them.

    There must be one whole positive weight a year and none above the one before it (P1.3: earlier years never below
    later ones); raises Refused ``planning.weights`` otherwise.
    """
    whole = all(type(weight) is int and weight > 0 for weight in weights)
    if len(weights) != years or not whole or any(later > earlier for earlier, later in pairwise(weights)):
        raise Refused("planning.weights", weights=", ".join(str(weight) for weight in weights), years=years)
    return tuple(weights)


def spread(total: int, weights: Sequence[int], low: Sequence[int], high: Sequence[int]) -> Targets:
    """Return ``total`` people split in the proportion of ``weights``, each part between its ``low`` and ``high``.

    The exact shares are ``min(max(s·weight, low), high)`` for the one ``s`` that makes them add up to ``total``; whole
    people come from them by the method of the largest remainder, ties going to the earlier part. Where weights, lows
    and highs do not increase, neither do the parts. The caller sees to it that ``sum(low) <= total <= sum(high)`` and
    that every weight is positive.
    """
    scale = _scale(total, weights, low, high)
    exact = [
        min(max(scale * weight, Fraction(least)), Fraction(most))
        for weight, least, most in zip(weights, low, high, strict=True)
    ]
    parts = [floor(share) for share in exact]
    # a share with a remainder lies below its whole-numbered high, so that one more person always fits
    by_remainder = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def _scale(total: int, weights: Sequence[int], low: Sequence[int], high: Sequence[int]) -> Fraction:
    """Return the ``s`` of :func:`spread`: the clamped sum grows in straight pieces between these break points."""
    breaks = sorted(
        {Fraction(0)}
        | {
            Fraction(bound, weight)
            for bounds in (low, high)
            for bound, weight in zip(bounds, weights, strict=True)
        }
    )

    def clamped(scale: Fraction) -> Fraction:
        return sum(
            (
                min(max(scale * w, Fraction(a)), Fraction(b))
                for w, a, b in zip(weights, low, high, strict=True)
            ),
            Fraction(0),
        )

    before, sum_before = breaks[0], clamped(breaks[0])
    for after in breaks[1:]:
        sum_after = clamped(after)
        if sum_before < total <= sum_after:
            return before + (after - before) * (total - sum_before) / (sum_after - sum_before)
        before, sum_before = after, sum_after
    return breaks[0]


def propose_row(base: int, weights: Sequence[int]) -> Targets:
    """Return a unit's targets of every year: its base by the largest remainder, ties to the earlier year (P1.3)."""
    return spread(base, weights, [0] * len(weights), [base] * len(weights))


def propose(bases: Mapping[int, int], weights: Sequence[int]) -> dict[int, Targets]:
    """Return the proposed plan, unit → targets; a unit without people has no row."""
    return {unit: propose_row(base, weights) for unit, base in bases.items() if base > 0}


def column_sums(rows: Sequence[Targets], years: int) -> Targets:
    """Return the total row: every column is the sum of its cells."""
    return tuple(sum(row[place] for row in rows) for place in range(years))


def grid_cells(
    years: Sequence[int], targets: Targets, done: Sequence[int], *, base: int, still_to_do: int, cap: Fraction
) -> tuple[GridCell, ...]:
    """Return one unit's cells of every year: target, done, what is left (P1.4), and whether it is above the cap.

    The targets split the whole base, trained or not, over the cycle (P1.3). What is left counts people, and nobody
    has to be trained twice (P1.2, five years, everybody once): whoever was trained ahead of the plan is taken off the
    targets of the years that follow, and all years together leave no more than the unit still has to train.
    """
    cells = []
    ahead, left = 0, still_to_do
    for year, target, did in zip(years, targets, done, strict=True):
        remaining = min(max(target - ahead - did, 0), left)
        ahead = max(ahead + did - target, 0)
        left -= remaining
        cells.append(GridCell(year, target, did, remaining, over_cap(target, base, cap)))
    return tuple(cells)


def over_cap(target: int, base: int, cap: Fraction) -> bool:
    """Return whether a year takes more of a unit's people than rule ``plan.share_cap`` (P4.2: about 20 %).

    People are whole: one fifth of a unit of three is 0.6 of a person, and one of three, 33 %, is the least a year
    can take while everybody is trained within the cycle. A cell is therefore marked only above the cap rounded up to
    whole people; it is a mark for the eye and stops nothing.
    """
    return target > -floor(-cap * base)


@dataclass(frozen=True, slots=True)
class Rebalanced:
    """A row after a hand change.

    Attributes:
        targets: the row's targets; they add up to its base.
        moved: places of the other years that had to give or take people.
        released: places of earlier hand changes that could not be kept.
    """

    targets: Targets
    moved: frozenset[int]
    released: frozenset[int]


def decide_rebalance(
    targets: Targets, place: int, target: int, weights: Sequence[int], kept: frozenset[int] = frozenset()
) -> Rebalanced:
    """Return a row with one year's target set by hand and the later years re-balanced (P1.3).

    Earlier years stay as they are. Later years are spread by their weights between what the order of years allows;
    those in ``kept``, changed by hand before, keep their target where that is possible, otherwise they are released.

    Raises Refused ``planning.cell_negative``; ``planning.cell_above_earlier`` when the year would lie above the one
    before it; ``planning.cell_above_base`` when more people would be planned than are left; ``planning.cell_too_low``
    when the later years, none of which may lie above this one, could not take the rest.
    """
    if target < 0:
        raise Refused("planning.cell_negative")
    if place and target > targets[place - 1]:
        raise Refused("planning.cell_above_earlier", most=targets[place - 1])
    rest = sum(targets) - sum(targets[:place]) - target
    later = range(place + 1, len(targets))
    if rest < 0:
        raise Refused("planning.cell_above_base", most=rest + target)
    if rest > target * len(later):
        raise Refused("planning.cell_too_low", least=-(-(rest + target) // (len(later) + 1)))
    held = {at for at in later if at in kept}
    low, high = _bounds(targets, target, later, held)
    released: frozenset[int] = frozenset()
    if any(most < least for least, most in zip(low, high, strict=True)) or not sum(low) <= rest <= sum(high):
        low, high = _bounds(targets, target, later, set())
        released = frozenset(held)
    parts = spread(rest, [weights[at] for at in later], low, high) if later else ()
    after = (*targets[:place], target, *parts)
    moved = frozenset(at for at in later if after[at] != targets[at])
    return Rebalanced(after, moved, released & moved)


def _bounds(targets: Targets, top: int, later: range, held: set[int]) -> tuple[list[int], list[int]]:
    """Return the least and the most of every later year, between the cells that are held."""
    high: list[int] = []
    bound = top
    for at in later:
        bound = min(bound, targets[at]) if at in held else bound
        high.append(bound)
    low: list[int] = []
    bound = 0
    for at in reversed(later):
        bound = max(bound, targets[at]) if at in held else bound
        low.append(bound)
    return low[::-1], high


def decide_plan(
    bases: Mapping[int, int], rows: Mapping[int, Targets], years: int, names: Mapping[int, str]
) -> None:
    """Check that a plan can be saved: a row for every unit with people, and every row adds up (P1.3).

    ``bases`` are counted anew when the plan is saved. Raises Invalid ``planning.not_exact`` with a Problem for every
    unit at fault: ``planning.row_missing``, ``planning.row_unknown``, ``planning.row_years``, ``planning.row_sum``
    (the roster has changed since the plan was proposed), ``planning.row_order`` or ``planning.cell_negative``.
    """
    problems: list[Problem] = []
    for unit in [*bases, *(unit for unit in rows if unit not in bases)]:
        code = _row_problem(bases.get(unit, 0), rows.get(unit), years)
        if code:
            total = sum(rows.get(unit, ()))
            facts = {
                "unit": names.get(unit, str(unit)),
                "base": bases.get(unit, 0),
                "total": total,
                "years": years,
            }
            problems.append(Problem(code, facts, field=str(unit)))
    if problems:
        first = problems[0].params
        raise Invalid("planning.not_exact", problems, unit=first["unit"])


def _row_problem(base: int, row: Targets | None, years: int) -> str:
    if row is None:
        return "planning.row_missing" if base else ""
    if base == 0:
        return "planning.row_unknown"
    if len(row) != years:
        return "planning.row_years"
    if min(row) < 0:
        return "planning.cell_negative"
    if sum(row) != base:
        return "planning.row_sum"
    return "planning.row_order" if any(later > earlier for earlier, later in pairwise(row)) else ""
