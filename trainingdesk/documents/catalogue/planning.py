"""Papers of the plan: the units × five years grid (P1.2–P1.4, P4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from trainingdesk.documents.definition import (
    SEQ,
    SUM,
    Column,
    Content,
    Marked,
    Occasion,
    Param,
    Ratio,
    Report,
    Row,
)
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import N_, _

#: The sign of a year that takes more of a unit's people than the limit (P4.2); readable in grey print.
OVER = "▲"

_FIXED = (
    Column(SEQ, N_("No."), Kind.INT, 9),
    Column("unit", N_("Unit of the plan"), width_mm=46),
    Column("base", N_("Base"), Kind.INT, 13, total=SUM),
)
_WHOLE = (
    Column("target", N_("Planned"), Kind.INT, 13, total=SUM, group=N_("Five years")),
    Column("done", N_("Trained"), Kind.INT, 13, total=SUM, group=N_("Five years")),
    Column("remaining", N_("To do"), Kind.INT, 13, total=SUM, group=N_("Five years")),
    Column("share", N_("Fulfilled"), Kind.PERCENT, 15, total=Ratio("done", "target"), group=N_("Five years")),
)

GRID = Report(
    id="planning.grid",
    title=N_("Five-year training plan by unit"),
    occasion=Occasion.YEAR_PLAN,
    columns=(*_FIXED, *_WHOLE),
    params=(Param("plan", N_("Plan version"), Kind.INT, required=False, choices="plans"),),
    landscape=True,
    unit_note=N_("Counted in people"),
    notes=(
        N_("Base: people of exactly this unit who count on the day the base was taken."),
        N_("Trained: each person once in the cycle, in the year of the first class completed."),
        N_("Fulfilled: trained as a share of planned."),
    ),
    size=9.5,
    name_column="unit",
)

REPORTS = (GRID,)


@dataclass(frozen=True, slots=True)
class GridYear:
    """One unit in one year: people planned and trained, and whether the year takes more than the limit."""

    target: int
    done: int
    over: bool = False


@dataclass(frozen=True, slots=True)
class GridLine:
    """One unit; ``level`` is its depth in the tree, ``remaining`` is people still to train in the cycle."""

    name: str
    level: int
    base: int
    years: tuple[GridYear, ...]
    remaining: int | None = None


def content(
    lines: Sequence[GridLine],
    years: Sequence[int],
    *,
    subtitle: str = "",
    cap: Fraction | None = None,
    office: str = "",
    data_date: date | None = None,
    printed_on: date | None = None,
) -> Content:
    """Return the grid: base, target and done of every year, and the five years together.

    ``remaining`` of a line defaults to what is left of its targets, never below 0. ``cap`` is named in the notes.
    """
    columns: list[Column] = [*_FIXED]
    for year in years:
        group = _("Year {year}").format(year=year)
        columns.append(Column(f"target{year}", _("Planned"), Kind.INT, 12.5, total=SUM, group=group))
        columns.append(Column(f"done{year}", _("Trained"), Kind.INT, 12, total=SUM, group=group))
    columns.extend(_WHOLE)
    notes: tuple[str, ...] = ()
    if cap is not None:
        limit = format_value(Kind.PERCENT, cap)
        notes = (
            _(
                "{sign}: the year takes more than {limit} of the unit's people, rounded up to whole people."
            ).format(sign=OVER, limit=limit),
        )
    return Content(
        rows=[_row(line, years) for line in lines],
        subtitle=subtitle,
        office=office,
        data_date=data_date,
        printed_on=printed_on,
        columns=tuple(columns),
        notes=notes,
    )


def _row(line: GridLine, years: Sequence[int]) -> Row:
    values: dict[str, object] = {"unit": line.name, "base": line.base}
    for year, cell in zip(years, line.years, strict=True):
        values[f"target{year}"] = Marked(cell.target, OVER) if cell.over else cell.target
        values[f"done{year}"] = cell.done
    target = sum(cell.target for cell in line.years)
    done = sum(cell.done for cell in line.years)
    values["target"] = target
    values["done"] = done
    values["remaining"] = max(target - done, 0) if line.remaining is None else line.remaining
    values["share"] = (done, target)
    return Row(values, level=line.level)
