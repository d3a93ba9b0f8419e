"""Whatever files and hands bring one after another, everybody's past stays in order: one value of a track a day."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.desk_fixtures import TestClock, invented_id, past_out_of_order
from tests.usecases.test_gate import rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.domain.codes import PersonStatus, Rank, Team
from trainingdesk.domain.errors import DeskError
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.usecases.commands.history import TransferPerson
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster import ChangeStatus
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import preview_import

POSTS = "SELECT track, post, coalesce(rank, ''), valid_from, valid_to FROM post_period WHERE person_id = 2 ORDER BY id"
HELD = "SELECT post, post_from, rank, rank_from, coalesce(side_rank, '') FROM person WHERE id = {}"
YU = ("于洋", invented_id(2, male=False), OFFICE)
SHORT = ["姓名", "身份证号", "工作单位", "职务", "职务层次"]
WHOLE = [
    *("姓名", "身份证号", "工作单位", "职务", "职务层次", "职级", "任现职时间", "任现职级时间"),
    *("队伍", "人员状态"),
]


def take(desk: Desk, path: Path, header: list[str], *lines: tuple[str, ...], **choices: object) -> dict:
    preview = desk.ask(preview_import, workbook(path, lines, header))
    given = {"day": preview.day, **choices}
    return desk.execute(ImportRoster(token=preview.token, digest=preview.digest, **given)).result


@pytest.fixture
def _deputy(desk: Desk, clock: TestClock) -> None:
    desk.execute(change_of(desk, "于洋", post="副部长", post_from="2020-05"))
    clock.forward(days=400)


@pytest.mark.usefixtures("_deputy")
class TestLevels:
    def test_another_level_without_a_day_ends_the_one_before_on_the_file_s(self, desk: Desk, tmp_path: Path):
        take(desk, tmp_path / "a.xlsx", SHORT, (*YU, "副部长", "乡科级正职"), day=date(2026, 6, 30))
        assert rows(desk, HELD.format(2)) == [("副部长", "2020-05", "section_head", "", "")]
        assert past_out_of_order(desk.path) == []
        take(desk, tmp_path / "b.xlsx", SHORT, (*YU, "副部长", "县处级副职"), day=date(2027, 6, 30))
        assert rows(desk, POSTS)[1:] == [
            ("post", "副部长", "section_deputy", "2020-05", "2026-06-30"),
            ("post", "副部长", "section_head", "2026-06-30", "2027-06-30"),
        ]
        found = desk.ask(paper_rows, "roster.file", {"person": "2"})
        (career,) = (table for table in found if table.title == "任职履历")
        known = [(row.cells[0], row.cells[1], row.cells[3]) for row in career.rows]
        assert ("不详", "至今", "副部长\u3000县处级副职") in known

    def test_the_day_a_file_gives_dates_post_and_level(self, desk: Desk, tmp_path: Path):
        line = (*YU, "部长", "乡科级正职", "2024.01")
        take(desk, tmp_path / "a.xlsx", [*SHORT, "任现职时间"], line)
        assert rows(desk, HELD.format(2)) == [("部长", "2024-01", "section_head", "", "")]
        assert rows(desk, POSTS)[-1] == ("post", "副部长", "section_deputy", "2020-05", "2024-01")
        (table,) = desk.ask(paper_rows, "roster.import", {"batch": "1"})
        assert "保留原有时间" not in table.rows[0].cells[4]


def test_a_file_without_teams_changes_none_and_the_rank_of_somebody_new_says_theirs(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    desk.execute(change_of(desk, "于洋", team=Team.BUSINESS, day="2025-01"))
    clock.forward(days=30)
    header = ["姓名", "身份证号", "工作单位", "职务", "职级"]
    lines = [(*YU, "干部", "乡科级副职"), ("路新", invented_id(101), OFFICE, "工程师", "中级")]
    result = take(desk, tmp_path / "a.xlsx", header, *lines)
    assert (result["same"], result["created"]) == (1, 1)
    found = rows(desk, "SELECT team, team_from FROM person WHERE name IN ('于洋', '路新') ORDER BY id")
    assert found == [("business", "2025-01"), ("technical", "")]
    assert len(rows(desk, "SELECT 1 FROM team_period")) == 1


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_row_of_which_nothing_is_left_is_the_same(
    desk: Desk, clock: TestClock, tmp_path: Path, by_hand: bool
):
    """A rank beside a post says nothing of somebody whose post has no level: that it has one was left."""
    number = rows(desk, "SELECT id_number FROM person WHERE name = '尉迟敬'")[0][0]
    line = ("尉迟敬", number, "城东区委宣传部", "干部", "乡科级副职", "一级主任科员")
    header = [*SHORT, "职级"]
    if by_hand:
        choices: dict[str, object] = {"declined_fields": ((2, "rank"),)}
    else:
        desk.execute(change_of(desk, "尉迟敬", rank=Rank.PRINCIPAL_2, day="2019-05"))
        clock.forward(days=20)
        choices = {"day": date(2026, 3, 31)}
    before = rows(desk, "SELECT * FROM person ORDER BY id")
    result = take(desk, tmp_path / "a.xlsx", header, line, **choices)
    counts = (0, 1, 0) if by_hand else (0, 0, 1)  # what the roster knows newer of is out of date
    assert (result["updated"], result["same"], result["older_rows"]) == counts
    assert rows(desk, "SELECT updated, same, older FROM import_batch") == [counts]
    assert rows(desk, "SELECT * FROM person ORDER BY id") == before
    (table,) = desk.ask(paper_rows, "roster.import", {"batch": "1", "all": "1"})
    assert [row.cells[1] for row in table.rows] == ["更新均未采纳" if by_hand else "早于名册"]
    desk.execute(UndoLast())


@pytest.mark.parametrize("seed", range(4))
def test_random_files_and_changes_leave_one_value_a_day(
    desk: Desk, clock: TestClock, tmp_path: Path, seed: int
):
    chance = random.Random(seed)
    words = code_lists().labels
    posts = ["局长", "副局长", "党组成员、副局长", "科员", "", "主任"]
    for step in range(8):
        clock.forward(days=chance.choice([0, 1, 20]))
        people = rows(desk, "SELECT name, id_number, id, version FROM person ORDER BY id")
        try:
            if chance.random() < 0.6:
                lines = [
                    (
                        *(name, number, chance.choice([OFFICE, "城东区教育局", "汤泉街道办事处"])),
                        *(chance.choice(posts), chance.choice(["乡科级正职", "乡科级副职", ""])),
                        chance.choice(["四级调研员", "一级主任科员", ""]),
                        chance.choice(["", "2020.05", "2024.01", "2026.02"]),
                        chance.choice(["", "2019.05", "2023.01"]),
                        words["team"][chance.choice(list(Team)).value],
                        chance.choice(["在职", "退休", ""]),
                    )
                    for name, number, *_ in chance.sample(people, 8)
                ]
                day = clock().date() - timedelta(days=chance.choice([0, 30, 400]))
                take(desk, tmp_path / f"{step}.xlsx", WHOLE, *lines, day=day, good_only=True)
            else:
                name, _number, person, version = chance.choice(people)
                moved = {"person_id": person, "version": version, "day": chance.choice(["", "2026-02"])}
                changed = {
                    "post": chance.choice(posts),
                    "rank": chance.choice([Rank.SECTION_HEAD, Rank.SECTION_DEPUTY, Rank.PRINCIPAL_1, None]),
                    "day": chance.choice(["", "2026-01", "2024-03"]),
                    "correction": chance.random() < 0.4,
                }
                status = {
                    "person_id": person,
                    "version": version,
                    "status": chance.choice(list(PersonStatus)),
                }
                desk.execute(
                    chance.choice(
                        [
                            TransferPerson(unit_id=chance.choice([1, 2, 3]), **moved),
                            ChangeStatus(**status),
                            change_of(desk, name, **changed),
                        ]
                    )
                )
        except DeskError:
            continue
        assert past_out_of_order(desk.path) == [], f"step {step}"
