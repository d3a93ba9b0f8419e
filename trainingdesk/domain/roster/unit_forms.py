"""What a unit's name is in another usual form: 第一中学 is 一中, 共青团…委员会 is 团…委 (``data/unit_forms.json``)."""

import re
from functools import cache, lru_cache

from trainingdesk.domain.roster.unit_words import other_names
from trainingdesk.shared.unit_forms import DISTRICT, unit_forms

DISTRICT_LETTERS = "区县市旗"
#: how a name of an organisation ends
ORGANISATION = re.compile(
    r".+(?:局|委|委员会|办|办公室|部|院|校|中心|所|站|镇|乡|街道|办事处|公司|集团|会|厅|处|队|馆|社|台|联|团委|学|园|厂|区|组|党组|"
    r"政府|人大|政协|银行|支行|分行|商店|场|村|库|宫|海关|基地|矿)"
)
_NUMBER = "[一二三四五六七八九十]{1,3}"
#: 汤泉镇人民政府 is not the district's 镇人民政府, and 汤泉市场 is no market of 汤泉市
_NOT_BEHIND_STEM = re.compile(rf"[镇乡街村社]|市(?![场政])|(?!市)[{DISTRICT_LETTERS}]")


def without_party(name: str) -> str:
    """Return a name without the words before it that say nothing of which unit it is: 中共."""
    for word in unit_forms().left_out:
        if name.startswith(word):
            return name.removeprefix(word)
    return name


@cache
def heads() -> tuple[str, ...]:
    """Return what may stand before the district in a name, the longest first, "" at the end: 共青团 of 共青团汤泉区委."""
    forms = unit_forms()
    names = [*forms.bodies, *(short for shorts in forms.bodies.values() for short in shorts)]
    found = {name.partition(DISTRICT)[0] for name in names} | {""}
    return tuple(sorted(found, key=len, reverse=True))


def is_alone(name: str) -> bool:
    """Return whether a unit is called so without its district, by all who speak of it: 财政局; not 组织部 or 办公室."""
    return bool(_alone().fullmatch(name))


def is_once(name: str) -> bool:
    """Return whether there is one of this name in a district, whoever names it: 第一中学; 妇联 alone is that of any town."""
    return name in unit_forms().once or bool(_school().fullmatch(name))


def is_behind_stem(rest: str) -> bool:
    """Return whether what stands behind a district's name without 区 is the district's: 汤泉教育局, but not 汤泉卫生院."""
    ends = rest.endswith(tuple(unit_forms().stem)) or _numbered().fullmatch(rest)
    return bool(ends) and not _NOT_BEHIND_STEM.match(rest)


@lru_cache(maxsize=8192)
def short_forms(name: str) -> tuple[str, ...]:
    """Return what a name is called in short.

    A 局 is called like the state's 委 too (卫健委); an office is none of them, and a 委员会 may stand beside the 局.
    """
    forms = unit_forms()
    offices = tuple(forms.offices)
    office, board = name.endswith(offices), name.endswith("委员会")
    found = dict.fromkeys(
        one
        for one in other_names(name)
        if len(one) > 1 and one.endswith(offices) == office and not (board and one.endswith("局"))
    )
    if school := _school().search(name):
        found[f"{name[: school.start()]}{school[1]}{forms.schools[school[2]]}"] = None
    for one in (name, *found):
        for full, short in forms.ends.items():
            if one.endswith(full):
                found[one.removesuffix(full) + short] = None
    return tuple(found)


def body_forms(name: str) -> tuple[str, ...]:
    """Return what a body is called in short whose name has ``…`` for the district: 共青团…委员会 is 团…委."""
    for official, shorts in unit_forms().bodies.items():
        if name.startswith(official):
            return tuple(short + name.removeprefix(official) for short in shorts)
    return ()


@cache
def _alone() -> re.Pattern[str]:
    names = (re.escape(name).replace(DISTRICT, r"[\u4e00-\u9fff]{2,}") for name in unit_forms().alone)
    return re.compile("|".join(names))


@cache
def _school() -> re.Pattern[str]:
    return re.compile(f"第({_NUMBER})({'|'.join(map(re.escape, unit_forms().schools))})$")


@cache
def _numbered() -> re.Pattern[str]:
    kinds = [*unit_forms().schools, *unit_forms().schools.values()]
    return re.compile(f"第?{_NUMBER}(?:{'|'.join(map(re.escape, kinds))})")
