"""Workbooks: texts stay texts, numbers are numbers, the sheet prints as the PDF does."""

import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import python_calamine

from tests.documents.samples import SAMPLES, TODAY, signin_content
from trainingdesk.documents.catalogue import classes
from trainingdesk.documents.definition import (
    SUM,
    Column,
    Content,
    Marked,
    Occasion,
    Ratio,
    Report,
    Row,
    RowKind,
)
from trainingdesk.documents.render_xlsx import render_xlsx
from trainingdesk.domain.codes import Sex
from trainingdesk.shared.formatting import Kind

REPORT = Report(
    id="test.kinds",
    title="Kinds",
    occasion=Occasion.ROSTER,
    columns=(
        Column("text", "Text"),
        Column("person", "Person", Kind.PERSON),
        Column("count", "Count", Kind.INT, total=SUM),
        Column("cents", "Cents", Kind.CENTS, total=SUM),
        Column("hours", "Hours", Kind.HOURS, total=SUM),
        Column("day", "Day", Kind.DAY),
        Column("month", "Month", Kind.MONTH),
        Column("at", "At", Kind.INSTANT),
        Column("share", "Share", Kind.PERCENT, total=Ratio("count", "hours")),
        Column("sex", "Sex", Kind.CODE),
    ),
)


def sheet_of(content: Content, report: Report = REPORT) -> Any:
    return openpyxl.load_workbook(BytesIO(render_xlsx(report, content))).active


def test_kinds_are_typed_cells() -> None:
    at = datetime(2026, 6, 12, 1, 2, 3, tzinfo=UTC)
    row = (
        "区",
        "丁\u3000宁",
        1234,
        128050,
        35,
        date(2026, 6, 12),
        date(1972, 10, 1),
        at,
        Fraction(1, 8),
        Sex.FEMALE,
    )
    sheet = sheet_of(Content([row, (None,) * 10]))
    cells = list(sheet[3])
    assert [cell.value for cell in cells] == [
        "区",
        "丁\u3000宁",
        1234,
        1280.5,
        3.5,
        datetime(2026, 6, 12),  # noqa: DTZ001 - a workbook knows no zones
        "1972-10",
        at.astimezone().replace(tzinfo=None, second=0),
        0.125,
        "女",
    ]
    formats = [cell.number_format for cell in cells]
    assert formats == [
        "@",
        "@",
        "#,##0",
        "#,##0.00",
        "#,##0.0",
        "yyyy-mm-dd",
        "@",
        "yyyy-mm-dd hh:mm",
        "0.0%",
        "@",
    ]
    assert all(cell.value is None for cell in sheet[4])
    assert sheet.print_area == "'Kinds'!$A$1:$J$5"


@pytest.mark.parametrize(
    "value", ["=1+1", "+8613900000000", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "0012", "1E5"]
)
def test_a_text_that_looks_like_a_formula_or_number_stays_a_text(value: str) -> None:
    data = render_xlsx(REPORT, Content([{"text": value, "person": value}], title=value))
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    for cell in (sheet["A1"], sheet["A3"], sheet["B3"]):
        assert (cell.value, cell.data_type) == (value, "s")
        assert cell.quotePrefix == (value[0] in "=+-@"), "edited it stays a text"
    assert sheet["A3"].number_format == "@"
    with zipfile.ZipFile(BytesIO(data)) as parts:
        xml = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[2][0] == value


def test_an_id_number_keeps_its_eighteen_digits() -> None:
    number = "999901197210010011"
    sheet = sheet_of(Content([{"text": number}]))
    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["A3"].number_format) == (number, "s", "@")


def test_what_looks_like_the_format_s_own_escape_stays_as_typed() -> None:
    data = render_xlsx(REPORT, Content([{"text": "a_x000B_b"}]))
    rows = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    assert rows[2][0] in {"a_x000B_b", "a_x005F_x000B_b"}  # readers that unescape, and those that don't
    with zipfile.ZipFile(BytesIO(data)) as parts:
        assert "a_x005F_x000B_b" in parts.read("xl/worksheets/sheet1.xml").decode()


def test_totals_marks_and_ratios() -> None:
    rows = [
        {"text": "甲", "count": Marked(3), "hours": 10},
        {"text": "乙", "count": 4, "hours": 30},
        Row({"text": "其中", "count": 2}, level=1, counted=False),
    ]
    sheet = sheet_of(Content(rows))
    assert sheet["C3"].number_format == '"▲"#,##0'
    assert sheet["C3"].value == 3
    assert sheet["A5"].alignment.indent == 1
    total = [cell.value for cell in sheet[6]]
    assert total[0] == "合计"
    assert (total[2], total[4]) == (7, 4)
    assert total[8] == pytest.approx(7 / 40)


def test_groups_have_headings_and_subtotals() -> None:
    report = replace(REPORT, group_by="line", columns=REPORT.columns[:3])
    rows = [
        {"line": "教育系统", "text": "一中", "count": 5},
        {"line": "教育系统", "text": "二中", "count": 7},
        {"line": "卫健系统", "text": "医院", "count": 1},
    ]
    sheet = sheet_of(Content(rows), report)
    body = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert body == [
        ["教育系统", None, None],
        ["一中", None, 5],
        ["二中", None, 7],
        ["小计", None, 12],
        ["卫健系统", None, None],
        ["医院", None, 1],
        ["小计", None, 1],
        ["合计", None, 13],
    ]
    from trainingdesk.documents.render_rows import render_rows

    kinds = [row.kind for row in render_rows(report, Content(rows))[0].rows]
    assert kinds.count(RowKind.GROUP) == kinds.count(RowKind.SUBTOTAL) == 2


def test_the_sheet_is_ready_to_print() -> None:
    report, make = SAMPLES["planning.grid"]
    sheet = openpyxl.load_workbook(BytesIO(render_xlsx(report, make()))).active
    first = int("".join(filter(str.isdecimal, sheet.freeze_panes)))
    assert sheet.print_title_rows == f"${first - 2}:${first - 1}"
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    merged = {str(part) for part in sheet.merged_cells.ranges}
    assert f"A{first - 2}:A{first - 1}" in merged  # number over both heading rows
    assert f"D{first - 2}:E{first - 2}" in merged  # a year over planned and trained
    assert sheet.oddFooter.right.text == "第 &P 页 / 共 &N 页"


def test_each_day_of_a_sign_in_sheet_is_a_sheet() -> None:
    book = openpyxl.load_workbook(BytesIO(render_xlsx(classes.SIGNIN, signin_content())))
    assert book.sheetnames == ["2026-06-08", "2026-06-09"]
    headings = [
        cell.value
        for cell in book.worksheets[1][
            int("".join(filter(str.isdecimal, book.worksheets[1].freeze_panes))) - 1
        ]
    ]
    assert headings == ["序号", "工作单位", "姓名", "上午签名", "下午签名", "晚上签名"]


def test_sheet_names_are_made_to_fit() -> None:
    part = Content([{"text": "乙"}], name="A" * 40)
    content = Content([{"text": "甲"}], name="A" * 40, parts=(part, Content([], name="2026/06:[?]")))
    names = openpyxl.load_workbook(BytesIO(render_xlsx(REPORT, content))).sheetnames
    assert names == ["A" * 31, "A" * 29 + " 2", "2026 06"]


def test_a_workbook_says_when_it_was_made() -> None:
    book = openpyxl.load_workbook(
        BytesIO(render_xlsx(REPORT, Content([], office="干教科", printed_on=TODAY)))
    )
    assert book.properties.created == datetime.combine(TODAY, datetime.min.time())
    assert book.properties.creator == "干教科"


def test_the_names_of_a_wide_table_stay_in_sight() -> None:
    report, make = SAMPLES["groups.members"]
    sheet = openpyxl.load_workbook(BytesIO(render_xlsx(report, make()))).active
    row = next(row for row in sheet.iter_rows() if "姓名" in [cell.value for cell in row])
    name = next(cell for cell in row if cell.value == "姓名")
    assert sheet.freeze_panes == sheet.cell(row[0].row + 1, name.column + 1).coordinate


def test_headings_of_two_lines_have_the_room_of_two() -> None:
    """A row of a given height does not grow: what has no room in it is not seen."""
    columns = (
        Column("name", "Unit", width_mm=40),
        Column("one", "专业技术人员职务", Kind.INT, 12, group="队伍"),
        Column("two", "小计", Kind.INT, 12, group="队伍"),
    )
    sheet = sheet_of(Content([("区", 1, 2)]), replace(REPORT, columns=columns))
    (first,) = {cell.row for row in sheet for cell in row if cell.value == "专业技术人员职务"}
    assert sheet.row_dimensions[first].height >= 2 * 10.5 * 1.3
    assert sheet.row_dimensions[first - 1].height == 20
    alone = replace(REPORT, columns=(columns[0], Column("long", "兼任职级的任职时间", Kind.MONTH, 12)))
    sheet = sheet_of(Content([("区", date(2026, 6, 1))]), alone)
    (first,) = {cell.row for row in sheet for cell in row if cell.value == "兼任职级的任职时间"}
    assert sheet.row_dimensions[first].height >= 2 * 10.5 * 1.3


def test_a_column_is_as_wide_as_its_longest_word() -> None:
    columns = (Column("sex", "Sex", width_mm=8), Column("unit", "Unit", width_mm=20))
    sheet = sheet_of(Content([("Female", "城东区人力资源和社会保障局")]), replace(REPORT, columns=columns))
    assert sheet.column_dimensions["A"].width >= len("Female") + 1.5
    assert sheet.column_dimensions["B"].width == 10, "Chinese characters break anywhere"


def test_a_sheet_name_that_is_cut_does_not_end_in_a_space() -> None:
    content = Content([], title="Reserve list with the state of its training")
    assert sheet_of(content).title == "Reserve list with the state of"
