"""What can be done on the Roster tab with two people, or with many at once."""

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action

MANY_ACTIONS: tuple[Action, ...] = (
    Action(
        "roster.batch",
        N_("Change many…"),
        "roster",
        "edit_many",
        "list-check",
        "Ctrl+B",
        Permission.ROSTER_EDIT,
        "why_not_many",
        help=N_("Sets fields of the chosen people, or of all in the list, with a preview and one undo."),
        find=N_("many at once, set for all"),
        of_rows="person",
    ),
    Action(
        "roster.replace",
        N_("Find and replace…"),
        "roster",
        "replace_many",
        "search",
        "Ctrl+H",
        Permission.ROSTER_EDIT,
        "why_not_many",
        help=N_(
            "Replaces words in posts, remarks and other texts of many people, with a preview and one undo."
        ),
        find=N_("replace text"),
        of_rows="person",
    ),
    Action(
        "roster.transfer_many",
        N_("Transfer many…"),
        "roster",
        "transfer_many",
        "logout",
        "Ctrl+Shift+M",
        Permission.ROSTER_EDIT,
        "why_not_many",
        help=N_(
            "Moves the chosen people, or all in the list, to another unit; their former unit stays in the history."
        ),
        find=N_("move to another unit"),
        of_rows="person",
    ),
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
        find=N_("dedupe, the same person twice"),
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
        find=N_("join two records"),
        of_rows="person",
    ),
)
