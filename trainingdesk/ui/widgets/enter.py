"""Enter presses the button that has the focus, in every window: as Space does, and as a clerk expects of both."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QToolButton, QWidget

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


def press_focused(window: QWidget, event: QKeyEvent) -> bool:
    """Let Enter press the button that has the focus, not the window's default one; returns whether it did."""
    button = window.focusWidget()
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() not in _ENTER or not plain or not isinstance(button, QPushButton | QToolButton):
        return False
    button.click()
    return True


class EnterPresses(QDialog):
    """A window whose Enter presses the button one is on, and the default one from anywhere else."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press it."""
        if not press_focused(self, event):
            super().keyPressEvent(event)
