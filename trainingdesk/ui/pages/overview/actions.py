"""What can be done on the first page."""

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "overview.print",
        N_("One-page report"),
        "overview",
        "print_preview",
        "printer",
        "Ctrl+P",
        Permission.REPORT_READ,
        help=N_("The five-year cycle on one page for the leading group, shown as it will be printed."),
        find=N_("print, paper, PDF"),
    ),
)
