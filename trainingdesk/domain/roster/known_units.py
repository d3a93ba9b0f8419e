"""What the roster's units are called, as the import of a file holds its words against them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class KnownUnits:
    """Every way to name a unit.

    Attributes:
        spellings: every name of every unit (full, short, former), as :func:`~.cells.key_of` makes it → the full name of
            the unit that is meant today.
        closed: the full names of the units that do not exist any more: nobody comes into one of them.
        merged: spelling → full name of a unit that went into another one, for spellings that mean that other one today.
    """

    spellings: Mapping[str, str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    merged: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def written(self) -> Mapping[str, str]:
        """Every spelling → the full name of the unit that was written, be it gone into another one."""
        return {**self.spellings, **self.merged}


_DISTRICT = re.compile(r"(?:中共)?([\u4e00-\u9fff]{1,6}?([区县市旗]))(?=[\u4e00-\u9fff]{2})")
#: so many units have to begin with a district's name before it is taken for one
_FEWEST = 3


def said_within(names: Iterable[str]) -> dict[str, str]:
    """Return what units are called within their district → full name: 区教育局 is 城东区教育局 where most are 城东区's.

    The district is that with which most names begin; 城市管理局 begins with none.
    """
    names = list(names)
    begun = {name: found for name in names if (found := _DISTRICT.match(name))}
    counted = Counter(found[1] for found in begun.values())
    if not counted or counted.most_common(1)[0][1] < _FEWEST:
        return {}
    district = counted.most_common(1)[0][0]
    short: dict[str, list[str]] = {}
    for name, found in begun.items():
        if found[1] == district:
            short.setdefault(found[2] + name[found.end() :], []).append(name)
    return {said: full[0] for said, full in short.items() if len(full) == 1}


#: of a roster without units
NO_UNITS = KnownUnits()
