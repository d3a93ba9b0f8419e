"""Writes of courses and faculty."""

import re
from dataclasses import dataclass

from sqlalchemy import select

from trainingdesk.domain.access import Permission
from trainingdesk.domain.classes.rules import title_initials
from trainingdesk.domain.codes import LecturerChannel, LecturerLevel, Mode, Theme
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.menu.rules import CourseFacts, decide_course
from trainingdesk.domain.roster.names import name_keys
from trainingdesk.domain.values import clean_name
from trainingdesk.persistence.tables.classes import Course, Lecturer
from trainingdesk.shared.readings import reading_table
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import Change, changes_of, put_back, values_of
from trainingdesk.usecases.work import Work

#: the letter of a course number that the desk gives itself, for instance K012
_COURSE_SERIES = "K"
#: what the forms of a teacher and of a course have
_LECTURER = ("name", "organisation", "title", "level", "channel", "active")
_COURSE = ("code", "title", "theme", "mode", "hours", "lecturer_id", "summary", "active")


@dataclass(frozen=True, kw_only=True)
class AddLecturer(Command):
    """Take a teacher into the faculty pool (P5.4)."""

    name: str
    organisation: str = ""
    title: str = ""
    level: LecturerLevel = LecturerLevel.OTHER
    channel: LecturerChannel = LecturerChannel.RECOMMENDED


@handles(AddLecturer, Permission.MENU_EDIT)
def add_lecturer(work: Work, command: AddLecturer) -> Result:
    """Add a teacher; raises Refused ``menu.lecturer_no_name`` and ``menu.lecturer_there`` (same name and place)."""
    name, organisation = _lecturer_name(work, command.name, command.organisation)
    lecturer = Lecturer(
        name=name,
        initials=_name_initials(name),
        organisation=organisation,
        title=command.title.strip(),
        level=command.level,
        channel=command.channel,
        active=True,
    )
    work.session.add(lecturer)
    work.session.flush()
    return {"lecturer_id": lecturer.id}


@dataclass(frozen=True, kw_only=True)
class ChangeLecturer(Command):
    """Change a teacher's facts; ``active`` false for one no longer invited."""

    lecturer_id: int
    version: int
    name: str
    organisation: str
    title: str
    level: LecturerLevel
    channel: LecturerChannel
    active: bool = True


@handles(ChangeLecturer, Permission.MENU_EDIT)
def change_lecturer(work: Work, command: ChangeLecturer) -> Result:
    """Change a teacher; menus already issued keep the old facts."""
    lecturer = work.load(Lecturer, command.lecturer_id, command.version)
    before = values_of(lecturer, _LECTURER)
    lecturer.name, lecturer.organisation = _lecturer_name(
        work, command.name, command.organisation, lecturer.id
    )
    lecturer.initials = _name_initials(lecturer.name)
    lecturer.title = command.title.strip()
    lecturer.level, lecturer.channel = command.level, command.channel
    lecturer.active = command.active
    work.session.flush()
    if changes := changes_of(lecturer, before):
        back = TakeLecturerBack(lecturer_id=lecturer.id, changes=changes)
        work.can_undo("undo.change_lecturer", back, name=lecturer.name)
    return {"lecturer_id": lecturer.id, "version": lecturer.version}


@dataclass(frozen=True, kw_only=True)
class TakeLecturerBack(Command):
    """Put back what a change of a teacher changed, each as (field, before, after): its counter-act."""

    lecturer_id: int
    changes: tuple[Change, ...]


@handles(TakeLecturerBack, Permission.MENU_EDIT)
def take_lecturer_back(work: Work, command: TakeLecturerBack) -> Result:
    """Put the old facts back; raises Conflict ``undo.changed_since``, and Refused ``menu.lecturer_there``."""
    lecturer = work.load(Lecturer, command.lecturer_id)
    put_back(lecturer, lecturer.name, command.changes)
    _lecturer_name(work, lecturer.name, lecturer.organisation, lecturer.id)
    lecturer.initials = _name_initials(lecturer.name)
    return {"lecturer_id": lecturer.id}


@dataclass(frozen=True, kw_only=True)
class AddCourse(Command):
    """Add a course to the pool.

    Attributes:
        hours: length in tenths of 学时.
        code: the office's course number; the next one of the pool is given when "".
    """

    title: str
    theme: Theme
    mode: Mode
    hours: int
    code: str = ""
    lecturer_id: int | None = None
    summary: str = ""


@handles(AddCourse, Permission.MENU_EDIT)
def add_course(work: Work, command: AddCourse) -> Result:
    """Add a course; raises what :func:`~trainingdesk.domain.menu.rules.decide_course` refuses."""
    codes = list(work.session.scalars(select(Course.code)))
    entered = CourseFacts(
        code=command.code.strip() or _next_code(codes),
        title=command.title,
        theme=command.theme,
        mode=command.mode,
        hours=command.hours,
        summary=command.summary,
    )
    facts = decide_course(entered, codes)
    course = Course(
        code=facts.code,
        title=facts.title,
        initials=title_initials(facts.title, reading_table()),
        theme=facts.theme,
        mode=facts.mode,
        hours=facts.hours,
        lecturer_id=_lecturer_id(work, command.lecturer_id),
        summary=facts.summary,
        active=True,
    )
    work.session.add(course)
    work.session.flush()
    return {"course_id": course.id, "code": course.code}


@dataclass(frozen=True, kw_only=True)
class ChangeCourse(Command):
    """Change a course; ``active`` false for one no longer offered. ``hours`` in tenths of 学时."""

    course_id: int
    version: int
    code: str
    title: str
    theme: Theme
    mode: Mode
    hours: int
    lecturer_id: int | None = None
    summary: str = ""
    active: bool = True


@handles(ChangeCourse, Permission.MENU_EDIT)
def change_course(work: Work, command: ChangeCourse) -> Result:
    """Change a course; menus already issued keep the old facts."""
    course = work.load(Course, command.course_id, command.version)
    before = values_of(course, _COURSE)
    _set_course(work, course, command)
    work.session.flush()
    if changes := changes_of(course, before):
        back = TakeCourseBack(course_id=course.id, changes=changes)
        work.can_undo("undo.change_course", back, title=course.title)
    return {"course_id": course.id, "version": course.version}


@dataclass(frozen=True, kw_only=True)
class TakeCourseBack(Command):
    """Put back what a change of a course changed, each as (field, before, after): its counter-act."""

    course_id: int
    changes: tuple[Change, ...]


@handles(TakeCourseBack, Permission.MENU_EDIT)
def take_course_back(work: Work, command: TakeCourseBack) -> Result:
    """Put the old facts back; raises Conflict ``undo.changed_since``, and what ``decide_course`` refuses."""
    course = work.load(Course, command.course_id)
    put_back(course, course.title, command.changes)
    others = list(work.session.scalars(select(Course.code).where(Course.id != course.id)))
    decide_course(
        CourseFacts(
            code=course.code,
            title=course.title,
            theme=course.theme,
            mode=course.mode,
            hours=course.hours,
            summary=course.summary,
        ),
        others,
    )
    course.initials = title_initials(course.title, reading_table())
    return {"course_id": course.id}


def _lecturer_name(work: Work, name: str, organisation: str, own_id: int = 0) -> tuple[str, str]:
    clean, place = clean_name(name), organisation.strip()
    if not clean:
        raise Refused("menu.lecturer_no_name")
    there = select(Lecturer.id).where(
        Lecturer.name == clean, Lecturer.organisation == place, Lecturer.id != own_id
    )
    if work.session.scalar(there) is not None:
        raise Refused("menu.lecturer_there", name=clean, organisation=place)
    return clean, place


def _name_initials(name: str) -> str:
    return " ".join(name_keys(name, reading_table()).initials)


def _set_course(work: Work, course: Course, command: ChangeCourse) -> None:
    others = list(work.session.scalars(select(Course.code).where(Course.id != course.id)))
    entered = CourseFacts(
        code=command.code,
        title=command.title,
        theme=Theme(command.theme),
        mode=Mode(command.mode),
        hours=command.hours,
        summary=command.summary,
    )
    facts = decide_course(entered, others)
    course.code, course.title, course.summary = facts.code, facts.title, facts.summary
    course.initials = title_initials(facts.title, reading_table())
    course.theme, course.mode, course.hours = facts.theme, facts.mode, facts.hours
    course.lecturer_id = _lecturer_id(work, command.lecturer_id)
    course.active = command.active


def _lecturer_id(work: Work, lecturer_id: int | None) -> int | None:
    return None if lecturer_id is None else work.load(Lecturer, lecturer_id).id


def _next_code(codes: list[str]) -> str:
    """Return the number after the highest one that the desk gave."""
    own = [int(code[1:]) for code in codes if re.fullmatch(rf"{_COURSE_SERIES}\d+", code)]
    return f"{_COURSE_SERIES}{max(own, default=0) + 1:03d}"
