"""Schools and majors (毕业院校及专业): whose column is whose, and which one is that of the highest education."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from trainingdesk.domain.roster.cells import LONGEST_NAMING, Cell, Flaw, read_said, text_of
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.wording import height, says_nothing_new

#: columns of majors (专业) → the field they are put behind the school in
MAJORS = {"major": "school", "major_full": "school_full", "major_service": "school_service"}
#: what is kept of the highest education, and of both schoolings → the list by which one of these is the higher
HIGHEST = {"education": "education", "degree": "degree", "school": "education"}
_KINDS = ("full", "service")
#: how a major ends that needs no 专业 behind it
_MAJOR_WORD = re.compile("(?:专业|方向|系|班)$")
_WHOLE_MAJOR = re.compile("(?:专业|方向|系|班|[^\\u4e00-\\u9fff])$")
_BRACKETS = "(?:[(（][^()（）]*[)）])?"
#: a school and its colleges: 江城大学（现江城师范大学）, 江城大学法学院, 省委党校, 北大; what a major may say of schools is none
_SCHOOL = re.compile(
    "^(?!学校|院校|医院|中小学)[^()（）]+?"
    "(?:大学(?!生)|学院|(?<!医)院(?!校)|校(?!长|管理|园|医)|所(?!得|有)|中学(?!校)|小学(?!校)|(?<!云)大(?!数据|气|地|分子|学))"
    f"{_BRACKETS}(?:[^()（）]{{0,12}}?(?:大学(?!生|语文|英语)|学院|研究院|研究生院|研究所|分校|校区){_BRACKETS})*"
)
#: what of a roster's school can't be told to be a major: 江城大学附属中学, 北京大学医学部
_NO_MAJOR = re.compile("[()（）]|大学|中学|小学|[校院所部]")
#: characters between which a blank of a cell says nothing
_GLUED = re.compile(r"[\u3000-\u9fff\uff00-\uffef]{2}")
_NAMED = {
    "full": re.compile("(?<!非)全日制|第一学历"),
    "service": re.compile("在职|非全日制|后学历|后续学历|继续教育"),
}


def school_text(cell: Cell) -> str:
    """Return a school with what was studied there as plain text: a break behind the whole name of a school stays a blank.

    山东大学⏎行政管理 is 山东大学 行政管理. A break inside a name is a wrap, and a major that calls itself one, 法学专业, stands
    behind its school as the forms write it.
    """
    text = text_of(cell)
    if not isinstance(cell, str) or cell.isalnum() or len(text) > LONGEST_NAMING:
        return text
    parts = [part for one in cell.split() if (part := text_of(one))]
    joined = parts[0] if parts else ""
    for part in parts[1:]:
        blank = not _GLUED.fullmatch(joined[-1] + part[0]) or _ends_school(joined, part)
        joined += f" {part}" if blank else part
    return joined


def _ends_school(before: str, part: str) -> bool:
    """Return whether the name of a school ends before a part of a cell that is none of it."""
    if _MAJOR_WORD.search(part):
        return False
    return bool(_SCHOOL.fullmatch(before)) and not _SCHOOL.fullmatch(before + part)


def read_school(cell: Cell) -> str | Flaw:
    """Return what a column of schools says as :func:`school_text` has it; 无 and a dash say that there is nothing."""
    return school_text(cell) if read_said(cell) else ""


def studies_apart(base: str, columns: Sequence[tuple[str, str]], own: Mapping[int, float]) -> dict[int, str]:
    """Return what the columns of schools, or of majors, hold: place → field, "" for one that can't be told from another.

    A header that says no more than 毕业院校 is of the schooling it stands behind, as in 全日制学历、毕业院校、在职学历、毕业院校;
    behind both kinds at once, or behind 学历, it is of the highest education; two of them behind both kinds are of these
    in their order. Where a sheet knows one kind of schooling
    alone, it is of that.

    Args:
        base: ``school`` or ``major``.
        columns: header and field of every column from left to right; what only one of ``own`` holds is ``base`` there.
        own: place of a column that holds one → how sure that is.
    """
    headers, fields = [header for header, _field in columns], [field for _header, field in columns]
    kinds = {at: next((kind for kind in _KINDS if _NAMED[kind].search(headers[at])), "") for at in own}
    beside = {at: _beside(fields[:at]) for at in own if not kinds[at]}
    said = {*kinds.values(), *beside.values(), *(kind for kind in _KINDS if f"{base}_{kind}" in fields)}
    for at, kind in beside.items():
        other = next(one for one in _KINDS if one != kind)
        if kind and (other in said or f"education_{other}" not in fields[:at]):
            kinds[at] = kind
    if len(own) == len(beside) == len(_KINDS):
        kinds.update(_in_order(sorted(own), headers, fields))
    known = [kind for kind in _KINDS if f"education_{kind}" in fields]
    alone = known[0] if len(known) == 1 and "education" not in fields else ""
    taken = {field for field in fields if field != base}
    found = {}
    for at in sorted(own, key=lambda place: -own[place]):
        kind = kinds[at] or alone
        field = f"{base}_{kind}" if kind else base
        found[at] = "" if field in taken else field
        taken.add(field)
    return found


def _in_order(places: Sequence[int], headers: Sequence[str], fields: Sequence[str]) -> dict[int, str]:
    """Return the kinds of two columns that are called the same and stand behind both kinds of education, in their order."""
    before = fields[: places[0]]
    educations = [f"education_{kind}" for kind in _KINDS]
    if len({headers[at] for at in places}) > 1 or "education" in before or not {*educations} <= {*before}:
        return {}
    ordered = sorted(_KINDS, key=lambda kind: before.index(f"education_{kind}"))
    return dict(zip(places, ordered, strict=True))


def _beside(before: Sequence[str]) -> str:
    """Return the kind of schooling that the nearest known column speaks of, "" for the highest or none."""
    name = next((field for field in reversed(before) if field), "")
    what, _mark, kind = name.partition("_")
    return kind if what in {"education", "degree", "school"} else ""


def school_of_highest(full: tuple[str, str], service: tuple[str, str]) -> str:
    """Return the school of the higher of two schoolings, each its education and its school; of two alike the full-time one.

    "" where no education is known to tell by.
    """
    known = [one for one in (full, service) if one[0]]
    return min(known, key=lambda one: height("education", one[0]))[1] if known else ""


def with_major(school: str, major: str) -> str:
    """Return a school with its major behind it, as 任免表 write them: 江城大学 and 法学 are 江城大学法学专业."""
    if not major:
        return school
    if not school:
        return major if _MAJOR_WORD.search(major) else f"{major}专业"
    whole = major if _WHOLE_MAJOR.search(major) else f"{major}专业"
    return school if school.endswith((major, whole)) else f"{school}{whole}"


def with_known_schools(row: ParsedPerson, person: KnownPerson) -> ParsedPerson:
    """Return a row whose majors without a school (专业 and no 毕业院校) stand behind the schools that the roster has.

    A major alone is none of another school, and says nothing new of one that has it already.
    """
    told: dict[str, Any] = {
        name: _at_school(said, str(getattr(person, name)))
        for name in MAJORS.values()
        if (said := str(getattr(row, name))) and _is_major(said)
    }
    return row._replace(**told) if told else row


def majors_left_out(row: ParsedPerson, person: KnownPerson) -> list[tuple[str, str, str]]:
    """Return the majors that are not taken, for it can't be told where the school ends that the roster has.

    Each is the column of the major, the roster's school and the row's major.
    """
    return [
        (column, known, said)
        for column, name in MAJORS.items()
        if (said := str(getattr(row, name)))
        and _is_major(said)
        and not _at_school(said, known := str(getattr(person, name)))
        and not _has_major(known, said)
    ]


def _is_major(text: str) -> bool:
    return bool(_MAJOR_WORD.search(text)) and not _SCHOOL.match(text)


def _has_major(known: str, major: str) -> bool:
    found = _SCHOOL.match(known)
    return major.removesuffix("专业") in (known[found.end() :] if found else known)


def _at_school(major: str, known: str) -> str:
    """Return a major with the roster's school before it, "" where that has the major already or can't be told from its own."""
    if not known or _is_major(known):
        return major
    found = _SCHOOL.match(known)
    if found is None or _has_major(known, major):
        return ""
    rest = known[found.end() :]
    return f"{found[0]}{major}" if _MAJOR_WORD.search(rest) or not _NO_MAJOR.search(rest) else ""


def kept_highest(row: ParsedPerson, person: KnownPerson) -> list[tuple[str, str, str]]:
    """Return what stays of somebody's highest education although a row says less: field, the roster's word, the row's."""
    whole = with_known_schools(row, person)
    return [
        (name, known, said)
        for name in HIGHEST
        if (said := str(getattr(whole, name)))
        and said != (known := str(getattr(person, name)))
        and not says_nothing_new(name, known, said)
        and of_lower_schooling(name, row, person)
    ]


def of_lower_schooling(name: str, row: ParsedPerson, person: KnownPerson) -> bool:
    """Return whether what a row says as the highest is of one schooling, and the roster knows the other to be higher.

    A file with full-time education alone says nothing of a degree that was taken beside work.
    """
    by = HIGHEST[name]
    for kind, other in (_KINDS, _KINDS[::-1]):
        mine = getattr(row, f"{by}_{kind}")
        known = getattr(person, f"{by}_{other}")
        if mine and known and getattr(row, name) == getattr(row, f"{name}_{kind}"):
            return not getattr(row, f"{by}_{other}") and height(by, known) < height(by, mine)
    return False
