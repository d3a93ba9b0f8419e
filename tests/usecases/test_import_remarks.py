"""A remark that somebody has retired stays one, unless a person takes the status from it."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.desk_fixtures import UNITS, invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import OFFICE, state, workbook
from trainingdesk.domain.codes import Line, Team
from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddPerson, AddUnit
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import (
    alike_answers,
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
    remark_places,
)

HEADER = ["姓名", "身份证号", "工作单位", "人员状态", "备注"]
LINES = [
    ("丁宁", invented_id(1), OFFICE, "在职", "已退休 2025.3"),
    ("于洋", invented_id(2, male=False), OFFICE, "", "退休"),
    ("单小芳", "", OFFICE, "", "拟明年退休"),
    ("新来", "", OFFICE, "", "借调"),
    ("老新", "", OFFICE, "退休", "退休"),
    ("米新", "", OFFICE, "不知道", "退休"),
]
DAY = date(2026, 5, 31)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return workbook(tmp_path / "名册2026-05-31.xlsx", LINES, HEADER)


def status(desk: Desk) -> list:
    return rows(desk, "SELECT status, status_from, note FROM person WHERE id < 3 ORDER BY id")


def test_without_an_answer_it_stays_a_remark(desk: Desk, file: Path):
    preview = desk.ask(preview_import, file)
    assert preview.remarks == 3, "what the row says itself, or is asked about anyway, is not asked twice"
    shown = desk.ask(preview_rows, preview.token, desk.ask(remark_places, preview.token))
    assert [row.name for row in shown] == ["丁宁", "于洋", "新来"]
    note = shown[0].problems[0]
    assert (note.code, note.severity, note.field) == ("roster.remark_status", Severity.NOTE, "备注")
    assert (note.name, note.choices, note.alike) == ("status", ("retired",), 1)
    assert shown[2].problems[0].choices == ("seconded_in",)
    assert {row.bucket for row in shown} == {Bucket.UPDATE, Bucket.NEW}, "nothing waits for an answer"
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True, day=DAY))
    assert status(desk) == [("serving", None, "已退休 2025.3"), ("serving", None, "退休")]
    # now the roster has the remark: the same file asks again, and says nothing of whoever is retired by then
    again = desk.ask(preview_import, file)
    assert again.remarks == 3


def test_one_answer_does_for_all_alike_each_with_its_own_day(desk: Desk, file: Path):
    before = state(desk)
    preview = desk.ask(preview_import, file)
    answers = desk.ask(alike_answers, preview.token, 3, "status", "retired")
    assert answers == {(2, "status"): "retired", (3, "status"): "retired"}
    mended = desk.ask(mend_import, preview.token, {}, answers)
    assert mended.remarks == 3, "what was answered can be answered anew"
    first, second = desk.ask(preview_rows, preview.token, [0, 1])
    assert first.problems[0].params["taken"] == "retired"
    changes = {change.field: change for change in first.changes}
    assert (changes["status"].new, changes["status"].by_remark) == ("retired", "2025-03")
    assert {change.field: change.by_remark for change in second.changes}["status"] == ""
    command = ImportRoster(token=preview.token, digest=preview.digest, good_only=True, day=DAY)
    outcome = desk.execute(command)
    assert status(desk) == [("retired", "2025-03-01", "已退休 2025.3"), ("retired", "2026-05-31", "退休")]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(outcome.result["batch_id"])})
    assert "→ 退休（自 2025-03 起）" in table.rows[0].cells[4]
    assert not any("不选择时" in row.cells[4] for row in table.rows), "the report tells, and asks nothing"
    assert desk.ask(preview_import, file).remarks == 1, "who is retired by now is not asked about"
    desk.execute(UndoLast())
    assert state(desk) == before
    assert chain_is_whole(desk)


def test_somebody_new_comes_in_as_retired_since_the_day_of_the_remark(desk: Desk, tmp_path: Path):
    lines = [("老新", "", OFFICE, "", "2025年3月退休"), ("新来", "", OFFICE, "", "")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER))
    desk.ask(mend_import, preview.token, {}, {(2, "status"): "retired"})
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert dict(row.written).items() >= {"status": "retired", "status_from": "2025-03"}.items()
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=DAY))
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": "1"})
    assert "状态：退休（自 2025-03-01 起）" in table.rows[0].cells[4]
    assert rows(desk, "SELECT name, status, status_from FROM person WHERE id > 14 ORDER BY id") == [
        ("老新", "retired", "2025-03-01"),
        ("新来", "serving", None),
    ]
    assert rows(
        desk, "SELECT detail FROM audit WHERE entity = 'person' AND detail LIKE '%status_from\":\"2025-03%'"
    )
    assert chain_is_whole(desk)


def test_a_day_that_was_said_counts_before_that_of_the_remark(desk: Desk, file: Path):
    preview = desk.ask(preview_import, file)
    desk.ask(mend_import, preview.token, {}, {(2, "status"): "retired"})
    days = ((2, "status", "2025-04-01"),)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True, day=DAY, days=days))
    assert status(desk)[0] == ("retired", "2025-04-01", "已退休 2025.3")


def test_who_retires_on_a_day_to_come_gets_no_answer_of_others(desk: Desk, tmp_path: Path):
    lines = [
        ("丁宁", invented_id(1), OFFICE, "", "退休2025.3"),
        ("于洋", invented_id(2, male=False), OFFICE, "", "2027.3退休"),
        ("单小芳", invented_id(3), OFFICE, "", "2026.12.31退休"),
        ("新一", "", OFFICE, "", "2026年退休"),
        ("新二", "", OFFICE, "", "2027年退休"),
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册2026-05-31.xlsx", lines, HEADER))
    assert preview.remarks == 2, "what is to come is not asked about"
    shown = desk.ask(preview_rows, preview.token, list(range(5)))
    assert [(row.problems[-1].code, row.problems[-1].choices) for row in shown] == [
        ("roster.remark_status", ("retired",)),
        ("roster.remark_to_come", ()),
        ("roster.remark_to_come", ()),
        ("roster.remark_status", ("retired",)),
        ("roster.remark_to_come", ()),
    ]
    answers = desk.ask(alike_answers, preview.token, 2, "status", "retired")
    assert answers == {(2, "status"): "retired"}, "a year that goes on is asked about by itself"
    desk.ask(mend_import, preview.token, {}, answers)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True, day=DAY))
    assert rows(desk, "SELECT name, status, status_from, note FROM person WHERE id < 4 ORDER BY id") == [
        ("丁宁", "retired", "2025-03-01", "退休2025.3"),
        ("于洋", "serving", None, "2027.3退休"),
        ("单小芳", "serving", None, "2026.12.31退休"),
    ]
    assert rows(desk, "SELECT DISTINCT status FROM person WHERE id > 14") == [("serving",)]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": "1"})
    assert any("尚未发生" in row.cells[4] for row in table.rows)


def test_an_answer_waits_where_by_another_day_of_the_file_the_remark_is_to_come(desk: Desk, tmp_path: Path):
    lines = [("丁宁", invented_id(1), OFFICE, "", "2026.5.20退休")]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册2026-05-31.xlsx", lines, HEADER))
    answers = {(2, "status"): "retired"}
    earlier = desk.ask(mend_import, preview.token, {}, answers, day=date(2026, 5, 1))
    assert earlier.remarks == 0
    (row,) = desk.ask(preview_rows, preview.token, [0], date(2026, 5, 1))
    assert "status" not in {change.field for change in row.changes}
    desk.ask(mend_import, preview.token, {}, answers, day=DAY)
    (row,) = desk.ask(preview_rows, preview.token, [0], DAY)
    assert {change.field: change.by_remark for change in row.changes}["status"] == "2026-05-20"
    typed = desk.ask(mend_import, preview.token, {(2, "note"): "2027.5退休"}, answers, day=DAY)
    assert typed.remarks == 0, "what was typed in the remark's place counts"


def test_somebody_new_who_is_gone_came_before_they_went(desk: Desk, tmp_path: Path):
    lines = [
        ("老新", "", OFFICE, "", "2025年3月退休"),
        ("老旧", "", OFFICE, "退休", ""),
        ("新来", "", OFFICE, "", ""),
    ]
    days = ("2024-12-31", "2025-12-31", "2026-06-12")
    before = [heads(desk, day) for day in days]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER))
    desk.ask(mend_import, preview.token, {}, {(2, "status"): "retired"})
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=DAY))
    desk.execute(
        AddPerson(
            name="老三",
            team=Team.PARTY_GOVERNMENT,
            unit_id=[name for name, *_rest in UNITS].index(OFFICE) + 1,
            status="retired",
            status_from="2025-03-01",
        )
    )
    assert rows(desk, "SELECT name, status_from, joined_on FROM person WHERE id > 14 ORDER BY id") == [
        ("老新", "2025-03-01", None),
        ("老旧", None, None),
        ("新来", None, "2026-05-31"),
        ("老三", "2025-03-01", None),
    ]
    now = [heads(desk, day) for day in days]
    assert [new - old for new, old in zip(now, before, strict=True)] == [2, 0, 1], "counted while they served"
    (changes, *_rest) = desk.ask(paper_rows, "roster.changes", {"from": "2024-12-31", "to": "2025-12-31"})
    assert {row.cells[1] for row in changes.rows} >= {"老\u3000新", "老\u3000三"}, "they left in 2025"


def heads(desk: Desk, day: str) -> int:
    return int(desk.ask(paper_rows, "roster.headcount", {"day": day})[0].total.cells[1])


def test_remarks_are_asked_about_on_every_sheet_whatever_the_first_one_has(desk: Desk, tmp_path: Path):
    path = workbook(
        tmp_path / "名册2026-05-31.xlsx",
        [("新一", "", OFFICE), ("新二", "", OFFICE), ("新三", "", OFFICE)],
        ["姓名", "身份证号", "工作单位"],
    )
    book = load_workbook(path)
    second = book.create_sheet("第二")
    for line in (["姓名", "工作单位", "备注"], ["老新", OFFICE, "已退休 2025.3"], ["老二", OFFICE, "去世"]):
        second.append(line)
    book.save(path)
    preview = desk.ask(preview_import, path)
    assert preview.remarks == 2
    shown = desk.ask(preview_rows, preview.token, desk.ask(remark_places, preview.token))
    assert [(row.name, row.problems[0].field, row.problems[0].choices) for row in shown] == [
        ("老新", "备注", ("retired",)),
        ("老二", "备注", ("left",)),
    ]
    desk.ask(mend_import, preview.token, {}, {(shown[0].row, "status"): "retired"})
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=DAY))
    assert rows(desk, "SELECT status FROM person WHERE name = '老新'") == [("retired",)]


def test_a_transfer_to_a_unit_of_the_roster_is_not_asked_about(desk: Desk, tmp_path: Path):
    desk.execute(AddUnit(name="市住房公积金管理中心", line=Line.GOVERNMENT))
    lines = [
        ("丁宁", invented_id(1), "调任市住房公积金管理中心副主任"),
        ("于洋", invented_id(2, male=False), "调到市税务局"),
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "moved.xlsx", lines, ["姓名", "身份证号", "备注"]))
    shown = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    assert [(row.name, one.code) for row in shown for one in row.problems] == [
        ("丁宁", "roster.remark_moved_within"),
        ("于洋", "roster.remark_moved"),
    ]
    assert shown[0].problems[0].choices == ()
    assert shown[0].problems[0].params["unit"] == OFFICE


def test_who_is_away_as_the_roster_says_already_is_not_told_again(desk: Desk, tmp_path: Path):
    lines = [("丁宁", invented_id(1), OFFICE, "在职", "援疆")]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册2026-05-31.xlsx", lines, HEADER))
    said = desk.ask(preview_rows, preview.token, [0])[0].problems
    assert [note.code for note in said] == ["roster.remark_away"]
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=DAY))
    again = desk.ask(preview_import, workbook(tmp_path / "名册2026-06-01.xlsx", lines, HEADER))
    assert again.counts["same"] == 1
    assert desk.ask(preview_rows, again.token, [0])[0].problems == ()
    lines[0] = (*lines[0][:4], "援藏")
    other = desk.ask(preview_import, workbook(tmp_path / "名册2026-06-02.xlsx", lines, HEADER))
    assert [note.code for note in desk.ask(preview_rows, other.token, [0])[0].problems] == [
        "roster.remark_away"
    ]


def test_what_is_over_does_not_say_that_somebody_is_away_again(desk: Desk, tmp_path: Path):
    desk.execute(change_of(desk, "丁宁", note="2019年援疆结束；会计证"))
    lines = [("丁宁", invented_id(1), OFFICE, "在职", "援疆")]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册2026-05-31.xlsx", lines, HEADER))
    (note,) = desk.ask(preview_rows, preview.token, [0])[0].problems
    assert note.code == "roster.remark_away"
    desk.execute(change_of(desk, "丁宁", note="会计证；援疆"))
    again = desk.ask(preview_import, workbook(tmp_path / "名册2026-06-01.xlsx", lines, HEADER))
    assert desk.ask(preview_rows, again.token, [0])[0].problems == ()


@pytest.mark.parametrize("rank", ["试用期", "见习警员", "一级警长", "一级科员", ""])
def test_what_a_column_of_ranks_left_beside_a_remark_does_not_hide_it(desk: Desk, tmp_path: Path, rank: str):
    lines = [("老新", OFFICE, rank, "2026年3月退休")]
    header = ["姓名", "工作单位", "职级", "备注"]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册2026-05-31.xlsx", lines, header))
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert "roster.remark_status" in [one.code for one in row.problems]
    desk.ask(mend_import, preview.token, {}, {(2, "status"): "retired", (2, "rank"): ""})
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert dict(row.written).items() >= {"status": "retired", "status_from": "2026-03"}.items()


def test_who_is_new_and_belongs_elsewhere_by_the_remark_is_asked_about(desk: Desk, tmp_path: Path):
    lines = [
        ("老新", "", OFFICE, "", "从区委办借调"),
        ("老二", "", OFFICE, "", "产假（2026.1.15—2026.7.13）"),
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "名册2026-05-31.xlsx", lines, HEADER))
    first, second = desk.ask(preview_rows, preview.token, [0, 1])
    assert [(one.code, one.choices) for one in first.problems] == [
        ("roster.remark_lent_here", ("seconded_in",))
    ]
    assert [(one.code, one.choices) for one in second.problems] == [("roster.remark_status", ("long_leave",))]
