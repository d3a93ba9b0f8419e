"""职级 beside a leading post in a file: it goes beside the post and not in the level's place, and so does since when."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster_import import OFFICE, workbook
from tests.usecases.training_facts import write
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows

SINGLE = ("姓名", "身份证号", "工作单位", "职务", "职级", "任现职级时间")
BOTH = ("姓名", "身份证号", "工作单位", "职务", "职务层次", "职级", "任现职务层次时间", "任现职级时间")
STANDING = "SELECT rank, rank_from, side_rank, side_rank_from FROM person WHERE name = '{}'"
PERIODS = "SELECT track, post, rank, valid_from, valid_to FROM post_period ORDER BY id"


@pytest.fixture(autouse=True)
def _both_ladders(desk_file: Path) -> None:
    """丁宁 is a head of section since 2019 and holds a rank beside it."""
    fields = (
        "rank_from = '2019-05', post_from = '2019-05', side_rank = 'principal_3', side_rank_from = '2020-06'"
    )
    write(desk_file, (f"UPDATE person SET {fields} WHERE id = 1", ()))


def told(desk: Desk, path: Path, header: tuple[str, ...], *lines: tuple[str, ...]) -> list[dict[str, str]]:
    """Return what the preview says of the rows that change somebody: field → new value."""
    token = desk.ask(preview_import, workbook(path, lines, list(header))).token
    found = desk.ask(preview_rows, token, desk.ask(preview_places, token, Bucket.UPDATE))
    return [{change.field: change.new for change in row.changes} for row in found]


def take_in(desk: Desk, path: Path, header: tuple[str, ...], *lines: tuple[str, ...]) -> None:
    preview = desk.ask(preview_import, workbook(path, lines, list(header)))
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=date(2026, 6, 1)))


def standing(desk: Desk, name: str = "丁宁") -> tuple:
    return rows(desk, STANDING.format(name))[0]


@pytest.mark.parametrize("rank", ["", "乡科级正职", "三级主任科员"])
def test_since_when_of_a_rank_is_of_the_rank_beside_the_post(desk: Desk, tmp_path: Path, rank: str):
    line = ("丁宁", invented_id(1), OFFICE, "干部", rank, "2021.03")
    assert told(desk, tmp_path / "a.xlsx", SINGLE, line) == [{"side_rank_from": "2021-03"}]
    take_in(desk, tmp_path / "a.xlsx", SINGLE, line)
    assert standing(desk) == ("section_head", "2019-05", "principal_3", "2021-03")
    assert rows(desk, PERIODS) == []
    desk.execute(UndoLast())
    assert standing(desk) == ("section_head", "2019-05", "principal_3", "2020-06")
    assert chain_is_whole(desk)


def test_a_rank_that_rose_beside_the_post_leaves_the_level_alone(desk: Desk, tmp_path: Path):
    line = ("丁宁", invented_id(1), OFFICE, "干部", "一级主任科员", "2024.01")
    assert told(desk, tmp_path / "a.xlsx", SINGLE, line) == [
        {"side_rank": "principal_1", "side_rank_from": "2024-01"}
    ]
    take_in(desk, tmp_path / "a.xlsx", SINGLE, line)
    assert standing(desk) == ("section_head", "2019-05", "principal_1", "2024-01")
    assert rows(desk, PERIODS) == [("rank", "", "principal_3", "2020-06", "2024-01")]
    again = desk.ask(preview_import, tmp_path / "a.xlsx")
    assert dict(again.counts)["same"] == 1
    desk.execute(UndoLast())
    assert (standing(desk), rows(desk, PERIODS)) == (
        ("section_head", "2019-05", "principal_3", "2020-06"),
        [],
    )


def test_of_who_holds_one_rank_it_is_of_that_one(desk: Desk, tmp_path: Path):
    """A head of section without a rank beside it, somebody without a leading post, and somebody new."""
    lines = (
        ("于洋", invented_id(2, male=False), OFFICE, "干部", "乡科级副职", "2021.03"),
        ("单小芳", invented_id(3), OFFICE, "干部", "一级科员", "2021.04"),
        ("路新", invented_id(101), OFFICE, "科长", "乡科级副职", "2021.05"),
    )
    take_in(desk, tmp_path / "a.xlsx", SINGLE, *lines)
    assert standing(desk, "于洋") == ("section_deputy", "2021-03", None, "")
    assert standing(desk, "单小芳") == ("clerk_1", "2021-04", None, "")
    assert standing(desk, "路新") == ("section_deputy", "2021-05", None, "")


def test_a_level_s_own_since_when_stays_the_level_s(desk: Desk, tmp_path: Path):
    header = (*SINGLE[:4], "职务层次", "任现职务层次时间")
    line = ("丁宁", invented_id(1), OFFICE, "干部", "乡科级正职", "2018.03")
    assert told(desk, tmp_path / "a.xlsx", header, line) == [{"rank_from": "2018-03"}]


def test_a_file_with_level_and_rank_brings_both(desk: Desk, tmp_path: Path):
    lines = (
        ("路新", invented_id(101), OFFICE, "科长", "乡科级副职", "二级主任科员", "2021.03", "2022.06"),
        ("傅江", invented_id(102), OFFICE, "科员", "", "一级科员", "", "2020.09"),
        ("丁宁", invented_id(1), OFFICE, "干部", "乡科级正职", "二级主任科员", "2019.05", "2025.02"),
    )
    take_in(desk, tmp_path / "a.xlsx", BOTH, *lines)
    assert standing(desk, "路新") == ("section_deputy", "2021-03", "principal_2", "2022-06")
    assert standing(desk, "傅江") == ("clerk_1", "2020-09", None, "")
    assert standing(desk) == ("section_head", "2019-05", "principal_2", "2025-02")
    assert rows(desk, PERIODS) == [("rank", "", "principal_3", "2020-06", "2025-02")]
    assert dict(desk.ask(preview_import, tmp_path / "a.xlsx").counts)["same"] == 3
    desk.execute(UndoLast())
    assert standing(desk) == ("section_head", "2019-05", "principal_3", "2020-06")
    assert chain_is_whole(desk)


def test_two_ranks_that_can_not_stand_together_are_asked_about(desk: Desk, tmp_path: Path):
    line = ("路新", invented_id(101), OFFICE, "科员", "一级科员", "二级主任科员", "", "")
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [line], list(BOTH)))
    assert dict(preview.counts)["question"] == 1
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token, Bucket.QUESTION))
    assert [problem.code for problem in row.problems] == ["roster.two_ranks"]


def test_a_file_that_says_the_rank_alone_leaves_the_level_of_who_has_one(desk: Desk, tmp_path: Path):
    """A blank level takes none away; of somebody without a leading post the rank is the rank itself."""
    lines = (
        ("丁宁", invented_id(1), OFFICE, "", "", "一级主任科员", "", "2024.01"),
        ("于洋", invented_id(2, male=False), OFFICE, "", "", "二级主任科员", "", "2024.02"),
        ("单小芳", invented_id(3), OFFICE, "", "", "四级主任科员", "", "2024.03"),
        ("路新", invented_id(101), OFFICE, "", "", "乡科级副职", "", "2024.04"),
    )
    take_in(desk, tmp_path / "a.xlsx", BOTH, *lines)
    assert standing(desk) == ("section_head", "2019-05", "principal_1", "2024-01")
    assert standing(desk, "于洋") == ("section_deputy", "", "principal_2", "2024-02")
    assert standing(desk, "单小芳") == ("principal_4", "2024-03", None, "")
    assert standing(desk, "路新") == ("section_deputy", "2024-04", None, "")


def test_the_level_behind_a_post_ends_no_rank(desk: Desk, tmp_path: Path):
    """副局长（副处级） says the level of the post: 四级调研员 stays, beside it."""
    write(desk.path, ("UPDATE person SET rank = 'researcher_4', rank_from = '2021-03' WHERE id = 2", ()))
    header = ("姓名", "身份证号", "工作单位", "职务")
    line = ("于洋", invented_id(2, male=False), OFFICE, "副局长（副处级）")
    assert told(desk, tmp_path / "a.xlsx", header, line) == [
        {"post": "副局长", "rank": "county_deputy", "side_rank": "researcher_4", "side_rank_from": "2021-03"}
    ]
    take_in(desk, tmp_path / "a.xlsx", header, line)
    assert standing(desk, "于洋") == ("county_deputy", "", "researcher_4", "2021-03")
    found = rows(desk, PERIODS)
    assert all(track != "rank" for track, *_rest in found), "the 职级 goes on"
    assert dict(desk.ask(preview_import, tmp_path / "a.xlsx").counts)["same"] == 1
    desk.execute(UndoLast())
    assert standing(desk, "于洋") == ("researcher_4", "2021-03", None, "")
    assert chain_is_whole(desk)


def test_nor_does_it_of_whom_a_row_was_decided_to_mean(desk: Desk, tmp_path: Path):
    ((number, unit),) = rows(
        desk, "SELECT p.id, u.name FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.rank = 'principal_4'"
    )
    # two of that name are in the unit
    write(desk.path, ("UPDATE person SET rank_from = '2021-03' WHERE id = ?", (number,)))
    line = ("王伟", "", unit, "副局长（副科级）")
    path = workbook(tmp_path / "a.xlsx", [line], ["姓名", "身份证号", "工作单位", "职务"])
    preview = desk.ask(preview_import, path)
    (row,) = desk.ask(preview_rows, preview.token, [0])
    assert row.bucket is Bucket.MAYBE
    assert {change.field: change.new for change in row.changes_for(number)} == {
        "post": "副局长",
        "rank": "section_deputy",
        "side_rank": "principal_4",
        "side_rank_from": "2021-03",
    }
    taken = ImportRoster(
        token=preview.token, digest=preview.digest, day=date(2026, 6, 1), decisions=((row.row, number),)
    )
    desk.execute(taken)
    held = f"SELECT rank, rank_from, side_rank, side_rank_from FROM person WHERE id = {number}"
    assert rows(desk, held) == [("section_deputy", "", "principal_4", "2021-03")]
    assert all(track != "rank" for track, *_rest in rows(desk, PERIODS)), "the 职级 goes on"
    desk.execute(UndoLast())
    assert rows(desk, held) == [("principal_4", "2021-03", None, "")]
    assert chain_is_whole(desk)


def test_a_deputy_head_who_is_given_a_rank_keeps_the_level(desk: Desk, tmp_path: Path):
    """副局长 with 乡科级副职 and the file's 四级调研员 goes on as 乡科级副职: the rank stands beside the post."""
    fields = "post = '副局长', rank = 'section_deputy', rank_from = '2018-05', side_rank = NULL, side_rank_from = ''"
    write(desk.path, (f"UPDATE person SET {fields} WHERE id = 1", ()))
    line = ("丁宁", invented_id(1), OFFICE, "副局长", "四级调研员", "2026.5")
    take_in(desk, tmp_path / "a.xlsx", SINGLE, line)
    assert standing(desk) == ("section_deputy", "2018-05", "researcher_4", "2026-05")
    assert all(track == "rank" and not rank for track, _post, rank, *_ in rows(desk, PERIODS)), (
        "no level ended"
    )
    assert dict(desk.ask(preview_import, tmp_path / "a.xlsx").counts)["same"] == 1
    # the post went on to another one: then the rank is all that is known
    line = ("单小芳", invented_id(3), OFFICE, "四级调研员", "四级调研员", "2026.5")
    write(desk.path, ("UPDATE person SET post = '副局长', rank = 'section_deputy' WHERE name = '单小芳'", ()))
    take_in(desk, tmp_path / "b.xlsx", SINGLE, line)
    assert standing(desk, "单小芳") == ("researcher_4", "2026-05", None, "")


def test_the_level_behind_a_post_stays_beside_the_rank_in_its_own_column(desk: Desk, tmp_path: Path):
    """局长（正处级） with 二级调研员 below 职级: the brackets stayed in the post's words, and the level was lost."""
    lines = (
        ("路新", invented_id(101), OFFICE, "部长（正处级）", "二级调研员", "2021.03"),
        ("路生", invented_id(102), OFFICE, "副部长（正科级）", "正科级", "2021.04"),
        ("路平", invented_id(103), OFFICE, "副部长（享受正科级待遇）", "四级调研员", "2021.05"),
    )
    take_in(desk, tmp_path / "a.xlsx", SINGLE, *lines)
    assert standing(desk, "路新") == ("county_head", "", "researcher_2", "2021-03")
    assert standing(desk, "路生") == ("section_head", "2021-04", None, "")
    assert standing(desk, "路平") == ("researcher_4", "2021-05", None, "")
    assert rows(desk, "SELECT post FROM person WHERE name = '路新'") == [("部长",)]
    assert dict(desk.ask(preview_import, tmp_path / "a.xlsx").counts)["same"] == 3


def test_a_day_of_the_level_stays_the_level_s(desk: Desk, tmp_path: Path):
    header = (*SINGLE[:5], "任现职务层次时间")
    line = ("路新", invented_id(101), OFFICE, "部长（正处级）", "二级调研员", "2021.03")
    take_in(desk, tmp_path / "a.xlsx", header, line)
    assert standing(desk, "路新") == ("county_head", "2021-03", "researcher_2", "")


def test_a_rank_that_is_said_again_beside_a_new_level_goes_on(desk: Desk, tmp_path: Path):
    write(desk.path, ("UPDATE person SET rank = 'researcher_4', rank_from = '2021-03' WHERE id = 2", ()))
    line = ("于洋", invented_id(2, male=False), OFFICE, "副局长（副处级）", "四级调研员", "")
    take_in(desk, tmp_path / "a.xlsx", SINGLE, line)
    assert standing(desk, "于洋") == ("county_deputy", "", "researcher_4", "2021-03")
    assert all(track != "rank" for track, *_rest in rows(desk, PERIODS)), "the 职级 goes on"
    desk.execute(UndoLast())
    assert standing(desk, "于洋") == ("researcher_4", "2021-03", None, "")
    assert chain_is_whole(desk)


def test_a_level_and_two_ranks_of_a_row_leave_the_post_s_words(desk: Desk, tmp_path: Path):
    """Which of them the brackets are the level of nobody can say."""
    line = ("路新", invented_id(101), OFFICE, "部长（正处级）", "一级科员", "二级主任科员", "", "")
    preview = desk.ask(preview_import, workbook(tmp_path / "a.xlsx", [line], list(BOTH)))
    (row,) = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token))
    assert (row.bucket, row.post) == (Bucket.QUESTION, "部长（正处级）")
