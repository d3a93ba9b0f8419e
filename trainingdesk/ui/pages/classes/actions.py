"""What can be done on the Classes tab."""

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action
from trainingdesk.ui.column_choice import columns_action

_P = Permission


def _step(
    name: str, title: str, icon: str, permission: Permission, help_: str, kind: str = "plain"
) -> Action:
    return Action(
        f"classes.{name}",
        title,
        "classes",
        f"do_{name}",
        icon,
        "",
        permission,
        f"why_not_{name}",
        help_,
        kind=kind,
        of_rows="training_class",
    )


ACTIONS: tuple[Action, ...] = (
    Action(
        "classes.new",
        N_("New class…"),
        "classes",
        "new_class",
        "plus",
        "Ctrl+N",
        _P.CLASS_EDIT,
        help=N_("Name, audience, days and half-days; the number is drawn by itself."),
        kind="primary",
    ),
    Action(
        "classes.edit",
        N_("Change class…"),
        "classes",
        "change_class",
        "pencil",
        "F2",
        _P.CLASS_EDIT,
        "why_not_edit",
        of_rows="training_class",
    ),
    Action(
        "classes.schedule",
        N_("Schedule…"),
        "classes",
        "change_schedule",
        "calendar",
        "Ctrl+H",
        _P.CLASS_EDIT,
        "why_not_edit",
        help=N_("Which half-days the class has, and what is taught in each."),
        of_rows="training_class",
    ),
    Action(
        "classes.enrol",
        N_("Enrol…"),
        "classes",
        "enrol",
        "user-plus",
        "Ctrl+J",
        _P.CLASS_ENROL,
        "why_not_enrol",
        help=N_("Choose people of the roster; clashes and places are checked as you choose."),
        find=N_("sign people up"),
        of_rows="training_class",
    ),
    Action(
        "classes.sheet",
        N_("Sign-in sheet"),
        "classes",
        "show_sheet",
        "printer",
        "Ctrl+P",
        _P.CLASS_READ,
        "why_no_sheet",
        find=N_("print the roll, sign-in"),
        of_rows="training_class",
    ),
    Action(
        "classes.attendance",
        N_("Take attendance"),
        "classes",
        "take_attendance",
        "list-check",
        "Ctrl+T",
        _P.ATTENDANCE_READ,
        "why_no_attendance",
        of_rows="training_class",
    ),
    Action(
        "classes.students",
        N_("List of students"),
        "classes",
        "show_students",
        "file-text",
        "",
        _P.CLASS_READ,
        "why_nobody",
        of_rows="training_class",
    ),
    Action(
        "classes.withdraw",
        N_("Withdraw person…"),
        "classes",
        "withdraw",
        "logout",
        "",
        _P.CLASS_ENROL,
        "why_not_withdraw",
        help=N_("The seat and the marks taken so far stay on record."),
        of_rows="enrolment",
    ),
    Action(
        "classes.seats",
        N_("Seats by unit and rank"),
        "classes",
        "arrange_seats",
        "users",
        "",
        _P.CLASS_ENROL,
        "why_not_seats",
        help=N_("Numbers the seats anew; not once attendance was taken."),
        of_rows="training_class",
    ),
    _step(
        "approve",
        N_("Approve class"),
        "circle-check",
        _P.CLASS_APPROVE,
        N_("Records that the class is approved, and by whom. Enrolment can be opened without it."),
    ),
    _step(
        "open",
        N_("Open enrolment"),
        "user-plus",
        _P.CLASS_EDIT,
        N_("From now on people can be enrolled, whether the class was approved or not."),
    ),
    _step("start", N_("Start class"), "school", _P.CLASS_EDIT, N_("From now on attendance can be taken.")),
    _step(
        "assess",
        N_("Go on to assessment"),
        "clipboard-list",
        _P.CLASS_EDIT,
        N_("Teaching is over; grades are entered."),
    ),
    _step(
        "close",
        N_("Close class"),
        "lock",
        _P.CLASS_CLOSE,
        N_("Fixes who has completed the class; certificates follow."),
    ),
    _step(
        "reopen", N_("Reopen class"), "history", _P.CLASS_CLOSE, N_("Takes the closing back, with a reason.")
    ),
    _step(
        "cancel",
        N_("Cancel class"),
        "ban",
        _P.CLASS_EDIT,
        N_("The class is not held; with a reason."),
        "danger",
    ),
    columns_action("classes"),
)
