"""What a unit is by its name, and in which of the three teams its people are then (P1.5).

A file says neither. A name is a guess: the wizard shows it for every new unit, and lets it be changed.
"""

from trainingdesk.domain.codes import Team, UnitKind

#: ends of names that say an organ, whatever stands before: 医院管理局, 国有企业党委, 人民检察院
_ORGANS = ("局", "委员会", "党工委", "办公室", "人民政府", "办事处", "法院", "检察院", "司法所")
#: of these a name says a company wherever they stand
_COMPANIES = ("公司", "集团", "银行")
_COMPANY_ENDS = ("厂", "支行", "分行", "商场", "酒店", "宾馆")
#: and of these an institution
_INSTITUTIONS = (
    *("医院", "学校", "小学", "中学", "幼儿园", "大学", "学院", "职教中心", "卫生院", "卫生服务", "疾控中心"),
    *("疾病预防", "保健院", "研究院", "研究所", "设计院", "养老院", "敬老院", "福利院", "图书馆", "文化馆"),
    *(
        "教育集团",
        "医疗集团",
        "医共体",
        "博物馆",
        "美术馆",
        "体育馆",
        "电视台",
        "报社",
        "融媒体",
        "血站",
        "急救中心",
        "少年宫",
    ),
)
_INSTITUTION_ENDS = ("中心", "站", "一中", "二中", "三中", "四中", "附中", "一小", "二小")
_TEAMS = {UnitKind.INSTITUTION: Team.TECHNICAL, UnitKind.ENTERPRISE: Team.BUSINESS}


def guess_kind(name: str) -> UnitKind:
    """Return what a unit is as far as its name says; an organ where it says nothing."""
    bare = name.rstrip("）)（( ")
    if bare.endswith(_ORGANS):
        return UnitKind.ORGAN
    if bare.endswith(("公司", *_COMPANY_ENDS)):
        return UnitKind.ENTERPRISE
    if any(word in bare for word in _INSTITUTIONS) or bare.endswith(_INSTITUTION_ENDS):
        return UnitKind.INSTITUTION
    if any(word in bare for word in _COMPANIES):
        return UnitKind.ENTERPRISE
    return UnitKind.ORGAN


def team_of_kind(kind: UnitKind) -> Team:
    """Return the team that most people of a kind of unit are in."""
    return _TEAMS.get(kind, Team.PARTY_GOVERNMENT)


def team_in(name: str, kind: UnitKind = UnitKind.ORGAN) -> Team:
    """Return the team of a unit's people of whom nothing says it: by its kind, else by its name.

    Units were organs as long as nobody said what they are: a hospital among them is none.
    """
    return team_of_kind(guess_kind(name) if kind is UnitKind.ORGAN else kind)
