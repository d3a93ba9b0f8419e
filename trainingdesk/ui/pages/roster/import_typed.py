"""The fields of a row's card in which a right value is typed or chosen: what is typed goes on while rows are read."""

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from trainingdesk.ui.widgets.editors import ChoiceEditor


class Typed(QObject):
    """The fields of one card.

    Attributes:
        lines: field → where its right value is typed.

    Signals:
        left: the cursor has gone from where a value is typed, and from the card.
    """

    left = Signal()

    def __init__(self, card: QWidget) -> None:
        super().__init__(card)
        self._card = card
        self.lines: dict[str, QLineEdit] = {}
        #: what a value is typed or chosen in → the button that puts it into the cell
        self._puts: dict[QWidget, QPushButton] = {}

    def begin(self) -> None:
        """Begin with the card of another row."""
        self.lines, self._puts = {}, {}

    def add(self, field: str, editor: QLineEdit | ChoiceEditor, put: QPushButton) -> None:
        """Take a field with the button that puts its value into the cell."""
        self._puts[editor] = put
        put.clicked.connect(partial(_told, editor))
        if isinstance(editor, QLineEdit):
            self.lines[field] = editor
            # once the focus is where it goes: to the button beside it the card stands
            editor.editingFinished.connect(partial(QTimer.singleShot, 0, self._line_left))

    def press(self) -> None:
        """Put the value of the field the cursor is in into its cell."""
        focused = self._card.focusWidget()
        for editor, button in self._puts.items():
            if focused is editor:
                button.click()
                return

    @property
    def under_way(self) -> bool:
        """Whether the cursor is in a field in which something was typed that nobody was told of yet."""
        focused = self._card.focusWidget()
        line = focused.lineEdit() if isinstance(focused, ChoiceEditor) else focused
        return isinstance(line, QLineEdit) and line.hasFocus() and line.isModified()

    def go_on(self, field: str, typed: str) -> None:
        """Go on with what was typed for a field elsewhere, where it is one that is typed here."""
        line = self.lines.get(field)
        if line is not None:
            for beside, put in self._puts.items():
                if put is self._puts[line] and beside is not line and isinstance(beside, QLineEdit):
                    beside.clear()  # what is typed elsewhere is the whole cell
            line.setFocus(Qt.FocusReason.OtherFocusReason)
            line.setText(typed)
            line.setModified(True)

    def _line_left(self) -> None:
        if shiboken6.isValid(self) and not self._card.isAncestorOf(
            QApplication.focusWidget() or self._card.window()
        ):
            self.left.emit()


def _told(editor: QLineEdit | ChoiceEditor) -> None:
    """Note that what was typed in a field is told: its row may be shown anew."""
    line = editor.lineEdit() if isinstance(editor, ChoiceEditor) else editor
    if line is not None:
        line.setModified(False)
