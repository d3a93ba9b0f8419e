"""In the wizard: the team that is only assumed of somebody new is seen, and put right for a whole unit by one act."""

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.exchange.quirks.books import Page, write
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_gate import rows
from trainingdesk.domain.codes import Line, Team, UnitKind
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS, ImportDialog
from trainingdesk.usecases.commands.roster_new_units import NewUnit
from trainingdesk.usecases.desk import Desk

UNIT = "城东区数据事务处"


def card_of(wizard: ImportDialog) -> str:
    return "".join(label.text() for label in wizard.rows.detail.widget().findChildren(QLabel))


def test_an_assumed_team_is_seen_and_put_right_for_the_unit(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    header = ["姓名", "身份证号", "工作单位", "职务", "职级"]
    lines = [
        ["路甲", invented_id(301), UNIT, "办事员", ""],
        ["路乙", invented_id(302), UNIT, "科员", "一级科员"],
    ]
    wizard = wizard_of(open_page, qtbot, write(tmp_path / "名册.xlsx", Page([header, *lines])))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert "队伍：党政干部（表中未写队伍和职级，按单位推定）" in card_of(wizard)
    wizard.rows.rows.selectRow(1)
    settled(qtbot, wizard.parent())
    assert "路乙" in card_of(wizard)
    assert "推定" not in card_of(wizard), "a rank says the team"
    # as the window of the units keeps it
    said = NewUnit(UNIT, UnitKind.INSTITUTION, Team.TECHNICAL, Line.GOVERNMENT)
    wizard.rows.choices.new_units[UNIT] = said
    wizard.rows.rows.selectRow(0)
    settled(qtbot, wizard.parent())
    assert "队伍：专业技术人员（按“核对单位”中所选）" in card_of(wizard)
    go_on(wizard, qtbot, DONE)
    found = rows(desk, "SELECT name, team FROM person WHERE name LIKE '路%' ORDER BY id")
    assert found == [("路甲", "technical"), ("路乙", "party_government")]
