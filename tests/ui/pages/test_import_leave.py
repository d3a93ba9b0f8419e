"""The import's wizard does not fall over words that no column holds, and is not left with a key when much was decided."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_roster_import import BUREAU, workbook
from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, ROWS, ImportDialog
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.ui.widgets.editors import ChoiceEditor

HEADER = ["姓名", "身份证号", "工作单位", "婚否"]


@pytest.fixture
def wizard(open_page: OpenPage, qtbot: QtBot, tmp_path: Path) -> ImportDialog:
    lines = [("米粒", invented_id(103), BUREAU, "师范学院"), ("丁宁", invented_id(1), BUREAU, "")]
    found = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    assert found.step == COLUMNS
    return found


def test_words_that_no_column_holds_are_told_at_their_column(wizard: ImportDialog, qtbot: QtBot) -> None:
    odd = wizard.columns.choices[3]
    odd.setFocus()
    line = odd.lineEdit()
    line.selectAll()
    line.insert("婚姻")
    wizard.next_button.click()
    assert wizard.step == COLUMNS
    assert "婚否" in wizard.banner.text()
    assert "婚姻" in line.text(), "nothing that was typed is lost"
    # Esc puts back what was chosen, and does not leave
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert (wizard.isVisible(), odd.value()) == (True, "")
    go_on(wizard, qtbot, ROWS)
    assert wizard.step == ROWS


def test_words_that_are_no_rank_are_told_at_the_question(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
) -> None:
    lines = [("米粒", invented_id(103), BUREAU, "某某级")]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, [*HEADER[:3], "职级"]))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    (choice,) = wizard.rows.detail.findChildren(ChoiceEditor)
    choice.lineEdit().setText("胡说")
    put = next(b for b in wizard.rows.detail.findChildren(QPushButton) if b.text() == "更正")
    put.click()
    assert "胡说" in QToolTip.text()
    assert not wizard.busy
    choice.lineEdit().setText("三级主任科员")
    put.click()
    qtbot.waitUntil(lambda: wizard.rows.choices.answers == {(2, "rank"): "principal_3"})
    qtbot.waitUntil(lambda: not wizard.busy)


def test_an_import_in_which_nothing_was_decided_is_left_at_once(wizard: ImportDialog, qtbot: QtBot) -> None:
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    wizard.reject()
    assert not wizard.isVisible()


def test_decisions_are_not_lost_by_one_key(wizard: ImportDialog, qtbot: QtBot) -> None:
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    wizard.rows.detail.row_taken.emit(2, False)
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    asked = wizard.findChild(ConfirmDialog)
    assert wizard.isVisible()
    asked.reject()
    assert wizard.rows.choices.declined_rows == {2: "update"}
    wizard.close()
    assert wizard.isVisible(), "the window's cross asks too"
    wizard.findChildren(ConfirmDialog)[-1].yes.click()
    assert not wizard.isVisible()


def test_columns_that_were_chosen_by_hand_are_not_lost_by_one_key(wizard: ImportDialog, qtbot: QtBot) -> None:
    wizard.columns.choices[3].set_value("school")
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert wizard.isVisible()
    wizard.findChild(ConfirmDialog).yes.click()
    assert not wizard.isVisible()
