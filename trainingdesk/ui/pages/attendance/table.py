"""The roll as a table: one key a mark, in the order of the printed sheet."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from trainingdesk.ui import theme
from trainingdesk.ui.pages.attendance.actions import MARK_KEYS
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.workspace import Workspace

#: characters that come closer together than this were scanned, not typed: nobody presses two keys in 30 ms
BURST_MS = 30


class RollTable(TableView):
    """Keys 1 to 7 mark and move on, Backspace goes back; letters, and whatever a scanner sends, go to the box.

    A digit waits 30 ms: when a second character follows within that time it was a scanner, and nothing is marked.

    Signals:
        marked: a :class:`~trainingdesk.domain.codes.Mark` for the person the cursor is on.
        typed: characters for the scan box.
    """

    marked = Signal(object)
    typed = Signal(str)

    def __init__(self, columns: Sequence[ColumnSpec], space: Workspace, title: str) -> None:
        super().__init__(columns, "attendance.roll", space, title=title, single=True, frozen="name")
        self.verticalHeader().setDefaultSectionSize(theme.size(34))
        self._held = ""
        self._burst = QTimer(self, singleShot=True, interval=BURST_MS)
        self._burst.timeout.connect(self._alone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark, move, or hand what is typed to the box."""
        plain = not event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        typed = event.text() if plain else ""
        if event.key() == Qt.Key.Key_Backspace and plain:
            self.step(-1)
        elif typed.isalnum():
            # a key that is held down marks once, not the whole class
            if not event.isAutoRepeat():
                self._take(typed)
        else:
            super().keyPressEvent(event)

    def _take(self, typed: str) -> None:
        if self._held:
            self._burst.stop()
            held, self._held = self._held, ""
            self.typed.emit(held + typed)
        elif typed in MARK_KEYS:
            self._held = typed
            self._burst.start()
        else:
            self.typed.emit(typed)

    def _alone(self) -> None:
        held, self._held = self._held, ""
        self.marked.emit(MARK_KEYS[held])

    def step(self, rows: int) -> None:
        """Go a row on or back."""
        index = self.currentIndex()
        place = min(max((index.row() if index.isValid() else -1) + rows, 0), self.rows.rowCount() - 1)
        if place >= 0:
            self.select_ids([self.rows.id_at(place)])
