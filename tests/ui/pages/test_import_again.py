"""In the wizard: a roster that was changed behind the preview costs no answer."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_gate import rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from tests.usecases.training_facts import write
from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, DONE, ROWS
from trainingdesk.usecases.desk import Desk

HEADER = ["姓名", "身份证号", "工作单位", "职级", "手机"]
LINES = [
    ("米粒", invented_id(103), BUREAU, "某某级", ""),
    ("钱多", "123", BUREAU, "", ""),
    ("田野", invented_id(105), BUREAU, "", ""),
    ("丁宁", invented_id(1), "", "", "13911110000"),
]


def test_answers_corrections_and_rows_left_out_are_kept(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    step = wizard.rows
    step._answered({(2, "rank"): "section_head"})
    qtbot.waitUntil(lambda: not wizard.busy)
    step._corrected(invented_id(104), [(3, "id_number")])
    qtbot.waitUntil(lambda: not wizard.busy)
    step._take_toggled(4, False)
    desk.execute(change_of(desk, "王伟", post="新职务"))
    wizard.next()
    qtbot.waitUntil(wizard.again_button.isVisible)
    wizard.again_button.click()
    qtbot.waitUntil(lambda: not wizard.busy)
    settled(qtbot, wizard.parent())
    assert not wizard.again_button.isVisible()
    assert wizard.preview is not None
    assert (wizard.preview.counts["question"], wizard.preview.counts["error"]) == (0, 0)
    assert step.summary.text() == "本次导入：新增 2 人 · 更新 1 人 · 相同 0 人。1 行不导入。"
    go_on(wizard, qtbot, DONE)
    new = "SELECT name, coalesce(rank, '') FROM person WHERE name IN ('米粒', '钱多', '田野') ORDER BY id"
    assert rows(desk, new) == [("米粒", "section_head"), ("钱多", "")]


HELD = ["姓名", "身份证号", "工作单位", "职务"]


@pytest.mark.parametrize("taken_over", [False, True])
def test_a_row_that_was_said_to_be_somebody_is_nobody_else_when_it_is_read_again(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path, taken_over: bool
):
    file = workbook(tmp_path / "名册.xlsx", [("丁拧", invented_id(1), BUREAU, "局长")], HELD)
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    wizard.rows.detail.decided.emit(2, 1, ((0, 0), (0, False)))
    assert wizard.rows.choices.decisions == {2: 1}
    write(desk.path, ("UPDATE person SET id_number = NULL WHERE id = 1", ()))
    if taken_over:
        held = "UPDATE person SET name = '丁拧', id_number = ? WHERE id = 2"
        write(desk.path, (held, (invented_id(1),)))
    desk.execute(change_of(desk, "王伟", post="新职务"))
    before = rows(desk, "SELECT id, name, post FROM person ORDER BY id")
    wizard.next()
    qtbot.waitUntil(wizard.again_button.isVisible)
    wizard.again_button.click()
    qtbot.waitUntil(lambda: not wizard.busy)
    settled(qtbot, wizard.parent())
    assert "第 2 行：暂不导入" in wizard.banner.text()
    assert wizard.rows.choices.declined_rows == {2: "update" if taken_over else "new"}
    assert not wizard.next_button.isEnabled()
    assert rows(desk, "SELECT id, name, post FROM person ORDER BY id") == before


def test_a_field_that_was_not_wanted_is_not_wanted_once_the_row_means_its_person_by_itself(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    lines = [("丁宁", "", OFFICE, "部长"), ("丁宁", "", OFFICE, "科长")]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, [*HELD[:3], "备注"]))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    wizard.rows.detail.decided.emit(2, 1, ((0, 0), (0, False)))
    wizard.rows.detail.field_taken.emit(2, "note", False)
    wizard.rows._correct(3, "name", "丁宁宁")
    settled(qtbot, wizard.parent())
    assert wizard.preview is not None
    assert wizard.rows.choices.decisions == {}
    assert wizard.rows.choices.declined_fields == {(2, "note")}
    go_on(wizard, qtbot, DONE)
    assert rows(desk, "SELECT note FROM person WHERE id = 1") == [("",)]


def test_a_file_that_is_saved_anew_behind_the_preview_costs_the_answers_of_no_row_that_says_the_same(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    """Back from the spreadsheet, where one cell was put right: by the keyboard alone the other answers stay."""
    file = workbook(tmp_path / "名册.xlsx", LINES, HEADER)
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    step = wizard.rows
    step._answered({(2, "rank"): "section_head"})
    qtbot.waitUntil(lambda: not wizard.busy)
    step._corrected(invented_id(104), [(3, "id_number")])
    qtbot.waitUntil(lambda: not wizard.busy)
    step._take_toggled(4, False)
    for changed, kept in (((), 3), ((2,), 2)):
        lines = [(*line[:4], "13911110009") if row in changed else line for row, line in enumerate(LINES)]
        workbook(file, lines, HEADER).touch()
        QTest.keyClick(wizard.next_button, Qt.Key.Key_Return)
        qtbot.waitUntil(wizard.again_button.isVisible)
        assert "有改动" in wizard.banner.text()
        QTest.keyClick(wizard.again_button, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: not wizard.busy)
        settled(qtbot, wizard.parent())
        assert wizard.step == ROWS
        assert len(step.choices.answers | step.choices.corrections | step.choices.declined_rows) == kept
    assert "文件中有 1 行与之前不同" in wizard.banner.text()
    go_on(wizard, qtbot, DONE)
    new = "SELECT name, coalesce(rank, ''), phone FROM person WHERE name IN ('米粒', '钱多', '田野') ORDER BY id"
    assert rows(desk, new) == [("米粒", "section_head", ""), ("钱多", "", ""), ("田野", "", "13911110009")]


def test_of_a_file_with_other_headings_nothing_can_be_kept_and_that_is_said(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    file = workbook(tmp_path / "名册.xlsx", LINES, HEADER)
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    wizard.rows._take_toggled(4, False)
    workbook(file, [("", *line) for line in LINES], ["序号", *HEADER])
    wizard.next()
    qtbot.waitUntil(wizard.again_button.isVisible)
    wizard.again_button.click()
    qtbot.waitUntil(lambda: not wizard.busy)
    assert (wizard.step, wizard.rows.choices.declined_rows) == (COLUMNS, {})
    assert "已作的回答无法保留" in wizard.banner.text()


def test_problem_rows_are_offered_as_long_as_there_are_any(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    """Once it was said whom the last open row means there is nothing to be marked, before and after it came in."""
    file = workbook(tmp_path / "名册.xlsx", [("丁拧", invented_id(1), BUREAU, "局长")], HELD)
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert wizard.problems_button.isVisible()
    wizard.rows.detail.decided.emit(2, 1, ((0, 0), (0, False)))
    assert not wizard.problems_button.isVisible()
    QTest.keyClick(wizard.next_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.step == DONE and not wizard.busy)
    assert not wizard.problems_button.isVisible()
