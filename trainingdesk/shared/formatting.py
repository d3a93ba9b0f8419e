"""How a value is written: one way a kind, the same on screen, on paper and in a workbook."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from trainingdesk.shared.text import Label, text

_CJK = re.compile(r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SNAKE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


class Kind(StrEnum):
    """What a value is, which decides how it is written."""

    TEXT = "text"
    PERSON = "person"  #: a person's name; two characters are spread to the width of three
    INT = "int"  #: a whole number, with thousands separators
    CENTS = "cents"  #: money in integer cents, written in yuan with two decimals
    HOURS = "hours"  #: 学时 in integer tenths, written with at most one decimal
    DAY = "day"  #: a date as 2026-06-12
    MONTH = "month"  #: a date as 2026-06
    INSTANT = "instant"  #: an aware instant in local time, to the minute
    PERCENT = "percent"  #: a Fraction or (numerator, denominator), with one decimal; "" over 0
    CODE = "code"  #: a Label or a member of a code list, in words


def spread_name(name: str) -> str:
    """Return a name as a column of names shows it: two Chinese characters are spread with a full-width space.

    Only for showing; stored names have no space. One character stays one, Latin names stay as they are.
    """
    if len(name) == 2 and all(_CJK.match(character) for character in name):
        return f"{name[0]}\u3000{name[1]}"
    return name


def label_of(code: Label | StrEnum) -> Label:
    """Return the label of a code-list member: ``Rank.SECTION_HEAD`` → ``rank.section_head``."""
    if isinstance(code, Label):
        return code
    return Label(f"{_SNAKE.sub('_', type(code).__name__).lower()}.{code.value}")


def as_fraction(value: Fraction | tuple[int, int]) -> Fraction | None:
    """Return a share as a fraction, None where its denominator is 0."""
    if isinstance(value, tuple):
        numerator, denominator = value
        return Fraction(numerator, denominator) if denominator else None
    return value


def _hours(tenths: int) -> str:
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole:,}.{rest}" if rest else f"{sign}{whole:,}"


def _percent(value: Fraction | tuple[int, int]) -> str:
    share = as_fraction(value)
    if share is None:
        return ""
    # exact: Decimal(numerator) / Decimal(denominator) could round twice
    thousandths = (abs(share) * 1000 * 2 + 1) // 2
    sign = "-" if share < 0 and thousandths else ""
    return f"{sign}{thousandths // 10:,}.{thousandths % 10}%"


def _cents(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def _instant(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return f"{value.astimezone():%Y-%m-%d %H:%M}"


def _day(value: date) -> str:
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"


def _month(value: date) -> str:
    return f"{value.year:04d}-{value.month:02d}"


def _code(value: Label | StrEnum) -> str:
    return text(label_of(value).code)


_WRITERS: dict[Kind, Callable[[Any], str]] = {
    Kind.TEXT: str,
    Kind.PERSON: spread_name,
    Kind.INT: lambda value: f"{value:,d}",
    Kind.CENTS: _cents,
    Kind.HOURS: _hours,
    Kind.DAY: _day,
    Kind.MONTH: _month,
    Kind.INSTANT: _instant,
    Kind.PERCENT: _percent,
    Kind.CODE: _code,
}


def format_value(kind: Kind, value: Any) -> str:
    """Return a value as it is shown, in the language in force; None is shown as nothing.

    ``value`` is what the :class:`Kind` says. An empty code ("") is shown as nothing too. Raises ValueError for an
    instant without a time zone, KeyError for a code without a label.
    """
    if value is None or value == "":
        return ""
    return _WRITERS[kind](value)


def yuan(cents: int) -> Decimal:
    """Return cents as yuan with exactly two decimals, for a workbook's number cell."""
    return (Decimal(cents) / 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def amount_in_words(cents: int) -> str:
    """Return an amount in cents in capital Chinese figures (大写), as an approval form carries it.

    人民币银行结算账户票据书写规定: 整 ends an amount in yuan or jiao, none one in fen; a run of zeros between figures
    is read as one 零; yuan directly followed by fen have a 零 between them. Raises ValueError from 10^18 cents on.
    """
    sign = "负" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    if whole >= 10**16:
        raise ValueError("an amount of this size has no words")
    jiao, fen = divmod(rest, 10)
    words = f"{_whole_in_words(whole)}元" if whole or not rest else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif fen and whole:
        words += "零"
    words += f"{_DIGITS[fen]}分" if fen else "整"
    return f"人民币{sign}{words}"


def _whole_in_words(number: int) -> str:
    """Return a whole number in capital figures, group of four by group of four."""
    if number == 0:
        return _DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    words = ""
    gap = False  # figures were left out since the last one written
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if group == 0:
            gap = True
            continue
        if words and (gap or group < 1000):
            words += _DIGITS[0]
        unit = _GROUPS[place]
        if place == 3 and groups[2]:
            unit = "万"  # 壹万贰仟亿: one 亿 closes both groups
        words += _group_in_words(group) + unit
        gap = False
    return words


def _group_in_words(group: int) -> str:
    """Return 1 to 9999 in capital figures, without leading zeros."""
    words = ""
    gap = False
    for place in range(3, -1, -1):
        figure = group // 10**place % 10
        if figure == 0:
            gap = bool(words)
            continue
        if gap:
            words += _DIGITS[0]
        words += _DIGITS[figure] + _PLACES[place]
        gap = False
    return words
