"""The unit of a whole sheet: what a form's lines above the header say, and nothing of what they ask for next."""

from time import process_time

import pytest

from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.domain.roster.lines import Lines
from trainingdesk.domain.roster.mending import alike_cells
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.title_unit import unit_above, unit_of_title

UNITS = {
    "城东区委组织部": "组织部",
    "城东区委": "区委",
    "城东区教育局": "教育局",
    "城东区实验小学": "实验小学",
    "汤泉镇人民政府": "汤泉镇",
}
KNOWN = {key_of(said): name for name, short in UNITS.items() for said in (name, short)}


def unit_of(*above: str, sheet: str = "Sheet1") -> str:
    return unit_above([[text] for text in above], sheet, KNOWN)


@pytest.mark.parametrize(
    "line",
    [
        "填报单位：{}　　填报日期：2026年5月31日",
        "填报单位：{}（盖章）   2026年5月31日",
        "填报单位：{} 2026年5月31日",
        "单位：{}　联系人：张三　电话：88888888",
        "填报单位（盖章）：{}        填表人：李四",
        "填报单位（公章）：{}填表人：李四　审核人：王五",
        "制表人：张三　填报单位：{}",
        "单位负责人（签字）：张三　　填报单位：{}",
        "填报单位：{}（签章）　单位负责人（签字）：张三",
        "填报单位：{}　截至2026年5月",
        "单位：{}　共25人　第1页",
        "单位名称：{}    人数：3人",
        "填报单位:{}\t联系电话:12345",
        "填 报 单 位：{}",
        "填报单位【盖章】：{}",
        "填报单位（盖章）{}",
        "填报单位、盖章：{}",
        "填报单位：{} 张三 13900000001",
    ],
)
@pytest.mark.parametrize("unit", ["城东区教育局", "城东区水务局"])
def test_a_line_names_its_unit_and_what_it_asks_for_next_is_not_of_it(line, unit):
    assert unit_of(line.format(unit)) == unit


@pytest.mark.parametrize(
    "line",
    [
        "填报单位：___________",
        "填报单位：（盖章）",
        "填报单位（盖章）：            年  月  日",
        "填报单位：张三",
        "填报单位：教育局/体育局",
        "单位：元",
        "主管单位：城东区教育局",
        "城东区委组织部关于填报干部信息的通知",
        "城东区委组织部制",
        "城东区教育局所属各学校领导班子名册",
        "部门：财务科",
    ],
)
def test_what_names_no_unit_for_certain_is_left(line):
    assert unit_of(line) == ""


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        (["填报单位：教育局"], "城东区教育局"),
        (["填报单位：城东区 水务局"], "城东区水务局"),
        (["填报单位：城东区教育局人事科"], "城东区教育局"),
        (["填报单位：城东区委办公室"], "城东区委办公室"),
        (["呈报单位：中共城东区委组织部"], "城东区委组织部"),
        (["填报单位：城东区第一医院（城东区中医院）"], "城东区第一医院(城东区中医院)"),
        (["主管单位：城东区教育局", "单位名称：城东区育才中学"], "城东区育才中学"),
        (["城东区教育局所属实验小学干部名册"], "城东区实验小学"),
        (["城东区教育局育才中学教师名册"], "城东区教育局育才中学"),
        (["城东区教育局机关干部名册"], "城东区教育局"),
        (["城东区教育局人事科干部名册"], "城东区教育局"),
        (["城东区委宣传部干部名册"], "城东区委宣传部"),
        (["汤泉镇干部名册"], "汤泉镇人民政府"),
        (["汤泉镇卫生院职工名册"], "汤泉镇卫生院"),
        (["附件1 城东区教育局干部名册"], "城东区教育局"),
        (["城东区水务局退休人员名册"], "城东区水务局"),
        (["区人大常委会机关干部名册"], "区人大常委会"),
        (["区政协机关离退休干部名册"], "区政协"),
        (["离退休干部名册"], ""),
    ],
)
def test_the_unit_that_is_meant(lines, unit):
    assert unit_of(*lines) == unit


def test_missing_units_of_two_sheets_are_asked_about_apart():
    """One answer for all would put the people of the one sheet into the unit of the other."""
    people = [ParsedPerson(line, f"丁{name}") for line, name in zip((2, 3, 12, 13), "甲乙丙丁", strict=True)]
    plan = plan_import(people, [], lines=Lines((0, 10), ("人大", "政协")))
    asked = [one for one in plan.problems if one.code == "roster.unit_missing"]
    assert [one.row for one in asked] == [2, 3, 12, 13]
    assert alike_cells(plan.problems, asked[0], {}, kind=False) == [(2, "unit"), (3, "unit")]


def test_a_unit_may_stand_in_the_cell_beside():
    for row in (["填报单位：", "城东区水务局", "", "填报日期："], ["填报单位", "", "城东区水务局"]):
        assert unit_above([row], "Sheet1", KNOWN) == "城东区水务局"
    assert unit_above([["填报单位：", "填报日期：2026"]], "Sheet1", KNOWN) == ""


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("青云公安分局民警名册", "青云公安分局"),
        ("青云公安分局辅警花名册（2026年4月）", "青云公安分局"),
        ("青云城市投资发展集团有限公司中层以上管理人员名单", "青云城市投资发展集团有限公司"),
        ("青云区市场监督管理局员工名册", "青云区市场监督管理局"),
        ("全区民警名册", ""),
    ],
)
def test_a_title_that_says_what_people_they_are_names_their_unit(title: str, unit: str):
    assert unit_of_title(title) == unit


def test_a_title_of_endings_is_read_in_no_time():
    assert unit_of_title("城东区教育局2026年在职干部花名册（汇总表）") == "城东区教育局"
    began = process_time()
    assert unit_of_title("汇总表" * 18 + "甲") == ""
    assert unit_of_title("汇总表" * 100_000 + "甲") == ""
    assert process_time() - began < 1, "seconds"


def test_what_is_longer_than_any_unit_is_none():
    for over, unit in ((0, "城东区教育局"), (1, "")):
        rest = "，" + "1" * (LONGEST_NAMING + over - len("城东区教育局，"))
        assert unit_of(f"填报单位：城东区教育局{rest}") == unit


def test_a_unit_is_known_without_the_name_of_its_own_district():
    known = {key_of(name): name for name in ("区委办公室", "汤泉区教育局")}
    assert unit_above([["中共汤泉区委办公室干部名册"]], "Sheet1", known) == "区委办公室"
    assert unit_above([["中共泉山区委办公室干部名册"]], "Sheet1", known) == "泉山区委办公室", (
        "another district's"
    )
