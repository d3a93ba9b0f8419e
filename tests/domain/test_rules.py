"""What a dated rule may hold: everything that is shipped, and nothing that would stop the desk later."""

import json
import re
from datetime import date
from typing import Any

import pytest

from trainingdesk.domain.errors import Refused
from trainingdesk.domain.policy import Policy, RuleValue
from trainingdesk.domain.rules import VALIDATORS, check_rule, check_start, last_days
from trainingdesk.persistence.readmodels.rules import source_words
from trainingdesk.shared.assets import data_file
from trainingdesk.shared.text import text

SHIPPED: dict[str, Any] = {
    rule["key"]: rule["value"] for rule in json.loads(data_file("rules.json").read_text(encoding="utf-8"))
}
POLICY = Policy(
    date(2026, 6, 12), {key: RuleValue(value, "某文", date(2005, 1, 1)) for key, value in SHIPPED.items()}
)
TODAY = date(2026, 6, 12)


def test_every_shipped_rule_has_a_validator_and_passes_it():
    assert set(VALIDATORS) == set(SHIPPED)
    assert [problem for key, value in SHIPPED.items() for problem in check_rule(key, value, POLICY)] == []


@pytest.mark.parametrize(
    ("key", "values"),
    [
        (
            "attendance.leave_limit",
            ["七分之一", "1/0", "0", "0/7", "8/7", "-1/7", " 1/7", "1e-3", "١/٧", 1, None],
        ),
        ("plan.share_cap", ["", "20%", "1.01"]),
        ("session.hours", [-5, 0, 121, True, "40", 4.0]),
        ("cycle.years", [0, 11, False]),
        ("fee.composite_standard", [0, -1, 10_000_001]),
        ("base.statuses", [[], ["serving", "serving"], ["在职"], "serving", [1]]),
        ("base.seconded", ["", "本单位", ["own_unit"], None, 1]),
        ("completion.passing_grades", [["pass", "bad"], None]),
        ("plan.year_weights", [[1] * 4, [1, 2, 2, 2, 2], [1, 1, 1, 1, 0], [True] * 5, "11111", [1.0] * 5]),
        ("fee.item_standards", [{}, {"lodging": 0}, {"lodging": True}, {"hotel": 100}, [100]]),
        ("menu.cosigners", [[], ["  "], ["党校", "党校"], "党校"]),
        (
            "certificate.wording",
            ["", "特发此证", "{name}{who}", "{name", "{name.__class__}", "{name!r:.0}", "{name:>99999999}"],
        ),
        (
            "fee.number_format",
            [
                "",
                "一号",
                "{year}",
                "{sequence}",
                "{prefix}〔{year}〕{sequence",
                "{year}{sequence!r:.1}",
                "{year:02.0f}-{sequence}",
                "{year}-{sequence:0999999999d}",
                "{year}-{sequence:c}",
                "{prefix.__class__}{year}{sequence}",
                "{}{year}{sequence}",
                "{year}\n{sequence}",
                "号" * 101 + "{year}{sequence}",
            ],
        ),
    ],
)
def test_what_can_t_be_worked_with_is_refused_with_what_is_expected(key: str, values: list[Any]):
    for value in values:
        (problem,) = check_rule(key, value, POLICY)
        assert problem.field == "value"
        assert text(problem.code, **problem.params)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("attendance.leave_limit", "0.2"),
        ("attendance.leave_limit", "1"),
        ("class.code_format", "{prefix}{year}年第{sequence:03}期"),
        ("plan.year_weights", [3, 2, 2, 2, 1]),
        ("certificate.wording", "{name}完成{class_title}。"),
    ],
)
def test_other_values_that_work_are_taken(key: str, value: Any):
    assert check_rule(key, value, POLICY) == []


def test_a_rule_nobody_knows_is_refused():
    with pytest.raises(Refused, match=r"rule\.missing"):
        check_rule("no.such", 1, POLICY)


@pytest.mark.parametrize(
    ("begins", "corrected", "codes"),
    [
        (date(2026, 1, 1), None, ["rule.not_after"]),
        (date(2026, 2, 1), None, []),
        (date(2027, 1, 1), date(2027, 1, 1), []),
        (date(2026, 7, 1), date(2027, 1, 1), []),
        (date(2025, 7, 1), date(2027, 1, 1), ["rule.not_after"]),
        (date(2099, 1, 1), date(2027, 1, 1), ["rule.day_taken"]),
        (date(2027, 1, 1), date(2026, 1, 1), ["rule.is_past"]),
    ],
)
def test_only_what_begins_today_or_later_is_put_right(begins: date, corrected: date | None, codes: list[str]):
    held = [date(2017, 1, 1), date(2026, 1, 1), date(2027, 1, 1), date(2099, 1, 1)]
    assert [problem.code for problem in check_start(begins, TODAY, held, corrected)] == codes


def test_the_first_value_is_never_moved_to_a_later_day():
    problems = check_start(date(2027, 1, 1), TODAY, [TODAY], TODAY)
    assert [problem.code for problem in problems] == ["rule.first_stays"]


def test_each_value_ends_the_day_before_the_next():
    assert last_days([date(2027, 1, 1), date(2026, 1, 1)]) == {
        date(2026, 1, 1): date(2026, 12, 31),
        date(2027, 1, 1): None,
    }
    assert last_days([]) == {}


def test_no_source_names_a_clause_that_readers_of_a_paper_do_not_know():
    for rule in json.loads(data_file("rules.json").read_text(encoding="utf-8")):
        assert not re.search(r"P\d\.\d", rule["source"] + rule["note"]), rule["key"]
    assert source_words("区实施意见：每年抽调五分之一（P1.2、P1.3）") == "区实施意见：每年抽调五分之一"
    assert source_words("财行〔2016〕540号第九条") == "财行〔2016〕540号第九条"
