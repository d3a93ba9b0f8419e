"""What stands above the list of people: search, order, the filter's panel and the filters kept by name."""

from typing import Any

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from trainingdesk.domain.roster.filter_text import FILTER_CODES
from trainingdesk.domain.roster.order import PersonOrder
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.shared.text import _
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.filters import FilterPanel
from trainingdesk.ui.pages.roster.kept import NameDialog, below, fill_menu
from trainingdesk.ui.pages.roster.many import ManyVerbs
from trainingdesk.ui.tables.tree import TreeView
from trainingdesk.ui.widgets.flow import FlowLayout
from trainingdesk.ui.widgets.orders import OrderChooser
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.usecases.commands.filters import RemoveFilter
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.filters import KeptFilter, kept_filters
from trainingdesk.usecases.queries.roster import filter_choices

#: the tree's first line: everybody
EVERYBODY = 0


class NarrowVerbs(ManyVerbs):
    """The verbs that narrow and order the list of people."""

    tree: TreeView
    find_unit: SearchBox
    _wanted_unit: int | None = None

    def _show_people(self, *_args: Any) -> None:
        """Read the list anew."""

    def _go_to_table(self) -> None:
        """Put the cursor into the list."""

    def _filters(self) -> QWidget:
        holder = QWidget()
        whole = QVBoxLayout(holder)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.size(theme.GAP))
        bar = QWidget()
        line = FlowLayout()
        bar.setLayout(line)
        self.search = SearchBox(_("Name, initials, ID tail, unit, post, rank, status"), width=220)
        self.search.setMaximumWidth(theme.size(800))
        self.search.searched.connect(self._show_people)
        self.search.left_down.connect(self._go_to_table)
        line.add(self.search, stretch=True)
        self.order = OrderChooser(self.space.settings, "roster")
        self.order.edited.connect(self._order_chosen)
        line.add(self.order)
        self.filter_button = QPushButton()
        self.filter_button.setCheckable(True)
        self.filter_button.setIcon(theme.icon("filter"))
        self.filter_button.toggled.connect(self._panel_toggled)
        line.add(self.filter_button)
        self.kept_button = QPushButton(_("Kept filters"))
        self.kept_button.clicked.connect(self.show_kept)
        line.add(self.kept_button)
        self.panel = FilterPanel()
        self.panel.hide()
        self.panel.changed.connect(self._narrowed)
        self.panel.clear_asked.connect(self._clear_everything)
        self.choices = self.panel.choices
        whole.addWidget(bar)
        whole.addWidget(self.panel)
        self._count_conditions()
        return holder

    def filter(self) -> PersonFilter:
        """Return what the tree, the search and the filter's panel say, in the order chosen."""
        # Qt gives a code back as a plain word
        conditions: dict[str, Any] = {
            key: FILTER_CODES[key](value) if key in FILTER_CODES else value
            for key, value in self.panel.values().items()
        }
        return PersonFilter(
            unit_id=self.unit_id(),
            typed=self.search.term(),
            order=PersonOrder(self.order.order()),
            **conditions,
        )

    def _order_chosen(self) -> None:
        # a heading's order gives way to the one that was just chosen
        self.table.order = ""
        self._show_people()

    def _panel_toggled(self, shown: bool) -> None:
        self.panel.setVisible(shown)
        if shown:
            self.run_query(filter_choices, self.panel.offer)
            self.choices["team"].setFocus()

    def _narrowed(self) -> None:
        self._count_conditions()
        self._show_people()
        self.selection_changed()

    def _count_conditions(self) -> None:
        count = len(self.panel.values())
        self.filter_button.setText(_("Filter ({count})").format(count=count) if count else _("Filter"))

    def clear_conditions(self) -> None:
        """Take every condition and what was typed away, without reading anew."""
        self.panel.clear()
        self.search.clear()
        self._count_conditions()

    def _clear_everything(self) -> None:
        """Show everybody of all units."""
        self.clear_conditions()
        self.choose_unit(EVERYBODY)
        self._show_people()

    def choose_unit(self, unit_id: int) -> None:
        """Choose a unit in the tree, also one that what was typed above it hides, or as soon as the tree is there."""
        self.find_unit.clear()
        self.tree.filter_by("")
        self.tree.select_id(unit_id)
        if self.tree.current_id() is None:
            self._wanted_unit = unit_id

    # --- verbs ---

    def toggle_filter(self) -> None:
        """Show or hide the filter's panel."""
        self.filter_button.toggle()

    def why_not_keep(self) -> str:
        """Say what is missing before a filter can be kept, or what stands there that is no condition."""
        return self.panel.wrong() or (
            ""
            if self.panel.values() or self.unit_id() or self.search.term()
            else _("Set conditions with “Filter”, type words, or choose a unit at the left, first.")
        )

    def keep_filter(self) -> None:
        """Ask for a name and keep the present filter."""
        values = dict(self.panel.values())
        if typed := self.search.term():
            values["typed"] = typed
        if (unit := self.unit_id()) is not None:
            values["unit_id"] = unit
        dialog = NameDialog(self, self.space, tuple(sorted(values.items())))
        dialog.saved.connect(lambda outcome: self.say_done(dialog.said(outcome)))
        dialog.open()

    def show_kept(self) -> None:
        """Show the menu of kept filters."""
        self.run_query(kept_filters, self._kept_arrived, "roster")

    def _kept_arrived(self, kept: tuple[KeptFilter, ...]) -> None:
        menu = self.actions_.menu(["roster.keep_filter"], self)
        fill_menu(menu, kept, choose=self.use_filter, rename=self._rename_filter, remove=self._remove_filter)
        menu.popup(below(self.kept_button))

    def use_filter(self, kept: KeptFilter) -> None:
        """Narrow the list as a kept filter says; one without a unit is of everybody."""
        values = dict(kept.values)
        unit = values.pop("unit_id", None)
        self.search.setText(str(values.pop("typed", "")))
        self.panel.show_values(values)
        self.choose_unit(EVERYBODY if unit is None else int(unit))
        self._narrowed()

    def _rename_filter(self, kept: KeptFilter) -> None:
        dialog = NameDialog(self, self.space, (), kept)
        dialog.saved.connect(lambda outcome: self.say_done(dialog.said(outcome)))
        dialog.open()

    def _remove_filter(self, kept: KeptFilter) -> None:
        self.send(RemoveFilter(filter_id=kept.id), self._filter_removed)

    def _filter_removed(self, _outcome: Outcome) -> None:
        self.say_done(_("The filter is forgotten. Undo brings it back."))
