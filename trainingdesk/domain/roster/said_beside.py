"""试用期 and 驻村 beside a rank or a status: neither is one, and both are worth keeping.

试用期 says how a post or rank is held, and who works in a village stays on the books of their unit (公务员法 2018 第三十四条,
第七十二条). The words are rows of ``data/code_lists.json``.
"""

import re
from collections.abc import Collection

from trainingdesk.domain.roster.cells import LONGEST_NAMING, Cell
from trainingdesk.domain.roster.parts import parts_of

#: the note at a cell of which such words were kept in the note
BESIDE = "roster.said_beside"
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
#: what may follow such a word without saying that somebody is gone: 试用期一年, 试用期至2026.5, 试用期公务员, 驻村第一书记;
#: what was matched is never looked at in another way: of a long row of years there are more ways than can be tried
_FOLLOWS = (
    r"期?+(?:工作|内|间|中|公务员|人员|科员|教师|干部|生)?+"
    r"(?:(?:19|20)\d\d[-./年\d月日]*+|[0-9一二两三四五六半]++(?:年|个月)|[已未]?满|至今|[至到从自起止-])*+"
    r"(?:[已未待]?转正|结束|帮扶)?+(?:第一书记)?+兼?+(?:工作)?+(?:队(?:员|长|副队长|队长)?+)?+"
)
_ANY_BRACKET = str.maketrans("", "", "()（）[]")
_GONE = re.compile("辞|故|死|亡|逝|世|退|离|调|开除|解除|解聘|取消|终止|不合格|录用")


def said_apart(cell: Cell, words: Collection[str]) -> tuple[Cell, str]:
    """Return a cell without what stands beside its rank or status, and that; the cell itself and "" where nothing does.

    ``words`` are what such parts begin with. The rest is what a reader may know: 四级主任科员（试用期）, 在职、驻村,
    正科级（2019.05，试用期一年）; of the words alone it is blank.
    """
    if not isinstance(cell, str) or len(cell) > LONGEST_NAMING or not any(word in cell for word in words):
        return cell, ""
    begins = tuple(words)
    said: list[str] = []

    def bare(text: str) -> str:
        parts = parts_of(text)
        said.extend(part for part in parts if part.startswith(begins))
        return "、".join(part for part in parts if not part.startswith(begins))

    def in_brackets(found: re.Match[str]) -> str:
        rest = bare(found[1])
        return f"（{rest}）" if rest else ""

    rest = bare(_BRACKETS.sub(in_brackets, cell))
    if not said:
        # 四级主任科员试用期
        place = min((at for word in words if (at := rest.find(word)) >= 0), default=len(rest))
        said.append(rest[place:])
        rest = rest[:place]
    return rest, "、".join(said)


def only_beside(note: str, words: Collection[str]) -> bool:
    """Return whether a note says nothing else than such words."""
    return all(part.startswith(tuple(words)) for part in parts_of(note))


def tells_serving(said: str, words: Collection[str]) -> bool:
    """Return whether such words, alone in the place of a status, say no more than that somebody is at work.

    试用期（一年） and 驻村第一书记 do; 驻村期间病故 and what else goes on with words of its own do not.
    """
    mere = re.compile(f"(?:{'|'.join(map(re.escape, words))}){_FOLLOWS}")
    return all(mere.fullmatch(part) for part in parts_of(said.translate(_ANY_BRACKET)))


def tells_gone(said: str) -> bool:
    """Return whether words beside a status may say that somebody is gone: 试用期内辞职, 驻村已退休."""
    return _GONE.search(said) is not None
