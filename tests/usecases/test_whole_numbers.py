"""The roster with whole numbers: chosen by who may see them, and in the log like a number that is shown."""

import json
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_group_papers import words_of
from trainingdesk.domain.access import Role
from trainingdesk.domain.errors import AccessDenied
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_pdf, paper_xlsx, param_choices
from trainingdesk.usecases.whole_numbers import ask_paper

COLUMNS = "name,id_number,phone"
WHOLE = {"columns": COLUMNS, "numbers": "whole", "unit": "1"}


def revealed(desk: Desk) -> list[dict[str, object]]:
    return [json.loads(row[0]) for row in rows(desk, "SELECT detail FROM audit WHERE kind = 'revealed'")]


def test_whole_numbers_are_printed_where_they_are_chosen_and_the_log_says_so(desk: Desk):
    number, phone = rows(desk, "SELECT id_number, phone FROM person WHERE id = 1")[0]
    for params in ({"columns": COLUMNS}, {"columns": COLUMNS, "numbers": "masked"}):
        book = load_workbook(BytesIO(ask_paper(desk, paper_xlsx, "roster.list", params))).active
        assert number not in {cell.value for line in book for cell in line}
    assert revealed(desk) == []
    book = load_workbook(BytesIO(ask_paper(desk, paper_xlsx, "roster.list", WHOLE))).active
    assert {number, phone} <= {cell.value for line in book for cell in line}, "as texts"
    logged = revealed(desk)
    assert [one["field"] for one in logged] == ["id_number", "phone"]
    count = rows(desk, "SELECT count(*) FROM person WHERE unit_id = 1")[0][0]
    assert all((one["file"], one["count"]) == ("干部名册", count) for one in logged)
    assert all("城东区委组织部" in str(one["filter"]) for one in logged)
    pdf = words_of(ask_paper(desk, paper_pdf, "roster.list", {**WHOLE, "numbers": "完整（记入日志）"}))
    assert number in pdf.replace(" ", "")
    assert len(revealed(desk)) == 4
    ask_paper(desk, paper_xlsx, "roster.list", {"columns": "name", "numbers": "whole"})
    assert len(revealed(desk)) == 4, "no number is on it"
    assert chain_is_whole(desk)


def test_who_may_not_see_a_number_is_offered_none_and_gets_none(desk: Desk, sign_in: Callable[[Role], None]):
    assert [one.value for one in desk.ask(param_choices, "numbers")] == ["masked", "whole"]
    sign_in(Role.READ_ONLY)
    assert [one.value for one in desk.ask(param_choices, "numbers")] == ["masked"]
    for ask in (ask_paper, lambda desk, make, *args: desk.ask(make, *args)):
        with pytest.raises(AccessDenied):
            ask(desk, paper_xlsx, "roster.list", WHOLE)
    assert revealed(desk) == []
