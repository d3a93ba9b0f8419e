"""Lists of people on screen: the clerk chooses their order, it is kept, and what is printed stands the same way."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.pages import places
from tests.usecases.test_certificates import add_class, issue
from tests.usecases.test_group_papers import words_of
from tests.usecases.test_list_orders import a_class, as_the_roster, joined, names, recommended
from trainingdesk.domain.codes import GroupKind
from trainingdesk.domain.roster.order import ORDERS
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.classes.page import ClassesPage
from trainingdesk.ui.pages.classes.paper import PaperDialog
from trainingdesk.ui.pages.papers.page import PapersPage
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.tables.view import TableView
from trainingdesk.usecases.commands.certificates import VoidCertificate
from trainingdesk.usecases.commands.groups import LeaveGroup
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.classes import class_people
from trainingdesk.usecases.queries.groups import group_members
from trainingdesk.usecases.queries.papers import paper_rows


def shown(table: TableView) -> list[str]:
    """Return the names of a table from top to bottom."""
    return [table.rows.row(place).name for place in range(table.rows.rowCount())]


def choose(combo: QComboBox, words: str) -> None:
    """Choose as a person does, with the keys."""
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    offered = combo.view()
    assert offered.isVisible()
    while offered.currentIndex().data() != words:
        before = offered.currentIndex().row()
        QTest.keyClick(offered, Qt.Key.Key_Down)
        assert offered.currentIndex().row() > before, words
    QTest.keyClick(offered, Qt.Key.Key_Return)


def click_heading(table: TableView, key: str) -> None:
    head = table.horizontalHeader()
    head.sectionClicked.emit([column.key for column in table.rows.columns].index(key))


def drawn(qtbot: QtBot, page: Page) -> None:
    """Wait until a paper is there; the first of a run finds its fonts, which takes a while on a busy machine."""
    qtbot.waitUntil(lambda: page.space.jobs.is_idle, timeout=30_000)
    settled(qtbot, page)


def on_paper(
    open_page: Callable[[str], Page], desk: Desk, qtbot: QtBot, target: dict[str, object]
) -> list[str]:
    """Open a paper where a page wanted to go, and return the names it prints."""
    papers = cast(PapersPage, open_page("papers"))
    papers.open_place(target)
    drawn(qtbot, papers)
    qtbot.waitUntil(lambda: bool(papers.catalogue.pdf), timeout=30_000)
    params = papers.catalogue.params()
    assert params is not None
    (table,) = desk.ask(paper_rows, str(target["paper"]), params)
    known = set(names(desk, range(1, 15)))
    cells = ["".join(cell.split()) for row in table.rows for cell in row.cells]
    return [cell for cell in cells if cell in known]


def test_a_group_is_printed_as_it_stands_on_screen(
    open_page: Callable[[str], Page], desk: Desk, qtbot: QtBot
):
    joined(desk)
    page = cast(RosterPage, open_page("roster"))
    page.open_place({"group": "talent"})
    settled(qtbot, page)
    groups = page.groups
    assert shown(groups.talents) == names(desk, as_the_roster(desk, "unit"))
    gone = places(page.space)
    choose(groups.order, "按姓氏笔画")
    settled(qtbot, page)
    by_strokes = names(desk, as_the_roster(desk, "strokes"))
    assert shown(groups.talents) == by_strokes
    page.actions_.trigger("roster.print")
    # the heading of names keeps to the strokes, and turns them round
    for _click in range(2):
        click_heading(groups.talents, "name")
        settled(qtbot, page)
    assert shown(groups.talents) == names(desk, as_the_roster(desk, "-strokes"))
    page.actions_.trigger("roster.print")
    # what was chosen is there again, and goes before a heading
    again = cast(RosterPage, open_page("roster"))
    again.open_place({"group": "talent"})
    settled(qtbot, again)
    assert shown(again.groups.talents) == by_strokes
    choose(groups.order, "按姓名拼音")
    settled(qtbot, page)
    assert shown(groups.talents) == names(desk, as_the_roster(desk, "pinyin"))
    assert on_paper(open_page, desk, qtbot, dict(gone[0].target)) == by_strokes
    assert on_paper(open_page, desk, qtbot, dict(gone[1].target)) == by_strokes[::-1]


def workbook_names(desk: Desk, file: Path) -> list[str]:
    """Return the names a workbook holds, from top to bottom."""
    known = set(names(desk, range(1, 15)))
    sheet = openpyxl.load_workbook(file).active
    cells = ["".join(str(cell.value).split()) for row in sheet.iter_rows() for cell in row]
    return [cell for cell in cells if cell in known]


def test_what_is_taken_out_stands_as_on_screen(
    open_page: Callable[[str], Page], desk: Desk, qtbot: QtBot, tmp_path: Path
):
    joined(desk)
    page = cast(RosterPage, open_page("roster"))
    choose(page.order, "按姓氏笔画")
    settled(qtbot, page)
    click_heading(page.table, "name")
    settled(qtbot, page)
    page.export_to(str(tmp_path / "名册.xlsx"))
    settled(qtbot, page)
    everybody = names(desk, as_the_roster(desk, "strokes", range(1, 15)))
    assert workbook_names(desk, tmp_path / "名册.xlsx") == shown(page.table) == everybody
    page.open_place({"group": "talent"})
    choose(page.groups.order, "按姓名拼音")
    settled(qtbot, page)
    gone = places(page.space)
    page.actions_.trigger("roster.print")
    papers = cast(PapersPage, open_page("papers"))
    papers.open_place(gone[0].target)
    drawn(qtbot, papers)
    papers.save_xlsx()
    settled(qtbot, papers)
    dialog = next(one for one in papers.findChildren(QFileDialog) if one.isVisible())
    dialog.fileSelected.emit(str(tmp_path / "分组.xlsx"))
    dialog.reject()
    settled(qtbot, papers)
    assert workbook_names(desk, tmp_path / "分组.xlsx") == names(desk, as_the_roster(desk, "pinyin"))


@pytest.mark.parametrize("heading", ["name", "state"])
def test_a_pile_of_the_reserve_list_is_printed_as_it_stands_on_screen(
    open_page: Callable[[str], Page], desk: Desk, qtbot: QtBot, heading: str
):
    recommended(desk)
    page = cast(RosterPage, open_page("roster"))
    page.open_place({"group": "reserve", "pile": "way"})
    settled(qtbot, page)
    gone = places(page.space)
    click_heading(page.groups.candidates, heading)
    settled(qtbot, page)
    on_screen = shown(page.groups.candidates)
    assert len(on_screen) == 10
    assert page.actions_.reason("roster.print") == ""
    page.actions_.trigger("roster.print")
    assert on_paper(open_page, desk, qtbot, dict(gone[0].target)) == on_screen
    page.groups.piles.buttons["exceptions"].click()
    page.actions_.trigger("roster.print")
    assert on_paper(open_page, desk, qtbot, dict(gone[1].target)) == []


def test_the_list_of_people_turned_round_is_printed_turned_round(
    open_page: Callable[[str], Page], desk: Desk, qtbot: QtBot
):
    page = cast(RosterPage, open_page("roster"))
    gone = places(page.space)
    for _click in range(2):
        click_heading(page.table, "rank")
        settled(qtbot, page)
    on_screen = shown(page.table)
    page.actions_.trigger("roster.print")
    assert on_paper(open_page, desk, qtbot, dict(gone[0].target)) == on_screen


def test_the_students_are_printed_as_they_stand_on_screen(
    open_page: Callable[[str], Page], desk: Desk, qtbot: QtBot
):
    class_id = a_class(desk)
    page = cast(ClassesPage, open_page("classes"))
    page.view.tabs.setCurrentIndex(1)
    settled(qtbot, page)
    by_seat = [row.name for row in desk.ask(class_people, class_id)]
    assert (page.view.order.order(), shown(page.view.people)) == ("seat", by_seat)
    choose(page.view.order, "按姓氏笔画")
    settled(qtbot, page)
    by_strokes = names(desk, as_the_roster(desk, "strokes"))
    assert shown(page.view.people) == by_strokes
    page.actions_.trigger("classes.students")
    drawn(qtbot, page)
    dialog = next(one for one in page.findChildren(PaperDialog) if one.isVisible())
    qtbot.waitUntil(lambda: bool(dialog._pdf), timeout=30_000)
    said = words_of(dialog._pdf).replace("\u3000", "")
    places_on_paper = [said.index(name) for name in dict.fromkeys(by_strokes)]
    assert places_on_paper == sorted(places_on_paper)
    dialog.reject()


@pytest.mark.parametrize("clicks", [("",), ("name",), ("state", "state")])
def test_the_register_is_printed_as_it_stands_on_screen(
    open_page: Callable[[str], Page], desk: Desk, qtbot: QtBot, clicks: tuple[str, ...]
):
    first = issue(desk, add_class(desk))["certificate_ids"][0]
    desk.execute(VoidCertificate(certificate_id=first, reason="姓名有误"))
    page = cast(PapersPage, open_page("papers"))
    page.tabs.setCurrentIndex(2)
    page.register.search.setText("城东")
    page.register.search.searched.emit("城东")
    settled(qtbot, page)
    for key in filter(None, clicks):
        click_heading(page.register.table, key)
        settled(qtbot, page)
    rows = page.register.table.rows
    numbers = [rows.row(place).number for place in range(rows.rowCount())]
    assert len(numbers) == 3
    page.actions_.trigger("papers.print_register")
    drawn(qtbot, page)
    qtbot.waitUntil(lambda: bool(page.catalogue.pdf), timeout=30_000)
    params = page.catalogue.params()
    assert params is not None
    assert params["text"] == "城东"
    (table,) = desk.ask(paper_rows, "certificates.register", params)
    assert [cell for row in table.rows for cell in row.cells if cell in numbers] == numbers
    if clicks == ("",):
        assert numbers == sorted(numbers, reverse=True), "the latest number first"
        assert params["order"] == "-number"
    elif clicks == ("state", "state"):
        assert numbers[0] == max(numbers, key=lambda number: number.endswith("第0001号")), "void ones first"


def test_who_left_is_printed_where_the_screen_shows_them(
    open_page: Callable[[str], Page], desk: Desk, qtbot: QtBot
):
    joined(desk)
    gone_by = desk.ask(group_members, GroupKind.TALENT)[2]
    leave = LeaveGroup(membership_ids=(gone_by.id,), day=date(2026, 6, 1), reason="离职")
    desk.execute(leave)
    page = cast(RosterPage, open_page("roster"))
    page.open_place({"group": "talent"})
    settled(qtbot, page)
    assert gone_by.name not in shown(page.groups.talents)
    page.groups.former.click()
    settled(qtbot, page)
    click_heading(page.groups.talents, "valid_to")
    settled(qtbot, page)
    on_screen = shown(page.groups.talents)
    assert on_screen[0] == gone_by.name, "the others have left nothing, and come last"
    gone = places(page.space)
    page.actions_.trigger("roster.print")
    assert on_paper(open_page, desk, qtbot, dict(gone[0].target)) == on_screen
    (table,) = desk.ask(paper_rows, "groups.members", {**gone[0].target["params"], "former": "1"})
    assert "2026-06-01" in table.rows[0].cells


def test_every_heading_of_a_printed_list_is_an_order_of_its_paper(
    open_page: Callable[[str], Page], qtbot: QtBot
):
    roster = cast(RosterPage, open_page("roster"))
    classes = cast(ClassesPage, open_page("classes"))
    papers = cast(PapersPage, open_page("papers"))
    groups = roster.groups
    for view, orders in (
        (groups.table, "member_order"),
        (groups.talents, "member_order"),
        (groups.lecturers, "member_order"),
        (groups.candidates, "candidate_order"),
        (classes.view.people, "class_order"),
        (papers.register.table, "register_order"),
    ):
        assert {key for key in headings(view) if key != "name"} <= set(ORDERS[orders]), view.name


def headings(view: TableView) -> list[str]:
    return [column.key for column in view.rows.columns if column.sortable]


@pytest.mark.parametrize("tab", ["classes", "papers", "roster"])
def test_every_heading_orders_its_list(open_page: Callable[[str], Page], desk: Desk, qtbot: QtBot, tab: str):
    """No list of a page is left as it was, or breaks, when a heading that can be clicked is clicked."""
    a_class(desk)
    joined(desk)
    recommended(desk)
    page = open_page(tab)
    if isinstance(page, RosterPage):
        for kind in ("talent", "reserve"):
            page.open_place({"group": kind})
            settled(qtbot, page)
    for view in page.findChildren(TableView):
        people = sorted(view.rows.ids)
        for key in headings(view) if people else ():
            for _click in range(2):
                click_heading(view, key)
                settled(qtbot, page)
                assert sorted(view.rows.ids) == people, key
                assert view.order.removeprefix("-") == key
            click_heading(view, key)
