"""Posts that a line break or a blank parts stand beside each other; inside one post it is a wrap."""

import pytest

from trainingdesk.domain.roster.posts import read_posts


@pytest.mark.parametrize(
    ("cell", "posts"),
    [
        ("科长\n书记", "科长、书记"),
        ("党组书记\r\n局长", "党组书记、局长"),
        ("党组成员 副局长", "党组成员、副局长"),
        ("党组成员、\n副局长", "党组成员、副局长"),
        ("副主任（主持工作）\n党支部书记", "副主任（主持工作）、党支部书记"),
        ("党组书记\n局长\n一级调研员", "党组书记、局长、一级调研员"),
        ("校长\n城东区教育局党委委员", "校长、城东区教育局党委委员"),
        ("副局长\n办公室主任", "副局长、办公室主任"),
        # wraps
        ("副\n局长", "副局长"),
        ("党组书\n记、局长", "党组书记、局长"),
        ("一级主任\n科员", "一级主任科员"),
        ("主任\n医师", "主任医师"),
        ("四级\n调研员", "四级调研员"),
        ("董事\n长", "董事长"),
        ("局 长", "局长"),
        ("科　员", "科员"),
        ("办公室\n主任", "办公室主任"),
        ("局长\n（正科级）", "局长（正科级）"),
        ("副科长 兼办公室主任", "副科长兼办公室主任"),
        ("二级\n高级主办", "二级高级主办"),
    ],
)
def test_what_a_break_parts(cell, posts):
    assert read_posts(cell) == posts
