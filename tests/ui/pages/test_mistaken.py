"""On the Roster tab: somebody entered by mistake is taken out with a reason, or it says what depends on the record."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.journeys.hand import words_in
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import OpenPage, choose
from tests.ui.pages.test_row_menus import menu_of, offered
from tests.usecases.test_gate import rows
from tests.usecases.test_roster import enrol
from trainingdesk.ui.notices import Notice, Notices
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.ui.widgets.editors import NoteEditor
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)


def questions() -> list[ConfirmDialog]:
    return [
        one for one in QApplication.topLevelWidgets() if isinstance(one, ConfirmDialog) and one.isVisible()
    ]


def test_it_is_asked_with_a_reason_and_undone(
    open_page: OpenPage, desk: Desk, notices: Notices, qtbot: QtBot
):
    page = open_page("roster")
    said: list[Notice] = []
    notices.posted.connect(said.append)
    choose(page, qtbot, "单小芳")
    menu = menu_of(page.table, page.table.rows.place_of(3), qtbot)
    assert "删除录错人员…" in offered(menu)
    menu.close()
    page.actions_.trigger("roster.take_out")
    settled(qtbot, page)
    (question,) = questions()
    assert "单小芳" in words_in(question)
    assert "没有其他记录与之关联" in words_in(question)
    question.yes.click()
    assert question.isVisible(), "a reason is needed"
    question.findChild(NoteEditor).setPlainText("与他人重复")
    question.yes.click()
    settled(qtbot, page)
    assert rows(desk, "SELECT id FROM person WHERE name = '单小芳'") == []
    assert said[-1].sentence == "已从名册删除单小芳。"
    assert page.counts[0] == "显示 13 / 共 13 人"
    desk.execute(UndoLast())
    assert rows(desk, "SELECT id FROM person WHERE name = '单小芳'") == [(3,)]


def test_what_depends_on_the_record_is_said_and_nothing_asked(
    open_page: OpenPage, desk: Desk, notices: Notices, qtbot: QtBot
):
    enrol(desk, 3)
    page = open_page("roster")
    said: list[Notice] = []
    notices.posted.connect(said.append)
    choose(page, qtbot, "单小芳")
    page.actions_.trigger("roster.take_out")
    settled(qtbot, page)
    assert questions() == []
    assert "已有 1 条记录与之关联（学员）" in said[-1].sentence
