"""Papers of the groups: who is in one on a day, and the reserve list with its state of training (P2.1–P2.3, P3.4).

The lists of the tab “Groups and reserve” stand behind all of them: a group's members on a day, the talents and the
piles of the reserve list are printed in the order on screen.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from trainingdesk.documents.catalogue.roster import checked_by, day_words, known_today, picked
from trainingdesk.documents.definition import SEQ, Column, Content, Marked, Occasion, Param, Report
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import N_, Label, _, listed, ngettext

_NUMBER = Column(SEQ, N_("No."), Kind.INT, 10)
#: who it is, with what a list of young cadres or of a reserve is looked at for
_PERSON = (
    *picked("name", "sex", "birth", "age", "education", "political"),
    Column("unit", N_("Unit"), width_mm=34),
    Column("post", N_("Post"), width_mm=30),
    Column("rank", N_("Rank"), Kind.CODE, 26, align="center"),
)
_ORDER = Param("order", N_("Order"), required=False, choices="member_order", usual="unit")
_TEXT = Param("text", N_("Words to look for"), required=False)
_SINCE = Column("since", N_("In it since"), Kind.DAY, 24)
_UNTIL = Column("until", N_("First day outside"), Kind.DAY, 24)
_REASON = Column("reason", N_("Reason of entry"), width_mm=50)
_REASON_OUT = Column("reason_out", N_("Reason of leaving"), width_mm=40)
#: what is said of those who left
_LEFT = (_UNTIL, _REASON_OUT)
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

_STATE = Column("state", N_("State"), Kind.CODE, 18, align="center")
#: a candidate: birth and age, unit and post as one, so that a lying page has room for the way to the list
_CANDIDATE = (
    *(replace(one, width_mm=width) for one, width in zip(picked("name", "sex"), (19, 10), strict=True)),
    Column("born", N_("Birth and age"), width_mm=17, align="center"),
    *(
        replace(one, width_mm=width)
        for one, width in zip(picked("education", "political"), (14, 18), strict=True)
    ),
    Column("unit_post", N_("Unit and post"), width_mm=36),
    replace(_PERSON[-1], width_mm=22),
)
_ROUND = N_("Last round of screening")
_WAY = (
    Column("recommended", N_("Proposal"), width_mm=28, align="center"),
    Column("round", N_("Round"), Kind.INT, 10, group=_ROUND, align="center"),
    Column("votes", N_("Votes"), width_mm=14, group=_ROUND, align="center"),
    Column("score", N_("Score"), Kind.HOURS, 11, group=_ROUND, align="center"),
    Column("opinion", N_("Opinion"), width_mm=18, group=_ROUND),
    Column("decided", N_("Decision"), width_mm=50, align="center"),
    Column("training", N_("Systematic training"), width_mm=28, align="center"),
    Column("reviewed", N_("Last yearly review"), width_mm=20, align="center"),
)
#: steps of the way nobody of a pile need have taken; they are printed where somebody has
_LATER = frozenset({"round", "votes", "score", "opinion", "decided", "reviewed"})

#: every column a list of a group can be printed with, in the order they are printed
COLUMNS = (
    *_PERSON[:4],
    *picked("ethnicity", "native_place", "birthplace", "political"),
    *picked("education", "degree", "school", "education_full", "degree_full", "school_full"),
    *picked("education_service", "degree_service", "school_service", "work_start", "party_entry"),
    *picked("technical_title"),
    *_PERSON[-3:],
    *_TALENT,
    _SINCE,
    _UNTIL,
    _REASON,
    _REASON_OUT,
    *picked("phone", "note"),
)
#: what is printed when nothing was chosen; talents and lecturers have their own columns beside it
USUAL = (*(one.key for one in _PERSON), "since", "reason")

_OVERDUE = N_("▲ stands where the next visit was due by the data date.")

MEMBERS = Report(
    id="groups.members",
    title=N_("List of a group"),
    occasion=Occasion.ROSTER,
    columns=(_NUMBER, *_PERSON, _SINCE, _REASON),
    params=(
        Param("group", N_("Group"), choices="groups"),
        Param("day", N_("As of"), Kind.DAY, required=False, usual="today"),
        Param("former", N_("With those who left"), required=False, choices="yes_no"),
        _TEXT,
        _ORDER,
        Param("columns", N_("Columns"), required=False, choices="member_columns", several=True),
    ),
    landscape=True,
    size=9.5,
    name_column="name",
    dense=True,
)

RESERVE = Report(
    id="groups.reserve",
    title=N_("Reserve list with the state of training"),
    occasion=Occasion.ROSTER,
    columns=(_NUMBER, *_CANDIDATE, _STATE, *_WAY),
    params=(
        Param("pile", N_("Who is listed"), required=False, choices="reserve_piles", usual="listed"),
        Param("day", N_("As of"), Kind.DAY, required=False, usual="today"),
        _TEXT,
        Param("order", N_("Order"), required=False, choices="candidate_order", usual="unit"),
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
                "need": need,
                "service": service,
                "by_whom": by_whom,
                "settled": format_value(Kind.DAY, settled) if settled else _("not settled yet"),
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
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """One candidate of the reserve list.

    Attributes:
        training: the state of training on the day in words.
        open_until: the day by which what is missing of it can be made up, None where nothing is missing.
        round: the last round of screening, None without any; ``votes`` are (for, cast), ``score`` is in tenths.
        reviewed: (year, result) of the latest yearly review, None without any.
        override_by, override_on, override_reason: the approved exception (P3.4), "" and None without one.
        decided_reason: what the decision rests on, for instance a meeting.
        details: what else is known of the person: sex, birth, age, education, political status.
    """

    name: str
    unit: str
    post: str
    rank: Label | StrEnum | None
    state: Label | StrEnum
    recommended_on: date
    recommended_by: str
    round: int | None
    decided_on: date | None
    training: str
    votes: tuple[int | None, int | None] | None = None
    score: int | None = None
    opinion: str = ""
    passed: bool = True
    reviewed: tuple[int, Label] | None = None
    open_until: date | None = None
    override_by: str = ""
    override_on: date | None = None
    override_reason: str = ""
    decided_reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


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
        shown = (*_PERSON, *_TALENT, _SINCE, *left)
    else:
        known = (one for one in _LECTURER if any(getattr(member, one.key) for member in members))
        shown = (*_PERSON, *(known if lecturers else ()), _SINCE, _REASON, *left)
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
            }
            for one in members
        ],
        title=group,
        subtitle="　".join(part for part in (day_words(day), narrowed_by(found), count) if part),
        office=office,
        data_date=day,
        printed_on=today,
        columns=(_NUMBER, *shown),
        notes=(
            *((_(_OVERDUE),) if any(one.key == "next" for one in shown) else ()),
            *known_today(shown, day, today),
        ),
        signing=checked_by(),
    )


def reserve_content(
    candidates: Sequence[ReserveLine],
    *,
    pile: str = "",
    found: Found | None = None,
    office: str = "",
    day: date,
    today: date,
) -> Content:
    """Return one pile of the reserve list on a day in the order given.

    Whoever was admitted by an exception is marked, and below stand its approver and reason (P3.4). ``pile`` names a
    pile in which people stand in several states, "" for who is on the list; ``found`` says what it is narrowed by.
    """
    count = ngettext("{count} person", "{count} people", len(candidates)).format(count=f"{len(candidates):,}")
    rows = [
        {
            **one.details,
            "name": Marked(one.name) if one.override_by else one.name,
            "born": _born(one.details),
            "unit_post": f"{one.unit}{one.post}",
            "rank": one.rank,
            "state": one.state,
            "recommended": f"{format_value(Kind.DAY, one.recommended_on)}\n{one.recommended_by}".strip(),
            "round": one.round,
            "votes": _votes(one),
            "score": one.score,
            "opinion": _opinion(one),
            "decided": f"{format_value(Kind.DAY, one.decided_on)}\n{one.decided_reason}".strip(),
            "training": one.training,
            "reviewed": _reviewed(one),
        }
        for one in candidates
    ]
    shown = tuple(one for one in _WAY if one.key not in _LATER or any(row[one.key] for row in rows))
    columns = (_NUMBER, *_CANDIDATE, *((_STATE,) if pile else ()), *shown)
    return Content(
        rows=rows,
        subtitle="　".join(part for part in (day_words(day), pile, narrowed_by(found), count) if part),
        office=office,
        data_date=day,
        printed_on=today,
        columns=columns,
        signing=checked_by(),
        notes=(
            *(_exception(number, one) for number, one in enumerate(candidates, 1) if one.override_by),
            _("Nobody is admitted without systematic training; an exception was approved by another person."),
            *_to_make_up(candidates),
            *known_today(columns, day, today),
        ),
    )


def _to_make_up(candidates: Sequence[ReserveLine]) -> tuple[str, ...]:
    """Return the note of how what is missing of training can be made up, () where nobody misses anything."""
    days = sorted({one.open_until for one in candidates if one.open_until is not None})
    if not days:
        return ()
    said = listed(format_value(Kind.DAY, day) for day in days)
    words = _(
        "Who is not trained makes it up by attending the hours still missing, or completing a main class, by {days}."
    )
    return (words.format(days=said),)


def _born(details: Mapping[str, Any]) -> str:
    """Return the month of birth with the age below it."""
    birth, age = details.get("birth"), details.get("age")
    years = _("aged {age}").format(age=age) if age is not None else ""
    return "\n".join(part for part in (format_value(Kind.MONTH, birth), years) if part)


def _votes(one: ReserveLine) -> str:
    """Return the votes for of those cast."""
    if one.votes is None:
        return ""
    return "/".join("" if count is None else str(count) for count in one.votes)


def _opinion(one: ReserveLine) -> str:
    """Return what the last round said; one that was not passed says so first."""
    return (
        one.opinion
        if one.passed
        else "\n".join(part for part in (_("round not passed"), one.opinion) if part)
    )


def _reviewed(one: ReserveLine) -> str:
    if one.reviewed is None:
        return ""
    year, result = one.reviewed
    return f"{year}\n{format_value(Kind.CODE, result)}"


def _exception(number: int, one: ReserveLine) -> str:
    """Return the line of an exception below the list."""
    return _(
        "▲ No. {number} {name}, admitted by exception: approved by {approver}, {day}; reason: {reason}"
    ).format(
        number=number,
        name=one.name,
        approver=one.override_by,
        day=format_value(Kind.DAY, one.override_on),
        reason=one.override_reason,
    )
