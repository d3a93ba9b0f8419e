"""Words for a part of any unit (办公室, 局机关, 综合科), as the rows of ``data/general_words.json`` make them up."""

import re
from functools import cache

from trainingdesk.domain.roster.cells import LONGEST_NAMING
from trainingdesk.shared.word_rows import any_of

_NUMBER = "第?[一二三四五六七八九十0-9]{1,3}"


def is_general(key: str) -> bool:
    """Return whether a name, as :func:`~.cells.key_of` makes it, is such a word: it names no unit of the district."""
    return len(key) <= LONGEST_NAMING and _pattern().fullmatch(key) is not None


def is_part(key: str) -> bool:
    """Return whether such a word is a part that its people's posts are of: 信息中心, 党委; 局机关 and 领导 are the unit itself."""
    return is_general(key) and _part().fullmatch(key) is not None


@cache
def _pattern() -> re.Pattern[str]:
    one = f"(?!{_any('one')}(?:(?<=办)公室)?$)"
    return re.compile(f"{one}(?:{_own()}|{_own()}?{_any('whole')}|{_part().pattern}|{_any('alone')})")


@cache
def _part() -> re.Pattern[str]:
    section = f"(?!.*{_any('organisation')})[\\u4e00-\\u9fff0-9]{{0,10}}{_any('section')}"
    team = f"{_NUMBER}{_any('team_number')}|{_any('team_before')}*{_any('team_of')}{_any('team')}"
    centre = f"{_any('centre')}*中心"
    return re.compile(f"{_own()}?(?:{_any('body')}|{section}|{team}|{centre})")


def _own() -> str:
    return f"(?:[本我]?{_any('own')})"


def _any(kind: str) -> str:
    """Return an expression for any word of a kind."""
    return any_of("general_words.json", kind)
