"""The first morning with the program: a desk is made, refusals in words, the lock, the languages, the second window."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from tests.desk_fixtures import PASSWORD, USERS, TestClock, invented_id
from tests.journeys.conftest import Begin
from tests.journeys.hand import Hand, words_in
from tests.journeys.test_import_wizard import agree
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.domain.access import Permission, Role
from trainingdesk.domain.codes import GroupKind, Line
from trainingdesk.domain.errors import Refused
from trainingdesk.persistence import storage
from trainingdesk.persistence.checkup import check_file
from trainingdesk.shared.text import language
from trainingdesk.ui.door import demo_file as demo_place
from trainingdesk.ui.pages.classes.page import ClassesPage
from trainingdesk.ui.pages.overview.page import OverviewPage
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.shell.dialogs import ConfirmDialog
from trainingdesk.ui.shell.first_start import FirstStartPage
from trainingdesk.ui.shell.gate import SignInPage
from trainingdesk.usecases.commands.office import AddUser, PutRulesBack, shipped_rules
from trainingdesk.usecases.commands.roster import AddUnit
from trainingdesk.usecases.demo.accounts import DEMO_PASSWORD
from trainingdesk.usecases.queries.office import undo_view
from trainingdesk.usecases.safekeeping import list_backup_files

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

CLERK = USERS[Role.CLERK][0]


def first_page(hand: Hand) -> FirstStartPage:
    page = hand.program.window.view
    assert isinstance(page, FirstStartPage)
    return page


def sign_in_page(hand: Hand) -> SignInPage:
    page = hand.program.window.view
    assert isinstance(page, SignInPage)
    return page


def rewrite(hand: Hand, words: str) -> None:
    """Write over what stands in the field with the cursor."""
    hand.press("Ctrl+A")
    hand.write(words)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    people = [("路新", 301), ("傅江", 302), ("柏青", 303)]
    return workbook(
        tmp_path / "名册.xlsx", [(name, invented_id(n), OFFICE, "科员", "", "") for name, n in people]
    )


class TestMaking:
    def test_a_desk_is_made_with_the_keyboard_and_found_again_the_next_day(
        self, begin: Begin, home: Path, book: Path
    ):
        hand = begin()
        page = first_page(hand)
        hand.fill("汤泉区委组织部", "郝新", "hx", "long enough")
        hand.write("long enough")
        with hand.qtbot.waitSignal(hand.program.signed_in):
            hand.press("Return")
        hand.settle()
        assert hand.program.window.windowTitle() == "训务台 · 汤泉区委组织部"
        assert hand.page(OverviewPage)
        roster = hand.go("Ctrl+2", RosterPage)
        assert roster.table.empty.isVisible(), "an empty desk begins with the two ways to fill it"
        # the role stands beside the name where there is room, and always in the tip
        assert hand.frame.head.person.text().startswith("郝新")
        assert "经办" in hand.frame.head.person.toolTip()
        path = home / "desk.deskdb"
        hand.close()
        assert check_file(path) == []
        assert [backup.reason for backup in list_backup_files(path)] == ["close"]
        del page
        again = begin()
        assert sign_in_page(again).login.value() == "hx", "who signed in last is written there"
        again.write("long enough")
        with again.qtbot.waitSignal(again.program.signed_in):
            again.press("Return")
        again.settle()
        assert again.page(RosterPage), "the tab of yesterday"
        again.close()

    def test_what_is_wrong_is_said_where_it_is_and_nothing_typed_is_lost(
        self, begin: Begin, home: Path, monkeypatch: pytest.MonkeyPatch
    ):
        hand = begin()
        page = first_page(hand)
        fields = page.form.fields
        hand.press("Return")
        assert fields["office"].error == "请填写“单位名称”。"
        hand.fill("汤泉区委组织部", "郝新", "hx", "short")
        hand.write("other")
        hand.press("Return")
        assert fields["password"].error == "密码至少 8 位。"
        assert page.button.isEnabled()
        assert not (home / "desk.deskdb").exists(), "nothing half made is left"
        rewrite(hand, "long enough")
        hand.press("Return")
        assert fields["again"].error == "两次输入的密码不一致，请重输。"
        hand.click(fields["password"].editor)
        rewrite(hand, "long enough")
        hand.press("Tab")
        rewrite(hand, "long enough")
        (home / "desk.deskdb").write_bytes(b"somebody's file")
        hand.press("Return")
        hand.until(lambda: f"文件 {home / 'desk.deskdb'} 已存在" in page.banner.text())
        assert (home / "desk.deskdb").read_bytes() == b"somebody's file"
        monkeypatch.setattr(storage, "is_network_place", lambda path: "share" in path.name)
        hand.press("Tab")
        rewrite(hand, str(home / "share.deskdb"))
        hand.press("Return")
        hand.until(lambda: "在网络盘上" in page.banner.text())
        rewrite(hand, str(home / "nowhere" / "a.deskdb"))
        hand.press("Return")
        hand.until(lambda: "nowhere" in page.banner.text())
        assert [fields[key].as_editor.value() for key in ("office", "name", "login")] == [
            "汤泉区委组织部",
            "郝新",
            "hx",
        ]
        rewrite(hand, str(home / "own.deskdb"))
        with hand.qtbot.waitSignal(hand.program.signed_in):
            hand.press("Return")
        hand.settle()
        hand.close()
        assert check_file(home / "own.deskdb") == []

    @pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + b"\0" * 200, "名册".encode()])
    def test_a_file_that_is_no_desk_is_refused_with_a_way_on(
        self, begin: Begin, tmp_path: Path, content: bytes
    ):
        other = tmp_path / "other.deskdb"
        other.write_bytes(content)
        hand = begin()
        page = first_page(hand)
        hand.click(page.open_button)
        hand.choose_file(other)
        hand.until(page.open_button.isEnabled)
        assert "other.deskdb" in page.banner.text()
        assert other.read_bytes() == content

    def test_an_old_desk_is_opened_from_the_first_page(self, begin: Begin, desk_file: Path):
        hand = begin()
        hand.click(first_page(hand).open_button)
        assert hand.window(QFileDialog)
        hand.choose_file(desk_file)
        hand.until(lambda: isinstance(hand.program.window.view, SignInPage))
        hand.sign_in(CLERK, PASSWORD)
        assert hand.frame.current == "overview"
        hand.close()

    def test_the_demo_district_offers_its_offices(self, begin: Begin, demo_file: Path):
        shutil.copyfile(demo_file, demo_place())
        hand = begin()
        hand.click(first_page(hand).demo_button)
        hand.until(lambda: isinstance(hand.program.window.view, SignInPage))
        hand.settle()
        assert DEMO_PASSWORD in words_in(sign_in_page(hand))
        with hand.qtbot.waitSignal(hand.program.signed_in):
            hand.click_button("审批", sign_in_page(hand))
        hand.settle()
        assert hand.frame.head.person.text().startswith("王建业")
        assert hand.frame.head.person.toolTip() == "审批"
        hand.close()
        assert hand.program.settings.desk_path is None, "tomorrow it does not open by itself"


class TestWhoItIs:
    def test_wrong_passwords_are_slowed_down(self, begin: Begin, desk_file: Path, clock: TestClock):
        hand = begin(desk_file)
        page = sign_in_page(hand)
        hand.until(lambda: page.ready)
        hand.write(CLERK)
        hand.press("Return")
        for _attempt in range(3):
            rewrite(hand, "not this one")
            hand.press("Return")
            hand.until(lambda: page.button.isEnabled() and bool(page.banner.text()))
        assert "密码" in page.banner.text()
        rewrite(hand, PASSWORD)
        hand.press("Return")
        hand.until(lambda: page.banner.text() == "密码错误次数过多，请 5 秒后再试。")
        assert hand.program.frame is None, "not even the right one, until the time is up"
        clock.forward(seconds=6)
        rewrite(hand, PASSWORD)
        with hand.qtbot.waitSignal(hand.program.signed_in):
            hand.press("Return")
        hand.settle()
        hand.close()

    def test_the_lock_hides_everything_and_the_right_password_opens_it(
        self, begin: Begin, desk_file: Path, qapp: QApplication
    ):
        flash, focus = qapp.cursorFlashTime(), 0
        qapp.setCursorFlashTime(0)
        hand = begin(desk_file)
        hand.sign_in(CLERK, PASSWORD)
        pictures: list[QImage] = []
        for tab in ("Ctrl+2", "Ctrl+9"):
            hand.press(tab)
            hand.settle()
            assert hand.program.sitting is not None
            watch = hand.program.sitting._idle
            watch._touched -= watch._seconds + 1
            watch.look()
            cover = hand.frame.lock_page
            assert cover is not None
            focus += cover.password.hasFocus()
            hand.press("Ctrl+K")
            assert not hand.frame.finder.isVisible()
            pictures.append(hand.program.window.grab().toImage())
            hand.write("wrong one")
            hand.press("Return")
            hand.until(lambda here=cover: here.banner.text() == "密码不对，请重输。")
            rewrite(hand, PASSWORD)
            hand.press("Return")
            hand.until(lambda: hand.frame.lock_page is None)
            hand.settle()
        assert pictures[0] == pictures[1], "nothing of what is behind can be seen"
        assert focus == 2
        assert hand.frame.current == "office", "the work is as it was"
        hand.press("Ctrl+L")
        hand.click_button("换人登录", hand.frame.lock_page)
        assert sign_in_page(hand)
        hand.close()
        qapp.setCursorFlashTime(flash)

    def test_two_windows_on_one_file(self, begin: Begin, desk_file: Path):
        first = begin(desk_file)
        first.sign_in(CLERK, PASSWORD)
        second = begin(desk_file)
        page = first_page(second)
        assert page.banner.text() == (
            "desk.deskdb 已在另一窗口打开，已切换到那个窗口。请在那里继续，或在此打开其他文件。"
        )
        assert page.button.isEnabled()
        second.program.close()
        second.until(lambda: not second.program.window.isVisible())
        first.come_to_front()
        first.go("Ctrl+2", RosterPage)
        first.close()


class TestLanguage:
    def test_the_window_speaks_the_other_language_at_once_and_stays_where_it_is(
        self, begin: Begin, desk_file: Path
    ):
        hand = begin(desk_file)
        hand.click_button("English", sign_in_page(hand))
        assert "Sign in" in words_in(sign_in_page(hand))
        hand.sign_in(CLERK, PASSWORD)
        page = hand.go("Ctrl+2", RosterPage)
        assert page.title.text() == "Roster"
        assert page.counts[0] == "14 of 14 people"
        hand.palette("Chinese window")
        assert language() == "zh_CN"
        again = hand.page(RosterPage)
        hand.settle()
        assert again is not page
        assert again.title.text() == "名册"
        assert again.counts[0] == "显示 14 / 共 14 人"
        labels = [label.text() for label in hand.frame.findChildren(QLabel) if label.isVisible()]
        assert not [words for words in labels if "Roster" in words or "people" in words]
        hand.palette("英文界面")
        assert hand.page(RosterPage).title.text() == "Roster"
        hand.close()
        assert hand.program.settings.language == "en", "and so it begins tomorrow"

    def test_what_narrows_the_roster_and_who_is_chosen_stay_in_the_other_language(
        self, begin: Begin, desk_file: Path
    ):
        hand = begin(desk_file)
        hand.sign_in(CLERK, PASSWORD)
        page = hand.go("Ctrl+2", RosterPage)
        hand.press("Ctrl+Shift+F")
        hand.settle()
        hand.tab_to(page.choices["sex"])
        hand.choose("女")
        hand.click(page.search)
        hand.write("实验")
        hand.until(lambda: page.table.rows.rowCount() == 2)
        shown = list(page.table.rows.ids)
        hand.click_cell(page.table, "孙\u3000悦")
        assert "孙悦" in words_in(page.card)
        hand.palette("英文界面")
        again = hand.page(RosterPage)
        assert again is not page
        assert list(again.table.rows.ids) == shown
        assert again.counts == ("2 of 14 people", "12 hidden by the filter")
        assert again.search.text() == "实验"
        assert again.panel.isVisible()
        assert again.filter_button.text() == "Filter (1)"
        assert again.table.selected_ids() == [shown[1]]
        assert "孙悦" in words_in(again.card)

    def test_the_group_in_sight_stays_in_the_other_language(self, begin: Begin, desk_file: Path):
        hand = begin(desk_file)
        hand.sign_in(CLERK, PASSWORD)
        page = hand.go("Ctrl+2", RosterPage)
        hand.click_tab("分组与后备")
        hand.click_cell(page.groups.group_list, "干部讲坛")
        hand.click(page.groups.search)
        hand.write("wang")
        hand.settle()
        hand.go("Ctrl+5", ClassesPage)
        hand.palette("英文界面")
        hand.palette("Chinese window")
        again = hand.go("Ctrl+2", RosterPage).groups
        assert again.isVisible()
        assert again.kind is GroupKind.LECTURER
        assert again.search.text() == "wang"


class TestFindingAndUndo:
    def test_the_palette_finds_a_person_by_initials_and_opens_the_card(self, begin: Begin, desk_file: Path):
        hand = begin(desk_file)
        hand.sign_in(CLERK, PASSWORD)
        hand.palette("ycj")
        page = hand.page(RosterPage)
        assert page.card.person is not None
        assert page.card.person.name == "尉迟敬"
        assert "尉迟敬" in words_in(page.card)
        hand.close()

    def test_undo_takes_the_import_back(self, begin: Begin, desk_file: Path, book: Path):
        hand = begin(desk_file)
        hand.sign_in(CLERK, PASSWORD)
        page = hand.go("Ctrl+2", RosterPage)
        before = rows(hand.desk, "SELECT id, name, position FROM person ORDER BY id")
        hand.import_workbook(book)
        assert page.counts[0] == "显示 17 / 共 17 人"
        hand.press("Ctrl+Z")
        assert "名册.xlsx" in words_in(hand.window(ConfirmDialog))
        assert page.counts[0] == "显示 17 / 共 17 人", "nothing goes before it is said once more"
        agree(hand)
        hand.settle()
        assert "已撤销" in hand.notice
        assert "名册.xlsx" in hand.notice
        assert page.counts[0] == "显示 14 / 共 14 人"
        assert rows(hand.desk, "SELECT id, name, position FROM person ORDER BY id") == before
        hand.press("Ctrl+Z")
        hand.settle()
        assert hand.notice == "您没有可以撤销的操作。"
        hand.close()

    def test_undo_takes_it_back_the_next_day_too(
        self, begin: Begin, desk_file: Path, book: Path, clock: TestClock
    ):
        hand = begin(desk_file)
        hand.sign_in(CLERK, PASSWORD)
        hand.go("Ctrl+2", RosterPage)
        hand.import_workbook(book)
        hand.close()
        clock.forward(days=1)
        again = begin(desk_file)
        again.sign_in(CLERK, PASSWORD)
        page = again.go("Ctrl+2", RosterPage)
        assert page.counts[0] == "显示 17 / 共 17 人"
        again.press("Ctrl+Z")
        agree(again)
        again.settle()
        assert page.counts[0] == "显示 14 / 共 14 人"
        assert chain_is_whole(again.desk)
        again.close()
        assert check_file(desk_file) == []


class TestTheUndoButton:
    """It names what it would take back, is the same action as the key, and says when there is nothing."""

    def test_it_names_the_import_and_takes_it_back(self, begin: Begin, desk_file: Path, book: Path):
        hand = begin(desk_file)
        hand.sign_in(CLERK, PASSWORD)
        page = hand.go("Ctrl+2", RosterPage)
        control = hand.frame.undo_control
        assert control.isVisible()
        assert control.button.reason == "您没有可以撤销的操作。"
        assert control.button.toolTip().endswith("您没有可以撤销的操作。")
        assert not control.list.isEnabled()
        hand.click(control.button)
        hand.settle()
        assert hand.notice == "您没有可以撤销的操作。"
        hand.import_workbook(book)
        assert control.button.reason == ""
        assert control.button.accessibleName().startswith("撤销：")
        assert "名册.xlsx" in control.button.accessibleName()
        assert control.button.toolTip() == f"{control.button.accessibleName()}  Ctrl+Z"
        assert page.counts[0] == "显示 17 / 共 17 人"
        hand.click(control.button)
        agree(hand)
        hand.settle()
        assert "已撤销" in hand.notice
        assert page.counts[0] == "显示 14 / 共 14 人"
        assert control.button.reason == "您没有可以撤销的操作。"
        hand.close()

    def test_the_list_names_the_last_steps_and_only_the_newest_can_go(
        self, begin: Begin, desk_file: Path, book: Path
    ):
        hand = begin(desk_file)
        hand.sign_in(CLERK, PASSWORD)
        page = hand.go("Ctrl+2", RosterPage)
        hand.import_workbook(book)
        command = AddUnit(name="区档案馆", short_name="档案馆", line=Line.PARTY)
        page.send(command)
        hand.settle()
        control = hand.frame.undo_control
        steps = hand.desk.ask(undo_view).steps
        assert len(steps) == 2
        assert "档案馆" in control.button.accessibleName(), "the newest"
        menu = control.menu()
        newest, before, _line, rule = menu.actions()
        assert newest.isEnabled()
        assert "档案馆" in newest.text()
        assert not before.isEnabled()
        assert "名册.xlsx" in before.text()
        assert before.toolTip() == rule.text() == "只能撤销最新的一步；撤销后，前一步成为最新。"
        newest.trigger()
        hand.settle()
        assert [step.id for step in hand.desk.ask(undo_view).steps] == [steps[1].id]
        assert "名册.xlsx" in control.button.accessibleName(), "now the one before is the newest"
        hand.press("Ctrl+Z")
        agree(hand)
        hand.settle()
        assert hand.desk.ask(undo_view).steps == ()
        assert control.button.reason
        hand.close()

    def test_after_an_act_that_stands_the_older_step_is_a_second_choice(self, begin: Begin, desk_file: Path):
        hand = begin(desk_file)
        hand.sign_in(CLERK, PASSWORD)
        page = hand.go("Ctrl+2", RosterPage)
        page.send(AddUnit(name="区档案馆", short_name="档案馆", line=Line.PARTY))
        hand.settle()
        page.send(AddUser(login="linwan", name="林晚", roles=(Role.READ_ONLY,), password=PASSWORD))
        hand.settle()
        control = hand.frame.undo_control
        assert "添加用户" in control.button.reason
        assert "系统—用户" in control.button.reason, "what to do instead"
        hand.press("Ctrl+Z")
        hand.settle()
        assert "不能撤销" in hand.notice
        assert [step.label for step in hand.desk.ask(undo_view).steps] == ["undo.add_unit"], "nothing went"
        stands, step, *_rule = control.menu().actions()
        assert "添加用户" in stands.text()
        assert "档案馆" in step.text()
        assert step.isEnabled(), "by its name it can be chosen"
        way_out = next(
            button for button in hand.frame.notices.findChildren(QPushButton) if "档案馆" in button.text()
        )
        assert way_out.text().startswith("改为撤销前一步")
        way_out.click()
        hand.settle()
        assert "已撤销" in hand.notice
        assert hand.desk.ask(undo_view).steps == ()
        hand.close()

    def test_who_may_undo_nothing_has_no_button(self, begin: Begin, desk_file: Path):
        hand = begin(desk_file)
        hand.sign_in(USERS[Role.READ_ONLY][0], PASSWORD)
        assert hand.desk.actor is not None
        assert Permission.UNDO not in hand.desk.actor.permissions
        assert not hand.frame.undo_control.isVisible()
        hand.close()


def test_rules_that_a_file_lacks_are_told_once_and_put_back(begin: Begin, desk_file: Path):
    connection = sqlite3.connect(desk_file)
    connection.execute("DELETE FROM rule WHERE key IN ('base.statuses', 'cycle.years')")
    connection.commit()
    connection.close()
    hand = begin(desk_file)
    hand.sign_in(CLERK, PASSWORD)
    told = [card.notice for card in hand.frame.notices.cards if card.notice.everywhere]
    assert len(told) == 1
    assert "缺少 2 条规则（cycle.years、base.statuses）" in told[0].sentence
    hand.click_button("补回规则", hand.frame.notices)
    hand.settle()
    assert rows(hand.desk, "SELECT count(DISTINCT key) FROM rule")[0][0] == len(shipped_rules())
    with pytest.raises(Refused, match=r"rule\.all_there"):
        hand.desk.execute(PutRulesBack())
    hand.go("Ctrl+2", RosterPage)
    assert not hand.frame.notices.cards, "everything can be counted again"
    hand.close()
