"""Remarks that say somebody has retired or left: read where they say nothing else."""

import pytest

from trainingdesk.domain.codes import PersonStatus
from trainingdesk.domain.roster.known_units import NO_UNITS, KnownUnits
from trainingdesk.domain.roster.remarks import REMARKS, read_remark, remark_days


@pytest.mark.parametrize(
    ("text", "status", "day"),
    [
        ("退休", PersonStatus.RETIRED, ""),
        ("已退休 2025.3", PersonStatus.RETIRED, "2025-03"),
        ("2025年3月退休", PersonStatus.RETIRED, "2025-03"),
        ("已于２０２５年３月办理退休手续。", PersonStatus.RETIRED, "2025-03"),
        ("2025-03-31起退休", PersonStatus.RETIRED, "2025-03-31"),
        ("2025年退休", PersonStatus.RETIRED, ""),
        ("退休（2025.03）", PersonStatus.RETIRED, "2025-03"),
        ("调离", PersonStatus.LEFT, ""),
        ("已调出本区", PersonStatus.LEFT, ""),
        ("辞职（2024.12）", PersonStatus.LEFT, "2024-12"),
        ("因病去世", PersonStatus.LEFT, ""),
        ("长期病假", PersonStatus.LONG_LEAVE, ""),
        ("借调", PersonStatus.SECONDED_IN, ""),
        ("已故", PersonStatus.LEFT, ""),
        ("调到市财政局", PersonStatus.LEFT, ""),
        ("2025年3月调市委", PersonStatus.LEFT, "2025-03"),
        ("内退", PersonStatus.RETIRED, ""),
        ("到龄退休，返聘", PersonStatus.RETIRED, ""),
        ("退休返聘", PersonStatus.RETIRED, ""),
        ("到龄退休", PersonStatus.RETIRED, ""),
        ("2025年3月提前退休", PersonStatus.RETIRED, "2025-03"),
        ("病退", PersonStatus.RETIRED, ""),
        ("2025年3月离职", PersonStatus.LEFT, "2025-03"),
        ("自动离职", PersonStatus.LEFT, ""),
        ("被辞退", PersonStatus.LEFT, ""),
        ("2025年3月去逝", PersonStatus.LEFT, "2025-03"),
        ("因公殉职", PersonStatus.LEFT, ""),
        ("提前退休返聘", PersonStatus.RETIRED, ""),
        ("从区财政局借调来", PersonStatus.SECONDED_IN, ""),
        ("停薪留职", PersonStatus.LONG_LEAVE, ""),
        ("哺乳假", PersonStatus.LONG_LEAVE, ""),
        ("除名（2026.2）", PersonStatus.LEFT, "2026-02"),
        ("返聘", PersonStatus.RETIRED, ""),
        ("返聘人员", PersonStatus.RETIRED, ""),
        ("2026年2月转任市财政局", PersonStatus.LEFT, "2026-02"),
        ("从区委办借调", PersonStatus.SECONDED_IN, ""),
        ("借调来我局", PersonStatus.SECONDED_IN, ""),
        ("借自区委办", PersonStatus.SECONDED_IN, ""),
        ("外单位借调人员（区教育局）", PersonStatus.SECONDED_IN, ""),
        ("编制在区教育局", PersonStatus.SECONDED_IN, ""),
        ("借用", PersonStatus.SECONDED_IN, ""),
        ("借调市局2025.6起", None, "2025-06"),
        ("2026年3月退休；见习警员", PersonStatus.RETIRED, "2026-03"),
        ("2026年3月退休；试用期", PersonStatus.RETIRED, "2026-03"),
    ],
)
def test_what_a_remark_says(text: str, status: PersonStatus | None, day: str):
    found = read_remark(text)
    assert found is not None
    assert (found.status, found.day) == (status, day)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "退",
            "拟2027年退休",
            "即将退休",
            "退居二线",
            "未退休",
            "拟调市委",
            "由市委调来",
            "2026年2月调市财政局，3月调回",
            "去市财政局开会",
            "退休不返聘",
            "父亲去世",
            "离岗",
            "请假",
            "续聘",
            "退休；试用期内辞职",
            "党员；试用期",
            "转任科长",
            "不再借调",
            "调至区教育局",
        ),
        *("从区教育局调离到本局任职", "2025年3月至4月病假", "中共党员", "退休" * 30),
    ],
)
def test_what_says_something_else_is_a_remark(text: str):
    assert read_remark(text) is None


@pytest.mark.parametrize(
    ("text", "other"), [("内退", "退休"), ("退休返聘", "退休"), ("从区财政局借调来", "借调")]
)
def test_what_can_be_meant_in_two_ways_gets_no_answer_of_others(text: str, other: str):
    found, plain = read_remark(text), read_remark(other)
    assert found is not None
    assert plain is not None
    assert found.code != plain.code
    assert found.code in REMARKS


def test_a_day_counts_only_with_the_status_that_was_taken_and_not_before_it_has_come():
    notes = {2: "已退休 2025.3", 3: "已退休 2025.3", 4: "2026.9退休", 5: "退休"}
    answers = {
        (2, "status"): "retired",
        (3, "status"): "left",
        (4, "status"): "retired",
        (5, "status"): "retired",
        (2, "rank"): "clerk_1",
    }
    assert remark_days(answers, notes, "2026-06-12") == [(2, "status", "2025-03")]


def test_leave_from_a_day_until_another_one_is_asked_about_while_it_lasts():
    found = read_remark("产假（2026.1.15—2026.7.13）")
    assert found is not None
    assert (found.status, found.day, found.until) == (PersonStatus.LONG_LEAVE, "2026-01-15", "2026-07-13")
    days = ("2026-01-14", "2026-05-20", "2026-07-14")
    assert [(found.is_to_come(day), found.is_over(day)) for day in days] == [
        (True, False),
        (False, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("text", "to_come", "may_be"),
    [
        ("退休", False, False),
        ("2026.5退休", False, False),
        ("2026.6退休", False, True),
        ("2026.6.12退休", False, False),
        ("2026.6.13退休", True, False),
        ("2026.7退休", True, False),
        ("2025年退休", False, False),
        ("2026年退休", False, True),
        ("2027年退休", True, False),
        ("2027.13退休", True, False),
        ("2025.3借调（2027.3起）", True, False),
    ],
)
def test_what_has_not_come_is_told_from_what_may_not_have(text: str, to_come: bool, may_be: bool):
    found = read_remark(text)
    assert found is not None
    assert (found.is_to_come("2026-06-12"), found.may_be_to_come("2026-06-12")) == (to_come, may_be)


def test_a_month_is_over_on_its_last_day():
    found = read_remark("2026.5退休")
    assert found is not None
    assert found.may_be_to_come("2026-05-30")
    assert not found.may_be_to_come("2026-05-31")
    assert found.is_to_come("2026-04-30")


@pytest.mark.parametrize(
    "text",
    [
        *("调任市场监管局副局长", "调到市场监管局", "调任市政管理局副局长", "调市容局", "调往市民中心工作"),
        *("转任办公室主任", "调任副局长", "调至综合办公室", "调至人事科", "调到本局", "交流任职"),
        *(
            "拟调任区审计局副局长",
            "由区财政局调至本单位",
            "从区教育局调出到我局",
            "2026年7月考录",
            "调至清河区",
        ),
        *("考取省委党校研究生", "考入清华大学", "去市委党校学习", "转任四级调研员", "下月退休"),
        *("选调市委党校学习", "调省委党校培训", "商调市局未批", "调市财政局（未办）", "商调市局待批"),
    ],
)
def test_a_transfer_inside_a_course_a_coming_and_what_is_not_done_are_remarks(text: str):
    assert read_remark(text) is None


@pytest.mark.parametrize(
    ("text", "units", "inside"),
    [
        ("调到市财政局", NO_UNITS, False),
        ("调任市政府办公室副主任", NO_UNITS, False),
        ("调市政协", NO_UNITS, False),
        ("调市教师进修学校", NO_UNITS, False),
        ("调市未成年人保护中心", NO_UNITS, False),
        ("调到市民政局", NO_UNITS, False),
        ("调任市民族宗教局副局长", NO_UNITS, False),
        ("调市人社局培训科科长", NO_UNITS, False),
        ("调往省未来科技城管委会", NO_UNITS, False),
        ("调任市财政局副局长", KnownUnits({"市财政局": "江城市财政局"}), True),
        ("调任市税务局副局长", KnownUnits({"市财政局": "江城市财政局"}), False),
        ("调到市税务局", KnownUnits(district="江城市"), True),
        ("调到省税务局", KnownUnits(district="江城市"), False),
        ("调到自治区自然资源厅", NO_UNITS, False),
        ("调到市税务局", KnownUnits(district="江城市城东区"), False),
        ("已退休", KnownUnits(district="江城市"), False),
    ],
)
def test_who_was_moved_to_a_unit_of_the_roster_has_not_left(text: str, units: KnownUnits, inside: bool):
    found = read_remark(text)
    assert found is not None
    assert found.stays_within(units) is inside


@pytest.mark.parametrize(
    ("text", "status", "code", "day"),
    [
        *(
            (f"2026.5{words}", PersonStatus.LEFT, "roster.remark_moved", "2026-05")
            for words in ("交流到市财政局", "考入市委办", "去市财政局", "调出至市人社局")
        ),
        ("2026年8月到龄", PersonStatus.RETIRED, "roster.remark_status", "2026-08"),
        ("已离退", PersonStatus.RETIRED, "roster.remark_status", ""),
        ("12月退休", PersonStatus.RETIRED, "roster.remark_status", ""),
        ("服刑", PersonStatus.LEFT, "roster.remark_status", ""),
        ("离岗创业", PersonStatus.LONG_LEAVE, "roster.remark_status", ""),
        ("2026年4月免职", PersonStatus.LEFT, "roster.remark_removed", "2026-04"),
        ("去市财政局挂职", None, "roster.remark_away", ""),
    ],
)
def test_the_many_ways_to_say_that_somebody_is_gone(
    text: str, status: PersonStatus | None, code: str, day: str
):
    found = read_remark(text)
    assert found is not None
    assert (found.status, found.code, found.day) == (status, code, day)
    assert code in REMARKS


def test_a_month_of_no_year_may_be_to_come_while_that_month_of_the_year_has_not_ended():
    found = read_remark("9月底退休")
    assert found is not None
    assert [found.may_be_to_come(day) for day in ("2026-08-31", "2026-09-30", "2026-10-01")] == [
        True,
        True,
        False,
    ]
    assert not found.is_to_come("2026-01-31"), "it may have been last year's"
    planned = read_remark("12月到龄")
    assert planned is not None
    assert (planned.is_to_come("2026-09-30"), planned.is_to_come("2026-12-31")) == (True, False)
