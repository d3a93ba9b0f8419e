"""What was put right when the same file was taken in before: said in one line, and put right again by one key."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from trainingdesk.domain.roster.import_views import EarlierAnswers
from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import Choices

#: F4 opens the list of a field
_KEY = "F6"


class EarlierLine(QWidget):
    """Offers the answers of an earlier import of the same file; hidden once anything was answered, or they are not wanted.

    Signals:
        taken: they stand among the choices, and the rows have to be read again.
    """

    taken = Signal()

    def __init__(self, choices: Callable[[], Choices]) -> None:
        super().__init__()
        self._choices = choices
        self._earlier: EarlierAnswers | None = None
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.size(theme.GAP))
        self.words = QLabel()
        line.addWidget(self.words)
        self.use_button = QPushButton(_("Put them right again ({key})").format(key=_KEY))
        self.use_button.setShortcut(QKeySequence(_KEY))
        self.use_button.clicked.connect(self._use)
        self.not_button = QPushButton(_("Not this time"))
        self.not_button.clicked.connect(self._refuse)
        for button in (self.use_button, self.not_button):
            button.setAutoDefault(False)
            line.addWidget(button)
        line.addStretch(1)
        self.hide()

    def show_for(self, earlier: EarlierAnswers | None) -> None:
        """Show what there is for a file that was read."""
        self._earlier = earlier
        if earlier is not None:
            words = ngettext(
                "When this file was taken in on {day} ({who}), {count} cell was put right.",
                "When this file was taken in on {day} ({who}), {count} cells were put right.",
                len(earlier),
            )
            said = words.format(day=earlier.day.isoformat(), who=earlier.who, count=f"{len(earlier):,}")
            self.words.setText(said)
        self.setVisible(earlier is not None)

    def settle(self) -> None:
        """Go away once anything was put right, and come again where all of it was taken back."""
        choices = self._choices()
        said = choices.corrections or choices.answers or choices.unit_said
        self.setVisible(self._earlier is not None and not said)

    def _refuse(self) -> None:
        self._earlier = None
        self.hide()

    def _use(self) -> None:
        """Put it all right again; what was said since stands."""
        assert self._earlier is not None
        choices = self._choices()
        choices.corrections = {**self._earlier.corrections, **choices.corrections}
        choices.answers = {**self._earlier.answers, **choices.answers}
        choices.unit_said = {**self._earlier.units, **choices.unit_said}
        self.hide()
        self.taken.emit()
