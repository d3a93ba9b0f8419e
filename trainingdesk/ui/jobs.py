"""Work off the UI thread: one writer, a pool of readers, one thread for PDFium.

A job is built, connected, then started; its answer arrives on the GUI thread. The worker holds no QObject but the
runner's mailbox, and Python's collector runs on the GUI thread only (:class:`Collector`), so that no widget is ever
destroyed elsewhere.
"""

import gc
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from enum import StrEnum
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from trainingdesk.domain.errors import Cancelled
from trainingdesk.shared.memory import bulk_under_way
from trainingdesk.usecases.outcome import Progress

#: At most one report of progress in this time.
PROGRESS_SECONDS = 0.05

Work = Callable[[Progress], Any]


class Lane(StrEnum):
    """Where a job runs."""

    WRITE = "write"  #: one thread: commands, in the order they were sent
    READ = "read"  #: a few threads: queries
    PDF = "pdf"  #: one thread: PDFium is not safe in two


class _Slip:
    """What the worker holds of a job: a number, a flag and the mailbox."""

    def __init__(self, number: int, mailbox: "_Mailbox") -> None:
        self.number = number
        self.cancelled = threading.Event()
        self._mailbox = mailbox
        self._told = 0.0

    def progress(self, done: int, total: int, step: str) -> None:
        """Tell how far the work is, at most every 50 ms; raises Cancelled when the person stopped it."""
        if self.cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._told >= PROGRESS_SECONDS:
            self._told = now
            self._mailbox.post((self.number, "progress", (done, total, step)))

    def settled(self, future: "Future[Any]") -> None:
        """Hand the finished future to the GUI thread."""
        self._mailbox.post((self.number, "settled", future))


class _Mailbox(QObject):
    """The one way from a worker to the GUI thread."""

    arrived = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.letters: deque[tuple[int, str, Any]] = deque()

    def post(self, letter: tuple[int, str, Any]) -> None:
        self.letters.append(letter)
        self.arrived.emit()


class Job(QObject):
    """One piece of work; connect first, then :meth:`start`.

    Attributes:
        title: what it is called in the progress line, "" to stay unnamed.
        cancellable: whether the progress line offers to stop it.
        owner: the widget that asked; once it is gone, nothing is told. None where the answer is for the whole window.
        done, total, step: how far it is.

    Signals:
        progressed: done, total (0: unknown), code of the step.
        succeeded: the work's answer. failed: the exception it raised. cancelled: the person stopped it.
        finished: after any of the three. Once the owner is gone, none of the four.
    """

    progressed = Signal(int, int, str)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()

    def __init__(
        self, jobs: "Jobs", lane: Lane, work: Work, title: str, cancellable: bool, owner: QObject | None
    ) -> None:
        super().__init__(jobs)
        self.owner = owner
        self.lane = lane
        self.title = title
        self.cancellable = cancellable
        self.done, self.total, self.step = 0, 0, ""
        self._jobs = jobs
        self._work: Work | None = work
        self._slip: _Slip | None = None
        self._future: Future[Any] | None = None

    def start(self) -> "Job":
        """Hand the work to its lane."""
        assert self._work is not None, "a job starts once"
        work, self._work = self._work, None
        self._jobs.begin(self, work)
        return self

    def cancel(self) -> None:
        """Ask the work to stop; it leaves the data as they were."""
        if self._slip is not None:
            self._slip.cancelled.set()
        if self._future is not None:
            self._future.cancel()

    @property
    def awaited(self) -> bool:
        """Whether who asked is still there to be told: a tab may be closed before its answers come."""
        return self.owner is None or shiboken6.isValid(self.owner)

    @property
    def running(self) -> bool:
        """Whether it was started and has not finished."""
        return self._slip is not None


class Jobs(QObject):
    """Runs jobs and keeps them alive until they have finished.

    Signals:
        started, finished: the :class:`Job`. idle: nothing runs any more.
    """

    started = Signal(object)
    finished = Signal(object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None, readers: int = 2) -> None:
        super().__init__(parent)
        self._lanes = {
            Lane.WRITE: ThreadPoolExecutor(1, "desk-writer"),
            Lane.READ: ThreadPoolExecutor(readers, "desk-reader"),
            Lane.PDF: ThreadPoolExecutor(1, "desk-pdf"),
        }
        self._running: dict[int, Job] = {}
        self._count = 0
        self._closed = False
        self._mailbox = _Mailbox(self)
        self._mailbox.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def job(
        self,
        lane: Lane,
        work: Work,
        title: str = "",
        *,
        cancellable: bool = False,
        owner: QObject | None = None,
    ) -> Job:
        """Return a job that is not started yet; ``work`` is given the progress function.

        A widget that asks names itself as ``owner``: of its answers that come when it is gone nobody is told.
        """
        return Job(self, lane, work, title, cancellable, owner)

    def begin(self, job: Job, work: Work) -> None:
        """Start a job that was built by :meth:`job`; called by the job itself."""
        if self._closed:
            job.deleteLater()
            return
        self._count += 1
        slip = _Slip(self._count, self._mailbox)
        self._running[slip.number] = job
        job._slip = slip
        job._future = self._lanes[job.lane].submit(work, slip.progress)
        job._future.add_done_callback(slip.settled)
        self.started.emit(job)

    @property
    def running(self) -> list[Job]:
        """The jobs under way, oldest first."""
        return list(self._running.values())

    @property
    def writing(self) -> Job | None:
        """The first change under way, None when nothing is being written."""
        return next((job for job in self._running.values() if job.lane is Lane.WRITE), None)

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs."""
        return not self._running

    def close(self) -> None:
        """Cancel what can be, wait for the rest; nothing is delivered afterwards."""
        self._closed = True
        for job in self.running:
            job.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._mailbox.letters.clear()
        self._running.clear()

    def _deliver(self) -> None:
        letters = self._mailbox.letters
        while letters:
            number, kind, content = letters.popleft()
            job = self._running.get(number)
            if job is None:
                continue
            if kind == "progress":
                job.done, job.total, job.step = content
                job.progressed.emit(*content)
            else:
                self._settle(number, job, content)

    def _settle(self, number: int, job: Job, future: "Future[Any]") -> None:
        del self._running[number]
        job._slip = job._future = None
        error: BaseException | None = CancelledError() if future.cancelled() else future.exception()
        try:
            if not job.awaited:
                pass
            elif error is None:
                job.succeeded.emit(future.result())
            elif isinstance(error, Cancelled | CancelledError):
                job.cancelled.emit()
            else:
                job.failed.emit(error)
        finally:
            if job.awaited:
                job.finished.emit()
            self.finished.emit(job)
            job.deleteLater()
            if not self._running:
                self.idle.emit()


class Collector(QObject):
    """Runs Python's cyclic collector from a timer of the GUI thread, and nowhere else.

    A collection that happens to run in a worker would destroy widgets there and crash
    (``research/codebases.md`` 6.10).
    """

    def __init__(self, parent: QObject | None = None, every_ms: int = 5000) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(every_ms)

    def collect(self) -> None:
        """Collect the youngest generation that is over its threshold; while rows are made in bulk it waits."""
        if bulk_under_way():
            return
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Give the collector back to Python."""
        self._timer.stop()
        gc.enable()


def without_progress(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Work:
    """Return ``function`` as work that reports no progress."""
    bound = partial(function, *args, **kwargs)

    def work(_progress: Progress) -> Any:
        return bound()

    return work
