"""Words for a part of any unit (办公室, 局机关, 综合科), as the rows of ``data/general_words.json`` make them up."""

import re
from functools import cache

from trainingdesk.domain.roster.cells import LONGEST_NAMING
from trainingdesk.shared.general_words import general_words

_NUMBER = "第?[一二三四五六七八九十0-9]{1,3}"


def is_general(key: str) -> bool:
    """Return whether a name, as :func:`~.cells.key_of` makes it, is such a word: it names no unit of the district."""
    return len(key) <= LONGEST_NAMING and _pattern().fullmatch(key) is not None


@cache
def _pattern() -> re.Pattern[str]:
    own = f"(?:[本我]?{_any('own')})"
    section = f"(?!.*{_any('organisation')})[\\u4e00-\\u9fff0-9]{{0,10}}{_any('section')}"
    team = f"{_NUMBER}{_any('team_number')}|{_any('team_before')}*{_any('team_of')}{_any('team')}"
    centre = f"{_any('centre')}*中心"
    one = f"(?!{_any('one')}(?:(?<=办)公室)?$)"
    return re.compile(f"{one}(?:{own}|{own}?(?:{_any('whole')}|{section}|{team}|{centre})|{_any('alone')})")


def _any(kind: str) -> str:
    """Return an expression for any word of a kind."""
    words = general_words()[kind]
    return f"(?:{'|'.join(re.escape(word) + (f'(?!{unless})' if unless else '') for word, unless in words)})"
