"""A remark that somebody listed here went to another unit of the district is told: 2026年3月转任城南街道."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_roster_import import BUREAU, OFFICE, take_in, workbook
from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.shared.text import text
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows

HEADER = ["姓名", "身份证号", "工作单位", "备注"]
CODE = "roster.remark_moved_within"


def file(path: Path, note: str, unit: str = OFFICE) -> Path:
    return workbook(path, [("丁宁", invented_id(1), unit, note)], HEADER)


def told(desk: Desk, path: Path) -> list:
    preview = desk.ask(preview_import, path)
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    assert row.bucket in {Bucket.UPDATE, Bucket.SAME}, "a remark moves nobody"
    assert "unit" not in {change.field for change in row.changes}
    return [one for one in row.problems if one.code == CODE]


@pytest.mark.parametrize(
    ("note", "target"),
    [
        ("2026年3月转任城南街道", "城南街道"),
        ("2026年3月转任汤泉街道党工委副书记", "汤泉街道党工委副书记"),
        ("2026.3调至教育局", "教育局"),
        ("已调任区民政局副局长", "区民政局副局长"),
        ("2026年2月调出至区民政局", "区民政局"),
        ("2026.2考入区民政局", "区民政局"),
        ("2026年3月调区民政局", "区民政局"),
        ("交流至区民政局（2026.3）", "区民政局"),
        ("党组成员；2026年3月由组织部调到区民政局工作", "区民政局"),
    ],
)
def test_a_move_to_another_unit_of_the_district_is_told(desk: Desk, tmp_path: Path, note: str, target: str):
    (said,) = told(desk, file(tmp_path / "a.xlsx", note))
    assert (said.severity, said.field, said.params["target"]) == (Severity.NOTE, "备注", target)
    assert OFFICE in text(said.code, **said.params)


@pytest.mark.parametrize(
    "note",
    [
        "2026年3月转任组织部副部长",
        "2026年3月调至我部",
        "2026年3月转任二级主任科员",
        "2026年3月转任办公室主任",
        "2026年3月转任机关党委书记",
        "2026年3月提任副局长",
        "提任为副校长",
        "改任支部书记",
        "改任党委委员",
        "拟调任区民政局",
        "2026年3月调至区委党校学习",
        "2026年3月从区民政局调入",
        "调到省发改委",
    ],
)
def test_what_is_no_move_to_another_unit_of_the_district_is_not(desk: Desk, tmp_path: Path, note: str):
    assert told(desk, file(tmp_path / "a.xlsx", note)) == []


def test_it_is_told_once(desk: Desk, tmp_path: Path):
    path = file(tmp_path / "a.xlsx", "2026年3月转任城南街道")
    take_in(desk, path)
    assert told(desk, path) == []
    assert BUREAU not in str(desk.ask(preview_import, path).notes)
