"""What the queries of courses, faculty and menus return; hours in tenths of 学时."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from trainingdesk.domain.codes import Audience, LecturerChannel, LecturerLevel, MenuState, Mode, Theme


class CourseOrder(StrEnum):
    """The columns a list of courses can be sorted by."""

    CODE = "code"
    TITLE = "title"  #: by pinyin initials, then by title
    THEME = "theme"
    MODE = "mode"
    HOURS = "hours"
    LECTURER = "lecturer"


@dataclass(frozen=True, slots=True)
class CourseFilter:
    """Which courses a list shows.

    Attributes:
        typed: title, initials of its pinyin, number or lecturer, as typed.
        active_only: leave out those no longer offered.
    """

    typed: str = ""
    theme: Theme | None = None
    mode: Mode | None = None
    active_only: bool = True
    order: CourseOrder = CourseOrder.CODE
    descending: bool = False


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course of the pool.

    Attributes:
        lecturer: who usually teaches it, "" for nobody yet.
        menus: how many issued menus offered it.
    """

    id: int
    version: int
    code: str
    title: str
    theme: Theme
    mode: Mode
    hours: int
    lecturer_id: int | None
    lecturer: str
    summary: str
    active: bool
    menus: int


@dataclass(frozen=True, slots=True)
class LecturerRow:
    """A teacher of the faculty pool (师资库, P5.4).

    Attributes:
        courses: how many courses of the pool the teacher gives.
        pinyin: the key of the name by which lists stand.
    """

    id: int
    version: int
    name: str
    organisation: str
    title: str
    level: LecturerLevel
    channel: LecturerChannel
    active: bool
    courses: int
    pinyin: str = ""


@dataclass(frozen=True, slots=True)
class MenuRow:
    """A year's menu or a supplement to it.

    Attributes:
        number: the document number, "" for a draft.
        paper_id: the frozen paper, None for a draft.
    """

    id: int
    version: int
    year: int
    edition: int
    title: str
    state: MenuState
    number: str
    issued_at: datetime | None
    issued_by: str
    paper_id: int | None
    items: int


@dataclass(frozen=True, slots=True)
class MenuItemRow:
    """One course offered to one audience; the course's facts as issued, as they are now for a draft.

    Attributes:
        position: its place among the items of its audience, from 1.
        capacity: how many people one run takes.
        classes: classes already made from it.
    """

    id: int
    course_id: int
    audience: Audience
    position: int
    capacity: int
    code: str
    title: str
    theme: Theme
    mode: Mode
    hours: int
    lecturer: str
    summary: str
    classes: int


@dataclass(frozen=True, slots=True)
class AudienceItems:
    """The items of one audience in their order."""

    audience: Audience
    items: tuple[MenuItemRow, ...]

    @property
    def hours(self) -> int:
        """The hours of all its courses together, in tenths of 学时."""
        return sum(item.hours for item in self.items)


@dataclass(frozen=True, slots=True)
class MenuView:
    """A menu with its items by audience, in the order of the code list; audiences without items are left out."""

    menu: MenuRow
    groups: tuple[AudienceItems, ...]


@dataclass(frozen=True, slots=True)
class ClassDraft:
    """What a class made from an item begins with.

    Attributes:
        half_days: suggested number of half-days: the course's hours by rule ``session.hours``, rounded up.
        session_hours: length of each in tenths of 学时.
    """

    item_id: int
    course_id: int
    year: int
    title: str
    audience: Audience
    topic: str
    mode: Mode
    hours: int
    half_days: int
    session_hours: int
    capacity: int
    lecturer: str


@dataclass(frozen=True, slots=True)
class CourseHit:
    """A course found by the search from anywhere."""

    id: int
    code: str
    title: str
    lecturer: str
