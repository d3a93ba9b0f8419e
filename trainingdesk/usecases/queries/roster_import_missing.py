"""Who is of the units that a file names and not in it: on its preview."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from trainingdesk.domain.access import Permission
from trainingdesk.domain.roster.import_views import MissingPerson
from trainingdesk.domain.roster.matching import full_birth
from trainingdesk.domain.roster.order import NOBODY, PersonKeys
from trainingdesk.domain.roster.people import KnownPerson
from trainingdesk.domain.values import mask_id
from trainingdesk.persistence.engine import give_pages_back
from trainingdesk.persistence.readmodels import person_keys
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.ROSTER_IMPORT)
def missing_people(
    reader: Reader, token: str, day: date | None = None, lacked: Collection[int] = ()
) -> tuple[MissingPerson, ...]:
    """Return the people of the file's units who are not in it: perhaps they have left.

    ``lacked`` are those among them whom rows might have meant, and turned out not to mean.
    ``day`` is the one the file speaks of, None for the one it says, or today: who is there since later is left out.
    """
    prepared = waiting_import(token)
    day = day or (prepared.day[0] if prepared.day else reader.today)
    people = [prepared.known[number] for number in prepared.missing(day, lacked)]
    keys = person_keys.of_people(reader.connection, [person.id for person in people])
    give_pages_back(reader.connection)
    return _missing(people, keys)


@query(Permission.ROSTER_IMPORT)
def missing_by_id(_reader: Reader, token: str, people: Sequence[int]) -> tuple[MissingPerson, ...]:
    """Return some of the people who are not in the file, as they are shown: what lists are ordered by is left out."""
    known = waiting_import(token).known
    return _missing([known[number] for number in people], {})


def _missing(people: Sequence[KnownPerson], keys: Mapping[int, PersonKeys]) -> tuple[MissingPerson, ...]:
    return tuple(
        MissingPerson(
            person.id,
            person.name,
            person.unit,
            person.post,
            mask_id(person.id_number),
            full_birth(person),
            person.status,
            keys.get(person.id, NOBODY),
        )
        for person in people
    )
