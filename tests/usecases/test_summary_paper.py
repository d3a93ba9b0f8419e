"""The one-page report on a real file: what it counts, as of which day, who may see what of it."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from tests.usecases.training_facts import a_class, write
from trainingdesk.documents.preview import page_texts
from trainingdesk.domain.access import Role
from trainingdesk.domain.codes import Line, Team
from trainingdesk.domain.errors import AccessDenied, Refused
from trainingdesk.domain.reporting.rows import ClassWork, YearPoint
from trainingdesk.usecases.commands.fees import BookAllocation, BookOpening
from trainingdesk.usecases.commands.planning import AdoptPlan, SavePlan
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import list_papers, paper_pdf, paper_rows, paper_xlsx
from trainingdesk.usecases.queries.planning import plan_proposal
from trainingdesk.usecases.queries.reporting import overview
from trainingdesk.usecases.queries.summary_paper import summary

SUMMARY = "reporting.summary"


def train(desk_file) -> None:
    """People 1 and 2 in 2023, 1 and 8 in 2026, 3 before the cycle, 4 in a class that is not closed."""
    a_class(desk_file, "2021-01", "2021-11-01", [3])
    a_class(desk_file, "2023-01", "2023-05-12", [1, 2])
    a_class(desk_file, "2026-01", "2026-03-20", [1, 8])
    a_class(desk_file, "2026-02", "2026-06-30", [4], state="running", completed=None)


def squeezed(pdf: bytes) -> str:
    return "".join("".join(page_texts(pdf)).split())


def test_everybody_counts_once_in_the_year_of_the_first_class(desk: Desk, desk_file):
    train(desk_file)
    found = desk.ask(summary)
    assert [point.year for point in found.points] == [2022, 2023, 2024, 2025, 2026]
    assert [point.trained for point in found.points] == [0, 2, 2, 2, 3]
    assert found.points[-1].trained == found.coverage.total.trained_cycle
    assert (found.planned, {point.target for point in found.points}) == (0, {None}), "nobody saved a plan"
    assert "规划要求2026年末" not in squeezed(desk.ask(paper_pdf, SUMMARY, {}))
    assert found.work == ClassWork(classes=1, main=0, persons=2), "only what is closed and ended this year"


def test_targets_are_those_of_the_plan_in_force(desk: Desk, desk_file, sign_in):
    grid = desk.ask(plan_proposal)
    cells = tuple((row.unit_id, row.targets) for row in grid.rows)
    saved = desk.execute(SavePlan(title="五年规划", base_day=grid.base_day, cells=cells)).result["plan_id"]
    desk.execute(AdoptPlan(plan_id=saved))
    write(desk_file, ("UPDATE person SET status = 'retired' WHERE id IN (5, 6)", ()))
    found = desk.ask(summary)
    assert found.planned == grid.total.base
    assert found.coverage.total.base == grid.total.base - 2, (
        "the share of the target keeps its own denominator"
    )
    targets = grid.total.targets
    assert [point.target for point in found.points] == [sum(targets[: place + 1]) for place in range(5)]


def test_units_furthest_behind_stand_in_order(desk: Desk, desk_file):
    train(desk_file)
    found = desk.ask(summary)
    shares = [unit.whole.share for unit in found.behind]
    assert shares == sorted(shares)
    assert all(unit.whole.still_to_do for unit in found.behind)
    alike = [unit for unit in found.behind if unit.whole.share == 0]
    todo = [unit.whole.still_to_do for unit in alike]
    assert todo == sorted(todo, reverse=True), "of the same share the one with more to do comes first"


def test_as_of_the_end_of_an_earlier_year(desk: Desk, desk_file):
    train(desk_file)
    found = desk.ask(summary, date(2025, 12, 31))
    assert (found.coverage.year, found.coverage.total.trained_year) == (2025, 0)
    assert found.points[-2:] == (
        YearPoint(2025, None, 2),
        YearPoint(2026, None, None),
    )
    assert found.work == ClassWork()
    text = squeezed(desk.ask(paper_pdf, SUMMARY, {"year": "2025"}))
    assert "截至2025-12-31，全区干部底数14人，2025年已训0人" in text
    with pytest.raises(Refused, match=r"paper\.year_ahead"):
        desk.ask(paper_pdf, SUMMARY, {"year": "2027"})


def test_a_cycle_without_a_plan_has_no_targets(desk: Desk, desk_file):
    write(desk_file, ("UPDATE office SET cycle_start = 2026", ()))
    found = desk.ask(summary, date(2025, 12, 31))
    assert found.planned == 0
    assert {point.target for point in found.points} == {None}
    text = squeezed(desk.ask(paper_pdf, SUMMARY, {"year": "2025"}))
    assert "规划要求" not in text.replace("目标为规划要求", "")


def test_it_agrees_with_the_first_page_of_the_window(demo_desk: Desk):
    found, first = demo_desk.ask(summary), demo_desk.ask(overview)
    assert found.coverage.total.base == first.base
    assert found.coverage.total.still_to_do == first.untrained
    assert found.points[-1].trained == max(point.trained or 0 for point in first.curve)
    assert found.points[-1].target == first.curve[-1].planned
    assert found.spending == first.spending


def test_every_grouping_of_the_demo_district_adds_up_on_one_page(demo_desk: Desk):
    found = demo_desk.ask(summary)
    total = found.coverage.total
    tables = demo_desk.ask(paper_rows, SUMMARY, {})
    values = {row.cells[0]: row.values for row in tables[0].rows}
    assert len(values) == len(Team) + len(Line) + 2
    for codes in ("team", "line"):
        parts = dict(found.coverage.teams if codes == "team" else found.coverage.lines).values()
        assert sum(part.base for part in parts) == total.base
        assert sum(part.trained_cycle for part in parts) == total.trained_cycle
    assert tables[0].total.values[1:4] == (total.base, total.trained_year, total.trained_cycle)
    pdf = demo_desk.ask(paper_pdf, SUMMARY, {})
    assert len(page_texts(pdf)) == 1
    printed = squeezed(pdf)
    book = openpyxl.load_workbook(BytesIO(demo_desk.ask(paper_xlsx, SUMMARY, {})))
    assert len(book.worksheets) == len(tables) == 4
    for sheet, table in zip(book.worksheets, tables, strict=True):
        written = {cell.value for row in sheet.iter_rows() for cell in row}
        for row in [*table.rows, *([table.total] if table.total else [])]:
            assert "".join("".join(row.cells).split()) in printed
            assert {value for value in row.values if isinstance(value, int) and value < 100_000} <= written


def test_the_money_is_for_those_who_may_see_it(desk: Desk, sign_in):
    sign_in(Role.FUND_KEEPER)
    desk.execute(BookOpening(day=date(2026, 1, 4), amount=1_000_00, text="上年结转"))
    desk.execute(BookAllocation(day=date(2026, 1, 5), amount=5_000_000_00, party="区财政局", text="年度预算"))
    assert "5,000,000.00" in squeezed(desk.ask(paper_pdf, SUMMARY, {}))
    sign_in(Role.ADMINISTRATOR)
    text = squeezed(desk.ask(paper_pdf, SUMMARY, {}))
    assert "5,000,000.00" not in text
    assert "支出经费" not in text
    sign_in(Role.TRAINER)
    with pytest.raises(AccessDenied):
        desk.ask(paper_pdf, SUMMARY, {})


def test_a_long_name_gives_way_to_the_short_one(desk: Desk, desk_file):
    long = "城东区卫生健康委员会所属第一人民医院（老年病医院）"
    write(desk_file, ("UPDATE unit SET name = ? WHERE short_name = '实验小学'", (long,)))
    names = [row.cells[1] for row in desk.ask(paper_rows, SUMMARY, {})[2].rows]
    assert "实验小学" in names
    assert long not in names


_UNIT = (
    "INSERT INTO unit (parent_id, name, short_name, initials, line, position, liaison, active, version)"
    " VALUES (NULL, ?, ?, '', 'health', ?, '', 1, 1)"
)
_PERSON = (
    "INSERT INTO person (unit_id, name, sex, birth, id_number, ethnicity, political, education, degree,"
    " work_start, party_entry, post, rank, team, phone, status, note, position, version)"
    " SELECT u.id, '丁宁', 'male', '1980-05-12', NULL, '', '', '', '', '', '', '', NULL, 'technical', '',"
    " 'serving', '', 1, 1 FROM unit u WHERE u.position = ?"
)


def test_sixty_two_units_stay_on_one_page(desk: Desk, desk_file):
    places = range(100, 156)
    write(
        desk_file,
        *((_UNIT, (f"区属第{place}医疗卫生服务中心", f"第{place}卫生中心", place)) for place in places),
        *((_PERSON, (place,)) for place in places),
    )
    found = desk.ask(summary)
    assert len(found.coverage.units) >= 62
    assert len(found.behind) == 10
    assert len(page_texts(desk.ask(paper_pdf, SUMMARY, {}))) == 1


def test_it_stands_in_the_catalogue(desk: Desk):
    paper = next(one for one in list_papers() if one.id == SUMMARY)
    assert (paper.occasion, paper.formats, paper.has_rows) == ("leading_group", ("pdf", "xlsx"), True)


def test_an_empty_office_gets_a_page(desk: Desk, desk_file):
    write(desk_file, ("UPDATE person SET status = 'left'", ()))
    assert "请先导入名册" in squeezed(desk.ask(paper_pdf, SUMMARY, {}))
