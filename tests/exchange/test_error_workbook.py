"""导出问题行: the user's own workbook with its bad cells marked."""

import io
import re
import sys
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side

from tests.exchange.files import HEADER, save
from tests.exchange.quirks.test_files import form
from tests.exchange.test_workbook import open_document
from trainingdesk.domain.errors import Cancelled, Problem, Refused, Severity
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.exchange import error_workbook, process
from trainingdesk.exchange.error_workbook import write_error_workbook
from trainingdesk.exchange.marking import copied, original
from trainingdesk.exchange.marking.child import marked
from trainingdesk.exchange.marking.orders import Order, Told
from trainingdesk.exchange.marking.sheets import BookWriter
from trainingdesk.exchange.reading.frames import frames_in
from trainingdesk.exchange.reading.values import RawSheet
from trainingdesk.exchange.roster_file import read_roster
from trainingdesk.shared.text import text

RED, YELLOW = "FFFFC7CE", "FFFFEB9C"
ROWS = [
    ["张三", "男", "1972.05", "123", "区甲局", "=1+1", "不知何级", 1],
    ["李四", "女", "1980.01", "", "区甲局", "", "正科", ""],
    ["王五", "公", "1972", "", "", "", "", ""],
]


@pytest.fixture
def source(tmp_path):
    return save(tmp_path / "源.xlsx", ROWS, title="干部名册")


def colour(cell):
    return cell.fill.fgColor.rgb if cell.fill.fill_type else None


def export(source, target):
    roster = read_roster(source)
    plan = plan_import(roster.people, [], roster.problems)
    write_error_workbook(roster, plan.problems, target)
    return plan, openpyxl.load_workbook(target)


def test_bad_cells_are_marked_and_say_why(source, tmp_path):
    before = source.read_bytes()
    plan, book = export(source, tmp_path / "out.xlsx")
    sheet = book["Sheet"]
    assert [cell.value for cell in sheet[4]] == ROWS[0]  # the formula and the number are still there
    assert (colour(sheet["D4"]), colour(sheet["G4"]), colour(sheet["B6"]), colour(sheet["C6"])) == (
        RED,
        YELLOW,
        RED,
        RED,
    )
    assert sheet["D4"].comment.text == text("id.length", value="123")
    assert sheet["G4"].comment.text == text("roster.rank_unknown", value="不知何级")
    assert [colour(cell) for cell in sheet[5]] == [None] * 8
    assert colour(sheet["H4"]) is None  # an odd phone is only a note
    assert source.read_bytes() == before

    listed = book["问题清单"]
    assert [cell.value for cell in listed[1]] == ["行", "列", "原内容", "类别", "问题"]
    assert listed.max_row == len(plan.problems) + 1
    by_text = {row[4].value: row for row in listed.iter_rows(min_row=2)}
    row = by_text[text("id.length", value="123")]
    assert [cell.value for cell in row[:4]] == ["4", "身份证号", "123", "错误"]
    assert row[0].hyperlink.location == "'Sheet'!D4"


def test_the_list_goes_by_sheet_row_and_column_whatever_is_said_there(tmp_path):
    book = Workbook()
    del book["Sheet"]
    for name in ("乙", "甲"):
        sheet = book.create_sheet(name)
        for row in (
            ["姓名", "性别", "手机", "职级"],
            [f"路{name}", "公", "12", "某级"],
            ["路二", "男", "12", name],
        ):
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    roster = read_roster(tmp_path / "a.xlsx")
    plan = plan_import(roster.people, [], roster.problems, headers=roster.headers, lines=roster.lines)
    place = {"value": "女", "old": "公"}
    changed = [Problem("roster.cell_changed", place, "性别", roster.people[0].row, "公", Severity.NOTE)]
    write_error_workbook(roster, plan.problems[::-1], tmp_path / "out.xlsx", changed)
    listed = openpyxl.load_workbook(tmp_path / "out.xlsx")["问题清单"]
    rows = [row[:2] for row in listed.iter_rows(min_row=2, values_only=True) if row[0]]
    heads = ["姓名", "性别", "手机", "职级"]
    cells = [(*told.split(), heads.index(head)) for told, head in rows if head]
    stands = [(sheet == "甲", int(row), column) for sheet, row, column in cells]
    assert stands == sorted(stands)
    assert {head for _sheet, _row, head in stands} == {1, 2, 3}, "notes among what is marked"
    assert {sheet for sheet, _row, _head in stands} == {False, True}
    assert stands.count((False, 2, 1)) == 2, "what was put right stands with its cell"


def test_what_concerns_the_whole_row_stands_at_the_name(tmp_path):
    path = save(tmp_path / "a.xlsx", [["张三", "", "", "", ""]])
    _plan, book = export(path, tmp_path / "out.xlsx")
    assert book["Sheet"]["A2"].comment.text == text("roster.unit_missing")


def test_what_one_sheet_heads_otherwise_is_marked_in_its_own_column(tmp_path):
    book = Workbook()
    for name, heads, units in (
        ("甲", ["姓名", "工作单位"], ["区甲局"] * 3),
        ("乙", ["姓名", "所在单位"], ["办公室"]),
    ):
        sheet = book.create_sheet(name)
        for row in (heads, *([f"路{name}{at}", unit] for at, unit in zip("一二三", units, strict=False))):
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "a.xlsx")
    roster = read_roster(tmp_path / "a.xlsx")
    plan = plan_import(roster.people, [], roster.problems, headers=roster.headers, lines=roster.lines)
    (asked,) = [one for one in plan.problems if one.code == "roster.unit_general"]
    assert (asked.field, roster.heading(asked)) == ("工作单位", "所在单位")
    write_error_workbook(roster, plan.problems, tmp_path / "out.xlsx")
    marked_sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["乙"]
    assert (colour(marked_sheet["A2"]), colour(marked_sheet["B2"])) == (None, YELLOW)


def test_the_marked_workbook_is_read_again_once_it_is_repaired(source, tmp_path):
    _plan, book = export(source, tmp_path / "out.xlsx")
    sheet = book["Sheet"]
    sheet["D4"], sheet["G4"], sheet["B6"], sheet["C6"], sheet["E6"] = "", "正科", "男", "1972.05", "区甲局"
    sheet["F4"] = "科长"  # openpyxl saves a formula without its result
    book.save(tmp_path / "fixed.xlsx")
    roster = read_roster(tmp_path / "fixed.xlsx")
    assert roster.sheet == "Sheet"
    assert [p.name for p in roster.people] == ["张三", "李四", "王五"]
    assert [p for p in roster.problems if p.severity == Severity.ERROR] == []


def test_results_of_formulas_come_back_without_any_office_program(tmp_path):
    """A good formula has its result in the marked file too: read again at once, the row says what it said before."""
    file = save(tmp_path / "a.xlsx", [["张三", "男", "", "123", "区甲局", "", "", ""]])
    book = openpyxl.load_workbook(file)
    sheet = book.active
    row = next(cell.row for cell in sheet["A"] if cell.value == "张三")
    sheet.cell(row, 3).value, sheet.cell(row, 6).value = '="1972"&".05"', '=IF(1<2,"科长","")'
    book.save(file)
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for place, formula, result in (("C", "&amp;", "1972.05"), ("F", "IF", "科长")):
        pattern = rf'<c r="{place}{row}"([^>]*)>(<f>[^<]*{formula}[^<]*</f>)<v ?/?>(?:</v>)?</c>'
        new = rf'<c r="{place}{row}"\1 t="str">\2<v>{result}</v></c>'
        words, count = re.subn(pattern, new, parts[part].decode())
        assert count == 1
        parts[part] = words.encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    (before,) = read_roster(file).people
    assert (before.birth, before.post) == ("1972-05", "科长")
    _plan, marked_book = export(file, tmp_path / "out.xlsx")
    assert marked_book.active.cell(row, 3).value == '="1972"&".05"', "the formula stays"
    again = read_roster(tmp_path / "out.xlsx")
    (after,) = again.people
    assert (after.birth, after.post) == ("1972-05", "科长")
    assert "roster.cell_no_result" not in {problem.code for problem in again.problems}


def test_a_formula_is_said_as_it_is_typed(tmp_path):
    file = save(tmp_path / "a.xlsx", [["张三", "男", '="1972"&".05"', "", "区甲局", "", "", ""]])
    (problem,) = (one for one in read_roster(file).problems if one.code == "roster.cell_no_result")
    assert problem.value == '="1972"&".05"'


def test_comments_merged_cells_and_sheets_of_the_original_stay(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "性别", "单位"])
    sheet.append(["张三", "公", "区甲局"])
    sheet.append(["李四", "公", ""])
    sheet.merge_cells("B2:B3")
    sheet["B2"].comment = Comment("原批注", "单位")
    book.create_sheet("问题清单").append(["x"])
    book.save(tmp_path / "a.xlsx")
    roster = read_roster(tmp_path / "a.xlsx")
    problems = [*roster.problems, Problem("roster.unit_missing", field="性别", row=3)]
    write_error_workbook(roster, problems, tmp_path / "out.xlsx")
    out = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert out.sheetnames == ["Sheet", "问题清单", "问题清单2"]
    assert out["Sheet"]["B2"].comment.text.startswith("原批注\n")
    assert text("roster.unit_missing") in out["Sheet"]["B2"].comment.text


def test_large_files_come_back_as_their_bad_rows(source, tmp_path, monkeypatch):
    monkeypatch.setattr(error_workbook, "MOST_ROWS_MARKED", 2)
    _plan, book = export(source, tmp_path / "out.xlsx")
    sheet = book["Sheet"]
    assert [cell.value for cell in sheet[1]] == ["行", *HEADER]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["4", "6"]
    assert sheet["E2"].value == "123"
    assert colour(sheet["E2"]) == RED
    links = [cell.hyperlink.location for cell in book["问题清单"]["A"] if cell.hyperlink]
    assert links[0] == "'Sheet'!E2"
    assert [p.name for p in read_roster(tmp_path / "out.xlsx").people] == ["张三", "王五"]


@pytest.mark.parametrize(("name", "title"), [("'干部'", "干部"), ("甲\x01乙", "甲_乙"), ("'", "Sheet")])
def test_a_copied_sheet_has_a_title_that_a_workbook_may_have(name, title):
    told = Told(iter([("marks", [(name, 2, [(1, None, "", RED, ("错",), False)])]), ("list", [])]))
    order = Order(
        "a.csv", "a.csv", "csv", "d", (name,), {name: [1]}, False, "清单", tuple("行列值度文"), "行"
    )
    sheet = RawSheet(name, True)
    sheet.later = iter([["姓名"], ["张三"]])
    target = io.BytesIO()
    book = BookWriter(target)
    copying = copied._Copying(book, order, told, whole=False)
    copying.copy(sheet)
    copying.list_problems()
    book.close()
    target.seek(0)
    assert openpyxl.load_workbook(target).sheetnames[0] == title


def test_headers_on_every_page_are_not_gone_through_for_every_row(source, tmp_path):
    class Headers(list):
        """The rows of headers, which nobody looks through."""

        def __contains__(self, row):
            raise AssertionError(row)

    roster = read_roster(source)
    stream = io.BytesIO()
    error_workbook._Asked(roster, roster.problems, ()).feed(stream)
    stream.seek(0)
    frames = frames_in(stream)
    order = Order._make(next(frames)[1])
    headers = {sheet: Headers(found) for sheet, found in order.headers.items()}
    order = order._replace(headers=headers, whole=False)
    (tmp_path / "out.xlsx").write_bytes(marked(order, Told(frames)).getvalue())
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Sheet"]
    assert [cell.value for cell in sheet[1]] == ["行", *HEADER]


@pytest.mark.parametrize("most", [2, 20_000])
def test_nothing_of_the_workbook_comes_into_the_desks_own_process(tmp_path, monkeypatch, most):
    """A workbook of 2,000 rows takes 10 MB where it is opened, and its bad rows as many where they are copied."""
    monkeypatch.setattr(error_workbook, "MOST_ROWS_MARKED", most)
    lines = [["张三", "公", "1972.05", "123", f"区{number}局"] for number in range(2_000)]
    roster = read_roster(save(tmp_path / "a.xlsx", lines))
    problems = plan_import(roster.people, [], roster.problems).problems
    tracemalloc.start()
    try:
        write_error_workbook(roster, problems, tmp_path / "out.xlsx")
        _left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5e6
    book = openpyxl.load_workbook(tmp_path / "out.xlsx", read_only=True)
    assert sum(1 for _row in book["问题清单"].iter_rows()) == len(problems) + 1


def marked_here(roster):
    """Mark a file in the test's own process, where what it calls can be made to fail."""
    stream = io.BytesIO()
    error_workbook._Asked(roster, roster.problems, ()).feed(stream)
    stream.seek(0)
    frames = frames_in(stream)
    return marked(Order._make(next(frames)[1]), Told(frames)).getvalue()


def test_merged_ranges_are_gone_through_once_and_not_for_every_marked_row(tmp_path, monkeypatch):
    class Ranges(set):
        """Ranges that tell how often all of them were gone through."""

        times = 0

        def __iter__(self):
            Ranges.times += 1
            return super().__iter__()

    lines = [[f"张{sign}", "男", "1972.05", "", "", "", ""] for sign in "三四五六七八九十" * 8]
    path = save(tmp_path / "a.xlsx", lines)
    book = openpyxl.load_workbook(path)
    for row in range(2, 62, 4):
        book.active.merge_cells(start_row=row, end_row=row + 3, start_column=5, end_column=5)
    book.save(path)
    roster = read_roster(path)
    opened = original.opened

    def counted(data, order):
        whole = opened(data, order)
        merged = whole[order.sheets[0]].merged_cells
        vars(merged)["ranges"] = Ranges(merged.ranges)
        return whole

    monkeypatch.setattr(original, "opened", counted)
    found = [
        Problem("roster.unit_missing", row=row, field="工作单位", severity=Severity.ERROR)
        for row in range(2, 62)
    ]
    (tmp_path / "out.xlsx").write_bytes(marked_here(replace(roster, problems=found)))
    assert Ranges.times < 10
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert sheet["E2"].comment.text.count(text("roster.unit_missing")) == 4
    assert [cell.row for cell in sheet["E"] if cell.comment] == list(range(2, 62, 4))


def test_a_column_that_is_merged_to_the_last_row_there_can_be_is_copied(tmp_path, monkeypatch):
    """openpyxl makes a cell of each: a million took more than a minute."""
    path = save(tmp_path / "a.xlsx", [[f"张{sign}", "男", "1972.05", "", "", "", ""] for sign in "三四五"])
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("E2:E60")
    book.save(path)
    roster = read_roster(path)
    found = [Problem("roster.unit_missing", row=2, field="工作单位", severity=Severity.ERROR)]
    order_of = replace(roster, problems=found)
    monkeypatch.setattr(original, "MOST_MERGED", 58)
    (tmp_path / "whole.xlsx").write_bytes(marked_here(order_of))
    assert openpyxl.load_workbook(tmp_path / "whole.xlsx").worksheets[0].merged_cells.ranges
    monkeypatch.setattr(original, "MOST_MERGED", 57)
    (tmp_path / "copy.xlsx").write_bytes(marked_here(order_of))
    copy = openpyxl.load_workbook(tmp_path / "copy.xlsx").worksheets[0]
    assert not copy.merged_cells.ranges
    assert [cell.value for cell in copy["B"]] == ["姓名", "张三"]


@pytest.mark.parametrize("error", [KeyError("styles"), ValueError("max() arg"), TypeError("expected")])
def test_files_openpyxl_fails_on_come_back_as_a_copy(source, tmp_path, monkeypatch, error):
    def fail(*_args, **_more):
        raise error

    roster = read_roster(source)
    monkeypatch.setattr("openpyxl.load_workbook", fail)
    (tmp_path / "out.xlsx").write_bytes(marked_here(roster))
    monkeypatch.undo()
    again = read_roster(tmp_path / "out.xlsx")
    # the formula was never calculated: as a text it says what it was
    posts = {4: "=1+1"}
    assert again.people == [person._replace(post=posts.get(person.row, "")) for person in roster.people]


def test_of_a_workbook_without_room_to_be_opened_the_bad_rows_come_back(source, tmp_path, monkeypatch):
    """A small roster in a workbook with a huge sheet beside it: too large to look, or out of memory on the way."""
    roster = read_roster(source)

    def fail(*_args, **_more):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("openpyxl.load_workbook", fail)
        (tmp_path / "a.xlsx").write_bytes(marked_here(roster))
    monkeypatch.setattr("trainingdesk.exchange.marking.original.MOST_OPENED", 1_000)
    (tmp_path / "b.xlsx").write_bytes(marked_here(roster))
    for name in ("a.xlsx", "b.xlsx"):
        sheet = openpyxl.load_workbook(tmp_path / name)["Sheet"]
        assert [row[0].value for row in sheet.iter_rows()] == ["行", "4", "6"]


def test_what_is_defective_in_the_marking_is_no_damage_of_the_file(source, tmp_path, monkeypatch):
    roster = read_roster(source)
    defect = "from trainingdesk.exchange.reading import child; child.told(child.begun(), 'a', lambda: 1 / 0, known=True)"
    monkeypatch.setattr(process, "command_of", lambda _program: [sys.executable, "-c", defect])
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        write_error_workbook(roster, roster.problems, tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


def test_what_could_be_told_in_part_only_is_not_marked_in_part(source, tmp_path):
    roster = read_roster(source)

    def torn():
        yield from roster.problems
        raise Refused("import.preview_gone")

    class Torn(list):
        """Problems that can be gone through once, for the marks; the second time, for the list, they end in a refusal."""

        left = 1

        def __iter__(self):
            self.left -= 1
            return iter(roster.problems) if self.left >= 0 else torn()

    target = tmp_path / "marked.xlsx"
    with pytest.raises(Refused, match=r"import\.preview_gone"):
        write_error_workbook(roster, Torn(roster.problems), target)
    assert sorted(tmp_path.iterdir()) == [source]


def test_marking_can_be_stopped_and_leaves_nothing(source, tmp_path):
    roster = read_roster(source)
    before = sorted(path.name for path in tmp_path.iterdir())

    def stop(_done, _total, step):
        assert step == "roster.step_write"
        raise Cancelled

    with pytest.raises(Cancelled):
        write_error_workbook(roster, roster.problems, tmp_path / "out.xlsx", progress=stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_the_bundle_reads_and_marks_by_its_own_words(source, tmp_path, monkeypatch):
    monkeypatch.setattr(
        process, "command_of", lambda program: [sys.executable, "-m", "trainingdesk", program.word]
    )
    _plan, book = export(source, tmp_path / "out.xlsx")
    assert colour(book["Sheet"]["D4"]) == RED


def test_days_numbers_and_truths_are_copied_as_such(tmp_path, monkeypatch):
    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "性别", "单位", "出生日期", "入党时间", "甲", "乙", "丙", "丁"])
    day, instant = date(1972, 5, 16), datetime.fromisoformat("1990-07-01T12:30:00")
    sheet.append(["张三", "公", "区甲局", day, instant, 12, 0.29, True, "<a & 'b'>"])
    book.save(tmp_path / "a.xlsx")
    monkeypatch.setattr(error_workbook, "MOST_ROWS_MARKED", 0)
    _plan, out = export(tmp_path / "a.xlsx", tmp_path / "out.xlsx")
    cells = out["Sheet"][2][4:]
    assert [str(cell.value) for cell in cells[:2]] == ["1972-05-16 00:00:00", "1990-07-01 12:30:00"]
    assert [cell.value for cell in cells[2:]] == [12, 0.29, True, "<a & 'b'>"]
    assert (out["Sheet"]["C2"].value, colour(out["Sheet"]["C2"])) == ("公", RED)


@pytest.mark.parametrize("change", [lambda path: path.write_bytes(b"x"), lambda path: path.unlink()])
def test_a_file_changed_since_is_not_marked(source, tmp_path, change):
    roster = read_roster(source)
    change(source)
    with pytest.raises(Refused) as caught:
        write_error_workbook(roster, roster.problems, tmp_path / "out.xlsx")
    assert caught.value.code == "roster.file_changed"
    assert not (tmp_path / "out.xlsx").exists()


def test_a_formula_like_text_in_the_users_file_stays_a_text(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "性别", "单位"])
    sheet.append(["张三", "公", "区甲局"])
    sheet["C2"].value, sheet["C2"].data_type = "=cmd|'/C calc'!A0", "s"
    book.save(tmp_path / "a.xlsx")
    _plan, out = export(tmp_path / "a.xlsx", tmp_path / "out.xlsx")
    assert (out["Sheet"]["C2"].value, out["Sheet"]["C2"].data_type) == ("=cmd|'/C calc'!A0", "s")
    assert all(cell.data_type != "f" for row in out["问题清单"].rows for cell in row)


def test_every_used_sheet_is_marked_and_the_list_leads_to_each(tmp_path):
    book = Workbook()
    for name, sex in (("甲", "公"), ("乙", "母")):
        sheet = book.create_sheet(name)
        sheet.append(["姓名", "性别", "单位"])
        sheet.append([f"张{name}", sex, "区甲局"])
    book.save(tmp_path / "a.xlsx")
    _plan, out = export(tmp_path / "a.xlsx", tmp_path / "out.xlsx")
    assert [colour(out[name]["B2"]) for name in "甲乙"] == [RED, RED]
    listed = [
        (row[0].value, row[0].hyperlink.location)
        for row in out["问题清单"].iter_rows(min_row=2)
        if row[0].hyperlink
    ]
    assert listed == [("甲 2", "'甲'!B2"), ("乙 2", "'乙'!B2")]


@pytest.mark.parametrize("name", ["a.csv", "a.xls", "a.ods"])
def test_a_file_of_another_kind_comes_back_as_a_workbook_with_the_same_cells(tmp_path, name):
    path = tmp_path / name
    rows = [["名册", "", ""], ["姓名", "性别", "备注"], ["张三", "公", "=1+1"]]
    if name == "a.csv":
        path.write_bytes("\n".join(",".join(row) for row in rows).encode("gb18030"))
    elif name == "a.xls":
        page = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        path.write_text(f"<html><table>{page}</table></html>", encoding="utf-8")
    else:
        open_document(path, [(1, row) for row in rows])
    _plan, out = export(path, tmp_path / "out.xlsx")
    sheet = out.worksheets[0]
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows()] == rows
    assert (colour(sheet["B3"]), sheet["C3"].data_type, sheet["C3"].quotePrefix) == (RED, "s", True)
    assert sheet["B3"].comment.text == text("roster.sex_unknown", value="公")


def test_notes_alone_mark_nothing_and_are_listed(tmp_path):
    """A workbook with nothing wrong: no cell has a colour or a comment, the list says what was noted."""
    rows = [["张三", "男", "1972.05", "", "区甲局", "", "", 1]]
    source = save(tmp_path / "源.xlsx", rows, title="干部名册")
    plan, book = export(source, tmp_path / "out.xlsx")
    assert {problem.severity for problem in plan.problems} == {Severity.NOTE}
    cells = [cell for row in book["Sheet"].iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if colour(cell) or cell.comment]
    assert [cell.value for cell in cells if cell.row == 4] == [value or None for value in rows[0]]
    told = [row[-1].value for row in book["问题清单"].iter_rows(min_row=2)]
    assert told == [text(problem.code, **problem.params) for problem in plan.problems]


def test_a_department_that_may_be_a_unit_is_marked_in_the_users_own_layout(tmp_path):
    """Fonts, widths, hidden columns and rows, merged titles and filters stay as the unit sent them."""
    book = Workbook()
    sheet = book.active
    sheet.append(["城东区水务集团干部名册", "", "", ""])
    sheet.merge_cells("A1:D1")
    sheet.append(["姓名", "所在部门", "职务", "备注"])
    for line in (
        ["张三", "组织部", "主任", "x"],
        ["李四", "财务科", "科长", "@x"],
        ["王五", "人事科", "科员", ""],
    ):
        sheet.append(line)
    sheet["A1"].font = Font(name="方正小标宋简体", size=18, bold=True)
    sheet["B3"].font, sheet["B3"].alignment = Font(name="仿宋", italic=True), Alignment(wrap_text=True)
    sheet["C3"].number_format = "@"
    sheet["B3"].border = Border(left=Side("thin"))
    sheet.column_dimensions["B"].width, sheet.column_dimensions["D"].hidden = 31, True
    sheet.row_dimensions[5].hidden, sheet.row_dimensions[1].height = True, 42
    sheet.freeze_panes, sheet.auto_filter.ref = "B3", "A2:D5"
    book.save(tmp_path / "a.xlsx")
    roster = read_roster(tmp_path / "a.xlsx", units={"组织部": "城东区委组织部"})
    plan = plan_import(roster.people, [], roster.problems)
    write_error_workbook(roster, plan.problems, tmp_path / "out.xlsx")
    out = openpyxl.load_workbook(tmp_path / "out.xlsx")["Sheet"]
    asked = next(problem for problem in plan.problems if problem.code == "roster.unit_path_open")
    assert colour(out["B3"]) == YELLOW
    assert out["B3"].comment.text == text(asked.code, **asked.params)
    assert [colour(cell) for cell in (*out[4], *out[5])] == [None] * 8
    assert (out["A1"].font.name, out["A1"].font.sz, out["A1"].font.b) == ("方正小标宋简体", 18, True)
    assert (out["B3"].font.name, out["B3"].font.i, out["B3"].alignment.wrap_text) == ("仿宋", True, True)
    assert (out["C3"].number_format, out["B3"].border.left.style) == ("@", "thin")
    assert (out.column_dimensions["B"].width, out.column_dimensions["D"].hidden) == (31, True)
    assert (out.row_dimensions[5].hidden, out.row_dimensions[1].height) == (True, 42)
    assert [str(one) for one in out.merged_cells.ranges] == ["A1:D1"]
    assert (out.freeze_panes, out.auto_filter.ref) == ("B3", "A2:D5")
    assert (out["D4"].value, out["D4"].data_type, out["D4"].quotePrefix) == ("@x", "s", True)


def test_forms_come_back_as_a_workbook_that_names_form_and_field(tmp_path):
    folder = tmp_path / "任免表"
    folder.mkdir()
    form(folder / "a.lrmx")
    form(folder / "b.lrmx", "李四", "城东区教育局科员", ShenFenZheng="", ChuShengNianYue="1971.13")
    roster = read_roster(folder)
    found = [problem for problem in roster.problems if problem.row]
    write_error_workbook(roster, found, tmp_path / "back.xlsx")
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    listed = list(book.worksheets[-1].iter_rows(min_row=2, values_only=True))
    assert [line[:3] for line in listed if line[1] == "出生年月"] == [("b.lrmx", "出生年月", "1971.13")]
    marked = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.comment]
    assert "1971.13" in [cell.value for cell in marked]


def parted(path):
    """Save two sheets with a column A of nothing; below the second header of each the columns stand otherwise."""
    book = Workbook()
    for sheet, name in ((book.active, "甲"), (book.create_sheet("乙"), "乙")):
        for line in (
            ["姓名", "性别", "身份证号", "工作单位", "职务"],
            [f"{name}一", "公", "", "区甲局", "科员"],
            ["工作单位", "姓名", "职务", "性别", "证件号码", "手机"],
            ["区甲局", f"{name}二", "局长", "男", "123456", "139"],
            ["姓名", "性别", "身份证号", "工作单位", "职务"],
            [f"{name}三", "男", "12345", "区甲局", "科员"],
        ):
            sheet.append([None, *line])
    book.save(path)
    return path


@pytest.mark.parametrize("most", [20_000, 1])
def test_below_a_further_header_its_own_column_is_marked(tmp_path, monkeypatch, most):
    monkeypatch.setattr(error_workbook, "MOST_ROWS_MARKED", most)
    source = parted(tmp_path / "a.xlsx")
    roster = read_roster(source)
    assert [person.phone for person in roster.people] == ["", "139", ""] * 2
    _plan, book = export(source, tmp_path / "out.xlsx")
    for title in (book.sheetnames[0], "乙"):
        sheet = book[title]
        marked = {
            cell.value: cell.coordinate for row in sheet.iter_rows() for cell in row if colour(cell) == RED
        }
        # copied out, a row stands beside its number and below the header that it was read by
        moved = dict(
            zip(
                ["公", "123456", "12345"],
                ("D2", "G4", "E6") if most == 1 else ("C2", "F4", "D6"),
                strict=True,
            )
        )
        assert marked == moved
    listed = book.worksheets[-1]
    said = {
        row[2].value: (row[1].value, row[0].hyperlink.location)
        for row in listed.iter_rows()
        if row[0].hyperlink
    }
    cell = "G4" if most == 1 else "F4"
    assert said["123456"] == ("证件号码", f"'乙'!{cell}")
    assert said["12345"][0] == "身份证号"


@pytest.mark.parametrize(("name", "most"), [("a.xlsx", 9), ("a.xlsx", 0), ("a.xls", 9)])
def test_what_is_typed_over_a_ruined_number_keeps_its_digits(tmp_path, monkeypatch, name, most):
    """The cell of a ruined ID number is a text now: in any other Excel would take three digits from what is typed."""
    monkeypatch.setattr(error_workbook, "MOST_ROWS_MARKED", most)
    row = ["张三", "公", "1972.05", 999901197205160000.0, "区甲局", "", "", 13912.0]
    if name == "a.xls":
        old = xlwt.Workbook(encoding="utf-8")
        page = old.add_sheet("Sheet")
        for number, line in enumerate((HEADER, row)):
            for column, value in enumerate(line):
                page.write(number, column, value)
        old.save(str(tmp_path / name))
    else:
        save(tmp_path / name, [row])
    _plan, out = export(tmp_path / name, tmp_path / "out.xlsx")
    cells = {cell.value: cell for cell in out["Sheet"][2]}
    ruined = cells[999901197205160000.0]
    assert (ruined.number_format, colour(ruined)) == ("@", RED)
    assert cells[13912.0].number_format == "General"  # nothing is wrong with it: it stays as it was


@pytest.mark.parametrize("name", ["out.xls", "out.xlsm", "out", "xlsx"])
def test_a_workbook_is_not_written_under_a_name_that_excel_complains_of(source, tmp_path, name):
    with pytest.raises(Refused) as refusal:
        export(source, tmp_path / name)
    assert (refusal.value.code, refusal.value.params["ending"]) == ("file.ending", ".xlsx")
    assert not (tmp_path / name).exists()
    export(source, tmp_path / "OUT.XLSX")
