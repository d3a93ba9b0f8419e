"""Papers of the menu: the “菜单式”培训计划表 (P5.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from trainingdesk.documents.definition import (
    SEQ,
    Column,
    Content,
    Occasion,
    Param,
    Report,
    Row,
    RowKind,
    Signing,
)
from trainingdesk.shared.formatting import Kind, format_value, label_of
from trainingdesk.shared.text import N_, Label, _, ngettext

_SESSIONS = Column("sessions", N_("Half-days"), Kind.INT, 13)
_COLUMNS = (
    Column(SEQ, N_("No."), Kind.INT, 11),
    Column("course", N_("Course on the menu"), width_mm=62),
    Column("theme", N_("Theme of the course"), Kind.CODE, 26, align="center"),
    Column("mode", N_("Way of training"), Kind.CODE, 28, align="center"),
    Column("hours", N_("Hours of study"), Kind.HOURS, 14),
    Column("lecturer", N_("Taught by"), width_mm=40),
    _SESSIONS,
    Column("capacity", N_("Seats"), Kind.INT, 14),
)

PLAN = Report(
    id="menu.plan",
    title=N_("“Menu” training plan"),
    occasion=Occasion.YEAR_PLAN,
    columns=_COLUMNS,
    params=(Param("menu", N_("Menu of the year"), Kind.INT, choices="menus"),),
    landscape=True,
    name_column="course",
)

REPORTS = (PLAN,)


@dataclass(frozen=True, slots=True)
class MenuLine:
    """One course offered to one audience.

    Attributes:
        audience: whom it is offered to; neighbours of one audience stand under one heading.
        hours: in tenths of 学时.
        lecturer: name, with organisation when wanted; "" while nobody is chosen.
        sessions: planned half-days, None where not planned (a menu without any has no such column).
        capacity: people one run takes.
    """

    audience: Label | StrEnum
    course: str
    theme: Label | StrEnum
    mode: Label | StrEnum
    hours: int
    lecturer: str
    capacity: int
    sessions: int | None = None


def content(
    lines: Sequence[MenuLine],
    *,
    title: str = "",
    number: str = "",
    issued_on: date | None = None,
    issued_by: str = "",
    cosigners: Sequence[str] = (),
    notes: Sequence[str] = (),
    printed_on: date | None = None,
) -> Content:
    """Return the menu plan: courses under the audience they are for, with places for those who co-sign.

    ``number`` and ``issued_on`` stand under the title once it is issued; ``issued_by`` signs first.
    """
    rows: list[Row] = []
    for audience, group in groupby(lines, key=lambda line: label_of(line.audience)):
        members = list(group)
        hours = format_value(Kind.HOURS, sum(line.hours for line in members))
        heading = ngettext(
            "{audience} ({count} course, {hours} hours)",
            "{audience} ({count} courses, {hours} hours)",
            len(members),
        )
        words = format_value(Kind.CODE, audience)
        label = heading.format(audience=words, count=len(members), hours=hours)
        rows.append(Row({"course": label}, kind=RowKind.GROUP))
        rows.extend(
            Row(
                {
                    "course": line.course,
                    "theme": line.theme,
                    "mode": line.mode,
                    "hours": line.hours,
                    "lecturer": line.lecturer,
                    "sessions": line.sessions,
                    "capacity": line.capacity,
                }
            )
            for line in members
        )
    planned = any(line.sessions is not None for line in lines)
    issued = _("issued {day}").format(day=format_value(Kind.DAY, issued_on)) if issued_on else ""
    parties = tuple(party for party in (issued_by, *cosigners) if party)
    return Content(
        rows=rows,
        title=title,
        subtitle="　".join(part for part in (number, issued) if part),
        office=issued_by,
        printed_on=printed_on,
        notes=tuple(notes),
        columns=_COLUMNS if planned else tuple(column for column in _COLUMNS if column is not _SESSIONS),
        signing=Signing(parties=parties) if parties else None,
    )
