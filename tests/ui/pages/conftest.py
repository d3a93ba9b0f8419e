"""What page tests stand on: a real desk in a real file, a page of the real window, and its answers waited for."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import PASSWORD, USERS, TestClock
from trainingdesk.domain.access import Role
from trainingdesk.ui.actions import ActionRegistry
from trainingdesk.ui.jobs import Jobs
from trainingdesk.ui.notices import Notices
from trainingdesk.ui.page import Page
from trainingdesk.ui.settings import Settings
from trainingdesk.ui.shell.actions import ACTIONS
from trainingdesk.ui.shell.pages import PAGES
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.desk import Desk, open_desk


@pytest.fixture
def desk(desk_file: Path, clock: TestClock) -> Iterator[Desk]:
    """Return an open desk, the clerk (and administrator) signed in."""
    desk = open_desk(desk_file, clock)
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    yield desk
    desk.close()


#: what runs longer than this hangs: the first paper of a process unpacks its fonts, which takes seconds on a busy machine
PATIENCE_MS = 60_000


@pytest.fixture
def open_page(
    desk: Desk, jobs: Jobs, settings: Settings, notices: Notices, qtbot: QtBot
) -> Iterator[Callable[[str], Page]]:
    """Return a function that shows one page of the real desk at 1366×768 and waits for its answers."""

    def opened(page_id: str) -> Page:
        spec = next(spec for spec in PAGES if spec.id == page_id)
        registry = ActionRegistry((*ACTIONS, *spec.actions()))
        space = Workspace(desk, jobs, registry, settings, notices)
        page = spec.factory()(space)
        space.setParent(page)
        page.resize(1366, 690)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitExposed(page)
        settled(qtbot, page)
        return page

    yield opened
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=PATIENCE_MS)


def settled(qtbot: QtBot, page: Page) -> None:
    """Wait until nothing runs and nothing is stale any more."""

    def quiet() -> bool:
        return page.space.jobs.is_idle and not page.freshness.stale and not page.freshness._timer.isActive()

    qtbot.waitUntil(quiet, timeout=PATIENCE_MS)
