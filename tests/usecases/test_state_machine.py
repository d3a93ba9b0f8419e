"""Random office days through the gate: whatever several people do in whatever order, the file stays right.

Hypothesis draws commands of several users on a real file. What the gate refuses must leave the file as it was; any
other failure is a defect. After every step the invariants of the file are checked on a connection of their own, at
the end by the check-up that ``trainingdesk check`` runs.

A run is always the same. By hand, longer and with other draws::

    TRAININGDESK_MACHINE=300x40 python -m pytest tests/usecases/test_state_machine.py
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.desk_fixtures import PASSWORD, USERS, TestClock, invented_id
from tests.usecases.machine_checks import Watch, Writers, snapshot
from trainingdesk.domain.access import DESK, Actor, Role, signed_in
from trainingdesk.domain.classes.rules import ClassAction, HalfDay
from trainingdesk.domain.codes import (
    Audience,
    FeeItem,
    Grade,
    Line,
    Mark,
    Mode,
    PersonStatus,
    Rank,
    Slot,
    Team,
    Theme,
)
from trainingdesk.domain.errors import DeskError
from trainingdesk.domain.fees.rules import LineDraft
from trainingdesk.persistence.checkup import check_file
from trainingdesk.shared import passwords
from trainingdesk.usecases.commands.attendance import (
    CloseSession,
    MarkAttendance,
    MarkUnmarked,
    ReopenSession,
    TakeBackMarks,
)
from trainingdesk.usecases.commands.certificates import IssueCertificates, ReissueCertificate, VoidCertificate
from trainingdesk.usecases.commands.classes import (
    ActOnClass,
    ApproveClass,
    ChangeClass,
    CloseClass,
    CreateClass,
    ReopenClass,
)
from trainingdesk.usecases.commands.courses import AddCourse
from trainingdesk.usecases.commands.enrolments import ArrangeSeats, Enrol, GradeEnrolments, Withdraw
from trainingdesk.usecases.commands.fees import (
    ApproveFee,
    BookAllocation,
    BookCounterEntry,
    BookOpening,
    ChangeFeeRequest,
    CreateFeeRequest,
    PayFee,
    ReturnFee,
    ReturnFeeFromApproval,
    ReviewFee,
    SubmitFee,
    WithdrawFee,
)
from trainingdesk.usecases.commands.menu import (
    AddMenuItem,
    CreateMenu,
    IssueMenu,
    MoveMenuItem,
    RemoveMenuItem,
)
from trainingdesk.usecases.commands.office import AddUser, UndoLast
from trainingdesk.usecases.commands.planning import AdoptPlan, RemovePlan, SavePlan
from trainingdesk.usecases.commands.roster import (
    AddPerson,
    AddUnit,
    ChangePerson,
    ChangeStatus,
    ChangeUnit,
    RemovePerson,
    RemoveUnit,
)
from trainingdesk.usecases.commands.roster_mistaken import TakeOutPerson
from trainingdesk.usecases.commands.schedule import SetHalfDays
from trainingdesk.usecases.desk import Desk, open_desk
from trainingdesk.usecases.outcome import Changes, Outcome
from trainingdesk.usecases.queries.office import undo_offer
from trainingdesk.usecases.queries.planning import plan_proposal
from trainingdesk.usecases.registry import Command, entry

FIRST = date(2026, 6, 8)
PICK = st.integers(0, 11)
FEW = st.integers(0, 3)
DAYS = st.integers(0, 6)
SELDOM = st.sampled_from([False] * 6 + [True])

#: beside the desk's users of one role: one person with every role of the fee's way, and a second clerk
MORE_USERS = {
    "all": (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FUND_KEEPER),
    "second": (Role.CLERK,),
}
#: "right" is whoever may do it, "other" another one who may
WHO = st.sampled_from([*["right"] * 8, "other", "other", "all", *(login for login, _name in USERS.values())])


def half_days(first: date, count: int) -> tuple[HalfDay, ...]:
    places = product(range(5), (Slot.MORNING, Slot.AFTERNOON))
    return tuple(HalfDay(day=first + timedelta(days=day), slot=slot) for day, slot in places)[:count]


def prepare(path: Path, clock: TestClock) -> dict[str, Actor]:
    """Give a desk more users, money, courses and two classes that share a day; return every user's actor."""
    before, passwords.COST = passwords.COST, (16, 1, 1)
    desk = open_desk(path, clock)
    try:
        desk.sign_in(USERS[Role.ADMINISTRATOR][0], PASSWORD)
        for login, roles in MORE_USERS.items():
            desk.gate.execute(AddUser(login=login, name=f"兼{login}", password=PASSWORD, roles=roles), DESK)
        desk.sign_in(USERS[Role.FUND_KEEPER][0], PASSWORD)
        desk.execute(BookOpening(day=date(2026, 1, 4), amount=4_000_000, text="上年结转"))
        desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
        write_derived_facts(desk)
        for title in ("党章", "民法典", "应急处置"):
            desk.execute(AddCourse(title=title, theme=Theme.LAW, mode=Mode.LECTURE, hours=40))
        for first, count, people in (
            (FIRST, 2, (1, 2, 3, 4)),
            (FIRST + timedelta(days=1), 3, (5, 6)),
            (FIRST, 1, (7, 8)),
        ):
            made = desk.execute(a_class(first, count)).result["class_id"]
            desk.execute(ActOnClass(class_id=made, version=1, action=ClassAction.OPEN))
            desk.execute(Enrol(class_id=made, person_ids=people))
        for made in (1, 3):
            desk.execute(ActOnClass(class_id=made, version=2, action=ClassAction.START))
        desk.execute(MarkUnmarked(session_id=6))
        desk.execute(CloseSession(session_id=6))
        desk.execute(GradeEnrolments(class_id=3, grades=((7, Grade.GOOD), (8, Grade.FAIL))))
        desk.execute(ActOnClass(class_id=3, version=3, action=ClassAction.ASSESS))
        desk.execute(CloseClass(class_id=3, version=4))
        menu = desk.execute(CreateMenu(year=2026)).result["menu_id"]
        for course in (1, 2):
            desk.execute(AddMenuItem(menu_id=menu, course_id=course, audience=Audience.SECTION))
    finally:
        desk.close()
        passwords.COST = before
    with closing(sqlite3.connect(path)) as connection:
        users = connection.execute("SELECT id, login, name FROM user").fetchall()
        held = connection.execute("SELECT user_id, role FROM user_role").fetchall()
    return {
        login: signed_in(key, login, name, frozenset(Role(role) for user, role in held if user == key))
        for key, login, name in users
    }


def write_derived_facts(desk: Desk) -> None:
    """Bring initials, order and search index of the template's records to what a handler makes of them."""
    with closing(sqlite3.connect(desk.path)) as connection:
        units = connection.execute("SELECT id, name, short_name, line, parent_id FROM unit").fetchall()
        people = connection.execute("SELECT id, unit_id, name, team, rank FROM person").fetchall()
    for key, name, short, line, parent in units:
        facts = {"name": name, "short_name": short, "line": Line(line), "parent_id": parent}
        desk.execute(ChangeUnit(unit_id=key, version=1, **facts, liaison="某"))
        desk.execute(UndoLast())
    for key, unit, name, team, rank in people:
        kept = {"keep_id_number": True, "keep_phone": True}
        draft = {"unit_id": unit, "name": f"{name}改", "team": Team(team), "rank": Rank(rank)}
        desk.execute(ChangePerson(person_id=key, version=1, **draft, **kept))
        desk.execute(UndoLast())


def a_class(first: date, count: int, capacity: int = 6) -> CreateClass:
    return CreateClass(
        title="科级干部进修班",
        audience=Audience.SECTION,
        start_day=first,
        end_day=first + timedelta(days=4),
        capacity=capacity,
        half_days=half_days(first, count),
    )


class OfficeDays(RuleBasedStateMachine):
    """Several people at one desk."""

    FOLLOWING: ClassVar = {
        "planned": ClassAction.OPEN,
        "approved": ClassAction.OPEN,
        "enrolling": ClassAction.START,
        "running": ClassAction.ASSESS,
        "assessing": ClassAction.CLOSE,
    }

    def __init__(self, template: Path, folder: Path, actors: dict[str, Actor]) -> None:
        super().__init__()
        self.path = folder / "desk.deskdb"
        shutil.copyfile(template, self.path)
        self.clock = TestClock()
        self.actors = actors
        self.desk: Desk = open_desk(self.path, self.clock)
        self.notices: list[Changes] = []
        self.desk.subscribe(self.notices.append)
        self.file = sqlite3.connect(self.path, isolation_level=None)
        self.watch = Watch(self.file)
        self.writers = Writers(self.file)
        self.done: list[tuple[str, Command, Outcome]] = []
        #: what came of how many commands, for a look at what a run reaches
        self.reached: dict[str, int] = {}

    def teardown(self) -> None:
        self.watch.whole_chain()
        self.file.close()
        self.desk.close()
        assert check_file(self.path) == []
        for name in (self.path.name, f"{self.path.name}-wal", f"{self.path.name}-shm"):
            self.path.with_name(name).unlink(missing_ok=True)
        if REACHED is not None:
            for name, count in self.reached.items():
                REACHED[name] = REACHED.get(name, 0) + count

    # --- how commands are sent ---

    def send(self, who: str, command: Command, *, then_undo: bool = False) -> Outcome | None:
        """Carry a command out as a user; what is refused must not have touched the file."""
        self.clock.forward(seconds=1)
        who = self.somebody(who, command)
        self.desk.actor = self.actors[who]
        name = type(command).__name__
        before = snapshot(self.file) if then_undo else None
        heard, stamp = len(self.notices), self.watch.stamp()
        try:
            outcome = self.desk.execute(command)
        except DeskError as error:
            refused = error.code
        else:
            refused = ""
        self.count(f"{name} {refused}")
        if refused:
            assert self.watch.stamp() == stamp, f"{name} was refused ({refused}) and the file changed"
            assert len(self.notices) == heard, f"{name} was refused and a notice went out"
            return None
        assert not outcome.repeated
        assert self.notices[heard:] == [outcome.changes]
        self.watch.notice_fits(command.request_id, outcome.changes)
        json.dumps(dict(outcome.result))
        self.writers.written(who, undo=isinstance(command, UndoLast))
        self.done.append((who, command, outcome))
        if before is not None and "undo_step" in outcome.changes.entities:
            self.undo(who, command, before)
        return outcome

    def somebody(self, who: str, command: Command) -> str:
        """Return a user's login; "right" and "other" stand for the first and last who may do it."""
        if who not in {"right", "other"}:
            return who
        permission = entry(command).permission
        able = [login for login, actor in self.actors.items() if permission in actor.permissions]
        return able[0 if who == "right" else -1]

    def undo(self, who: str, command: Command, before: dict[str, list[tuple]]) -> None:
        """Take the step that was just done back and compare the file with what it was before."""
        name = type(command).__name__
        undone = self.desk.execute(UndoLast())
        self.writers.written(who, undo=True)
        self.count(f"{name} undone")
        after = snapshot(self.file)
        if isinstance(command, CreateFeeRequest | SubmitFee):
            # a document number is never lost: taking the step back withdraws the request
            fee = dict(self.done[-1][2].result)["fee_id"]
            found = self.file.execute("SELECT state FROM fee_request WHERE id = ?", (fee,)).fetchone()
            assert found == ("withdrawn",)
            fees = {"fee_request", "fee_line", "number_series"}
            before, after = ({k: v for k, v in part.items() if k not in fees} for part in (before, after))
        for table, rows in before.items():
            assert after[table] == rows, f"undo of {name} ({undone.result}) left {table} different"

    def count(self, what: str) -> None:
        self.reached[what] = self.reached.get(what, 0) + 1

    def pick(self, number: int, sql: str, *values: object) -> Any:
        """Return one of a statement's rows, None when there is none."""
        rows = self.file.execute(sql, values).fetchall()
        return rows[number % len(rows)] if rows else None

    # --- the roster ---

    @rule(who=WHO, number=PICK, back=st.booleans())
    def add_person(self, who: str, number: int, back: bool):
        unit, name = 1 + number % 7, "欧阳一二三四五六七八九十"[: 2 + number % 3]
        draft = AddPerson(
            unit_id=unit,
            name=name,
            team=Team.PARTY_GOVERNMENT,
            phone=f"1390000{number:04d}",
            # few numbers, so that two people come to the same one
            id_number=invented_id(50 + number) if number < 4 else "",
        )
        self.send(who, draft, then_undo=back)

    @rule(who=WHO, number=PICK, kind=FEW, stale=SELDOM, back=st.booleans())
    def change_person(self, who: str, number: int, kind: int, stale: bool, back: bool):
        key, version, name = self.pick(number, "SELECT id, version, name FROM person ORDER BY id")
        version -= stale
        if kind == 0:
            status = list(PersonStatus)[number % 5]
            self.send(who, ChangeStatus(person_id=key, version=version, status=status), then_undo=back)
        elif kind == 1 and number % 2:
            self.send(who, TakeOutPerson(person_id=key, version=version, reason="误录"), then_undo=back)
        elif kind == 1:
            self.send(who, RemovePerson(person_id=key))
        else:
            change = ChangePerson(
                person_id=key,
                version=version,
                unit_id=1 + number % 6,
                name=name + "改" * (kind - 2),
                team=Team.TECHNICAL,
                id_number=invented_id(50 + number % 4),
                keep_id_number=number > 3,
                keep_phone=True,
            )
            self.send(who, change, then_undo=back)

    @rule(who=WHO, number=PICK, parent=PICK, back=st.booleans())
    def add_or_change_unit(self, who: str, number: int, parent: int, back: bool):
        above = parent if 1 <= parent <= 6 else None
        if number > 9:
            row = self.pick(parent, "SELECT id FROM unit ORDER BY id DESC")
            command: Command = RemoveUnit(unit_id=row[0])
        elif number > 6:
            command = AddUnit(name=f"新设{number}局", line=Line.GOVERNMENT, parent_id=above)
        else:
            row = self.pick(number, "SELECT id, version, name FROM unit ORDER BY id")
            command = ChangeUnit(
                unit_id=row[0],
                version=row[1],
                name=row[2] if parent < 8 else f"新设{parent - 1}局",
                line=Line.HEALTH,
                parent_id=above,
                active=number != 5,
            )
        self.send(who, command, then_undo=back)

    # --- classes ---

    @rule(who=WHO, day=DAYS, count=st.integers(0, 4), capacity=st.integers(0, 5), back=st.booleans())
    def create_class(self, who: str, day: int, count: int, capacity: int, back: bool):
        self.send(who, a_class(FIRST + timedelta(days=day), count, capacity), then_undo=back)

    @rule(
        who=WHO,
        number=PICK,
        day=DAYS,
        count=st.integers(0, 4),
        kind=FEW,
        stale=SELDOM,
        back=st.booleans(),
    )
    def change_class(self, who: str, number: int, day: int, count: int, kind: int, stale: bool, back: bool):
        row = self.pick(number, "SELECT id, version, start_day FROM training_class ORDER BY id")
        if row is None:
            return
        key, version, start = row[0], row[1] - stale, date.fromisoformat(row[2])
        if kind < 2:
            grid = half_days(start + timedelta(days=day % 2), count)
            command: Command = SetHalfDays(class_id=key, version=version, half_days=grid)
        else:
            first = start if kind == 2 else FIRST + timedelta(days=day)
            command = ChangeClass(
                class_id=key,
                version=version,
                title=f"改名{count}班",
                audience=Audience.YOUNG,
                start_day=first,
                end_day=first + timedelta(days=4),
                is_main=bool(count % 2),
                capacity=2 + count,
                teacher="孙班",
                place="",
            )
        self.send(who, command, then_undo=back)

    @rule(who=WHO, number=PICK, action=st.sampled_from(ClassAction), stale=SELDOM, back=st.booleans())
    def any_step_of_a_class(self, who: str, number: int, action: ClassAction, stale: bool, back: bool):
        row = self.pick(number, "SELECT id, version FROM training_class ORDER BY id")
        if row is not None:
            self.send(who, self.step(row[0], row[1] - stale, action), then_undo=back)

    @staticmethod
    def step(class_id: int, version: int, action: ClassAction) -> Command:
        if action is ClassAction.APPROVE:
            return ApproveClass(class_id=class_id, version=version)
        if action is ClassAction.CLOSE:
            return CloseClass(class_id=class_id, version=version)
        if action is ClassAction.REOPEN:
            return ReopenClass(class_id=class_id, version=version, reason="误结班")
        return ActOnClass(class_id=class_id, version=version, action=action, reason="人数不足")

    @rule(number=PICK, back=st.booleans())
    def next_step_of_a_class(self, number: int, back: bool):
        row = self.pick(
            number,
            "SELECT id, version, state FROM training_class WHERE state NOT IN ('closed', 'cancelled') ORDER BY id",
        )
        if row is not None:
            self.send("clerk", self.step(row[0], row[1], self.FOLLOWING[row[2]]), then_undo=back)

    @rule(
        who=WHO, number=PICK, people=st.lists(st.integers(1, 16), min_size=1, max_size=4), back=st.booleans()
    )
    def enrol(self, who: str, number: int, people: list[int], back: bool):
        row = self.pick(number, "SELECT id FROM training_class ORDER BY id")
        if row is not None:
            self.send(who, Enrol(class_id=row[0], person_ids=tuple(people)), then_undo=back)

    @rule(who=WHO, number=PICK, reason=st.sampled_from(["", "工作调整"]), back=st.booleans())
    def withdraw(self, who: str, number: int, reason: str, back: bool):
        row = self.pick(number, "SELECT id FROM enrolment ORDER BY id")
        if row is not None:
            self.send(who, Withdraw(enrolment_id=row[0], reason=reason), then_undo=back)

    @rule(who=WHO, number=PICK, back=st.booleans())
    def arrange_seats(self, who: str, number: int, back: bool):
        row = self.pick(number, "SELECT id FROM training_class ORDER BY id")
        if row is not None:
            self.send(who, ArrangeSeats(class_id=row[0]), then_undo=back)

    @rule(
        who=WHO,
        number=PICK,
        grade=st.sampled_from([*Grade, None]),
        everybody=st.booleans(),
        back=st.booleans(),
    )
    def grade(self, who: str, number: int, grade: Grade | None, everybody: bool, back: bool):
        row = self.pick(number, "SELECT class_id, id FROM enrolment WHERE withdrawn_at IS NULL ORDER BY id")
        if row is None:
            return
        people = [row[1]]
        if everybody:
            found = self.file.execute(
                "SELECT id FROM enrolment WHERE withdrawn_at IS NULL AND class_id = ?", (row[0],)
            )
            people = [key for (key,) in found]
        grades = tuple((key, grade) for key in people)
        self.send(who, GradeEnrolments(class_id=row[0], grades=grades), then_undo=back)

    # --- roll calls ---

    def session(self, number: int) -> tuple[int, int] | None:
        return self.pick(number, "SELECT id, class_id FROM half_day_session ORDER BY id")

    @rule(who=WHO, number=PICK, person=PICK, mark=st.sampled_from(Mark), back=st.booleans())
    def mark(self, who: str, number: int, person: int, mark: Mark, back: bool):
        session, enrolment = self.session(number), self.pick(person, "SELECT id FROM enrolment ORDER BY id")
        if session and enrolment:
            command = MarkAttendance(session_id=session[0], enrolment_id=enrolment[0], mark=mark)
            self.send(who, command, then_undo=back)

    @rule(who=WHO, number=PICK, mark=st.sampled_from(Mark), back=st.booleans())
    def mark_unmarked(self, who: str, number: int, mark: Mark, back: bool):
        session = self.session(number)
        if session:
            self.send(who, MarkUnmarked(session_id=session[0], mark=mark), then_undo=back)

    @rule(who=WHO, number=PICK)
    def take_marks_back(self, who: str, number: int):
        row = self.pick(number, "SELECT session_id, id FROM attendance_mark ORDER BY id DESC")
        if row is not None:
            self.send(who, TakeBackMarks(session_id=row[0], mark_ids=(row[1],)))

    @rule(who=WHO, number=PICK, again=st.booleans())
    def close_or_reopen_session(self, who: str, number: int, again: bool):
        session = self.session(number)
        if session:
            self.send(
                who,
                ReopenSession(session_id=session[0], reason="漏记")
                if again
                else CloseSession(session_id=session[0]),
            )

    @rule(number=PICK, far=FEW)
    def take_the_whole_attendance(self, number: int, far: int):
        """Bring a running class to its close: rules alone reach that too seldom."""
        row = self.pick(
            number, "SELECT id FROM training_class WHERE state IN ('running', 'assessing') ORDER BY id"
        )
        if row is None:
            return
        sql = "SELECT id FROM half_day_session WHERE class_id = ? AND state = 'open' ORDER BY id"
        for (session,) in self.file.execute(sql, row).fetchall():
            self.send("trainer", MarkUnmarked(session_id=session))
            self.send("trainer", CloseSession(session_id=session))
        found = self.file.execute("SELECT id FROM enrolment WHERE withdrawn_at IS NULL AND class_id = ?", row)
        grades = tuple((key, Grade.GOOD) for (key,) in found.fetchall())
        self.send("clerk", GradeEnrolments(class_id=row[0], grades=grades))
        if far:
            for state in ("running", "assessing"):
                sql = "SELECT id, version FROM training_class WHERE id = ? AND state = ?"
                found = self.file.execute(sql, (row[0], state)).fetchone()
                if found is not None:
                    self.send("clerk", self.step(*found, self.FOLLOWING[state]))

    # --- money ---

    def lines(self, number: int) -> tuple[LineDraft, ...]:
        amounts = (0, 20_000, 350_000, 1_500_000)
        items = (FeeItem.MEALS, FeeItem.TEACHING, FeeItem.VENUE)
        return tuple(
            LineDraft(items[(number + place) % 3], "某项", "", amounts[(number + place) % 4])
            for place in range(number % 3)
        )

    @rule(who=WHO, number=PICK, shape=PICK, back=st.booleans())
    def create_fee_request(self, who: str, number: int, shape: int, back: bool):
        row = self.pick(number, "SELECT id FROM training_class ORDER BY id")
        if row is not None:
            command = CreateFeeRequest(
                class_id=row[0], title="办班经费", persons=shape % 5, days=2, lines=self.lines(shape)
            )
            self.send(who, command, then_undo=back)

    @rule(who=WHO, number=PICK, kind=st.integers(0, 7), shape=PICK, stale=SELDOM, back=st.booleans())
    def any_step_of_a_request(self, who: str, number: int, kind: int, shape: int, stale: bool, back: bool):
        row = self.pick(number, "SELECT id, version FROM fee_request ORDER BY id")
        if row is None:
            return
        parts = {"fee_id": row[0], "version": row[1] - stale}
        commands: list[Command] = [
            ChangeFeeRequest(**parts, title="改", persons=3, days=1 + shape % 4, lines=self.lines(shape)),
            SubmitFee(**parts),
            ReviewFee(**parts, opinion="同意"),
            ApproveFee(**parts),
            ReturnFee(**parts, reason="依据不足"),
            ReturnFeeFromApproval(**parts, reason="超标" * (shape % 2)),
            WithdrawFee(**parts),
            PayFee(**parts, day=self.today() - timedelta(days=shape % 2), payee="区委党校"),
        ]
        self.send(who, commands[kind], then_undo=back)

    @rule(number=PICK, shape=PICK)
    def next_step_of_a_request(self, number: int, shape: int):
        row = self.pick(
            number,
            "SELECT r.id, r.version, r.state, u.login FROM fee_request r JOIN user u ON u.id = r.requester_id"
            " WHERE r.state <> 'paid' ORDER BY r.id",
        )
        if row is None:
            return
        parts = {"fee_id": row[0], "version": row[1]}
        if row[2] in {"draft", "returned", "withdrawn"}:
            lines = (LineDraft(FeeItem.MEALS, "用餐", "", 100 + shape),)
            changed = self.send(
                row[3], ChangeFeeRequest(**parts, title="办班经费", persons=3, days=1, lines=lines)
            )
            version = changed.result["version"] if changed else row[1]
            self.send(row[3], SubmitFee(fee_id=row[0], version=version))
        elif row[2] == "submitted":
            self.send(("reviewer", "all")[shape % 2], ReviewFee(**parts))
        elif row[2] == "reviewed":
            self.send(("approver", "all")[shape % 2], ApproveFee(**parts))
        else:
            self.send(("keeper", "all")[shape % 2], PayFee(**parts, day=self.today(), payee="区委党校"))

    @rule(who=WHO, amount=st.integers(-1, 3), number=PICK, kind=FEW)
    def book(self, who: str, amount: int, number: int, kind: int):
        day = self.today() - timedelta(days=number % 3 - 1)
        if kind == 0:
            self.send(who, BookOpening(day=day, amount=amount * 1_000, text="期初"))
        elif kind == 1:
            self.send(who, BookAllocation(day=self.today(), amount=amount * 50_000, text="拨入"))
        else:
            row = self.pick(number, "SELECT id FROM ledger_entry ORDER BY id DESC")
            if row is not None:
                self.send(who, BookCounterEntry(entry_id=row[0], day=self.today(), reason="记错"))

    # --- certificates ---

    @rule(who=WHO, number=PICK, person=PICK, everybody=st.booleans(), ahead=FEW)
    def issue_certificates(self, who: str, number: int, person: int, everybody: bool, ahead: int):
        row = self.pick(number, "SELECT id FROM training_class WHERE state = 'closed' ORDER BY id")
        row = row or self.pick(number, "SELECT id FROM training_class ORDER BY id")
        if row is None:
            return
        named = self.pick(person, "SELECT id FROM enrolment WHERE class_id = ?", row[0])
        chosen = () if everybody or named is None else named
        day = self.today() + timedelta(days=ahead - 1)
        self.send(who, IssueCertificates(class_id=row[0], day=day, enrolment_ids=chosen))

    @rule(who=WHO, number=PICK, again=st.booleans())
    def void_or_reissue(self, who: str, number: int, again: bool):
        row = self.pick(number, "SELECT id FROM certificate ORDER BY id")
        if row is None:
            return
        if again:
            self.send(who, ReissueCertificate(certificate_id=row[0], day=self.today()))
        else:
            self.send(who, VoidCertificate(certificate_id=row[0], reason="姓名有误"))

    # --- plan and menu ---

    @rule(who=WHO, number=PICK, moved=FEW, back=st.booleans())
    def save_plan(self, who: str, number: int, moved: int, back: bool):
        self.desk.actor = self.actors["clerk"]
        day = self.today() - timedelta(days=number % 2)
        grid = self.desk.ask(plan_proposal, day)
        cells = [[row.unit_id, list(row.targets)] for row in grid.rows]
        if moved and cells:
            # sometimes a plan that does not add up, sometimes one that only looks different
            cells[number % len(cells)][1][moved] += 1 if number % 2 else 0
        sent = tuple((unit, tuple(targets)) for unit, targets in cells)
        self.send(who, SavePlan(title="计划", base_day=day, cells=sent), then_undo=back)

    @rule(who=WHO, number=PICK, stale=SELDOM, remove=st.booleans(), back=st.booleans())
    def adopt_or_remove_plan(self, who: str, number: int, stale: bool, remove: bool, back: bool):
        row = self.pick(number, "SELECT id, version FROM plan_version ORDER BY id")
        if row is None:
            return
        adopt = AdoptPlan(plan_id=row[0], version=row[1] - stale)
        self.send(who, RemovePlan(plan_id=row[0]) if remove else adopt, then_undo=back)

    @rule(who=WHO, kind=st.integers(0, 4), number=PICK, course=FEW, stale=SELDOM, back=st.booleans())
    def make_a_menu(self, who: str, kind: int, number: int, course: int, stale: bool, back: bool):
        menu = self.pick(number, "SELECT id, version FROM menu ORDER BY id DESC")
        item = self.pick(number, "SELECT id FROM menu_item ORDER BY id")
        if menu is None:
            self.send(who, CreateMenu(year=2026), then_undo=back)
        elif kind == 0:
            audience = (Audience.YOUNG, Audience.SECTION)[number % 2]
            position = number % 3 or None
            add = AddMenuItem(menu_id=menu[0], course_id=1 + course, audience=audience, position=position)
            self.send(who, add, then_undo=back)
        elif kind == 1 and item:
            self.send(who, RemoveMenuItem(item_id=item[0]), then_undo=back)
        elif kind == 2 and item:
            self.send(who, MoveMenuItem(item_id=item[0], position=course), then_undo=back)
        elif kind == 3:
            self.send("approver" if course else who, IssueMenu(menu_id=menu[0], version=menu[1] - stale))
        elif kind == 4:
            self.send(who, CreateMenu(year=2026 + number % 2), then_undo=back)

    # --- the gate itself ---

    @rule(who=WHO)
    def undo_some_last_step(self, who: str):
        self.send(who, UndoLast())

    @rule(number=PICK, patience=FEW)
    def undo_later(self, number: int, patience: int):
        """Take back what somebody did some time ago, whatever others did since; a step that is barred is left."""
        row = self.pick(
            number,
            "SELECT DISTINCT u.login FROM undo_step s JOIN user u ON u.id = s.actor_id"
            " WHERE s.undone_at IS NULL ORDER BY u.login",
        )
        leave: tuple[int, ...] = ()
        while row is not None and len(leave) <= patience:
            self.desk.actor = self.actors[row[0]]
            offer = self.desk.ask(undo_offer, leave)
            if offer is None or self.send(row[0], UndoLast(step_id=offer.id, leave=leave)):
                return
            leave = (*leave, offer.id)

    @rule(number=PICK, who=WHO)
    def repeat_a_request(self, number: int, who: str):
        """The same request again is answered and not carried out; another person's is refused."""
        if not self.done:
            return
        actor, command, outcome = self.done[-1 - number % len(self.done)]
        stamp, heard = self.watch.stamp(), len(self.notices)
        self.desk.actor = self.actors[actor]
        again = self.desk.execute(replace(command, initiator="again"))
        assert again.repeated
        assert again.result == json.loads(json.dumps(dict(outcome.result)))
        who = self.somebody(who, command)
        if who != actor:
            self.desk.actor = self.actors[who]
            with pytest.raises(DeskError) as refused:
                self.desk.execute(command)
            assert refused.value.code in {"request.reused", "access.denied"}
        assert self.watch.stamp() == stamp
        assert len(self.notices) == heard

    @rule(days=st.sampled_from([1, 1, 2, 30, 210]))
    def days_go_by(self, days: int):
        self.clock.forward(days=days)

    def today(self) -> date:
        return self.clock().astimezone().date()

    # --- what always holds ---

    @invariant()
    def the_file_is_right(self):
        self.watch.everything()


#: filled when a run is asked for by hand: what it reached how often
REACHED: dict[str, int] | None = None


@contextmanager
def told(by_hand: bool) -> Iterator[None]:
    """Print what a long run reached."""
    global REACHED  # noqa: PLW0603 - hypothesis makes the machines itself
    REACHED = {} if by_hand else None
    yield
    for name in sorted(REACHED or ()):
        print(f"{REACHED[name]:6} {name}")


def test_whatever_several_people_do_the_file_stays_right(desk_file: Path, tmp_path: Path):
    actors = prepare(desk_file, TestClock())
    place = tmp_path / "machine"
    place.mkdir()
    asked = os.environ.get("TRAININGDESK_MACHINE", "")
    examples, steps = (int(part) for part in (asked or "30x30").split("x"))
    with told(bool(asked)):
        run_state_machine_as_test(
            lambda: OfficeDays(desk_file, place, actors),
            settings=settings(
                max_examples=examples,
                stateful_step_count=steps,
                derandomize=not asked,
                database=None,
                print_blob=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
