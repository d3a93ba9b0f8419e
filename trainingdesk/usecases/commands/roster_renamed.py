"""Units that an import renames: the file calls them by the name that they bear since a day (更名)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from trainingdesk.domain.errors import Invalid, NotFound, Refused
from trainingdesk.persistence.readmodels import units
from trainingdesk.persistence.tables.roster import Person, Unit
from trainingdesk.shared.text import Label
from trainingdesk.usecases.commands.roster import ChangeUnit, RestoreRecord, changed_unit, restore_record
from trainingdesk.usecases.ordering import index_people_anew
from trainingdesk.usecases.work import Work

#: what is kept of a renaming: the unit, what changed of it, the row of its former name
KeptRenaming = tuple[int, Sequence[Any], int | None]


class RenamedUnit(NamedTuple):
    """A unit by the full name it had so far, and its new name.

    Attributes:
        day: first day of the new name, ``YYYY-MM-DD``; "" for the day the file speaks of.
    """

    name: str
    unit: str
    day: str = ""


def rename_units(work: Work, renamed: Iterable[RenamedUnit], day: date) -> list[KeptRenaming]:
    """Rename units as their own form does, and return what takes that back with the import.

    Raises Refused ``import.rename_refused`` with why not: a day to come, one not behind the last renaming, a name taken;
    and ``import.renamed_twice`` for two new names of one unit.
    """
    kept: list[KeptRenaming] = []
    ids: dict[str, int] = {}
    named: dict[str, str] = {}
    for one in (RenamedUnit(*each) for each in renamed):
        ids = ids or units.ids_by_name(work.connection)
        before = named.setdefault(one.unit, one.name)
        if before != one.name:
            raise Refused("import.renamed_twice", unit=one.unit, one=before, other=one.name)
        if one.unit not in ids:
            raise NotFound("record.gone", kind=Label("entity.unit"))
        unit = work.load(Unit, ids[one.unit])
        command = ChangeUnit(
            unit_id=unit.id,
            version=unit.version,
            name=one.name,
            line=unit.line,
            parent_id=unit.parent_id,
            liaison=unit.liaison,
            active=unit.active,
            renamed=True,
            day=date.fromisoformat(one.day) if one.day else day,
        )
        try:
            _unit, restore = changed_unit(work, command)
        except Invalid as invalid:
            why = Label(invalid.problems[0].code, dict(invalid.problems[0].params))
            raise Refused("import.rename_refused", unit=one.unit, name=one.name, why=why) from invalid
        if restore is not None:
            kept.append((unit.id, restore.changes, restore.former))
    return kept


def order_people_of_renamed(work: Work, kept: Iterable[KeptRenaming]) -> None:
    """Put those in order anew who came into a renamed unit with the import: by its name, posts in words say who heads it."""
    for unit_id, _changes, _former in kept:
        ids = work.session.scalars(select(Person.id).where(Person.unit_id == unit_id).order_by(Person.id))
        index_people_anew(work, list(ids))


def give_names_back(work: Work, kept: Iterable[KeptRenaming]) -> None:
    """Give units the names back that they had before an import, the last renaming first.

    Raises Conflict ``undo.changed_since`` for one that was renamed again since, and Refused ``import.unit_name_taken`` where
    another unit bears the former name by now.
    """
    for unit_id, changes, former in reversed(list(kept)):
        put = tuple((part, before, after) for part, before, after in changes)
        _refuse_taken(work, unit_id, put)
        restore_record(work, RestoreRecord(entity="unit", record_id=unit_id, changes=put, former=former))


def _refuse_taken(work: Work, unit_id: int, changes: Iterable[tuple[str, Any, Any]]) -> None:
    former = [before for part, before, _after in changes if part == "name"]
    other = work.session.scalar(select(Unit).where(Unit.name.in_(former), Unit.id != unit_id))
    if other is not None:
        now = work.load(Unit, unit_id).name
        raise Refused("import.unit_name_taken", name=other.name, unit=now)
