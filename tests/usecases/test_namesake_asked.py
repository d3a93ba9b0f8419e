"""A new person called like somebody present: who is there is said, and asked once."""

import pytest

from tests.usecases.test_gate import rows
from trainingdesk.domain.codes import Team
from trainingdesk.domain.errors import Invalid
from trainingdesk.usecases.commands.roster import AddPerson
from trainingdesk.usecases.desk import Desk


def test_who_is_called_so_in_another_unit_is_asked_about_where_a_birth_is_missing(desk: Desk):
    new = {"name": "丁宁", "unit_id": 3, "team": Team.PARTY_GOVERNMENT}
    with pytest.raises(Invalid) as asked:
        desk.execute(AddPerson(**new))
    (problem,) = asked.value.problems
    assert (problem.code, problem.params["unit"]) == ("roster.same_person", "城东区委组织部")
    desk.execute(AddPerson(**new, sure=("name",)))
    assert rows(desk, "SELECT count(*) FROM person WHERE name = '丁宁'") == [(2,)]
    # both births are known, and others: nobody is asked
    desk.execute(AddPerson(**new | {"name": "于洋", "birth": "1991-02-03"}))
