"""An age is that of the full birthday where its day is known, be it by the ID number, and of the month where it is not."""

from datetime import date

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_finding import listed
from tests.usecases.test_group_papers import shown_as
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.values import age_on
from trainingdesk.usecases.commands.groups import JoinGroup
from trainingdesk.usecases.commands.reserve import RecommendReserve
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.groups import reserve_candidates

#: the ID number of somebody born on 20 June; the desk's day is the 12th
LATER = invented_id(301, "19800620")


@pytest.mark.parametrize(
    ("birth", "number", "age"),
    [
        pytest.param("1980-06-12", None, 46, id="on the birthday"),
        pytest.param("1980-06-13", None, 45, id="a day before it"),
        pytest.param("1980-06", None, 46, id="the month alone"),
        pytest.param("1980-06", LATER, 45, id="the month, and the day by the number"),
        pytest.param("1980-05", LATER, 46, id="the number is of another month"),
        pytest.param("1980-06-02", LATER, 46, id="the number is of another day"),
    ],
)
def test_the_same_age_is_shown_filtered_and_printed(desk: Desk, birth: str, number: str | None, age: int):
    write(desk.path, ("UPDATE person SET birth = ?, id_number = ? WHERE name = '丁宁'", (birth, number)))
    (named,) = [who for who in listed(desk, unit_id=1) if who == "丁宁"]
    assert (named in listed(desk, unit_id=1, age_from=46)) == (age == 46)
    assert (named in listed(desk, unit_id=1, age_to=45)) == (age == 45)
    desk.execute(JoinGroup(kind=GroupKind.YOUNG, person_ids=(1,), day=date(2026, 1, 6), reason="培养"))
    shown = shown_as(desk, "groups.members", group="young")
    assert (shown["birth"], shown["age"]) == (birth[:7], str(age))
    desk.execute(RecommendReserve(person_ids=(1,), day=date(2026, 1, 6), by="组织部"))
    assert [row.age for row in desk.ask(reserve_candidates)] == [age]
    # as of a stated day: the day before somebody's birthday, and on it
    if number and age == 45:
        ages = [desk.ask(reserve_candidates, date(2026, 6, 30))[0].age]
        ages.append(desk.ask(reserve_candidates, date(2026, 1, 31))[0].age)
        assert ages == [46, 45]


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("1980-02-29", date(2026, 2, 28), 45),
        ("1980-02-29", date(2026, 3, 1), 46),
        ("1980-06", date(2026, 5, 31), 45),
        ("1980", date(2026, 5, 31), None),
        ("", date(2026, 5, 31), None),
    ],
)
def test_full_years(birth: str, day: date, age: int | None):
    assert age_on(birth, day) == age
