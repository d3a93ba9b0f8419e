"""A sitting: first start, signing in, wrong password, locking, two windows, language, closing, crashes."""

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import FakeDesk
from tests.ui.walk import clipped, nameless, nameless_headings, tab_order, unreachable
from trainingdesk.domain.errors import EnvironmentProblem, Refused
from trainingdesk.shared.text import language, text
from trainingdesk.ui import theme
from trainingdesk.ui.actions import Action
from trainingdesk.ui.crash import CrashWatch, OneAtATime, report_of
from trainingdesk.ui.door import Demo, is_kept_copy, known_file
from trainingdesk.ui.instance import Instance
from trainingdesk.ui.notices import Notice
from trainingdesk.ui.page import Page
from trainingdesk.ui.preload import Preload
from trainingdesk.ui.program import Program
from trainingdesk.ui.settings import Settings
from trainingdesk.ui.shell.finder import FinderProvider, Hit
from trainingdesk.ui.shell.first_start import FirstStartPage
from trainingdesk.ui.shell.frame import Frame
from trainingdesk.ui.shell.gate import SignInPage
from trainingdesk.ui.shell.idle import IdleWatch
from trainingdesk.ui.shell.pages import PAGES, PageSpec
from trainingdesk.ui.workspace import Place
from trainingdesk.usecases.glance import Glance
from trainingdesk.usecases.outcome import Progress


class FakePage(Page):
    ID = "roster"
    TITLE = "Roster"
    VERBS = ("roster.add",)

    def build(self) -> None:
        self.line = QLineEdit()
        self.line.setAccessibleName("line")
        self.body.addWidget(self.line)
        self.opened: list[dict[str, Any]] = []
        self.added = 0
        self.set_counts("显示 312 / 共 4,812 人", "12 人被筛选隐藏", self.cleared)

    def cleared(self) -> None:
        self.set_counts("共 4,812 人")

    def add(self) -> None:
        self.added += 1

    def open_place(self, target: Any) -> None:
        self.opened.append(dict(target))


class OtherPage(FakePage):
    ID = "classes"
    TITLE = "Classes"
    VERBS = ()


class FakeSpec(PageSpec):
    def actions(self) -> tuple[Action, ...]:
        add = Action("roster.add", "Save", "roster", "add", "plus", "Ctrl+J")
        return (add,) if self.id == "roster" else ()

    def providers(self, space: Any) -> list[FinderProvider]:
        def search(term: str, limit: int) -> list[Hit]:
            return [Hit(f"丁宁 {term}", "区教育局", "user", Place("roster", {"person": 7}))][:limit]

        return [FinderProvider("人员", search)] if self.id == "roster" else []

    def factory(self) -> type[Page]:
        return FakePage if self.id == "roster" else OtherPage


SPECS = (
    FakeSpec("roster", "Roster", "users", None, "x:y"),
    FakeSpec("classes", "Classes", "school", None, "x:y"),
)


class FakeDoor:
    def __init__(self) -> None:
        self.desk = FakeDesk()
        self.desk.actor = None
        self.fails: Exception | None = None
        self.calls: list[tuple[Any, ...]] = []
        self.backed_up = 0
        self.glances = 0

    def glance(self, path: Path) -> Glance:
        self.glances += 1
        if self.fails is not None:
            raise self.fails
        return Glance(self.desk.office_name, self.desk.is_demo)

    def open(self, path: Path) -> FakeDesk:
        self.calls.append(("open", path))
        if self.fails is not None:
            raise self.fails
        self.desk.path = path
        return self.desk

    def create(self, path: Path, office_name: str, login: str, name: str, password: str) -> FakeDesk:
        self.calls.append(("create", path, office_name, login, name, password))
        if self.fails is not None:
            raise self.fails
        self.desk.path, self.desk.office_name, self.desk.password = path, office_name, password
        return self.desk

    def demo(self, progress: Progress) -> FakeDesk:
        self.desk.is_demo = True
        return self.desk

    def demo_accounts(self) -> Demo:
        return Demo((("clerk", "zhangxiao", "张晓"), ("approver", "wang", "王建业")), "right")

    def last_backup(self, desk: Any) -> datetime | None:
        return datetime(2026, 6, 12, 1, 12, tzinfo=UTC)

    def close(self, desk: Any) -> None:
        self.backed_up += 1


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture
def begin(
    qtbot: QtBot, qapp: QApplication, home: Path, settings: Settings, door: FakeDoor
) -> Iterator[Callable[..., Program]]:
    programs: list[Program] = []

    def make(path: Path | None = None, **extra: Any) -> Program:
        program = Program(qapp, path=path, door=door, pages=SPECS, settings=settings, **extra)
        programs.append(program)
        with qtbot.waitSignal(program.desk_open):
            program.start()
        return program

    yield make
    for program in programs:
        program.jobs.close()
        program._put_away()
        program.window.let_close()
        program.window.deleteLater()


@pytest.fixture
def program(begin: Callable[..., Program], home: Path) -> Program:
    (home / "a.deskdb").touch()
    return begin(home / "a.deskdb")


@pytest.fixture
def frame(program: Program, qtbot: QtBot) -> Frame:
    with qtbot.waitSignal(program.signed_in):
        program.sign_in("zhangxiao", "right")
    assert program.frame is not None
    qtbot.waitUntil(lambda: program.jobs.is_idle)
    return program.frame


def fill(page: FirstStartPage, **values: str) -> None:
    whole = {
        "office": "汤泉区委组织部",
        "name": "张晓",
        "login": "zx",
        "password": "p@ss-word",
        "again": "p@ss-word",
    }
    page.form.set_values(whole | values)


def test_the_first_start_makes_a_desk_and_lets_its_maker_in(
    begin: Callable[..., Program], door: FakeDoor, qtbot: QtBot, home: Path
) -> None:
    program = begin()
    page = program.window.view
    assert isinstance(page, FirstStartPage)
    fill(page)
    with qtbot.waitSignal(program.signed_in):
        page.button.click()
    assert door.calls == [("create", home / "desk.deskdb", "汤泉区委组织部", "zx", "张晓", "p@ss-word")]
    assert program.window.windowTitle() == "训务台 · 汤泉区委组织部"
    assert program.settings.desk_path == home / "desk.deskdb"
    assert program.settings.login == "zx"


def test_the_first_start_says_at_the_field_what_is_wrong(
    begin: Callable[..., Program], door: FakeDoor
) -> None:
    page = begin().window.view
    assert isinstance(page, FirstStartPage)
    fill(page, office="", again="other")
    page.button.click()
    assert page.form.fields["office"].error == "请填写“单位名称”。"
    fill(page, again="other")
    page.button.click()
    assert page.form.fields["again"].error == "两次输入的密码不一致，请重输。"
    assert "至少8位" in {label.text() for label in page.form.fields["password"].findChildren(QLabel)}
    fill(page, password="p@ss")
    page.button.click()
    assert "8" in page.form.fields["password"].error
    assert page.form.fields["password"].editor.hasFocus() or not page.isActiveWindow()
    assert door.calls == []


def test_a_place_that_is_refused_leaves_the_form_as_it_was(
    begin: Callable[..., Program], door: FakeDoor, qtbot: QtBot
) -> None:
    page = begin().window.view
    assert isinstance(page, FirstStartPage)
    door.fails = EnvironmentProblem("desk.disk_full")
    fill(page)
    page.button.click()
    qtbot.waitUntil(lambda: text("desk.disk_full") in page.banner.text())
    assert page.form.fields["office"].as_editor.value() == "汤泉区委组织部"
    assert page.button.isEnabled()


def test_the_demo_district_offers_its_accounts(
    begin: Callable[..., Program], qtbot: QtBot, settings: Settings
) -> None:
    program = begin()
    page = program.window.view
    assert isinstance(page, FirstStartPage)
    page.demo_button.click()
    qtbot.waitUntil(lambda: isinstance(program.window.view, SignInPage))
    shown = program.window.view
    assert shown is not None
    labels = " ".join(label.text() for label in shown.findChildren(QLabel))
    assert "right" in labels
    clerk = next(button for button in shown.findChildren(QPushButton) if "zhangxiao" in button.toolTip())
    with qtbot.waitSignal(program.signed_in):
        clerk.click()
    assert settings.desk_path is None, "the demo district is not what opens next time"


def test_a_wrong_password_is_said_and_can_be_tried_again(program: Program, qtbot: QtBot) -> None:
    page = program.window.view
    assert isinstance(page, SignInPage)
    page.login.set_value("zhangxiao")
    page.password.set_value("wrong")
    page.button.click()
    qtbot.waitUntil(page.banner.isVisible)
    assert page.banner.text() == text("user.wrong_password")
    assert program.frame is None
    page.password.set_value("right")
    with qtbot.waitSignal(program.signed_in):
        qtbot.keyClick(page.password, Qt.Key.Key_Return)


def test_one_may_sign_in_before_the_desk_is_open(
    begin: Callable[..., Program],
    door: FakeDoor,
    qtbot: QtBot,
    home: Path,
    qapp: QApplication,
    settings: Settings,
) -> None:
    gate = threading.Event()

    def load(_module: str) -> None:
        gate.wait(5)

    (home / "a.deskdb").touch()
    preload = Preload(("heavy",), load)
    program = Program(
        qapp, path=home / "a.deskdb", door=door, pages=SPECS, settings=settings, preload=preload
    )
    program.start()
    page = program.window.view
    assert isinstance(page, SignInPage)
    page.login.set_value("zhangxiao")
    page.password.set_value("right")
    page.button.click()
    assert not page.ready
    assert page.button.text() == "正在打开…"
    with qtbot.waitSignal(program.signed_in):
        gate.set()
    program.close()
    qtbot.waitUntil(lambda: not program.window.isVisible())


@pytest.fixture
def held(
    door: FakeDoor, home: Path, qapp: QApplication, settings: Settings, qtbot: QtBot
) -> Iterator[tuple[Program, threading.Event]]:
    """A program whose libraries are still being imported, until the event is set."""
    gate = threading.Event()
    preload = Preload(("heavy",), lambda _module: gate.wait(5))
    (home / "a.deskdb").touch()
    program = Program(
        qapp, path=home / "a.deskdb", door=door, pages=SPECS, settings=settings, preload=preload
    )
    yield program, gate
    gate.set()
    preload.wait()
    qtbot.waitUntil(lambda: program.jobs.is_idle)
    program._end()
    program.window.deleteLater()


def test_whose_desk_it_is_is_said_before_the_desk_is_open(
    held: tuple[Program, threading.Event], door: FakeDoor, qtbot: QtBot
) -> None:
    program, gate = held
    door.desk.is_demo = True
    with qtbot.waitSignal(program.usable):
        program.start()
    page = program.window.view
    assert isinstance(page, SignInPage)
    assert program.window.windowTitle() == "训务台 · 汤泉区委组织部"
    assert not page.ready
    assert door.calls == []
    offered = len(page.findChildren(QPushButton))
    clerk = next(button for button in page.findChildren(QPushButton) if "zhangxiao" in button.toolTip())
    with qtbot.waitSignal(program.desk_open):
        gate.set()
    assert page.ready
    assert len(page.findChildren(QPushButton)) == offered, "the accounts are offered once, though told twice"
    with qtbot.waitSignal(program.signed_in):
        clerk.click()
    assert door.glances == 1


def test_a_file_that_is_refused_is_told_before_anything_heavy_is_there(
    held: tuple[Program, threading.Event], door: FakeDoor, qtbot: QtBot
) -> None:
    program, _gate = held
    door.fails = Refused("desk.not_a_desk", file="a.deskdb")
    with qtbot.waitSignals([program.usable, program.desk_open]):
        program.start()
    page = program.window.view
    assert isinstance(page, FirstStartPage)
    assert page.banner.text() == text("desk.not_a_desk", file="a.deskdb")
    assert door.calls == [], "nobody tried to open it"
    assert program._instance is None


def test_what_cannot_be_opened_offers_other_ways(
    begin: Callable[..., Program], door: FakeDoor, home: Path
) -> None:
    door.fails = Refused("desk.not_a_desk", file="a.deskdb")
    program = begin(home / "a.deskdb")
    page = program.window.view
    assert isinstance(page, FirstStartPage)
    assert page.banner.text() == text("desk.not_a_desk", file="a.deskdb")
    assert page.open_button.isEnabled()


def test_from_other_desks_one_comes_back_to_the_sign_in(
    program: Program, home: Path, door: FakeDoor, qtbot: QtBot
) -> None:
    program.window.view.other.click()
    page = program.window.view
    assert isinstance(page, FirstStartPage)
    assert page.back_button.isVisible()
    assert page.back_button.text() == "返回登录（a.deskdb）"
    with qtbot.waitSignal(program.desk_open):
        page.back_button.click()
    assert isinstance(program.window.view, SignInPage)
    assert program.window.view.ready
    assert [call[1] for call in door.calls] == [home / "a.deskdb"] * 2


def test_what_a_restore_set_aside_is_looked_at_and_not_remembered(
    program: Program, settings: Settings, home: Path, qtbot: QtBot
) -> None:
    aside = home / "a-before-restore-20260612-091200+0800.deskdb"
    aside.touch()
    program.window.view.other.click()
    with qtbot.waitSignal(program.desk_open):
        program.open(aside)
    said: list[Notice] = []
    program.notices.posted.connect(said.append)
    with qtbot.waitSignal(program.signed_in):
        program.sign_in("zhangxiao", "right")
    assert settings.desk_path == home / "a.deskdb", "the next start opens the desk"
    assert said[-1].everywhere
    assert aside.name in said[-1].sentence
    assert program.frame is not None
    program.frame.sign_out()
    program.window.view.other.click()
    page = program.window.view
    assert isinstance(page, FirstStartPage)
    assert page.back_button.text() == "返回登录（a.deskdb）", "back to the desk one works in"
    for name in ("a-20260612-091200+0800-close.deskdb", "a-20260612T091200Z-manual.deskdb"):
        assert is_kept_copy(home / name)
    for name in ("a.deskdb", "东湖区-2026.deskdb", "before-restore.deskdb"):
        assert not is_kept_copy(home / name)
    qtbot.waitUntil(lambda: program.jobs.is_idle)


def test_a_second_window_says_so_and_raises_the_first(
    program: Program, begin: Callable[..., Program], door: FakeDoor, qtbot: QtBot, home: Path
) -> None:
    assert program._instance is not None
    qtbot.waitUntil(lambda: program._instance is not None and program._instance._server is not None)
    with qtbot.waitSignal(program._instance.raise_asked):
        second = begin(home / "b.deskdb")
        second.open(home / "a.deskdb")
    page = second.window.view
    assert isinstance(page, FirstStartPage)
    assert page.banner.text() == text("shell.open_elsewhere", file="a.deskdb")
    assert [call for call in door.calls if call[1] == home / "a.deskdb"] == [("open", home / "a.deskdb")]


def test_a_window_that_does_not_answer_is_said_apart(tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "a.deskdb"
    first, second = Instance(path), Instance(path)
    assert first.take()
    assert not second.take()
    assert not second.call_first(50)
    first.release()
    assert second.take()
    second.release()


def test_pages_are_made_when_they_are_first_shown(frame: Frame) -> None:
    assert list(frame.pages) == ["roster"]
    frame.show_page("classes")
    frame.show_page("roster")
    assert list(frame.pages) == ["roster", "classes"]
    assert frame.page is frame.pages["roster"]


def test_the_status_line_says_what_a_filter_hides(frame: Frame, qtbot: QtBot) -> None:
    assert frame.status.shown.text() == "显示 312 / 共 4,812 人"
    assert "12 人被筛选隐藏" in frame.status.hidden_.text()
    frame.status.clear.click()
    assert frame.status.shown.text() == "共 4,812 人"
    assert not frame.status.clear.isVisible()
    assert "2026-06-12 备份" in frame.status.saved.text()


def test_keys_bring_tabs_to_the_front(frame: Frame, program: Program, qtbot: QtBot) -> None:
    program.window.activateWindow()
    qtbot.waitActive(program.window)
    qtbot.keyClick(program.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert frame.current == "classes"
    assert frame.head.tabs["classes"].isChecked()


def test_the_finder_finds_actions_and_records(frame: Frame, qtbot: QtBot) -> None:
    frame.show_page("classes")
    frame.open_finder()
    titles = [hit.title for hit in frame.finder.hits()]
    assert "保存" in titles
    assert "查找" not in titles
    frame.finder.box.setText("保存")
    qtbot.waitUntil(lambda: [hit.title for hit in frame.finder.hits()] == ["保存", "丁宁 保存"])
    page = frame.show_page("roster")
    assert isinstance(page, FakePage)
    frame.show_page("classes")
    frame.open_finder()
    frame.finder.box.setText("dn")
    qtbot.waitUntil(lambda: [hit.title for hit in frame.finder.hits()] == ["丁宁 dn"])
    qtbot.keyClick(frame.finder.box, Qt.Key.Key_Return)
    assert frame.current == "roster"
    assert page.opened == [{"person": 7}]
    assert not frame.finder.isVisible()


def test_enter_right_behind_the_last_letter_waits_for_the_answer(frame: Frame, qtbot: QtBot) -> None:
    page = frame.show_page("roster")
    frame.show_page("classes")
    frame.open_finder()
    qtbot.keyClicks(frame.finder.box, "dn")
    qtbot.keyClick(frame.finder.box, Qt.Key.Key_Return)
    assert frame.current == "classes"
    qtbot.waitUntil(lambda: frame.current == "roster")
    assert isinstance(page, FakePage)
    assert page.opened == [{"person": 7}]
    # an action that fits is not taken instead, and whoever types on has not chosen yet
    frame.show_page("classes")
    frame.open_finder()
    frame.finder.box.setText("保存")
    qtbot.keyClick(frame.finder.box, Qt.Key.Key_Return)
    frame.finder.box.setText("dn")
    qtbot.waitUntil(lambda: [hit.title for hit in frame.finder.hits()] == ["丁宁 dn"])
    assert frame.finder.isVisible()
    assert frame.current == "classes"
    qtbot.keyClick(frame.finder.box, Qt.Key.Key_Escape)


def test_records_called_so_stand_before_those_that_belong_to_them(frame: Frame, qtbot: QtBot) -> None:
    def of(*hits: Hit) -> Callable[[str, int], Sequence[Hit]]:
        return lambda _term, _limit: hits

    frame.space.providers[:] = [
        FinderProvider("人员", of(Hit("王伟", "教育局 · 干部"))),
        FinderProvider("单位", of(Hit("城东区教育局"))),
    ]
    frame.open_finder()
    for typed, first in (("教育局", "城东区教育局"), ("王", "王伟"), ("jyj", "王伟"), ("干部", "王伟")):
        frame.finder.box.setText(typed)
        qtbot.waitUntil(lambda: not frame.finder._open and not frame.finder._timer.isActive())
        assert [frame.finder._model.item(1).text(), len(frame.finder.hits())] == [first, 2], typed
    qtbot.keyClick(frame.finder.box, Qt.Key.Key_Escape)


def test_what_is_called_so_in_other_words_stands_first_too(frame: Frame, qtbot: QtBot) -> None:
    frame.space.providers[:] = [
        FinderProvider("人员", lambda _term, _limit: [Hit("王伟", "卫生健康局 · 干部")]),
        FinderProvider("单位", lambda term, _limit: [Hit("城东区卫生健康局", exact=term == "卫健局")]),
    ]
    frame.open_finder()
    for typed, first in (("卫健局", "城东区卫生健康局"), ("卫健", "王伟")):
        frame.finder.box.setText(typed)
        qtbot.waitUntil(lambda: not frame.finder._open and not frame.finder._timer.isActive())
        assert frame.finder._model.item(1).text() == first
    qtbot.keyClick(frame.finder.box, Qt.Key.Key_Escape)


def test_what_can_be_done_stands_before_a_way_to_narrow_a_list_and_behind_records(
    frame: Frame, qtbot: QtBot
) -> None:
    narrows = FinderProvider("名册筛选", lambda term, _limit: [Hit(f"调离（{term}）")], records=False)
    person = FinderProvider("人员", lambda term, _limit: [Hit("保存良")] if term == "保" else [])
    frame.space.providers[:] = [narrows, person]
    frame.open_finder()
    for typed, first in (("保存", "保存"), ("存", "调离（存）"), ("保", "保存良")):
        frame.finder.box.setText(typed)
        qtbot.waitUntil(lambda: not frame.finder._open and not frame.finder._timer.isActive())
        assert frame.finder._model.item(1).text() == first, typed
    qtbot.keyClick(frame.finder.box, Qt.Key.Key_Escape)


def test_the_finder_starts_an_action_of_another_page(frame: Frame, qtbot: QtBot) -> None:
    frame.show_page("classes")
    frame.open_finder()
    frame.finder.box.setText("保存")
    qtbot.waitUntil(lambda: len(frame.finder.hits()) == 2)
    hit = next(hit for hit in frame.finder.hits() if hit.title == "保存")
    assert hit.run is not None
    hit.run()
    page = frame.page
    assert isinstance(page, FakePage)
    assert page.ID == "roster"
    assert page.added == 1


def test_escape_gives_the_focus_back(frame: Frame, program: Program, qtbot: QtBot) -> None:
    page = frame.page
    assert isinstance(page, FakePage)
    program.window.activateWindow()
    qtbot.waitActive(program.window)
    page.line.setFocus()
    frame.open_finder()
    qtbot.keyClick(frame.finder.box, Qt.Key.Key_Escape)
    assert not frame.finder.isVisible()
    assert page.line.hasFocus()


def test_locking_hides_everything_until_the_password_is_right(
    frame: Frame, program: Program, qtbot: QtBot
) -> None:
    frame.open_help()
    help_window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible())
    frame.lock()
    assert not help_window.isVisible()
    assert frame.lock_page is not None
    assert frame.lock_page.geometry() == frame.rect()
    assert not frame.stack.isEnabled()
    assert frame.space.locked
    frame.lock_page.password.set_value("wrong")
    frame.lock_page.button.click()
    qtbot.waitUntil(lambda: frame.lock_page is not None and frame.lock_page.banner.isVisible())
    frame.lock_page.password.set_value("right")
    frame.lock_page.button.click()
    qtbot.waitUntil(lambda: frame.lock_page is None)
    assert help_window.isVisible()
    assert frame.stack.isEnabled()
    help_window.close()


def test_nobody_there_locks_the_window(qtbot: QtBot) -> None:
    parent = QObject()
    watch = IdleWatch(0, parent)
    told: list[int] = []
    watch.idle.connect(lambda: told.append(1))
    watch._seconds = 60
    watch.look()
    assert told == []
    watch._touched -= 61
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)
    watch.eventFilter(parent, key)
    watch.look()
    assert told == [], "a key is a sign of life"
    watch._touched -= 61
    watch.look()
    assert told == [1]


def test_another_language_builds_the_window_again_and_keeps_the_place(
    frame: Frame, program: Program, qtbot: QtBot
) -> None:
    frame.show_page("classes")
    frame.speak_english()
    again = program.frame
    assert again is not None
    assert again is not frame
    assert language() == "en"
    assert again.head.tabs["roster"].text() == "Roster"
    assert again.current == "classes"
    assert program.settings.language == "en"
    again.speak_chinese()
    assert program.frame is not None
    assert program.frame.head.tabs["roster"].text() == "名册"


def test_the_colours_change_at_once(frame: Frame, program: Program) -> None:
    frame.go_dark()
    assert theme.is_dark()
    assert program.settings.scheme == "dark"
    frame.go_light()
    assert not theme.is_dark()


def test_signing_out_asks_again_without_opening_again(
    frame: Frame, program: Program, door: FakeDoor, qtbot: QtBot
) -> None:
    frame.sign_out()
    page = program.window.view
    assert isinstance(page, SignInPage)
    assert page.ready
    assert door.desk.actor is None
    with qtbot.waitSignal(program.signed_in):
        page.password.set_value("right")
        page.button.click()
    assert len(door.calls) == 1


def test_signing_out_waits_for_what_is_written(
    frame: Frame, program: Program, door: FakeDoor, qtbot: QtBot
) -> None:
    gate = threading.Event()
    signed_in: list[bool] = []

    def write(_progress: Progress) -> None:
        gate.wait(5)
        signed_in.append(door.desk.actor is not None)

    frame.space.send(write, title="导入名册")
    for _twice in range(2):
        frame.sign_out()
    assert program.frame is frame
    assert "导入名册" in frame.notices.cards[-1].notice.sentence
    gate.set()
    qtbot.waitUntil(lambda: isinstance(program.window.view, SignInPage))
    assert signed_in == [True], "what was sent before signing out is still done as the person who sent it"
    assert door.desk.actor is None
    with qtbot.waitSignal(program.signed_in):
        program.sign_in("zhangxiao", "right")
    qtbot.waitUntil(lambda: program.jobs.is_idle)
    assert program.sitting is not None, "the next one is not signed out by what the last one asked"


def test_an_answer_that_comes_after_the_sitting_is_nobodys(
    frame: Frame, program: Program, qtbot: QtBot
) -> None:
    gate = threading.Event()
    answered: list[object] = []
    frame.space.send(lambda _progress: {"waited": gate.wait(5)}, answered.append)
    assert program.sitting is not None
    shiboken6.delete(program.sitting.space)
    gate.set()
    qtbot.waitUntil(lambda: program.jobs.is_idle)
    assert answered == []
    program.sitting = None


def test_closing_waits_for_what_is_written_and_backs_up(
    frame: Frame, program: Program, door: FakeDoor, qtbot: QtBot
) -> None:
    gate = threading.Event()
    frame.space.send(lambda _progress: {"waited": gate.wait(5)}, title="导入名册")
    program.window.close()
    assert program.window.isVisible()
    assert "导入名册" in frame.notices.cards[-1].notice.sentence
    gate.set()
    with qtbot.waitSignal(program.ended):
        pass
    assert door.backed_up == 1
    assert door.desk.closed
    assert not program.window.isVisible()


def test_every_place_of_the_frame_has_a_name_and_can_be_reached(
    frame: Frame, program: Program, qtbot: QtBot
) -> None:
    for _language in range(2):
        here = program.frame
        assert here is not None
        assert list(nameless(here)) == []
        assert list(nameless_headings(here)) == []
        assert clipped(here) == []
        assert unreachable(here) == []
        order = tab_order(here)
        assert order.index(here.head.tabs["roster"]) < order.index(here.head.finder)
        here.speak_english()


def test_the_gates_have_names_too(program: Program, begin: Callable[..., Program], home: Path) -> None:
    for window in (program.window, begin().window):
        assert list(nameless(window)) == []
        assert clipped(window) == []


def test_the_last_file_is_opened_the_usual_one_else(home: Path) -> None:
    last, usual = home / "last.deskdb", home / "desk.deskdb"
    assert known_file(None, last) is None
    usual.touch()
    assert known_file(None, last) == usual
    last.touch()
    assert known_file(None, last) == last
    assert known_file(home / "named.deskdb", last) == home / "named.deskdb", (
        "what is missing is said when opened"
    )


def test_a_report_holds_no_word_of_the_error(home: Path) -> None:
    try:
        raise ValueError("丁宁 999901197001011234")
    except ValueError as error:
        report = report_of(error)
    assert "ValueError" in report
    assert "test_program.py" in report
    assert "丁宁" not in report
    assert "999901" not in report


def test_crashes_are_shown_one_at_a_time_and_kept(home: Path, qtbot: QtBot) -> None:
    watch = CrashWatch()
    try:
        shown: list[tuple[str, str]] = []
        closers: list[Callable[[], None]] = []

        def show(report: str, kept: str, on_closed: Callable[[], None]) -> None:
            shown.append((report, kept))
            closers.append(on_closed)

        one = OneAtATime(watch, show)
        for _crash in range(2):
            one.show_error(ZeroDivisionError())
        assert len(shown) == 1
        assert "ZeroDivisionError" in Path(shown[0][1]).read_text(encoding="utf-8")
        closers[0]()
        one.show_error(KeyError())
        assert len(shown) == 2
    finally:
        watch.stop()
    assert (home / "log" / "fault.txt").read_text() == ""


def test_what_the_house_expects_is_no_crash_wherever_it_comes_up(home: Path, qtbot: QtBot) -> None:
    watch = CrashWatch()
    try:
        heard: list[tuple[str, BaseException]] = []
        watch.caught.connect(lambda error: heard.append(("caught", error)))
        watch.refused.connect(lambda error: heard.append(("refused", error)))
        for error in (refused := Refused("choice.unknown", value="胡说"), bug := ZeroDivisionError()):
            sys.excepthook(type(error), error, None)
        assert heard == [("refused", refused), ("caught", bug)]
    finally:
        watch.stop()


def test_what_killed_the_last_run_is_known_at_the_next_start(home: Path, qtbot: QtBot) -> None:
    (home / "log").mkdir()
    (home / "log" / "fault.txt").write_text("Fatal Python error: Segmentation fault\n")
    watch = CrashWatch()
    watch.stop()
    assert "Segmentation fault" in watch.left
    second = CrashWatch()
    second.stop()
    assert second.left == ""


def test_every_tab_names_a_package_and_a_class() -> None:
    assert [page.id for page in PAGES] == [
        "overview",
        "roster",
        "planning",
        "menu",
        "classes",
        "attendance",
        "fees",
        "papers",
        "office",
    ]
    assert all(page.factory_path.endswith("Page") for page in PAGES)
