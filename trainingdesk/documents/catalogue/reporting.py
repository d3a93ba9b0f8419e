"""Reports to the leading group: five-year coverage by unit and team (P1.2, P1.4, P1.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainingdesk.documents.definition import (
    SUM,
    Column,
    Content,
    Occasion,
    Param,
    Ratio,
    Report,
    Row,
    RowKind,
)
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import N_, _

COVERAGE = Report(
    id="reporting.coverage",
    title=N_("Five-year training coverage"),
    occasion=Occasion.LEADING_GROUP,
    columns=(
        Column("name", N_("Unit or team"), width_mm=52),
        Column("base", N_("Base"), Kind.INT, 16, total=SUM),
        Column("year", N_("Trained this year"), Kind.INT, 17, total=SUM),
        Column("cycle", N_("Trained in the cycle"), Kind.INT, 17, total=SUM),
        Column("share", N_("Coverage"), Kind.PERCENT, 36, total=Ratio("cycle", "base"), bar=True),
        Column("open", N_("Still to be trained"), Kind.INT, 17, total=SUM),
    ),
    params=(
        Param("year", N_("Reporting year"), Kind.INT, required=False, choices="years", usual="this_year"),
    ),
    unit_note=N_("Counted in people"),
    notes=(
        N_("Base: serving people who count on the data date, each once, in the unit they are in then."),
        N_("Coverage: people of the base trained in the cycle as a share of the base."),
        N_("The total is that of the units; the teams are the same people counted another way."),
    ),
    row_mm=6.6,
    size=10,
    name_column="name",
)

REPORTS = (COVERAGE,)


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One unit or team: its base, those of it trained this year and in the cycle; ``level`` in the tree of units."""

    name: str
    base: int
    year: int
    cycle: int
    level: int = 0


def content(
    units: Sequence[CoverageLine],
    teams: Sequence[CoverageLine],
    *,
    cycle: tuple[int, int],
    year: int,
    office: str = "",
    data_date: date | None = None,
    printed_on: date | None = None,
    notes: Sequence[str] = (),
) -> Content:
    """Return the coverage of the years ``cycle[0]`` to ``cycle[1]``; ``year`` is the one of "this year".

    Units are people of exactly that unit, so that they add up to the total; teams are not counted again.
    """
    rows: list[Row] = []
    if teams:
        rows.append(Row({"name": _("By team")}, kind=RowKind.GROUP))
        rows.extend(_row(line, counted=False) for line in teams)
        rows.append(Row({"name": _("By unit")}, kind=RowKind.GROUP))
    rows.extend(_row(line, counted=True) for line in units)
    subtitle = _("Cycle {first}–{last}, this year: {year}").format(first=cycle[0], last=cycle[1], year=year)
    return Content(
        rows=rows,
        subtitle=subtitle,
        office=office,
        data_date=data_date,
        printed_on=printed_on,
        notes=tuple(notes),
    )


def _row(line: CoverageLine, *, counted: bool) -> Row:
    values = {
        "name": line.name,
        "base": line.base,
        "year": line.year,
        "cycle": line.cycle,
        "share": (line.cycle, line.base),
        "open": line.base - line.cycle,
    }
    return Row(values, level=line.level, counted=counted)
