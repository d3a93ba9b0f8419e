"""What is done with whole plans on the Plan tab: save, put into force, compare, print."""

from functools import partial

from trainingdesk.domain.codes import PlanState
from trainingdesk.domain.planning.rows import PlanVersionRow
from trainingdesk.shared.text import _
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.planning.draft import Draft
from trainingdesk.ui.pages.planning.forms import CompareDialog, SaveForm
from trainingdesk.usecases.commands.planning import AdoptPlan
from trainingdesk.usecases.outcome import Outcome


class PlanVerbs(Page):
    """The verbs of versions.

    Attributes:
        draft: the plan that is shown, with its hand changes; None until it is read.
        versions: the saved versions, the newest first.
    """

    draft: Draft | None
    versions: tuple[PlanVersionRow, ...]

    def open_plan(self, plan_id: int) -> None:
        """Show a version."""

    def why_not_save(self) -> str:
        """Return why there is nothing to save."""
        if self.draft is None or not self.draft.grid.total.base:
            return _("There is nobody to plan for yet: import the roster first.")
        return _("This version is saved already.") if self.draft.saved else ""

    def save(self) -> None:
        """Ask for a name, then keep the version."""
        assert self.draft is not None
        form = SaveForm(self, self.space, self.draft)
        form.saved.connect(self._saved)
        form.open()

    def _saved(self, outcome: Outcome) -> None:
        self.open_plan(outcome.result["plan_id"])
        self.say_done(
            _("Saved as version {number}.").format(number=outcome.result["number"]),
            way_out=_("Put into force"),
            follow=partial(self._adopt, outcome.result["plan_id"], None),
        )

    def why_not_adopt(self) -> str:
        """Return why what is shown can't be put into force."""
        if self.draft is None or not self.draft.saved:
            return _("Save the plan first: “Save as a version…”.")
        return _("This version is in force.") if self.draft.grid.state is PlanState.ADOPTED else ""

    def adopt(self) -> None:
        """Put the version that is shown into force."""
        assert self.draft is not None
        assert self.draft.grid.plan_id is not None
        self._adopt(self.draft.grid.plan_id, self.draft.grid.version)

    def _adopt(self, plan_id: int, version: int | None) -> None:
        self.send(AdoptPlan(plan_id=plan_id, version=version), self._adopted, action="planning.adopt")

    def _adopted(self, outcome: Outcome) -> None:
        self.say_done(
            _("The plan is in force. Progress is counted against it."),
            way_out=_("Print"),
            follow=partial(self._print_plan, outcome.result["plan_id"]),
        )

    def why_not_compare(self) -> str:
        """Return why there are no two versions to compare."""
        return (
            ""
            if len(self.versions) > 1
            else _("Two saved versions are needed: change targets and save another one.")
        )

    def compare(self) -> None:
        """Show how two versions differ: the one before, and the one that is shown."""
        shown = self.draft.grid.plan_id if self.draft is not None else None
        second = shown or self.versions[0].id
        first = next(version.id for version in reversed(self.versions) if version.id != second)
        cycle = next(version.cycle_start for version in self.versions if version.id == second)
        for version in self.versions:
            if version.id != second and version.cycle_start == cycle:
                first = version.id
                break
        CompareDialog(self, self.versions, min(first, second), max(first, second)).open()

    def why_not_print(self) -> str:
        """Return why what is shown can't be printed."""
        if self.draft is None or not self.draft.saved:
            return _("Save the plan first: “Save as a version…”.")
        return ""

    def print_preview(self) -> None:
        """Show the paper as it will be printed."""
        assert self.draft is not None
        assert self.draft.grid.plan_id is not None
        self._print_plan(self.draft.grid.plan_id)

    def _print_plan(self, plan_id: int) -> None:
        self.space.go_to("papers", paper="planning.grid", plan=str(plan_id))
