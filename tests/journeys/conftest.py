"""What journeys stand on: the real program on a real file, its clock standing at 12 June 2026."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import TestClock
from tests.journeys.hand import Hand
from tests.ui.conftest import _leaves_nothing, _light, _look, settings
from trainingdesk.shared import passwords
from trainingdesk.ui.door import DeskDoor, demo_file
from trainingdesk.ui.program import Program
from trainingdesk.ui.settings import Settings
from trainingdesk.usecases.demo.build import create_demo
from trainingdesk.usecases.desk import Desk, NewDesk, create_desk, open_desk
from trainingdesk.usecases.outcome import Progress

__all__ = ["_leaves_nothing", "_light", "_look", "settings"]

Begin = Callable[..., Hand]


class ClockDoor(DeskDoor):
    """The real door, its desks with the test's clock."""

    def __init__(self, clock: TestClock) -> None:
        self._clock = clock

    def open(self, path: Path) -> Desk:
        return open_desk(path, self._clock)

    def create(self, path: Path, office_name: str, login: str, name: str, password: str) -> Desk:
        return create_desk(path, NewDesk(office_name, login, name, password), self._clock)

    def demo(self, progress: Progress) -> Desk:
        if demo_file().exists():
            return self.open(demo_file())
        return create_demo(demo_file(), self._clock, progress=progress)[0]


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash passwords cheaply: what the real cost is, is tested where passwords are."""
    monkeypatch.setattr(passwords, "COST", (16, 1, 1))


@pytest.fixture
def begin(
    qtbot: QtBot, qapp: QApplication, home: Path, clock: TestClock, settings: Settings
) -> Iterator[Begin]:
    """Return a function that starts the program as a double click does, and gives a hand at its window."""
    programs: list[Program] = []

    def start(path: Path | None = None, **extra: Any) -> Hand:
        program = Program(qapp, path=path, door=ClockDoor(clock), settings=settings, **extra)
        programs.append(program)
        # the offscreen platform's screen is smaller than an office's
        program.window.setWindowState(Qt.WindowState.WindowNoState)
        program.window.resize(1366, 768)
        with qtbot.waitSignal(program.desk_open, timeout=10_000):
            program.start()
        hand = Hand(qtbot, program)
        hand.come_to_front()
        return hand

    yield start
    for program in programs:
        if program.window.isVisible():
            program._end()
        program.window.deleteLater()
