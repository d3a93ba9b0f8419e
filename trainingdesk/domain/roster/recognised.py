"""Whom of the roster each row of a file is: by a form's hidden key, by ID number, by name."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from trainingdesk.domain.roster.known_people import KnownPeople
from trainingdesk.domain.roster.matching import (
    Bucket,
    Match,
    Verdict,
    changes_of,
    decide_bucket,
    find_keyed,
    find_person,
    fits_key,
    verdict_of,
)
from trainingdesk.domain.roster.namesakes import MOST, Namesakes
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson

_STEP = 5_000
#: of somebody whose ID number stands in another row, beside another name
NUMBER_ELSEWHERE = "roster.maybe_number_elsewhere"

#: Told how many rows of how many are decided; may raise Cancelled.
RowsDone = Callable[[int, int], None]


class Recogniser:
    """The roster, and the rows held against it by ID number and by name.

    Args:
        rows: the people of the file.
        people: everybody in the roster.
        keyed: line of a form → the person whom its key stands for.
    """

    def __init__(self, rows: Sequence[ParsedPerson], people: KnownPeople, keyed: Mapping[int, int]) -> None:
        self._rows = rows
        self._people = people
        self._keyed = keyed
        #: the rows whose key is another one's: the form was sorted without it
        self.moved: set[int] = set()
        #: the people who are recognised without their names: nobody else's namesakes
        self._claimed: set[int] = set()
        #: name → those of them whose ID number stands in the file beside other names only: it may be a wrong one there
        self._named_otherwise: dict[str, list[int]] = defaultdict(list)
        self._keyed_places: dict[int, tuple[KnownPerson, int]] = {}
        #: names that many bear, without who is claimed
        self._many: dict[str, Namesakes] = {}

    def verdicts(self, done: RowsDone | None = None) -> list[Verdict]:
        """Decide every row by itself; who is recognised by ID number is nobody else's namesake."""
        #: what the rows with somebody's ID number come to, each person asked for once
        held: list[Verdict | None] = []
        named: set[int] = set()
        for place, row in enumerate(self._rows):
            person = self._people.holder(row.id_number) if row.id_number else None
            held.append(None if person is None else decide_bucket(row, (person,)))
            if person is not None:
                self._claimed.add(person.id)
                if row.name == person.name:
                    named.add(person.id)
            if done is not None and place % _STEP == 0:
                done(place, len(self._rows))
        for number in sorted(self._claimed - named):
            self._named_otherwise[self._people[number].name].append(number)
        self._keyed_places = self._keyed_rows(self._claimed)
        return [
            verdict if verdict is not None and place not in self._keyed_places else self.verdict(place, row)
            for place, (row, verdict) in enumerate(zip(self._rows, held, strict=True))
        ]

    def verdict(self, place: int, row: ParsedPerson) -> Verdict:
        """Decide one row, once more where some of its cells do not count; the other rows are as they were."""
        person = self._people.holder(row.id_number) if row.id_number else None
        if place in self._keyed_places:
            return self._by_key(row, *self._keyed_places[place], person)
        if person is not None:
            return decide_bucket(row, (person,))
        verdict = decide_bucket(row, self._open(row))
        if row.name in self._named_otherwise and not verdict.person_id and not verdict.candidates:
            return self._by_name_alone(row) or verdict
        return verdict

    def _open(self, row: ParsedPerson) -> Sequence[KnownPerson]:
        """Return whom a row may mean by its name: of many namesakes as many as matter."""
        many = self._many.get(row.name)
        if many is None:
            namesakes = self._people.named(row.name, self._claimed)
            if len(namesakes) <= MOST:
                return namesakes
            many = self._many[row.name] = Namesakes(namesakes)
        return many.few(row)

    def _by_name_alone(self, row: ParsedPerson) -> Verdict | None:
        """Ask about a row that is somebody by name and birth or unit whose ID number another row has under another name."""
        match = find_person(row, [self._people[number] for number in self._named_otherwise[row.name]])
        found = (match.person,) if match.person is not None else match.candidates
        if not found:
            return None
        changes = changes_of(row, found[0]) if len(found) == 1 else ()
        return Verdict(Bucket.MAYBE, 0, changes, tuple(one.id for one in found), NUMBER_ELSEWHERE)

    def _keyed_rows(self, claimed: set[int]) -> dict[int, tuple[KnownPerson, int]]:
        """Return the place of every row with a key → its person, and the row that has the key by right (0 for itself).

        Whoever stands in the row of their own key is nobody else's namesake: they are put into ``claimed``.
        """
        if not self._keyed:
            return {}
        places: dict[int, list[int]] = defaultdict(list)
        for place, row in enumerate(self._rows):
            if row.row in self._keyed:
                places[self._keyed[row.row]].append(place)
        found: dict[int, tuple[KnownPerson, int]] = {}
        for number, own in places.items():
            person = self._people[number]
            fitting = [place for place in own if fits_key(self._rows[place], person)]
            if any(self._rows[place].name == person.name for place in own):
                claimed.add(number)
            for place in own:
                if len(own) == 1 or fitting == [place]:
                    found[place] = person, 0
                else:
                    other = fitting[0] if len(fitting) == 1 else own[1] if place == own[0] else own[0]
                    found[place] = person, self._rows[other].row
        return found

    def _by_key(
        self, row: ParsedPerson, person: KnownPerson, twin: int, holder: KnownPerson | None
    ) -> Verdict:
        """Decide a row with a key; one whose key another row has too is asked about."""
        others = [*self._people.named(row.name), *((holder,) if holder is not None else ())]
        match = find_keyed(row, person, others)
        if match.person is not None and match.person.id != person.id:
            self.moved.add(row.row)
        elif twin:
            changes = verdict_of(row, Match(person)).changes
            return Verdict(Bucket.MAYBE, 0, changes, (person.id,), "roster.maybe_key_twice", twin)
        return verdict_of(row, match)
