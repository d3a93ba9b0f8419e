"""The base of every page behind a tab."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar

import shiboken6
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from trainingdesk.domain.errors import Cancelled
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.actions import Action, ActionButton, ActionSet
from trainingdesk.ui.changes import Freshness
from trainingdesk.ui.column_choice import show_columns_menu, tables_in_front
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.toolbar import PageBar
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.outcome import Outcome, Progress


class Page(QWidget):
    """One tab's place: title and verbs at the top left, filter at the right, the body below.

    A page shows frozen rows and sends commands; it reads through :meth:`run_query` and writes through
    :meth:`send`, never directly. The whole of a small page (``ui/pages/rules/page.py``)::

        class RulesPage(Page):
            ID = "rules"
            TITLE = N_("Rules")
            DEPENDS_ON = frozenset({"rule"})              # table names, as commands report them
            VERBS = ("rules.change", "rules.print")       # ids of ui/pages/rules/actions.py, "" makes a gap

            def build(self) -> None:
                self.search = SearchBox(_("Search rules"))
                self.search.searched.connect(self.refresh)
                self.add_filter(self.search)
                self.table = TableView(COLUMNS, "rules", self.space)
                self.table.set_empty(_("No rule fits."), icon="settings")
                self.table.selection_changed.connect(self.selection_changed)
                self.table.loaded.connect(self.show_count)
                self.body.addWidget(self.table)

            def refresh(self) -> None:                    # called when shown and when "rule" changed
                self.table.show_source(QuerySource(self.space.desk, rule_ids, rule_rows, text=self.search.term()))

            def show_count(self, shown: int) -> None:
                self.set_counts(ngettext("{shown} rule", "{shown} rules", shown).format(shown=shown))

            def why_not_change(self) -> str:              # "" when it can be done; named by Action.why_not
                return "" if self.table.current_id() else _("Choose a rule first.")

            def change(self) -> None:                     # named by Action.callback
                rule = self.table.current_row()
                dialog = RuleForm(self, rule)             # a FormDialog sends one command on save
                dialog.open()

            def withdraw(self) -> None:
                command = WithdrawRule(rule_id=self.table.current_id())
                self.send(command, self.withdrawn, action="rules.withdraw")

            def withdrawn(self, outcome: Outcome) -> None:
                self.say_done(_("The rule was withdrawn."))

    Attributes:
        space: the workspace (desk, jobs, notices, settings).
        actions_: the page's actions, bound to this page's methods.
        body: the layout below the toolbar.

    Signals:
        counts_changed: what the status bar shows at its left: a sentence, and one about what a filter hides.
    """

    ID: ClassVar[str] = ""
    TITLE: ClassVar[str] = ""
    #: What F1 says about this place, above its keys.
    HELP: ClassVar[str] = ""
    DEPENDS_ON: ClassVar[frozenset[str]] = frozenset()
    VERBS: ClassVar[tuple[str, ...]] = ()
    #: How many verbs stay in the toolbar where there is room for them; the others are behind "…".
    VERBS_SHOWN: ClassVar[int] = 6

    counts_changed = Signal(str, str)

    def __init__(self, space: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.space = space
        self.setObjectName(f"page_{self.ID}")
        self.setAccessibleName(_(self.TITLE) if self.TITLE else "")
        self.counts = ("", "")
        self._latest: dict[str, Job] = {}
        self._clear_filter: Callable[[], None] | None = None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.title = QLabel(_(self.TITLE) if self.TITLE else "")
        self.title.setProperty("role", "title")
        self.actions_ = ActionSet(space.registry.of_page(self.ID), self, space)
        self.bar = PageBar(self.title, self.actions_, self.VERBS, self.VERBS_SHOWN)
        whole.addWidget(self.bar)
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        margin = theme.size(theme.MARGIN)
        self.body.setContentsMargins(margin, 0, margin, theme.size(theme.PADDING))
        self.body.setSpacing(theme.size(theme.PADDING))
        whole.addWidget(inner, 1)
        self.build()
        #: at the right of the toolbar, on pages that have tables
        self.columns_button: ActionButton | None = None
        if f"{self.ID}.columns" in space.registry:
            self.columns_button = self.actions_.button(f"{self.ID}.columns", kind="quiet", icon_only=True)
            self.add_filter(self.columns_button)
        self.freshness = Freshness(self, space.hub, self.DEPENDS_ON, self.refresh)
        self.actions_.refresh()

    # --- what a page writes ---

    def build(self) -> None:
        """Make the page's widgets; called once."""

    def help_here(self) -> tuple[str, list[tuple[str, list[Action]]]]:
        """Return what this place is for, and what can be done here under its headings; a view of several overrides it."""
        known = list(self.actions_)
        return _(self.HELP) if self.HELP else "", [(self.title.text(), known)] if known else []

    def refresh(self) -> None:
        """Read again what the page shows; called when it is shown stale and when what it depends on changed."""

    def open_place(self, target: Mapping[str, Any]) -> None:
        """Bring up what somebody came for, for instance ``{"person": 7}``."""

    def standing(self) -> Any:
        """Return what the person has narrowed, ordered and chosen here; None where a page keeps nothing."""
        return None

    def take_up(self, standing: Any) -> None:
        """Go on where the page stood that was built in another language; called before it is first shown."""

    def focus_first(self) -> None:
        """Put the cursor where work goes on: where it was, else into the first table or list."""
        views = (
            view
            for view in self.findChildren(QAbstractItemView)
            if view.isVisibleTo(self) and view.window().windowType() != Qt.WindowType.Popup
        )
        before = self.focusWidget()
        # a page that comes to the front is given its first button by Qt: nobody chose that
        place = next(views, before) if before is None or isinstance(before, ActionButton) else before
        (place or self).setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what a page calls ---

    def run_query(
        self,
        read: Callable[..., Any],
        on_done: Callable[[Any], None],
        *args: Any,
        key: str = "",
        title: str = "",
        on_error: Callable[[BaseException], None] | None = None,
        **kwargs: Any,
    ) -> Job:
        """Ask the desk in a reader's thread and hand the answer to ``on_done``.

        Of several questions under one ``key`` (by default the query's name) only the last is answered.
        """
        return self._run(
            Lane.READ,
            without_progress(self.space.desk.ask, read, *args, **kwargs),
            on_done,
            key or getattr(read, "__name__", ""),
            title,
            on_error,
        )

    def run_work(
        self,
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], None],
        *,
        lane: Lane = Lane.READ,
        key: str = "",
        title: str = "",
        action: str = "",
        cancellable: bool = True,
        on_error: Callable[[BaseException], None] | None = None,
    ) -> Job:
        """Run long work that is neither one query nor one command (reading a workbook, drawing a PDF)."""
        return self._run(lane, work, on_done, key, title, on_error, action=action, cancellable=cancellable)

    def send(
        self,
        command: Any,
        on_done: Callable[[Outcome], None] | None = None,
        *,
        action: str = "",
        title: str = "",
        on_error: Callable[[BaseException], None] | None = None,
        cancellable: bool = False,
    ) -> None:
        """Send one command; ``action`` is held while it is under way."""
        if action:
            self.actions_.set_busy(action, True)
        self.space.send(
            command,
            partial(self._if_alive, on_done) if on_done else None,
            title=title or (self.space.registry[action].words.rstrip("…") if action else ""),
            on_error=partial(self._if_alive, on_error) if on_error else None,
            on_finished=partial(self._if_alive, self.actions_.set_busy, action, False) if action else None,
            cancellable=cancellable,
        )

    def say_done(self, sentence: str, *, way_out: str = "", follow: Callable[[], None] | None = None) -> None:
        """Say above the page that something was done."""
        self.space.notices.done(sentence, way_out=way_out, follow=follow)

    def set_counts(
        self, shown: str, hidden: str = "", clear_filter: Callable[[], None] | None = None
    ) -> None:
        """Say at the left of the status bar how many are shown, and what a filter hides (with a way to clear it)."""
        self.counts = (shown, hidden)
        self._clear_filter = clear_filter
        self.counts_changed.emit(shown, hidden)

    def clear_filter(self) -> None:
        """Take the filter away, from the status bar's button."""
        if self._clear_filter is not None:
            self._clear_filter()

    def add_filter(self, widget: QWidget, label: str = "") -> None:
        """Put a widget at the right of the toolbar; ``label`` stands before it and names it."""
        self.bar.add_filter(widget, label)

    def button_to(self, words: str, page: str, action: str = "") -> QPushButton:
        """Return a button that leads to another tab, and starts an action there: for places that are empty."""
        button = QPushButton(words)
        button.setAutoDefault(False)
        go = partial(self.space.go_to, page, action)
        button.clicked.connect(lambda *_args, go=go: go())
        return button

    def why_not_columns(self) -> str:
        """Say why there are no columns to choose."""
        return "" if tables_in_front(self) else _("There is no table here.")

    def choose_columns(self) -> None:
        """Offer the columns of the tables that can be seen."""
        show_columns_menu(self, self.columns_button)

    def selection_changed(self) -> None:
        """Ask every action again whether it can be used; connect a table's selection to it."""
        self.actions_.refresh()

    def offer_menu(self, kind: str, *tables: TableView) -> None:
        """Let right click and the menu key offer those verbs of the toolbar that are done to a table's chosen rows.

        Args:
            kind: what the rows are, as :attr:`Action.of_rows` names them.
        """
        for table in tables:
            table.menu_wanted.connect(partial(self._show_row_menu, table, kind))

    # --- inside ---

    def _show_row_menu(self, table: TableView, kind: str, place: QPoint) -> None:
        menu = self.actions_.row_menu(self.bar.verbs, kind, self)
        menu.addSeparator()
        copy = menu.addAction(_("Copy"), table.copy)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutVisibleInContextMenu(True)
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        menu.popup(place)

    def _if_alive(self, callback: Callable[..., Any], *args: Any) -> None:
        if shiboken6.isValid(self):
            callback(*args)

    def _run(
        self,
        lane: Lane,
        work: Callable[[Progress], Any],
        on_done: Callable[[Any], None],
        key: str,
        title: str,
        on_error: Callable[[BaseException], None] | None,
        *,
        action: str = "",
        cancellable: bool = False,
    ) -> Job:
        job = self.space.jobs.job(lane, work, title, cancellable=cancellable, owner=self)
        if key:
            if (earlier := self._latest.get(key)) is not None:
                earlier.cancel()
            self._latest[key] = job
        if action:
            self.actions_.set_busy(action, True)
        job.succeeded.connect(partial(self._answered, key, job, on_done))
        job.failed.connect(partial(self._answered, key, job, on_error or self.space.notices.failed))
        job.finished.connect(partial(self._over, key, job, action))
        return job.start()

    def _answered(self, key: str, job: Job, callback: Callable[[Any], None], answer: Any) -> None:
        superseded = key and self._latest.get(key) is not job
        if not superseded and not isinstance(answer, Cancelled):
            callback(answer)

    def _over(self, key: str, job: Job, action: str) -> None:
        if key and self._latest.get(key) is job:
            del self._latest[key]
        if action:
            self.actions_.set_busy(action, False)
