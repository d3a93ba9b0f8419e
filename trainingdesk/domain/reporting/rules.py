"""How the year's volume is split over teams, and what the coverage curve is made of (P1.2-P1.5)."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from trainingdesk.domain.codes import Team
from trainingdesk.domain.planning.rows import Targets
from trainingdesk.domain.planning.rules import spread
from trainingdesk.domain.reporting.rows import CurvePoint, UnitCoverage, YearPoint


def split_target(total: int, bases: Mapping[Team, int]) -> dict[Team, int]:
    """Return a year's target by team: the plan's total in the proportion of the teams' bases (P1.4, P1.5).

    The plan splits the base over units, not over teams, and a unit can have people of several. Whole people come
    from the method of the largest remainder, so that the parts add up to the total; a team without people gets none.
    """
    there = [team for team in Team if bases.get(team, 0) > 0]
    weights = [bases[team] for team in there]
    parts = spread(total, weights, [0] * len(there), [total] * len(there)) if there else ()
    return {team: dict(zip(there, parts, strict=True)).get(team, 0) for team in Team}


def falling_out_since(day: date, years: int) -> date:
    """Return the first day of the window in which everybody must have completed a class (P1.2: 五年轮训一遍).

    It holds this year and the ``years - 1`` before it: whoever has completed nothing in it falls out of the five-year
    rule when this year ends.
    """
    return date(day.year - years + 1, 1, 1)


def coverage_curve(
    years: Sequence[int], targets: Targets, months: Mapping[tuple[int, int], int], today: date
) -> tuple[CurvePoint, ...]:
    """Return the coverage curve by month ends, beginning on the day before the cycle.

    ``targets`` are the plan's yearly totals; ``months`` counts people by (year, month) of their first completion in
    the cycle. The point of the present month is as of today; later ones have no ``trained``.
    """
    points = [CurvePoint(date(years[0] - 1, 12, 31), Fraction(0), 0)]
    trained, before = 0, 0
    for year, target in zip(years, targets, strict=True):
        for month in range(1, 13):
            trained += months.get((year, month), 0)
            planned = before + Fraction(target * month, 12)
            last = date(year, month, monthrange(year, month)[1])
            if (year, month) == (today.year, today.month):
                points.append(CurvePoint(last, planned, trained))
            else:
                points.append(CurvePoint(last, planned, trained if last < today else None))
        before += target
    return tuple(points)


def yearly_points(
    years: Sequence[int], targets: Targets | None, trained: Mapping[int, int], until: int
) -> tuple[YearPoint, ...]:
    """Return the cycle year by year, each counted since its beginning.

    ``targets`` are the plan's yearly totals, None without a plan; ``trained`` counts people by the year of their
    first completion in the cycle; ``until`` is the last year counted.
    """
    points = []
    planned = done = 0
    for place, year in enumerate(years):
        planned += targets[place] if targets is not None else 0
        done += trained.get(year, 0)
        points.append(YearPoint(year, None if targets is None else planned, done if year <= until else None))
    return tuple(points)


def furthest_behind(units: Sequence[UnitCoverage], most: int) -> tuple[UnitCoverage, ...]:
    """Return the units with the lowest coverage among those with people still to be trained.

    Of two with the same share the one with more people to do stands first, then the order of the tree.
    """
    behind = [unit for unit in units if unit.whole.still_to_do]
    behind.sort(key=lambda unit: (unit.whole.share or 0, -unit.whole.still_to_do))
    return tuple(behind[:most])
