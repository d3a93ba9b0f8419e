"""The groups on the Roster tab: what stands in the table of reserve candidates."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.usecases.test_groups import screened, sign_in, step
from trainingdesk.domain.access import Role
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.usecases.commands import reserve as steps
from trainingdesk.usecases.desk import Desk


def exception_of(open_page: Callable[[str], RosterPage], qtbot: QtBot) -> str:
    page = open_page("roster")
    page.open_place({"group": "reserve"})
    table = page.groups.candidates
    qtbot.waitUntil(lambda: table.rows.rowCount() == 1)
    settled(qtbot, page)
    column = [spec.key for spec in page.groups.candidate_columns].index("waiting")
    return str(table.rows.index(0, column).data(Qt.ItemDataRole.DisplayRole) or "")


def test_the_table_says_where_an_exception_stands(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
):
    screened(desk)
    assert exception_of(open_page, qtbot) == ""
    step(desk, steps.RequestOverride, reason="急需紧缺岗位")
    assert exception_of(open_page, qtbot) == "待批准"
    sign_in(desk, Role.APPROVER)
    step(desk, steps.ApproveOverride)
    sign_in(desk, Role.CLERK)
    assert exception_of(open_page, qtbot) == "已批"
