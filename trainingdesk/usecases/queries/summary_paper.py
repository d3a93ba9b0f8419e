"""The one-page report for the leading group: read once, shown as rows, page and workbook."""

from datetime import date
from typing import TYPE_CHECKING

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.planning.rows import PlanGrid
from trainingdesk.domain.reporting.rows import Summary, UnitCoverage
from trainingdesk.domain.reporting.rules import furthest_behind, yearly_points
from trainingdesk.domain.roster.base import base_rule
from trainingdesk.persistence.readmodels import planning as plan_reads
from trainingdesk.persistence.readmodels import reporting as reads
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.shared.text import text
from trainingdesk.usecases.papers import Params, table_paper
from trainingdesk.usecases.queries.planning import plan_grid
from trainingdesk.usecases.queries.reporting import coverage
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query

if TYPE_CHECKING:
    from trainingdesk.documents.definition import Content

#: How many units the page names as furthest behind.
UNITS_BEHIND = 10
#: A unit with a longer name stands there with its short one.
LONGEST_NAME = 18


@query(Permission.REPORT_READ)
def summary(reader: Reader, day: date | None = None) -> Summary:
    """Return the figures of the one-page report as of a day, today by default.

    Targets are those of the saved plan of the day's cycle; a cycle without one has none.
    Raises what :func:`~trainingdesk.usecases.queries.reporting.coverage` raises.
    """
    found = coverage(reader, day)
    rule = base_rule(reader.policy(found.counted_on))
    plan = _plan_of(reader, found.years[0])
    targets = plan.total.targets if plan is not None else None
    trained = reads.trained_by_year(reader.connection, found.years, found.counted_on, reader.today, rule)
    money = Permission.FEE_READ in reader.actor.permissions
    return Summary(
        coverage=found,
        planned=sum(targets or ()),
        points=yearly_points(found.years, targets, trained, found.year),
        behind=furthest_behind(found.units, UNITS_BEHIND),
        work=reads.class_work(reader.connection, found.year, found.counted_on),
        spending=reads.spending(reader.connection, found.year) if money else None,
    )


def _plan_of(reader: Reader, cycle_start: int) -> PlanGrid | None:
    """Return the adopted or the newest saved plan of a cycle, None where none was saved.

    A proposal that nobody saved asks for nothing: the leading group would read "the plan wants" of a plan there is not.
    """
    plan_id = plan_reads.adopted_plan(reader.connection, cycle_start)
    if plan_id is None:
        versions = plan_reads.plan_versions(reader.connection, cycle_start)
        plan_id = versions[0].id if versions else None
    return None if plan_id is None else plan_grid(reader, plan_id)


@table_paper("reporting.summary")
def summary_paper(reader: Reader, params: Params) -> "Content":
    """Return the one-page report as of today, or as of the end of an earlier ``year``.

    Raises Refused ``paper.year_ahead`` for a year that has not begun.
    """
    from trainingdesk.documents.catalogue.reporting import CoverageLine
    from trainingdesk.documents.catalogue.summary import ClassLine, YearLine, content

    year = int(params["year"]) if params.get("year") else reader.today.year
    if year > reader.today.year:
        raise Refused("paper.year_ahead", year=year, now=reader.today.year)
    found = summary(reader, reader.today if year == reader.today.year else date(year, 12, 31))

    def line_of(unit: UnitCoverage) -> CoverageLine:
        name = unit.name if len(unit.name) <= LONGEST_NAME or not unit.short_name else unit.short_name
        return CoverageLine(name, unit.whole.base, unit.whole.trained_year, unit.whole.trained_cycle)

    groups = {
        kind: [
            CoverageLine(text(f"{kind}.{code}"), part.base, part.trained_year, part.trained_cycle)
            for code, part in parts
        ]
        for kind, parts in (("team", found.coverage.teams), ("line", found.coverage.lines))
    }
    spending = found.spending
    return content(
        groups["team"],
        groups["line"],
        [YearLine(point.year, point.target, point.trained) for point in found.points],
        [line_of(unit) for unit in found.behind],
        ClassLine(
            found.work.classes,
            found.work.main,
            found.work.persons,
            allocated=spending.allocated if spending else None,
            spent=spending.spent if spending else None,
        ),
        year=found.coverage.year,
        planned=found.planned,
        data_date=found.coverage.counted_on,
        office=office_facts(reader.connection).name,
        printed_on=reader.today,
    )
