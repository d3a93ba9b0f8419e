"""Enter presses the button that has the focus, in the main window and in every window over it."""

import re
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

import trainingdesk.ui
from trainingdesk.ui.settings import Settings
from trainingdesk.ui.shell.window import Window
from trainingdesk.ui.widgets.enter import EnterPresses


def test_enter_presses_what_has_the_focus_and_nothing_else(qtbot: QtBot, settings: Settings):
    pressed: list[str] = []
    for window in (Window(settings), EnterPresses()):
        qtbot.addWidget(window)
        pressed.clear()
        ground = QWidget()
        line = QHBoxLayout(ground)
        for button in (QToolButton(), QPushButton("a")):
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(partial(pressed.append, type(button).__name__))
            line.addWidget(button)
        if isinstance(window, Window):
            window.show_view(ground)
        else:
            QHBoxLayout(window).addWidget(ground)
        window.show()
        qtbot.waitExposed(window)
        for button in ground.findChildren(QWidget):
            button.setFocus()
            qtbot.keyClick(button, Qt.Key.Key_Return)
            qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert pressed == ["QToolButton", "QPushButton"]


def test_every_window_is_one_whose_enter_presses():
    root = Path(trainingdesk.ui.__file__).parent
    bare = [
        (path.name, name)
        for path in root.rglob("*.py")
        for name in re.findall(r"class (\w+)\(QDialog\)", path.read_text(encoding="utf-8"))
    ]
    assert bare == [("enter.py", "EnterPresses")]
