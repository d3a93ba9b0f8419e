"""A day that only says by when, and a month that a remark says, are printed as no more than that."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_base_papers import said_in, table
from tests.usecases.test_gate import rows
from tests.usecases.test_import_beginnings import OFFICE, roster, take
from tests.usecases.test_roster_import import BUREAU, workbook
from tests.usecases.test_training_file import facts, sections
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import PersonStatus
from trainingdesk.shared.text import set_language
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.history import person_history
from trainingdesk.usecases.queries.roster import person_card
from trainingdesk.usecases.queries.roster_import import preview_import


def since(desk: Desk, name: str) -> str:
    """Return since when a change of somebody holds by the paper of this year's changes."""
    said = said_in(table(desk, "roster.changes", **{"from": "2026-01-01"}))
    return next(row[7] for row in said if row[0] == name)


def came(desk: Desk, name: str = "秦初", **days: str) -> tuple[str, str]:
    """Return since when somebody who came has been there, and from where that is known, by the paper of changes."""
    said = said_in(table(desk, "roster.changes", **{"from": "2026-01-01", **days}))
    ((*_, day, remark),) = [row for row in said if row[0] == name]
    return day, remark


def give(desk: Desk, status: PersonStatus, day: date, name: str = "秦初") -> None:
    number, version = rows(desk, f"SELECT id, version FROM person WHERE name = '{name}'")[0]
    desk.execute(ChangeStatus(person_id=number, version=version, status=status, day=day, reason="病"))


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


@pytest.mark.parametrize("unknown", [True, False])
def test_who_came_and_went_on_leave_later_came_when_they_came(desk: Desk, tmp_path: Path, unknown: bool):
    name = "名册" if unknown else "名册2026-02-28"
    take(desk, roster(tmp_path / f"{name}.xlsx", OFFICE))
    ((day,),) = rows(desk, "SELECT joined_on FROM person WHERE name = '秦初'")
    before = came(desk)
    assert before == (f"不晚于{day}" if unknown else "2026-02-28", f"据《{name}》导入")
    give(desk, PersonStatus.LONG_LEAVE, date(2026, 6, 12) if unknown else date(2026, 4, 1))
    assert came(desk) == before


def test_who_was_in_the_roster_came_into_the_base_with_the_status(desk: Desk, tmp_path: Path):
    take(desk, roster(tmp_path / "名册2025-12-31.xlsx", OFFICE))
    give(desk, PersonStatus.SECONDED_IN, date(2025, 12, 31))
    give(desk, PersonStatus.LONG_LEAVE, date(2026, 4, 1))
    assert came(desk) == ("2026-04-01", "病；张晓录入")


def test_of_whom_nobody_said_since_when_they_count_again_it_is_no_day_before(desk: Desk, tmp_path: Path):
    write(desk.path, ("UPDATE person SET joined_on = '2020-03-01', unit_from = '2020-03' WHERE id = 1", ()))
    give(desk, PersonStatus.RETIRED, date(2025, 4, 1), "丁宁")
    header = ["姓名", "身份证号", "工作单位", "人员状态"]
    take(desk, workbook(tmp_path / "名册.xlsx", [("丁宁", invented_id(1), OFFICE, "在职")], header))
    assert came(desk, "丁宁") == ("不晚于2026-06-12", "据《名册》导入")


def test_who_did_not_count_when_they_joined_came_into_the_base_with_the_status(desk: Desk, tmp_path: Path):
    header = ["姓名", "身份证号", "工作单位", "人员状态"]
    take(
        desk, workbook(tmp_path / "名册2026-02-28.xlsx", [("秦初", invented_id(400), OFFICE, "借入")], header)
    )
    give(desk, PersonStatus.SERVING, date(2026, 4, 1))
    assert came(desk) == ("2026-04-01", "病；张晓录入")


def test_who_is_known_to_have_been_in_the_unit_before_the_file_came_then(desk: Desk, tmp_path: Path):
    """On a paper up to a day before the file they have come: not on a day behind it."""
    header = ["姓名", "身份证号", "工作单位", "备注"]
    line = ("秦初", invented_id(400), OFFICE, "2010年9月考录公务员；2026年3月调入")
    take(desk, workbook(tmp_path / "名册2026-05-31.xlsx", [line], header))
    assert rows(desk, "SELECT joined_on FROM person WHERE name = '秦初'") == [("2026-05-31",)]
    for last in ("2026-04-30", "2026-06-12"):
        assert came(desk, to=last) == ("2026-03", "据《名册2026-05-31》导入")
