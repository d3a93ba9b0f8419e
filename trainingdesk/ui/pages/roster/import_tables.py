"""The tables of an import's third step: the rows of a heap, and the people who are not in the file."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QLineEdit

from trainingdesk.domain.roster.import_views import PreviewChange, PreviewProblem, PreviewRow
from trainingdesk.domain.roster.importing import TOGETHER
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.remarks import REMARKS
from trainingdesk.domain.roster.which_row import ASKED
from trainingdesk.domain.roster.which_row import PASSED as PASSED_FOR
from trainingdesk.domain.values import mask_field, mask_wrong
from trainingdesk.shared.field_words import row_first, shown_value
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _, language, listed, sentences, text
from trainingdesk.ui.pages.roster.choices import NEW_PERSON, Choices, changes_in, empties
from trainingdesk.ui.pages.roster.import_heaps import MENDED, NOTED, PASSED, REMARK, TONES
from trainingdesk.ui.pages.roster.import_numbers import digit_of
from trainingdesk.ui.pages.roster.import_words import answer_words, change_words, photo_words
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.workspace import DeskLike
from trainingdesk.usecases.queries.roster_import import (
    noted_places,
    passed_places,
    places_numbered,
    preview_places,
    preview_rows,
    remark_places,
)

#: fields that stand in columns of their own beside why a row is where it is
_OWN_COLUMNS = frozenset({"name", "unit"})
#: heaps beside the buckets, and what gives their rows
_BESIDE = {REMARK: remark_places, NOTED: noted_places, PASSED: passed_places}


class PreviewSource:
    """Rows of one heap by their places in the file: of a bucket, with a remark, or those that stand apart.

    Args:
        apart: the heaps beside the buckets, and the running lines of their rows.
        mended: the running lines of the rows in which anything was put right.
        stays: the running line of a row that is shown too, since more is asked of it; 0 for none.
    """

    def __init__(
        self,
        desk: DeskLike,
        token: str,
        heap: str,
        day: date | None,
        apart: Mapping[str, set[int]],
        mended: Collection[int] = (),
        stays: int = 0,
    ) -> None:
        self._desk, self._token, self._heap, self._day = desk, token, heap, day
        self._apart, self._mended, self._stays = apart, mended, stays

    def ids(self, order: str) -> Sequence[int]:
        """Return the places in the file's order."""
        found: Sequence[int]
        if self._heap in self._apart:
            found = self._desk.ask(places_numbered, self._token, self._apart[self._heap])
        elif self._heap == MENDED:
            found = self._desk.ask(places_numbered, self._token, self._mended)
        elif self._heap in _BESIDE:
            found = self._desk.ask(_BESIDE[self._heap], self._token)
        else:
            elsewhere = set().union(*self._apart.values())
            found = self._desk.ask(preview_places, self._token, Bucket(self._heap), elsewhere)
        if self._stays:
            found = sorted({*found, *self._desk.ask(places_numbered, self._token, [self._stays])})
        return found

    def rows(self, ids: Sequence[int]) -> Mapping[int, Any]:
        """Return the rows at some places."""
        return dict(zip(ids, self._desk.ask(preview_rows, self._token, list(ids), self._day), strict=True))


class RowsTable(TableView):
    """The rows of a bucket; F2 goes into the wrong cell, a digit chooses what bears its number below.

    Signals:
        number_pressed: 0 to 9.
        back_wanted: F2 where no cell is wrong any more: the row is to be as the file has it.
        card_wanted: a double click there: what was said of the row is to be looked at on its card.
    """

    number_pressed = Signal(int)
    back_wanted = Signal()
    card_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the wrong cell, hand a digit on; everything else as usual."""
        cell = self._cell()
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_F2 and self.isColumnHidden(cell):
            self.back_wanted.emit()
        elif event.key() == Qt.Key.Key_F2 and index.isValid():
            place = index.siblingAtColumn(cell)
            self.setCurrentIndex(place)
            self.edit(place)
        elif (digit := digit_of(event)) is not None:
            self.number_pressed.emit(digit)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go into the wrong cell; where there is none, go to the row's card: a slip of the mouse takes nothing back."""
        super().mouseDoubleClickEvent(event)
        if self.isColumnHidden(self._cell()) and self.indexAt(event.position().toPoint()).isValid():
            self.card_wanted.emit()

    def _cell(self) -> int:
        return next(place for place, column in enumerate(self.rows.columns) if column.editable)

    def take_typed(self) -> str | None:
        """Close the cell that is being typed in, which says what it said, and return what was typed; None for no cell."""
        cell = self.focusWidget()
        if not isinstance(cell, QLineEdit) or not cell.hasFocus():
            return None
        typed = cell.text()
        self.closeEditor(cell, QAbstractItemDelegate.EndEditHint.RevertModelCache)
        return typed


def head_rows(table: TableView, *, forms: bool) -> None:
    """Head the columns as the file's kind asks for: a form (任免审批表) has fields, and no rows and columns."""
    heads = {
        "place": _("Form") if forms else _("Row"),
        "column": _("Field") if forms else _("Column"),
        "cell": _("The form says") if forms else _("The cell says"),
    }
    for key, title in heads.items():
        table.rows.retitle(key, title)


def wrong_column(row: PreviewRow) -> str:
    """Return the column of the first wrong cell."""
    wrong = row.wrong_cell()
    if wrong is None:
        return ""
    return wrong.field or text(f"roster.field.{wrong.name}")


def wrong_value(row: PreviewRow) -> str:
    """Return what the first wrong cell says, as it is put right."""
    wrong = row.wrong_cell()
    return shown_value(wrong.name, wrong.value) if wrong is not None else ""


def shown_wrong(row: PreviewRow) -> str:
    """Return what the first wrong cell says as a table may show it: of ID and phone numbers what is not hidden.

    Whole it stands where it is put right, in the cell that is being typed in and on the card of the row the cursor is on.
    """
    wrong = row.wrong_cell()
    if wrong is None:
        return ""
    return (
        mask_wrong(wrong.code, wrong.value)
        if wrong.name == "id_number"
        else mask_field(wrong.name, wrong.value)
    )


def why(row: PreviewRow, choices: Choices | None = None) -> str:
    """Return why a row is where it is, or what it would change, and which of that is left out by hand.

    Of somebody new it is what is written of them, of a row that changes nothing what it says.
    """
    kept = choices is not None and row.row in choices.remarks_kept
    problems = sentences(_sentence(one, kept=kept) for one in row.problems if one.code != ASKED)
    meant = row.bucket is Bucket.MAYBE and choices is not None and choices.standing(row.row) > NEW_PERSON
    if row.bucket in {Bucket.ERROR, Bucket.QUESTION} or (row.bucket is Bucket.MAYBE and not meant):
        return problems
    unwanted = set() if choices is None else choices.declined_fields
    said = [
        _("{change} (left out)").format(change=words) if (row.row, change.field) in unwanted else words
        for change in (row.changes if choices is None else changes_in(choices, row))
        for words in (change_words(change),)
    ]
    said += [
        change_words(PreviewChange(name, "", value))
        for name, value in row.written
        if name not in _OWN_COLUMNS
    ]
    if row.photo:
        said.append(photo_words(row))
    return listed(filter(None, [*said, problems]), "；")


def _sentence(problem: PreviewProblem, *, kept: bool) -> str:
    """Return what is said of a row; of a remark that was answered, the answer."""
    said = text(problem.code, **problem.params)
    if problem.code not in REMARKS or not (kept or problem.params.get("answered")):
        return said
    words = answer_words(problem, str(problem.params["taken"]))
    return _("Remark “{value}”: {answer}").format(value=problem.params["value"], answer=words)


def row_columns(choices: Callable[[], Choices]) -> tuple[ColumnSpec, ...]:
    """Return the columns of the rows; ``choices`` gives what is decided about them by now."""
    return (
        ColumnSpec(
            "place",
            _("Row"),
            width_em=4,
            align="right",
            value=lambda row: row_first(row.place),
            sortable=False,
        ),
        ColumnSpec("name", _("Name"), Kind.PERSON, 6.5, sortable=False),
        ColumnSpec("unit", _("Unit"), width_em=8.5, sortable=False),
        ColumnSpec("column", _("Column"), width_em=6, value=wrong_column, sortable=False),
        ColumnSpec(
            "cell",
            _("The cell says"),
            width_em=10.5,  # an ID number
            value=shown_wrong,
            sortable=False,
            editable=True,
            typed=wrong_value,
            tip=_("F2 or a double click: type what is right."),
        ),
        ColumnSpec("id_masked", _("ID number"), width_em=10, sortable=False, hidden=True),
        ColumnSpec(
            "what",
            _("What happens"),
            width_em=16 if language() == "en" else 8,
            value=lambda row: row,
            chip=lambda row: _chip(row, choices()),
            sortable=False,
        ),
        ColumnSpec(
            "why",
            _("Why"),
            width_em=14,
            value=lambda row: why(row, choices()),
            stretch=True,
            sortable=False,
        ),
    )


def _chip(row: PreviewRow, choices: Choices) -> Chip:
    if row.bucket in {Bucket.MAYBE, Bucket.QUESTION}:
        decided = choices.decided().get(row.row)
        if decided is None and row.row in choices.declined_rows:
            return Chip(_("Left out"), "minus", "slate")
        if decided is None:
            return Chip(text(f"roster.bucket.{row.bucket}"), *TONES[row.bucket.value])
        words = {NEW_PERSON: _("As somebody new"), TOGETHER: _("Taken together")}
        if empties(choices, row):
            return Chip(_("Nothing taken"), "minus", "slate")
        word = words.get(decided) or _("As this person")
        return Chip(word, "check", "pine")
    if row.row in choices.declined_rows:
        return Chip(_("Left out"), "minus", "slate")
    if empties(choices, row):
        return Chip(_("Nothing taken"), "minus", "slate")
    if any(problem.code in PASSED_FOR for problem in row.problems):
        return Chip(_("Left out"), "minus", "slate")
    if row.bucket is Bucket.UPDATE and choices.leaves(row) and row.photo in {"", "left"}:
        return Chip(_("Older than the roster"), "history", "slate")
    if row.bucket is Bucket.UPDATE and choices.disputes(row) and row.photo in {"", "left"}:
        return Chip(_("Changed on both sides"), "help", "amber")
    return Chip(text(f"roster.bucket.{row.bucket}"), *TONES[row.bucket.value])
