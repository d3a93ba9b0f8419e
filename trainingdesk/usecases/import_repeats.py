"""What newer imports said too of what an import wrote: it stays when that one is taken back, and is theirs from then on.

A newer file that said the same wrote nothing, and its rows counted as unchanged. To take its values away with the older
import would leave the roster saying otherwise than a workbook that stands in the list of imports. To hold the older
import back until the newer one is taken back would cost all that was decided there. So the older one hands over what it
wrote and what was there before: once the newer one is taken back too, the former values come back.

Who came in with an import and is named by a newer one holds it back; see :mod:`trainingdesk.usecases.import_later`.
"""

import gzip
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from trainingdesk.domain.roster.importing import PHOTO
from trainingdesk.persistence.audit import with_audit
from trainingdesk.persistence.tables.history import Secondment
from trainingdesk.persistence.tables.roster import ImportBatch, Unit
from trainingdesk.usecases.commands.roster_seconded import SECONDMENT
from trainingdesk.usecases.earlier_answers import packed
from trainingdesk.usecases.stays import ENDING
from trainingdesk.usecases.work import Work

#: one changed column of a person: name, value before and after, as the database has them
Change = tuple[str, Any, Any]
_COLUMNS = {"unit": "unit_id"}


class _Track(NamedTuple):
    """Columns that change together, and the table of what was before."""

    values: frozenset[str]
    days: frozenset[str]
    table: str


_TRACKS = (
    _Track(frozenset({"unit_id"}), frozenset({"unit_from"}), "unit_period"),
    _Track(frozenset({"team"}), frozenset({"team_from"}), "team_period"),
    _Track(frozenset({"status"}), frozenset({"status_from"}), "status_period"),
    _Track(
        frozenset({"post", "rank", "side_rank"}),
        frozenset({"post_from", "rank_from", "side_rank_from"}),
        "post_period",
    ),
)
_OF_TRACKS = frozenset[str]().union(*(track.values | track.days for track in _TRACKS))


class Repeated(NamedTuple):
    """Which of somebody's changed columns a newer import said too.

    Attributes:
        stay: those that stay.
        torn: whether it said a part of what can only go back as a whole: a rank, but not the post that came with it.
    """

    stay: frozenset[str]
    torn: bool = False


_NOTHING = Repeated(frozenset())


def repeated(changed: Collection[str], said: Collection[str]) -> Repeated:
    """Return which columns stay: what was said too; since when goes with its value, a rank with the post it came with."""
    if not said:
        return _NOTHING
    stay, torn = {name for name in changed if name in said and name not in _OF_TRACKS}, False
    for track in _TRACKS:
        values, days = track.values.intersection(changed), track.days.intersection(changed)
        if not values:
            stay |= days.intersection(said)
        elif "post" in said if "post" in values else values.issubset(said):
            stay |= values | days
        elif not values.isdisjoint(said):
            torn = True
    return Repeated(frozenset(stay), torn)


@dataclass
class Heir:
    """A newer import that stands, and what of the older one stays with it.

    Attributes:
        batch_id, file, at: the newer import.
        before: what it keeps so that it can be taken back.
        updates: person → the changes that stay.
        photos, seconded: those whose photo and whose secondment stay.
    """

    batch_id: int
    file: str
    at: datetime
    before: dict[str, Any]
    updates: dict[int, list[Change]] = field(default_factory=dict)
    photos: set[int] = field(default_factory=set)
    seconded: set[int] = field(default_factory=set)

    @property
    def people(self) -> set[int]:
        """Those of whom anything stays."""
        return self.updates.keys() | self.photos | self.seconded


def columns_said(before: Mapping[str, Any], confirmed: bytes | None) -> Iterator[tuple[set[str], list[int]]]:
    """Yield columns and the people of whom an import said them as the roster had them.

    Records from before that was kept know it of unit, team, status, post and ranks alone.
    """
    kept = before.get("same")
    if kept is None:
        kept = json.loads(gzip.decompress(confirmed)) if confirmed else ()
    for fields, people in kept:
        yield {_COLUMNS.get(name, name) for name in fields}, people


def heirs_of(
    connection: Connection, batch_id: int, before: Mapping[str, Any]
) -> tuple[list[Heir], dict[int, list[Change]]]:
    """Return the newer imports with which anything of one stays, and person → the changes that go back.

    Of several that said the same the first one takes it; when that one is taken back, the next does.
    """
    left: dict[int, list[Change]] = {
        int(number): [(name, old, new) for name, old, new in changes] for number, changes in before["updated"]
    }
    photos = {int(number) for number, *_kept in before.get("photos", ())}
    seconded = {int(values[0]) for _number, values in before.get("seconded", ())}
    heirs: list[Heir] = []
    for heir, confirmed in _newer(connection, batch_id):
        said: dict[int, set[str]] = {}
        for columns, people in columns_said(heir.before, confirmed):
            for number in people:
                if number in left or number in photos or number in seconded:
                    said.setdefault(number, set()).update(columns)
        for number, columns in said.items():
            changes = left.get(number, [])
            stay = repeated([name for name, _old, _new in changes], columns).stay
            if stay:
                heir.updates[number] = [change for change in changes if change[0] in stay]
                left[number] = [change for change in changes if change[0] not in stay]
            if PHOTO in columns and number in photos:
                heir.photos.add(number)
            if SECONDMENT in columns and number in seconded:
                heir.seconded.add(number)
        photos -= heir.photos
        seconded -= heir.seconded
        if heir.people:
            heirs.append(heir)
    return heirs, {number: changes for number, changes in left.items() if changes}


def unknown_since(connection: Connection, batch_id: int, going: Collection[int]) -> list[Heir]:
    """Return the newer imports of which it was not kept yet what they said just as the roster had it.

    Only those count that may have named somebody of ``going``.
    """
    found = []
    for heir, confirmed in _newer(connection, batch_id):
        if "same" in heir.before or not going:
            continue
        named = [number for _columns, people in columns_said(heir.before, confirmed) for number in people]
        if not named or not set(named).isdisjoint(going):
            found.append(heir)
    return found


def _newer(connection: Connection, batch_id: int) -> Iterator[tuple[Heir, bytes | None]]:
    """Yield the newer imports that stand, the oldest first and one at a time: what they keep may be large."""
    rows = connection.execute(
        select(ImportBatch.id, ImportBatch.file_name, ImportBatch.at)
        .where(ImportBatch.id > batch_id, ImportBatch.reverted_at.is_(None))
        .order_by(ImportBatch.id)
    ).all()
    for number, file, at in rows:
        before, confirmed = connection.execute(
            select(ImportBatch.before, ImportBatch.confirmed).where(ImportBatch.id == number)
        ).one()
        yield Heir(number, file, at, json.loads(gzip.decompress(before))), confirmed


def hand_over(work: Work, batch_id: int, before: dict[str, Any], heirs: Iterable[Heir]) -> None:
    """Make what stays the newer imports' own, and leave in ``before`` what goes back beside changes of people."""
    for heir in heirs:
        _take_periods(work, batch_id, heir)
        for name, people, owner in (
            ("photos", heir.photos, lambda kept: kept[0]),
            ("seconded", heir.seconded, lambda kept: kept[1][0]),
            ("stays", _moved(heir), partial(_lent, work)),
        ):
            going: list[Any] = []
            stays: list[Any] = []
            for one in before.get(name, ()):
                (stays if people and owner(one) in people else going).append(one)
            before[name] = going
            heir.before[name] = [*heir.before.get(name, ()), *stays]
        _take_units(work, before, heir)
        own: dict[int, list[Any]] = {int(number): changes for number, changes in heir.before["updated"]}
        for number, changes in heir.updates.items():
            own.setdefault(number, []).extend(changes)
        heir.before["updated"] = list(own.items())
        work.load(ImportBatch, heir.batch_id).before = packed(heir.before)
    work.session.flush()


def _moved(heir: Heir) -> set[int]:
    """Return whose status or unit stays: a secondment that ended with it stays so."""
    return {
        number
        for number, changes in heir.updates.items()
        if not ENDING.isdisjoint(name for name, _old, _new in changes)
    }


def _lent(work: Work, ended: Sequence[Any]) -> int:
    row = work.session.get(Secondment, ended[0])
    return row.person_id if row is not None else 0


def _take_periods(work: Work, batch_id: int, heir: Heir) -> None:
    """Make the former values the newer import's whose present ones stay with it."""
    for track in _TRACKS:
        rows = [
            (heir.batch_id, batch_id, number)
            for number, changes in heir.updates.items()
            if not track.values.isdisjoint(name for name, _old, _new in changes)
        ]
        if rows:
            statement = (
                f"UPDATE {track.table} SET import_batch_id = ? WHERE import_batch_id = ? AND person_id = ?"  # noqa: S608 - our own names
            )
            with_audit(work.connection, partial(work.connection.exec_driver_sql, statement, rows))


def _take_units(work: Work, before: dict[str, Any], heir: Heir) -> None:
    """Make the units that the older import opened the newer one's where somebody stays in them."""
    wanted = {
        new for changes in heir.updates.values() for name, _old, new in changes if name == "unit_id"
    } | {values[2] for _number, values in heir.before.get("seconded", ())}
    opened = list(before["units"])
    taken: set[int] = set()
    for number in sorted(wanted.intersection(opened)):
        unit = work.session.get(Unit, number)
        while unit is not None and unit.id in opened:  # and what it stands under
            taken.add(unit.id)
            unit = work.session.get(Unit, unit.parent_id) if unit.parent_id else None
    before["units"] = [number for number in opened if number not in taken]
    # those that stand under others go first, as they were kept
    heir.before["units"] = [*heir.before["units"], *(number for number in opened if number in taken)]
