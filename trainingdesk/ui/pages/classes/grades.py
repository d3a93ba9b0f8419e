"""The assessment: who attended how much, a grade by one key, who completes the class and why not."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from trainingdesk.domain.classes.rows import CompletionPreview
from trainingdesk.domain.codes import Grade
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.classes.looks import GRADE_KEYS, grade_columns
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.workspace import Workspace

#: enrolment → grade, None takes it away
Given = dict[int, Grade | None]


class _GradeTable(TableView):
    """Keys 1 to 4 grade the chosen people, 0 and Delete take a grade away; with one chosen the next one follows."""

    graded = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class."""
        keys = GRADE_KEYS if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier else {}
        if event.text() in keys and not event.isAutoRepeat():
            self.graded.emit(keys[event.text()])
        elif event.text() == "0" or event.key() == Qt.Key.Key_Delete:
            self.graded.emit(None)
        else:
            super().keyPressEvent(event)


class GradesPanel(QWidget):
    """Buttons and table of the assessment.

    Signals:
        given: grades the person gave, enrolment → grade.
    """

    given = Signal(object)

    def __init__(self, space: Workspace, why_not: Callable[[], str]) -> None:
        super().__init__()
        self._space = space
        self._why_not = why_not
        self._preview: CompletionPreview | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, theme.size(theme.GAP), 0, 0)
        whole.setSpacing(theme.size(theme.GAP))
        line = QHBoxLayout()
        line.setSpacing(theme.size(4))
        self.buttons: list[QPushButton] = []
        for key, grade in GRADE_KEYS.items():
            self._add(line, f"{key} {text(f'grade.{grade}')}", partial(self.give, grade))
        self._add(line, _("0 no grade"), partial(self.give, None))
        line.addSpacing(theme.size(theme.GAP))
        self._add(line, _("All others pass"), self.pass_others)
        line.addStretch(1)
        self.words = QLabel()
        self.words.setProperty("role", "strong")
        line.addWidget(self.words)
        whole.addLayout(line)
        self.table = _GradeTable(
            grade_columns(), "classes.grades", space, title=_("Assessment"), frozen="name"
        )
        self.table.set_empty(_("Nobody is enrolled in this class."), "users")
        self.table.graded.connect(self.give)
        self.table.loaded.connect(self._choose_first)
        whole.addWidget(self.table, 1)

    def _choose_first(self, count: int) -> None:
        """Choose the first person, as a roll call does: the first key grades somebody."""
        if count and self.table.current_id() is None:
            self.table.select_ids([self.table.rows.id_at(0)])

    def _add(self, line: QHBoxLayout, words: str, does: Callable[[], None]) -> None:
        button = QPushButton(words)
        button.setProperty("kind", "quiet")
        button.clicked.connect(lambda _checked=False, does=does: does())
        line.addWidget(button)
        self.buttons.append(button)

    def show_preview(self, preview: CompletionPreview) -> None:
        """Show how things stand."""
        self._preview = preview
        self.table.show_source(
            ListSource(preview.rows, self.table.rows.columns, lambda row: row.enrolment_id)
        )
        rest = len(preview.rows) - preview.completed
        words = _("{completed} complete, {rest} do not").format(completed=preview.completed, rest=rest)
        self.words.setText(words if preview.rows else "")
        self.refresh_buttons()

    def refresh_buttons(self) -> None:
        """Say at the buttons why nothing can be graded now."""
        reason = self._why_not()
        for button in self.buttons:
            button.setEnabled(not reason)
            button.setToolTip(reason)
            button.setAccessibleDescription(reason)

    def give(self, grade: Grade | None) -> None:
        """Grade whoever is chosen; with one person the next is chosen afterwards."""
        reason = self._why_not()
        ids = self.table.selected_ids()
        if reason or not ids:
            self._space.notices.refuse(reason or _("Choose a person first."))
            return
        self.given.emit(dict.fromkeys(ids, grade))
        if len(ids) == 1:
            place = min(self.table.rows.place_of(ids[0]) + 1, self.table.rows.rowCount() - 1)
            self.table.select_ids([self.table.rows.id_at(place)])

    def pass_others(self) -> None:
        """Let everybody pass who has no grade."""
        reason = self._why_not()
        if reason or self._preview is None:
            self._space.notices.refuse(reason)
            return
        ids = [row.enrolment_id for row in self._preview.rows if row.grade is None]
        if not ids:
            self._space.notices.refuse(_("Everybody has a grade already."))
            return
        self.given.emit(dict.fromkeys(ids, Grade.PASS))
