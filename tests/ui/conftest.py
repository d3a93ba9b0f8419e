"""What window tests stand on: the look, a small desk, a workspace, and nothing left behind."""

import gc
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from trainingdesk.domain.access import Actor, Role, signed_in
from trainingdesk.domain.errors import AccessDenied, Refused
from trainingdesk.domain.office.rows import UndoOffer, UndoView
from trainingdesk.ui import theme
from trainingdesk.ui.actions import Action, ActionRegistry
from trainingdesk.ui.jobs import Jobs
from trainingdesk.ui.notices import Notice, Notices
from trainingdesk.ui.settings import Settings
from trainingdesk.ui.shell.actions import ACTIONS
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.outcome import Changes, Outcome, Progress, no_progress
from trainingdesk.usecases.queries.office import missing_rules, undo_view


@dataclass
class FakeDesk:
    """A desk in memory: a command is a function of its progress, a query a function of nothing."""

    path: Path = Path("desk.deskdb")
    office_name: str = "汤泉区委组织部"
    is_demo: bool = False
    actor: Actor | None = field(
        default_factory=lambda: signed_in(1, "zhangxiao", "张晓", frozenset({Role.CLERK}))
    )
    password: str = "right"
    closed: bool = False
    password_is_given: bool = False
    steps: tuple[UndoOffer, ...] = ()

    def execute(self, command: Any, progress: Progress = no_progress) -> Outcome:
        result = command(progress)
        return Outcome(result or {}, Changes("Fake", {"person": frozenset({1})}))

    def try_out(self, command: Any, progress: Progress = no_progress) -> Refused | None:
        return None

    def ask(self, read: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if read is undo_view:
            return UndoView(self.steps)
        if read is missing_rules:
            return []
        return read(*args, **kwargs)

    def foreign_changes(self) -> Changes:
        return Changes("")

    def sign_in(self, login: str, password: str) -> Actor:
        if password != self.password:
            raise AccessDenied("user.wrong_password")
        self.actor = signed_in(1, login, "张晓", frozenset({Role.CLERK}))
        return self.actor

    def check_password(self, password: str) -> bool:
        return password == self.password

    def change_password(self, old: str, new: str) -> None:
        if old != self.password:
            raise AccessDenied("user.wrong_password")
        self.password = new

    def sign_out(self) -> None:
        self.actor = None

    def close(self) -> None:
        self.closed = True


@pytest.fixture(scope="session", autouse=True)
def _look(qapp: QApplication) -> None:
    theme.set_up(qapp, "light")


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> Iterator[None]:
    yield
    if theme.is_dark():
        theme.set_scheme(qapp, "light")


@pytest.fixture(autouse=True)
def _leaves_nothing(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a thread, a visible window or a running timer behind."""
    # what is there before the test is set aside: to search all of it again after each test took longer than the tests
    gc.freeze()
    windows = set(map(id, QApplication.topLevelWidgets()))
    threads = set(threading.enumerate())
    yield
    qapp.sendPostedEvents(None, 52)  # DeferredDelete
    gc.collect()
    left = [
        repr(window)
        for window in QApplication.topLevelWidgets()
        if id(window) not in windows and window.isVisible()
    ]
    assert not left, f"windows left open: {left}"
    dangling = [
        thread.name for thread in set(threading.enumerate()) - threads if thread.name.startswith("desk-")
    ]
    assert not dangling, f"threads left running: {dangling}"
    timers = [
        repr(timer.parent())
        for window in QApplication.topLevelWidgets()
        if id(window) not in windows
        for timer in window.findChildren(QTimer)
        if timer.isActive()
    ]
    assert not timers, f"timers left running in: {timers}"


@pytest.fixture
def settings(home: Path) -> Settings:
    return Settings(home / "settings.ini")


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    runner = Jobs()
    yield runner
    runner.close()


@pytest.fixture
def notices() -> Notices:
    return Notices()


@pytest.fixture
def said(notices: Notices) -> list[Notice]:
    """Every message that was shown."""
    shown: list[Notice] = []
    notices.posted.connect(shown.append)
    return shown


@pytest.fixture
def hints(notices: Notices) -> list[str]:
    """Every sentence of the status bar."""
    shown: list[str] = []
    notices.hinted.connect(shown.append)
    return shown


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def make_space(desk: FakeDesk, jobs: Jobs, settings: Settings, notices: Notices) -> Callable[..., Workspace]:
    """Make a workspace with the window's actions and some more."""

    def make(*actions: Action) -> Workspace:
        return Workspace(desk, jobs, ActionRegistry((*ACTIONS, *actions)), settings, notices)

    return make


@pytest.fixture
def space(make_space: Callable[..., Workspace]) -> Workspace:
    return make_space()


@pytest.fixture
def show(qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    """Show a widget and close it after the test."""

    def shown(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return shown
