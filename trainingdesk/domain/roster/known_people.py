"""Everybody of the roster, as the rows of a file are held against them: by id, ID number, name and unit.

A matching asks for one person after another and never needs all of them at once: of a large roster they wait on disk
(:class:`~trainingdesk.exchange.spooled_people.SpooledPeople`), and only what they are found by is in memory.
"""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from trainingdesk.domain.roster.people import KnownPerson


class KnownPeople(Mapping[int, KnownPerson]):
    """The people by id, in the order of their ids."""

    @property
    @abstractmethod
    def units(self) -> Collection[str]:
        """The full names of the units they are in."""

    @abstractmethod
    def holder(self, id_number: str) -> KnownPerson | None:
        """Return who has an ID number, None for nobody; a blank is nobody's."""

    @abstractmethod
    def named(self, name: str, without: Collection[int] = ()) -> Sequence[KnownPerson]:
        """Return who bears a name, in the order of ids, but for those whose ids are in ``without``."""

    @abstractmethod
    def unit_of(self, person_id: int) -> str | None:
        """Return the full name of somebody's unit, None for nobody's id."""

    @abstractmethod
    def in_units(self, units: Collection[str], without: Collection[int] = ()) -> Iterator[KnownPerson]:
        """Yield the people of units, in the order of ids, but for those whose ids are in ``without``."""


class PeopleInMemory(KnownPeople):
    """The people of a roster of usual size."""

    def __init__(self, people: Iterable[KnownPerson]) -> None:
        self._people = {person.id: person for person in people}

    def __getitem__(self, person_id: int) -> KnownPerson:
        return self._people[person_id]

    def __contains__(self, person_id: object) -> bool:
        return person_id in self._people

    def __iter__(self) -> Iterator[int]:
        return iter(self._people)

    def __len__(self) -> int:
        return len(self._people)

    @cached_property
    def units(self) -> Collection[str]:
        """The full names of the units they are in."""
        return {person.unit for person in self._people.values()}

    @cached_property
    def _by_number(self) -> Mapping[str, KnownPerson]:
        return {person.id_number: person for person in self._people.values() if person.id_number}

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[KnownPerson]]:
        found: dict[str, list[KnownPerson]] = defaultdict(list)
        for person in self._people.values():
            found[person.name].append(person)
        return found

    def holder(self, id_number: str) -> KnownPerson | None:
        """Return who has an ID number."""
        return self._by_number.get(id_number)

    def named(self, name: str, without: Collection[int] = ()) -> Sequence[KnownPerson]:
        """Return who bears a name."""
        found = self._by_name.get(name, ())
        return [person for person in found if person.id not in without] if found and without else found

    def unit_of(self, person_id: int) -> str | None:
        """Return somebody's unit."""
        person = self._people.get(person_id)
        return None if person is None else person.unit

    def in_units(self, units: Collection[str], without: Collection[int] = ()) -> Iterator[KnownPerson]:
        """Yield the people of units."""
        for person in self._people.values():
            if person.unit in units and person.id not in without:
                yield person


class Holders(Mapping[str, KnownPerson]):
    """ID number → who has it."""

    def __init__(self, people: KnownPeople) -> None:
        self._all = people

    def __getitem__(self, id_number: str) -> KnownPerson:
        found = self._all.holder(id_number)
        if found is None:
            raise KeyError(id_number)
        return found

    def __iter__(self) -> Iterator[str]:
        return (number for person in self._all.values() if (number := person.id_number))

    def __len__(self) -> int:
        return sum(1 for _number in self)


def everybody(people: Mapping[int, KnownPerson] | Iterable[KnownPerson]) -> KnownPeople:
    """Return people so that they can be found by what a row says of them; those who can be so already as they are."""
    if isinstance(people, KnownPeople):
        return people
    return PeopleInMemory(people.values() if isinstance(people, Mapping) else people)
