"""What can be done on the first page."""

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "overview.print",
        N_("Print the coverage"),
        "overview",
        "print_preview",
        "printer",
        "Ctrl+P",
        Permission.REPORT_READ,
        help=N_("Five-year coverage by team and unit, as of today, for the leading group."),
    ),
)
