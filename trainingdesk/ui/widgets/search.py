"""A box that searches as one types, and waits while an input method is still composing."""

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from trainingdesk.ui import theme

DEBOUNCE_MS = 120


class SearchBox(QLineEdit):
    """Emits :attr:`searched` shortly after the last letter; never on half-composed pinyin.

    Attributes:
        words_width: the room its placeholder needs, in pixels.

    Signals:
        searched: the text, without spaces around it. left_down: Down or Enter was pressed; go to the results.
    """

    searched = Signal(str)
    left_down = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None, *, width: int = 240) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(True)
        # in a toolbar that is full it gives way down to its words before the buttons do
        self.words_width = self.fontMetrics().horizontalAdvance(placeholder) + theme.size(44)
        self._wide = max(theme.size(width), self.words_width)
        self.setMaximumWidth(self._wide)
        self._glass = QAction(theme.icon("search", "slate", 16), "", self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._composing = False
        self._last: str | None = ""
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._search)
        self.textChanged.connect(self._typed)

    def sizeHint(self) -> QSize:
        """Return the room it wants."""
        return QSize(self._wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the room of its words: a box that can't say what it searches is of no use."""
        return QSize(self.words_width, super().minimumSizeHint().height())

    def term(self) -> str:
        """Return what to search for."""
        return self.text().strip()

    def _typed(self) -> None:
        if not self._composing:
            self._timer.start()

    def _search(self) -> None:
        if self.term() != self._last:
            self._last = self.term()
            self.searched.emit(self._last)

    def forget(self) -> None:
        """Search once more by the next key, be the words the same: the last answer never came."""
        self._last = None

    def search_now(self) -> None:
        """Search for what is typed without waiting for another letter."""
        self._timer.stop()
        self._search()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Wait while letters are still being composed."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if self._composing:
            self._timer.stop()
        elif self.term() != self._last:
            self._timer.start()

    def event(self, event: QEvent) -> bool:
        """Leave the key of undo to the program where nothing was typed that it could take back."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.isUndoAvailable()
        ):
            event.ignore()
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Forget how the words came about when a window over it has closed: undo means what was done there."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.ActiveWindowFocusReason and self.isUndoAvailable():
            self.setText(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears, Down and Enter go to the results."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.search_now()
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the glass in new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_glass"):
            self._glass.setIcon(theme.icon("search", "slate", 16))
