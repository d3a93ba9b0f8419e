"""What the Roster tab prints: the chosen person's training file, and the list as it is on screen."""

from collections.abc import Callable
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.pages import places
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.roster.page import RosterPage


@pytest.fixture
def page(open_page: Callable[[str], Page]) -> RosterPage:
    return cast(RosterPage, open_page("roster"))


def test_the_training_file_of_the_chosen_person(page: RosterPage, qtbot: QtBot):
    assert page.actions_.reason("roster.print_file") == "请先选择人员。"
    gone = places(page.space)
    page.table.select_ids([page.table.rows.id_at(3)])
    settled(qtbot, page)
    page.actions_.trigger("roster.print_file")
    (place,) = gone
    assert (place.page, place.target["paper"]) == ("papers", "roster.file")
    assert place.target["person"] == page.table.rows.id_at(3)
