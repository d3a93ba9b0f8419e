"""The units that the rows of a file name, as the roster calls them."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from trainingdesk.domain.roster.beside import BesideRows, beside_of, stays_in
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.known_units import KnownUnits
from trainingdesk.domain.roster.matching import Bucket, Verdict
from trainingdesk.domain.roster.people import ParsedPerson

#: what stands between the steps of a path through an office
_PATH = re.compile(r"[/\\／>]")


@dataclass
class RowUnits:
    """The rows with their units' full names, and what was found on the way.

    Attributes:
        rows: the rows.
        new: units that the roster does not know → how many rows name them.
        merged: (unit that went into another one, that other one) → rows that name it.
        said: (spelling that says how somebody is there, the unit) → rows.
        beside: the rows that say how somebody is at their unit.
    """

    rows: Sequence[ParsedPerson]
    new: dict[str, int] = field(default_factory=dict)
    merged: Counter[tuple[str, str]] = field(default_factory=Counter)
    said: dict[tuple[str, str], int] = field(default_factory=dict)
    beside: BesideRows = field(default_factory=BesideRows)

    def count(self, verdicts: Sequence[Verdict]) -> None:
        """Count the rows of new units anew, without those in error: they open nothing."""
        if self.new:
            named = (
                row.unit
                for row, verdict in zip(self.rows, verdicts, strict=True)
                if verdict.bucket is not Bucket.ERROR and row.unit in self.new
            )
            counted = Counter(named)
            self.new = {unit: counted[unit] for unit in self.new if counted[unit]}


def name_units(rows: Sequence[ParsedPerson], named: Iterable[str], units: KnownUnits) -> RowUnits:
    """Return the rows with their units' full names; ``named`` are the units that people of the roster are in."""
    found = RowUnits(rows)
    known = {key_of(name): name for name in named}
    known |= units.spellings
    full: dict[str, str] = {}
    how: dict[str, str] = {}
    stays: set[str] = set()
    for unit, count in Counter(row.unit for row in rows).items():
        if not unit:
            continue
        key, base = key_of(unit), unit
        name = known.get(key)
        if name is None:
            if own := stays_in(unit):
                base, key = own, key_of(own)
                stays.add(unit)
            elif beside := beside_of(unit):
                base, how[unit] = beside
                key = key_of(base)
            elif known.get(first := key_of(_PATH.split(unit)[0])):
                key = first  # 城东区教育局/人事科
            name = known.get(key)
        if name is None:
            name = known[key] = base
            found.new[name] = 0
        if unit in how:
            found.said[unit, name] = count
        if name in found.new:
            found.new[name] += count
        if key in units.merged:
            found.merged[units.merged[key], name] += count
        if name != unit:
            full[unit] = name
    if how or stays:
        for place, row in enumerate(rows):
            if row.unit in how:
                found.beside.how[place] = how[row.unit]
            elif row.unit in stays:
                found.beside.stays.add(place)
    if full:
        found.rows = [row._replace(unit=full[row.unit]) if row.unit in full else row for row in rows]
    return found
