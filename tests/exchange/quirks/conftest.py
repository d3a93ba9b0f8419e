"""The desks that quirk workbooks are held against: made once a run, never written to."""

from collections.abc import Iterator

import pytest

from tests.desk_fixtures import PASSWORD, TestClock
from tests.exchange.quirks.looking import DESKS, LOGIN, MOVED, UNITS
from trainingdesk.app.session import PASSWORD_VARIABLE
from trainingdesk.domain.codes import Line, Team
from trainingdesk.shared import passwords
from trainingdesk.usecases.commands.roster import AddPerson, AddUnit
from trainingdesk.usecases.desk import NewDesk, create_desk


@pytest.fixture(scope="package")
def _desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before, passwords.COST = passwords.COST, (16, 1, 1)
    try:
        for name, units in (("known", UNITS), ("fresh", {})):
            DESKS[name] = tmp_path_factory.mktemp(name) / "desk.deskdb"
            desk = create_desk(
                DESKS[name], NewDesk("城东区委组织部", LOGIN, "张晓", PASSWORD, "城东组", 2022), TestClock()
            )
            desk.sign_in(LOGIN, PASSWORD)
            for unit, short in units.items():
                number = desk.execute(AddUnit(name=unit, short_name=short, line=Line.PARTY)).result["unit_id"]
                if unit == MOVED.unit:
                    who = {"name": MOVED.name, "post": MOVED.post, "id_number": MOVED.id_number}
                    desk.execute(AddPerson(unit_id=number, team=Team.PARTY_GOVERNMENT, **who))
            desk.close()
    finally:
        passwords.COST = before
    yield
    DESKS.clear()


@pytest.fixture(autouse=True)
def _at_a_desk(_desks: None, monkeypatch: pytest.MonkeyPatch, home) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
