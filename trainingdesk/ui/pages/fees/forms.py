"""The forms of the Fees tab: a request with its lines, opinions and returns, payments, ledger entries."""

from datetime import date
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from trainingdesk.domain.codes import FeeItem
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.fees.basis import by_standard
from trainingdesk.domain.fees.rows import ClassForFees, FeeCard, FeeFormFacts, FeeRow, LedgerRow
from trainingdesk.domain.fees.rules import LineDraft, standing
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.pages.fees.lines import LinesEditor
from trainingdesk.ui.pages.fees.standing import StandingView, money
from trainingdesk.ui.widgets.editors import (
    ChoiceEditor,
    DayEditor,
    MoneyEditor,
    NoteEditor,
    NumberEditor,
    Option,
    TextEditor,
)
from trainingdesk.ui.widgets.forms import Field, FormDialog
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.fees import (
    ApproveFee,
    BookAllocation,
    BookCounterEntry,
    BookOpening,
    ChangeFeeRequest,
    CreateFeeRequest,
    PayFee,
    ReturnFee,
    ReturnFeeFromApproval,
    ReviewFee,
)
from trainingdesk.usecases.queries.fees import fee_form


class RequestForm(FormDialog):
    """A new request, or a change of one: its lines at the left, the standard at the right, summed up as one types."""

    def __init__(
        self,
        parent: QWidget,
        space: Workspace,
        classes: tuple[ClassForFees, ...],
        card: FeeCard | None = None,
        class_id: int | None = None,
    ) -> None:
        self._classes = {one.id: one for one in classes}
        self._card = card
        self._facts: FeeFormFacts | None = None
        title = (
            _("Change fee request {number}").format(number=card.row.number) if card else _("New fee request")
        )
        super().__init__(parent, space, title, save=_("Save the draft"))
        self.resize(theme.size(1120), theme.size(600))
        if card is not None:
            self._fill(card)
        elif class_id in self._classes:
            self.form.fields["class_id"].as_editor.set_value(class_id)
        self._read_class()

    def build(self) -> None:
        """Class and purpose, people and days, then lines beside the standard."""
        options = [
            Option(one.id, one.title, "", f"{one.code} · {one.start_day:%Y-%m-%d}")
            for one in self._classes.values()
        ]
        classes = ChoiceEditor(options)
        classes.setEnabled(self._card is None)
        classes.edited.connect(self._class_chosen)
        self.persons = NumberEditor(1, 9999)
        self.days = NumberEditor(1, 400)
        self.form.add(
            Field("class_id", _("Training class"), classes, required=True),
            Field("title", _("Purpose"), TextEditor(), required=True),
        )
        self.form.add(
            Field(
                "persons",
                _("Number of people"),
                self.persons,
                hint=_("Trainees the standard is counted with."),
            ),
            Field("days", _("Days"), self.days, hint=_("With at most one day to register and one to leave.")),
        )
        self.lines = LinesEditor(self._proposed)
        self.view = StandingView()
        self._nothing = QLabel(_("Choose the class: its standard is shown here."))
        self._nothing.setWordWrap(True)
        self._nothing.setProperty("role", "slate")
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.size(20))
        field = Field("lines", _("Lines"), self.lines)
        row.addWidget(field, 5)
        side = QVBoxLayout()
        heading = QLabel(_("Against the standard"))
        heading.setProperty("role", "strong")
        side.addWidget(heading)
        side.addWidget(self._nothing)
        side.addWidget(self.view)
        side.addStretch(1)
        row.addLayout(side, 3)
        self.form.add_widget(pair)
        self.form.fields["lines"] = field
        for editor in (self.lines, self.persons, self.days):
            editor.edited.connect(self._sum_up)
        self.lines.edited.connect(self.form.edited)

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command that keeps the draft."""
        if self._card is None:
            return CreateFeeRequest(
                class_id=values["class_id"],
                title=values["title"],
                persons=values["persons"],
                days=values["days"],
                lines=values["lines"],
            )
        return ChangeFeeRequest(
            fee_id=self._card.row.id,
            version=self._card.row.version,
            title=values["title"],
            persons=values["persons"],
            days=values["days"],
            lines=values["lines"],
        )

    def _fill(self, card: FeeCard) -> None:
        self.form.set_values(
            {
                "class_id": card.row.class_id,
                "title": card.row.title,
                "persons": card.row.persons,
                "days": card.row.days,
                "lines": [line.draft for line in card.lines],
            }
        )

    def _class_chosen(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        self.persons.set_value(chosen.enrolled or chosen.capacity)
        self.days.set_value(chosen.class_days)
        title = self.form.fields["title"].as_editor
        if not title.value():
            title.set_value(_("Training fees of {class_title}").format(class_title=chosen.title))
        self._read_class()

    def _chosen(self) -> ClassForFees | None:
        try:
            return self._classes.get(self.form.fields["class_id"].as_editor.value())
        except Refused:
            return None

    def _read_class(self) -> None:
        chosen = self._chosen()
        self._nothing.setVisible(chosen is None)
        self.view.setVisible(chosen is not None)
        if chosen is None:
            return
        fee_id = self._card.row.id if self._card else None
        job = self.space.jobs.job(
            Lane.READ, without_progress(self.space.desk.ask, fee_form, chosen.id, fee_id)
        )
        job.succeeded.connect(partial(self._class_read, chosen.id))
        job.failed.connect(self.space.notices.failed)
        job.start()

    def _class_read(self, class_id: int, facts: FeeFormFacts) -> None:
        chosen = self._chosen() if shiboken6.isValid(self) else None
        if chosen is not None and chosen.id == class_id:
            self._facts = facts
            self._sum_up()

    def _sum_up(self) -> None:
        facts = self._facts
        if facts is None:
            return
        persons, days = self.persons.value(), self.days.value()
        stands = standing(facts.standard, persons, days, self.lines.readable(), facts.others)
        self.view.show_standing(stands, facts.standard, persons, days)

    def _proposed(self) -> list[LineDraft]:
        if self._facts is None:
            self.banner.say([_("Choose the class first: the standard is that of its first day.")], "warning")
            return []
        words = {item: text(f"fee_item.{item}") for item in FeeItem}
        return by_standard(self._facts.standard, self.persons.value(), self.days.value(), words)


class OpinionForm(FormDialog):
    """Passing the review, or approving, with an opinion."""

    def __init__(self, parent: QWidget, space: Workspace, card: FeeCard, *, approve: bool) -> None:
        self._card = card
        self._approve = approve
        title = _("Approve the request") if approve else _("Pass the review")
        super().__init__(parent, space, title, intro=summary(card), save=title)

    def build(self) -> None:
        """One field, filled in with what is mostly said."""
        opinion = _("Agreed.") if self._approve else _("Checked: within the standard.")
        self.form.add(
            Field(
                "opinion",
                _("Opinion"),
                NoteEditor(lines=3),
                hint=_("Printed on the approval form with your name and today's date."),
            )
        )
        self.form.set_values({"opinion": opinion})

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        make = ApproveFee if self._approve else ReviewFee
        row = self._card.row
        return make(fee_id=row.id, version=row.version, opinion=values["opinion"] or "")


class ReturnForm(FormDialog):
    """Sending a request back, with the reason."""

    def __init__(self, parent: QWidget, space: Workspace, card: FeeCard, *, by_approver: bool) -> None:
        self._card = card
        self._by_approver = by_approver
        super().__init__(
            parent, space, _("Return the request"), intro=summary(card), save=_("Return the request")
        )

    def build(self) -> None:
        """The reason is required."""
        hint = _("The requester reads it, puts the request right and submits it again.")
        self.form.add(Field("reason", _("Reason"), NoteEditor(lines=3), required=True, hint=hint))

    def command(self, values: dict[str, Any]) -> Any:
        """Return the reviewer's or the approver's command."""
        make = ReturnFeeFromApproval if self._by_approver else ReturnFee
        return make(fee_id=self._card.row.id, version=self._card.row.version, reason=values["reason"])


class PayForm(FormDialog):
    """Paying an approved request."""

    def __init__(self, parent: QWidget, space: Workspace, card: FeeCard, balance: int, today: date) -> None:
        self._row: FeeRow = card.row
        self._today = today
        words = _("Balance of the account {balance} yuan; {rest} yuan after this payment.").format(
            balance=money(balance), rest=money(balance - card.row.total)
        )
        super().__init__(
            parent, space, _("Pay the request"), intro=f"{summary(card)}\n{words}", save=_("Pay and book")
        )

    def build(self) -> None:
        """Who is paid, and when."""
        self.form.add(
            Field("payee", _("Payee"), TextEditor(), required=True),
            Field("day", _("Day"), DayEditor(self._today), required=True),
        )
        self.form.set_values({"day": self._today})

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return PayFee(
            fee_id=self._row.id, version=self._row.version, day=values["day"], payee=values["payee"]
        )


class EntryForm(FormDialog):
    """An opening balance or an allocation."""

    def __init__(self, parent: QWidget, space: Workspace, today: date, *, opening: bool) -> None:
        self._opening = opening
        self._today = today
        title = _("Opening balance") if opening else _("Book an allocation")
        intro = (
            _("What the account held when the ledger began.")
            if opening
            else _(
                "Money that came into the dedicated account; each source is named, so that it can be accounted for."
            )
        )
        super().__init__(parent, space, title, intro=intro, save=_("Book"))

    def build(self) -> None:
        """Day, amount, source, text."""
        self.form.add(
            Field("day", _("Day"), DayEditor(self._today), required=True),
            Field("amount", _("Amount, yuan"), MoneyEditor(), required=True),
        )
        self.form.add(Field("party", _("Source"), TextEditor(), required=not self._opening))
        self.form.add(Field("text", _("Text"), TextEditor(), required=True))
        self.form.set_values({"day": self._today})

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        make = BookOpening if self._opening else BookAllocation
        return make(
            day=values["day"], amount=values["amount"], text=values["text"], party=values["party"] or ""
        )


class CounterForm(FormDialog):
    """Taking one entry back."""

    def __init__(self, parent: QWidget, space: Workspace, entry: LedgerRow, today: date) -> None:
        self._entry = entry
        self._today = today
        intro = _(
            "No. {number} of {day}: {text}, {amount} yuan. The opposite amount is booked; both stay."
        ).format(number=entry.id, day=entry.day, text=entry.text, amount=money(entry.amount))
        if entry.request_id is not None:
            intro += "\n" + _("The request it paid waits for payment again.")
        super().__init__(parent, space, _("Take the entry back"), intro=intro, save=_("Take back"))

    def build(self) -> None:
        """Day and reason."""
        self.form.add(Field("day", _("Day"), DayEditor(self._today), required=True))
        self.form.add(Field("reason", _("Reason"), NoteEditor(lines=3), required=True))
        self.form.set_values({"day": self._today})

    def command(self, values: dict[str, Any]) -> Any:
        """Return the command."""
        return BookCounterEntry(entry_id=self._entry.id, day=values["day"], reason=values["reason"])


def summary(card: FeeCard) -> str:
    """Return a request in one line, for the top of a form."""
    return _("{number} · {title} · {amount} yuan · requested by {name}").format(
        number=card.row.number, title=card.row.title, amount=money(card.row.total), name=card.row.requester
    )
