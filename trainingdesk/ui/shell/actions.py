"""What can be done from anywhere in the window."""

from collections.abc import Iterable

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action
from trainingdesk.ui.shell.pages import PageSpec

ACTIONS: tuple[Action, ...] = (
    Action("shell.find", N_("Find anything"), "", "open_finder", "search", "Ctrl+K"),
    Action("shell.help", N_("Help for this page"), "", "open_help", "help", "F1"),
    Action("shell.refresh", N_("Read again"), "", "refresh_page", "refresh", "F5"),
    Action(
        "shell.undo",
        N_("Take back the last step"),
        "",
        "undo",
        "arrow-back-up",
        "Ctrl+Z",
        Permission.UNDO,
        help=N_("Your own last step that can be taken back; also after a restart."),
        find=N_("undo, back"),
    ),
    Action(
        "shell.lock",
        N_("Lock"),
        "",
        "lock",
        "lock",
        "Ctrl+L",
        find=N_("lock the screen"),
    ),
    Action("shell.password", N_("Change password…"), "", "change_password", "key"),
    Action(
        "shell.sign_out",
        N_("Sign out"),
        "",
        "sign_out",
        "logout",
        find=N_("another user"),
    ),
    Action("shell.chinese", N_("Chinese window"), "", "speak_chinese", "language"),
    Action("shell.english", N_("English window"), "", "speak_english", "language"),
    Action("shell.light", N_("Light colours"), "", "go_light", "sun"),
    Action("shell.dark", N_("Dark colours"), "", "go_dark", "moon"),
    Action("shell.system", N_("Colours of the system"), "", "follow_system", "device-desktop"),
)


def tab_key(place: int) -> str:
    """Return the key that brings the tab at a place (from 0) to the front."""
    return f"Ctrl+{place + 1}" if place < 9 else ""


def tab_actions(pages: Iterable[PageSpec]) -> tuple[Action, ...]:
    """Return one action a tab, so that keys, finder and the F1 list know them."""
    return tuple(
        Action(f"go.{page.id}", page.title, "", f"go_{page.id}", page.icon, tab_key(place), page.permission)
        for place, page in enumerate(pages)
    )
