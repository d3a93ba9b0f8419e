"""Whole files: what a clerk gets for what a unit sent."""

import sys
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.exchange.files import HEADER, id_number, save
from trainingdesk.domain.errors import Cancelled, DeskError, EnvironmentProblem, Refused, Severity
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.domain.roster.matching import Bucket, FieldChange
from trainingdesk.domain.roster.people import FIELDS, KnownPerson, ParsedPerson
from trainingdesk.exchange import process
from trainingdesk.exchange.roster_file import read_roster
from trainingdesk.shared.text import text

DAY = date(1972, 5, 16)


def test_a_clean_workbook_with_a_title(tmp_path):
    path = save(
        tmp_path / "a.xlsx",
        [
            ["张三", "男", "1972.05", id_number(DAY, 123), "区甲局", "科长", "正科", 13912345678],
            ["李四", "女", datetime(1980, 1, 1), "", "区乙局", "", "四级调研员", "025-83210000"],  # noqa: DTZ001
        ],
        title="干部名册",
    )
    roster = read_roster(path)
    assert (roster.sheet, roster.header_row, roster.kind) == ("Sheet", 3, "xlsx")
    assert roster.problems == []
    assert roster.people == [
        ParsedPerson(4, "张三", "male", "1972-05", id_number(DAY, 123), "区甲局", "科长", "section_head",
                     phone="13912345678"),
        ParsedPerson(5, "李四", "female", "1980-01", "", "区乙局", "", "researcher_4",
                     phone="025-83210000"),
    ]  # fmt: skip
    assert [(c.index, c.field) for c in roster.header.columns][:3] == [(0, "name"), (1, "sex"), (2, "birth")]


def test_columns_in_any_order_and_unknown_ones_told(tmp_path):
    path = save(tmp_path / "a.xlsx", [["区甲局", "x", 1, "张三"]], header=["单位", "婚否", "序号", "名字"])
    roster = read_roster(path)
    assert roster.people == [ParsedPerson(2, "张三", unit="区甲局")]
    (note,) = roster.problems
    assert (note.code, note.field, note.row, note.severity) == (
        "roster.column_unused",
        "婚否",
        0,
        Severity.NOTE,
    )
    assert roster.layout == "0:单位|1:婚否|2:序号|3:名字"


def test_rows_of_totals_are_nobody_and_are_told(tmp_path):
    rows = [[1, "张三", "区甲局"], ["小 计", "1人", ""], [2, "李四", "区乙局"], ["合计：", "2人", ""]]
    roster = read_roster(save(tmp_path / "a.xlsx", rows, header=["序号", "姓名", "单位"]))
    assert roster.people == [ParsedPerson(2, "张三", unit="区甲局"), ParsedPerson(4, "李四", unit="区乙局")]
    (note,) = roster.problems
    assert (note.code, note.row, note.severity) == ("roster.totals_passed", 0, Severity.NOTE)
    assert text(note.code, **note.params) == "第 3、5 行是合计行，已跳过。"


def test_a_table_that_does_not_start_in_a1(tmp_path):
    book = Workbook()
    sheet = book.active
    for place, word in enumerate(["姓名", "单位", "手机"]):
        sheet.cell(5, 3 + place, word)
        sheet.cell(6, 3 + place, ["张三", "区甲局", "坏"][place])
    book.save(tmp_path / "a.xlsx")
    roster = read_roster(tmp_path / "a.xlsx")
    assert (roster.header_row, roster.people[0].row) == (5, 6)
    assert [c.index for c in roster.header.columns] == [2, 3, 4]
    assert [(p.row, p.field) for p in roster.problems] == [(6, "手机")]


def test_the_persons_choice_of_columns_counts_from_column_a(tmp_path):
    path = save(tmp_path / "a.xlsx", [["张三", "区甲局", "科长"]], header=["姓名", "单位", "其他"])
    assert read_roster(path, chosen={2: "post"}).people[0].post == "科长"


def test_every_visible_sheet_of_people_is_read_and_the_others_are_told(tmp_path):
    book = Workbook()
    book.active.append(["说明"])
    short = book.create_sheet("短表")
    short.append(["姓名", "单位"])
    short.append(["李四", "区乙局"])
    full = book.create_sheet("名册")
    full.append(HEADER)
    full.append(["张三", "男", "", "", "区甲局"])
    hidden = book.create_sheet("去年")
    hidden.append([*HEADER, "民族"])
    hidden.append(["王五"])
    hidden.sheet_state = "hidden"
    book.create_sheet("空")
    book.save(tmp_path / "a.xlsx")
    roster = read_roster(tmp_path / "a.xlsx")
    assert [(roster.lines.place(p.row), p.name) for p in roster.people] == [
        (("短表", 2), "李四"),
        (("名册", 2), "张三"),
    ]
    assert [(u.name, u.used, u.reason) for u in roster.sheets] == [
        ("Sheet", False, "roster.sheet_no_header"),
        ("短表", True, ""),
        ("名册", True, ""),
        ("去年", False, "roster.sheet_hidden"),
        ("空", False, "roster.sheet_blank"),
    ]
    assert [p.value for p in roster.problems] == ["Sheet", "去年"]
    assert all(text(p.code, **p.params) for p in roster.problems)


def test_a_workbook_that_counts_from_1904(tmp_path):
    path = save(tmp_path / "a.xlsx", [["张三", "", 24973, "", "区甲局"]])
    other = tmp_path / "mac.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for part in source.namelist():
            content = source.read(part)
            if part == "xl/workbook.xml":
                content = content.replace(b"<workbookPr", b'<workbookPr date1904="1"')
            target.writestr(part, content)
    assert read_roster(other).people[0].birth == "1972-05-16"


def test_a_formula_like_text_stays_a_text(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "单位", "备注"])
    sheet.append(["张三", "区甲局", "x"])
    sheet["C2"].value, sheet["C2"].data_type = "=cmd|'/C calc'!A0", "s"
    book.save(tmp_path / "a.xlsx")
    assert read_roster(tmp_path / "a.xlsx").people[0].note == "=cmd|'/C calc'!A0"


def test_progress_and_cancelling(tmp_path):
    path = save(tmp_path / "a.xlsx", [["张三", "", "", "", "区甲局"]])
    steps = []
    read_roster(path, lambda done, total, step: steps.append((done, total, step)))
    assert steps[0] == (0, 0, "roster.step_read")
    assert steps[-1] == (len(FIELDS), len(FIELDS), "roster.step_check")

    def cancel(done, total, step):
        raise Cancelled

    with pytest.raises(Cancelled):
        read_roster(path, cancel)


GROUPS = "新改同疑问错走"


def day(n):
    return date(1965 + n % 30, n % 12 + 1, n % 28 + 1)


def called(group, n):
    return group + "".join("零一二三四五六七八九"[int(digit)] for digit in f"{n:03d}")


def number_of(group, n):
    return id_number(day(n), 2 * (n // 420 * 10 + GROUPS.index(group)) + 1)


def line(group, n, *, birth="", number=None, unit="区甲局", post="科员"):
    number = number_of(group, n) if number is None else number
    return [called(group, n), "男", birth, number, unit, post, "", ""]


def known(key, group, n, **fields):
    values = {
        "sex": "male",
        "birth": f"{day(n):%Y-%m-%d}",
        "unit": "区甲局",
        "post": "科员",
        "status": "serving",
    }
    return KnownPerson(key, called(group, n), **{**values, **fields})


def test_a_thousand_rows_counted_by_hand(tmp_path):
    """600 new, 150 changed, 150 unchanged, 40 to decide, 30 in question, 20 in error, 10 there twice; 5 people are missing."""
    rows = [line("新", n) for n in range(600)]
    rows += [line("改", n, post="科长") for n in range(150)]  # known by ID number
    rows += [line("同", n, number="", birth=f"{day(n):%Y.%m}") for n in range(150)]  # known by name and birth
    rows += [line("疑", n, number="", unit="区乙局") for n in range(40)]  # namesakes in another unit
    rows += [line("问", n, number="", birth=1972.1) for n in range(30)]  # January or October
    rows += [line("错", n, number="123") for n in range(20)]
    rows += [line("新", n) for n in range(10)]  # a second time
    rows.sort(key=lambda row: row[0][1:])
    people = [known(1000 + n, "改", n, id_number=number_of("改", n)) for n in range(150)]
    people += [known(2000 + n, "同", n) for n in range(150)]
    people += [known(3000 + n, "疑", n, birth="", unit="区丙局") for n in range(40)]
    people += [known(4000 + n, "走", n) for n in range(5)]
    people += [known(5000 + n, "走", n + 5, status="retired") for n in range(5)]
    roster = read_roster(save(tmp_path / "a.xlsx", rows))
    plan = plan_import(roster.people, people, roster.problems)
    assert len(roster.people) == 1000
    assert plan.counts() == {
        "new": 600, "update": 150, "same": 150, "maybe": 40, "question": 30, "error": 20, "left": 5,
    }  # fmt: skip
    assert len(plan.passed) == 10, "lines that stand there twice"
    assert set(plan.missing) == {4000, 4001, 4002, 4003, 4004}
    assert plan.new_units == {"区乙局": 40}
    changes = {change for verdict in plan.verdicts for change in verdict.changes}
    assert changes == {FieldChange("post", "科员", "科长"), FieldChange("unit", "区丙局", "区乙局")}


CELL = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(10**18), 10**18),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(9999, 12, 30)),
    st.sampled_from(
        ["张三", "男", "1972.05", "正科", "=1+1", "#N/A", id_number(DAY, 123), "无", "\u3000", "合计"]
    ),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELL, min_size=len(HEADER), max_size=len(HEADER)), min_size=1, max_size=6))
def test_whatever_the_cells_hold_every_row_gets_a_verdict(tmp_path, rows):
    path = save(tmp_path / "a.xlsx", rows)
    try:
        roster = read_roster(path)
    except Refused as refusal:
        outcome = refusal.code
    else:
        outcome = ""
    if outcome:
        assert outcome == "roster.no_people"
        return
    plan = plan_import(roster.people, [], roster.problems)
    assert len(plan.verdicts) == len(plan.rows) == len({p.row for p in plan.rows})
    assert all(text(p.code, **p.params) for p in plan.problems)
    in_error = {p.row for p in plan.problems if p.severity == Severity.ERROR}
    assert in_error == {
        r.row for r, v in zip(plan.rows, plan.verdicts, strict=True) if v.bucket == Bucket.ERROR
    }


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / "a.xlsx"
    return save(path, [["张三", "男", "1972.05", "", "区甲局", "科长", "正科", 1]])


SHARES = st.floats(0, 1, exclude_max=True)


@settings(max_examples=60)
@given(st.lists(st.tuples(SHARES, st.integers(1, 255)), max_size=4), st.one_of(st.just(1.0), SHARES))
def test_a_damaged_file_ends_in_a_sentence(sound, flips, kept):
    content = bytearray(sound.read_bytes())
    for share, bits in flips:
        content[int(share * len(content))] ^= bits
    path = sound.with_name("damaged.xlsx")
    path.write_bytes(content[: int(kept * len(content))])
    sentence = ""
    try:
        people = len(read_roster(path).people)
    except DeskError as error:
        people, sentence = 0, text(error.code, **error.params)
    assert people or sentence


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path):
    path = tmp_path / "a.csv"
    lines = ["姓名,单位,备注", "张三,区甲局,x", '李四,区甲局,"借调', *(f"王{n},区甲局,y" for n in "一二三四")]
    path.write_text("\n".join(lines), encoding="utf-8")
    roster = read_roster(path)
    assert [person.name for person in roster.people] == ["张三", "李四"]
    notes = [problem for problem in roster.problems if problem.code == "roster.quote_open"]
    assert [(note.params["row"], note.row) for note in notes] == [(3, 0)]
    path.write_text("\n".join([*lines[:3], '王五,区甲局,"y', *lines[3:]]), encoding="utf-8")
    assert [problem.code for problem in read_roster(path).problems].count("roster.quote_open") == 1, (
        "two of them"
    )
    path.write_text('姓名,单位,备注\n张三,区甲局,"一\n二"\n李四,区甲局,"甲, 乙"', encoding="utf-8")
    assert not read_roster(path).problems


def test_a_table_inside_a_cell_of_another_ends_in_no_traceback(tmp_path):
    path = tmp_path / "a.xls"
    inner = "<table><td>x</td></table>"
    path.write_text(
        f"<html><table><tr><td>姓名</td><td>单位</td></tr><tr><td>张三{inner}</td><td>区甲局</td></tr></table>",
        encoding="utf-8",
    )
    try:
        people = len(read_roster(path).people)
    except DeskError as error:
        people = len(text(error.code, **error.params))
    assert people


def test_two_sheets_of_one_name_in_an_xml_spreadsheet_are_both_read(tmp_path):
    def sheet(name):
        cells = [["姓名", "单位"], [name, "区甲局"]]
        body = "".join(
            "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
            for row in cells
        )
        return f'<Worksheet ss:Name="名册"><Table>{body}</Table></Worksheet>'

    space = 'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    path = tmp_path / "a.xls"
    path.write_text(
        f'<?xml version="1.0"?><Workbook {space}>{sheet("张三")}{sheet("李四")}</Workbook>', encoding="utf-8"
    )
    roster = read_roster(path)
    assert [(roster.lines.place(p.row)[0], p.name) for p in roster.people] == [
        ("名册", "张三"),
        ("名册 (2)", "李四"),
    ]


def test_a_reader_that_never_starts_is_no_want_of_memory(tmp_path, monkeypatch):
    path = save(tmp_path / "a.xlsx", [["张三", "男", "1972.05", "", "区甲局"]])
    monkeypatch.setattr(process, "command_of", lambda _program: [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(EnvironmentProblem) as refused:
        read_roster(path)
    assert refused.value.code == "workbook.no_reader"
    assert "3" in text(refused.value.code, **refused.value.params)
