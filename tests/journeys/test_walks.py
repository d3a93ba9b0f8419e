"""A walk over every page of the demo district, in both languages: keyboard, names, room, models, beginnings."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QTabBar, QTabWidget, QWidget

from tests.desk_fixtures import PASSWORD, USERS, TestClock
from tests.journeys.conftest import Begin
from tests.journeys.hand import Hand
from tests.journeys.looks import described, never_reached, tab_walk, watch_models, without_room
from tests.ui.walk import nameless, nameless_headings
from tests.usecases.test_certificates import add_class, issue
from trainingdesk.domain.access import DESK, Role
from trainingdesk.shared.text import set_language
from trainingdesk.ui.page import Page
from trainingdesk.ui.pages.roster.import_dialog import ImportDialog
from trainingdesk.ui.shell.pages import PAGES
from trainingdesk.ui.tables.view import TableView
from trainingdesk.ui.widgets.empty import EmptyState
from trainingdesk.usecases.commands.office import ChangeUser
from trainingdesk.usecases.demo.accounts import DEMO_CLERK, DEMO_PASSWORD
from trainingdesk.usecases.desk import NewDesk, create_desk, open_desk

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
LANGUAGES = pytest.mark.parametrize("spoken", ["zh_CN", "en"])
PAGE = pytest.mark.parametrize("page_id", [spec.id for spec in PAGES])
#: pages without a table in front: nothing is counted there
UNCOUNTED = {"overview"}


@pytest.fixture
def everybody(demo_file: Path, clock: TestClock) -> Path:
    """The demo district with somebody who holds every office, so that no action and no list is left out."""
    desk = open_desk(demo_file, clock)
    actor = desk.sign_in(DEMO_CLERK, DEMO_PASSWORD)
    assert actor.user_id is not None
    desk.gate.execute(
        ChangeUser(user_id=actor.user_id, version=1, name=actor.name, roles=tuple(Role), active=True), DESK
    )
    desk.close()
    return demo_file


@pytest.fixture
def at_page(begin: Begin, everybody: Path) -> Callable[[str, str], Hand]:
    """Return a function that signs in and goes to a page by its key."""

    def go(page_id: str, spoken: str) -> Hand:
        set_language(spoken)
        hand = begin(everybody)
        hand.sign_in(DEMO_CLERK, DEMO_PASSWORD)
        place = [spec.id for spec in PAGES].index(page_id)
        page = hand.go(f"Ctrl+{place + 1}", Page)
        assert page_id == page.ID
        return hand

    return go


def inner_tabs(hand: Hand) -> list[tuple[QTabBar, int]]:
    """Return every tab inside the page in front that can be clicked."""
    page = hand.page(Page)
    bars = {id(bar): bar for bar in page.findChildren(QTabBar)}
    bars |= {id(tabs.tabBar()): tabs.tabBar() for tabs in page.findChildren(QTabWidget)}
    return [(bar, place) for bar in bars.values() if bar.isVisible() for place in range(bar.count())]


def each_view(hand: Hand):
    """Click through the tabs inside a page; yields the name of each view when it is still."""
    yield ""
    for bar, place in inner_tabs(hand):
        if bar.isVisible() and bar.currentIndex() != place:
            hand.click(bar, bar.tabRect(place).center())
            hand.settle()
            yield bar.tabText(place)


@LANGUAGES
@PAGE
def test_every_view_has_names_headings_room_and_a_way_by_tab(at_page, page_id: str, spoken: str):
    hand = at_page(page_id, spoken)
    found: dict[str, list[str]] = {}
    counted = []
    for view in each_view(hand):
        ground = hand.frame
        problems = [f"no name: {described(widget)}" for widget in nameless(ground)]
        problems += [f"no heading: {words}" for words in nameless_headings(ground)]
        problems += [f"no room: {words}" for words in without_room(ground)]
        problems += lost_by_tab(hand)
        counted.append(hand.frame.status.shown.text())
        if problems:
            found[view] = problems
    assert found == {}
    if page_id not in UNCOUNTED:
        assert any(letter.isdigit() for words in counted for letter in words), counted
    check_actions(hand)
    hand.close()


def lost_by_tab(hand: Hand) -> list[str]:
    """Walk with Tab, and back; return what neither comes to, and where it gets stuck."""
    hand.page(Page).focus_first()
    stops, back = tab_walk(hand)
    problems = [f"not by Tab: {words}" for words in never_reached(hand.frame, stops)]
    if not back:
        problems.append(f"Tab does not come back: {[described(stop) for stop in stops[-4:]]}")
    stops, back = tab_walk(hand, "Shift+Tab")
    if not back:
        problems.append(f"Shift+Tab does not come back: {[described(stop) for stop in stops[-4:]]}")
    return problems


def check_actions(hand: Hand) -> None:
    """Every action of the page in front has a key or stands in the palette, can be told apart, and says what it is."""
    page = hand.page(Page)
    actions = list(page.actions_)
    assert actions
    titles = [action.words for action in actions]
    assert len(set(titles)) == len(titles), "two actions of one name can't be told apart in the palette"
    keys = [action.shortcut for action in (*actions, *hand.frame.actions_) if action.shortcut]
    assert len(set(keys)) == len(keys)
    # from another page every action can be found, whatever is chosen here
    hand.press("Ctrl+9" if page.ID != "office" else "Ctrl+2")
    hand.settle()
    offered = {(hit.title, hit.detail) for hit in hand.frame._action_hits()}
    for action in actions:
        assert action.shortcut or (action.words, page.title.text()) in offered, action.id
        assert callable(getattr(page, action.callback))
        assert not action.why_not or isinstance(getattr(page, action.why_not)(), str)
        button = page.actions_.button(action.id)
        assert button.accessibleName() == action.words.rstrip("…") != ""
        assert button.toolTip()
        button.deleteLater()


#: too long in the demo district to ask Qt's watcher about every cell; watched on the small desk instead
LONG = {"人员", "结业证书登记簿", "日志", "专户台账"}


@PAGE
def test_models_tell_the_truth_while_one_works(at_page, page_id: str):
    hand = at_page(page_id, "zh_CN")
    watchers, long = work_watched(hand)
    assert watchers or page_id in UNCOUNTED
    assert long <= LONG
    hand.close()


def work_watched(hand: Hand) -> tuple[int, set[str]]:
    """Move, order and read again in every view of a page while Qt watches its models."""
    watchers, long = [], set()
    for _view in each_view(hand):
        page = hand.page(Page)
        watched, left_out = watch_models(page)
        watchers += watched
        long |= left_out
        page.focus_first()
        hand.press("Down", "Down", "End", "Home", "F5")
        hand.settle()
        for table in page.findChildren(TableView):
            if table.isVisible():
                head = table.horizontalHeader()
                hand.click(head.viewport(), QPoint(head.sectionViewportPosition(0) + 5, head.height() // 2))
                hand.settle()
    for watcher in watchers:
        watcher.deleteLater()
    return len(watchers), long


def test_the_long_tables_tell_the_truth_too(begin: Begin, desk_file: Path, clock: TestClock):
    desk = open_desk(desk_file, clock)
    desk.sign_in(USERS[Role.CLERK][0], PASSWORD)
    issue(desk, add_class(desk))
    desk.close()
    hand = begin(desk_file)
    hand.sign_in(USERS[Role.CLERK][0], PASSWORD)
    for key in ("Ctrl+2", "Ctrl+7", "Ctrl+8", "Ctrl+9"):
        hand.press(key)
        hand.settle()
        assert work_watched(hand)[1] == set()
    hand.close()


#: how each page's places begin on an empty desk: the buttons below their sentence, by what the view is called
BEGINNINGS = {
    ("roster", "人员"): ["导入名册…", "新增单位…"],
    ("planning", "分单位分年度规划表"): ["导入名册…"],
    ("menu", "课程库"): ["新增课程…"],
    ("menu", "师资库"): ["新增教师…"],
    ("menu", "分对象菜单"): ["新建菜单或补充菜单…"],
    ("classes", "班次"): ["新建班次…", "前往菜单"],
    ("attendance", "点名册"): ["前往班次"],
    ("fees", "经费申请"): ["新建申请…"],
    ("fees", "专户台账"): ["期初余额…", "登记拨入…"],
    ("office", "备份"): ["立即备份"],
}


@pytest.fixture
def empty_desk(tmp_path: Path, clock: TestClock) -> Path:
    """A desk that was made a minute ago."""
    path = tmp_path / "empty.deskdb"
    create_desk(path, NewDesk("汤泉区委组织部", "hx", "郝新", "long enough", "汤泉组"), clock).close()
    return path


def test_an_empty_desk_says_how_to_begin(begin: Begin, empty_desk: Path):
    hand = begin(empty_desk)
    hand.sign_in("hx", "long enough")
    said: dict[tuple[str, str], list[str]] = {}
    for place, spec in enumerate(PAGES):
        page = hand.go(f"Ctrl+{place + 1}", Page)
        for _view in each_view(hand):
            for state in page.findChildren(EmptyState):
                if state.isVisible():
                    assert state.sentence
                    buttons = [button.text().strip() for button in state.findChildren(QAbstractButton)]
                    said.setdefault((spec.id, state._view.accessibleName()), buttons)
    for where, buttons in BEGINNINGS.items():
        assert said[where] == buttons, where
    hand.press("Ctrl+3")
    hand.settle()
    hand.click_button("导入名册…", hand.frame.page)
    assert hand.window(ImportDialog), "the beginning of a plan is the roster"
    hand.press("Esc")
    hand.settle()
    hand.close()


@LANGUAGES
def test_an_empty_desk_has_names_and_room_too(begin: Begin, empty_desk: Path, spoken: str):
    set_language(spoken)
    hand = begin(empty_desk)
    hand.sign_in("hx", "long enough")
    for place, spec in enumerate(PAGES):
        hand.go(f"Ctrl+{place + 1}", Page)
        for view in each_view(hand):
            assert without_room(hand.frame) == [], (spec.id, view)
            assert [described(widget) for widget in nameless(hand.frame)] == [], (spec.id, view)
    hand.close()


#: how wide the window can be: the least, an office's screen at 125 %, and at 100 %
WIDTHS = (900, 1093, 1366)


@LANGUAGES
def test_no_button_is_cut_and_no_filter_is_squeezed_in_a_narrow_window(
    begin: Begin, everybody: Path, spoken: str
):
    set_language(spoken)
    hand = begin(everybody)
    hand.sign_in(DEMO_CLERK, DEMO_PASSWORD)
    found: dict[tuple[str, str, int], list[str]] = {}
    for place, spec in enumerate(PAGES):
        page = hand.go(f"Ctrl+{place + 1}", Page)
        for view in each_view(hand):
            for width in WIDTHS:
                hand.program.window.resize(width, 768)
                hand.settle()
                assert (hand.frame.width(), page.width()) == (width, width), (spec.id, view)
                problems = [words for words in without_room(page) if not words.startswith("tabs of")]
                problems += [
                    f"{described(part)} at {part.geometry()}" for part in outside(page.bar) + outside(page)
                ]
                if problems:
                    found[spec.id, view, width] = problems
        behind = [action for action in page.bar.behind if action]
        assert set(behind) <= {action.id for action in page.actions_}
    assert found == {}
    hand.close()


def outside(ground: QWidget) -> list[QWidget]:
    """Return the shown children of a widget that stand outside it, or over one another."""
    parts = [part for part in ground.findChildren(QWidget, options=_DIRECT) if part.isVisible()]
    over = [
        part
        for place, part in enumerate(parts)
        for other in parts[place + 1 :]
        if part.geometry().intersects(other.geometry())
    ]
    return over + [part for part in parts if not ground.rect().contains(part.geometry())]
