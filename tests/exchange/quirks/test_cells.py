"""What stands in a cell: dates, numbers, formulas, errors, pictures, and what is asked and not guessed."""

import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from tests.exchange.files import id_number
from tests.exchange.quirks.books import Page, Raw, error, formula, number, write
from tests.exchange.quirks.looking import MOVED, look
from trainingdesk.shared.field_words import note_words
from trainingdesk.shared.text import text

ID = id_number(date(1972, 5, 16), 123)


def one(tmp_path, header, *cells, **options):
    """Look at a sheet of one person with one more column."""
    rows = [["姓名", "单位", header], *(["张三", "城东区教育局", cell] for cell in cells)]
    return look(write(tmp_path / "a.xlsx", Page(rows), **options))


@pytest.mark.parametrize(
    ("cell", "birth"),
    [
        ("1972.5", "1972-05"),
        ("1972.05", "1972-05"),
        ("197205", "1972-05"),
        (197205, "1972-05"),
        ("19720516", "1972-05-16"),
        (19720516, "1972-05-16"),
        ("1972年5月", "1972-05"),
        ("１９７２年５月", "1972-05"),
        ("72.5", "1972-05"),
        ("1972-05-16 00:00:00", "1972-05-16"),
        ("1972/5/16", "1972-05-16"),
        ("1972.05\n", "1972-05"),
        (1972.05, "1972-05"),
        (1972.12, "1972-12"),
        (number(26435, 3), "1972-05-16"),
        (number(26435, 4), "1972-05-16"),
        (26435, "1972-05-16"),
        (number(26420, 3), "1972-05"),
        (number("1972.1", 2), "1972-10"),
        (number("1972.01", 2), "1972-01"),
        ("1972.10", "1972-10"),
        (formula("A9", 26435), "1972-05-16"),
        ("一九七二年五月", "1972-05"),
        ("一九七二年十月十六日", "1972-10-16"),
        ("一九七〇年十二月二十一日", "1970-12-21"),
        ("一九六○年三月三十日", "1960-03-30"),
        ("1972年五月廿一日", "1972-05-21"),
        ("1972年5月16号", "1972-05-16"),
        ("5/16/1972", "1972-05-16"),
        ("16.5.1972", "1972-05-16"),
        ("5/5/1972", "1972-05-05"),
        ("5/1972", "1972-05"),
        ("1972年5月16日生", "1972-05-16"),
        ("1972.05生", "1972-05"),
        ("1972年5月出生", "1972-05"),
    ],
)
def test_births(tmp_path, cell, birth):
    seen = one(tmp_path, "出生年月", cell)
    assert (seen.column("birth"), seen.said) == ([birth], [])


def test_what_was_born_is_no_day_of_anything_else(tmp_path):
    assert one(tmp_path, "参加工作时间", "1993.06生").column("work_start") == [""]


@pytest.mark.parametrize(("shown", "births"), [("0.00", ["1972-10"]), ("General", [""])])
def test_a_number_that_says_that_it_is_one(tmp_path, shown, births):
    """LibreOffice writes t="n", which is also what a cell without a type is."""
    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "单位", "出生年月"])
    sheet.append(["张三", "城东区教育局", 1972.1])
    sheet["C2"].number_format = shown
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert b't="n"><v>1972.1<' in archive.read("xl/worksheets/sheet1.xml")
    assert look(tmp_path / "a.xlsx").column("birth") == births


@pytest.mark.parametrize("style", [0, 5])
def test_the_number_1972_1_whose_format_tells_nothing_is_asked(tmp_path, style):
    seen = one(tmp_path, "出生年月", number("1972.1", style))
    assert seen.said == [(2, "出生年月", "roster.date_october", "question")]
    assert seen.problem("roster.date_october").params["choices"] == ["1972-01", "1972-10"]
    assert seen.buckets == ["question"]


def test_a_day_of_which_either_number_can_be_the_month_is_asked(tmp_path):
    seen = one(tmp_path, "出生年月", "4/3/1972", "13/13/1972", "一九七二年十三月")
    assert seen.said == [
        (2, "出生年月", "roster.date_day_or_month", "question"),
        (3, "出生年月", "roster.date_impossible", "error"),
        (4, "出生年月", "roster.date_impossible", "error"),
    ]
    assert seen.problem("roster.date_day_or_month").params["choices"] == ["1972-04-03", "1972-03-04"]
    months = one(tmp_path, "入党时间", "4/3/1992")
    assert months.problem("roster.date_day_or_month").params["choices"] == ["1992-04", "1992-03"]


def test_whoever_is_lent_out_stays_in_office_and_it_is_said(tmp_path):
    rows = [
        ["姓名", "单位", "人员状态", "队伍"],
        ["张三", "城东区教育局", "借调出", "行政"],
        ["李四", "城东区教育局", "外借", "机关"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.column("status") == ["serving", "serving"]
    assert seen.column("team") == ["party_government", "party_government"]
    assert seen.said == [(row, "人员状态", "roster.status_away", "note") for row in (2, 3)]


@pytest.mark.parametrize(
    ("status", "note", "read", "said"),
    [
        ("借调", "借调到市委组织部", "serving", [("roster.status_away", "note")]),
        ("挂职", "省农业厅挂职锻炼一年", "serving", [("roster.status_away", "note")]),
        ("借调", "从外区财政局借调来", "seconded_in", []),
        ("借调", "", "", [("roster.status_lent", "question")]),
        ("挂职", "优秀", "", [("roster.status_lent", "question")]),
        ("援藏", "2025.7—2027.7", "serving", [("roster.status_away", "note")]),
        ("退二线", "", "", [("roster.status_inner", "question")]),
        ("离岗", "", "", [("roster.status_off_post", "question")]),
        ("死亡", "2026.3去世", "left", [("roster.status_died", "note")]),
    ],
)
def test_who_is_lent_off_work_early_or_dead_is_read_by_the_remark_or_asked_about(
    tmp_path, status, note, read, said
):
    """Of 借调 alone nobody can tell whether somebody was lent out or here; only the latter are outside the base."""
    rows = [["姓名", "单位", "人员状态", "备注"], ["张三", "城东区教育局", status, note]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.column("status") == [read]
    assert [one[2:] for one in seen.said if one[1] == "人员状态"] == said
    assert seen.column("note") == [note]


def test_the_two_meanings_of_lent_can_be_chosen_and_a_death_stays_in_the_note(tmp_path):
    rows = [["姓名", "单位", "人员状态"], ["张三", "城东区教育局", "借调"], ["李四", "城东区教育局", "去世"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.problem("roster.status_lent").params["choices"] == ["serving", "seconded_in"]
    assert (seen.column("status"), seen.column("note")) == (["", "left"], ["", "去世"])


def test_headers_further_down_in_full_width_letters_are_headers(tmp_path):
    rows = [
        ["Name", "Unit", "Sex"],
        ["张三", "城东区教育局", "男"],
        ["Ｎａｍｅ", "Ｕｎｉｔ", "Ｓｅｘ"],
        ["李四", "城东区教育局", "女"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.column("name") == ["张三", "李四"]


def test_a_text_file_has_lost_the_format_and_is_asked_too(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名,单位,出生年月\n张三,城东区教育局,1972.1\n", encoding="utf-8")
    assert look(path).said == [(2, "出生年月", "roster.date_october", "question")]


@pytest.mark.parametrize("cell", [number(24973, 3), 24973])
def test_serials_that_count_from_1904(tmp_path, cell):
    assert one(tmp_path, "出生日期", cell, epoch_1904=True).column("birth") == ["1972-05-16"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (error("#N/A"), "roster.cell_error"),
        ("#N/A", "roster.cell_error"),  # a text, as other programs write it
        (error("#REF!"), "roster.cell_error"),
        (Raw("<f>VLOOKUP(A1,B:C,2,0)</f><v>#N/A</v>", "e"), "roster.cell_error"),
        (formula("B2&C2"), "roster.cell_no_result"),
        (Raw("<f>B2</f><v></v>"), "roster.cell_no_result"),
        (formula('_xlfn.DISPIMG("ID_1",1)', '=DISPIMG("ID_1",1)', "str"), "roster.cell_picture"),
    ],
)
@pytest.mark.parametrize("header", ["职务", "身份证号", "手机"])
def test_cells_without_a_value_are_said_at_the_cell(tmp_path, header, cell, code):
    seen = one(tmp_path, header, cell)
    assert seen.said == [(2, header, code, "error")]
    assert seen.buckets == ["error"]


def test_formulas_with_their_results_are_taken(tmp_path):
    seen = one(tmp_path, "职务", formula('"科"&"长"', "科长", "str"), Raw("<f>IF(1,,)</f><v></v>", "str"))
    assert (seen.column("post"), [s for s in seen.said if s[3] == "error"]) == (["科长", ""], [])


def test_pictures_in_a_column_of_photos_are_passed_over(tmp_path):
    seen = one(tmp_path, "照片", formula('_xlfn.DISPIMG("ID_1",1)', '=DISPIMG("ID_1",1)', "str"))
    assert seen.said == [(0, "照片", "roster.column_unused", "note")]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (number("3.30106197205161E+17"), "id.ruined"),
        (number("999901197205161230"), "id.ruined"),
        ("9.99901E+17", "id.ruined"),
        ("99990119720516123", "id.length"),
        (ID[:17] + ("0" if ID[17] != "0" else "1"), "id.check_digit"),
    ],
)
def test_ruined_and_wrong_id_numbers_are_refused_at_the_cell(tmp_path, cell, code):
    seen = one(tmp_path, "身份证号", cell)
    assert seen.said == [(2, "身份证号", code, "error")]
    assert seen.column("id_number") == [""]


@pytest.mark.parametrize("cell", [f" {ID} ", f"'{ID}", f"{ID[:6]} {ID[6:]}", f"９{ID[1:]}", f"{ID}\n"])
def test_id_numbers_with_blanks_and_marks_are_mended(tmp_path, cell):
    seen = one(tmp_path, "身份证号", cell)
    assert (seen.column("id_number"), seen.said) == ([ID], [])


def test_an_id_number_ending_in_a_small_x_is_written_large(tmp_path):
    ending_in_x = next(
        found for order in range(1, 60) if (found := id_number(date(1972, 5, 16), order)).endswith("X")
    )
    seen = one(tmp_path, "身份证号", ending_in_x.lower())
    assert (seen.column("id_number"), seen.said) == ([ending_in_x], [])


@pytest.mark.parametrize("cell", ["999901720516123", 999901720516123])
def test_id_numbers_of_15_digits_are_completed_and_said(tmp_path, cell):
    seen = one(tmp_path, "身份证号", cell)
    assert seen.column("id_number") == [ID]
    assert seen.said == [(2, "身份证号", "roster.id_upgraded", "note")]


@pytest.mark.parametrize(
    "cell", [13912345678, number("13912345678.0"), number("1.3912345678E10"), "139 1234 5678"]
)
def test_phones_typed_as_numbers(tmp_path, cell):
    seen = one(tmp_path, "手机", cell)
    assert (seen.column("phone"), seen.said) == (["13912345678"], [])


def test_what_contradicts_the_id_number_is_a_question_with_choices(tmp_path):
    rows = [["姓名", "单位", "性别", "出生年月", "身份证号"], ["张三", "城东区教育局", "女", "1972.06", ID]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.said == [
        (2, "性别", "roster.sex_contradicts_id", "question"),
        (2, "出生年月", "roster.birth_contradicts_id", "question"),
    ]
    assert seen.problem("roster.sex_contradicts_id").params["choices"] == ["male", "female"]
    assert seen.problem("roster.birth_contradicts_id").params["choices"] == ["1972-05-16", "1972-06"]
    assert seen.buckets == ["question"]


def test_names_with_blanks_lines_and_what_stands_behind_them(tmp_path):
    rows = [
        ["姓名", "单位", "性别", "民族"],
        ["张　三", "城东区教育局", "", ""],
        ["李\n四", "城东区教育局", "", ""],
        ["丁宁(女)", "城东区教育局", "", ""],
        ["马强（回族）", "城东区教育局", "", ""],
        ["丁月牙（女，回族）", "城东区教育局", "", ""],
        ["买买提•吐尔逊", "城东区教育局", "", ""],
        ["王芳（女）", "城东区教育局", "男", ""],
        ["马英(女)(回族)", "城东区教育局", "", ""],
        ["马丁（男，挂职）", "城东区教育局", "", ""],
        ["Ｊｏｈｎ", "城东区教育局", "", ""],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.column("name") == [
        "张三",
        "李四",
        "丁宁",
        "马强",
        "丁月牙",
        "买买提·吐尔逊",
        "王芳",
        *["马英", "马丁", "John"],
    ]
    assert seen.column("sex") == ["", "", "female", "", "female", "", "", "female", "male", ""]
    assert seen.column("ethnicity") == ["", "", "", "回族", "回族", "", "", "回族", "", ""]
    assert seen.said == [
        (8, "性别", "roster.sex_contradicts_name", "question"),
        (10, "姓名", "roster.name_suffix_left", "note"),
    ]


def test_what_a_name_brings_with_it(tmp_path):
    rows = [
        ["姓名", "工作单位"],
        *(
            [name, "城东区教育局"]
            for name in ["1.张三", "（2）李四", "王五（挂职）", "古丽.阿布都", "赵六（赵陆）"]
        ),
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.column("name") == ["张三", "李四", "王五", "古丽·阿布都", ""]
    assert seen.said == [
        (4, "姓名", "roster.name_suffix_left", "note"),
        (6, "姓名", "roster.name_odd", "error"),
    ]


def test_a_cross_typed_for_the_x_of_an_id_number_is_one(tmp_path):
    number = next(n for order in range(1, 99) if (n := id_number(date(1972, 5, 16), order)).endswith("X"))
    seen = one(tmp_path, "身份证号", number[:-1] + "×", number[:-1] + "Х")
    assert seen.column("id_number") == [number, number]
    assert seen.said == [], "one number: the second line says the same as the first"


def test_post_and_rank_in_one_column(tmp_path):
    rows = [
        ["姓名", "工作单位", "现任职务职级"],
        ["张三", "城东区教育局", "局长、四级调研员"],
        ["李四", "城东区教育局", "一级主任科员（2020.06）"],
        ["王五", "城东区教育局", "副局长"],
        ["赵六", "城东区教育局", "副科级干部"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.column("post") == ["局长", "", "副局长", ""]
    assert seen.column("rank") == ["researcher_4", "principal_1", "", ""]
    assert seen.column("rank_from") == ["", "2020-06", "", ""]
    assert seen.said == [(5, "现任职务职级", "roster.rank_unknown", "question")]


def test_the_level_of_a_post_and_a_rank_in_the_column_of_ranks(tmp_path):
    rows = [
        ["姓名", "单位", "职务", "职级"],
        ["张三", "城东区教育局", "副局长", "乡科级副职、三级主任科员"],
        ["李四", "城东区教育局", "科员", "三级主任科员（正科级）"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    first, second = seen.file.people
    assert (first.rank, first.side_rank) == ("section_deputy", "principal_3")
    assert (second.rank, second.side_rank) == ("", "")
    assert [one for one in seen.said if one[3] != "note"] == [(3, "职级", "roster.rank_unknown", "question")]
    both = [[*rows[0], "兼任职级"], [*rows[1], "四级主任科员"]]
    (person,) = look(write(tmp_path / "b.xlsx", Page(both))).file.people
    assert (person.rank, person.side_rank) == ("", "principal_4"), "which of the two ranks it is stays open"


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path):
    seen = one(tmp_path, "备注", "=cmd|'/C calc'!A0", "+1", "@x")
    assert seen.column("note") == ["=cmd|'/C calc'!A0", "+1", "@x"]


@pytest.mark.parametrize(
    ("cell", "unit", "post"),
    [
        ("城东区教育局局长", "城东区教育局", "局长"),
        ("区教育局党委书记、局长", "城东区教育局", "党委书记、局长"),
        ("城东区教育局 四级调研员", "城东区教育局", "四级调研员"),
        ("城东区教育局办公室主任", "城东区教育局", "办公室主任"),
        ("城东区委组织部副部长", "城东区委组织部", "副部长"),
        ("汤泉街道办事处", "汤泉街道办事处", ""),
        ("城东区委 组织部副部长", "城东区委组织部", "副部长"),
        ("城东区委｜组织部副部长", "城东区委组织部", "副部长"),
        ("汤泉街道 办事处主任", "汤泉街道办事处", "主任"),
        ("城东区 教育局 局长", "城东区教育局", "局长"),
        ("汤泉街道办事处党政办主任", "汤泉街道办事处", "党政办主任"),
        ("城东区教育局（挂职）副局长", "城东区教育局", "（挂职）副局长"),
    ],
)
def test_unit_and_post_in_one_column_are_cut_where_it_is_certain(tmp_path, cell, unit, post):
    seen = look(write(tmp_path / "a.xlsx", Page([["姓名", "工作单位及职务"], ["张三", cell]])))
    assert (seen.column("unit"), seen.column("post"), seen.said) == ([unit], [post], [])


@pytest.mark.parametrize(
    ("cell", "choices"),
    [
        ("城东区委办公室主任", ["城东区委｜办公室主任", "城东区委办公室｜主任"]),
        ("城东区水务局局长", ["城东区水务局｜局长"]),
        ("劳动模范", []),
        (
            "城东区教育局 实验小学校长",
            ["城东区实验小学｜校长", "城东区教育局｜实验小学校长", "城东区教育局实验小学｜校长"],
        ),
        ("区政府 办公室主任", ["区政府办公室｜主任"]),
        ("城东区委组织部 城东区委党校", ["城东区委党校", "城东区委组织部"]),
    ],
)
def test_unit_and_post_in_one_column_are_asked_about_where_it_is_open(tmp_path, cell, choices):
    seen = look(write(tmp_path / "a.xlsx", Page([["姓名", "工作单位及职务"], ["张三", cell]])))
    assert (2, "工作单位及职务", "roster.unit_post_open", "question") in seen.said
    assert seen.problem("roster.unit_post_open").params["choices"] == choices


def test_an_empty_desk_is_filled_from_a_workbook_with_unit_and_post_in_one_column(tmp_path):
    rows = [
        ["姓名", "工作单位及职务"],
        ["张三", "区教育局党委书记、局长"],
        ["李四", "汤泉街道办事处主任"],
        ["王五", "区教育局实验小学校长"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)), "fresh")
    assert seen.people == [(2, "张三", "区教育局"), (3, "李四", "汤泉街道办事处"), (4, "王五", "")]
    assert seen.column("post") == ["党委书记、局长", "主任", ""]
    assert seen.said == [
        (0, "工作单位及职务", "roster.unit_post_cut", "note"),
        (4, "工作单位及职务", "roster.unit_post_open", "question"),
    ]
    assert seen.problem("roster.unit_post_cut").params["sample"] == "区教育局｜党委书记、局长"


def test_a_column_of_units_and_unit_and_post_agree_or_are_asked_about(tmp_path):
    rows = [
        ["姓名", "工作单位", "工作单位及职务"],
        ["张三", "教育局", "城东区教育局党组书记\n局长"],
        ["李四", "城东区水务局", "水务局副局长"],
        ["王五", "城东区水务局", "办公室主任"],
        ["赵六", "城东区教育局", "城东区实验小学校长"],
        ["钱七", "城东区教育局", "城东区育才中学校长"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.column("post") == ["党组书记、局长", "副局长", "办公室主任", "", ""]
    assert [(row, code) for row, _column, code, _severity in seen.said] == [
        (5, "roster.units_differ"),
        (6, "roster.units_differ"),
    ]
    asked = [problem.params["choices"] for problem in seen.plan.problems if problem.row]
    assert asked == [
        ["城东区教育局｜校长", "城东区实验小学｜校长"],
        ["城东区教育局｜城东区育才中学校长", "城东区育才中学｜校长"],
    ]


def test_people_of_one_name_twice_in_the_file_and_moved(tmp_path):
    rows = [
        ["姓名", "单位", "身份证号"],
        ["王伟", "城东区教育局", ""],
        ["王伟", "城东区教育局", ""],
        ["张三", "城东区教育局", ID],
        ["张三", "城东区民政局", ID],
        [MOVED.name, "城东区民政局", MOVED.id_number],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.buckets == ["maybe", "maybe", "new", "error", "update"]
    twice = seen.problem("roster.twice_id")
    assert text(twice.code, **twice.params) == "身份证号与第 4 行重复。"
    assert [(c.field, c.old, c.new) for c in seen.plan.verdicts[4].changes] == [
        ("unit", "城东区教育局", "城东区民政局")
    ]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (number("999901197205160000"), "9.9990119720516E+17"),
        (number("9.999021997102007E17"), "9.99902199710201E+17"),
        ("9.99901E+17", "9.99901E+17"),
    ],
)
def test_a_ruined_id_number_is_shown_with_the_digits_that_excel_has_kept(tmp_path, cell, shown):
    problem = one(tmp_path, "身份证号", cell).problem("id.ruined")
    assert (problem.value, problem.params["value"]) == (shown, shown)


def test_the_mark_of_a_footnote_is_no_part_of_a_name(tmp_path):
    rows = [["姓名", "单位", "性别"], ["甲三*", "城东区教育局", "男"], ["丁宁（女）＊", "城东区教育局", ""]]
    seen = look(write(tmp_path / "a.xlsx", Page([*rows, ["*试用期"]])))
    assert [name for _row, name, _unit in seen.people][:2] == ["甲三", "丁宁"]
    assert [s for s in seen.said if s[0] in {2, 3}] == [
        (row, "姓名", "roster.name_suffix_left", "note") for row in (2, 3)
    ]
    assert text("roster.name_suffix_left", left=["*"]) == "姓名后的“*”没有读取。"
    assert seen.column("sex")[1] == "female"


def test_of_several_sheets_a_note_says_which_one_it_counts_rows_of():
    told = {"sheet": "机关", "count": 5}
    assert note_words("roster.units_filled", told, several=True).startswith("“机关”：5 行没有写单位")
    assert note_words("roster.units_filled", told, several=False).startswith("5 行没有写单位")
    unused = {"sheet": "机关", "reason": "空"}
    assert note_words("roster.sheet_unused", unused, several=True) == text("roster.sheet_unused", **unused)


def test_a_header_a_day_and_a_rank_in_short(tmp_path):
    header = ["姓名", "工作单位", "出生年月", "参加工作", "职级"]
    rows = [
        ["张三", "城东区教育局", "1980—05", "2002–7", "四主"],
        ["李四", "城东区教育局", "1981.06", "2003.8", "三调"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page([header, *rows])))
    assert [(one.birth, one.work_start, one.rank) for one in seen.file.people] == [
        ("1980-05", "2002-07", "principal_4"), ("1981-06", "2003-08", "researcher_3"),
    ]  # fmt: skip
    assert seen.said == []
