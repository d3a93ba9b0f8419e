"""People are found by what their unit is called in short, everywhere people are looked for."""

import pytest

from tests.usecases.test_gate import rows
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import Line
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.usecases.commands.roster import AddUnit
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster import person_ids, search_people, search_roster, unit_tree


@pytest.mark.parametrize("typed", ["卫健", "卫健委", "卫健局", "wsjkj", "卫生健康"])
def test_people_and_units_are_found(desk: Desk, typed: str):
    made = desk.execute(AddUnit(name="城东区卫生健康局", line=Line.HEALTH)).result["unit_id"]
    assert rows(desk, f"SELECT short_name FROM unit WHERE id = {made}") == [("卫生健康局",)]
    # as desks have it whose short names were made before the district's name was left out
    write(desk.path, ("UPDATE unit SET short_name = name, initials = 'cdqwsjkj' WHERE id = ?", (made,)))
    write(desk.path, ("UPDATE person SET unit_id = ? WHERE id = 2", (made,)))
    assert [hit.id for hit in desk.ask(search_people, typed)[1]] == [2]
    assert [unit.id for unit in desk.ask(search_roster, typed).units] == [made]
    assert list(desk.ask(person_ids, PersonFilter(typed=typed)).ids) == [2]
    sought = next(unit.sought for unit in desk.ask(unit_tree) if unit.id == made)
    assert typed in f"{sought} 城东区卫生健康局"


def test_two_units_of_one_short_name_keep_their_names(desk: Desk):
    for name in ("财政局", "城东区财政局"):
        made = desk.execute(AddUnit(name=name, line=Line.GOVERNMENT)).result["unit_id"]
    assert rows(desk, f"SELECT short_name FROM unit WHERE id >= {made - 1}") == [
        ("财政局",),
        ("城东区财政局",),
    ]
