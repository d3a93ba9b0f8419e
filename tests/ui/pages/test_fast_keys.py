"""Keys pressed faster than a list is read: what is done is done to whoever was asked for, or to nobody."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import OpenPage, choose, names


def test_a_verb_pressed_before_the_search_is_through_is_done_to_nobody(open_page: OpenPage, qtbot: QtBot):
    page = open_page("roster")
    settled(qtbot, page)
    choose(page, qtbot, "王伟")
    page.search.setText("丁宁")
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    # the answer is still on its way: the list before is no list to act on
    assert page.table.loading
    assert page.table.current_id() is None
    assert page.why_not_person() != ""
    settled(qtbot, page)
    assert names(page) == ["丁宁"]
    assert page.table.current_row().name == "丁宁"
    assert page.why_not_person() == ""
    assert page.card.person.name == "丁宁"


def test_the_card_of_somebody_who_is_not_chosen_any_more_does_not_come_up(open_page: OpenPage, qtbot: QtBot):
    page = open_page("roster")
    settled(qtbot, page)
    choose(page, qtbot, "丁宁")
    # the next card is asked for, and the list goes on without that person before it is there
    page.table.select_ids([page.table.rows.id_at(names(page).index("王伟"))])
    page.table.clearSelection()
    settled(qtbot, page)
    assert page.table.current_id() is None
    assert page.card.person is None


def test_what_is_printed_is_what_was_typed(open_page: OpenPage, qtbot: QtBot):
    page = open_page("roster")
    settled(qtbot, page)
    page.search.setText("丁宁")
    qtbot.waitUntil(lambda: len(page.table.rows.ids) == 1)
    page.search.clear()
    assert page.on_screen().typed == ""
    settled(qtbot, page)
