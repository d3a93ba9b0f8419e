"""Where a remark says that somebody was moved to, by words that say more than that: 交流到市财政局, 考入市委办, 去市财政局.

The words are rows of ``data/remark_words.json``. Behind them a unit has to stand: 去市委党校学习 and 考取省委党校研究生 move nobody.
"""

import re
from functools import cache

from trainingdesk.domain.roster.posts import POST
from trainingdesk.domain.roster.unit_forms import ORGANISATION
from trainingdesk.shared.word_rows import any_of

#: how one goes to work there: 去市财政局工作
_AT_WORK = re.compile("(?:工作|任职|上班|报到)$")
#: a place, or where one studies: 考入清华大学
_NO_UNIT = re.compile(".*(?:[省州市区县旗]|大学|学院)")


@cache
def _moved() -> re.Pattern[str]:
    return re.compile(f"(?:工作)?{any_of('remark_words.json', 'moved')}(?P<target>.{{2,20}})")


def moved_to(word: str) -> str:
    """Return where a remark without its day says that somebody was moved to, and maybe as what; "" where it doesn't."""
    found = _moved().fullmatch(word)
    if found is None:
        return ""
    target = _AT_WORK.sub("", found["target"])
    # 区审计局 of 区审计局副局长; nothing of a post alone
    unit = next((target[:at] for at in range(len(target)) if POST.fullmatch(target, at)), target)
    return target if ORGANISATION.fullmatch(unit) and not _NO_UNIT.fullmatch(unit) else ""
