"""Choosing people of the roster by a search, in a window, for instance for a group."""

from functools import partial

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from trainingdesk.domain.roster.views import PersonHit
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _, listed, ngettext
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.shell.dialogs import Plain
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView, enter_rows
from trainingdesk.ui.widgets.enter import press_focused
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.queries.roster import search_people

#: people shown of one search; more letters narrow it
MOST = 100


_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class _Box(SearchBox):
    """The search of this window.

    Signals:
        entered: Enter was pressed, to take who is marked.
    """

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes; with Ctrl it is the window's."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            self.search_now()
            self.entered.emit()


class PickPeople(Plain):
    """Finds people as one types; Enter takes who is marked and the next name is typed at once; Ctrl+Enter goes on.

    Signals:
        picked: (person, name) of everybody taken.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget, space: Workspace, title: str) -> None:
        super().__init__(parent, title, wide=680)
        self.space = space
        self.taken: dict[int, str] = {}
        #: person → the unit said beside the name
        self._units: dict[int, str] = {}
        self._job: Job | None = None
        #: Enter came before the answer: the only one found is taken then
        self._hasty = False
        #: Esc was pressed with people taken: the next one leaves them
        self._leaving = False
        keys = self.add_words(
            _(
                "Enter takes who is marked, ↓ goes into the list, Ctrl+Enter goes on with those taken, Esc leaves."
            )
        )
        keys.setProperty("role", "hint")
        self.search = _Box(_("Name, initials, unit or post"), width=640)
        self.search.searched.connect(self._look)
        self.search.entered.connect(self._entered)
        self.search.left_down.connect(self._to_table)
        self.whole.addWidget(self.search)
        self.table = TableView(_columns(), "pick_people", space, title=_("People found"))
        self.table.setMinimumHeight(theme.size(260))
        self.table.set_empty(_("Type above who is looked for."), "search")
        self.table.opened.connect(lambda _row: self.take())
        self.table.selection_changed.connect(self._say)
        self.whole.addWidget(self.table, 1)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setProperty("role", "slate")
        self.whole.addWidget(self.words)
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.take_button = _button(line, _("Take"), self.take)
        self.clear_button = _button(line, _("Clear those taken"), self._clear)
        line.addStretch(1)
        _button(line, _("Cancel"), self.reject)
        self.go_button = _button(line, _("Go on…"), self.go)
        self.go_button.setProperty("kind", "primary")
        self.whole.addLayout(line)
        self._say()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self, typed: str) -> None:
        job = self.space.jobs.job(
            Lane.READ, without_progress(self.space.desk.ask, search_people, typed, MOST)
        )
        self._job = job
        self._hasty = False
        job.succeeded.connect(partial(self._arrived, job))
        job.failed.connect(partial(self._failed, job))
        job.start()

    def _failed(self, job: Job, error: BaseException) -> None:
        if shiboken6.isValid(self) and self._job is job:
            # nobody is looked for any more: Enter asks once more, and takes nobody of the list before
            self._job = None
            self.search.forget()
            self.table.clearSelection()
        self.space.notices.failed(error)

    def _arrived(self, job: Job, found: tuple[int, tuple[PersonHit, ...]]) -> None:
        if not shiboken6.isValid(self) or self._job is not job:
            return
        self._job = None
        self.table.set_empty(_("Nobody fits. Change what is typed above."), "search")
        source = ListSource(found[1], _columns())
        self.table.show_rows(source, source.ids(""))
        if found[1]:
            self.table.select_ids([found[1][0].id])
        self._say()
        if self._hasty and len(found[1]) == 1:
            self.take()
        self._hasty = False

    def _entered(self) -> None:
        """Take who is marked; while the answer is awaited, the only one it brings."""
        if self._job is not None:
            self._hasty = True
        elif self.search.term():
            self.take()

    def _to_table(self) -> None:
        enter_rows(self.table, awaited=self._job is not None)

    def _marked(self) -> dict[int, str]:
        rows = self.table.rows
        return {number: rows.row(rows.place_of(number)).name for number in self.table.selected_ids()}

    def take(self) -> None:
        """Take those that are marked, and go back to the search for more; nobody while an answer is awaited."""
        self.search.search_now()
        if self._job is not None:
            return  # those that are marked are of the list before
        marked = self._marked()
        new = {number: name for number, name in marked.items() if number not in self.taken}
        self.taken |= new
        rows = self.table.rows
        self._units |= {number: rows.row(rows.place_of(number)).unit for number in new}
        self._say()
        if marked and not new:
            self.words.setText(
                _("{names}: taken already. {words}").format(
                    names=listed(marked.values()), words=self.words.text()
                )
            )
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def _clear(self) -> None:
        self.taken = {}
        self._say()

    def _say(self) -> None:
        count = len(self.taken)
        self._leaving = False
        said = ngettext("{count} person taken: {names}", "{count} people taken: {names}", count)
        names = (
            _("{name} ({unit})").format(name=name, unit=self._units[number])
            for number, name in self.taken.items()
        )
        words = said.format(count=count, names=listed(names))
        self.words.setText(words if count else _("Nobody is taken yet."))
        self.take_button.setEnabled(bool(self.table.selected_ids()))
        self.clear_button.setEnabled(bool(count))
        self.go_button.setEnabled(bool(count))
        self.go_button.setToolTip("Ctrl+Enter" if count else _("Take somebody first."))
        self.take_button.setToolTip("" if self.table.selected_ids() else _("Find somebody above first."))
        self.clear_button.setToolTip("" if count else _("Take somebody first."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter goes on; Esc leaves, and is asked once more where people were taken."""
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                if self.taken:
                    self.go()
                else:
                    self.words.setText(_("Take somebody first."))
            else:
                press_focused(self, event)
        elif event.key() == Qt.Key.Key_Escape and self.taken and not self._leaving:
            self._leaving = True
            count = len(self.taken)
            said = ngettext(
                "{count} person is taken: Ctrl+Enter goes on, Esc once more leaves without them.",
                "{count} people are taken: Ctrl+Enter goes on, Esc once more leaves without them.",
                count,
            )
            self.words.setText(said.format(count=count))
        else:
            super().keyPressEvent(event)

    def go(self) -> None:
        """Go on with everybody taken."""
        people = list(self.taken.items())
        self.accept()
        self.picked.emit(people)


def _button(line: QHBoxLayout, words: str, deed: object) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.clicked.connect(deed)
    line.addWidget(button)
    return button


def _columns() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("name", _("Name"), Kind.PERSON, 7),
        ColumnSpec("unit", _("Unit"), width_em=12),
        ColumnSpec("post", _("Post"), width_em=12, sortable=False, stretch=True),
        ColumnSpec("id_masked", _("ID number"), width_em=10, sortable=False),
    )
