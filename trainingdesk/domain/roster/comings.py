"""A remark that says since when somebody new is here: 2026年7月调入, 2024.9考录.

It is their first day in the unit, and in the roster too, unless they came from another unit of the district: since when
they were there it doesn't say. Who is in the roster already came earlier; of them such a remark says nothing.
"""

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from trainingdesk.domain.codes import GONE
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.first_days import is_not_yet
from trainingdesk.domain.roster.known_units import KnownUnits
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.plausible import AgeRules, check_held
from trainingdesk.domain.roster.remarks import day_and_word, parts_of

#: somebody came to stay: 借调 and 挂职 are for a time, and what is planned has not come
_CAME = re.compile(
    r"(?P<origin>(?:(?!借|挂|拟|将|未|待|原|曾|学习|培训|关系|档案|社保|医保|党员|团员|调出|调离|离职).){0,16}?)"
    r"(?:新|公开)?(?:调入|调来|转入|选调|招录|考录|录用|考入|招考|引进|入职)(?:公务员|人员|工作|我局|我单位)?"
)
_HINT = re.compile("[入来录调引]")
#: from another unit of the district, whichever
_WITHIN = re.compile("区内|县内|系统内|内部|区直|县直")
#: 市局
_SHORTEST_UNIT = 2


class Came(NamedTuple):
    """What a remark says of somebody's coming.

    Attributes:
        day: ``YYYY-MM-DD`` or ``YYYY-MM``.
        origin: where from, "" where it doesn't say.
    """

    day: str
    origin: str


def read_coming(note: str) -> Came | None:
    """Return what a remark, or one of its parts, says of somebody's coming; None for any other remark, and for one without a day."""
    if not _HINT.search(note):
        return None
    for part in parts_of(note):
        word, day = day_and_word(part)
        found = _CAME.fullmatch(word) if day else None
        if found is not None:
            return Came(day, found["origin"].removeprefix("由"))
    return None


def with_comings(
    new: Iterable[ParsedPerson], units: KnownUnits, opened: Iterable[str], ages: AgeRules, day: str
) -> list[ParsedPerson]:
    """Return new people with their first day in the unit, and in the roster, where only their remark says it.

    What has not come by the day of the file counts for nothing, and neither does what can't be: a day before the unit was set
    up, or one that the age speaks against.

    Args:
        new: the people.
        units: of the roster; opened: the names of those that the file brings.
        ages: what days are held against.
        day: the day the file speaks of, or today where that is earlier, ``YYYY-MM-DD``.
    """
    own = frozenset(map(key_of, opened))
    found = []
    for row in new:
        came = _came(row, units, ages, day)
        if came is None:
            found.append(row)
        else:
            joined = "" if _is_within(came.origin, units.written, own) else came.day
            found.append(row._replace(unit_from=came.day, joined_on=joined))
    return found


def _came(row: ParsedPerson, units: KnownUnits, ages: AgeRules, day: str) -> Came | None:
    if not row.note or row.unit_from or row.joined_on or row.status in GONE:
        return None
    came = read_coming(row.note)
    if came is None or came.day > day or is_not_yet(came.day, units.founded.get(row.unit, "")):
        return None
    return came if check_held(came.day, row.birth, ages.work_age) is None else None


def _is_within(origin: str, *units: Collection[str]) -> bool:
    """Return whether somebody came from a unit of the district."""
    name = key_of(origin)
    ends = range(_SHORTEST_UNIT, len(name) + 1)
    return _WITHIN.search(origin) is not None or any(
        name[:end] in spelled for spelled in units for end in ends
    )
