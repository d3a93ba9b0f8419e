"""Ctrl+K from anywhere to a person or a unit, and a filter kept by name over a restart: with the keyboard alone."""

from itertools import cycle
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from tests.desk_fixtures import PASSWORD, USERS
from tests.journeys.conftest import Begin
from tests.journeys.hand import Hand, cells
from tests.usecases.test_gate import rows
from tests.usecases.training_facts import write
from trainingdesk.domain.access import Role
from trainingdesk.persistence.search import refresh_people
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.shell.pages import PAGES
from trainingdesk.usecases.desk import open_desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

#: what is typed → where Enter goes: a person's name or a unit's
FOUND = {
    "汤泉街道": "汤泉街道办事处",  # the Roster tab has not been opened yet
    "郑重": "郑重",
    "郑": "郑重",
    "weichijing": "尉迟敬",
    "ycj": "尉迟敬",
    "l": "李秀英",
    "0191": "赵一鸣",  # the end of an ID number
    "0010": "孙悦",  # and of a telephone
    "汤": "汤泉街道办事处",
    "文教委": "城东区教育局",
    "委员会": "城东区教育局",
    "工会主席": "周舟",
    "席": "周舟",
}


@pytest.fixture
def file(desk_file: Path) -> Path:
    """The small desk, a unit renamed and a post filled."""
    write(
        desk_file,
        (
            "INSERT INTO unit_former_name (unit_id, name, short_name, initials, until, reason)"  # noqa: ISC004
            " VALUES (3, '城东区文教委员会', '文教委', '', '2019-01-01', '')",
            (),
        ),
        ("UPDATE person SET post = '工会主席' WHERE name = '周舟'", ()),
    )
    desk = open_desk(desk_file)
    with desk.engines.writer.connect() as connection, connection.begin():
        connection.info["audited"] = True
        refresh_people(connection, list(range(1, 15)))
    desk.close()
    return desk_file


def in_front(hand: Hand) -> str:
    """Return who or what the roster shows now: the person chosen in the list, else the unit in the tree."""
    page = hand.page(RosterPage)
    person, unit = page.table.current_id(), page.unit_id()
    table, number = ("person", person) if person is not None else ("unit", unit)
    return str(rows(hand.desk, f"SELECT name FROM {table} WHERE id = {number or 0}")[0][0])


def test_ctrl_k_goes_to_people_and_units_from_every_tab_and_from_a_text_field(begin: Begin, file: Path):
    hand = begin(file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    from_fields = 0
    for tab, (typed, wanted) in zip(cycle(range(len(PAGES))), FOUND.items(), strict=False):
        page = hand.go(f"Ctrl+{tab + 1}", Page)
        fields = [field for field in page.findChildren(QLineEdit) if field.isVisible()]
        if fields:
            hand.click(fields[-1])
            hand.write("x")
            from_fields += fields[-1].hasFocus()
        hand.press("Ctrl+K")
        assert hand.frame.finder.isVisible(), (PAGES[tab].id, typed)
        hand.write(typed)
        hand.press("Return")  # at once: what was not looked for yet is waited for
        hand.until(lambda: not hand.frame.finder.isVisible())
        hand.settle()
        assert in_front(hand) == wanted, (PAGES[tab].id, typed)
    assert from_fields >= 6


def test_what_can_not_be_done_now_is_found_with_the_reason(begin: Begin, file: Path):
    hand = begin(file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    hand.go("Ctrl+2", RosterPage)
    hand.press("Ctrl+K")
    assert not [hit for hit in hand.frame.finder.hits() if hit.why_not], "only what was typed for"
    hand.write("照片")
    hand.until(lambda: not hand.frame.finder._timer.isActive())
    hand.settle()
    hits = [hit for hit in hand.frame.finder.hits() if hit.why_not]
    assert [hit.why_not for hit in hits][:1] == ["请先在人员列表中选择人员。"]
    hand.press("Return")
    assert "请先在人员列表中选择人员。" in hand.hint


def test_three_conditions_are_kept_by_name_and_taken_again_after_a_restart(begin: Begin, file: Path):
    hand = begin(file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    page = hand.go("Ctrl+2", RosterPage)
    hand.click_button(page.filter_button.text())
    for key, words in (("team", "专业技术"), ("sex", "女"), ("group", "专业技术")):
        page.choices[key].setFocus()
        hand.choose(words)
        hand.settle()
    assert people(page) == ["李秀英", "孙悦"]
    hand.palette("保存为常用筛选")
    hand.write("女专技")
    hand.press("Ctrl+Return")
    hand.settle()
    hand.close()
    again = begin(file)
    again.sign_in(USERS[Role.CLERK][0], PASSWORD)
    page = again.go("Ctrl+2", RosterPage)
    assert len(people(page)) == 14
    again.palette("宣传部")
    assert people(page) == ["曾国强", "尉迟敬"]
    again.click_button(page.kept_button.text())
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _step in menu.actions():
        again.press("Down")
        here = menu.activeAction()
        if here is not None and here.text() == "女专技":
            break
    again.press("Return")
    again.settle()
    assert people(page) == ["李秀英", "孙悦"]
    assert page.filter_button.text() == "筛选（3）"
    assert page.unit_id() is None


def people(page: RosterPage) -> list[str]:
    """Return the names in the list."""
    place = [str(page.table.model().headerData(n, Qt.Orientation.Horizontal)) for n in range(3)].index("姓名")
    return [row[place].replace("\u3000", "") for row in cells(page.table)]
