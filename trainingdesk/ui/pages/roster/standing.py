"""How the Roster tab stands: what narrows its lists and who is chosen, taken up when the window changes its language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker

from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.roster.groups import ReservePile
from trainingdesk.ui.pages.roster.narrow import EVERYBODY
from trainingdesk.ui.tables.view import Standing, stand_as
from trainingdesk.usecases.queries.roster import filter_choices

if TYPE_CHECKING:
    from trainingdesk.ui.pages.roster.groups import GroupsPanel
    from trainingdesk.ui.pages.roster.page import RosterPage


@dataclass(frozen=True, slots=True)
class GroupsStanding:
    """What the groups show: which one, its pile of the reserve list, the day asked for (None: today), who is chosen."""

    kind: GroupKind
    pile: ReservePile
    other_day: date | None
    former: bool
    typed: str
    listed: Standing


@dataclass(frozen=True, slots=True)
class RosterStanding:
    """What the list of people shows: unit, words typed, conditions, who is chosen; and the groups beside it."""

    view: int
    unit: int | None
    typed: str
    conditions: Mapping[str, Any]
    panel: bool
    listed: Standing
    groups: GroupsStanding


def standing_of(page: "RosterPage") -> RosterStanding:
    """Return how the Roster tab stands."""
    groups = page.groups
    return RosterStanding(
        view=page.tabs.currentIndex(),
        unit=page.unit_id() or page._wanted_unit,
        typed=page.search.term(),
        conditions=page.panel.values(),
        panel=page.filter_button.isChecked(),
        listed=page.table.standing(),
        groups=GroupsStanding(
            kind=groups.kind,
            pile=groups.pile,
            other_day=groups.other_day,
            former=groups.former.isChecked(),
            typed=groups.search.term(),
            listed=groups.in_sight().standing(),
        ),
    )


def take_up(page: "RosterPage", was: RosterStanding) -> None:
    """Let a Roster tab that was just made stand as another did; what it shows is read when it comes into sight."""
    page.search.setText(was.typed)
    page.panel.show_values(was.conditions)
    if was.panel:
        with QSignalBlocker(page.filter_button):  # opened by hand, the panel takes the cursor
            page.filter_button.setChecked(True)
        page.panel.show()
        page.run_query(filter_choices, page.panel.offer)
    page._count_conditions()
    page.choose_unit(was.unit or EVERYBODY)
    stand_as(page.table, was.listed)
    _groups_stand_as(page.groups, was.groups)
    page.tabs.setCurrentIndex(was.view)


def _groups_stand_as(groups: "GroupsPanel", was: GroupsStanding) -> None:
    groups.other_day = was.other_day
    groups.former.setChecked(was.former)
    groups.show_group(was.kind)
    groups.show_pile(was.pile)
    groups.search.setText(was.typed)
    stand_as(groups.in_sight(), was.listed)
