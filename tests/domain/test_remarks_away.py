"""Remarks on leave, and on people who are elsewhere for a time."""

import pytest

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.roster.lent_here import lent_here
from trainingdesk.domain.roster.remarks import read_remark


@pytest.mark.parametrize("words", ["病休", "产假", "休产假", "长期病休", "2026.3起病休", "因病休养", "病假"])
def test_long_leave_is_asked_about(words):
    remark = read_remark(words)
    assert remark is not None
    assert (remark.status, remark.code) == (PersonStatus.LONG_LEAVE, "roster.remark_status")


@pytest.mark.parametrize(
    "words",
    [
        "借调至区委组织部",
        "2025.3起抽调到专班工作",
        "挂职柳林镇副镇长",
        "援疆",
        "驻村第一书记",
        "（援派西藏）",
        "现挂职",
    ],
)
def test_who_is_elsewhere_is_told_and_gets_no_status(words):
    remark = read_remark(words)
    assert remark is not None
    assert (remark.status, remark.code) == (None, "roster.remark_away")


@pytest.mark.parametrize(
    "words", ["挂职期满", "曾援疆", "拟借调至区委组织部", "来区挂职", "驻村结束", "优秀", "带薪年假"]
)
def test_what_is_over_or_meant_for_later_says_nothing(words):
    assert read_remark(words) is None


def test_who_is_elsewhere_from_a_month_until_another_one_is_so_until_that_is_over():
    remark = read_remark("2024.3-2026.3挂职锻炼")
    assert remark is not None
    assert (remark.day, remark.until) == ("2024-03", "2026-03")
    assert not remark.is_over("2026-03-31")
    assert remark.is_over("2026-04-01")
    to_come = read_remark("2027年3月至2028年3月挂职锻炼")
    assert to_come is not None
    assert to_come.is_to_come("2026-06-12")


@pytest.mark.parametrize(
    "text", ["去市财政局跟班学习", "到市委组织部跟班", "去市财政局借调", "在市住建局跟班学习"]
)
def test_who_went_to_learn_or_help_elsewhere_did_not_come_from_there(text: str):
    found = read_remark(text)
    assert found is not None
    assert (found.status, found.code) == (None, "roster.remark_away")
    assert not lent_here(text).origin
