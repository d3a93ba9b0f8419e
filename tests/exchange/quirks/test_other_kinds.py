"""Workbooks that are no .xlsx: dates from 1904, cells gone astray, comments, formulas that nobody reckoned."""

import quopri
import zipfile

import pytest
import xlwt

from tests.exchange.files import save
from tests.exchange.quirks.looking import look
from trainingdesk.domain.errors import Refused
from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.extents_ods import check_open_document
from trainingdesk.exchange.reading.values import Unreadable
from trainingdesk.exchange.roster_file import read_roster
from trainingdesk.exchange.workbook import read_sheets

BUREAU = "城东区教育局"
HEADER = ["姓名", "工作单位", "出生日期"]
_SPACE = "urn:oasis:names:tc:opendocument:xmlns"
_KIND = "application/vnd.oasis.opendocument.spreadsheet"
#: 1972-05-16, counted from 1904
SERIAL = 24973


def old_workbook(path, *rows, from_1904=False):
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = from_1904
    sheet = book.add_sheet("名册")
    for row, cells in enumerate([HEADER, *rows]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, *(cell if isinstance(cell, tuple) else (cell,)))
    book.save(str(path))
    return path


def cell(text, more="", beside=""):
    return f'<table:table-cell office:value-type="string"{more}>{beside}<text:p>{text}</text:p></table:table-cell>'


def number(value, shown="", more="", beside=""):
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}"{more}>'
        f"{beside}<text:p>{shown or value}</text:p></table:table-cell>"
    )


def line(*cells, times=1):
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def blank(times, kind="table-cell"):
    return f'<table:{kind} table:number-columns-repeated="{times}"/>'


def open_document(path, *lines, before=""):
    header = line(*(cell(word) for word in HEADER))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _KIND)
        archive.writestr(
            "META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{_SPACE}:manifest:1.0"/>'
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{_SPACE}:office:1.0" xmlns:table="{_SPACE}:table:1.0"'
            f' xmlns:text="{_SPACE}:text:1.0"><office:body><office:spreadsheet>{before}'
            f'<table:table table:name="名册">{header}{"".join(lines)}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def spreadsheet_2003(path, *lines, before=""):
    kind = "urn:schemas-microsoft-com:office"
    header = "".join(f'<Cell><Data ss:Type="String">{word}</Data></Cell>' for word in HEADER)
    path.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{kind}:spreadsheet" xmlns:ss="{kind}:spreadsheet">{before}'
        f'<Worksheet ss:Name="名册"><Table><Row>{header}</Row>{"".join(lines)}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    return path


def refusal(path):
    with pytest.raises(Refused) as refused:
        read_roster(path)
    return refused.value.code, refused.value.params


def test_dates_that_count_from_1904_are_read_in_every_kind_of_workbook(tmp_path):
    person = ("张三", BUREAU, SERIAL)
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    old = look(old_workbook(tmp_path / "a.xls", person, ("李四", BUREAU, (SERIAL, day)), from_1904=True))
    assert old.column("birth") == ["1972-05-16", "1972-05-16"]
    assert look(old_workbook(tmp_path / "b.xls", person)).column("birth") == ["1968-05-15"]
    null_date = '<table:null-date table:date-value="1904-01-01"/>'
    told = f"<table:calculation-settings>{null_date}</table:calculation-settings>"
    cells = line(cell("张三"), cell(BUREAU), number(SERIAL))
    assert look(open_document(tmp_path / "a.ods", cells, before=told)).column("birth") == ["1972-05-16"]
    assert look(open_document(tmp_path / "b.ods", cells)).column("birth") == ["1968-05-15"]
    row = (
        f'<Row><Cell><Data ss:Type="String">张三</Data></Cell><Cell><Data ss:Type="String">{BUREAU}</Data></Cell>'
        f'<Cell><Data ss:Type="Number">{SERIAL}</Data></Cell></Row>'
    )
    told = '<ExcelWorkbook xmlns="urn:schemas-microsoft-com:office:excel"><Date1904/></ExcelWorkbook>'
    assert look(spreadsheet_2003(tmp_path / "a.xml", row, before=told)).column("birth") == ["1972-05-16"]
    assert look(spreadsheet_2003(tmp_path / "b.xml", row)).column("birth") == ["1968-05-15"]


def test_a_cell_gone_astray_is_named_in_every_kind_of_workbook(tmp_path):
    blanks = line(blank(16_384), times=1_048_573)
    person = line(cell("张三"), cell(BUREAU), blank(16_382))
    astray = open_document(tmp_path / "a.ods", person, blanks, line(blank(16_383), cell("x")))
    assert refusal(astray) == ("workbook.far_cell", {"file": "a.ods", "cell": "XFD1048576"})
    text = '<Data ss:Type="String">x</Data>'
    xml = spreadsheet_2003(
        tmp_path / "a.xml", f'<Row ss:Index="1048576"><Cell ss:Index="16384">{text}</Cell></Row>'
    )
    assert refusal(xml) == ("workbook.far_cell", {"file": "a.xml", "cell": "XFD1048576"})
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for at, cells in ((0, HEADER), (1, ["张三", BUREAU])):
        for column, word in enumerate(cells):
            sheet.write(at, column, word)
    sheet.write(65_535, 255, 1)
    book.save(str(tmp_path / "a.xls"))
    assert refusal(tmp_path / "a.xls") == ("workbook.far_cell", {"file": "a.xls", "cell": "IV65536"})


def test_blank_cells_far_away_do_no_harm(tmp_path):
    """Blank rows and columns to the last one, formatted ones too, are how office programs write a sheet."""
    person = line(cell("张三"), cell(BUREAU), blank(9), blank(16_373))
    blanks = line(blank(16_384), times=1_048_573) + line(blank(16_384, "covered-table-cell"))
    roster = read_roster(open_document(tmp_path / "a.ods", person, blanks))
    assert [(one.name, one.unit) for one in roster.people] == [("张三", BUREAU)]
    row = "".join(f'<Cell><Data ss:Type="String">{word}</Data></Cell>' for word in ("张三", BUREAU))
    below = '<Row ss:Index="1048576" ss:StyleID="s1"><Cell ss:Index="16384" ss:StyleID="s1"/></Row>'
    xml = spreadsheet_2003(tmp_path / "a.xml", f'<Row ss:Span="2"/><Row>{row}</Row>', below)
    assert [(one.row, one.name) for one in read_roster(xml).people] == [(5, "张三")]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([line(cell("x"), blank(11), cell("x"), times=1_048_570)], "workbook.too_many_cells"),
        ([line(cell("x", ' table:number-columns-repeated="16384"'), times=900)], "workbook.far_cell"),
        ([line(cell("x"), times=30), line(blank(1), times=1_048_000), line(*[cell("x")] * 12)], "workbook.far_cell"),
    ],
    ids=["full", "wide", "below"],
)  # fmt: skip
def test_repetitions_are_counted_before_they_are_written_out(tmp_path, lines, code):
    assert refusal(open_document(tmp_path / "a.ods", *lines))[0] == code


def test_the_reach_of_an_open_document_is_found_across_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr("trainingdesk.exchange.reading.extents_ods._CHUNK", 7)
    path = open_document(tmp_path / "a.ods", line(blank(16_383), cell("x"), times=1_000))
    with zipfile.ZipFile(path) as archive, pytest.raises(Unreadable) as refused:
        check_open_document(archive, "a.ods")
    assert refused.value.params["cell"] == "XFD2"
    monkeypatch.setattr("trainingdesk.exchange.reading.extents_ods._LONGEST_ROW", 100)
    with zipfile.ZipFile(path) as archive, pytest.raises(Unreadable) as refused:
        check_open_document(archive, "a.ods")
    assert refused.value.code == "workbook.too_much_memory"


def test_a_comment_and_a_formatted_part_are_no_part_of_what_a_cell_shows(tmp_path):
    comment = "<office:annotation><text:p>已核对</text:p></office:annotation>"
    shown = ["1972.10", "<text:span>1972</text:span>.10"]
    seen = look(
        open_document(
            tmp_path / "a.ods",
            line(cell("张三", beside=comment), cell(BUREAU), number(1972.1, shown[0], beside=comment)),
            line(cell("<text:span>李</text:span>四"), cell(BUREAU), number(1972.1, shown[1])),
        )
    )
    assert seen.people == [(2, "张三", BUREAU), (3, "李四", BUREAU)]
    assert seen.column("birth") == ["1972-10", "1972-10"]


@pytest.mark.parametrize("shown", ["错误:502", "Err:502", "#N/A", "錯誤:502"])
def test_an_error_in_an_open_document_is_no_nought(tmp_path, shown):
    formula = ' table:formula="of:=[.A1]"'
    cells = line(cell("张三"), cell(BUREAU), number(0, shown, formula))
    assert look(open_document(tmp_path / "a.ods", cells)).said == [
        (2, "出生日期", "roster.cell_error", "error")
    ]


def test_a_formula_that_nobody_reckoned_is_told_in_every_kind_of_workbook(tmp_path):
    said = [(2, "出生日期", "roster.cell_no_result", "error")]
    assert look(old_workbook(tmp_path / "a.xls", ("张三", BUREAU, xlwt.Formula("A1")))).said == said
    for kind in ("", ' office:value-type="float"'):
        never = f'<table:table-cell table:formula="of:=[.A1]"{kind}/>'
        seen = look(open_document(tmp_path / "a.ods", line(cell("张三"), cell(BUREAU), never)))
        assert seen.said == said
        assert seen.problem("roster.cell_no_result").value == "=[.A1]"
    blank_text = '<table:table-cell table:formula="of:=&quot;&quot;"><text:p/></table:table-cell>'
    assert look(open_document(tmp_path / "b.ods", line(cell("张三"), cell(BUREAU), blank_text))).said == []
    texts = "".join(f'<Cell><Data ss:Type="String">{word}</Data></Cell>' for word in ("张三", BUREAU))
    assert (
        look(spreadsheet_2003(tmp_path / "a.xml", f'<Row>{texts}<Cell ss:Formula="=RC1"/></Row>')).said
        == said
    )
    wrong = '<Cell ss:Formula="=NA()"><Data ss:Type="Error">#N/A</Data></Cell>'
    assert look(spreadsheet_2003(tmp_path / "b.xml", f"<Row>{texts}{wrong}</Row>")).said == [
        (2, "出生日期", "roster.cell_error", "error")
    ]


def test_hidden_columns_of_a_spreadsheet_of_2003_are_told(tmp_path):
    texts = "".join(f'<Cell><Data ss:Type="String">{word}</Data></Cell>' for word in ("张三", BUREAU))
    path = spreadsheet_2003(tmp_path / "a.xml", f"<Row>{texts}</Row>")
    told = '<Table><Column/><Column ss:Hidden="1" ss:Span="1"/>'
    path.write_text(path.read_text(encoding="utf-8").replace("<Table>", told), encoding="utf-8")
    (sheet,) = read_sheets(path).sheets
    assert sheet.hidden_columns == [1, 2]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_table_whose_header_begins_like_a_zip(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes("PKID,姓名,单位\n1,张三,城东区教育局\n".encode(encoding))
    assert [one.name for one in read_roster(path).people] == ["张三"]
    path.write_bytes("PK,姓名,单位\n".encode())
    assert refusal(path)[0] == "roster.no_people"


def packed_page(path, *pages):
    """Write a web page with its parts in one file, as Excel saves it."""
    head = 'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="=_1"\r\n\r\n'
    told = 'Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="gb2312"\r\n\r\n'
    parts = [told + quopri.encodestring(page.encode("gb18030")).decode("ascii") for page in pages]
    parts.append("Content-Type: text/css\r\n\r\ntd {color: red}")
    path.write_bytes((head + "".join(f"--=_1\r\n{part}\r\n" for part in parts) + "--=_1--\r\n").encode())
    return path


def page_of(name, before=""):
    rows = (("姓名", "工作单位"), (name, BUREAU))
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"{before}<table>{cells}</table>"


def test_web_pages_of_personnel_systems_are_read(tmp_path):
    packed = read_sheets(
        packed_page(tmp_path / "a.xls", "<frameset></frameset>", page_of("张三"), page_of("李四"))
    )
    assert (packed.kind, [sheet.rows[1][0] for sheet in packed.sheets]) == ("html", ["张三", "李四"])
    bare = tmp_path / "b.xls"
    bare.write_text(page_of("张三", f"<style>{'td {color: red} ' * 900}</style>"), encoding="utf-8")
    assert [one.name for one in read_roster(bare).people] == ["张三"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        (
            "a.fods",
            '<?xml version="1.0"?><office:document><office:meta/></office:document>',
            "not_a_workbook",
        ),
        ("a.xls", '\ufeff<?xml version="1.0"?><rss/>', "not_a_workbook"),
        ("a.lrmx", '<?xml version="1.0"?><Other/>', "no_form"),
        ("~$a.xlsx", "\x05admin" + " " * 60, "lock_file"),
        (".~lock.a.ods#", ",admin,host,28.11.2026 17:00,office;", "lock_file"),
    ],
)
def test_what_is_no_roster_is_told_by_what_it_is(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert refusal(path)[0] == f"workbook.{code}"


@pytest.mark.parametrize("lost", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_that_lost_a_part_is_not_called_blank(tmp_path, lost):
    whole = save(tmp_path / "whole.xlsx", [["张三"]])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as target:
        for part in source.namelist():
            if part != lost:
                target.writestr(part, source.read(part))
    assert refusal(tmp_path / "a.xlsx")[0] == "workbook.damaged"


def test_formatted_rows_with_nothing_in_them_do_no_harm(tmp_path, monkeypatch):
    """A million blank rows that somebody drew borders around: the cells are there, and nothing is in them."""
    monkeypatch.setattr(limits, "MOST_CELLS", 2_000)
    row = "".join(f'<c r="{letter}%d" s="0"/>' for letter in "ABCDEFGH")
    rows = "".join(f'<row r="{number}">{row.replace("%d", str(number))}</row>' for number in range(3, 400))
    whole = save(tmp_path / "whole.xlsx", [["张三"]])
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "a.xlsx", "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part.endswith("sheet1.xml"):
                content = content.replace(b"</sheetData>", f"{rows}</sheetData>".encode())
            target.writestr(part, content)
    assert [one.name for one in read_roster(tmp_path / "a.xlsx").people] == ["张三"]


def test_a_web_page_that_was_cut_off_and_one_without_ends(tmp_path):
    page = tmp_path / "a.xls"
    whole = f"<html><body>{page_of('张三')}</body></html>"
    row = f"<tr><td>李四</td><td>{BUREAU}"
    for text in (
        whole.replace("</table></body></html>", row),
        whole.replace("</table></body></html>", row + "</td></tr>"),
        page_of("张三").replace("</table>", row),
    ):
        page.write_text(text, encoding="utf-8")
        assert refusal(page)[0] == "workbook.half_written"
    for text in (page_of("张三").replace("</table>", ""), whole.replace("</td>", "").replace("</tr>", "")):
        page.write_text(text, encoding="utf-8")
        assert [one.name for one in read_roster(page).people] == ["张三"]


def test_what_a_web_page_does_not_show(tmp_path):
    page = tmp_path / "a.xls"
    text = page_of("张三<script>var x = 1</script>").replace("<tr><td>张", '<tr style="display: none"><td>张')
    page.write_text(text, encoding="utf-8")
    seen = look(page)
    assert seen.people == [(2, "张三", BUREAU)]
    assert (2, "", "roster.row_hidden", "note") in seen.said


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_a_text_that_ends_within_a_character_was_cut_off(tmp_path, encoding):
    path = tmp_path / "a.csv"
    whole = f"姓名,工作单位\n张三,{BUREAU}".encode(encoding)
    path.write_bytes(whole[:-1])
    assert refusal(path)[0] == "workbook.half_written"


def test_a_text_in_two_encodings_is_not_taken_for_one_of_them(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(f"姓名,工作单位\n张三,{BUREAU}\n".encode() + f"李四,{BUREAU}\n王五,x".encode("gb18030"))
    assert refusal(path)[0] == "workbook.unknown_encoding"


def test_a_quotation_mark_that_swallows_a_whole_file_is_told_with_its_row(tmp_path):
    path = tmp_path / "a.csv"
    lines = "\n".join(f"王五,{BUREAU},{'y' * 50}" for _ in range(20_000))
    path.write_text(f'姓名,工作单位,备注\n张三,{BUREAU},"x\n{lines}', encoding="utf-8")
    assert refusal(path) == ("roster.quote_open", {"row": 2})
