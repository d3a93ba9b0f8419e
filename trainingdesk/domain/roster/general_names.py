"""Words for a part of any unit (办公室, 局机关, 综合科): which unit is meant depends on who sends the file."""

import re

from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of
from trainingdesk.domain.roster.general_words import is_general
from trainingdesk.domain.roster.known_units import UnitSaid, What
from trainingdesk.domain.roster.unit_reader import taken_apart

#: departments of the Party's committee that there is one of in a district
_DEPARTMENT = re.compile("[\\u4e00-\\u9fff]{2,4}部")


def names_itself(text: str, said: UnitSaid) -> bool:
    """Return whether what a text was said to be holds for every file: it names its unit, or a section that only one unit has.

    办公室 of one list is that of its sender; what it was there says nothing of the next list.
    """
    name = key_of(taken_apart(text).name)
    if len(name) > LONGEST_NAMING:
        return True
    if said.what is What.SECTION and _DEPARTMENT.fullmatch(name):
        return False
    return not is_general(name)
