"""The right side of the Menu tab: one menu by audience, and everything that changes its draft."""

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import Audience, MenuState
from trainingdesk.domain.menu.rows import MenuItemRow, MenuView
from trainingdesk.shared.clock import local_day, system_clock
from trainingdesk.shared.text import _, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.menu.forms import options_of
from trainingdesk.ui.pages.menu.tables import MenuLine, MenuTable, Spot, menu_lines
from trainingdesk.ui.widgets.editors import ChoiceEditor
from trainingdesk.usecases.commands.menu import (
    AddMenuItem,
    ChangeMenuItem,
    CreateMenu,
    MoveMenuItem,
    RemoveMenuItem,
)
from trainingdesk.usecases.outcome import Outcome


class MenuBoard(QWidget):
    """One menu: its facts, the audience courses are added for, and its lines.

    Attributes:
        view: the menu that is shown, None while there is none.
    """

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._space = page.space
        self.view: MenuView | None = None
        self._glowing: tuple[int, ...] = ()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.size(theme.GAP))
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.facts = QLabel()
        self.facts.setAccessibleName(_("About this menu"))
        self.facts.setMinimumHeight(theme.size(theme.CONTROL))
        self.facts.setWordWrap(True)
        line.addWidget(self.facts, 1)
        name = QLabel(_("Add for"))
        name.setProperty("role", "slate")
        self.audience = ChoiceEditor(options_of(Audience, "audience"))
        self.audience.setAccessibleName(_("Add for"))
        self.audience.set_value(Audience.UNIT_HEADS)
        self.audience.edited.connect(self._audience_chosen)
        self.audience.setMinimumWidth(theme.size(190))
        name.setBuddy(self.audience)
        line.addWidget(name)
        line.addWidget(self.audience)
        whole.addLayout(line)
        self.table = MenuTable(self._space, editable=self._space.allows(Permission.MENU_EDIT))
        self.table.set_empty(
            _("A menu says for each audience which courses are offered this year."),
            "clipboard-list",
            [page.actions_.button("menu.begin")],
        )
        self.table.selection_changed.connect(self._item_chosen)
        self.table.rows.edited.connect(self._capacity_typed)
        self.table.dragged.connect(self.show_drag)
        self.table.dropped.connect(self._dropped_item)
        whole.addWidget(self.table, 1)

    # --- showing ---

    def show_menu(self, view: MenuView | None) -> None:
        """Show another menu, or the same read anew."""
        self.view = view
        lines = menu_lines(view, editable=self.is_draft()) if view is not None else []
        self.table.may_drag = self.is_draft()
        self.table.show_lines(lines, self.chosen_audience())
        if self._glowing:
            self.table.select_ids(self._glowing[-1:])
            self.table.glow(self._glowing)
            self._glowing = ()
        self._show_facts()
        self._page.selection_changed()

    def _show_facts(self) -> None:
        if self.view is None:
            self.facts.setText(_("No menu yet: the first course that is added begins one."))
            return
        menu = self.view.menu
        items = ngettext("{count} course", "{count} courses", menu.items).format(count=menu.items)
        if menu.state is MenuState.ISSUED:
            day = local_day(menu.issued_at).isoformat() if menu.issued_at else ""
            words = _("Issued {day} as {number}").format(day=day, number=menu.number)
        else:
            words = text("menu_state.draft")
        self.facts.setText(f"{words} · {items}")

    def chosen_audience(self) -> Audience:
        """Return the audience courses are added for (Qt hands a code back as plain text)."""
        return Audience(self.audience.chosen())

    def is_draft(self) -> bool:
        """Return whether what is shown can be changed by this person."""
        draft = self.view is not None and self.view.menu.state is MenuState.DRAFT
        return draft and self._space.allows(Permission.MENU_EDIT)

    def line(self) -> MenuLine | None:
        """Return the line the cursor is on."""
        line = self.table.current_row()
        return line if isinstance(line, MenuLine) else None

    def item(self) -> MenuItemRow | None:
        """Return the item the cursor is on, None on a heading."""
        line = self.line()
        return line.item if line is not None else None

    def _item_chosen(self) -> None:
        line = self.line()
        if line is not None:
            self.audience.set_value(line.audience)
        self._page.selection_changed()

    def _audience_chosen(self) -> None:
        if self.view is not None:
            self.table.choose_audience(self.chosen_audience())

    # --- adding ---

    def issued(self) -> str:
        """Return why nothing can be changed: the menu has been issued."""
        if self.view is not None and self.view.menu.state is MenuState.ISSUED:
            return _("This menu has been issued and stays as it is. Begin a supplement.")
        return ""

    def put(self, courses: Sequence[int], audience: Audience, position: int | None = None) -> None:
        """Put courses on the menu; without one, this year's is begun first."""
        if self.view is None:
            begin = CreateMenu(year=local_day(system_clock()).year)
            self._page.send(begin, _Begun(self, courses, audience), action="menu.add")
        else:
            self._send_items(self.view.menu.id, courses, audience, position)

    def begun(self, outcome: Outcome, courses: Sequence[int], audience: Audience) -> None:
        """Go on adding once the year's menu has been begun."""
        self._send_items(int(outcome.result["menu_id"]), courses, audience, None)

    def _send_items(
        self, menu_id: int, courses: Sequence[int], audience: Audience, position: int | None
    ) -> None:
        for step, course in enumerate(courses):
            at = None if position is None else position + step
            command = AddMenuItem(menu_id=menu_id, course_id=course, audience=audience, position=at)
            self._page.send(command, self._added, action="menu.add")

    def _added(self, outcome: Outcome) -> None:
        self._glowing = (*self._glowing, int(outcome.result["item_id"]))

    # --- dragging ---

    def show_drag(self, place: QPoint) -> None:
        """Show where what is dragged would be put."""
        self.table.show_spot(self.table.spot_at(place) if self.is_draft() else None)

    def drop_courses(self, place: QPoint, courses: Sequence[int]) -> None:
        """Put courses where they were let go."""
        self.table.show_spot(None)
        spot = self.table.spot_at(place)
        if spot is not None and self.issued():
            self._space.notices.hint(self.issued())
        elif spot is not None:
            self.put(courses, spot.audience, spot.position)

    def _dropped_item(self, place: QPoint) -> None:
        self.table.show_spot(None)
        line, spot = self.line(), self.table.spot_at(place)
        if line is None or line.item is None or spot is None:
            return
        if spot.audience is not line.audience:
            self._space.notices.hint(
                _("Within one audience only. For another audience add the course there.")
            )
            return
        self._move(line.item, self._landing(line.item, spot))

    def _landing(self, item: MenuItemRow, spot: Spot) -> int:
        if spot.position is None:
            return len(self.table.lines)
        return spot.position - 1 if spot.position > item.position else spot.position

    # --- changing ---

    def why_not_remove(self) -> str:
        """Return why nothing can be taken off."""
        return self.issued() or (
            "" if self.item() is not None else _("Choose a course of the menu, at the right, first.")
        )

    def remove(self) -> None:
        """Take the chosen item off; Ctrl+Z puts it back."""
        item = self.item()
        assert item is not None
        row = self.table.currentIndex().row()
        follower = self.table.lines[row + 1 : row + 2] or self.table.lines[row - 1 : row]
        self.table.select_ids([line.id for line in follower])
        self._page.send(RemoveMenuItem(item_id=item.id), action="menu.remove")

    def why_not_step(self, step: int) -> str:
        """Return why the chosen item can't move up (-1) or down (1)."""
        line, item = self.line(), self.item()
        if line is None or item is None or self.issued():
            return self.why_not_remove()
        others = sum(one.item is not None and one.audience is line.audience for one in self.table.lines)
        if step < 0:
            return "" if item.position > 1 else _("It is the first of its audience.")
        return "" if item.position < others else _("It is the last of its audience.")

    def step(self, step: int) -> None:
        """Move the chosen item up (-1) or down (1)."""
        item = self.item()
        assert item is not None
        self._move(item, item.position + step)

    def _move(self, item: MenuItemRow, position: int) -> None:
        if position != item.position:
            self._page.send(MoveMenuItem(item_id=item.id, position=position))

    def _capacity_typed(self, item: int, _key: str, words: str) -> None:
        plain = unicodedata.normalize("NFKC", words).strip().replace(",", "")
        if not plain.isdigit():
            self._space.notices.refuse(_("“{value}” is not a number of people.").format(value=words.strip()))
            return
        self._page.send(ChangeMenuItem(item_id=item, capacity=int(plain)))


class _Begun:
    """Goes on adding courses after the menu was begun."""

    def __init__(self, board: MenuBoard, courses: Sequence[int], audience: Audience) -> None:
        self._board, self._courses, self._audience = board, courses, audience

    def __call__(self, outcome: Outcome) -> None:
        self._board.begun(outcome, self._courses, self._audience)
