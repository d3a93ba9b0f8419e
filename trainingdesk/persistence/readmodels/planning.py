"""The SELECTs of the plan: the base on a day, what is done, saved versions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from trainingdesk.domain.codes import ClassState, Line, PlanState
from trainingdesk.domain.planning.base import in_tree_order
from trainingdesk.domain.planning.rows import PlanVersionRow, Targets, TreeUnit
from trainingdesk.domain.roster.base import BaseRule
from trainingdesk.persistence.readmodels.base import base_on
from trainingdesk.shared.clock import parse_instant

#: Who completed a class (alias c) that is closed and ended in a period, by enrolment (alias e); two parameters: its
#: first and last day. Every count of a cycle takes them from completed_in(), so that all count the same completions. CROSS JOIN keeps SQLite at reading the few classes first: three times as fast on a million
#: enrolments as its own choice.
COMPLETIONS = (
    "training_class c CROSS JOIN enrolment e ON e.class_id = c.id"
    " WHERE e.completed = 1 AND e.withdrawn_at IS NULL"
    f" AND c.state = '{ClassState.CLOSED.value}' AND c.end_day BETWEEN ? AND ?"
)


def first_day(year: int) -> str:
    """Return a year's first day as the database writes it."""
    return date(year, 1, 1).isoformat()


def last_day(year: int) -> str:
    """Return a year's last day as the database writes it."""
    return date(year, 12, 31).isoformat()


def cycle_start_year(connection: Connection) -> int:
    """Return the first year of the office's cycle in force."""
    return int(connection.exec_driver_sql("SELECT cycle_start FROM office WHERE id = 1").scalar_one())


def all_units(connection: Connection) -> tuple[TreeUnit, ...]:
    """Return every unit, dissolved ones too, in the order of the tree."""
    rows = connection.exec_driver_sql(
        "SELECT id, parent_id, name, short_name, line FROM unit ORDER BY position, id"
    )
    return in_tree_order((row[0], row[1], row[2], row[3], Line(row[4])) for row in rows)


def completed_in(years: Sequence[int], day: date) -> tuple[str, str]:
    """Return the two parameters of :data:`COMPLETIONS` for a cycle as it stands on a day: nothing after it counts."""
    return first_day(years[0]), min(last_day(years[-1]), day.isoformat())


def done_cells(connection: Connection, years: Sequence[int], today: date) -> dict[tuple[int, int], int]:
    """Return (unit at the time, year) → people whose first completion in the cycle it is.

    SQLite takes the bare columns of ``min()`` from the row that holds the minimum; ties are broken by the enrolment.
    """
    rows = connection.exec_driver_sql(
        "SELECT unit_id, year, count(*) FROM ("  # noqa: S608 - constant text
        " SELECT e.unit_id AS unit_id, substr(c.end_day, 1, 4) AS year,"
        "  min(c.end_day || printf('%012d', e.id))"
        f" FROM {COMPLETIONS} GROUP BY e.person_id) GROUP BY unit_id, year",
        completed_in(years, today),
    )
    return {(int(unit), int(year)): int(count) for unit, year, count in rows}


def untrained(connection: Connection, years: Sequence[int], today: date, rule: BaseRule) -> dict[int, int]:
    """Return unit → people of today's base who have completed nothing in the cycle."""
    base = base_on(today, today, rule)
    rows = connection.exec_driver_sql(
        f"SELECT p.unit_id, count(*) FROM {base.sql} p WHERE p.id NOT IN ("  # noqa: S608 - own clauses
        f" SELECT e.person_id FROM {COMPLETIONS}) GROUP BY p.unit_id",
        (*base.values, *completed_in(years, today)),
    )
    return {int(unit): int(count) for unit, count in rows}


_VERSIONS = (
    "SELECT v.id, v.version, v.cycle_start, v.number, v.title, v.base_day,"
    " (SELECT coalesce(sum(r.base), 0) FROM plan_row r WHERE r.plan_id = v.id), v.state, v.saved_at, u.name"
    " FROM plan_version v JOIN user u ON u.id = v.saved_by"
)


def plan_versions(connection: Connection, cycle_start: int | None = None) -> tuple[PlanVersionRow, ...]:
    """Return saved versions, of one cycle or of all, the newest first."""
    where, values = ("", ()) if cycle_start is None else (" WHERE v.cycle_start = ?", (cycle_start,))
    rows = connection.exec_driver_sql(
        f"{_VERSIONS}{where} ORDER BY v.cycle_start DESC, v.number DESC", values
    )
    return tuple(_version(row) for row in rows)


def plan_version(connection: Connection, plan_id: int) -> PlanVersionRow | None:
    """Return one saved version, None when it is not there."""
    row = connection.exec_driver_sql(f"{_VERSIONS} WHERE v.id = ?", (plan_id,)).first()
    return None if row is None else _version(row)


def adopted_plan(connection: Connection, cycle_start: int) -> int | None:
    """Return the id of the adopted version of a cycle."""
    found = connection.exec_driver_sql(
        "SELECT id FROM plan_version WHERE cycle_start = ? AND state = ?",
        (cycle_start, PlanState.ADOPTED.value),
    ).scalar()
    return None if found is None else int(found)


def plan_rows(connection: Connection, plan_id: int, years: Sequence[int]) -> dict[int, tuple[int, Targets]]:
    """Return unit → (base, targets) of a saved version; a year without a cell has the target 0."""
    rows: dict[int, tuple[int, dict[int, int]]] = {}
    for unit, base, year, target in connection.exec_driver_sql(
        "SELECT r.unit_id, r.base, c.year, c.target FROM plan_row r LEFT JOIN plan_cell c ON c.row_id = r.id"
        " WHERE r.plan_id = ?",
        (plan_id,),
    ):
        rows.setdefault(int(unit), (int(base), {}))[1][year] = target
    return {
        unit: (base, tuple(int(cells.get(year, 0)) for year in years)) for unit, (base, cells) in rows.items()
    }


def _version(row: Any) -> PlanVersionRow:
    number, version, cycle, place, title, base_day, base, state, saved_at, saved_by = row
    return PlanVersionRow(
        id=int(number),
        version=int(version),
        cycle_start=int(cycle),
        number=int(place),
        title=str(title),
        base_day=date.fromisoformat(base_day),
        base=int(base),
        state=PlanState(state),
        saved_at=parse_instant(saved_at),
        saved_by=str(saved_by),
    )
