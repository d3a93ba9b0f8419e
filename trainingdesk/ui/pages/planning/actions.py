"""What can be done on the Plan tab."""

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action
from trainingdesk.ui.column_choice import columns_action

_P = Permission

ACTIONS: tuple[Action, ...] = (
    Action(
        "planning.save",
        N_("Save as a version…"),
        "planning",
        "save",
        "device-floppy",
        "Ctrl+S",
        _P.PLAN_EDIT,
        "why_not_save",
        help=N_("Keeps the plan as it stands; versions saved before stay as they are."),
        kind="primary",
    ),
    Action(
        "planning.propose",
        N_("Propose a plan…"),
        "planning",
        "propose",
        "sparkles",
        "Ctrl+N",
        _P.PLAN_EDIT,
        "why_not_propose",
        help=N_("Counts the base on a day and splits it over the years by the rules."),
    ),
    Action(
        "planning.edit",
        N_("Change the target"),
        "planning",
        "edit_cell",
        "pencil",
        "F2",
        _P.PLAN_EDIT,
        "why_not_edit",
        help=N_("The later years of the row are re-balanced, so that the row still adds up to its base."),
    ),
    Action(
        "planning.step_back",
        N_("Take back the last change"),
        "planning",
        "step_back",
        "arrow-back-up",
        "Alt+Backspace",
        _P.PLAN_EDIT,
        "why_not_step_back",
        help=N_("Only changes that are not saved as a version yet."),
    ),
    Action(
        "planning.adopt",
        N_("Put into force"),
        "planning",
        "adopt",
        "circle-check",
        "",
        _P.PLAN_EDIT,
        "why_not_adopt",
        help=N_(
            "Progress is counted against the version in force; one version of a cycle is in force at a time."
        ),
    ),
    Action(
        "planning.compare",
        N_("Compare versions…"),
        "planning",
        "compare",
        "columns-3",
        "Ctrl+D",
        _P.PLAN_READ,
        "why_not_compare",
        help=N_("Shows row by row how two versions differ."),
    ),
    Action(
        "planning.print",
        N_("Print preview"),
        "planning",
        "print_preview",
        "printer",
        "Ctrl+P",
        _P.REPORT_READ,
        "why_not_print",
        find=N_("print, paper, PDF"),
    ),
    columns_action("planning"),
)
