"""Units by other forms of their names: with and without the district, in short, and two spellings in one file."""

import pytest

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.known_units import KnownUnits
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.row_units import RowUnits, name_units
from trainingdesk.domain.roster.unit_likeness import Likeness, district_in, likely

ROSTER = {
    "汤泉区财政局": "财政局",
    "汤泉区第一中学": "一中",
    "汤泉区文化广电和旅游局": "文旅局",
    "汤泉区住房和城乡建设局": "住建局",
    "中共汤泉区委办公室": "区委办公室",
    "汤泉镇人民政府": "汤泉镇政府",
    "某市财政局": "市财政局",
}


def units() -> KnownUnits:
    spellings = {key_of(word): name for name, short in ROSTER.items() for word in (name, short)}
    return KnownUnits(spellings, district="汤泉区")


def named(*texts: str, post: str = "科长") -> RowUnits:
    rows = [ParsedPerson(number, f"人{number}", unit=text, post=post) for number, text in enumerate(texts, 2)]
    return name_units(rows, (), units())


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("区文旅局", "汤泉区文化广电和旅游局"),
        ("汤泉区文旅局", "汤泉区文化广电和旅游局"),
        ("区一中", "汤泉区第一中学"),
        ("汤泉一中", "汤泉区第一中学"),
        ("区住建局", "汤泉区住房和城乡建设局"),
        ("住房和城乡建设局", "汤泉区住房和城乡建设局"),
        ("区委办", "中共汤泉区委办公室"),
        ("汤泉区委办公室", "中共汤泉区委办公室"),
        ("区财政局", "汤泉区财政局"),
    ],
)
def test_a_usual_form_means_the_unit_of_the_roster(text: str, unit: str):
    found = named(text)
    assert [row.unit for row in found.rows] == [unit]
    assert (found.new, found.read) == ({}, {(text, unit): 1})


@pytest.mark.parametrize(
    "text",
    [
        "镇人民政府",  # of which town
        "区人民政府",
        "汤泉镇财政局",
        "某县财政局",
        "区二中",
        "市文旅局",
        "办公室",
        "汤泉区文化和旅游局",  # a name of its own, though the short forms are the same
    ],
)
def test_what_only_resembles_a_unit_is_a_new_one(text: str):
    assert named(text).new == {text: 1}


def test_what_fits_two_units_is_none_of_them():
    two = Likeness("汤泉区")
    for name in ("汤泉区文化和旅游局", "汤泉区文化广电和旅游局"):
        two.add(name, name)
    assert two.find("区文旅局") is None
    assert two.find("区文化和旅游局") == ("汤泉区文化和旅游局", "汤泉区文化和旅游局")


def test_two_spellings_within_a_file_are_one_new_unit_under_the_fuller_name():
    found = named("区人民医院", "汤泉区人民医院", "区卫健局", "汤泉区卫生健康局", "区人民医院", "区图书馆")
    assert found.new == {"汤泉区人民医院": 3, "汤泉区卫生健康局": 2, "区图书馆": 1}
    assert found.read == {("区人民医院", "汤泉区人民医院"): 2, ("区卫健局", "汤泉区卫生健康局"): 1}


def test_a_section_stands_inside_its_unit_and_before_the_post():
    found = named("汤泉区财政局国库科", "区财政局国库科")
    assert [(row.unit, row.post) for row in found.rows] == [("汤泉区财政局", "国库科科长")] * 2
    assert found.new == {}
    assert found.inner == {
        ("汤泉区财政局国库科", "汤泉区财政局"): 1,
        ("区财政局国库科", "汤泉区财政局"): 1,
    }
    assert named("汤泉区财政局国库科", post="国库科副科长").rows[0].post == "国库科副科长"
    assert named("汤泉区财政局国库科", post="").rows[0].post == ""
    assert named("汤泉区审计局国库科").new == {"汤泉区审计局国库科": 1}


@pytest.mark.parametrize(
    ("office", "district"),
    [("中共汤泉区委组织部", "汤泉区"), ("某市汤泉区委组织部", "某市汤泉区"), ("干部培训中心", "")],
)
def test_the_district_stands_in_the_office_s_name(office: str, district: str):
    assert district_in(office) == district


def test_the_likeliest_come_first():
    assert likely("区文化体育和旅游局", ROSTER)[0] == "汤泉区文化广电和旅游局"
    assert likely("国库支付中心", ["汤泉镇人民政府"]) == []
