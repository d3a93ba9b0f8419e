"""In the wizard: since when what changes is held, said and chosen; a day that is typed counts, and stays."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import TestClock, invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import OpenPage, dialog_of
from tests.usecases.test_form_came_late import edit_row
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.card import PersonCardView
from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, DONE, ROWS, ImportDialog
from trainingdesk.ui.pages.roster.import_since import OwnDay
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster import person_card
from trainingdesk.usecases.roster_files import export_template

HEADER = ["姓名", "身份证号", "工作单位", "备用"]
LINES = [("丁宁", invented_id(1), BUREAU, "")]


def wizard_of(open_page: OpenPage, qtbot: QtBot, file: Path) -> ImportDialog:
    page = open_page("roster")
    wizard = dialog_of(page, qtbot, "roster.import")
    assert isinstance(wizard, ImportDialog)
    wizard.read(str(file))
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    return wizard


def go_on(wizard: ImportDialog, qtbot: QtBot, step: int) -> None:
    wizard.next()
    qtbot.waitUntil(lambda: wizard.step == step and not wizard.busy)


def finish(wizard: ImportDialog, qtbot: QtBot, desk: Desk) -> list[tuple[str]]:
    go_on(wizard, qtbot, DONE)
    return rows(desk, "SELECT unit_from FROM person WHERE id = 1")


def test_no_day_is_written_that_nobody_gave(open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    since = wizard.rows.since
    assert since.isVisible()
    assert since.choice.currentText() == "具体日期不清楚，只知不晚于 2026-06-12"
    assert since.choice.itemText(0) == "今天 2026-06-12 变动"
    assert finish(wizard, qtbot, desk) == [("",)]


def test_the_card_says_by_which_day_it_held_and_not_the_name_of_a_file_alone(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    assert finish(wizard, qtbot, desk) == [("",)]
    card = PersonCardView(wizard.space)
    qtbot.addWidget(card)
    card.show_person(desk.ask(person_card, 1))
    said = [label.text() for label in card.findChildren(QLabel)]
    assert any("不晚于2026-06-12 · 导入" in words for words in said)


@pytest.mark.parametrize("dated", [True, False])
def test_the_day_of_the_file_is_proposed_and_may_be_declined(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path, dated: bool
):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    since = wizard.rows.since
    assert since.choice.currentText() == "2026-03-31 变动（数据截止日）"
    if not dated:
        since.choice.set_value(False)
        since.choice.edited.emit()
    assert finish(wizard, qtbot, desk) == [("2026-03-31" if dated else "",)]


def test_another_day_of_the_file_says_what_it_comes_to_and_takes_no_answer_over(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    assert wizard.columns.day_from.text() == "文件未写明，暂用今天"
    wizard.columns.day.set_value(date(2026, 3, 31))
    assert wizard.columns.day_from.text() == "变动按此日期登记"
    go_on(wizard, qtbot, ROWS)
    since = wizard.rows.since
    assert since.choice.currentText() == "2026-03-31 变动（数据截止日）"
    since.choice.edited.emit()  # and somebody said so
    wizard.back()
    wizard.columns.day.set_value(date(2026, 6, 12))
    assert wizard.columns.day_from.text() == "文件未写明，暂用今天"
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert since.choice.currentText() == "具体日期不清楚，只知不晚于 2026-06-12", (
        "nobody said they changed today"
    )
    assert finish(wizard, qtbot, desk) == [("",)]


def test_that_the_day_is_not_known_holds_by_any_day_of_the_file(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    since = wizard.rows.since
    since.choice.set_value(False)
    since.choice.edited.emit()
    wizard.back()
    wizard.columns.day.set_value(date(2026, 4, 30))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert since.choice.currentText() == "具体日期不清楚，只知不晚于 2026-04-30"


def test_a_typed_day_counts_for_ages_and_is_not_lost_with_other_columns(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    lines = [("路新", "", BUREAU, "1925.03")]
    file = workbook(tmp_path / "名册.xlsx", lines, [*HEADER[:3], "出生年月"])
    wizard = wizard_of(open_page, qtbot, file)
    assert wizard.preview is not None
    assert wizard.preview.counts[Bucket.QUESTION] == 1, "101 years old by now"
    then = date(2014, 12, 31)
    wizard.columns.day.set_value(then)
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert wizard.preview.counts[Bucket.NEW] == 1
    wizard.back()
    wizard.columns.choices[1].set_value("")
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert wizard.columns.data_day() == then == wizard.rows.choices.day
    assert wizard.preview.counts[Bucket.NEW] == 1


def test_a_new_post_that_dates_the_move_says_so(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    header = ["姓名", "身份证号", "工作单位", "职务", "任现职时间"]
    file = workbook(tmp_path / "名册.xlsx", [("丁宁", invented_id(1), BUREAU, "局长", "2026.03")], header)
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    said = [box.text() for box in wizard.rows.detail.findChildren(QCheckBox)]
    assert any(f"→ {BUREAU}（随新任职务，自 2026-03 起）" in words for words in said)
    assert not wizard.rows.since.isVisible(), "there is nothing to be asked"
    assert finish(wizard, qtbot, desk) == [("2026-03",)]


def test_a_new_person_is_shown_with_every_field_before_the_import(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    header = ["姓名", "身份证号", "工作单位", "职级", "任现职级时间", "手机"]
    lines = [("路新", invented_id(101), BUREAU, "乡科级正职", "2026.03", "13911110000")]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, header))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    said = " ".join(label.text() for label in wizard.rows.detail.findChildren(QLabel))
    for words in ("性别：男", "乡科级正职", "2026-03", "139****0000", "出生"):
        assert words in said, words
    assert invented_id(101) not in said, "masked as everywhere"


def column(wizard: ImportDialog, key: str) -> list[str]:
    """Return what a column of the rows says."""
    model = wizard.rows.rows.rows
    place = [spec.key for spec in model.columns].index(key)
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def shown_words(wizard: ImportDialog) -> str:
    return " ".join(label.text() for label in wizard.findChildren(QLabel) if label.isVisibleTo(wizard))


def test_an_update_of_which_nothing_is_taken_counts_as_unchanged(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    header = ["姓名", "身份证号", "工作单位", "手机"]
    lines = [
        ("丁宁", invented_id(1), "城东区委组织部", "13911110000"),
        ("于洋", invented_id(2, male=False), "城东区委组织部", "13922220000"),
    ]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", lines, header))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    (box,) = [one for one in wizard.rows.detail.findChildren(QCheckBox) if one.text().startswith("手机")]
    assert "更新 2" in shown_words(wizard)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    settled(qtbot, wizard.parent())
    assert "更新 1" in shown_words(wizard)
    assert sorted(column(wizard, "what")) == ["不采纳", "更新"]
    go_on(wizard, qtbot, DONE)
    assert "更新 1" in shown_words(wizard)
    assert "不采纳 1 项" in shown_words(wizard)


def test_a_field_is_declined_or_dated_by_mouse_and_by_keys(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    header = ["姓名", "身份证号", "工作单位", "职务", "手机"]
    lines = [("丁宁", invented_id(1), BUREAU, "局长", "13911110000")]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", lines, header))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    detail = wizard.rows.detail

    def box(words: str) -> QCheckBox:
        return next(one for one in detail.findChildren(QCheckBox) if one.text().startswith(words))

    def day(words: str) -> OwnDay:
        return next(one for one in detail.findChildren(OwnDay) if one.accessibleName().startswith(words))

    # the mouse, on the square of the box
    qtbot.mouseClick(box("手机"), Qt.MouseButton.LeftButton, pos=QPoint(8, box("手机").height() // 2))
    assert not box("手机").isChecked()
    assert (2, "phone") in wizard.rows.choices.declined_fields
    # the keys, from the rows by Tab
    wizard.rows.rows.setFocus()
    for _step in range(20):
        if wizard.focusWidget() is box("职务"):
            break
        qtbot.keyClick(wizard.focusWidget(), Qt.Key.Key_Tab)
    assert wizard.focusWidget() is box("职务"), "Tab goes there"
    qtbot.keyClick(box("职务"), Qt.Key.Key_Space)
    assert (2, "post") in wizard.rows.choices.declined_fields
    assert not day("职务").isEnabled()
    assert day("工作单位").isEnabled()
    # a day of its own for the unit; what is no day keeps the file out, and says so
    qtbot.keyClicks(day("工作单位"), "2026.13")
    assert not wizard.next_button.isEnabled()
    assert "2026.13" in wizard.step_words.text()
    day("工作单位").clear()
    qtbot.keyClicks(day("工作单位"), "2026.2")
    qtbot.keyClick(day("工作单位"), Qt.Key.Key_Return)
    assert day("工作单位").text() == "2026-02"
    assert wizard.step == ROWS, "Enter in the field imports nothing"
    assert wizard.next_button.isEnabled()
    (why,) = column(wizard, "why")
    assert "职务：干部 → 局长（不采纳）" in why
    assert "工作单位：" in why
    assert why.count("不采纳") == 2
    assert finish(wizard, qtbot, desk) == [("2026-02",)]
    assert "不采纳 2 项" in shown_words(wizard)
    assert rows(desk, "SELECT post, phone FROM person WHERE id = 1") == [("干部", "13900000001")]


def test_a_form_that_came_back_is_dated_by_the_day_it_went_out_which_is_not_today(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path, clock: TestClock
):
    form = tmp_path / "填报表.xlsx"
    export_template(desk, form, 1)
    edit_row(form, "丁宁", 状态="退休")
    clock.forward(days=10)
    wizard = wizard_of(open_page, qtbot, form)
    go_on(wizard, qtbot, ROWS)
    choice = wizard.rows.since.choice
    assert [choice.itemText(place) for place in range(2)] == [
        "2026-06-12 变动",
        "具体日期不清楚，只知不晚于 2026-06-12",
    ]
