"""The day a file speaks of (数据截止日), as its name and its titles tell it."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

_YEAR = r"(?<!\d)(20\d\d)"
_SEPARATOR = r"[-./年_]"
_DAYS = (
    re.compile(_YEAR + _SEPARATOR + r"(\d{1,2})[-./月_](\d{1,2})(?!\d)"),
    re.compile(_YEAR + r"(\d\d)(\d\d)(?!\d)"),
)
_MONTHS = (
    re.compile(_YEAR + _SEPARATOR + r"(\d{1,2})(?![\d./-])"),
    re.compile(_YEAR + r"(\d\d)(?!\d)"),
)
_BETWEEN_DIGITS = re.compile(r"\s+")


def guess_day(texts: Iterable[str], today: date) -> tuple[date, str] | None:
    """Return the day that the first telling text names, and that text; None when none does.

    A month stands for its last day, the current one for today. A day to come is no data day: a text with one is
    passed over.
    """
    for text in texts:
        plain = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
        for pattern in (*_DAYS, *_MONTHS):
            for found in pattern.finditer(plain):
                day = _day(tuple(map(int, found.groups())), today)
                if day is not None:
                    return day, text
    return None


def _day(parts: tuple[int, ...], today: date) -> date | None:
    year, month = parts[:2]
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    if len(parts) == 3:
        if not 1 <= parts[2] <= last:
            return None
        day = date(year, month, parts[2])
        return day if day <= today else None
    if (year, month) == (today.year, today.month):
        return today
    day = date(year, month, last)
    return day if day < today else None
