"""What is in sight of the groups, for paper and file: group or pile, day, order, and what is typed above it."""

from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.roster.groups import ReservePile
from trainingdesk.shared.text import text
from trainingdesk.ui.pages.roster.groups import GroupsPanel


def as_printed(panel: GroupsPanel) -> tuple[str, dict[str, str]]:
    """Return the paper of what is in sight and its parameters."""
    params = {"order": panel.on_screen}
    if panel.search.term():
        params["text"] = panel.search.term()
    if panel.kind is GroupKind.RESERVE:
        if panel.other_day is not None:
            params["day"] = panel.as_of.isoformat()
        return "groups.reserve", {**params, "pile": panel.pile.value}
    params |= {"group": panel.kind.value, "day": panel.as_of.isoformat()}
    if panel.former.isChecked():
        params["former"] = "1"
    return "groups.members", params


def called(panel: GroupsPanel) -> str:
    """Return what the list in sight is called, with its day, for a file's name."""
    words = text(f"group_list.{panel.kind}")
    if panel.kind is GroupKind.RESERVE and panel.pile is not ReservePile.LISTED:
        words = f"{words} {text(f'reserve_pile.{panel.pile}')}"
    return f"{words} {panel.as_of.isoformat()}"
