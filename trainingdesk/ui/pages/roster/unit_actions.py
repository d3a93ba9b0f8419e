"""What can be done on the Roster tab with units."""

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action

UNIT_ACTIONS: tuple[Action, ...] = (
    Action(
        "roster.add_unit",
        N_("Add a unit…"),
        "roster",
        "add_unit",
        "building",
        "Ctrl+U",
        Permission.ROSTER_EDIT,
        help=N_("The new unit stands below the chosen one."),
    ),
    Action(
        "roster.change_unit",
        N_("Change the unit…"),
        "roster",
        "change_unit",
        "pencil",
        "Shift+F2",
        Permission.ROSTER_EDIT,
        "why_not_unit",
        help=N_("Names, kind, line and who answers for training; a renaming keeps the former name."),
    ),
    Action(
        "roster.unit_names",
        N_("Former names of the unit…"),
        "roster",
        "show_unit_names",
        "history",
        "Ctrl+Alt+N",
        Permission.ROSTER_READ,
        "why_not_unit",
        help=N_("What the unit was called before and until when, to add, correct and take away."),
    ),
    Action(
        "roster.merge_unit",
        N_("Merge the unit into another…"),
        "roster",
        "merge_unit",
        "copy",
        "Ctrl+Shift+U",
        Permission.ROSTER_EDIT,
        "why_not_merge_unit",
        help=N_("Its people move on a day and the unit is closed; undo takes all of it back."),
    ),
    Action(
        "roster.unit_up",
        N_("Move the unit up"),
        "roster",
        "unit_up",
        "arrow-narrow-up",
        "Ctrl+Alt+Up",
        Permission.ROSTER_EDIT,
        "why_not_up",
        help=N_("The order of units is that of every printed list."),
    ),
    Action(
        "roster.unit_down",
        N_("Move the unit down"),
        "roster",
        "unit_down",
        "arrow-narrow-down",
        "Ctrl+Alt+Down",
        Permission.ROSTER_EDIT,
        "why_not_down",
        help=N_("The order of units is that of every printed list."),
    ),
    Action(
        "roster.print_units",
        N_("Print the list of units…"),
        "roster",
        "print_units",
        "printer",
        "Ctrl+Alt+L",
        Permission.REPORT_READ,
        "why_not_print_units",
        help=N_(
            "Every unit with its kind, former names, liaison and heads; of a chosen unit, it and those below it."
        ),
    ),
)

#: in toolbar order
UNIT_VERBS: tuple[str, ...] = tuple(action.id for action in UNIT_ACTIONS)

#: what a unit of the tree offers on a right click or the Menu key; "" makes a line
UNIT_MENU: tuple[str, ...] = (*UNIT_VERBS, "", "roster.add", "roster.template", "roster.print")
