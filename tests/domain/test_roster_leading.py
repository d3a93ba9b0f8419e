"""Heads and deputies by the words of a post; what may be a title inside a unit as well says nothing."""

import pytest

from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.roster.base import position_of
from trainingdesk.domain.roster.leading import Lead, lead_here, lead_of, may_head, post_says, unit_and_post

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
        # 兼 parts two posts, and 兼职 doesn't
        *("兼职副局长", "办公室主任兼任副局长", "副局长（分管财务、人事）"),
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
        ("党总支书记", "城东区第一中学", Lead.HEAD),
        ("党支部书记", "城东区实验小学", Lead.HEAD),
        ("党总支副书记", "城东区第一中学", Lead.DEPUTY),
        ("第一中学党总支书记、副校长", "城东区第一中学", Lead.HEAD),
        ("党支部书记", "城东区疾病预防控制中心", Lead.HEAD),
        ("第一党支部书记", "城东区第一中学", None),
        ("教工党支部书记", "城东区第一中学", None),
        ("党总支书记", BUREAU, None),
        ("机关党支部书记", BUREAU, None),
    ],
)
def test_the_name_of_the_unit_tells_what_the_title_leaves_open(post: str, unit: str, lead: Lead | None):
    assert lead_of(post, unit) is lead


def test_a_post_belongs_into_one_group_at_most():
    assert post_says(GroupKind.UNIT_HEADS, "党组书记、副局长")
    assert not post_says(GroupKind.DEPUTIES, "党组书记、副局长")
    assert post_says(GroupKind.DEPUTIES, "副局长")
    assert not post_says(GroupKind.YOUNG, "局长")


#: unit → post → what it is: the usual units of a district, as their full names are and as posts have them
_DISTRICT = {
    "中共城东区委办公室": {"区委办主任": Lead.HEAD, "委办主任": Lead.HEAD, "区委办副主任": Lead.DEPUTY},
    "中共城东区委组织部": {"区委常委、组织部部长": Lead.HEAD, "组织部常务副部长": Lead.DEPUTY},
    "中共城东区委政法委员会": {"区委政法委书记": Lead.HEAD, "政法委副书记": Lead.DEPUTY},
    "中共城东区委机构编制委员会办公室": {"编办主任": Lead.HEAD, "区委编办副主任": Lead.DEPUTY},
    "中共城东区委巡察工作领导小组办公室": {"巡察办主任": Lead.HEAD},
    "中共城东区委党史研究室": {"党史研究室主任": Lead.HEAD},
    "中共城东区委区直属机关工作委员会": {"机关工委书记": Lead.HEAD},
    "中共城东区纪律检查委员会": {"纪委书记": Lead.HEAD, "区纪委副书记、监委副主任": Lead.DEPUTY},
    "中共城东区委党校": {"党校校长": Lead.HEAD, "党校常务副校长": Lead.DEPUTY},
    "城东区人大常委会": {"区人大常委会主任": Lead.HEAD, "区人大常委会副主任": Lead.DEPUTY},
    "城东区人大常委会办公室": {
        "人大常委会办公室主任": Lead.HEAD,
        "人大办主任": Lead.HEAD,
        "区人大常委会办公室副主任": Lead.DEPUTY,
    },
    "城东区人民政府办公室": {
        **dict.fromkeys(("政府办主任", "区政府办主任", "政府办公室主任", "办公室主任"), Lead.HEAD),
        "政府办副主任": Lead.DEPUTY,
    },
    "政协城东区委员会": {"政协主席": Lead.HEAD, "区政协副主席": Lead.DEPUTY, "秘书长": None},
    "政协城东区委员会办公室": {
        **dict.fromkeys(("政协秘书长", "秘书长", "区政协秘书长、办公室主任"), Lead.HEAD),
        "政协办公室主任": Lead.HEAD,
        "政协副秘书长": Lead.DEPUTY,
    },
    "城东区人民法院": {"法院院长": Lead.HEAD, "党组书记、院长": Lead.HEAD, "法院副院长": Lead.DEPUTY},
    "城东区人民检察院": {"检察院检察长": Lead.HEAD, "党组副书记、副检察长": Lead.DEPUTY},
    "共青团城东区委员会": {"团区委书记": Lead.HEAD, "团区委副书记": Lead.DEPUTY},
    "城东区总工会": {"总工会主席": Lead.HEAD, "区总工会常务副主席": Lead.DEPUTY},
    "城东区妇女联合会": {"妇联主席": Lead.HEAD, "区妇联党组书记": Lead.HEAD, "妇联副主席": Lead.DEPUTY},
    "城东区工商业联合会": {
        "工商联主席": Lead.HEAD,
        "区工商联党组书记": Lead.HEAD,
        "工商联副主席": Lead.DEPUTY,
    },
    "城东区文学艺术界联合会": {"文联主席": Lead.HEAD, "文联副主席": Lead.DEPUTY},
    "城东区科学技术协会": {"科协主席": Lead.HEAD, "科协副主席": Lead.DEPUTY},
    "城东区残疾人联合会": {
        **dict.fromkeys(("残联理事长", "理事长", "区残联党组书记、理事长"), Lead.HEAD),
        "残联副理事长": Lead.DEPUTY,
    },
    "城东区归国华侨联合会": {"侨联主席": Lead.HEAD},
    "城东区红十字会": {"红十字会会长": Lead.HEAD, "红十字会常务副会长": Lead.DEPUTY},
    "城东区档案馆": {"档案馆馆长": Lead.HEAD, "副馆长": Lead.DEPUTY},
    "城东区供销合作社联合社": {
        "供销社主任": Lead.HEAD,
        "供销社理事会主任": Lead.HEAD,
        "供销社副主任": Lead.DEPUTY,
    },
    "城东区发展和改革委员会": {"发改委主任": Lead.HEAD, "发改委副主任": Lead.DEPUTY},
    "城东区卫生健康委员会": {"卫健委主任": Lead.HEAD},
    "城东区国有资产监督管理委员会": {"国资委主任": Lead.HEAD},
    "城东区人民防空办公室": {"人防办主任": Lead.HEAD},
    "城东区金融工作办公室": {"金融办主任": Lead.HEAD},
    "城东区消防救援大队": {"消防大队大队长": Lead.HEAD, "副大队长": Lead.DEPUTY},
    "城东区河湾街道办事处": {
        **dict.fromkeys(("街道党工委书记", "街道办事处主任", "街道办主任"), Lead.HEAD),
        "党工委副书记": Lead.DEPUTY,
        **dict.fromkeys(("街道残联理事长", "人大工委主任", "纪工委书记"), None),
    },
    "石桥镇人民政府": {
        **dict.fromkeys(("镇党委书记", "镇长", "石桥镇镇长"), Lead.HEAD),
        "副镇长": Lead.DEPUTY,
        **dict.fromkeys(("镇人大主席", "政府办主任", "镇残联理事长"), None),
    },
    "和平社区居民委员会": {"居委会主任": Lead.HEAD, "居委会副主任": Lead.DEPUTY},
    "城东区实验小学": {"校长": Lead.HEAD, "实验小学副校长": Lead.DEPUTY, "校办主任": None},
    "城东区人民医院": {"人民医院院长": Lead.HEAD, "副院长": Lead.DEPUTY, "院办主任": None},
    "城东区城市建设投资集团有限公司": {"党委书记、董事长": Lead.HEAD, "副总经理": Lead.DEPUTY},
    "城东经济开发区管理委员会": {
        "党工委书记、管委会主任": Lead.HEAD,
        "管委会副主任": Lead.DEPUTY,
    },
    "公安局城东分局": {"公安分局局长": Lead.HEAD, "大队长": None, "政治部主任": None},
    BUREAU: dict.fromkeys(("政府办主任", "编办主任", "残联理事长", "纪委书记", "妇联主席", "秘书长"), None),
}


@pytest.mark.parametrize(
    ("unit", "post", "lead"),
    [(unit, post, lead) for unit, posts in _DISTRICT.items() for post, lead in posts.items()],
)
def test_the_usual_units_of_a_district_and_who_leads_them(unit: str, post: str, lead: Lead | None):
    assert lead_of(post, unit) is lead
    assert lead_here(post, unit) is lead


def test_both_heads_of_a_school_stand_before_its_deputies():
    school = "城东区第一中学"
    posts = ("副校长", "党总支书记", "教师", "校长")
    places = {post: position_of(None, number, "", post, school) for number, post in enumerate(posts, 1)}
    assert sorted(posts, key=places.__getitem__) == ["党总支书记", "校长", "副校长", "教师"]


def test_the_secretary_stands_before_the_deputy_secretary_of_the_same_rank():
    unit = "城东区河湾街道办事处"
    secretary = position_of("researcher_3", 2, "", "党工委书记", unit)
    assert secretary < position_of("researcher_3", 1, "2020-01", "党工委副书记", unit)


@pytest.mark.parametrize(
    ("post", "heads"),
    [
        *(("局长", True), ("党组书记、局长", True), ("副局长（主持工作）", True)),
        *(
            ("副局长", False),
            ("督导员", False),
            ("四级调研员", False),
            ("主任督学", False),
            ("党组成员", False),
        ),
        *(("二级调研员（原局长）", False), ("原局长", False)),
        *(("", None), ("大队长", None), ("办公室主任", None)),
    ],
)
def test_whether_a_head_s_level_is_held_as_a_head(post: str, heads: bool | None):
    assert may_head(post, BUREAU) is heads


@pytest.mark.parametrize(
    ("unit", "post", "whole"),
    [
        ("中共清水县委办公室", "县委办副主任", "中共清水县委办公室副主任"),
        ("中共清水县委办公室", "县委办公室主任", "中共清水县委办公室主任"),
        ("清水县财政局", "财政局副局长", "清水县财政局副局长"),
        ("清水县财政局", "副局长", "清水县财政局副局长"),
        ("柳林乡", "乡长", "柳林乡乡长"),
        ("清水县财政局", "", "清水县财政局"),
        ("清水县教育局", "第一中学校长", "清水县教育局第一中学校长"),
    ],
)
def test_unit_and_post_say_the_unit_once(unit: str, post: str, whole: str):
    assert unit_and_post(unit, post) == whole
