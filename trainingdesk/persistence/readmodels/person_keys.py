"""What rows of people are ordered by, read beside them from the places and keys that the roster keeps."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from trainingdesk.domain.roster.order import PersonKeys
from trainingdesk.persistence.tables.roster import Person, Unit

#: people of whom one statement speaks
_AT_ONCE = 5_000


def keys_of(person: Any = Person, unit: Any = Unit) -> tuple[Any, ...]:
    """Return the columns of :class:`PersonKeys`, of a person and the unit that is shown, or of aliases of them."""
    return (unit.position, person.position, person.stroke_key, person.pinyin_key, person.id)


#: the last columns of a SELECT about people
KEYS = keys_of()
#: the same as text, for ``person p`` and ``unit u``
KEYS_SQL = "u.position, p.position, p.stroke_key, p.pinyin_key, p.id"


def keyed(row: Sequence[Any]) -> tuple[Any, ...]:
    """Return a row with its last columns, :data:`KEYS`, put together."""
    count = len(KEYS)
    return (*row[:-count], PersonKeys(*row[-count:]))


def of_people(connection: Connection, people: Sequence[int]) -> dict[int, PersonKeys]:
    """Return person → what lists are ordered by; who is gone is left out."""
    found: dict[int, PersonKeys] = {}
    for start in range(0, len(people), _AT_ONCE):
        part = people[start : start + _AT_ONCE]
        rows = connection.execute(
            select(Person.id, *KEYS).join(Unit, Unit.id == Person.unit_id).where(Person.id.in_(part))
        )
        found |= {row[0]: PersonKeys(*row[1:]) for row in rows}
    return found
