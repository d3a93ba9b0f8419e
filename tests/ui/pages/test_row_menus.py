"""The menu of a table's rows: what can be done with who is chosen, by right click and by the menu key."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import PASSWORD, USERS
from tests.ui.pages.conftest import settled
from tests.usecases.training_facts import a_class
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import GroupKind
from trainingdesk.ui.page import Page
from trainingdesk.ui.tables.view import TableView
from trainingdesk.usecases.commands.groups import JoinGroup
from trainingdesk.usecases.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

OpenPage = Callable[[str], Page]


def menu_of(table: TableView, row: int, qtbot: QtBot, *, by_key: bool = False) -> QMenu:
    """Ask for the menu of a row as Qt does on a right click, or on the menu key."""
    place = table.visualRect(table.rows.index(row, 0)).center()
    reason = QContextMenuEvent.Reason.Keyboard if by_key else QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, QPoint() if by_key else place, table.viewport().mapToGlobal(place))
    QApplication.sendEvent(table.viewport(), event)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def offered(menu: QMenu) -> list[str]:
    return [item.text() for item in menu.actions() if item.isVisible() and not item.isSeparator()]


def test_people_offer_what_the_toolbar_does_with_the_chosen(open_page: OpenPage, qtbot: QtBot):
    page = open_page("roster")
    table = page.table
    table.select_ids([1])
    settled(qtbot, page)
    menu = menu_of(table, 2, qtbot)
    assert table.selected_ids() == [3], "a right click beside the choice chooses the row it is on"
    settled(qtbot, page)
    said = offered(menu)
    assert [
        words for words in ("修改…", "变更状态…", "调动…", "借调…", "列入分组…", "复制") if words not in said
    ] == []
    assert [words for words in ("导入名册…", "结束借调…", "合并所选两人…") if words in said] == [], (
        "none of these fits"
    )
    menu.close()
    table.select_ids([3, 4])
    settled(qtbot, page)
    menu = menu_of(table, 2, qtbot, by_key=True)
    assert table.selected_ids() == [3, 4], "the key leaves the choice alone"
    said = offered(menu)
    assert "合并所选两人…" in said, "two can be put side by side"
    item = next(item for item in menu.actions() if item.text() == "列入分组…")
    item.trigger()
    menu.close()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    QApplication.activeModalWidget().reject()
    settled(qtbot, page)


def test_groups_and_classes_have_menus_of_their_own_verbs(
    open_page: OpenPage, desk: Desk, desk_file, qtbot: QtBot
):
    a_class(desk_file, "2026-01", "2026-09-12", [4], state="planned", completed=None)
    join = JoinGroup(kind=GroupKind.TALENT, person_ids=(8,), day=date(2026, 1, 1), reason="区人才〔2026〕1号")
    desk.execute(join)
    page = open_page("roster")
    page.open_place({"group": "talent"})
    settled(qtbot, page)
    menu = menu_of(page.groups.talents, 0, qtbot)
    assert offered(menu) == ["移出…", "更正记录…", "登记走访…", "走访记录…", "复制"]
    menu.close()
    classes = open_page("classes")
    menu = menu_of(classes.table, 0, qtbot)
    settled(qtbot, classes)
    qtbot.waitUntil(lambda: "修改…" in offered(menu))
    assert "新建班次…" not in offered(menu)
    menu.close()


def test_who_may_only_read_is_offered_what_reads(open_page: OpenPage, desk: Desk, qtbot: QtBot):
    desk.sign_in(USERS[Role.READ_ONLY][0], PASSWORD)
    page = open_page("roster")
    menu = menu_of(page.table, 0, qtbot)
    assert "修改…" not in offered(menu)
    assert "复制" in offered(menu)
    menu.close()
