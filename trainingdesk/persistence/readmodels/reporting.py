"""The SELECTs of the reports: everything is counted by the database, never person by person."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from trainingdesk.domain.codes import ClassState, LedgerKind, Team
from trainingdesk.domain.reporting.rows import ClassWork, Coverage, Spending
from trainingdesk.domain.roster.base import BaseRule
from trainingdesk.persistence.readmodels.base import base_on
from trainingdesk.persistence.readmodels.planning import (
    COMPLETIONS,
    completed_in,
    first_day,
    last_day,
)


def coverage(
    connection: Connection, years: Sequence[int], year: int, day: date, today: date, rule: BaseRule
) -> dict[tuple[int, Team], Coverage]:
    """Return (unit of that day, team) → coverage of the people of the base on a day, completions up to that day."""
    source = base_on(day, today, rule)
    rows = connection.exec_driver_sql(
        "SELECT p.unit_id, p.team, count(*), coalesce(sum(d.this_year), 0), count(d.person_id)"  # noqa: S608 - own clauses
        f" FROM {source.sql} p LEFT JOIN (SELECT e.person_id AS person_id,"
        f" max(c.end_day BETWEEN ? AND ?) AS this_year FROM {COMPLETIONS}"
        " GROUP BY e.person_id) d ON d.person_id = p.id"
        " GROUP BY p.unit_id, p.team",
        (*source.values, first_day(year), last_day(year), *completed_in(years, day)),
    )
    return {
        (unit, Team(team)): Coverage(base, this_year, cycle) for unit, team, base, this_year, cycle in rows
    }


def done_by_team(connection: Connection, years: Sequence[int], year: int, today: date) -> dict[Team, int]:
    """Return team at the time → people whose first completion in the cycle fell into a year."""
    rows = connection.exec_driver_sql(
        "SELECT team, count(*) FROM ("  # noqa: S608 - constant text
        " SELECT e.team AS team, substr(c.end_day, 1, 4) AS year, min(c.end_day || printf('%012d', e.id))"
        f" FROM {COMPLETIONS} GROUP BY e.person_id) WHERE year = ? GROUP BY team",
        (*completed_in(years, today), str(year)),
    )
    return {Team(team): count for team, count in rows}


def first_completions(
    connection: Connection, years: Sequence[int], today: date, rule: BaseRule
) -> dict[tuple[int, int], int]:
    """Return (year, month) → people of today's base by the end of their first completed class of the cycle."""
    source = base_on(today, today, rule)
    rows = connection.exec_driver_sql(
        f"SELECT substr(d.first, 1, 4), substr(d.first, 6, 2), count(*) FROM {source.sql} p JOIN ("  # noqa: S608 - own clauses
        f" SELECT e.person_id AS person_id, min(c.end_day) AS first FROM {COMPLETIONS}"
        " GROUP BY e.person_id) d ON d.person_id = p.id GROUP BY 1, 2",
        (*source.values, *completed_in(years, today)),
    )
    return {(int(year), int(month)): count for year, month, count in rows}


def trained_by_year(
    connection: Connection, years: Sequence[int], day: date, today: date, rule: BaseRule
) -> dict[int, int]:
    """Return year → people of the base on a day by their first completion of the cycle, up to that day."""
    source = base_on(day, today, rule)
    rows = connection.exec_driver_sql(
        f"SELECT substr(d.first, 1, 4), count(*) FROM {source.sql} p JOIN ("  # noqa: S608 - own clauses
        f" SELECT e.person_id AS person_id, min(c.end_day) AS first FROM {COMPLETIONS}"
        " GROUP BY e.person_id) d ON d.person_id = p.id GROUP BY 1",
        (*source.values, *completed_in(years, day)),
    )
    return {int(year): count for year, count in rows}


def class_work(connection: Connection, year: int, day: date) -> ClassWork:
    """Return the closed classes that ended in a year, up to a day, and how often one was completed."""
    classes, main, persons = connection.exec_driver_sql(
        "SELECT count(*), coalesce(sum(c.is_main), 0), coalesce(sum((SELECT count(*) FROM enrolment e"
        " WHERE e.class_id = c.id AND e.completed = 1 AND e.withdrawn_at IS NULL)), 0)"
        " FROM training_class c WHERE c.state = ? AND c.end_day BETWEEN ? AND ?",
        (ClassState.CLOSED.value, *completed_in((year,), day)),
    ).one()
    return ClassWork(int(classes), int(main), int(persons))


def without_training(connection: Connection, since: date, until: date, today: date, rule: BaseRule) -> int:
    """Return how many people of today's base completed nothing that ended in a period."""
    source = base_on(today, today, rule)
    count = connection.exec_driver_sql(
        f"SELECT count(*) FROM {source.sql} p WHERE p.id NOT IN (SELECT e.person_id FROM {COMPLETIONS})",  # noqa: S608 - own clauses
        (*source.values, since.isoformat(), until.isoformat()),
    ).scalar_one()
    return int(count)


def base_by_team(connection: Connection, today: date, rule: BaseRule) -> dict[Team, int]:
    """Return team → people of today's base."""
    source = base_on(today, today, rule)
    rows = connection.exec_driver_sql(
        f"SELECT p.team, count(*) FROM {source.sql} p GROUP BY p.team",  # noqa: S608 - own clause
        source.values,
    )
    return {Team(team): count for team, count in rows}


def spending(connection: Connection, year: int) -> Spending:
    """Return the account's year in cents; a counter-entry takes off what it takes back, in its own year."""
    kinds = "coalesce(o.kind, l.kind)"
    allocated, spent = connection.exec_driver_sql(
        f"SELECT coalesce(sum(CASE WHEN {kinds} = ? THEN l.amount END), 0),"  # noqa: S608 - constant text
        f" coalesce(sum(CASE WHEN {kinds} = ? THEN -l.amount END), 0)"
        " FROM ledger_entry l LEFT JOIN ledger_entry o ON o.id = l.counter_of WHERE l.day BETWEEN ? AND ?",
        (LedgerKind.ALLOCATION.value, LedgerKind.PAYMENT.value, first_day(year), last_day(year)),
    ).one()
    balance: Any = connection.exec_driver_sql(
        "SELECT coalesce(sum(amount), 0) FROM ledger_entry"
    ).scalar_one()
    return Spending(year, int(allocated), int(spent), int(balance))
