"""A file writes no date that nobody gave, and another wording of a post is no new term."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.desk_fixtures import TestClock, invented_id
from tests.usecases.test_gate import chain_is_whole, rows
from tests.usecases.test_roster import change_of
from tests.usecases.test_roster_import import OFFICE, workbook
from trainingdesk.domain.roster.post_words import alike, only_fuller
from trainingdesk.usecases.commands.office import UndoLast
from trainingdesk.usecases.commands.roster_import import ImportRoster
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import paper_rows
from trainingdesk.usecases.queries.roster_import import preview_import, preview_places, preview_rows

DAY = date(2026, 6, 30)
HEADER = ["姓名", "身份证号", "工作单位", "职务", "职级"]


@pytest.mark.parametrize(
    ("old", "new", "fuller", "one"),
    [
        ("副局长", "党组成员、副局长", True, True),
        ("党组成员 副局长", "副局长", False, True),
        ("副部长", "副部长（分管）", True, True),
        ("副部长（试用期一年）", "副部长", True, True),
        ("副局长", "局长", False, False),
        ("科员", "一级科员", False, False),
        ("党组成员、副局长", "党组书记、局长", False, False),
        ("", "科员", False, False),
        ("主任", "办公室主任", True, True),
        ("四级主任科员", "党组成员、人事科四级主任科员", True, True),
        ("主任", "办公室副主任", False, False),
        ("局长", "城南分局局长", False, False),
    ],
)
def test_what_is_only_another_wording(old: str, new: str, fuller: bool, one: bool):
    assert only_fuller(old, new) is fuller
    assert alike(old, new) is alike(new, old) is one


def take_in(desk: Desk, path: Path, line: tuple[str, ...], day: date = DAY, **choices: object):
    preview = desk.ask(preview_import, workbook(path, [line], HEADER))
    found = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token), day)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=day, **choices))
    return {change.field: change.correction for change in found[0].changes}


def now(desk: Desk) -> tuple:
    return rows(desk, "SELECT post, post_from, rank, rank_from FROM person WHERE id = 1")[0]


def periods(desk: Desk) -> list:
    return rows(desk, "SELECT post, rank, valid_from, valid_to FROM post_period ORDER BY id")


def line(post: str, rank: str = "") -> tuple[str, ...]:
    return ("丁宁", invented_id(1), OFFICE, post, rank)


def test_since_when_stays_unknown_and_the_next_change_knows_the_end(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    desk.execute(change_of(desk, "丁宁", rank_from="2015-03"))
    desk.execute(change_of(desk, "丁宁", post="科长", post_from="2018-01"))
    clock.forward(days=30)
    before = now(desk), periods(desk)
    take_in(desk, tmp_path / "a.xlsx", line("副部长"))
    assert now(desk) == ("副部长", "", "section_head", "2015-03")
    assert periods(desk)[-1] == ("科长", "section_head", "2018-01", "2026-06-30")
    take_in(desk, tmp_path / "b.xlsx", line("部长"), date(2026, 7, 10))
    assert periods(desk)[-1] == ("副部长", "section_head", "2026-06-30", "2026-07-10")
    desk.execute(UndoLast())
    desk.execute(UndoLast())
    assert (now(desk), periods(desk)) == before
    assert chain_is_whole(desk)


def test_a_fuller_wording_is_proposed_as_a_correction(desk: Desk, clock: TestClock, tmp_path: Path):
    desk.execute(change_of(desk, "丁宁", post="副部长", post_from="2018-01"))
    clock.forward(days=30)
    held = periods(desk)
    fuller = line("部务委员、副部长")
    assert take_in(desk, tmp_path / "a.xlsx", fuller) == {"post": True}
    assert (now(desk)[:2], periods(desk)) == (("部务委员、副部长", "2018-01"), held)
    desk.execute(UndoLast())
    # the person knows better: it is a new post
    take_in(desk, tmp_path / "b.xlsx", fuller, corrections=((2, "post", False),))
    assert (now(desk)[:2], len(periods(desk))) == (("部务委员、副部长", ""), len(held) + 1)
    desk.execute(UndoLast())
    # and of another post that it was only wrong
    other = line("科长", "乡科级副职")
    assert take_in(desk, tmp_path / "c.xlsx", other, corrections=((2, "post", True),)) == {
        "post": False,
        "rank": False,
    }
    assert now(desk)[:3] == ("科长", "2018-01", "section_deputy")
    assert periods(desk)[-1][:2] == ("副部长", "section_head"), "a closed period keeps its words"


def test_who_leads_for_the_first_time_holds_another_post(desk: Desk, clock: TestClock, tmp_path: Path):
    desk.execute(change_of(desk, "丁宁", post="科员", post_from="2018-01", day="2018-01"))
    clock.forward(days=30)
    assert take_in(desk, tmp_path / "a.xlsx", line("科员、办公室副主任")) == {"post": False}
    assert periods(desk)[-1] == ("科员", "section_head", "2018-01", "2026-06-30")


def test_a_department_before_the_post_is_no_new_term(desk: Desk, clock: TestClock, tmp_path: Path):
    """A unit's list that has a column of departments for the first time ended everybody's post."""
    desk.execute(change_of(desk, "丁宁", post="科长", post_from="2018-01", day="2018-01"))
    clock.forward(days=30)
    held = periods(desk)
    assert take_in(desk, tmp_path / "a.xlsx", line("干部科科长")) == {"post": True}
    assert (now(desk)[:2], periods(desk)) == (("干部科科长", "2018-01"), held)


def test_fewer_posts_are_another_post(desk: Desk, clock: TestClock, tmp_path: Path):
    desk.execute(change_of(desk, "丁宁", post="党组成员、副部长", post_from="2018-01", day="2018-01"))
    clock.forward(days=30)
    assert take_in(desk, tmp_path / "a.xlsx", line("党组成员")) == {"post": False}
    assert periods(desk)[-1] == ("党组成员、副部长", "section_head", "2018-01", "2026-06-30")


def test_fuller_words_beside_another_rank_are_another_post(desk: Desk, clock: TestClock, tmp_path: Path):
    desk.execute(change_of(desk, "丁宁", post="副部长", post_from="2018-01", day="2018-01"))
    clock.forward(days=30)
    found = take_in(desk, tmp_path / "a.xlsx", line("常务副部长、副部长", "县处级副职"))
    assert found == {"post": False, "rank": False}
    assert now(desk)[:3] == ("常务副部长、副部长", "", "county_deputy")
    assert periods(desk)[-1] == ("副部长", "section_head", "2018-01", "2026-06-30")


DATED = [*HEADER, "任现职时间"]


def dated(desk: Desk, path: Path, post: str, since: str, day: date) -> bool | None:
    """Take a row in that says since when the post is held, and return whether it was proposed as a correction."""
    preview = desk.ask(preview_import, workbook(path, [(*line(post), since)], DATED))
    found = desk.ask(preview_rows, preview.token, desk.ask(preview_places, preview.token), day)
    desk.execute(ImportRoster(token=preview.token, digest=preview.digest, day=day))
    return {change.field: change.correction for change in found[0].changes}["post"]


def test_a_fuller_post_that_began_after_the_list_with_the_one_so_far_ended_it(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    clock.forward(days=400)
    take_in(desk, tmp_path / "a.xlsx", line("部长"), date(2026, 5, 31))
    held = periods(desk)
    assert dated(desk, tmp_path / "b.xlsx", "部务委员、部长", "2026年8月", date(2026, 11, 30)) is False
    assert now(desk)[:2] == ("部务委员、部长", "2026-08")
    assert periods(desk)[len(held) :] == [("部长", "section_head", "2026-05-31", "2026-08")]
    paper = str(desk.ask(paper_rows, "roster.changes", {"from": "2026-05-31", "to": "2026-11-30"}))
    assert re.search(r"'部长', '乡科级正职', '[^']*', '部务委员、部长'", paper)


def test_of_a_fuller_post_that_began_later_than_the_one_so_far_the_dates_tell(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    desk.execute(change_of(desk, "丁宁", post="副部长", post_from="2018-01-15", day="2018-01"))
    clock.forward(days=30)
    held = periods(desk)
    assert dated(desk, tmp_path / "a.xlsx", "副部长（分管）", "2018-01", DAY) is True, "it is that month's"
    assert dated(desk, tmp_path / "b.xlsx", "部务委员、副部长", "2021-03", DAY) is False
    assert now(desk)[:2] == ("部务委员、副部长", "2021-03")
    assert periods(desk)[len(held) :] == [("副部长（分管）", "section_head", "2018-01-15", "2021-03")]


def test_a_day_before_the_list_with_the_shorter_words_says_since_when_that_post_is_held(
    desk: Desk, clock: TestClock, tmp_path: Path
):
    clock.forward(days=400)
    take_in(desk, tmp_path / "a.xlsx", line("干部", "乡科级正职"), date(2026, 5, 31))
    held = periods(desk)
    assert dated(desk, tmp_path / "b.xlsx", "部务委员、干部", "2021-03", date(2026, 11, 30)) is True
    assert (now(desk)[:2], periods(desk)) == (("部务委员、干部", "2021-03"), held)
