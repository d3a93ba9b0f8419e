"""In the wizard: 工作单位及职务 is put right in a field for the unit and one for the post, or keeps the unit of the roster."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_back import choose, mended
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.import_dialog import ROWS, ImportDialog

HEADER = ["姓名", "身份证号", "工作单位及职务"]
LINES = [
    ("丁宁", invented_id(1), "副部长"),
    ("李秀英", invented_id(8, male=False), "城东区希望学校后勤"),
    ("路新", invented_id(101), "火灾防治股股长"),
]


@pytest.fixture
def wizard(open_page: OpenPage, qtbot: QtBot, tmp_path: Path) -> ImportDialog:
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    return wizard


def fields(wizard: ImportDialog) -> tuple[QLineEdit, QLineEdit]:
    typed = {one.accessibleName(): one for one in wizard.rows.detail.findChildren(QLineEdit)}
    return typed["工作单位的正确内容"], typed["职务的正确内容"]


def test_the_unit_of_the_roster_is_the_first_answer(wizard: ImportDialog, qtbot: QtBot):
    choose(wizard, qtbot, Bucket.QUESTION, "李秀英")
    buttons = [one.text() for one in wizard.rows.detail.findChildren(QPushButton)]
    assert buttons[0] == "1\u3000城东区实验小学 （名册现单位，职务不变）"
    assert [one.text() for one in fields(wizard)] == ["城东区实验小学", ""]
    choose(wizard, qtbot, Bucket.QUESTION, "丁宁")
    buttons = [one.text() for one in wizard.rows.detail.findChildren(QPushButton)]
    assert buttons[0] == f"1\u3000{OFFICE}｜副部长 （名册现单位）"
    assert [one.text() for one in fields(wizard)] == [OFFICE, "副部长"]
    said = [one.text() for one in wizard.rows.detail.findChildren(QLabel)]
    assert any("写成“单位｜职务”" in one for one in said)
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_1)
    mended(wizard, qtbot)
    choose(wizard, qtbot, Bucket.UPDATE, "丁宁")
    assert [change.field for change in wizard.rows.rows.current_row().changes] == ["post"]


@pytest.mark.parametrize(
    ("unit", "post"), [(BUREAU, "火灾防治股股长"), (BUREAU, ""), ("", f"{BUREAU}｜火灾防治股股长")]
)
def test_unit_and_post_are_typed_by_keyboard(wizard: ImportDialog, qtbot: QtBot, unit: str, post: str):
    choose(wizard, qtbot, Bucket.QUESTION, "路新")
    there, held = fields(wizard)
    assert (there.text(), held.text()) == ("", "火灾防治股股长")
    there.insert(unit)
    held.clear()
    held.setFocus()
    held.insert(post)
    qtbot.keyClick(held, Qt.Key.Key_Return)
    mended(wizard, qtbot)
    choose(wizard, qtbot, Bucket.NEW, "路新")
    row = wizard.rows.rows.current_row()
    assert (row.unit, row.post) == (BUREAU, post.removeprefix(f"{BUREAU}｜"))


def test_what_was_typed_in_the_table_is_the_whole_cell(wizard: ImportDialog, qtbot: QtBot):
    choose(wizard, qtbot, Bucket.QUESTION, "丁宁")
    wizard.rows.detail.typed.go_on("unit_post", f"{BUREAU}｜副局长")
    assert [one.text() for one in fields(wizard)] == ["", f"{BUREAU}｜副局长"]
    qtbot.keyClick(fields(wizard)[1], Qt.Key.Key_Return)
    mended(wizard, qtbot)
    choose(wizard, qtbot, Bucket.UPDATE, "丁宁")
    row = wizard.rows.rows.current_row()
    assert (row.unit, row.post) == (BUREAU, "副局长")
