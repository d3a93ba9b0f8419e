"""Hours of training that somebody owes, in a year or in five, and the days that do instead (条例 2023 第十四条)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from trainingdesk.domain.attendance.days import half_days_of
from trainingdesk.domain.codes import Rank
from trainingdesk.domain.policy import Policy
from trainingdesk.domain.roster.history_views import HoursStanding

#: who owes the hours of five years (条例 2023 第十四条: 县处级, 四级调研员 and above)
_COUNTY = frozenset(
    {
        Rank.COUNTY_HEAD,
        Rank.COUNTY_DEPUTY,
        Rank.RESEARCHER_1,
        Rank.RESEARCHER_2,
        Rank.RESEARCHER_3,
        Rank.RESEARCHER_4,
    }
)
_CYCLE_RULE, _YEAR_RULE, _DAYS_RULE = "reserve.county_hours", "reserve.yearly_hours", "reserve.yearly_days"


def owes_in_cycle(rank: Rank | None, held: Rank | None = None) -> bool:
    """Return whether hours are owed in five years instead of in each one, by the post's level or by the rank held.

    A head of a section who is 四级调研员 beside the post is one of 四级调研员及以上职级公务员 (条例 2023 第十四条).
    """
    return rank in _COUNTY or held in _COUNTY


def hours_owed(rank: Rank | None, policy: Policy, held: Rank | None = None) -> tuple[int, bool]:
    """Return the hours owed, in tenths, and whether in five years instead of in each one (条例 2023 第十四条).

    ``rank`` is the post's level, else the rank; ``held`` a rank (职级) beside the post.
    """
    if owes_in_cycle(rank, held):
        return policy.whole(_CYCLE_RULE), True
    return policy.whole(_YEAR_RULE), False


def day_held(year: int, today: date) -> date:
    """Return the day that says whether a year's hours are owed: 31 December, of the running year today.

    条例 2023 第十四条 holds serving cadres (在职) to the hours of a whole year, and the base of a year is that of its
    last day: whoever retired or left in a year has no whole year to attend them in, and owes nothing for it or later.
    So it is the rank of that day that counts, and the rules of that day.
    """
    return min(date(year, 12, 31), today)


def hours_standing(
    hours: Mapping[int, int],
    ranks: tuple[Rank | None, Rank | None],
    first_year: int,
    counted: Collection[int],
    policy: Policy,
    half_days: int = 0,
) -> HoursStanding:
    """Return hours attended, by the year a class ended, against those owed on the policy's day.

    Args:
        hours: attended hours by year, in tenths.
        ranks: the post's level, else the rank; and the rank beside the post.
        first_year: of the five-year cycle.
        counted: the years on whose :func:`day_held` the person counted in the base; in no other is anything owed, and
            the hours of the cycle only by who still counts.
        policy: the rules of today.
        half_days: attended half-days of this year.
    """
    owed, whole_cycle = hours_owed(ranks[0], policy, ranks[1])
    year, last = policy.day.year, first_year + policy.whole("cycle.years") - 1
    return HoursStanding(
        year=year,
        this_year=hours.get(year, 0),
        first_year=first_year,
        last_year=last,
        in_cycle=sum(part for when, part in hours.items() if first_year <= when <= last),
        owed=owed,
        whole_cycle=whole_cycle,
        counted=frozenset(counted),
        half_days=half_days,
        half_days_owed=0 if whole_cycle else _half_days(policy),
    )


class YearOwed(NamedTuple):
    """What is owed in one year.

    Attributes:
        hours: in tenths.
        half_days: attended half-days that do instead of the hours (12 天或者 90 学时), 0 where only hours do.
        source: the legal sources, one a line.
    """

    hours: int
    half_days: int
    source: str


def owed_in_year(rank: Rank | None, held: Rank | None, policy: Policy) -> YearOwed | None:
    """Return what is owed in the year of the policy's day by a rank of that day.

    None where it is owed in five years instead, or no rule was in force then.
    """
    if owes_in_cycle(rank, held) or not policy.has(_YEAR_RULE):
        return None
    half_days = _half_days(policy)
    sources = [policy.source(_YEAR_RULE), *([policy.source(_DAYS_RULE)] if half_days else [])]
    return YearOwed(policy.whole(_YEAR_RULE), half_days, "\n".join(dict.fromkeys(sources)))


def _half_days(policy: Policy) -> int:
    return half_days_of(policy.whole(_DAYS_RULE)) if policy.has(_DAYS_RULE) else 0


@dataclass(frozen=True, slots=True)
class TrainedYear:
    """What somebody attended in a year, and what they owed in it; hours in tenths, days in half-days.

    Attributes:
        owed: None where nothing is owed in this year alone.
    """

    year: int
    hours: int
    half_days: int
    owed: YearOwed | None = None

    @property
    def short(self) -> tuple[int, int]:
        """Hours and half-days still missing, either of which would do; (0, 0) when it is enough."""
        if self.owed is None or self.hours >= self.owed.hours or self.by_days:
            return 0, 0
        return self.owed.hours - self.hours, max(self.owed.half_days - self.half_days, 0)

    @property
    def by_days(self) -> bool:
        """Whether it is the days that are enough, and not the hours."""
        owed = self.owed
        return (
            owed is not None
            and self.hours < owed.hours
            and bool(owed.half_days)
            and self.half_days >= owed.half_days
        )
