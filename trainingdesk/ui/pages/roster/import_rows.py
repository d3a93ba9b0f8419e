"""The third step of an import: every row in a bucket, and what the person decides about it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QRadioButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.roster.import_views import ImportPreview, Unopened
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.mending import Place
from trainingdesk.shared.field_words import row_words
from trainingdesk.shared.text import _, listed, ngettext, sentences
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.pages.roster.choices import Choices, forget_found, mended_rows, weigh
from trainingdesk.ui.pages.roster.import_against import (
    gone_too_early,
    is_too_early,
    let_go,
    note_others,
    twice,
)
from trainingdesk.ui.pages.roster.import_back import TakeBack, go_to_card
from trainingdesk.ui.pages.roster.import_detail import KIND, RowDetail
from trainingdesk.ui.pages.roster.import_earlier import EarlierLine
from trainingdesk.ui.pages.roster.import_heaps import APART, LEFT, Heaps, heap_of, split
from trainingdesk.ui.pages.roster.import_left import LeftHeap
from trainingdesk.ui.pages.roster.import_lookup import LookUps
from trainingdesk.ui.pages.roster.import_moved import moved_by
from trainingdesk.ui.pages.roster.import_numbers import digit_of
from trainingdesk.ui.pages.roster.import_since import SinceChoice
from trainingdesk.ui.pages.roster.import_staying import staying
from trainingdesk.ui.pages.roster.import_tables import (
    PreviewSource,
    RowsTable,
    head_rows,
    row_columns,
)
from trainingdesk.ui.pages.roster.import_units import KindsButton
from trainingdesk.ui.pages.roster.import_words import early_words, let_go_words, remark_words, will_words
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.queries.roster_import import (
    alike_answers,
    alike_places,
    preview_photos,
    rows_numbered,
)
from trainingdesk.usecases.queries.roster_import_units import rows_unopened

#: the room of the rows and of the one the cursor is on, and of those who are not in the file, whose card is low
_ROOMS = {False: (225, 235), True: (260, 190)}


class RowsStep(QWidget):
    """Buckets at the left, their rows, and below them the row the cursor is on.

    Signals:
        decided: something was chosen or taken back.
        mended: cells were put right and the rows have to be read again.
    """

    decided = Signal()
    mended = Signal()

    def __init__(self, space: Workspace) -> None:
        super().__init__()
        self.space = space
        self.choices = Choices()
        self._preview: ImportPreview | None = None
        #: the heap whose rows are shown, and the bucket they are in
        self._heap = self._bucket = ""
        #: the row that is shown although it is of another heap by now
        self._stays = 0
        #: the same rows are shown once more
        self._anew = False
        self._looks = LookUps(self, space)
        self._looks.changed.connect(self.decided)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.size(theme.GAP))
        self.earlier = EarlierLine(lambda: self.choices)
        self.earlier.taken.connect(self.mended)
        whole.addWidget(self.earlier)
        self.buckets = Heaps()
        self.buckets.currentItemChanged.connect(self._bucket_chosen)
        # a click on a heap is for its rows: the keys go there at once
        self.buckets.itemClicked.connect(self._go_to_rows)
        title = _("Rows of the file")
        self.rows = RowsTable(
            row_columns(lambda: self.choices), "import_rows", space, title=title, single=True
        )
        triggers = QAbstractItemView.EditTrigger
        self.rows.setEditTriggers(triggers.DoubleClicked)
        self.rows.selection_changed.connect(self._row_chosen)
        self.rows.loaded.connect(self._loaded)
        self.rows.rows.edited.connect(self._cell_typed)
        self.left = LeftHeap(space, lambda: self.choices, self._is_too_early)
        self.people, self.left_line = self.left.people, self.left.line
        self.left.noted.connect(self._say_summary)
        self.people.selection_changed.connect(self._row_chosen)
        self.left.hide()
        self.detail = RowDetail(self.choices)
        self.rows.number_pressed.connect(self.detail.press_number)
        self.back = TakeBack(self)
        self.rows.back_wanted.connect(self.back.current)
        self.rows.card_wanted.connect(partial(go_to_card, self.detail))
        self.detail.back_wanted.connect(self.back.cell)
        self.detail.corrected.connect(self._correct)
        self.detail.answered.connect(self._answer)
        self.detail.photos_wanted.connect(self._show_photos)
        self.detail.typed.left.connect(partial(_show_chosen, self))
        self.detail.decided.connect(self._decided)
        self.detail.row_taken.connect(self._take_toggled)
        self.detail.field_taken.connect(self._field_toggled)
        self.detail.day_told.connect(self._day_told)
        self.detail.put_right.connect(partial(_tell_put_right, self))
        self.detail.left_said.connect(self.left.say_one)
        self.detail.left_told.connect(self.left.tell_one)
        self.left.said.connect(self._row_chosen)
        self.parts = parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        tables = QWidget()
        stacked = QVBoxLayout(tables)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.addWidget(self.rows)
        stacked.addWidget(self.left)
        parts.addWidget(tables)
        parts.addWidget(self.detail)
        parts.setSizes(list(map(theme.size, _ROOMS[False])))
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        line.addWidget(self.buckets)
        line.addWidget(parts, 1)
        whole.addLayout(line, 1)
        self.units = QCheckBox()
        self.units.setChecked(True)
        self.units.toggled.connect(self._units_toggled)
        self.kinds = KindsButton(space)
        self.kinds.said.connect(self._row_chosen)
        self.kinds.said.connect(self.decided)
        self.kinds.named.connect(self.mended)
        opened = QHBoxLayout()
        opened.addWidget(self.units)
        opened.addWidget(self.kinds)
        opened.addStretch(1)
        whole.addLayout(opened)
        self.since = SinceChoice()
        self.since.said.connect(self.decided)
        whole.addWidget(self.since)
        whole.addLayout(self._extent())
        self.summary = QLabel()
        self.summary.setProperty("role", "strong")
        self.summary.setWordWrap(True)
        end = QHBoxLayout()
        end.addWidget(self.summary, 1)
        end.addWidget(self.back.button)
        whole.addLayout(end)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by a digit wherever the focus is; where one is typed, the field has taken it before."""
        digit = digit_of(event)
        if digit is None or not self.detail.press_number(digit):
            super().keyPressEvent(event)

    def _go_to_rows(self) -> None:
        shown = self.people if self._bucket == LEFT else self.rows
        shown.setFocus(Qt.FocusReason.MouseFocusReason)

    def _extent(self) -> QHBoxLayout:
        """The choice between the good rows and the whole file."""
        self.good_rows = QRadioButton()
        self.good_rows.setChecked(True)
        self.whole_file = QRadioButton(_("The whole file or nothing"))
        self.good_rows.toggled.connect(self._extent_toggled)
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.MARGIN))
        line.addWidget(self.good_rows)
        line.addWidget(self.whole_file)
        line.addStretch(1)
        return line

    # --- what is shown ---

    def show_preview(self, preview: ImportPreview) -> None:
        """Show another file's rows; what was decided before is forgotten."""
        self._looks.forget()
        self.choices = self.detail.choices = Choices(day=preview.day, day_given=bool(preview.day_from))
        self.detail.numbers.forget()
        self.left.begin()
        self.good_rows.setChecked(True)
        self.units.setChecked(True)
        self._heap = self._bucket = ""
        head_rows(self.rows, forms=bool(preview.forms))
        self.earlier.show_for(preview.earlier)
        self.back.begin()
        self._fill(preview)

    def show_mended(self, preview: ImportPreview) -> str:
        """Show the rows as they are now that cells were put right; returns in words which are left out for it.

        Every decision stands, but those about rows that are not asked about any more, and so does the card on which
        somebody types: what was typed would be gone, and the digits still to come would answer another question.
        """
        self.choices.ask_again(preview.asked_again)
        decided, ask = self.choices.decided_rows(), self.space.desk.ask
        found = ask(rows_numbered, preview.token, decided, self.choices.day) if decided else ()
        out = let_go(self.choices, preview, found)
        self.earlier.settle()
        self._weigh_all(preview)
        _type_on_card(self.rows, self.detail)
        self._anew = self.detail.typed.under_way
        self.back.follow(goes_back=True)
        self._stays = staying(self.space.desk, preview, self.choices, self.rows.current_row(), self._heap)
        self._heap = self.back.heap(preview) or self._heap
        self._fill(preview)
        if not self._anew:
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        self._anew = False
        return let_go_words(out)

    def show_said(self) -> None:
        """Show what is said of the rows, now that some of it was taken back."""
        if self._preview is not None:
            (self.good_rows if self.choices.good_only else self.whole_file).setChecked(True)
            self.units.setChecked(self.choices.create_units)
            self.left.show_line()
            self.show_mended(self._preview)

    def _fill(self, preview: ImportPreview) -> None:
        self._preview = preview
        _look_for_unopened(self)
        wanted = self._heap
        self.buckets.fill(preview, self.choices, keep=wanted if self._stays else "")
        units = list(preview.new_units)
        self.units.setVisible(bool(units))
        words = ngettext(
            "Open {count} unit that the roster does not know: {names}",
            "Open {count} units that the roster does not know: {names}",
            len(units),
        )
        names = listed(units[:4]) + ("…" if len(units) > 4 else "")
        self.units.setText(words.format(count=len(units), names=names))
        self.units.setToolTip("\n".join(units[:40]))
        self.kinds.show_for(preview, self.choices)
        self.since.show_for(preview, self.choices, self.space.today)
        if sum(1 for sheet in preview.sheets if sheet.used) > 1:
            # the row is said with its sheet
            self.rows.setColumnWidth(0, max(self.rows.columnWidth(0), theme.size(130)))
        self.buckets.choose(wanted)
        self._say_summary()

    def _bucket_chosen(self, item: QListWidgetItem | None, _before: object = None) -> None:
        if item is None or self._preview is None:
            return
        self._stays = self._stays if heap_of(item) == self._heap else 0
        self._heap = heap_of(item)
        self._bucket = Bucket.UPDATE.value if self._heap in APART else self._heap
        left = self._bucket == LEFT
        if left != self.left.isVisibleTo(self):
            self.parts.setSizes(list(map(theme.size, _ROOMS[left])))
        self.rows.setVisible(not left)
        self.left.setVisible(left)
        wrong = self._bucket in {Bucket.ERROR, Bucket.QUESTION}
        for place, column in enumerate(self.rows.rows.columns):
            if column.key in {"column", "cell"}:
                self.rows.setColumnHidden(place, not wrong)
            elif column.key == "what":  # of wrong rows nothing else happens, and why needs the room
                self.rows.setColumnHidden(place, wrong)
        if not self._anew:
            self.detail.show_row(None)
        if left:
            self.left.read(self._preview.token, self.choices.lacked(self._preview))
        else:
            apart, mended = split(self._preview, self.choices).apart, mended_rows(self.choices)
            token, day = self._preview.token, self.choices.day
            source = PreviewSource(self.space.desk, token, self._heap, day, apart, mended, self._stays)
            self.rows.show_source(source, order="")

    def _loaded(self, count: int) -> None:
        sought = self.back.place(self._preview) if count and self._preview is not None else None
        if sought is not None:
            self.rows.select_ids([sought])
        elif count and self.rows.current_id() is None:
            self.rows.select_ids([self.rows.rows.id_at(0)])

    def _row_chosen(self) -> None:
        table = self.people if self._bucket == LEFT else self.rows
        if not self.detail.typed.under_way:  # else it is chosen once the field is left
            self.detail.show_row(table.current_row())

    def _show_photos(self, row: int) -> None:
        assert self._preview is not None
        read = without_progress(self.space.desk.ask, preview_photos, self._preview.token, row)
        job = self.space.jobs.job(Lane.READ, read, owner=self)
        job.succeeded.connect(partial(self.detail.show_photos, row))
        job.failed.connect(self.space.notices.failed)
        job.start()

    # --- what is put right ---

    def _cell_typed(self, place: int, _key: str, typed: str) -> None:
        row = self.rows.rows.row(self.rows.rows.place_of(place))
        wrong = row.wrong_cell() if row is not None else None
        if wrong is not None:
            self._correct(row.row, wrong.name, typed)

    def _correct(self, row: int, field: str, typed: str, alike: str = "") -> None:
        assert self._preview is not None
        if not alike:
            self._corrected(typed, [(row, field)])
            return
        token, kind = self._preview.token, alike == KIND
        then = partial(self._corrected, typed)
        self._looks.ask(then, alike_places, token, row, field, kind=kind)

    def _corrected(self, typed: str, cells: Sequence[Place]) -> None:
        for row, field in cells:
            self.choices.correct(row, field, typed)
        self.mended.emit()

    def _answer(self, row: int, field: str, value: str, together: bool) -> None:
        assert self._preview is not None
        if not together:
            self._answered({(row, field): value})
            return
        self._looks.ask(self._answered, alike_answers, self._preview.token, row, field, value)

    def _answered(self, answers: Mapping[Place, str]) -> None:
        for (row, field), value in answers.items():
            self.choices.answer(row, field, value)
        self.mended.emit()

    # --- what is decided ---

    def _take_toggled(self, row: int, on: bool) -> None:
        shown = self.rows.current_row()
        self.choices.take_row(row, on, shown.bucket.value if shown is not None else self._bucket)
        self._redraw()

    def _field_toggled(self, row: int, field: str, on: bool) -> None:
        self.choices.take_field(row, field, on)
        self._weigh(row)
        self._redraw()

    def _weigh(self, row: int) -> None:
        """Note whether anything of a row is taken, that of the card."""
        shown = self.rows.current_row()
        if shown is not None and shown.row == row:
            self.choices.note_emptied(shown)

    def _weigh_all(self, preview: ImportPreview) -> None:
        ask = self.space.desk.ask
        weigh(self.choices, lambda rows: ask(rows_numbered, preview.token, rows, self.choices.day))

    def _day_told(self, row: int, field: str, day: str) -> None:
        self.choices.tell_day(row, field, day)
        self.decided.emit()

    def _decided(self, row: int, person_id: int, together: tuple[tuple[int, int], tuple[int, bool]]) -> None:
        self.choices.decide(row, person_id, *together)
        shown = self.rows.current_row()
        if shown is not None and shown.row == row:
            note_others(self.choices, shown)
        self._weigh(row)
        self._redraw()

    def _units_toggled(self, on: bool) -> None:
        self.choices.create_units = on
        _look_for_unopened(self)
        self._redraw()

    def _extent_toggled(self, good: bool) -> None:
        self.choices.good_only = good
        self._say_summary()

    def set_day(self, day: date | None) -> None:
        """Take over the day the file speaks of; those who are gone are so since then unless another day is typed."""
        known, self.choices.day = self.choices.day, day
        if day != known and self.choices.dated:
            self.choices.dated = None  # that people changed on a day was said of that day alone
        if self._preview is not None:
            self.choices.day_given = bool(self._preview.day_from) or day != self._preview.day
            self.since.show_for(self._preview, self.choices, self.space.today)
        self.left.set_day(day)
        self.back.follow()
        if day != known and self._preview is not None:
            # by another day other changes are older than what the roster knows
            self.choices.forget_later(self._preview)
            self._weigh_all(self._preview)
            self.back.follow()
            self._fill(self._preview)

    def why_not(self) -> str:
        """Say what keeps the rows from being taken in, "" for nothing."""
        if self._preview is None:
            return ""
        if self.choices.left and self.left_line.value() is None:
            return _("Say since when those who are not in the file are gone, for instance 2026-05-31.")
        if self._looks.busy:
            return _("The rows that say the same are being looked up.")
        unread = self.choices.unread_days()
        if unread:
            return _("“{day}” is no day: type for instance 2026-05-31 or 2026-05.").format(day=unread[0])
        early = gone_too_early(self.choices, self._preview)
        if early:
            return early_words(self._preview, self.choices, early)
        both = twice(self.choices)
        if both is not None:
            return _(
                "{row} and {other} would change the same person: decide one of them differently."
            ).format(row=row_words(both[0]), other=row_words(both[1]))
        will = self.choices.expected(self._preview)
        waiting = will.waiting
        if not (will.new or will.updated or will.same or will.older):
            return _(
                "Nothing would come in: every row is in error, not decided or left out. "
                "Put rows right or decide them, or go back and choose another file."
            )
        if waiting and not self.choices.good_only:
            words = ngettext(
                "{count} row is in error or not decided. Put it right, or take the good rows only.",
                "{count} rows are in error or not decided. Put them right, or take the good rows only.",
                waiting,
            )
            return words.format(count=f"{waiting:,}")
        return ""

    def _is_too_early(self, person_id: int) -> bool:
        return self._preview is not None and is_too_early(self.choices, self._preview, person_id)

    def _redraw(self) -> None:
        self.rows.rows.forget_rows()
        if self._preview is not None:
            # what is left stays in sight until its heap is looked at anew; the heaps count it where it now belongs
            forget_found(self.choices, self._preview)
            self.buckets.fill(self._preview, self.choices, stay=True)
        self._say_summary()

    def _say_summary(self) -> None:
        if self._preview is None:
            return
        will = self.choices.expected(self._preview)
        waiting = ngettext(
            "The good rows; {count} row in error or not decided stays out",
            "The good rows; {count} rows in error or not decided stay out",
            will.waiting,
        )
        self.good_rows.setText(waiting.format(count=f"{will.waiting:,}"))
        for button in (self.good_rows, self.whole_file):
            button.setVisible(bool(will.waiting))
        answered = self._preview.remarks_answered + len(self.choices.remarks_kept)
        said = remark_words(self._preview.remarks_asked, answered)
        words = will_words(will, moved_by(self.choices, self._preview))
        self.summary.setText(sentences(filter(None, (words, said))))
        self.decided.emit()


def _type_on_card(table: RowsTable, card: RowDetail) -> None:
    """Let a cell that is being typed in be typed on the card: the table is filled anew."""
    row = table.current_row()
    wrong = row.wrong_cell() if row is not None else None
    typed = table.take_typed()
    if typed is not None and wrong is not None:
        card.typed.go_on(wrong.name, typed)


def _show_chosen(step: RowsStep) -> None:
    """Show the row the cursor is on, now that the field is left for which another one stood."""
    table = step.people if step._bucket == LEFT else step.rows
    if table.current_row() != step.detail.shown:
        step._row_chosen()


def _tell_put_right(step: RowsStep, row: int, field: str, on: bool) -> None:
    step.choices.put_right[row, field] = on
    step.decided.emit()


def _look_for_unopened(step: RowsStep) -> None:
    """Look up which rows stay out, where new units are not opened."""
    if step._preview is not None and not step.choices.create_units and step._preview.new_units:
        step._looks.ask(partial(_unopened_found, step), rows_unopened, step._preview.token)


def _unopened_found(step: RowsStep, found: Unopened) -> None:
    step.choices.unopened = found
    step._say_summary()
