"""Reads of the reports: coverage by unit, line and team, and the numbers of the first page."""

from collections.abc import Iterable
from datetime import date

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import Line, PlanState, Team
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.planning.base import clip_year, cycle_of, cycle_years
from trainingdesk.domain.reporting.rows import Coverage, CoverageReport, Overview, TeamProgress, UnitCoverage
from trainingdesk.domain.reporting.rules import coverage_curve, falling_out_since, split_target
from trainingdesk.domain.roster.base import base_rule
from trainingdesk.persistence.readmodels import planning as plan_reads
from trainingdesk.persistence.readmodels import reporting as reads
from trainingdesk.usecases.queries.planning import current_plan
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.REPORT_READ)
def coverage(reader: Reader, day: date | None = None) -> CoverageReport:
    """Return five-year coverage as of a day, today by default: the cycle and the year are those of the day.

    Raises Refused ``planning.base_day_ahead`` for a day that has not come.
    """
    counted_on = day or reader.today
    if counted_on > reader.today:
        raise Refused("planning.base_day_ahead", day=reader.today)
    policy = reader.policy(counted_on)
    length = policy.whole("cycle.years")
    start = cycle_of(counted_on, plan_reads.cycle_start_year(reader.connection), length)
    years = cycle_years(start, length)
    rule = base_rule(policy)
    cells = reads.coverage(reader.connection, years, counted_on.year, counted_on, reader.today, rule)
    units = tuple(
        UnitCoverage(
            unit.id,
            unit.name,
            unit.short_name,
            unit.depth,
            unit.line,
            tuple((team, cells[unit.id, team]) for team in Team if (unit.id, team) in cells),
        )
        for unit in plan_reads.all_units(reader.connection)
        if any((unit.id, team) in cells for team in Team)
    )
    return CoverageReport(
        years=years,
        year=counted_on.year,
        counted_on=counted_on,
        units=units,
        lines=tuple(
            (line, _sum(unit.whole for unit in units if unit.line is line))
            for line in Line
            if any(unit.line is line for unit in units)
        ),
        teams=tuple((team, _sum(part for (_unit, of), part in cells.items() if of is team)) for team in Team),
        total=_sum(cells.values()),
    )


@query(Permission.REPORT_READ)
def overview(reader: Reader) -> Overview:
    """Return the numbers of the first page; targets come from the plan in force, see ``current_plan``."""
    connection, today = reader.connection, reader.today
    policy = reader.policy()
    rule = base_rule(policy)
    plan = current_plan(reader)
    years = plan.years
    year = clip_year(today, years)
    bases = reads.base_by_team(connection, today, rule)
    targets = split_target(plan.total.targets[years.index(year)], bases)
    done = reads.done_by_team(connection, years, year, today)
    base = sum(bases.values())
    since = falling_out_since(today, policy.whole("cycle.years"))
    months = reads.first_completions(connection, years, today, rule)
    return Overview(
        counted_on=today,
        years=years,
        year=year,
        base=base,
        adopted=plan.state is PlanState.ADOPTED,
        plan_title=plan.title,
        falling_out=reads.without_training(connection, since, today, today, rule),
        untrained=plan.total.still_to_do,
        teams=tuple(
            TeamProgress(team, bases.get(team, 0), targets[team], done.get(team, 0)) for team in Team
        ),
        curve=coverage_curve(years, plan.total.targets, months, today) if base else (),
        spending=reads.spending(connection, today.year)
        if Permission.FEE_READ in reader.actor.permissions
        else None,
    )


def _sum(parts: Iterable[Coverage]) -> Coverage:
    return sum(parts, Coverage())
