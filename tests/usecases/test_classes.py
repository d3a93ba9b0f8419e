"""Classes through the gate: made, scheduled, filled, moved on, closed; each step taken back where it can be."""

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from tests.desk_fixtures import TestClock
from trainingdesk.domain.access import Role
from trainingdesk.domain.classes.rules import ClassAction, HalfDay
from trainingdesk.domain.codes import Audience, ClassState, Grade, Mark, Slot
from trainingdesk.domain.errors import AccessDenied, Conflict, Invalid, NotFound, Refused
from trainingdesk.persistence.audit import GENESIS, row_hash
from trainingdesk.usecases.commands.attendance import CloseSession, MarkAttendance, MarkUnmarked
from trainingdesk.usecases.commands.classes import (
    ActOnClass,
    ApproveClass,
    ChangeClass,
    CloseClass,
    CreateClass,
    ReopenClass,
)
from trainingdesk.usecases.commands.enrolments import ArrangeSeats, Enrol, GradeEnrolments, Withdraw
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.schedule import SetHalfDays
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.classes import (
    class_card,
    class_counts,
    class_half_days,
    class_ids,
    class_people,
    class_rows,
    class_years,
    completion_preview,
    enrol_preview,
    find_classes,
)

DAY = date(2026, 6, 11)
NEXT = date(2026, 6, 12)
GRID = (
    HalfDay(day=NEXT, slot=Slot.MORNING, topic="行政诉讼实务"),
    HalfDay(day=DAY, slot=Slot.AFTERNOON, hours=30),
    HalfDay(day=DAY, slot=Slot.MORNING),
)


def rows(desk: Desk, sql: str) -> list[tuple]:
    connection = sqlite3.connect(desk.path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def chain_ok(desk: Desk) -> bool:
    """Return whether the log's seals hold together."""
    seal = GENESIS
    for entry in rows(desk, "SELECT * FROM audit ORDER BY id"):
        if row_hash(seal, entry[:-1]) != entry[-1]:
            return False
        seal = entry[-1]
    return True


def create(desk: Desk, **changed) -> int:
    facts = {
        "title": "第3期科级干部班",
        "audience": Audience.SECTION,
        "start_day": DAY,
        "end_day": NEXT,
        "capacity": 10,
        "teacher": "孙班",
        "place": "区委党校",
        "half_days": GRID,
        **changed,
    }
    return desk.execute(CreateClass(**facts)).result["class_id"]


def row(desk: Desk, class_id: int):
    return desk.ask(class_rows, [class_id])[class_id]


def act(desk: Desk, class_id: int, action: ClassAction, reason: str = "") -> str:
    command = ActOnClass(class_id=class_id, version=row(desk, class_id).version, action=action, reason=reason)
    return desk.execute(command).result["state"]


def running(desk: Desk, people: tuple[int, ...] = (1, 2, 3), **changed) -> int:
    class_id = create(desk, **changed)
    act(desk, class_id, ClassAction.OPEN)
    desk.execute(Enrol(class_id=class_id, person_ids=people))
    act(desk, class_id, ClassAction.START)
    return class_id


def undo(desk: Desk) -> str:
    return desk.execute(UndoLast()).result["label"]


def test_a_class_gets_the_next_number_of_its_year_and_its_half_days_in_order(desk: Desk):
    first, second = create(desk), create(desk, title="另一个班")
    other = create(desk, start_day=date(2025, 3, 3), end_day=date(2025, 3, 4), half_days=())
    assert [row(desk, key).code for key in (first, second, other)] == ["2026-01", "2026-02", "2025-01"]
    grid = desk.ask(class_half_days, first)
    assert [(half.day, half.slot, half.hours) for half in grid] == [
        (DAY, Slot.MORNING, 40),
        (DAY, Slot.AFTERNOON, 30),
        (NEXT, Slot.MORNING, 40),
    ]
    assert row(desk, first).hours == 110
    assert desk.ask(class_years) == [2026, 2025]


def test_what_is_wrong_is_said_at_once_and_no_number_is_lost(desk: Desk):
    with pytest.raises(Invalid) as refused:
        create(desk, title=" ", capacity=0, half_days=(HalfDay(day=date(2026, 7, 1), slot=Slot.MORNING),))
    assert [problem.field for problem in refused.value.problems] == ["title", "capacity", "half_days"]
    assert row(desk, create(desk)).code == "2026-01"


def test_a_class_from_a_menu_needs_an_issued_one(desk: Desk):
    with pytest.raises(NotFound) as gone:
        create(desk, menu_item_id=99)
    assert gone.value.code == "class.no_menu_item"


def test_making_a_class_can_be_taken_back_with_its_number(desk: Desk):
    create(desk)
    assert undo(desk) == "undo.create_class"
    assert rows(desk, "SELECT count(*) FROM training_class") == [(0,)]
    assert rows(desk, "SELECT count(*) FROM half_day_session") == [(0,)]
    assert row(desk, create(desk)).code == "2026-01"


def test_a_class_with_people_is_not_taken_back(desk: Desk):
    class_id = create(desk)
    act(desk, class_id, ClassAction.OPEN)
    desk.execute(Enrol(class_id=class_id, person_ids=(1,)))
    assert undo(desk) == "undo.enrol"
    assert undo(desk) == "undo.class_step"
    assert undo(desk) == "undo.create_class"
    assert rows(desk, "SELECT count(*) FROM enrolment") == [(0,)]


def test_facts_change_and_change_back(desk: Desk):
    class_id = create(desk)
    before = row(desk, class_id)
    command = ChangeClass(
        class_id=class_id,
        version=before.version,
        title="第4期",
        audience=Audience.DEPUTIES,
        start_day=DAY,
        end_day=date(2026, 6, 15),
        is_main=True,
        capacity=20,
        teacher="李",
        place="二楼",
    )
    outcome = desk.execute(command)
    after = row(desk, class_id)
    assert (after.title, after.is_main, after.capacity, after.version) == (
        "第4期",
        True,
        20,
        outcome.result["version"],
    )
    with pytest.raises(Conflict):
        desk.execute(ChangeClass(**{**command.__dict__, "request_id": "again"}))
    assert undo(desk) == "undo.change_class"
    back = row(desk, class_id)
    assert (back.title, back.audience, back.end_day, back.capacity) == (
        "第3期科级干部班",
        Audience.SECTION,
        NEXT,
        10,
    )


def test_a_change_keeps_half_days_inside_and_people_seated(desk: Desk):
    class_id = running(desk)
    facts = row(desk, class_id)
    command = ChangeClass(
        class_id=class_id,
        version=facts.version,
        title=facts.title,
        audience=facts.audience,
        start_day=NEXT,
        end_day=NEXT,
        is_main=False,
        capacity=2,
        teacher="",
        place="",
    )
    with pytest.raises(Invalid) as refused:
        desk.execute(command)
    assert [problem.code for problem in refused.value.problems] == [
        "class.half_day_outside",
        "class.half_day_outside",
        "class.capacity_below",
    ]


def test_a_schedule_is_set_as_a_whole_and_taken_back(desk: Desk):
    class_id = create(desk)
    version = row(desk, class_id).version
    wanted = (
        HalfDay(day=DAY, slot=Slot.MORNING, topic="开班式"),
        HalfDay(day=NEXT, slot=Slot.MORNING, topic="行政诉讼实务"),
        HalfDay(day=NEXT, slot=Slot.EVENING, topic="讨论", hours=20),
    )
    result = desk.execute(SetHalfDays(class_id=class_id, version=version, half_days=wanted)).result
    assert (result["added"], result["changed"], result["removed"]) == (1, 1, 1)
    grid = desk.ask(class_half_days, class_id)
    assert [(half.topic, half.hours) for half in grid] == [("开班式", 40), ("行政诉讼实务", 40), ("讨论", 20)]
    with pytest.raises(Conflict):
        desk.execute(SetHalfDays(class_id=class_id, version=version, half_days=()))
    assert undo(desk) == "undo.half_days"
    assert [half.hours for half in desk.ask(class_half_days, class_id)] == [40, 30, 40]
    same = tuple(
        HalfDay(day=h.day, slot=h.slot, topic=h.topic, hours=h.hours)
        for h in desk.ask(class_half_days, class_id)
    )
    before = row(desk, class_id).version
    desk.execute(SetHalfDays(class_id=class_id, version=before, half_days=same))
    assert row(desk, class_id).version == before, "nothing changed, nobody's form is stale"


def test_a_half_day_with_marks_stays(desk: Desk):
    class_id = running(desk)
    half = desk.ask(class_half_days, class_id)[0]
    desk.execute(MarkUnmarked(session_id=half.id))
    version = row(desk, class_id).version
    with pytest.raises(Invalid) as refused:
        desk.execute(SetHalfDays(class_id=class_id, version=version, half_days=GRID[:2]))
    assert [problem.code for problem in refused.value.problems] == ["class.half_day_marked"]


def test_a_class_without_half_days_does_not_start(desk: Desk):
    class_id = create(desk, half_days=())
    act(desk, class_id, ClassAction.OPEN)
    desk.execute(Enrol(class_id=class_id, person_ids=(1,)))
    with pytest.raises(Refused) as refused:
        act(desk, class_id, ClassAction.START)
    assert refused.value.code == "class.no_half_days"
    assert row(desk, class_id).state is ClassState.ENROLLING


def test_the_approver_approves_and_the_clerk_does_not(desk: Desk, sign_in: Callable[[Role], None]):
    class_id = create(desk)
    with pytest.raises(AccessDenied):
        desk.execute(ApproveClass(class_id=class_id, version=1))
    sign_in(Role.APPROVER)
    assert desk.execute(ApproveClass(class_id=class_id, version=1)).result["state"] == "approved"
    with pytest.raises(AccessDenied):
        act(desk, class_id, ClassAction.OPEN)


def test_the_card_says_which_steps_can_be_taken_by_whom(desk: Desk, sign_in: Callable[[Role], None]):
    class_id = create(desk)
    steps = {step.action: step.why_not for step in desk.ask(class_card, class_id).steps}
    assert steps[ClassAction.OPEN] is None
    assert steps[ClassAction.APPROVE].code == "access.denied"
    assert steps[ClassAction.START].code == "workflow.not_now"
    sign_in(Role.APPROVER)
    steps = {step.action: step.why_not for step in desk.ask(class_card, class_id).steps}
    assert steps[ClassAction.APPROVE] is None
    assert steps[ClassAction.OPEN].code == "access.denied"


def test_cancelling_needs_a_reason_that_is_kept(desk: Desk):
    class_id = running(desk)
    with pytest.raises(Refused) as refused:
        act(desk, class_id, ClassAction.CANCEL)
    assert refused.value.code == "class.reason_needed"
    assert act(desk, class_id, ClassAction.CANCEL, "与换届冲突") == "cancelled"
    logged = rows(desk, "SELECT detail FROM audit WHERE kind = 'cancel'")
    assert json.loads(logged[0][0]) == {"reason": "与换届冲突"}
    undo(desk)
    assert row(desk, class_id).state is ClassState.RUNNING


def test_a_start_with_marks_is_not_taken_back(desk: Desk, sign_in: Callable[[Role], None]):
    class_id = running(desk)
    sign_in(Role.TRAINER)
    desk.execute(MarkUnmarked(session_id=desk.ask(class_half_days, class_id)[0].id))
    sign_in(Role.CLERK)
    with pytest.raises(Refused) as refused:
        undo(desk)
    assert refused.value.code == "class.has_marks"


def test_only_four_steps_go_through_the_clerk_s_command(desk: Desk):
    class_id = create(desk)
    with pytest.raises(ValueError, match="command of its own"):
        desk.execute(ActOnClass(class_id=class_id, version=1, action=ClassAction.CLOSE))


# --- people ---


def test_people_are_seated_by_unit_and_rank_with_their_post_of_the_day(desk: Desk):
    class_id = create(desk)
    act(desk, class_id, ClassAction.OPEN)
    result = desk.execute(Enrol(class_id=class_id, person_ids=(11, 4, 1, 1))).result
    assert result["count"] == 3
    people = desk.ask(class_people, class_id)
    assert [(person.seat, person.name, person.unit_short) for person in people] == [
        (1, "丁宁", "组织部"),
        (2, "曾国强", "宣传部"),
        (3, "陈晨", "汤泉街道"),
    ]
    desk.execute(Enrol(class_id=class_id, person_ids=(2,)))
    assert [person.name for person in desk.ask(class_people, class_id)][-1] == "于洋"
    assert desk.execute(ArrangeSeats(class_id=class_id)).result["count"] == 3
    assert [person.name for person in desk.ask(class_people, class_id)] == ["丁宁", "于洋", "曾国强", "陈晨"]
    assert undo(desk) == "undo.seats"
    assert [person.name for person in desk.ask(class_people, class_id)][-1] == "于洋"
    assert next((unit.unit, unit.count) for unit in desk.ask(class_card, class_id).units) == ("组织部", 2)


def test_an_enrolment_is_foreseen_and_refused_with_names(desk: Desk):
    first = running(desk, people=(1,))
    second = create(desk, title="第4期", capacity=2)
    act(desk, second, ClassAction.OPEN)
    preview = desk.ask(enrol_preview, second, [1, 2, 3])
    assert [problem.code for problem in preview.errors] == ["enrol.clash", "enrol.full"]
    assert preview.errors[0].params["name"] == "丁宁"
    assert preview.errors[0].params["title"] == "第3期科级干部班"
    assert [problem.params["count"] for problem in preview.notes] == [3]
    with pytest.raises(Invalid) as refused:
        desk.execute(Enrol(class_id=second, person_ids=(1, 2)))
    assert [problem.code for problem in refused.value.problems] == ["enrol.clash"]
    assert desk.ask(class_people, second) == []
    # once the first class is cancelled nothing clashes any more
    act(desk, first, ClassAction.CANCEL, "取消")
    assert desk.execute(Enrol(class_id=second, person_ids=(1, 2))).result["notes"] == 1
    assert desk.ask(enrol_preview, second, []).count == 0
    with pytest.raises(NotFound):
        desk.execute(Enrol(class_id=second, person_ids=(999,)))


def test_a_share_counts_each_person_once_a_year(desk: Desk):
    # 组织部 has three people: one of them a year is what the plan asks for, two are too many
    first = create(desk, half_days=())
    act(desk, first, ClassAction.OPEN)
    assert desk.ask(enrol_preview, first, [1]).notes == ()
    desk.execute(Enrol(class_id=first, person_ids=(1,)))
    second = create(desk, half_days=())
    act(desk, second, ClassAction.OPEN)
    assert desk.ask(enrol_preview, second, [1]).notes == ()
    assert [p.params["count"] for p in desk.ask(enrol_preview, second, [2]).notes] == [2]
    other_year = create(desk, half_days=(), start_day=date(2027, 1, 4), end_day=date(2027, 1, 5))
    act(desk, other_year, ClassAction.OPEN)
    assert desk.ask(enrol_preview, other_year, [2]).notes == ()


def test_a_new_half_day_may_not_take_people_from_another_class(desk: Desk):
    running(desk, people=(1, 2))
    second = create(desk, title="第4期", half_days=(HalfDay(day=NEXT, slot=Slot.EVENING),))
    act(desk, second, ClassAction.OPEN)
    desk.execute(Enrol(class_id=second, person_ids=(2, 3)))
    wanted = (HalfDay(day=NEXT, slot=Slot.EVENING), HalfDay(day=NEXT, slot=Slot.MORNING))
    with pytest.raises(Invalid) as refused:
        desk.execute(SetHalfDays(class_id=second, version=row(desk, second).version, half_days=wanted))
    (problem,) = refused.value.problems
    assert (problem.code, problem.params["name"]) == ("class.grid_clash", "于洋")


def test_leaving_keeps_the_seat_and_can_be_taken_back(desk: Desk):
    class_id = running(desk)
    gone = desk.ask(class_people, class_id)[1]
    with pytest.raises(Refused):
        desk.execute(Withdraw(enrolment_id=gone.id))
    desk.execute(Withdraw(enrolment_id=gone.id, reason="抽调专班"))
    assert [person.seat for person in desk.ask(class_people, class_id)] == [1, 3]
    (left,) = desk.ask(class_people, class_id, withdrawn=True)
    assert (left.name, left.withdrawn_reason) == (gone.name, "抽调专班")
    with pytest.raises(NotFound):
        desk.execute(Withdraw(enrolment_id=gone.id, reason="又一次"))
    assert undo(desk) == "undo.withdraw"
    assert [person.seat for person in desk.ask(class_people, class_id)] == [1, 2, 3]
    desk.execute(Withdraw(enrolment_id=gone.id, reason="抽调专班"))
    desk.execute(Enrol(class_id=class_id, person_ids=(gone.person_id,)))
    assert desk.ask(class_people, class_id)[-1].seat == 4, (
        "a seat on a printed sheet is never given to another"
    )


def test_grades_are_entered_and_taken_back(desk: Desk):
    class_id = running(desk)
    ids = [person.id for person in desk.ask(class_people, class_id)]
    desk.execute(GradeEnrolments(class_id=class_id, grades=((ids[0], Grade.GOOD), (ids[1], Grade.PASS))))
    changed = desk.execute(GradeEnrolments(class_id=class_id, grades=((ids[0], Grade.GOOD), (ids[1], None))))
    assert changed.result["count"] == 1
    assert [person.grade for person in desk.ask(class_people, class_id)] == [Grade.GOOD, None, None]
    undo(desk)
    assert [person.grade for person in desk.ask(class_people, class_id)] == [Grade.GOOD, Grade.PASS, None]
    undo(desk)
    assert [person.grade for person in desk.ask(class_people, class_id)] == [None, None, None]
    with pytest.raises(NotFound):
        desk.execute(GradeEnrolments(class_id=class_id, grades=((999, Grade.GOOD),)))


# --- closing ---


def attended(desk: Desk) -> int:
    """Return an assessed class: 丁宁 was there, 于洋 took leave once of three, 单小芳 has no grade."""
    class_id = running(desk)
    people = desk.ask(class_people, class_id)
    for number, half in enumerate(desk.ask(class_half_days, class_id)):
        if number == 0:
            mark = MarkAttendance(session_id=half.id, enrolment_id=people[1].id, mark=Mark.SICK_LEAVE)
            desk.execute(mark)
        desk.execute(MarkUnmarked(session_id=half.id))
        desk.execute(CloseSession(session_id=half.id))
    act(desk, class_id, ClassAction.ASSESS)
    desk.execute(
        GradeEnrolments(
            class_id=class_id, grades=((people[0].id, Grade.EXCELLENT), (people[1].id, Grade.PASS))
        )
    )
    return class_id


def test_closing_fixes_who_has_completed_and_why_not(desk: Desk, clock: TestClock):
    class_id = attended(desk)
    preview = desk.ask(completion_preview, class_id)
    assert preview.completed == 1
    result = desk.execute(CloseClass(class_id=class_id, version=row(desk, class_id).version)).result
    assert (result["completed"], result["not_completed"]) == (1, 2)
    people = desk.ask(class_people, class_id)
    assert [person.completed for person in people] == [True, False, False]
    assert [person.attended_hours for person in people] == [110, 70, 110]
    assert [[reason.code for reason in person.reasons] for person in people] == [
        [],
        ["completion.leave_over", "completion.attended_short"],
        ["completion.no_grade"],
    ]
    assert [line.reasons for line in preview.rows] == [person.reasons for person in people]
    assert desk.ask(class_card, class_id).closed_at == clock.now


def test_a_class_of_november_does_not_happen_in_june(desk: Desk, clock: TestClock):
    day, june = date(2026, 11, 2), clock.now
    class_id = create(desk, start_day=day, end_day=day, half_days=(HalfDay(day=day, slot=Slot.MORNING),))
    act(desk, class_id, ClassAction.OPEN)
    desk.execute(Enrol(class_id=class_id, person_ids=(1,)))
    steps = {step.action: step.why_not for step in desk.ask(class_card, class_id).steps}
    assert steps[ClassAction.START].code == "class.not_begun"
    with pytest.raises(Refused, match=r"class\.not_begun"):
        act(desk, class_id, ClassAction.START)
    clock.now = datetime(2026, 11, 2, 1, tzinfo=UTC)
    act(desk, class_id, ClassAction.START)
    session = desk.ask(class_half_days, class_id)[0].id
    person = desk.ask(class_people, class_id)[0].id
    clock.now = june
    for command in (
        MarkAttendance(session_id=session, enrolment_id=person, mark=Mark.PRESENT),
        MarkUnmarked(session_id=session),
        CloseSession(session_id=session),
    ):
        with pytest.raises(Refused, match=r"attendance\.not_come"):
            desk.execute(command)
    act(desk, class_id, ClassAction.ASSESS)
    with pytest.raises(Refused, match=r"class\.not_over"):
        desk.execute(CloseClass(class_id=class_id, version=row(desk, class_id).version))


def test_a_class_is_closed_after_its_roll_calls_and_reopened_with_a_reason(desk: Desk):
    class_id = running(desk)
    act(desk, class_id, ClassAction.ASSESS)
    with pytest.raises(Refused) as refused:
        desk.execute(CloseClass(class_id=class_id, version=row(desk, class_id).version))
    assert (refused.value.code, refused.value.params["count"]) == ("class.sessions_open", 3)


def test_reopening_opens_what_was_fixed(desk: Desk):
    class_id = attended(desk)
    desk.execute(CloseClass(class_id=class_id, version=row(desk, class_id).version))
    version = row(desk, class_id).version
    with pytest.raises(Refused):
        desk.execute(ReopenClass(class_id=class_id, version=version, reason=" "))
    desk.execute(ReopenClass(class_id=class_id, version=version, reason="成绩录错"))
    assert row(desk, class_id).state is ClassState.ASSESSING
    assert {person.completed for person in desk.ask(class_people, class_id)} == {None}
    assert desk.ask(class_card, class_id).closed_at is None
    assert json.loads(rows(desk, "SELECT detail FROM audit WHERE kind = 'reopen'")[0][0]) == {
        "reason": "成绩录错"
    }


# --- lists ---


def test_lists_by_state_year_and_words(desk: Desk):
    first = running(desk)
    second = create(desk, title="优秀中青年干部培训班", teacher="赵", half_days=())
    third = create(desk, start_day=date(2025, 3, 3), end_day=date(2025, 3, 4), half_days=())
    assert desk.ask(class_ids) == [second, first, third]
    assert desk.ask(class_ids, "start_day") == [third, first, second]
    assert desk.ask(class_ids, "-enrolled")[0] == first
    assert desk.ask(class_ids, year=2026) == [second, first]
    assert desk.ask(class_ids, state=ClassState.RUNNING) == [first]
    assert desk.ask(class_ids, text="zqn") == [second]
    assert desk.ask(class_ids, text="赵") == [second]
    assert desk.ask(class_ids, text="2025-01") == [third]
    assert desk.ask(class_ids, text="第3期 2026") == [first]
    assert {count.state: count.count for count in desk.ask(class_counts, 2026)}[ClassState.PLANNED] == 1
    assert sum(count.count for count in desk.ask(class_counts)) == 3
    total, hits = desk.ask(find_classes, "科级")
    assert (total, [hit.id for hit in hits]) == (2, [first, third])
    assert desk.ask(find_classes, " ") == (0, [])
    assert desk.ask(find_classes, "%") == (0, [])


def test_a_card_of_a_class_that_is_gone(desk: Desk):
    with pytest.raises(NotFound) as gone:
        desk.ask(class_card, 99)
    assert gone.value.code == "record.gone"
