"""The verbs of the Roster tab that concern two people, or many at once."""

from trainingdesk.shared.text import _, ngettext
from trainingdesk.ui.pages.roster.batch_dialog import BatchDialog, EditDialog, ReplaceDialog, TransferDialog
from trainingdesk.ui.pages.roster.duplicates import DuplicatesDialog
from trainingdesk.ui.pages.roster.merge_panel import MergeDialog
from trainingdesk.ui.pages.roster.verbs import RosterVerbs
from trainingdesk.usecases.outcome import Outcome


class ManyVerbs(RosterVerbs):
    """What can be done with two people or with many."""

    def why_not_duplicates(self) -> str:
        """Say what is missing before duplicates can be looked for."""
        if self._source is None or self._source.total < 2:
            return _("There are not yet two people in the roster: import one first.")
        return ""

    def find_duplicates(self) -> None:
        """Show who may be in the roster twice."""
        DuplicatesDialog(self, self.space).open()

    def why_not_two(self) -> str:
        """Say what is missing before two people can be merged."""
        if not self.table.isVisibleTo(self):
            return _("Go to the tab “People” first.")
        if len(self.table.selected_ids()) != 2:
            return _("Choose exactly two people in the list first: click one, hold Ctrl and click the other.")
        return ""

    def merge_two(self) -> None:
        """Put the two chosen people side by side."""
        first, second = self.table.selected_ids()
        dialog = MergeDialog(self, self.space, first, second)
        dialog.merged.connect(self._two_merged)
        dialog.open()

    def _two_merged(self, kept_id: int) -> None:
        self._wanted_person = kept_id
        self.table.glow([kept_id])
        self.say_done(_("The two records are one now. Undo parts them again."))

    # --- one step for many ---

    def why_not_many(self) -> str:
        """Say what is missing before many people can be changed."""
        if not self.table.isVisibleTo(self):
            return _("Go to the tab “People” first.")
        return (
            "" if self.table.rows.ids else _("The list is empty: clear the filter, or choose another unit.")
        )

    def edit_many(self) -> None:
        """Set fields of many people."""
        self._open_batch(EditDialog, _("Change many people"))

    def replace_many(self) -> None:
        """Find and replace words."""
        self._open_batch(ReplaceDialog, _("Find and replace"))

    def transfer_many(self) -> None:
        """Move many people to another unit."""
        self._open_batch(TransferDialog, _("Transfer many people"))

    def _open_batch(self, kind: type[BatchDialog], title: str) -> None:
        chosen, listed = self.table.selected_ids(), tuple(self.table.rows.ids)
        dialog = kind(self, self.space, title, chosen, listed, self.units)
        dialog.carried_out.connect(self._many_changed)
        dialog.open()

    def _many_changed(self, outcome: Outcome) -> None:
        count = int(outcome.result["count"])
        words = ngettext(
            "{count} person is changed. Undo takes it back.",
            "{count} people are changed. Undo takes all of it back.",
            count,
        )
        self.say_done(words.format(count=f"{count:,}"))
