"""The names a unit bore before, in a window: added, put right and taken away by hand."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from trainingdesk.domain.roster.unit_views import FormerName, UnitNames
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _
from trainingdesk.ui.pages.roster.list_dialog import ListDialog, Look
from trainingdesk.ui.pages.roster.unit_forms import FormerNameDialog
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.widgets.forms import FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.unit_names import RemoveFormerName
from trainingdesk.usecases.queries.roster import unit_names


class UnitNamesDialog(ListDialog):
    """Shows what a unit was called before, the latest first."""

    def __init__(self, parent: QWidget, space: Workspace, names: UnitNames) -> None:
        self._unit_id = names.id
        look = Look(
            name="unit_names",
            title=_("Former names of {unit}").format(unit=names.name),
            words=_(
                "Papers and classes of a time show the name of that time, and the unit is found by every name here. "
                "A renaming adds the name before it by itself."
            ),
            columns=_columns(),
            empty=_("The unit has always been called so, as far as the roster knows."),
            adders={"name": _("Add a former name…")},
            taking=_("Taking a former name away"),
            wide=760,
            high=220,
        )
        super().__init__(parent, space, look, names)

    def ask(self) -> Any:
        """Ask for the unit's names."""
        return self.space.desk.ask(unit_names, self._unit_id)

    def rows_in(self, found: UnitNames) -> Sequence[FormerName]:
        """Return the former ones."""
        return found.former

    def form(self, _kind: str, row: FormerName | None) -> FormDialog:
        """Return the form of a former name."""
        return FormerNameDialog(self, self.space, self._unit_id, row)

    def removal(self, row: FormerName) -> RemoveFormerName:
        """Return the command."""
        return RemoveFormerName(name_id=row.id)

    def removed(self, row: FormerName) -> str:
        """Say that undo puts it back."""
        return _("{name} is taken away. Undo puts it back.").format(name=row.name)


def _columns() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("name", _("Full name"), width_em=14, sortable=False, stretch=True),
        ColumnSpec("short_name", _("Short name"), width_em=8, sortable=False),
        ColumnSpec(
            "until",
            _("Until"),
            Kind.DAY,
            7,
            tip=_("First day the unit was called otherwise"),
            sortable=False,
        ),
        ColumnSpec("reason", _("Reason or document"), width_em=11, sortable=False),
    )
