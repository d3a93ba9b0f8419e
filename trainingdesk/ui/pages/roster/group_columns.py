"""The columns of the tables of groups and of the reserve list."""

from datetime import date

from trainingdesk.domain.codes import ReserveState
from trainingdesk.domain.roster.groups import CandidateRow, ExceptionState, MemberRow
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, language, text
from trainingdesk.ui.tables.columns import Chip, ColumnSpec


def heading_of(day: date | None) -> str:
    """Return what heads the figures of the groups: of a past day that day, None for today."""
    return _("Now in it") if day is None else _("As of {day}").format(day=format_value(Kind.DAY, day))


def group_columns(day: date | None = None) -> list[ColumnSpec]:
    """Return the columns of the list of groups; ``day`` heads the figures, None for today."""
    return [
        ColumnSpec(
            "kind",
            _("Group"),
            width_em=9,
            sortable=False,
            value=lambda row: text(f"group_kind.{row.kind}"),
            stretch=True,
        ),
        ColumnSpec("live", heading_of(day), Kind.INT, 8.5, sortable=False),
    ]


def member_columns() -> list[ColumnSpec]:
    """Return the columns of a group's members."""
    return [
        ColumnSpec("name", _("Name"), Kind.PERSON, 5),
        ColumnSpec("unit", _("Unit"), width_em=8),
        ColumnSpec("post", _("Post"), width_em=9, stretch=True, sortable=False),
        ColumnSpec("rank", _("Rank"), Kind.CODE, 8),
        ColumnSpec("valid_from", _("In it since"), Kind.DAY, 8),
        ColumnSpec("reason_in", _("Reason of entry"), width_em=10, sortable=False),
        *_left(),
    ]


#: the columns that are shown with those who left, and not without
LEFT_COLUMNS = ("valid_to", "reason_out")


def _left() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("valid_to", _("First day outside"), Kind.DAY, 8, hidden=True),
        ColumnSpec("reason_out", _("Reason of leaving"), width_em=10, sortable=False, hidden=True),
    )


def talent_columns() -> list[ColumnSpec]:
    """Return the columns of the talents."""
    return [
        ColumnSpec("name", _("Name"), Kind.PERSON, 5),
        ColumnSpec("unit", _("Unit"), width_em=6.5),
        ColumnSpec("organisation", _("Enterprise or institute"), width_em=11, stretch=True),
        ColumnSpec("last_visit", _("Last visit"), Kind.DAY, 6.5),
        ColumnSpec(
            "next_visit",
            _("Next visit due"),
            width_em=12 if language() == "en" else 10,
            value=_next_visit,
            sort=lambda row: row.next_visit,
            chip=_visit_chip,
        ),
        ColumnSpec("open_needs", _("Open needs"), Kind.INT, 5 if language() != "en" else 6),
        # the card says it too, and the enterprise needs the room
        ColumnSpec("valid_from", _("In it since"), Kind.DAY, 6.5, hidden=True),
        *_left(),
    ]


def lecturer_columns() -> list[ColumnSpec]:
    """Return the columns of the lecturers."""
    return [
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("unit", _("Unit"), width_em=8),
        ColumnSpec("post", _("Post"), width_em=8, hidden=True, sortable=False),
        ColumnSpec("organisation", _("Enterprise or institute"), width_em=10),
        ColumnSpec("speciality", _("Speciality"), width_em=9, stretch=True),
        ColumnSpec("valid_from", _("In it since"), Kind.DAY, 8),
        ColumnSpec("reason_in", _("Reason of entry"), width_em=9, sortable=False),
        *_left(),
    ]


def _next_visit(row: MemberRow) -> tuple[str, bool] | None:
    """Return the day of the next visit in words, and whether it is overdue; None where none is due."""
    return (format_value(Kind.DAY, row.next_visit), row.overdue) if row.next_visit else None


def _visit_chip(value: tuple[str, bool] | None) -> Chip | None:
    if value is None:
        return None
    day, overdue = value
    if overdue:
        return Chip(_("{day} overdue").format(day=day), "alert-triangle", "amber")
    return Chip(day, "calendar", "slate")


_STATE_LOOKS = {
    ReserveState.RECOMMENDED: ("user-plus", "slate"),
    ReserveState.SCREENING: ("hourglass", "indigo"),
    ReserveState.ADMITTED: ("circle-check", "pine"),
    ReserveState.DECLINED: ("ban", "slate"),
    ReserveState.EXITED: ("logout", "slate"),
}


def _standing(row: CandidateRow) -> tuple[ReserveState, int | None]:
    """Return where a candidate stands, and which round they failed last."""
    return row.state, row.failed


def _state_chip(standing: tuple[ReserveState, int | None]) -> Chip:
    state, failed = standing
    if failed is not None:
        return Chip(_("Failed round {round}").format(round=failed), "x", "amber")
    icon, tone = _STATE_LOOKS[state]
    return Chip(text(f"reserve_state.{state}"), icon, tone)


def _exception_chip(standing: ExceptionState | None) -> Chip | None:
    if standing is None:
        return None
    return {
        ExceptionState.WAITING: Chip(_("Pending"), "hourglass", "amber"),
        ExceptionState.APPROVED: Chip(_("Approved"), "circle-check", "pine"),
        ExceptionState.REFUSED: Chip(_("Refused"), "ban", "amber"),
    }[standing]


def candidate_columns() -> list[ColumnSpec]:
    """Return the columns of the reserve list; those that stand at first fit beside groups and card at 1366 px."""
    english = language() == "en"  # its words are longer than the office's own
    return [
        ColumnSpec("name", _("Name"), Kind.PERSON, 4.5 if english else 5),
        ColumnSpec("unit", _("Unit"), width_em=6),
        ColumnSpec("post", _("Post"), width_em=5.5 if english else 6, stretch=True, sortable=False),
        ColumnSpec("rank", _("Rank"), Kind.CODE, 11 if english else 6.5),
        ColumnSpec("age", _("Age"), Kind.INT, 3.5 if english else 3, hidden=english),
        ColumnSpec(
            "state",
            _("State"),
            width_em=11 if english else 8,
            value=_standing,
            sort=lambda row: row.state,
            chip=_state_chip,
        ),
        ColumnSpec("rounds", _("Rounds"), Kind.INT, 4, hidden=True),
        ColumnSpec("last_review", _("Reviewed"), Kind.TEXT, 5, align="center", hidden=english),
        ColumnSpec("exception", _("Exception"), width_em=7.5 if english else 6, chip=_exception_chip),
    ]
