"""What a column is: data, so that the same list draws the table, its copy and its chooser."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from trainingdesk.shared.formatting import Kind, format_value

#: Kinds that are read as figures: right-aligned, tabular.
FIGURES = frozenset({Kind.INT, Kind.CENTS, Kind.HOURS, Kind.PERCENT})


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as icon and word; the colour only helps.

    Attributes:
        tone: ``pine`` done, ``amber`` attention, ``seal`` overdue or refused, ``indigo`` under way, ``slate`` quiet.
    """

    word: str
    icon: str = ""
    tone: str = "slate"


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of a table.

    Attributes:
        key: the row's attribute, and the name under which width and order are remembered.
        title: the heading in the language in force.
        kind: how the value is written.
        width_em: first width in em (one em is about one Chinese character).
        align: ``left``, ``right`` or ``center``; figures are right-aligned by themselves when it is "".
        sortable: whether the source can order by it.
        chip: turns a value into a :class:`Chip`, or a mapping from value to chip.
        value: takes the value out of a row when it is not simply the attribute ``key``.
        sort: what a row is ordered by where that is not the value, for instance where the value is words.
        hidden: shown only when the person chooses it.
        stretch: takes the room that is left.
        editable: whether a cell can be typed in.
        typed: what typing begins with, where that is not what the cell shows.
        tip: what the heading says on hover.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width_em: float = 8
    align: str = ""
    sortable: bool = True
    chip: Callable[[Any], Chip | None] | Mapping[Any, Chip] | None = None
    value: Callable[[Any], Any] | None = None
    sort: Callable[[Any], Any] | None = None
    hidden: bool = False
    stretch: bool = False
    editable: bool = False
    typed: Callable[[Any], str] | None = None
    tip: str = ""

    def of(self, row: Any) -> Any:
        """Return the column's value in a row."""
        return self.value(row) if self.value is not None else getattr(row, self.key)

    def sorted_by(self, row: Any) -> Any:
        """Return what a row is ordered by under this heading."""
        return self.sort(row) if self.sort is not None else self.of(row)

    def chip_of(self, row: Any) -> Chip | None:
        """Return the chip to draw, None for plain text."""
        if self.chip is None:
            return None
        value = self.of(row)
        if isinstance(self.chip, Mapping):
            return self.chip.get(value)
        return self.chip(value)

    def words(self, row: Any) -> str:
        """Return what the cell shows; an empty value is an empty text."""
        chip = self.chip_of(row)
        if chip is not None:
            return chip.word
        value = self.of(row)
        return "" if value is None else format_value(self.kind, value)

    def copied(self, row: Any) -> str:
        """Return what a copy holds: what is seen, but a name as it is and not spread, so that workbooks find it."""
        if self.kind is Kind.PERSON and self.chip_of(row) is None:
            return str(self.of(row) or "")
        return self.words(row)

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """How cells and heading are aligned."""
        sides = {
            "left": Qt.AlignmentFlag.AlignLeft,
            "right": Qt.AlignmentFlag.AlignRight,
            "center": Qt.AlignmentFlag.AlignHCenter,
        }
        side = self.align or ("right" if self.kind in FIGURES else "left")
        return sides[side] | Qt.AlignmentFlag.AlignVCenter
