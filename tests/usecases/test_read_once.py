"""What costs a reading is read once: the list that is exported, the days of a file that is taken in."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, workbook
from trainingdesk.usecases.commands import roster_import
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.list_files import export_list
from trainingdesk.usecases.papers import TABLE_PAPERS
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import preview_import


def test_a_list_is_read_once_for_its_workbook_and_its_line_of_the_log(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    asked: list[object] = []
    desk.ask(paper_rows, "roster.units", {})  # the papers of an area are known once one was asked for
    provider = TABLE_PAPERS["roster.units"]

    def counted(*args: Any) -> Any:
        asked.append(args)
        return provider(*args)

    monkeypatch.setitem(TABLE_PAPERS, "roster.units", counted)
    target = tmp_path / "单位.xlsx"
    count = export_list(desk, target, "roster.units", {})
    assert len(asked) == 1
    assert load_workbook(target).active.max_row > count > 0
    detail = rows(desk, "SELECT detail FROM audit WHERE command = 'NoteExport'")[0][0]
    assert "单位.xlsx" in detail


def test_the_days_of_a_file_are_gathered_once(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made: list[object] = []

    class Counted(roster_import.FileDays):
        def __init__(self, *args: Any) -> None:
            made.append(args)
            super().__init__(*args)

    monkeypatch.setattr(roster_import, "FileDays", Counted)
    header = ["姓名", "身份证号", "工作单位", "进入本单位时间"]
    file = workbook(tmp_path / "名册.xlsx", [("丁宁", invented_id(1), BUREAU, "2026.03")], header)
    preview = desk.ask(preview_import, file)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=preview.day))
    assert len(made) == 1
    assert rows(desk, "SELECT unit_from FROM person WHERE id = 1") == [("2026-03",)]
