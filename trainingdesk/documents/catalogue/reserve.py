"""The paper of the reserve list: the piles of the tab “Groups and reserve” with the way and the state of training (P2.2, P3.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from trainingdesk.documents.catalogue.groups import NUMBER, PERSON, TEXT, Found, narrowed_by, still_listed
from trainingdesk.documents.catalogue.roster import checked_by, day_words, known_today, picked
from trainingdesk.documents.definition import Column, Content, Marked, Occasion, Param, Report
from trainingdesk.domain.roster.groups import RoundRow
from trainingdesk.domain.roster.leading import unit_and_post
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import N_, Label, _, listed, ngettext

_STATE = Column("state", N_("State"), width_mm=18, align="center")
#: a candidate: birth and age, unit and post as one, so that a lying page has room for the way to the list
_CANDIDATE = (
    *(replace(one, width_mm=width) for one, width in zip(picked("name", "sex"), (19, 10), strict=True)),
    Column("born", N_("Birth and age"), width_mm=17, align="center"),
    *(
        replace(one, width_mm=width)
        for one, width in zip(picked("education", "political"), (14, 18), strict=True)
    ),
    Column("unit_post", N_("Unit and post"), width_mm=36),
    replace(PERSON[-1], width_mm=22),
)
#: narrow enough for lying A4; the last score is a figure, so that a workbook can be put in its order, and the rounds stand
#: on paper beneath the person, each on one line: two or three of them in a column would be torn and fill the page
_WAY = (
    Column("recommended", N_("Proposal"), width_mm=24, align="center"),
    Column("last_score", N_("Last score"), Kind.HOURS, 11, align="center"),
    Column("decided", N_("Decision"), width_mm=42, align="center"),
    Column("training", N_("Systematic training"), width_mm=28, align="center"),
    Column("reviewed", N_("Last yearly review"), width_mm=20, align="center"),
    Column("all_rounds", N_("Rounds of screening"), width_mm=88, beneath=True),
)
#: steps of the way nobody of a pile need have taken; they are printed where somebody has
_LATER = frozenset({"all_rounds", "last_score", "decided", "reviewed"})

RESERVE = Report(
    id="groups.reserve",
    title=N_("Reserve list with the state of training"),
    occasion=Occasion.ROSTER,
    columns=(NUMBER, *_CANDIDATE, _STATE, *_WAY),
    params=(
        Param("pile", N_("Who is listed"), required=False, choices="reserve_piles", usual="listed"),
        Param("day", N_("As of"), Kind.DAY, required=False, usual="today"),
        TEXT,
        Param("order", N_("Order"), required=False, choices="candidate_order", usual="unit"),
    ),
    landscape=True,
    size=9,
    name_column="name",
    dense=True,
)

REPORTS = (RESERVE,)


@dataclass(frozen=True, slots=True)
class ReserveLine:
    """One candidate of the reserve list.

    Attributes:
        training: the state of training on the day in words.
        open_until: the day by which what is missing of it can be made up, None where nothing is missing.
        rounds: the rounds of screening held by the day, in order.
        admitted: the first day on the list and the reason of who was ever admitted by the day; taken_off: has left it again.
        reviewed: (year, result) of the latest yearly review, None without any.
        override_by, override_on, override_reason: the approved exception (P3.4), "" and None without one.
        decided_reason: what the decision rests on, for instance a meeting.
        gone: of somebody on the way or on the list although retired or gone by the day, which of the two; None for others.
        details: what else is known of the person: sex, birth, age, education, political status.
    """

    name: str
    unit: str
    post: str
    rank: Label | StrEnum | None
    state: Label | StrEnum
    recommended_on: date
    recommended_by: str
    decided_on: date | None
    training: str
    rounds: Sequence[RoundRow] = ()
    admitted: tuple[date, str] | None = None
    taken_off: bool = False
    reviewed: tuple[int, Label] | None = None
    open_until: date | None = None
    override_by: str = ""
    override_on: date | None = None
    override_reason: str = ""
    decided_reason: str = ""
    gone: Label | StrEnum | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


def reserve_content(
    candidates: Sequence[ReserveLine],
    *,
    people: int | None = None,
    pile: str = "",
    found: Found | None = None,
    office: str = "",
    day: date,
    today: date,
) -> Content:
    """Return one pile of the reserve list on a day in the order given.

    Whoever was admitted by an exception is marked, and below stand its approver and reason (P3.4). ``pile`` names a
    pile in which people stand in several states, "" for who is on the list; ``found`` says what it is narrowed by.
    ``people`` is how many the candidates are, who may have come off the list and been recommended again; None for one each.
    """
    heads = len(candidates) if people is None else people
    count = ngettext("{count} person", "{count} people", heads).format(count=f"{heads:,}")
    if heads != len(candidates):
        count = _("{people}, {count} candidacies").format(people=count, count=f"{len(candidates):,}")
    rows = [
        {
            **one.details,
            "name": Marked(one.name) if one.override_by else one.name,
            "born": _born(one.details),
            "unit_post": unit_and_post(one.unit, one.post),
            "rank": one.rank,
            "state": "\n".join(format_value(Kind.CODE, part) for part in (one.state, one.gone) if part),
            "recommended": f"{format_value(Kind.DAY, one.recommended_on)}\n{one.recommended_by}".strip(),
            "all_rounds": "\n".join(_round(held) for held in one.rounds),
            "last_score": one.rounds[-1].score if one.rounds else None,
            "decided": _decided(one),
            "training": one.training,
            "reviewed": _reviewed(one),
        }
        for one in candidates
    ]
    shown = tuple(one for one in _WAY if one.key not in _LATER or any(row[one.key] for row in rows))
    stated = pile or any(one.gone for one in candidates)
    columns = (NUMBER, *_CANDIDATE, *((_STATE,) if stated else ()), *shown)
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
            *still_listed([(one.name, one.gone) for one in candidates]),
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


def _round(held: RoundRow) -> str:
    """Return one round of screening: its day and whether it was passed, votes, score and opinion."""
    begin = _("{round}. {day} passed") if held.passed else _("{round}. {day} not passed")
    parts = [begin.format(round=held.round, day=format_value(Kind.DAY, held.day))]
    if held.votes_cast is not None:
        parts.append(_("{votes}/{cast} votes").format(votes=held.votes_for, cast=held.votes_cast))
    if held.score is not None:
        parts.append(_("{score} points").format(score=format_value(Kind.HOURS, held.score)))
    return listed([*parts, *([held.opinion] if held.opinion else [])], "，")


def _decided(one: ReserveLine) -> str:
    """Return the decision with what it rests on; of who has left the list the admission stands above the exit."""
    parts = [(one.decided_on, one.decided_reason, "")]
    if one.taken_off:
        parts = [(one.decided_on, one.decided_reason, _("Taken off {day}"))]
        if one.admitted is not None:
            parts.insert(0, (*one.admitted, _("Admitted {day}")))
    return "\n".join(
        f"{(words or '{day}').format(day=format_value(Kind.DAY, day))}\n{reason}".strip()
        for day, reason, words in parts
    )


def _reviewed(one: ReserveLine) -> str:
    if one.reviewed is None:
        return ""
    year, result = one.reviewed
    return f"{year}\n{format_value(Kind.CODE, result)}"


def _exception(number: int, one: ReserveLine) -> str:
    """Return the line of an exception below the list: whoever was not admitted by the day was not admitted by it."""
    words = _("▲ No. {number} {name}, admitted by exception: approved by {approver}, {day}; reason: {reason}")
    if one.admitted is None:
        words = _(
            "▲ No. {number} {name}, exception approved, not admitted: approved by {approver}, {day}; reason: {reason}"
        )
    return words.format(
        number=number,
        name=one.name,
        approver=one.override_by,
        day=format_value(Kind.DAY, one.override_on),
        reason=one.override_reason,
    )
