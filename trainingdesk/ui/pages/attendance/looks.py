"""How marks, leave and half-days look on the Attendance tab."""

from trainingdesk.domain.attendance.rows import RollRow, SessionRow
from trainingdesk.domain.codes import Mark, SessionState
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, language, text
from trainingdesk.ui.tables.columns import Chip, ColumnSpec

_MARKS: dict[Mark, tuple[str, str]] = {
    Mark.PRESENT: ("check", "pine"),
    Mark.LATE: ("clock", "amber"),
    Mark.EARLY: ("logout", "amber"),
    Mark.PERSONAL_LEAVE: ("file-text", "indigo"),
    Mark.SICK_LEAVE: ("file-text", "indigo"),
    Mark.OFFICIAL_LEAVE: ("file-text", "indigo"),
    Mark.ABSENT: ("x", "seal"),
}


def mark_chip(mark: Mark | None) -> Chip | None:
    """Return how a mark is drawn, None for none."""
    if mark is None:
        return None
    icon, tone = _MARKS[mark]
    return Chip(text(f"mark.{mark}"), icon, tone)


def leave_words(row: RollRow) -> str:
    """Return leave against the class's hours, "" for none: ``4/28``."""
    if not row.leave.leave:
        return ""
    hours = (format_value(Kind.HOURS, row.leave.leave), format_value(Kind.HOURS, row.leave.total))
    return "/".join(hours)


def leave_chip(row: RollRow, next_hours: int) -> Chip | None:
    """Return a warning where leave is over its limit, or would be with this half-day more; None where it is not."""
    if row.leave.over:
        return Chip(leave_words(row), "alert-triangle", "seal")
    if row.leave.leave and row.leave.exceeds(next_hours):
        return Chip(leave_words(row), "alert-triangle", "amber")
    return None


def leave_sentence(row: RollRow, next_hours: int) -> tuple[str, str]:
    """Return what is to be said about somebody's leave, and how loud: ``slate``, ``amber`` or ``seal``."""
    if not row.leave.total:
        return "", "slate"
    params = {
        "leave": format_value(Kind.HOURS, row.leave.leave),
        "total": format_value(Kind.HOURS, row.leave.total),
        "limit": str(row.leave.limit),
    }
    if row.leave.over:
        return _("Leave {leave} of {total} hours: over {limit}").format(**params), "seal"
    if row.leave.leave and row.leave.exceeds(next_hours):
        return _("Leave {leave} of {total} hours: one half-day more is over {limit}").format(
            **params
        ), "amber"
    return _("Leave {leave} of {total} hours, at most {limit}").format(**params), "slate"


def time_words(row: RollRow) -> str:
    """Return when somebody was marked, "" for not at all."""
    return f"{row.at.astimezone():%H:%M}" if row.at is not None else ""


def roll_columns(next_hours: int) -> list[ColumnSpec]:
    """Return the columns of the roll; the order is that of the printed sheet and stays so."""
    return [
        ColumnSpec("seat", _("Seat"), Kind.INT, 3.2, sortable=False),
        ColumnSpec("name", _("Name"), Kind.PERSON, 6, sortable=False),
        ColumnSpec("unit", _("Unit"), width_em=10, sortable=False, stretch=True),
        ColumnSpec("post", _("Post"), width_em=9, sortable=False, hidden=True),
        ColumnSpec(
            "mark", _("Mark"), width_em=6.5 if language() == "zh_CN" else 9.5, sortable=False, chip=mark_chip
        ),
        ColumnSpec("time", _("Time"), width_em=4, sortable=False, value=time_words, align="right"),
        ColumnSpec(
            "leave",
            _("Leave"),
            width_em=7,
            sortable=False,
            value=lambda row: _LeaveCell(row, next_hours),
            chip=lambda cell: leave_chip(cell.row, cell.next_hours),
            tip=_("Hours of leave in the whole class, against its planned hours"),
        ),
    ]


class _LeaveCell:
    """The leave of one row together with the hours of the half-day in hand."""

    def __init__(self, row: RollRow, next_hours: int) -> None:
        self.row = row
        self.next_hours = next_hours

    def __str__(self) -> str:
        return leave_words(self.row)


def day_words(session: SessionRow) -> str:
    """Return a half-day's day and slot as one says them: ``6月12日 上午``."""
    day = session.day
    slot = text(f"slot.{session.slot}")
    if language() == "zh_CN":
        return f"{day.month}月{day.day}日 {slot}"
    return f"{day:%m-%d} {slot}"


def session_title(session: SessionRow) -> str:
    """Return the line above a roll: class, day and slot, topic."""
    topic = f"《{session.topic}》" if session.topic and language() == "zh_CN" else session.topic
    return " · ".join(part for part in (session.title, day_words(session), topic) if part)


def session_chip(session: SessionRow) -> Chip:
    """Return whether a half-day can still be marked."""
    if session.state is SessionState.CLOSED:
        return Chip(text("session_state.closed"), "lock", "slate")
    return Chip(text("session_state.open"), "clock", "indigo")
