"""What a page is handed: the desk, the jobs, the hub, the settings and the place where messages go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from trainingdesk.domain.access import Actor, Permission
from trainingdesk.domain.errors import Refused
from trainingdesk.shared.clock import local_day, system_clock
from trainingdesk.ui.changes import ChangeHub
from trainingdesk.ui.jobs import Jobs, Lane
from trainingdesk.ui.notices import Notices
from trainingdesk.ui.settings import Settings
from trainingdesk.usecases.outcome import Changes, Outcome, Progress, no_progress

if TYPE_CHECKING:
    from trainingdesk.ui.actions import ActionRegistry
    from trainingdesk.ui.shell.finder import FinderProvider

R = TypeVar("R")


class DeskLike(Protocol):
    """The part of :class:`trainingdesk.usecases.desk.Desk` that the window uses."""

    @property
    def path(self) -> Path:
        """The desk's file."""

    @property
    def actor(self) -> Actor | None:
        """Who is signed in."""

    @property
    def office_name(self) -> str:
        """The office's name."""

    @property
    def is_demo(self) -> bool:
        """Whether this is the demo district."""

    @property
    def password_is_given(self) -> bool:
        """Whether the signed-in user's password came from an administrator."""

    def execute(self, command: Any, progress: Progress = no_progress) -> Outcome:
        """Carry a command out; blocking."""

    def try_out(self, command: Any, progress: Progress = no_progress) -> Refused | None:
        """Return what a command would be refused for now, None when it would be done; blocking."""

    def ask(self, read: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Answer a query; blocking."""

    def foreign_changes(self) -> Changes:
        """Return what others wrote since the last call; blocking."""

    def sign_in(self, login: str, password: str) -> Actor:
        """Let a user in."""

    def check_password(self, password: str) -> bool:
        """Return whether this is the signed-in user's password."""

    def change_password(self, old: str, new: str) -> None:
        """Change the signed-in user's own password."""

    def sign_out(self) -> None:
        """Let nobody act until the next sign-in."""

    def close(self) -> None:
        """Close the file."""


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in the program: a page and what to show on it.

    Attributes:
        page: the page's id.
        target: what the page is to bring up, for instance ``{"person": 7}``.
        action: an action of the page to start there, "" for none.
    """

    page: str
    target: Mapping[str, Any] = field(default_factory=dict)
    action: str = ""


class Workspace(QObject):
    """Everything a page may use; one for each open window.

    Signals:
        going: a :class:`Place` somebody wants to go to.
        saved: a command was committed. backed_up: a backup was made.
        restart: nobody is signed in any more (a backup was restored); the sentence is shown where one signs in.
    """

    going = Signal(object)
    saved = Signal()
    backed_up = Signal()
    restart = Signal(str)

    def __init__(
        self,
        desk: DeskLike,
        jobs: Jobs,
        registry: "ActionRegistry",
        settings: Settings,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.jobs = jobs
        self.hub = ChangeHub(self)
        self.registry = registry
        self.settings = settings
        self.notices = notices
        self.locked = False
        self.providers: list[FinderProvider] = []
        #: kind of form → the day it was last saved with in this sitting, ``YYYY-MM-DD`` or ``YYYY-MM``
        self.last_days: dict[str, str] = {}

    @property
    def today(self) -> date:
        """The desk's own day."""
        return local_day(getattr(self.desk, "clock", system_clock)())

    def allows(self, permission: Permission) -> bool:
        """Return whether the signed-in user may do this."""
        actor = self.desk.actor
        return actor is not None and permission in actor.permissions

    def go_to(self, page: str, action: str = "", **target: Any) -> None:
        """Bring a page to the front, and on it what is named."""
        self.going.emit(Place(page, target, action))

    def confirm(
        self,
        parent: QWidget,
        title: str,
        sentence: str,
        verb: str,
        on_yes: Callable[..., object],
        *,
        danger: bool = True,
        reason: str = "",
    ) -> None:
        """Ask before something that has consequences; see :func:`trainingdesk.ui.shell.dialogs.confirm`."""
        from trainingdesk.ui.shell.dialogs import confirm

        confirm(parent, title, sentence, verb, on_yes, danger=danger, reason=reason)

    def send(
        self,
        command: Any,
        on_done: Callable[[Outcome], None] | None = None,
        *,
        title: str = "",
        on_error: Callable[[BaseException], None] | None = None,
        on_finished: Callable[[], None] | None = None,
        cancellable: bool = False,
    ) -> None:
        """Send a command through the gate in the writer's thread and tell everyone what changed.

        Nobody is told in a widget that is gone. A failure goes to ``on_error``, or is shown above the page: also where
        the dialog was closed that would have shown it.
        """
        desk = self.desk

        def work(progress: Progress) -> Outcome:
            return desk.execute(command, progress)

        def succeeded(outcome: Outcome) -> None:
            if not shiboken6.isValid(self):
                return  # the sitting ended before the answer came: nobody is left to be told
            self.notices.settle()
            self.hub.publish(outcome.changes)
            self.saved.emit()
            if on_done is not None and not _is_gone(_owner_of(on_done)):
                on_done(outcome)

        def failed(error: BaseException) -> None:
            if not shiboken6.isValid(self):
                return
            if on_error is None or _is_shut(_owner_of(on_error)):
                self.notices.failed(error)
            else:
                on_error(error)

        job = self.jobs.job(Lane.WRITE, work, title, cancellable=cancellable)
        job.succeeded.connect(succeeded)
        job.failed.connect(failed)
        if on_finished is not None:
            job.finished.connect(on_finished)
        job.start()

    def try_out(
        self,
        command: Any,
        on_told: Callable[[Refused | None], None],
        *,
        title: str = "",
        on_error: Callable[[BaseException], None] | None = None,
        on_finished: Callable[[], None] | None = None,
    ) -> None:
        """Ask in the writer's thread what a command would be refused for now, before the person is asked whether it shall be done.

        ``on_told`` gets the refusal, None when it would be done; it is not called where its widget is gone or closed.
        """
        self.look(
            partial(self.desk.try_out, command),
            on_told,
            title=title,
            on_error=on_error,
            on_finished=on_finished,
        )

    def look(
        self,
        work: Callable[[Progress], R],
        on_told: Callable[[R], None],
        *,
        title: str = "",
        on_error: Callable[[BaseException], None] | None = None,
        on_finished: Callable[[], None] | None = None,
    ) -> None:
        """Look something up in the writer's thread; ``on_told`` gets it, unless its widget is gone or closed."""

        def told(found: R) -> None:
            if shiboken6.isValid(self) and not _is_shut(_owner_of(on_told)):
                on_told(found)

        job = self.jobs.job(Lane.WRITE, work, title, cancellable=True)
        job.succeeded.connect(told)
        job.failed.connect(on_error or self.notices.failed)
        if on_finished is not None:
            job.finished.connect(on_finished)
        job.start()


def _owner_of(callback: Callable[..., object]) -> object:
    """Return the object whose method is called, also where some of its arguments are given already."""
    while isinstance(callback, partial):
        callback = callback.func
    return getattr(callback, "__self__", None)


def _is_gone(owner: object) -> bool:
    return isinstance(owner, QObject) and not shiboken6.isValid(owner)


def _is_shut(owner: object) -> bool:
    """Return whether nobody sees any more what this widget says: it is gone, or its dialog is closed."""
    if _is_gone(owner):
        return True
    window = owner.window() if isinstance(owner, QWidget) else None
    return isinstance(window, QDialog) and not window.isVisible()
