"""A password that an administrator gave is due to be replaced by one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk_fixtures import PASSWORD, USERS, TestClock
from trainingdesk.domain.access import Role
from trainingdesk.domain.errors import Refused
from trainingdesk.usecases.commands.office import AddUser, ChangeUser, ResetPassword
from trainingdesk.usecases.desk import Desk, open_desk

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
