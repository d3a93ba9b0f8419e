"""Words in the column of names that are nobody's: vacant posts, 以下空白, signatures, headings, a post, a sex."""

import json
from datetime import date

import pytest

from tests.exchange.files import id_number
from tests.exchange.quirks.books import Page, write
from tests.exchange.quirks.looking import look
from trainingdesk.shared.assets import data_file

BUREAU = "城东区教育局"
TITLE = ["城东区教育局干部名册"]
VACANT = ["空缺", "暂缺", "待定", "缺编", "空编", "职位空缺", "待配备", "无", "缺", "空", "（空缺）", "空 缺"]
SIGNED = [
    *(
        "填表人",
        "审核人",
        "负责人",
        "联系人",
        "填表日期",
        "制表",
        "制表人",
        "审批人",
        "备注",
        "说明",
        "年月日",
    ),
]


def names(seen):
    return [name for _row, name, _unit in seen.people]


@pytest.mark.parametrize("word", VACANT)
@pytest.mark.parametrize("wide", [False, True])
def test_a_vacant_post_is_nobody_and_told(tmp_path, word, wide):
    header, more = ["序号", "单位", "职务", "姓名"], ["级别", "备注"] if wide else []
    rows = [
        [*header, *more],
        [1, BUREAU, "局长", "张三"],
        [2, BUREAU, "副局长", word, *["乡科级副职", "拟补"][: len(more)]],
        [3, BUREAU, "科员", "李四"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert names(seen) == ["张三", "李四"]
    assert (0, "", "roster.vacant_passed", "note") in seen.said
    assert seen.problem("roster.vacant_passed").params["rows"] == ("3",)


@pytest.mark.parametrize("word", ["以下空白", "以下无", "此处空白"])
@pytest.mark.parametrize(
    "rows",
    [
        [TITLE, ["序号", "姓名", "性别"], [1, "张三", "男"], ["", "{}", ""]],
        [["序号", "姓名", "单位"], [1, "张三", BUREAU], [2, "{}", ""]],
        [["单位", "姓名"], [BUREAU, "张三"], ["", "李四"], ["", "{}"]],
        [["单位", "姓名"], [BUREAU, "张三"], [BUREAU, "{}"]],
    ],
    ids=["title", "column", "filled", "beside"],
)
def test_that_nothing_follows_is_nobody(tmp_path, word, rows):
    rows = [[word if cell == "{}" else cell for cell in row] for row in rows]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert names(seen) == [name for name in ("张三", "李四") if any(name in row for row in rows)]
    assert any(word in one for one in seen.problem("roster.lines_passed").params["words"])


@pytest.mark.parametrize("word", SIGNED)
def test_what_is_to_be_signed_is_nobody_without_a_colon(tmp_path, word):
    rows = [TITLE, ["姓名", "性别", "职务"], ["张三", "男", "局长"], [word, "", ""], [word, "", "王五"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert names(seen) == ["张三"]
    assert seen.problem("roster.lines_passed").params["rows"] == ("4-5",)


@pytest.mark.parametrize("word", ["局领导", "县领导", "院领导", "班子成员", "中层干部", "机关人员", "干部"])
def test_a_heading_of_three_characters_is_nobody(tmp_path, word):
    rows = [TITLE, ["姓名", "性别", "职务"], [word, "", ""], ["张三", "男", "局长"], ["李四", "女", "科员"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.people == [(4, "张三", BUREAU), (5, "李四", BUREAU)]
    assert seen.problem("roster.groups_passed").params["rows"] == ("3",)


@pytest.mark.parametrize("word", ["局长", "副局长", "女", "一级科员"])
def test_a_post_or_a_sex_is_asked_for_its_name(tmp_path, word):
    rows = [["姓名", "单位", "职务"], ["张三", BUREAU, "科员"], [word, BUREAU, "科员"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.said == [(3, "姓名", "roster.name_odd", "error")]
    assert seen.buckets == ["new", "error"]


@pytest.mark.parametrize("word", ["空缺", "填表人", "以下空白"])
def test_a_row_that_tells_of_somebody_is_not_passed_over(tmp_path, word):
    number = id_number(date(1980, 1, 1), 5)
    rows = [["姓名", "单位", "身份证号"], ["张三", BUREAU, "无"], [word, BUREAU, number], [word, BUREAU, "/"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.buckets == ["new", "error"]
    assert (3, "姓名", "roster.name_odd", "error") in seen.said


def test_names_with_such_characters_are_somebody(tmp_path):
    real = ["吴空", "待见", "缺月", "无为", "吴缺", "区长海", "干部林", "任员", "班长青", "成员青"]
    rows = [TITLE, ["姓名", "职务"], *([name, ""] for name in real)]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert names(seen) == real


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["总人数：2"], "totals"),
        (["合计 2"], "totals"),
        (["男1人，女1人"], "totals"),
        (["共2人，其中男1人，女1人，党员2人。"], "totals"),
        (["单位（盖章）"], "lines"),
        (["单位（盖章）", "负责人（签字）"], "lines"),
        (["（盖章）", "2026年3月1日"], "lines"),
        (["（盖章）  2026年3月1日"], "lines"),
        (["（单位公章）：    年  月  日"], "lines"),
        (["城东区教育局（盖章）2026.3.1"], "lines"),
        (["单位：（盖章）2026年3月1日"], "lines"),
        (["2026年  月  日"], "lines"),
        (["", "年  月  日"], "lines"),
        (["二〇二六年三月一日"], "lines"),
        (["", "2026.3.1"], "lines"),
        (["此表一式三份。"], "lines"),
        (["此表一式两份"], "lines"),
        (["以上情况属实！"], "lines"),
        (["第1页 共1页"], "lines"),
        (["校长签字：", "填表人：", "2026.3.30"], "lines"),
        (["", "校长签字：王某", "填表人：", "2026.3.30"], "lines"),
        (["分管副局长签名:", "", "2026年3月30日"], "lines"),
        (["第 1 页", "共 1 页"], "lines"),
    ],
)
def test_lines_at_the_end_are_nobody_and_told(tmp_path, line, code):
    rows = [["姓名", "单位"], ["张三", BUREAU], ["李四", BUREAU], line]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert names(seen) == ["张三", "李四"]
    assert seen.said == [(0, "", f"roster.{code}_passed", "note")]


def test_a_name_with_a_mark_behind_it_is_no_line_at_the_end(tmp_path):
    rows = [TITLE, ["姓名", "性别"], ["张三", "男"], ["李四。", ""], ["男", "女"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert [row for row, _name, _unit in seen.people] == [3, 4, 5]


@pytest.mark.parametrize("word", ["暂无", "未提供", "待补", "不详", "无"])
def test_a_word_for_what_is_not_known_is_no_id_number_and_no_phone(tmp_path, word):
    rows = [["姓名", "单位", "身份证号", "手机", "出生年月"], ["张三", BUREAU, word, word, word]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert (seen.said, seen.buckets) == ([], ["new"])
    assert (seen.column("id_number"), seen.column("phone")) == ([""], [""])


def test_no_word_is_of_two_kinds():
    data = json.loads(data_file("nobody_words.json").read_text(encoding="utf-8"))
    words = [word for row in data["rows"] for word in row["words"]]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    "line",
    [
        ["填表人：", "王五", "审核人：", "赵六", "联系电话：", "13911112222"],
        ["填表人", "王五", "", "审核人", "赵六", ""],
        ["联系人", "王五", "电话", "13911112222", "", ""],
        ["说明", "退休人员不填", "", "", "", ""],
        ["注", "请于月底前报", "", "", "", ""],
        ["", "以上人员情况属实", "", "", "", ""],
        ["年", "月", "日", "", "", ""],
        ["", "", "", "2026年", "6月", "30日"],
    ],
)
def test_a_line_of_signatures_is_nobody_however_many_columns_it_fills(tmp_path, line):
    header = ["序号", "姓名", "单位", "职务", "职级", "备注"]
    rows = [header, [1, "张三", BUREAU, "科员", "", ""], [2, "李四", BUREAU, "", "", ""], line]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert names(seen) == ["张三", "李四"]
    assert seen.problem("roster.lines_passed").params["rows"] == ("4",)


def test_a_post_or_a_unit_called_like_what_is_signed_is_somebodys(tmp_path):
    rows = [["职务", "姓名", "单位"], ["负责人", "张三", BUREAU], ["联系人", "李四", BUREAU]]
    assert names(look(write(tmp_path / "a.xlsx", Page(rows)))) == ["张三", "李四"]
    rows = [["单位", "姓名", "职务"], ["审批服务局（政务办）", "张三", "科员"], [BUREAU, "李四", "科员"]]
    assert names(look(write(tmp_path / "b.xlsx", Page(rows)))) == ["张三", "李四"]


@pytest.mark.parametrize("more", [[], ["男", "1980.5"]])
def test_a_unit_with_a_colon_has_its_people_beside_it(tmp_path, more):
    header = ["单位", "姓名", "职务", "性别", "出生年月"][: 3 + len(more)]
    rows = [header, [f"{BUREAU}：", "张三", "科员", *more], ["城东区委宣传部:", "李四", "科员", *more]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert [(name, unit) for _row, name, unit in seen.people] == [
        ("张三", BUREAU),
        ("李四", "城东区委宣传部"),
    ]


def test_what_is_to_be_signed_beside_a_name_is_no_unit(tmp_path):
    rows = [["单位", "姓名", "职务"], [BUREAU, "张三", "科员"], ["分管领导签字", "李四", ""]]
    assert names(look(write(tmp_path / "a.xlsx", Page(rows)))) == ["张三"]


@pytest.mark.parametrize("word", ["待补充", "待任命"])
def test_a_post_that_waits_for_somebody_is_vacant(tmp_path, word):
    rows = [["姓名", "单位", "职务"], ["张三", BUREAU, "科员"], [word, BUREAU, "副局长"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert names(seen) == ["张三"]
    assert seen.problem("roster.vacant_passed").params["rows"] == ("3",)


@pytest.mark.parametrize("word", ["见附表", "某某", "略"])
def test_what_points_to_a_name_elsewhere_is_asked_for_it(tmp_path, word):
    rows = [["姓名", "单位", "职务"], ["张三", BUREAU, "科员"], [word, BUREAU, "科员"]]
    assert look(write(tmp_path / "a.xlsx", Page(rows))).said == [(3, "姓名", "roster.name_odd", "error")]


@pytest.mark.parametrize("word", ["李局长", "张书记", "王副主任"])
def test_a_surname_with_a_post_is_asked_for_its_name(tmp_path, word):
    rows = [["姓名", "单位", "职务"], ["张三", BUREAU, "科员"], [word, BUREAU, "科员"]]
    assert look(write(tmp_path / "a.xlsx", Page(rows))).said == [(3, "姓名", "roster.name_odd", "error")]


@pytest.mark.parametrize("word", ["张三 李四", "张三\n李四", "王小明　李四", "张三  李四  王五"])
def test_two_names_in_one_cell_are_no_name_of_four_characters(tmp_path, word):
    rows = [["姓名", "单位", "职务"], ["赵一", BUREAU, "科员"], [word, BUREAU, "科员"]]
    assert look(write(tmp_path / "a.xlsx", Page(rows))).said == [(3, "姓名", "roster.name_twice", "error")]


def test_a_blank_behind_the_surname_or_within_the_given_name_is_one_name(tmp_path):
    rows = [["姓名", "单位"], *([word, BUREAU] for word in ("欧阳 明月", "尉迟 敬", "李 小明", "张　三"))]
    assert names(look(write(tmp_path / "a.xlsx", Page(rows)))) == ["欧阳明月", "尉迟敬", "李小明", "张三"]


@pytest.mark.parametrize("word", ["平均年龄", "本科", "党员", "实有人数"])
def test_what_is_counted_below_a_table_is_nobody(tmp_path, word):
    rows = [TITLE, ["序号", "姓名", "职务", "备注"], [1, "张三", "科员", ""], ["", word, "", 1]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert names(seen) == ["张三"]
    assert seen.problem("roster.lines_passed").params["rows"] == ("4",)


@pytest.mark.parametrize("word", ["-", "无", "/", "—"])
def test_a_dash_for_a_unit_opens_none(tmp_path, word):
    rows = [["姓名", "单位", "职务"], ["张三", BUREAU, "科员"], ["李四", word, "科员"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.people == [(2, "张三", BUREAU), (3, "李四", "")]
    assert "roster.unit_missing" in [code for _row, _field, code, _severity in seen.said]


def test_a_dash_is_no_post_and_no_word_of_any_list(tmp_path):
    header = ["姓名", "单位", "职务", "民族", "政治面貌", "学历", "备注"]
    rows = [header, ["张三", BUREAU, *["-"] * 5], ["李四", BUREAU, "", "无", "不详", "无", "/"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.buckets == ["new", "new"]
    for field in ("post", "ethnicity", "political", "education", "note"):
        assert seen.column(field) == ["", ""]
