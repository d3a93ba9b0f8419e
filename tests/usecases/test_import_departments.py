"""A column of departments (科室) beside the post: 办公室 and 主任 are 办公室主任, and nothing is said twice."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.shared.text import text
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows

JOINED = "roster.department_joined"


def posts(desk: Desk, path: Path, header: list[str], *lines: tuple[str, ...]) -> tuple[list[str], list]:
    people = [
        (f"路{name}", invented_id(n), *line)
        for n, (name, line) in enumerate(zip("甲乙丙丁戊己庚辛壬癸", lines, strict=False), 301)
    ]
    preview = desk.ask(preview_import, workbook(path, people, ["姓名", "身份证号", *header]))
    found = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    notes = [one for one in preview.notes if one.code == JOINED]
    return [row.post for row in found], notes


@pytest.mark.parametrize("column", ["科室", "内设机构", "部门", "所在科室"])
def test_the_department_stands_before_the_post(desk: Desk, tmp_path: Path, column: str):
    found, (note,) = posts(
        desk,
        tmp_path / "a.xlsx",
        ["工作单位", column, "职务"],
        (BUREAU, "办公室", "主任"),
        (BUREAU, "人事科", "科长"),
        (BUREAU, "教育局人事科", "四级主任科员"),
        (OFFICE, "", "副部长"),
    )
    assert found == ["办公室主任", "人事科科长", "人事科四级主任科员", "副部长"]
    assert (note.params["column"], note.params["count"]) == (column, 3)
    assert "办公室主任" in text(note.code, **note.params)


def test_what_the_post_says_already_or_is_of_the_whole_unit_stays(desk: Desk, tmp_path: Path):
    lines = [
        ("办公室", "办公室副主任"),
        ("党政办公室", "党政办副主任"),
        ("办公室", "综合科科长"),
        ("局领导", "副主任"),
        ("办公室", "党组成员、副局长"),
        ("办公室", "工会主席"),
        ("办公室", "书记"),
        ("组织部", "干事"),
        ("第一党支部", "书记"),
        ("办公室", ""),
    ]
    found, _notes = posts(
        desk, tmp_path / "a.xlsx", ["工作单位", "科室", "职务"], *((BUREAU, *line) for line in lines)
    )
    assert found == [
        *(line[1] for line in lines[:8]),
        "第一党支部书记",
        "",
    ], "a unit of the roster is no department"


def test_a_rank_in_the_place_of_a_post_is_still_one(desk: Desk, tmp_path: Path):
    line = ("路新", invented_id(101), BUREAU, "办公室", "二级主任科员")
    file = workbook(tmp_path / "a.xlsx", [line], ["姓名", "身份证号", "工作单位", "科室", "职务"])
    preview = desk.ask(preview_import, file)
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert (row.post, dict(row.written)["rank"]) == ("办公室二级主任科员", "principal_2")


def test_departments_in_the_place_of_units_stand_before_the_posts_too(desk: Desk, tmp_path: Path):
    path = workbook(
        tmp_path / "城东区教育局.xlsx",
        [
            ("姓名", "部门", "职务"),
            ("路甲", "财务室", "主任"),
            ("路乙", "基教科", "科员"),
            ("路丙", "局领导", "副局长"),
        ],
        [f"{BUREAU}干部名册"],
    )
    preview = desk.ask(preview_import, path)
    found = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    assert [(row.unit, row.post) for row in found] == [
        (BUREAU, "财务室主任"),
        (BUREAU, "基教科科员"),
        (BUREAU, "副局长"),
    ]
    (note,) = [one for one in preview.notes if one.code == JOINED]
    assert note.params["column"] == "部门"


def test_a_header_that_only_has_the_word_in_it_is_no_column_of_departments(desk: Desk, tmp_path: Path):
    found, notes = posts(
        desk, tmp_path / "a.xlsx", ["工作单位", "科室意见", "职务"], (BUREAU, "办公室", "主任")
    )
    assert (found, notes) == (["主任"], [])
