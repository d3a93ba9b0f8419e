"""Small values with rules of their own: money, hours, days, names and ID numbers."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from trainingdesk.domain.errors import Refused

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_MIDDLE_DOTS = str.maketrans({"•": "·", "・": "·", "‧": "·", "．": "·", "∙": "·"})
_LETTERS = {full: full - 0xFEE0 for full in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
#: a point between two characters stands for the middle dot of 古丽·阿布都
_POINT_WITHIN = re.compile(r"(?<=[\u3400-\u9fff])\.(?=[\u3400-\u9fff])")
#: letters and marks that are typed for the X of an ID number; the check digit still has to fit
_LIKE_X = str.maketrans(dict.fromkeys("×ХхΧχ✕✖╳", "X"))
_ONE_KIND = _MIDDLE_DOTS | _LETTERS
_SPACES = re.compile(r"\s+")
_CJK = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
# [0-9] and never \d: Python's \d, int() and Decimal() also take the digits of other scripts
_AMOUNT = re.compile(r"([+-]?)([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?")
_HOURS = re.compile(r"([0-9]+)(?:\.([0-9]*))?")
#: digits below which nothing in a text is a part of an ID number; characters below which head and tail are most of it
_FEWEST_DIGITS, _TORN = 8, 15
#: a number as long as a phone number, or longer; who types in full width types its digits so too
_DIGIT, _GAP = "[0-9０-９]", "[ \u3000\u2010-\u2015－-]?"
_LONG_NUMBER = re.compile(f"{_DIGIT}{{11,}}[XxＸｘ]?")
#: an ID number, or a mobile phone number, whose digits are typed in groups: 110105 19491231 002X, 138 0000 1234
_GROUPS = ("6,4,2,2,3", "3,4,4", "4,3,4", "5,3,3")
_ID_GROUPS, *_PHONE_GROUPS = (
    _GAP.join(f"{_DIGIT}{{{count}}}" for count in groups.split(",")) for groups in _GROUPS
)
_GROUPED_NUMBER = re.compile(
    f"(?<!{_DIGIT})(?:(?=[1-9１-９]){_ID_GROUPS}{_GAP}[0-9０-９XxＸｘ]"
    f"|(?=[1１][3-9３-９])(?:{'|'.join(_PHONE_GROUPS)}))(?!{_DIGIT})"
)
_BETWEEN_GROUPS = re.compile(_GAP.removesuffix("?"))
#: the code of a number that a spreadsheet has cut
_RUINED = "id.ruined"
#: where the day of birth stands in an ID number of 18 characters (GB 11643-1999), from 0
_BIRTH_DIGITS = range(6, 14)
_MOST_CENTS = 10**13
_MOST_TENTHS = 100_000


def _scaled(whole: str, fraction: str | None, places: int) -> int | None:
    """Return a decimal number times a power of ten, None when something would be rounded off."""
    digits = (fraction or "").rstrip("0")
    if len(digits) > places:
        return None
    # longer numbers are beyond every limit here, and int() refuses very long ones
    return int(whole.lstrip("0")[:20] + digits.ljust(places, "0"))


def parse_cents(text: str) -> int:
    """Return an amount written in yuan as integer cents.

    Full-width digits, thousands separators, a leading ¥ and a trailing 元 are allowed; digits of other scripts,
    exponents and separators at other places are not. Raises Refused ``money.unreadable``, ``money.fraction`` (more
    than two decimals: nothing is rounded behind the clerk's back) or ``money.not_positive``.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lstrip("¥").removesuffix("元").strip()
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise Refused("money.unreadable", value=text)
    sign, whole, fraction = found.groups()
    cents = _scaled(whole.replace(",", ""), fraction, 2)
    if cents is None:
        raise Refused("money.fraction", value=text)
    if cents == 0 or sign == "-":
        raise Refused("money.not_positive", value=text)
    if cents > _MOST_CENTS:
        raise Refused("money.unreadable", value=text)
    return cents


def parse_tenths(text: str) -> int:
    """Return hours of study (学时) as integer tenths; raises Refused ``hours.unreadable``."""
    found = _HOURS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    tenths = _scaled(found[1], found[2], 1) if found else None
    if tenths is None or not 0 < tenths <= _MOST_TENTHS:
        raise Refused("hours.unreadable", value=text)
    return tenths


def clean_name(text: str) -> str:
    """Return a name as it is stored: NFC, letters of one width, one kind of middle dot, no spaces between Chinese characters."""
    name = unicodedata.normalize("NFC", text).translate(_ONE_KIND)
    name = _SPACES.sub(" ", name).strip()
    if not _CJK.search(name):
        return name
    name = name.replace(" ", "")
    return _POINT_WITHIN.sub("·", name) if "." in name else name


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

    Spaces, apostrophes, full-width digits, a lower-case x and a × for it are mended; digits of other scripts are not. Raises
    Refused with ``id.length``, ``id.ruined`` (Excel has already cut its digits off), ``id.birth`` or
    ``id.check_digit``.
    """
    plain = (
        unicodedata.normalize("NFKC", text).strip().strip("'’‘`\"").replace(" ", "").replace("-", "").upper()
    )
    plain = plain[:-1] + plain[-1:].translate(_LIKE_X)
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?E\+?[0-9]+", plain):
        raise Refused("id.ruined", value=text)
    upgraded = bool(re.fullmatch(r"[0-9]{15}", plain))
    if upgraded:
        plain = f"{plain[:6]}19{plain[6:]}"
        plain += id_check_digit(plain)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", plain):
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


def age_on(birth: str, day: date) -> int | None:
    """Return the full years of age on a day, None for an unknown birth; a month alone counts from its first day."""
    if len(birth) < len("1972-05"):
        return None
    born = (int(birth[:4]), int(birth[5:7]), int(birth[8:10] or 1))
    return day.year - born[0] - ((day.month, day.day) < born[1:])


def mask_id(text: str | None) -> str:
    """Return an ID number with its birth and order digits hidden, "" for none; of a torn one nothing is shown.

    The mask is as long as the number: a digit too few or too many is often what is wrong.
    """
    if not text:
        return ""
    return f"{text[:4]}{'*' * (len(text) - 8)}{text[-4:]}" if len(text) >= 15 else "****"


def mask_numbers(text: str) -> str:
    """Return a text of which nobody knows what it holds: a number that may be an ID or a phone number is masked as one."""
    grouped = _GROUPED_NUMBER.sub(lambda found: mask_id(_BETWEEN_GROUPS.sub("", found[0])), text)
    return _LONG_NUMBER.sub(lambda found: mask_id(found[0]), grouped)


def mask_wrong(code: str, text: str) -> str:
    """Return what a cell of ID numbers says that is none, as a list may show it; ``code`` says what is wrong with it.

    Its length can be seen, and a day of birth that can't be; a text with few digits is no number that could be hidden.
    """
    if code == _RUINED:
        return _shortened(text)
    if sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return text
    shown = {*range(4), *range(len(text) - 4, len(text))} if len(text) >= _TORN else set()
    if code == "id.birth":
        shown = {*range(4), *_BIRTH_DIGITS}
    return "".join(mark if place in shown else "*" for place, mark in enumerate(text))


def mask_said(field: str, text: str, code: str = "") -> str:
    """Return what a cell says as a sentence about it may show it: masked where it may be an ID or phone number.

    ``code`` says what is wrong with it: of a number that a spreadsheet has cut its beginning is shown. An error, a formula or a slip with few digits holds no number that could be hidden, and has to be seen to be mended.
    """
    if sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return text
    if field != "id_number":
        return mask_field(field, text)
    return mask_wrong(code if code == _RUINED else "", text)


def _shortened(text: str) -> str:
    """Return the beginning of a number that a spreadsheet has cut, the same whichever way a file writes it."""
    digits, _mark, power = text.upper().strip("'’` ").partition("E")
    first, _point, rest = digits.partition(".")
    exponent = int(power) if power.strip("+").isdecimal() else len(first) - 1
    whole = first + rest
    return f"{whole[:1]}.{whole[1:4]}…E+{exponent}"


def mask_phone(text: str | None) -> str:
    """Return a phone number with its middle hidden, as long as it is, "" for none."""
    if not text:
        return ""
    return f"{text[:3]}{'*' * (len(text) - 7)}{text[-4:]}" if len(text) >= 8 else "****"


#: stands behind a new value whose mask looks like the old one's: it is another value all the same
DIFFERS = " ≠"


def mask_change(field: str, old: str, new: str) -> tuple[str, str]:
    """Return both values of a person's field as a list may show them; where only what is hidden differs, it says so."""
    before, after = mask_field(field, old), mask_field(field, new)
    return before, f"{after}{DIFFERS}" if before == after and old != new else after


def mask_field(field: str, value: str) -> str:
    """Return a person's field as a list may show it: ID and phone numbers masked, everything else as it is."""
    if field == "id_number":
        return mask_id(value)
    return mask_phone(value) if field == "phone" else value
