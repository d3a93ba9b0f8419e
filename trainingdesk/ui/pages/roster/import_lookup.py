"""Asks beside a window what it goes on with: which rows an answer is for too."""

from collections.abc import Callable
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal

from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.workspace import Workspace


class LookUps(QObject):
    """Questions of a window, which end before it does or are told to nobody.

    Signals:
        changed: one has begun or ended.
    """

    changed = Signal()

    def __init__(self, parent: QObject, space: Workspace) -> None:
        super().__init__(parent)
        self._space = space
        self._open = 0
        #: which file the questions are about, counted
        self._file = 0

    @property
    def busy(self) -> bool:
        """Whether an answer is still on its way."""
        return self._open > 0

    def forget(self) -> None:
        """Tell nobody what was asked so far: its rows are not those in front any more."""
        self._file += 1

    def ask(self, then: Callable[[Any], None], query: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Ask a query in a reader's thread; ``then`` is told the answer."""
        job = self._space.jobs.job(Lane.READ, without_progress(self._space.desk.ask, query, *args, **kwargs))
        self._count(1)
        job.succeeded.connect(partial(self._told, then, self._file))
        job.failed.connect(self._not_told)
        job.finished.connect(partial(self._count, -1))
        job.start()

    def _told(self, then: Callable[[Any], None], file: int, found: Any) -> None:
        if shiboken6.isValid(self) and file == self._file:
            then(found)

    def _not_told(self, error: BaseException) -> None:
        self._space.notices.failed(error)

    def _count(self, more: int) -> None:
        if shiboken6.isValid(self):
            self._open += more
            self.changed.emit()
