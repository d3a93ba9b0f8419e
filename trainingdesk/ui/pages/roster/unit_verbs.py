"""The verbs of the Roster tab that concern units."""

from trainingdesk.domain.roster.unit_views import UnitForm, UnitNames, UnitNode
from trainingdesk.shared.text import _
from trainingdesk.ui.pages.roster.unit_forms import MergeUnitDialog, UnitDialog
from trainingdesk.ui.pages.roster.unit_names_dialog import UnitNamesDialog
from trainingdesk.ui.pages.roster.verbs import RosterVerbs
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.usecases.commands.units import MoveUnit
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.roster import unit_form, unit_names


class UnitVerbs(RosterVerbs):
    """What can be done with the chosen unit."""

    find_unit: SearchBox

    def _unit(self) -> UnitNode | None:
        return next((node for node in self.units if node.id == self.unit_id()), None)

    def why_not_unit(self) -> str:
        """Say what is missing before a unit can be changed."""
        return "" if self.unit_id() is not None else _("Choose a unit in the tree at the left first.")

    def why_not_merge_unit(self) -> str:
        """Say what is missing before a unit can go into another one."""
        unit = self._unit()
        if unit is None:
            return _("Choose a unit in the tree at the left first.")
        if not unit.active:
            return _("This unit does not exist any more.")
        if sum(node.active for node in self.units) < 2:
            return _("There is no other unit.")
        return ""

    def why_not_up(self) -> str:
        """Say what keeps the chosen unit from going up."""
        return self._why_not_move(-1)

    def why_not_down(self) -> str:
        """Say what keeps the chosen unit from going down."""
        return self._why_not_move(1)

    def _why_not_move(self, step: int) -> str:
        unit = self._unit()
        if unit is None:
            return _("Choose a unit in the tree at the left first.")
        beside = [
            node.id
            for node in self.units
            if node.parent_id == unit.parent_id and (node.active or node.id == unit.id)
        ]
        if 0 <= beside.index(unit.id) + step < len(beside):
            return ""
        return (
            _("The unit is the first of its level.") if step < 0 else _("The unit is the last of its level.")
        )

    def add_unit(self) -> None:
        """Open an empty form of a unit."""
        self._open(UnitDialog(self, self.space, self.units, parent_id=self.unit_id()), "unit_id")

    def change_unit(self) -> None:
        """Open the form of the chosen unit."""
        self.run_query(unit_form, self._unit_arrived, self.unit_id(), key="form")

    def _unit_arrived(self, form: UnitForm) -> None:
        self._open(UnitDialog(self, self.space, self.units, unit=form), "unit_id")

    def show_unit_names(self) -> None:
        """Show what the chosen unit was called before."""
        self.run_query(unit_names, self._names_arrived, self.unit_id(), key="form")

    def _names_arrived(self, names: UnitNames) -> None:
        UnitNamesDialog(self, self.space, names).open()

    def merge_unit(self) -> None:
        """Open the form that lets the chosen unit go into another one."""
        self.run_query(unit_form, self._merger_arrived, self.unit_id(), key="form")

    def _merger_arrived(self, form: UnitForm) -> None:
        dialog = MergeUnitDialog(self, self.space, self.units, form)
        dialog.saved.connect(self._merged_unit)
        dialog.open()

    def _merged_unit(self, _outcome: Outcome) -> None:
        self.say_done(_("The two units are one now. Undo parts them again."))

    def why_not_print_units(self) -> str:
        """Say why there is no list of units."""
        return "" if self.units else _("There is no unit yet. Add one first.")

    def print_units(self) -> None:
        """Show the list of units as it will be printed: the chosen unit and those below it, else all, as they are found."""
        params = {}
        if (chosen := self.unit_id()) is not None:
            params["unit"] = str(chosen)
        if self.find_unit.term():
            params["text"] = self.find_unit.term()
        self.space.go_to("papers", paper="roster.units", params=params)

    def unit_up(self) -> None:
        """Move the chosen unit up."""
        self._move_unit(up=True)

    def unit_down(self) -> None:
        """Move the chosen unit down."""
        self._move_unit(up=False)

    def _move_unit(self, *, up: bool) -> None:
        unit = self.unit_id()
        if unit is not None:
            action = "roster.unit_up" if up else "roster.unit_down"
            self.send(MoveUnit(unit_id=unit, up=up), action=action)
