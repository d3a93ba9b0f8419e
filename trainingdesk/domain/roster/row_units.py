"""The units that the rows of a file name, as the roster calls them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from trainingdesk.domain.roster.beside import BesideRows, beside_of, stays_in
from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of
from trainingdesk.domain.roster.known_units import KnownUnits, UnitSaid, What
from trainingdesk.domain.roster.matching import Bucket, UnitText, Verdict
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.title_unit import ORGANISATION
from trainingdesk.domain.roster.unit_likeness import Likeness
from trainingdesk.domain.roster.unit_post import is_inner

#: what stands between the steps of a path through an office
_PATH = re.compile(r"[/\\／＼>＞]")

#: what is never a unit by itself; a 室 or a 办公室 may be one
_SECTION = re.compile(r"[\u4e00-\u9fff]{1,8}[科股]$")


@dataclass
class RowUnits:
    """The rows with their units' full names, and what was found on the way.

    Attributes:
        rows: the rows.
        new: units that the roster does not know → how many rows name them.
        merged: (unit that went into another one, that other one) → rows that name it.
        dropped: (path through an office, the unit it is read as) → rows, where a step of it is not kept.
        asked: path that may mean several units → these units, the last one first; its rows keep it.
        said: (spelling that says how somebody is there, the unit) → rows.
        beside: the rows that say how somebody is at their unit.
        read: (another form of a unit's name, the unit) → rows.
        texts: every text that is no spelling of the roster → how it is read.
        inner: (a section inside a unit, the unit) → rows; it goes before their posts where these don't name it.
    """

    rows: Sequence[ParsedPerson]
    new: dict[str, int] = field(default_factory=dict)
    merged: Counter[tuple[str, str]] = field(default_factory=Counter)
    dropped: dict[tuple[str, str], int] = field(default_factory=dict)
    asked: dict[str, tuple[str, ...]] = field(default_factory=dict)
    said: dict[tuple[str, str], int] = field(default_factory=dict)
    beside: BesideRows = field(default_factory=BesideRows)
    read: dict[tuple[str, str], int] = field(default_factory=dict)
    texts: dict[str, UnitText] = field(default_factory=dict)
    inner: dict[tuple[str, str], int] = field(default_factory=dict)

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
    # a unit that the roster has by now is that unit, whatever was said of its name before there was one
    said_of = {text: said for text, said in units.said.items() if key_of(text) not in known}
    units = replace(units, said=said_of)
    full: dict[str, str] = {}
    how: dict[str, str] = {}
    stays: set[str] = set()
    sections: dict[str, str] = {}
    counted = Counter(row.unit for row in rows).items()
    forms = _forms_of((unit for unit, _count in counted if unit not in units.said), known, units)
    known |= {key_of(one): name for one, (_spelling, name) in forms.fits.items()}
    known |= {key_of(name): name for name in forms.new}
    found.new.update(dict.fromkeys(forms.new, 0))
    # a path is read once every unit is known that the file names by itself
    for unit, count in sorted(counted, key=lambda one: (bool(_PATH.search(one[0])), " " in one[0])):
        if not unit:
            continue
        if unit in units.said:
            meant = _as_said(unit, known, units.said)
            what = units.said[unit].what
            found.texts[unit] = UnitText(count, what, "" if meant == unit else meant)
            if meant == unit:
                found.new[meant] = found.new.get(meant, 0) + count
                continue
            if what is What.SECTION:
                sections[unit] = _section_name(unit, meant, known, units.district)
            said = found.inner if what is What.SECTION else found.read
            said[unit, meant] = count
            full[unit] = meant
            if key_of(meant) not in known and meant not in found.new:
                found.new[meant] = 0
                known[key_of(meant)] = meant
            if meant in found.new:
                found.new[meant] += count
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
            name = known.get(key)
        if name is None and (way := _way_through(base, known, units)):
            if len(way.units) > 1 or way.open:
                found.asked[unit] = tuple(one + unit[len(base) :] for one in way.units)
                continue
            key, name = way.key, way.units[0]
            if way.dropped:
                found.dropped[unit, name] = count
        if name is None and base in forms.inside:
            section, key, name = forms.inside[base]
            sections[unit] = section
            found.inner[unit, name] = count
            found.texts[unit] = UnitText(count, What.SECTION, name)
        if name is None:
            name = known[key] = base
            found.new[name] = 0
        if name in found.new:
            found.texts[unit] = UnitText(count, What.NEW, "")
        if base in forms.fits:
            found.texts[unit] = UnitText(count, What.UNIT, name)
            key = forms.fits[base][0]
            found.read[unit, name] = count
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
    if sections:
        rows = [_with_section(row, sections[row.unit]) if row.unit in sections else row for row in rows]
    if full:
        found.rows = [row._replace(unit=full[row.unit]) if row.unit in full else row for row in rows]
    return found


def _as_said(text: str, known: dict[str, str], said: Mapping[str, UnitSaid]) -> str:
    """Return the unit that a text was said to mean: itself for a new one, another one of the file by what that one is."""
    seen = {text}
    one = text
    while (answer := said.get(one)) is not None and answer.what is not What.NEW:
        if answer.unit in seen:
            return text  # two that were said to be each other are no unit of the roster
        one = answer.unit
        seen.add(one)
    if one == text:
        known[key_of(text)] = text
    return known.get(key_of(one), one)


def _section_name(text: str, unit: str, known: Mapping[str, str], district: str) -> str:
    """Return a section's own name: 国库支付中心 of 区财政局国库支付中心, or the whole text where it begins with no unit."""
    likeness = Likeness(district)
    likeness.add(unit, unit)
    for place in range(min(len(text), LONGEST_NAMING) - 1, 1, -1):
        start = text[:place]
        if known.get(key_of(start)) == unit or likeness.find(start):
            return text[place:].strip(" /\\／-—")
    return text


class _Forms(NamedTuple):
    """What the units mean that are called by none of the known spellings.

    Attributes:
        fits: name → the spelling it is another form of, and the full name.
        new: full names of units nobody knows that the file calls by several names.
        inside: section inside a unit → its own name, the unit's spelling and full name.
    """

    fits: dict[str, tuple[str, str]]
    new: list[str]
    inside: dict[str, tuple[str, str, str]]


def _forms_of(named: Iterable[str], known: Mapping[str, str], units: KnownUnits) -> _Forms:
    """Hold the names that are no known spelling against the forms of those that are, then against each other."""
    found = _Forms({}, [], {})
    unknown: dict[str, str] = {}
    for unit in named:
        if not unit or _PATH.search(unit) or key_of(unit) in known:
            continue
        base = stays_in(unit) or next(iter(beside_of(unit) or ()), unit)
        if key_of(base) not in known:
            # blanks and brackets make no other name
            unknown.setdefault(key_of(base), base)
    if not unknown:
        return found
    likeness, own = Likeness(units.district), Likeness(units.district)
    for spelling, name in known.items():
        likeness.add(spelling, name)
    for text, said in units.said.items():
        if said.what is What.NEW:
            own.add(text, text)
    for base in sorted(unknown.values(), key=own.fullness, reverse=True):
        if fit := likeness.find(base):
            found.fits[base] = fit
        elif inside := _section_of(base, known, likeness):
            found.inside[base] = inside
        elif fit := own.find(base):
            found.fits[base] = fit
            if fit[1] not in found.new:
                found.new.append(fit[1])
        else:
            own.add(base, base)
    return found


def _section_of(base: str, known: Mapping[str, str], likeness: Likeness) -> tuple[str, str, str] | None:
    """Return the section, the spelling and the full name of the unit whose section a name is: 区财政局国库科."""
    if not _SECTION.search(base) or len(base) > LONGEST_NAMING:
        return None
    for place in range(len(base) - 2, 1, -1):
        start, section = base[:place], base[place:]
        if not _SECTION.fullmatch(section):
            continue
        key = key_of(start)
        fit = (key, known[key]) if key in known else likeness.find(start)
        if fit and is_inner(fit[1], section):
            return section, *fit
    return None


def _with_section(row: ParsedPerson, section: str) -> ParsedPerson:
    """Return a row whose post says the section it is held in; a row that says no post says none of a section either."""
    return row._replace(post=section + row.post) if row.post and section not in row.post else row


class _Way(NamedTuple):
    """What a path through an office means.

    Attributes:
        units: the unit; or several that may be meant, the last step first.
        key: the spelling of the unit.
        open: whether that has to be asked, be it about a single unit.
        dropped: whether a step of the path is not kept.
    """

    units: tuple[str, ...]
    key: str = ""
    open: bool = False
    dropped: bool = False


def _way_through(path: str, known: Mapping[str, str], units: KnownUnits) -> _Way | None:
    """Return what 城东区教育局/人事科 means; None for what is no path, or one without any known unit.

    It is the last known unit, where that stands below the known ones before it and is followed by nothing but its own
    departments. Anything else is open: somebody would come into a unit that is not theirs.
    """
    if len(path) > LONGEST_NAMING:
        return None
    steps = [step for part in _PATH.split(path) if (step := part.strip())]
    if len(steps) < 2:
        return None
    joined = key_of("".join(steps))
    if joined in known:  # 城东区委/组织部
        return _Way((known[joined],), joined)
    places = [place for place, step in enumerate(steps) if key_of(step) in known]
    if not places:
        return None
    last = places[-1]
    name = known[key_of(steps[last])]
    upper = [known.get(key_of(step), step) for step in steps[:last]]
    fits = all(
        _is_below(name, one, units.above) or (place not in places and place > 0)
        for place, one in enumerate(upper)
    )
    if fits and all(is_inner(name, step) for step in steps[last + 1 :]):
        return _Way((name,), key_of(steps[last]), dropped=len(places) < len(steps))
    meant = [known.get(key_of(step), step) for step in steps]
    offered = [
        one
        for place, one in enumerate(meant)
        if place in places or (ORGANISATION.fullmatch(one) and not is_inner(name, one))
    ]
    return _Way(tuple(dict.fromkeys(reversed(offered))), open=True)


def _is_below(unit: str, upper: str, above: Mapping[str, str]) -> bool:
    """Return whether a unit is another one or stands below it, as the roster or its own name says."""
    seen: set[str] = set()
    one = unit
    while one and one not in seen:
        if one == upper:
            return True
        seen.add(one)
        one = above.get(one, "")
    return unit.startswith(upper)
