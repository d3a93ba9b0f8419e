"""Small values with rules of their own: money, hours, days, names and ID numbers."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from trainingdesk.domain.errors import Refused

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_MIDDLE_DOTS = str.maketrans({"•": "·", "・": "·", "‧": "·", "．": "·", "∙": "·"})
_SPACES = re.compile(r"\s+")
_CJK = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def parse_cents(text: str) -> int:
    """Return an amount written in yuan as integer cents.

    Thousands separators and a leading ¥ are allowed. Raises Refused ``money.unreadable``, ``money.fraction`` (more
    than two decimals: nothing is rounded behind the clerk's back) or ``money.not_positive``.
    """
    plain = (
        unicodedata.normalize("NFKC", text).strip().lstrip("¥￥").replace(",", "").removesuffix("元").strip()
    )
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise Refused("money.unreadable", value=text) from None
    if not amount.is_finite():
        raise Refused("money.unreadable", value=text)
    cents = amount * 100
    if cents != cents.to_integral_value():
        raise Refused("money.fraction", value=text)
    if cents <= 0:
        raise Refused("money.not_positive", value=text)
    if cents > 10**13:
        raise Refused("money.unreadable", value=text)
    return int(cents)


def parse_tenths(text: str) -> int:
    """Return hours of study (学时) as integer tenths; raises Refused ``hours.unreadable``."""
    try:
        tenths = Decimal(unicodedata.normalize("NFKC", text).strip()) * 10
    except InvalidOperation:
        raise Refused("hours.unreadable", value=text) from None
    if not tenths.is_finite() or tenths != tenths.to_integral_value() or not 0 < tenths <= 100_000:
        raise Refused("hours.unreadable", value=text)
    return int(tenths)


def clean_name(text: str) -> str:
    """Return a name as it is stored: NFC, one kind of middle dot, no spaces between Chinese characters."""
    name = unicodedata.normalize("NFC", text).translate(_MIDDLE_DOTS)
    name = _SPACES.sub(" ", name).strip()
    return name.replace(" ", "") if _CJK.search(name) else name


def spread_name(name: str) -> str:
    """Return a name as a printed column shows it: two characters are spread with a full-width space."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == 2 and _CJK.match(name) else name


def id_check_digit(first_seventeen: str) -> str:
    """Return the check digit of a citizen's ID number (GB 11643-1999) for its first 17 digits."""
    return _ID_CHECKS[sum(int(d) * w for d, w in zip(first_seventeen, _ID_WEIGHTS, strict=True)) % 11]


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A valid 18-character citizen's ID number (GB 11643-1999).

    Attributes:
        text: the 18 characters, ``X`` in upper case.
        upgraded: true when a 15-digit number of the first generation was completed.
    """

    text: str
    upgraded: bool = False

    @property
    def birth(self) -> date:
        """The day of birth written in it."""
        return date(int(self.text[6:10]), int(self.text[10:12]), int(self.text[12:14]))

    @property
    def male(self) -> bool:
        """Whether its order number is odd, which is given to men."""
        return int(self.text[16]) % 2 == 1


def parse_id_number(text: str) -> IdNumber:
    """Return the ID number written in a cell.

    Spaces, apostrophes, full-width digits and a lower-case x are mended. Raises Refused with ``id.length``,
    ``id.ruined`` (Excel has already cut its digits off), ``id.birth`` or ``id.check_digit``.
    """
    plain = (
        unicodedata.normalize("NFKC", text).strip().strip("'’‘`\"").replace(" ", "").replace("-", "").upper()
    )
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", plain):
        raise Refused("id.ruined", value=text)
    upgraded = bool(re.fullmatch(r"\d{15}", plain))
    if upgraded:
        plain = f"{plain[:6]}19{plain[6:]}"
        plain += id_check_digit(plain)
    if not re.fullmatch(r"\d{17}[\dX]", plain):
        raise Refused("id.length", value=text)
    number = IdNumber(plain, upgraded)
    try:
        birth = number.birth
    except ValueError:
        raise Refused("id.birth", value=text) from None
    if not 1900 <= birth.year <= 2100:
        raise Refused("id.birth", value=text)
    if id_check_digit(plain[:17]) != plain[17]:
        raise Refused("id.check_digit", value=text)
    return number


def mask_id(text: str | None) -> str:
    """Return an ID number with its birth and order digits hidden, "" for none."""
    return f"{text[:4]}**********{text[-4:]}" if text else ""


def mask_phone(text: str | None) -> str:
    """Return a phone number with its middle hidden, "" for none."""
    if not text:
        return ""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 8 else "****"
