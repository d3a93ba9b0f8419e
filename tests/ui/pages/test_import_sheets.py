"""The clerk's own choice of sheets in the wizard, by keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.exchange.quirks.books import Page, write
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import OpenPage, dialog_of
from tests.usecases.test_roster_import import OFFICE
from trainingdesk.domain.errors import Refused
from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, FILE, ROWS, ImportDialog
from trainingdesk.usecases.commands.units import MergeUnits
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import

HEADER = ["姓名", "身份证号", "工作单位", "职务"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(
        tmp_path / "名册.xlsx",
        Page([HEADER, ["路远", invented_id(301), OFFICE, "科员"]], name="在职"),
        Page([HEADER, ["路长", invented_id(302), OFFICE, "科员"]], name="退休人员"),
        Page([HEADER, ["路平", invented_id(303), OFFICE, "科员"]], name="底稿", state="hidden"),
        Page([["说明", "请如实填写"]], name="说明"),
    )


def opened(open_page: OpenPage, qtbot: QtBot, file: Path) -> ImportDialog:
    """Return the wizard with a file that was read."""
    page = open_page("roster")
    settled(qtbot, page)
    wizard = dialog_of(page, qtbot, "roster.import")
    assert isinstance(wizard, ImportDialog)
    wizard.read(str(file))
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    return wizard


def test_a_sheet_left_out_is_ticked_and_one_taken_unticked(open_page: OpenPage, qtbot: QtBot, file: Path):
    wizard = opened(open_page, qtbot, file)
    sheets = wizard.columns.sheets
    assert sheets.ticked() == ("在职",)
    assert not sheets.read_button.isEnabled()
    assert sheets.list.item(2).text().endswith("）"), "no full stop stands within the brackets"
    assert "。" not in sheets.list.item(2).text()
    offered = [sheets.list.item(place).flags() & Qt.ItemFlag.ItemIsUserCheckable for place in range(4)]
    assert [bool(flag) for flag in offered] == [True, True, True, False], "what has no header can't be read"
    sheets.list.setFocus()
    qtbot.keyClick(sheets.list, Qt.Key.Key_Space)
    qtbot.keyClick(sheets.list, Qt.Key.Key_Down)
    qtbot.keyClick(sheets.list, Qt.Key.Key_Space)
    assert sheets.ticked() == ("退休人员",)
    assert sheets.read_button.isEnabled()
    qtbot.keyClick(sheets.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not wizard.busy)
    assert (wizard.step, sheets.changed(), sheets.ticked()) == (COLUMNS, False, ("退休人员",))
    assert [use.reason for use in wizard.preview.sheets] == [
        *("roster.sheet_unwanted", "", "roster.sheet_hidden", "roster.sheet_no_header")
    ]
    qtbot.keyClick(wizard, Qt.Key.Key_Return)
    assert wizard.step == ROWS
    assert wizard.preview.rows == 1


def test_sheets_named_are_read_whatever_they_are(desk: Desk, file: Path):
    preview = desk.ask(preview_import, file, sheets=["退休人员", "底稿"])
    assert (preview.rows, [use.used for use in preview.sheets]) == (2, [False, True, True, False])
    for name, code in (("说明", "roster.no_columns"), ("没有", "roster.no_such_sheet")):
        with pytest.raises(Refused) as refused:
            desk.ask(preview_import, file, sheets=[name])
        assert refused.value.code == code


def test_rows_passed_over_are_told_with_their_sheet(open_page: OpenPage, qtbot: QtBot, tmp_path: Path):
    page = open_page("roster")
    settled(qtbot, page)
    wizard = dialog_of(page, qtbot, "roster.import")
    assert isinstance(wizard, ImportDialog)
    people = [
        [HEADER, [name, invented_id(n), OFFICE, "科员"], ["合计", "1", "", ""]]
        for n, name in ((301, "路远"), (302, "路长"))
    ]
    book = write(tmp_path / "两页.xlsx", Page(people[0], name="机关"), Page(people[1], name="下属"))
    wizard.read(str(book))
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    assert "“机关”：第 3 行是合计行" in wizard.banner.text()
    assert "“下属”：第 3 行是合计行" in wizard.banner.text()
    wizard.reject()


def test_the_wizard_tells_that_rows_of_a_merged_unit_are_read_as_another_s(
    open_page: OpenPage, qtbot: QtBot, desk: Desk, file: Path
):
    desk.execute(MergeUnits(unit_id=1, version=1, into_id=2))
    page = open_page("roster")
    wizard = dialog_of(page, qtbot, "roster.import")
    wizard.read(str(file))
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    said = "“城东区委组织部”已并入“城东区委宣传部”，写该单位的 1 行按“城东区委宣传部”读取。"
    assert said in wizard.banner.text()
    wizard.reject()


def drop(wizard: ImportDialog, *dropped: Path | QUrl) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(one)) if isinstance(one, Path) else one for one in dropped])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    wizard.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))


def test_a_file_that_can_not_be_read_leaves_the_one_before(
    open_page: OpenPage, qtbot: QtBot, file: Path, tmp_path: Path
):
    page = open_page("roster")
    settled(qtbot, page)
    wizard = dialog_of(page, qtbot, "roster.import")
    assert isinstance(wizard, ImportDialog)
    (broken := tmp_path / "损坏.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    wizard.read(str(broken))
    qtbot.waitUntil(lambda: not wizard.busy)
    assert (wizard.step, wizard.next_button.isVisible(), wizard.file.file_name.text()) == (FILE, False, "")
    assert "损坏.xlsx" in wizard.banner.text()
    drop(wizard, file)
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    wizard.columns.choices[3].set_value("note")
    wizard.back()
    assert wizard.file.choose_button.text() == "换一个文件…"
    drop(wizard, broken, file)
    assert "文件夹" in wizard.banner.text()
    wizard.read(str(broken))
    qtbot.waitUntil(lambda: not wizard.busy)
    assert wizard.file.file_name.text() == file.name
    assert wizard.file.choose_button.hasFocus()
    wizard.next()
    assert wizard.columns.chosen()[3] == "note"
    wizard.next()
    qtbot.waitUntil(lambda: wizard.step == ROWS and not wizard.busy)
    assert wizard.path == file


def test_a_link_or_an_attachment_that_is_no_file_here_is_not_read_as_the_program_s_own_folder(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    page = open_page("roster")
    wizard = dialog_of(page, qtbot, "roster.import")
    assert isinstance(wizard, ImportDialog)
    for link in ("https://office.example/roster.xlsx", "cid:attachment-1", "file:", ""):
        wizard.banner.say([])
        drop(wizard, QUrl(link))
        assert (wizard.busy, wizard.step, wizard.file.file_name.text()) == (False, FILE, "")
        assert "保存" in wizard.banner.text()
    wizard.reject()


def test_with_several_sheets_it_says_how_to_check_the_columns_of_another(
    open_page: OpenPage, qtbot: QtBot, file: Path
):
    wizard = opened(open_page, qtbot, file)
    told = "要核对某一张，请只勾选它"
    assert told not in wizard.columns.found.text(), "one sheet is read"
    wizard.columns.sheets.list.item(1).setCheckState(Qt.CheckState.Checked)
    wizard.columns.sheets.read_button.click()
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    assert told in wizard.columns.found.text()
