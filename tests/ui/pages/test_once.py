"""What is pressed twice before it is through is done once, and is told as what was done."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.journeys.hand import words_in
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage, dialog_of
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.codes import GroupKind
from trainingdesk.ui.notices import Notice, Notices
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.pages.roster.group_forms import MembershipDialog
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS
from trainingdesk.ui.pages.roster.imports import ImportsDialog
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.usecases.commands import groups as deeds
from trainingdesk.usecases.commands.roster_batch import EditPeople
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.groups import member_card
from trainingdesk.usecases.queries.roster_import import preview_import

MEMBERS = "SELECT person_id FROM group_membership WHERE kind = 'young'"


def entry(page: RosterPage, desk: Desk, qtbot: QtBot) -> MembershipDialog:
    number = rows(desk, f"{MEMBERS}".replace("person_id", "id"))[0][0]
    dialog = MembershipDialog(page, page.space, desk.ask(member_card, number).member)
    page._open_form(dialog)
    qtbot.waitExposed(dialog)
    return dialog


def test_an_entry_is_taken_away_once(
    open_page: Callable[[str], RosterPage], desk: Desk, notices: Notices, qtbot: QtBot
) -> None:
    desk.execute(deeds.JoinGroup(kind=GroupKind.YOUNG, person_ids=(3,), day=date(2026, 6, 1), reason="培养"))
    page = open_page("roster")
    said: list[Notice] = []
    notices.posted.connect(said.append)
    dialog = entry(page, desk, qtbot)
    away = next(b for b in dialog.findChildren(QPushButton) if b.property("kind") == "danger")
    away.click()
    away.click()
    settled(qtbot, page)
    assert rows(desk, MEMBERS) == []
    assert [one.level for one in said if one.level in {"error", "warning"}] == []


def test_an_entry_that_is_being_saved_is_not_taken_away(
    open_page: Callable[[str], RosterPage], desk: Desk, qtbot: QtBot
) -> None:
    desk.execute(deeds.JoinGroup(kind=GroupKind.YOUNG, person_ids=(3,), day=date(2026, 6, 1), reason="培养"))
    page = open_page("roster")
    dialog = entry(page, desk, qtbot)
    told: list[str] = []
    dialog.saved.connect(lambda outcome: told.append(dialog.said(outcome)))
    away = next(b for b in dialog.findChildren(QPushButton) if b.property("kind") == "danger")
    dialog.save()
    away.click()
    settled(qtbot, page)
    assert rows(desk, MEMBERS) == [(3,)]
    assert told == ["已更正单小芳的列入记录。"]


def imports_of(open_page: OpenPage, qtbot: QtBot, folder: Path) -> tuple[RosterPage, ImportsDialog]:
    """Take a file in, and return the page and the list of imports on it."""
    file = workbook(
        folder / "名册.xlsx", [("米粒", invented_id(103), BUREAU)], ["姓名", "身份证号", "工作单位"]
    )
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    go_on(wizard, qtbot, DONE)
    page = wizard.parent()
    wizard.accept()
    made = dialog_of(page, qtbot, "roster.imports")
    assert isinstance(made, ImportsDialog)
    settled(qtbot, page)
    return page, made


def test_it_is_asked_once_whether_an_import_is_taken_back(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page, made = imports_of(open_page, qtbot, tmp_path)
    made.revert.setFocus()
    made.revert.click()
    qtbot.keyClick(made.revert, Qt.Key.Key_Return)
    settled(qtbot, page)
    (asked,) = made.findChildren(ConfirmDialog)
    asked.reject()
    assert made.revert.isEnabled()
    assert made.revert.hasFocus() or not made.isActiveWindow()


def test_an_import_that_is_being_taken_back_is_not_offered_once_more(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page, made = imports_of(open_page, qtbot, tmp_path)
    made.revert.click()
    settled(qtbot, page)
    (asked,) = made.findChildren(ConfirmDialog)
    asked.yes.click()
    made.table.clearSelection()
    made.table.select_ids([made.table.rows.id_at(0)])
    assert not made.revert.isEnabled()
    settled(qtbot, page)
    assert made.why.text() == "这次导入已撤销。"


def test_the_import_that_was_taken_back_stays_the_chosen_one(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    page, made = imports_of(open_page, qtbot, tmp_path)
    newer = workbook(
        tmp_path / "名册2.xlsx", [("米多", invented_id(104), BUREAU)], ["姓名", "身份证号", "工作单位"]
    )
    desk.execute(Choices().command(desk.ask(preview_import, newer)))
    made._read()
    settled(qtbot, page)
    older = made.table.rows.id_at(1)
    made.table.select_ids([older])
    made.revert.click()
    settled(qtbot, page)
    (asked,) = made.findChildren(ConfirmDialog)
    asked.yes.click()
    settled(qtbot, page)
    assert made.table.current_id() == older, "a second press would have been about the newest one"
    assert not made.revert.isEnabled()


def edited(desk: Desk) -> None:
    """Write by hand into somebody an import brought."""
    ((person,),) = rows(desk, "SELECT id FROM person WHERE name = '米粒'")
    desk.execute(EditPeople(person_ids=(person,), values=(("note", "借阅档案"),)))


def test_what_was_written_by_hand_since_is_told_before_it_is_asked(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    page, made = imports_of(open_page, qtbot, tmp_path)
    made.revert.click()
    settled(qtbot, page)
    (asked,) = made.findChildren(ConfirmDialog)
    assert "没有妨碍撤销的情况" in words_in(asked)
    asked.reject()
    edited(desk)
    made.revert.click()
    settled(qtbot, page)
    assert [one for one in made.findChildren(ConfirmDialog) if one is not asked] == []
    assert "其中 1 人后来手工改过，如米粒（备注，张晓 2026-06-12 改）。" in made.banner.text()


def test_the_end_of_the_wizard_tells_before_it_is_asked(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    file = workbook(
        tmp_path / "名册.xlsx", [("米粒", invented_id(103), BUREAU)], ["姓名", "身份证号", "工作单位"]
    )
    wizard = wizard_of(open_page, qtbot, file)
    go_on(wizard, qtbot, ROWS)
    go_on(wizard, qtbot, DONE)
    edited(desk)
    wizard.ask_take_back()
    settled(qtbot, wizard.parent())
    assert wizard.findChildren(ConfirmDialog) == []
    assert "其中 1 人后来手工改过，如米粒（备注，张晓 2026-06-12 改）。" in wizard.banner.text()


def test_what_newer_imports_say_too_is_told_before_it_is_asked(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path, desk: Desk
) -> None:
    header = ["姓名", "身份证号", "工作单位", "手机"]
    for name in "ab":
        line = ("丁宁", invented_id(1), OFFICE, "13900001111")
        preview = desk.ask(preview_import, workbook(tmp_path / f"{name}.xlsx", [line], header))
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    page = open_page("roster")
    made = dialog_of(page, qtbot, "roster.imports")
    settled(qtbot, page)
    made.table.select_ids([made.table.rows.id_at(1)])
    made.revert.click()
    settled(qtbot, page)
    (asked,) = made.findChildren(ConfirmDialog)
    words = words_in(asked)
    assert "没有新增人员。其中 1 人" in words, "of nobody nothing is said"
    assert (
        "其中 1 人的部分信息在之后导入的表中相同，予以保留，今后随那次导入一并撤销：“b.xlsx”（2026-06-12 导入）"
        in words
    )
