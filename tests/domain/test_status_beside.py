"""试用期 and 驻村 in the place of a status: taken as serving only where they say no more than that."""

from dataclasses import replace

import pytest

from tests.domain.test_roster_rows import SPELLINGS
from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.rows import parse_rows
from trainingdesk.domain.roster.sheet import Sheet

WORDS = replace(SPELLINGS, beside=("试用", "见习", "驻村"))


def read(status: str) -> tuple[str, str, list[Severity]]:
    headers = {"name": "姓名", "status": "人员状态"}
    parsed = parse_rows(Sheet({"name": ["路新"], "status": [status]}, headers, (2,)), WORDS)
    (person,) = parsed.people
    return person.status, person.note, [one.severity for one in parsed.problems]


@pytest.mark.parametrize(
    "status",
    [
        *("试用", "试用期", "试用期一年", "试用期至2026.5", "试用期2025年6月-2026年6月", "试用期满转正", "见习期"),
        *("试用期（一年）", "试用期（2025.6-2026.6）", "试用期公务员", "驻村（第一书记）", "驻村工作队队长", "驻村第一书记兼工作队长"),
        *("试用期2025年8月起", "试用期已满", "驻村", "驻村第一书记", "驻村工作队员", "驻村干部", "试用期内", "驻村期间", "在职、驻村", "在职（试用期）"),
    ],
)  # fmt: skip
def test_who_is_on_probation_or_in_a_village_serves(status: str):
    taken, note, said = read(status)
    assert taken == "serving"
    assert note.strip("（）") == status.removeprefix("在职").strip("、（）")
    assert said == [Severity.NOTE]


@pytest.mark.parametrize(
    "status",
    [
        *("驻村期间病故", "试用期内辞职", "驻村已退休", "试用期调出", "试用期不合格取消录用", "见习期满离职"),
        *("试用期（病故）", "驻村牺牲", "试用期被解聘", "驻村去世", "试用期延长处分", "在职、驻村期间病故", "在职（试用期内辞职）"),
    ],
)  # fmt: skip
def test_what_goes_on_to_say_something_else_is_asked_about(status: str):
    taken, note, said = read(status)
    assert (taken, note) == ("", "")
    assert said
    assert Severity.NOTE not in said


def test_a_long_row_of_years_is_read_at_once():
    """A reading that tried every way to part it took 38 seconds for twenty years, and for forty no end."""
    said = f"试用{'2020' * 100}病"
    assert read(said)[0] == ""
