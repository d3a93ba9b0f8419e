"""What a row of an import would change of somebody, field by field: each taken or left, with a day of its own."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from trainingdesk.domain.roster.import_views import PreviewChange
from trainingdesk.domain.roster.people import SINCE_FIELDS, since_of
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.pages.roster.import_since import OwnDay
from trainingdesk.ui.pages.roster.import_words import change_words

#: of these a blank day means that of the file, which says it or not
_POSTS = frozenset(map(since_of, SINCE_FIELDS))


class ChangeBoxes(QWidget):
    """A tick box for every change of one row; below those with a history since when, and whether they only put right.

    Signals:
        taken: field, whether it is updated.
        day_told: field, since when its change is held, "" for as all others.
        put_right: field, whether its change only puts the roster right.
    """

    taken = Signal(str, bool)
    day_told = Signal(str, str)
    put_right = Signal(str, bool)

    def __init__(self, choices: Choices, row: int, changes: Sequence[PreviewChange]) -> None:
        super().__init__()
        self._choices, self._row = choices, row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.size(6))
        #: what the row says since when it holds
        self._dated = {since_of(change.field) for change in changes}
        for change in changes:
            box = QCheckBox(change_words(change))
            box.setChecked(choices.takes(row, change.field, change.is_left))
            box.toggled.connect(partial(self.taken.emit, change.field))
            column.addWidget(box)
            if change.correction is not None and not change.older:
                column.addLayout(self._correction(change, box))

    def _correction(self, change: PreviewChange, taken: QCheckBox) -> QHBoxLayout:
        """Return what is said below a change: since when it is held, or that it only puts the roster right."""
        key = self._row, change.field
        box = QCheckBox(_("Only a correction or another wording: nothing of it in the person's history"))
        label = text(f"roster.field.{change.field}")
        box.setAccessibleName(_("{field}: only a correction").format(field=label))
        box.setToolTip(
            _(
                "Ticked by itself where a post is only told in fuller words: since when it is held stays. "
                "Take the tick away where a new post began, and say since when."
            )
        )
        box.setChecked(self._choices.put_right.get(key, bool(change.correction)))
        box.setEnabled(taken.isChecked())
        taken.toggled.connect(box.setEnabled)
        box.toggled.connect(partial(self.put_right.emit, change.field))
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        line.addSpacing(theme.size(24))
        name = _("{field}: since when, where it differs").format(field=label)
        day = OwnDay(
            name,
            self._choices.days.get(key, ""),
            of_post=change.field in _POSTS or change.field in self._dated,
        )
        day.said.connect(partial(self.day_told.emit, change.field))
        for_day = QLabel(_("since"))
        for_day.setBuddy(day)
        day.setEnabled(taken.isChecked() and not box.isChecked())
        for one in (taken, box):
            one.toggled.connect(lambda _on: day.setEnabled(taken.isChecked() and not box.isChecked()))
        line.addWidget(for_day)
        line.addWidget(day)
        line.addSpacing(theme.size(theme.MARGIN))
        line.addWidget(box)
        line.addStretch(1)
        return line
