"""What can be done on the Roster tab."""

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action
from trainingdesk.ui.pages.roster.many_actions import MANY_ACTIONS

_P = Permission

ACTIONS: tuple[Action, ...] = (
    Action(
        "roster.import",
        N_("Import a roster…"),
        "roster",
        "import_roster",
        "file-import",
        "Ctrl+I",
        _P.ROSTER_IMPORT,
        help=N_("Reads a workbook, shows row by row what it would change, and writes only what you confirm."),
        kind="primary",
    ),
    Action(
        "roster.add",
        N_("Add a person…"),
        "roster",
        "add_person",
        "user-plus",
        "Ctrl+N",
        _P.ROSTER_EDIT,
        "why_not_add",
    ),
    Action(
        "roster.change",
        N_("Change…"),
        "roster",
        "change_person",
        "pencil",
        "F2",
        _P.ROSTER_EDIT,
        "why_not_person",
        help=N_("Opens the form of the chosen person."),
    ),
    Action(
        "roster.status",
        N_("Change the status…"),
        "roster",
        "change_status",
        "refresh",
        "Ctrl+T",
        _P.ROSTER_EDIT,
        "why_not_person",
        help=N_("Serving, long leave, retired or transferred: who counts in the base follows from it."),
    ),
    Action(
        "roster.export",
        N_("Export…"),
        "roster",
        "export",
        "file-export",
        "Ctrl+E",
        _P.ROSTER_EXPORT,
        "why_not_export",
        help=N_(
            "Writes the people shown, in the order shown, to a workbook that can be imported again; the log notes it."
        ),
    ),
    Action(
        "roster.print",
        N_("Print preview"),
        "roster",
        "print_preview",
        "printer",
        "Ctrl+P",
        _P.REPORT_READ,
        "why_not_export",
    ),
    Action(
        "roster.add_unit",
        N_("Add a unit…"),
        "roster",
        "add_unit",
        "building",
        "Ctrl+U",
        _P.ROSTER_EDIT,
        help=N_("The new unit stands below the chosen one."),
    ),
    Action(
        "roster.change_unit",
        N_("Change the unit…"),
        "roster",
        "change_unit",
        "pencil",
        "Shift+F2",
        _P.ROSTER_EDIT,
        "why_not_unit",
    ),
    Action(
        "roster.imports",
        N_("Imports made…"),
        "roster",
        "show_imports",
        "history",
        "",
        _P.ROSTER_READ,
        help=N_("Every import with its counts; each can be taken back as a whole."),
    ),
    Action(
        "roster.search",
        N_("Go to the search"),
        "roster",
        "go_to_search",
        "search",
        "Ctrl+F",
    ),
    *MANY_ACTIONS,
)
