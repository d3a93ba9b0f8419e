"""Which of two rows of one person counts is decided once: it is said in the workbook that goes back, and not asked again."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.app import roster_import
from trainingdesk.domain.roster.import_views import ImportPreview
from trainingdesk.domain.roster.which_row import OTHER, OUT, THIS, WHICH_ROW
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.queries.roster_import import mend_import, passed_places, preview_import
from trainingdesk.usecases.roster_files import export_problem_rows

HEADER = ["姓名", "身份证号", "出生年月", "工作单位", "职务", "职级"]
OLD = ("路远", invented_id(401), "", OFFICE, "科员", "")
MOVED = ("路远", invented_id(401), "", BUREAU, "科长", "")
WRONG = ("米粒", invented_id(402), "", OFFICE, "", "某某级")
POST = "SELECT post FROM person WHERE name = '路远'"


def taken_in(desk: Desk, path: Path, answer: str, *lines: tuple[str, ...]) -> tuple[ImportPreview, int]:
    """Import the good rows once it is decided at row 3 which one counts, and return the preview and the import."""
    preview = desk.ask(preview_import, workbook(path, lines, HEADER))
    preview = desk.ask(mend_import, preview.token, {}, {(3, WHICH_ROW): answer})
    command = ImportRoster(token=preview.token, digest=preview.digest, good_only=True)
    return preview, desk.execute(command).result["batch_id"]


def codes(preview: ImportPreview) -> set[str]:
    return {note.code for note in preview.notes}


@pytest.mark.parametrize(
    ("answer", "marked", "said", "stays_out", "post"),
    [
        (THIS, "A2", "路远以第 3 行为准，本行不导入。", 0, "科长"),
        (OTHER, "A3", "路远以第 2 行为准，本行不导入。", 1, "科员"),
        (OUT, "A3", "已选不导入本行；路远在第 2 行另有一行。", 1, "科员"),
    ],
)
def test_the_mended_workbook_says_what_was_decided_and_keeps_it(
    desk: Desk, tmp_path: Path, answer: str, marked: str, said: str, stays_out: int, post: str
):
    preview, _batch = taken_in(desk, tmp_path / "a.xlsx", answer, OLD, MOVED, WRONG)
    target = tmp_path / "问题行.xlsx"
    assert export_problem_rows(desk, preview.token, target) == 1
    book = load_workbook(target)
    sheet = book.worksheets[0]
    cell = sheet[marked]
    assert (cell.comment.text, cell.fill.fgColor.rgb, cell.value) == (said, "FFC6EFCE", "路远")
    listed = [row[4].value for row in book["问题清单"].iter_rows(min_row=2)]
    assert said in listed
    sheet["F4"] = "三级主任科员"
    book.save(target)
    again = desk.ask(preview_import, target)
    assert (again.counts["error"], again.counts["question"], again.passed) == (0, 0, 1)
    assert (desk.ask(passed_places, again.token), "roster.which_before" in codes(again)) == (
        [stays_out],
        True,
    )
    desk.execute(ImportRoster(token=again.token, digest=again.digest))
    assert rows(desk, POST) == [(post,)]


def test_another_cell_is_another_question_and_the_order_of_the_rows_is_none(desk: Desk, tmp_path: Path):
    taken_in(desk, tmp_path / "a.xlsx", THIS, OLD, MOVED)
    turned = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", [WRONG, MOVED, OLD], HEADER))
    assert desk.ask(passed_places, turned.token) == [2]
    other = (*MOVED[:4], "副局长", "")
    changed = desk.ask(preview_import, workbook(tmp_path / "c.xlsx", [OLD, other], HEADER))
    assert (changed.passed, changed.counts["error"], "roster.which_before" in codes(changed)) == (0, 1, False)


def test_it_is_decided_anew_and_of_an_import_taken_back_nothing_holds(desk: Desk, tmp_path: Path):
    _preview, batch = taken_in(desk, tmp_path / "a.xlsx", THIS, OLD, MOVED)
    again = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", [OLD, MOVED, WRONG], HEADER))
    assert desk.ask(passed_places, again.token) == [0]
    other = desk.ask(mend_import, again.token, {}, {(4, "rank"): ""})
    assert "roster.which_before" in codes(other), "it holds after any other answer, and is said"
    anew = desk.ask(mend_import, again.token, {}, {(3, WHICH_ROW): OTHER})
    assert desk.ask(passed_places, anew.token) == [1]
    assert "roster.which_before" not in codes(anew)
    desk.execute(RevertImport(batch_id=batch))
    once_more = desk.ask(preview_import, workbook(tmp_path / "c.xlsx", [WRONG, OLD, MOVED], HEADER))
    assert (once_more.passed, once_more.counts["error"]) == (0, 2 - 1)


def test_the_command_line_counts_the_row_for_which_another_one_counts(desk: Desk, tmp_path: Path):
    taken_in(desk, tmp_path / "a.xlsx", THIS, OLD, MOVED)
    again = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", [OLD, MOVED, WRONG], HEADER))
    prepared = waiting_import(again.token)
    counts = roster_import._counts(again.counts, prepared, again.day, ())
    people = roster_import._facts(prepared, (), counts, ())["people"]
    assert [one["bucket"] for one in people] == ["same", "same", "question"]
    rows_in = {name: count for name, count in counts.items() if count and name != "left"}
    assert rows_in == {"same": 2, "question": 1}


def test_of_three_rows_of_one_person_each_decision_holds(desk: Desk, tmp_path: Path):
    third = (*MOVED[:4], "局长", "")
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [OLD, MOVED, third], HEADER))
    answers = {(3, WHICH_ROW): THIS, (4, WHICH_ROW): THIS}
    preview = desk.ask(mend_import, preview.token, {}, answers)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, POST) == [("局长",)]
    again = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", [OLD, MOVED, third, WRONG], HEADER))
    assert (desk.ask(passed_places, again.token), again.counts["error"]) == ([0, 1], 0)


def test_of_whom_a_row_means_nothing_is_asked_once_it_was_decided(desk: Desk, tmp_path: Path):
    header = ["姓名", "工作单位", "职务"]
    preview = desk.ask(
        preview_import,
        workbook(tmp_path / "a.xlsx", [("王伟", BUREAU, "科长"), ("王伟", BUREAU, "")], header),
    )
    assert preview.counts["maybe"] == 2
    assert export_problem_rows(desk, preview.token, tmp_path / "b.xlsx", decided={2}) == 1
    sheet = load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert (sheet["A2"].comment, sheet["A3"].comment is None) == (None, False)
