"""The left side of the Menu tab: the pool of courses and the faculty."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import Theme
from trainingdesk.domain.menu.rows import CourseFilter, CourseRow, LecturerRow
from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui import theme
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.menu.forms import CourseForm, LecturerForm, options_of
from trainingdesk.ui.pages.menu.tables import CourseSource, DragTable, course_columns, lecturer_columns
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView, enter_rows
from trainingdesk.ui.widgets.editors import CheckEditor, ChoiceEditor, Option
from trainingdesk.ui.widgets.flow import FlowLayout
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.menu import course_total, lecturers

#: the places of the two lists
COURSES, FACULTY = 0, 1


class PoolPanel(QWidget):
    """Courses and teachers behind two tabs, with one search.

    Signals:
        entered: Enter was pressed on a course.
    """

    entered = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._space = page.space
        self._faculty: tuple[LecturerRow, ...] = ()
        self._total = 0
        self._find: int | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.size(theme.GAP))
        whole.addLayout(self._build_filter())
        self.courses = DragTable(course_columns(), "courses", self._space, title=_("Pool of courses"))
        self.courses.may_drag = self._space.allows(Permission.MENU_EDIT)
        self.courses.set_empty(
            _("No course fits. The pool holds what menus are made from."),
            "book-2",
            [page.actions_.button("menu.add_course")],
        )
        self.courses.opened.connect(self._entered)
        self.courses.loaded.connect(self._loaded)
        self.teachers = TableView(lecturer_columns(), "lecturers", self._space, title=_("Faculty pool"))
        self.teachers.set_empty(
            _("No teacher fits. The faculty pool grows with every class."),
            "users",
            [page.actions_.button("menu.add_lecturer")],
        )
        self.teachers.opened.connect(self._open_lecturer)
        for table in (self.courses, self.teachers):
            table.selection_changed.connect(page.selection_changed)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.courses, _("Courses"))
        self.tabs.addTab(self.teachers, _("Faculty"))
        self.tabs.tabBar().setAccessibleName(_("Courses or faculty"))
        self.tabs.currentChanged.connect(self._switched)
        whole.addWidget(self.tabs, 1)

    def _build_filter(self) -> FlowLayout:
        line = FlowLayout()
        self.search = SearchBox(_("Title, initials, number or teacher"), width=260)
        self.search.searched.connect(self.show_pool)
        self.search.left_down.connect(self._go_down)
        line.add(self.search, stretch=True)
        self.themes = ChoiceEditor([Option("", _("All themes")), *options_of(Theme, "theme")])
        self.themes.setAccessibleName(_("Theme of the course"))
        self.themes.set_value("")
        self.themes.edited.connect(self.show_pool)
        line.add(self.themes)
        self.ended = CheckEditor(_("Ended ones too"))
        self.ended.edited.connect(self.show_pool)
        # the style gives a tick box less room than its words need
        words = self.ended.fontMetrics().horizontalAdvance(self.ended.text())
        self.ended.setMinimumWidth(words + theme.size(30))
        line.add(self.ended)
        return line

    # --- reading ---

    def refresh(self) -> None:
        """Read courses and teachers again."""
        self._page.run_query(course_total, self._total_arrived)
        self._page.run_query(lecturers, self._faculty_arrived, "", False)
        self.show_pool()

    def show_pool(self) -> None:
        """Show what fits the search and the filters."""
        wanted = CourseFilter(
            typed=self.search.term(),
            theme=Theme(self.themes.chosen()) if self.themes.chosen() else None,
            active_only=not self.ended.value(),
        )
        self.courses.show_source(CourseSource(self._space.desk, wanted))
        self._show_faculty()

    def find_course(self, course_id: int) -> None:
        """Bring a course up, taking away what could hide it."""
        self._find = course_id
        self.tabs.setCurrentIndex(COURSES)
        self.search.clear()
        self.themes.set_value("")
        self.show_pool()

    def _total_arrived(self, total: int) -> None:
        self._total = total
        self._show_count()

    def _faculty_arrived(self, rows: tuple[LecturerRow, ...]) -> None:
        self._faculty = rows
        self._show_faculty()

    def _show_faculty(self) -> None:
        term = self.search.term().lower()
        fit = [
            row
            for row in self._faculty
            if (row.active or self.ended.value())
            and (not term or any(term in part.lower() for part in (row.name, row.organisation, row.title)))
        ]
        source = ListSource(fit, self.teachers.rows.columns)
        self.teachers.show_rows(source, source.ids(self.teachers.order))
        self._show_count()

    def _loaded(self, _count: int) -> None:
        self._show_count()
        if self._find is not None:
            found, self._find = self._find, None
            self.courses.select_ids([found])
            self.courses.setFocus()

    def _show_count(self) -> None:
        if self.tabs.currentIndex() == FACULTY:
            shown, total = len(self.teachers.rows.ids), len(self._faculty)
            words = ngettext("{shown} teacher", "{shown} teachers", shown).format(shown=shown)
        else:
            shown, total = len(self.courses.rows.ids), self._total
            words = ngettext("{shown} course", "{shown} courses", shown).format(shown=shown)
        hidden = max(total - shown, 0)
        sentence = _("{count} entries hidden by the filter").format(count=hidden) if hidden else ""
        self._page.set_counts(words, sentence, self._clear if hidden else None)

    def _clear(self) -> None:
        self.search.clear()
        self.themes.set_value("")
        self.ended.set_value(True)
        self.show_pool()

    def _switched(self, _tab: int) -> None:
        self.themes.setVisible(self.tabs.currentIndex() == COURSES)
        self._show_count()
        self._page.selection_changed()

    def _go_down(self) -> None:
        table = self.tabs.currentWidget()
        assert isinstance(table, TableView)
        enter_rows(table)

    def _entered(self, _course: int) -> None:
        self.entered.emit()

    def chosen(self) -> list[int]:
        """Return the courses that are chosen, none while the faculty is shown."""
        return self.courses.selected_ids() if self.tabs.currentIndex() == COURSES else []

    # --- forms ---

    def add_course(self) -> None:
        """Open the form of a new course."""
        form = CourseForm(self, self._space, [row for row in self._faculty if row.active])
        form.saved.connect(self._course_saved)
        form.open()

    def _course_saved(self, outcome: Outcome) -> None:
        self.find_course(int(outcome.result["course_id"]))

    def add_lecturer(self) -> None:
        """Open the form of a new teacher."""
        self.tabs.setCurrentIndex(FACULTY)
        LecturerForm(self, self._space).open()

    def why_not_change(self) -> str:
        """Return why there is nothing to change."""
        table = self.teachers if self.tabs.currentIndex() == FACULTY else self.courses
        return "" if table.current_id() is not None else _("Choose a course or a teacher on the left first.")

    def change(self) -> None:
        """Open the form of the chosen course or teacher."""
        if self.tabs.currentIndex() == FACULTY:
            self._open_lecturer(self.teachers.current_id())
            return
        course: Any = self.courses.current_row()
        assert isinstance(course, CourseRow)
        known = [row for row in self._faculty if row.active or row.id == course.lecturer_id]
        CourseForm(self, self._space, known, course).open()

    def _open_lecturer(self, lecturer_id: int | None) -> None:
        row = next((row for row in self._faculty if row.id == lecturer_id), None)
        if row is not None and self._space.allows(Permission.MENU_EDIT):
            LecturerForm(self, self._space, row).open()
