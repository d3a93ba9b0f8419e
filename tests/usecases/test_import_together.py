"""One man twice in one file, once with his ID number: both rows make one person, one blank filled from the other."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.importing import TOGETHER
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.choices import LEAVE_OUT, UNDECIDED, Choices
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows

HEADER = ["姓名", "身份证号", "出生年月", "工作单位", "职务", "手机"]
WITH = ("路远", invented_id(401), "", OFFICE, "科员", "")
WITHOUT = ("路远", "", "1980.05", OFFICE, "", "13900001234")


def read(desk: Desk, path: Path, *lines: tuple[str, ...]):
    preview = desk.ask(preview_import, workbook(path, lines, HEADER))
    return preview, desk.ask(
        preview_rows, preview.token, desk.ask(preview_places, preview.token, Bucket.MAYBE)
    )


def take_in(desk: Desk, preview, *decisions: tuple[int, int]):
    return desk.execute(ImportRoster(token=preview.token, digest=preview.digest, decisions=decisions))


@pytest.mark.parametrize("lines", [(WITH, WITHOUT), (WITHOUT, WITH)])
def test_two_rows_are_one_new_person(desk: Desk, tmp_path: Path, lines):
    preview, asked = read(desk, tmp_path / "a.xlsx", *lines)
    assert [(row.row, row.together) for row in asked] == [(3, "2")]
    assert asked[0].other is not None
    assert asked[0].other.post == lines[0][4]
    # what is known of both is what the row that stays gets: numbers masked
    filled = {change.field: change.new for change in asked[0].fills}
    assert filled == (
        {"phone": "139****1234"}
        if lines[0] is WITH
        else {"id_number": asked[0].side.id_masked, "post": "科员", "sex": filled["sex"]}
    )
    result = take_in(desk, preview, (3, TOGETHER)).result
    assert (result["created"], result["refused"]) == (1, 0)
    assert rows(desk, "SELECT id_number, post, phone FROM person WHERE name = '路远'") == [
        (invented_id(401), "科员", "13900001234")
    ]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(result["batch_id"])})
    assert [row.cells[1] for row in table.rows] == ["新增", "与另一行合并"]
    assert chain_is_whole(desk)
    desk.execute(UndoLast())
    assert rows(desk, "SELECT count(*) FROM person WHERE name = '路远'") == [(0,)]


def test_two_rows_are_somebody_of_the_roster(desk: Desk, tmp_path: Path):
    known = ("丁宁", invented_id(1), "", OFFICE, "副部长", "")
    preview, asked = read(desk, tmp_path / "a.xlsx", known, ("丁宁", "", "", OFFICE, "部长", "13900001234"))
    (row,) = asked
    assert row.together == "2"
    assert [(change.field, change.old, change.new) for change in row.fills] == [
        ("phone", "139****0001", "139****1234")
    ]
    assert take_in(desk, preview, (3, TOGETHER)).result["updated"] == 1
    assert rows(desk, "SELECT post, phone FROM person WHERE id = 1") == [("副部长", "13900001234")]


def test_rows_that_ask_about_each_other(desk: Desk, tmp_path: Path):
    lines = ("路远", "", "", OFFICE, "科员", ""), ("路远", "", "", OFFICE, "", "13900001234")
    for number, answers in enumerate((((2, TOGETHER),), ((2, TOGETHER), (3, TOGETHER)))):
        preview, asked = read(desk, tmp_path / f"{number}.xlsx", *lines)
        assert [row.together for row in asked] == ["3", "2"]
        choices = Choices()
        choices.decide(2, TOGETHER, asked[0].settles)
        will = choices.expected(preview)
        assert (will.new, will.updated, will.out, will.waiting) == (1, 0, 0, 0)
        assert (choices.standing(2), choices.standing(3)) == (TOGETHER, TOGETHER)
        result = take_in(desk, preview, *answers).result
        assert (result["created"], result["refused"]) == (1, 0)
        assert rows(desk, "SELECT post, phone FROM person WHERE name = '路远'") == [("科员", "13900001234")]
        desk.execute(UndoLast())


def test_who_stays_out_takes_the_row_taken_together_along(desk: Desk, tmp_path: Path):
    lines = [("路远", "", "", OFFICE, "科员", "")] * 3
    preview, asked = read(desk, tmp_path / "a.xlsx", *lines)
    assert [(row.together, row.settles) for row in asked] == [("3", (3, 0)), ("2", (2, 0)), ("2", (0, 0))]
    with pytest.raises(Refused) as refused:
        take_in(desk, preview, (4, TOGETHER))
    assert (refused.value.code, refused.value.params["count"]) == ("import.rows_open", 3)
    choices = Choices()
    choices.decide(3, TOGETHER, asked[1].settles)
    choices.decide(4, TOGETHER, asked[2].settles)
    assert choices.expected(preview).waiting == 0
    assert take_in(desk, preview, *choices.decisions.items()).result["created"] == 1
    choices.decide(2, LEAVE_OUT)
    assert choices.decided() == {4: TOGETHER}


def test_a_row_taken_together_waits_with_the_one_that_stays(desk: Desk, tmp_path: Path):
    """The summary counts what the gate counts: nothing of a pair comes in while the row that stays is asked about."""
    other = ("吕新", "", "1980.06", OFFICE, "", "")
    lines = (
        ("路远", invented_id(401), "1999.01", OFFICE, "科员", ""),
        ("路远", "", "", OFFICE, "", "13900001234"),
    )
    preview, asked = read(desk, tmp_path / "a.xlsx", *lines, other)
    (row,) = asked
    assert (row.together, row.settles, row.stays) == ("2", (0, 0), (2, True))
    assert preview.counts[Bucket.QUESTION] == 1
    choices = Choices()
    choices.decide(3, TOGETHER, row.settles, row.stays)
    will = choices.expected(preview)
    assert (will.new, will.waiting, will.out) == (1, 2, 2)
    choices.good_only = False
    with pytest.raises(Refused) as refused:
        desk.execute(choices.command(preview))
    assert (refused.value.code, refused.value.params["count"]) == ("import.rows_open", 2)
    choices.good_only = True
    result = desk.execute(choices.command(preview)).result
    assert (result["created"], result["refused"]) == (1, 2)


def test_a_row_taken_together_goes_with_the_one_that_is_left_out(desk: Desk, tmp_path: Path):
    preview, asked = read(desk, tmp_path / "a.xlsx", WITH, WITHOUT, ("吕新", "", "1980.06", OFFICE, "", ""))
    (row,) = asked
    assert row.stays == (2, False)
    choices = Choices()
    choices.decide(3, TOGETHER, row.settles, row.stays)
    assert (choices.expected(preview).new, choices.expected(preview).out) == (2, 0)
    choices.take_row(2, False, Bucket.NEW)
    will = choices.expected(preview)
    assert (will.new, will.waiting, will.out) == (1, 0, 2)
    result = desk.execute(choices.command(preview)).result
    assert (result["created"], result["refused"]) == (1, 2)


def test_a_row_left_out_by_hand_waits_for_nothing(desk: Desk, tmp_path: Path):
    preview, _asked = read(desk, tmp_path / "a.xlsx", WITH, WITHOUT)
    choices = Choices(good_only=False)
    assert (choices.standing(3), choices.expected(preview).waiting) == (UNDECIDED, 1)
    choices.decide(3, LEAVE_OUT)
    will = choices.expected(preview)
    assert (choices.standing(3), will.waiting, will.out, will.new) == (LEAVE_OUT, 0, 1, 1)
    choices.take_row(2, False, Bucket.NEW)
    assert choices.expected(preview).new == 0
    choices.take_row(2, True, Bucket.NEW)
    result = desk.execute(choices.command(preview)).result
    assert (result["created"], result["refused"]) == (1, 1)
    choices.decide(3, TOGETHER)
    assert not choices.declined_rows


def test_two_numbers_are_two_people(desk: Desk, tmp_path: Path):
    other = invented_id(402)
    preview, asked = read(desk, tmp_path / "a.xlsx", WITH, ("路远", other, "", OFFICE, "", ""))
    assert [row.together for row in asked] == [""]
    with pytest.raises(Refused) as refused:
        take_in(desk, preview, (3, TOGETHER))
    assert refused.value.code == "import.not_offered"
