"""One person's training file (培训档案): details, career, classes, certificates, hours against what is owed (P3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trainingdesk.documents.definition import Column, Content, Occasion, Param, Report
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import N_

FILE = Report(
    id="roster.file",
    title=N_("Training file"),
    occasion=Occasion.ROSTER,
    columns=(
        Column("what", N_("Item"), width_mm=54),
        Column("when", N_("Time"), width_mm=44, align="center"),
        Column("where", N_("Unit and post of that time, or details"), width_mm=52),
        Column("hours", N_("Hours"), Kind.HOURS, 15),
        Column("owed", N_("Owed"), Kind.HOURS, 15),
        Column("result", N_("Result"), width_mm=27, align="center"),
    ),
    params=(Param("person", N_("Person"), Kind.INT, choices="people"),),
    group_by="section",
    notes=(
        N_("An end in the career is the first day on which it was otherwise."),
        N_(
            "Hours are those attended in closed classes, in the year in which the class ended; hours owed are of that year, or of the five-year cycle."
        ),
        N_(
            "A year's hours are owed by who counts in the base on its 31 December, in the running year on the day of this paper."
        ),
    ),
    size=9.5,
    name_column="what",
)

REPORTS = (FILE,)


@dataclass(frozen=True, slots=True)
class FileLine:
    """One line of a file; hours in tenths, None where a line has none."""

    section: str
    what: str
    when: str
    where: str = ""
    hours: int | None = None
    owed: int | None = None
    result: str = ""


def content(
    lines: Sequence[FileLine],
    *,
    name: str,
    facts: Sequence[str],
    source: str,
    office: str = "",
    data_date: date | None = None,
    printed_on: date | None = None,
) -> Content:
    """Return one person's file; ``source`` says where the hours owed come from."""
    return Content(
        rows=[
            {
                "section": line.section,
                "what": line.what,
                "when": line.when,
                "where": line.where,
                "hours": line.hours,
                "owed": line.owed,
                "result": line.result,
            }
            for line in lines
        ],
        subtitle=name,
        facts=tuple(facts),
        office=office,
        data_date=data_date,
        printed_on=printed_on,
        notes=(source,),
    )
