"""工作单位及职务 in one cell, however long it is."""

from time import process_time

import pytest

from trainingdesk.domain.roster.cells import LONGEST_NAMING, Flaw
from trainingdesk.domain.roster.unit_post import cut_cell, cut_unknown


def test_a_long_cell_is_cut_in_no_time():
    text = "某某市某某区水务局河道管理与防汛抗旱指挥部信息中心高级工程师、" * 200
    parts = " ".join(text[place : place + 6] for place in range(0, 6000, 6))
    began = process_time()
    assert isinstance(cut_cell(parts, {}, ()), Flaw)
    assert process_time() - began < 1, "seconds"


def test_a_text_longer_than_any_post_offers_no_cuts():
    part = "某某区水务局局长"
    for length, some in ((LONGEST_NAMING, True), (LONGEST_NAMING + 1, False)):
        assert bool(cut_cell((part * 99)[:length], {"某": "某"}, (1,)).choices) is some


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
        "区委组织部｜副部长、区委老干部局局长",
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
        "机关党委书记",
        "劳动模范",
        "区委常委",
        "局长",
        "",
    ],
)
def test_a_desk_without_units_cuts_nothing_that_may_be_cut_in_two_ways(text):
    assert cut_unknown(text) is None
