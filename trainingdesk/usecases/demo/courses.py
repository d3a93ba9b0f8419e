"""Faculty and courses of the demo district."""

from dataclasses import dataclass
from typing import Any

from trainingdesk.domain.classes.rules import title_initials
from trainingdesk.domain.codes import LecturerChannel, LecturerLevel, Mode, Theme
from trainingdesk.persistence.tables.classes import Course, Lecturer
from trainingdesk.shared.readings import reading_table
from trainingdesk.usecases.work import Work


@dataclass(frozen=True, slots=True)
class DemoCourse:
    """A course that was made."""

    id: int
    title: str
    theme: Theme
    hours: int


def build_courses(work: Work, district: dict[str, Any]) -> list[DemoCourse]:
    """Make the teachers and the courses."""
    table = reading_table()
    lecturers: dict[str, int] = {}
    for entry in district["lecturers"]:
        lecturer = Lecturer(
            name=entry["name"],
            initials=title_initials(entry["name"], table),
            organisation=entry["organisation"],
            title=entry["title"],
            level=LecturerLevel(entry["level"]),
            channel=LecturerChannel(entry["channel"]),
            active=True,
        )
        work.session.add(lecturer)
        work.session.flush()
        lecturers[lecturer.name] = lecturer.id
    courses = []
    for number, entry in enumerate(district["courses"], 1):
        course = Course(
            code=f"K{number:03d}",
            title=entry["title"],
            initials=title_initials(entry["title"], table),
            theme=Theme(entry["theme"]),
            mode=Mode(entry["mode"]),
            hours=entry["hours"],
            lecturer_id=lecturers[entry["lecturer"]],
            summary=entry["summary"],
            active=True,
        )
        work.session.add(course)
        work.session.flush()
        courses.append(DemoCourse(course.id, course.title, course.theme, course.hours))
    return courses
