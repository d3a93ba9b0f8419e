"""A remark beside a column of statuses says since when, and why somebody left."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import OFFICE, state, workbook
from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.remarks import cause_of
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

HEADER = ["姓名", "身份证号", "工作单位", "人员状态", "备注"]
#: status, remark, what it is taken as, since when, and why on the paper of changes
CASES = [
    ("死亡", "2026年1月去世", "left", "2026-01-01", "去世"),
    ("死亡", "2026.01", "left", "2026-01-01", "死亡"),
    ("去世", "2026-01-15病故", "left", "2026-01-15", "病故"),
    ("退休", "2026年3月退休", "retired", "2026-03-01", "退休"),
    ("退休", "会计证；2026年3月退休", "retired", "2026-03-01", "退休"),
    ("调出", "2026.2调出", "left", "2026-02-01", "调出"),
    ("调离", "2026年3月调到省财政厅", "left", "2026-03-01", "调到省财政厅"),
    ("辞职", "2026年4月辞职", "left", "2026-04-01", "辞职"),
    ("辞职", "", "left", "2026-05-31", "辞职"),
    ("开除", "2026年5月开除", "left", "2026-05-01", "开除"),
    ("调离", "", "left", "2026-05-31", "调离"),
    # of several the last, wherever it stands
    ("调离", "2015年3月调出。2026年2月辞职", "left", "2026-02-01", "辞职"),
    ("调离", "2026.2去世；2015年3月调出", "left", "2026-02-01", "去世"),
    # to come by the day of the file, another status, and a day that may be of something else
    ("退休", "2026年9月退休", "retired", "2026-05-31", "退休"),
    ("死亡", "2026年1月退休", "left", "2026-05-31", "死亡"),
    ("退休", "2026.3退休返聘", "retired", "2026-05-31", "退休"),
]
#: of the fixtures' desk, in the first unit
DING = ("丁宁", invented_id(1), OFFICE)


def gone(desk: Desk) -> tuple[str, str]:
    """Return since when the only one has left, and why, as the paper of changes says it."""
    (table,) = desk.ask(paper_rows, "roster.changes", {"from": "2025-12-31"})
    places = [at for at, row in enumerate(table.rows) if row.cells[0].replace("\u3000", "") == "离开人员"]
    cells = table.rows[places[0] + 1].cells
    return cells[9], cells[10]


def take(desk: Desk, file: Path, answers: dict | None = None) -> None:
    preview = desk.ask(preview_import, file)
    if answers:
        preview = desk.ask(mend_import, preview.token, {}, answers)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=preview.day))


@pytest.mark.parametrize(("status", "remark", "code", "since", "why"), CASES)
def test_somebody_of_the_roster(
    desk: Desk, tmp_path: Path, status: str, remark: str, code: str, since: str, why: str
):
    before = state(desk)
    take(desk, workbook(tmp_path / "名册2026-05-31.xlsx", [(*DING, status, remark)], HEADER))
    assert rows(desk, "SELECT status, status_from FROM person WHERE id = 1") == [(code, since)]
    # of a month its first is kept, and the month printed
    said = since.removesuffix("-01")
    assert gone(desk) == (said, f"{why}；据《名册2026-05-31》导入")
    desk.execute(UndoLast())
    assert state(desk) == before
    assert chain_is_whole(desk)


@pytest.mark.parametrize(("status", "remark", "code", "since", "why"), [CASES[0], CASES[3], CASES[9]])
def test_somebody_new(desk: Desk, tmp_path: Path, status: str, remark: str, code: str, since: str, why: str):
    line = ("秦初", invented_id(400), OFFICE, status, remark)
    take(desk, workbook(tmp_path / "名册2026-05-31.xlsx", [line], HEADER))
    found = rows(desk, "SELECT status, status_from, joined_on FROM person WHERE name = '秦初'")
    assert found == [(code, since, None)]
    assert gone(desk) == (since, why)


@pytest.mark.parametrize("status", ["", "在职"])
def test_without_a_status_it_is_asked_and_the_paper_says_why_too(desk: Desk, tmp_path: Path, status: str):
    file = workbook(tmp_path / "名册2026-05-31.xlsx", [(*DING, status, "2026年1月去世")], HEADER)
    take(desk, file)
    assert rows(desk, "SELECT status FROM person WHERE id = 1") == [("serving",)]
    take(desk, file, {(2, "status"): "left"})
    assert gone(desk) == ("2026-01", "去世；据《名册2026-05-31》导入")


def test_it_is_a_change_like_any_other_and_can_be_declined(desk: Desk, tmp_path: Path):
    file = workbook(tmp_path / "名册2026-05-31.xlsx", [(*DING, "死亡", "2026年1月去世")], HEADER)
    preview = desk.ask(preview_import, file)
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token, Bucket.UPDATE))
    assert {change.field: change.new for change in row.changes} == {
        "status": "left",
        "status_from": "2026-01",
        "note": "2026年1月去世",
    }
    declined = ((2, "status_from"),)
    command = ImportRoster(
        token=preview.token, digest=preview.digest, day=preview.day, declined_fields=declined
    )
    desk.execute(command)
    assert rows(desk, "SELECT status, status_from FROM person WHERE id = 1") == [("left", "2026-05-31")]


@pytest.mark.parametrize("known", ["2026-01-15", "2026-02-03"])
def test_a_day_the_roster_has_is_kept(desk: Desk, tmp_path: Path, known: str):
    """Whoever noted it had the document in hand: a month in a remark doesn't move it, file after file."""
    desk.execute(change_of(desk, "丁宁", status=PersonStatus.LEFT, status_from=known, note="2026年1月去世"))
    file = workbook(tmp_path / "名册2026-05-31.xlsx", [(*DING, "死亡", "2026年1月去世")], HEADER)
    assert desk.ask(preview_import, file).counts[Bucket.SAME] == 1


def test_a_day_the_age_speaks_against_is_none(desk: Desk, tmp_path: Path):
    file = workbook(tmp_path / "名册2026-05-31.xlsx", [(*DING, "死亡", "1976年1月去世")], HEADER)
    take(desk, file)
    assert rows(desk, "SELECT status, status_from FROM person WHERE id = 1") == [("left", "2026-05-31")]


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("2026年1月去世", "去世"),
        ("会计证；已于2026.3病故", "病故"),
        ("组干〔2026〕3号", ""),
        ("2026年3月退休", ""),
        ("2012年5月调出；2026年2月去世", "去世"),
        ("2026年2月去世。2012年5月调出", "去世"),
        ("拟调出", ""),
        ("", ""),
    ],
)
def test_why_somebody_left(text: str, cause: str):
    assert cause_of(text) == cause


@pytest.mark.parametrize(
    ("remark", "since"),
    [
        ("2022年3月产假；2026年2月病假", "2026-02-01"),
        ("2026年2月16日病假；2022年3月产假", "2026-02-16"),
        ("2022年3月产假；2026年病假", "2026-05-31"),
        ("2026年2月产假；2026年9月病假", "2026-02-01"),
    ],
)
def test_of_several_leaves_the_last_that_has_begun_counts(
    desk: Desk, tmp_path: Path, remark: str, since: str
):
    file = workbook(tmp_path / "名册2026-05-31.xlsx", [(*DING, "病休", remark)], HEADER)
    take(desk, file)
    assert rows(desk, "SELECT status, status_from FROM person WHERE id = 1") == [("long_leave", since)]


@pytest.mark.parametrize(
    ("note", "reason", "why"),
    [
        ("2012年5月辞职；2015年重新考录", "组调〔2026〕5号", "调离；组调〔2026〕5号"),
        ("2012年5月辞职；2015年重新考录", "", "调离"),
        ("辞职", "组调〔2026〕5号", "调离；组调〔2026〕5号"),
        ("辞职", "", "辞职"),
        ("2026年4月辞职", "组调〔2026〕5号", "辞职；组调〔2026〕5号"),
        ("2026年4月1日病故；2012年5月辞职", "", "病故"),
        ("2026年调出", "组调〔2026〕5号", "调出；组调〔2026〕5号"),
    ],
)
def test_a_cause_in_the_remarks_is_why_where_it_was_then(desk: Desk, note: str, reason: str, why: str):
    desk.execute(
        change_of(desk, "丁宁", status=PersonStatus.LEFT, day="2026-04-01", reason=reason, note=note)
    )
    assert gone(desk) == ("2026-04-01", f"{why}；张晓录入")


def test_the_reason_that_was_typed_is_the_one_on_the_paper(desk: Desk):
    desk.execute(
        change_of(desk, "丁宁", status=PersonStatus.LEFT, day="2026-03-02", reason="因公牺牲", note="调出")
    )
    assert gone(desk) == ("2026-03-02", "因公牺牲；张晓录入")
