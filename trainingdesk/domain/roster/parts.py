"""The parts of a cell that names several things: 党组成员、副局长（正科级） are two, and a bracket belongs to the part before it."""

import re
import unicodedata

#: between parts, as a class of an expression
MARKS = "、，,；;/／|｜"
BRACKETS = r"()（）\[\]【】〔〕"
#: what was matched is never looked at in another way: a text of nothing but brackets takes no more time than another
_PART = re.compile(rf"(?:[(（\[【〔][^{BRACKETS}]*+[)）\]】〕]|[^{MARKS}\s])++")

_BETWEEN = re.compile(rf"[{MARKS}{BRACKETS}。\n]")

#: a day, a month or a year that a text names: 2026.3.1, 2026年3月
DAY = re.compile(r"(?:19|20)\d\d(?:[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)?|年)?(?!\d)")


def without_days(text: str) -> str:
    """Return a text in one width, without its blanks and without the days, months and years it names."""
    return DAY.sub("", unicodedata.normalize("NFKC", text).replace(" ", ""))


def pieces_of(text: str) -> list[str]:
    """Return what stands between the marks, the brackets and the ends of sentences of a text, blank pieces among it."""
    return _BETWEEN.split(text)


def with_said(note: str, said: str) -> str:
    """Return a note with something more said at its end, where it does not say it yet."""
    return note if said in note else "；".join(filter(None, (note, said)))


def parts_of(text: str) -> list[str]:
    """Return the parts of a text, none of them blank; marks in brackets part nothing."""
    return _PART.findall(text)


def without_part(text: str, part: str) -> str:
    """Return a text without its first part of these words, and without the mark before it, or else the one behind it."""
    found = list(_PART.finditer(text))
    place = next((place for place, one in enumerate(found) if one[0] == part), None)
    if place is None:
        return text
    if place:
        return text[: found[place - 1].end()] + text[found[place].end() :]
    return text[found[1].start() :] if len(found) > 1 else ""
