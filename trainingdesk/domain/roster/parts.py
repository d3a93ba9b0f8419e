"""The parts of a cell that names several things: 党组成员、副局长（正科级） are two, and a bracket belongs to the part before it."""

import re

#: between parts, as a class of an expression
MARKS = "、，,；;/／|｜"
BRACKETS = r"()（）\[\]【】〔〕"
_BETWEEN = re.compile(rf"[{MARKS}\s]+(?![^(（\[【〔]*[)）\]】〕])")


def parts_of(text: str) -> list[str]:
    """Return the parts of a text, none of them blank; marks in brackets part nothing."""
    return [part for part in _BETWEEN.split(text) if part]


def without_part(text: str, part: str) -> str:
    """Return a text without its first part of these words, and without the mark before it, or else the one behind it."""
    start = 0
    for mark in (*_BETWEEN.finditer(text), None):
        end, behind = (mark.start(), mark.end()) if mark else (len(text), len(text))
        if text[start:end] == part:
            before = text[:start].rstrip(f"{MARKS} \n\t\u3000")
            return before + text[end:] if before else text[behind:]
        start = behind
    return text
