"""The imports that were made, each of which can be taken back as a whole."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.import_views import ImportBatchRow
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import Label, _, language, listed, ngettext, sentences, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.notices import sentence_of
from trainingdesk.ui.pages.papers.shown import ShownPaper
from trainingdesk.ui.shell.dialogs import Plain, confirm
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.forms import Banner
from trainingdesk.ui.workspace import DeskLike, Workspace
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.queries.papers import paper_pdf
from trainingdesk.usecases.queries.roster_import import import_batches
from trainingdesk.usecases.queries.roster_import_back import ImportBack, NewerImport, import_back


def show_import_report(parent: QWidget, space: Workspace, batch_id: int, file_name: str) -> ShownPaper:
    """Show what became of every row of an import as it will be printed, over the window that asks for it."""
    shown = ShownPaper(parent, space, _("Report of a roster import"), Path(file_name).stem)
    params = {"batch": str(batch_id)}
    shown.start(partial(space.desk.ask, paper_pdf, "roster.import", params), shown.show_pdf)
    shown.open()
    return shown


def look_back(desk: DeskLike, batch_id: int, progress: Progress) -> Refused | ImportBack:
    """Return what stands in the way of taking an import back, or what that would do; blocking."""
    in_the_way = desk.try_out(RevertImport(batch_id=batch_id), progress)
    if in_the_way is not None:
        return in_the_way
    back: ImportBack = desk.ask(import_back, batch_id)
    return back


def ask_take_back(
    parent: QWidget,
    file_name: str,
    when: str,
    told: Refused | ImportBack,
    on_yes: Callable[[], object],
    banner: Banner,
) -> None:
    """Ask before an import is taken back, or say in the banner what is in the way and how it is cleared.

    What can't be done is not promised.
    """
    if isinstance(told, Refused):
        banner.say([sentence_of(told)], "warning")
        return
    words = back_words(file_name, when, told)
    confirm(parent, _("Take the import back"), words, _("Take the import back"), on_yes, danger=True)


def back_words(file_name: str, when: str, back: ImportBack) -> str:
    """Return what taking an import back does."""
    came, former = _("“{file}”, {when}: nobody new came with it."), ""
    if back.created:
        came = ngettext(
            "“{file}”, {when}: {count} new person leaves the roster again with all that the file said of them.",
            "“{file}”, {when}: {count} new people leave the roster again with all that the file said of them.",
            back.created,
        )
    if back.changed:
        former = ngettext(
            "{count} changed person gets their former values back.",
            "{count} changed people get their former values back.",
            back.changed,
        )
    elif not (back.created or back.newer or back.beside):
        came = _(
            "“{file}”, {when}: nobody new came with it, and nobody was changed by it: the people of the roster stay as they are."
        )
    stays = unknown = ""
    if back.newer:
        stays = ngettext(
            "{count} person keeps what newer imports say as well; it goes when those are taken back: {files}.",
            "{count} people keep what newer imports say as well; it goes when those are taken back: {files}.",
            back.staying,
        ).format(count=f"{back.staying:,}", files=_files(back.newer))
    if back.unknown:
        unknown = _(
            "What these newer imports say as well was not recorded at their time, so it goes back too, except unit, post, rank, team and status: "
            "{files}. Import these files again afterwards."
        ).format(files=_files(back.unknown))
    rest = _(
        "It was looked whether anything stands in the way: nothing does. "
        "It can't be undone; the file can be imported again."
    )
    return sentences(
        (
            came.format(file=file_name, when=when, count=f"{back.created:,}"),
            former.format(count=f"{back.changed:,}"),
            _("Units that the import opened go.") if back.units else "",
            stays,
            unknown,
            rest,
        )
    )


def _files(imports: Iterable[NewerImport]) -> str:
    """Return imports by their files' names and days, in words."""
    words = _("“{file}” ({day})")
    return listed(words.format(file=file, day=format_value(Kind.DAY, day)) for file, day in imports)


class ImportsDialog(Plain):
    """Every import with its counts."""

    def __init__(self, parent: QWidget, space: Workspace) -> None:
        super().__init__(parent, _("Imports made"), wide=860)
        self.resize(theme.size(1060), theme.size(420))  # every column, and most of a file's name
        self.space = space
        #: it is being looked what is in the way of taking an import back
        self._looking = False
        #: an import is being taken back
        self._writing = False
        #: the import that was taken back last: it stays the chosen one
        self._taken = 0
        self.banner = Banner()
        self.whole.addWidget(self.banner)
        columns = _columns()
        self.table = TableView(columns, "imports", space, title=_("Imports made"), single=True)
        self.table.setMinimumHeight(theme.size(260))
        self.table.set_empty(_("Nothing was imported yet."), "file-import")
        self.table.selection_changed.connect(self._choice_changed)
        self.whole.addWidget(self.table, 1)
        line = QHBoxLayout()
        self.why = QLabel()
        self.why.setProperty("role", "hint")
        line.addWidget(self.why, 1)
        self.revert = QPushButton(_("Take back the chosen import…"))
        self.revert.setProperty("kind", "danger")
        self.revert.setAutoDefault(False)
        self.revert.clicked.connect(self.take_back)
        self.report = QPushButton(_("Print the import report…"))
        self.report.setAutoDefault(False)
        self.report.clicked.connect(self.print_report)
        line.addWidget(self.report)
        close = QPushButton(_("Close"))
        close.setProperty("kind", "plain")  # no other than the verbs beside it; Enter presses what one is on
        close.clicked.connect(self.accept)
        line.addWidget(self.revert)
        line.addWidget(close)
        self.whole.addLayout(line)
        self._read()

    def _read(self) -> None:
        job = self.space.jobs.job(
            Lane.READ, without_progress(self.space.desk.ask, import_batches), owner=self
        )
        job.succeeded.connect(self._arrived)
        job.failed.connect(self.space.notices.failed)
        job.start()

    def _arrived(self, batches: tuple[ImportBatchRow, ...]) -> None:
        source = ListSource(batches, _columns())
        self.table.show_rows(source, source.ids(""))
        # the last import first: where there is one only, an arrow key would move nowhere and choose nothing
        kept = [batch.id for batch in batches if batch.id == self._taken]
        self.table.select_ids(kept or [batch.id for batch in batches[:1]])
        self._choice_changed()

    def _choice_changed(self) -> None:
        why = self.why_not()
        self.revert.setEnabled(not why and not self._writing)
        row = self.table.current_row()
        self.report.setEnabled(row is not None and row.reported)
        self.why.setText(why)

    def why_not(self) -> str:
        """Say what keeps the chosen import from being taken back."""
        row = self.table.current_row()
        if row is None:
            return _("Choose an import in the list first.")
        if row.reverted_at is not None:
            return _("This import was taken back already.")
        if not self.space.allows(Permission.ROSTER_IMPORT):
            return text("access.denied", permission=Label("permission.roster:file:import"))
        return ""

    def print_report(self) -> None:
        """Show what became of every row of the chosen import as it will be printed."""
        row = self.table.current_row()
        show_import_report(self, self.space, row.id, row.file_name)

    def take_back(self) -> None:
        """Ask, and take the chosen import back."""
        if self._looking:
            return
        row = self.table.current_row()
        self.banner.say([])
        self._looking = True
        self.space.look(
            partial(look_back, self.space.desk, row.id),
            partial(self._ask, row),
            title=_("Looking what stands in the way of taking it back"),
            on_error=self._failed,
            on_finished=self._looked,
        )

    def _looked(self) -> None:
        self._looking = False

    def _ask(self, row: ImportBatchRow, told: Refused | ImportBack) -> None:
        when = _("taken in on {at} by {who}").format(at=format_value(Kind.INSTANT, row.at), who=row.actor)
        ask_take_back(self, row.file_name, when, told, partial(self._take_back, row.id), self.banner)

    def _take_back(self, batch_id: int) -> None:
        self._writing, self._taken = True, batch_id
        self.space.send(
            RevertImport(batch_id=batch_id),
            self._taken_back,
            title=_("Taking the import back"),
            on_error=self._failed,
        )
        # off while it runs; the keys stay in the window and do not go on to Close
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.revert.setEnabled(False)

    def _taken_back(self, _outcome: Any) -> None:
        self._writing = False
        self.banner.say([_("The import was taken back.")], "done")
        self._read()

    def _failed(self, error: BaseException) -> None:
        self._writing = False
        self.banner.say_failure(error, self.space.notices)
        self._choice_changed()
        if self.revert.isEnabled():
            self.revert.setFocus(Qt.FocusReason.OtherFocusReason)


def _state(row: ImportBatchRow) -> Chip:
    if row.reverted_at is not None:
        return Chip(_("Taken back"), "arrow-back-up", "slate")
    return Chip(_("In the roster"), "circle-check", "pine")


def _columns() -> tuple[ColumnSpec, ...]:
    wide, more = (2.5, 1.5) if language() == "en" else (0, 0)
    return (
        ColumnSpec("at", _("When"), Kind.INSTANT, 9),
        ColumnSpec("file_name", _("File"), width_em=12, stretch=True),
        ColumnSpec("actor", _("By"), Kind.PERSON, 5),
        ColumnSpec("created", _("New"), Kind.INT, 4),
        ColumnSpec("updated", _("Updated"), Kind.INT, 4),
        ColumnSpec("same", _("Unchanged"), Kind.INT, 4 + more),
        ColumnSpec("older", _("Older"), Kind.INT, 5 - more),
        ColumnSpec("refused", _("Left out"), Kind.INT, 4),
        ColumnSpec("left", _("Status noted"), Kind.INT, 5 + more),
        ColumnSpec("day", _("The file speaks of"), Kind.DAY, 7 + more),
        ColumnSpec(
            "state", _("State"), width_em=6 + wide, value=lambda row: row, chip=_state, sortable=False
        ),
    )
