"""Customary words of people's fields in the language in force."""

import pytest

from trainingdesk.domain.roster.wording import spellings_of
from trainingdesk.shared.customary import LISTS, customary_words, in_words
from trainingdesk.shared.field_words import shown_value
from trainingdesk.shared.text import set_language


@pytest.mark.parametrize(
    ("field", "value", "english"),
    [
        ("political", "共青团员", "Youth League member"),
        ("political", "团员", "Youth League member"),
        ("education_full", "大学", "University"),
        ("degree_service", "工商管理硕士", "MBA"),
        ("ethnicity", "汉族", "Han"),
        ("ethnicity", "基诺族", "Jino"),
        ("education", "函授", "函授"),
        ("note", "大学", "大学"),
    ],
)
def test_known_words_are_said_in_english_and_the_clerk_s_own_stay(field: str, value: str, english: str):
    assert (in_words(field, value), shown_value(field, value)) == (value, value)
    set_language("en")
    assert (in_words(field, value), shown_value(field, value)) == (english, english)


@pytest.mark.parametrize("name", sorted(set(LISTS.values())))
def test_every_known_word_has_its_own_english_one_that_is_read_again(name: str):
    words = customary_words()
    known = {*words.usual[name], *words.closer.get(name, {})}
    assert words.english[name].keys() == known
    assert len(set(words.english[name].values())) == len(known)
    read = spellings_of(name)
    for word, english in words.english[name].items():
        assert read[english.lower().replace(" ", "")] == word
