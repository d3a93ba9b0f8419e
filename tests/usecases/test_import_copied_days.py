"""任现职时间 and 任现职级时间 copied along from an earlier list say nothing of a new post or rank: no figure of before changes."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_import_mended import row_of
from tests.usecases.test_import_older import take_in
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import

HEADER = ["姓名", "身份证号", "工作单位", "职务", "任现职时间", "职级", "任现职级时间"]
DING = ("丁宁", invented_id(1))
HELD = (
    "SELECT u.name, unit_from, post, post_from, rank, rank_from FROM person p JOIN unit u ON u.id = unit_id"
    " WHERE p.id = 1"
)
MARCH, JUNE = date(2026, 3, 31), date(2026, 6, 10)
OLD = (*DING, OFFICE, "科员", "2022.12", "四级主任科员", "2020.06")


@pytest.fixture
def march(desk: Desk, tmp_path: Path) -> Desk:
    take_in(desk, workbook(tmp_path / "三月.xlsx", [OLD], HEADER), MARCH)
    assert rows(desk, HELD) == [(OFFICE, "", "科员", "2022-12", "principal_4", "2020-06")]
    return desk


@pytest.mark.parametrize("day", ["2022.12", "2022-12-15"])
def test_a_move_is_not_dated_by_since_when_the_former_post_was_held(march: Desk, tmp_path: Path, day: str):
    line = (*DING, BUREAU, "副局长", day, "四级主任科员", "2020.06")
    file = workbook(tmp_path / "六月.xlsx", [line], HEADER)
    preview = march.ask(preview_import, file)
    row = row_of(march, preview.token, 2)
    assert {(one.field, one.with_post) for one in row.changes} == {("unit", ""), ("post", "")}
    assert [(one.code, one.name) for one in row.problems] == [("roster.since_of_former", "post_from")]
    assert row.problems[0].params["former"] == "科员"
    assert preview.moves == 1, "its day is asked for as that of any other move"
    take_in(march, file, JUNE)
    assert rows(march, HELD) == [(BUREAU, "2026-06-10", "副局长", "", "principal_4", "2020-06")]
    ended = "SELECT valid_to FROM unit_period WHERE person_id = 1"
    assert rows(march, ended) == [("2026-06-10",)], "in March they were where the list of March has them"


def test_a_day_of_its_own_dates_a_move_as_before(march: Desk, tmp_path: Path):
    line = (*DING, BUREAU, "副局长", "2026.05", "四级主任科员", "2020.06")
    take_in(march, workbook(tmp_path / "六月.xlsx", [line], HEADER), JUNE)
    assert rows(march, HELD)[0][:4] == (BUREAU, "2026-05", "副局长", "2026-05")


def test_a_promotion_is_not_dated_by_since_when_the_former_rank_was_held(march: Desk, tmp_path: Path):
    line = (*DING, OFFICE, "科员", "2022.12", "三级主任科员", "2020.06")
    file = workbook(tmp_path / "六月.xlsx", [line], HEADER)
    row = row_of(march, march.ask(preview_import, file).token, 2)
    assert [(one.code, one.name) for one in row.problems] == [("roster.since_of_former", "rank_from")]
    take_in(march, file, JUNE)
    assert rows(march, HELD)[0][2:5] == ("科员", "2022-12", "principal_3")
    former = "SELECT rank, valid_from, valid_to FROM post_period WHERE person_id = 1 ORDER BY id"
    assert rows(march, former)[-1:] == [("principal_4", "2020-06", "2026-06-10")]


def test_the_same_post_in_fuller_words_goes_on_since_then(march: Desk, tmp_path: Path):
    line = (*DING, OFFICE, "干部科科员", "2022.12", "四级主任科员", "2020.06")
    file = workbook(tmp_path / "六月.xlsx", [line], HEADER)
    assert row_of(march, march.ask(preview_import, file).token, 2).problems == ()
    take_in(march, file, JUNE)
    assert rows(march, HELD)[0][2:4] == ("干部科科员", "2022-12")


def test_so_it_is_where_a_row_is_decided_by_hand(march: Desk, tmp_path: Path):
    line = ("丁宁", "", BUREAU, "副局长", "2022.12", "", "")
    file = workbook(tmp_path / "六月.xlsx", [line], HEADER)
    preview = march.ask(preview_import, file)
    assert preview.counts["maybe"] == 1
    march.execute(ImportRoster(token=preview.token, digest=preview.digest, day=JUNE, decisions=((2, 1),)))
    assert rows(march, HELD)[0][:4] == (BUREAU, "2026-06-10", "副局长", "")
