"""Workbooks of Excel 97 (.xls, WPS's .et) and open documents (.ods): what is hidden and what shows an error is told."""

import zipfile
from datetime import date

import pytest
import xlwt
from openpyxl import Workbook

from tests.desk_fixtures import invented_id
from tests.exchange.quirks.looking import look
from tests.exchange.test_workbook import OLE
from trainingdesk.domain.errors import Refused
from trainingdesk.exchange.reading import marks_other, slices
from trainingdesk.exchange.reading.chains import ends_early, runs_in_circles
from trainingdesk.exchange.reading.records import is_locked_xls
from trainingdesk.exchange.roster_file import read_roster

BUREAU = "城东区教育局"
HEADER = ["姓名", "工作单位", "出生年月", "手机", "备注"]
_NOT_AVAILABLE, _NO_REFERENCE = 0x2A, 0x17


def old_workbook(path):
    """Write the .xls that shows it all: hidden row, column and sheet, errors, a month by its format, merged cells."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    for column, word in enumerate(HEADER):
        sheet.write(0, column, word)
    decimals = xlwt.easyxf(num_format_str="0.00")
    month = xlwt.easyxf(num_format_str='yyyy"年"m"月"')
    rows = [
        ("张三", BUREAU, (1972.1, decimals), 13912345678.0),
        ("李四", BUREAU, (1972.1,), None),
        ("王五", _NOT_AVAILABLE, (date(1972, 5, 1), month), _NO_REFERENCE),
        ("钱七", None, None, None),
        ("孙八", None, None, None),
    ]
    for number, (name, unit, birth, phone) in enumerate(rows, 1):
        sheet.write(number, 0, name)
        for column, value in ((1, unit), (3, phone)):
            if isinstance(value, int):
                sheet.row(number).set_cell_error(column, value)
            elif value is not None:
                sheet.write(number, column, value)
        if birth is not None:
            sheet.write(number, 2, *birth)
    sheet.write_merge(4, 5, 1, 1, BUREAU)
    sheet.row(2).hidden = True
    sheet.col(4).hidden = True
    hidden = book.add_sheet("旧名册")
    hidden.visibility = 1
    for row, cells in enumerate([HEADER[:2], ["周九", BUREAU]]):
        for column, cell in enumerate(cells):
            hidden.write(row, column, cell)
    book.save(str(path))
    return path


@pytest.mark.parametrize("name", ["名册.xls", "名册.et", "名册.xlsx"])
def test_a_workbook_of_excel_97(tmp_path, name):
    seen = look(old_workbook(tmp_path / name))
    assert seen.file.kind == "xls"
    assert seen.people == [
        (2, "张三", BUREAU),
        (3, "李四", BUREAU),
        (4, "王五", ""),
        (5, "钱七", BUREAU),
        (6, "孙八", BUREAU),
    ]
    assert seen.column("birth")[:3] == ["1972-10", "", "1972-05"]
    assert seen.column("phone")[0] == "13912345678"
    assert seen.said == [
        (0, "", "roster.sheet_unused", "note"),
        (0, "备注", "roster.column_hidden", "note"),
        (0, "", "roster.rows_hidden", "note"),
        (3, "", "roster.row_hidden", "note"),
        (3, "出生年月", "roster.date_october", "question"),
        (4, "工作单位", "roster.cell_error", "error"),
        (4, "手机", "roster.cell_error", "error"),
    ]
    assert [problem.value for problem in seen.plan.problems if problem.code == "roster.cell_error"] == [
        "#N/A",
        "#REF!",
    ]


def test_what_nobody_could_see_is_said(tmp_path, monkeypatch):
    """In this process, where the second reader can be kept from making the file out."""
    from trainingdesk.exchange.reading.book import look_at
    from trainingdesk.exchange.reading.sheets import sheets_of

    book = look_at(old_workbook(tmp_path / "a.xls"))
    assert not any(sheet.blind for sheet in sheets_of(book.kind, book.name, book.data))
    monkeypatch.setattr("xlrd.open_workbook", lambda **_words: 1 / 0)
    assert all(sheet.blind for sheet in sheets_of(book.kind, book.name, book.data))
    assert marks_other.marks_of_xls(OLE + bytes(900)) is None
    assert marks_other.marks_of_ods(b"PK") is None


def open_document(path, calc_word=True):
    """Write an .ods with merged cells, a row hidden by a filter, a hidden column, a month by its format, and an error."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    calc = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"

    def row(*cells, **words):
        said = "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in words.items())
        return f"<table:table-row{said}>{''.join(cells)}</table:table-row>"

    def cell(text, more=""):
        return (
            f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'
        )

    def number(value, shown):
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{shown}</text:p></table:table-cell>'

    wrong = ' table:formula="of:=VLOOKUP([.A1];[.B1:.C9];2)"' + (
        ' calcext:value-type="error"' if calc_word else ""
    )
    body = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        + row(*(cell(word) for word in ("姓名", "工作单位", "备注", "出生年月")))
        + row(
            cell("张三"),
            cell(BUREAU, ' table:number-rows-spanned="2"'),
            cell("x"),
            number("1972.1", "1972.10"),
        )
        + row(cell("李四"), "<table:covered-table-cell/>", cell("x"), number("1972.1", "1972.1"))
        + row(cell("赵六"), cell(BUREAU), cell("x"), visibility="filter", number_rows_repeated=2)
        + row(cell("王五"), cell("#N/A", wrong), cell("x"))
        + row("<table:table-cell/>", visibility="collapse", number_rows_repeated=1_048_570)
    )
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0"'
        f' xmlns:text="{space}:text:1.0" xmlns:calcext="{calc}"><office:body><office:spreadsheet>'
        f'<table:table table:name="名册">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


@pytest.mark.parametrize("calc_word", [True, False])
def test_an_open_document(tmp_path, calc_word):
    seen = look(open_document(tmp_path / "a.ods", calc_word))
    assert seen.people == [
        (2, "张三", BUREAU),
        (3, "李四", BUREAU),
        (4, "赵六", BUREAU),
        (5, "赵六", BUREAU),
        (6, "王五", ""),
    ]
    assert seen.column("birth")[:2] == ["1972-10", ""]
    said = seen.said
    assert (0, "备注", "roster.column_hidden", "note") in said
    assert [row for row, _column, code, _severity in said if code == "roster.row_hidden"] == [4, 5]
    assert (3, "出生年月", "roster.date_october", "question") in said
    assert (6, "工作单位", "roster.cell_error", "error") in said


def test_an_old_workbook_without_anything_odd_says_nothing(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for row, cells in enumerate([HEADER, ["张三", BUREAU, "1972.05", "13912345678", ""]]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    book.save(str(tmp_path / "a.xls"))
    roster = read_roster(tmp_path / "a.xls")
    assert (len(roster.people), roster.problems) == (1, [])


def test_a_chain_of_sectors_in_a_circle_is_found_before_it_takes_all_memory(tmp_path):
    path = old_workbook(tmp_path / "a.xls")
    whole = path.read_bytes()
    assert not runs_in_circles(whole)
    assert len(read_roster(path).people) == 5
    table = 512 * (1 + int.from_bytes(whole[76:80], "little"))
    # the second sector of the file is followed by the first
    path.write_bytes(whole[: table + 4] + bytes(4) + whole[table + 8 :])
    assert runs_in_circles(path.read_bytes())
    with pytest.raises(Refused) as refused:
        read_roster(path)
    assert refused.value.code == "workbook.damaged"
    listed = bytearray(whole)
    listed[80:84] = listed[76:80]
    assert runs_in_circles(bytes(listed)), "a table that stands twice in the list of tables"
    lists = bytearray(whole[:76] + bytes(512 * 300))
    lists[68:72] = (5).to_bytes(4, "little")
    for number in range(5, 200):
        lists[(number + 2) * 512 - 4 : (number + 2) * 512] = (number + 1).to_bytes(4, "little")
    assert runs_in_circles(bytes(lists)), "lists of tables that all name the first sector"
    assert not runs_in_circles(b"")
    assert not runs_in_circles(whole[:600])


def test_a_password_is_told_from_damage(tmp_path):
    """What LibreOffice writes: a FILEPASS record behind the .xls's first one, encryption-data in the .ods's manifest."""
    path = old_workbook(tmp_path / "a.xls")
    whole = path.read_bytes()
    start = whole.index(b"\x09\x08\x10\x00")
    second = start + 4 + int.from_bytes(whole[start + 2 : start + 4], "little")
    length = int.from_bytes(whole[second + 2 : second + 4], "little")
    locked_bytes = whole[:second] + b"\x2f\x00" + whole[second + 2 :]
    path.write_bytes(locked_bytes)
    assert length >= 2
    with pytest.raises(Refused) as refused:
        read_roster(path)
    assert refused.value.code == "workbook.encrypted"
    assert is_locked_xls(locked_bytes)
    assert is_locked_xls(locked_bytes[start:]), "a bare stream of records"
    assert not is_locked_xls(whole)
    assert not is_locked_xls(whole[:start] + b"\x2f\x00" + whole[start + 2 :]), "no stream of records"
    assert not is_locked_xls(whole[:700]), "cut off before its records"
    assert not is_locked_xls(whole[:start] + whole[start : start + 20])
    assert not is_locked_xls(b"")
    sheet = whole.index(b"\x09\x08\x10\x00", second)
    scrambled = bytearray(locked_bytes)
    while whole[sheet : sheet + 2] != b"\x0a\x00":
        length = int.from_bytes(whole[sheet + 2 : sheet + 4], "little")
        if whole[sheet : sheet + 2] != b"\x09\x08":
            for place in range(sheet + 4, sheet + 4 + min(length, 3)):
                scrambled[place] ^= 0xFF
        sheet += 4 + length
    path.write_bytes(scrambled)
    with pytest.raises(Refused) as refused:
        read_roster(path)
    assert refused.value.code == "workbook.encrypted", "what is encrypted looks like cells far away"
    other = open_document(tmp_path / "a.ods", calc_word=True)
    locked = tmp_path / "b.ods"
    with zipfile.ZipFile(other) as source, zipfile.ZipFile(locked, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part.startswith("META-INF"):
                content = content.replace(
                    b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>"
                )
            target.writestr(part, content)
    with pytest.raises(Refused) as refused:
        read_roster(locked)
    assert refused.value.code == "workbook.encrypted"


def test_an_old_workbook_that_was_cut_off_is_told_from_another_file(tmp_path):
    """Its directory stands at its end: without it, nothing names the workbook in it."""
    path = old_workbook(tmp_path / "a.xls")
    whole = path.read_bytes()
    assert not ends_early(whole)
    for kept in (len(whole) - 512, len(whole) // 2):
        path.write_bytes(whole[:kept])
        with pytest.raises(Refused) as refused:
            read_roster(path)
        assert refused.value.code == "workbook.half_written"
    path.write_bytes(whole.replace("Workbook".encode("utf-16-le"), "WordText".encode("utf-16-le")))
    with pytest.raises(Refused) as refused:
        read_roster(path)
    assert refused.value.code == "workbook.not_a_workbook", "a document of Word or WPS"
    assert ends_early(whole[:400])
    assert not ends_early(whole[:30] + b"\x07\x00" + whole[32:]), "no sectors of a known size"


MONTH_FORMS = ("yyyy.mm", 'yyyy"年"m"月"', "[$-804]yyyy-mm;@", "mmm-yy", "yyyy/mm/dd", 'yyyy"年"m"月"')
MONTH_DAYS = (1, 1, 1, 1, 1, 16)


def _of_month_cells(path):
    """Save people whose 出生日期 is a day that mostly shows its month alone, beside ID numbers of the 16th."""
    heads = ["姓名", "工作单位", "出生日期", "身份证号"]
    rows = [
        (f"张{name}", BUREAU, date(1986, 2, day), invented_id(700 + at, "19860216"), form)
        for at, (name, form, day) in enumerate(zip("一二三四五六", MONTH_FORMS, MONTH_DAYS, strict=True))
    ]
    rows.append(("张七", BUREAU, date(1986, 2, 1), "", "yyyy.mm"))
    if path.suffix == ".xls":
        old = xlwt.Workbook(encoding="utf-8")
        page = old.add_sheet("名册")
        for number, line in enumerate([heads, *rows]):
            for column, value in enumerate(line[:4]):
                look_of = xlwt.easyxf(num_format_str=line[4]) if number and column == 2 else xlwt.XFStyle()
                page.write(number, column, value, look_of)
        old.save(str(path))
        return path
    book = Workbook()
    sheet = book.active
    for number, line in enumerate([heads, *rows], 1):
        sheet.append(line[:4])
        if number > 1:
            sheet.cell(number, 3).number_format = line[4]
    book.save(path)
    return path


@pytest.mark.parametrize("sliced", [False, True])
@pytest.mark.parametrize("name", ["名册.xlsx", "名册.xls"])
def test_a_cell_that_shows_a_month_alone_is_a_month_whatever_its_heading(tmp_path, monkeypatch, name, sliced):
    if sliced:
        for what, value in (("LARGE", -1), ("SMALLEST", 0), ("ROWS", 3)):
            monkeypatch.setattr(slices, what, value)
    seen = look(_of_month_cells(tmp_path / name))
    asked = [(row, code) for row, _column, code, _severity in seen.said if "birth" in code]
    assert asked == [(6, "roster.birth_contradicts_id")]  # the one whose cell shows the first of the month
    assert seen.column("birth") == ["1986-02"] * 4 + ["", "1986-02-16", "1986-02"]


def test_an_open_document_whose_cells_show_months_alone(tmp_path):
    path = open_document(tmp_path / "a.ods")
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    number = 'office:value-type="float" office:value="1972.1"><text:p>%s<'
    content = parts["content.xml"].decode().replace("出生年月", "出生日期")
    for shown, other in (("1972.10", "1986年2月"), ("1972.1", "1986-02-01")):
        day = f'office:value-type="date" office:date-value="1986-02-01"><text:p>{other}<'
        assert number % shown in content
        content = content.replace(number % shown, day)
    parts["content.xml"] = content.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for one, data in parts.items():
            archive.writestr(one, data)
    assert look(path).column("birth")[:2] == ["1986-02", "1986-02-01"]
