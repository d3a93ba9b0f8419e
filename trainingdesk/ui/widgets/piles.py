"""The piles above the list: what waits for me, as cards with a count; pressing one shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.shared.text import _
from trainingdesk.ui import theme


@dataclass(frozen=True, slots=True)
class PileSpec:
    """One pile: its key, its words, and the token of its figure when it is not empty."""

    key: str
    words: str
    tone: str = "ink"


class PileButton(QPushButton):
    """A card with a figure and a word."""

    def __init__(self, spec: PileSpec) -> None:
        super().__init__()
        self.spec = spec
        self.setObjectName("pile")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.size(12), theme.size(4), theme.size(12), theme.size(4))
        column.setSpacing(0)
        self._figure = QLabel("–")
        self._figure.setProperty("role", "figure")
        self._word = QLabel(spec.words)
        self._word.setProperty("role", "slate")
        for label in (self._figure, self._word):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(label)
        self.setAccessibleName(spec.words)
        self.setMinimumWidth(max(theme.size(104), self._word.sizeHint().width() + theme.size(28)))

    def show_count(self, count: int) -> None:
        """Show how many are on the pile."""
        self._figure.setText(str(count))
        self._figure.setProperty("tone", self.spec.tone if count else "slate")
        self._figure.style().unpolish(self._figure)
        self._figure.style().polish(self._figure)
        self.setAccessibleName(_("{pile}: {count}").format(pile=self.spec.words, count=count))


class Piles(QWidget):
    """One row of piles, one of them chosen.

    Signals:
        chosen: the key of a pile that was pressed.
    """

    chosen = Signal(str)

    def __init__(self, specs: Sequence[PileSpec]) -> None:
        super().__init__()
        self.setAccessibleName(_("What waits for me"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.size(theme.GAP))
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.buttons: dict[str, PileButton] = {}
        for spec in specs:
            button = PileButton(spec)
            button.clicked.connect(partial(self._pressed, spec.key))
            self._group.addButton(button)
            self.buttons[spec.key] = button
            row.addWidget(button)
        row.addStretch(1)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many are on each pile."""
        for key, count in counts.items():
            if key in self.buttons:
                self.buttons[key].show_count(count)

    def choose(self, key: str) -> None:
        """Mark a pile as the one that is shown."""
        self.buttons[key].setChecked(True)

    def _pressed(self, key: str, *_args: bool) -> None:
        self.chosen.emit(key)
