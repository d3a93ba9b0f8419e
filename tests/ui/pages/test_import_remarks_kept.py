"""In the wizard: how many remarks are answered is told as it is, whatever else is said of their rows."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.pages import dialog
from tests.ui.pages.test_import_back import choose, mended
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.remarks import KEEP
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS, ImportDialog
from trainingdesk.ui.pages.roster.import_heaps import REMARK, heap_of
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.usecases.desk import Desk

HEADER = ["姓名", "身份证号", "工作单位", "职级", "人员状态", "备注"]
LINES = [
    ("米粒", invented_id(103), BUREAU, "某某级", "", "退休"),
    ("米多", invented_id(104), BUREAU, "", "", "调离"),
]


@pytest.fixture
def wizard(open_page: OpenPage, qtbot: QtBot, tmp_path: Path) -> ImportDialog:
    """Return a wizard with two remarks, both of which are said to stay remarks."""
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    for row in (2, 3):
        wizard.rows.detail.answered.emit(row, "status", KEEP, False)
        mended(wizard, qtbot)
    assert told(wizard) == (2, 2)
    return wizard


def told(wizard: ImportDialog) -> tuple[int, int]:
    """Return how many remarks the summary tells of, and how many are answered."""
    words = wizard.rows.summary.text()
    return next(
        (of, answered)
        for of in range(3)
        for answered in range(3)
        if f"备注提及去向 {of} 条，已答 {answered} 条" in words
    )


def test_an_answer_to_another_question_of_the_row_leaves_its_remark_answered(
    wizard: ImportDialog, qtbot: QtBot
):
    choose(wizard, qtbot, Bucket.QUESTION, "米粒")
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_1)
    mended(wizard, qtbot)
    assert [field for _row, field in wizard.rows.choices.answers] == ["rank"]
    assert told(wizard) == (2, 2)


@pytest.mark.parametrize(
    ("field", "typed", "then"),
    [
        ("note", "病故", (2, 1)),  # another remark, which nobody has looked at
        ("note", "", (1, 1)),
        ("status", "调离", (1, 1)),  # the row says it by itself
        ("name", "", (1, 1)),  # in error nothing is asked of the remark
    ],
)
def test_a_remark_that_is_another_one_or_not_asked_about_is_answered_no_more(
    wizard: ImportDialog, qtbot: QtBot, field: str, typed: str, then: tuple[int, int]
):
    wizard.rows._correct(3, field, typed)
    mended(wizard, qtbot)
    assert told(wizard) == then
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    mended(wizard, qtbot)
    assert told(wizard) == (2, 2), "taken back, the answer is there again"


def test_a_cell_as_the_file_has_it_asks_about_its_remark_once_more(wizard: ImportDialog, qtbot: QtBot):
    wizard.rows._correct(3, "note", "病故")
    mended(wizard, qtbot)
    wizard.rows.detail.answered.emit(3, "status", KEEP, False)
    mended(wizard, qtbot)
    assert told(wizard) == (2, 2)
    wizard.rows.back.cell(3, "note")
    mended(wizard, qtbot)
    assert told(wizard) == (2, 1)


def test_a_remark_said_to_stay_one_is_not_lost_without_a_question(wizard: ImportDialog, qtbot: QtBot):
    assert not wizard.rows.choices.answers
    wizard.reject()
    assert wizard.findChild(ConfirmDialog) is not None
    assert wizard.isVisible()


PEOPLE = [
    ("米粒", invented_id(103), BUREAU, "", "", "2026.5病故"),
    ("米多", invented_id(104), BUREAU, "", "", "2026年4月退休"),
    ("米少", invented_id(105), BUREAU, "", "", "借调到市委组织部"),
]


def test_who_is_gone_by_a_remark_nobody_answered_is_asked_about_before_they_come_in(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", PEOPLE, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert told(wizard) == (2, 0), "who is lent out keeps their status: there is nothing to answer"
    wizard.next()
    question = dialog(wizard, ConfirmDialog)
    words = " ".join(label.text() for label in question.findChildren(QLabel))
    assert "有 2 条备注写明已退休、调离或去世" in words
    assert "仍计入底数" in words
    question.no.click()
    settled(qtbot, wizard.parent())
    assert heap_of(wizard.rows.buckets.currentItem()) == REMARK, "there they are"
    assert rows(desk, "SELECT count(*) FROM person WHERE name LIKE '米%'") == [(0,)]
    wizard.rows.detail.answered.emit(2, "status", "left", False)
    mended(wizard, qtbot)
    wizard.next()
    question = dialog(wizard, ConfirmDialog)
    words = " ".join(label.text() for label in question.findChildren(QLabel))
    assert "有 1 条备注写明" in words
    question.yes.click()
    qtbot.waitUntil(lambda: wizard.step == DONE and not wizard.busy)
    found = rows(
        desk, "SELECT name, status, status_from FROM person WHERE name LIKE '米%' ORDER BY id_number"
    )
    assert found == [("米粒", "left", "2026-05-01"), ("米多", "serving", None), ("米少", "serving", None)]


def test_remarks_that_were_answered_or_left_out_are_not_asked_about_once_more(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", PEOPLE, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    wizard.rows.detail.answered.emit(2, "status", KEEP, False)
    mended(wizard, qtbot)
    wizard.rows.choices.take_row(3, False, Bucket.NEW.value)
    go_on(wizard, qtbot, DONE)
    assert wizard.findChildren(ConfirmDialog) == []
    found = rows(desk, "SELECT name, status FROM person WHERE name LIKE '米%' ORDER BY name")
    assert len(found) == 2, "all but the one that was left out"
    assert {status for _name, status in found} == {"serving"}, "kept as a remark"
