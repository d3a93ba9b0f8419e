"""Units on the Roster tab: renamed, merged, moved in the order; with the keyboard alone."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_roster_history import save
from tests.ui.pages.test_roster_page import dialog_of
from tests.ui.walk import clipped, nameless
from tests.usecases.test_gate import rows
from trainingdesk.ui.pages.roster.page import RosterPage
from trainingdesk.ui.pages.roster.unit_forms import MergeUnitDialog, UnitDialog
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.desk import Desk

OpenPage = Callable[[str], RosterPage]


@pytest.fixture
def page(open_page: OpenPage, qtbot: QtBot) -> RosterPage:
    page = open_page("roster")
    page.tree.select_id(2)
    settled(qtbot, page)
    return page


def test_a_unit_is_renamed_or_its_name_put_right(page: RosterPage, qtbot: QtBot, desk: Desk):
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
    dialog.form.set_values({"day": date(2026, 3, 1), "liaison_deputy": "钱多", "liaison_phone": "021-555"})
    save(page, dialog, qtbot)
    assert rows(desk, "SELECT name, until FROM unit_former_name") == [("城东区委宣传部", "2026-03-01")]
    assert rows(desk, "SELECT liaison_deputy, liaison_phone FROM unit WHERE id = 2") == [("钱多", "021-555")]
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


def test_a_unit_goes_up_and_down(page: RosterPage, qtbot: QtBot, desk: Desk):
    assert page.actions_.reason("roster.unit_down") == ""
    page.actions_.trigger("roster.unit_up")
    settled(qtbot, page)
    qtbot.waitUntil(lambda: next(node.id for node in page.units) == 2)
    assert "首位" in page.actions_.reason("roster.unit_up")
    page.actions_.trigger("roster.unit_down")
    settled(qtbot, page)
    qtbot.waitUntil(lambda: next(node.id for node in page.units) == 1)
