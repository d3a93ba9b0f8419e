"""Everybody of the roster who bears one name, so that each of many rows of that name is held against a few of them.

A sheet of vacancies (空缺) has hundreds of one name in one unit; held against all of them, rows would cost their square.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.matching import births_agree, full_birth, sexes_agree
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson

#: so many of one kind are offered: nobody looks through more of them, and two are as open a question as a thousand
MOST = 20
#: characters of a year and a month of it
_MONTH = len("1972-05")


class Namesakes:
    """The bearers of one name, by month of birth and by unit.

    What :func:`~.matching.find_person` decides about one of them is the same as if it were given all: of every kind
    that it tells apart there are as many as matter, those first that a row with an ID number may still be.
    """

    def __init__(self, people: Sequence[KnownPerson]) -> None:
        self._people = sorted(people, key=lambda person: bool(person.id_number))
        self._months: dict[str, list[KnownPerson]] = defaultdict(list)
        self._units: dict[str, list[KnownPerson]] = defaultdict(list)
        self._both: dict[tuple[str, str], list[KnownPerson]] = defaultdict(list)
        for person in self._people:
            month, unit = full_birth(person)[:_MONTH], key_of(person.unit)
            self._months[month].append(person)
            self._units[unit].append(person)
            self._both[month, unit].append(person)

    def few(self, row: ParsedPerson) -> list[KnownPerson]:
        """Return whom a row of that name may mean, of each kind at most :data:`MOST`."""
        birth, unit = full_birth(row), key_of(row.unit)
        month = birth[:_MONTH]
        found: dict[int, KnownPerson] = {}

        def take(people: Sequence[KnownPerson], fits: Callable[[KnownPerson], bool]) -> None:
            count = 0
            for person in people:
                if sexes_agree(person.sex, row.sex) and fits(person):
                    found[person.id] = person
                    count += 1
                    if count == MOST:
                        return

        def any_one(_person: KnownPerson) -> bool:
            return True

        if birth:
            for group in (self._both.get((month, unit), ()), self._months.get(month, ())):
                take(group, lambda person: births_agree(birth, full_birth(person)))
            take(self._both.get(("", unit), ()), any_one)
            take(self._months.get("", ()), any_one)
        take(self._units.get(unit, ()), any_one)
        if not birth:
            take(self._people, any_one)
        return list(found.values())
