"""The units that the rows of a file name, as the roster calls them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from trainingdesk.domain.roster.beside import BesideRows
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.known_units import KnownUnits, What
from trainingdesk.domain.roster.matching import Bucket, UnitText, Verdict
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.unit_reader import Apart, Meaning, UnitReader

#: who leads a unit as a whole, unless the section is one of that kind: 城南分局 has a 局长 of its own
_OF_WHOLE = re.compile("([局部校院区县镇乡])长")


@dataclass
class RowUnits:
    """The rows with their units' full names, and what was found on the way.

    Attributes:
        rows: the rows.
        new: units that the roster does not know → how many rows name them.
        merged: (unit that went into another one, that other one) → rows that name it.
        dropped: (path through an office, the unit it is read as) → rows, where a step of it is not kept.
        asked: path, or list of units, that may mean several → these units, () for a word that any unit may use; its rows
            keep it.
        said: (spelling that says how somebody is there, the unit) → rows.
        beside: the rows that say how somebody is at their unit.
        read: (another form of a unit's name, the unit) → rows.
        renamed: (the new name of a unit, the unit as the roster calls it so far) → rows.
        texts: every text that is no spelling of the roster → how it is read.
        inner: (a section inside a unit, the unit) → rows; it goes before their posts where these don't name it.
        called: key of a text, as :func:`~.cells.key_of` makes it → the spelling under which it is listed.
    """

    rows: Sequence[ParsedPerson]
    new: dict[str, int] = field(default_factory=dict)
    merged: Counter[tuple[str, str]] = field(default_factory=Counter)
    dropped: dict[tuple[str, str], int] = field(default_factory=dict)
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    said: dict[tuple[str, str], int] = field(default_factory=dict)
    beside: BesideRows = field(default_factory=BesideRows)
    read: dict[tuple[str, str], int] = field(default_factory=dict)
    renamed: dict[tuple[str, str], int] = field(default_factory=dict)
    texts: dict[str, UnitText] = field(default_factory=dict)
    inner: dict[tuple[str, str], int] = field(default_factory=dict)
    called: Mapping[str, str] = field(default_factory=dict)

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

    def note(self, text: str, count: int, parts: Apart, meant: Meaning, units: KnownUnits) -> None:
        """Note what a text of the file is read as."""
        if meant.what is What.OPEN:
            said = self.texts.get(parts.name)
            self.texts[parts.name] = UnitText(count + (said.rows if said else 0), What.OPEN, "")
        if meant.is_open:
            self.asked[text] = tuple(one + text[len(parts.name) :] for one in meant.units)
            return
        unit = meant.units[0]
        if unit in self.new:
            self.new[unit] += count
        if meant.what is not None:
            # a name is listed once, however the file spells it: two answers about it would contradict each other
            called = unit if meant.what is What.NEW else self.called.get(key_of(parts.name), parts.name)
            before = self.texts.get(called)
            into = "" if meant.what is What.NEW else unit
            so_far = before.rows if before else 0
            self.texts[called] = UnitText(count + so_far, meant.what, into, meant.key in units.former)
        told = {What.UNIT: self.read, What.RENAMED: self.renamed}.get(meant.what or What.NEW)
        if meant.section:
            told = self.inner
        if told is not None:
            told[parts.name, unit] = told.get((parts.name, unit), 0) + count
        if meant.dropped:
            self.dropped[text, unit] = count
        if parts.how:
            self.said[text, unit] = count
        if meant.key in units.merged:
            self.merged[units.merged[meant.key], unit] += count


def name_units(rows: Sequence[ParsedPerson], named: Iterable[str], units: KnownUnits) -> RowUnits:
    """Return the rows with their units' full names; ``named`` are the units that people of the roster are in."""
    counted = Counter(row.unit for row in rows)
    counted.pop("", None)
    reader = UnitReader(counted, named, units)
    read = {text: reader.read(text) for text in sorted(counted, key=reader.late)}
    found = RowUnits(rows, new=dict.fromkeys(reader.new, 0), called=reader.called)
    for text, count in counted.items():
        found.note(text, count, *read[text], units)
    found.beside.open = found.asked
    _note_places(found, {text: parts for text, (parts, _meant) in read.items() if parts.how or parts.stays})
    sure = {text: meant for text, (_parts, meant) in read.items() if not meant.is_open}
    full = {text: meant.units[0] for text, meant in sure.items() if meant.units[0] != text}
    sections = {text: meant.section for text, meant in sure.items() if meant.section}
    if sections:
        rows = [with_section(row, sections[row.unit]) if row.unit in sections else row for row in rows]
    if full:
        found.rows = [row._replace(unit=full[row.unit]) if row.unit in full else row for row in rows]
    return found


def _note_places(found: RowUnits, beside: Mapping[str, Apart]) -> None:
    """Note the rows that say how somebody is at their unit."""
    if not beside:
        return
    for place, row in enumerate(found.rows):
        parts = beside.get(row.unit)
        if parts is None:
            continue
        if parts.stays:
            found.beside.stays.add(place)
        else:
            found.beside.how[place] = parts.how


def with_section(row: ParsedPerson, section: str) -> ParsedPerson:
    """Return a row whose post says the section it is held in; a row that says no post says none of a section either.

    A 副局长 who is listed with the 办公室 is the bureau's, and no section's. What the post says of it already is not said twice: 会计科科长 in 国库支付中心会计科 is 国库支付中心会计科科长.
    """
    whole = _OF_WHOLE.search(row.post)
    if not row.post or section in row.post or (whole and whole[1] not in section):
        return row
    said = next((place for place in range(len(section) - 1) if row.post.startswith(section[place:])), None)
    return row._replace(post=section[:said] + row.post)
