"""The rows of a large file on disk are the rows they were, and leave nothing behind."""

import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.errors import Problem, Refused, Severity
from trainingdesk.domain.roster.matching import Bucket, FieldChange, Verdict
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.exchange import spool
from trainingdesk.shared.text import Label

ROWS = st.lists(
    st.builds(
        ParsedPerson, number=st.integers(1, 2**40), name=st.text(), unit=st.sampled_from(["甲局", "乙局"])
    ),
    max_size=40,
)


@given(ROWS, st.data())
def test_rows_come_back_in_whatever_way_they_are_asked_for(rows, data):
    kept = spool.MOST_HELD, spool._PAGE, spool._KEPT
    spool.MOST_HELD, spool._PAGE, spool._KEPT = 2, 3, 2
    try:
        held = spool.spooled(rows)
        assert isinstance(held, spool.SpooledRows) == (len(rows) > 2)
        assert list(held) == rows
        assert len(held) == len(rows)
        for place in data.draw(st.lists(st.integers(-len(rows), len(rows) - 1))) if rows else ():
            assert held[place] == rows[place]
        part = data.draw(st.slices(len(rows)))
        assert list(held[part]) == rows[part]
        assert spool.spooled(held) is held
    finally:
        spool.MOST_HELD, spool._PAGE, spool._KEPT = kept


def test_a_few_pages_are_held_and_no_file_has_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr(spool, "MOST_HELD", 0)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    held = spool.spooled([ParsedPerson(number, f"张{number}") for number in range(20_000)])
    assert isinstance(held, spool.SpooledRows)
    assert sum(len(row.name) for row in held) > 0
    assert not held._pages, "whoever goes through all of them looks at none again"
    assert all(held[place].number == place for place in range(20_000))
    assert len(held._pages) == spool._KEPT
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_nothing_leaves_the_rows_where_they_are(monkeypatch):
    def full(**_words):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "MOST_HELD", 0)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    rows = [ParsedPerson(1, "张三")]
    assert spool.spooled(rows) is rows


def test_rows_that_can_not_be_put_on_disk_or_read_back(monkeypatch):
    class Word(str):
        """A text that marshal does not know."""

        __slots__ = ()

    monkeypatch.setattr(spool, "MOST_HELD", 0)
    odd = [ParsedPerson(1, Word("张三"))]
    assert spool.spooled(odd) is odd
    held = spool.spooled([ParsedPerson(1, "张三")])
    held._file._file.truncate(0)
    with pytest.raises(Refused) as refused:
        held[0]
    assert refused.value.code == "import.preview_gone"


def test_what_rows_come_to_and_what_is_wrong_with_them_comes_back(monkeypatch):
    monkeypatch.setattr(spool, "MOST_HELD", 2)
    monkeypatch.setattr(spool, "MOST_PROBLEMS", 2)
    monkeypatch.setattr(spool, "_PAGE", 2)
    verdicts = [
        Verdict(Bucket.NEW),
        Verdict(Bucket.UPDATE, 7, (FieldChange("post", "科员", "科长"), FieldChange("unit", "", "甲局"))),
        Verdict(Bucket.MAYBE, 0, (), (3, 4), "roster.maybe_namesakes", 9),
        Verdict(Bucket.NEW),
    ]
    held = spool.spooled_verdicts(verdicts)
    assert isinstance(held, spool.SpooledVerdicts)
    assert list(held) == verdicts
    assert [type(change) for change in held[1].changes] == [FieldChange] * 2
    for bucket in Bucket:
        assert spool.places_in(held, bucket) == spool.places_in(verdicts, bucket)
    problems = [
        Problem("a", {"about": Label("roster.row", {"row": 3}), "choices": ["x", "y"]}, row=0),
        *(Problem("b", {}, "列", 4, str(value), Severity.QUESTION) for value in range(3)),
        Problem("c", row=9, severity=Severity.NOTE),
    ]
    found = spool.spooled_problems(problems)
    assert isinstance(found, spool.SpooledProblems)
    assert list(found) == problems
    for row in range(11):
        assert spool.problems_at(found, row) == spool.problems_at(problems, row)
    assert len(spool.problems_at(found, 4)) == 3


def test_problems_that_can_not_be_read_back(monkeypatch):
    monkeypatch.setattr(spool, "MOST_PROBLEMS", 2)
    held = spool.spooled_problems([Problem("a", {"value": "x" * 100}, row=row) for row in range(9)])
    assert isinstance(held, spool.SpooledProblems)
    held._file._file.truncate(held._starts[-1] // 2)
    with pytest.raises(Refused) as refused:
        held[3]
    assert refused.value.code == "import.preview_gone"
