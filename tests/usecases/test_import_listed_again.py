"""Who has left or retired by the roster and stands in a newer file is asked about: back in office, or as they are."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_import_mended import row_of
from tests.usecases.test_roster_import import BUREAU, OFFICE, state, workbook
from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.ui.pages.roster.import_words import answer_words
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import

HEADER = ["姓名", "身份证号", "工作单位", "状态", "备注"]
DING = ("丁宁", invented_id(1))
HELD = "SELECT u.name, status, status_from FROM person p JOIN unit u ON u.id = unit_id WHERE p.id = 1"
LEFT, JUNE = date(2026, 4, 30), date(2026, 6, 10)


@pytest.fixture(params=[PersonStatus.LEFT, PersonStatus.RETIRED])
def gone(desk: Desk, request: pytest.FixtureRequest, tmp_path: Path) -> Desk:
    """丁宁, who is not in office any more by a file of April."""
    word = "调离" if request.param is PersonStatus.LEFT else "退休"
    file = workbook(tmp_path / "四月.xlsx", [(*DING, OFFICE, word, "")], HEADER)
    preview = desk.ask(preview_import, file)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=LEFT))
    assert rows(desk, HELD) == [(OFFICE, request.param.value, "2026-04-30")]
    return desk


def asked(desk: Desk, path: Path, line: tuple[str, ...], day: date = JUNE):
    preview = desk.ask(preview_import, workbook(path / "名册.xlsx", [line], HEADER))
    return desk.ask(mend_import, preview.token, {}, {}, day=day)


@pytest.mark.parametrize("unit", [OFFICE, BUREAU])
def test_back_in_office_as_of_the_day_of_the_file(gone: Desk, tmp_path: Path, unit: str):
    before = state(gone)
    ((_unit, status, _since),) = rows(gone, HELD)
    preview = asked(gone, tmp_path, (*DING, unit, "", ""))
    row = row_of(gone, preview.token, 2)
    assert row.bucket is Bucket.QUESTION
    (question,) = (one for one in row.problems if one.code == "roster.listed_again")
    assert (question.name, question.choices) == ("status", ("serving", status))
    assert "恢复在职" in answer_words(question, "serving")
    assert answer_words(question, status).startswith("仍为")
    answers = {(2, "status"): "serving"}
    preview = gone.ask(mend_import, preview.token, {}, answers, day=JUNE)
    row = row_of(gone, preview.token, 2)
    assert row.bucket is Bucket.UPDATE
    assert ("status", status, "serving") in {(one.field, one.old, one.new) for one in row.changes}
    gone.execute(ImportRoster(token=preview.token, digest=preview.digest, day=JUNE))
    assert rows(gone, HELD) == [(unit, "serving", "2026-06-10")]
    gone.execute(UndoLast())
    assert state(gone) == before
    assert chain_is_whole(gone)


def test_or_as_they_are(gone: Desk, tmp_path: Path):
    ((_unit, status, _since),) = rows(gone, HELD)
    preview = asked(gone, tmp_path, (*DING, OFFICE, "", ""))
    preview = gone.ask(mend_import, preview.token, {}, {(2, "status"): status}, day=JUNE)
    row = row_of(gone, preview.token, 2)
    assert (row.bucket, row.changes) == (Bucket.SAME, ())
    assert [one.code for one in row.problems] == []


def test_a_file_of_a_day_before_they_left_brings_nobody_back(gone: Desk, tmp_path: Path):
    preview = asked(gone, tmp_path, (*DING, OFFICE, "", ""), date(2026, 3, 31))
    assert row_of(gone, preview.token, 2).bucket is Bucket.SAME


@pytest.mark.parametrize(("status", "note"), [("退休", ""), ("", "2026年4月退休"), ("", "已调离")])
def test_a_row_that_says_that_they_are_gone_is_not_asked_about(
    gone: Desk, tmp_path: Path, status: str, note: str
):
    row = row_of(gone, asked(gone, tmp_path, (*DING, OFFICE, status, note)).token, 2)
    assert "roster.listed_again" not in {one.code for one in row.problems}
    assert row.bucket is not Bucket.QUESTION


def test_who_is_chosen_by_hand_is_back_unless_that_is_declined(gone: Desk, tmp_path: Path):
    ((_unit, status, _since),) = rows(gone, HELD)
    preview = asked(gone, tmp_path, ("丁宁", "", BUREAU, "", ""))
    row = row_of(gone, preview.token, 2)
    assert row.bucket is Bucket.MAYBE
    (means,) = row.means
    assert ("status", status, "serving") in {(one.field, one.old, one.new) for one in means}
    command = ImportRoster(token=preview.token, digest=preview.digest, day=JUNE, decisions=((2, 1),))
    gone.execute(command)
    assert rows(gone, HELD) == [(BUREAU, "serving", "2026-06-10")]
    gone.execute(UndoLast())
    preview = asked(gone, tmp_path, ("丁宁", "", BUREAU, "", ""))
    declined = {"decisions": ((2, 1),), "declined_fields": ((2, "status"),)}
    gone.execute(ImportRoster(token=preview.token, digest=preview.digest, day=JUNE, **declined))
    assert rows(gone, HELD)[0][:2] == (BUREAU, status)
