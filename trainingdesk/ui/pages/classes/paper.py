"""A paper of a class as it will be printed: sign-in sheets, list of students."""

from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.classes.rows import ClassRow, HalfDayRow
from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.shared.files import write_whole
from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.pages.classes.looks import day_short, weekday
from trainingdesk.ui.widgets.preview import PdfPreview
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.queries.class_papers import class_paper_pdf
from trainingdesk.usecases.queries.classes import class_half_days


def _write(target: Path, pdf: bytes) -> None:
    try:
        write_whole(target, pdf)
    except OSError as error:
        raise EnvironmentProblem("paper.not_written", file=str(target)) from error


class PaperDialog(QDialog):
    """Shows a paper page by page; Ctrl+P prints, Ctrl+S saves. A sign-in sheet can be had for one day alone."""

    def __init__(
        self, parent: QWidget, space: Workspace, paper_id: str, row: ClassRow, *, day: str = ""
    ) -> None:
        super().__init__(parent)
        self.space = space
        self._paper, self._class = paper_id, row
        self._pdf = b""
        self._job: Job | None = None
        self._wanted_day = day
        signin = paper_id == "classes.signin"
        title = _("Sign-in sheet") if signin else _("List of students")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(theme.size(860), theme.size(700))
        whole = QVBoxLayout(self)
        margin = theme.size(theme.MARGIN)
        whole.setContentsMargins(margin, margin, margin, margin)
        head = QHBoxLayout()
        name = QLabel(f"{title}　{row.title}")
        name.setProperty("role", "section")
        head.addWidget(name, 1)
        self.day = QComboBox()
        self.day.setAccessibleName(_("Day"))
        self.day.addItem(_("All days"), None)
        self.day.setVisible(signin)
        self.day.activated.connect(lambda _place: self._read())
        head.addWidget(self.day)
        whole.addLayout(head)
        self.preview = PdfPreview(space.jobs)
        self.preview.print_asked.connect(self.print_paper)
        self.preview.save_asked.connect(self.ask_where)
        whole.addWidget(self.preview, 1)
        line = QHBoxLayout()
        line.addStretch(1)
        close = QPushButton(_("Close"))
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        line.addWidget(close)
        whole.addLayout(line)
        if signin:
            self._start(partial(space.desk.ask, class_half_days, row.id), self._show_days)
        else:
            self._read()

    def _start(self, read: object, on_done: object) -> None:
        job = self.space.jobs.job(Lane.READ, without_progress(read))  # type: ignore[arg-type]  # a bound query
        self._job = job
        job.succeeded.connect(partial(self._arrived, job, on_done))
        job.failed.connect(partial(self._failed, job))
        job.start()

    def _arrived(self, job: Job, on_done: object, answer: object) -> None:
        if shiboken6.isValid(self) and self._job is job:
            on_done(answer)  # type: ignore[operator]  # a method of this dialog

    def _failed(self, job: Job, error: BaseException) -> None:
        if shiboken6.isValid(self) and self._job is job:
            self.space.notices.failed(error)
            self.reject()

    def _show_days(self, halves: list[HalfDayRow]) -> None:
        for day in dict.fromkeys(half.day for half in halves):
            self.day.addItem(f"{day_short(day)} {weekday(day)}", day)
            if day.isoformat() == self._wanted_day:
                self.day.setCurrentIndex(self.day.count() - 1)
        self._read()

    def _read(self) -> None:
        read = partial(
            self.space.desk.ask, class_paper_pdf, self._paper, self._class.id, self.day.currentData()
        )
        self._start(read, self._show)

    def _show(self, pdf: bytes) -> None:
        self._pdf = pdf
        self.preview.show_pdf(pdf)

    def file_name(self) -> str:
        """Return the name the paper is offered under."""
        day = self.day.currentData()
        parts = [self._class.code, self.windowTitle(), day.isoformat() if day else ""]
        return " ".join(part for part in parts if part) + ".pdf"

    def print_paper(self) -> None:
        """Ask for the printer, then print what is shown."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if not self._pdf:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.file_name())
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self.print_on, printer))
        QDialog.open(dialog)  # QPrintDialog.open() wants a receiver

    def print_on(self, printer: Any) -> None:
        """Print what is shown on a printer; the run outlives this window."""
        from trainingdesk.ui.pages.papers.printing import PrintRun

        run = PrintRun(self.space.jobs, self._pdf, printer, self.space)
        run.finished.connect(self._printed)
        run.failed.connect(self.space.notices.failed)
        run.finished.connect(run.deleteLater)
        run.failed.connect(run.deleteLater)
        run.start()

    def _printed(self, count: int) -> None:
        words = ngettext("{count} page was printed.", "{count} pages were printed.", count)
        self.space.notices.done(words.format(count=count))

    def ask_where(self) -> None:
        """Ask where to save what is shown."""
        dialog = QFileDialog(self, _("Save the paper"), self.space.settings.last_folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("PDF (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.file_name())
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write what is shown to a file."""
        target = Path(path)
        self.space.settings.put("window/last_folder", str(target.parent))
        job = self.space.jobs.job(Lane.READ, without_progress(_write, target, self._pdf))
        words = _("Saved as {file}.").format(file=target.name)
        job.succeeded.connect(lambda _size: self.space.notices.done(words))
        job.failed.connect(self.space.notices.failed)
        job.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P prints, Ctrl+S saves."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_P:
            self.print_paper()
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_S:
            self.ask_where()
        else:
            super().keyPressEvent(event)
