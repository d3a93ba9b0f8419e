"""The plainest editor, a line of text; all that signing in needs of the editors."""

from typing import Any, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QWidget

from trainingdesk.shared.text import _


class Editor(Protocol):
    """What a form needs of a widget."""

    edited: Any

    def value(self) -> Any:
        """Return the value, None when nothing is filled in; raises Refused with the reason."""

    def set_value(self, value: Any) -> None:
        """Show a value."""


class TextEditor(QLineEdit):
    """One line of text."""

    edited = Signal()

    def __init__(
        self, placeholder: str = "", *, example: str = "", secret: bool = False, most: int = 200
    ) -> None:
        super().__init__()
        #: what was filled in without anybody having typed it, "" for nothing
        self._offered = ""
        # an example says that it is one: bare, it looks like a value that stands there already
        self.setPlaceholderText(_("such as {example}").format(example=example) if example else placeholder)
        self.setMaxLength(most)
        if secret:
            self.setEchoMode(QLineEdit.EchoMode.Password)
        self.textEdited.connect(self.edited)

    def value(self) -> Any:
        """Return the text without spaces around it (a password as it is), None when empty."""
        if self.echoMode() == QLineEdit.EchoMode.Password:
            return self.text() or None
        return self.text().strip() or None

    def set_value(self, value: Any) -> None:
        """Show a text."""
        self.setText("" if value is None else str(value))

    def offer(self, value: Any) -> None:
        """Show what is probably meant: it stands marked whenever one comes into the field, so that typing replaces it."""
        self.set_value(value)
        self._offered = self.text()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark what is only offered, also where one clicks into the field."""
        super().focusInEvent(event)
        if self._offered and self.text() == self._offered:
            QTimer.singleShot(0, self, self.selectAll)


def name_editor(editor: QWidget, name: str) -> None:
    """Give an editor, and the line inside a choice or a number, an accessible name.

    An editor made of several keeps their own names: "Line 2: Amount" says more than the field's label.
    """
    editor.setAccessibleName(name)
    if isinstance(editor, QComboBox | QAbstractSpinBox):
        for line in editor.findChildren(QLineEdit):
            line.setAccessibleName(name)
