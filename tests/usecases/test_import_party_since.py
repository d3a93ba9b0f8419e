"""中共党员（2005.6） is a political status and a Party entry; 张三（大） is 张三 with a note."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import OFFICE, take_in, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "工作单位", "政治面貌", "入党时间"]


def look(desk: Desk, path: Path, *lines: tuple[str, str]):
    people = [
        (f"路{name}", invented_id(301 + n), OFFICE, *line)
        for n, (name, line) in enumerate(zip("甲乙丙丁戊己", lines, strict=False))
    ]
    preview = desk.ask(preview_import, workbook(path, people, HEADER))
    return preview, desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("中共党员（2005.6）", "中共党员"),
        ("中共党员(2005年6月)", "中共党员"),
        ("党员 2005.06", "中共党员"),
        ("中共党员\n（2005.06入党）", "中共党员"),
        ("预备党员，2005-06", "中共预备党员"),
        ("中共党员（200506）", "中共党员"),
    ],
)
def test_status_and_entry_of_one_cell_are_both_read(desk: Desk, tmp_path: Path, cell: str, status: str):
    _preview, (row,) = look(desk, tmp_path / "a.xlsx", (cell, ""))
    said = dict(row.written)
    assert (row.bucket, said["political"], said["party_entry"]) == (Bucket.NEW, status, "2005-06")
    (note,) = row.problems
    assert (note.code, note.params["since"]) == ("roster.party_since_read", "2005-06")


@pytest.mark.parametrize(
    "cell", ["民盟盟员（2010.5）", "中共党员（2005）", "中共党员（2005.13）", "群众（2005.6）"]
)
def test_another_party_and_what_is_no_month_stay_as_they_are_written(desk: Desk, tmp_path: Path, cell: str):
    _preview, (row,) = look(desk, tmp_path / "a.xlsx", (cell, ""))
    said = dict(row.written)
    assert said["political"] == cell
    assert "party_entry" not in said


def test_a_column_of_entry_that_says_another_month_is_asked_about(desk: Desk, tmp_path: Path):
    lines = [("中共党员（2005.6）", "2006.7"), ("中共党员（2005.6）", "2005.6"), ("中共党员（2005.6）", "是")]
    preview, found = look(desk, tmp_path / "a.xlsx", *lines)
    assert [row.bucket for row in found] == [Bucket.QUESTION, Bucket.NEW, Bucket.NEW]
    (asked,) = [one for one in found[0].problems if one.code == "roster.party_since_differs"]
    assert asked.choices == ("2006-07", "2005-06")
    token = desk.ask(mend_import, preview.token, {}, {(2, "party_entry"): "2006-07"}).token
    answered = desk.ask(preview_rows, token, [0, 1, 2])
    assert [(row.bucket, dict(row.written)["party_entry"]) for row in answered] == [
        (Bucket.NEW, "2006-07"),
        (Bucket.NEW, "2005-06"),
        (Bucket.NEW, "2005-06"),
    ]


def test_a_mark_behind_namesakes_is_kept_in_the_note(desk: Desk, tmp_path: Path):
    lines = [
        ("章三（大）", invented_id(301), OFFICE),
        ("章三(小)", invented_id(302, "19850101"), OFFICE),
        ("章四（临时）", invented_id(303), OFFICE),
    ]
    file = workbook(tmp_path / "a.xlsx", lines, HEADER[:3])
    preview = desk.ask(preview_import, file)
    found = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    assert [(row.bucket, row.name) for row in found] == [
        (Bucket.NEW, "章三"),
        (Bucket.NEW, "章三"),
        (Bucket.ERROR, ""),
    ]
    assert [one.code for one in found[0].problems] == ["roster.name_mark_kept"]
    take_in(desk, file, good_only=True)
    noted = "SELECT note FROM person WHERE name = '章三' ORDER BY id"
    assert rows(desk, noted) == [("章三（大）",), ("章三（小）",)]
    # the mark takes no other note away
    other = workbook(tmp_path / "b.xlsx", [(*lines[0], "2019年立功")], [*HEADER[:3], "备注"])
    take_in(desk, other, good_only=True)
    take_in(desk, file, good_only=True)
    assert rows(desk, noted)[0][0].count("章三（大）") == 1
    assert "2019年立功" in rows(desk, noted)[0][0]
