"""A large sheet read in slices says what it says when it is read at once."""

import io
import re
import sys
import zipfile
from types import SimpleNamespace

import pytest
from openpyxl import Workbook
from python_calamine import CalamineError, WorkbookClosed

from trainingdesk.exchange import process
from trainingdesk.exchange.reading import limits, sheets, slices
from trainingdesk.exchange.reading.book import look_at
from trainingdesk.exchange.reading.quick import quick_look
from trainingdesk.exchange.reading.sheets import sheets_of
from trainingdesk.exchange.reading.values import Unreadable
from trainingdesk.exchange.workbook import read_sheets


def rows_of(sheet):
    """Return a sheet's rows from column A on, all that is told of it, its rows taken first."""
    rows = [[*[""] * sheet.first_column, *row] for row in sheet.taken()]
    width = max(map(len, rows), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    return sheet.name, sheet.visible, padded, sheet.hidden_rows, sheet.hidden_columns, sorted(sheet.merged)


def read(path):
    book = look_at(path)
    return list(map(rows_of, sheets_of(book.kind, book.name, book.data)))


def sliced(monkeypatch, rows=3):
    for name, value in (("LARGE", -1), ("SMALLEST", 0), ("ROWS", rows)):
        monkeypatch.setattr(slices, name, value)


def odd(path):
    """Save two sheets with all that is odd, in many slices: gaps, late columns, hidden and merged cells, no results."""
    book = Workbook()
    sheet = book.active
    for row in range(3, 40):
        if row in {9, 10, 11, 12, 13, 20}:  # a gap longer than a slice
            continue
        for column, value in ((2, f"甲{row}"), (3, row), (4, 1972.1), (6, True)):
            sheet.cell(row, column, value)
        sheet.cell(row, 4).number_format = "0.00" if row % 2 else "General"
    sheet["A31"] = "<left & of all>"
    sheet["I38"] = "late"
    sheet["E5"], sheet["E21"], sheet["E33"] = "=1+1", "#N/A", "x" * 200
    sheet["E21"].data_type = "e"
    sheet.row_dimensions[7].hidden = sheet.row_dimensions[35].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.merge_cells("B14:B16")
    other = book.create_sheet("乙")
    other.sheet_state = "hidden"
    other.append(["姓名", "单位"])
    book.create_sheet("丙")
    book.save(path)
    return path


@pytest.mark.parametrize("rows", [1, 3, 1_000])
def test_slices_put_together_are_the_sheet(tmp_path, monkeypatch, rows):
    path = odd(tmp_path / "a.xlsx")
    whole = read(path)
    sliced(monkeypatch, rows)
    assert read(path) == whole
    assert [name for name, *_rest in whole] == ["Sheet", "乙", "丙"]


@pytest.mark.parametrize(("usual", "asked"), [(4, 0), (1_000, 4)])
def test_a_slice_holds_its_own_rows_and_nothing_stands_in_two(tmp_path, monkeypatch, usual, asked):
    """Cut at rows that say their number; a name before the tags, and rows without a number, are no trouble."""
    sliced(monkeypatch, usual)
    path = odd(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        found = [one.book for one in slices.Slicer(archive, "a", asked).slices("Sheet", slices.Facts())]
    numbers = []
    for book in found:
        with zipfile.ZipFile(book) as archive:
            xml = archive.read("xl/worksheets/sheet1.xml")
            numbers.append([int(number) for number in slices._ROW.findall(xml)])
            assert "xl/worksheets/sheet2.xml" not in archive.namelist()
    assert [row for part in numbers for row in part] == [
        n for n in range(3, 40) if n not in {*range(9, 14), 20}
    ]
    assert all(part[-1] - part[0] < 4 for part in numbers)


def test_a_sheet_beside_many_styles_is_read_at_once(tmp_path, monkeypatch):
    """Every slice would read them again; styles that were copied in for years are 15 MB."""
    sliced(monkeypatch)
    path = odd(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        assert slices.Slicer(archive, "a").is_large("Sheet")
        archive.writestr("xl/bloated.xml", b"<sst>" + b" " * slices.FEW_BESIDE)
        assert not slices.Slicer(archive, "a").is_large("Sheet")
        assert not slices.Slicer(archive, "a").is_large("no such sheet")


def test_no_slice_carries_what_says_nothing_about_cells(tmp_path, monkeypatch):
    """A data model of 40 MB made reading 50,000 rows take three times as long."""
    path = odd(tmp_path / "a.xlsx")
    whole = read(path)
    sliced(monkeypatch)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/model/item.data", b"\0" * slices.FEW_BESIDE)
        slicer = slices.Slicer(archive, "a")
        assert slicer.is_large("Sheet")
        for one in slicer.slices("Sheet", slices.Facts()):
            assert zipfile.ZipFile(one.book).testzip() is None
            assert "xl/model/item.data" not in zipfile.ZipFile(one.book).namelist()
    assert read(path) == whole


def test_slices_beside_more_styles_are_fewer(tmp_path, monkeypatch):
    path = odd(tmp_path / "a.xlsx")
    sliced(monkeypatch)
    with zipfile.ZipFile(path, "a") as archive:
        before = len(list(slices.Slicer(archive, "a").slices("Sheet", slices.Facts())))
        archive.writestr("xl/more.xml", b"<sst>" + b" " * slices.FEWEST_BESIDE)
        after = list(slices.Slicer(archive, "a").slices("Sheet", slices.Facts()))
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
        monkeypatch.setattr(slices, "LARGE", size // 2)
        assert not slices.Slicer(archive, "a").is_large("Sheet"), "it would have to be four times as large"
    assert (before, len(after)) == (12, 4)


def test_what_calamine_refuses_in_one_slice_is_read_all_the_same(tmp_path, monkeypatch):
    path = odd(tmp_path / "a.xlsx")
    whole = read(path)
    sliced(monkeypatch)
    content = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(content, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            target.writestr(part, data.replace(b"<v>#N/A</v>", b"<v>#NEW!</v>"))
    path.write_bytes(content.getvalue())
    found = read(path)
    assert found[0][2][20][4] == ("roster.cell_error", "#NEW!")
    del found[0][2][20], whole[0][2][20]
    assert found == whole


def test_rows_that_came_before_a_late_column_are_as_long_as_the_last(tmp_path, monkeypatch):
    path = odd(tmp_path / "a.xlsx")
    small = (
        "from trainingdesk.exchange.reading import child, slices;"
        "slices.LARGE, slices.SMALLEST, slices.ROWS = -1, 0, 3; child.main()"
    )
    whole = read_sheets(path)
    monkeypatch.setattr(process, "command_of", lambda _program: [sys.executable, "-c", small])
    book = read_sheets(path)
    assert {len(row) for row in book.sheets[0].rows} == {9}
    for one, other in zip(book.sheets, whole.sheets, strict=True):
        assert [list(row) for row in one.rows] == [[*[""] * other.first_column, *row] for row in other.rows]
        assert (one.hidden_rows, one.hidden_columns, one.merged) == (
            *(other.hidden_rows, other.hidden_columns),
            other.merged,
        )


def test_cells_without_a_result_at_the_edges_of_a_slice_are_told(tmp_path, monkeypatch):
    book = Workbook()
    sheet = book.active
    sheet.append(["No.", "Name", "Sex", "Post"])
    for row in range(2, 20):
        sheet.append(["=ROW()-1", f"甲{row}", "男", "=1+1"])
    for column in (2, 3):  # a row of which nothing has a result, in the midst and where a slice ends
        sheet.cell(9, column, "=1+1")
        sheet.cell(12, column, "=1+1")
    book.save(tmp_path / "edges.xlsx")
    whole = read(tmp_path / "edges.xlsx")
    assert whole[0][2][17][3] == ("roster.cell_no_result", "=1+1")
    for rows in (1, 3, 4):
        sliced(monkeypatch, rows)
        assert read(tmp_path / "edges.xlsx") == whole


def astray(path, cell, large=5_000):
    """Write a workbook of many rows, the last of which has one cell far out."""
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>甲</t></is></c></row>' for n in range(2, large)
    )
    book = Workbook()
    book.active["A1"] = "姓名"
    book.active[cell] = "x"
    book.save(path)
    content = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            data = source.read(part)
            if part.endswith("sheet1.xml"):
                at = data.rindex(b"<row ")
                data = data[:at] + rows.encode() + data[at:]
            target.writestr(part, data)
    path.write_bytes(content.getvalue())
    return path


@pytest.mark.parametrize("cell", ["XFD6000", "B1048576", "XFD1048576"])
def test_a_far_cell_is_named_before_its_slice_is_made(tmp_path, monkeypatch, cell):
    sliced(monkeypatch, 1_000)
    monkeypatch.setattr(limits, "MOST_CELLS", 1_000_000)
    path = astray(tmp_path / "a.xlsx", cell)
    made = []
    with zipfile.ZipFile(path) as archive:
        found = slices.Slicer(archive, "a").slices("Sheet", slices.Facts())
        with pytest.raises(Unreadable) as caught:
            made.extend(zipfile.ZipFile(one.book).read("xl/worksheets/sheet1.xml") for one in found)
    assert [xml for xml in made if f'r="{cell}"'.encode() in xml] == []
    assert (caught.value.code, caught.value.params["cell"]) == ("workbook.far_cell", cell)


def test_a_far_cell_of_which_nothing_but_its_style_is_there_stops_no_slice(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_CELLS", 100_000)
    path = astray(tmp_path / "a.xlsx", "XFD6000")
    content = path.read_bytes()
    plain = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(plain, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            target.writestr(part, re.sub(rb'<c r="XFD6000"[^>]*>.*?</c>', b'<c r="XFD6000" s="0"/>', data))
    path.write_bytes(plain.getvalue())
    whole = read(path)
    sliced(monkeypatch, 1_000)
    assert read(path) == whole
    assert len(whole[0][2]) == 4_999


def test_what_calamine_refuses_as_a_whole_is_looked_at_before_it_is_read_otherwise(tmp_path, monkeypatch):
    """Of a large sheet nobody had looked at how far it reaches."""
    sliced(monkeypatch, 1_000)
    monkeypatch.setattr(limits, "MOST_CELLS", 1_000_000)
    path = astray(tmp_path / "a.xlsx", "XFD6000")

    def refuse(_file):
        raise CalamineError("no")

    monkeypatch.setattr(sheets, "CalamineWorkbook", SimpleNamespace(from_filelike=refuse))
    with pytest.raises(Unreadable) as caught:
        read(path)
    assert caught.value.code == "workbook.far_cell"


def test_large_sheets_are_left_to_the_look_at_their_slices(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_CELLS", 1_000_000)
    path = astray(tmp_path / "a.xlsx", "XFD6000")
    assert quick_look(path, lambda: None) is None
    sliced(monkeypatch, 1_000)
    assert quick_look(path, lambda: None) is not None
    assert look_at(path).kind == "xlsx"


def test_the_table_of_texts_is_let_go_of_before_the_last_sheet_s_rows_are_handed_over(tmp_path, monkeypatch):
    book = Workbook()
    for name in ("一", "二"):
        sheet = book.active if name == "一" else book.create_sheet(name)
        sheet.title = name
        sheet.append(["姓名", f"表{name}"])
        sheet.append(["丁宁", "科长"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    opened = []
    from_filelike = sheets.CalamineWorkbook.from_filelike

    def kept(stream):
        opened.append(from_filelike(stream))
        return opened[-1]

    monkeypatch.setattr(sheets, "CalamineWorkbook", SimpleNamespace(from_filelike=kept))
    found = look_at(path)
    told = sheets_of(found.kind, found.name, found.data)
    first = next(told)
    assert opened[-1].sheet_names == ["一", "二"], "the second sheet is still to be read"
    last = next(told)
    with pytest.raises(WorkbookClosed):
        opened[-1].get_sheet_by_name("二")
    assert [list(map(list, one.taken())) for one in (first, last)] == [
        [["姓名", "表一"], ["丁宁", "科长"]],
        [["姓名", "表二"], ["丁宁", "科长"]],
    ]
    assert next(told, None) is None
