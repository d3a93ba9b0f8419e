"""In the wizard: a person in two rows of a file, which row counts said by a digit from wherever the focus is."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.exchange.quirks.books import Page, write
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import column, go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.import_detail import KIND
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS
from trainingdesk.usecases.desk import Desk

HEADER = ["姓名", "身份证号", "工作单位", "职务"]


def test_digits_answer_from_the_heaps_and_the_other_row_stays_out(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    file = write(
        tmp_path / "名册.xlsx",
        Page(
            [HEADER, ["路远", invented_id(401), OFFICE, "科员"], ["路平", "", OFFICE, ""]],
            name="清水区应急管理局",
        ),
        Page(
            [HEADER, ["路长", "", BUREAU, ""], ["路远", invented_id(401), BUREAU, "科长"]],
            name="清水区住房和城乡建设局",
        ),
    )
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    step = wizard.rows
    assert step.buckets.hasFocus()
    assert column(wizard, "place") == ["3 · 清水区住房和城乡建设局"], "the number is never cut off"
    digit = next(
        number for number, (key, _words, _button) in step.detail.numbers._offered.items() if key[-1] == "this"
    )
    qtbot.keyClick(step.buckets, str(digit), Qt.KeyboardModifier.KeypadModifier)
    qtbot.waitUntil(lambda: not wizard.busy)
    settled(qtbot, wizard.parent())
    assert wizard.preview is not None
    assert (wizard.preview.counts[Bucket.ERROR], wizard.preview.counts[Bucket.NEW]) == (0, 3)
    go_on(wizard, qtbot, DONE)
    assert rows(desk, "SELECT post FROM person WHERE name = '路远'") == [("科长",)]


def test_the_next_digit_is_for_the_next_row(open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path):
    lines = [
        ["路远", invented_id(401), OFFICE, "科员"],
        ["路平", invented_id(402), OFFICE, "科员"],
        ["路远", invented_id(401), OFFICE, "科长"],
        ["路平", invented_id(402), OFFICE, "主任"],
    ]
    wizard = wizard_of(open_page, qtbot, write(tmp_path / "名册.xlsx", Page([HEADER, *lines])))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    for key, left in ((Qt.Key.Key_2, ["5"]), (Qt.Key.Key_1, [])):
        qtbot.keyClick(wizard.rows.rows, key)
        qtbot.waitUntil(lambda: not wizard.busy)
        settled(qtbot, wizard.parent())
        if left:
            assert column(wizard, "place") == left, "the row that was answered is gone from the errors"
    assert wizard.preview is not None
    assert (wizard.preview.counts[Bucket.ERROR], wizard.preview.passed) == (0, 2)
    assert wizard.rows.choices.answers == {(4, "which_row"): "other", (5, "which_row"): "this"}


@pytest.mark.parametrize(
    ("words", "label", "left"),
    [
        (("十二级", "蓝级", "十二级"), "写“十二级”的 2 行都留空", 1),
        (("管理七级", "管理八级", "管理七级"), "此类问题 3 行都留空", 0),
    ],
)
def test_one_button_blanks_every_row_that_says_the_same_unknown_word(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path, words: tuple[str, ...], label: str, left: int
):
    """十二级 and 蓝级 below 岗位等级 may be anything; of grades of management posts none has a counterpart."""
    people = [
        [f"路{name}", invented_id(411 + n), OFFICE, "", word]
        for n, (name, word) in enumerate(zip("甲乙丙", words, strict=True))
    ]
    wizard = wizard_of(
        open_page, qtbot, write(tmp_path / "名册.xlsx", Page([[*HEADER, "岗位等级"], *people]))
    )
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    offered = wizard.rows.detail.numbers._offered.values()
    (every,) = [button for key, _words, button in offered if key[-1] == KIND]
    assert label in every.text()
    qtbot.mouseClick(every, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not wizard.busy)
    settled(qtbot, wizard.parent())
    assert wizard.preview is not None
    assert wizard.preview.counts[Bucket.QUESTION] == left
