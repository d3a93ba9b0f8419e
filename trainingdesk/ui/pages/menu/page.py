"""菜单: courses and faculty on the left, the year's menu by audience on the right."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QSplitter

from trainingdesk.domain.menu.rows import MenuRow, MenuView
from trainingdesk.shared.clock import local_day, system_clock
from trainingdesk.shared.text import N_, _, text
from trainingdesk.ui import theme
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.menu.board import MenuBoard
from trainingdesk.ui.pages.menu.forms import MenuForm
from trainingdesk.ui.pages.menu.pool import PoolPanel
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option
from trainingdesk.usecases.commands.menu import IssueMenu
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.menu import menu_view, menus

#: from this month on the next year's menu is suggested
NEXT_YEARS_MONTH = 11


class MenuPage(Page):
    """The Menu tab."""

    ID = "menu"
    TITLE = N_("Menu")
    HELP = N_(
        "Choose courses on the left and press Enter, or drag them: they are put on the menu on the right, under the chosen "
        "audience. Every step can be taken back. Once the menu is issued it is frozen, and classes are formed from it."
    )
    DEPENDS_ON = frozenset({"menu", "menu_item", "course", "lecturer", "training_class"})
    VERBS = (
        "menu.add",
        "menu.remove",
        "menu.make_class",
        "menu.issue",
        "menu.print",
        "menu.up",
        "menu.down",
        "menu.add_course",
        "menu.add_lecturer",
        "menu.change",
        "menu.begin",
    )
    VERBS_SHOWN = 5

    def build(self) -> None:
        """Make the two sides; most verbs are theirs."""
        self.rows: tuple[MenuRow, ...] = ()
        self._wanted: int | None = None
        self.choice = ChoiceEditor(placeholder=_("No menu yet"))
        self.choice.setMinimumWidth(theme.size(300))
        self.choice.edited.connect(self._chose)
        self.add_filter(self.choice, _("Menu of the year"))
        self.pool = PoolPanel(self)
        self.board = MenuBoard(self)
        self.pool.entered.connect(partial(self.actions_.trigger, "menu.add"))
        self.pool.courses.dragged.connect(self.board.show_drag)
        self.pool.courses.dropped.connect(self._dropped)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.size(theme.PADDING))
        split.addWidget(self.pool)
        split.addWidget(self.board)
        split.setSizes([theme.size(540), theme.size(780)])
        self.body.addWidget(split, 1)
        self.remove, self.why_not_remove = self.board.remove, self.board.why_not_remove
        self.move_up, self.why_not_up = partial(self.board.step, -1), partial(self.board.why_not_step, -1)
        self.move_down, self.why_not_down = partial(self.board.step, 1), partial(self.board.why_not_step, 1)
        self.add_course, self.add_lecturer = self.pool.add_course, self.pool.add_lecturer
        self.change, self.why_not_change = self.pool.change, self.pool.why_not_change

    # --- reading ---

    def refresh(self) -> None:
        """Read the menus, the pool, the faculty and the menu that is shown."""
        self.run_query(menus, self._menus_arrived)
        self.pool.refresh()

    def open_place(self, target: Mapping[str, Any]) -> None:
        """Bring up a menu (``{"menu": 3}``) or a course (``{"course": 7}``)."""
        if "menu" in target:
            self._wanted = int(target["menu"])
            self.run_query(menus, self._menus_arrived)
        if "course" in target:
            self.pool.find_course(int(target["course"]))

    def _menus_arrived(self, rows: tuple[MenuRow, ...]) -> None:
        self.rows = rows
        self.choice.set_options(
            [
                Option(
                    row.id,
                    row.title,
                    detail=text(f"menu_state.{row.state}"),  # its number stands above the table
                )
                for row in rows
            ]
        )
        ids = [row.id for row in rows]
        present = self.board.view.menu.id if self.board.view is not None else None
        wanted = next((one for one in (self._wanted, present, *ids) if one in ids), None)
        self._wanted = None
        if wanted is None:
            self._show_menu(None)
        else:
            self.choice.set_value(wanted)
            self.run_query(menu_view, self._show_menu, wanted)

    def _show_menu(self, view: MenuView | None) -> None:
        self.board.show_menu(view)

    def _chose(self) -> None:
        if self.choice.chosen() is not None:
            self.run_query(menu_view, self._show_menu, self.choice.chosen())

    # --- adding ---

    def why_not_add(self) -> str:
        """Return why no course can be added."""
        return self.board.issued() or ("" if self.pool.chosen() else _("Choose a course on the left first."))

    def add(self) -> None:
        """Put the chosen courses at the end of the chosen audience."""
        self.board.put(self.pool.chosen(), self.board.chosen_audience())

    def _dropped(self, place: QPoint) -> None:
        self.board.drop_courses(place, self.pool.chosen())

    # --- menus ---

    def begin(self) -> None:
        """Begin a year's menu or a supplement."""
        today = local_day(system_clock())
        form = MenuForm(self, self.space, today.year + (today.month >= NEXT_YEARS_MONTH))
        form.saved.connect(self._begun)
        form.open()

    def _begun(self, outcome: Outcome) -> None:
        self.open_place({"menu": outcome.result["menu_id"]})

    def why_not_issue(self) -> str:
        """Return why the menu can't be issued."""
        return self.why_not_print() or self.board.issued()

    def issue(self) -> None:
        """Ask once, then issue."""
        assert self.board.view is not None
        sentence = _(
            "“{title}” gets its document number and is frozen; what is missing later goes into a supplement."
        )
        self.space.confirm(
            self,
            _("Issue the menu?"),
            sentence.format(title=self.board.view.menu.title),
            _("Issue"),
            self._issue,
            danger=False,
        )

    def _issue(self, *_reason: Any) -> None:
        assert self.board.view is not None
        menu = self.board.view.menu
        self.send(IssueMenu(menu_id=menu.id, version=menu.version), self._was_issued, action="menu.issue")

    def _was_issued(self, outcome: Outcome) -> None:
        self.say_done(
            _("Issued as {number}.").format(number=outcome.result["number"]),
            way_out=_("Print"),
            follow=partial(self._print_menu, outcome.result["menu_id"]),
        )

    def why_not_print(self) -> str:
        """Return why there is nothing to print."""
        view = self.board.view
        return (
            ""
            if view is not None and view.menu.items
            else _("There is no course on the menu yet: choose one on the left and add it.")
        )

    def print_preview(self) -> None:
        """Show the paper as it will be printed."""
        assert self.board.view is not None
        self._print_menu(self.board.view.menu.id)

    def _print_menu(self, menu_id: int) -> None:
        self.space.go_to("papers", paper="menu.plan", menu=str(menu_id))

    # --- a class from an item ---

    def why_not_make_class(self) -> str:
        """Return why no class can be formed."""
        if self.board.item() is None:
            return _("Choose a course of the menu, at the right, first.")
        return "" if self.board.issued() else _("Classes are formed from a menu once it has been issued.")

    def make_class(self) -> None:
        """Begin a class on the Classes tab with what the item says."""
        item = self.board.item()
        assert item is not None
        self.space.go_to("classes", menu_item=item.id)
