"""A remark that says since when somebody new is here: 2026年7月调入, 2024.9考录.

It is their first day in the unit, and in the roster too, unless they came from another unit of the district: since when
they were there it doesn't say. Who is in the roster already came earlier; of them such a remark says nothing.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from trainingdesk.domain.codes import GONE
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.first_days import is_not_yet
from trainingdesk.domain.roster.known_units import KnownUnits
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.plausible import AgeRules, check_held
from trainingdesk.domain.roster.remarks import day_and_word, parts_of
from trainingdesk.domain.roster.unit_forms import ORGANISATION, is_alone

#: somebody came to stay: 借调 and 挂职 are for a time, and what is planned has not come
_CAME = re.compile(
    r"(?P<origin>(?:(?!借|挂|拟|将|未|待|原|曾|学习|培训|关系|档案(?!局|馆)|[社医]保(?!局|中心)|党员|团员|调出|调离|离职).){0,16}?)"
    r"(?:新|公开)?(?P<how>调入|调来|转入|选调|招录|考录|录用|考入|招考|引进|入职)(?:公务员|人员|工作|我局|我单位)?"
)
_HINT = re.compile("[入来录调引]")
#: what may be moved in for somebody, and whoever keeps it: of 转入 only what comes from an organisation is a person
_PAPERS = re.compile("公积金|工资|户口|户籍|编制(?!办|委)|劳务|派遣|工龄|身份|合同|职级|党委|党组|支部|团委")
#: from another unit of the district, whichever, or with the own one; or likely so
_WITHIN = re.compile("区内|县内|市内|内部|区直|县直|本区|本县|本市|区属|县属|系统|机构改革|乡镇|街道")
_PLACE = re.compile("[省州区县旗]|市(?!场)")
_YEAR = re.compile(r"(?:19|20)\d\d")


class Came(NamedTuple):
    """What a remark says of somebody's coming.

    Attributes:
        day: ``YYYY-MM-DD`` or ``YYYY-MM``.
        origin: where from, "" where it doesn't say.
        inside: whether they were in the district before, or may have been: it says so, or that they came more than once.
    """

    day: str
    origin: str
    inside: bool = False


def read_coming(note: str) -> Came | None:
    """Return what a remark, or its parts, say of somebody's coming, of several the last one; None where that has no day.

    2010年9月考录；2026年5月调入: since when they were in the district it doesn't say, for they may have come into it twice.
    """
    if not _HINT.search(note):
        return None
    found = []
    for part in parts_of(note):
        word, day = day_and_word(part)
        came = _CAME.fullmatch(word)
        if came is None:
            continue
        origin = came["origin"].removeprefix("由")
        if came["how"] != "转入" or (ORGANISATION.fullmatch(origin) and not _PAPERS.search(origin)):
            when = day or max(_YEAR.findall(part), default="")
            inside = _WITHIN.search(part) is not None or _is_bare(origin)
            found.append((when, Came(day, origin, inside)))
    if not found:
        return None
    _, last = max(found)
    return last._replace(inside=last.inside or len(found) > 1) if last.day else None


def _is_bare(origin: str) -> bool:
    """Return whether somebody came from what every district has and whose it is nobody says: 教育局."""
    return is_alone(origin) and not _PLACE.search(origin)


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
            inside = came.inside or units.may_be_of_district(came.origin, own)
            joined = "" if inside else came.day
            found.append(row._replace(unit_from=came.day, joined_on=joined))
    return found


def _came(row: ParsedPerson, units: KnownUnits, ages: AgeRules, day: str) -> Came | None:
    if not row.note or row.unit_from or row.joined_on or row.status in GONE:
        return None
    came = read_coming(row.note)
    if came is None or came.day > day or is_not_yet(came.day, units.founded.get(row.unit, "")):
        return None
    return came if check_held(came.day, row.birth, ages.work_age) is None else None
