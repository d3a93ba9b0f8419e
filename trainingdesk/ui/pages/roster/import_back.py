"""What was put right or decided on an import's preview is taken back: a cell says again what the file says, and is asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from trainingdesk.domain.roster.import_views import ImportPreview, PreviewRow
from trainingdesk.domain.roster.mending import Place
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import Choices, mended_cells, take_back
from trainingdesk.ui.pages.roster.import_acts import Acts
from trainingdesk.ui.pages.roster.import_heaps import LEFT, split
from trainingdesk.usecases.queries.roster_import import places_numbered, rows_numbered

if TYPE_CHECKING:
    from trainingdesk.ui.pages.roster.import_rows import RowsStep


class TakeBack(QObject):
    """Takes back what was said: of one cell, of one row, or the last of all (Ctrl+Z), and goes to the row it was about."""

    def __init__(self, step: RowsStep) -> None:
        super().__init__(step)
        self._step = step
        self._acts = Acts()
        #: the row to go to: once it is read anew, and once its heap is shown
        self._awaited = self._sought = 0
        #: somebody who is not in the file, to go to
        self._person = 0
        words = _("Take back the last step")
        self.button = QPushButton(_("{words} (Ctrl+Z)").format(words=words))
        self.button.setAutoDefault(False)
        self.button.setProperty("kind", "plain")
        self.button.setAccessibleName(words)
        self.button.setToolTip(
            _(
                "Whatever was said last of the rows, units and people: who is meant, a field or row left out, an answer."
            )
        )
        self.button.clicked.connect(self.last)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), step).activated.connect(self.last)
        for told in (step.decided, step.mended):
            told.connect(self.note)

    def begin(self) -> None:
        """Begin with another file."""
        self._acts.begin(self._step.choices)
        self._show()

    def note(self) -> None:
        """Keep what was said just now, so that it can be taken back."""
        row = self._step.rows.current_row()
        self._acts.note(self._step.choices, row.row if row is not None else 0)
        self._show()

    def follow(self, *, goes_back: bool = False) -> None:
        """Take over what the program changed by itself: no step of the person's, but it may go back with one."""
        self._acts.follow(self._step.choices, goes_back=goes_back)
        self._show()

    def _show(self) -> None:
        self.button.setEnabled(len(self._acts) > 0)

    def cell(self, row: int, field: str) -> None:
        """Take back what was said of one cell."""
        self._take_back([(row, field)])

    def current(self) -> None:
        """Take back all that was said of the cells of the row the cursor is on."""
        row = self._step.rows.current_row()
        if row is not None:
            self._take_back(mended_cells(self._step.choices, row.row))

    def last(self) -> None:
        """Take back what was said last, whatever it was, of all rows it was said of at once."""
        step = self._step
        act = self._acts.back(step.choices)
        if act is None:
            return
        self._awaited = next(iter(act.rows), 0)
        self._person = next(iter(act.people), 0)
        self._show()
        if act.reads_again:
            step.mended.emit()
        else:
            step.show_said()

    def _take_back(self, cells: Sequence[Place]) -> None:
        if not cells:
            return
        for row, field in cells:
            take_back(self._step.choices, row, field)
        self._awaited = cells[0][0]
        self._step.mended.emit()

    def heap(self, preview: ImportPreview) -> str:
        """Return the heap in which the row now is about which something was taken back, "" for none."""
        awaited, self._awaited = self._awaited, 0
        # an act about a row and somebody is gone to once, at the row: no later reading goes to them
        person, self._person = self._person, 0
        if person and not awaited:
            self._step.left.seek(person)
            return LEFT
        ask, choices = self._step.space.desk.ask, self._step.choices
        found = ask(rows_numbered, preview.token, [awaited], choices.day) if awaited else ()
        if not found:
            return ""
        self._sought = awaited
        apart = split(preview, choices).apart
        return next((heap for heap, rows in apart.items() if awaited in rows), str(found[0].bucket.value))

    def place(self, preview: ImportPreview) -> int | None:
        """Return where that row stands, None for none; it is asked for once."""
        sought, self._sought = self._sought, 0
        if not sought:
            return None
        return int(self._step.space.desk.ask(places_numbered, preview.token, [sought])[0])


def go_to_card(card: QScrollArea) -> None:
    """Put the focus on the first thing that can be said of the row on the card."""
    for part in card.viewport().findChildren(QWidget):
        takes_keys = part.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes_keys and part.isEnabled() and part.isVisibleTo(card):
            part.setFocus(Qt.FocusReason.OtherFocusReason)
            return


def add_backs(
    column: QVBoxLayout, row: PreviewRow, choices: Choices, back: Callable[[int, str], None]
) -> None:
    """Offer, for every cell of a row that was put right, to have it say again what the file says."""
    cells = mended_cells(choices, row.row)
    if not cells:
        return
    line = QHBoxLayout()
    line.setSpacing(theme.size(theme.GAP))
    for _row, name in cells:
        words = _("{field}: as the file has it").format(field=text(f"roster.field.{name}"))
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.setToolTip(
            _("Takes the answer back and asks again. F2: for the whole row; Ctrl+Z: what was said last.")
        )
        button.clicked.connect(partial(back, row.row, name))
        line.addWidget(button)
    line.addStretch(1)
    column.addLayout(line)
