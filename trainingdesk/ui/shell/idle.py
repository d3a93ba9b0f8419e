"""Notices when nobody has touched the window for a while."""

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class IdleWatch(QObject):
    """Watches the windows themselves, not every widget: a filter on the application would run for every event.

    Signals:
        idle: the time is up.
    """

    idle = Signal()

    def __init__(self, minutes: int, parent: QObject) -> None:
        super().__init__(parent)
        self._seconds = minutes * 60
        self._touched = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(5000)
        self._timer.timeout.connect(self.look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._window_changed)
        if minutes:
            self._timer.start()

    def watch(self, window: QWindow | None) -> None:
        """Watch one more window."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def touch(self) -> None:
        """Note that somebody is there."""
        self._touched = time.monotonic()

    def look(self) -> None:
        """See whether the time is up."""
        if time.monotonic() - self._touched >= self._seconds:
            self.touch()
            self.idle.emit()

    def _window_changed(self, window: QWindow | None) -> None:
        self.touch()
        self.watch(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note keys and the pointer."""
        if event.type() in _TOUCHES:
            self._touched = time.monotonic()
        return False
