"""Asks for which units forms are made, and how: one, one with the units below, or one each."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from trainingdesk.domain.roster.unit_views import UnitNode
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.forms import unit_options
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option
from trainingdesk.ui.widgets.enter import EnterPresses


class Extent(StrEnum):
    """Whose people stand in which form."""

    UNIT = "unit"  #: the chosen unit alone
    BELOW = "below"  #: the chosen unit and those below it, in one form
    EACH = "each"  #: a form for each of them


class TemplateDialog(EnterPresses):
    """For which units, and as one form or several; it begins with the unit chosen in the tree, or with every unit."""

    def __init__(self, parent: QWidget, units: Sequence[UnitNode], chosen: int | None) -> None:
        super().__init__(parent)
        self._units = {unit.id: unit for unit in units}
        self._with_below = {unit.parent_id for unit in units}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Write forms for the units"))
        self.setMinimumWidth(theme.size(520))
        whole = QVBoxLayout(self)
        margin = theme.size(20)
        whole.setContentsMargins(margin, margin, margin, theme.size(theme.MARGIN))
        whole.setSpacing(theme.size(theme.PADDING))
        words = QLabel(
            _(
                "A form holds the people as the roster knows them, whole ID and phone numbers included. The unit puts "
                "right what has changed and sends it back; the import knows every row again. The log notes it."
            )
        )
        words.setWordWrap(True)
        whole.addWidget(words)
        self.choice = ChoiceEditor([Option(0, _("Every unit")), *unit_options(units)])
        self.choice.setAccessibleName(_("Unit"))
        self.choice.set_value(chosen or 0)
        self.choice.edited.connect(self._unit_chosen)
        label = QLabel(_("Unit"))
        label.setBuddy(self.choice)
        first = QHBoxLayout()
        first.addWidget(label)
        first.addWidget(self.choice, 1)
        whole.addLayout(first)
        self.every = QLabel(_("Every unit that has people gets a form, all into one folder."))
        self.every.setWordWrap(True)
        whole.addWidget(self.every)
        self.buttons = {extent: QRadioButton() for extent in Extent}
        for button in self.buttons.values():
            whole.addWidget(button)
        whole.addStretch(1)
        line = QHBoxLayout()
        line.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.go_on = QPushButton()
        self.go_on.setDefault(True)
        self.go_on.setProperty("kind", "primary")
        self.go_on.clicked.connect(self.choice.giving(lambda _unit: self.accept()))
        line.addWidget(cancel)
        line.addWidget(self.go_on)
        whole.addLayout(line)
        self._unit_chosen()
        begin = self.choice if self.unit is None else self.buttons[Extent.UNIT]
        begin.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def unit(self) -> UnitNode | None:
        """The unit a form is made for, None for every unit."""
        return self._units.get(self.choice.value() or 0)

    def _unit_chosen(self) -> None:
        unit = self.unit
        name = unit.short_name if unit is not None else ""
        labels = {
            Extent.UNIT: _("One form for {unit}"),
            Extent.BELOW: _("One form for {unit} and all units below it"),
            Extent.EACH: _("A form each for {unit} and the units below it, into a folder"),
        }
        for extent, button in self.buttons.items():
            button.setText(labels[extent].format(unit=name))
            button.setVisible(unit is not None and (extent is Extent.UNIT or unit.id in self._with_below))
        self.every.setVisible(unit is None)
        self.buttons[Extent.UNIT].setChecked(True)
        self.go_on.setText(_("Choose a folder…") if unit is None else _("Choose where to…"))

    def extent(self) -> Extent:
        """Return what was chosen; every unit gets a form each."""
        if self.unit is None:
            return Extent.EACH
        return next(extent for extent, button in self.buttons.items() if button.isChecked())
