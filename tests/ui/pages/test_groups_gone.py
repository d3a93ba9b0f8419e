"""Who is still in a group although retired or gone is named over its list, and marked for the verbs in one step."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from trainingdesk.domain.codes import GroupKind, PersonStatus
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.usecases.commands.groups import JoinGroup, LeaveGroup
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.groups import group_members


def test_who_retired_is_named_over_the_group_and_chosen_to_be_taken_out(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    desk.execute(
        JoinGroup(kind=GroupKind.YOUNG, person_ids=(3, 4, 5), day=date(2025, 6, 2), reason="组〔2025〕5号")
    )
    page = open_page("roster")
    page.open_place({"group": GroupKind.YOUNG.value})
    qtbot.waitUntil(lambda: page.groups.table.rows.rowCount() == 3)
    assert not page.groups.gone.isVisibleTo(page)
    desk.execute(ChangeStatus(person_id=4, version=1, status=PersonStatus.RETIRED, day=date(2026, 6, 1)))
    page.refresh()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: page.groups.gone.isVisibleTo(page))
    (row,) = [one for one in desk.ask(group_members, GroupKind.YOUNG) if one.person_id == 4]
    assert page.groups.gone.words.text() == f"1 人已退休或调离，仍在列：{row.name}（退休）"
    before = desk.ask(group_members, GroupKind.YOUNG, date(2026, 5, 31))
    assert [one.gone for one in before] == [None] * 3, "on that day everybody served"
    page.groups.gone.choose.setFocus()
    QTest.keyClick(page.groups.gone.choose, Qt.Key.Key_Space)
    settled(qtbot, page)
    assert page.groups.table.selected_ids() == [row.id]
    assert page.actions_.reason("roster.leave_group") == ""
    desk.execute(LeaveGroup(membership_ids=(row.id,), day=date(2026, 6, 2), reason="退休"))
    page.refresh()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: not page.groups.gone.isVisibleTo(page))
    former = desk.ask(group_members, GroupKind.YOUNG, None, True)
    assert [one.gone for one in former] == [None] * 3, "who has left is not still in it"
