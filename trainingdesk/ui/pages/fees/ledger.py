"""The ledger: where the account stands, and its entries with the running balance."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from trainingdesk.domain.codes import LedgerKind
from trainingdesk.domain.fees.rows import Balance, LedgerFilter, LedgerList
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.actions import ActionSet
from trainingdesk.ui.pages.fees.columns import ledger_columns
from trainingdesk.ui.pages.fees.standing import money
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option
from trainingdesk.ui.widgets.flow import FlowLayout
from trainingdesk.ui.widgets.line import name_editor
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.ui.workspace import Workspace


class LedgerPanel(QWidget):
    """Balance, filters, entries.

    Signals:
        filter_changed: another filter was chosen; read again.
    """

    filter_changed = Signal()

    def __init__(self, space: Workspace, actions: ActionSet, year: int) -> None:
        super().__init__()
        self._year = year
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, theme.size(theme.PADDING), 0, 0)
        whole.setSpacing(theme.size(theme.PADDING))
        card = QFrame()
        card.setObjectName("card")
        figures = QHBoxLayout(card)
        figures.setContentsMargins(theme.size(16), theme.size(8), theme.size(16), theme.size(8))
        figures.setSpacing(theme.size(32))
        self._figures: dict[str, tuple[QLabel, QLabel]] = {}
        for key in ("balance", "approved", "free", "allocated", "paid", "paid_main"):
            column = QVBoxLayout()
            column.setSpacing(0)
            figure, word = QLabel("–"), QLabel()
            figure.setProperty("role", "section")
            figure.setFont(theme.font(theme.SECTION, strong=True, tabular=True))
            word.setProperty("role", "hint")
            column.addWidget(figure)
            column.addWidget(word)
            figures.addLayout(column)
            self._figures[key] = (figure, word)
        figures.addStretch(1)
        whole.addWidget(card)
        line = FlowLayout()
        for action in ("fees.allocate", "fees.opening", "fees.counter", "fees.ledger_paper"):
            line.add(actions.button(action))
        self.year = ChoiceEditor([Option(0, _("All years"))])
        self.year.set_value(0)
        name_editor(self.year, _("Year"))
        self.kind = ChoiceEditor(
            [
                Option("", _("All kinds")),
                *(Option(kind.value, text(f"ledger_kind.{kind}")) for kind in LedgerKind),
            ]
        )
        self.kind.set_value("")
        name_editor(self.kind, _("Kind of entry"))
        self.search = SearchBox(_("Search text or payee"), width=200)
        for editor in (self.year, self.kind):
            editor.edited.connect(self.filter_changed)
            line.add(editor, push=editor is self.year)
        self.search.searched.connect(lambda _text: self.filter_changed.emit())
        line.add(self.search, stretch=True)
        whole.addLayout(line)
        self.columns = ledger_columns()
        self.table = TableView(self.columns, "fees.ledger", space, title=_("Ledger"), single=True)
        self.table.set_empty(
            _("The ledger is empty. Begin it with what the account holds, or with the first allocation."),
            "coin",
            [actions.button("fees.opening"), actions.button("fees.allocate")],
        )
        self.table.loaded.connect(self._loaded)
        self._seen = False
        whole.addWidget(self.table, 1)

    def _loaded(self, count: int) -> None:
        """Begin where the ledger ends: that is where one looks and books."""
        if count and not self._seen:
            self._seen = True
            self.table.scrollToBottom()

    def wanted(self) -> LedgerFilter:
        """Return the filter that was chosen."""
        from datetime import date

        year = self.year.chosen() or None
        kind = self.kind.chosen()
        return LedgerFilter(
            text=self.search.term(),
            kinds=frozenset({LedgerKind(kind)}) if kind else frozenset(),
            first_day=date(year, 1, 1) if year else None,
            last_day=date(year, 12, 31) if year else None,
        )

    def clear_filter(self) -> None:
        """Show every entry."""
        self.year.set_value(0)
        self.kind.set_value("")
        self.search.clear()
        self.filter_changed.emit()

    def show_years(self, years: tuple[int, ...]) -> None:
        """Offer the years that have entries."""
        kept = self.year.chosen()
        self.year.set_options([Option(0, _("All years")), *(Option(year, str(year)) for year in years)])
        self.year.set_value(kept if kept in years else 0)

    def show_entries(self, found: LedgerList) -> None:
        """Show entries."""
        self.table.show_source(ListSource(found.rows, self.columns))

    def show_balance(self, stands: Balance) -> None:
        """Show where the account stands."""
        year = stands.year
        words = {
            "balance": _("Balance"),
            "approved": _("Approved, not paid"),
            "free": _("Free when all is paid"),
            "allocated": _("Received in {year}").format(year=year),
            "paid": _("Paid out in {year}").format(year=year),
            "paid_main": _("of it main classes"),
        }
        for key, (figure, word) in self._figures.items():
            value = getattr(stands, key)
            figure.setText(money(value))
            figure.setProperty("role", "wrong" if value < 0 else "section")
            figure.style().unpolish(figure)
            figure.style().polish(figure)
            word.setText(words[key])
