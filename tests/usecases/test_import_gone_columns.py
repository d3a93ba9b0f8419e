"""A column of the day somebody retired, left or died is asked about as a remark is; days to come say nothing of anybody."""

from pathlib import Path

import pytest

from tests.desk_fixtures import TestClock, invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.domain.roster.remarks import REMARKS
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_rows,
    remark_places,
)

HEADER = ["姓名", "身份证号", "工作单位", "职务"]


@pytest.mark.parametrize(
    ("headers", "cells", "note", "status"),
    [
        (["退休时间"], ["2024.5"], "2024年5月退休", "retired"),
        (["退休日期", "死亡时间"], ["2010.7", "2025.3.2"], "2025年3月2日去世", "left"),
        (["调出时间"], ["2023年6月"], "2023年6月离职", "left"),
        (["备注", "退休时间"], ["已退休", "2024.5"], "已退休（2024年5月）", "retired"),
    ],
)
def test_a_day_somebody_went_is_asked_about(desk: Desk, tmp_path: Path, headers, cells, note, status):
    file = workbook(
        tmp_path / "名册.xlsx", [("路新", invented_id(101), OFFICE, "科员", *cells)], [*HEADER, *headers]
    )
    preview = desk.ask(preview_import, file)
    (shown,) = desk.ask(preview_rows, preview.token, desk.ask(remark_places, preview.token))
    (asked,) = [one for one in shown.problems if one.code in REMARKS]
    assert (asked.name, asked.choices, shown.row) == ("status", (status,), 2)
    preview = desk.ask(mend_import, preview.token, {}, {(2, "status"): status})
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, "SELECT status, note FROM person WHERE name = '路新'") == [(status, note)]


@pytest.mark.parametrize("cell", ["2099.5", "", "—", "无"])
def test_a_day_to_come_and_none_ask_nothing(desk: Desk, tmp_path: Path, cell: str):
    lines = [("路新", invented_id(101), OFFICE, "科员", cell)]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, [*HEADER, "退休时间"]))
    assert preview.remarks == 0
    assert "roster.column_unused" not in [one.code for one in preview.notes]
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, "SELECT status, note FROM person WHERE name = '路新'") == [("serving", "")]


def test_whether_a_day_has_come_is_told_by_the_desk_s_day(desk: Desk, clock: TestClock, tmp_path: Path):
    """The reader asked the computer's clock itself: a desk whose day is another one was told otherwise."""
    line = ("路新", invented_id(101), OFFICE, "科员", "2026.9")
    file = workbook(tmp_path / "名册.xlsx", [line], [*HEADER, "退休时间"])
    assert desk.ask(preview_import, file).remarks == 0
    clock.forward(days=120)
    assert desk.ask(preview_import, file).remarks == 1
