"""Which posts of heads are held twice once two units are one, however a person's posts are written beside each other."""

import pytest

from trainingdesk.domain.roster.twice_held import twice_held

UNIT = "区财政局"


@pytest.mark.parametrize(
    "post",
    [
        *(
            "局长",
            "党组书记、局长",
            "局长兼国资办主任",
            "党组书记 局长",
            "党组书记/局长",
            "局长（正科级、兼）",
        ),
        "区财政局党组书记，局长",
    ],
)
def test_another_head_is_noticed(post: str):
    assert twice_held([("甲", post, UNIT), ("乙", "局长", UNIT)]) == {"局长": ["甲", "乙"]}


@pytest.mark.parametrize("post", ["副局长", "副局长（主持工作）", "原局长", "办公室主任", "林业站站长", ""])
def test_who_heads_nothing_is_not(post: str):
    assert twice_held([("甲", post, UNIT), ("乙", "局长", UNIT), ("丙", post, UNIT)]) == {}
