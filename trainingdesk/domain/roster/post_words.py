"""Posts as they are written: several in one field, brackets behind them, told more or less fully."""

import re
import unicodedata

from trainingdesk.domain.roster.parts import parts_of

_BRACKETS = re.compile(r"\([^()]*\)")


def posts_in(words: str) -> frozenset[str]:
    """Return the single posts of a field, without their brackets."""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", words))
    return frozenset(parts_of(plain))


def only_fuller(old: str, new: str) -> bool:
    """Return whether a post in words may be the same as before, told as fully or more so.

    That is so where every post of the old words stands among those of the new ones (副局长, 党组成员、副局长) or only a
    bracket differs. 局长 does not stand in 副局长: whole posts are compared. Where one is missing it may have been given up.
    """
    before = posts_in(old)
    return bool(before) and before <= posts_in(new)


def alike(one: str, other: str) -> bool:
    """Return whether two fields may tell of one post, whichever says it more fully."""
    return one == other or only_fuller(one, other) or only_fuller(other, one)
