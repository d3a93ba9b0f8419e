"""What can be done on the Attendance tab. The keys 1 to 7 belong to the roll itself, where a digit may also be scanned."""

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import Mark
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action
from trainingdesk.ui.column_choice import columns_action

_P = Permission

ACTIONS: tuple[Action, ...] = (
    Action(
        "attendance.close",
        N_("Close the roll call"),
        "attendance",
        "close_session",
        "lock",
        "Ctrl+E",
        _P.ATTENDANCE_CLOSE,
        "why_not_close",
        help=N_("Locks the half-day once everybody has a mark; it can be reopened with a reason."),
        kind="primary",
    ),
    Action(
        "attendance.mark_rest",
        N_("Mark all others present"),
        "attendance",
        "mark_rest",
        "users",
        "Ctrl+Return",
        _P.ATTENDANCE_MARK,
        "why_not_mark_rest",
        help=N_("Only people without a mark are touched; it is taken back as one step."),
    ),
    Action(
        "attendance.reopen",
        N_("Reopen the roll call…"),
        "attendance",
        "reopen_session",
        "history",
        "",
        _P.ATTENDANCE_REOPEN,
        "why_not_reopen",
        help=N_("For a correction; the reason is kept in the log."),
    ),
    Action(
        "attendance.sheet",
        N_("Sign-in sheet"),
        "attendance",
        "show_sheet",
        "printer",
        "Ctrl+P",
        _P.CLASS_READ,
        "why_no_session",
        help=N_("The paper sheet in the same order, to print or to save."),
    ),
    Action(
        "attendance.scan",
        N_("Go to the scan box"),
        "attendance",
        "go_to_box",
        "search",
        "Ctrl+F",
        _P.ATTENDANCE_MARK,
        "why_no_session",
    ),
    Action(
        "attendance.next_session",
        N_("Next half-day"),
        "attendance",
        "next_session",
        "chevron-down",
        "Ctrl+Down",
        _P.ATTENDANCE_READ,
    ),
    Action(
        "attendance.previous_session",
        N_("Previous half-day"),
        "attendance",
        "previous_session",
        "chevron-right",
        "Ctrl+Up",
        _P.ATTENDANCE_READ,
    ),
    columns_action("attendance"),
)

#: the keys of the marks, in the order of the list
MARK_KEYS: dict[str, Mark] = {str(number): mark for number, mark in enumerate(Mark, 1)}
