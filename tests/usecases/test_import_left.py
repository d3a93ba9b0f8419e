"""Those who are no longer in a unit's file: noted as gone since a day of their own, and back with one undo."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import TestClock, invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_import_older import take_in as take_in_file
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import BUREAU, OFFICE, state, take_in, workbook
from trainingdesk.domain.codes import PersonStatus, Team
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.missing import Gone
from trainingdesk.shared.text import text
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import AddPerson
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import preview_import
from trainingdesk.usecases.queries.roster_import_missing import missing_people


@pytest.fixture
def file(tmp_path: Path) -> Path:
    lines = [
        ("丁宁", invented_id(1), OFFICE, "部长", "", "13911110000"),
        ("于洋", invented_id(2, male=False), OFFICE, "", "", ""),
    ]
    return workbook(tmp_path / "名册.xlsx", lines)


def test_they_have_a_day_of_their_own(desk: Desk, file: Path):
    before = state(desk)
    take_in(desk, file, left=(Gone(3),), day=date(2026, 6, 1), left_day=date(2026, 4, 30))
    assert rows(desk, "SELECT status, status_from FROM person WHERE id = 3") == [("left", "2026-04-30")]
    assert rows(desk, "SELECT post, post_from FROM person WHERE id = 1") == [("部长", "")]
    desk.execute(UndoLast())
    assert state(desk) == before
    assert chain_is_whole(desk)


def test_of_a_month_the_first_day_is_kept_which_a_card_can_show(desk: Desk, file: Path):
    take_in(desk, file, left=(Gone(3, PersonStatus.RETIRED, "2026.04"),), day=date(2026, 6, 1))
    assert rows(desk, "SELECT status_from FROM person WHERE id = 3") == [("2026-04-01",)]
    desk.execute(change_of(desk, "单小芳", note="一"))


def test_without_one_the_day_of_the_file_counts(desk: Desk, file: Path):
    take_in(desk, file, left=(Gone(3),), day=date(2026, 6, 1))
    assert rows(desk, "SELECT status, status_from FROM person WHERE id = 3") == [("left", "2026-06-01")]


def test_each_may_have_gone_in_a_way_on_a_day_and_for_a_reason_of_their_own(desk: Desk, tmp_path: Path):
    before = state(desk)
    file = workbook(tmp_path / "名册.xlsx", [("新来", "", OFFICE)], ["姓名", "身份证号", "工作单位"])
    gone = (
        Gone(1, PersonStatus.RETIRED, "2026.03", "区组退〔2026〕3号"),
        Gone(2, PersonStatus.LONG_LEAVE),
        Gone(3),
    )
    result = take_in(
        desk, file, left=gone, day=date(2026, 6, 1), left_day=date(2026, 4, 30), left_reason="半年核对"
    ).result
    assert (result["updated"], result["left"]) == (0, 3)
    assert rows(desk, "SELECT status, status_from FROM person WHERE id < 4 ORDER BY id") == [
        ("retired", "2026-03-01"),
        ("long_leave", "2026-04-30"),
        ("left", "2026-04-30"),
    ]
    assert rows(desk, "SELECT reason FROM status_period ORDER BY person_id") == [
        ("区组退〔2026〕3号",),
        ("半年核对",),
        ("半年核对",),
    ]
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": str(result["batch_id"])})
    said = {row.cells[2]: row.cells for row in table.rows}
    assert said["丁　宁"][1] == "登记去向"
    assert said["丁　宁"][4] == "文件中已无此人；干部；2026-03 起退休；区组退〔2026〕3号"
    desk.execute(UndoLast())
    assert state(desk) == before
    assert chain_is_whole(desk)


def test_a_way_or_a_day_that_cannot_be_is_refused(desk: Desk, file: Path):
    with pytest.raises(Refused, match=r"import\.no_such_value"):
        take_in(
            desk, file, left=(Gone(3, PersonStatus.SERVING, "2026-05"), Gone(3, PersonStatus.SECONDED_IN))
        )
    with pytest.raises(Refused, match=r"import\.day_to_come"):
        take_in(desk, file, left=(Gone(3, PersonStatus.RETIRED, "2026-07"),))


def test_nobody_has_left_tomorrow(desk: Desk, file: Path):
    with pytest.raises(Refused, match=r"import\.day_to_come"):
        take_in(desk, file, left=(Gone(3),), left_day=date(2026, 6, 13))


def test_a_unit_that_somebody_is_moved_to_is_not_listed_by_that(desk: Desk, tmp_path: Path):
    """The office's list says that 于洋 is at the bureau now: nobody else of the bureau is missing from it."""
    header = ["姓名", "身份证号", "工作单位"]
    stays, moves = ("丁宁", invented_id(1), OFFICE), ("于洋", invented_id(2, male=False), BUREAU)
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [stays, moves], header))
    assert [person.name for person in desk.ask(missing_people, preview.token)] == ["单小芳"]
    # one of its own people or somebody new makes it a list of the bureau
    of_bureau = ("新来", "", BUREAU)
    more = desk.ask(preview_import, workbook(tmp_path / "b.xlsx", [stays, moves, of_bureau], header))
    missing = {person.name for person in desk.ask(missing_people, more.token)}
    assert missing == {"单小芳", "王伟"}


class TestOlderThanTheirCareers:
    """March's list of the office, by which 单小芳 of the desk is missing, and two who came in May."""

    @pytest.fixture
    def march(self, desk: Desk, clock: TestClock, tmp_path: Path) -> Path:
        header = ["姓名", "身份证号", "工作单位", "职务"]
        first = workbook(tmp_path / "2026-01.xlsx", [("路新", invented_id(101), BUREAU, "科员")], header)
        take_in_file(desk, first)
        (unit,) = rows(desk, f"SELECT id FROM unit WHERE name = '{OFFICE}'")[0]
        desk.execute(change_of(desk, "路新", unit_id=unit, day="2026-05"))
        desk.execute(
            AddPerson(
                unit_id=unit,
                name="田野",
                team=Team.PARTY_GOVERNMENT,
                id_number=invented_id(50),
                joined_on="2026-05-10",
            )
        )
        clock.forward(days=30)
        lines = [
            ("丁宁", invented_id(1), OFFICE, "干部"),
            ("于洋", invented_id(2, male=False), OFFICE, "干部"),
        ]
        return workbook(tmp_path / "组织部2026-03.xlsx", lines, header)

    def test_nobody_is_missing_who_came_after_the_file(self, desk: Desk, march: Path):
        preview = desk.ask(preview_import, march)
        assert preview.counts["left"] == 1
        assert [hit.name for hit in desk.ask(missing_people, preview.token)] == ["单小芳"]
        later = desk.ask(missing_people, preview.token, date(2026, 7, 1))
        assert [hit.name for hit in later] == ["单小芳", "路新", "田野"]
        ids = {hit.name: hit.id for hit in later}
        assert preview.missing_from[ids["单小芳"]] == ""
        command = ImportRoster(
            token=preview.token, digest=preview.digest, day=preview.day, left=tuple(map(Gone, ids.values()))
        )
        result = desk.execute(command).result
        assert rows(desk, "SELECT name FROM person WHERE status = 'left'") == [("单小芳",)]
        assert rows(desk, f'SELECT "left" FROM import_batch WHERE id = {result["batch_id"]}') == [(1,)]

    def test_nobody_has_left_before_they_came(self, desk: Desk, march: Path):
        preview = desk.ask(preview_import, march)
        ids = {hit.name: hit.id for hit in desk.ask(missing_people, preview.token, date(2026, 7, 1))}
        command = ImportRoster(
            token=preview.token,
            digest=preview.digest,
            day=date(2026, 7, 1),
            left=tuple(map(Gone, ids.values())),
            left_day=date(2026, 4, 30),
        )
        with pytest.raises(Refused, match=r"import\.left_before") as refused:
            desk.execute(command)
        assert text(refused.value.code, **refused.value.params) == (
            "拟登记去向的人员中有 2 人在 2026-04-30 之后才到任，最晚的为 2026-05-10（路新、田野）。请把登记的日期改晚，或保持其原状。"
        )
        desk.execute(replace(command, left_day=date(2026, 5, 10)))
        left = rows(desk, "SELECT name, status_from FROM person WHERE status = 'left' ORDER BY id")
        assert left == [(name, "2026-05-10") for name in ("单小芳", "路新", "田野")]

    def test_nobody_is_missing_from_the_very_file_who_came_after_it(self, desk: Desk, march: Path):
        take_in_file(desk, march, day=date(2026, 7, 1))
        (unit,) = rows(desk, f"SELECT id FROM unit WHERE name = '{OFFICE}'")[0]
        desk.execute(change_of(desk, "王伟", unit_id=unit, day="2026-06-20"))
        preview = desk.ask(preview_import, march)
        found = desk.ask(missing_people, preview.token, date(2026, 7, 12))
        assert [hit.name for hit in found] == ["单小芳", "路新", "田野"]
