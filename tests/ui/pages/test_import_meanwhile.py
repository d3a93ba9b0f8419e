"""In the wizard: nothing that is pressed while rows are written or looked up is lost, or loses the import."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_back import choose
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.errors import Cancelled
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.import_detail import SAME
from trainingdesk.ui.pages.roster.import_dialog import COLUMNS, DONE, FILE, ROWS, ImportDialog
from trainingdesk.ui.pages.roster.import_problem_rows import write_problems
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.usecases import prepared
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries import roster_import

HEADER = ["姓名", "身份证号", "工作单位", "职级"]
RANK = "SELECT rank FROM person WHERE name IN ('米粒', '米多') ORDER BY name"


@pytest.fixture
def wizard(open_page: OpenPage, qtbot: QtBot, tmp_path: Path) -> ImportDialog:
    lines = [
        ("米粒", invented_id(103), BUREAU, "某某级"),
        ("米多", invented_id(104), BUREAU, "某某级"),
        ("米良", invented_id(105), BUREAU, "四级主任科员"),
    ]
    found = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(found, qtbot, ROWS)
    settled(qtbot, found.parent())
    assert found.rows._bucket in {Bucket.ERROR, Bucket.QUESTION}
    return found


def test_what_is_put_right_in_all_rows_is_looked_up_before_the_import(
    wizard: ImportDialog, desk: Desk, qtbot: QtBot
) -> None:
    wizard.rows._correct(2, "rank", "三级主任科员", SAME)
    wizard.next_button.click()
    qtbot.waitUntil(lambda: wizard.step == DONE or bool(wizard.rows.choices.corrections))
    settled(qtbot, wizard.parent())
    assert wizard.step == ROWS, "an import that was begun meanwhile was never told of"
    go_on(wizard, qtbot, DONE)
    assert rows(desk, RANK) == [("principal_3",), ("principal_3",)]


def test_rows_stand_still_while_they_are_written(wizard: ImportDialog, desk: Desk, qtbot: QtBot) -> None:
    wizard.next_button.click()
    assert wizard.busy
    assert not wizard.rows.isEnabled()
    qtbot.keyClick(wizard.rows, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: wizard.step == DONE and not wizard.busy)
    assert wizard.end.isEnabled()
    assert wizard.next_button.hasFocus()


def test_decisions_are_asked_about_at_the_step_of_the_file_too(wizard: ImportDialog, qtbot: QtBot) -> None:
    wizard.rows.detail.row_taken.emit(2, False)
    wizard.back()
    wizard.back()
    assert wizard.step == FILE
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    asked = wizard.findChild(ConfirmDialog)
    assert asked is not None
    assert wizard.isVisible()
    asked.reject()
    wizard.next()
    wizard.next()
    assert wizard.rows.choices.declined_rows == {2: Bucket.QUESTION}


def test_the_file_is_not_read_in_another_way_without_a_question(wizard: ImportDialog, qtbot: QtBot) -> None:
    wizard.rows.detail.row_taken.emit(2, False)
    wizard.back()
    wizard.columns.choices[3].set_value("")
    wizard.next()
    asked = wizard.findChild(ConfirmDialog)
    assert asked is not None
    asked.reject()
    assert wizard.rows.choices.declined_rows == {2: Bucket.QUESTION}
    wizard.next()
    wizard.findChildren(ConfirmDialog)[-1].yes.click()
    qtbot.waitUntil(lambda: wizard.step == ROWS and not wizard.busy)
    assert wizard.rows.choices.declined_rows == {}


@pytest.mark.parametrize("way", ["sheets", "another file"])
def test_no_other_reading_forgets_decisions_without_a_question(
    wizard: ImportDialog, qtbot: QtBot, tmp_path: Path, way: str
) -> None:
    wizard.rows.detail.row_taken.emit(2, False)
    wizard.back()
    other = workbook(tmp_path / "另一份.xlsx", [("米粒", invented_id(103), BUREAU, "")], HEADER)
    if way == "sheets":
        wizard.columns.sheets.read_button.clicked.emit()
    else:
        wizard.back()
        dropped = QMimeData()
        dropped.setUrls([QUrl.fromLocalFile(str(other))])
        at, left = QPointF(9, 9), Qt.MouseButton.LeftButton
        wizard.dropEvent(
            QDropEvent(at, Qt.DropAction.CopyAction, dropped, left, Qt.KeyboardModifier.NoModifier)
        )
    asked = wizard.findChild(ConfirmDialog)
    assert asked is not None
    assert not wizard.busy
    asked.yes.click()
    qtbot.waitUntil(lambda: wizard.step == COLUMNS and not wizard.busy)
    assert wizard.rows.choices.declined_rows == {}
    assert wizard.path is not None
    assert wizard.path.stem == ("名册" if way == "sheets" else "另一份")


class Held:
    """A function of a module whose first call is through when it is let go, and of which it is known when it began."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, module: Any, name: str) -> None:
        self.calls = 0
        self.let_go = threading.Event()
        self._real: Callable[..., Any] = getattr(module, name)
        monkeypatch.setattr(module, name, self)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        first = self.calls == 1
        found = self._real(*args, **kwargs)
        if first:
            assert self.let_go.wait(20)
        return found


def test_two_cells_put_right_at_once_are_both_imported(
    wizard: ImportDialog, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = Held(monkeypatch, prepared, "planned")
    wizard.rows._correct(2, "rank", "三级主任科员")
    qtbot.waitUntil(lambda: planned.calls == 1)
    wizard.rows._correct(3, "rank", "四级主任科员")
    qtbot.wait(50)
    assert planned.calls == 1, "of two readings at once the older one could be kept"
    planned.let_go.set()
    settled(qtbot, wizard.parent())
    assert planned.calls == 2
    assert wizard.preview is not None
    assert wizard.preview.counts[Bucket.NEW] == 3
    go_on(wizard, qtbot, DONE)
    assert rows(desk, RANK) == [("principal_4",), ("principal_3",)]


@pytest.mark.parametrize("after", [False, True])
def test_what_is_looked_up_for_a_file_that_is_read_anew_stops_no_reading_and_is_forgotten(
    wizard: ImportDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    places = Held(monkeypatch, roster_import, "alike_cells")
    wizard.rows._correct(2, "rank", "三级主任科员", SAME)
    qtbot.waitUntil(lambda: places.calls == 1)
    wizard.back()
    wizard.columns.choices[3].set_value("post")
    reading = Held(monkeypatch, roster_import, "prepare")
    wizard.next()
    qtbot.waitUntil(lambda: reading.calls == 1)
    if after:
        reading.let_go.set()
        qtbot.waitUntil(lambda: not wizard.busy)
    places.let_go.set()
    qtbot.waitUntil(lambda: not wizard.rows._looks.busy)
    reading.let_go.set()
    settled(qtbot, wizard.parent())
    assert wizard.step == ROWS
    assert wizard.preview is not None
    assert {column.index: column.field for column in wizard.preview.columns}[3] == "post"
    assert wizard.rows.choices.corrections == {}


@pytest.fixture
def typing(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[ImportDialog, Held]:
    """Return a wizard with two wrong ID numbers and somebody perhaps known; the first number is being read, put right."""
    lines = [
        ("米粒", "123", BUREAU, ""),
        ("米多", "456", BUREAU, ""),
        ("丁拧", invented_id(1), BUREAU, ""),
    ]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(wizard, qtbot, ROWS)
    wizard.rows.buckets.choose(Bucket.ERROR.value)
    settled(qtbot, wizard.parent())
    planned = Held(monkeypatch, prepared, "planned")
    wizard.rows._correct(2, "id_number", invented_id(103))
    qtbot.waitUntil(lambda: planned.calls == 1)
    return wizard, planned


@pytest.mark.parametrize("in_table", [False, True])
def test_what_is_typed_while_rows_are_read_goes_on(
    typing: tuple[ImportDialog, Held], qtbot: QtBot, in_table: bool
) -> None:
    wizard, planned = typing
    step = wizard.rows
    step.rows.select_ids([step.rows.rows.id_at(1)])
    qtbot.waitUntil(lambda: "id_number" in step.detail.typed.lines)
    if in_table:
        step.rows.setFocus()
        qtbot.keyClick(step.rows, Qt.Key.Key_F2)
    else:
        step.detail.typed.lines["id_number"].setFocus()
        step.detail.typed.lines["id_number"].selectAll()
    typed = invented_id(104)
    qtbot.keyClicks(QApplication.focusWidget(), typed[:9])
    planned.let_go.set()
    settled(qtbot, wizard.parent())
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    qtbot.keyClicks(QApplication.focusWidget(), typed[9:])
    assert step.choices.corrections == {(2, "id_number"): invented_id(103)}
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert step.choices.corrections[3, "id_number"] == typed
    settled(qtbot, wizard.parent())
    assert wizard.preview is not None
    assert wizard.preview.counts[Bucket.ERROR] == 0


def test_digits_that_are_typed_for_a_row_that_is_gone_answer_no_other_one(
    typing: tuple[ImportDialog, Held], qtbot: QtBot
) -> None:
    wizard, planned = typing
    step = wizard.rows
    line = step.detail.typed.lines["id_number"]
    assert line.text() == "123", "of this row itself, which goes"
    line.setFocus()
    qtbot.keyClicks(line, "9")
    planned.let_go.set()
    settled(qtbot, wizard.parent())
    assert line.hasFocus()
    qtbot.keyClicks(line, "1")
    settled(qtbot, wizard.parent())
    assert step.choices.corrections == {(2, "id_number"): invented_id(103)}
    step.rows.setFocus()
    qtbot.waitUntil(lambda: step.detail.typed.lines["id_number"].text() == "456")


def put_right_and_stopped(
    wizard: ImportDialog, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, cell: tuple[int, str, str]
) -> Held:
    """Put a cell right, stop the reading that follows before it has an answer, and return what counts readings."""
    planned = Held(monkeypatch, prepared, "planned")
    wizard.rows._correct(*cell)
    qtbot.waitUntil(lambda: planned.calls == 1)
    stopped = wizard._job
    assert stopped is not None
    stopped.succeeded.disconnect()  # it is stopped before it has an answer
    wizard._failed(stopped, Cancelled())
    planned.let_go.set()
    settled(qtbot, wizard.parent())
    return planned


def test_what_was_put_right_is_not_left_behind_by_a_reading_that_was_stopped(
    wizard: ImportDialog, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_right_and_stopped(wizard, qtbot, monkeypatch, (4, "name", "米立"))
    assert "已停止" in wizard.banner.text()
    assert wizard.rows.choices.corrections == {(4, "name"): "米立"}
    wizard.next_button.click()
    qtbot.waitUntil(lambda: not wizard.busy)
    assert wizard.step == ROWS, "it is read first, and looked at"
    assert "尚未读取" in wizard.banner.text()
    go_on(wizard, qtbot, DONE)
    assert rows(desk, "SELECT name FROM person WHERE name LIKE '米_'") == [("米立",)]


def test_problem_rows_are_exported_as_they_stand_there_after_a_reading_that_was_stopped(
    wizard: ImportDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = put_right_and_stopped(wizard, qtbot, monkeypatch, (2, "rank", "三级主任科员"))
    write_problems(wizard, str(tmp_path / "问题.xlsx"))
    qtbot.waitUntil(lambda: not wizard.busy and (tmp_path / "问题.xlsx").exists())
    sheet = load_workbook(tmp_path / "问题.xlsx").worksheets[0]
    assert [sheet[f"D{row}"].value for row in (2, 3)] == ["三级主任科员", "某某级"]
    assert (planned.calls, wizard.unread) == (2, False)


def test_a_correction_taken_back_while_it_is_read_lets_go_of_nothing(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """丁佇 was said to be 丁宁; by the correction another row would be him, but it was taken back before that was read."""
    lines = [
        ("丁佇", "男", "", "1980.05.12", OFFICE, "13900000001"),
        ("方可", "", "123", "", BUREAU, ""),
    ]
    header = ["姓名", "性别", "身份证号", "出生年月日", "工作单位", "手机"]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册2026-03-31.xlsx", lines, header))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    choose(wizard, qtbot, Bucket.MAYBE, "丁佇")
    qtbot.keyClick(wizard.rows.rows, Qt.Key.Key_1)
    settled(qtbot, wizard.parent())
    assert wizard.rows.choices.decisions == {2: 1}
    planned = Held(monkeypatch, prepared, "planned")
    wizard.rows._correct(3, "id_number", invented_id(1))
    qtbot.waitUntil(lambda: planned.calls == 1)
    wizard.rows.back.button.click()
    planned.let_go.set()
    qtbot.waitUntil(lambda: planned.calls == 2 and not wizard.busy)
    settled(qtbot, wizard.parent())
    assert (wizard.rows.choices.corrections, wizard.rows.choices.decisions) == ({}, {2: 1})
    assert wizard.preview is not None
    assert wizard.preview.counts["maybe"] == 1
