"""Whom a unit's list says it has on loan, and whom the roster knows in another unit, is asked about and moved by no default."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_import_seconded import secondments, standing
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from tests.usecases.training_facts import write
from trainingdesk.domain.roster.import_views import PreviewRow
from trainingdesk.domain.roster.lent_here import lent_here
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.shared.assets import data_file
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    alike_answers,
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

#: people of the desk, all of the organisation department
DING, YU, SHAN = ("丁宁", invented_id(1)), ("于洋", invented_id(2, male=False)), ("单小芳", invented_id(3))
DAY = date(2026, 5, 31)


def of_list(
    desk: Desk, tmp_path: Path, column: str, *cells: str, unit: str = BUREAU
) -> tuple[str, list[PreviewRow]]:
    lines = [(*who, unit, "科员", cell) for who, cell in zip((DING, YU, SHAN), cells, strict=False)]
    header = ["姓名", "身份证号", "工作单位", "职务", column]
    token = desk.ask(preview_import, workbook(tmp_path / "名册2026-05-31.xlsx", lines, header)).token
    return token, list(desk.ask(preview_rows, token, desk.ask(preview_places, token)))


@pytest.mark.parametrize(
    ("column", "cell", "how"),
    [
        *(("备注", words, "借调") for words in ("从区委组织部借调", "组织部借调", "区委组织部借调人员")),
        *(
            ("备注", words, "借调")
            for words in ("组织部借调，2026年3月起", "2026.3由组织部借调", "借调", "借调人员")
        ),
        *(
            ("备注", words, "借调")
            for words in ("借调（编制在组织部）", "编制在区委组织部", "人事关系在组织部")
        ),
        *(
            ("备注", words, "借调")
            for words in ("借自组织部", "原单位区委组织部", "借调来我局", "借调到本局工作")
        ),
        *(
            ("备注", words, "借调")
            for words in ("编制仍在原单位", "外单位借调人员（组织部）", "借调至教育局")
        ),
        *(("备注", words, words) for words in ("借用", "抽调", "跟班学习", "挂职")),
        *(
            ("备注", words, "挂职")
            for words in ("挂职干部", "挂职锻炼", "2025.3-2027.3挂职", "挂职副局长", "挂职（一年）")
        ),
        *(
            ("人员性质", words, how)
            for words, how in (("借调", "借调"), ("借用人员", "借用"), ("挂职", "挂职"))
        ),
        *(("来源", words, "借调") for words in ("借调", "区委组织部借调")),
        *(
            ("人员状态", words, how)
            for words, how in (("借调", "借调"), ("挂职", "挂职"), ("借调来区", "借调"))
        ),
    ],
)
def test_who_is_on_loan_is_asked_about(desk: Desk, tmp_path: Path, column: str, cell: str, how: str):
    before = standing(desk, "丁宁")
    token, (row,) = of_list(desk, tmp_path, column, cell)
    asked = [(one.code, one.choices) for one in row.problems if one.choices]
    assert (row.bucket, asked) == (
        Bucket.QUESTION,
        [("roster.beside_open", (f"{BUREAU}（{how}）", f"{OFFICE}（编制）", BUREAU))],
    ), "asked once, and of nothing else"
    preview = desk.ask(mend_import, token, {}, {(2, "unit"): f"{BUREAU}（{how}）"})
    (row,) = desk.ask(preview_rows, token, [0])
    assert (row.bucket, row.changes) == (Bucket.SAME, ())
    desk.execute(ImportRoster(token=token, digest=preview.digest, day=DAY))
    assert secondments(desk) == [("丁宁", "within", BUREAU, DAY.isoformat(), None, f"{how} 科员")]
    assert standing(desk, "丁宁") == before
    desk.execute(UndoLast())
    assert secondments(desk) == []
    assert chain_is_whole(desk)


@pytest.mark.parametrize(
    "note",
    [
        *(
            "",
            "借调结束",
            "曾借调至区委",
            "拟借调",
            "援疆",
            "人事关系在本单位",
            "编制在教育局",
            "党员",
        ),
        *("借调至市委", "2026.3起抽调到专班工作", "挂职柳林镇副镇长", "从组织部调入", "人事科科长"),
    ],
)
def test_whom_the_list_has_for_good_is_moved(desk: Desk, tmp_path: Path, note: str):
    _token, (row,) = of_list(desk, tmp_path, "备注", note)
    assert row.bucket is Bucket.UPDATE
    assert {change.field: change.new for change in row.changes}["unit"] == BUREAU


def test_of_their_own_unit_nothing_is_asked(desk: Desk, tmp_path: Path):
    _token, (row,) = of_list(desk, tmp_path, "备注", "借调", unit=OFFICE)
    assert row.bucket is Bucket.UPDATE
    assert [one.code for one in row.problems] == ["roster.remark_seconded"]


def test_one_answer_does_for_all_whatever_says_so(desk: Desk, tmp_path: Path):
    token, found = of_list(desk, tmp_path, "备注", "借调", "编制在区委组织部；会计证", "党员")
    assert [row.bucket for row in found] == [Bucket.QUESTION, Bucket.QUESTION, Bucket.UPDATE]
    answers = desk.ask(alike_answers, token, 2, "unit", BUREAU)
    assert {row: value for (row, _name), value in answers.items()} == {2: BUREAU, 3: BUREAU}
    desk.ask(mend_import, token, {}, answers)
    moved = desk.ask(preview_rows, token, [0, 1])
    assert [{one.field: one.new for one in row.changes}["unit"] for row in moved] == [BUREAU, BUREAU]
    assert not any(one.code.startswith("roster.remark") for row in moved for one in row.problems)
    desk.ask(mend_import, token, {}, {(2, "unit"): f"{OFFICE}（编制）", (3, "unit"): f"{OFFICE}（编制）"})
    first, second = desk.ask(preview_rows, token, [0, 1])
    assert (first.bucket, first.changes) == (Bucket.SAME, ()), "what the note says is answered"
    assert [one.field for one in second.changes] == ["note"], "there is more in it"


def test_who_is_seconded_there_as_the_roster_knows_is_not_asked_about(desk: Desk, tmp_path: Path):
    token, _found = of_list(desk, tmp_path, "备注", "借调")
    preview = desk.ask(mend_import, token, {}, {(2, "unit"): f"{BUREAU}（借调）"})
    desk.execute(ImportRoster(token=token, digest=preview.digest, day=DAY))
    _token, (row,) = of_list(desk, tmp_path, "备注", "区委组织部借调")
    assert (row.bucket, row.changes) == (Bucket.SAME, ())


def test_what_a_column_of_kinds_says_takes_no_note_away(desk: Desk, tmp_path: Path):
    write(desk.path, ("UPDATE person SET note = '会计证' WHERE id = 1", ()))
    file = workbook(
        tmp_path / "a.xlsx", [(*DING, OFFICE, "借调")], ["姓名", "身份证号", "工作单位", "人员性质"]
    )
    preview = desk.ask(preview_import, file)
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert [one.code for one in row.problems] == ["roster.said_beside", "roster.remark_seconded"]
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=DAY))
    assert rows(desk, "SELECT note FROM person WHERE id = 1") == [("会计证；借调",)]
    assert desk.ask(preview_import, file).counts[Bucket.SAME] == 1


def test_a_long_text_is_no_remark_on_a_loan():
    assert not lent_here("借调" * 10_000).how


def test_the_words_are_rows_with_a_source():
    data = json.loads(data_file("lent_words.json").read_text(encoding="utf-8"))
    assert all(row["words"] and row["source"] for row in data["rows"])
