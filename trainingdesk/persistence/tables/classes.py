"""Courses, faculty, menus, classes, half-day sessions, enrolments and attendance."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from trainingdesk.domain.codes import (
    Audience,
    ClassState,
    Grade,
    LecturerChannel,
    LecturerLevel,
    Mark,
    MenuState,
    Mode,
    Rank,
    SessionState,
    Slot,
    Team,
    Theme,
)
from trainingdesk.persistence.base import DERIVED, STRICT, Record, Versioned
from trainingdesk.persistence.tables import office, roster  # noqa: F401 - where the foreign keys point
from trainingdesk.persistence.types import Code, Day, Flag, Instant, Json, Tenths


class Lecturer(Versioned, Record):
    """A teacher of the faculty pool (师资库, P5.4)."""

    __tablename__ = "lecturer"

    #: name
    name: Mapped[str]
    #: initials of the name's pinyin, for search
    initials: Mapped[str] = mapped_column(info=DERIVED)
    #: where the teacher works
    organisation: Mapped[str]
    #: title or post in words
    title: Mapped[str]
    #: level the lecture fee is paid by
    level: Mapped[LecturerLevel] = mapped_column(Code(LecturerLevel))
    #: how the teacher was found
    channel: Mapped[LecturerChannel] = mapped_column(Code(LecturerChannel))
    #: false once no longer invited
    active: Mapped[bool] = mapped_column(Flag)


class Course(Versioned, Record):
    """A course of the pool from which menus are made (P5.1)."""

    __tablename__ = "course"
    __table_args__ = (UniqueConstraint("code"), STRICT)

    #: the office's course number
    code: Mapped[str]
    #: title
    title: Mapped[str]
    #: initials of the title's pinyin, for search
    initials: Mapped[str] = mapped_column(info=DERIVED)
    #: what it is about
    theme: Mapped[Theme] = mapped_column(Code(Theme))
    #: how it is taught
    mode: Mapped[Mode] = mapped_column(Code(Mode))
    #: length in tenths of 学时
    hours: Mapped[int] = mapped_column(Tenths)
    #: who usually teaches it
    lecturer_id: Mapped[int | None] = mapped_column(ForeignKey("lecturer.id"))
    #: one or two sentences for the menu
    summary: Mapped[str]
    #: false once no longer offered
    active: Mapped[bool] = mapped_column(Flag)


class Menu(Versioned, Record):
    """The year's menu (“菜单式”培训计划表, P5.1)."""

    __tablename__ = "menu"
    __table_args__ = (UniqueConstraint("year", "edition"), STRICT)

    #: the year it is for
    year: Mapped[int]
    #: 1 for the year's first menu; a later one supplements it
    edition: Mapped[int]
    #: title as printed
    title: Mapped[str]
    #: draft or issued
    state: Mapped[MenuState] = mapped_column(Code(MenuState))
    #: document number once issued, "" before
    number: Mapped[str]
    #: when it was issued
    issued_at: Mapped[datetime | None] = mapped_column(Instant)
    #: who issued it
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: the frozen paper
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("issued_paper.id"))


class MenuItem(Record):
    """One course offered to one audience on one menu."""

    __tablename__ = "menu_item"
    __table_args__ = (UniqueConstraint("menu_id", "course_id", "audience"), STRICT)

    #: the menu
    menu_id: Mapped[int] = mapped_column(ForeignKey("menu.id"))
    #: the course
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    #: whom it is offered to
    audience: Mapped[Audience] = mapped_column(Code(Audience))
    #: order on the menu
    position: Mapped[int]
    #: how many people one run takes
    capacity: Mapped[int]
    #: course facts as they were when the menu was issued, None while it is a draft
    frozen: Mapped[Any | None] = mapped_column(Json)


class TrainingClass(Versioned, Record):
    """A class (班次)."""

    __tablename__ = "training_class"
    __table_args__ = (UniqueConstraint("code"), Index(None, "start_day"), STRICT)

    #: the office's class number, for instance ``2026-03``
    code: Mapped[str]
    #: title as printed
    title: Mapped[str]
    #: initials of the title's pinyin, for search
    initials: Mapped[str] = mapped_column(info=DERIVED)
    #: whom it is for
    audience: Mapped[Audience] = mapped_column(Code(Audience))
    #: first day
    start_day: Mapped[date] = mapped_column(Day)
    #: last day
    end_day: Mapped[date] = mapped_column(Day)
    #: main class (主体班次), outside the total ceiling (P4.4)
    is_main: Mapped[bool] = mapped_column(Flag)
    #: most people it takes
    capacity: Mapped[int]
    #: class teacher (班主任)
    teacher: Mapped[str]
    #: where it is held
    place: Mapped[str]
    #: state
    state: Mapped[ClassState] = mapped_column(Code(ClassState))
    #: the menu item it was made from
    menu_item_id: Mapped[int | None] = mapped_column(ForeignKey("menu_item.id"))
    #: when it was closed
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class HalfDaySession(Record):
    """A half-day session (半天) of a class: the unit of attendance."""

    __tablename__ = "half_day_session"
    __table_args__ = (UniqueConstraint("class_id", "day", "slot"), Index(None, "day"), STRICT)

    #: the class
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    #: the day
    day: Mapped[date] = mapped_column(Day)
    #: morning, afternoon or evening
    slot: Mapped[Slot] = mapped_column(Code(Slot))
    #: what is taught
    topic: Mapped[str]
    #: the course taught, None for self-study and the like
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    #: length in tenths of 学时
    hours: Mapped[int] = mapped_column(Tenths)
    #: open or closed for marks
    state: Mapped[SessionState] = mapped_column(Code(SessionState))


class Enrolment(Record):
    """One person in one class, with unit, post and rank as they were then."""

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(
            "uq_enrolment_live",
            "class_id",
            "person_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
        ),
        Index(None, "person_id"),
        Index(None, "class_id", "seat"),
        STRICT,
    )

    #: the class
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"))
    #: the person
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: the number on the sign-in sheet, from 1
    seat: Mapped[int]
    #: unit at the time
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    #: post at the time
    post: Mapped[str]
    #: rank at the time
    rank: Mapped[Rank | None] = mapped_column(Code(Rank))
    #: team at the time
    team: Mapped[Team] = mapped_column(Code(Team))
    #: when and why the person was withdrawn, None while enrolled
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    #: the reason, "" for none
    withdrawn_reason: Mapped[str]
    #: grade of the assessment, None until given
    grade: Mapped[Grade | None] = mapped_column(Code(Grade))
    #: fixed at closing: 1 completed, 0 not, None before
    completed: Mapped[bool | None] = mapped_column(Flag)
    #: fixed at closing: why not, as codes with parameters, [] for completed
    reasons: Mapped[Any | None] = mapped_column(Json)
    #: fixed at closing: attended hours in tenths of 学时
    attended_hours: Mapped[int | None] = mapped_column(Tenths)


class AttendanceMark(Record):
    """One mark of a roll call; marks are appended, the last one counts, none is ever overwritten."""

    __tablename__ = "attendance_mark"
    __table_args__ = (Index(None, "session_id", "enrolment_id", "id"), Index(None, "enrolment_id"), STRICT)

    #: the half-day session
    session_id: Mapped[int] = mapped_column(ForeignKey("half_day_session.id"))
    #: whom
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    #: the mark; None takes the last one back
    mark: Mapped[Mark | None] = mapped_column(Code(Mark))
    #: when it was made
    at: Mapped[datetime] = mapped_column(Instant)
    #: who made it
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    #: true when it came from "all that are unmarked"
    bulk: Mapped[bool] = mapped_column(Flag)
