"""Another process writes: the page in front shows it; what this one wrote itself is not read twice."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import PASSWORD, USERS, TestClock
from tests.ui.pages.conftest import settled
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import Line
from trainingdesk.ui.others import OthersWatch
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.usecases.commands.roster import AddUnit
from trainingdesk.usecases.desk import Desk, open_desk

NEW = AddUnit(name="汤泉区档案馆", line=Line.PARTY, short_name="区档案馆")


@pytest.fixture
def other(desk: Desk, desk_file: Path, clock: TestClock) -> Iterator[Desk]:
    """The same file, open a second time, the clerk signed in."""
    second = open_desk(desk_file, clock)
    second.sign_in(USERS[Role.CLERK][0], PASSWORD)
    yield second
    second.close()


def test_only_what_others_wrote_is_foreign(desk: Desk, other: Desk) -> None:
    assert not desk.foreign_changes().entities, "the first call only says where the log ends"
    desk.execute(NEW)
    assert not desk.foreign_changes().entities
    other.execute(AddUnit(name="汤泉区史志办", line=Line.PARTY, short_name="史志办"))
    desk.check_password(PASSWORD)
    assert desk.foreign_changes().entities == {"unit": frozenset(), "undo_step": frozenset()}
    assert not desk.foreign_changes().entities


def test_the_page_in_front_shows_what_another_process_wrote(
    open_page: Callable[[str], RosterPage],
    desk: Desk,
    other: Desk,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = open_page("roster")
    parent = QObject()
    watch = OthersWatch(page.space, parent)
    qtbot.waitUntil(lambda: page.space.jobs.is_idle)
    state = Qt.ApplicationState.ApplicationInactive
    monkeypatch.setattr(QGuiApplication, "applicationState", staticmethod(lambda: state))
    other.execute(NEW)
    watch.look()
    assert page.space.jobs.is_idle, "nobody looks, nothing is asked"
    state = Qt.ApplicationState.ApplicationActive
    watch.look()
    qtbot.waitUntil(lambda: "区档案馆" in [unit.short_name for unit in page.units])
    settled(qtbot, page)
    watch._timer.stop()
