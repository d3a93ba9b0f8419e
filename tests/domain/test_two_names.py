"""One body with two names: 区委宣传部（区新闻出版局） is 区委宣传部."""

import pytest

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.known_units import KnownUnits, UnitSaid, What
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.row_units import RowUnits, name_units
from trainingdesk.domain.roster.two_names import two_names
from trainingdesk.domain.roster.unit_post import cut_cell

PUBLICITY = "中共汤泉区委宣传部"
ROSTER = {PUBLICITY: PUBLICITY, "区委宣传部": PUBLICITY, "区财政局": "汤泉区财政局"}


def named(roster: dict[str, str], *texts: str, said: dict[str, UnitSaid] | None = None) -> RowUnits:
    rows = [
        ParsedPerson(number, f"人{number}", unit=text, post="科长") for number, text in enumerate(texts, 2)
    ]
    spellings = {key_of(word): name for word, name in roster.items()}
    return name_units(rows, (), KnownUnits(spellings, district="汤泉区", said=said or {}))


@pytest.mark.parametrize(
    ("text", "body", "other"),
    [
        ("区委宣传部（区新闻出版局）", "区委宣传部", "区新闻出版局"),
        ("区政府办公室(外事办)", "区政府办公室", "外事办"),
        ("文化和旅游局【文物局】", "文化和旅游局", "文物局"),
        ("区委办公室（挂区档案局牌子）", "区委办公室", "区档案局"),
        ("区纪委（与区监委合署办公）", "区纪委", "区监委"),
    ],
)
def test_a_body_with_another_name_in_brackets(text: str, body: str, other: str):
    assert two_names(text) == (body, other)


@pytest.mark.parametrize(
    "text",
    [
        "区财政局（国库科）",
        "区财政局（国库支付中心）",
        "区委组织部（办公室）",
        "汤泉中学（初中部）",
        "区教育局（区管干部）",
        "某局（借调）",
        "区委宣传部",
        "（区新闻出版局）",
    ],
)
def test_what_else_stands_in_brackets_is_no_second_name(text: str):
    assert two_names(text) is None


@pytest.mark.parametrize(
    "text",
    ["区委宣传部（区新闻出版局）", "汤泉区委宣传部(汤泉区新闻出版局)", "区委宣传部（区新闻出版局）（借调）"],
)
def test_the_unit_of_the_roster_is_meant_and_it_is_said(text: str):
    found = named(ROSTER, text)
    assert ([row.unit for row in found.rows], found.new) == ([PUBLICITY], {})
    called = text.removesuffix("（借调）")
    assert (found.read, found.texts[called].unit) == ({(called, PUBLICITY): 1}, PUBLICITY)


def test_it_is_asked_where_the_roster_has_both_names():
    text = "区委宣传部（区新闻出版局）"
    found = named(ROSTER | {"区新闻出版局": "区新闻出版局"}, text)
    assert (found.new, found.asked) == ({}, {text: (PUBLICITY, "区新闻出版局")})


def test_what_was_said_of_the_first_name_holds():
    said = {"区委宣教部": UnitSaid(What.UNIT, PUBLICITY), "宣教局": UnitSaid(What.NEW)}
    assert named(ROSTER, "区委宣教部（区新闻出版局）", said=said).rows[0].unit == PUBLICITY


def test_one_new_unit_is_opened_by_its_plain_name():
    found = named({}, "区委宣传部（区新闻出版局）", "汤泉区委宣传部")
    assert (found.new, [row.unit for row in found.rows]) == ({"汤泉区委宣传部": 2}, ["汤泉区委宣传部"] * 2)
    whole = "中共汤泉区委党校（汤泉区行政学院）"
    assert named({}, "区委党校（区行政学院）", whole).new == {whole: 2}


def test_a_body_that_nobody_knows_is_a_unit_of_its_own():
    text = "区新闻局（区新闻出版局）"
    assert named(ROSTER | {"区新闻出版局": "区新闻出版局"}, text).new == {text: 1}


@pytest.mark.parametrize(
    ("cell", "post"),
    [
        ("区委宣传部（区新闻出版局）副部长", "副部长"),
        ("区委宣传部 （区新闻出版局） 办公室主任", "办公室主任"),
        ("区委宣传部（区新闻出版局）", ""),
        ("区委宣传部（挂职）副部长", "（挂职）副部长"),
    ],
)
def test_unit_and_post_in_one_cell_are_cut_behind_the_second_name(cell: str, post: str):
    known = {key_of(word): name for word, name in ROSTER.items()}
    lengths = tuple(sorted({len(key) for key in known}, reverse=True))
    assert cut_cell(cell, known, lengths) == (PUBLICITY, post)
