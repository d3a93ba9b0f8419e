"""In the wizard: a roster that was changed behind the preview costs no answer."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.desk_fixtures import invented_id
from tests.ui.pages.conftest import settled
from tests.ui.pages.test_import_since import go_on, wizard_of
from tests.ui.pages.test_roster_page import OpenPage
from tests.usecases.test_gate import rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import BUREAU, workbook
from trainingdesk.ui.pages.roster.import_dialog import DONE, ROWS
from trainingdesk.usecases.desk import Desk

HEADER = ["姓名", "身份证号", "工作单位", "职级", "手机"]
LINES = [
    ("米粒", invented_id(103), BUREAU, "某某级", ""),
    ("钱多", "123", BUREAU, "", ""),
    ("田野", invented_id(105), BUREAU, "", ""),
    ("丁宁", invented_id(1), "", "", "13911110000"),
]


def test_answers_corrections_and_rows_left_out_are_kept(
    open_page: OpenPage, desk: Desk, qtbot: QtBot, tmp_path: Path
):
    wizard = wizard_of(open_page, qtbot, workbook(tmp_path / "名册.xlsx", LINES, HEADER))
    go_on(wizard, qtbot, ROWS)
    settled(qtbot, wizard.parent())
    step = wizard.rows
    step._answered({(2, "rank"): "section_head"})
    qtbot.waitUntil(lambda: not wizard.busy)
    step._corrected(invented_id(104), [(3, "id_number")])
    qtbot.waitUntil(lambda: not wizard.busy)
    step._take_toggled(4, False)
    desk.execute(change_of(desk, "王伟", post="新职务"))
    wizard.next()
    qtbot.waitUntil(wizard.again_button.isVisible)
    wizard.again_button.click()
    qtbot.waitUntil(lambda: not wizard.busy)
    settled(qtbot, wizard.parent())
    assert not wizard.again_button.isVisible()
    assert wizard.preview is not None
    assert (wizard.preview.counts["question"], wizard.preview.counts["error"]) == (0, 0)
    assert step.summary.text() == "本次导入：新增 2 人 · 更新 1 人 · 相同 0 人。 1 行不导入。"
    go_on(wizard, qtbot, DONE)
    new = "SELECT name, coalesce(rank, '') FROM person WHERE name IN ('米粒', '钱多', '田野') ORDER BY id"
    assert rows(desk, new) == [("米粒", "section_head"), ("钱多", "")]
