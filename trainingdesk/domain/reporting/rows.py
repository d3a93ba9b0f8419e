"""What the reports' queries return; money in cents."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from trainingdesk.domain.codes import Line, Team


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a group of people has been trained (P1.2, P1.4); people of the base on the day counted, each once.

    Attributes:
        base: the denominator: people who count in the base (P1.1).
        trained_year: those of them who completed a class that was closed and ended in the year.
        trained_cycle: those of them who completed one that ended in the cycle, this year's too.
    """

    base: int = 0
    trained_year: int = 0
    trained_cycle: int = 0

    @property
    def share(self) -> Fraction | None:
        """Trained in the cycle as a share of the base, None where there is nobody."""
        return Fraction(self.trained_cycle, self.base) if self.base else None

    @property
    def still_to_do(self) -> int:
        """People of the base not trained in the cycle yet."""
        return self.base - self.trained_cycle

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.base + other.base,
            self.trained_year + other.trained_year,
            self.trained_cycle + other.trained_cycle,
        )


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """One unit of the coverage report: people of exactly this unit, by team and together."""

    unit_id: int
    name: str
    short_name: str
    depth: int
    line: Line
    teams: tuple[tuple[Team, Coverage], ...]

    @property
    def whole(self) -> Coverage:
        """All its teams together."""
        return sum((part for _team, part in self.teams), Coverage())


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Five-year coverage by unit, line and team.

    Attributes:
        years: the years of the cycle.
        year: the year of ``trained_year``.
        counted_on: the day the base and the completions are as of.
        units: in the order of the tree; a unit without people in the base has no row.
        lines, teams: the same people by line and by team, in the order of the code lists.
        total: the whole district; every grouping adds up to it.
    """

    years: tuple[int, ...]
    year: int
    counted_on: date
    units: tuple[UnitCoverage, ...]
    lines: tuple[tuple[Line, Coverage], ...]
    teams: tuple[tuple[Team, Coverage], ...]
    total: Coverage


@dataclass(frozen=True, slots=True)
class TeamProgress:
    """The year's target of one team and what is done of it (P1.4, P1.5).

    Attributes:
        base: people of the team in the base today.
        target: its part of the year's must-do volume, see :func:`~trainingdesk.domain.reporting.rules.split_target`.
        done: people, of this team at the time, whose first completion in the cycle fell into the year.
    """

    team: Team
    base: int
    target: int
    done: int

    @property
    def remaining(self) -> int:
        """What is left of the target, never below 0."""
        return max(self.target - self.done, 0)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A point of the coverage curve.

    Attributes:
        day: the last day counted.
        planned: people the plan wants trained by then, since the cycle began; between two year ends on the straight
            line from one to the other.
        trained: people of today's base who had completed a class of the cycle by then; None for a day to come.
    """

    day: date
    planned: Fraction
    trained: int | None


@dataclass(frozen=True, slots=True)
class Spending:
    """The dedicated account in one year, in cents: counter-entries are already taken off."""

    year: int
    allocated: int
    spent: int
    balance: int


@dataclass(frozen=True, slots=True)
class YearPoint:
    """One year of the cycle in the one-page report, counted since the cycle began.

    Attributes:
        target: people the plan wants trained by the end of the year; None without a plan.
        trained: people of the base whose first completion in the cycle ended by then; None for a year to come.
    """

    year: int
    target: int | None
    trained: int | None


@dataclass(frozen=True, slots=True)
class ClassWork:
    """The classes of a year that are closed and ended in it.

    Attributes:
        classes: how many; main: how many of them are main classes (主体班次, P4.4).
        persons: completions, one for every class somebody completed (人次).
    """

    classes: int = 0
    main: int = 0
    persons: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What the leading group reads on one page (P1.2-P1.5, P3.3).

    Attributes:
        coverage: the base and who of it has been trained, by unit, line and team.
        planned: everybody the plan splits over the cycle, the denominator of its targets; 0 without a plan.
        points: one a year of the cycle.
        behind: the units with the lowest coverage, the lowest first.
        work: the year's classes.
        spending: None where the person may not see money.
    """

    coverage: CoverageReport
    planned: int
    points: tuple[YearPoint, ...]
    behind: tuple[UnitCoverage, ...]
    work: ClassWork
    spending: Spending | None


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers of the first page.

    Attributes:
        counted_on: the day they are as of.
        years, year: the cycle and the present year.
        base: people of the base today; the curve's denominator.
        adopted: whether the targets are those of an adopted plan, and not of a saved version or the live proposal.
        plan_title: its title, "" for the live proposal.
        falling_out: people of the base who completed nothing in this year nor in the four before it: once the year is
            over, five years have passed without training (P1.2).
        untrained: people of the base who have completed nothing in the cycle.
        teams: the year's progress.
        curve: by month from the beginning of the cycle to its end; empty without a base.
        spending: None where the person may not see money.
    """

    counted_on: date
    years: tuple[int, ...]
    year: int
    base: int
    adopted: bool
    plan_title: str
    falling_out: int
    untrained: int
    teams: tuple[TeamProgress, ...]
    curve: tuple[CurvePoint, ...]
    spending: Spending | None

    @property
    def nothing_recorded(self) -> bool:
        """Whether nobody of the base has completed anything in five years: no history was entered, nobody is late."""
        return self.base > 0 and self.falling_out == self.base

    @property
    def target(self) -> int:
        """The year's must-do volume."""
        return sum(team.target for team in self.teams)

    @property
    def done(self) -> int:
        """What is done of it."""
        return sum(team.done for team in self.teams)
