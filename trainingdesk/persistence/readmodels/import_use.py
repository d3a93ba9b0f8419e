"""What was built on the people of an import since, and where that is cleared."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from trainingdesk.persistence.tables import all_tables
from trainingdesk.persistence.tables.roster import Person, PersonPhoto
from trainingdesk.shared.text import Label

#: so many people are named where something stands in the way
NAMED = 3
#: tables whose records say in ``import.way.…`` how they are cleared
_CLEARED = frozenset(
    {
        *("group_membership", "reserve_candidate", "enrolment", "certificate", "secondment"),
        *("not_same", "person_merge", "person_photo", "person", "unit"),
    }
)


class Used(NamedTuple):
    """Records of a table that name people of an import, and which people."""

    table: str
    people: frozenset[int]

    @property
    def way(self) -> Label:
        """How these records are cleared."""
        if self.table.endswith("_period"):  # a former unit, post … is one row of the history like any other
            return Label("import.way.period")
        return Label(f"import.way.{self.table}" if self.table in _CLEARED else "import.way.other")


def used_elsewhere(connection: Connection, batch_id: int, pictured: Collection[int] = ()) -> list[Used]:
    """Return what names people whom an import brought.

    Args:
        connection: where to read.
        batch_id: the import.
        pictured: people whose photo came with it.
    """
    people = select(Person.id).where(Person.import_batch_id == batch_id)
    found: dict[str, Used] = {}
    for other in all_tables():
        for key in other.foreign_keys:
            if key.column.table.name != "person":
                continue
            wanted = select(key.parent).where(key.parent.in_(people))
            owners = frozenset(connection.scalars(wanted.distinct()))
            if other.name == PersonPhoto.__tablename__:
                owners = owners.difference(pictured)
            if owners:
                before = found[other.name].people if other.name in found else frozenset()
                found[other.name] = Used(other.name, before | owners)
    return list(found.values())


def said_of(connection: Connection, used: Sequence[Used]) -> dict[str, Any]:
    """Return what ``import.people_in_use`` is filled in with: each person counts once, in however many tables."""
    people = sorted(frozenset[int]().union(*(one.people for one in used)))
    some = select(Person.name).where(Person.id.in_(people[:NAMED])).order_by(Person.id)
    return {
        "count": len(people),
        "kinds": [Label(f"entity.{one.table}") for one in used],
        "names": list(connection.scalars(some)),
        "ways": list(dict.fromkeys(one.way for one in used)),
    }
