"""What can be done on the Roster tab with one person's history."""

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action

HISTORY_ACTIONS: tuple[Action, ...] = (
    Action(
        "roster.transfer",
        N_("Transfer…"),
        "roster",
        "transfer_one",
        "logout",
        "Ctrl+Shift+T",
        Permission.ROSTER_EDIT,
        "why_not_person",
        help=N_("Moves the chosen person to another unit since a day, with a new post where there is one."),
        of_rows="person",
    ),
    Action(
        "roster.second",
        N_("Second…"),
        "roster",
        "second_one",
        "refresh",
        "Ctrl+J",
        Permission.ROSTER_EDIT,
        "why_not_second",
        help=N_(
            "Out of the district, into it, or lent to another unit; the person stays in their own unit's books."
        ),
        of_rows="person",
    ),
    Action(
        "roster.end_secondment",
        N_("End the secondment…"),
        "roster",
        "end_secondment",
        "arrow-back-up",
        "Ctrl+Shift+J",
        Permission.ROSTER_EDIT,
        "why_not_back",
        of_rows="person",
    ),
    Action(
        "roster.extend_secondment",
        N_("Extend the secondment…"),
        "roster",
        "extend_secondment",
        "calendar",
        "",
        Permission.ROSTER_EDIT,
        "why_not_extend",
        help=N_("Moves the last day of a secondment to a later one."),
        of_rows="person",
    ),
    Action(
        "roster.add_seconded",
        N_("Add somebody seconded in…"),
        "roster",
        "add_seconded",
        "user-plus",
        "",
        Permission.ROSTER_EDIT,
        "why_not_add",
        help=N_(
            "Somebody of another district or of the city who works here: where from, since when, until when."
        ),
        find=N_("borrowed from outside"),
    ),
    Action(
        "roster.history",
        N_("History…"),
        "roster",
        "show_history",
        "history",
        "Ctrl+Shift+H",
        Permission.ROSTER_READ,
        "why_not_person",
        help=N_(
            "Former units, teams, posts, ranks, statuses and secondments of the chosen person, to add and correct."
        ),
        of_rows="person",
    ),
    Action(
        "roster.photo",
        N_("Photo…"),
        "roster",
        "change_photo",
        "user",
        "Ctrl+Shift+P",
        Permission.ROSTER_EDIT,
        "why_not_person",
        of_rows="person",
    ),
)

#: in toolbar order
HISTORY_VERBS: tuple[str, ...] = tuple(action.id for action in HISTORY_ACTIONS)
