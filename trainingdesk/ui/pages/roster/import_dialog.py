"""A roster comes in: file → columns → every row in its bucket → done."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.errors import Cancelled
from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.pages.roster.choices import decided_any
from trainingdesk.ui.pages.roster.import_again import GONE, read_again
from trainingdesk.ui.pages.roster.import_other import read_anew, read_another, read_dropped
from trainingdesk.ui.pages.roster.import_problem_rows import choose_problem_file, has_problem_rows
from trainingdesk.ui.pages.roster.import_remarks import ask_first
from trainingdesk.ui.pages.roster.import_rows import RowsStep
from trainingdesk.ui.pages.roster.import_steps import ColumnsStep, DoneStep, FileStep, StepLine, StepStack
from trainingdesk.ui.pages.roster.import_words import done_words, notes_of
from trainingdesk.ui.pages.roster.imports import ask_take_back, look_back, show_import_report
from trainingdesk.ui.shell.dialogs import confirm
from trainingdesk.ui.widgets.enter import EnterPresses
from trainingdesk.ui.widgets.forms import Banner
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.outcome import Outcome, Progress
from trainingdesk.usecases.prepared import forget
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import

FILE, COLUMNS, ROWS, DONE = range(4)


class ImportDialog(EnterPresses):
    """The import's four steps; nothing is written before the third is confirmed."""

    def __init__(self, parent: QWidget, space: Workspace) -> None:
        super().__init__(parent)
        self.space = space
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Import a roster"))
        # a window of 1366×768 with its task bar and its own title has this room
        self.resize(theme.size(1120), theme.size(684))
        self.setAcceptDrops(True)
        self.path: Path | None = None
        self.preview: ImportPreview | None = None
        self.written: dict[str, Any] = {}
        self.sheets: tuple[str, ...] | None = None
        #: the day that the ages of the people were held against
        self._aged: date | None = None
        self._job: Job | None = None
        #: cells were put right while something was read: they are read behind it
        self._mends_wait = False
        #: what was put right last is not read: its reading is under way, or was stopped
        self.unread = False
        #: what had the focus when writing began
        self._focused: QWidget | None = None
        #: it was said that what was decided may go
        self.leaves = False
        #: the file was read by columns that were chosen by hand
        self.by_hand = False
        whole = QVBoxLayout(self)
        margin = theme.size(20)
        whole.setContentsMargins(margin, margin, margin, theme.size(theme.MARGIN))
        whole.setSpacing(theme.size(theme.PADDING))
        steps = (_("1 File"), _("2 Columns"), _("3 Rows"), _("4 Done"))
        self._line = StepLine(_("Import a roster"), steps)
        whole.addWidget(self._line)
        self.banner = Banner()
        whole.addWidget(self.banner)
        self.stack = StepStack()
        self.file = FileStep(self.choose)
        self.columns = ColumnsStep(
            lambda sheets: read_anew(self, partial(self.read, str(self.path), sheets=sheets))
        )
        self.rows = RowsStep(space)
        self.rows.mended.connect(self.read_mended)
        self.rows.decided.connect(self.dress)
        self.end = DoneStep(self.ask_take_back, self.print_report)
        for page in (self.file, self.columns, self.rows, self.end):
            self.stack.addWidget(page)
        whole.addWidget(self.stack, 1)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("How far it is"))
        self.progress.hide()
        self.step_words = QLabel()
        self.step_words.setProperty("role", "slate")
        whole.addWidget(self.step_words)
        whole.addWidget(self.progress)
        whole.addLayout(self._buttons())
        # what was read is let go of when the window closes
        self.finished.connect(partial(_forget, self))
        self._show(FILE)

    # --- the parts ---

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.problems_button = QPushButton(_("Export the problem rows…"))
        self.problems_button.clicked.connect(partial(choose_problem_file, self))
        line.addWidget(self.problems_button)
        self.again_button = QPushButton(_("Read again, keep the answers"))
        self.again_button.setAutoDefault(False)
        self.again_button.clicked.connect(partial(read_again, self))
        self.again_button.hide()
        line.addWidget(self.again_button)
        line.addStretch(1)
        self.cancel_button = QPushButton(_("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.back_button = QPushButton(_("Back"))
        self.back_button.clicked.connect(self.back)
        self.next_button = QPushButton(_("Next"))
        self.next_button.clicked.connect(self.next)
        for button in (self.problems_button, self.cancel_button, self.back_button):
            button.setAutoDefault(False)
        self.next_button.setDefault(True)
        self.next_button.setProperty(
            "kind", "primary"
        )  # its bold words are measured before it is the default
        for button in (self.cancel_button, self.back_button, self.next_button):
            line.addWidget(button)
        return line

    # --- steps ---

    @property
    def step(self) -> int:
        """The step in front: FILE, COLUMNS, ROWS or DONE."""
        return self.stack.currentIndex()

    @property
    def busy(self) -> bool:
        """Whether something is being read or written."""
        return self._job is not None

    def _show(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        self._line.show_step(step)
        self.dress()
        first = {FILE: self.file.choose_button, ROWS: self.rows.buckets}.get(step, self.next_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def dress(self) -> None:
        """Let the buttons be as the step allows."""
        step, free = self.step, not self.busy
        self.next_button.setVisible(step != FILE or self.preview is not None)
        why = self.rows.why_not() if step == ROWS else ""
        self.next_button.setEnabled(free and not why)
        self.next_button.setToolTip(why)
        self.step_words.setText(why if free else self.step_words.text())
        words = {ROWS: _("Import"), DONE: _("Close")}
        self.next_button.setText(words.get(step, _("Next")))
        self.back_button.setVisible(step in {COLUMNS, ROWS})
        self.back_button.setEnabled(free)
        self.cancel_button.setVisible(step != DONE)
        self.file.choose_button.setEnabled(free)
        self.file.folder_button.setEnabled(free)
        self.end.undo_button.setEnabled(free)
        # what is decided while rows are written would come too late, and no answer may come between
        self.stack.setEnabled(self._job is None or self._job.lane is not Lane.WRITE)
        self.problems_button.setVisible(step in {ROWS, DONE} and has_problem_rows(self))
        self.problems_button.setEnabled(free)
        self.progress.setVisible(not free)

    def next(self) -> None:
        """Go on."""
        self.banner.say([])
        if self.step == FILE:
            self._show(COLUMNS)
            _say_notes(self)
        elif self.step == COLUMNS:
            self._columns_confirmed()
        elif self.step == ROWS:
            self._import()
        else:
            self.accept()

    def back(self) -> None:
        """Go back one step; what was read stays."""
        self._show(self.step - 1)
        _say_notes(self)

    # --- file ---

    def choose(self, folder: bool = False) -> None:
        """Ask for the workbook, or for a folder of forms."""
        title = _("Choose a folder of forms") if folder else _("Choose a workbook")
        dialog = QFileDialog(self, title, self.space.settings.last_folder)
        if folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setNameFilters(
                [_("Rosters (*.xlsx *.xlsm *.xls *.et *.ods *.csv *.txt *.tsv *.lrmx)"), _("All files (*)")]
            )
        dialog.fileSelected.connect(partial(read_another, self))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dropped on the first step."""
        if self.step == FILE and not self.busy and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the dropped file, or the dropped folder of forms."""
        read_dropped(self, event)

    def read(
        self, path: str, columns: dict[int, str] | None = None, sheets: tuple[str, ...] | None = None
    ) -> None:
        """Read a workbook and hold it against the roster; ``sheets`` are those chosen by hand."""
        desk, chosen = self.space.desk, Path(path)
        self.space.settings.put("window/last_folder", str(chosen.parent))
        self.file.say_file(chosen.name)
        self.banner.say([])

        def work(progress: Progress) -> ImportPreview:
            preview: ImportPreview = desk.ask(preview_import, chosen, columns, progress, sheets)
            return preview

        self.run(Lane.READ, work, partial(self.previewed, chosen, sheets, columns is not None))

    def previewed(
        self, path: Path, sheets: tuple[str, ...] | None, corrected: bool, preview: ImportPreview
    ) -> None:
        """Show a file that was read; what was decided about the one before is forgotten."""
        typed = self.columns.typed_day() if path == self.path else None
        self.path, self.sheets, self.preview = path, sheets, preview
        self._aged, self._mends_wait, self.unread = preview.day, False, False
        self.by_hand = corrected
        self.columns.show_preview(preview)
        self.rows.show_preview(preview)
        if typed is not None:
            self.columns.day.set_value(typed)
        self.rows.set_day(self.columns.data_day())
        self._show(ROWS if corrected else COLUMNS)
        _say_notes(self)
        if corrected:
            self.read_mended(only_for_another_day=True)

    def _columns_confirmed(self) -> None:
        assert self.preview is not None
        assert self.path is not None
        wrong = self.columns.wrong(self.space.today)
        if wrong:
            self.banner.say([wrong])
            return
        if self.columns.sheets.changed():  # the columns are looked at once more
            read_anew(self, partial(self.read, str(self.path), sheets=self.columns.sheets.ticked()))
            return
        self.rows.set_day(self.columns.data_day())
        chosen = self.columns.chosen()
        if chosen == {column.index: column.field for column in self.preview.columns}:
            self._show(ROWS)
            self.read_mended(only_for_another_day=True)
        else:
            read_anew(self, partial(self.read, str(self.path), chosen, self.sheets))

    # --- rows ---

    def read_mended(
        self, *, only_for_another_day: bool = False, then: Callable[[], None] | None = None
    ) -> None:
        """Read the rows again whose cells were put right, and hold ages against the day that the file speaks of.

        One reading after another: of two at once, the older one could be what is kept and imported. ``then`` is done
        once everything that was said is read, and nothing decided had to be let go for it.
        """
        assert self.preview is not None
        if only_for_another_day and self.rows.choices.day == self._aged and not self.unread:
            return
        self._mends_wait, self.unread = self.busy, True
        if self.busy:
            return
        desk, token, choices = self.space.desk, self.preview.token, self.rows.choices
        corrections, answers = dict(choices.corrections), dict(choices.answers)
        day, said = choices.day, dict(choices.unit_said)
        self._aged = day

        def work(progress: Progress) -> ImportPreview:
            preview: ImportPreview = desk.ask(mend_import, token, corrections, answers, progress, day, said)
            return preview

        def mended(preview: ImportPreview) -> None:
            left_out = self.show_read(preview)
            if left_out:
                self.banner.say([left_out], "warning")
            self.dress()
            if then is not None and not (left_out or self.unread):
                then()

        self.run(Lane.READ, work, mended)

    def show_read(self, preview: ImportPreview) -> str:
        """Show rows that were read again; returns in words which are left out for it.

        Where more was said while they were read, another reading follows: by this one nothing decided is let go, for it
        may hold what was taken back since.
        """
        self.preview, self.unread = preview, self._mends_wait
        if not self.unread:
            return self.rows.show_mended(preview)
        self.rows.choices.ask_again(preview.asked_again)
        self.rows.back.follow(goes_back=True)
        return ""

    def print_report(self) -> None:
        """Show what became of every row as it will be printed, over the wizard: taking it back stays at hand."""
        assert self.path is not None
        show_import_report(self, self.space, self.written["batch_id"], self.path.name)

    def _import(self) -> None:
        assert self.preview is not None
        if self.unread:  # what stands there as put right would not be what is taken in
            self.read_mended()
            self.banner.say(
                [_("What was put right last was not read yet. Look at the rows, then import.")], "info"
            )
            return
        desk, preview = self.space.desk, self.preview

        def write() -> None:
            command = self.rows.choices.command(preview)
            self.run(Lane.WRITE, lambda progress: desk.execute(command, progress), self._imported)

        ask_first(self.rows, preview, write)

    def _imported(self, outcome: Outcome) -> None:
        _publish(self.space, outcome)
        self.written = dict(outcome.result)
        self.end.say("circle-check", "pine", *done_words(self.written))
        self.end.undo_button.show()
        self._show(DONE)

    def ask_take_back(self) -> None:
        """Ask whether the import shall be taken back, or say what stands in the way."""
        assert self.path is not None
        words = self.path.name, _("taken in just now")
        then = partial(ask_take_back, self, *words, on_yes=self.take_back, banner=self.banner)
        self.run(Lane.WRITE, partial(look_back, self.space.desk, self.written["batch_id"]), then)

    def take_back(self) -> None:
        """Take the import back."""
        command = RevertImport(batch_id=self.written["batch_id"])
        desk = self.space.desk

        def work(progress: Progress) -> Outcome:
            return desk.execute(command, progress)

        self.run(Lane.WRITE, work, self._taken_back)

    def _taken_back(self, outcome: Outcome) -> None:
        _publish(self.space, outcome)
        words = _("The import was taken back.")
        self.end.say("arrow-back-up", "slate", words, _("The roster is as it was before."))
        self.end.undo_button.hide()
        self.dress()
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- long work ---

    def run(self, lane: Lane, work: Callable[[Progress], Any], on_done: Callable[[Any], None]) -> None:
        """Do something long, with the wizard's own progress and its Cancel."""
        job = self.space.jobs.job(lane, work)
        self._job = job
        if lane is Lane.WRITE:
            self._focused = self.focusWidget()
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # else the focus would go on to Cancel
        job.progressed.connect(self._progressed)
        job.succeeded.connect(partial(self._arrived, job, on_done))
        job.failed.connect(partial(self._failed, job))
        job.cancelled.connect(partial(self._failed, job, Cancelled()))
        self.progress.setRange(0, 0)
        self.dress()
        job.start()

    def _progressed(self, done: int, total: int, step: str) -> None:
        if not shiboken6.isValid(self):
            return
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        words = text(step)
        self.step_words.setText(f"{words} {done:,} / {total:,}" if total else words)

    def _arrived(self, job: Job, on_done: Callable[[Any], None], answer: Any) -> None:
        if not shiboken6.isValid(self) or self._job is not job:
            return
        self._over()
        on_done(answer)
        if self._mends_wait:
            self.read_mended()

    def _failed(self, job: Job, error: BaseException) -> None:
        if not shiboken6.isValid(self) or self._job is not job:
            return
        self._mends_wait = False
        self._over()
        if job.lane is Lane.WRITE and self._focused is not None and shiboken6.isValid(self._focused):
            self._focused.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(error, Cancelled):
            self.banner.say([_("Stopped; nothing was changed.")], "info")
        else:
            self.banner.say_failure(error, self.space.notices)
            self.again_button.setVisible(self.step == ROWS and getattr(error, "code", "") in GONE)
        if self.step == FILE:
            # a file that was read before still is, with everything decided about it
            self.file.say_file(self.path.name if self.path else "")
            self.file.choose_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _over(self) -> None:
        self._job = None
        self.again_button.hide()
        self.step_words.setText("")
        self.dress()

    def reject(self) -> None:
        """Stop what is under way; when nothing is, leave, and ask first where something was decided."""
        if self._job is not None:
            self._job.cancel()
        elif would_lose(self):
            words = _(
                "What you have chosen and put right in this window is not kept. The roster stays as it is."
            )
            confirm(self, _("Leave the import?"), words, _("Leave the import"), self._leave)
        else:
            super().reject()

    def _leave(self) -> None:
        self.leaves = True
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross is the same as Cancel."""
        if self._job is not None or would_lose(self):
            self.reject()
            event.ignore()
        else:
            super().closeEvent(event)


def _say_notes(wizard: ImportDialog) -> None:
    """Say what is to be said of the file as a whole, which is looked at beside its columns."""
    preview = wizard.preview if wizard.step == COLUMNS else None
    wizard.banner.say([] if preview is None else notes_of(preview), "warning")


def _forget(wizard: ImportDialog, _result: int) -> None:
    """Let go of what was read: 100,000 rows of it, in a reader's thread."""
    if wizard.preview is not None:
        wizard.space.jobs.job(Lane.READ, without_progress(forget, wizard.preview.token)).start()


def would_lose(wizard: ImportDialog) -> bool:
    """Return whether something was decided that is not written yet, and nobody said that it may go."""
    if wizard.leaves or wizard.preview is None or wizard.step == DONE:
        return False
    return decided_any(wizard.rows.choices) or wizard.by_hand or wizard.columns.differs(wizard.preview)


def _publish(space: Workspace, outcome: Outcome) -> None:
    """Tell every page what an import or its taking back has changed."""
    space.hub.publish(outcome.changes)
    space.saved.emit()
