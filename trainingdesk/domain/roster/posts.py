"""A person's posts as a cell holds them: a line break or a blank between two posts parts them, inside one it is a wrap."""

import re

from trainingdesk.domain.roster.cells import Cell, text_of

#: how a post begins
POST = re.compile(
    r"(?:局务会议?|厅务会议?|部务会议?|班子|领导班子)?(?:党委|党组|党总支|党支部|党工委|工委|机关党委|纪委|纪工委|纪检组|团委|工会)?(?:常务|第一|代|兼职|挂职|名誉)?副?"
    r"(?:书记|局长|主任|部长|主席|镇长|乡长|区长|县长|院长|校长|园长|所长|站长|科长|股长|队长|大队长|中队长|支队长|厂长|行长|"
    r"经理|总经理|董事长|监事长|会长|理事长|秘书长|秘书|检察长|检察官|法官|庭长|馆长|台长|社长|处长|组长|组织员|组织委员|"
    r"委员|常委|党委委员|成员|专员|督导员|总督学|督学|干部|科员|办事员|调研员|巡视员|主任科员|工程师|经济师|会计师|农艺师|教师|医师|护士|护士长|"
    r"会计|出纳|主管|员工|职员|工作人员|负责人|总监|总工|政委|指导员|教导员|武装部|人武部|副职|正职|[一二三四]级|正科|副科|正处|副处|高级|中级|初级)"
)
#: an inner department with a post behind it
INNER = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:办公室|办|科|股|室|处|中心|大队|中队|分局|支部|组|部)" + POST.pattern
)
#: how a whole post ends
_END = re.compile(
    r"(?:书记|[局部镇乡区县院校园所站科股队厂行会馆台社处组庭]长|秘书长|董事长|监事长|理事长|检察长|护士长|主任|主席|委员|常委|成员|科员|专员|[办督巡视导组织调研指教]员|"
    r"干部|秘书|经理|总监|政委|副职|正职|教师|医师|工程师|经济师|会计师|会计|出纳|法官|检察官|负责人)$"
)
#: 一级主任科员, 副主任医师: what ends in 主任 may go on
_GOES_ON = re.compile(r"(?:科员|督学|医师|护师|药师|技师|记者|编辑|检验师|法医师|播音员)")
_BRACKETS = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]$")
#: an organisation with a post: the second of two posts may name its own
_ELSEWHERE = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:局|委|办|院|校|中心|所|站|镇|乡|街道|公司|集团|会|队|馆|社|学|园|厂)"
    + POST.pattern
)
#: characters before a blank that say whether a post ends there
_TAIL = 100
_BLANKS = re.compile(r"\s+")
#: for a post that there is not; 无 stays, since it may end a post that the roster has
_DASHES = frozenset({"-", "--", "—", "——", "/", "\\"})


def read_posts(cell: Cell) -> str:
    """Return a cell's posts as one text: those that a line break or a blank parts stand beside each other with 、."""
    text = text_of(cell)
    if not isinstance(cell, str) or cell.isalnum():
        return text
    parts = [text_of(part) for part in _BLANKS.split(cell.strip())]
    parts = [part for part in parts if part]
    if len(parts) < 2:
        return "" if text in _DASHES else text
    joined = parts[0]
    parted = False
    for part in parts[1:]:
        if _apart(joined[-_TAIL:], part):
            parted = True
            joined += "、"
        joined += part
    return joined if parted else text


def _apart(before: str, after: str) -> bool:
    """Return whether two pieces of a cell are two posts."""
    whole = _BRACKETS.sub("", before)
    if after.startswith("兼") or not _END.search(whole) or (whole.endswith("主任") and _GOES_ON.match(after)):
        return False
    return any(begin.match(after) for begin in (POST, INNER, _ELSEWHERE))
