"""Printing the pages of a PDF: each is drawn in PDFium's thread at the printer's own resolution, then put on paper."""

from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.shared.text import _
from trainingdesk.ui.jobs import Jobs, Lane, without_progress

#: Finer than this only makes the spool file larger; text stays sharp at 300 dots an inch.
MOST_DPI = 300


def _sizes(pdf: bytes) -> list[tuple[float, float]]:
    from trainingdesk.documents.preview import page_sizes

    return page_sizes(pdf)


def _picture(pdf: bytes, number: int, scale: float) -> Any:
    from trainingdesk.documents.preview import render_page

    return render_page(pdf, number, scale=scale)


class PrintRun(QObject):
    """One run of a printer.

    Signals:
        finished: how many pages were printed. failed: what kept it from printing.
    """

    finished = Signal(int)
    failed = Signal(object)

    def __init__(self, jobs: Jobs, pdf: bytes, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pdf = pdf
        self._printer = printer
        self._painter: QPainter | None = None
        self._numbers: list[int] = []
        self._sizes: list[tuple[float, float]] = []
        self._printed = 0

    def start(self) -> None:
        """Begin: look how many pages there are."""
        job = self._jobs.job(Lane.PDF, without_progress(_sizes, self._pdf), _("Printing"))
        job.succeeded.connect(self._sized)
        job.failed.connect(self._broken)
        job.start()

    def _sized(self, sizes: list[tuple[float, float]]) -> None:
        first = self._printer.fromPage() or 1
        last = self._printer.toPage() or len(sizes)
        self._sizes = sizes
        self._numbers = list(range(first - 1, min(last, len(sizes))))
        self._next()

    def _next(self) -> None:
        if self._printed == len(self._numbers):
            self._end()
            self.finished.emit(self._printed)
            return
        number = self._numbers[self._printed]
        wide, high = self._sizes[number]
        lying = wide > high
        size = QSizeF(min(wide, high), max(wide, high))
        self._printer.setPageSize(
            QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
        )
        orientation = QPageLayout.Orientation
        self._printer.setPageOrientation(orientation.Landscape if lying else orientation.Portrait)
        self._printer.setFullPage(True)
        scale = min(self._printer.resolution(), MOST_DPI) / 72
        title = _("Printing page {number} of {count}").format(
            number=self._printed + 1, count=len(self._numbers)
        )
        job = self._jobs.job(Lane.PDF, without_progress(_picture, self._pdf, number, scale), title)
        job.succeeded.connect(partial(self._put, number))
        job.failed.connect(self._broken)
        job.start()

    def _put(self, number: int, picture: Any) -> None:
        if not shiboken6.isValid(self):
            return
        if self._painter is None:
            self._painter = QPainter()
            if not self._painter.begin(self._printer):
                self._painter = None
                self._broken(EnvironmentProblem("paper.printer_refused"))
                return
        else:
            self._printer.newPage()
        image = QImage(
            picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
        ).copy()
        wide, high = (length / 72 * self._printer.resolution() for length in self._sizes[number])
        self._painter.drawImage(QRectF(0, 0, wide, high), image)
        self._printed += 1
        self._next()

    def _end(self) -> None:
        if self._painter is not None:
            self._painter.end()
            self._painter = None

    def _broken(self, error: BaseException) -> None:
        self._end()
        self.failed.emit(error)
