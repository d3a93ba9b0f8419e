"""What the Roster tab prints: the chosen person's training file, and the list as it is on screen."""

from collections.abc import Callable
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.pages import places
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.papers.page import PapersPage
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.widgets.ticks import TicksEditor
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_pdf


@pytest.fixture
def page(open_page: Callable[[str], Page]) -> RosterPage:
    return cast(RosterPage, open_page("roster"))


@pytest.fixture
def drawn_before(desk: Desk) -> None:
    """What the first paper of a process costs (libraries, fonts) is no part of what a test waits for on the page."""
    desk.ask(paper_pdf, "roster.list", {})


def test_the_training_file_of_the_chosen_person(page: RosterPage, qtbot: QtBot):
    assert page.actions_.reason("roster.print_file") == "请先在人员列表中选择人员。"
    gone = places(page.space)
    page.table.select_ids([page.table.rows.id_at(3)])
    settled(qtbot, page)
    page.actions_.trigger("roster.print_file")
    (place,) = gone
    assert (place.page, place.target["paper"]) == ("papers", "roster.file")
    assert place.target["person"] == page.table.rows.id_at(3)


def test_the_list_is_printed_as_it_is_on_screen(page: RosterPage, qtbot: QtBot):
    gone = places(page.space)
    page.search.setText("w")
    page.search.searched.emit("w")
    settled(qtbot, page)
    page.actions_.trigger("roster.print")
    (place,) = gone
    assert place.target["paper"] == "roster.list"
    assert place.target["filter"] == '{"typed": "w"}'
    assert place.target["order"] == "unit"


def test_the_columns_ticked_for_a_paper_are_remembered(
    drawn_before: None, open_page: Callable[[str], Page], qtbot: QtBot
):
    papers = cast(PapersPage, open_page("papers"))
    papers.catalogue.open_paper("roster.list", {"filter": '{"sex": "male"}'})
    settled(qtbot, papers)
    ticks = next(child for child in papers.catalogue.findChildren(TicksEditor) if child.isVisible())
    assert ticks.value() == "name,sex,birth,unit,post,rank,team,status"
    assert ticks.accessibleName() == "栏目"
    ticks.setFocus()
    ticks.setCurrentRow(1)
    qtbot.keyClick(ticks, Qt.Key.Key_Space)
    settled(qtbot, papers)
    qtbot.waitUntil(lambda: papers.catalogue.params()["columns"] == "name,birth,unit,post,rank,team,status")
    assert papers.catalogue.params()["filter"] == '{"sex": "male"}'
    papers.catalogue.open_paper("roster.headcount", {})
    settled(qtbot, papers)
    papers.catalogue.open_paper("roster.list", {})
    settled(qtbot, papers)
    assert papers.catalogue.params() == {
        "order": "unit",
        "columns": "name,birth,unit,post,rank,team,status",
        "numbers": "masked",
    }
