"""Reads of the plan: the live proposal, saved versions, two versions compared."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.planning.base import cycle_in_force, cycle_years
from trainingdesk.domain.planning.rows import (
    CompareRow,
    GridCell,
    GridRow,
    PlanComparison,
    PlanGrid,
    PlanVersionRow,
    Targets,
    TreeUnit,
)
from trainingdesk.domain.planning.rules import check_weights, column_sums, grid_cells, propose
from trainingdesk.domain.roster.base import base_rule
from trainingdesk.persistence.readmodels import base as base_reads
from trainingdesk.persistence.readmodels import planning as reads
from trainingdesk.shared.text import Label
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.PLAN_READ)
def plan_proposal(reader: Reader, base_day: date | None = None, cycle_start: int | None = None) -> PlanGrid:
    """Return the plan that the rules propose for the base on a day, today by default (P1.3).

    Raises Refused ``planning.base_day_ahead`` for a day that has not come, and ``planning.weights``.
    """
    day = base_day or reader.today
    if day > reader.today:
        raise Refused("planning.base_day_ahead", day=reader.today)
    policy = reader.policy(day)
    start = present_cycle(reader) if cycle_start is None else cycle_start
    years = cycle_years(start, policy.whole("cycle.years"))
    weights = check_weights(policy.table("plan.year_weights"), len(years))
    bases = base_reads.bases(reader.connection, day, reader.today, base_rule(policy))
    rows = {unit: (bases[unit], targets) for unit, targets in propose(bases, weights).items()}
    return _grid(reader, None, rows, day, years, weights)


@query(Permission.PLAN_READ)
def plan_grid(reader: Reader, plan_id: int) -> PlanGrid:
    """Return a saved version with what is done by today; raises NotFound ``record.gone``."""
    version = _version(reader, plan_id)
    years, weights = _years(reader, version)
    return _grid(
        reader, version, reads.plan_rows(reader.connection, plan_id, years), version.base_day, years, weights
    )


@query(Permission.PLAN_READ)
def current_plan(reader: Reader) -> PlanGrid:
    """Return the adopted version of the cycle in force, the newest saved one, or else the live proposal."""
    start = present_cycle(reader)
    plan_id = reads.adopted_plan(reader.connection, start)
    if plan_id is None:
        versions = reads.plan_versions(reader.connection, start)
        plan_id = versions[0].id if versions else None
    return plan_proposal(reader) if plan_id is None else plan_grid(reader, plan_id)


@query(Permission.PLAN_READ)
def plan_versions(reader: Reader) -> tuple[PlanVersionRow, ...]:
    """Return all saved versions, the newest first."""
    return reads.plan_versions(reader.connection)


@query(Permission.PLAN_READ)
def compare_plans(reader: Reader, first_id: int, second_id: int) -> PlanComparison:
    """Return two versions of one cycle side by side.

    Raises NotFound ``record.gone``, and Refused ``planning.other_cycle`` for versions of two cycles.
    """
    first, second = _version(reader, first_id), _version(reader, second_id)
    if first.cycle_start != second.cycle_start:
        raise Refused("planning.other_cycle", first=first.cycle_start, second=second.cycle_start)
    years, _weights = _years(reader, first)
    before = reads.plan_rows(reader.connection, first_id, years)
    after = reads.plan_rows(reader.connection, second_id, years)
    nothing: tuple[int, Targets] = (0, (0,) * len(years))
    rows = tuple(
        CompareRow(
            unit_id=unit.id,
            name=unit.name,
            depth=unit.depth,
            first_base=before.get(unit.id, nothing)[0],
            second_base=after.get(unit.id, nothing)[0],
            first=before.get(unit.id, nothing)[1],
            second=after.get(unit.id, nothing)[1],
        )
        for unit in reads.all_units(reader.connection)
        if unit.id in before or unit.id in after
    )
    total = CompareRow(
        unit_id=0,
        name="",
        depth=0,
        first_base=sum(row.first_base for row in rows),
        second_base=sum(row.second_base for row in rows),
        first=column_sums([row.first for row in rows], len(years)),
        second=column_sums([row.second for row in rows], len(years)),
    )
    return PlanComparison(first, second, years, rows, total)


def present_cycle(reader: Reader) -> int:
    """Return the first year of the cycle in force (rule ``cycle.years``, P1.2)."""
    length = reader.policy().whole("cycle.years")
    return cycle_in_force(reader.today, reads.cycle_start_year(reader.connection), length)


def _version(reader: Reader, plan_id: int) -> PlanVersionRow:
    version = reads.plan_version(reader.connection, plan_id)
    if version is None:
        raise NotFound("record.gone", kind=Label("entity.plan_version"))
    return version


def _years(reader: Reader, version: PlanVersionRow) -> tuple[tuple[int, ...], tuple[int, ...]]:
    policy = reader.policy(version.base_day)
    years = cycle_years(version.cycle_start, policy.whole("cycle.years"))
    return years, check_weights(policy.table("plan.year_weights"), len(years))


def _grid(
    reader: Reader,
    version: PlanVersionRow | None,
    planned: Mapping[int, tuple[int, Targets]],
    base_day: date,
    years: tuple[int, ...],
    weights: tuple[int, ...],
) -> PlanGrid:
    connection, today = reader.connection, reader.today
    rule = base_rule(reader.policy())
    now = base_reads.bases(connection, today, today, rule)
    done = reads.done_cells(connection, years, today)
    todo = reads.untrained(connection, years, today, rule)
    cap = reader.policy(base_day).fraction("plan.share_cap")
    nothing: tuple[int, Targets] = (0, (0,) * len(years))
    shown = {*planned, *now, *(unit for unit, _year in done)}
    rows = tuple(
        _row(unit, planned.get(unit.id, nothing), years, done, now.get(unit.id, 0), todo.get(unit.id, 0), cap)
        for unit in reads.all_units(connection)
        if unit.id in shown
    )
    return PlanGrid(
        plan_id=version.id if version else None,
        version=version.version if version else 0,
        number=version.number if version else None,
        title=version.title if version else "",
        state=version.state if version else None,
        cycle_start=years[0],
        years=years,
        base_day=base_day,
        counted_on=today,
        weights=weights,
        cap=cap,
        rows=rows,
        total=total_row(rows, years),
    )


def _row(
    unit: TreeUnit,
    planned: tuple[int, Targets],
    years: Sequence[int],
    done: Mapping[tuple[int, int], int],
    base_now: int,
    todo: int,
    cap: Fraction,
) -> GridRow:
    base, targets = planned
    did = [done.get((unit.id, year), 0) for year in years]
    cells = grid_cells(years, targets, did, base=base, still_to_do=todo, cap=cap)
    return GridRow(unit.id, unit.name, unit.short_name, unit.depth, unit.line, base, base_now, cells, todo)


def total_row(rows: Sequence[GridRow], years: Sequence[int]) -> GridRow:
    """Return the total row: every number is the sum of its column; the share mark is each unit's own affair."""
    targets = column_sums([row.targets for row in rows], len(years))
    cells = tuple(
        GridCell(
            year,
            targets[place],
            done=sum(row.cells[place].done for row in rows),
            remaining=sum(row.cells[place].remaining for row in rows),
            over_cap=False,
        )
        for place, year in enumerate(years)
    )
    return GridRow(
        unit_id=0,
        name="",
        short_name="",
        depth=0,
        line=None,
        base=sum(row.base for row in rows),
        base_now=sum(row.base_now for row in rows),
        cells=cells,
        still_to_do=sum(row.still_to_do for row in rows),
    )
