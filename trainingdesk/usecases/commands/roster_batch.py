"""Many people changed in one step, and taken back in one step; every person's change is in the log."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Conflict, Refused
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.persistence.audit import logged, with_audit
from trainingdesk.persistence.base import metadata
from trainingdesk.persistence.tables.roster import PersonMerge
from trainingdesk.usecases.batch import (
    AT_ONCE,
    BatchPlan,
    EditPeople,
    ForMany,
    ReplaceWords,
    TransferPeople,
    log_text,
    plan_batch,
)
from trainingdesk.usecases.last_changes import Edited, last_changes, name_taken_out
from trainingdesk.usecases.ordering import index_people_anew
from trainingdesk.usecases.periods import write_formers
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.stays import ENDING, end_stays, endings, refuse_seconded, reopen_stays
from trainingdesk.usecases.work import Work

_STEP = "batch.step_write"
#: a person's id and the changed columns with their values before and after
_Row = tuple[int, Sequence[Sequence[Any]]]
_NOTHING: Mapping[str, Any] = {}


@handles(EditPeople, Permission.ROSTER_EDIT)
def edit_people(work: Work, command: EditPeople) -> Result:
    """Set fields of many people; see :func:`_carry_out` for what is refused."""
    return _carry_out(work, command, "undo.edit_people", command.reason)


@handles(ReplaceWords, Permission.ROSTER_EDIT)
def replace_words(work: Work, command: ReplaceWords) -> Result:
    """Replace words in one field of many people."""
    return _carry_out(work, command, "undo.replace_words", find=command.find, replace=command.replace)


@handles(TransferPeople, Permission.ROSTER_EDIT)
def transfer_people(work: Work, command: TransferPeople) -> Result:
    """Move many people to another unit; their units so far become rows of their history."""
    return _carry_out(work, command, "undo.transfer_people", command.reason)


@dataclass(frozen=True, kw_only=True)
class TakeBackBatch(Command):
    """Take a step for many people back.

    Attributes:
        people: (id, changed columns with their values before and after) each.
        periods: (table, ids of the periods the step wrote) each.
        stays: the secondments it ended, as :data:`~trainingdesk.usecases.stays.Ending`.
    """

    people: tuple[Any, ...]
    periods: tuple[Any, ...] = ()
    stays: tuple[Any, ...] = ()


@handles(TakeBackBatch, Permission.ROSTER_EDIT)
def take_back_batch(work: Work, command: TakeBackBatch) -> Result:
    """Give everybody the former values back; raises what :func:`give_back` raises."""
    give_back(work, command.people, command.periods)
    reopen_stays(work, command.stays)
    refuse_seconded(work, _ended_by(command.people))
    return {"count": len(command.people)}


def give_back(work: Work, changed: Sequence[Any], periods: Sequence[Any]) -> None:
    """Take what :func:`update_people` and :func:`write_periods` wrote back.

    Raises Refused ``batch.merged_since`` when somebody went into another record since, and ``batch.changed_since`` when
    somebody was changed.
    """
    people = [(number, changes) for number, changes in changed]
    _refuse_merged(work, people)
    _refuse_changed(work, people)
    update_people(
        work, [(number, [(name, new, old) for name, old, new in changes]) for number, changes in people]
    )
    for table, ids in periods:
        statement = f'DELETE FROM "{table}" WHERE id = ?'  # noqa: S608 - our own names
        rows = [(number,) for number in ids]
        with_audit(work.connection, partial(work.connection.exec_driver_sql, statement, rows))
        work.trail.add_many(table, "removed", ((number, "{}") for number in ids))


def _carry_out(work: Work, command: ForMany, label: str, reason: str = "", **words: str) -> Result:
    """Write what the preview showed.

    Raises Conflict ``batch.stale_preview`` when the roster was changed since, Refused ``batch.nobody`` when nobody
    would be changed, and Invalid ``batch.unfit``.
    """
    plan = plan_batch(work.connection, command, work.today)
    if command.seal and command.seal != plan.seal:
        raise Conflict("batch.stale_preview")
    if not plan.changed:
        raise Refused("batch.nobody")
    people = [(one.id, one.verdict.changes) for one in plan.changed]
    update_people(work, people)
    periods = write_periods(work, plan, text_of(reason))
    gone = dict.fromkeys(_ended_by(people), _NOTHING)
    stays = end_stays(work, endings(work.connection, gone, work.today))
    inverse = TakeBackBatch(people=tuple(people), periods=tuple(periods), stays=stays)
    work.can_undo(label, inverse, count=len(people), **words)
    return {"count": len(people), "refused": len(plan.refused), "same": plan.same}


def _ended_by(people: Iterable[Sequence[Any]]) -> list[int]:
    """Return those whose changes may end a secondment."""
    return [number for number, changes in people if not ENDING.isdisjoint(change[0] for change in changes)]


def update_people(work: Work, people: Sequence[_Row]) -> None:
    """Write changed columns in bulk, those with the same columns together, each person's in the log."""
    connection = work.connection
    written = 0
    for names, rows in _by_columns(people).items():
        sets = ", ".join(f"{name} = ?" for name in names)
        statement = f"UPDATE person SET {sets}, version = version + 1 WHERE id = ?"  # noqa: S608 - our own names
        for part in _parts(rows):
            work.progress(written, len(people), _STEP)
            values = [(*(change[2] for change in changes), number) for number, changes in part]
            with_audit(connection, partial(connection.exec_driver_sql, statement, values))
            written += len(part)
    columns = metadata.tables["person"].c
    work.trail.add_many(
        "person",
        "changed",
        (
            (number, log_text({name: logged(columns[name].info, old, new) for name, old, new in changes}))
            for number, changes in people
        ),
    )
    index_people_anew(work, [number for number, _changes in people])


def write_periods(work: Work, plan: BatchPlan, reason: str) -> list[tuple[str, list[int]]]:
    """Write what was before, and return the ids of what was written by table."""
    formers = ((one.id, former) for one in plan.changed for former in one.verdict.formers)
    return write_formers(work, formers, reason)


def _refuse_merged(work: Work, people: Sequence[_Row]) -> None:
    """Raise Refused ``batch.merged_since`` when somebody's record went into another one since."""
    meant = {number for number, _changes in people}
    names = [
        json.loads(gzip.decompress(packed))["lost"]["name"]
        for lost_id, packed in work.session.execute(
            select(PersonMerge.lost_id, PersonMerge.before).order_by(PersonMerge.id)
        )
        if lost_id in meant
    ]
    if names:
        raise Refused("batch.merged_since", count=len(names), names=names[:3])


def _refuse_changed(work: Work, people: Sequence[_Row]) -> None:
    edited: list[Edited] = []
    for columns, rows in _by_columns(people).items():
        listed = ", ".join(columns)
        for part in _parts(rows):
            marks = ", ".join("?" * len(part))
            found = work.connection.exec_driver_sql(
                f"SELECT id, name, {listed} FROM person WHERE id IN ({marks})",  # noqa: S608 - our own names
                tuple(number for number, _changes in part),
            )
            now = {row[0]: tuple(row)[1:] for row in found}
            for number, changes in part:
                values = now.get(number)
                if values is None:
                    edited.append(Edited(number, name_taken_out(work, number), ()))
                    continue
                pairs = zip(changes, values[1:], strict=True)
                others = [change[0] for change, value in pairs if value != change[2]]
                if others:
                    edited.append(Edited(number, values[0], others))
    if edited:
        raise Refused("batch.changed_since", count=len(edited), people=last_changes(work, edited))


def _by_columns(people: Iterable[_Row]) -> dict[tuple[str, ...], list[_Row]]:
    groups: dict[tuple[str, ...], list[_Row]] = defaultdict(list)
    for number, changes in people:
        groups[tuple(change[0] for change in changes)].append((number, changes))
    return groups


def _parts(rows: Sequence[_Row]) -> Iterator[Sequence[_Row]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


__all__ = ["EditPeople", "ReplaceWords", "TakeBackBatch", "TransferPeople"]
