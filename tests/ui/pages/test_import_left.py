"""In the wizard: what became of those who are not in the file, one by one and for all that are ticked."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.domain.codes import PersonStatus, SecondmentWay
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS, ImportDialog
from trainingdesk.ui.pages.roster.import_heaps import LEFT
from trainingdesk.ui.pages.roster.import_since import OwnDay
from trainingdesk.usecases.commands.secondments import SecondPerson
from trainingdesk.usecases.desk import Desk


def at_the_missing(open_page: OpenPage, qtbot: QtBot, tmp_path: Path) -> ImportDialog:
    """Open a file that lists the office without its three people, at the heap of those."""
    file = workbook(tmp_path / "名册.xlsx", [("新来", "", OFFICE)], ["姓名", "身份证号", "工作单位"])
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    wizard.rows.buckets.choose(LEFT)
    settled(qtbot, wizard.parent())
    qtbot.waitUntil(lambda: len(wizard.rows.people.rows.ids) == 3)
    return wizard


def said(wizard: ImportDialog) -> dict[int, str]:
    return {number: one.status.value for number, one in wizard.rows.choices.left.items()}


def test_ticks_say_it_for_many_and_the_card_for_one(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard = at_the_missing(open_page, qtbot, tmp_path)
    people, line = wizard.rows.people, wizard.rows.left_line
    assert said(wizard) == {}, "nothing is noted by itself"
    # the mouse on a mark, Space on the chosen
    people.clicked.emit(people.rows.index(0, 0))
    first, second, third = people.rows.ids
    assert said(wizard) == {first: "left"}
    people.select_ids([second])
    qtbot.keyClick(people, Qt.Key.Key_Space)
    assert said(wizard) == {first: "left", second: "left"}
    qtbot.keyClick(people, Qt.Key.Key_Space)
    assert said(wizard) == {first: "left"}
    # all at once, in another way; what was said before stays until all ticked are set
    line.status.set_value(PersonStatus.RETIRED)
    line.status.edited.emit()
    line.everybody.click()
    assert said(wizard) == {first: "left", second: "retired", third: "retired"}
    line.set_all.click()
    assert set(said(wizard).values()) == {"retired"}
    line.nobody.click()
    assert said(wizard) == {}
    # a digit for the chosen ones, the card for one of them
    people.select_ids([second, third])
    qtbot.keyClick(people, Qt.Key.Key_3)
    assert said(wizard) == {second: "retired", third: "retired"}
    people.select_ids([third])
    card = wizard.rows.detail
    assert [button.isChecked() for button in card.findChildren(QRadioButton)] == [False, False, True, False]
    card.findChildren(QRadioButton)[3].setChecked(True)
    line.day.setText("2026-05-31")
    line.reason.setText("半年核对")
    people.select_ids([second])
    own = card.findChild(OwnDay)
    assert own.isEnabled()
    qtbot.keyClicks(own, "2026.13")
    assert not wizard.next_button.isEnabled()
    assert "2026.13" in wizard.step_words.text()
    own.clear()
    qtbot.keyClicks(own, "2026.3")
    assert wizard.next_button.isEnabled()
    assert "登记去向 2 人" in wizard.rows.summary.text()
    go_on(wizard, qtbot, DONE)
    assert wizard.end.words.text() == "新增 1 人，更新 0 人。"
    assert "登记去向 2 人" in wizard.end.details.text()
    assert rows(
        desk, "SELECT id, status, status_from FROM person WHERE status <> 'serving' AND id < 4 ORDER BY id"
    ) == sorted([(second, "retired", "2026-03-01"), (third, "long_leave", "2026-05-31")])
    assert rows(desk, "SELECT DISTINCT reason FROM status_period") == [("半年核对",)]


def test_nobody_goes_before_they_came_and_it_is_said_before_the_import(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    """A secondment that begins later, or the day somebody came: told at the person, and not by refusing the file."""
    within = SecondmentWay.WITHIN
    desk.execute(SecondPerson(person_id=2, way=within, unit_id=3, valid_from=date(2026, 5, 20)))
    wizard = at_the_missing(open_page, qtbot, tmp_path)
    people, line = wizard.rows.people, wizard.rows.left_line
    line.everybody.click()
    assert wizard.next_button.isEnabled()
    line.day.setText("2026-05-20")
    assert not wizard.next_button.isEnabled()
    assert wizard.step_words.text().startswith("于洋最早自 2026-05-21 起才能离开")
    place = people.rows.place_of(2)
    assert people.rows.columns[0].chip(people.rows.row(place)).tone == "seal"
    wizard.rows.left.tell_one(2, "2026-06-01", "")
    assert wizard.next_button.isEnabled()
    go_on(wizard, qtbot, DONE)
    assert rows(desk, "SELECT status_from FROM person WHERE id = 2") == [("2026-06-01",)]


def test_another_file_begins_anew(open_page: OpenPage, qtbot: QtBot, tmp_path: Path):
    wizard = at_the_missing(open_page, qtbot, tmp_path)
    line = wizard.rows.left_line
    line.status.set_value(PersonStatus.RETIRED)
    line.status.edited.emit()
    line.reason.setText("半年核对")
    line.everybody.click()
    wizard.read(str(workbook(tmp_path / "b.xlsx", [("新来", "", OFFICE)], ["姓名", "身份证号", "工作单位"])))
    qtbot.waitUntil(lambda: not wizard.busy)
    assert said(wizard) == {}
    assert (line.status.value(), line.reason.text()) == (PersonStatus.LEFT, "")
    assert wizard.rows.choices.left_reason == ""
