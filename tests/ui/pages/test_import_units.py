"""In the wizard: what the new units are is shown, and put right before anything is written."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_gate import rows
from tests.usecases.test_import_unit_kinds import FIRM, HEADER, HOSPITAL, LINES, TEAMS
from tests.usecases.test_roster_import import workbook
from trainingdesk.domain.codes import Team, UnitKind
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS
from trainingdesk.ui.pages.roster.import_units import NewUnitsDialog
from trainingdesk.usecases.desk import Desk


def test_kinds_and_teams_are_guessed_shown_and_put_right(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    assert wizard.rows.kinds.text() == "单位性质和队伍：事业单位 1 · 企业 1…"
    wizard.rows.kinds.click()
    (dialog,) = wizard.rows.findChildren(NewUnitsDialog)
    kinds, teams = dialog.lines[HOSPITAL]
    assert (kinds.value(), teams.value()) == (UnitKind.INSTITUTION, Team.TECHNICAL)
    kinds.set_value(UnitKind.ORGAN)
    kinds.edited.emit()
    assert teams.value() == Team.PARTY_GOVERNMENT, "the team follows the kind"
    dialog.lines[FIRM][1].set_value(Team.TECHNICAL)
    dialog.accept()
    assert wizard.rows.kinds.text() == "单位性质和队伍：机关 1 · 企业 1…"
    go_on(wizard, qtbot, DONE)
    teams_now = dict(rows(desk, TEAMS))
    assert (teams_now["路新"], teams_now["田野"]) == ("party_government", "technical")
