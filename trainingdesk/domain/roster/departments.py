"""A column of departments (部门、科室) in the list of one unit: what in it is a department, and what a unit of its own."""

import re
from collections.abc import Mapping, Sequence

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.general_rows import names_general

#: what a column of departments is called
_HEADER = re.compile(r"部门|科室|处室|Department")
#: how a department is called
DEPARTMENT = re.compile(r".*(?:部|科|室|处|股|组|中心|班子|领导|本部|车间|班|机关)")
#: what such a column may hold besides: teams and stations of a bureau
_TEAM = re.compile(
    r".*(?:[大中支分]队|巡逻队|专班|窗口)|.*(?:派出|司法|税务|监管|监督管理|财政|国土|自然资源|供电|交管)所"
)
#: a company is a unit of its own: 部门/子公司
_COMPANY = re.compile(r".{2,}(?:公司|集团)")


def kept_beside_departments(header: str, cells: Sequence[str], known: Mapping[str, str]) -> set[str] | None:
    """Return the texts of a column of departments that name units; None for a column that is one of units.

    That is one with more units than departments, or with what is neither. ``known`` is every spelling of the roster's units as :func:`~.cells.key_of` makes it → the full name.
    """
    if not _HEADER.search(header):
        return None
    texts = {text for text in set(cells) if text}
    named = {text for text in texts if key_of(text) in known or _COMPANY.fullmatch(text)}
    inner = [text for text in cells if text and text not in named]
    if not all(is_department(text, known) for text in set(inner)):
        return None
    if named and len(inner) <= sum(1 for text in cells if text in named):
        return None
    return named


def is_department(text: str, known: Mapping[str, str]) -> bool:
    """Return whether a text is called as a department, a team or a station is; ``known`` as above."""
    return bool(DEPARTMENT.fullmatch(text) or _TEAM.fullmatch(text)) or names_general(text, known)
