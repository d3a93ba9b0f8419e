"""Days that can't be are refused, days that are hardly so are asked about."""

from collections.abc import Mapping

import pytest

from tests.desk_fixtures import invented_id
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.roster.plausible import (
    AgeRules,
    Dates,
    Whom,
    ages_asked,
    check_dates,
    check_rows,
    still_asked,
)
from trainingdesk.shared.text import text

RULES = AgeRules("2026-06-12", 16, 18, 14, 100)
NOBODY = Whom({})


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


def test_rows_lose_what_is_asked_until_it_is_answered():
    rows = [
        ParsedPerson(2, "丁宁", birth="1970-03", work_start="1960-01", post_from="2027-01"),
        ParsedPerson(3, "于洋", birth="1980-05", work_start="2002-07"),
    ]
    headers = {"work_start": "参加工作时间", "post_from": "任现职时间"}
    kept, found = check_rows(rows, [], RULES, {}, headers, (), NOBODY)
    assert (kept[0].work_start, kept[0].post_from, kept[1]) == ("", "", rows[1])
    assert [(one.row, one.field, one.code, one.params.get("choices")) for one in found] == [
        (2, "参加工作时间", "roster.before_birth", ["1960-01"]),
        (2, "任现职时间", "roster.day_to_come", None),
    ]
    answers = {(2, "work_start"): "1960-01"}
    asked = ages_asked(found)
    assert asked == {(2, "work_start", "1960-01", "1970-03")}
    kept, found = check_rows(rows, [], RULES, answers, headers, asked, NOBODY)
    assert kept[0].work_start == "1960-01"
    assert [one.code for one in found] == ["roster.day_to_come"]
    same, none = check_rows(rows[1:], [], RULES, {}, headers, (), NOBODY)
    assert none == []
    assert same[0] is rows[1]
    # put right since: another birth asks another question
    older = [rows[0]._replace(birth="1965-03")]
    assert [one.code for one in check_rows(older, [], RULES, answers, headers, asked, NOBODY)[1]] == [
        "roster.before_birth",
        "roster.day_to_come",
    ]


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
    rows = [ParsedPerson(2, "丁宁", birth="1914-03"), ParsedPerson(3, "于洋", birth="2000-05")]
    _kept, found = check_rows(rows, [], then, {}, {"birth": "出生年月"}, (), NOBODY)
    assert [(one.row, one.code) for one in found] == [(3, "roster.age_odd_then")]


KNOWN = {
    1: KnownPerson(1, "丁宁", birth="1980-05-12", unit="教育局", work_start="1990-01"),
    2: KnownPerson(2, "于洋", birth="1975-03", unit="教育局"),
    3: KnownPerson(3, "于洋", birth="1990-03", unit="卫健局", id_number=invented_id(3)),
}


def asked_of(*people: ParsedPerson, keyed: Mapping[int, int] | None = None) -> list[tuple[int, str, str]]:
    _kept, found = check_rows(people, [], RULES, {}, {}, (), Whom(KNOWN, keyed))
    return [(one.row, str(one.params["about"]), one.code) for one in found]


def test_a_row_without_a_birth_is_held_against_the_birth_in_the_roster():
    early = {"work_start": "1985-01", "party_entry": "1981-01", "post_from": "1975-01"}
    assert asked_of(ParsedPerson(2, "丁宁", unit="卫健局", **early)) == [], "of another unit: somebody else"
    assert asked_of(ParsedPerson(2, "丁宁", unit="教育局", **early)) == [
        (2, "work_start", "roster.too_young_at_work"),
        (2, "party_entry", "roster.too_young_for_party"),
        (2, "post_from", "roster.before_birth"),
    ]
    # two of the name: their unit, their number or a form's key tells which, else nothing is held against anybody
    row = ParsedPerson(2, "于洋", work_start="2000-01")
    assert asked_of(row) == []
    assert asked_of(row._replace(unit="教育局")) == []
    young = [(2, "work_start", "roster.too_young_at_work")]
    assert asked_of(row._replace(unit="卫健局")) == young
    assert asked_of(row, keyed={2: 3}) == young
    assert asked_of(ParsedPerson(2, "无名", work_start="1950-01")) == []
    # a file without units: the name has to do
    assert asked_of(ParsedPerson(2, "丁宁", work_start="1985-01")) == young


def test_what_the_roster_holds_already_is_not_asked():
    held = ParsedPerson(2, "丁宁", birth="1980-05-12", work_start="1990-01")
    assert asked_of(held) == []
    assert asked_of(held._replace(birth="")) == []
    # against another birth, or with another day, it is asked
    assert asked_of(held._replace(birth="1980-05-28")) == [(2, "work_start", "roster.too_young_at_work")]
    assert asked_of(held._replace(work_start="1991-01")) == [(2, "work_start", "roster.too_young_at_work")]


def test_nothing_is_held_since_before_one_could_work():
    held = {"unit_from": "1940-01", "status_from": "1990-03-01", "post_from": "1994-05", "team_from": ""}
    found = check_dates(Dates("1980-05"), RULES, held)
    assert [(one.field, one.code) for one in found] == [
        ("unit_from", "roster.before_birth"),
        ("status_from", "roster.too_young_to_hold"),
    ]
