"""The form of a person: what it asks before it saves, and how a clerk answers."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import choose, dialog_of, said_in
from tests.usecases.test_gate import rows
from trainingdesk.ui.pages.roster.page import RosterPage


@pytest.fixture
def page(open_page: Callable[[str], RosterPage], qtbot: QtBot) -> RosterPage:
    page = open_page("roster")
    settled(qtbot, page)
    return page


def form_of(page: RosterPage, qtbot: QtBot, name: str) -> QDialog:
    choose(page, qtbot, name)
    return dialog_of(page, qtbot, "roster.change")


def test_an_odd_day_is_asked_once_and_saved_all_the_same(page: RosterPage, qtbot: QtBot):
    dialog = form_of(page, qtbot, "丁宁")
    start = dialog.form.fields["work_start"]
    start.editor.setText("1960.1")
    start.editor.edited.emit()
    dialog.save()
    settled(qtbot, page)
    assert start.error == "1960-01 早于出生年月 1980-05-12，日期是否正确？"
    assert dialog.save_button.text() == "仍然保存"
    start.editor.setText("1961.1")
    start.editor.edited.emit()
    assert dialog.save_button.text() == "保存"
    dialog.save()
    settled(qtbot, page)
    assert "请核对标出的内容" in said_in(dialog)
    dialog.save()
    settled(qtbot, page)
    assert rows(page.space.desk, "SELECT work_start FROM person WHERE name = '丁宁'") == [("1961-01",)]
