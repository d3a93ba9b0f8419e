"""Somebody who was entered by mistake leaves the roster as if never entered, as long as nothing depends on the record."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.cells import text_of
from trainingdesk.persistence.base import Record
from trainingdesk.persistence.readmodels.roster import dependents
from trainingdesk.persistence.search import unindex_people
from trainingdesk.persistence.tables.history import (
    PostPeriod,
    Secondment,
    StatusPeriod,
    TeamPeriod,
    UnitPeriod,
)
from trainingdesk.persistence.tables.roster import ImportAnswer, ImportBatch, NotSame, Person, PersonPhoto
from trainingdesk.shared.text import Label
from trainingdesk.usecases.ordering import index_people_anew
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import add_again, bring_back, kept_of
from trainingdesk.usecases.work import Work

#: what says something of the person alone, and goes and comes back with them
_OWN: dict[str, type[Record]] = {
    kind.__tablename__: kind
    for kind in (
        UnitPeriod,
        PostPeriod,
        TeamPeriod,
        StatusPeriod,
        Secondment,
        NotSame,
        ImportAnswer,
        PersonPhoto,
    )
}
#: tables of which ``roster.mistake.…`` says what can be done
_WAYS = frozenset({"group_membership", "reserve_candidate", "enrolment", "certificate", "person_merge"})
_PICTURE = "picture"

#: a record that went along: its table, its number and what it said
_Kept = tuple[str, int, tuple[tuple[str, Any], ...]]


@dataclass(frozen=True, kw_only=True)
class TakeOutPerson(Command):
    """Take somebody out who was entered by mistake; who retired or left gets that status instead.

    Attributes:
        reason: why the record is a mistake; it is kept in the log.
    """

    person_id: int
    version: int
    reason: str


@handles(TakeOutPerson, Permission.ROSTER_EDIT)
def take_out_person(work: Work, command: TakeOutPerson) -> Result:
    """Delete the record with its former values, secondments and photo; it can be put back.

    Nobody counts the person on any day any more, and no list of changes has them as somebody who left. Raises Conflict
    ``record.stale``, and Refused ``roster.reason_needed`` and ``roster.mistake_in_use`` with what depends on the record.
    """
    person = work.load(Person, command.person_id, command.version)
    reason = text_of(command.reason)
    if not reason:
        raise Refused("roster.reason_needed")
    used = {
        table: count
        for table, count in dependents(work.connection, "person", person.id).items()
        if table not in _OWN
    }
    if used:
        ways = [Label(f"roster.mistake.{table if table in _WAYS else 'other'}") for table in used]
        raise Refused(
            "roster.mistake_in_use",
            name=person.name,
            count=sum(used.values()),
            kinds=[Label(f"entity.{table}") for table in used],
            ways=list(dict.fromkeys(ways)),
        )
    kept: list[_Kept] = []
    picture = b""
    for record in _own_records(work, person.id):
        if isinstance(record, PersonPhoto):
            picture = record.picture
        kept.append((record.__tablename__, record.id, kept_of(record)))
        work.session.delete(record)
    work.session.flush()
    work.note("person", person.id, "mistaken", name=person.name, reason=reason)
    back = PutPersonBack(
        person_id=person.id,
        values=kept_of(person),
        records=tuple(kept),
        picture=b64encode(picture).decode(),
    )
    work.session.delete(person)
    work.session.flush()
    unindex_people(work.connection, [command.person_id])
    work.can_undo("undo.take_out_person", back, name=person.name)
    return {"person_id": command.person_id, "name": person.name}


def _own_records(work: Work, person_id: int) -> list[Record]:
    found: list[Record] = []
    for kind in _OWN.values():
        mine = (
            or_(NotSame.first_id == person_id, NotSame.second_id == person_id)
            if kind is NotSame
            else kind.__table__.c.person_id == person_id
        )
        found += work.session.scalars(select(kind).where(mine).order_by(kind.id))
    return found


@dataclass(frozen=True, kw_only=True)
class PutPersonBack(Command):
    """Bring somebody back who was taken out, under their own number.

    Attributes:
        values: what the record said.
        records: the records that went along: table, number, what each said.
        picture: the photo as base64, "" for none.
    """

    person_id: int
    values: tuple[tuple[str, Any], ...]
    records: tuple[_Kept, ...] = ()
    picture: str = ""


@handles(PutPersonBack, Permission.ROSTER_EDIT)
def put_person_back(work: Work, command: PutPersonBack) -> Result:
    """Write the record again, and those that went along.

    Raises Refused ``import.already_reverted`` where an import was taken back since that had brought any of it.
    """
    values = bring_back(Person, command.values)
    rows = [(_OWN[table], number, bring_back(_OWN[table], kept)) for table, number, kept in command.records]
    _refuse_reverted(work, [values, *(row for _kind, _number, row in rows)])
    add_again(work, Person, command.person_id, values)
    for kind, number, row in rows:
        if kind is PersonPhoto:
            row[_PICTURE] = b64decode(command.picture)
        # a pair of whom the other one went since is no pair any more
        if kind is not NotSame or _stands(work, row):
            add_again(work, kind, number, row)
    index_people_anew(work, [command.person_id])
    return {"person_id": command.person_id}


def _stands(work: Work, pair: dict[str, Any]) -> bool:
    return all(work.session.get(Person, pair[side]) is not None for side in ("first_id", "second_id"))


def _refuse_reverted(work: Work, rows: list[dict[str, Any]]) -> None:
    for number in sorted({int(row["import_batch_id"]) for row in rows if row.get("import_batch_id")}):
        batch = work.load(ImportBatch, number)
        if batch.reverted_at is not None:
            raise Refused("import.already_reverted", file=batch.file_name, day=batch.reverted_at.date())
