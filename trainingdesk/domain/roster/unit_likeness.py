"""A unit by another of its usual names: 区文旅局 is 文旅局, 汤泉区人民医院 is 区人民医院, 区一中 is 汤泉区第一中学.

A name is compared without the district's own name before it, and with its usual short forms. Two are one where one of
them, as it is written, is the other or a short form of its full name: 文化和旅游局 and 文化广电和旅游局 are not one because
both are called 文旅局.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache, partial

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.unit_forms import (
    DISTRICT_LETTERS,
    body_forms,
    heads,
    is_alone,
    is_behind_stem,
    is_once,
    short_forms,
    without_party,
)
from trainingdesk.shared.unit_forms import DISTRICT, unit_forms

#: 汤泉市 before them is 汤泉: 市场, 市政
_BEHIND_MARKET = ("场", "政")
#: a city before its district
_CITY = re.compile(f"[^{DISTRICT_LETTERS}]{{1,8}}市")
_LONGEST = 40
#: so much two names have in common that may be one; that are likely one; and so much more than the next one has
_MAY_BE, _IS_LIKELY, _AHEAD = 0.2, 0.52, 0.1
_NUMBERS = re.compile("[0-9一二三四五六七八九十]+")


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
        ours = is_alone(key_of(text)) or is_once(key_of(text))
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

    def forms(self) -> Iterator[str]:
        """Yield the usual forms that mean one of the names and no other, as the district's people write them."""
        for key, names in self._any.items():
            if len(names) > 1:
                continue
            if DISTRICT in key:
                for start in self._starts:
                    yield key.replace(DISTRICT, start, 1)
            elif is_alone(key):
                yield key

    def fullness(self, text: str) -> tuple[bool, int]:
        """Return by what the fullest of several names of one unit is found: with the district before it, then the longest."""
        bare = without_party(text)
        named = any(bare.startswith(head + start) for head in heads() for start in self._starts[:-1])
        return named, len(text)

    def _as_written(self, text: str, *, ours: bool) -> set[str]:
        """Return what a name stands under; ``ours`` where it is the district's though it does not say so."""
        whole = key_of(text)
        found = {whole}
        if own := self._within(whole):
            found.add(own)
            if is_alone(own.removeprefix(DISTRICT)):
                found.add(own.removeprefix(DISTRICT))
        elif ours:
            # what the roster calls 文旅局 is the district's
            found.add(DISTRICT + whole)
        return found - {"", DISTRICT}

    def _in_short(self, text: str, *, ours: bool) -> set[str]:
        whole = key_of(text)
        found = set(short_forms(whole))
        own = self._within(whole)
        if not own and ours:
            own = DISTRICT + whole
        for called in (own, *body_forms(own)):
            shorts = _shorts_within(called)
            found.update(shorts if called == own else (called, *shorts))
        found.update(
            rest
            for one in list(found)
            if is_alone(rest := one.removeprefix(DISTRICT)) and self._within(whole)
        )
        return found - {"", DISTRICT}

    def _within(self, whole: str) -> str:
        """Return a name with ``…`` for the district in it, "" where it has none: …教育局, 共青团…委员会."""
        bare = without_party(whole)
        for head in heads():
            if not bare.startswith(head):
                continue
            rest = bare.removeprefix(head)
            if head and not rest.startswith(self._starts[:1]) and (city := _CITY.match(rest)):
                # 国家税务总局某市汤泉区税务局 names the city though the district's own units don't
                rest = rest.removeprefix(city[0])
            for start in self._starts:
                if own := _behind(start, rest):
                    return f"{head}{DISTRICT}{own}"
        if branch := self._branch(bare):
            return DISTRICT + branch
        stem = self._stem
        if stem and bare.startswith(stem) and len(bare) > len(stem) + 1:
            rest = bare.removeprefix(stem)
            return DISTRICT + rest if is_behind_stem(rest) else ""
        return ""

    def _branch(self, name: str) -> str:
        """Return what a branch of a city's organ is called in its district, "" for any other: 公安分局 of 某市公安局汤泉分局."""
        here = "|".join(map(re.escape, filter(None, (*self._starts[:-1], self._stem))))
        for organ, branch in unit_forms().branches.items():
            found = here and re.fullmatch(f"(?:{_CITY.pattern}|市)?(.+){organ}(?:{here}){branch}(.*)", name)
            if found:
                return f"{found[1]}{branch}{found[2]}"
        return ""


def _behind(start: str, name: str) -> str:
    """Return what stands behind the district in a name that begins with it, "" for any other."""
    own = name.removeprefix(start)
    is_market = start.endswith("市") and own.startswith(_BEHIND_MARKET)
    return own if len(name) > len(own) > 0 and not is_market else ""


def _shorts_within(own: str) -> list[str]:
    """Return the short forms of a name that has the district before it."""
    if not own.startswith(DISTRICT):
        return []
    return [DISTRICT + short for short in short_forms(own.removeprefix(DISTRICT))]


def district_in(name: str) -> str:
    """Return the district that an office's name begins with, "" where it begins with none: 汤泉区 of 汤泉区委组织部."""
    bare = without_party(name)
    found = re.match(
        f"(?:[^{DISTRICT_LETTERS}]{{1,8}}市)?[^{DISTRICT_LETTERS}]{{1,8}}[{DISTRICT_LETTERS}]", bare
    )
    return found[0] if found else ""


def likely(text: str, names: Collection[str], most: int = 8) -> list[str]:
    """Return the names that a text may mean, the likeliest first: those with which it has most pairs of signs in common."""
    scored = [one for one in _scored(text, names) if one[0] > _MAY_BE]
    return [name for _score, name in scored[:most]]


def likeliest(text: str, names: Collection[str], *, inside: bool = False) -> str:
    """Return the one name that a text most probably means, "" where none is likely, or two are about as likely.

    With ``inside`` it is that of the unit in whose section somebody is: 区财政局国库支付中心 is inside 区财政局. Names with other
    numbers in them are never taken for each other: 第一中学 and 第二中学.
    """
    numbers = _NUMBERS.findall(text)
    alike = (name for name in names if inside or _NUMBERS.findall(name) == numbers)
    scored = _scored(text, list(alike), inside=inside)[:2]
    if not scored or scored[0][0] < _IS_LIKELY:
        return ""
    is_alone = len(scored) == 1 or scored[0][0] - scored[1][0] >= _AHEAD
    return scored[0][1] if is_alone else ""


def _scored(text: str, names: Collection[str], *, inside: bool = False) -> list[tuple[float, str]]:
    """Return the names with how much they have in common with a text, 0 to 1, the most first.

    A pair of signs that many names have (城东, 东区, 中心) says little.
    """
    borne = Counter(pair for name in names for pair in set().union(*_forms(name)))
    weigh = partial(_weight, borne)
    texts = [(form, weigh(form)) for form in _forms(text)]
    scored = []
    for name in names:
        best = 0.0
        for own in _forms(name):
            weight = weigh(own)
            for form, whole in texts:
                both = weigh(form & own)
                best = max(best, both / weight if inside and weight else 2 * both / (whole + weight or 1))
        scored.append((best, name))
    # of units of which a text holds as much the one with the longer name is meant: 区委组织部 of 区委
    return sorted(scored, key=lambda one: (-one[0], -len(one[1]) if inside else 0))


def _weight(borne: Mapping[str, int], pairs: Iterable[str]) -> float:
    return sum(1 / max(borne[pair], 1) for pair in pairs)


@lru_cache(maxsize=8192)
def _forms(text: str) -> tuple[frozenset[str], ...]:
    """Return the pairs of signs of a name and of each of its short forms."""
    names = dict.fromkeys((text, *short_forms(text)))
    return tuple(frozenset(name[place : place + 2] for place in range(len(name) - 1)) for name in names)
