"""A 职级 beside a post in one field."""

import pytest

from trainingdesk.domain.roster.cells import LONGEST_NAMING
from trainingdesk.domain.roster.rank_in_post import rank_in_post, service_ranks
from trainingdesk.domain.roster.rows import parse_rows
from trainingdesk.domain.roster.sheet import Sheet
from trainingdesk.exchange.code_lists import code_lists

RANKS = service_ranks(code_lists().spellings.rank)


@pytest.mark.parametrize(
    ("said", "post", "rank"),
    [
        ("副局长、三级调研员", "副局长", "researcher_3"),
        ("科长，四级主任科员", "科长", "principal_4"),
        ("三级调研员、党组成员、副局长", "党组成员、副局长", "researcher_3"),
        ("党组成员、三级调研员、副局长", "党组成员、副局长", "researcher_3"),
        ("副局长（二级调研员）", "副局长", "researcher_2"),
        ("副局长（正科级、二级调研员）", "副局长（正科级）", "researcher_2"),
        ("副局长（正科级，分管财务）、二级调研员", "副局长（正科级，分管财务）", "researcher_2"),
        ("局长｜二级调研员", "局长", "researcher_2"),
        ("一级科员", "一级科员", "clerk_1"),
    ],
)
def test_a_rank_is_cut_from_a_post(said, post, rank):
    assert rank_in_post(said, RANKS) == (post, rank)


@pytest.mark.parametrize(
    "said",
    [
        "副局长",
        "",
        "办公室四级主任科员",
        "主任科员",
        "正科级干部",
        "三级调研员、四级调研员",
        "副局长（正科级）",
        "副局长（分管财务、二级调研员、三级调研员）",
    ],
)
def test_what_is_no_certain_rank_stays(said):
    assert rank_in_post(said, RANKS) is None


def read(**cells):
    headers = {
        "name": "姓名",
        "unit": "工作单位",
        "post": "职务",
        "rank": "职级",
        "rank_from": "任现职级时间",
    }
    columns = {name: [text] for name, text in {"name": "丁宁", "unit": "某局", **cells}.items()}
    found = parse_rows(Sheet(columns, {name: headers[name] for name in columns}, [2]), code_lists().spellings)
    (person,) = found.people
    return (person.post, person.rank, person.side_rank), [problem.code for problem in found.problems]


def test_a_text_longer_than_any_post_is_not_taken_apart():
    ranks = service_ranks(code_lists().spellings.rank)
    for over, found in ((0, "researcher_3"), (1, None)):
        post = "长" * (LONGEST_NAMING + over - len("、三级调研员"))
        assert rank_in_post(f"{post}、三级调研员", ranks) == (found and (post, found))


def test_the_rows_own_column_of_ranks_comes_first():
    both = "副局长、三级调研员"
    assert read(post=both) == (("副局长", "", "researcher_3"), ["roster.rank_in_post"])
    assert read(post=both, rank="") == (("副局长", "", "researcher_3"), ["roster.rank_in_post"])
    assert read(post=both, rank="乡科级副职") == (
        ("副局长", "section_deputy", "researcher_3"),
        ["roster.rank_in_post"],
    )
    assert read(post=both, rank="二级调研员") == ((both, "researcher_2", ""), ["roster.rank_left_in_post"])
    assert read(post=both, rank="三级调研员") == (
        ("副局长", "researcher_3", ""),
        ["roster.rank_said_twice"],
    )
    assert read(post="三级调研员", rank="三级调研员") == (("三级调研员", "researcher_3", ""), [])
    assert read(post=both, rank="某某级") == ((both, "", ""), ["roster.rank_unknown"])


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ("副局长（正科级）", ("副局长", "section_head", "")),
        ("副局长(正科级)", ("副局长", "section_head", "")),
        ("副局长（正科级）、一级主任科员", ("副局长", "section_head", "principal_1")),
        ("党组成员、副局长（正科级、一级主任科员）", ("党组成员、副局长", "section_head", "principal_1")),
        ("四级调研员、办公室主任", ("办公室主任", "", "researcher_4")),
    ],
)
def test_the_level_of_a_post_in_brackets_behind_it_is_its_level(said, read_as):
    found, codes = read(post=said)
    assert (found, set(codes)) == (read_as, {"roster.rank_in_post"})


@pytest.mark.parametrize("said", ["副局长（享受正科级待遇）", "副局长（兼）", "所长（股级）", "副科长"])
def test_a_treatment_and_other_brackets_are_no_level(said):
    assert read(post=said) == ((said, "", ""), [])


def test_a_row_that_says_its_level_keeps_the_post_s_words():
    said = "副局长（正科级）"
    assert read(post=said, rank="副科级") == ((said, "section_deputy", ""), [])
    assert read(post=said, rank="某某级") == ((said, "", ""), ["roster.rank_unknown"])


@pytest.mark.parametrize(
    "said",
    [
        *(
            "办公室一级主任科员",
            "二级主任科员（办公室）",
            "四级主任科员兼工会主席",
            "一级主任科员（保留副处级）",
        ),
        *("正科级干部", "副科级领导职务", "二级巡视员、局长", "主任科员", "七级职员"),
    ],
)
def test_a_rank_that_is_not_read_from_a_post_is_told(said):
    """They were left without a rank and without a word."""
    assert read(post=said) == ((said, "", ""), ["roster.rank_left_in_post"])


@pytest.mark.parametrize(
    ("said", "rank", "code"),
    [
        ("办公室一级主任科员", "一级主任科员", "principal_1"),
        ("正科级干部", "一级主任科员", "principal_1"),
        ("科员", "", ""),
        ("一级教师", "", ""),
        ("教务主任", "", ""),
    ],
)
def test_a_rank_that_the_row_says_and_a_post_called_like_one_are_not_told(said, rank, code):
    assert read(post=said, rank=rank) == ((said, code, ""), [])
