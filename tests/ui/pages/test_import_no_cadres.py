"""In the wizard: whoever is no cadre is left out by one answer for all who are called the same."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.exchange.quirks.books import Page, write
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import column, go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.ui.walk import clipped, nameless
from tests.usecases.test_import_no_cadres import LINES, WORDS
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.import_dialog import ROWS


def test_one_answer_leaves_out_all_who_are_called_the_same(open_page: OpenPage, qtbot: QtBot, tmp_path: Path):
    lines = [[*line, word] for line, word in zip(LINES, WORDS, strict=True)]
    header = ["姓名", "身份证号", "工作单位", "编制"]
    wizard = wizard_of(open_page, qtbot, write(tmp_path / "名册.xlsx", Page([header, *lines])))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert column(wizard, "place") == ["2", "3", "4", "5"]
    offered = [words for _key, words, _button in wizard.rows.detail.numbers._offered.values()]
    assert offered == ["不是干部，不导入", "仍作为干部导入"], "no cell is to be left blank or typed anew"
    assert (list(nameless(wizard)), clipped(wizard)) == ([], [])
    for key in (Qt.Key.Key_0, Qt.Key.Key_1):
        qtbot.keyClick(wizard.rows.rows, key)
    qtbot.waitUntil(lambda: not wizard.busy)
    settled(qtbot, wizard.parent())
    assert column(wizard, "place") == ["3", "5"], "both who are called 编外 were answered, and nobody else"
    assert wizard.preview is not None
    assert (wizard.preview.passed, wizard.preview.counts[Bucket.QUESTION]) == (2, 2)
    # taken back, it is asked again
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not wizard.busy)
    settled(qtbot, wizard.parent())
    assert (wizard.preview.passed, wizard.preview.counts[Bucket.QUESTION]) == (0, 4)
