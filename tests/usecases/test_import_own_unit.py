"""工作单位及职务 that is asked about: the unit that the roster has of the person is offered, and stays."""

from pathlib import Path
from typing import Any

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster import mending
from trainingdesk.domain.roster.import_views import PreviewProblem, PreviewRow
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.mending import Mends, Words, mend_rows
from trainingdesk.domain.roster.people import FIELDS, ParsedPerson, ParsedRows
from trainingdesk.domain.roster.unit_post import OPEN_CUT
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    alike_answers,
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "工作单位及职务"]
SCHOOL, PUBLICITY = "城东区实验小学", "城东区委宣传部"
FIELD = "unit_post"
HELD = "SELECT u.name, p.post FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.name = '{}'"


def seen(desk: Desk, token: str) -> dict[str, PreviewRow]:
    return {row.name: row for row in desk.ask(preview_rows, token, desk.ask(preview_places, token))}


def asked(row: PreviewRow) -> PreviewProblem:
    (found,) = [one for one in row.problems if one.name == FIELD]
    return found


def test_the_unit_of_the_roster_comes_first_and_stays_with_the_post(desk: Desk, tmp_path: Path):
    lines = [
        ("丁宁", invented_id(1), "副部长"),
        ("曾国强", invented_id(4, male=False), "宣传部下属事业单位负责人"),
        ("李秀英", invented_id(8, male=False), "城东区希望学校后勤"),
        ("孙悦", invented_id(10, male=False), "教育局实验小学校长"),
        ("路新", invented_id(101), "副部长"),
    ]
    token = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER)).token
    found = {name: asked(row) for name, row in seen(desk, token).items() if row.problems}
    assert {name: one.choices[:1] for name, one in found.items()} == {
        "丁宁": (f"{OFFICE}｜副部长",),
        "曾国强": (f"{PUBLICITY}｜下属事业单位负责人",),
        "李秀英": (SCHOOL,),
        "孙悦": (f"{SCHOOL}｜校长",),
        "路新": (),
    }, "of somebody new no unit is known; a post that can't be told from another unit is not taken"
    assert len(found["孙悦"].choices) > 1
    answers = {(row, FIELD): found[name].choices[0] for row, name in ((2, "丁宁"), (4, "李秀英"))}
    preview = desk.ask(mend_import, token, {}, answers)
    now = seen(desk, preview.token)
    assert [change.field for change in now["丁宁"].changes] == ["post"]
    assert now["李秀英"].bucket is Bucket.SAME
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True))
    assert rows(desk, HELD.format("丁宁")) == [(OFFICE, "副部长")]
    assert rows(desk, HELD.format("李秀英")) == [(SCHOOL, "干部")]


def test_a_name_that_one_person_bears_is_enough(desk: Desk, tmp_path: Path):
    lines = [("丁宁", "副部长"), ("王伟", "副局长")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, ["姓名", "工作单位及职务"]))
    found = seen(desk, preview.token)
    assert asked(found["丁宁"]).choices == (f"{OFFICE}｜副部长",)
    assert asked(found["王伟"]).choices == (), "two people are called so"
    again = desk.ask(mend_import, preview.token, {}, {(2, FIELD): f"{OFFICE}｜副部长"})
    assert seen(desk, again.token)["丁宁"].bucket is Bucket.UPDATE


def test_one_answer_keeps_everybody_in_their_own_unit(desk: Desk, tmp_path: Path):
    lines = [
        ("丁宁", invented_id(1), "副部长"),
        ("曾国强", invented_id(4, male=False), "副部长"),
        ("路新", invented_id(101), "副部长"),
    ]
    token = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER)).token
    assert asked(seen(desk, token)["丁宁"]).alike == 1
    answers = desk.ask(alike_answers, token, 2, FIELD, f"{OFFICE}｜副部长")
    assert answers == {(2, FIELD): f"{OFFICE}｜副部长", (3, FIELD): f"{PUBLICITY}｜副部长"}


def test_of_two_units_in_a_row_neither_may_be_the_one_of_the_roster(desk: Desk, tmp_path: Path):
    header = ["姓名", "身份证号", "工作单位", "工作单位及职务"]
    lines = [
        ("李秀英", invented_id(8, male=False), BUREAU, "城东区委宣传部科长"),
        ("丁宁", invented_id(1), OFFICE, "城东区委宣传部科长"),
    ]
    token = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, header)).token
    found = seen(desk, token)
    both = (f"{BUREAU}｜科长", f"{PUBLICITY}｜科长")
    assert asked(found["李秀英"]).choices == (SCHOOL, *both)
    assert asked(found["丁宁"]).choices == (f"{OFFICE}｜科长", f"{PUBLICITY}｜科长"), "it is offered already"
    swapped = workbook(tmp_path / "b.xlsx", [("丁宁", invented_id(1), PUBLICITY, f"{OFFICE}科长")], header)
    assert asked(seen(desk, desk.ask(preview_import, swapped).token)["丁宁"]).choices[0] == f"{OFFICE}｜科长"


def test_the_other_of_two_units_is_taken_together_only_where_it_stands_at_the_same_place(
    desk: Desk, tmp_path: Path
):
    """Of one person the column says their own unit, of the other the cell: “the other one” is the cell's and the column's."""
    header = ["姓名", "身份证号", "工作单位", "工作单位及职务"]
    other = "城东区委宣传部科长"
    lines = [
        ("丁宁", invented_id(1), OFFICE, other),
        ("曾国强", invented_id(4, male=False), OFFICE, other),
        ("于洋", invented_id(2, male=False), OFFICE, other),
    ]
    token = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, header)).token
    found = seen(desk, token)
    assert asked(found["丁宁"]).choices == (f"{OFFICE}｜科长", f"{PUBLICITY}｜科长")
    assert asked(found["曾国强"]).choices == (f"{PUBLICITY}｜科长", f"{OFFICE}｜科长")
    answers = desk.ask(alike_answers, token, 2, FIELD, f"{PUBLICITY}｜科长")
    assert answers == {(row, FIELD): f"{PUBLICITY}｜科长" for row in (2, 4)}


def test_a_post_without_a_rank_is_read_once(monkeypatch: pytest.MonkeyPatch):
    """Of thousands of cells that are answered together each one would be read as a sheet of its own."""
    read = []
    whole = mending.parse_rows

    def counted(*sheet: Any) -> ParsedRows:
        read.append(sheet)
        return whole(*sheet)

    monkeypatch.setattr(mending, "parse_rows", counted)
    person = ParsedPerson(2, "丁宁", *[""] * (len(FIELDS) - 1))
    headers = {"name": "姓名", "unit_post": "工作单位及职务"}
    words = Words(headers, code_lists().spellings, code_lists().labels, {})
    asks = [Problem(OPEN_CUT, {"about": FIELD}, "工作单位及职务", 2, "某处", Severity.QUESTION)]
    for post, rank, times in (("局长", "", 0), ("局长（正科级）", "section_head", 1)):
        said = Mends(answers={(2, FIELD): f"{OFFICE}｜{post}"})
        ((found,), _problems) = mend_rows([person], asks, said, words)
        assert (found.unit, found.post, found.rank, len(read)) == (OFFICE, "局长", rank, times)
