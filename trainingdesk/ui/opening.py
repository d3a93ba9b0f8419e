"""The way from a desk's file to an open desk: the window's lock, a glance at the file, then the desk itself."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from trainingdesk.domain.errors import DeskError
from trainingdesk.ui.door import Demo, Door
from trainingdesk.ui.instance import Instance
from trainingdesk.ui.jobs import Jobs, Lane
from trainingdesk.ui.preload import Preload

if TYPE_CHECKING:
    from trainingdesk.ui.workspace import DeskLike
    from trainingdesk.usecases.outcome import Progress

#: What a glance brings back: the office, and its accounts when it is the demo district.
Glanced = tuple[str, Demo | None]
#: What opening brings back: the desk, its office, and its accounts when it is the demo district.
Opened = tuple["DeskLike", str, Demo | None]


class Opening(QObject):
    """Opens one desk's file, once.

    Attributes:
        path: the file.
        instance: the lock on it; whoever takes the opened desk takes the lock too.
        looked: whether a glance was taken first.

    Signals:
        glanced: the file is good, with :data:`Glanced`; the desk is being opened. opened: with :data:`Opened`.
        refused: it can't be opened, with the exception; the lock is given back.
        stepped: done, total and step of a long opening.
    """

    glanced = Signal(object)
    opened = Signal(object)
    refused = Signal(object)
    stepped = Signal(int, int, str)

    def __init__(
        self, path: Path, door: Door, jobs: Jobs, preload: Preload | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.instance = Instance(path, parent)
        self.looked = False
        self._door = door
        self._jobs = jobs
        self._preload = preload

    def take(self) -> str:
        """Take the file's lock; returns "", or the code of the sentence that says that another window has it."""
        if self.instance.take():
            return ""
        code = "shell.open_elsewhere" if self.instance.call_first() else "shell.open_silent"
        self._let_go()
        return code

    def start(
        self, open_it: "Callable[[Progress], DeskLike]", title: str = "", *, look: bool = False
    ) -> None:
        """Open the desk in a worker.

        ``look`` takes a glance first: it needs a hundredth of the time that the desk's libraries take to be imported,
        so that what is wrong with the file, or whose desk it is, is known at once.
        """
        preload, door = self._preload, self._door

        def glance(_progress: "Progress") -> Glanced:
            seen = door.glance(self.path)
            return seen.office_name, door.demo_accounts() if seen.is_demo else None

        def work(progress: "Progress") -> Opened:
            if preload is not None:
                preload.wait()
            desk = open_it(progress)
            try:
                return desk, desk.office_name, door.demo_accounts() if desk.is_demo else None
            except DeskError:  # a damaged file: it must be let go, to be put back
                desk.close()
                raise

        job = self._jobs.job(Lane.WRITE, work, title)
        job.succeeded.connect(self._opened)
        job.failed.connect(self._refused)
        job.progressed.connect(self.stepped)
        if not look:
            job.start()
            return

        def seen(answer: Glanced) -> None:
            self.looked = True
            self.glanced.emit(answer)
            job.start()

        first = self._jobs.job(Lane.WRITE, glance)
        first.succeeded.connect(seen)
        first.failed.connect(self._refused)
        first.start()

    def _opened(self, opened: Opened) -> None:
        self.opened.emit(opened)
        self.deleteLater()

    def _refused(self, error: BaseException) -> None:
        self._let_go()
        self.refused.emit(error)

    def _let_go(self) -> None:
        self.instance.release()
        self.instance.deleteLater()
        self.deleteLater()
