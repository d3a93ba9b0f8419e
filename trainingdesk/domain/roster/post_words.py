"""Posts as they are written: several in one field, brackets behind them, told more or less fully."""

import re
import unicodedata

from trainingdesk.domain.roster.parts import parts_of

_BRACKETS = re.compile(r"\([^()]*\)")
#: a department before the post that is held in it: 办公室主任, 人事科四级主任科员
_IN_DEPARTMENT = re.compile(
    r"[\u4e00-\u9fff]{1,10}?(?:办公室|办|科|股|室|处|大队|中队)"
    r"(副?(?:主任|科长|股长|处长|大队长|中队长)|科员|办事员|干部|干事|职员|工作人员|[一二三四]级(?:主任科员|科员|调研员))"
)
#: a post that leads a unit or a part of it
_LEADS = re.compile(".*(?:长|主任|书记|主席|经理)")


def posts_in(words: str) -> frozenset[str]:
    """Return the single posts of a field, without their brackets."""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", words))
    return frozenset(parts_of(plain))


def only_fuller(old: str, new: str) -> bool:
    """Return whether a post in words may be the same as before, told as fully or more so.

    That is so where every post of the old words stands among those of the new ones (副局长, 党组成员、副局长), be it behind its
    department (主任, 办公室主任), or only a bracket differs. 局长 does not stand in 副局长: whole posts are compared. Where one
    is missing it may have been given up.
    """
    before, after = posts_in(old), posts_in(new)
    told = {found[1] for one in after if (found := _IN_DEPARTMENT.fullmatch(one))}
    return bool(before) and before <= after | told


def leads(words: str) -> bool:
    """Return whether one of the posts of a field leads a unit or a part of it."""
    return any(map(_LEADS.fullmatch, posts_in(words)))


def alike(one: str, other: str) -> bool:
    """Return whether two fields may tell of one post, whichever says it more fully."""
    return one == other or only_fuller(one, other) or only_fuller(other, one)
