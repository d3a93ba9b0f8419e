"""Papers of the roster: the list of people (P1.1), as the list on screen stands."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from trainingdesk.documents.definition import SEQ, Column, Content, Occasion, Param, Report, Signing
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import N_, _, listed, ngettext

#: every column that can be chosen, in the order they are offered
COLUMNS = (
    Column("name", N_("Name"), Kind.PERSON, 20),
    Column("sex", N_("Sex"), Kind.CODE, 11, align="center"),
    Column("birth", N_("Birth"), Kind.MONTH, 20),
    Column("id_number", N_("ID number"), width_mm=36, align="center", whole=True),
    Column("ethnicity", N_("Ethnicity"), width_mm=16, align="center"),
    Column("native_place", N_("Native place"), width_mm=22, align="center"),
    Column("birthplace", N_("Birthplace"), width_mm=22, align="center"),
    Column("political", N_("Political status"), width_mm=24, align="center"),
    Column("education", N_("Education"), width_mm=20, align="center"),
    Column("degree", N_("Degree"), width_mm=20, align="center"),
    Column("school", N_("School and major"), width_mm=40),
    Column("education_full", N_("Full-time education"), width_mm=24, align="center"),
    Column("degree_full", N_("Full-time degree"), width_mm=24, align="center"),
    Column("school_full", N_("Full-time school and major"), width_mm=40),
    Column("education_service", N_("In-service education"), width_mm=24, align="center"),
    Column("degree_service", N_("In-service degree"), width_mm=24, align="center"),
    Column("school_service", N_("In-service school and major"), width_mm=40),
    Column("work_start", N_("Started work"), width_mm=20, align="center"),
    Column("party_entry", N_("Joined the Party"), width_mm=20, align="center"),
    Column("unit", N_("Unit"), width_mm=48),
    Column("unit_from", N_("In the unit since"), width_mm=24, align="center"),
    Column("post", N_("Post"), width_mm=46),
    Column("post_from", N_("In the post since"), width_mm=24, align="center"),
    Column("rank", N_("Rank"), Kind.CODE, 28, align="center"),
    Column("rank_from", N_("Of the rank since"), width_mm=24, align="center"),
    Column("side_rank", N_("Rank beside the post"), Kind.CODE, 28, align="center"),
    Column("side_rank_from", N_("Of that rank since"), width_mm=24, align="center"),
    Column("technical_title", N_("Professional title"), width_mm=28, align="center"),
    Column("team", N_("Team"), Kind.CODE, 28, align="center"),
    Column("team_from", N_("In the team since"), width_mm=24, align="center"),
    Column("authority", N_("Managed by"), Kind.CODE, 22, align="center"),
    Column("status", N_("Status"), Kind.CODE, 20, align="center"),
    Column("status_from", N_("Status since"), Kind.DAY, 24, align="center"),
    Column("joined_on", N_("In the roster since"), Kind.DAY, 24, align="center"),
    Column("phone", N_("Phone"), width_mm=26, align="center", whole=True),
    Column("note", N_("Remarks"), width_mm=30),
    Column("trained", N_("Last trained"), width_mm=18, align="center"),
)
#: the age on the day of a list, for lists of people that are looked at for it
AGE = Column("age", N_("Age"), Kind.INT, 11, align="center")
#: what is printed when nothing was chosen; the status too, as some who are listed may not serve
USUAL = ("name", "sex", "birth", "unit", "post", "rank", "team", "status")
#: what is kept of people without a history: a list of an earlier day has it as it is now
_UNDATED = frozenset(
    {
        *("political", "education", "degree", "school", "education_full", "degree_full", "school_full"),
        *("education_service", "degree_service", "school_service", "technical_title", "phone", "note"),
    }
)
#: numbers of people in a list: without their middle, or as they are, which the log says
MASKED, WHOLE = "masked", "whole"
#: the columns that this is about
NUMBERS = ("id_number", "phone")
_NUMBER = Column(SEQ, N_("No."), Kind.INT, 11)


LIST = Report(
    id="roster.list",
    title=N_("Roster of cadres"),
    occasion=Occasion.ROSTER,
    columns=(_NUMBER, *(one for one in COLUMNS if one.key in USUAL)),
    params=(
        Param("unit", N_("Unit"), Kind.INT, required=False, choices="units"),
        Param("order", N_("Order"), required=False, choices="person_order", usual="unit"),
        Param("filter", N_("Whom to list"), required=False, choices="person_filter"),
        Param("columns", N_("Columns"), required=False, choices="roster_columns", several=True),
        Param("numbers", N_("ID and phone numbers"), required=False, choices="numbers", usual=MASKED),
    ),
    landscape=True,
    row_mm=5.6,
    size=10,
    name_column="name",
    dense=True,
)

REPORTS = (LIST,)


def picked(*keys: str) -> tuple[Column, ...]:
    """Return some columns of :data:`COLUMNS` or the age, in the order asked for, for other lists of people."""
    by_key = {one.key: one for one in (*COLUMNS, AGE)}
    return tuple(by_key[key] for key in keys)


def day_words(day: date) -> str:
    """Return the day a list is of, as it stands below a title."""
    return _("As of {year}-{month:02}-{day:02}").format(year=day.year, month=day.month, day=day.day)


def known_today(
    columns: Sequence[Column], day: date, today: date, undated: Collection[str] = _UNDATED
) -> tuple[str, ...]:
    """Return the note of a list of an earlier day that some of its columns have no history; () where there is none to say.

    ``undated`` are the keys of columns of which the present is kept alone.
    """
    titles = [_(one.title) for one in columns if one.key in undated]
    if day >= today or not titles:
        return ()
    names = listed(titles)
    words = _(
        "{columns}: as recorded on the day of printing, {year}-{month:02}-{day:02}; what was before is not kept."
    )
    return (words.format(columns=names, year=today.year, month=today.month, day=today.day),)


def checked_by() -> Signing:
    """Return the foot of a list that goes out of the office: who made it, who checked it, when."""
    return Signing(lines=(_("Prepared by"), _("Checked by"), _("Date")), names=("", "", ""))


def content(
    people: Sequence[Mapping[str, Any]],
    *,
    title: str = "",
    scope: str = "",
    of: int | None = None,
    columns: Sequence[str] = (),
    office: str = "",
    data_date: date | None = None,
    printed_on: date | None = None,
) -> Content:
    """Return the roster of some people in the order given, with the columns chosen.

    Args:
        people: values by the keys of :data:`COLUMNS`; numbers are masked already, unless somebody asked for them.
        title: in place of the usual one, "" for that.
        scope: the unit and the conditions, "" for the whole district.
        of: among how many people these were found, None for not said.
        columns: keys of :data:`COLUMNS` in the order they are printed, () for the usual ones.
    """
    words = ngettext("{count} person", "{count} people", len(people)).format(count=f"{len(people):,}")
    if of is not None:
        words = _("{count} of {all} people of the roster").format(count=f"{len(people):,}", all=f"{of:,}")
    wanted = list(dict.fromkeys(columns or USUAL))
    known = {one.key: one for one in COLUMNS}
    return Content(
        rows=list(people),
        title=title,
        subtitle="　".join(
            part for part in (day_words(data_date) if data_date else "", scope, words) if part
        ),
        office=office,
        data_date=data_date,
        printed_on=printed_on,
        columns=(_NUMBER, *(known[key] for key in wanted if key in known)),
        signing=checked_by(),
    )
