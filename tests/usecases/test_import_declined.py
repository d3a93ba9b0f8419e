"""The report of an import lists what was left out by hand, and counts such a row as none that changed nothing."""

from pathlib import Path

from tests.desk_fixtures import invented_id
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import preview_import

HEADER = ["姓名", "身份证号", "工作单位", "职务", "手机"]


def test_what_was_declined_stands_in_the_report_by_row(desk: Desk, tmp_path: Path):
    lines = [
        ("丁宁", invented_id(1), OFFICE, "部长", "13900001234"),
        ("于洋", invented_id(2, male=False), OFFICE, "部长", ""),
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER))
    declined = ((2, "post"), (2, "phone"), (3, "phone"))
    batch = desk.execute(
        ImportRoster(token=preview.token, digest=preview.digest, declined_fields=declined)
    ).result["batch_id"]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(batch)})
    assert [(row.cells[0], row.cells[1]) for row in table.rows[:2]] == [("2", "更新均未采纳"), ("3", "更新")]
    assert "手机、职务" in table.rows[0].cells[4]
    assert any("更新均未采纳 1" in fact for fact in table.facts), table.facts
    assert not any("。；" in row.cells[4] for row in table.rows)
