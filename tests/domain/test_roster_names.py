import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingdesk.domain.roster.names import MOST_READINGS, name_keys, split_name
from trainingdesk.shared.readings import ReadingTable, reading_table


@pytest.fixture(scope="module")
def table():
    return reading_table()


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("单雄", "shanxiong"),
        ("曾国强", "zengguoqiang"),
        ("仇和", "qiuhe"),
        ("解缙", "xiejin"),
        ("查良镛", "zhaliangyong"),
        ("区志明", "ouzhiming"),
        ("朴树", "piaoshu"),
        ("盖兰", "gelan"),
        ("缪建国", "miaojianguo"),
        ("翟天", "zhaitian"),
        ("种师道", "chongshidao"),
        ("么红", "yaohong"),
        ("覃海洋", "qinhaiyang"),
        ("乐嘉", "yuejia"),
        ("宁静", "ningjing"),
        ("尉迟敬德", "yuchijingde"),
        ("长孙皇", "zhangsunhuang"),
        ("单于洋", "chanyuyang"),
        ("欧阳海", "ouyanghai"),
        ("吕绿", "lvlv"),
        ("王䶮", "wangyan"),
    ],
)
def test_a_surname_is_read_as_a_surname_first(table, name, pinyin):
    assert name_keys(name, table).pinyin[0] == pinyin


@pytest.mark.parametrize(
    ("name", "also"),
    [
        ("单雄", {"danxiong", "chanxiong"}),
        ("单于洋", {"shanyuyang", "danyuyang"}),
        ("覃海", {"tanhai"}),
        ("乐嘉", {"lejia"}),
        ("王晟", {"wangcheng", "wangsheng"}),
        ("曾乐", {"cengle", "zengyue"}),
    ],
)
def test_every_reading_of_a_heteronym_finds_the_person(table, name, also):
    assert also <= set(name_keys(name, table).pinyin)


def test_archaic_readings_are_left_out(table):
    assert name_keys("王家红", table).pinyin == ("wangjiahong",)


def test_initials_follow_the_readings(table):
    assert name_keys("单雄信", table).initials == ("sxx", "dxx", "cxx")
    assert name_keys("欧阳娜", table).initials == ("oyn",)


def test_names_with_dots_latin_letters_or_nothing(table):
    assert "maimaitituerxun" in name_keys("买买提·吐尔逊", table).pinyin
    assert name_keys("John Smith", table) == (("johnsmith",), ("js",))
    assert name_keys("", table) == ((), ())
    assert name_keys("·?", table) == ((), ())
    assert name_keys("王\U00030000", table) == (("wang",), ("w",))  # a character that no dictionary reads


def ways_to_read(name: str, table: ReadingTable) -> set[tuple[str, ...]]:
    """Return every way to read a name, a syllable for each character, worked out the long way."""
    ways = {()}
    for char in name:
        ways = {(*way, syllable) for way in ways for syllable in table.characters[char]}
    for surname in {name[:1], name[:2] if len(name) > 2 else name[:1]} & table.surnames.keys():
        for reading in table.surnames[surname]:
            ways |= {(*reading, *way[len(surname) :]) for way in ways}
    return ways


def test_no_name_of_four_characters_has_more_readings_than_are_kept(table):
    most = sorted(map(len, table.characters.values()))
    assert most[-1] ** 4 <= MOST_READINGS
    # the worst a name can be whose characters differ, a surname's own readings among them: 4 x 3 x 3 x 3
    assert most[-1] * most[-2] * most[-3] * most[-4] == 108
    assert (
        max(
            len({*table.surnames[char], *((s,) for s in table.characters[char])})
            for char in table.surnames
            if len(char) == 1
        )
        == 3
    )


def test_a_long_name_is_capped_with_its_usual_reading_first(table):
    keys = name_keys("解单曾乐行" * 3, table)
    assert len(keys.pinyin) == MOST_READINGS
    assert keys.pinyin[0].startswith("xie")


@given(st.data())
def test_every_reading_of_every_character_is_kept_with_every_one_of_the_others(data):
    table = reading_table()
    several = sorted(char for char, ways in table.characters.items() if len(ways) > 1)
    char = st.one_of(st.sampled_from(several), st.sampled_from("王伟明张"))
    head = st.one_of(st.sampled_from(sorted(table.surnames)), char)
    name = (data.draw(head) + "".join(data.draw(st.lists(char, max_size=3))))[:4]
    keys, ways = name_keys(name, table), ways_to_read(name, table)
    # a compound surname alone is read as such too
    assert {"".join(way) for way in ways} <= {*keys.pinyin}
    assert {"".join(syllable[0] for syllable in way) for way in ways} <= {*keys.initials}
    assert len(keys.pinyin) <= len(ways)


def test_split(table):
    assert split_name("欧阳海", table) == ("欧阳", "海")
    assert split_name("欧阳", table) == ("欧", "阳")
    assert split_name("王孙海", table) == ("王", "孙海")
    assert split_name("买买提·吐尔逊", table) == ("买买提·吐尔逊", "")


def test_the_same_name_gives_the_same_keys_again(table):
    assert name_keys("单雄", table) == name_keys("单雄", table)
    assert name_keys("张三", table) == name_keys("张三", table)


def test_the_table_covers_gb2312(table):
    chars = [
        bytes((h, low)).decode("gb2312", "ignore") for h in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
    ]
    assert [c for c in chars if c and c not in table.characters] == []
    assert len(table.characters) > 20_000


def test_compound_surnames_have_a_syllable_for_each_character(table):
    assert [s for s, ways in table.surnames.items() for way in ways if len(way) != len(s)] == []
