"""One person's training file (干部教育培训档案): facts, career, groups, classes, certificates, hours (P3.2).

Its sections are tables of their own that flow down the page; one of which there is nothing says so in a line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from trainingdesk.documents.catalogue.roster import checked_by
from trainingdesk.documents.definition import Column, Content, Occasion, Param, Report, Row, RowKind
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import N_, _

_REASON = Column("reason", N_("Reason or document"), width_mm=40)
#: the facts are drawn as a form; elsewhere they are a table of two columns
_FACTS = (
    Column("label", N_("Item"), width_mm=36),
    Column("value", N_("Details"), width_mm=120),
)
_CAREER = (
    Column("since", N_("From"), width_mm=22, align="center"),
    Column("until", N_("Until"), width_mm=22, align="center"),
    Column("track", N_("What it was"), width_mm=19, align="center"),
    Column("words", N_("Unit, post, rank or other"), width_mm=53),
    _REASON,
)
_SECONDMENTS = (
    Column("since", N_("First day"), Kind.DAY, 22),
    Column("until", N_("Last day"), width_mm=22, align="center"),
    Column("way", N_("What it was"), width_mm=19, align="center"),
    Column("where", N_("Unit or place"), width_mm=53),
    _REASON,
)
_GROUPS = (
    Column("since", N_("In it since"), Kind.DAY, 22),
    Column("until", N_("First day outside"), width_mm=22, align="center"),
    Column("group", N_("Group"), width_mm=44),
    replace(_REASON, title=N_("Reason of entry")),
    Column("out", N_("Reason of leaving"), width_mm=28),
)
_CLASSES = (
    Column("when", N_("Time"), width_mm=25, align="center"),
    Column("title", N_("Class"), width_mm=44),
    Column("where", N_("Unit and post of that time"), width_mm=41),
    Column("hours", N_("Hours"), Kind.HOURS, 12),
    Column("days", N_("Days"), Kind.HOURS, 12),
    Column("result", N_("Result"), width_mm=22, align="center"),
)
_CERTIFICATES = (
    Column("day", N_("Day of issue"), Kind.DAY, 22),
    Column("number", N_("Certificate number"), width_mm=46, align="center", whole=True),
    Column("title", N_("Class"), width_mm=68),
    Column("state", N_("State"), width_mm=20, align="center"),
)
_HOURS = (
    Column("year", N_("Year"), width_mm=20, align="center"),
    Column("rank", N_("Rank held to"), width_mm=52, align="center"),
    Column("hours", N_("Hours"), Kind.HOURS, 15),
    Column("owed", N_("Owed"), Kind.HOURS, 15),
    Column("days", N_("Days"), Kind.HOURS, 15),
    Column("result", N_("Result"), width_mm=39, align="center"),
)
_VISITS = (
    Column("day", N_("Day"), Kind.DAY, 22),
    Column("need", N_("What is needed"), width_mm=45),
    Column("service", N_("Service given"), width_mm=45),
    Column("by_whom", N_("By whom"), width_mm=22, align="center"),
    Column("settled", N_("Settled on"), width_mm=22, align="center"),
)

FILE = Report(
    id="roster.file",
    title=N_("Training file"),
    occasion=Occasion.ROSTER,
    columns=_FACTS,
    params=(Param("person", N_("Person"), Kind.INT, choices="people"),),
    row_mm=5.7,
    size=9.5,
    flows=True,
    dense=True,
)

REPORTS = (FILE,)

#: A row of a section by the keys of its columns.
Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileData:
    """What one person's file shows; every section in the order of time.

    Attributes:
        name: whose file it is.
        facts: labels with values, what is not known left out.
        photo: JPEG or PNG, b"" for none.
        career, secondments, groups, classes, certificates, hours: rows by the keys of their columns.
        cycle: the line below the hours' years: those of the five-year cycle.
        visits: visits to a talent; None for somebody who never was one.
        sources: where the hours owed come from.
    """

    name: str
    facts: Sequence[tuple[str, str]]
    photo: bytes = b""
    career: Sequence[Line] = ()
    secondments: Sequence[Line] = ()
    groups: Sequence[Line] = ()
    classes: Sequence[Line] = ()
    certificates: Sequence[Line] = ()
    hours: Sequence[Line] = ()
    cycle: Line = field(default_factory=dict)
    visits: Sequence[Line] | None = None
    sources: Sequence[str] = ()


def content(
    data: FileData,
    *,
    office: str = "",
    data_date: date | None = None,
    printed_on: date | None = None,
) -> Content:
    """Return one person's file."""
    hours: list[Row | Line] = [*data.hours, *([Row(data.cycle, kind=RowKind.SUBTOTAL)] if data.cycle else [])]
    notes = (
        _(
            "Hours and days are those attended in closed classes, in the year in which the class ended; two half-days are a day, and an evening makes none longer."
        ),
        _(
            "Hours owed go by base, rank and rules on 31 December of the year (this year: today); days do as well where the rules name them."
        ),
        *data.sources,
    )
    parts: list[tuple[str, tuple[Column, ...], Sequence[Row | Line], tuple[str, ...]]] = [
        (_("Career"), _CAREER, data.career, ()),
        (_("Secondments"), _SECONDMENTS, data.secondments, ()),
        (_("Groups"), _GROUPS, data.groups, ()),
        (_("Classes attended"), _CLASSES, data.classes, ()),
        (_("Certificates of completion"), _CERTIFICATES, data.certificates, ()),
        (_("Hours attended and owed"), _HOURS, hours, notes),
    ]
    if data.visits is not None:
        parts.append((_("Follow-up visits"), _VISITS, data.visits, ()))
    return Content(
        rows=[{"label": label, "value": value} for label, value in data.facts],
        subtitle=data.name,
        name=_("Facts"),
        office=office,
        data_date=data_date,
        printed_on=printed_on,
        signing=checked_by(),
        grid=True,
        picture=data.photo,
        parts=tuple(
            Content(rows=rows, title=title, subtitle=data.name, name=title, columns=columns, notes=said)
            for title, columns, rows, said in parts
        ),
    )
