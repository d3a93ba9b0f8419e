"""The box at the door: a scanned card, a seat, initials or a name."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from trainingdesk.ui.pages.attendance.actions import MARK_KEYS
from trainingdesk.ui.widgets.search import SearchBox


class ScanBox(SearchBox):
    """Enter marks whom the text fits; Down and Up go through the others it fits; Alt+1 to 7 give another mark.

    Signals:
        entered: Enter was pressed. turned: 1 for the next that fits, -1 for the one before.
        marked: a :class:`~trainingdesk.domain.codes.Mark` for the one in sight.
        left: Escape in an empty box; go to the table.
    """

    entered = Signal()
    turned = Signal(int)
    marked = Signal(object)
    left = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(placeholder, parent, width=360)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        key, modifiers = event.key(), event.modifiers()
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        digit = chr(key) if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 else ""
        if alt and digit in MARK_KEYS:
            self.marked.emit(MARK_KEYS[digit])
        elif (
            key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            and not modifiers & Qt.KeyboardModifier.ControlModifier
        ):
            self.entered.emit()
        elif key == Qt.Key.Key_Down:
            self.turned.emit(1)
        elif key == Qt.Key.Key_Up:
            self.turned.emit(-1)
        elif key == Qt.Key.Key_Escape and not self.text():
            self.left.emit()
        else:
            super().keyPressEvent(event)
