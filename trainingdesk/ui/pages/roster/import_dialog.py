"""A roster comes in: file → columns → every row in its bucket → done."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.errors import Cancelled, DeskError
from trainingdesk.domain.roster.people import FIELDS
from trainingdesk.domain.roster.views import ImportPreview
from trainingdesk.shared.text import _, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Lane
from trainingdesk.ui.notices import sentence_of
from trainingdesk.ui.pages.roster.import_rows import RowsStep, shown_value
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option
from trainingdesk.ui.widgets.forms import Banner
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.outcome import Outcome, Progress
from trainingdesk.usecases.queries.roster_import import preview_import, write_problem_rows

FILE, COLUMNS, ROWS, DONE = range(4)
SURE = 0.95


class ImportDialog(QDialog):
    """The import's four steps; nothing is written before the third is confirmed."""

    def __init__(self, parent: QWidget, space: Workspace) -> None:
        super().__init__(parent)
        self.space = space
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Import a roster"))
        self.resize(theme.size(980), theme.size(600))
        self.setAcceptDrops(True)
        self.path: Path | None = None
        self.preview: ImportPreview | None = None
        self.written: dict[str, Any] = {}
        self._job: Job | None = None
        self._fields: dict[int, ChoiceEditor] = {}
        whole = QVBoxLayout(self)
        margin = theme.size(20)
        whole.setContentsMargins(margin, margin, margin, theme.size(theme.MARGIN))
        whole.setSpacing(theme.size(theme.PADDING))
        self._steps = self._make_steps()
        whole.addLayout(self._steps_line())
        self.banner = Banner()
        whole.addWidget(self.banner)
        self.stack = QStackedWidget()
        self.rows = RowsStep(space)
        self.columns = QScrollArea()
        self.columns.setWidgetResizable(True)
        self.columns.setFrameShape(QFrame.Shape.NoFrame)
        self.columns.setAccessibleName(_("Columns of the file"))
        for page in (self._file_page(), self._columns_page(), self.rows, self._done_page()):
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
        self._show(FILE)

    # --- the parts ---

    def _make_steps(self) -> list[QLabel]:
        titles = (_("1 File"), _("2 Columns"), _("3 Rows"), _("4 Done"))
        return [QLabel(title) for title in titles]

    def _steps_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        heading = QLabel(_("Import a roster"))
        heading.setProperty("role", "title")
        line.addWidget(heading)
        line.addStretch(1)
        for place, label in enumerate(self._steps):
            if place:
                line.addWidget(QLabel("›"))
            line.addWidget(label)
        return line

    def _file_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(theme.size(theme.MARGIN))
        icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        icon.setPixmap(theme.pixmap("file-import", "faint", theme.size(40)))
        column.addWidget(icon)
        words = QLabel(
            _(
                "Choose the workbook, or drop it here: .xlsx, .xls or .ods, from any unit, in any layout "
                "with a header row. Nothing is written before you have seen every row."
            ),
            alignment=Qt.AlignmentFlag.AlignCenter,
        )
        words.setWordWrap(True)
        words.setFixedWidth(theme.size(520))
        column.addWidget(words, 0, Qt.AlignmentFlag.AlignCenter)
        self.choose_button = QPushButton(_("Choose a workbook…"))
        self.choose_button.clicked.connect(self.choose)
        self.choose_button.setProperty("kind", "primary")
        column.addWidget(self.choose_button, 0, Qt.AlignmentFlag.AlignCenter)
        self.file_name = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.file_name.setProperty("role", "slate")
        column.addWidget(self.file_name)
        return page

    def _columns_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        self.found = QLabel()
        self.found.setWordWrap(True)
        column.addWidget(self.found)
        column.addWidget(self.columns, 1)
        return page

    def _done_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(theme.size(theme.MARGIN))
        self.done_icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.done_icon)
        self.done_words = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.done_words.setProperty("role", "section")
        column.addWidget(self.done_words)
        self.done_details = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.done_details.setProperty("role", "slate")
        column.addWidget(self.done_details)
        line = QHBoxLayout()
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.setSpacing(theme.size(theme.GAP))
        self.undo_button = QPushButton(_("Take back this import"))
        self.undo_button.setProperty("kind", "danger")
        self.undo_button.clicked.connect(self.take_back)
        line.addWidget(self.undo_button)
        column.addLayout(line)
        return page

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.problems_button = QPushButton(_("Export the problem rows…"))
        self.problems_button.clicked.connect(self.choose_problem_file)
        line.addWidget(self.problems_button)
        line.addStretch(1)
        self.cancel_button = QPushButton(_("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.back_button = QPushButton(_("Back"))
        self.back_button.clicked.connect(self.back)
        self.next_button = QPushButton(_("Next"))
        self.next_button.clicked.connect(self.next)
        for button in (self.problems_button, self.cancel_button, self.back_button, self.undo_button):
            button.setAutoDefault(False)
        self.next_button.setDefault(True)
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
        for place, label in enumerate(self._steps):
            label.setProperty("role", "strong" if place == step else "slate")
            label.style().unpolish(label)
            label.style().polish(label)
        self._dress()
        first = {FILE: self.choose_button, ROWS: self.rows.buckets}.get(step, self.next_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress(self) -> None:
        step, free = self.step, not self.busy
        self.next_button.setVisible(step != FILE or self.preview is not None)
        self.next_button.setEnabled(free)
        words = {ROWS: _("Import"), DONE: _("Close")}
        self.next_button.setText(words.get(step, _("Next")))
        self.back_button.setVisible(step in {COLUMNS, ROWS})
        self.back_button.setEnabled(free)
        self.cancel_button.setVisible(step != DONE)
        self.choose_button.setEnabled(free)
        self.undo_button.setEnabled(free)
        problems = self.preview is not None and any(
            self.preview.counts.get(bucket, 0) for bucket in ("error", "question", "maybe")
        )
        self.problems_button.setVisible(step in {ROWS, DONE} and problems)
        self.problems_button.setEnabled(free)
        self.progress.setVisible(not free)

    def next(self) -> None:
        """Go on."""
        self.banner.say([])
        if self.step == FILE:
            self._show(COLUMNS)
        elif self.step == COLUMNS:
            self._columns_confirmed()
        elif self.step == ROWS:
            self._import()
        else:
            self.accept()

    def back(self) -> None:
        """Go back one step; what was read stays."""
        self.banner.say([])
        self._show(self.step - 1)

    # --- file ---

    def choose(self) -> None:
        """Ask for the workbook."""
        dialog = QFileDialog(self, _("Choose a workbook"), self.space.settings.last_folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Workbooks (*.xlsx *.xlsm *.xls *.ods)"), _("All files (*)")])
        dialog.fileSelected.connect(self.read)
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dropped on the first step."""
        if self.step == FILE and not self.busy and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the dropped file."""
        urls = event.mimeData().urls()
        if urls:
            self.read(urls[0].toLocalFile())

    def read(self, path: str, columns: dict[int, str] | None = None) -> None:
        """Read a workbook and hold it against the roster."""
        self.path = Path(path)
        self.space.settings.put("window/last_folder", str(self.path.parent))
        self.file_name.setText(self.path.name)
        self.banner.say([])
        desk, chosen = self.space.desk, self.path

        def work(progress: Progress) -> ImportPreview:
            preview: ImportPreview = desk.ask(preview_import, chosen, columns, progress)
            return preview

        self._run(Lane.READ, work, partial(self._previewed, columns is not None))

    def _previewed(self, corrected: bool, preview: ImportPreview) -> None:
        self.preview = preview
        self._show_columns(preview)
        self.rows.show_preview(preview)
        self._show(ROWS if corrected else COLUMNS)
        notes = [text(note.code, **note.params) for note in preview.notes if note.code != "roster.unit_new"]
        self.banner.say(notes if not corrected else [], "warning")

    # --- columns ---

    def _show_columns(self, preview: ImportPreview) -> None:
        words = _("“{sheet}”, header in row {row}: {known} of {count} columns are understood.").format(
            sheet=preview.sheet,
            row=preview.header_row,
            known=sum(1 for column in preview.columns if column.field),
            count=len(preview.columns),
        )
        if preview.remembered:
            kept = _("Your choice for this layout was remembered.")
            words = f"{words} {kept}"
        self.found.setText(words)
        ground = QWidget()
        grid = QGridLayout(ground)
        grid.setContentsMargins(0, 0, theme.size(12), 0)
        grid.setHorizontalSpacing(theme.size(theme.MARGIN))
        grid.setVerticalSpacing(theme.size(4))
        grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        for place, title in enumerate((_("Column of the file"), _("First value"), _("Holds"), "")):
            heading = QLabel(title)
            heading.setProperty("role", "slate")
            grid.addWidget(heading, 0, place)
        options = [Option("", _("Not imported"))]
        options += [Option(name, text(f"roster.field.{name}")) for name in ("number", *FIELDS)]
        self._fields = {}
        for row, column in enumerate(preview.columns, 1):
            choice = ChoiceEditor(options)
            choice.setAccessibleName(_("What “{column}” holds").format(column=column.header))
            choice.set_value(column.field)
            choice.setMinimumWidth(theme.size(180))
            name = QLabel(column.header)
            name.setBuddy(choice)
            sample = QLabel(shown_value(column.field, column.sample))
            sample.setProperty("role", "slate")
            sure = QLabel("" if column.confidence >= SURE or not column.field else _("Please check"))
            sure.setProperty("role", "hint")
            for place, widget in enumerate((name, sample, choice, sure)):
                grid.addWidget(widget, row, place)
            self._fields[column.index] = choice
        grid.setColumnMinimumWidth(1, theme.size(240))
        grid.setColumnStretch(3, 1)
        self.columns.setWidget(ground)

    def chosen_columns(self) -> dict[int, str]:
        """Return what the person says each column holds."""
        return {index: choice.value() or "" for index, choice in self._fields.items()}

    def _columns_confirmed(self) -> None:
        assert self.preview is not None
        assert self.path is not None
        chosen = self.chosen_columns()
        if "name" not in chosen.values():
            self.banner.say([_("Say which column holds the name.")])
            return
        twice = [field for field in FIELDS if list(chosen.values()).count(field) > 1]
        if twice:
            label = text(f"roster.field.{twice[0]}")
            self.banner.say([_("Two columns are said to hold “{field}”.").format(field=label)])
            return
        if chosen == {column.index: column.field for column in self.preview.columns}:
            self._show(ROWS)
        else:
            self.read(str(self.path), chosen)

    # --- rows ---

    def _import(self) -> None:
        assert self.preview is not None
        command = self.rows.choices.command(self.preview)
        desk = self.space.desk

        def work(progress: Progress) -> Outcome:
            return desk.execute(command, progress)

        self._run(Lane.WRITE, work, self._imported)

    def _imported(self, outcome: Outcome) -> None:
        self._published(outcome)
        self.written = dict(outcome.result)
        self.done_icon.setPixmap(theme.pixmap("circle-check", "pine", theme.size(40)))
        self.done_words.setText(
            _("{created} people are new, {updated} are updated.").format(
                created=f"{self.written['created']:,}", updated=f"{self.written['updated']:,}"
            )
        )
        details = [
            _("{count} unchanged").format(count=f"{self.written['same']:,}"),
            ngettext("{count} row stays out.", "{count} rows stay out.", self.written["refused"])
            .format(count=f"{self.written['refused']:,}")
            .rstrip("。."),
        ]
        if self.written["units"]:
            opened = ngettext("{count} unit opened", "{count} units opened", self.written["units"])
            details.append(opened.format(count=self.written["units"]))
        self.done_details.setText(" · ".join(details))
        self.undo_button.show()
        self._show(DONE)

    def take_back(self) -> None:
        """Take the import back at once."""
        command = RevertImport(batch_id=self.written["batch_id"])
        desk = self.space.desk

        def work(progress: Progress) -> Outcome:
            return desk.execute(command, progress)

        self._run(Lane.WRITE, work, self._taken_back)

    def _taken_back(self, outcome: Outcome) -> None:
        self._published(outcome)
        self.done_icon.setPixmap(theme.pixmap("arrow-back-up", "slate", theme.size(40)))
        self.done_words.setText(_("The import was taken back."))
        self.done_details.setText(_("The roster is as it was before."))
        self.undo_button.hide()
        self._dress()

    def _published(self, outcome: Outcome) -> None:
        self.space.hub.publish(outcome.changes)
        self.space.saved.emit()

    def choose_problem_file(self) -> None:
        """Ask where the sender's sheet with its bad cells marked shall go."""
        assert self.path is not None
        dialog = QFileDialog(self, _("Export the problem rows"), str(self.path.parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("Workbooks (*.xlsx)"))
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(_("{name} - problems.xlsx").format(name=self.path.stem))
        dialog.fileSelected.connect(self.write_problems)
        dialog.open()

    def write_problems(self, path: str) -> None:
        """Write the sender's own sheet with its bad cells marked."""
        assert self.preview is not None
        desk, token, target = self.space.desk, self.preview.token, Path(path)

        def work(_progress: Progress) -> int:
            count: int = desk.ask(write_problem_rows, token, target)
            return count

        self._run(Lane.READ, work, partial(self._problems_written, target))

    def _problems_written(self, target: Path, count: int) -> None:
        words = ngettext(
            "{count} row is marked in {file}.", "{count} rows are marked in {file}.", count
        ).format(count=count, file=target.name)
        self.banner.say([words], "done")
        self._dress()

    # --- long work ---

    def _run(self, lane: Lane, work: Callable[[Progress], Any], on_done: Callable[[Any], None]) -> None:
        job = self.space.jobs.job(lane, work)
        self._job = job
        job.progressed.connect(self._progressed)
        job.succeeded.connect(partial(self._arrived, job, on_done))
        job.failed.connect(partial(self._failed, job))
        job.cancelled.connect(partial(self._failed, job, Cancelled()))
        self.progress.setRange(0, 0)
        self._dress()
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

    def _failed(self, job: Job, error: BaseException) -> None:
        if not shiboken6.isValid(self) or self._job is not job:
            return
        self._over()
        if isinstance(error, DeskError):
            self.banner.say([sentence_of(error)])
        elif isinstance(error, Cancelled):
            self.banner.say([_("Stopped; nothing was changed.")], "info")
        else:
            self.space.notices.failed(error)

    def _over(self) -> None:
        self._job = None
        self.step_words.setText("")
        self._dress()

    def reject(self) -> None:
        """Stop what is under way; leave when nothing is."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's cross is the same as Cancel."""
        if self._job is not None:
            self._job.cancel()
            event.ignore()
        else:
            super().closeEvent(event)
