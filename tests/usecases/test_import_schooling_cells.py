"""研究生 and 硕士 of one cell below 学历学位 are an education and a degree."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_roster_import import OFFICE, take_in, workbook
from trainingdesk.domain.roster.schooling_cells import education_and_degree
from trainingdesk.domain.roster.wording import spellings_of
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows


@pytest.mark.parametrize(
    ("cell", "education", "degree"),
    [
        ("研究生\n硕士", "研究生", "硕士"),
        ("研究生硕士", "研究生", "硕士"),
        ("大学学士", "大学", "学士"),
        ("大学、工学学士", "大学", "工学学士"),
        ("本科（法学学士）", "本科", "法学学士"),
        ("研究生农业推广硕士", "研究生", "农业推广硕士"),
        ("硕士研究生\n法学硕士", "硕士研究生", "法学硕士"),
        ("博士研究生 博士", "博士研究生", "博士"),
        ("中央党校大学学士", "中央党校大学", "学士"),
        ("大学本科学历，经济学学士学位", "大学本科学历", "经济学学士"),
        ("工学硕士、研究生", "研究生", "工学硕士"),
    ],
)
def test_both_are_read(cell: str, education: str, degree: str):
    assert education_and_degree(cell, spellings_of("education")) == (education, degree)


@pytest.mark.parametrize(
    "cell",
    [
        "硕士研究生",
        "硕士\n研究生",
        "博士研究生",
        "中央党校研究生",
        "文学学士",
        "大学",
        "大学学士研究生硕士",
        "护士学校",
        "",
    ],
)
def test_what_says_one_or_two_schoolings_stays_as_it_is(cell: str):
    assert education_and_degree(cell, spellings_of("education")) is None


@pytest.mark.parametrize("header", ["学历学位", "学历（学位）", "学历"])
def test_a_row_gets_both_and_nothing_is_changed_the_next_time(desk: Desk, tmp_path: Path, header: str):
    head = ["姓名", "身份证号", "工作单位", header]
    lines = [
        ("路甲", invented_id(301), OFFICE, "研究生\n硕士"),
        ("路乙", invented_id(302), OFFICE, "硕士研究生"),
    ]
    file = workbook(tmp_path / "a.xlsx", lines, head)
    preview = desk.ask(preview_import, file)
    first, second = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    said = dict(first.written)
    assert (said["education"], said["degree"]) == ("研究生", "硕士")
    assert [one.code for one in first.problems] == ["roster.schooling_read"]
    assert dict(second.written)["education"] == "硕士研究生"
    assert "degree" not in dict(second.written)
    take_in(desk, file, good_only=True)
    plain = workbook(tmp_path / "b.xlsx", [(*lines[0][:3], "研究生", "硕士")], [*head[:3], "学历", "学位"])
    assert desk.ask(preview_import, plain).counts["same"] == 1
    assert desk.ask(preview_import, file).counts["same"] == 2


def test_a_column_of_degrees_counts(desk: Desk, tmp_path: Path):
    line = ("路甲", invented_id(301), OFFICE, "大学学士", "工学学士")
    preview = desk.ask(
        preview_import,
        workbook(tmp_path / "a.xlsx", [line], ["姓名", "身份证号", "工作单位", "学历", "学位"]),
    )
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert dict(row.written)["degree"] == "工学学士"
