"""The one page for the leading group (领导小组会): the five-year cycle in figures, a chart and the units behind.

P1.2 and P1.4 ask for coverage and the year's volume, P1.3 for targets that are front-loaded, P3.3 for the leading group's
inspection. All figures stand in one content; PDF, workbook and screen show the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainingdesk.documents.catalogue.reporting import CoverageLine
from trainingdesk.documents.definition import (
    SEQ,
    SUM,
    Column,
    Content,
    Curve,
    Occasion,
    Param,
    Ratio,
    Report,
    Row,
    RowKind,
)
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import N_, _

SUMMARY = Report(
    id="reporting.summary",
    title=N_("Report on the five-year training cycle"),
    occasion=Occasion.LEADING_GROUP,
    columns=(
        Column("name", N_("Team or line"), width_mm=38),
        Column("base", N_("Base"), Kind.INT, 18, total=SUM),
        Column("year", N_("Trained this year"), Kind.INT, 20, total=SUM),
        Column("cycle", N_("Trained in the cycle"), Kind.INT, 22, total=SUM),
        Column("share", N_("Coverage"), Kind.PERCENT, 38, total=Ratio("cycle", "base"), bar=True),
        Column("open", N_("Still to be trained"), Kind.INT, 20, total=SUM),
    ),
    params=(
        Param("year", N_("Reporting year"), Kind.INT, required=False, choices="years", usual="this_year"),
    ),
    row_mm=5.6,
    size=10,
    name_column="name",
    one_page=True,
)

_YEARS = (
    Column("year", N_("Year"), width_mm=20, align="center"),
    Column("target", N_("Target (people)"), Kind.INT, 24),
    Column("target_share", N_("Target share"), Kind.PERCENT, 24),
    Column("trained", N_("Trained (people)"), Kind.INT, 24),
    Column("share", N_("Coverage"), Kind.PERCENT, 24),
)
_BEHIND = (
    Column(SEQ, N_("No."), Kind.INT, 7),
    Column("name", N_("Name of the unit"), width_mm=44),
    Column("base", N_("Base"), Kind.INT, 11),
    Column("share", N_("Coverage"), Kind.PERCENT, 13),
    Column("open", N_("Not trained"), Kind.INT, 11),
)
_CLASSES = (
    Column("classes", N_("Classes held"), Kind.INT, 22, align="center"),
    Column("main", N_("Main classes among them"), Kind.INT, 24, align="center"),
    Column("persons", N_("Completions"), Kind.INT, 24, align="center"),
)
_MONEY = (
    Column("allocated", N_("Allocated (yuan)"), Kind.CENTS, 36, align="center"),
    Column("spent", N_("Spent (yuan)"), Kind.CENTS, 36, align="center"),
    Column("used", N_("Spent of the allocation"), Kind.PERCENT, 22, align="center"),
)

REPORTS = (SUMMARY,)


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year of the cycle, counted since it began; None where there is no plan, or the year is to come."""

    year: int
    target: int | None
    trained: int | None


@dataclass(frozen=True, slots=True)
class ClassLine:
    """The year's classes that are closed; money in cents, None where the reader may not see it."""

    classes: int
    main: int
    persons: int
    allocated: int | None = None
    spent: int | None = None


def content(
    teams: Sequence[CoverageLine],
    lines: Sequence[CoverageLine],
    years: Sequence[YearLine],
    behind: Sequence[CoverageLine],
    work: ClassLine,
    *,
    year: int,
    planned: int,
    data_date: date,
    office: str = "",
    printed_on: date | None = None,
) -> Content:
    """Return the page; teams and lines are the same people twice, ``planned`` is everybody the plan splits."""
    base, trained_year, trained = (
        sum(getattr(line, key) for line in lines) for key in ("base", "year", "cycle")
    )
    rows = [
        Row({"name": _("By team")}, kind=RowKind.GROUP),
        *(_row(line, counted=False) for line in teams),
        Row({"name": _("By line")}, kind=RowKind.GROUP),
        *(_row(line, counted=True) for line in lines),
    ]
    first, last = years[0].year, years[-1].year
    target = next((one.target for one in years if one.year == year), None)
    facts = [_headline(base, trained_year, trained, year=year, cycle=(first, last), data_date=data_date)]
    if target is not None and planned and base:
        more = _against_plan(target, planned, trained, base, year=year)
        facts = [_("{sentence} {more}").format(sentence=facts[0], more=more)]
    notes = [
        _("Base: serving people who count on the data date, each once, in the unit they are in then."),
        _("Coverage: people of the base trained in the cycle as a share of the base."),
        _(
            "Trained: people who completed a class that has been closed, each once, also after several classes."
        ),
    ]
    return Content(
        rows=rows if base else (),
        subtitle=_("Cycle {first}–{last}, as of {day}").format(
            first=first, last=last, day=format_value(Kind.DAY, data_date)
        ),
        facts=tuple(facts),
        office=office,
        data_date=data_date,
        printed_on=printed_on,
        notes=tuple(notes),
        unit_note=_("Counted in people"),
        name=_("Teams and lines"),
        parts=(
            _chart(years, planned, base),
            _lagging(behind),
            _classes(work, year),
        ),
    )


def _headline(
    base: int, trained_year: int, trained: int, *, year: int, cycle: tuple[int, int], data_date: date
) -> str:
    if not base:
        return _("There is nobody in the base on {day}; bring the roster in first.").format(
            day=format_value(Kind.DAY, data_date)
        )
    return _(
        "On {day} the base was {base} people. {trained_year} of them were trained in {year}; {trained} in the cycle "
        "{first}–{last}, a coverage of {share}. {open} have not been trained yet."
    ).format(
        day=format_value(Kind.DAY, data_date),
        base=format_value(Kind.INT, base),
        trained_year=format_value(Kind.INT, trained_year),
        year=year,
        trained=format_value(Kind.INT, trained),
        first=cycle[0],
        last=cycle[1],
        share=format_value(Kind.PERCENT, (trained, base)),
        open=format_value(Kind.INT, base - trained),
    )


def _against_plan(target: int, planned: int, trained: int, base: int, *, year: int) -> str:
    """Return how far the cycle is from where the plan wants it at the end of the year, in points of a hundred."""
    tenths = round(trained * 1000 / base) - round(target * 1000 / planned)
    params = {"year": year, "share": format_value(Kind.PERCENT, (target, planned))}
    points = f"{abs(tenths) // 10}.{abs(tenths) % 10}"
    if tenths >= 0:
        words = _("The plan wants {share} by the end of {year}; this has been reached.")
        return words.format(**params)
    words = _("The plan wants {share} by the end of {year}; {points} points are missing.")
    return words.format(points=points, **params)


def _chart(years: Sequence[YearLine], planned: int, base: int) -> Content:
    rows = [
        {
            "year": str(one.year),
            "target": one.target,
            "target_share": (one.target, planned) if one.target is not None and planned else None,
            "trained": one.trained,
            "share": (one.trained, base) if one.trained is not None and base else None,
        }
        for one in years
    ]
    return Content(
        rows=rows,
        title=_("Five-year progress"),
        name=_("Five-year progress"),
        columns=_YEARS,
        unit_note=_("Counted since the cycle began"),
        notes=(
            _(
                "Target share: what the plan wants trained by the end of a year as a share of everybody it plans for."
            ),
        ),
        curves=(
            Curve("target_share", "target", _("Planned share"), dashed=True),
            Curve("share", "trained", _("Trained share")),
        ),
    )


def _lagging(behind: Sequence[CoverageLine]) -> Content:
    return Content(
        rows=[
            {
                "name": line.name,
                "base": line.base,
                "share": (line.cycle, line.base),
                "open": line.base - line.cycle,
            }
            for line in behind
        ],
        title=_("Units furthest behind"),
        name=_("Units behind"),
        columns=_BEHIND,
        unit_note=_("The lowest coverage first"),
        notes=(_("Units: people of exactly that unit, without the units under it."),),
        empty=_("No unit has anybody left to train."),
        beside=True,
    )


def _classes(work: ClassLine, year: int) -> Content:
    money = work.allocated is not None and work.spent is not None
    values = {
        "classes": work.classes,
        "main": work.main,
        "persons": work.persons,
        "allocated": work.allocated,
        "spent": work.spent,
        "used": (work.spent, work.allocated) if money and work.allocated else None,
    }
    columns = (*_CLASSES, *(_MONEY if money else ()))
    return Content(
        rows=[{column.key: values[column.key] for column in columns}],
        title=_("Classes and fees of {year}").format(year=year),
        name=_("Classes and fees"),
        columns=columns,
        unit_note="",
        notes=(
            _(
                "Classes: closed ones that ended in the year; completions count a person once for every class. "
                "Spent: paid from the dedicated account, corrections taken off."
            )
            if money
            else _(
                "Classes: closed ones that ended in the year; completions count a person once for every class."
            ),
        ),
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
    return Row(values, counted=counted)
