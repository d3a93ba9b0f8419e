"""Who may be one person twice: what points for it, what speaks against it, and who is held against whom."""

import random

import pytest

from tests.desk_fixtures import invented_id
from trainingdesk.domain.roster import duplicates
from trainingdesk.domain.roster.duplicates import (
    Alike,
    Level,
    Reason,
    compare,
    find_pairs,
    id_core,
    one_apart,
    plain_name,
)
from trainingdesk.domain.roster.merging import _said_by, doubts
from trainingdesk.domain.values import parse_id_number

ID = invented_id(1, "19800512")


def person(number: int, name: str = "王伟明", **said: object) -> Alike:
    facts = {"sex": "male", "birth": "", "id_number": "", "phone": "", "unit_id": number, **said}
    return Alike(number, name, **facts)


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"birth": "1980-05-12"}, {"birth": "1980-05-12"}, {Reason.SAME_NAME, Reason.SAME_BIRTH}),
        ({"birth": "1980-05-12"}, {"birth": "1980-05"}, {Reason.SAME_NAME, Reason.SAME_BIRTH_MONTH}),
        (
            {"birth": "1980-05-12"},
            {"name": "王明伟", "birth": "1980-05-12"},
            {Reason.SWAPPED_NAME, Reason.SAME_BIRTH},
        ),
        ({"phone": "13900000001"}, {"name": "李四光", "phone": "13900000001"}, {Reason.SAME_PHONE}),
        (
            {"birth": "1980-05-12"},
            {"name": "王伟民", "birth": "1980-05-12"},
            {Reason.NEAR_NAME, Reason.SAME_BIRTH},
        ),
        (
            {"name": "于海峯", "birth": "1980-05"},
            {"name": "於海峰", "birth": "1980-05"},
            {Reason.VARIANT_NAME, Reason.SAME_BIRTH_MONTH},
        ),
        ({"id_number": ID}, {"name": "赵六", "id_number": ID[:6] + ID[8:17]}, {Reason.SAME_ID}),
        ({"unit_id": 1}, {"unit_id": 1}, {Reason.SAME_NAME, Reason.SAME_UNIT}),
        (
            {"birth": "1980-05-12", "sex": "male"},
            {"birth": "1980-05-12", "sex": "female"},
            {Reason.SAME_NAME, Reason.SAME_BIRTH, Reason.OTHER_SEX},
        ),
        (
            {"name": "王伟", "birth": "1980-05-12"},
            {"name": "王炜", "birth": "1980-05-12"},
            {Reason.NEAR_NAME, Reason.SAME_BIRTH},
        ),
        (
            {"name": "王伟", "birth": "1980-05-12", "phone": "13900000001", "sex": "male"},
            {"name": "李芳", "birth": "1985-11-02", "phone": "13900000001", "sex": "female"},
            {Reason.SAME_PHONE, Reason.OTHER_BIRTH, Reason.OTHER_SEX},
        ),
    ],
)
def test_a_pair_is_found_with_its_reasons(one: dict, other: dict, reasons: set[Reason]):
    people = [person(2, **one), person(5, **other)]
    (found,) = find_pairs(people)
    assert (found.first_id, found.second_id) == (2, 5)
    assert set(found.reasons) == reasons
    assert compare(*reversed(people)) == compare(*people)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),  # a name alone is borne by many
        ({"birth": "1980-05-12"}, {"birth": "1981-05-12"}),
        (
            {"birth": "1980-05-12", "id_number": invented_id(1)},
            {"birth": "1980-05-12", "id_number": invented_id(9, male=False), "sex": "female"},
        ),
        ({"birth": "1980-05"}, {"birth": "1980-05", "sex": "female"}),
        ({"phone": "86612345"}, {"name": "李四光", "phone": "86612345"}),  # an office's land line
        # half a name and half a birth, and half a name with something against it
        ({"name": "王伟", "birth": "1980-05"}, {"name": "王炜", "birth": "1980-05"}),
        ({"name": "王伟", "birth": "1980-05-12"}, {"name": "黄伟", "birth": "1980-05-12"}),
        ({"name": "王伟", "birth": "1980-05-12"}, {"name": "王炜", "birth": "1980-05-12", "sex": "female"}),
        (
            {"name": "王伟", "birth": "1980-05-12", "id_number": invented_id(1)},
            {"name": "王炜", "birth": "1980-05-12", "id_number": invented_id(9)},
        ),
        (
            {"birth": "1980-05-12", "id_number": invented_id(1)},
            {"name": "王伟民", "birth": "1980-05-12", "id_number": invented_id(9)},
        ),
    ],
)
def test_what_is_no_reason_is_not_shown(one: dict, other: dict):
    assert find_pairs([person(2, **one), person(5, **other)]) == []


def test_a_reviewed_pair_does_not_come_back():
    twins = [person(2, birth="1980-05-12"), person(5, birth="1980-05-12")]
    assert find_pairs(twins, {(2, 5)}) == []


def test_an_office_telephone_makes_nobody_one():
    people = [person(number, f"甲{chr(0x4E00 + number * 7)}", phone="13900000001") for number in range(1, 9)]
    assert find_pairs(people) == []
    assert len(find_pairs(people[:3])) == 3


def strangers(count: int, phone: str, before: int = 0, at_once: int = 1_000_000) -> list[Alike]:
    """Return people with nothing in common but a telephone, of which each ``at_once`` have the next one."""
    return [
        person(
            number,
            chr(0x5000 + number) * 2 + chr(0x6000 + number) * 2,
            phone=str(int(phone) + number // at_once),
            birth=f"{1950 + number % 60}-01-02",
        )
        for number in range(before, before + count)
    ]


@pytest.mark.parametrize(("people", "pairs"), [(2, 1), (3, 3), (4, 0), (6, 0), (300, 0)])
def test_a_mobile_number_alone_is_a_ground_for_two_or_three(people: int, pairs: int):
    found = find_pairs(strangers(people, "13900000001"))
    assert len(found) == pairs
    assert all(pair.level is Level.POSSIBLE and Reason.SAME_PHONE in pair.reasons for pair in found)
    assert find_pairs(strangers(people, "86612345")) == []


def test_a_shared_number_still_counts_beside_a_name():
    both = {"phone": "13900000001", "birth": "1949-01-02"}
    people = [*strangers(4, "13900000001"), person(9, **both), person(10, **both)]
    assert [(pair.first_id, pair.second_id) for pair in find_pairs(people)] == [(9, 10)]


def test_weak_pairs_stand_last_and_do_not_come_back_either():
    people = [
        person(1, "王伟", birth="1980-05-12"),
        person(2, "王炜", birth="1980-05-12"),
        *(person(3, "钱七", birth="1970-01-02", phone="13900000003"),),
        *(person(4, "孙八一", birth="1971-03-04", phone="13900000003"),),
        *(person(5, "李明", birth="1975-01-02"), person(6, "李明", birth="1975-01-02")),
    ]
    found = [(pair.first_id, pair.second_id) for pair in find_pairs(people)]
    assert found == [(5, 6), (1, 2), (3, 4)]
    assert find_pairs(people, found) == []
    assert find_pairs(people, found[1:])[0].level is Level.LIKELY


def test_ten_times_the_people_cost_about_ten_times_the_comparisons(monkeypatch: pytest.MonkeyPatch):
    """Numbers that whole offices share don't make every one of them be held against every other."""
    looked: list[int] = []
    real = duplicates.compare
    monkeypatch.setattr(
        duplicates, "compare", lambda one, other: (looked.append(one.id), real(one, other))[1]
    )
    compared = []
    for count in (480, 4_800):
        looked.clear()
        people = [
            one
            for place, at_once in enumerate((2, 6, 1_000_000))
            for one in strangers(count, f"139{place}0000000", 5_400 * place, at_once)
        ]
        assert len(find_pairs(people)) == count // 2
        compared.append(len(looked))
    assert compared[1] < 11 * compared[0]


def test_the_surest_stands_first_and_says_how_sure():
    people = [
        person(1, birth="1980-05-12"),
        person(2, birth="1980-05-12", phone="13900000001", unit_id=1),
        person(3, "钱七", phone="13900000009", birth="1970-01"),
        person(4, "孙八", phone="13900000009", birth="1970-01"),
    ]
    found = find_pairs(people)
    assert [pair.level for pair in found] == [Level.LIKELY, Level.LIKELY]
    assert [pair.score for pair in found] == sorted((pair.score for pair in found), reverse=True)


def test_blocking_finds_what_comparing_everybody_finds():
    """The blocks leave nothing out but telephones of offices: held against the comparison of all with all."""
    chance = random.Random(3)
    people = [
        Alike(
            number,
            "".join(chance.choices("王李伟明芳峰峯", k=chance.choice((2, 3, 3)))),
            chance.choice(("male", "female", "")),
            chance.choice(("1980-05-12", "1980-05", "1981-06-02", "")),
            chance.choice(("", invented_id(chance.randrange(5)))),
            chance.choice(("", "", f"1390000{number % 90:04d}")),
            chance.randrange(6),
        )
        for number in range(1, 180)
    ]
    wanted = {
        (found.first_id, found.second_id): found
        for place, one in enumerate(people)
        for other in people[place + 1 :]
        if (found := compare(one, other)) is not None
    }
    got = {(pair.first_id, pair.second_id): pair for pair in find_pairs(people)}
    missed = {key: pair.reasons for key, pair in wanted.items() if key not in got}
    assert missed == {}
    assert got == wanted


def test_long_work_can_be_stopped():
    def stop(step: int, _steps: int) -> None:
        if step == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        find_pairs([person(1)], (), stop)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("王伟", "王伟", False),
        ("王伟", "王炜", True),
        ("王伟", "王伟明", True),
        ("王伟明", "伟明", True),
        ("王伟", "伟王", False),
        ("", "王", True),
        ("王伟", "王伟明华", False),
    ],
)
def test_one_character_apart(one: str, other: str, near: bool):
    assert one_apart(one, other) is near
    assert one_apart(other, one) is near


def test_numbers_of_both_lengths_have_one_core():
    old = ID[:6] + ID[8:17]
    assert parse_id_number(old).text == ID
    assert id_core(old) == id_core(ID)
    late = invented_id(1, "20010512")
    assert id_core(late) != id_core(invented_id(1, "19010512"))


def test_names_are_compared_in_their_standard_form():
    assert plain_name("阿依·古麗") == "阿依古丽"


def test_a_namesake_of_the_same_post_of_whom_nothing_else_is_known_is_shown():
    whole = {"birth": "1980-05-12", "id_number": ID, "post": "局长"}
    found = compare(person(1, "曹梅", **whole), person(2, "曹梅", post="局长"))
    assert found is not None
    assert set(found.reasons) == {Reason.SAME_NAME, Reason.SAME_POST}
    assert compare(person(1, "曹梅", **whole), person(2, "曹梅", post="科员")) is None
    other = {"birth": "1979-01-02", "id_number": invented_id(2, "19790102"), "post": "局长", "unit_id": 1}
    assert compare(person(1, "王志勇", **whole), person(2, "王志勇", **other)) is None
    bare = person(3, "王志勇", unit_id=1)
    assert compare(person(1, "王志勇", **whole), bare) is not None


def test_one_number_in_both_lengths_speaks_for_no_two_people():
    """A number of 15 digits from before numbers were completed is read, and does not end the merge in an error."""
    whole = invented_id(1, "19750806")
    old = whole[:6] + whole[8:17]
    said = {"birth": "1975-08-06"}
    assert doubts({**said, "id_number": whole}, {**said, "id_number": old}) == ()
    other = invented_id(3, "19750806")
    assert doubts({**said, "id_number": other}, {**said, "id_number": old}) == ("merge.two_numbers",)
    assert _said_by(old) == _said_by(whole) == {"birth": "1975-08-06", "sex": "male"}


def test_names_that_are_read_alike_at_one_post_are_found_where_nothing_else_is_known_of_one():
    post = {"unit_id": 3, "post": "工勤", "sex": "female"}
    known = person(1, "单文博", **post, birth="1980-05-12", id_number=ID)
    (found,) = find_pairs([known, person(2, "单文搏", **post)])
    assert (found.first_id, found.second_id, found.level) == (1, 2, Level.POSSIBLE)
    assert Reason.NEAR_NAME in found.reasons
    for other in (
        person(2, "单文搏", **post, birth="1980-06"),
        person(2, "单文波", **post | {"post": "干事"}),
        person(2, "单文搏", **post | {"sex": "male"}),
        person(2, "单文搏", **post | {"unit_id": 4}),
        person(2, "单文华", **post),
    ):
        assert find_pairs([known, other]) == [], other
