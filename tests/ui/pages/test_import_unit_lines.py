"""The window of unknown units: a unit gets its new name with the import, and every word of its fields is read whole."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStyle, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_import_units import dialog_in, key, tab_to
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, workbook
from tests.usecases.training_facts import write as set_up
from trainingdesk.domain.codes import Line
from trainingdesk.domain.roster.known_units import What
from trainingdesk.shared.text import set_language
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS, ImportDialog
from trainingdesk.ui.pages.roster.import_unit_line import SAME
from trainingdesk.ui.pages.roster.import_units import NewUnitsDialog
from trainingdesk.ui.widgets.editors import ChoiceEditor
from trainingdesk.usecases.commands.roster import ChangeUnit
from trainingdesk.usecases.desk import Desk

NEW, OTHER = "城东区教育体育局", "城东区公共就业和人才服务中心（区社会保险事业中心）"
HEADER = ["姓名", "身份证号", "工作单位", "职务"]
LINES = [("路新", invented_id(101), NEW, "局长"), ("田野", invented_id(102), OTHER, "主任")]
UNIT = "SELECT name FROM unit WHERE id = 3"


def opened(open_page: OpenPage, qtbot: QtBot, tmp_path: Path) -> tuple[ImportDialog, NewUnitsDialog]:
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    wizard.activateWindow()
    tab_to(qtbot, wizard.rows.kinds)
    key(qtbot, Qt.Key.Key_Space)
    dialog = dialog_in(wizard)
    qtbot.waitUntil(dialog.isActiveWindow)
    return wizard, dialog


def take_as(dialog: NewUnitsDialog, name: str, what: str, unit: str) -> None:
    line = dialog.lines[name]
    line.what.set_value(what)
    line.what.edited.emit()
    line.unit.set_value(unit)


def test_a_former_name_is_not_offered_as_the_new_one(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    line = Line.EDUCATION
    desk.execute(ChangeUnit(unit_id=3, version=1, name=NEW, line=line, renamed=True, day=date(2026, 3, 1)))
    texts = ("区教育局", f"{BUREAU}人事科", "区教体局", OTHER)
    lines = [
        (f"路{sign}", invented_id(130 + at), text, "干事")
        for at, (sign, text) in enumerate(zip("甲乙丙丁", texts, strict=True))
    ]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    dialog = NewUnitsDialog(wizard, wizard.preview, wizard.rows.choices, wizard.space.today)
    offered = {text: line.what.findText("名册单位的新名称") >= 0 for text, line in dialog.lines.items()}
    assert offered == dict(zip(texts, (False, False, True, True), strict=True))
    assert {dialog.lines[text].unit.value() for text in texts[:3]} == {NEW}
    dialog.reject()


def test_by_keyboard_a_unit_gets_its_new_name_since_a_day_and_the_former_one_back(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard, dialog = opened(open_page, qtbot, tmp_path)
    line = dialog.lines[NEW]
    tab_to(qtbot, line.what)
    key(qtbot, Qt.Key.Key_Down)
    for _step in range(line.what.findText("名册单位的新名称") - line.what.currentIndex()):
        key(qtbot, Qt.Key.Key_Down)
    key(qtbot, Qt.Key.Key_Return)
    assert line.what.value() == What.RENAMED
    tab_to(qtbot, line.unit)
    while line.unit.currentText() != BUREAU:
        key(qtbot, Qt.Key.Key_Down)
        for _step in range(line.unit.findText(BUREAU) - max(line.unit.currentIndex(), 0)):
            key(qtbot, Qt.Key.Key_Down)
        key(qtbot, Qt.Key.Key_Return)
    assert line.since is not None
    tab_to(qtbot, line.since)
    qtbot.keyClicks(line.since, "2026-03-01")
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not wizard.busy and NEW not in wizard.preview.new_units)
    wizard.rows.kinds.click()
    again = dialog_in(wizard).lines[NEW]
    assert again.since is not None
    assert (again.what.value(), again.unit.value(), again.since.text()) == (
        What.RENAMED,
        BUREAU,
        "2026-03-01",
    )
    dialog_in(wizard).reject()
    go_on(wizard, qtbot, DONE)
    assert rows(desk, UNIT) == [(NEW,)]
    assert rows(desk, "SELECT name, until FROM unit_former_name") == [(BUREAU, "2026-03-01")]
    shown = [label.text() for label in wizard.end.findChildren(QLabel)]
    assert any("更名单位 1 个" in words for words in shown)
    wizard.take_back()
    qtbot.waitUntil(lambda: not wizard.busy)
    assert rows(desk, UNIT) == [(BUREAU,)]


def test_two_new_names_of_one_unit_and_a_day_that_is_none_keep_the_window_open(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    _wizard, dialog = opened(open_page, qtbot, tmp_path)
    for name in (NEW, OTHER):
        take_as(dialog, name, What.RENAMED, BUREAU)
    dialog.accept()
    assert dialog.wrong.text() == f"“{NEW}”和“{OTHER}”不能都是“{BUREAU}”的新名称。"
    assert dialog.isVisible()
    take_as(dialog, OTHER, What.SECTION, BUREAU)
    since = dialog.lines[NEW].since
    assert since is not None
    since.setText("三月")
    dialog.accept()
    assert dialog.isVisible()
    assert "三月" in dialog.wrong.text()
    assert since.hasFocus()
    since.setText("2030-1-1")
    dialog.lines[NEW].unit.setFocus()
    dialog.accept()
    assert dialog.isVisible(), "a name is borne since today at the latest"
    assert "2030-01-01" in dialog.wrong.text()
    assert since.hasFocus()
    since.setText("2026-3-1")
    dialog.accept()
    assert not dialog.isVisible()


def test_a_managing_unit_that_is_none_keeps_the_window_open(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    _wizard, dialog = opened(open_page, qtbot, tmp_path)
    above = dialog.lines[NEW].above
    above.set_options([*(option for option in above._list.options if option.value)] * 4)
    line = above.lineEdit()
    assert line is not None
    line.setText("没有的单位")
    dialog.accept()
    assert dialog.isVisible()
    assert "没有的单位" in dialog.wrong.text()


def room(field: ChoiceEditor) -> int:
    how = QStyleOptionComboBox()
    field.initStyleOption(how)
    part = QStyle.SubControl.SC_ComboBoxEditField
    return field.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, how, part, field).width()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_word_of_a_field_is_read_whole(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path, language: str
):
    set_language(language)
    try:
        wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
        go_on(wizard, qtbot, ROWS)
        settled(qtbot, wizard.parent())
        wizard.rows.kinds.click()
        dialog = dialog_in(wizard)
        assert dialog.width() <= 1366
        line = dialog.lines[OTHER]
        clipped = [
            option.words
            for field in (line.what, line.kind, line.line, line.team)
            for option in field._list.options
            if field.fontMetrics().horizontalAdvance(option.words) > room(field)
        ]
        assert clipped == []
        (name,) = (label for label in dialog.findChildren(QLabel) if label.text().startswith(OTHER))
        qtbot.waitUntil(lambda: name.height() >= name.heightForWidth(name.width()))
    finally:
        set_language("zh_CN")


def test_what_was_read_is_kept_untouched_be_it_of_a_unit_that_is_closed(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    set_up(desk.path, ("UPDATE unit SET active = 0 WHERE name = ?", (BUREAU,)))
    texts = ["城东教育局", "城东区教育局国库科", "城东区档案馆", "区档案馆", "城东区档案馆保管科"]
    lines = [(f"路{'甲乙丙丁戊'[at]}", invented_id(201 + at), one, "干部") for at, one in enumerate(texts)]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    wizard.rows.kinds.click()
    dialog = dialog_in(wizard)
    assert dialog.lines["城东教育局"].unit.value() == BUREAU
    dialog.accept()
    assert dialog.wrong.text() == ""
    assert not dialog.isVisible()


def test_a_word_that_any_unit_may_use_is_not_said_yet_and_may_stay_so(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    lines = [("路新", invented_id(101), "办公室", "主任"), ("田野", invented_id(102), OTHER, "主任")]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert "办公室" not in wizard.rows.units.text()
    assert "尚未说明 1" in wizard.rows.kinds.text()
    wizard.rows.kinds.click()
    dialog = dialog_in(wizard)
    line = dialog.lines["办公室"]
    assert (line.what.value(), line.what.currentText(), line.unit.isHidden()) == (
        What.OPEN,
        "尚未说明",
        False,
    )
    assert (line.unit.isVisible(), line.kind.isVisible()) == (False, False)
    dialog.accept()
    assert wizard.rows.choices.unit_said == {}
    wizard.rows.kinds.click()
    dialog = dialog_in(wizard)
    take_as(dialog, "办公室", What.SECTION, BUREAU)
    dialog.accept()
    qtbot.waitUntil(lambda: not wizard.busy and wizard.preview.counts.get("question", 0) == 0)
    assert wizard.preview.unit_texts["办公室"].what is What.SECTION


def test_a_word_that_nobody_said_the_unit_of_says_nothing_of_another_text(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    words = ["办公室", "信息中心"]
    lines = [(f"路{word[0]}", invented_id(101 + at), word, "主任") for at, word in enumerate(words)]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    wizard.rows.kinds.click()
    dialog = dialog_in(wizard)
    ways = [option.value for option in dialog._lists.ways.options]
    assert What.SECTION in ways
    assert SAME not in ways, "asked about itself it would stay open for good"


def test_the_likeliest_unit_stands_there_once_it_is_said_to_be_one_of_the_roster(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard, dialog = opened(open_page, qtbot, tmp_path)
    line, other = dialog.lines[NEW], dialog.lines[OTHER]
    for one in (line, other):
        tab_to(qtbot, one.what)
        key(qtbot, Qt.Key.Key_Down)
        for _step in range(one.what.findText("名册已有单位") - one.what.currentIndex()):
            key(qtbot, Qt.Key.Key_Down)
        key(qtbot, Qt.Key.Key_Return)
    assert (line.unit.currentText(), line.unit.value()) == (BUREAU, BUREAU)
    hints = [label for label in dialog.findChildren(QLabel) if label.text() == "名称最接近，请核对"]
    assert [hint.isVisible() for hint in hints] == [True, False]
    assert line.unit.accessibleDescription() == "名称最接近，请核对"
    assert other.unit.value() is None, "nothing is like it"
    take_as(dialog, NEW, What.SECTION, BUREAU)
    assert hints[0].isVisible()
    take_as(dialog, NEW, What.UNIT, "城东区委组织部")
    line.unit.edited.emit()
    assert not hints[0].isVisible()
    take_as(dialog, NEW, What.RENAMED, "城东区委组织部")
    assert line.unit.value() == "城东区委组织部", "what was chosen by hand stands"
    assert not wizard.rows.choices.unit_said, "nothing is said before the window is confirmed"
