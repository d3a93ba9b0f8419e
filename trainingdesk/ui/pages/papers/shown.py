"""One paper in a window of its own, over whatever is open: shown as it will be printed, printed, saved."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.domain.file_names import check_ending
from trainingdesk.shared.files import write_whole
from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.pages.papers.outlet import safe_name
from trainingdesk.ui.widgets.enter import EnterPresses
from trainingdesk.ui.widgets.preview import PdfPreview
from trainingdesk.ui.workspace import Workspace


def _write(target: Path, pdf: bytes) -> None:
    check_ending(str(target), ".pdf")
    try:
        write_whole(target, pdf)
    except OSError as error:
        raise EnvironmentProblem("paper.not_written", file=str(target)) from error


class ShownPaper(EnterPresses):
    """Shows a paper page by page; Ctrl+P prints, Ctrl+S saves.

    Attributes:
        head: the line with the paper's name, for what it can be narrowed by.
    """

    def __init__(self, parent: QWidget, space: Workspace, title: str, about: str) -> None:
        super().__init__(parent)
        self.space = space
        self._title, self._about = title, about
        self._pdf = b""
        self._job: Job | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(theme.size(860), theme.size(700))
        whole = QVBoxLayout(self)
        margin = theme.size(theme.MARGIN)
        whole.setContentsMargins(margin, margin, margin, margin)
        self.head = QHBoxLayout()
        name = QLabel(f"{title}　{about}")
        name.setProperty("role", "section")
        self.head.addWidget(name, 1)
        whole.addLayout(self.head)
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

    def start(self, read: Callable[[], Any], on_done: Callable[[Any], None]) -> None:
        """Read something beside the window; the answer to an earlier question is dropped."""
        job = self.space.jobs.job(Lane.READ, without_progress(read), owner=self)
        self._job = job
        self.preview.pages.say_making()
        job.succeeded.connect(partial(self._arrived, job, on_done))
        job.failed.connect(partial(self._failed, job))
        job.start()

    def _arrived(self, job: Job, on_done: Callable[[Any], None], answer: Any) -> None:
        if self._job is job:
            on_done(answer)

    def _failed(self, job: Job, error: BaseException) -> None:
        if self._job is job:
            self.space.notices.failed(error)
            self.reject()

    def show_pdf(self, pdf: bytes) -> None:
        """Show the paper's pages."""
        self._pdf = pdf
        self.preview.show_pdf(pdf)

    def file_name(self) -> str:
        """Return the name the paper is offered under."""
        return safe_name(" ".join(part for part in (self._title, self._about) if part)) + ".pdf"

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
