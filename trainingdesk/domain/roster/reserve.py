"""The reserve list (区管后备干部, P2.2) and its gate: who is not systematically trained is not admitted (P3.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from trainingdesk.domain.attendance.days import half_days_of
from trainingdesk.domain.codes import Rank, ReserveState
from trainingdesk.domain.errors import Problem, Refused
from trainingdesk.domain.policy import Policy
from trainingdesk.domain.roster.owed import hours_owed
from trainingdesk.domain.workflow import Workflow
from trainingdesk.shared.formatting import Kind, format_value


class ReserveAction(StrEnum):
    """What is done with a candidate."""

    SCREEN = "screen"  #: 逐轮筛选
    ADMIT = "admit"  #: 列入
    DECLINE = "decline"  #: 不列入
    EXCEPT = "except"  #: 申请破格, somebody else approves or refuses it
    REOPEN = "reopen"  #: 恢复考察, the way back of a refusal
    REVIEW = "review"  #: 年度考察
    EXIT = "exit"  #: 调出, the way back of an admission
    CORRECT = "correct"  #: 更正列入、不列入或调出, a wrong day or reason of it


_S, _A = ReserveState, ReserveAction

#: The way to the list and off it; whoever was taken off can be recommended again.
RESERVE: Workflow[ReserveState, ReserveAction] = Workflow(
    "reserve",
    _S.RECOMMENDED,
    {
        (_S.RECOMMENDED, _A.SCREEN): _S.SCREENING,
        (_S.RECOMMENDED, _A.DECLINE): _S.DECLINED,
        (_S.SCREENING, _A.SCREEN): _S.SCREENING,
        (_S.SCREENING, _A.ADMIT): _S.ADMITTED,
        (_S.SCREENING, _A.DECLINE): _S.DECLINED,
        (_S.SCREENING, _A.EXCEPT): _S.SCREENING,
        (_S.DECLINED, _A.REOPEN): _S.SCREENING,
        (_S.ADMITTED, _A.REVIEW): _S.ADMITTED,
        (_S.ADMITTED, _A.EXIT): _S.EXITED,
        (_S.EXITED, _A.CORRECT): _S.EXITED,
        (_S.ADMITTED, _A.CORRECT): _S.ADMITTED,
        (_S.DECLINED, _A.CORRECT): _S.DECLINED,
    },
)


@dataclass(frozen=True, slots=True)
class TrainingFacts:
    """What a person was trained.

    Attributes:
        rank: decides which hours are owed.
        hours: attended hours of closed classes by the year the class ended, in tenths.
        main_class: title of a main class (主体班) completed in the cycle, "" for none.
        first_year, last_year: the five-year cycle in force.
        half_days: attended half-days of closed classes by the year the class ended.
        held: a rank (职级) beside a leading post, which decides too.
    """

    rank: Rank | None
    hours: Mapping[int, int]
    main_class: str
    first_year: int
    last_year: int
    half_days: Mapping[int, int] = field(default_factory=dict)
    held: Rank | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing of systematic training; hours in tenths.

    Attributes:
        need: hours owed; have: hours attended of them.
        until: the day by which the rest can still be attended.
        days: days in a year that do instead of the hours, 0 where only hours do.
    """

    need: int
    have: int
    until: date
    days: int = 0

    @property
    def words(self) -> dict[str, object]:
        """What a sentence about it is filled in with."""
        return {
            "need": format_value(Kind.HOURS, self.need),
            "have": format_value(Kind.HOURS, self.have),
            "short": format_value(Kind.HOURS, self.need - self.have),
            "until": self.until,
        }


def missing_training(facts: TrainingFacts, policy: Policy) -> Missing | None:
    """Return what is missing of systematic training on the policy's day, None when nothing is (P3.4).

    A main class completed in the cycle is enough. Otherwise the hours of 条例 2023 第十四条 count: for county level
    and researchers those of the cycle, for others those of this year or of the year before, or the days instead of
    the hours: 12 天或者 90 学时, either is enough (rules ``reserve.yearly_hours`` and ``reserve.yearly_days``).
    """
    if facts.main_class:
        return None
    year = policy.day.year
    need, in_cycle = hours_owed(facts.rank, policy, facts.held)
    if in_cycle:
        days = 0
        have = sum(hours for when, hours in facts.hours.items() if facts.first_year <= when <= year)
        until = date(facts.last_year, 12, 31)
    else:
        have = facts.hours.get(year, 0)
        until = date(year, 12, 31)
        days = policy.whole("reserve.yearly_days")
        if facts.hours.get(year - 1, 0) >= need or any(
            facts.half_days.get(when, 0) >= half_days_of(days) for when in (year - 1, year)
        ):
            return None
    return None if have >= need else Missing(need, have, until, days)


@dataclass(frozen=True, slots=True)
class AdmissionFacts:
    """What an admission is decided from.

    Attributes:
        last_passed: whether the last round of screening was passed, None without any round.
        override_approved: another person with that right approved the exception.
        day: the day of the decision, None where it does not matter.
        override_day: when the exception was approved, in the office's time.
    """

    name: str
    state: ReserveState
    last_passed: bool | None
    training: TrainingFacts
    override_approved: bool = False
    day: date | None = None
    override_day: date | None = None


def not_trained(name: str, missing: Missing) -> Refused:
    """Return the refusal of somebody who is not systematically trained, with what is missing (P3.4)."""
    if missing.days:
        return Refused("reserve.not_trained_days", name=name, days=str(missing.days), **missing.words)
    return Refused("reserve.not_trained", name=name, **missing.words)


def decide_admission(facts: AdmissionFacts, policy: Policy) -> Missing | None:
    """Return what is missing although admitted (an approved exception), None when nothing is (P2.2, P3.4).

    Raises Refused ``workflow.not_now``; ``reserve.round_not_passed``; ``reserve.not_trained`` naming what is missing, or
    ``reserve.not_trained_days`` where days do as well as hours; ``reserve.before_approval`` for a decision before the
    day the exception it rests on was approved.
    """
    RESERVE.next(facts.state, ReserveAction.ADMIT)
    if not facts.last_passed:
        raise Refused("reserve.round_not_passed", name=facts.name)
    missing = missing_training(facts.training, policy)
    if missing is not None and not facts.override_approved:
        raise not_trained(facts.name, missing)
    if missing is not None and facts.day and facts.override_day and facts.day < facts.override_day:
        raise Refused("reserve.before_approval", name=facts.name, day=facts.override_day)
    return missing


def decide_override(requested_by: int | None, actor_id: int) -> None:
    """Refuse an approval that nobody asked for, or that the requester would give (the two-person rule).

    Raises Refused ``reserve.no_request`` or ``reserve.own_override``.
    """
    if requested_by is None:
        raise Refused("reserve.no_request")
    if requested_by == actor_id:
        raise Refused("reserve.own_override")


def refuse_second_request(name: str, *, waiting: bool, approved: datetime | None) -> None:
    """Refuse a request for an exception where one waits, or was approved: the first one stays as it was asked for.

    Raises Refused ``reserve.request_waits`` or ``reserve.request_approved``.
    """
    if approved is not None:
        raise Refused("reserve.request_approved", name=name)
    if waiting:
        raise Refused("reserve.request_waits", name=name)


def decide_between(name: str, day: date, before: Sequence[date], after: Sequence[date], today: date) -> None:
    """Refuse a corrected day that leaves the order of what was noted: steps before it, steps after it, today.

    Raises Refused ``group.day_to_come``, ``reserve.before_last`` or ``reserve.after_next``.
    """
    if day > today:
        raise Refused("group.day_to_come", day=day)
    if before and day < max(before):
        raise Refused("reserve.before_last", name=name, day=max(before))
    if after and day > min(after):
        raise Refused("reserve.after_next", name=name, day=min(after))


def decide_round(votes_for: int | None, votes_cast: int | None, score: int | None) -> list[Problem]:
    """Return what can't be of a round's figures: more votes for than cast, one of them alone, a score over 100.

    The codes are ``reserve.bad_votes`` and ``reserve.bad_score``; each stands at the field it is about.
    """
    problems = []
    if (votes_for is None) != (votes_cast is None):
        place = "votes_for" if votes_for is None else "votes_cast"
        problems.append(Problem("reserve.bad_votes", field=place))
    elif votes_for is not None and votes_cast is not None and not 0 <= votes_for <= votes_cast:
        problems.append(Problem("reserve.bad_votes", field="votes_cast" if votes_cast < 0 else "votes_for"))
    if score is not None and not 0 <= score <= 1000:
        problems.append(Problem("reserve.bad_score", field="score"))
    return problems
