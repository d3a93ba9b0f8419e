"""A plan on the page: what the desk answered, with the changes made by hand that are not saved yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from trainingdesk.domain.planning.rows import GridRow, PlanGrid, Targets
from trainingdesk.domain.planning.rules import decide_rebalance, grid_cells

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One line of the grid.

    Attributes:
        id: the unit's id.
        row: what the desk answered, with the targets of the draft.
        hand: places of targets that were set by hand.
        moved: places of targets that were re-balanced because of it.
    """

    id: int
    row: GridRow
    hand: frozenset[int] = _NONE
    moved: frozenset[int] = _NONE


@dataclass(frozen=True, slots=True)
class Draft:
    """A plan with its hand changes; every change makes a new one, so that the last can be taken back.

    Attributes:
        grid: what the desk answered.
        targets: unit → targets that differ from the grid's, or did once.
        hand, moved: unit → places, see :class:`ShownRow`.
    """

    grid: PlanGrid
    targets: Mapping[int, Targets] = field(default_factory=dict)
    hand: Mapping[int, frozenset[int]] = field(default_factory=dict)
    moved: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @property
    def saved(self) -> bool:
        """Whether it is a version as it was saved."""
        return self.grid.plan_id is not None and not self.hand

    def changed(self, unit: int, place: int, target: int) -> "Draft":
        """Return the draft with one target set by hand, its row re-balanced; raises what the rule refuses."""
        row = next(row for row in self.grid.rows if row.unit_id == unit)
        before = self.targets.get(unit, row.targets)
        if before[place] == target:
            return self
        kept = self.hand.get(unit, _NONE) - {place}
        answer = decide_rebalance(before, place, target, self.grid.weights, kept)
        hand = (kept - answer.released) | {place}
        return replace(
            self,
            targets={**self.targets, unit: answer.targets},
            hand={**self.hand, unit: hand},
            moved={**self.moved, unit: (self.moved.get(unit, _NONE) | answer.moved) - hand},
        )

    def with_grid(self, grid: PlanGrid) -> "Draft":
        """Return the draft on a newer answer of the same plan: what is done moves on, hand changes stay."""
        return replace(self, grid=grid)

    def rows(self) -> list[ShownRow]:
        """Return every line in the order of the tree."""
        return [
            ShownRow(
                row.unit_id,
                self._with_targets(row),
                self.hand.get(row.unit_id, _NONE),
                self.moved.get(row.unit_id, _NONE),
            )
            for row in self.grid.rows
        ]

    def row(self, unit: int) -> ShownRow:
        """Return one line."""
        return next(shown for shown in self.rows() if shown.id == unit)

    def total(self) -> GridRow:
        """Return the total row: every figure is the sum of its column."""
        rows = self.rows()
        cells = tuple(
            replace(
                cell,
                target=sum(shown.row.cells[place].target for shown in rows),
                remaining=sum(shown.row.cells[place].remaining for shown in rows),
            )
            for place, cell in enumerate(self.grid.total.cells)
        )
        return replace(self.grid.total, cells=cells)

    def over(self) -> int:
        """Return how many cells are above the share cap."""
        return sum(cell.over_cap for shown in self.rows() for cell in shown.row.cells)

    def cells(self) -> tuple[tuple[int, Targets], ...]:
        """Return every row as a command carries it."""
        return tuple(
            (row.unit_id, self.targets.get(row.unit_id, row.targets)) for row in self.grid.rows if row.base
        )

    @property
    def base_day(self) -> date:
        """The day the base was counted on."""
        return self.grid.base_day

    def _with_targets(self, row: GridRow) -> GridRow:
        targets = self.targets.get(row.unit_id)
        if targets is None:
            return row
        cells = grid_cells(
            self.grid.years,
            targets,
            [cell.done for cell in row.cells],
            base=row.base,
            still_to_do=row.still_to_do,
            cap=self.grid.cap,
        )
        return replace(row, cells=cells)
