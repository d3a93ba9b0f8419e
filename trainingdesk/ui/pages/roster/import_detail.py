"""One row of an import in full: what is wrong and how to put it right, whom it may mean, what it would change."""

from collections.abc import Sequence
from functools import partial

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.codes import Authority, PersonStatus, Rank, Sex, Team
from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.beside import stays_in
from trainingdesk.domain.roster.import_views import MissingPerson, PreviewChange, PreviewProblem, PreviewRow
from trainingdesk.domain.roster.importing import PHOTO, TOGETHER
from trainingdesk.domain.roster.listed_again import LISTED_AGAIN
from trainingdesk.domain.roster.matching import NO_UNIT, Bucket
from trainingdesk.domain.roster.no_cadres import CADRE_SETTLED, NO_CADRES
from trainingdesk.domain.roster.remarks import KEEP, REMARKS
from trainingdesk.domain.roster.settled import LEGACY_SETTLED, SETTLED, WORD_SETTLED
from trainingdesk.domain.roster.titles import TEAM_OPEN
from trainingdesk.domain.roster.which_row import ASKED
from trainingdesk.shared.field_words import coded, row_phrase, row_words, shown_value
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import LEAVE_OUT, NEW_PERSON, Choices
from trainingdesk.ui.pages.roster.forms import SERVICE_RANKS
from trainingdesk.ui.pages.roster.import_back import add_backs
from trainingdesk.ui.pages.roster.import_changes import ChangeBoxes
from trainingdesk.ui.pages.roster.import_compare import comparison
from trainingdesk.ui.pages.roster.import_left import BY_NUMBER
from trainingdesk.ui.pages.roster.import_means import means_of
from trainingdesk.ui.pages.roster.import_numbers import Numbers
from trainingdesk.ui.pages.roster.import_since import OwnDay
from trainingdesk.ui.pages.roster.import_typed import Typed
from trainingdesk.ui.pages.roster.import_unit_post import UNIT_POST, add_unit_post
from trainingdesk.ui.pages.roster.import_words import (
    alike_words,
    answer_words,
    blank_words,
    change_words,
    photo_words,
    quiet,
    strong,
    written_words,
)
from trainingdesk.ui.pages.roster.own_day import own_day
from trainingdesk.ui.pages.roster.photo_dialog import photo_label
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option, TextEditor
from trainingdesk.ui.widgets.enter import press_focused
from trainingdesk.ui.widgets.tabbing import next_by_tab

#: a correction is for all cells that say the same, or for all that are wrong in the same way
SAME, KIND = "same", "kind"
#: so many columns leave room for the other choices at their right
_MOST_BESIDE = 3
_CODES = {
    "sex": tuple(Sex),
    "rank": tuple(Rank),
    "side_rank": SERVICE_RANKS,
    "team": tuple(Team),
    "authority": tuple(Authority),
    "status": tuple(PersonStatus),
}
#: so much room choices have beside each other in a window of the least width
_CHOICES_WIDTH = 560


class RowDetail(QScrollArea):
    """The row the cursor is on.

    Signals:
        corrected: row, field, the text that stands in the cell's place, in which cells: SAME, KIND or "" for this one.
        answered: row, field, the value chosen, whether all that ask the same get the same answer.
        decided: row, the person it means (0 somebody new, -1 nobody: it stays out), what taking it together settles and
            which row stays then.
        row_taken: row, whether it comes in. field_taken: row, field, whether it is updated.
        day_told: row, field, since when its change is held, "" for as all others.
        put_right: row, field, whether its change only puts the roster right.
        left_said: person who is not in the file, what became of them (None for nothing).
        left_told: that person, since when and why, each "" for as of all others.
        back_wanted: row, field that is to say again what the file says.
        photos_wanted: the row whose photos :meth:`show_photos` is to show.
    """

    corrected = Signal(int, str, str, str)
    answered = Signal(int, str, str, bool)
    decided = Signal(int, int, object)
    row_taken = Signal(int, bool)
    field_taken = Signal(int, str, bool)
    put_right = Signal(int, str, bool)
    day_told = Signal(int, str, str)
    left_said = Signal(int, object)
    left_told = Signal(int, str, str)
    photos_wanted = Signal(int)
    back_wanted = Signal(int, str)

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self.choices = choices
        #: what the card is about
        self.shown: PreviewRow | MissingPerson | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("The chosen row"))
        self.setObjectName("card")
        self.numbers = Numbers()
        #: the row whose photos are waited for, and where they are shown
        self._photos: tuple[int, QHBoxLayout] | None = None
        #: what a row that is perhaps somebody changes of the one who was chosen
        self._means: QWidget | None = None
        #: says that the answer is one for all that are alike
        self._alike: QCheckBox | None = None
        self.typed = Typed(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put a value right by Enter; here Enter never means the button that imports the file."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        if not press_focused(self, event):
            self.typed.press()

    def press_number(self, number: int) -> bool:
        """Choose what bears a number, 0 for all that are alike; returns whether anything does."""
        if number == 0 and self._alike is not None:
            self._alike.toggle()
            return True
        return self.numbers.press(number)

    def show_row(self, row: PreviewRow | MissingPerson | None) -> None:
        """Show a row of the file, somebody who is not in it, or nothing."""
        self.shown = row
        ground = QWidget()
        column = QVBoxLayout(ground)
        pad = theme.size(theme.PADDING)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.size(6))
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        in_sight = ("left", row.id) if isinstance(row, MissingPerson) else row and row.row
        self.numbers.begin(in_sight)
        self.typed.begin()
        self._alike = None
        self._photos = self._means = None
        if row is None:
            column.addWidget(quiet(_("Choose a row to see what the import would do with it, and why.")))
        elif isinstance(row, MissingPerson):
            self._add_left(column, row)
        else:
            self._add_row(column, row)
        self.numbers.settle()
        self.setWidget(ground)
        next_by_tab(self)

    def _add_row(self, column: QVBoxLayout, row: PreviewRow) -> None:
        who = " · ".join(part for part in (row.name, row.unit, row.post) if part)
        column.addWidget(strong(_("{place}: {who}").format(place=row_words(row.place), who=who)))
        for mend in row.mends:
            words = change_words(PreviewChange(mend.field, mend.old, mend.new or _("(blank)")))
            column.addWidget(quiet(_("put right: {change}").format(change=words)))
        add_backs(column, row, self.choices, self.back_wanted.emit)
        for problem in row.problems:
            self._add_problem(column, row, problem)
        pictured = row.photo and row.bucket is not Bucket.ERROR
        if pictured:
            column = self._beside_photos(column, row.row)
        if row.bucket is Bucket.MAYBE:
            self._under = QVBoxLayout()
            self._add_comparison(column, row)
            column.addLayout(self._under)
            self._show_means(row)
        elif row.bucket in {Bucket.NEW, Bucket.SAME}:
            column.addWidget(quiet(written_words(row, self.choices)))
        elif row.bucket is Bucket.UPDATE:
            column.addWidget(self._boxes(row, row.changes))
        if pictured:
            box = QCheckBox(photo_words(row))
            box.setChecked(self.choices.takes(row.row, PHOTO, row.photo == "left"))
            box.toggled.connect(partial(self.field_taken.emit, row.row, PHOTO))
            column.addWidget(box)
        if row.bucket in {Bucket.UPDATE, Bucket.NEW}:
            take = QCheckBox(_("Import this row"))
            take.setChecked(row.row not in self.choices.declined_rows)
            take.toggled.connect(partial(self.row_taken.emit, row.row))
            column.addWidget(take)

    def _boxes(self, row: PreviewRow, changes: Sequence[PreviewChange]) -> ChangeBoxes:
        boxes = ChangeBoxes(self.choices, row.row, changes)
        boxes.taken.connect(partial(self.field_taken.emit, row.row))
        boxes.put_right.connect(partial(self.put_right.emit, row.row))
        boxes.day_told.connect(partial(self.day_told.emit, row.row))
        return boxes

    def _show_means(self, row: PreviewRow) -> None:
        """Show what a row changes of the one it was decided to mean, or gives to the other row of that person."""
        if self._means is not None:
            self._means.hide()
            self._means.setParent(None)
            self._means.deleteLater()
            self._means = None
        self._means = means_of(row, self.choices.standing(row.row), self._boxes)
        if self._means is None:
            return
        room = self.viewport().width() - self._compared - theme.size(theme.PADDING * 2 + theme.MARGIN * 2)
        (self._under if self._means.sizeHint().width() > room else self._below).addWidget(self._means)
        self._means.show()  # at once: the next key may go there

    def _see_means(self) -> None:
        """Scroll to what has just been put below everybody who was compared, as far as it says that there is more."""
        if shiboken6.isValid(self) and self._means is not None:
            self.ensureVisible(0, self._means.y() + min(self._means.height(), theme.size(110)), 0, 0)

    def _beside_photos(self, column: QVBoxLayout, row: int) -> QVBoxLayout:
        """Return the column at the left of a row's photos, which come when they are read."""
        beside, photos, parts = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        beside.setSpacing(column.spacing())
        photos.setSpacing(theme.size(theme.GAP))
        parts.setSpacing(theme.size(theme.MARGIN * 2))
        for part in (beside, photos):
            parts.addLayout(part)
            parts.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        parts.addStretch(1)
        column.addLayout(parts)
        self._photos = row, photos
        self.photos_wanted.emit(row)
        return beside

    def show_photos(self, row: int, pictures: tuple[bytes, bytes]) -> None:
        """Show the photo the desk has of a row's person, and the one the row brings."""
        if not shiboken6.isValid(self) or self._photos is None or self._photos[0] != row:
            return
        line = self._photos[1]
        for words, picture in zip((_("now"), _("in the form")), pictures, strict=True):
            shown = photo_label(picture, words, theme.size(90), theme.size(120))
            if shown is not None:
                line.addWidget(quiet(words, wrap=False))
                line.addWidget(shown)

    # --- what is wrong ---

    def _add_problem(self, column: QVBoxLayout, row: PreviewRow, problem: PreviewProblem) -> None:
        sentence = text(problem.code, **problem.params)
        if problem.field:
            sentence = _("{field}: {sentence}").format(field=problem.field, sentence=sentence)
        line = QLabel(sentence)
        line.setWordWrap(True)
        if problem.severity is Severity.ERROR:
            line.setProperty("role", "error")
        column.addWidget(line)
        if problem.code in {SETTLED, LEGACY_SETTLED, WORD_SETTLED, CADRE_SETTLED, ASKED}:
            self._add_choices(column, row, problem, None)
            if problem.code == WORD_SETTLED:
                self._add_editor(column, row, problem, None)
        elif problem.code in REMARKS and problem.choices:
            together = self._together(problem)
            if together is not None:
                column.addWidget(together)
            self._add_choices(column, row, problem, together)
        if not problem.name or problem.severity is Severity.NOTE:
            return
        together = self._together(problem)
        if together is not None:
            column.addWidget(together)
        if problem.code == NO_UNIT:
            pass  # it may be left as it is: whom it means is asked below
        elif problem.choices or problem.severity is Severity.QUESTION:
            self._add_choices(column, row, problem, together)
            if problem.blanks:
                self._add_blanks(column, row, problem)
        elif problem.blanks is not None:
            self._add_blanks(column, row, problem)
        if problem.code not in NO_CADRES:
            self._add_editor(column, row, problem, together)

    def _together(self, problem: PreviewProblem) -> QCheckBox | None:
        if not problem.alike:
            return None
        words = alike_words(problem)
        if self._alike is not None:
            return QCheckBox(words)
        self._alike = QCheckBox(_("{number}  {words}").format(number=0, words=words))
        return self._alike

    def _add_blanks(self, column: QVBoxLayout, row: PreviewRow, problem: PreviewProblem) -> None:
        """Offer to do without the value, here or wherever it is wrong in this way."""
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        asked = problem.name, problem.code
        if problem.severity is Severity.ERROR:  # a question has that among its answers
            blank = self._numbered_button((*asked, ""), _("Leave it blank"))
            blank.clicked.connect(partial(self.corrected.emit, row.row, problem.name, "", ""))
            line.addWidget(blank)
        if problem.blanks:
            every = self._numbered_button((*asked, KIND), blank_words(problem))
            every.clicked.connect(partial(self.corrected.emit, row.row, problem.name, "", KIND))
            line.addWidget(every)
        line.addStretch(1)
        column.addLayout(line)

    def _add_choices(
        self, column: QVBoxLayout, row: PreviewRow, problem: PreviewProblem, together: QCheckBox | None
    ) -> None:
        buttons = []
        blank = (
            ()
            if problem.code in {ASKED, TEAM_OPEN, CADRE_SETTLED, LISTED_AGAIN, *NO_CADRES}
            or any(map(stays_in, problem.choices))
            else ("",)
        )
        for value in (*problem.choices, *((KEEP,) if problem.code in REMARKS else blank)):
            label = answer_words(problem, value)
            button = self._numbered_button((problem.name, problem.code, value), label)
            name = problem.answered_at(value)
            button.clicked.connect(partial(self._answer, row.row, name, value, together))
            buttons.append(button)
        # names of units are long: what has no room beside each other stands below each other
        wide = sum(button.sizeHint().width() for button in buttons) > theme.size(_CHOICES_WIDTH)
        for part in [[button] for button in buttons] if wide else [buttons]:
            line = QHBoxLayout()
            line.setSpacing(theme.size(theme.GAP))
            for button in part:
                line.addWidget(button)
            line.addStretch(1)
            column.addLayout(line)

    def _numbered_button(self, key: tuple[str, str, str], words: str) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        self.numbers.give(key, words, button)
        return button

    def _answer(self, row: int, field: str, value: str, together: QCheckBox | None) -> None:
        self.answered.emit(row, field, value, together is not None and together.isChecked())

    def _correct(self, row: int, field: str, typed: str, together: QCheckBox | None) -> None:
        same = together is not None and together.isChecked()
        self.corrected.emit(row, field, typed, SAME if same else "")

    def _add_editor(
        self, column: QVBoxLayout, row: PreviewRow, problem: PreviewProblem, together: QCheckBox | None
    ) -> None:
        """Offer the right value: from the list of a coded field, or typed."""
        name = text(f"roster.field.{problem.name}")
        put = QPushButton(_("Put right"))
        put.setAutoDefault(False)
        put.setAccessibleName(_("Put {field} right").format(field=name))
        if problem.name == UNIT_POST:
            take, cut = (partial(how, row.row, UNIT_POST) for how in (self._answer, self._correct))
            add_unit_post(
                column, problem, self.typed, put, partial(take, together=None), partial(cut, together=None)
            )
            return
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        line.addWidget(quiet(_("Right value:"), wrap=False))
        codes = _CODES.get(problem.name)
        if codes:
            choice = ChoiceEditor(
                [Option(code.value, text(f"{coded(problem.name)}.{code}")) for code in codes]
            )
            choice.setAccessibleName(_("Right value of {field}").format(field=name))
            choice.setMinimumWidth(theme.size(200))
            self.typed.add(problem.name, choice, put)
            give = partial(self._answer, row.row, problem.name)
            put.clicked.connect(choice.giving(lambda value: give(value or "", together)))
            line.addWidget(choice)
        else:
            edit = QLineEdit(problem.value)
            edit.setAccessibleName(_("Right value of {field}").format(field=name))
            edit.setMinimumWidth(theme.size(240))
            # cells that ask the same with choices of their own say different things: what is typed is for one
            every = None if problem.choices else together
            self.typed.add(problem.name, edit, put)
            put.clicked.connect(lambda: self._correct(row.row, problem.name, edit.text(), every))
            line.addWidget(edit)
        line.addWidget(put)
        line.addStretch(1)
        column.addLayout(line)

    # --- whom it means ---

    def _add_comparison(self, column: QVBoxLayout, row: PreviewRow) -> None:
        """Set the row and everybody it may mean side by side; what differs is strong."""
        group = QButtonGroup(self)
        now = self.choices.standing(row.row)
        heads = [self._choice(group, row, hit.id, now, _("It is this one")) for hit in row.candidates]
        grid, sides = comparison(row, heads)
        # beside the columns where they, and the photos, leave room, so that nothing has to be scrolled for
        beside = sides <= _MOST_BESIDE and not row.photo
        below: QBoxLayout = QVBoxLayout() if beside else QHBoxLayout()
        below.setSpacing(theme.size(4 if beside else theme.MARGIN))
        if beside:
            whole = QHBoxLayout()
            whole.setSpacing(theme.size(theme.MARGIN * 2))
            for part in (grid, below):
                whole.addLayout(part)
                whole.setAlignment(part, Qt.AlignmentFlag.AlignTop)
            whole.addStretch(1)
            column.addLayout(whole)
        else:
            grid.setColumnStretch(sides + 2, 1)
            column.addLayout(grid)
            column.addLayout(below)
        #: where what changes is shown: here where it has room beside the columns, which are so wide, else under them
        self._below = below if beside else self._under
        self._compared = grid.sizeHint().width()
        if row.can_be_new:
            below.addWidget(self._choice(group, row, NEW_PERSON, now, _("It is somebody new")))
        if row.together:
            words = _("Take together with {row}").format(row=row_phrase(row.together))
            button = self._choice(group, row, TOGETHER, now, words)
            button.setToolTip(_("One person: what that row leaves blank is filled in from this one."))
            below.addWidget(button)
        below.addWidget(self._choice(group, row, LEAVE_OUT, now, _("Leave the row out")))
        if not beside:
            below.addStretch(1)

    def _choice(
        self, group: QButtonGroup, row: PreviewRow, person: int, now: int, words: str
    ) -> QRadioButton:
        button = QRadioButton()
        self.numbers.give(person, words, button)
        button.setChecked(person == now)
        button.toggled.connect(partial(self._chosen, row, person))
        group.addButton(button)
        return button

    def _chosen(self, row: PreviewRow, person: int, on: bool) -> None:
        if on:
            self.decided.emit(row.row, person, (row.settles, row.stays))
            self._show_means(row)
            next_by_tab(self)
            if self._under.count():
                QTimer.singleShot(0, self._see_means)  # when it has its place

    def _add_left(self, column: QVBoxLayout, person: MissingPerson) -> None:
        """Ask what became of somebody who is not in the file; nothing, unless it is said."""
        column.addWidget(strong(" · ".join(part for part in (person.name, person.unit, person.post) if part)))
        on_record = _("Born {birth}, on record: {status}").format(
            birth=person.birth or "—", status=shown_value("status", person.status)
        )
        column.addWidget(quiet(on_record))
        column.addWidget(quiet(_("The file names this unit, but not this person. What became of them?")))
        group, said = QButtonGroup(self), self.choices.left.get(person.id)
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.MARGIN))
        for status in BY_NUMBER:
            words = text(f"person_status.{status}") if status else _("Stays as before")
            button = QRadioButton()
            self.numbers.give(status, words, button)
            button.setChecked(status == (said.status if said else None))
            button.setEnabled(status != person.status)
            button.toggled.connect(partial(self._left_said, person.id, status))
            group.addButton(button)
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        own = QHBoxLayout()
        own.setSpacing(theme.size(theme.GAP))
        day = OwnDay(_("Since when {name} is gone").format(name=person.name), said.day if said else "")
        reason = TextEditor(_("as for all"))
        reason.setText(said.reason if said else "")
        reason.setAccessibleName(_("Reason or document for {name}").format(name=person.name))
        day.said.connect(lambda typed: self.left_told.emit(person.id, typed, reason.text().strip()))
        reason.textEdited.connect(
            lambda typed: self.left_told.emit(person.id, own_day(day.text()) or day.text(), typed.strip())
        )
        for words, editor in ((_("Only here: since"), day), (_("reason"), reason)):
            label = QLabel(words)
            label.setBuddy(editor)
            own.addWidget(label)
            own.addWidget(editor)
            editor.setEnabled(said is not None)
            for ticked in group.buttons()[1:]:
                ticked.toggled.connect(partial(self._own_left, editor, group))
        own.addStretch(1)
        column.addLayout(own)

    def _left_said(self, person_id: int, status: PersonStatus | None, on: bool) -> None:
        if on:
            self.left_said.emit(person_id, status)

    @staticmethod
    def _own_left(editor: QWidget, group: QButtonGroup, _on: bool) -> None:
        editor.setEnabled(not group.buttons()[0].isChecked())
