"""Rows between the people that stand in the column of names: units, departments, labels to sign at, forms of one person."""

from datetime import date

import pytest
from openpyxl import load_workbook

from tests.exchange.files import id_number
from tests.exchange.quirks.books import Page, write
from tests.exchange.quirks.looking import command, look
from trainingdesk.exchange.error_workbook import write_error_workbook

HEADER = ["姓名", "性别", "职务", "出生年月"]
BUREAU = "城东区教育局"
TWO = [["张三", "男", "主任", "1970.01"], ["李四", "女", "主任", "1971.01"]]


def below(tmp_path, first, second, desk="fresh", **page):
    rows = [HEADER, [first], TWO[0], [second], TWO[1]]
    return look(write(tmp_path / "a.xlsx", Page(rows, **page)), desk)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("区委办", "区法院"),
        ("区文旅局", "区政府办"),
        ("团区委", "区残联"),
        ("汤泉街道办事处", "财政局（1人）"),
    ],
)
def test_a_short_unit_alone_in_the_column_of_names_heads_the_people_below(tmp_path, first, second):
    seen = below(tmp_path, first, second)
    assert seen.people == [(3, "张三", first), (5, "李四", second.removesuffix("（1人）"))]
    assert seen.said == [(0, "", "roster.headings_passed", "note")]


@pytest.mark.parametrize("name", ["王建镇", "李文学", "张登科", "区文中"])
def test_a_name_alone_in_its_row_that_ends_as_a_unit_does_is_somebody(tmp_path, name):
    seen = look(write(tmp_path / "a.xlsx", Page([["城东区教育局"], HEADER, *TWO, [name]])))
    assert seen.people[-1] == (5, name, "城东区教育局")


def test_departments_alone_in_the_column_of_names_stay_in_the_unit_above(tmp_path):
    rows = [["城东区教育局"], HEADER, ["机关"], TWO[0], ["教研室"], TWO[1], ["城东区民政局"], ["王五", "男"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.people == [
        (4, "张三", "城东区教育局"),
        (6, "李四", "城东区教育局"),
        (8, "王五", "城东区民政局"),
    ]
    assert seen.problem("roster.groups_passed").params["rows"] == ("3", "5")


def test_a_department_told_with_its_unit_is_nobody(tmp_path):
    merged = ("A2:D2", "A4:D4")
    seen = below(tmp_path, "区教育局", "　区教育局教研室", merged=merged)
    assert seen.people == [(3, "张三", "区教育局"), (5, "李四", "区教育局")]


def test_a_heading_of_a_group_is_no_unit(tmp_path):
    rows = [["一、领导班子"], HEADER, TWO[0], ["二、中层干部"], TWO[1]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, name="区档案馆")), "fresh")
    assert seen.people == [(3, "张三", "区档案馆"), (5, "李四", "区档案馆")]


@pytest.mark.parametrize(
    ("heading", "told"),
    [
        ("二、离退休人员", ["4", "6"]),
        ("离退休干部（2人）", ["4", "6"]),
        ("退休、调出人员", ["4", "6"]),
        ("二、离退休干部科", []),
        ("二、中层干部", []),
    ],
)
def test_people_below_a_heading_of_those_who_have_gone_are_told(tmp_path, heading, told):
    rows = [
        ["姓名", "性别", "职务", "状态"],
        ["张三", "男", "主任", ""],
        [heading],
        ["李四", "女", "原主任", ""],
        ["王五", "男", "原科长", "退休"],
        ["赵六", "男", "原科长", ""],
        ["三、机关干部"],
        ["孙七", "男", "科员", ""],
    ]
    merged = ("A3:D3", "A7:D7")
    seen = look(write(tmp_path / "a.xlsx", Page(rows, name="城东区教育局", merged=merged)))
    assert [name for _row, name, _unit in seen.people] == ["张三", "李四", "王五", "赵六", "孙七"]
    rows_told = [str(row) for row, _column, code, _severity in seen.said if code == "roster.row_gone"]
    assert rows_told == told
    if told:
        assert seen.problem("roster.rows_gone").params["heading"] == heading


@pytest.mark.parametrize(
    "last",
    [
        ["单位主要负责人（签字）：", "", "填表人："],
        ["（盖章）"],
        ["区委组织部审核意见："],
        ["财政局审核意见：同意上报"],
    ],
)
def test_what_is_still_to_be_signed_is_nobody(tmp_path, last):
    seen = look(write(tmp_path / "a.xlsx", Page([["城东区教育局"], HEADER, *TWO, last])))
    assert len(seen.people) == 2
    assert (0, "", "roster.lines_passed", "note") in seen.said


def test_a_form_of_one_person_names_nobody_after_what_it_asks_for(tmp_path):
    rows = [
        ["姓名", "张三", "性别", "男", "出生年月", "1970.01"],
        ["民族", "汉", "籍贯", "江苏", "入党时间", "1995.07"],
        ["工作单位及职务", "城东区教育局局长"],
        ["简历", "1990.09 某大学学生"],
    ]
    code, said, err = command(write(tmp_path / "a.xlsx", Page(rows)))
    assert (code, said["people"]) == (2, [])
    assert [problem["code"] for problem in said["problems"]] == ["roster.no_people"]
    assert err.strip()


def test_a_second_header_with_its_columns_in_another_order(tmp_path):
    again = ["职务", "出生年月", "姓名", "性别"]
    rows = [
        HEADER,
        TWO[0],
        again,
        ["科长", "1981.02", "李四", "女"],
        HEADER,
        ["王五", "男", "科员", "1990.03"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, name="城东区教育局")))
    assert [(p["name"], p["sex"], p["post"], p["birth"]) for p in seen.whole["people"]] == [
        ("张三", "male", "主任", "1970-01"),
        ("李四", "female", "科长", "1981-02"),
        ("王五", "male", "科员", "1990-03"),
    ]
    assert seen.problem("roster.header_moved").params["rows"] == ("3",)
    assert seen.problem("roster.headers_passed").params["rows"] == ("5",)


def test_a_second_header_that_names_more_is_not_the_first(tmp_path):
    rows = [
        ["干部名册"],
        HEADER,
        *[[name, "男", "科员", "1970.01"] for name in ("张三", "赵一", "赵二", "赵三", "赵四", "赵五")],
        ["职务", "出生年月", "姓名", "性别", "备注", "联系电话"],
        ["科长", "1981.02", "李四", "女", "借调", "13900000001"],
        ["姓名", "性别", "现任职务", "出生年月", "手机"],
        ["王五", "男", "科员", "1990.03", "13900000002"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, name="城东区教育局")))
    assert [(p["row"], p["name"], p["post"], p["birth"], p["phone"]) for p in seen.whole["people"]] == [
        (3, "张三", "科员", "1970-01", ""),
        *[
            (row, name, "科员", "1970-01", "")
            for row, name in enumerate(("赵一", "赵二", "赵三", "赵四", "赵五"), 4)
        ],
        (10, "李四", "科长", "1981-02", "13900000001"),
        (12, "王五", "科员", "1990-03", "13900000002"),
    ]
    assert seen.problem("roster.header_moved").params["rows"] == ("9", "11")
    assert seen.problem("roster.columns_further").params["columns"] == ["备注", "联系电话"]
    assert not [p for p in seen.whole["problems"] if p["code"] == "roster.people_above"]


@pytest.mark.parametrize("name", ["姓　名", "姓   名", "姓\n名", "*姓名", "姓名（必填）"])
@pytest.mark.parametrize("first", ["姓名", ""])
def test_a_second_header_is_known_however_its_name_is_set(tmp_path, first, name):
    rows = [
        [first or name, "性别", "职务", "备注"],
        ["张三", "男", "科员", "无"],
        [name, "性别", "备注", "职务"],
        ["李四", "女", "党员", "科长"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, name="城东区教育局")))
    assert [(p["row"], p["name"], p["post"]) for p in seen.whole["people"]] == [
        (2, "张三", "科员"),
        (4, "李四", "科长"),
    ]
    assert seen.column("note") == ["", "党员"]
    assert seen.problem("roster.header_moved").params["rows"] == ("3",)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["手机", "联系电话"], ["联系电话"]),
        (["联系电话2"], ["联系电话2", "手机"]),
        (["联系电话2"], ["手机", "联系电话2"]),
        (["联系电话"], ["手机"]),
        (["手机"], ["手机", "联系电话"]),
    ],
)
def test_a_column_that_one_list_leaves_for_a_better_one_is_read_where_the_other_has_it_alone(
    tmp_path, first, second
):
    def line(name: str, headers: list[str], read: str, number: str) -> list[str]:
        return [name, "男", "科员", *(number if header == read else "" for header in headers)]

    rows = [
        ["姓名", "性别", "职务", *first],
        line("张三", first, first[0], "13900000001"),
        ["姓名", "性别", "职务", *second],
        line("李四", second, "手机" if "手机" in second else second[0], "13900000002"),
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, name="城东区教育局")))
    assert [(p["name"], p["phone"]) for p in seen.whole["people"]] == [
        ("张三", "13900000001"),
        ("李四", "13900000002"),
    ]


@pytest.mark.parametrize(
    ("line", "posts"),
    [
        (["Name", "Gender", "Position held", "Date of birth"], ["主任", "主任"]),
        (["姓名", "男/女", "全称", "1970.01"], ["主任", "主任"]),
        (["姓名", "性别", "手机", "地址"], ["", ""]),
    ],
)
def test_a_line_below_the_header_that_says_it_again_loses_no_column(tmp_path, line, posts):
    seen = look(write(tmp_path / "a.xlsx", Page([HEADER, line, *TWO], name="城东区教育局")))
    assert [(p["name"], p["post"]) for p in seen.whole["people"]] == list(
        zip(["张三", "李四"], posts, strict=True)
    )


def test_a_header_of_few_columns_is_no_repeated_one(tmp_path):
    rows = [HEADER, TWO[0], ["二、离退休人员"], ["姓名", "性别", "退休时间"], ["王五", "男", "2020.5"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, name="城东区教育局")))
    assert [(p["name"], p["post"]) for p in seen.whole["people"]] == [("张三", "主任"), ("王五", "")]
    assert [row.note for row in seen.plan.rows] == ["", "2020年5月退休"]


def test_a_running_number_that_only_a_later_list_has_is_not_said_to_be_read(tmp_path):
    rows = [HEADER, TWO[0], ["序号", *HEADER, "手机"], [1, *TWO[1], "13900000001"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, name="城东区教育局")))
    assert [name for _row, name, _unit in seen.people] == ["张三", "李四"]
    assert seen.problem("roster.columns_further").params["columns"] == ["手机"]


def test_a_second_header_of_two_lines_and_a_unit_merged_down(tmp_path):
    rows = [
        ["姓名", "性别", "学历学位", "", "工作单位"],
        ["", "", "学历", "学位", ""],
        ["张三", "男", "大学", "学士", "城东区教育局"],
        ["工作单位", "姓名", "性别", "学历学位", ""],
        ["", "", "", "学历", "学位"],
        ["城东区民政局", "李四", "女", "研究生", "硕士"],
        ["", "王五", "男", "大专", ""],
        ["城东区实验小学", "", "", "", ""],
        ["", "赵六", "男", "大专", ""],
    ]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:E2", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "A6:A7", "A8:E8"]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=merged)))
    assert seen.people == [
        (3, "张三", "城东区教育局"),
        (6, "李四", "城东区民政局"),
        (7, "王五", "城东区民政局"),
        (9, "赵六", "城东区实验小学"),
    ]
    assert [person.education for person in seen.file.people] == ["大学", "研究生", "大专", "大专"]


def test_people_above_the_header_are_told(tmp_path):
    rows = [
        ["张三", "男", "主任", "1970.01"],
        ["姓名", "联系电话"],
        ["赵六", "13900000001"],
        ["姓名", "性别", "职务", "出生年月", "民族", "政治面貌"],
        ["王五", "男", "科员", "1990.03", "汉", "中共党员"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, name="城东区教育局")))
    assert [name for _row, name, _unit in seen.people] == ["王五"]
    assert seen.problem("roster.people_above").params["rows"] == ("1", "3")


def test_a_second_list_on_the_right_is_read_below_the_first(tmp_path):
    header = ["序号", "姓名", "工作单位", "职务", "身份证号"]
    wrong = id_number(date(1980, 1, 1), 3)[:-1]
    rows = [
        ["城东区干部名册"],
        [*header, "", *header],
        [1, "张三", BUREAU, "主任", "", "", 4, "王五", BUREAU, "科长", wrong],
        [BUREAU],
        [2, "李四", "", "科员", wrong, "", 5, "赵六", "", "科员", ""],
        [3, "钱七", BUREAU, "科员", "", "", "合计", "5人"],
    ]
    path = write(tmp_path / "a.xlsx", Page(rows, merged=["A1:K1", "A4:K4"], hidden=[3]))
    seen = look(path)
    assert seen.people == [
        (3, "张三", BUREAU),
        (5, "李四", BUREAU),
        (6, "钱七", BUREAU),
        (3, "王五", BUREAU),
        (5, "赵六", BUREAU),
    ]
    assert [person["post"] for person in seen.whole["people"]] == ["主任", "科员", "科员", "科长", "科员"]
    told = seen.problem("roster.list_beside")
    assert (told.params["count"], told.params["column"]) == (2, "G")
    assert seen.problem("roster.totals_passed").params["rows"] == ("6",)
    assert seen.problem("roster.headings_passed").params["rows"] == ("4",)
    assert [(row, column) for row, column, code, _severity in seen.said if code == "id.length"] == [
        (5, "身份证号"),
        (3, "身份证号"),
    ]
    marked = tmp_path / "b.xlsx"
    write_error_workbook(seen.file, [one for one in seen.file.problems if one.row], marked)
    sheet = load_workbook(marked).worksheets[0]
    assert [cell.coordinate for row in sheet for cell in row if cell.comment] == ["K3", "E5"]


def test_lists_of_another_kind_on_the_right_are_told_and_not_read(tmp_path):
    """Who stands beside somebody without all that is said of them may be anybody's spouse."""
    header = ["姓名", "性别", "工作单位", "职务", "姓名", "工作单位", "职务"]
    rows = [
        header,
        ["张三", "男", BUREAU, "主任", "王五", BUREAU, "教师"],
        ["李四", "男", BUREAU, "科员", "", "", ""],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert [name for _row, name, _unit in seen.people] == ["张三", "李四"]
    assert seen.problem("roster.people_beside").params["count"] == 1


def test_a_further_header_in_lists_beside_one_another(tmp_path):
    rows = [
        ["工作单位", "姓名", "职务", "姓名", "职务", "姓名", "职务"],
        [BUREAU, "张三", "主任", "王五", "科长", "孙九", "科员"],
        ["工作单位", "职务", "姓名", "姓名", "职务", "姓名", "职务"],
        [BUREAU, "科员", "李四", "赵六", "科员", "", ""],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert [(p["row"], p["name"], p["post"], p["unit"]) for p in seen.whole["people"]] == [
        (2, "张三", "主任", BUREAU),
        (4, "李四", "科员", BUREAU),
        (2, "王五", "科长", BUREAU),
        (4, "赵六", "科员", BUREAU),
        (2, "孙九", "科员", BUREAU),
    ]
    use = next(use for use in seen.file.sheets if use.used)
    columns = [use.column(row, "姓名").index for row in (2, 4, 4 + 2, 4 + 4, 8 + 2)]
    assert columns == [1, 2, 3, 3, 5]


def test_a_unit_merged_down_on_the_right(tmp_path):
    header = ["姓名", "职务", "工作单位"]
    rows = [
        [*header, *header],
        ["张三", "主任", BUREAU, "王五", "科长", "城东区民政局"],
        ["李四", "科员", "", "赵六", "科员", ""],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=["C2:C3", "F2:F3"])))
    assert seen.people == [
        (2, "张三", BUREAU),
        (3, "李四", BUREAU),
        (2, "王五", "城东区民政局"),
        (3, "赵六", "城东区民政局"),
    ]
