import pytest

from trainingdesk.domain.codes import Rank, Team
from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster.people import FIELDS, KnownPerson, ParsedPerson
from trainingdesk.domain.roster.rows import parse_rows
from trainingdesk.domain.roster.sheet import Sheet, Spellings
from trainingdesk.domain.roster.teams import team_of_rank
from trainingdesk.domain.values import id_check_digit
from trainingdesk.exchange.code_lists import code_lists
from trainingdesk.shared.text import Label

SPELLINGS = Spellings(
    sex={"男": "male", "女": "female"},
    rank={"正科": "section_head", "中级": "technical_middle"},
    team={"党政": "party_government"},
    authority={"区管": "district"},
    status={"在职": "serving"},
    political={"党员": "中共党员"},
    education={"本科": "大学"},
    degree={},
    ethnicity={"汉": "汉族", "回族": "回族"},
)
HEADERS = {"name": "姓名", "sex": "性别", "birth": "出生年月", "id_number": "身份证号", "unit": "单位"}
HEADERS |= {"rank": "职级", "team": "队伍", "ethnicity": "民族"}


def number(birth="19720516", order=123):
    head = f"999901{birth}{order:03d}"
    return head + id_check_digit(head)


def parse(rows=None, *, headers=HEADERS, **columns):
    count = len(next(iter(columns.values())))
    return parse_rows(Sheet(columns, headers, rows or range(2, 2 + count)), SPELLINGS)


def codes(parsed):
    return [(p.row, p.field, p.code) for p in parsed.problems]


def test_known_and_parsed_people_have_the_same_fields_in_the_same_places():
    assert KnownPerson._fields[1:] == ParsedPerson._fields[1:] == FIELDS
    assert KnownPerson._field_defaults == ParsedPerson._field_defaults


def test_every_field_in_its_stored_form():
    parsed = parse(
        name=["张　三"],
        sex=["男"],
        birth=["1972.5"],
        id_number=[number().lower()],
        unit=["区甲局 "],
        post=["科长"],
        rank=["正科"],
        team=["党政"],
        authority=["区管"],
        status=["在职"],
        phone=[13912345678.0],
        ethnicity=["汉"],
        political=["党员"],
        education=["本科"],
        degree=["学士"],
        work_start=["1995.07"],
        party_entry=["1996-07-01"],
        note=["x"],
    )
    assert parsed.problems == []
    assert parsed.people == [
        ParsedPerson(
            number=2, name="张三", sex="male", birth="1972-05", id_number=number(), unit="区甲局", post="科长",
            rank="section_head", team="party_government", authority="district", status="serving",
            phone="13912345678", ethnicity="汉族", political="中共党员", education="大学", degree="学士",
            work_start="1995-07", party_entry="1996-07", note="x",
        )
    ]  # fmt: skip


def test_all_problems_of_all_rows_with_their_places():
    parsed = parse(
        name=["张三3", "李四", ""],
        sex=["公", "女", "男"],
        birth=["1972", "1980.1", 1972.1],
        id_number=["123", "", number()[:-1]],
        unit=["甲", "", "乙"],
        rank=["不知", "正科", ""],
    )
    assert codes(parsed) == [
        (2, "姓名", "roster.name_odd"),
        (2, "性别", "roster.sex_unknown"),
        (2, "出生年月", "roster.date_year_only"),
        (2, "身份证号", "id.length"),
        (2, "职级", "roster.rank_unknown"),
        (4, "姓名", "roster.name_missing"),
        (4, "出生年月", "roster.date_october"),
        (4, "身份证号", "id.length"),
    ]
    assert [p.value for p in parsed.problems[:3]] == ["张三3", "公", "1972"]
    assert [p.severity for p in parsed.problems if p.code == "roster.rank_unknown"] == [Severity.QUESTION]
    assert [p.row for p in parsed.people] == [2, 3, 4]
    assert parsed.people[0] == ParsedPerson(2, "", unit="甲")


def test_equal_cells_have_their_problem_in_every_row():
    parsed = parse(name=["张三", "李四", "王五"], rank=["某级", "正科", "某级"])
    assert [p.row for p in parsed.problems] == [2, 4]


def test_the_id_number_fills_what_the_row_leaves_blank():
    (person,) = parse(name=["张三"], id_number=[number()]).people
    assert (person.sex, person.birth) == ("male", "1972-05-16")
    (woman,) = parse(name=["李四"], id_number=[number(order=124)], sex=[""], birth=["无"]).people
    assert (woman.sex, woman.birth) == ("female", "1972-05-16")


def test_a_birth_that_agrees_stays_as_written():
    (person,) = parse(name=["张三"], id_number=[number()], birth=["1972.05"]).people
    assert person.birth == "1972-05"


def test_contradictions_to_the_id_number_are_asked_about_at_the_cell():
    parsed = parse(name=["张三"], sex=["女"], birth=["1972.06"], id_number=[number()])
    assert codes(parsed) == [
        (2, "性别", "roster.sex_contradicts_id"),
        (2, "出生年月", "roster.birth_contradicts_id"),
    ]
    assert parsed.problems[0].params == {
        "value": "女",
        "about": "sex",
        "choices": ["male", "female"],
        "id_says": Label("sex.male"),
    }
    assert parsed.problems[1].params == {
        "value": "1972.06",
        "about": "birth",
        "birth": "1972-06",
        "id_birth": "1972-05-16",
        "choices": ["1972-05-16", "1972-06"],
    }
    assert all(p.severity == Severity.QUESTION for p in parsed.problems)


def test_the_id_number_settles_january_or_october():
    parsed = parse(
        name=["张三", "李四", "王五"],
        birth=[1972.1, 1972.1, 1972.1],
        id_number=[number("19721016"), number("19720116", 125), number("19720516", 127)],
    )
    assert [p.birth for p in parsed.people] == ["1972-10", "1972-01", ""]
    assert codes(parsed) == [(4, "出生年月", "roster.date_october")]


def test_an_unreadable_sex_is_not_replaced_behind_the_clerks_back():
    parsed = parse(name=["张三"], sex=["?"], birth=["?"], id_number=[number()])
    assert (parsed.people[0].sex, parsed.people[0].birth) == ("", "")
    assert [p.code for p in parsed.problems] == ["roster.sex_unknown", "roster.date_unreadable"]


def test_suffixes_behind_names_fill_blank_columns():
    parsed = parse(
        name=["丁宁(女)", "丁月牙（女，回族）", "丁一(外)"], sex=["", "", "男"], ethnicity=["汉", "", ""]
    )
    assert [(p.name, p.sex, p.ethnicity) for p in parsed.people] == [
        ("丁宁", "female", "汉族"),
        ("丁月牙", "female", "回族"),
        ("", "male", ""),
    ]
    assert codes(parsed) == [(4, "姓名", "roster.name_odd")]


def test_blank_rows_are_passed_over():
    parsed = parse(name=["张三", "", " "], unit=["甲", "\u3000", ""], phone=["", "", "x"])
    assert [p.row for p in parsed.people] == [2, 4]
    assert codes(parsed) == [(4, "姓名", "roster.name_missing"), (4, "", "roster.phone_odd")]


def test_a_blank_team_stays_blank_and_every_rank_belongs_to_one():
    """Whether it is somebody new, whose rank then says the team, is not known when a row is read."""
    parsed = parse(name=["张三", "王五"], rank=["中级", "中级"], team=["", "党政"])
    assert [p.team for p in parsed.people] == ["", "party_government"]
    assert team_of_rank(Rank.BUSINESS_HEAD) == Team.BUSINESS
    assert team_of_rank(Rank.TECHNICAL_MIDDLE) == Team.TECHNICAL


def test_an_unknown_team_is_asked_and_not_inferred():
    parsed = parse(name=["张三"], rank=["中级"], team=["其他"])
    assert parsed.people[0].team == ""
    assert codes(parsed) == [(2, "队伍", "roster.team_unknown")]


def test_a_header_of_days_takes_the_first_of_a_month_for_a_day():
    from datetime import date

    days = parse(name=["张三"], birth=[date(1972, 5, 1)], headers={"name": "姓名", "birth": "出生日期"})
    months = parse(name=["张三"], birth=[date(1972, 5, 1)])
    assert (days.people[0].birth, months.people[0].birth) == ("1972-05-01", "1972-05")


def test_columns_done_are_reported():
    steps = []
    sheet = Sheet({"name": ["张三"]}, {"name": "姓名"}, [2])
    parse_rows(sheet, SPELLINGS, lambda done, total: steps.append((done, total)))
    assert steps[-1] == (len(FIELDS), len(FIELDS))


def test_a_former_name_in_brackets_is_kept_in_the_note():
    """孙文博（曾用名：孙小文） was no name, and an error."""
    columns = {
        "name": ["孙文博（曾用名：孙小文）", "丁宁（原名丁小宁，女）", "李四（曾用名：无此人1）"],
        "note": ["", "2026年入职", ""],
    }
    sheet = Sheet(columns, {"name": "姓名", "note": "备注"}, [2, 3, 4])
    read = parse_rows(sheet, code_lists().spellings)
    assert [(one.name, one.note) for one in read.people[:2]] == [
        ("孙文博", "曾用名：孙小文"),
        ("丁宁", "2026年入职；原名丁小宁"),
    ]
    assert [(one.row, one.code) for one in read.problems if one.row in {2, 4}] == [
        (2, "roster.former_name_kept"),
        (4, "roster.name_odd"),
    ]


@pytest.mark.parametrize(
    ("unit", "word", "rank"),
    [
        ("城东城市投资集团有限公司", "中层正职", "business_middle"),
        ("城东城市投资集团有限公司", "基层管理", "business_staff"),
        ("城东城市投资集团有限公司", "集团正职", "business_head"),
        ("城东区第一中学", "中层正职", ""),
    ],
)
def test_a_grade_of_enterprises_is_a_rank_there_and_a_question_elsewhere(unit, word, rank):
    columns = {"name": ["丁宁"], "unit": [unit], "rank": [word]}
    sheet = Sheet(columns, {"name": "姓名", "unit": "单位", "rank": "岗位层级"}, [2])
    read = parse_rows(sheet, code_lists().spellings)
    assert [one.rank for one in read.people] == [rank]
    assert [one.code for one in read.problems] == ([] if rank else ["roster.rank_unknown"])
