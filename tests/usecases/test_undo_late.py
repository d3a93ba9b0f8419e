"""Taking a step back after others went on: it is refused with a reason, or done right; the file is never wrong."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.desk_fixtures import PASSWORD, invented_id
from tests.usecases.machine_checks import Watch
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import take_in, workbook
from trainingdesk.domain.access import DESK, Role
from trainingdesk.domain.classes.rules import ClassAction, HalfDay
from trainingdesk.domain.codes import (
    Audience,
    FeeItem,
    Grade,
    LecturerChannel,
    LecturerLevel,
    Line,
    Mark,
    Mode,
    PersonStatus,
    Slot,
    Team,
    Theme,
)
from trainingdesk.domain.errors import Invalid, Refused
from trainingdesk.domain.fees.rules import LineDraft
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.attendance import CloseSession, MarkAttendance
from trainingdesk.usecases.commands.classes import ActOnClass, ChangeClass, CloseClass, CreateClass
from trainingdesk.usecases.commands.courses import AddCourse, AddLecturer, ChangeCourse, ChangeLecturer
from trainingdesk.usecases.commands.enrolments import ArrangeSeats, Enrol, GradeEnrolments, Withdraw
from trainingdesk.usecases.commands.fees import CreateFeeRequest, ReviewFee, SubmitFee
from trainingdesk.usecases.commands.history import RemovePeriod, SavePeriod
from trainingdesk.usecases.commands.menu import AddMenuItem, ChangeMenuItem, CreateMenu, MoveMenuItem
from trainingdesk.usecases.commands.office import AddUser, UndoLast
from trainingdesk.usecases.commands.planning import AdoptPlan, RemovePlan, SavePlan
from trainingdesk.usecases.commands.roster import (
    AddPerson,
    AddUnit,
    ChangePerson,
    ChangeStatus,
    ChangeUnit,
    RemoveUnit,
)
from trainingdesk.usecases.commands.roster_batch import EditPeople
from trainingdesk.usecases.commands.schedule import SetHalfDays
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.office import undo_offer
from trainingdesk.usecases.queries.planning import plan_proposal
from trainingdesk.usecases.undoing import UNDO_DEPTH

DAY = date(2026, 6, 8)
TODAY = date(2026, 6, 12)


@pytest.fixture
def second(desk: Desk) -> Callable[[], None]:
    """Another clerk: returns what signs that one in."""
    desk.gate.execute(AddUser(login="second", name="冯二", password=PASSWORD, roles=(Role.CLERK,)), DESK)
    return lambda: desk.sign_in("second", PASSWORD) and None


@pytest.fixture
def first(desk: Desk) -> Callable[[], None]:
    return lambda: desk.sign_in("clerk", PASSWORD) and None


@pytest.fixture
def watch(desk: Desk) -> Iterator[Watch]:
    connection = sqlite3.connect(desk.path, isolation_level=None)
    yield Watch(connection)
    connection.close()


def enrolling_class(desk: Desk, day: date = DAY) -> int:
    made = desk.execute(
        CreateClass(
            title="科级干部进修班",
            audience=Audience.SECTION,
            start_day=day,
            end_day=day + timedelta(days=4),
            capacity=10,
            half_days=(HalfDay(day=day, slot=Slot.MORNING),),
        )
    ).result["class_id"]
    desk.execute(ActOnClass(class_id=made, version=1, action=ClassAction.OPEN))
    return made


def enrol(desk: Desk, class_id: int, *people: int) -> list[int]:
    return desk.execute(Enrol(class_id=class_id, person_ids=people)).result["enrolment_ids"]


def test_a_cancelled_class_does_not_come_back_over_another_one(desk: Desk, watch: Watch):
    one, other = enrolling_class(desk), enrolling_class(desk)
    enrol(desk, one, 1)
    desk.execute(ActOnClass(class_id=one, version=2, action=ClassAction.CANCEL, reason="人数不足"))
    first_undo = UndoLast()
    enrol(desk, other, 1)
    desk.execute(UndoLast())  # out of the other class again
    desk.execute(first_undo)
    watch.everything()
    desk.execute(ActOnClass(class_id=one, version=4, action=ClassAction.CANCEL, reason="人数不足"))
    version = watch.rows("SELECT version FROM training_class WHERE id = ?", one)[0][0]
    assert version == 5


def test_a_cancelled_class_whose_people_went_elsewhere_stays_cancelled(
    desk: Desk, watch: Watch, first: Callable[[], None], second: Callable[[], None]
):
    one, other = enrolling_class(desk), enrolling_class(desk)
    enrol(desk, one, 1)
    desk.execute(ActOnClass(class_id=one, version=2, action=ClassAction.CANCEL, reason="人数不足"))
    second()
    enrol(desk, other, 1)
    first()
    with pytest.raises(Invalid) as refused:
        desk.execute(UndoLast())
    assert refused.value.code == "class.grid_unfit"
    assert refused.value.problems[0].params["name"] == "丁宁"
    watch.everything()


def test_seats_are_not_given_back_to_two_people(
    desk: Desk, watch: Watch, first: Callable[[], None], second: Callable[[], None]
):
    made = enrolling_class(desk)
    people = enrol(desk, made, 1, 2, 3)
    desk.execute(Withdraw(enrolment_id=people[0]))
    assert desk.execute(ArrangeSeats(class_id=made)).result["count"] == 2
    second()
    enrol(desk, made, 5)
    desk.execute(ArrangeSeats(class_id=made))
    watch.everything()
    first()
    with pytest.raises(Refused) as refused:
        desk.execute(UndoLast())
    assert refused.value.code == "class.step_taken"
    watch.everything()


def test_who_comes_back_to_a_taken_seat_gets_the_next_one(
    desk: Desk, watch: Watch, second: Callable[[], None]
):
    made = enrolling_class(desk)
    people = enrol(desk, made, 1, 2, 3)
    desk.execute(Withdraw(enrolment_id=people[0]))
    second()
    desk.execute(ArrangeSeats(class_id=made))
    desk.sign_in("clerk", PASSWORD)
    desk.execute(UndoLast())
    watch.everything()
    seats = watch.rows("SELECT seat FROM enrolment WHERE class_id = ? ORDER BY seat", made)
    assert seats == [(1,), (2,), (3,)]


def test_an_enrolment_with_a_grade_is_not_taken_back(desk: Desk, watch: Watch, second: Callable[[], None]):
    made = enrolling_class(desk)
    desk.execute(ActOnClass(class_id=made, version=2, action=ClassAction.CANCEL, reason="x"))
    desk.execute(UndoLast())
    enrol(desk, made, 1)
    desk.execute(ActOnClass(class_id=made, version=4, action=ClassAction.START))
    (late,) = enrol(desk, made, 2)
    second()
    desk.execute(GradeEnrolments(class_id=made, grades=((late, Grade.GOOD),)))
    desk.sign_in("clerk", PASSWORD)
    with pytest.raises(Refused) as refused:
        desk.execute(UndoLast())
    assert refused.value.code == "class.step_taken"
    assert watch.rows("SELECT grade FROM enrolment WHERE id = ?", late) == [("good",)]


def unit_change(desk: Desk, unit: int, **changes) -> None:
    row = desk.engines.path
    with sqlite3.connect(row) as connection:
        version, name, short, line, parent = connection.execute(
            "SELECT version, name, short_name, line, parent_id FROM unit WHERE id = ?", (unit,)
        ).fetchone()
    connection.close()
    facts = {"name": name, "short_name": short, "line": Line(line), "parent_id": parent} | changes
    desk.execute(ChangeUnit(unit_id=unit, version=version, **facts))


def test_units_never_stand_below_themselves(
    desk: Desk, watch: Watch, first: Callable[[], None], second: Callable[[], None]
):
    unit_change(desk, 2, parent_id=1)
    unit_change(desk, 2, parent_id=None)
    second()
    unit_change(desk, 1, parent_id=2)
    first()
    with pytest.raises(Invalid) as refused:
        desk.execute(UndoLast())
    assert refused.value.code == "roster.unit_invalid"
    assert refused.value.problems[0].code == "roster.unit_below_itself"
    watch.everything()


def test_a_unit_s_old_name_that_another_one_took_is_not_given_back(
    desk: Desk, first: Callable[[], None], second: Callable[[], None]
):
    unit_change(desk, 2, name="城东区宣传中心")
    second()
    desk.execute(AddUnit(name="城东区委宣传部", line=Line.PARTY))
    first()
    with pytest.raises(Refused) as refused:
        desk.execute(UndoLast())
    assert refused.value.code == "undo.in_the_way"


def person_change(desk: Desk, person: int, **changes) -> None:
    with sqlite3.connect(desk.path) as connection:
        version, unit, name, team = connection.execute(
            "SELECT version, unit_id, name, team FROM person WHERE id = ?", (person,)
        ).fetchone()
    connection.close()
    draft = {"unit_id": unit, "name": name, "team": Team(team), "keep_phone": True, "keep_id_number": True}
    desk.execute(ChangePerson(person_id=person, version=version, **(draft | changes)))


def test_a_person_does_not_go_back_to_a_unit_that_is_gone(
    desk: Desk, watch: Watch, first: Callable[[], None], second: Callable[[], None]
):
    unit = desk.execute(AddUnit(name="新设局", line=Line.GOVERNMENT)).result["unit_id"]
    person = desk.execute(AddPerson(unit_id=unit, name="冯新", team=Team.TECHNICAL)).result["person_id"]
    person_change(desk, person, unit_id=1, correction=True)
    second()
    desk.execute(RemoveUnit(unit_id=unit))
    first()
    with pytest.raises(Refused) as refused:
        desk.execute(UndoLast())
    assert refused.value.code == "undo.in_the_way"
    watch.everything()


def test_an_id_number_that_somebody_else_has_now_is_not_given_back(
    desk: Desk, first: Callable[[], None], second: Callable[[], None]
):
    number = invented_id(77)
    person = desk.execute(AddPerson(unit_id=1, name="冯新", team=Team.TECHNICAL, id_number=number)).result[
        "person_id"
    ]
    person_change(desk, person, keep_id_number=False, id_number=invented_id(78))
    second()
    desk.execute(AddPerson(unit_id=2, name="冯旧", team=Team.TECHNICAL, id_number=number))
    first()
    with pytest.raises(Refused) as refused:
        desk.execute(UndoLast())
    assert refused.value.code == "undo.in_the_way"


# --- an undo touches only what its own step changed (every inverse, two clerks in turn) ---


def change_class(desk: Desk, made: int, **changes) -> None:
    with closing(sqlite3.connect(desk.path)) as connection:
        row = connection.execute(
            "SELECT version, title, audience, start_day, end_day, is_main, capacity, teacher, place"
            " FROM training_class WHERE id = ?",
            (made,),
        ).fetchone()
    facts = {
        "version": row[0],
        "title": row[1],
        "audience": Audience(row[2]),
        "start_day": date.fromisoformat(row[3]),
        "end_day": date.fromisoformat(row[4]),
        "is_main": bool(row[5]),
        "capacity": row[6],
        "teacher": row[7],
        "place": row[8],
    }
    desk.execute(ChangeClass(class_id=made, **(facts | changes)))


def half_days(desk: Desk, made: int, *places: tuple[int, Slot, str]) -> None:
    grid = tuple(
        HalfDay(day=DAY + timedelta(days=day), slot=slot, topic=topic) for day, slot, topic in places
    )
    with closing(sqlite3.connect(desk.path)) as connection:
        (version,) = connection.execute("SELECT version FROM training_class WHERE id = ?", (made,)).fetchone()
    desk.execute(SetHalfDays(class_id=made, version=version, half_days=grid))


def refused_code(desk: Desk, command: UndoLast | None = None) -> str:
    with pytest.raises(Refused) as refused:
        desk.execute(command or UndoLast())
    assert "{" not in text(refused.value.code, **refused.value.params)
    return refused.value.code


Clerk = Callable[[], None]


class TestTwoClerks:
    def test_a_class_keeps_what_the_other_changed(
        self, desk: Desk, watch: Watch, first: Clerk, second: Clerk
    ):
        made = enrolling_class(desk)
        change_class(desk, made, title="改名班")
        second()
        change_class(desk, made, capacity=30, teacher="孙班", place="二楼", is_main=True)
        first()
        desk.execute(UndoLast())
        sql = "SELECT title, initials, capacity, teacher, place, is_main FROM training_class WHERE id = ?"
        assert watch.rows(sql, made) == [("科级干部进修班", "kjgbjxb", 30, "孙班", "二楼", 1)]
        second()
        desk.execute(UndoLast())
        assert watch.rows(sql, made) == [("科级干部进修班", "kjgbjxb", 10, "", "", 0)]

    def test_a_class_s_title_the_other_wrote_stays(
        self, desk: Desk, watch: Watch, first: Clerk, second: Clerk
    ):
        made = enrolling_class(desk)
        change_class(desk, made, title="改名班", teacher="孙班")
        second()
        change_class(desk, made, title="再改名班")
        first()
        with pytest.raises(Refused) as refused:
            desk.execute(UndoLast())
        assert refused.value.code == "undo.changed_since"
        sentence = text(refused.value.code, **refused.value.params)
        assert text("field.title") in sentence
        assert watch.rows("SELECT title, teacher FROM training_class WHERE id = ?", made) == [
            ("再改名班", "孙班")
        ]

    def test_a_class_the_other_wrote_on_is_not_taken_back(
        self, desk: Desk, watch: Watch, first: Clerk, second: Clerk
    ):
        def make() -> int:
            return desk.execute(
                CreateClass(
                    title="班",
                    audience=Audience.SECTION,
                    start_day=DAY,
                    end_day=DAY + timedelta(days=2),
                    capacity=10,
                )
            ).result["class_id"]

        renamed = make()
        second()
        change_class(desk, renamed, title="改名班")
        first()
        assert refused_code(desk) == "undo.changed_since"
        planned = make()
        second()
        half_days(desk, planned, (0, Slot.MORNING, "党章"))
        first()
        assert refused_code(desk) == "undo.written_since"
        second()
        desk.execute(UndoLast())
        first()
        desk.execute(UndoLast())
        assert watch.rows("SELECT id FROM training_class WHERE id = ?", planned) == []
        assert watch.rows("SELECT title FROM training_class WHERE id = ?", renamed) == [("改名班",)]

    def test_half_days_of_the_other_stay(self, desk: Desk, watch: Watch, first: Clerk, second: Clerk):
        made = enrolling_class(desk)
        morning, noon = Slot.MORNING, Slot.AFTERNOON
        half_days(desk, made, (0, morning, ""), (0, noon, ""), (1, morning, ""))
        second()
        half_days(
            desk,
            made,
            (0, morning, "党章"),
            (0, noon, ""),
            (1, morning, ""),
            (2, morning, "民法"),
            (2, noon, ""),
        )
        first()
        desk.execute(UndoLast())
        sql = "SELECT day, slot, topic FROM half_day_session WHERE class_id = ? ORDER BY day, slot DESC"
        assert watch.rows(sql, made) == [
            ("2026-06-08", "morning", "党章"),
            ("2026-06-10", "morning", "民法"),
            ("2026-06-10", "afternoon", ""),
        ]
        half_days(desk, made, (0, morning, "新题"), (2, morning, "民法"), (2, noon, ""))
        second()
        half_days(desk, made, (0, morning, "又一题"), (2, morning, "民法"), (2, noon, ""))
        first()
        assert refused_code(desk) == "undo.half_day_since"
        assert watch.rows(sql, made)[0][2] == "又一题"

    def test_the_other_s_grades_stay(self, desk: Desk, watch: Watch, first: Clerk, second: Clerk):
        made = enrolling_class(desk)
        one, two = enrol(desk, made, 1, 2)
        desk.execute(ActOnClass(class_id=made, version=2, action=ClassAction.START))
        sql = "SELECT grade FROM enrolment WHERE class_id = ? ORDER BY id"
        desk.execute(GradeEnrolments(class_id=made, grades=((one, Grade.GOOD),)))
        second()
        desk.execute(GradeEnrolments(class_id=made, grades=((two, Grade.GOOD),)))
        first()
        desk.execute(UndoLast())
        assert watch.rows(sql, made) == [(None,), ("good",)]
        desk.execute(GradeEnrolments(class_id=made, grades=((one, Grade.GOOD),)))
        second()
        desk.execute(GradeEnrolments(class_id=made, grades=((one, Grade.FAIL),)))
        first()
        assert refused_code(desk) == "undo.changed_since"
        assert watch.rows(sql, made) == [("fail",), ("good",)]

    def test_a_person_or_unit_the_other_edited_stays(
        self, desk: Desk, watch: Watch, first: Clerk, second: Clerk
    ):
        person = desk.execute(AddPerson(unit_id=1, name="冯新", team=Team.TECHNICAL)).result["person_id"]
        second()
        person_change(desk, person, post="科员")
        first()
        assert refused_code(desk) == "undo.changed_since"
        second()
        desk.execute(UndoLast())
        first()
        desk.execute(UndoLast())
        assert watch.rows("SELECT id FROM person WHERE id = ?", person) == []
        unit = desk.execute(AddUnit(name="新设局", line=Line.GOVERNMENT)).result["unit_id"]
        second()
        unit_change(desk, unit, liaison="孙某")
        first()
        assert refused_code(desk) == "undo.changed_since"
        assert watch.rows("SELECT liaison FROM unit WHERE id = ?", unit) == [("孙某",)]

    def test_another_id_number_counts_though_it_looks_the_same_in_the_log(
        self, desk: Desk, first: Clerk, second: Clerk
    ):
        person = desk.execute(
            AddPerson(unit_id=1, name="冯新", team=Team.TECHNICAL, phone="13900001111")
        ).result["person_id"]
        second()
        person_change(desk, person, keep_phone=False, phone="13988881111")
        first()
        assert refused_code(desk) == "undo.changed_since"

    def test_a_status_and_a_post_are_two_things(self, desk: Desk, watch: Watch, first: Clerk, second: Clerk):
        desk.execute(ChangeStatus(person_id=1, version=1, status=PersonStatus.LONG_LEAVE))
        second()
        person_change(desk, 1, post="新职务", status="long_leave", status_from=TODAY.isoformat())
        first()
        desk.execute(UndoLast())
        assert watch.rows("SELECT status, post FROM person WHERE id = 1") == [("serving", "新职务")]
        ((version,),) = watch.rows("SELECT version FROM person WHERE id = 1")
        desk.execute(ChangeStatus(person_id=1, version=version, status=PersonStatus.LONG_LEAVE))
        second()
        desk.execute(ChangeStatus(person_id=1, version=version + 1, status=PersonStatus.RETIRED))
        first()
        assert refused_code(desk) == "undo.changed_since"

    def test_the_order_another_move_made_stays(self, desk: Desk, watch: Watch, first: Clerk, second: Clerk):
        order = "SELECT id FROM unit ORDER BY position"
        before = watch.rows(order)
        unit_change(desk, 3, parent_id=1)
        desk.execute(UndoLast())
        assert watch.rows(order) == before
        unit_change(desk, 3, parent_id=1)
        second()
        unit_change(desk, 5, parent_id=4)
        unit_change(desk, 2, parent_id=6)
        others = [row for row in watch.rows(order) if row[0] not in {3, 4, 5}]
        first()
        desk.execute(UndoLast())
        assert watch.rows("SELECT parent_id FROM unit WHERE id IN (2, 3, 5) ORDER BY id") == [
            (6,),
            (None,),
            (4,),
        ]
        assert [row for row in watch.rows(order) if row[0] not in {3, 4, 5}] == others

    def test_a_course_and_a_teacher_keep_what_the_other_changed(
        self, desk: Desk, watch: Watch, first: Clerk, second: Clerk
    ):
        teacher = desk.execute(AddLecturer(name="孙某", title="教授")).result["lecturer_id"]
        course = desk.execute(AddCourse(title="党章", theme=Theme.LAW, mode=Mode.LECTURE, hours=40)).result

        def edit(**changes) -> None:
            ((version,),) = watch.rows("SELECT version FROM course")
            facts = {
                "code": course["code"],
                "title": "党章",
                "theme": Theme.LAW,
                "mode": Mode.LECTURE,
                "hours": 40,
            }
            desk.execute(ChangeCourse(course_id=course["course_id"], version=version, **(facts | changes)))

        def teach(**changes) -> None:
            ((version,),) = watch.rows("SELECT version FROM lecturer")
            facts = {
                "name": "孙某",
                "organisation": "",
                "title": "教授",
                "level": LecturerLevel.OTHER,
                "channel": LecturerChannel.RECOMMENDED,
            }
            desk.execute(ChangeLecturer(lecturer_id=teacher, version=version, **(facts | changes)))

        edit(title="新党章")
        teach(title="副教授")
        second()
        edit(title="新党章", hours=80)
        teach(title="副教授", organisation="党校")
        first()
        desk.execute(UndoLast())
        desk.execute(UndoLast())
        assert watch.rows("SELECT title, initials, hours FROM course") == [("党章", "dz", 80)]
        assert watch.rows("SELECT title, organisation FROM lecturer") == [("教授", "党校")]
        teach(organisation="党校", title="讲师")
        edit(hours=80, title="民法典")
        second()
        edit(hours=80, title="宪法")
        teach(organisation="党校", title="研究员")
        first()
        assert refused_code(desk) == "undo.changed_since"
        step = desk.ask(undo_offer).id
        assert refused_code(desk, UndoLast(leave=(step,))) == "undo.changed_since"
        assert watch.rows("SELECT title FROM course") == [("宪法",)]
        assert watch.rows("SELECT title FROM lecturer") == [("研究员",)]

    def test_menu_items_of_the_other_stay(self, desk: Desk, watch: Watch, first: Clerk, second: Clerk):
        courses = [
            desk.execute(AddCourse(title=title, theme=Theme.LAW, mode=Mode.LECTURE, hours=40)).result[
                "course_id"
            ]
            for title in ("党章", "民法", "应急")
        ]
        menu = desk.execute(CreateMenu(year=2026)).result["menu_id"]
        items = [
            desk.execute(AddMenuItem(menu_id=menu, course_id=key, audience=Audience.SECTION)).result[
                "item_id"
            ]
            for key in courses
        ]
        second()
        desk.execute(ChangeMenuItem(item_id=items[2], capacity=77))
        first()
        assert refused_code(desk) == "undo.changed_since"
        desk.execute(MoveMenuItem(item_id=items[0], position=3))
        second()
        desk.execute(MoveMenuItem(item_id=items[0], position=2))
        first()
        assert refused_code(desk) == "undo.changed_since"
        sql = "SELECT id, capacity FROM menu_item ORDER BY position"
        assert watch.rows(sql) == [(items[1], 50), (items[0], 50), (items[2], 77)]

    def test_a_step_of_a_class_the_other_went_on_from(self, desk: Desk, first: Clerk, second: Clerk):
        made = enrolling_class(desk)
        second()
        desk.execute(ActOnClass(class_id=made, version=2, action=ClassAction.CANCEL, reason="人数不足"))
        first()
        assert refused_code(desk) == "class.step_taken"
        second()
        desk.execute(UndoLast())
        first()
        desk.execute(UndoLast())

    def test_a_request_the_other_reviewed_stays_reviewed(
        self, desk: Desk, watch: Watch, first: Clerk, sign_in: Callable[[Role], None]
    ):
        made = enrolling_class(desk)
        lines = (LineDraft(FeeItem.MEALS, "用餐", "", 100),)
        fee = desk.execute(
            CreateFeeRequest(class_id=made, title="办班经费", persons=3, days=1, lines=lines)
        ).result["fee_id"]
        desk.execute(SubmitFee(fee_id=fee, version=1))
        sign_in(Role.REVIEWER)
        desk.execute(ReviewFee(fee_id=fee, version=2))
        first()
        assert refused_code(desk) == "undo.changed_since"
        assert watch.rows("SELECT state FROM fee_request") == [("reviewed",)]

    def test_a_plan_adopted_again_by_the_other(self, desk: Desk, watch: Watch, first: Clerk, second: Clerk):
        grid = desk.ask(plan_proposal, TODAY)
        cells = tuple((row.unit_id, tuple(row.targets)) for row in grid.rows)
        plans = [
            desk.execute(SavePlan(title=title, base_day=TODAY, cells=cells)).result["plan_id"]
            for title in ("甲", "乙")
        ]
        desk.execute(AdoptPlan(plan_id=plans[0]))
        second()
        desk.execute(AdoptPlan(plan_id=plans[1]))
        first()
        assert refused_code(desk) == "planning.not_adopted"
        assert watch.rows("SELECT state FROM plan_version ORDER BY id") == [("saved",), ("adopted",)]
        second()
        desk.execute(RemovePlan(plan_id=plans[0]))
        assert refused_code(desk) == "record.gone"


# --- no step bars the ones before it for good ---


def test_an_import_goes_back_after_a_change_that_was_taken_back(
    desk: Desk, tmp_path: Path, first: Clerk, second: Clerk
):
    done = take_in(desk, workbook(tmp_path / "名册.xlsx"), good_only=True)
    batch = done.result["batch_id"]
    (person, _other) = (
        row[0] for row in rows(desk, f"SELECT id FROM person WHERE import_batch_id = {batch}")
    )
    desk.execute(ChangeStatus(person_id=person, version=1, status=PersonStatus.LONG_LEAVE))
    desk.execute(UndoLast())
    second()
    desk.execute(ChangeStatus(person_id=person, version=3, status=PersonStatus.LONG_LEAVE))
    first()
    assert refused_code(desk) == "import.people_edited"
    second()
    desk.execute(UndoLast())
    first()
    desk.execute(UndoLast())
    assert rows(desk, f"SELECT id FROM person WHERE id = {person}") == []


def test_what_stands_in_the_way_of_an_import_is_what_still_stands(
    desk: Desk, tmp_path: Path, first: Clerk, second: Clerk
):
    done = take_in(desk, workbook(tmp_path / "名册.xlsx"), good_only=True)
    batch = done.result["batch_id"]
    person = rows(desk, f"SELECT id FROM person WHERE import_batch_id = {batch}")[0][0]
    second()
    desk.execute(EditPeople(person_ids=(person,), values=(("note", "调研"),)))
    desk.execute(EditPeople(person_ids=(person,), values=(("post", "干部"),)))
    desk.execute(UndoLast())
    first()
    with pytest.raises(Refused, match=r"import\.people_edited") as refused:
        desk.execute(UndoLast())
    (told,) = refused.value.params["people"]
    assert "（备注，" in text(told.code, **told.params), "the post is as the import left it"


def test_closing_a_roll_call_seals_its_marks(
    desk: Desk, first: Clerk, sign_in: Callable[[Role], None], watch: Watch
):
    desk.execute(AddUnit(name="新设局", line=Line.GOVERNMENT))
    made = enrolling_class(desk)
    people = enrol(desk, made, 1, 2)
    desk.execute(ActOnClass(class_id=made, version=2, action=ClassAction.START))
    session = watch.rows("SELECT id FROM half_day_session WHERE class_id = ?", made)[0][0]
    change_class(desk, made, teacher="孙班")
    for person in people:
        desk.execute(MarkAttendance(session_id=session, enrolment_id=person, mark=Mark.PRESENT))
    assert desk.ask(undo_offer).label == "undo.mark"
    sign_in(Role.TRAINER)
    desk.execute(CloseSession(session_id=session))
    first()
    assert desk.ask(undo_offer).label == "undo.change_class"
    desk.execute(UndoLast())
    assert watch.rows("SELECT teacher FROM training_class WHERE id = ?", made) == [("",)]


def test_closing_a_class_seals_its_steps(desk: Desk, watch: Watch):
    desk.execute(AddUnit(name="新设局", line=Line.GOVERNMENT))
    made = enrolling_class(desk)
    (person,) = enrol(desk, made, 1)
    desk.execute(ActOnClass(class_id=made, version=2, action=ClassAction.START))
    session = watch.rows("SELECT id FROM half_day_session WHERE class_id = ?", made)[0][0]
    desk.execute(MarkAttendance(session_id=session, enrolment_id=person, mark=Mark.PRESENT))
    desk.execute(CloseSession(session_id=session))
    desk.execute(GradeEnrolments(class_id=made, grades=((person, Grade.GOOD),)))
    desk.execute(ActOnClass(class_id=made, version=3, action=ClassAction.ASSESS))
    desk.execute(CloseClass(class_id=made, version=4))
    assert desk.ask(undo_offer).label == "undo.add_unit"
    desk.execute(UndoLast())


def test_a_step_that_can_t_be_taken_back_is_left_and_the_one_before_is(
    desk: Desk, watch: Watch, first: Clerk, second: Clerk
):
    unit_change(desk, 2, liaison="孙某")
    unit_change(desk, 3, liaison="孙某")
    second()
    unit_change(desk, 3, liaison="冯某")
    first()
    barred = desk.ask(undo_offer)
    assert refused_code(desk, UndoLast(step_id=barred.id)) == "undo.changed_since"
    older = desk.ask(undo_offer, (barred.id,))
    assert older.params == {"name": "城东区委宣传部"}
    desk.execute(UndoLast(step_id=older.id, leave=(barred.id,)))
    assert watch.rows("SELECT liaison FROM unit WHERE id IN (2, 3) ORDER BY id") == [("",), ("冯某",)]
    assert desk.ask(undo_offer) is None


def test_only_the_offered_step_is_taken_back(desk: Desk, watch: Watch):
    desk.execute(AddUnit(name="甲单位", line=Line.GOVERNMENT))
    offered = desk.ask(undo_offer)
    desk.execute(AddUnit(name="乙单位", line=Line.GOVERNMENT))
    assert refused_code(desk, UndoLast(step_id=offered.id)) == "undo.other_step"
    assert len(watch.rows("SELECT id FROM unit WHERE name IN ('甲单位', '乙单位')")) == 2
    desk.execute(UndoLast(step_id=desk.ask(undo_offer).id))
    desk.execute(UndoLast(step_id=offered.id))
    assert watch.rows("SELECT id FROM unit WHERE name IN ('甲单位', '乙单位')") == []


def test_the_offer_reaches_as_far_as_undo(desk: Desk):
    for number in range(UNDO_DEPTH + 2):
        desk.execute(AddUnit(name=f"新{number}局", line=Line.GOVERNMENT))
    for _number in range(UNDO_DEPTH):
        desk.execute(UndoLast(step_id=desk.ask(undo_offer).id))
    assert desk.ask(undo_offer) is None
    assert refused_code(desk) == "undo.nothing"


def test_a_period_does_not_come_back_over_one_that_took_its_days(desk: Desk, first: Clerk, second: Clerk):
    first()
    own = {"kind": "post_period", "person_id": 2, "valid_from": "2010-01"}
    made = desk.execute(SavePeriod(post="科员", valid_to="2020-01", **own)).result["period_id"]
    desk.execute(SavePeriod(post="科员", valid_to="2018-01", period_id=made, **own))
    second()
    later = {**own, "valid_from": "2018-01"}
    other = desk.execute(SavePeriod(post="副科长", valid_to="2020-01", **later)).result["period_id"]
    first()
    with pytest.raises(Invalid) as refused:
        desk.execute(UndoLast())
    assert [one.code for one in refused.value.problems] == ["history.overlaps"]
    second()
    desk.execute(RemovePeriod(kind="post_period", period_id=other))
    first()
    desk.execute(UndoLast())
    assert rows(desk, "SELECT valid_from, valid_to FROM post_period") == [("2010-01", "2020-01")]
