"""毕业院校及专业, 职称, 籍贯: whose column is whose, and what a title says of a rank."""

import pytest

from tests.exchange.quirks.books import Page, write
from tests.exchange.quirks.looking import look
from trainingdesk.domain.codes import Team
from trainingdesk.domain.roster.drafts import PersonDraft, read_draft
from trainingdesk.domain.roster.wording import says_nothing_new


def test_three_lines_of_schooling(tmp_path):
    rows = [
        ["姓名", "单位", "学历学位", "", "", ""],
        ["", "", "全日制教育", "", "在职教育", ""],
        ["", "", "学历学位", "毕业院校系及专业", "学历学位", "毕业院校系及专业"],
        ["张三", "城东区教育局", "大专", "江城大学中文系", "大学", "东江大学\n法学专业"],
    ]
    merged = ("A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2")
    seen = look(write(tmp_path / "a.xlsx", Page(rows, merged=merged)))
    (person,) = seen.file.people
    assert (person.education_full, person.school_full) == ("大专", "江城大学中文系")
    assert (person.education_service, person.school_service) == ("大学", "东江大学法学专业")
    assert (person.education, person.school) == ("大学", "东江大学法学专业")
    assert seen.said == []


@pytest.mark.parametrize(
    ("cell", "school"),
    [
        ("山东大学\n行政管理", "山东大学 行政管理"),
        ("山东大学 行政\n管理", "山东大学 行政管理"),
        ("中共山东省委党校\r\n经济管理", "中共山东省委党校 经济管理"),
        ("东江大学\n法学专业", "东江大学法学专业"),
        ("山东大学\n法学院", "山东大学法学院"),
        ("山东\n大学", "山东大学"),
        ("University of\nYork MBA", "University of York MBA"),
    ],
)
def test_a_break_behind_a_school_parts_it_from_what_was_studied(tmp_path, cell: str, school: str):
    rows = [["姓名", "工作单位", "毕业院校及专业"], ["张\n三", "城东区教育局", cell]]
    (person,) = look(write(tmp_path / "a.xlsx", Page(rows))).file.people
    assert (person.name, person.school) == ("张三", school)
    values, _problems = read_draft(
        PersonDraft(name="张三", unit_id=1, team=Team.PARTY_GOVERNMENT, school=person.school)
    )
    assert values.school == school, "the person's form changes nothing of it"
    assert says_nothing_new("school", school.replace(" ", ""), school)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["学历", "学位", "毕业院校"], ["education", "degree", "school"]),
        (["毕业学校", "学历"], ["school", "education"]),
        (["全日制学历", "毕业院校及专业"], ["education_full", "school_full"]),
        (
            ["全日制学历", "全日制学位", "毕业院校", "在职学历", "在职学位", "毕业院校"],
            ["education_full", "degree_full", "school_full", "education_service", "degree_service", "school_service"],
        ),
        (
            ["全日制学历", "毕业院校", "在职学历"],
            ["education_full", "school_full", "education_service"],
        ),
        (["全日制学历", "在职学历", "毕业院校"], ["education_full", "education_service", "school"]),
        (["学历", "全日制毕业院校", "在职毕业学校"], ["education", "school_full", "school_service"]),
        (["全日制教育毕业院校及专业", "非全日制毕业院校"], ["school_full", "school_service"]),
        (["毕业院校", "毕业院校"], ["school", ""]),
        (
            ["全日制教育", "在职教育", "毕业院校系及专业", "毕业院校系及专业"],
            ["education_full", "education_service", "school_full", "school_service"],
        ),
        (
            ["在职学历", "全日制学历", "毕业院校", "专业", "毕业院校", "专业"],
            ["education_service", "education_full", "school_service", "major_service", "school_full", "major_full"],
        ),
        (
            ["学历", "全日制学历", "在职学历", "毕业院校", "毕业院校"],
            ["education", "education_full", "education_service", "school", ""],
        ),
        (["籍贯", "出生地", "出生年月", "专业技术职务"], ["native_place", "birthplace", "birth", "technical_title"]),
        (["职称", "职级", "取得职称时间"], ["technical_title", "rank", ""]),
        (["取得职称时间", "毕业院校毕业时间"], ["", ""]),
        (["学历", "毕业院校", "所学专业"], ["education", "school", "major"]),
        (
            ["全日制学历", "毕业院校", "专业", "在职学历", "毕业院校", "专业"],
            ["education_full", "school_full", "major_full", "education_service", "school_service", "major_service"],
        ),
        (["全日制专业", "熟悉专业有何专长", "专业技术等级"], ["major_full", "", ""]),
    ],
)  # fmt: skip
def test_whose_school_a_column_is(tmp_path, header, fields):
    row = ["张三", "城东区教育局", *[""] * len(header)]
    seen = look(write(tmp_path / "a.xlsx", Page([["姓名", "单位", *header], row])))
    assert [c.field for c in seen.file.header.columns][2:] == fields


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["学校", "职务", "任教学科"], ["unit", "post", ""]),
        (["任教学校", "所在学校", "职务"], ["", "unit", "post"]),
        (["学校名称", "职务", "毕业院校"], ["unit", "post", "school"]),
        (["职务", "学历", "学校", "专业"], ["post", "education", "", "major"]),
        (["工作单位", "学校", "职务"], ["unit", "", "post"]),
        (["工作单位及职务", "所在学校"], ["unit_post", ""]),
        (["培训学校", "职务"], ["", "post"]),
    ],
)
def test_the_schools_of_a_bureau_are_units_where_no_other_column_says_them(tmp_path, header, fields):
    row = ["张三", *["城东区第一小学"] * len(header)]
    seen = look(write(tmp_path / "a.xlsx", Page([["姓名", *header], row])))
    assert [c.field for c in seen.file.header.columns][1:] == fields
    if "unit" in fields:
        assert seen.column("unit") == ["城东区第一小学"]


def test_a_major_of_its_own_column_stands_behind_the_school(tmp_path):
    header = ["姓名", "单位", "学历", "毕业院校", "专业"]
    said = [
        ("江城大学", "法学", "江城大学法学专业"),
        ("江城大学法学专业", "法学", "江城大学法学专业"),
        ("江城大学", "中文系", "江城大学中文系"),
        ("江城大学", "无", "江城大学"),
        ("", "行政管理专业", "行政管理专业"),
        ("江城法学院", "法学", "江城法学院法学专业"),
    ]
    rows = [
        [f"张{name}", "城东区教育局", "大学", *one[:2]]
        for name, one in zip("一二三四五六", said, strict=True)
    ]
    seen = look(write(tmp_path / "a.xlsx", Page([header, *rows])))
    assert seen.column("school") == [one[2] for one in said]
    assert seen.said == []
    assert seen.file.samples["major"] == "法学"


def test_the_school_is_that_of_the_higher_education(tmp_path):
    header = ["姓名", "单位", "全日制学历", "全日制毕业院校", "在职学历", "在职毕业院校"]
    rows = [
        ["张一", "城东区教育局", "大学", "甲大学", "大学", "乙大学"],
        ["张二", "城东区教育局", "大专", "甲大学", "研究生", ""],
        ["张三", "城东区教育局", "", "甲大学", "", ""],
        ["张四", "城东区教育局", "大学", "甲大学", "", "乙大学"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page([header, *rows])))
    assert seen.column("school") == ["甲大学", "", "", "甲大学"]


def test_a_title_beside_a_rank_is_no_rank(tmp_path):
    header = ["姓名", "单位", "职级", "职称"]
    rows = [["张三", "城东区教育局", "一级科员", "经济师"], ["李四", "城东区教育局", "", "高级教师"]]
    seen = look(write(tmp_path / "a.xlsx", Page([header, *rows])))
    assert seen.column("rank") == ["clerk_1", ""]
    assert seen.column("technical_title") == ["经济师", "高级教师"]


def test_a_title_says_the_rank_of_technical_staff_where_no_column_does(tmp_path):
    header = ["姓名", "单位", "队伍", "职务", "职称"]
    rows = [
        ["张一", "城东区第一小学", "", "", "高级教师", "technical_associate"],
        ["张二", "城东区第一小学", "专业技术人员", "副校长", "中级", "technical_middle"],
        ["张三", "城东区教育局", "党政干部", "", "经济师", ""],
        ["张四", "城东区教育局", "党政干部", "", "四级主任科员", "principal_4"],
        ["张五", "城东区第一小学", "", "", "政工师", ""],
        ["张六", "城东区第一小学", "", "", "无", ""],
        ["张七", "城东区第一小学", "", "语文教师", "一级教师", "technical_middle"],
        ["张八", "城东区教育局", "", "人事科科长", "经济师", ""],
        ["张九", "城东区教育局", "", "会计科科长", "会计师", ""],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page([header, *(row[:5] for row in rows)])))
    assert seen.column("rank") == [row[5] for row in rows]
    titles = ["高级教师", "中级", "经济师", "", "政工师", "", "一级教师", "经济师", "会计师"]
    assert seen.column("technical_title") == titles
    # the same title gives a rank in one row and none in another: never without a word
    assert seen.said == [(row, "职称", "roster.title_no_rank", "note") for row in (4, 9, 10)]


def test_grades_of_technical_posts_say_the_rank_and_titles_where_they_are_blank(tmp_path):
    rows = [
        ["姓名", "单位", "职务", "职称", "岗位等级"],
        ["张一", "区实验小学", "校长", "高级教师", "专技五级"],
        ["张二", "区实验小学", "", "一级教师", "专业技术八级"],
        ["张三", "区实验小学", "", "讲师", ""],
        ["张四", "区实验小学", "副校长", "高级教师", ""],
        ["张五", "区文化馆", "", "副研究馆员", "专技7级"],
        ["张六", "区文化馆", "", "助理馆员", "十二级"],
    ]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    ranks = ["technical_associate", "technical_middle", "technical_middle", "", "technical_associate", ""]
    assert seen.column("rank") == ranks
    # 专技十级 and 专技九级 are one rank of the roster: that is said, for the change is none there
    assert seen.said == [
        (0, "岗位等级", "roster.grades_by_level", "note"),
        (5, "职称", "roster.title_no_rank", "note"),
        (7, "岗位等级", "roster.rank_unknown", "question"),
    ]


def test_levels_of_enterprises_are_ranks(tmp_path):
    rows = [["企业名称", "姓名", "职务", "层级"], ["某某公司", "张一", "经理", "企业正职"]]
    rows += [
        ["某某公司", name, "部长", level] for name, level in (("张二", "企业中层正职"), ("张三", "中层正职"))
    ]
    rows += [["城东区第一中学", "张四", "部长", "中层正职"]]
    seen = look(write(tmp_path / "a.xlsx", Page(rows)))
    assert seen.column("rank") == ["business_head", "business_middle", "business_middle", ""]
    # a bureau's and a school's middle rows are no enterprise's
    assert seen.said == [(5, "层级", "roster.rank_unknown", "question")]


@pytest.mark.parametrize(
    ("field", "old", "new", "nothing"),
    [
        ("school_full", "江城大学中文系", "江城大学", True),
        ("school", "江城大学 中文系", "江城大学中文系", True),
        ("school", "江城大学", "江城大学中文系", False),
        ("school", "", "江城大学", False),
        ("native_place", "江苏省南京市", "江苏南京", True),
        ("native_place", "江苏南京", "江苏省南京市", True),
        ("native_place", "广西壮族自治区桂林市", "广西桂林", True),
        ("birthplace", "江苏", "江苏南京", False),
        ("birthplace", "江苏南京", "安徽滁州", False),
        ("birthplace", "江苏南京", "市", False),
        ("native_place", "市", "县", False),
        ("native_place", "市", "市", True),
        ("native_place", "湖南省长沙市", "湖南省长沙县", False),
        ("native_place", "湖南长沙市", "湖南长沙县", False),
        ("native_place", "湖南长沙", "湖南省长沙县", True),
        ("native_place", "湖南省长沙县", "湖南长沙", True),
        ("native_place", "重庆市万州区", "重庆市", True),
        ("native_place", "广西自治区", "广西壮族自治区", True),
        ("native_place", "山东省济宁市市中区", "山东济宁市中区", True),
        ("native_place", "山东枣庄", "山东枣庄市中区", False),
        ("school", "南京大学金陵学院", "南京大学", False),
        ("school", "南京大学金陵学院会计学专业", "南京大学", False),
        ("school_full", "浙江大学城市学院", "浙江大学", False),
        ("school", "江城大学附中", "江城大学", False),
        ("school", "江城大学法学专业", "江城大学", True),
        ("school", "江城大学法学", "江城大学", True),
        ("school", "江城大学法学院法学专业", "江城大学", True),
        ("school", "江城大学经济管理学院经济学专业", "江城大学", True),
        ("school", "江城大学继续教育学院法学专业", "江城大学", True),
        ("school", "江城大学学校管理专业", "江城大学", True),
        ("school", "清华大学", "清华", True),
        ("technical_title", "高级工程师", "高级", False),
    ],
)
def test_what_says_no_more_is_no_change(field, old, new, nothing):
    assert says_nothing_new(field, old, new) is nothing
