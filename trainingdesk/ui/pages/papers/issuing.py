"""Issuing: the classes at the left, at the right who of one gets a certificate and who not and why."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from trainingdesk.domain.certificates.rows import ClassForCertificates, Qualifying, QualifyingRow
from trainingdesk.domain.codes import ClassState
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _, listed, text
from trainingdesk.ui import theme
from trainingdesk.ui.actions import ActionSet
from trainingdesk.ui.notices import problem_sentence
from trainingdesk.ui.pages.fees.columns import wide
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.workspace import Workspace


def _class_chip(state: ClassState) -> Chip:
    done = state is ClassState.CLOSED
    return Chip(
        text(f"class_state.{state}"), "circle-check" if done else "hourglass", "pine" if done else "slate"
    )


def class_columns() -> list[ColumnSpec]:
    """Return the columns of classes, in the language in force."""
    return [
        ColumnSpec("code", _("Class number"), width_em=wide(5, 7.5)),
        ColumnSpec("title", _("Training class"), width_em=12, stretch=True),
        ColumnSpec("end_day", _("Ended"), Kind.DAY, 6.5),
        ColumnSpec("state", _("State"), width_em=wide(5.5, 8.5), chip=_class_chip),
        ColumnSpec("open", _("To issue"), Kind.INT, 4.5, value=lambda row: row.open or None),
    ]


def _standing(row: QualifyingRow) -> Chip:
    if row.number:
        return Chip(_("issued"), "certificate", "slate")
    if row.qualifies:
        return Chip(_("qualifies"), "circle-check", "pine")
    return Chip(_("does not"), "circle-x", "amber")


def _remark(row: QualifyingRow) -> str:
    if row.number:
        return row.number
    return listed((problem_sentence(why) for why in row.why_not), "；")


def people_columns() -> list[ColumnSpec]:
    """Return the columns of the people of a class, in the language in force."""
    return [
        ColumnSpec("seat", _("Seat"), Kind.INT, 3.5),
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("unit", _("Unit"), width_em=7.5),
        ColumnSpec("grade", _("Assessment"), Kind.CODE, wide(4.5, 7)),
        ColumnSpec("attended_hours", _("Hours"), Kind.HOURS, 4.5, tip=_("Attended hours")),
        ColumnSpec(
            "standing",
            _("Certificate"),
            width_em=wide(6, 7.5),
            chip=_standing,
            value=lambda row: row,
            sort=lambda row: 2 if row.number else int(not row.qualifies),
        ),
        ColumnSpec(
            "remark",
            _("Number, or why not"),
            width_em=20,
            value=_remark,
            stretch=True,
            sort=lambda row: row.number,
        ),
    ]


class IssuingPanel(QWidget):
    """Classes, and the people of the chosen one.

    Signals:
        class_chosen: the id of a class. changed: another choice among the people.
    """

    class_chosen = Signal(int)
    changed = Signal()

    def __init__(self, space: Workspace, actions: ActionSet) -> None:
        super().__init__()
        self.found: Qualifying | None = None
        self.wanted: int | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, theme.size(theme.PADDING), 0, 0)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        self._class_columns = class_columns()
        self.classes = TableView(
            self._class_columns, "papers.classes", space, title=_("Classes"), single=True
        )
        self.classes.set_empty(
            _("No class is under way or closed yet; certificates follow when one is."), "school"
        )
        self.classes.selection_changed.connect(self._chose)
        self.classes.loaded.connect(self._loaded)
        splitter.addWidget(self.classes)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.size(theme.GAP))
        line = QHBoxLayout()
        self.words = QLabel()
        self.words.setWordWrap(True)
        line.addWidget(self.words, 1)
        line.addWidget(actions.button("papers.issue", kind="primary"))
        column.addLayout(line)
        self._people_columns = people_columns()
        self.people = TableView(
            self._people_columns, "papers.people", space, title=_("Who qualifies"), frozen="name"
        )
        self.people.set_empty(_("Choose a class at the left."), "certificate")
        self.people.selection_changed.connect(self.changed)
        column.addWidget(self.people, 1)
        splitter.addWidget(right)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([theme.size(520), theme.size(820)])
        whole.addWidget(splitter)

    def show_classes(self, classes: tuple[ClassForCertificates, ...]) -> None:
        """Show the classes that certificates come from."""
        self.classes.show_source(ListSource(classes, self._class_columns))

    def choose_class(self, class_id: int) -> None:
        """Bring up one class, at once or when the list is there."""
        if self.classes.rows.place_of(class_id) >= 0:
            self.classes.select_ids([class_id])
        else:
            self.wanted = class_id

    def show_people(self, found: Qualifying) -> None:
        """Show who of a class qualifies."""
        self.found = found
        able = sum(row.qualifies for row in found.rows)
        issued = sum(bool(row.number) for row in found.rows)
        self.words.setText(
            _("{able} qualify, {issued} are issued, {rest} do not qualify. Next number: {number}").format(
                able=able, issued=issued, rest=len(found.rows) - able - issued, number=found.next_number
            )
        )
        self.people.show_source(ListSource(found.rows, self._people_columns))

    def chosen(self) -> list[QualifyingRow]:
        """Return the people chosen in the list."""
        ids = set(self.people.selected_ids())
        return [row for row in self.found.rows if row.id in ids] if self.found else []

    def _loaded(self, count: int) -> None:
        if self.wanted is not None and self.classes.rows.place_of(self.wanted) >= 0:
            wanted, self.wanted = self.wanted, None
            self.classes.select_ids([wanted])
        elif count and self.classes.current_id() is None:
            rows = [self.classes.rows.row(place) for place in range(count)]
            closed = [row for row in rows if row.state is ClassState.CLOSED]
            first = next((row for row in closed if row.open), (closed or rows)[0])
            self.classes.select_ids([first.id])
        else:
            self._chose()

    def _chose(self) -> None:
        chosen = self.classes.current_id()
        if chosen is not None:
            self.class_chosen.emit(chosen)
