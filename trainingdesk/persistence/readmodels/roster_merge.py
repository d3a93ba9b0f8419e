"""What is read of duplicates: everybody as they are compared, two records side by side, pairs and merges made."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from trainingdesk.domain.roster.duplicates import Alike, Resemblance
from trainingdesk.domain.roster.merge_views import MergeRow, PairRow, ReviewedRow, SideView
from trainingdesk.domain.roster.merging import COLUMNS
from trainingdesk.persistence.readmodels.person_keys import KEYS, keyed, keys_of
from trainingdesk.persistence.readmodels.roster import dependents
from trainingdesk.persistence.tables.accounts import User
from trainingdesk.persistence.tables.log import Audit
from trainingdesk.persistence.tables.roster import NotSame, Person, PersonMerge, PersonPhoto, Unit

_ALIKE = "SELECT id, name, coalesce(sex, ''), birth, coalesce(id_number, ''), phone, unit_id, post FROM person ORDER BY id"


def everybody(connection: Connection) -> list[Alike]:
    """Return everybody of the roster, those who left too, as they are compared with each other."""
    # the driver's own cursor: 100,000 rows need no row object of the library's
    cursor: Any = connection.exec_driver_sql(_ALIKE).cursor
    return list(map(Alike._make, cursor))


def reviewed(connection: Connection) -> set[tuple[int, int]]:
    """Return the pairs that were found to be two people."""
    return {(row[0], row[1]) for row in connection.execute(select(NotSame.first_id, NotSame.second_id))}


def pair_rows(connection: Connection, pairs: Sequence[Resemblance]) -> tuple[PairRow, ...]:
    """Return pairs with the names and units of both."""
    ids = {number for pair in pairs for number in (pair.first_id, pair.second_id)}
    found = connection.execute(
        select(Person.id, Person.name, Unit.short_name)
        .join(Unit, Unit.id == Person.unit_id)
        .where(Person.id.in_(ids))
    )
    people = {row.id: row for row in found}
    return tuple(
        PairRow(
            id=place,
            first_id=pair.first_id,
            second_id=pair.second_id,
            first_name=people[pair.first_id].name,
            second_name=people[pair.second_id].name,
            first_unit=people[pair.first_id].short_name,
            second_unit=people[pair.second_id].short_name,
            level=pair.level,
            score=pair.score,
            reasons=pair.reasons,
        )
        for place, pair in enumerate(pairs, 1)
    )


def side(connection: Connection, person_id: int) -> tuple[SideView, dict[str, Any]] | None:
    """Return a record as a whole and its values as a merge compares them, None when it is gone.

    The values hold the unit's name under ``unit`` beside its id, and the photo's digest under ``photo``.
    """
    names = [name for name in COLUMNS if name != "photo"]
    row = connection.execute(
        select(
            Person.id,
            Person.version,
            *(getattr(Person, name) for name in names),
            Unit.name.label("unit"),
            PersonPhoto.digest,
        )
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(PersonPhoto, PersonPhoto.person_id == Person.id)
        .where(Person.id == person_id)
    ).first()
    if row is None:
        return None
    values = row._asdict()
    values["photo"] = values.pop("digest") or ""
    changed = connection.scalar(
        select(Audit.at)
        .where(
            Audit.entity == "person",
            Audit.entity_id == person_id,
            Audit.kind.in_(("created", "changed", "imported", "merged")),
        )
        .order_by(Audit.id.desc())
        .limit(1)
    )
    view = SideView(
        id=row.id,
        version=row.version,
        name=row.name,
        unit=row.unit,
        status=row.status,
        changed_at=changed,
        hangs=dependents(connection, "person", person_id),
        birth=row.birth or "",
    )
    return view, values


def reviewed_rows(connection: Connection) -> tuple[ReviewedRow, ...]:
    """Return the pairs that were found to be two people, the last one first."""
    first, second = aliased(Person), aliased(Person)
    here, there = aliased(Unit), aliased(Unit)
    found = connection.execute(
        select(
            NotSame.id,
            first.name,
            second.name,
            here.short_name,
            there.short_name,
            NotSame.at,
            func.coalesce(User.name, ""),
            *keys_of(first, here),
            *keys_of(second, there),
        )
        .join(first, first.id == NotSame.first_id)
        .join(second, second.id == NotSame.second_id)
        .join(here, here.id == first.unit_id)
        .join(there, there.id == second.unit_id)
        .outerjoin(User, User.id == NotSame.actor_id)
        .order_by(NotSame.id.desc())
    )
    both = ((*keyed(row[: -len(KEYS)]), keyed(row)[-1]) for row in found)
    return tuple(ReviewedRow(*row) for row in both)


def merges(connection: Connection) -> tuple[MergeRow, ...]:
    """Return the merges that stand, the last one first."""
    found = connection.execute(
        select(
            PersonMerge.id,
            Person.id,
            Person.name,
            Unit.short_name,
            PersonMerge.at,
            func.coalesce(User.name, ""),
            *KEYS,
        )
        .join(Person, Person.id == PersonMerge.kept_id)
        .join(Unit, Unit.id == Person.unit_id)
        .outerjoin(User, User.id == PersonMerge.actor_id)
        .order_by(PersonMerge.id.desc())
    )
    return tuple(MergeRow(*keyed(row)) for row in found)
