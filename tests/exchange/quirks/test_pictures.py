"""Pictures that lie over the cells (浮动图片): they are told, for nobody can say whose they are."""

import io
import struct
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.drawing.image import Image
from PIL import Image as Picture

from tests.exchange.quirks.looking import look
from trainingdesk.exchange.reading.floating import pictures_of
from trainingdesk.exchange.reading.marks_other import marks_of_ods
from trainingdesk.exchange.reading.records import pictures_in
from trainingdesk.exchange.workbook import read_sheets
from trainingdesk.shared.text import text


@pytest.fixture
def pictured(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "名册"
    for row in (["姓名", "单位", "照片"], ["张三", "城东区教育局", ""], ["李四", "城东区教育局", ""]):
        sheet.append(row)
    for cell in ("C2", "C3"):
        photo = io.BytesIO()
        Picture.new("RGB", (30, 40), "gray").save(photo, "PNG")
        sheet.add_image(Image(photo), cell)
    book.create_sheet("图表").add_chart(BarChart(), "A1")
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_they_are_told_with_their_sheet(pictured):
    note = look(pictured).problem("roster.pictures_left")
    assert (note.params, note.severity) == ({"sheet": "名册", "count": 2}, "note")
    assert "2 张" in text(note.code, **note.params)
    assert [sheet.pictures for sheet in read_sheets(pictured).sheets] == [2, 0]
    assert pictures_of(pictured.read_bytes(), "a.xlsx") == {"名册": 2}


def test_relations_that_are_lost_name_none(pictured, tmp_path):
    for content in (b"<broken", b"<Relationships/>"):
        other = tmp_path / "b.xlsx"
        with zipfile.ZipFile(pictured) as source, zipfile.ZipFile(other, "w") as target:
            for part in source.namelist():
                lost = part == "xl/worksheets/_rels/sheet1.xml.rels"
                target.writestr(part, content if lost else source.read(part))
        assert pictures_of(other.read_bytes(), "b.xlsx") == {}


def test_those_of_an_open_document():
    picture = '<draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame>'
    spaces = [
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "table", "text")
    ]
    spaces += ['xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"', 'xmlns:xlink="x"']
    rows = f"<table:table-row><table:table-cell>{picture}<text:p>张三</text:p></table:table-cell></table:table-row>"
    content = (
        f"<office:document-content {' '.join(spaces)}><office:body><office:spreadsheet>"
        f'<table:table table:name="名册">{rows}{rows}</table:table><table:table table:name="空"/>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("content.xml", content)
    found = marks_of_ods(data.getvalue())
    assert {name: facts.pictures for name, facts in found.items()} == {"名册": 2, "空": 0}


def test_those_of_an_old_workbook():
    def record(kind: int, content: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    begin, end = record(0x0809, bytes(16)), record(0x000A)
    size = len(begin) + len(record(0x0085, bytes(8))) + len(end)
    whole = begin + record(0x0085, struct.pack("<I", size) + bytes(4)) + end
    # a picture is an object of type 8, a chart one of type 5
    objects = [record(0x005D, struct.pack("<HHH", 0x15, 0x12, kind) + bytes(16)) for kind in (8, 5, 8)]
    assert pictures_in(whole + begin + b"".join(objects) + end) == [2]
