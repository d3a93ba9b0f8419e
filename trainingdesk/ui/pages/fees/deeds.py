"""What is done on the Fees tab: each deed opens a form or sends one command."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QTabWidget

from trainingdesk.domain.codes import FeeState
from trainingdesk.domain.fees.rows import Balance, FeeCard
from trainingdesk.shared.clock import local_day, system_clock
from trainingdesk.shared.text import _
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.fees.forms import (
    CounterForm,
    EntryForm,
    OpinionForm,
    PayForm,
    RequestForm,
    ReturnForm,
)
from trainingdesk.ui.pages.fees.ledger import LedgerPanel
from trainingdesk.ui.widgets.piles import Piles
from trainingdesk.usecases.commands.fees import SubmitFee, WithdrawFee
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries import fees as queries


class FeeDeeds(Page):
    """The callbacks of the page's actions; the page itself shows and reads."""

    card: FeeCard | None
    balance: Balance | None
    ledger: LedgerPanel
    piles: Piles
    tabs: QTabWidget
    _wanted: int | None

    def show_pile(self, key: str) -> None:
        """Show one pile."""

    @property
    def today(self) -> date:
        """The desk's own day."""
        return local_day(getattr(self.space.desk, "clock", system_clock)())

    def new_request(self) -> None:
        """Write a new request."""
        self._open_new(None)

    def _open_new(self, class_id: int | None) -> None:
        def open_form(classes: Any) -> None:
            form = RequestForm(self, self.space, classes, class_id=class_id)
            form.saved.connect(self._created)
            form.open()

        self.run_query(queries.fee_classes, open_form)

    def _created(self, outcome: Outcome) -> None:
        self._wanted = int(outcome.result["fee_id"])
        self.show_pile("drafts" if "drafts" in self.piles.buttons else "all")
        self.say_done(_("Fee request {number} is kept as a draft.").format(number=outcome.result["number"]))

    def change_request(self) -> None:
        """Change the chosen request."""
        card = self.card

        def open_form(classes: Any) -> None:
            form = RequestForm(self, self.space, classes, card)
            form.saved.connect(lambda _outcome: self.say_done(_("The request was changed.")))
            form.open()

        self.run_query(queries.fee_classes, open_form)

    def submit(self) -> None:
        """Send the chosen request out for review."""
        if self.card is not None:
            row = self.card.row
            self.send(SubmitFee(fee_id=row.id, version=row.version), self._submitted, action="fees.submit")

    def _submitted(self, outcome: Outcome) -> None:
        # it is no draft any more, and its form is printed next: stay with it
        fee_id = int(outcome.result["fee_id"])
        self.open_place({"fee": fee_id})
        self.say_done(
            _("Submitted: it waits for a reviewer now."),
            way_out=_("Print the form"),
            follow=partial(self._print_form, fee_id),
        )

    def withdraw(self) -> None:
        """Take the chosen request back."""
        if self.card is not None:
            row = self.card.row
            self.send(
                WithdrawFee(fee_id=row.id, version=row.version), self._withdrawn, action="fees.withdraw"
            )

    def _withdrawn(self, _outcome: Outcome) -> None:
        self.say_done(_("Withdrawn: you can change it and submit it again."))

    def review(self) -> None:
        """Pass the review."""
        self._open_opinion(approve=False)

    def approve(self) -> None:
        """Approve."""
        self._open_opinion(approve=True)

    def _open_opinion(self, *, approve: bool) -> None:
        if self.card is not None:
            form = OpinionForm(self, self.space, self.card, approve=approve)
            done = _("Approved: the fund keeper can pay it.") if approve else _("Passed on for approval.")
            form.saved.connect(lambda _outcome: self.say_done(done))
            form.open()

    def return_request(self) -> None:
        """Send the chosen request back."""
        if self.card is not None:
            by_approver = self.card.row.state is not FeeState.SUBMITTED
            form = ReturnForm(self, self.space, self.card, by_approver=by_approver)
            form.saved.connect(lambda _outcome: self.say_done(_("Returned to the requester.")))
            form.open()

    def pay(self) -> None:
        """Pay the chosen request."""
        if self.card is not None and self.balance is not None:
            form = PayForm(self, self.space, self.card, self.balance.balance, self.today)
            form.saved.connect(lambda _outcome: self.say_done(_("Paid and booked.")))
            form.open()

    def show_form(self) -> None:
        """Show the approval form of the chosen request."""
        if self.card is not None:
            self._print_form(self.card.row.id)

    def _print_form(self, fee_id: int) -> None:
        self.space.go_to("papers", paper="fees.approval", params={"fee": str(fee_id)})

    def show_ledger_paper(self) -> None:
        """Show the ledger as it is printed."""
        year = self.ledger.year.chosen()
        self.space.go_to("papers", paper="fees.ledger", params={"year": str(year)} if year else {})

    def book_opening(self) -> None:
        """Begin the ledger."""
        self._open_entry_form(opening=True)

    def book_allocation(self) -> None:
        """Book money that came in."""
        self._open_entry_form(opening=False)

    def _open_entry_form(self, *, opening: bool) -> None:
        self.tabs.setCurrentIndex(1)
        form = EntryForm(self, self.space, self.today, opening=opening)
        form.saved.connect(self._booked)
        form.open()

    def book_counter(self) -> None:
        """Take the chosen entry back."""
        form = CounterForm(self, self.space, self.ledger.table.current_row(), self.today)
        form.saved.connect(self._booked)
        form.open()

    def _booked(self, outcome: Outcome) -> None:
        self.ledger.table.glow([int(outcome.result["entry_id"])])
        self.say_done(_("Booked."))

    def _open_entry(self, entry_id: int) -> None:
        """Go from an entry to the request it pays."""
        row = self.ledger.table.rows.row(self.ledger.table.rows.place_of(entry_id))
        if row is not None and row.request_id is not None:
            self.open_place({"fee": row.request_id})
