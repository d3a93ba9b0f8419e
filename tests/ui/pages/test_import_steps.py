"""The wizard's window: it stays as high as it is, and says why it would take nothing in."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.journeys.hand import cells, words_in
from tests.journeys.test_import_wizard import HEADER, QUIRKS
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import column, go_on, shown_words, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_import_later_columns import HEADER as LATER_HEADER
from tests.usecases.test_import_later_columns import LINES as LATER_LINES
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.remarks import KEEP
from trainingdesk.exchange.roster_sheets import LATER
from trainingdesk.ui import theme
from trainingdesk.ui.pages.papers.shown import ShownPaper
from trainingdesk.ui.pages.roster.import_detail import RowDetail
from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, DONE, ROWS
from trainingdesk.ui.pages.roster.import_numbers import Numbers


def test_what_is_said_above_the_rows_takes_its_room_from_them(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    lines = [
        *QUIRKS,
        ("路生", "", "城东区水务局", "", "", "", ""),
        ("丁宁", invented_id(1), BUREAU, "", "", "", ""),
    ]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert wizard.rows.units.isVisible()
    assert wizard.rows.since.isVisible()
    high = wizard.height()
    wizard.banner.say(["很长的一句话，说明刚才发生了什么。" * 8, "第二句。"], "warning")
    settled(qtbot, wizard.parent())
    assert wizard.height() == high == theme.size(684)
    assert wizard.layout().totalMinimumSize().height() <= high
    wizard.banner.say([])
    settled(qtbot, wizard.parent())
    assert wizard.height() == high


def test_nothing_that_would_come_in_is_said_beside_the_button(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    wrong = invented_id(103)
    lines = [("钱多", wrong[:-1] + ("0" if wrong[-1] != "0" else "1"), OFFICE, "", "", "", "")]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert not wizard.next_button.isEnabled()
    assert "没有可以导入的行" in wizard.step_words.text() == wizard.next_button.toolTip()
    assert wizard.step_words.isVisible()
    # the cell is put right: something comes in
    wizard.rows.detail.corrected.emit(2, "id_number", invented_id(103), "")
    qtbot.waitUntil(lambda: not wizard.busy)
    assert wizard.next_button.isEnabled()
    assert wizard.step_words.text() == ""
    # and is left out again
    settled(qtbot, wizard.parent())
    wizard.rows.detail.row_taken.emit(2, False)
    assert not wizard.next_button.isEnabled()


def open_cells(tmp_path: Path) -> Path:
    """A row that asks three things: a birth and a sex against the ID number, and a rank; below it one like it."""
    lines = [
        ("钱多", invented_id(103), OFFICE, "", "某某级", "", "1979.03"),
        ("孙少", invented_id(104, male=False), OFFICE, "", "某某级", "", "1979.03"),
    ]
    return workbook(tmp_path / "名册.xlsx", [(*line, "女") for line in lines], [*HEADER, "性别"])


def test_a_digit_pressed_twice_answers_one_question(open_page: OpenPage, qtbot: QtBot, tmp_path: Path):
    wizard = wizard_of(open_page, qtbot, open_cells(tmp_path))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    rows, detail = wizard.rows.rows, wizard.rows.detail
    before = {button.text()[0]: button.text() for button in buttons(detail)}
    assert len(before) == len(buttons(detail)) > 5
    rows.setFocus()
    for _time in range(2):
        qtbot.keyClick(rows, Qt.Key.Key_1)
        qtbot.waitUntil(lambda: not wizard.busy)
        settled(qtbot, wizard.parent())
        assert len(wizard.rows.choices.answers) == 1
    assert rows.current_row().name == "钱多"
    after = {button.text()[0]: button.text() for button in buttons(detail)}
    assert "1" not in after
    assert after.items() <= before.items()
    # the next row begins with 1
    rows.select_ids([rows.rows.id_at(1)])
    settled(qtbot, wizard.parent())
    assert buttons(detail)[0].text().startswith("1")


def test_a_row_stays_chosen_until_all_its_questions_are_answered(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    """An error, two questions and a remark on one card: each answer takes the row to another heap."""
    lines = [
        ("钱多", invented_id(103), OFFICE, "", "某某级", "", "1979.03", "女", "退休"),
        ("孙少", invented_id(104, male=False), OFFICE, "", "某某级", "", "1979.03", "女", "退休"),
    ]
    file = workbook(tmp_path / "名册.xlsx", lines, [*HEADER, "性别", "备注"])
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    rows, detail = wizard.rows.rows, wizard.rows.detail
    rows.setFocus()
    asked = {button.text()[0]: button.text() for button in buttons(detail)}
    last = rows.current_row().wrong_cell().name
    while open_ones := [one for one in rows.current_row().problems if one.severity is not Severity.NOTE]:
        # what keeps the row in error is answered first, so that each answer moves the row
        code = min(open_ones, key=lambda one: one.severity is not Severity.ERROR).code
        (number,) = [
            n for n, (key, _words, _button) in detail.numbers._offered.items() if key[1:] == (code, "")
        ]
        qtbot.keyClick(rows, str(number))
        qtbot.waitUntil(lambda: not wizard.busy)
        settled(qtbot, wizard.parent())
        assert rows.current_row().name == "钱多", (code, last)
        still = {button.text()[0]: button.text() for button in buttons(detail)}
        assert {n: still[n] for n in still.keys() & asked.keys()}.items() <= asked.items()
        asked |= still
    remark = next(button for button in buttons(detail) if "退休" in button.text())
    qtbot.keyClick(rows, remark.text()[0])
    qtbot.waitUntil(lambda: not wizard.busy)
    settled(qtbot, wizard.parent())
    assert rows.current_row().name == "孙少", "all is answered: the next one of the heap"
    assert {row for row, _field in wizard.rows.choices.answers} == {2}


def buttons(detail: RowDetail) -> list[QPushButton]:
    return [one for one in detail.widget().findChildren(QPushButton) if one.text()[:1].isdigit()]


def test_choices_beyond_the_last_digit_get_one_when_no_other_has_one(qtbot: QtBot):
    numbers, pressed = Numbers(), []

    def offer(keys: Iterable[int]) -> list[str]:
        numbers.begin("row")
        shown = [QPushButton() for _key in keys]
        for key, button in zip(keys, shown, strict=True):
            qtbot.addWidget(button)
            button.clicked.connect(partial(pressed.append, key))
            numbers.give(key, "词", button)
        numbers.settle()
        return [button.text() for button in shown]

    assert offer(range(12))[8:] == ["9　词", "10　词", "11　词", "12　词"]
    assert offer(range(8, 12))[0] == "9　词", "one of them has its digit still"
    assert offer(range(9, 12)) == ["1　词", "2　词", "3　词"]
    assert numbers.press(2)
    assert not numbers.press(4)
    assert pressed == [10]


def test_a_wrong_number_is_whole_only_where_it_is_put_right(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    wrong = invented_id(103)[:-2] + "77"
    lines = [("钱多", wrong, OFFICE, "", "", "", "")]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    table = wizard.rows.rows
    cell = next(place for place, column in enumerate(table.rows.columns) if column.editable)
    index = table.rows.index(0, cell)
    assert index.data() == f"{wrong[:4]}{'*' * 10}{wrong[-4:]}"
    assert index.data(Qt.ItemDataRole.EditRole) == wrong
    assert wizard.rows.detail.widget().findChild(QLineEdit).text() == wrong
    # the same text typed again is no correction
    table.rows.setData(index, wrong)
    assert not wizard.rows.choices.corrections


def test_a_paper_that_is_being_made_says_so_at_once(open_page: OpenPage, qtbot: QtBot):
    page = open_page("papers")
    shown = ShownPaper(page, page.space, "名册导入报告", "名册.xlsx")
    begun = Event()
    shown.start(begun.wait, lambda _answer: shown.show_pdf(b""))
    assert shown.preview.pages.empty.sentence == "正在生成…"
    begun.set()
    qtbot.waitUntil(lambda: shown.preview.pages.empty.sentence != "正在生成…")
    shown.close()


def test_a_column_of_a_later_header_is_chosen_like_any_other(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    file = workbook(tmp_path / "名册.xlsx", LATER_LINES, LATER_HEADER)
    wizard = wizard_of(open_page, qtbot, file)
    step = wizard.columns
    choice = step.choices[LATER]
    assert choice.accessibleName() == "“职务（自第 4 行起）”列对应的项目"
    assert choice.value() == "post"
    step.choices[LATER + 2].set_value("phone")
    assert "手机" in step.wrong(wizard.space.today) or "电话" in step.wrong(wizard.space.today), (
        "both stand in one row"
    )
    step.choices[LATER + 1].set_value("")
    step.choices[3].set_value("post")
    assert not step.wrong(wizard.space.today), "they never stand in one row"
    go_on(wizard, qtbot, ROWS)
    assert step.choices[LATER + 2].value() == "phone"
    assert {column.header: column.field for column in wizard.preview.columns}["甲栏"] == "post"


def test_what_was_put_right_before_is_put_right_again_by_one_key(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    wrong = invented_id(103)[:-1]
    file = workbook(tmp_path / "名册.xlsx", [("钱多", wrong, OFFICE, "", "", "", "")], HEADER)
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    assert not wizard.rows.earlier.isVisible()
    wizard.rows.detail.corrected.emit(2, "id_number", invented_id(103), "")
    qtbot.waitUntil(lambda: not wizard.busy)
    go_on(wizard, qtbot, DONE)
    wizard.take_back()
    qtbot.waitUntil(lambda: not wizard.busy)
    wizard.read(str(file))
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    line = wizard.rows.earlier
    assert line.isVisible()
    assert "1 个单元格" in line.words.text()
    assert wizard.preview.counts["error"] == 1
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: not wizard.busy and wizard.preview.counts["error"] == 0)
    assert not line.isVisible()
    assert wizard.rows.choices.corrections == {(2, "id_number"): invented_id(103)}
    # or it is not wanted
    wizard.read(str(file))
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    go_on(wizard, qtbot, ROWS)
    assert line.isVisible()
    line.not_button.click()
    assert not line.isVisible()
    assert not wizard.rows.choices.corrections


def test_a_new_row_and_one_that_changes_nothing_say_what_they_bring(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    """No column of a list stands empty from top to bottom."""
    lines = [
        ("路远", invented_id(301), OFFICE, "科员", "", "13911110001", ""),
        ("丁宁", invented_id(1), OFFICE, "干部", "乡科级正职", "", ""),
        ("钱多", "12345", OFFICE, "", "", "", ""),
    ]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(wizard, qtbot, ROWS)
    for heap, said in (
        ("new", "职务：科员；手机：139****0001"),
        ("same", "职务：干部；职务层次/职级：乡科级正职"),
    ):
        wizard.rows.buckets.choose(heap)
        settled(qtbot, wizard.parent())
        (row,) = cells(wizard.rows.rows)
        assert said.split("；")[0] in row[-1], row
        assert said.split("；")[1] in row[-1], row
        shown = words_in(wizard.rows.detail)
        assert said.split("；")[0] in shown
    # two sentences stand without a space between them, as Chinese has none
    assert "。1 行不导入。" in wizard.rows.summary.text()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2027-05-01", "2027-05-01"),
        ("2026.2.30", "“2026.2.30”不是有效日期"),
        ("abc", "“abc”不是有效日期"),
        ("", "请填写数据截止日"),
    ],
)
def test_a_day_that_can_not_be_that_of_the_file_is_said_where_it_is_typed(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path, typed: str, said: str
):
    wizard = wizard_of(
        open_page, qtbot, workbook(tmp_path / "名册.xlsx", [("路新", OFFICE)], ["姓名", "单位"])
    )
    wizard.columns.day.setText(typed)
    wizard.next()
    assert wizard.step == COLUMNS
    assert said in shown_words(wizard)


def test_the_count_of_columns_that_are_understood_follows_the_choices(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    file = workbook(tmp_path / "名册.xlsx", [("路新", OFFICE, "某")], ["姓名", "单位", "某某"])
    step = wizard_of(open_page, qtbot, file).columns
    before = step.found.text()
    step.choices[2].set_value("post")
    step.choices[2].edited.emit()
    assert step.found.text() == before.replace("2", "3", 1) != before, before


def test_a_day_to_come_in_the_title_is_told_and_not_denied(open_page: OpenPage, qtbot: QtBot, tmp_path: Path):
    path = workbook(tmp_path / "名册.xlsx", [("姓名", "单位"), ("路新", OFFICE)], ["截至2027年6月30日", ""])
    wizard = wizard_of(open_page, qtbot, path)
    assert (
        wizard.columns.day_from.text() == "“截至2027年6月30日”写的 2027-06-30 还没有到，暂按今天；如有误请改"
    )
    path = workbook(tmp_path / "甲.xlsx", [("姓名", "单位"), ("路新", OFFICE)], ["干部名册", ""])
    wizard.read(str(path))
    qtbot.waitUntil(lambda: not wizard.busy)
    assert "没有写明" in wizard.columns.day_from.text() or "今天" in wizard.columns.day_from.text()
    assert "还没有到" not in wizard.columns.day_from.text()
    today = wizard.columns.day.text()
    wizard.columns.day.setText("2026-03-31")
    assert wizard.columns.day_from.text() == "变动按此日期登记", "another day was typed: today is not taken"
    wizard.columns.day.setText(today)
    assert "今天" in wizard.columns.day_from.text()


def test_rows_with_notes_have_a_heap_with_their_count(open_page: OpenPage, qtbot: QtBot, tmp_path: Path):
    lines = [
        ("路新", OFFICE, "1391111000", "退休"),
        ("路远", "同上", "13911110001", ""),
        ("路遥", OFFICE, "13911110002", ""),
    ]
    path = workbook(tmp_path / "名册.xlsx", lines, ["姓名", "单位", "手机", "备注"])
    wizard = wizard_of(open_page, qtbot, path)
    go_on(wizard, qtbot, ROWS)
    heaps = wizard.rows.buckets
    assert "提示  2" in [heaps.item(place).text() for place in range(heaps.count())]
    heaps.choose("noted")
    settled(qtbot, wizard.parent())
    assert column(wizard, "name") == ["路\u3000新", "路\u3000远"]
    shown = words_in(wizard.rows.detail)
    assert "139***1000" in shown, "which note it is stands on the row"


def test_which_remarks_are_answered_is_seen_and_counted(open_page: OpenPage, qtbot: QtBot, tmp_path: Path):
    lines = [("路新", OFFICE, "退休"), ("路远", OFFICE, "已故"), ("路遥", OFFICE, "调离")]
    path = workbook(tmp_path / "名册.xlsx", lines, ["姓名", "单位", "备注"])
    wizard = wizard_of(open_page, qtbot, path)
    go_on(wizard, qtbot, ROWS)
    assert "备注提及去向 3 条，已答 0 条" in wizard.rows.summary.text()
    for row, value in ((2, "retired"), (3, KEEP)):
        wizard.rows.detail.answered.emit(row, "status", value, False)
        qtbot.waitUntil(lambda: not wizard.busy)
    assert "备注提及去向 3 条，已答 2 条" in wizard.rows.summary.text()
    wizard.rows.buckets.choose("remark")
    settled(qtbot, wizard.parent())
    said = column(wizard, "why")
    assert "备注“退休”：✓ 登记为“退休”" in said[0]
    assert "备注“已故”：✓ " in said[1]
    assert "备注写着“调离”" in said[2]
    assert "✓" not in said[2]


def test_what_is_said_of_the_file_is_there_again_on_the_way_back(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    lines = [("路新", OFFICE), ("路远", "同上")]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, ["姓名", "单位"]))
    said = wizard.banner.text()
    assert "第 3 行写的是“同上”" in said
    go_on(wizard, qtbot, ROWS)
    assert wizard.banner.text() == ""
    wizard.back()
    assert wizard.banner.text() == said
    wizard.back()
    assert wizard.banner.text() == ""
    wizard.next()
    assert wizard.banner.text() == said
