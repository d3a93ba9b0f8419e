"""Roll calls through the gate: marks are appended, the last one counts, closing locks, reopening is logged."""

import json
import sqlite3
from collections.abc import Callable
from datetime import date

import pytest

from tests.desk_fixtures import TestClock
from tests.usecases.test_classes import GRID, act, chain_ok, create, row, rows, running, undo
from tests.usecases.training_facts import write
from trainingdesk.domain.access import Role
from trainingdesk.domain.classes.rules import ClassAction, HalfDay
from trainingdesk.domain.codes import Mark, SessionState, Slot
from trainingdesk.domain.errors import AccessDenied, NotFound, Refused
from trainingdesk.usecases.commands.attendance import (
    CloseSession,
    MarkAttendance,
    MarkUnmarked,
    ReopenSession,
    TakeBackMarks,
)
from trainingdesk.usecases.commands.enrolments import Withdraw
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.attendance import class_sessions, leave_warnings, roll, session_lists
from trainingdesk.usecases.queries.classes import class_half_days, class_people


@pytest.fixture
def first(desk: Desk) -> int:
    """Return the first half-day of a running class with three people."""
    return desk.ask(class_half_days, running(desk))[0].id


def ids(desk: Desk, session_id: int) -> list[int]:
    return [line.id for line in desk.ask(roll, session_id).rows]


def mark(desk: Desk, session_id: int, enrolment_id: int, what: Mark = Mark.PRESENT):
    return desk.execute(MarkAttendance(session_id=session_id, enrolment_id=enrolment_id, mark=what))


def marks(desk: Desk, session_id: int) -> list[Mark | None]:
    return [line.mark for line in desk.ask(roll, session_id).rows]


def test_marks_are_appended_and_the_last_one_counts(desk: Desk, first: int, clock: TestClock):
    one, two, _three = ids(desk, first)
    mark(desk, first, one)
    clock.forward(minutes=16)
    outcome = mark(desk, first, two, Mark.LATE)
    assert outcome.changes.entities["attendance_mark"] == {outcome.result["mark_id"]}
    mark(desk, first, one, Mark.EARLY)
    assert marks(desk, first) == [Mark.EARLY, Mark.LATE, None]
    assert rows(desk, "SELECT mark FROM attendance_mark ORDER BY id") == [("present",), ("late",), ("early",)]
    line = desk.ask(roll, first).rows[1]
    assert line.at == clock.now
    assert chain_ok(desk)


def test_the_same_mark_again_adds_nothing(desk: Desk, first: int, clock: TestClock):
    one = ids(desk, first)[0]
    at = clock.now
    mark(desk, first, one)
    clock.forward(minutes=5)
    assert mark(desk, first, one).result["mark_id"] is None
    assert rows(desk, "SELECT count(*) FROM attendance_mark") == [(1,)]
    assert desk.ask(roll, first).rows[0].at == at, "the first arrival counts"


def test_a_mark_is_taken_back_to_what_counted_before(desk: Desk, first: int):
    one = ids(desk, first)[0]
    mark(desk, first, one)
    mark(desk, first, one, Mark.ABSENT)
    assert undo(desk) == "undo.mark"
    assert marks(desk, first)[0] is Mark.PRESENT
    undo(desk)
    assert marks(desk, first)[0] is None
    assert rows(desk, "SELECT count(*) FROM attendance_mark") == [(4,)], "taking back appends too"
    mark(desk, first, one)
    assert marks(desk, first)[0] is Mark.PRESENT


def test_a_bulk_mark_touches_only_the_unmarked_and_goes_back_as_one(desk: Desk, first: int):
    one, two, three = ids(desk, first)
    mark(desk, first, two, Mark.SICK_LEAVE)
    assert desk.execute(MarkUnmarked(session_id=first)).result["count"] == 2
    assert marks(desk, first) == [Mark.PRESENT, Mark.SICK_LEAVE, Mark.PRESENT]
    with pytest.raises(Refused) as refused:
        desk.execute(MarkUnmarked(session_id=first))
    assert refused.value.code == "attendance.nobody_unmarked"
    mark(desk, first, three, Mark.LATE)
    undo(desk)
    assert undo(desk) == "undo.bulk_mark"
    assert marks(desk, first)[:2] == [None, Mark.SICK_LEAVE]
    assert chain_ok(desk)
    assert one


def test_what_was_changed_since_is_not_taken_back(desk: Desk, first: int):
    one = ids(desk, first)[0]
    mark_id = mark(desk, first, one).result["mark_id"]
    mark(desk, first, one, Mark.LATE)
    with pytest.raises(Refused) as refused:
        desk.execute(TakeBackMarks(session_id=first, mark_ids=(mark_id,)))
    assert refused.value.code == "attendance.nothing_to_take_back"


def test_people_of_other_classes_and_people_withdrawn_are_not_marked(desk: Desk, first: int):
    class_id = desk.ask(roll, first).session.class_id
    other = running(desk, people=(4,), title="第4期")
    stranger = desk.ask(class_people, other)[0].id
    for person in (stranger, 999):
        with pytest.raises(Refused) as refused:
            mark(desk, first, person)
        assert refused.value.code == "attendance.not_enrolled"
    gone = desk.ask(class_people, class_id)[0].id
    desk.execute(Withdraw(enrolment_id=gone, reason="退学"))
    with pytest.raises(Refused) as refused:
        mark(desk, first, gone)
    assert refused.value.code == "attendance.not_enrolled"
    assert desk.ask(roll, first).session.expected == 2
    with pytest.raises(NotFound):
        mark(desk, 999, stranger)
    with pytest.raises(NotFound):
        desk.execute(MarkUnmarked(session_id=999))
    with pytest.raises(NotFound):
        desk.ask(roll, 999)


def test_nothing_is_marked_before_the_class_runs(desk: Desk):
    class_id = create(desk)
    session_id = desk.ask(class_half_days, class_id)[0].id
    with pytest.raises(Refused) as refused:
        desk.execute(MarkUnmarked(session_id=session_id))
    assert refused.value.code == "attendance.class_not_running"


def test_closing_needs_everybody_and_locks(desk: Desk, first: int, sign_in: Callable[[Role], None]):
    mark(desk, first, ids(desk, first)[1])
    with pytest.raises(Refused) as refused:
        desk.execute(CloseSession(session_id=first))
    assert refused.value.params == {"count": 2, "names": ["丁宁", "单小芳"]}
    desk.execute(MarkUnmarked(session_id=first))
    assert desk.execute(CloseSession(session_id=first)).result["count"] == 3
    with pytest.raises(Refused) as refused:
        mark(desk, first, ids(desk, first)[0], Mark.LATE)
    assert refused.value.code == "attendance.session_closed"
    with pytest.raises(Refused) as refused:
        undo(desk)
    assert (
        refused.value.code == "class.has_marks"
    )  # closing has sealed the marks; next is the start of the class
    with pytest.raises(AccessDenied):
        desk.execute(ReopenSession(session_id=first, reason="签到表有误"))
    sign_in(Role.REVIEWER)
    desk.execute(ReopenSession(session_id=first, reason="签到表有误"))
    assert json.loads(rows(desk, "SELECT detail FROM audit WHERE kind = 'reopened'")[0][0]) == {
        "reason": "签到表有误"
    }
    sign_in(Role.TRAINER)
    mark(desk, first, ids(desk, first)[0], Mark.LATE)
    assert desk.ask(roll, first).session.state is SessionState.OPEN


def test_a_repeated_request_marks_once(desk: Desk, first: int):
    command = MarkAttendance(session_id=first, enrolment_id=ids(desk, first)[0], mark=Mark.PRESENT)
    desk.execute(command)
    assert desk.execute(command).repeated
    assert rows(desk, "SELECT count(*) FROM attendance_mark") == [(1,)]


def test_a_mark_is_on_the_disk_when_the_answer_comes(desk: Desk, first: int):
    mark(desk, first, ids(desk, first)[0])
    connection = sqlite3.connect(f"file:{desk.path}?mode=ro", uri=True)
    try:
        assert connection.execute("SELECT count(*) FROM attendance_mark").fetchone() == (1,)
        assert connection.execute("SELECT params FROM undo_step ORDER BY id DESC").fetchone() == (
            '{"name":"丁宁"}',
        )
    finally:
        connection.close()


def test_the_roll_stands_in_the_order_of_the_sheet_with_leave_beside_the_name(desk: Desk, first: int):
    class_id = desk.ask(roll, first).session.class_id
    one, two, _three = ids(desk, first)
    second = desk.ask(class_half_days, class_id)[1]
    mark(desk, first, one, Mark.SICK_LEAVE)
    mark(desk, second.id, one, Mark.PERSONAL_LEAVE)
    mark(desk, second.id, two, Mark.ABSENT)
    answer = desk.ask(roll, first)
    assert [line.seat for line in answer.rows] == [1, 2, 3]
    assert answer.session.expected == 3
    assert (answer.session.marked, answer.session.present, answer.session.unmarked) == (1, 0, 2)
    assert answer.counts == {Mark.SICK_LEAVE: 1}
    leave = answer.rows[0].leave
    assert (leave.leave, leave.total, leave.over) == (70, 110, True)
    assert answer.rows[1].leave.leave == 0, "being absent is no leave"
    assert "dn" in answer.rows[0].keys
    assert len(answer.rows[0].id_tail) == 6
    assert answer.version == rows(desk, "SELECT max(id) FROM attendance_mark")[0][0]


def test_lists_of_half_days_for_a_teacher(desk: Desk, clock: TestClock, sign_in: Callable[[Role], None]):
    # the clock stands on Friday 12 June
    monday, friday = date(2026, 6, 8), date(2026, 6, 12)
    grid = (
        HalfDay(day=monday, slot=Slot.MORNING),
        HalfDay(day=monday, slot=Slot.AFTERNOON),
        HalfDay(day=friday, slot=Slot.AFTERNOON),
        HalfDay(day=friday, slot=Slot.MORNING),
        HalfDay(day=date(2026, 6, 13), slot=Slot.MORNING),
        HalfDay(day=date(2026, 6, 15), slot=Slot.MORNING),
    )
    class_id = running(desk, start_day=monday, end_day=date(2026, 6, 15), half_days=grid)
    create(desk, title="还没开班")
    closed = desk.ask(class_half_days, class_id)[0].id
    desk.execute(MarkUnmarked(session_id=closed))
    desk.execute(CloseSession(session_id=closed))
    sign_in(Role.TRAINER)
    lists = desk.ask(session_lists)
    assert [(half.day, half.slot) for half in lists.today] == [
        (friday, Slot.MORNING),
        (friday, Slot.AFTERNOON),
    ]
    assert [half.day for half in lists.week] == [monday, date(2026, 6, 13)]
    assert [(half.day, half.slot) for half in lists.unclosed] == [(monday, Slot.AFTERNOON)]
    assert next(half.state for half in desk.ask(class_sessions, class_id)) is SessionState.CLOSED
    assert lists.ended == frozenset()
    write(desk.path, ("UPDATE training_class SET state = 'closed' WHERE id = ?", (class_id,)))
    assert desk.ask(session_lists).ended == {class_id}, "completed this week, and it ran"
    write(desk.path, ("UPDATE training_class SET state = 'running' WHERE id = ?", (class_id,)))
    clock.forward(days=7)
    assert len(desk.ask(session_lists).unclosed) == 5
    assert desk.ask(session_lists).ended == frozenset()


def test_leave_is_warned_of_before_it_is_too_late(desk: Desk):
    week = tuple(
        HalfDay(day=date(2026, 6, 8 + n // 2), slot=(Slot.MORNING, Slot.AFTERNOON)[n % 2]) for n in range(10)
    )
    class_id = running(desk, start_day=date(2026, 6, 8), end_day=date(2026, 6, 12), half_days=week)
    halves = desk.ask(class_half_days, class_id)
    one, two, _three = ids(desk, halves[0].id)
    assert desk.ask(leave_warnings) == []
    mark(desk, halves[0].id, one, Mark.OFFICIAL_LEAVE)
    mark(desk, halves[0].id, two, Mark.LATE)
    (warning,) = desk.ask(leave_warnings)
    assert (warning.name, warning.leave.over, warning.leave.leave) == ("丁宁", False, 40)
    mark(desk, halves[1].id, one, Mark.OFFICIAL_LEAVE)
    assert desk.ask(leave_warnings)[0].leave.over


def test_a_class_that_is_assessed_can_still_be_marked(desk: Desk, first: int):
    class_id = desk.ask(roll, first).session.class_id
    act(desk, class_id, ClassAction.ASSESS)
    mark(desk, first, ids(desk, first)[0])
    assert row(desk, class_id).half_days == len(GRID)
