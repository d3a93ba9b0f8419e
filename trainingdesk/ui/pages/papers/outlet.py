"""How a paper leaves the program: to a printer, to a PDF, to a workbook."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog

from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.domain.file_names import check_ending
from trainingdesk.domain.papers.rows import NumbersShown
from trainingdesk.shared.files import write_whole
from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.papers.printing import PrintRun
from trainingdesk.usecases.queries.papers import paper_xlsx
from trainingdesk.usecases.whole_numbers import ask_paper, log_whole


class PaperOutlet(Page):
    """A page whose shown paper can be printed and saved."""

    def shown(self) -> tuple[bytes, str]:
        """Return the pages that are shown and a name for their file."""
        return b"", ""

    def whole(self) -> NumbersShown | None:
        """Return what numbers of people the pages that are shown say whole, None for nothing."""
        return None

    def left_out(self) -> str:
        """Return what was chosen and is not among the pages, in a sentence; "" where all is."""
        return ""

    def workbook(self) -> tuple[str, str, dict[str, str]] | None:
        """Return id, title and parameters of the report that is shown, None when there is none."""
        return None

    def print_paper(self) -> None:
        """Ask for the printer, then print the pages as they are shown."""
        pdf, name = self.shown()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(name)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self.print_on, printer, pdf, self.whole()))
        QDialog.open(dialog)  # QPrintDialog.open() wants a receiver

    def print_on(self, printer: QPrinter, pdf: bytes, whole: NumbersShown | None = None) -> None:
        """Print pages on a printer; the log says first which numbers of people they say whole."""
        if whole is None:
            self._print(printer, pdf)
            return
        note = without_progress(log_whole, self.space.desk, whole)
        self.run_work(note, lambda _done: self._print(printer, pdf), lane=Lane.WRITE)

    def _print(self, printer: QPrinter, pdf: bytes) -> None:
        left_out = self.left_out()
        run = PrintRun(self.space.jobs, pdf, printer, self)
        run.finished.connect(lambda count: self._printed(count, left_out))
        run.failed.connect(self.space.notices.failed)
        run.finished.connect(run.deleteLater)
        run.failed.connect(run.deleteLater)
        run.start()

    def _printed(self, count: int, left_out: str) -> None:
        words = ngettext("{count} page was printed.", "{count} pages were printed.", count)
        self.say_done(_and(words.format(count=count), left_out))

    def save_pdf(self) -> None:
        """Save the pages as they are shown; the log says first which numbers of people they say whole."""
        pdf, name = self.shown()
        whole = self.whole()

        def made() -> bytes:
            if whole is not None:
                log_whole(self.space.desk, whole)
            return pdf

        self._ask_where(name, "pdf", made)

    def save_xlsx(self) -> None:
        """Save the report's figures as a workbook."""
        report = self.workbook()
        if report is not None:
            paper_id, title, params = report
            self._ask_where(title, "xlsx", partial(ask_paper, self.space.desk, paper_xlsx, paper_id, params))

    def _ask_where(self, name: str, ending: str, make: Any) -> None:
        dialog = QFileDialog(self, _("Save as"), self.space.settings.last_folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        kinds = {"pdf": _("PDF (*.pdf)"), "xlsx": _("Workbooks (*.xlsx)")}
        dialog.setNameFilters([kinds[ending], _("All files (*)")])
        dialog.selectFile(f"{safe_name(name)}.{ending}")
        dialog.fileSelected.connect(lambda file: self.save_to(Path(file), make, f".{ending}"))
        dialog.open()

    def save_to(self, file: Path, make: Any, ending: str) -> None:
        """Write what ``make`` gives into a file that is called so, whole or not at all."""
        self.space.settings.put("window/last_folder", str(file.parent))

        def work(_progress: Any) -> Path:
            check_ending(str(file), ending)
            try:
                write_whole(file, make())
            except OSError as error:
                raise EnvironmentProblem("paper.not_written", file=str(file)) from error
            return file

        left_out = self.left_out()
        self.run_work(
            work, lambda saved: self._saved(saved, left_out), title=_("Saving {file}").format(file=file.name)
        )

    def _saved(self, file: Path, left_out: str) -> None:
        self.say_done(_and(_("Saved as {file}.").format(file=file), left_out))


def _and(done: str, rest: str) -> str:
    """Return one sentence after the other."""
    return _("{done} {rest}").format(done=done, rest=rest) if rest else done


def safe_name(name: str) -> str:
    """Return a name that a file can have on every system."""
    return (
        "".join("_" if one in '\\/:*?"<>|' or ord(one) < 32 else one for one in name).strip(" .") or "paper"
    )
