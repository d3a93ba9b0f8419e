"""A unit by another of its usual names: 区文旅局 is 文旅局, 汤泉区人民医院 is 区人民医院, 区一中 is 汤泉区第一中学.

A name is compared without the district's own name before it, and with its usual short forms. Two are one where one of
them, as it is written, is the other or a short form of its full name: 文化和旅游局 and 文化广电和旅游局 are not one because
both are called 文旅局.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.known_units import DISTRICT_LETTERS, KNOWN_ALONE, PARTY
from trainingdesk.domain.roster.unit_words import other_names

#: stands before what is said within the district: 区财政局 is not the 财政局 of just anywhere
_WITHIN = "|"
#: 汤泉镇人民政府 is not the district's 镇人民政府
_NOT_BEHIND_STEM = re.compile(rf"[镇乡街村社]|市(?![场政])|(?!市)[{DISTRICT_LETTERS}]")
_SCHOOL = re.compile(r"第([一二三四五六七八九十]{1,3})(中学|小学|幼儿园)$")
#: what is the district's where its name without 区 stands before it: 汤泉卫生院 and 汤泉派出所 are those of 汤泉镇
_BEHIND_STEM = re.compile(r".*(?:局|法院|检察院)$|第?[一二三四五六七八九十]{1,3}(?:中学?|小学?|幼儿园)$")
#: of these there is one in a district, whoever names it: 妇联 and 派出所 alone are those of any town
_ONE_OF_ITS_KIND = re.compile(r"第[一二三四五六七八九十]{1,3}(?:中学|小学|幼儿园)$|人民医院$|中医院$")
#: 汤泉市 before them is 汤泉: 市场, 市政
_BEHIND_MARKET = ("场", "政")
#: an end in full → in short
_ENDS = (
    ("委办公室", "委办"),
    ("政府办公室", "政府办"),
    ("街道办事处", "街道"),
    ("常务委员会", "常委会"),
)
_OFFICES = ("办公室", "办")
_LONGEST = 40


class Likeness:
    """Names that were taken in, each under what it stands for; finds whom another name means.

    Args:
        district: the district's full name, 汤泉区 or 某市汤泉区; "" where it is not known.
    """

    def __init__(self, district: str) -> None:
        self._district = district
        parts = re.findall(f"[^{DISTRICT_LETTERS}]+[{DISTRICT_LETTERS}]", district)
        last = parts[-1] if parts else ""
        #: what may stand before a unit of the district, the longest first
        self._starts = tuple(dict.fromkeys(filter(None, (district, last, district[-1:]))))
        self._stem = last[:-1] if len(last) > 2 else ""
        self._written: dict[str, dict[str, str]] = defaultdict(dict)
        self._full: dict[str, dict[str, str]] = defaultdict(dict)
        self._any: dict[str, dict[str, str]] = defaultdict(dict)

    def add(self, spelling: str, name: str) -> None:
        """Take in a spelling, and the name it stands for."""
        is_full = key_of(spelling) == key_of(name)
        for key in self._as_written(spelling, ours=True):
            self._written[key].setdefault(name, spelling)
            self._any[key].setdefault(name, spelling)
            if is_full:
                self._full[key].setdefault(name, spelling)
        for key in self._in_short(spelling, ours=True):
            self._any[key].setdefault(name, spelling)

    def find(self, text: str) -> tuple[str, str] | None:
        """Return the spelling that a text is another form of, and the name it stands for; None for none or several."""
        if len(text) > _LONGEST:
            return None
        ours = bool(KNOWN_ALONE.fullmatch(key_of(text)) or _ONE_OF_ITS_KIND.match(key_of(text)))
        written = self._as_written(text, ours=ours)
        found: dict[str, str] = {}
        for key in written:
            found.update(self._written.get(key, {}))
        if not found:
            for key in written:
                found.update(self._any.get(key, {}))
            for key in self._in_short(text, ours=ours):
                found.update(self._full.get(key, {}))
        if len(found) != 1:
            return None
        name, spelling = next(iter(found.items()))
        return spelling, name

    def fullness(self, text: str) -> tuple[bool, int]:
        """Return by what the fullest of several names of one unit is found: with the district before it, then the longest."""
        return bool(self._district) and text.removeprefix(PARTY).startswith(self._starts[:-1]), len(text)

    def _as_written(self, text: str, *, ours: bool) -> set[str]:
        """Return what a name stands under; ``ours`` where it is the district's though it does not say so."""
        whole = key_of(text)
        found = {whole}
        for own in self._within(whole):
            found.add(_WITHIN + own)
            if KNOWN_ALONE.fullmatch(own):
                found.add(own)
        if ours and not self._begins(whole):
            # what the roster calls 文旅局 is the district's
            found.add(_WITHIN + whole)
        return found - {"", _WITHIN}

    def _in_short(self, text: str, *, ours: bool) -> set[str]:
        whole = key_of(text)
        found = set(_short_forms(whole))
        for own in self._within(whole):
            shorts = _short_forms(own)
            found.update(_WITHIN + short for short in shorts)
            found.update(short for short in shorts if KNOWN_ALONE.fullmatch(short))
        if ours and not self._begins(whole):
            found.update(_WITHIN + short for short in _short_forms(whole))
        return found

    def _begins(self, whole: str) -> bool:
        return bool(self._within(whole))

    def _within(self, whole: str) -> list[str]:
        """Return what is left of a name without the district before it, () where it has none."""
        bare = whole.removeprefix(PARTY)
        for start in self._starts:
            rest = bare.removeprefix(start)
            if len(bare) > len(rest) > 1 and not (start.endswith("市") and rest.startswith(_BEHIND_MARKET)):
                return [rest]
        stem = self._stem
        if stem and bare.startswith(stem) and len(bare) > len(stem) + 1:
            rest = bare.removeprefix(stem)
            fits = _BEHIND_STEM.match(rest) and not _NOT_BEHIND_STEM.match(rest)
            return [rest] if fits else []
        return []


@lru_cache(maxsize=8192)
def _short_forms(name: str) -> tuple[str, ...]:
    """Return what a name is called in short.

    A 局 is called like the state's 委 too (卫健委); an office is none of them, and a 委员会 may stand beside the 局.
    """
    office, board = name.endswith(_OFFICES), name.endswith("委员会")
    found = dict.fromkeys(
        one
        for one in other_names(name)
        if len(one) > 1 and one.endswith(_OFFICES) == office and not (board and one.endswith("局"))
    )
    if school := _SCHOOL.search(name):
        found[name[: school.start()] + school[1] + school[2][0]] = None
    for one in (name, *found):
        for full, short in _ENDS:
            if one.endswith(full):
                found[one.removesuffix(full) + short] = None
    return tuple(found)


def district_in(name: str) -> str:
    """Return the district that an office's name begins with, "" where it begins with none: 汤泉区 of 汤泉区委组织部."""
    bare = name.removeprefix(PARTY)
    found = re.match(
        f"(?:[^{DISTRICT_LETTERS}]{{1,8}}市)?[^{DISTRICT_LETTERS}]{{1,8}}[{DISTRICT_LETTERS}]", bare
    )
    return found[0] if found else ""


def likely(text: str, names: Iterable[str], most: int = 8) -> list[str]:
    """Return the names that a text may mean, the likeliest first: those with which it has most pairs of signs in common."""
    pairs = _pairs(text)
    scored = [
        (2 * len(pairs & own) / (len(pairs) + len(own) or 1), name) for name in names if (own := _pairs(name))
    ]
    scored = [one for one in scored if one[0] > 0.2]
    return [name for _score, name in sorted(scored, key=lambda one: -one[0])[:most]]


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(
        name[place : place + 2] for name in (text, *_short_forms(text)) for place in range(len(name) - 1)
    )
