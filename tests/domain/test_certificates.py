"""Certificates: who gets one and who not and why, what it says, when it is void."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from trainingdesk.domain.certificates.rules import (
    GRADE_WORDS,
    Candidate,
    WordingFacts,
    decide_issue,
    decide_reissue,
    decide_void,
    long_day,
    why_not,
    wording,
)
from trainingdesk.domain.classes.completion import Reason
from trainingdesk.domain.codes import CertificateState, ClassState, Grade
from trainingdesk.domain.errors import Invalid, Refused
from trainingdesk.shared.text import Label

END, TODAY = date(2026, 6, 12), date(2026, 6, 15)
GOOD = Candidate(1, "丁宁", None, completed=True, reasons=())
LEAVE = Reason("completion.leave_over", {"leave": "8", "total": "40", "limit": "1/7"})


def refused(code: str, kind: type[Refused] = Refused):
    return pytest.raises(kind, match=f"^\\('{code}'")


def codes(candidate: Candidate, state: ClassState = ClassState.CLOSED) -> list[str]:
    return [problem.code for problem in why_not(candidate, state)]


def test_who_completed_a_closed_class_gets_a_certificate():
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("parts", "state", "expected"),
    [
        ({"withdrawn_reason": "工作冲突"}, ClassState.CLOSED, ["certificate.withdrawn"]),
        ({"valid_number": "第0001号"}, ClassState.CLOSED, ["certificate.already"]),
        ({}, ClassState.ASSESSING, ["certificate.class_not_closed"]),
        ({"completed": False}, ClassState.CLOSED, ["certificate.not_completed"]),
        ({"completed": None}, ClassState.CLOSED, ["certificate.not_completed"]),
        (
            {"completed": False, "reasons": (LEAVE, Reason("completion.no_grade"))},
            ClassState.CLOSED,
            ["completion.leave_over", "completion.no_grade"],
        ),
    ],
)
def test_who_does_not_and_why(parts: dict, state: ClassState, expected: list[str]):
    assert codes(replace(GOOD, **parts), state) == expected


def test_a_reason_fixed_at_closing_can_be_put_into_words():
    failed = replace(GOOD, completed=False, reasons=(Reason("completion.failed", {"grade": "fail"}),))
    assert why_not(failed, ClassState.CLOSED)[0].params == {"grade": Label("grade.fail")}


OTHER = Candidate(2, "于洋", None, completed=True, reasons=())
ABSENT = Candidate(3, "王伟", None, completed=False, reasons=(LEAVE,))


def issue(*chosen: int, state: ClassState = ClassState.CLOSED, day: date = TODAY) -> list[str]:
    able = decide_issue([GOOD, OTHER, ABSENT], chosen, state, day, END, TODAY)
    return [one.name for one in able]


def test_all_that_qualify_or_those_chosen():
    assert issue() == ["丁宁", "于洋"]
    assert issue(2) == ["于洋"]
    assert issue(2, 1) == ["丁宁", "于洋"], "numbers follow the order of the class"
    assert issue(day=END) == ["丁宁", "于洋"]


def test_one_that_does_not_qualify_stops_all_that_were_chosen():
    with refused("certificate.not_qualified", Invalid) as error:
        issue(1, 3)
    assert error.value.params["names"] == ["王伟"]
    assert [(problem.value, problem.code) for problem in error.value.problems] == [
        ("王伟", "completion.leave_over")
    ]


def test_when_nothing_can_be_issued():
    with refused("certificate.class_not_closed"):
        issue(state=ClassState.RUNNING)
    with refused("certificate.day_before_end"):
        issue(day=date(2026, 6, 11))
    with refused("certificate.day_ahead"):
        issue(day=TODAY + timedelta(days=1))
    with refused("certificate.nobody"):
        decide_issue([ABSENT], (), ClassState.CLOSED, TODAY, END, TODAY)
    with refused("certificate.nobody"):
        issue(99)


def test_void_once_and_with_a_reason():
    decide_void(CertificateState.VALID, "1号", "姓名有误")
    with refused("certificate.is_void"):
        decide_void(CertificateState.VOID, "1号", "姓名有误")
    with refused("certificate.no_reason"):
        decide_void(CertificateState.VALID, "1号", " ")


def test_reissue_in_the_place_of_a_voided_one_once():
    decide_reissue(CertificateState.VOID, "1号", "", GOOD, ClassState.CLOSED)
    with refused("certificate.not_void"):
        decide_reissue(CertificateState.VALID, "1号", "", GOOD, ClassState.CLOSED)
    with refused("certificate.replaced"):
        decide_reissue(CertificateState.VOID, "1号", "2号", GOOD, ClassState.CLOSED)
    with refused("certificate.cannot_reissue", Invalid) as error:
        decide_reissue(CertificateState.VOID, "1号", "", ABSENT, ClassState.CLOSED)
    assert error.value.params["name"] == "王伟"
    assert [problem.code for problem in error.value.problems] == ["completion.leave_over"]


FACTS = WordingFacts("丁宁", "科级干部进修班", date(2026, 6, 8), END, 365, Grade.PASS)


def test_the_wording_is_the_office_s_own():
    pattern = "{name}同志于{start}至{end}参加{class_title}学习，共{hours}学时，成绩{grade}。"
    assert (
        wording(pattern, FACTS)
        == "丁宁同志于2026年6月8日至2026年6月12日参加科级干部进修班学习，共36.5学时，成绩合格。"
    )
    assert wording("{name}{grade}", replace(FACTS, grade=None)) == "丁宁"
    assert set(GRADE_WORDS) == set(Grade)
    assert long_day(date(2026, 10, 1)) == "2026年10月1日"
    for bad in ("{nobody}", "{name", "{}", "{hours:d}", "{name.x}"):
        with refused("certificate.bad_wording"):
            wording(bad, FACTS)
