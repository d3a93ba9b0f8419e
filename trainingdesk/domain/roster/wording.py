"""Schooling, degrees, political status and ethnicity in words: when two of them say the same, and which says more.

文学学士 says more than 学士, 中央党校研究生 more than 研究生: the closer word is kept as it is written, and a file that
says no more than what the roster has is no change to it.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.shared.customary import customary_words

#: field → the list its words are of
_LIST_OF = {
    "political": "political",
    "ethnicity": "ethnicity",
    **dict.fromkeys(("education", "education_full", "education_service"), "education"),
    **dict.fromkeys(("degree", "degree_full", "degree_service"), "degree"),
}
#: lists whose words take what they are of before them: 文学 + 学士, 省委党校 + 大学
_QUALIFIED = frozenset({"education", "degree"})


class Said(NamedTuple):
    """What a word comes to.

    Attributes:
        usual: the word of the list, "" for one that is none of them.
        closer: what is said beside it, as it is compared.
    """

    usual: str
    closer: str


def spellings_of(name: str) -> Mapping[str, str]:
    """Return every spelling of a list, as :func:`~.cells.key_of` makes it → the word it is stored as.

    Raises ValueError when one spelling stands for two words.
    """
    words = customary_words()
    table: dict[str, str] = {}
    for usual, others in {**words.usual[name], **words.closer.get(name, {})}.items():
        for word in (usual, *others):
            if table.setdefault(key_of(word), usual) != usual:
                raise ValueError(f"“{word}” stands for two words")
    return table


@cache
def _known(name: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    words = customary_words()
    usual = {key_of(word): one for one, others in words.usual[name].items() for word in (one, *others)}
    closer = {
        key_of(word): key_of(one)
        for one, others in words.closer.get(name, {}).items()
        for word in (one, *others)
    }
    return usual, closer


@lru_cache(maxsize=4096)
def said_by(name: str, word: str) -> Said:
    """Return what a word of a list says: 文学学士 is a 学士 of 文学, 本科 no more than 大学."""
    usual, closer = _known(name)
    key = key_of(word)
    key = closer.get(key, key)
    if key in usual:
        return Said(usual[key], "")
    if name in _QUALIFIED:
        for place in range(1, len(key)):  # the longest ending first
            if key[place:] in usual:
                return Said(usual[key[place:]], key[:place])
    return Said("", key)


def endings_of(name: str, word: str) -> tuple[list[str], list[str]]:
    """Return what the closer words of a usual word end with, and with what those of another one do that look like it.

    研究生 finds 中央党校研究生 too; 专科 finds no 中等专科. ``([], [])`` for a word that is none of the list's.
    """
    usual, _closer = _known(name)
    if usual.get(key_of(word)) != word:
        return [], []
    found = [key for key, one in usual.items() if one == word]
    others = [key for key, one in usual.items() if one != word and key.endswith(tuple(found))]
    return found, others


def says_nothing_new(field: str, old: str, new: str) -> bool:
    """Return whether a file's word for a field says no more than the roster's: the same otherwise written, or less."""
    name = _LIST_OF.get(field)
    if name is None or not old:
        return False
    before, after = said_by(name, old), said_by(name, new)
    return after == before or (after.usual == before.usual and bool(after.usual) and not after.closer)


@lru_cache(maxsize=4096)
def height(name: str, word: str) -> tuple[int, bool]:
    """Return what education or degrees are ordered by, the highest first, and of two alike the closer word."""
    said = said_by(name, word)
    order = {one: place for place, one in enumerate(customary_words().usual[name])}
    return order.get(said.usual, len(order)), not said.closer
