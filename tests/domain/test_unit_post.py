"""工作单位及职务 in one cell, however long it is."""

from statistics import median
from time import process_time

import pytest

from trainingdesk.domain.roster.cells import LONGEST_NAMING, TOO_LONG, Flaw
from trainingdesk.domain.roster.unit_post import OPEN_CUT, cut_cell, cut_like_others, cut_unknown


def test_a_long_cell_is_cut_in_no_time():
    text = "某某市某某区水务局河道管理与防汛抗旱指挥部信息中心高级工程师、" * 200
    parts = " ".join(text[place : place + 6] for place in range(0, 6000, 6))
    began = process_time()
    assert isinstance(cut_cell(parts, {}, ()), Flaw)
    assert process_time() - began < 1, "seconds"


def test_a_text_longer_than_any_post_offers_no_cuts():
    part = "某某区水务局局长"
    assert cut_cell((part * 99)[:LONGEST_NAMING], {"某": "某"}, (1,)).choices
    assert cut_cell((part * 99)[: LONGEST_NAMING + 1], {"某": "某"}, (1,)) == Flaw(TOO_LONG)


def taken(text: str) -> float:
    found = []
    for time in range(5):
        began = process_time()
        cut_cell(f"{text}{time}", {}, ())
        found.append(process_time() - began)
    return median(found)


def test_a_cell_that_may_be_cut_at_every_blank_takes_no_more_than_its_length():
    # eight times as long; looked at from every blank on it took sixty times as long, 10 hours for 100,000 rows
    assert taken("局 " * 240) < 25 * taken("局 " * 30)


@pytest.mark.parametrize("known", [{"区委": "区委"}, {"区委": "区委", "区委政法委": "区委政法委"}])
def test_no_cut_is_offered_inside_a_word(known):
    found = cut_cell("区委政法委员会综治中心主任", known, (5, 2))
    assert "区委政法委员会｜综治中心主任" in found.choices
    assert [one for one in found.choices if "｜员会" in one] == []


def test_a_unit_that_other_rows_name_cuts_where_a_post_of_it_follows():
    cells = [
        "区司法局副局长、一级主任科员",
        "区司法局青石司法所所长",
        "区委副书记",
        "区信访局局长、区政府办公室副主任",
    ]
    asked = {line: Flaw(OPEN_CUT) for line in range(len(cells))}
    found = cut_like_others(cells, asked, ["区司法局", "区委", "区信访局", ""])
    assert found == {0: ("区司法局", "副局长、一级主任科员")}, "the others may be of another unit"


def test_a_cell_is_cut_at_a_blank_behind_a_unit():
    assert cut_cell("城东区应急局 办公室主任", {}, ()) == ("城东区应急局", "办公室主任")
    open_one = cut_cell("城东区水务局办公室 主任", {}, ())
    assert open_one.choices == ("城东区水务局办公室｜主任", "城东区水务局｜办公室主任")
    assert isinstance(cut_cell(f"{'某' * 100}局 局长", {}, ()), Flaw), "beyond 100 characters nothing is cut"


@pytest.mark.parametrize(
    "cut",
    [
        "区教育局｜党委书记、局长",
        "汤泉街道｜党工委副书记、办事处主任",
        "汤泉街道办事处｜主任",
        "区委组织部｜副部长、一级主任科员",
        "城东区委｜书记",
        "城东区委｜副书记（挂职）",
        "城东区人大常委会｜党组书记、主任",
        "区教育局｜局长",
        "区教育局｜党组书记、局长",
        "区教育局｜副局长、机关党委书记",
        "区教育局｜副局长、办公室主任",
        "区财政局｜副局长、预算科科长",
        "区公安分局｜副局长、刑侦大队大队长",
        "汤泉镇｜党委委员、人大主席",
        "汤泉镇｜党委委员、武装部部长",
        "城东区纪委｜副书记、监委副主任",
        "城东区委办公室｜主任",
        "区第一中学｜校长",
        "区国有资产经营集团有限公司｜董事长",
        "区卫生健康委员会｜党组书记、主任",
        "区人大常委会｜副主任",
        "区财政局｜预算科科长",
        "区社会保险基金管理中心｜主任",
        "汤泉中心卫生院｜院长",
        "区残联｜理事长",
        "区统计局｜一级主任科员",
        "区委宣传部｜",
        "区人民医院｜",
    ],
)
def test_a_desk_without_units_cuts_behind_the_first_organisation_with_a_post(cut):
    assert cut_unknown(cut.replace("｜", "")) == tuple(cut.split("｜"))


@pytest.mark.parametrize(
    "text",
    [
        "城东区教育局实验小学校长",
        "城东区水务局办公室主任",
        "区公安分局汤泉派出所所长",
        "区人大常委会教科文卫工委主任",
        "区纪委监委第一纪检监察室主任",
        "区委常委、宣传部部长",
        "区政府副区长",
        "城东区委常委、组织部部长",
        "城东区委常委兼统战部部长",
        "城东区委常委组织部部长",
        "城东区委副书记、政法委书记",
        "城东区委副书记、区长",
        "城东区人大常委会副主任、区总工会主席",
        "区委组织部副部长、区委老干部局局长",
        "城东区民政局局长、区委社会工作部副部长",
        "城东区政府办公室副主任、区信访局局长",
        "区教育局副局长、教师进修学校校长",
        "区教育局副局长、区招生办主任",
        "机关党委书记",
        "劳动模范",
        "区委常委",
        "局长",
        "",
    ],
)
def test_a_desk_without_units_cuts_nothing_that_may_be_cut_in_two_ways(text):
    assert cut_unknown(text) is None


def test_posts_in_two_organisations_are_asked_about_and_no_name_goes_over_both():
    for cell in ("城东区委常委、组织部部长", "城东区委常委 组织部部长"):
        asked = cut_cell(cell, {}, ())
        assert isinstance(asked, Flaw)
        assert asked.choices == ("城东区委组织部｜常委、组织部部长", "城东区委｜常委、组织部部长")
    asked = cut_cell("城东区委副书记、政法委书记", {}, ())
    assert isinstance(asked, Flaw)
    assert asked.choices == ("城东区委政法委｜副书记、政法委书记", "城东区委｜副书记、政法委书记")
    asked = cut_cell("城东区政府办公室副主任、区信访局局长", {}, ())
    assert isinstance(asked, Flaw)
    assert asked.choices == (
        "城东区政府办公室｜副主任、区信访局局长",
        "区信访局｜局长、城东区政府办公室副主任",
    )


#: what a desk calls its units
ON_DESK = {
    "城东区教育局": "城东区教育局",
    "教育局": "城东区教育局",
    "城东区文教局": "城东区教育局",
    "城东区实验小学": "城东区实验小学",
    "实验小学": "城东区实验小学",
    "城东区委": "城东区委",
    "城东区委组织部": "城东区委组织部",
    "组织部": "城东区委组织部",
    "汤泉街道": "汤泉街道办事处",
    "汤泉街道办事处": "汤泉街道办事处",
    "城建集团": "城东城建集团有限公司",
    "区城东城建集团有限公司": "区城东城建集团有限公司",
    "城投": "城东投资集团有限公司",
    "城东投资集团": "城东投资集团有限公司",
    "北投资集团": "城北东投资集团有限公司",
}
ON_DESK_LENGTHS = tuple(sorted({len(name) for name in ON_DESK}, reverse=True))


@pytest.mark.parametrize(
    ("cell", "unit", "post"),
    [
        ("教育局局长", "城东区教育局", "局长"),
        ("城东区文教局局长", "城东区教育局", "局长"),
        ("教育局督学", "城东区教育局", "督学"),
        ("教育局总督学、二级调研员", "城东区教育局", "总督学、二级调研员"),
        ("教育局驾驶员", "城东区教育局", "驾驶员"),
        ("教育局教研室教研员", "城东区教育局", "教研室教研员"),
        ("教育局机关党委专职副书记", "城东区教育局", "机关党委专职副书记"),
        ("实验小学语文老师", "城东区实验小学", "语文老师"),
        ("实验小学语文老师（试用期）", "城东区实验小学", "语文老师（试用期）"),
        ("汤泉街道人大工委主任", "汤泉街道办事处", "人大工委主任"),
        ("城建集团有限公司董事长", "城东城建集团有限公司", "董事长"),
    ],
)
def test_a_known_unit_cuts_where_no_more_than_a_post_can_follow(cell, unit, post):
    assert cut_cell(cell, ON_DESK, ON_DESK_LENGTHS) == (unit, post)


@pytest.mark.parametrize(
    "cell",
    [
        "城东区民政局局长",
        "教育局原局长",
        "教育局考试院院长",
        "教育局电化教育中心教研员",
        "教育局实验小学语文老师",
        "城东区委驾驶员",
        "汤泉街道柳林社区工作者",
        "汤泉街道柳林村会计员",
        "汤泉街道综合执法队队长",
        "汤泉街道人大代表",
        "教育局党建办",
        "教育局下属事业单位负责人",
        "教育局借调人员",
        "城投集团有限公司董事长",
    ],
)
def test_behind_a_known_unit_what_may_be_of_another_is_asked_about(cell):
    asked = cut_cell(cell, ON_DESK, ON_DESK_LENGTHS)
    assert isinstance(asked, Flaw)
    assert asked.code == OPEN_CUT


def test_a_name_that_two_units_end_with_is_no_fuller_one():
    known = {"城建集团": "城东城建集团有限公司", "城北城建": "城北城建集团有限公司"}
    assert isinstance(cut_cell("城建集团有限公司董事长", known, (4,)), Flaw)


def test_who_is_of_the_committee_and_heads_a_known_department_is_offered_that():
    known = {name: unit for name, unit in ON_DESK.items() if name != "城东区委"}
    asked = cut_cell("城东区委常委、组织部部长", known, ON_DESK_LENGTHS)
    assert isinstance(asked, Flaw)
    assert asked.choices[0] == "城东区委组织部｜常委、组织部部长"
