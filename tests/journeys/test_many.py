"""Many people at once with the keyboard alone: a preview first, one undo, at once or days later."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.desk_fixtures import PASSWORD, USERS, TestClock
from tests.journeys.conftest import Begin
from tests.journeys.hand import Hand, cells, words_in
from tests.journeys.test_import_wizard import agree
from tests.usecases.test_classes import running
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_undo_late import enrolling_class
from tests.usecases.training_facts import write
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import GroupKind
from trainingdesk.ui.pages.roster.batch_dialog import BatchDialog, EditDialog, ReplaceDialog, TransferDialog
from trainingdesk.ui.pages.roster.merge_panel import MergeDialog
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.usecases.commands.attendance import MarkUnmarked
from trainingdesk.usecases.commands.enrolments import Enrol
from trainingdesk.usecases.commands.groups import ApplyProposal, JoinGroup
from trainingdesk.usecases.commands.roster_batch import EditPeople
from trainingdesk.usecases.commands.units import MergeUnits
from trainingdesk.usecases.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

EVERYBODY = "SELECT id, name, unit_id, unit_from, post, note, status FROM person ORDER BY id"
NOTES = "SELECT count(*) FROM person WHERE note = '援疆'"


@pytest.fixture
def hand(begin: Begin, desk_file: Path) -> Hand:
    hand = begin(desk_file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    hand.go("Ctrl+2", RosterPage)
    return hand


def found(hand: Hand, words: str, count: int) -> RosterPage:
    """Find people and go on into the list."""
    page = hand.page(RosterPage)
    hand.press("Ctrl+F")
    hand.press("Ctrl+A")
    hand.write(words)
    hand.until(lambda: page.table.rows.rowCount() == count)
    hand.settle()
    hand.press("Down")
    return page


def look(hand: Hand, dialog: BatchDialog) -> list[str]:
    """Press Enter in the form and read what the preview says becomes of everybody."""
    hand.press("Return")
    hand.until(lambda: dialog.preview is not None)
    hand.settle()
    assert dialog.go_button.hasFocus()
    return [line[2] for line in cells(dialog.table)]


def test_words_are_found_and_replaced_and_all_are_back_by_ctrl_z(hand: Hand):
    before = rows(hand.desk, EVERYBODY)
    hand.press("Ctrl+H")
    dialog = hand.window(ReplaceDialog)
    hand.fill("干部", "一级干部")
    assert look(hand, dialog) == ["职务：干部 → 一级干部"] * 14
    assert rows(hand.desk, EVERYBODY) == before
    hand.press("Return")
    hand.gone(dialog)
    assert rows(hand.desk, "SELECT DISTINCT post FROM person") == [("一级干部",)]
    hand.press("Ctrl+Z")
    agree(hand)
    hand.settle()
    assert "已撤销" in hand.notice
    assert rows(hand.desk, EVERYBODY) == before
    assert chain_is_whole(hand.desk)


def test_many_are_transferred_and_all_are_back_by_ctrl_z(hand: Hand):
    before = rows(hand.desk, EVERYBODY)
    found(hand, "王伟", 2)
    hand.press("Ctrl+A", "Ctrl+Shift+M")
    dialog = hand.window(TransferDialog)
    hand.write("汤泉街道")
    hand.press("Tab")
    hand.write("一并免去")
    hand.press("Tab", "Tab")
    hand.fill("2026-06-10")
    hand.write("机构改革")
    said = look(hand, dialog)
    assert (
        said == ["工作单位：教育局 → 汤泉街道（2026-06-10 起）", "职务：干部 → （空）（2026-06-10 起）"] * 2
    )
    hand.press("Return")
    hand.gone(dialog)
    assert (
        rows(hand.desk, "SELECT unit_id, unit_from FROM person WHERE name = '王伟'")
        == [(5, "2026-06-10")] * 2
    )
    assert rows(hand.desk, "SELECT unit_id, reason FROM unit_period") == [(3, "机构改革")] * 2
    assert rows(hand.desk, "SELECT DISTINCT post FROM person WHERE name = '王伟'") == [("",)]
    hand.press("Ctrl+Z")
    agree(hand)
    hand.settle()
    assert rows(hand.desk, EVERYBODY) == before
    assert rows(hand.desk, "SELECT * FROM unit_period") == []


def test_a_merge_and_a_change_of_many_are_undone_days_later(hand: Hand, clock: TestClock):
    before = rows(hand.desk, EVERYBODY)
    page = found(hand, "王伟", 2)
    hand.press("Ctrl+A", "Ctrl+M")
    merging = hand.window(MergeDialog)
    hand.until(lambda: merging.panel.form is not None)
    # Tab leads from one field that differs to the next, and only then to the buttons
    hand.tab_to(merging.panel.area)
    for group in merging.panel._groups:
        hand.press("Tab")
        assert QApplication.focusWidget() in group.buttons(), QApplication.focusWidget()
    hand.press("Tab")
    assert isinstance(QApplication.focusWidget(), QPushButton)
    hand.tab_to(merging.merge_button)
    hand.press("Return")
    # each has an ID number of their own: it is asked once more
    question = hand.window(ConfirmDialog)
    hand.press("Tab", "Space")
    hand.gone(question)
    hand.gone(merging)
    hand.until(lambda: page.table.rows.rowCount() == 1)
    clock.forward(days=2)
    found(hand, "组织部", 3)
    hand.press("Ctrl+A", "Ctrl+B")
    dialog = hand.window(EditDialog)
    hand.tab_to(dialog.form.fields["note"].editor)
    hand.write("援疆")
    assert len(look(hand, dialog)) == 3
    hand.press("Return")
    hand.gone(dialog)
    assert rows(hand.desk, NOTES) == [(3,)]

    # days later, and somebody else has worked in between
    clock.forward(days=9)
    hand.sign_out()
    hand.sign_in(USERS[Role.ADMINISTRATOR][0], PASSWORD)
    hand.sign_out()
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    hand.go("Ctrl+2", RosterPage)
    hand.press("Ctrl+Z")
    agree(hand)
    hand.settle()
    assert rows(hand.desk, NOTES) == [(0,)]
    assert rows(hand.desk, "SELECT count(*) FROM person") == [(13,)]
    hand.press("Ctrl+Z")
    hand.settle()
    assert rows(hand.desk, EVERYBODY) == before
    assert chain_is_whole(hand.desk)


def test_what_a_merge_said_is_over_once_it_is_taken_back(hand: Hand):
    held = "UPDATE person SET post = ?, id_number = NULL WHERE name = '王伟' AND id % 2 = ?"
    write(hand.desk.path, (held, ("校长", 0)), (held, ("副局长", 1)))
    page = found(hand, "王伟", 2)
    hand.press("Ctrl+A", "Ctrl+M")
    merging = hand.window(MergeDialog)
    hand.until(lambda: merging.panel.form is not None)
    hand.tab_to(merging.merge_button)
    hand.press("Return")
    hand.gone(merging)
    hand.until(lambda: page.table.rows.rowCount() == 1)
    said = [card.notice.sentence for card in hand.frame.notices.cards]
    assert any("另一条记录还写有" in words for words in said), said
    hand.settle()
    hand.press("Ctrl+Z")
    hand.settle()
    hand.until(lambda: page.table.rows.rowCount() == 2)
    said = [card.notice.sentence for card in hand.frame.notices.cards]
    assert not any("另一条记录还写有" in words for words in said), said


def _marked(desk: Desk) -> None:
    made = running(desk)
    session = rows(desk, f"SELECT id FROM half_day_session WHERE class_id = {made} ORDER BY id")[0][0]
    desk.execute(MarkUnmarked(session_id=session))


def _proposed(desk: Desk) -> None:
    (member,) = desk.execute(_joined(3)).result["membership_ids"]
    desk.execute(
        ApplyProposal(
            kind=GroupKind.UNIT_HEADS,
            person_ids=(1,),
            membership_ids=(member,),
            day=date(2026, 6, 2),
            reason="职务变动",
        )
    )


def _joined(*people: int) -> JoinGroup:
    return JoinGroup(kind=GroupKind.UNIT_HEADS, person_ids=people, day=date(2026, 6, 1), reason="任职")


#: what is done to many at once, and what shows that it stands
OF_MANY = {
    "units merged": (
        lambda desk: desk.execute(MergeUnits(unit_id=2, version=1, into_id=1, day=date(2026, 6, 1))),
        "SELECT unit_id FROM person ORDER BY id",
    ),
    "into a group": (lambda desk: desk.execute(_joined(1, 2)), "SELECT person_id FROM group_membership"),
    "group by rank": (_proposed, "SELECT person_id, valid_to FROM group_membership ORDER BY id"),
    "into a class": (
        lambda desk: desk.execute(Enrol(class_id=enrolling_class(desk), person_ids=(1, 2))),
        "SELECT person_id FROM enrolment",
    ),
    "roll call": (_marked, "SELECT mark FROM attendance_mark ORDER BY id"),
}


@pytest.mark.parametrize("way", OF_MANY)
def test_what_was_done_to_many_goes_back_after_a_question_only(hand: Hand, way: str):
    do, standing = OF_MANY[way]
    do(hand.desk)
    done = rows(hand.desk, standing)
    hand.press("Ctrl+Z")
    question = hand.window(ConfirmDialog)
    assert "没有妨碍撤销的情况" in words_in(question)
    assert (question.yes.text(), question.windowTitle()[:3]) == ("撤销", "撤销：")
    assert "导入" not in question.windowTitle()
    assert rows(hand.desk, standing) == done
    agree(hand)
    hand.settle()
    assert "已撤销" in hand.notice
    assert rows(hand.desk, standing) != done


def test_what_was_done_to_one_goes_back_at_once(hand: Hand):
    hand.desk.execute(_joined(1))
    hand.press("Ctrl+Z")
    hand.settle()
    assert "已撤销" in hand.notice
    assert rows(hand.desk, "SELECT id FROM group_membership") == []


def test_what_stands_in_the_way_is_said_and_nothing_is_asked(hand: Hand):
    hand.desk.execute(EditPeople(person_ids=(1, 2), values=(("note", "援疆"),)))
    elsewhere = sqlite3.connect(hand.desk.path)
    elsewhere.execute("UPDATE person SET note = '援藏' WHERE id = 1")
    elsewhere.commit()
    elsewhere.close()
    hand.press("Ctrl+Z")
    hand.settle()
    assert "丁宁" in hand.notice
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, ConfirmDialog)]
    assert rows(hand.desk, NOTES) == [(1,)]
