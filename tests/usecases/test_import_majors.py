"""A file with majors and no schools: each stands behind the school that the roster has, or is said to stay out."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import workbook
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows

WHO = ("丁宁", invented_id(1))
KEYS = ["姓名", "身份证号"]


def take(
    desk: Desk, tmp_path: Path, header: str, said: str
) -> tuple[dict[str, int], list[tuple[str, str, str]]]:
    file = workbook(tmp_path / f"{header}.xlsx", [(*WHO, said)], [*KEYS, header])
    preview = desk.ask(preview_import, file)
    shown = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    counts = dict(preview.counts)
    if counts["new"] or counts["update"]:
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    return counts, [
        (one.code, one.field, str(one.params.get("known", ""))) for row in shown for one in row.problems
    ]


def school(desk: Desk) -> str:
    ((found,),) = rows(desk, "SELECT school FROM person WHERE name = '丁宁'")
    return str(found)


@pytest.mark.parametrize(
    ("known", "whole"),
    [
        ("江城大学（现江城师范大学）中文系", "江城大学（现江城师范大学）法学专业"),
        ("江城大学学校管理专业", "江城大学法学专业"),
        ("江城大学医院管理专业", "江城大学法学专业"),
        ("江城大学校长班", "江城大学法学专业"),
        ("江城大学教育学院学校管理专业", "江城大学教育学院法学专业"),
        ("中国科学院大学", "中国科学院大学法学专业"),
        ("省委党校经济管理专业", "省委党校法学专业"),
        ("北大", "北大法学专业"),
    ],
)
def test_a_major_stands_behind_the_whole_school_and_nothing_else(
    desk: Desk, tmp_path: Path, known: str, whole: str
):
    take(desk, tmp_path, "毕业院校", known)
    assert school(desk) == known
    _counts, said = take(desk, tmp_path, "专业", "法学")
    assert school(desk) == whole
    assert said == []


@pytest.mark.parametrize(
    "known", ["复旦法律", "江城大学附属中学", "江城大学（现江城师范大学", "江城学院路小学"]
)
def test_a_major_is_said_to_stay_out_where_the_end_of_the_school_can_not_be_told(
    desk: Desk, tmp_path: Path, known: str
):
    take(desk, tmp_path, "毕业院校", known)
    counts, said = take(desk, tmp_path, "专业", "经济学")
    assert counts["same"] == 1
    assert said == [("roster.major_left", "专业", known)]
    assert school(desk) == known


def test_nothing_is_said_of_a_major_that_the_roster_has(desk: Desk, tmp_path: Path):
    take(desk, tmp_path, "毕业院校", "江城大学法学专业")
    counts, said = take(desk, tmp_path, "专业", "法学")
    assert counts["same"] == 1
    assert said == []
