"""Days that can't be are refused, days that are hardly so are asked about."""

import pytest

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.plausible import (
    AgeRules,
    Dates,
    check_dates,
    still_asked,
)
from trainingdesk.shared.text import text

RULES = AgeRules("2026-06-12", 16, 18, 14, 100)


def said(*dates: str) -> list[tuple[str, str, Severity]]:
    return [(one.field, one.code, one.severity) for one in check_dates(Dates(*dates), RULES)]


@pytest.mark.parametrize(
    ("dates", "field", "code"),
    [
        (("2035-05",), "birth", "roster.day_to_come"),
        (("1980-05", "2026-07"), "work_start", "roster.day_to_come"),
        (("1980-05", "2002-07", "2031-06"), "party_entry", "roster.day_to_come"),
        (("", "", "2026-06-13"), "party_entry", "roster.day_to_come"),
    ],
)
def test_a_day_to_come_is_an_error(dates: tuple[str, ...], field: str, code: str):
    assert said(*dates) == [(field, code, Severity.ERROR)]


@pytest.mark.parametrize(
    ("dates", "field", "code"),
    [
        (("2012-05",), "birth", "roster.age_odd"),
        (("2010-07",), "birth", "roster.age_odd"),
        (("1925-05-01",), "birth", "roster.age_odd"),
        (("1970-03", "1960-01"), "work_start", "roster.before_birth"),
        (("1970-03", "1984-02"), "work_start", "roster.too_young_at_work"),
        (("1980-05-12", "2002-07", "1998-04"), "party_entry", "roster.too_young_for_party"),
    ],
)
def test_an_age_that_hardly_is_one_is_a_question(dates: tuple[str, ...], field: str, code: str):
    assert said(*dates) == [(field, code, Severity.QUESTION)]


@pytest.mark.parametrize(
    "dates",
    [
        (),
        ("", "1960-01", "1960-01"),
        ("2010-06",),
        ("1925-07",),
        ("1970-03", "1984-03"),
        ("1980-05-12", "2002-07", "1998-05"),
        ("1980-05", "2026-06", "2026-06"),
    ],
)
def test_what_can_be_is_not_asked(dates: tuple[str, ...]):
    assert said(*dates) == []


def test_only_what_was_changed_and_not_answered_is_asked():
    asked = Problem("roster.too_young_at_work", field="work_start", severity=Severity.QUESTION)
    wrong = Problem("roster.day_to_come", field="party_entry")
    assert still_asked([asked, wrong], None, ()) == [asked, wrong]
    assert still_asked([asked, wrong], {"post"}, ()) == [wrong]
    assert still_asked([asked, wrong], {"birth"}, ()) == [asked, wrong]
    assert still_asked([asked, wrong], {"birth"}, ("work_start",)) == [wrong]


def test_ages_are_those_of_the_day_a_file_speaks_of():
    then = AgeRules("2026-06-12", 16, 18, 14, 100, "2014-12-31")
    (asked,) = check_dates(Dates("2000-05", "", "2014-11"), then)[:1]
    assert (asked.code, asked.params["age"], asked.params["day"]) == ("roster.age_odd_then", 14, "2014-12-31")
    assert check_dates(Dates("1914-03"), then) == []
    assert [one.code for one in check_dates(Dates("1914-03"), RULES)] == ["roster.age_odd"]
    (unborn,) = check_dates(Dates("2016-03"), then)
    assert unborn.params["age"] == 0
    assert text(unborn.code, **unborn.params)
    # a file of then may well tell what came after it: it is only not to come
    assert check_dates(Dates("1980-05", "2020-07", "2021-06"), then) == []


def test_nothing_is_held_since_before_one_could_work():
    held = {"unit_from": "1940-01", "status_from": "1990-03-01", "post_from": "1994-05", "team_from": ""}
    found = check_dates(Dates("1980-05"), RULES, held)
    assert [(one.field, one.code) for one in found] == [
        ("unit_from", "roster.before_birth"),
        ("status_from", "roster.too_young_to_hold"),
    ]
