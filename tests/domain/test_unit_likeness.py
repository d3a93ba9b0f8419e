"""Units by other forms of their names: with and without the district, in short, and two spellings in one file."""

import json
from dataclasses import replace

import pytest

from trainingdesk.domain.roster import unit_forms as forms_in_use
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.general_words import is_general
from trainingdesk.domain.roster.known_units import KnownUnits, UnitSaid, What
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.row_units import RowUnits, name_units
from trainingdesk.domain.roster.unit_likeness import Likeness, district_in, likeliest, likely
from trainingdesk.shared.assets import data_file
from trainingdesk.shared.unit_forms import unit_forms

ROSTER = {
    "汤泉区财政局": "财政局",
    "汤泉区第一中学": "一中",
    "汤泉区文化广电和旅游局": "文旅局",
    "汤泉区住房和城乡建设局": "住建局",
    "中共汤泉区委办公室": "区委办公室",
    "汤泉镇人民政府": "汤泉镇政府",
    "某市财政局": "市财政局",
}

DISTRICT_UNITS = [
    *(
        "中共汤泉区委员会",
        "中共汤泉区委办公室",
        "中共汤泉区委组织部",
        "中共汤泉区委宣传部",
        "汤泉区人民政府办公室",
    ),
    *("汤泉区财政局", "汤泉区教育局", "汤泉区水务局", "汤泉区农业农村局", "汤泉区卫生健康局"),
    *("汤泉区第一中学", "汤泉区第二中学", "汤泉区国库支付中心", "汤泉镇人民政府", "柳林镇人民政府"),
]


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
        "区人民政府",
        "汤泉镇财政局",
        "某县财政局",
        "区二中",
        "市文旅局",
        "汤泉区文化和旅游局",  # a name of its own, though the short forms are the same
    ],
)
def test_what_only_resembles_a_unit_is_a_new_one(text: str):
    assert named(text).new == {text: 1}


@pytest.mark.parametrize("text", ["镇人民政府", "办公室"])  # of which town, of which unit
def test_a_word_that_any_unit_may_use_is_asked_about(text: str):
    found = named(text)
    assert (found.new, found.read, found.asked) == ({}, {}, {text: ()})


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("区委宣传部（新闻处）", "中共汤泉区委宣传部"),
        ("区教育体育局", "汤泉区教育局"),
        ("区农业局", "汤泉区农业农村局"),
        ("汤泉区教育局实验办", "汤泉区教育局"),
        ("区水利局", ""),
        ("区第三中学", ""),
        ("汤泉区第二中学（新校区）", "汤泉区第二中学"),
        ("区委政策研究室", ""),
        ("汤泉区老年大学", ""),
        ("", ""),
    ],
)
def test_one_unit_is_likely_or_none(text: str, name: str):
    assert likeliest(text, DISTRICT_UNITS) == name
    assert likeliest(text, []) == ""


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("区财政局国库支付中心", "汤泉区财政局"),
        ("区委组织部二科", "中共汤泉区委组织部"),
        ("汤泉区教育局教研室", "汤泉区教育局"),
        ("办公室", ""),
    ],
)
def test_the_unit_that_a_section_is_inside_of_is_likely(text: str, name: str):
    assert likeliest(text, DISTRICT_UNITS, inside=True) == name


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("汤泉区妇女联合会", "妇联"),
        ("汤泉区人民政府办公室", "政府办"),
        ("汤泉区党政办公室", "党政办公室"),
        ("汤泉区幼儿园", "幼儿园"),
        ("汤泉卫生院", "卫生院"),
        ("汤泉中心小学", "中心小学"),
        ("汤泉湖管理处", "区湖管理处"),
        ("汤泉区应急管理办公室", "区应急局"),
        ("汤泉区城市管理委员会", "区城管局"),
        ("汤泉区第一初级中学", "区一中"),
        ("汤泉区第一高级中学", "区一中"),
        ("中共汤泉区委机构编制委员会办公室", "区委编委"),
        ("国家税务总局汤泉区税务局", "市税务局"),
        ("国家税务总局汤泉区税务局汤泉税务所", "区税务局"),
        ("汤泉区人民代表大会常务委员会", "镇人大"),
        ("汤泉区人民代表大会常务委员会", "人大"),
        ("汤泉区人民代表大会常务委员会", "区人大办公室"),
        ("中国人民政治协商会议汤泉区委员会", "区政协办公室"),
        ("中国人民政治协商会议汤泉区委员会办公室", "区政协"),
        ("共青团汤泉区委员会", "团委"),
        ("共青团汤泉区委员会", "汤泉镇团委"),
        ("共青团汤泉区委员会", "区委"),
        ("中共汤泉区委员会", "团区委"),
        ("中共汤泉区委员会", "区委办公室"),
        ("中共汤泉区委政法委员会", "政法委"),
        ("某市公安局汤泉分局", "某市公安局"),
        ("某市公安局汤泉分局", "某市公安局清水分局"),
        ("某市公安局汤泉分局", "区交警大队"),
        ("某市公安局汤泉分局", "汤泉派出所"),
        ("某市公安局汤泉分局", "区生态环境分局"),
        ("汤泉区残疾人联合会", "残联"),
        ("汤泉区残疾人联合会", "汤泉镇残联"),
    ],
)
def test_a_town_s_unit_or_another_body_of_the_district_is_a_unit_of_its_own(name: str, text: str):
    spellings = {key_of(name): name}
    rows = [ParsedPerson(2, "路一", unit=text, post="科长")]
    found = name_units(rows, (), KnownUnits(spellings, district="汤泉区"))
    assert [row.unit for row in found.rows] == [text]
    # a word that any unit may use is asked about, and opens none
    assert (found.new, found.asked) == (({}, {text: ()}) if is_general(text) else ({text: 1}, {}))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("汤泉区卫生健康局", "区卫健委"),
        ("汤泉区卫生健康委员会", "区卫健委"),
        ("汤泉区第一中学", "第一中学"),
        ("汤泉区人民医院", "人民医院"),
        ("汤泉区妇女联合会", "区妇联"),
        ("汤泉区人民法院", "区法院"),
        ("汤泉区人民检察院", "区检察院"),
        ("中共汤泉区委统一战线工作部", "区委统战部"),
        ("汤泉区市场监督管理局", "区市场监管局"),
        ("汤泉区交通运输局", "区交通局"),
        ("国家税务总局汤泉区税务局", "区税务局"),
        ("国家税务总局汤泉区税务局", "税务局"),
        ("国家税务总局某市汤泉区税务局", "汤泉税务局"),
        ("汤泉区人民代表大会常务委员会", "区人大"),
        ("汤泉区人民代表大会常务委员会", "汤泉区人大常委会"),
        ("汤泉区人民代表大会常务委员会办公室", "区人大办公室"),
        ("共青团汤泉区委员会", "团区委"),
        ("中国共产主义青年团汤泉区委员会", "共青团汤泉区委"),
        ("共青团汤泉区委", "区团委"),
        ("中共汤泉区委政法委员会", "区委政法委"),
        ("中共汤泉区委员会政法委员会", "区委政法委"),
        ("中国人民政治协商会议汤泉区委员会", "区政协"),
        ("政协汤泉区委员会办公室", "区政协办公室"),
        ("中国人民政治协商会议某市汤泉区委员会办公室", "区政协办"),
        ("汤泉区政协", "政协汤泉区委员会"),
        ("中共汤泉区委员会", "区委"),
        ("中国共产党汤泉区委员会组织部", "区委组织部"),
        ("中共汤泉区委网络安全和信息化委员会办公室", "区委网信办"),
        ("中共汤泉区委巡察工作领导小组办公室", "区委巡察办"),
        ("中共汤泉区直属机关工作委员会", "区直机关工委"),
        ("某市公安局汤泉分局", "区公安分局"),
        ("某市公安局汤泉区分局", "汤泉公安分局"),
        ("某市公安局汤泉分局", "市公安局汤泉分局"),
        ("某市公安局汤泉分局交警大队", "区公安分局交警大队"),
        ("某市生态环境局汤泉分局", "区环保分局"),
        ("汤泉区公安分局", "某市公安局汤泉区分局"),
        ("汤泉区总工会", "区工会"),
        ("汤泉区残疾人联合会", "区残联"),
        ("汤泉区工商业联合会", "区工商联"),
        ("汤泉区科学技术协会", "区科协"),
        ("汤泉区文学艺术界联合会", "区文联"),
    ],
)
def test_what_there_is_once_in_a_district_is_the_district_s(name: str, text: str):
    spellings = {key_of(name): name}
    rows = [ParsedPerson(2, "路一", unit=text, post="科长")]
    found = name_units(rows, (), KnownUnits(spellings, district="汤泉区"))
    assert (found.new, found.rows[0].unit) == ({}, name)


def test_the_table_says_of_every_form_where_it_comes_from_and_an_office_may_add_to_it(
    monkeypatch: pytest.MonkeyPatch,
):
    parts = json.loads(data_file("unit_forms.json").read_text(encoding="utf-8"))
    parts.pop("about")
    assert all(row["source"] for part in parts.values() for row in part)
    table = replace(unit_forms(), ends={**unit_forms().ends, "服务中心": "中心"})
    monkeypatch.setattr(forms_in_use, "unit_forms", lambda: table)
    forms_in_use.short_forms.cache_clear()
    known = KnownUnits({key_of("汤泉区政务服务中心"): "汤泉区政务服务中心"}, district="汤泉区")
    rows = [ParsedPerson(2, "路一", unit="区政务中心")]
    try:
        assert name_units(rows, (), known).rows[0].unit == "汤泉区政务服务中心"
    finally:
        forms_in_use.short_forms.cache_clear()


def test_a_city_s_market_office_is_no_district_s_field_office():
    market = "汤泉市场监督管理局"
    rows = [ParsedPerson(2, "路一", unit=f"汤泉市{market[2:]}", post="科长")]
    spellings = {key_of(market): market}
    assert name_units(rows, (), KnownUnits(spellings, district="汤泉市")).new == {}


@pytest.mark.parametrize("said", [UnitSaid(What.NEW), UnitSaid(What.UNIT, "汤泉区财政局")])
def test_what_was_said_of_a_name_before_there_was_such_a_unit_holds_no_more(said: UnitSaid):
    name = "汤泉区第二中学"
    spellings = {key_of(one): one for one in (name, "汤泉区财政局")}
    rows = [ParsedPerson(2, "路一", unit=name, post="教师")]
    found = name_units(rows, (), KnownUnits(spellings, district="汤泉区", said={name: said}))
    assert ([row.unit for row in found.rows], found.new, found.texts) == ([name], {}, {})


def test_a_new_unit_is_written_without_the_blank_of_one_of_its_spellings():
    found = named("汤泉区 老年大学", "汤泉区老年大学")
    assert found.new == {"汤泉区老年大学": 2}
