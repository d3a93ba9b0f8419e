"""Taking out of the roster whoever was entered by mistake."""

from dataclasses import replace
from functools import partial

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.views import PersonCard
from trainingdesk.shared.text import _
from trainingdesk.ui.pages.roster.verbs import RosterVerbs
from trainingdesk.usecases.commands.roster_mistaken import TakeOutPerson
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.roster import person_card


class MistakeVerbs(RosterVerbs):
    """What can be done with a record that never should have been."""

    def take_out(self) -> None:
        """Look whether the chosen person, entered by mistake, can be taken out, and ask."""
        self.run_query(person_card, self._try_to_take_out, self.table.current_id(), key="form")

    def _try_to_take_out(self, card: PersonCard) -> None:
        command = TakeOutPerson(person_id=card.id, version=card.version, reason=_("Why it is a mistake"))
        self.space.try_out(command, partial(self._ask_to_take_out, command, card))

    def _ask_to_take_out(self, command: TakeOutPerson, card: PersonCard, refused: Refused | None) -> None:
        if refused is not None:
            self.space.notices.failed(refused)
            return
        who = " · ".join(part for part in (card.name, card.unit, card.post) if part)
        words = _(
            "{who} leaves the roster as if never entered, with the former values, secondments and photo of this record. "
            "Nothing depends on it. No headcount and no list of changes has this person any more; the log keeps the name and the reason, "
            "and undo brings all of it back. Whoever retired or was transferred gets that status instead."
        ).format(who=who)
        title, reason = _("Take out somebody entered by mistake"), _("Why it is a mistake")
        agreed = partial(self._take_out, command)
        self.space.confirm(self, title, words, _("Take out"), agreed, reason=reason)

    def _take_out(self, command: TakeOutPerson, reason: str) -> None:
        self.send(replace(command, reason=reason), self._taken_out)

    def _taken_out(self, outcome: Outcome) -> None:
        self.say_done(_("{name} was taken out of the roster.").format(name=outcome.result["name"]))
