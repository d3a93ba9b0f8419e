"""Which row of a group a verb is done to, and what a list in a window says once it was closed."""

from collections.abc import Callable
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_row_menus import menu_of, offered
from tests.usecases.training_facts import a_class, write
from trainingdesk.domain.codes import GroupKind
from trainingdesk.ui.pages.classes.page import ClassesPage
from trainingdesk.ui.pages.roster.group_forms import MembershipDialog
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.pages.roster.visits_dialog import VisitsDialog
from trainingdesk.ui.tables.view import TableView
from trainingdesk.usecases.commands import groups as deeds
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.groups import member_card

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

DAY = date(2025, 6, 2)


@pytest.fixture
def talents(desk: Desk) -> list[int]:
    """Two talents with a visit each; their memberships."""
    join = deeds.JoinGroup(kind=GroupKind.TALENT, person_ids=(8, 9), day=DAY, reason="区人才〔2025〕1号")
    members = desk.execute(join).result["membership_ids"]
    for member in members:
        desk.execute(deeds.AddFollowUp(membership_id=member, day=DAY, need="项目申报", by_whom="张晓"))
    return list(members)


def at_the_talents(open_page: Callable[[str], RosterPage], qtbot: QtBot) -> RosterPage:
    page = open_page("roster")
    page.open_place({"group": "talent"})
    qtbot.waitUntil(lambda: page.groups.talents.rows.rowCount() == 2)
    settled(qtbot, page)
    return page


def visits_closed_while_removing(page: RosterPage, desk: Desk, member: int, qtbot: QtBot) -> None:
    dialog = VisitsDialog(page, page.space, desk.ask(member_card, member))
    dialog.open()
    settled(qtbot, page)
    assert dialog.table.current_row() is not None
    dialog.remove()
    dialog.accept()
    qtbot.waitUntil(lambda: page.space.jobs.is_idle and not shiboken6.isValid(dialog))


def test_a_list_closed_while_it_takes_a_row_away_is_quiet_once_that_is_done(
    open_page: Callable[[str], RosterPage], desk: Desk, talents: list[int], qtbot: QtBot
):
    page = at_the_talents(open_page, qtbot)
    with qtbot.captureExceptions() as raised:
        visits_closed_while_removing(page, desk, talents[0], qtbot)
    assert raised == []
    assert desk.ask(member_card, talents[0]).visits == ()


def test_a_removal_that_fails_is_told_although_its_list_was_closed(
    open_page: Callable[[str], RosterPage], desk: Desk, desk_file, talents: list[int], qtbot: QtBot
):
    page = at_the_talents(open_page, qtbot)
    said: list[object] = []
    page.space.notices.posted.connect(said.append)
    card = desk.ask(member_card, talents[0])
    dialog = VisitsDialog(page, page.space, card)
    dialog.open()
    settled(qtbot, page)
    write(desk_file, ("DELETE FROM follow_up WHERE membership_id = ?", (talents[0],)))
    dialog.remove()
    dialog.accept()
    qtbot.waitUntil(lambda: page.space.jobs.is_idle and bool(said))
    assert len(said) == 1


def test_the_form_is_that_of_the_row_the_menu_was_asked_for(
    open_page: Callable[[str], RosterPage], desk: Desk, talents: list[int], qtbot: QtBot
):
    page = at_the_talents(open_page, qtbot)
    table: TableView = page.groups.talents
    first, second = (table.rows.id_at(place) for place in (0, 1))
    table.select_ids([first, second])
    settled(qtbot, page)
    place = table.visualRect(table.rows.index(1, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.RightButton, pos=place)
    menu = menu_of(table, 1, qtbot)
    assert len(table.selected_ids()) == 2
    next(item for item in menu.actions() if item.text() == "更正记录…").trigger()
    menu.close()
    qtbot.waitUntil(lambda: bool(page.findChildren(MembershipDialog)))
    (form,) = page.findChildren(MembershipDialog)
    other, meant = (desk.ask(member_card, member).member.name for member in (first, second))
    assert meant in form.windowTitle()
    assert other not in form.windowTitle()
    form.reject()


def test_the_menu_of_a_table_offers_nothing_done_to_another_one(
    open_page: Callable[[str], ClassesPage], desk_file, qtbot: QtBot
):
    a_class(desk_file, "2026-01", "2026-09-12", [4, 5], state="enrolling", completed=None)
    page = open_page("classes")
    page.table.select_ids([page.table.rows.id_at(0)])
    qtbot.waitUntil(lambda: page.view.people.rows.rowCount() == 2)
    settled(qtbot, page)

    def verbs_of(table: TableView, row: int) -> list[str]:
        menu: QMenu = menu_of(table, row, qtbot)
        settled(qtbot, page)
        words = offered(menu)
        menu.close()
        return words

    assert verbs_of(page.view.people, 1) == ["退出学员…", "复制"]
    of_class = verbs_of(page.table, 0)
    assert "退出学员…" not in of_class
    assert "取消班次" in of_class


def test_an_order_chosen_while_a_group_is_being_read_shows_nobody_of_the_one_before(
    open_page: Callable[[str], RosterPage], desk: Desk, talents: list[int], qtbot: QtBot
):
    desk.execute(deeds.JoinGroup(kind=GroupKind.YOUNG, person_ids=(1,), day=DAY, reason="组〔2025〕1号"))
    page = open_page("roster")
    page.open_place({"group": "young"})
    qtbot.waitUntil(lambda: page.groups.table.rows.rowCount() == 1)
    settled(qtbot, page)
    counts: list[int] = []
    page.groups.talents.loaded.connect(counts.append)
    page.groups.show_group(GroupKind.TALENT)
    page.groups.order.edited.emit()
    settled(qtbot, page)
    assert counts
    assert set(counts) == {2}
