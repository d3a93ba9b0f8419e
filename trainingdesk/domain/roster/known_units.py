"""What the roster's units are called, as the import of a file holds its words against them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class KnownUnits:
    """Every way to name a unit.

    Attributes:
        spellings: every name of every unit (full, short, former), as :func:`~.cells.key_of` makes it → the full name of
            the unit that is meant today.
        closed: the full names of the units that do not exist any more: nobody comes into one of them.
        merged: spelling → full name of a unit that went into another one, for spellings that mean that other one today.
    """

    spellings: Mapping[str, str] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    merged: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def written(self) -> Mapping[str, str]:
        """Every spelling → the full name of the unit that was written, be it gone into another one."""
        return {**self.spellings, **self.merged}


#: of a roster without units
NO_UNITS = KnownUnits()
