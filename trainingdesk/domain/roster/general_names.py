"""Words for a part of any unit (办公室, 局机关, 综合科): which unit is meant depends on who sends the file."""

import re

from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of
from trainingdesk.domain.roster.known_units import UnitSaid, What
from trainingdesk.domain.roster.unit_reader import taken_apart

#: the kind of the unit that speaks, and no name: 局办公室, 校党委
_OWN = "(?:[本我]?(?:局|委|院|校|学校|医院|镇|乡|街道|社区|部|站|所|馆|机关|单位|中心|公司|集团))"
#: a unit as a whole, or what every unit has
_WHOLE = (
    "机关|本级|本部|总部|领导|领导班子|班子|班子成员|中层|党委|党工委|党组|党总支|党支部|工会|团委|团支部|妇联|纪委|纪检组|"
    "内设机构|下属单位|直属单位|二级单位|基层单位|部门|其他"
)
_NUMBER = "第?[一二三四五六七八九十0-9]{1,3}"
#: a section of a unit; what names an organisation inside of it says whose it is
_SECTION = (
    "(?!.*(?:局|委|院|校|馆|所|站|镇|乡|街道|中心|公司|集团|协会|联合会|大学|政府|[区县]|市(?!场)))"
    "[\\u4e00-\\u9fff0-9]{0,10}(?:办公室|科|股|室|处|办|组|班)"
)
_TEAM = f"{_NUMBER}(?:大|中|支|分)?队|(?:综合|行政|监察)*(?:执法|监察)(?:大|中|支)?队"
_CENTRE = "(?:综合|机关|后勤|便民|党群|政务|信息|网络|财务|会计|核算|培训|数据|服务|保障|事务|管理|技术|指挥|调度|应急|宣教|教研)*中心"
_GENERAL = re.compile(
    f"{_OWN}|{_OWN}?(?:{_WHOLE}|{_SECTION}|{_TEAM}|{_CENTRE})"
    "|(?:镇|乡)(?:人民)?政府|(?:镇|乡)人大|街道办(?:事处)?|街道人大工委"
)
#: departments of the Party's committee that there is one of in a district
_DEPARTMENT = re.compile("[\\u4e00-\\u9fff]{2,4}部")


def names_itself(text: str, said: UnitSaid) -> bool:
    """Return whether what a text was said to be holds for every file: it names its unit, or a section that only one unit has.

    办公室 of one list is that of its sender; what it was there says nothing of the next list.
    """
    name = key_of(taken_apart(text).name)
    if len(name) > LONGEST_NAMING:
        return True
    if said.what is What.SECTION and _DEPARTMENT.fullmatch(name):
        return False
    return not _GENERAL.fullmatch(name)
