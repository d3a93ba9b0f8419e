"""Reads of courses, faculty and menus."""

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import MenuState
from trainingdesk.domain.errors import NotFound, Refused
from trainingdesk.domain.menu.rows import (
    ClassDraft,
    CourseFilter,
    CourseHit,
    CourseRow,
    LecturerRow,
    MenuRow,
    MenuView,
)
from trainingdesk.domain.menu.rules import half_days
from trainingdesk.persistence.readmodels import menu as reads
from trainingdesk.shared.text import Label, text
from trainingdesk.usecases.reader import Reader
from trainingdesk.usecases.registry import query


@query(Permission.MENU_READ)
def course_ids(reader: Reader, wanted: CourseFilter) -> tuple[int, ...]:
    """Return the courses of a list in their order; with ``course_rows`` the pages of a long list are fetched."""
    return reads.course_ids(reader.connection, wanted)


@query(Permission.MENU_READ)
def course_rows(reader: Reader, ids: tuple[int, ...]) -> tuple[CourseRow, ...]:
    """Return courses in the order of their ids."""
    return reads.course_rows(reader.connection, ids)


@query(Permission.MENU_READ)
def course_total(reader: Reader) -> int:
    """Return how many courses the pool holds, those no longer offered too."""
    return reads.course_count(reader.connection)


@query(Permission.MENU_READ)
def lecturers(reader: Reader, typed: str = "", active_only: bool = True) -> tuple[LecturerRow, ...]:
    """Return the faculty pool by name (师资库, P5.4)."""
    return reads.lecturer_rows(reader.connection, typed, active_only=active_only)


@query(Permission.MENU_READ)
def menus(reader: Reader) -> tuple[MenuRow, ...]:
    """Return every menu and supplement, the newest first."""
    return reads.menu_rows(reader.connection)


@query(Permission.MENU_READ)
def menu_view(reader: Reader, menu_id: int) -> MenuView:
    """Return a menu with its items by audience; raises NotFound ``record.gone``."""
    menu = reads.menu_row(reader.connection, menu_id)
    if menu is None:
        raise NotFound("record.gone", kind=Label("entity.menu"))
    return MenuView(menu, reads.menu_items(reader.connection, menu_id))


@query(Permission.MENU_READ)
def menu_of_year(reader: Reader, year: int) -> MenuView | None:
    """Return a year's draft, else its last issued menu, None when the year has none."""
    of_year = [menu for menu in reads.menu_rows(reader.connection) if menu.year == year]
    return menu_view(reader, of_year[0].id) if of_year else None


@query(Permission.MENU_READ)
def class_draft_from_item(reader: Reader, item_id: int) -> ClassDraft:
    """Return what a class made from an item of an issued menu begins with (组班, P5.1).

    Raises NotFound ``record.gone``, and Refused ``menu.not_issued`` for an item of a draft, which may still change.
    """
    menu_id = reads.menu_of_item(reader.connection, item_id)
    if menu_id is None:
        raise NotFound("record.gone", kind=Label("entity.menu_item"))
    view = menu_view(reader, menu_id)
    if view.menu.state is not MenuState.ISSUED:
        raise Refused("menu.not_issued")
    item = next(item for group in view.groups for item in group.items if item.id == item_id)
    session_hours = reader.policy().whole("session.hours")
    audience = Label(f"audience.{item.audience.value}")
    return ClassDraft(
        item_id=item.id,
        course_id=item.course_id,
        year=view.menu.year,
        title=text("menu.class_title", year=view.menu.year, audience=audience, course=item.title),
        audience=item.audience,
        topic=item.title,
        mode=item.mode,
        hours=item.hours,
        half_days=half_days(item.hours, session_hours),
        session_hours=session_hours,
        capacity=item.capacity,
        lecturer=item.lecturer,
    )


@query(Permission.MENU_READ)
def find_courses(reader: Reader, typed: str, limit: int = 8) -> tuple[CourseHit, ...]:
    """Return the first courses that fit what was typed anywhere (Ctrl+K)."""
    return reads.course_hits(reader.connection, typed, limit) if typed.strip() else ()
