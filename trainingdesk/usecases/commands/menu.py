"""Writes of the year's menu: items on a draft, and its issue."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from trainingdesk.domain.access import Permission
from trainingdesk.domain.codes import Audience, MenuState
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.menu.rows import MenuView
from trainingdesk.domain.menu.rules import (
    CourseFacts,
    decide_draft,
    decide_edition,
    decide_issue,
    decide_item,
    frozen_facts,
    moved,
)
from trainingdesk.domain.numbers import document_number
from trainingdesk.persistence.numbering import draw_number
from trainingdesk.persistence.readmodels import menu as reads
from trainingdesk.persistence.tables.classes import Course, Lecturer, Menu, MenuItem, TrainingClass
from trainingdesk.persistence.tables.office import Office
from trainingdesk.shared.text import text
from trainingdesk.usecases.papers import freeze_paper
from trainingdesk.usecases.queries.plan_papers import menu_content
from trainingdesk.usecases.registry import Command, Result, handles
from trainingdesk.usecases.undoing import Change, changed_since, changes_of, put_back, values_of
from trainingdesk.usecases.work import Work

#: raised whenever the printed menu changes its shape; kept with every paper that was issued
TEMPLATE_VERSION = "1"


@dataclass(frozen=True, kw_only=True)
class CreateMenu(Command):
    """Begin a year's menu, or a supplement once the menu is issued; ``title`` as printed, the usual one when ""."""

    year: int
    title: str = ""


@handles(CreateMenu, Permission.MENU_EDIT)
def create_menu(work: Work, command: CreateMenu) -> Result:
    """Begin a draft; raises Refused ``menu.year`` and ``menu.draft_there``."""
    if not 2000 <= command.year <= 2100:
        raise Refused("menu.year")
    editions = {
        menu.edition: menu.state
        for menu in work.session.scalars(select(Menu).where(Menu.year == command.year))
    }
    edition = decide_edition(editions, command.year)
    usual = "menu.title" if edition == 1 else "menu.supplement_title"
    menu = Menu(
        year=command.year,
        edition=edition,
        title=command.title.strip() or text(usual, year=command.year, edition=edition - 1),
        state=MenuState.DRAFT,
        number="",
        issued_at=None,
        issued_by=None,
        paper_id=None,
    )
    work.session.add(menu)
    work.session.flush()
    work.can_undo("undo.create_menu", RemoveMenu(menu_id=menu.id), title=menu.title)
    return {"menu_id": menu.id, "edition": edition}


@dataclass(frozen=True, kw_only=True)
class RemoveMenu(Command):
    """Take an empty draft back: the counter-act of beginning one."""

    menu_id: int


@handles(RemoveMenu, Permission.MENU_EDIT)
def remove_menu(work: Work, command: RemoveMenu) -> Result:
    """Remove the draft; raises Refused ``menu.not_empty`` while courses stand on it."""
    menu = _draft(work, command.menu_id)
    if work.session.scalar(select(MenuItem.id).where(MenuItem.menu_id == menu.id).limit(1)):
        raise Refused("menu.not_empty", title=menu.title)
    work.session.delete(menu)
    return {"menu_id": menu.id}


@dataclass(frozen=True, kw_only=True)
class AddMenuItem(Command):
    """Put a course on a draft for an audience; ``position`` from 1 among that audience's items, None for the end."""

    menu_id: int
    course_id: int
    audience: Audience
    capacity: int = 50
    position: int | None = None


@handles(AddMenuItem, Permission.MENU_EDIT)
def add_menu_item(work: Work, command: AddMenuItem) -> Result:
    """Put the course on the menu; raises what :func:`~trainingdesk.domain.menu.rules.decide_item` refuses."""
    item, title = _put_on(work, command)
    work.can_undo("undo.add_menu_item", TakeOffMenu(item_id=item.id), title=title)
    return {"item_id": item.id, "position": item.position}


@dataclass(frozen=True, kw_only=True)
class PutBackOnMenu(AddMenuItem):
    """Put a removed course back: the counter-act of a removal.

    Attributes:
        item_id: the id it had; earlier steps that can still be taken back speak of it by that id.
    """

    item_id: int


@handles(PutBackOnMenu, Permission.MENU_EDIT)
def put_back_on_menu(work: Work, command: PutBackOnMenu) -> Result:
    """Put the course back where it stood."""
    free = work.session.get(MenuItem, command.item_id) is None
    item, _title = _put_on(work, command, command.item_id if free else None)
    return {"item_id": item.id}


@dataclass(frozen=True, kw_only=True)
class RemoveMenuItem(Command):
    """Take a course off a draft."""

    item_id: int


@handles(RemoveMenuItem, Permission.MENU_EDIT)
def remove_menu_item(work: Work, command: RemoveMenuItem) -> Result:
    """Take it off; raises Refused ``menu.issued``."""
    item, title = _take_off(work, command.item_id)
    back = PutBackOnMenu(
        item_id=item.id,
        menu_id=item.menu_id,
        course_id=item.course_id,
        audience=item.audience,
        capacity=item.capacity,
        position=item.position,
    )
    work.can_undo("undo.remove_menu_item", back, title=title)
    return {"menu_id": item.menu_id}


@dataclass(frozen=True, kw_only=True)
class TakeOffMenu(RemoveMenuItem):
    """Take an added course off again: the counter-act of an addition."""


@handles(TakeOffMenu, Permission.MENU_EDIT)
def take_off_menu(work: Work, command: TakeOffMenu) -> Result:
    """Take it off."""
    item, _title = _take_off(work, command.item_id)
    return {"menu_id": item.menu_id}


@dataclass(frozen=True, kw_only=True)
class MoveMenuItem(Command):
    """Move an item of a draft to a position, counted from 1, within its audience."""

    item_id: int
    position: int


@handles(MoveMenuItem, Permission.MENU_EDIT)
def move_menu_item(work: Work, command: MoveMenuItem) -> Result:
    """Move the item; a position beyond the ends means the end."""
    item = work.load(MenuItem, command.item_id)
    before = _move(work, item, command.position)
    if before != item.position:
        course = work.load(Course, item.course_id)
        back = MoveItemBack(item_id=item.id, position=before, moved_to=item.position)
        work.can_undo("undo.move_menu_item", back, title=course.title)
    return {"item_id": item.id, "position": item.position}


@dataclass(frozen=True, kw_only=True)
class MoveItemBack(MoveMenuItem):
    """Move an item back to where it stood: the counter-act of a move.

    Attributes:
        moved_to: where the move had put it.
    """

    moved_to: int


@handles(MoveItemBack, Permission.MENU_EDIT)
def move_item_back(work: Work, command: MoveItemBack) -> Result:
    """Move it back; raises Conflict ``undo.changed_since`` when it stands elsewhere by now."""
    item = work.load(MenuItem, command.item_id)
    if item.position != command.moved_to:
        raise changed_since("menu_item", "position", work.load(Course, item.course_id).title)
    _move(work, item, command.position)
    return {"item_id": item.id}


@dataclass(frozen=True, kw_only=True)
class ChangeMenuItem(Command):
    """Change how many people one run of an item takes."""

    item_id: int
    capacity: int


@handles(ChangeMenuItem, Permission.MENU_EDIT)
def change_menu_item(work: Work, command: ChangeMenuItem) -> Result:
    """Change a draft's item; raises Refused ``menu.item_capacity`` and ``menu.issued``."""
    item = work.load(MenuItem, command.item_id)
    menu = _draft(work, item.menu_id)
    decide_item(course_active=True, course_title="", capacity=command.capacity, already_there=False)
    before = values_of(item, ["capacity"])
    item.capacity = command.capacity
    _touch(menu)
    if changes := changes_of(item, before):
        back = PutCapacityBack(item_id=item.id, changes=changes)
        work.can_undo("undo.change_menu_item", back, title=work.load(Course, item.course_id).title)
    return {"item_id": item.id}


@dataclass(frozen=True, kw_only=True)
class PutCapacityBack(Command):
    """Put the number of people of an item back, as (field, before, after): the counter-act of its change."""

    item_id: int
    changes: tuple[Change, ...]


@handles(PutCapacityBack, Permission.MENU_EDIT)
def put_capacity_back(work: Work, command: PutCapacityBack) -> Result:
    """Put it back; raises Conflict ``undo.changed_since`` and Refused ``menu.issued``."""
    item = work.load(MenuItem, command.item_id)
    menu = _draft(work, item.menu_id)
    put_back(item, work.load(Course, item.course_id).title, command.changes)
    _touch(menu)
    return {"item_id": item.id}


@dataclass(frozen=True, kw_only=True)
class IssueMenu(Command):
    """Issue a menu: draw its number, freeze what stands on it, keep the paper for ever (P5.1)."""

    menu_id: int
    version: int | None = None


@handles(IssueMenu, Permission.MENU_ISSUE)
def issue_menu(work: Work, command: IssueMenu) -> Result:
    """Issue the draft; afterwards nothing on it changes, a supplement is a new edition.

    Raises Refused ``menu.issued``, ``menu.empty``, Conflict when it changed since it was looked at, and Invalid
    ``documents.not_drawn`` when the paper can't be drawn.
    """
    menu = work.load(Menu, command.menu_id, command.version)
    items = list(work.session.scalars(select(MenuItem).where(MenuItem.menu_id == menu.id)))
    decide_issue(menu.state, menu.number, len(items))
    for item in items:
        item.frozen = _frozen(work, item)
    office = work.load(Office, 1)
    sequence = draw_number(work.session, f"menu/{menu.year}")
    policy = work.policy()
    menu.number = document_number(
        policy.text("menu.number_format"), prefix=office.number_prefix, year=menu.year, sequence=sequence
    )
    menu.state = MenuState.ISSUED
    menu.issued_at, menu.issued_by = work.now, work.user_id
    work.session.flush()
    menu.paper_id = _freeze(work, menu, office.name, policy.table("menu.cosigners"))
    work.session.flush()
    return {"menu_id": menu.id, "number": menu.number, "paper_id": menu.paper_id, "items": len(items)}


def _frozen(work: Work, item: MenuItem) -> dict[str, object]:
    course = work.load(Course, item.course_id)
    lecturer = work.load(Lecturer, course.lecturer_id) if course.lecturer_id is not None else None
    facts = CourseFacts(
        code=course.code,
        title=course.title,
        theme=course.theme,
        mode=course.mode,
        hours=course.hours,
        summary=course.summary,
    )
    if lecturer is None:
        return frozen_facts(facts, "", "", "", None)
    return frozen_facts(facts, lecturer.name, lecturer.organisation, lecturer.title, lecturer.level)


def _freeze(work: Work, menu: Menu, office: str, cosigners: list[str]) -> int:
    from trainingdesk.documents.catalogue.menu import PLAN
    from trainingdesk.documents.render_pdf import render_pdf

    row = reads.menu_row(work.connection, menu.id)
    assert row is not None
    view = MenuView(row, reads.menu_items(work.connection, menu.id))
    items = [
        {
            "audience": group.audience.value,
            "capacity": item.capacity,
            "course": item.code,
            "title": item.title,
        }
        for group in view.groups
        for item in group.items
    ]
    return freeze_paper(
        work,
        kind=PLAN.id,
        number=menu.number,
        title=menu.title,
        data={"year": menu.year, "edition": menu.edition, "items": items},
        template_version=TEMPLATE_VERSION,
        content=render_pdf(PLAN, menu_content(view, office, cosigners, work.today)),
    )


def _draft(work: Work, menu_id: int) -> Menu:
    menu = work.load(Menu, menu_id)
    decide_draft(menu.state, menu.number)
    return menu


def _touch(menu: Menu) -> None:
    """Raise the menu's version with every change of its items: who issues it has seen it as it is."""
    flag_modified(menu, "title")


def _items(work: Work, menu_id: int, audience: Audience) -> list[MenuItem]:
    return list(
        work.session.scalars(
            select(MenuItem)
            .where(MenuItem.menu_id == menu_id, MenuItem.audience == audience)
            .order_by(MenuItem.position, MenuItem.id)
        )
    )


def _put_on(work: Work, command: AddMenuItem, item_id: int | None = None) -> tuple[MenuItem, str]:
    audience = Audience(command.audience)
    menu = _draft(work, command.menu_id)
    course = work.load(Course, command.course_id)
    items = _items(work, menu.id, audience)
    decide_item(
        course_active=course.active,
        course_title=course.title,
        capacity=command.capacity,
        already_there=any(item.course_id == course.id for item in items),
    )
    item = MenuItem(
        menu_id=menu.id,
        course_id=course.id,
        audience=audience,
        position=len(items) + 1,
        capacity=command.capacity,
        frozen=None,
    )
    if item_id is not None:
        item.id = item_id
    work.session.add(item)
    work.session.flush()
    if command.position is not None:
        _renumber([*items, item], item, command.position)
    _touch(menu)
    return item, course.title


def _take_off(work: Work, item_id: int) -> tuple[MenuItem, str]:
    item = work.load(MenuItem, item_id)
    menu = _draft(work, item.menu_id)
    title = work.load(Course, item.course_id).title
    if work.session.scalar(select(TrainingClass.id).where(TrainingClass.menu_item_id == item.id).limit(1)):
        raise Refused("menu.item_in_use", title=title)
    rest = [other for other in _items(work, menu.id, item.audience) if other is not item]
    work.session.delete(item)
    for place, other in enumerate(rest, 1):
        other.position = place
    _touch(menu)
    return item, title


def _move(work: Work, item: MenuItem, position: int) -> int:
    menu = _draft(work, item.menu_id)
    before = item.position
    _renumber(_items(work, menu.id, item.audience), item, position)
    _touch(menu)
    return before


def _renumber(items: list[MenuItem], item: MenuItem, position: int) -> None:
    by_id = {other.id: other for other in items}
    for place, number in enumerate(moved(list(by_id), item.id, position), 1):
        by_id[number].position = place
