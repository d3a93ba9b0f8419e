"""Kinds of files: told by what they hold, and the odd ways in which programs write them."""

import base64
import zipfile

import pytest

from tests.exchange.quirks.books import STRICT, Page, write
from tests.exchange.quirks.looking import look
from trainingdesk.domain.errors import Refused
from trainingdesk.exchange.roster_file import read_roster
from trainingdesk.shared.text import text

ROWS = [["姓名", "单位", "职务"], ["张三", "城东区教育局", "局长"]]
SEEN = [(2, "张三", "城东区教育局")]
CSV = "姓名,单位,职务\n张三,城东区教育局,局长\n"


def refusal(path):
    with pytest.raises(Refused) as caught:
        read_roster(path)
    assert text(caught.value.code, **caught.value.params)
    return caught.value.code


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + CSV.encode(),
        CSV.encode(),
        CSV.encode("gb18030"),
        CSV.encode("utf-16"),
        CSV.encode("utf-16-le"),
        CSV.replace(",", "\t").encode("gb18030"),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "|").replace("\n", "\r\n").encode(),
        CSV.replace("局长", '"局长,\n书记"').encode(),
    ],
    ids=["bom", "utf-8", "gb18030", "utf-16", "utf-16 bare", "tabs", "semicolons", "bars", "quoted"],
)
@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.xls"])
def test_text_files(tmp_path, data, name):
    path = tmp_path / name
    path.write_bytes(data)
    seen = look(path)
    assert (seen.file.kind, seen.people) == ("csv", SEEN)
    assert seen.said == []


def test_numbers_kept_as_texts_in_a_text_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('姓名,单位,手机\n张三,城东区教育局,="13912345678"\n', encoding="gb18030")
    assert look(path).column("phone") == ["13912345678"]


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.xls"])
def test_errors_of_formulas_are_texts_in_a_text_file(tmp_path, name):
    """Excel and WPS save what the cell shows: no unit of that name is opened, no post is called so."""
    path = tmp_path / name
    lines = [
        "#N/A,局长,,",
        "城东区教育局,#REF!,,",
        "城东区教育局,科员,#N/A,#DIV/0!",
        "城东区教育局,#号岗位,,",
    ]
    text = "姓名,单位,职务,身份证号,手机\n" + "".join(
        f"张{name},{line}\n" for name, line in zip("一二三四", lines, strict=True)
    )
    path.write_text(text, encoding="gb18030")
    seen = look(path)
    assert seen.column("post") == ["局长", "", "科员", "#号岗位"]
    assert seen.said == [
        (2, "单位", "roster.cell_error", "error"),
        (3, "职务", "roster.cell_error", "error"),
        (4, "身份证号", "roster.cell_error", "error"),
        (4, "手机", "roster.cell_error", "error"),
    ]
    assert seen.buckets == ["error", "error", "error", "new"]


def test_pictures_of_wps_are_texts_in_a_text_file(tmp_path):
    path = tmp_path / "a.csv"
    picture = '"=DISPIMG(""ID_0A1B"",1)"'
    path.write_text(
        f"姓名,单位,职务,照片\n张三,{picture},局长,\n李四,城东区教育局,科员,{picture}\n", encoding="gb18030"
    )
    seen = look(path)
    assert seen.people == [(2, "张三", ""), (3, "李四", "城东区教育局")]
    assert (2, "单位", "roster.cell_picture", "error") in seen.said
    assert seen.buckets == ["error", "new"], "in a column of photos they do no harm"


def test_bytes_in_no_encoding(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,单位\n".encode("gb18030") + b"\xff\xff\xfe\xff" * 20)
    assert refusal(path) == "workbook.unknown_encoding"


def test_a_web_page_named_xls(tmp_path):
    path = tmp_path / "a.xls"
    page = (
        "<html><head><meta charset='gb2312'></head><body><table><tr><td colspan=3>名册</td></tr><tr><th>姓名</th>"
        "<th>单位</th><th>职务</th></tr><tr><td>张三</td><td rowspan=2>城东区教育局</td><td>局长</td></tr>"
        "<tr><td>李&#22235;</td><td>科员<br>党员</td></tr></table></body></html>"
    )
    path.write_bytes(page.encode("gb18030"))
    seen = look(path)
    assert seen.people == [(3, "张三", "城东区教育局"), (4, "李四", "城东区教育局")]
    assert seen.file.kind == "html"


def test_an_xml_spreadsheet_named_xls(tmp_path):
    path = tmp_path / "a.xls"
    path.write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="名册"><Table>'
        "<Row><Cell><Data ss:Type='String'>姓名</Data></Cell><Cell ss:Index='3'><Data ss:Type='String'>单位</Data></Cell></Row>"
        "<Row ss:Index='4' ss:Hidden='1'><Cell><Data ss:Type='String'>张三</Data></Cell>"
        "<Cell ss:Index='3'><Data ss:Type='String'>城东区教育局</Data></Cell></Row></Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    seen = look(path)
    assert (seen.file.kind, seen.people) == ("xml", [(4, "张三", "城东区教育局")])
    assert (4, "", "roster.row_hidden", "note") in seen.said


@pytest.mark.parametrize(
    "options",
    [
        {"space": STRICT},
        {"styles": False},
        {"change": {"xl/styles.xml": "<styleSheet/>"}},
        {"change": {"xl/styles.xml": None}},
    ],
    ids=["strict", "no styles", "empty styles", "styles missing"],
)
def test_odd_workbooks_are_read(tmp_path, options):
    assert look(write(tmp_path / "a.xlsx", Page(ROWS), **options)).people == SEEN


def test_a_wrong_dimension_loses_nobody(tmp_path):
    assert look(write(tmp_path / "a.xlsx", Page(ROWS, dimension="A1"))).people == SEEN


def test_a_workbook_with_prefixed_names(tmp_path):
    path = write(tmp_path / "a.xlsx", Page(ROWS, hidden=(2,)))
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    for tag in ("worksheet", "sheetData", "row", "c", "is", "t", "v"):
        sheet = (
            sheet.replace(f"<{tag}>", f"<x:{tag}>")
            .replace(f"<{tag} ", f"<x:{tag} ")
            .replace(f"</{tag}>", f"</x:{tag}>")
        )
    sheet = sheet.replace("xmlns=", "xmlns:x=")
    seen = look(write(tmp_path / "b.xlsx", Page(ROWS), change={"xl/worksheets/sheet1.xml": sheet}))
    assert seen.people == SEEN
    assert (2, "", "roster.row_hidden", "note") in seen.said


def test_a_far_cell_ends_in_a_sentence(tmp_path):
    far = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    path = write(tmp_path / "a.xlsx", Page(ROWS), change={"xl/worksheets/sheet1.xml": far})
    assert path.stat().st_size < 5_000
    assert refusal(path) == "workbook.far_cell"


def test_a_far_cell_that_hides_from_the_look_ends_in_a_sentence_too(tmp_path):
    """Its reference is written so that the search does not see it; the process that reads it is capped."""
    far = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r = "1048576"><c r = "XFD1048576"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    path = write(tmp_path / "a.xlsx", Page(ROWS), change={"xl/worksheets/sheet1.xml": far})
    assert refusal(path) in {"workbook.too_much_memory", "workbook.damaged"}


def test_a_packed_folder(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("名册.xlsx", b"x")
    assert refusal(path) == "workbook.archive"


PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(200))


def form(path, name="张三", post="城东区教育局局长", **more):
    fields = {
        "XingMing": name, "XingBie": "男", "ChuShengNianYue": "197205", "MinZu": "汉族", "RuDangShiJian": "199607",
        "CanJiaGongZuoShiJian": "199507", "QuanRiZhiJiaoYu_XueLi": "大专", "QuanRiZhiJiaoYu_XueWei": "",
        "ZaiZhiJiaoYu_XueLi": "大学", "ZaiZhiJiaoYu_XueWei": "法学学士", "XianRenZhiWu": post,
        "ShenFenZheng": "999901197205161233", "ZhaoPian": base64.b64encode(PHOTO).decode(), **more,
    }  # fmt: skip
    inside = "".join(f"<{tag}>{value}</{tag}>" for tag, value in fields.items())
    path.write_text(
        f'<?xml version="1.0" encoding="utf-8"?><Person>{inside}<JiaTingChengYuan><Item><XingMing>李四</XingMing></Item></JiaTingChengYuan></Person>',
        encoding="utf-8",
    )
    return path


def test_a_form(tmp_path):
    seen = look(form(tmp_path / "张三.lrmx"))
    (person,) = seen.file.people
    assert person[1:] == (
        "张三", "male", "1972-05", "999901197205161233", "城东区教育局", "局长", "", "", "", "", "", "汉族", "",
        "大学", "法学学士", "1995-07", "1996-07", "", "", "", "大专", "", "大学", "法学学士", *[""] * 12,
    )  # fmt: skip
    assert seen.file.photos == {person.row: PHOTO}
    assert (seen.file.kind, seen.said) == ("lrmx", [(0, "", "roster.form_unkept", "note")])


def test_a_folder_of_forms(tmp_path):
    form(tmp_path / "a.lrmx")
    (tmp_path / "下级").mkdir()
    form(tmp_path / "下级" / "b.lrmx", name="李四", ShenFenZheng="", ZhaoPian="x")
    (tmp_path / "c.lrmx").write_text("<Person><XingMing>王五", encoding="utf-8")
    (tmp_path / "d.lrm").write_text('"赵六","男"', encoding="gb18030")
    (tmp_path / "e.docx").write_bytes(b"x")
    seen = look(tmp_path)
    lines = seen.file.lines
    assert [(lines.place(p.row)[0], p.name) for p in seen.file.people] == [
        ("a.lrmx", "张三"),
        ("下级/b.lrmx", "李四"),
    ]
    assert [(u.name, u.reason) for u in seen.file.sheets if not u.used] == [
        ("c.lrmx", "roster.sheet_form_bad"),
        ("d.lrm", "roster.sheet_form_old"),
    ]
    assert list(seen.file.photos.values()) == [PHOTO]


def test_forms_that_can_not_be_read(tmp_path):
    (tmp_path / "a.lrm").write_text('"张三","男","1972.05"\n', encoding="gb18030")
    assert refusal(tmp_path / "a.lrm") == "workbook.old_form"
    (tmp_path / "a.lrmx").write_text("<Person><XingBie>男</XingBie></Person>", encoding="utf-8")
    assert refusal(tmp_path / "a.lrmx") == "workbook.no_form"
    (tmp_path / "b.lrmx").write_text('<!DOCTYPE x [<!ENTITY a "b">]><Person>&a;</Person>', encoding="utf-8")
    assert refusal(tmp_path / "b.lrmx") == "workbook.damaged"
    (tmp_path / "空").mkdir()
    assert refusal(tmp_path / "空") == "workbook.folder"


def test_what_a_form_carries_and_the_roster_does_not_keep_is_said_once(tmp_path):
    """One note for the folder, whatever its forms carry; proposals are no present post."""
    career = "2010.07--2015.03 某局科员"
    form(
        tmp_path / "a.lrmx",
        JianKangZhuangKuang="健康",
        JianLi=career,
        NiRenZhiWu="城东区民政局局长",
        Version="3.2.1.6",
    )
    form(
        tmp_path / "b.lrmx",
        "李四",
        "城东区教育局科员",
        JianLi=career,
        ShenFenZheng="",
        ChuShengNianYue="72.13",
    )
    seen = look(tmp_path)
    assert [(p.name, p.unit, p.post) for p in seen.file.people] == [
        ("张三", "城东区教育局", "局长"),
        ("李四", "城东区教育局", "科员"),
    ]
    first, *others = seen.whole["problems"]
    assert (first["code"], first["severity"], first["row"]) == ("roster.forms_unkept", "note", 0)
    assert first["value"] == "健康状况、简历、拟任职务、家庭主要成员及重要社会关系"
    assert [(p["sheet"], p["row"], p["column"], p["code"]) for p in others if p["row"]] == [
        ("b.lrmx", 1, "出生年月", "roster.date_impossible")
    ]
    assert [(p["sheet"], p["row"]) for p in seen.whole["people"]] == [("a.lrmx", 1), ("b.lrmx", 1)]
    single = look(tmp_path / "a.lrmx").whole["problems"]
    assert [p["code"] for p in single] == ["roster.form_unkept"]


def test_where_somebody_comes_from_and_studied_and_their_title_are_read_from_a_form(tmp_path):
    school, other = "江城大学 中文系", "东江大学法学专业"
    form(
        tmp_path / "a.lrmx",
        JiGuan="江苏\n南京",
        ChuShengDi="安徽滁州",
        ZhuanYeJiShuZhiWu="高级工程师",
        QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi=school,
        QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi="江城大学",
        ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi=other,
        ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi=f"{other}民商法方向",
    )
    seen = look(tmp_path / "a.lrmx")
    (person,) = seen.file.people
    assert (person.native_place, person.birthplace, person.technical_title) == (
        "江苏南京", "安徽滁州", "高级工程师",
    )  # fmt: skip
    assert (person.school_full, person.school_service) == ("江城大学中文系", f"{other}民商法方向")
    assert (person.education, person.school) == ("大学", f"{other}民商法方向"), "of the higher education"
    assert person.rank == "", "the title of a form stands beside the post"
    assert seen.whole["problems"][0]["value"] == "家庭主要成员及重要社会关系"


def test_a_degree_taken_elsewhere_keeps_both_schools(tmp_path):
    more = {"XueLi": "甲大学法学专业", "XueWei": "乙大学管理学专业"}
    form(
        tmp_path / "a.lrmx",
        ZhuanYeJiShuZhiWu="无",
        **{f"ZaiZhiJiaoYu_{of}_BiYeYuanXiaoXi": said for of, said in more.items()},
    )
    (person,) = look(tmp_path / "a.lrmx").file.people
    assert person.school_service == "甲大学法学专业；乙大学管理学专业"
    assert (person.school_full, person.technical_title) == ("", "")


@pytest.mark.parametrize(
    ("party", "entry", "political", "kept"),
    [
        ("(民盟)2003.05", "", "民盟盟员", False),
        ("2003.05（九三学社）", "", "九三学社社员", False),
        ("1996.07；2003.05(民盟)", "1996-07", "", False),
        ("1996.07(九三学社2003.05)", "1996-07", "", False),
        ("致公党", "", "致公党党员", True),
        ("199607", "1996-07", "", True),
    ],
)
def test_the_month_of_joining_another_party_is_not_the_partys(tmp_path, party, entry, political, kept):
    seen = look(form(tmp_path / "a.lrmx", RuDangShiJian=party))
    (person,) = seen.file.people
    assert (person.party_entry, person.political) == (entry, political)
    assert ("加入其他党派时间" not in seen.whole["problems"][0]["value"]) is kept


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_form_in_any_encoding_with_a_namespace(tmp_path, encoding):
    text = form(tmp_path / "a.lrmx").read_text(encoding="utf-8")
    said = {"utf-8-sig": "utf-8", "gb18030": "gb2312"}.get(encoding, encoding)
    text = text.replace('"utf-8"', f'"{said}"').replace("<Person>", '<Person xmlns="urn:a">')
    (tmp_path / "a.lrmx").write_bytes(text.encode(encoding))
    (person,) = look(tmp_path / "a.lrmx").file.people
    assert (person.name, person.post) == ("张三", "局长")


def test_a_rank_beside_the_present_post_of_a_form(tmp_path):
    seen = look(form(tmp_path / "a.lrmx", post="城东区教育局副局长、三级调研员"))
    (person,) = seen.whole["people"]
    assert (person["unit"], person["post"], person["rank"]) == ("城东区教育局", "副局长", "researcher_3")
    note = next(p for p in seen.whole["problems"] if p["row"])
    assert (note["sheet"], note["row"], note["column"]) == ("a.lrmx", 1, "现任职务")
    assert (note["code"], note["severity"]) == ("roster.rank_in_post", "note")
