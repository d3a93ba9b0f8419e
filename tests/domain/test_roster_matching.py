"""Who a row is: every way to be recognised, and every doubt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster.import_plan import plan_import
from trainingdesk.domain.roster.keys import Form, KeyedRows
from trainingdesk.domain.roster.known_units import KnownUnits
from trainingdesk.domain.roster.matching import Bucket, FieldChange, changes_of, decide_bucket, find_person
from trainingdesk.domain.roster.namesakes import MOST, Namesakes
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson
from trainingdesk.domain.values import id_check_digit
from trainingdesk.shared.text import text


def id_number(birth="19720516", order=123):
    head = f"999901{birth}{order:03d}"
    return head + id_check_digit(head)


A, B = id_number(), id_number("19800101", 125)


def row(n=2, name="张三", **fields):
    return ParsedPerson(n, name, **{"unit": "甲局", **fields})


def person(key=1, name="张三", **fields):
    return KnownPerson(key, name, **{"unit": "甲局", "status": "serving", **fields})


def plan(rows, known=(), problems=(), **more):
    return plan_import(rows, known, problems, **more)


def buckets(*args, **more):
    return [v.bucket.value for v in plan(*args, **more).verdicts]


# one row against the roster


def test_nobody_of_the_name_is_new():
    assert decide_bucket(row(), []).bucket == Bucket.NEW
    assert decide_bucket(row(), [person(name="李四")]).bucket == Bucket.NEW


def test_a_new_person_needs_a_unit():
    verdict = decide_bucket(row(unit=""), [])
    assert (verdict.bucket, verdict.reason) == (Bucket.ERROR, "roster.unit_missing")


def test_a_known_person_does_not():
    assert decide_bucket(row(unit="", id_number=A), [person(id_number=A)]).bucket == Bucket.SAME


def test_the_id_number_goes_before_everything():
    verdict = decide_bucket(
        row(id_number=A, unit="乙局", birth="1972-05"), [person(7, id_number=A, birth="1972-05-16")]
    )
    assert (verdict.bucket, verdict.person_id) == (Bucket.UPDATE, 7)
    assert verdict.changes == (FieldChange("unit", "甲局", "乙局"),)


def test_another_name_under_the_id_number_is_asked():
    verdict = decide_bucket(row(id_number=A, name="张珊"), [person(7, id_number=A)])
    assert (verdict.bucket, verdict.candidates, verdict.reason) == (
        Bucket.MAYBE,
        (7,),
        "roster.maybe_other_name",
    )
    assert verdict.changes == (FieldChange("name", "张三", "张珊"),)


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({"birth": "1972-05"}, {"birth": "1972-05"}),
        ({"birth": "1972-05-16"}, {"birth": "1972-05"}),
        ({"birth": "1972-05"}, {"birth": "1972-05-16"}),
        ({"birth": "1972-05-16", "unit": "乙局"}, {"birth": "1972-05-16"}),
        ({"birth": "1972-05", "unit": "乙局", "post": "科长"}, {"birth": "1972-05", "post": "科长"}),
        ({"birth": "1972-05", "unit": ""}, {"birth": "1972-05"}),
        ({"birth": "1972-05"}, {"id_number": A}),
        ({"id_number": A}, {"birth": "1972-05"}),
        ({"id_number": A}, {}),
        ({"birth": "1972-05"}, {}),
        ({}, {"id_number": A}),
        ({}, {}),
        ({"sex": "male"}, {"sex": "male"}),
    ],
)
def test_recognised_without_the_id_number_on_both_sides(fields, known):
    verdict = decide_bucket(row(**fields), [person(7, **known)])
    assert verdict.person_id == 7
    assert verdict.bucket in (Bucket.UPDATE, Bucket.SAME)


@pytest.mark.parametrize(
    ("fields", "known", "reason"),
    [
        ({"id_number": A}, {"id_number": id_number(order=127)}, "roster.maybe_other_id"),
        ({"unit": "乙局"}, {}, "roster.maybe_other_unit"),
        ({"unit": "乙局"}, {"id_number": A}, "roster.maybe_other_unit"),
        ({"unit": "乙局", "id_number": A}, {}, "roster.maybe_other_unit"),
        ({"birth": "1972-05"}, {"birth": "1980-01"}, "roster.maybe_other_birth"),
        ({"id_number": A}, {"birth": "1980-01"}, "roster.maybe_other_birth"),
        ({"unit": ""}, {}, "roster.maybe_no_unit"),
        ({"birth": "1972-05", "unit": "乙局"}, {"birth": "1972-05"}, "roster.maybe_by_month"),
        ({"birth": "1972-05", "unit": "乙局"}, {"id_number": A}, "roster.maybe_by_month"),
    ],
)
def test_doubts(fields, known, reason):
    verdict = decide_bucket(row(**fields), [person(7, **known)])
    assert (verdict.bucket, verdict.person_id, verdict.candidates, verdict.reason) == (
        Bucket.MAYBE,
        0,
        (7,),
        reason,
    )


@pytest.mark.parametrize(
    ("fields", "known"),
    [
        ({"sex": "male"}, {"sex": "female"}),
        ({"id_number": A}, {"id_number": B}),
        ({"birth": "1972-05", "unit": "乙局"}, {"birth": "1980-01"}),
        ({"id_number": A, "unit": "乙局"}, {"birth": "1980-01"}),
        ({"birth": "1972-05", "unit": "乙局"}, {"id_number": B}),
    ],
)
def test_namesakes_that_are_other_people(fields, known):
    assert decide_bucket(row(**fields), [person(7, **known)]).bucket == Bucket.NEW


def test_a_namesake_of_another_birth_does_not_stand_in_for_a_missing_unit():
    verdict = decide_bucket(row(birth="1972-05", unit=""), [person(7, birth="1980-01")])
    assert (verdict.bucket, verdict.reason) == (Bucket.ERROR, "roster.unit_missing")


def test_two_namesakes_in_one_unit_are_asked_about():
    known = [person(1), person(2)]
    verdict = decide_bucket(row(), known)
    assert (verdict.bucket, verdict.candidates, verdict.reason) == (
        Bucket.MAYBE,
        (1, 2),
        "roster.maybe_namesakes",
    )
    assert verdict.changes == ()


def test_of_two_with_the_birth_the_one_in_the_unit_is_meant():
    known = [person(1, birth="1972-05", unit="乙局"), person(2, birth="1972-05")]
    assert decide_bucket(row(birth="1972-05"), known).person_id == 2
    assert decide_bucket(row(birth="1972-05", unit="丙局"), known).candidates == (1, 2)


def test_a_blank_takes_nothing_away_and_a_month_is_no_change_to_a_day():
    known = person(1, birth="1972-05-16", phone="13912345678", post="科长")
    assert changes_of(row(birth="1972-05", post="局长"), known) == (FieldChange("post", "科长", "局长"),)
    assert changes_of(row(birth="1972-05-16"), person(birth="1972-05")) == (
        FieldChange("birth", "1972-05", "1972-05-16"),
    )
    by_number = "1972-05-16"  # a file without a column of births brings it with the number
    assert changes_of(row(birth=by_number, id_number=A), person(birth="1972-05", id_number=A)) == ()
    assert changes_of(row(birth="1972-05-12", id_number=A), person(birth="1972-05", id_number=A))
    assert len(changes_of(row(birth=by_number, id_number=A), person(birth="1972-05"))) == 2
    assert changes_of(row(birth=by_number, id_number=A), person(id_number=A))
    # the roster holds another month against the number: that the number is right after all is news
    assert changes_of(row(birth=by_number, id_number=A), person(birth="1973-06", id_number=A))
    assert changes_of(row(unit="甲 局（区）"), person(unit="甲局(区)")) == ()
    assert changes_of(row(status="serving"), person()) == ()


# a whole file


def test_counts_name_every_bucket():
    assert plan([], []).counts() == {
        "new": 0, "update": 0, "same": 0, "maybe": 0, "question": 0, "error": 0, "left": 0,
    }  # fmt: skip


def test_the_id_number_twice_is_an_error_at_the_second():
    result = plan([row(2, id_number=A), row(3, id_number=A, unit="乙局")], headers={"id_number": "身份证号"})
    assert [v.bucket for v in result.verdicts] == [Bucket.NEW, Bucket.ERROR]
    assert result.verdicts[1].other_row == 2
    (problem,) = [p for p in result.problems if p.severity == Severity.ERROR]
    assert (problem.row, problem.field, problem.code, problem.value) == (3, "身份证号", "roster.twice_id", A)
    assert text(problem.code, **problem.params) == "身份证号与第 2 行重复。"


@pytest.mark.parametrize(
    ("names", "asked", "expected", "others"),
    [
        # one of two people contradicts the number: it is the other one's
        (("张三", "李四"), (3,), ["new", "error"], [0, 2]),
        (("张三", "李四"), (2,), ["error", "new"], [3, 0]),
        (("张三", "李四"), (2, 3), ["error", "error"], [3, 2]),
        (("张三", "李四", "王五"), (2, 4), ["error", "new", "error"], [3, 0, 3]),
        # one person twice is one person twice, whatever else is asked
        (("张三", "张三"), (3,), ["new", "error"], [0, 2]),
        (("张三", "李四"), (), ["new", "error"], [0, 2]),
    ],
)
def test_a_copied_id_number_is_asked_about_before_what_it_explains(names, asked, expected, others):
    rows = [row(number, name, id_number=A, unit="甲局") for number, name in enumerate(names, 2)]
    problems = [
        Problem(code, {"choices": ["a", "b"]}, row=number, severity=Severity.QUESTION)
        for number in asked
        for code in ("roster.birth_contradicts_id", "roster.sex_contradicts_id")
    ]
    result = plan(rows, problems=problems)
    assert [verdict.bucket.value for verdict in result.verdicts] == expected
    assert [verdict.other_row for verdict in result.verdicts] == others
    for number in asked:
        said = {problem.code for problem in result.problems if problem.row == number}
        one_person = len(set(names)) == 1
        assert ("roster.copied_id" in said) is not one_person
        assert ("roster.sex_contradicts_id" in said) is one_person
        assert ("roster.twice_id" in said) is one_person


@pytest.mark.parametrize(
    ("name", "unit", "about", "severity", "bucket", "second"),
    [
        ("张三", "", "rank", Severity.QUESTION, "error", "roster.unit_missing"),
        ("张三", "", "phone", Severity.ERROR, "error", "roster.unit_missing"),
        ("张三", "", "birth", Severity.QUESTION, "error", "roster.unit_missing"),
        # nothing that may be otherwise once the question is answered
        ("李四", "", "id_number", Severity.ERROR, "error", ""),
        ("张三", "", "unit_post", Severity.QUESTION, "question", ""),
        ("张三", "", "unit", Severity.ERROR, "error", ""),
        ("张三", "旧局", "rank", Severity.QUESTION, "error", "roster.unit_closed"),
        ("张三", "旧局", "phone", Severity.ERROR, "error", "roster.unit_closed"),
        ("张三", "甲局", "rank", Severity.QUESTION, "question", ""),
    ],
)
def test_all_that_is_wrong_with_a_row_is_said_at_once(name, unit, about, severity, bucket, second):
    asked = Problem("roster.any", {"about": about}, row=2, severity=severity)
    result = plan(
        [row(2, name, unit=unit, birth="1980-01")],
        [person(7, "李四", birth="1990-01", unit="乙局")],
        [asked],
        units=KnownUnits({}, frozenset({"旧局"})),
    )
    # 李四 with another birth is somebody else, unless the right number says otherwise
    assert result.verdicts[0].bucket == bucket
    assert [p.code for p in result.problems if p.code != "roster.unit_new"] == [
        "roster.any",
        *([second] if second else []),
    ]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"birth": "1972-05"}, {"birth": "1972-05"}, ["new", "error"]),
        ({"birth": "1972-05"}, {"id_number": A}, ["new", "maybe"]),
        ({"id_number": A}, {"birth": "1972-05"}, ["new", "maybe"]),
        ({"birth": "1972-05-16"}, {"birth": "1972-05-16", "unit": "乙局"}, ["new", "error"]),
        ({"birth": "1972-05"}, {"birth": "1972-05", "unit": "乙局"}, ["new", "maybe"]),
        ({"birth": "1972-05"}, {"birth": "1972-06"}, ["new", "new"]),
        ({"birth": "1972-05-16"}, {"birth": "1972-05-17"}, ["new", "new"]),
        ({"birth": "1972-05", "sex": "male"}, {"birth": "1972-05", "sex": "female"}, ["new", "new"]),
        ({"id_number": A}, {"id_number": id_number(order=127)}, ["new", "maybe"]),
        ({"id_number": A}, {"id_number": B}, ["new", "new"]),
        ({}, {}, ["maybe", "maybe"]),
        ({}, {"id_number": A}, ["maybe", "new"]),
        ({"birth": "1972-05"}, {}, ["new", "maybe"]),
        ({"sex": "male"}, {"sex": "female"}, ["new", "new"]),
        ({}, {"unit": "乙局"}, ["new", "new"]),
    ],
)
def test_two_rows_of_one_name(first, second, expected):
    assert buckets([row(2, **first), row(3, **second)]) == expected


def test_rows_that_can_not_be_told_apart_name_each_other():
    first, second = plan([row(2), row(3)], [person(7)]).verdicts
    assert (first.reason, first.other_row, first.candidates) == ("roster.maybe_twin_rows", 3, (7,))
    assert (second.reason, second.other_row, second.candidates) == ("roster.maybe_twin_rows", 2, (7,))


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_rows_the_one_without_the_number_that_the_roster_knows_is_asked_about(turned):
    """It is no newcomer: the roster would have one of name, birth and unit twice, and the sure row would wait."""
    known = [person(7, id_number=A, birth="1972-05-16")]
    lines = [row(2, birth="1972-05", post="局长"), row(3, id_number=A)]
    if turned:
        lines = [row(2, id_number=A), row(3, birth="1972-05", post="局长")]
    doubtful, sure = (1, 0) if turned else (0, 1)
    verdicts = plan(lines, known).verdicts
    assert (verdicts[sure].bucket, verdicts[sure].person_id) == (Bucket.SAME, 7)
    assert (verdicts[doubtful].bucket, verdicts[doubtful].reason) == (Bucket.MAYBE, "roster.maybe_twin_rows")
    assert verdicts[doubtful].other_row == lines[sure].row


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"birth": "1972-05-16"}, ("maybe", (7,), "roster.maybe_number_elsewhere")),
        ({}, ("maybe", (7,), "roster.maybe_number_elsewhere")),
        ({"birth": "1980-01", "id_number": B}, ("new", (), "")),
    ],
)
def test_whose_number_stands_beside_another_name_is_no_newcomer_but_asked_about(said, expected):
    known = [person(7, id_number=A, birth="1972-05-16")]
    first, second = plan([row(2, **said), row(3, "李四", id_number=A)], known).verdicts
    assert (first.bucket.value, first.candidates, first.reason) == expected
    assert (second.bucket, second.reason) == (Bucket.MAYBE, "roster.maybe_other_name")


def test_who_is_recognised_by_id_number_is_nobody_elses_namesake():
    result = plan([row(2, birth="1980-01"), row(3, id_number=A)], [person(7, id_number=A)])
    assert [(v.bucket.value, v.person_id) for v in result.verdicts] == [("new", 0), ("same", 7)]


def test_one_person_is_not_recognised_in_two_rows():
    rows = [row(2, birth="1972-05-16"), row(3, birth="1972-05-20")]
    first, second = plan(rows, [person(7, birth="1972-05")]).verdicts
    assert (first.bucket, first.person_id) == (Bucket.UPDATE, 7)
    assert (second.bucket, second.candidates, second.other_row) == (Bucket.MAYBE, (7,), 2)


def test_rows_with_errors_and_questions_are_held_and_still_not_missing():
    problems = [
        Problem("x", row=2),
        Problem("y", row=3, severity=Severity.QUESTION),
        Problem("z", row=4, severity=Severity.NOTE),
        Problem("x", row=5, severity=Severity.QUESTION),
        Problem("x", row=5),
    ]
    rows = [row(n, name) for n, name in ((2, "甲一"), (3, "甲二"), (4, "甲三"), (5, "甲四"))]
    known = [person(n, name) for n, name in ((1, "甲一"), (2, "甲二"), (3, "甲三"), (4, "甲四"))]
    result = plan(rows, known, problems)
    assert [v.bucket.value for v in result.verdicts] == ["error", "question", "same", "error"]
    assert result.missing == ()
    assert result.verdicts[0].person_id == 1


def test_people_of_the_named_units_who_are_not_in_the_file_are_missing():
    known = [
        person(1),
        person(2, "李四"),
        person(3, "王五", unit="乙局"),
        person(4, "赵六", status="retired"),
        person(5, "钱七", status="left"),
        person(6, "孙八", status="long_leave"),
        person(7, "周九"),
    ]
    rows = [row(2), row(3, "周九", id_number=A)]
    result = plan(rows, known)
    assert result.missing == (2, 6)
    assert result.counts()["left"] == 2


def test_whoever_was_replaced_by_people_of_other_units_is_missing():
    """An office of one, whose only row is the successor from another unit; in one of two a head who came says nothing."""
    moved = person(2, "李四", unit="乙局", id_number=A)
    known = [person(1), moved, person(3, "王五", unit="丙局")]
    rows = [row(2), row(3, "李四", unit="丙局", id_number=A)]
    assert plan(rows, known).missing == (3,)
    assert plan(rows, [*known, person(4, "赵六", unit="丙局")]).missing == ()
    assert plan(rows, [*known, person(4, "赵六", unit="丙局", status="left")]).missing == (3,)
    two = [person(5, "钱七", unit="丁局", id_number=B), person(4, "赵六", unit="丙局")]
    rows.append(row(4, "钱七", unit="丙局", id_number=B))
    assert plan(rows, [*known, *two]).missing == (3, 4)


def test_whom_a_row_may_mean_is_not_missing():
    result = plan(
        [row(2), row(3, "李四")], [person(1), person(2), person(3, "李四", unit="乙局"), person(4, "王五")]
    )
    assert result.missing == (4,)


def test_units_go_by_any_of_their_names():
    units = {"教育局": "区教育局", "区教育局": "区教育局"}
    result = plan(
        [row(2, unit="教育局"), row(3, "李四", unit="教育 局")],
        [person(1, unit="区教育局")],
        units=KnownUnits(units),
    )
    assert [r.unit for r in result.rows] == ["区教育局", "区教育局"]
    assert [v.bucket.value for v in result.verdicts] == ["same", "new"]
    assert result.new_units == {}


def test_a_unit_that_went_into_another_one_is_told_once():
    names = {"区文化局": "区文旅局", "文化局": "区文旅局", "区文旅局": "区文旅局"}
    units = KnownUnits(names, frozenset({"区文化局"}), {"区文化局": "区文化局", "文化局": "区文化局"})
    assert units.written["文化局"] == "区文化局"
    rows = [row(2, unit="文化局"), row(3, "李四", unit="区文化局"), row(4, "王五", unit="区文旅局")]
    result = plan(rows, units=units)
    assert {r.unit for r in result.rows} == {"区文旅局"}
    params = {"unit": "区文化局", "into": "区文旅局", "count": 2}
    assert [(p.code, p.params, p.severity, p.row) for p in result.problems] == [
        ("roster.unit_merged", params, Severity.NOTE, 0)
    ]


def test_unknown_units_are_counted_once_under_their_first_spelling():
    rows = [
        row(2, unit="丙中心（区）"),
        row(3, "李四", unit="丙中心(区)"),
        row(4, "王五", unit="丁局"),
        row(5, "赵六"),
    ]
    result = plan(rows, [person(1, "钱七")])
    assert result.new_units == {"丙中心（区）": 2, "丁局": 1}
    assert [r.unit for r in result.rows[:2]] == ["丙中心（区）"] * 2
    assert [(p.code, p.severity, p.row) for p in result.problems] == [
        ("roster.unit_new", Severity.NOTE, 0)
    ] * 2


def test_the_missing_unit_of_a_new_person_is_reported_at_its_column():
    result = plan([row(2, unit="")], headers={"unit": "单位"})
    assert [(p.code, p.field, p.row) for p in result.problems] == [("roster.unit_missing", "单位", 2)]


def test_progress_is_told():
    steps = []
    plan([row()], done=lambda done, total: steps.append((done, total)))
    assert steps == [(0, 1)]


def test_the_same_file_twice_changes_nothing():
    rows = [row(2, id_number=A, birth="1972-05-16"), row(3, "李四", birth="1980-01"), row(4, "王五")]
    known = [KnownPerson(n, *r[1:])._replace(status="serving") for n, r in enumerate(rows, 1)]
    result = plan(rows, known)
    assert [v.bucket.value for v in result.verdicts] == ["same"] * 3
    assert result.missing == ()


NAMES = st.sampled_from(["张三", "李四", ""])
BIRTHS = st.sampled_from(["", "1972-05", "1972-05-16", "1980-01"])
IDS = st.sampled_from(["", A, B, id_number(order=127)])
UNITS = st.sampled_from(["", "甲局", "乙局"])
SEXES = st.sampled_from(["", "male", "female"])
ROWS = st.lists(st.tuples(NAMES, SEXES, BIRTHS, IDS, UNITS), max_size=8)
KNOWN = st.lists(
    st.tuples(NAMES, SEXES, BIRTHS, IDS, UNITS), max_size=6, unique_by=lambda k: k[3] or object()
)


@given(ROWS, KNOWN)
def test_every_row_gets_one_verdict_and_nobody_is_recognised_twice(rows, known):
    parsed = [ParsedPerson(n, *fields) for n, fields in enumerate(rows, 2)]
    people = [KnownPerson(n, *fields) for n, fields in enumerate(known, 1)]
    result = plan_import(parsed, people)
    assert len(result.verdicts) == len(parsed)
    assert sum(result.counts().values()) + len(result.passed) == len(parsed) + len(result.missing)
    counted = [v for place, v in enumerate(result.verdicts) if place not in result.passed]
    recognised = [v.person_id for v in counted if v.bucket in (Bucket.UPDATE, Bucket.SAME)]
    assert len(recognised) == len(set(recognised))
    assert set(result.missing).isdisjoint(recognised)
    new_ids = [
        r.id_number
        for r, v in zip(parsed, result.verdicts, strict=True)
        if v.bucket == Bucket.NEW and r.id_number
    ]
    assert len(new_ids) == len(set(new_ids))
    assert set(new_ids).isdisjoint({p.id_number for p in people})
    for verdict in result.verdicts:
        assert verdict.bucket != Bucket.MAYBE or verdict.reason


# many of one name


def odd_one(key, kind, unit):
    """Somebody of one name; ``kind`` tells sex, birth and number."""
    day = ("", "1972-05", "1972-05-16", "1972-06-01")[kind % 4]
    number = id_number(day.replace("-", "") if len(day) == 10 else "19720517", key % 900 + 1)
    return {
        "name": "空缺",
        "sex": ("", "male", "female")[kind // 4 % 3],
        "birth": day,
        "id_number": number if kind // 12 % 2 else "",
        "unit": unit,
    }


UNITS = st.sampled_from(["甲局", "乙局"])
KINDS = st.integers(0, 23)


@given(
    st.tuples(KINDS, UNITS, st.integers(0, 60)),
    st.lists(st.tuples(KINDS, UNITS), max_size=4),
    st.tuples(KINDS, st.sampled_from(["甲局", "乙局", ""])),
)
def test_held_against_a_few_of_many_namesakes_a_row_is_whom_it_is_against_all(crowd, others, of_row):
    kind, unit, count = crowd
    kinds = [*[(kind, unit)] * count, *others]
    people = [KnownPerson(at, **odd_one(at, *one)) for at, one in enumerate(kinds, 1)]
    parsed = ParsedPerson(2, **odd_one(899, *of_row))
    whole, few = find_person(parsed, people), find_person(parsed, Namesakes(people).few(parsed))
    assert (few.person, few.reason) == (whole.person, whole.reason)
    assert {one.id for one in few.candidates} <= {one.id for one in whole.candidates}
    assert len(few.candidates) >= min(len(whole.candidates), MOST)


def test_of_hundreds_of_one_name_in_one_unit_a_few_are_offered():
    people = [person(at, "空缺") for at in range(1, 401)]
    result = plan([row(at, "空缺", post="科员") for at in range(2, 402)], people)
    assert {len(verdict.candidates) for verdict in result.verdicts} == {MOST}


def test_a_month_and_a_name_of_three_characters_are_one_person():
    verdict = decide_bucket(
        row(name="张三丰", birth="1972-05", unit="乙局"), [person(7, name="张三丰", birth="1972-05")]
    )
    assert verdict.person_id == 7


def test_whoever_is_written_into_the_form_of_one_unit_is_of_it():
    form = Form(frozenset({"甲局"}), frozenset({7}))
    keys = KeyedRows({2: 7})
    rows = [row(2, unit=""), row(3, "李四", unit="")]
    made = plan(rows, [person(7, unit="乙局")], keys=keys, form=form)
    assert [verdict.bucket for verdict in made.verdicts] == [Bucket.SAME, Bucket.NEW], (
        "who was in it stays where they are"
    )
    assert made.rows[1].unit == "甲局"
    several = plan(rows, [person(7)], keys=keys, form=form._replace(units=frozenset({"甲局", "乙局"})))
    assert several.verdicts[1].reason == "roster.unit_missing"
