"""How classes look: chips, columns, days in words."""

from datetime import date
from typing import Any

from PySide6.QtCore import QLocale

from trainingdesk.domain.classes.completion import Reason
from trainingdesk.domain.classes.rows import ClassRow, CompletionRow
from trainingdesk.domain.codes import ClassState, Grade
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, language, listed, text
from trainingdesk.ui.tables.columns import Chip, ColumnSpec

_STATES: dict[ClassState, tuple[str, str]] = {
    ClassState.PLANNED: ("file-text", "slate"),
    ClassState.APPROVED: ("circle-check", "slate"),
    ClassState.ENROLLING: ("user-plus", "indigo"),
    ClassState.RUNNING: ("school", "indigo"),
    ClassState.ASSESSING: ("clipboard-list", "amber"),
    ClassState.CLOSED: ("lock", "pine"),
    ClassState.CANCELLED: ("ban", "seal"),
}

_GRADES: dict[Grade, tuple[str, str]] = {
    Grade.EXCELLENT: ("sparkles", "pine"),
    Grade.GOOD: ("check", "pine"),
    Grade.PASS: ("check", "slate"),
    Grade.FAIL: ("x", "seal"),
}

#: the keys of the grades, in the order of the list
GRADE_KEYS: dict[str, Grade] = {str(number): grade for number, grade in enumerate(Grade, 1)}


def state_chip(state: ClassState) -> Chip:
    """Return how a class's state is drawn."""
    icon, tone = _STATES[state]
    return Chip(text(f"class_state.{state}"), icon, tone)


def grade_chip(grade: Grade | None) -> Chip | None:
    """Return how a grade is drawn, None for none."""
    if grade is None:
        return None
    icon, tone = _GRADES[grade]
    return Chip(text(f"grade.{grade}"), icon, tone)


def hours(tenths: int) -> str:
    """Return tenths of 学时 as they are written."""
    return format_value(Kind.HOURS, tenths)


def day_short(day: date) -> str:
    """Return a day without its year: ``6月12日``."""
    return f"{day.month}月{day.day}日" if language() == "zh_CN" else f"{day:%m-%d}"


def weekday(day: date) -> str:
    """Return a day's weekday, short."""
    return QLocale(language()).dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)


def period(row: ClassRow) -> str:
    """Return from when to when a class is held."""
    if row.start_day == row.end_day:
        return row.start_day.isoformat()
    return _("{start} to {end}").format(start=row.start_day.isoformat(), end=row.end_day.isoformat())


def reason_words(reasons: tuple[Reason, ...]) -> str:
    """Return why somebody has not completed a class, in one line."""
    return listed((text(reason.code, **reason.words) for reason in reasons), "；")


def _wide(chinese: float, english: float) -> float:
    return chinese if language() == "zh_CN" else english


def class_columns() -> list[ColumnSpec]:
    """Return the columns of the list of classes."""
    return [
        ColumnSpec("code", _("Number"), width_em=4.6),
        ColumnSpec("title", _("Class"), width_em=14, stretch=True),
        ColumnSpec("state", _("State"), width_em=_wide(5.5, 9.5), chip=state_chip),
        ColumnSpec("start_day", _("Start"), width_em=3.6, value=lambda row: f"{row.start_day:%m-%d}"),
        ColumnSpec("end_day", _("To"), Kind.DAY, 6.5, hidden=True),
        ColumnSpec(
            "enrolled",
            _("Students"),
            width_em=4.5,
            align="right",
            value=lambda row: f"{row.enrolled}/{row.capacity}",
            tip=_("Enrolled, of places"),
        ),
        ColumnSpec(
            "audience",
            _("Audience"),
            width_em=8,
            hidden=True,
            value=lambda row: text(f"audience.{row.audience}"),
        ),
        ColumnSpec("teacher", _("Class teacher"), width_em=6, hidden=True),
        ColumnSpec("half_days", _("Half-days"), Kind.INT, 4, hidden=True),
    ]


def people_columns() -> list[ColumnSpec]:
    """Return the columns of a class's people."""
    return [
        ColumnSpec("seat", _("Seat"), Kind.INT, 3.2),
        ColumnSpec("name", _("Name"), Kind.PERSON, 5.5),
        ColumnSpec("unit", _("Unit"), width_em=10, value=lambda row: row.unit_short, stretch=True),
        ColumnSpec("post", _("Post"), width_em=8, sortable=False),
        ColumnSpec("rank", _("Rank"), Kind.CODE, _wide(8, 11)),
        ColumnSpec("team", _("Team"), Kind.CODE, 8, hidden=True),
    ]


def _share(row: CompletionRow) -> str:
    return f"{hours(row.attended)}/{hours(row.total)}"


def _completed(value: Any) -> Chip:
    return (
        Chip(_("completed"), "circle-check", "pine")
        if value
        else Chip(_("not completed"), "circle-x", "amber")
    )


def grade_columns() -> list[ColumnSpec]:
    """Return the columns of the assessment."""
    return [
        ColumnSpec("seat", _("Seat"), Kind.INT, 3.2),
        ColumnSpec("name", _("Name"), Kind.PERSON, 5.5),
        ColumnSpec("grade", _("Grade"), width_em=_wide(5.5, 7.2), chip=grade_chip),
        ColumnSpec(
            "attended",
            _("Attended"),
            width_em=5,
            align="right",
            value=_share,
            sort=lambda row: row.attended,
            tip=_("Hours attended, of all"),
        ),
        ColumnSpec(
            "leave", _("Leave"), Kind.HOURS, 3.5, value=lambda row: row.leave or None, tip=_("Hours of leave")
        ),
        ColumnSpec("completed", _("Completion"), width_em=_wide(6, 9.2), chip=_completed),
        ColumnSpec(
            "reasons",
            _("Why not"),
            width_em=12,
            sortable=False,
            stretch=True,
            value=lambda row: reason_words(row.reasons),
        ),
    ]
