"""Taking a step back after others went on: it is refused with a reason, or done right; the file is never wrong."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from tests.desk_fixtures import PASSWORD, invented_id
from tests.usecases.machine_checks import Watch
from trainingdesk.domain.access import Role
from trainingdesk.domain.classes.rules import ClassAction, HalfDay
from trainingdesk.domain.codes import Audience, Grade, Line, Slot, Team
from trainingdesk.domain.errors import Invalid, Refused
from trainingdesk.usecases.commands.classes import ActOnClass, CreateClass
from trainingdesk.usecases.commands.enrolments import ArrangeSeats, Enrol, GradeEnrolments, Withdraw
from trainingdesk.usecases.commands.office import AddUser, UndoLast
from trainingdesk.usecases.commands.roster import AddPerson, AddUnit, ChangePerson, ChangeUnit, RemoveUnit
from trainingdesk.usecases.desk import Desk

DAY = date(2026, 6, 8)


@pytest.fixture
def second(desk: Desk) -> Callable[[], None]:
    """Another clerk: returns what signs that one in."""
    desk.execute(AddUser(login="second", name="冯二", password=PASSWORD, roles=(Role.CLERK,)))
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
    person_change(desk, person, unit_id=1)
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
