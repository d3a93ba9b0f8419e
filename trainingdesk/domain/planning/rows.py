"""What the plan's queries return: frozen, without a rule about how it is shown."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from trainingdesk.domain.codes import Line, PlanState

#: One unit's targets, year after year of the cycle, in people.
Targets = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TreeUnit:
    """A unit in the order of the tree.

    Attributes:
        depth: 0 at the top.
        path: ids from the top down to the unit itself.
    """

    id: int
    name: str
    short_name: str
    line: Line
    depth: int
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One unit in one year (P1.4).

    Attributes:
        year: the year.
        target: people to be trained in it (年度必须完成任务量).
        done: people who, being in the unit at the time, completed in this year a class that has been closed, and
            had completed none earlier in the cycle: everybody counts once a cycle, in the year of the first one.
        remaining: what is left of the target, never below 0, less who was trained ahead of the plan in earlier years,
            and in all years together no more than the unit still has to train; in the total row the sum of what is left of every unit,
            so that one unit's surplus does not hide what another one still owes.
        over_cap: the target is above rule ``plan.share_cap`` of the base.
    """

    year: int
    target: int
    done: int
    remaining: int
    over_cap: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One unit of the grid, or the total row.

    Attributes:
        unit_id: 0 for the total row.
        name: the unit's full name, "" for the total row.
        depth: depth in the tree.
        line: None for the total row.
        base: people of exactly this unit, not of those under it, who count on the base day (P1.1).
        base_now: the same counted today; differs from ``base`` once the roster has changed.
        cells: one a year.
        still_to_do: people of today's base who have completed nothing in the cycle, in whatever unit they were.
    """

    unit_id: int
    name: str
    short_name: str
    depth: int
    line: Line | None
    base: int
    base_now: int
    cells: tuple[GridCell, ...]
    still_to_do: int

    @property
    def targets(self) -> Targets:
        """The row's targets."""
        return tuple(cell.target for cell in self.cells)

    @property
    def done(self) -> int:
        """People done in the cycle so far, as the cells count them."""
        return sum(cell.done for cell in self.cells)

    def share(self, place: int) -> Fraction | None:
        """Return the share of the base that a year takes, None for a row without people."""
        return Fraction(self.cells[place].target, self.base) if self.base else None


@dataclass(frozen=True, slots=True)
class PlanGrid:
    """A plan as a grid: a saved version, or the live proposal.

    Attributes:
        plan_id: None for the live proposal.
        version: the record's version for a later command, 0 for the proposal.
        number, title, state: None or "" for the proposal.
        cycle_start: first year of the cycle.
        years: the years of the cycle.
        base_day: the day the base was counted on.
        counted_on: the day ``done`` and ``base_now`` are as of.
        weights: the year weights it was proposed with.
        cap: rule ``plan.share_cap``.
        rows: units in the order of the tree; a unit without people then and now has none.
        total: every column's sum.
    """

    plan_id: int | None
    version: int
    number: int | None
    title: str
    state: PlanState | None
    cycle_start: int
    years: tuple[int, ...]
    base_day: date
    counted_on: date
    weights: tuple[int, ...]
    cap: Fraction
    rows: tuple[GridRow, ...]
    total: GridRow


@dataclass(frozen=True, slots=True)
class PlanVersionRow:
    """A saved version in the list."""

    id: int
    version: int
    cycle_start: int
    number: int
    title: str
    base_day: date
    base: int
    state: PlanState
    saved_at: datetime
    saved_by: str


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One unit in two versions.

    Attributes:
        unit_id: 0 for the total row.
        first, second: the targets of either; zeros where the unit has no row in it.
        first_base, second_base: the bases of either.
    """

    unit_id: int
    name: str
    depth: int
    first_base: int
    second_base: int
    first: Targets
    second: Targets

    @property
    def differences(self) -> Targets:
        """How many people more (or fewer, below 0) the second version plans in every year."""
        return tuple(after - before for before, after in zip(self.first, self.second, strict=True))

    @property
    def changed(self) -> bool:
        """Whether the versions differ in this row."""
        return self.first_base != self.second_base or any(self.differences)


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """Two versions of one cycle side by side."""

    first: PlanVersionRow
    second: PlanVersionRow
    years: tuple[int, ...]
    rows: tuple[CompareRow, ...]
    total: CompareRow
