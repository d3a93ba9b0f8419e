"""In the wizard: a row that is perhaps somebody says what it changes of them once that is decided, field by field."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QRadioButton
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import column, go_on, shown_words, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS, ImportDialog
from trainingdesk.ui.pages.roster.import_since import OwnDay
from trainingdesk.usecases.commands.roster_import import RevertImport
from trainingdesk.usecases.desk import Desk

HEADER = ["姓名", "身份证号", "工作单位", "职务", "手机"]
ALL = "SELECT * FROM person ORDER BY id"


def boxes(wizard: ImportDialog) -> dict[str, QCheckBox]:
    """Return the tick boxes of the card by the label of their field."""
    found = wizard.rows.detail.findChildren(QCheckBox)
    return {one.text().partition("：")[0]: one for one in found if "：" in one.text()}


def radio(wizard: ImportDialog, words: str) -> QRadioButton:
    return next(one for one in wizard.rows.detail.findChildren(QRadioButton) if one.text().endswith(words))


def said(wizard: ImportDialog) -> str:
    return " ".join(label.text() for label in wizard.rows.detail.findChildren(QLabel))


def click(qtbot: QtBot, box: QCheckBox | QRadioButton) -> None:
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def opened(open_page: OpenPage, qtbot: QtBot, file: Path) -> ImportDialog:
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert wizard.preview is not None
    assert wizard.preview.counts[Bucket.MAYBE] == 1
    return wizard


@pytest.mark.parametrize("by_keys", [False, True])
def test_another_name_under_the_same_number_is_declined_and_the_rest_comes_in(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path, by_keys: bool
):
    before = rows(desk, ALL)
    lines = [("丁拧", invented_id(1), BUREAU, "局长", "13911110000")]
    wizard = opened(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", lines, HEADER))
    assert not boxes(wizard), "nothing is changed of somebody who was not chosen"
    assert column(wizard, "why") == ["名册中此身份证号属于另一姓名。"]
    if by_keys:
        wizard.rows.rows.setFocus()
        qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_1)
        for _step in range(20):
            if wizard.focusWidget() is boxes(wizard)["姓名"]:
                break
            qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Tab)
        assert wizard.focusWidget() is boxes(wizard)["姓名"], "Tab goes there"
        qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Space)
    else:
        click(qtbot, radio(wizard, "就是此人"))
        click(qtbot, boxes(wizard)["姓名"])
    shown = boxes(wizard)
    assert list(shown) == ["姓名", "职务", "手机", "工作单位"]
    assert shown["姓名"].text() == "姓名：丁宁 → 丁拧"
    assert "将更新丁宁的以下内容" in said(wizard)
    (day,) = [
        one for one in wizard.rows.detail.findChildren(OwnDay) if one.accessibleName().startswith("工作单位")
    ]
    qtbot.keyClicks(day, "2026.2")
    (why,) = column(wizard, "why")
    assert why.startswith("姓名：丁宁 → 丁拧（不采纳）；职务：干部 → 局长；"), why
    assert why.count("不采纳") == 1
    assert "更新 1" in shown_words(wizard)
    go_on(wizard, qtbot, DONE)
    assert "不采纳 1 项" in shown_words(wizard)
    assert rows(desk, "SELECT name, post, phone, unit_from FROM person WHERE id = 1") == [
        ("丁宁", "局长", "13911110000", "2026-02")
    ]
    ((batch,),) = rows(desk, "SELECT max(id) FROM import_batch")
    desk.execute(RevertImport(batch_id=batch))
    undone = rows(desk, ALL)
    assert [row[:-1] for row in undone] == [row[:-1] for row in before], (
        "all but the version, which counts on"
    )


def test_a_row_of_which_only_the_name_differs_and_is_declined_counts_as_unchanged(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    lines = [("丁拧", invented_id(1), OFFICE, "干部", "")]
    wizard = opened(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    click(qtbot, radio(wizard, "就是此人"))
    assert "更新 1" in shown_words(wizard)
    click(qtbot, boxes(wizard)["姓名"])
    assert "更新 0" in shown_words(wizard)
    assert column(wizard, "what") == ["不采纳"]
    # leaving the row out, and coming back: what was said of it is asked anew
    click(qtbot, radio(wizard, "不导入此行"))
    assert not boxes(wizard)
    click(qtbot, radio(wizard, "就是此人"))
    assert boxes(wizard)["姓名"].isChecked()
    click(qtbot, boxes(wizard)["姓名"])
    go_on(wizard, qtbot, DONE)
    assert "更新 0 人" in shown_words(wizard)
    assert "相同 1 人 · 不采纳 1 项" in shown_words(wizard)
    assert rows(desk, "SELECT name FROM person WHERE id = 1") == [("丁宁",)]


def test_the_changes_are_those_of_the_one_who_is_chosen(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    lines = [("王伟", "", BUREAU, "干部", "13911110000")]
    wizard = opened(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    ways = [one for one in wizard.rows.detail.findChildren(QRadioButton) if "就是此人" in one.text()]
    assert len(ways) == 2, "two of this name in one office"
    words = []
    for way in ways:
        click(qtbot, way)
        words.append(boxes(wizard)["手机"].text())
    assert words == ["手机：139****0006 → 139****0000", "手机：139****0007 → 139****0000"]
    click(qtbot, boxes(wizard)["手机"])
    click(qtbot, ways[0])
    assert boxes(wizard)["手机"].isChecked(), "of the other one it was not said"
    assert not wizard.rows.choices.declined_fields


def test_what_is_declined_stays_so_when_another_row_is_put_right(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    lines = [
        ("丁拧", invented_id(1), OFFICE, "干部", ""),
        ("于洋", "99990119800512", OFFICE, "干部", "13922220000"),
    ]
    wizard = opened(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    wizard.rows.buckets.choose(Bucket.MAYBE.value)
    settled(qtbot, wizard.parent())
    click(qtbot, radio(wizard, "就是此人"))
    click(qtbot, boxes(wizard)["姓名"])
    assert wizard.rows.choices.emptied == {2}
    wizard.rows._correct(3, "id_number", invented_id(2, male=False))
    settled(qtbot, wizard.parent())
    assert wizard.rows.choices.emptied == {2}
    assert "更新 1 人 · 相同 1 人" in shown_words(wizard)


def test_two_rows_that_would_change_one_person_are_told_before_the_import(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    lines = [
        ("丁宁", "", OFFICE, "部长", ""),
        ("丁宁", "", BUREAU, "科长", ""),
    ]
    wizard = opened(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", lines, HEADER))
    click(qtbot, radio(wizard, "就是此人"))
    assert not wizard.next_button.isEnabled()
    assert wizard.step_words.text() == "第 2 行与第 3 行将更新同一个人：请改定其中一行。"
    click(qtbot, radio(wizard, "不导入此行"))
    assert wizard.next_button.isEnabled()


def test_a_row_put_right_later_is_held_against_who_was_decided_before(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    lines = [
        ("丁宁", "", BUREAU, "科长", ""),
        ("丁宁", "99990119800512", OFFICE, "部长", ""),
    ]
    wizard = opened(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", lines, HEADER))
    wizard.rows.buckets.choose(Bucket.MAYBE.value)
    settled(qtbot, wizard.parent())
    click(qtbot, radio(wizard, "就是此人"))
    assert wizard.next_button.isEnabled()
    wizard.rows._correct(3, "id_number", invented_id(1))
    settled(qtbot, wizard.parent())
    # the row that was said to be him does not come in as somebody new of his name
    assert "第 2 行：暂不导入" in wizard.banner.text()
    assert wizard.rows.choices.decisions == {}
    assert "新增 0 人 · 更新 1 人" in shown_words(wizard)
    go_on(wizard, qtbot, DONE)
    assert rows(desk, "SELECT id, post FROM person WHERE name = '丁宁'") == [(1, "部长")]


def test_two_rows_are_not_held_against_each_other_once_one_is_put_right(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    lines = [("丁宁", "", OFFICE, "部长", ""), ("丁宁", "", BUREAU, "科长", "")]
    wizard = opened(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", lines, HEADER))
    click(qtbot, radio(wizard, "就是此人"))
    assert "将更新同一个人" in wizard.step_words.text()
    wizard.rows._correct(2, "name", "丁宁宁")
    settled(qtbot, wizard.parent())
    assert wizard.rows.choices.decisions == {3: 1}
    assert wizard.step_words.text() == ""
    assert wizard.next_button.isEnabled()
