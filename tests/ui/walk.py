"""Walks over a window as a keyboard and a screen reader do."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

#: Widgets that take the focus for another one, or that Qt made for itself.
_INNER = ("qt_", "calendar")


def focusable(window: QWidget) -> Iterator[QWidget]:
    """Yield every visible widget that can have the focus."""
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisibleTo(window) or not widget.isEnabled():
            continue
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or isinstance(widget, QScrollBar | QHeaderView):
            continue
        if widget.objectName().startswith(_INNER) or widget.focusProxy() is not None:
            continue
        yield widget


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls a widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def nameless(window: QWidget) -> Iterator[QWidget]:
    """Yield every visible widget that can have the focus and that a screen reader has no name for."""
    for widget in focusable(window):
        if isinstance(widget, QTabBar | QScrollArea):
            continue
        if not name_of(widget).strip():
            yield widget


def nameless_headings(window: QWidget) -> Iterator[str]:
    """Yield the tables with a column without a heading."""
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        if model is None or not view.isVisibleTo(window) or isinstance(view.parent(), QComboBox):
            continue
        header = view.findChild(QHeaderView)
        if (
            header is None
            or not header.isVisibleTo(window)
            or header.orientation() != Qt.Orientation.Horizontal
        ):
            continue
        for column in range(model.columnCount()):
            if not str(model.headerData(column, Qt.Orientation.Horizontal) or "").strip():
                yield f"{view.accessibleName() or view}: column {column}"


def tab_order(window: QWidget, most: int = 300) -> list[QWidget]:
    """Return the widgets Tab goes through, from the first one back to it."""
    start = next((w for w in focusable(window) if w.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
    if start is None:
        return []
    found, here = [start], start
    for _step in range(most * 20):
        here = here.nextInFocusChain()
        if here is start or len(found) > most:
            break
        reachable = here.isVisibleTo(window) and here.isEnabled() and here.window() is window.window()
        if reachable and here.focusPolicy() & Qt.FocusPolicy.TabFocus and here.focusProxy() is None:
            found.append(here)
    return found


def unreachable(window: QWidget) -> list[QWidget]:
    """Return the buttons and fields that Tab never comes to (tabs of a row count as one)."""
    reached = set(map(id, tab_order(window)))
    return [
        widget
        for widget in focusable(window)
        if id(widget) not in reached and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def clipped(window: QWidget) -> list[str]:
    """Return the labels and buttons whose words have not enough room."""
    found = []
    for widget in window.findChildren(QLabel) + window.findChildren(QAbstractButton):
        if not widget.isVisibleTo(window) or not widget.text().strip():
            continue
        if isinstance(widget, QLabel) and (
            widget.wordWrap() or widget.pixmap().width() or "<" in widget.text()
        ):
            continue
        style = Qt.ToolButtonStyle.ToolButtonIconOnly
        if (
            isinstance(widget, QToolButton)
            and widget.toolButtonStyle() == style
            and not widget.icon().isNull()
        ):
            continue
        need = widget.fontMetrics().horizontalAdvance(max(widget.text().split("\n"), key=len))
        if widget.width() + 1 < need:
            found.append(f"{widget.text()!r}: {widget.width()} of {need} pixels")
    return found
