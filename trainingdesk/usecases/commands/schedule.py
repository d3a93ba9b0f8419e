"""The schedule of a class: its half-days as one grid, set as a whole and restored as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm.attributes import flag_modified

from trainingdesk.domain.access import Permission
from trainingdesk.domain.classes.rules import HalfDay, decide_grid
from trainingdesk.domain.codes import SessionState, Slot
from trainingdesk.domain.errors import Conflict, Invalid, Problem
from trainingdesk.persistence.readmodels import classes as reads
from trainingdesk.persistence.tables.classes import HalfDaySession, TrainingClass
from trainingdesk.shared.text import Label
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.work import Work

#: what is held in a half-day as an undo step keeps it: topic, hours in tenths, course
Held = tuple[str, int | None, int | None]
#: one place of the grid that a step changed: day, slot, what was held before and after, None for nothing
GridStep = tuple[str, str, Held | None, Held | None]


def check_courses(work: Work, half_days: Sequence[HalfDay]) -> list[Problem]:
    """Return what is wrong with the courses of half-days: one that is not there any more."""
    wanted = {half.course_id for half in half_days if half.course_id is not None}
    missing = reads.missing_courses(work.connection, wanted)
    return [Problem("class.no_course", field="half_days")] if missing else []


def add_half_days(work: Work, made: TrainingClass, half_days: Sequence[HalfDay]) -> None:
    """Add half-days to a class; a length that is not given is that of rule ``session.hours``."""
    usual = work.policy(made.start_day).whole("session.hours") if half_days else 0
    work.session.add_all(
        HalfDaySession(
            class_id=made.id,
            day=half.day,
            slot=half.slot,
            topic=half.topic.strip(),
            course_id=half.course_id,
            hours=half.hours if half.hours is not None else usual,
            state=SessionState.OPEN,
        )
        for half in half_days
    )
    work.session.flush()


@dataclass(frozen=True, kw_only=True)
class SetHalfDays(Command):
    """Give a class its whole schedule: what is not in it goes, what is new comes."""

    class_id: int
    version: int
    half_days: tuple[HalfDay, ...]


@handles(SetHalfDays, Permission.CLASS_EDIT)
def set_half_days(work: Work, command: SetHalfDays) -> Result:
    """Set the half-day grid.

    Raises what ``decide_grid`` refuses, and Invalid ``class.grid_unfit`` where a person of the class is in another
    class in one of the new half-days.
    """
    made = work.load(TrainingClass, command.class_id, command.version)
    before = _grid(work, made.id)
    changed = _set_grid(work, made, command.half_days)
    if any(changed.values()):
        after = _grid(work, made.id)
        steps = tuple(
            (day.isoformat(), slot.value, _held(before.get((day, slot))), _held(after.get((day, slot))))
            for day, slot in dict.fromkeys([*before, *after])
            if before.get((day, slot)) != after.get((day, slot))
        )
        inverse = RestoreHalfDays(class_id=made.id, steps=steps)
        work.can_undo("undo.half_days", inverse, code=made.code)
    return {"class_id": made.id, "version": made.version, **changed}


def _grid(work: Work, class_id: int) -> dict[tuple[date, Slot], HalfDay]:
    return {held.half_day.place: held.half_day for held in reads.held_half_days(work.connection, class_id)}


def _held(half: HalfDay | None) -> Held | None:
    return None if half is None else (half.topic, half.hours, half.course_id)


def _set_grid(work: Work, made: TrainingClass, half_days: Sequence[HalfDay]) -> dict[str, int]:
    usual = work.policy(made.start_day).whole("session.hours")
    wanted = [
        HalfDay(
            day=half.day,
            slot=half.slot,
            topic=half.topic.strip(),
            hours=usual if half.hours is None else half.hours,
            course_id=half.course_id,
        )
        for half in half_days
    ]
    held = reads.held_half_days(work.connection, made.id)
    change = decide_grid(made.state, made.start_day, made.end_day, held, wanted)
    problems = check_courses(work, wanted) + grid_clashes(work, made.id, change.add)
    if problems:
        raise Invalid("class.grid_unfit", problems)
    for session_id in change.remove:
        work.session.delete(work.session.get_one(HalfDaySession, session_id))
    for session_id, half in change.change:
        session = work.session.get_one(HalfDaySession, session_id)
        session.topic, session.hours, session.course_id = half.topic, half.hours or usual, half.course_id
    work.session.flush()
    add_half_days(work, made, change.add)
    counts = {"added": len(change.add), "changed": len(change.change), "removed": len(change.remove)}
    if any(counts.values()):
        # the schedule is part of the class: a form that was opened before is stale now
        flag_modified(made, "title")
        work.session.flush()
    return counts


def grid_clashes(work: Work, class_id: int, added: Sequence[HalfDay]) -> list[Problem]:
    """Return who of a class sits in another class in one of these half-days."""
    people = reads.enrolled_ids(work.connection, class_id)
    found = reads.clashes(work.connection, class_id, people, [half.place for half in added])
    names = reads.people_names(work.connection, found) if found else {}
    return [
        Problem(
            "class.grid_clash",
            {
                "day": clash.day,
                "slot": Label(f"slot.{clash.slot}"),
                "name": names[clash.person_id],
                "title": clash.title,
            },
            "half_days",
        )
        for clash in found.values()
    ]


@dataclass(frozen=True, kw_only=True)
class RestoreHalfDays(Command):
    """Give a class those half-days back that a change of its schedule changed."""

    class_id: int
    steps: tuple[GridStep, ...]


@handles(RestoreHalfDays, Permission.CLASS_EDIT)
def restore_half_days(work: Work, command: RestoreHalfDays) -> Result:
    """Restore what one change changed; half-days it did not touch stay as they are.

    Raises Conflict ``undo.half_day_since`` where one of them was changed again, and what :class:`SetHalfDays` raises,
    for instance where attendance was taken since.
    """
    made = work.load(TrainingClass, command.class_id)
    grid = _grid(work, made.id)
    for day_text, slot_text, before, after in command.steps:
        day, slot = date.fromisoformat(day_text), Slot(slot_text)
        if _held(grid.pop((day, slot), None)) != (tuple(after) if after else None):
            raise Conflict("undo.half_day_since", day=day, slot=Label(f"slot.{slot}"))
        if before is not None:
            topic, hours, course_id = before
            grid[day, slot] = HalfDay(day=day, slot=slot, topic=topic, hours=hours, course_id=course_id)
    return {"class_id": made.id, **_set_grid(work, made, list(grid.values()))}
