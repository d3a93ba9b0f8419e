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
    assert read(post=both, rank="二级调研员") == ((both, "researcher_2", ""), [])
    assert read(post=both, rank="某某级") == ((both, "", ""), ["roster.rank_unknown"])
