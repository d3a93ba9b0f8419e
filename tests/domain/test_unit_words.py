"""Units by what they are called in short, and the short names that are made by themselves."""

import pytest

from trainingdesk.domain.roster.base import own_short_name, short_unit_name
from trainingdesk.domain.roster.unit_words import other_names, ways_of
from trainingdesk.shared.unit_words import unit_words


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("清水区财政局", "财政局"),
        ("中共清水区委组织部", "区委组织部"),
        ("清水区委组织部", "区委组织部"),
        ("清水区人民法院", "区人民法院"),
        ("清水区人大常委会办公室", "区人大常委会办公室"),
        ("柳林镇人民政府", "柳林镇人民政府"),
        ("城关街道办事处", "城关街道"),
        ("清水中学", "清水中学"),
        ("城关街道党工委、办事处", "城关街道"),
        ("城关镇党委、办事处", "城关镇党委、办事处"),
        ("市教育局", "市教育局"),
    ],
)
@pytest.mark.parametrize("office", ["清水区委组织部", "中共清水区委组织部"])
def test_the_district_s_own_name_is_left_out(name: str, short: str, office: str):
    assert short_unit_name(name, office) == short


def test_a_short_name_of_two_units_is_none():
    assert own_short_name("清水区财政局", "清水区委组织部", {"财政局"}) == "清水区财政局"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("卫健", "清水区卫生健康局"),
        ("卫健局", "清水区卫生健康局"),
        ("卫健委", "清水区卫生健康局"),
        ("柳林镇政府", "柳林镇人民政府"),
        ("发改", "清水区发展和改革局"),
        ("发改委", "清水区发展和改革局"),
        ("人社局", "清水区人力资源和社会保障局"),
        ("教体", "清水区教育体育局"),
        ("区政府办", "清水区人民政府办公室"),
        ("编办", "中共清水区委机构编制委员会办公室"),
        ("文旅局", "清水区文化广电和旅游局"),
        ("住建", "清水区住房和城乡建设局"),
        ("城投", "清水城市投资发展集团有限公司"),
        ("城投集团", "清水区城市建设投资发展集团有限公司"),
    ],
)
def test_what_is_said_in_short_means_the_official_name(typed: str, name: str):
    assert any(way in name for way in (typed, *ways_of(typed)))
    if typed != "编办":
        assert any(typed in other for other in other_names(name))


def test_a_word_that_is_said_in_full_stands_for_itself():
    assert ways_of("财政局") == ways_of("王") == ()
    assert ways_of("人民政府") == ()
    assert other_names("清水区财政局") == ()


def test_every_row_says_where_it_comes_from():
    table = unit_words()
    assert all(table.official.values())
    assert all(len(word) > 1 for words in table.official.values() for word in words)
