"""Columns beside the common ones: both schoolings, and since when post and rank are held."""

import json
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows

HEADER = [
    *("姓名", "身份证号", "工作单位", "职务", "职级", "任现职时间", "任现职级时间"),
    *("全日制学历", "全日制学位", "在职学历", "在职学位"),
]
FIELDS = "post, post_from, rank, rank_from, education_full, degree_full, education_service, degree_service, education, degree"


def take_in(desk: Desk, path: Path, *lines: tuple[str, ...], **choices: object):
    preview = desk.ask(preview_import, workbook(path, lines, HEADER))
    return desk.execute(ImportRoster(token=preview.token, digest=preview.digest, **choices))


def person(desk: Desk, name: str) -> tuple:
    return rows(desk, f"SELECT {FIELDS} FROM person WHERE name = '{name}'")[0]


def periods(desk: Desk) -> list:
    return rows(
        desk, "SELECT person_id, track, post, rank, valid_from, valid_to FROM post_period ORDER BY id"
    )


def test_all_of_them_come_in_with_a_new_person(desk: Desk, tmp_path: Path):
    line = (
        "路新",
        invented_id(101),
        OFFICE,
        "科员",
        "一级科员",
        "2021.03",
        "2022-05-06",
        "大专",
        "",
        "大学",
        "法学学士",
    )
    take_in(
        desk,
        tmp_path / "a.xlsx",
        line,
        ("傅江", invented_id(102), OFFICE, "", "", "", "2021.03", "", "", "", ""),
    )
    assert person(desk, "路新") == (
        "科员", "2021-03", "clerk_1", "2022-05-06", "大专", "", "大学", "法学学士", "大学", "法学学士",
    )  # fmt: skip
    assert person(desk, "傅江")[3] == "", "since when of no rank says nothing"
    logged = json.loads(
        rows(desk, "SELECT detail FROM audit WHERE entity = 'person' AND kind = 'imported' ORDER BY id")[0][0]
    )
    assert (logged["post_from"], logged["education_service"]) == ("2021-03", "大学")
    assert chain_is_whole(desk)
    again = desk.ask(preview_import, tmp_path / "a.xlsx")
    assert dict(again.counts)["same"] == 2


def test_an_update_field_by_field_and_back(desk: Desk, tmp_path: Path):
    before = person(desk, "丁宁"), periods(desk)
    same = ("丁宁", invented_id(1), OFFICE, before[0][0], "", "2021.03", "", "大专", "", "大学", "")
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [same], HEADER))
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token, Bucket.UPDATE))
    assert {change.field: change.new for change in row.changes} == {
        "post_from": "2021-03", "education_full": "大专", "education_service": "大学",
    }  # fmt: skip
    take_in(desk, tmp_path / "a.xlsx", same, declined_fields=((2, "education_full"),))
    assert person(desk, "丁宁")[1:8] == ("2021-03", *before[0][2:4], "", "", "大学", "")
    assert periods(desk) == before[1], "the post is the same: nothing ended"
    # a new post since a day of its own: the former one ended then, and not on the day of the file
    take_in(
        desk,
        tmp_path / "b.xlsx",
        ("丁宁", invented_id(1), OFFICE, "副部长", "", "2024.01.15", "", "", "", "", ""),
    )
    assert person(desk, "丁宁")[:2] == ("副部长", "2024-01-15")
    assert [row[4:] for row in periods(desk)[len(before[1]) :]] == [("2021-03", "2024-01-15")]
    month = ("丁宁", invented_id(1), OFFICE, "副部长", "", "2024.01", "", "", "", "", "")
    assert dict(desk.ask(preview_import, workbook(tmp_path / "c.xlsx", [month], HEADER)).counts)["same"] == 1
    # another name of the same post, since the same month: put right, and no period
    take_in(
        desk,
        tmp_path / "d.xlsx",
        ("丁宁", invented_id(1), OFFICE, "副部长（分管）", "", "2024.01", *[""] * 5),
    )
    assert person(desk, "丁宁")[:2] == ("副部长（分管）", "2024-01-15")
    assert len(periods(desk)) == len(before[1]) + 1
    for _step in range(3):
        desk.execute(UndoLast())
    assert (person(desk, "丁宁"), periods(desk)) == before
    assert chain_is_whole(desk)


def test_a_day_that_can_not_be_is_left_or_refused(desk: Desk, tmp_path: Path):
    take_in(desk, tmp_path / "a.xlsx", ("丁宁", invented_id(1), OFFICE, "副部长", "", "2024.01", *[""] * 5))
    early = ("丁宁", invented_id(1), OFFICE, "副部长", "", "2019.01", *[""] * 5)
    take_in(desk, tmp_path / "b.xlsx", early)
    assert person(desk, "丁宁")[1] == "2024-01", "the former post lasted until then"
    batch = rows(desk, "SELECT max(id) FROM import_batch")[0][0]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(batch)})
    said = "任现职时间：2019-01 早于 2024-01（前一段履历的结束时间），仍以名册中的日期为准。"
    assert [row.cells[4].startswith(said) for row in table.rows] == [True]
    to_come = ("丁宁", invented_id(1), OFFICE, "", "", "2027.01", *[""] * 5)
    with pytest.raises(Refused, match=r"import\.rows_open"):
        take_in(desk, tmp_path / "c.xlsx", to_come)
    token = desk.ask(preview_import, tmp_path / "c.xlsx").token
    assert [one.code for one in waiting_import(token).plan.problems] == ["roster.day_to_come"]


STUDIES = [
    "姓名",
    "身份证号",
    "工作单位",
    "籍贯",
    "出生地",
    "职称",
    "职级",
    "学历",
    "毕业院校",
    "在职教育毕业院校及专业",
]
KEPT = "native_place, birthplace, technical_title, school, school_service"


def test_where_somebody_comes_from_and_studied_comes_in_is_compared_and_goes_back(desk: Desk, tmp_path: Path):
    def bring(path: str, *lines: tuple[str, ...], **choices: object):
        preview = desk.ask(preview_import, workbook(tmp_path / path, lines, STUDIES))
        desk.execute(ImportRoster(token=preview.token, digest=preview.digest, **choices))

    def kept(name: str) -> tuple:
        return rows(desk, f"SELECT {KEPT} FROM person WHERE name = '{name}'")[0]

    old = (
        "丁宁",
        invented_id(1),
        OFFICE,
        "江苏南京",
        "安徽滁州",
        "经济师",
        "",
        "",
        "江城大学法学专业",
        "甲大学",
    )
    new = ("路新", invented_id(101), OFFICE, "江苏省盐城市", "", "无", "一级科员", "大学", "江城大学", "")
    bring("a.xlsx", old, new, declined_fields=((2, "birthplace"),))
    assert kept("丁宁") == ("江苏南京", "", "经济师", "江城大学法学专业", "甲大学")
    assert kept("路新") == ("江苏省盐城市", "", "", "江城大学", "")
    # the same in other words, or less of it, is no change; blank takes nothing away
    less = ("丁宁", invented_id(1), OFFICE, "江苏省南京市", "", "", "", "", "江城大学", "甲大学")
    again = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", [less, new], STUDIES))
    assert dict(again.counts)["same"] == 2
    more = ("路新", invented_id(101), OFFICE, "江苏盐城", "江苏盐城", "", "", "", "江城大学中文系", "")
    preview = desk.ask(preview_import, workbook(tmp_path / "c.xlsx", [more], STUDIES))
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token, Bucket.UPDATE))
    assert [(one.field, one.old, one.new) for one in row.changes] == [
        ("birthplace", "", "江苏盐城"), ("school", "江城大学", "江城大学中文系"),
    ]  # fmt: skip
    logged = rows(desk, "SELECT detail FROM audit WHERE entity = 'person' AND kind = 'imported' ORDER BY id")
    assert json.loads(logged[0][0])["native_place"] == "江苏省盐城市"
    desk.execute(UndoLast())
    assert kept("丁宁") == ("",) * 5
    assert chain_is_whole(desk)


def test_a_file_with_full_time_schooling_alone_takes_no_higher_one_away(desk: Desk, tmp_path: Path):
    both = ["姓名", "身份证号", "工作单位", "全日制学历", "全日制学位", "全日制毕业院校"]
    later = ["在职学历", "在职学位", "在职毕业院校"]
    who = ("丁宁", invented_id(1), OFFICE)
    full = ("大学", "法学学士", "江城大学")
    whole = workbook(tmp_path / "a.xlsx", [(*who, *full, "研究生", "法学硕士", "东江大学")], [*both, *later])
    preview = desk.ask(preview_import, whole)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    kept = "SELECT education, degree, school FROM person WHERE name = '丁宁'"
    assert rows(desk, kept) == [("研究生", "法学硕士", "东江大学")]
    alone = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", [(*who, *full)], both))
    assert dict(alone.counts)["same"] == 1
    # a full-time schooling that is higher is the highest
    higher = desk.ask(
        preview_import, workbook(tmp_path / "c.xlsx", [(*who, "博士研究生", "", "甲大学")], both)
    )
    (row,) = desk.ask(preview_rows, higher.token, desk.ask(preview_places, higher.token, Bucket.UPDATE))
    assert {one.field for one in row.changes} == {"education", "education_full", "school", "school_full"}


def test_a_lower_education_that_is_called_the_highest_is_said_to_stay_out(desk: Desk, tmp_path: Path):
    who = ["姓名", "身份证号", "工作单位"]
    full = ["全日制学历", "全日制毕业院校"]
    line = ("丁宁", invented_id(1), OFFICE, "大学", "江城大学", "研究生", "东江大学")
    whole = workbook(tmp_path / "a.xlsx", [line], [*who, *full, "在职学历", "在职毕业院校"])
    preview = desk.ask(preview_import, whole)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))

    def noted(header: list[str], *cells: str) -> list[tuple[str, str]]:
        file = workbook(tmp_path / f"{len(header)}{'-'.join(cells)}.xlsx", [(*line[:3], *cells)], header)
        preview = desk.ask(preview_import, file)
        assert dict(preview.counts)["same"] == 1
        shown = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
        return [
            (one.field, str(one.params["known"]))
            for row in shown
            for one in row.problems
            if one.code == "roster.highest_kept"
        ]

    said = ("大学", "江城大学", "大学", "江城大学")
    assert noted([*who, "学历", "毕业院校", *full], *said) == [("学历", "研究生"), ("毕业院校", "东江大学")]
    assert noted([*who, "学历", *full], "大学", *said[2:]) == [("学历", "研究生")]
    assert noted([*who, "学历", *full], "研究生", *said[2:]) == []
    assert noted([*who, *full], *said[2:]) == [], "nobody called it the highest"


def test_the_first_content_of_a_column_stands_in_that_column(desk: Desk, tmp_path: Path):
    """What reading moved elsewhere is not shown as the cell's, nor is a later cell's as the first."""
    header = ["姓名", "身份证号", "单位", "职级", "备注", "手机"]
    lines = [
        ("路新", invented_id(101), BUREAU, "某某级", "", "1391111"),
        ("傅江", invented_id(102), BUREAU, "一级科员（试用期一年）", "", ""),
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, header))
    first = {column.header: column.sample for column in preview.columns}
    assert (first["职级"], first["备注"]) == ("某某级", "")
    assert first["身份证号"] != invented_id(101)
    assert "**" in first["身份证号"]
