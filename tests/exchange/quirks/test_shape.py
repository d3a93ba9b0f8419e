"""The shape of a sheet: titles, headers of several lines, headings, totals, hidden parts, several sheets."""

from datetime import date

import pytest

from tests.exchange.files import id_number
from tests.exchange.quirks.books import Page, write
from tests.exchange.quirks.looking import OBJECT, command, look
from trainingdesk.domain.errors import Severity
from trainingdesk.shared.text import text

BUREAU = "城东区教育局"
HEADER = ["姓名", "性别", "工作单位", "职务"]
TWO = [["张三", "男", "城东区教育局", "局长"], ["李四", "女", "城东区民政局", "科员"]]
PAIR = [("张三", "城东区教育局"), ("李四", "城东区民政局")]


def pairs(seen):
    return [(name, unit) for _row, name, unit in seen.people]


def test_a_clean_sheet_says_nothing(tmp_path):
    seen = look(write(tmp_path / "a.xlsx", Page([HEADER, *TWO])))
    assert seen.said == []
    assert pairs(seen) == PAIR


def test_titles_and_notes_above_the_header(tmp_path):
    above = [["城东区干部花名册"], [], ["填报日期：2026年11月", "", "", "单位：人"], HEADER, *TWO]
    seen = look(write(tmp_path / "a.xlsx", Page(above, merged=("A1:D1",))))
    assert (seen.file.header_row, pairs(seen)) == (4, PAIR)
    assert seen.said == []


def test_a_header_of_two_lines(tmp_path):
    rows = [
        ["序号", "姓名", "单位", "学历学位", "", "联系方式", ""],
        ["", "", "", "学历", "学位", "手机", "QQ"],
        [1, "张三", "城东区教育局", "大学", "学士", "13912345678", "1234567"],
    ]
    merged = ("A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1")
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=merged)))
    (person,) = seen.file.people
    assert (person.row, person.name, person.education, person.degree, person.phone) == (
        3, "张三", "大学", "学士", "13912345678",
    )  # fmt: skip
    assert seen.said == [(0, "联系方式/QQ", "roster.column_unused", "note")]


@pytest.mark.parametrize(
    ("group", "last", "field", "said"),
    [
        ("联系方式", "手机", "phone", "13912345678"),
        ("证件", "公民身份号码", "id_number", id_number(date(1980, 2, 1), 402)),
        ("教育情况", "学历", "education", "大学"),
        ("时间", "入党时间", "party_entry", "2001-01"),
        ("其他", "说明", "", "x"),
    ],
)
def test_a_group_of_the_header_that_has_one_column_alone(tmp_path, group, last, field, said):
    """Nothing is merged over it: its line was taken for a person, and sex and birth beside it were not read."""
    rows = [
        ["姓名", "单位", "基本情况", "", group],
        ["", "", "性别", "出生年月", last],
        ["江三", "城东区教育局", "女", "1980.02", said],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=("A1:A2", "B1:B2", "C1:D1"))))
    (person,) = seen.file.people
    assert (person.row, person.name, person.sex, person.birth[:7]) == (3, "江三", "female", "1980-02")
    assert not field or getattr(person, field) == said


def test_a_note_merged_down_beside_people_makes_no_header_of_them(tmp_path):
    rows = [["姓名", "性别", "学历", "填表说明"], ["张三", "男", "大学", ""], ["李四", "男", "大专", ""]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=("D1:D3",))))
    assert [(person.row, person.name) for person in seen.file.people] == [(2, "张三"), (3, "李四")]


def test_a_header_of_three_lines_below_a_title(tmp_path):
    rows = [
        ["干部名册", *[""] * 6],
        ["姓名", "基本情况", "", "学习情况", "", "", ""],
        ["", "性别", "民族", "全日制教育", "", "在职教育", ""],
        ["", "", "", "学历", "学位", "学历", "学位"],
        ["张三", "男", "汉族", "大专", "", "大学", "学士"],
    ]
    merged = ("A1:G1", "A2:A4", "B2:C2", "D2:G2", "B3:B4", "C3:C4", "D3:E3", "F3:G3")
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=merged)))
    (person,) = seen.file.people
    assert (person.row, person.sex, person.ethnicity, person.education, person.degree) == (
        5, "male", "汉族", "大学", "学士",
    )  # fmt: skip
    assert [c.field for c in seen.file.header.columns] == [
        "name", "sex", "ethnicity", "education_full", "degree_full", "education_service", "degree_service",
    ]  # fmt: skip


def test_a_header_of_two_lines_without_merged_cells(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,单位,学历学位,\n,,学历,学位\n张三,城东区教育局,大学,学士\n", encoding="utf-8")
    (person,) = look(path).file.people
    assert (person.row, person.education, person.degree) == (3, "大学", "学士")


def test_a_group_of_one_column_without_merged_cells(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "姓名,单位,基本情况,,联系方式\n,,性别,出生年月,手机\n张三,城东区教育局,男,1980.02,13912345678\n",
        encoding="utf-8",
    )
    (person,) = look(path).file.people
    assert (person.row, person.sex, person.birth, person.phone) == (3, "male", "1980-02", "13912345678")


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["名字", "公民身份号码", "所在单位", "现任职务"], ["name", "id_number", "unit", "post"]),
        (["干部姓名", "证件号码", "工作单位及职务", "联系电话"], ["name", "id_number", "unit_post", "phone"]),
        (["姓  名", "出生\n年月", "单位（全称）", "*手机号码："], ["name", "birth", "unit", "phone"]),
        (["单位", "职级", "姓名", "入党时间"], ["unit", "rank", "name", "party_entry"]),
    ],
)
def test_headers_by_their_synonyms_in_any_order(tmp_path, header, fields):
    row = ["张三" if field == "name" else "" for field in fields]
    seen = look(write(tmp_path / "a.xlsx", Page([header, row])))
    assert [c.field for c in seen.file.header.columns] == fields
    assert all(c.confidence >= 0.5 for c in seen.file.header.columns)


def test_the_unit_in_the_first_row_of_a_merged_block(tmp_path):
    rows = [["单位", "姓名"], ["城东区教育局", "张三"], ["", "李四"], ["", "王五"], ["城东区民政局", "赵六"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=("A2:A4",))))
    assert seen.column("unit") == ["城东区教育局"] * 3 + ["城东区民政局"]
    assert seen.said == []


def test_the_unit_in_the_first_row_of_a_block_blank_below(tmp_path):
    rows = [["单位", "姓名"], ["城东区教育局", "张三"], ["", "李四"], ["城东区民政局", "王五"], ["", "赵六"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.column("unit") == ["城东区教育局"] * 2 + ["城东区民政局"] * 2
    assert seen.said == [(0, "", "roster.units_filled", "note")]


def test_one_blank_unit_among_many_is_asked_and_not_filled(tmp_path):
    names = ["城东区教育局", "城东区民政局", "城东区委组织部", "汤泉街道办事处"]
    rows = [
        ["单位", "姓名"],
        *([unit, f"张{n}"] for unit, n in zip(names, "一二三四", strict=True)),
        ["", "张五"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.said == [(6, "单位", "roster.unit_above", "question")]
    assert seen.problem("roster.unit_above").params["choices"] == ["汤泉街道办事处"]
    assert seen.buckets[-1] == "question"


def test_units_of_merged_blocks_beside_blocks_that_are_blank_below(tmp_path):
    """A merged cell is written once as a unit above blanks is; but where its block ends it says itself."""
    people = [["城东区教育局", "张三"], ["", "李四"], ["", "王五"], ["城东区民政局", "赵六"], ["", "孙七"]]
    seen = look(write(tmp_path / "a.xlsx", Page([["单位", "姓名"], *people], merged=("A2:A4",))))
    assert seen.column("unit") == ["城东区教育局"] * 3 + ["城东区民政局"] * 2
    assert seen.said == [(0, "", "roster.units_filled", "note")]
    people += [["城东区委组织部", "周八"], ["", "吴九"], ["", "郑十"], ["", "钱进"]]
    page = Page([["单位", "姓名"], *people], merged=("A2:A4", "A7:A8"))
    seen = look(write(tmp_path / "b.xlsx", page))
    assert (
        seen.column("unit") == ["城东区教育局"] * 3 + ["城东区民政局"] * 2 + ["城东区委组织部"] * 2 + [""] * 2
    )
    asked = [one for one in seen.said if one[3] == "question"]
    assert asked == [(row, "单位", "roster.unit_above", "question") for row in (9, 10)]


def test_of_several_blank_units_each_is_asked_about_the_one_above(tmp_path):
    names = ["城东区教育局", "城东区民政局", "城东区委组织部", "汤泉街道办事处", "城东区财政局"]
    rows = [["单位", "姓名"], *([unit, f"张{n}"] for unit, n in zip(names, "一二三四五", strict=True))]
    rows[4:4] = [["", "张六"], ["", "张七"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    asked = [one for one in seen.plan.problems if one.code == "roster.unit_above"]
    assert [(one.row, one.params["choices"]) for one in asked] == [(5, [names[2]]), (6, [names[2]])]


def test_headings_of_units_between_the_people(tmp_path):
    rows = [
        ["序号", "姓名", "职务"],
        ["一、城东区教育局（2人）", "", ""],
        [1, "张三", "局长"],
        [2, "李四", "科员"],
        ["", "区机关事务服务中心", ""],
        [3, "王五", "主任"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=("A2:C2",))))
    assert seen.people == [
        (3, "张三", "城东区教育局"),
        (4, "李四", "城东区教育局"),
        (6, "王五", "区机关事务服务中心"),
    ]
    (note,) = seen.said
    assert note == (0, "", "roster.headings_passed", "note")
    assert seen.problem("roster.headings_passed").params["rows"] == ("2", "5")


def test_totals_signatures_remarks_and_repeated_headers_are_nobody(tmp_path):
    rows = [
        HEADER,
        TWO[0],
        HEADER,
        TWO[1],
        ["合计", "", "2人", ""],
        ["填表人：王五", "", "审核人：赵六", "2026年11月1日"],
        ["注：本表由组织人事部门填写，于每月底前报送。"],
        ["2026年11月"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert pairs(seen) == PAIR
    assert {code: p.params["rows"] for p in seen.plan.problems for code in [p.code]} == {
        "roster.headers_passed": ("3",),
        "roster.totals_passed": ("5",),
        "roster.lines_passed": ("6-8",),
    }
    assert seen.problem("roster.lines_passed").params["words"] == (
        "“填表人：王五 审核人：赵六 2026年11月1日”",
        "“注：本表由组织人事部门填写，于每月底前报送。”",
        "“2026年11月”",
    )


def test_what_is_passed_over_below_the_table_is_said_in_its_words_and_no_more_than_a_few(tmp_path):
    long = "备注：苗某某已于2026年9月辞职，" + "其工作由同科室人员分别承担" * 5
    rows = [HEADER, *TWO, [long], *[[f"注：第{number}条"] for number in range(9)]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=("A4:D4",))))
    words = seen.problem("roster.lines_passed").params["words"]
    assert words[:2] == (f"“{long[:40]}…”", "“注：第0条”")
    assert (len(words), words[-1]) == (9, "…")


def test_of_what_is_passed_over_nobody_reads_an_id_number_or_a_phone_number(tmp_path):
    lines = [
        ["备注：苗某某（999901198005126075）已辞职，路某某（99990119800512607X）已退休"],
        ["填表人：王五", "", "电话：139 1111 2222", ""],
        # cut in the middle it would be no long number any more
        ["备注：" + "无" * 30 + "999901198005126075"],
        ["注：苗某某（９９９９０１１９８００５１２６０７５）"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page([HEADER, *TWO, *lines])))
    assert seen.problem("roster.lines_passed").params["words"] == (
        "“备注：苗某某（9999**********6075）已辞职，路某某（9999**…”",
        "“填表人：王五 电话：****”",
        f"“备注：{'无' * 30}9999***…”",
        "“注：苗某某（９９９９**********６０７５）”",
    )


@pytest.mark.parametrize(
    "total",
    [
        [BUREAU, "小计", "1人"],  # the unit is written again, or merged down to it
        [BUREAU, "小  计：", 1],
        [BUREAU, "合计（1人）", ""],
        [f"{BUREAU}小计", "1人", ""],
        [f"{BUREAU} 合计", "", 1],
        ["", f"{BUREAU}小计", 1],
        ["", "合计1人", ""],
        ["", "共1人", ""],
    ],
    ids=lambda row: "|".join(map(str, row)),
)
def test_what_adds_a_unit_up_is_nobody(tmp_path, total):
    rows = [["单位", "姓名", "职务"], [BUREAU, "张三", "局长"], total, [BUREAU, "李四", "科员"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.people == [(2, "张三", BUREAU), (4, "李四", BUREAU)]
    assert [(p.code, p.params["rows"]) for p in seen.plan.problems] == [("roster.totals_passed", ("3",))]


def test_a_heading_with_its_headcount_is_no_total(tmp_path):
    rows = [
        ["姓名", "职务", "备注"],
        ["城东区教育局（合计2人）", "", ""],
        ["张三", "局长", ""],
        ["李小计", "科员", ""],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.people == [(3, "张三", "城东区教育局"), (4, "李小计", "城东区教育局")]


def test_the_unit_of_the_whole_sheet_stands_above_it(tmp_path):
    rows = [["填报单位（盖章）：城东区实验小学"], ["姓名", "职务"], ["张三", "教师"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.people == [(3, "张三", "城东区实验小学")]
    assert seen.said == [(0, "", "roster.unit_from_title", "note")]
    titled = look(
        write(tmp_path / "b.xlsx", Page([["城东区教育局干部名册"], ["姓名", "职务"], ["张三", "科员"]]))
    )
    assert titled.people == [(3, "张三", "城东区教育局")]


@pytest.mark.parametrize(
    "hints",
    [
        ["（必填）", "（全称）", "（格式1972.05）", "（11位）"],
        ["必填", "单位全称", "格式：1972.05", "11位"],
        ["", "", "（年月）", "（移动）"],
    ],
)
def test_a_line_of_hints_below_the_header_is_nobody(tmp_path, hints):
    rows = [
        ["姓名", "单位", "出生年月", "手机"],
        hints,
        ["张三", "城东区教育局", "1972.05", ""],
        ["（以下空白）"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.people == [(3, "张三", "城东区教育局")]
    assert seen.said == [(0, "", "roster.hints_passed", "note")]
    assert seen.problem("roster.hints_passed").params["rows"] == ("2", "4")


def test_hidden_rows_and_columns_are_taken_and_told(tmp_path):
    page = Page([HEADER, *TWO], hidden=(3,), hidden_columns=(4,))
    seen = look(write(tmp_path / "a.xlsx", page))
    assert pairs(seen) == PAIR
    assert seen.said == [
        (0, "职务", "roster.column_hidden", "note"),
        (0, "", "roster.rows_hidden", "note"),
        (3, "", "roster.row_hidden", "note"),
    ]


def test_a_hidden_sheet_is_told_and_not_read(tmp_path):
    path = write(
        tmp_path / "a.xlsx", Page([HEADER, TWO[0]]), Page([HEADER, TWO[1]], name="旧", state="hidden")
    )
    seen = look(path)
    assert pairs(seen) == PAIR[:1]
    assert [(u.name, u.used, u.reason) for u in seen.file.sheets] == [
        ("名册", True, ""),
        ("旧", False, "roster.sheet_hidden"),
    ]
    assert seen.said == [(0, "", "roster.sheet_unused", "note")]


def test_a_hidden_sheet_alone_is_read_and_told(tmp_path):
    path = write(tmp_path / "a.xlsx", Page([["说明"]], name="封面"), Page([HEADER, *TWO], state="veryHidden"))
    seen = look(path)
    assert pairs(seen) == PAIR
    assert "roster.sheet_was_hidden" in [code for _row, _column, code, _severity in seen.said]


def test_sheets_of_several_units_are_all_read_and_others_told(tmp_path):
    path = write(
        tmp_path / "a.xlsx",
        Page([["填表说明"], ["请于月底前报送"]], name="说明"),
        Page([["姓名", "职务"], ["张三", "局长"]], name="城东区教育局"),
        Page([["职务", "姓名"], ["科员", "李四"], ["科员", "李四五"]], name="城东区民政局"),
        Page([["姓名", "单位"], ["李四", "城东区民政局"]], name="领导"),
        Page([], name="空"),
        Page([["姓名", "职务"], ["示例人", "局长"]], name="填写示例"),
        Page([["姓名", "单位"], ["王老", "城东区民政局"], ["赵老", "城东区民政局"]], name="2026年退休人员"),
    )
    seen = look(path)
    lines = seen.file.lines
    assert [(lines.place(p.row), p.name, p.unit) for p in seen.plan.rows] == [
        (("城东区教育局", 2), "张三", "城东区教育局"),
        (("城东区民政局", 2), "李四", "城东区民政局"),
        (("城东区民政局", 3), "李四五", "城东区民政局"),
    ]
    assert [(u.name, u.reason) for u in seen.file.sheets if not u.used] == [
        ("说明", "roster.sheet_no_header"),
        ("领导", "roster.sheet_repeats"),
        ("空", "roster.sheet_blank"),
        ("填写示例", "roster.sheet_example"),
        ("2026年退休人员", "roster.sheet_gone"),
    ]
    assert lines.told(seen.plan.rows[1].row) == "城东区民政局 2"


def test_the_same_person_in_two_sheets_is_said_with_both_places(tmp_path):
    one, other = ["张三", "男", "城东区教育局", ""], ["李四", "男", "城东区民政局", ""]
    header = ["姓名", "性别", "单位", "身份证号"]
    one[3] = other[3] = "999901197205161233"
    path = write(
        tmp_path / "a.xlsx",
        Page([header, one, ["钱七", "男", "城东区教育局"]]),
        Page([header, other, ["周八", "男", "城东区民政局"]], name="二"),
    )
    seen = look(path)
    assert seen.buckets == ["new", "new", "error", "new"]
    twice = seen.problem("roster.twice_id")
    assert text(twice.code, **twice.params) == "身份证号与《名册》第 2 行重复。"


def test_blank_rows_and_a_numbered_line_below_the_header(tmp_path):
    rows = [HEADER, [1, 2, 3, 4], TWO[0], [], ["\u3000", " "], TWO[1]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert [row for row, _name, _unit in seen.people] == [3, 6]
    assert seen.said == [(0, "", "roster.headers_passed", "note")]


def test_a_person_over_two_merged_rows_is_one(tmp_path):
    rows = [
        ["姓名", "单位", "学历"],
        ["张三", "城东区教育局", "大学"],
        ["", "", "大专"],
        ["李四", "城东区民政局", ""],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=("A2:A3", "B2:B3"))))
    assert pairs(seen) == PAIR
    assert seen.said == [(0, "", "roster.rows_joined", "note")]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("城东区水务局干部名册", "城东区水务局"),
        ("附件1：2026年汤泉镇机关干部花名册（截至5月）", "汤泉镇"),
        ("附属实验小学教职工名单", "附属实验小学"),
        ("填报单位：城东区水务局", "城东区水务局"),
        ("城东区干部花名册", ""),
        ("全区中层干部信息采集表", ""),
        ("各单位上报城东区委组织部", ""),
    ],
)
@pytest.mark.parametrize("desk", ["fresh", "known"])
def test_a_unit_that_the_desk_does_not_know_is_proposed_from_a_title(tmp_path, desk, title, unit):
    seen = look(write(tmp_path / "a.xlsx", Page([[title], ["姓名", "职务"], ["张三", "科员"]])), desk)
    codes = [problem["code"] for problem in seen.whole["problems"]]
    if unit:
        assert seen.people == [(3, "张三", unit)]
        assert codes == ["roster.unit_from_title", "roster.unit_new"]
        assert seen.buckets == ["new"]
    else:
        assert codes == ["roster.unit_missing"]


def test_a_fresh_desk_takes_units_from_the_names_of_sheets(tmp_path):
    pages = [
        Page([["姓名", "职务"], ["张三", "局长"]], name="城东区教育局"),
        Page([["职务", "姓名"], ["科员", "李四"]], name="汤泉镇"),
    ]
    seen = look(write(tmp_path / "a.xlsx", *pages), "fresh")
    assert pairs(seen) == [("张三", "城东区教育局"), ("李四", "汤泉镇")]
    assert seen.buckets == ["new", "new"]


def test_the_object_is_printed_for_a_file_that_can_not_be_read_too(tmp_path):
    (broken := tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    (empty := tmp_path / "b.csv").write_text("说明\n请填报\n", encoding="utf-8")
    for path, expected in (
        (broken, "workbook.half_written"),
        (empty, "roster.no_columns"),
        (tmp_path / "none.xlsx", "workbook.missing"),
    ):
        code, said, err = command(path)
        assert (code, list(said), said["file"]) == (2, OBJECT, str(path)), path
        assert (said["sheets"], said["people"], set(said["buckets"].values())) == ([], [], {0})
        (problem,) = said["problems"]
        assert (problem["code"], problem["severity"], problem["row"]) == (expected, "error", 0)
        assert problem["text"] == err.strip()


def test_a_row_with_a_question_and_without_a_unit_says_both(tmp_path):
    rows = [["姓名", "单位", "职级", "性别"], ["张三", "", "某某级", "公"], ["李四", "城东区民政局", "", ""]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.said == [
        (2, "职级", "roster.rank_unknown", "question"),
        (2, "性别", "roster.sex_unknown", "error"),
        (2, "单位", "roster.unit_missing", "error"),
    ]
    assert seen.buckets == ["error", "new"]


def test_a_row_with_a_name_is_no_line_of_hints(tmp_path):
    rows = [
        ["姓名", "职务"],
        ["王规范", "填写员"],
        ["张三", "科员"],
        ["（丁宁）", "（女）"],
        ["（以下空白）"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page([["城东区教育局干部名册"], *rows])))
    assert [row for row, _name, _unit in seen.people] == [3, 4, 5]
    assert (5, "姓名", "roster.name_odd", "error") in seen.said
    assert seen.problem("roster.hints_passed").params["rows"] == ("6",)
    alone = look(write(tmp_path / "b.xlsx", Page([["姓名", "工作单位"], ["王规范", "填报中心"]])))
    assert [name for _row, name, _unit in alone.people] == ["王规范"]


def test_a_name_with_a_number_before_it_heads_no_group(tmp_path):
    rows = [
        ["姓名", "工作单位", "职务"],
        ["一、机关干部", "", ""],
        ["张三", "城东区教育局", "科员"],
        ["二、工会", "", ""],
        ["三、丁宁", "", ""],
        ["（四）丁宁（女）", "", ""],
        ["（五）教师（2人）", "", ""],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    odd = [row for row, _column, code, _severity in seen.said if code == "roster.name_odd"]
    assert odd == [5, 6]
    assert seen.problem("roster.groups_passed").params["rows"] == ("2", "4", "7")


def test_groups_of_people_are_headed_and_departments_are_no_units(tmp_path):
    rows = [
        ["城东区水务局中层以上干部名册"],
        ["姓名", "所在部门", "职务"],
        ["一、领导班子（1人）"],
        ["张三", "", "局长"],
        ["机关干部", "", ""],
        ["李四", "办公室", "主任"],
        ["王五", "财务科", "科员"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.people == [
        (4, "张三", "城东区水务局"),
        (6, "李四", "城东区水务局"),
        (7, "王五", "城东区水务局"),
    ]
    assert seen.column("post") == ["局长", "办公室主任", "财务科科员"]
    assert {code for _row, _column, code, _severity in seen.said} == {
        "roster.unit_of_departments",
        "roster.groups_passed",
        "roster.department_joined",
    }
    assert seen.problem("roster.groups_passed").params["rows"] == ("3", "5")


def test_a_department_called_as_a_unit_is_asked_about_alone(tmp_path):
    """One 组织部 in a column of departments is no reason to take every department for a unit."""
    head = [["城东区水务集团干部名册"], ["姓名", "所在部门", "职务"]]
    rows = [
        ["张三", "组织部", "主任"],
        ["李四", "财务科", "科长"],
        ["王五", "人事科", "科员"],
        ["赵六", "", "总经理"],
        ["钱七", "城东区民政局", "科员"],
        ["孙八", "河道管理科", "科员"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(head + rows)))
    own = "城东区水务集团"
    assert [unit for _row, _name, unit in seen.people] == [
        *("城东区委组织部", own, own, own, "城东区民政局", own),
    ]
    asked = seen.problem("roster.unit_path_open")
    assert (asked.row, asked.value, asked.severity) == (3, "组织部", Severity.QUESTION)
    assert asked.params["choices"] == [own, "城东区委组织部"]
    # where most cells name units, the column is one of units
    of_units = [["张三", "教育局", ""], ["李四", "组织部", ""], ["王五", "财务科", ""]]
    seen = look(write(tmp_path / "b.xlsx", Page(head + of_units)))
    assert [unit for _row, _name, unit in seen.people] == ["城东区教育局", "城东区委组织部", "财务科"]
    assert not [code for _row, _column, code, _severity in seen.said if "departments" in code]


def test_cells_are_cut_behind_the_unit_that_stands_above(tmp_path):
    rows = [
        ["推荐单位：", "城东区水务局"],
        ["姓名", "出生年月", "工作单位及职务"],
        ["张三", "1992.05\n（34岁）", "城东区水务局办公室主任"],
        ["李四", "1990.01", "汤泉镇党政办公室 主任"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.people == [(3, "张三", "城东区水务局"), (4, "李四", "")]
    assert seen.column("birth") == ["1992-05", "1990-01"]
    assert seen.said == [(4, "工作单位及职务", "roster.unit_post_open", "question")]


def test_a_path_through_an_office_is_of_its_unit(tmp_path):
    rows = [["姓名", "组织机构", "职务/职称"], ["张三", "教育局/人事科", "科长"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert (seen.people, seen.column("post"), seen.said) == (
        [(2, "张三", "城东区教育局")],
        ["科长"],
        [(0, "", "roster.unit_path", "note")],
    )


def test_the_unit_of_each_sheet_is_that_of_its_own_title(tmp_path):
    def page(name, title, person):
        return Page([[title], ["姓名", "出生年月", "职务"], [person, "1980.05", "科员"]], name=name)

    pages = [page("人大", "区人大常委会机关干部名册", "张三"), page("政协", "区政协机关干部名册", "李四")]
    seen = look(write(tmp_path / "a.xlsx", *pages))
    assert [unit for _row, _name, unit in seen.people] == ["区人大常委会", "区政协"]


def test_teams_and_stations_are_departments_of_the_unit_in_the_title(tmp_path):
    """刑侦大队 and 城关派出所 of a police bureau's list were offered as new units."""
    rows = [
        ["城东公安分局民警名册"],
        ["姓名", "部门", "职务"],
        ["张三", "局领导", "政委"],
        ["李四", "刑侦大队", "大队长"],
        ["王五", "城关派出所", "民警"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert [unit for _row, _name, unit in seen.people] == ["城东公安分局"] * 3
    assert seen.column("post") == ["政委", "刑侦大队大队长", "城关派出所民警"]
    assert {code for _row, _column, code, _severity in seen.said} == {
        "roster.unit_of_departments",
        "roster.department_joined",
    }


def test_a_company_in_a_column_of_departments_is_a_unit_of_its_own(tmp_path):
    rows = [
        ["城东城市投资集团有限公司中层以上管理人员名单"],
        ["姓名", "部门/子公司", "职务"],
        ["张三", "集团", "董事长"],
        ["李四", "财务部", "部长"],
        ["王五", "城东物业公司", "经理"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    group = "城东城市投资集团有限公司"
    assert [unit for _row, _name, unit in seen.people] == [group, group, "城东物业公司"]


@pytest.mark.parametrize("merged", [(), ("A1:I1",)])
def test_two_lists_side_by_side_under_a_title(tmp_path, merged):
    half = ["姓名", "性别", "出生年月", "职务"]
    rows = [
        ["区档案馆干部名册"],
        [*half, "", *half],
        ["张三", "男", "1980.01", "科员", "", "李四", "女", "1985.01", "科员"],
        ["王五", "男", "1980.02", "科员", "", "赵六", "女", "1985.02", "科员"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=merged)))
    assert sorted(person.name for person in seen.file.people) == ["张三", "李四", "王五", "赵六"]
    assert "roster.column_unused" not in [code for _row, _column, code, _grade in seen.said]
