"""Papers of a class: list of students and sign-in sheet by half-day (财行〔2016〕540号 第15条 wants the latter).

The list of students stands as the list of the class's members does on screen. The sign-in sheet is always by seat, as
the roll call is: no list on screen stands behind it, and people look for their number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainingdesk.documents.definition import (
    SEQ,
    Column,
    Content,
    Occasion,
    Param,
    Report,
    Row,
    Signing,
)
from trainingdesk.shared.formatting import Kind, format_value, label_of
from trainingdesk.shared.text import N_, Label, _

_CLASS = Param("class", N_("Training class"), Kind.INT, choices="classes")

ROLL = Report(
    id="classes.roll",
    title=N_("List of students"),
    occasion=Occasion.BEFORE_CLASS,
    columns=(
        Column(SEQ, N_("No."), Kind.INT, 10),
        Column("name", N_("Name"), Kind.PERSON, 20),
        Column("sex", N_("Sex"), Kind.CODE, 10, align="center"),
        Column("unit", N_("Unit"), width_mm=42),
        Column("post", N_("Post"), width_mm=36),
        Column("rank", N_("Rank"), Kind.CODE, 24, align="center"),
        Column("note", N_("Remarks"), width_mm=16),
    ),
    params=(_CLASS, Param("order", N_("Order"), required=False, choices="class_order", usual="seat")),
    row_mm=7.5,
    name_column="name",
)

SIGNIN = Report(
    id="classes.signin",
    title=N_("Sign-in sheet"),
    occasion=Occasion.IN_CLASS,
    columns=(
        Column(SEQ, N_("No."), Kind.INT, 10),
        Column("unit", N_("Unit"), width_mm=46),
        Column("name", N_("Name"), Kind.PERSON, 20),
        Column("signature", N_("Signature"), width_mm=40, blank=True),
    ),
    params=(_CLASS, Param("day", N_("Day"), Kind.DAY, required=False)),
    row_mm=9.2,
    name_column="name",
)

REPORTS = (ROLL, SIGNIN)

#: beside the running number where the list is not by seat
_SEAT = Column("seat", N_("Seat"), Kind.INT, 12)

_WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


@dataclass(frozen=True, slots=True)
class Student:
    """One person of a class, as unit, post and rank were then; ``seat`` is the number on the sign-in sheet."""

    seat: int
    name: str
    unit: str
    post: str = ""
    sex: Label | StrEnum | None = None
    rank: Label | StrEnum | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SigninHalfDay:
    """One half-day: morning, afternoon or evening, and what is taught."""

    slot: Label | StrEnum
    topic: str


@dataclass(frozen=True, slots=True)
class SigninDay:
    """One day with its two or three half-days, in order."""

    day: date
    half_days: tuple[SigninHalfDay, ...]


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """What the head of a class's paper says."""

    title: str
    code: str
    start: date
    end: date
    place: str = ""
    teacher: str = ""
    office: str = ""


def roll_content(
    facts: ClassFacts,
    students: Sequence[Student],
    *,
    by_seat: bool = True,
    printed_on: date | None = None,
    data_date: date | None = None,
) -> Content:
    """Return the list of students in the order given, numbered by their seats.

    Another order than ``by_seat`` is numbered from the top, and has the seats in a column of their own.
    """
    days = f"{format_value(Kind.DAY, facts.start)} — {format_value(Kind.DAY, facts.end)}"
    parts = [
        days,
        _("Place: {place}").format(place=facts.place) if facts.place else "",
        _("Class teacher: {name}").format(name=facts.teacher) if facts.teacher else "",
        _("Students: {count}").format(count=len(students)),
    ]
    return Content(
        rows=[
            {
                SEQ: one.seat if by_seat else number,
                "seat": one.seat,
                "name": one.name,
                "sex": one.sex,
                "unit": one.unit,
                "post": one.post,
                "rank": one.rank,
                "note": one.note,
            }
            for number, one in enumerate(students, 1)
        ],
        columns=() if by_seat else (*ROLL.columns[:2], _SEAT, *ROLL.columns[2:]),
        title=_("{class_title}: list of students").format(class_title=facts.title),
        subtitle="　".join(part for part in parts if part),
        office=facts.office,
        printed_on=printed_on,
        data_date=data_date,
    )


def signin_content(
    facts: ClassFacts,
    students: Sequence[Student],
    days: Sequence[SigninDay],
    *,
    printed_on: date | None = None,
) -> Content:
    """Return the sign-in sheets of some days, each on its own pages; a person signs once each half-day.

    Raises ValueError without a day: the caller refuses a class without half-days before.
    """
    if not days:
        raise ValueError("a sign-in sheet needs a day")
    sheets = [_signin_day(facts, students, day, printed_on) for day in days]
    first, *others = sheets
    if not others:
        return first
    return Content(
        rows=first.rows,
        title=first.title,
        subtitle=first.subtitle,
        facts=first.facts,
        office=first.office,
        printed_on=printed_on,
        columns=first.columns,
        signing=first.signing,
        name=first.name,
        parts=tuple(others),
    )


def _signin_day(
    facts: ClassFacts, students: Sequence[Student], day: SigninDay, printed_on: date | None
) -> Content:
    columns = list(SIGNIN.columns[:3])
    topics: list[str] = []
    for number, half in enumerate(day.half_days):
        slot = format_value(Kind.CODE, label_of(half.slot))
        title = _("{slot}: signature").format(slot=slot)
        columns.append(Column(f"sign{number}", title, width_mm=80 / len(day.half_days), blank=True))
        topics.append(_("{label}: {name}").format(label=slot, name=half.topic or "—"))
    shown = format_value(Kind.DAY, day.day)
    parts = [
        _("{day} ({weekday})").format(day=shown, weekday=_(_WEEKDAYS[day.day.weekday()])),
        _("Place: {place}").format(place=facts.place) if facts.place else "",
        _("Expected: {count}").format(count=len(students)),
    ]
    return Content(
        rows=[Row({SEQ: one.seat, "unit": one.unit, "name": one.name}) for one in students],
        title=_("{class_title}: sign-in sheet").format(class_title=facts.title),
        subtitle="　".join(part for part in parts if part),
        facts=tuple(topics),
        office=facts.office,
        printed_on=printed_on,
        columns=tuple(columns),
        signing=Signing(
            lines=(_("People present"), _("Class teacher (signature)"), _("Date signed")), names=("", "", "")
        ),
        name=shown,
    )
