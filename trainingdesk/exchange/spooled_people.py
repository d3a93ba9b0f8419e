"""The people of a large roster on disk, each for themselves: in memory is only what they are found by."""

import marshal
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, islice

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.known_people import KnownPeople, PeopleInMemory
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.exchange import spool

_AT_ONCE = 1_000


class SpooledPeople(KnownPeople):
    """The people in a temporary file without a name; any thread may ask.

    Texts are found by their hashes, 16 bytes for each, and held against what is found: one of 100,000 people is there in
    6 µs, and all of them are never held. Asking raises Refused ``import.preview_gone`` when the file can't be read any
    more.

    Args:
        people: everybody, in the order of ids; they are gone through once.
        units: the full names of units; theirs are held as these, which lie beside nobody who is let go of.
    """

    def __init__(self, people: Iterable[KnownPerson], units: Iterable[str] = ()) -> None:
        self._file = spool.SpoolFile()
        self._ids, self._unit_of = array("q"), array("l")
        self._starts = array("q", [0])
        places: dict[str, int] = {}
        names, numbers = array("q"), array("q")
        numbered = array("l")
        rest = iter(people)
        while part := list(islice(rest, _AT_ONCE)):
            # ValueError: a value that is no plain text, which marshal does not know
            packed = [marshal.dumps(tuple(person)) for person in part]
            self._file.write(b"".join(packed))
            for person, record in zip(part, packed, strict=True):
                if person.id_number:
                    numbers.append(hash(person.id_number))
                    numbered.append(len(self._ids))
                names.append(hash(person.name))
                self._ids.append(person.id)
                self._unit_of.append(places.setdefault(person.unit, len(places)))
                self._starts.append(self._starts[-1] + len(record))
        known = {unit: unit for unit in units}
        self._units = [known.get(unit, unit) for unit in places]
        self._names, self._name_places = _by_hash(names, range(len(names)))
        self._numbers, self._number_places = _by_hash(numbers, numbered)

    def __getitem__(self, person_id: int) -> KnownPerson:
        place = self._place(person_id)
        if place < 0:
            raise KeyError(person_id)
        return self._at(place)

    def __contains__(self, person_id: object) -> bool:
        return isinstance(person_id, int) and self._place(person_id) >= 0

    def __iter__(self) -> Iterator[int]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def units(self) -> Collection[str]:
        """The full names of the units they are in."""
        return self._units

    def holder(self, id_number: str) -> KnownPerson | None:
        """Return who has an ID number."""
        if not id_number:
            return None
        for place in _places(self._numbers, self._number_places, hash(id_number)):
            person = self._at(place)
            if person.id_number == id_number:
                return person
        return None

    def named(self, name: str, without: Collection[int] = ()) -> Sequence[KnownPerson]:
        """Return who bears a name."""
        places = _places(self._names, self._name_places, hash(name))
        found = [self._at(place) for place in places if self._ids[place] not in without]
        return [person for person in found if person.name == name]

    def unit_of(self, person_id: int) -> str | None:
        """Return somebody's unit."""
        place = self._place(person_id)
        return self._units[self._unit_of[place]] if place >= 0 else None

    def in_units(self, units: Collection[str], without: Collection[int] = ()) -> Iterator[KnownPerson]:
        """Yield the people of units."""
        wanted = {number for number, unit in enumerate(self._units) if unit in units}
        for place, unit in enumerate(self._unit_of):
            if unit in wanted and self._ids[place] not in without:
                yield self._at(place)

    def _place(self, person_id: int) -> int:
        """Return the place of somebody by id, -1 for nobody."""
        place = bisect_left(self._ids, person_id)
        return place if place < len(self._ids) and self._ids[place] == person_id else -1

    def _at(self, place: int) -> KnownPerson:
        start, end = self._starts[place], self._starts[place + 1]
        try:
            record = self._file.read(start, end)
            return KnownPerson._make(marshal.loads(record))  # noqa: S302 - our own file
        except (OSError, ValueError, EOFError, TypeError) as error:
            raise Refused("import.preview_gone") from error


def _by_hash(hashes: Sequence[int], places: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """Return hashes in their order, and the places beside them; equal ones stay in the order of places."""
    order = sorted(range(len(hashes)), key=hashes.__getitem__)
    return array("q", [hashes[one] for one in order]), array("l", [places[one] for one in order])


def _places(hashes: Sequence[int], places: Sequence[int], wanted: int) -> Iterator[int]:
    at = bisect_left(hashes, wanted)
    while at < len(hashes) and hashes[at] == wanted:
        yield places[at]
        at += 1


def gathered(read: Callable[[], Iterable[KnownPerson]], units: Iterable[str] = ()) -> KnownPeople:
    """Return everybody of the roster: on disk where they are many, in memory where the disk takes none.

    ``read`` yields them in the order of ids; it is asked again where the disk was full. ``units`` are the full names of
    the roster's units.
    """
    people = iter(read())
    first = list(islice(people, spool.MOST_HELD + 1))
    if len(first) <= spool.MOST_HELD:
        return PeopleInMemory(first)
    try:
        return SpooledPeople(chain(first, people), units)
    except (OSError, ValueError):
        return PeopleInMemory(read())
