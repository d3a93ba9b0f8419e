"""What rows of people are ordered by, read beside them from the places and keys that the roster keeps."""

from collections.abc import Sequence
from typing import Any

from trainingdesk.domain.roster.order import PersonKeys
from trainingdesk.persistence.tables.roster import Person, Unit

#: the last columns of a SELECT about people and the unit that is shown of each
KEYS: tuple[Any, ...] = (
    Unit.position.label("unit_place"),
    Person.position.label("person_place"),
    Person.stroke_key,
    Person.pinyin_key,
    Person.id.label("keyed_person"),
)
#: the same as text, for ``person p`` and ``unit u``
KEYS_SQL = "u.position, p.position, p.stroke_key, p.pinyin_key, p.id"


def keyed(row: Sequence[Any]) -> tuple[Any, ...]:
    """Return a row with its last columns, :data:`KEYS`, put together."""
    count = len(KEYS)
    return (*row[:-count], PersonKeys(*row[-count:]))
