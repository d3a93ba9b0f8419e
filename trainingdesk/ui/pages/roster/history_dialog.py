"""A person's history in a window: every former value and secondment, added, corrected and taken away by hand."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import PostTrack
from trainingdesk.domain.roster.history_views import SECONDMENT, HistoryRow, PersonHistory
from trainingdesk.domain.roster.unit_views import UnitNode
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.pages.roster.history_forms import PeriodDialog, SecondmentDialog
from trainingdesk.ui.shell.dialogs import Plain
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.forms import Banner
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.history import RemovePeriod
from trainingdesk.usecases.commands.secondments import RemoveSecondment
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.history import person_history


class HistoryDialog(Plain):
    """Shows what somebody was before, the latest first; Enter corrects the chosen row, Delete takes it away."""

    def __init__(
        self, parent: QWidget, space: Workspace, person: tuple[int, str], units: Sequence[UnitNode]
    ) -> None:
        super().__init__(parent, _("History of {name}").format(name=person[1]), wide=860)
        self.space = space
        self._person, self._units = person, units
        self.busy = True
        self.add_words(_("What somebody was before, and secondments; the latest first."))
        self.banner = Banner()
        self.whole.addWidget(self.banner)
        self.table = TableView(_columns(), "history", space, title=self.windowTitle(), single=True)
        self.table.setMinimumHeight(theme.size(280))
        self.table.set_empty(
            _("Nothing is entered yet. A transfer or a new post writes the former one here by itself."),
            "history",
        )
        self.table.selection_changed.connect(self._choice_changed)
        self.table.opened.connect(self._opened)
        self.whole.addWidget(self.table, 1)
        self.whole.addLayout(self._buttons())
        self._read()

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.adders: dict[str, QPushButton] = {}
        for kind, words in (
            ("unit_period", _("Add a former unit…")),
            ("post_period", _("Add a post or rank…")),
            ("team_period", _("Add a team…")),
            ("status_period", _("Add a status…")),
        ):
            self.adders[kind] = self._button(line, words, partial(self.add, kind))
        line.addStretch(1)
        self.correct_button = self._button(line, _("Correct…"), self.correct)
        self.remove_button = self._button(line, _("Take away"), self.remove)
        self.remove_button.setProperty("kind", "danger")
        self._button(line, _("Close"), self.accept)
        return line

    def _button(self, line: QHBoxLayout, words: str, deed: Any) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: deed())
        line.addWidget(button)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the chosen row away."""
        if event.key() == Qt.Key.Key_Delete and self.remove_button.isEnabled():
            self.remove()
        else:
            super().keyPressEvent(event)

    # --- reading ---

    def _read(self) -> None:
        self.busy = True
        ask = without_progress(self.space.desk.ask, person_history, self._person[0])
        job = self.space.jobs.job(Lane.READ, ask)
        job.succeeded.connect(self._arrived)
        job.failed.connect(self._failed)
        job.start()

    def _arrived(self, history: PersonHistory) -> None:
        source = ListSource(history.rows, _columns())
        self.table.show_rows(source, source.ids(""))
        self.busy = False
        if history.rows and self.table.current_id() is None:
            self.table.select_ids([history.rows[0].id])
        self._choice_changed()

    def _row(self) -> HistoryRow | None:
        row = self.table.current_row()
        return row if isinstance(row, HistoryRow) else None

    def _choice_changed(self) -> None:
        may = self.space.allows(Permission.ROSTER_EDIT)
        row = self._row()
        for button in self.adders.values():
            button.setEnabled(may)
        self.correct_button.setEnabled(may and row is not None)
        self.remove_button.setEnabled(may and row is not None)

    # --- writing ---

    def add(self, kind: str) -> None:
        """Open an empty form of one kind."""
        self._open(PeriodDialog(self, self.space, self._person, kind, self._units))

    def correct(self) -> None:
        """Open the form of the chosen row."""
        row = self._row()
        if row is not None and row.kind == SECONDMENT:
            self._open(SecondmentDialog(self, self.space, self._person, self._units, row=row))
        elif row is not None:
            self._open(PeriodDialog(self, self.space, self._person, row.kind, self._units, row))

    def _opened(self, _row_id: int) -> None:
        if self.correct_button.isEnabled():
            self.correct()

    def _open(self, dialog: PeriodDialog | SecondmentDialog) -> None:
        self.banner.say([])
        dialog.saved.connect(self._saved)
        dialog.open()

    def _saved(self, _outcome: Outcome) -> None:
        self._read()

    def remove(self) -> None:
        """Take the chosen row away; undo puts it back."""
        row = self._row()
        if row is None or self.busy:
            return
        self.banner.say([])
        command: Any = RemovePeriod(kind=row.kind, period_id=row.record_id)
        if row.kind == SECONDMENT:
            command = RemoveSecondment(secondment_id=row.record_id)
        self.busy = True
        self.space.send(
            command, self._removed, title=_("Taking a row of the history away"), on_error=self._failed
        )

    def _removed(self, _outcome: Outcome) -> None:
        self.banner.say([_("The row is taken away. Undo puts it back.")], "done")
        self._read()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.banner.say_failure(error, self.space.notices)


def _kind(row: HistoryRow) -> str:
    if row.kind == "unit_period":
        return _("Unit")
    if row.kind == "team_period":
        return _("Team")
    if row.kind == "status_period":
        return _("Status")
    if row.kind == SECONDMENT:
        return format_value(Kind.CODE, row.way)
    return _("Post") if row.track is PostTrack.POST else _("Rank")


def said(row: HistoryRow) -> str:
    """Return what a row says in words; that there was no post or no rank is said too."""
    code = row.rank or row.team or row.status
    parts = (row.words, format_value(Kind.CODE, code) if code else "")
    return " · ".join(part for part in parts if part) or (_("None") if row.track else "")


def _columns() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("kind", _("What it was"), width_em=8, value=_kind, sortable=False),
        ColumnSpec("words", _("Value"), width_em=14, value=said, sortable=False, stretch=True),
        ColumnSpec(
            "valid_from", _("From"), width_em=7, value=lambda row: row.valid_from or "…", sortable=False
        ),
        ColumnSpec("valid_to", _("Until"), width_em=7, value=lambda row: row.valid_to or "…", sortable=False),
        ColumnSpec("reason", _("Reason or document"), width_em=12, sortable=False),
    )
