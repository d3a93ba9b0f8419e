"""Rows that add others up and are nobody: 合计, 小计（3人）, 总人数：2, 男1人，女1人, 教育局小计."""

import re

from trainingdesk.domain.roster.cells import Cell, key_of, text_of
from trainingdesk.domain.roster.like_name import reads_as_name

_WORDS = ("合计", "总计", "小计", "总人数", "共计", "人数合计", "人数", "总数", "汇总")
_TOTAL = re.compile(rf"(?:(?:{'|'.join(_WORDS)}):?(?:共?\d+[人名]?)?|共\d+[人名]):?")
#: how many there are of some: 共2人，其中男1人，女1人; more than one such part, or who is counted
_COUNTED = re.compile(
    rf"(?:(?:{'|'.join(_WORDS)}|共|其中|[男女]性?)+:?(?:共|有)?\d+[人名](?:[,、;。]|$))+"
    rf"(?:(?:其中|[男女]性?|(?:中共)?党员|少数民族|非党员)*:?\d+[人名](?:[,、;。]|$))*"
)
#: how a text ends that adds up what it names; 教育局（合计3人） heads its people
_TOTAL_OF = re.compile(r".{2,}(?:合计|总计|小计|共计):?")
#: how they begin and end; nearly every row is told by one look at one character
_STARTS = frozenset({*(word[0] for word in _WORDS), *"其男女", " ", "\u3000"})
_ENDS = frozenset("计:： \u3000")
#: a longer text is no total
_LONGEST = 48


def is_total(text: str) -> bool:
    """Return whether the first text of a row says that it adds others up (合计, 小 计：, 合计（5人）)."""
    if text[0] not in _STARTS or len(text) <= 1 or len(text) > _LONGEST:
        return False
    plain = key_of(text)
    return bool(_TOTAL.fullmatch(plain) or _COUNTED.fullmatch(plain))


def adds_up(first: str, name: Cell) -> bool:
    """Return whether a row adds others up: by its first text, or by what stands where a name is to stand.

    小计 stands below the names of a unit that is written again before it, or merged down to it; 教育局小计 in the column of
    units, and nobody's name in that of names.
    """
    if is_total(first):
        return True
    if type(name) is str and name and is_total(name):
        return True
    if first[-1] not in _ENDS or len(first) > _LONGEST or not _TOTAL_OF.fullmatch(key_of(first)):
        return False
    return first == name or not reads_as_name(text_of(name))
