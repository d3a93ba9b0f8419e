"""规划: the units × five years grid, from proposal to the version in force."""

import unicodedata
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import PlanState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.planning.rows import PlanGrid, PlanVersionRow
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import N_, _, ngettext
from trainingdesk.ui import theme
from trainingdesk.ui.pages.planning.draft import Draft
from trainingdesk.ui.pages.planning.forms import ProposeForm, version_words
from trainingdesk.ui.pages.planning.grid import OVER, GridPanel, GridSource, GridView
from trainingdesk.ui.pages.planning.kept import Kept, keep, kept
from trainingdesk.ui.pages.planning.verbs import PlanVerbs
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.usecases.queries.planning import current_plan, plan_grid, plan_proposal, plan_versions

#: what stands in the list of versions for a plan that is not saved
UNSAVED = 0
#: how many changes can be taken back before they are saved
STEPS_KEPT = 200


class PlanningPage(PlanVerbs):
    """The Plan tab."""

    ID = "planning"
    TITLE = N_("Plan")
    HELP = N_(
        "Every unit's people are split over the five years of the cycle. Type a target to change it: the later years of "
        "the row are re-balanced, so that rows and columns still add up. Nothing is kept until it is saved as a version."
    )
    DEPENDS_ON = frozenset({"plan_version", "person", "unit", "enrolment", "training_class", "rule"})
    VERBS = (
        "planning.save",
        "planning.propose",
        "planning.adopt",
        "planning.compare",
        "planning.print",
        "planning.step_back",
        "planning.edit",
    )
    VERBS_SHOWN = 4

    def build(self) -> None:
        """Make the line of facts and the place of the grid."""
        self.draft = None
        self.versions = ()
        self.steps: list[Draft] = []
        self._wanted: int | None = None
        self.search = SearchBox(_("Find a unit"), width=170)
        self.search.searched.connect(self._show_rows)
        self.add_filter(self.search)
        self.choice = ChoiceEditor()
        self.choice.setMinimumWidth(theme.size(290))
        self.choice.edited.connect(self._chose)
        self.add_filter(self.choice, _("Version"))
        line = QHBoxLayout()
        self.facts = QLabel()
        self.facts.setAccessibleName(_("About this plan"))
        self.facts.setWordWrap(True)
        line.addWidget(self.facts, 1)
        self.legend = Legend()
        line.addWidget(self.legend)
        self.body.addLayout(line)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(self._place, 1)
        self.panel: GridPanel | None = None

    @property
    def table(self) -> GridView:
        """The grid's table."""
        assert self.panel is not None
        return self.panel.table

    # --- reading ---

    def refresh(self) -> None:
        """Read versions and the plan that is shown; hand changes that are not saved stay."""
        self.run_query(plan_versions, self._versions_arrived)
        if self._wanted is not None:
            self.open_plan(self._wanted)
        elif self.draft is None:
            self._read_first()
        elif self.draft.grid.plan_id is not None:
            plan_id = self.draft.grid.plan_id
            self.run_query(plan_grid, self._newer_arrived, plan_id, key="grid", on_error=self._gone)
        else:
            # a proposal keeps the base it was made with: the clerk sees when saving that the roster moved on
            self._show()

    def _read_first(self) -> None:
        """Read what the last sitting left unsaved, else the plan in force."""
        left = kept(self.space.settings, self.space.desk.path)
        if left is None:
            self.run_query(current_plan, self._arrived, key="grid")
        elif left.plan_id is not None:
            self.run_query(
                plan_grid, partial(self._restored, left), left.plan_id, key="grid", on_error=self._gone
            )
        else:
            day = left.base_day
            self.run_query(plan_proposal, partial(self._restored, left), day, key="grid", on_error=self._gone)

    def _gone(self, error: BaseException) -> None:
        """Show the plan in force when the one that was shown is not there any more."""
        if not isinstance(error, Refused):
            self.space.notices.failed(error)
        self._wanted = None
        self.run_query(current_plan, self._arrived, key="grid")

    def _restored(self, left: Kept, grid: PlanGrid) -> None:
        self._arrived(grid)
        restored = left.on(grid)
        if restored.hand:
            self.draft = restored
            self._show()
            self.space.notices.say(_("The changes that were not saved as a version are here again."))

    def open_place(self, target: Mapping[str, Any]) -> None:
        """Bring up a version: ``{"plan": 3}``."""
        if "plan" in target:
            self.open_plan(int(target["plan"]))

    def open_plan(self, plan_id: int) -> None:
        """Show a version; hand changes that are not saved are dropped."""
        self._wanted = plan_id
        self.run_query(plan_grid, self._arrived, plan_id, key="grid", on_error=self._gone)

    def _versions_arrived(self, versions: tuple[PlanVersionRow, ...]) -> None:
        self.versions = versions
        self._show_choice()
        self.selection_changed()

    def _arrived(self, grid: PlanGrid) -> None:
        self._wanted = None
        self.draft, self.steps = Draft(grid), []
        self._show()

    def _newer_arrived(self, grid: PlanGrid) -> None:
        if self.draft is not None and self.draft.grid.plan_id == grid.plan_id:
            self.draft = self.draft.with_grid(grid)
            self._show()

    # --- showing ---

    def _show(self) -> None:
        if self.draft is None:
            return
        grid = self.draft.grid
        if self.panel is None or self.panel.table.years != grid.years:
            self._make_panel(grid)
        self._show_rows()
        self._show_facts()

    def _make_panel(self, grid: PlanGrid) -> None:
        if self.panel is not None:
            self.panel.deleteLater()
        table = GridView(
            grid.years, grid.counted_on.year, self.space, editable=self.space.allows(Permission.PLAN_EDIT)
        )
        table.set_empty(
            _("There is nobody to plan for. Bring the roster in first."),
            "calendar",
            [self.button_to(_("Import a roster…"), "roster", "roster.import")],
        )
        table.rows.edited.connect(self._typed)
        table.selection_changed.connect(self.selection_changed)
        table.selectionModel().currentChanged.connect(self.selection_changed)
        self.panel = GridPanel(table)
        self._place.addWidget(self.panel)

    def _show_rows(self) -> None:
        if self.draft is None or self.panel is None:
            return
        rows = self.draft.rows()
        term = self.search.term()
        found = [shown for shown in rows if term in shown.row.name or term in shown.row.short_name]
        source = GridSource(found)
        self.table.show_rows(source, source.ids(""))
        self.panel.totals.show_total(self.draft.total())
        words = ngettext("{shown} unit", "{shown} units", len(found)).format(shown=len(found))
        if len(found) == len(rows):
            self.set_counts(words)
        else:
            hidden = len(rows) - len(found)
            self.set_counts(
                words,
                ngettext(
                    "{count} unit hidden by the search", "{count} units hidden by the search", hidden
                ).format(count=hidden),
                self.search.clear,
            )

    def _show_facts(self) -> None:
        """Say what is shown; every change comes by here, and is kept until it is saved as a version."""
        assert self.draft is not None
        grid = self.draft.grid
        if grid.plan_id is None:
            state = _("Proposal, not saved")
        elif not self.draft.saved:
            state = _("Changed by hand, not saved")
        elif grid.state is PlanState.ADOPTED:
            state = _("In force")
        else:
            state = _("Saved, not in force")
        parts = [
            state,
            _("Cycle {first}–{last}").format(first=grid.years[0], last=grid.years[-1]),
            _("Base of {day}: {base} people").format(
                day=grid.base_day.isoformat(), base=format_value(Kind.INT, grid.total.base)
            ),
            _("Done as of {day}").format(day=grid.counted_on.isoformat()),
        ]
        if grid.total.base_now != grid.total.base:
            parts.append(_("Base today: {base}").format(base=format_value(Kind.INT, grid.total.base_now)))
        over = self.draft.over()
        if over:
            parts.append(
                ngettext("{count} cell above the cap", "{count} cells above the cap", over).format(count=over)
            )
        self.facts.setText(" · ".join(parts))
        keep(self.space.settings, self.space.desk.path, self.draft)
        self.legend.show_cap(format_value(Kind.PERCENT, grid.cap))
        self._show_choice()
        self.selection_changed()

    def _show_choice(self) -> None:
        options = [
            Option(
                version.id,
                version_words(version),
                detail=_("In force") if version.state is PlanState.ADOPTED else "",
            )
            for version in self.versions
        ]
        chosen = self._wanted
        if self.draft is not None and chosen is None:
            chosen = self.draft.grid.plan_id if self.draft.saved else UNSAVED
            if not self.draft.saved:
                options.insert(0, Option(UNSAVED, _("Not saved yet")))
        self.choice.set_options(options)
        self.choice.set_value(chosen)

    def _chose(self) -> None:
        chosen = self.choice.chosen()
        if not chosen or self.draft is None:
            return
        if self.draft.saved or not (self.draft.hand or self.steps):
            self.open_plan(chosen)
            return
        self._show_choice()
        self.space.confirm(
            self,
            _("Leave the changes?"),
            _(
                "The changes made by hand have not been saved as a version. They are lost when another plan is opened."
            ),
            _("Drop the changes"),
            partial(self._drop, chosen),
        )

    def _drop(self, plan_id: int, *_reason: object) -> None:
        self.open_plan(plan_id)

    # --- changing ---

    def _typed(self, unit: int, key: str, words: str) -> None:
        assert self.draft is not None
        plain = unicodedata.normalize("NFKC", words).strip().replace(",", "")
        if not plain.isdigit():
            self.space.notices.refuse(_("“{value}” is not a number of people.").format(value=words.strip()))
            return
        try:
            changed = self.draft.changed(unit, self.table.years.index(int(key[1:])), int(plain))
        except Refused as refused:
            self.space.notices.failed(refused)
            return
        self._step(changed, unit)

    def _step(self, changed: Draft, unit: int) -> None:
        assert self.draft is not None
        if changed is self.draft:
            return
        self.steps = [*self.steps[-STEPS_KEPT:], self.draft]
        self.draft = changed
        source = self.table.rows.source
        assert isinstance(source, GridSource)
        # the line is put in its place, so that the cursor stays where it was
        source.by_id[unit] = changed.row(unit)
        self.table.rows.forget_rows()
        assert self.panel is not None
        self.panel.totals.show_total(changed.total())
        self._show_facts()

    def why_not_edit(self) -> str:
        """Return why no target can be typed here."""
        if self.panel is None or self.table.target_at(self.table.currentIndex()) is None:
            return _("Choose a target first: the first figure of a year.")
        return ""

    def edit_cell(self) -> None:
        """Open the editor of the target the cursor is on."""
        self.table.edit(self.table.currentIndex())

    def why_not_step_back(self) -> str:
        """Return why nothing can be taken back."""
        return "" if self.steps else _("No change has been made since the plan was saved.")

    def step_back(self) -> None:
        """Take the last hand change back."""
        self.draft = self.steps.pop()
        self._show()

    # --- plans and versions ---

    def why_not_propose(self) -> str:
        """Return why no plan can be proposed."""
        return "" if self.draft is not None else _("The plan is being read.")

    def propose(self) -> None:
        """Ask for the day, then show the proposal."""
        assert self.draft is not None
        form = ProposeForm(self, self.space, self.draft.grid.counted_on)
        form.asked.connect(self._propose)
        form.open()

    def _propose(self, day: Any) -> None:
        self.run_query(plan_proposal, self._proposed, day, key="grid")

    def _proposed(self, grid: PlanGrid) -> None:
        if self.draft is not None and not self.draft.saved:
            self.steps.append(self.draft)
        self._wanted = None
        self.draft = Draft(grid)
        self._show()
        self.say_done(_("A plan is proposed. Change targets where needed, then save it as a version."))


class Legend(QWidget):
    """What the marks of the grid mean."""

    def __init__(self) -> None:
        super().__init__()
        self._cap = ""
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.size(theme.MARGIN))
        self._labels = [QLabel() for _place in range(3)]
        for label in self._labels:
            label.setProperty("role", "hint")
            line.addWidget(label)
        self.show_cap("")

    def show_cap(self, cap: str) -> None:
        """Name the limit of a year's share."""
        self._cap = cap
        tokens = theme.tokens()
        above = _("above {cap} of the unit, rounded up to whole people").format(cap=cap) if cap else ""
        marks = (
            ("■", tokens.amber, _("set by hand")),
            ("■", tokens.indigo, _("re-balanced")),
            (OVER if cap else "", tokens.amber, above),
        )
        for label, (sign, colour, words) in zip(self._labels, marks, strict=True):
            label.setText(f"<span style='color:{colour}'>{sign}</span> {words}")

    def changeEvent(self, event: QEvent) -> None:
        """Take new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_labels"):
            self.show_cap(self._cap)
