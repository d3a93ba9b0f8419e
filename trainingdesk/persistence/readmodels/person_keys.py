"""What rows of people are ordered by, read beside them from the places and keys that the roster keeps."""

from collections.abc import Sequence
from typing import Any

from trainingdesk.domain.roster.order import PersonKeys
from trainingdesk.persistence.tables.roster import Person, Unit


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
