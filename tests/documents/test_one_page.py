"""The one page for the leading group: never a second sheet, the same figures in page and workbook."""

import re
from dataclasses import replace
from io import BytesIO

import openpyxl
import pypdfium2
import pytest

from tests.documents.samples import SUMMARY_LINES, UNITS, summary_content
from trainingdesk.documents.catalogue import summary
from trainingdesk.documents.catalogue.reporting import CoverageLine
from trainingdesk.documents.definition import Content, Row, RowKind
from trainingdesk.documents.preview import PDFIUM, page_sizes, page_texts
from trainingdesk.documents.render_pdf import render_pdf
from trainingdesk.documents.render_rows import render_rows
from trainingdesk.documents.render_xlsx import render_xlsx
from trainingdesk.domain.errors import Invalid
from trainingdesk.shared.text import set_language

#: What the page leaves free at its edges, in points: nothing may be drawn there.
EDGES = (28 * 72 / 25.4 - 1, 28 * 72 / 25.4 + 156 * 72 / 25.4 + 1)
LONG = UNITS[3]


def outside(pdf: bytes) -> list[tuple[float, ...]]:
    """Return the places of everything that is drawn beyond the type area at the sides or off the page."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        page = document[0]
        high = page.get_height()
        places = [part.get_bounds() for part in page.get_objects()]
        page.close()
        document.close()
    left, right = EDGES
    return [
        place
        for place in places
        if place[0] < left or place[2] > right or place[1] < 40 or place[3] > high - 60
    ]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("units", [0, 1, 4, 10])
@pytest.mark.parametrize("names", [("区委办公室",), UNITS, (LONG,)])
def test_it_is_one_page_whatever_the_names(language: str, units: int, names: tuple[str, ...]) -> None:
    set_language(language)
    pdf = render_pdf(summary.SUMMARY, summary_content(units, names))
    assert [(round(width), round(height)) for width, height in page_sizes(pdf)] == [(595, 842)]
    assert outside(pdf) == []


def test_what_can_not_stand_on_one_page_is_refused() -> None:
    content = summary_content()
    many = [Row({"name": f"条线{place}", "base": 1, "cycle": 0, "share": (0, 1)}) for place in range(80)]
    with pytest.raises(Invalid, match=r"documents\.not_drawn"):
        render_pdf(summary.SUMMARY, replace(content, rows=[*content.rows, *many]))


def test_a_character_without_a_glyph_is_named_once() -> None:
    with pytest.raises(Invalid) as raised:
        render_pdf(summary.SUMMARY, summary_content(1, ("单位\U000f1234",)))
    assert [problem.code for problem in raised.value.problems] == ["documents.uncovered"]


def test_the_headline_says_the_five_numbers() -> None:
    text = "".join("".join(page_texts(render_pdf(summary.SUMMARY, summary_content()))).split())
    base, done = sum(line[1] for line in SUMMARY_LINES), sum(line[2] for line in SUMMARY_LINES)
    assert (base, done) == (4820, 2625)
    assert "全区干部底数4,820人" in text
    assert "周期内已训2,625人，轮训率54.5%，尚未参训2,195人" in text
    # the plan: 2960 of 4760 are 62.2 %, 54.5 % are reached
    assert "规划要求2026年末达到62.2%，尚差7.7个百分点" in text


def test_a_plan_that_is_kept_says_so() -> None:
    content = summary.content(
        [CoverageLine("党政干部", 10, 2, 5)],
        [CoverageLine("政府部门", 10, 2, 5)],
        [summary.YearLine(2026, 3, 5), summary.YearLine(2027, 10, None)],
        [],
        summary.ClassLine(0, 0, 0),
        year=2026,
        planned=10,
        data_date=summary_content().data_date,
    )
    assert content.facts[0].endswith("规划要求 2026 年末达到 30.0%，现已达到。")
    assert "各单位人员均已参训" in "".join(page_texts(render_pdf(summary.SUMMARY, content)))


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_page_workbook_and_screen_have_the_same_figures(language: str) -> None:
    set_language(language)
    content = summary_content()
    printed = "".join("".join(page_texts(render_pdf(summary.SUMMARY, content))).split())
    book = openpyxl.load_workbook(BytesIO(render_xlsx(summary.SUMMARY, content)))
    screens = render_rows(summary.SUMMARY, content)
    assert len(book.worksheets) == len(screens) == 4
    assert len({sheet.title for sheet in book.worksheets}) == 4
    for sheet, screen in zip(book.worksheets, screens, strict=True):
        cells = {cell.value for row in sheet.iter_rows() for cell in row}
        for row in [*screen.rows, *([screen.total] if screen.total else [])]:
            for shown, value in zip(row.cells, row.values, strict=True):
                assert "".join(shown.split()) in printed
                if isinstance(value, int) and "." not in shown:
                    assert value in cells


def test_teams_and_lines_add_up_to_the_same_total() -> None:
    (table, *_rest) = render_rows(summary.SUMMARY, summary_content())
    starts = [place for place, row in enumerate(table.rows) if row.kind is RowKind.GROUP]
    teams, lines = table.rows[starts[0] + 1 : starts[1]], table.rows[starts[1] + 1 :]
    assert (len(teams), len(lines)) == (3, 7)
    assert table.total is not None
    for column in (1, 3, 5):
        wanted = table.total.values[column]
        assert sum(row.values[column] for row in teams) == wanted
        assert sum(row.values[column] for row in lines) == wanted
    assert table.total.cells[4] == "54.5%", "the share of the sums, not a mean of shares"


def test_the_chart_writes_every_share_and_both_names() -> None:
    text = "".join("".join(page_texts(render_pdf(summary.SUMMARY, summary_content()))).split())
    chart = text[text.index("五年进度") : text.index("进度靠后的单位")]
    for part in ("21.2%", "42.0%", "62.2%", "81.7%", "100.0%", "22.8%", "39.4%", "54.5%", "目标", "已训"):
        assert part in chart
    assert len(re.findall(r"\d+\.\d%", chart)) == 8, "years to come have no trained share"


def test_without_money_there_is_no_column_for_it() -> None:
    assert len(summary_content(money=False).parts[-1].columns) == 3
    pdf = render_pdf(summary.SUMMARY, summary_content(money=False))
    assert "支出经费" not in "".join(page_texts(pdf))


def test_an_office_without_people_gets_a_page_too() -> None:
    content = summary.content(
        [],
        [],
        [summary.YearLine(year, None, 0 if year == 2026 else None) for year in range(2026, 2031)],
        [],
        summary.ClassLine(0, 0, 0, 0, 0),
        year=2026,
        planned=0,
        data_date=summary_content().data_date,
    )
    (text,) = page_texts(render_pdf(summary.SUMMARY, content))
    assert "请先导入名册" in text


def test_other_papers_are_not_touched_by_what_one_page_needs() -> None:
    assert Content(()).curves == ()
    assert not Content(()).beside
