"""What another window or the command line writes is seen here within moments."""

from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.workspace import Workspace

#: How often the desk is asked while somebody works here: one look at the end of the log.
LOOK_MS = 2000


class OthersWatch(QObject):
    """Asks the desk what others wrote, while the program is in front and as it comes there, and tells the pages."""

    def __init__(self, space: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._space = space
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._state_changed)
        self._ask()  # the first answer only says where the log ends now

    def look(self) -> None:
        """Ask, unless nobody is looking."""
        in_front = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive
        if in_front and not self._space.locked:
            self._ask()

    def _ask(self) -> None:
        if self._asking:
            return
        self._asking = True
        job = self._space.jobs.job(Lane.READ, without_progress(self._space.desk.foreign_changes))
        job.succeeded.connect(self._space.hub.publish)
        job.failed.connect(self._failed)
        job.finished.connect(self._over)
        job.start()

    def _state_changed(self, _state: Qt.ApplicationState) -> None:
        self.look()

    def _failed(self, error: Any) -> None:
        # said once: whatever keeps the file from being read will keep it so the next time
        self._timer.stop()
        self._space.notices.failed(error)

    def _over(self) -> None:
        self._asking = False
