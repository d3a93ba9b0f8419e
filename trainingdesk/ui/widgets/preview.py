"""The pages of a paper as they will be printed, in the window."""

from collections import OrderedDict
from functools import partial
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from trainingdesk.domain.errors import DeskError
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Jobs, Lane, without_progress
from trainingdesk.ui.notices import sentence_of
from trainingdesk.ui.widgets.empty import EmptyState

#: How many drawn pages are kept.
PICTURES_KEPT = 24
ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_POINT = 96 / 72  # pixels of a screen at 100 % in a point


def _sizes(pdf: bytes) -> list[tuple[float, float]]:
    from trainingdesk.documents.preview import page_sizes

    return page_sizes(pdf)


def _picture(pdf: bytes, number: int, scale: float) -> Any:
    from trainingdesk.documents.preview import render_page

    return render_page(pdf, number, scale=scale)


class Pages(QAbstractScrollArea):
    """The pages under each other; those in sight are drawn in PDFium's thread.

    Signals:
        page_changed: the number of the page in the middle of the view, counted from 1. zoomed: the zoom changed.
        ready: how many pages there are. failed: in words, why nothing can be shown.
    """

    page_changed = Signal(int)
    zoomed = Signal()
    ready = Signal(int)
    failed = Signal(str)

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pdf = b""
        self._sizes: list[tuple[float, float]] = []
        self._pictures: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._waiting: dict[tuple[int, int], Job] = {}
        self._number = 0
        self._edition = 0
        self.zoom = 1.0
        self.fitting = True
        self.setAccessibleName(_("Pages"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.empty = EmptyState(self)
        self._say_empty(_("The pages are drawn here."))
        self.empty.show()

    def _say_empty(self, words: str) -> None:
        self.empty.set_words(words, "file-text")

    def say_making(self) -> None:
        """Say that a paper is being made, until it comes; pages that are shown stay till then."""
        self._say_empty(_("The pages are being made…"))

    def show_pdf(self, pdf: bytes) -> None:
        """Show another paper; b"" shows none."""
        self._edition += 1
        self._say_empty(_("The pages are being made…") if pdf else _("The pages are drawn here."))
        self._pdf = pdf
        self._sizes = []
        self._pictures.clear()
        for job in self._waiting.values():
            job.cancel()
        self._waiting.clear()
        self.empty.setVisible(True)
        self._lay_out()
        if not pdf:
            self.ready.emit(0)
            return
        job = self._jobs.job(Lane.PDF, without_progress(_sizes, pdf), owner=self)
        job.succeeded.connect(partial(self._sized, self._edition))
        job.failed.connect(partial(self._not_sized, self._edition))
        job.start()

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def drawn(self) -> bool:
        """Whether every page in sight is drawn."""
        return (
            bool(self._sizes)
            and not self._waiting
            and all(self._key(n) in self._pictures for n in self._in_sight())
        )

    def go_to(self, number: int) -> None:
        """Bring a page, counted from 1, to the top."""
        if 1 <= number <= self.count:
            self.verticalScrollBar().setValue(round(self._tops()[number - 1]) - theme.size(8))

    def set_zoom(self, zoom: float, *, fitting: bool = False) -> None:
        """Show the pages larger or smaller; the page in sight stays in sight."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self.fitting = fitting
        self.zoom = min(max(zoom, ZOOMS[0]), ZOOMS[-1])
        self._lay_out()
        bar.setValue(round(share * bar.maximum()))
        self.zoomed.emit()
        self.viewport().update()

    def fit_width(self) -> None:
        """Make the widest page as wide as the view."""
        if self._sizes:
            # room for the scroll bar is kept whether it shows or not: a page that fits the height only beside the bar
            # would take it away by fitting, not fit without it, and go on like that for ever
            room = self.maximumViewportSize().width() - self.verticalScrollBar().sizeHint().width()
            wide = max(size[0] for size in self._sizes) * _POINT
            self.set_zoom((room - theme.size(48)) / wide, fitting=True)

    def step_zoom(self, larger: bool) -> None:
        """Go to the next step of zoom."""
        steps = [z for z in ZOOMS if (z > self.zoom * 1.01 if larger else z < self.zoom * 0.99)]
        if steps:
            self.set_zoom(steps[0] if larger else steps[-1])

    # --- drawing ---

    def _sized(self, edition: int, sizes: list[tuple[float, float]]) -> None:
        if edition != self._edition:
            return
        self._sizes = sizes
        self.empty.hide()
        if self.fitting:
            self.fit_width()
        else:
            self._lay_out()
        self.verticalScrollBar().setValue(0)
        self.ready.emit(len(sizes))
        self._scrolled()
        self.viewport().update()

    def _not_sized(self, edition: int, error: BaseException) -> None:
        if edition != self._edition:
            return
        reason = sentence_of(error) if isinstance(error, DeskError) else type(error).__name__
        self.empty.set_words(_("The pages can't be shown: {reason}").format(reason=reason), "alert-triangle")
        self.failed.emit(reason)

    def _tops(self) -> list[float]:
        tops, at = [], float(theme.size(16))
        for _wide, high in self._sizes:
            tops.append(at)
            at += high * _POINT * self.zoom + theme.size(16)
        return tops

    def _lay_out(self) -> None:
        port = self.viewport()
        high = sum(size[1] for size in self._sizes) * _POINT * self.zoom + theme.size(16) * (self.count + 1)
        wide = max((size[0] for size in self._sizes), default=0) * _POINT * self.zoom + theme.size(32)
        self.verticalScrollBar().setRange(0, max(0, round(high) - port.height()))
        self.verticalScrollBar().setPageStep(port.height())
        self.verticalScrollBar().setSingleStep(theme.size(40))
        self.horizontalScrollBar().setRange(0, max(0, round(wide) - port.width()))
        self.horizontalScrollBar().setPageStep(port.width())

    def _place(self, number: int, top: float) -> QRectF:
        wide, high = (length * _POINT * self.zoom for length in self._sizes[number])
        left = (
            (self.viewport().width() - wide) / 2
            if not self.horizontalScrollBar().maximum()
            else theme.size(16)
        )
        return QRectF(
            round(left - self.horizontalScrollBar().value()),
            round(top - self.verticalScrollBar().value()),
            wide,
            high,
        )

    def _in_sight(self) -> list[int]:
        port = QRectF(self.viewport().rect())
        return [
            number for number, top in enumerate(self._tops()) if self._place(number, top).intersects(port)
        ]

    def _key(self, number: int) -> tuple[int, int]:
        return number, round(self.zoom * self.devicePixelRatioF() * 1000)

    def _want(self, number: int) -> None:
        key = self._key(number)
        if key in self._pictures or key in self._waiting:
            return
        scale = _POINT * self.zoom * self.devicePixelRatioF()
        job = self._jobs.job(Lane.PDF, without_progress(_picture, self._pdf, number, scale), owner=self)
        self._waiting[key] = job
        job.succeeded.connect(partial(self._drawn, self._edition, key))
        job.finished.connect(partial(self._done, key, job))
        job.start()

    def _drawn(self, edition: int, key: tuple[int, int], picture: Any) -> None:
        if edition != self._edition:
            return
        image = QImage(
            picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32
        ).copy()  # the picture's bytes go away with it
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._pictures[key] = image
        while len(self._pictures) > PICTURES_KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def _done(self, key: tuple[int, int], job: Job) -> None:
        if self._waiting.get(key) is job:
            del self._waiting[key]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight, and a blank sheet for those still being drawn."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.color("mist"))
        tops = self._tops()
        for number in self._in_sight():
            place = self._place(number, tops[number])
            painter.fillRect(place.translated(0, 2), theme.color("veil"))
            painter.fillRect(place, theme.paper_white())
            picture = self._pictures.get(self._key(number))
            if picture is None:
                older = next((p for (n, _z), p in self._pictures.items() if n == number), None)
                if older is not None:
                    painter.drawImage(place, older)
                else:
                    painter.setPen(theme.color("slate"))
                    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, _("The pages are being made…"))
                self._want(number)
            else:
                painter.drawImage(place.topLeft(), picture)
        painter.end()

    # --- moving ---

    def _scrolled(self, *_args: int) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        number = sum(top <= middle for top in self._tops())
        if number and number != self._number:
            self._number = number
            self.page_changed.emit(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the pages fitting."""
        super().resizeEvent(event)
        if self.fitting and self._sizes:
            self.fit_width()
        else:
            self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(event.angleDelta().y() > 0)
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page by page with Page Up and Page Down; Home and End; plus and minus zoom."""
        steps = {Qt.Key.Key_PageDown: self._number + 1, Qt.Key.Key_PageUp: self._number - 1}
        if event.key() in steps:
            self.go_to(min(max(steps[Qt.Key(event.key())], 1), self.count))
        elif event.key() in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self.go_to(1 if event.key() == Qt.Key.Key_Home else self.count)
        elif event.key() in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            self.step_zoom(event.key() != Qt.Key.Key_Minus)
        else:
            super().keyPressEvent(event)

    def grab_page(self) -> QRect:
        """Return where the first page in sight stands, for pictures and tests."""
        seen = self._in_sight()
        return self._place(seen[0], self._tops()[seen[0]]).toRect() if seen else QRect()


class PdfPreview(QWidget):
    """The pages with a line of tools above them.

    Signals:
        print_asked. save_asked.
    """

    print_asked = Signal()
    save_asked = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None, *, tools: bool = True) -> None:
        super().__init__(parent)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.size(4))
        self.pages = Pages(jobs, self)
        line = QHBoxLayout()
        line.setSpacing(theme.size(4))
        self._where = QLabel()
        self._where.setProperty("role", "slate")
        self._percent = QLabel()
        self._percent.setProperty("role", "slate")
        self.smaller = self._tool("zoom-out", _("Zoom out"))
        self.larger = self._tool("zoom-in", _("Zoom in"))
        self.fit = self._tool("", _("Fit width"))
        self.smaller.clicked.connect(lambda *_a: self.pages.step_zoom(False))
        self.larger.clicked.connect(lambda *_a: self.pages.step_zoom(True))
        self.fit.clicked.connect(lambda *_a: self.pages.fit_width())
        self.print_button = self._tool("printer", _("Print…"))
        self.save_button = self._tool("download", _("Save as…"))
        self.print_button.clicked.connect(self.print_asked)
        self.save_button.clicked.connect(self.save_asked)
        for part in (self._where, None, self.smaller, self._percent, self.larger, self.fit):
            if part is None:
                line.addStretch(1)
            else:
                line.addWidget(part)
        if tools:
            line.addSpacing(theme.size(8))
            line.addWidget(self.print_button)
            line.addWidget(self.save_button)
        else:
            self.print_button.hide()
            self.save_button.hide()
        whole.addLayout(line)
        whole.addWidget(self.pages, 1)
        self.pages.page_changed.connect(self._say)
        self.pages.ready.connect(self._say)
        self.pages.zoomed.connect(self._say)
        self._say()

    def show_pdf(self, pdf: bytes) -> None:
        """Show another paper; b"" shows none."""
        self.pages.show_pdf(pdf)

    def _tool(self, icon: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "quiet")
        button.setAccessibleName(words.rstrip("…"))
        button.setToolTip(words)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if icon:
            button.setIcon(theme.icon(icon, "slate", 16))
            button.setIconSize(QSize(theme.size(16), theme.size(16)))
        else:
            button.setText(words)
        return button

    def _say(self, *_args: int) -> None:
        count = self.pages.count
        here = max(1, self.pages._number)
        self._where.setText(_("Page {page} of {count}").format(page=here, count=count) if count else "")
        self._percent.setText(f"{round(self.pages.zoom * 100)}%")
        for button in (self.smaller, self.larger, self.fit, self.print_button, self.save_button):
            button.setEnabled(bool(count))
