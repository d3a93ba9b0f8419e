"""Which ranks and which status a typed word says: 四级调研员, 调研员, 正科, 处级, 退休, 借入, 已调离.

A word must be said in full, as a code's label or as the units write it; a rank is said without its grade too (调研员 for
all four), a level without 正职 or 副职 (处级). Titles of professions that stand for a rank in the units' workbooks (工程师)
are none here: who looks for them looks for a post.
"""

import re
from functools import cache
from typing import NamedTuple

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.shared.customary import coded_words
from trainingdesk.shared.text import language, text

_OF_LEVELS = re.compile(r"(?:级|高|职|处|科|县|层|调研员|科员|管理人员)$")
_GRADED = re.compile(r"[一二三四]级(调研员|主任科员|科员)")
_LEVEL = re.compile(r"([县乡](处级|科级))[正副]职")


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
        if graded := _GRADED.fullmatch(spelled[0]):
            words.add(graded[1])
        if level := _LEVEL.fullmatch(spelled[0]):
            words |= set(level.groups())
        for key in {key_of(word) for word in words}:
            found.setdefault(key, ([], []))[0].append(code)
    for code, spelled in lists["status"].items():
        for key in {key_of(word) for word in (*spelled, text(f"person_status.{code}"))}:
            found.setdefault(key, ([], []))[1].append(code)
    return {word: SaidCodes(tuple(ranks), tuple(statuses)) for word, (ranks, statuses) in found.items()}
