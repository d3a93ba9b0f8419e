"""What rows of people are ordered by, read beside them from the places and keys that the roster keeps."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from trainingdesk.domain.roster.order import PersonKeys
from trainingdesk.persistence.tables.roster import Person, Unit


def keys_of(person: Any = Person, unit: Any = Unit) -> tuple[Any, ...]:
    """Return the columns of :class:`PersonKeys`, of a person and the unit that is shown, or of aliases of them."""
    return (unit.position, person.position, person.stroke_key, person.pinyin_key, person.id)


#: the last columns of a SELECT about people
KEYS = keys_of()
#: the same as text, for ``person p`` and ``unit u``
KEYS_SQL = "u.position, p.position, p.stroke_key, p.pinyin_key, p.id"
_OF_PEOPLE = (
    f"SELECT p.id, {KEYS_SQL} FROM person p JOIN unit u ON u.id = p.unit_id"  # noqa: S608 - our own names
    " WHERE p.id IN (SELECT value FROM json_each(?))"
)


def keyed(row: Sequence[Any]) -> tuple[Any, ...]:
    """Return a row with its last columns, :data:`KEYS`, put together."""
    count = len(KEYS)
    return (*row[:-count], PersonKeys(*row[-count:]))


def of_people(connection: Connection, people: Sequence[int]) -> dict[int, PersonKeys]:
    """Return person → what lists are ordered by; who is gone is left out."""
    rows = connection.exec_driver_sql(_OF_PEOPLE, (json.dumps(list(people)),))
    return {row[0]: PersonKeys(*row[1:]) for row in rows}
