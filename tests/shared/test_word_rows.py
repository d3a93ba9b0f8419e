"""Files of words that texts are read by."""

import json

import pytest

from trainingdesk.shared.assets import data_file
from trainingdesk.shared.word_rows import any_of, texts

FILES = ("coming_words.json", "general_words.json", "nobody_words.json", "remark_words.json")


@pytest.mark.parametrize("file", FILES)
def test_the_words_are_rows_with_a_source_and_stand_once(file: str):
    rows = json.loads(data_file(file).read_text(encoding="utf-8"))["rows"]
    assert all(row["kind"] and row["words"] and row["source"] for row in rows)
    words = [(row["kind"], word) for row in rows for word in row["words"]]
    assert len(words) == len(set(words))


def test_of_two_words_that_begin_alike_the_longer_one_is_looked_for_first():
    words = texts("coming_words.json", "way")
    assert {"选调", "选调生"} <= set(words)
    pattern = any_of("coming_words.json", "way")
    assert pattern.index("|选调生") < pattern.index("|选调|")


def test_a_word_says_what_may_not_follow_it():
    assert "档案(?!局|馆)" in any_of("coming_words.json", "not")
