"""The base (底数, P1.1): who counts, how people stand in order, and which ranks belong together."""

import re
from enum import StrEnum
from functools import cache

from trainingdesk.domain.codes import Audience, Line, PersonStatus, Rank, Team
from trainingdesk.domain.policy import Policy

#: what lies between two days in :func:`position_of`: more people than a desk will ever see
_DAY_STEP = 10**9
#: what lies between two ranks: more days than a rank was ever held
_RANK_STEP = _DAY_STEP * 10**5
_NO_DAY = 10**5 - 1
_RANK_PLACE = {rank.value: place for place, rank in enumerate(Rank)}
_NO_RANK = len(_RANK_PLACE)


def counts_in_base(status: PersonStatus, policy: Policy) -> bool:
    """Return whether a person of this status belongs to the base (rule ``base.statuses``, P1.1)."""
    return status.value in base_statuses(policy)


def base_statuses(policy: Policy) -> frozenset[str]:
    """Return the statuses that belong to the base, for a count that the database makes."""
    return policy.codes("base.statuses")


def rank_place(rank: str) -> int:
    """Return a rank's place, 0 for the highest; a blank or unknown one stands last."""
    return _RANK_PLACE.get(rank, _NO_RANK)


def position_of(rank: str | None, arrival: int, since: str = "") -> int:
    """Return a person's order inside the unit: rank first, then seniority in it, then as it came.

    Args:
        rank: code of :class:`~trainingdesk.domain.codes.Rank`, blank for none.
        arrival: the person's id, which counts up as people come.
        since: since when of that rank, ``YYYY-MM-DD`` or ``YYYY-MM``; where it is not known, "", the person stands
            behind those of whom it is.
    """
    place = _RANK_PLACE.get(rank or "", _NO_RANK)
    return place * _RANK_STEP + (_seniority(since) if since else _NO_DAY) * _DAY_STEP + arrival


@cache
def _seniority(since: str) -> int:
    year, month, day = int(since[:4]), int(since[5:7] or 1), int(since[8:10] or 1)
    return max(0, (year - 1900) * 372 + (month - 1) * 31 + day - 1)


class RankGroup(StrEnum):
    """Ranks a clerk picks out together."""

    COUNTY = "county"  #: 县处级, with the researchers of that level
    SECTION = "section"  #: 乡科级, with the principal clerks
    STAFF = "staff"  #: 科员
    TECHNICAL = "technical"  #: 专业技术职务
    BUSINESS = "business"  #: 企业职务
    NONE = "none"  #: 未填


_GROUP_STARTS = (
    ("county_", RankGroup.COUNTY),
    ("researcher_", RankGroup.COUNTY),
    ("section_", RankGroup.SECTION),
    ("principal_", RankGroup.SECTION),
    ("clerk_", RankGroup.STAFF),
    ("technical_", RankGroup.TECHNICAL),
    ("business_", RankGroup.BUSINESS),
)


def rank_group(rank: Rank | None) -> RankGroup:
    """Return the group a rank belongs to."""
    if rank is None:
        return RankGroup.NONE
    return next(group for start, group in _GROUP_STARTS if rank.value.startswith(start))


def ranks_of(group: RankGroup) -> tuple[Rank, ...]:
    """Return the ranks of a group, highest first; none for ``RankGroup.NONE``."""
    return tuple(rank for rank in Rank if rank_group(rank) is group)


_HEADS = (Rank.COUNTY_HEAD, Rank.SECTION_HEAD, Rank.BUSINESS_HEAD)
_DEPUTIES = (Rank.COUNTY_DEPUTY, Rank.SECTION_DEPUTY, Rank.BUSINESS_DEPUTY)


def audience_ranks(audience: Audience) -> tuple[Rank, ...] | None:
    """Return the ranks a class for this audience is offered to first, None for every rank.

    Young and reserve cadres are chosen by name (P2.2), not by rank.
    """
    if audience is Audience.UNIT_HEADS:
        return _HEADS
    if audience is Audience.DEPUTIES:
        return _DEPUTIES
    if audience is Audience.SECTION:
        return ranks_of(RankGroup.SECTION)
    return None


def audience_team(audience: Audience) -> Team | None:
    """Return the team a class for this audience is offered to first, None for all three (P1.5)."""
    return {
        Audience.TECHNICAL: Team.TECHNICAL,
        Audience.BUSINESS: Team.BUSINESS,
        Audience.YOUNG: Team.PARTY_GOVERNMENT,
        Audience.RESERVE: Team.PARTY_GOVERNMENT,
        Audience.GENERAL: Team.PARTY_GOVERNMENT,
        Audience.SECTION: Team.PARTY_GOVERNMENT,
    }.get(audience)


_LINE_WORDS: tuple[tuple[tuple[str, ...], Line], ...] = (
    (("学校", "小学", "中学", "幼儿园", "教育", "进修学院", "教研"), Line.EDUCATION),
    (("医院", "卫生", "疾控", "疾病预防", "妇幼", "卫健"), Line.HEALTH),
    (("街道", "镇人民政府", "乡人民政府", "镇政府", "乡政府", "镇党委"), Line.SUBDISTRICT),
    (("公司", "集团", "银行", "厂"), Line.ENTERPRISE),
    (("人大", "政协", "法院", "检察院"), Line.CONGRESS),
    (("区委", "纪委", "党校", "工会", "团委", "妇联", "工商联", "科协", "残联", "红十字会"), Line.PARTY),
)


_DISTRICT = re.compile(r"^.{1,4}?[区县市]")
_TAILS = ("人民政府", "办事处", "有限责任公司", "有限公司")


def short_unit_name(name: str, office_name: str) -> str:
    """Return a unit's name without what every unit of the district has in common.

    ``office_name`` tells the district: for 城东区委组织部 it is 城东区, and 城东区教育局 becomes 教育局, 城东区委宣传部
    becomes 区委宣传部, 汤泉街道办事处 becomes 汤泉街道.
    """
    found = _DISTRICT.match(office_name)
    short = name
    if found and name.startswith(found[0]):
        rest = name[found.end() :]
        short = name[found.end() - 1 :] if rest.startswith("委") else rest
    for tail in _TAILS:
        if short.endswith(tail) and len(short) - len(tail) > 2:
            short = short.removesuffix(tail)
            break
    return short if len(short) > 1 else name


def guess_line(unit_name: str, otherwise: Line = Line.GOVERNMENT) -> Line:
    """Return the line that a unit's name speaks of, ``otherwise`` where it speaks of none."""
    for words, line in _LINE_WORDS:
        if any(word in unit_name for word in words):
            return line
    return otherwise
