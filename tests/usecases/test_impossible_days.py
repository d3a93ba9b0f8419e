"""Impossible dates are refused, hardly possible ones asked about: by the form, by the import, and none in the demo."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import TestClock, invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_import_mended import row_of
from tests.usecases.test_roster import NEW, change_of, person_id
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.codes import PersonStatus, SecondmentWay
from trainingdesk.domain.errors import Invalid
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.plausible import AgeRules, Dates, check_dates
from trainingdesk.usecases.commands.history import SavePeriod, TransferPerson
from trainingdesk.usecases.commands.roster import AddPerson, ChangeStatus
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.commands.secondments import SecondPerson
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.import_report import unpack
from trainingdesk.usecases.queries.roster_import import mend_import, preview_import

HEADER = ["姓名", "工作单位", "职级", "任现职级时间", "出生年月", "参加工作时间", "入党时间"]
PRESENT = "城东区委宣传部"
EARLY = date(1950, 1, 1)
WHO = {"person_id": 1, "version": 1}
AWAY = {"person_id": 1, "way": SecondmentWay.OUT, "place": "市局"}
FORMER = {"kind": "post_period", "person_id": 1, "post": "科员"}


def problems(desk: Desk, command: object) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        desk.execute(command)
    return [(one.field, one.code) for one in refused.value.problems]


class TestForm:
    def test_a_new_person_s_odd_days_are_asked_and_may_be_so(self, desk: Desk):
        odd = {**NEW, "birth": "1970.3", "work_start": "1960.1", "party_entry": "1985.6"}
        assert problems(desk, AddPerson(**odd)) == [
            ("work_start", "roster.before_birth"),
            ("party_entry", "roster.too_young_for_party"),
        ]
        desk.execute(AddPerson(**odd, sure=("work_start", "party_entry")))
        assert rows(desk, "SELECT work_start FROM person WHERE name = '覃乐'") == [("1960-01",)]

    def test_a_day_to_come_can_t_be_meant(self, desk: Desk):
        command = AddPerson(**NEW, birth="2035.05", party_entry="2031.6", sure=("birth", "party_entry"))
        assert problems(desk, command) == [
            ("birth", "roster.day_to_come"),
            ("party_entry", "roster.day_to_come"),
        ]

    def test_what_the_file_says_already_is_not_asked_again(self, desk: Desk):
        command = AddPerson(**NEW, birth="1970.3", work_start="1983.1", sure=("work_start",))
        desk.execute(command)
        desk.execute(change_of(desk, "覃乐", post="科长"))
        assert problems(desk, change_of(desk, "覃乐", birth="1971.3")) == [
            ("work_start", "roster.too_young_at_work")
        ]

    def test_nothing_is_held_since_before_one_could_work(self, desk: Desk):
        odd = {"post_from": "1950-01", "unit_from": "1990-01"}
        assert problems(desk, change_of(desk, "丁宁", **odd)) == [
            ("unit_from", "roster.too_young_to_hold"),
            ("post_from", "roster.before_birth"),
        ]
        desk.execute(change_of(desk, "丁宁", **odd, sure=("post_from", "unit_from")))
        assert rows(desk, "SELECT post_from, unit_from FROM person WHERE name = '丁宁'") == [
            ("1950-01", "1990-01")
        ]

    @pytest.mark.parametrize(
        ("field", "command"),
        [
            ("joined_on", lambda desk, **sure: change_of(desk, "丁宁", joined_on="1950-01-01", **sure)),
            ("day", lambda desk, **sure: change_of(desk, "丁宁", post="科长", day="1950-01", **sure)),
            (
                "status_from",
                lambda _desk, **sure: ChangeStatus(status=PersonStatus.RETIRED, day=EARLY, **WHO, **sure),
            ),
            ("day", lambda _desk, **sure: TransferPerson(unit_id=3, day="1950-01", **WHO, **sure)),
            ("valid_from", lambda _desk, **sure: SecondPerson(valid_from=EARLY, **AWAY, **sure)),
            (
                "valid_from",
                lambda _desk, **sure: SavePeriod(valid_from="1950-01", valid_to="2001-01", **FORMER, **sure),
            ),
            ("valid_to", lambda _desk, **sure: SavePeriod(valid_to="1950-01", **FORMER, **sure)),
        ],
    )
    def test_so_is_every_day_since_which_something_holds(self, desk: Desk, field: str, command: Callable):
        assert problems(desk, command(desk)) == [(field, "roster.before_birth")]
        desk.execute(command(desk, sure=(field,)))

    def test_another_sex_than_the_id_number_s_may_be_meant(self, desk: Desk):
        command = change_of(desk, "丁宁", sex="female", birth="1980-06")
        assert problems(desk, command) == [
            ("sex", "roster.sex_contradicts_id"),
            ("birth", "roster.birth_contradicts_id"),
        ]
        desk.execute(change_of(desk, "丁宁", sex="female", birth="1980-06", sure=("sex", "birth")))
        assert rows(desk, "SELECT sex, birth FROM person WHERE name = '丁宁'") == [("female", "1980-06")]


class TestImport:
    def test_one_column_of_both_ranks_is_asked_about_once(self, desk: Desk, tmp_path: Path):
        lines = [["甲一", PRESENT, "正科", "1960.01", "1970.03", "", ""]]
        token = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, HEADER)).token
        assert [one.name for one in row_of(desk, token, 2).problems] == ["rank_from"]
        again = desk.ask(mend_import, token, {}, {(2, "rank_from"): ""})
        desk.execute(ImportRoster(token=again.token, digest=again.digest))
        found = rows(desk, "SELECT rank_from, side_rank_from FROM person WHERE name = '甲一'")
        assert found == [("", "")]

    def test_cells_are_asked_about_and_taken_as_answered(self, desk: Desk, tmp_path: Path):
        lines = [
            ["甲一", PRESENT, "", "", "1970.03", "1960.01", ""],
            ["甲二", PRESENT, "", "", "1980.05", "2002.07", "2031.06"],
            ["甲三", PRESENT, "", "", "2012.05", "", ""],
        ]
        preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, HEADER))
        assert [row_of(desk, preview.token, number).bucket for number in (2, 3, 4)] == [
            Bucket.QUESTION,
            Bucket.ERROR,
            Bucket.QUESTION,
        ]
        cell = row_of(desk, preview.token, 2).wrong_cell()
        assert (cell.name, cell.code, cell.choices) == ("work_start", "roster.before_birth", ("1960-01",))
        answers = {(2, "work_start"): "1960-01", (4, "birth"): ""}
        again = desk.ask(mend_import, preview.token, {(3, "party_entry"): "2011.6"}, answers)
        assert again.counts["new"] == 3
        desk.execute(ImportRoster(token=again.token, digest=again.digest, good_only=False))
        assert rows(desk, "SELECT work_start, party_entry, birth FROM person WHERE name LIKE '甲_'") == [
            ("1960-01", "", "1970-03"),
            ("2002-07", "2011-06", "1980-05"),
            ("", "", ""),
        ]

    def test_ages_are_held_against_the_day_of_the_file(self, desk: Desk, tmp_path: Path):
        """Who was too young then, and who is too old only by now."""
        lines = [["甲一", PRESENT, "", "", "2000.05", "", ""], ["甲二", PRESENT, "", "", "1921.03", "", ""]]
        preview = desk.ask(preview_import, workbook(tmp_path / "名册2014-12-31.xlsx", lines, HEADER))
        assert preview.day == date(2014, 12, 31)
        assert [row_of(desk, preview.token, number).bucket for number in (2, 3)] == [
            Bucket.QUESTION,
            Bucket.NEW,
        ]
        assert row_of(desk, preview.token, 2).wrong_cell().code == "roster.age_odd_then"
        # a person says that it speaks of another day
        again = desk.ask(mend_import, preview.token, {}, {}, day=date(2025, 12, 31))
        assert [row_of(desk, again.token, number).bucket for number in (2, 3)] == [
            Bucket.NEW,
            Bucket.QUESTION,
        ]
        same = desk.ask(mend_import, preview.token, {}, {})
        assert same.counts == again.counts, "the day that was said stays"

    def test_another_birth_asks_anew_about_what_was_answered(self, desk: Desk, tmp_path: Path):
        lines = [["甲一", PRESENT, "", "", "1972.01", "1983.05", ""]]
        preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, HEADER))
        assert row_of(desk, preview.token, 2).wrong_cell().code == "roster.too_young_at_work"
        at_work = {(2, "work_start"): "1983-05"}
        answered = desk.ask(mend_import, preview.token, {}, at_work)
        assert (answered.counts["new"], answered.asked_again) == (1, ())
        later = {(2, "birth"): "1972.10"}
        again = desk.ask(mend_import, preview.token, later, at_work)
        assert again.counts["question"] == 1
        assert again.asked_again == ((2, "work_start"),), "the window forgets that answer"
        assert row_of(desk, again.token, 2).wrong_cell().params["age"] == 10
        assert desk.ask(mend_import, preview.token, later, {}).counts["question"] == 1
        sure = desk.ask(mend_import, preview.token, later, at_work)
        assert (sure.counts["new"], sure.asked_again) == (1, ())

    def test_an_answered_birth_is_what_work_and_party_entry_are_held_against(
        self, desk: Desk, tmp_path: Path
    ):
        """While the birth is asked about, they are held against the number's; the cell's makes them odd."""
        lines = [["丁宁", invented_id(1), "1999.05", "1990.07"]]
        header = ["姓名", "身份证号", "出生年月", "参加工作时间"]
        preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, header))
        cell = row_of(desk, preview.token, 2).wrong_cell()
        assert cell.code == "roster.birth_contradicts_id"
        again = desk.ask(mend_import, preview.token, {}, {(2, "birth"): "1999-05"})
        assert row_of(desk, again.token, 2).wrong_cell().code == "roster.before_birth"

    def test_the_birth_in_the_roster_counts_where_the_row_says_none(self, desk: Desk, tmp_path: Path):
        """Answered once, the roster holds the day: the next file that says the same is not stopped by it."""
        lines = [["丁宁", OFFICE, "", "", "", "1990.01", ""]]
        preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, HEADER))
        cell = row_of(desk, preview.token, 2).wrong_cell()
        assert (cell.name, cell.code) == ("work_start", "roster.too_young_at_work")
        answered = desk.ask(mend_import, preview.token, {}, {(2, "work_start"): "1990-01"})
        desk.execute(ImportRoster(token=answered.token, digest=answered.digest, good_only=False))
        assert rows(desk, "SELECT work_start FROM person WHERE name = '丁宁'") == [("1990-01",)]
        lines.append(["甲一", PRESENT, "", "", "1980.05", "2002.07", ""])
        again = desk.ask(preview_import, workbook(tmp_path / "名册又.xlsx", lines, HEADER))
        assert (again.counts["question"], again.counts["same"], again.counts["new"]) == (0, 1, 1)

    def test_of_a_namesake_who_was_chosen_nothing_hardly_possible_is_written(
        self, desk: Desk, tmp_path: Path
    ):
        """Until it is decided whom the row means it is only noted; then it is left, and never stops the file."""
        lines = [["丁宁", BUREAU, "", "", "", "1985.01", ""], ["甲一", PRESENT, "", "", "1980.05", "", ""]]
        preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, HEADER))
        row = row_of(desk, preview.token, 2)
        assert row.bucket is Bucket.MAYBE
        assert [one.code for one in row.problems] == ["roster.hardly_of", "roster.maybe_other_unit"]
        odd = {one.field: one.odd and one.odd.code for one in row.changes_for(1)}
        assert odd == {"unit": None, "work_start": "roster.too_young_at_work"}
        command = ImportRoster(token=preview.token, digest=preview.digest, decisions=((2, 1),))
        result = desk.execute(command).result
        assert (result["updated"], result["odd"]) == (1, 1)
        assert rows(desk, "SELECT work_start FROM person WHERE name = '丁宁'") == [("2002-07",)]
        report = unpack(rows(desk, "SELECT report FROM import_batch")[0][0]).rows[0]
        assert [change[0] for change in report.changes] == ["unit"]
        assert report.problems[-1][0] == "roster.odd_left"

    def test_a_new_rank_since_before_the_former_one_is_asked(self, desk: Desk, tmp_path: Path):
        desk.execute(change_of(desk, "尉迟敬", rank_from="2022-03"))
        lines = [["尉迟敬", PRESENT, "二级主任科员", "2019.05", "1980.05", "", ""]]
        preview = desk.ask(preview_import, workbook(tmp_path / "名册.xlsx", lines, HEADER))
        row = row_of(desk, preview.token, 2)
        assert row.bucket is Bucket.QUESTION
        assert (row.wrong_cell().code, row.wrong_cell().name) == ("roster.rank_goes_back", "rank_from")
        kept = desk.ask(mend_import, preview.token, {}, {(2, "rank_from"): "2019-05"})
        assert kept.counts["update"] == 1
        blank = desk.ask(mend_import, preview.token, {}, {(2, "rank_from"): ""})
        desk.execute(ImportRoster(token=blank.token, digest=blank.digest, good_only=False))
        since = rows(desk, f"SELECT rank, rank_from FROM person WHERE id = {person_id(desk, '尉迟敬')}")
        assert since == [("principal_2", "")], "no day that no file said"


def test_the_demo_district_has_no_such_day(demo_file: Path):
    rules = AgeRules(TestClock()().date().isoformat(), 16, 18, 14, 100)
    with closing(sqlite3.connect(demo_file)) as file:
        people = file.execute("SELECT birth, work_start, party_entry FROM person").fetchall()
        early = file.execute(
            "SELECT count(*) FROM enrolment JOIN training_class ON training_class.id = enrolment.class_id"
            " JOIN person ON person.id = enrolment.person_id WHERE training_class.start_day < person.work_start"
        ).fetchone()
        groups = file.execute(
            "SELECT count(*) FROM group_membership JOIN person ON person.id = person_id WHERE valid_from < work_start"
        ).fetchone()
    assert len(people) > 500
    assert [dates for dates in people if check_dates(Dates(*dates), rules)] == []
    assert early == groups == (0,)
