"""Heads and deputies by the words of a post; what may be a title inside a unit as well says nothing."""

import pytest

from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.roster.leading import Lead, lead_of, post_says

BUREAU = "城东区教育局"


@pytest.mark.parametrize(
    "post",
    [
        *(
            "局长",
            "区教育局局长",
            "党组书记、局长",
            "党组书记",
            "区教育局党组书记",
            "党组书记、副局长",
            "局长（兼）",
        ),
        *(
            "党组成员、副局长兼信访局局长",
            "区长",
            "代区长",
            "区委副书记、区长",
            "区委书记",
            "书记",
            "镇党委书记",
        ),
        *(
            "街道党工委书记",
            "街道办事处主任",
            "区发展和改革委员会主任",
            "主任",
            "区委常委、宣传部部长",
            "总经理",
        ),
        *(
            "区委办公室主任",
            "区政府办公室主任",
            "城东区人大常委会办公室主任",
            "区政协办公室主任",
            "区委办主任",
        ),
        *("区委政策研究室主任", "区纪委书记、区监委主任", "区总工会主席", "团区委书记", "区人武部部长"),
        *(
            "副局长（主持工作）",
            "党组副书记、副主任（主持全面工作）",
            "副局长，主持工作",
            "局长（试用期一年）",
        ),
        *("市场管理处主任", "人民法院院长", "董事长"),
    ],
)
def test_who_heads_a_unit(post: str):
    assert lead_of(post) is Lead.HEAD


@pytest.mark.parametrize(
    "post",
    [
        *(
            "副局长",
            "常务副局长",
            "区教育局党组成员、副局长",
            "副镇长",
            "区委常委、副区长",
            "常务副区长",
            "副书记",
        ),
        *("党组副书记", "区委副书记", "第一副主任", "副总经理", "副主任（挂职）", "副局长（主持日常工作）"),
        *("区委办公室副主任", "副局长（协助主持工作）", "副检察长", "街道办事处副主任"),
    ],
)
def test_who_is_a_deputy(post: str):
    assert lead_of(post) is Lead.DEPUTY


@pytest.mark.parametrize(
    "post",
    [
        *(
            "",
            "科员",
            "二级调研员",
            "四级主任科员",
            "副主任科员",
            "主任医师",
            "局长助理",
            "党组成员",
            "办公室主任",
        ),
        *("局办公室主任", "党政办主任", "办公室副主任", "教务处主任", "教研室主任", "区委宣传部办公室主任"),
        *(
            "区纪委办公室主任",
            "机关党委书记",
            "机关党委副书记",
            "党支部书记",
            "镇纪委书记",
            "团委书记",
            "工会主席",
        ),
        *(
            "镇武装部部长",
            "社区居委会主任",
            "社区党委书记",
            "村委会主任",
            "班主任",
            "科长",
            "股长",
            "组织科科长",
        ),
        *(
            "原局长",
            "名誉会长",
            "所长",
            "站长",
            "队长",
            "处长",
            "派出所所长",
            "办公室副主任（主持工作）",
            "负责人",
        ),
        *("分公司总经理", "干部教育科副科长（主持工作）"),
        *(
            "教导主任",
            "副教导主任",
            "护理部主任",
            "财务部部长",
            "财务部副部长",
            "便民服务中心主任",
            "经发办主任",
        ),
        *("驻村第一书记", "村书记", "退休局长", "商会会长", "学生会主席", "人大主席", "关工委主任"),
        *("机关党委专职副书记", "政治部主任", "理论宣传部部长", "分院院长", "区教育局校长助理"),
    ],
)
def test_what_says_nothing_of_a_unit(post: str):
    assert lead_of(post) is None


@pytest.mark.parametrize(
    ("post", "unit", "lead"),
    [
        ("办公室主任", "城东区委办公室", Lead.HEAD),
        ("办公室副主任", "城东区委办公室", Lead.DEPUTY),
        ("主任", "城东区委办公室", Lead.HEAD),
        ("办公室主任", BUREAU, None),
        ("主任", BUREAU, None),
        ("主任", "城东区实验小学", None),
        ("主任", "城东区政务服务中心", Lead.HEAD),
        ("局长", BUREAU, Lead.HEAD),
        ("所长", "城东区疾病预防控制所", Lead.HEAD),
        ("副站长", "城东区农业技术推广站", Lead.DEPUTY),
        ("派出所所长", "公安局城东分局", None),
        ("园长", "城东区第一幼儿园", Lead.HEAD),
        ("处长", BUREAU, None),
        ("团委书记", "共青团城东区委员会", None),
        ("工会主席", "城东区总工会", Lead.HEAD),
        ("工会主席", BUREAU, None),
        ("妇联副主席", "城东区妇联", Lead.DEPUTY),
        ("教研中心主任", "城东区教育局教研中心", Lead.HEAD),
        ("教研中心主任", BUREAU, None),
        ("区农业农村局局长", "城东区农业农村局", Lead.HEAD),
        ("区科协主席", "城东区科学技术协会", Lead.HEAD),
        ("挂职副局长", BUREAU, Lead.DEPUTY),
        ("政治部主任", "城东区公安局", None),
    ],
)
def test_the_name_of_the_unit_tells_what_the_title_leaves_open(post: str, unit: str, lead: Lead | None):
    assert lead_of(post, unit) is lead


def test_a_post_belongs_into_one_group_at_most():
    assert post_says(GroupKind.UNIT_HEADS, "党组书记、副局长")
    assert not post_says(GroupKind.DEPUTIES, "党组书记、副局长")
    assert post_says(GroupKind.DEPUTIES, "副局长")
    assert not post_says(GroupKind.YOUNG, "局长")
