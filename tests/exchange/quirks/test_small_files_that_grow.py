"""Small files that stand for far more than they hold: refused, or read in no time."""

import time
from itertools import pairwise

import pytest

from tests.exchange.quirks.test_other_kinds import (
    cell,
    line,
    open_document,
    page_of,
    refusal,
    spreadsheet_2003,
)
from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.forms import read_form
from trainingdesk.exchange.reading.spreadsheet_2003 import read_spreadsheet_2003
from trainingdesk.exchange.reading.texts import parsed_xml, read_web
from trainingdesk.exchange.reading.values import Unreadable
from trainingdesk.exchange.workbook import read_sheets

_TEXT = '<Cell><Data ss:Type="String">x</Data></Cell>'
_SECONDS = 4.0


def refused(read, *told):
    with pytest.raises(Unreadable) as error:
        read(*told)
    return error.value.code


def repeated(rows, columns, before="", sign="="):
    times = f"{before} table:number-columns-repeated{sign}{columns}"
    text = cell("x", times)
    return f"<table:table-row{before} table:number-rows-repeated{sign}{rows}>{text}</table:table-row>"


@pytest.mark.parametrize(
    "lines",
    [
        repeated('"300000"', '"1000"', sign=" = "),
        repeated('" 300000"', "'1000'", sign="\n=\n"),
        repeated('"0000300000"', '"0000001000"'),
        repeated('"+300000"', '"+1000"'),
        repeated('"&#51;00000"', '"&#x31;000"'),
        repeated('"300000"', '"1000"', before=' table:style-name=">"'),
    ],
    ids=["blanks", "lines", "noughts", "sign", "references", "angle"],
)
def test_a_repetition_is_seen_however_it_is_spelt(tmp_path, lines):
    assert refusal(open_document(tmp_path / "a.ods", lines))[0] == "workbook.too_many_cells"


def test_a_repetition_with_blanks_is_read_as_often_as_it_says(tmp_path):
    (sheet,) = read_sheets(
        open_document(tmp_path / "a.ods", repeated('"3"', '"2"', sign=" = "), line(cell("y")))
    ).sheets
    assert [row[:2] for row in sheet.rows[1:]] == [["x", "x"]] * 3 + [["y", ""]]


def test_a_row_beyond_the_last_one_is_a_cell_gone_astray(tmp_path):
    xml = spreadsheet_2003(tmp_path / "a.xml", f'<Row ss:Index="1048577">{_TEXT}</Row>')
    assert refusal(xml) == ("workbook.far_cell", {"file": "a.xml", "cell": "A1048577"})


def test_a_run_of_blank_rows_is_one_blank_row(tmp_path):
    xml = spreadsheet_2003(tmp_path / "a.xml", f'<Row ss:Index="20000">{_TEXT}</Row>')
    (sheet,) = read_spreadsheet_2003(xml.read_bytes(), "a.xml")
    assert len(sheet.rows) == 20_000
    assert sheet.rows[1] == ["", "", ""]
    assert all(one is other for one, other in pairwise(sheet.rows[1:-1]))


def test_sheets_of_one_name_are_told_apart_at_once(tmp_path, monkeypatch):
    path = spreadsheet_2003(tmp_path / "a.xml", _TEXT)
    names = ["甲"] * 3 + ["甲 (2)", "甲"]
    more = "".join(f'<Worksheet ss:Name="{name}"><Table/></Worksheet>' for name in names)
    whole = path.read_text(encoding="utf-8")
    few = whole.replace("</Workbook>", f"{more}</Workbook>").encode()
    assert [sheet.name for sheet in read_spreadsheet_2003(few, "a.xml")] == [
        *("名册", "甲", "甲 (2)", "甲 (3)", "甲 (2) (2)", "甲 (4)")
    ]
    many = whole.replace("</Workbook>", '<Worksheet ss:Name="甲"/>' * 9_000 + "</Workbook>").encode()
    begun = time.process_time()
    assert len({sheet.name for sheet in read_spreadsheet_2003(many, "a.xml")}) == 9_001
    assert time.process_time() - begun < _SECONDS
    inside = whole.replace("</Table>", "</Table><Worksheet><Table/></Worksheet>").encode()
    assert len(read_spreadsheet_2003(inside, "a.xml")) == 1
    monkeypatch.setattr(limits, "MOST_SHEETS", 5)
    assert refused(read_spreadsheet_2003, few, "a.xml") == "workbook.too_many_sheets"


def test_merged_cells_of_a_web_page_cost_no_more_than_they_show(tmp_path, monkeypatch):
    wide = "<td rowspan=1000 colspan=1000>x</td>"
    begun = time.process_time()
    (sheet,) = read_web(f"<html><table><tr>{wide * 11}</table></html>".encode(), "a.xls")
    assert time.process_time() - begun < _SECONDS
    assert (len(sheet.rows), len(sheet.merged)) == (1, 11)
    assert refused(read_web, f"<html><table><tr>{wide * 13}</table></html>".encode(), "a.xls") == (
        "workbook.too_many_cells"
    )
    monkeypatch.setattr(limits, "MOST_SHEETS", 2)
    pages = "".join(page_of(name) for name in "甲乙丙").encode()
    assert refused(read_web, pages, "a.xls") == "workbook.too_many_sheets"


def test_merged_cells_of_a_web_page_that_overlap():
    rows = (
        "<td>a</td><td rowspan=3>b</td>",
        "<td colspan=3 rowspan=1>c</td><td>d</td>",
        "<td>e</td><td>f</td>",
        "<td>g</td><td>h</td>",
    )
    page = "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
    (sheet,) = read_web(page.encode(), "a.xls")
    assert [row[:4] for row in sheet.rows] == [
        ["a", "b", "", ""],
        ["c", "", "", "d"],
        ["e", "", "f", ""],
        ["g", "h", "", ""],
    ]


def test_a_month_of_joining_longer_than_any_is_not_looked_at_for_another_party():
    for more, headers in ((1, ["姓名", "入党时间", "政治面貌"]), (2, ["姓名", "入党时间"])):
        said = "2003." * 19 + "1" * more + "(民盟)"
        form = f"<Person><XingMing>张三</XingMing><RuDangShiJian>{said}</RuDangShiJian></Person>"
        assert read_form(form.encode(), "a.lrmx").rows[0] == headers


def test_a_form_larger_than_any_photo_makes_it(monkeypatch):
    form = "<Person><XingMing>张三</XingMing></Person>".encode()
    assert read_form(form, "a.lrmx").rows[1] == ["张三"]
    monkeypatch.setattr(limits, "MOST_FORM", 30)
    assert refused(read_form, form, "a.lrmx") == "workbook.too_big"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb2312"])
@pytest.mark.parametrize("length", [10, 30_000])
def test_entities_are_refused_however_far_down_they_are_declared(encoding, length):
    head = f'<?xml version="1.0" encoding="{encoding}"?><!-- <Person > {"x" * length} -->'
    person = "<Person><XingMing>张三<![CDATA[<!DOCTYPE]]></XingMing></Person>"
    assert parsed_xml((head + person).encode(encoding), "a.lrmx").tag == "Person"
    declared = head + '<!DOCTYPE b [<!ENTITY a "b">]>' + person
    assert refused(parsed_xml, declared.encode(encoding), "a.lrmx") == "workbook.damaged"
