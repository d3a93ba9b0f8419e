"""Who heads a unit, and who is a deputy, by the words of the post alone (党政正职、副职, P2.1).

Ranks say it where they are known. Where they are not, the post in words is looked at, and somebody looks at what it
proposes: a title that may be one inside a unit as well (办公室主任, 机关党委书记) says nothing, unless the unit itself is
called so.
"""

import re
from enum import StrEnum
from functools import lru_cache

from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.roster.parts import parts_of


class Lead(StrEnum):
    """What a post is."""

    HEAD = "head"  #: 正职
    DEPUTY = "deputy"  #: 副职


#: titles of whoever heads a unit; with 副 before them, of the deputies
_TITLES = (
    *(
        "局长",
        "镇长",
        "乡长",
        "区长",
        "县长",
        "主任",
        "部长",
        "书记",
        "主席",
        "会长",
        "院长",
        "校长",
        "检察长",
    ),
    *("馆长", "台长", "社长", "董事长", "总经理", "理事长"),
)
#: titles inside units too: they say it only where the unit is called what the title is of
_BOUND_TITLES = {
    **{title: (title[0],) for title in ("所长", "站长", "园长", "厂长", "行长", "处长")},
    "大队长": ("大队",),
    "队长": ("队",),
    "秘书长": ("政协办",),
}
#: titles inside units more often than at their head (教务主任, 财务部部长, 学生会主席): what they are of has to be the unit
#: itself or a body that is a unit wherever it is named
_COMMON_TITLES = frozenset({"主任", "部长", "主席", "会长", "理事长"})
_EVERY_TITLE = (*_TITLES, *_BOUND_TITLES)
#: what units are called in full → in a post: 残联理事长 heads 城东区残疾人联合会. Each is applied to both, in this order
_SHORT = tuple(
    (re.compile(full), short)
    for full, short in (
        (r"[（(][^（）()]*[）)]", ""),
        ("人民政府", "政府"),
        ("机构编制委员会办公室", "编办"),
        ("巡察工作领导小组办公室", "巡察办"),
        ("人民防空办公室", "人防办"),
        ("金融工作(?:办公室|局)", "金融办"),
        (r"政协(.{0,6}?)委员会(?=办公室|$)", r"\1政协"),
        ("(?:常委会|常务委员会)办公室", "办"),
        ("(?<=[委府协])办公室", "办"),
        ("发展和改革委员会", "发改委"),
        ("卫生(?:和)?健康委员会", "卫健委"),
        ("国有资产监督管理委员会", "国资委"),
        ("政法委员会", "政法委"),
        ("纪律检查委员会", "纪委"),
        ("街道办事处", "街道办"),
        ("居民委员会", "居委会"),
        ("村民委员会", "村委会"),
        ("妇女联合会", "妇联"),
        ("工商业联合会", "工商联"),
        ("文学艺术界联合会", "文联"),
        ("科学技术协会", "科协"),
        ("残疾人联合会", "残联"),
        ("归国华侨联合会", "侨联"),
        ("供销合作社联合社|供销合作(?:联)?社|供销社理事会|供销联社", "供销社"),
        ("消防救援大队", "消防大队"),
    )
)
#: units that somebody else than a 主任 heads
_NO_DIRECTOR = ("局", "部", "镇", "乡", "院", "校", "小学", "中学", "公司", "集团", "馆")
#: parts of a unit, bodies beside its head, and what is below every unit of a district
_INSIDE = re.compile(
    r"(?:办公室|党政办|综合办|局办|科|股|室|(?<!办事)(?<!管理)处|小组|系|支部|总支|机关党委|纪委|纪工委|人大工委|团委|工会|妇联|武装部|"
    r"人武部|居委会|村委会|居民委员会|村民委员会|车间|年级|[大中分]队|分公司|分院|分校|[小中]学部|班)$|社区|驻村|(?<!农)村(?:党|$)"
)
#: units of a district that are called as parts of others are: 区委办公室, 区总工会, 区纪委
_WHOLE = re.compile(
    r".{0,4}[区县市](?:委|政府|人民政府|人大|人大常委会|政协)(?:办公室|办|研究室|政策研究室)"
    r"|.{0,4}[区县市](?:纪委(?:监委)?|总工会|妇联|人武部|人民武装部|政协|文联|科协|残联|工商联|侨联)|.{0,4}团[区县市]委"
)
#: bodies that are units wherever they are named, by the ends of their names
_BODY = re.compile(
    r"(?:办事处|街道办|管理处|(?<!关工)委|委员会|常委会|管委会)$|(?:^|委)(?:组织部|宣传部|统战部|社会工作部)$"
)
#: of the Party's bodies only the leading one of a unit is its own
_PARTY_BODY = re.compile(r"(?:党组|(?<!机关)党委|党工委)$")
#: bodies of the Party that are a unit's own where it has no Party group: 党总支 and 党支部 of a school, a hospital, a centre
#: (党组织领导的校长负责制、院长负责制); in a bureau they are of its organs
_BRANCH_BODY = re.compile(r"(?:中共|党)?(?:总支部?委员会|总支部?|支部委员会|支部)$")
_BY_BRANCH = re.compile(
    r"(?:学校|小学|中学|[一二三四五六七八九十]中|职高|学院|幼儿园|医院|卫生院|中心|公司)$"
)
#: between two posts of one person; who is 兼职副主席 has one
_ALSO = re.compile("兼(?!职)任?")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
#: who presides over a unit heads it, whatever they are called; who does so from day to day (常务) is a deputy
_PRESIDES = re.compile(r"(?<!协助)主持(?!日常)[^、，,；;（）()]{0,4}工作|主要负责人")
_NOT_NOW = re.compile(r"^(?:原|前任|曾任|名誉|荣誉|退休|离休)")
_BEFORE_TITLE = re.compile(r"(?:常务|第一|代理|代|专职|兼职|挂职)+$")


@lru_cache(maxsize=16_384)
def _short(words: str) -> str:
    """Return the name of a unit as posts have it: 城东区残疾人联合会 → 城东区残联."""
    for full, short in _SHORT:
        words = full.sub(short, words)
    return words


def posts_in(post: str) -> list[str]:
    """Return the posts that one text names, without what stands in brackets: 党组书记、局长兼国资办主任（正科级）."""
    parts = parts_of(_BRACKETS.sub("", post))
    return [one for part in parts for one in _ALSO.split(part) if one]


@lru_cache(maxsize=16_384)
def lead_of(post: str, unit: str = "") -> Lead | None:
    """Return whether a post in words is that of a head, or of a deputy; None where it is neither, or may be.

    Of several posts (党组书记、局长) one is enough: who is both 书记 and 副局长 heads. ``unit`` is the full name of the
    person's unit, "" for not known.
    """
    if not any(map(post.__contains__, _EVERY_TITLE)):
        return None
    found = {_one(part, unit) for part in posts_in(post)}
    if Lead.HEAD in found or (Lead.DEPUTY in found and _PRESIDES.search(post)):
        return Lead.HEAD
    return Lead.DEPUTY if Lead.DEPUTY in found else None


def post_says(kind: GroupKind, post: str, unit: str = "") -> bool:
    """Return whether a post in words belongs into a group: that of the heads, or that of the deputies."""
    wanted = {GroupKind.UNIT_HEADS: Lead.HEAD, GroupKind.DEPUTIES: Lead.DEPUTY}.get(kind)
    return wanted is not None and lead_of(post, unit) is wanted


def may_head(post: str, unit: str = "") -> bool | None:
    """Return whether whoever has a head's level heads a unit by the post in words; None where the post leaves it open.

    A level is held without heading anything: 副局长（正科级）, 督导员（正科级）. Open is no post at all, and a title of heads
    that may be one inside a unit as well.
    """
    lead = lead_of(post, unit)
    if not post or lead is not None:
        return lead is Lead.HEAD if post else None
    parts = [part for part in posts_in(post) if not _NOT_NOW.match(part)]
    return None if any(part.endswith(_EVERY_TITLE) for part in parts) or _PRESIDES.search(post) else False


@lru_cache(maxsize=16_384)
def unit_and_post(unit: str, post: str) -> str:
    """Return unit and post as one, 区财政局副局长, the unit once: 中共区委办公室 and 区委办副主任 are 中共区委办公室副主任."""
    names = (unit, _short(unit))
    for end in range(len(post) - 1, 1, -1):
        if any(name.endswith(post[:end]) for name in names):
            return f"{unit}{post[end:]}"
    return f"{unit}{post}"


@lru_cache(maxsize=16_384)
def lead_here(post: str, unit: str = "") -> Lead | None:
    """Return whether a post in words is that of the head of the person's own unit, or of a deputy, as lists are ordered by.

    What the title names besides has to be like the unit (发改局局长 of 区发展和改革局): who heads a school leads nothing in the
    list of the bureau that keeps its people. ``unit`` is the unit's full name, "" for not known.
    """
    lead = lead_of(post, unit)
    if lead is None or not unit:
        return lead
    own = [part for part in posts_in(post) if _names(part, unit)]
    return lead_of("、".join(own), unit) and lead if own else None


def title_in(part: str) -> str:
    """Return the title that one post in words ends with, 局长 of 林业局局长; "" for none that heads of units bear."""
    return next((title for title in _EVERY_TITLE if part.endswith(title)), "")


def _names(part: str, unit: str) -> bool:
    """Return whether what a title is of may be the unit: nothing is named, or what is named shares its end or two characters."""
    title = title_in(part)
    if not title:
        return False
    of = _BEFORE_TITLE.sub("", part.removesuffix(title).removesuffix("副"))
    if title == "书记":
        of = _own_body(of, unit)
    if of in unit or of[-1] == unit[-1]:
        return True
    called = (_short(of), _short(unit))
    return any(one[at : at + 2] in whole for one, whole in ((of, unit), called) for at in range(len(one) - 1))


def _own_body(of: str, unit: str) -> str:
    """Return of what unit somebody is the secretary, "" where only the unit's own body is named; any other stays named."""
    of = _PARTY_BODY.sub("", of)
    rest = _BRANCH_BODY.sub("", of)
    if rest != of and _BY_BRANCH.search(unit) and (not rest or unit.endswith(rest)):
        return rest
    return of


def _one(part: str, unit: str) -> Lead | None:
    if not part.endswith(_EVERY_TITLE) or _NOT_NOW.match(part):
        return None
    title = next(title for title in _EVERY_TITLE if part.endswith(title))
    of = part.removesuffix(title)
    deputy = of.endswith("副")
    of = _BEFORE_TITLE.sub("", of.removesuffix("副"))
    if title == "书记":
        of = _own_body(of, unit)
    called = _short(unit)
    own = bool(unit and of and (unit.endswith(of) or called.endswith(_short(of))))
    if _INSIDE.search(of) and not own and not _WHOLE.fullmatch(of):
        return None
    if title in _COMMON_TITLES and of and not (own or _WHOLE.fullmatch(of) or _BODY.search(of)):
        return None
    if ends := _BOUND_TITLES.get(title):
        # 政协秘书长 heads the office of what is named
        office = bool(of) and called.endswith(f"{of}办")
        if not ((own or office or not of) and called.endswith(ends)):
            return None
    if title == "主任" and not of and unit.endswith(_NO_DIRECTOR):
        return None
    return Lead.DEPUTY if deputy else Lead.HEAD
