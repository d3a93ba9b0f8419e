"""Taking an import back: people and units it brought go, people it changed get their former values."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Refused
from trainingdesk.persistence.audit import logged, with_audit
from trainingdesk.persistence.base import metadata
from trainingdesk.persistence.readmodels.import_use import NAMED, Used, said_of, used_elsewhere
from trainingdesk.persistence.readmodels.roster import dependents
from trainingdesk.persistence.search import DERIVED_FROM, unindex_people
from trainingdesk.persistence.tables.log import Audit, UndoStep
from trainingdesk.persistence.tables.roster import ImportBatch, Person, PersonMerge, Unit
from trainingdesk.shared.clock import local_day
from trainingdesk.shared.text import Label
from trainingdesk.usecases.commands.roster_answers import forget_answers
from trainingdesk.usecases.commands.roster_dated import remove_periods
from trainingdesk.usecases.commands.roster_photos import KeptPhoto, changed_photos, restore_photos
from trainingdesk.usecases.commands.roster_renamed import give_names_back
from trainingdesk.usecases.commands.roster_seconded import Written, remove_secondments, reopen_after_import
from trainingdesk.usecases.import_later import later_import
from trainingdesk.usecases.import_repeats import hand_over, heirs_of
from trainingdesk.usecases.last_changes import Edited, last_changes, name_taken_out
from trainingdesk.usecases.ordering import index_people_anew
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.stays import ENDING, refuse_seconded
from trainingdesk.usecases.undoing import refuse_closed_units, written_since
from trainingdesk.usecases.unit_order import put_in_order
from trainingdesk.usecases.work import Work

_AT_ONCE = 1_000
_STEP = "import.step_revert"

#: One person's changes: id, then (column, before, after) each.
_Update = tuple[int, list[tuple[str, Any, Any]]]


@dataclass(frozen=True, kw_only=True)
class RevertImport(Command):
    """Take an import back as a whole, when nothing was built on it since."""

    batch_id: int


@handles(RevertImport, Permission.ROSTER_IMPORT)
def revert_import(work: Work, command: RevertImport) -> Result:
    """Take an import back.

    What a newer import said too stays, and is that one's from then on (:mod:`~trainingdesk.usecases.import_repeats`).

    Refuses ``import.already_reverted``, ``import.later_import`` and ``import.later_names`` (another import stands on it), ``import.people_in_use`` (classes, certificates … name them, or they were
    merged into somebody), ``import.people_edited``, ``undo.unit_closed``, ``import.number_taken`` (a former ID number is somebody else's
    now), ``undo.changed_since`` (a unit that it renamed was renamed again), ``import.unit_name_taken`` (its former name is another unit's now) and ``import.units_in_use``, each with what stands in the way.
    """
    batch = work.load(ImportBatch, command.batch_id)
    if batch.reverted_at is not None:
        raise Refused("import.already_reverted", file=batch.file_name, day=local_day(batch.reverted_at))
    if later := later_import(work.connection, batch.id):
        raise Refused(later.code, **later.params)
    packed = work.session.scalar(select(ImportBatch.before).where(ImportBatch.id == batch.id))
    before: dict[str, Any] = json.loads(gzip.decompress(packed or b""))
    updates: list[_Update] = [
        (person_id, [(field, old, new) for field, old, new in changes])
        for person_id, changes in before["updated"]
    ]
    # who was edited may have former values too: the edit is what stands in the way, and what can be taken back
    seconded: list[Written] = [(number, values) for number, values in before.get("seconded", ())]
    touched = {number for number, _changes in updates} | {values[0] for _number, values in seconded}
    photos: list[KeptPhoto] = [tuple(kept) for kept in before.get("photos", ())]
    # newcomers go with the import, wherever they are; these were there before
    touched |= {number for number, _digest, _before in photos if number < int(before.get("first", 0))}
    merged = _merged_away(work, batch.id, touched)
    if not merged:  # who went into another record has no name any more: that is what stands in the way
        _refuse_edited(work, batch.id, updates, changed_photos(work, photos), touched)
    heirs, going = heirs_of(work.connection, batch.id, before)
    if heirs:
        hand_over(work, batch.id, before, heirs)
        updates = list(going.items())
        seconded = [(number, values) for number, values in before["seconded"]]
        photos = [tuple(kept) for kept in before["photos"]]
    forget_answers(work, batch.id)
    remove_periods(work, batch.id)
    _refuse_used(work, batch.id, merged, {number for number, _digest, _before in photos})
    _refuse_taken_numbers(work, updates)
    restore_photos(work, batch.id, photos)
    _remove_people(work, batch.id, int(before["created"]))
    _restore_people(work, updates)
    give_names_back(work, before.get("renamed", ()))
    refuse_closed_units(work)
    remove_secondments(work, batch.id, seconded)
    reopen_after_import(work, [tuple(one) for one in before.get("stays", ())])
    refuse_seconded(work, _ended_by(updates))
    _remove_units(work, before["units"])
    batch.reverted_at = work.now
    _settle_undo(work, batch.id)
    work.session.flush()
    return {"batch_id": batch.id, "removed": int(before["created"]), "restored": len(updates)}


def _ended_by(updates: Sequence[_Update]) -> list[int]:
    """Return those whose changes may end a secondment."""
    return [number for number, changes in updates if not ENDING.isdisjoint(change[0] for change in changes)]


def _settle_undo(work: Work, batch_id: int) -> None:
    """Take the import's step off the list of steps to undo: it may be taken back from the list of imports too."""
    steps = work.session.scalars(
        select(UndoStep).where(UndoStep.command == RevertImport.__name__, UndoStep.undone_at.is_(None))
    )
    for step in steps:
        if step.payload.get("batch_id") == batch_id:
            step.undone_at = work.now


def _refuse_used(work: Work, batch_id: int, merged: Sequence[str], pictured: Set[int]) -> None:
    """Raise Refused when a record of another table names somebody whom the import brought, or holds one of them.

    ``merged`` names those of its people who went into another record; ``pictured`` have their photo from the import,
    which goes with it.
    """
    used = used_elsewhere(work.connection, batch_id, pictured)
    told = said_of(work.connection, used)
    if merged:
        told["kinds"].append(Label(f"entity.{PersonMerge.__tablename__}"))
        told["ways"].append(Label(f"import.way.{PersonMerge.__tablename__}"))
        # who went into another record is no person any more, and in no other table
        told["count"] += len(merged)
        told["names"] = [*told["names"], *merged][:NAMED]
    if told["kinds"]:
        raise Refused("import.people_in_use", **told)


def _merged_away(work: Work, batch_id: int, updated: Set[int]) -> list[str]:
    """Return who of the import went into another record since: parting them needs what it brought."""
    names: list[str] = []
    for lost_id, packed in work.session.execute(select(PersonMerge.lost_id, PersonMerge.before)):
        lost = json.loads(gzip.decompress(packed))["lost"]
        if lost_id in updated or lost["import_batch_id"] == batch_id:
            names.append(str(lost["name"]))
    return names


def _refuse_taken_numbers(work: Work, updates: Sequence[_Update]) -> None:
    """Raise Refused when somebody else has an ID number that would come back; one number belongs to one person."""
    former = {
        old: number
        for number, changes in updates
        for field, old, _new in changes
        if field == "id_number" and old
    }
    names: list[str] = []
    holders: list[str] = []
    for part in _parts(list(former)):
        found = work.session.execute(
            select(Person.id, Person.name, Person.id_number)
            .where(Person.id_number.in_(part))
            .order_by(Person.id)
        )
        taken = [row for row in found if row.id != former[row.id_number]]
        owners = [former[row.id_number] for row in taken]
        names += work.session.scalars(select(Person.name).where(Person.id.in_(owners)).order_by(Person.id))
        holders += [row.name for row in taken]
    if names:
        said = {"names": names[:NAMED], "holders": holders[:NAMED]}
        raise Refused("import.number_taken", count=len(names), **said)


def _refuse_edited(
    work: Work, batch_id: int, updates: Sequence[_Update], pictured_anew: Sequence[int], touched_ids: Set[int]
) -> None:
    """Raise Refused ``import.people_edited`` with those who are not as the import left them.

    ``touched_ids`` are all of whom it changed anything, be it a photo or a secondment alone: who was taken out took it
    along, and would bring it back.
    """
    rows = work.session.execute(
        select(Person.id, Person.name).where(Person.import_batch_id == batch_id, Person.version > 1)
    )
    touched = {row.id: row.name for row in rows}
    made = work.session.scalar(
        select(Audit.id).where(
            Audit.entity == "import_batch", Audit.entity_id == batch_id, Audit.kind == "created"
        )
    )
    assert made is not None
    # a change that was taken back leaves a higher version and the same person
    written = written_since(work, "person", touched, made)
    edited = [Edited(number, touched[number], fields) for number, fields in written.items()]
    for fields, group in _by_fields(updates).items():
        columns = ", ".join(fields)
        for part in _parts(group):
            marks = ", ".join("?" * len(part))
            statement = f"SELECT id, name, {columns} FROM person WHERE id IN ({marks})"  # noqa: S608 - our own names
            rows = work.connection.exec_driver_sql(statement, tuple(number for number, _changes in part))
            now = {row[0]: tuple(row)[1:] for row in rows}
            for number, changes in part:
                values = now.get(number)
                if values is None:
                    edited.append(Edited(number, name_taken_out(work, number), ()))
                    continue
                pairs = zip(changes, values[1:], strict=True)
                others = [field for (field, _old, new), value in pairs if value != new]
                if others:
                    edited.append(Edited(number, values[0], others))
    for part in _parts(pictured_anew):
        found = work.session.execute(
            select(Person.id, Person.name).where(Person.id.in_(part)).order_by(Person.id)
        )
        edited += [Edited(number, name, ()) for number, name in found]
    others_ids = touched_ids - {number for number, _changes in updates}
    for part in _parts(sorted(others_ids)):
        there = set(work.session.scalars(select(Person.id).where(Person.id.in_(part))))
        edited += [Edited(number, name_taken_out(work, number), ()) for number in part if number not in there]
    if edited:
        names = [one.name for one in edited[:NAMED]]
        people = last_changes(work, edited, made)
        raise Refused("import.people_edited", count=len(edited), names=names, people=people)


def _remove_people(work: Work, batch_id: int, expected: int) -> None:
    ids = list(
        work.session.scalars(select(Person.id).where(Person.import_batch_id == batch_id).order_by(Person.id))
    )
    work.trail.add_many("person", "removed", ((number, f'{{"import":{batch_id}}}') for number in ids))
    for done, part in enumerate(_parts(ids)):
        work.progress(done * _AT_ONCE, expected, _STEP)
        rows = [(number,) for number in part]
        unindex_people(work.connection, part)
        with_audit(
            work.connection, partial(work.connection.exec_driver_sql, "DELETE FROM person WHERE id = ?", rows)
        )


def _restore_people(work: Work, updates: Sequence[_Update]) -> None:
    for fields, group in _by_fields(updates).items():
        sets = ", ".join(f"{name} = ?" for name in fields)
        statement = f"UPDATE person SET {sets}, version = version + 1 WHERE id = ?"  # noqa: S608 - our own names
        rows = [(*(old for _field, old, _new in changes), number) for number, changes in group]
        with_audit(work.connection, partial(work.connection.exec_driver_sql, statement, rows))
    work.trail.add_many("person", "changed", _restore_details(updates))
    stale = [number for number, changes in updates if DERIVED_FROM & {field for field, _o, _n in changes}]
    index_people_anew(work, stale)


def _restore_details(updates: Sequence[_Update]) -> Iterable[tuple[int, str]]:
    columns = metadata.tables["person"].c
    for number, changes in updates:
        detail = {field: logged(columns[field].info, new, old) for field, old, new in changes}
        yield number, json.dumps(detail, ensure_ascii=False)


def _remove_units(work: Work, unit_ids: Iterable[int]) -> None:
    below = False
    for number in unit_ids:
        unit = work.session.get(Unit, number)
        if unit is None:
            continue
        if used := dependents(work.connection, "unit", number):
            ways = list(dict.fromkeys(Used(table, frozenset()).way for table in used))
            kinds = [Label(f"entity.{table}") for table in used]
            raise Refused("import.units_in_use", unit=unit.name, kinds=kinds, ways=ways)
        below = below or unit.parent_id is not None
        work.session.delete(unit)
    work.session.flush()
    if below:
        # those behind a unit that came in under its managing one had made room for it
        put_in_order(work)


def _by_fields(updates: Sequence[_Update]) -> dict[tuple[str, ...], list[_Update]]:
    groups: dict[tuple[str, ...], list[_Update]] = defaultdict(list)
    for number, changes in updates:
        groups[tuple(field for field, _old, _new in changes)].append((number, changes))
    return groups


def _parts(rows: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))
