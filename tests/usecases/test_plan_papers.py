"""Papers of plan, menu and coverage: the figures of the reads, and a menu that stays as it was issued."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256

import pypdfium2
import pytest

from tests.usecases.test_menu import add, course, lecturer, menu, pool
from tests.usecases.training_facts import a_class, rows
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import Audience, MenuState
from trainingdesk.domain.errors import AccessDenied, Conflict, Refused
from trainingdesk.usecases.commands.courses import ChangeCourse
from trainingdesk.usecases.commands.menu import (
    AddMenuItem,
    CreateMenu,
    IssueMenu,
    MoveMenuItem,
    RemoveMenuItem,
)
from trainingdesk.usecases.commands.planning import SavePlan
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.menu import class_draft_from_item, course_rows, menu_view
from trainingdesk.usecases.queries.papers import issued_paper_pdf, paper_pdf, paper_rows
from trainingdesk.usecases.queries.planning import plan_proposal


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
    finally:
        document.close()


@pytest.fixture
def issued(desk: Desk, sign_in: Callable[[Role], None]) -> tuple[int, int, dict]:
    """Return menu, first item and the answer of issuing it; the clerk is signed in again."""
    first, second, _third = pool(desk)
    menu_id = menu(desk)
    item = add(desk, menu_id, first, capacity=40)
    add(desk, menu_id, second, Audience.UNIT_HEADS)
    sign_in(Role.APPROVER)
    answer = dict(desk.execute(IssueMenu(menu_id=menu_id)).result)
    sign_in(Role.CLERK)
    return menu_id, item, answer


def test_an_issued_menu_is_numbered_and_its_paper_kept(desk: Desk, desk_file, issued):
    menu_id, _item, answer = issued
    assert answer["number"] == "城东组训单〔2026〕1号"
    row = desk.ask(menu_view, menu_id).menu
    assert (row.state, row.number, row.issued_by, row.paper_id) == (
        MenuState.ISSUED,
        answer["number"],
        "王批",
        answer["paper_id"],
    )
    pdf = desk.ask(issued_paper_pdf, answer["paper_id"])
    words = words_of(pdf)
    for part in (answer["number"], "行政诉讼实务", "新质生产力专题", "曾明", "区委宣传部", "城东区委组织部"):
        assert part in words
    assert rows(
        desk_file, "SELECT sha256, kind, number FROM issued_paper WHERE id = ?", (answer["paper_id"],)
    ) == [(sha256(pdf).hexdigest(), "menu.plan", answer["number"])]


def test_nothing_on_an_issued_menu_changes(desk: Desk, issued):
    menu_id, item, _answer = issued
    view = desk.ask(menu_view, menu_id)
    course_id = view.groups[1].items[0].course_id
    row = desk.ask(course_rows, (course_id,))[0]
    desk.execute(
        ChangeCourse(
            course_id=course_id,
            version=row.version,
            code=row.code,
            title="改了名字",
            theme=row.theme,
            mode=row.mode,
            hours=10,
            summary="",
        )
    )
    assert desk.ask(menu_view, menu_id) == view, "title, hours and teacher as issued"
    assert desk.ask(course_rows, (course_id,))[0].menus == 1
    other = course(desk, "新课")
    for refused in (
        AddMenuItem(menu_id=menu_id, course_id=other, audience=Audience.SECTION),
        RemoveMenuItem(item_id=item),
        MoveMenuItem(item_id=item, position=2),
    ):
        with pytest.raises(Refused, match=r"menu\.issued"):
            desk.execute(refused)


def test_a_supplement_is_a_new_edition_with_the_next_number(desk: Desk, issued, sign_in):
    supplement = desk.execute(CreateMenu(year=2026)).result
    assert supplement["edition"] == 2
    assert desk.ask(menu_view, supplement["menu_id"]).menu.title == "2026年“菜单式”培训计划表（补充1）"
    add(desk, supplement["menu_id"], course(desk, "补充课程"))
    sign_in(Role.APPROVER)
    assert desk.execute(IssueMenu(menu_id=supplement["menu_id"])).result["number"] == "城东组训单〔2026〕2号"


def test_what_can_not_be_issued(desk: Desk, sign_in):
    menu_id = menu(desk)
    with pytest.raises(AccessDenied):
        desk.execute(IssueMenu(menu_id=menu_id))
    seen = desk.ask(menu_view, menu_id).menu.version
    sign_in(Role.APPROVER)
    with pytest.raises(Refused, match=r"menu\.empty"):
        desk.execute(IssueMenu(menu_id=menu_id))
    sign_in(Role.CLERK)
    add(desk, menu_id, course(desk, "行政诉讼实务"))
    sign_in(Role.APPROVER)
    with pytest.raises(Conflict):
        desk.execute(IssueMenu(menu_id=menu_id, version=seen))
    desk.execute(IssueMenu(menu_id=menu_id))
    with pytest.raises(Refused, match=r"menu\.issued"):
        desk.execute(IssueMenu(menu_id=menu_id))


def test_a_class_begins_with_the_facts_of_its_item(desk: Desk, issued):
    _menu_id, item, _answer = issued
    draft = desk.ask(class_draft_from_item, item)
    assert draft.title == "2026年科级干部“行政诉讼实务”专题班"
    assert (draft.audience, draft.topic, draft.half_days, draft.session_hours, draft.capacity) == (
        Audience.SECTION,
        "行政诉讼实务",
        2,
        40,
        40,
    )
    assert draft.lecturer == "曾明"


def test_a_draft_says_that_it_is_one(desk: Desk):
    menu_id = menu(desk)
    add(desk, menu_id, course(desk, "行政诉讼实务", lecturer_id=lecturer(desk)))
    (table,) = desk.ask(paper_rows, "menu.plan", {"menu": str(menu_id)})
    assert any("草稿" in note for note in table.notes)
    assert "草稿" in words_of(desk.ask(paper_pdf, "menu.plan", {"menu": str(menu_id)}))


def test_the_plans_paper_adds_up_as_the_grid_does(desk: Desk, desk_file):
    a_class(desk_file, "2023-01", "2023-05-12", [1, 2])
    (table,) = desk.ask(paper_rows, "planning.grid", {})
    assert "建议方案，底数截至 2026-06-12" in words_of(desk.ask(paper_pdf, "planning.grid", {}))
    grid = desk.ask(plan_proposal)
    cells = tuple((row.unit_id, row.targets) for row in grid.rows)
    saved = desk.execute(SavePlan(title="五年规划", base_day=grid.base_day, cells=cells)).result
    words = words_of(desk.ask(paper_pdf, "planning.grid", {"plan": str(saved["plan_id"])}))
    assert "五年规划（第 1 稿），底数截至 2026-06-12" in words
    for unit in ("城东区委组织部", "城东区实验小学"):
        assert unit in words
    assert table.title


def test_the_coverage_paper_of_an_earlier_year(desk: Desk, desk_file):
    a_class(desk_file, "2023-01", "2023-05-12", [1, 2])
    words = words_of(desk.ask(paper_pdf, "reporting.coverage", {"year": "2023"}))
    assert "2023-12-31" in words
    assert "2 / 14" not in words
    (table,) = desk.ask(paper_rows, "reporting.coverage", {})
    assert table.title
    assert date(2026, 6, 12).isoformat() in words_of(desk.ask(paper_pdf, "reporting.coverage", {}))
