"""试用期 and 驻村 in the columns of rank and status are kept in the note and said; 八级职员 is asked about as what it is."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, take_in, workbook
from tests.usecases.training_facts import write
from trainingdesk.domain.roster.import_views import PreviewRow
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    alike_answers,
    alike_places,
    mend_import,
    preview_import,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "工作单位", "职级", "状态", "备注"]


def read(desk: Desk, tmp_path: Path, rank: str, status: str, note: str = "") -> PreviewRow:
    file = workbook(tmp_path / "a.xlsx", [("路新", invented_id(101), BUREAU, rank, status, note)], HEADER)
    (row,) = desk.ask(preview_rows, desk.ask(preview_import, file).token, [0], None)
    return row


@pytest.mark.parametrize(
    ("rank", "status", "kept"),
    [
        ("四级主任科员（试用期）", "在职", ("principal_4", "serving", "试用期")),
        ("四级主任科员(试用)", "在编", ("principal_4", "serving", "试用")),
        ("四级主任科员 试用期", "", ("principal_4", "", "试用期")),
        ("四级主任科员试用期", "", ("principal_4", "", "试用期")),
        ("正科级（2019.05，试用期一年）", "在职", ("section_head", "serving", "试用期一年")),
        ("副科级（驻村第一书记）", "在职", ("section_deputy", "serving", "驻村第一书记")),
        ("四级主任科员", "驻村", ("principal_4", "serving", "驻村")),
        ("四级主任科员", "在职（驻村）", ("principal_4", "serving", "驻村")),
        ("四级主任科员", "在职、驻村", ("principal_4", "serving", "驻村")),
        ("四级主任科员", "试用期", ("principal_4", "serving", "试用期")),
        ("试用期", "在职", ("", "serving", "试用期")),
        ("驻村第一书记", "借调来区", ("", "seconded_in", "驻村第一书记")),
    ],
)
def test_what_is_no_rank_and_no_status_is_kept_in_the_note(
    desk: Desk, tmp_path: Path, rank: str, status: str, kept: tuple[str, str, str]
):
    row = read(desk, tmp_path, rank, status)
    assert row.bucket is Bucket.NEW
    said = dict(row.written)
    assert tuple(said.get(name, "") for name in ("rank", "status", "note")) == kept
    (note,) = [one for one in row.problems if one.code == "roster.said_beside"]
    assert "已转入备注" in text(note.code, **note.params)


def test_it_stands_behind_the_row_s_own_remark_once(desk: Desk, tmp_path: Path):
    assert (
        dict(read(desk, tmp_path, "四级主任科员（试用期）", "试用期", "选调生").written)["note"]
        == "选调生；试用期"
    )
    assert dict(read(desk, tmp_path, "四级主任科员（试用期）", "", "试用期").written)["note"] == "试用期"


@pytest.mark.parametrize("status", ["未驻村", "曾驻村", "在读（驻村）"])
def test_what_says_something_else_is_asked_about(desk: Desk, tmp_path: Path, status: str):
    row = read(desk, tmp_path, "四级主任科员", status)
    assert (row.bucket, [one.code for one in row.problems]) == (Bucket.QUESTION, ["roster.status_unknown"])


@pytest.mark.parametrize("rank", ["八级职员", "管理八级", "八级管理岗"])
def test_a_grade_of_an_institution_is_asked_about_and_left(desk: Desk, tmp_path: Path, rank: str):
    file = workbook(tmp_path / "a.xlsx", [("路新", invented_id(101), BUREAU, rank, "在职", "")], HEADER)
    preview = desk.ask(preview_import, file)
    (row,) = desk.ask(preview_rows, preview.token, [0], None)
    (asked,) = row.problems
    assert f"“{rank}”是事业单位管理岗位等级" in text(asked.code, **asked.params)
    left = desk.ask(mend_import, preview.token, {(2, "rank"): ""}, {})
    (row,) = desk.ask(preview_rows, left.token, [0], None)
    assert (row.bucket, "rank" in dict(row.written)) == (Bucket.NEW, False)


def test_a_file_without_remarks_takes_no_note_away(desk: Desk, tmp_path: Path):
    write(desk.path, ("UPDATE person SET note = '联络员', rank = 'principal_4' WHERE id = 1", ()))
    lines = [("丁宁", invented_id(1), OFFICE, "四级主任科员（试用期）")]
    take_in(desk, workbook(tmp_path / "a.xlsx", lines, HEADER[:4]))
    assert rows(desk, "SELECT rank, note FROM person WHERE id = 1") == [("principal_4", "联络员；试用期")]
    again = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", lines, HEADER[:4]))
    assert (again.counts[Bucket.SAME], again.counts[Bucket.UPDATE]) == (1, 0)


def test_a_word_that_nobody_knows_is_left_blank_where_it_is_said_and_nowhere_else(desk: Desk, tmp_path: Path):
    """One answer for every row that says 十二级; another word may be anything. Grades of management posts are one question."""
    ranks = ("十二级", "某某级", "十二级", "管理七级", "管理八级", "四级主任科员")
    lines = [
        (f"路{letter}", invented_id(300 + n), BUREAU, rank, "在职", "")
        for n, (letter, rank) in enumerate(zip("甲乙丙丁戊己", ranks, strict=True))
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER))
    seen = desk.ask(preview_rows, preview.token, [0, 1, 2, 3, 4], None)
    assert [row.problems[0].blanks for row in seen] == [1, 0, 1, 1, 1]
    places = desk.ask(alike_places, preview.token, seen[0].row, "rank", kind=True)
    assert places == [(seen[0].row, "rank"), (seen[2].row, "rank")]


@pytest.mark.parametrize(
    ("rank", "level"),
    [
        ("三级高级主办", ("researcher_3",)),
        ("二级主办", ("principal_2",)),
        ("一级行政执法员", ("clerk_1",)),
        ("一级主管", ("principal_1",)),
        ("专业技术员", ("clerk_1", "clerk_2")),
        ("四级警长", ("principal_4",)),
        ("警务技术四级主任", ("researcher_4",)),
        ("督办", ()),
        ("四级高级法官", ()),
    ],
)
def test_a_rank_of_another_ladder_offers_those_of_its_level(
    desk: Desk, tmp_path: Path, rank: str, level: tuple[str, ...]
):
    row = read(desk, tmp_path, rank, "在职")
    (asked,) = row.problems
    assert (row.bucket, asked.code, asked.choices) == (Bucket.QUESTION, "roster.rank_ladder", level)
    assert "人民警察、法官、检察官的职级" in text(asked.code, **asked.params)


@pytest.mark.parametrize(("answer", "counts"), [("principal_1", "principal_1"), ("", None)])
def test_a_rank_of_another_ladder_counts_as_was_said_and_keeps_its_name(
    desk: Desk, tmp_path: Path, answer: str, counts: str | None
):
    """Police, courts and markets are a quarter of a county: blank, they had no rank in any headcount."""
    header = ["姓名", "身份证号", "工作单位", "职务", "职级"]
    lines = [
        (f"路{letter}", invented_id(300 + n), BUREAU, "民警", "一级警长") for n, letter in enumerate("甲乙")
    ]
    path = workbook(tmp_path / "a.xlsx", lines, header)
    preview = desk.ask(preview_import, path)
    answers = desk.ask(alike_answers, preview.token, 2, "rank", answer) if answer else {}
    answers = answers or {(row, "rank"): answer for row in (2, 3)}
    preview = desk.ask(mend_import, preview.token, {}, answers)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    kept = rows(desk, "SELECT rank, note FROM person WHERE name LIKE '路%'")
    assert kept == [(counts, "一级警长")] * 2
    # of another word it is another question, which no one key leaves blank with this one
    fourth = [
        ("路丁", invented_id(304), BUREAU, "法官", "四级高级法官"),
        ("路戊", invented_id(305), BUREAU, "", "二级警长"),
    ]
    other = desk.ask(preview_import, workbook(tmp_path / "c.xlsx", fourth, header))
    assert [row.problems[0].blanks for row in desk.ask(preview_rows, other.token, [0, 1], None)] == [0, 0]
    # the next file asks nothing and changes nothing; a colleague has the rank on that level, and is asked of where it was not taken
    third = ("路丙", invented_id(302), BUREAU, "民警", "一级警长")
    preview = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", [*lines, third], header))
    assert (preview.counts[Bucket.QUESTION], preview.counts[Bucket.SAME], preview.counts[Bucket.NEW]) == (
        0 if answer else 1,
        2,
        1 if answer else 0,
    )


@pytest.mark.parametrize(("header", "word"), [("职级", "一级警长"), ("状态", "死亡"), ("状态", "辞职")])
def test_what_a_cell_leaves_in_the_note_takes_no_note_away(
    desk: Desk, tmp_path: Path, header: str, word: str
):
    who = ("路新", invented_id(101), BUREAU)
    take_in(
        desk, workbook(tmp_path / "a.xlsx", [(*who, "家住城东")], ["姓名", "身份证号", "工作单位", "备注"])
    )
    path = workbook(tmp_path / "b.xlsx", [(*who, word)], ["姓名", "身份证号", "工作单位", header])
    preview = desk.ask(preview_import, path)
    preview = desk.ask(
        mend_import, preview.token, {}, {(2, "rank"): "principal_1"} if header == "职级" else {}
    )
    (row,) = desk.ask(preview_rows, preview.token, [0], None)
    assert [change.new for change in row.changes if change.field == "note"] == [f"家住城东；{word}"]
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert desk.ask(preview_import, path).counts[Bucket.SAME] == 1, "said once, it is not said again"
