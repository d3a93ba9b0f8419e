"""One person's training file (培训档案): details, career, classes, certificates, hours against what is owed (P3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainingdesk.documents.definition import Column, Content, Occasion, Param, Report
from trainingdesk.domain.attendance.days import tenths_of_days
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import N_

FILE = Report(
    id="roster.file",
    title=N_("Training file"),
    occasion=Occasion.ROSTER,
    columns=(
        Column("what", N_("Item"), width_mm=44),
        Column("when", N_("Time"), width_mm=42, align="center"),
        Column("where", N_("Unit and post of that time, or details"), width_mm=40),
        Column("hours", N_("Hours"), Kind.HOURS, 15),
        Column("owed", N_("Owed"), Kind.HOURS, 14),
        Column("days", N_("Days"), Kind.HOURS, 14),
        Column("result", N_("Result"), width_mm=38, align="center"),
    ),
    params=(Param("person", N_("Person"), Kind.INT, choices="people"),),
    group_by="section",
    notes=(
        N_("An end in the career is the first day on which it was otherwise."),
        N_(
            "Hours are those attended in closed classes, in the year in which the class ended; hours owed are of that year, or of the five-year cycle."
        ),
        N_(
            "A year's hours are owed by who counts in the base on its 31 December, in the running year on the day of this paper; the rank of that day and the rules then in force decide."
        ),
        N_(
            "Two attended half-days are a day, and an evening makes none longer; where the rules name days, they do as well as the hours."
        ),
    ),
    size=9.5,
    name_column="what",
)

REPORTS = (FILE,)


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of a file; hours in tenths, and half-days, None where a line has none."""

    section: str
    what: str
    when: str
    where: str = ""
    hours: int | None = None
    owed: int | None = None
    result: str = ""
    half_days: int | None = None


def content(
    lines: Sequence[FileLine],
    *,
    name: str,
    facts: Sequence[str],
    sources: Sequence[str],
    office: str = "",
    data_date: date | None = None,
    printed_on: date | None = None,
) -> Content:
    """Return one person's file; ``sources`` say where the hours owed come from."""
    return Content(
        rows=[
            {
                "section": line.section,
                "what": line.what,
                "when": line.when,
                "where": line.where,
                "hours": line.hours,
                "owed": line.owed,
                "days": None if line.half_days is None else tenths_of_days(line.half_days),
                "result": line.result,
            }
            for line in lines
        ],
        subtitle=name,
        facts=tuple(facts),
        office=office,
        data_date=data_date,
        printed_on=printed_on,
        notes=tuple(sources),
    )
