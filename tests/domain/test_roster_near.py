"""A mistyped name is asked about before it makes two of one person."""

import pytest

from trainingdesk.domain.roster.importing import TOGETHER
from trainingdesk.domain.roster.matching import Bucket, Verdict
from trainingdesk.domain.roster.near import ask_near, lacked
from trainingdesk.domain.roster.people import KnownPerson, ParsedPerson

UNIT = "城东区教育局"
KNOWN = KnownPerson(7, "孟五", unit=UNIT, sex="male", birth="1974-05-05", phone="13900001005")


def asked(**row):
    person = ParsedPerson(2, **{"name": "梦五", "unit": UNIT, "sex": "male", **row})
    verdicts = [Verdict(Bucket.NEW)]
    missing, near = ask_near([person], verdicts, [KNOWN], (7,))
    (verdict,) = verdicts
    assert near == ({} if missing else {7: (2,)})
    assert (missing == ()) is (verdict.bucket is Bucket.MAYBE)
    return verdict


@pytest.mark.parametrize(
    "row",
    [
        {"name": "孟武", "birth": "1974-05"},
        {"phone": "13900001005"},
        {"name": "孟武", "birth": "1974-05", "phone": "13900001005"},
        {"name": "孟小武", "birth": "1974-05-05", "phone": "13900001005"},
    ],
)
def test_a_newcomer_of_nearly_the_name_of_somebody_missing_is_asked_about(row):
    verdict = asked(**row)
    assert (verdict.candidates, verdict.reason) == ((7,), "roster.maybe_near_name")
    assert {change.field for change in verdict.changes} == {"name"}


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"birth": "1974-05"},
        {"birth": "1974-06", "phone": "13900001005"},
        {"birth": "1974-05", "sex": "female"},
        {"birth": "1974-05", "unit": "城东区民政局"},
        {"name": "孟小武", "birth": "1974-05"},
        {"name": "王海", "birth": "1974-05", "phone": "13900001005"},
    ],
)
def test_anybody_else_is_new(row):
    assert asked(**row).bucket is Bucket.NEW


def near_of(rows, people):
    verdicts = [Verdict(Bucket.NEW)] * len(rows)
    missing, _near = ask_near(rows, verdicts, people, tuple(person.id for person in people))
    return [verdict.candidates for verdict in verdicts], missing


def test_two_newcomers_who_may_be_the_same_person_are_both_asked_about():
    rows = [
        ParsedPerson(place, name=name, unit=UNIT, sex="male", phone="13900001005")
        for place, name in ((2, "梦五"), (3, "孟武"))
    ]
    assert near_of(rows, [KNOWN]) == ([(7,), (7,)], ())


def test_a_number_that_many_share_says_nothing_and_neither_does_a_landline():
    def known(count: int, phone: str) -> list[KnownPerson]:
        return [KnownPerson(n, f"孟{chr(0x4E00 + n)}", unit=UNIT, phone=phone) for n in range(1, count + 1)]

    row = ParsedPerson(2, name="孟五", unit=UNIT, phone="13800000000")
    candidates, missing = near_of([row], known(20, "13800000000"))
    assert (len(candidates[0]), missing) == (20, ())
    candidates, missing = near_of([row], known(21, "13800000000"))
    assert (candidates[0], len(missing)) == ((), 21)
    line = ParsedPerson(2, name="孟五", unit=UNIT, phone="01012345678")
    assert near_of([line], known(1, "01012345678"))[0] == [()]


def test_whom_no_row_turned_out_to_mean_is_missing_again():
    near = {7: (2, 3), 8: (4,)}
    assert lacked(near, {}, ()) == []
    assert lacked(near, {2: 0}, ()) == [], "the other row may mean them"
    assert lacked(near, {2: 0, 3: 9}, ()) == [7], "somebody new, and somebody else"
    assert lacked(near, {2: 0, 3: 7, 4: TOGETHER}, ()) == []
    assert lacked(near, {4: 0}, {4}) == [], "left out: nobody said whom it means"


def test_a_name_whose_characters_stand_in_another_order_is_asked_about():
    person = KNOWN._replace(name="孟五洲")
    assert near_of([ParsedPerson(2, name="孟洲五", unit=UNIT, birth="1974-05")], [person]) == ([(7,)], ())
    assert near_of([ParsedPerson(2, name="洲孟五", unit=UNIT, birth="1974-05")], [person])[0] == [()]


@pytest.mark.parametrize(
    ("row", "known", "reason"),
    [
        # the very name, sex and mobile number: another birth, another unit
        (
            {"name": "高秀英", "birth": "1974-01", "unit": "城东区民政局", "phone": "13900001005"},
            {"name": "高秀英", "birth": "1972-10"},
            "roster.maybe_missing",
        ),
        ({"name": "单文搏"}, {"name": "单文博"}, "roster.maybe_near_here"),
        ({"name": "单文搏", "birth": "1974-05"}, {"name": "单文博", "birth": ""}, "roster.maybe_near_here"),
        ({"name": "王搏", "post": "工勤"}, {"name": "王博", "post": "工勤"}, "roster.maybe_near_here"),
        (
            {"name": "单文搏", "sex": "", "post": "部长"},
            {"name": "单文博", "post": "部长"},
            "roster.maybe_near_post",
        ),
        (
            {"name": "单博文", "sex": "", "post": "部长", "birth": "1974-05"},
            {"name": "单文博", "post": "部长", "birth": ""},
            "roster.maybe_near_post",
        ),
        (
            {"name": "单博文", "post": "部长"},
            {"name": "单文博", "post": "部长"},
            "roster.maybe_near_here",
        ),
        (
            {"name": "单文搏", "birth": "1974-05-05", "unit": "城东区民政局"},
            {"name": "单文博"},
            "roster.maybe_missing",
        ),
    ],
)
def test_a_missing_person_with_so_much_in_common_is_asked_about(row, known, reason):
    rows = [ParsedPerson(2, **{"unit": UNIT, "sex": "male", **row})]
    verdicts = [Verdict(Bucket.NEW)]
    # one newcomer beside one missing person, and beside many
    for others in ([], [KnownPerson(n, "孟小武", unit="城东区水务局") for n in range(20, 24)]):
        people = [KNOWN._replace(**known), *others]
        ids = tuple(person.id for person in people)
        verdicts = [Verdict(Bucket.NEW)]
        missing, near = ask_near(rows, verdicts, people, ids)
        assert (verdicts[0].candidates, verdicts[0].reason) == ((7,), reason)
        assert (missing, near) == (ids[1:], {7: (2,)})


@pytest.mark.parametrize(
    ("row", "known"),
    [
        ({"name": "王搏"}, {"name": "王博"}),
        ({"name": "王搏", "post": "教师"}, {"name": "王博", "post": "工勤"}),
        ({"name": "单文搏", "sex": ""}, {"name": "单文博"}),
        ({"name": "单文搏", "sex": "", "post": "部长"}, {"name": "单文博", "post": "副部长"}),
        ({"name": "单文搏", "sex": "female", "post": "部长"}, {"name": "单文博", "post": "部长"}),
        ({"name": "善文博", "sex": "", "post": "部长"}, {"name": "单文博", "post": "部长"}),
        ({"name": "文单博", "sex": "", "post": "部长"}, {"name": "单文博", "post": "部长"}),
        ({"name": "王搏", "sex": "", "post": "工勤"}, {"name": "王博", "post": "工勤"}),
        (
            {"name": "单文搏", "sex": "", "post": "部长", "unit": "城东区民政局"},
            {"name": "单文博", "post": "部长"},
        ),
        (
            {"name": "单文搏", "sex": "", "post": "部长", "birth": "1980-01"},
            {"name": "单文博", "post": "部长"},
        ),
        ({"name": "单文搏", "sex": "female"}, {"name": "单文博"}),
        ({"name": "单文搏", "birth": "1974-06"}, {"name": "单文博"}),
        ({"name": "单文搏", "unit": "城东区民政局"}, {"name": "单文博"}),
        ({"name": "单文搏", "birth": "1974-05", "unit": "城东区民政局"}, {"name": "单文博"}),
        (
            {"name": "高秀英", "unit": "城东区民政局", "phone": "01012345678"},
            {"phone": "01012345678", "name": "高秀英"},
        ),
    ],
)
def test_with_less_in_common_a_newcomer_is_new(row, known):
    rows = [ParsedPerson(2, **{"unit": UNIT, "sex": "male", **row})]
    assert near_of(rows, [KNOWN._replace(**known)])[0] == [()]
