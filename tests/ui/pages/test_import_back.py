"""In the wizard: a cell that was put right, or answered, is as the file has it again, by mouse and by keys."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import column, go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_roster_import import BUREAU, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.import_dialog import ROWS, ImportDialog
from trainingdesk.ui.pages.roster.import_heaps import MENDED, heap_of

HEADER = ["姓名", "工作单位", "出生年月"]
LINES = [("路新", BUREAU, 1972.1), ("路生", BUREAU, 1973.1), ("路平", BUREAU, "1974.13")]


def heaps(wizard: ImportDialog) -> dict[str, str]:
    found = [wizard.rows.buckets.item(place) for place in range(wizard.rows.buckets.count())]
    return {heap_of(item): item.text() for item in found}


def mended(wizard: ImportDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not wizard.busy)
    settled(qtbot, wizard.parent())


def opened(open_page: OpenPage, qtbot: QtBot, tmp_path: Path) -> ImportDialog:
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    return wizard


def choose(wizard: ImportDialog, qtbot: QtBot, heap: str, name: str) -> None:
    wizard.rows.buckets.choose(heap)
    settled(qtbot, wizard.parent())
    names = [one.replace("\u3000", "") for one in column(wizard, "name")]
    wizard.rows.rows.select_ids([wizard.rows.rows.rows.id_at(names.index(name))])
    wizard.rows.rows.setFocus()
    settled(qtbot, wizard.parent())


def shown(wizard: ImportDialog) -> tuple[Bucket, str]:
    row = wizard.rows.rows.current_row()
    return row.bucket, row.name


def back_buttons(wizard: ImportDialog) -> list[QPushButton]:
    return [
        one for one in wizard.rows.detail.findChildren(QPushButton) if one.text().endswith("恢复文件原值")
    ]


@pytest.mark.parametrize("way", ["button", "F2"])
def test_an_answer_is_taken_back_and_asked_for_once_more(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path, way: str
):
    wizard = opened(open_page, qtbot, tmp_path)
    asked = dict(wizard.preview.counts)
    choose(wizard, qtbot, Bucket.QUESTION, "路新")
    assert not back_buttons(wizard)
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_1)
    mended(wizard, qtbot)
    assert wizard.preview.counts[Bucket.NEW] == asked[Bucket.NEW] + 1
    assert heaps(wizard)[MENDED] == "已更正  1"
    choose(wizard, qtbot, MENDED, "路新")
    (button,) = back_buttons(wizard)
    assert button.text() == "出生年月：恢复文件原值"
    table = wizard.rows.rows
    if way == "button":
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(table, Qt.Key.Key_F2)
    mended(wizard, qtbot)
    assert wizard.preview.counts == asked
    assert shown(wizard) == (Bucket.QUESTION, "路新"), "the row is in sight with its question"
    assert MENDED not in heaps(wizard)
    assert not wizard.rows.choices.answers


def test_control_z_takes_the_last_answer_back_and_then_the_one_before(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    wizard = opened(open_page, qtbot, tmp_path)
    asked = dict(wizard.preview.counts)
    wizard.rows._correct(4, "birth", "1974.11")
    mended(wizard, qtbot)
    choose(wizard, qtbot, Bucket.QUESTION, "路新")
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_0)  # the same for both
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_1)
    mended(wizard, qtbot)
    assert heaps(wizard)[MENDED] == "已更正  3"
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    mended(wizard, qtbot)
    assert shown(wizard) == (Bucket.QUESTION, "路新")
    assert heaps(wizard)[MENDED] == "已更正  1"
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    mended(wizard, qtbot)
    assert shown(wizard) == (Bucket.ERROR, "路平")
    assert wizard.preview.counts == asked


def test_each_question_about_a_cell_has_an_answer_of_its_own(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    """Which month it is was said; whether somebody of that age can have come is asked after that."""
    file = workbook(
        tmp_path / "名册.xlsx",
        [("路新", BUREAU, "5/6/1985", "1980-05-12")],
        ["姓名", "工作单位", "到本单位时间", "出生年月"],
    )
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    choose(wizard, qtbot, Bucket.QUESTION, "路新")
    for key in (Qt.Key.Key_1, Qt.Key.Key_4):  # of the month, and then of the age
        assert shown(wizard) == (Bucket.QUESTION, "路新")
        qtbot.keyClick(wizard.rows.rows, key)
        mended(wizard, qtbot)
    assert wizard.preview.counts[Bucket.QUESTION] == 0
    assert len(wizard.rows.choices.answers) == 2
    choose(wizard, qtbot, MENDED, "路新")
    assert len(back_buttons(wizard)) == 1
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    mended(wizard, qtbot)
    assert list(wizard.rows.choices.answers) == [(2, "unit_from")]
    assert wizard.preview.counts[Bucket.QUESTION] == 1
    choose(wizard, qtbot, Bucket.QUESTION, "路新")
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_4)
    mended(wizard, qtbot)
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_F2)
    mended(wizard, qtbot)
    assert not wizard.rows.choices.answers
