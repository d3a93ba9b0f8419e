"""The search from anywhere lists the first people; who stands behind them is one step away in the list."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from trainingdesk.ui.pages.roster.finding import providers


def test_more_people_than_are_listed_are_shown_in_the_list(qtbot: QtBot, open_page: Callable):
    page = open_page("roster")
    people = providers(page.space)[0]
    assert [hit.title for hit in people.search("王伟", 8)] == ["王伟", "王伟"], (
        "all are listed: nothing more to offer"
    )
    *hits, more = people.search("教育局", 1)
    assert len(hits) == 1
    assert "2" in more.title, "how many there are stands before the way to them"
    page.choose_unit(1)
    settled(qtbot, page)
    page.open_place(more.place.target)
    qtbot.waitUntil(lambda: page.search.term() == "教育局" and page.unit_id() is None)
    qtbot.waitUntil(lambda: len(page.table.rows.ids) == 2)
    settled(qtbot, page)
