"""工作单位及职务 in one column: cut where a unit of the roster ends and a post begins, asked about where that is open."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.cells import Flaw, key_of

#: Stands between unit and post in the choices of a question.
BETWEEN = "｜"

_POST = re.compile(
    r"(?:党委|党组|党总支|党支部|党工委|工委|机关党委|纪委|纪工委|纪检组|团委|工会)?(?:常务|第一|代|兼职|挂职|名誉)?副?"
    r"(?:书记|局长|主任|部长|主席|镇长|乡长|区长|县长|院长|校长|园长|所长|站长|科长|股长|队长|大队长|中队长|支队长|厂长|行长|"
    r"经理|总经理|董事长|监事长|会长|理事长|秘书长|秘书|检察长|检察官|法官|庭长|馆长|台长|社长|处长|组长|组织员|组织委员|"
    r"委员|常委|党委委员|成员|专员|督导员|干部|科员|办事员|调研员|巡视员|主任科员|工程师|经济师|会计师|农艺师|教师|医师|护士|护士长|"
    r"会计|出纳|主管|员工|职员|工作人员|负责人|总监|总工|政委|指导员|教导员|武装部|人武部|副职|正职|[一二三四]级|正科|副科|正处|副处|高级|中级|初级)"
)
_INNER = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:办公室|科|股|室|处|中心|大队|中队|分局|支部|组|部)" + _POST.pattern
)
_ORGANISATION_END = re.compile(
    r"(?:局|委|委员会|办|办公室|部|院|校|中心|所|站|镇|乡|街道|办事处|公司|集团|会|处|队|馆|社|学|园|厂)$"
)
#: 区委, 区政府: what follows may be a unit of its own (区委办公室), known to the roster or not.
_WHOLE_BODY = re.compile(r".{1,3}(?:委|政府|人大|政协)$")
_BARS = re.compile(r"[｜|]")
_MARKS = " ,，、;；:：·—-"


def split_unit_post(text: str, known: Mapping[str, str], lengths: tuple[int, ...]) -> tuple[str, str] | Flaw:
    """Return the unit and the post that a text names.

    Args:
        text: the cell, as :func:`~.cells.text_of` makes it.
        known: every spelling of every unit as :func:`~.cells.key_of` makes it → its full name.
        lengths: the lengths of these spellings, longest first.

    The longest known unit at the beginning is the unit when a post or an inner department follows. Otherwise a Flaw
    ``roster.unit_post_open`` asks; its choices are unit and post with :data:`BETWEEN` between them.
    """
    unit, rest = _known_start(text, known, lengths)
    if unit and not rest:
        return unit, ""
    if unit and (_POST.match(rest) or (_INNER.match(rest) and not _WHOLE_BODY.fullmatch(unit))):
        return unit, rest
    choices = [f"{unit}{BETWEEN}{rest}"] if unit else []
    for follows in (_POST, _INNER):
        choices += [
            f"{text[:place]}{BETWEEN}{text[place:]}"
            for place in range(len(text) - 1, 2, -1)
            if _ORGANISATION_END.search(text[:place])
            and follows.match(text[place:])
            and text[place - 1 : place + 1] != "办公"
        ]
    return Flaw("roster.unit_post_open", Severity.QUESTION, "", tuple(dict.fromkeys(choices)))


def cut_at_mark(cell: str, known: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the unit and the post of a cell that cuts them itself, by a bar or by one blank; None for any other.

    Before a blank stands an organisation: 某某局 办公室主任.
    """
    parts = [part.strip() for part in _BARS.split(cell)]
    if len(parts) != 2:
        parts = cell.split()
        if len(parts) != 2 or not (_ORGANISATION_END.search(parts[0]) or key_of(parts[0]) in known):
            return None
    if not all(parts):
        return None
    return known.get(key_of(parts[0]), parts[0]), parts[1]


def offer_units(problems: Iterable[Problem], units: Iterable[str]) -> list[Problem]:
    """Return the problems; where a cell is asked to be cut, units named elsewhere in the file are offered first."""
    found: list[Problem] = []
    names: dict[str, str] | None = None
    for problem in problems:
        if problem.code == "roster.unit_post_open":
            if names is None:
                names = {key_of(unit): unit for unit in units if unit}
            lengths = tuple(sorted({len(key) for key in names}, reverse=True))
            unit, rest = _known_start(problem.value, names, lengths)
            if unit and rest:
                offered = dict.fromkeys([f"{unit}{BETWEEN}{rest}", *problem.params.get("choices", ())])
                found.append(replace(problem, params={**problem.params, "choices": list(offered)}))
                continue
        found.append(problem)
    return found


def _known_start(text: str, known: Mapping[str, str], lengths: tuple[int, ...]) -> tuple[str, str]:
    """Return the longest known unit that a text begins with, and what follows; ("", text) for none."""
    plain = key_of(text)
    if len(plain) == len(text):
        for length in lengths:
            if length <= len(plain) and plain[:length] in known:
                return known[plain[:length]], text[length:].lstrip(_MARKS)
        return "", text
    for place in range(len(text), 1, -1):  # brackets or blanks inside: keys and text are not of one length
        key = _key(text[:place])
        if key in known and not (place < len(text) and text[place] in ")）] "):
            return known[key], text[place:].lstrip(_MARKS + ")）")
    return "", text


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    return key_of(text)
