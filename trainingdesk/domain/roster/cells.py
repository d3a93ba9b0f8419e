"""One function a kind of cell: what a spreadsheet hands over becomes a stored value, or a flaw with its reason.

Nothing is guessed: a value with two meanings comes back as a question.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from operator import mul
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from trainingdesk.domain.errors import Refused, Severity
from trainingdesk.domain.roster.no_names import is_nobody
from trainingdesk.domain.values import clean_name, parse_id_number
from trainingdesk.shared.readings import reading_table


class Broken(NamedTuple):
    """A cell that has no value to be taken.

    Attributes:
        code: the key of the sentence that says why: an error, a formula without a result, a picture.
        text: what the cell shows.
    """

    code: str
    text: str


#: What a cell can be once the workbook is read.
Cell: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | Broken


class Flaw(NamedTuple):
    """Why a cell can't simply be taken.

    Attributes:
        code: the key of its sentence.
        severity: an error and a question keep the field from being taken; a note does not.
        value: what is stored all the same ("" unless it is a note).
        choices: the meanings a question is about.
    """

    code: str
    severity: Severity = Severity.ERROR
    value: str = ""
    choices: tuple[str, ...] = ()


#: the question at a rank of a ladder beside that of 公务员法 2018 第19条
RANK_LADDER = "roster.rank_ladder"
#: the question about a rank from before the law of 2018, and the answer that it is kept among the former ranks
LEGACY_RANK, LEGACY = "roster.rank_legacy", "legacy"
#: of a cell with more characters than its field can take
TOO_LONG = "roster.cell_too_long"
TWO_NAMES = "roster.name_twice"
#: of cells without a value that could be read: what stands for them is no text of theirs
NO_VALUE = frozenset(
    {
        *("roster.cell_error", "roster.cell_no_result", "roster.cell_picture", TOO_LONG),
        *("roster.ditto_own", "roster.ditto_nothing"),
    }
)
#: Reads one kind of cell.
CellReader: TypeAlias = Callable[[Cell], "str | Flaw"]

_SPACES = re.compile(r"\s+")
_BETWEEN_CJK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffe\uffff]")
#: what stands for a value that there is not, or that nobody knows
_NOTHING = {
    *("", "-", "--", "—", "——", "/", "\\", "N/A", "NA", "NULL", "#N/A"),
    *("无", "暂无", "没有", "不详", "未填", "未提供", "待补", "待补充", "暂缺", "空", "(空)", "（空）"),
}
_BRACKETS = str.maketrans({"(": "", ")": "", "[": "", "]": "", "【": "", "】": "", "〔": "", "〕": ""})
_NAME = re.compile(r"[^\W\d_]+(?:[ .'’·-][^\W\d_]+)*\.?")
_NAME_SUFFIX = re.compile(r"[(（]([^()（）]{1,8})[)）]$|([*＊※]+)$")
#: a running number before a name
_NAME_NUMBER = re.compile(r"^(?:\d{1,3}[.、．,，]|[(（]\d{1,3}[)）])\s*", re.ASCII)
#: how somebody is there, in brackets behind the name; what else stands there is shown to the person
_HELD = re.compile(
    r"(?:挂职|借调|借用|兼职|兼|试用期?|见习期?|选调生|聘用|编外|主持工作|主持|牵头|组长|副组长|班长|学习委员|生活委员|联络员|领队|带队|"
    r"[*＊※]+|正[科处]级?|副[科处]级?|拟任|新任|转任|军转|休假|产假|病假|长病假|哺乳期|孕期|缺席|请假|\d{1,3})(?:中|期间|干部|人员)?"
)
_LONGEST_NAME = 40
#: Characters of a text that is taken apart or looked at for what it names; a longer one is a text and stays as it is.
#: No unit, title, post or rank is nearly as long, and the expressions that look may take the square of the length.
LONGEST_NAMING = 500
#: characters that are shown of a text that is too long
_SHOWN = 60

# ASCII: a date or a phone number in the digits of another script is shown to the person, not stored
#: marks that stand for the point in 1972、5
_POINTS = str.maketrans({"、": ".", ",": ".", "，": ".", "。": ".", **dict.fromkeys("—–−‐‑", "-")})
_AGE = re.compile(r"[(\[]\d{2}(?:周?岁)?[)\]]$", re.ASCII)
#: what a CV writes behind a birth: 1972.05生
_BORN = re.compile(r"(?<=[\d年月日号])(?:出生|生)$")
_YEAR = r"((?:19|20)\d\d)"
_DAY = re.compile(
    _YEAR + r"[-./年](\d{1,2})[-./月](\d{1,2})日?(?:T?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?", re.ASCII
)
_MONTH = re.compile(_YEAR + r"[-./年](\d{1,2})月?份?", re.ASCII)
_DAY_DIGITS = re.compile(_YEAR + r"(\d\d)(\d\d)", re.ASCII)
_MONTH_DIGITS = re.compile(_YEAR + r"(\d\d)", re.ASCII)
_SHORT_MONTH = re.compile(r"(\d\d)[-./年](\d{1,2})月?", re.ASCII)
#: 72.5.16: a year of two digits beside a day is certain where it can be no day itself
_SHORT_DAY = re.compile(r"(3[2-9]|[4-9]\d)[-./年](\d{1,2})[-./月](\d{1,2})日?", re.ASCII)
_YEAR_ONLY = re.compile(_YEAR + r"年?", re.ASCII)
#: 5/16/1972 and 16.5.1972, as programs of other countries write a day, and 5/1972
_DAY_BEFORE_YEAR = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2" + _YEAR, re.ASCII)
_MONTH_BEFORE_YEAR = re.compile(r"(\d{1,2})[-./]" + _YEAR, re.ASCII)
#: 一九七二年五月十六日, 二〇〇三年5月, 七二年五月
_CHINESE_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4}|[〇零○一二三四五六七八九]{2}|\d{4})年([一二三四五六七八九十]{1,2}|\d{1,2})月份?(?:([一二三四五六七八九十廿]{1,3}|\d{1,2})[日号]?)?",
    re.ASCII,
)
_CHINESE_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
#: Two-digit years from here on are of the last century: nobody in office was born, or entered the Party, before 1930.
_PIVOT = 30
_FIRST_SERIAL, _LAST_SERIAL = 10_959, 54_788  # 1930 to 2049 in days since 1899-12-30
_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_EXACT_NUMBER = 10**15

#: nearly every name: nothing in it is to be cleaned, and it is compared as it stands
PLAIN_NAME = re.compile("[\u4e00-\u9fff]{2,4}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
#: a number as a spreadsheet writes a long one: 1.39123E+10
_POWER = re.compile(r"([1-9])(?:\.([0-9]*))?[eE]\+?([0-9]{1,2})")
_PHONE = re.compile(r"(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|\d{5,8}(?:-\d{1,6})?)", re.ASCII)


def text_of(cell: Cell) -> str:
    """Return a cell as plain text: no line breaks, no invisible characters, whole numbers without a decimal point."""
    if isinstance(cell, str):
        if cell.isalnum():  # most cells: nothing in them can need mending but the composition of accents
            return cell if cell.isascii() else unicodedata.normalize("NFC", cell)
        text = _SPACES.sub(" ", _CONTROL.sub("", unicodedata.normalize("NFC", cell))).strip()
        return _BETWEEN_CJK.sub("", text) if " " in text else text
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT_NUMBER else repr(cell)
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S") if cell.time() != time() else cell.strftime("%Y-%m-%d")
    return cell.text if isinstance(cell, Broken) else str(cell)


def shown_text(cell: Cell) -> str:
    """Return a cell as it is shown to a person: of a text longer than any unit, title, post or rank its beginning.

    A number of more digits than a spreadsheet keeps is written with those that it has kept: 9.999021997102E+17.
    """
    if isinstance(cell, float) and _EXACT_NUMBER <= abs(cell) < math.inf:
        kept, _e, power = f"{cell:.14e}".partition("e")
        return f"{kept.rstrip('0').rstrip('.')}E{power}"
    text = text_of(cell)
    return text if len(text) <= LONGEST_NAMING else f"{text[:_SHOWN]}…"


def key_of(text: str) -> str:
    """Return what a spelling is compared by: no blanks, no brackets, one width, lower case."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text).translate(_BRACKETS)).lower()


def read_said(cell: Cell) -> str | Flaw:
    """Return free text of a column in which 无 or a dash says that there is nothing; nothing is ever wrong with it."""
    text = text_of(cell)
    return "" if text.upper() in _NOTHING else text


def says_nothing(cell: Cell) -> bool:
    """Return whether a cell is blank or says that there is nothing: 无, a dash."""
    return text_of(cell).upper() in _NOTHING


def read_name(cell: Cell) -> str | Flaw:
    """Return a person's name, or the flaw ``roster.name_odd`` or ``roster.name_twice``; blank stays blank."""
    if type(cell) is str and PLAIN_NAME.fullmatch(cell):
        return cell if not is_nobody(cell) else Flaw("roster.name_odd")
    if _names_two(cell):
        return Flaw(TWO_NAMES)
    name = clean_name(text_of(cell))
    if is_nobody(name):
        return Flaw("roster.name_odd")
    if not name or (len(name) <= _LONGEST_NAME and _NAME.fullmatch(name)):
        return name
    return Flaw("roster.name_odd")


def _names_two(cell: Cell) -> bool:
    """Return whether a cell may hold the names of two people, 张三 李四: with 欧阳 明月 a blank is behind the surname."""
    parts = cell.split() if type(cell) is str else []
    if len(parts) <= 1 or not all(map(PLAIN_NAME.fullmatch, parts)):
        return False
    return len(parts) > len(("surname", "given")) or parts[0] not in reading_table().surnames


def split_suffix(cell: Cell) -> tuple[str, list[str]]:
    """Return a name and what stands in brackets behind it, in its order: 丁宁(女)(回族) gives 丁宁 and 女, 回族.

    The mark of a footnote, 丁宁*, is such a part too.
    """
    text = _NAME_NUMBER.sub("", clean_name(text_of(cell)))
    parts: list[str] = []
    while found := _NAME_SUFFIX.search(text):
        said = (found[1] or found[2]).replace("，", ",").replace("、", ",").replace(" ", ",").split(",")
        parts = [*filter(None, (part.strip() for part in said)), *parts]
        text = text[: found.start()].rstrip()
    return text, parts


def says_how(part: str) -> bool:
    """Return whether a part behind a name says how somebody is there (挂职), and not what they are called."""
    return bool(_HELD.fullmatch(part))


def read_id(cell: Cell) -> str | Flaw:
    """Return a valid ID number, or a flaw with the code of :func:`~trainingdesk.domain.values.parse_id_number`.

    The valid number of 18 characters, as nearly all are, is checked here without detours.
    """
    if type(cell) is str and len(cell) == 18 and cell[:17].isdigit() and cell.isascii():
        # region, month, day and order come again and again: each is worked out once. Whole days are too many to be
        # remembered: 25,000 small things that stay keep the system from taking back what lay between them
        month, last = _weighed_month(cell[6:12])
        day = cell[12:14]
        if "01" <= day <= last:
            total = _weighed(cell[:6], 0) + month + _weighed(day, 12) + _weighed(cell[14:17], 14)
            if _ID_CHECKS[total % 11] == cell[17]:
                return cell
    text = text_of(cell)
    if text.upper() in _NOTHING:
        return ""
    if isinstance(cell, int | float) and abs(cell) >= _EXACT_NUMBER:
        return Flaw("id.ruined")
    try:
        number = parse_id_number(text)
    except Refused as refusal:
        return Flaw(refusal.code)
    if not number.text.isascii():
        return Flaw("id.length")
    if number.upgraded:
        return Flaw("roster.id_upgraded", Severity.NOTE, number.text)
    return number.text


@lru_cache(maxsize=1 << 13)
def _weighed(digits: str, place: int) -> int:
    """Return what digits of an ID number from a place on add to its check sum (GB 11643-1999)."""
    return sum(map(mul, map(int, digits), _ID_WEIGHTS[place:]))


@lru_cache(maxsize=1 << 12)
def _weighed_month(digits: str) -> tuple[int, str]:
    """Return what year and month of birth add to the check sum, and the last day of that month, "" for none that can be."""
    last = next((day for day in (31, 30, 29, 28) if _possible_day(int(digits[:4]), int(digits[4:]), day)), "")
    return _weighed(digits, 6), str(last)


def read_phone(cell: Cell) -> str | Flaw:
    """Return a phone number; what does not look like one is kept with a note, for a phone stops nobody.

    One that a spreadsheet shortened (1.39123E+10) has lost its last digits: it is left out with a note.
    """
    if type(cell) is str and _MOBILE.fullmatch(cell):
        return cell
    text = text_of(cell)
    plain = unicodedata.normalize("NFKC", text).strip("'’` ").replace(" ", "")
    if plain.upper() in _NOTHING:
        return ""
    plain = plain.removeprefix("+86").removeprefix("0086").lstrip("-")
    plain = plain.removesuffix(".0")
    if _PHONE.fullmatch(plain):
        return plain
    if power := _POWER.fullmatch(plain):
        number = f"{power[1]}{power[2] or ''}"
        whole = len(number) == int(power[3]) + 1
        return number if whole and _PHONE.fullmatch(number) else Flaw("roster.phone_ruined", Severity.NOTE)
    if re.fullmatch(r"1[3-9][0-9]-?[0-9]{4}-?[0-9]{4}", plain):
        return plain.replace("-", "")
    return Flaw("roster.phone_odd", Severity.NOTE, text)


def date_reader(*, whole_days: bool, epoch_1904: bool = False, born: bool = False) -> CellReader:
    """Return the reader of a date column: ``YYYY-MM-DD``, ``YYYY-MM`` or a flaw.

    ``whole_days`` says that the header asks for days (出生日期). Where it asks for months (出生年月) a spreadsheet date
    on the first of a month is the month: Excel turns a typed ``1972.5`` or ``1972年5月`` into 1972-05-01. Of the day
    somebody was ``born`` 生 may stand behind it, as in a CV: 1972年5月16日生.
    """
    epoch = _EPOCH_1904 if epoch_1904 else _EPOCH_1900

    def read(cell: Cell) -> str | Flaw:
        if isinstance(cell, date):
            return _of_date(cell, whole_days=whole_days)
        if isinstance(cell, bool | time | timedelta):
            return Flaw("roster.date_unreadable")
        if isinstance(cell, float | int):
            if _FIRST_SERIAL <= cell <= _LAST_SERIAL:
                return _of_date(epoch + timedelta(days=int(cell)), whole_days=whole_days)
            text = text_of(cell)
            value = _of_text(text)
            if isinstance(value, str) and value.endswith("-01") and text.endswith(".1"):
                # 72.1 as well as 1972.1: a number does not say whether a nought was lost
                return Flaw("roster.date_october", Severity.QUESTION, "", (value, f"{value[:4]}-10"))
            return value
        said = unicodedata.normalize("NFKC", text_of(cell)).replace(" ", "").strip("'’`")
        return _of_text(_BORN.sub("", said) if born else said)

    return read


def _whole_year(year: int) -> int:
    """Return a year that may be written with its last two digits only."""
    if year >= 100:
        return year
    return year + (1900 if year >= _PIVOT else 2000)


def _of_chinese(text: str) -> str:
    """Return a date in Chinese numerals in digits, any other text as it is."""
    found = _CHINESE_DAY.fullmatch(text)
    if found is None:
        return text
    year, month, day = found.groups()
    said = f"{year.translate(_CHINESE_DIGITS)}年{_counted(month)}月"
    return f"{said}{_counted(day)}日" if day else said


def _counted(words: str) -> str:
    """Return a number up to 39 in Chinese words in digits: 十六, 二十, 廿一."""
    tens, ten, ones = words.replace("廿", "二十").partition("十")
    if not ten:
        return words.translate(_CHINESE_DIGITS)
    return f"{tens.translate(_CHINESE_DIGITS) or '1'}{ones.translate(_CHINESE_DIGITS) or '0'}"


def _of_day_before_year(first: str, second: str, year: str) -> str | Flaw:
    """Return a day before which the month stands, or behind it: where both could be the month it is asked."""
    one, other = int(first), int(second)
    meant = {f"{year}-{month:02d}-{day:02d}": None for month, day in ((one, other), (other, one))}
    days = [value for value in meant if _possible_day(*map(int, value.split("-")))]
    if len(days) > 1:
        return Flaw("roster.date_day_or_month", Severity.QUESTION, "", tuple(days))
    return days[0] if days else Flaw("roster.date_impossible")


def month_reader(*, epoch_1904: bool = False) -> CellReader:
    """Return the reader of a column that is stored by the month (参加工作时间, 入党时间): ``YYYY-MM`` or a flaw."""
    whole = date_reader(whole_days=False, epoch_1904=epoch_1904)

    def read(cell: Cell) -> str | Flaw:
        value = whole(cell)
        if isinstance(value, Flaw):
            return value._replace(choices=tuple(choice[:7] for choice in value.choices))
        return value[:7]

    return read


#: what stands in 入党时间 of somebody who is not in the Party
_NO_MEMBER = frozenset(
    {"群众", "非党员", "非中共党员", "未入党", "无党派", "无党派人士", "民主党派", "共青团员", "团员"}
    | {"否", "不是", "没有", "×", "✗", "FALSE", "N", "NO"}
)
#: what says there that somebody is, and not when
IS_MEMBER = frozenset({"是", "√", "✓", "☑", "TRUE", "Y", "YES"})
_MEMBER = IS_MEMBER | {
    "中共党员", "党员", "共产党员", "中国共产党党员", "中共", "中共预备党员", "预备党员",
}  # fmt: skip
#: 2005.6（2006.6转正）: joined, and a year later a full member: the first is what is asked for
_CONFIRMED = re.compile(r"(.{4,12}?)\s*[(（]([^()（）]{0,16}转正[^()（）]{0,16})[)）]")


def party_reader(*, epoch_1904: bool = False) -> CellReader:
    """Return the reader of 入党时间: a month, a flaw, or blank with a note where it says that there is none."""
    month = month_reader(epoch_1904=epoch_1904)

    def read(cell: Cell) -> str | Flaw:
        text = text_of(cell) if isinstance(cell, str | bool) else ""
        if text.upper() in _NO_MEMBER or text.upper() in _MEMBER:
            return Flaw("roster.no_party_entry", Severity.NOTE)
        if found := _CONFIRMED.fullmatch(text):
            joined = month(found[1])
            return (
                joined if isinstance(joined, Flaw) else Flaw("roster.party_confirmed", Severity.NOTE, joined)
            )
        return month(cell)

    return read


def code_reader(spellings: Mapping[str, str], unknown: Flaw) -> CellReader:
    """Return the reader of a coded column: the code of a known spelling, the flaw for any other."""

    def read(cell: Cell) -> str | Flaw:
        text = text_of(cell)
        code = spellings.get(key_of(text))
        if code is not None:
            return code
        return "" if text.upper() in _NOTHING else unknown

    return read


def rank_reader(
    spellings: Mapping[str, str],
    legacy: Collection[str],
    institution: Collection[str] = (),
    ladders: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> CellReader:
    """Return the reader of a column of ranks: a code, or a question.

    Of a rank from before the law of 2018, of a grade of management posts in institutions (八级职员) and of a rank of other
    ``ladders`` (二级主办), it is one of its own; that of a ladder offers the ranks on its level.
    """
    known = code_reader(spellings, Flaw("roster.rank_unknown", Severity.QUESTION))

    def read(cell: Cell) -> str | Flaw:
        found = known(cell)
        if isinstance(found, Flaw) and key_of(text_of(cell)) in legacy:
            return Flaw(LEGACY_RANK, Severity.QUESTION, "", (LEGACY,))
        if isinstance(found, Flaw) and key_of(text_of(cell)) in institution:
            return Flaw("roster.rank_institution", Severity.QUESTION)
        if isinstance(found, Flaw) and (level := ladders.get(key_of(text_of(cell)))) is not None:
            return Flaw(RANK_LADDER, Severity.QUESTION, "", level)
        return found

    return read


def words_reader(spellings: Mapping[str, str]) -> CellReader:
    """Return the reader of a column of customary words: a known spelling in its usual form, 无 as blank, any other as it is."""

    def read(cell: Cell) -> str | Flaw:
        text = str(read_said(cell))
        return spellings.get(key_of(text), text)

    return read


def _of_date(day: date, *, whole_days: bool) -> str | Flaw:
    if not 1900 <= day.year <= 2100:
        return Flaw("roster.date_impossible")
    if day.day == 1 and not whole_days:
        return f"{day.year:04d}-{day.month:02d}"
    return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"


def _of_text(text: str) -> str | Flaw:
    if text.upper() in _NOTHING:
        return ""
    text = text.translate(_POINTS).rstrip("-./")
    if text.endswith((")", "]")):  # the age that 任免表 write below a birth
        text = _AGE.sub("", text)
    if found := _DAY.fullmatch(text) or _DAY_DIGITS.fullmatch(text) or _SHORT_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
        year = _whole_year(year)
        if not day and 1 <= month <= 12:  # 19720500: files of people write an unknown day so
            return f"{year:04d}-{month:02d}"
        if not _possible_day(year, month, day):
            return Flaw("roster.date_impossible")
        return f"{year:04d}-{month:02d}-{day:02d}"
    if found := _MONTH.fullmatch(text) or _MONTH_DIGITS.fullmatch(text):
        year, month = map(int, found.groups())
    elif found := _SHORT_MONTH.fullmatch(text):
        year, month = map(int, found.groups())
        year = _whole_year(year)
    elif found := _DAY_BEFORE_YEAR.fullmatch(text):
        return _of_day_before_year(found[1], found[3], found[4])
    elif found := _MONTH_BEFORE_YEAR.fullmatch(text):
        month, year = map(int, found.groups())
    elif (plain := _of_chinese(text)) != text:
        return _of_text(plain)
    else:
        return Flaw("roster.date_year_only" if _YEAR_ONLY.fullmatch(text) else "roster.date_unreadable")
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else Flaw("roster.date_impossible")


def _possible_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1900 <= year <= 2100
