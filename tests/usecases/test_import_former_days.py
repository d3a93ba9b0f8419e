"""A row whose day lies before a former value ended is said to change nothing where it changes nothing."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_import_mended import row_of
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
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
