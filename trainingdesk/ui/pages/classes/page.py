"""班次: every class from plan to close."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabBar, QVBoxLayout, QWidget

from trainingdesk.domain.classes.rows import ClassCard, ClassCount, CompletionPreview, EnrolmentRow
from trainingdesk.domain.codes import ClassState
from trainingdesk.shared.text import N_, _, language, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.classes.card import ClassView
from trainingdesk.ui.pages.classes.grades import GradesPanel
from trainingdesk.ui.pages.classes.looks import class_columns
from trainingdesk.ui.pages.classes.verbs import ClassVerbs
from trainingdesk.ui.tables.model import QuerySource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.usecases.queries import classes as queries
from trainingdesk.usecases.queries.menu import class_draft_from_item

#: the tabs above the list: all, then every state
_TABS: tuple[ClassState | None, ...] = (None, *ClassState)


class ClassesPage(ClassVerbs):
    """Classes by state at the left, the one that is chosen at the right."""

    ID = "classes"
    TITLE = N_("Classes")
    HELP = N_(
        "A class goes from plan to close: approve, open enrolment, start, take attendance, assess, close. The approval "
        "goes on record; a class outside the approved plan is opened without it. Its half-days are chosen in a grid; people come from the roster. In the assessment the keys 1 to 4 grade whoever is chosen."
    )
    DEPENDS_ON = frozenset(
        {
            *("training_class", "half_day_session", "enrolment", "attendance_mark", "certificate"),
            *("person", "unit", "unit_former_name"),
        }
    )
    VERBS = (
        "classes.new",
        "classes.edit",
        "classes.schedule",
        "classes.enrol",
        "classes.attendance",
        "classes.sheet",
        "classes.students",
        "classes.withdraw",
        "classes.seats",
        "",
        "classes.approve",
        "classes.open",
        "classes.start",
        "classes.assess",
        "classes.close",
        "classes.reopen",
        "classes.cancel",
    )
    VERBS_SHOWN = 6

    def build(self) -> None:
        """Filters in the toolbar, list and card below."""
        self.card = None
        self._wanted: int | None = None
        self.year = ChoiceEditor()
        self.year.edited.connect(self.refresh)
        self.add_filter(self.year, _("Year"))
        self.search = SearchBox(_("Title, number or teacher"), width=200)
        self.search.searched.connect(lambda _typed: self._show_list())
        self.add_filter(self.search)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.size(4))
        self.states = QTabBar()
        self.states.setDrawBase(False)
        self.states.setProperty("kind", "tight")
        self.states.setExpanding(False)
        self.states.setUsesScrollButtons(True)
        self.states.setAccessibleName(_("State"))
        for _state in _TABS:
            self.states.addTab("")
        self._name_tabs([])
        self.states.currentChanged.connect(lambda _place: self._show_list())
        self.table = TableView(
            class_columns(), "classes.list", self.space, title=_("Classes"), single=True, frozen="title"
        )
        self.table.selection_changed.connect(self._chose)
        self.table.loaded.connect(self._loaded)
        self.table.opened.connect(lambda _id: self.actions_.trigger("classes.edit"))
        column.addWidget(self.states)
        column.addWidget(self.table, 1)
        self.grades = GradesPanel(self.space, self.why_not_grade)
        self.grades.given.connect(self.grade)
        self.view = ClassView(self.space, self.actions_, self.grades)
        self.view.people.selection_changed.connect(self.selection_changed)
        self.offer_menu("training_class", self.table)
        self.offer_menu("enrolment", self.view.people)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(theme.size(theme.PADDING))
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.view)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        # the English names of the states need the room
        left_wide = 560 if language() == "zh_CN" else 650
        self.splitter.setSizes([theme.size(left_wide), theme.size(1320 - left_wide)])
        self.splitter.setChildrenCollapsible(False)
        self.body.addWidget(self.splitter)

    # --- reading ---

    def refresh(self) -> None:
        """Read years, counts and the list; the card follows the choice."""
        self.run_query(queries.class_years, self._show_years)
        self._show_list()
        self._read_card()

    def _show_years(self, years: list[int]) -> None:
        kept = self.year.chosen()
        self.year.set_options([Option(0, _("All years")), *(Option(year, str(year)) for year in years)])
        self.year.set_value(kept or 0)

    def _year(self) -> int | None:
        return self.year.chosen() or None

    def _state(self) -> ClassState | None:
        return _TABS[max(0, self.states.currentIndex())]

    def _show_list(self) -> None:
        source = QuerySource(
            self.space.desk,
            queries.class_ids,
            queries.class_rows,
            year=self._year(),
            state=self._state(),
            text=self.search.term(),
        )
        self.table.show_source(source)
        self.run_query(queries.class_counts, self._name_tabs, self._year())

    def _name_tabs(self, counts: list[ClassCount]) -> None:
        numbers: dict[ClassState | None, int] = {count.state: count.count for count in counts}
        numbers[None] = sum(numbers.values())
        for place, state in enumerate(_TABS):
            words = text(f"class_state.{state}") if state is not None else _("All")
            number = numbers.get(state, 0)
            self.states.setTabText(place, f"{words} {number}" if number else words)

    def _loaded(self, count: int) -> None:
        words = ngettext("{count} class", "{count} classes", count).format(count=count)
        narrowed = self._state() is not None or self._year() is not None or bool(self.search.term())
        hidden = _("narrowed by state, year or search") if narrowed else ""
        self._say_empty(narrowed)
        self.set_counts(words, hidden, self._all if narrowed else None)
        if self._wanted is not None and self.table.rows.place_of(self._wanted) >= 0:
            self.table.select_ids([self._wanted])
            self._wanted = None
        elif self.table.current_id() is None and count:
            self.table.select_ids([self.table.rows.id_at(0)])

    def _say_empty(self, narrowed: bool) -> None:
        if narrowed:
            self.table.set_empty(_("No class fits. Change the search or clear the filter."), "search")
            return
        self.table.set_empty(
            _("There is no class yet. Make one, or form one from the year's menu."),
            "school",
            [self.actions_.button("classes.new"), self.button_to(_("Go to the menu"), "menu")],
        )

    def _all(self) -> None:
        self.search.clear()
        self.year.set_value(0)
        self.states.setCurrentIndex(0)
        self._show_list()

    def _chose(self) -> None:
        chosen = self.table.current_id()
        if chosen is not None and (self.card is None or self.card.row.id != chosen):
            self._read_card()
        self.selection_changed()

    def _read_card(self) -> None:
        chosen = self.table.current_id()
        if chosen is not None:
            self.run_query(queries.class_card, self._show_card, chosen, key="card")
        elif not self.table.loading:
            self.card = None
            self.view.show_card(None)

    def _show_card(self, card: ClassCard) -> None:
        self.card = card
        self.view.show_card(card)
        self.selection_changed()
        self.run_query(queries.class_people, self._show_people, card.row.id, key="people")
        self.run_query(queries.completion_preview, self._show_preview, card.row.id, key="preview")

    def _show_people(self, people: list[EnrolmentRow]) -> None:
        self.view.show_people(people)

    def _show_preview(self, preview: CompletionPreview) -> None:
        if self.card is not None and self.card.row.id == preview.class_id:
            self.view.show_preview(self.card, preview)

    def open_place(self, target: Mapping[str, Any]) -> None:
        """Bring up a class (``{"class": 7}``), or begin one from an item of the menu (``{"menu_item": 3}``)."""
        if "class" in target:
            self.bring_up(int(target["class"]))
        elif "menu_item" in target:
            self.run_query(class_draft_from_item, self.begin_from_menu, int(target["menu_item"]))

    def bring_up(self, class_id: int) -> None:
        """Choose a class whatever the filters say."""
        self._wanted = class_id
        self._all()
