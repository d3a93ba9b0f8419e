"""Somebody whom the lists of two units have on one day is moved by the second one with a word, and not silently."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_roster_import import BUREAU, NEW_UNIT, OFFICE, workbook
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import, preview_rows

HEADER = ["姓名", "身份证号", "工作单位", "职务"]
SAME_DAY = "roster.moved_same_day"


def take(desk: Desk, path: Path, who: tuple[str, str], unit: str) -> list[tuple[Bucket, list[str], dict]]:
    """Read a list, say what is shown of its first row, and take it in."""
    preview = desk.ask(preview_import, workbook(path, [(*who, unit, "科员")], HEADER))
    (row,) = desk.ask(preview_rows, preview.token, [0])
    desk.execute(
        ImportRoster(
            token=preview.token,
            digest=preview.digest,
            day=preview.day,
            since_unknown=not preview.day_from,
        )
    )
    return [(row.bucket, [one.code for one in row.problems], row.problems[0].params if row.problems else {})]


@pytest.mark.parametrize("day", ["", "2026-05-31"])
@pytest.mark.parametrize("who", [("丁宁", invented_id(1)), ("秦初", invented_id(400))])
def test_the_list_of_another_unit_of_the_same_day_has_them_too(
    desk: Desk, tmp_path: Path, day: str, who: tuple[str, str]
):
    take(desk, tmp_path / f"教育局{day}.xlsx", who, BUREAU)
    ((bucket, codes, params),) = take(desk, tmp_path / f"民政局{day}.xlsx", who, NEW_UNIT)
    assert (bucket, codes) == (Bucket.UPDATE, [SAME_DAY])
    assert (params["own"], params["day"]) == (BUREAU, day or "2026-06-12")


def test_a_list_of_a_later_day_moves_them_without_a_word(desk: Desk, tmp_path: Path):
    who = ("秦初", invented_id(400))
    take(desk, tmp_path / "教育局2026-05-31.xlsx", who, BUREAU)
    lines = [(*who, OFFICE, "科员")]
    preview = desk.ask(preview_import, workbook(tmp_path / "组织部2026-06-01.xlsx", lines, HEADER))
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert (row.bucket, row.problems) == (Bucket.UPDATE, ())
    desk.ask(mend_import, preview.token, {}, {}, day=date(2026, 5, 31))
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert [one.code for one in row.problems] == [SAME_DAY], "by another day of the file"
