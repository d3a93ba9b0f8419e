"""Units on the Roster tab: renamed, merged, moved in the order; with the keyboard alone."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_history import save
from tests.ui.pages.test_roster_page import dialog_of
from tests.ui.walk import clipped, nameless
from tests.usecases.test_gate import rows
from tests.usecases.test_units import change
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import Line, PersonStatus, UnitKind
from trainingdesk.ui.notices import Notice
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.pages.roster.unit_actions import UNIT_MENU
from trainingdesk.ui.pages.roster.unit_forms import FormerNameDialog, MergeUnitDialog, UnitDialog
from trainingdesk.ui.pages.roster.unit_names_dialog import UnitNamesDialog
from trainingdesk.ui.widgets.forms import FormDialog
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.desk import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

OpenPage = Callable[[str], RosterPage]
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(open_page: OpenPage, qtbot: QtBot) -> RosterPage:
    page = open_page("roster")
    page.tree.select_id(2)
    settled(qtbot, page)
    return page


def test_a_unit_is_renamed_or_its_name_put_right(
    page: RosterPage, qtbot: QtBot, desk: Desk, said: list[Notice]
):
    dialog = dialog_of(page, qtbot, "roster.change_unit")
    assert isinstance(dialog, UnitDialog)
    assert list(nameless(dialog)) == []
    fields = dialog.form.fields
    assert not fields["renamed"].isVisible(), "asked only when a name is another"
    screen = dialog.screen().availableGeometry()
    dialog.move(20, screen.bottom() - dialog.height())
    dialog.form.set_values({"name": "城东区委社会工作部"})
    dialog.form.edited.emit()
    assert dialog.frameGeometry().bottom() <= screen.bottom(), "its buttons stay in reach"
    assert fields["renamed"].isVisible()
    assert fields["day"].isVisible()
    assert clipped(dialog) == []
    # of a screen of 768 lines the system takes some seventy for the task bar and the title
    assert dialog.minimumSizeHint().height() <= 768 - 70
    dialog.form.set_values({"day": date(2026, 3, 1), "liaison_deputy": "钱多", "liaison_phone": "021-555"})
    save(page, dialog, qtbot)
    assert rows(desk, "SELECT name, until FROM unit_former_name") == [("城东区委宣传部", "2026-03-01")]
    assert rows(desk, "SELECT liaison_deputy, liaison_phone FROM unit WHERE id = 2") == [("钱多", "021-555")]
    dialog = dialog_of(page, qtbot, "roster.change_unit")
    dialog.form.set_values({"founded_on": date(2026, 3, 1), "liaison_deputy_phone": "021-556"})
    dialog.save()
    qtbot.waitUntil(lambda: "2026-03-01" in dialog.form.fields["founded_on"].error)
    settled(qtbot, page)
    dialog.form.set_values({"founded_on": date(1998, 5, 1)})
    save(page, dialog, qtbot)
    assert said[-1].sentence.endswith("已保存，改动 2 项（设立日期、副手电话），可撤销。")
    dialog = dialog_of(page, qtbot, "roster.change_unit")
    dialog.form.set_values({"name": "城东区委社会工作处", "renamed": False})
    dialog.form.edited.emit()
    assert not dialog.form.fields["day"].isVisible()
    save(page, dialog, qtbot)
    assert rows(desk, "SELECT count(*) FROM unit_former_name") == [(1,)]


def test_two_units_are_merged_and_parted(page: RosterPage, qtbot: QtBot, desk: Desk):
    dialog = dialog_of(page, qtbot, "roster.merge_unit")
    assert isinstance(dialog, MergeUnitDialog)
    assert list(nameless(dialog)) == []
    assert clipped(dialog) == []
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.form.fields["into_id"].error
    dialog.form.set_values({"into_id": 1, "day": date(2027, 1, 1)})
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.form.fields["day"].error))
    settled(qtbot, page)
    dialog.form.set_values({"day": date(2026, 6, 1)})
    save(page, dialog, qtbot)
    assert rows(desk, "SELECT count(*) FROM person WHERE unit_id = 1") == [(5,)]
    assert all(node.id != 2 or not node.active for node in page.units)
    desk.execute(UndoLast())
    assert rows(desk, "SELECT count(*) FROM person WHERE unit_id = 2") == [(2,)]


def test_a_merger_says_which_posts_stand_twice_then(page: RosterPage, qtbot: QtBot, desk: Desk):
    two = [rows(desk, f"SELECT id, name FROM person WHERE unit_id = {unit} LIMIT 1")[0] for unit in (1, 2)]
    for (number, _name), post in zip(two, ("部长", "宣传部部长、机关党委书记"), strict=True):
        write(desk.path, ("UPDATE person SET post = ? WHERE id = ?", (post, number)))
    dialog = dialog_of(page, qtbot, "roster.merge_unit")
    assert not dialog.heads.isVisible()
    dialog.form.set_values({"into_id": 1})
    dialog.form.fields["into_id"].as_editor.edited.emit()
    qtbot.waitUntil(dialog.heads.isVisible)
    assert f"合并后以下职务有多人，请逐人变更：部长：{two[0][1]}、{two[1][1]}。" in dialog.heads.text()
    assert clipped(dialog) == []
    dialog.form.set_values({"into_id": 3})
    dialog.form.fields["into_id"].as_editor.edited.emit()
    settled(qtbot, page)
    assert not dialog.heads.isVisible()


def test_a_merger_says_which_units_come_along(page: RosterPage, qtbot: QtBot, desk: Desk):
    page.tree.select_id(3)
    settled(qtbot, page)
    dialog = dialog_of(page, qtbot, "roster.merge_unit")
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "所管的 1 个单位一并转归对方单位管理：实验小学。" in said
    assert clipped(dialog) == []
    dialog.form.set_values({"into_id": 1})
    save(page, dialog, qtbot)
    assert next(node.parent_id for node in page.units if node.id == 4) == 1


def test_units_are_entered_one_after_the_other(
    page: RosterPage, qtbot: QtBot, desk: Desk, said: list[Notice]
):
    page.tree.select_id(3)
    settled(qtbot, page)
    dialog = dialog_of(page, qtbot, "roster.add_unit")
    fields = dialog.form.fields
    dialog.form.set_values({"kind": UnitKind.INSTITUTION, "liaison": "钱多", "founded_on": date(2020, 9, 1)})
    for name in ("城东区第一幼儿园", "城东区第二幼儿园"):
        fields["name"].editor.setText(name)
        fields["name"].editor.editingFinished.emit()
        QTest.keyClick(dialog, Qt.Key.Key_Return, CTRL_SHIFT)
        qtbot.waitUntil(lambda name=name: name in dialog.banner.text())
        settled(qtbot, page)
        assert dialog.isVisible()
        assert said[-1].sentence.startswith(f"已新增单位{name}")
        assert fields["name"].editor.hasFocus()
        kept = {key: one.as_editor.value() for key, one in fields.items() if one.as_editor.value()}
        assert kept == {"line": Line.EDUCATION, "kind": UnitKind.INSTITUTION, "parent_id": 3}
    assert clipped(dialog) == []
    made = "SELECT name, short_name, line, kind, parent_id, liaison, founded_on FROM unit WHERE id > 6 ORDER BY id"
    assert rows(desk, made) == [
        ("城东区第一幼儿园", "第一幼儿园", "education", "institution", 3, "钱多", "2020-09-01"),
        ("城东区第二幼儿园", "第二幼儿园", "education", "institution", 3, "", None),
    ]
    # one that was just added manages the next; what is refused keeps the window and what was typed
    fields["name"].editor.setText("城东区第二幼儿园")
    dialog.save_and_go_on()
    qtbot.waitUntil(lambda: bool(fields["name"].error))
    assert fields["name"].as_editor.value() == "城东区第二幼儿园"
    fields["name"].editor.setText("城东区第二幼儿园分园")
    fields["name"].editor.editingFinished.emit()
    dialog.form.set_values({"parent_id": 8})
    save(page, dialog, qtbot)
    assert rows(desk, "SELECT name, parent_id FROM unit WHERE id > 8") == [("城东区第二幼儿园分园", 8)]


def test_a_window_that_goes_on_closes_without_a_question(page: RosterPage, qtbot: QtBot):
    dialog = dialog_of(page, qtbot, "roster.add_unit")
    dialog.form.fields["name"].editor.setText("城东区某局")
    dialog.form.fields["name"].editor.editingFinished.emit()
    dialog.save_and_go_on()
    qtbot.waitUntil(lambda: "城东区某局" in dialog.banner.text())
    settled(qtbot, page)
    dialog.reject()
    assert not dialog.isVisible()


def test_a_unit_goes_up_and_down(page: RosterPage, qtbot: QtBot, desk: Desk):
    assert page.actions_.reason("roster.unit_down") == ""
    page.actions_.trigger("roster.unit_up")
    settled(qtbot, page)
    qtbot.waitUntil(lambda: next(node.id for node in page.units) == 2)
    assert "首位" in page.actions_.reason("roster.unit_up")
    page.actions_.trigger("roster.unit_down")
    settled(qtbot, page)
    qtbot.waitUntil(lambda: next(node.id for node in page.units) == 1)


def typed(dialog: FormDialog, field: str, words: str) -> str:
    """Type into a field as a person does, and return the short name that stands there then."""
    editor = dialog.form.fields[field].editor
    editor.selectAll()
    QTest.keyClicks(editor, words) if words.isascii() else editor.insert(words)
    if not words.isascii():  # an input method commits whole words
        editor.textEdited.emit(editor.text())
    return dialog.form.fields["short_name"].as_editor.value()


def test_a_short_name_follows_the_full_one_until_it_is_written_by_hand(
    page: RosterPage, qtbot: QtBot, desk: Desk
):
    dialog = dialog_of(page, qtbot, "roster.change_unit")
    assert typed(dialog, "name", "城东区委社会工作部") == "区委社会工作部"
    assert typed(dialog, "name", "城东区委宣传部") == "宣传部", "the old name has its own"
    assert typed(dialog, "name", "城东区社会工作局") == "社会工作局"
    save(page, dialog, qtbot)
    assert rows(desk, "SELECT name, short_name, initials FROM unit WHERE id = 2") == [
        ("城东区社会工作局", "社会工作局", "shgzj")
    ]
    assert page.tree.currentIndex().data() == "社会工作局"
    dialog = dialog_of(page, qtbot, "roster.add_unit")
    assert typed(dialog, "name", "城东区统计局") == "统计局"
    typed(dialog, "short_name", "tjj")
    assert typed(dialog, "name", "城东区审计局") == "tjj", "written by hand"
    dialog.close()
    dialog.close()


def test_former_names_are_added_put_right_and_taken_away(page: RosterPage, qtbot: QtBot, desk: Desk):
    dialog = dialog_of(page, qtbot, "roster.unit_names")
    assert isinstance(dialog, UnitNamesDialog)
    assert not dialog.correct_button.isEnabled()
    assert list(nameless(dialog)) == []
    assert clipped(dialog) == []
    qtbot.mouseClick(dialog.adders["name"], Qt.MouseButton.LeftButton)
    form = next(one for one in dialog.findChildren(FormerNameDialog) if one.isVisible())
    assert list(nameless(form)) == []
    assert clipped(form) == []
    typed(form, "name", "城东区文教委员会")
    form.form.set_values({"until": date(2027, 1, 1)})
    qtbot.keyClick(form, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(form.form.fields["until"].error))
    settled(qtbot, page)
    form.form.set_values({"until": date(2010, 3, 1), "reason": "区编〔2010〕1号"})
    save(page, form, qtbot)
    settled(qtbot, page)
    found = "SELECT name, short_name, until, reason FROM unit_former_name"
    assert rows(desk, found) == [("城东区文教委员会", "文教委员会", "2010-03-01", "区编〔2010〕1号")]
    qtbot.waitUntil(dialog.correct_button.isEnabled)
    page.find_unit.setText("城东区文教")
    page.tree.filter_by("城东区文教")
    assert page.tree.model().rowCount() == 1, "found by it"
    assert "原 城东区文教委员会" in page.tree.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    page.tree.filter_by("")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    form = next(one for one in dialog.findChildren(FormerNameDialog) if one.isVisible())
    form.form.set_values({"until": date(2011, 3, 1)})
    save(page, form, qtbot)
    settled(qtbot, page)
    assert rows(desk, "SELECT until FROM unit_former_name") == [("2011-03-01",)]
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    settled(qtbot, page)
    assert rows(desk, found) == []
    qtbot.waitUntil(lambda: not dialog.correct_button.isEnabled())
    desk.execute(UndoLast())
    assert len(rows(desk, found)) == 1
    dialog.accept()


def test_a_unit_of_the_tree_has_a_menu_of_its_verbs(page: RosterPage, qtbot: QtBot):
    tree = page.tree
    tree.select_id(0)
    index = tree.model().index(1, 0)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        place = tree.visualRect(index).center()
        event = QContextMenuEvent(reason, place, tree.viewport().mapToGlobal(place))
        QApplication.sendEvent(tree.viewport(), event)
        assert tree.current_id() == 1, "the unit under the pointer is the chosen one"
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        words = [item.text() for item in menu.actions() if not item.isSeparator()]
        assert words == [page.space.registry[verb].words for verb in UNIT_MENU if verb]
        assert menu.actions()[1].isEnabled()
        menu.close()
    settled(qtbot, page)


def test_the_list_of_units_is_printed_and_the_liaison_stands_below_the_tree(
    page: RosterPage, qtbot: QtBot, desk: Desk
):
    assert not page.liaison.isVisible(), "nobody is known"
    phones = {"liaison_phone": "021-555", "liaison_deputy_phone": "021-556"}
    desk.execute(change(desk, 2, liaison="钱多", liaison_deputy="孙立", **phones))
    page.refresh()
    settled(qtbot, page)
    assert page.liaison.text() == "联络员：钱多\n电话：021-555\n副手：孙立\n副手电话：021-556"
    assert "联络员：钱多" in page.tree.model().index(2, 0).data(Qt.ItemDataRole.ToolTipRole)
    asked = []
    page.space.going.connect(asked.append)
    page.actions_.trigger("roster.print_units")
    assert (asked[0].page, asked[0].target) == ("papers", {"paper": "roster.units", "params": {"unit": "2"}})
    page.tree.select_id(0)
    settled(qtbot, page)
    assert not page.liaison.isVisible()
    page.actions_.trigger("roster.print_units")
    assert asked[1].target["params"] == {}
    page.find_unit.setText("实验")
    page.actions_.trigger("roster.print_units")
    assert asked[2].target["params"] == {"text": "实验"}, "as the tree is searched"


def test_the_status_bar_says_both_numbers_where_base_and_list_differ(
    page: RosterPage, qtbot: QtBot, desk: Desk
):
    assert page.counts == ("宣传部：显示 2 / 共 2 人", "")
    desk.execute(ChangeStatus(person_id=5, version=1, status=PersonStatus.RETIRED))
    page.refresh()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: page.counts == ("宣传部：显示 2 / 共 2 人，计入底数 1 人", ""))
    page.tree.select_id(0)
    settled(qtbot, page)
    assert page.counts == ("显示 14 / 共 14 人，计入底数 13 人", "")
