"""Schooling, degrees, political status, ethnicity and places in words: when two say the same, and which says more.

文学学士 says more than 学士, 中央党校研究生 more than 研究生, a school with the major more than the school: the closer
word is kept as it is written, and a file that says no more than what the roster has is no change to it.
"""

import re
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
_SCHOOLS = frozenset({"school", "school_full", "school_service"})
_PLACES = frozenset({"native_place", "birthplace"})
#: what is written behind a place or left out: 江苏省南京市 is 江苏南京, 广西壮族自治区桂林市 is 广西桂林
_KINDS_OF_PLACE = frozenset({"自治区", "省", "市", "县", "区"})
_PARTS_OF_PLACE = re.compile("(?:壮族|回族|维吾尔)?(自治区)|(.)")
#: what makes another school of the one before it: 南京大学金陵学院, 江城大学附中; a 学院 for what is studied in it does not
_OTHER_SCHOOL = re.compile(
    "学院|大学(?!生)|分校|党校|学校(?!管理|教育|心理)|校区|研究院|医院(?!管理)|附中|附小|附属"
)
_OWN_COLLEGE = re.compile("(?:(?:继续|成人|网络|远程)教育学|研究生)院|(.{1,4})[^院]{0,6}院(?=\\1)")
#: what a name that is written in short leaves out: 清华 for 清华大学
_LEFT_OUT = frozenset({"大学", "学院", "学校"})


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
        for word in (usual, *others, words.english[name][usual]):
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
    if not old:
        return False
    name = _LIST_OF.get(field)
    if name is None:
        if field in _SCHOOLS:
            return _less_of_school(key_of(old), key_of(new))
        return field in _PLACES and _less_of_place(key_of(old), key_of(new))
    before, after = said_by(name, old), said_by(name, new)
    return after == before or (after.usual == before.usual and bool(after.usual) and not after.closer)


def _less_of_school(old: str, new: str) -> bool:
    """Return whether a text names the same school with its major or without it: 江城大学 beside 江城大学中文系."""
    if not old.startswith(new):
        return False
    rest = old[len(new) :]
    own = _OWN_COLLEGE.match(rest)
    return rest in _LEFT_OUT or not _OTHER_SCHOOL.search(rest, own.end() if own else 0)


def _less_of_place(old: str, new: str) -> bool:
    """Return whether a text names the same place, or what it is in; 长沙 is 长沙市 or 长沙县, one of these is not the other."""
    before, after = _parts_of(old), _parts_of(new)
    at, named = 0, False
    for part in after:
        while True:
            here = before[at] if at < len(before) else ""
            if here == part:
                at, named = at + 1, named or part not in _KINDS_OF_PLACE
                break
            if part in _KINDS_OF_PLACE:
                if here in _KINDS_OF_PLACE:
                    return False
                break
            if here not in _KINDS_OF_PLACE:
                return False
            at += 1
    return named or old == new


def _parts_of(place: str) -> list[str]:
    return [kind or letter for kind, letter in _PARTS_OF_PLACE.findall(place)]


@lru_cache(maxsize=4096)
def height(name: str, word: str) -> tuple[int, bool]:
    """Return what education or degrees are ordered by, the highest first, and of two alike the closer word."""
    said = said_by(name, word)
    order = {one: place for place, one in enumerate(customary_words().usual[name])}
    return order.get(said.usual, len(order)), not said.closer
