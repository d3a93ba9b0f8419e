"""The catalogue of papers by occasion, the parameters of the chosen one, and its real pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QSplitter, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from trainingdesk.domain.errors import DeskError
from trainingdesk.domain.papers.rows import NumbersShown, Paper, PaperParam, ParamChoice
from trainingdesk.domain.roster.order import ORDERS
from trainingdesk.shared.clock import local_day, system_clock
from trainingdesk.shared.text import _, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.notices import details_of, sentence_of
from trainingdesk.ui.pages.papers.person import PersonEditor
from trainingdesk.ui.widgets.editors import ChoiceEditor, DayEditor, NumberEditor, Option, TextEditor
from trainingdesk.ui.widgets.forms import Banner, Field, Form
from trainingdesk.ui.widgets.preview import PdfPreview
from trainingdesk.ui.widgets.ticks import TicksEditor
from trainingdesk.ui.workspace import DeskLike, Workspace
from trainingdesk.usecases.queries.papers import list_papers, paper_pdf, param_choices
from trainingdesk.usecases.whole_numbers import look_at_paper

_ID = int(Qt.ItemDataRole.UserRole)
#: Typing a parameter draws the paper this long after the last key.
WAIT_MS = 400


#: a page longer than this, in points, is no A4 page (842 points) any more
_LONGER_THAN_A4 = 900.0


@dataclass(frozen=True, slots=True)
class Drawn:
    """A paper that was drawn: its pages, whether they are larger than A4, and what numbers of people it says whole."""

    pdf: bytes
    large: bool = False
    whole: NumbersShown | None = None


def _draw(desk: DeskLike, paper_id: str, params: dict[str, str], logged: set[Any]) -> Drawn:
    from trainingdesk.documents.preview import page_sizes

    pdf, whole = look_at_paper(desk, paper_pdf, paper_id, params, logged)
    return Drawn(pdf, max(page_sizes(pdf)[0]) > _LONGER_THAN_A4, whole)


#: pixels beside the papers' names, and the most their list takes
_SCROLL, _TREE_MOST = 26, 340


class CataloguePanel(QWidget):
    """Left the papers, in the middle what they need to know, right their pages.

    Signals:
        changed: another paper, or its pages are there.
    """

    changed = Signal()

    def __init__(self, space: Workspace) -> None:
        super().__init__()
        self._space = space
        self.papers: dict[str, Paper] = {}
        self.paper: Paper | None = None
        self.drawn = Drawn(b"")
        self._logged: set[Any] = set()
        self._given: dict[str, str] = {}
        self._job: Job | None = None
        self._missing = 0
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, theme.size(theme.PADDING), 0, 0)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setChildrenCollapsible(False)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(theme.size(12))
        self.tree.setAccessibleName(_("Papers by occasion"))
        self.tree.setMinimumWidth(theme.size(220))
        self.tree.currentItemChanged.connect(self._chose)
        self.splitter.addWidget(self.tree)
        middle = QWidget()
        middle.setMinimumWidth(theme.size(230))
        column = QVBoxLayout(middle)
        column.setContentsMargins(theme.size(4), 0, theme.size(4), 0)
        column.setSpacing(theme.size(theme.PADDING))
        self.title = QLabel(_("Choose a paper at the left."))
        self.title.setProperty("role", "section")
        self.title.setWordWrap(True)
        column.addWidget(self.title)
        self.banner = Banner()
        column.addWidget(self.banner)
        self._place = QVBoxLayout()
        column.addLayout(self._place)
        self.form = Form()
        self._place.addWidget(self.form)
        self.forms = QLabel()
        self.forms.setProperty("role", "hint")
        self.forms.setWordWrap(True)
        column.addWidget(self.forms)
        column.addStretch(1)
        self.splitter.addWidget(middle)
        self.preview = PdfPreview(space.jobs, tools=False)
        self.splitter.addWidget(self.preview)
        self.splitter.setStretchFactor(2, 1)
        self.splitter.setSizes([theme.size(240), theme.size(260), theme.size(860)])
        whole.addWidget(self.splitter)
        self._timer = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._timer.timeout.connect(self.draw)
        self._list()

    def _list(self) -> None:
        job = self._space.jobs.job(Lane.READ, without_progress(list_papers), owner=self)
        job.succeeded.connect(self._show_list)
        job.failed.connect(self._space.notices.failed)
        job.start()

    def _show_list(self, papers: tuple[Paper, ...]) -> None:
        self.papers = {paper.id: paper for paper in papers}
        groups: dict[str, QTreeWidgetItem] = {}
        for paper in papers:
            group = groups.get(paper.occasion)
            if group is None:
                group = QTreeWidgetItem([text(f"occasion.{paper.occasion}")])
                group.setFlags(Qt.ItemFlag.ItemIsEnabled)
                group.setFont(0, theme.font(strong=True))
                self.tree.addTopLevelItem(group)
                groups[paper.occasion] = group
            item = QTreeWidgetItem([_(paper.title)])
            item.setData(0, _ID, paper.id)
            item.setToolTip(0, _(paper.title))
            group.addChild(item)
        self.tree.expandAll()
        # the names of papers are read whole, where the screen is wide enough for it
        first, middle, last = self.splitter.sizes()
        whole = self.tree.sizeHintForColumn(0) + theme.size(_SCROLL)
        first_wide = max(first, min(whole, theme.size(_TREE_MOST), first + last - theme.size(400)))
        self.splitter.setSizes([first_wide, middle, last - (first_wide - first)])
        wanted = self._wanted
        if wanted is not None:
            self._wanted = None
            self.open_paper(*wanted)

    _wanted: tuple[str, Mapping[str, str]] | None = None

    def open_paper(self, paper_id: str, params: Mapping[str, str]) -> None:
        """Bring up a paper with its parameters filled in."""
        if not self.papers:
            self._wanted = (paper_id, params)
            return
        self._given = dict(params)
        for place in range(self.tree.topLevelItemCount()):
            group = self.tree.topLevelItem(place)
            for number in range(group.childCount() if group else 0):
                item = group.child(number) if group else None
                if item is not None and item.data(0, _ID) == paper_id:
                    if self.tree.currentItem() is item:
                        self._chose(item)
                    else:
                        self.tree.setCurrentItem(item)
                    return

    def _chose(self, item: QTreeWidgetItem | None, _before: object = None) -> None:
        paper = self.papers.get(item.data(0, _ID) or "") if item is not None else None
        if paper is None:
            return
        self.paper = paper
        self._logged = set()
        given, self._given = self._given, {}
        self.title.setText(_(paper.title))
        names = {"pdf": "PDF", "xlsx": "XLSX"}
        self.forms.setText(
            _("Can be saved as {forms}.").format(forms=" / ".join(names[one] for one in paper.formats))
        )
        fresh = Form()
        self._place.replaceWidget(self.form, fresh)
        self.form.hide()
        self.form.deleteLater()
        self.form = fresh
        self._show(Drawn(b""))
        self.banner.say([])
        self._missing = 0
        for param in paper.params:
            self.form.add(self._field(param, given.get(param.key, "")))
        self.form.edited.connect(self._timer.start)
        if not self._missing:
            self.draw()

    def _field(self, param: PaperParam, given: str) -> Field:
        editor: Any
        if param.choices == "person_filter":
            shown = [Option(given, _("As on screen"))] if given else []
            editor = ChoiceEditor([*shown, Option("", _("Everybody of the base"))], placeholder="")
            editor.set_value(given)
        elif param.choices == "people":
            editor = PersonEditor(self._space, given)
            self._missing += 1
            editor.arrived.connect(partial(self._arrived, self.paper))
        elif param.choices and param.choices != "yes_no":
            editor = (
                TicksEditor()
                if param.several
                else ChoiceEditor(placeholder="" if param.required else _("all"))
            )
            self._missing += 1
            job = self._space.jobs.job(
                Lane.READ, without_progress(self._space.desk.ask, param_choices, param.choices), owner=self
            )
            job.succeeded.connect(partial(self._choices, self.paper, param, editor, given))
            job.failed.connect(self._failed)
            job.start()
        elif param.choices == "yes_no":
            editor = ChoiceEditor([Option("1", _("yes")), Option("0", _("no"))])
            editor.set_value(given or "0")
        elif param.kind == "day":
            editor = DayEditor()
            editor.setText(given or self._usual(param))
        elif param.kind == "int":
            editor = NumberEditor(0, 99_999)
            editor.set_value(int(given) if given.isdigit() else None)
        else:
            editor = TextEditor()
            editor.set_value(given)
        return Field(param.key, _(param.title), editor, required=param.required)

    def _usual(self, param: PaperParam) -> str:
        """Return what a parameter begins with, as it is typed, "" for nothing."""
        today = local_day(getattr(self._space.desk, "clock", system_clock)())
        known = {"today": today.isoformat(), "new_year": f"{today.year}-01-01", "this_year": str(today.year)}
        return known.get(param.usual, param.usual)

    def _choices(
        self,
        paper: Paper | None,
        param: PaperParam,
        editor: ChoiceEditor | TicksEditor,
        given: str,
        found: tuple[ParamChoice, ...],
    ) -> None:
        if paper is not self.paper:
            return
        options = [Option(one.value, one.title, one.initials, one.detail) for one in found]
        if isinstance(editor, TicksEditor):
            self._offer_ticks(paper, param, editor, given, options)
        else:
            self._offer_choices(param, editor, given, options)
        self._arrived(paper)

    def _arrived(self, paper: Paper | None) -> None:
        """Draw the paper when all that its parameters offer is there."""
        if paper is not self.paper or not self._missing:
            return
        self._missing -= 1
        if not self._missing:
            self.draw()

    def _offer_ticks(
        self,
        paper: Paper | None,
        param: PaperParam,
        editor: TicksEditor,
        given: str,
        options: list[Option],
    ) -> None:
        """Tick what is given, else what was ticked last for this paper, else what is usual."""
        name = paper.id if paper else ""
        editor.set_options(options)
        usual = ",".join(str(option.value) for option in options if option.detail)
        editor.set_value(given or self._space.settings.paper_choice(name, param.key) or usual)

        def remember() -> None:
            self._space.settings.put_paper_choice(name, param.key, editor.value() or "")

        editor.edited.connect(remember)

    def _offer_choices(
        self, param: PaperParam, editor: ChoiceEditor, given: str, options: list[Option]
    ) -> None:
        usual = self._usual(param)
        if given.startswith("-") and param.choices in ORDERS:
            plain = next((one for one in options if f"-{one.value}" == given), None)
            if plain is not None:
                # a heading was clicked twice: the paper stands as the screen does
                words = _("{order}, turned round").format(order=plain.title)
                options.insert(0, Option(given, words))
        if not param.required and not usual:
            options.insert(0, Option("", _("all")))
        editor.set_options(options)
        values = [option.value for option in options]
        first = usual if usual in values else next(iter(values), None)
        editor.set_value(given if any(option.value == given for option in options) and given else first)

    def params(self) -> dict[str, str] | None:
        """Return the parameters as they are filled in, None after saying what is missing."""
        values = self.form.values()
        if values is None:
            return None
        return {
            key: value.isoformat() if hasattr(value, "isoformat") else str(value)
            for key, value in values.items()
            if value not in {None, ""}
        }

    def draw(self) -> None:
        """Make the chosen paper and show its pages."""
        if self.paper is None or self._missing:
            return
        params = self.params()
        self.banner.say([])
        if params is None:
            self._show(Drawn(b""))
            return
        if self._job is not None:
            self._job.cancel()
        work = without_progress(_draw, self._space.desk, self.paper.id, params, self._logged)
        job = self._space.jobs.job(
            Lane.PDF, work, _("Drawing {paper}").format(paper=_(self.paper.title)), owner=self
        )
        self._job = job
        self.preview.pages.say_making()
        job.succeeded.connect(partial(self._drawn, job))
        job.failed.connect(partial(self._not_drawn, job))
        job.start()

    def _drawn(self, job: Job, drawn: Drawn) -> None:
        if job is self._job:
            self._job = None
            self._show(drawn)
            if drawn.large:
                chosen = self.paper is not None and any(param.several for param in self.paper.params)
                words = (
                    _("So many columns need A3 paper. Choose fewer columns for A4.")
                    if chosen
                    else _("This paper is A3, lying: its columns do not fit on A4.")
                )
                self.banner.say([words], "info")

    def _not_drawn(self, job: Job, error: BaseException) -> None:
        if job is self._job:
            self._job = None
            self._show(Drawn(b""))
            self._failed(error)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, DeskError):
            self.banner.say([sentence_of(error), *details_of(error)[:6]], "warning")
        else:
            self._space.notices.failed(error)

    @property
    def pdf(self) -> bytes:
        """The pages that are shown."""
        return self.drawn.pdf

    def _show(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.preview.show_pdf(drawn.pdf)
        self.changed.emit()
