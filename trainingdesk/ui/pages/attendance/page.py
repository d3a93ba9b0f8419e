"""考勤: made for one hand and a queue at the door."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from trainingdesk.domain.attendance.rows import Roll, RollRow, SessionLists, SessionRow
from trainingdesk.domain.codes import Mark, SessionState
from trainingdesk.shared.clock import parse_instant, system_clock
from trainingdesk.shared.text import N_, _, listed, ngettext, text
from trainingdesk.ui import theme
from trainingdesk.ui.pages.attendance.book import RollBook
from trainingdesk.ui.pages.attendance.box import ScanBox
from trainingdesk.ui.pages.attendance.card import PersonCard
from trainingdesk.ui.pages.attendance.looks import roll_columns, session_chip, session_title
from trainingdesk.ui.pages.attendance.sessions import SessionList
from trainingdesk.ui.pages.attendance.table import RollTable
from trainingdesk.ui.pages.attendance.verbs import RollVerbs
from trainingdesk.usecases.commands.attendance import (
    MarkAttendance,
)
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries import attendance as queries

#: marks that say somebody came
CAME = (Mark.PRESENT, Mark.LATE, Mark.EARLY)


class AttendancePage(RollVerbs):
    """The roll call: half-days at the left, the roll in the order of the paper sheet, the one person at the right."""

    ID = "attendance"
    TITLE = N_("Attendance")
    HELP = N_(
        "Keys 1 to 7 give a mark and go on to the next person: 1 present, 2 late, 3 left early, 4 personal leave, "
        "5 sick leave, 6 official leave, 7 absent. Backspace goes back. In the box: scan a card or type a seat, "
        "initials, a name or the end of an ID number; Enter marks present. Marks are appended and never lost."
    )
    DEPENDS_ON = frozenset(
        {
            *("attendance_mark", "half_day_session", "enrolment", "training_class"),
            *("person", "unit", "unit_former_name"),
        }
    )
    VERBS = (
        "attendance.close",
        "attendance.mark_rest",
        "attendance.reopen",
        "attendance.sheet",
        "attendance.scan",
        "attendance.next_session",
        "attendance.previous_session",
    )
    VERBS_SHOWN = 4

    def build(self) -> None:
        """Three parts side by side."""
        self.book = None
        self._wanted: int | None = None
        self._fits: tuple[int, ...] = ()
        self._turned = False
        self.sessions = SessionList()
        self.sessions.setMinimumWidth(theme.size(180))
        self.sessions.chosen.connect(self.show_session)
        self.card = PersonCard()
        self.card.marked.connect(self.mark_current)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(theme.size(theme.GAP), 0, 0, 0)
        column.setSpacing(theme.size(theme.GAP))
        column.addLayout(self._head())
        column.addLayout(self._box_line())
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.PADDING))
        self.table = RollTable(roll_columns(0), self.space, _("Roll"))
        self.table.marked.connect(self.mark_and_move)
        self.table.typed.connect(self._typed_in_table)
        self.table.selection_changed.connect(self._show_person)
        self.table.set_empty(
            _("Choose a half-day at the left. Half-days of classes that are running stand there."),
            "list-check",
            [self.button_to(_("Go to the classes"), "classes")],
        )
        self.table.empty.show()
        line.addWidget(self.table, 1)
        line.addWidget(self.card)
        column.addLayout(line, 1)
        self.keys = QLabel(
            _("1 present · 2 late · 3 left early · 4 personal · 5 sick · 6 official · 7 absent")
            + "　　"
            + _("↓ next · Backspace back · Ctrl+Enter all others present")
        )
        self.keys.setProperty("role", "hint")
        self.keys.setWordWrap(True)
        column.addWidget(self.keys)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.sessions)
        self.splitter.addWidget(middle)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(1, False)
        self.splitter.setSizes([theme.size(236), theme.size(1000)])
        self.body.addWidget(self.splitter)
        self._show_person()

    def _head(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.GAP))
        self.heading = QLabel()
        self.heading.setProperty("role", "section")
        self.heading.setMinimumWidth(theme.size(120))
        self.heading.setWordWrap(True)
        self.state = QLabel()
        self.state.setProperty("role", "slate")
        line.addWidget(self.heading, 1)
        line.addWidget(self.state)
        return line

    def _box_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.size(theme.PADDING))
        self.box = ScanBox(_("Scan a card, or type seat, initials, name, ID tail"))
        self.box.textChanged.connect(self._typed)
        self.box.entered.connect(self._entered)
        self.box.turned.connect(self._turn)
        self.box.marked.connect(self.mark_current)
        self.box.left.connect(self.table_focus)
        self.found = QLabel()
        self.found.setProperty("role", "slate")
        self.numbers = QLabel()
        self.numbers.setProperty("role", "section")
        self.numbers.setAccessibleName(_("Counts"))
        self.box.setMaximumWidth(max(theme.size(360), self.box.words_width))
        line.addWidget(self.box, 3)
        line.addWidget(self.found, 2)
        line.addWidget(self.numbers)
        return line

    # --- reading ---

    def refresh(self) -> None:
        """Read the half-days, and the roll in hand."""
        self.run_query(queries.session_lists, self._show_lists)
        if self.session_id is not None:
            self.run_query(queries.roll, self._show_roll, self.session_id, key="roll")

    @property
    def session_id(self) -> int | None:
        """The half-day in hand."""
        return self._wanted

    def _show_lists(self, lists: SessionLists) -> None:
        self.sessions.show_lists(lists)
        if self._wanted is None and (first := self._first(lists)) is not None:
            self.sessions.choose(first.id)

    @staticmethod
    def _first(lists: SessionLists) -> SessionRow | None:
        """Return what a teacher most likely came for: today's open half-day, else the oldest that is not closed."""
        open_today = [row for row in lists.today if row.state is SessionState.OPEN]
        candidates = [*open_today[:1], *lists.unclosed, *lists.today, *lists.week]
        return candidates[0] if candidates else None

    def open_place(self, target: Mapping[str, Any]) -> None:
        """Bring up a half-day (``{"session": 3}``) or the next one of a class (``{"class": 7}``)."""
        if "session" in target:
            self.show_session(int(target["session"]))
        elif "class" in target:
            self.run_query(queries.class_sessions, self._open_class, int(target["class"]), key="open")

    def _open_class(self, found: list[SessionRow]) -> None:
        waiting = [row for row in found if row.state is SessionState.OPEN]
        if waiting or found:
            self.show_session((waiting or found)[0].id)

    def show_session(self, session_id: int) -> None:
        """Take another half-day in hand."""
        if session_id == self._wanted and self.book is not None:
            return
        self._wanted = session_id
        self.book = None
        self.box.clear()
        self.sessions.choose(session_id, quiet=True)
        self.run_query(queries.roll, self._show_roll, session_id, key="roll")

    def _show_roll(self, roll: Roll) -> None:
        if roll.session.id != self._wanted:
            return
        if self.book is None:
            self.book = RollBook(roll)
            self.card.set_next_hours(roll.session.hours)
            self.table.rows.columns = tuple(roll_columns(roll.session.hours))
            self._show_people(first=True)
        elif self.book.take(roll):
            self._show_people(first=False)
        self._redraw()

    def _show_people(self, *, first: bool) -> None:
        assert self.book is not None
        ids = self.book.ids()
        self.table.set_empty(_("Nobody is enrolled in this class."), "users")
        self.table.show_rows(self.book, ids)
        if first and ids:
            waiting = [key for key in ids if self.book.row(key).mark is None]
            self.table.select_ids([(waiting or list(ids))[0]])
            if not self.box.hasFocus():
                self.table_focus()

    def table_focus(self) -> None:
        """Let the keys 1 to 7 mark."""
        if self.isVisible():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _redraw(self) -> None:
        """Show rows, counts and the card as they are now."""
        book = self.book
        if book is None:
            return
        self.table.rows.forget_rows()
        session, counts = book.session, book.counts()
        expected = sum(counts.values())
        came = sum(counts[mark] for mark in CAME)
        self.heading.setText(session_title(session))
        self.heading.setToolTip(session_title(session))
        self.state.setText(session_chip(session).word)
        words = _("Expected {expected} · present {came} · unmarked {unmarked}")
        params = {"expected": expected, "came": came, "unmarked": counts[None]}
        self.numbers.setText(words.format(**params))
        kinds = [
            f"{text(f'mark.{mark}')} {counts[mark]}"
            for mark in Mark
            if counts[mark] and mark is not Mark.PRESENT
        ]
        self.set_counts(listed([words.format(**params), *kinds], "，"))
        self._show_person()
        self.actions_.refresh()

    def _show_person(self) -> None:
        self.card.show_row(self.current_row(), why_not=self.why_not_mark())

    def current_row(self) -> RollRow | None:
        """Return the person in sight."""
        key = self.table.current_id()
        return self.book.row(key) if self.book is not None and key is not None and key in self.book else None

    # --- marking ---

    def mark_and_move(self, mark: Mark) -> None:
        """Mark the person the cursor is on and go to the next."""
        if self.mark_current(mark):
            self.table.step(1)

    def mark_current(self, mark: Mark) -> bool:
        """Mark the person in sight: shown at once, taken back with the reason if the desk refuses."""
        reason = self.why_not_mark()
        row = self.current_row()
        if reason or row is None or self.book is None:
            self.space.notices.refuse(reason or _("Choose a person first."))
            return False
        book = self.book
        token = book.send(row.id, mark, system_clock())
        command = MarkAttendance(session_id=book.session.id, enrolment_id=row.id, mark=mark)
        self.send(
            command,
            partial(self._marked, book, row.id, token),
            on_error=partial(self._refused, book, row.id, token),
        )
        self.table.glow([row.id])
        self._redraw()
        return True

    def _marked(self, book: RollBook, row_id: int, token: int, outcome: Outcome) -> None:
        at = outcome.result["at"]
        book.settle(row_id, token, outcome.result["mark_id"], _instant(at))
        if book is self.book:
            self._redraw()

    def _refused(self, book: RollBook, row_id: int, token: int, error: BaseException) -> None:
        book.revert(row_id, token)
        self.space.notices.failed(error)
        if book is self.book:
            self._redraw()

    # --- the box ---

    def go_to_box(self) -> None:
        """Go to the scan box."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    def _typed_in_table(self, typed: str) -> None:
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.setText(typed)

    def _typed(self, _typed: str) -> None:
        self._turned = False
        self._fits = self.book.find(self.box.text()).ids if self.book is not None else ()
        if self._fits:
            self.table.select_ids([self._fits[0]])
        self._say_found()

    def _say_found(self) -> None:
        count = len(self._fits)
        if not self.box.term():
            self.found.clear()
        elif not count:
            self.found.setText(_("Nobody of this class fits."))
        elif count == 1:
            self.found.setText(_("Enter marks present."))
        else:
            words = ngettext(
                "{count} person fits: ↓ for the next", "{count} people fit: ↓ for the next", count
            )
            self.found.setText(words.format(count=count))

    def _turn(self, step: int) -> None:
        """Go to another of those the text fits; without a text, to another row."""
        if not self._fits:
            self.table.step(step)
            return
        here = self.table.current_id()
        at = self._fits.index(here) + step if here in self._fits else 0
        self.table.select_ids([self._fits[at % len(self._fits)]])
        self._turned = True

    def _entered(self) -> None:
        """Mark present whom the text fits; of several the person chooses first with Down."""
        if self.book is None or not self.box.term():
            return
        found = self.book.find(self.box.text())
        if not found.ids:
            self.space.notices.refuse(_("Nobody of this class fits “{typed}”.").format(typed=self.box.term()))
            self.box.selectAll()
            return
        if not found.exact and not self._turned:
            self.space.notices.refuse(_("Several people fit; choose one with ↓, then press Enter."))
            return
        if found.exact:
            self.table.select_ids([found.ids[0]])
        if self.mark_current(Mark.PRESENT):
            self.box.clear()


def _instant(stored: str | None) -> datetime | None:
    return parse_instant(stored) if stored else None
