"""What is said to the person: sentences for errors, and one place that shows them (no box to click away)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from trainingdesk.domain.errors import Cancelled, DeskError, Invalid, Problem
from trainingdesk.shared.text import _, text


class Level(StrEnum):
    """How loud a notice is."""

    INFO = "info"
    DONE = "done"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message below the page.

    Attributes:
        sentence: what happened, what it means, what to do.
        way_out: the words of the button that leads on, "" for none; ``follow`` is what it does.
        details: lines that are shown on demand.
        everywhere: about the whole desk: it stays on every page, not only on the one it came up on.
        of: the number of the step that it speaks of: once that is taken back it is over; 0 for none.
    """

    level: Level
    sentence: str
    way_out: str = ""
    follow: Callable[[], None] | None = None
    details: tuple[str, ...] = ()
    everywhere: bool = False
    of: int = 0


class Notices(QObject):
    """Takes messages from any page; the window shows them, a test reads them.

    Signals:
        posted: a :class:`Notice`. hinted: a sentence for the status bar, "" to take it away.
        crashed: an exception nobody expected. settled: something was done, so that refusals before it are over.
        undone: the number of a step that was taken back.
    """

    posted = Signal(object)
    hinted = Signal(str)
    crashed = Signal(object)
    settled = Signal()
    undone = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hint = ""
        self._refusal = ""

    def say(
        self,
        sentence: str,
        level: Level = Level.INFO,
        *,
        way_out: str = "",
        follow: Callable[[], None] | None = None,
        details: tuple[str, ...] = (),
        everywhere: bool = False,
        of: int = 0,
    ) -> None:
        """Show a message below the page that is in front; it stays with that page."""
        self.posted.emit(Notice(level, sentence, way_out, follow, details, everywhere, of))

    def done(self, sentence: str, *, way_out: str = "", follow: Callable[[], None] | None = None) -> None:
        """Say that something was done; the message leaves by itself, and what was refused before is over."""
        self.settle()
        self.say(sentence, Level.DONE, way_out=way_out, follow=follow)

    def hint(self, sentence: str) -> None:
        """Say something in the status bar."""
        self._hint = sentence
        self.hinted.emit(sentence)

    def refuse(self, sentence: str) -> None:
        """Say in the status bar why something can't be done; it goes with :meth:`settle`."""
        self._refusal = sentence
        self.hint(sentence)

    def rehint(self, old: str, new: str) -> None:
        """Say something else where this is still what the status bar says."""
        if old and old == self._hint:
            self.hint(new)

    def settle(self) -> None:
        """Take refusals away: something was done since, or their reason no longer holds."""
        refusal, self._refusal = self._refusal, ""
        self.rehint(refusal, "")
        self.settled.emit()

    def failed(
        self,
        error: BaseException,
        *,
        way_out: str = "",
        follow: Callable[[], None] | None = None,
        everywhere: bool = False,
    ) -> None:
        """Show why something did not happen: a sentence for what is expected, the crash report for a bug."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, DeskError):
            self.say(
                sentence_of(error),
                Level.ERROR,
                way_out=way_out,
                follow=follow,
                details=details_of(error),
                everywhere=everywhere,
            )
        else:
            self.crashed.emit(error)


def sentence_of(error: DeskError) -> str:
    """Return an expected failure in words."""
    return text(error.code, **error.params)


def problem_sentence(problem: Problem) -> str:
    """Return one problem in words."""
    return text(problem.code, **problem.params)


def details_of(error: DeskError) -> tuple[str, ...]:
    """Return the single problems of an error that has several, each in words."""
    if not isinstance(error, Invalid):
        return ()
    return tuple(
        _("Row {row}: {sentence}").format(row=problem.row, sentence=problem_sentence(problem))
        if problem.row
        else problem_sentence(problem)
        for problem in error.problems
    )
