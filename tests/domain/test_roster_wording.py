"""Schooling and degrees in words: what is closer is kept, and nothing coarser takes its place."""

import pytest

from trainingdesk.domain.roster.matching import FieldChange, changes_of
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.wording import Said, height, said_by, says_nothing_new


@pytest.mark.parametrize(
    ("name", "word", "said"),
    [
        ("degree", "文学学士", Said("学士", "文学")),
        ("degree", "工学学士学位", Said("学士", "工学")),
        ("degree", "MBA", Said("硕士", "工商管理")),
        ("degree", "学士学位", Said("学士", "")),
        ("degree", "荣誉", Said("", "荣誉")),
        ("education", "中央党校研究生", Said("研究生", "中央党校")),
        ("education", "硕研", Said("研究生", "硕士")),
        ("education", "省委党校本科", Said("大学", "省委党校")),
        ("education", "电大大学专科", Said("大专", "电大")),
        ("education", "中等专科", Said("中专", "")),
        ("political", "党员", Said("中共党员", "")),
        ("political", "老党员", Said("", "老党员")),
        ("ethnicity", "汉", Said("汉族", "")),
    ],
)
def test_what_a_word_says(name: str, word: str, said: Said):
    assert said_by(name, word) == said


@pytest.mark.parametrize(
    ("field", "old", "new", "nothing"),
    [
        ("degree", "文学学士", "学士", True),
        ("degree_full", "工商管理硕士", "MBA", True),
        ("degree", "学士", "文学学士", False),
        ("degree", "文学学士", "工学学士", False),
        ("degree", "文学学士", "硕士", False),
        ("education_service", "中央党校研究生", "研究生", True),
        ("education", "本科", "大学", True),
        ("education", "", "大学", False),
        ("education", "函授", "自考", False),
        ("political", "党员", "中共党员", True),
        ("political", "中共党员", "中共预备党员", False),
        ("ethnicity", "汉", "汉族", True),
        ("post", "文学学士", "学士", False),
    ],
)
def test_when_a_file_says_nothing_new(field: str, old: str, new: str, nothing: bool):
    assert says_nothing_new(field, old, new) is nothing
    changes = changes_of(ParsedPerson(2, "张三", **{field: new}), KnownPerson(7, "张三", **{field: old}))
    assert changes == (() if nothing else (FieldChange(field, old, new),))


def test_the_higher_is_taken_and_of_two_alike_the_closer():
    words = ["大专", "省委党校大学", "大学", "夜校", "硕士研究生"]
    assert sorted(words, key=lambda word: height("education", word)) == [
        "硕士研究生", "省委党校大学", "大学", "大专", "夜校",
    ]  # fmt: skip
