"""The form of a person: what it asks before it saves, and how a clerk answers."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import choose, dialog_of, said_in
from tests.ui.walk import clipped
from tests.usecases.test_gate import rows
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import Authority, PersonStatus
from trainingdesk.ui.pages.roster.page import RosterPage


@pytest.fixture
def page(open_page: Callable[[str], RosterPage], qtbot: QtBot) -> RosterPage:
    page = open_page("roster")
    settled(qtbot, page)
    return page


def form_of(page: RosterPage, qtbot: QtBot, name: str) -> QDialog:
    choose(page, qtbot, name)
    return dialog_of(page, qtbot, "roster.change")


def test_an_odd_day_is_asked_once_and_saved_all_the_same(page: RosterPage, qtbot: QtBot):
    dialog = form_of(page, qtbot, "丁宁")
    start = dialog.form.fields["work_start"]
    start.editor.setText("1960.1")
    start.editor.edited.emit()
    dialog.save()
    settled(qtbot, page)
    assert start.error == "1960-01 早于出生年月 1980-05-12，日期是否正确？"
    assert dialog.save_button.text() == "仍然保存"
    start.editor.setText("1961.1")
    start.editor.edited.emit()
    assert dialog.save_button.text() == "保存"
    dialog.save()
    settled(qtbot, page)
    assert "请核对标出的内容" in said_in(dialog)
    dialog.save()
    settled(qtbot, page)
    assert rows(page.space.desk, "SELECT work_start FROM person WHERE name = '丁宁'") == [("1961-01",)]


def test_an_optional_list_can_be_emptied_again(page: RosterPage, qtbot: QtBot):
    desk = page.space.desk
    dialog = form_of(page, qtbot, "丁宁")
    authority, sex = (dialog.form.fields[key].editor for key in ("authority", "sex"))
    assert authority.itemText(0) == "（不填）"
    authority.set_value(Authority.CITY)
    authority.setFocus()
    qtbot.keyClick(authority, Qt.Key.Key_Up)
    assert authority.value() == Authority.CITY, "the list is open, and nothing is chosen yet"
    while authority.view().currentIndex().row():
        qtbot.keyClick(authority.view(), Qt.Key.Key_Up)
    qtbot.keyClick(authority.view(), Qt.Key.Key_Return)
    assert authority.value() is None
    sex.setFocus()
    qtbot.keyClick(sex, Qt.Key.Key_Delete)
    assert sex.value() is None
    dialog.form.fields["status"].editor.setFocus()
    qtbot.keyClick(dialog.form.fields["status"].editor, Qt.Key.Key_Backspace)
    assert dialog.form.fields["status"].editor.value() == PersonStatus.SERVING
    dialog.save()
    settled(qtbot, page)
    assert rows(desk, "SELECT authority FROM person WHERE name = '丁宁'") == [(None,)]


def test_a_unit_is_not_offered_itself_nor_what_it_manages(page: RosterPage, qtbot: QtBot):
    page.tree.select_id(3)
    settled(qtbot, page)
    dialog = dialog_of(page, qtbot, "roster.change_unit")
    managed = dialog.form.fields["parent_id"].editor
    offered = [managed.itemText(place) for place in range(managed.count())]
    assert offered[0] == "（不填）"
    assert "城东区教育局" not in offered
    assert "城东区实验小学" not in offered
    assert "城东区委组织部" in offered


def test_many_lose_a_value_by_choice(page: RosterPage, qtbot: QtBot):
    page.table.selectAll()
    settled(qtbot, page)
    dialog = dialog_of(page, qtbot, "roster.batch")
    fields = dialog.form.fields
    assert "清空此项" not in [fields["team"].editor.itemText(place) for place in range(6)]
    fields["rank"].as_editor.set_value("无")
    assert fields["rank"].editor.currentText() == "清空此项"
    values = dialog.form.values()
    assert dialog.command(values, (1,), "").values == (("rank", ""),)


def test_birth_and_sex_against_the_id_number_are_chosen_by_a_button(page: RosterPage, qtbot: QtBot):
    dialog = form_of(page, qtbot, "丁宁")
    fields = dialog.form.fields
    fields["birth"].as_editor.set_value("1980-06")
    fields["sex"].as_editor.set_value("female")
    dialog.save()
    settled(qtbot, page)

    def ways(key: str) -> dict[str, QPushButton]:
        return {one.text(): one for one in fields[key].findChildren(QPushButton) if one.isVisibleTo(dialog)}

    assert set(ways("birth")) == {"按身份证号：1980-05-12", "按填写：1980-06"}
    assert set(ways("sex")) == {"按身份证号：男", "按填写：女"}
    ways("sex")["按身份证号：男"].click()
    assert (fields["sex"].editor.value(), fields["sex"].error) == ("male", "")
    ways("birth")["按填写：1980-06"].click()
    assert (ways("birth"), fields["birth"].error) == ({}, "")
    assert dialog.save_button.text() == "保存"
    dialog.save()
    settled(qtbot, page)
    assert rows(page.space.desk, "SELECT sex, birth FROM person WHERE name = '丁宁'") == [("male", "1980-06")]


def test_a_namesake_of_one_birth_is_shown_before_somebody_is_added(page: RosterPage, qtbot: QtBot):
    desk = page.space.desk
    page.tree.select_id(3)
    settled(qtbot, page)

    def filled() -> QDialog:
        dialog = dialog_of(page, qtbot, "roster.add")
        dialog.form.set_values({"name": "丁宁", "birth": "1980.5"})
        dialog.save()
        settled(qtbot, page)
        return dialog

    dialog = filled()
    name = dialog.form.fields["name"]
    assert name.error == "名册中已有丁宁（城东区委组织部，出生年月 1980-05-12），是否为另一人？"
    show, other = (one for one in name.findChildren(QPushButton) if one.isVisibleTo(dialog))
    show.click()
    qtbot.waitUntil(lambda: page.card.person is not None and page.card.person.name == "丁宁")
    assert rows(desk, "SELECT count(*) FROM person WHERE name = '丁宁'") == [(1,)]
    page.tree.select_id(3)
    settled(qtbot, page)
    dialog = filled()
    show, other = (
        one for one in dialog.form.fields["name"].findChildren(QPushButton) if one.isVisibleTo(dialog)
    )
    assert other.text() == "是另一人"
    other.click()
    dialog.save()
    settled(qtbot, page)
    assert rows(desk, "SELECT count(*) FROM person WHERE name = '丁宁'") == [(2,)]


def typed(page: RosterPage, qtbot: QtBot, dialog: QDialog, key: str, words: str) -> None:
    """Type into a field in place of what it says, and save."""
    editor = dialog.form.fields[key].editor
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, words)
    dialog.save()
    settled(qtbot, page)


def answer(dialog: QDialog, key: str, words: str) -> None:
    ways = dialog.form.fields[key].findChildren(QPushButton)
    next(one for one in ways if words in one.text() and one.isVisibleTo(dialog)).click()


def test_an_answer_about_a_birth_is_forgotten_with_another_birth(page: RosterPage, qtbot: QtBot):
    dialog = form_of(page, qtbot, "丁宁")
    fields = dialog.form.fields
    typed(page, qtbot, dialog, "work_start", "1983.1")
    assert fields["work_start"].error, "they were two years old"
    typed(page, qtbot, dialog, "birth", "1972.1")
    assert fields["work_start"].error, "and are eleven now, which is asked anew"
    answer(dialog, "birth", "按填写")
    typed(page, qtbot, dialog, "birth", "1972.10")
    assert fields["birth"].error
    assert fields["work_start"].error
    dialog.save()
    settled(qtbot, page)
    assert rows(page.space.desk, "SELECT birth, work_start FROM person WHERE name = '丁宁'") == [
        ("1972-10", "1983-01")
    ]


def test_somebody_else_of_that_name_is_asked_about_in_another_unit_too(page: RosterPage, qtbot: QtBot):
    page.tree.select_id(3)
    settled(qtbot, page)
    dialog = dialog_of(page, qtbot, "roster.add")
    name = dialog.form.fields["name"]
    dialog.form.set_values({"name": "王伟"})
    dialog.save()
    settled(qtbot, page)
    assert "教育局" in name.error, "the births are not known, the unit is theirs"
    answer(dialog, "name", "是另一人")
    unit = dialog.form.fields["unit_id"].as_editor
    for number in (1, 3):
        unit.set_value(number)
        unit.edited.emit()
    dialog.save()
    settled(qtbot, page)
    assert name.error, "what was answered was about the unit it was asked in"


def test_a_unit_is_typed_and_how_a_change_is_meant_stands_by_the_buttons(page: RosterPage, qtbot: QtBot):
    unit = (
        "INSERT INTO unit (name, short_name, initials, line, position, liaison, active, version)"
        " VALUES (?, ?, ?, 'government', ?, '', 1, 1)"
    )
    new = (("财政局", "czj", 91), ("审计局", "sjj", 92), ("统计局", "tjj", 93))
    write(page.space.desk.path, *((unit, (f"城东区{name}", name, key, at)) for name, key, at in new))
    page.refresh()
    settled(qtbot, page)
    dialog = form_of(page, qtbot, "丁宁")
    unit, correction = (dialog.form.fields[key] for key in ("unit_id", "correction"))
    assert not correction.isVisible()
    unit.editor.setEditText("czj")
    unit.editor.completer().setCompletionPrefix("czj")
    assert unit.editor.completer().completionModel().rowCount() == 1
    unit.editor.lineEdit().editingFinished.emit()
    assert unit.editor.lineEdit().text() == "城东区财政局"
    assert correction.isVisible()
    assert not dialog._area.isAncestorOf(correction), "in sight wherever the fields are scrolled to"
    assert dialog.save_button.text() == "按变动保存"
    correction.as_editor.set_value(True)
    dialog.form.edited.emit()
    assert dialog.save_button.text() == "按更正保存"
    assert not dialog.form.fields["day"].isVisible()
    assert clipped(dialog) == []
    assert dialog.height() <= dialog.screen().availableGeometry().height(), "the buttons are in reach"
    dialog.form.set_values({"correction": False})
    unit.editor.setEditText("没有的单位")
    dialog.form.edited.emit()
    assert dialog.save_button.text() == "按变动保存", "what is no unit yet is another one all the same"
