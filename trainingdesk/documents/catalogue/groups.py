"""Papers of the groups: who is in one on a day, and the reserve list with its state of training (P2.1–P2.3, P3.4).

The lists of the tab “Groups and reserve” stand behind all of them: a group's members on a day, the talents and the
piles of the reserve list are printed in the order on screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from trainingdesk.documents.definition import SEQ, Column, Content, Occasion, Param, Report
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import N_, Label, _, ngettext

_PERSON = (
    Column(SEQ, N_("No."), Kind.INT, 11),
    Column("name", N_("Name"), Kind.PERSON, 20),
    Column("unit", N_("Unit"), width_mm=34),
    Column("post", N_("Post"), width_mm=32),
    Column("rank", N_("Rank"), Kind.CODE, 28, align="center"),
)
_ORDER = Param("order", N_("Order"), required=False, choices="member_order", usual="unit")
_SINCE = Column("since", N_("Since"), Kind.DAY, 24)
_UNTIL = Column("until", N_("First day outside"), Kind.DAY, 24)
_REASON = Column("reason", N_("Reason or document"), width_mm=50)
_FIELD = (
    Column("organisation", N_("Enterprise or institute"), width_mm=40),
    Column("speciality", N_("Speciality"), width_mm=28),
)
_LECTURER = (_FIELD[0], replace(_FIELD[1], width_mm=50))
_TALENT = (
    *_FIELD,
    Column("visits", N_("Visits"), Kind.INT, 14),
    Column("last_visit", N_("Last visit"), Kind.DAY, 24),
    Column("open_needs", N_("Open needs"), Kind.INT, 18),
    Column("next", N_("Next visit due"), width_mm=26, align="center"),
)

_OVERDUE = N_("▲ stands where the next visit was due by the data date.")

MEMBERS = Report(
    id="groups.members",
    title=N_("List of a group"),
    occasion=Occasion.ROSTER,
    columns=(*_PERSON, _SINCE, _REASON),
    params=(
        Param("group", N_("Group"), choices="groups"),
        Param("day", N_("As of"), Kind.DAY, required=False, usual="today"),
        Param("former", N_("With those who left"), required=False, choices="yes_no"),
        _ORDER,
    ),
    landscape=True,
    name_column="name",
)

RESERVE = Report(
    id="groups.reserve",
    title=N_("Reserve list with the state of training"),
    occasion=Occasion.ROSTER,
    columns=(
        *_PERSON,
        Column("state", N_("State"), Kind.CODE, 20, align="center"),
        Column("recommended", N_("Proposal"), width_mm=38),
        Column("rounds", N_("Rounds"), Kind.INT, 21),
        Column("decided", N_("Decided on"), Kind.DAY, 23),
        Column("training", N_("Systematic training"), width_mm=38),
        Column("exception", N_("Exception"), width_mm=36),
    ),
    params=(
        Param("pile", N_("Who is listed"), required=False, choices="reserve_piles", usual="listed"),
        Param("day", N_("As of"), Kind.DAY, required=False, usual="today"),
        Param("order", N_("Order"), required=False, choices="candidate_order", usual="unit"),
    ),
    landscape=True,
    name_column="name",
)

VISITS = Report(
    id="groups.visits",
    title=N_("Talents and follow-up visits"),
    occasion=Occasion.ROSTER,
    columns=(
        Column("name", N_("Name"), Kind.PERSON, 22),
        Column("day", N_("Day"), Kind.DAY, 24),
        Column("need", N_("What is needed"), width_mm=58),
        Column("service", N_("Service given"), width_mm=58),
        Column("by_whom", N_("By whom"), width_mm=28),
        Column("settled", N_("Settled on"), width_mm=24, align="center"),
        Column("next", N_("Next visit due"), width_mm=28, align="center"),
    ),
    params=(Param("day", N_("As of"), Kind.DAY, required=False, usual="today"), _ORDER),
    landscape=True,
    group_by="talent",
    notes=(_OVERDUE,),
    size=9.5,
    name_column="name",
)

REPORTS = (MEMBERS, RESERVE, VISITS)


@dataclass(frozen=True, slots=True)
class TalentLine:
    """One talent on a day with the visits made by then.

    Attributes:
        visits: (day, what is needed, service given, by whom, the day it was settled or None).
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
    rule: str,
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
                "name": one.name,
                "day": when,
                "need": need,
                "service": service,
                "by_whom": by_whom,
                "settled": format_value(Kind.DAY, settled) if settled else _("not settled yet"),
                "next": due if place == len(one.visits) else "",
            }
            for place, (when, need, service, by_whom, settled) in enumerate(one.visits, 1)
        )
        if not one.visits:
            rows.append({"talent": head, "name": one.name, "need": _("not visited yet"), "next": due})
    visits = sum(len(one.visits) for one in talents)
    never = sum(not one.visits for one in talents)
    overdue = sum(one.overdue for one in talents)
    words = _("{count} talents, {visits} visits; {never} not visited yet, {overdue} due").format(
        count=f"{len(talents):,}", visits=f"{visits:,}", never=f"{never:,}", overdue=f"{overdue:,}"
    )
    return Content(rows=rows, subtitle=words, office=office, data_date=day, printed_on=today, notes=(rule,))


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member of a group.

    Attributes:
        rank: a member of the code list or its label.
        until: the first day outside, None while in it.
        organisation, speciality: of a talent or a lecturer only.
        visits, last_visit, open_needs: of a talent only.
        due: of a talent in the group, the day by which the next visit is due; overdue when that day has come.
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
    due: date | None = None
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """One candidate of the reserve list.

    Attributes:
        training: the state of training today in words.
        override_by, override_on, override_reason: the approved exception (P3.4), "" and None without one.
    """

    name: str
    unit: str
    post: str
    rank: Label | StrEnum | None
    state: Label | StrEnum
    recommended_on: date
    recommended_by: str
    rounds: int
    decided_on: date | None
    training: str
    override_by: str = ""
    override_on: date | None = None
    override_reason: str = ""


def members_content(
    members: Sequence[MemberLine],
    *,
    group: str,
    talents: bool = False,
    lecturers: bool = False,
    former: bool = False,
    office: str = "",
    day: date,
    today: date,
) -> Content:
    """Return the list of a group on a day in the order given.

    ``talents`` adds what is kept of talents (P2.3), ``lecturers`` of lecturers; with ``former`` ones it is said until when.
    """
    span = (_SINCE, _UNTIL) if former else (_SINCE,)
    if talents:
        columns = (*_PERSON, *_TALENT, *span)
    else:
        columns = (*_PERSON, *(_LECTURER if lecturers else ()), *span, _REASON)
    count = ngettext("{count} person", "{count} people", len(members)).format(count=f"{len(members):,}")
    return Content(
        rows=[
            {
                "name": one.name,
                "unit": one.unit,
                "post": one.post,
                "rank": one.rank,
                "since": one.since,
                "until": one.until,
                "reason": one.reason,
                "organisation": one.organisation,
                "speciality": one.speciality,
                "visits": one.visits,
                "last_visit": one.last_visit,
                "open_needs": one.open_needs,
                "next": _due(one.due, overdue=one.overdue),
            }
            for one in members
        ],
        subtitle=f"{group}　{count}",
        office=office,
        data_date=day,
        printed_on=today,
        columns=columns,
        notes=(_(_OVERDUE),) if talents else (),
    )


def reserve_content(
    candidates: Sequence[ReserveLine], *, pile: str = "", office: str = "", day: date, today: date
) -> Content:
    """Return one pile of the reserve list on a day in the order given; whoever was admitted by an exception has its approver and reason beside the name."""
    count = ngettext("{count} person", "{count} people", len(candidates)).format(count=f"{len(candidates):,}")
    return Content(
        rows=[
            {
                "name": one.name,
                "unit": one.unit,
                "post": one.post,
                "rank": one.rank,
                "state": one.state,
                "recommended": f"{format_value(Kind.DAY, one.recommended_on)} {one.recommended_by}".strip(),
                "rounds": one.rounds,
                "decided": one.decided_on,
                "training": one.training,
                "exception": _exception(one),
            }
            for one in candidates
        ],
        subtitle=f"{pile}　{count}" if pile else count,
        office=office,
        data_date=day,
        printed_on=today,
        notes=(
            _("Nobody is admitted without systematic training; an exception was approved by another person."),
        ),
    )


def _exception(one: ReserveLine) -> str:
    if not one.override_by:
        return ""
    return _("{name}, {day}: {reason}").format(
        name=one.override_by, day=format_value(Kind.DAY, one.override_on), reason=one.override_reason
    )
