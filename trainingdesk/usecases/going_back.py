"""What followed to the record that stays goes back where it was: the journal of :mod:`.following`, walked backwards."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from trainingdesk.persistence.base import metadata
from trainingdesk.persistence.readmodels.classes import last_seat, seat_taken
from trainingdesk.persistence.tables.classes import TrainingClass
from trainingdesk.persistence.types import Day
from trainingdesk.usecases.following import Step, mapped_classes, plain, pointing_at, put_row
from trainingdesk.usecases.work import Work


def in_the_way(work: Work, journal: Iterable[Step], kept_id: int) -> dict[str, int]:
    """Return what keeps belongings from going back: kind of record → how many.

    Rows that are gone or point elsewhere now; what was written since on a row that would go back, such as a
    certificate of an enrolment, or what such a row names since, such as a candidate the membership; and an enrolment that was dropped, whose class has been closed since.
    """
    found: dict[str, int] = {}
    moved: dict[str, set[int]] = {}
    for (table, row_id), values in _came_to(journal).items():
        columns = metadata.tables[table].c
        if any(columns[name].foreign_keys for name in values):
            # one that only got other days was here before, and stays
            moved.setdefault(table, set()).add(row_id)
        now = work.connection.execute(
            select(*(columns[name] for name in values)).where(columns.id == row_id)
        ).first()
        if now is None or [plain(value) for value in now] != list(values.values()):
            found[table] = found.get(table, 0) + 1
    for kind, table, _row_id, values in journal:
        if kind == "dropped" and table == "enrolment" and _class_closed(work, values):
            found[table] = found.get(table, 0) + 1
    for table, count in (*_written_on(work, moved, kept_id), *_leant_on(work, journal, moved, kept_id)):
        found[table] = found.get(table, 0) + count
    return found


def _came_to(journal: Iterable[Step]) -> dict[tuple[str, int], dict[str, Any]]:
    """Return what the journal left of each row it moved; one that was dropped afterwards is not in it."""
    left: dict[tuple[str, int], dict[str, Any]] = {}
    for kind, table, row_id, values in journal:
        if kind == "moved":
            after = {name: pair[1] for name, pair in values.items()}
            left[table, row_id] = left.get((table, row_id), {}) | after
        elif kind == "added":
            left[table, row_id] = dict(values)
        else:
            left.pop((table, row_id), None)
    return left


def _class_closed(work: Work, row: Mapping[str, Any]) -> bool:
    made = work.session.get(TrainingClass, row["class_id"])
    return made is None or made.closed_at is not None


def _written_on(work: Work, moved: Mapping[str, set[int]], kept_id: int) -> Iterator[tuple[str, int]]:
    """Yield what names both the person that stays and a row that would go back, and did not follow itself."""
    for table, person in pointing_at("person"):
        for key in table.foreign_keys:
            rows = moved.get(key.column.table.name)
            if not rows:
                continue
            since = work.session.scalars(
                select(table.c.id).where(person == kept_id, key.parent.in_(sorted(rows)))
            )
            count = len(set(since) - moved.get(table.name, set()))
            if count:
                yield table.name, count


def _leant_on(
    work: Work, journal: Iterable[Step], moved: Mapping[str, set[int]], kept_id: int
) -> Iterator[tuple[str, int]]:
    """Yield what stays with the person and is named by a row that would go back: the membership since admitted to."""
    for (table, row_id), values in _came_to(journal).items():
        if row_id not in moved.get(table, ()):
            continue
        columns = metadata.tables[table].c
        for key in metadata.tables[table].foreign_keys:
            other = key.column.table
            if key.parent.name in values or other.name == "person":
                continue
            for name in (one.parent.name for one in other.foreign_keys if one.column.table.name == "person"):
                # a name of its own: a certificate names another certificate, the one that it replaces
                leant = other.alias()
                named = (
                    select(leant.c.id)
                    .join_from(leant, metadata.tables[table], key.parent == leant.c.id)
                    .where(columns.id == row_id, leant.c[name] == kept_id)
                )
                found = work.session.scalar(named)
                if found is not None and found not in moved.get(other.name, ()):
                    yield other.name, 1


def walk_back(work: Work, journal: list[Step]) -> None:
    """Let everything that followed go back where it was; see :func:`in_the_way` first."""
    mapped = mapped_classes()
    for kind, table, row_id, values in reversed(journal):
        if kind == "moved":
            row = work.session.get_one(mapped[table], row_id)
            for name, (before, _after) in values.items():
                day = isinstance(metadata.tables[table].c[name].type, Day) and before is not None
                setattr(row, name, date.fromisoformat(before) if day else before)
            work.session.flush()
        elif kind == "added":
            work.session.delete(work.session.get_one(mapped[table], row_id))
            work.session.flush()
        else:
            put_row(work, table, _seated(work, values) if table == "enrolment" else values)


def _seated(work: Work, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an enrolment with a seat of its own, when its former one was given away meanwhile."""
    class_id = row["class_id"]
    if not seat_taken(work.connection, class_id, row["seat"], row["id"]):
        return row
    return {**row, "seat": last_seat(work.connection, class_id) + 1}
