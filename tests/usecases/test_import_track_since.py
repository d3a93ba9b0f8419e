"""Since when unit, team and status hold, and since when somebody is in the roster, comes in as a file says it."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import PASSWORD, TestClock, invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_import_mended import row_of
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import BUREAU, OFFICE, state, workbook
from tests.usecases.test_stays import away
from tests.usecases.training_facts import write
from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.people import FIELDS
from trainingdesk.domain.roster.views import PersonFilter
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.shared.text import text
from trainingdesk.usecases import roster_files
from trainingdesk.usecases.commands.history import TransferPerson
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk, NewDesk, create_desk
from trainingdesk.usecases.import_report import unpack
from trainingdesk.usecases.prepared import waiting_import
from trainingdesk.usecases.queries.roster import people_to_export
from trainingdesk.usecases.queries.roster_import import preview_import

HEADER = [
    "姓名",
    "身份证号",
    "工作单位",
    "人员状态",
    "进入本单位时间",
    "状态起始",
    "进入本区名册时间",
    "列入本队伍时间",
]
DING = ("丁宁", invented_id(1))
TODAY = date(2026, 6, 12)
DAYS = "SELECT unit_from, status, status_from, joined_on, team_from FROM person WHERE name = '{}'"


def taken(desk: Desk, path: Path, *lines: tuple[str, ...], **choices: object) -> dict:
    preview = desk.ask(preview_import, workbook(path, list(lines), HEADER))
    command = ImportRoster(
        token=preview.token, digest=preview.digest, **{"day": date(2026, 6, 1), "good_only": True, **choices}
    )
    return dict(desk.execute(command).result)


def held(desk: Desk, name: str) -> tuple:
    return tuple(rows(desk, DAYS.format(name))[0])


def test_of_somebody_new_every_day_is_kept_a_month_of_the_roster_s_as_its_first(desk: Desk, tmp_path: Path):
    line = ("路新", "", OFFICE, "退休", "2015.03", "2026.03", "2014-08-01", "2010")
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [line], HEADER))
    assert row_of(desk, preview.token, 2).wrong_cell().name == "team_from", "a year alone is no month"
    taken(desk, tmp_path / "b.xlsx", (*line[:-1], "2010.05"))
    assert held(desk, "路新") == ("2015-03", "retired", "2026-03-01", "2014-08-01", "2010-05")
    detail = json.loads(rows(desk, "SELECT detail FROM audit WHERE entity = 'person' ORDER BY id DESC")[0][0])
    assert detail["joined_on"] == "2014-08-01"


def test_an_update_shows_each_day_takes_and_declines_it_and_one_undo_brings_all_back(
    desk: Desk, tmp_path: Path
):
    before = state(desk), held(desk, "丁宁")
    line = (*DING, OFFICE, "", "2015.03", "2016-01-01", "2014.08", "2015.03")
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [line], HEADER))
    shown = {change.field: (change.old, change.new) for change in row_of(desk, preview.token, 2).changes}
    assert shown == {
        "unit_from": ("", "2015-03"),
        "status_from": ("", "2016-01-01"),
        "joined_on": ("", "2014-08"),
        "team_from": ("", "2015-03"),
    }
    taken(desk, tmp_path / "a.xlsx", line, declined_fields=((2, "team_from"),))
    assert held(desk, "丁宁") == ("2015-03", "serving", "2016-01-01", "2014-08-01", "")
    again = desk.ask(preview_import, tmp_path / "a.xlsx")
    assert [change.field for change in row_of(desk, again.token, 2).changes] == ["team_from"]
    desk.execute(UndoLast())
    assert (state(desk), held(desk, "丁宁")) == before
    assert chain_is_whole(desk)


def test_a_move_is_on_the_day_the_row_says_and_its_day_goes_with_it(desk: Desk, tmp_path: Path):
    lines = [(*DING, BUREAU, "长期病假", "2026.03", "2026-04-15", "", "")]
    taken(desk, tmp_path / "a.xlsx", *lines, since_unknown=True)
    assert held(desk, "丁宁")[:3] == ("2026-03", "long_leave", "2026-04-15")
    ends = "SELECT valid_to FROM unit_period UNION ALL SELECT valid_to FROM status_period"
    assert rows(desk, ends) == [("2026-03",), ("2026-04-15",)]
    desk.execute(UndoLast())
    # the move is declined: since when the other unit is theirs says nothing of their own
    taken(desk, tmp_path / "a.xlsx", *lines, declined_fields=((2, "unit"), (2, "status")))
    assert held(desk, "丁宁")[:3] == ("", "serving", None)


def test_a_day_that_what_was_before_speaks_against_is_left_and_said(desk: Desk, tmp_path: Path):
    desk.execute(TransferPerson(person_id=1, version=1, unit_id=3, day="2025-05"))
    desk.execute(ChangeStatus(person_id=1, version=2, status=PersonStatus.LONG_LEAVE, day=date(2026, 2, 1)))
    before = held(desk, "丁宁")
    result = taken(
        desk, tmp_path / "a.xlsx", (*DING, BUREAU, "在职", "2024.01", "2025.12", "", ""), day=TODAY
    )
    assert result["updated"] == 1
    assert held(desk, "丁宁")[:3] == (before[0], "serving", "2026-06-12")
    (row,) = unpack(rows(desk, "SELECT report FROM import_batch")[0][0]).rows
    assert [change[0] for change in row.changes] == ["status"]
    assert [problem[0] for problem in row.problems] == [
        "roster.since_before_former",
        "roster.since_new_left",
    ]


def test_a_month_leaves_the_day_in_it_where_the_value_itself_is_put_right(desk: Desk, tmp_path: Path):
    desk.execute(change_of(desk, "丁宁", unit_from="2015-03-15", status_from="2016-01-20"))
    line = (*DING, BUREAU, "长期病假", "2015.03", "2016.01", "", "")
    taken(desk, tmp_path / "a.xlsx", line, corrections=((2, "unit", True), (2, "status", True)))
    assert held(desk, "丁宁")[:3] == ("2015-03-15", "long_leave", "2016-01-20")


def test_who_is_gone_is_so_since_the_day_of_the_row(desk: Desk, tmp_path: Path):
    away(desk, 1, since=date(2026, 5, 20))
    line = (*DING, OFFICE, "退休", "", "2026.05", "", "")
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [line], HEADER))
    assert row_of(desk, preview.token, 2).wrong_cell().code == "roster.gone_before_stay"
    taken(desk, tmp_path / "b.xlsx", (*line[:5], "2026-06-01", "", ""))
    assert rows(desk, "SELECT valid_to FROM secondment") == [("2026-05-31",)]
    # another day later on, which would be before the secondment began
    preview = desk.ask(preview_import, tmp_path / "a.xlsx")
    assert row_of(desk, preview.token, 2).wrong_cell().name == "status_from"


def test_nobody_holds_a_unit_before_they_could_work_or_from_a_day_to_come(desk: Desk, tmp_path: Path):
    lines = [(*DING, OFFICE, "", "1985.01", "", "", ""), ("路新", "", OFFICE, "", "2027.01", "", "", "")]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", lines, HEADER))
    codes = [row_of(desk, preview.token, row).wrong_cell().code for row in (2, 3)]
    assert codes == ["roster.too_young_to_hold", "roster.day_to_come"]


@pytest.fixture
def lived(desk: Desk) -> Desk:
    """The desk with something in every column that goes out."""
    desk.execute(change_of(desk, "丁宁", unit_from="2015-03", joined_on="2014-08-01", team_from="2010-05-01"))
    desk.execute(change_of(desk, "于洋", status_from="2016-01-01", post_from="2019-05", rank_from="2020-01"))
    desk.execute(ChangeStatus(person_id=5, version=1, status=PersonStatus.RETIRED, day=date(2026, 2, 1)))
    more = "ethnicity = '回族', education_full = '大学', degree_service = '硕士', note = '一', authority = 'city'"
    write(
        desk.path,
        (f"UPDATE person SET {more}, side_rank = 'principal_1', side_rank_from = '2021-06' WHERE id = 1", ()),
    )
    return desk


def test_what_goes_out_comes_back_as_the_same_and_into_another_desk_whole(lived: Desk, tmp_path: Path):
    out = tmp_path / "名册（2026-06-12）.xlsx"
    count = roster_files.export_roster(lived, out, PersonFilter())
    preview = lived.ask(preview_import, out)
    assert {name: number for name, number in preview.counts.items() if number} == {"same": count}
    assert [one for one in waiting_import(preview.token).plan.problems if one.severity != "note"] == []
    read = {column.field for column in preview.columns}
    assert read == {"number", *FIELDS}, "every column that goes out is read"
    assert [c.header for c in preview.columns] == [
        code_lists().headers[name][0] for name in code_lists().headers if name in read
    ]
    other = create_desk(
        tmp_path / "other.deskdb",
        NewDesk("城东区委组织部", "clerk", "张晓", PASSWORD, "城东组", 2022),
        TestClock(),
    )
    try:
        other.sign_in("clerk", PASSWORD)
        into = other.ask(preview_import, out)
        assert {name: number for name, number in into.counts.items() if number} == {"new": count}
        other.execute(ImportRoster(token=into.token, digest=into.digest))

        def whole(desk: Desk) -> set[tuple]:
            return {person[1:] for person in desk.ask(people_to_export, PersonFilter())}

        assert whole(other) == whole(lived)
    finally:
        other.close()


def test_a_day_before_the_former_unit_began_is_not_promised(desk: Desk, tmp_path: Path):
    desk.execute(change_of(desk, "丁宁", unit_from="2025-07"))
    line = (*DING, BUREAU, "在职", "2024-01-01", "", "", "")
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [line], HEADER))
    row = row_of(desk, preview.token, 2)
    assert [change.field for change in row.changes] == ["unit"]
    assert [(one.name, one.code) for one in row.problems] == [("unit_from", "roster.since_new_left")]
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest))
    assert held(desk, "丁宁")[0] == "2026-06-12"
    (told,) = unpack(rows(desk, "SELECT report FROM import_batch")[0][0]).rows
    assert [code for code, _params, _header in told.problems] == ["roster.since_new_left"], "said once"


def test_a_move_that_needs_the_day_of_coming_says_so_before_that_is_left_out(desk: Desk, tmp_path: Path):
    write(desk.path, ("UPDATE person SET joined_on = '2022-01-01', unit_from = '' WHERE id = 1", ()))
    header = ["姓名", "身份证号", "工作单位", "到本单位时间", "进入名册时间"]
    path = workbook(tmp_path / "a.xlsx", [(*DING, BUREAU, "2019-05-06", "2018-01-01")], header)
    preview = desk.ask(preview_import, path)
    (note,) = row_of(desk, preview.token, 2).problems
    assert (note.name, note.code) == ("joined_on", "roster.moves_with_joined")
    assert "2019-05-06" in text(note.code, **note.params)
    assert "2022-01-01" in text(note.code, **note.params)
    command = ImportRoster(token=preview.token, digest=preview.digest, declined_fields=((2, "joined_on"),))
    desk.execute(command)
    assert rows(desk, "SELECT unit_from, joined_on FROM person WHERE id = 1") == [
        ("2026-06-12", "2022-01-01")
    ]
    (told,) = unpack(rows(desk, "SELECT report FROM import_batch")[0][0]).rows
    assert told.problems[-1][0] == "roster.track_since_joined", "and why"
    desk.execute(UndoLast())
    again = desk.ask(preview_import, path)
    desk.execute(ImportRoster(token=again.token, digest=again.digest))
    assert rows(desk, "SELECT unit_from, joined_on FROM person WHERE id = 1") == [
        ("2019-05-06", "2018-01-01")
    ]


def test_the_report_says_that_a_unit_was_not_set_up_by_then(desk: Desk, tmp_path: Path):
    """Nor is it where a day was wanted all the same of somebody who was chosen by hand."""
    write(
        desk.path,
        (
            "UPDATE unit SET founded_on = '2020-05-10' WHERE id = (SELECT unit_id FROM person WHERE id = 1)",
            (),
        ),
        ("UPDATE person SET unit_from = '' WHERE id = 1", ()),
    )
    line = ("丁宁", "2019-05-06", "13900000077")
    header = ["姓名", "到本单位时间", "手机"]
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [line], header))
    assert row_of(desk, preview.token, 2).bucket is Bucket.MAYBE
    command = ImportRoster(
        token=preview.token, digest=preview.digest, decisions=((2, 1),), taken_fields=((2, "unit_from"),)
    )
    desk.execute(command)
    (told,) = unpack(rows(desk, "SELECT report FROM import_batch")[0][0]).rows
    assert told.problems[-1][0] == "roster.track_since_not_yet"
    assert [change[0] for change in told.changes] == ["phone"]
