"""The search from anywhere lists the first people; who stands behind them is one step away in the list."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from trainingdesk.ui.pages.roster.finding import providers


def test_more_people_than_are_listed_are_shown_in_the_list(qtbot: QtBot, open_page: Callable):
    page = open_page("roster")
    people = providers(page.space)[1]
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


def test_a_rank_or_a_status_offers_the_roster_narrowed_by_it(qtbot: QtBot, open_page: Callable):
    page = open_page("roster")
    filters = providers(page.space)[0]
    assert [hit.title for hit in filters.search("调研员", 8)] == [
        f"{number}级调研员" for number in "一二三四"
    ]
    assert filters.search("局长", 8) == [] == filters.search("工程师", 8)
    (hit,) = filters.search("正科", 8)
    assert (hit.title, hit.detail) == ("乡科级正职（正科）", "在名册中筛选：职务层次/职级")
    page.choose_unit(1)
    settled(qtbot, page)
    page.open_place(hit.place.target)
    qtbot.waitUntil(lambda: len(page.table.rows.ids) == 4)
    settled(qtbot, page)
    assert (page.unit_id(), page.panel.values()) == (None, {"rank": "section_head"})
    (gone,) = filters.search("已调离", 8)
    page.open_place(gone.place.target)
    qtbot.waitUntil(lambda: not page.table.rows.ids)
    settled(qtbot, page)
    assert page.panel.values() == {"status": "left"}
