"""Somebody of another district works here for a time (借调来区): added, extended, back; never in the base by itself."""

from datetime import date

import pytest

from tests.desk_fixtures import TestClock
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_merge import everything
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import GroupKind, PersonStatus, SecondmentWay, Team
from trainingdesk.domain.errors import Invalid, Refused
from trainingdesk.usecases.commands.groups import JoinGroup
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddPerson
from trainingdesk.usecases.commands.secondments import EndSecondment, ExtendSecondment, SecondPerson
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster import person_card

STAY = "SELECT way, unit_id, place, valid_from, valid_to, reason FROM secondment"


def new(**values: object) -> AddPerson:
    given = {
        "name": "林区外",
        "unit_id": 1,
        "team": Team.PARTY_GOVERNMENT,
        "status": PersonStatus.SECONDED_IN,
        "status_from": "2026-03-01",
        "place": "城西区委组织部",
        "until": date(2026, 8, 31),
        "reason": "市组借〔2026〕5号",
    }
    return AddPerson(**{**given, **values})


def in_base(desk: Desk) -> int:
    (table,) = desk.ask(paper_rows, "roster.list", {})
    return len(table.rows)


@pytest.fixture
def seconded(desk: Desk) -> int:
    return int(desk.execute(new()).result["person_id"])


def stay_of(desk: Desk) -> int:
    return int(rows(desk, "SELECT max(id) FROM secondment")[0][0])


def codes(desk: Desk, command: object) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        desk.execute(command)
    return [(problem.code, problem.field) for problem in refused.value.problems]


def test_the_secondment_comes_with_the_person_and_goes_by_one_undo(desk: Desk):
    before, counted = everything(desk), in_base(desk)
    assert codes(desk, new(until=date(2026, 2, 1))) == [("history.ends_before", "until")]
    person = desk.execute(new()).result["person_id"]
    assert rows(desk, STAY) == [("in", 1, "城西区委组织部", "2026-03-01", "2026-08-31", "市组借〔2026〕5号")]
    card = desk.ask(person_card, person)
    assert (card.status, card.in_base) == (PersonStatus.SECONDED_IN, False)
    assert card.secondments[0].words == "城西区委组织部", "it is said where from"
    assert in_base(desk) == counted, "the rule of the base has no seconded ones"
    desk.execute(UndoLast())
    after = everything(desk)
    assert (after["person"], after["secondment"]) == (before["person"], before["secondment"])
    assert chain_is_whole(desk)


def test_who_serves_the_district_is_not_seconded_into_it(desk: Desk, seconded: int):
    wrong = SecondPerson(person_id=2, way=SecondmentWay.IN, unit_id=1, valid_from=date(2026, 6, 1))
    assert codes(desk, wrong) == [("history.place_needed", "place"), ("history.not_seconded_in", "way")]


def test_the_last_day_is_moved_and_moved_back(desk: Desk, seconded: int):
    number = stay_of(desk)
    for until in (date(2026, 8, 31), date(2026, 7, 1)):
        short = ExtendSecondment(secondment_id=number, until=until)
        assert codes(desk, short) == [("history.not_longer", "until")]
    desk.execute(ExtendSecondment(secondment_id=number, until=date(2027, 2, 28), reason="市组借〔2026〕9号"))
    assert rows(desk, STAY)[0][4:] == ("2027-02-28", "市组借〔2026〕9号")
    desk.execute(ExtendSecondment(secondment_id=number))
    assert rows(desk, STAY)[0][4:] == (None, "市组借〔2026〕9号")
    desk.execute(UndoLast())
    desk.execute(UndoLast())
    assert rows(desk, STAY)[0][4:] == ("2026-08-31", "市组借〔2026〕5号")


def test_back_before_the_last_day_leaves_the_district_the_day_after(desk: Desk, seconded: int):
    desk.execute(EndSecondment(secondment_id=stay_of(desk), day=date(2026, 6, 10)))
    assert rows(desk, STAY)[0][4] == "2026-06-10"
    assert desk.ask(person_card, seconded).status is PersonStatus.LEFT
    assert rows(desk, f"SELECT status, status_from FROM person WHERE id = {seconded}") == [
        ("left", "2026-06-11")
    ]
    desk.execute(UndoLast())
    assert rows(desk, STAY)[0][4] == "2026-08-31"
    assert desk.ask(person_card, seconded).status is PersonStatus.SECONDED_IN
    today = EndSecondment(secondment_id=stay_of(desk), day=date(2026, 6, 12))
    assert codes(desk, today) == [("history.last_day_not_over", "day")]
    desk.execute(EndSecondment(secondment_id=stay_of(desk)))
    assert rows(desk, f"SELECT status, status_from FROM person WHERE id = {seconded}") == [
        ("left", "2026-06-12")
    ], "yesterday was the last day here"


def test_back_is_noted_after_the_last_day_too(desk: Desk, seconded: int, clock: TestClock):
    clock.forward(days=120)
    number = stay_of(desk)
    with pytest.raises(Refused) as refused:
        desk.execute(EndSecondment(secondment_id=number, day=date(2026, 9, 15)))
    assert refused.value.code == "history.back_already"
    desk.execute(EndSecondment(secondment_id=number, day=date(2026, 8, 31)))
    assert rows(desk, f"SELECT status, status_from FROM person WHERE id = {seconded}") == [
        ("left", "2026-09-01")
    ]


def test_somebody_of_the_district_is_back_before_the_day_that_was_fixed(desk: Desk):
    out = SecondPerson(
        person_id=2,
        way=SecondmentWay.OUT,
        place="市委组织部",
        valid_from=date(2026, 1, 5),
        valid_to=date(2026, 12, 31),
    )
    desk.execute(out)
    desk.execute(EndSecondment(secondment_id=stay_of(desk), day=date(2026, 6, 1)))
    assert rows(desk, STAY)[0][4] == "2026-06-01"
    desk.execute(UndoLast())
    assert rows(desk, STAY)[0][4] == "2026-12-31"


def test_the_rule_may_count_them_and_group_lists_have_them(desk: Desk, seconded: int):
    counted = in_base(desk)
    statuses = '["serving", "long_leave", "seconded_in"]'
    write(desk.path, ("UPDATE rule SET value = ? WHERE key = 'base.statuses'", (statuses,)))
    assert in_base(desk) == counted + 1
    assert desk.ask(person_card, seconded).in_base
    desk.execute(
        JoinGroup(
            kind=GroupKind.YOUNG, person_ids=(seconded,), day=date(2026, 6, 1), reason="市组〔2026〕1号"
        )
    )
    (table,) = desk.ask(paper_rows, "groups.members", {"group": "young"})
    assert "林区外" in table.rows[0].cells
    (heads,) = desk.ask(paper_rows, "roster.units", {"unit": "1"})
    assert heads.rows[0].cells[-1] == "4"


def test_back_without_a_day_is_since_the_last_day_where_that_is_over(
    desk: Desk, seconded: int, clock: TestClock
):
    clock.forward(days=120)
    desk.execute(EndSecondment(secondment_id=stay_of(desk)))
    assert rows(desk, f"SELECT status, status_from FROM person WHERE id = {seconded}") == [
        ("left", "2026-09-01")
    ]
