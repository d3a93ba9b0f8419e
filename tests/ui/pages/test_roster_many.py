"""The Roster tab with two people or many at once: duplicates, merging and parting; with the keyboard alone."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QRadioButton
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_page import dialog_of, names, said_in
from tests.ui.walk import clipped, nameless
from tests.usecases.test_gate import rows
from tests.usecases.training_facts import a_class, write
from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.roster.batch import PostsThen
from trainingdesk.ui.pages.roster.batch_dialog import BatchDialog, EditDialog, ReplaceDialog, TransferDialog
from trainingdesk.ui.pages.roster.duplicates import MERGES, REVIEWED, DuplicatesDialog
from trainingdesk.ui.pages.roster.merge_panel import MergeDialog
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.desk import Desk

OpenPage = Callable[[str], RosterPage]
ONE, TWO = 6, 7


@pytest.fixture
def page(open_page: OpenPage, qtbot: QtBot, desk: Desk) -> RosterPage:
    write(
        desk.path,
        (
            "UPDATE person SET sex = 'female', id_number = ?, post = '科长' WHERE id = ?",
            (invented_id(77, male=False), TWO),
        ),
        ("UPDATE person SET id_number = NULL, birth = '' WHERE id = ?", (ONE,)),
    )
    a_class(desk.path, "2026-01", "2026-03-01", [TWO])
    page = open_page("roster")
    settled(qtbot, page)
    return page


@pytest.fixture
def dialog(page: RosterPage, qtbot: QtBot) -> DuplicatesDialog:
    dialog = dialog_of(page, qtbot, "roster.duplicates")
    assert isinstance(dialog, DuplicatesDialog)
    quiet(page, dialog, qtbot)
    return dialog


def quiet(page: RosterPage, dialog: DuplicatesDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not dialog.busy)
    settled(qtbot, page)


class TestDuplicates:
    def test_a_pair_is_merged_with_the_keyboard_and_parted_from_the_list(
        self, page: RosterPage, dialog: DuplicatesDialog, qtbot: QtBot, desk: Desk
    ):
        assert dialog.summary.text() == "1 对人员疑似重复。"
        assert dialog.table.hasFocus()
        assert dialog.panel.form is not None
        assert dialog.panel.form.kept.id == TWO, "the class hangs on it"
        assert invented_id(77, male=False) not in said_in(dialog)
        qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
        first = dialog.focusWidget()
        assert isinstance(first, QRadioButton)
        qtbot.keyClick(first, Qt.Key.Key_Right)
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: not dialog.pairs)
        quiet(page, dialog, qtbot)
        assert names(page).count("王伟") == 1
        assert dialog.table.empty.isVisible()
        assert "已合并" in dialog.banner.text()
        dialog.tabs.setCurrentIndex(MERGES)
        quiet(page, dialog, qtbot)
        assert dialog.merges.current_id() is not None
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(dialog.pairs) == 1)
        quiet(page, dialog, qtbot)
        assert names(page).count("王伟") == 2
        assert rows(desk, "SELECT person_id FROM enrolment") == [(TWO,)]

    def test_two_people_are_told_apart_and_looked_at_again(
        self, page: RosterPage, dialog: DuplicatesDialog, qtbot: QtBot, desk: Desk
    ):
        qtbot.keyClick(dialog, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: not dialog.pairs)
        quiet(page, dialog, qtbot)
        assert rows(desk, "SELECT first_id, second_id FROM not_same") == [(ONE, TWO)]
        dialog.tabs.setCurrentIndex(REVIEWED)
        quiet(page, dialog, qtbot)
        dialog.look_again()
        qtbot.waitUntil(lambda: len(dialog.pairs) == 1)
        quiet(page, dialog, qtbot)

    def test_what_keeps_two_apart_is_said_in_the_window(
        self, page: RosterPage, dialog: DuplicatesDialog, qtbot: QtBot, desk: Desk
    ):
        write(
            desk.path,
            (
                (
                    "INSERT INTO enrolment (class_id, person_id, seat, unit_id, post, rank, team, withdrawn_reason,"
                    " completed) SELECT class_id, ?, 2, unit_id, post, rank, team, '', 1 FROM enrolment"
                ),
                (ONE,),
            ),
        )
        dialog.panel.merge()
        qtbot.waitUntil(dialog.panel.banner.isVisible)
        quiet(page, dialog, qtbot)
        assert "2026-01" in dialog.panel.banner.text()
        assert names(page).count("王伟") == 2

    def test_everything_has_a_name_and_room(self, page: RosterPage, dialog: DuplicatesDialog, qtbot: QtBot):
        assert list(nameless(dialog)) == []
        assert clipped(dialog) == []
        dialog.later()
        assert dialog.table.current_id() is not None


class TestTheTwoChosen:
    def test_two_are_merged_and_undone(self, page: RosterPage, qtbot: QtBot, desk: Desk):
        assert "两个人" in page.actions_.reason("roster.merge")
        page.table.select_ids([ONE, TWO])
        settled(qtbot, page)
        assert page.actions_.reason("roster.merge") == ""
        dialog = dialog_of(page, qtbot, "roster.merge")
        assert isinstance(dialog, MergeDialog)
        qtbot.waitUntil(lambda: dialog.panel.form is not None)
        assert clipped(dialog) == []
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: names(page).count("王伟") == 1)
        settled(qtbot, page)
        assert page.table.current_id() == TWO
        desk.execute(UndoLast())
        assert rows(desk, "SELECT count(*) FROM person") == [(14,)]

    def test_a_photo_is_shown_and_not_its_digest(self, page: RosterPage, qtbot: QtBot, desk: Desk):
        picture = QImage(60, 80, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.gray)
        buffer = QBuffer()
        picture.save(buffer, "PNG")
        insert = "INSERT INTO person_photo (person_id, media, picture, digest) VALUES (?, 'image/png', ?, ?)"
        write(desk.path, (insert, (ONE, bytes(buffer.data().data()), "ab" * 32)))
        page.table.select_ids([ONE, TWO])
        settled(qtbot, page)
        dialog = dialog_of(page, qtbot, "roster.merge")
        assert isinstance(dialog, MergeDialog)
        qtbot.waitUntil(lambda: dialog.panel.form is not None)
        button = dialog.panel.choices["photo"]
        assert (button.text(), button.icon().isNull()) == ("有照片", False)
        assert "abab" not in said_in(dialog)
        bar = dialog.panel.area.horizontalScrollBar()
        assert bar.maximum() == 0, "both people are on the screen"

    def test_two_people_of_two_numbers_are_merged_only_when_it_is_said_once_more(
        self, page: RosterPage, qtbot: QtBot, desk: Desk
    ):
        number = "UPDATE person SET id_number = ?, birth = ? WHERE id = ?"
        write(desk.path, (number, (invented_id(78, male=True), "1971-01-01", ONE)))
        page.table.select_ids([ONE, TWO])
        settled(qtbot, page)
        dialog = dialog_of(page, qtbot, "roster.merge")
        assert isinstance(dialog, MergeDialog)
        qtbot.waitUntil(lambda: dialog.panel.form is not None)
        assert "身份证号不同" in dialog.panel.banner.text()
        assert "序号" not in said_in(dialog), "a number that stands nowhere else names nobody"
        assert "1971-01-01 出生" in said_in(dialog)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        question = next(one for one in dialog.findChildren(ConfirmDialog) if one.isVisible())
        qtbot.keyClick(question, Qt.Key.Key_Return)
        settled(qtbot, page)
        assert rows(desk, "SELECT count(*) FROM person") == [(14,)], "Enter goes back"
        dialog.panel.merge()
        question = next(one for one in dialog.findChildren(ConfirmDialog) if one.isVisible())
        with qtbot.waitSignal(dialog.merged):
            question.yes.click()
        settled(qtbot, page)
        assert rows(desk, "SELECT count(*) FROM person") == [(13,)]


class TestManyAtOnce:
    def look(self, page: RosterPage, dialog: BatchDialog, qtbot: QtBot) -> None:
        """Press Enter in the form: the preview is the default button."""
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: dialog.preview is not None)
        settled(qtbot, page)

    def carry_out(self, page: RosterPage, dialog: BatchDialog, qtbot: QtBot) -> None:
        """Press Enter once more: now the step is the default button."""
        with qtbot.waitSignal(dialog.carried_out):
            qtbot.keyClick(dialog, Qt.Key.Key_Return)
        settled(qtbot, page)

    def test_fields_of_the_chosen_are_set_after_a_preview_and_undone(
        self, page: RosterPage, qtbot: QtBot, desk: Desk
    ):
        page.table.select_ids([1, 2, 3])
        settled(qtbot, page)
        dialog = dialog_of(page, qtbot, "roster.batch")
        assert isinstance(dialog, EditDialog)
        assert list(nameless(dialog)) == []
        assert clipped(dialog) == []
        assert not dialog.go_button.isEnabled()
        dialog.form.set_values({"status": PersonStatus.LONG_LEAVE, "day": date(2026, 6, 1), "note": "援疆"})
        self.look(page, dialog, qtbot)
        assert dialog.go_button.text() == "修改 3 人"
        assert dialog.table.rows.rowCount() == 6, "each of the two changes has a line of its own"
        said = [str(dialog.table.rows.index(line, 2).data()) for line in range(2)]
        assert "在职 → " in said[0]
        assert "援疆" in said[1]
        assert "；" not in "".join(said)
        assert rows(desk, "SELECT count(*) FROM person WHERE status = 'long_leave'") == [(0,)]
        self.carry_out(page, dialog, qtbot)
        assert rows(desk, "SELECT id, status_from, note FROM person WHERE status = 'long_leave'") == [
            (1, "2026-06-01", "援疆"),
            (2, "2026-06-01", "援疆"),
            (3, "2026-06-01", "援疆"),
        ]
        desk.execute(UndoLast())
        assert rows(desk, "SELECT count(*) FROM person WHERE status = 'long_leave'") == [(0,)]

    def test_no_preview_is_shown_of_what_was_filled_in_before(self, page: RosterPage, qtbot: QtBot):
        page.table.select_ids([1, 2, 3])
        settled(qtbot, page)
        dialog = dialog_of(page, qtbot, "roster.batch")
        assert isinstance(dialog, EditDialog)
        dialog.form.set_values({"status": PersonStatus.LONG_LEAVE})
        dialog.look()
        note = dialog.form.fields["note"].as_editor
        note.setText("援疆")
        note.edited.emit()
        settled(qtbot, page)
        assert dialog.preview is None
        assert not dialog.go_button.isEnabled()
        self.look(page, dialog, qtbot)
        assert dialog.preview is not None

    def test_words_are_replaced_in_the_whole_list(self, page: RosterPage, qtbot: QtBot, desk: Desk):
        dialog = dialog_of(page, qtbot, "roster.replace")
        assert isinstance(dialog, ReplaceDialog)
        assert clipped(dialog) == []
        find = dialog.form.fields["find"].editor
        assert dialog.focusWidget() is find
        qtbot.keyClicks(find, "zzz")
        self.look(page, dialog, qtbot)
        assert not dialog.go_button.isEnabled(), "nobody says it"
        dialog.form.set_values({"find": "干部", "replace": "一级干部"})
        dialog.form.edited.emit()
        self.look(page, dialog, qtbot)
        assert dialog.summary.text().startswith("修改 13 人")
        self.carry_out(page, dialog, qtbot)
        assert rows(desk, "SELECT count(*) FROM person WHERE post = '一级干部'") == [(13,)]

    def test_the_one_person_of_a_menu_is_meant_and_not_the_whole_list(self, page: RosterPage, qtbot: QtBot):
        dialog = dialog_of(page, qtbot, "roster.replace")
        assert isinstance(dialog, ReplaceDialog)
        assert dialog.form.fields["scope"].as_editor.value() == "listed"
        dialog.reject()
        page.table.select_ids([8])
        settled(qtbot, page)
        dialog = dialog_of(page, qtbot, "roster.batch")
        assert isinstance(dialog, EditDialog)
        assert dialog.form.fields["scope"].as_editor.value() == "chosen"

    def test_many_are_transferred(self, page: RosterPage, qtbot: QtBot, desk: Desk):
        page.table.select_ids([8, 9])
        settled(qtbot, page)
        dialog = dialog_of(page, qtbot, "roster.transfer_many")
        assert isinstance(dialog, TransferDialog)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.form.fields["unit_id"].error, "the unit is asked for at its field"
        assert dialog.form.fields["day"].as_editor.value() == date(2026, 6, 12), "today is offered"
        assert dialog.form.fields["posts"].error, "and what becomes of the posts"
        dialog.post.insert("科员")
        dialog.post.textEdited.emit("科员")
        assert dialog.posts.value() == PostsThen.NEW
        dialog.posts.set_value(PostsThen.KEPT)
        dialog.posts.edited.emit()
        assert not dialog.post.value(), "nobody gets it"
        dialog.form.set_values({"unit_id": 1, "day": date(2026, 6, 20), "reason": "机构改革"})
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(dialog.form.fields["day"].error))
        settled(qtbot, page)
        dialog.form.set_values({"day": date(2026, 6, 10)})
        dialog.form.edited.emit()
        self.look(page, dialog, qtbot)
        said = dialog.table.rows.index(0, 2).data(Qt.ItemDataRole.DisplayRole)
        assert said == "工作单位：实验小学 → 组织部（2026-06-10 起）"
        said = dialog.table.rows.index(1, 2).data(Qt.ItemDataRole.DisplayRole)
        assert said == "职务：干部（不变）"
        self.carry_out(page, dialog, qtbot)
        assert (
            rows(desk, "SELECT unit_id, unit_from FROM person WHERE id IN (8, 9)") == [(1, "2026-06-10")] * 2
        )
        assert rows(desk, "SELECT unit_id, reason FROM unit_period") == [(4, "机构改革")] * 2
        again = dialog_of(page, qtbot, "roster.transfer_many")
        assert again.form.fields["day"].as_editor.value() == date(2026, 6, 10), (
            "the next ones go on that day too"
        )
        again.reject()

    def test_a_changed_form_needs_another_preview(self, page: RosterPage, qtbot: QtBot):
        dialog = dialog_of(page, qtbot, "roster.replace")
        dialog.form.set_values({"find": "干部"})
        self.look(page, dialog, qtbot)
        assert dialog.go_button.isEnabled()
        qtbot.keyClicks(dialog.form.fields["replace"].editor, "x")
        assert not dialog.go_button.isEnabled()
        assert dialog.table.rows.rowCount() == 0


def test_what_a_merge_does_not_keep_is_said(page: RosterPage, qtbot: QtBot, desk: Desk):
    write(desk.path, ("UPDATE person SET post = '校长' WHERE id = ?", (TWO,)))
    write(desk.path, ("UPDATE person SET post = '副局长' WHERE id = ?", (ONE,)))
    page.table.select_ids([ONE, TWO])
    settled(qtbot, page)
    dialog = dialog_of(page, qtbot, "roster.merge")
    assert isinstance(dialog, MergeDialog)
    qtbot.waitUntil(lambda: dialog.panel.form is not None)
    said: list[str] = []
    page.space.notices.posted.connect(lambda notice: said.append(notice.sentence))
    dialog.panel.merge()
    qtbot.waitUntil(lambda: names(page).count("王伟") == 1)
    settled(qtbot, page)
    assert any("另一条记录还写有：" in words and "长" in words and "履历" in words for words in said), said
