"""Courses, faculty and the year's menu on a real file; every step can be taken back."""

from collections.abc import Callable

import pytest

from tests.usecases.training_facts import rows, write
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import Audience, LecturerChannel, LecturerLevel, MenuState, Mode, Theme
from trainingdesk.domain.errors import AccessDenied, Conflict, NotFound, Refused
from trainingdesk.domain.menu.rows import CourseFilter, CourseOrder, MenuView
from trainingdesk.ui.pages.menu.tables import lecturer_columns
from trainingdesk.usecases.commands.courses import AddCourse, AddLecturer, ChangeCourse, ChangeLecturer
from trainingdesk.usecases.commands.menu import (
    AddMenuItem,
    ChangeMenuItem,
    CreateMenu,
    MoveMenuItem,
    RemoveMenu,
    RemoveMenuItem,
)
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.menu import (
    class_draft_from_item,
    course_ids,
    course_rows,
    course_total,
    find_courses,
    lecturers,
    menu_of_year,
    menu_view,
    menus,
)


def lecturer(desk: Desk, name: str = "曾明", organisation: str = "区委党校") -> int:
    command = AddLecturer(
        name=name,
        organisation=organisation,
        title="教授",
        level=LecturerLevel.SENIOR,
        channel=LecturerChannel.PARTY_SCHOOL,
    )
    return desk.execute(command).result["lecturer_id"]


def course(desk: Desk, title: str, theme: Theme = Theme.LAW, hours: int = 80, **more) -> int:
    command = AddCourse(title=title, theme=theme, mode=more.pop("mode", Mode.LECTURE), hours=hours, **more)
    return desk.execute(command).result["course_id"]


def menu(desk: Desk, year: int = 2026) -> int:
    return desk.execute(CreateMenu(year=year)).result["menu_id"]


def add(desk: Desk, menu_id: int, course_id: int, audience: Audience = Audience.SECTION, **more) -> int:
    command = AddMenuItem(menu_id=menu_id, course_id=course_id, audience=audience, **more)
    return desk.execute(command).result["item_id"]


def titles(view: MenuView | None) -> dict[str, list[str]]:
    assert view is not None
    return {group.audience.value: [item.title for item in group.items] for group in view.groups}


def pool(desk: Desk) -> list[int]:
    teacher = lecturer(desk)
    return [
        course(desk, "行政诉讼实务", lecturer_id=teacher),
        course(desk, "新质生产力专题", Theme.ECONOMY, 40, mode=Mode.VISIT),
        course(desk, "党性教育现场教学", Theme.PARTY_SPIRIT, 120),
    ]


def test_courses_are_numbered_listed_and_found(desk: Desk):
    first, second, third = pool(desk)
    assert [row.code for row in desk.ask(course_rows, (third, first))] == ["K003", "K001"]

    def ids(**wanted):
        return list(desk.ask(course_ids, CourseFilter(**wanted)))

    assert ids() == [first, second, third]
    assert ids(typed="诉讼") == ids(typed="xzss") == ids(typed="曾") == ids(typed="k001") == [first]
    assert ids(typed="zm") == [first], "the teacher's surname is read zeng, not ceng"
    assert ids(theme=Theme.ECONOMY) == ids(mode=Mode.VISIT) == [second]
    assert ids(order=CourseOrder.HOURS, descending=True) == [third, first, second]
    assert ids(order=CourseOrder.THEME) == [third, first, second], "as the list of themes stands"
    assert ids(order=CourseOrder.TITLE) == [third, second, first]
    assert desk.ask(course_total) == 3
    assert [hit.title for hit in desk.ask(find_courses, "xz")] == ["新质生产力专题", "行政诉讼实务"][::-1]
    assert desk.ask(find_courses, " ") == ()
    assert desk.ask(find_courses, "100%") == ()


def test_teachers_and_what_they_teach_stand_by_the_pinyin_of_their_names(desk: Desk):
    people = {name: lecturer(desk, name) for name in ("赵安", "张毅", "单丽", "孙敏")}
    by_pinyin = ["单丽", "孙敏", "张毅", "赵安"]  # shan, sun, zhang yi, zhao an: the initials have zhao first
    assert [row.name for row in desk.ask(lecturers)] == by_pinyin
    heading = next(column for column in lecturer_columns() if column.key == "name")
    assert [row.name for row in sorted(set(desk.ask(lecturers)), key=heading.sorted_by)] == by_pinyin
    courses = {course(desk, f"专题{name}", lecturer_id=number): name for name, number in people.items()}
    none = course(desk, "现场教学")
    for turned in (False, True):
        ids = desk.ask(course_ids, CourseFilter(order=CourseOrder.LECTURER, descending=turned))
        whole = [none, *sorted(courses, key=lambda number: by_pinyin.index(courses[number]))]
        assert list(ids) == (whole[::-1] if turned else whole)


def test_a_course_is_changed_retired_and_put_back(desk: Desk):
    first, second, _third = pool(desk)
    row = desk.ask(course_rows, (first,))[0]
    change = ChangeCourse(
        course_id=first,
        version=row.version,
        code=row.code,
        title="行政复议实务",
        theme=Theme.LAW,
        mode=Mode.SIMULATION,
        hours=60,
        active=False,
    )
    desk.execute(change)
    changed = desk.ask(course_rows, (first,))[0]
    assert (changed.title, changed.mode, changed.hours, changed.active) == (
        "行政复议实务",
        Mode.SIMULATION,
        60,
        False,
    )
    assert desk.ask(course_ids, CourseFilter(typed="xzfy", active_only=False)) == (first,)
    assert first not in desk.ask(course_ids, CourseFilter())
    with pytest.raises(Refused, match=r"menu\.course_retired"):
        add(desk, menu(desk), first)
    desk.execute(UndoLast())  # the menu
    assert desk.execute(UndoLast()).result["label"] == "undo.change_course"
    back = desk.ask(course_rows, (first,))[0]
    assert (back.title, back.mode, back.hours, back.active, back.lecturer) == (
        "行政诉讼实务",
        Mode.LECTURE,
        80,
        True,
        "曾明",
    )
    with pytest.raises(Conflict):
        desk.execute(ChangeCourse(**{**vars(change), "request_id": "another"}))
    with pytest.raises(Refused, match=r"menu\.course_code_taken"):
        course(desk, "重号", code="K001")
    with pytest.raises(NotFound):
        course(desk, "教师不在", lecturer_id=99)
    assert desk.ask(course_rows, (second,))[0].lecturer == ""


def test_the_faculty_pool(desk: Desk):
    first, other = lecturer(desk), lecturer(desk, "李 明", "南江大学")
    course(desk, "行政诉讼实务", lecturer_id=first)
    pool_rows = desk.ask(lecturers)
    assert [(row.name, row.courses) for row in pool_rows] == [("李明", 0), ("曾明", 1)]
    with pytest.raises(Refused, match=r"menu\.lecturer_there"):
        lecturer(desk)
    with pytest.raises(Refused, match=r"menu\.lecturer_no_name"):
        lecturer(desk, "  ")
    row = pool_rows[1]
    desk.execute(
        ChangeLecturer(
            lecturer_id=first,
            version=row.version,
            name="曾明亮",
            organisation=row.organisation,
            title="副教授",
            level=LecturerLevel.ASSOCIATE,
            channel=row.channel,
            active=False,
        )
    )
    assert [row.name for row in desk.ask(lecturers)] == ["李明"]
    assert [row.name for row in desk.ask(lecturers, "zml", False)] == ["曾明亮"]
    assert desk.execute(UndoLast()).result["label"] == "undo.change_lecturer"
    back = desk.ask(lecturers, "zm")[0]
    assert (back.name, back.title, back.level, back.active) == ("曾明", "教授", LecturerLevel.SENIOR, True)
    assert other in {row.id for row in desk.ask(lecturers, "南江")}


def test_a_menu_is_made_by_audience_and_every_step_taken_back(desk: Desk):
    first, second, third = pool(desk)
    menu_id = menu(desk)
    assert desk.ask(menu_of_year, 2026).menu.title == "2026年“菜单式”培训计划表"
    add(desk, menu_id, first)
    add(desk, menu_id, second)
    moved_item = add(desk, menu_id, third)
    add(desk, menu_id, first, Audience.UNIT_HEADS, capacity=30)
    assert titles(desk.ask(menu_view, menu_id)) == {
        "unit_heads": ["行政诉讼实务"],
        "section": ["行政诉讼实务", "新质生产力专题", "党性教育现场教学"],
    }
    desk.execute(MoveMenuItem(item_id=moved_item, position=1))
    view = desk.ask(menu_view, menu_id)
    assert titles(view)["section"] == ["党性教育现场教学", "行政诉讼实务", "新质生产力专题"]
    assert [item.position for item in view.groups[1].items] == [1, 2, 3]
    assert view.groups[1].hours == 240
    middle = view.groups[1].items[1]
    desk.execute(RemoveMenuItem(item_id=middle.id))
    assert titles(desk.ask(menu_view, menu_id))["section"] == ["党性教育现场教学", "新质生产力专题"]
    desk.execute(MoveMenuItem(item_id=moved_item, position=99))
    desk.execute(UndoLast())
    assert desk.execute(UndoLast()).result["label"] == "undo.remove_menu_item"
    back = desk.ask(menu_view, menu_id)
    assert titles(back)["section"] == ["党性教育现场教学", "行政诉讼实务", "新质生产力专题"], "where it stood"
    assert back.groups[1].items[1].capacity == middle.capacity
    desk.execute(UndoLast())
    assert titles(desk.ask(menu_view, menu_id))["section"][0] == "行政诉讼实务"
    for _step in range(4):
        desk.execute(UndoLast())
    assert titles(desk.ask(menu_view, menu_id)) == {}
    desk.execute(UndoLast())
    assert desk.ask(menus) == ()


def test_what_a_draft_refuses(desk: Desk, desk_file):
    first, second, _third = pool(desk)
    menu_id = menu(desk)
    item = add(desk, menu_id, first)
    with pytest.raises(Refused, match=r"menu\.item_there"):
        add(desk, menu_id, first)
    with pytest.raises(Refused, match=r"menu\.item_capacity"):
        add(desk, menu_id, second, capacity=0)
    with pytest.raises(Refused, match=r"menu\.draft_there"):
        menu(desk)
    with pytest.raises(Refused, match=r"menu\.year"):
        menu(desk, 26)
    with pytest.raises(Refused, match=r"menu\.not_empty"):
        desk.execute(RemoveMenu(menu_id=menu_id))
    with pytest.raises(Refused, match=r"menu\.not_issued"):
        desk.ask(class_draft_from_item, item)
    with pytest.raises(NotFound):
        desk.ask(class_draft_from_item, item + 9)
    with pytest.raises(NotFound):
        desk.ask(menu_view, menu_id + 9)
    desk.execute(ChangeMenuItem(item_id=item, capacity=80))
    assert desk.ask(menu_view, menu_id).groups[0].items[0].capacity == 80
    insert = (
        "INSERT INTO training_class (code, title, initials, audience, start_day, end_day, is_main, capacity,"
        " teacher, place, state, menu_item_id, version) VALUES ('2026-01', 'x', '', 'section', '2026-07-01',"
        " '2026-07-02', 0, 50, '', '', 'planned', ?, 1)"
    )
    write(desk_file, (insert, (item,)))
    with pytest.raises(Refused, match=r"menu\.item_in_use"):
        desk.execute(RemoveMenuItem(item_id=item))
    assert desk.ask(menu_of_year, 2025) is None


def test_every_change_of_an_item_changes_the_menus_version(desk: Desk):
    first, _second, _third = pool(desk)
    menu_id = menu(desk)
    before = desk.ask(menu_view, menu_id).menu.version
    add(desk, menu_id, first)
    after = desk.ask(menu_view, menu_id).menu
    assert after.version > before
    assert (after.state, after.items, after.number) == (MenuState.DRAFT, 1, "")


def test_who_may_not(desk: Desk, desk_file, sign_in: Callable[[Role], None]):
    pool(desk)
    sign_in(Role.APPROVER)
    with pytest.raises(AccessDenied):
        menu(desk)
    assert desk.ask(course_total) == 3
    sign_in(Role.TRAINER)
    with pytest.raises(AccessDenied):
        desk.ask(course_total)
    assert rows(desk_file, "SELECT count(*) FROM menu") == [(0,)]
