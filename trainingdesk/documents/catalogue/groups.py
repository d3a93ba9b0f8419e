"""Papers of the groups: who is in one on a day, and the visits to the talents (P2.1–P2.3).

The lists of the tab “Groups and reserve” stand behind them: a group's members on a day and the talents are printed in
the order on screen. The reserve list is in :mod:`reserve`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from trainingdesk.documents.catalogue.roster import checked_by, day_words, known_today, picked
from trainingdesk.documents.definition import SEQ, Column, Content, Occasion, Param, Report
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import N_, Label, _, listed, ngettext, text

NUMBER = Column(SEQ, N_("No."), Kind.INT, 10)
#: who it is, with what a list of young cadres or of a reserve is looked at for
PERSON = (
    *picked("name", "sex", "birth", "age", "education", "political"),
    Column("unit", N_("Unit"), width_mm=34),
    Column("post", N_("Post"), width_mm=30),
    Column("rank", N_("Rank"), Kind.CODE, 26, align="center"),
)
#: beside the columns of the talents
_TALENT_PERSON = tuple(
    replace(one, width_mm={"unit": 30, "post": 24}.get(one.key, one.width_mm)) for one in PERSON
)
_ORDER = Param("order", N_("Order"), required=False, choices="member_order", usual="unit")
TEXT = Param("text", N_("Words to look for"), required=False)
_SINCE = Column("since", N_("In it since"), Kind.DAY, 24)
_UNTIL = Column("until", N_("First day outside"), Kind.DAY, 24)
_REASON = Column("reason", N_("Reason of entry"), width_mm=50)
_REASON_OUT = Column("reason_out", N_("Reason of leaving"), width_mm=40)
#: what is said of those who left
_LEFT = (_UNTIL, _REASON_OUT)
#: what became of who is listed although retired or gone; printed where somebody is
_GONE = Column("gone", N_("Status"), Kind.CODE, 14, align="center")
_FIELD = (
    Column("organisation", N_("Enterprise or institute"), width_mm=34),
    Column("speciality", N_("Speciality"), width_mm=22),
)
_LECTURER = (replace(_FIELD[0], width_mm=40), replace(_FIELD[1], width_mm=50))
#: narrow enough for lying A4 beside who it is
_TALENT = (
    *_FIELD,
    Column("visits", N_("Visits"), Kind.INT, 11),
    Column("last_visit", N_("Last visit"), Kind.DAY, 24),
    Column("open_needs", N_("Open needs"), Kind.INT, 11),
    Column("next", N_("Next visit due"), width_mm=26, align="center"),
)

#: every column a list of a group can be printed with, in the order they are printed
COLUMNS = (
    *PERSON[:4],
    *picked("ethnicity", "native_place", "birthplace", "political"),
    *picked("education", "degree", "school", "education_full", "degree_full", "school_full"),
    *picked("education_service", "degree_service", "school_service", "work_start", "party_entry"),
    *picked("technical_title"),
    *PERSON[-3:],
    *_TALENT,
    _SINCE,
    _UNTIL,
    _REASON,
    _REASON_OUT,
    *picked("phone", "note"),
)
#: what is printed when nothing was chosen; talents and lecturers have their own columns beside it
USUAL = (*(one.key for one in PERSON), "since", "reason")

_OVERDUE = N_("▲ stands where the next visit was due by the data date.")

MEMBERS = Report(
    id="groups.members",
    title=N_("List of a group"),
    occasion=Occasion.ROSTER,
    columns=(NUMBER, *PERSON, _SINCE, _REASON),
    params=(
        Param("group", N_("Group"), choices="groups"),
        Param("day", N_("As of"), Kind.DAY, required=False, usual="today"),
        Param("former", N_("With those who left"), required=False, choices="yes_no"),
        TEXT,
        _ORDER,
        Param("columns", N_("Columns"), required=False, choices="member_columns", several=True),
    ),
    landscape=True,
    size=9,
    name_column="name",
    dense=True,
)

VISITS = Report(
    id="groups.visits",
    title=N_("Talents and follow-up visits"),
    occasion=Occasion.ROSTER,
    # who it is stands in the heading over the visits
    columns=(
        Column("day", N_("Day"), Kind.DAY, 24),
        Column("need", N_("What is needed"), width_mm=75),
        Column("service", N_("Service given"), width_mm=75),
        Column("by_whom", N_("By whom"), width_mm=28),
        Column("settled", N_("Settled on"), width_mm=24, align="center"),
        Column("next", N_("Next visit due"), width_mm=28, align="center"),
    ),
    params=(Param("day", N_("As of"), Kind.DAY, required=False, usual="today"), _ORDER),
    landscape=True,
    group_by="talent",
    notes=(_OVERDUE,),
    size=9.5,
    name_column="talent",
    dense=True,
)

REPORTS = (MEMBERS, VISITS)


@dataclass(frozen=True, slots=True)
class TalentLine:
    """One talent on a day with the visits made by then.

    Attributes:
        visits: (day, what is needed or "", service given, by whom, the day it was settled or None).
        due: the day by which the next visit is due; overdue when that day has come.
    """

    name: str
    unit: str
    post: str
    organisation: str
    speciality: str
    visits: Sequence[tuple[date, str, str, str, date | None]]
    due: date
    overdue: bool


def _due(day: date | None, *, overdue: bool) -> str:
    """Return the day by which a visit is due, marked once it has come."""
    return f"▲{format_value(Kind.DAY, day)}" if overdue else format_value(Kind.DAY, day)


def visits_content(
    talents: Sequence[TalentLine],
    *,
    rules: Sequence[str],
    office: str = "",
    day: date,
    today: date,
) -> Content:
    """Return every visit to every talent one by one; whoever was never visited has a line that says so."""
    rows: list[dict[str, object]] = []
    for number, one in enumerate(talents, 1):
        about = (one.unit, one.post, one.organisation, one.speciality)
        head = f"{number}　{one.name}　{'　'.join(part for part in about if part)}"
        due = _due(one.due, overdue=one.overdue)
        rows.extend(
            {
                "talent": head,
                "day": when,
                "need": need or text("visit.no_need"),
                "service": service,
                "by_whom": by_whom,
                "settled": format_value(Kind.DAY, settled) if settled or not need else _("not settled yet"),
                "next": due if place == len(one.visits) else "",
            }
            for place, (when, need, service, by_whom, settled) in enumerate(one.visits, 1)
        )
        if not one.visits:
            rows.append({"talent": head, "need": _("not visited yet"), "next": due})
    visits = sum(len(one.visits) for one in talents)
    never = sum(not one.visits for one in talents)
    overdue = sum(one.overdue for one in talents)
    words = _("Talents: {count}, visits: {visits}; not visited yet: {never}, due: {overdue}").format(
        count=f"{len(talents):,}", visits=f"{visits:,}", never=f"{never:,}", overdue=f"{overdue:,}"
    )
    return Content(
        rows=rows,
        subtitle=f"{day_words(day)}　{words}",
        office=office,
        data_date=day,
        printed_on=today,
        notes=tuple(rules),
        signing=checked_by(),
    )


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member of a group.

    Attributes:
        rank: a member of the code list or its label.
        until: the first day outside, None while in it; reason_out why they left.
        organisation, speciality: of a talent or a lecturer only.
        visits, last_visit, open_needs: of a talent only.
        due: of a talent in the group, the day by which the next visit is due; overdue when that day has come.
        gone: of somebody in the group although retired or gone by the day, which of the two; None for others.
        details: what else is known of the person, by the keys of :data:`COLUMNS`; numbers are masked already.
    """

    name: str
    unit: str
    post: str
    rank: Label | StrEnum | None
    since: date
    reason: str
    organisation: str = ""
    speciality: str = ""
    visits: int = 0
    last_visit: date | None = None
    open_needs: int = 0
    until: date | None = None
    reason_out: str = ""
    due: date | None = None
    overdue: bool = False
    gone: Label | StrEnum | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def still_listed(lines: Sequence[tuple[str, Label | StrEnum | None]]) -> tuple[str, ...]:
    """Return the note of who is listed although retired or gone, with the number in the list; () where nobody is.

    ``lines`` are (name, what became of them or None) in the order of the list; the window says the same over its list.
    """
    gone = [
        _("no. {number} {name} ({status})").format(
            number=number, name=name, status=format_value(Kind.CODE, status)
        )
        for number, (name, status) in enumerate(lines, 1)
        if status is not None
    ]
    if not gone:
        return ()
    return (
        ngettext(
            "{count} person is still in it although not serving any more: {names}",
            "{count} people are still in it although not serving any more: {names}",
            len(gone),
        ).format(count=f"{len(gone):,}", names=listed(gone)),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What narrows a list: the words looked for, and how many people it has without them."""

    words: str
    of: int


def narrowed_by(found: Found | None) -> str:
    """Return what a list is narrowed by, as it stands below its title; "" for a whole list."""
    if found is None:
        return ""
    return _("only those found by “{words}”, of {all} listed").format(words=found.words, all=f"{found.of:,}")


def members_content(
    members: Sequence[MemberLine],
    *,
    group: str,
    talents: bool = False,
    lecturers: bool = False,
    former: bool = False,
    found: Found | None = None,
    columns: Collection[str] = (),
    office: str = "",
    day: date,
    today: date,
) -> Content:
    """Return the list of a group on a day in the order given; ``group`` is its title.

    ``talents`` adds what is kept of talents (P2.3), ``lecturers`` of lecturers; with ``former`` ones it is said until
    when and why they left. ``found`` says what the list is narrowed by. ``columns`` are keys of :data:`COLUMNS`, () or the usual ones for those of the group.
    """
    left = _LEFT if former else ()
    if columns and set(columns) != set(USUAL):
        wanted = {*columns, *(one.key for one in left)}
        shown = tuple(one for one in COLUMNS if one.key in wanted)
    elif talents:
        shown = (*_TALENT_PERSON, *_TALENT, _SINCE, *left)
    else:
        known = (one for one in _LECTURER if any(getattr(member, one.key) for member in members))
        shown = (*PERSON, *(known if lecturers else ()), _SINCE, _REASON, *left)
    if any(one.gone for one in members):
        shown = (*shown, _GONE)
    count = ngettext("{count} person", "{count} people", len(members)).format(count=f"{len(members):,}")
    if former:
        gone = sum(one.until is not None and one.until <= day for one in members)
        count = _("{people}, {left} of them had left the group").format(people=count, left=f"{gone:,}")
    return Content(
        rows=[
            {
                **one.details,
                "name": one.name,
                "unit": one.unit,
                "post": one.post,
                "rank": one.rank,
                "since": one.since,
                "until": one.until,
                "reason": one.reason,
                "reason_out": one.reason_out,
                "organisation": one.organisation,
                "speciality": one.speciality,
                "visits": one.visits,
                "last_visit": one.last_visit,
                "open_needs": one.open_needs,
                "next": _due(one.due, overdue=one.overdue),
                "gone": one.gone,
            }
            for one in members
        ],
        title=group,
        subtitle="　".join(part for part in (day_words(day), narrowed_by(found), count) if part),
        office=office,
        data_date=day,
        printed_on=today,
        columns=(NUMBER, *shown),
        notes=(
            *still_listed([(one.name, one.gone) for one in members]),
            *((_(_OVERDUE),) if any(one.key == "next" for one in shown) else ()),
            *known_today(shown, day, today),
        ),
        signing=checked_by(),
    )
