"""Words for a part of any unit are told from names: what they were said to be holds for one file alone."""

import pytest

from trainingdesk.domain.roster.general_names import names_itself
from trainingdesk.domain.roster.known_units import UnitSaid, What

SECTION, UNIT = UnitSaid(What.SECTION, "汤泉区教育局"), UnitSaid(What.UNIT, "汤泉区教育局")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "办公室",
            "局机关",
            "综合科",
            "机关",
            "本级",
            "局办公室",
            "人事 科",
            "办公室（借调）",
            "校党委",
            "机关本级",
        ),
        *(
            "社会事务办",
            "乡村振兴办公室",
            "市场科",
            "一中队",
            "执法大队",
            "信息中心",
            "机关服务中心",
            "本局",
            "院办",
        ),
        *("镇政府", "街道办", "学校", "财务室", "党政综合办公室", "2组"),
        *("办", "综合办", "党政办", "局办", "便民服务中心", "政务中心", "档案室", "人防科"),
    ],
)
def test_a_word_that_any_unit_may_use_does_not_name_itself(text: str):
    assert not names_itself(text, SECTION)
    assert not names_itself(text, UNIT)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "文教局",
            "国库支付中心",
            "区文教局人事科",
            "博物馆筹备处",
            "区委办公室",
            "区委办",
            "区政府",
            "区纪委",
            "招商局",
        ),
        *(
            "编办",
            "网信办",
            "巡察办",
            "文明办",
            "史志办",
            "人防办",
            "侨办",
            "老干办",
            "政务服务中心",
            "编委办公室",
        ),
        *("柳林镇政府", "政法委综治科", "团区委", "实验小学", "汤泉区", "会计核算与支付中心", "办" * 600),
    ],
)
def test_a_name_names_itself(text: str):
    assert names_itself(text, SECTION)
    assert names_itself(text, UNIT)


def test_a_department_of_the_party_s_committee_is_a_name_and_a_section_is_none():
    assert names_itself("宣传部", UNIT)
    assert not names_itself("宣传部", SECTION)
