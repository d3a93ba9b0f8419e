"""The SELECTs of roll calls. A mark counts when it is the last of its person in its half-day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection

from trainingdesk.domain.attendance.rows import SessionRow
from trainingdesk.domain.attendance.rules import RollFacts
from trainingdesk.domain.codes import ClassState, Mark, SessionState, Slot
from trainingdesk.persistence.readmodels.base import name_on

#: the last mark of one person in one half-day
_LAST = (
    "(SELECT m.mark FROM attendance_mark m WHERE m.session_id = s.id AND m.enrolment_id = e.id"
    " ORDER BY m.id DESC LIMIT 1)"
)
_MARK_FACTS = (
    f"SELECT s.state, c.state, e.id IS NOT NULL AND e.withdrawn_at IS NULL, p.name, {_LAST}, s.day"  # noqa: S608 - constant text
    " FROM half_day_session s JOIN training_class c ON c.id = s.class_id"
    " LEFT JOIN enrolment e ON e.id = ? AND e.class_id = s.class_id LEFT JOIN person p ON p.id = e.person_id"
    " WHERE s.id = ?"
)


class MarkFacts(NamedTuple):
    """What one mark is decided on; read by one statement, for a queue stands at the door."""

    roll: RollFacts
    enrolled: bool
    name: str
    mark: Mark | None


def mark_facts(connection: Connection, session_id: int, enrolment_id: int) -> MarkFacts | None:
    """Return what a mark is decided on, None when there is no such half-day."""
    row = connection.exec_driver_sql(_MARK_FACTS, (enrolment_id, session_id)).first()
    if row is None:
        return None
    mark = None if row[4] is None else Mark(row[4])
    roll = RollFacts(SessionState(row[0]), ClassState(row[1]), date.fromisoformat(row[5]))
    return MarkFacts(roll, bool(row[2]), row[3] or "", mark)


def roll_facts(connection: Connection, session_id: int) -> RollFacts | None:
    """Return the states a roll call is decided on, None when there is no such half-day."""
    row = connection.exec_driver_sql(
        "SELECT s.state, c.state, s.day FROM half_day_session s JOIN training_class c ON c.id = s.class_id WHERE s.id = ?",
        (session_id,),
    ).first()
    return RollFacts(SessionState(row[0]), ClassState(row[1]), date.fromisoformat(row[2])) if row else None


def unmarked(connection: Connection, session_id: int) -> list[tuple[int, str]]:
    """Return (enrolment, name) of everybody without a mark, by seat."""
    rows = connection.exec_driver_sql(
        "SELECT e.id, p.name FROM half_day_session s JOIN enrolment e ON e.class_id = s.class_id"  # noqa: S608 - constant text
        f" JOIN person p ON p.id = e.person_id WHERE s.id = ? AND e.withdrawn_at IS NULL AND {_LAST} IS NULL"
        " ORDER BY e.seat, e.id",
        (session_id,),
    )
    return [(int(row[0]), row[1]) for row in rows]


def expected(connection: Connection, session_id: int) -> int:
    """Return how many people have to be there."""
    return int(
        connection.exec_driver_sql(
            "SELECT count(*) FROM half_day_session s JOIN enrolment e ON e.class_id = s.class_id"
            " WHERE s.id = ? AND e.withdrawn_at IS NULL",
            (session_id,),
        ).scalar_one()
    )


class StandingMark(NamedTuple):
    """A mark that still counts, and what counted before it."""

    id: int
    enrolment_id: int
    before: Mark | None


def standing_marks(connection: Connection, session_id: int, mark_ids: Sequence[int]) -> list[StandingMark]:
    """Return those of some marks of a half-day that still count, each with what counted before it.

    A mark still counts when what counts now says the same: steps taken back one after the other append marks too.
    """
    found = []
    for mark_id in mark_ids:
        row = connection.exec_driver_sql(
            "SELECT m.id, m.enrolment_id,"
            " (SELECT b.mark FROM attendance_mark b WHERE b.session_id = m.session_id"
            "  AND b.enrolment_id = m.enrolment_id AND b.id < m.id ORDER BY b.id DESC LIMIT 1)"
            " FROM attendance_mark m WHERE m.id = ? AND m.session_id = ? AND m.mark ="
            " (SELECT l.mark FROM attendance_mark l WHERE l.session_id = m.session_id"
            "  AND l.enrolment_id = m.enrolment_id ORDER BY l.id DESC LIMIT 1)",
            (mark_id, session_id),
        ).first()
        if row is not None:
            before = None if row[2] is None else Mark(row[2])
            found.append(StandingMark(int(row[0]), int(row[1]), before))
    return found


_SESSIONS = f"""
SELECT s.id, s.class_id, c.code, c.title, c.state, s.day, s.slot, s.topic, s.hours, s.state,
  count(e.id) AS expected,
  count({_LAST}) AS marked,
  sum({_LAST} IN ('present', 'late', 'early')) AS present
FROM half_day_session s JOIN training_class c ON c.id = s.class_id
LEFT JOIN enrolment e ON e.class_id = s.class_id AND e.withdrawn_at IS NULL
WHERE {{where}}
GROUP BY s.id
ORDER BY s.day, CASE s.slot WHEN 'morning' THEN 0 WHEN 'afternoon' THEN 1 ELSE 2 END, c.code, s.id
"""  # noqa: S608 - constant text


def _session(row: Any) -> SessionRow:
    return SessionRow(
        id=row[0],
        class_id=row[1],
        code=row[2],
        title=row[3],
        class_state=ClassState(row[4]),
        day=date.fromisoformat(row[5]),
        slot=Slot(row[6]),
        topic=row[7],
        hours=row[8],
        state=SessionState(row[9]),
        expected=row[10],
        marked=row[11],
        present=row[12] or 0,
    )


def sessions_between(connection: Connection, first: date, last: date) -> list[SessionRow]:
    """Return the half-days of running or assessed classes between two days, in their order."""
    statement = _SESSIONS.format(where="s.day BETWEEN ? AND ? AND c.state IN ('running', 'assessing')")
    rows = connection.exec_driver_sql(statement, (first.isoformat(), last.isoformat()))
    return [_session(row) for row in rows]


def ended_between(connection: Connection, first: date, last: date) -> frozenset[int]:
    """Return the completed classes that had a half-day between two days."""
    rows = connection.exec_driver_sql(
        "SELECT DISTINCT s.class_id FROM half_day_session s JOIN training_class c ON c.id = s.class_id"
        " WHERE s.day BETWEEN ? AND ? AND c.state = 'closed'",
        (first.isoformat(), last.isoformat()),
    )
    return frozenset(int(row[0]) for row in rows)


def unclosed_before(connection: Connection, day: date) -> list[SessionRow]:
    """Return the half-days before a day whose roll call is still open, in their order."""
    statement = _SESSIONS.format(
        where="s.day < ? AND s.state = 'open' AND c.state IN ('running', 'assessing')"
    )
    return [_session(row) for row in connection.exec_driver_sql(statement, (day.isoformat(),))]


def session(connection: Connection, session_id: int) -> SessionRow | None:
    """Return one half-day, None when it is not there."""
    row = connection.exec_driver_sql(_SESSIONS.format(where="s.id = ?"), (session_id,)).first()
    return _session(row) if row is not None else None


def sessions_of(connection: Connection, class_id: int) -> list[SessionRow]:
    """Return the half-days of a class, in their order."""
    rows = connection.exec_driver_sql(_SESSIONS.format(where="s.class_id = ?"), (class_id,))
    return [_session(row) for row in rows]


def roll_people(connection: Connection, session_id: int) -> list[tuple[Any, ...]]:
    """Return everybody enrolled, by seat.

    Each: enrolment, seat, person, name, unit's short name, post, ID number, search keys, mark, instant of it.
    """
    rows = connection.exec_driver_sql(
        f"SELECT e.id, e.seat, e.person_id, p.name, {name_on('s.day', 'short_name')}, e.post, p.id_number,"  # noqa: S608 - constant text
        "  (SELECT keys FROM person_search WHERE rowid = p.id),"
        f" {_LAST}, {_LAST.replace('m.mark', 'm.at', 1)}"
        " FROM half_day_session s JOIN enrolment e ON e.class_id = s.class_id AND e.withdrawn_at IS NULL"
        " JOIN person p ON p.id = e.person_id JOIN unit u ON u.id = e.unit_id"
        " WHERE s.id = ? ORDER BY e.seat, e.id",
        (session_id,),
    )
    return [tuple(row) for row in rows]


def class_marks(connection: Connection, class_id: int) -> dict[int, dict[int, Mark]]:
    """Return enrolment → half-day → the mark that counts, of one class."""
    rows = connection.exec_driver_sql(
        "SELECT m.enrolment_id, m.session_id, m.mark FROM attendance_mark m"
        " JOIN half_day_session s ON s.id = m.session_id WHERE s.class_id = ? ORDER BY m.id",
        (class_id,),
    )
    found: dict[int, dict[int, Mark]] = {}
    for enrolment_id, session_id, mark in rows:
        own = found.setdefault(enrolment_id, {})
        if mark is None:
            own.pop(session_id, None)
        else:
            own[session_id] = Mark(mark)
    return found


def class_last_day(connection: Connection, class_id: int) -> date:
    """Return a class's last day: the rules in force then decide about leave and completion."""
    found = connection.exec_driver_sql("SELECT end_day FROM training_class WHERE id = ?", (class_id,))
    return date.fromisoformat(found.scalar_one())


def last_mark_id(connection: Connection) -> int:
    """Return the id of the last mark of the desk, 0 for none."""
    return int(connection.exec_driver_sql("SELECT coalesce(max(id), 0) FROM attendance_mark").scalar_one())


def running_people(connection: Connection) -> list[tuple[Any, ...]]:
    """Return everybody in a running or assessed class: class, code, title, last day, enrolment, person, name, unit."""
    rows = connection.exec_driver_sql(
        "SELECT c.id, c.code, c.title, c.end_day, e.id, e.person_id, p.name, u.short_name"
        " FROM training_class c JOIN enrolment e ON e.class_id = c.id AND e.withdrawn_at IS NULL"
        " JOIN person p ON p.id = e.person_id JOIN unit u ON u.id = e.unit_id"
        " WHERE c.state IN ('running', 'assessing') ORDER BY c.start_day, c.id, e.seat"
    )
    return [tuple(row) for row in rows]
