"""Cells of a large sheet find their texts in the workbook's table, whoever wrote it, and no other ones."""

import io
import sys
import zipfile
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.exchange.test_slices import read, sliced
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.roster.cells import Broken
from trainingdesk.exchange import process
from trainingdesk.exchange.reading import slices
from trainingdesk.exchange.reading.numbered import SIGN, looked_up, no_numbers, numbers_of
from trainingdesk.exchange.reading.values import BrokenCell, Unreadable
from trainingdesk.exchange.workbook import read_sheets

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_AROUND = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a"'
    f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="名册" sheetId="1" r:id="a"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a"'
    f' Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b"'
    f' Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def saved(path, cells, table, *, prefix="", beside=""):
    """Save a workbook of rows of one cell, each as XML, and its table of texts."""
    name = f"{prefix}:" if prefix else ""
    xmlns = f'xmlns{":" if prefix else ""}{prefix}="{_SHEET}"'
    rows = "".join(
        f'<{name}row r="{number}">{cell.format(number)}</{name}row>' for number, cell in enumerate(cells, 1)
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as book:
        for part, xml in _AROUND.items():
            book.writestr(part, xml)
        book.writestr(
            "xl/worksheets/sheet1.xml",
            f"<{name}worksheet {xmlns}><{name}sheetData>{rows}</{name}sheetData></{name}worksheet>",
        )
        book.writestr("xl/sharedStrings.xml", f"<{name}sst {xmlns}>{table}</{name}sst>{beside}")
    path.write_bytes(content.getvalue())
    return path


def column(path):
    """Return what the cells of the only column say."""
    [(_name, _visible, rows, *_rest)] = read(path)
    return [row[0] for row in rows]


USUAL = '<c r="A{0}" s="1" t="s"><v>%d</v></c>'
TABLE = "".join(f"<si><t>甲{number}</t></si>" for number in range(9))


@pytest.mark.parametrize(
    "cell",
    [
        USUAL,
        '<c r="A{0}" t="s" s="1"><v>%d</v></c>',
        "<c r='A{0}' t='s'><v>%d</v></c>",
        '<c t="s" r="A{0}"> <v xml:space="preserve">%d</v></c>',
        '<c r="A{0}" t="s" >\n<v>%d</v></c>',
    ],
)
def test_a_cell_names_its_text_in_any_spelling(tmp_path, monkeypatch, cell):
    path = saved(tmp_path / "a.xlsx", [cell % (8 - number) for number in range(9)], TABLE)
    whole = column(path)
    sliced(monkeypatch, 2)
    assert column(path) == whole == [f"甲{8 - number}" for number in range(9)]
    with zipfile.ZipFile(path) as archive:
        slicer = slices.Slicer(archive, "a")
        assert [text for piece in slicer.texts.pieces() for text in piece][8] == "甲8"
        found = list(slicer.slices("名册", slices.Facts()))
    assert len(found) == 5
    for one in found:
        with zipfile.ZipFile(one.book) as book:
            assert "甲".encode() not in book.read("xl/sharedStrings.xml"), "the table travels with no slice"


def test_a_name_before_the_tags_is_no_trouble(tmp_path, monkeypatch):
    cells = [f'<x:c r="A{{0}}" t="s"><x:v>{number}</x:v></x:c>' for number in range(9)]
    table = TABLE.replace("<", "<x:").replace("<x:/", "</x:")
    path = saved(tmp_path / "a.xlsx", cells, table, prefix="x")
    sliced(monkeypatch, 2)
    assert column(path) == [f"甲{number}" for number in range(9)]


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        ("<si><t/></si>", ""),
        ("<si/>", ""),
        ("<si><t> 两 端 </t></si>", None),
        ("<si><t>\t</t></si>", None),
        ("<si><t>一\r\n二</t></si>", None),
        ("<si><t>_x4e00_</t></si>", None),
        ("<si><t>&#20108;&quot;</t></si>", None),
        ("<!--<si><t>no</t></si>--><si><t>后</t></si>", None),
        ("<si><t>后</t></si><!--<si><t>no</t></si>-->", None),
        ("<si><t>后</t><phoneticPr fontId='1'/></si>", "后"),
        ('<si><t xml:space="preserve"> 两 端 </t></si>', " 两 端 "),
        ("<si><r><t>张</t></r><r><rPr><sz val='9'/></rPr><t>三</t></r></si>", "张三"),
        ('<si><t>単</t><rPh sb="0" eb="1"><t>タン</t></rPh></si>', "単"),
        ("<si><t>a&lt;si&gt;&amp;</t></si>", "a<si>&"),
        ("<si><t>𠮷田</t></si>", "𠮷田"),
        ("<si><t>一\n二</t></si>", "一\n二"),
        ("<!-- <si><t>no</t></si> --><si><t>后</t></si>", "后"),
        ("<si><t><![CDATA[<si>]]></t></si>", None),
    ],
)
def test_an_odd_text_moves_no_other_one(tmp_path, monkeypatch, odd, said):
    """Neither a blank one nor what only looks like one may make a person's name the next person's."""
    table = f"<si><t>前</t></si>{odd}<si><t>尾</t></si><si><t>末</t></si>"
    path = saved(tmp_path / "a.xlsx", [USUAL % place for place in (0, 1, 2, 3)], table)
    whole = column(path)
    sliced(monkeypatch, 1)
    assert column(path) == whole
    if said is not None:
        assert whole == ["前", said, "尾", "末"]


@pytest.mark.parametrize(
    "cell",
    [
        f'<c r="A{{0}}" t="inlineStr"><is><t>{SIGN}3</t></is></c>',
        '<c r="A{0}" t="inlineStr"><is><t>&#xFDD0;3</t></is></c>',
        '<c r="A{0}" t="str"><v>&#64976;3</v></c>',
        '<c r="A{0}" t="inlineStr"><is><t><![CDATA[t="s"><v>3]]></t></is></c>',
        '<c r="A{0}" t="s"><f>A1</f><v>3</v></c>',
        '<c r="A{0}" t = "s"><v>3</v></c>',
    ],
)
def test_a_cell_that_might_mislead_says_what_it_says_when_read_at_once(tmp_path, monkeypatch, cell):
    path = saved(tmp_path / "a.xlsx", [USUAL % 1, cell, USUAL % 2, '<c r="A{0}" t="s"/>', USUAL % 5], TABLE)
    whole = column(path)
    sliced(monkeypatch, 2)
    assert column(path) == whole
    assert whole[0] == "甲1"


def test_a_number_without_a_text_ends_in_a_sentence(tmp_path, monkeypatch):
    path = saved(tmp_path / "a.xlsx", [USUAL % place for place in (0, 1, 99, 2)], TABLE)
    sliced(monkeypatch, 1)
    with pytest.raises(Unreadable) as problem:
        read(path)
    assert problem.value.code == "workbook.damaged"


def test_a_table_is_read_in_pieces_of_whole_texts(tmp_path, monkeypatch):
    monkeypatch.setattr("trainingdesk.exchange.reading.extents._CHUNK", 100)
    texts = [f"{'长' * (number % 50)}{number}" for number in range(300)]
    table = "".join(f"<si><t>{text}</t></si>" for text in texts)
    path = saved(tmp_path / "a.xlsx", [USUAL % (299 - place) for place in range(300)], table)
    sliced(monkeypatch, 7)
    assert column(path) == texts[::-1]


def test_a_table_without_texts_is_none(tmp_path, monkeypatch):
    cells = ['<c r="A{0}" t="inlineStr"><is><t>甲{0}</t></is></c>'] * 5
    path = saved(tmp_path / "a.xlsx", cells, "")
    sliced(monkeypatch, 2)
    assert column(path) == [f"甲{number}" for number in range(1, 6)]
    with zipfile.ZipFile(path) as archive:
        assert not any(slices.Slicer(archive, "a").texts.pieces())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"))
        | st.text("甲a &<>_x\u3000\u00a0\n")
    ),
    st.lists(st.integers(0, 50), min_size=1, max_size=30),
    st.integers(1, 9),
)
@example(["", "", "甲"], [2, 1, 0, 2], 1)
def test_any_texts_are_found_as_when_read_at_once(tmp_path, texts, places, rows):
    escaped = [one.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for one in [*texts, "末"]]
    table = "".join(f'<si><t xml:space="preserve">{one}</t></si>' for one in escaped)
    cells = [USUAL % (place % len(escaped)) for place in places]
    path = saved(tmp_path / "a.xlsx", cells, table)
    whole = column(path)
    with pytest.MonkeyPatch.context() as patch:
        sliced(patch, rows)
        assert column(path) == whole


@pytest.fixture
def small(monkeypatch):
    """Let the reading process read every sheet in slices of three rows."""
    program = (
        "from trainingdesk.exchange.reading import child, slices;"
        "slices.LARGE, slices.SMALLEST, slices.ROWS = -1, 0, 3; child.main()"
    )
    monkeypatch.setattr(process, "command_of", lambda _program: [sys.executable, "-c", program])


def test_the_desk_finds_the_texts_of_cells_among_all_others(tmp_path, small):
    """Numbers, blanks, errors and texts that a cell holds itself stand between those of the table."""
    cells = [
        USUAL % 1,
        '<c r="A{0}"><v>3.5</v></c>',
        '<c r="A{0}" t="s"/>',
        '<c r="A{0}" t="b"><v>1</v></c>',
        USUAL % 3,
        '<c r="A{0}" t="inlineStr"><is><t>自己</t></is></c>',
        '<c r="A{0}" t="inlineStr"><is><t>#REF!</t></is></c>',
        f'<c r="A{{0}}" t="inlineStr"><is><t>{SIGN}3</t></is></c>',
        USUAL % 0,
        USUAL % 2,
        USUAL % 4,
    ]
    long = "长" * 40_000
    table = f"<si><t>尾</t></si><si><t>甲</t></si><si><t>#N/A</t></si><si><t>&lt;乙</t></si><si><t>{long}</t></si>"
    [sheet] = read_sheets(saved(tmp_path / "a.xlsx", cells, table)).sheets
    assert [row[0] for row in sheet.rows] == [
        *("甲", 3.5, "", True, "<乙", "自己", Broken("roster.cell_error", "#REF!"), f"{SIGN}3", "尾"),
        *(Broken("roster.cell_error", "#N/A"), Broken("roster.cell_too_long", "长" * 60 + "…")),
    ]


@pytest.mark.parametrize("number", [9, -1, "x"])
def test_the_desk_says_that_a_cell_names_no_text(tmp_path, small, number):
    path = saved(tmp_path / "a.xlsx", [USUAL % 1, f'<c r="A{{0}}" t="s"><v>{number}</v></c>'], TABLE)
    with pytest.raises(Refused) as problem:
        read_sheets(path)
    assert problem.value.code == "workbook.damaged"
    assert problem.value.params["file"] == "a.xlsx"


def test_the_same_cells_have_one_digest_wherever_their_texts_stand(tmp_path, small):
    def book(name, *more):
        cells = [USUAL % 1, '<c r="A{0}"><v>3.5</v></c>', *more]
        return saved(tmp_path / name, cells, "<si><t>乙</t></si><si><t>甲</t></si><si><t>3.5</t></si>")

    texts = ["甲", "3.5", "乙"]
    inline = '<c r="A{0}" t="inlineStr"><is><t>%s</t></is></c>'

    def digest(path):
        [sheet] = read_sheets(path).sheets
        return sheet.digest

    first = digest(book("a.xlsx", USUAL % 2, USUAL % 0))
    own = [inline % texts[0], '<c r="A{0}"><v>3.5</v></c>', inline % texts[1], inline % texts[2]]
    assert digest(saved(tmp_path / "b.xlsx", own, "")) == first
    assert digest(book("c.xlsx", '<c r="A{0}"><v>3.5</v></c>', USUAL % 0)) != first, "a number is no text"
    assert digest(book("d.xlsx", USUAL % 0, USUAL % 2)) != first


CELLS = st.one_of(
    st.integers(0, 8).map(lambda number: f"{SIGN}{number}"),
    st.sampled_from(
        ["", 2.5, True, None, date(2026, 5, 1), BrokenCell(("roster.cell_error", "#N/A")), "自己"]
    ),
)


@given(
    st.lists(st.lists(CELLS, max_size=6), max_size=8), st.lists(st.text(SIGN + "3甲", max_size=4), max_size=5)
)
def test_cells_of_any_kind_come_back_in_their_places(rows, texts):
    """Neither what is no text nor a text that only looks like a number moves another cell."""
    table = [f"甲{number}" for number in range(9)]
    wanted = [
        [table[int(cell[1:])] if type(cell) is str and cell.startswith(SIGN) else cell for cell in row]
        for row in rows
    ]
    found = looked_up(numbers_of([*rows, *no_numbers([texts])]), table, "a")
    assert found == [*wanted, texts]
    assert [[type(cell) for cell in row] for row in found] == [
        [type(cell) for cell in row] for row in [*wanted, texts]
    ]
