"""Why something on the Fees tab can't be done now, in words."""

from trainingdesk.domain.fees.rows import Balance, FeeCard
from trainingdesk.domain.fees.rules import WORKFLOW, FeeAction
from trainingdesk.shared.text import _, text
from trainingdesk.ui.notices import problem_sentence, sentence_of
from trainingdesk.ui.pages.fees.ledger import LedgerPanel


class FeeReasons:
    """The why-nots of the page's actions.

    Attributes:
        card: the chosen request, None for none.
        balance: where the account stands, None before it was read.
        ledger: the ledger, whose chosen entry can be taken back.
    """

    card: FeeCard | None
    balance: Balance | None
    ledger: LedgerPanel

    def why_no_request(self) -> str:
        """Return why there is nothing to act on."""
        return "" if self.card is not None else _("Choose a request in the list first.")

    def why_not_change(self) -> str:
        """Return why the chosen request can't be changed."""
        if self.card is None:
            return self.why_no_request()
        return problem_sentence(self.card.edit_why_not) if self.card.edit_why_not else ""

    def _why_not(self, action: FeeAction) -> str:
        if self.card is None:
            return self.why_no_request()
        for verdict in self.card.verdicts:
            if verdict.action is action:
                return problem_sentence(verdict.why_not) if verdict.why_not else ""
        return sentence_of(WORKFLOW.not_now(self.card.row.state, action))

    def why_not_submit(self) -> str:
        """Return why the chosen request can't be submitted."""
        why = self._why_not(FeeAction.SUBMIT)
        if not why and self.card is not None and self.card.standing.over:
            return _("It is above the ceiling: lower its lines with “Change request…” first.")
        if not why and self.card is not None and not self.card.lines:
            return text("fee.no_lines")
        return why

    def why_not_withdraw(self) -> str:
        """Return why the chosen request can't be withdrawn."""
        return self._why_not(FeeAction.WITHDRAW)

    def why_not_review(self) -> str:
        """Return why the chosen request can't pass the review."""
        return self._why_not(FeeAction.REVIEW)

    def why_not_approve(self) -> str:
        """Return why the chosen request can't be approved."""
        return self._why_not(FeeAction.APPROVE)

    def why_not_return(self) -> str:
        """Return why the chosen request can't be returned."""
        return self._why_not(FeeAction.RETURN)

    def why_not_pay(self) -> str:
        """Return why the chosen request can't be paid."""
        why = self._why_not(FeeAction.PAY)
        if not why and self.card and self.balance and self.card.row.total > self.balance.balance:
            return _(
                "The account does not cover it: book an allocation first (Ledger, “Book an allocation…”)."
            )
        return why

    def why_not_opening(self) -> str:
        """Return why there can be no opening balance."""
        return text("ledger.opening_not_first") if self.balance and self.balance.entries else ""

    def why_not_counter(self) -> str:
        """Return why the chosen entry can't be taken back."""
        entry = self.ledger.table.current_row()
        if entry is None:
            return _("Choose an entry in the list of the ledger first.")
        if entry.counter_of is not None:
            return text("ledger.counter_of_counter")
        return text("ledger.countered") if entry.countered_by is not None else ""
