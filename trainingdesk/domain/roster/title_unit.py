"""Which unit a whole sheet is about: what 填报单位：… above the header says, or a title, or the name of the sheet."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from trainingdesk.domain.roster.cells import LONGEST_NAMING, Cell, key_of, text_of
from trainingdesk.domain.roster.unit_forms import ORGANISATION
from trainingdesk.domain.roster.unit_post import is_inner

#: 填报单位（盖章）：, 单位名称：; what stands behind it is the unit. 主管单位 is another one's.
_LABEL = re.compile(
    r"(?:^|[\s:;,。、)])(?:填 ?报 ?|报 ?送 ?|上 ?报 ?|呈 ?报 ?|填 ?表 ?|制 ?表 ?|编 ?报 ?|所 ?在 ?|工 ?作 ?|推 ?荐 ?|本 ?)?"
    r"单 {0,4}位 ?(?:名 ?称|全 ?称)? ?[、,/]?(?:盖 ?章|公 ?章|[(\[【][^()\[\]【】章]*(?:(章)[^()\[\]【】]*)?[)\]】])? *(:|$|)"
)
#: where the unit ends: two blanks, a mark, or whatever a form asks for next
_NEXT = re.compile(
    r"\s{2,}|[\t\n;,。、|]|\s*(?:单位)?(?:填 ?[报表写]|制 ?表|报 ?送|上 ?报|审 ?[核批签定]|复 ?核|经 ?办|主 ?要|分 ?管|负 ?责|联 ?系|电 ?话|手 ?机|"
    r"传 ?真|邮 ?箱|签 ?[字名章]|盖 ?章|公 ?章|日 ?期|时 ?间|人 ?数|总 ?人 ?数|编 ?制 ?数|实 ?有|在 ?[职编岗]|代 ?码|编 ?号|地 ?址|组 ?织 ?人 ?事|"
    r"党 ?委 ?书 ?记|局 ?长|校 ?长|院 ?长)[^\s:]{0,8}\s*:|\s*截[至止]|\s*共?计?\s*\d+\s*[人名页]|\s*第\s*\d*\s*页|\s*(?:19|20)\d\d\s*[-./年]|\s+\S{1,8}\s*:"
)
_STAMP = re.compile(
    r"\s*[(\[【](?:[^()\[\]【】]*(?:章|签|全称|填|单位|人事|组织)[^()\[\]【】]*|[\d\s年月日.-]*|[\s_]*)[)\]】]\s*"
)
_EMPTY = " \t:;,。、._—-＿*"
_HAS_CHARACTERS = re.compile(r"[\u4e00-\u9fff].*[\u4e00-\u9fff]")
#: what a title says before the unit, and behind it
_TITLE_START = re.compile(r"^(?:(?:19|20)\d\d年?度?(?:\d{1,2}月)?|附件\d*[::]?|\(?\d{1,3}\)?[、.．]|中共)+")
_TITLE_END = re.compile(
    r"(?:(?:19|20)\d\d年?度?(?:\d{1,2}月)?(?:\d{1,2}日)?|\([^()]*\)|截至|全体|全部|及?以上|及?以下|正职|副职|专业技术|骨干|编外|聘用|正式|医务|民警|辅警|员工|管理|中高层|通讯录|基础|汇总|在册|在职|在编|在岗|现有|实有|机关|离退休|退休|离休|干警|中层|科级|股级|处级|"
    r"县处级|党员|党政|领导|班子|成员|优秀|年轻|后备|干部|职工|教职工|教师|人员|公务员|参公|事业|编制|工作|基本|情况|信息|采集|"
    r"花名册|名册|名单|一览表|登记表|统计表|汇总表|明细表|调查表|填报表|报表|台账|表|册|[-_—])$"
)
#: 汤泉区委办公室: the name of a district before the units that are called by it
_DISTRICT = re.compile(r"([\u4e00-\u9fff]{2,4}?)[区县市旗](?=委|政府|人大|政协|纪委)")
#: characters; what is longer is a text and no title
_LONGEST_TITLE = 100
_TITLE_UNIT = re.compile(
    r"[\u4e00-\u9fff]{1,24}(?:局|委|委员会|常委会|人大|政协|政府|信访办|办公室|[^干]部|院|学校|中学|小学|大学|党校|中心|所|站|镇|乡|街道|办事处|公司|"
    r"集团|馆|社|工会|妇联|联合会|协会|幼儿园|厂)"
)
_NO_UNIT = re.compile(
    r"^(?:各|全|本|其他|其它|所有|有关|相关|某)|关于|报送|填报|上报|如下|人民币|(?:全|内|外|本)部$|机关党委$|^办公室$|/|"
    r"各(?:学校|单位|部门|镇|乡|街道|中心|科|园|院|企业)|(?:所属|下属|直属)(?:事业)?(?:单位|学校|企业|机构|部门)$"
)
#: what stands behind a unit that hands a sheet out and is not the one whose people are in it
_HANDED_OUT = re.compile(r"\s*(?:关于|印制|监制|制表?$|编制|编印|印发|统一)")
#: what stands behind a unit and is the unit itself
_WITHIN = frozenset({"机关", "本级", "党委", "党工委", "工委", "党组", "党总支", "人民政府", "政府"})
_BELOW = re.compile(r"^(?:所属|下属|直属|下辖|辖区)+(?:的)?(?=[\u4e00-\u9fff]{3})")
_ALL_OF = re.compile(r"^(?:各|全|单位|事业|企业|部门|学校|基层)")


def unit_above(above: Sequence[Sequence[Cell]], sheet: str, known: Mapping[str, str]) -> str:
    """Return the unit that the rows above a header or the sheet's name say for all people below, "" for none.

    Args:
        above: the rows above the header.
        sheet: the sheet's name.
        known: every spelling of every unit of the roster, as :func:`~.cells.key_of` makes it → its full name.
    """
    for row in above:
        for place, cell in enumerate(row):
            unit = _stated(cell, row[place + 1 :], known)
            if unit:
                return unit
    titles = [*(text for row in above for cell in row if (text := text_of(cell))), sheet]
    for text in titles:
        unit = _known_in_title(text, known)
        if unit:
            return unit
    # a unit that the roster does not know yet is proposed, as one of a column is
    return next((_without_district(unit, known) for unit in map(unit_of_title, titles) if unit), "")


def _without_district(unit: str, known: Mapping[str, str]) -> str:
    """Return the known unit that a title names with the district's own name before it: 汤泉区委办公室 is 区委办公室.

    The name is the district's own where another unit of the roster bears it: 汤泉区教育局.
    """
    district = _DISTRICT.match(unit)
    if district is None:
        return unit
    found = known.get(key_of(unit[district.end(1) :]))
    of_here = any(name.removeprefix("中共").startswith(district[0]) for name in known.values())
    return found if found and of_here else unit


def unit_of_title(title: str) -> str:
    """Return the unit that a title or a sheet's name is about, "" where it names none for certain.

    城东区教育局干部名册（2026年5月） is about 城东区教育局; 全区中层干部名册 and 城东区干部花名册 are about no unit.
    """
    plain = _TITLE_START.sub("", unicodedata.normalize("NFKC", "".join(title.split())))
    if len(plain) > _LONGEST_TITLE:
        return ""
    unit = plain
    while end := _TITLE_END.search(
        unit
    ):  # one after the other: in one expression they'd be tried in every way
        unit = unit[: end.start()]
    return unit if _TITLE_UNIT.fullmatch(unit) and not _NO_UNIT.search(unit) else ""


def _stated(cell: Cell, beside: Sequence[Cell], known: Mapping[str, str]) -> str:
    """Return the unit behind 填报单位：, in the cell or in the next one that says anything."""
    if not isinstance(cell, str) or "位" not in cell:
        return ""
    raw = unicodedata.normalize("NFKC", cell)
    for label in _LABEL.finditer(raw):
        said = raw[label.end() :]
        if not said.strip(_EMPTY):
            said = next((text for one in beside if (text := text_of(one))), "")
            said = unicodedata.normalize("NFKC", said)
            if ":" in said:
                said = ""
        elif not (label[1] or label[2]):
            continue
        unit = _unit_in(said, known)
        if unit:
            return unit
    return ""


def _unit_in(said: str, known: Mapping[str, str]) -> str:
    """Return the unit that a text begins with once all that forms ask for behind it is cut away."""
    text = said.lstrip(_EMPTY)
    if len(text) > LONGEST_NAMING:
        return ""
    end = _NEXT.search(text)
    if end:
        text = text[: end.start()]
    text = _STAMP.sub(" ", text).strip(_EMPTY)
    if not _HAS_CHARACTERS.search(text):
        return ""
    words = text.split()
    for count in range(len(words), 0, -1):
        key = key_of("".join(words[:count]))
        for one in (key, key.removeprefix("中共")):
            if one in known:
                return known[one]
    for whole in ("".join(words), *words[:1]):
        unit, rest = _known_start(whole, known)
        if unit and (is_inner(unit, rest) or rest in _WITHIN):  # 城东区教育局人事科
            return unit
        if ORGANISATION.fullmatch(re.sub(r"\([^()]*\)$", "", whole)) and not _NO_UNIT.search(whole):
            return whole
    return ""


def _known_start(text: str, known: Mapping[str, str]) -> tuple[str, str]:
    """Return the longest known unit that a text begins with, and what follows it without blanks and brackets."""
    key = key_of(text)
    length = max((len(one) for one in known if key.startswith(one)), default=0)
    return (known[key[:length]], key[length:]) if length else ("", key)


def _known_in_title(title: str, known: Mapping[str, str]) -> str:
    """Return the known unit a title begins with; of 城东区教育局所属实验小学 the one that is meant, known or not."""
    whole, rest = _known_start(_TITLE_START.sub("", unicodedata.normalize("NFKC", title)), known)
    if not whole or _HANDED_OUT.match(rest) or _ALL_OF.match(_BELOW.sub("", rest)):
        return ""
    below = key_of(unit_of_title(rest))
    if not below or is_inner(whole, below):
        return whole
    bare = _BELOW.sub("", below)
    return known[bare] if bare in known else bare if bare != below else unit_of_title(title) or whole
