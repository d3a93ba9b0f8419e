"""Units in the order of their tree, and the years of cycles (P1.1, P1.2)."""

from collections.abc import Iterable, Sequence
from datetime import date

from trainingdesk.domain.codes import Line
from trainingdesk.domain.planning.rows import TreeUnit


def in_tree_order(units: Iterable[tuple[int, int | None, str, str, Line]]) -> tuple[TreeUnit, ...]:
    """Return units (id, parent, name, short name, line), given in the office's order, each behind its parent.

    A unit whose parent is not among them stands at the top.
    """
    listed = list(units)
    known = {unit[0] for unit in listed}
    children: dict[int | None, list[tuple[int, int | None, str, str, Line]]] = {}
    for unit in listed:
        children.setdefault(unit[1] if unit[1] in known else None, []).append(unit)
    ordered: list[TreeUnit] = []
    stack: list[tuple[tuple[int, int | None, str, str, Line], tuple[int, ...]]] = [
        (unit, ()) for unit in reversed(children.get(None, []))
    ]
    while stack:
        (number, _parent, name, short_name, line), above = stack.pop()
        path = (*above, number)
        ordered.append(TreeUnit(number, name, short_name, line, len(above), path))
        stack.extend((unit, path) for unit in reversed(children.get(number, [])))
    return tuple(ordered)


def cycle_years(cycle_start: int, years: int) -> tuple[int, ...]:
    """Return the years of a cycle (rule ``cycle.years``, P1.2)."""
    return tuple(range(cycle_start, cycle_start + years))


def cycle_of(day: date, cycle_start: int, years: int) -> int:
    """Return the first year of the cycle that a day lies in; ``cycle_start`` is that of any cycle."""
    return cycle_start + (day.year - cycle_start) // years * years


def cycle_in_force(today: date, cycle_start: int, years: int) -> int:
    """Return the first year of the cycle to plan for: today's, or the office's first one when it is still ahead."""
    return max(cycle_of(today, cycle_start, years), cycle_start)


def clip_year(day: date, years: Sequence[int]) -> int:
    """Return the year of a cycle that a day lies in, the nearest one for a day outside it."""
    return min(max(day.year, years[0]), years[-1])
