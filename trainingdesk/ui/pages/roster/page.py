"""名册: the units on the left, the people in the middle, one person's card on the right."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QSplitter, QTabWidget, QVBoxLayout, QWidget

from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.roster.unit_views import UnitNode
from trainingdesk.domain.roster.views import PersonCard
from trainingdesk.shared.text import N_, _
from trainingdesk.ui import theme
from trainingdesk.ui.actions import Action, heading
from trainingdesk.ui.pages.roster.card import PersonCardView
from trainingdesk.ui.pages.roster.counts import CountVerbs
from trainingdesk.ui.pages.roster.group_verbs import ReserveVerbs
from trainingdesk.ui.pages.roster.groups import GROUP_TABLES, GROUPS_HELP, GroupsPanel
from trainingdesk.ui.pages.roster.history_actions import HISTORY_VERBS
from trainingdesk.ui.pages.roster.history_verbs import HistoryVerbs
from trainingdesk.ui.pages.roster.import_dialog import ImportDialog
from trainingdesk.ui.pages.roster.import_other import read_dropped
from trainingdesk.ui.pages.roster.mistake_verbs import MistakeVerbs
from trainingdesk.ui.pages.roster.narrow import EVERYBODY
from trainingdesk.ui.pages.roster.people import PeopleSource, columns
from trainingdesk.ui.pages.roster.standing import RosterStanding, standing_of, take_up
from trainingdesk.ui.pages.roster.template_verbs import TemplateVerbs
from trainingdesk.ui.pages.roster.unit_actions import UNIT_MENU, UNIT_VERBS
from trainingdesk.ui.pages.roster.unit_verbs import UnitVerbs
from trainingdesk.ui.tables.tree import Node, TreeView
from trainingdesk.ui.tables.view import TableView, enter_rows
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.usecases.queries.roster import person_card, unit_tree

#: what else a person's card shows
HISTORY_TABLES = (
    "unit_period",
    "team_period",
    "post_period",
    "status_period",
    "secondment",
    "person_photo",
    "unit_former_name",
)
#: of a unit's former names this many are said on hover
_FORMER_SHOWN = 6
#: the places of the inner views
PEOPLE, GROUPS = range(2)


class RosterPage(ReserveVerbs, UnitVerbs, HistoryVerbs, MistakeVerbs, TemplateVerbs, CountVerbs):
    """The Roster tab."""

    ID = "roster"
    TITLE = N_("Roster")
    HELP = N_(
        "Everybody who counts in the base, by unit. Type a name, its initials, the last digits of an ID or phone "
        "number, a unit or a post. A roster workbook comes in through the import, which shows first what it would change."
    )
    DEPENDS_ON = frozenset(
        {
            "person",
            "unit",
            "enrolment",
            "attendance_mark",
            "training_class",
            "certificate",
            "rule",
            *HISTORY_TABLES,
            *GROUP_TABLES,
        }
    )
    VERBS = (
        "roster.import",
        "roster.add",
        "roster.change",
        "roster.status",
        "roster.export",
        "roster.print",
        "roster.print_file",
        heading(N_("Moves and career")),
        *HISTORY_VERBS,
        heading(N_("Many at once")),
        "roster.batch",
        "roster.replace",
        "roster.transfer_many",
        "roster.join_group",
        heading(N_("Data of the roster")),
        "roster.duplicates",
        "roster.merge",
        "roster.take_out",
        "roster.imports",
        "roster.template",
        heading(N_("Tree of units")),
        *UNIT_VERBS,
        heading(N_("Find and filter")),
        "roster.search",
        "roster.filter",
        "roster.kept_filters",
        "roster.keep_filter",
    )

    def build(self) -> None:
        """Make the inner views: people with tree, table and card; groups and the reserve list."""
        self.setAcceptDrops(True)
        self.units: tuple[UnitNode, ...] = ()
        self._source: PeopleSource | None = None
        self._wanted_person: int | None = None
        self.tree = TreeView(_("Units"))
        self.tree.chosen.connect(self._show_people)
        self.tree.menu_wanted.connect(self._show_unit_menu)
        heads = QLabel(_("Figures: people in the base"))
        heads.setProperty("role", "hint")
        heads.setAlignment(Qt.AlignmentFlag.AlignRight)
        heads.setContentsMargins(0, 0, theme.size(10), 0)
        heads.setToolTip(
            _(
                "Who counts in the base today by the rules, with the units below. "
                "The list holds everybody, those who retired or left too."
            )
        )
        self.find_unit = SearchBox(_("Find a unit"), width=200)
        self.find_unit.setMinimumWidth(theme.size(120))
        self.find_unit.setMaximumWidth(theme.size(600))
        self.find_unit.searched.connect(self.tree.filter_by)
        self.find_unit.left_down.connect(self.tree.setFocus)
        self.table = TableView(columns(), "roster", self.space, title=_("People"), frozen="name")
        self.offer_menu("person", self.table)
        self.table.selection_changed.connect(self._chose)
        self.table.opened.connect(self._opened)
        self.table.loaded.connect(self._loaded)
        self.card = PersonCardView(self.space)
        self.card.reveal_asked.connect(self._reveal)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        #: who answers for training in the chosen unit
        self.liaison = QLabel()
        self.liaison.setProperty("role", "hint")
        self.liaison.setWordWrap(True)
        self.liaison.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.liaison.setAccessibleName(_("Who answers for training in the unit"))
        parts.addWidget(_column(self.find_unit, heads, self.tree, self.liaison, stretch=self.tree))
        parts.addWidget(_column(self._filters(), self.table))
        parts.addWidget(self.card)
        parts.setStretchFactor(1, 1)
        parts.setSizes([theme.size(205), theme.size(800), theme.size(325)])
        self.card.setMinimumWidth(theme.size(240))
        self.groups = GroupsPanel(self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Views of the roster"))
        self.tabs.addTab(_view(parts), _("People"))
        self.tabs.addTab(_view(self.groups), _("Groups and reserve"))
        self.tabs.currentChanged.connect(self._tab_changed)
        self.body.addWidget(self.tabs, 1)

    def _tab_changed(self, place: int) -> None:
        self.bar.set_verbs(self.VERBS if place == PEOPLE else self.groups.verbs)
        if place == PEOPLE:
            self._say_counts()
        else:
            self.groups.say_counts()
        self.selection_changed()

    def add_person(self) -> None:
        """Add somebody to what is in front: a person to the roster, people to the group."""
        if self.groups.isVisibleTo(self):
            self.pick_people()
        else:
            super().add_person()

    def help_here(self) -> tuple[str, list[tuple[str, list[Action]]]]:
        """Say what the view in front is for, its own verbs first."""
        words, groups = super().help_here()
        if not self.groups.isVisibleTo(self):
            return words, groups
        own = set(self.groups.verbs)
        mine = [action for action in self.actions_ if action.id in own]
        others = [action for action in self.actions_ if action.id not in own]
        title = self.tabs.tabText(GROUPS)
        return _(GROUPS_HELP), [(title, mine), (self.title.text(), others)]

    def search_in_front(self) -> SearchBox:
        """Return the search of the people, or of the groups."""
        return self.groups.search if self.groups.isVisibleTo(self) else self.search

    # --- on paper ---

    def why_not_print(self) -> str:
        """Say what is missing before there is something to print; a group is printed with nobody in it too."""
        return "" if self.groups.isVisibleTo(self) else self.why_not_export()

    def print_preview(self) -> None:
        """Show what this view lists as it will be printed."""
        if self.groups.isVisibleTo(self):
            self.print_group()
        else:
            super().print_preview()

    def why_no_file(self) -> str:
        """Say what is missing before what is in sight can be taken out."""
        if not self.groups.isVisibleTo(self):
            return self.why_not_export()
        return "" if self.groups.in_sight().rows.ids else _("There is nobody in the list in sight.")

    def export(self) -> None:
        """Take out what this view lists."""
        if self.groups.isVisibleTo(self):
            self.export_group()
        else:
            super().export()

    # --- a file dropped on the page ---

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that may be imported."""
        if event.mimeData().hasUrls() and not self.actions_.reason("roster.import"):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Start the import with the dropped file, or the dropped folder of forms."""
        dialog = ImportDialog(self, self.space)
        dialog.open()
        read_dropped(dialog, event)

    # --- reading ---

    def refresh(self) -> None:
        """Read the tree, the list and the card again."""
        self.run_query(unit_tree, self._tree_arrived)
        self._show_people()
        self._show_card()
        self.groups.refresh()

    def open_place(self, target: Mapping[str, Any]) -> None:
        """Bring up a person ``{"person": 7}``, a unit ``{"unit": 3}``, a group ``{"group": "talent"}`` or a ``{"search": "王"}``.

        ``{"filter": {"rank": "clerk_1"}}`` shows whom conditions of the panel leave of everybody.

        Of the reserve list a pile can be named: ``{"group": "reserve", "pile": "exceptions"}``.
        """
        if "group" in target:
            self.tabs.setCurrentIndex(GROUPS)
            self.groups.search.clear()
            self.groups.show_group(GroupKind(target["group"]))
            if "pile" in target:
                self.groups.show_pile(str(target["pile"]))
            return
        self.tabs.setCurrentIndex(PEOPLE)
        if "person" in target:
            self._wanted_person = int(target["person"])
            self._clear_all()
        if "unit" in target:
            self._clear_all()
            self.choose_unit(int(target["unit"]))
        if "filter" in target:
            self._clear_all()
            self.choose_unit(EVERYBODY)
            self.panel.show_values(target["filter"])
            self._narrowed()
        if "search" in target:
            self._clear_all()
            self.choose_unit(EVERYBODY)
            self.search.setText(str(target["search"]))

    def standing(self) -> RosterStanding:
        """Return what the list and the groups are narrowed to, and who is chosen."""
        return standing_of(self)

    def take_up(self, standing: RosterStanding) -> None:
        """Narrow and choose as the page did that was built in another language."""
        take_up(self, standing)

    def _tree_arrived(self, units: tuple[UnitNode, ...]) -> None:
        self.units = units
        everybody = sum(unit.own for unit in units)
        nodes = [Node(EVERYBODY, _("All units"), count=everybody)]
        nodes += [
            Node(unit.id, unit.short_name, unit.parent_id, unit.whole, unit.sought, _said_of(unit))
            for unit in units
            if unit.active or unit.people
        ]
        self.tree.show_nodes(nodes)
        if self.tabs.currentIndex() == PEOPLE:
            self._say_counts()
        if self.tree.current_id() is None:
            self.tree.select_id(EVERYBODY if self._wanted_unit is None else self._wanted_unit)
        self._wanted_unit = None
        self._say_liaison()
        if self.tree.current_id() is None:
            self.tree.select_id(EVERYBODY)
        if self._empty_said is not None:
            self._say_empty()
        self.selection_changed()

    def unit_id(self) -> int | None:
        """Return the chosen unit, None for everybody."""
        return self.tree.current_id() or None

    def _show_people(self, *_args: Any) -> None:
        self._say_liaison()
        self._source = PeopleSource(self.space.desk, self.filter())
        self.table.show_source(self._source)

    def _say_liaison(self) -> None:
        """Say below the tree who answers for training in the chosen unit."""
        unit = next((node for node in self.units if node.id == self.unit_id()), None)
        words = answers_for(unit) if unit is not None else ""
        self.liaison.setText(words)
        self.liaison.setVisible(bool(words))

    def _loaded(self, _shown: int) -> None:
        if self._source is None:
            return
        if self._wanted_person is not None:
            self.table.select_ids([self._wanted_person])
            self._wanted_person = None
        self._say_empty()
        if self.tabs.currentIndex() == PEOPLE:
            self._say_counts()
        self.selection_changed()

    def _show_unit_menu(self, place: QPoint) -> None:
        self.actions_.menu(UNIT_MENU, self).popup(place)

    def _clear_all(self) -> None:
        self.clear_conditions()
        if self.tree.current_id() not in {None, EVERYBODY} and self._wanted_person is not None:
            self.tree.select_id(EVERYBODY)
        self._show_people()

    def _chose(self) -> None:
        self.selection_changed()
        self._show_card()

    def _show_card(self) -> None:
        person = self.table.current_id()
        if person is None:
            self.card.show_person(None)
        else:
            self.run_query(person_card, self._card_arrived, person, key="card", on_error=self._no_card)

    def _card_arrived(self, card: PersonCard) -> None:
        if card.id == self.table.current_id():  # else the list went on without that person
            self.card.show_person(card)
            self.selection_changed()

    def _no_card(self, _error: BaseException) -> None:
        # somebody else has just taken the person back; the list says so by itself
        self.card.show_person(None)

    def _go_to_table(self) -> None:
        enter_rows(self.table)


def _view(inner: QWidget) -> QWidget:
    """Return what stands behind a tab, with air below the tab bar."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, theme.size(theme.GAP), 0, 0)
    column.addWidget(inner)
    return holder


def _said_of(unit: UnitNode) -> str:
    """Return what is said of a unit on hover: its full name, who answers for training, what it was called before."""
    lines = [unit.name] if unit.name != unit.short_name else []
    lines += [answers_for(unit)] if answers_for(unit) else []
    lines += [_("formerly {name}").format(name=name) for name in unit.former[:_FORMER_SHOWN]]
    return "\n".join(lines)


def answers_for(unit: UnitNode) -> str:
    """Return who answers for training in a unit, the deputy and their telephones; "" where nobody is known."""
    parts = [
        _("Liaison: {name}").format(name=unit.liaison) if unit.liaison else "",
        _("Telephone: {number}").format(number=unit.liaison_phone) if unit.liaison_phone else "",
        _("Deputy: {name}").format(name=unit.liaison_deputy) if unit.liaison_deputy else "",
        _("Deputy's telephone: {number}").format(number=unit.liaison_deputy_phone)
        if unit.liaison_deputy_phone
        else "",
    ]
    return "\n".join(part for part in parts if part)


def _column(*parts: QWidget, stretch: QWidget | None = None) -> QWidget:
    """Return widgets below each other; ``stretch``, or else the last one, takes the room that is left."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.size(theme.GAP))
    for part in parts:
        column.addWidget(part, int(part is (stretch or parts[-1])))
    return holder
