"""A password that an administrator gave is due to be replaced by one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk_fixtures import PASSWORD, USERS, TestClock
from trainingdesk.domain.access import Role
from trainingdesk.domain.errors import AccessDenied, Refused
from trainingdesk.usecases.commands.office import AddUser, ChangeUser, ResetPassword
from trainingdesk.usecases.demo.accounts import DEMO_PASSWORD, DEMO_USERS
from trainingdesk.usecases.desk import Desk, open_desk
from trainingdesk.usecases.queries.office import undo_view
from trainingdesk.usecases.safekeeping import backup_now

GIVEN, OWN = "given by another", "known to one alone"


@pytest.fixture
def desk(desk_file: Path, clock: TestClock) -> Iterator[Desk]:
    desk = open_desk(desk_file, clock)
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    yield desk
    desk.close()


def test_a_given_password_is_known_until_one_has_ones_own(desk: Desk):
    assert not desk.password_is_given, "who made the desk chose it"
    command = AddUser(login="linwan", name="林晚", roles=(Role.READ_ONLY,), password=GIVEN)
    user_id = desk.execute(command).result["user_id"]
    desk.sign_in("linwan", GIVEN)
    assert desk.password_is_given
    with pytest.raises(Refused, match=r"user\.password_same"):
        desk.change_password(GIVEN, GIVEN)
    assert desk.password_is_given
    desk.change_password(GIVEN, OWN)
    assert not desk.password_is_given
    desk.sign_in("linwan", OWN)
    assert not desk.password_is_given
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    desk.execute(ChangeUser(user_id=user_id, version=2, name="林晚晴", roles=(Role.READ_ONLY,), active=True))
    desk.sign_in("linwan", OWN)
    assert not desk.password_is_given, "another name changes nothing of it"
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    assert not desk.password_is_given
    desk.execute(ResetPassword(user_id=user_id, password=GIVEN))
    desk.sign_in("linwan", GIVEN)
    assert desk.password_is_given


def test_a_given_password_does_nothing_but_change(desk: Desk):
    desk.execute(AddUser(login="linwan", name="林晚", roles=tuple(Role), password=GIVEN))
    desk.sign_in("linwan", GIVEN)
    for act in (
        lambda: desk.execute(AddUser(login="other", name="他人", roles=(Role.CLERK,), password=GIVEN)),
        lambda: desk.ask(undo_view),
        lambda: backup_now(desk),
    ):
        with pytest.raises(AccessDenied, match=r"user\.password_given"):
            act()
    assert desk.check_password(GIVEN), "the locked window opens"
    assert desk.password_is_given
    desk.change_password(GIVEN, OWN)
    assert desk.ask(undo_view).steps == ()


def test_a_password_that_is_reset_counts_at_the_next_sign_in_or_unlocking(desk: Desk):
    command = AddUser(login="linwan", name="林晚", roles=(Role.CLERK,), password=GIVEN)
    user_id = desk.execute(command).result["user_id"]
    desk.sign_in("linwan", GIVEN)
    desk.change_password(GIVEN, OWN)
    other = open_desk(desk.path, desk.clock)
    other.sign_in(USERS[Role.CLERK][0], PASSWORD)
    other.execute(ResetPassword(user_id=user_id, password=GIVEN))
    other.close()
    assert desk.check_password(GIVEN)
    with pytest.raises(AccessDenied, match=r"user\.password_given"):
        desk.ask(undo_view)
    desk.sign_out()
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    desk.ask(undo_view)


def test_the_password_that_the_demo_s_sign_in_page_shows_stays(demo_file: Path, clock: TestClock):
    demo = open_desk(demo_file, clock)
    for login, _name in DEMO_USERS.values():
        demo.sign_in(login, DEMO_PASSWORD)
        with pytest.raises(Refused, match=r"user\.password_shown"):
            demo.change_password(DEMO_PASSWORD, OWN)
        assert demo.check_password(DEMO_PASSWORD)
    demo.close()


def test_nobody_of_the_demo_district_has_a_given_password(demo_file: Path, clock: TestClock):
    demo = open_desk(demo_file, clock)
    for login, _name in DEMO_USERS.values():
        demo.sign_in(login, DEMO_PASSWORD)
        assert not demo.password_is_given
    demo.close()
