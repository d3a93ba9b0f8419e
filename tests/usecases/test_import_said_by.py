"""A day that only says by when, and a month that a remark says, are printed as no more than that."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_base_papers import said_in, table
from tests.usecases.test_gate import rows
from tests.usecases.test_import_beginnings import OFFICE, roster, take
from tests.usecases.test_roster_import import BUREAU, workbook
from tests.usecases.test_training_file import facts, sections
from trainingdesk.shared.text import set_language
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.history import person_history
from trainingdesk.usecases.queries.roster import person_card
from trainingdesk.usecases.queries.roster_import import preview_import


def since(desk: Desk, name: str) -> str:
    """Return since when a change of somebody holds by the paper of this year's changes."""
    said = said_in(table(desk, "roster.changes", **{"from": "2026-01-01"}))
    return next(row[7] for row in said if row[0] == name)


@pytest.mark.parametrize("unknown", [True, False])
def test_a_newcomer_of_whom_nobody_said_the_day_came_by_it_at_the_latest(
    desk: Desk, tmp_path: Path, unknown: bool
):
    take(desk, roster(tmp_path / ("名册.xlsx" if unknown else "名册2026-05-31.xlsx"), OFFICE))
    ((number, day),) = rows(desk, "SELECT id, joined_on FROM person WHERE name = '秦初'")
    said = f"不晚于{day}" if unknown else day
    assert (since(desk, "秦初"), facts(desk, number)["进入本区名册时间"]) == (said, said)
    assert desk.ask(person_card, number).joined_by == (day if unknown else "")


def test_a_month_that_the_row_says_is_as_it_says_in_an_undated_file_too(desk: Desk, tmp_path: Path):
    header = ["姓名", "身份证号", "工作单位", "备注"]
    line = ("秦初", invented_id(400), OFFICE, "2026年4月调入")
    take(desk, workbook(tmp_path / "名册.xlsx", [line], header))
    assert since(desk, "秦初") == "2026-04"


def test_a_status_since_a_month_is_printed_with_the_month(desk: Desk, tmp_path: Path):
    header = ["姓名", "身份证号", "工作单位", "人员状态", "备注"]
    line = ("丁宁", invented_id(1), BUREAU, "退休", "2026年3月退休")
    preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", [line], header))
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, since_unknown=True))
    assert rows(desk, "SELECT status_from FROM person WHERE id = 1") == [("2026-03-01",)]
    assert since(desk, "丁宁") == "2026-03"
    assert desk.ask(person_card, 1).status_since == "2026-03"
    present = [row for row in desk.ask(person_history, 1).rows if row.present]
    assert [row.valid_from for row in present if row.status] == ["2026-03"]
    assert ("2026-03", "至今", "状态") in [line[:3] for line in sections(desk, 1)["任职履历"]]


def test_it_is_said_in_one_line_in_english_too(desk: Desk, tmp_path: Path):
    take(desk, roster(tmp_path / "名册.xlsx", OFFICE))
    set_language("en")
    assert since(desk, "秦初") == "by 2026-06-12"
