"""A wrong cell typed anew, a question answered: the row is read again, and nothing else of it changes."""

from datetime import date

import pytest

from tests.exchange.files import id_number
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.day_of_file import guess_day
from trainingdesk.domain.roster.mending import (
    Mends,
    Words,
    alike_key,
    answers_for_alike,
    changed_cells,
    choices_of,
    kind_key,
    mend_rows,
)
from trainingdesk.domain.roster.people import ParsedPerson
from trainingdesk.domain.roster.rows import parse_rows
from trainingdesk.domain.roster.sheet import Sheet
from trainingdesk.exchange.code_lists import code_lists

HEADERS = {
    "name": "姓名",
    "sex": "性别",
    "birth": "出生年月",
    "id_number": "身份证号",
    "unit": "工作单位",
    "rank": "职级",
    "phone": "手机",
}
TODAY = date(2026, 6, 12)


def words() -> Words:
    lists = code_lists()
    return Words(HEADERS, lists.spellings, lists.labels)


def read(*rows: tuple[object, ...]):
    columns = dict(zip(HEADERS, zip(*rows, strict=True), strict=True))
    return parse_rows(
        Sheet(columns=columns, headers=HEADERS, rows=range(2, 2 + len(rows))), code_lists().spellings
    )


def mended(parsed, corrections=None, answers=None):
    return mend_rows(parsed.people, parsed.problems, Mends(corrections or {}, answers or {}), words())


class Counted(dict):
    """Cells that count how often all of them are gone through."""

    passes = 0

    def __iter__(self):
        self.passes += 1
        return super().__iter__()

    def items(self):
        self.passes += 1
        return super().items()


def codes(problems) -> list[tuple[int, str]]:
    return [(problem.row, problem.code) for problem in problems]


class TestCorrections:
    def test_a_wrong_number_typed_right_fills_in_birth_and_sex_and_leaves_the_rest(self):
        good = id_number(date(1972, 5, 16), 2)
        bad = good[:-1] + ("1" if good[-1] != "1" else "2")
        parsed = read(("丁宁", "", "", bad, "教育局", "一级科员", "13900000001"))
        assert codes(parsed.problems) == [(2, "id.check_digit")]
        (person,), problems = mended(parsed, {(2, "id_number"): good})
        assert problems == []
        assert person == ParsedPerson(
            2, "丁宁", "female", "1972-05-16", good, "教育局", rank="clerk_1", phone="13900000001",
        )  # fmt: skip

    def test_one_of_two_wrong_cells_leaves_the_other_wrong_with_what_it_said(self):
        parsed = read(("丁宁", "男", "去年", "", "教育局", "某某级", ""))
        _people, problems = mended(parsed, {(2, "birth"): "1972.05"})
        assert [(problem.code, problem.value) for problem in problems] == [("roster.rank_unknown", "某某级")]

    def test_a_correction_that_is_wrong_too_is_said_with_its_own_words(self):
        parsed = read(("丁宁", "男", "去年", "", "教育局", "", ""))
        _people, problems = mended(parsed, {(2, "birth"): "前年"})
        assert [(problem.code, problem.value) for problem in problems] == [("roster.date_unreadable", "前年")]

    def test_another_number_takes_the_birth_of_the_old_one_along(self):
        old, new = id_number(date(1972, 5, 16), 2), id_number(date(1980, 1, 2), 1)
        parsed = read(("丁宁", "", "", old, "教育局", "", ""))
        (person,), problems = mended(parsed, {(2, "id_number"): new})
        assert (person.birth, person.sex, problems) == ("1980-01-02", "male", [])

    def test_a_row_cleared_of_its_name_is_an_error_and_not_gone(self):
        parsed = read(("丁宁", "", "", "", "", "", ""))
        people, problems = mended(parsed, {(2, "name"): ""})
        assert len(people) == 1
        assert codes(problems) == [(2, "roster.name_missing")]

    def test_other_rows_are_handed_through(self):
        parsed = read(("丁宁", "", "去年", "", "", "", ""), ("于洋", "", "前年", "", "", "", ""))
        people, problems = mended(parsed, {(2, "birth"): "1972.05"})
        assert people[1] is parsed.people[1]
        assert codes(problems) == [(3, "roster.date_unreadable")]

    def test_what_was_put_right_in_many_rows_is_gone_through_a_few_times_and_not_once_a_row(self):
        count = 40
        parsed = read(*(("丁宁", "男", "去年", "", "教育局", "某某级", "") for _ in range(count)))
        typed = Counted({(row, "birth"): "1972.05" for row in range(2, 2 + count)})
        answered = Counted({(row, "rank"): "" for row in range(2, 2 + count)})
        people, problems = mended(parsed, typed, answered)
        assert {(person.birth, person.rank) for person in people} == {("1972-05", "")}
        assert problems == []
        assert typed.passes + answered.passes <= 6


class TestAnswers:
    def test_october_is_taken_and_the_question_is_gone(self):
        parsed = read(("丁宁", "男", 1972.1, "", "教育局", "", ""))
        assert codes(parsed.problems) == [(2, "roster.date_october")]
        (person,), problems = mended(parsed, answers={(2, "birth"): "1972-10"})
        assert (person.birth, problems) == ("1972-10", [])

    def test_blank_is_an_answer(self):
        parsed = read(("丁宁", "男", "", "", "教育局", "某某级", ""))
        (person,), problems = mended(parsed, answers={(2, "rank"): ""})
        assert (person.rank, problems) == ("", [])

    def test_the_cell_wins_against_the_number_only_when_the_person_says_so(self):
        number = id_number(date(1972, 5, 16), 1)
        parsed = read(("丁宁", "男", "1973.05", number, "教育局", "", ""))
        (person,), problems = mended(parsed, answers={(2, "birth"): "1973-05"})
        assert (person.birth, person.id_number, problems) == ("1973-05", number, [])

    def test_one_answer_for_all_takes_the_choice_at_the_same_place(self):
        parsed = read(
            ("丁宁", "男", 1972.1, "", "教育局", "", ""),
            ("于洋", "男", 1980.1, "", "教育局", "", ""),
            ("单小芳", "女", "去年", "", "教育局", "", ""),
        )
        given = answers_for_alike(parsed.problems, parsed.problems[0], "1972-10", HEADERS)
        assert given == {(2, "birth"): "1972-10", (3, "birth"): "1980-10"}

    def test_without_choices_only_equal_cells_are_alike(self):
        def unknown(row: int, value: str) -> Problem:
            return Problem("roster.rank_unknown", {}, "职级", row, value, Severity.QUESTION)

        assert alike_key(unknown(2, "甲级")) == alike_key(unknown(3, "甲级"))
        assert alike_key(unknown(2, "甲级")) != alike_key(unknown(3, "乙级"))
        assert alike_key(Problem("roster.unit_new", {}, value="某局", severity=Severity.NOTE)) is None

    def test_words_that_no_list_has_are_left_blank_together_only_where_they_are_the_same(self):
        def key(code: str, value: str) -> object:
            return kind_key(Problem(code, {}, "职级", 2, value, Severity.QUESTION), HEADERS)

        assert key("roster.rank_unknown", "十二级") == key("roster.rank_unknown", "十二级")
        assert key("roster.rank_unknown", "十二级") != key("roster.rank_unknown", "蓝级")
        assert key("roster.rank_institution", "管理七级") == key("roster.rank_institution", "管理八级")

    def test_an_answer_about_a_status_holds_for_the_same_word(self):
        def lent(row: int, value: str) -> Problem:
            params = {"choices": ["serving", "seconded_in"], "about": "status"}
            return Problem("roster.status_lent", params, "状态", row, value, Severity.QUESTION)

        asked = [lent(2, "借调"), lent(3, "挂职"), lent(4, "借调")]
        given = answers_for_alike(asked, asked[0], "serving", HEADERS)
        assert given == {(2, "status"): "serving", (4, "status"): "serving"}


class TestDayOfFile:
    @pytest.mark.parametrize(
        ("said", "day"),
        [
            ("教育局干部名册（截至2026年5月）", date(2026, 5, 31)),
            ("截至 2026 年 5 月 20 日", date(2026, 5, 20)),
            ("名册20260430", date(2026, 4, 30)),
            ("名册_2026.05.06_终稿", date(2026, 5, 6)),
            ("2026年6月名册", TODAY),
            ("2024-02 在职人员", date(2024, 2, 29)),
            ("截至2026年6月5号", date(2026, 6, 5)),
            ("名册2026年1期，截至2026年3月", date(2026, 3, 31)),
        ],
    )
    def test_what_is_said(self, said: str, day: date):
        assert guess_day([said], TODAY) == (day, said)

    @pytest.mark.parametrize(
        ("said", "day"),
        [
            ("2025年1月—2025年9月新进人员", date(2025, 9, 30)),
            ("2025年6月至9月新进人员", date(2025, 9, 30)),
            ("2025年6-9月变动", date(2025, 9, 30)),
            ("2025.1-2026.3", date(2026, 3, 31)),
            ("2026年1月1日至2026年3月31日", date(2026, 3, 31)),
            ("2026年3月1日至31日", date(2026, 3, 31)),
            ("2026年3月-城东区教育局", date(2026, 3, 31)),
        ],
    )
    def test_of_a_stretch_the_last_day(self, said: str, day: date):
        assert guess_day([said], TODAY) == (day, said)

    @pytest.mark.parametrize(
        "said", ["2026年3月以来新进人员", "2025年9月起", "2026年1月至今", "2026.3-4", "2026年3月1日后调入"]
    )
    def test_a_stretch_that_goes_on_has_none(self, said: str):
        assert guess_day([said], TODAY) is None

    @pytest.mark.parametrize(
        "said",
        [
            *("名册", "2026年度干部名册", "2026年12月", "2026年13月", "20260631", "1-5期"),
            *("城东区干部名册（2026-1号）", "2026年1号文附件", "202605期", "2026年第1季度"),
            *("电话20260101", "联系电话：2026-01-01", "编号 202601", "时间填到月，如 2021.05。可以排序"),
        ],
    )
    def test_what_says_nothing(self, said: str):
        assert guess_day([said], TODAY) is None

    def test_the_first_that_tells(self):
        assert guess_day(["名册", "截至2025年12月", "2026-01"], TODAY) == (
            date(2025, 12, 31),
            "截至2025年12月",
        )


def test_unit_and_post_in_one_cell_are_answered_together():
    units = {"城东区委": "城东区委"}
    headers = {"name": "姓名", "unit_post": "工作单位及职务"}
    columns = {"name": ["张三"], "unit_post": ["城东区委办公室主任"]}
    read = parse_rows(Sheet(columns, headers, [2]), code_lists().spellings, units=units)
    words = Words(headers, code_lists().spellings, code_lists().labels, units)
    (asked,) = read.problems
    choice = choices_of(asked)[1]
    people, left = mend_rows(read.people, read.problems, Mends(answers={(2, "unit_post"): choice}), words)
    assert [(person.unit, person.post) for person in people] == [("城东区委办公室", "主任")]
    assert left == []
    people, left = mend_rows(read.people, read.problems, Mends(corrections={(2, "name"): "李四"}), words)
    assert [(person.name, person.unit) for person in people] == [("李四", "")]
    assert [problem.code for problem in left] == ["roster.unit_post_open"]


def test_a_cell_that_was_left_blank_is_said_to_be():
    found = changed_cells(
        {2: [("rank", "某某级", ""), ("post", "科员", "科长")]}, {"rank": "职级", "post": "职务"}, {}
    )
    assert [(one.code, one.params["value"]) for one in found] == [
        ("roster.cell_blanked", ""),
        ("roster.cell_changed", "科长"),
    ]
