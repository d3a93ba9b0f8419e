"""One person in two rows of one file, once before and once after a move: it is said which row counts."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.errors import Refused, Severity
from trainingdesk.domain.roster.cells import LEGACY
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.mending import Mends
from trainingdesk.domain.roster.one_line import for_copies
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.which_row import OTHER, OUT, THIS, WHICH_ROW
from trainingdesk.shared.text import text
from trainingdesk.ui.pages.roster.choices import Choices
from trainingdesk.ui.pages.roster.import_words import answer_words
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    passed_places,
    preview_import,
    preview_places,
    preview_rows,
)
from trainingdesk.usecases.roster_files import export_problem_rows

HEADER = ["姓名", "身份证号", "出生年月", "工作单位", "职务", "手机"]
OLD = ("路远", invented_id(401), "", OFFICE, "科员", "")
MOVED = ("路远", invented_id(401), "", OFFICE, "科长", "13900001234")


def answered(desk: Desk, path: Path, answer: str, *lines: tuple[str, ...]):
    """Return the preview once it is answered at the last row which one counts, and all its rows."""
    preview = desk.ask(preview_import, workbook(path, lines, HEADER))
    last = len(lines) + 1
    preview = desk.ask(mend_import, preview.token, {}, {(last, WHICH_ROW): answer} if answer else {})
    places = desk.ask(preview_places, preview.token)
    assert desk.ask(passed_places, preview.token) == (
        [{THIS: last - 3}.get(answer, last - 2)] if answer else []
    )
    return preview, {row.row: row for row in desk.ask(preview_rows, preview.token, places)}


def test_it_is_offered_at_the_second_row_and_nothing_is_taken_silently(desk: Desk, tmp_path: Path):
    preview, shown = answered(desk, tmp_path / "a.xlsx", "", OLD, MOVED)
    assert (shown[2].bucket, shown[3].bucket) == (Bucket.NEW, Bucket.ERROR)
    (asked,) = (problem for problem in shown[3].problems if problem.name == WHICH_ROW)
    assert [answer_words(asked, value) for value in asked.choices] == [
        "同一人，以本行为准",
        "同一人，以第 2 行为准",
        "不导入此行",
    ]
    with pytest.raises(Refused) as refused:
        desk.execute(Choices(good_only=False).command(preview))
    assert refused.value.code == "import.rows_open"


@pytest.mark.parametrize(
    ("answer", "post", "stays", "became", "why"),
    [
        (THIS, "科长", 2, "未导入：以另一行为准", "路远以第 3 行为准，本行不导入。"),
        (OTHER, "科员", 3, "未导入：以另一行为准", "路远以第 2 行为准，本行不导入。"),
        (OUT, "科员", 3, "人工排除", "已选不导入本行；路远在第 2 行另有一行。"),
    ],
)
def test_one_row_counts_and_the_other_is_told(desk: Desk, tmp_path: Path, answer, post, stays, became, why):
    preview, shown = answered(desk, tmp_path / "a.xlsx", answer, OLD, MOVED)
    assert preview.counts["error"] == 0
    assert [text(p.code, **p.params) for p in shown[stays].problems if p.name != WHICH_ROW] == [why]
    (asked,) = (problem for problem in shown[3].problems if problem.name == WHICH_ROW)
    assert answer_words(asked, answer).startswith("✓")
    choices = Choices(good_only=False)
    will = choices.expected(preview)
    assert (will.new, will.same, will.out, will.waiting) == (1, 0, 1, 0)
    result = desk.execute(choices.command(preview)).result
    assert (result["created"], result["same"], result["refused"]) == (1, 0, 1)
    assert rows(desk, "SELECT post FROM person WHERE name = '路远'") == [(post,)]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(result["batch_id"])})
    said = {row.cells[0]: row.cells for row in table.rows}
    assert said[str(stays)][1] == became
    assert why in said[str(stays)][4]
    assert said[str(stays)][5] == "张晓"
    assert chain_is_whole(desk)
    desk.execute(UndoLast())
    assert rows(desk, "SELECT count(*) FROM person WHERE name = '路远'") == [(0,)]


def test_of_somebody_of_the_roster_it_is_the_row_that_counts(desk: Desk, tmp_path: Path):
    old, new = (("丁宁", invented_id(1), "", OFFICE, post, "") for post in ("副部长", "部长"))
    preview, shown = answered(desk, tmp_path / "a.xlsx", THIS, old, new)
    assert preview.counts["left"] == len([one for one in preview.missing_from if one != 1])
    assert shown[3].bucket is Bucket.UPDATE
    desk.execute(Choices(good_only=False).command(preview))
    assert rows(desk, "SELECT post FROM person WHERE id = 1") == [("部长",)]


def test_of_three_rows_the_last_that_was_said_counts(desk: Desk, tmp_path: Path):
    lines = [("路远", invented_id(401), "", OFFICE, post, "") for post in ("科员", "科长", "主任")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER))
    answers = {(3, WHICH_ROW): THIS, (4, WHICH_ROW): THIS}
    preview = desk.ask(mend_import, preview.token, {}, answers)
    assert (preview.passed, preview.counts["new"]) == (2, 1)
    desk.execute(Choices(good_only=False).command(preview))
    assert rows(desk, "SELECT post FROM person WHERE name = '路远'") == [("主任",)]


def test_what_is_open_in_a_row_that_stays_out_is_asked_no_more(desk: Desk, tmp_path: Path):
    odd = ("路远", invented_id(401), "1999.01", OFFICE, "科员", "")
    preview, _shown = answered(desk, tmp_path / "a.xlsx", "", odd, MOVED)
    assert preview.counts["question"] == 1
    preview, shown = answered(desk, tmp_path / "b.xlsx", THIS, odd, MOVED)
    assert (preview.counts["question"], preview.counts["error"]) == (0, 0)
    assert shown[3].bucket is Bucket.NEW


def test_twice_by_name_and_birth(desk: Desk, tmp_path: Path):
    lines = [("路远", "", "1980-05-06", OFFICE, post, "") for post in ("科员", "科长")]
    preview, _shown = answered(desk, tmp_path / "a.xlsx", "", *lines)
    assert preview.counts["error"] == 1
    preview, _shown = answered(desk, tmp_path / "b.xlsx", THIS, *lines)
    desk.execute(Choices(good_only=False).command(preview))
    assert rows(desk, "SELECT post FROM person WHERE name = '路远'") == [("科长",)]


@pytest.mark.parametrize("answer", [THIS, OTHER, OUT])
def test_nothing_is_asked_about_the_remark_of_a_row_that_stays_out(desk: Desk, tmp_path: Path, answer):
    lines = [("路远", invented_id(401), OFFICE, "科员", "2024年3月退休")] * 2
    path = workbook(tmp_path / "a.xlsx", lines, ["姓名", "身份证号", "工作单位", "职务", "备注"])
    preview = desk.ask(preview_import, path)
    assert preview.remarks == 1
    preview = desk.ask(mend_import, preview.token, {}, {(3, WHICH_ROW): answer})
    assert preview.remarks == 1


def test_a_line_that_stands_there_twice_is_taken_once_and_nothing_is_asked(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", (MOVED, MOVED), HEADER))
    assert (preview.counts["error"], preview.counts["new"], preview.passed) == (0, 1, 1)
    (place,) = desk.ask(passed_places, preview.token)
    (row,) = desk.ask(preview_rows, preview.token, [place])
    (problem,) = row.problems
    assert (row.row, problem.severity) == (3, Severity.NOTE)
    assert text(problem.code, **problem.params) == "与第 2 行完全相同，路远只导入一次。"
    result = desk.execute(Choices(good_only=False).command(preview)).result
    assert (result["created"], result["refused"]) == (1, 1)
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(result["batch_id"])})
    assert {row.cells[0]: row.cells for row in table.rows}["3"][1] == "未导入：以另一行为准"
    assert "数据截止日：2026-06-12" in table.facts, "the report says of which day the file was"


def test_a_line_that_says_more_in_what_no_field_holds_is_no_copy(desk: Desk, tmp_path: Path):
    """How somebody is at their unit, and a rank from before the law: the second line's were lost without a word."""
    header = ["姓名", "身份证号", "工作单位", "职务", "职级"]
    line = ("路远", invented_id(401), OFFICE, "科长", "")
    for name, other in (
        ("a", (*line[:2], f"{OFFICE}（挂职）", "科长", "")),
        ("b", (*line[:4], "主任科员")),
    ):
        path = workbook(tmp_path / f"{name}.xlsx", (line, other), header)
        preview = desk.ask(preview_import, path)
        preview = desk.ask(mend_import, preview.token, {}, {(3, "rank"): LEGACY} if name == "b" else {})
        assert (preview.passed, preview.counts["error"]) == (0, 1), name
        path = workbook(tmp_path / f"{name}2.xlsx", (other, other), header)
        preview = desk.ask(preview_import, path)
        answers = {(row, "rank"): LEGACY for row in (2, 3)} if name == "b" else {}
        preview = desk.ask(mend_import, preview.token, {}, answers)
        assert (preview.passed, preview.counts["error"]) == (1, 0), name


def test_two_alike_lines_without_a_number_are_asked_about(desk: Desk, tmp_path: Path):
    alike = ("路远", "", "1979-03", OFFICE, "科员", "")
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", (alike, alike), HEADER))
    assert preview.counts["error"] == 1, "two people of one name may be born in one month"


@pytest.mark.parametrize(("line", "by"), [(OLD, "按规则"), (MOVED, "张晓")])
def test_that_a_line_was_copied_was_decided_by_nobody(
    desk: Desk, tmp_path: Path, line: tuple[str, ...], by: str
):
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [OLD, line], HEADER))
    if line is MOVED:
        preview = desk.ask(mend_import, preview.token, {}, {(3, WHICH_ROW): OTHER})
    desk.execute(Choices(good_only=False).command(preview))
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": "1"})
    assert [row.cells[5] for row in table.rows] == ["按规则", by]


RANKED = ["姓名", "身份证号", "工作单位", "职级", "参加工作时间"]
COPIED = ("路远", invented_id(401), OFFICE, "某某级", "5/6/2005")


@pytest.mark.parametrize("at", [2, 3, 4])
def test_one_answer_holds_for_a_copied_line_too(desk: Desk, tmp_path: Path, at: int):
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [COPIED] * 3, RANKED))
    assert (preview.counts[Bucket.QUESTION], preview.passed) == (1, 2)
    typed, chosen = {(at, "rank"): "一级科员"}, {(at, "work_start"): "2005-05-06"}
    for given in ((typed, {}), ({}, chosen), (typed, chosen)):
        preview = desk.ask(mend_import, preview.token, *given)
        assert (preview.counts[Bucket.ERROR], preview.passed) == (0, 2)
    assert preview.counts[Bucket.QUESTION] == 0
    export_problem_rows(desk, preview.token, tmp_path / "回.xlsx")
    back = desk.ask(preview_import, tmp_path / "回.xlsx")
    assert (back.counts[Bucket.QUESTION], back.counts[Bucket.ERROR], back.passed) == (0, 0, 2)
    desk.execute(Choices(good_only=False).command(preview))
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": "1"})
    assert [row.cells[5] for row in table.rows] == ["张晓", "按规则", "按规则"]
    assert rows(desk, "SELECT work_start, rank FROM person WHERE name = '路远'") == [
        ("2005-05-06", "clerk_1")
    ]


def test_two_answers_to_a_copied_line_are_two(desk: Desk, tmp_path: Path):
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [COPIED] * 2, RANKED))
    answers = {(2, "work_start"): "2005-05-06", (3, "work_start"): "2005-06-05", (2, "rank"): ""}
    preview = desk.ask(mend_import, preview.token, {}, answers)
    assert (preview.counts[Bucket.NEW], preview.counts[Bucket.ERROR], preview.passed) == (1, 1, 0)
    # once it is another person's, nothing that was answered of the one is said of the other
    other = {(3, "id_number"): invented_id(402), (3, "name"): "路近"}
    preview = desk.ask(mend_import, preview.token, other, {(2, "work_start"): "2005-05-06", (2, "rank"): ""})
    assert (preview.counts[Bucket.NEW], preview.counts[Bucket.QUESTION], preview.passed) == (1, 1, 0)


def test_what_is_put_right_in_a_row_of_somebody_else_leaves_the_line_it_was_copied_from(
    desk: Desk, tmp_path: Path
):
    line = ("路远", invented_id(401), OFFICE, "一级科员", "")
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [line] * 2, RANKED))
    whose = {(3, "id_number"): invented_id(402), (3, "name"): "路近"}
    typed = {**whose, (3, "unit"): BUREAU, (3, "rank"): "二级科员"}
    preview = desk.ask(mend_import, preview.token, typed, {})
    desk.execute(Choices(good_only=False).command(preview))
    stored = "SELECT u.name, p.rank FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.name LIKE '路%'"
    assert rows(desk, f"{stored} ORDER BY p.id_number") == [(OFFICE, "clerk_1"), (BUREAU, "clerk_2")]


@pytest.mark.parametrize(("field", "said"), [("name", "路近"), ("id_number", invented_id(402))])
def test_a_row_whose_name_or_number_was_put_right_is_nobodys_copy(field: str, said: str):
    people = [ParsedPerson(row, "路远", id_number="1", unit=OFFICE) for row in (2, 3)]
    mends = Mends({(3, field): said, (3, "unit"): BUREAU})
    assert for_copies(people, [], mends) == mends
