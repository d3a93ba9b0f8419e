"""Ranks that stand in one cell with their day or with a post."""

import pytest

from trainingdesk.domain.roster.cells import LONGEST_NAMING
from trainingdesk.domain.roster.columns import find_header
from trainingdesk.domain.roster.rows import parse_rows
from trainingdesk.domain.roster.sheet import Sheet
from trainingdesk.domain.roster.written_ranks import WrittenRank, asks_for_both, written_rank
from trainingdesk.exchange.code_lists import code_lists

RANKS = code_lists().spellings.rank


@pytest.mark.parametrize(
    ("cell", "rank", "since"),
    [
        ("正科级（2019.05）", "section_head", "2019.05"),
        ("一级主任科员（2020年6月任）", "principal_1", "2020年6月"),
        ("四级调研员\n（2021-01-01起）", "researcher_4", "2021-01-01"),
    ],
)
def test_a_rank_with_its_day_in_brackets(cell, rank, since):
    assert written_rank(cell, RANKS, both=False) == WrittenRank(rank, since)


@pytest.mark.parametrize(
    ("cell", "rank", "post"),
    [
        ("局长、四级调研员", "researcher_4", "局长"),
        ("党组成员、副局长，二级主任科员", "principal_2", "党组成员、副局长"),
        ("局长\n四级调研员", "researcher_4", "局长"),
        ("副局长（正科级）", "section_head", "副局长"),
        ("副局长", "", "副局长"),
    ],
)
def test_a_column_of_both_holds_a_post_and_a_rank(cell, rank, post):
    assert written_rank(cell, RANKS, both=True) == WrittenRank(rank, "", post)
    assert written_rank(cell, RANKS, both=False) is None


@pytest.mark.parametrize(
    "cell",
    [
        *("副科级干部", "九级职员", "副局长、二级高级警长", 5.0),
        *("一级主任科员、正科级", "正科级、一级主任科员（2019.05）", "局长、正科级、副科级"),
    ],
)
def test_what_is_open_stays_asked_about(cell):
    assert written_rank(cell, RANKS, both=True) is None


@pytest.mark.parametrize(
    ("cell", "post"),
    [
        ("正科级、一级主任科员", ""),
        ("正科级（一级主任科员）", ""),
        ("局长、正科级、一级主任科员", "局长"),
    ],
)
def test_the_level_before_a_rank_is_that_of_the_post_in_a_column_of_both_too(cell, post):
    assert written_rank(cell, RANKS, both=True) == WrittenRank("section_head", "", post, "principal_1")


def test_which_headers_ask_for_both():
    assert all(map(asks_for_both, ["职务职级", "现任职务职级", "职务（职级）", "职务及职级", "职级/职务"]))
    assert not any(map(asks_for_both, ["职级", "职务", "领导职务层次", "任现职级时间"]))


@pytest.mark.parametrize("both", [True, False])
def test_a_text_longer_than_any_rank_is_not_looked_at(both):
    for over, found in ((0, WrittenRank("section_head", "2019.05")), (1, None)):
        blanks = " " * (LONGEST_NAMING + over - len("正科级（2019.05）"))
        assert written_rank(f"正科级{blanks}（2019.05）", RANKS, both=both) == found


@pytest.mark.parametrize(
    "cell", ["乡科级副职、三级主任科员", "副科级（三级主任科员）", "副科级/三级主任科员"]
)
def test_the_level_of_a_post_and_the_rank_beside_it(cell):
    said = WrittenRank("section_deputy", side="principal_3")
    assert written_rank(cell, RANKS, both=False) == said


@pytest.mark.parametrize(
    "cell",
    [
        "三级主任科员（正科级）",
        "三级主任科员、副科级",
        "正科级、副科级",
        "副科级、三级主任科员、四级主任科员",
        "副科级、某级",
    ],
)
def test_a_level_behind_a_rank_may_be_no_post_and_stays_asked_about(cell):
    assert written_rank(cell, RANKS, both=False) is None


@pytest.mark.parametrize(
    ("header", "cell", "post", "since"),
    [
        ("现任职务及\n任职时间", "部长\n2022.3", "部长", "2022-03"),
        ("现任职务及任职时间", "常务副部长2021年5月", "常务副部长", "2021-05"),
        ("现任职务（任职时间）", "党组书记、局长（2021.05.10）", "党组书记、局长", "2021-05-10"),
        ("职务", "局长（自2022年3月起）", "局长", "2022-03"),
        ("职务", "党组书记\n局长 2022.3任", "党组书记、局长", "2022-03"),
        ("现任职务及任职时间", "办公室主任", "办公室主任", ""),
        ("现任职务及任职时间", "书记（2021.3）、局长（2021.5）", "书记（2021.3）、局长（2021.5）", ""),
        ("现任职务及任职时间", "副局长 试用期至2026.3", "副局长试用期至2026.3", ""),
        ("现任职务及任职时间", "副局长 2022.3-2024.5", "副局长 2022.3-2024.5", ""),
        ("职务", "副局长2022.3", "副局长2022.3", ""),
    ],
)
def test_since_when_a_post_is_held_stands_behind_it(header, cell, post, since):
    """现任职务及任职时间 was no column of a roster: all posts of the sheet were lost."""
    columns = find_header([["姓名", header], ["丁宁", cell]], code_lists().headers)
    assert columns.fields()["post"].header == "".join(header.split())
    sheet = Sheet({"name": ["丁宁"], "post": [cell]}, {"name": "姓名", "post": header}, [2])
    (person,) = parse_rows(sheet, code_lists().spellings).people
    assert (person.post, person.post_from) == (post, since)


def test_a_day_of_a_column_of_its_own_stays_and_a_rank_has_its_day_in_a_second_line():
    columns = {
        "name": ["丁宁"],
        "post": ["局长（2021.5）"],
        "post_from": ["2022.3"],
        "rank": ["一级主任科员\n2020.6"],
    }
    headers = {"name": "姓名", "post": "职务", "post_from": "任现职时间", "rank": "职级及任职级时间"}
    (person,) = parse_rows(Sheet(columns, headers, [2]), code_lists().spellings).people
    assert (person.post, person.post_from) == ("局长（2021.5）", "2022-03")
    assert (person.rank, person.rank_from) == ("principal_1", "2020-06")
