"""What the roster's units are called, as the import of a file holds its words against them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from trainingdesk.domain.codes import UnitKind
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.unit_forms import DISTRICT_LETTERS, is_alone, without_party
from trainingdesk.domain.roster.unit_likeness import Likeness
from trainingdesk.domain.roster.unit_post import is_whole_body


class What(StrEnum):
    """What a text in the column of units was said to be.

    ``NEW``: a unit of its own; ``UNIT``: another name of a unit, of the roster or of the same file; ``SECTION``: a section
    inside a unit (内设机构), whose people are that unit's; ``RENAMED``: the name that a unit of the roster bears since a
    day (更名), which the import gives it. ``OPEN`` is never said: a word that any unit may use (办公室), and nobody said whose.
    """

    NEW = "new"
    UNIT = "unit"
    SECTION = "section"
    RENAMED = "renamed"
    OPEN = "open"


class UnitSaid(NamedTuple):
    """What a text is.

    Attributes:
        unit: the full name of the unit that is meant, or that it is inside of; "" for a new one.
        day: first day of the new name of a unit that was renamed, ``YYYY-MM-DD``; "" for the day of the import.
    """

    what: What
    unit: str = ""
    day: str = ""


def said_later(before: Mapping[str, UnitSaid], now: Mapping[str, UnitSaid]) -> dict[str, UnitSaid]:
    """Return what was said with the later answers at the end: of two spellings of one name the last answer holds."""
    return {text: said for text, said in before.items() if text not in now} | dict(now)


@dataclass(frozen=True)
class KnownUnits:
    """Every way to name a unit.

    Attributes:
        spellings: every name of every unit (full, short, former), as :func:`~.cells.key_of` makes it → the full name of
            the unit that is meant today.
        closed: the full names of the units that do not exist any more: nobody comes into one of them.
        merged: spelling → full name of a unit that went into another one, for spellings that mean that other one today.
        above: full name → full name of the unit above it, of every unit that has one.
        founded: full name → the day on which the unit was set up, ``YYYY-MM-DD``, where that is known.
        said: text → what it was said to be, in this file or in one before, the last answer at the end; it holds for every
            spelling of the text, and says nothing of one that is known by now.
        former: the spellings that no unit bears any more: each means the unit that bore it.
        kinds: full name → what the unit is by establishment.
        district: the district's name before those of its units, 汤泉区 or 某市汤泉区; "" where it is not known.
    """

    spellings: Mapping[str, str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    merged: Mapping[str, str] = field(default_factory=dict)
    above: Mapping[str, str] = field(default_factory=dict)
    founded: Mapping[str, str] = field(default_factory=dict)
    district: str = ""
    said: Mapping[str, UnitSaid] = field(default_factory=dict)
    former: frozenset[str] = frozenset()
    kinds: Mapping[str, UnitKind] = field(default_factory=dict)

    @cached_property
    def written(self) -> Mapping[str, str]:
        """Every spelling → the full name of the unit that was written, be it gone into another one.

        A text that was said to be some unit, or inside one, and another usual form of a unit's name stand for themselves:
        工作单位及职务 is cut behind them, and what they mean is told where units are read. 区委 and 区政府 do not: behind them a
        unit of its own may begin.
        """
        likeness = Likeness(self.district)
        for spelling, name in self.spellings.items():
            likeness.add(spelling, name)
        usual = {form: form for form in likeness.forms() if not is_whole_body(form)}
        said = {key_of(text): text for text, one in self.said.items() if one.what is not What.NEW}
        return {**usual, **said, **self.spellings, **self.merged}

    def may_be_of_district(self, text: str, more: Collection[str] = ()) -> bool:
        """Return whether a text begins with a unit of the roster, or with the district, or may.

        市财政局 is of the district that is a city, and 城东区医保局 of 城东区, which its roster need not hold yet.

        Args:
            text: a unit, and maybe a post behind it: 市财政局副局长; "" for none.
            more: units that the roster will have, as :func:`~.cells.key_of` makes them.
        """
        named = _NAMES_DISTRICT.match(text)
        if named is not None and self.district.endswith(named[0]):
            return True
        name = key_of(text)
        starts = (name[:end] for end in range(_SHORTEST_UNIT, len(name) + 1))
        return any(start in self.written or start in more for start in starts)


#: 市局
_SHORTEST_UNIT = 2
#: a district before one of its units, be it only by what it is: 城东区, 区
_NAMES_DISTRICT = re.compile(f".{{0,8}}?[{DISTRICT_LETTERS}]")
_MOST_LETTERS = 9
#: so many units have to begin with a district's name before it is taken for one
_FEWEST = 3


def said_within(names: Iterable[str]) -> dict[str, str]:
    """Return what units are called within their district → full name: 区教育局 is 城东区教育局 where most are 城东区's.

    The district is that with which most names begin; 城市管理局 begins with none. Where the city stands before it
    (某市城东区教育局) the unit is called 城东区教育局 as well. A bureau or a court is called 教育局 alone too, as long as no
    other unit's name ends so.
    """
    bare = {name: without_party(name) for name in names}
    district = district_of(bare)
    if not district:
        return {}
    parts = re.findall(f"[^{DISTRICT_LETTERS}]+[{DISTRICT_LETTERS}]", district)
    called = {district[-1], *parts[1:][-1:]}
    short: dict[str, list[str]] = {}
    for name, rest in bare.items():
        if rest.startswith(district) and len(rest) > len(district) + 1:
            own = rest.removeprefix(district)
            for said in called:
                short.setdefault(said + own, []).append(name)
            if is_alone(own) and sum(one.endswith(own) for one in bare.values()) == 1:
                short.setdefault(own, []).append(name)
    return {said: full[0] for said, full in short.items() if len(full) == 1}


def district_of(names: Iterable[str]) -> str:
    """Return the district with which most names begin, "" where too few do."""
    counted = Counter(start for name in names for start in _beginnings(without_party(name)))
    most = max(counted.values(), default=0)
    if most < _FEWEST:
        return ""
    # the city's name begins no fewer names than the district's behind it
    return max((start for start, count in counted.items() if 2 * count > most), key=len)


def _beginnings(name: str) -> list[str]:
    """Return the beginnings of a name that may be a district's: 某市, 某市城东区."""
    return [
        name[: place + 1]
        for place, letter in enumerate(name[:_MOST_LETTERS])
        if letter in DISTRICT_LETTERS and place > 0 and len(name) > place + 2
    ]


#: of a roster without units
NO_UNITS = KnownUnits()
