"""A remark that says since when somebody new is here: 2026年7月调入, 2024.9考录.

It is their first day in the unit, and in the roster too, unless they came from another unit of the district: since when
they were there it doesn't say. Who is in the roster already came earlier: of them it says since when they are in the unit,
where the file moves them into it (:func:`since_moved`), and nothing else.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from trainingdesk.domain.codes import GONE
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.first_days import is_not_yet
from trainingdesk.domain.roster.known_units import KnownUnits
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.plausible import AgeRules, check_held
from trainingdesk.domain.roster.remarks import day_and_word, parts_of
from trainingdesk.domain.roster.unit_forms import ORGANISATION
from trainingdesk.shared.word_rows import any_of

#: where from, how, and as what
_SAID = "(?P<origin>.{{0,16}}?)(?:新|公开)?(?P<how>{})(?:公务员|人员|工作|我局|我单位)?"
_HINT = re.compile("[入来录调引考]")
_PLACE = re.compile("[省州区县旗]|市(?!场)")
_PLACE_ALONE = re.compile("[\u4e00-\u9fff]{1,10}[省州市区县旗]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_COMMA = re.compile("[，,、]")


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
    for part in _comings(note):
        word, day = day_and_word(part)
        origin = _came_from(word)
        if origin is not None:
            when = day or max(_YEAR.findall(part), default="")
            inside = _any("inside").search(part) is not None or not _is_outside(origin)
            found.append((when, Came(day, origin, inside)))
    if not found:
        return None
    _, last = max(found)
    return last._replace(inside=last.inside or len(found) > 1) if last.day else None


def _comings(note: str) -> Iterator[str]:
    """Yield the parts of a remark; one that commas part is several where each of its pieces speaks of a coming.

    2010年9月考录，2026年5月调入 are two; 2019.3调入，2026.5退休 is one, for what the end of it says of the beginning nobody knows.
    """
    for part in parts_of(note):
        pieces = [piece for piece in _COMMA.split(part) if piece.strip()]
        if len(pieces) > 1 and all(_came_from(day_and_word(piece)[0]) is not None for piece in pieces):
            yield from pieces
        else:
            yield part


def _came_from(word: str) -> str | None:
    """Return where a remark without its day says that somebody came from, "" for nowhere; None where it says something else.

    Every word has to be known: somebody may be to come next year, or it may be their wife. The words are rows of
    ``data/coming_words.json``.
    """
    came = _any("how", _SAID).fullmatch(word)
    if came is None or _any("not").search(came["origin"]):
        return None
    whole = came["origin"].removeprefix("由")
    origin = _any("way").sub("", whole)
    if came["how"] == "转入" and (not ORGANISATION.fullmatch(whole) or _any("papers").search(whole)):
        return None
    known = (ORGANISATION, _PLACE_ALONE, _any("source", ".*{}"), _any("inside", ".*{}"))
    return origin if not origin or any(one.fullmatch(origin) for one in known) else None


def _is_outside(origin: str) -> bool:
    """Return whether somebody came from no unit, or from one of another place: whose 教育局 or 党校 it is nobody says."""
    return not origin or bool(_PLACE.search(origin) or _any("outside").search(origin))


@cache
def _any(kind: str, around: str = "{}") -> re.Pattern[str]:
    return re.compile(around.format(any_of("coming_words.json", kind)))


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
        came = _came(row, units, ages, day) if row.note else None
        if came is None:
            found.append(row)
        else:
            inside = came.inside or units.may_be_of_district(came.origin, own)
            joined = "" if inside else came.day
            found.append(row._replace(unit_from=came.day, joined_on=joined))
    return found


def _came(row: ParsedPerson, units: KnownUnits, ages: AgeRules, day: str) -> Came | None:
    if row.unit_from or row.joined_on or row.status in GONE:
        return None
    came = read_coming(row.note)
    if came is None or came.day > day or is_not_yet(came.day, units.founded.get(row.unit, "")):
        return None
    return came if check_held(came.day, row.birth, ages.work_age) is None else None


def since_moved(
    row: ParsedPerson, person: KnownPerson, told: str, units: KnownUnits, ages: AgeRules, day: str
) -> str:
    """Return since when somebody of the roster is in the unit that a row moves them into, as its remark alone says; else "".

    Args:
        row: the row; person: whom it means.
        told: the day on which a file or a person last said their unit, ``YYYY-MM-DD``, "" for none: nobody moved before it.
        units: of the roster.
        ages: what days are held against.
        day: as for :func:`with_comings`.
    """
    if not row.unit or row.unit == person.unit:
        return ""
    came = _came(row, units, ages, day)
    if came is None or (came.origin and row.unit.endswith(came.origin)):
        return ""
    before = max(told, person.unit_from, person.joined_on)
    return came.day if came.day >= before[: len(came.day)] else ""
