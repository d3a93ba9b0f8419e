"""The base (底数, P1.1): who counts on a day and where, how people stand in order, and which ranks belong together."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from trainingdesk.domain.codes import (
    Audience,
    Line,
    PersonStatus,
    Rank,
    SecondedCount,
    SecondmentWay,
    Team,
)
from trainingdesk.domain.policy import Policy
from trainingdesk.domain.roster.history import (
    Period,
    PostValue,
    Present,
    first_day,
    in_force,
    is_service_rank,
)
from trainingdesk.domain.roster.leading import Lead, lead_here

#: what lies between two days in :func:`position_of`: more people than a desk will ever see
_DAY_STEP = 10**9
#: what lies between two ranks: more days than a rank was ever held
_RANK_STEP = _DAY_STEP * 10**5
_NO_DAY = 10**5 - 1
_RANK_PLACE = {rank.value: place for place, rank in enumerate(Rank)}
_NO_RANK = len(_RANK_PLACE)
_LEADING = (
    *(Rank.COUNTY_HEAD, Rank.COUNTY_DEPUTY, Rank.SECTION_HEAD, Rank.SECTION_DEPUTY),
    *(Rank.BUSINESS_HEAD, Rank.BUSINESS_DEPUTY),
)
#: a rank's place inside a unit: leading posts by level, ranks (职级), then everybody else
_UNIT_PLACE = {
    rank.value: place
    for place, rank in enumerate(
        sorted(
            Rank, key=lambda rank: (rank not in _LEADING, not is_service_rank(rank), list(Rank).index(rank))
        )
    )
}


@dataclass(frozen=True, slots=True)
class BaseRule:
    """Who counts, by the rules of one day.

    Attributes:
        statuses: the statuses that belong to the base (rule ``base.statuses``).
        seconded: where somebody counts who is seconded (rule ``base.seconded``).
    """

    statuses: frozenset[str]
    seconded: SecondedCount = SecondedCount.OWN_UNIT


def went_by(status: str, since: str, day: str) -> bool:
    """Return whether somebody was gone by a day, retired or left; ``since`` is a day or a month, "" for not known.

    Who was has no first day in the roster: they did not come on the day that it was told of them.
    """
    return status in _WENT and first_day(since) <= day


def base_rule(policy: Policy) -> BaseRule:
    """Return who counts by the rules in force."""
    return BaseRule(base_statuses(policy), SecondedCount(policy.text("base.seconded")))


class Stay(NamedTuple):
    """A secondment (借调): which way, the district's unit that has the person, both days included."""

    way: SecondmentWay
    unit_id: int | None
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class DatedPerson:
    """One person's tracks, each the present value and the closed periods, as the roster keeps them.

    ``post`` holds :class:`~trainingdesk.domain.roster.history.PostValue`, ``rank`` ranks (职级).
    """

    unit: tuple[Present, Sequence[Period]]
    status: tuple[Present, Sequence[Period]]
    post: tuple[Present, Sequence[Period]]
    rank: tuple[Present, Sequence[Period]]
    team: tuple[Present, Sequence[Period]]
    joined_on: date | None = None
    stays: Sequence[Stay] = ()


class DayStanding(NamedTuple):
    """How somebody stood on a day; ``status`` is None for who was not there yet.

    ``rank`` is the level of the post, else the rank held; ``held`` is the rank held (职级), beside a leading post too.
    """

    unit_id: int
    team: Team
    rank: Rank | None
    post: str
    status: PersonStatus | None
    held: Rank | None = None


#: what a serving person becomes: known only from a later day on, the person was still serving before it
_WENT = frozenset({PersonStatus.RETIRED, PersonStatus.LEFT})


def standing_on(person: DatedPerson, day: date, today: date) -> DayStanding:
    """Return a person's unit, team, post, rank and status on a day (P1.1; "a class of 2024 shows the unit of 2024").

    Each is the first period that ends after the day, else the present: the one that covers the day, or the next thing
    known where nothing does. Only of the status the next thing says what was before: who retired or left later was
    serving, who began to serve later, or joined the roster later, was not there yet; a change without a date is old.
    Nothing is known of days to come: they are as today. The database says the same,
    ``persistence.readmodels.base.people_on``.
    """
    at = day.isoformat() if day < today else ""
    unit = in_force(*person.unit, at)
    status = in_force(*person.status, at)
    post: PostValue = in_force(*person.post, at).value
    held: Rank | None = in_force(*person.rank, at).value
    known: PersonStatus | None = status.value
    if at and first_day(status.since) > at:
        known = PersonStatus.SERVING if known in _WENT else None if known is PersonStatus.SERVING else known
    # a day somebody is known to have been in a unit of the district says more than the day the roster noted them; of a
    # unit without a beginning nobody knows that they were in it before, and leaving it later does not make it known
    in_unit = "" < first_day(unit.since) <= at
    if at and person.joined_on is not None and person.joined_on.isoformat() > at and not in_unit:
        known = None
    team: Team = in_force(*person.team, at).value
    return DayStanding(unit.value, team, post.level or held, post.post, known, held)


def counts_on(person: DatedPerson, day: date, today: date, rule: BaseRule) -> DayStanding | None:
    """Return how and where somebody counts in the base on a day, None for who does not (P1.1).

    Whoever is seconded counts at their own unit, or by ``base.seconded`` at the unit of the district that has them:
    who is out of the district counts nowhere then.
    """
    found = standing_on(person, day, today)
    if found.status is None or found.status.value not in rule.statuses:
        return None
    if rule.seconded is SecondedCount.OWN_UNIT:
        return found
    for stay in person.stays:
        if stay.valid_from <= day and (stay.valid_to is None or day <= stay.valid_to):
            if stay.way is SecondmentWay.OUT:
                return None
            return found._replace(unit_id=stay.unit_id or found.unit_id)
    return found


def base_statuses(policy: Policy) -> frozenset[str]:
    """Return the statuses that belong to the base, for a count that the database makes."""
    return policy.codes("base.statuses")


def rank_place(rank: str) -> int:
    """Return a rank's place, 0 for the highest; a blank or unknown one stands last."""
    return _RANK_PLACE.get(rank, _NO_RANK)


def standing_of(rank: str | None, post: str = "", unit: str = "") -> int:
    """Return the place of a post and rank inside a unit, before seniority counts: 0 for a head of the highest level.

    Heads of the unit (正职) stand first whatever is recorded of their level, deputies without a recorded level behind those
    who have one: see :func:`position_of`.
    """
    place = _UNIT_PLACE.get(rank or "", _NO_RANK)
    lead = lead_here(post, unit) if post else None
    if lead is Lead.HEAD:
        return place
    if place >= len(_LEADING):
        place = len(_LEADING) if lead is Lead.DEPUTY else place + 1
    return _NO_RANK + 1 + place


def position_of(rank: str | None, arrival: int, since: str = "", post: str = "", unit: str = "") -> int:
    """Return a person's order inside the unit: heads, leading posts, ranks, the rest, each by seniority, then as it came.

    公务员法 (2018) keeps two ladders: leading posts (领导职务, 第十八条) and ranks (职级, 第十九条). A unit's roster begins
    with who leads it, by level, and goes on with those who hold a rank and lead nothing, by rank: a 四级调研员 stands
    behind the 局长, though 乡科级正职 is the lower level. The post in words says who heads the unit (正职) and stands before
    its deputies, whether their levels (职务层次) are recorded or not; it says who is a deputy where no level is. Heads of
    enterprises stand where leading posts do; technical titles and other staff follow. No rule prescribes the order of a roster: this is how offices print it.

    Args:
        rank: code of :class:`~trainingdesk.domain.codes.Rank`, blank for none.
        arrival: the person's id, which counts up as people come.
        since: since when of that rank, ``YYYY-MM-DD`` or ``YYYY-MM``; where it is not known, "", the person stands
            behind those of whom it is.
        post: the post in words, blank for none.
        unit: the full name of the person's unit, "" for not known.
    """
    return (
        standing_of(rank, post, unit) * _RANK_STEP
        + (_seniority(since) if since else _NO_DAY) * _DAY_STEP
        + arrival
    )


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


def changes_of(before: tuple[Any, ...] | None, after: tuple[Any, ...] | None) -> tuple[str, ...]:
    """Return the kinds of change between two dates of (unit, status, rank, post, held, team), None for who did not count.

    ``came``, ``left``; else ``moved`` for another unit, ``promoted`` for a higher rank of the same group, for the first
    leading post above it, or for a higher rank (职级) beside the same leading level (公务员法 2018 第十九、二十一条),
    ``changed`` for any other change of post or rank; ``team`` for another of the three teams (P1.5).
    """
    if before is None or after is None:
        return ("came",) if after is not None else ("left",) if before is not None else ()
    found = ["moved"] if before[0] != after[0] else []
    place = 2 if before[2] is not after[2] else 4
    if is_promotion(before[place], after[place]):
        found.append("promoted")
    elif before[2:5] != after[2:5]:
        found.append("changed")
    if before[5] != after[5]:
        found.append("team")
    return tuple(found)


_LADDER = (RankGroup.STAFF, RankGroup.SECTION, RankGroup.COUNTY)


def is_promotion(before: Rank | None, after: Rank | None) -> bool:
    """Return whether a rank is higher than the one before.

    Ranks of one group compare in their order; across groups only those of civil servants do (科员、乡科级、县处级),
    since a technical title is neither above nor below an office.
    """
    if before is None or after is None or before is after:
        return False
    old, new = rank_group(before), rank_group(after)
    if old is new:
        return rank_place(after) < rank_place(before)
    return old in _LADDER and new in _LADDER and _LADDER.index(new) > _LADDER.index(old)


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


#: the Party's name before the district's, and the district's own before what is called: 中共, 清水区, 委组织部
_PARTY = re.compile(r"^(?:中共|中国共产党)")
_DISTRICT = re.compile(r"^.{1,4}?[区县市旗]")
_TAILS = ("党工委、办事处", "办事处", "有限责任公司", "有限公司")
#: what goes with the district's last character: 区委组织部, 区人民法院, 区政协办公室
_WITH_DISTRICT = ("委", "人民", "人大", "政协", "纪委", "纪律检查", "监察委", "政府")


def short_unit_name(name: str, office_name: str) -> str:
    """Return a unit's name without what every unit of the district has in common.

    ``office_name`` tells the district: for 城东区委组织部 it is 城东区, and 城东区教育局 becomes 教育局, 中共城东区委宣传部
    becomes 区委宣传部, 城东区人民法院 becomes 区人民法院, 汤泉街道办事处 becomes 汤泉街道. 汤泉镇人民政府 stays as it is.
    """
    found = _DISTRICT.match(_PARTY.sub("", office_name))
    short, bare = name, _PARTY.sub("", name)
    if found and bare.startswith(found[0]):
        rest = bare[found.end() :]
        short = bare[found.end() - 1 :] if rest.startswith(_WITH_DISTRICT) else rest
    for tail in _TAILS:
        if short.endswith(tail) and len(short) - len(tail) > 2:
            rest = short.removesuffix(tail)
            if rest[-1] not in "、，,和与及":  # 党工委和办事处 goes on behind it
                short = rest
            break
    return short if len(short) > 1 else name


def own_short_name(name: str, office_name: str, taken: Collection[str]) -> str:
    """Return a unit's short name where no other unit bears it, else its name as it is."""
    short = short_unit_name(name, office_name)
    return name if short in taken else short


def guess_line(unit_name: str, otherwise: Line = Line.GOVERNMENT) -> Line:
    """Return the line that a unit's name speaks of, ``otherwise`` where it speaks of none."""
    for words, line in _LINE_WORDS:
        if any(word in unit_name for word in words):
            return line
    # 城关镇, 某某乡: a township by its last character alone
    return Line.SUBDISTRICT if unit_name.endswith(("镇", "乡")) else otherwise
