"""In the wizard: Ctrl+Z takes back what was said last, whatever it was, and goes to the row it was said of."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_back import back_buttons, choose, mended
from tests.ui.pages.test_import_meanwhile import Held
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.codes import PersonStatus, UnitKind
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.import_dialog import ROWS, ImportDialog
from trainingdesk.ui.pages.roster.import_heaps import LEFT, MENDED
from trainingdesk.ui.pages.roster.import_units import NewUnitsDialog
from trainingdesk.usecases import prepared

HEADER = ["姓名", "身份证号", "工作单位", "职务", "职级"]
LINES = [
    ("丁宁", invented_id(1), OFFICE, "部长", ""),
    ("王伟", "", BUREAU, "处长", ""),
    ("路新", invented_id(101), "城东区水务局", "科员", ""),
    ("米粒", invented_id(103), BUREAU, "", "某某级"),
    ("于洋", invented_id(2, male=False), BUREAU, "", ""),
]


@pytest.fixture
def wizard(open_page: OpenPage, qtbot: QtBot, tmp_path: Path) -> ImportDialog:
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    return wizard


def state(wizard: ImportDialog) -> dict[str, Any]:
    """Return all that was said, as it is now; which rows name unknown units is looked up."""
    choices = wizard.rows.choices
    said = {part.name: getattr(choices, part.name) for part in fields(choices) if part.name != "unopened"}
    return {name: value.copy() if isinstance(value, dict | set) else value for name, value in said.items()}


def undo(wizard: ImportDialog, qtbot: QtBot) -> None:
    table = wizard.rows.rows if wizard.rows.rows.isVisible() else wizard.rows.people
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    mended(wizard, qtbot)


def _means(wizard: ImportDialog, qtbot: QtBot) -> None:
    choose(wizard, qtbot, Bucket.MAYBE, "王伟")
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_1)


def _declines(wizard: ImportDialog, qtbot: QtBot) -> None:
    choose(wizard, qtbot, Bucket.UPDATE, "丁宁")
    wizard.rows.detail.findChildren(QCheckBox)[0].click()


def _leaves_out(wizard: ImportDialog, qtbot: QtBot) -> None:
    choose(wizard, qtbot, Bucket.NEW, "路新")
    wizard.rows.detail.findChildren(QCheckBox)[-1].click()


def _answers(wizard: ImportDialog, qtbot: QtBot) -> None:
    choose(wizard, qtbot, Bucket.QUESTION, "米粒")
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_1)
    mended(wizard, qtbot)


def _takes_back(wizard: ImportDialog, qtbot: QtBot) -> None:
    choose(wizard, qtbot, MENDED, "米粒")
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_F2)
    mended(wizard, qtbot)


def _opens_none(wizard: ImportDialog, _qtbot: QtBot) -> None:
    wizard.rows.units.click()


def _says_kind(wizard: ImportDialog, qtbot: QtBot) -> None:
    wizard.rows.kinds.click()
    (dialog,) = wizard.rows.findChildren(NewUnitsDialog)
    dialog.lines["城东区水务局"].kind.set_value(UnitKind.INSTITUTION)
    dialog.accept()
    wizard.activateWindow()
    qtbot.waitUntil(wizard.isActiveWindow)


def _wants_whole_file(wizard: ImportDialog, _qtbot: QtBot) -> None:
    wizard.rows.whole_file.click()


def _dates(wizard: ImportDialog, _qtbot: QtBot) -> None:
    choice = wizard.rows.since.choice
    choice.set_value(not choice.value())
    choice.edited.emit()


def _ticks(wizard: ImportDialog, qtbot: QtBot) -> None:
    wizard.rows.buckets.choose(LEFT)
    settled(qtbot, wizard.parent())
    wizard.rows.people.select_ids([3])
    qtbot.keyClick(wizard.rows.people, Qt.Key.Key_3)


def _types_reason(wizard: ImportDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(wizard.rows.left_line.reason, "2026-7")


def _says_status(wizard: ImportDialog, _qtbot: QtBot) -> None:
    wizard.rows.left_line.status.set_value(PersonStatus.LONG_LEAVE)
    wizard.rows.left_line.status.edited.emit()


#: what was said in this order, and the row that is in sight again once it was taken back
ACTS: tuple[tuple[Callable[[ImportDialog, QtBot], None], str], ...] = (
    (_means, "王伟"),
    (_declines, "丁宁"),
    (_answers, "米粒"),
    (_takes_back, "米粒"),
    (_leaves_out, "路新"),
    (_opens_none, ""),
    (_says_kind, ""),
    (_wants_whole_file, ""),
    (_dates, ""),
    (_ticks, "单小芳"),
    (_types_reason, ""),
    (_says_status, ""),
)


def test_every_act_is_taken_back_one_after_another_and_its_row_is_in_sight(
    wizard: ImportDialog, qtbot: QtBot
):
    assert not wizard.rows.back.button.isEnabled()
    states = [state(wizard)]
    for act, _row in ACTS:
        act(wizard, qtbot)
        settled(qtbot, wizard.parent())
        assert state(wizard) != states[-1], act.__name__
        states.append(state(wizard))
    for act, row in reversed(ACTS):
        states.pop()
        undo(wizard, qtbot)
        assert state(wizard) == states[-1], act.__name__
        if row:
            table = wizard.rows.people if act is _ticks else wizard.rows.rows
            assert table.isVisible()
            assert table.current_row().name == row
    assert not wizard.rows.back.button.isEnabled()
    line = wizard.rows.left_line
    assert (line.reason.text(), line.status.value()) == ("", PersonStatus.LEFT)
    assert wizard.rows.units.isChecked()
    assert wizard.rows.good_rows.isChecked()
    undo(wizard, qtbot)
    assert state(wizard) == states[0], "nothing was said, nothing is taken back"


def test_the_button_takes_back_what_the_key_does(wizard: ImportDialog, qtbot: QtBot):
    _means(wizard, qtbot)
    wizard.rows.back.button.click()
    settled(qtbot, wizard.parent())
    assert wizard.rows.choices.decisions == {}
    assert "1 行" in wizard.rows.good_rows.text() or wizard.rows.good_rows.isVisible()


def test_a_decision_that_a_correction_let_go_comes_back_with_it(wizard: ImportDialog, qtbot: QtBot):
    _means(wizard, qtbot)
    decided = dict(wizard.rows.choices.decisions)
    wizard.rows._correct(3, "name", "王玮玮")
    mended(wizard, qtbot)
    assert wizard.rows.choices.decisions == {}
    undo(wizard, qtbot)
    assert wizard.rows.choices.decisions == decided
    undo(wizard, qtbot)
    assert wizard.rows.choices.decisions == {}


def test_a_double_click_on_a_row_put_right_takes_nothing_back(wizard: ImportDialog, qtbot: QtBot):
    _answers(wizard, qtbot)
    choose(wizard, qtbot, MENDED, "米粒")
    before = state(wizard)
    table = wizard.rows.rows
    at = table.visualRect(table.currentIndex()).center()
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    mended(wizard, qtbot)
    assert state(wizard) == before
    (button,) = back_buttons(wizard)
    assert button.hasFocus(), "it goes to the card, where the answer can be taken back"


def test_a_row_left_out_whose_unit_is_not_opened_counts_once(wizard: ImportDialog, qtbot: QtBot):
    assert (
        wizard.rows.summary.text()
        == "本次导入：新增 1 人 · 更新 2 人 · 其中变动单位 1 · 相同 0 人。2 行不导入。"
    )
    wizard.rows.units.click()
    settled(qtbot, wizard.parent())
    assert (
        wizard.rows.summary.text()
        == "本次导入：新增 0 人 · 更新 2 人 · 其中变动单位 1 · 相同 0 人。3 行不导入。"
    )
    _leaves_out(wizard, qtbot)
    settled(qtbot, wizard.parent())
    assert (
        wizard.rows.summary.text()
        == "本次导入：新增 0 人 · 更新 2 人 · 其中变动单位 1 · 相同 0 人。3 行不导入。"
    )


def test_a_row_and_somebody_gone_in_one_act_are_gone_to_once(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    """A row that means somebody after all drops the tick at them; that is one act, and is gone to at its row."""
    lines = [
        ("丁佇", "男", "1980.05.12", OFFICE, "13900000001", ""),
        ("米粒", "男", "1991.03.04", BUREAU, "", "某某级"),
        ("米多", "男", "1992.03.04", BUREAU, "", "某某级"),
    ]
    header = ["姓名", "性别", "出生年月日", "工作单位", "手机", "职级"]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", lines, header))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    step = wizard.rows
    choose(wizard, qtbot, Bucket.MAYBE, "丁佇")
    qtbot.keyClick(step.rows, Qt.Key.Key_2)  # somebody new: the roster's own is missing then
    settled(qtbot, wizard.parent())
    step.buckets.choose(LEFT)
    settled(qtbot, wizard.parent())
    step.people.select_ids([1])
    qtbot.keyClick(step.people, Qt.Key.Key_3)
    assert set(step.choices.left) == {1}
    choose(wizard, qtbot, Bucket.MAYBE, "丁佇")
    qtbot.keyClick(step.rows, Qt.Key.Key_1)
    settled(qtbot, wizard.parent())
    assert (step.choices.decisions, step.choices.left) == ({2: 1}, {}), "the tick went with it"
    undo(wizard, qtbot)
    assert set(step.choices.left) == {1}
    assert step.rows.current_row().name == "丁佇"
    choose(wizard, qtbot, Bucket.QUESTION, "米粒")
    step._correct(4, "rank", "四级主任科员")
    mended(wizard, qtbot)
    assert step._heap == Bucket.QUESTION, (
        "a later reading goes to nobody: the next digit would answer for them"
    )
    assert step.rows.current_row().name == "米粒"


@pytest.mark.parametrize("meanwhile", ["nothing", "declined", "decided", "taken back"])
def test_what_a_reading_lets_go_comes_back_with_the_correction_it_was_begun_for(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, meanwhile: str
):
    """Whatever was said while the rows were read: 丁佇 was said to be 丁宁, whose number another row turns out to have."""
    lines = [
        ("丁佇", "男", "", "1980.05.12", OFFICE, "13900000001"),
        ("方可", "", "123", "", BUREAU, ""),
        ("米粒", "", invented_id(103), "", BUREAU, ""),
    ]
    header = ["姓名", "性别", "身份证号", "出生年月日", "工作单位", "手机"]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", lines, header))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    step = wizard.rows
    choose(wizard, qtbot, Bucket.MAYBE, "丁佇")
    qtbot.keyClick(step.rows, Qt.Key.Key_1)
    settled(qtbot, wizard.parent())
    assert step.choices.decisions == {2: 1}
    before = state(wizard)
    planned = Held(monkeypatch, prepared, "planned")
    step._correct(3, "id_number", invented_id(1))
    qtbot.waitUntil(lambda: planned.calls == 1)
    acts = 1
    if meanwhile in {"declined", "taken back"}:
        step.detail.row_taken.emit(4, False)
        assert step.choices.declined_rows.keys() == {4}
        acts = 2
    elif meanwhile == "decided":
        step.detail.decided.emit(2, 0, ((0, 0), (0, False)))
        acts = 2
    if meanwhile == "taken back":
        step.back.button.click()
        assert step.choices.declined_rows == {}
        acts = 1
    planned.let_go.set()
    settled(qtbot, wizard.parent())
    assert step.choices.decisions == {}, "nobody is asked about the row any more"
    for _act in range(acts):
        undo(wizard, qtbot)
    assert state(wizard) == before
    undo(wizard, qtbot)
    assert (step.choices.decisions, len(step.back._acts)) == ({}, 0)
