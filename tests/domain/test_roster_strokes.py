"""Surname strokes (姓氏笔画) and pinyin: the order of real lists, and what keeps it whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.codes import Rank
from trainingdesk.domain.roster.base import position_of
from trainingdesk.domain.roster.strokes import NameOrder, name_order
from trainingdesk.shared.readings import ReadingTable, reading_table
from trainingdesk.shared.strokes import StrokeTable, stroke_table


def by_strokes(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: name_order().keys(name).strokes)


def by_pinyin(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: name_order().keys(name).pinyin)


#: research/performance.md, trap 8: surnames of four strokes; ICU's stroke order has another
TEST_ROW = (
    "王1121 韦1152 支1254 尤1354 车1512 戈1534 牛3112 毛3115 仇3235 公3454 卞4124 文4134 方4153 孔5215 邓5452"
)


def test_the_strokes_of_the_test_row():
    table = stroke_table()
    assert " ".join(f"{char}{table.sequences[char]}" for char in TEST_ROW[::6]) == TEST_ROW


def test_surnames_of_equal_count_go_by_their_strokes():
    names = [f"{surname}一" for surname in TEST_ROW[::6]]
    assert by_strokes(names[::-1]) == names


def test_the_list_of_the_20th_congress():
    # research/domain.md, "Name order": as 新华社 printed it
    names = ["丁宁", "丁纯", "丁炜", "丁铭", "丁小强", "丁中平", "于波", "于洋", "于勇", "于川雅"]
    assert by_strokes(sorted(names)) == names


@pytest.mark.parametrize(
    "names",
    [
        "丁一 于一 王一 卢一 朱一 李一 张一 周一 赵一 徐一 黄一 韩一 赖一 魏一",  # 2 3 4 5 6 6 7 7 8 9 …
        "于一 于一一 干一",  # two surnames with the same strokes are not mixed
        "王伟 王磊 王一一 王一磊 王伟一",  # 先单名后双名, then the given name's characters
        "欧伟 欧阳伟 欧阳一一",  # a compound surname behind the single one, at its first character
        "尉迟一 尉迟敬德",
        "买买提·吐尔逊 张三",  # no surname: by its characters
        "龘一 Aziz",  # 48 strokes, then what is not written in Chinese
    ],
)
def test_order_by_strokes(names):
    wanted = names.split()
    assert by_strokes(wanted[::-1]) == wanted


#: characters whose strokes are known one by one, the commonest surnames among them many times
_WRITTEN = sorted(stroke_table().sequences)
_CHARACTERS = st.one_of(st.sampled_from(TEST_ROW[::6] + "于干丁王李张刘陈"), st.sampled_from(_WRITTEN))


@st.composite
def plain_names(draw: st.DrawFn) -> str:
    """Return a name of a single surname and a given name of one or two characters."""
    name = draw(_CHARACTERS) + draw(st.text(_CHARACTERS, min_size=1, max_size=2))
    return name if name[:2] not in reading_table().surnames else f"王{name[1:]}"


def told(char: str) -> tuple[int, list[int], str]:
    """Return where a character stands, the long way: its number of strokes, 横1 竖2 撇3 点4 折5 one by one, itself."""
    strokes = stroke_table().sequences[char]
    return len(strokes), [int(stroke) for stroke in strokes], char


@given(st.lists(plain_names(), max_size=30))
def test_strokes_count_then_their_kinds_then_single_given_names_before_double(names: list[str]):
    def wanted(name: str) -> object:
        return told(name[0]), len(name), [told(char) for char in name[1:]]

    assert by_strokes(names) == sorted(names, key=wanted)


@given(_CHARACTERS, _CHARACTERS, st.text(_CHARACTERS, min_size=2, max_size=2))
def test_a_given_name_of_one_character_comes_first_however_many_strokes_it_has(surname, single, double):
    one, two = surname + single, surname + double
    table = reading_table().surnames
    if two[:2] not in table:
        assert by_strokes([two, one]) == [one, two]


@given(st.sampled_from(_WRITTEN), st.sampled_from(_WRITTEN))
def test_of_surnames_with_equal_counts_the_first_other_stroke_decides(first, second):
    one, two = stroke_table().sequences[first], stroke_table().sequences[second]
    if len(one) == len(two) and one != two:
        assert (by_strokes([first + "一", second + "一"])[0][0] == first) is (one < two)


@pytest.mark.parametrize(
    "names",
    [
        "区一 仇一 单雄 王一 尉迟敬 曾国强 查良镛",  # ou qiu shan wang yuchi zeng zha: read as surnames
        "西安安 先一",  # syllable by syllable: xi before xian
        "张三 张伟 章伟",  # people of one surname stand together
        "Aziz 丁宁",
    ],
)
def test_order_by_pinyin(names):
    wanted = names.split()
    assert by_pinyin(wanted[::-1]) == wanted


def test_a_character_whose_sequence_is_unknown_stands_behind_those_of_its_count():
    order = NameOrder(ReadingTable({}, {}), StrokeTable({"甲": "25112", "申": "25112"}, {"丙": 5, "午": 4}))
    names = ["午一", "甲一", "申一", "丙一", "某一"]
    mixed = ["某一", "申一", "丙一", "甲一", "午一"]
    assert sorted(mixed, key=lambda name: order.keys(name).strokes) == names


def test_every_character_of_gb2312_has_its_strokes():
    both = [
        bytes((high, low)).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    ]
    table = stroke_table()
    assert {char for char in both if char} - table.sequences.keys() - table.counts.keys() == set()


def test_who_leads_a_unit_stands_before_who_holds_a_rank_in_it():
    wanted = [
        *("county_head", "county_deputy", "section_head", "section_deputy"),
        *("business_head", "business_deputy"),
        *("researcher_1", "researcher_2", "researcher_3", "researcher_4"),
        *("principal_1", "principal_2", "principal_3", "principal_4", "clerk_1", "clerk_2"),
        *("technical_senior", "technical_associate", "technical_middle", "technical_junior"),
        *("business_middle", "business_staff", None),
    ]
    assert sorted(wanted, key=lambda rank: position_of(rank, 1)) == wanted
    assert set(wanted) == {None, *Rank}


@given(
    st.lists(st.tuples(st.sampled_from([None, *Rank]), st.integers(1, 10**6)), unique_by=lambda one: one[1])
)
def test_seniority_counts_inside_one_rank_only(people):
    for rank, arrival in people:
        early = position_of(rank, arrival, "1990-01")
        assert early < position_of(rank, arrival, "2020-01") < position_of(rank, arrival)
        for other, second in people:
            if other is not rank:
                first = position_of(rank, arrival) < position_of(other, second)
                assert first is (early < position_of(other, second, "2020-01"))


def test_inside_a_unit_rank_then_seniority_then_arrival():
    people = [
        ("section_head", "2015-03", 9),
        ("section_head", "2015-03-02", 1),
        ("section_head", "2019", 4),
        ("section_head", "", 2),
        ("section_head", "", 3),
        ("section_deputy", "1999-01", 1),
        (None, "", 1),
    ]
    places = [position_of(rank, arrival, since) for rank, since, arrival in people]
    assert places == sorted(set(places))
    assert max(places) < 2**53


def test_a_head_stands_before_the_deputies_whether_a_level_is_recorded_or_not():
    unit = "某市某区财政局"
    people = [
        ("section_head", "党组书记"),
        (None, "党组副书记、局长"),
        ("section_head", "副局长"),
        ("section_deputy", "副局长"),
        (None, "副局长"),
        ("researcher_4", "四级调研员"),
        ("clerk_1", "预算科科长"),
        (None, "预算科科长"),
    ]
    places = [position_of(rank, 1, "", post, unit) for rank, post in people]
    assert places == sorted(set(places))
    # who is senior among the deputies does not stand before the head
    assert position_of(None, 9, "", "局长", unit) < position_of("section_head", 1, "1990-01", "副局长", unit)


@pytest.mark.parametrize(
    ("post", "unit", "leads"),
    [
        ("局长", "某区发展和改革局", True),
        ("区发改局局长", "某区发展和改革局", True),
        ("镇党委书记", "城东镇人民政府", True),
        ("主任", "城东街道办事处", True),
        ("第一中学校长", "某区教育局", False),
        ("某某公司董事长", "某区财政局", False),
        ("科长", "某区财政局", False),
    ],
)
def test_only_who_heads_the_own_unit_stands_first_in_its_list(post, unit, leads):
    assert (position_of(None, 1, "", post, unit) < position_of("county_head", 1)) is leads
