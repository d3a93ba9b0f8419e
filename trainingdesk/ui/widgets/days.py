"""Reading a day in any form a Chinese office writes it."""

import re
import unicodedata
from datetime import date

from trainingdesk.domain.errors import Refused

_SEPARATORS = re.compile(r"[./\-_年月份日号\s,，。、]+")
#: what stands behind a day that was copied out of a sheet
_CLOCK = re.compile(r"(?<=\d)[ T]\d{1,2}:\d\d(:\d\d(\.\d+)?)?$")
#: a year of two digits is at most so many years ahead, else of the last century
_AHEAD = 20
_LONGEST_MONTH = 31


def parse_day(typed: str, today: date) -> date:
    """Return the day somebody typed.

    ``2026.6.12``, ``2026-06-12``, ``20260612``, ``2026年6月12日``, ``26.6.12``, ``6.12`` and ``6月12日`` (of this year),
    ``12日`` (of this month), ``今天``, ``明天`` and ``昨天`` are understood; a month (``2026.1``, ``202601``, ``72.5``,
    as an import reads it) is its first day. Raises Refused ``day.unreadable`` or ``day.impossible``.
    """
    plain = _CLOCK.sub("", unicodedata.normalize("NFKC", typed).strip())
    spoken = {"今天": 0, "今日": 0, "明天": 1, "昨天": -1, "后天": 2, "前天": -2}
    if plain in spoken:
        return date.fromordinal(today.toordinal() + spoken[plain])
    parts = [part for part in _SEPARATORS.split(plain) if part]
    if not parts or not all(part.isdigit() for part in parts):
        raise Refused("day.unreadable", value=typed)
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    elif len(parts) == 1 and len(parts[0]) == 4:
        parts = [parts[0][:2], parts[0][2:]]
    elif len(parts) == 1 and re.fullmatch(r"(19|20)\d{4}", parts[0]):
        parts = [parts[0][:4], parts[0][4:]]
    numbers = [int(part) for part in parts]
    if len(numbers) == 1 and re.fullmatch(r"\d{1,2}[日号]?", plain):
        numbers = [today.year, today.month, *numbers]
    elif len(numbers) == 2 and numbers[0] > _LONGEST_MONTH:
        numbers = [*numbers, 1]
    elif len(numbers) == 2:
        numbers = [today.year, *numbers]
    if len(numbers) != 3:
        raise Refused("day.unreadable", value=typed)
    year, month, day = numbers
    if year < 100 and len(parts[0]) <= 2:
        year += 2000 if year + 2000 <= today.year + _AHEAD else 1900
    try:
        found = date(year, month, day)
    except ValueError:
        raise Refused("day.impossible", value=typed) from None
    if not 1900 <= found.year <= 2200:
        raise Refused("day.impossible", value=typed)
    return found
