"""The third step of an import: every row in a bucket, and what the person decides about it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.views import (
    ImportPreview,
    PersonHit,
    PreviewChange,
    PreviewProblem,
    PreviewRow,
)
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _, language, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.choices import LEAVE_OUT, NEW_PERSON, Choices
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.workspace import DeskLike, Workspace
from trainingdesk.usecases.queries.roster_import import missing_people, preview_places, preview_rows

#: the people of the file's units who are not in it: shown beside the buckets
LEFT = "left"
#: the buckets in the order they are looked at: what needs the person first
ORDER = (Bucket.ERROR, Bucket.QUESTION, Bucket.MAYBE, Bucket.UPDATE, Bucket.NEW, Bucket.SAME)
#: reasons under which a row can't be a new person: its ID number is somebody's
_SAME_NUMBER = {"roster.maybe_other_name"}
_TONES = {
    "error": ("circle-x", "seal"),
    "question": ("help", "amber"),
    "maybe": ("users", "amber"),
    "update": ("pencil", "indigo"),
    "new": ("plus", "pine"),
    "same": ("check", "slate"),
    "left": ("logout", "slate"),
}


class _PreviewSource:
    """Rows of one bucket by their places in the file."""

    def __init__(self, desk: DeskLike, token: str, bucket: Bucket) -> None:
        self._desk, self._token, self._bucket = desk, token, bucket

    def ids(self, order: str) -> Sequence[int]:
        """Return the places in the file's order."""
        found: Sequence[int] = self._desk.ask(preview_places, self._token, self._bucket)
        return found

    def rows(self, ids: Sequence[int]) -> Mapping[int, Any]:
        """Return the rows at some places."""
        return dict(zip(ids, self._desk.ask(preview_rows, self._token, list(ids)), strict=True))


class RowsStep(QWidget):
    """Buckets at the left, their rows, and below them the row the cursor is on.

    Signals:
        decided: something was chosen or taken back.
    """

    decided = Signal()

    def __init__(self, space: Workspace) -> None:
        super().__init__()
        self.space = space
        self.choices = Choices()
        self._preview: ImportPreview | None = None
        self._bucket = ""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.size(theme.GAP))
        self.buckets = QListWidget()
        self.buckets.setAccessibleName(_("What the import would do"))
        self.buckets.setFixedWidth(theme.size(220 if language() == "en" else 190))
        self.buckets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.buckets.currentItemChanged.connect(self._bucket_chosen)
        self.rows = TableView(self._columns(), "import_rows", space, title=_("Rows of the file"), single=True)
        self.rows.selection_changed.connect(self._row_chosen)
        self.people = TableView(
            _left_columns(), "import_left", space, title=_("Not in the file"), single=True
        )
        self.people.selection_changed.connect(self._row_chosen)
        self.people.hide()
        self.detail = QScrollArea()
        self.detail.setWidgetResizable(True)
        self.detail.setFrameShape(QFrame.Shape.NoFrame)
        self.detail.setAccessibleName(_("The chosen row"))
        self.detail.setObjectName("card")
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        tables = QWidget()
        stacked = QVBoxLayout(tables)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.addWidget(self.rows)
        stacked.addWidget(self.people)
        parts.addWidget(tables)
        parts.addWidget(self.detail)
        parts.setSizes([theme.size(240), theme.size(170)])
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        line.addWidget(self.buckets)
        line.addWidget(parts, 1)
        whole.addLayout(line, 1)
        self.units = QCheckBox()
        self.units.setChecked(True)
        self.units.toggled.connect(self._units_toggled)
        whole.addWidget(self.units)
        self.summary = QLabel()
        self.summary.setProperty("role", "strong")
        self.summary.setWordWrap(True)
        whole.addWidget(self.summary)

    # --- what is shown ---

    def show_preview(self, preview: ImportPreview) -> None:
        """Show another file's rows; what was decided before is forgotten."""
        self._preview = preview
        self.choices = Choices()
        self.buckets.clear()
        for name in (*(bucket.value for bucket in ORDER), LEFT):
            count = preview.counts.get(name, 0)
            if not count:
                continue
            icon, tone = _TONES[name]
            item = QListWidgetItem(theme.icon(icon, tone, 16), f"{text(f'roster.bucket.{name}')}  {count:,}")
            item.setData(int(Qt.ItemDataRole.UserRole), name)
            self.buckets.addItem(item)
        units = list(preview.new_units)
        self.units.setVisible(bool(units))
        self.units.setChecked(True)
        words = ngettext(
            "Open {count} unit that the roster does not know: {names}",
            "Open {count} units that the roster does not know: {names}",
            len(units),
        )
        names = "、".join(units[:4]) + ("…" if len(units) > 4 else "")
        self.units.setText(words.format(count=len(units), names=names))
        self.units.setToolTip("\n".join(units[:40]))
        if self.buckets.count():
            self.buckets.setCurrentRow(0)
        self._say_summary()

    def _bucket_chosen(self, item: QListWidgetItem | None, _before: object = None) -> None:
        if item is None or self._preview is None:
            return
        self._bucket = str(item.data(int(Qt.ItemDataRole.UserRole)))
        left = self._bucket == LEFT
        self.rows.setVisible(not left)
        self.people.setVisible(left)
        self._show_detail(None)
        if left:
            people = self.space.desk.ask(missing_people, self._preview.token)
            source = ListSource(people, _left_columns())
            self.people.show_rows(source, source.ids(""))
        else:
            self.rows.show_source(
                _PreviewSource(self.space.desk, self._preview.token, Bucket(self._bucket)), order=""
            )

    def _row_chosen(self) -> None:
        table = self.people if self._bucket == LEFT else self.rows
        self._show_detail(table.current_row())

    def _show_detail(self, row: PreviewRow | PersonHit | None) -> None:
        ground = QWidget()
        column = QVBoxLayout(ground)
        pad = theme.size(theme.PADDING)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.size(6))
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        if row is None:
            hint = QLabel(_("Choose a row to see what the import would do with it, and why."))
            hint.setProperty("role", "slate")
            hint.setWordWrap(True)
            column.addWidget(hint)
        elif isinstance(row, PersonHit):
            self._add_left(column, row)
        else:
            self._add_row(column, row)
        self.detail.setWidget(ground)

    def _add_row(self, column: QVBoxLayout, row: PreviewRow) -> None:
        title = QLabel(
            _("Row {row}: {who}").format(
                row=row.place, who=" · ".join(part for part in (row.name, row.unit, row.post) if part)
            )
        )
        title.setProperty("role", "strong")
        title.setWordWrap(True)
        column.addWidget(title)
        for problem in row.problems:
            column.addWidget(_problem_line(problem))
        if row.bucket is Bucket.ERROR:
            words = QLabel(_("This row stays out. Mend it in the workbook and import the file once more."))
            words.setProperty("role", "slate")
            words.setWordWrap(True)
            column.addWidget(words)
        elif row.bucket in {Bucket.MAYBE, Bucket.QUESTION}:
            self._add_decision(column, row)
        elif row.bucket is Bucket.UPDATE:
            self._add_changes(column, row)
            self._add_take(column, row)
        elif row.bucket is Bucket.NEW:
            self._add_take(column, row)

    def _add_take(self, column: QVBoxLayout, row: PreviewRow) -> None:
        take = QCheckBox(_("Import this row"))
        take.setChecked(row.row not in self.choices.declined_rows)
        take.toggled.connect(partial(self._take_toggled, row.row))
        column.addWidget(take)

    def _add_changes(self, column: QVBoxLayout, row: PreviewRow) -> None:
        for change in row.changes:
            box = QCheckBox(_change_words(change))
            box.setChecked((row.row, change.field) not in self.choices.declined_fields)
            box.toggled.connect(partial(self._field_toggled, row.row, change.field))
            column.addWidget(box)

    def _add_decision(self, column: QVBoxLayout, row: PreviewRow) -> None:
        group = QButtonGroup(self.detail)
        now = self.choices.decisions.get(row.row, LEAVE_OUT)
        offered: list[tuple[int, str]] = []
        if row.bucket is Bucket.QUESTION:
            taken = row.person_id or NEW_PERSON
            offered.append((taken, _("Import the row and leave the open cell blank")))
        else:
            offered += [
                (
                    hit.id,
                    _("It is {who}").format(
                        who=" · ".join(part for part in (hit.name, hit.unit, hit.post, hit.id_masked) if part)
                    ),
                )
                for hit in row.candidates
            ]
            if row.unit and not any(problem.code in _SAME_NUMBER for problem in row.problems):
                offered.append((NEW_PERSON, _("It is somebody new")))
        offered.append((LEAVE_OUT, _("Leave the row out")))
        for person_id, words in offered:
            button = QRadioButton(words)
            button.setChecked(person_id == now)
            button.toggled.connect(partial(self._decided, row.row, person_id))
            group.addButton(button)
            column.addWidget(button)

    def _add_left(self, column: QVBoxLayout, person: PersonHit) -> None:
        title = QLabel(" · ".join(part for part in (person.name, person.unit, person.post) if part))
        title.setProperty("role", "strong")
        column.addWidget(title)
        words = QLabel(_("The file names this unit, but not this person. Has the person left it?"))
        words.setProperty("role", "slate")
        words.setWordWrap(True)
        column.addWidget(words)
        box = QCheckBox(_("Note that the person has been transferred out"))
        box.setChecked(person.id in self.choices.left)
        box.toggled.connect(partial(self._left_toggled, person.id))
        column.addWidget(box)

    # --- what is decided ---

    def _take_toggled(self, row: int, on: bool) -> None:
        self.choices.take_row(row, on)
        self._redraw()

    def _field_toggled(self, row: int, field: str, on: bool) -> None:
        self.choices.take_field(row, field, on)
        self._redraw()

    def _decided(self, row: int, person_id: int, on: bool) -> None:
        if on:
            self.choices.decide(row, person_id)
            self._redraw()

    def _left_toggled(self, person_id: int, on: bool) -> None:
        self.choices.note_left(person_id, on)
        self.people.rows.forget_rows()
        self._say_summary()

    def _units_toggled(self, on: bool) -> None:
        self.choices.create_units = on
        self._redraw()

    def _redraw(self) -> None:
        self.rows.rows.forget_rows()
        self._say_summary()

    def _say_summary(self) -> None:
        if self._preview is None:
            return
        will = self.choices.expected(self._preview)
        parts = [
            _("{count} new").format(count=f"{will.new:,}"),
            _("{count} updated").format(count=f"{will.updated:,}"),
            _("{count} unchanged").format(count=f"{will.same:,}"),
        ]
        if will.left:
            parts.append(_("{count} noted as transferred out").format(count=f"{will.left:,}"))
        words = _("The import will bring: {parts}.").format(parts=" · ".join(parts))
        if will.out:
            rest = ngettext("{count} row stays out.", "{count} rows stay out.", will.out).format(
                count=f"{will.out:,}"
            )
            words = f"{words} {rest}"
        self.summary.setText(words)
        self.decided.emit()

    # --- columns ---

    def _columns(self) -> tuple[ColumnSpec, ...]:
        return (
            ColumnSpec("place", _("Row"), width_em=3, sortable=False),
            ColumnSpec("name", _("Name"), Kind.PERSON, 5, sortable=False),
            ColumnSpec("unit", _("Unit"), width_em=11, sortable=False),
            ColumnSpec("id_masked", _("ID number"), width_em=10, sortable=False, hidden=True),
            ColumnSpec(
                "what",
                _("What happens"),
                width_em=13 if language() == "en" else 8,
                value=lambda row: row,
                chip=self._chip,
                sortable=False,
            ),
            ColumnSpec("why", _("Why"), width_em=14, value=_why, stretch=True, sortable=False),
        )

    def _chip(self, row: PreviewRow) -> Chip:
        if row.bucket in {Bucket.MAYBE, Bucket.QUESTION}:
            decided = self.choices.decisions.get(row.row)
            if decided is None:
                return Chip(text(f"roster.bucket.{row.bucket}"), *_TONES[row.bucket.value])
            word = _("As somebody new") if decided == NEW_PERSON else _("As this person")
            return Chip(word, "check", "pine")
        if row.row in self.choices.declined_rows:
            return Chip(_("Left out"), "minus", "slate")
        return Chip(text(f"roster.bucket.{row.bucket}"), *_TONES[row.bucket.value])


def _left_columns() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("unit", _("Unit"), width_em=14),
        ColumnSpec("post", _("Post"), width_em=12, stretch=True),
        ColumnSpec("id_masked", _("ID number"), width_em=11, sortable=False),
    )


def _why(row: PreviewRow) -> str:
    if row.problems:
        return " ".join(text(problem.code, **problem.params) for problem in row.problems)
    return "；".join(_change_words(change) for change in row.changes)


def _change_words(change: PreviewChange) -> str:
    label = text(f"roster.field.{change.field}")
    old, new = shown_value(change.field, change.old), shown_value(change.field, change.new)
    if not old:
        return _("{field}: {new}").format(field=label, new=new)
    return _("{field}: {old} → {new}").format(field=label, old=old, new=new)


_CODED = {"sex": "sex", "rank": "rank", "team": "team", "authority": "authority", "status": "person_status"}


def shown_value(field: str, value: str) -> str:
    """Return a field's value as it is shown: codes in words."""
    return text(f"{_CODED[field]}.{value}") if value and field in _CODED else value


def _problem_line(problem: PreviewProblem) -> QLabel:
    sentence = text(problem.code, **problem.params)
    words = f"{problem.field}：{sentence}" if problem.field else sentence
    line = QLabel(words)
    line.setWordWrap(True)
    if problem.severity is Severity.ERROR:
        line.setProperty("role", "error")
    return line
