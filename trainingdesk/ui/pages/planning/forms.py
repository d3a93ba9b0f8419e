"""The small windows of the Plan tab: propose, save, compare."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from trainingdesk.domain.planning.rows import CompareRow, PlanComparison, PlanVersionRow
from trainingdesk.shared.formatting import Kind, format_value
from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui import theme
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.planning.draft import Draft
from trainingdesk.ui.tables.columns import ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.editors import ChoiceEditor, DayEditor, Option, TextEditor
from trainingdesk.ui.widgets.enter import EnterPresses
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.planning import SavePlan
from trainingdesk.usecases.queries.planning import compare_plans


def version_words(version: PlanVersionRow) -> str:
    """Return what a version is called where one chooses it."""
    return _("{title} (version {number})").format(title=version.title, number=version.number)


class ProposeForm(FormDialog):
    """Asks for the day the base is counted on.

    Signals:
        asked: the day.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget, space: Workspace, today: date) -> None:
        self._today = today
        intro = _(
            "Every unit's people on that day are split over the five years: rows and columns add up exactly."
        )
        super().__init__(parent, space, _("Propose a plan"), intro=intro, save=_("Propose"))

    def build(self) -> None:
        """Ask for the day."""
        day = DayEditor(self._today)
        day.set_value(self._today)
        self.form.add(
            Field("day", _("Base counted on"), day, required=True, hint=_("Today or an earlier day."))
        )

    def command(self, values: dict[str, Any]) -> None:
        """Hand the day over; nothing is written."""
        self.asked.emit(values["day"])
        self.accept()


class SaveForm(FormDialog):
    """Names a version."""

    def __init__(self, parent: QWidget, space: Workspace, draft: Draft) -> None:
        self._draft = draft
        super().__init__(parent, space, _("Save the plan as a version"), save=_("Save"))

    def build(self) -> None:
        """Ask for the name; the usual one is there already."""
        years = self._draft.grid.years
        title = TextEditor()
        title.set_value(
            self._draft.grid.title or _("Training plan {first}–{last}").format(first=years[0], last=years[-1])
        )
        total = self._draft.total()
        hint = _("{units} units, {base} people, base counted on {day}.").format(
            units=sum(1 for row in self._draft.grid.rows if row.base),
            base=format_value(Kind.INT, total.base),
            day=self._draft.base_day.isoformat(),
        )
        self.form.add(Field("title", _("Name of the version"), title, required=True, hint=hint))

    def command(self, values: dict[str, Any]) -> SavePlan:
        """Return the command."""
        grid = self._draft.grid
        return SavePlan(
            title=values["title"],
            base_day=grid.base_day,
            cells=self._draft.cells(),
            cycle_start=grid.cycle_start,
        )


def _difference(before: int, after: int) -> str:
    if before == after:
        return format_value(Kind.INT, after)
    return f"{format_value(Kind.INT, before)} → {format_value(Kind.INT, after)} ({after - before:+,d})"


class _Change:
    """Takes one year's change out of a row."""

    def __init__(self, place: int) -> None:
        self._place = place

    def __call__(self, row: CompareRow) -> str:
        return _difference(row.first[self._place], row.second[self._place])


def compare_columns(comparison: PlanComparison) -> list[ColumnSpec]:
    """Return the columns of a comparison."""
    columns = [
        ColumnSpec("name", _("Unit of the plan"), width_em=15, stretch=True, sortable=False),
        ColumnSpec(
            "base",
            _("Base"),
            width_em=7,
            align="right",
            value=lambda row: _difference(row.first_base, row.second_base),
            sortable=False,
        ),
    ]
    columns += [
        ColumnSpec(f"y{year}", str(year), width_em=8.5, align="right", value=_Change(place), sortable=False)
        for place, year in enumerate(comparison.years)
    ]
    return columns


class CompareDialog(EnterPresses):
    """Two versions of one cycle, row by row."""

    def __init__(self, page: Page, versions: Sequence[PlanVersionRow], first: int, second: int) -> None:
        super().__init__(page)
        self._page = page
        self._comparison: PlanComparison | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Compare versions"))
        self.resize(theme.size(1080), theme.size(600))
        whole = QVBoxLayout(self)
        margin = theme.size(20)
        whole.setContentsMargins(margin, margin, margin, theme.size(theme.MARGIN))
        whole.setSpacing(theme.size(theme.PADDING))
        heading = QLabel(_("Compare versions"))
        heading.setProperty("role", "title")
        whole.addWidget(heading)
        options = [
            Option(version.id, version_words(version), detail=str(version.cycle_start))
            for version in versions
        ]
        self.first, self.second = ChoiceEditor(options), ChoiceEditor(options)
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        for words, editor, chosen in (
            (_("Compare from"), self.first, first),
            (_("compare to"), self.second, second),
        ):
            name = QLabel(words)
            name.setBuddy(editor)
            editor.setAccessibleName(words)
            editor.set_value(chosen)
            editor.edited.connect(self.load)
            line.addWidget(name)
            line.addWidget(editor, 1)
        whole.addLayout(line)
        self.only_changed = QCheckBox(_("Only units that differ"))
        self.only_changed.setChecked(True)
        self.only_changed.toggled.connect(self._show)
        whole.addWidget(self.only_changed, 0, Qt.AlignmentFlag.AlignLeft)
        self._place = QVBoxLayout()
        whole.addLayout(self._place, 1)
        self.table: TableView | None = None
        self.sums = QLabel()
        self.sums.setProperty("role", "strong")
        foot = QHBoxLayout()
        foot.addWidget(self.sums, 1)
        close = QPushButton(_("Close"))
        close.clicked.connect(self.reject)
        foot.addWidget(close)
        whole.addLayout(foot)
        self.load()

    def load(self) -> None:
        """Read the two versions that are chosen."""
        both = self.first.chosen(), self.second.chosen()
        if None not in both:
            self._page.run_query(compare_plans, self._arrived, *both)

    def _arrived(self, comparison: PlanComparison) -> None:
        self._comparison = comparison
        if self.table is not None:
            self.table.deleteLater()
        self.table = TableView(
            compare_columns(comparison), "planning_compare", self._page.space, title=_("Differences")
        )
        self.table.set_empty(_("The two versions plan the same."), icon="circle-check")
        self._place.addWidget(self.table)
        self._show()

    def _show(self) -> None:
        comparison = self._comparison
        if comparison is None or self.table is None:
            return
        rows = [row for row in comparison.rows if row.changed or not self.only_changed.isChecked()]
        source = ListSource(rows, self.table.rows.columns, lambda row: row.unit_id)
        self.table.show_rows(source, source.ids(""))
        changed = sum(row.changed for row in comparison.rows)
        words = ngettext("{count} unit differs.", "{count} units differ.", changed).format(count=changed)
        total = comparison.total
        years = ", ".join(
            f"{year}: {_difference(before, after)}"
            for year, before, after in zip(comparison.years, total.first, total.second, strict=True)
        )
        self.sums.setText(_("{changed} Total by year: {years}").format(changed=words, years=years))
