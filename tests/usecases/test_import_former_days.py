"""A row whose day lies before a former value ended is said to change nothing where it changes nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_import_mended import row_of
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import workbook
from tests.usecases.training_facts import write
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.persistence import checkup
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.roster_revert import RevertImport
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.import_report import unpack
from trainingdesk.usecases.queries.roster_import import preview_import

HEADER = ["姓名", "身份证号", "职务", "任现职时间", "进入本单位时间", "手机"]


@pytest.mark.parametrize(
    ("post_from", "unit_from", "phone", "bucket", "noted"),
    [
        ("2021.03", "", "", Bucket.SAME, ["post_from"]),
        ("2024.02", "2023.01", "", Bucket.SAME, ["post_from", "unit_from"]),
        ("2024.02", "", "13900000009", Bucket.UPDATE, ["post_from"]),
        ("2024.04", "", "", Bucket.UPDATE, []),
    ],
)
def test_it_is_counted_by_what_it_changes(
    desk: Desk, tmp_path: Path, post_from, unit_from, phone, bucket, noted
):
    desk.execute(change_of(desk, "丁宁", post="主任", unit_id=3, day="2024-03"))
    unit = rows(desk, "SELECT unit_id, unit_from, post_from FROM person WHERE id = 1")
    line = ("丁宁", invented_id(1), "主任", post_from, unit_from, phone)
    path = workbook(tmp_path / "名册.xlsx", [line], HEADER)
    preview = desk.ask(preview_import, path)
    row = row_of(desk, preview.token, 2)
    assert row.bucket is bucket
    assert [(one.name, one.code) for one in row.problems] == [
        (name, "roster.since_before_former") for name in noted
    ]
    result = desk.execute(ImportRoster(token=preview.token, digest=preview.digest)).result
    assert result["updated"] == preview.counts["update"]
    if noted:
        assert rows(desk, "SELECT unit_id, unit_from, post_from FROM person WHERE id = 1") == unit
    # asked again it comes to the same as it came to
    assert desk.ask(preview_import, path).counts["same"] == 1


POSTS = "SELECT post, post_from, rank, rank_from FROM person WHERE id = 1"
LEVELS = ["姓名", "身份证号", "职务", "职级", "任职时间"]
DOCTOR = "副主任医师"


@pytest.mark.parametrize("said", ["2023-05-06", ""])
@pytest.mark.parametrize(("post_from", "rank_from"), [("2020-12", ""), ("2020-12", "2024-06"), ("", "")])
def test_a_post_that_only_lost_its_level_is_held_since_when_it_was(
    desk: Desk, tmp_path: Path, post_from: str, rank_from: str, said: str
):
    given = (DOCTOR, post_from, rank_from)
    write(
        desk.path,
        (
            "UPDATE person SET rank = 'technical_junior', post = ?, post_from = ?, rank_from = ? WHERE id = 1",
            given,
        ),
    )
    before = rows(desk, POSTS)
    line = ("丁宁", invented_id(1), DOCTOR, "四级调研员", said)
    preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", [line], LEVELS))
    promised = {change.field: change.new for change in row_of(desk, preview.token, 2).changes}
    assert promised.get("post_from", "") == said
    batch = desk.execute(ImportRoster(token=preview.token, digest=preview.digest)).result["batch_id"]
    assert rows(desk, POSTS) == [(DOCTOR, said or post_from, "researcher_4", "")]
    former = rows(
        desk, "SELECT post, rank, valid_from FROM post_period WHERE person_id = 1 AND track = 'post'"
    )
    assert former == [(DOCTOR, "technical_junior", max(post_from, rank_from) if post_from else "")]
    with closing(sqlite3.connect(desk.path)) as file:
        assert list(checkup.history(file)) == []
    # the level ended in this post: since when it is held can be put right by hand
    desk.execute(change_of(desk, "丁宁", post_from="2019-03"))
    desk.execute(UndoLast())
    desk.execute(RevertImport(batch_id=batch))
    assert rows(desk, POSTS) == before


def test_the_day_of_a_new_post_that_can_not_be_is_not_promised(desk: Desk, tmp_path: Path):
    desk.execute(change_of(desk, "丁宁", post="主任", day="2024-03"))
    write(desk.path, ("UPDATE person SET post_from = '' WHERE id = 1", ()))
    line = ("丁宁", invented_id(1), "局长", "2021.03", "", "")
    preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", [line], HEADER))
    row = row_of(desk, preview.token, 2)
    assert [change.field for change in row.changes] == ["post"]
    assert [(one.name, one.code) for one in row.problems] == [("post_from", "roster.since_new_left")]
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert rows(desk, POSTS)[0][:2] == ("局长", "")
    (told,) = unpack(rows(desk, "SELECT report FROM import_batch")[0][0]).rows
    assert [code for code, _params, _header in told.problems] == ["roster.since_new_left"], "said once"
