"""What each text in a column of units means: what was said of it, else one way of reading after another."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, partial
from typing import NamedTuple

from trainingdesk.domain.roster.beside import beside_of, stays_in
from trainingdesk.domain.roster.cells import LONGEST_NAMING, key_of
from trainingdesk.domain.roster.general_words import is_general
from trainingdesk.domain.roster.known_units import KnownUnits, UnitSaid, What
from trainingdesk.domain.roster.two_names import two_names
from trainingdesk.domain.roster.unit_forms import ORGANISATION
from trainingdesk.domain.roster.unit_likeness import Likeness
from trainingdesk.domain.roster.unit_post import is_inner, is_whole_body

#: what stands between the steps of a path through an office
_PATH = re.compile(r"[/\\／＼>＞]")
#: what stands between units that somebody is of
_SEVERAL = re.compile(r"[、,，;；]")

#: what is never a unit by itself; a 室 or a 办公室 may be one
_SECTION = re.compile(r"[\u4e00-\u9fff]{1,8}[科股]$")


class Meaning(NamedTuple):
    """What a text means.

    Attributes:
        units: the unit's full name; or several that may be meant, the last step of a path first, others as they are
            listed; none for a word that any unit may use.
        what: what the text is taken for, None for a spelling of the roster, or a path made of such.
        key: the spelling that the unit was found by.
        section: the section inside the unit whose people they are, "" for none.
        is_open: whether the unit has to be asked, be it about a single one.
        dropped: whether a step of a path is not kept.
    """

    units: tuple[str, ...]
    what: What | None = None
    key: str = ""
    section: str = ""
    is_open: bool = False
    dropped: bool = False


class Apart(NamedTuple):
    """A text taken apart: the unit's name, how somebody is there (借调), and whether it was answered that they stay."""

    name: str
    how: str = ""
    stays: bool = False


def taken_apart(text: str) -> Apart:
    """Return the name in a text that may say how somebody is at a unit: 某局（借调）; a colon behind it is none of it."""
    text = text.rstrip(":： ") or text
    if own := stays_in(text):
        return Apart(own, stays=True)
    return Apart(*(beside_of(text) or (text,)))


class UnitReader:
    """Reads the texts of one file, each once; the units that it opens stand in ``new``.

    Args:
        texts: every text of the file.
        named: the full names of the units that people of the roster are in.
        units: every way to name a unit of the roster, and what was said of other texts.
    """

    def __init__(self, texts: Collection[str], named: Iterable[str], units: KnownUnits) -> None:
        self._units = units
        self._known = {key_of(name): name for name in named} | dict(units.spellings)
        self._said = _said_by_key(units.said, self._known)
        self.new: dict[str, None] = {}
        #: key of a name → how the file spells it, the spelling that was read first
        self.called: dict[str, str] = {}
        self._meanings: dict[str, Meaning] = {}
        #: texts whose answer is being followed
        self._followed: set[str] = set()
        #: key of a name → the spelling that it is another form of
        self._forms: dict[str, str] = {}
        #: key of a section → its own name, the spelling of the unit it is in
        self._inside: dict[str, tuple[str, str]] = {}
        self._compare(texts)

    def read(self, text: str) -> tuple[Apart, Meaning]:
        """Return a text taken apart, and what the name in it means."""
        parts = Apart(text) if key_of(text) in self._known else taken_apart(text)
        self.called.setdefault(key_of(parts.name), parts.name)
        return parts, self._meaning(parts.name)

    def late(self, text: str) -> tuple[bool, bool, bool]:
        """Return by what the texts are ordered to be read: what others name comes first, without blanks in it."""
        said = self._said.get(key_of(taken_apart(text).name))
        answered = said is not None and said.what is not What.NEW
        several = _PATH.search(text) or _SEVERAL.search(text)
        return answered, bool(several), " " in text

    def _meaning(self, name: str) -> Meaning:
        key = key_of(name)
        if key not in self._meanings:
            known = (self._as_said, self._as_spelled, self._as_path, self._as_several, self._as_other_form)
            ways = (*known, self._as_section, self._as_two_names, self._as_general)
            found = next((found for way in ways if (found := way(name, key))), None)
            self._meanings[key] = found or self._as_new(name, key)
        return self._meanings[key]

    def _as_said(self, name: str, key: str) -> Meaning | None:
        """Return what a text was said to be; one that is said of another is what that one is: its unit, or its section."""
        said = self._said.get(key)
        if said is None:
            return None
        if said.what is What.NEW or self._goes_round(key):
            return self._as_new(name, key)
        self._followed.add(key)
        meant = self._meaning(taken_apart(said.unit).name)
        self._followed.discard(key)
        if meant.is_open:
            return meant  # which unit the path is that it was said to be is asked of its rows too
        section = meant.section
        if said.what is What.SECTION:
            section += self._section_name(name, (said.unit, meant.units[0]))
        renamed = said.what is What.RENAMED and meant.what is None
        what = What.SECTION if section else What.RENAMED if renamed else What.UNIT
        return meant._replace(what=what, section=section, dropped=False)

    def _as_spelled(self, _name: str, key: str) -> Meaning | None:
        """Return the unit of a spelling, of the roster or of this file."""
        unit = self._known.get(key)
        if unit is None:
            return None
        return Meaning((unit,), What.NEW if unit in self.new else None, key)

    def _as_path(self, name: str, _key: str) -> Meaning | None:
        """Return what 城东区教育局/人事科 means; None for what is no path, or one without any known unit.

        It is the last known unit, where that stands below the known ones before it and is followed by nothing but its own
        departments. Anything else is open: somebody would come into a unit that is not theirs.
        """
        if len(name) > LONGEST_NAMING:
            return None
        steps = [step for part in _PATH.split(name) if (step := part.strip())]
        if len(steps) < 2:
            return None
        if joined := self._called("".join(steps)):  # 城东区委/组织部
            return joined
        called = [self._called(step) for step in steps]
        names = [one.units[0] if one else step for one, step in zip(called, steps, strict=True)]
        sections = {place: one.section for place, one in enumerate(called) if one and one.section}
        places = [place for place, one in enumerate(called) if one and not one.section] or list(sections)[:1]
        if not places:
            return None
        last = places[-1]
        unit, found = names[last], called[last]
        assert found is not None
        fits = all(
            _is_below(unit, one, self._units.above) or (place not in places and place > 0)
            for place, one in enumerate(names[:last])
        )
        own = {place for place in sections if names[place] == unit}
        behind = range(last + 1, len(steps))
        if fits and all(place in own or is_inner(unit, steps[place]) for place in behind):
            section = "".join(sections[place] for place in sorted(own) if place >= last)
            dropped = not section and len(places) < len(steps)
            return Meaning(
                (unit,), found.what if unit in self.new else None, found.key, section, dropped=dropped
            )
        offered = [
            one
            for place, one in enumerate(names)
            if place in places or (ORGANISATION.fullmatch(one) and not is_inner(unit, one))
        ]
        return Meaning(tuple(dict.fromkeys(reversed(offered))), is_open=True)

    def _as_several(self, name: str, _key: str) -> Meaning | None:
        """Return that it is open of which of 区财政局、区农业局 somebody is; None where no part is a unit that is known.

        区委、区政府信访局 is one body of two others, and what is called like no organisation is no unit. 组织部、组织部 is
        one unit, whichever way it is written.
        """
        if not _SEVERAL.search(name) or len(name) > LONGEST_NAMING:
            return None
        parts = [part for one in _SEVERAL.split(name) if (part := one.strip())]
        called = [self._called(part) for part in parts]
        if not any(called) or any(map(is_whole_body, map(key_of, parts))):
            return None
        if not all(one or ORGANISATION.fullmatch(part) for one, part in zip(called, parts, strict=True)):
            return None
        names = (one.units[0] if one else part for one, part in zip(called, parts, strict=True))
        units = tuple(dict.fromkeys(names))
        if len(units) > 1:
            return Meaning(units, is_open=True)
        one_unit = [one for one in called if one]
        section = "、".join(dict.fromkeys(one.section for one in one_unit if one.section))
        return max(one_unit, key=lambda one: bool(one.section))._replace(section=section)

    def _as_other_form(self, _name: str, key: str) -> Meaning | None:
        """Return the unit of which a name is another usual form: 区文旅局."""
        spelling = self._forms.get(key)
        if spelling is None or spelling in self._followed:
            return None
        meant = self._meaning(spelling)
        return meant._replace(what=What.SECTION if meant.section else What.UNIT)

    def _as_section(self, _name: str, key: str) -> Meaning | None:
        """Return the unit that a section is inside of: 区财政局国库科."""
        if key not in self._inside:
            return None
        section, spelling = self._inside[key]
        if spelling in self._followed:
            return None
        meant = self._meaning(spelling)
        return meant if meant.is_open else meant._replace(what=What.SECTION, section=meant.section + section)

    def _as_two_names(self, name: str, _key: str) -> Meaning | None:
        """Return the body that 区委宣传部（区新闻出版局） is; open where both names are units, None where the first is none."""
        names = two_names(name)
        body, other = map(self._called, names) if names else (None, None)
        if body is None:
            return None
        if other is not None and other.units != body.units:
            return Meaning((*body.units, *other.units), is_open=True)
        return body._replace(what=What.SECTION if body.section else What.UNIT)

    def _as_general(self, name: str, _key: str) -> Meaning | None:
        """Return that it has to be asked whose 办公室 somebody is of: such a word names no unit, and opens none."""
        steps = [key for step in _PATH.split(name[:LONGEST_NAMING]) if (key := key_of(step))]
        general = bool(steps) and all(map(is_general, steps)) and len(name) <= LONGEST_NAMING
        return Meaning((), What.OPEN, is_open=True) if general else None

    def _as_new(self, name: str, key: str) -> Meaning:
        """Return a unit that nobody knows: it is opened."""
        self.new[name] = None
        self._known[key] = name
        return Meaning((name,), What.NEW, key)

    def _called(self, text: str) -> Meaning | None:
        """Return what a part of a text means where it is a spelling, a usual form of one, or what was said is known."""
        name = text
        if not self._is_spelled(text):
            fit = self._likeness.find(text)
            if fit is None:
                return None
            name = fit[0]
        if key_of(name) in self._followed:
            return None
        meant = self._meaning(name)
        return None if meant.is_open else meant

    def _is_spelled(self, text: str) -> bool:
        return key_of(text) in self._known or key_of(text) in self._said

    def _is_called(self, text: str) -> bool:
        return self._is_spelled(text) or self._likeness.find(text) is not None

    def _goes_round(self, key: str) -> bool:
        """Return whether answers lead from a text to each other: two that were said to be each other are no known unit."""
        seen = {key}
        while (said := self._said.get(key)) is not None and said.what is not What.NEW:
            key = key_of(taken_apart(said.unit).name)
            if key in seen:
                return True
            seen.add(key)
        return False

    def _section_name(self, text: str, units: Collection[str]) -> str:
        """Return a section's own name: 国库支付中心 of 区财政局国库支付中心, or the whole text where it begins with no unit."""
        likeness = Likeness(self._units.district)
        for unit in units:
            likeness.add(unit, unit)
        keys = {key_of(unit) for unit in units}
        for place in range(min(len(text), LONGEST_NAMING) - 1, 1, -1):
            start = text[:place]
            key = key_of(start)
            if key in keys or self._known.get(key) in units or likeness.find(start):
                return text[place:].strip(" /\\／-—")
        return text

    @cached_property
    def _likeness(self) -> Likeness:
        """The spellings of the roster, and the texts of which is said what they are there."""
        found = Likeness(self._units.district)
        for spelling, name in self._known.items():
            found.add(spelling, name)
        for key, said in self._said.items():
            unit = self._known.get(key_of(said.unit)) if said.what is not What.NEW else None
            if unit is not None:
                found.add(key, key if said.what is What.SECTION else unit)
        return found

    def _compare(self, texts: Iterable[str]) -> None:
        """Hold the names that are no spelling against the forms of those that are, then against each other."""
        unknown: dict[str, str] = {}
        for text in texts:
            name = taken_apart(text).name
            keys = {key_of(text), key_of(name)}
            if (
                text
                and not _PATH.search(text)
                and keys.isdisjoint(self._known)
                and keys.isdisjoint(self._said)
            ):
                # blanks and brackets make no other name
                unknown.setdefault(key_of(name), name)
        if not unknown:
            return
        own = Likeness(self._units.district)
        for text, said in self._units.said.items():
            if said.what is What.NEW and key_of(text) in self._said:
                own.add(text, text)
        for name in sorted(unknown.values(), key=partial(_read_first, own), reverse=True):
            key = key_of(name)
            names = two_names(name)
            if fit := self._likeness.find(name):
                self._forms[key] = fit[0]
            elif names and self._is_called(names[0]):
                continue  # its body is read where texts are
            elif inside := self._section_of(name):
                self._inside[key] = inside
            elif is_general(key):
                continue  # of two sections with one name neither is the other
            elif fit := own.find(names[0] if names else name):
                self._forms[key] = key_of(fit[1])
                if key_of(fit[1]) not in self._known:
                    self._as_new(fit[1], key_of(fit[1]))
            else:
                own.add(name, name)
                if names:
                    own.add(names[0], name)

    def _section_of(self, name: str) -> tuple[str, str] | None:
        """Return the section that a name is, and the spelling of the unit it is in: 区财政局国库科."""
        if not _SECTION.search(name) or len(name) > LONGEST_NAMING:
            return None
        for place in range(len(name) - 2, 1, -1):
            start, section = name[:place], name[place:]
            if not _SECTION.fullmatch(section):
                continue
            key = key_of(start)
            said = self._said.get(key)
            fit: tuple[str, str] | None
            if key in self._known:
                fit = key, self._known[key]
            elif said is not None and said.what is not What.NEW and not self._goes_round(key):
                fit = key, said.unit
            else:
                fit = self._likeness.find(start)
            if fit and is_inner(fit[1], section):
                return section, fit[0]
        return None


def _read_first(own: Likeness, name: str) -> tuple[bool, bool, int]:
    """Return by what names are held against each other: that of a body before the same with a second one, the fullest first."""
    return two_names(name) is None, *own.fullness(name)


def _said_by_key(said: Mapping[str, UnitSaid], known: Mapping[str, str]) -> dict[str, UnitSaid]:
    """Return what was said by the key of each name, the last answer to a name; of what the roster knows it says nothing.

    A unit that the roster has by now is that unit, whatever was said of its name before there was one.
    """
    found = {key_of(taken_apart(text).name): one for text, one in said.items()}
    return {key: one for key, one in found.items() if key not in known}


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
