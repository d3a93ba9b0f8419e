"""The wizard's window: it stays as high as it is, and says why it would take nothing in."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.journeys.test_import_wizard import HEADER, QUIRKS
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.ui import theme
from trainingdesk.ui.pages.roster.import_dialog import ROWS


def test_what_is_said_above_the_rows_takes_its_room_from_them(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    lines = [
        *QUIRKS,
        ("路生", "", "城东区水务局", "", "", "", ""),
        ("丁宁", invented_id(1), BUREAU, "", "", "", ""),
    ]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert wizard.rows.units.isVisible()
    assert wizard.rows.since.isVisible()
    high = wizard.height()
    wizard.banner.say(["很长的一句话，说明刚才发生了什么。" * 8, "第二句。"], "warning")
    settled(qtbot, wizard.parent())
    assert wizard.height() == high == theme.size(684)
    assert wizard.layout().totalMinimumSize().height() <= high
    wizard.banner.say([])
    settled(qtbot, wizard.parent())
    assert wizard.height() == high


def test_nothing_that_would_come_in_is_said_beside_the_button(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
):
    wrong = invented_id(103)
    lines = [("钱多", wrong[:-1] + ("0" if wrong[-1] != "0" else "1"), OFFICE, "", "", "", "")]
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", lines, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert not wizard.next_button.isEnabled()
    assert "没有可以导入的行" in wizard.step_words.text() == wizard.next_button.toolTip()
    assert wizard.step_words.isVisible()
    # the cell is put right: something comes in
    wizard.rows.detail.corrected.emit(2, "id_number", invented_id(103), "")
    qtbot.waitUntil(lambda: not wizard.busy)
    assert wizard.next_button.isEnabled()
    assert wizard.step_words.text() == ""
    # and is left out again
    settled(qtbot, wizard.parent())
    wizard.rows.detail.row_taken.emit(2, False)
    assert not wizard.next_button.isEnabled()
