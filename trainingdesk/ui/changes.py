"""Who is told what changed: one hub, one signal; pages refresh when seen and remember when not."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from trainingdesk.usecases.outcome import Changes

#: Several commands in a row make one refresh.
COALESCE_MS = 50


class ChangeHub(QObject):
    """Carries what a committed command changed to whoever depends on it.

    Signals:
        changed: a :class:`~trainingdesk.usecases.outcome.Changes`, on the GUI thread.
    """

    changed = Signal(object)

    def publish(self, changes: Changes) -> None:
        """Tell everyone; nothing is said when nothing changed."""
        if changes.entities:
            self.changed.emit(changes)


class Freshness(QObject):
    """Keeps one widget up to date: refreshes it when it is seen, marks it stale when it is hidden.

    Attributes:
        stale: whether something it depends on changed since it was last refreshed.
    """

    def __init__(
        self, watched: QWidget, hub: ChangeHub, depends_on: Iterable[str], refresh: Callable[[], None]
    ) -> None:
        super().__init__(watched)
        self.stale = True
        self._watched = watched
        self._depends_on = frozenset(depends_on)
        self._refresh = refresh
        self._held = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COALESCE_MS)
        self._timer.timeout.connect(self._due)
        hub.changed.connect(self._heard)
        watched.installEventFilter(self)

    def hold(self) -> None:
        """Don't refresh for now: an editor is open. Every hold needs one :meth:`release`."""
        self._held += 1

    def release(self) -> None:
        """Take back one :meth:`hold`; what became stale meanwhile is refreshed."""
        self._held -= 1
        if self._held == 0 and self.stale:
            self._timer.start()

    def mark_fresh(self) -> None:
        """Note that the widget has just read everything again."""
        self.stale = False
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Refresh what is stale as it comes into sight."""
        if event.type() == QEvent.Type.Show and self.stale and not self._held:
            self._timer.start(0)
        return False

    def _heard(self, changes: Changes) -> None:
        if self._depends_on.isdisjoint(changes.entities):
            return
        self.stale = True
        if self._watched.isVisible() and not self._held and not self._timer.isActive():
            self._timer.start(COALESCE_MS)

    def _due(self) -> None:
        if self._held or not self._watched.isVisible():
            return
        self.mark_fresh()
        self._refresh()
