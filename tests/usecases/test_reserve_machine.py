"""Random ways over the reserve list: whatever several people do in whatever order, the gate of P3.4 holds.

A run is always the same. By hand, longer: ``TRAININGDESK_MACHINE=200x40 python -m pytest`` on this file.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.desk_fixtures import USERS, TestClock
from tests.usecases.training_facts import a_class, write
from trainingdesk.domain.access import Actor, Role, signed_in
from trainingdesk.domain.codes import GroupKind, ReserveState, ReviewResult
from trainingdesk.domain.errors import DeskError
from trainingdesk.persistence import checkup
from trainingdesk.usecases.commands import groups, reserve
from trainingdesk.usecases.commands import reserve_exception as exceptions
from trainingdesk.usecases.commands import reserve_screening as screening
from trainingdesk.usecases.commands.office import ChangeUser, UndoLast
from trainingdesk.usecases.commands.reserve_decision import CorrectDecision
from trainingdesk.usecases.commands.roster_merge import MergePeople
from trainingdesk.usecases.desk import Desk, open_desk
from trainingdesk.usecases.queries.office import users

TODAY = date(2026, 6, 12)
#: 3 and 12 are not trained, 2 completed a main class
PEOPLE = st.sampled_from([2, 3, 12])
DAYS = st.sampled_from([0, 0, 0, 1, 30]).map(lambda back: TODAY - timedelta(days=back))
REASONS = st.sampled_from(["常委会研究", " "])
#: the completion that was put into the file by hand is in no log
PLANTED = ["check.verdict_changed"]
WHO = {Role.CLERK: 1, Role.APPROVER: 3}


class ReserveMachine(RuleBasedStateMachine):
    """The reserve list of a small desk."""

    template: ClassVar[Path]
    folder: ClassVar[Path]
    count: ClassVar[int] = 0
    #: (state, by an exception) of everything that was met, and every code that was refused
    met: ClassVar[set[tuple[str, bool]]] = set()
    refusals: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        ReserveMachine.count += 1
        path = self.folder / f"{ReserveMachine.count}.deskdb"
        shutil.copyfile(self.template, path)
        self.desk: Desk = open_desk(path, TestClock())
        self.file = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        self.actors = {role: self._actor(role) for role in (Role.CLERK, Role.APPROVER)}

    def _actor(self, role: Role) -> Actor:
        login, name = USERS[role]
        (number,) = self.file.execute("SELECT id FROM user WHERE login = ?", (login,)).fetchone()
        # a clerk who may approve too: the two-person rule must hold by itself
        return signed_in(number, login, name, frozenset({role, Role.APPROVER, Role.CLERK}))

    def teardown(self) -> None:
        assert [problem.code for check in checkup.CHECKS for problem in check(self.file)] == PLANTED
        self.file.close()
        self.desk.close()

    @contextmanager
    def refusable(self) -> Iterator[None]:
        try:
            yield
        except DeskError as error:
            self.refusals.add(error.code)

    def send(self, kind: type, role: Role = Role.CLERK, /, **values: Any) -> None:
        with self.refusable():
            self.desk.gate.execute(kind(**values), self.actors[role])

    def on_candidate(self, kind: type, place: int, role: Role = Role.CLERK, /, **values: Any) -> None:
        rows = self.file.execute("SELECT id, version FROM reserve_candidate ORDER BY id DESC").fetchall()
        if rows:
            number, version = rows[place % len(rows)]
            self.send(kind, role, candidate_id=number, version=version, **values)

    @rule(person=PEOPLE, steps=st.integers(2, 8), ends=st.booleans())
    def go_on(self, person: int, steps: int, ends: bool) -> None:
        """Do what comes next with somebody, some steps far: drawn at random alone, nobody would get to the list."""
        day = TODAY - timedelta(days=30 if ends else 0)
        for _step in range(steps):
            row = self.file.execute(
                "SELECT id, version, state, override_reason, override_at FROM reserve_candidate WHERE person_id = ?"
                " ORDER BY id DESC",
                (person,),
            ).fetchone()
            if row is None or row[2] in {"declined", "exited"}:
                self.send(reserve.RecommendReserve, person_ids=(person,), day=day, by="党组")
                continue
            one = {"candidate_id": row[0], "version": row[1]}
            if row[2] == "recommended":
                self.send(screening.AddRound, day=day, passed=True, **one)
            elif row[2] == "screening" and row[3] and not row[4]:
                self.send(exceptions.ApproveOverride, **one)  # who asked may approve, but not this
                self.send(exceptions.ApproveOverride, Role.APPROVER, **one)
            elif row[2] == "screening":
                before = set(self.refusals)
                self.refusals.discard("reserve.not_trained_days")
                self.send(reserve.AdmitReserve, day=day, reason="常委会", **one)
                if "reserve.not_trained_days" in self.refusals:
                    self.send(exceptions.RequestOverride, reason="急需", **one)
                self.refusals |= before
            elif row[2] == "admitted" and ends:
                self.send(reserve.ExitReserve, day=TODAY, reason="转任", **one)
                return
        if ends:
            self.on_candidate(reserve.DecideAgainst, 0, day=TODAY, reason="票数不足")

    @rule(person=PEOPLE, day=DAYS)
    def recommend(self, person: int, day: date) -> None:
        self.send(reserve.RecommendReserve, person_ids=(person,), day=day, by="党组")

    @rule(place=st.integers(0, 2), day=DAYS, passed=st.booleans())
    def screen(self, place: int, day: date, passed: bool) -> None:
        self.on_candidate(screening.AddRound, place, day=day, passed=passed or place == 0)

    @rule(place=st.integers(0, 2), day=DAYS, reason=REASONS)
    def correct_decision(self, place: int, day: date, reason: str) -> None:
        self.on_candidate(CorrectDecision, place, day=day, reason=reason)

    @rule(place=st.integers(0, 2), day=DAYS, reason=REASONS)
    def admit(self, place: int, day: date, reason: str) -> None:
        self.on_candidate(reserve.AdmitReserve, place, day=day, reason=reason)

    @rule(place=st.integers(0, 2), day=DAYS)
    def decline(self, place: int, day: date) -> None:
        self.on_candidate(reserve.DecideAgainst, place, day=day, reason="票数不足")

    @rule(place=st.integers(0, 2))
    def reopen(self, place: int) -> None:
        self.on_candidate(reserve.ReopenCandidate, place, reason="复议")

    @rule(place=st.integers(0, 2), role=st.sampled_from([*WHO]))
    def ask_for_an_exception(self, place: int, role: Role) -> None:
        self.on_candidate(exceptions.RequestOverride, place, role, reason="急需")

    @rule(place=st.integers(0, 2), role=st.sampled_from([*WHO]), yes=st.booleans())
    def decide_the_exception(self, place: int, role: Role, yes: bool) -> None:
        if yes:
            self.on_candidate(exceptions.ApproveOverride, place, role)
        else:
            self.on_candidate(exceptions.RefuseOverride, place, role, reason="先培训")

    @rule(place=st.integers(0, 2), day=DAYS)
    def review(self, place: int, day: date) -> None:
        self.on_candidate(screening.AddReview, place, day=day, result=ReviewResult.KEEP)

    @rule(place=st.integers(0, 2), day=DAYS)
    def leave(self, place: int, day: date) -> None:
        self.on_candidate(reserve.ExitReserve, place, day=day, reason="转任")

    @rule(person=PEOPLE, day=DAYS, kind=st.sampled_from([GroupKind.YOUNG, GroupKind.RESERVE]))
    def join(self, person: int, day: date, kind: GroupKind) -> None:
        self.send(groups.JoinGroup, kind=kind, person_ids=(person,), day=day, reason="名单")

    @rule(place=st.integers(0, 3), day=DAYS)
    def leave_group(self, place: int, day: date) -> None:
        ids = [row[0] for row in self.file.execute("SELECT id FROM group_membership ORDER BY id DESC")]
        if ids:
            self.send(groups.LeaveGroup, membership_ids=(ids[place % len(ids)],), day=day, reason="年龄")

    @rule(kept=PEOPLE, lost=st.sampled_from([3, 12]), seldom=st.integers(0, 3))
    def merge(self, kept: int, lost: int, seldom: int) -> None:
        versions = dict(self.file.execute("SELECT id, version FROM person").fetchall())
        if not seldom and kept != lost and {kept, lost} <= versions.keys():
            self.send(
                MergePeople,
                kept_id=kept,
                kept_version=versions[kept],
                lost_id=lost,
                lost_version=versions[lost],
            )

    @rule()
    def undo(self) -> None:
        self.send(UndoLast)

    @invariant()
    def nobody_is_on_the_list_but_by_the_gate(self) -> None:
        states = self.file.execute("SELECT state, override_at IS NOT NULL FROM reserve_candidate").fetchall()
        self.met.update((state, bool(approved)) for state, approved in states)
        problems = [*checkup.groups(self.file), *checkup.reserve(self.file)]
        assert problems == []
        untrained = self.file.execute(
            "SELECT count(*) FROM reserve_candidate WHERE membership_id IS NOT NULL AND person_id <> 2"
            " AND override_at IS NULL"
        )
        assert untrained.fetchone() == (0,)

    @invariant()
    def the_days_are_in_order(self) -> None:
        wrong = self.file.execute(
            "SELECT count(*) FROM reserve_candidate c WHERE decided_on < recommended_on"
            " OR EXISTS (SELECT 1 FROM reserve_round r WHERE r.candidate_id = c.id AND r.day < c.recommended_on)"
            " OR EXISTS (SELECT 1 FROM reserve_round r WHERE r.candidate_id = c.id AND r.day > c.decided_on)"
            " OR EXISTS (SELECT 1 FROM reserve_round r JOIN reserve_round n ON n.candidate_id = r.candidate_id"
            "  AND n.round = r.round + 1 WHERE r.candidate_id = c.id AND n.day < r.day)"
            " OR EXISTS (SELECT 1 FROM reserve_review v JOIN group_membership m ON m.id = c.membership_id"
            # of two who were found to be one, the one who stays on the list may begin where the other left it
            "  WHERE v.candidate_id = c.id AND v.day < m.valid_from"
            "  AND NOT EXISTS (SELECT 1 FROM person_merge g WHERE g.kept_id = c.person_id))"
        )
        assert wrong.fetchone() == (0,)


def test_the_gate_holds_whatever_is_done(desk: Desk, desk_file: Path, tmp_path: Path):
    a_class(desk_file, "2026-01", "2026-03-20", [2])
    write(desk_file, ("UPDATE training_class SET is_main = 1", ()))
    both = (Role.CLERK, Role.APPROVER, Role.ADMINISTRATOR)
    version = next(row.version for row in desk.ask(users) if row.id == 1)
    desk.execute(ChangeUser(user_id=1, version=version, name="张晓", roles=both, active=True))
    desk.close()
    with closing(sqlite3.connect(desk_file)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ReserveMachine.template, ReserveMachine.folder = desk_file, tmp_path
    runs, steps = map(int, os.environ.get("TRAININGDESK_MACHINE", "16x25").split("x"))
    places = {("admitted", True), ("admitted", False)}
    refusals = {"reserve.not_trained_days", "reserve.own_override"}

    def everywhere() -> bool:
        states = {state for state, _approved in ReserveMachine.met}
        return (
            states == {state.value for state in ReserveState}
            and places <= ReserveMachine.met
            and refusals <= ReserveMachine.refusals
        )

    # what is drawn depends on the modules that are loaded: where it was not enough, more is drawn
    for more in (1, 2, 4):
        how = settings(
            max_examples=runs * more,
            stateful_step_count=steps,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(ReserveMachine, settings=how)
        if everywhere():
            break
    assert everywhere(), "the draws go everywhere, or they prove nothing"
