"""Reads of roll calls: which half-days there are, one roll, leave close to its limit."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from trainingdesk.domain.access import Permission
from trainingdesk.domain.attendance.rows import LeaveWarning, Roll, RollRow, SessionLists, SessionRow
from trainingdesk.domain.attendance.rules import leave_share
from trainingdesk.domain.codes import Mark
from trainingdesk.domain.errors import NotFound
from trainingdesk.persistence.readmodels import attendance as reads
from trainingdesk.shared.clock import parse_instant
from trainingdesk.shared.text import Label
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.ATTENDANCE_READ)
def session_lists(reader: Reader) -> SessionLists:
    """Return today's half-days, the others of this week (Monday to Sunday), and earlier ones that are not closed."""
    today = reader.today
    monday = today - timedelta(days=today.weekday())
    week = reads.sessions_between(reader.connection, monday, monday + timedelta(days=6))
    unclosed = reads.unclosed_before(reader.connection, today)
    left = {row.id for row in unclosed}
    return SessionLists(
        today=tuple(row for row in week if row.day == today),
        week=tuple(row for row in week if row.day != today and row.id not in left),
        unclosed=tuple(unclosed),
        ended=reads.ended_between(reader.connection, monday, monday + timedelta(days=6)),
    )


@query(Permission.ATTENDANCE_READ)
def class_sessions(reader: Reader, class_id: int) -> list[SessionRow]:
    """Return the half-days of a class with how far their roll calls are, in their order."""
    return reads.sessions_of(reader.connection, class_id)


@query(Permission.ATTENDANCE_READ)
def roll(reader: Reader, session_id: int) -> Roll:
    """Return one half-day's roll call by seat, leave in the whole class beside each name.

    Raises NotFound ``record.gone``.
    """
    session = reads.session(reader.connection, session_id)
    if session is None:
        raise NotFound("record.gone", kind=Label("entity.half_day_session"))
    halves = reads.sessions_of(reader.connection, session.class_id)
    marks = reads.class_marks(reader.connection, session.class_id)
    policy = reader.policy(reads.class_last_day(reader.connection, session.class_id))
    rows = []
    for line in reads.roll_people(reader.connection, session_id):
        own = marks.get(line[0], {})
        leave = leave_share([(half.hours, own.get(half.id)) for half in halves], policy)
        rows.append(_roll_row(line, leave))
    counts = Counter(row.mark for row in rows if row.mark is not None)
    return Roll(session, tuple(rows), dict(counts), reads.last_mark_id(reader.connection))


def _roll_row(line: Sequence[Any], leave: Any) -> RollRow:
    enrolment_id, seat, person_id, name, unit, post, id_number, keys, mark, at = line
    return RollRow(
        id=enrolment_id,
        seat=seat,
        person_id=person_id,
        name=name,
        unit=unit,
        post=post,
        keys=tuple((keys or "").split()),
        id_tail=(id_number or "")[-6:],
        mark=None if mark is None else Mark(mark),
        at=parse_instant(at) if mark is not None else None,
        leave=leave,
    )


@query(Permission.ATTENDANCE_READ)
def leave_warnings(reader: Reader) -> list[LeaveWarning]:
    """Return everybody in a running class whose leave is over the limit, or would be with one more half-day."""
    found = []
    classes: dict[int, tuple[list[SessionRow], dict[int, dict[int, Mark]], date]] = {}
    for class_id, code, title, end_day, enrolment_id, person_id, name, unit in reads.running_people(
        reader.connection
    ):
        if class_id not in classes:
            classes[class_id] = (
                reads.sessions_of(reader.connection, class_id),
                reads.class_marks(reader.connection, class_id),
                date.fromisoformat(end_day),
            )
        halves, marks, last = classes[class_id]
        own = marks.get(enrolment_id, {})
        leave = leave_share([(half.hours, own.get(half.id)) for half in halves], reader.policy(last))
        next_half = max((half.hours for half in halves), default=0)
        if leave.leave and leave.exceeds(next_half):
            found.append(LeaveWarning(class_id, code, title, enrolment_id, person_id, name, unit, leave))
    return found
