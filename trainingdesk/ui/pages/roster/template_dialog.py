"""Asks how forms for the units are made: one, one with the units below, or one each."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QRadioButton, QVBoxLayout, QWidget

from trainingdesk.domain.roster.unit_views import UnitNode
from trainingdesk.shared.text import _
from trainingdesk.ui import theme


class Extent(StrEnum):
    """Whose people stand in which form."""

    UNIT = "unit"  #: the chosen unit alone
    BELOW = "below"  #: the chosen unit and those below it, in one form
    EACH = "each"  #: a form for each of them


class TemplateDialog(QDialog):
    """One choice; without ``unit`` every unit gets a form, and there is nothing to choose."""

    def __init__(self, parent: QWidget, unit: UnitNode | None, *, has_below: bool) -> None:
        super().__init__(parent)
        self.unit = unit
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
        name = unit.short_name if unit is not None else ""
        labels = {
            Extent.UNIT: _("One form for {unit}").format(unit=name),
            Extent.BELOW: _("One form for {unit} and all units below it").format(unit=name),
            Extent.EACH: _("A form each for {unit} and the units below it, into a folder").format(unit=name),
        }
        self.buttons: dict[Extent, QRadioButton] = {}
        if unit is None:
            every = QLabel(_("Every unit that has people gets a form, all into one folder."))
            every.setWordWrap(True)
            whole.addWidget(every)
        for extent, label in labels.items():
            if unit is None or (extent is not Extent.UNIT and not has_below):
                continue
            button = QRadioButton(label)
            button.setChecked(extent is Extent.UNIT)
            self.buttons[extent] = button
            whole.addWidget(button)
        whole.addStretch(1)
        line = QHBoxLayout()
        line.addStretch(1)
        cancel = QPushButton(_("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.go_on = QPushButton(_("Choose a folder…") if unit is None else _("Choose where to…"))
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self.accept)
        line.addWidget(cancel)
        line.addWidget(self.go_on)
        whole.addLayout(line)
        first = self.buttons.get(Extent.UNIT, self.go_on)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def extent(self) -> Extent:
        """Return what was chosen."""
        return next((extent for extent, button in self.buttons.items() if button.isChecked()), Extent.EACH)
