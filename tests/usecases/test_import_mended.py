"""What is put right on the preview comes in as it was put right, and the report keeps what became of every row."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, ROWS, workbook
from trainingdesk.domain.errors import Refused, Severity
from trainingdesk.domain.roster.importing import Became
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.missing import Gone
from trainingdesk.domain.values import mask_id
from trainingdesk.exchange.spool import SpooledRows
from trainingdesk.persistence.checkup import check_file
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.import_report import ImportReport, unpack
from trainingdesk.usecases.prepared import forget, waiting_import
from trainingdesk.usecases.queries.papers import paper_pdf, paper_rows, param_choices
from trainingdesk.usecases.queries.roster_import import (
    alike_answers,
    alike_places,
    import_batches,
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)
from trainingdesk.usecases.roster_files import export_problem_rows


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return workbook(tmp_path / "名册（截至2026年5月）.xlsx")


def row_of(desk: Desk, token: str, number: int):
    found = desk.ask(preview_rows, token, desk.ask(preview_places, token))
    return next(row for row in found if row.row == number)


def stored(desk: Desk) -> ImportReport:
    return unpack(rows(desk, "SELECT report FROM import_batch ORDER BY id DESC LIMIT 1")[0][0])


def test_the_day_the_file_speaks_of_is_guessed_from_its_name(desk: Desk, file: Path, tmp_path: Path):
    preview = desk.ask(preview_import, file)
    assert (preview.day, preview.day_from) == (date(2026, 5, 31), "名册（截至2026年5月）")
    plain = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx"))
    assert (plain.day, plain.day_from) == (date(2026, 6, 12), "")


def test_a_mended_row_changes_its_bucket_and_comes_in(desk: Desk, file: Path):
    token = desk.ask(preview_import, file).token
    wrong = row_of(desk, token, 7).wrong_cell()
    assert (wrong.code, wrong.name, wrong.field) == ("id.check_digit", "id_number", "身份证号")
    good = invented_id(103)
    preview = desk.ask(mend_import, token, {(7, "id_number"): good}, {(9, "rank"): "clerk_1"})
    assert preview.token == token
    assert (preview.counts["error"], preview.counts["question"], preview.counts["new"]) == (2, 0, 4)
    row = row_of(desk, token, 7)
    assert (row.bucket, row.problems) == (Bucket.NEW, ())
    assert [(mend.field, mend.new) for mend in row.mends] == [
        ("id_number", f"{good[:4]}**********{good[-4:]}")
    ]
    desk.execute(ImportRoster(token=token, digest=preview.digest, good_only=True, day=preview.day))
    assert rows(desk, "SELECT id_number FROM person WHERE name = '钱多'") == [(good,)]
    assert rows(desk, "SELECT rank FROM person WHERE name = '米粒'") == [("clerk_1",)]


def test_a_large_file_s_rows_on_disk_make_no_difference(desk: Desk, file: Path, monkeypatch):
    def as_shown(token: str):
        return desk.ask(preview_rows, token, desk.ask(preview_places, token))

    corrections = {(7, "id_number"): invented_id(103)}
    held = desk.ask(preview_import, file)
    before = as_shown(held.token), held.counts
    after = desk.ask(mend_import, held.token, corrections, {}).counts, as_shown(held.token)
    monkeypatch.setattr("trainingdesk.exchange.spool.MOST_HELD", 2)
    monkeypatch.setattr("trainingdesk.exchange.spool._PAGE", 2)
    monkeypatch.setattr("trainingdesk.usecases.commands.roster_new_people._PART", 2)
    preview = desk.ask(preview_import, file)
    assert isinstance(waiting_import(preview.token).plan.rows, SpooledRows)
    assert (as_shown(preview.token), preview.counts) == before
    assert (desk.ask(mend_import, preview.token, corrections, {}).counts, as_shown(preview.token)) == after
    result = desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True)).result
    assert result["created"] == after[0]["new"]
    new = [row.name for row in after[1] if row.bucket is Bucket.NEW]
    assert sorted(new) == [
        name
        for (name,) in rows(desk, "SELECT name FROM person WHERE import_batch_id IS NOT NULL ORDER BY name")
    ]
    assert check_file(desk.path) == []


def test_a_row_without_a_unit_is_given_one(desk: Desk, file: Path):
    token = desk.ask(preview_import, file).token
    assert row_of(desk, token, 8).wrong_cell().name == "unit"
    desk.ask(mend_import, token, {(8, "unit"): BUREAU}, {})
    assert row_of(desk, token, 8).bucket is Bucket.NEW


def test_taking_a_correction_back_gives_the_problem_back(desk: Desk, file: Path):
    token = desk.ask(preview_import, file).token
    desk.ask(mend_import, token, {(7, "id_number"): invented_id(103)}, {})
    preview = desk.ask(mend_import, token, {}, {})
    assert preview.counts["error"] == 3
    assert row_of(desk, token, 7).bucket is Bucket.ERROR


def test_one_answer_does_for_all_that_ask_the_same(desk: Desk, tmp_path: Path):
    lines = [(f"路{word}", invented_id(200 + n), OFFICE, "", rank, "") for n, (word, rank) in enumerate(
        [("一", "甲级"), ("二", "甲级"), ("三", "乙级")]
    )]  # fmt: skip
    token = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines)).token
    assert row_of(desk, token, 2).wrong_cell().alike == 1
    answers = desk.ask(alike_answers, token, 2, "rank", "clerk_2")
    assert answers == {(2, "rank"): "clerk_2", (3, "rank"): "clerk_2"}
    preview = desk.ask(mend_import, token, {}, answers)
    assert (preview.counts["new"], preview.counts["question"]) == (2, 1)


def test_wrong_cells_are_put_right_or_left_blank_together(desk: Desk, tmp_path: Path):
    births = ("五月", "五月", "1972", "1973", "")
    lines = [(f"路{name}", OFFICE, birth) for name, birth in zip("远遥长平安", births, strict=True)]
    header = ["姓名", "工作单位", "出生年月"]
    token = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, header)).token
    shown = [row_of(desk, token, number).wrong_cell() for number in (2, 4)]
    assert [(cell.code, cell.alike, cell.blanks) for cell in shown] == [
        ("roster.date_unreadable", 1, 1),
        ("roster.date_year_only", 0, 1),
    ]
    same = desk.ask(alike_places, token, 2, "birth", kind=False)
    assert same == [(2, "birth"), (3, "birth")]
    kind = desk.ask(alike_places, token, 4, "birth", kind=True)
    assert kind == [(4, "birth"), (5, "birth")]
    mended = {**dict.fromkeys(same, "1972.05"), **dict.fromkeys(kind, "")}
    now = desk.ask(mend_import, token, mended, {})
    assert (now.counts["new"], now.counts["error"]) == (5, 0)
    assert [row_of(desk, token, number).side.birth for number in range(2, 7)] == [
        *("1972-05", "1972-05", "", "", "")
    ]
    # nobody comes in without a name
    nameless = [("", OFFICE, "1972.05"), ("路远", OFFICE, "1972.05")]
    token = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", nameless, header)).token
    assert row_of(desk, token, 2).wrong_cell().blanks is None


def test_the_report_says_what_became_of_every_row(desk: Desk, file: Path):
    preview = desk.ask(preview_import, file)
    desk.ask(mend_import, preview.token, {(7, "id_number"): invented_id(103)}, {})
    (gone,) = rows(desk, "SELECT id FROM person WHERE name = '单小芳'")[0]
    desk.execute(
        ImportRoster(
            token=preview.token,
            digest=preview.digest,
            good_only=True,
            declined_fields=((3, "phone"),),
            declined_rows=(4,),
            left=(Gone(gone),),
            day=preview.day,
        )
    )
    report = stored(desk)
    became = {row.row: (row.became, row.by_hand) for row in report.rows}
    assert became == {
        "2": (Became.SAME, False),
        "3": (Became.UPDATED, True),
        "4": (Became.DECLINED, True),
        "5": (Became.NEW, False),
        "6": (Became.UNDECIDED, False),
        "7": (Became.NEW, True),
        "8": (Became.ERROR, False),
        "9": (Became.UNDECIDED, False),
        "10": (Became.ERROR, False),
    }
    assert len(report.rows) == len(ROWS)
    by_row = {row.row: row for row in report.rows}
    assert by_row["3"].changes == (("post", "干部", "副部长"),)
    assert by_row["3"].declined == ("phone",)
    assert by_row["6"].problems[0][0] == "roster.maybe_namesakes"
    assert by_row["8"].problems[0][0] == "roster.unit_missing"
    assert [name for name, *_rest in report.left] == ["单小芳"]
    assert report.sheets == [("Sheet", True, "")]
    assert invented_id(103) not in str(report), "numbers are masked before they are stored"
    (batch,) = desk.ask(import_batches)
    assert (batch.day, batch.left, batch.reported) == (date(2026, 5, 31), 1, True)


def test_a_preview_that_is_gone_is_said(desk: Desk):
    with pytest.raises(Refused, match=r"import\.preview_gone"):
        desk.ask(mend_import, "none", {}, {})


def test_what_was_let_go_of_while_it_was_mended_stays_gone(desk: Desk, file: Path):
    preview = desk.ask(preview_import, file)

    def closed(_done: int, _total: int, _step: str = "") -> None:
        forget(preview.token)

    desk.ask(mend_import, preview.token, {}, {(9, "rank"): "clerk_1"}, closed)
    with pytest.raises(Refused, match=r"import\.preview_gone"):
        waiting_import(preview.token)


def test_the_printed_report_has_every_row_and_can_be_printed_later(desk: Desk, file: Path):
    preview = desk.ask(preview_import, file)
    desk.ask(mend_import, preview.token, {}, {(9, "rank"): "clerk_1"})
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, good_only=True, day=preview.day))
    (batch,) = desk.ask(import_batches)
    desk.execute(RevertImport(batch_id=batch.id))
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(batch.id), "all": "yes"})
    assert [row.cells[0] for row in table.rows] == ["2", "3", "4", "5", "6", "7", "8", "9", "10"]
    (brief,) = desk.ask(paper_rows, "roster.import", {"batch": str(batch.id)})
    assert [row.cells[0] for row in brief.rows] == ["3", "4", "5", "6", "7", "8", "9", "10"]
    said = {row.cells[0]: row.cells for row in table.rows}
    assert said["3"][1] == "更新"
    assert "职务：干部 → 副部长" in said["3"][4]
    assert said["9"][4].endswith("更正　职务层次/职级：某某级 → 一级科员")
    assert said["9"][5] == "张晓"
    # of somebody new all that the file brought, numbers masked, also when the import was taken back
    assert said["4"][1] == "新增"
    for words in ("职务：", "职级：一级科员", "性别：", "出生年月：", "身份证号："):
        assert words in said["4"][4], said["4"]
    assert not any(
        invented_id(number) in " ".join(row.cells) for row in table.rows for number in range(1, 200)
    )
    assert said["4"][5] == "按规则"
    above = "\n".join(table.facts)
    assert preview.digest in above
    assert "撤销" in above
    assert desk.ask(paper_pdf, "roster.import", {"batch": str(batch.id)}).startswith(b"%PDF")
    assert [choice.value for choice in desk.ask(param_choices, "imports")] == [str(batch.id)]


def test_no_whole_number_stands_in_what_is_said_of_a_row(desk: Desk, tmp_path: Path):
    """A number that stands twice is valid, and a phone that looks odd is one: both are masked, the sentence too."""
    whole = invented_id(111)
    lines = [
        ("孔一", whole, OFFICE, "科员", "一级科员", ""),
        ("孔二", whole, OFFICE, "科员", "一级科员", "139-1111-22223"),
    ]
    preview = desk.ask(preview_import, workbook(tmp_path / "两次.xlsx", lines))
    said = [
        problem
        for row in desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
        for problem in row.problems
    ]
    assert {problem.code for problem in said} >= {"roster.twice_id", "roster.phone_odd"}
    for problem in said:
        sentence = text(problem.code, **problem.params)
        assert whole not in sentence
        assert "139-1111-22223" not in sentence + (problem.value if problem.severity is Severity.NOTE else "")


def test_a_number_of_two_people_is_asked_about_before_what_it_contradicts(desk: Desk, tmp_path: Path):
    number, own = invented_id(601, "19800512"), invented_id(602, "19910203", male=False)
    header = ["姓名", "身份证号", "性别", "出生年月", "工作单位"]
    lines = [("路远", number, "男", "1980.05", OFFICE), ("路遥", number, "女", "1991.02", OFFICE)]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, header))
    assert {name: preview.counts[name] for name in ("new", "error", "question")} == {
        "new": 1,
        "error": 1,
        "question": 0,
    }
    row = row_of(desk, preview.token, 3)
    assert [problem.code for problem in row.problems] == ["roster.copied_id"]
    assert row.wrong_cell().name == "id_number"
    assert "2 行" in text(row.problems[0].code, **row.problems[0].params)
    for typed in (own, ""):
        now = desk.ask(mend_import, preview.token, {(3, "id_number"): typed}, {})
        assert (now.counts["new"], now.counts["question"]) == (2, 0)
        side = row_of(desk, preview.token, 3).side
        assert (side.sex, side.birth) == ("female", "1991-02-03" if typed else "1991-02")
    # a number that is wrong by itself is asked about as ever
    other = invented_id(603)
    now = desk.ask(mend_import, preview.token, {(3, "id_number"): other}, {})
    assert now.counts["question"] == 1
    assert {problem.code for problem in row_of(desk, preview.token, 3).problems} == {
        *("roster.birth_contradicts_id", "roster.sex_contradicts_id")
    }


def test_a_number_put_right_in_its_hidden_middle_shows_that_it_differs(desk: Desk, tmp_path: Path):
    """And the very same wrong number typed again puts nothing right."""
    right = invented_id(103)
    wrong = right[:8] + ("9" if right[8] != "9" else "8") + right[9:]
    file = workbook(tmp_path / "名册.xlsx", [("钱多", wrong, OFFICE, "", "", "")])
    token = desk.ask(preview_import, file).token
    for typed, said in ((wrong, []), (right, [("id_number", mask_id(wrong), f"{mask_id(right)} ≠")])):
        desk.ask(mend_import, token, {(2, "id_number"): typed}, {})
        (row,) = desk.ask(preview_rows, token, desk.ask(preview_places, token))
        assert [(mend.field, mend.old, mend.new) for mend in row.mends] == said


def test_rows_that_hold_nobody_are_told_in_the_report(desk: Desk, tmp_path: Path):
    file = workbook(tmp_path / "名册.xlsx", [*ROWS[:2], ("合计", "", "2人", "", "", "")])
    preview = desk.ask(preview_import, file)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert "合计" in text("roster.totals_passed", rows="4")
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": "1"})
    assert text("roster.totals_passed", rows="4") in table.notes


def test_what_was_put_right_stands_in_the_workbook_that_goes_back(desk: Desk, tmp_path: Path):
    header = ["姓名", "性别", "身份证号", "工作单位", "职级", "出生年月"]
    lines = [
        ("路新", "女", invented_id(101), BUREAU, "", ""),
        ("米粒", "", invented_id(103), BUREAU, "某某级", ""),
        ("田野", "", "", BUREAU, "", "1972.1"),
        ("钱多", "", "123", BUREAU, "", ""),
    ]
    token = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, header)).token
    (asked,) = [one for one in row_of(desk, token, 2).problems if one.name == "sex"]
    assert text(asked.code, **asked.params) == "性别“女”与身份证号不一致（身份证号为男），以哪个为准？"
    answers = {(2, "sex"): "male", (3, "rank"): "section_head", (4, "birth"): "1972-10"}
    desk.ask(mend_import, token, {(5, "id_number"): invented_id(104)}, answers)
    target = tmp_path / "问题行.xlsx"
    assert export_problem_rows(desk, token, target) == 0
    sheet = load_workbook(target).worksheets[0]
    values = [sheet[place].value for place in ("B2", "E3", "F4", "C5")]
    assert values == ["男", "乡科级正职", "1972-10", invented_id(104)]
    assert {sheet[place].fill.fgColor.rgb for place in ("B2", "E3", "F4", "C5")} == {"FFC6EFCE"}
    assert sheet["E3"].comment.text == "已更正为“乡科级正职”，原为“某某级”。"
    listed = [row[4].value for row in load_workbook(target)["问题清单"].iter_rows(min_row=2)]
    assert any("已更正为“男”，原为“女”。" in words for words in listed)
    again = desk.ask(preview_import, target)
    assert (again.counts["question"], again.counts["error"], again.counts["new"]) == (0, 0, 4)
