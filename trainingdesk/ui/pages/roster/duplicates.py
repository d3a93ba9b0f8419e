"""查重: pairs of people who may be one, what was reviewed as two, and the merges made."""

from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from trainingdesk.domain.errors import Cancelled
from trainingdesk.domain.roster.duplicates import Level
from trainingdesk.domain.roster.merge_views import PairList, PairRow
from trainingdesk.domain.roster.order import PersonOrder
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import _, listed, ngettext, sentences, text
from trainingdesk.ui import theme
from trainingdesk.ui.jobs import Job, Lane, without_progress
from trainingdesk.ui.pages.roster.merge_panel import MergePanel
from trainingdesk.ui.shell.dialogs import Plain
from trainingdesk.ui.tables.columns import Chip, ColumnSpec
from trainingdesk.ui.tables.model import ListSource
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.forms import Banner
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.commands.roster_merge import LookAgain, SeparatePeople
from trainingdesk.usecases.outcome import Progress
from trainingdesk.usecases.queries.roster_merge import duplicate_pairs, merges_made, reviewed_pairs

PAIRS, REVIEWED, MERGES = range(3)
_LOOKS = {
    Level.CERTAIN: ("alert-triangle", "seal"),
    Level.LIKELY: ("info-circle", "amber"),
    Level.POSSIBLE: ("help", "slate"),
}


class DuplicatesDialog(Plain):
    """Everything about people who may be in the roster twice."""

    def __init__(self, parent: QWidget, space: Workspace) -> None:
        super().__init__(parent, _("Find duplicates"), wide=1040)
        self.setMinimumHeight(theme.size(600))
        self.space = space
        self.pairs: list[PairRow] = []
        self.total = 0
        self._job: Job | None = None
        self.banner = Banner()
        self.whole.addWidget(self.banner)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_("Find duplicates"))
        self.tabs.addTab(self._suggestions(), _("Suggestions"))
        self.reviewed = self._list("reviewed", _("Two people"), _reviewed_columns(), self.look_again)
        self.merges = self._list("merges", _("Merges made"), _merge_columns(), self.separate)
        self.whole.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._turned)
        self.whole.addLayout(self._verbs())
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._confirm)
        QShortcut(QKeySequence("Ctrl+D"), self).activated.connect(self.not_the_same)
        QShortcut(QKeySequence("Ctrl+Down"), self).activated.connect(self.later)
        self._turned()
        self._search()

    # --- the parts ---

    def _suggestions(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.size(theme.PADDING), 0, 0)
        self.summary = QLabel()
        self.summary.setProperty("role", "slate")
        self.table = TableView(_pair_columns(), "duplicates", self.space, title=_("Suggestions"), single=True)
        self.table.selection_changed.connect(self._chose)
        self.panel = MergePanel(self.space)
        self.table.opened.connect(lambda _number: self.panel.focus_first())
        self.panel.merged.connect(self._merged)
        self.panel.apart.connect(self._apart)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setChildrenCollapsible(False)
        parts.addWidget(self.table)
        self.reasons = QLabel()
        self.reasons.setWordWrap(True)
        self.reasons.setProperty("role", "slate")
        side = QWidget()
        below = QVBoxLayout(side)
        below.setContentsMargins(theme.size(theme.PADDING), 0, 0, 0)
        below.addWidget(self.reasons)
        below.addWidget(self.panel, 1)
        parts.addWidget(side)
        parts.setSizes([theme.size(410), theme.size(590)])
        column.addWidget(self.summary)
        column.addWidget(parts, 1)
        return holder

    def _list(self, name: str, title: str, columns: tuple[ColumnSpec, ...], opened: Any) -> TableView:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.size(theme.PADDING), 0, 0)
        table = TableView(columns, f"duplicates.{name}", self.space, title=title, single=True)
        table.selection_changed.connect(self._dress)
        table.opened.connect(lambda _number: opened())
        column.addWidget(table)
        self.tabs.addTab(holder, title)
        return table

    def _verbs(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.why = QLabel()
        self.why.setProperty("role", "hint")
        line.addWidget(self.why, 1)
        self.later_button = self._button(line, _("Later"), self.later, "Ctrl+↓")
        self.apart_button = self._button(line, _("Not the same person"), self.not_the_same, "Ctrl+D")
        self.merge_button = self._button(line, _("Merge"), self.panel.merge, "Ctrl+Enter")
        self.merge_button.setProperty("kind", "primary")
        self.again_button = self._button(line, _("Look at it again"), self.look_again)
        self.separate_button = self._button(line, _("Take the merge back"), self.separate)
        self.close_button = self._button(line, _("Close"), self.accept)
        return line

    def _button(self, line: QHBoxLayout, words: str, do: Any, key: str = "") -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        if key:
            button.setToolTip(f"{words} ({key})")
        button.clicked.connect(lambda *_args: do())
        line.addWidget(button)
        return button

    # --- reading ---

    @property
    def busy(self) -> bool:
        """Whether people are being compared."""
        return self._job is not None

    def _search(self) -> None:
        desk = self.space.desk
        self.summary.setText(_("Comparing people…"))

        def work(progress: Progress) -> PairList:
            found: PairList = desk.ask(duplicate_pairs, progress)
            return found

        job = self.space.jobs.job(Lane.READ, work, _("Comparing people"), cancellable=True)
        self._job = job
        job.succeeded.connect(partial(self._found, job))
        job.failed.connect(partial(self._not_found, job))
        job.cancelled.connect(partial(self._not_found, job, Cancelled()))
        job.start()

    def _found(self, job: Job, found: PairList) -> None:
        if not shiboken6.isValid(self) or self._job is not job:
            return
        self._job = None
        self.pairs, self.total, self.people = list(found.pairs), found.total, found.people
        self._say_nobody()
        self._show_pairs()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_nobody(self) -> None:
        words = _("Nobody looks like being in the roster twice (people compared: {count}).")
        self.table.set_empty(words.format(count=f"{self.people:,}"), "circle-check")

    def _not_found(self, job: Job, error: BaseException) -> None:
        if not shiboken6.isValid(self) or self._job is not job:
            return
        self._job = None
        self.summary.setText("")
        self._failed(error)

    def _show_pairs(self, after: int = 0) -> None:
        """Show the pairs; the one now at the place of a settled one is chosen."""
        source = ListSource(self.pairs, _pair_columns())
        self.table.show_rows(source, source.ids(""))
        words = ngettext(
            "{count} pair may be one person.", "{count} pairs may be one person each.", self.total
        )
        words = words.format(count=f"{self.total:,}") if self.pairs else ""
        if self.total > len(self.pairs) > 0:
            shown = _("The surest {count} are shown.").format(count=f"{len(self.pairs):,}")
            words = sentences((words, shown))
        self.summary.setText(words)
        if self.pairs:
            self.table.select_ids([self.pairs[min(after, len(self.pairs) - 1)].id])
        else:
            self.panel.show_nobody()
        self._dress()

    def _turned(self, *_args: Any) -> None:
        self.banner.say([])
        place = self.tabs.currentIndex()
        self.merge_button.setVisible(place == PAIRS)
        self.apart_button.setVisible(place == PAIRS)
        self.later_button.setVisible(place == PAIRS)
        self.again_button.setVisible(place == REVIEWED)
        self.separate_button.setVisible(place == MERGES)
        if place == REVIEWED:
            self.reviewed.set_empty(
                _("No pair was found to be two people yet. Such a pair is not suggested again."), "users"
            )
            self._read(reviewed_pairs, self.reviewed, _reviewed_columns())
        elif place == MERGES:
            self.merges.set_empty(_("No two records were merged yet."), "users")
            self._read(merges_made, self.merges, _merge_columns())
        self._dress()

    def _read(self, query: Any, table: TableView, columns: tuple[ColumnSpec, ...]) -> None:
        def arrived(rows: tuple[Any, ...]) -> None:
            if shiboken6.isValid(self):
                source = ListSource(rows, columns)
                table.show_rows(source, source.ids(table.order))
                if rows and table.current_id() is None:
                    table.select_ids([rows[0].id])
                self._dress()

        job = self.space.jobs.job(Lane.READ, without_progress(self.space.desk.ask, query))
        job.succeeded.connect(arrived)
        job.failed.connect(self._failed)
        job.start()

    # --- choosing and deciding ---

    def _chose(self) -> None:
        row = self.table.current_row()
        if row is None:
            self.reasons.setText("")
            self.panel.show_nobody()
        else:
            self.reasons.setText(_("Why: {reasons}").format(reasons=_reasons(row)))
            self.panel.show_pair(row.first_id, row.second_id)
        self._dress()

    def _dress(self) -> None:
        chosen = self.table.current_id() is not None
        for button in (self.merge_button, self.apart_button, self.later_button):
            button.setEnabled(chosen)
        self.again_button.setEnabled(self.reviewed.current_id() is not None)
        self.separate_button.setEnabled(self.merges.current_id() is not None)
        table = (self.table, self.reviewed, self.merges)[self.tabs.currentIndex()]
        waiting = bool(table.rows.ids) and table.current_id() is None
        self.why.setText(_("Choose a line first.") if waiting else "")

    def _confirm(self) -> None:
        place = self.tabs.currentIndex()
        if place == PAIRS:
            self.panel.merge()
        elif place == REVIEWED:
            self.look_again()
        else:
            self.separate()

    def not_the_same(self) -> None:
        """Note the chosen pair as two people."""
        if self.tabs.currentIndex() == PAIRS:
            self.panel.keep_apart()

    def later(self) -> None:
        """Go on to the next pair and leave this one for later."""
        if self.tabs.currentIndex() != PAIRS or not self.pairs:
            return
        place = next((n for n, pair in enumerate(self.pairs) if pair.id == self.table.current_id()), -1)
        self.table.select_ids([self.pairs[(place + 1) % len(self.pairs)].id])
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _merged(self, kept_id: int, lost_id: int) -> None:
        self.banner.say(
            [_("Merged. It can be taken back under “{tab}”.").format(tab=_("Merges made"))], "done"
        )
        self.people -= 1
        self._say_nobody()
        self._settled(lambda pair: lost_id in {pair.first_id, pair.second_id})

    def _apart(self, first_id: int, second_id: int) -> None:
        self.banner.say([_("Noted as two people; this pair is not suggested again.")], "done")
        self._settled(lambda pair: {pair.first_id, pair.second_id} == {first_id, second_id})

    def _settled(self, gone: Any) -> None:
        place = next((n for n, pair in enumerate(self.pairs) if gone(pair)), 0)
        left = [pair for pair in self.pairs if not gone(pair)]
        self.total -= len(self.pairs) - len(left)
        self.pairs = left
        self._show_pairs(place)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_again(self) -> None:
        """Let a pair be suggested again that was found to be two people."""
        number = self.reviewed.current_id()
        if number is not None:
            self._send(LookAgain(pair_id=number), _("The pair is suggested again."), REVIEWED)

    def separate(self) -> None:
        """Take the chosen merge back."""
        number = self.merges.current_id()
        if number is not None:
            self._send(
                SeparatePeople(merge_id=number),
                _("The merge was taken back: both records are as they were."),
                MERGES,
            )

    def _send(self, command: Any, said: str, place: int) -> None:
        def done(_outcome: Any) -> None:
            if not shiboken6.isValid(self):
                return
            self.tabs.setCurrentIndex(place)
            self._turned()
            self.banner.say([said], "done")
            self._search()

        self.banner.say([])
        self.space.send(command, done, title=self.windowTitle(), on_error=self._failed)

    def _failed(self, error: BaseException) -> None:
        if not shiboken6.isValid(self) or isinstance(error, Cancelled):
            return
        self.banner.say_failure(error, self.space.notices)

    def reject(self) -> None:
        """Stop comparing and leave."""
        if self._job is not None:
            self._job.cancel()
        super().reject()


def _level(level: Level) -> Chip:
    icon, tone = _LOOKS[level]
    return Chip(text(f"level.{level}"), icon, tone)


def _reasons(row: PairRow) -> str:
    return listed((text(f"reason.{reason}") for reason in row.reasons), "，")


def _pair_columns() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("names", _("Name"), width_em=9, sortable=False),
        ColumnSpec("level", _("How sure"), width_em=7, chip=_level, sortable=False),
        ColumnSpec("units", _("Unit"), width_em=6, stretch=True, sortable=False),
    )


def _reviewed_columns() -> tuple[ColumnSpec, ...]:
    by_name, by_unit = PersonOrder.PINYIN, PersonOrder.UNIT
    return (
        ColumnSpec("first", _("Name"), Kind.PERSON, 6, sort=lambda row: row.first_keys.by(by_name)),
        ColumnSpec("first_unit", _("Unit"), width_em=10, sort=lambda row: row.first_keys.by(by_unit)),
        ColumnSpec("second", _("Name"), Kind.PERSON, 6, sort=lambda row: row.second_keys.by(by_name)),
        ColumnSpec(
            "second_unit",
            _("Unit"),
            width_em=10,
            stretch=True,
            sort=lambda row: row.second_keys.by(by_unit),
        ),
        ColumnSpec("at", _("When"), Kind.INSTANT, 9),
        ColumnSpec("actor", _("By"), Kind.PERSON, 5),
    )


def _merge_columns() -> tuple[ColumnSpec, ...]:
    return (
        ColumnSpec("name", _("Name"), Kind.PERSON, 6),
        ColumnSpec("unit", _("Unit"), width_em=10, stretch=True),
        ColumnSpec("at", _("When"), Kind.INSTANT, 9),
        ColumnSpec("actor", _("By"), Kind.PERSON, 5),
    )
