"""Files that are not what they seem: each ends in one sentence."""

import os
import struct
import subprocess
import sys
import zipfile

import pytest
from openpyxl import Workbook

from tests.exchange.files import save
from trainingdesk.domain.errors import Cancelled, EnvironmentProblem, Refused
from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.book import look_at
from trainingdesk.exchange.reading.kinds import unpacks_too_big
from trainingdesk.exchange.reading.quick import quick_look
from trainingdesk.exchange.reading.sheets import sheets_of
from trainingdesk.exchange.reading.values import Unreadable
from trainingdesk.exchange.roster_file import read_roster
from trainingdesk.exchange.workbook import read_sheets
from trainingdesk.shared.text import text

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def good(tmp_path):
    return save(tmp_path / "good.xlsx", [["张三", "男", "1972.05", "", "区甲局", "科长", "正科", ""]])


def code_of(path, read=read_roster):
    with pytest.raises(Refused) as caught:
        read(path)
    assert text(caught.value.code, **caught.value.params)
    return caught.value.code


def read_here(path):
    """Return a file's sheets, read in this process."""
    book = look_at(path)
    return [(sheet.name, list(sheet.taken())) for sheet in sheets_of(book.kind, book.name, book.data)]


def code_here(path):
    """Return why a file can't be read, read in this process, where a limit can be lowered."""
    with pytest.raises(Unreadable) as caught:
        read_here(path)
    assert text(caught.value.code, **caught.value.params)
    return caught.value


def with_cell(path, cell):
    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "单位"])
    sheet.append(["张三", "区甲局"])
    sheet[cell] = "x"
    book.save(path)
    return path


def test_a_good_file_is_read(good):
    book = read_sheets(good)
    assert book.kind == "xlsx"
    assert len(book.digest) == 64
    (sheet,) = book.sheets
    assert (sheet.name, sheet.visible, sheet.first_column, len(sheet.rows)) == ("Sheet", True, 0, 2)


def test_no_such_file(tmp_path):
    assert code_of(tmp_path / "none.xlsx") == "workbook.missing"


def test_a_folder(tmp_path):
    assert code_of(tmp_path) == "workbook.folder"


@pytest.mark.parametrize("content", [b"", bytes(5000)], ids=["nothing", "zeros"])
def test_empty(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert code_of(path) == "workbook.empty"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_off(good, tmp_path, share):
    data = good.read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(data[: int(len(data) * share)])
    assert code_of(path) == "workbook.half_written"


def test_only_the_first_two_bytes(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK")
    assert code_of(path) == "workbook.half_written"


def test_protected_by_a_password(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000))
    assert code_of(path) == "workbook.encrypted"


def test_an_encrypted_zip(good, tmp_path):
    data = bytearray(good.read_bytes())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert code_of(path) == "workbook.encrypted"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", "姓名,职务\n".encode("gb18030"), "roster.no_people"),
        ("a.xls", b"<html><table><tr><td>x</td></tr></table></html>", "roster.no_columns"),
        ("a.xlsx", "姓名\t单位".encode("utf-16"), "roster.no_people"),
        ("a.xlsx", bytes(range(256)) * 20, "workbook.not_a_workbook"),
        ("a.xlsx", b"%PDF-1.7\n\x00\x01\x02", "workbook.not_a_workbook"),
        ("a.xls", OLE + bytes(4000), "workbook.damaged"),
        ("a.xlsx", b"PK\x05\x06" + bytes(18), "workbook.not_a_workbook"),
    ],
    ids=["csv", "html", "utf-16", "bytes", "pdf", "ole", "empty zip"],
)
def test_other_files_with_the_ending_of_a_workbook(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert code_of(path) == code


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"word/document.xml": b"<x/>"}, "workbook.not_a_workbook"),
        ({"xl/workbook.bin": b"x"}, "workbook.binary"),
        (
            {"content.xml": b"<x/>", "mimetype": b"application/vnd.oasis.opendocument.text"},
            "workbook.not_a_workbook",
        ),
        ({"content.xml": b"<x/>"}, "workbook.damaged"),
        ({"xl/other.xml": b"<x/>"}, "workbook.damaged"),
        (
            {"xl/workbook.xml": b"<workbook", "xl/worksheets/sheet1.xml": b"<worksheet><row"},
            "workbook.damaged",
        ),
    ],
    ids=["docx", "xlsb", "odt", "no mimetype", "no workbook", "broken xml"],
)
def test_zips_that_are_no_workbook(tmp_path, parts, code):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert code_of(path) == code


def test_a_workbook_under_a_wrong_ending_is_read(good, tmp_path):
    path = tmp_path / "named.xls"
    path.write_bytes(good.read_bytes())
    assert len(read_roster(path).people) == 1


def open_document(path, rows):
    """Write the smallest .ods that LibreOffice would write, one string a cell; a number repeats the row."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    body = "".join(
        f'<table:table-row table:number-rows-repeated="{times}">'
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in cells
        )
        + "</table:table-row>"
        for times, cells in rows
    )
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="名册">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def test_an_open_document_is_read(tmp_path):
    rows = [(1, ["姓名", "单位"]), (1, ["张三", "区甲局"]), (2, ["李四", "区乙局"])]
    roster = read_roster(open_document(tmp_path / "a.ods", rows))
    assert (roster.kind, roster.sheet) == ("ods", "名册")
    assert [(p.row, p.name, p.unit) for p in roster.people] == [
        (2, "张三", "区甲局"),
        (3, "李四", "区乙局"),
        (4, "李四", "区乙局"),
    ]


@pytest.mark.parametrize("cell", ["XFD1048576", "T1048576", "ZZ100000"])
def test_a_value_far_away_is_named_and_not_read(tmp_path, cell):
    path = with_cell(tmp_path / "far.xlsx", cell)
    with pytest.raises(Refused) as caught:
        read_roster(path)
    assert caught.value.code == "workbook.far_cell"
    assert caught.value.params["cell"] == cell


def test_a_value_in_the_last_column_of_the_table_does_no_harm(tmp_path):
    assert len(read_roster(with_cell(tmp_path / "wide.xlsx", "XFD3")).people) == 1


def test_the_far_cell_is_found_with_other_quotes_and_across_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr("trainingdesk.exchange.reading.extents._CHUNK", 300)
    path = with_cell(tmp_path / "far.xlsx", "XFD1048576")
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if "sheet1" in part:
                content = content.replace(b'r="XFD1048576"', b"r='XFD1048576'")
            target.writestr(part, content)
    assert code_here(other).code == "workbook.far_cell"


def test_the_far_cell_of_a_large_file_is_named_while_it_is_being_read(tmp_path):
    path = with_cell(tmp_path / "far.xlsx", "XFD1048576")
    large = tmp_path / "large.xlsx"
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>甲</t></is></c></row>' for n in range(10, 90_000)
    )
    with (
        zipfile.ZipFile(path) as source,
        zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for part in source.namelist():
            content = source.read(part)
            if "sheet1" in part:
                assert b'<row r="1048576"' in content
                content = content.replace(b'<row r="1048576"', rows.encode() + b'<row r="1048576"')
                assert len(content) > 5_000_000
            target.writestr(part, content)
    with pytest.raises(Refused) as caught:
        read_roster(large)
    assert (caught.value.code, caught.value.params["cell"]) == ("workbook.far_cell", "XFD1048576")


def repacked(path, other, part_name, change, how=zipfile.ZIP_DEFLATED):
    """Write the same workbook with one part changed."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w", how) as target:
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, change(content) if part == part_name else content)
    return other


def test_a_part_full_of_beginnings_is_searched_once(good, tmp_path):
    """Each beginning was searched to the end of the part: hours, in the process whose window then stands still."""
    tags = b"<workbookPr " * 200_000
    other = repacked(good, tmp_path / "a.xlsx", "xl/workbook.xml", lambda content: content + tags)
    book = quick_look(other, lambda: None)
    assert (book.kind, book.epoch_1904) == ("xlsx", False)
    rows = b"<row " * 200_000
    other = repacked(good, tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", lambda content: content + rows)
    assert quick_look(other, lambda: None) is not None


def test_what_is_no_ordinary_workbook_is_left_to_the_process_that_reads(good, tmp_path, monkeypatch):
    for how in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        other = repacked(good, tmp_path / f"{how}.xlsx", "", bytes, how)
        assert quick_look(other, lambda: None) is None
        assert len(read_roster(other).people) == 1
        whole = other.read_bytes()
        other.write_bytes(whole[:2000] + bytes(60) + whole[2060:])
        assert code_of(other).startswith("workbook.")
    assert quick_look(tmp_path, lambda: None) is None
    assert quick_look(tmp_path / "none.xlsx", lambda: None) is None
    assert quick_look(with_cell(tmp_path / "far.xlsx", "XFD1048576"), lambda: None) is None
    assert quick_look(good, lambda: None).data == good.read_bytes()
    monkeypatch.setattr("trainingdesk.exchange.reading.limits.MOST_GLANCED", 100)
    assert quick_look(good, lambda: None) is None
    assert len(read_roster(good).people) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe in a folder is a thing of Unix")
def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "a.xlsx")
    assert code_of(tmp_path / "a.xlsx") == "workbook.not_a_workbook"


def test_cancel_is_heard_while_the_file_is_looked_at(good):
    def glance():
        raise Cancelled

    with pytest.raises(Cancelled):
        quick_look(good, glance)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "denied"), "workbook.no_permission"),
        (OSError(59, "network"), "workbook.unreadable"),
    ],
)
def test_a_folder_the_system_does_not_show(tmp_path, monkeypatch, error, code):
    def fail(self):
        raise error

    monkeypatch.setattr("pathlib.Path.is_dir", fail)
    with pytest.raises(Unreadable) as caught:
        look_at(tmp_path / "a")
    monkeypatch.undo()
    assert (caught.value.code, caught.value.machine) == (code, True)
    assert text(code, **caught.value.params)


def test_a_sheet_that_only_the_second_reader_can_make_out_comes_once(tmp_path):
    book = Workbook()
    for name in "甲乙":
        sheet = book.active if name == "甲" else book.create_sheet()
        sheet.title = name
        sheet.append(["姓名", "单位", "备注"])
        sheet.append([f"张{name}", "区甲局", 5])
    book.save(tmp_path / "a.xlsx")
    odd = repacked(
        tmp_path / "a.xlsx",
        tmp_path / "b.xlsx",
        "xl/worksheets/sheet2.xml",
        lambda content: content.replace(b"<v>5</v>", b"<v> 5 </v>"),
    )
    assert [sheet.name for sheet in read_sheets(odd).sheets] == ["甲", "乙"]


def test_the_stated_dimension_is_not_believed(tmp_path):
    path = with_cell(tmp_path / "a.xlsx", "B3")
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if "sheet1" in part:
                content = content.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1"')
            target.writestr(part, content)
    assert [len(row) for row in read_sheets(other).sheets[0].rows] == [2, 2, 2]


def test_too_many_rows(tmp_path, monkeypatch):
    monkeypatch.setattr("trainingdesk.exchange.reading.limits.MOST_CELLS", 100)
    path = save(tmp_path / "a.xlsx", [["张三", "", "", "", "区甲局"]] * 40)
    problem = code_here(path)
    assert (problem.code, problem.params["rows"]) == ("workbook.too_many_cells", 41)


def test_a_zip_bomb(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(850):
                part.write(bytes(1 << 20))
    assert path.stat().st_size < 2**20
    assert code_of(path) == "workbook.unpacks_too_big"


def test_a_sheet_that_is_nothing_but_one_character_is_refused_before_it_is_unpacked(good, tmp_path):
    """Under a cap on what it unpacks to such a file was read for half a minute and more."""
    blanks = " " * limits.SELDOM_UNPACKED
    path = repacked(
        good, tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", lambda content: content + blanks.encode()
    )
    assert path.stat().st_size < 2**20
    with zipfile.ZipFile(path) as archive:
        assert unpacks_too_big(archive, path.stat().st_size)
    assert quick_look(path, lambda: None) is None
    assert code_of(path) == "workbook.unpacks_too_big"


def test_a_large_sheet_of_equal_cells_is_no_bomb(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "SELDOM_UNPACKED", 2**20)
    path = save(tmp_path / "a.xlsx", [["张三", *["城东区教育局"] * 29]] * 2000)
    with zipfile.ZipFile(path) as archive:
        assert not unpacks_too_big(archive, path.stat().st_size)
        assert sum(part.file_size for part in archive.infolist()) > 2**20
    monkeypatch.setattr(limits, "MOST_TIMES", 5)
    with zipfile.ZipFile(path) as archive:
        assert unpacks_too_big(archive, path.stat().st_size)
        assert unpacks_too_big(archive, 2**40), "each part by itself"


def test_a_part_that_unpacks_to_more_than_it_says(good, tmp_path):
    """What it says and its check sum hold for the beginning: only who unpacks on sees that there is more."""
    path = repacked(
        good, tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", lambda content: content + bytes(3 << 20)
    )
    with zipfile.ZipFile(good) as archive:
        told = archive.getinfo("xl/worksheets/sheet1.xml")
    with zipfile.ZipFile(path) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml")
    data = path.read_bytes()
    for now, then in ((real.file_size, told.file_size), (real.CRC, told.CRC)):
        data = data.replace(struct.pack("<L", now), struct.pack("<L", then))
    path.write_bytes(data)
    with zipfile.ZipFile(path) as archive:
        assert len(archive.read("xl/worksheets/sheet1.xml")) == told.file_size
    assert code_of(path) == "workbook.unpacks_too_big"


def test_a_text_longer_than_any_cell_is_told_with_its_beginning(tmp_path):
    path = tmp_path / "a.csv"
    longest = "长" * limits.LONGEST_CELL
    path.write_text(f"姓名,单位,备注\n张三,区甲局,{longest}\n李四,区甲局,{longest}长\n", encoding="utf-8")
    roster = read_roster(path)
    assert [person.note for person in roster.people] == [longest, ""]
    problem = next(one for one in roster.problems if one.row == 3)
    assert (problem.code, problem.field, problem.value) == (
        "roster.cell_too_long",
        "备注",
        "长" * 60 + "…",
    )


def test_a_file_too_big(good, monkeypatch):
    monkeypatch.setattr("trainingdesk.exchange.reading.limits.MOST_BYTES", 1000)
    assert code_here(good).code == "workbook.too_big"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions don't bind this user")
def test_no_right_to_read(good):  # pragma: no cover - not as root
    good.chmod(0)
    with pytest.raises(EnvironmentProblem) as caught:
        read_roster(good)
    assert caught.value.code == "workbook.no_permission"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(13, "denied"), "workbook.no_permission"),
        (OSError(5, "I/O error"), "workbook.unreadable"),
    ],
)
def test_the_disk_says_no(good, monkeypatch, error, code):
    def fail(self):
        raise error

    monkeypatch.setattr("pathlib.Path.read_bytes", fail)
    with pytest.raises(Unreadable) as caught:
        look_at(good)
    monkeypatch.undo()  # the sentences are read from files too
    assert (caught.value.code, caught.value.machine) == (code, True)
    assert text(code, **caught.value.params)


def test_blank_sheets_and_headers_without_people(tmp_path):
    Workbook().save(tmp_path / "blank.xlsx")
    assert code_of(tmp_path / "blank.xlsx") == "roster.no_rows"
    save(tmp_path / "nobody.xlsx", [])
    assert code_of(tmp_path / "nobody.xlsx") == "roster.no_people"
    save(tmp_path / "spaces.xlsx", [[" ", None, "\u3000"]])
    assert code_of(tmp_path / "spaces.xlsx") == "roster.no_people"
    save(tmp_path / "other.xlsx", [[1, 2]], header=["商品", "价格"])
    assert code_of(tmp_path / "other.xlsx") == "roster.no_columns"
    save(tmp_path / "names.xlsx", [["张三"]], header=["姓名"])
    assert code_of(tmp_path / "names.xlsx") == "roster.no_columns"


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is set the way of Unix")
def test_the_far_cell_takes_no_memory(tmp_path):
    """In a process of its own with little memory: a slip would end it, not this one."""
    path = with_cell(tmp_path / "far.xlsx", "XFD1048576")
    program = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))\n"
        "from pathlib import Path\n"
        "from trainingdesk.domain.errors import Refused\n"
        "from trainingdesk.exchange.roster_file import read_roster\n"
        "try:\n"
        "    read_roster(Path(sys.argv[1]))\n"
        "except Refused as refusal:\n"
        "    print(refusal.code)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.strip() == "workbook.far_cell", done.stderr
