"""Every report in every form, in both languages, with equal numbers."""

import subprocess
import sys
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from typing import Any

import openpyxl
import pypdfium2
import pytest

from tests.documents.samples import SAMPLES
from trainingdesk.documents.catalogue import REPORTS
from trainingdesk.documents.definition import SEQ, Form, RowKind, tables
from trainingdesk.documents.preview import PDFIUM, page_texts
from trainingdesk.documents.render_pdf import render_pdf
from trainingdesk.documents.render_rows import ScreenColumn, ScreenRow, ScreenTable, render_rows
from trainingdesk.documents.render_xlsx import render_xlsx
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import messages, set_language

TABLES = [report_id for report_id, report in REPORTS.items() if Form.XLSX in report.forms]


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u3000", "")


def all_rows(table: ScreenTable) -> list[ScreenRow]:
    return [*table.rows, *([table.total] if table.total else [])]


def test_every_table_has_a_sample() -> None:
    assert set(SAMPLES) == set(TABLES)
    assert all(REPORTS[report_id] is report for report_id, (report, _content) in SAMPLES.items())


def test_the_catalogue_is_ordered_and_sound() -> None:
    occasions = [report.occasion for report in REPORTS.values()]
    assert occasions == sorted(occasions, key=list(type(occasions[0])).index)
    for report_id, report in REPORTS.items():
        assert report.id == report_id
        keys = [column.key for column in report.columns]
        assert len(keys) == len(set(keys))
        assert f"occasion.{report.occasion}" in messages()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("report_id", TABLES)
def test_the_pdf_prints_what_the_screen_shows(report_id: str, language: str) -> None:
    set_language(language)
    report, make = SAMPLES[report_id]
    content = make()
    text = squeezed("".join(page_texts(render_pdf(report, content))))
    at = 0
    for table in render_rows(report, content):
        assert squeezed(table.title) in text
        for row in all_rows(table):
            printed = squeezed("".join(row.cells))
            found = text.find(printed, at)
            assert found >= 0, f"row {row.cells} is not printed, or not in its place"
            at = found
        for note in table.notes:
            assert squeezed(note) in text


@pytest.mark.parametrize("report_id", TABLES)
def test_the_workbook_holds_what_the_screen_shows(report_id: str) -> None:
    report, make = SAMPLES[report_id]
    content = make()
    book = openpyxl.load_workbook(BytesIO(render_xlsx(report, content)))
    shown = render_rows(report, content)
    assert len(book.worksheets) == len(shown)
    for sheet, table in zip(book.worksheets, shown, strict=True):
        first = int("".join(filter(str.isdecimal, sheet.freeze_panes)))
        for number, row in enumerate(all_rows(table)):
            cells = [sheet.cell(first + number, place + 1) for place in range(len(table.columns))]
            for column, cell, text, value in zip(table.columns, cells, row.cells, row.values, strict=True):
                same_value(column, cell, text, value)


def same_value(column: ScreenColumn, cell: Any, text: str, value: Any) -> None:
    if text == "":
        assert cell.value is None
        return
    if isinstance(value, str) or value is None:  # a label in a column of figures, or text
        # a name is spread on screen and paper only: workbooks look names up
        assert cell.value == (text.replace("\u3000", "") if column.kind is Kind.PERSON else text)
        assert cell.data_type == "s"
        return
    match column.kind:
        case Kind.CENTS:
            assert round(Decimal(str(cell.value)) * 100) == value
            assert "#,##0.00" in cell.number_format
        case Kind.HOURS:
            assert round(cell.value * 10) == value
        case Kind.PERCENT:
            assert cell.value == pytest.approx(float(value), abs=1e-12)
            assert "%" in cell.number_format
        case Kind.INT:
            assert cell.value == value
            assert ("▲" in cell.number_format) == ("▲" in text)
        case Kind.DAY:
            assert cell.value == datetime.combine(value, datetime.min.time())
        case _:
            assert cell.value == text


@pytest.mark.parametrize("report_id", TABLES)
def test_totals_are_the_sums_of_what_is_printed(report_id: str) -> None:
    """Adds the shown figures up again by another way than the code does."""
    report, make = SAMPLES[report_id]
    content = make()
    for table, source in zip(render_rows(report, content), tables(report, content), strict=True):
        if table.total is None:
            continue
        for place, column in enumerate(source.columns):
            if column.total != "sum":
                continue
            counted = [
                shown.values[place] or 0
                for shown, row in zip(table.rows, source.rows, strict=True)
                if row.kind is RowKind.ITEM and row.counted
            ]
            assert table.total.values[place] == sum(counted)


@pytest.mark.parametrize("report_id", TABLES)
def test_the_same_content_gives_the_same_bytes(report_id: str) -> None:
    """Issued papers are frozen by their hash."""
    report, make = SAMPLES[report_id]
    assert render_pdf(report, make()) == render_pdf(report, make())


def test_threads_draw_at_the_same_time() -> None:
    """Reports are drawn by a pool of readers; a face is shared by all of them."""
    alone = {report_id: render_pdf(report, make()) for report_id, (report, make) in SAMPLES.items()}
    code = (
        "import sys; from concurrent.futures import ThreadPoolExecutor\n"
        "from tests.documents.samples import SAMPLES\n"
        "from trainingdesk.documents.render_pdf import render_pdf\n"
        "from hashlib import sha256\n"
        "with ThreadPoolExecutor(6) as pool:\n"
        "    jobs = [(i, pool.submit(render_pdf, r, m())) for _ in range(3) for i, (r, m) in SAMPLES.items()]\n"
        "    for i, job in jobs: print(i, sha256(job.result()).hexdigest())\n"
    )  # in a fresh process, where no face is registered yet
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=100
    )
    for line in done.stdout.splitlines():
        report_id, found = line.split()
        assert found == sha256(alone[report_id]).hexdigest()
    assert len(done.stdout.splitlines()) == 3 * len(SAMPLES)


@pytest.mark.parametrize("report_id", TABLES)
def test_every_font_is_embedded_as_a_subset(report_id: str) -> None:
    report, make = SAMPLES[report_id]
    pdf = render_pdf(report, make())
    assert len(pdf) < 400_000, "a whole face was embedded"
    assert b"/Helvetica" not in pdf
    assert unembedded(pdf) == 0


def unembedded(pdf: bytes) -> int:
    missing = texts = 0
    raw = pypdfium2.raw
    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        for page in document:
            for part in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
                texts += 1
                missing += not raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(part))
            page.close()
        document.close()
    assert texts
    return missing


@pytest.mark.parametrize("report_id", TABLES)
def test_an_empty_report_is_a_page_that_says_so(report_id: str) -> None:
    from dataclasses import replace

    report, make = SAMPLES[report_id]
    content = replace(make(), rows=(), parts=())
    assert squeezed("（无记录）") in squeezed("".join(page_texts(render_pdf(report, content))))
    book = openpyxl.load_workbook(BytesIO(render_xlsx(report, content)))
    assert any(cell.value == "（无记录）" for row in book.active.iter_rows() for cell in row)
    assert render_rows(report, content)[0].rows == ()


def test_numbers_of_rows_run_through() -> None:
    report, make = SAMPLES["menu.plan"]
    table = render_rows(report, make())[0]
    place = [column.key for column in table.columns].index(SEQ)
    numbers = [row.values[place] for row in table.rows if row.kind is RowKind.ITEM]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_day_is_printed_once_a_page_and_not_the_clock_s() -> None:
    report, make = SAMPLES["roster.list"]
    texts = page_texts(render_pdf(report, make()))
    assert len(texts) > 2
    for number, text in enumerate(texts, 1):
        assert "打印日期：2026-06-12" in text
        assert f"第 {number} 页 / 共 {len(texts)} 页" in text
        assert "姓名" in text  # the heading is repeated
