"""办公室 and 信息中心 in the column of units: of the unit that the title, the sheet or a heading names, said in a note."""

import pytest

from tests.exchange.quirks.books import Page, write
from tests.exchange.quirks.looking import look

HEADER = ["姓名", "性别", "工作单位", "职务"]
ROWS = [
    ["张三", "男", "办公室", "主任"],
    ["李四", "女", "信息中心", "科员"],
    ["王五", "男", "城东区民政局", "科员"],
]
BUREAU = "城东区教育局"
UNITS = [BUREAU, BUREAU, "城东区民政局"]


@pytest.mark.parametrize(
    "page",
    [
        Page([["城东区教育局干部名册"], HEADER, *ROWS], merged=("A1:D1",)),
        Page([HEADER, *ROWS], BUREAU),
        Page([HEADER, ["城东区教育局", "", "", ""], *ROWS], merged=("A2:D2",)),
    ],
    ids=["title", "sheet", "heading"],
)
def test_the_unit_is_that_of_the_title_the_sheet_or_the_heading(tmp_path, page):
    seen = look(write(tmp_path / "a.xlsx", page))
    assert [unit for _row, _name, unit in seen.people] == UNITS
    assert seen.column("post") == ["办公室主任", "信息中心科员", "科员"]
    notes = [one for one in seen.file.problems if one.code == "roster.unit_of_general"]
    assert [(one.params["value"], one.params["unit"], one.params["count"]) for one in notes] == [
        ("办公室", BUREAU, 1),
        ("信息中心", BUREAU, 1),
    ]


def test_where_nothing_names_a_unit_the_word_stays(tmp_path):
    seen = look(write(tmp_path / "a.xlsx", Page([["全区干部名册"], HEADER, *ROWS], merged=("A1:D1",))))
    assert [unit for _row, _name, unit in seen.people] == ["办公室", "信息中心", "城东区民政局"]


def test_the_whole_stays_out_of_the_post_and_what_every_unit_has_stands_in_it(tmp_path):
    posts = [
        ("局机关", "局长"),
        ("领导班子", "副局长"),
        ("党委", "书记"),
        ("局工会", "主席"),
        ("执法大队", "大队长"),
        ("办公室", "党组成员、副局长"),
    ]
    rows = [[f"路{name}", "男", unit, post] for name, (unit, post) in zip("一二三四五六", posts, strict=True)]
    seen = look(
        write(tmp_path / "a.xlsx", Page([["城东区教育局干部名册"], HEADER, *rows], merged=("A1:D1",)))
    )
    assert {unit for _row, _name, unit in seen.people} == {BUREAU}
    assert seen.column("post") == [
        "局长",
        "副局长",
        "党委书记",
        "局工会主席",
        "执法大队长",
        "党组成员、副局长",
    ]


def test_a_list_of_the_whole_district_is_not_that_of_the_office_that_made_it(tmp_path):
    units = ["城东区教育局", "城东区民政局", "纪委", "妇联", "信访办", "办公室"]
    rows = [[f"路{name}", "男", unit, "科员"] for name, unit in zip("一二三四五六", units, strict=True)]
    title = ["城东区委组织部2026年全区干部名册"]
    seen = look(write(tmp_path / "a.xlsx", Page([title, HEADER, *rows], merged=("A1:D1",))))
    assert [unit for _row, _name, unit in seen.people] == units
    assert not [one for one in seen.file.problems if one.code == "roster.unit_of_general"]
