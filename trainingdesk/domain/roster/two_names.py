"""One body with two names (加挂牌子, 合署办公), as columns of units write it: 区委宣传部（区新闻出版局）.

The name before the bracket is that of the body; the one inside it bears as well (中国共产党机构编制工作条例, 2019).
"""

import re

from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of
from trainingdesk.domain.roster.general_words import is_general
from trainingdesk.domain.roster.unit_forms import DISTRICT_LETTERS, ORGANISATION, is_alone, without_party

_TWO = re.compile(
    r"([^()（）\[\]【】〔〕]{3,}?)\s*[（(\[【〔]\s*(?:加?挂|与)?([^()（）\[\]【】〔〕]{3,}?)(?:的?牌子|合署(?:办公)?)?\s*[）)\]】〕]"
)
_SHUT = frozenset("）)]】〕")
#: a name that says it is of the district, or of a town: what stands in brackets else may be a part of the body
_OF_A_PLACE = re.compile(rf"[\u4e00-\u9fff]{{0,6}}?[{DISTRICT_LETTERS}镇乡][\u4e00-\u9fff]{{2,}}")


def two_names(text: str) -> tuple[str, str] | None:
    """Return the name of a body and the other one that it bears, None for any other text.

    区财政局（国库科） is no such text, nor 某局（借调）.
    """
    found = _TWO.fullmatch(text) if len(text) <= LONGEST_NAMING else None
    if found is None or not ORGANISATION.fullmatch(found[1]) or not _is_body(found[2]):
        return None
    return found[1], found[2]


def without_second_name(unit: str, rest: str) -> str:
    """Return what stands behind a unit without the other name that it bears: 副部长 of （区新闻出版局）副部长."""
    end = next((place for place, sign in enumerate(rest) if sign in _SHUT), -1) + 1
    return rest[end:] if end and two_names(f"{unit}{rest[:end]}") else rest


def _is_body(name: str) -> bool:
    if not ORGANISATION.fullmatch(name) or name.endswith("干部") or is_general(key_of(name)):
        return False
    bare = without_party(name)
    return bool(_OF_A_PLACE.fullmatch(bare)) or is_alone(bare) or bare.endswith(("办公室", "办"))
