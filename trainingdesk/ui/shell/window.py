"""The one top-level window: it shows what stands before the desk, or the desk."""

import time

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.settings import Settings
from trainingdesk.ui.widgets.enter import press_focused

#: what a title bar and borders may take at the left, top, right and bottom, in pixels: the system tells only later
FRAME = (8, 40, -8, -8)


def first_place(room: QRect) -> QRect | None:
    """Return where the contents go in the room a screen has the first time; None when they need the whole of it."""
    free = room.adjusted(*FRAME)
    wanted = QSize(theme.size(1366), theme.size(768))
    if free.width() < wanted.width() or free.height() < wanted.height():
        return None
    place = QRect(free.topLeft(), wanted)
    place.moveCenter(free.center())
    return place


class Window(QWidget):
    """Holds one view at a time.

    Attributes:
        painted_at: when the first paint was done, in seconds since the epoch.

    Signals:
        painted: the window has been painted for the first time.
        close_asked: somebody wants it closed; it closes when :meth:`let_close` was called.
    """

    painted = Signal()
    close_asked = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._settings = settings
        self._painted = False
        self.painted_at = 0.0
        self._may_close = False
        self._views = QStackedLayout(self)
        self._views.setContentsMargins(0, 0, 0, 0)
        self.setMinimumSize(theme.size(900), theme.size(560))
        geometry = settings.bytes_of("window/geometry")
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self._first_size()
        self.set_office("")

    def _first_size(self) -> None:
        room = self.screen().availableGeometry()
        place = first_place(room)
        self.setGeometry(place or room.adjusted(*FRAME))
        if place is None:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    def set_office(self, office: str) -> None:
        """Show the office's name in the title bar."""
        name = _("TrainingDesk")
        self.setWindowTitle(f"{name} · {office}" if office else name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button one is on: what takes it itself, a table or a field, had it before."""
        if not press_focused(self, event):
            super().keyPressEvent(event)

    @property
    def view(self) -> QWidget | None:
        """What is shown."""
        return self._views.currentWidget()

    def show_view(self, view: QWidget) -> None:
        """Show another view; the one before is thrown away."""
        before = self._views.currentWidget()
        self._views.addWidget(view)
        self._views.setCurrentWidget(view)
        if view.focusProxy() is not None:
            view.setFocus()
        if before is not None:
            self._views.removeWidget(before)
            before.hide()
            before.deleteLater()

    def let_close(self) -> None:
        """Close without asking."""
        self._may_close = True
        self.close()

    def raise_window(self) -> None:
        """Come to the front."""
        self.setWindowState(self.windowState() & ~self.windowState().WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember place and size; whoever runs the program finishes first."""
        self._settings.put("window/geometry", self.saveGeometry())
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.close_asked.emit()

    def _note_painted(self) -> None:
        self.painted_at = time.time()
        self.painted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say when the first paint is done."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._note_painted)
