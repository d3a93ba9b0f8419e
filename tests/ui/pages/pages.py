"""A page on a real desk: what the journeys through one tab share."""

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from trainingdesk.ui.page import Page
from trainingdesk.ui.workspace import Place, Workspace

D = TypeVar("D", bound=QDialog)


def dialog(page: QWidget, kind: type[D]) -> D:
    """Return the window that a page has opened."""
    return next(child for child in page.findChildren(kind) if child.isVisible())


def type_into(widget: QWidget, words: str) -> None:
    """Type into a table: the first letter opens the editor, the others go into it."""
    for letter in words:
        QTest.keyClicks(widget.findChild(QLineEdit) or widget, letter)


def press(widget: QWidget, key: Qt.Key) -> None:
    """Press a key in a table, in its editor while one is open."""
    QTest.keyClick(widget.findChild(QLineEdit) or widget, key)
    QTest.qWait(1)  # Qt takes the editor's value in its next turn


def places(space: Workspace) -> list[Place]:
    """Return the list that fills with every place the page wants to go to."""
    gone: list[Place] = []
    space.going.connect(gone.append)
    return gone


def reasons(page: Page, actions: Iterable[str]) -> dict[str, str]:
    """Return why each action can't be used now, "" when it can."""
    return {action: page.actions_.reason(action) for action in actions}
