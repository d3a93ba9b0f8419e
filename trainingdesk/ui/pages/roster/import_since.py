"""Since when something holds that an import changes: for all of a file at once, and for one where it differs."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.pages.roster.own_day import own_day
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option, TextEditor


class OwnDay(TextEditor):
    """A day or a month of one's own, blank for that of all the others, or of a post for what the file says.

    Signals:
        said: the day as it is stored, "" for none; what can't be read, as it was typed.
    """

    said = Signal(str)

    def __init__(self, name: str, value: str = "", *, of_post: bool = False) -> None:
        super().__init__(_("as in the file") if of_post else _("as for all"), most=20)
        self.setText(value)
        self.setAccessibleName(name)
        self.setToolTip(
            _("A day or a month, for instance 2026-05-31 or 2026-05; blank for that of all the others.")
        )
        self.setFixedWidth(theme.size(130))
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._written)

    def _typed(self) -> None:
        day = own_day(self.text())
        self.said.emit(self.text().strip() if day is None else day)

    def _written(self) -> None:
        """Write the day as it was understood."""
        day = own_day(self.text())
        if day is not None:
            self.setText(day)


class SinceChoice(QWidget):
    """Since when a new unit, team or status is held: no file says it.

    Signals:
        said: a person chose it.
    """

    said = Signal()

    def __init__(self) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        label = QLabel(_("When did people change unit, team or status?"))
        self.choice = ChoiceEditor()
        self.choice.setMinimumWidth(theme.size(400))
        self.choice.setAccessibleName(_("When people changed unit, team or status"))
        self.choice.edited.connect(self._chosen)
        self._choices: Choices | None = None
        self.choice.setToolTip(
            _("No file says it. Who takes up a new post since a day that the row gives changes on that day.")
        )
        label.setBuddy(self.choice)
        line.addWidget(label)
        line.addWidget(self.choice)
        line.addStretch(1)

    def show_for(self, preview: ImportPreview, choices: Choices, today: date) -> None:
        """Show the two ways where the file moves anybody, and put what is chosen into ``choices``."""
        self._choices = choices
        self.setVisible(bool(preview.moves))
        told = choices.day.isoformat() if choices.day else "…"
        of_file = _("On {day}, the day the file speaks of")
        # a form that came back is taken to be of the day it went out
        undated = _("Today, {day}") if choices.day == today else _("On {day}")
        since = of_file if choices.day_given else undated
        unknown = _("That is not known; no later than {day}")
        self.choice.set_options(
            [Option(True, since.format(day=told)), Option(False, unknown.format(day=told))]
        )
        self.choice.set_value(choices.is_dated)

    def _chosen(self) -> None:
        if self._choices is not None:
            self._choices.dated = bool(self.choice.value())
            self.said.emit()
