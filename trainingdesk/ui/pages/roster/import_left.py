"""The people of the file's units who are not in it: what became of them, since when and why."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.import_views import MissingPerson
from trainingdesk.domain.roster.missing import GOING
from trainingdesk.shared.field_words import shown_value
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _, language, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.pages.roster.import_against import gone_on
from trainingdesk.ui.pages.roster.import_numbers import digit_of
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.editors import ChoiceEditor, DayEditor, Option, TextEditor
from trainingdesk.ui.widgets.flow import FlowLayout
from trainingdesk.ui.workspace import DeskLike, Workspace
from trainingdesk.usecases.queries.roster_import_missing import missing_by_id, missing_people

#: by their numbers, as on the card below: they stay as they are, or what became of them
BY_NUMBER = (None, *GOING)


class PeopleTable(TableView):
    """Who is not in the file; Space or a click on the mark ticks the chosen ones, a digit says what became of them.

    Signals:
        ticked: tick those that are chosen, or take their ticks away. number_pressed: 1 to 9.
    """

    ticked = Signal()
    number_pressed = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick by Space, say by a digit; everything else as usual."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            self.ticked.emit()
        elif digit := digit_of(event):
            self.number_pressed.emit(digit)
        else:
            super().keyPressEvent(event)


class LeftLine(QWidget):
    """What a tick says, since when and why, and the ticks for all.

    Signals:
        changed: another status, day or reason stands there.
        all_wanted: whether everybody is to be ticked, or nobody. set_wanted: all that are ticked get the status.
    """

    changed = Signal()
    all_wanted = Signal(bool)
    set_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        line = FlowLayout()
        line.setContentsMargins(0, theme.size(theme.GAP), 0, 0)
        self.setLayout(line)
        self.status = ChoiceEditor([Option(status, text(f"person_status.{status}")) for status in GOING])
        self.status.setAccessibleName(_("What a tick says became of them"))
        self.status.setMinimumWidth(theme.size(170 if language() == "en" else 120))
        self.status.edited.connect(self.changed)
        self.day = DayEditor()
        self.day.setMinimumWidth(theme.size(150))
        self.day.setMaximumWidth(theme.size(190))
        self.day.setAccessibleName(_("Since when they are gone"))
        self.day.textChanged.connect(self.changed)
        self.reason = TextEditor()
        self.reason.setMinimumWidth(theme.size(130))
        self.reason.setMaximumWidth(theme.size(220))
        self.reason.setAccessibleName(_("Reason or document"))
        self.reason.textChanged.connect(self.changed)
        self.everybody = self._button(_("Tick all"), lambda _on: self.all_wanted.emit(True))
        self.nobody = self._button(_("Tick none"), lambda _on: self.all_wanted.emit(False))
        self.set_all = self._button(_("Set all ticked"), lambda _on: self.set_wanted.emit())
        self.set_all.setToolTip(_("Everybody who is ticked gets the status at the left."))
        for words, editor in (
            (_("A tick says"), self.status),
            (_("since"), self.day),
            (_("reason"), self.reason),
        ):
            label = QLabel(words)
            label.setBuddy(editor)
            line.add(label)
            line.add(editor)
        for button in (self.set_all, self.everybody, self.nobody):
            line.add(button)

    @staticmethod
    def _button(words: str, pressed: Callable[[bool], object]) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.clicked.connect(pressed)
        return button

    def value(self) -> date | None:
        """Return the day, None while it can't be read."""
        try:
            return self.day.value()
        except Refused:
            return None


def left_columns(
    choices: Callable[[], Choices], is_too_early: Callable[[int], bool]
) -> tuple[ColumnSpec, ...]:
    """Return the columns of the people who are not in the file.

    ``choices`` gives what is decided about them by now, ``is_too_early`` whether one would be gone before they can be.
    """

    def chip(person: MissingPerson) -> Chip:
        said = choices().left.get(person.id)
        if said is None:
            return Chip(_("Stays as before"), "square", "slate")
        words = text(f"person_status.{said.status}")
        if is_too_early(person.id):
            return Chip(f"{words} {gone_on(choices(), person.id)}", "circle-x", "seal")
        return Chip(f"{words} {said.day}".strip(), "square-check", "indigo")

    return (
        ColumnSpec(
            "became",
            _("Becomes"),
            width_em=13 if language() == "en" else 9,
            value=lambda row: row,
            chip=chip,
            sortable=False,
            tip=_("Space or a click ticks; 1 to 4 say what became of the chosen people."),
        ),
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("birth", _("Birth"), width_em=6),
        ColumnSpec("unit", _("Unit"), width_em=12),
        ColumnSpec("post", _("Post"), width_em=10, stretch=True, sortable=False),
        ColumnSpec("status", _("On record"), width_em=6, value=lambda row: shown_value("status", row.status)),
        ColumnSpec("id_masked", _("ID number"), width_em=11, sortable=False, hidden=True),
    )


class LeftSource:
    """The people who are not in the file: their ids are held, and the rows that are looked at.

    ``lacked`` are those among them whom rows might have meant, and turned out not to mean.
    """

    def __init__(
        self,
        desk: DeskLike,
        token: str,
        day: date | None,
        columns: Sequence[ColumnSpec],
        lacked: Sequence[int],
    ) -> None:
        self._desk, self._token, self._day, self._columns = desk, token, day, columns
        self._lacked = lacked

    def ids(self, order: str) -> Sequence[int]:
        """Return their ids in order; it needs all of them, and keeps none."""
        people = self._desk.ask(missing_people, self._token, self._day, self._lacked)
        return array("q", ListSource(people, self._columns).ids(order))

    def rows(self, ids: Sequence[int]) -> Mapping[int, Any]:
        """Return some of them."""
        return {person.id: person for person in self._desk.ask(missing_by_id, self._token, list(ids))}


class LeftHeap(QWidget):
    """The people who are not in the file, and what is said of them; the arguments are those of :func:`left_columns`.

    Signals:
        said: another status stands beside some of them. noted: anything was said.
    """

    said = Signal()
    noted = Signal()

    def __init__(
        self, space: Workspace, choices: Callable[[], Choices], is_too_early: Callable[[int], bool]
    ) -> None:
        super().__init__()
        self._space, self._choices = space, choices
        #: somebody to go to
        self._sought = 0
        columns = left_columns(choices, is_too_early)
        self.people = PeopleTable(columns, "import_left", space, title=_("Not in the file"))
        self.people.ticked.connect(self._tick)
        self.people.clicked.connect(self._clicked)
        self.people.number_pressed.connect(self._say)
        self.people.loaded.connect(self._loaded)
        self.line = LeftLine()
        self.line.changed.connect(self._line_changed)
        self.line.all_wanted.connect(self._tick_all)
        self.line.set_wanted.connect(lambda: self._note(list(self._choices().left)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.people, 1)
        column.addWidget(self.line)

    def read(self, token: str, lacked: Sequence[int]) -> None:
        """Read who is not in the file, by the day it speaks of; ``lacked`` are those whom no row turned out to mean."""
        columns = self.people.rows.columns
        source = LeftSource(self._space.desk, token, self._choices().day, columns, lacked)
        self.people.show_source(source)

    def seek(self, person_id: int) -> None:
        """Go to somebody once they are shown."""
        self._sought = person_id

    def _loaded(self, count: int) -> None:
        sought, self._sought = self._sought, 0
        if count and sought and sought in self.people.rows.ids:
            self.people.select_ids([sought])
        elif count and self.people.current_id() is None:
            self.people.select_ids([self.people.rows.id_at(0)])

    def begin(self) -> None:
        """Begin with another file: nothing is said of anybody."""
        self.line.status.set_value(self._choices().left_status)
        self.line.reason.setText("")

    def show_line(self) -> None:
        """Show what is said of all who are ticked, now that some of it was taken back."""
        choices = self._choices()
        self.line.blockSignals(True)  # of three fields one after another, each would say what the others said
        self.line.status.set_value(choices.left_status)
        self.line.day.set_value(choices.left_day)
        self.line.reason.setText(choices.left_reason)
        self.line.blockSignals(False)

    def set_day(self, day: date | None) -> None:
        """Show the day since when they are gone who have none of their own; nobody has said it here."""
        self.line.blockSignals(True)
        self.line.day.set_value(day)
        self.line.blockSignals(False)
        self._choices().left_day = self.line.value()
        self.people.rows.forget_rows()

    def say_one(self, person_id: int, status: PersonStatus | None) -> None:
        """Take over what the card says became of one."""
        self._choices().note_left([person_id], status)
        self.people.rows.forget_rows()
        self.noted.emit()

    def tell_one(self, person_id: int, day: str, reason: str) -> None:
        """Take over since when and why one is gone."""
        self._choices().tell_left(person_id, day, reason)
        self.people.rows.forget_rows()
        self.noted.emit()

    def _note(self, people: Sequence[int], *, on: bool = True) -> None:
        self._noted(people, self._choices().left_status if on else None)

    def _noted(self, people: Sequence[int], status: PersonStatus | None) -> None:
        self._choices().note_left(people, status)
        self.people.rows.forget_rows()
        self.said.emit()
        self.noted.emit()

    def _tick(self) -> None:
        """Tick the chosen people, or take their ticks away where all of them are ticked."""
        chosen, left = self.people.selected_ids(), self._choices().left
        self._note(chosen, on=not all(number in left for number in chosen))

    def _clicked(self, index: QModelIndex) -> None:
        if self.people.rows.columns[index.column()].key == "became":
            number = self.people.rows.id_at(index.row())
            self._note([number], on=number not in self._choices().left)

    def _tick_all(self, on: bool) -> None:
        """Tick everybody who is not ticked yet, as the line says, or nobody."""
        people, left = self.people.rows.ids, self._choices().left
        self._note([number for number in people if not (on and number in left)], on=on)

    def _say(self, number: int) -> None:
        if number <= len(BY_NUMBER):
            self._noted(self.people.selected_ids(), BY_NUMBER[number - 1])

    def _line_changed(self) -> None:
        choices = self._choices()
        choices.left_day = self.line.value()
        choices.left_reason = self.line.reason.text().strip()
        choices.left_status = PersonStatus(self.line.status.value() or choices.left_status)
        self.people.rows.forget_rows()
        self.noted.emit()
