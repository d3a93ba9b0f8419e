"""The day a file speaks of (数据截止日), as its name, its titles and what stands below its people tell it."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

_YEAR = r"(?<!\d)(20\d\d)"
_SEPARATOR = r"[-./年_]"
_DAYS = (
    # 2026.6-7 are two months
    re.compile(_YEAR + r"(?![./_]\d{1,2}-)" + _SEPARATOR + r"(\d{1,2})[-./月_](\d{1,2})(?!\d)"),
    re.compile(_YEAR + r"(\d\d)(\d\d)(?!\d)"),
)
_MONTHS = (
    re.compile(_YEAR + _SEPARATOR + r"(\d{1,2})(?![\d./-])"),
    re.compile(_YEAR + r"(\d\d)(?!\d)"),
)
#: behind these a number counts something: the first circular of 2026, the third class of a year
_COUNTED = re.compile(r"[号期批届次季]")
#: a day of the month is said so too (6月1号), but not behind a run of digits or a month
_ISSUED = re.compile(r"[期批届次]")
#: before these digits it is the number of something, or an example
_NUMBERED = re.compile(
    r"(?:电话|手机|传真|号码|编号|文号|账号|邮编|QQ|No\.?|№|如|例)[:：]?[(（]?$", re.IGNORECASE
)
#: of months of one year the last: 2026年6月至9月, 2026年6-9月
_MONTHS_UNTIL = re.compile(_YEAR + r"年\d{1,2}月?[-—–~至到]+(?=\d{1,2}月)")
#: behind these a stretch goes on: 2026年6月以来; or it ends on another day: 2026年1月1日至2026年6月30日
_GOES_ON = re.compile("[月日号份]*(?:以来|以后|之后|后(?![勤备])|起|至今)")
_ENDS_LATER = re.compile(r"[月日号份]*[-—–~至到]+(?:20\d\d|\d{1,2}[月日])")
_BETWEEN_DIGITS = re.compile(r"\s+")
#: what stands below a list says its day behind such words, 填报时间：2026-03-30, or as a whole day alone; a remark speaks of others
_MADE = re.compile(r"(?:填[报表写制]|制表|上报|报送|统计|截[止至]|日期)")
#: how days are to be written, not when the list was made: 日期格式：2021-05-01, 填写说明：时间填到月，2005.06
_HOW = re.compile("格式|样式|样表|模板|写法|[填写精具]到月|[填写精]至月|精确到|[填写]到日")
_DAY_ALONE = re.compile(r"20\d\d([-./年])\d{1,2}[-./月]\d{1,2}日?")


def guess_day(texts: Iterable[str], today: date) -> tuple[date, str] | None:
    """Return the day that the first telling text names, and that text; None when none does.

    A month stands for its last day, the current one for today. A day to come is no data day: a text with one is
    passed over, and so is what numbers something (2026-1号, 电话20260101) or is an example (如2021.05). Of a stretch the last
    day counts, and none where it goes on.
    """
    for text in texts:
        plain = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
        plain = _MONTHS_UNTIL.sub(r"\1年", plain)
        begins: set[int] = set()
        for pattern in (*_DAYS, *_MONTHS):
            spoken = pattern is _DAYS[0]
            for found in pattern.finditer(plain):
                if _GOES_ON.match(plain, found.end()):
                    begins.add(found.start())
                others = (_ISSUED if spoken else _COUNTED, _ENDS_LATER)
                if found.start() in begins or any(one.match(plain, found.end()) for one in others):
                    continue
                if _NUMBERED.search(plain, 0, found.start()):
                    continue
                day = _day(tuple(map(int, found.groups())), today)
                if day is not None:
                    return day, text
    return None


def foot_days(texts: Iterable[str]) -> tuple[str, ...]:
    """Return those of the texts below a list that say when it was made: 填报时间：2026-03-30, 填表人：张三 2026年3月30日, a day alone."""
    found = []
    for text in texts:
        plain = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", text))
        if _DAY_ALONE.fullmatch(plain) or (_MADE.match(plain) and not _HOW.search(plain)):
            found.append(text)
    return tuple(found)


def day_to_come(texts: Iterable[str], today: date) -> tuple[date, str] | None:
    """Return the day that the first telling text names and that text, where it is later than today; None otherwise."""
    found = guess_day(texts, date.max)
    return found if found is not None and found[0] > today else None


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
