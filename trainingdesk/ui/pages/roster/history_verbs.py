"""The verbs of the Roster tab that concern one person's history: transfer, secondment, former values, photo."""

from functools import partial

from trainingdesk.domain.codes import PersonStatus, SecondmentWay
from trainingdesk.domain.roster.history_views import SecondmentLine, lasting
from trainingdesk.domain.roster.views import PersonCard
from trainingdesk.shared.text import _
from trainingdesk.ui.pages.roster.history_dialog import HistoryDialog
from trainingdesk.ui.pages.roster.history_forms import (
    ExtendDialog,
    ReturnDialog,
    SecondmentDialog,
    TransferOneDialog,
)
from trainingdesk.ui.pages.roster.photo_dialog import PhotoDialog
from trainingdesk.ui.pages.roster.verbs import RosterVerbs
from trainingdesk.ui.widgets.forms import FormDialog
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.roster import person_card


class HistoryVerbs(RosterVerbs):
    """What can be done with the history of the chosen person."""

    def _secondment(self) -> SecondmentLine | None:
        """Return the secondment of the chosen person that lasts, as the card has it.

        Who was seconded in is here until it is said that they went back, be the last day over.
        """
        person = self.card.person
        if person is None or person.id != self.table.current_id():
            return None
        found = lasting(person.secondments, self.space.today)
        if found is None and person.status is PersonStatus.SECONDED_IN:
            found = next((line for line in person.secondments if line.way is SecondmentWay.IN), None)
        return found

    def why_not_second(self) -> str:
        """Say what is missing before a secondment can be noted."""
        why = self.why_not_person()
        if not why and self._secondment() is not None:
            return _("The person is on a secondment already; end it first.")
        return why

    def why_not_back(self) -> str:
        """Say what is missing before a secondment can be ended."""
        why = self.why_not_person()
        if not why and self._secondment() is None:
            return _("The chosen person is not on a secondment.")
        return why

    def why_not_extend(self) -> str:
        """Say why the last day can't be moved."""
        why = self.why_not_back()
        if not why and (line := self._secondment()) is not None and line.valid_to is None:
            return _("The secondment has no last day: it lasts until it is ended.")
        return why

    def transfer_one(self) -> None:
        """Open the form that moves the chosen person."""
        self.run_query(person_card, self._transfer_arrived, self.table.current_id(), key="form")

    def _transfer_arrived(self, card: PersonCard) -> None:
        self._open_history(TransferOneDialog(self, self.space, card, self.units))

    def second_one(self) -> None:
        """Open the form of a secondment."""
        self.run_query(person_card, self._second_arrived, self.table.current_id(), key="form")

    def _second_arrived(self, card: PersonCard) -> None:
        self._open_history(SecondmentDialog(self, self.space, (card.id, card.name), self.units, card=card))

    def end_secondment(self) -> None:
        """Open the form of a return."""
        line, person = self._secondment(), self.card.person
        if line is not None and person is not None:
            self._open_history(ReturnDialog(self, self.space, person, line))

    def extend_secondment(self) -> None:
        """Open the form of a later last day."""
        line, person = self._secondment(), self.card.person
        if line is not None and person is not None:
            self._open_history(ExtendDialog(self, self.space, person.name, line))

    def show_history(self) -> None:
        """Open the rows of the chosen person's history."""
        self.run_query(person_card, self._history_arrived, self.table.current_id(), key="form")

    def _history_arrived(self, card: PersonCard) -> None:
        HistoryDialog(self, self.space, (card.id, card.name), self.units).open()

    def change_photo(self) -> None:
        """Open the photo of the chosen person."""
        self.run_query(person_card, self._photo_arrived, self.table.current_id(), key="form")

    def _photo_arrived(self, card: PersonCard) -> None:
        PhotoDialog(self, self.space, card).open()

    def _open_history(self, dialog: FormDialog) -> None:
        dialog.saved.connect(partial(self._history_saved, dialog))
        dialog.open()

    def _history_saved(self, dialog: FormDialog, outcome: Outcome) -> None:
        number = int(outcome.result["person_id"])
        self._wanted_person = number
        self.table.glow([number])
        self.say_done(dialog.said(outcome))
