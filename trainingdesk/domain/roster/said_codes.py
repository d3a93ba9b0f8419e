"""Which ranks and which status a typed word says: 四级调研员, 调研员, 正科, 处级, 退休, 借入, 已调离.

A word is said in full, as a code's label or as the units write it. Of the ranks of civil servants and the levels of leading
posts a part is enough: without the grade (调研员 for all four), without 正职 or 副职 (处级), or what was typed so far
(四级主任, 主任科). A part has three characters: with two (主任, 四级, 副职) a post is looked for. Titles of professions that
stand for a rank in the units' workbooks (工程师) are none here: who looks for them looks for a post.
"""

import re
from functools import cache
from typing import NamedTuple

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.shared.customary import coded_words
from trainingdesk.shared.text import language, text

_OF_LEVELS = re.compile(r"(?:级|高|职|处|科|县|层|调研员|科员|管理人员)$")
_GRADED = re.compile(r"[一二三四1-4]级(调研员|主任科员|科员)")
_LEVEL = re.compile(r"([县乡](处级|科级))[正副]职")
#: so many characters of a rank say it
_LEAST = 3
_GRADE = re.compile(r",| grade ")


class SaidCodes(NamedTuple):
    """The codes of a word, none of either for most."""

    ranks: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


_NONE = SaidCodes()


def codes_said(word: str) -> SaidCodes:
    """Return the ranks and the status that a word says, in the language in force or as the units write them."""
    return _table(language()).get(key_of(word), _NONE)


@cache
def _table(_language: str) -> dict[str, SaidCodes]:
    lists = coded_words()
    found: dict[str, tuple[list[str], list[str]]] = {}
    for code, spelled in lists["rank"].items():
        words = {word for word in spelled if _OF_LEVELS.search(word)} | {text(f"rank.{code}")}
        for word in spelled:
            if known := _GRADED.fullmatch(word) or _LEVEL.fullmatch(word):
                words |= {*known.groups(), *_parts(word)}
        if _GRADED.fullmatch(spelled[0]):
            # in English a grade stands behind the rank: Principal clerk, grade 4
            words |= set(_GRADE.split(text(f"rank.{code}"))[0].split())
        for key in {key_of(word) for word in words}:
            found.setdefault(key, ([], []))[0].append(code)
    for code, spelled in lists["status"].items():
        for key in {key_of(word) for word in (*spelled, text(f"person_status.{code}"))}:
            found.setdefault(key, ([], []))[1].append(code)
    return {word: SaidCodes(tuple(ranks), tuple(statuses)) for word, (ranks, statuses) in found.items()}


def _parts(word: str) -> set[str]:
    """Return all that may be typed of a rank."""
    return {word[start:end] for start in range(len(word)) for end in range(start + _LEAST, len(word) + 1)}
