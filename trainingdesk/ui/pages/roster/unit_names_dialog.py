"""The names a unit bore before, in a window: added, put right and taken away by hand."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import DeskError
from trainingdesk.domain.roster.unit_views import FormerName, UnitNames
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.notices import sentence_of
from trainingdesk.ui.pages.roster.unit_forms import FormerNameDialog
from trainingdesk.ui.shell.dialogs import Plain
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.forms import Banner
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.unit_names import RemoveFormerName
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.roster import unit_names


class UnitNamesDialog(Plain):
    """Shows what a unit was called before, the latest first; Enter corrects the chosen name, Delete takes it away."""

    def __init__(self, parent: QWidget, space: Workspace, names: UnitNames) -> None:
        super().__init__(parent, _("Former names of {unit}").format(unit=names.name), wide=760)
        self.space = space
        self._unit_id = names.id
        self.busy = True
        self.add_words(
            _(
                "Papers and classes of a time show the name of that time, and the unit is found by every name here. "
                "A renaming adds the name before it by itself."
            )
        )
        self.banner = Banner()
        self.whole.addWidget(self.banner)
        self.table = TableView(_columns(), "unit_names", space, title=self.windowTitle(), single=True)
        self.table.setMinimumHeight(theme.size(220))
        self.table.set_empty(_("The unit has always been called so, as far as the roster knows."), "history")
        self.table.selection_changed.connect(self._choice_changed)
        self.table.opened.connect(self._opened)
        self.whole.addWidget(self.table, 1)
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.add_button = self._button(line, _("Add a former name…"), self.add)
        line.addStretch(1)
        self.correct_button = self._button(line, _("Correct…"), self.correct)
        self.remove_button = self._button(line, _("Take away"), self.remove)
        self.remove_button.setProperty("kind", "danger")
        self._button(line, _("Close"), self.accept)
        self.whole.addLayout(line)
        self._arrived(names)

    def _button(self, line: QHBoxLayout, words: str, deed: Any) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: deed())
        line.addWidget(button)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the chosen name away."""
        if event.key() == Qt.Key.Key_Delete and self.remove_button.isEnabled():
            self.remove()
        else:
            super().keyPressEvent(event)

    # --- reading ---

    def _read(self, *_args: Any) -> None:
        self.busy = True
        job = self.space.jobs.job(Lane.READ, without_progress(self.space.desk.ask, unit_names, self._unit_id))
        job.succeeded.connect(self._arrived)
        job.failed.connect(self._failed)
        job.start()

    def _arrived(self, names: UnitNames) -> None:
        source = ListSource(names.former, _columns())
        self.table.show_rows(source, source.ids(""))
        self.busy = False
        if names.former and self.table.current_id() is None:
            self.table.select_ids([names.former[0].id])
        self._choice_changed()

    def _row(self) -> FormerName | None:
        row = self.table.current_row()
        return row if isinstance(row, FormerName) else None

    def _choice_changed(self) -> None:
        may = self.space.allows(Permission.ROSTER_EDIT)
        self.add_button.setEnabled(may)
        for button in (self.correct_button, self.remove_button):
            button.setEnabled(may and self._row() is not None)

    # --- writing ---

    def add(self) -> None:
        """Open an empty form."""
        self._open(None)

    def correct(self) -> None:
        """Open the form of the chosen name."""
        if (row := self._row()) is not None:
            self._open(row)

    def _opened(self, _row_id: int) -> None:
        if self.correct_button.isEnabled():
            self.correct()

    def _open(self, row: FormerName | None) -> None:
        self.banner.say([])
        dialog = FormerNameDialog(self, self.space, self._unit_id, row)
        dialog.saved.connect(self._read)
        dialog.open()

    def remove(self) -> None:
        """Take the chosen name away; undo puts it back."""
        row = self._row()
        if row is None or self.busy:
            return
        self.banner.say([])
        self.busy = True
        self.space.send(
            RemoveFormerName(name_id=row.id),
            partial(self._removed, row.name),
            title=_("Taking a former name away"),
            on_error=self._failed,
        )

    def _removed(self, name: str, _outcome: Outcome) -> None:
        self.banner.say([_("{name} is taken away. Undo puts it back.").format(name=name)], "done")
        self._read()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        if isinstance(error, DeskError):
            self.banner.say([sentence_of(error)])
        else:
            self.space.notices.failed(error)


def _columns() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("name", _("Full name"), width_em=14, sortable=False, stretch=True),
        ColumnSpec("short_name", _("Short name"), width_em=8, sortable=False),
        ColumnSpec(
            "until",
            _("Until"),
            Kind.DAY,
            7,
            tip=_("First day the unit was called otherwise"),
            sortable=False,
        ),
        ColumnSpec("reason", _("Reason or document"), width_em=11, sortable=False),
    )
