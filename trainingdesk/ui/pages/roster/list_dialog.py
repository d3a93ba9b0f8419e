"""A short list in a window, whose rows are added, put right and taken away by hand; undo puts each back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import Label, _, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.shell.dialogs import Plain
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.forms import Banner, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.outcome import Outcome


@dataclass(frozen=True, kw_only=True)
class Look:
    """How a list in a window looks.

    Attributes:
        name: under which the widths of its columns are remembered.
        title, words: heading and paragraph of the window.
        columns: of the table.
        empty: what is said without any row.
        adders: what can be added → the words of its button.
        taking: what taking a row away is called while it is under way, "" where rows are only put right.
        wide, high: least width of the window and height of the table in theme pixels.
    """

    name: str
    title: str
    words: str
    columns: Sequence[ColumnSpec]
    empty: str
    adders: dict[str, str]
    taking: str
    wide: int = 860
    high: int = 280


class ListDialog(Plain):
    """Shows rows, the latest first; Enter corrects the chosen one, Delete takes it away.

    A subclass says where the rows come from (:meth:`ask`, :meth:`rows_in`), and gives the forms and the command that
    takes a row away. Rows have an ``id``.
    """

    def __init__(self, parent: QWidget, space: Workspace, look: Look, found: Any = None) -> None:
        super().__init__(parent, look.title, wide=look.wide)
        self.space = space
        self._look = look
        #: something is being read or written
        self.busy = True
        self.words = self.add_words(look.words)
        self.banner = Banner()
        self.whole.addWidget(self.banner)
        self.table = TableView(look.columns, look.name, space, title=look.title, single=True)
        self.table.setMinimumHeight(theme.size(look.high))
        self.table.set_empty(look.empty, "history")
        self.table.selection_changed.connect(self._choice_changed)
        self.table.opened.connect(self._opened)
        self.whole.addWidget(self.table, 1)
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.adders = {
            kind: self._button(line, words, partial(self.add, kind)) for kind, words in look.adders.items()
        }
        line.addStretch(1)
        self.correct_button = self._button(line, _("Correct…"), self.correct)
        self.remove_button = self._button(line, _("Take away"), self.remove)
        self.remove_button.setProperty("kind", "danger")
        self.remove_button.setVisible(bool(look.taking))
        self._button(line, _("Close"), self.accept)
        self.whole.addLayout(line)
        if found is None:
            self._read()
        else:
            self._arrived(found)

    # --- what a subclass says ---

    def ask(self) -> Any:
        """Ask the desk for what stands in the list; called in a reader's thread."""

    def rows_in(self, found: Any) -> Sequence[Any]:
        """Return the rows of what was asked."""
        return tuple(found)

    def form(self, kind: str, row: Any | None) -> Any:
        """Return the form of a row, or an empty one of a kind of :attr:`Look.adders`."""

    def removal(self, row: Any) -> Any:
        """Return the command that takes a row away."""

    def why_fixed(self, _row: Any) -> str:
        """Return why a row is not corrected and taken away here, "" where it is."""
        return ""

    def removed(self, row: Any) -> str:
        """Return what is said once a row is taken away."""
        return _("The row is taken away. Undo puts it back.")

    # --- reading ---

    def _button(self, line: QHBoxLayout, words: str, deed: Callable[[], object]) -> QPushButton:
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

    def _read(self, *_args: Any) -> None:
        self.busy = True
        job = self.space.jobs.job(Lane.READ, without_progress(self.ask), owner=self)
        job.succeeded.connect(self._arrived)
        job.failed.connect(self._failed)
        job.start()

    def _arrived(self, found: Any) -> None:
        rows = self.rows_in(found)
        source = ListSource(rows, self._look.columns)
        self.table.show_rows(source, source.ids(""))
        self.busy = False
        now = self.table.current_row()
        if rows and (now is None or self.why_fixed(now)):
            self.table.select_ids([next((row for row in rows if not self.why_fixed(row)), rows[0]).id])
        self._choice_changed()

    def _choice_changed(self) -> None:
        allowed = self.space.allows(Permission.ROSTER_EDIT)
        may_not = (
            "" if allowed else text("access.denied", permission=Label(f"permission.{Permission.ROSTER_EDIT}"))
        )
        for button in self.adders.values():
            _allow(button, may_not)
        row = self.table.current_row()
        why = _("Choose a row of the list first.") if row is None else self.why_fixed(row)
        for button in (self.correct_button, self.remove_button):
            _allow(button, may_not or why)
        if not self._look.taking:
            self.remove_button.setEnabled(False)

    # --- writing ---

    def add(self, kind: str) -> None:
        """Open an empty form of one kind."""
        self._open(self.form(kind, None))

    def correct(self) -> None:
        """Open the form of the chosen row."""
        if (row := self.table.current_row()) is not None:
            self._open(self.form("", row))

    def _opened(self, _row_id: int) -> None:
        if self.correct_button.isEnabled():
            self.correct()

    def _open(self, dialog: FormDialog) -> None:
        self.banner.say([])
        dialog.saved.connect(self._read)
        dialog.open()

    def remove(self) -> None:
        """Take the chosen row away; undo puts it back."""
        row = self.table.current_row()
        if row is None or self.busy:
            return
        self.banner.say([])
        self.busy = True
        self.space.send(
            self.removal(row),
            partial(self._removed, self.removed(row)),
            title=self._look.taking,
            on_error=self._failed,
        )

    def _removed(self, words: str, _outcome: Outcome) -> None:
        self.banner.say([words], "done")
        self._read()

    def _failed(self, error: BaseException) -> None:
        self.busy = False
        self.banner.say_failure(error, self.space.notices)


def _allow(button: QPushButton, why_not: str) -> None:
    """Enable a button, or say on hover why it can't be used."""
    button.setEnabled(not why_not)
    button.setToolTip(why_not)
