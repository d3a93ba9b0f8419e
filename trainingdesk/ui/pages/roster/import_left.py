"""The people of the file's units who are not in it: what became of them, and since when."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from trainingdesk.domain.errors import Refused
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.widgets.editors import DayEditor


class LeftDay(QWidget):
    """Since when those who are no longer in the file are gone.

    Signals:
        changed: another day was typed.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, theme.size(theme.GAP), 0, 0)
        label = QLabel(_("Whoever is noted as transferred out is gone since"))
        self.day = DayEditor()
        self.day.setFixedWidth(theme.size(230))
        self.day.setAccessibleName(_("Since when they are gone"))
        label.setBuddy(self.day)
        self.day.textChanged.connect(self.changed)
        line.addWidget(label)
        line.addWidget(self.day)
        line.addStretch(1)

    def value(self) -> date | None:
        """Return the day, None while it can't be read."""
        try:
            return self.day.value()
        except Refused:
            return None


def left_columns() -> tuple[ColumnSpec, ...]:
    """Return the columns of the people who are not in the file."""
    return (
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("unit", _("Unit"), width_em=14),
        ColumnSpec("post", _("Post"), width_em=12, stretch=True, sortable=False),
        ColumnSpec("id_masked", _("ID number"), width_em=11, sortable=False),
    )
