"""Choosing the people of a class: candidates at the left, the chosen at the right, what stands in the way below."""

from collections.abc import Sequence
from functools import partial

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from trainingdesk.domain.classes.rows import ClassRow, EnrolPreview
from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.errors import DeskError
from trainingdesk.domain.roster.groups import group_of
from trainingdesk.domain.roster.unit_views import UnitNode
from trainingdesk.domain.roster.views import Candidate, CandidateFilter
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _, language, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.notices import details_of, problem_sentence, sentence_of
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView, enter_rows
from trainingdesk.ui.widgets.editors import CheckEditor, ChoiceEditor, Option
from trainingdesk.ui.widgets.enter import EnterPresses, press_focused
from trainingdesk.ui.widgets.forms import Banner
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.enrolments import Enrol
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.classes import enrol_preview
from trainingdesk.usecases.queries.roster import enrolment_candidates, unit_tree

#: how many problems are written out before the rest is counted
LINES_SHOWN = 6
CHECK_MS = 150


def _candidate_columns() -> list[ColumnSpec]:
    return [
        ColumnSpec("name", _("Name"), Kind.PERSON, 5.5),
        ColumnSpec("unit", _("Unit"), width_em=9, stretch=True),
        ColumnSpec("post", _("Post"), width_em=7, sortable=False),
        ColumnSpec("rank", _("Rank"), Kind.CODE, 11 if language() == "en" else 8),
        ColumnSpec(
            "trained_year",
            _("Last trained"),
            width_em=5,
            value=lambda row: str(row.trained_year) if row.trained_year else _("never"),
            sort=lambda row: row.trained_year or 0,
        ),
    ]


def _chosen_columns() -> list[ColumnSpec]:
    return [
        ColumnSpec("name", _("Name"), Kind.PERSON, 5.5),
        ColumnSpec("unit", _("Unit"), width_em=8, stretch=True),
    ]


class EnrolDialog(EnterPresses):
    """Picks people for one class and enrols them in one step.

    Signals:
        saved: the command's outcome.
    """

    saved = Signal(object)

    def __init__(self, parent: QWidget, space: Workspace, row: ClassRow) -> None:
        super().__init__(parent)
        self.space = space
        self._class = row
        self._chosen: dict[int, Candidate] = {}
        self._jobs: dict[str, Job] = {}
        self._preview: EnrolPreview | None = None
        self._sending = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Enrol people"))
        self.resize(theme.size(1060), theme.size(640))
        whole = QVBoxLayout(self)
        margin = theme.size(20)
        whole.setContentsMargins(margin, margin, margin, theme.size(theme.MARGIN))
        whole.setSpacing(theme.size(theme.PADDING))
        heading = QLabel(_("Enrol people: {title}").format(title=row.title))
        heading.setProperty("role", "title")
        whole.addWidget(heading)
        whole.addLayout(self._filters())
        whole.addLayout(self._lists(), 1)
        self.places = QLabel()
        self.places.setProperty("role", "strong")
        whole.addWidget(self.places)
        self.errors, self.notes = Banner(), Banner()
        whole.addWidget(self.errors)
        whole.addWidget(self.notes)
        whole.addLayout(self._buttons())
        self._check = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._check.timeout.connect(self._ask_preview)
        self._say_places()
        self._ask("units", partial(space.desk.ask, unit_tree), self._show_units)
        self._ask_candidates()
        self.search.setFocus()

    # --- making ---

    def _filters(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.search = SearchBox(_("Name, pinyin initials or ID tail"), width=320)
        self.search.searched.connect(lambda _typed: self._ask_candidates())
        self.search.left_down.connect(self._go_to_candidates)
        self.unit = ChoiceEditor(placeholder=_("All units"))
        self.unit.setAccessibleName(_("Unit"))
        self.unit.setMinimumWidth(theme.size(220))
        self.unit.edited.connect(self._ask_candidates)
        self.group = ChoiceEditor(
            [Option(None, _("All groups"))]
            + [Option(kind, text(f"group_kind.{kind}")) for kind in GroupKind],
            placeholder=_("All groups"),
        )
        self.group.setAccessibleName(_("Group"))
        self.group.edited.connect(self._ask_candidates)
        self.fitting = CheckEditor(_("Only who fits the audience"))
        self.fitting.set_value(True)
        self.fitting.edited.connect(self._ask_candidates)
        line.addWidget(self.search, 3)
        line.addWidget(self.unit, 2)
        line.addWidget(self.group, 1)
        line.addWidget(self.fitting)
        line.addStretch(1)
        return line

    def _lists(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.PADDING))
        left, right = QVBoxLayout(), QVBoxLayout()
        self.found = QLabel()
        self.found.setProperty("role", "slate")
        self.candidates = TableView(
            _candidate_columns(), "enrol.candidates", self.space, title=_("Candidates"), frozen="name"
        )
        self.candidates.set_empty(_("Nobody of the base fits. Take a filter away."), "users")
        self.candidates.opened.connect(lambda _id: self.add_selected())
        self.candidates.loaded.connect(self._say_found)
        self.picked = QLabel()
        self.picked.setProperty("role", "slate")
        self.chosen = TableView(
            _chosen_columns(), "enrol.chosen", self.space, title=_("Chosen people"), frozen="name"
        )
        self.chosen.set_empty(_("Choose people at the left: Enter or a double click."), "user-plus")
        self.chosen.opened.connect(lambda _id: self.remove_selected())
        middle = QVBoxLayout()
        middle.addStretch(1)
        self.add_button = QPushButton(_("Add →"))
        self.remove_button = QPushButton(_("← Remove"))
        for button, does in (
            (self.add_button, self.add_selected),
            (self.remove_button, self.remove_selected),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(does)
            middle.addWidget(button)
        middle.addStretch(1)
        left.addWidget(self.found)
        left.addWidget(self.candidates, 1)
        right.addWidget(self.picked)
        right.addWidget(self.chosen, 1)
        line.addLayout(left, 7)
        line.addLayout(middle)
        line.addLayout(right, 4)
        self._show_chosen()
        return line

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addStretch(1)
        self.cancel_button = QPushButton(_("Cancel"))
        self.cancel_button.setAutoDefault(False)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button = QPushButton()
        self.save_button.setProperty("kind", "primary")
        self.save_button.setAutoDefault(False)
        self.save_button.clicked.connect(self.save)
        line.addWidget(self.cancel_button)
        line.addWidget(self.save_button)
        self._say_save()
        return line

    # --- reading ---

    def _ask(self, key: str, read: object, on_done: object) -> None:
        """Read in a reader's thread; of several under one key only the last is answered."""
        if (earlier := self._jobs.get(key)) is not None and shiboken6.isValid(earlier):
            earlier.cancel()
        job = self.space.jobs.job(Lane.READ, without_progress(read))  # type: ignore[arg-type]  # a bound query
        self._jobs[key] = job
        job.succeeded.connect(partial(self._answered, key, job, on_done))
        job.failed.connect(partial(self._not_answered, key, job))
        job.start()

    def _answered(self, key: str, job: Job, on_done: object, answer: object) -> None:
        if shiboken6.isValid(self) and self._jobs.get(key) is job:
            del self._jobs[key]
            on_done(answer)  # type: ignore[operator]  # a method of this dialog

    def _not_answered(self, key: str, job: Job, error: BaseException) -> None:
        if shiboken6.isValid(self) and self._jobs.get(key) is job:
            del self._jobs[key]
            self.space.notices.failed(error)

    def _show_units(self, units: Sequence[UnitNode]) -> None:
        options = [Option(None, _("All units"))]
        options += [Option(unit.id, "　" * unit.depth + unit.name) for unit in units if unit.whole]
        self.unit.set_options(options)

    def _unit_id(self) -> int | None:
        unit: int | None = self.unit.chosen()
        return unit

    def _ask_candidates(self) -> None:
        wanted = CandidateFilter(
            class_id=self._class.id,
            audience=self._class.audience,
            unit_id=self._unit_id(),
            typed=self.search.term(),
            only_fitting=self.fitting.value(),
            membership=self.group.chosen(),
        )
        self._ask(
            "candidates", partial(self.space.desk.ask, enrolment_candidates, wanted), self._show_candidates
        )

    def _show_candidates(self, found: Sequence[Candidate]) -> None:
        kind = group_of(self._class.audience)
        words = _("Nobody of the base fits. Take a filter away.")
        narrowed = self.search.term() or self._unit_id() is not None or self.group.chosen() is not None
        if kind is not None and self.fitting.value() and not found and not narrowed:
            words = _(
                "Nobody holds such a rank or is in the group “{group}”. Fill it in the roster under “Groups and reserve”, or untick “Only who fits the audience”."
            ).format(group=text(f"group_kind.{kind}"))
        self.candidates.set_empty(words, "users")
        rows = [row for row in found if row.id not in self._chosen]
        source = ListSource(rows, self.candidates.rows.columns)
        self.candidates.show_rows(source, source.ids(self.candidates.order))

    def _say_found(self, count: int) -> None:
        self.found.setText(ngettext("{count} candidate", "{count} candidates", count).format(count=count))

    def _go_to_candidates(self) -> None:
        awaited = "candidates" in self._jobs
        if awaited or self.candidates.rows.rowCount():
            enter_rows(self.candidates, awaited=awaited)

    # --- choosing ---

    def add_selected(self) -> None:
        """Take the chosen candidates over."""
        rows = self.candidates.rows
        places = [rows.place_of(key) for key in self.candidates.selected_ids()]
        for place in places:
            row: Candidate | None = rows.row(place)
            if row is not None:
                self._chosen[row.id] = row
        self._choice_changed(next_place=min(places, default=0))

    def remove_selected(self) -> None:
        """Let chosen people go again."""
        for key in self.chosen.selected_ids():
            self._chosen.pop(key, None)
        self._choice_changed()

    def _choice_changed(self, next_place: int = -1) -> None:
        self._show_chosen()
        self._preview = None
        self._check.start()
        self._say_save()
        source = self.candidates.rows.source
        if source is not None and next_place >= 0:
            left = [key for key in self.candidates.rows.ids if key not in self._chosen]
            self.candidates.show_rows(source, left)
            if left:
                self.candidates.select_ids([left[min(next_place, len(left) - 1)]])
        elif next_place < 0:
            self._ask_candidates()

    def _show_chosen(self) -> None:
        rows = list(self._chosen.values())
        source = ListSource(rows, self.chosen.rows.columns)
        self.chosen.show_rows(source, source.ids(self.chosen.order))
        words = ngettext("{count} person chosen", "{count} people chosen", len(rows))
        self.picked.setText(words.format(count=len(rows)))

    def _ask_preview(self) -> None:
        people = list(self._chosen)
        self._ask(
            "preview", partial(self.space.desk.ask, enrol_preview, self._class.id, people), self._show_preview
        )

    def _show_preview(self, preview: EnrolPreview) -> None:
        self._preview = preview
        self.errors.say(_lines([problem_sentence(problem) for problem in preview.errors]))
        self.notes.say(_lines([problem_sentence(problem) for problem in preview.notes]), "warning")
        self._say_places()
        self._say_save()

    def _say_places(self) -> None:
        row, count = self._class, len(self._chosen)
        enrolled = self._preview.enrolled if self._preview else row.enrolled
        words = _("Places {capacity} · enrolled {enrolled} · chosen {count} · left {left}")
        self.places.setText(
            words.format(
                capacity=row.capacity, enrolled=enrolled, count=count, left=row.capacity - enrolled - count
            )
        )

    def _say_save(self) -> None:
        count = len(self._chosen)
        words = ngettext("Enrol {count} person", "Enrol {count} people", count)
        self.save_button.setText(words.format(count=count) if count else _("Enrol"))
        stands = self._preview is not None and bool(self._preview.errors)
        self.save_button.setEnabled(bool(count) and not stands and not self._sending)

    # --- saving ---

    def save(self) -> None:
        """Enrol everybody who was chosen."""
        if self._sending or not self._chosen:
            return
        self._sending = True
        self._say_save()
        self.space.send(
            Enrol(class_id=self._class.id, person_ids=tuple(self._chosen)),
            self._saved,
            title=self.windowTitle(),
            on_error=self._failed,
            on_finished=self._over,
        )

    def _saved(self, outcome: Outcome) -> None:
        self.saved.emit(outcome)
        self.accept()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, DeskError):
            self.errors.say(_lines([sentence_of(error), *details_of(error)]))
        else:
            self.space.notices.failed(error)

    def _over(self) -> None:
        if shiboken6.isValid(self):
            self._sending = False
            self._say_save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter enrols, Delete lets a chosen person go; a plain Enter presses the button one is on."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        elif event.key() == Qt.Key.Key_Delete and self.chosen.hasFocus():
            self.remove_selected()
        elif enter:
            press_focused(self, event)
        else:
            super().keyPressEvent(event)


def _lines(sentences: Sequence[str]) -> list[str]:
    """Return the first sentences, and how many more there are."""
    if len(sentences) <= LINES_SHOWN:
        return list(sentences)
    more = len(sentences) - LINES_SHOWN
    return [
        *sentences[:LINES_SHOWN],
        ngettext("and {count} more", "and {count} more", more).format(count=more),
    ]
