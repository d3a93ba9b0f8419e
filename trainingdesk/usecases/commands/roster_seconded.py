"""Secondments that an import notes (某局（挂职）): written with it, and gone with it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import select

from trainingdesk.domain.codes import GONE, SecondmentWay
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.matching import Stay
from trainingdesk.persistence.audit import with_audit
from trainingdesk.persistence.base import metadata
from trainingdesk.persistence.tables.history import Secondment
from trainingdesk.persistence.tables.log import UndoStep
from trainingdesk.persistence.tables.roster import Person
from trainingdesk.usecases.commands.roster_dated import StoredChange
from trainingdesk.usecases.commands.secondments import PutSecondmentBack
from trainingdesk.usecases.stays import ENDING, Ending, endings, reopen_stays
from trainingdesk.usecases.undoing import seal_steps
from trainingdesk.usecases.work import Work

_COLUMNS = ("person_id", "way", "unit_id", "place", "valid_from", "valid_to", "reason")
_OWN = "SELECT 1 FROM person WHERE id = ? AND unit_id = ?"
_STATUS = "SELECT status FROM person WHERE id = ?"
_OTHERS = (
    "SELECT unit_id FROM secondment WHERE person_id = ? AND coalesce(valid_to, '9999') >= ?"
    " ORDER BY unit_id = ? DESC LIMIT 1"
)
_NOW = f"SELECT {', '.join(_COLUMNS)} FROM secondment WHERE id = ?"  # noqa: S608 - our own names
_NAME = "SELECT name FROM person WHERE id = ?"

#: what a file changes that may end a secondment: another day since when somebody is gone, too
_ENDING = ENDING | {"status_from", "unit_from"}

#: what a file says of a secondment, where it is named like a field
SECONDMENT = "secondment"
#: said of rows whose secondment was left since another one lasts
OTHER_LASTS = "roster.seconded_elsewhere"
#: said of rows whose secondment was left since the person has retired or left
NOT_SERVING = "roster.seconded_not_serving"

#: said of rows whose secondment was left since its unit was not to be opened
NOT_OPENED = "roster.seconded_no_unit"

#: one secondment as it was written: id, then its values
Written = tuple[int, list[Any]]


def ended_by_import(work: Work, stored: Mapping[int, Sequence[StoredChange]], day: date) -> list[Ending]:
    """Return the secondments that end with what an import changes; ``day`` is the one it speaks of."""
    news = {
        person_id: {name: new for name, _old, new in changes}
        for person_id, changes in stored.items()
        if not _ENDING.isdisjoint(name for name, _old, _new in changes)
    }
    return endings(work.connection, news, day)


def reopen_after_import(work: Work, ended: Sequence[Ending]) -> None:
    """Let secondments last again that an import ended, those too that undo may bring back which were taken away since.

    Raises Refused ``import.seconded_edited`` for one changed since.
    """
    edited = []
    for number, end, last in ended:
        row = work.session.get(Secondment, number)
        if row is None:
            _let_last(work, number, end, last)
        elif row.valid_to is None or row.valid_to.isoformat() != last:
            edited.append(work.load(Person, row.person_id).name)
    if edited:
        raise Refused("import.seconded_edited", count=len(edited), names=edited[:3])
    reopen_stays(work, ended)


def _let_last(work: Work, number: int, end: str | None, last: str) -> None:
    """Let a secondment that was taken away come back as it was before an import ended it on its day ``last``."""
    steps = select(UndoStep).where(
        UndoStep.command == PutSecondmentBack.__name__, UndoStep.undone_at.is_(None)
    )
    for step in work.session.scalars(steps):
        values = dict(step.payload["values"])
        if step.payload["secondment_id"] == number and values["valid_to"] == last:
            step.payload = step.payload | {"values": list((values | {"valid_to": end}).items())}


@dataclass
class ImportedSecondments:
    """The secondments of one import.

    Attributes:
        rows: their values, in the order of ``_COLUMNS``.
        said: row → the code of why its secondment was left.
        same: those who are seconded there already.
    """

    work: Work
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    said: dict[int, str] = field(default_factory=dict)
    same: list[int] = field(default_factory=list)

    def decide(
        self,
        stays: Mapping[int, Stay],
        people: Mapping[int, int],
        unit_ids: Mapping[str, int],
        day: date,
        stored: Mapping[int, Sequence[StoredChange]],
    ) -> None:
        """Decide which are written; ``people`` says row → person of those that came in, ``stored`` what becomes of them.

        Who is seconded there as the roster knows stays so; where another secondment lasts, that one stands.
        """
        first = day.isoformat()
        for row, stay in stays.items():
            person_id, unit_id = people.get(row), unit_ids.get(stay.unit)
            if person_id is None:
                continue
            if unit_id is None:
                self.said[row] = NOT_OPENED
                continue
            asked = self.work.connection.exec_driver_sql
            news = {name: new for name, _old, new in stored.get(person_id, ())}
            if (news.get("status") or asked(_STATUS, (person_id,)).scalar_one()) in GONE:
                self.said[row] = NOT_SERVING
                continue
            lasting = asked(_OTHERS, (person_id, first, unit_id)).first()
            if lasting is not None:
                if lasting[0] == unit_id:
                    self.same.append(person_id)
                else:
                    self.said[row] = OTHER_LASTS
            elif asked(_OWN, (person_id, unit_id)).first() is None:
                reason = f"{stay.how} {stay.post}".strip()
                self.rows.append((person_id, SecondmentWay.WITHIN.value, unit_id, "", first, None, reason))

    def kept(self) -> list[Written]:
        """Return what the import keeps, so that they can be taken back: ids as they will be given."""
        first = self.work.last_id(metadata.tables["secondment"]) + 1
        return [(number, list(row)) for number, row in enumerate(self.rows, first)]

    def write(self) -> None:
        """Write them, each with its row of the log."""
        details = [
            json.dumps(
                {name: [None, value] for name, value in zip(_COLUMNS, row, strict=True) if value},
                ensure_ascii=False,
                separators=(",", ":"),
            )
            for row in self.rows
        ]
        self.work.insert_many(metadata.tables["secondment"], _COLUMNS, self.rows, details, "imported")


def remove_secondments(work: Work, batch_id: int, written: list[Written]) -> None:
    """Take the secondments of an import away; one that was taken away by hand is gone already, and stays so.

    Raises Refused ``import.seconded_edited`` when one was ended or put right since.
    """
    edited: list[str] = []
    gone: list[tuple[int]] = []
    asked = work.connection.exec_driver_sql
    for number, values in written:
        now = asked(_NOW, (number,)).first()
        if now is None:
            # undo would bring back what the import alone had said
            seal_steps(work, {PutSecondmentBack.__name__}, "secondment_id", number)
        elif list(now) == list(values):
            gone.append((number,))
        else:
            edited.append(str(asked(_NAME, (now[0],)).scalar_one()))
    if edited:
        raise Refused("import.seconded_edited", count=len(edited), names=edited[:3])
    if gone:
        delete = "DELETE FROM secondment WHERE id = ?"
        with_audit(work.connection, partial(work.connection.exec_driver_sql, delete, gone))
        detail = json.dumps({"import": batch_id})
        work.trail.add_many("secondment", "removed", ((number, detail) for (number,) in gone))
