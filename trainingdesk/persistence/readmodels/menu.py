"""The SELECTs of courses, faculty and menus."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, null, or_, select

from trainingdesk.domain.codes import Audience, MenuState, Mode, Theme
from trainingdesk.domain.menu.rows import (
    AudienceItems,
    CourseFilter,
    CourseHit,
    CourseOrder,
    CourseRow,
    LecturerRow,
    MenuItemRow,
    MenuRow,
)
from trainingdesk.domain.roster.strokes import name_order
from trainingdesk.persistence.tables.accounts import User
from trainingdesk.persistence.tables.classes import Course, Lecturer, Menu, MenuItem, TrainingClass


def _contains(typed: str, *columns: Any) -> ColumnElement[bool]:
    """Return the condition that every word typed stands in one of the columns."""
    return and_(
        *(or_(*(column.icontains(word, autoescape=True) for column in columns)) for word in typed.split())
    )


def _place_in(column: Any, codes: type[Theme] | type[Mode]) -> ColumnElement[int]:
    """Return a code's place in its list, for sorting as the list stands and not by the code's letters."""
    return case({code: place for place, code in enumerate(codes)}, value=column)


def _place_of_teacher(connection: Connection) -> ColumnElement[Any]:
    """Return where a course's teacher stands by the name's pinyin; one without a teacher has no place."""
    teachers = sorted(
        connection.execute(select(Lecturer.id, Lecturer.name)), key=lambda row: (_pinyin(row.name), row.id)
    )
    places = {row.id: place for place, row in enumerate(teachers)}
    return case(places, value=Course.lecturer_id) if places else null()


def _pinyin(name: str) -> str:
    return name_order().keys(name).pinyin


def course_ids(connection: Connection, wanted: CourseFilter) -> tuple[int, ...]:
    """Return the courses of a list in their order."""
    statement = select(Course.id).outerjoin(Lecturer, Lecturer.id == Course.lecturer_id)
    if wanted.typed.strip():
        columns = (Course.title, Course.initials, Course.code, Lecturer.name, Lecturer.initials)
        statement = statement.where(_contains(wanted.typed, *columns))
    if wanted.theme is not None:
        statement = statement.where(Course.theme == wanted.theme)
    if wanted.mode is not None:
        statement = statement.where(Course.mode == wanted.mode)
    if wanted.active_only:
        statement = statement.where(Course.active.is_(True))
    keys: dict[CourseOrder, tuple[Any, ...]] = {
        CourseOrder.CODE: (Course.code,),
        CourseOrder.TITLE: (Course.initials, Course.title),
        CourseOrder.THEME: (_place_in(Course.theme, Theme),),
        CourseOrder.MODE: (_place_in(Course.mode, Mode),),
        CourseOrder.HOURS: (Course.hours,),
        CourseOrder.LECTURER: (_place_of_teacher(connection),),
    }
    order = [key.desc() if wanted.descending else key for key in keys[wanted.order]]
    return tuple(connection.scalars(statement.order_by(*order, Course.code, Course.id)))


def course_count(connection: Connection) -> int:
    """Return how many courses the pool holds, those no longer offered too."""
    return connection.scalar(select(func.count()).select_from(Course)) or 0


def course_rows(connection: Connection, ids: Sequence[int]) -> tuple[CourseRow, ...]:
    """Return courses in the order of their ids; those that are gone are left out."""
    menus = (
        select(func.count(func.distinct(MenuItem.menu_id)))
        .join(Menu, Menu.id == MenuItem.menu_id)
        .where(MenuItem.course_id == Course.id, Menu.state == MenuState.ISSUED)
        .scalar_subquery()
    )
    statement = (
        select(Course, Lecturer.name.label("lecturer"), menus.label("menus"))
        .outerjoin(Lecturer, Lecturer.id == Course.lecturer_id)
        .where(Course.id.in_(ids))
    )
    found = {
        row.id: CourseRow(
            id=row.id,
            version=row.version,
            code=row.code,
            title=row.title,
            theme=row.theme,
            mode=row.mode,
            hours=row.hours,
            lecturer_id=row.lecturer_id,
            lecturer=row.lecturer or "",
            summary=row.summary,
            active=row.active,
            menus=row.menus,
        )
        for row in connection.execute(statement)
    }
    return tuple(found[number] for number in ids if number in found)


def course_hits(connection: Connection, typed: str, limit: int) -> tuple[CourseHit, ...]:
    """Return the first courses offered that fit what was typed; those that begin with it stand first."""
    columns = (Course.title, Course.initials, Course.code)
    begins = or_(*(column.istartswith(typed.strip(), autoescape=True) for column in columns))
    statement = (
        select(Course.id, Course.code, Course.title, func.coalesce(Lecturer.name, ""))
        .outerjoin(Lecturer, Lecturer.id == Course.lecturer_id)
        .where(_contains(typed, *columns), Course.active.is_(True))
        .order_by(begins.desc(), Course.code)
        .limit(limit)
    )
    return tuple(CourseHit(*row) for row in connection.execute(statement))


def lecturer_rows(connection: Connection, typed: str, *, active_only: bool) -> tuple[LecturerRow, ...]:
    """Return teachers by the pinyin of their names."""
    courses = (
        select(func.count())
        .where(Course.lecturer_id == Lecturer.id, Course.active.is_(True))
        .scalar_subquery()
    )
    statement = select(Lecturer, courses.label("courses"))
    if typed.strip():
        columns = (Lecturer.name, Lecturer.initials, Lecturer.organisation, Lecturer.title)
        statement = statement.where(_contains(typed, *columns))
    if active_only:
        statement = statement.where(Lecturer.active.is_(True))
    found = [
        LecturerRow(
            id=row.id,
            version=row.version,
            name=row.name,
            organisation=row.organisation,
            title=row.title,
            level=row.level,
            channel=row.channel,
            active=row.active,
            courses=row.courses,
            pinyin=_pinyin(row.name),
        )
        for row in connection.execute(statement)
    ]
    return tuple(sorted(found, key=lambda row: (row.pinyin, row.id)))


def _menus() -> Select[Any]:
    items = select(func.count()).where(MenuItem.menu_id == Menu.id).scalar_subquery()
    return (
        select(Menu, User.name.label("issuer"), items.label("items"))
        .outerjoin(User, User.id == Menu.issued_by)
        .order_by(Menu.year.desc(), Menu.edition.desc())
    )


def _menu(row: Any) -> MenuRow:
    return MenuRow(
        id=row.id,
        version=row.version,
        year=row.year,
        edition=row.edition,
        title=row.title,
        state=row.state,
        number=row.number,
        issued_at=row.issued_at,
        issued_by=row.issuer or "",
        paper_id=row.paper_id,
        items=row.items,
    )


def menu_rows(connection: Connection) -> tuple[MenuRow, ...]:
    """Return every menu, the newest first."""
    return tuple(_menu(row) for row in connection.execute(_menus()))


def menu_row(connection: Connection, menu_id: int) -> MenuRow | None:
    """Return one menu, None when it is not there."""
    row = connection.execute(_menus().where(Menu.id == menu_id)).first()
    return None if row is None else _menu(row)


def menu_of_item(connection: Connection, item_id: int) -> int | None:
    """Return the menu an item stands on, None when there is no such item."""
    return connection.scalar(select(MenuItem.menu_id).where(MenuItem.id == item_id))


def menu_items(connection: Connection, menu_id: int) -> tuple[AudienceItems, ...]:
    """Return a menu's items by audience: facts as issued where it is, as they are now for a draft."""
    classes = select(func.count()).where(TrainingClass.menu_item_id == MenuItem.id).scalar_subquery()
    statement = (
        select(
            MenuItem.id,
            MenuItem.course_id,
            MenuItem.audience,
            MenuItem.capacity,
            MenuItem.frozen,
            Course.code,
            Course.title,
            Course.theme,
            Course.mode,
            Course.hours,
            Course.summary,
            func.coalesce(Lecturer.name, "").label("lecturer"),
            classes.label("classes"),
        )
        .join(Course, Course.id == MenuItem.course_id)
        .outerjoin(Lecturer, Lecturer.id == Course.lecturer_id)
        .where(MenuItem.menu_id == menu_id)
        .order_by(MenuItem.position, MenuItem.id)
    )
    groups: dict[Audience, list[MenuItemRow]] = {}
    for row in connection.execute(statement):
        items = groups.setdefault(row.audience, [])
        facts = row.frozen or row._mapping
        items.append(
            MenuItemRow(
                id=row.id,
                course_id=row.course_id,
                audience=row.audience,
                position=len(items) + 1,
                capacity=row.capacity,
                code=facts["code"],
                title=facts["title"],
                theme=Theme(facts["theme"]),
                mode=Mode(facts["mode"]),
                hours=facts["hours"],
                lecturer=facts["lecturer"],
                summary=facts["summary"],
                classes=row.classes,
            )
        )
    return tuple(
        AudienceItems(audience, tuple(groups[audience])) for audience in Audience if audience in groups
    )
