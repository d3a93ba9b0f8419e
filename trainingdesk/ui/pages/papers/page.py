"""证书与报表: the catalogue of papers with their real pages, issuing certificates, the register."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QTabWidget

from trainingdesk.domain.access import Permission
from trainingdesk.domain.certificates.rows import (
    CertificateRow,
    ClassForCertificates,
    PrintablePages,
    Qualifying,
)
from trainingdesk.domain.codes import CertificateState
from trainingdesk.domain.papers.rows import NumbersShown
from trainingdesk.shared.clock import local_day, system_clock
from trainingdesk.shared.text import N_, _, ngettext, text
from trainingdesk.ui.jobs import Lane, without_progress
from trainingdesk.ui.pages.papers.catalogue import CataloguePanel
from trainingdesk.ui.pages.papers.forms import IssueForm, ReissueForm, VoidForm
from trainingdesk.ui.pages.papers.issuing import IssuingPanel
from trainingdesk.ui.pages.papers.outlet import PaperOutlet
from trainingdesk.ui.pages.papers.register import RegisterPanel
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries import certificates as queries

_PAPERS, _ISSUE, _REGISTER = range(3)


class PapersPage(PaperOutlet):
    """The tab of papers: what is printed leaves from here."""

    ID = "papers"
    TITLE = N_("Certificates and reports")
    HELP = N_(
        "Every paper by the occasion it is for, shown as it will be printed. Certificates are issued per class; the "
        "register keeps every number, void ones with their reason."
    )
    DEPENDS_ON = frozenset(
        {
            *("certificate", "enrolment", "training_class", "issued_paper"),
            *("person", "unit", "unit_former_name"),
        }
    )
    VERBS = ("papers.print", "papers.pdf", "papers.xlsx")

    def build(self) -> None:
        """Make the three tabs; the certificates' are there for those who may see them."""
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(_("Certificates and reports"))
        self.catalogue = CataloguePanel(self.space)
        self.catalogue.changed.connect(self.selection_changed)
        self.tabs.addTab(self.catalogue, _("Papers and reports"))
        self.issuing = IssuingPanel(self.space, self.actions_)
        self.issuing.class_chosen.connect(self._read_people)
        self.issuing.changed.connect(self.selection_changed)
        self.register = RegisterPanel(self.space, self.actions_)
        self.register.changed.connect(self.selection_changed)
        self.register.table.selection_changed.connect(self._chose_certificates)
        self.register.table.loaded.connect(self._loaded)
        self._certificates = self.space.allows(Permission.CERTIFICATE_READ)
        if self._certificates:
            self.tabs.addTab(self.issuing, _("Issue certificates"))
            self.tabs.addTab(self.register, _("Register"))
        else:
            for panel in (self.issuing, self.register):
                panel.setParent(self)
                panel.hide()
        self.tabs.currentChanged.connect(self._tab_changed)
        self.body.addWidget(self.tabs)
        self._total = 0
        self._wanted = ""
        self._glow: list[int] = []

    @property
    def today(self) -> date:
        """The desk's own day."""
        return local_day(getattr(self.space.desk, "clock", system_clock)())

    def refresh(self) -> None:
        """Read classes and register; a paper is drawn anew only when it is asked for."""
        if not self._certificates:
            return
        self.run_query(queries.certificate_classes, self._show_classes)
        self.run_query(queries.certificate_count, self._show_total)
        self.run_query(queries.certificate_years, self.register.show_years)
        self.register.refresh()

    def _show_classes(self, classes: tuple[ClassForCertificates, ...]) -> None:
        self.issuing.show_classes(classes)

    def _read_people(self, class_id: int) -> None:
        self.run_query(queries.qualifying, self._show_people, class_id)

    def _show_people(self, found: Qualifying) -> None:
        self.issuing.show_people(found)
        self.selection_changed()

    def _show_total(self, total: int) -> None:
        self._total = total
        self._say_counts()
        self.selection_changed()

    def _loaded(self, count: int) -> None:
        # a list that was asked for before they were issued does not have them yet
        if self._glow and self.register.table.rows.place_of(self._glow[0]) >= 0:
            self.register.table.select_ids(self._glow)
            self.register.table.glow(self._glow)
            self._glow = []
        elif count and self.register.table.current_id() is None:
            self.register.table.select_ids([self.register.table.rows.id_at(0)])
        else:
            self._chose_certificates()
        self._say_counts()

    def _chose_certificates(self) -> None:
        ids = self.register.table.selected_ids()
        self.selection_changed()
        if not ids:
            self.register.show_pages(PrintablePages(b"", 0, 0))
            return
        # taking pages out of papers is PDFium's work too, which has a thread of its own
        work = without_progress(self.space.desk.ask, queries.printable_certificates, ids)
        self.register.preview.pages.say_making()
        self.run_work(work, self.register.show_pages, lane=Lane.PDF, key="frozen", cancellable=False)

    def _say_counts(self) -> None:
        if self.tabs.currentIndex() != _REGISTER:
            self.set_counts("")
            return
        shown = self.register.table.rows.rowCount()
        hidden = self.register.wanted().is_empty is False
        words = ngettext("{shown} certificate", "{shown} certificates", shown).format(shown=shown)
        rest = _("{count} hidden by the filter").format(count=max(0, self._total - shown)) if hidden else ""
        self.set_counts(words, rest, self.register.clear_filter if hidden else None)

    def _tab_changed(self, _place: int) -> None:
        self._say_counts()
        self.selection_changed()

    def open_place(self, target: Mapping[str, Any]) -> None:
        """Bring up a paper (``paper`` with ``params``), a class to issue for (``class``), or a ``certificate``."""
        if "paper" in target:
            self.tabs.setCurrentIndex(_PAPERS)
            rest = {key: str(value) for key, value in target.items() if key not in {"paper", "params"}}
            self.catalogue.open_paper(str(target["paper"]), {**rest, **(target.get("params") or {})})
        elif "class" in target and self._certificates:
            self.tabs.setCurrentIndex(_ISSUE)
            self.issuing.choose_class(int(target["class"]))
        elif "certificate" in target and self._certificates:
            self._show_issued([int(target["certificate"])])

    def workbook(self) -> tuple[str, str, dict[str, str]] | None:
        """Return id, title and parameters of the report that is shown, None when there is none."""
        paper, params = self.catalogue.paper, self.catalogue.params()
        return None if paper is None or params is None else (paper.id, _(paper.title), params)

    # --- why not ---

    def why_no_paper(self) -> str:
        """Return why there are no pages to print or save."""
        if self.tabs.currentIndex() == _ISSUE:
            return _("Issued certificates are printed from the register.")
        return (
            ""
            if self.shown()[0]
            else _("Choose a paper at the left first; a certificate, on the tab “Register”.")
        )

    def why_no_workbook(self) -> str:
        """Return why the paper can't be saved as a workbook."""
        paper = self.catalogue.paper
        if self.tabs.currentIndex() != _PAPERS or paper is None:
            return _("Choose a report on the tab “Papers and reports” first.")
        return "" if "xlsx" in paper.formats else _("This is a form with a fixed drawing; save it as PDF.")

    def why_not_issue(self) -> str:
        """Return why no certificate can be issued now."""
        found = self.issuing.found
        if self.tabs.currentIndex() != _ISSUE or found is None:
            return _("Choose a class on the tab “Issue certificates” first.")
        chosen = self.issuing.chosen()
        unable = next((row for row in chosen if not row.qualifies), None)
        if len(chosen) > 1 and unable is not None:
            return _("{name} does not qualify; leave that row out.").format(name=unable.name)
        if not any(row.qualifies for row in found.rows):
            return text("certificate.nobody")
        return ""

    def _certificate(self) -> CertificateRow | None:
        on_register = self.tabs.currentIndex() == _REGISTER
        row: CertificateRow | None = self.register.table.current_row() if on_register else None
        return row

    def why_not_void(self) -> str:
        """Return why the chosen certificate can't be voided."""
        row = self._certificate()
        if row is None:
            return _("Choose a certificate on the tab “Register” first.")
        return text("certificate.is_void", number=row.number) if row.state is CertificateState.VOID else ""

    def why_not_reissue(self) -> str:
        """Return why the chosen certificate can't be replaced."""
        row = self._certificate()
        if row is None:
            return _("Choose a certificate on the tab “Register” first.")
        if row.state is CertificateState.VALID:
            return text("certificate.not_void", number=row.number)
        if row.replaced_by:
            return text("certificate.replaced", number=row.number, by=row.replaced_by)
        return ""

    def why_no_register(self) -> str:
        """Return why the register can't be printed: there is nothing in it."""
        if self._total or not self._certificates:
            return ""
        return _("No certificate is issued yet. They are issued per class, with numbers without gaps.")

    # --- doing ---

    def issue(self) -> None:
        """Issue to the chosen people, or to all that qualify when none or one that does not is chosen."""
        found = self.issuing.found
        if found is not None:
            chosen = [row for row in self.issuing.chosen() if row.qualifies]
            form = IssueForm(self, self.space, found, chosen if len(chosen) > 1 else [], self.today)
            form.saved.connect(self._issued)
            form.open()

    def _issued(self, outcome: Outcome) -> None:
        count = int(outcome.result["count"])
        words = ngettext(
            "{count} certificate was issued: {first}.",
            "{count} certificates were issued: {first} to {last}.",
            count,
        )
        self._glow = list(outcome.result["certificate_ids"])
        self.say_done(
            words.format(count=count, first=outcome.result["first"], last=outcome.result["last"]),
            way_out=_("Print"),
            follow=partial(self._show_issued, self._glow),
        )

    def _show_issued(self, ids: list[int]) -> None:
        """Bring up certificates in the register, their pages beside it: they are printed from there."""
        self.tabs.setCurrentIndex(_REGISTER)
        self._glow = ids
        self.register.clear_filter()

    def print_register(self) -> None:
        """Show the register as it will be printed: what is listed, in the order on screen."""
        self.open_place({"paper": "certificates.register", "params": self.register.as_printed()})

    def void(self) -> None:
        """Void the chosen certificate."""
        row = self._certificate()
        if row is not None:
            form = VoidForm(self, self.space, row)
            done = _("Certificate {number} is void. It can be replaced by a new number.").format(
                number=row.number
            )
            form.saved.connect(lambda _outcome: self.say_done(done))
            form.open()

    def reissue(self) -> None:
        """Replace the chosen void certificate."""
        row = self._certificate()
        if row is not None:
            form = ReissueForm(self, self.space, row, self.today)
            form.saved.connect(self._reissued)
            form.open()

    def _reissued(self, outcome: Outcome) -> None:
        self._glow = [int(outcome.result["certificate_id"])]
        self.say_done(
            _("{number} is issued in the place of {old}.").format(
                number=outcome.result["number"], old=outcome.result["replaces"]
            ),
            way_out=_("Print"),
            follow=partial(self._show_issued, self._glow),
        )

    def left_out(self) -> str:
        """Return what of the chosen certificates is not among the pages, in a sentence."""
        return self.register.words_left_out() if self.tabs.currentIndex() == _REGISTER else ""

    def whole(self) -> NumbersShown | None:
        """Return what numbers of people the pages that are shown say whole, None for nothing."""
        return self.catalogue.drawn.whole if self.tabs.currentIndex() == _PAPERS else None

    def shown(self) -> tuple[bytes, str]:
        """Return the pages that are shown and a name for their file."""
        if self.tabs.currentIndex() == _REGISTER:
            row = self._certificate()
            return self.register.pdf, row.number if row else ""
        paper = self.catalogue.paper
        return (
            (self.catalogue.pdf, _(paper.title))
            if paper and self.tabs.currentIndex() == _PAPERS
            else (b"", "")
        )
