"""The toolbar's room: verbs go behind "…" whole, filters keep their words, rows go on in the next line."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.walk import clipped
from trainingdesk.ui.actions import Action, ActionButton, heading
from trainingdesk.ui.page import Page
from trainingdesk.ui.widgets.flow import FlowLayout
from trainingdesk.ui.widgets.search import SearchBox
from trainingdesk.ui.workspace import Workspace

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

Show = Callable[[QWidget], QWidget]

WORDS = (
    "Save as a version…",
    "Propose again…",
    "Put in force…",
    "Compare versions…",
    "Print preview",
    "Back",
)
VERBS = tuple(
    Action(f"wide.{place}", words, "wide", "act", "plus", kind="plain" if place else "primary")
    for place, words in enumerate(WORDS)
)


class WidePage(Page):
    __test__ = False
    ID = "wide"
    TITLE = "Plan"
    VERBS = ("wide.0", "wide.1", "", "wide.2", "wide.3", "wide.4", "wide.5")
    VERBS_SHOWN = 5

    def build(self) -> None:
        self.done: list[str] = []
        self.search = SearchBox("Number, name, unit, class", width=300)
        self.add_filter(self.search)

    def act(self) -> None:
        self.done.append("act")


@pytest.fixture
def page(make_space: Callable[..., Workspace], show: Show) -> WidePage:
    made = WidePage(make_space(*VERBS))
    made.resize(1366, 300)
    show(made)
    return made


def shown(page: WidePage) -> list[str]:
    buttons = page.bar.findChildren(ActionButton)
    return [button.action.id for button in sorted(buttons, key=lambda b: b.x()) if button.isVisible()]


def test_where_there_is_room_the_toolbar_is_whole(page: WidePage) -> None:
    assert shown(page) == ["wide.0", "wide.1", "wide.2", "wide.3"]
    assert page.bar.behind == ("wide.4", "wide.5")


def test_a_verb_that_does_not_fit_goes_behind_the_dots_whole(page: WidePage, qtbot: QtBot) -> None:
    seen = set()
    for width in range(1366, 500, -7):
        page.resize(width, 300)
        qtbot.wait(1)
        buttons = shown(page)
        seen.add(len(buttons))
        assert clipped(page) == [], width
        assert page.width() == width, "the toolbar does not hold the window wide"
        assert buttons[0] == "wide.0", "the first verb stays"
        assert [*buttons, *(verb for verb in page.bar.behind if verb)] == [verb.id for verb in VERBS]
        assert page.search.width() >= page.search.words_width
        assert page.search.geometry().right() <= width
    assert seen == {1, 2, 3, 4}
    page.resize(1366, 300)
    qtbot.wait(1)
    assert shown(page) == ["wide.0", "wide.1", "wide.2", "wide.3"]


def test_what_went_behind_the_dots_can_be_done_there(page: WidePage, qtbot: QtBot) -> None:
    page.resize(560, 300)
    qtbot.wait(1)
    qtbot.mouseClick(page.bar.more, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == [verb.words for verb in VERBS[len(shown(page)) :]]
    menu.actions()[-1].trigger()
    assert page.done == ["act"]
    menu.close()


def test_verbs_under_a_heading_stand_in_a_menu_of_their_own(page: WidePage, qtbot: QtBot) -> None:
    page.bar.set_verbs(
        ("wide.0", "wide.1", heading("Plan"), "wide.2", "wide.3", heading("Fees"), "wide.4", "wide.5")
    )
    page.bar.fit()
    assert shown(page) == ["wide.0", "wide.1"], "what is under a heading is never in the toolbar"
    assert page.bar.behind == ("wide.2", "wide.3", "wide.4", "wide.5")
    first, second = page.bar.menu().actions()
    assert (first.text(), second.text()) == ("规划", "经费")
    under = first.menu().actions()
    assert [action.text() for action in under] == [VERBS[2].words, VERBS[3].words]
    under[1].trigger()
    assert page.done == ["act"]
    page.resize(400, 300)
    qtbot.wait(1)
    assert page.bar.behind[0] == "wide.1", "before the headings, those that have no room"
    assert [action.text() for action in page.bar.menu().actions()] == [VERBS[1].words, "规划", "经费"]


def test_a_bolder_button_is_given_its_room_when_it_can_be_used_again(page: WidePage, qtbot: QtBot) -> None:
    for width in range(1000, 600, -3):
        page.resize(width, 300)
        page.actions_.set_busy("wide.0", True)
        qtbot.wait(1)
        page.actions_.set_busy("wide.0", False)
        qtbot.wait(1)
        assert clipped(page) == [], width


@pytest.fixture
def flowing(show: Show) -> Callable[..., list[QPushButton]]:
    grounds: list[QWidget] = []

    def made(width: int, *, even: bool = False, stretch: bool = True) -> list[QPushButton]:
        ground = QWidget()
        grounds.append(ground)
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 0)
        line = FlowLayout(even=even)
        buttons = []
        for _place in range(5):
            button = QPushButton()
            button.setMinimumWidth(100)
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            line.add(button, stretch=not buttons and stretch, push=len(buttons) == 1)
            buttons.append(button)
        column.addLayout(line)
        column.addStretch(1)
        ground.resize(width, 300)
        show(ground)
        return buttons

    return made


def test_a_row_goes_on_in_the_next_line(flowing: Callable[..., list[QPushButton]]) -> None:
    buttons = flowing(340)
    assert [button.y() for button in buttons[:3]] == [0, 0, 0]
    assert buttons[3].y() == buttons[4].y() > buttons[0].height()
    assert buttons[0].width() == 340 - 200 - 16, "what is left goes to the one that stretches"
    assert all(button.width() == 100 for button in buttons[1:])
    assert flowing(540)[4].y() == 0
    pushed = flowing(640, stretch=False)
    assert (pushed[0].x(), pushed[0].width()) == (0, 100)
    assert pushed[4].geometry().right() == 639, "and without one, what is pushed stands at the right"


def test_even_lines_are_equally_full(flowing: Callable[..., list[QPushButton]]) -> None:
    buttons = flowing(440, even=True)
    assert len({button.y() for button in buttons[:3]}) == 1
    assert len({button.y() for button in buttons}) == 2
    assert {button.width() for button in buttons[:3]} == {(440 - 16) // 3}
    assert buttons[3].x() == 0


def test_a_row_that_goes_on_keeps_its_margins(show: Show) -> None:
    ground = QWidget()
    line = FlowLayout()
    line.setContentsMargins(3, 8, 5, 7)
    ground.setLayout(line)
    button = QPushButton()
    line.add(button, stretch=True)
    show(ground)
    ground.resize(300, ground.sizeHint().height())
    assert (button.x(), button.y()) == (3, 8)
    assert button.width() <= 300 - 3 - 5
    assert ground.sizeHint().height() == ground.heightForWidth(300) == button.sizeHint().height() + 15
