"""经费: my inbox first, every request with its standing and trail, and the ledger."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import FeeState
from trainingdesk.domain.fees.rows import Balance, FeeCard, FeeFilter, FeeList, FeeRow, Inbox, LedgerList
from trainingdesk.shared.text import N_, _, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.fees.card import RequestCard
from trainingdesk.ui.pages.fees.columns import request_columns
from trainingdesk.ui.pages.fees.deeds import FeeDeeds
from trainingdesk.ui.pages.fees.ledger import LedgerPanel
from trainingdesk.ui.pages.fees.reasons import FeeReasons
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option
from trainingdesk.ui.widgets.line import name_editor
from trainingdesk.ui.widgets.piles import Piles, PileSpec
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.usecases.queries import fees as queries

_P = Permission


class FeesPage(FeeDeeds, FeeReasons, Page):
    """The Fees tab: requests and ledger behind two tabs."""

    ID = "fees"
    TITLE = N_("Fees")
    HELP = N_(
        "What waits for you stands first. A request goes from its writer to a reviewer, an approver and the fund "
        "keeper; nobody decides on what they requested."
    )
    DEPENDS_ON = frozenset(
        {"fee_request", "fee_line", "fee_step", "ledger_entry", "training_class", "enrolment", "rule"}
    )
    VERBS = ("fees.new", "fees.change", "fees.submit", "fees.withdraw", "", "fees.print")

    def build(self) -> None:
        """Make the two tabs."""
        self.card: FeeCard | None = None
        self.inbox: Inbox | None = None
        self.all: FeeList | None = None
        self.balance: Balance | None = None
        self._pile = ""
        self._wanted: int | None = None
        self.search = SearchBox(_("Number, purpose, class"), width=190)
        self.search.searched.connect(lambda _text: self._show_all())
        self.year = ChoiceEditor([Option(0, _("All years"))])
        self.year.set_value(0)
        self.year.edited.connect(self._show_all)
        self.state = ChoiceEditor(
            [Option("", _("All states")), *(Option(s.value, text(f"fee.state.{s}")) for s in FeeState)]
        )
        self.state.set_value("")
        self.state.edited.connect(self._show_all)
        for editor, name in ((self.year, _("Year")), (self.state, _("State"))):
            name_editor(editor, name)
        for widget in (self.search, self.year, self.state):
            self.add_filter(widget)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Fees"))
        self.tabs.addTab(self._requests(), _("Requests"))
        self.ledger = LedgerPanel(self.space, self.actions_, self.today.year)
        self.ledger.filter_changed.connect(self._read_ledger)
        self.ledger.table.selection_changed.connect(self.selection_changed)
        self.ledger.table.opened.connect(self._open_entry)
        self.tabs.addTab(self.ledger, _("Ledger"))
        self.tabs.currentChanged.connect(self._tab_changed)
        self.body.addWidget(self.tabs)

    def _requests(self) -> QWidget:
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, theme.size(theme.PADDING), 0, 0)
        column.setSpacing(theme.size(theme.PADDING))
        specs = []
        if self.space.allows(_P.FEE_REVIEW):
            specs.append(PileSpec("to_review", _("For my review"), "indigo"))
        if self.space.allows(_P.FEE_APPROVE):
            specs.append(PileSpec("to_approve", _("For my approval"), "indigo"))
        if self.space.allows(_P.FEE_PAY):
            specs.append(PileSpec("to_pay", _("For me to pay"), "indigo"))
        if self.space.allows(_P.FEE_REQUEST):
            specs += [
                PileSpec("returned", _("Returned to me"), "seal"),
                PileSpec("drafts", _("My drafts")),
                PileSpec("waiting", _("On their way")),
            ]
        specs.append(PileSpec("all", _("All requests")))
        self.piles = Piles(specs)
        self.piles.chosen.connect(self.show_pile)
        column.addWidget(self.piles)
        self.columns = request_columns()
        self.table = TableView(
            self.columns, "fees.requests", self.space, title=_("Fee requests"), single=True, frozen="title"
        )
        self.table.selection_changed.connect(self._chose)
        self.table.loaded.connect(self._loaded)
        self.table.opened.connect(lambda _id: self.actions_.trigger("fees.change"))
        self.details = RequestCard(self.actions_)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.details)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([theme.size(880), theme.size(420)])
        column.addWidget(self.splitter, 1)
        return ground

    # --- reading ---

    def refresh(self) -> None:
        """Read inbox, list, ledger and balance."""
        self.run_query(queries.fee_inbox, self._show_inbox)
        self.run_query(queries.fee_years, self._show_years)
        self._read_list()
        self._read_ledger()
        self.run_query(queries.balance, self._show_balance)
        self.run_query(queries.ledger_years, self.ledger.show_years)

    def _filter(self) -> FeeFilter:
        state = self.state.chosen()
        return FeeFilter(
            text=self.search.term(),
            states=frozenset({FeeState(state)}) if state else frozenset(),
            year=self.year.chosen() or None,
        )

    def _read_list(self) -> None:
        self.run_query(queries.fee_list, self._show_list, self._filter())

    def _show_years(self, years: tuple[int, ...]) -> None:
        kept = self.year.chosen()
        self.year.set_options([Option(0, _("All years")), *(Option(year, str(year)) for year in years)])
        self.year.set_value(kept if kept in years else 0)

    def _show_inbox(self, inbox: Inbox) -> None:
        self.inbox = inbox
        self.piles.show_counts({key: len(getattr(inbox, key)) for key in self.piles.buttons if key != "all"})
        if not self._pile and self.all is not None:
            self.show_pile(self._first_pile())
        elif self._pile not in {"", "all"}:
            self._show_rows()

    def _show_list(self, found: FeeList) -> None:
        self.all = found
        self.piles.show_counts({"all": found.total})
        if not self._pile and self.inbox is not None:
            self.show_pile(self._first_pile())
        elif self._pile == "all":
            self._show_rows()

    def _first_pile(self) -> str:
        """Return the first pile that waits for this person, else all requests."""
        waiting = ("to_review", "to_approve", "to_pay", "returned")
        keys = (key for key in waiting if key in self.piles.buttons and getattr(self.inbox, key))
        return next(keys, "all")

    def show_pile(self, key: str) -> None:
        """Show one pile."""
        self._pile = key
        self.piles.choose(key)
        self._show_rows()

    def _show_all(self) -> None:
        """Show what the filter at the top asks for; it looks through all requests."""
        self._pile = "all"
        self.piles.choose("all")
        self._read_list()

    def _rows(self) -> tuple[FeeRow, ...]:
        if self._pile == "all":
            return self.all.rows if self.all else ()
        return getattr(self.inbox, self._pile) if self.inbox else ()

    def _show_rows(self) -> None:
        words = {
            "to_review": _("Nothing waits for your review."),
            "to_approve": _("Nothing waits for your approval."),
            "to_pay": _("Nothing waits to be paid."),
            "returned": _("Nothing was returned to you."),
            "drafts": _("You have no drafts."),
            "waiting": _("Nothing of yours is on its way."),
        }
        filtered = self._pile == "all" and not self._filter().is_empty
        sentence = words.get(self._pile) or (
            _("No request fits the filter.")
            if filtered
            else _("No request yet. Each one is for a class, with its lines against the standard.")
        )
        buttons = (
            [self.actions_.button("fees.new")] if self._pile in {"all", "drafts"} and not filtered else []
        )
        self.table.set_empty(sentence, "coin", buttons)
        self.table.show_source(ListSource(self._rows(), self.columns))

    def _loaded(self, count: int) -> None:
        if self._wanted is not None and self.table.rows.place_of(self._wanted) >= 0:
            wanted, self._wanted = self._wanted, None
            self.table.select_ids([wanted])
        elif count and self.table.current_id() is None:
            self.table.select_ids([self.table.rows.id_at(0)])
        elif not count:
            self._show_card(None)
        else:
            self._chose()
        self._say_counts()

    def _say_counts(self) -> None:
        if self.tabs.currentIndex() == 1:
            shown, total = self.ledger.table.rows.rowCount(), self._entries
            words = ngettext("{shown} entry", "{shown} entries", shown)
            hidden = self.ledger.clear_filter if not self.ledger.wanted().is_empty else None
        else:
            shown, total = self.table.rows.rowCount(), self.all.total if self.all else 0
            words = ngettext("{shown} request", "{shown} requests", shown)
            hidden = self._clear if self._pile == "all" and not self._filter().is_empty else None
        rest = _("{count} hidden by the filter").format(count=total - shown) if hidden else ""
        self.set_counts(words.format(shown=shown), rest, hidden)

    def _clear(self) -> None:
        self.search.clear()
        self.year.set_value(0)
        self.state.set_value("")
        self._show_all()

    def _read_ledger(self) -> None:
        self.run_query(queries.ledger, self._show_ledger, self.ledger.wanted())

    _entries = 0

    def _show_ledger(self, found: LedgerList) -> None:
        self._entries = found.total
        self.ledger.show_entries(found)
        self.selection_changed()
        if self.tabs.currentIndex() == 1:
            self._say_counts()

    def _show_balance(self, stands: Balance) -> None:
        self.balance = stands
        self.ledger.show_balance(stands)
        self.selection_changed()

    def _tab_changed(self, place: int) -> None:
        for widget in (self.search, self.year, self.state):
            widget.setVisible(place == 0)
        self._say_counts()
        self.selection_changed()

    def _chose(self) -> None:
        chosen = self.table.current_id()
        if chosen is None:
            self._show_card(None)
        else:
            self.run_query(queries.fee_card, self._show_card, chosen, key="card")

    def _show_card(self, card: FeeCard | None) -> None:
        self.card = card
        self.details.show_card(card)
        self.selection_changed()

    def open_place(self, target: Mapping[str, Any]) -> None:
        """Bring up a request (``fee``), a new one for a class (``new_for``), or the ledger (``ledger``)."""
        if "ledger" in target:
            self.tabs.setCurrentIndex(1)
            return
        self.tabs.setCurrentIndex(0)
        if "new_for" in target:
            self._open_new(int(target["new_for"]))
        elif "fee" in target:
            self._wanted = int(target["fee"])
            if self.all is not None and self._filter().is_empty:
                self.show_pile("all")
            else:
                self._pile = "all"
                self._clear()
