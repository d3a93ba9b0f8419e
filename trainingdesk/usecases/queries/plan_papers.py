"""The papers of plan, menu and coverage: what the reads say, as one definition of the catalogue wants it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from trainingdesk.domain.codes import MenuState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.menu.rows import MenuView
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.shared.clock import local_day
from trainingdesk.shared.text import text
from trainingdesk.usecases.papers import Params, table_paper
from trainingdesk.usecases.queries.menu import menu_view
from trainingdesk.usecases.queries.planning import current_plan, plan_grid
from trainingdesk.usecases.queries.reporting import coverage
from trainingdesk.usecases.reader import Reader

if TYPE_CHECKING:
    from trainingdesk.documents.definition import Content


@table_paper("planning.grid")
def plan_paper(reader: Reader, params: Params) -> "Content":
    """Return the grid of a version, of the plan in force without ``plan``; done and still to do as of today."""
    from trainingdesk.documents.catalogue.planning import GridLine, GridYear, content

    grid = plan_grid(reader, int(params["plan"])) if params.get("plan") else current_plan(reader)
    lines = [
        GridLine(
            row.name,
            row.depth,
            row.base,
            tuple(GridYear(cell.target, cell.done, cell.over_cap) for cell in row.cells),
            row.still_to_do,
        )
        for row in grid.rows
    ]
    if grid.plan_id is None:
        subtitle = text("planning.paper_proposal", day=grid.base_day)
    else:
        subtitle = text("planning.paper_version", title=grid.title, number=grid.number, day=grid.base_day)
    paper = content(
        lines,
        grid.years,
        subtitle=subtitle,
        cap=grid.cap,
        office=office_facts(reader.connection).name,
        data_date=grid.counted_on,
        printed_on=reader.today,
    )
    return replace(paper, notes=(*paper.notes, text("planning.paper_to_do")))


@table_paper("menu.plan")
def menu_paper(reader: Reader, params: Params) -> "Content":
    """Return the menu plan table: an issued menu as it was issued, a draft as it stands."""
    view = menu_view(reader, int(params["menu"]))
    cosigners = reader.policy().table("menu.cosigners")
    return menu_content(view, office_facts(reader.connection).name, cosigners, reader.today)


def menu_content(view: MenuView, office: str, cosigners: Sequence[str], printed_on: date) -> "Content":
    """Return the menu plan table of a view (P5.1: drawn up together with the departments that co-sign)."""
    from trainingdesk.documents.catalogue.menu import MenuLine, content

    menu = view.menu
    lines = [
        MenuLine(
            audience=group.audience,
            course=item.title,
            theme=item.theme,
            mode=item.mode,
            hours=item.hours,
            lecturer=item.lecturer,
            capacity=item.capacity,
        )
        for group in view.groups
        for item in group.items
    ]
    issued = menu.state is MenuState.ISSUED
    return content(
        lines,
        title=menu.title,
        number=menu.number,
        issued_on=local_day(menu.issued_at) if menu.issued_at else None,
        issued_by=office,
        cosigners=cosigners,
        notes=() if issued else (text("menu.paper_draft"),),
        printed_on=printed_on,
    )


@table_paper("reporting.coverage")
def coverage_paper(reader: Reader, params: Params) -> "Content":
    """Return five-year coverage as of today, or as of the end of an earlier ``year``.

    Raises Refused ``paper.year_ahead`` for a year that has not begun.
    """
    from trainingdesk.documents.catalogue.reporting import CoverageLine, content

    year = int(params["year"]) if params.get("year") else reader.today.year
    if year > reader.today.year:
        raise Refused("paper.year_ahead", year=year, now=reader.today.year)
    day = reader.today if year == reader.today.year else date(year, 12, 31)
    report = coverage(reader, day)
    units = [
        CoverageLine(
            unit.name, unit.whole.base, unit.whole.trained_year, unit.whole.trained_cycle, unit.depth
        )
        for unit in report.units
    ]
    teams = [
        CoverageLine(text(f"team.{team}"), part.base, part.trained_year, part.trained_cycle)
        for team, part in report.teams
    ]
    return content(
        units,
        teams,
        cycle=(report.years[0], report.years[-1]),
        year=report.year,
        office=office_facts(reader.connection).name,
        data_date=report.counted_on,
        printed_on=reader.today,
    )
