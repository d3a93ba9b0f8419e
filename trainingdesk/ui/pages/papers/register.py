"""The register: every number with its state, and the page as it was issued."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from trainingdesk.domain.certificates.rows import CertificateFilter, CertificateRow, PrintablePages
from trainingdesk.domain.codes import CertificateState
from trainingdesk.domain.roster.order import screen_order
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.actions import ActionSet
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.model import QuerySource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.editors import ChoiceEditor, Option
from trainingdesk.ui.widgets.fields import Banner
from trainingdesk.ui.widgets.flow import FlowLayout
from trainingdesk.ui.widgets.line import name_editor
from trainingdesk.ui.widgets.preview import PdfPreview
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.queries.certificates import certificate_ids, certificate_rows


def _remark(row: CertificateRow) -> str:
    parts = [row.void_reason]
    if row.replaced_by:
        parts.append(_("replaced by {number}").format(number=row.replaced_by))
    if row.replaces:
        parts.append(_("in place of {number}").format(number=row.replaces))
    return _("; ").join(part for part in parts if part)


def _chip(state: CertificateState) -> Chip:
    valid = state is CertificateState.VALID
    return Chip(
        text(f"certificate_state.{state}"), "circle-check" if valid else "ban", "pine" if valid else "seal"
    )


def register_columns() -> list[ColumnSpec]:
    """Return the columns of the register, in the language in force."""
    return [
        ColumnSpec("number", _("Certificate number"), width_em=14.5),
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("unit", _("Unit"), width_em=8),
        ColumnSpec("class_title", _("Training class"), width_em=13, stretch=True),
        ColumnSpec("issued_day", _("Day of issue"), Kind.DAY, 6.5),
        ColumnSpec("state", _("State"), width_em=5.5, chip=_chip),
        ColumnSpec("remark", _("Remark"), width_em=9, value=_remark, sortable=False),
        ColumnSpec("issued_by", _("Issued by"), Kind.PERSON, 5, sortable=False, hidden=True),
        ColumnSpec("issued_at", _("Issued at"), Kind.INSTANT, 10, sortable=False, hidden=True),
    ]


class RegisterPanel(QWidget):
    """The table with its filters, and the frozen page beside it.

    Signals:
        changed: another certificate was chosen, or its page is there.
    """

    changed = Signal()

    def __init__(self, space: Workspace, actions: ActionSet) -> None:
        super().__init__()
        self._space = space
        self.pdf = b""
        self.left_out = 0
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, theme.size(theme.PADDING), 0, 0)
        whole.setSpacing(theme.size(theme.PADDING))
        line = FlowLayout()
        for action in ("papers.void", "papers.reissue", "papers.print_register"):
            line.add(actions.button(action))
        self.year = ChoiceEditor([Option(0, _("All years"))])
        self.year.set_value(0)
        name_editor(self.year, _("Year of issue"))
        self.state = ChoiceEditor(
            [
                Option("", _("All states")),
                *(Option(one.value, text(f"certificate_state.{one}")) for one in CertificateState),
            ]
        )
        self.state.set_value("")
        name_editor(self.state, _("State"))
        self.search = SearchBox(_("Number, name, unit, class"), width=220)
        for editor in (self.year, self.state):
            editor.edited.connect(self.refresh)
            line.add(editor, push=editor is self.year)
        self.search.searched.connect(lambda _text: self.refresh())
        line.add(self.search)
        bar = QWidget()
        bar.setLayout(line)
        whole.addWidget(bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.table = TableView(
            register_columns(), "papers.register", space, title=_("Register of certificates"), frozen="name"
        )
        self.table.set_empty(
            _("No certificate is issued yet. They are issued per class, with numbers without gaps."),
            "certificate",
        )
        self.table.selection_changed.connect(self.changed)
        self.splitter.addWidget(self.table)
        self.preview = PdfPreview(space.jobs, tools=False)
        beside = QWidget()
        beside.setMinimumWidth(theme.size(280))
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        self.banner = Banner()
        column.addWidget(self.banner)
        column.addWidget(self.preview, 1)
        self.splitter.addWidget(beside)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([theme.size(900), theme.size(440)])
        whole.addWidget(self.splitter, 1)

    def wanted(self) -> CertificateFilter:
        """Return the filter that was chosen."""
        state = self.state.chosen()
        return CertificateFilter(
            text=self.search.term(),
            state=CertificateState(state) if state else None,
            year=self.year.chosen() or None,
        )

    def as_printed(self) -> dict[str, str]:
        """Return the parameters of the register's paper: what is listed, in the order on screen."""
        wanted = self.wanted()
        given = {
            "year": str(wanted.year or ""),
            "state": wanted.state.value if wanted.state is not None else "",
            "text": wanted.text.strip(),
            # without a heading the latest number is the first
            "order": screen_order("-number", self.table.order),
        }
        return {key: value for key, value in given.items() if value}

    def clear_filter(self) -> None:
        """Show the whole register."""
        self.search.clear()
        self.year.set_value(0)
        self.state.set_value("")
        self.refresh()

    def refresh(self) -> None:
        """Read the register again."""
        desk = self._space.desk
        self.table.show_source(QuerySource(desk, certificate_ids, certificate_rows, wanted=self.wanted()))

    def show_years(self, years: tuple[int, ...]) -> None:
        """Offer the years of the register."""
        kept = self.year.chosen()
        self.year.set_options([Option(0, _("All years")), *(Option(year, str(year)) for year in years)])
        self.year.set_value(kept if kept in years else 0)

    def show_pages(self, found: PrintablePages) -> None:
        """Show the pages that are printed of those chosen, and say which are left out."""
        self.pdf = found.pdf
        self.left_out = found.left_out
        self.banner.say([self.words_left_out()] if found.left_out else [], "warning")
        self.preview.show_pdf(found.pdf)
        self.changed.emit()

    def words_left_out(self) -> str:
        """Return in a sentence that voided certificates are not among the pages, "" where all are."""
        return (
            ngettext(
                "{count} void certificate is left out. Choose it alone to print it, marked as void.",
                "{count} void certificates are left out. Choose them alone to print them, marked as void.",
                self.left_out,
            ).format(count=self.left_out)
            if self.left_out
            else ""
        )
