"""A desk for tests: a real file, made once a run and copied for each test, with a handful of invented people."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from trainingdesk.domain.access import DESK, Role
from trainingdesk.domain.codes import Line, PersonStatus, Rank, Sex, Team
from trainingdesk.domain.values import id_check_digit
from trainingdesk.persistence import checkup
from trainingdesk.persistence.search import refresh_people
from trainingdesk.persistence.tables.roster import Person, Unit
from trainingdesk.shared import passwords
from trainingdesk.usecases.commands.office import AddUser
from trainingdesk.usecases.demo.accounts import DEMO_CLERK, DEMO_PASSWORD
from trainingdesk.usecases.demo.build import create_demo
from trainingdesk.usecases.desk import Desk, NewDesk, create_desk, open_desk

PASSWORD = "the same for all"

#: role → (login, name); the clerk is the desk's first user and its administrator too
USERS = {
    Role.CLERK: ("clerk", "张晓"),
    Role.REVIEWER: ("reviewer", "李审"),
    Role.APPROVER: ("approver", "王批"),
    Role.FUND_KEEPER: ("keeper", "钱管"),
    Role.TRAINER: ("trainer", "孙班"),
    Role.ADMINISTRATOR: ("admin", "周系"),
    Role.READ_ONLY: ("reader", "吴读"),
}

#: (name, short name, line, parent's place)
UNITS = [
    ("城东区委组织部", "组织部", Line.PARTY, None),
    ("城东区委宣传部", "宣传部", Line.PARTY, None),
    ("城东区教育局", "教育局", Line.EDUCATION, None),
    ("城东区实验小学", "实验小学", Line.EDUCATION, 2),
    ("汤泉街道办事处", "汤泉街道", Line.SUBDISTRICT, None),
    ("城东城建集团有限公司", "城建集团", Line.ENTERPRISE, None),
]

#: (name, pinyin, initials, unit's place, rank, team)
PEOPLE = [
    ("丁宁", "dingning", "dn", 0, Rank.SECTION_HEAD, Team.PARTY_GOVERNMENT),
    ("于洋", "yuyang", "yy", 0, Rank.SECTION_DEPUTY, Team.PARTY_GOVERNMENT),
    ("单小芳", "shanxiaofang", "sxf", 0, Rank.CLERK_1, Team.PARTY_GOVERNMENT),
    ("曾国强", "zengguoqiang", "zgq", 1, Rank.SECTION_HEAD, Team.PARTY_GOVERNMENT),
    ("尉迟敬", "yuchijing", "ycj", 1, Rank.PRINCIPAL_3, Team.PARTY_GOVERNMENT),
    ("王伟", "wangwei", "ww", 2, Rank.SECTION_HEAD, Team.PARTY_GOVERNMENT),
    ("王伟", "wangwei", "ww", 2, Rank.PRINCIPAL_4, Team.PARTY_GOVERNMENT),
    ("李秀英", "lixiuying", "lxy", 3, Rank.TECHNICAL_SENIOR, Team.TECHNICAL),
    ("赵一鸣", "zhaoyiming", "zym", 3, Rank.TECHNICAL_MIDDLE, Team.TECHNICAL),
    ("孙悦", "sunyue", "sy", 3, Rank.TECHNICAL_JUNIOR, Team.TECHNICAL),
    ("陈晨", "chenchen", "cc", 4, Rank.SECTION_HEAD, Team.PARTY_GOVERNMENT),
    ("周舟", "zhouzhou", "zz", 4, Rank.CLERK_2, Team.PARTY_GOVERNMENT),
    ("吴桐", "wutong", "wt", 5, Rank.BUSINESS_HEAD, Team.BUSINESS),
    ("郑重", "zhengzhong", "zz", 5, Rank.BUSINESS_STAFF, Team.BUSINESS),
]


@dataclass
class TestClock:
    """A clock that stands still until a test moves it."""

    __test__ = False
    now: datetime = field(default_factory=lambda: datetime(2026, 6, 12, 1, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


def invented_id(order: int, birth: str = "19800512", *, male: bool = True) -> str:
    """Return an ID number with a right check digit on a region code that was never issued."""
    first = f"999901{birth}{order * 2 % 1000 // 2 * 2 + (1 if male else 0):03d}"
    return first + id_check_digit(first)


def _fill(desk: Desk) -> None:
    for role, (login, name) in USERS.items():
        if role is not Role.CLERK:
            desk.gate.execute(AddUser(login=login, name=name, password=PASSWORD, roles=(role,)), DESK)
    with desk.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        with Session(connection) as session:
            units = []
            for place, (name, short, line, parent) in enumerate(UNITS):
                unit = Unit(
                    parent_id=None if parent is None else units[parent].id,
                    name=name,
                    short_name=short,
                    initials="",
                    line=line,
                    position=place + 1,
                    liaison="",
                    active=True,
                )
                session.add(unit)
                session.flush()
                units.append(unit)
            people = []
            for order, (name, _pinyin, _initials, unit, rank, team) in enumerate(PEOPLE, 1):
                male = order % 2 == 1
                person = Person(
                    unit_id=units[unit].id,
                    name=name,
                    sex=Sex.MALE if male else Sex.FEMALE,
                    birth="1980-05-12",
                    id_number=invented_id(order, male=male),
                    ethnicity="汉族",
                    political="中共党员",
                    education="大学",
                    degree="学士",
                    work_start="2002-07",
                    party_entry="2005-07",
                    post="干部",
                    rank=rank,
                    team=team,
                    authority=None,
                    phone=f"1390000{order:04d}",
                    status=PersonStatus.SERVING,
                    status_from=None,
                    note="",
                    position=0,
                    import_batch_id=None,
                )
                session.add(person)
                people.append(person)
            session.flush()
            refresh_people(connection, [person.id for person in people])


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "desk.deskdb"
    # one cheap hash for every account: the cost of the real one is tested where passwords are
    before, passwords.COST = passwords.COST, (16, 1, 1)
    try:
        login, name = USERS[Role.CLERK]
        new = NewDesk("城东区委组织部", login, name, PASSWORD, "城东组", 2022)
        create_desk(path, new, TestClock(), _fill).close()
    finally:
        passwords.COST = before
    return path


@pytest.fixture
def clock() -> TestClock:
    """Return the test's clock: 12 June 2026, 09:00 in China."""
    return TestClock()


@pytest.fixture
def desk_file(_template: Path, tmp_path: Path) -> Path:
    """Return a closed desk's file of this test's own."""
    path = tmp_path / "desk.deskdb"
    shutil.copyfile(_template, path)
    return path


@pytest.fixture
def desk(desk_file: Path, clock: TestClock, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Return an open desk, the clerk (and administrator) signed in; whatever a test does leaves everybody's past in order."""
    desk = open_desk(desk_file, clock)
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    yield desk
    desk.close()
    if request.node.get_closest_marker("past_out_of_order") is None:
        assert past_out_of_order(desk_file) == []


def past_out_of_order(path: Path) -> list[tuple[str, dict[str, object]]]:
    """Return what the check-up says of the history of the people in a desk's file: nobody has two values on one day."""
    if not path.exists():
        return []
    with closing(sqlite3.connect(path)) as connection:
        return [(one.code, dict(one.params)) for one in checkup.history(connection)]


@pytest.fixture
def sign_in(desk: Desk) -> Callable[[Role], None]:
    """Return a function that signs another role's user in on the desk."""

    def switch(role: Role) -> None:
        desk.sign_in(USERS[role][0], PASSWORD)

    return switch


@pytest.fixture(scope="session")
def _demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.deskdb"
    before, passwords.COST = passwords.COST, (16, 1, 1)
    try:
        create_demo(path, TestClock())[0].close()
    finally:
        passwords.COST = before
    return path


@pytest.fixture
def demo_file(_demo_template: Path, tmp_path: Path) -> Path:
    """Return a closed demo district's file of this test's own."""
    path = tmp_path / "demo.deskdb"
    shutil.copyfile(_demo_template, path)
    return path


@pytest.fixture
def demo_desk(demo_file: Path, clock: TestClock) -> Iterator[Desk]:
    """Return the open demo district, its clerk signed in."""
    desk = open_desk(demo_file, clock)
    desk.sign_in(DEMO_CLERK, DEMO_PASSWORD)
    yield desk
    desk.close()
