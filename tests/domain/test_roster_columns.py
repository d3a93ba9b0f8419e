import pytest

from trainingdesk.domain.roster.columns import choose_columns, find_header, header_key, told_by_contents
from trainingdesk.exchange.code_lists import code_lists

SYNONYMS = {
    "number": ["序号"],
    "name": ["姓名", "名字"],
    "birth": ["出生年月", "出生日期"],
    "unit": ["工作单位", "单位", "部门"],
    "post": ["职务"],
    "phone": ["手机", "联系电话"],
}


def fields(rows):
    header = find_header(rows, SYNONYMS)
    return None if header is None else {column.header: column.field for column in header.columns}


def test_a_header_below_a_title():
    header = find_header(
        [["某区干部名册"], [], ["", "序号", "姓 名", "出生年月"], ["", 1, "张三", ""]], SYNONYMS
    )
    assert header is not None
    assert header.row == 2
    assert [(c.index, c.field) for c in header.columns] == [(1, "number"), (2, "name"), (3, "birth")]


def test_headers_are_known_whatever_their_marks():
    assert header_key(" 姓\n名： ") == "姓名"
    assert fields([["*姓名", "出生年月\n（岁）", "单  位", "职务："]]) == {
        "*姓名": "name",
        "出生年月（岁）": "birth",
        "单位": "unit",
        "职务：": "post",
    }


def test_a_header_that_only_contains_a_known_word_is_less_sure():
    header = find_header([["姓名", "本人手机"]], SYNONYMS)
    assert header is not None
    exact, inside = header.columns
    assert exact.confidence == 1.0
    assert inside.field == "phone"
    assert 0.5 <= inside.confidence < 0.9


def test_two_things_in_one_column_are_not_guessed():
    assert fields([["姓名", "职务", "工作单位及职务"]])["工作单位及职务"] == ""


def test_of_two_columns_for_one_field_the_surer_wins():
    assert fields([["姓名", "单位", "工作单位"]]) == {"姓名": "name", "单位": "", "工作单位": "unit"}
    assert fields([["姓名", "工作单位", "单位"]]) == {"姓名": "name", "工作单位": "unit", "单位": ""}


def test_a_column_of_departments_beside_one_of_units_holds_the_departments():
    assert fields([["姓名", "部门", "工作单位"]]) == {
        "姓名": "name",
        "部门": "department",
        "工作单位": "unit",
    }
    assert fields([["姓名", "部门", "职务"]]) == {"姓名": "name", "部门": "unit", "职务": "post"}


def test_no_header():
    assert find_header([], SYNONYMS) is None
    assert find_header([["姓名"], ["张三"]], SYNONYMS) is None
    assert find_header([["序号", "姓名"]], SYNONYMS) is None
    assert find_header([["单位", "职务"]], SYNONYMS) is None
    assert find_header([["x"]] * 40 + [["姓名", "单位"]], SYNONYMS) is None


def test_a_long_text_is_no_header():
    note = "说明：请填写姓名、出生年月、工作单位、职务、手机等全部栏目，并于月底前报送"
    assert fields([[note, "x"], ["姓名", "单位"]]) == {"姓名": "name", "单位": "unit"}


def test_the_person_knows_better():
    header = find_header([["姓名", "部门", "工作单位", "其他"]], SYNONYMS)
    assert header is not None
    chosen = choose_columns(header, {1: "unit", 3: "phone"})
    assert [c.field for c in chosen.columns] == ["name", "unit", "", "phone"]
    assert [c.field for c in choose_columns(header, {0: ""}).columns] == ["", "department", "unit", ""]


MERGED_FORM = [
    ["花名册", "", "", "", ""],
    ["单位", "姓名", "学历学位", "", "职务"],
    ["", "", "第一阶段", "第二阶段", ""],
    ["财政局", "李明", "大学", "研究生", "局长"],
]


def test_a_line_that_other_headers_are_merged_into_is_a_header_whatever_it_says():
    merged = [(0, 0, 0, 4), (1, 2, 1, 3), *((1, column, 2, column) for column in (0, 1, 4))]
    header = find_header(MERGED_FORM, SYNONYMS, merged)
    assert header is not None
    assert (header.row, header.depth) == (2, 2), "its second line is nobody"
    assert [column.header for column in header.columns][2:4] == ["学历学位/第一阶段", "学历学位/第二阶段"]


def test_a_unit_merged_over_its_people_makes_none_of_them_a_header():
    rows = [["单位", "姓名", "职务"], ["财政局", "李明", "局长"], ["", "王芳", "科员"]]
    header = find_header(rows, SYNONYMS, [(1, 0, 2, 0)])
    assert header is not None
    assert (header.row, header.depth) == (0, 1)


def test_a_header_is_found_in_a_sheet_as_wide_as_sheets_get():
    """Each column looks for the text that reaches over it from its left: together they must not look a column's width each."""
    rows = [["", "单位", *[""] * 16_000], ["姓名", "名称", *["备注"] * 16_000], ["张三", "区甲局"]]
    header = find_header(rows, SYNONYMS)
    assert header is not None
    assert header.columns[1].header.startswith("单位")


def test_a_table_that_explains_the_columns_is_no_list_that_goes_on():
    rows = [
        ["列名", "姓名", "性别", "身份证号"],
        ["要求", "真实姓名", "男或女", "18位"],
        ["示例", "张三", "男", ""],
        ["序号", "姓名", "性别", "身份证号", "工作单位", "职务"],
        [1, "李四", "男", "", "某局", "科员"],
    ]
    synonyms = code_lists().headers
    header = find_header(rows, synonyms)
    assert (header.row, header.above) == (3, ())
    rows[2][0] = 1
    assert find_header(rows, synonyms).row == 0


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["三级高级法官", "", "三级法官助理", "一级主任科员", "某级"], "rank"),
        (["甲等", "乙等", "一级法官"], ""),
        (["", ""], ""),
    ],
)
def test_a_header_that_may_say_anything_is_told_by_what_stands_below(cells, field):
    """等级 of the courts was no column of a roster: twelve people came in without a rank."""
    rows = [["姓名", "性别", "等级"], *(["丁宁", "男", cell] for cell in cells)]
    header = find_header(rows, code_lists().headers)
    told = told_by_contents(header, rows, code_lists().by_contents)
    assert told.columns[2].field == field
    taken = told_by_contents(choose_columns(header, {1: "rank"}), rows, code_lists().by_contents)
    assert taken.columns[2].field == ""
