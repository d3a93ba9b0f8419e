"""In the window, a password that another person gave is replaced before anything else is done."""

from pathlib import Path

from tests.desk_fixtures import PASSWORD, USERS
from tests.journeys.conftest import Begin
from tests.journeys.hand import words_in
from trainingdesk.domain.access import Role
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.shell.dialogs import PasswordDialog
from trainingdesk.ui.shell.gate import SignInPage
from trainingdesk.usecases.commands.office import AddUser, ResetPassword
from trainingdesk.usecases.desk import open_desk

CLERK = USERS[Role.CLERK][0]


def test_a_given_password_is_replaced_before_any_work(begin: Begin, desk_file: Path):
    hand = begin(desk_file)
    hand.sign_in(CLERK, PASSWORD)
    page = hand.go("Ctrl+2", RosterPage)
    page.send(AddUser(login="linwan", name="林晚", roles=(Role.CLERK,), password="given by another"))
    hand.settle()
    hand.close()
    again = begin(desk_file)
    again.sign_in("linwan", "given by another")
    form = again.window(PasswordDialog)
    assert form.isModal()
    assert "他人也知道" in words_in(form)
    assert again.notice == "", "nothing was asked of the desk that it refuses"
    assert again.frame.page is None
    for name, words in (("old", "given by another"), ("new", "one of my own"), ("again", "one of my own")):
        form.form.fields[name].editor.setText(words)
    form.save()
    again.gone(form)
    assert again.frame.page is not None
    assert "密码" in (again.notice or again.hint)
    again.go("Ctrl+2", RosterPage)
    assert not again.desk.password_is_given
    again.close()
    third = begin(desk_file)
    third.sign_in("linwan", "one of my own")
    assert not third.frame.findChildren(PasswordDialog)
    third.close()


def test_who_keeps_a_given_password_is_signed_out(begin: Begin, desk_file: Path):
    hand = begin(desk_file)
    hand.sign_in(CLERK, PASSWORD)
    page = hand.go("Ctrl+2", RosterPage)
    page.send(AddUser(login="linwan", name="林晚", roles=(Role.CLERK,), password="given by another"))
    hand.settle()
    hand.close()
    again = begin(desk_file)
    again.sign_in("linwan", "given by another")
    form = again.window(PasswordDialog)
    assert form.cancel_button.text() == "退出登录"
    form.cancel_button.click()
    again.settle()
    assert again.desk.actor is None
    assert isinstance(again.program.window.view, SignInPage)
    again.close()


def test_what_opens_a_locked_window_is_replaced_too_when_it_was_reset_meanwhile(
    begin: Begin, desk_file: Path
):
    hand = begin(desk_file)
    hand.sign_in(CLERK, PASSWORD)
    assert hand.desk.actor is not None
    hand.frame.lock()
    other = open_desk(desk_file)
    other.sign_in(USERS[Role.ADMINISTRATOR][0], PASSWORD)
    other.execute(ResetPassword(user_id=hand.desk.actor.user_id, password="given by another"))
    other.close()
    assert hand.frame.lock_page is not None
    hand.frame.lock_page.unlocked.emit("given by another")
    form = hand.window(PasswordDialog)
    hand.frame.lock()
    assert not form.isVisible()
    hand.frame.lock_page.unlocked.emit("given by another")
    hand.settle()
    assert form.isVisible()
    assert len(hand.frame.findChildren(PasswordDialog)) == 1, "it was asked for already"
    for name, words in (("old", "given by another"), ("new", "one of my own"), ("again", "one of my own")):
        form.form.fields[name].editor.setText(words)
    form.save()
    hand.gone(form)
    assert not hand.desk.password_is_given
    hand.close()
