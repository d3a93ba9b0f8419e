"""Keys pressed faster than a list is read: what is done is done to whoever was asked for, or to nobody."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import OpenPage, choose, names
from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.errors import EnvironmentProblem
from trainingdesk.ui.pages.roster import pick_people
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.pages.roster.pick_people import PickPeople
from trainingdesk.usecases.commands.groups import JoinGroup
from trainingdesk.usecases.desk import Desk


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


def picking_with_somebody_found(page: RosterPage, qtbot: QtBot) -> PickPeople:
    """Return the window that adds people to the reserve list, 单小芳 found in it."""
    page.open_place({"group": "reserve"})
    settled(qtbot, page)
    page.actions_.trigger("roster.add")
    (picking,) = page.findChildren(PickPeople)
    picking.search.setText("单小芳")
    qtbot.waitUntil(lambda: picking.table.current_id() is not None)
    return picking


def test_nobody_of_the_list_before_is_taken_into_a_group(open_page: OpenPage, qtbot: QtBot):
    page = open_page("roster")
    picking = picking_with_somebody_found(page, qtbot)
    picking.search.setText("周舟")
    qtbot.keyClick(picking.search, Qt.Key.Key_Down)
    qtbot.keyClick(picking.table, Qt.Key.Key_Return)
    assert picking.taken == {}, "whoever stood in the list before was never asked for"
    qtbot.waitUntil(lambda: picking.table.current_id() is not None)
    qtbot.keyClick(picking.table, Qt.Key.Key_Return)
    assert list(picking.taken.values()) == ["周舟"]
    picking.close()


@pytest.mark.parametrize("late", [False, True])
def test_the_button_takes_nobody_of_the_list_before_either(open_page: OpenPage, qtbot: QtBot, late: bool):
    page = open_page("roster")
    picking = picking_with_somebody_found(page, qtbot)
    picking.search.setText("周舟")
    if late:
        picking.search.search_now()
    picking.take_button.click()
    assert picking.taken == {}
    qtbot.waitUntil(lambda: list(picking._marked().values()) == ["周舟"])
    picking.take_button.click()
    assert list(picking.taken.values()) == ["周舟"]
    picking.close()


def test_a_search_that_failed_keeps_no_enter_waiting(
    open_page: OpenPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    page = open_page("roster")
    picking = picking_with_somebody_found(page, qtbot)

    def broken(*_args: object) -> None:
        raise EnvironmentProblem("desk.busy")

    with monkeypatch.context() as now:
        now.setattr(pick_people, "search_people", broken)
        picking.search.setText("周舟")
        qtbot.keyClick(picking.search, Qt.Key.Key_Return)
        settled(qtbot, page)
    assert picking.taken == {}
    qtbot.keyClick(picking.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(picking.taken))
    assert list(picking.taken.values()) == ["周舟"]
    picking.close()


def test_a_verb_of_the_groups_pressed_before_the_search_is_through_is_done_to_nobody(
    open_page: OpenPage, desk: Desk, qtbot: QtBot
):
    desk.execute(JoinGroup(kind=GroupKind.YOUNG, person_ids=(3, 4), day=date(2026, 6, 1), reason="培养"))
    page = open_page("roster")
    page.open_place({"group": "young"})
    settled(qtbot, page)
    table = page.groups.in_sight()
    table.select_ids([table.rows.id_at(0)])
    (shown, other) = (table.rows.row(place).name for place in (0, 1))
    page.groups.search.setText(other)
    qtbot.keyClick(page.groups.search, Qt.Key.Key_Down)
    assert table.loading
    assert page.groups.member() is None, f"{shown} is not in the list that was asked for"
    settled(qtbot, page)
    assert page.groups.member().name == other
