"""What can be done on the Roster tab with two people, or with many at once."""

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action

MANY_ACTIONS: tuple[Action, ...] = (
    Action(
        "roster.duplicates",
        N_("Find duplicates…"),
        "roster",
        "find_duplicates",
        "copy",
        "Ctrl+D",
        Permission.ROSTER_EDIT,
        "why_not_duplicates",
        help=N_(
            "Shows who may be in the roster twice, and makes one record of two; each merge can be taken back."
        ),
    ),
    Action(
        "roster.merge",
        N_("Merge the two chosen…"),
        "roster",
        "merge_two",
        "users",
        "Ctrl+M",
        Permission.ROSTER_EDIT,
        "why_not_two",
        help=N_(
            "Puts two people chosen in the list side by side; everything that hangs on one of them follows."
        ),
    ),
)

#: in toolbar order
MANY_VERBS: tuple[str, ...] = tuple(action.id for action in MANY_ACTIONS)
