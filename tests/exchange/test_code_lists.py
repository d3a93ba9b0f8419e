import pytest

from trainingdesk.domain import codes
from trainingdesk.domain.roster.cells import key_of
from trainingdesk.domain.roster.columns import COLUMN_FIELDS
from trainingdesk.exchange.code_lists import _spellings, code_lists
from trainingdesk.shared.text import text

LISTS = {
    "sex": codes.Sex,
    "rank": codes.Rank,
    "team": codes.Team,
    "authority": codes.Authority,
    "status": codes.PersonStatus,
}


@pytest.mark.parametrize("name", LISTS)
def test_every_code_has_its_spellings(name):
    assert list(code_lists().labels[name]) == [code.value for code in LISTS[name]]
    assert set(getattr(code_lists().spellings, name).values()) == {code.value for code in LISTS[name]}


@pytest.mark.parametrize("name", LISTS)
def test_the_word_written_is_the_word_on_the_screen(name):
    prefix = {"status": "person_status"}.get(name, name)
    for code, label in code_lists().labels[name].items():
        screen = text(f"{prefix}.{code}")
        assert label == screen
        assert getattr(code_lists().spellings, name)[key_of(screen)] == code


def test_every_field_has_headers_and_no_header_stands_for_two():
    headers = code_lists().headers
    assert set(headers) == {*COLUMN_FIELDS, "number"}
    keys = [key_of(word) for words in headers.values() for word in {key_of(w) for w in words}]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("正科", "section_head"),
        ("乡科级正职", "section_head"),
        ("一级主任科员", "principal_1"),
        ("四级调研员", "researcher_4"),
        ("中级", "technical_middle"),
        ("副高", "technical_associate"),
    ],
)
def test_ranks(word, code):
    assert code_lists().spellings.rank[word] == code


def test_all_56_ethnicities_with_and_without_their_ending():
    ethnicity = code_lists().spellings.ethnicity
    assert len(set(ethnicity.values())) == 56
    assert ethnicity["汉"] == ethnicity["汉族"] == "汉族"


def test_a_spelling_for_two_codes_is_refused():
    with pytest.raises(ValueError, match="甲"):
        _spellings({"a": ["甲"], "b": ["甲"]})
