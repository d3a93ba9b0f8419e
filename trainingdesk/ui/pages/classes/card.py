"""The card of one class: its steps, schedule, people, assessment and what is still to be done before closing."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from trainingdesk.domain.classes.rows import ClassCard, CompletionPreview, EnrolmentRow
from trainingdesk.domain.classes.rules import CLASS_FLOW, ClassAction, HalfDay
from trainingdesk.domain.codes import ClassState, SessionState
from trainingdesk.domain.roster.order import LIST_ORDERS, screen_order
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.actions import ActionButton, ActionSet
from trainingdesk.ui.pages.classes.grades import GradesPanel
from trainingdesk.ui.pages.classes.grid import GridModel, GridTable
from trainingdesk.ui.pages.classes.looks import hours, people_columns, period, state_chip
from trainingdesk.ui.tables.columns import Chip
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.card import ChipLabel, FactsCard
from trainingdesk.ui.widgets.orders import OrderChooser
from trainingdesk.ui.workspace import Workspace

#: How long the row of steps lets clicks pass by after the class moved on: the second half of a double click would
#: otherwise hit the next step, which has come under the pointer. Longer than any system's double-click time (500 ms).
STILL_MS = 600


class ClassView(QFrame):
    """Everything about the class that is chosen."""

    def __init__(self, space: Workspace, actions: ActionSet, grades: GradesPanel) -> None:
        super().__init__()
        self.setObjectName("card")
        self.grades = grades
        whole = QVBoxLayout(self)
        pad = theme.size(theme.PADDING)
        whole.setContentsMargins(pad, pad, pad, pad)
        whole.setSpacing(theme.size(theme.GAP))
        head = QHBoxLayout()
        self.title = QLabel()
        self.title.setProperty("role", "section")
        self.title.setWordWrap(True)
        self.state = ChipLabel()
        head.addWidget(self.title, 1)
        head.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(head)
        self.facts = QLabel()
        self.facts.setProperty("role", "slate")
        self.facts.setWordWrap(True)
        whole.addWidget(self.facts)
        steps = QHBoxLayout()
        steps.setSpacing(theme.size(theme.GAP))
        self.steps: dict[ClassAction, ActionButton] = {}
        for action in ClassAction:
            button = actions.button(f"classes.{action}")
            self.steps[action] = button
            button.installEventFilter(self)
            steps.addWidget(button)
        steps.addStretch(1)
        whole.addLayout(steps)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("About this class"))
        self.grid = GridModel(0, editable=False)
        self.schedule = GridTable(self.grid)
        self.schedule.setEditTriggers(GridTable.EditTrigger.NoEditTriggers)
        self.people = TableView(
            people_columns(), "classes.people", space, title=_("Class members"), frozen="name"
        )
        self.people.set_empty(_("Nobody is enrolled yet."), "user-plus", [actions.button("classes.enrol")])
        self._members: Sequence[EnrolmentRow] = ()
        self.order = OrderChooser(space.settings, "classes.people", ("seat", *LIST_ORDERS))
        self.order.edited.connect(self._order_chosen)
        self.units = QLabel()
        self.units.setProperty("role", "slate")
        self.units.setWordWrap(True)
        crowd = QWidget()
        column = QVBoxLayout(crowd)
        column.setContentsMargins(0, theme.size(theme.GAP), 0, 0)
        line = QHBoxLayout()
        line.addWidget(self.order, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.units, 1)
        column.addLayout(line)
        column.addWidget(self.people, 1)
        self.checklist = FactsCard()
        self.checklist.setAccessibleName(_("Before closing"))
        for widget, words in (
            (self.schedule, _("Schedule")),
            (crowd, _("Class members")),
            (grades, _("Assessment")),
            (self.checklist, _("Before closing")),
        ):
            self.tabs.addTab(widget, words)
        whole.addWidget(self.tabs, 1)
        self._held = False
        self._shown: tuple[int, ClassState] | None = None
        self._still = QTimer(self, singleShot=True, interval=STILL_MS)
        self.show_card(None)

    # --- the steps ---

    def hold_steps(self) -> None:
        """Let no click on a step through until the class is shown in its new state, or :meth:`free_steps`."""
        self._held = True

    def free_steps(self) -> None:
        """Take clicks on steps again: the step was refused."""
        self._held = False

    @property
    def steps_free(self) -> bool:
        """Whether a click on a step does something now."""
        return not self._held and not self._still.isActive()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow presses on the steps while the class is moving on."""
        presses = {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}
        if event.type() in presses and not self.steps_free and watched in self.steps.values():
            return True
        return super().eventFilter(watched, event)

    def _show_steps(self, card: ClassCard | None) -> None:
        shown = (card.row.id, card.row.state) if card is not None else None
        if shown != self._shown:
            if shown is not None and self._shown is not None and shown[0] == self._shown[0]:
                self._still.start()
            self._held = False
            self._shown = shown
        possible = CLASS_FLOW.actions(card.row.state) if card is not None else []
        focus = self.window().focusWidget()
        if any(button is focus and action not in possible for action, button in self.steps.items()):
            self.tabs.setFocus()  # Qt would go on to the next button, which is the one that cancels the class
        for action, button in self.steps.items():
            button.setVisible(action in possible)

    # --- what is shown ---

    def show_card(self, card: ClassCard | None) -> None:
        """Show a class, or that none is chosen."""
        self.tabs.setVisible(card is not None)
        self.state.setVisible(card is not None)
        self._show_steps(card)
        if card is None:
            self.title.setText(_("Choose a class in the list."))
            self.facts.clear()
            return
        row = card.row
        self.title.setText(f"{row.code}　{row.title}")
        self.state.show_chip(state_chip(row.state))
        parts = [
            text(f"audience.{row.audience}"),
            period(row),
            _("{enrolled} of {capacity} places").format(enrolled=row.enrolled, capacity=row.capacity),
            _("{hours} hours").format(hours=hours(row.hours)),
            _("Class teacher {name}").format(name=row.teacher) if row.teacher else "",
            row.place,
            _("Main class") if row.is_main else "",
            _("From the menu: {course}").format(course=card.menu_item) if card.menu_item else "",
        ]
        self.facts.setText(" · ".join(part for part in parts if part))
        self._show_schedule(card)
        self.units.setText("　".join(f"{unit.unit} {unit.count}" for unit in card.units))
        self.units.setVisible(bool(card.units))
        self.tabs.setTabText(1, _("Students {count}").format(count=row.enrolled))

    def _show_schedule(self, card: ClassCard) -> None:
        self.grid.set_days(card.row.start_day, card.row.end_day)
        notes = {}
        for half in card.half_days:
            if card.row.state is ClassState.CLOSED:
                continue  # every roll call of a closed class is closed: saying so hides the topics
            if half.state is SessionState.CLOSED:
                notes[half.day, half.slot] = text("session_state.closed")
            elif half.marked:
                marked = {"marked": half.marked, "expected": card.row.enrolled}
                notes[half.day, half.slot] = _("{marked}/{expected} marked").format(**marked)
        halves = [HalfDay(half.day, half.slot, half.topic, half.hours) for half in card.half_days]
        self.grid.set_half_days(halves, notes)
        self.schedule.verticalHeader().setDefaultSectionSize(theme.size(44))

    def show_people(self, people: Sequence[EnrolmentRow]) -> None:
        """Show the people of the class in the order chosen."""
        self._members = people
        source = ListSource(people, self.people.rows.columns, by=self.order.order())
        self.people.show_source(source)

    @property
    def on_screen(self) -> str:
        """The order the list of people stands in: the one chosen, or that of a heading."""
        return screen_order(self.order.order(), self.people.order)

    def _order_chosen(self) -> None:
        # a heading's order gives way to the one that was just chosen
        self.people.order = ""
        self.show_people(self._members)

    def show_preview(self, card: ClassCard, preview: CompletionPreview) -> None:
        """Show the assessment, and what is still to be done."""
        self.grades.show_preview(preview)
        row = card.row
        closed = len(card.half_days) - card.open_days
        graded = sum(line.grade is not None for line in preview.rows)
        count = len(preview.rows)
        done, todo = ("circle-check", "pine"), ("alert-triangle", "amber")

        def chip(good: bool, words: str) -> QWidget:
            place = QWidget()
            line = QHBoxLayout(place)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(ChipLabel(Chip(words, *(done if good else todo))))
            line.addStretch(1)
            return place

        self.checklist.clear()
        add = self.checklist.add_fact
        add(
            _("Half-days"),
            chip(
                bool(card.half_days),
                _("{count} half-days, {hours} hours").format(
                    count=len(card.half_days), hours=hours(row.hours)
                ),
            )
            if card.half_days
            else chip(False, _("none yet")),
        )
        add(_("Class members"), chip(bool(count), _("{count} enrolled").format(count=count)))
        of = _("{count} of {whole}")
        add(
            _("Roll calls closed"),
            chip(
                bool(card.half_days) and not card.open_days,
                of.format(count=closed, whole=len(card.half_days)),
            ),
        )
        add(_("Grades entered"), chip(bool(count) and graded == count, of.format(count=graded, whole=count)))
        add(
            _("Complete the class"),
            chip(bool(count) and preview.completed == count, of.format(count=preview.completed, whole=count)),
        )
        add(_("Certificates issued"), chip(bool(card.certificates), str(card.certificates)))
        if row.state is ClassState.CLOSED and card.closed_at is not None:
            add(_("Closed"), format_value(Kind.INSTANT, card.closed_at))
