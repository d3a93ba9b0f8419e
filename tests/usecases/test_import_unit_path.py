"""A path through an office, 城东区教育局/人事科: its last unit, asked about where it names two."""

from pathlib import Path

import pytest

from tests.desk_fixtures import invented_id
from tests.usecases.test_gate import rows
from tests.usecases.test_roster_import import BUREAU, OFFICE, workbook
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.domain.roster.known_units import KnownUnits
from trainingdesk.domain.roster.matching import Bucket
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.roster_import import (
    mend_import,
    preview_import,
    preview_places,
    preview_rows,
)

SCHOOL, CIVIL = "城东区实验小学", "城东区民政局"
UNITS = KnownUnits(
    {name: name for name in (BUREAU, OFFICE, SCHOOL, CIVIL, "城东区委")} | {"教育局": BUREAU},
    above={SCHOOL: BUREAU},
)


def read(*paths: str) -> tuple[list[str], list[tuple[str, int, list[str]]]]:
    """Return the units of rows with these paths, and what is said: code, row and choices."""
    people = [
        ParsedPerson(line, f"丁{'甲乙丙丁'[line - 2]}", unit=path) for line, path in enumerate(paths, 2)
    ]
    plan = plan_import(people, [], units=UNITS)
    said = [(p.code, p.row, list(p.params.get("choices", ()))) for p in plan.problems]
    return [row.unit for row in plan.rows], said


@pytest.mark.parametrize(
    ("path", "choices"),
    [
        (f"{BUREAU}/{OFFICE}", [OFFICE, BUREAU]),
        (f"{SCHOOL}/{BUREAU}", [BUREAU, SCHOOL]),
        (f"教育局/{CIVIL}/某小学", ["某小学", CIVIL, BUREAU]),
        ("教育局/城东区外国语小学", ["城东区外国语小学", BUREAU]),
        (f"某某局/{BUREAU}", [BUREAU, "某某局"]),
        ("教育局＞借用", [BUREAU]),
        (f"{BUREAU}/{OFFICE}（挂职）", [f"{OFFICE}（挂职）", f"{BUREAU}（挂职）"]),
    ],
)
def test_a_path_that_may_mean_two_units_is_asked_about(path: str, choices: list[str]):
    units, said = read(path)
    assert said == [("roster.unit_path_open", 2, choices)]
    assert units == [path], "nobody is put anywhere before it is answered"


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        (f"{BUREAU}/{SCHOOL}", SCHOOL),
        ("城东区委/组织部", OFFICE),
        (f"城东区委/{OFFICE}", OFFICE),
        ("城东区/教育局", BUREAU),
    ],
)
def test_a_known_unit_below_the_first_is_the_one(path: str, unit: str):
    assert read(path) == ([unit], [])


def test_a_department_is_left_out_with_a_word():
    units, said = read("教育局\\财务科", "教育局>人事科", f"{BUREAU}/{SCHOOL}/教务室")
    assert units == [BUREAU, BUREAU, SCHOOL]
    assert said == [("roster.unit_path", 0, [])] * 3


def test_nobody_is_moved_by_a_path_before_it_is_answered(desk: Desk, tmp_path: Path):
    (own,) = rows(
        desk, "SELECT p.name, u.name FROM person p JOIN unit u ON u.id = unit_id WHERE p.name = '丁宁'"
    )
    assert own[1] == OFFICE
    people = [("丁宁", invented_id(1), f"{BUREAU}/{OFFICE}")]
    token = desk.ask(
        preview_import, workbook(tmp_path / "a.xlsx", people, ["姓名", "身份证号", "工作单位"])
    ).token
    (seen,) = desk.ask(preview_rows, token, desk.ask(preview_places, token))
    assert (seen.bucket, [p.code for p in seen.problems]) == (Bucket.QUESTION, ["roster.unit_path_open"])
    token = desk.ask(mend_import, token, {}, {(2, "unit"): seen.problems[0].choices[0]}).token
    (seen,) = desk.ask(preview_rows, token, desk.ask(preview_places, token))
    assert (seen.bucket, seen.unit, seen.problems) == (Bucket.SAME, OFFICE, ())


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        (f"{BUREAU}、{CIVIL}", [BUREAU, CIVIL]),
        (f"{CIVIL}，教育局", [CIVIL, BUREAU]),
        (f"{CIVIL}、城东区水务局", [CIVIL, "城东区水务局"]),
        (f"{CIVIL}; {BUREAU}（借调）", [f"{CIVIL}（借调）", f"{BUREAU}（借调）"]),
    ],
)
def test_two_units_in_one_cell_are_asked_about_and_open_no_third(text: str, choices: list[str]):
    plan = plan_import([ParsedPerson(2, "丁甲", unit=text)], [], units=UNITS)
    said = [(p.code, p.row, list(p.params.get("choices", ()))) for p in plan.problems]
    assert said == [("roster.unit_path_open", 2, choices)]
    assert (plan.rows[0].unit, plan.new_units) == (text, {})


@pytest.mark.parametrize("text", ["城东区委、区政府信访局", f"{BUREAU}、甲乙丙", "甲局、乙局"])
def test_what_only_has_such_a_mark_in_it_is_read_as_ever(text: str):
    assert "roster.unit_path_open" not in [code for code, _row, _choices in read(text)[1]]


@pytest.mark.parametrize(
    "text", [f"{BUREAU}、", f"{BUREAU}、教育局", "教育局，教育局", f"{BUREAU}；{BUREAU}"]
)
def test_one_unit_written_twice_is_that_unit_and_opens_none(text: str):
    plan = plan_import([ParsedPerson(2, "丁甲", unit=text)], [], units=UNITS)
    assert (plan.rows[0].unit, plan.new_units) == (BUREAU, {})
    assert not any(problem.row for problem in plan.problems)


def test_two_units_that_the_file_names_itself_are_known():
    units, said = read("丙区财政局、丙区农业局", "丙区农业局", "丙区财政局")
    assert [(code, row, choices) for code, row, choices in said if row] == [
        ("roster.unit_path_open", 2, ["丙区财政局", "丙区农业局"])
    ]
    assert units == ["丙区财政局、丙区农业局", "丙区农业局", "丙区财政局"]
