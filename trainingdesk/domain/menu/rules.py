"""Courses, faculty and the year's menu (P5.1, P5.2, P5.4): what makes a draft, what an issue freezes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trainingdesk.domain.codes import LecturerLevel, MenuState, Mode, Theme
from trainingdesk.domain.errors import Refused

#: more people than any one run takes; a larger number is a slip of the hand
MOST_PEOPLE = 10_000


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course as it is entered; ``hours`` in tenths of 学时."""

    code: str
    title: str
    theme: Theme
    mode: Mode
    hours: int
    summary: str


def decide_course(facts: CourseFacts, taken_codes: Sequence[str]) -> CourseFacts:
    """Return a course as it is stored: blanks cut off.

    ``taken_codes`` are the numbers of other courses. Raises Refused ``menu.course_no_code``,
    ``menu.course_no_title``, ``menu.course_hours`` and ``menu.course_code_taken``.
    """
    code, title = facts.code.strip(), " ".join(facts.title.split())
    if not title:
        raise Refused("menu.course_no_title")
    if not code:
        raise Refused("menu.course_no_code")
    if facts.hours <= 0:
        raise Refused("menu.course_hours")
    if code in taken_codes:
        raise Refused("menu.course_code_taken", number=code)
    return CourseFacts(code, title, facts.theme, facts.mode, facts.hours, facts.summary.strip())


def decide_draft(state: MenuState, number: str) -> None:
    """Refuse to change a menu that has been issued: ``menu.issued`` names its number (a supplement is the way)."""
    if state is MenuState.ISSUED:
        raise Refused("menu.issued", number=number)


def decide_item(*, course_active: bool, course_title: str, capacity: int, already_there: bool) -> None:
    """Check that a course can be put on a draft for an audience (P5.1).

    Raises Refused ``menu.course_retired``, ``menu.item_there`` and ``menu.item_capacity``.
    """
    if not course_active:
        raise Refused("menu.course_retired", title=course_title)
    if already_there:
        raise Refused("menu.item_there", title=course_title)
    if not 0 < capacity <= MOST_PEOPLE:
        raise Refused("menu.item_capacity", most=MOST_PEOPLE)


def decide_edition(editions: Mapping[int, MenuState], year: int) -> int:
    """Return the number of a year's next menu: 1, or that of a supplement once the others are issued.

    Raises Refused ``menu.draft_there`` while a draft of the year is being made.
    """
    if MenuState.DRAFT in editions.values():
        raise Refused("menu.draft_there", year=year)
    return max(editions, default=0) + 1


def decide_issue(state: MenuState, number: str, items: int) -> None:
    """Check that a menu can be issued: a draft with at least one item.

    Raises Refused ``menu.issued`` and ``menu.empty``.
    """
    decide_draft(state, number)
    if not items:
        raise Refused("menu.empty")


def moved(order: Sequence[int], item: int, position: int) -> tuple[int, ...]:
    """Return the items of an audience with one of them at a position, counted from 1; ends are the limit."""
    rest = [other for other in order if other != item]
    place = min(max(position, 1), len(rest) + 1) - 1
    return (*rest[:place], item, *rest[place:])


def frozen_facts(
    course: CourseFacts, lecturer: str, organisation: str, title: str, level: LecturerLevel | None
) -> dict[str, object]:
    """Return the facts of a course that an issued menu keeps for ever, as JSON values."""
    return {
        "code": course.code,
        "title": course.title,
        "theme": course.theme.value,
        "mode": course.mode.value,
        "hours": course.hours,
        "summary": course.summary,
        "lecturer": lecturer,
        "organisation": organisation,
        "lecturer_title": title,
        "lecturer_level": level.value if level else None,
    }


def half_days(hours: int, session_hours: int) -> int:
    """Return how many half-days a course takes; both lengths in tenths of 学时 (rule ``session.hours``)."""
    return -(-hours // session_hours)
