"""Reads which rows a table has, away from the window's thread."""

from array import array
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from trainingdesk.ui.jobs import Job, Jobs, Lane, without_progress
from trainingdesk.ui.tables.model import PAGE_ROWS, QuickSource, RowSource

#: what is told: the source, its order, ids
Told = Callable[[RowSource, str, Sequence[int]], None]


def _ids(source: RowSource, order: str) -> Sequence[int]:
    # held as long as the table: 100,000 numbers of a list lie among whatever else is made meanwhile and keep its memory
    return array("q", source.ids(order))


class Loader:
    """Reads the ids of a source in a reader's thread; the latest call wins, and none is told once the table is gone.

    ``first`` is told the first page of a source that knows it sooner, ``whole`` all ids, ``failed`` why there are none.
    """

    def __init__(
        self, table: QObject, jobs: Jobs, first: Told, whole: Told, failed: Callable[[BaseException], None]
    ) -> None:
        self._table = table
        self._jobs = jobs
        self._first, self._whole, self._fail = first, whole, failed
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether ids are being read."""
        return self._job is not None

    def load(self, source: RowSource, order: str, *, quick: bool) -> None:
        """Read the ids in an order; with ``quick`` the first are asked for beside all."""
        if self._job is not None:
            self._job.cancel()
        job = self._job = self._jobs.job(Lane.READ, without_progress(_ids, source, order), owner=self._table)
        job.succeeded.connect(partial(self._came, job, source, order))
        job.failed.connect(partial(self._failed, job))
        if quick and isinstance(source, QuickSource):
            first = self._jobs.job(Lane.READ, without_progress(source.first, order), owner=self._table)
            first.succeeded.connect(partial(self._first_came, job, source, order))
            first.start()
        job.start()

    def _awaits(self, job: Job) -> bool:
        return self._job is job

    def _first_came(self, job: Job, source: RowSource, order: str, ids: Sequence[int]) -> None:
        # fewer than a page are all there are, and on their way
        if self._awaits(job) and len(ids) >= PAGE_ROWS:
            self._first(source, order, ids)

    def _came(self, job: Job, source: RowSource, order: str, ids: Sequence[int]) -> None:
        if self._awaits(job):
            self._job = None
            self._whole(source, order, ids)

    def _failed(self, job: Job, error: BaseException) -> None:
        if self._awaits(job):
            self._job = None
            self._fail(error)
