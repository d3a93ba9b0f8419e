"""Writes of a roll call: marks are appended, never changed; the last one counts."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table

from trainingdesk.domain.access import Permission
from trainingdesk.domain.attendance.rules import (
    RollFacts,
    decide_bulk,
    decide_close,
    decide_mark,
    decide_reopen,
    need_open,
)
from trainingdesk.domain.codes import Mark, SessionState
from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.persistence.readmodels import attendance as reads
from trainingdesk.persistence.tables.classes import AttendanceMark, HalfDaySession
from trainingdesk.shared.clock import instant_text
from trainingdesk.shared.text import Label
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import seal_steps
from trainingdesk.usecases.work import Work

_MARKS = cast(Table, AttendanceMark.__table__)


@dataclass(frozen=True, kw_only=True)
class MarkAttendance(Command):
    """Mark one person in one half-day."""

    session_id: int
    enrolment_id: int
    mark: Mark


@handles(MarkAttendance, Permission.ATTENDANCE_MARK)
def mark_attendance(work: Work, command: MarkAttendance) -> Result:
    """Append one mark; the same mark again changes nothing, so that a card may be read twice.

    Raises what ``decide_mark`` refuses.
    """
    facts = reads.mark_facts(work.connection, command.session_id, command.enrolment_id)
    if facts is None:
        raise _gone()
    mark = Mark(command.mark)
    if not decide_mark(facts.roll, work.today, enrolled=facts.enrolled, present_mark=facts.mark, mark=mark):
        return {"mark_id": None, "mark": mark.value, "at": None}
    mark_id = work.insert(
        _MARKS,
        {
            "session_id": command.session_id,
            "enrolment_id": command.enrolment_id,
            "mark": mark,
            "at": work.now,
            "actor_id": work.user_id,
            "bulk": False,
        },
    )
    inverse = TakeBackMarks(session_id=command.session_id, mark_ids=(mark_id,))
    work.can_undo("undo.mark", inverse, name=facts.name)
    return {"mark_id": mark_id, "mark": mark.value, "at": instant_text(work.now)}


def _gone() -> NotFound:
    return NotFound("record.gone", kind=Label("entity.half_day_session"))


def _facts(work: Work, session_id: int) -> RollFacts:
    facts = reads.roll_facts(work.connection, session_id)
    if facts is None:
        raise _gone()
    return facts


@dataclass(frozen=True, kw_only=True)
class MarkUnmarked(Command):
    """Give everybody without a mark the same one."""

    session_id: int
    mark: Mark = Mark.PRESENT


@handles(MarkUnmarked, Permission.ATTENDANCE_MARK)
def mark_unmarked(work: Work, command: MarkUnmarked) -> Result:
    """Mark only the unmarked, as one step that can be taken back; raises what ``decide_bulk`` refuses."""
    facts = _facts(work, command.session_id)
    unmarked = [key for key, _name in reads.unmarked(work.connection, command.session_id)]
    people = decide_bulk(facts, work.today, unmarked)
    ids = _append(work, command.session_id, [(key, Mark(command.mark)) for key in people], bulk=True)
    inverse = TakeBackMarks(session_id=command.session_id, mark_ids=tuple(ids))
    work.can_undo("undo.bulk_mark", inverse, count=len(ids))
    return {"count": len(ids), "mark_ids": list(ids)}


def _append(work: Work, session_id: int, marks: list[tuple[int, Mark | None]], *, bulk: bool) -> range:
    at = instant_text(work.now)
    return work.insert_many(
        _MARKS,
        ("session_id", "enrolment_id", "mark", "at", "actor_id", "bulk"),
        [(session_id, key, mark.value if mark else None, at, work.user_id, int(bulk)) for key, mark in marks],
        [
            f'{{"enrolment_id":{key},"mark":"{mark.value if mark else ""}","session_id":{session_id}}}'
            for key, mark in marks
        ],
        "created",
    )


@dataclass(frozen=True, kw_only=True)
class TakeBackMarks(Command):
    """Take marks back: what counted before them counts again."""

    session_id: int
    mark_ids: tuple[int, ...]


@handles(TakeBackMarks, Permission.ATTENDANCE_MARK)
def take_back_marks(work: Work, command: TakeBackMarks) -> Result:
    """Append the mark that counted before, or none; a mark that was changed since stays.

    Raises Refused ``attendance.session_closed`` and ``attendance.nothing_to_take_back``.
    """
    need_open(_facts(work, command.session_id))
    standing = reads.standing_marks(work.connection, command.session_id, command.mark_ids)
    if not standing:
        raise Refused("attendance.nothing_to_take_back")
    _append(work, command.session_id, [(mark.enrolment_id, mark.before) for mark in standing], bulk=False)
    return {"count": len(standing)}


@dataclass(frozen=True, kw_only=True)
class CloseSession(Command):
    """Close a half-day's roll call."""

    session_id: int


@handles(CloseSession, Permission.ATTENDANCE_CLOSE)
def close_session(work: Work, command: CloseSession) -> Result:
    """Lock a roll call in which everybody has a mark; its counter-act is reopening, with a reason (P5.3).

    Raises what ``decide_close`` refuses.
    """
    facts = _facts(work, command.session_id)
    people = reads.expected(work.connection, command.session_id)
    unmarked = [name for _key, name in reads.unmarked(work.connection, command.session_id)]
    decide_close(facts, work.today, unmarked, people)
    session = work.load(HalfDaySession, command.session_id)
    session.state = SessionState.CLOSED
    seal_steps(work, {TakeBackMarks.__name__}, "session_id", session.id)
    return {"session_id": session.id, "count": people}


@dataclass(frozen=True, kw_only=True)
class ReopenSession(Command):
    """Open a closed roll call again."""

    session_id: int
    reason: str


@handles(ReopenSession, Permission.ATTENDANCE_REOPEN)
def reopen_session(work: Work, command: ReopenSession) -> Result:
    """Reopen a roll call; the reason is kept in the log. Raises what ``decide_reopen`` refuses."""
    reason = decide_reopen(_facts(work, command.session_id), command.reason)
    session = work.load(HalfDaySession, command.session_id)
    session.state = SessionState.OPEN
    work.session.flush()
    work.note("half_day_session", session.id, "reopened", reason=reason)
    return {"session_id": session.id}
