"""Pages, actions and changes: what is declared is what happens."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from trainingdesk.domain.access import Permission
from trainingdesk.domain.errors import Refused
from trainingdesk.ui.actions import Action, ActionRegistry
from trainingdesk.ui.notices import Level, Notice, Notices
from trainingdesk.ui.page import Page
from trainingdesk.ui.workspace import Workspace
from trainingdesk.usecases.outcome import Changes

Show = Callable[[QWidget], QWidget]

ADD = Action("t.add", "Save", "t", "add", "plus", "Ctrl+J", Permission.ROSTER_EDIT, help="Cancel")
PAY = Action("t.pay", "Save", "t", "add", permission=Permission.FEE_PAY)
DROP = Action("t.drop", "Cancel", "t", "drop", shortcut="Ctrl+D", why_not="why_not_drop", kind="danger")


class TestPage(Page):
    __test__ = False
    ID = "t"
    TITLE = "Roster"
    DEPENDS_ON = frozenset({"person"})
    VERBS = ("t.add", "t.pay", "", "t.drop")

    def build(self) -> None:
        self.log: list[str] = []
        self.answers: list[Any] = []
        self.why = "先选一人。"
        self.line = QLineEdit()
        self.line.setAccessibleName("line")
        self.body.addWidget(self.line)

    def refresh(self) -> None:
        self.log.append("refresh")

    def add(self) -> None:
        self.log.append("add")

    def drop(self) -> None:
        self.log.append("drop")

    def show_answer(self, outcome: Any) -> None:
        self.answers.append(outcome)
        self.line.setText("answered")

    def why_not_drop(self) -> str:
        return self.why


@pytest.fixture
def page(make_space: Callable[..., Workspace], show: Show, qtbot: QtBot) -> TestPage:
    made = TestPage(make_space(ADD, PAY, DROP))
    show(made)
    qtbot.waitUntil(lambda: made.log == ["refresh"])
    made.log.clear()
    return made


def changed(*entities: str) -> Changes:
    return Changes("Fake", {entity: frozenset({1}) for entity in entities})


def test_a_page_is_refreshed_once_for_several_changes(page: TestPage, qtbot: QtBot) -> None:
    for _command in range(3):
        page.space.hub.publish(changed("person", "unit"))
    qtbot.waitUntil(lambda: page.log == ["refresh"])
    qtbot.wait(80)
    assert page.log == ["refresh"]


def test_a_page_ignores_what_it_does_not_depend_on(page: TestPage, qtbot: QtBot) -> None:
    page.space.hub.publish(changed("fee_request"))
    page.space.hub.publish(Changes("Fake"))
    qtbot.wait(80)
    assert page.log == []


def test_a_hidden_page_is_marked_and_refreshed_when_it_is_shown(page: TestPage, qtbot: QtBot) -> None:
    page.hide()
    page.space.hub.publish(changed("person"))
    qtbot.wait(80)
    assert page.log == []
    assert page.freshness.stale
    page.show()
    qtbot.waitUntil(lambda: page.log == ["refresh"])
    page.hide()
    page.show()
    qtbot.wait(80)
    assert page.log == ["refresh"], "nothing changed since"


def test_no_refresh_while_an_editor_is_open(page: TestPage, qtbot: QtBot) -> None:
    page.freshness.hold()
    page.space.hub.publish(changed("person"))
    qtbot.wait(80)
    assert page.log == []
    page.freshness.release()
    qtbot.waitUntil(lambda: page.log == ["refresh"])


def test_a_key_does_what_the_button_does(page: TestPage, qtbot: QtBot) -> None:
    page.activateWindow()
    qtbot.waitActive(page)
    qtbot.keyClick(page.line, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert page.log == ["add"]


def test_what_cannot_be_done_says_why_and_does_nothing(page: TestPage, hints: list[str]) -> None:
    page.actions_.trigger("t.drop")
    assert page.log == []
    assert hints == ["取消：先选一人。"]
    page.why = ""
    page.actions_.trigger("t.drop")
    assert page.log == ["drop"]


def test_a_refusal_goes_when_its_reason_does_or_something_succeeds(
    page: TestPage, hints: list[str], notices: Notices
) -> None:
    page.actions_.trigger("t.drop")
    page.selection_changed()
    assert hints[-1] == "取消：先选一人。", "it still holds"
    page.why = "还有 5 人未点。"
    page.selection_changed()
    assert hints[-1] == "", "what it says is no longer so"
    page.actions_.trigger("t.pay")
    assert "支付" in hints[-1]
    page.say_done("已提交。")
    assert hints[-1] == ""
    page.actions_.trigger("t.drop")
    notices.hint("别的话。")
    page.say_done("已提交。")
    assert hints[-1] == "别的话。", "only the refusal goes"


def test_a_missing_permission_is_named(page: TestPage) -> None:
    assert "支付" in page.actions_.reason("t.pay")
    assert page.actions_.reason("t.add") == ""


def test_a_button_looks_unusable_and_says_why_on_hover(
    page: TestPage, qtbot: QtBot, hints: list[str]
) -> None:
    button = page.actions_.button("t.drop")
    qtbot.addWidget(button)
    page.selection_changed()
    assert button.property("unavailable") is True
    assert button.isEnabled(), "a disabled button can't be reached by the keyboard and says nothing"
    assert "先选一人。" in button.toolTip()
    assert button.accessibleDescription() == "先选一人。"
    page.why = ""
    page.selection_changed()
    assert button.property("unavailable") is False
    assert QKeySequence("Ctrl+D").toString() in button.toolTip()


def test_a_menu_is_made_of_the_same_actions(page: TestPage) -> None:
    menu = page.actions_.menu(("t.add", "", "t.drop"), page)
    items = menu.actions()
    assert [item.isEnabled() for item in items if not item.isSeparator()] == [True, False]
    assert items[2].toolTip() == "先选一人。"
    items[0].trigger()
    assert page.log == ["add"]
    menu.deleteLater()


def test_two_actions_may_not_share_an_id_or_a_key() -> None:
    registry = ActionRegistry([ADD])
    with pytest.raises(ValueError, match="two actions"):
        registry.add([ADD])
    with pytest.raises(ValueError, match=r"key of t\.add"):
        registry.add([Action("w.x", "Save", "", "x", shortcut="Ctrl+J")])
    registry.add([Action("u.x", "Save", "u", "x", shortcut="Ctrl+J")])


def test_of_several_questions_only_the_last_is_answered(page: TestPage, qtbot: QtBot) -> None:
    for number in range(5):
        page.run_query(lambda n: n, page.answers.append, number, key="search")
    qtbot.waitUntil(lambda: page.space.jobs.is_idle)
    assert page.answers == [4]


def test_a_command_holds_its_action_and_tells_everyone(page: TestPage, qtbot: QtBot) -> None:
    heard: list[Changes] = []
    page.space.hub.changed.connect(heard.append)
    page.send(
        lambda _progress: {"id": 7}, lambda outcome: page.answers.append(outcome.result), action="t.add"
    )
    assert page.actions_.reason("t.add") == "正在进行：保存"
    with qtbot.waitSignal(page.space.saved):
        pass
    qtbot.waitUntil(lambda: page.space.jobs.is_idle)
    assert page.answers == [{"id": 7}]
    assert [list(change.entities) for change in heard] == [["person"]]
    assert page.actions_.reason("t.add") == ""


def test_a_refusal_is_shown_in_words(page: TestPage, qtbot: QtBot, said: list[Notice]) -> None:
    def refuse(_progress: Any) -> None:
        raise Refused("money.fraction", value="12.345")

    page.send(refuse, page.answers.append, action="t.add")
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].level is Level.ERROR
    assert "12.345" in said[0].sentence
    assert page.answers == []
    qtbot.waitUntil(lambda: page.actions_.reason("t.add") == "")


def test_a_bug_is_not_dressed_up_as_a_refusal(page: TestPage, qtbot: QtBot, said: list[Notice]) -> None:
    crashes: list[BaseException] = []
    page.space.notices.crashed.connect(crashes.append)

    def fail(_progress: Any) -> None:
        raise ZeroDivisionError

    page.send(fail)
    qtbot.waitUntil(lambda: bool(crashes))
    assert isinstance(crashes[0], ZeroDivisionError)
    assert said == []


def test_an_answer_for_a_page_that_is_gone_is_dropped(
    make_space: Callable[..., Workspace], qtbot: QtBot
) -> None:
    page = TestPage(make_space(ADD, PAY, DROP))
    space, answers = page.space, page.answers
    gate = threading.Event()
    page.run_query(lambda: gate.wait(5), answers.append)
    page.send(lambda _progress: {"waited": gate.wait(5)}, page.show_answer)
    page.deleteLater()
    with qtbot.waitSignal(page.destroyed):
        pass
    gate.set()
    qtbot.waitUntil(lambda: space.jobs.is_idle)
    assert answers == []


def test_nothing_is_done_while_the_window_is_locked(page: TestPage) -> None:
    page.space.locked = True
    page.actions_.trigger("t.add")
    assert page.log == []
