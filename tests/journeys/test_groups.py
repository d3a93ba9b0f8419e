"""The gate of the reserve list from recommendation to paper, and many people changed and taken back, by keyboard."""

import pytest

from tests.desk_fixtures import PASSWORD, USERS
from tests.journeys.conftest import Begin
from tests.journeys.hand import Hand, words_in
from tests.journeys.test_import_wizard import agree
from tests.usecases.test_certificates import pages as texts
from tests.usecases.test_gate import rows
from trainingdesk.domain.access import Role
from trainingdesk.ui.pages.papers.page import PapersPage
from trainingdesk.ui.pages.roster.batch_dialog import EditDialog
from trainingdesk.ui.pages.roster.group_forms import JoinDialog
from trainingdesk.ui.pages.roster.merge_panel import MergeDialog
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.pages.roster.reserve_forms import (
    ApprovalDialog,
    DecisionDialog,
    ReasonDialog,
    RoundDialog,
)
from trainingdesk.ui.shell.dialogs import ConfirmDialog

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

NAME = "单小芳"


@pytest.fixture
def hand(begin: Begin, desk_file) -> Hand:
    hand = begin(desk_file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    return hand


def on_the_candidate(hand: Hand) -> RosterPage:
    """Bring the candidate up among the groups."""
    page = hand.go("Ctrl+2", RosterPage)
    hand.click_tab("分组与后备")
    hand.click_cell(page.groups.group_list, "后备干部名单")
    hand.until(lambda: page.groups.candidates.rows.rowCount() == 1)
    hand.click_cell(page.groups.candidates, NAME)
    return page


def admit(hand: Hand) -> DecisionDialog:
    hand.palette("列入…")
    form = hand.window(DecisionDialog)
    hand.press("Ctrl+A")
    hand.fill("2026-06-12")
    hand.write("区委常委会研究")
    hand.press("Ctrl+Return")
    hand.settle()
    return form


def test_the_gate_refuses_with_what_is_missing_and_another_person_opens_it(hand: Hand):
    page = hand.go("Ctrl+2", RosterPage)
    hand.click_cell(page.table, NAME)
    hand.press("Ctrl+G")
    form = hand.window(JoinDialog)
    hand.choose("后备干部名单")
    hand.press("Tab")
    hand.fill("2026-06-01")
    hand.write("组织部党组")
    hand.press("Ctrl+Return")
    hand.gone(form)
    on_the_candidate(hand)
    hand.palette("登记筛选轮次")
    round_form = hand.window(RoundDialog)
    hand.press("Ctrl+A")
    hand.fill("2026-06-10")
    hand.choose("通过")
    hand.press("Ctrl+Return")
    hand.gone(round_form)
    refused = admit(hand)
    said = words_in(refused)
    assert "90" in said, said
    assert "主体班" in said, said
    hand.press("Esc", "Esc")
    hand.gone(refused)
    hand.palette("申请破格")
    reason = hand.window(ReasonDialog)
    hand.write("急需紧缺岗位")
    hand.press("Ctrl+Return")
    hand.gone(reason)
    hand.sign_out()
    hand.sign_in(USERS[Role.APPROVER][0], PASSWORD)
    on_the_candidate(hand)
    hand.palette("批准破格")
    form = hand.window(ApprovalDialog)
    assert "急需紧缺岗位" in words_in(form)
    hand.press("Ctrl+A")
    hand.write("2026-06-13")
    hand.press("Ctrl+Return")
    hand.until(lambda: "尚未到来" in words_in(form))
    hand.press("Ctrl+A")
    hand.write("6.12")
    hand.press("Ctrl+Return")
    hand.gone(form)
    hand.settle()
    assert rows(hand.desk, "SELECT override_by IS NOT NULL FROM reserve_candidate") == [(1,)]
    hand.sign_out()
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    page = on_the_candidate(hand)
    hand.gone(admit(hand))
    assert rows(hand.desk, "SELECT state FROM reserve_candidate") == [("admitted",)]
    hand.press("Ctrl+P")
    papers = hand.page(PapersPage)
    hand.until(lambda: papers.catalogue.preview.pages.count == 1)
    printed = "".join(texts(papers.catalogue.pdf))
    assert NAME in printed
    assert USERS[Role.APPROVER][1] in printed
    assert "急需紧缺岗位" in printed


def test_two_records_become_one_and_part_again_by_ctrl_z(hand: Hand):
    page = hand.go("Ctrl+2", RosterPage)
    hand.press("Ctrl+F")
    hand.write("王伟")
    hand.until(lambda: page.table.rows.rowCount() == 2)
    hand.press("Down")
    hand.press("Ctrl+A", "Ctrl+M")
    dialog = hand.window(MergeDialog)
    hand.until(lambda: dialog.panel.form is not None)
    hand.press("Return")
    # each has an ID number of their own: it is asked once more
    question = hand.window(ConfirmDialog)
    hand.press("Tab", "Space")
    hand.gone(question)
    hand.gone(dialog)
    hand.until(lambda: page.table.rows.rowCount() == 1)
    assert rows(hand.desk, "SELECT count(*) FROM person") == [(13,)]
    hand.press("Ctrl+Z")
    hand.settle()
    hand.until(lambda: page.table.rows.rowCount() == 2)
    assert rows(hand.desk, "SELECT count(*) FROM person") == [(14,)]


def test_many_are_changed_after_a_preview_and_all_are_back_by_ctrl_z(hand: Hand):
    page = hand.go("Ctrl+2", RosterPage)
    hand.press("Ctrl+F")
    hand.write("王伟")
    hand.until(lambda: page.table.rows.rowCount() == 2)
    hand.press("Down")
    hand.press("Ctrl+A", "Ctrl+B")
    dialog = hand.window(EditDialog)
    note = dialog.form.fields["note"].editor
    for _step in range(40):
        if note.hasFocus():
            break
        hand.press("Tab")
    hand.write("援疆")
    hand.press("Return")
    hand.until(lambda: dialog.preview is not None)
    hand.settle()
    hand.press("Return")
    hand.gone(dialog)
    assert rows(hand.desk, "SELECT count(*) FROM person WHERE note = '援疆'") == [(2,)]
    hand.press("Ctrl+Z")
    agree(hand)
    hand.settle()
    assert rows(hand.desk, "SELECT count(*) FROM person WHERE note = '援疆'") == [(0,)]
