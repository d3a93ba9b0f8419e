"""What was put right on an import's preview is taken back: the cell says again what the file says, and is asked about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from trainingdesk.domain.roster.import_views import ImportPreview, PreviewRow
from trainingdesk.domain.roster.mending import Place
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import Choices, mended_cells, take_back
from trainingdesk.usecases.queries.roster_import import places_numbered, rows_numbered

if TYPE_CHECKING:
    from trainingdesk.ui.pages.roster.import_rows import RowsStep


class TakeBack(QObject):
    """Takes answers back, of one cell, one row, or the last ones given (Ctrl+Z), and goes to the row where it then is."""

    def __init__(self, step: RowsStep) -> None:
        super().__init__(step)
        self._step = step
        #: the row to go to: once it is read anew, and once its heap is shown
        self._awaited = self._sought = 0
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), step).activated.connect(self.last)

    def cell(self, row: int, field: str) -> None:
        """Take back what was said of one cell."""
        self._take_back([(row, field)])

    def current(self) -> None:
        """Take back all that was said of the cells of the row the cursor is on."""
        row = self._step.rows.current_row()
        if row is not None:
            self._take_back(mended_cells(self._step.choices, row.row))

    def last(self) -> None:
        """Take back what was said last, of all rows that got the same answer."""
        choices = self._step.choices
        while choices.said:
            cells = [
                one for one in choices.said.pop() if one in choices.corrections or one in choices.answers
            ]
            if cells:
                self._take_back(cells)
                return

    def _take_back(self, cells: Sequence[Place]) -> None:
        if not cells:
            return
        for row, field in cells:
            take_back(self._step.choices, row, field)
        self._awaited = cells[0][0]
        self._step.mended.emit()

    def heap(self, preview: ImportPreview) -> str:
        """Return the heap in which the row now is whose answer was taken back, "" for none."""
        awaited, self._awaited = self._awaited, 0
        ask = self._step.space.desk.ask
        found = ask(rows_numbered, preview.token, [awaited], self._step.choices.day) if awaited else ()
        if not found:
            return ""
        self._sought = awaited
        return str(found[0].bucket.value)

    def place(self, preview: ImportPreview) -> int | None:
        """Return where that row stands, None for none; it is asked for once."""
        sought, self._sought = self._sought, 0
        if not sought:
            return None
        return int(self._step.space.desk.ask(places_numbered, preview.token, [sought])[0])


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
            _("Takes the answer back and asks again. F2: for the whole row; Ctrl+Z: the last answer.")
        )
        button.clicked.connect(partial(back, row.row, name))
        line.addWidget(button)
    line.addStretch(1)
    column.addLayout(line)
