"""Where Tab goes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def next_by_tab(area: QScrollArea) -> None:
    """Let Tab go from an area into what was just put into it, from top to bottom, and only then on.

    What is made later would come last in the window, behind its buttons.
    """
    before: QWidget = area
    content = area.widget()
    for widget in content.findChildren(QWidget) if content else ():
        reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.window() is area.window()
        if reached and (
            before is area or not before.isAncestorOf(widget)
        ):  # a list's own field comes with it
            QWidget.setTabOrder(before, widget)
            before = widget
