"""The verbs of a roll call beside single marks: all others at once, closing, reopening, the paper sheet."""

from functools import partial

from trainingdesk.domain.access import Permission
from trainingdesk.domain.classes.reasons import not_in_state
from trainingdesk.domain.classes.rows import ClassRow
from trainingdesk.domain.codes import ClassState, Mark, SessionState
from trainingdesk.shared.text import Label, _, ngettext, text
from trainingdesk.ui.notices import sentence_of
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.attendance.book import RollBook
from trainingdesk.ui.pages.attendance.looks import session_title
from trainingdesk.ui.pages.attendance.sessions import SessionList
from trainingdesk.usecases.commands.attendance import CloseSession, MarkUnmarked, ReopenSession
from trainingdesk.usecases.outcome import Outcome
from trainingdesk.usecases.queries.classes import class_rows


class RollVerbs(Page):
    """What is done with a whole half-day.

    Attributes:
        book: the roll in hand, None for none.
        sessions: the list of half-days.
    """

    book: RollBook | None = None
    sessions: SessionList

    def why_not_mark(self) -> str:
        """Say why nobody can be marked now, "" when they can."""
        if self.book is None:
            return _("Choose a half-day in the list at the left first.")
        session = self.book.session
        if session.class_state not in {ClassState.RUNNING, ClassState.ASSESSING}:
            return sentence_of(not_in_state("attendance.class_not_running", session.class_state))
        if session.state is not SessionState.OPEN:
            return text("attendance.session_closed")
        if not self.space.allows(Permission.ATTENDANCE_MARK):
            return text("access.denied", permission=Label(f"permission.{Permission.ATTENDANCE_MARK}"))
        return ""

    def why_no_session(self) -> str:
        """Say that a half-day must be chosen."""
        return "" if self.book is not None else _("Choose a half-day in the list at the left first.")

    def why_not_mark_rest(self) -> str:
        """Say why not all others can be marked."""
        reason = self.why_not_mark()
        if not reason and self.book is not None and not self.book.unmarked():
            return text("attendance.nobody_unmarked")
        return reason

    def mark_rest(self) -> None:
        """Mark everybody present who has no mark."""
        assert self.book is not None
        command = MarkUnmarked(session_id=self.book.session.id, mark=Mark.PRESENT)
        self.send(command, self._marked_rest, action="attendance.mark_rest")

    def _marked_rest(self, outcome: Outcome) -> None:
        count = outcome.result["count"]
        words = ngettext("{count} person was marked present.", "{count} people were marked present.", count)
        self.say_done(words.format(count=count))
        self.refresh()

    def why_not_close(self) -> str:
        """Say why the roll call can't be closed."""
        if self.book is None:
            return _("Choose a half-day in the list at the left first.")
        session = self.book.session
        if session.state is not SessionState.OPEN:
            return text("attendance.session_closed")
        if session.class_state not in {ClassState.RUNNING, ClassState.ASSESSING}:
            return sentence_of(not_in_state("attendance.class_not_running", session.class_state))
        count = self.book.unmarked()
        if count:
            words = ngettext("{count} person has no mark yet.", "{count} people have no mark yet.", count)
            return words.format(count=count)
        return ""

    def close_session(self) -> None:
        """Close the half-day."""
        assert self.book is not None
        self.send(CloseSession(session_id=self.book.session.id), self._closed, action="attendance.close")

    def _closed(self, outcome: Outcome) -> None:
        self.say_done(
            _("The roll call is closed: {count} people.").format(count=outcome.result["count"]),
            way_out=_("Next half-day"),
            follow=self.next_session,
        )
        self.refresh()

    def why_not_reopen(self) -> str:
        """Say why the roll call can't be reopened."""
        if self.book is None:
            return _("Choose a half-day in the list at the left first.")
        return "" if self.book.session.state is SessionState.CLOSED else text("attendance.not_closed")

    def reopen_session(self) -> None:
        """Ask for the reason, then reopen the half-day."""
        assert self.book is not None
        self.space.confirm(
            self,
            _("Reopen this roll call?"),
            session_title(self.book.session),
            _("Reopen"),
            partial(self._reopen, self.book.session.id),
            danger=False,
            reason=_("Reason"),
        )

    def _reopen(self, session_id: int, reason: str) -> None:
        command = ReopenSession(session_id=session_id, reason=reason)
        self.send(command, lambda _outcome: self.refresh(), action="attendance.reopen")

    def show_sheet(self) -> None:
        """Show the paper sheet of the day as it will be printed."""
        assert self.book is not None
        self.run_query(class_rows, self._open_sheet, [self.book.session.class_id], key="sheet")

    def _open_sheet(self, found: dict[int, ClassRow]) -> None:
        from trainingdesk.ui.pages.classes.paper import PaperDialog

        if self.book is not None and self.book.session.class_id in found:
            row = found[self.book.session.class_id]
            PaperDialog(self, self.space, "classes.signin", row, day=self.book.session.day.isoformat()).open()

    def next_session(self) -> None:
        """Take the next half-day of the list in hand."""
        self.sessions.step(1)

    def previous_session(self) -> None:
        """Take the half-day before in hand."""
        self.sessions.step(-1)
