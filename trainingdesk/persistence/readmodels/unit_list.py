"""What is read of units for their list: every unit with who answers for training, and its former names."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from trainingdesk.domain.roster.unit_views import UnitEntry
from trainingdesk.persistence.tables.roster import Unit, UnitFormerName


def entries(connection: Connection) -> tuple[UnitEntry, ...]:
    """Return every unit, dissolved ones too, in the office's order: parents before their children."""
    statement: Any = select(
        Unit.id,
        Unit.parent_id,
        Unit.line,
        Unit.kind,
        Unit.liaison,
        Unit.liaison_deputy,
        Unit.liaison_phone,
        Unit.liaison_deputy_phone,
        Unit.active,
        Unit.founded_on,
        Unit.dissolved_on,
        Unit.merged_into_id,
    ).order_by(Unit.position, Unit.id)
    return tuple(UnitEntry(*row) for row in connection.execute(statement))


def former_names(connection: Connection, day: date) -> dict[int, list[tuple[str, date]]]:
    """Return unit → (full name, first day it was no longer borne) given up by a day, the latest first."""
    found: dict[int, list[tuple[str, date]]] = {}
    rows = connection.execute(
        select(UnitFormerName.unit_id, UnitFormerName.name, UnitFormerName.until)
        .where(UnitFormerName.until <= day)
        .order_by(UnitFormerName.until.desc())
    )
    for unit, name, until in rows:
        found.setdefault(unit, []).append((name, until))
    return found
