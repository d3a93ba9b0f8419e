"""Texts made to keep the reader busy: whatever looks at a cell takes at most a time that grows with its length."""

from datetime import date
from statistics import median
from time import process_time

import pytest

from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.body import find_people
from trainingdesk.domain.roster.cells import LONGEST_NAMING, NO_VALUE, TOO_LONG, Broken, key_of
from trainingdesk.domain.roster.columns import find_header
from trainingdesk.domain.roster.day_of_file import guess_day
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.domain.roster.known_units import KnownUnits
from trainingdesk.domain.roster.mending import Mends, Words, mend_rows
from trainingdesk.domain.roster.people import FIELDS, KnownPerson
from trainingdesk.domain.roster.rows import parse_rows
from trainingdesk.domain.roster.sections import in_one_order
from trainingdesk.domain.roster.sheet import Sheet
from trainingdesk.exchange.code_lists import code_lists

UNIT = "城东区教育局"
UNITS = {key_of(name): full for name, full in ((UNIT, UNIT), ("教育局", UNIT), ("区委", "城东区委"))}
#: Excel lets 32,767 characters into a cell
LONG = 32_000
#: begun over and over, or with an end that fits nothing
HOSTILE = (
    *("(", "（", "(丁)", "a ", "丁 ", "局长、", "区委/", "2021.05", "单位：", "主任，", "委副书记兼", "（挂职"),
)  # fmt: skip


def looked_at(text: str) -> None:
    """Read a text wherever a sheet can have it, and hold what was read against a roster."""
    lists = code_lists()
    heads = [lists.headers[name][0] for name in FIELDS]
    first = [{"name": "丁宁", "unit": UNIT, "post": "局长"}.get(name, "") for name in FIELDS]
    blank = [""] * len(FIELDS)
    places = [FIELDS.index(name) for name in ("name", "unit", "post", "note")]
    rows: list[list[str]] = [[text, *blank], [*heads, text], [*first, ""]]
    rows += [[*first[:place], text, *first[place + 1 :], ""] for place in places]
    rows += [[*blank[:place], text, *blank[place:]] for place in places]
    rows += [[text] * (len(FIELDS) + 1), [*heads, text], [*first, text]]
    header = find_header(rows, lists.headers)
    assert header is not None
    ordered = in_one_order(rows, header, lists.headers)
    body = find_people(ordered.rows, ordered.header, sheet=text, units=UNITS, headers=ordered.passed)
    fields = dict(zip(FIELDS, zip(*body.rows, strict=True), strict=False))
    headers = dict(zip(FIELDS, heads, strict=True))
    # 工作单位及职务 is taken apart by itself
    for columns in (fields, {"name": fields["name"], "unit_post": fields["post"]}):
        read = parse_rows(Sheet(columns, headers, body.numbers), lists.spellings, units=UNITS)
        known = [KnownPerson(1, "丁宁", unit=UNIT, education="大学", note=text)]
        plan_import(read.people, known, read.problems, units=KnownUnits(UNITS), headers=headers)
    guess_day([text], date(2026, 11, 29))


def taken(text: str, times: int = 1) -> float:
    found = []
    for _time in range(times):
        began = process_time()
        looked_at(text)
        found.append(process_time() - began)
    return median(found)


@pytest.mark.parametrize("part", HOSTILE)
def test_a_text_of_eight_times_the_length_takes_no_more_than_its_share(part):
    short = LONG // 8
    usual = max(taken((part * short)[:short], 3), taken("丁" * short, 3))
    # the square of the length would be sixty-four times as much
    assert taken((part * LONG)[:LONG]) < 25 * usual


def parsed(cells: dict[str, object]):
    headers = {name: name for name in cells}
    return parse_rows(
        Sheet({name: [cell] for name, cell in cells.items()}, headers, [2]), code_lists().spellings
    )


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "note"])
def test_a_text_longer_than_any_of_its_field_is_told_and_not_taken(name):
    text = "某" * (LONGEST_NAMING + 1)
    read = parsed({"name": "丁宁", "unit": UNIT, name: text})
    problem = next(one for one in read.problems if one.field == name)
    assert (problem.code, problem.severity) == (TOO_LONG, Severity.ERROR)
    assert len(problem.value) < 100, "shown in a table"
    assert getattr(read.people[0], name) == ""
    assert parsed({"name": "丁宁", "note": text}).people[0].note == text


@pytest.mark.parametrize("code", sorted(NO_VALUE))
def test_a_cell_without_a_value_stays_one_when_another_of_its_row_is_put_right(code):
    lists = code_lists()
    cells = {"name": "丁宁", "unit": Broken(code, "#REF!"), "sex": "哪"}
    read = parsed(cells)
    assert {problem.code for problem in read.problems} == {code, "roster.sex_unknown"}
    words = Words({name: name for name in cells}, lists.spellings, lists.labels)
    people, problems = mend_rows(read.people, read.problems, Mends({(2, "sex"): "男"}), words)
    assert (people[0].sex, people[0].unit) == ("male", "")
    assert [(problem.code, problem.value) for problem in problems] == [(code, "#REF!")]
