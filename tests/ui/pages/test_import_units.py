"""In the wizard: what the new units are is shown, and put right before anything is written."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_gate import rows
from tests.usecases.test_import_unit_kinds import FIRM, HEADER, HOSPITAL, LINES, TEAMS
from tests.usecases.test_roster_import import BUREAU, workbook
from trainingdesk.domain.codes import Team, UnitKind
from trainingdesk.domain.roster.known_units import What
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS, ImportDialog
from trainingdesk.ui.pages.roster.import_units import NewUnitsDialog
from trainingdesk.usecases.desk import Desk


def test_kinds_and_teams_are_guessed_shown_and_put_right(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert wizard.rows.kinds.text() == "核对单位：事业单位 1 · 企业 1…"
    wizard.rows.kinds.click()
    (dialog,) = wizard.rows.findChildren(NewUnitsDialog)
    fields = dialog.lines[HOSPITAL]
    kinds, teams = fields.kind, fields.team
    assert (kinds.value(), teams.value()) == (UnitKind.INSTITUTION, Team.TECHNICAL)
    kinds.set_value(UnitKind.ORGAN)
    kinds.edited.emit()
    assert teams.value() == Team.PARTY_GOVERNMENT, "the team follows the kind"
    dialog.lines[FIRM].team.set_value(Team.TECHNICAL)
    dialog.accept()
    assert wizard.rows.kinds.text() == "核对单位：机关 1 · 企业 1…"
    go_on(wizard, qtbot, DONE)
    teams_now = dict(rows(desk, TEAMS))
    assert (teams_now["路新"], teams_now["田野"]) == ("party_government", "technical")


def key(qtbot: QtBot, code: Qt.Key) -> None:
    """Press a key where the focus is, as a keyboard does."""
    popup = QApplication.activePopupWidget()
    at = QApplication.focusWidget() if popup is None else popup.focusWidget() or popup
    assert at is not None
    qtbot.keyClick(at, code)


def tab_to(qtbot: QtBot, wanted: QWidget) -> None:
    for _press in range(60):
        if wanted.hasFocus():
            return
        key(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {wanted.accessibleName()}")


def dialog_in(wizard: ImportDialog) -> NewUnitsDialog:
    return wizard.rows.findChildren(NewUnitsDialog)[-1]


def test_by_keyboard_a_text_becomes_a_unit_of_the_roster_and_is_taken_back(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    wizard.activateWindow()
    tab_to(qtbot, wizard.rows.kinds)
    key(qtbot, Qt.Key.Key_Space)
    dialog = dialog_in(wizard)
    qtbot.waitUntil(dialog.isActiveWindow)
    fields = dialog.lines[FIRM]
    tab_to(qtbot, fields.what)
    for press in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        key(qtbot, press)
    assert fields.what.currentText() == "名册已有单位"
    assert not fields.kind.isVisible()
    key(qtbot, Qt.Key.Key_Return)
    assert dialog.wrong.text() == f"请为“{FIRM}”选择对应单位，或者选“新增单位”。"
    assert fields.unit.hasFocus()
    while fields.unit.currentText() != BUREAU:
        key(qtbot, Qt.Key.Key_Down)
        for _step in range(fields.unit.findText(BUREAU) - max(fields.unit.currentIndex(), 0)):
            key(qtbot, Qt.Key.Key_Down)
        key(qtbot, Qt.Key.Key_Return)
    key(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not wizard.busy and FIRM not in wizard.preview.new_units)
    assert wizard.rows.kinds.text() == "核对单位：事业单位 1 · 按其他名称读取 1…"
    wizard.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    tab_to(qtbot, wizard.rows.kinds)
    key(qtbot, Qt.Key.Key_Space)
    dialog = dialog_in(wizard)
    qtbot.waitUntil(dialog.isActiveWindow)
    fields = dialog.lines[FIRM]
    assert (fields.what.currentText(), fields.unit.currentText()) == ("名册已有单位", BUREAU)
    tab_to(qtbot, fields.what)
    for press in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Return):
        key(qtbot, press)
    qtbot.waitUntil(lambda: not wizard.busy and FIRM in wizard.preview.new_units)


def test_the_lines_share_their_lists_until_one_is_opened(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    school = "城东区教育学院"
    lines = [*LINES, ("丁甲", invented_id(105), school, "院长", "")]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    wizard.rows.kinds.click()
    dialog = dialog_in(wizard)
    qtbot.waitUntil(dialog.isActiveWindow)
    one, other = dialog.lines[school], dialog.lines[FIRM]
    for fields in (one, other):
        fields.what.set_value(What.UNIT)
        fields.what.edited.emit()
    assert one.unit.model() is other.unit.model()
    assert one.above.model() is other.above.model()
    one.unit.setFocus()
    likely_first = one.unit.itemText(0)
    assert one.unit.model() is not other.unit.model()
    assert (likely_first, other.unit.itemText(0)) == (BUREAU, "城东区委组织部")
