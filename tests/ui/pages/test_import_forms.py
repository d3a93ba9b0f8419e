"""The wizard speaks of forms and their fields where a folder of 任免审批表 is taken in."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.exchange.quirks.test_files import form
from tests.journeys.hand import words_in
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from trainingdesk.ui.pages.roster.import_dialog import ROWS


def test_forms_have_names_and_fields(open_page: OpenPage, qtbot: QtBot, tmp_path: Path):
    folder = tmp_path / "任免表"
    folder.mkdir()
    office = "城东区委组织部"
    form(
        folder / "李 四.lrmx",
        "李四",
        f"{office}科员",
        ShenFenZheng=invented_id(801),
        XingBie="",
        ChuShengNianYue="1971.13",
    )
    form(folder / "张三.lrmx", post=f"{office}副部长、三级调研员", JianLi="2010.07--2015.03 某局科员")
    wizard = wizard_of(open_page, qtbot, folder)
    settled(qtbot, wizard.parent())
    words = words_in(wizard)
    assert "已读取任免审批表 2 份" in words
    assert "2 份任免审批表中有名册不保存的内容，未读取：简历、家庭主要成员及重要社会关系。" in words
    assert "工作表" not in words
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    table = wizard.rows.rows
    heads = [
        table.rows.headerData(place, Qt.Orientation.Horizontal)
        for place, column in enumerate(table.rows.columns)
        if column.key in {"place", "column", "cell"}
    ]
    assert heads == ["任免审批表", "栏目", "表中内容"]
    assert "任免审批表“李 四.lrmx”：李四" in words_in(wizard.rows.detail)
    wizard.rows.buckets.setCurrentRow(1)
    settled(qtbot, wizard.parent())
    said = words_in(wizard.rows.detail)
    assert "现任职务：“副部长、三级调研员”按职务“副部长”、职级“三级调研员”读取，请核对。" in said
